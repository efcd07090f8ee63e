//! What the model is told of each word beside its letters.
//!
//! The vocabulary knows no capitals and no layout, and both say much about who speaks: so each
//! piece carries the shape of its word, where in the word it stands, whether it is inside quotation
//! marks, and whether its word begins a sentence or a paragraph. The same definitions are in
//! `train/data.py`; whoever changes a number here trains anew.
//!
//! | feature | values |
//! |---|---|
//! | shape | 0 no word (the marks at a window's ends), 1 all lower case, 2 Capitalised, 3 ALL CAPITALS, 4 a single capital, 5 mixed case, 6 a number, 7 letters and digits, 8 the opening mark of a quotation, 9 the closing mark of one, 10 another quotation mark, 11 `. ! ? …`, 12 `, ; :`, 13 a dash or hyphen, 14 a bracket, 15 anything else |
//! | piece | 0 the first of its word, 1 a later one, 2 no word |
//! | quotation | 0 outside quotations, 1 inside one, its marks included, 2 inside a nested one |
//! | sentence | 1 in the first word of a sentence, else 0 |
//! | paragraph | 1 in the first word of a paragraph, 2 in the headline, else 0 |

use std::collections::HashMap;

use onrecord_text::{Outline, Segments, Text};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

pub(crate) const SHAPES: usize = 16;
pub(crate) const PIECES: usize = 3;
pub(crate) const QUOTATIONS: usize = 3;
pub(crate) const SENTENCES: usize = 2;
pub(crate) const PARAGRAPHS: usize = 3;

/// The features of one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Features {
    pub(crate) shape: u8,
    pub(crate) piece: u8,
    pub(crate) quotation: u8,
    pub(crate) sentence: u8,
    pub(crate) paragraph: u8,
}

impl Features {
    /// Those of the marks at a window's ends.
    pub(crate) const NO_WORD: Features =
        Features { shape: 0, piece: 2, quotation: 0, sentence: 0, paragraph: 0 };

    /// The rows of the five tables that belong to this piece.
    pub(crate) fn indices(self) -> [usize; 5] {
        [self.shape, self.piece, self.quotation, self.sentence, self.paragraph].map(usize::from)
    }
}

/// The features of the first piece of every token.
pub(crate) fn of_tokens(text: &Text, segments: &Segments, outline: &Outline) -> Vec<Features> {
    let marks = marks(segments);
    let edges = edges(segments);
    let mut edges = edges.into_iter().peekable();
    let mut depth = 0i32;
    let mut features = Vec::with_capacity(segments.tokens.len());
    for token in &segments.tokens {
        while let Some((_, step)) = edges.next_if(|&(at, _)| at <= token.span.start()) {
            depth += step;
        }
        let mark = marks.get(&token.span.start()).copied();
        features.push(Features {
            shape: mark.unwrap_or_else(|| shape(text.slice(token.span))),
            piece: 0,
            quotation: depth.clamp(0, 2) as u8,
            sentence: 0,
            paragraph: if outline.is_headline(token.span) { 2 } else { 0 },
        });
    }
    for sentence in &segments.sentences {
        if let Some(first) = features.get_mut(sentence.tokens.start) {
            first.sentence = 1;
        }
    }
    for paragraph in &segments.paragraphs {
        let first = segments.sentences.get(paragraph.sentences.start);
        if let Some(first) = first.and_then(|sentence| features.get_mut(sentence.tokens.start)) {
            first.paragraph = first.paragraph.max(1);
        }
    }
    features
}

/// The shapes of the marks of quotations, by where they begin.
fn marks(segments: &Segments) -> HashMap<usize, u8> {
    let mut marks = HashMap::new();
    for quotation in &segments.quotations {
        marks.extend(quotation.opening.iter().map(|mark| (mark.start(), 8)));
        marks.extend(quotation.closing.map(|mark| (mark.start(), 9)));
    }
    marks
}

/// Where quotations begin (+1) and end (-1), marks included, in order.
fn edges(segments: &Segments) -> Vec<(usize, i32)> {
    let mut edges = Vec::new();
    for quotation in &segments.quotations {
        for (index, content) in quotation.content.iter().enumerate() {
            let first = quotation.opening.get(index).unwrap_or(content);
            let last = if index + 1 == quotation.content.len() { quotation.closing } else { None };
            edges.push((first.start(), 1));
            edges.push((last.unwrap_or(*content).end(), -1));
        }
    }
    edges.sort_unstable();
    edges
}

/// The shape of a word that is not the mark of a quotation.
fn shape(word: &str) -> u8 {
    let digits = word.chars().any(is_number);
    let mut letters = word.chars().filter(|&c| is_letter(c));
    if let Some(first) = letters.next() {
        let (mut count, mut upper, mut lower) = (1, 0, 0);
        let mut upper_later = false;
        let mut look = |c: char| {
            upper += usize::from(c.is_uppercase());
            lower += usize::from(c.is_lowercase());
        };
        look(first);
        for c in letters {
            look(c);
            count += 1;
            upper_later |= c.is_uppercase();
        }
        return match () {
            () if digits => 7,
            () if count == 1 && upper == 1 => 4,
            () if upper == 0 => 1,
            () if upper == count => 3,
            () if first.is_uppercase() && !upper_later => 2,
            () => 5,
        };
    }
    if digits {
        return 6;
    }
    match word.chars().next().unwrap_or(' ') {
        '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '«' | '»' | '„' | '‟' | '‹' | '›' | '‚'
        | '‛' => 10,
        '.' | '!' | '?' | '…' => 11,
        ',' | ';' | ':' => 12,
        '-' | '–' | '—' | '‒' | '―' | '‑' | '−' => 13,
        '(' | ')' | '[' | ']' | '{' | '}' => 14,
        _ => 15,
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Letter
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit()
        || !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::article;

    #[test]
    fn shapes() {
        for (word, expected) in [
            ("said", 1),
            ("n't", 1),
            ("Oslo", 2),
            ("O'Brien", 5),
            ("UN", 3),
            ("U.S.", 3),
            ("A", 4),
            ("iPhone", 5),
            ("Élan", 2),
            ("2019", 6),
            ("1,000", 6),
            ("½", 6),
            ("20th", 7),
            ("\"", 10),
            ("”", 10),
            ("...", 11),
            ("…", 11),
            (";", 12),
            ("—", 13),
            ("(", 14),
            ("$", 15),
            ("東京", 1),
        ] {
            assert_eq!(shape(word), expected, "{word}");
        }
    }

    #[test]
    fn places() {
        let words = "Rain in Oslo\n\"It ‘ poured ’\" , Kari Dahl said .\nIt stopped .";
        let (text, segments, outline) = article(words);
        let features = of_tokens(&text, &segments, &outline);
        let of = |word: &str| {
            let at = segments.tokens.iter().position(|t| text.slice(t.span) == word).unwrap();
            let f = features[at];
            [f.shape, f.quotation, f.sentence, f.paragraph]
        };
        assert_eq!(of("Rain"), [2, 0, 1, 2]);
        assert_eq!(of("Oslo"), [2, 0, 0, 2]);
        assert_eq!(of("\"It"), [8, 1, 1, 1]);
        assert_eq!(of("‘"), [8, 2, 0, 0]);
        assert_eq!(of("poured"), [1, 2, 0, 0]);
        assert_eq!(of("’\""), [9, 2, 0, 0]);
        assert_eq!(of(","), [12, 0, 0, 0]);
        assert_eq!(of("stopped"), [1, 0, 0, 0]);
    }
}
