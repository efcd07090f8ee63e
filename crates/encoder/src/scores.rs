//! What the model says of each token.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The names of the heads' parts and the columns that they take.
pub(crate) type Columns = BTreeMap<String, Range<usize>>;

/// One row of numbers for each token of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    pub(crate) columns: Arc<Columns>,
    pub(crate) width: usize,
    pub(crate) values: Vec<f32>,
}

impl Scores {
    /// The numbers of all rows, one row after the other.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// How many numbers a row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many rows there are: as many as the text has tokens.
    pub fn rows(&self) -> usize {
        self.values.len() / self.width
    }

    /// The row of a token.
    ///
    /// # Panics
    ///
    /// When the text has no such token.
    pub fn row(&self, token: usize) -> Row<'_> {
        Row { values: &self.values[token * self.width..][..self.width], columns: &self.columns }
    }
}

/// The scores of one token.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    values: &'a [f32],
    columns: &'a Columns,
}

impl<'a> Row<'a> {
    /// The part that a head has written; `None` when the model has no such head.
    pub fn part(self, name: &str) -> Option<&'a [f32]> {
        self.values.get(self.columns.get(name)?.clone())
    }

    /// All parts.
    pub fn values(self) -> &'a [f32] {
        self.values
    }
}
