//! Articles and a model for tests. The articles are cut by rules that a test can see at a glance;
//! the model is small and its weights are arbitrary, but it goes through every step of a real one.

use onrecord_text::{
    Paragraph, ParagraphId, Quotation, QuotationId, Segments, Sentence, SentenceId, Span, Text,
    Token,
};
use safetensors::tensor::{Dtype, TensorView, serialize};

use crate::Encoder;

/// Lines are paragraphs; tokens stand between spaces; a lone full stop ends a sentence; `"` and `‘ ’`
/// are quotation marks.
pub(crate) fn article(words: &str) -> (Text, Segments) {
    let text = Text::new(words);
    let span = |start: usize, end: usize| text.span(start..end).unwrap();
    let (mut segments, mut at) = (Segments::default(), 0);
    for line in words.split('\n') {
        let paragraph = ParagraphId::new(segments.paragraphs.len());
        let (first_sentence, line_end) = (segments.sentences.len(), at + line.len());
        let (mut token_start, mut first) = (at, segments.tokens.len());
        for token in line.split(' ').filter(|token| !token.is_empty()) {
            token_start += text.as_str()[token_start..].find(token).unwrap();
            let end = token_start + token.len();
            let sentence = SentenceId::new(segments.sentences.len());
            let space_after = end == line_end || text.as_str()[end..].starts_with(' ');
            segments.tokens.push(Token { span: span(token_start, end), sentence, space_after });
            token_start = end;
            if token == "." || end == line_end {
                let tokens = first..segments.tokens.len();
                let start = segments.tokens[first].span;
                let span = start.cover(span(token_start, end));
                segments.sentences.push(Sentence { span, paragraph, tokens });
                first = segments.tokens.len();
            }
        }
        if segments.sentences.len() > first_sentence {
            let sentences = first_sentence..segments.sentences.len();
            segments.paragraphs.push(Paragraph { span: span(at, line_end), sentences });
        }
        at = line_end + 1;
    }
    segments.quotations = quotations(&text);
    (text, segments)
}

fn quotations(text: &Text) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut open: Vec<(usize, Span)> = Vec::new();
    for (at, c) in text.as_str().char_indices() {
        let mark = text.span(at..at + c.len_utf8()).unwrap();
        let closes = c == '’' || c == '"' && !open.is_empty();
        if closes && let Some((index, opening)) = open.pop() {
            found[index].content = vec![opening.gap(mark).unwrap()];
            found[index].closing = Some(mark);
        } else if matches!(c, '"' | '‘') {
            let inside = open.last().map(|&(index, _)| QuotationId::new(index));
            open.push((found.len(), mark));
            found.push(Quotation { content: vec![], opening: vec![mark], closing: None, inside });
        }
    }
    found
}

pub(crate) const WIDTH: usize = 64;
pub(crate) const COLUMNS: usize = 70;
pub(crate) const LAYERS: usize = 2;
/// How many layers have read what early columns are computed from.
pub(crate) const EARLY: usize = 1;
pub(crate) const EARLY_COLUMNS: usize = 5;
const WIDER: usize = 128;
const WORDS: usize = 64;

/// The tensors of a small model: name, shape, and bytes or numbers.
pub(crate) enum Content {
    Bytes(Vec<i8>),
    Numbers(Vec<f32>),
}

pub(crate) fn tensors() -> Vec<(String, Vec<usize>, Content)> {
    let mut seed = 1u32;
    let mut next = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as f32 / 8_388_608.0 - 1.0
    };
    let mut all = Vec::new();
    let mut bytes = |all: &mut Vec<_>, name: String, rows: usize, columns: usize, bias: bool| {
        let content = (0..rows * columns).map(|_| (next() * 127.0) as i8).collect();
        all.push((format!("{name}.q"), vec![rows, columns], Content::Bytes(content)));
        let scales = (0..rows).map(|_| 0.002 + 0.0004 * next()).collect();
        all.push((format!("{name}.s"), vec![rows], Content::Numbers(scales)));
        if bias {
            let bias = (0..rows).map(|_| 0.1 * next()).collect();
            all.push((format!("{name}.b"), vec![rows], Content::Numbers(bias)));
        }
    };
    bytes(&mut all, "words".to_owned(), WORDS, WIDTH, false);
    bytes(&mut all, "head".to_owned(), COLUMNS, WIDTH, true);
    for layer in 0..LAYERS {
        let parts = [("qkv", 3 * WIDTH, WIDTH), ("out", WIDTH, WIDTH)];
        for (part, rows, columns) in
            parts.into_iter().chain([("up", WIDER, WIDTH), ("down", WIDTH, WIDER)])
        {
            bytes(&mut all, format!("layers.{layer}.{part}"), rows, columns, true);
        }
    }
    let mut numbers = |name: String, shape: Vec<usize>, middle: f32| {
        let content = (0..shape.iter().product()).map(|i: usize| middle + 0.1 * (i as f32).sin());
        all.push((name, shape, Content::Numbers(content.collect())));
    };
    let tables = [("shape", 16), ("piece", 3), ("quotation", 3), ("sentence", 2), ("paragraph", 3)];
    for (name, rows) in tables.into_iter().chain([("positions", 128)]) {
        numbers(name.to_owned(), vec![rows, WIDTH], 0.0);
    }
    let norms = (0..LAYERS).flat_map(|i| ["norm1", "norm2"].map(|n| format!("layers.{i}.{n}")));
    for name in norms.chain(["norm".to_owned()]) {
        numbers(format!("{name}.weight"), vec![WIDTH], 1.0);
        numbers(format!("{name}.bias"), vec![WIDTH], 0.0);
    }
    numbers("extra.pairs".to_owned(), vec![2, 3], 0.0);
    // Last, so that the others are the same without it.
    bytes(&mut all, "early".to_owned(), EARLY_COLUMNS, WIDTH, true);
    all
}

/// The small model as a file.
pub(crate) fn weights() -> Vec<u8> {
    file(&[("heads", "2")])
}

/// The same with columns from before its last layer.
pub(crate) fn weights_with_early() -> Vec<u8> {
    file(&[("heads", "2"), ("early", &EARLY.to_string())])
}

/// The small model as a file with these entries in its header.
pub(crate) fn file(entries: &[(&str, &str)]) -> Vec<u8> {
    let data: Vec<(String, Dtype, Vec<usize>, Vec<u8>)> = tensors()
        .into_iter()
        .map(|(name, shape, content)| match content {
            Content::Bytes(b) => (name, Dtype::I8, shape, b.into_iter().map(|b| b as u8).collect()),
            Content::Numbers(n) => {
                (name, Dtype::F32, shape, n.into_iter().flat_map(f32::to_le_bytes).collect())
            }
        })
        .collect();
    let views = data.iter().map(|(name, dtype, shape, bytes)| {
        (name.as_str(), TensorView::new(*dtype, shape.clone(), bytes).unwrap())
    });
    let entries = entries.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    serialize(views, Some(entries.collect())).unwrap()
}

pub(crate) fn vocabulary() -> String {
    let mut lines = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n.\n\"\n".to_owned();
    for c in ('a'..='z').chain('0'..='2') {
        lines.push_str(&format!("{c}\n##{c}\n"));
    }
    lines
}

pub(crate) const MANIFEST: &str =
    r#"{"columns": {"source": [0, 7], "words": [7, 70]}, "labels": ["O"]}"#;

/// The small model.
pub(crate) fn encoder() -> Encoder {
    Encoder::new(weights(), &vocabulary(), MANIFEST).unwrap()
}
