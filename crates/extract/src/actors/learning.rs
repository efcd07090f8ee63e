//! What phrases say of somebody beside the name: office, state, sector; and whom the tables know by it.

use std::collections::BTreeSet;
use std::ops::Range;

use onrecord_actors::ActorKind as Listed;
use onrecord_record::ActorKind;

use super::Sources;
use super::names::{Names, is_any};
use super::offices::office_noun;
use super::people::{self, Said};
use super::phrase::{Hold, Whose};
use super::resolve::{Resolver, singular};
use crate::rules::word_list;
use crate::statements::is_courtesy;

word_list! {
    /// `ambassador`.
    PEOPLE_ABROAD, "people_abroad.txt"
}
word_list! {
    /// `officer` of an army.
    AFFILIATES, "affiliates.txt"
}

impl<'r> Resolver<'_, 'r> {
    /// Keeps what a phrase says of somebody beside the name.
    pub(super) fn learn(&mut self, at: usize, one: usize) {
        let expression = &self.expressions[at];
        let reading = &expression.reading;
        let office = reading.office.as_ref();
        let surface = office.map(|office| self.surface(&office.tokens));
        let there = there(reading.agents, &reading.noun);
        let whose: Vec<&Whose<'r>> =
            reading.whose.iter().filter(|one| !one.there || there).collect();
        let one_state = match whose.as_slice() {
            [] => None,
            [first, rest @ ..] => rest
                .iter()
                .all(|other| other.named.actor.key == first.named.actor.key)
                .then_some(*first),
        };
        let body = one_state.map(|one| one.named);
        let key = body.map(|named| named.actor.key);
        let office_key = match (&surface, office) {
            (Some(surface), Some(office)) if office.hold != Hold::Other => {
                let found = self.registry.office(surface, Some(key.unwrap_or("")));
                // An office of one body is nobody's by its bare noun: prosecutors are of any court.
                let noun = reading.plural || surface.chars().all(|c| !c.is_uppercase());
                let bare = key.is_none() && noun;
                found.filter(|office| !bare || office.sector != "IGO").map(|office| office.name)
            }
            _ => None,
        };
        let registry = self.registry;
        let cluster = &mut self.clusters[one];
        if let Some(named) = body {
            let state = named.actor.kind == Listed::State;
            cluster.country = cluster.country.or(named.actor.country);
            if !state {
                cluster.acts_for = cluster.acts_for.or(Some(named.actor.key));
            }
        }
        if let Some(office) = office {
            let former = office.hold == Hold::Former;
            cluster.former |= former;
            if !former {
                // `Mr` says nothing of what somebody does.
                let courtesy =
                    surface.as_ref().is_some_and(|surface| is_courtesy(&surface.to_lowercase()));
                let listed = office_key.is_some() || office.name.is_some();
                cluster.calling |= !listed && !courtesy;
                cluster.office_key = cluster.office_key.or(office_key);
                // The words of the office with what stands before them, without whose it is.
                if cluster.office.is_none() && !courtesy && reading.name.is_some() {
                    cluster.office = Some(self.words.slice(&office.tokens).to_owned());
                }
            }
        }
        let sector = if cluster.former {
            Some("ELI")
        } else {
            let listed = cluster.office_key.and_then(|key| registry.office_named(key));
            let by_body = body.and_then(|named| match named.actor.kind {
                Listed::State => named.sector,
                _ => named.actor.sector,
            });
            let of_body = reading.body.flatten().or(by_body);
            // A spokesman is of the sector that he speaks for, which may be any.
            let spokes = reading.noun.starts_with("spokes");
            let of_state = body.is_some_and(|named| named.actor.kind == Listed::State);
            listed
                .map(|office| office.sector)
                .or(if speaks_for(&reading.noun) || by_body.is_some() { of_body } else { None })
                .or(reading.agents.filter(|_| !spokes || of_state))
                .or(of_body)
                // A minister of a state governs it, whatever the tables have of the office.
                .or((of_state && office.is_some() && office_noun(&reading.noun)).then_some("GOV"))
        };
        if matches!(cluster.kind, Some(ActorKind::State | ActorKind::Place)) {
            return;
        }
        cluster.sector = if cluster.former { sector } else { cluster.sector.or(sector) };
    }

    /// The words of an office, in the singular, as the tables have it.
    pub(super) fn surface(&self, tokens: &Range<usize>) -> String {
        let last = tokens.end - 1;
        if self.words.is_plural(last) && tokens.len() < 6 {
            let mut words: Vec<String> =
                (tokens.start..last).map(|at| self.words.form(at).to_owned()).collect();
            words.push(self.words.lemma(last));
            return words.join(" ");
        }
        self.words.slice(tokens).to_owned()
    }

    /// Looks up in the tables whom the article names, and whose only state it can be.
    pub(super) fn look_people_up(&mut self) {
        let states: BTreeSet<&str> = self
            .names
            .all()
            .filter_map(|hit| self.names.actor(hit, is_any))
            .map(|named| named.actor.key)
            .collect();
        for one in 0..self.clusters.len() {
            let cluster = &self.clusters[one];
            if cluster.merged.is_some() || !cluster.is_person() || cluster.words.is_empty() {
                continue;
            }
            let said = Said {
                office: cluster.office_key,
                country: cluster.acts_for.or(cluster.country),
                former: cluster.former,
                calling: cluster.calling,
                named: &|key| states.contains(key),
            };
            let name = cluster.words.join(" ");
            let found = people::look_up(self.registry, &name, self.sources.published, &said);
            let registry = self.registry;
            let only = self.only;
            let cluster = &mut self.clusters[one];
            if let Some((person, term)) = found {
                cluster.person = Some(person);
                if let Some(term) = term {
                    cluster.office_key = Some(term.office);
                    if let Some(actor) = registry.actor(term.country) {
                        cluster.country = cluster.country.or(actor.country);
                    }
                    let sector = registry.office_named(term.office).map(|office| office.sector);
                    cluster.sector = sector.or(cluster.sector);
                }
            } else if cluster.office_key.is_some() && cluster.acts_for.is_none() {
                // A minister in an article of one state is that state's.
                cluster.country = cluster.country.or(only);
            }
        }
    }
}

/// The only state that a text names in any way; its places count.
pub(super) fn only_state<'r>(names: &Names<'r>, sources: &Sources<'_, 'r>) -> Option<&'r str> {
    let mut states: BTreeSet<&'r str> = BTreeSet::new();
    for hit in names.all() {
        if let Some(named) = names.actor(hit, is_any) {
            if named.actor.kind == Listed::State {
                states.extend(named.actor.country);
            }
        } else if hit.may_be(is_any) {
            return None;
        }
    }
    states.extend(sources.places.iter().filter_map(|found| found.place.country));
    let mut states = states.into_iter();
    states.next().filter(|_| states.next().is_none())
}

/// Whether people of some sector who are in a place are of it: its officials and protesters are, its
/// ambassadors and armies may be another's.
pub(super) fn there(agents: Option<&str>, noun: &str) -> bool {
    let settled = matches!(
        agents,
        Some(
            "CVL"
                | "GOV"
                | "LEG"
                | "JUD"
                | "COP"
                | "OPP"
                | "REB"
                | "MED"
                | "EDU"
                | "LAB"
                | "AGR"
                | "PTY"
        )
    );
    settled && !PEOPLE_ABROAD.contains(singular(noun).as_str())
}

/// Nouns for those who speak or work for a body: its sector is theirs.
pub(super) fn speaks_for(noun: &str) -> bool {
    let noun = singular(noun);
    noun.starts_with("spokes") || AFFILIATES.contains(noun.as_str())
}
