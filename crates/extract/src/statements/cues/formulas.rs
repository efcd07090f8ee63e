//! Attributions that have no verb: `according to`, nouns with `that`, a colon before a quotation.

use std::ops::Range;

use crate::statements::lexicon::{ATTRIBUTION_NOUNS, Classes};
use crate::statements::phrases::{self, is_comma, is_possessive, is_verb};
use crate::statements::units::Unit;

use super::Found;
use super::verbs::{Group, Subject, with_apposition};

/// `according to the ministry`, before, after or in the middle of what it said.
pub(super) fn according(unit: &Unit, number: usize, groups: &[Group]) -> Vec<Found> {
    let mut found = Vec::new();
    for at in 0..unit.items.len().saturating_sub(2) {
        if !(unit.reads(at, "according") && unit.reads(at + 1, "to")) {
            continue;
        }
        let Some(phrase) = phrases::after(unit, at + 2) else { continue };
        let phrase = phrase.start..phrase.end;
        let trailing =
            at > 0 && (is_comma(unit, at - 1) || unit.quotation(at - 1).is_some() || at > 4);
        let mut content = Vec::new();
        let mut source = phrase.clone();
        if trailing {
            let mut end = at;
            if is_comma(unit, end - 1) {
                end -= 1;
            }
            let start = groups
                .iter()
                .take_while(|group| group.items.end <= at)
                .filter_map(|group| {
                    (matches!(group.subject, Subject::Shared)).then_some(group.items.end)
                })
                .last()
                .unwrap_or(0);
            content.push(start..end);
            if is_comma(unit, phrase.end) {
                source = with_apposition(unit, phrase.clone());
                let clause = (phrase.end + 2..source.end).any(|at| is_verb(unit, at));
                if clause && !unit.reads(phrase.end + 1, "who") {
                    source = phrase.clone();
                }
                let ends = unit.get(source.end).is_none_or(|next| {
                    next.is(Classes::PUNCTUATION) && !is_comma(unit, source.end)
                });
                if !ends || source == phrase {
                    // What follows goes on with the content.
                    source = phrase.clone();
                    let rest = phrase.end + 1..sentence_end(unit, phrase.end + 1);
                    if rest.len() > 3
                        && !unit.items[rest.start].lower.ends_with("ing")
                        && !unit.reads(rest.start, "which")
                        && !unit.reads(rest.start, "who")
                    {
                        content.push(rest);
                    }
                }
            }
        } else {
            let mut start = phrase.end;
            if is_comma(unit, start) {
                let described = with_apposition(unit, phrase.clone());
                let article = unit
                    .get(start + 1)
                    .is_some_and(|next| matches!(next.lower.as_str(), "a" | "an" | "who" | "the"));
                let short = !(described.clone()).skip(phrase.len()).any(|at| is_verb(unit, at))
                    || unit.reads(start + 1, "who");
                if article && short && is_comma(unit, described.end) && described.end > start {
                    source = described.clone();
                    start = described.end;
                }
                start += 1;
            } else {
                // `According to the report the bridge is safe`: no telling where the name ends.
                let Some(comma) =
                    (start..unit.items.len().min(start + 20)).find(|&at| is_comma(unit, at))
                else {
                    continue;
                };
                source.end = comma;
                start = comma + 1;
            }
            content.push(start..sentence_end(unit, start));
        }
        content.retain(|part: &Range<usize>| part.start < part.end);
        if content.is_empty() {
            continue;
        }
        found.push(Found {
            unit: number,
            source: vec![source],
            cue: one(at..at + 2),
            content,
            says: true,
            ..Found::default()
        });
    }
    found
}

/// The end of a unit without its final marks.
fn sentence_end(unit: &Unit, start: usize) -> usize {
    let mut end = unit.items.len();
    while end > start && matches!(unit.items[end - 1].lower.as_str(), "." | "!" | "?" | ";" | "…")
    {
        end -= 1;
    }
    end.max(start)
}

/// `the minister's claim that …`.
pub(super) fn nouns(unit: &Unit, number: usize) -> Vec<Found> {
    let mut found = Vec::new();
    for at in 1..unit.items.len().saturating_sub(2) {
        if !ATTRIBUTION_NOUNS.contains(unit.items[at].lower.as_str()) || !unit.reads(at + 1, "that")
        {
            continue;
        }
        let mut owner = at;
        while owner > 0
            && at - owner < 3
            && !is_possessive(unit, owner - 1)
            && !unit.is(owner - 1, Classes::POSSESSIVE)
        {
            owner -= 1;
        }
        if owner == 0 || at - owner >= 3 {
            continue;
        }
        let source = if unit.is(owner - 1, Classes::POSSESSIVE) {
            Some(owner - 1..owner)
        } else {
            phrases::before(unit, owner - 1, 0)
        };
        let Some(source) = source else { continue };
        let limit = (at + 2..unit.items.len().min(at + 60))
            .find(|&next| unit.is(next, Classes::PUNCTUATION) && !unit.reads(next, "-"))
            .unwrap_or_else(|| sentence_end(unit, at + 2));

        if limit > at + 3 {
            found.push(Found {
                unit: number,
                source: vec![source],
                cue: one(at..at + 1),
                content: one(at + 2..limit),
                ..Found::default()
            });
        }
    }
    found
}

/// `Ana Ruiz: "…"`, and a sentence that leads to a quotation with a colon.
pub(super) fn labels(unit: &Unit, number: usize, found: &[Found]) -> Option<Found> {
    let colon = unit.items.iter().take(60).position(|item| item.reads(":"))?;
    unit.quotation(colon + 1)?;
    let taken = found.iter().any(|one| one.content.iter().any(|part| part.contains(&(colon + 1))));
    if taken || colon == 0 {
        return None;
    }
    let verb = (1..colon).find(|&at| is_verb(unit, at));
    let source = match verb {
        None if colon <= 10 => phrases::before(unit, colon, 0).map(|_| 0..colon),
        None => None,
        Some(_) => phrases::sentence_subject(unit, colon),
    }?;
    Some(Found {
        unit: number,
        source: vec![source],
        cue: one(colon..colon + 1),
        content: one(colon + 1..colon + 2),
        says: true,
        ..Found::default()
    })
}

/// A quotation that is signed: `“It was worth the walk.” — Ana Ruiz, Arequipa`.
pub(super) fn signed(unit: &Unit, number: usize) -> Option<Found> {
    unit.quotation(0)?;
    unit.get(1).filter(|mark| matches!(mark.lower.as_str(), "—" | "–" | "―" | "--"))?;
    // A name alone, or with where its bearer is from; a verb would make a sentence of it.
    let signature = 2..unit.items.len();
    let name = signature.clone().take_while(|&at| unit.is(at, Classes::CAPITAL)).count();
    let from = Classes::CAPITAL | Classes::PUNCTUATION | Classes::NUMBER;
    let rest = signature.clone().skip(name).all(|at| unit.is(at, from));
    let short = (2..=5).contains(&name) && signature.len() <= 10;
    (short && rest).then(|| Found {
        unit: number,
        source: one(2..2 + name),
        content: one(0..1),
        says: true,
        ..Found::default()
    })
}

/// A part that is one stretch of items.
fn one(part: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(part).collect()
}
