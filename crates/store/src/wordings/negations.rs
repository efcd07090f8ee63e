//! Words that turn a statement into its opposite, and which of them have no answer in another wording.
//!
//! "Will not close", "won't close", "will never close", "refused to close" and "denied that it would
//! close" all deny the closing. So negations are not compared as words: each has a reach, the words
//! that it denies, and it is answered when a negation of the other wording reaches the same words.
//! Two negations that reach one another's words answer each other within a wording ("not impossible").

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use onrecord_record::Span;

use super::pieces::Piece;
use crate::words::{entries, opposite, term};

/// A word of negation, or a word with a negative prefix or suffix.
#[derive(Clone, Debug)]
pub(super) struct Negation {
    /// Where it stands in the text.
    pub span: Span,
    /// Its place among the pieces; `None` where it is in the cue.
    pub at: Option<usize>,
    /// The places of the telling pieces that it may deny, the most certain first.
    reach: Vec<usize>,
    /// How many of them it surely denies.
    near: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Particle,
    Verb,
    Cue,
}

impl Negation {
    fn denies(&self, at: usize) -> bool {
        self.reach[..self.near.min(self.reach.len())].contains(&at)
    }
}

/// The negations of a content, and of the cue before it: `denied` makes the whole content denied.
/// `affixed` has the places of words whose answer in the other wording is the same word without a
/// negative prefix or suffix.
pub(super) fn negations(
    content: &[Piece],
    cue: &[Piece],
    affixed: &HashSet<usize>,
) -> Vec<Negation> {
    let denials = cue.iter().filter(|piece| {
        matches!(sort(piece), Some(Sort::Cue))
            || piece.folded.ends_with("n't")
            || piece.folded == "not"
    });
    let first = content.first().map_or(0, |piece| piece.sentence);
    let whole =
        (0..content.len()).filter(|at| content[*at].sentence == first && content[*at].tells());
    let whole: Vec<usize> = whole.take(REACH * 2).collect();
    let in_cue = denials.map(|piece| Negation {
        span: piece.span,
        at: None,
        near: whole.len(),
        reach: whole.clone(),
    });
    let in_content = content.iter().enumerate().filter_map(|(at, piece)| {
        let reach = if affixed.contains(&at) {
            vec![at]
        } else if sort(piece).is_some() && !denies_nothing(content, at) {
            reach(content, at)
        } else {
            return None;
        };
        Some(Negation { span: piece.span, at: Some(at), reach, near: NEAR })
    });
    in_cue.chain(in_content).collect()
}

/// The negations of `a` and of `b` that the other wording lacks, given which piece answers to which.
/// Where the words that a negation denies are gone with it, it is no lost negation but a cut.
pub(super) fn unanswered(
    (a, in_a): (&[Piece], Vec<Negation>),
    (b, in_b): (&[Piece], Vec<Negation>),
    pairs: &[(usize, usize)],
) -> [Vec<(Negation, Span)>; 2] {
    let to_b: HashMap<usize, usize> = pairs.iter().copied().collect();
    let to_a: HashMap<usize, usize> = pairs.iter().map(|(a, b)| (*b, *a)).collect();
    let mut answered_b = vec![false; in_b.len()];
    let mut left_a = Vec::new();
    for negation in in_a {
        // The nearest words count first: "not A but B" against "not B but A".
        let answer = negation.reach.iter().find_map(|at| {
            let other = to_b.get(at).filter(|_| negation.denies(*at))?;
            let free = |number: &usize| !answered_b[*number] && in_b[*number].denies(*other);
            (0..in_b.len()).find(free)
        });
        match answer {
            Some(number) => answered_b[number] = true,
            None => left_a.push(negation),
        }
    }
    let left_b = in_b.into_iter().zip(answered_b).filter(|(_, answered)| !answered);
    let left_b: Vec<Negation> = left_b.map(|(negation, _)| negation).collect();
    [lost(a, left_a, b, &to_b), lost(b, left_b, a, &to_a)]
}

/// Of the negations that have no answer, those whose words the other wording has, and where.
fn lost(
    from: &[Piece],
    negations: Vec<Negation>,
    to: &[Piece],
    pairs: &HashMap<usize, usize>,
) -> Vec<(Negation, Span)> {
    let mut lost: Vec<(Negation, Span)> = Vec::new();
    for negation in negations {
        let Some((at, other)) = negation.reach.iter().find_map(|at| Some((*at, *pairs.get(at)?)))
        else {
            continue;
        };
        // "Not closed" says as much as "open".
        let turned = negation.reach.iter().take_while(|one| **one != at).chain([&at]).any(|one| {
            let near = other.saturating_sub(REACH)..(other + REACH).min(to.len());
            negation.at != Some(*one)
                && to[near].iter().any(|piece| {
                    opposite(&piece.term, &from[*one].term)
                        && !opposite_affix(&piece.folded, &from[*one].folded)
                })
        });
        // A second negation of the same words takes the first back.
        let double = lost.iter().position(|(earlier, _)| {
            let first = earlier.reach.first();
            let same = first == negation.reach.first() || first.copied() == negation.at;
            same || earlier.at.is_none() || negation.at.is_none()
        });
        if let Some(earlier) = double {
            lost.remove(earlier);
        } else if !turned {
            lost.push((negation, to[other].span));
        }
    }
    lost
}

/// Whether two words differ by a negative prefix or suffix: `safe` and `unsafe`, `harmful` and
/// `harmless`.
pub(super) fn opposite_affix(a: &str, b: &str) -> bool {
    has_affix(a, b) || has_affix(b, a)
}

/// Whether the first of two words is the second with a negative prefix or suffix.
pub(super) fn has_affix(with: &str, plain: &str) -> bool {
    table().any(|(affix, kind)| {
        let bare = match kind {
            "prefix" => with.strip_prefix(affix),
            // "Harmless" against "harmful" and "harm".
            "suffix" => with.strip_suffix(affix),
            _ => None,
        };
        bare.is_some_and(|bare| bare.len() >= SHORTEST && term(bare) == term(plain))
    })
}

/// No word that takes a negative prefix is shorter.
const SHORTEST: usize = 4;

/// How many telling words a negation may reach.
const REACH: usize = 4;

/// How many of them it is sure to.
const NEAR: usize = 2;

/// The telling words after a negation in its clause, or after that, or before it where it stands
/// last.
fn reach(content: &[Piece], at: usize) -> Vec<usize> {
    let tells = |place: &usize| content[*place].tells();
    let goes_on = |place: &usize| {
        content[*place].sentence == content[at].sentence
            && !matches!(content[*place].folded.as_str(), "but" | "although" | "though" | "because")
    };
    let in_clause = |place: &usize| content[*place].clause == content[at].clause;
    let after = || (at + 1..content.len()).take_while(goes_on);
    let mut reach: Vec<usize> = after().take_while(in_clause).filter(tells).take(REACH).collect();
    if reach.is_empty() {
        reach.extend(
            (0..at).rev().take_while(goes_on).take_while(in_clause).filter(tells).take(NEAR),
        );
    }
    if reach.is_empty() {
        reach.extend(after().filter(tells).take(NEAR));
    }
    reach
}

fn sort(piece: &Piece) -> Option<Sort> {
    static WORDS: LazyLock<HashMap<String, Sort>> = LazyLock::new(|| {
        let words = table().filter_map(|(word, kind)| match kind {
            "particle" => Some((word.to_owned(), Sort::Particle)),
            "verb" => Some((term(word), Sort::Verb)),
            "cue" => Some((term(word), Sort::Cue)),
            _ => None,
        });
        words.collect()
    });
    if piece.folded.ends_with("n't") || piece.folded == "cant" || piece.folded == "wont" {
        return Some(Sort::Particle);
    }
    // Particles are whole words, verbs are known in all their forms.
    let word = WORDS.get(&piece.folded).copied().filter(|sort| *sort == Sort::Particle);
    word.or_else(|| WORDS.get(&piece.term).copied().filter(|sort| *sort != Sort::Particle))
}

/// Whether a phrase such as "not only" or "no doubt" stands here.
fn denies_nothing(content: &[Piece], at: usize) -> bool {
    static PHRASES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        entries(include_str!("../../../../rules/wordings/no_negations.txt")).collect()
    });
    let mut phrase = String::new();
    content[at..].iter().take(4).any(|piece| {
        if !phrase.is_empty() {
            phrase.push(' ');
        }
        phrase.push_str(&piece.folded);
        PHRASES.contains(phrase.as_str())
    })
}

fn table() -> impl Iterator<Item = (&'static str, &'static str)> {
    let table = include_str!("../../../../rules/wordings/negations.tsv");
    entries(table).filter_map(|line| line.split_once('\t'))
}
