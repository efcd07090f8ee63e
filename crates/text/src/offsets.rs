//! Offsets as they leave the program: Unicode code points.

use crate::{Span, Text};

/// Converts byte spans of one text into code-point ranges, which is what records hold.
///
/// Built once per article; each conversion is then a look-up and a short scan.
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// For every block of `BLOCK` bytes, the number of characters that begin before it; empty when
    /// the text is ASCII and the two kinds of offset agree.
    before: Vec<u32>,
    text: Text,
}

const BLOCK: usize = 256;

impl CodePoints {
    /// Counts the characters of a text.
    pub fn new(text: &Text) -> CodePoints {
        let bytes = text.as_str().as_bytes();
        let mut before = Vec::new();
        if !text.as_str().is_ascii() {
            let mut count = 0;
            for block in bytes.chunks(BLOCK) {
                before.push(count);
                count += characters(block);
            }
            before.push(count);
        }
        CodePoints { before, text: text.clone() }
    }

    /// The code point offset of a byte offset on a character boundary.
    pub fn offset(&self, byte: usize) -> usize {
        if self.before.is_empty() {
            return byte;
        }
        let block = byte / BLOCK;
        let begin = block * BLOCK;
        self.before[block] as usize
            + characters(&self.text.as_str().as_bytes()[begin..byte]) as usize
    }

    /// `[start, end)` of a span, in code points.
    pub fn range(&self, span: Span) -> [usize; 2] {
        [self.offset(span.start()), self.offset(span.end())]
    }

    /// The span of a code-point range, or `None` when it passes the end or runs backwards.
    pub fn span(&self, [start, end]: [usize; 2]) -> Option<Span> {
        self.text.span(self.byte(start)?..self.byte(end)?)
    }

    fn byte(&self, point: usize) -> Option<usize> {
        if self.before.is_empty() {
            return (point <= self.text.len()).then_some(point);
        }
        let block = self.before.partition_point(|&before| before as usize <= point) - 1;
        let begin = (block * BLOCK).min(self.text.len());
        let mut left = point - self.before[block] as usize;
        let bytes = self.text.as_str().as_bytes();
        for (at, byte) in bytes.iter().enumerate().skip(begin) {
            if starts_character(*byte) {
                if left == 0 {
                    return Some(at);
                }
                left -= 1;
            }
        }
        (left == 0).then_some(bytes.len())
    }
}

fn characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| starts_character(byte)).count() as u32
}

fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_counting_characters(words in "\\PC{0,400}|[a-z]{0,400}", seed in 0usize..400) {
            let text = Text::new(words.as_str());
            let points = CodePoints::new(&text);
            let boundaries: Vec<usize> =
                words.char_indices().map(|(at, _)| at).chain([words.len()]).collect();
            let end = seed % boundaries.len();
            for start in 0..=end {
                let span = text.span(boundaries[start]..boundaries[end]).unwrap();
                prop_assert_eq!(points.range(span), [start, end]);
                prop_assert_eq!(points.span([start, end]), Some(span));
            }
            prop_assert_eq!(points.span([0, boundaries.len()]), None);
        }
    }
}
