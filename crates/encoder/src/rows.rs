//! What happens to the rows of a matrix between two multiplications.
//!
//! A general runtime does each of these steps (scale the sums back to numbers, add the bias, bend
//! them, add what went in, normalise, round to bytes again) as an operation of its own, each with a
//! trip through memory; measured, that costs twice the multiplications themselves. Here a row goes
//! through all of them while it is in the nearest cache. Every row is computed from itself alone,
//! so a result cannot depend on what else is in the batch.

use rten_simd::ops::{BitOps, FloatOps, IntOps, NarrowSaturate, NumOps, ToFloat};
use rten_simd::{Isa, Simd, SimdOp, SimdUnaryOp};
use rten_vecmath::Gelu;

/// The width of every matrix is a multiple of this, so that no row has a tail.
pub(crate) const LANES: usize = 64;

/// As in the network's training.
const NORM_EPSILON: f32 = 1e-12;

/// Rows of bytes that stand for rows of numbers: `number = (byte - zero) * scale`.
#[derive(Default)]
pub(crate) struct ByteRows {
    pub(crate) bytes: Vec<u8>,
    pub(crate) scales: Vec<f32>,
    pub(crate) zeros: Vec<u8>,
}

impl ByteRows {
    /// Makes room for so many rows; what is in them is left from before.
    pub(crate) fn resize(&mut self, rows: usize, width: usize) {
        self.bytes.resize(rows * width, 0);
        self.scales.resize(rows, 0.0);
        self.zeros.resize(rows, 0);
    }

    /// Copies one of the blocks of so many rows that these rows come in.
    pub(crate) fn block(&self, block: usize, rows: usize, into: &mut ByteRows) {
        let (all, width) = (self.scales.len(), self.bytes.len() / self.scales.len());
        let (start, end) = (block * rows, all.min((block + 1) * rows));
        into.bytes.clear();
        into.bytes.extend_from_slice(&self.bytes[start * width..end * width]);
        into.scales.clear();
        into.scales.extend_from_slice(&self.scales[start..end]);
        into.zeros.clear();
        into.zeros.extend_from_slice(&self.zeros[start..end]);
    }
}

/// The sums of a multiplication of bytes, and what turns them back into numbers.
pub(crate) struct Sums<'a> {
    pub(crate) sums: &'a [i32],
    /// The rows that were multiplied.
    pub(crate) rows: &'a ByteRows,
    /// What they were multiplied with.
    pub(crate) columns: &'a Columns,
}

/// What is known of each column of a map.
pub(crate) struct Columns {
    pub(crate) scales: Vec<f32>,
    pub(crate) bias: Vec<f32>,
    /// The sum of the column's bytes: what a row's zero adds to the column, times its zero.
    pub(crate) sums: Vec<i32>,
}

impl Sums<'_> {
    /// Calls `take` with the number of each row, its zero and its scale.
    #[inline(always)]
    fn each<I: Isa>(&self, isa: I, mut take: impl FnMut(usize, I::I32, I::F32)) {
        let params = self.rows.zeros.iter().zip(&self.rows.scales);
        for (row, (&zero, &scale)) in params.enumerate() {
            take(row, isa.i32().splat(i32::from(zero)), isa.f32().splat(scale));
        }
    }

    /// Turns the sums of one row into numbers, lane by lane, and gives them to `take`, with the
    /// lanes of `out` that they belong to.
    #[inline(always)]
    fn numbers<I: Isa>(
        &self,
        isa: I,
        (row, zero, scale): (usize, I::I32, I::F32),
        out: &mut [f32],
        mut take: impl FnMut(I::F32, &mut [f32]),
    ) {
        let (ops, ints) = (isa.f32(), isa.i32());
        let (n, width) = (ops.len(), self.columns.bias.len());
        let sums = self.sums[row * width..][..width].chunks_exact(n);
        let columns = self.columns.sums.chunks_exact(n);
        let learned = self.columns.scales.chunks_exact(n).zip(self.columns.bias.chunks_exact(n));
        for (((sum, column), (scales, bias)), out) in
            sums.zip(columns).zip(learned).zip(out.chunks_exact_mut(n))
        {
            let x = ints.sub(ints.load(sum), ints.mul(zero, ints.load(column)));
            let factor = ops.mul(scale, ops.load(scales));
            take(ops.mul_add(ints.to_float(x), factor, ops.load(bias)), out);
        }
    }
}

/// Rounds rows to bytes, each with its own scale.
pub(crate) struct Quantise<'a> {
    pub(crate) rows: &'a [f32],
    pub(crate) width: usize,
    /// The largest byte to use: 255, or less where the processor's sums could overflow.
    pub(crate) levels: f32,
    pub(crate) out: &'a mut ByteRows,
}

impl SimdOp for Quantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        self.out.resize(self.rows.len() / self.width, self.width);
        let rows = self.rows.chunks_exact(self.width);
        let bytes = self.out.bytes.chunks_exact_mut(self.width);
        let params = self.out.scales.iter_mut().zip(&mut self.out.zeros);
        for ((row, bytes), (scale, zero)) in rows.zip(bytes).zip(params) {
            let (mut low, mut high) = (ops.zero(), ops.zero());
            for chunk in row.chunks_exact(ops.len()) {
                let x = ops.load(chunk);
                low = ops.min(low, x);
                high = ops.max(high, x);
            }
            (*scale, *zero) = round_row(isa, row, low, high, self.levels, bytes);
        }
    }
}

/// Rounds one row whose extremes are known, lane by lane; returns its scale and zero.
#[inline(always)]
fn round_row<I: Isa>(
    isa: I,
    row: &[f32],
    low: I::F32,
    high: I::F32,
    levels: f32,
    bytes: &mut [u8],
) -> (f32, u8) {
    let (ops, ints, words, out) = (isa.f32(), isa.i32(), isa.i16(), isa.u8());
    let low = low.to_array().as_ref().iter().fold(0.0f32, |a, &x| a.min(x));
    let high = high.to_array().as_ref().iter().fold(0.0f32, |a, &x| a.max(x));
    let range = (high - low).max(f32::MIN_POSITIVE * 1e6);
    let inverse = levels / range;
    let zero = (-low * inverse).round_ties_even() as u8;
    let (factor, offset) = (ops.splat(inverse), ints.splat(i32::from(zero)));
    for (from, to) in row.chunks_exact(4 * ops.len()).zip(bytes.chunks_exact_mut(out.len())) {
        let x = ops
            .load_many::<4>(from)
            .map(|x| ints.add(ops.to_int_round(ops.mul(x, factor)), offset));
        let low = ints.narrow_saturate(x[0], x[1]);
        let high = ints.narrow_saturate(x[2], x[3]);
        out.store(words.narrow_saturate(low, high), to);
    }
    (range / levels, zero)
}

/// Turns sums into numbers.
pub(crate) struct Dequantise<'a> {
    pub(crate) from: Sums<'a>,
    pub(crate) out: &'a mut [f32],
}

impl SimdOp for Dequantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let (ops, width) = (isa.f32(), self.from.columns.bias.len());
        self.from.each(
            isa,
            #[inline(always)]
            |row, zero, scale| {
                let out = &mut self.out[row * width..][..width];
                self.from.numbers(
                    isa,
                    (row, zero, scale),
                    out,
                    #[inline(always)]
                    |x, out| ops.store(x, out),
                );
            },
        );
    }
}

/// Turns sums into numbers, bends them (GELU), and rounds them to bytes again.
pub(crate) struct GeluQuantise<'a> {
    pub(crate) from: Sums<'a>,
    pub(crate) levels: f32,
    /// Room for one row.
    pub(crate) row: &'a mut Vec<f32>,
    pub(crate) out: &'a mut ByteRows,
}

impl SimdOp for GeluQuantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let (ops, width) = (isa.f32(), self.from.columns.bias.len());
        self.out.resize(self.from.rows.scales.len(), width);
        self.row.resize(width, 0.0);
        self.from.each(
            isa,
            #[inline(always)]
            |row, zero, scale| {
                let (mut low, mut high) = (ops.zero(), ops.zero());
                self.from.numbers(
                    isa,
                    (row, zero, scale),
                    self.row,
                    #[inline(always)]
                    |x, out| {
                        let x = Gelu {}.eval(isa, x);
                        low = ops.min(low, x);
                        high = ops.max(high, x);
                        ops.store(x, out);
                    },
                );
                let bytes = &mut self.out.bytes[row * width..][..width];
                (self.out.scales[row], self.out.zeros[row]) =
                    round_row(isa, self.row, low, high, self.levels, bytes);
            },
        );
    }
}

/// Turns sums into numbers, adds them to what went in, and normalises each row.
pub(crate) struct AddNorm<'a> {
    pub(crate) from: Sums<'a>,
    /// What went in, and afterwards what comes out.
    pub(crate) rows: &'a mut [f32],
    pub(crate) norm: &'a Norm,
}

/// The learned part of a layer's normalisation.
pub(crate) struct Norm {
    pub(crate) weight: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

impl SimdOp for AddNorm<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let (ops, width) = (isa.f32(), self.from.columns.bias.len());
        self.from.each(
            isa,
            #[inline(always)]
            |row, zero, scale| {
                let out = &mut self.rows[row * width..][..width];
                self.from.numbers(
                    isa,
                    (row, zero, scale),
                    out,
                    #[inline(always)]
                    |x, out| ops.store(ops.add(ops.load(out), x), out),
                );
                normalise(isa, out, self.norm);
            },
        );
    }
}

/// Normalises rows.
pub(crate) struct Normalise<'a> {
    pub(crate) rows: &'a mut [f32],
    pub(crate) norm: &'a Norm,
}

impl SimdOp for Normalise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        for row in self.rows.chunks_exact_mut(self.norm.bias.len()) {
            normalise(isa, row, self.norm);
        }
    }
}

#[inline(always)]
fn normalise<I: Isa>(isa: I, row: &mut [f32], norm: &Norm) {
    let ops = isa.f32();
    let n = ops.len();
    let count = row.len() as f32;
    let mut sum = ops.zero();
    for chunk in row.chunks_exact(n) {
        sum = ops.add(sum, ops.load(chunk));
    }
    let mean = ops.splat(ops.sum(sum) / count);
    let mut squares = ops.zero();
    for chunk in row.chunks_exact(n) {
        let x = ops.sub(ops.load(chunk), mean);
        squares = ops.mul_add(x, x, squares);
    }
    let factor = ops.splat(1.0 / (ops.sum(squares) / count + NORM_EPSILON).sqrt());
    let learned = norm.weight.chunks_exact(n).zip(norm.bias.chunks_exact(n));
    for (chunk, (weight, bias)) in row.chunks_exact_mut(n).zip(learned) {
        let x = ops.mul(ops.sub(ops.load(chunk), mean), factor);
        ops.store(ops.mul_add(x, ops.load(weight), ops.load(bias)), chunk);
    }
}

/// Raises e to each number of each row, less the row's largest; the first `known` columns count
/// and the others become 0. What each row adds up to goes to `sums`.
pub(crate) struct Exponentials<'a> {
    pub(crate) rows: &'a mut [f32],
    pub(crate) width: usize,
    pub(crate) known: usize,
    pub(crate) sums: &'a mut Vec<f32>,
}

impl SimdOp for Exponentials<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let n = ops.len();
        self.sums.clear();
        for row in self.rows.chunks_exact_mut(self.width) {
            row[self.known..].fill(f32::MIN);
            let mut high = ops.splat(f32::MIN);
            for chunk in row.chunks_exact(n) {
                high = ops.max(high, ops.load(chunk));
            }
            let high = high.to_array().as_ref().iter().fold(f32::MIN, |a, &x| a.max(x));
            let high = ops.splat(high);
            let mut sum = ops.zero();
            for chunk in row.chunks_exact_mut(n) {
                let x = exp_of_at_most_zero(isa, ops.sub(ops.load(chunk), high));
                sum = ops.add(sum, x);
                ops.store(x, chunk);
            }
            self.sums.push(ops.sum(sum));
        }
    }
}

/// e to the x, for x ≤ 0, within a few units of the last place; 0 where that is below 1e-37.
///
/// x = k ln 2 + r with an integer k and a small r; a polynomial gives e to the r, and k goes into
/// the exponent's bits.
#[inline(always)]
fn exp_of_at_most_zero<I: Isa>(isa: I, x: I::F32) -> I::F32 {
    let (ops, ints) = (isa.f32(), isa.i32());
    let x = ops.max(x, ops.splat(-87.0));
    let k = ops.round_ties_even(ops.mul(x, ops.splat(std::f32::consts::LOG2_E)));
    let r = ops.mul_add(k, ops.splat(-0.693_145_75), x);
    let r = ops.mul_add(k, ops.splat(-1.428_606_8e-6), r);
    let mut y = ops.splat(1.378_059_4e-3);
    for coefficient in [8.373_124_5e-3, 4.166_954e-2, 0.166_664_72, 0.499_999_85, 1.0, 1.0] {
        y = ops.mul_add(y, r, ops.splat(coefficient));
    }
    let power = ints.shift_left::<23>(ints.add(ops.to_int_trunc(k), ints.splat(127)));
    let y = ops.mul(y, power.reinterpret_cast::<I::F32>());
    ops.select(y, ops.zero(), ops.gt(x, ops.splat(-87.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_agree_with_the_standard_library() {
        let mut rows: Vec<f32> = (0..2 * LANES).map(|i| (i as f32 * 0.7).sin() * 30.0).collect();
        let before = rows.clone();
        let mut sums = Vec::new();
        Exponentials { rows: &mut rows, width: LANES, known: LANES - 3, sums: &mut sums }
            .dispatch();
        for (row, (&sum, old)) in rows.chunks(LANES).zip(sums.iter().zip(before.chunks(LANES))) {
            let old = &old[..LANES - 3];
            let high = old.iter().copied().fold(f32::MIN, f32::max);
            let total: f32 = old.iter().map(|x| (x - high).exp()).sum();
            assert!((sum / total - 1.0).abs() < 1e-5, "{sum} {total}");
            for (x, old) in row.iter().zip(old) {
                let expected = (old - high).exp();
                assert!((x - expected).abs() <= 1e-6 * expected + 1e-37, "{x} {expected}");
            }
            assert_eq!(row[LANES - 3..], [0.0; 3]);
        }
    }

    #[test]
    fn bytes_come_back_within_half_a_step() {
        let row: Vec<f32> = (0..2 * LANES).map(|i| (i as f32 * 1.3).cos() * 3.0 + 1.0).collect();
        for levels in [255.0, 127.0] {
            let mut out = ByteRows::default();
            Quantise { rows: &row, width: LANES, levels, out: &mut out }.dispatch();
            for (i, x) in row.iter().enumerate() {
                let (scale, zero) = (out.scales[i / LANES], out.zeros[i / LANES]);
                let back = (f32::from(out.bytes[i]) - f32::from(zero)) * scale;
                assert!((back - x).abs() <= scale * 1.01, "{back} {x} {scale}");
            }
        }
        let mut out = ByteRows::default();
        Quantise { rows: &[0.0; LANES], width: LANES, levels: 255.0, out: &mut out }.dispatch();
        assert!(out.scales[0].is_finite());
        assert_eq!(out.bytes, [out.zeros[0]; LANES]);
    }

    #[test]
    fn a_normalised_row_has_mean_zero_and_variance_one() {
        let mut row: Vec<f32> = (0..LANES).map(|i| i as f32 * 0.1 - 2.0).collect();
        let norm = Norm { weight: vec![1.0; LANES], bias: vec![0.0; LANES] };
        Normalise { rows: &mut row, norm: &norm }.dispatch();
        let mean: f32 = row.iter().sum::<f32>() / LANES as f32;
        let variance: f32 = row.iter().map(|x| x * x).sum::<f32>() / LANES as f32;
        assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-4, "{mean} {variance}");
    }
}
