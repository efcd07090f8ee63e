//! What tables say, once it is read: the same for ours and for a user's.

use std::borrow::Cow;

use crate::day::Date;

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    /// A state, or a territory with a code of its own.
    State,
    /// An entity that runs itself and that few recognise.
    ProtoState,
    /// An organisation of states.
    International,
    /// A group of states that is no organisation: the G7, the BRICS.
    Bloc,
    /// An organisation that no state has made.
    Nongovernmental,
    /// A company.
    Company,
    /// A part of a state: a ministry, an army, a service.
    Body,
    /// A group that fights.
    ArmedGroup,
    /// A movement.
    Movement,
    /// A political party.
    Party,
    /// Somebody whom a user's dictionary has under a code.
    Coded,
}

impl ActorKind {
    pub(crate) const ALL: [(ActorKind, &'static str); 11] = [
        (ActorKind::State, "state"),
        (ActorKind::ProtoState, "proto-state"),
        (ActorKind::International, "international"),
        (ActorKind::Bloc, "bloc"),
        (ActorKind::Nongovernmental, "nongovernmental"),
        (ActorKind::Company, "company"),
        (ActorKind::Body, "body"),
        (ActorKind::ArmedGroup, "armed group"),
        (ActorKind::Movement, "movement"),
        (ActorKind::Party, "party"),
        (ActorKind::Coded, "coded"),
    ];

    /// The tables' word for it.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    pub(crate) fn parse(word: &str) -> Option<ActorKind> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(kind, _)| kind)
    }

    /// The record's word for it: `state`, `organization`, `group` or `role`.
    pub fn record_kind(self) -> &'static str {
        match self {
            ActorKind::State | ActorKind::ProtoState => "state",
            ActorKind::International
            | ActorKind::Nongovernmental
            | ActorKind::Company
            | ActorKind::Body
            | ActorKind::Party => "organization",
            ActorKind::Bloc | ActorKind::ArmedGroup | ActorKind::Movement => "group",
            ActorKind::Coded => "role",
        }
    }
}

/// How a name leads to what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// The name of an actor: `Iran`, `NATO`, `Hezbollah`.
    Name,
    /// A name that it no longer has: `Burma`, `Zaire`.
    Former,
    /// An adjective: `Turkish`.
    Adjective,
    /// Somebody of it: `Turk`, `Spaniard`.
    Demonym,
    /// Its people: `Turks`, `Spaniards`.
    Demonyms,
    /// A capital, which may stand for the government: `Ankara`.
    Capital,
    /// A seat that stands for those who sit there: `the Kremlin`, `the Pentagon`.
    Seat,
    /// What one side calls another.
    Loaded,
    /// A noun that takes a side behind a name: `regime`.
    LoadedNoun,
    /// An office: `foreign minister`.
    Office,
    /// A noun for people of a sector: `soldier`.
    Agent,
    /// The plural of one: `troops`, `police`.
    Agents,
}

impl NameKind {
    pub(crate) const ALL: [(NameKind, &'static str); 12] = [
        (NameKind::Name, "name"),
        (NameKind::Former, "former"),
        (NameKind::Adjective, "adjective"),
        (NameKind::Demonym, "demonym"),
        (NameKind::Demonyms, "demonyms"),
        (NameKind::Capital, "capital"),
        (NameKind::Seat, "seat"),
        (NameKind::Loaded, "loaded"),
        (NameKind::LoadedNoun, "loaded noun"),
        (NameKind::Office, "office"),
        (NameKind::Agent, "agent"),
        (NameKind::Agents, "agents"),
    ];

    /// The tables' word for it.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    pub(crate) fn parse(word: &str) -> Option<NameKind> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(kind, _)| kind)
    }
}

pub struct ActorRow<'t> {
    pub key: Cow<'t, str>,
    pub name: &'t str,
    pub kind: ActorKind,
    pub country: Option<&'t str>,
    pub countries: Option<&'t str>,
    pub sector: Option<&'t str>,
    pub wikidata: Option<&'t str>,
    pub alpha2: Option<&'t str>,
    pub sovereign: Option<&'t str>,
    pub official: Option<&'t str>,
    /// The code of a user's dictionary.
    pub code: Option<&'t str>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

pub struct NameRow<'t> {
    pub surface: &'t str,
    pub kind: NameKind,
    /// The key of an actor or the name of an office; empty for agents.
    pub target: Cow<'t, str>,
    pub sector: Option<&'t str>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Why a name is loaded; who may be so called, for an office.
    pub note: Option<&'t str>,
    /// The countries in which an office is called so.
    pub only: Option<&'t str>,
}

pub struct OfficeRow<'t> {
    pub name: &'t str,
    pub sector: &'t str,
    pub several: bool,
}

pub struct PersonRow<'t> {
    pub key: &'t str,
    pub name: &'t str,
    pub gender: Option<&'t str>,
    pub wikidata: Option<&'t str>,
    pub names: Option<&'t str>,
}

/// When a term ended, as far as the tables know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndCell {
    On(Date),
    After(Date),
    Unknown,
}

pub struct TermRow<'t> {
    pub country: &'t str,
    pub office: &'t str,
    pub title: Option<&'t str>,
    /// `None` when the office was vacant.
    pub person: Option<&'t str>,
    pub start: Date,
    pub end: EndCell,
    pub acting: bool,
    pub contested: bool,
    pub source: Option<&'t str>,
    pub line: usize,
}

/// Everything that a set of tables says.
#[derive(Default)]
pub struct Facts<'t> {
    pub actors: Vec<ActorRow<'t>>,
    pub names: Vec<NameRow<'t>>,
    pub offices: Vec<OfficeRow<'t>>,
    pub people: Vec<PersonRow<'t>>,
    pub terms: Vec<TermRow<'t>>,
}
