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
//! | paragraph | 1 in the first word of a paragraph, a headline or not, else 0; the table has a third row that training never saw |
//!
//! A part of a text can be read as if it were a text of its own ([`of_tokens`] with less than all of
//! its tokens): then its first word begins a sentence and a paragraph, and the quotations that all
//! of it lies in are none.

use std::collections::HashMap;
use std::ops::Range;

use onrecord_text::{Quotation, Segments, Text};
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

/// The features of the first piece of each of some tokens that follow one another.
pub(crate) fn of_tokens(text: &Text, segments: &Segments, tokens: Range<usize>) -> Vec<Features> {
    let Some(chosen) = segments.tokens.get(tokens.clone()).filter(|chosen| !chosen.is_empty())
    else {
        return Vec::new();
    };
    let quotations = quotations(segments, &tokens);
    let marks = marks(&quotations);
    let mut edges = edges(&quotations).into_iter().peekable();
    let mut depth = 0i32;
    let mut features = Vec::with_capacity(chosen.len());
    for token in chosen {
        while let Some((_, step)) = edges.next_if(|&(at, _)| at <= token.span.start()) {
            depth += step;
        }
        let mark = marks.get(&token.span.start()).copied();
        features.push(Features {
            shape: mark.unwrap_or_else(|| shape(text.slice(token.span))),
            piece: 0,
            quotation: depth.clamp(0, 2) as u8,
            sentence: 0,
            paragraph: 0,
        });
    }
    let first = chosen[0].sentence.index();
    let last = chosen[chosen.len() - 1].sentence.index();
    let sentences = segments.sentences.get(first..=last).unwrap_or_default();
    let mut paragraph = None;
    for sentence in sentences {
        let begins = sentence.tokens.start.saturating_sub(tokens.start);
        if let Some(word) = features.get_mut(begins) {
            word.sentence = 1;
            word.paragraph = u8::from(paragraph != Some(sentence.paragraph));
        }
        paragraph = Some(sentence.paragraph);
    }
    features
}

/// The quotations that count where some tokens are read: those that any of them lies in, but, when
/// they are a part of the text only, not those that all of them lie in.
fn quotations<'s>(segments: &'s Segments, tokens: &Range<usize>) -> Vec<&'s Quotation> {
    let all = &segments.quotations;
    if tokens.len() == segments.tokens.len() {
        return all.iter().collect();
    }
    let (first, last) = (segments.tokens[tokens.start].span, segments.tokens[tokens.end - 1].span);
    let begins = |quotation: &Quotation| {
        quotation.opening.first().or(quotation.content.first()).map_or(0, |span| span.start())
    };
    let ends = |quotation: &Quotation| {
        quotation.closing.or(quotation.content.last().copied()).map_or(0, |span| span.end())
    };
    let next = all.partition_point(|quotation| begins(quotation) < first.start());
    let end = all.partition_point(|quotation| begins(quotation) < last.end());
    // What began before and is still open is the last one that began, or one that it stands in.
    let mut counted = Vec::new();
    let mut before = next.checked_sub(1).and_then(|at| all.get(at));
    while let Some(quotation) = before {
        if ends(quotation) > first.start() && ends(quotation) < last.end() {
            counted.push(quotation);
        }
        before = quotation.inside.and_then(|outer| all.get(outer.index()));
    }
    let inner = all[next..end].iter();
    let is_all =
        |quotation: &Quotation| begins(quotation) == first.start() && ends(quotation) >= last.end();
    counted.extend(inner.filter(|quotation| !is_all(quotation)));
    counted
}

/// The shapes of the marks of quotations, by where they begin.
fn marks(quotations: &[&Quotation]) -> HashMap<usize, u8> {
    let mut marks = HashMap::new();
    for quotation in quotations {
        marks.extend(quotation.opening.iter().map(|mark| (mark.start(), 8)));
        marks.extend(quotation.closing.map(|mark| (mark.start(), 9)));
    }
    marks
}

/// Where quotations begin (+1) and end (-1), marks included, in order.
fn edges(quotations: &[&Quotation]) -> Vec<(usize, i32)> {
    let mut edges = Vec::new();
    for quotation in quotations {
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

    /// Shape, quotation, sentence and paragraph of words in a part of a text.
    #[track_caller]
    fn check(words: &str, part: &str, expected: &[(&str, [u8; 4])]) {
        let (text, segments) = article(words);
        let word = |at: usize| text.slice(segments.tokens[at].span);
        let count = part.split_whitespace().count();
        let start = (0..segments.tokens.len())
            .find(|&at| part.split_whitespace().zip(at..).all(|(w, at)| word(at) == w))
            .unwrap();
        let features = of_tokens(&text, &segments, start..start + count);
        for &(of, expected) in expected {
            let at = (start..start + count).find(|&at| word(at) == of).unwrap();
            let f = features[at - start];
            assert_eq!([f.shape, f.quotation, f.sentence, f.paragraph], expected, "{of}");
        }
    }

    #[test]
    fn places() {
        let words = "Rain in Oslo\n\"It ‘ poured ’\" , Kari Dahl said .\nIt stopped .";
        let all = [
            ("Rain", [2, 0, 1, 1]),
            ("Oslo", [2, 0, 0, 0]),
            ("\"It", [8, 1, 1, 1]),
            ("‘", [8, 2, 0, 0]),
            ("poured", [1, 2, 0, 0]),
            ("’\"", [9, 2, 0, 0]),
            (",", [12, 0, 0, 0]),
            ("It", [2, 0, 1, 1]),
            ("stopped", [1, 0, 0, 0]),
        ];
        check(words, words, &all);
    }

    #[test]
    fn a_part_is_read_as_if_it_stood_alone() {
        let words = "A . \" b ‘ c ’ d . e \" g .\nh . i";
        // All of it lies in the outer quotation, which is none then; the inner ones are still some.
        let expected =
            [("b", [1, 0, 1, 1]), ("‘", [8, 1, 0, 0]), ("c", [1, 1, 0, 0]), ("e", [1, 0, 1, 0])];
        check(words, "b ‘ c ’ d . e", &expected);
        // With its marks it is the same, and they are marks of nothing.
        check("a \" b c \" d", "\" b c \"", &[("\"", [10, 0, 1, 1]), ("b", [1, 0, 0, 0])]);
        // One that ends within the part counts, and so does one that begins in it.
        check(words, "d . e \" g .", &[("d", [1, 1, 1, 1]), ("g", [1, 0, 0, 0])]);
        check(words, ". \" b ‘", &[("\"", [8, 1, 1, 0]), ("b", [1, 1, 0, 0])]);
        // Sentences and paragraphs begin where they do.
        check(words, "g . h .", &[("g", [1, 0, 1, 1]), ("h", [1, 0, 1, 1])]);
    }
}
