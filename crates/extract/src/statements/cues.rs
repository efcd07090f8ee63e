//! Who says what, by patterns over words: the part that a model takes over.
//!
//! Verbs of attribution are looked up with what may follow each; their subject is walked to on the
//! left (or, after a quotation, on the right), and their content runs to where the clause seems to
//! end. A second look gives verbs that share a subject the same source, and cuts a content where
//! the next attribution of the same sentence begins.

use std::ops::Range;

use super::lexicon::{
    ATTRIBUTION_NOUNS, Classes, Form, REFUSED_ACTS, SPEAKING_DOCUMENTS, Verb, verb, verbs_of,
};
use super::phrases::{self, is_comma, is_possessive, is_verb, stands_alone};
use super::units::Unit;

/// The longest content that is looked through for its end, in items; a longer one ends with its
/// sentence.
const LONGEST: usize = 300;

/// An attribution in terms of the items of its unit.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The number of its unit.
    pub(super) unit: usize,
    pub(super) source: Vec<Range<usize>>,
    pub(super) cue: Vec<Range<usize>>,
    pub(super) content: Vec<Range<usize>>,
    pub(super) addressee: Option<Range<usize>>,
    pub(super) via: Option<Range<usize>>,
    /// Whether its verb is one that may stand beside a quotation.
    pub(super) says: bool,
}

/// A verb of attribution with its auxiliaries.
struct Group {
    items: Range<usize>,
    verb: &'static Verb,
    form: Form,
    /// A participle: its subject stands elsewhere.
    participle: bool,
    subject: Subject,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Subject {
    /// Stands before the verb.
    Before(Range<usize>),
    /// Stands after it: `said the minister`.
    After(Range<usize>),
    /// Is that of the verb before: `and warned`.
    Shared,
    /// Is that of the sentence: `adding`.
    Sentence,
}

/// The attributions of a unit, by where their cues stand.
pub(super) fn read(unit: &Unit, number: usize) -> Vec<Found> {
    let groups = groups(unit);
    let mut found: Vec<Found> = Vec::new();
    let mut covered = 0;
    let mut source: Vec<Range<usize>> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let own = match &group.subject {
            Subject::Before(phrase) | Subject::After(phrase) => vec![phrase.clone()],
            Subject::Shared if !source.is_empty() => source.clone(),
            Subject::Shared | Subject::Sentence => {
                if group.participle && group.items.start <= 1 {
                    fronted_source(&groups[at + 1..]).into_iter().collect()
                } else if !source.is_empty() && group.subject != Subject::Sentence {
                    source.clone()
                } else {
                    owner(unit, group, &source)
                }
            }
        };
        // `Referring to the vote, he said …` names a topic; what he says comes after it.
        let topic = group.participle && group.items.start <= 1 && group.items.len() > 1;
        if own.is_empty() || topic {
            continue;
        }
        if let Some(mut one) = content(unit, &groups, at, &own, covered) {
            one.unit = number;
            one.source = own.clone();
            covered = covered.max(one.content.last().map_or(0, |content| content.end));
            found.push(one);
            if !matches!(group.subject, Subject::Sentence) || source.is_empty() {
                source = own;
            }
        }
    }
    found.extend(according(unit, number, &groups));
    found.extend(nouns(unit, number));
    found.extend(labels(unit, number, &found));
    found.sort_by_key(|one| one.cue.first().map(|cue| cue.start));
    found
}

/// The source of a participle: the subject of the verb before it, or of the sentence.
fn owner(unit: &Unit, group: &Group, last: &[Range<usize>]) -> Vec<Range<usize>> {
    // `in a letter saying that`: the letter's own word.
    let before = group.items.start;
    if before > 0
        && !is_comma(unit, before - 1)
        && !unit.is(before - 1, Classes::CONJUNCTION)
        && let Some(noun) = unit.get(before - 1)
        && !noun.is(Classes::TIME)
        && !SPEAKING_DOCUMENTS.contains(noun.lower.as_str())
        && noun.quotation.is_none()
        && let Some(mut phrase) = phrases::before(unit, before, 0)
        && last.is_empty()
    {
        // Of `footage of the minister saying`, the last of its nouns.
        if let Some(preposition) =
            phrase.clone().rev().find(|&at| unit.is(at, Classes::PREPOSITION))
        {
            phrase.start = preposition + 1;
        }
        return vec![phrase];
    }
    if !last.is_empty() {
        return last.to_vec();
    }
    phrases::sentence_subject(unit, before).into_iter().collect()
}

/// The subject of the clause that follows a fronted participle.
fn fronted_source(later: &[Group]) -> Option<Range<usize>> {
    later.iter().find_map(|group| match &group.subject {
        Subject::Before(phrase) if !group.participle => Some(phrase.clone()),
        _ => None,
    })
}

fn groups(unit: &Unit) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut at = 0;
    while at < unit.items.len() {
        let floor = groups.last().map_or(0, |group| group.items.end);
        match group_at(unit, at, floor) {
            Some(group) => {
                at = group.items.end;
                groups.push(group);
            }
            None => at += 1,
        }
    }
    groups
}

fn group_at(unit: &Unit, at: usize, floor: usize) -> Option<Group> {
    let item = unit.get(at)?;
    let readings = verbs_of(&item.lower);
    if readings.is_empty() || item.is(Classes::CAPITAL) && at > 0 {
        return None;
    }
    let &(form, number) = readings.iter().find(|&&(_, number)| {
        let particle = &verb(number).particle;
        particle.iter().enumerate().all(|(nth, word)| unit.reads(at + 1 + nth, word))
    })?;
    let found = verb(number);
    let mut start = at;
    let (mut be, mut have, mut modal) = (false, false, false);
    let mut negated = false;
    while start > floor {
        let item = &unit.items[start - 1];
        if item.is(Classes::AUXILIARY) && !is_possessive(unit, start - 1) {
            match item.lower.as_str() {
                "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "'re" => be = true,
                "has" | "have" | "had" | "having" | "'ve" => have = true,
                "'s" | "'d" => (be, have) = (be || form == Form::Ing, true),
                _ => modal = true,
            }
        } else if item.is(Classes::NEGATION) {
            negated = true;
        } else if !item.is(Classes::ADVERB) || item.is(Classes::CAPITAL) {
            break;
        }
        start -= 1;
    }
    // A leading adverb is the clause's, not the verb's.
    while start < at
        && unit.is(start, Classes::ADVERB)
        && start > 0
        && unit.is(start - 1, Classes::PUNCTUATION)
    {
        start += 1;
    }
    if negated
        && matches!(found.lemma, "say" | "tell" | "mention" | "explain" | "specify" | "reveal")
        && !unit.reads(at + 1, "that")
    {
        return None;
    }
    let mut end = at + 1 + found.particle.len();
    let next = unit.get(at + 1);
    let left = start.checked_sub(1).and_then(|left| unit.get(left));
    let after_noun_word = left.is_some_and(|left| {
        left.is(Classes::DETERMINER | Classes::POSSESSIVE | Classes::PREPOSITION)
            && !stands_alone(&left.lower)
            && !left.reads("that")
            && !left.reads("this")
    }) || start > 0 && is_possessive(unit, start - 1);
    let prepositioned = next.is_some_and(|next| next.is(Classes::PREPOSITION))
        && !found.frames.prepositions.iter().any(|word| unit.reads(at + 1, word));
    let mut participle = false;
    match form {
        Form::Past | Form::Participle => {
            let passive = be && !have
                || unit
                    .get(at.wrapping_sub(1))
                    .is_some_and(|item| item.reads("been") || item.reads("being"));
            if passive || unit.reads(at + 1, "by") || after_noun_word {
                return None;
            }
            if form == Form::Participle && !have || modal && !have {
                return None;
            }
        }
        Form::Base => {
            if unit.reads(start.wrapping_sub(1), "to") {
                // `went on to say`; other infinitives tell what somebody may say.
                let went = start.checked_sub(3)?;
                if !(unit.reads(start - 2, "on")
                    && matches!(unit.items[went].lower.as_str(), "went" | "goes" | "go" | "going"))
                {
                    return None;
                }
                start = went;
            } else if !modal {
                let left = left?;
                let plural = left.is(Classes::SUBJECT)
                    && !matches!(left.lower.as_str(), "he" | "she" | "it")
                    || left.quotation.is_none()
                        && !left.is(Classes::PUNCTUATION
                            | Classes::SUBORDINATOR
                            | Classes::AUXILIARY
                            | Classes::PREPOSITION
                            | Classes::ADVERB)
                        && (left.lower.ends_with('s')
                            && !left.lower.ends_with("ss")
                            && !left.reads("'s")
                            && left.lower.len() > 3
                            || matches!(
                                left.lower.as_str(),
                                "people"
                                    | "police"
                                    | "men"
                                    | "women"
                                    | "some"
                                    | "many"
                                    | "most"
                                    | "others"
                                    | "both"
                                    | "few"
                                    | "who"
                            ));
                if !plural || after_noun_word || prepositioned {
                    return None;
                }
            }
        }
        Form::Third => {
            if after_noun_word || prepositioned && found.lemma != "say" || be || modal {
                return None;
            }
            // `swing states`, `the army reports`: more often a noun.
            let named = left.is_some_and(|left| {
                left.is(Classes::CAPITAL | Classes::SUBJECT | Classes::SUBORDINATOR)
            });
            let clause = next.is_some_and(|next| {
                next.reads("that")
                    || next.reads(",")
                    || next.reads("to") && found.frames.to
                    || next.quotation.is_some()
            });
            if found.frames.noun && !named && !clause {
                return None;
            }
        }
        Form::Ing => {
            if be {
                participle = false;
            } else {
                if start > 0
                    && unit.reads(start - 1, "as")
                    && start > 1
                    && unit.reads(start - 2, "quoted")
                {
                    let mut begin = start - 2;
                    while begin > floor && unit.is(begin - 1, Classes::AUXILIARY | Classes::ADVERB)
                    {
                        begin -= 1;
                    }
                    start = begin;
                } else {
                    let noun = left.is_some_and(|left| {
                        after_noun_word && !left.reads("by") && !left.reads("after")
                            || left
                                .is(Classes::SUBORDINATOR | Classes::AUXILIARY | Classes::SUBJECT)
                    });
                    if noun {
                        return None;
                    }
                    participle = true;
                }
            }
        }
    }
    if found.frames.prepositions.iter().any(|word| unit.reads(end, word)) {
        end += 1;
    } else if !(found.frames.says
        || found.frames.that
        || found.frames.object
        || found.frames.to
        || found.frames.wh)
    {
        return None;
    }
    // A refusal to speak is no statement.
    if found.lemma == "refuse"
        && unit.get(end + 1).is_some_and(|act| REFUSED_ACTS.contains(act.lower.as_str()))
    {
        return None;
    }
    let subject = if participle {
        Subject::Sentence
    } else {
        subject(unit, start, at, end, floor, found, form)?
    };
    Some(Group { items: start..end, verb: found, form, participle, subject })
}

fn subject(
    unit: &Unit,
    start: usize,
    verb_at: usize,
    end: usize,
    floor: usize,
    found: &Verb,
    form: Form,
) -> Option<Subject> {
    let shared = start > 0
        && (unit.is(start - 1, Classes::CONJUNCTION) || unit.reads(start - 1, "then"))
        && floor > 0;
    if shared {
        return Some(Subject::Shared);
    }
    // `She disagreed and said`: the verb before is none of ours, its subject is.
    if start > 1
        && unit.reads(start - 1, "and")
        && let Some(phrase) = phrases::sentence_subject(unit, start - 1)
    {
        return Some(Subject::Before(phrase));
    }
    // After a quotation or a comma, `said the minister`.
    let beside = start == 0
        || unit.quotation(start - 1).is_some()
        || unit.is(start - 1, Classes::PUNCTUATION) && !unit.reads(start - 1, ")");
    if beside
        && found.frames.says
        && matches!(form, Form::Past | Form::Third)
        && start == verb_at
        && let Some(phrase) = phrases::after(unit, end)
        && (!found.frames.hearer || found.lemma == "ask")
        && inverts(unit, start, &phrase)
    {
        return Some(Subject::After(with_apposition(unit, phrase)));
    }
    if let Some(phrase) = phrases::subject_before(unit, start, floor) {
        // `I think`: the author's own voice.
        let own = phrase.len() == 1
            && matches!(unit.items[phrase.start].lower.as_str(), "i" | "we" | "you");
        return (!own).then_some(Subject::Before(phrase));
    }
    (floor > 0 && start > 0 && is_comma(unit, start - 1)).then_some(Subject::Shared)
}

/// Whether what follows the verb is its subject and not its content.
fn inverts(unit: &Unit, start: usize, phrase: &Range<usize>) -> bool {
    let first = &unit.items[phrase.start];
    if first.is(Classes::TIME) || first.is(Classes::OBJECT) {
        return false;
    }
    let closed = unit.get(phrase.end).is_none_or(|next| {
        next.quotation.is_some()
            || next.is(Classes::PUNCTUATION
                | Classes::TIME
                | Classes::PREPOSITION
                | Classes::SUBORDINATOR)
    });
    start > 0 && closed
}

/// A name with the description between the commas after it.
fn with_apposition(unit: &Unit, phrase: Range<usize>) -> Range<usize> {
    if !is_comma(unit, phrase.end) {
        return phrase;
    }
    let opens = unit.get(phrase.end + 1).is_some_and(|next| {
        matches!(next.lower.as_str(), "who" | "whose" | "a" | "an" | "the")
            || next.is(Classes::POSSESSIVE | Classes::CAPITAL | Classes::NUMBER)
                && next.quotation.is_none()
                && !next.is(Classes::SUBJECT)
            || next.lower.chars().all(char::is_alphabetic)
                && !next.lower.is_empty()
                && !next.is(Classes::PREPOSITION
                    | Classes::CONJUNCTION
                    | Classes::SUBORDINATOR
                    | Classes::ADVERB
                    | Classes::SUBJECT
                    | Classes::AUXILIARY)
                && !next.lower.ends_with("ing")
                && !next.is(Classes::TIME)
    });
    if !opens {
        return phrase;
    }
    let end = (phrase.end + 1..unit.items.len().min(phrase.end + 40))
        .find(|&at| {
            unit.quotation(at).is_some()
                || unit.is(at, Classes::PUNCTUATION)
                    && matches!(unit.items[at].lower.as_str(), "," | "." | ";" | ":" | "?" | "!")
        })
        .unwrap_or(unit.items.len().min(phrase.end + 40));
    if end <= phrase.end {
        return phrase;
    }
    let relative =
        unit.get(end + 1).is_some_and(|next| matches!(next.lower.as_str(), "who" | "whose"));
    if is_comma(unit, end) && relative && end - phrase.start < 80 {
        return with_apposition(unit, phrase.start..end);
    }
    phrase.start..end
}

/// What the verb of a group introduces, before it, after it or on both sides.
fn content(
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

/// `according to the ministry`, before, after or in the middle of what it said.
fn according(unit: &Unit, number: usize, groups: &[Group]) -> Vec<Found> {
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
            cue: vec![at..at + 2],
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
fn nouns(unit: &Unit, number: usize) -> Vec<Found> {
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
                cue: vec![at..at + 1],
                content: vec![at + 2..limit],
                ..Found::default()
            });
        }
    }
    found
}

/// `Ana Ruiz: "…"`, and a sentence that leads to a quotation with a colon.
fn labels(unit: &Unit, number: usize, found: &[Found]) -> Option<Found> {
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
        cue: vec![colon..colon + 1],
        content: vec![colon + 1..colon + 2],
        says: true,
        ..Found::default()
    })
}
