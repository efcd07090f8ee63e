//! What people said of what the program found, laid over its record.
//!
//! A correction is an operation that is kept for ever: who, when, why, what it was about and what is
//! to be instead. The record as it was made stays as it is; [`apply`] lays the operations over it. They
//! find their statement or event by the words it is about, not by its number, so that they hold on to
//! it when the article is read anew.

use std::fmt;

use onrecord_record::{Actor, Event, Record, Span, Statement};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::write::Judged;
use crate::{Error, seal};

/// What a person says of a statement or event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is right as it is.
    Accept,
    /// There is none.
    Reject,
    /// It is otherwise.
    Amend,
    /// The program missed it.
    Add,
    /// An earlier operation is taken back.
    Undo,
}

impl Verdict {
    const ALL: [Verdict; 5] =
        [Verdict::Accept, Verdict::Reject, Verdict::Amend, Verdict::Add, Verdict::Undo];

    fn word(self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Reject => "reject",
            Verdict::Amend => "amend",
            Verdict::Add => "add",
            Verdict::Undo => "undo",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A statement or event that stands by itself: whom it names is named, not numbered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Claim {
    /// Its speakers are names.
    Statement(Statement),
    /// Its actors and recipients are names.
    Event {
        /// The event.
        event: Event,
        /// The content of the statement that is its voice; empty: the outlet's word.
        voice: Vec<Span>,
    },
}

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Its number.
    pub number: i64,
    /// What was said.
    pub verdict: Verdict,
    /// What it is about, as it was.
    pub target: Option<Claim>,
    /// What is to be instead.
    pub change: Option<Claim>,
    /// Who said so.
    pub who: String,
    /// When, ISO 8601.
    pub at: String,
    /// Why.
    pub why: String,
    /// The operation that it takes back.
    pub undoes: Option<i64>,
}

/// How much of their words two statements must share to be the same one, in hundredths.
/// A statement within another has half of its words at times, and is another one.
pub(crate) const SAME: usize = 67;
/// How much when one of them is to be taken out: a better reading of the same place may stay.
const SAME_TO_REJECT: usize = 80;

/// All operations on an article, in order.
pub(crate) fn operations(connection: &Connection, article: i64) -> Result<Vec<Operation>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT correction, verdict, target, change, who, at, why, undoes FROM correction \
         WHERE article = ?1 ORDER BY correction",
    )?;
    let mut rows = find.query([article])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (verdict, target, change): (String, String, String) =
            (row.get(1)?, row.get(2)?, row.get(3)?);
        let verdict = Verdict::ALL
            .into_iter()
            .find(|known| known.word() == verdict)
            .ok_or_else(|| Error::Damaged(format!("no correction is called {verdict:?}")))?;
        all.push(Operation {
            number: row.get(0)?,
            verdict,
            target: serde_json::from_str(&target)?,
            change: serde_json::from_str(&change)?,
            who: row.get(4)?,
            at: row.get(5)?,
            why: row.get(6)?,
            undoes: row.get(7)?,
        });
    }
    Ok(all)
}

/// Keeps an operation; its number is given to it.
pub(crate) fn keep(
    connection: &Connection,
    article: i64,
    operation: &Operation,
) -> Result<i64, Error> {
    let target = serde_json::to_string(&operation.target)?;
    let change = serde_json::to_string(&operation.change)?;
    let verdict = operation.verdict.word();
    let Operation { who, at, why, undoes, .. } = operation;
    let mut insert = connection.prepare_cached(
        "INSERT INTO correction (article, verdict, target, change, who, at, why, undoes, seal) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let sealed = seal_of(verdict, &target, &change, who, at, why, *undoes);
    Ok(insert.insert(rusqlite::params![
        article, verdict, target, change, who, at, why, undoes, sealed
    ])?)
}

/// The seal of an operation's row.
pub(crate) fn seal_of(
    verdict: &str,
    target: &str,
    change: &str,
    who: &str,
    at: &str,
    why: &str,
    undoes: Option<i64>,
) -> Vec<u8> {
    let undoes = undoes.map_or_else(String::new, |number| number.to_string());
    seal::of(&[verdict, target, change, who, at, why, &undoes])
}

/// A statement of a record, so that it stands by itself.
pub(crate) fn claim_statement(record: &Record, statement: &Statement) -> Claim {
    let speakers = names(record, &statement.speakers);
    Claim::Statement(Statement { speakers, ..statement.clone() })
}

/// An event of a record, so that it stands by itself.
pub(crate) fn claim_event(record: &Record, event: &Event) -> Claim {
    let voice = record.statements.iter().find(|statement| statement.id == event.voice);
    Claim::Event {
        voice: voice.map(|statement| statement.content.clone()).unwrap_or_default(),
        event: Event {
            actors: names(record, &event.actors),
            recipients: names(record, &event.recipients),
            ..event.clone()
        },
    }
}

fn names(record: &Record, ids: &[String]) -> Vec<String> {
    let named = |id: &String| record.actors.iter().find(|actor| actor.id == *id);
    ids.iter().filter_map(named).map(|actor| actor.name.clone()).collect()
}

/// Lays operations over a record. What was judged comes back by id.
pub(crate) fn apply(mut record: Record, operations: &[Operation]) -> (Record, Judged) {
    let mut judged = Judged::default();
    // What was taken out keeps its id, so that no other is taken for it.
    let mut gone = Vec::new();
    let undone: Vec<i64> = operations.iter().filter_map(|operation| operation.undoes).collect();
    for operation in operations {
        if undone.contains(&operation.number) {
            continue;
        }
        let place = operation.target.as_ref().or(operation.change.as_ref());
        match (operation.verdict, place, &operation.change) {
            (Verdict::Accept, Some(claim), _) => {
                put(&mut record, &mut judged, &gone, claim, None, "accepted");
            }
            (Verdict::Reject, Some(claim), _) => {
                take_out(&mut record, &mut judged, &mut gone, claim);
            }
            (Verdict::Amend, Some(place), Some(change)) => {
                put(&mut record, &mut judged, &gone, place, Some(change), "amended");
            }
            (Verdict::Add, Some(place), Some(change)) => {
                put(&mut record, &mut judged, &gone, place, Some(change), "added");
            }
            _ => {}
        }
    }
    (record, judged)
}

/// Sees to it that what stands where `place` stood is what a person said: the change, or where there
/// is none, whatever is there now, or `place` itself where nothing is.
fn put(
    record: &mut Record,
    judged: &mut Judged,
    gone: &[String],
    place: &Claim,
    change: Option<&Claim>,
    word: &'static str,
) {
    match (place, change.unwrap_or(place)) {
        (Claim::Statement(old), Claim::Statement(new)) => {
            let found =
                find_statement(record, old, SAME).or_else(|| find_statement(record, new, SAME));
            let at = match found {
                // What a person found right is what it was, whatever was found since.
                Some(at) => {
                    let id = record.statements[at].id.clone();
                    let inside = record.statements[at].inside.clone();
                    let speakers = actors_named(record, &new.speakers, &new.source);
                    record.statements[at] = Statement { id, inside, speakers, ..new.clone() };
                    at
                }
                None => {
                    let ids = record.statements.iter().map(|statement| &statement.id);
                    let id = fresh(ids.chain(gone), 's');
                    let speakers = actors_named(record, &new.speakers, &new.source);
                    let added = Statement { id, inside: None, speakers, ..new.clone() };
                    record.statements.push(added);
                    record.statements.len() - 1
                }
            };
            judged.statements.insert(record.statements[at].id.clone(), word);
        }
        (Claim::Event { event: old, .. }, Claim::Event { event: new, voice }) => {
            let found = find_event(record, old).or_else(|| find_event(record, new));
            let id = match found {
                Some(at) => record.events[at].id.clone(),
                None => fresh(record.events.iter().map(|event| &event.id).chain(gone), 'e'),
            };
            let voice = record
                .statements
                .iter()
                .filter(|_| !voice.is_empty())
                .map(|statement| (overlap(&statement.content, voice), &statement.id))
                .filter(|(shared, _)| *shared >= SAME)
                .max_by_key(|(shared, _)| *shared)
                .map_or_else(|| "outlet".to_owned(), |(_, id)| id.clone());
            let event = Event {
                id: id.clone(),
                actors: actors_named(record, &new.actors, &[]),
                recipients: actors_named(record, &new.recipients, &[]),
                voice,
                ..new.clone()
            };
            match found {
                Some(at) => record.events[at] = event,
                None => record.events.push(event),
            }
            judged.events.insert(id, word);
        }
        _ => {}
    }
}

/// Takes out what a person said is none.
fn take_out(record: &mut Record, judged: &mut Judged, removed: &mut Vec<String>, claim: &Claim) {
    match claim {
        Claim::Statement(statement) => {
            let Some(at) = find_statement(record, statement, SAME_TO_REJECT) else { return };
            let gone = record.statements.remove(at);
            judged.statements.remove(&gone.id);
            removed.push(gone.id.clone());
            // What was within it is within what it was within.
            for inner in &mut record.statements {
                if inner.inside.as_ref() == Some(&gone.id) {
                    inner.inside.clone_from(&gone.inside);
                }
            }
            for event in &mut record.events {
                if event.voice == gone.id {
                    event.voice = gone.inside.clone().unwrap_or_else(|| "outlet".to_owned());
                }
            }
        }
        Claim::Event { event, .. } => {
            if let Some(at) = find_event(record, event) {
                let gone = record.events.remove(at);
                judged.events.remove(&gone.id);
                removed.push(gone.id);
            }
        }
    }
}

/// Where the statement stands that shares most words with this one.
fn find_statement(record: &Record, wanted: &Statement, least: usize) -> Option<usize> {
    let shared = |at: usize| overlap(&record.statements[at].content, &wanted.content);
    (0..record.statements.len())
        .filter(|&at| shared(at) >= least)
        .max_by_key(|&at| (shared(at), record.statements[at].id == wanted.id))
}

/// Where the event stands that is of this type and in these words.
fn find_event(record: &Record, wanted: &Event) -> Option<usize> {
    let shared = |at: usize| overlap(&record.events[at].trigger, &wanted.trigger);
    (0..record.events.len())
        .filter(|&at| record.events[at].event_type == wanted.event_type && shared(at) > 0)
        .max_by_key(|&at| (shared(at), record.events[at].id == wanted.id))
}

/// What two lists of spans share, in hundredths of what they cover together.
pub(crate) fn overlap(a: &[Span], b: &[Span]) -> usize {
    let length = |spans: &[Span]| spans.iter().map(|[s, e]| e.saturating_sub(*s)).sum::<usize>();
    let mut shared = 0;
    for &[start, end] in a {
        for &[from, to] in b {
            shared += end.min(to).saturating_sub(start.max(from));
        }
    }
    let both = (length(a) + length(b)).saturating_sub(shared);
    (shared * 100).checked_div(both).unwrap_or(0)
}

/// The ids of those who are named; whom the record does not know it gets to know.
fn actors_named(record: &mut Record, names: &[String], mentions: &[Span]) -> Vec<String> {
    let mut ids = Vec::new();
    for name in names {
        if let Some(actor) = record.actors.iter().find(|actor| actor.name == *name) {
            ids.push(actor.id.clone());
            continue;
        }
        let id = fresh(record.actors.iter().map(|actor| &actor.id), 'a');
        let mentions = if names.len() == 1 { mentions.to_vec() } else { Vec::new() };
        record.actors.push(Actor {
            id: id.clone(),
            name: name.clone(),
            kind: None,
            country: None,
            sector: None,
            office: None,
            wikidata: None,
            mentions,
            loaded: Vec::new(),
            explain: None,
        });
        ids.push(id);
    }
    ids
}

/// The next id that nothing has.
fn fresh<'a>(ids: impl Iterator<Item = &'a String>, letter: char) -> String {
    let number = |id: &String| id.strip_prefix(letter)?.parse::<u64>().ok();
    let last = ids.filter_map(number).max().unwrap_or(0);
    format!("{letter}{}", last.saturating_add(1))
}
