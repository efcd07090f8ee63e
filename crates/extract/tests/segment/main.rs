//! What segmentation makes of short texts, one file for each layer, and what it never does.

mod paragraphs;
mod properties;
mod quotations;
mod rules;
mod sentences;
mod tokens;

use onrecord_extract::segment;
use onrecord_text::{Outline, Segments, Text};

/// Segments a text without an outline.
fn segmented(words: &str) -> (Text, Segments) {
    let text = Text::new(words);
    let layers = segment(&text, &Outline::default());
    (text, layers)
}
