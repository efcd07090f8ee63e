//! Which parts of an article's text are its headline and its furniture.

use crate::Span;

/// What the reader knows about the parts of a text.
///
/// Readers make it, extraction respects it: the headline is read as a headline, furniture is not
/// read at all. Everything else is body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The headline, where the text holds it.
    pub headline: Option<Span>,
    /// Lines that are the page's and not the story's: its date, its story number, a headline said
    /// for the second time, a byline. In order, without overlaps.
    pub furniture: Vec<Span>,
}

impl Outline {
    /// Whether any byte of the span is furniture.
    pub fn is_furniture(&self, span: Span) -> bool {
        self.furniture.iter().any(|part| part.overlaps(span))
    }

    /// Whether the span lies in the headline.
    pub fn is_headline(&self, span: Span) -> bool {
        self.headline.is_some_and(|headline| headline.contains(span))
    }
}
