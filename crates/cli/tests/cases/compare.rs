//! Whether a record is what its case expects: the same statements, to the word, and no others.

use std::collections::HashSet;

use libtest_mimic::Trial;
use onrecord_record::{Actor, Record, Span, Statement, StatementKind};
use toml::Spanned;

use crate::case::{self, Case, Expected, Kind, Mentions, parse};

/// Compares; the error tells every difference.
pub fn check(name: &str, case: &Case, record: &Record) -> Result<(), String> {
    let mut faults = differences(case, record);
    if case.no_events || !case.events.is_empty() {
        faults.extend(crate::events::differences(case, record));
    }
    faults.extend(case.actors.iter().filter_map(|wanted| actor_fault(wanted, record)));
    match &case.wrong {
        Some(why) if faults.is_empty() => {
            faults = vec![format!("now right: remove the mark (it said: {why})")];
        }
        Some(_) => return Ok(()),
        None => {}
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(format!(
        "cases/{name}.toml\n  {}\n  hint: cargo xtask bless --show {name}",
        faults.join("\n  ")
    ))
}

/// Everything in which the record is not what the case expects, and every mark that is outdated.
fn differences(case: &Case, record: &Record) -> Vec<String> {
    let found: Vec<Found> =
        record.statements.iter().map(|found| Found::new(found, record)).collect();
    let mut faults = Vec::new();
    let mut accounted = HashSet::new();
    for expected in &case.statements {
        let wanted = normal_list(&expected.content);
        let same =
            (0..found.len()).find(|at| !accounted.contains(at) && found[*at].content == wanted);
        let wrong_in = match same {
            Some(at) => {
                accounted.insert(at);
                found[at].wrong_in(expected)
            }
            None => vec!["is missed".to_owned()],
        };
        match (&expected.wrong, wrong_in.is_empty()) {
            (Some(why), true) => {
                faults.push(format!("{wanted:?}: now right: remove the mark (it said: {why})"));
            }
            (Some(_), false) => {
                // What is found in its place is wrong in the same way.
                let in_its_place = (0..found.len()).find(|at| {
                    let shares = |words: &String| {
                        wanted.iter().any(|want| want.contains(words) || words.contains(want))
                    };
                    !accounted.contains(at) && found[*at].content.iter().any(shares)
                });
                accounted.extend(in_its_place.filter(|_| same.is_none()));
            }
            (None, true) => {}
            (None, false) if expected.optional && same.is_none() => {}
            (None, false) => {
                faults.extend(wrong_in.into_iter().map(|what| format!("{wanted:?}: {what}")));
            }
        }
    }
    for extra in &case.extras {
        let forgiven = normal_list(&extra.content);
        let same =
            (0..found.len()).find(|at| !accounted.contains(at) && found[*at].content == forgiven);
        match same {
            Some(at) => _ = accounted.insert(at),
            None => faults.push(format!(
                "{forgiven:?}: not found any more: now right: remove the mark (it said: {})",
                extra.wrong
            )),
        }
    }
    for (at, extra) in found.iter().enumerate() {
        if !accounted.contains(&at) {
            faults.push(format!("{:?}: is not expected, by {:?}", extra.content, extra.speakers));
        }
    }
    faults
}

/// In what an actor is not what is expected, or that its mark is outdated.
fn actor_fault(wanted: &case::Actor, record: &Record) -> Option<String> {
    let name = normal_name(&wanted.name);
    let found: Vec<&Actor> =
        record.actors.iter().filter(|actor| normal_name(&actor.name) == name).collect();
    let wrong = match found.as_slice() {
        [] if wanted.absent => Vec::new(),
        [] => {
            let all: Vec<&str> = record.actors.iter().map(|actor| actor.name.as_str()).collect();
            vec![format!("is no actor; there are {all:?}")]
        }
        _ if wanted.absent => vec!["is an actor and should be none".to_owned()],
        [actor] => wrong_in_actor(wanted, actor, record),
        _ => vec![format!("is there {} times", found.len())],
    };
    match (&wanted.wrong, wrong.is_empty()) {
        (Some(why), true) => {
            Some(format!("{}: now right: remove the mark (it said: {why})", wanted.name))
        }
        (None, false) => Some(format!("{}: {}", wanted.name, wrong.join("; "))),
        _ => None,
    }
}

fn wrong_in_actor(wanted: &case::Actor, actor: &Actor, record: &Record) -> Vec<String> {
    let text: Vec<char> = record.article.text.chars().collect();
    let words = |spans: &[Span]| -> Vec<String> {
        spans.iter().map(|&[start, end]| text[start..end].iter().collect()).collect()
    };
    let kind = actor.kind.map(|kind| format!("{kind:?}").to_lowercase());
    let mut wrong = Vec::new();
    for (what, wanted, found) in [
        ("kind", &wanted.kind, &kind),
        ("country", &wanted.country, &actor.country),
        ("sector", &wanted.sector, &actor.sector),
        ("office", &wanted.office, &actor.office),
        ("wikidata", &wanted.wikidata, &actor.wikidata),
    ] {
        let Some(wanted) = wanted else { continue };
        if found.as_deref().unwrap_or_default() != wanted {
            wrong.push(format!("{what} is {found:?}, not {wanted:?}"));
        }
    }
    let mentions = words(&actor.mentions);
    match &wanted.mentions {
        Some(Mentions::Count(count)) if mentions.len() != *count => {
            wrong.push(format!("has {} mentions, not {count}: {mentions:?}", mentions.len()));
        }
        Some(Mentions::Words(wanted)) if mentions != *wanted => {
            wrong.push(format!("is mentioned in {mentions:?}, not {wanted:?}"));
        }
        _ => {}
    }
    if let Some(wanted) = &wanted.loaded
        && words(&actor.loaded) != *wanted
    {
        wrong.push(format!("loaded are {:?}, not {wanted:?}", words(&actor.loaded)));
    }
    wrong
}

/// A statement of the record, in the words of cases.
struct Found<'a> {
    statement: &'a Statement,
    content: Vec<String>,
    speakers: HashSet<String>,
    addressee: Option<String>,
    via: Option<String>,
    question: Option<String>,
}

impl<'a> Found<'a> {
    fn new(statement: &'a Statement, record: &Record) -> Found<'a> {
        let text: Vec<char> = record.article.text.chars().collect();
        let words = |[start, end]: Span| normal(&text[start..end].iter().collect::<String>());
        let name = |id: &String| {
            let actor = record.actors.iter().find(|actor| actor.id == *id);
            normal_name(actor.map_or("", |actor| &actor.name))
        };
        Found {
            statement,
            content: statement.content.iter().copied().map(words).collect(),
            speakers: statement.speakers.iter().map(name).collect(),
            addressee: statement.addressee.map(words),
            via: statement.via.map(words),
            question: statement.question.map(words),
        }
    }

    /// In what it differs from the statement that has the same content.
    fn wrong_in(&self, expected: &Expected) -> Vec<String> {
        let mut wrong = Vec::new();
        let speakers: HashSet<String> =
            expected.speaker.split(';').map(normal_name).filter(|name| !name.is_empty()).collect();
        if self.speakers != speakers {
            wrong.push(format!("said by {:?}, not by {speakers:?}", self.speakers));
        }
        let kind = match self.statement.kind {
            StatementKind::Direct => Kind::Direct,
            StatementKind::Indirect => Kind::Indirect,
            StatementKind::Mixed => Kind::Mixed,
        };
        if kind != expected.kind {
            wrong.push(format!("is {kind:?}, not {:?}", expected.kind));
        }
        if self.statement.inside.is_some() != expected.inside {
            let stands = if expected.inside { "outside" } else { "inside" };
            wrong.push(format!("stands {stands}"));
        }
        if self.statement.in_headline != expected.in_headline {
            wrong.push(format!("in_headline is {}", self.statement.in_headline));
        }
        for (what, found, wanted) in [
            ("addressee", &self.addressee, &expected.addressee),
            ("via", &self.via, &expected.via),
            ("question", &self.question, &expected.question),
        ] {
            if let Some(wanted) = wanted.as_ref().map(|words| normal(words.as_ref()))
                && found.as_ref() != Some(&wanted)
            {
                wrong.push(format!("{what} is {found:?}, not {wanted:?}"));
            }
        }
        wrong
    }
}

/// One space between words, no punctuation behind them: whether a comma stands within the marks is
/// a matter of national habit.
fn normal(words: &str) -> String {
    let spaced: Vec<&str> = words.split_whitespace().collect();
    spaced.join(" ").trim_end_matches([',', '.', ';', ':', ' ']).to_owned()
}

fn normal_list(words: &[Spanned<String>]) -> Vec<String> {
    words.iter().map(|words| normal(words.as_ref())).collect()
}

/// A name without its articles and titles, in lower case.
pub fn normal_name(name: &str) -> String {
    let dropped = ["the", "a", "an", "mr", "mrs", "ms", "dr"];
    let lower = name.to_lowercase();
    let words = lower.split_whitespace().map(|word| word.trim_matches([',', '.']));
    words.filter(|word| !dropped.contains(word)).collect::<Vec<_>>().join(" ")
}

/// Tests of this module.
pub fn tests() -> Vec<Trial> {
    const CASE: &str = "about = \"x\"\ntext = \"“Hi,” said Ada, who had gone. She left.\"\n\
                        [[statement]]\nspeaker = \"Ms. Ada\"\nkind = \"direct\"\ncontent = [\"Hi\"]\n";
    let ada = serde_json::json!({
        "id": "s1", "kind": "direct", "speakers": ["a1"], "source": [[11, 14]],
        "cue": [[6, 10]], "content": [[1, 4]], "addressee": null, "via": null, "question": null,
        "inside": null, "in_headline": false, "confidence": null,
    });
    let mut bob = ada.clone();
    bob["content"] = serde_json::json!([[30, 38]]);
    let mut missed = ada.clone();
    missed["content"] = serde_json::json!([[1, 14]]);
    let mut indirect = ada.clone();
    indirect["kind"] = "indirect".into();
    let marked = format!("{CASE}wrong = \"why\"\n");
    let actor = |fields: &str| format!("{CASE}[[actor]]\n{fields}\n");
    let (fine, typed) =
        (actor("name = \"Ada\"\nmentions = 0"), actor("name = \"Ada\"\nkind = \"person\""));
    let (gone, absent) = (actor("name = \"Bo\""), actor("name = \"Ada\"\nabsent = true"));
    let all_marked = format!("wrong = \"why\"\n{CASE}");
    let extra = format!("{CASE}[[extra]]\ncontent = [\"She left\"]\nwrong = \"why\"\n");
    let plain = CASE.to_owned();
    [
        ("the same is right", &plain, vec![&ada], Ok(())),
        ("an actor that is there is right", &fine, vec![&ada], Ok(())),
        ("an actor of another kind is wrong", &typed, vec![&ada], Err("kind is None")),
        ("an actor that is missed is wrong", &gone, vec![&ada], Err("is no actor")),
        ("an actor that should be none is wrong", &absent, vec![&ada], Err("should be none")),
        ("one that is missed is wrong", &plain, vec![], Err("missed")),
        ("one too many is wrong", &plain, vec![&ada, &bob], Err("not expected")),
        ("another kind is wrong", &plain, vec![&indirect], Err("is Indirect, not Direct")),
        ("a mark forgives its own", &marked, vec![&missed], Ok(())),
        ("a mark forgives another kind", &marked, vec![&indirect], Ok(())),
        ("a mark forgives nothing else", &marked, vec![&missed, &bob], Err("not expected")),
        ("an outdated mark is wrong", &marked, vec![&ada], Err("now right: remove the mark")),
        ("a mark on the case forgives", &all_marked, vec![&missed, &bob], Ok(())),
        ("an outdated case is wrong", &all_marked, vec![&ada], Err("now right: remove the mark")),
        ("an extra forgives its own", &extra, vec![&ada, &bob], Ok(())),
        ("an outdated extra is wrong", &extra, vec![&ada], Err("now right: remove the mark")),
    ]
    .map(|(about, file, statements, wanted)| {
        let record: Record = serde_json::from_value(serde_json::json!({
            "schema": "onrecord.record/1",
            "article": {"id": "", "input_id": "", "byline": [],
                "text": "“Hi,” said Ada, who had gone. She left."},
            "actors": [{"id": "a1", "name": "Ada", "mentions": []}],
            "statements": statements, "events": [],
            "made_by": {"program": "0.1.0"},
        }))
        .expect("a record");
        let case = parse("x", file).expect("a case");
        Trial::test(format!("harness: {about}"), move || {
            match (check("x", &case, &record), wanted) {
                (Ok(()), Ok(())) => Ok(()),
                (Err(told), Err(wanted)) if told.contains(wanted) => Ok(()),
                (other, _) => Err(format!("{other:?}").into()),
            }
        })
    })
    .into()
}
