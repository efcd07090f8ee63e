//! Reads what people have, into articles.
//!
//! Pages, feeds, archives, wire formats and plain text come in as bytes; what leaves is a
//! [`Document`]: the article with its words and metadata, and the outline of its text. A document
//! that cannot be read costs one [`Problem`] and nothing else.

use onrecord_record::Article;
use onrecord_text::Outline;

/// An article as it was read, ready for extraction.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its words and what is known about it.
    pub article: Article,
    /// Which parts of its text are headline and furniture.
    pub outline: Outline,
}
