//! Cutting many spans of code points out of one text, each in the time of a short walk.

use onrecord_record::Span;

/// Code points between two marks.
const STRIDE: usize = 64;

/// A text that can be cut at code points.
pub struct Slices<'a> {
    text: &'a str,
    /// The byte at which every so many code points begin; empty where all are one byte.
    marks: Vec<u32>,
    length: usize,
}

impl<'a> Slices<'a> {
    /// Makes a text ready.
    pub fn new(text: &'a str) -> Slices<'a> {
        if text.is_ascii() {
            return Slices { text, marks: Vec::new(), length: text.len() };
        }
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut length = 0;
        for (byte, _) in text.char_indices() {
            if length % STRIDE == 0 {
                marks.push(byte as u32);
            }
            length += 1;
        }
        Slices { text, marks, length }
    }

    /// How many code points the text has.
    pub fn len(&self) -> usize {
        self.length
    }

    /// The words of a span; `None` where it is none of this text.
    pub fn get(&self, [start, end]: Span) -> Option<&'a str> {
        if start > end || end > self.length {
            return None;
        }
        self.text.get(self.byte(start)..self.byte(end))
    }

    /// The words of several spans, with ` … ` where something stands between them.
    pub fn join(&self, spans: &[Span]) -> Option<String> {
        let mut joined = String::new();
        for (at, &span) in spans.iter().enumerate() {
            if at > 0 {
                joined.push_str(" … ");
            }
            joined.push_str(self.get(span)?);
        }
        Some(joined)
    }

    fn byte(&self, point: usize) -> usize {
        if self.marks.is_empty() {
            return point;
        }
        let Some(&mark) = self.marks.get(point / STRIDE) else { return self.text.len() };
        let after = &self.text[mark as usize..];
        let within = after.char_indices().nth(point % STRIDE);
        within.map_or(self.text.len(), |(byte, _)| mark as usize + byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn slices_are_those_of_the_characters(text in ".{0,300}", a in 0usize..320, b in 0usize..320) {
            let slices = Slices::new(&text);
            let characters: Vec<char> = text.chars().collect();
            prop_assert_eq!(slices.len(), characters.len());
            let expected: Option<String> = characters.get(a..b).map(|c| c.iter().collect());
            let expected = if a > b { None } else { expected };
            prop_assert_eq!(slices.get([a, b]).map(str::to_owned), expected);
        }
    }
}
