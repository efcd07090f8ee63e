//! The layers that segmentation makes: paragraphs, sentences, tokens, quotations.

use std::ops::Range;

use crate::Span;

macro_rules! id {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The id of the item at `index` of its layer.
            pub fn new(index: usize) -> $name {
                $name(index as u32)
            }

            /// Where the item stands in its layer.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id! {
    /// Numbers the paragraphs of a text from 0.
    ParagraphId
}
id! {
    /// Numbers the sentences of a text from 0.
    SentenceId
}
id! {
    /// Numbers the tokens of a text from 0.
    TokenId
}
id! {
    /// Numbers the quotations of a text from 0.
    QuotationId
}

/// A block of text between blank lines or line breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Without the white space around it.
    pub span: Span,
    /// Its sentences, as indices into [`Segments::sentences`].
    pub sentences: Range<usize>,
}

/// A sentence, or what stands for one: a heading, a list item. A dateline is part of its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Without the white space around it.
    pub span: Span,
    /// The paragraph it is part of.
    pub paragraph: ParagraphId,
    /// Its tokens, as indices into [`Segments::tokens`]; never empty.
    pub tokens: Range<usize>,
}

/// A syntactic word in the sense of Universal Dependencies: `don't` is two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its characters; never empty, never with white space at an end.
    pub span: Span,
    /// The sentence it is part of.
    pub sentence: SentenceId,
    /// Whether white space, or the end of the text, follows it.
    pub space_after: bool,
}

/// A stretch of text in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// What stands between the marks, paragraph by paragraph: one span, or several when the
    /// quotation opens anew at each paragraph and closes only at the last. Marks are left out.
    pub content: Vec<Span>,
    /// The opening marks, one for each span of `content`.
    pub opening: Vec<Span>,
    /// The closing mark; `None` when the text never closes it and it was ended with its paragraph.
    pub closing: Option<Span>,
    /// The quotation that this one stands inside, such as `'…'` within `"…"`.
    pub inside: Option<QuotationId>,
}

/// The segmentation of one text. Sentences nest in paragraphs, tokens in sentences, and the three
/// layers leave nothing out but white space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segments {
    /// In order, without overlaps.
    pub paragraphs: Vec<Paragraph>,
    /// In order, without overlaps.
    pub sentences: Vec<Sentence>,
    /// In order, without overlaps.
    pub tokens: Vec<Token>,
    /// By opening mark; nested ones follow those they stand inside.
    pub quotations: Vec<Quotation>,
}

impl Segments {
    /// The sentence with that id.
    pub fn sentence(&self, id: SentenceId) -> &Sentence {
        &self.sentences[id.index()]
    }

    /// The paragraph with that id.
    pub fn paragraph(&self, id: ParagraphId) -> &Paragraph {
        &self.paragraphs[id.index()]
    }

    /// The token with that id.
    pub fn token(&self, id: TokenId) -> &Token {
        &self.tokens[id.index()]
    }

    /// The quotation with that id.
    pub fn quotation(&self, id: QuotationId) -> &Quotation {
        &self.quotations[id.index()]
    }

    /// The tokens that lie wholly in a span, as indices into [`Segments::tokens`].
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.span.start() < span.start());
        let last = self.tokens.partition_point(|token| token.span.end() <= span.end());
        first..last.max(first)
    }
}
