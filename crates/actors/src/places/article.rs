//! What is known of an article before its places are told: its words, and what other stages found.

use std::ops::Range;

use super::Word;

/// An article as the resolution of places sees it.
#[derive(Clone, Debug)]
pub struct Article<'a> {
    /// Its words in order.
    pub words: &'a [Word<'a>],
    /// Spans of words that the model's mention layer found, with their kinds.
    pub entities: &'a [Entity],
    /// Countries that the article is about by other signs: its actors', its outlet's dateline.
    /// ISO 3166-1 alpha-3.
    pub countries: &'a [&'a str],
}

/// Words that name something, and what kind of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The words, by their numbers in the article.
    pub words: Range<usize>,
    /// What they name.
    pub kind: EntityKind,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityKind {
    /// Somebody.
    Person,
    /// Somewhere.
    Place,
    /// A body of people.
    Organisation,
}

impl<'a> Article<'a> {
    /// An article of which only the words are known.
    pub fn new(words: &'a [Word<'a>]) -> Self {
        Self { words, entities: &[], countries: &[] }
    }
}
