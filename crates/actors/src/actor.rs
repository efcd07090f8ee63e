//! Actors: states, organisations, groups, parties.

use crate::day::Day;
use crate::store::Row;
use crate::tables::ActorKind;

/// A state, an organisation, a group or a party.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Actor<'r> {
    /// What tables call it by: an ISO 3166-1 alpha-3 code for a state (`XKX` for Kosovo), a word or an
    /// abbreviation for others (`NATO`, `HEZBOLLAH`).
    pub key: &'r str,
    /// Its usual name.
    pub name: &'r str,
    /// What it is.
    pub kind: ActorKind,
    /// The code of the state that it is, belongs to or acts in; nothing where there are several.
    pub country: Option<&'r str>,
    /// PLOVER's sector. Nothing for states: what acts for them is their government, their army.
    pub sector: Option<&'r str>,
    /// Its item in Wikidata, where the tables know it.
    pub wikidata: Option<&'r str>,
    /// A state's ISO 3166-1 alpha-2 code.
    pub alpha2: Option<&'r str>,
    /// The code of the state that a territory belongs to.
    pub sovereign: Option<&'r str>,
    /// A state's name in full.
    pub official: Option<&'r str>,
    /// From when on there was such an actor, where the tables say it.
    pub from: Option<Day>,
    /// Until when there was.
    pub until: Option<Day>,
    /// The code that a user's dictionary has for it: `TURGOV`.
    pub code: Option<&'r str>,
    countries: Option<&'r str>,
}

impl<'r> Actor<'r> {
    pub(crate) fn new(row: Row<'r>) -> Option<Actor<'r>> {
        let kind = ActorKind::ALL.into_iter().map(|(kind, _)| kind);
        Some(Actor {
            key: row.text(0),
            name: row.text(1),
            kind: kind.into_iter().find(|kind| *kind as u32 == row.number(2))?,
            country: row.maybe(3),
            countries: row.maybe(4),
            sector: row.maybe(5),
            wikidata: row.maybe(6),
            alpha2: row.maybe(7),
            sovereign: row.maybe(8),
            official: row.maybe(9),
            from: row.day(10),
            until: row.day(11),
            code: row.maybe(12),
        })
    }

    /// The codes of all states that it belongs to or acts in, where the tables say it.
    pub fn countries(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        let several = self.countries.or(self.country);
        several.into_iter().flat_map(|codes| codes.split(';')).map(str::trim)
    }
}
