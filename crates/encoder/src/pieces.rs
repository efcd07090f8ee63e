//! Word pieces: the units of the model's vocabulary that each of our tokens is cut into.
//!
//! This is what BERT's uncased models call their tokenizer, for one token at a time: letters are
//! lowered, accents dropped, punctuation and Chinese characters set apart, and each of the words
//! that remain is cut greedily into the longest pieces that the vocabulary knows. A piece never
//! crosses a token, so a token's row of scores is that of its first piece.
//!
//! The libraries that do this were looked at: `rten-text` leaves control and Chinese characters
//! alone, so that its pieces differ from those of training, and `tokenizers` brings regular
//! expressions, threads and a downloader's worth of code for what are a hundred lines here.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::LoadError;

/// Pieces of one token that are kept: more say nothing more, and a page of base64 would fill whole
/// windows with them.
pub(crate) const MAX_PIECES: usize = 16;

/// Characters of a word that is cut into pieces; a longer one is unknown.
const MAX_WORD: usize = 100;

/// The model's vocabulary.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    first: HashMap<Box<str>, u32>,
    /// Without the `##` that they are written with.
    later: HashMap<Box<str>, u32>,
    pub(crate) len: usize,
    unknown: u32,
    /// The mark at the start of a window.
    pub(crate) start: u32,
    /// The mark at the end of a window.
    pub(crate) end: u32,
}

impl Vocabulary {
    /// Reads a vocabulary: one piece a line, numbered from 0.
    pub(crate) fn read(lines: &str) -> Result<Vocabulary, LoadError> {
        let (mut first, mut later) = (HashMap::new(), HashMap::new());
        let mut len = 0;
        for line in lines.lines() {
            match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => later.insert(rest.into(), len),
                _ => first.insert(line.into(), len),
            };
            len += 1;
        }
        let id = |name: &str| {
            let missing = || LoadError::Vocabulary(format!("{name} is missing"));
            first.get(name).copied().ok_or_else(missing)
        };
        let (unknown, start, end) = (id("[UNK]")?, id("[CLS]")?, id("[SEP]")?);
        Ok(Vocabulary { first, later, len: len as usize, unknown, start, end })
    }

    /// Adds the pieces of a token to `pieces`: at least one, at most [`MAX_PIECES`].
    pub(crate) fn cut(&self, token: &str, pieces: &mut Vec<u32>) {
        let start = pieces.len();
        if token.bytes().all(|b| b.is_ascii_alphanumeric()) {
            if token.bytes().any(|b| b.is_ascii_uppercase()) {
                self.cut_word(&token.to_ascii_lowercase(), start + MAX_PIECES, pieces);
            } else {
                self.cut_word(token, start + MAX_PIECES, pieces);
            }
        } else {
            self.cut_words(token, start + MAX_PIECES, pieces);
        }
        if pieces.len() == start {
            pieces.push(self.unknown);
        }
    }

    /// Cuts a token that may hold several words in the vocabulary's sense.
    fn cut_words(&self, token: &str, limit: usize, pieces: &mut Vec<u32>) {
        let mut word = String::new();
        let seen = token.chars().filter(|&c| !is_dropped(c)).nfd();
        let bare = seen
            .filter(|c| c.is_ascii() || c.general_category() != GeneralCategory::NonspacingMark);
        for c in bare.flat_map(char::to_lowercase) {
            if pieces.len() >= limit {
                return;
            }
            if c.is_whitespace() {
                self.cut_word(&word, limit, pieces);
                word.clear();
            } else if is_punctuation(c) || is_chinese(c) {
                self.cut_word(&word, limit, pieces);
                word.clear();
                self.cut_word(c.encode_utf8(&mut [0; 4]), limit, pieces);
            } else {
                word.push(c);
            }
        }
        self.cut_word(&word, limit, pieces);
    }

    /// Cuts one word into the longest pieces that are known, or makes it unknown as a whole.
    fn cut_word(&self, word: &str, limit: usize, pieces: &mut Vec<u32>) {
        if word.is_empty() || pieces.len() >= limit {
            return;
        }
        if word.len() > MAX_WORD && word.chars().count() > MAX_WORD {
            pieces.push(self.unknown);
            return;
        }
        let start = pieces.len();
        let mut at = 0;
        while at < word.len() {
            let known = if at == 0 { &self.first } else { &self.later };
            let rest = &word[at..];
            let ends = rest.char_indices().rev().map(|(i, c)| i + c.len_utf8());
            let found = ends.into_iter().find_map(|end| Some((end, *known.get(&rest[..end])?)));
            let Some((end, id)) = found else {
                pieces.truncate(start);
                pieces.push(self.unknown);
                return;
            };
            pieces.push(id);
            at += end;
        }
        pieces.truncate(limit);
    }
}

/// Characters that leave no trace: controls, marks of direction, what could not be decoded.
fn is_dropped(c: char) -> bool {
    c == '\u{fffd}'
        || !c.is_whitespace() && c.general_category_group() == GeneralCategoryGroup::Other
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Punctuation
}

fn is_chinese(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2a6df}'
        | '\u{2a700}'..='\u{2b73f}' | '\u{2b740}'..='\u{2b81f}' | '\u{2b920}'..='\u{2ceaf}'
        | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORDS: &str =
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\nrain\n##y\n##s\nelan\n.\nu\ns\n東\n#\n##ain\nr\n'";

    fn cut(token: &str) -> String {
        let vocabulary = Vocabulary::read(WORDS).unwrap();
        let mut pieces = Vec::new();
        vocabulary.cut(token, &mut pieces);
        let names: Vec<&str> = WORDS.lines().collect();
        pieces.iter().map(|&id| names[id as usize]).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tokens_are_cut_into_pieces() {
        for (token, expected) in [
            ("rain", "rain"),
            ("Rainy", "rain ##y"),
            ("RAINS", "rain ##s"),
            ("Élan", "elan"),
            ("U.S.", "u . s ."),
            ("東東", "東 東"),
            ("snow", "[UNK]"),
            ("rainx", "[UNK]"),
            ("s\u{ad}", "s"),
            ("\u{200b}", "[UNK]"),
            ("##", "# #"),
            ("rain's", "rain ' s"),
        ] {
            assert_eq!(cut(token), expected, "{token}");
        }
    }

    #[test]
    fn a_token_without_end_has_few_pieces() {
        assert_eq!(cut(&"s".repeat(101)), "[UNK]");
        assert_eq!(cut(&"s.".repeat(1_000_000)).split(' ').count(), MAX_PIECES);
        assert_eq!(cut(&format!("s{}", "s".repeat(80))).split(' ').count(), MAX_PIECES);
    }

    proptest! {
        #[test]
        fn every_token_has_pieces(token in "\\PC{1,40}") {
            let count = cut(&token).split(' ').count();
            prop_assert!((1..=MAX_PIECES).contains(&count));
        }
    }
}
