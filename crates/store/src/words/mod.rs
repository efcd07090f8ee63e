//! The words of a text, folded so that the same word is the same in every spelling.
//!
//! Copies, stories and wordings all compare words, not characters: case, accents, the form of an
//! apostrophe and the width of a letter say nothing about what was written. Each word keeps its span
//! in code points, so that what is found can be shown in the text.

mod frequencies;
mod lexicon;
mod stem;

pub use frequencies::{Counts, Frequencies};
pub use lexicon::{function_word, lemma, same_sense};
pub use stem::stem;
