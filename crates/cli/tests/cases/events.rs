//! Whether the events of a record are those that its case expects, and no others.

use std::collections::HashSet;

use libtest_mimic::Trial;
use onrecord_record::{Actor, Event as Told, Record};

use crate::case::{Case, Event, parse};
use crate::compare::normal_name;

/// Everything in which the events are not what the case expects, and every mark that is outdated.
pub fn differences(case: &Case, record: &Record) -> Vec<String> {
    let mut faults = Vec::new();
    let mut accounted = HashSet::new();
    for expected in &case.events {
        let named =
            format!("{} {:?} > {:?}", expected.r#type, expected.actors, expected.recipients);
        let found = (0..record.events.len())
            .filter(|at| !accounted.contains(at))
            .min_by_key(|&at| wrong_in(expected, &record.events[at], record).len())
            .filter(|&at| record.events[at].event_type == expected.r#type);
        let wrong = match found {
            Some(at) => wrong_in(expected, &record.events[at], record),
            None => vec!["is missed".to_owned()],
        };
        match &expected.wrong {
            Some(why) if wrong.is_empty() => {
                faults.push(format!("{named}: now right: remove the mark (it said: {why})"));
            }
            None if !(wrong.is_empty() || expected.optional && found.is_none()) => {
                faults.extend(wrong.iter().map(|what| format!("{named}: {what}")));
            }
            _ => {}
        }
        accounted.extend(found);
    }
    for (at, event) in record.events.iter().enumerate() {
        if !accounted.contains(&at) {
            let (actors, recipients) =
                (names(record, &event.actors), names(record, &event.recipients));
            let kind = &event.event_type;
            faults.push(format!("{kind} {actors:?} > {recipients:?}: is not expected"));
        }
    }
    faults
}

/// In what an event differs from what is expected.
fn wrong_in(expected: &Event, event: &Told, record: &Record) -> Vec<String> {
    let mut wrong = Vec::new();
    if event.event_type != expected.r#type {
        wrong.push(format!("is {}", event.event_type));
        // Anything else says little beside that.
        wrong.extend(["its type is another".to_owned(), "so are its parties".to_owned()]);
    }
    for (what, ids, wanted) in [
        ("actors", &event.actors, &expected.actors),
        ("recipients", &event.recipients, &expected.recipients),
    ] {
        if !same(record, ids, wanted) {
            wrong.push(format!("{what} are {:?}", names(record, ids)));
        }
    }
    let voice = match record.statements.iter().find(|statement| statement.id == event.voice) {
        Some(statement) => names(record, &statement.speakers).join("; "),
        None => event.voice.clone(),
    };
    if normal_name(&voice) != normal_name(&expected.voice) {
        wrong.push(format!("is the word of {voice:?}, not of {:?}", expected.voice));
    }
    if event.aux != expected.aux {
        wrong.push(format!("aux is {:?}, not {:?}", event.aux, expected.aux));
    }
    if let Some(mode) = &expected.mode
        && event.mode.as_ref() != Some(mode)
    {
        wrong.push(format!("mode is {:?}, not {mode:?}", event.mode));
    }
    for (what, ids, wanted) in [
        ("actors", &event.actors, &expected.actor_names),
        ("recipients", &event.recipients, &expected.recipient_names),
    ] {
        if wanted.as_ref().is_some_and(|wanted| !same(record, ids, wanted)) {
            wrong.push(format!("{what} are called {:?}", names(record, ids)));
        }
    }
    let place = event.place.as_ref().map(|place| normal_name(&place.name)).unwrap_or_default();
    if expected.place.as_ref().is_some_and(|wanted| !place.contains(&normal_name(wanted))) {
        wrong.push(format!("place is {place:?}, not {:?}", expected.place));
    }
    let date = event.date.as_ref().map_or("", |date| &date.start);
    if expected.date.as_ref().is_some_and(|wanted| !date.starts_with(wanted.as_str())) {
        wrong.push(format!("date is {date:?}, not {:?}", expected.date));
    }
    wrong
}

fn actors<'a>(record: &'a Record, ids: &[String]) -> Vec<&'a Actor> {
    let of = |id: &String| record.actors.iter().find(|actor| actor.id == *id);
    ids.iter().filter_map(of).collect()
}

fn names<'a>(record: &'a Record, ids: &[String]) -> Vec<&'a str> {
    actors(record, ids).into_iter().map(|actor| actor.name.as_str()).collect()
}

/// Whether actors answer to names or codes, one to one.
fn same(record: &Record, ids: &[String], wanted: &[String]) -> bool {
    let mut left = actors(record, ids);
    wanted.len() == left.len()
        && wanted.iter().all(|wanted| {
            let at = left.iter().position(|actor| answers(actor, wanted));
            at.map(|at| left.swap_remove(at)).is_some()
        })
}

fn answers(actor: &Actor, wanted: &str) -> bool {
    let code = wanted.len() == 3 && wanted.chars().all(|letter| letter.is_ascii_uppercase());
    let coded = [&actor.country, &actor.sector].iter().any(|held| held.as_deref() == Some(wanted));
    let (name, wanted) = (normal_name(&actor.name), normal_name(wanted));
    let within = |one: &str, other: &str| {
        let other: Vec<&str> = other.split_whitespace().collect();
        !one.is_empty() && one.split_whitespace().all(|word| other.contains(&word))
    };
    code && coded || within(&name, &wanted) || within(&wanted, &name)
}

/// Tests of this module.
pub fn tests() -> Vec<Trial> {
    const CASE: &str = "about = \"x\"\ntext = \"Ada met Bo in Oslo on 7 May 2024.\"\n[[event]]\n\
                        type = \"CONSULT\"\nactors = [\"NOR\"]\nrecipients = []\nvoice = \"outlet\"\n";
    let record: Record = serde_json::from_value(serde_json::json!({
        "schema": "onrecord.record/1",
        "article": {"id": "", "input_id": "", "byline": [],
            "text": "Ada met Bo in Oslo on 7 May 2024."},
        "actors": [{"id": "a1", "name": "Ada", "country": "NOR", "mentions": [[0, 3]]}],
        "statements": [],
        "events": [{
            "id": "e1", "type": "CONSULT", "contexts": [], "aux": [], "actors": ["a1"],
            "recipients": [], "trigger": [[4, 7]], "voice": "outlet", "score": 1.0,
            "quad": "verbal cooperation", "cameo": "040",
            "place": {"name": "Oslo", "span": [14, 18]},
            "date": {"start": "2024-05-07", "end": "2024-05-07", "precision": "day",
                "span": [22, 32]},
        }],
        "made_by": {"program": "0.1.0"},
    }))
    .expect("a record");
    [
        ("the same event is right", "", Ok(())),
        ("a place and a date are right", "place = \"Oslo\"\ndate = \"2024-05\"", Ok(())),
        ("the name of an actor is right", "actor_names = [\"Ada\"]", Ok(())),
        ("another place is wrong", "place = \"Bergen\"", Err("place is")),
        ("another date is wrong", "date = \"2024-06\"", Err("date is")),
        ("another actor is wrong", "actor_names = [\"Bo\"]", Err("actors are called")),
        (
            "a recipient that is missed is wrong",
            "recipient_names = [\"Bo\"]",
            Err("recipients are"),
        ),
    ]
    .map(|(about, fields, wanted)| {
        let case = parse("x", &format!("{CASE}{fields}\n")).expect("a case");
        let record = record.clone();
        Trial::test(format!("harness: {about}"), move || {
            match (differences(&case, &record).as_slice(), wanted) {
                ([], Ok(())) => Ok(()),
                ([told], Err(wanted)) if told.contains(wanted) => Ok(()),
                (other, _) => Err(format!("{other:?}").into()),
            }
        })
    })
    .into()
}
