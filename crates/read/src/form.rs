//! The forms that can be read.

use std::fmt;
use std::str::FromStr;

/// What an input is.
///
/// | form | recognised by | one input is | `article.input_id` |
/// |---|---|---|---|
/// | [`Html`](Form::Html) | `<!doctype html>` or an element of HTML first, or `<html` near the start | the file | the path |
/// | [`Text`](Form::Text) | being text and nothing else on this list | the file | the path |
/// | [`Jsonl`](Form::Jsonl) | `{` first, and the object ends on its line | a line | `id`, else `FILE:LINE` |
/// | [`Ninjs`](Form::Ninjs) | an object with `uri` or `guid` and a body, a headline or a time of ninjs; on lines or over many | an object | the path; `FILE:LINE` when there are several |
/// | [`Newsml`](Form::Newsml) | `newsItem`, `newsMessage`, `packageItem` or `nitf` as the first element | the file | the path, with `#guid` when it holds several |
/// | [`Feed`](Form::Feed) | `rss`, `feed` or `RDF` as the first element | the file | the path with `#` and the entry's own id |
/// | [`Warc`](Form::Warc) | `WARC/` first | a response with a page | the record's id |
///
/// Before that, gzip and zstd are recognised by their first bytes and unpacked, and a byte order
/// mark is taken off. Names of files and their endings are not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// An HTML page.
    Html,
    /// Plain text or Markdown.
    Text,
    /// JSON lines, one article each.
    Jsonl,
    /// IPTC ninjs.
    Ninjs,
    /// IPTC NewsML-G2, or NITF on its own.
    Newsml,
    /// RSS or Atom.
    Feed,
    /// A web archive.
    Warc,
}

impl Form {
    /// Every form.
    pub const ALL: [Form; 7] =
        [Form::Html, Form::Text, Form::Jsonl, Form::Ninjs, Form::Newsml, Form::Feed, Form::Warc];

    /// Its name, as people type it.
    pub fn name(self) -> &'static str {
        match self {
            Form::Html => "html",
            Form::Text => "text",
            Form::Jsonl => "jsonl",
            Form::Ninjs => "ninjs",
            Form::Newsml => "newsml",
            Form::Feed => "feed",
            Form::Warc => "warc",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no form's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is not a form; hint: html, text, jsonl, ninjs, newsml, feed or warc")]
pub struct FormError {
    /// What was given.
    pub given: String,
}

impl FromStr for Form {
    type Err = FormError;

    fn from_str(given: &str) -> Result<Form, FormError> {
        Form::ALL
            .into_iter()
            .find(|form| form.name() == given)
            .ok_or_else(|| FormError { given: given.to_owned() })
    }
}
