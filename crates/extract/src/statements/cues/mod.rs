//! Who says what, by patterns over words: the part that a model takes over.
//!
//! Verbs of attribution are looked up with what may follow each; their subject is walked to on the
//! left (or, after a quotation, on the right), and their content runs to where the clause seems to
//! end. A second look gives verbs that share a subject the same source, and cuts a content where
//! the next attribution of the same sentence begins.

mod content;
mod formulas;
mod verbs;

use std::ops::Range;

use super::lexicon::{Classes, SPEAKING_DOCUMENTS};
use super::phrases::{self, is_comma};
use super::units::Unit;

use content::content;
use verbs::{Group, Subject, groups};

/// An attribution in terms of the items of its unit.
#[derive(Clone, Debug, Default)]
pub(in crate::statements) struct Found {
    /// The number of its unit.
    pub(in crate::statements) unit: usize,
    pub(in crate::statements) source: Vec<Range<usize>>,
    pub(in crate::statements) cue: Vec<Range<usize>>,
    pub(in crate::statements) content: Vec<Range<usize>>,
    pub(in crate::statements) addressee: Option<Range<usize>>,
    pub(in crate::statements) via: Option<Range<usize>>,
    /// Whether its verb is one that may stand beside a quotation.
    pub(in crate::statements) says: bool,
}

/// The attributions of a unit, by where their cues stand.
pub(in crate::statements) fn read(unit: &Unit, number: usize) -> Vec<Found> {
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
    found.extend(formulas::according(unit, number, &groups));
    found.extend(formulas::nouns(unit, number));
    found.extend(formulas::labels(unit, number, &found));
    if found.is_empty() {
        found.extend(formulas::signed(unit, number));
    }
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
