//! Blocks in the place of words, in an article that is kept.

use std::collections::{BTreeSet, HashSet};

use onrecord_record::{Actor, Record, Span, Statement};
use rusqlite::{Connection, params};

use super::{BLOCK, tombstones};
use crate::add::Outline;
use crate::corrections::{self, Claim, Operation, SAME, overlap};
use crate::grouping;
use crate::matching::folded;
use crate::slices::Slices;
use crate::stored::Made;
use crate::{Error, rows, seal, write};

/// What goes from an article.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Where its words stand: in order, none touches another.
    spans: Vec<Span>,
    /// The ids of its statements, as the program numbered them.
    statements: BTreeSet<String>,
    /// The numbers of operations on them.
    operations: BTreeSet<i64>,
}

impl Part {
    /// Some statements of a record as it was made.
    pub fn of_record(record: &Record, which: &BTreeSet<usize>) -> Part {
        let statements = || which.iter().map(|&at| &record.statements[at]);
        let mut part = Part {
            statements: statements().map(|statement| statement.id.clone()).collect(),
            ..Part::default()
        };
        let spans: Vec<Span> = statements().flat_map(|one| one.content.clone()).collect();
        part.add(&spans, record.article.text.chars().count());
        part
    }

    /// Some statements of a record as people corrected it, in all forms that they ever had.
    pub fn of(made: &Made, corrected: &Record, which: &BTreeSet<usize>) -> Part {
        let mut part = Part::of_record(corrected, which);
        let mut earlier = Vec::new();
        for &at in which {
            let now = &corrected.statements[at];
            let mut forms = vec![now.content.clone()];
            let first = made.record.statements.iter().find(|statement| statement.id == now.id);
            forms.extend(first.map(|statement| statement.content.clone()));
            let mut found = true;
            while found {
                found = false;
                for operation in &made.operations {
                    let claims = claimed(operation);
                    let is_one = |claim: &&Statement| is_form(claim, &forms, corrected, which);
                    if !part.operations.contains(&operation.number) && claims.iter().any(is_one) {
                        forms.extend(claims.iter().map(|claim| claim.content.clone()));
                        part.operations.insert(operation.number);
                        found = true;
                    }
                }
            }
            earlier.extend(forms.into_iter().flatten());
        }
        // What somebody else says stays, if it was once taken for a part of this.
        let length = made.record.article.text.chars().count();
        let mut marks = vec![false; length];
        cover(&mut marks, &earlier, true);
        for (at, other) in corrected.statements.iter().enumerate() {
            if !which.contains(&at) && !other.content.iter().all(|&span| part.contains(span)) {
                cover(&mut marks, &other.content, false);
            }
        }
        cover(&mut marks, &part.spans, true);
        part.spans = runs(&marks);
        part
    }

    /// Adds what stands in some places.
    pub fn add(&mut self, places: &[Span], length: usize) {
        if !places.is_empty() {
            let mut marks = vec![false; length];
            cover(&mut marks, &self.spans, true);
            cover(&mut marks, places, true);
            self.spans = runs(&marks);
        }
    }

    /// Whether there are words in it, not blocks alone.
    pub fn holds_words(&self, text: &str) -> bool {
        let slices = Slices::new(text);
        let words = self.spans.iter().filter_map(|&span| slices.get(span));
        words.flat_map(str::chars).any(|character| character != BLOCK && character != '\n')
    }

    fn contains(&self, [start, end]: Span) -> bool {
        self.spans.iter().any(|&[from, to]| from <= start && end <= to)
    }

    fn touches(&self, [start, end]: Span) -> bool {
        self.spans.iter().any(|&[from, to]| start < to && from < end)
    }

    /// Whether an operation is about what goes.
    fn is_subject(&self, operation: &Operation) -> bool {
        let claims = [&operation.target, &operation.change];
        self.operations.contains(&operation.number)
            || claims.into_iter().flatten().any(|claim| match claim {
                Claim::Statement(statement) => {
                    statement.content.iter().all(|&span| self.contains(span))
                }
                Claim::Event { event, voice } => {
                    let is_claimed_there =
                        !voice.is_empty() && voice.iter().all(|&span| self.contains(span));
                    let place = event.place.as_ref().is_some_and(|place| self.touches(place.span));
                    let date = event.date.as_ref().and_then(|date| date.span);
                    let date = date.is_some_and(|span| self.touches(span));
                    let trigger = event.trigger.iter().any(|&span| self.touches(span));
                    is_claimed_there || place || date || trigger
                }
            })
    }
}

fn claimed(operation: &Operation) -> Vec<&Statement> {
    [&operation.target, &operation.change].into_iter().filter_map(statement_of).collect()
}

fn statement_of(claim: &Option<Claim>) -> Option<&Statement> {
    match claim {
        Some(Claim::Statement(statement)) => Some(statement),
        _ => None,
    }
}

/// Whether a claim is about a statement with these contents, and not sooner about one that stays.
fn is_form(
    claim: &Statement,
    forms: &[Vec<Span>],
    corrected: &Record,
    which: &BTreeSet<usize>,
) -> bool {
    let shared = forms.iter().map(|content| overlap(content, &claim.content)).max().unwrap_or(0);
    let others = corrected.statements.iter().enumerate().filter(|(at, _)| !which.contains(at));
    let elsewhere = others.map(|(_, other)| overlap(&other.content, &claim.content)).max();
    shared >= SAME && shared >= elsewhere.unwrap_or(0)
}

fn cover(marks: &mut [bool], spans: &[Span], mark: bool) {
    for &[start, end] in spans {
        let end = end.min(marks.len());
        if start < end {
            marks[start..end].fill(mark);
        }
    }
}

fn runs(marks: &[bool]) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for (at, _) in marks.iter().enumerate().filter(|(_, marked)| **marked) {
        match runs.last_mut() {
            Some([_, end]) if *end == at => *end = at + 1,
            _ => runs.push([at, at + 1]),
        }
    }
    runs
}

/// Puts blocks in the place of a part of an article that is kept.
pub(super) fn stored(
    connection: &Connection,
    article: i64,
    made: &Made,
    part: &Part,
) -> Result<(), Error> {
    grouping::leave(connection, article)?;
    write::delete_rows(connection, article)?;
    connection
        .prepare_cached(
            "INSERT INTO text_words (text_words, rowid, text) VALUES ('delete', ?1, ?2)",
        )?
        .execute(params![article, made.record.article.text])?;
    // Operations on what is gone are gone with it, and so are those that took them back.
    let (gone, kept): (Vec<&Operation>, Vec<&Operation>) =
        made.operations.iter().partition(|operation| part.is_subject(operation));
    for operation in gone {
        let number = operation.number;
        connection.execute("DELETE FROM correction WHERE undoes = ?1", [number])?;
        connection.execute("DELETE FROM correction WHERE correction = ?1", [number])?;
    }
    let named = kept.into_iter().flat_map(|operation| {
        let claims = [&operation.target, &operation.change].into_iter().flatten();
        claims.flat_map(|claim| match claim {
            Claim::Statement(statement) => statement.speakers.clone(),
            Claim::Event { event, .. } => [&event.actors[..], &event.recipients[..]].concat(),
        })
    });
    let mut left = record(&made.record, &made.outline, part, &named.collect());
    let json = write::without_text(&mut left)?;
    let text = &left.article.text;
    connection
        .prepare_cached("UPDATE text SET text = ?2, redacted = ?3 WHERE article = ?1")?
        .execute(params![article, text, &seal::hash(text)[..]])?;
    connection
        .prepare_cached("INSERT INTO text_words (rowid, text) VALUES (?1, ?2)")?
        .execute(params![article, text])?;
    connection
        .prepare_cached("UPDATE article SET headline = ?2 WHERE article = ?1")?
        .execute(params![article, left.article.headline])?;
    let outline = serde_json::to_string(&made.outline)?;
    connection
        .prepare_cached("UPDATE record SET json = ?2, seal = ?3 WHERE article = ?1")?
        .execute(params![article, json, seal::of(&[&outline, &json])])?;
    connection.prepare_cached("DELETE FROM reread WHERE article = ?1")?.execute([article])?;
    let hash: Vec<u8> = connection
        .prepare_cached("SELECT hash FROM article WHERE article = ?1")?
        .query_row([article], |row| row.get(0))?;
    tombstones::of_places(connection, &hash, &part.spans)?;
    let operations = corrections::operations(connection, article)?;
    let (record, judged) = corrections::apply(left, &operations);
    let rows = rows::of(&record)?;
    write::insert_rows(connection, article, &rows, &judged)?;
    grouping::wait(connection, article)
}

/// The record with blocks in the place of a part of it, and without what stood there. Whoever has one
/// of the `needed` names keeps it.
pub(super) fn record(
    record: &Record,
    outline: &Outline,
    part: &Part,
    needed: &BTreeSet<String>,
) -> Record {
    let gone = |span: Span| part.contains(span);
    let touched = |span: Span| part.touches(span);
    let mut left = record.clone();
    let mut marks = vec![false; record.article.text.chars().count()];
    cover(&mut marks, &part.spans, true);
    let blocks = |(character, marked)| match marked {
        true if character != '\n' => BLOCK,
        _ => character,
    };
    left.article.text = record.article.text.chars().zip(marks).map(blocks).collect();
    left.article.headline = headline(record, &left.article.text, outline, part);
    // Lemmas are words as well, and reasons have words in them.
    left.sentences = None;
    left.rejected_events.clear();
    left.statements.retain_mut(|statement| {
        let was_empty = statement.content.is_empty();
        statement.content.retain(|&span| !gone(span));
        (was_empty || !statement.content.is_empty()) && !part.statements.contains(&statement.id)
    });
    let known: HashSet<String> = left.statements.iter().map(|s| s.id.clone()).collect();
    for statement in &mut left.statements {
        statement.inside.take_if(|outer| !known.contains(outer));
        statement.question.take_if(|span| touched(*span));
        statement.via.take_if(|span| touched(*span));
        statement.addressee.take_if(|span| touched(*span));
        statement.source.retain(|&span| !touched(span));
        statement.cue.retain(|&span| !touched(span));
    }
    left.events.retain(|event| {
        let of_the_outlet_or_known = event.voice == "outlet" || known.contains(&event.voice);
        of_the_outlet_or_known && !event.trigger.iter().any(|&span| touched(span))
    });
    for event in &mut left.events {
        event.place.take_if(|place| touched(place.span));
        event.date.take_if(|date| date.span.is_some_and(&touched));
        // It leads from word to word.
        event.explain = None;
    }
    rename(record, &mut left, part, needed);
    left
}

/// The headline, with the blocks that it has in the text.
fn headline(record: &Record, left: &str, outline: &Outline, part: &Part) -> Option<String> {
    let headline = record.article.headline.as_ref()?;
    let whole = Slices::new(&record.article.text);
    let at_the_start = [0, headline.chars().count()];
    let places = [outline.headline, Some(at_the_start)].into_iter().flatten();
    let place = places.into_iter().find(|&span| whole.get(span) == Some(headline));
    if let Some(words) = place.and_then(|span| Slices::new(left).get(span)) {
        return Some(words.to_owned());
    }
    let hidden = |words: &str| words.chars().map(|_| BLOCK).collect::<String>();
    let mut headline = headline.clone();
    for words in part.spans.iter().filter_map(|&span| whole.get(span)) {
        let words = words.trim();
        if words.is_empty() {
            continue;
        }
        if words.contains(&headline) {
            headline = hidden(&headline);
        }
        headline = headline.replace(words, &hidden(words));
    }
    Some(headline)
}

/// Takes away actors that stood only in what is gone, and names that are words of it. Whoever says or
/// does something elsewhere keeps the name: it is a fact about that.
fn rename(record: &Record, left: &mut Record, part: &Part, needed: &BTreeSet<String>) {
    let list =
        |text: &str| -> HashSet<String> { folded(text).split(' ').map(str::to_owned).collect() };
    let (before, after) = (list(&record.article.text), list(&left.article.text));
    let lost: HashSet<&String> = before.difference(&after).collect();
    let is_needed = |actor: &Actor| {
        needed.contains(&actor.name)
            || left.statements.iter().any(|statement| statement.speakers.contains(&actor.id))
            || left
                .events
                .iter()
                .any(|e| e.actors.contains(&actor.id) || e.recipients.contains(&actor.id))
    };
    let keep: HashSet<String> =
        left.actors.iter().filter(|actor| is_needed(actor)).map(|actor| actor.id.clone()).collect();
    let slices = Slices::new(&left.article.text);
    for actor in &mut left.actors {
        let mentions = actor.mentions.len();
        actor.mentions.retain(|&span| !part.touches(span));
        actor.loaded.retain(|&span| !part.touches(span));
        let is_word = || folded(&actor.name).split(' ').any(|word| lost.contains(&word.to_owned()));
        // Who has an item has the name from there.
        let own = actor.wikidata.is_some() || keep.contains(&actor.id);
        if !own && actor.mentions.len() < mentions && is_word() {
            let longest = actor.mentions.iter().filter_map(|&span| slices.get(span));
            let longest = longest.max_by_key(|words| words.chars().count());
            actor.name = longest.unwrap_or_default().to_owned();
        }
    }
    left.actors.retain(|actor| {
        keep.contains(&actor.id) || (!actor.name.is_empty() && !actor.mentions.is_empty())
    });
}
