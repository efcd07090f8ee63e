//! `onrecord actors who`: the holder of an office on a day, or that nobody knows, and why.

use std::fmt::Write;

use onrecord_actors::{Actor, Answer, Case, Day, Referent, Registry, Term, Why};
use serde_json::json;

use super::{Answered, To, period, source, term_json};
use crate::terminal::clean;

/// The answer to one question.
pub fn answer(registry: &Registry, office: &str, country: &str, day: Day, to: To) -> Answered {
    let actor = whose(registry, country)?;
    let answer = registry.holder(office, actor.key, day);
    let known = registry.office(office, Some(actor.key));
    if to == To::Json {
        let (word, terms, why) = match &answer {
            Answer::Holder(term) => ("holder", vec![*term], None),
            Answer::Several(terms) => ("several", terms.clone(), None),
            Answer::Vacant(term) => ("vacant", vec![*term], None),
            Answer::Unknown(why) => ("unknown", Vec::new(), Some(why)),
        };
        let holders: Vec<_> = terms.iter().map(|term| term_json(registry, term)).collect();
        let object = json!({
            "office": known.map(|office| office.name),
            "country": actor.key,
            "date": day.to_string(),
            "answer": word,
            "holders": holders,
            "why": why.map(|why| json!({"reason": reason(why), "text": why.to_string()})),
        });
        return Ok(format!("{object}\n"));
    }
    let mut out = String::new();
    match &answer {
        Answer::Holder(term) => holder(&mut out, &actor, term),
        Answer::Several(terms) => terms.iter().for_each(|term| holder(&mut out, &actor, term)),
        Answer::Vacant(term) => {
            let _ = writeln!(out, "nobody: the office was vacant, {}", period(term));
        }
        Answer::Unknown(why) => {
            let _ = writeln!(out, "unknown: {}", clean(&why.to_string()));
            if known.is_none() {
                let _ = writeln!(out, "         no office is called {:?}", clean(office));
            }
        }
    }
    Ok(out)
}

fn holder(out: &mut String, actor: &Actor<'_>, term: &Term<'_>) {
    let person = term.person.map_or("nobody", |person| person.name);
    let _ = writeln!(out, "{}", clean(person));
    let _ = writeln!(out, "  {}, {}, {}", clean(term.title), clean(actor.name), period(term));
    if let Some(wikidata) = term.person.and_then(|person| person.wikidata) {
        let _ = writeln!(out, "  Wikidata {}", clean(wikidata));
    }
    if let Some(from) = term.source {
        let _ = writeln!(out, "  {}", clean(&source(from)));
    }
}

/// The state or organisation that a code or a name means.
pub fn whose<'r>(registry: &'r Registry, given: &str) -> Result<Actor<'r>, Vec<String>> {
    let code = given.trim().to_uppercase();
    if let Some(actor) = registry.country(&code).or_else(|| registry.actor(&code)) {
        return Ok(actor);
    }
    let mut found: Vec<Actor<'_>> = Vec::new();
    for candidate in registry.names(given, Case::Any) {
        if let Referent::Actor(actor) = candidate.refers
            && !found.iter().any(|other| other.key == actor.key)
        {
            found.push(actor);
        }
    }
    match found[..] {
        [actor] => Ok(actor),
        [] => Err(vec![format!(
            "{given:?}: no state or organisation is called so; hint: try an ISO 3166-1 code, as IRN"
        )]),
        _ => {
            let codes: Vec<&str> = found.iter().map(|actor| actor.key).collect();
            let codes = codes.join(", ");
            Err(vec![format!("{given:?} may be {codes}; hint: write one of these")])
        }
    }
}

fn reason(why: &Why<'_>) -> &'static str {
    match why {
        Why::NoTable => "no table",
        Why::BeforeFirst(_) => "before the first term",
        Why::AfterLast(_) => "after the last term",
        Why::Gap(..) => "gap",
        Why::OpenEnd(_) => "open end",
        Why::AfterTable(_) => "after the table",
        Why::Imprecise(_) => "imprecise dates",
        Why::Contested(_) => "contested",
        Why::Another(_) => "another title",
    }
}
