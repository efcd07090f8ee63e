//! What the tokenizer hands to the later steps: where a token is and what it is good for.

use super::lexicon::Abbreviation;

/// A token before it is known which sentence it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
}

impl Piece {
    /// The words of the piece.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

/// What a token can do to sentences and quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, or a part of one that was cut off.
    Word,
    /// Begins with a digit.
    Number,
    /// A word with its full stop.
    Abbreviation(Abbreviation),
    /// The number of a list item with its full stop or bracket: `2.`, `(b)`.
    Label,
    /// A web or mail address, a handle, a hashtag.
    Address,
    /// A full stop.
    Stop,
    /// A question mark or an exclamation mark.
    Strong,
    /// `...` and `…`
    Ellipsis,
    /// Comma or semicolon.
    Comma,
    /// Colon.
    Colon,
    /// A dash, or two hyphens and more.
    Dash,
    /// One hyphen.
    Hyphen,
    /// `(`, `[`, `{`
    OpenBracket,
    /// `)`, `]`, `}`
    CloseBracket,
    /// A character that can be a quotation mark; pairing decides.
    Mark,
    /// A quotation mark that begins a quotation.
    OpenQuote,
    /// A quotation mark that ends a quotation.
    CloseQuote,
    /// An apostrophe that stands alone: `the ministers’ plan`.
    Apostrophe,
    /// Characters without ink.
    Invisible,
    /// Anything else.
    Symbol,
}
