//! Tokens: syntactic words as Universal Dependencies split them.
//!
//! Later stages learn from and are measured on UD English GUM, so a token here is what a token is
//! there: `don't` is two, most hyphens stand alone (`eye - tracking`) but prefixes keep theirs
//! (`co-founder`), an abbreviation keeps its full stop, an amount of money loses its sign.
//!
//! The tokenizer reads the text once from left to right. Nothing looks further ahead than the end
//! of the word or address at hand, and what was looked at is then taken, so that a line of two
//! megabytes costs no more per byte than a short one.

use super::addresses::{self, Address};
use super::letters::{Class, class, is_apostrophe, is_wordlike};
use super::lexicon;
use super::pieces::{Kind, Piece};
use super::words::is_clitic;

/// Splits `text[start..end]` into pieces; only white space is left out.
pub(super) fn tokenize(text: &str, start: usize, end: usize, pieces: &mut Vec<Piece>) {
    let first = pieces.len();
    let mut tokenizer = Tokenizer { text: &text[..end], pieces, first, at: start };
    let mut chunk_end = start;
    let mut addresses: Vec<Address> = Vec::new();
    let mut next_address = 0;
    while tokenizer.at < end {
        let at = tokenizer.at;
        if at >= chunk_end {
            let rest = &tokenizer.text[at..];
            let space = rest.len() - rest.trim_start().len();
            if space > 0 {
                tokenizer.at += space;
                continue;
            }
            chunk_end = at + rest.find(char::is_whitespace).unwrap_or(rest.len());
            addresses.clear();
            next_address = 0;
            addresses::find(tokenizer.text, at, chunk_end, &mut addresses);
        }
        while addresses.get(next_address).is_some_and(|address| address.start < at) {
            next_address += 1;
        }
        match addresses.get(next_address) {
            Some(address) if address.start == at => tokenizer.push(address.end, Kind::Address),
            Some(address) => tokenizer.step(address.start),
            None => tokenizer.step(chunk_end),
        }
    }
}

/// Reads one paragraph from left to right.
pub(super) struct Tokenizer<'t, 'p> {
    pub(super) text: &'t str,
    pub(super) pieces: &'p mut Vec<Piece>,
    /// The first piece of this paragraph.
    pub(super) first: usize,
    pub(super) at: usize,
}

impl Tokenizer<'_, '_> {
    pub(super) fn push(&mut self, end: usize, kind: Kind) {
        debug_assert!(self.at < end);
        self.pieces.push(Piece { start: self.at, end, kind });
        self.at = end;
    }

    /// The piece before, if one touches this place or stands before it in the paragraph.
    pub(super) fn previous(&self) -> Option<&Piece> {
        self.pieces[self.first..].last()
    }

    /// Whether nothing but quotation marks and brackets stands before this place in its sentence.
    pub(super) fn begins_sentence(&self) -> bool {
        self.pieces[self.first..]
            .iter()
            .rev()
            .take(6)
            .find(|piece| !matches!(piece.kind, Kind::Mark | Kind::OpenBracket | Kind::Invisible))
            .is_none_or(|piece| {
                matches!(
                    piece.kind,
                    Kind::Stop | Kind::Strong | Kind::Colon | Kind::Ellipsis | Kind::CloseBracket
                )
            })
    }

    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Takes one token, or several that are written as one word, within `..limit`.
    fn step(&mut self, limit: usize) {
        let at = self.at;
        let Some(c) = self.char_at(at) else { return };
        let next = at + c.len_utf8();
        match class(c) {
            Class::Letter | Class::Digit => return self.word(limit),
            Class::Combining => return self.push(self.marks_after(next, limit), Kind::Symbol),
            Class::Invisible => return self.push(self.marks_after(next, limit), Kind::Invisible),
            Class::Space | Class::Other => {}
        }
        let kind = match c {
            '.' => {
                let dots = self.run(at, limit, '.');
                if dots - at > 1 {
                    return self.push(dots, Kind::Ellipsis);
                }
                let digits = self.digits_end(next, limit);
                let free = self.previous().is_none_or(|piece| piece.end < at);
                if free && digits > next && self.word_end(digits, limit) == digits {
                    // A batting average: `.265`
                    return self.push(digits, Kind::Number);
                }
                Kind::Stop
            }
            '。' | '．' | '।' | '۔' => Kind::Stop,
            '?' | '!' | '？' | '！' | '؟' | '‽' | '⁇' | '⁈' | '⁉' | '‼' => {
                Kind::Strong
            }
            '…' => Kind::Ellipsis,
            ',' | ';' | '，' | '、' | '；' | '،' | '؛' => Kind::Comma,
            ':' | '：' => {
                if let Some(end) = self.emoticon(limit) {
                    return self.push(end, Kind::Symbol);
                }
                Kind::Colon
            }
            '–' | '—' | '―' | '‒' | '⸺' | '⸻' => {
                return self.push(self.run(at, limit, c), Kind::Dash);
            }
            '-' | '‐' | '‑' | '−' => {
                let end = self.run(at, limit, c);
                let kind = if end - at > c.len_utf8() { Kind::Dash } else { Kind::Hyphen };
                return self.push(end, kind);
            }
            '(' | '[' | '{' | '（' | '［' => {
                if let Some(end) = self.label(limit) {
                    return self.push(end, Kind::Label);
                }
                Kind::OpenBracket
            }
            ')' | ']' | '}' | '）' | '］' => Kind::CloseBracket,
            '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‚' | '‛' | '＂' => {
                Kind::Mark
            }
            '`' => {
                let double = self.text[next..limit].starts_with('`');
                return self.push(if double { next + 1 } else { next }, Kind::Mark);
            }
            '‘' | '\'' | '’' | 'ʼ' | '＇' => return self.apostrophe(c, limit),
            '@' | '#' => {
                let name = self.word_end(next, limit);
                if name > next {
                    return self.push(name, Kind::Address);
                }
                Kind::Symbol
            }
            '+' => {
                let digits = self.digits_end(next, limit);
                if digits - next > 6 {
                    let end = self.telephone_end(digits, limit);
                    return self.push(end, Kind::Number);
                }
                Kind::Symbol
            }
            _ => Kind::Symbol,
        };
        self.push(self.marks_after(next, limit), kind);
    }

    /// The end of a run of one character.
    fn run(&self, at: usize, limit: usize, c: char) -> usize {
        let rest = &self.text[at..limit];
        at + (rest.len() - rest.trim_start_matches(c).len())
    }

    /// The end of the combining marks, joiners and selectors that belong to the character before.
    fn marks_after(&self, at: usize, limit: usize) -> usize {
        let mut end = at;
        let mut joined = false;
        for c in self.text[at..limit].chars() {
            let goes_on = class(c) == Class::Combining
                || c == '\u{200d}'
                || ('\u{1f3fb}'..='\u{1f3ff}').contains(&c)
                || (joined && class(c) == Class::Other && !c.is_ascii());
            if !goes_on {
                break;
            }
            joined = c == '\u{200d}';
            end += c.len_utf8();
        }
        end
    }

    /// The end of the letters, digits and combining marks from `at`.
    pub(super) fn word_end(&self, at: usize, limit: usize) -> usize {
        let rest = &self.text[at..limit];
        at + rest.find(|c| !is_wordlike(c)).unwrap_or(rest.len())
    }

    pub(super) fn digits_end(&self, at: usize, limit: usize) -> usize {
        let rest = &self.text[at..limit];
        at + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())
    }

    /// `:)` and its kin, where nothing touches them.
    fn emoticon(&self, limit: usize) -> Option<usize> {
        let free = self.previous().is_none_or(|piece| piece.end < self.at);
        let face = &self.text[self.at..limit];
        let known =
            matches!(face, ":)" | ":-)" | ":(" | ":-(" | ":D" | ":-D" | ":P" | ":/" | ":'(");
        (free && known).then_some(limit)
    }

    /// `(a)` and `(12)` at the beginning of a sentence, which number an item.
    fn label(&self, limit: usize) -> Option<usize> {
        if !self.begins_sentence() || self.char_at(self.at) != Some('(') {
            return None;
        }
        let inside = self.at + 1;
        let end = self.word_end(inside, limit);
        let word = &self.text[inside..end];
        let short =
            word.len() == 1 || (word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit()));
        (short && self.text[end..limit] == *")").then_some(end + 1)
    }

    /// An apostrophe or single quotation mark that no word has taken.
    fn apostrophe(&mut self, c: char, limit: usize) {
        let at = self.at;
        let next = at + c.len_utf8();
        let touched = self.previous().is_some_and(|piece| piece.end == at);
        let word = self.word_end(next, limit);
        let body = &self.text[next..word];
        if c == '\'' && self.char_at(next) == Some('\'') && next < limit {
            return self.push(next + 1, Kind::Mark);
        }
        let after_word =
            touched && self.previous().is_some_and(|piece| is_word_or_number(piece.kind));
        if !after_word && !body.is_empty() {
            if is_short_year(body) && self.is_year_here(c, body, word) {
                return self.push(word, Kind::Number);
            }
            if lexicon::elision(body) {
                if let Some(first) = lexicon::lowered(body, |body| match body {
                    "tis" | "twas" | "twere" | "twill" => Some(1),
                    _ => None,
                }) {
                    self.push(next + first, Kind::Word);
                    return self.push(word, Kind::Word);
                }
                // The `n` of `rock 'n' roll` has another apostrophe after it.
                let closing = self.char_at(word).filter(|&c| is_apostrophe(c) && word < limit);
                let end = match closing {
                    Some(c) if body.eq_ignore_ascii_case("n") => word + c.len_utf8(),
                    _ => word,
                };
                return self.push(end, Kind::Word);
            }
        }
        if after_word && is_apostrophe(c) && is_clitic(body) {
            return self.push(word, Kind::Word);
        }
        self.push(next, Kind::Mark);
    }

    /// Whether two digits after an apostrophe are a year, rather than the start of a quotation.
    fn is_year_here(&self, c: char, body: &str, end: usize) -> bool {
        if c == '’' || body.ends_with('s') {
            return true;
        }
        let before = self.previous().map(|piece| piece.of(self.text));
        let before = before.unwrap_or_default();
        let year_word = matches!(
            before,
            "of" | "in"
                | "since"
                | "from"
                | "by"
                | "the"
                | "early"
                | "late"
                | "mid"
                | "summer"
                | "spring"
                | "winter"
                | "fall"
                | "autumn"
                | "and"
                | "to"
                | "until"
                | "before"
                | "after"
                | "class"
                | "Class"
                | "In"
                | "Since"
                | "-"
                | "–"
        );
        year_word && c == '\'' && self.char_at(end).is_none_or(|c| !is_apostrophe(c))
    }

    /// The end of the groups of digits and hyphens of a telephone number.
    fn telephone_end(&self, at: usize, limit: usize) -> usize {
        let rest = &self.text[at..limit];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
        at + rest[..end].trim_end_matches('-').len()
    }
}

fn is_word_or_number(kind: Kind) -> bool {
    matches!(kind, Kind::Word | Kind::Number | Kind::Address | Kind::Abbreviation(_))
}

/// `90s`, `71`
fn is_short_year(body: &str) -> bool {
    let digits = body.strip_suffix('s').unwrap_or(body);
    digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit())
}
