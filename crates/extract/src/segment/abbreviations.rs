//! Abbreviations: which words keep the full stop behind them.

use super::letters::is_wordlike;
use super::lexicon::{self, Abbreviation};
use super::pieces::Kind;
use super::tokens::Tokenizer;

impl Tokenizer<'_, '_> {
    /// What kind of abbreviation a word is before a full stop at `dot`, if it is one there.
    pub(super) fn abbreviation(
        &self,
        word: &str,
        dot: usize,
        limit: usize,
    ) -> Option<Abbreviation> {
        let glued = self.text[dot + 1..limit].chars().next();
        if glued.is_some_and(|c| c.is_alphanumeric()) {
            return None;
        }
        if glued == Some('.') {
            return has_inner_dots(word)
                .then_some(Abbreviation::Letters)
                .or_else(|| lexicon::abbreviation(word))
                .filter(|kind| !matches!(kind, Abbreviation::Numbered));
        }
        if has_inner_dots(word) {
            return Some(Abbreviation::Letters);
        }
        let capital = word.starts_with(|c: char| c.is_uppercase());
        let rest = self.text[limit..].trim_start();
        let next = glued.or_else(|| rest.chars().next());
        let mut letters = word.chars();
        if let (Some(_), None) = (letters.next(), letters.next()) {
            return self.initial(word, capital, glued, rest);
        }
        let kind = lexicon::abbreviation(word)?;
        let number_next = next.is_some_and(|c| c.is_ascii_digit() || matches!(c, '§' | '#'));
        let holds = match kind {
            Abbreviation::Title => {
                capital && glued.is_none() && next.is_some_and(|c| c.is_alphanumeric())
            }
            Abbreviation::Numbered => number_next || glued.is_none() && is_roman(rest),
            Abbreviation::Month => capital && next.is_some(),
            Abbreviation::Weekday => {
                let short = matches!(word, "Sat" | "Sun" | "Mon");
                capital && (!short || number_next || next == Some(',') || begins_month(rest))
            }
            Abbreviation::State => {
                capital && self.previous().is_some_and(|piece| piece.kind == Kind::Comma)
            }
            Abbreviation::Company => {
                capital || !matches!(word, "co" | "inst" | "sq" | "rd" | "cos")
            }
            Abbreviation::General | Abbreviation::Initial | Abbreviation::Letters => true,
        };
        holds.then_some(kind)
    }

    /// A single letter with a full stop: an initial, or the last word of a sentence.
    fn initial(
        &self,
        word: &str,
        capital: bool,
        glued: Option<char>,
        rest: &str,
    ) -> Option<Abbreviation> {
        let first = rest.chars().next();
        if !capital {
            // `c. 1900`, `p. 7`, `b. Oslo`: small letters only before a number, or alone.
            let number = first.is_some_and(|c| c.is_ascii_digit());
            return (number && glued.is_none()).then_some(Abbreviation::Numbered);
        }
        let name_next = first.is_some_and(char::is_uppercase) && glued.is_none();
        let numbered = first.is_some_and(|c| c.is_ascii_digit()) && glued.is_none();
        if numbered
            && self
                .previous()
                .is_some_and(|piece| piece.kind == Kind::Abbreviation(Abbreviation::Initial))
        {
            // `H. R. 1280`
            return Some(Abbreviation::Initial);
        }
        if !name_next {
            // `(Smith, J.)`, `J., K.` and the like.
            let listed = matches!(glued, Some(',' | ')' | ';' | ':' | '-' | '’' | '\''));
            return (listed && word != "I").then_some(Abbreviation::Initial);
        }
        let opener = first_word(rest);
        let opens = opener.chars().count() > 1 && lexicon::has(&lexicon::SENTENCE_OPENERS, opener);
        let before = self.previous();
        let small_before = before.is_some_and(|piece| {
            piece.kind == Kind::Word && piece.of(self.text).starts_with(char::is_lowercase)
        });
        let stop = (word == "I" && small_before)
            || (opens && before.is_some())
            || (small_before && matches!(opener, "I" | "A"));
        (!stop).then_some(Abbreviation::Initial)
    }
}

pub(super) fn first_word(rest: &str) -> &str {
    let end = rest.char_indices().take(24).find(|(_, c)| !is_wordlike(*c));
    let end = end.map_or_else(|| rest.char_indices().nth(24).map_or(rest.len(), |x| x.0), |x| x.0);
    &rest[..end]
}

fn is_roman(rest: &str) -> bool {
    let word = first_word(rest);
    !word.is_empty() && word.len() <= 6 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

fn begins_month(rest: &str) -> bool {
    lexicon::CALENDAR_WORDS.contains(first_word(rest))
}

/// `U.S`, `a.m`, `Ph.D`: parts of at most two letters.
fn has_inner_dots(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic)
                && letters.next().is_none_or(char::is_alphabetic)
                && letters.next().is_none()
        })
}
