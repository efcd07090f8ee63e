//! What a verb of attribution introduces: where it begins, on which side, and where it ends.

use std::ops::Range;

use crate::statements::lexicon::{Classes, Form, verbs_of};
use crate::statements::phrases::{self, is_comma, is_possessive, is_verb};
use crate::statements::units::Unit;

use super::Found;
use super::verbs::{Group, Subject};

/// The longest content that is looked through for its end, in items; a longer one ends with its
/// sentence.
const LONGEST: usize = 300;

/// What the verb of a group introduces, before it, after it or on both sides.
pub(super) fn content(
    unit: &Unit,
    groups: &[Group],
    at: usize,
    own: &[Range<usize>],
    covered: usize,
) -> Option<Found> {
    let group = &groups[at];
    let frames = &group.verb.frames;
    let inverted = match &group.subject {
        Subject::After(phrase) => Some(phrase.end),
        _ => None,
    };
    let mut found = Found { says: frames.says, cue: vec![group.items.clone()], ..Found::default() };
    let left = left_content(unit, groups, at, covered);
    let takes_clause = frames.says || frames.that || frames.bare;
    let mut adjuncts =
        phrases::adjuncts(unit, inverted.unwrap_or(group.items.end), frames.hearer, left.is_some());
    if frames.hearer && adjuncts.addressee.is_some() && !hears(unit, adjuncts.end) && left.is_none()
    {
        adjuncts = phrases::adjuncts(unit, group.items.end, false, false);
        if !frames.object {
            // `told the story`: nobody says anything here.
            return None;
        }
    }
    found.addressee = adjuncts.addressee.clone();
    found.via = adjuncts.via.clone();
    let quoted_left =
        left.as_ref().is_some_and(|left| left.clone().any(|at| unit.quotation(at).is_some()));
    let mark = unit.get(adjuncts.end).is_some_and(|item| item.reads(",") || item.reads(":"));
    let leads = left.as_ref().is_some_and(|left| {
        let first = &unit.items[left.start];
        first.is(Classes::PREPOSITION | Classes::TIME)
            || first.reads("as")
            || first.lower.ends_with("ing")
    });
    // `In response to the question, he said, "…"`: only a place for what was said after it.
    let left = left
        .filter(|_| quoted_left || !(leads && mark && unit.quotation(adjuncts.end + 1).is_some()));
    if let Some(left) = left
        && takes_clause
        && left_fits(unit, &adjuncts)
    {
        found.content.push(left.clone());
        if is_comma(unit, adjuncts.end)
            && let Some(rest) =
                rest_after(unit, groups, at, adjuncts.end + 1, inverted.is_some(), &left)
        {
            found.content.push(rest);
        }
        return Some(found);
    }
    if inverted.is_some() && !unit.reads(adjuncts.end, ":") && !is_comma(unit, adjuncts.end) {
        return None;
    }
    let start = right_start(unit, group, &adjuncts, own)?;
    let end = clause_end(unit, groups, at, start);
    (end > start).then(|| {
        found.content.push(start..end);
        found
    })
}

/// Whether what follows an addressee can be something that they were told.
fn hears(unit: &Unit, at: usize) -> bool {
    unit.get(at).is_some_and(|next| {
        next.quotation.is_some()
            || next
                .is(Classes::SUBJECT | Classes::DETERMINER | Classes::POSSESSIVE | Classes::CAPITAL)
            || matches!(
                next.lower.as_str(),
                "that" | "," | ":" | "to" | "whether" | "if" | "how" | "why" | "what" | "there"
            )
    })
}

/// The content before a trailing cue, if the cue stands where one can trail.
fn left_content(unit: &Unit, groups: &[Group], at: usize, covered: usize) -> Option<Range<usize>> {
    let group = &groups[at];
    let begin = match &group.subject {
        Subject::Before(phrase) => phrase.start,
        Subject::After(_) => group.items.start,
        _ => return None,
    };
    let mut begin = begin;
    while begin > 0 && matches!(unit.items[begin - 1].lower.as_str(), "as") {
        begin -= 1;
    }
    let last = begin.checked_sub(1)?;
    let mark = &unit.items[last];
    let end = if mark.quotation.is_some() {
        begin
    } else if matches!(mark.lower.as_str(), "," | "—" | "–" | "--") {
        last
    } else if matches!(mark.lower.as_str(), "?" | "!") {
        begin
    } else {
        return None;
    };
    let mut start = covered.max(dateline(unit)).min(end);
    while start < end && unit.is(start, Classes::PUNCTUATION) && !unit.reads(start, "(") {
        start += 1;
    }
    // A fronted phrase of time or place (`On Tuesday, he said …`) says nothing itself.
    let quoted = (start..end).any(|at| unit.quotation(at).is_some());
    let clause = quoted
        || end - start >= 3
            && (start + 1..end).any(|at| {
                is_verb(unit, at) || unit.is(at, Classes::AUXILIARY) || verb_like(unit, at)
            });
    let fronted = !quoted
        && unit.get(start).is_some_and(|first| {
            first.is(Classes::SUBORDINATOR)
                && !first.is(Classes::DETERMINER)
                && !matches!(first.lower.as_str(), "if" | "how" | "what")
                || first.lower.ends_with("ing")
                || matches!(first.lower.as_str(), "asked" | "speaking")
        });
    let closes = |adjuncts: phrases::Adjuncts| {
        (adjuncts.end..unit.items.len()).all(|at| unit.is(at, Classes::PUNCTUATION))
    };
    let after = match &group.subject {
        Subject::After(phrase) => phrase.end,
        _ => group.items.end,
    };
    // Nothing follows the cue, so what was said stands before it, however short.
    let trails = !quoted
        && mark.reads(",")
        && closes(phrases::adjuncts(unit, after, group.verb.frames.hearer, true));
    (start < end && (trails || clause && !fronted)).then_some(start..end)
}

/// Where the story begins after `OSLO, March 4 -`; 0 without a dateline.
fn dateline(unit: &Unit) -> usize {
    let dash = unit
        .items
        .iter()
        .take(12)
        .position(|item| matches!(item.lower.as_str(), "-" | "–" | "—" | "--"));
    let place = Classes::CAPITAL | Classes::NUMBER | Classes::PUNCTUATION;
    dash.filter(|&dash| dash > 0 && unit.items[..dash].iter().all(|item| item.is(place)))
        .map_or(0, |dash| dash + 1)
}

/// A present tense that no list knows, by its subject: `he runs`, `the plan covers`.
fn verb_like(unit: &Unit, at: usize) -> bool {
    let Some(item) = unit.get(at) else { return false };
    item.lower.len() > 3
        && item.lower.ends_with('s')
        && !item.is(Classes::CAPITAL)
        && at > 0
        && !unit.is(
            at - 1,
            Classes::DETERMINER | Classes::POSSESSIVE | Classes::PREPOSITION | Classes::NUMBER,
        )
}

/// Whether what follows a cue leaves room for its content to stand before it.
fn left_fits(unit: &Unit, adjuncts: &phrases::Adjuncts) -> bool {
    unit.get(adjuncts.end).is_none_or(|next| {
        next.is(Classes::PUNCTUATION) && !next.reads(":")
            || next.is(Classes::PREPOSITION | Classes::SUBORDINATOR | Classes::CONJUNCTION)
                && !next.reads("that")
            || next.lower.ends_with("ing")
    })
}

/// The second part of a content that its cue splits.
fn rest_after(
    unit: &Unit,
    groups: &[Group],
    at: usize,
    start: usize,
    inverted: bool,
    left: &Range<usize>,
) -> Option<Range<usize>> {
    let first = unit.get(start)?;
    let quoted_left =
        left.end > left.start && unit.quotation(left.end - 1).is_some() && left.len() == 1;
    if quoted_left || inverted {
        // Only another quotation goes on with a quotation.
        let quote =
            (start..unit.items.len().min(start + 12)).find(|&at| unit.quotation(at).is_some())?;
        let another = groups.iter().skip(at + 1).any(|group| group.items.start < quote);

        let before = quote == start || is_comma(unit, quote - 1) || unit.reads(quote - 1, ":");
        return (!another && before).then(|| quote..quote + 1);
    }
    if first.is(Classes::PUNCTUATION)
        || first.lower.ends_with("ing")
        || first.reads("who")
        || first.reads("according")
        || first.reads("as")
    {
        return None;
    }
    let end = clause_end(unit, groups, at, start);
    (end > start + 1).then_some(start..end)
}

/// Where the content after a cue begins.
fn right_start(
    unit: &Unit,
    group: &Group,
    adjuncts: &phrases::Adjuncts,
    own: &[Range<usize>],
) -> Option<usize> {
    let frames = &group.verb.frames;
    let at = adjuncts.end;
    let item = unit.get(at)?;
    let next = |start: usize| (start < unit.items.len()).then_some(start);
    if frames.prepositions.contains(&unit.items[group.items.end - 1].lower.as_str())
        && group.items.end - group.items.start > 1
    {
        return (!item.is(Classes::PUNCTUATION)).then_some(group.items.end);
    }
    if item.quotation.is_some() {
        return (frames.says || frames.object || frames.bare || frames.that).then_some(at);
    }
    if item.reads(":") {
        return if frames.says || frames.that { next(at + 1) } else { None };
    }
    if item.reads("that") && (frames.that || frames.says) {
        // `said that, if …`
        let start = at + 1;
        return next(if is_comma(unit, start) { start + 1 } else { start });
    }
    if is_comma(unit, at) {
        if unit.quotation(at + 1).is_some() {
            return if frames.says { next(at + 1) } else { None };
        }
        // `said, however, that` and `said on Monday, referring to the vote, that`
        let close = (at + 1..unit.items.len().min(at + 20))
            .find(|&at| is_comma(unit, at) || unit.quotation(at).is_some())?;
        if unit.quotation(close).is_some() {
            return None;
        }
        if unit.reads(close + 1, "that") && (frames.that || frames.says) {
            return next(close + 2);
        }
        if unit.quotation(close + 1).is_some() && frames.says {
            return next(close + 1);
        }
        return None;
    }
    if item.is(Classes::PUNCTUATION) {
        return None;
    }
    if matches!(
        item.lower.as_str(),
        "whether" | "if" | "how" | "why" | "what" | "where" | "who" | "when"
    ) {
        return (frames.wh || frames.that || frames.object).then_some(at);
    }
    if item.reads("to") {
        let act = unit.get(at + 1)?;
        let infinitive = !act.is(Classes::DETERMINER
            | Classes::CAPITAL
            | Classes::PUNCTUATION
            | Classes::POSSESSIVE
            | Classes::OBJECT);
        return ((frames.to || frames.hearer && adjuncts.addressee.is_some()) && infinitive)
            .then_some(at);
    }
    if item.is(Classes::AUXILIARY | Classes::NEGATION | Classes::CONJUNCTION) {
        return None;
    }
    let bare = frames.bare || frames.hearer && adjuncts.addressee.is_some() && frames.says;
    if bare && !item.is(Classes::ADVERB) && begins_clause(unit, at) {
        return Some(at);
    }
    if frames.object {
        // The object begins right after the verb; a time between them would make it an adverb.
        let at = group.items.end;
        let item = unit.get(at)?;
        let person = own.iter().all(|phrase| phrase.end <= at);
        let object = !item.is(Classes::PREPOSITION
            | Classes::PUNCTUATION
            | Classes::AUXILIARY
            | Classes::CONJUNCTION
            | Classes::SUBORDINATOR
            | Classes::TIME);
        return (object && person).then_some(at);
    }
    (bare
        && item.is(Classes::PREPOSITION | Classes::SUBORDINATOR | Classes::ADVERB)
        && comma_clause(unit, at))
    .then_some(at)
}

/// Whether a noun phrase and then a verb begin there.
fn begins_clause(unit: &Unit, at: usize) -> bool {
    let item = &unit.items[at];
    if item.reads("there") || item.is(Classes::SUBJECT) && !item.reads("her") {
        return true;
    }
    if item.is(Classes::PREPOSITION | Classes::SUBORDINATOR) {
        return false;
    }
    let end = unit.items.len().min(at + 30);
    (at + 1..end).any(|next| {
        is_verb(unit, next)
            || unit.is(next, Classes::AUXILIARY) && !is_possessive(unit, next)
            || verb_like(unit, next)
            || verbs_of(&unit.items[next].lower).iter().any(|&(form, _)| form == Form::Base)
    })
}

/// Whether a fronted phrase, a comma and a clause begin there: `said if it rains, he …`.
fn comma_clause(unit: &Unit, at: usize) -> bool {
    let end = unit.items.len().min(at + 25);
    (at + 1..end)
        .find(|&next| is_comma(unit, next))
        .is_some_and(|comma| comma + 1 < unit.items.len() && begins_clause(unit, comma + 1))
        || (at + 1..end).any(|next| unit.is(next, Classes::SUBJECT))
}

/// Where the content that begins at `start` ends.
fn clause_end(unit: &Unit, groups: &[Group], at: usize, start: usize) -> usize {
    let mut limit = unit.items.len();
    while limit > start
        && matches!(
            unit.items[limit - 1].lower.as_str(),
            "." | "!" | "?" | ";" | "…" | ")" | "," | ":"
        )
    {
        if unit.reads(limit - 1, ")") && (start..limit).any(|at| unit.reads(at, "(")) {
            break;
        }
        limit -= 1;
    }
    let own = &groups[at];
    let fronted = own.participle && own.items.start <= 1;
    for next in start..limit.min(start + LONGEST) {
        let item = &unit.items[next];
        if item.reads(";") {
            return next;
        }
        // `…." He left.` can stand in one unit where the sentence could not be told from it.
        if is_comma(unit, next) {
            if unit.reads(next + 1, "according")
                || unit.reads(next + 1, "as")
                    && groups
                        .iter()
                        .any(|group| group.items.start > next + 1 && group.items.start < next + 8)
            {
                return next;
            }
            let later = groups.iter().find(|group| group.items.start > next);
            if let Some(later) = later {
                let conjunction = usize::from(unit.get(next + 1).is_some_and(|item| {
                    matches!(
                        item.lower.as_str(),
                        "but"
                            | "and"
                            | "while"
                            | "whereas"
                            | "though"
                            | "although"
                            | "yet"
                            | "then"
                            | "as"
                    )
                }));
                let begins = next + 1 + conjunction;
                if later.participle && later.items.start <= begins + 1 {
                    return next;
                }
                if let Subject::Before(phrase) = &later.subject
                    && phrase.start == begins
                    && (later.verb.frames.says || fronted)
                {
                    return next;
                }
                if later.subject == Subject::Shared
                    && later.items.start == begins
                    && later.verb.frames.says
                {
                    return next;
                }
                if let Subject::After(_) = later.subject
                    && later.items.start == begins
                {
                    return next;
                }
            }
            if fronted {
                return next;
            }
        }
        if matches!(item.lower.as_str(), "and" | "but" | "while") {
            let another = groups.iter().any(|group| {
                group.items.start > next
                    && matches!(&group.subject, Subject::Before(phrase) if phrase.start == next + 1)
                    && group.verb.frames.says
            });
            if another {
                return next;
            }
            let shares = groups.iter().any(|group| {
                group.items.start == next + 1
                    && group.subject == Subject::Shared
                    && (group.verb.frames.says || group.verb.frames.that)
                    && matches!(group.form, Form::Past | Form::Third)
                    && group.form == own.form
            });
            if shares {
                return next;
            }
        }
    }
    limit
}
