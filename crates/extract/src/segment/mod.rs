//! Segmentation: paragraphs, tokens, quotations, sentences.
//!
//! Everything later is said in terms of these layers, so they come from rules that a person can
//! read, need no model, and cost next to nothing. Each step reads the text once: paragraphs by
//! their line breaks, then for each paragraph its tokens, the pairing of its quotation marks, and,
//! knowing which marks open and which close, its sentences.

mod abbreviations;
mod addresses;
mod letters;
mod lexicon;
mod paragraphs;
mod pieces;
mod quotations;
mod sentences;
mod tokens;
mod words;

use onrecord_text::{
    Outline, Paragraph, ParagraphId, Segments, Sentence, SentenceId, Span, Text, Token,
};

pub(crate) use lexicon::is_prefix;

use pieces::Piece;
use quotations::Pairing;

/// Segments a text. The headline and each line of furniture are paragraphs of their own, and no
/// quotation reaches into or out of them.
pub fn segment(text: &Text, outline: &Outline) -> Segments {
    let words = text.as_str();
    let mut pieces = Vec::with_capacity(words.len() / 5);
    let mut sentence_ends = Vec::new();
    let mut pairing = Pairing::new(words);
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    let mut furniture = outline.furniture.iter().chain(&outline.headline).collect::<Vec<_>>();
    furniture.sort_unstable();
    let mut furniture = furniture.into_iter().peekable();
    for (start, end) in paragraphs::split(text, outline) {
        let first = pieces.len();
        tokens::tokenize(words, start, end, &mut pieces);
        while furniture.next_if(|span| span.end() <= start).is_some() {}
        let alone = furniture.peek().is_some_and(|span| span.start() < end);
        let range = first..pieces.len();
        pairing.paragraph(&mut pieces, range, alone);
        blocks.push((first, pieces.len()));
    }
    let quotations = pairing.finish(text, &mut pieces);
    let mut layers = Segments { quotations, ..Segments::default() };
    for &(first, end) in &blocks {
        sentence_ends.clear();
        sentences::split(words, &pieces[first..end], first, &mut sentence_ends);
        push_paragraph(text, &pieces, first, &sentence_ends, &mut layers);
    }
    layers
}

/// Adds a paragraph, whose sentences end before the pieces `ends`, to the layers.
fn push_paragraph(
    text: &Text,
    pieces: &[Piece],
    first: usize,
    ends: &[usize],
    layers: &mut Segments,
) {
    let paragraph = ParagraphId::new(layers.paragraphs.len());
    let sentences = layers.sentences.len();
    let mut start = first;
    for &end in ends {
        let sentence = SentenceId::new(layers.sentences.len());
        let tokens = layers.tokens.len();
        for piece in &pieces[start..end] {
            let after = text.as_str()[piece.end..].chars().next();
            layers.tokens.push(Token {
                span: span(text, piece.start, piece.end),
                sentence,
                space_after: after.is_none_or(char::is_whitespace),
            });
        }
        layers.sentences.push(Sentence {
            span: span(text, pieces[start].start, pieces[end - 1].end),
            paragraph,
            tokens: tokens..layers.tokens.len(),
        });
        start = end;
    }
    if start > first {
        layers.paragraphs.push(Paragraph {
            span: span(text, pieces[first].start, pieces[start - 1].end),
            sentences: sentences..layers.sentences.len(),
        });
    }
}

/// The span of a piece. Pieces are cut at characters, so the range always fits.
fn span(text: &Text, start: usize, end: usize) -> Span {
    text.span(start..end).unwrap_or_else(|| text.whole())
}
