//! What the network knows of each word before anybody asks about it, and the heads that ask.
//!
//! A word's last row is a few hundred bytes; all that can be asked about it is a thousand numbers,
//! and most of them are of use for few words only. So the rows are handed over as bytes, window by
//! window, and a [`Head`] turns those that matter into the columns that are wanted. A column's
//! numbers are the same whichever head computes them: sums of bytes are exact, and each column is
//! scaled by itself.
//!
//! What a word means is known best in the middle of the network, before the last layers have turned
//! to what they were trained for. So a model may have columns that are computed from an earlier row;
//! their numbers follow those of the others, and who asks need not know the difference.

use std::ops::Range;

use crate::network::{self, Kept};
use crate::rows::ByteRows;
use crate::weights::{Linear, Matrix, Weights};

/// The rows of tokens that follow one another.
#[derive(Default)]
pub struct Hidden {
    pub(crate) tokens: Range<usize>,
    pub(crate) rows: Kept,
}

/// Some columns of the model's scores, ready to be computed together.
pub struct Head {
    last: Option<Part>,
    early: Option<Part>,
}

/// Those of its columns that are computed from the same row.
struct Part {
    linear: Linear,
    width: usize,
}

impl Hidden {
    /// The tokens whose rows these are, as they are numbered in their text.
    pub fn tokens(&self) -> Range<usize> {
        self.tokens.clone()
    }

    /// Adds a head's scores of some of these tokens to `scores`, one row after the other.
    ///
    /// # Panics
    ///
    /// When one of them is not among [`Hidden::tokens`].
    pub fn scores(
        &self,
        head: &Head,
        tokens: impl IntoIterator<Item = usize>,
        scores: &mut Vec<f32>,
    ) {
        let tokens: Vec<usize> = tokens.into_iter().map(|at| at - self.tokens.start).collect();
        if tokens.is_empty() {
            return;
        }
        let add = |part: &Part, rows: &ByteRows, scores: &mut Vec<f32>| {
            network::head(&part.linear, part.width, &chosen(rows, &tokens), scores);
        };
        match (&head.last, &head.early) {
            (None, None) => {}
            (Some(last), None) => add(last, &self.rows.last, scores),
            (None, Some(early)) => add(early, &self.rows.early, scores),
            (Some(last), Some(early)) => {
                let (mut first, mut second) = (Vec::new(), Vec::new());
                add(last, &self.rows.last, &mut first);
                add(early, &self.rows.early, &mut second);
                let rows = first.chunks_exact(last.width).zip(second.chunks_exact(early.width));
                for (first, second) in rows {
                    scores.extend_from_slice(first);
                    scores.extend_from_slice(second);
                }
            }
        }
    }
}

/// Some of the rows.
fn chosen(rows: &ByteRows, which: &[usize]) -> ByteRows {
    let width = rows.bytes.len().checked_div(rows.scales.len()).unwrap_or(0);
    let mut chosen = ByteRows::default();
    for &at in which {
        chosen.bytes.extend_from_slice(&rows.bytes[at * width..][..width]);
        chosen.scales.push(rows.scales[at]);
        chosen.zeros.push(rows.zeros[at]);
    }
    chosen
}

impl Head {
    pub(crate) fn new(weights: &Weights, columns: &[Range<usize>]) -> Head {
        let of_last = weights.head.outputs();
        let last: Vec<Range<usize>> = columns
            .iter()
            .map(|columns| columns.start.min(of_last)..columns.end.min(of_last))
            .collect();
        let early: Vec<Range<usize>> = columns
            .iter()
            .map(|columns| columns.start.max(of_last) - of_last..columns.end.max(of_last) - of_last)
            .collect();
        let map = weights.early.as_ref().map(|early| &early.map);
        Head {
            last: Part::new(&weights.head, &last),
            early: map.and_then(|map| Part::new(map, &early)),
        }
    }

    /// How many numbers a row of its scores has.
    pub fn width(&self) -> usize {
        let width = |part: &Option<Part>| part.as_ref().map_or(0, |part| part.width);
        width(&self.last) + width(&self.early)
    }
}

impl Part {
    /// `None` for no columns.
    fn new(map: &Matrix, columns: &[Range<usize>]) -> Option<Part> {
        let width = columns.iter().map(|columns| columns.len()).sum();
        (width > 0).then(|| Part { linear: map.linear(columns), width })
    }
}
