//! Reads what people have, into articles.
//!
//! Pages, feeds, archives, wire formats and plain text come in as bytes; what leaves is a
//! [`Document`]: the article with its words and metadata, and the outline of its text. A document
//! that cannot be read costs one [`Problem`] and nothing else.
//!
//! Reading has two halves, so that the costly one can run on many threads: [`inputs`] walks the
//! locations and cuts files into [`Input`]s in order, and [`read`] makes articles of one input.
//! [`Form`] says how each form is recognised and what becomes of it.

mod byline;
mod dates;
mod decode;
mod document;
mod feed;
mod form;
mod fragment;
mod front;
mod html;
mod input;
mod json_lines;
mod language;
mod lines;
mod newsml;
mod ninjs;
mod problem;
mod response;
mod sniff;
mod story_number;
mod stream;
mod walk;
mod warc;
mod xml;

pub use document::Document;
pub use form::{Form, FormError};
pub use input::{Input, Location, inputs};
pub use problem::Problem;

use decode::{Declared, decode};
use input::Piece;
use onrecord_record::Article;

/// What may be read and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Take every input to be of this form rather than looking at its content.
    pub from: Option<Form>,
    /// What is refused before it is parsed.
    pub limits: Limits,
}

/// What is refused before it is parsed, so that no document costs more than its share.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The largest document, decompressed and decoded, in bytes. Files of lines and archives may be
    /// larger; each of their lines and records may not.
    pub document_bytes: usize,
    /// The longest text of one article, in bytes: what is made of a text takes a hundred times its
    /// size and more.
    pub text_bytes: usize,
    /// How deep the elements of a page may nest.
    pub depth: usize,
    /// How long one page may take to parse.
    pub time: std::time::Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            document_bytes: 32 << 20,
            text_bytes: 2 << 20,
            depth: 512,
            time: std::time::Duration::from_secs(4),
        }
    }
}

/// Makes articles of one input: one for a page, as many as it has entries for a feed. In order;
/// each that cannot be read is its own problem.
pub fn read(input: Input, options: &Options) -> Vec<Result<Document, Problem>> {
    let id = input.id().to_owned();
    let made = match input.piece {
        Piece::Line { bytes, form } => vec![json_lines::read_line(&id, &bytes, form, options)],
        Piece::Response(response) => vec![response::read(&id, &response, options)],
        Piece::Whole { bytes, form } => whole(&id, &bytes, form, options),
    };
    let most = options.limits.text_bytes;
    let fits = |document: Document| match document.article.text.len() <= most {
        true => Ok(document),
        false => Err(Problem::new(
            id.clone(),
            format!(
                "its text is longer than {} KiB, the most that an article may have",
                most >> 10
            ),
            "no article is as long: split it into its articles",
        )),
    };
    made.into_iter().map(|document| document.and_then(fits)).collect()
}

/// Reads a file that is one document.
fn whole(id: &str, bytes: &[u8], form: Form, options: &Options) -> Vec<Result<Document, Problem>> {
    let declared = match form {
        Form::Html => Declared::Page,
        Form::Feed | Form::Newsml => Declared::Xml,
        Form::Text | Form::Jsonl | Form::Ninjs | Form::Warc => Declared::Nowhere,
    };
    let words = match decode(bytes, None, declared) {
        Ok(words) => words,
        Err((what, hint)) => return vec![Err(Problem::new(id, what, hint))],
    };
    if words.len() > options.limits.document_bytes {
        return vec![Err(input::too_large(id, "is", options.limits.document_bytes))];
    }
    if words.trim().is_empty() {
        return vec![Err(input::empty(id))];
    }
    let given = Article { input_id: id.to_owned(), ..Article::default() };
    match form {
        Form::Html => vec![
            html::read(&words, given, options)
                .map_err(|problem| Problem { document: id.to_owned(), ..problem }),
        ],
        Form::Text => vec![Ok(document::of_text(given, &words))],
        Form::Feed => feed::read(id, &words, options),
        Form::Newsml => newsml::read(id, &words, options),
        // The form that was asked for; without one, each object tells for itself.
        Form::Ninjs | Form::Jsonl => json_lines::read_file(id, &words, options.from, options),
        Form::Warc => vec![Err(Problem::new(id, "is an archive inside one", "unpack it first"))],
    }
}
