//! The question that somebody answers: `Asked whether the bridge was safe, she said …`.
//!
//! A report of an answer often opens with what was asked, in the same sentence or in the one before.
//! It is nobody's statement that matters, but without it the answer means little. Only a passive or a
//! participle counts (`asked`, `when asked`, `was asked`): whoever stands before an active verb is the
//! one who asks. The questions of interviews are found with their turns.

use std::collections::HashMap;
use std::ops::Range;

use onrecord_text::{Segments, Span, Text};

use super::evidence::Origin;
use super::lexicon::Classes;
use super::phrases::time_end;
use super::quotations::Draft;
use super::units::Unit;

/// How far from the verb its question may begin, in items: `asked by reporters in Lunde whether`.
const REACH: usize = 14;

/// What a question phrase is: from its question word, or after its preposition, to an end that is not
/// told yet.
struct Phrase {
    /// The verb or noun that tells of the question.
    word: usize,
    /// Where the question begins.
    start: usize,
}

/// Gives drafts the questions that they answer.
pub(super) fn find(text: &Text, segments: &Segments, units: &[Unit], drafts: &mut [Draft]) {
    let mut main: HashMap<usize, usize> = HashMap::new();
    let phrases: HashMap<usize, Phrase> = drafts
        .iter()
        .filter(|draft| !draft.in_headline)
        .flat_map(|draft| [Some(draft.unit), draft.unit.checked_sub(1)])
        .flatten()
        .filter_map(|unit| Some((unit, phrase(&units[unit])?)))
        .collect();
    // Where the main clause begins: at the first part of a statement behind the question.
    for draft in drafts.iter() {
        let Some(phrase) = phrases.get(&draft.unit) else { continue };
        let after = units[draft.unit].items[phrase.start].span.start();
        let parts = &draft.attribution;
        if parts.cue.first().is_some_and(|cue| cue.start() > after) {
            let spans = parts.cue.iter().chain(&parts.source).chain(&parts.content);
            let first = spans.map(|span| span.start()).filter(|&start| start > after).min();
            let held = main.entry(draft.unit).or_insert(usize::MAX);
            *held = first.unwrap_or(usize::MAX).min(*held);
        }
    }
    for draft in drafts {
        if draft.evidence.origin == Origin::Turn || draft.inside.is_some() || draft.in_headline {
            continue;
        }
        let unit = &units[draft.unit];
        let here = phrases.get(&draft.unit).and_then(|phrase| {
            let cue = draft.attribution.cue.first()?;
            let behind = cue.start() > unit.items[phrase.start].span.start();
            let end = match behind {
                true => fronted_end(unit, phrase, *main.get(&draft.unit)?)?,
                false => trailing_end(unit, phrase)?,
            };
            span(text, segments, unit, phrase.start..end)
        });
        let before = || {
            let number = draft.unit.checked_sub(1)?;
            let (last, phrase) = (&units[number], phrases.get(&number)?);
            let passive = phrase.word > 0 && is_be(last, phrase.word - 1);
            let end = sentence_end(last);
            // What is said in the sentence of the question is the answer to it already.
            let answered = main.contains_key(&number);
            (passive && !answered && last.paragraph == unit.paragraph && !last.headline)
                .then(|| span(text, segments, last, phrase.start..end))
                .flatten()
        };
        let question = here.or_else(before);
        let parts = &mut draft.attribution;
        // A source may hold it: `Ana Ruiz, asked about the delay, said …`.
        let mut taken = parts.cue.iter().chain(&parts.content);
        parts.question = question.filter(|span| taken.all(|part| !part.overlaps(*span)));
    }
}

/// The question phrase of a unit.
fn phrase(unit: &Unit) -> Option<Phrase> {
    (0..unit.items.len()).find_map(|word| {
        let item = &unit.items[word];
        match item.lower.as_str() {
            "asked" | "questioned" | "pressed" | "quizzed" if is_asked(unit, word) => {
                let on = !item.reads("asked");
                Some(Phrase { word, start: topic(unit, word + 1, on)? })
            }
            "question" | "questions" if is_answered(unit, word) => {
                Some(Phrase { word, start: topic(unit, word + 1, true)? })
            }
            _ => None,
        }
    })
}

fn is_be(unit: &Unit, at: usize) -> bool {
    unit.get(at).is_some_and(|item| {
        matches!(item.lower.as_str(), "was" | "were" | "is" | "are" | "been" | "being" | "be")
    })
}

/// Whether a verb of asking has one who is asked, not one who asks: it opens its clause, or is passive.
fn is_asked(unit: &Unit, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    if is_be(unit, before) {
        return true;
    }
    let adverb = unit.is(before, Classes::ADVERB) && before > 0;
    let before = if adverb { before - 1 } else { before };
    let item = &unit.items[before];
    matches!(item.lower.as_str(), "when" | "once" | "if" | "after")
        || item.reads(",")
        || before == 0 && item.is(Classes::CONJUNCTION | Classes::ADVERB)
}

/// Whether a question is what somebody answers: `in response to a question`, `to a question on`.
fn is_answered(unit: &Unit, at: usize) -> bool {
    let mut first = at;
    while first > 0
        && at - first < 4
        && !unit.is(first, Classes::PREPOSITION)
        && unit.items[first - 1].quotation.is_none()
        && !unit.is(first - 1, Classes::PUNCTUATION)
    {
        first -= 1;
    }
    if !unit.reads(first, "to") && !unit.items[first].lower.starts_with("answering") {
        return false;
    }
    // `To a question on the delay, she said`; elsewhere `to` may be anybody's: `moved on to a question`.
    let Some(before) = first.checked_sub(1) else { return true };
    matches!(
        unit.items[before].lower.as_str(),
        "response" | "reply" | "answer" | "responding" | "replying" | "answering" | ","
    )
}

/// Where what was asked begins, after a verb or noun of asking.
fn topic(unit: &Unit, from: usize, on: bool) -> Option<usize> {
    let end = unit.items.len().min(from + REACH);
    // A sentence may break off behind `about`.
    let behind = |at: usize| (at + 1 < unit.items.len()).then_some(at + 1);
    for at in from..end {
        let item = &unit.items[at];
        if item.quotation.is_some() {
            return (at <= from + 1).then_some(at);
        }
        match item.lower.as_str() {
            "whether" | "if" | "why" | "how" | "what" | "when" | "where" | "who" | "which" => {
                return Some(at);
            }
            "about" | "regarding" | "concerning" => return behind(at),
            "on" | "over" | "of" if on && time_end(unit, at).is_none() => return behind(at),
            "," | ";" | ":" | "for" | "to" | "that" => return None,
            _ => {}
        }
    }
    None
}

/// The end of a question that stands before its answer: the comma before the main clause.
fn fronted_end(unit: &Unit, phrase: &Phrase, main: usize) -> Option<usize> {
    let begin = unit.items.partition_point(|item| item.span.start() < main);
    let comma = (phrase.start + 1..begin).rev().take(6).find(|&at| unit.reads(at, ","));
    let end = match comma {
        Some(comma) => comma,
        // `Asked “Why?” she said`
        None if unit.quotation(phrase.start).is_some() => return Some(phrase.start + 1),
        None => return None,
    };
    let joined = unit.is(end + 1, Classes::CONJUNCTION);
    (!joined && end < begin).then_some(end)
}

/// The end of a question behind its answer: `she said when asked about the delay`.
fn trailing_end(unit: &Unit, phrase: &Phrase) -> Option<usize> {
    // A comma alone may begin an active verb: `she said no, asked about the delay and left`.
    let word = unit.get(phrase.word.checked_sub(1)?)?;
    let told = matches!(word.lower.as_str(), "when" | "once" | "after" | "if")
        || is_be(unit, phrase.word - 1)
        || unit.items[phrase.word].lower.starts_with("question");
    let comma = (phrase.start + 1..unit.items.len()).find(|&at| {
        unit.items[at].quotation.is_some()
            || matches!(unit.items[at].lower.as_str(), "," | ";" | ":")
    });
    told.then(|| comma.unwrap_or_else(|| sentence_end(unit)))
}

/// The end of a unit without its final marks.
fn sentence_end(unit: &Unit) -> usize {
    let last = unit.items.iter().rposition(|item| !item.is(Classes::PUNCTUATION));
    last.map_or(0, |last| last + 1)
}

/// The words of a question; of one in quotation marks, what stands between them.
fn span(text: &Text, segments: &Segments, unit: &Unit, items: Range<usize>) -> Option<Span> {
    let whole = unit.span(&items)?;
    match unit.quotation(items.start).filter(|_| items.len() == 1) {
        Some(quotation) => {
            let inner = segments.quotations[quotation].content.first()?;
            Some(text.trim(*inner)).filter(|inner| !inner.is_empty())
        }
        None => Some(whole),
    }
}

#[cfg(test)]
mod tests {
    use onrecord_text::{Outline, Text};

    /// The question of each statement in turn, empty for none.
    #[track_caller]
    fn check(body: &str, content: &str, question: &str) {
        let text = Text::new(body);
        let outline = Outline::default();
        let segments = crate::segment(&text, &outline);
        let found = crate::statements::by_patterns(&text, &outline, &segments);
        let shown: Vec<(String, &str)> = found
            .statements
            .iter()
            .map(|statement| {
                let parts = &statement.attribution;
                let content: Vec<&str> =
                    parts.content.iter().map(|part| text.slice(*part)).collect();
                (content.join(" / "), parts.question.map_or("", |span| text.slice(span)))
            })
            .collect();
        let one = shown.iter().find(|(held, _)| held == content);
        assert_eq!(one.map(|(_, question)| *question), Some(question), "{body}: {shown:?}");
    }

    #[test]
    fn a_question_before_its_answer() {
        let answer = "it was safe";
        for (lead, question) in [
            ("Asked whether the bridge was closed", "whether the bridge was closed"),
            ("Asked about the delay", "the delay"),
            ("When asked if the bridge was closed", "if the bridge was closed"),
            ("When she was asked about the delay", "the delay"),
            ("But asked why it was closed", "why it was closed"),
            ("Asked by reporters in Lunde about the delay", "the delay"),
            ("Asked on Monday about the delay", "the delay"),
            ("Pressed on the delay", "the delay"),
            (
                "Asked whether the bridge, which is old, was closed",
                "whether the bridge, which is old, was closed",
            ),
            ("In response to a question about the delay", "the delay"),
            ("In reply to a question from a student on the delay", "the delay"),
            ("Responding to questions about the delay", "the delay"),
            ("Answering a question about the delay", "the delay"),
            ("To a question on the delay", "the delay"),
        ] {
            check(&format!("{lead}, Ana Ruiz said {answer}."), answer, question);
        }
        check(
            "Asked about the delay, Ana Ruiz said it was short, adding that nobody was to blame.",
            "nobody was to blame",
            "the delay",
        );
        check(
            "Asked whether the organ would be louder, the builder Ivo Lind said: “Not louder. Wider.”",
            "Not louder. Wider.",
            "whether the organ would be louder",
        );
        check("Ana Ruiz, asked about the delay, said it was short.", "it was short", "the delay");
    }

    #[test]
    fn a_question_behind_its_answer() {
        check(
            "“It was short,” Ana Ruiz said when asked about the delay.",
            "It was short,",
            "the delay",
        );
        check(
            "“It was short,” Ana Ruiz said in response to a question about the delay.",
            "It was short,",
            "the delay",
        );
    }

    #[test]
    fn a_question_in_the_sentence_before() {
        check(
            "Ana Ruiz was asked whether the bridge was closed. She said it was safe.",
            "it was safe",
            "whether the bridge was closed",
        );
        check(
            "Ana Ruiz was asked about the delay. She said it was safe.",
            "it was safe",
            "the delay",
        );
    }

    #[test]
    fn whoever_asks_answers_nothing() {
        check("She asked about the delay. Ana Ruiz said it was short.", "it was short", "");
        check(
            "Ana Ruiz asked about the delay, and Tom Abel said it was short.",
            "it was short",
            "",
        );
        check(
            "Ana Ruiz came in, asked about the delay, and said it was short.",
            "it was short",
            "",
        );
        check("Asked for comment, Ana Ruiz said it was short.", "it was short", "");
        check("Asked to leave, Ana Ruiz said it was late.", "it was late", "");
        check("Ana Ruiz moved on to a question about rye and said it was safe.", "it was safe", "");
        check("The question of the delay is old. Ana Ruiz said it was short.", "it was short", "");
        check(
            "Asked about the delay, Ana Ruiz said it was short. She said the bridge was safe.",
            "the bridge was safe",
            "",
        );
        check("Ana Ruiz asked whether the bridge was safe.", "whether the bridge was safe", "");
    }

    #[test]
    fn a_question_may_break_off() {
        let text = Text::new("Q: In response to Q said a question on\n\nAna Ruiz was asked about");
        let outline = Outline::default();
        let segments = crate::segment(&text, &outline);
        let found = crate::statements::by_patterns(&text, &outline, &segments);
        assert!(found.statements.iter().all(|one| one.attribution.question.is_none()));
    }
}
