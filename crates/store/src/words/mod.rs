//! The words of a text, folded so that the same word is the same in every spelling.
//!
//! Copies, stories and wordings all compare words, not characters: case, accents, the form of an
//! apostrophe and the width of a letter say nothing about what was written. Each word keeps its span
//! in code points, so that what is found can be shown in the text.

mod frequencies;
mod hashes;
mod lexicon;
mod stem;

use onrecord_record::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub use frequencies::{Counts, Frequencies, weight};
pub use hashes::{hash, mix};
pub use lexicon::{derived, entries, function_word, opposite, same_sense};
pub use stem::stem;

/// A word, a number or a sign that counts as one, such as `%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, in code points of the text.
    pub span: Span,
    /// Lower case, without accents, with straight apostrophes, in the plainest form of each letter.
    pub folded: String,
    /// Whether it begins with a capital letter.
    pub capital: bool,
}

impl Word {
    /// What inflected forms of one word have in common: the stem of its dictionary form.
    pub fn term(&self) -> String {
        term(&self.folded)
    }

    /// Whether it is written in digits.
    pub fn numeric(&self) -> bool {
        self.folded.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// What inflected forms of a folded word have in common.
pub fn term(folded: &str) -> String {
    stem(lexicon::lemma(folded))
}

/// The words of a text, in order. `'s` of a possessive is left out of its word; a number keeps its
/// commas and points; words with hyphens are several; in scripts that put no space between words,
/// every letter is one.
pub fn words(text: &str) -> Vec<Word> {
    let letters: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let end = end_of_word(&letters, at);
        if end > at {
            push(&letters, at, end, &mut words);
            at = end;
        } else {
            at += 1;
        }
    }
    words
}

/// A text folded as words are, with its characters otherwise kept.
pub fn fold(text: &str) -> String {
    let plain = text.nfkd().filter(|c| !is_combining_mark(*c)).map(plain_apostrophe);
    plain.flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)).collect()
}

fn push(letters: &[char], start: usize, end: usize, words: &mut Vec<Word>) {
    let end = owner_end(letters, start, end);
    let letters_of_word = &letters[start..end];
    let mut folded: String = if letters_of_word.iter().all(char::is_ascii) {
        letters_of_word.iter().map(|c| plain_apostrophe(c.to_ascii_lowercase())).collect()
    } else {
        fold(&letters_of_word.iter().collect::<String>())
    };
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        folded.retain(|c| c != ',');
    }
    // Folding can leave nothing of a letter that is all marks.
    if !folded.is_empty() {
        words.push(Word { span: [start, end], folded, capital: letters[start].is_uppercase() });
    }
}

/// Where a word ends without the `'s` or `'` of a possessive.
fn owner_end(letters: &[char], start: usize, end: usize) -> usize {
    let apostrophe = |at: usize| at > start && plain_apostrophe(letters[at]) == '\'';
    if apostrophe(end - 1) {
        return end - 1;
    }
    let s = matches!(letters[end - 1], 's' | 'S');
    if end < start + 3 || !s || !apostrophe(end - 2) {
        return end;
    }
    let owner: String = letters[start..end - 2].iter().flat_map(|c| c.to_lowercase()).collect();
    if CONTRACTED.contains(&owner.as_str()) { end } else { end - 2 }
}

/// Words whose `'s` is a verb.
const CONTRACTED: [&str; 13] = [
    "he", "here", "how", "it", "let", "she", "that", "there", "what", "when", "where", "who", "why",
];

/// The end of the word that begins at `at`, which is `at` where none does.
fn end_of_word(letters: &[char], at: usize) -> usize {
    let first = letters[at];
    if is_sign(first) || unspaced(first) {
        return at + 1;
    }
    if !first.is_alphanumeric() {
        return at;
    }
    let digits = first.is_numeric();
    let mut end = at + 1;
    while let Some(&letter) = letters.get(end) {
        let next = letters.get(end + 1).copied().unwrap_or(' ');
        let before = letters[end - 1];
        let goes_on = if unspaced(letter) {
            false
        } else if letter.is_alphanumeric() {
            // "300m" and "5pm" are a number and a unit, "G20" and "4th" are one word.
            !(digits && letter.is_alphabetic() && before.is_numeric()) || ordinal(&letters[end..])
        } else if is_combining_mark(letter) {
            true
        } else if plain_apostrophe(letter) == '\'' {
            before.is_alphabetic() && (next.is_alphabetic() || before == 's')
        } else {
            matches!(letter, '.' | ',') && before.is_numeric() && next.is_numeric()
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

/// `st`, `nd`, `rd`, `th` and nothing more.
fn ordinal(letters: &[char]) -> bool {
    let ending: String = letters.iter().take(2).map(|c| c.to_ascii_lowercase()).collect();
    let alone = letters.get(2).is_none_or(|c| !c.is_alphanumeric());
    alone && ["st", "nd", "rd", "th"].contains(&ending.as_str())
}

fn is_sign(letter: char) -> bool {
    matches!(letter, '%' | '$' | '€' | '£' | '¥' | '₹' | '₽' | '₺' | '₴' | '₩' | '₪' | '°')
}

fn plain_apostrophe(letter: char) -> char {
    if matches!(letter, '’' | '‘' | 'ʼ' | '＇' | '`' | '´') { '\'' } else { letter }
}

/// Letters of Chinese, Japanese, Thai, Lao, Khmer and Burmese.
fn unspaced(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
        && letter.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        let words: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
        words.join("|")
    }

    #[test]
    fn spelling_does_not_tell_words_apart() {
        assert_eq!(folded("The Café’s “old” wall"), "the|cafe|old|wall");
        assert_eq!(folded("Ｔｈｅ CAFE's old WALL"), "the|cafe|old|wall");
        assert_eq!(
            folded("It's the residents' well-known don’t"),
            "it's|the|residents|well|known|don't"
        );
    }

    #[test]
    fn numbers_keep_their_points_and_leave_their_units() {
        assert_eq!(
            folded("1,200.5m, 20% of $3bn on the 4th; G20."),
            "1200.5|m|20|%|of|$|3|bn|on|the|4th|g20"
        );
    }

    #[test]
    fn letters_without_spaces_are_words() {
        assert_eq!(folded("東京 Bridge橋"), "東|京|bridge|橋");
    }

    proptest! {
        #[test]
        fn spans_of_any_text_are_in_order_and_slice(text in "\\PC{0,60}|[a-z0-9'’.,% é橋\u{301}\0\u{202e}]{0,60}") {
            let count = text.chars().count();
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(last <= word.span[0] && word.span[0] < word.span[1] && word.span[1] <= count);
                prop_assert!(!word.folded.is_empty());
                last = word.span[1];
            }
        }
    }
}
