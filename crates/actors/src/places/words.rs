//! Words with their places in the text: all that [`resolve`](super::resolve()) wants of a text. Who
//! has tokens already makes words of them; who has none takes [`words`].

use std::ops::Range;

/// A word or a mark of punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// As it stands in the text.
    pub text: &'a str,
    /// Where it begins, in bytes. Words that touch are known by it.
    pub start: usize,
    /// Whether it is the first of its sentence.
    pub begins_sentence: bool,
}

impl Word<'_> {
    /// Where the word stands, in bytes.
    pub fn span(&self) -> Range<usize> {
        self.start..self.end()
    }

    pub(crate) fn end(&self) -> usize {
        self.start.saturating_add(self.text.len())
    }

    pub(crate) fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    pub(crate) fn is_name_like(&self) -> bool {
        self.text.chars().any(char::is_alphabetic)
    }
}

/// The words of a text that has not been cut yet. Full stops stay with abbreviations, a possessive
/// `'s` is a word of its own, hyphens stay inside words.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut begins = true;
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        if letter.is_whitespace() {
            // A blank line ends whatever stood before it.
            begins |= letter == '\n' && text[at + 1..].starts_with('\n');
            at += letter.len_utf8();
            continue;
        }
        let length = match letter {
            _ if letter.is_alphanumeric() => word_length(&text[at..]),
            '\'' | '’' if possessive(text, at) => letter.len_utf8() + 1,
            _ => letter.len_utf8(),
        };
        let word = &text[at..at + length];
        let closes = matches!(word, "\"" | "”" | "’" | "'" | ")");
        words.push(Word { text: word, start: at, begins_sentence: begins && !closes });
        begins = match word {
            "." | "!" | "?" => true,
            "\"" | "“" | "”" | "‘" | "'" | "(" | ")" | "’" => begins,
            _ => false,
        };
        at += length;
    }
    words
}

/// How long the word is that begins here.
fn word_length(text: &str) -> usize {
    let mut end = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|&(_, next)| next);
        let inside = match letter {
            _ if letter.is_alphanumeric() => true,
            '-' | '‑' => next.is_some_and(char::is_alphanumeric),
            '\'' | '’' | '‘' => {
                next.is_some_and(char::is_alphanumeric) && !possessive(text, at)
            }
            '.' => {
                next.is_some_and(char::is_alphabetic) || keeps_full_stop(&text[..at], &text[at..])
            }
            _ => false,
        };
        if !inside {
            break;
        }
        end = at + letter.len_utf8();
    }
    end
}

/// Whether an apostrophe begins a possessive `'s`.
fn possessive(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars().skip(1);
    rest.next() == Some('s')
        && !rest.next().is_some_and(char::is_alphanumeric)
        && text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Whether a full stop belongs to the word before it: initials and what abbreviates a name.
fn keeps_full_stop(word: &str, rest: &str) -> bool {
    let last = word.rsplit('.').next().unwrap_or(word);
    let initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let capitalised = word.chars().next().is_some_and(char::is_uppercase);
    let short = capitalised && word.chars().count() <= 5 && !word.contains('.') && {
        let after = rest[1..].trim_start();
        SHORTENED.contains(&word) && !after.is_empty()
    };
    (initial && (word.contains('.') || rest[1..].starts_with(' '))) || short
}

/// What is written with a full stop before or after names of people and places.
const SHORTENED: [&str; 50] = [
    "Ala", "Alta", "Ariz", "Ark", "Calif", "Capt", "Col", "Colo", "Conn", "Del", "Dr", "Fla", "Ft",
    "Ga", "Gen", "Gov", "Ill", "Ind", "Kan", "Ky", "La", "Lt", "Maj", "Mass", "Md", "Mich", "Minn",
    "Miss", "Mont", "Mr", "Mrs", "Ms", "Mt", "Neb", "Nev", "Okla", "Ont", "Ore", "Pa", "Prof",
    "Que", "Rep", "Rev", "Sask", "Sen", "Sgt", "St", "Tenn", "Va", "Wis",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = words(text).iter().map(|word| word.text).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn marks_abbreviations_and_possessives() {
        check("In Paris, Texas.", &["In", "Paris", ",", "Texas", "."]);
        check("Georgia’s U.S. plan", &["Georgia", "’s", "U.S.", "plan"]);
        check("St. Louis, Mo.", &["St.", "Louis", ",", "Mo", "."]);
        check("SAN JOSE, Calif. - A", &["SAN", "JOSE", ",", "Calif.", "-", "A"]);
        check("N'Djamena to Port-au-Prince", &["N'Djamena", "to", "Port-au-Prince"]);
        check("Washington, D.C. slept", &["Washington", ",", "D.C.", "slept"]);
    }

    #[test]
    fn sentences_begin_after_their_end() {
        let begins = |text| -> Vec<&str> {
            words(text).into_iter().filter(|w| w.begins_sentence).map(|w| w.text).collect()
        };
        assert_eq!(begins("It ran. \"We saw it.\" Then Dr. Pell left."), ["It", "We", "Then"]);
    }
}
