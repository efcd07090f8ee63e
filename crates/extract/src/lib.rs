//! The stages: text in, layers out.
//!
//! Extraction is pure. It has no clock, disk, network, thread or environment, and it cannot fail:
//! the same text with the same publication date gives the same layers, byte for byte.

mod parse;
mod segment;
mod statements;

use onrecord_record::{Article, MadeBy, Moment, Record, SCHEMA};
use onrecord_text::{Outline, Segments, Text};

pub use parse::{Decoding, Heads, HeadsError, Links, Scores, lemma, parse, sentences};
pub use segment::segment;

/// Everything that was found in one text. Built once; no layer is edited afterwards.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The text.
    pub text: Text,
    /// Its headline and furniture.
    pub outline: Outline,
    /// Its paragraphs, sentences, tokens and quotations.
    pub segments: Segments,
    /// Who said what.
    pub statements: statements::Statements,
}

/// Reads a text. `published` is the moment that relative dates count from.
pub fn analyse(text: &Text, outline: &Outline, published: Option<Moment>) -> Analysis {
    let _ = published;
    let segments = segment(text, outline);
    let statements = statements::find(text, outline, &segments);
    Analysis { text: text.clone(), outline: outline.clone(), segments, statements }
}

/// The record of an article that was analysed.
pub fn record(article: Article, analysis: &Analysis) -> Record {
    let (actors, statements) = statements::to_record(analysis);
    Record {
        schema: SCHEMA.to_owned(),
        article,
        actors,
        statements,
        events: Vec::new(),
        sentences: None,
        made_by: MadeBy { program: env!("CARGO_PKG_VERSION").to_owned(), model: None, rules: None },
    }
}
