//! The sentences that rules carry: whether each rule fires on its own and keeps still on the others.

use onrecord_record::{Actor, Article, Event, Record};
use onrecord_text::{Outline, Text};

use super::{Ontology, Sentence};
use crate::{Model, Options, Reading, analyse_by, record};

/// Reads a sentence of a rule by the rules that it belongs to.
///
/// # Errors
///
/// What the rules make of it instead.
pub fn try_sentence(model: &Model, ontology: &Ontology, sentence: &Sentence) -> Result<(), String> {
    let text = Text::new(sentence.text.as_str());
    let reading = Reading { ontology, explain: true, ..Reading::default() };
    let analysis = analyse_by(Some(model), &text, &Outline::default(), None, &reading);
    let article = Article { text: sentence.text.clone(), ..Article::default() };
    let options = Options { min_event_confidence: 0.0, explain: true, ..Options::default() };
    let found = record(article, &analysis, &reading, &options);
    let Some(wanted) = &sentence.wanted else {
        let fired = found.events.iter().any(|event| by(event) == sentence.rule);
        return if fired { Err("the rule fires".to_owned()) } else { Ok(()) };
    };
    let of_type: Vec<&Event> =
        found.events.iter().filter(|event| event.event_type == *wanted).collect();
    if of_type.is_empty() {
        return Err(instead(&found, &sentence.rule));
    }
    let Some((actors, recipients)) = &sentence.parties else { return Ok(()) };
    let fits = |event: &&Event| {
        alike(&found, &event.actors, actors) && alike(&found, &event.recipients, recipients)
    };
    if of_type.iter().any(fits) {
        return Ok(());
    }
    let told: Vec<String> = of_type
        .iter()
        .map(|event| {
            let names = |ids: &[String]| names(&found.actors, ids).join("; ");
            format!("{} > {}", names(&event.actors), names(&event.recipients))
        })
        .collect();
    Err(format!("the parties are {}", told.join(", or ")))
}

fn by(event: &Event) -> &str {
    event.explain.as_ref().map_or("", |explain| &explain.rule)
}

/// What is found in place of what is wanted.
fn instead(found: &Record, rule: &str) -> String {
    if let Some(event) = found.events.first() {
        return format!("it is {} by {}", event.event_type, by(event));
    }
    let why = found.rejected_events.iter().find(|one| one.rule == rule);
    let why = why.or(found.rejected_events.first());
    match why {
        Some(one) => format!("nothing is found ({}: {})", one.rule, one.why),
        None => "nothing is found, and no rule knows its words".to_owned(),
    }
}

/// The names of some actors.
pub(super) fn names<'a>(actors: &'a [Actor], ids: &[String]) -> Vec<&'a str> {
    let named = |id: &String| actors.iter().find(|actor| actor.id == *id);
    ids.iter().filter_map(named).map(|actor| actor.name.as_str()).collect()
}

/// Whether actors are those of some names, one to one: the words of a name are among those of the
/// actor's name or of a mention, or the other way round.
pub(super) fn alike(record: &Record, ids: &[String], wanted: &[String]) -> bool {
    let words = |name: &str| -> Vec<String> {
        let low = name.to_lowercase();
        let words = low.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.filter(|word| !matches!(*word, "the" | "a" | "an" | "s")).map(str::to_owned).collect()
    };
    let text: Vec<char> = record.article.text.chars().collect();
    let called: Vec<Vec<Vec<String>>> = ids
        .iter()
        .filter_map(|id| record.actors.iter().find(|actor| actor.id == *id))
        .map(|actor| {
            let mentions = actor.mentions.iter();
            let mentions = mentions.map(|span| text[span[0]..span[1]].iter().collect::<String>());
            mentions.chain([actor.name.clone()]).map(|name| words(&name)).collect()
        })
        .collect();
    let within = |one: &[String], other: &[String]| {
        !one.is_empty() && one.iter().all(|word| other.contains(word))
    };
    called.len() == wanted.len()
        && wanted.iter().map(|name| words(name)).all(|name| {
            let answers = |held: &Vec<String>| within(&name, held) || within(held, &name);
            called.iter().any(|names| names.iter().any(answers))
        })
}
