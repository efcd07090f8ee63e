//! A record as the rows that stand for it.
//!
//! Everything that is asked for often stands in columns, worked out here once; the record itself is
//! kept beside it. Adding, reading anew, correcting and verifying all go through [`of`], so that what
//! one writes the other expects.

use std::collections::HashMap;

use onrecord_record::{Actor, ActorKind, Record, Span, StatementKind};

use crate::Error;
use crate::keys::MOST;
use crate::slices::Slices;

/// All rows of one record, but for its article's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// In the order of the record.
    pub actors: Vec<ActorRow>,
    /// In the order of the record.
    pub statements: Vec<StatementRow>,
    /// In the order of the record.
    pub events: Vec<EventRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ActorRow {
    pub id: String,
    pub name: String,
    pub kind: Option<&'static str>,
    pub country: Option<String>,
    pub sector: Option<String>,
    pub office: Option<String>,
    pub wikidata: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StatementRow {
    pub id: String,
    pub kind: &'static str,
    pub in_headline: bool,
    pub confidence: Option<f64>,
    /// The number of the statement that it is reported within.
    pub inside: Option<usize>,
    pub content: String,
    pub speakers: Vec<String>,
    pub about: String,
    pub countries: String,
    pub source: String,
    pub cue: String,
    pub addressee: Option<String>,
    pub via: Option<String>,
    pub question: Option<String>,
    pub words: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    pub id: String,
    pub event_type: String,
    pub mode: Option<String>,
    pub contexts: String,
    pub aux: String,
    /// The number of the statement that claims it.
    pub voice: Option<usize>,
    pub score: f64,
    pub quad: String,
    pub cameo: String,
    pub confidence: Option<f64>,
    pub place: Option<String>,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub geonames: Option<i64>,
    pub date_start: Option<String>,
    pub date_end: Option<String>,
    pub date_precision: Option<String>,
    pub trigger: String,
    /// Numbers of actors.
    pub actors: Vec<usize>,
    /// Numbers of actors.
    pub recipients: Vec<usize>,
    pub actor_names: String,
    pub recipient_names: String,
    pub actor_codes: String,
    pub recipient_codes: String,
    pub countries: String,
    pub words: String,
}

/// Several names in one column.
pub const BETWEEN_NAMES: &str = "; ";

/// The word for a kind of statement.
pub fn kind(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Direct => "direct",
        StatementKind::Indirect => "indirect",
        StatementKind::Mixed => "mixed",
    }
}

/// The word for a kind of actor.
pub fn actor_kind(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::Organization => "organization",
        ActorKind::State => "state",
        ActorKind::Group => "group",
        ActorKind::Place => "place",
        ActorKind::Role => "role",
    }
}

/// The rows of a record.
///
/// # Errors
///
/// When a span does not slice the text or an id leads nowhere: such a record proves nothing.
pub fn of(record: &Record) -> Result<Rows, Error> {
    rows(record).map_err(|what| Error::Unsound { id: record.article.id.clone(), what })
}

fn rows(record: &Record) -> Result<Rows, String> {
    let slices = Slices::new(&record.article.text);
    let numbers = |ids: Vec<&str>, what: &str| -> Result<HashMap<String, usize>, String> {
        let mut numbers = HashMap::new();
        for (number, id) in ids.into_iter().enumerate() {
            if numbers.insert(id.to_owned(), number).is_some() {
                return Err(format!("two {what} have the id {id}"));
            }
        }
        if numbers.len() >= MOST { Err(format!("more than {MOST} {what}")) } else { Ok(numbers) }
    };
    let actor_of = numbers(record.actors.iter().map(|a| a.id.as_str()).collect(), "actors")?;
    let statement_of =
        numbers(record.statements.iter().map(|s| s.id.as_str()).collect(), "statements")?;
    numbers(record.events.iter().map(|e| e.id.as_str()).collect(), "events")?;
    let actors = |ids: &[String]| -> Result<Vec<usize>, String> {
        let number = |id: &String| actor_of.get(id).copied().ok_or(format!("no actor {id}"));
        ids.iter().map(number).collect()
    };
    for actor in &record.actors {
        for &mention in &actor.mentions {
            slices.get(mention).ok_or(format!("{}: no mention at {mention:?}", actor.id))?;
        }
    }
    let mut made =
        Rows { actors: record.actors.iter().map(actor_row).collect(), ..Rows::default() };
    for statement in &record.statements {
        let id = &statement.id;
        let join =
            |spans: &[Span]| slices.join(spans).ok_or(format!("{id}: no words at {spans:?}"));
        let maybe = |span: Option<Span>| {
            let words = |span: Span| {
                let words = slices.get(span).ok_or(format!("{id}: no words at {span:?}"));
                words.map(str::to_owned)
            };
            span.map(words).transpose()
        };
        let speakers = actors(&statement.speakers)?;
        let inside = match &statement.inside {
            Some(outer) => {
                Some(*statement_of.get(outer).ok_or(format!("{id}: no statement {outer}"))?)
            }
            None => None,
        };
        let named = |number: &usize| record.actors[*number].name.clone();
        made.statements.push(StatementRow {
            id: id.clone(),
            kind: kind(statement.kind),
            in_headline: statement.in_headline,
            confidence: statement.confidence,
            inside,
            content: json(&statement.content),
            speakers: speakers.iter().map(named).collect(),
            about: about(&record.actors, &statement.content),
            countries: codes(speakers.iter().filter_map(|&n| record.actors[n].country.as_deref())),
            source: join(&statement.source)?,
            cue: join(&statement.cue)?,
            addressee: maybe(statement.addressee)?,
            via: maybe(statement.via)?,
            question: maybe(statement.question)?,
            words: join(&statement.content)?,
        });
    }
    for event in &record.events {
        let id = &event.id;
        let words =
            slices.join(&event.trigger).ok_or(format!("{id}: no words at {:?}", event.trigger))?;
        let voice = match event.voice.as_str() {
            "outlet" => None,
            voice => Some(*statement_of.get(voice).ok_or(format!("{id}: no statement {voice}"))?),
        };
        let (place, date) = (event.place.as_ref(), event.date.as_ref());
        let spans = place.map(|place| place.span).into_iter().chain(date.and_then(|d| d.span));
        for span in spans {
            slices.get(span).ok_or(format!("{id}: no words at {span:?}"))?;
        }
        let (by, to) = (actors(&event.actors)?, actors(&event.recipients)?);
        let names = |numbers: &[usize]| {
            let names: Vec<&str> =
                numbers.iter().map(|&number| record.actors[number].name.as_str()).collect();
            names.join(BETWEEN_NAMES)
        };
        let all_codes = |numbers: &[usize]| {
            codes(numbers.iter().flat_map(|&number| {
                let Actor { country, sector, wikidata, .. } = &record.actors[number];
                [country, sector, wikidata].into_iter().filter_map(|code| code.as_deref())
            }))
        };
        let countries = by.iter().chain(&to).filter_map(|&n| record.actors[n].country.as_deref());
        made.events.push(EventRow {
            id: id.clone(),
            event_type: event.event_type.clone(),
            mode: event.mode.clone(),
            contexts: json(&event.contexts),
            aux: json(&event.aux),
            voice,
            score: event.score,
            quad: event.quad.clone(),
            cameo: event.cameo.clone(),
            confidence: event.confidence,
            place: place.map(|place| place.name.clone()),
            country: place.and_then(|place| place.country.clone()),
            lat: place.and_then(|place| place.lat),
            lon: place.and_then(|place| place.lon),
            geonames: place.and_then(|place| place.geonames).and_then(|id| id.try_into().ok()),
            date_start: date.map(|date| date.start.clone()),
            date_end: date.map(|date| date.end.clone()),
            date_precision: date.map(|date| date.precision.clone()),
            trigger: json(&event.trigger),
            actor_names: names(&by),
            recipient_names: names(&to),
            actor_codes: all_codes(&by),
            recipient_codes: all_codes(&to),
            countries: codes(countries.chain(place.and_then(|place| place.country.as_deref()))),
            actors: by,
            recipients: to,
            words,
        });
    }
    Ok(made)
}

fn actor_row(actor: &Actor) -> ActorRow {
    ActorRow {
        id: actor.id.clone(),
        name: actor.name.clone(),
        kind: actor.kind.map(actor_kind),
        country: actor.country.clone(),
        sector: actor.sector.clone(),
        office: actor.office.clone(),
        wikidata: actor.wikidata.clone(),
    }
}

/// Names of the actors that are mentioned within some spans.
fn about(actors: &[Actor], content: &[Span]) -> String {
    let within = |&[start, end]: &Span| content.iter().any(|&[a, b]| a <= start && end <= b);
    let names: Vec<&str> = actors
        .iter()
        .filter(|actor| actor.mentions.iter().any(within))
        .map(|actor| actor.name.as_str())
        .collect();
    names.join(BETWEEN_NAMES)
}

/// Codes with spaces between them, each once.
fn codes<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for code in codes {
        if !seen.contains(&code) {
            seen.push(code);
        }
    }
    seen.join(" ")
}

/// A list of spans or words as JSON; neither can fail to be.
fn json(list: &impl serde::Serialize) -> String {
    serde_json::to_string(list).unwrap_or_default()
}
