//! Paragraphs: where the author ended a block of text.
//!
//! A blank line ends one always. A single line break ends one too, because that is how feeds and
//! extracted pages part their paragraphs; unless the lines are prose that was wrapped at a fixed
//! width, as in mail, where a break inside a sentence means nothing.

use onrecord_text::{Outline, Text};

/// One line without the white space around it.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    /// Whether a blank line, or a border of the outline, stands before it.
    after_gap: bool,
}

/// The widths at which people wrap lines, in characters.
const WRAPPED_WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;

/// The byte ranges of the paragraphs, without the white space around them.
pub(super) fn split(text: &Text, outline: &Outline) -> Vec<(usize, usize)> {
    let words = text.as_str();
    let lines = lines(words, &borders(words, outline));
    let mut paragraphs = Vec::new();
    let mut first = 0;
    while first < lines.len() {
        let after =
            lines[first + 1..].iter().position(|line| line.after_gap).map(|n| first + 1 + n);
        let end = after.unwrap_or(lines.len());
        split_block(words, &lines[first..end], &mut paragraphs);
        first = end;
    }
    paragraphs
}

/// Where the outline's headline and furniture begin and end: no paragraph runs across.
fn borders(words: &str, outline: &Outline) -> Vec<usize> {
    let mut borders: Vec<usize> = outline
        .headline
        .iter()
        .chain(&outline.furniture)
        .flat_map(|span| [span.start(), span.end()])
        .filter(|&at| words.is_char_boundary(at))
        .collect();
    borders.sort_unstable();
    borders.dedup();
    borders
}

fn lines(words: &str, borders: &[usize]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut after_gap = true;
    let mut borders = borders.iter().copied().peekable();
    let mut at = 0;
    while at < words.len() {
        while borders.next_if(|&border| border <= at).is_some() {
            after_gap = true;
        }
        let (mut end, mut next) = line_end(words, at);
        if let Some(&border) = borders.peek()
            && border < next
        {
            (end, next) = (end.min(border), border);
        }
        let line = &words[at..end];
        let inner = line.trim_start();
        if inner.is_empty() {
            // The rest of a line that a border cut is not a blank line.
            after_gap |= at == 0 || words[..at].ends_with(['\n', '\r', '\u{2029}', '\u{2028}']);
        } else {
            let start = at + (line.len() - inner.len());
            lines.push(Line { start, end: start + inner.trim_end().len(), after_gap });
            after_gap = words[end..next].contains('\u{2029}');
        }
        at = next;
    }
    lines
}

/// The end of the line that begins at `at`, and the beginning of the next.
fn line_end(words: &str, at: usize) -> (usize, usize) {
    let rest = &words[at..];
    // Searched byte by byte for the common breaks; the two long ones begin with 0xE2 0x80.
    let bytes = rest.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'\r' if bytes.get(i + 1) == Some(&b'\n') => return (at + i, at + i + 2),
            b'\n' | b'\r' | 0x0b | 0x0c => return (at + i, at + i + 1),
            0xe2 if bytes[i..].starts_with("\u{2028}".as_bytes())
                || bytes[i..].starts_with("\u{2029}".as_bytes()) =>
            {
                return (at + i, at + i + 3);
            }
            0xc2 if bytes.get(i + 1) == Some(&0x85) => return (at + i, at + i + 2),
            _ => i += 1,
        }
    }
    (words.len(), words.len())
}

/// Splits lines with no blank one between them.
fn split_block(words: &str, lines: &[Line], paragraphs: &mut Vec<(usize, usize)>) {
    let width = wrapped_width(words, lines);
    let mut start = lines[0].start;
    for (line, next) in lines.iter().zip(&lines[1..]) {
        let soft = width.is_some_and(|width| is_soft(words, line, next, width));
        if !soft {
            paragraphs.push((start, line.end));
            start = next.start;
        }
    }
    paragraphs.push((start, lines[lines.len() - 1].end));
}

/// The width that a block was wrapped at, or `None` when its line breaks are the author's.
///
/// Wrapped prose gives itself away: nearly every line is so long that the next word would not have
/// fitted, and some sentence runs on over a break.
fn wrapped_width(words: &str, lines: &[Line]) -> Option<usize> {
    if lines.len() < 2 {
        return None;
    }
    let width = lines.iter().map(|line| characters(words, line)).max().unwrap_or_default();
    if !WRAPPED_WIDTHS.contains(&width) {
        return None;
    }
    let mut soft = 0;
    let mut runs_on = false;
    for (line, next) in lines.iter().zip(&lines[1..]) {
        if is_soft(words, line, next, width) {
            soft += 1;
            let ended = words[line.start..line.end]
                .ends_with(['.', '!', '?', ':', '"', '”', '’', '…', ')', '»']);
            let small = words[next.start..next.end].starts_with(char::is_lowercase);
            runs_on |= small && !ended;
        }
    }
    (runs_on && soft * 5 >= (lines.len() - 1) * 3).then_some(width)
}

/// Whether the first word of `next` would not have fitted on `line`.
fn is_soft(words: &str, line: &Line, next: &Line, width: usize) -> bool {
    let following = &words[next.start..next.end];
    if begins_item(following) {
        return false;
    }
    let first = following.split_whitespace().next().unwrap_or_default().chars().count();
    // Some editors count trailing spaces or break a little early; two columns are forgiven.
    characters(words, line) + 1 + first + 2 > width
}

/// Whether a line begins with a bullet or the number of a list item.
fn begins_item(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('-' | '*' | '•' | '·' | '–' | '—' | '●' | '▪' | '◦' | '‣' | '>') => {
            chars.next().is_none_or(char::is_whitespace)
        }
        Some(c) if c.is_ascii_digit() => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            line.len() - rest.len() <= 3 && (rest.starts_with(". ") || rest.starts_with(") "))
        }
        _ => false,
    }
}

fn characters(words: &str, line: &Line) -> usize {
    words[line.start..line.end].chars().count()
}
