//! Which piece of one content answers to which piece of another.
//!
//! Two alignments are made. [`telling`] pairs words wherever they stand, for a likeness that does not
//! mind a clause that was moved. [`ordered`] pairs pieces in the order of both, for showing what was
//! left out, put in or replaced where.

use std::collections::{HashMap, HashSet};

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
    let first = a.chars().zip(b.chars()).take(3).all(|(a, b)| a == b);
    let long = |word: &str| word.chars().nth(4).is_some();
    first && long(a) && long(b) && pairs_in_common(a, b) >= 0.72
}

/// Pairs of the telling pieces of both, the most alike first taken, in the order of the first.
pub(super) fn telling(a: &[Piece], b: &[Piece]) -> Vec<Pair> {
    let places = |pieces: &[Piece]| -> Vec<usize> {
        (0..pieces.len()).filter(|at| pieces[*at].tells()).collect()
    };
    let (mut free_a, mut free_b) = (places(a), places(b));
    // Forms of one word find one another at once; only what is left is compared each with each.
    let mut pairs = take(a, b, same_terms(a, b, &free_a, &free_b), &mut free_a, &mut free_b);
    if free_a.len().saturating_mul(free_b.len()) <= CELLS {
        let each = free_a.iter().flat_map(|at| free_b.iter().map(|other| (*at, *other)));
        pairs.extend(take(a, b, each.collect(), &mut free_a, &mut free_b));
    }
    pairs.sort_by_key(|pair| pair.a);
    pairs
}

/// The places of pieces with the same term. Of a term that is everywhere, the first goes with the
/// first and so on.
fn same_terms(a: &[Piece], b: &[Piece], free_a: &[usize], free_b: &[usize]) -> Vec<(usize, usize)> {
    const EVERYWHERE: usize = 64;
    let mut with: HashMap<&str, [Vec<usize>; 2]> = HashMap::new();
    for (side, (pieces, free)) in [(a, free_a), (b, free_b)].into_iter().enumerate() {
        for at in free {
            with.entry(&pieces[*at].term).or_default()[side].push(*at);
        }
    }
    let pairs = with.into_values().flat_map(|[in_a, in_b]| {
        if in_a.len().saturating_mul(in_b.len()) > EVERYWHERE * EVERYWHERE {
            return in_a.into_iter().zip(in_b).collect::<Vec<_>>();
        }
        in_a.iter().flat_map(|at| in_b.iter().map(|other| (*at, *other))).collect()
    });
    pairs.collect()
}

/// Of some pairs, those that are most alike and of which no piece is in two; takes their pieces from
/// those that are free.
fn take(
    a: &[Piece],
    b: &[Piece],
    pairs: Vec<(usize, usize)>,
    free_a: &mut Vec<usize>,
    free_b: &mut Vec<usize>,
) -> Vec<Pair> {
    let pairs = pairs.into_iter().map(|(at, other)| Pair {
        a: at,
        b: other,
        likeness: likeness(&a[at], &b[other]),
    });
    let mut pairs: Vec<Pair> = pairs.filter(|pair| pair.likeness > 0.0).collect();
    // Of equals, those that stand at the same place of both.
    let apart = |pair: &Pair| (pair.a * b.len()).abs_diff(pair.b * a.len());
    pairs.sort_by(|x, y| {
        let nearer = || (apart(x), x.a, x.b).cmp(&(apart(y), y.a, y.b));
        y.likeness.total_cmp(&x.likeness).then_with(nearer)
    });
    let (mut taken_a, mut taken_b) = (HashSet::new(), HashSet::new());
    pairs.retain(|pair| {
        let free = !taken_a.contains(&pair.a) && !taken_b.contains(&pair.b);
        free && taken_a.insert(pair.a) && taken_b.insert(pair.b)
    });
    free_a.retain(|at| !taken_a.contains(at));
    free_b.retain(|at| !taken_b.contains(at));
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
