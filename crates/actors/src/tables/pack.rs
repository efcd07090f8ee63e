//! Facts as one run of bytes that is read where it lies: nothing is parsed or copied at start-up.
//!
//! A header of sections, each a table of numbers of 32 bits, little-endian, sorted for binary search;
//! the first section is the texts that the numbers lead to.

use std::collections::HashMap;

use super::facts::{EndCell, Facts};
use crate::day::Date;
use crate::fold;

/// The first bytes, with the version of the layout.
pub const MAGIC: &[u8; 8] = b"onract01";

/// For "nothing" in a number.
pub const NOTHING: u32 = u32::MAX;

/// The sections behind the texts, in order, and the numbers in a row of each.
pub const WIDTHS: [usize; 8] = [13, 9, 3, 12, 4, 3, 2, 1];

/// Which of the sections is what.
pub mod section {
    pub const ACTORS: usize = 0;
    pub const NAMES: usize = 1;
    pub const OFFICES: usize = 2;
    pub const TERMS: usize = 3;
    pub const PEOPLE: usize = 4;
    /// Keys of the names of people, with the person and how the name is one of theirs.
    pub const PEOPLE_NAMES: usize = 5;
    /// What full names sound like, with the person.
    pub const SOUNDS: usize = 6;
    /// Terms in the order of their people.
    pub const TERMS_BY_PERSON: usize = 7;
}

/// How a name is one of a person's.
pub mod person_name {
    pub const FULL: u32 = 0;
    pub const ALIAS: u32 = 1;
    pub const SURNAME: u32 = 2;
    pub const FIRST: u32 = 3;
}

/// Kinds of end.
pub mod end {
    pub const ON: u32 = 0;
    pub const AFTER: u32 = 1;
    pub const UNKNOWN: u32 = 2;
}

/// Marks of a term.
pub mod mark {
    pub const ACTING: u32 = 1;
    pub const CONTESTED: u32 = 2;
}

/// Packs facts.
pub fn pack(facts: &Facts<'_>) -> Vec<u8> {
    let mut texts = Texts::default();
    let mut sections = [
        actors(facts, &mut texts),
        names(facts, &mut texts),
        offices(facts, &mut texts),
        terms(facts, &mut texts),
        people(facts, &mut texts),
        people_names(facts, &mut texts),
        sounds(facts, &mut texts),
        Vec::new(),
    ];
    sections[section::TERMS_BY_PERSON] = terms_by_person(facts);

    let mut bytes = MAGIC.to_vec();
    let header = MAGIC.len() + 4 * (1 + sections.len());
    let mut at = header + texts.bytes.len();
    put(&mut bytes, at);
    for rows in &sections {
        at += 4 * rows.len();
        put(&mut bytes, at);
    }
    bytes.extend_from_slice(&texts.bytes);
    for rows in &sections {
        for number in rows {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
    }
    bytes
}

fn put(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend_from_slice(&narrow(number).to_le_bytes());
}

/// Tables are megabytes; what does not fit into 32 bits is nothing.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NOTHING)
}

/// Texts, each once, with its length before it.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    at: HashMap<String, u32>,
}

impl Texts {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(&at) = self.at.get(text) {
            return at;
        }
        let at = narrow(self.bytes.len());
        // A cell of a table is never that long; a longer one is cut where it can be.
        let mut length = text.len().min(usize::from(u16::MAX));
        while !text.is_char_boundary(length) {
            length -= 1;
        }
        let length16 = u16::try_from(length).unwrap_or(u16::MAX);
        self.bytes.extend_from_slice(&length16.to_le_bytes());
        self.bytes.extend_from_slice(&text.as_bytes()[..length]);
        self.at.insert(text.to_owned(), at);
        at
    }

    fn maybe(&mut self, text: Option<&str>) -> u32 {
        text.map_or(NOTHING, |text| self.of(text))
    }
}

fn days(date: Option<Date>) -> [u32; 2] {
    date.map_or([NOTHING; 2], |date| [date.first.packed(), date.last.packed()])
}

fn actors(facts: &Facts<'_>, texts: &mut Texts) -> Vec<u32> {
    let mut rows: Vec<_> = facts.actors.iter().collect();
    rows.sort_by_key(|actor| &*actor.key);
    let mut numbers = Vec::new();
    for actor in rows {
        numbers.extend([
            texts.of(&actor.key),
            texts.of(actor.name),
            actor.kind as u32,
            texts.maybe(actor.country),
            texts.maybe(actor.countries),
            texts.maybe(actor.sector),
            texts.maybe(actor.wikidata),
            texts.maybe(actor.alpha2),
            texts.maybe(actor.sovereign),
            texts.maybe(actor.official),
            days(actor.from)[0],
            days(actor.until)[1],
            texts.maybe(actor.code),
        ]);
    }
    numbers
}

fn names(facts: &Facts<'_>, texts: &mut Texts) -> Vec<u32> {
    let mut rows: Vec<_> = facts.names.iter().map(|name| (fold::key(name.surface), name)).collect();
    rows.sort_by(|(a, first), (b, second)| {
        (a, first.kind, &first.target, first.surface).cmp(&(
            b,
            second.kind,
            &second.target,
            second.surface,
        ))
    });
    let mut numbers = Vec::new();
    for (key, name) in rows {
        numbers.extend([
            texts.of(&key),
            texts.of(name.surface),
            name.kind as u32,
            texts.of(&name.target),
            texts.maybe(name.sector),
            days(name.from)[0],
            days(name.until)[1],
            texts.maybe(name.note),
            texts.maybe(name.only),
        ]);
    }
    numbers
}

fn offices(facts: &Facts<'_>, texts: &mut Texts) -> Vec<u32> {
    let mut rows: Vec<_> = facts.offices.iter().collect();
    rows.sort_by_key(|office| office.name);
    let row = |office: &&super::facts::OfficeRow<'_>| {
        [texts.of(office.name), texts.of(office.sector), u32::from(office.several)]
    };
    rows.iter().flat_map(row).collect()
}

/// The order in which terms stand: what one office of one state saw, from the first on.
fn in_order<'f, 't>(facts: &'f Facts<'t>) -> Vec<&'f super::facts::TermRow<'t>> {
    let mut rows: Vec<_> = facts.terms.iter().collect();
    rows.sort_by_key(|term| (term.country, term.office, term.start, term.line));
    rows
}

fn terms(facts: &Facts<'_>, texts: &mut Texts) -> Vec<u32> {
    let mut numbers = Vec::new();
    for term in in_order(facts) {
        let (kind, [first, last]) = match term.end {
            EndCell::On(date) => (end::ON, days(Some(date))),
            EndCell::After(date) => (end::AFTER, days(Some(date))),
            EndCell::Unknown => (end::UNKNOWN, days(None)),
        };
        let marks =
            u32::from(term.acting) * mark::ACTING + u32::from(term.contested) * mark::CONTESTED;
        numbers.extend([
            texts.of(term.country),
            texts.of(term.office),
            texts.maybe(term.title),
            texts.maybe(term.person),
            term.start.first.packed(),
            term.start.last.packed(),
            kind,
            first,
            last,
            marks,
            texts.maybe(term.source),
            narrow(term.line),
        ]);
    }
    numbers
}

fn terms_by_person(facts: &Facts<'_>) -> Vec<u32> {
    let rows = in_order(facts);
    let mut order: Vec<usize> = (0..rows.len()).filter(|&at| rows[at].person.is_some()).collect();
    order.sort_by_key(|&at| (rows[at].person, rows[at].start, at));
    order.into_iter().map(narrow).collect()
}

fn people_in_order<'f, 't>(facts: &'f Facts<'t>) -> Vec<&'f super::facts::PersonRow<'t>> {
    let mut rows: Vec<_> = facts.people.iter().collect();
    rows.sort_by_key(|person| person.key);
    rows
}

fn people(facts: &Facts<'_>, texts: &mut Texts) -> Vec<u32> {
    let mut numbers = Vec::new();
    for person in people_in_order(facts) {
        numbers.extend([
            texts.of(person.key),
            texts.of(person.name),
            texts.maybe(person.gender),
            texts.maybe(person.wikidata),
        ]);
    }
    numbers
}

fn people_names(facts: &Facts<'_>, texts: &mut Texts) -> Vec<u32> {
    let mut rows = Vec::new();
    for (at, person) in people_in_order(facts).into_iter().enumerate() {
        let mut add = |name: &str, kind: u32| {
            let key = fold::key(name);
            if key.chars().nth(1).is_some() {
                rows.push((key, narrow(at), kind));
            }
        };
        add(person.name, person_name::FULL);
        for alias in person.names.into_iter().flat_map(|names| names.split(';')) {
            add(alias, person_name::ALIAS);
        }
        for surname in fold::surnames(person.name) {
            add(surname, person_name::SURNAME);
        }
        if let Some(first) = fold::first_word(person.name) {
            add(first, person_name::FIRST);
        }
    }
    rows.sort();
    rows.dedup_by(|next, kept| (&next.0, next.1) == (&kept.0, kept.1));
    rows.iter().flat_map(|(key, at, kind)| [texts.of(key), *at, *kind]).collect()
}

fn sounds(facts: &Facts<'_>, texts: &mut Texts) -> Vec<u32> {
    let mut rows = Vec::new();
    for (at, person) in people_in_order(facts).into_iter().enumerate() {
        let aliases = person.names.into_iter().flat_map(|names| names.split(';'));
        for name in std::iter::once(person.name).chain(aliases) {
            if name.contains([' ', '-']) {
                rows.push((fold::sounds(name), narrow(at)));
            }
        }
    }
    rows.retain(|(sounds, _)| sounds.chars().nth(2).is_some());
    rows.sort();
    rows.dedup();
    rows.iter().flat_map(|(sounds, at)| [texts.of(sounds), *at]).collect()
}
