//! People who held offices, by name.
//!
//! Names are shared: there are eleven ministers called Rossi. So a name leads to everybody who has
//! it, and the date and the state choose.

use crate::day::Day;
use crate::fold;
use crate::offices::Term;
use crate::registry::Registry;
use crate::store::{Row, Store};
use crate::tables::pack::{person_name, section};

/// A person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person<'r> {
    /// What tables call them by: their Wikidata item, or a word where none is known.
    pub key: &'r str,
    /// The usual name.
    pub name: &'r str,
    /// `male`, `female` or another word; nothing where the tables do not say.
    pub gender: Option<&'r str>,
    /// The Wikidata item.
    pub wikidata: Option<&'r str>,
}

/// How a name is one of a person's, from the surest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The usual name.
    Name,
    /// Another spelling or name.
    Alias,
    /// The surname alone.
    Surname,
    /// The first word of the name alone: the family's in `Xi Jinping`, a given name elsewhere.
    First,
    /// A name that sounds like it: another transliteration.
    Sound,
}

/// A person that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Namesake<'r> {
    /// Who.
    pub person: Person<'r>,
    /// How the name is theirs.
    pub by: By,
}

impl<'r> Person<'r> {
    fn new(row: Row<'r>) -> Person<'r> {
        Person { key: row.text(0), name: row.text(1), gender: row.maybe(2), wikidata: row.maybe(3) }
    }
}

impl Registry {
    /// The person of a key.
    pub fn person(&self, key: &str) -> Option<Person<'_>> {
        self.stores().find_map(|store| {
            let row = store.equal(section::PEOPLE, |row| row.text(0).cmp(key)).next()?;
            Some(Person::new(row))
        })
    }

    /// Everybody whom a name may mean, the surest first. Only a whole name of several words is
    /// looked up by sound, and only where nobody is spelled so.
    pub fn people(&self, name: &str) -> Vec<Namesake<'_>> {
        let key = fold::key(name);
        let mut found = Vec::new();
        for store in self.stores().filter(|_| !key.is_empty()) {
            for row in store.equal(section::PEOPLE_NAMES, |row| row.text(0).cmp(&key)) {
                let by = match row.number(2) {
                    person_name::FULL => By::Name,
                    person_name::ALIAS => By::Alias,
                    person_name::SURNAME => By::Surname,
                    _ => By::First,
                };
                add(&mut found, store, row.number(1), by);
            }
        }
        if found.is_empty() && name.trim().contains([' ', '-']) {
            let sounds = fold::sounds(name);
            for store in self.stores() {
                for row in store.equal(section::SOUNDS, |row| row.text(0).cmp(&sounds)) {
                    add(&mut found, store, row.number(1), By::Sound);
                }
            }
            // A transliteration differs in a letter in four.
            found.retain(|namesake| fold::alike(&key, &fold::key(namesake.person.name), 4));
        }
        found.sort_by(|a, b| (a.by, a.person.key).cmp(&(b.by, b.person.key)));
        found.dedup_by(|next, kept| next.person.key == kept.person.key);
        found
    }

    /// The offices that a person held on a day, by key; only those that are sure.
    pub fn offices_on(&self, person: &str, day: Day) -> Vec<Term<'_>> {
        self.terms_of(person).into_iter().filter(|term| term.covers(day)).collect()
    }
}

fn add<'r>(found: &mut Vec<Namesake<'r>>, store: &'r Store, index: u32, by: By) {
    if let Some(row) = store.row(section::PEOPLE, index as usize) {
        found.push(Namesake { person: Person::new(row), by });
    }
}
