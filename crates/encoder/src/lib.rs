//! The language model: text in, scores for every token out.
//!
//! One small network reads an article once, and everything that is learnt rather than written down
//! as a rule is decoded from what it says of each token. This crate knows nothing of what the
//! scores mean: it cuts tokens into the pieces that the network knows ([`Encoder::prepare`]), plans
//! windows that give every token its context, runs the network over them ([`Encoder::read`]), and
//! hands over what it knows of each token window by window ([`Hidden`]). What is asked of that is up
//! to the caller ([`Encoder::head`]), so that a text of any length needs the memory of a window.
//!
//! The same text gives the same bytes on the same machine, whatever else is read at the same time
//! and by how many threads: windows are never filled up or mixed, bytes are scaled row by row, and
//! nothing is added up in an order that depends on the batch.

mod attention;
mod features;
#[cfg(test)]
mod fixtures;
mod hidden;
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
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use onrecord_text::{Segments, Text};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use features::Features;
use pieces::Vocabulary;
use scores::Columns;
use weights::Weights;
use windows::Window;

pub use hidden::{Head, Hidden};
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
    all: Head,
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
            if first > end || end > weights.outputs() {
                let problem = format!("{name} takes columns that the weights do not have");
                return Err(LoadError::Manifest(problem));
            }
            columns.insert(name, first..end);
        }
        let all = Head::new(&weights, std::slice::from_ref(&(0..weights.outputs())));
        let encoder = Encoder { weights, vocabulary, columns: Arc::new(columns), all, room: 0 };
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

    /// The columns of the scores that have a name, as the manifest tells them.
    pub fn columns(&self, name: &str) -> Option<Range<usize>> {
        self.columns.get(name).cloned()
    }

    /// Makes a head of some columns of the scores, one range after the other; those that are computed
    /// from an earlier layer come after the others, whatever their place.
    ///
    /// # Panics
    ///
    /// When there are no such columns.
    pub fn head(&self, columns: &[Range<usize>]) -> Head {
        Head::new(&self.weights, columns)
    }

    /// Cuts a text into pieces and plans its windows.
    pub fn prepare(&self, text: &Text, segments: &Segments) -> Prepared {
        self.prepare_part(text, segments, 0..segments.tokens.len())
    }

    /// Cuts a part of a text into pieces as if it were a text of its own: nothing around it is read,
    /// its first word begins a sentence and a paragraph, and the quotations that all of it lies in
    /// are not counted. Its tokens are numbered from 0.
    pub fn prepare_part(&self, text: &Text, segments: &Segments, tokens: Range<usize>) -> Prepared {
        let chosen = segments.tokens.get(tokens.clone()).unwrap_or_default();
        let mut pieces = Vec::with_capacity(chosen.len() * 5 / 4);
        let mut starts = Vec::with_capacity(chosen.len() + 1);
        for token in chosen {
            starts.push(pieces.len());
            self.vocabulary.cut(text.slice(token.span), &mut pieces);
        }
        starts.push(pieces.len());
        let sentences = sentences(segments, &tokens);
        let windows = windows::plan(&starts, &sentences, self.room);
        Prepared { features: features::of_tokens(text, segments, tokens), pieces, starts, windows }
    }

    /// Reads a text on the calling thread, and hands over what the network knows of its tokens, in
    /// order and some hundred at a time. Sentences come whole, unless they do not fit a window.
    pub fn read(&self, text: &Prepared, mut take: impl FnMut(&Hidden)) {
        let mut hidden = Hidden::default();
        for window in &text.windows {
            self.run(text, window, &mut hidden);
            take(&hidden);
        }
    }

    /// Reads again those windows that some tokens, given in order, were read in, and hands over the
    /// same for them as before.
    pub fn read_again(&self, text: &Prepared, tokens: &[usize], mut take: impl FnMut(&Hidden)) {
        let mut hidden = Hidden::default();
        let mut tokens = tokens.iter().peekable();
        for window in &text.windows {
            let mut is_wanted = false;
            while tokens.next_if(|&&token| token < window.kept.end).is_some() {
                is_wanted = true;
            }
            if is_wanted {
                self.run(text, window, &mut hidden);
                take(&hidden);
            }
        }
    }

    /// Reads a text on the calling thread: one row of scores for each token, with all columns. That
    /// is some kilobytes a token; [`Encoder::read`] needs less.
    pub fn encode(&self, text: &Text, segments: &Segments) -> Scores {
        let prepared = self.prepare(text, segments);
        let mut scores = self.room_for(&prepared);
        self.read(&prepared, |hidden| {
            hidden.scores(&self.all, hidden.tokens(), &mut scores.values);
        });
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
            let (mut done, mut hidden) = (Vec::new(), Hidden::default());
            while let Some(&(text, window)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                let mut values = Vec::new();
                self.run(&texts[text], window, &mut hidden);
                hidden.scores(&self.all, hidden.tokens(), &mut values);
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
        let width = self.all.width();
        let values = Vec::with_capacity(prepared.features.len() * width);
        Scores { columns: Arc::clone(&self.columns), width, values }
    }

    /// What the network is given for each window of a text: to be held against what it was given in
    /// training.
    pub fn given(&self, text: &Prepared) -> Vec<Given> {
        text.windows.iter().map(|window| self.give(text, window)).collect()
    }

    fn give(&self, text: &Prepared, window: &Window) -> Given {
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
        let first = window.kept.clone().map(place).collect();
        Given { pieces, features, first }
    }

    /// Runs one window; `hidden` becomes that of the tokens that it keeps.
    fn run(&self, text: &Prepared, window: &Window, hidden: &mut Hidden) {
        let Given { pieces, features, first } = self.give(text, window);
        hidden.tokens = window.kept.clone();
        network::run(&self.weights, &pieces, &features, &first, &mut hidden.rows);
    }
}

/// What the network is given for one window.
#[derive(Clone, Debug)]
pub struct Given {
    pieces: Vec<u32>,
    features: Vec<Features>,
    first: Vec<usize>,
}

impl Given {
    /// The pieces, with the marks at the window's ends, as numbers of the vocabulary.
    pub fn pieces(&self) -> &[u32] {
        &self.pieces
    }

    /// The shape, piece, quotation, sentence and paragraph of each piece.
    pub fn features(&self) -> impl Iterator<Item = [usize; 5]> {
        self.features.iter().map(|features| features.indices())
    }

    /// Where the first piece of each token is whose scores count.
    pub fn first(&self) -> &[usize] {
        &self.first
    }
}

/// The sentences of some tokens, or what is among them of the first and the last; the first of the
/// tokens is number 0.
fn sentences(segments: &Segments, tokens: &Range<usize>) -> Vec<Range<usize>> {
    let first = segments.sentences.partition_point(|sentence| sentence.tokens.end <= tokens.start);
    segments.sentences[first..]
        .iter()
        .map(|sentence| {
            sentence.tokens.start.max(tokens.start)..sentence.tokens.end.min(tokens.end)
        })
        .take_while(|part| part.start < part.end)
        .map(|part| part.start - tokens.start..part.end - tokens.start)
        .collect()
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
