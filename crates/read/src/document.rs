//! What reading makes.

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
