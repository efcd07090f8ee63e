//! Standoff files of the brat annotation tool: for each article its text, unchanged, and what was
//! found in it; and one `annotation.conf` that names the types.
//!
//! - Text-bound annotations (`T`): the mentions of actors, under their kind (`Person`, `State`, …,
//!   `Actor` where it is not known), sources, cues, contents, addressees, media (`Via`), questions,
//!   triggers, places and dates. Offsets are code points. A span over several lines is written as its
//!   lines, for brat draws no annotation over a line break; what brat shows of it has blanks there.
//! - Mentions of one actor are an equivalence (`*`).
//! - Statements are events (`E`) of the type `Statement`, triggered by their cue, or their content where
//!   they have none, with `Content`, `Source`, `Speaker`, `Addressee`, `Via`, `Question` and `Inside`.
//! - Events are events of their PLOVER type, with `Actor`, `Recipient`, `Place`, `Date` and, where
//!   somebody claims them, `Voice`.
//! - Attributes (`A`): the kind of a statement and whether it is in the headline; `Negated`, `Future`,
//!   `Historical`, `Hypothetical`; the mode.
//! - Notes (`#`): names and codes of actors, contexts, scores and confidences.
//!
//! What has no words in the text (an actor known only by a pronoun that was resolved elsewhere, an
//! event without trigger) has no place in brat, and is left out.

use std::collections::HashMap;
use std::error::Error;
use std::io;

use onrecord_record::{ActorKind, Event, Record, Span, Statement};

use super::slices::Slices;
use super::tables::{actor_kind, statement_kind};
use super::{ExportError, Item, Written};
use crate::plover::EVENT_TYPES;

/// Writes two files for each item, and one for all of them. `file` is given the name of each and what
/// is in it.
///
/// # Errors
/// The first error of the items or of `file` ends it.
pub fn brat<E: Error + Send + Sync + 'static>(
    items: impl IntoIterator<Item = Result<Item, E>>,
    mut file: impl FnMut(&str, &[u8]) -> io::Result<()>,
) -> Result<Written, ExportError> {
    let mut written = Written::default();
    file("annotation.conf", configuration().as_bytes())?;
    for item in items {
        let record = item.map_err(|error| ExportError::Source(Box::new(error)))?.record;
        let id = record.article.id.trim_start_matches("sha256:");
        let name: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
        let (annotations, left_out) = annotations(&record);
        file(&format!("{name}.txt"), record.article.text.as_bytes())?;
        file(&format!("{name}.ann"), annotations.as_bytes())?;
        written.articles += 1;
        written.rows += u64::try_from(annotations.lines().count()).unwrap_or(u64::MAX);
        written.left_out += left_out;
    }
    Ok(written)
}

/// What brat is to know of the labels.
fn configuration() -> String {
    let events = EVENT_TYPES.map(|event_type| format!("{event_type} {PARTS_OF_EVENTS}\n"));
    format!("{LABELS}{}{ATTRIBUTES}", events.concat())
}

const LABELS: &str = "\
[entities]
Actor
Person
Organization
State
Group
Place
Role
Source
Cue
Content
Addressee
Via
Question
Date

[relations]
<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]
Statement Content*:<ANY>, Source*:<ANY>, Speaker*:<ENTITY>, Addressee?:<ANY>, Via?:<ANY>, Question?:<ANY>, Inside?:<EVENT>
";

const PARTS_OF_EVENTS: &str =
    "Actor*:<ENTITY>, Recipient*:<ENTITY>, Place?:<ENTITY>, Date?:<ENTITY>, Voice?:<EVENT>";

const ATTRIBUTES: &str = "
[attributes]
Kind Arg:<EVENT>, Value:direct|indirect|mixed
InHeadline Arg:<EVENT>
Negated Arg:<EVENT>
Future Arg:<EVENT>
Historical Arg:<EVENT>
Hypothetical Arg:<EVENT>
";

/// The lines of an `.ann` file as they are made.
struct Annotations<'a> {
    slices: Slices<'a>,
    lines: String,
    /// How many annotations there are of each letter.
    counts: HashMap<char, usize>,
    /// The first mention of each actor, by id.
    actors: HashMap<&'a str, String>,
    /// The annotation of each statement, by id.
    statements: HashMap<&'a str, String>,
}

/// The `.ann` file of a record, and how many events it has no place for.
fn annotations(record: &Record) -> (String, u64) {
    let mut annotations = Annotations {
        slices: Slices::of(&record.article.text),
        lines: String::new(),
        counts: HashMap::new(),
        actors: HashMap::new(),
        statements: HashMap::new(),
    };
    for actor in &record.actors {
        let kind = label(actor.kind);
        let mentions = actor.mentions.iter().filter_map(|span| annotations.bound(&kind, &[*span]));
        let mentions: Vec<String> = mentions.collect();
        let Some(first) = mentions.first() else { continue };
        if mentions.len() > 1 {
            annotations.line("*", &format!("Equiv {}", mentions.join(" ")));
        }
        let codes = [&actor.country, &actor.sector, &actor.office, &actor.wikidata];
        let codes: Vec<&str> = codes.into_iter().filter_map(|code| code.as_deref()).collect();
        let note = [&[actor.name.as_str()][..], &codes].concat().join(", ");
        annotations.note(first, &note);
        annotations.actors.insert(&actor.id, first.clone());
    }
    // Ids first, for a statement can stand inside a later one.
    let mut triggers = Vec::new();
    for statement in &record.statements {
        let trigger = annotations
            .bound("Cue", &statement.cue)
            .map(|cue| (cue, true))
            .or_else(|| Some((annotations.bound("Content", &statement.content)?, false)));
        if trigger.is_some() {
            let id = annotations.next('E');
            annotations.statements.insert(&statement.id, id);
        }
        triggers.push(trigger);
    }
    for (statement, trigger) in record.statements.iter().zip(triggers) {
        if let Some((trigger, is_cue)) = trigger {
            annotations.statement(statement, &trigger, is_cue);
        }
    }
    let events = record.events.iter().filter(|event| !annotations.event(event));
    let left_out = u64::try_from(events.count()).unwrap_or(u64::MAX);
    (annotations.lines, left_out)
}

impl<'a> Annotations<'a> {
    fn next(&mut self, letter: char) -> String {
        let count = self.counts.entry(letter).or_default();
        *count += 1;
        format!("{letter}{count}")
    }

    fn line(&mut self, id: &str, rest: &str) {
        self.lines.push_str(&format!("{id}\t{rest}\n"));
    }

    /// A text-bound annotation of some spans; none where they have no characters.
    fn bound(&mut self, kind: &str, spans: &[Span]) -> Option<String> {
        let mut parts: Vec<Span> = spans.iter().flat_map(|span| self.by_line(*span)).collect();
        parts.sort_unstable();
        parts.dedup();
        if parts.is_empty() {
            return None;
        }
        let id = self.next('T');
        let places: Vec<String> =
            parts.iter().map(|[start, end]| format!("{start} {end}")).collect();
        let words: Vec<&str> = parts.iter().map(|part| self.slices.slice(*part)).collect();
        let line = format!("{kind} {}\t{}", places.join(";"), words.join(" "));
        self.line(&id, &line);
        Some(id)
    }

    /// The parts of a span that have no line break in them.
    fn by_line(&self, span: Span) -> Vec<Span> {
        let mut parts = Vec::new();
        let mut start = span[0];
        let letters = self.slices.slice(span).chars().chain(['\n']);
        for (at, letter) in (span[0]..).zip(letters) {
            if breaks(letter) {
                if at > start {
                    parts.push([start, at]);
                }
                start = at + 1;
            }
        }
        parts
    }

    fn note(&mut self, about: &str, words: &str) {
        let id = self.next('#');
        let words: String =
            words.chars().map(|c| if breaks(c) || c == '\t' { ' ' } else { c }).collect();
        self.line(&id, &format!("AnnotatorNotes {about}\t{words}"));
    }

    fn attribute(&mut self, kind: &str, about: &str, value: Option<&str>) {
        let id = self.next('A');
        let value = value.map_or_else(String::new, |value| format!(" {value}"));
        self.line(&id, &format!("{kind} {about}{value}"));
    }

    fn statement(&mut self, statement: &'a Statement, trigger: &str, is_cue: bool) {
        let id = self.statements[statement.id.as_str()].clone();
        let mut parts = vec![format!("Statement:{trigger}")];
        let one = |span: Option<Span>| span.into_iter().collect::<Vec<Span>>();
        let content = if is_cue { statement.content.clone() } else { Vec::new() };
        for (role, spans) in [
            ("Content", content),
            ("Source", statement.source.clone()),
            ("Addressee", one(statement.addressee)),
            ("Via", one(statement.via)),
            ("Question", one(statement.question)),
        ] {
            parts.extend(self.bound(role, &spans).map(|bound| format!("{role}:{bound}")));
        }
        let speakers = statement.speakers.iter().filter_map(|id| self.actors.get(id.as_str()));
        parts.extend(numbered("Speaker", speakers));
        let inside = statement.inside.iter().filter_map(|id| self.statements.get(id.as_str()));
        parts.extend(inside.map(|outer| format!("Inside:{outer}")));
        self.line(&id, &parts.join(" "));
        self.attribute("Kind", &id, Some(statement_kind(statement.kind)));
        if statement.in_headline {
            self.attribute("InHeadline", &id, None);
        }
        if let Some(confidence) = statement.confidence {
            self.note(&id, &format!("{}, confidence {confidence}", statement.id));
        }
    }

    /// Whether the event has a place.
    fn event(&mut self, event: &'a Event) -> bool {
        let kind = word(&event.event_type);
        let Some(trigger) = self.bound(&kind, &event.trigger) else { return false };
        let id = self.next('E');
        let mut parts = vec![format!("{kind}:{trigger}")];
        for (role, ids) in [("Actor", &event.actors), ("Recipient", &event.recipients)] {
            let mentions = ids.iter().filter_map(|id| self.actors.get(id.as_str()));
            parts.extend(numbered(role, mentions));
        }
        let place = event.place.as_ref().map(|place| place.span);
        let date = event.date.as_ref().and_then(|date| date.span);
        for (role, span) in [("Place", place), ("Date", date)] {
            let bound = span.and_then(|span| self.bound(role, &[span]));
            parts.extend(bound.map(|bound| format!("{role}:{bound}")));
        }
        let voice = self.statements.get(event.voice.as_str());
        parts.extend(voice.map(|statement| format!("Voice:{statement}")));
        self.line(&id, &parts.join(" "));
        for (aux, attribute) in [
            ("negated", "Negated"),
            ("future", "Future"),
            ("historical", "Historical"),
            ("hypothetical", "Hypothetical"),
        ] {
            if event.aux.iter().any(|one| one == aux) {
                self.attribute(attribute, &id, None);
            }
        }
        let mut note = vec![event.id.clone()];
        note.extend(event.mode.iter().chain(&event.contexts).cloned());
        note.push(format!("score {}", event.score));
        note.extend(event.confidence.map(|confidence| format!("confidence {confidence}")));
        self.note(&id, &note.join(", "));
        true
    }
}

/// Several arguments of one role are numbered from the second on.
fn numbered<'b>(role: &str, ids: impl Iterator<Item = &'b String>) -> Vec<String> {
    let number = |(at, id): (usize, &String)| match at {
        0 => format!("{role}:{id}"),
        at => format!("{role}{}:{id}", at + 1),
    };
    ids.enumerate().map(number).collect()
}

fn label(kind: Option<ActorKind>) -> String {
    let kind = kind.map_or("actor", actor_kind);
    let (first, rest) = kind.split_at(1);
    first.to_uppercase() + rest
}

/// A type as brat takes one: letters, digits, `-` and `_`.
fn word(kind: &str) -> String {
    let word: String =
        kind.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    if word.is_empty() { "Event".to_owned() } else { word }
}

/// What ends a line for one reader or another.
fn breaks(letter: char) -> bool {
    matches!(
        letter,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}
