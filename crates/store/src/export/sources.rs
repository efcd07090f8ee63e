//! Names and places of a record by the ids that statements and events have of them.

use std::collections::HashMap;
use std::io::Write;

use onrecord_record::{Actor, Event, Record, Statement};

use super::{ExportError, Item, Items, Seen, Stored, Written};
use crate::plover::{QUADS, RECIPROCAL};

/// The actors and statements of a record by id.
pub(super) struct Cast<'a> {
    actors: HashMap<&'a str, &'a Actor>,
    statements: HashMap<&'a str, &'a Statement>,
}

impl<'a> Cast<'a> {
    pub fn of(record: &'a Record) -> Cast<'a> {
        Cast {
            actors: record.actors.iter().map(|actor| (actor.id.as_str(), actor)).collect(),
            statements: record.statements.iter().map(|one| (one.id.as_str(), one)).collect(),
        }
    }

    /// The actors with some ids, in their order.
    pub fn actors(&self, ids: &[String]) -> Vec<&'a Actor> {
        ids.iter().filter_map(|id| self.actors.get(id.as_str()).copied()).collect()
    }

    /// Their names.
    pub fn names(&self, ids: &[String]) -> Vec<&'a str> {
        self.actors(ids).into_iter().map(|actor| actor.name.as_str()).collect()
    }

    /// The statement whose word an event is; `None` where it is the outlet's.
    pub fn claim(&self, event: &Event) -> Option<&'a Statement> {
        self.statements.get(event.voice.as_str()).copied()
    }
}

/// The address of an article: its own, or the first that it was seen at.
pub(super) fn url<'a>(record: &'a Record, stored: &'a Stored) -> Option<&'a str> {
    let seen = || stored.seen.iter().find_map(|seen| seen.url.as_deref());
    record.article.url.as_deref().or_else(seen)
}

/// When an article was first seen anywhere, and when last.
pub(super) fn times(stored: &Stored) -> (Option<&str>, Option<&str>) {
    let of = |field: fn(&Seen) -> &Option<String>| {
        stored.seen.iter().filter_map(move |seen| field(seen).as_deref())
    };
    (of(|seen| &seen.first).min(), of(|seen| &seen.last).max())
}

/// Somebody who did something, and somebody it was done to.
pub(super) type Pair<'a> = (Option<&'a Actor>, Option<&'a Actor>);

/// Writes a row, with tabs between its cells, for each event that happened and each pair of its
/// parties.
pub(super) fn write_pairs(
    items: &mut Items<'_>,
    out: &mut dyn Write,
    row: impl Fn(&Item, &Event, Pair<'_>) -> Vec<String>,
) -> Result<Written, ExportError> {
    let mut written = Written::default();
    for item in items {
        let item = item?;
        written.articles += 1;
        let cast = Cast::of(&item.record);
        for event in &item.record.events {
            if !happened(event) {
                written.left_out += 1;
                continue;
            }
            for pair in pairs(&cast, event) {
                out.write_all(format!("{}\n", row(&item, event, pair).join("\t")).as_bytes())?;
                written.rows += 1;
            }
        }
    }
    Ok(written)
}

/// Every pair of somebody who did something and somebody it was done to; of a reciprocal event every
/// party with every other, both ways round, so that neither comes first. A side that is empty is
/// `None`: whoever protests together does not protest against one another.
fn pairs<'a>(cast: &Cast<'a>, event: &Event) -> Vec<Pair<'a>> {
    let (actors, recipients) = (cast.actors(&event.actors), cast.actors(&event.recipients));
    let among_themselves = RECIPROCAL.contains(&event.event_type.as_str());
    if recipients.is_empty() && actors.len() > 1 && among_themselves {
        let pairs = actors.iter().flat_map(|one| actors.iter().map(move |other| (*one, *other)));
        return pairs.filter(|(a, b)| a.id != b.id).map(|(a, b)| (Some(a), Some(b))).collect();
    }
    let or_nobody = |side: Vec<&'a Actor>| -> Vec<Option<&'a Actor>> {
        if side.is_empty() { vec![None] } else { side.into_iter().map(Some).collect() }
    };
    let recipients = or_nobody(recipients);
    let pairs = or_nobody(actors).into_iter();
    pairs.flat_map(|one| recipients.iter().map(move |other| (one, *other))).collect()
}

/// Whether an event can stand in a table that has room for what happened and for nothing else: in
/// the outlet's own word, not denied, not supposed, not to come, and not of a past without date.
fn happened(event: &Event) -> bool {
    event.voice == "outlet"
        && event.aux.iter().all(|aux| match aux.as_str() {
            "negated" | "hypothetical" | "future" => false,
            "historical" => event.date.is_some(),
            _ => true,
        })
}

/// The first day of an event, or the day of the article, as `YYYY-MM-DD`.
pub(super) fn day(record: &Record, event: &Event) -> Option<jiff::civil::Date> {
    let own = event.date.as_ref().and_then(|date| date.start.parse().ok());
    own.or_else(|| record.article.published.map(|moment| moment.date()))
}

/// 1 to 4, as PLOVER, GDELT and POLECAT number them.
pub(super) fn quad_number(quad: &str) -> Option<u8> {
    QUADS.iter().position(|known| *known == quad).and_then(|at| u8::try_from(at + 1).ok())
}
