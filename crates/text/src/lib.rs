//! Immutable text and the layers over it.
//!
//! Everything that onrecord says about an article is spans of its text, so a span that does not
//! slice, a token that straddles two sentences or a number that means a byte here and a character
//! there would break the promise that every fact can be proved. This crate makes those mistakes
//! impossible to write down: [`Span`]s are byte ranges that can only be made through the [`Text`]
//! they slice, each layer has its own id type, and [`CodePoints`] converts offsets once, where
//! they leave the program.
//!
//! Nothing here depends on anything but `std`.

#[macro_use]
mod layers;
mod offsets;
mod outline;
mod span;
mod syntax;
mod text;

pub use layers::{
    Paragraph, ParagraphId, Quotation, QuotationId, Segments, Sentence, SentenceId, Token, TokenId,
};
pub use offsets::CodePoints;
pub use outline::Outline;
pub use span::{Span, set_apart};
pub use syntax::{
    Attribution, AttributionPart, AttributionPartId, Entity, EntityId, EntityKind, Mention,
    MentionId, Parse, Role, Syntax, Trigger, Upos, Word,
};
pub use text::Text;
