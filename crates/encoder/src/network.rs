//! The network: a stack of attention and feed-forward layers, run over one window.
//!
//! This is one architecture written out (BERT's, with added features and one wide map at its end)
//! rather than a graph that a general runtime interprets; measured on one core it is about twice as
//! fast. Multiplications of bytes are `rten-gemm`'s; what happens between them is in [`crate::rows`].

use std::cell::RefCell;

use rayon::{ThreadPool, ThreadPoolBuilder};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions};
use rten_simd::SimdOp;
use rten_tensor::NdTensorView;

use crate::attention::Attention;
use crate::features::Features;
use crate::rows::{AddNorm, ByteRows, Dequantise, GeluQuantise, Normalise, Quantise, Sums};
use crate::weights::{Layer, Linear, Weights};

/// Rows that go through a layer together: few enough that the widest sums stay in the second cache.
const BLOCK: usize = 64;

/// What one thread needs to run windows. Kept between windows, so that memory is asked for once.
struct Workspace {
    multiply: GemmExecutor<u8, i8, i32>,
    levels: f32,
    attention: Attention,
    rows: Vec<f32>,
    kept: Vec<f32>,
    qkv: Vec<f32>,
    questions: Vec<f32>,
    context: Vec<f32>,
    sums: Vec<i32>,
    bytes: ByteRows,
    bent: ByteRows,
    row: Vec<f32>,
}

impl Workspace {
    fn new() -> Workspace {
        let multiply = GemmExecutor::<u8, i8, i32>::new();
        // Where the processor adds pairs of products in 16 bits, bytes above 127 would overflow.
        let levels = if multiply.may_saturate() { 127.0 } else { 255.0 };
        Workspace {
            multiply,
            levels,
            attention: Attention::new(),
            rows: Vec::new(),
            kept: Vec::new(),
            qkv: Vec::new(),
            questions: Vec::new(),
            context: Vec::new(),
            sums: Vec::new(),
            bytes: ByteRows::default(),
            bent: ByteRows::default(),
            row: Vec::new(),
        }
    }

    fn run(
        &mut self,
        weights: &Weights,
        pieces: &[u32],
        features: &[Features],
        wanted: &[usize],
        out: &mut Kept,
    ) {
        let (width, levels) = (weights.width, self.levels);
        embed(weights, pieces, features, &mut self.rows);
        for (index, layer) in weights.layers.iter().enumerate() {
            let last = index + 1 == weights.layers.len();
            self.attend(weights, layer, pieces.len(), last.then_some(wanted));
            if last {
                // Only these are asked for: what the others would become need not be known.
                self.keep(wanted, width);
                std::mem::swap(&mut self.rows, &mut self.kept);
            }
            self.feed_forward(layer, width);
            if weights.early.as_ref().is_some_and(|early| early.layers == index + 1) {
                self.keep(wanted, width);
                Quantise { rows: &self.kept, width, levels, out: &mut out.early }.dispatch();
            }
        }
        Quantise { rows: &self.rows, width, levels, out: &mut out.last }.dispatch();
    }

    /// Copies the rows of some pieces.
    fn keep(&mut self, wanted: &[usize], width: usize) {
        self.kept.clear();
        for &piece in wanted {
            self.kept.extend_from_slice(&self.rows[piece * width..][..width]);
        }
    }

    /// From the rows of all pieces to the attention's answers, in `context`: one for each piece, or
    /// for each of those `wanted`.
    fn attend(&mut self, weights: &Weights, layer: &Layer, count: usize, wanted: Option<&[usize]>) {
        let width = weights.width;
        let padded = self.attention.padded(count);
        self.qkv.resize(padded * 3 * width, 0.0);
        self.qkv[count * 3 * width..].fill(0.0);
        let blocks = self.rows.chunks(BLOCK * width).zip(self.qkv.chunks_mut(BLOCK * 3 * width));
        for (rows, out) in blocks {
            let levels = self.levels;
            Quantise { rows, width, levels, out: &mut self.bytes }.dispatch();
            multiply(&self.multiply, &self.bytes, &layer.qkv, &mut self.sums);
            let out = &mut out[..self.sums.len()];
            Dequantise { from: sums(&self.sums, &self.bytes, &layer.qkv), out }.dispatch();
        }
        self.questions.clear();
        for &piece in wanted.unwrap_or_default() {
            self.questions.extend_from_slice(&self.qkv[piece * 3 * width..][..width]);
        }
        let questions = wanted.map(|_| self.questions.as_slice());
        self.context.resize(wanted.map_or(count, <[usize]>::len) * width, 0.0);
        let (qkv, heads, context) = (&self.qkv, weights.heads, &mut self.context);
        self.attention.run(questions, qkv, width, heads, count, context);
    }

    /// The rest of a layer, from the attention's answers, for the rows that are left.
    fn feed_forward(&mut self, layer: &Layer, width: usize) {
        let levels = self.levels;
        let blocks = self.rows.chunks_mut(BLOCK * width).zip(self.context.chunks(BLOCK * width));
        for (rows, context) in blocks {
            Quantise { rows: context, width, levels, out: &mut self.bytes }.dispatch();
            multiply(&self.multiply, &self.bytes, &layer.out, &mut self.sums);
            let from = sums(&self.sums, &self.bytes, &layer.out);
            AddNorm { from, rows, norm: &layer.norm1 }.dispatch();
            Quantise { rows, width, levels, out: &mut self.bytes }.dispatch();
            multiply(&self.multiply, &self.bytes, &layer.up, &mut self.sums);
            let from = sums(&self.sums, &self.bytes, &layer.up);
            GeluQuantise { from, levels, row: &mut self.row, out: &mut self.bent }.dispatch();
            multiply(&self.multiply, &self.bent, &layer.down, &mut self.sums);
            let from = sums(&self.sums, &self.bent, &layer.down);
            AddNorm { from, rows, norm: &layer.norm2 }.dispatch();
        }
    }

    /// Scores of rows that [`Workspace::run`] made: `width` numbers a row.
    fn head(&mut self, head: &Linear, width: usize, rows: &ByteRows, scores: &mut Vec<f32>) {
        let filled = head.columns.bias.len();
        scores.reserve(rows.scales.len() * width);
        for block in 0..rows.scales.len().div_ceil(BLOCK) {
            rows.block(block, BLOCK, &mut self.bytes);
            multiply(&self.multiply, &self.bytes, head, &mut self.sums);
            self.questions.resize(self.sums.len(), 0.0);
            let from = sums(&self.sums, &self.bytes, head);
            Dequantise { from, out: &mut self.questions }.dispatch();
            for row in self.questions.chunks_exact(filled) {
                scores.extend_from_slice(&row[..width]);
            }
        }
    }
}

/// The vectors of the pieces with what is known of each added, normalised.
fn embed(weights: &Weights, pieces: &[u32], features: &[Features], rows: &mut Vec<f32>) {
    let width = weights.width;
    rows.clear();
    rows.reserve(pieces.len() * width);
    let positions = weights.positions.chunks_exact(width);
    for ((&piece, features), position) in pieces.iter().zip(features).zip(positions) {
        let at = piece as usize;
        let scale = weights.words.scales[at];
        let bytes = &weights.words.bytes[at * width..][..width];
        let start = rows.len();
        rows.extend(bytes.iter().zip(position).map(|(&b, p)| f32::from(b) * scale + p));
        for (table, index) in weights.features.iter().zip(features.indices()) {
            for (x, y) in rows[start..].iter_mut().zip(&table[index * width..][..width]) {
                *x += y;
            }
        }
    }
    Normalise { rows, norm: &weights.norm }.dispatch();
}

/// Multiplies rows of bytes with a map.
fn multiply(
    executor: &GemmExecutor<u8, i8, i32>,
    rows: &ByteRows,
    linear: &Linear,
    sums: &mut Vec<i32>,
) {
    let count = rows.scales.len();
    sums.resize(count * linear.columns.bias.len(), 0);
    let matrix = NdTensorView::from_data([count, linear.packed.rows()], rows.bytes.as_slice());
    // The rows' zeros are left out here and taken off afterwards, with the columns' sums: version
    // 0.27 of the library reads the zeros of the first tile's rows for the rows of every tile.
    let done = executor.gemm(
        sums,
        GemmInputA::Unpacked(matrix),
        GemmInputB::Packed(&linear.packed),
        GemmOptions::default(),
    );
    debug_assert!(done.is_ok(), "sizes were checked when the weights were read: {done:?}");
}

fn sums<'a>(sums: &'a [i32], rows: &'a ByteRows, linear: &'a Linear) -> Sums<'a> {
    Sums { sums, rows, columns: &linear.columns }
}

thread_local! {
    static WORKSPACE: RefCell<Option<Workspace>> = const { RefCell::new(None) };
    static POOL: Option<ThreadPool> = pool_of_one();
}

/// The rows of some pieces that outlive a window.
#[derive(Default)]
pub(crate) struct Kept {
    /// After the last layer.
    pub(crate) last: ByteRows,
    /// After the layer that early columns want; empty when there are none.
    pub(crate) early: ByteRows,
}

/// Runs the network over the pieces of one window; `out` becomes the rows of the pieces `wanted`.
pub(crate) fn run(
    weights: &Weights,
    pieces: &[u32],
    features: &[Features],
    wanted: &[usize],
    out: &mut Kept,
) {
    alone(|workspace| workspace.run(weights, pieces, features, wanted, out));
}

/// Adds the scores of some rows to `scores`, `width` numbers a row.
pub(crate) fn head(head: &Linear, width: usize, rows: &ByteRows, scores: &mut Vec<f32>) {
    alone(|workspace| workspace.head(head, width, rows, scores));
}

/// Does some work with what the calling thread has for it.
///
/// The multiplication spreads over whatever pool of threads it is called in, and outside of any it
/// would start one for all processors. But here windows are spread, by whoever calls, and not
/// multiplications: so each calling thread has a pool of a single thread, and waits for it.
fn alone(work: impl FnOnce(&mut Workspace) + Send) {
    let work = || WORKSPACE.with_borrow_mut(|kept| work(kept.get_or_insert_with(Workspace::new)));
    POOL.with(|pool| match pool {
        Some(pool) => pool.install(work),
        None => work(),
    });
}

/// `None` where the system gives no more threads: then the multiplication is left to spread.
fn pool_of_one() -> Option<ThreadPool> {
    ThreadPoolBuilder::new().num_threads(1).thread_name(|_| "encoder".to_owned()).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixtures, reference};

    /// Rounding to bytes costs a little; anything else that differed would cost far more.
    #[test]
    fn agrees_with_plain_arithmetic() {
        let weights = Weights::read(&fixtures::weights_with_early()).unwrap();
        let early = weights.early.as_ref().unwrap();
        for count in [3, 64, 65, 100] {
            let pieces: Vec<u32> = (0..count).map(|i| i * 7 % 58).collect();
            let features: Vec<Features> = (0..count)
                .map(|i| Features {
                    shape: (i % 16) as u8,
                    piece: (i % 3) as u8,
                    quotation: (i / 3 % 3) as u8,
                    sentence: (i % 2) as u8,
                    paragraph: (i / 2 % 3) as u8,
                })
                .collect();
            let wanted: Vec<usize> = (1..count as usize).step_by(2).collect();
            let mut rows = Kept::default();
            run(&weights, &pieces, &features, &wanted, &mut rows);
            let (last, earlier) = reference::scores(&pieces, &features);
            for (map, columns, rows, expected) in [
                (&weights.head, fixtures::COLUMNS, &rows.last, last),
                (&early.map, fixtures::EARLY_COLUMNS, &rows.early, earlier),
            ] {
                let mut found = Vec::new();
                let map = map.linear(std::slice::from_ref(&(0..columns)));
                head(&map, columns, rows, &mut found);
                let expected: Vec<f32> =
                    wanted.iter().flat_map(|&at| expected[at].clone()).collect();
                assert_eq!(found.len(), expected.len());
                let size = |x: &mut dyn Iterator<Item = f32>| x.map(|x| x * x).sum::<f32>().sqrt();
                let error = size(&mut found.iter().zip(&expected).map(|(x, y)| x - y));
                let ratio = error / size(&mut expected.iter().copied());
                assert!(ratio < 0.02, "{count} pieces: off by {ratio}");
            }
        }
    }
}
