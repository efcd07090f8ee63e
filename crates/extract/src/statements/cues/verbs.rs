//! Verbs of attribution: which words are one, with what auxiliaries, and whose they are.

use std::ops::Range;

use crate::statements::lexicon::{Classes, Form, REFUSED_ACTS, Verb, verb, verbs_of};
use crate::statements::phrases::{self, is_comma, is_possessive, stands_alone};
use crate::statements::units::Unit;

/// A verb of attribution with its auxiliaries.
pub(super) struct Group {
    pub(super) items: Range<usize>,
    pub(super) verb: &'static Verb,
    pub(super) form: Form,
    /// A participle: its subject stands elsewhere.
    pub(super) participle: bool,
    pub(super) subject: Subject,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Stands before the verb.
    Before(Range<usize>),
    /// Stands after it: `said the minister`.
    After(Range<usize>),
    /// Is that of the verb before: `and warned`.
    Shared,
    /// Is that of the sentence: `adding`.
    Sentence,
}

/// The verbs of attribution of a unit, in order.
pub(super) fn groups(unit: &Unit) -> Vec<Group> {
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
    // `went on to say`: the verb of saying is the one to come.
    if found.lemma == "go" && unit.reads(at + 2, "to") {
        return None;
    }
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
            if !have && (form == Form::Participle || modal) {
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
pub(super) fn with_apposition(unit: &Unit, phrase: Range<usize>) -> Range<usize> {
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
