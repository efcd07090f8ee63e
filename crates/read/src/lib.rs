//! Reads what people have, into articles.
//!
//! Pages, feeds, archives, wire formats and plain text come in as bytes; what leaves is a
//! [`Document`]: the article with its words and metadata, and the outline of its text. A document
//! that cannot be read costs one [`Problem`] and nothing else.
//!
//! Reading has two halves, so that the costly one can run on many threads: [`inputs`] walks the
//! locations and cuts files into [`Input`]s in order, and [`read`] makes articles of one input.

mod dates;
mod document;
mod form;
mod html;
mod input;
mod problem;
mod story_number;

pub use document::Document;
pub use form::Form;
pub use input::{Input, Location, inputs};
pub use problem::Problem;

/// What may be read and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Take every input to be of this form rather than looking at its content.
    pub from: Option<Form>,
    /// What is refused before it is parsed.
    pub limits: Limits,
}

/// What is refused before it is parsed, so that no document costs more than its share.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The largest document, decompressed and decoded, in bytes.
    pub document_bytes: usize,
    /// How deep the elements of a page may nest.
    pub depth: usize,
    /// How long one page may take to parse.
    pub time: std::time::Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { document_bytes: 32 << 20, depth: 512, time: std::time::Duration::from_secs(4) }
    }
}

impl Default for Options {
    fn default() -> Options {
        Options { from: None, limits: Limits::default() }
    }
}

/// Makes articles of one input: one for a page, as many as it has entries for a feed. In order;
/// each that cannot be read is its own problem.
pub fn read(input: Input, options: &Options) -> Vec<Result<Document, Problem>> {
    let _ = options;
    vec![Err(Problem::new(input.id(), "no form is read yet", "wait for the readers"))]
}
