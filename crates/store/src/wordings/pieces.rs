//! The content of a statement as what is aligned: words, numbers with their units, and ellipses.
//!
//! "Two hundred", "200" and "0.2 thousand" are one number and "per cent" is a sign, so that what is
//! compared is what was meant and not how it was set.

use onrecord_record::Span;
use serde::{Deserialize, Serialize};

use super::numbers::{self, Number};
use super::wording::letters;
use crate::words::{Word, function_word, words};

/// A word, a number or an ellipsis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Piece {
    /// Where it stands in the text of the article.
    pub span: Span,
    /// The folded word; the words of a number with spaces between; `…` for an ellipsis.
    pub folded: String,
    /// What forms of one word have in common; the value for a number.
    pub term: String,
    /// Its value, where it is a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Which span of the content it stands in, counted from 0.
    pub part: usize,
    /// Which sentence of the content it stands in, counted from 0. Colons and semicolons end one too.
    pub sentence: usize,
    /// Which clause, as far as commas, dashes and brackets tell; counted from 0.
    pub clause: usize,
}

impl Piece {
    pub fn ellipsis(&self) -> bool {
        self.folded == "…"
    }

    /// Whether it is more than grammar.
    pub fn tells(&self) -> bool {
        !self.ellipsis() && (self.number.is_some() || !function_word(&self.folded))
    }
}

/// How many spans, sentences and clauses have ended.
#[derive(Default)]
struct Marks {
    part: usize,
    sentence: usize,
    clause: usize,
}

/// The pieces of some spans of a text, in their order.
pub(super) fn pieces(text: &str, spans: &[Span]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at_mark = Marks::default();
    for (number, (offset, part)) in letters(text, spans).into_iter().enumerate() {
        at_mark.part = number;
        let chars: Vec<char> = part.chars().collect();
        let mut at = 0;
        for group in numbers::groups(&words(&part)) {
            let (first, last) = (&group.words[0], &group.words[group.words.len() - 1]);
            between(&chars[at..first.span[0]], offset + at, &mut at_mark, &mut pieces);
            at = last.span[1];
            pieces.push(piece(&group.words, group.number, offset, &at_mark));
        }
        between(&chars[at..], offset + at, &mut at_mark, &mut pieces);
    }
    pieces
}

fn piece(words: &[Word], number: Option<Number>, offset: usize, marks: &Marks) -> Piece {
    let (first, last) = (&words[0], &words[words.len() - 1]);
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    Piece {
        span: [offset + first.span[0], offset + last.span[1]],
        folded: folded.join(" "),
        term: number.as_ref().map_or_else(|| first.term(), Number::term),
        number,
        capital: first.capital,
        part: marks.part,
        sentence: marks.sentence,
        clause: marks.clause,
    }
}

/// What stands between two words: an ellipsis, or the end of a sentence.
fn between(chars: &[char], offset: usize, marks: &mut Marks, pieces: &mut Vec<Piece>) {
    let dots = chars.iter().position(|c| *c == '…').map(|at| [at, at + 1]).or_else(|| {
        let three = |at: &usize| chars[*at..].iter().take(3).filter(|c| **c == '.').count() == 3;
        let start = (0..chars.len()).find(three)?;
        let more = chars[start..].iter().take_while(|c| **c == '.').count();
        Some([start, start + more])
    });
    if let Some([start, end]) = dots {
        pieces.push(Piece {
            span: [offset + start, offset + end],
            folded: "…".to_owned(),
            term: "…".to_owned(),
            number: None,
            capital: false,
            part: marks.part,
            sentence: marks.sentence,
            clause: marks.clause,
        });
    } else if chars.iter().any(|c| matches!(c, '.' | '!' | '?' | ';' | ':' | '\n')) {
        marks.sentence += 1;
        marks.clause += 1;
    } else if chars.iter().any(|c| matches!(c, ',' | '–' | '—' | '(' | ')')) {
        marks.clause += 1;
    }
}
