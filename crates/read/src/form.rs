//! The forms that can be read.

/// What an input is.
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
    /// IPTC NewsML-G2.
    Newsml,
    /// RSS or Atom.
    Feed,
    /// A web archive.
    Warc,
}
