//! Headlines, which name their source with a mark: `Bridge is safe: minister`.

use std::ops::Range;

use onrecord_text::Text;

use super::cues::Found;
use super::lexicon::{
    ABBREVIATED_OFFICES, Classes, Form, ORGANIZATIONS, PEOPLE_WORDS, SPEAKING_DOCUMENTS, TITLES,
    verbs_of,
};
use super::units::Unit;

/// The longest source that a headline's mark sets off, in items.
const LONGEST: usize = 6;

/// The attribution that a headline's mark makes, if one does.
pub(super) fn read(text: &Text, unit: &Unit, number: usize) -> Option<Found> {
    let mut end = unit.items.len();
    while end > 0 && matches!(unit.items[end - 1].lower.as_str(), "." | "!" | "?" | ";") {
        end -= 1;
    }
    let found = |source: Range<usize>, cue: Range<usize>, content: Range<usize>| {
        (!source.is_empty() && content.len() > 1).then(|| Found {
            unit: number,
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            says: true,
            ..Found::default()
        })
    };
    // `…, says minister`: a verb and its subject at the very end.
    if let Some(comma) = (1..end).rev().take(LONGEST + 2).find(|&at| unit.reads(at, ",")) {
        let verb = unit.get(comma + 1).is_some_and(|item| {
            verbs_of(&item.lower).iter().any(|&(form, number)| {
                form != Form::Ing && super::lexicon::verb(number).frames.says
            })
        });
        let short = end.saturating_sub(comma + 2) <= 3;
        if verb && comma + 2 < end && (short || names_speaker(text, unit, comma + 2..end)) {
            return found(comma + 2..end, comma + 1..comma + 2, 0..comma);
        }
        let last = end - 1;
        let trails = verbs_of(&unit.items[last].lower)
            .iter()
            .any(|&(form, number)| form != Form::Ing && super::lexicon::verb(number).frames.says);
        if trails && comma + 1 < last && names_speaker(text, unit, comma + 1..last) {
            return found(comma + 1..last, last..end, 0..comma);
        }
    }
    let mark = |at: usize, marks: &[&str]| {
        unit.get(at).is_some_and(|item| marks.contains(&item.lower.as_str()))
    };
    if let Some(at) =
        (1..end).rev().take(LONGEST + 1).find(|&at| mark(at, &[":", "-", "–", "—", "--"]))
        && apart(unit, at)
        && names_speaker(text, unit, at + 1..end)
    {
        return found(at + 1..end, at..at + 1, 0..at);
    }
    let colon = (1..end.min(LONGEST + 1)).find(|&at| mark(at, &[":"]))?;
    if names_speaker(text, unit, 0..colon) {
        return found(0..colon, colon..colon + 1, colon + 1..end);
    }
    None
}

/// Whether a mark divides two parts and not the parts of a word: `anti-tank`.
fn apart(unit: &Unit, at: usize) -> bool {
    let (Some(mark), Some(next)) = (unit.get(at), unit.get(at + 1)) else { return false };
    mark.span.end() < next.span.start()
}

/// Whether some words of a headline name somebody who can speak: an office, a body, people, a
/// document, or a name that the article has again.
fn names_speaker(text: &Text, unit: &Unit, part: Range<usize>) -> bool {
    if part.is_empty() || part.len() > LONGEST {
        return false;
    }
    let items = &unit.items[part.clone()];
    if items.iter().any(|item| item.quotation.is_some()) {
        return false;
    }
    let Some(last) = items.last() else { return false };
    let word = last.lower.as_str();
    let plural = word.strip_suffix('s').unwrap_or(word);
    if ABBREVIATED_OFFICES.contains_key(word)
        || TITLES.contains_key(word)
        || TITLES.contains_key(plural)
        || ORGANIZATIONS.contains(word)
        || PEOPLE_WORDS.contains(word)
        || SPEAKING_DOCUMENTS.contains(word)
    {
        return true;
    }
    let capitals = items.iter().all(|item| item.is(Classes::CAPITAL));
    let Some(span) = unit.span(&part).filter(|_| capitals) else { return false };
    let name = text.slice(last.span);
    if name.len() < 2 {
        return false;
    }
    // A person whose name the body has: `Ruiz said`. One look through the text, for one headline.
    text.slice(text.whole()).get(span.end()..).is_some_and(|body| {
        body.match_indices(name).take(200).any(|(at, _)| {
            let after = body[at + name.len()..].trim_start();
            let verb: String = after.chars().take_while(|c| c.is_alphabetic()).collect();
            verbs_of(&verb).iter().any(|&(form, number)| {
                form != Form::Ing && super::lexicon::verb(number).frames.says
            })
        })
    })
}
