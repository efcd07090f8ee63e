//! Noun phrases and adjuncts, found without a parser.
//!
//! A phrase is walked to from the side that is certain (the verb it is the subject of, the
//! preposition before it) and ends where a word of a closed class, a mark or a verb says that it
//! must. Every walk is bounded, so that a text without any marks costs no more than another.

use std::ops::Range;

use super::lexicon::{Classes, Form, IRREGULAR_PASTS, MEDIA, verbs_of};
use super::units::Unit;

/// The longest phrase, in items.
const LONGEST: usize = 40;

/// Words after which an `-ed` form is an adjective.
const BEFORE_NOUN: Classes = Classes(
    Classes::DETERMINER.0
        | Classes::POSSESSIVE.0
        | Classes::PREPOSITION.0
        | Classes::NUMBER.0
        | Classes::ADVERB.0,
);

/// Determiners that stand for a noun phrase of their own.
pub(super) fn stands_alone(lower: &str) -> bool {
    matches!(
        lower,
        "some" | "many" | "most" | "all" | "both" | "several" | "few" | "others" | "one"
    )
}

/// Whether a comma stands there.
pub(super) fn is_comma(unit: &Unit, at: usize) -> bool {
    unit.reads(at, ",")
}

/// Whether it is the `'s` of a possessor, which the word before tells.
pub(super) fn is_possessive(unit: &Unit, at: usize) -> bool {
    (unit.reads(at, "'s") || unit.reads(at, "'"))
        && at > 0
        && !unit.is(at - 1, Classes::SUBJECT | Classes::PUNCTUATION)
}

/// Whether a word is, as far as its form and its neighbour tell, a finite verb.
pub(super) fn is_verb(unit: &Unit, at: usize) -> bool {
    let Some(item) = unit.get(at) else { return false };
    if item.quotation.is_some() || is_possessive(unit, at) {
        return false;
    }
    if item.is(Classes::AUXILIARY) {
        return !item.is(Classes::CAPITAL) || at == 0;
    }
    if item.is(Classes::CAPITAL) {
        return false;
    }
    let after_noun = at > 0 && !unit.is(at - 1, BEFORE_NOUN) && !is_possessive(unit, at - 1);
    if !after_noun {
        return false;
    }
    if IRREGULAR_PASTS.contains(item.lower.as_str()) {
        return true;
    }
    let reading = verbs_of(&item.lower).first().map(|&(form, _)| form);
    match reading {
        Some(Form::Past) => true,
        Some(Form::Third) => unit.is(at - 1, Classes::CAPITAL | Classes::SUBJECT),
        _ => item.lower.len() > 4 && item.lower.ends_with("ed"),
    }
}

/// The noun phrase that ends before item `end`, looking no further back than `floor`.
pub(super) fn before(unit: &Unit, end: usize, floor: usize) -> Option<Range<usize>> {
    let mut start = end;
    let mut after_verb = false;
    while start > floor && end - start < LONGEST {
        let at = start - 1;
        let item = &unit.items[at];
        if item.quotation.is_some() {
            break;
        }
        if item.is(Classes::PUNCTUATION) {
            let inside = start < end && matches!(item.lower.as_str(), "-" | "/" | "–" | "." | "'");
            if is_possessive(unit, at) && start < end || inside && tight(unit, at) {
                start = at;
                continue;
            }
            break;
        }
        if is_possessive(unit, at) {
            if start == end {
                break;
            }
            start = at;
            continue;
        }
        if item.is(Classes::SUBJECT) {
            if start == end && !item.reads("who") {
                start = at;
            }
            break;
        }
        let time = item.is(Classes::TIME)
            && !is_possessive(unit, at + 1)
            && !(item.is(Classes::CAPITAL) && at > floor && unit.is(at - 1, Classes::CAPITAL));
        let stops = Classes::NEGATION | Classes::SUBORDINATOR | Classes::OBJECT;
        if time || item.is(stops) || matches!(item.lower.as_str(), "but" | "nor" | "yet") {
            break;
        }
        if is_verb(unit, at) {
            after_verb = true;
            break;
        }
        start = at;
    }
    let clause = start;
    if after_verb
        && let Some(and) = (clause..end).rev().find(|&at| unit.is(at, Classes::CONJUNCTION))
    {
        start = and + 1;
    }
    while start < end
        && unit.is(start, Classes::CONJUNCTION | Classes::ADVERB | Classes::PUNCTUATION)
    {
        start += 1;
    }
    if start < end
        && unit.is(start, Classes::PREPOSITION)
        && !unit.is(start, Classes::CAPITAL | Classes::NUMBER)
        || start < end && start == floor && unit.is(start, Classes::PREPOSITION)
    {
        start = past_fronted(unit, start, end)?;
    }
    let named = (start..end).any(|at| {
        let item = &unit.items[at];
        !item.is(Classes::PREPOSITION
            | Classes::PUNCTUATION
            | Classes::ADVERB
            | Classes::CONJUNCTION)
            && (!item.is(Classes::DETERMINER | Classes::POSSESSIVE)
                || stands_alone(&item.lower)
                || item.is(Classes::SUBJECT))
    });
    named.then_some(start..end)
}

/// Whether nothing but the mark itself separates the words around it.
fn tight(unit: &Unit, at: usize) -> bool {
    let joined = |left: usize, right: usize| match (unit.get(left), unit.get(right)) {
        (Some(left), Some(right)) => left.span.end() == right.span.start(),
        _ => false,
    };
    at > 0 && joined(at - 1, at) && (unit.reads(at, ".") || joined(at, at + 1))
}

/// Where the subject begins after a phrase that was put before it: `In Paris the minister`.
fn past_fronted(unit: &Unit, start: usize, end: usize) -> Option<usize> {
    let determiner = (start + 2..end).rev().find(|&at| {
        unit.is(at, Classes::DETERMINER | Classes::POSSESSIVE)
            && !unit.is(at - 1, Classes::PREPOSITION | Classes::CONJUNCTION)
    });
    if determiner.is_some() {
        return determiner;
    }
    let last = end - 1;
    if unit.is(last, Classes::SUBJECT) {
        return Some(last);
    }
    let mut name = end;
    while name > start + 2 && unit.is(name - 1, Classes::CAPITAL) {
        name -= 1;
    }
    (name < end && !unit.is(name - 1, Classes::PREPOSITION)).then_some(name)
}

/// The noun phrase that begins at `start`, with the prepositional phrases that belong to it. It
/// ends at a mark, a quotation, a verb, a time or a second noun phrase.
pub(super) fn after(unit: &Unit, start: usize) -> Option<Range<usize>> {
    let first = unit.get(start)?;
    if first.quotation.is_some() || first.is(Classes::PUNCTUATION) {
        return None;
    }
    if first.is(Classes::SUBJECT | Classes::OBJECT) && !first.reads("her") {
        return Some(start..start + 1);
    }
    if first
        .is(Classes::SUBORDINATOR | Classes::AUXILIARY | Classes::NEGATION | Classes::CONJUNCTION)
        && !first.is(Classes::CAPITAL)
    {
        return None;
    }
    let mut at = start;
    let mut noun = false;
    while at < unit.items.len() && at - start < LONGEST {
        let item = &unit.items[at];
        if item.quotation.is_some() {
            break;
        }
        if is_possessive(unit, at) {
            noun = false;
            at += 1;
            continue;
        }
        if item.is(Classes::PUNCTUATION) {
            let hyphen = matches!(item.lower.as_str(), "-" | "/" | "–" | ".");
            if at > start && hyphen && tight(unit, at) && at + 1 < unit.items.len() {
                at += 1;
                continue;
            }
            break;
        }
        let follows = at > start;
        if follows
            && item.is(Classes::SUBORDINATOR
                | Classes::AUXILIARY
                | Classes::NEGATION
                | Classes::SUBJECT
                | Classes::OBJECT)
            && !item.is(Classes::CAPITAL)
        {
            break;
        }
        if follows
            && item.is(Classes::TIME)
            && !is_possessive(unit, at + 1)
            && !(item.is(Classes::CAPITAL) && unit.is(at - 1, Classes::CAPITAL))
        {
            break;
        }
        if item.is(Classes::PREPOSITION) && follows {
            let joins =
                matches!(item.lower.as_str(), "of" | "for" | "at" | "from" | "in" | "with" | "on")
                    && unit.get(at + 1).is_some_and(|next| {
                        next.quotation.is_none()
                            && !next.is(Classes::TIME | Classes::PUNCTUATION)
                            && !(item.reads("in") && MEDIA.contains(next.lower.as_str()))
                    })
                    && !is_medium(unit, at + 1);
            if !joins {
                break;
            }
            noun = false;
        } else if item.is(Classes::CONJUNCTION) {
            if !matches!(item.lower.as_str(), "and" | "or" | "&") {
                break;
            }
            noun = false;
        } else if noun && item.is(Classes::DETERMINER | Classes::POSSESSIVE | Classes::ADVERB) {
            break;
        } else {
            if noun && is_verb(unit, at) {
                break;
            }
            noun = !item.is(Classes::DETERMINER | Classes::POSSESSIVE);
        }
        at += 1;
    }
    while at > start && unit.is(at - 1, Classes::PREPOSITION | Classes::CONJUNCTION) {
        at -= 1;
    }
    (at > start).then_some(start..at)
}

/// Whether the noun phrase that begins there is a medium: `a statement`, `Twitter`.
fn is_medium(unit: &Unit, at: usize) -> bool {
    medium_end(unit, at).is_some()
}

/// The end of the medium that begins there, up to its noun.
fn medium_end(unit: &Unit, start: usize) -> Option<usize> {
    let mut last = None;
    for at in start..(start + 8).min(unit.items.len()) {
        let item = &unit.items[at];
        if item.quotation.is_some() || item.is(Classes::PUNCTUATION) && !item.reads("-") {
            break;
        }
        if MEDIA.contains(item.lower.as_str()) {
            last = Some(at + 1);
        } else if last.is_some()
            || item.is(Classes::PREPOSITION
                | Classes::SUBORDINATOR
                | Classes::SUBJECT
                | Classes::AUXILIARY)
                && !is_possessive(unit, at)
        {
            break;
        }
    }
    last
}

/// What stands between a verb and what was said.
#[derive(Clone, Debug, Default)]
pub(super) struct Adjuncts {
    /// To whom.
    pub(super) addressee: Option<Range<usize>>,
    /// Through what, without its preposition.
    pub(super) via: Option<Range<usize>>,
    /// The item after all of it.
    pub(super) end: usize,
}

/// Reads the addressee (where the verb takes one), the medium, times and adverbs from `start` on.
pub(super) fn adjuncts(unit: &Unit, start: usize, hearer: bool, places: bool) -> Adjuncts {
    let mut read = Adjuncts { end: start, ..Adjuncts::default() };
    if hearer && let Some(phrase) = hearer_phrase(unit, start) {
        read.end = phrase.end;
        read.addressee = Some(phrase);
    }
    for _ in 0..6 {
        let at = read.end;
        let Some(item) = unit.get(at) else { break };
        if let Some(end) = time_end(unit, at) {
            read.end = end;
        } else if item.reads("to")
            && read.addressee.is_none()
            && unit.is(at + 1, Classes::CAPITAL | Classes::DETERMINER | Classes::OBJECT)
            && let Some(phrase) = hearer_phrase(unit, at + 1)
        {
            read.end = phrase.end;
            read.addressee = Some(phrase);
        } else if matches!(
            item.lower.as_str(),
            "in" | "on" | "during" | "at" | "via" | "through" | "by" | "over" | "to"
        ) && let Some(end) = medium_end(unit, at + 1)
        {
            let mut end = end;
            while unit.get(end).is_some_and(|item| {
                matches!(
                    item.lower.as_str(),
                    "with" | "to" | "of" | "on" | "by" | "from" | "at" | "in"
                )
            }) && unit
                .is(end + 1, Classes::CAPITAL | Classes::DETERMINER | Classes::POSSESSIVE)
                && !unit.is(end + 1, Classes::TIME)
                && let Some(phrase) = after(unit, end + 1)
            {
                end = phrase.end;
            }
            read.via.get_or_insert(at + 1..end);
            read.end = end;
        } else if (places || matches!(item.lower.as_str(), "of" | "about"))
            && item.is(Classes::PREPOSITION)
            && !item.is(Classes::CAPITAL)
            && (!item.reads("to") || unit.is(at + 1, Classes::CAPITAL | Classes::DETERMINER))
            && let Some(phrase) = after(unit, at + 1)
        {
            read.end = phrase.end;
        } else if item.is(Classes::ADVERB) && !item.is(Classes::CAPITAL) {
            read.end = at + 1;
        } else {
            break;
        }
    }
    read
}

/// An addressee: a pronoun, or one noun phrase without what follows it.
fn hearer_phrase(unit: &Unit, start: usize) -> Option<Range<usize>> {
    let first = unit.get(start)?;
    if first.reads("her") || first.is(Classes::OBJECT) || first.reads("you") || first.reads("it") {
        // `her` alone is the hearer where no noun can follow it.
        let alone = !first.reads("her")
            || unit.get(start + 1).is_none_or(|next| {
                next.quotation.is_some()
                    || next.is(Classes::DETERMINER
                        | Classes::SUBJECT
                        | Classes::PUNCTUATION
                        | Classes::SUBORDINATOR
                        | Classes::POSSESSIVE
                        | Classes::CAPITAL
                        | Classes::PREPOSITION
                        | Classes::TIME)
            });
        if alone {
            return Some(start..start + 1);
        }
    }
    let phrase = after(unit, start)?;
    // The phrase of an addressee is short: what follows a plural noun or a name is something else.
    let mut end = start;
    while end < phrase.end {
        if end > start && unit.is(end, Classes::PREPOSITION) && !unit.reads(end, "of") {
            break;
        }
        if end > start && unit.is(end, Classes::CONJUNCTION) && unit.is(end + 1, Classes::SUBJECT) {
            break;
        }
        end += 1;
    }
    let time = unit.is(start, Classes::TIME) || unit.is(start, Classes::PREPOSITION);
    (end > start && !time).then_some(start..end)
}

/// The end of the phrase of time that begins there: `on Tuesday`, `late last week`, `at the time`.
pub(super) fn time_end(unit: &Unit, start: usize) -> Option<usize> {
    if matches!(unit.get(start)?.lower.as_str(), "the" | "a" | "an" | "that" | "few" | "same") {
        return None;
    }
    let mut at = start;
    let mut time = false;
    while at < unit.items.len() && at - start < 8 {
        let item = &unit.items[at];
        if item.quotation.is_some() {
            break;
        }
        let lead = matches!(
            item.lower.as_str(),
            "on" | "in"
                | "at"
                | "the"
                | "this"
                | "that"
                | "a"
                | "an"
                | "late"
                | "early"
                | "last"
                | "next"
                | "earlier"
                | "later"
                | "same"
                | "during"
                | "few"
        ) || item.is(Classes::NUMBER);
        let opens = item.is(Classes::TIME)
            && !is_possessive(unit, at + 1)
            && !(item.is(Classes::CAPITAL) && unit.reads(at, "may"));
        if opens {
            time = true;
        } else if time && !item.is(Classes::NUMBER) || !lead {
            break;
        }
        at += 1;
    }
    time.then_some(at)
}

/// The noun phrase before the first finite verb of a sentence.
pub(super) fn sentence_subject(unit: &Unit, limit: usize) -> Option<Range<usize>> {
    let limit = limit.min(unit.items.len()).min(60);
    let mut first = (1..limit).find(|&at| is_verb(unit, at))?;
    while first > 1 && unit.is(first - 1, Classes::ADVERB | Classes::AUXILIARY | Classes::NEGATION)
    {
        first -= 1;
    }
    subject_before(unit, first, 0)
}

/// The subject that ends before `end`, with its apposition or relative clause between commas.
pub(super) fn subject_before(unit: &Unit, end: usize, floor: usize) -> Option<Range<usize>> {
    let mut end = end;
    while end > floor
        && matches!(
            unit.items[end - 1].lower.as_str(),
            "himself" | "herself" | "themselves" | "itself"
        )
    {
        end -= 1;
    }
    let last = end.checked_sub(1).filter(|&last| last >= floor)?;
    let item = &unit.items[last];
    if matches!(item.lower.as_str(), "who" | "which" | "that") {
        let mut head = last;
        if head > floor && is_comma(unit, head - 1) {
            head -= 1;
        }
        return before(unit, head, floor);
    }
    if item.reads(")") {
        let open = (floor..last).rev().take(15).find(|&at| unit.reads(at, "("))?;
        let phrase = before(unit, open, floor)?;
        return Some(phrase.start..end);
    }
    if !is_comma(unit, last) && !matches!(item.lower.as_str(), "-" | "–" | "—" | "--") {
        return before(unit, end, floor).map(|phrase| with_list(unit, phrase, floor));
    }
    let mark = item.lower.as_str();
    let reach = last.saturating_sub(40).max(floor);
    let relative = (reach..last).rev().find(|&at| {
        unit.reads(at, mark)
            && matches!(
                unit.get(at + 1).map(|item| item.lower.as_str()),
                Some("who" | "whose" | "which")
            )
    });
    let nearest =
        (reach..last).rev().find(|&at| unit.reads(at, mark) || unit.quotation(at).is_some());
    let open = relative.or(nearest)?;
    if unit.quotation(open).is_some() {
        return None;
    }
    let mut phrase = before(unit, open, floor)?;
    // `Ana Ruiz, the mayor of Tolva, a town, said`: one more step back.
    let described = unit.is(phrase.start, Classes::DETERMINER | Classes::POSSESSIVE);
    if described
        && phrase.start > floor
        && is_comma(unit, phrase.start - 1)
        && let Some(name) = before(unit, phrase.start - 1, floor)
        && unit.is(name.end - 1, Classes::CAPITAL)
        && name.start >= reach
    {
        phrase = name;
    }
    // `the minister, however, said`, `Ruiz, in an interview, said`: what stands between is no part
    // of the name.
    let next = &unit.items[open + 1];
    let aside = next.is(Classes::ADVERB | Classes::PREPOSITION | Classes::TIME)
        && !next.is(Classes::CAPITAL)
        || next.lower.ends_with("ing");
    if aside && phrase.end == open {
        return Some(phrase);
    }
    Some(phrase.start..last)
}

/// A joint subject with the names before its comma: `France, Germany and Poland`.
fn with_list(unit: &Unit, phrase: Range<usize>, floor: usize) -> Range<usize> {
    let joint =
        phrase.clone().any(|at| unit.reads(at, "and")) && unit.is(phrase.start, Classes::CAPITAL);
    let mut start = phrase.start;
    while joint && start >= floor + 2 && phrase.end - start < LONGEST && is_comma(unit, start - 1) {
        let mut name = start - 1;
        while name > floor && unit.is(name - 1, Classes::CAPITAL) {
            name -= 1;
        }
        let begins = name == 0 || unit.is(name - 1, Classes::PUNCTUATION);
        if name == start - 1 || !begins {
            break;
        }
        start = name;
    }
    start..phrase.end
}
