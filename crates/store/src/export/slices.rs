//! Words of a text by spans in code points.

use onrecord_record::Span;

/// A text that can be sliced by code points as often as wanted.
pub(super) struct Slices<'a> {
    text: &'a str,
    /// The byte at which each character begins, and the end of the last.
    starts: Vec<usize>,
}

impl<'a> Slices<'a> {
    pub fn of(text: &'a str) -> Slices<'a> {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Slices { text, starts }
    }

    /// How many characters the text has.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The words of a span; what lies beyond the text is left out.
    pub fn slice(&self, span: Span) -> &'a str {
        let end = span[1].min(self.len());
        let start = span[0].min(end);
        &self.text[self.starts[start]..self.starts[end]]
    }

    /// The words of several spans, with ` … ` between them.
    pub fn joined(&self, spans: &[Span]) -> String {
        spans.iter().map(|span| self.slice(*span)).collect::<Vec<_>>().join(" … ")
    }
}
