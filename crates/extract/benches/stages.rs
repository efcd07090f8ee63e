//! How many words a second each stage reads, on one core, and all of them together.
//!
//! ```text
//! cargo bench -p onrecord-extract --bench stages
//! ```
//!
//! The articles are those of the demo. What needs the language model is left out where `models/` is
//! missing.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

use divan::Bencher;
use divan::counter::ItemsCount;
use onrecord_encoder::{Encoder, Prepared};
use onrecord_extract::{
    Decoding, Heads, Model, ModelFiles, Scores, Whole, analyse, dates, parse, segment,
};
use onrecord_text::{Outline, Segments, Text};

fn main() {
    divan::main();
}

/// The demo's article of plain text, four times over: more than one window.
fn article() -> (Text, Segments, Outline) {
    let text = Text::new(include_str!("../../../demo/harbour-bridge.txt").repeat(4));
    let outline = Outline::default();
    let segments = segment(&text, &outline);
    (text, segments, outline)
}

/// The files of `models/`.
struct Files {
    encoder: Vec<u8>,
    heads: Vec<u8>,
    vocabulary: String,
    manifest: String,
}

impl Files {
    fn read() -> Option<Files> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models");
        Some(Files {
            encoder: fs::read(folder.join("encoder.safetensors")).ok()?,
            heads: fs::read(folder.join("heads.safetensors")).ok()?,
            vocabulary: fs::read_to_string(folder.join("vocab.txt")).ok()?,
            manifest: fs::read_to_string(folder.join("manifest.json")).ok()?,
        })
    }

    fn encoder(&self) -> Encoder {
        Encoder::new(self.encoder.clone(), &self.vocabulary, &self.manifest).unwrap()
    }

    fn model(&self) -> Model {
        let files = ModelFiles {
            encoder: Cow::Owned(self.encoder.clone()),
            heads: &self.heads,
            vocabulary: &self.vocabulary,
            manifest: &self.manifest,
            calibration: None,
        };
        Model::read(files).unwrap()
    }
}

#[divan::bench]
fn a_segments(bencher: Bencher) {
    let (text, segments, outline) = article();
    bencher.counter(words(&segments)).bench(|| segment(&text, &outline));
}

/// Time expressions, by words alone.
#[divan::bench]
fn a_time_expressions(bencher: Bencher) {
    let (text, segments, outline) = article();
    let setting = dates::Setting { published: "2024-05-07".parse().ok(), ..Default::default() };
    bencher
        .counter(words(&segments))
        .bench(|| dates::find(&text, &outline, &segments, None, &setting));
}

/// Everything without the language model, segments included.
#[divan::bench]
fn b_statements(bencher: Bencher) {
    let (text, segments, outline) = article();
    bencher.counter(words(&segments)).bench(|| analyse(&text, &outline, None));
}

#[divan::bench]
fn c_pieces(bencher: Bencher) {
    let Some(files) = Files::read() else { return };
    let (encoder, (text, segments, _)) = (files.encoder(), article());
    bencher.counter(words(&segments)).bench(|| encoder.prepare(&text, &segments));
}

#[divan::bench]
fn d_network(bencher: Bencher) {
    let Some(files) = Files::read() else { return };
    let (encoder, (text, segments, _)) = (files.encoder(), article());
    let prepared: Prepared = encoder.prepare(&text, &segments);
    bencher.counter(words(&segments)).bench(|| encoder.read(&prepared, |_| ()));
}

/// From rows that are there to trees, mentions, entities and attributions.
#[divan::bench]
fn e_decoding(bencher: Bencher) {
    let Some(files) = Files::read() else { return };
    let (encoder, (text, segments, _)) = (files.encoder(), article());
    let heads = Heads::read(files.manifest.as_bytes(), &files.heads).unwrap();
    let scores = encoder.encode(&text, &segments);
    let scores = Scores::new(scores.values(), scores.width());
    let tokens = segments.tokens.len();
    let whole = Whole { scores, heads: &heads, tokens, step: 300 };
    let decoding = Decoding::default();
    bencher.counter(words(&segments)).bench(|| parse(&text, &segments, &whole, &heads, &decoding));
}

/// Pieces, network, heads and decoding.
#[divan::bench]
fn f_parse(bencher: Bencher) {
    let Some(files) = Files::read() else { return };
    let (model, (text, segments, _)) = (files.model(), article());
    bencher.counter(words(&segments)).bench(|| model.parse(&text, &segments));
}

/// Each content of the article read once more by itself.
#[divan::bench]
fn g_nested(bencher: Bencher) {
    let Some(files) = Files::read() else { return };
    let (model, (text, segments, _)) = (files.model(), article());
    let parse = model.parse(&text, &segments);
    let parts: Vec<_> = parse
        .attributions
        .iter()
        .flat_map(|found| &found.contents)
        .map(|&id| parse.part(id).tokens.clone())
        .collect();
    let read: usize = parts.iter().map(|part| part.len()).sum();
    bencher
        .counter(ItemsCount::new(read))
        .bench(|| model.attributions_in(&text, &segments, &parts));
}

fn words(segments: &Segments) -> ItemsCount {
    ItemsCount::new(segments.tokens.len())
}
