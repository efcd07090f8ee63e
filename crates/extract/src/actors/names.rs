//! Names that the registry knows, where they stand in a text.
//!
//! All of them are looked up first and once. Whether a name is one here, or only a piece of a longer
//! one (`Paris Hilton`, `China Daily`), is told where its phrase is read.

use std::collections::HashSet;
use std::ops::Range;

use onrecord_actors::{Actor, Candidate, Day, NameKind, Referent, Registry};
use onrecord_text::{Outline, Upos};

use super::words::Words;
use crate::statements::TITLES;

/// No name of the registry has more tokens.
pub(super) const LONGEST: usize = 12;

/// A name at its place, with what it may stand for.
#[derive(Clone, Debug)]
pub(super) struct Hit<'r> {
    pub(super) tokens: Range<usize>,
    candidates: Vec<Candidate<'r>>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Named<'r> {
    pub(super) actor: Actor<'r>,
    pub(super) kind: NameKind,
    /// The part of the actor that the name is for.
    pub(super) sector: Option<&'r str>,
    pub(super) loaded: bool,
}

/// The names of a text, by their first tokens.
pub(super) struct Names<'r> {
    hits: Vec<Option<Hit<'r>>>,
    /// Keys of the actors that the text names by a name of their own, which decide between those who
    /// share an adjective.
    named: HashSet<&'r str>,
    day: Option<Day>,
}

impl<'r> Names<'r> {
    /// Looks up all names. Those in furniture are none of the article's.
    pub(super) fn new(
        words: &Words,
        outline: &Outline,
        registry: &'r Registry,
        day: Option<Day>,
    ) -> Names<'r> {
        let read = |tokens: &Range<usize>| !outline.is_furniture(words.span(tokens));
        let mut hits: Vec<Option<Hit<'r>>> = Vec::with_capacity(words.len());
        for sentence in &words.segments.sentences {
            let end = sentence.tokens.end;
            for at in sentence.tokens.clone() {
                let hit = if begins(words, at) { look(words, registry, at, end) } else { None };
                hits.push(hit.filter(|hit| read(&hit.tokens)));
            }
        }
        let mut names = Names { hits, named: HashSet::new(), day };
        let own = |hit: &Hit<'r>| {
            let kinds = [NameKind::Name, NameKind::Former, NameKind::Capital, NameKind::Seat];
            let of = hit.candidates.iter().filter(|one| kinds.contains(&one.kind));
            of.filter_map(|one| key(one)).collect::<Vec<_>>()
        };
        let named = names.hits.iter().flatten().flat_map(own).collect();
        names.named = named;
        names
    }

    /// The name that begins at a token.
    pub(super) fn at(&self, at: usize) -> Option<&Hit<'r>> {
        self.hits.get(at)?.as_ref()
    }

    /// The adjective that ends before a token.
    pub(super) fn adjective_before(&self, end: usize) -> Option<&Hit<'r>> {
        let near = (end.saturating_sub(4)..end).filter_map(|at| self.at(at));
        near.filter(|hit| hit.tokens.end == end)
            .find(|hit| hit.may_be(|kind| kind == NameKind::Adjective))
    }

    /// All names, in the order of the text.
    pub(super) fn all(&self) -> impl Iterator<Item = &Hit<'r>> {
        self.hits.iter().flatten()
    }

    /// The actor that a name stands for; none where two share it and the text does not tell which.
    pub(super) fn actor(
        &self,
        hit: &Hit<'r>,
        wanted: impl Fn(NameKind) -> bool,
    ) -> Option<Named<'r>> {
        let in_use = |one: &&Candidate<'r>| {
            self.day.is_none_or(|day| {
                one.from.is_none_or(|from| from <= day)
                    && (one.kind == NameKind::Former || one.until.is_none_or(|until| day <= until))
            })
        };
        let all: Vec<&Candidate<'r>> =
            hit.candidates.iter().filter(|one| wanted(one.kind)).filter(in_use).collect();
        // What a user's tables say of a name is asked for before ours.
        let place = |one: &Candidate<'r>| (!one.own, rank(one.kind));
        let first = all.iter().filter(|one| named(one).is_some()).map(|one| place(one)).min()?;
        let best = all.into_iter().filter(|one| place(one) == first);
        let mut best: Vec<Named<'r>> = best.filter_map(named).collect();
        best.dedup_by(|next, kept| next.actor.key == kept.actor.key);
        if best.len() > 1 {
            best.retain(|one| self.named.contains(one.actor.key));
        }
        match best.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

impl<'r> Hit<'r> {
    /// The office that it may name, as the tables call it.
    pub(super) fn office(&self) -> Option<&'r str> {
        self.candidates.iter().find_map(|one| match one.refers {
            Referent::Office(office) => Some(office),
            _ => None,
        })
    }

    /// The sector, where it is a noun for people of one.
    pub(super) fn agents(&self) -> Option<&'r str> {
        self.candidates.iter().find(|one| one.refers == Referent::Agents)?.sector
    }

    /// Whether it may be of some kind.
    pub(super) fn may_be(&self, wanted: impl Fn(NameKind) -> bool) -> bool {
        self.candidates.iter().any(|one| wanted(one.kind))
    }
}

/// Whether a name is somebody's own, and no adjective.
pub(super) fn is_own(kind: NameKind) -> bool {
    matches!(
        kind,
        NameKind::Name | NameKind::Former | NameKind::Capital | NameKind::Seat | NameKind::Loaded
    )
}

/// Whether a name leads to an actor at all.
pub(super) fn is_any(kind: NameKind) -> bool {
    !matches!(kind, NameKind::Office | NameKind::Agent | NameKind::Agents)
}

/// Which of several readings of one name goes first.
fn rank(kind: NameKind) -> usize {
    match kind {
        NameKind::Name => 0,
        NameKind::Loaded => 1,
        NameKind::Former => 2,
        NameKind::Seat => 3,
        NameKind::Capital => 4,
        NameKind::Adjective => 5,
        _ => 6,
    }
}

fn named<'r>(one: &Candidate<'r>) -> Option<Named<'r>> {
    let Referent::Actor(actor) = one.refers else { return None };
    Some(Named { actor, kind: one.kind, sector: one.sector, loaded: one.loaded.is_some() })
}

fn key<'r>(one: &Candidate<'r>) -> Option<&'r str> {
    named(one).map(|named| named.actor.key)
}

/// Whether a name may begin at a token: with a letter of a word that is no function word.
fn begins(words: &Words, at: usize) -> bool {
    let first = words.form(at).chars().next();
    let function = matches!(
        words.upos(at),
        Upos::Adp | Upos::Aux | Upos::Cconj | Upos::Det | Upos::Part | Upos::Pron | Upos::Sconj
    );
    let article = matches!(words.form(at), "the" | "The" | "a" | "A" | "an" | "An");
    first.is_some_and(char::is_alphanumeric) && !article && (words.is_capital(at) || !function)
}

fn look<'r>(words: &Words, registry: &'r Registry, at: usize, end: usize) -> Option<Hit<'r>> {
    let forms: Vec<&str> = (at..end.min(at + LONGEST)).map(|token| words.form(token)).collect();
    let mut found = registry.longest(&forms);
    // Tables have offices in the singular.
    let office = |found: &onrecord_actors::Match| {
        found.candidates.iter().any(|one| one.kind == NameKind::Office)
    };
    if !found.as_ref().is_some_and(office)
        && let Some(last) = (at..end.min(at + 5)).find(|&one| words.is_plural(one))
        && TITLES.contains_key(words.lemma(last).as_str())
    {
        let lemma = words.lemma(last);
        let single: Vec<&str> =
            (at..last).map(|one| words.form(one)).chain(std::iter::once(&*lemma)).collect();
        let one = registry.longest(&single).filter(|one| one.tokens == single.len());
        found = one.filter(office).or(found);
    }
    let mut found = found?;
    let mut end = at + found.tokens;
    // Marks and a possessive behind a name are none of it.
    while end > at + 1 && (!words.is_word(end - 1) || words.is_possessive(end - 1)) {
        let dot = words.form(end - 1) == "." && words.form(end - 2).len() == 1;
        if dot {
            break;
        }
        end -= 1;
    }
    found.tokens = end - at;
    Some(Hit { tokens: at..end, candidates: found.candidates })
}
