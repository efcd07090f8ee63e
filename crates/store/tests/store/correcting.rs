//! What people say stays, with who, when and why.

use onrecord_store::{Correction, Gold, Query, Store, Verdict};
use serde_json::{Map, Value, json};

use crate::records::{NOW, add, all, assert_sound, full, open, place, said, span};

fn correct(
    store: &mut Store,
    named: &str,
    verdict: Verdict,
    fields: Value,
) -> Result<(i64, Option<String>), onrecord_store::Error> {
    let named = store.resolve(named)?;
    let fields: Option<Map<String, Value>> = fields.as_object().cloned();
    let (who, why) = ("Mia", "I was there");
    store.correct(&named, Correction { verdict, fields: fields.as_ref(), who, why, now: NOW })
}

fn filled() -> (tempfile::TempDir, std::path::PathBuf, Store, String) {
    let (folder, path) = place();
    let mut store = open(&path);
    let record = full();
    let article = record.article.id[7..17].to_owned();
    add(&mut store, &[record, said("Ina Vik", "We kept our promise", "2024-03-01")]);
    (folder, path, store, article)
}

#[test]
fn accept_reject_amend_add_and_undo() {
    let (_folder, path, mut store, article) = filled();
    let part = |part: &str| format!("{article}#{part}");
    correct(&mut store, &part("s1"), Verdict::Accept, Value::Null).unwrap();
    let (reject, _) = correct(&mut store, &part("s3"), Verdict::Reject, Value::Null).unwrap();
    let fields = json!({"speakers": ["Zoë Marić-Horn"], "kind": "direct", "cue": "told me"});
    let (amend, id) = correct(&mut store, &part("s2"), Verdict::Amend, fields).unwrap();
    assert_eq!(id.as_deref(), Some("s2"));
    let added = json!({"content": "the fares unfair", "speakers": ["Sudland"], "cue": "called"});
    let (_, id) = correct(&mut store, &article, Verdict::Add, added).unwrap();
    assert_eq!(id.as_deref(), Some("s4"));
    let event = json!({"recipients": ["Norland", "Ana Ilić"], "aux": []});
    correct(&mut store, &part("e2"), Verdict::Amend, event).unwrap();

    let record = all(&store).pop().unwrap();
    let ids: Vec<&str> = record.statements.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["s1", "s2", "s4"]);
    let text = &record.article.text;
    assert_eq!(record.statements[1].cue, [span(text, "told me")]);
    let speaker = &record.statements[1].speakers[0];
    let speaker = record.actors.iter().find(|actor| actor.id == *speaker).unwrap();
    assert_eq!(speaker.name, "Zoë Marić-Horn");
    // What was no statement is the outlet's word.
    assert_eq!(record.events[0].voice, "outlet");
    assert_eq!(record.events[1].recipients, ["a4", "a1"]);
    assert_eq!(record.events[1].confidence, None);
    let query = Query { said_by: Some("horn".to_owned()), limit: 9, ..Query::default() };
    assert_eq!(store.find(&query).unwrap().hits.len(), 1);
    assert_sound(&path);

    store.undo(reject, "Mia", "I was wrong", NOW).unwrap();
    store.undo(amend, "Mia", "", NOW).unwrap();
    assert!(store.undo(amend, "Mia", "", NOW).is_err());
    assert!(store.undo(99, "Mia", "", NOW).is_err());
    let record = all(&store).pop().unwrap();
    assert_eq!(record.statements[1], full().statements[1]);
    assert_eq!(record.events[0], full().events[0]);
    let log = store.corrections().unwrap();
    assert_eq!(log.len(), 7);
    assert_eq!((log[6].operation.verdict, log[6].operation.undoes), (Verdict::Undo, Some(amend)));
    assert_eq!(log[0].operation.why, "I was there");
    assert_sound(&path);
}

#[test]
fn what_is_not_sound_is_refused_and_nothing_is_kept() {
    let (_folder, path, mut store, article) = filled();
    let part = |part: &str| format!("{article}#{part}");
    for (named, verdict, fields) in [
        (part("s1"), Verdict::Amend, Value::Null),
        (part("s1"), Verdict::Amend, json!({})),
        (part("s1"), Verdict::Amend, json!({"mood": "grey"})),
        (part("s1"), Verdict::Amend, json!({"kind": "loud"})),
        (part("s1"), Verdict::Amend, json!({"content": "words that are not there"})),
        (part("s1"), Verdict::Amend, json!({"content": "o"})),
        (part("s1"), Verdict::Amend, json!({"content": [[4, 99_999]]})),
        (part("s1"), Verdict::Add, json!({"content": [[0, 5]]})),
        (part("s1"), Verdict::Amend, json!({"content": []})),
        (part("s1"), Verdict::Amend, json!({"content": 7})),
        (part("s1"), Verdict::Amend, json!({"speakers": [" "]})),
        (part("e1"), Verdict::Amend, json!({"voice": "s9"})),
        (part("e1"), Verdict::Amend, json!({"trigger": []})),
        (part("e1"), Verdict::Amend, json!({"type": "DANCE"})),
        (part("e1"), Verdict::Amend, json!({"aux": ["soon"]})),
        (part("e1"), Verdict::Amend, json!({"quad": "loud"})),
        (article.clone(), Verdict::Add, json!({"content": [], "speakers": ["Ivo Ban"]})),
        (article.clone(), Verdict::Add, json!({"type": "", "trigger": "met"})),
        (article.clone(), Verdict::Accept, Value::Null),
        (article.clone(), Verdict::Add, json!({"speakers": ["Ivo Ban"]})),
    ] {
        let refused = correct(&mut store, &named, verdict, fields.clone());
        let refused = refused.expect_err(&format!("{named} {fields}")).to_string();
        assert!(refused.contains("hint: "), "{refused}");
    }
    let dance = correct(&mut store, &part("e1"), Verdict::Amend, json!({"type": "DANCE"}));
    let told = dance.unwrap_err().to_string();
    assert!(told.contains("AGREE, CONSULT") && told.contains("ASSAULT"), "{told}");
    assert!(store.corrections().unwrap().is_empty());
    assert_eq!(all(&store).pop().unwrap(), full());
    assert_sound(&path);
}

#[test]
fn what_is_judged_is_gold() {
    let (_folder, _path, mut store, article) = filled();
    for statement in ["s1", "s2"] {
        let named = format!("{article}#{statement}");
        correct(&mut store, &named, Verdict::Accept, Value::Null).unwrap();
    }
    correct(&mut store, &format!("{article}#e2"), Verdict::Accept, Value::Null).unwrap();
    let gold = |store: &Store, what| {
        let mut lines = Vec::new();
        let mut push = |line: &str| {
            lines.push(serde_json::from_str::<Value>(line).unwrap());
            Ok(())
        };
        let written = store.gold(what, &mut push).unwrap();
        (lines, written.unfinished)
    };
    assert_eq!(gold(&store, Gold::Statements), (Vec::new(), 1));
    correct(&mut store, &format!("{article}#s3"), Verdict::Accept, Value::Null).unwrap();
    let (lines, unfinished) = gold(&store, Gold::Statements);
    assert_eq!((lines.len(), unfinished), (1, 0));
    let record = full();
    assert_eq!(lines[0]["text"], record.article.text.as_str());
    assert_eq!(lines[0]["published"], "2024-05-07T09:30+02:00");
    // The corpus has only what nothing else contains.
    let attributions = lines[0]["attributions"].as_array().unwrap();
    assert_eq!(attributions.len(), 2);
    assert_eq!(attributions[0]["content"], json!(record.statements[0].content));
    let (lines, _) = gold(&store, Gold::Events);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["type"], "ACCUSE");
    assert_eq!(lines[0]["actors"], json!([{"code": "SDN", "text": "Sudland"}]));
}
