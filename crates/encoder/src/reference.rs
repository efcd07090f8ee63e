//! The network once more, in plain arithmetic, to hold the fast one to it.

use std::collections::HashMap;

use crate::features::Features;
use crate::fixtures::{Content, EARLY, LAYERS, WIDTH, tensors};

type Rows = Vec<Vec<f32>>;

struct Plain {
    tensors: HashMap<String, (Vec<usize>, Content)>,
}

impl Plain {
    fn numbers(&self, name: &str) -> &[f32] {
        match &self.tensors[name].1 {
            Content::Numbers(numbers) => numbers,
            Content::Bytes(_) => panic!("{name} is bytes"),
        }
    }

    /// The rows of a matrix of bytes, as numbers.
    fn matrix(&self, name: &str) -> Rows {
        let (shape, Content::Bytes(bytes)) = &self.tensors[&format!("{name}.q")] else {
            panic!("{name} is numbers");
        };
        let scales = self.numbers(&format!("{name}.s"));
        let rows = bytes.chunks(shape[1]).zip(scales);
        rows.map(|(row, scale)| row.iter().map(|&b| f32::from(b) * scale).collect()).collect()
    }

    fn linear(&self, name: &str, rows: &Rows) -> Rows {
        let (matrix, bias) = (self.matrix(name), self.numbers(&format!("{name}.b")));
        let one = |row: &Vec<f32>| {
            matrix.iter().zip(bias).map(|(weights, bias)| dot(row, weights) + bias).collect()
        };
        rows.iter().map(one).collect()
    }

    fn norm(&self, name: &str, rows: &mut Rows) {
        let weight = self.numbers(&format!("{name}.weight"));
        let bias = self.numbers(&format!("{name}.bias"));
        for row in rows {
            let mean = row.iter().sum::<f32>() / row.len() as f32;
            let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / row.len() as f32;
            for (x, (w, b)) in row.iter_mut().zip(weight.iter().zip(bias)) {
                *x = (*x - mean) / variance.sqrt() * w + b;
            }
        }
    }

    fn attention(&self, qkv: &Rows, heads: usize) -> Rows {
        let part = WIDTH / heads;
        let mut out = vec![vec![0.0; WIDTH]; qkv.len()];
        for head in 0..heads {
            let at = |third: usize| third * WIDTH + head * part..third * WIDTH + (head + 1) * part;
            for (asking, out) in qkv.iter().zip(&mut out) {
                let compare = |row: &Vec<f32>| {
                    (dot(&asking[at(0)], &row[at(1)]) / (part as f32).sqrt()).exp()
                };
                let answers: Vec<f32> = qkv.iter().map(compare).collect();
                let total: f32 = answers.iter().sum();
                for (answer, row) in answers.iter().zip(qkv) {
                    for (x, y) in out[head * part..].iter_mut().zip(&row[at(2)]) {
                        *x += y * answer / total;
                    }
                }
            }
        }
        out
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn add(a: &mut Rows, b: &Rows) {
    for (x, y) in a.iter_mut().flatten().zip(b.iter().flatten()) {
        *x += y;
    }
}

/// GELU, its error function by the trapezoid rule.
fn gelu(x: f32) -> f32 {
    let steps = 2000;
    let density = |t: f64| (-t * t / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let step = f64::from(x) / f64::from(steps);
    let inner: f64 = (1..steps).map(|i| density(f64::from(i) * step)).sum();
    let below = 0.5 + step * (inner + (density(0.0) + density(f64::from(x))) / 2.0);
    (f64::from(x) * below) as f32
}

/// The scores of all pieces: those of the last rows, and the early ones.
pub(crate) fn scores(pieces: &[u32], features: &[Features]) -> (Rows, Rows) {
    let tensors = tensors().into_iter().map(|(name, shape, content)| (name, (shape, content)));
    let net = Plain { tensors: tensors.collect() };
    let words = net.matrix("words");
    let tables = ["shape", "piece", "quotation", "sentence", "paragraph"].map(|t| net.numbers(t));
    let mut rows: Rows = Vec::new();
    for (at, (&piece, features)) in pieces.iter().zip(features).enumerate() {
        let mut row = words[piece as usize].clone();
        let mut add = |table: &[f32], index: usize| {
            for (x, y) in row.iter_mut().zip(&table[index * WIDTH..]) {
                *x += y;
            }
        };
        add(net.numbers("positions"), at);
        for (table, index) in tables.iter().zip(features.indices()) {
            add(table, index);
        }
        rows.push(row);
    }
    net.norm("norm", &mut rows);
    let mut early = Rows::new();
    for layer in 0..LAYERS {
        let name = |part: &str| format!("layers.{layer}.{part}");
        let mixed = net.attention(&net.linear(&name("qkv"), &rows), 2);
        add(&mut rows, &net.linear(&name("out"), &mixed));
        net.norm(&name("norm1"), &mut rows);
        let mut wide = net.linear(&name("up"), &rows);
        wide.iter_mut().flatten().for_each(|x| *x = gelu(*x));
        add(&mut rows, &net.linear(&name("down"), &wide));
        net.norm(&name("norm2"), &mut rows);
        if layer + 1 == EARLY {
            early = net.linear("early", &rows);
        }
    }
    (net.linear("head", &rows), early)
}
