//! The language model: text in, scores for every token out.
//!
//! One small network reads an article once, and everything that is learnt rather than written down
//! as a rule is decoded from what it says of each token. This crate knows nothing of what the
//! scores mean: it cuts tokens into the pieces that the network knows ([`Encoder::prepare`]), plans
//! windows that give every token its context, runs the network over them ([`Encoder::encode`]), and
//! hands out one row of numbers a token ([`Scores`]).
//!
//! The same text gives the same bytes on the same machine, whatever else is read at the same time
//! and by how many threads: windows are never filled up or mixed, bytes are scaled row by row, and
//! nothing is added up in an order that depends on the batch.

mod attention;
mod features;
#[cfg(test)]
mod fixtures;
mod network;
mod pieces;
#[cfg(test)]
mod reference;
mod rows;
mod scores;
#[cfg(test)]
mod tests;
mod weights;
mod windows;

use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use onrecord_text::{Outline, Segments, Text};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use features::Features;
use pieces::Vocabulary;
use scores::Columns;
use weights::Weights;
use windows::Window;

pub use scores::{Row, Scores};

/// Why a model could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file is not the one that was meant.
    #[error("{name} is not the file it should be: its SHA-256 is {found}\nhint: {HINT}")]
    Digest {
        /// The file.
        name: String,
        /// What was found.
        found: String,
    },
    /// The weights cannot be used.
    #[error("the model's weights cannot be used: {0}\nhint: {HINT}")]
    Weights(String),
    /// The vocabulary cannot be used.
    #[error("the model's vocabulary cannot be used: {0}\nhint: {HINT}")]
    Vocabulary(String),
    /// The manifest cannot be used.
    #[error("the model's manifest cannot be used: {0}\nhint: {HINT}")]
    Manifest(String),
}

const HINT: &str = "take weights, vocabulary and manifest from the same export of train/";

impl LoadError {
    fn missing(name: &str) -> LoadError {
        LoadError::Weights(format!("{name} is missing, or not of the size or type it should have"))
    }
}

/// Checks that a file is the one with this SHA-256, given as 64 hexadecimal digits.
pub fn verify(name: &str, bytes: &[u8], sha256: &str) -> Result<(), LoadError> {
    let digest = Sha256::digest(bytes);
    let found: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    if found == sha256.trim().to_ascii_lowercase() {
        return Ok(());
    }
    Err(LoadError::Digest { name: name.to_owned(), found })
}

/// A loaded model. Threads share it by reference.
pub struct Encoder {
    weights: Weights,
    vocabulary: Vocabulary,
    columns: Arc<Columns>,
    room: usize,
}

/// The part of the manifest that this crate reads.
#[derive(Deserialize)]
struct Manifest {
    columns: std::collections::BTreeMap<String, [usize; 2]>,
}

impl Encoder {
    /// The pieces of a window, unless [`Encoder::with_window`] says otherwise.
    pub const WINDOW: usize = 384;

    /// Loads a model from the contents of its three files: weights (safetensors), vocabulary (a
    /// piece a line) and manifest (JSON, of which `columns` is read: the first and the last column,
    /// exclusive, of each named part of the scores).
    pub fn new(
        weights: impl Into<Cow<'static, [u8]>>,
        vocabulary: &str,
        manifest: &str,
    ) -> Result<Encoder, LoadError> {
        let weights = Weights::read(&weights.into())?;
        let vocabulary = Vocabulary::read(vocabulary)?;
        if vocabulary.len != weights.words.scales.len() {
            let (has, wants) = (vocabulary.len, weights.words.scales.len());
            let problem = format!("it has {has} pieces where the weights have {wants}");
            return Err(LoadError::Vocabulary(problem));
        }
        let manifest: Manifest = serde_json::from_str(manifest)
            .map_err(|error| LoadError::Manifest(error.to_string()))?;
        let mut columns = Columns::new();
        for (name, [first, end]) in manifest.columns {
            if first > end || end > weights.columns {
                let problem = format!("{name} takes columns that the weights do not have");
                return Err(LoadError::Manifest(problem));
            }
            columns.insert(name, first..end);
        }
        let encoder = Encoder { weights, vocabulary, columns: Arc::new(columns), room: 0 };
        Ok(encoder.with_window(Encoder::WINDOW))
    }

    /// The same model with windows of so many pieces: 64 at least, and as many as it has positions
    /// at most.
    pub fn with_window(self, pieces: usize) -> Encoder {
        let most = self.weights.positions.len() / self.weights.width;
        Encoder { room: pieces.max(64).min(most) - 2, ..self }
    }

    /// Numbers that decoding wants beside the scores: the shape and the content of a tensor that
    /// the weights hold under `extra.` and this name.
    pub fn extra(&self, name: &str) -> Option<(&[usize], &[f32])> {
        self.weights.extra.get(name).map(|(shape, numbers)| (shape.as_slice(), numbers.as_slice()))
    }

    /// Cuts a text into pieces and plans its windows.
    pub fn prepare(&self, text: &Text, segments: &Segments, outline: &Outline) -> Prepared {
        let mut pieces = Vec::with_capacity(segments.tokens.len() * 5 / 4);
        let mut starts = Vec::with_capacity(segments.tokens.len() + 1);
        for token in &segments.tokens {
            starts.push(pieces.len());
            self.vocabulary.cut(text.slice(token.span), &mut pieces);
        }
        starts.push(pieces.len());
        let sentences: Vec<_> = segments.sentences.iter().map(|s| s.tokens.clone()).collect();
        let windows = windows::plan(&starts, &sentences, self.room);
        Prepared { features: features::of_tokens(text, segments, outline), pieces, starts, windows }
    }

    /// Reads a text on the calling thread: one row of scores for each token.
    pub fn encode(&self, text: &Text, segments: &Segments, outline: &Outline) -> Scores {
        let prepared = self.prepare(text, segments, outline);
        let mut scores = self.room_for(&prepared);
        for window in &prepared.windows {
            self.run(&prepared, window, &mut scores.values);
        }
        scores
    }

    /// Reads several texts on so many threads of its own. The windows of all texts are handed out
    /// one by one, so that a long text keeps no thread waiting; the scores are the same as those of
    /// [`Encoder::encode`], byte for byte.
    pub fn encode_all(&self, texts: &[Prepared], threads: NonZeroUsize) -> Vec<Scores> {
        let jobs: Vec<(usize, &Window)> = texts
            .iter()
            .enumerate()
            .flat_map(|(index, text)| text.windows.iter().map(move |window| (index, window)))
            .collect();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            while let Some(&(text, window)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                let mut values = Vec::with_capacity(window.kept.len() * self.weights.columns);
                self.run(&texts[text], window, &mut values);
                done.push((text, window.kept.start, values));
            }
            done
        };
        let mut done = thread::scope(|scope| {
            let others: Vec<_> =
                (1..threads.get().min(jobs.len())).map(|_| scope.spawn(work)).collect();
            let mut done = work();
            for other in others {
                match other.join() {
                    Ok(theirs) => done.extend(theirs),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            done
        });
        done.sort_unstable_by_key(|&(text, start, _)| (text, start));
        let mut all: Vec<Scores> = texts.iter().map(|text| self.room_for(text)).collect();
        for (text, _, values) in done {
            all[text].values.extend(values);
        }
        all
    }

    fn room_for(&self, prepared: &Prepared) -> Scores {
        let width = self.weights.columns;
        let values = Vec::with_capacity(prepared.features.len() * width);
        Scores { columns: Arc::clone(&self.columns), width, values }
    }

    /// Runs one window and adds the rows of the tokens that it keeps.
    fn run(&self, text: &Prepared, window: &Window, values: &mut Vec<f32>) {
        let span = text.starts[window.tokens.start]..text.starts[window.tokens.end];
        let mut pieces = Vec::with_capacity(span.len() + 2);
        let mut features = Vec::with_capacity(span.len() + 2);
        pieces.push(self.vocabulary.start);
        features.push(Features::NO_WORD);
        pieces.extend_from_slice(&text.pieces[span.clone()]);
        for token in window.tokens.clone() {
            let first = text.features[token];
            features.push(first);
            let later = text.starts[token + 1] - text.starts[token] - 1;
            features.extend((0..later).map(|_| Features { piece: 1, ..first }));
        }
        pieces.push(self.vocabulary.end);
        features.push(Features::NO_WORD);
        let place = |token: usize| text.starts[token] - span.start + 1;
        let wanted: Vec<usize> = window.kept.clone().map(place).collect();
        network::run(&self.weights, &pieces, &features, &wanted, values);
    }
}

/// A text as the network takes it: pieces, what is known of each, and the plan of its windows.
#[derive(Clone, Debug)]
pub struct Prepared {
    pieces: Vec<u32>,
    /// For each token and for the end: the number of pieces before it.
    starts: Vec<usize>,
    features: Vec<Features>,
    windows: Vec<Window>,
}

impl Prepared {
    /// How many pieces the text has.
    pub fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// How many pieces are read, with those that are read again for the sake of their neighbours.
    pub fn pieces_read(&self) -> usize {
        let read =
            |window: &Window| self.starts[window.tokens.end] - self.starts[window.tokens.start] + 2;
        self.windows.iter().map(read).sum()
    }

    /// How many windows are read.
    pub fn windows(&self) -> usize {
        self.windows.len()
    }
}
