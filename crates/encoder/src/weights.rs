//! The weights as they lie in the file, and as the multiplication wants them.
//!
//! The file is safetensors: whole bytes per output row for everything that is multiplied, plain
//! numbers for the rest. `train/` writes it.

use std::collections::BTreeMap;
use std::ops::Range;

use rten_gemm::{GemmExecutor, PackedBMatrix};
use rten_tensor::NdTensorView;
use safetensors::{Dtype, SafeTensors};

use crate::LoadError;
use crate::features::{PARAGRAPHS, PIECES, QUOTATIONS, SENTENCES, SHAPES};
use crate::rows::{Columns, LANES, Norm};

/// A map from rows of one width to rows of another, in bytes.
pub(crate) struct Linear {
    pub(crate) packed: PackedBMatrix<i8>,
    pub(crate) columns: Columns,
}

/// A map as it lies in the file.
pub(crate) struct Matrix {
    bytes: Vec<i8>,
    inputs: usize,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// How many outputs it has.
    pub(crate) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// The map to some of its outputs, one range after the other, ready to be multiplied with. It
    /// is filled up to whole lanes with outputs that are zero.
    pub(crate) fn linear(&self, outputs: &[Range<usize>]) -> Linear {
        let (mut bytes, mut scales, mut bias) = (Vec::new(), Vec::new(), Vec::new());
        for outputs in outputs {
            bytes.extend_from_slice(
                &self.bytes[outputs.start * self.inputs..outputs.end * self.inputs],
            );
            scales.extend_from_slice(&self.scales[outputs.clone()]);
            bias.extend_from_slice(&self.bias[outputs.clone()]);
        }
        let filled = bias.len().next_multiple_of(LANES);
        bytes.resize(filled * self.inputs, 0);
        scales.resize(filled, 0.0);
        bias.resize(filled, 0.0);
        let matrix = NdTensorView::from_data([filled, self.inputs], bytes.as_slice());
        let packed = GemmExecutor::<u8, i8, i32>::new().prepack_b(matrix.transposed());
        let rows = bytes.chunks_exact(self.inputs);
        let sums = rows.map(|row| row.iter().map(|&x| i32::from(x)).sum()).collect();
        Linear { packed, columns: Columns { scales, bias, sums } }
    }
}

/// What is asked about a word before the last layer has read it.
pub(crate) struct Early {
    /// How many layers have.
    pub(crate) layers: usize,
    /// Kept as [`Weights::head`] is.
    pub(crate) map: Matrix,
}

pub(crate) struct Layer {
    pub(crate) qkv: Linear,
    pub(crate) out: Linear,
    pub(crate) norm1: Norm,
    pub(crate) up: Linear,
    pub(crate) down: Linear,
    pub(crate) norm2: Norm,
}

/// The vectors of the pieces of words, in bytes.
pub(crate) struct Words {
    pub(crate) bytes: Vec<i8>,
    pub(crate) scales: Vec<f32>,
}

pub(crate) struct Weights {
    pub(crate) width: usize,
    pub(crate) heads: usize,
    pub(crate) words: Words,
    pub(crate) positions: Vec<f32>,
    /// In the order of [`crate::features::Features`].
    pub(crate) features: [Vec<f32>; 5],
    pub(crate) norm: Norm,
    pub(crate) layers: Vec<Layer>,
    /// All that can be asked about a word. Kept as it is: it is multiplied with in parts.
    pub(crate) head: Matrix,
    /// Its columns are counted on from those of `head`.
    pub(crate) early: Option<Early>,
    /// What decoding wants beside the scores, by name: its shape and numbers.
    pub(crate) extra: BTreeMap<String, (Vec<usize>, Vec<f32>)>,
}

impl Weights {
    /// How many columns there are, the early ones after the others.
    pub(crate) fn outputs(&self) -> usize {
        self.head.outputs() + self.early.as_ref().map_or(0, |early| early.map.outputs())
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Weights, LoadError> {
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(unreadable)?;
        let number = |name: &str| metadata.metadata().as_ref()?.get(name)?.parse::<usize>().ok();
        let heads = number("heads")
            .filter(|&heads| heads > 0)
            .ok_or_else(|| LoadError::Weights("the number of heads is missing".to_owned()))?;
        let file = File { tensors: SafeTensors::deserialize(bytes).map_err(unreadable)? };
        let (shape, _) = file.numbers("positions")?;
        let width = shape.last().copied().unwrap_or_default();
        if width == 0 || !width.is_multiple_of(LANES) || !width.is_multiple_of(heads) {
            return Err(LoadError::Weights(format!("a width of {width} with {heads} heads")));
        }
        let mut layers = Vec::new();
        while file.tensors.tensor(&format!("layers.{}.qkv.q", layers.len())).is_ok() {
            let name = |part: &str| format!("layers.{}.{part}", layers.len());
            let mut qkv = file.linear(&name("qkv"), Some(width), Some(3 * width))?;
            // Attention compares by a dot product over the square root of a head's width, which
            // can as well be in the questions' weights.
            let root = ((width / heads) as f32).sqrt().recip();
            let Columns { scales, bias, .. } = &mut qkv.columns;
            for x in scales[..width].iter_mut().chain(&mut bias[..width]) {
                *x *= root;
            }
            let up = file.linear(&name("up"), Some(width), None)?;
            layers.push(Layer {
                qkv,
                out: file.linear(&name("out"), Some(width), Some(width))?,
                norm1: file.norm(&name("norm1"), width)?,
                down: file.linear(&name("down"), Some(up.columns.bias.len()), Some(width))?,
                up,
                norm2: file.norm(&name("norm2"), width)?,
            });
        }
        if layers.is_empty() {
            return Err(LoadError::Weights("there are no layers".to_owned()));
        }
        let head = file.matrix("head", Some(width), None)?;
        let early = match number("early") {
            Some(count) if (1..layers.len()).contains(&count) => {
                Some(Early { layers: count, map: file.matrix("early", Some(width), None)? })
            }
            Some(count) => {
                let problem = format!("early columns after {count} of {} layers", layers.len());
                return Err(LoadError::Weights(problem));
            }
            None => None,
        };
        let mut extra = BTreeMap::new();
        for name in file.tensors.names() {
            if let Some(short) = name.strip_prefix("extra.") {
                extra.insert(short.to_owned(), file.numbers(name)?);
            }
        }
        Ok(Weights {
            width,
            heads,
            words: file.words(width)?,
            positions: file.numbers("positions")?.1,
            features: [
                file.table("shape", SHAPES, width)?,
                file.table("piece", PIECES, width)?,
                file.table("quotation", QUOTATIONS, width)?,
                file.table("sentence", SENTENCES, width)?,
                file.table("paragraph", PARAGRAPHS, width)?,
            ],
            norm: file.norm("norm", width)?,
            layers,
            head,
            early,
            extra,
        })
    }
}

struct File<'a> {
    tensors: SafeTensors<'a>,
}

impl<'a> File<'a> {
    /// A matrix of bytes: its two sides and its content.
    fn bytes(&self, name: &str) -> Result<([usize; 2], &'a [u8]), LoadError> {
        let tensor = self.tensors.tensor(name).map_err(|_| LoadError::missing(name))?;
        let shape = tensor.shape().try_into().map_err(|_| LoadError::missing(name))?;
        match tensor.dtype() {
            Dtype::I8 => Ok((shape, tensor.data())),
            _ => Err(LoadError::missing(name)),
        }
    }

    /// An array of numbers: its shape and its content.
    fn numbers(&self, name: &str) -> Result<(Vec<usize>, Vec<f32>), LoadError> {
        let tensor = self.tensors.tensor(name).map_err(|_| LoadError::missing(name))?;
        if tensor.dtype() != Dtype::F32 {
            return Err(LoadError::missing(name));
        }
        let (chunks, _) = tensor.data().as_chunks::<4>();
        let numbers = chunks.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
        Ok((tensor.shape().to_vec(), numbers))
    }

    fn table(&self, name: &str, rows: usize, width: usize) -> Result<Vec<f32>, LoadError> {
        let (shape, numbers) = self.numbers(name)?;
        if shape == [rows, width] { Ok(numbers) } else { Err(LoadError::missing(name)) }
    }

    fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, LoadError> {
        let (shape, numbers) = self.numbers(name)?;
        if shape == [length] { Ok(numbers) } else { Err(LoadError::missing(name)) }
    }

    fn norm(&self, name: &str, width: usize) -> Result<Norm, LoadError> {
        Ok(Norm {
            weight: self.vector(&format!("{name}.weight"), width)?,
            bias: self.vector(&format!("{name}.bias"), width)?,
        })
    }

    fn words(&self, width: usize) -> Result<Words, LoadError> {
        let ([words, columns], bytes) = self.bytes("words.q")?;
        if columns != width {
            return Err(LoadError::missing("words.q"));
        }
        Ok(Words { bytes: signed(bytes), scales: self.vector("words.s", words)? })
    }

    fn linear(
        &self,
        name: &str,
        inputs: Option<usize>,
        outputs: Option<usize>,
    ) -> Result<Linear, LoadError> {
        let matrix = self.matrix(name, inputs, outputs)?;
        Ok(matrix.linear(std::slice::from_ref(&(0..matrix.outputs()))))
    }

    fn matrix(
        &self,
        name: &str,
        inputs: Option<usize>,
        outputs: Option<usize>,
    ) -> Result<Matrix, LoadError> {
        let ([rows, columns], bytes) = self.bytes(&format!("{name}.q"))?;
        if inputs.is_some_and(|n| n != columns) || outputs.is_some_and(|n| n != rows) {
            return Err(LoadError::missing(name));
        }
        let scales = self.vector(&format!("{name}.s"), rows)?;
        let bias = self.vector(&format!("{name}.b"), rows)?;
        Ok(Matrix { bytes: signed(bytes), inputs: columns, scales, bias })
    }
}

fn signed(bytes: &[u8]) -> Vec<i8> {
    bytes.iter().map(|&byte| byte as i8).collect()
}

fn unreadable(error: safetensors::SafeTensorError) -> LoadError {
    LoadError::Weights(error.to_string())
}
