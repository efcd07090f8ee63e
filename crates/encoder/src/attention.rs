//! Attention: each piece asks all pieces of its window, once per head.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions};
use rten_simd::SimdOp;
use rten_tensor::NdTensorView;

use crate::rows::Exponentials;

/// Questions that are answered together: few enough that their answers stay in the second cache.
const BLOCK: usize = 64;

/// Windows are filled up to a multiple of this, so that no row of answers has a tail.
const FILL: usize = 16;

/// What attention needs, kept between windows.
pub(crate) struct Attention {
    multiply: GemmExecutor,
    answers: Vec<f32>,
    sums: Vec<f32>,
    mixed: Vec<f32>,
}

impl Attention {
    pub(crate) fn new() -> Attention {
        Attention {
            multiply: GemmExecutor::new(),
            answers: Vec::new(),
            sums: Vec::new(),
            mixed: Vec::new(),
        }
    }

    /// The number of rows that a window of `count` pieces is filled up to.
    pub(crate) fn padded(&self, count: usize) -> usize {
        count.next_multiple_of(FILL)
    }

    /// Answers questions, rows of `width`, from the keys and values in `qkv`, rows of three times
    /// `width` of which the first `count` are pieces and the others zero. The questions are those
    /// of all pieces unless others are given.
    pub(crate) fn run(
        &mut self,
        questions: Option<&[f32]>,
        qkv: &[f32],
        width: usize,
        heads: usize,
        count: usize,
        context: &mut [f32],
    ) {
        let padded = qkv.len() / (3 * width);
        let asked = context.len() / width;
        let part = width / heads;
        let all = NdTensorView::from_data([padded, 3 * width], qkv);
        let questions = match questions {
            Some(questions) => NdTensorView::from_data([asked, width], questions),
            None => all.slice((0..count, 0..width)),
        };
        for head in 0..heads {
            let columns = head * part..(head + 1) * part;
            let place = |third: usize| {
                let start = third * width + columns.start;
                (0..padded, start..start + part)
            };
            let keys = self.multiply.prepack_b(all.slice(place(1)).transposed());
            let values = self.multiply.prepack_b(all.slice(place(2)));
            for start in (0..asked).step_by(BLOCK) {
                let end = (start + BLOCK).min(asked);
                self.answers.resize((end - start) * padded, 0.0);
                self.mixed.resize((end - start) * part, 0.0);
                let asking = questions.slice((start..end, columns.clone()));
                let compared = self.multiply.gemm(
                    &mut self.answers,
                    GemmInputA::Unpacked(asking),
                    GemmInputB::Packed(&keys),
                    GemmOptions::default(),
                );
                let sums = &mut self.sums;
                Exponentials { rows: &mut self.answers, width: padded, known: count, sums }
                    .dispatch();
                let answers = NdTensorView::from_data([end - start, padded], &self.answers[..]);
                let mixed = self.multiply.gemm(
                    &mut self.mixed,
                    GemmInputA::Unpacked(answers),
                    GemmInputB::Packed(&values),
                    GemmOptions::default(),
                );
                debug_assert!(compared.is_ok() && mixed.is_ok(), "the sizes are computed here");
                let rows = context[start * width..].chunks_exact_mut(width);
                for ((row, mixed), sum) in rows.zip(self.mixed.chunks_exact(part)).zip(&self.sums) {
                    for (x, y) in row[columns.clone()].iter_mut().zip(mixed) {
                        *x = y / sum;
                    }
                }
            }
        }
    }
}
