//! What a name in a text may stand for.
//!
//! Nothing is decided here: `Georgia` is a state, `American` an adjective and somebody's demonym,
//! `Congolese` of two states. Whoever knows the sentence chooses among the candidates.

use crate::actor::Actor;
use crate::day::Day;
use crate::fold;
use crate::registry::Registry;
use crate::store::{Row, Store};
use crate::tables::NameKind;
use crate::tables::pack::section;

/// One thing that a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate<'r> {
    /// The name as the table has it.
    pub surface: &'r str,
    /// How it leads to what it names.
    pub kind: NameKind,
    /// What it names.
    pub refers: Referent<'r>,
    /// The sector that the name stands for where it is not all of the actor: `MIL` for the Pentagon,
    /// `GOV` for the Kremlin.
    pub sector: Option<&'r str>,
    /// From when on it had that name, where it has not always.
    pub from: Option<Day>,
    /// Until when it had it.
    pub until: Option<Day>,
    /// Why the name takes a side. Given for loaded names, and for no others.
    pub loaded: Option<&'r str>,
    /// Whether it stands in a user's tables.
    pub own: bool,
}

impl Candidate<'_> {
    /// Whether the two differ in spelling and table at most.
    fn is_like(&self, other: &Candidate<'_>) -> bool {
        Candidate { surface: other.surface, own: other.own, ..*self } == *other
    }
}

/// What a name leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Referent<'r> {
    /// An actor.
    Actor(Actor<'r>),
    /// An office, by its name in the tables.
    Office(&'r str),
    /// People of a sector, of whatever state.
    Agents,
}

/// A name at the beginning of some tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Match<'r> {
    /// How many tokens it has, an article before it included.
    pub tokens: usize,
    /// What it may stand for.
    pub candidates: Vec<Candidate<'r>>,
}

/// Somebody of a state or another actor, named by adjective and noun: `Turkish forces`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group<'r> {
    /// How many tokens name it.
    pub tokens: usize,
    /// Whose it is.
    pub actor: Actor<'r>,
    /// Whether the name may as well mean another: `Congolese`.
    pub ambiguous: bool,
    /// The sector of the noun.
    pub sector: &'r str,
    /// Whether the noun means several.
    pub plural: bool,
}

/// How far capitals count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// As in a text: `turkey` is a bird, `us` are we.
    AsWritten,
    /// Not at all: somebody types a name at a prompt.
    Any,
}

/// Longer names than this are in no table.
const MOST_TOKENS: usize = 12;

impl Registry {
    /// What a whole name may stand for, proper names before nouns; empty where it is in no table.
    pub fn names(&self, name: &str, case: Case) -> Vec<Candidate<'_>> {
        let candidates = self.names_in_tables(name, case);
        if candidates.is_empty() { self.name_with_loaded_noun(name, case) } else { candidates }
    }

    fn names_in_tables(&self, name: &str, case: Case) -> Vec<Candidate<'_>> {
        let key = fold::key(name);
        let mut candidates: Vec<Candidate<'_>> = Vec::new();
        for store in self.stores().filter(|_| !key.is_empty()) {
            let rows = store.equal(section::NAMES, |row| row.text(0).cmp(&key));
            let fits = |row: &Row<'_>| case == Case::Any || fits_case(row, name);
            let own = self.is_own(store);
            for candidate in rows.filter(fits).filter_map(|row| self.candidate(row, own)) {
                // Two spellings of one name are one candidate.
                if !candidates.iter().any(|other| other.is_like(&candidate)) {
                    candidates.push(candidate);
                }
            }
        }
        candidates
    }

    /// Whoever is named by a name and a noun that takes a side: `Ankara regime`, `Greek occupiers`.
    fn name_with_loaded_noun(&self, name: &str, case: Case) -> Vec<Candidate<'_>> {
        let name = name.trim();
        let last_two = name.rmatch_indices(char::is_whitespace).map(|(at, _)| at).take(2);
        for at in last_two.collect::<Vec<_>>().into_iter().rev() {
            let key = fold::key(&name[at..]);
            let noun = self.stores().find_map(|store| {
                let mut rows = store.equal(section::NAMES, |row| row.text(0).cmp(&key));
                rows.find(|row| row.number(2) == NameKind::LoadedNoun as u32)
            });
            let Some(noun) = noun else { continue };
            let mut whose = self.names_in_tables(&name[..at], case);
            whose.retain(|candidate| matches!(candidate.refers, Referent::Actor(_)));
            for candidate in &mut whose {
                candidate.kind = NameKind::Loaded;
                candidate.sector = noun.maybe(4).or(candidate.sector);
                candidate.loaded = candidate.loaded.or(noun.maybe(7));
            }
            let referent = |candidate: &Candidate<'_>| match candidate.refers {
                Referent::Actor(actor) => actor.key.to_owned(),
                _ => String::new(),
            };
            whose.sort_by_key(referent);
            whose.dedup_by(|next, kept| referent(next) == referent(kept));
            return whose;
        }
        Vec::new()
    }

    /// The longest name that the tokens begin with.
    pub fn longest(&self, tokens: &[&str]) -> Option<Match<'_>> {
        let mut longest = None;
        let mut name = String::new();
        for (index, token) in tokens.iter().take(MOST_TOKENS).enumerate() {
            if index > 0 {
                name.push(' ');
            }
            name.push_str(token);
            let candidates = self.names(&name, Case::AsWritten);
            if !candidates.is_empty() {
                longest = Some(Match { tokens: index + 1, candidates });
            }
            let key = fold::key(&name);
            let article = key == "the";
            if !key.is_empty() && !article && !self.stores().any(|store| begins(store, &key)) {
                break;
            }
        }
        longest
    }

    /// Somebody of an actor's: an adjective, a name or a capital, then, over at most two words that
    /// are no names, a noun for people of a sector. `Turkish special forces`, `NATO troops`.
    pub fn group(&self, tokens: &[&str]) -> Option<Group<'_>> {
        let whose = self.longest(tokens)?;
        let mut actors = whose.candidates.iter().filter_map(|candidate| match candidate.refers {
            Referent::Actor(actor) if candidate.kind != NameKind::Demonyms => Some(actor),
            _ => None,
        });
        let actor = actors.next()?;
        let ambiguous = actors.any(|other| other.key != actor.key);
        let mut at = whose.tokens;
        if tokens.get(at).is_some_and(|token| matches!(*token, "'s" | "’s" | "'" | "’")) {
            at += 1;
        }
        for skipped in 0..=2 {
            let rest = tokens.get(at + skipped..)?;
            let Some(found) = self.longest(rest) else { continue };
            let noun =
                found.candidates.iter().find(|candidate| candidate.refers == Referent::Agents);
            let noun = noun.and_then(|noun| Some((noun, noun.sector?)));
            // Another name in between begins something else.
            let Some((noun, sector)) = noun else {
                let proper = found.candidates.iter().any(|candidate| candidate.kind.is_proper());
                if proper { return None } else { continue }
            };
            return Some(Group {
                tokens: at + skipped + found.tokens,
                actor,
                ambiguous,
                sector,
                plural: noun.kind == NameKind::Agents,
            });
        }
        None
    }

    fn candidate<'r>(&'r self, row: Row<'r>, own: bool) -> Option<Candidate<'r>> {
        let kind = kind(row.number(2))?;
        let target = row.text(3);
        let refers = match kind {
            NameKind::Office => Referent::Office(target),
            NameKind::Agent | NameKind::Agents => Referent::Agents,
            // Alone it names nobody.
            NameKind::LoadedNoun => return None,
            _ => Referent::Actor(self.actor(target)?),
        };
        Some(Candidate {
            surface: row.text(1),
            kind,
            refers,
            sector: row.maybe(4),
            from: row.day(5),
            until: row.day(6),
            loaded: row.maybe(7).filter(|_| kind == NameKind::Loaded),
            own,
        })
    }
}

pub fn kind(number: u32) -> Option<NameKind> {
    NameKind::ALL.into_iter().map(|(kind, _)| kind).find(|kind| *kind as u32 == number)
}

/// Whether some name of the store begins so.
fn begins(store: &Store, key: &str) -> bool {
    let first = store.first(section::NAMES, |row| row.text(0) < key);
    store.row(section::NAMES, first).is_some_and(|row| row.text(0).starts_with(key))
}

/// Whether a name is written as names of its kind are: proper names with a capital where the table
/// has one, abbreviations with all of theirs.
fn fits_case(row: &Row<'_>, given: &str) -> bool {
    let surface = fold::without_article(row.text(1));
    let given = fold::without_article(given.trim());
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let (surface, given) = (letters(surface), letters(given));
    if surface.chars().all(char::is_uppercase) && surface.chars().count() <= SHORT {
        // A possessive ending is no part of it.
        return given.trim_end_matches(|c: char| c.is_lowercase()).starts_with(&surface);
    }
    let capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    let proper = kind(row.number(2)).is_some_and(NameKind::is_proper);
    !proper || !capital(&surface) || capital(&given)
}

/// Names in capitals that are no longer than this are abbreviations.
const SHORT: usize = 6;
