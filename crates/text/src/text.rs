//! The text itself: given once, never changed.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::Span;

/// The words of one article, unchanged to the last character. Cloning is cheap.
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    words: Arc<str>,
}

impl Text {
    /// The longest text in bytes: offsets inside the program are 32 bits wide.
    pub const MAX_BYTES: usize = u32::MAX as usize;

    /// Takes the text as it is.
    ///
    /// # Panics
    ///
    /// When it is longer than [`Text::MAX_BYTES`]; readers cap what they accept far below that.
    pub fn new(words: impl Into<Arc<str>>) -> Text {
        let words = words.into();
        assert!(words.len() <= Text::MAX_BYTES, "a text of over 4 GiB");
        Text { words }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// The length in bytes.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are no words at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The span of a byte range, or `None` when the range passes the end, runs backwards or splits
    /// a character.
    pub fn span(&self, bytes: Range<usize>) -> Option<Span> {
        self.words.get(bytes.clone()).map(|_| Span::new_unchecked(bytes.start, bytes.end))
    }

    /// The span of everything.
    pub fn whole(&self) -> Span {
        Span::new_unchecked(0, self.len())
    }

    /// The words of a span.
    ///
    /// # Panics
    ///
    /// When the span was made through another text and does not fit this one.
    pub fn slice(&self, span: Span) -> &str {
        &self.words[span.range()]
    }

    /// The span without white space at either end; empty at its start when it is all white space.
    pub fn trim(&self, span: Span) -> Span {
        let words = self.slice(span);
        let trimmed = words.trim_start();
        if trimmed.is_empty() {
            return Span::new_unchecked(span.start(), span.start());
        }
        let start = span.start() + (words.len() - trimmed.len());
        Span::new_unchecked(start, start + trimmed.trim_end().len())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.words, f)
    }
}
