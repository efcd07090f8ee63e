//! Which piece of one content answers to which piece of another.
//!
//! Two alignments are made. [`telling`] pairs words wherever they stand, for a likeness that does not
//! mind a clause that was moved. [`ordered`] pairs pieces in the order of both, for showing what was
//! left out, put in or replaced where.

use std::collections::HashMap;

use super::negations::opposite_affix;
use super::pieces::Piece;
use super::speakers::pairs_in_common;
use crate::words::{derived, opposite, same_sense};

/// Two pieces that answer to one another, by their places, and how alike they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    pub a: usize,
    pub b: usize,
    pub likeness: f64,
}

/// From here on, two pieces are forms of one word.
pub(super) const EQUAL: f64 = 0.95;

/// How alike two pieces are, from 0 to 1.
pub(super) fn likeness(a: &Piece, b: &Piece) -> f64 {
    if a.folded == b.folded {
        return 1.0;
    }
    match (&a.number, &b.number) {
        (Some(one), Some(other)) if one.agrees(other) => return 1.0,
        (Some(_), Some(_)) => return 0.3,
        (Some(_), None) | (None, Some(_)) => return 0.0,
        (None, None) => {}
    }
    if !a.tells() || !b.tells() {
        return 0.0;
    }
    if a.term == b.term {
        EQUAL
    } else if same_sense(&a.term, &b.term) || derived(&a.term, &b.term) {
        0.8
    } else if opposite_affix(&a.folded, &b.folded) {
        0.7
    } else if opposite(&a.term, &b.term) {
        0.5
    } else if spelled_alike(&a.folded, &b.folded) {
        0.75
    } else {
        0.0
    }
}

/// Long words that begin alike and share most of their letters: other spellings, and derivations that
/// no table has.
fn spelled_alike(a: &str, b: &str) -> bool {
    let shorter = a.chars().count().min(b.chars().count());
    let first = a.chars().zip(b.chars()).take(3).all(|(a, b)| a == b);
    shorter >= 5 && first && pairs_in_common(a, b) >= 0.72
}

/// Pairs of the telling pieces of both, the most alike first taken, in the order of the first.
pub(super) fn telling(a: &[Piece], b: &[Piece]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (at, piece) in a.iter().enumerate().filter(|(_, piece)| piece.tells()) {
        for (other, candidate) in b.iter().enumerate().filter(|(_, piece)| piece.tells()) {
            let likeness = likeness(piece, candidate);
            if likeness > 0.0 {
                pairs.push(Pair { a: at, b: other, likeness });
            }
        }
    }
    // Of equals, those that stand at the same place of both.
    let apart = |pair: &Pair| (pair.a * b.len()).abs_diff(pair.b * a.len());
    pairs.sort_by(|x, y| {
        y.likeness.total_cmp(&x.likeness).then_with(|| apart(x).cmp(&apart(y)))
    });
    let (mut taken_a, mut taken_b) = (vec![false; a.len()], vec![false; b.len()]);
    pairs.retain(|pair| {
        let free = !taken_a[pair.a] && !taken_b[pair.b];
        if free {
            (taken_a[pair.a], taken_b[pair.b]) = (true, true);
        }
        free
    });
    pairs.sort_by_key(|pair| pair.a);
    pairs
}

/// Pairs in the order of both, such that most is paired.
pub(super) fn ordered(a: &[Piece], b: &[Piece]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    align(a, b, [0, 0], &mut pairs);
    pairs
}

/// So many cells a table may have; what is larger is cut at words that stand once in both.
const CELLS: usize = 1 << 21;

fn align(a: &[Piece], b: &[Piece], offset: [usize; 2], pairs: &mut Vec<Pair>) {
    if a.is_empty() || b.is_empty() {
        return;
    }
    if a.len().saturating_mul(b.len()) <= CELLS {
        table(a, b, offset, pairs);
        return;
    }
    let (mut from_a, mut from_b) = (0, 0);
    let anchors = anchors(a, b);
    if anchors.is_empty() {
        // Nothing in common that stands once: both are shown whole.
        return;
    }
    for (at, other) in anchors {
        let offset_here = [offset[0] + from_a, offset[1] + from_b];
        align(&a[from_a..at], &b[from_b..other], offset_here, pairs);
        pairs.push(Pair { a: offset[0] + at, b: offset[1] + other, likeness: 1.0 });
        (from_a, from_b) = (at + 1, other + 1);
    }
    align(&a[from_a..], &b[from_b..], [offset[0] + from_a, offset[1] + from_b], pairs);
}

/// Pieces that stand once in each, in the order of both.
fn anchors(a: &[Piece], b: &[Piece]) -> Vec<(usize, usize)> {
    let once = |pieces: &[Piece]| -> HashMap<String, Option<usize>> {
        let mut places: HashMap<String, Option<usize>> = HashMap::new();
        for (at, piece) in pieces.iter().enumerate() {
            places.entry(piece.folded.clone()).and_modify(|at| *at = None).or_insert(Some(at));
        }
        places
    };
    let (in_a, in_b) = (once(a), once(b));
    let common: Vec<(usize, usize)> = a
        .iter()
        .filter_map(|piece| Some((in_a[&piece.folded]?, (*in_b.get(&piece.folded)?)?)))
        .collect();
    // The longest run that rises in both: patience, with a link from each to the one before.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; common.len()];
    for (at, (_, place)) in common.iter().enumerate() {
        let length = ends.partition_point(|end| common[*end].1 < *place);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut run = Vec::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        run.push(common[at]);
        next = before[at];
    }
    run.reverse();
    run
}

/// Needleman and Wunsch: of all ways to pair in order, one with the highest score.
fn table(a: &[Piece], b: &[Piece], offset: [usize; 2], pairs: &mut Vec<Pair>) {
    let width = b.len() + 1;
    let likenesses: Vec<f64> =
        a.iter().flat_map(|one| b.iter().map(|other| likeness(one, other))).collect();
    let like = |at: usize, other: usize| likenesses[at * b.len() + other];
    let score = |at: usize, other: usize| {
        let likeness = like(at, other);
        if likeness <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let worth = if a[at].number.is_some() {
            2.0 + likeness
        } else if a[at].tells() {
            3.0 * likeness
        } else {
            0.5
        };
        // Neighbours of pairs are better pairs.
        let left = at > 0 && other > 0 && like(at - 1, other - 1) > 0.0;
        let right = at + 1 < a.len() && other + 1 < b.len() && like(at + 1, other + 1) > 0.0;
        worth + if left { 0.3 } else { 0.0 } + if right { 0.3 } else { 0.0 }
    };
    let mut best = vec![0.0; (a.len() + 1) * width];
    for at in (0..a.len()).rev() {
        for other in (0..b.len()).rev() {
            let both = score(at, other) + best[(at + 1) * width + other + 1];
            let one = best[(at + 1) * width + other].max(best[at * width + other + 1]);
            best[at * width + other] = both.max(one);
        }
    }
    let (mut at, mut other) = (0, 0);
    while at < a.len() && other < b.len() {
        let here = best[at * width + other];
        let likeness = like(at, other);
        if likeness > 0.0 && score(at, other) + best[(at + 1) * width + other + 1] >= here {
            pairs.push(Pair { a: offset[0] + at, b: offset[1] + other, likeness });
            at += 1;
            other += 1;
        } else if best[(at + 1) * width + other] >= best[at * width + other + 1] {
            at += 1;
        } else {
            other += 1;
        }
    }
}
