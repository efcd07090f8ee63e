//! What was done to the words of a statement between two texts: typed marks with spans into both.

use std::collections::{HashMap, HashSet};

use onrecord_record::{Record, Span, Statement};
use serde::{Deserialize, Serialize};

use super::align::{self, EQUAL, Pair};
use super::negations::{Negation, has_affix, negations, unanswered};
use super::pieces::{Piece, pieces};
use super::wording::letters;

/// One of two wordings, where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The text of the article.
    pub text: &'a str,
    /// Where what was said stands in it.
    pub content: &'a [Span],
    /// Where the words stand that mark it as someone's; "denied" counts as a negation.
    pub cue: &'a [Span],
    /// Whether it stands in the headline.
    pub in_headline: bool,
}

impl<'a> Side<'a> {
    /// The wording that a statement of a record is.
    pub fn of(record: &'a Record, statement: &'a Statement) -> Side<'a> {
        Side {
            text: &record.article.text,
            content: &statement.content,
            cue: &statement.cue,
            in_headline: statement.in_headline,
        }
    }
}

/// One difference between two wordings, `a` and `b`.
///
/// Both lists of spans are in code points, `a` of the first text and `b` of the second. A span of no
/// length marks the place where the words of the other side are missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// What sort of difference it is.
    pub kind: Kind,
    /// The words of the first wording.
    pub a: Vec<Span>,
    /// The words of the second wording.
    pub b: Vec<Span>,
}

/// Sorts of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One stands in a headline, the other in the body.
    Headline,
    /// Words that one has and the other has not.
    Cut,
    /// Words that one has where the other shows by dots that it left something out.
    Ellipsis,
    /// Words that were replaced by others.
    Paraphrase,
    /// A number with another value or unit.
    Number,
    /// A word of negation that the first has and nothing in the second answers to.
    NegationLost,
    /// A word of negation that the second has and nothing in the first answers to.
    NegationGained,
    /// The same words at another place.
    Order,
}

/// All differences between two wordings, in the order of the first. Grammar that goes with quoting
/// (`I will` in quotation marks, `he would` without) and other forms of one word are none.
pub fn differences(a: &Side<'_>, b: &Side<'_>) -> Vec<Difference> {
    let sides = [a, b].map(|side| pieces(side.text, side.content));
    let pairs = align::ordered(&sides[0], &sides[1]);
    let mut differences = Vec::new();
    let ends = [a, b].map(|side| letters(side.text, side.content).first().map_or(0, |(at, _)| *at));
    if a.in_headline != b.in_headline {
        let whole = |at: usize| match sides[at].len() {
            0 => vec![[ends[at], ends[at]]],
            to => spans(&sides[at], &Run { side: at, from: 0, to, place: 0 }),
        };
        differences.push(Difference { kind: Kind::Headline, a: whole(0), b: whole(1) });
    }
    // A negation answers another wherever the words that it denies were moved to.
    let anywhere = align::telling(&sides[0], &sides[1]);
    let denied = negation_marks(a, b, &sides, &anywhere, &mut differences);
    let mut runs = Runs { left_out: [Vec::new(), Vec::new()], replaced: Vec::new() };
    for gap in gaps(&sides, &pairs, &denied) {
        mark_gap(gap, &sides, &denied, &pairs, &mut runs, &mut differences);
    }
    moved(&sides, &mut runs, &mut differences);
    for (side, left_out) in runs.left_out.iter().enumerate() {
        for run in left_out {
            differences.push(run.mark(Kind::Cut, side, &sides, ends));
        }
    }
    for [one, other] in &runs.replaced {
        let mark = [one, other].map(|run| spans(&sides[run.side], run));
        let [a, b] = mark;
        differences.push(Difference { kind: Kind::Paraphrase, a, b });
    }
    differences.sort_by(|x, y| (&x.a, x.kind, &x.b).cmp(&(&y.a, y.kind, &y.b)));
    differences
}

/// Places of pieces of one side, `from..to`, and where on the other side they would stand.
#[derive(Clone, Debug)]
struct Run {
    side: usize,
    from: usize,
    to: usize,
    /// The number of pieces of the other side before it.
    place: usize,
}

struct Runs {
    /// Of each side, what the other has not.
    left_out: [Vec<Run>; 2],
    replaced: Vec<[Run; 2]>,
}

/// What lies between two anchors: a range of pieces of each side.
type Gap = [(usize, usize); 2];

impl Run {
    fn mark(
        &self,
        kind: Kind,
        side: usize,
        sides: &[Vec<Piece>; 2],
        starts: [usize; 2],
    ) -> Difference {
        let here = spans(&sides[side], self);
        let other = 1 - side;
        let before = self.place.checked_sub(1).map(|last| sides[other][last].span[1]);
        let place = before.unwrap_or(starts[other]);
        let there = vec![[place, place]];
        let (a, b) = if side == 0 { (here, there) } else { (there, here) };
        Difference { kind, a, b }
    }
}

/// The words of a run: one span for each span of the content that it reaches into, so that the cue
/// between them is none of it.
fn spans(pieces: &[Piece], run: &Run) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut part = None;
    for piece in &pieces[run.from..run.to] {
        match spans.last_mut().filter(|_| part == Some(piece.part)) {
            Some(span) => span[1] = piece.span[1],
            None => spans.push(piece.span),
        }
        part = Some(piece.part);
    }
    spans
}

/// Marks lost and gained negations; gives the places of the pieces of each side that are negations,
/// so that they are not marked as words once more.
fn negation_marks(
    a: &Side<'_>,
    b: &Side<'_>,
    sides: &[Vec<Piece>; 2],
    pairs: &[Pair],
    differences: &mut Vec<Difference>,
) -> [HashSet<usize>; 2] {
    let mut affixed = [HashSet::new(), HashSet::new()];
    for pair in pairs {
        let (one, other) = (&sides[0][pair.a].folded, &sides[1][pair.b].folded);
        if has_affix(one, other) {
            affixed[0].insert(pair.a);
        } else if has_affix(other, one) {
            affixed[1].insert(pair.b);
        }
    }
    let cues = [a, b].map(|side| pieces(side.text, side.cue));
    let of = |side: usize| negations(&sides[side], &cues[side], &affixed[side]);
    let found = [of(0), of(1)];
    let places =
        |negations: &[Negation]| negations.iter().filter_map(|negation| negation.at).collect();
    let denied = [places(&found[0]), places(&found[1])];
    let [in_a, in_b] = found;
    let answers: Vec<(usize, usize)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
    let [lost, gained] = unanswered((&sides[0], in_a), (&sides[1], in_b), &answers);
    for (negation, there) in lost {
        differences.push(Difference {
            kind: Kind::NegationLost,
            a: vec![negation.span],
            b: vec![there],
        });
    }
    for (negation, there) in gained {
        differences.push(Difference {
            kind: Kind::NegationGained,
            a: vec![there],
            b: vec![negation.span],
        });
    }
    denied
}

/// What lies between the pieces that are the same on both sides. Words of grammar that happen to be
/// the same do not end a gap, for they are everywhere.
fn gaps(sides: &[Vec<Piece>; 2], pairs: &[Pair], denied: &[HashSet<usize>; 2]) -> Vec<Gap> {
    let anchor = |pair: &&Pair| {
        let (one, other) = (&sides[0][pair.a], &sides[1][pair.b]);
        let numbers = one.number.is_some() && other.number.is_some();
        // A negation that answers another is no difference, nor is its affix.
        let affix = denied[0].contains(&pair.a) || denied[1].contains(&pair.b);
        one.tells() && (pair.likeness >= EQUAL || numbers || affix)
    };
    let mut gaps = Vec::new();
    let (mut from_a, mut from_b) = (0, 0);
    for pair in pairs.iter().filter(anchor) {
        gaps.push([(from_a, pair.a), (from_b, pair.b)]);
        // Numbers that differ are a gap of their own.
        if pair.likeness < EQUAL && sides[0][pair.a].number.is_some() {
            gaps.push([(pair.a, pair.a + 1), (pair.b, pair.b + 1)]);
        }
        (from_a, from_b) = (pair.a + 1, pair.b + 1);
    }
    gaps.push([(from_a, sides[0].len()), (from_b, sides[1].len())]);
    gaps
}

fn mark_gap(
    gap: Gap,
    sides: &[Vec<Piece>; 2],
    denied: &[HashSet<usize>; 2],
    pairs: &[Pair],
    runs: &mut Runs,
    differences: &mut Vec<Difference>,
) {
    let numbers = gap_numbers(gap, sides, differences);
    let same: HashMap<usize, usize> =
        pairs.iter().filter(|p| p.likeness >= 1.0).map(|pair| (pair.a, pair.b)).collect();
    let mut bounds = gap;
    // Words of grammar that both have stand at the edges of what differs, not in it.
    let [(a, a_end), (b, b_end)] = &mut bounds;
    while *a < *a_end && *b < *b_end && same.get(a) == Some(b) {
        (*a, *b) = (*a + 1, *b + 1);
    }
    while *a < *a_end && *b < *b_end && same.get(&(*a_end - 1)) == Some(&(*b_end - 1)) {
        (*a_end, *b_end) = (*a_end - 1, *b_end - 1);
    }
    let ellipses = [0, 1].map(|side| {
        let (from, to) = bounds[side];
        (from..to).find(|at| sides[side][*at].ellipsis())
    });
    // Of each side, from the first telling piece to the last that is not marked already.
    let telling = [0, 1].map(|side| {
        let (from, to) = bounds[side];
        let new = |at: &usize| {
            sides[side][*at].tells() && !denied[side].contains(at) && !numbers[side].contains(at)
        };
        let first = (from..to).find(new)?;
        let last = (from..to).rev().find(new)?;
        let place = bounds[1 - side].0;
        Some(Run { side, from: widened(&sides[side], first, from), to: last + 1, place })
    });
    match telling {
        [Some(one), Some(other)] => runs.replaced.push([one, other]),
        [Some(run), None] | [None, Some(run)] => match ellipses[1 - run.side] {
            Some(dots) => {
                let other = vec![sides[1 - run.side][dots].span];
                let here = spans(&sides[run.side], &run);
                let (a, b) = if run.side == 0 { (here, other) } else { (other, here) };
                differences.push(Difference { kind: Kind::Ellipsis, a, b });
            }
            None => {
                let side = run.side;
                runs.left_out[side].push(run);
            }
        },
        [None, None] => {}
    }
}

/// The words of grammar before a run belong to it: "in the harbour", not "harbour".
fn widened(pieces: &[Piece], first: usize, from: usize) -> usize {
    let grammar = |at: &usize| !pieces[*at].tells() && !pieces[*at].ellipsis();
    (from..first).rev().take_while(grammar).last().unwrap_or(first)
}

/// Marks the numbers of a gap that answer to one another by their order and differ; gives the places
/// of those of each side that are marked or equal.
fn gap_numbers(
    gap: Gap,
    sides: &[Vec<Piece>; 2],
    differences: &mut Vec<Difference>,
) -> [HashSet<usize>; 2] {
    let of = |side: usize| -> Vec<usize> {
        let (from, to) = gap[side];
        (from..to).filter(|at| sides[side][*at].number.is_some()).collect()
    };
    let mut numbers = [HashSet::new(), HashSet::new()];
    for (one, other) in of(0).into_iter().zip(of(1)) {
        let (a, b) = (&sides[0][one], &sides[1][other]);
        let (Some(value), Some(new)) = (&a.number, &b.number) else { continue };
        let rounded = value.rounds(new) && (near(&sides[0], one) || near(&sides[1], other));
        if !value.agrees(new) && !rounded {
            differences.push(Difference { kind: Kind::Number, a: vec![a.span], b: vec![b.span] });
        }
        numbers[0].insert(one);
        numbers[1].insert(other);
    }
    numbers
}

/// Whether the words before a number say that it is not exact.
fn near(pieces: &[Piece], at: usize) -> bool {
    let before = &pieces[at.saturating_sub(2)..at];
    before.iter().any(|piece| {
        matches!(
            piece.folded.as_str(),
            "about"
                | "almost"
                | "around"
                | "approximately"
                | "close"
                | "roughly"
                | "nearly"
                | "over"
                | "some"
                | "under"
                | "more"
                | "less"
                | "fewer"
        )
    })
}

/// Runs of one side whose words are a run of the other at another place are marked as moved.
fn moved(sides: &[Vec<Piece>; 2], runs: &mut Runs, differences: &mut Vec<Difference>) {
    let terms = |run: &Run| -> HashSet<&str> {
        let pieces = &sides[run.side][run.from..run.to];
        pieces.iter().filter(|piece| piece.tells()).map(|piece| piece.term.as_str()).collect()
    };
    let [left_a, left_b] = &mut runs.left_out;
    left_a.retain(|one| {
        let in_a = terms(one);
        let found = left_b.iter().position(|other| {
            let in_b = terms(other);
            let common = in_a.intersection(&in_b).count();
            let fewer = in_a.len().min(in_b.len());
            common == in_a.len().max(in_b.len()) || common >= 2 && common * 5 >= fewer * 3
        });
        let Some(found) = found else { return true };
        let other = left_b.remove(found);
        let (a, b) = (spans(&sides[0], one), spans(&sides[1], &other));
        differences.push(Difference { kind: Kind::Order, a, b });
        false
    });
}
