//! Statements and events as W3C Web Annotations, so that any annotation tool can show them over the
//! article.
//!
//! The export is one JSON-LD document: an annotation collection whose first page embeds all items.
//! Each annotation has
//!
//! - `motivation`: `describing`;
//! - `body`: what was found, in words (`describing`), tags (`tagging`: kind of the statement, or type,
//!   mode and contexts of the event), and those it is about (`identifying`: the name, and the Wikidata
//!   item where it is known);
//! - `target`: one for each span of what was said, or of the words that express the event. Its
//!   `source` is the article's address, or `urn:onrecord:` and the article's id where it has none. Its
//!   `selector` is a choice: a `TextPositionSelector` in code points of the record's text, and a
//!   `TextQuoteSelector` with the exact words and up to 32 characters before and after, which finds
//!   them in the page too.
//! - `onrecord:confidence`, the calibrated probability, where there is one.
//!
//! Sources, cues, addressees and dates have no annotation of their own.

use std::io::Write;

use onrecord_record::{Actor, Event, Span, Statement};
use serde_json::{Value, json};

use super::slices::Slices;
use super::sources::{Cast, url};
use super::tables::statement_kind;
use super::{ExportError, Item, Items, Written};

pub(super) fn write(items: &mut Items<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let mut written = Written::default();
    // Ours are the few terms that the standard has none for.
    let context = json!(["http://www.w3.org/ns/anno.jsonld", {"onrecord": "urn:onrecord:"}]);
    write!(
        out,
        "{{\"@context\":{context},\"id\":\"urn:onrecord:annotations\",\"type\":\"AnnotationCollection\",\
         \"label\":\"Statements and events\",\"first\":{{\"id\":\"urn:onrecord:annotations:1\",\
         \"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":["
    )?;
    for item in items {
        let item = item?;
        written.articles += 1;
        let slices = Slices::of(&item.record.article.text);
        let cast = Cast::of(&item.record);
        let statements =
            item.record.statements.iter().map(|one| statement(&item, one, &slices, &cast));
        let events = item.record.events.iter().map(|one| event(&item, one, &slices, &cast));
        for annotation in statements.chain(events) {
            let before = if written.rows == 0 { "\n" } else { ",\n" };
            write!(out, "{before}{annotation}")?;
            written.rows += 1;
        }
    }
    writeln!(out, "\n]}},\"total\":{}}}", written.rows)?;
    Ok(written)
}

fn statement(item: &Item, statement: &Statement, slices: &Slices<'_>, cast: &Cast<'_>) -> Value {
    let speakers = cast.actors(&statement.speakers);
    let names: Vec<&str> = speakers.iter().map(|actor| actor.name.as_str()).collect();
    let kind = statement_kind(statement.kind);
    let words = match names.as_slice() {
        [] => format!("A statement ({kind}) of somebody who is not named."),
        names => format!("A statement ({kind}) of {}.", names.join(", ")),
    };
    let mut body = vec![described(&words), tag(&format!("statement:{kind}"))];
    body.extend(speakers.into_iter().map(identified));
    annotation(item, &statement.id, body, &statement.content, statement.confidence, slices)
}

fn event(item: &Item, event: &Event, slices: &Slices<'_>, cast: &Cast<'_>) -> Value {
    let (actors, recipients) = (cast.actors(&event.actors), cast.actors(&event.recipients));
    let names = |side: &[&Actor]| -> String {
        side.iter().map(|actor| actor.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let mut words = event.event_type.clone();
    for (before, side) in [("by", &actors), ("towards", &recipients)] {
        if !side.is_empty() {
            words = format!("{words} {before} {}", names(side));
        }
    }
    if !event.aux.is_empty() {
        words = format!("{words} ({})", event.aux.join(", "));
    }
    let voice = match cast.claim(event).map(|claim| cast.names(&claim.speakers)) {
        None => "in the words of the outlet".to_owned(),
        Some(names) if names.is_empty() => "as somebody claims".to_owned(),
        Some(names) => format!("as {} claims", names.join(", ")),
    };
    let mut body = vec![described(&format!("{words}, {voice}.")), tag(&event.event_type)];
    body.extend(event.mode.iter().chain(&event.contexts).chain(&event.aux).map(|code| tag(code)));
    body.extend(actors.into_iter().chain(recipients).map(identified));
    annotation(item, &event.id, body, &event.trigger, event.confidence, slices)
}

fn annotation(
    item: &Item,
    id: &str,
    body: Vec<Value>,
    spans: &[Span],
    confidence: Option<f64>,
    slices: &Slices<'_>,
) -> Value {
    let article = &item.record.article;
    let own = format!("urn:onrecord:{}", article.id);
    let source = url(&item.record, &item.stored).unwrap_or(&own);
    let targets: Vec<Value> = spans.iter().map(|span| target(source, *span, slices)).collect();
    let mut annotation = json!({
        "id": format!("{own}:{id}"),
        "type": "Annotation",
        "motivation": "describing",
        "body": body,
        // What stands nowhere is about the article as a whole.
        "target": if targets.is_empty() { json!(source) } else { json!(targets) },
    });
    if let Some(confidence) = confidence {
        annotation["onrecord:confidence"] = json!(confidence);
    }
    annotation
}

fn target(source: &str, span: Span, slices: &Slices<'_>) -> Value {
    let [start, end] = span;
    json!({
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": slices.slice(span),
                "prefix": slices.slice([start.saturating_sub(AROUND), start]),
                "suffix": slices.slice([end, end.saturating_add(AROUND)]),
            },
        ],
    })
}

/// How many characters before and after tell one place from another with the same words.
const AROUND: usize = 32;

fn described(words: &str) -> Value {
    json!({"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": words})
}

fn tag(word: &str) -> Value {
    json!({"type": "TextualBody", "purpose": "tagging", "value": word})
}

fn identified(actor: &Actor) -> Value {
    match &actor.wikidata {
        Some(id) => json!({
            "type": "SpecificResource",
            "purpose": "identifying",
            "source": {"id": format!("http://www.wikidata.org/entity/{id}"), "label": actor.name},
        }),
        None => json!({"type": "TextualBody", "purpose": "identifying", "value": actor.name}),
    }
}
