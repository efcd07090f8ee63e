//! The model's scores: one row a token, and the little arithmetic that is done with them.
//!
//! Nothing later may stumble over what a model writes, so numbers are read through [`sane`]: what
//! is not a number, or is too large to add up, becomes one that can be compared.

/// One row of scores for each token, in order.
#[derive(Clone, Copy, Debug)]
pub struct Scores<'s> {
    values: &'s [f32],
    width: usize,
}

impl<'s> Scores<'s> {
    /// Rows of `width` numbers, one after the other. A row that is cut off at the end is left out.
    pub fn new(values: &'s [f32], width: usize) -> Scores<'s> {
        Scores { values, width }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or(0)
    }

    /// How long a row is.
    pub fn width(&self) -> usize {
        self.width
    }

    /// A row; empty when it is not there.
    pub(super) fn row(&self, row: usize) -> &'s [f32] {
        self.part(row, (0, self.width))
    }

    /// Some columns of a row; empty when the row or the columns are not there.
    pub(super) fn part(&self, row: usize, (first, end): (usize, usize)) -> &'s [f32] {
        let start = row * self.width;
        self.values
            .get(start..start + self.width)
            .and_then(|row| row.get(first..end))
            .unwrap_or_default()
    }
}

/// The largest score that is taken at its word.
const LARGEST: f32 = 1e6;

/// A score that can be compared and added up whatever the model wrote.
pub(super) fn sane(score: f32) -> f32 {
    if score.is_nan() { -LARGEST } else { score.clamp(-LARGEST, LARGEST) }
}

/// Where the highest of some scores stands, the first of equals; 0 when there are none.
pub(super) fn highest(scores: &[f32]) -> usize {
    let mut best = 0;
    for (at, &score) in scores.iter().enumerate() {
        if sane(score) > sane(scores[best]) {
            best = at;
        }
    }
    best
}

/// The product of two vectors, added up in an order that does not depend on the machine.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0f32; LANES];
    let (blocks_a, blocks_b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f32 = blocks_a.remainder().iter().zip(blocks_b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in blocks_a.zip(blocks_b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sane(sums.iter().sum::<f32>() + rest)
}

/// Probabilities of some scores; they add up to one.
pub(super) fn softmax(scores: &[f32], into: &mut Vec<f32>) {
    into.clear();
    let most = scores.iter().map(|&score| sane(score)).fold(-LARGEST, f32::max);
    into.extend(scores.iter().map(|&score| (sane(score) - most).exp()));
    let sum: f32 = into.iter().sum();
    for probability in into {
        *probability /= sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_not_there_are_empty() {
        let scores = Scores::new(&[1.0, 2.0, 3.0, 4.0, 5.0], 2);
        assert_eq!((scores.rows(), scores.width()), (2, 2));
        assert_eq!(scores.part(1, (0, 2)), [3.0, 4.0]);
        assert_eq!(scores.part(1, (1, 3)), [0f32; 0]);
        assert_eq!(scores.part(2, (0, 1)), [0f32; 0]);
        assert_eq!(Scores::new(&[1.0], 0).rows(), 0);
    }

    #[test]
    fn whatever_is_written_can_be_compared() {
        assert_eq!(highest(&[f32::NAN, 1.0, f32::NEG_INFINITY]), 1);
        assert_eq!(highest(&[f32::NAN, f32::NAN]), 0);
        assert_eq!(highest(&[0.0, f32::INFINITY, f32::INFINITY]), 1);
        assert!(dot(&[f32::INFINITY, f32::INFINITY], &[1.0, -1.0]) == -LARGEST);
        let mut probabilities = Vec::new();
        softmax(&[f32::NAN, f32::INFINITY, 0.0], &mut probabilities);
        assert_eq!(probabilities, [0.0, 1.0, 0.0]);
    }

    #[test]
    fn products_are_those_of_the_definition() {
        let a: Vec<f32> = (0..37).map(|n| n as f32).collect();
        let expected: f32 = a.iter().map(|n| n * n).sum();
        assert_eq!(dot(&a, &a), expected);
    }
}
