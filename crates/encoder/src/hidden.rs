//! What the network knows of each word before anybody asks about it, and the heads that ask.
//!
//! A word's last row is a few hundred bytes; all that can be asked about it is a thousand numbers,
//! and most of them are of use for few words only. So the rows are handed over as bytes, window by
//! window, and a [`Head`] turns those that matter into the columns that are wanted. A column's
//! numbers are the same whichever head computes them: sums of bytes are exact, and each column is
//! scaled by itself.

use std::ops::Range;

use crate::network;
use crate::rows::ByteRows;
use crate::weights::{Linear, Matrix};

/// The last rows of tokens that follow one another.
#[derive(Default)]
pub struct Hidden {
    pub(crate) tokens: Range<usize>,
    pub(crate) rows: ByteRows,
}

/// Some columns of the model's scores, ready to be computed together.
pub struct Head {
    pub(crate) linear: Linear,
    pub(crate) width: usize,
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
        let width = self.rows.bytes.len().checked_div(self.rows.scales.len()).unwrap_or(0);
        let mut chosen = ByteRows::default();
        for token in tokens {
            let at = token - self.tokens.start;
            chosen.bytes.extend_from_slice(&self.rows.bytes[at * width..][..width]);
            chosen.scales.push(self.rows.scales[at]);
            chosen.zeros.push(self.rows.zeros[at]);
        }
        if !chosen.scales.is_empty() {
            network::head(&head.linear, head.width, &chosen, scores);
        }
    }
}

impl Head {
    pub(crate) fn new(all: &Matrix, columns: &[Range<usize>]) -> Head {
        let width = columns.iter().map(|columns| columns.len()).sum();
        Head { linear: all.linear(columns), width }
    }

    /// How many numbers a row of its scores has.
    pub fn width(&self) -> usize {
        self.width
    }
}
