//! `onrecord actors show`: everything that a name may mean, and what is known of each.

use std::fmt::Write;

use onrecord_actors::{By, Candidate, Case, NameKind, Referent, Registry};
use serde_json::json;

use super::{To, period, source, term_json};
use crate::terminal::clean;

/// More people than this are counted, not shown.
const MOST_PEOPLE: usize = 20;

/// Everything that a name may mean.
pub fn everything(registry: &Registry, name: &str, to: To) -> String {
    let candidates = registry.names(name, Case::Any);
    let mut people = registry.people(name);
    // Who is called so in full goes before everybody who has that surname.
    if people.iter().any(|found| found.by <= By::Alias) {
        people.retain(|found| found.by <= By::Alias);
    }
    if to == To::Json {
        let names: Vec<_> = candidates.iter().map(candidate_json).collect();
        let people: Vec<_> = people
            .iter()
            .map(|found| {
                let terms = registry.terms_of(found.person.key);
                json!({
                    "name": found.person.name,
                    "wikidata": found.person.wikidata,
                    "gender": found.person.gender,
                    "by": by(found.by),
                    "terms": terms.iter().map(|t| term_json(registry, t)).collect::<Vec<_>>(),
                })
            })
            .collect();
        return format!("{}\n", json!({"name": name, "names": names, "people": people}));
    }
    let mut out = String::new();
    for candidate in &candidates {
        show_candidate(&mut out, candidate);
    }
    for found in people.iter().take(MOST_PEOPLE) {
        let person = found.person;
        let _ = write!(out, "{}, person", clean(person.name));
        if found.by > By::Alias {
            let _ = write!(out, ", by {}", by(found.by));
        }
        if let Some(wikidata) = person.wikidata {
            let _ = write!(out, ", Wikidata {}", clean(wikidata));
        }
        out.push('\n');
        for term in registry.terms_of(person.key) {
            let whose = registry.actor(term.country).map_or(term.country, |actor| actor.name);
            let _ = write!(out, "  {}, {}, {}", clean(term.title), clean(whose), period(&term));
            if let Some(from) = term.source {
                let _ = write!(out, " · {}", clean(&source(from)));
            }
            out.push('\n');
        }
    }
    if people.len() > MOST_PEOPLE {
        let _ = writeln!(out, "and {} more people", people.len() - MOST_PEOPLE);
    }
    if out.is_empty() {
        let _ = writeln!(out, "unknown: no table has the name {:?}", clean(name));
    }
    out
}

fn show_candidate(out: &mut String, candidate: &Candidate<'_>) {
    let surface = clean(candidate.surface);
    match candidate.refers {
        Referent::Actor(actor) => {
            let kind = match candidate.kind {
                NameKind::Loaded => "loaded name",
                kind => kind.word(),
            };
            let _ = write!(out, "{surface}, {kind} of {}", clean(actor.name));
            let _ = write!(out, " ({}, {})", clean(actor.key), actor.kind.word());
        }
        Referent::Office(office) => {
            let _ = write!(out, "{surface}, office {}", clean(office));
        }
        Referent::Agents => {
            let _ = write!(out, "{surface}, people of a sector");
        }
    }
    if let Some(sector) = candidate.sector {
        let _ = write!(out, ", sector {sector}");
    }
    for (word, day) in [("from", candidate.from), ("until", candidate.until)] {
        if let Some(day) = day {
            let _ = write!(out, ", {word} {day}");
        }
    }
    if let Some(reason) = candidate.loaded {
        let _ = write!(out, ": {}", clean(reason));
    }
    out.push('\n');
}

fn candidate_json(candidate: &Candidate<'_>) -> serde_json::Value {
    let actor = match candidate.refers {
        Referent::Actor(actor) => Some(json!({
            "key": actor.key,
            "code": actor.code,
            "name": actor.name,
            "kind": actor.kind.word(),
            "country": actor.country,
            "sector": actor.sector,
            "wikidata": actor.wikidata,
        })),
        _ => None,
    };
    let office = match candidate.refers {
        Referent::Office(office) => Some(office),
        _ => None,
    };
    json!({
        "surface": candidate.surface,
        "kind": NameKind::word(candidate.kind),
        "actor": actor,
        "office": office,
        "sector": candidate.sector,
        "from": candidate.from.map(|day| day.to_string()),
        "until": candidate.until.map(|day| day.to_string()),
        "loaded": candidate.loaded,
    })
}

fn by(by: By) -> &'static str {
    match by {
        By::Name => "name",
        By::Alias => "another name",
        By::Surname => "surname",
        By::First => "first word",
        By::Sound => "sound",
    }
}
