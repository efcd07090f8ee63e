//! Actors while they are being put together: what is known of each, and whether words can be about it.

use onrecord_actors::{ActorKind as Listed, Person};
use onrecord_record::ActorKind;

use super::Mention;
use super::names::Named;
use super::phrase::{Hold, Reading, Whose};

/// Which actor of the registry somebody is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Identity<'r> {
    pub(super) key: &'r str,
    /// The part of it, where it is not the whole: `MIL` for the Pentagon.
    pub(super) part: Option<&'r str>,
    /// Whether a capital is meant as a city.
    pub(super) city: bool,
}

/// Somebody, as far as known.
#[derive(Clone, Debug, Default)]
pub(super) struct Cluster<'r> {
    /// The words of the fullest name of a person.
    pub(super) words: Vec<String>,
    /// What the record calls it, unless its mentions give something fuller.
    pub(super) name: String,
    pub(super) kind: Option<ActorKind>,
    pub(super) identity: Option<Identity<'r>>,
    pub(super) person: Option<Person<'r>>,
    pub(super) country: Option<&'r str>,
    /// The key of the body that is no state and that somebody acts for.
    pub(super) acts_for: Option<&'r str>,
    pub(super) sector: Option<&'r str>,
    /// The office as the article words it, and as the tables do.
    pub(super) office: Option<String>,
    pub(super) office_key: Option<&'r str>,
    pub(super) former: bool,
    /// Something that the tables of offices do not have.
    pub(super) calling: bool,
    /// The noun of descriptions, in the singular.
    pub(super) noun: String,
    /// The words of a description without whose it is.
    pub(super) bare: String,
    pub(super) plural: bool,
    /// Whether a proper name stands for it in the text.
    pub(super) named: bool,
    pub(super) mentions: Vec<Mention>,
    /// Heads of its mentions.
    pub(super) heads: Vec<usize>,
    /// The cluster that it was found to be the same as.
    pub(super) merged: Option<usize>,
    /// The clusters that it was found to be together.
    pub(super) parted: Vec<usize>,
}

impl<'r> Identity<'r> {
    /// Who is meant by a name: a seat that stands for the government is the state.
    pub(super) fn of(named: &Named<'r>, city: bool) -> Identity<'r> {
        let whole = named.actor.kind == Listed::State && named.sector == Some("GOV") || city;
        Identity { key: named.actor.key, part: named.sector.filter(|_| !whole), city }
    }
}

impl<'r> Cluster<'r> {
    /// Whether words that are read so can be about it: a state is nobody's name, a singular no crowd,
    /// a Turk no Greek.
    pub(super) fn fits(&self, reading: &Reading<'r>) -> bool {
        let country = country(&reading.whose);
        let other_country =
            matches!((self.country, country), (Some(held), Some(told)) if held != told);
        let human = reading.office.is_some() || reading.name.is_some() && !reading.is_body;
        let kind = match self.kind {
            Some(ActorKind::State | ActorKind::Place) => {
                !human && reading.agents.is_none() && !reading.is_body
            }
            Some(ActorKind::Organization) => !human || reading.is_body,
            Some(ActorKind::Person | ActorKind::Role) => !reading.plural && !reading.is_body,
            Some(ActorKind::Group) => reading.plural || reading.agents.is_some(),
            None => true,
        };
        let hold = reading.office.as_ref().is_none_or(|office| {
            (office.hold == Hold::Former) <= (self.former || self.office_key.is_none())
        });
        kind && hold && !other_country
    }

    pub(super) fn is_person(&self) -> bool {
        matches!(self.kind, Some(ActorKind::Person))
    }

    /// Takes over what is known of another that is the same.
    pub(super) fn absorb(&mut self, other: &mut Cluster<'r>) {
        if other.words.len() > self.words.len() {
            self.words = std::mem::take(&mut other.words);
        }
        if self.name.is_empty() || other.named && !self.named {
            self.name = std::mem::take(&mut other.name);
        }
        let vague = matches!(self.kind, None | Some(ActorKind::Role));
        if vague {
            self.kind = other.kind.or(self.kind);
        }
        self.identity = self.identity.or(other.identity);
        self.person = self.person.or(other.person);
        self.country = self.country.or(other.country);
        self.acts_for = self.acts_for.or(other.acts_for);
        self.sector = self.sector.or(other.sector);
        self.office = self.office.take().or(other.office.take());
        self.office_key = self.office_key.or(other.office_key);
        self.former |= other.former;
        self.named |= other.named;
        self.mentions.append(&mut other.mentions);
        self.heads.append(&mut other.heads);
        if self.noun.is_empty() {
            self.noun = std::mem::take(&mut other.noun);
            self.bare = std::mem::take(&mut other.bare);
        }
    }
}

/// The state that people, bodies and offices are of, where it is one.
pub(super) fn country<'r>(whose: &[Whose<'r>]) -> Option<&'r str> {
    let mut codes = whose.iter().filter(|one| !one.there).map(|one| one.named.actor.country);
    let first = codes.next()??;
    codes.all(|code| code == Some(first)).then_some(first)
}
