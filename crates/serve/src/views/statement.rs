//! A statement or event by itself: its words in context, other wordings, what the speaker said before
//! and after.

use maud::{Markup, html};
use onrecord_record::{Record, Span};
use onrecord_store::wordings::Difference;
use onrecord_store::{Comparison, Count, Hit, Query, Reference, Sort, Store, What};
use serde_json::json;

use crate::address;
use crate::answer::{Answer, answer};
use crate::ask::Ask;
use crate::cards;
use crate::downloads::{self, Listed};
use crate::marked::{self, Mark};
use crate::model::{Event, Item, Statement, items};
use crate::page;
use crate::problem::{Problem, or_nothing};

/// How many earlier and later statements are shown.
const AROUND: usize = 5;
/// How many other wordings are shown.
const WORDINGS: usize = 50;
/// How many paragraphs stand around the words.
const CONTEXT: usize = 1;

/// Answers `/article/{id}/{part}`.
///
/// # Errors
///
/// When there is no such thing or the file cannot be read.
pub fn view(store: &Store, ask: &Ask) -> Result<Answer, Problem> {
    ask.only(&[])?;
    let reference = store.resolve(&format!("{}#{}", ask.part("id"), ask.part("part")))?;
    let record = store.stored(&reference)?.record;
    let part = reference.part.clone().unwrap_or_default();
    let said = record.statements.iter().any(|statement| statement.id == part);
    let itself = Query {
        what: if said { What::Statements } else { What::Events },
        article: Some(reference.clone()),
        count: Count::Articles,
        limit: 1,
        ..Query::default()
    };
    if let Some(whole) = downloads::whole(store, ask, &[Listed::one(itself.clone())])? {
        return Ok(whole);
    }
    match said {
        true => statement(store, ask, &reference, &record),
        false => event(store, ask, &itself, &record, &part),
    }
}

fn statement(
    store: &Store,
    ask: &Ask,
    reference: &Reference,
    record: &Record,
) -> Result<Answer, Problem> {
    let mut compared = store.compare(reference, Count::Reports)?;
    let others = compared.others.len();
    compared.others.truncate(WORDINGS);
    let statement = Statement::from(compared.statement.clone());
    let about = topics(record, reference.part.as_deref().unwrap_or_default());
    let (earlier, later) = around(store, reference, &statement, &about)?;
    let carried: Vec<serde_json::Value> = compared
        .others
        .iter()
        .map(|other| json!({"statement": Statement::from(other.statement.clone()), "differences": other.differences}))
        .collect();
    let data = json!({
        "statement": statement, "wordings": carried, "earlier": earlier, "later": later,
    });
    let page = || {
        let who = match statement.speakers.as_slice() {
            [] => "Unknown speaker".to_owned(),
            several => several.join(", "),
        };
        let title = format!("{who}: {}", cards::clipped(&statement.words, 60));
        let forms = page::forms(&statement.page, &[]);
        let content = html! {
            h1 { (cards::speakers(&statement.speakers)) }
            p.who {
                span.kind { (statement.kind) }
                @if statement.in_headline { " " span.kind { "headline" } }
                " " (cards::sure(statement.confidence, statement.judged.as_deref()))
            }
            blockquote.words dir="auto" { (statement.words) }
            (cards::whence(&statement.article))
            (cards::cite(&statement.page, &cards::citation(&statement)))
            (parts(&statement, record, reference.part.as_deref().unwrap_or_default()))
            section aria-labelledby="context" {
                h2 #context { "In its article" }
                (context(record, reference.part.as_deref().unwrap_or_default(), "said", &statement.content))
                p { a href={ (statement.article.page) "#" (reference.part.as_deref().unwrap_or_default()) } { "Read the whole article" } }
            }
            (wordings(store, &compared, others))
            (list("Earlier, on the same matter", &earlier))
            (list("Later, on the same matter", &later))
            @if let [speaker, ..] = statement.speakers.as_slice() {
                p { a href=(address::with("/search", &[("speaker", speaker)])) { "Everything said by " bdi { (speaker) } } }
            }
        };
        page::whole(&title, "", &forms, content)
    };
    answer(ask.form, page, &data)
}

/// The names of whom a statement mentions, but for those who say it.
fn topics(record: &Record, id: &str) -> Vec<String> {
    let Some(statement) = record.statements.iter().find(|statement| statement.id == id) else {
        return Vec::new();
    };
    let within =
        |[start, end]: &Span| statement.content.iter().any(|[from, to]| from <= start && end <= to);
    let actors = record.actors.iter();
    let about =
        actors.filter(|a| !statement.speakers.contains(&a.id) && a.mentions.iter().any(within));
    about.map(|actor| actor.name.clone()).collect()
}

/// What the speaker said before and after about one of the same.
fn around(
    store: &Store,
    reference: &Reference,
    statement: &Statement,
    about: &[String],
) -> Result<(Vec<Item>, Vec<Item>), Problem> {
    let (Some(speaker), Some(about)) = (statement.speakers.first(), about.first()) else {
        return Ok((Vec::new(), Vec::new()));
    };
    let find = |sort| -> Result<Vec<Item>, Problem> {
        let query = Query {
            said_by: Some(speaker.clone()),
            about: Some(about.clone()),
            whole_names: true,
            behind: Some(reference.clone()),
            limit: AROUND,
            sort,
            ..Query::default()
        };
        or_nothing(store.find(&query).map(|found| items(found.hits)))
    };
    Ok((find(Sort::Newest)?, find(Sort::Oldest)?))
}

fn list(title: &str, items: &[Item]) -> Markup {
    html! {
        @if !items.is_empty() {
            section { h2 { (title) } (cards::list(items)) }
        }
    }
}

/// To whom, through what, in answer to what.
fn parts(statement: &Statement, record: &Record, id: &str) -> Markup {
    let found = record.statements.iter().find(|statement| statement.id == id);
    let words = |span: Option<Span>| span.map(|span| slice(&record.article.text, span));
    html! {
        @if let Some(found) = found {
            dl.facts {
                @if !statement.source.is_empty() { dt { "Named here as" } dd { bdi { (statement.source) } } }
                @if !statement.cue.is_empty() { dt { "Marked by" } dd { bdi { (statement.cue) } } }
                @if let Some(words) = words(found.addressee) { dt { "To" } dd { bdi { (words) } } }
                @if let Some(words) = words(found.via) { dt { "Through" } dd { bdi { (words) } } }
                @if let Some(words) = words(found.question) { dt { "In answer to" } dd { bdi { (words) } } }
                @if let Some(outer) = &found.inside {
                    dt { "Reported within" } dd { a href=(address::of(&format!("{}#{outer}", record.article.id))) { (outer) } }
                }
            }
        }
    }
}

/// The words of a span of code points.
fn slice(text: &str, [start, end]: Span) -> String {
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

/// The paragraphs that some words stand in, with a paragraph before and after.
fn context(record: &Record, id: &str, look: &'static str, spans: &[Span]) -> Markup {
    let marks =
        [Mark { id: id.to_owned(), look, label: "These words".to_owned(), spans: spans.to_vec() }];
    let paragraphs = marked::pieces(&record.article.text, &marks);
    let holds = |at: &usize| paragraphs[*at].iter().any(|piece| !piece.marks.is_empty());
    let all: Vec<usize> = (0..paragraphs.len()).filter(holds).collect();
    html! {
        div.context {
            @for (at, pieces) in paragraphs.iter().enumerate() {
                @if all.iter().any(|held| held.abs_diff(at) <= CONTEXT) {
                    p dir="auto" {
                        @for piece in pieces {
                            @if piece.marks.is_empty() { (piece.words) } @else { mark class=(look) { (piece.words) } }
                        }
                    }
                }
            }
        }
    }
}

/// Other wordings with what differs.
fn wordings(store: &Store, compared: &Comparison, all: usize) -> Markup {
    html! {
        @if !compared.others.is_empty() {
            section aria-labelledby="wordings" {
                h2 #wordings { "Other wordings, and who carried them" }
                ol.hits.wordings {
                    @for other in &compared.others {
                        @let statement = Statement::from(other.statement.clone());
                        li {
                            article.card.statement {
                                p.who { (cards::speakers(&statement.speakers)) " " span.kind { (statement.kind) } @if statement.in_headline { " " span.kind { "headline" } } }
                                blockquote dir="auto" { (differing(store, &statement, &other.differences)) }
                                p.small { @if other.differences.is_empty() { "Word for word the same." } @else { (kinds(&other.differences)) } }
                                (cards::whence(&statement.article))
                                (cards::cite(&statement.page, &cards::citation(&statement)))
                            }
                        }
                    }
                }
                @if all > compared.others.len() { p.small { "And " (all - compared.others.len()) " more." } }
            }
        }
    }
}

/// The words of another wording with the words that differ marked.
fn differing(store: &Store, statement: &Statement, differences: &[Difference]) -> Markup {
    let text = store
        .resolve(&statement.id)
        .and_then(|reference| store.stored(&reference))
        .map(|stored| stored.record.article.text)
        .unwrap_or_default();
    let differs = |point: usize| {
        differences
            .iter()
            .flat_map(|difference| &difference.b)
            .any(|[start, end]| (*start..*end).contains(&point))
    };
    let characters: Vec<char> = text.chars().collect();
    html! {
        @for (at, &[start, end]) in statement.content.iter().enumerate() {
            @if at > 0 { " … " }
            @for (words, differs) in runs(&characters, start, end, &differs) {
                @if differs { ins { (words) } } @else { (words) }
            }
        }
        " " a.open href=(statement.page) { "Open" }
    }
}

fn runs(
    characters: &[char],
    start: usize,
    end: usize,
    differs: &impl Fn(usize) -> bool,
) -> Vec<(String, bool)> {
    let mut runs: Vec<(String, bool)> = Vec::new();
    let end = end.min(characters.len());
    for (at, character) in characters.iter().enumerate().take(end).skip(start) {
        let here = differs(at);
        match runs.last_mut() {
            Some((words, same)) if *same == here => words.push(*character),
            _ => runs.push((character.to_string(), here)),
        }
    }
    runs
}

fn kinds(differences: &[Difference]) -> String {
    use onrecord_store::wordings::Kind;
    let mut words: Vec<&str> = differences
        .iter()
        .map(|difference| match difference.kind {
            Kind::Headline => "one stands in a headline",
            Kind::Cut => "words left out",
            Kind::Ellipsis => "words left out and marked so",
            Kind::Paraphrase => "said in other words",
            Kind::Number => "numbers differ",
            Kind::NegationLost => "a negation is lost",
            Kind::NegationGained => "a negation is gained",
            Kind::Order => "in another order",
        })
        .collect();
    words.sort_unstable();
    words.dedup();
    format!("Differs: {}.", words.join(", "))
}

fn event(
    store: &Store,
    ask: &Ask,
    itself: &Query,
    record: &Record,
    part: &str,
) -> Result<Answer, Problem> {
    let found = store.find(itself)?.hits.into_iter().find_map(|hit| match hit {
        Hit::Event(event) => Some(Event::from(event)),
        _ => None,
    });
    let event = found.ok_or_else(|| Problem::missing("there is no such event"))?;
    let made = record.events.iter().find(|event| event.id == part);
    let data = json!({ "event": event, "record": made });
    let page = || {
        let title = format!("{}: {}", event.event_type, event.actors.join(", "));
        let forms = page::forms(&event.page, &[]);
        let content = html! {
            h1 { (cards::event_type(&event)) " " (cards::parties(&event)) }
            (cards::voice(&event))
            p.who { (cards::sure(event.confidence, event.judged.as_deref())) }
            (cards::whence(&event.article))
            (cards::cite(&event.page, &cards::event_citation(&event)))
            dl.facts {
                dt { "Score" } dd { (format!("{:+}", event.score)) }
                dt { "Quadrant" } dd { (event.quad) }
                @if let Some(made) = made {
                    dt { "CAMEO" } dd { (made.cameo) }
                    @if !made.contexts.is_empty() { dt { "Contexts" } dd { (made.contexts.join(", ")) } }
                }
                dt { "Where" } dd { @match &event.place { Some(place) => bdi { (place) }, None => span.unknown { "unknown" } } }
                dt { "When" } dd {
                    @match &event.date_start { Some(date) => (cards::spoken(date)), None => span.unknown { "unknown" } }
                    @if let Some(end) = event.date_end.as_ref().filter(|end| Some(*end) != event.date_start.as_ref()) { " to " (cards::spoken(end)) }
                }
            }
            section aria-labelledby="context" {
                h2 #context { "In its article" }
                (context(record, part, "done", &event.trigger))
                p { a href={ (event.article.page) "#" (part) } { "Read the whole article" } }
            }
            @if let ([a, ..], [b, ..]) = (event.actors.as_slice(), event.recipients.as_slice()) {
                p { a href=(address::pair(a, b)) { "All between " bdi { (a) } " and " bdi { (b) } } }
            }
        };
        page::whole(&title, "", &forms, content)
    };
    answer(ask.form, page, &data)
}
