//! Words: how far one reaches, and where Universal Dependencies cut it.

use super::abbreviations::first_word;
use super::letters::{Class, class, is_apostrophe, is_wordlike};
use super::lexicon::{self, Abbreviation};
use super::pieces::Kind;
use super::tokens::Tokenizer;

impl Tokenizer<'_, '_> {
    /// Takes a word with all that is written into it, and cuts it where UD does.
    pub(super) fn word(&mut self, limit: usize) {
        let start = self.at;
        let mut end = start;
        let mut hyphens = 0;
        // The last character taken, and whether the word holds only digits so far.
        let mut before = '\0';
        let mut numeric = true;
        let mut part = start;
        while end < limit {
            let Some(c) = self.char_at(end) else { break };
            match class(c) {
                Class::Letter | Class::Digit | Class::Combining => {
                    numeric &= class(c) == Class::Digit;
                    before = c;
                    end += c.len_utf8();
                    continue;
                }
                _ => {}
            }
            let next = end + c.len_utf8();
            let Some(after) = self.text[next..limit].chars().next() else { break };
            let letters = before.is_alphabetic() && after.is_alphabetic();
            let digits = before.is_ascii_digit() && after.is_ascii_digit();
            let goes_on = match c {
                '.' => {
                    digits || (letters && self.dot_inside(part, end, after)) || {
                        after.is_ascii_digit() && before.is_ascii_uppercase() && end - part <= 3
                    }
                }
                ',' => digits && self.thousands(start, end, next, limit),
                ':' => digits,
                '/' => digits || self.joined(start, next, limit).is_some(),
                '&' => before.is_uppercase() && after.is_uppercase(),
                '*' => letters || (before == '*' || after == '*') && part < end,
                '-' | '‑' => {
                    if let Some(taken) = self.joined(start, next, limit) {
                        end = taken;
                        before = 'x';
                        numeric = false;
                        part = end;
                        continue;
                    }
                    if numeric && digits {
                        let telephone = self.hyphenated_number(start, end, limit);
                        if let Some(taken) = telephone {
                            end = taken;
                            break;
                        }
                    }
                    hyphens += 1;
                    hyphens == 1 && self.keeps_hyphen(start, end, next, limit)
                }
                '(' => {
                    // `friend(s)`
                    if self.text[next..limit].starts_with("s)")
                        && letters
                        && self.word_end(next + 2, limit) == next + 2
                    {
                        end = next + 2;
                        break;
                    }
                    false
                }
                _ if is_apostrophe(c) => {
                    (before.is_alphanumeric() && is_wordlike(after)) && {
                        // A quotation mark that is wrongly glued on both sides is not told apart.
                        !(digits)
                    }
                }
                _ if class(c) == Class::Invisible => is_wordlike(after),
                _ => false,
            };
            if !goes_on {
                break;
            }
            if matches!(c, '.' | '-' | '‑' | '/') {
                part = next;
            }
            if c != '.' && c != ',' && c != ':' && c != '/' {
                numeric = false;
            }
            before = c;
            end = next;
        }
        self.cut(end, limit);
    }

    /// Whether a full stop between two letters belongs to the word: `a.m`, `example.com`, but not
    /// `ended.Then`.
    fn dot_inside(&self, part: usize, dot: usize, after: char) -> bool {
        let before = &self.text[part..dot];
        let single = before.chars().count() == 1;
        single || !after.is_uppercase() || before == "Ph" || before.chars().all(char::is_uppercase)
    }

    /// Whether a comma between digits parts thousands: three digits follow, and one to three, or
    /// such groups, stand before.
    fn thousands(&self, start: usize, comma: usize, next: usize, limit: usize) -> bool {
        let group = self.text[start..comma].rsplit([',', '.', '$']).next().unwrap_or_default();
        group.len() <= 3 && self.digits_end(next, limit) == next + 3
    }

    /// The end of a word with hyphens or slashes that is known to be one token.
    fn joined(&self, start: usize, next: usize, limit: usize) -> Option<usize> {
        if next - start > 9 {
            return None;
        }
        let end = self.word_end(next, limit);
        let whole = &self.text[start..end];
        lexicon::has(&lexicon::JOINED_WORDS, whole).then_some(end)
    }

    /// The end of a telephone number or an ISO date whose first group ends at `end`.
    fn hyphenated_number(&self, start: usize, end: usize, limit: usize) -> Option<usize> {
        let mut groups = [end - start, 0, 0, 0];
        let mut count = 1;
        let mut at = end;
        while at < limit && self.text.as_bytes()[at] == b'-' && count < groups.len() {
            let digits = self.digits_end(at + 1, limit);
            groups[count] = digits - at - 1;
            count += 1;
            at = digits;
        }
        let whole = at == limit || !self.char_at(at).is_some_and(|c| is_wordlike(c) || c == '-');
        let known = matches!(
            groups[..count],
            [3, 4] | [3, 3, 4] | [1, 3, 3, 4] | [4, 2, 2] | [4, 4] | [2, 4, 4] | [3, 2, 4]
        );
        // Two groups of four are years more often than a telephone number.
        (whole && known && groups[..count] != [4, 4]).then_some(at)
    }

    /// Whether the hyphen at `hyphen` stays in its word: after a prefix, before a suffix, in a
    /// name such as `SARS-CoV-2`.
    fn keeps_hyphen(&self, start: usize, hyphen: usize, next: usize, limit: usize) -> bool {
        let first = &self.text[start..hyphen];
        let end = self.word_end(next, limit);
        let second = &self.text[next..end];
        if second.is_empty() {
            return false;
        }
        let compound = self.char_at(end).is_some_and(|c| end < limit && c == '-');
        lexicon::is_prefix(first) && second.starts_with(|c: char| c.is_alphanumeric())
            || !compound && lexicon::has(&lexicon::HYPHEN_SUFFIXES, second)
    }

    /// Cuts the word that ends at `end` into its tokens: clitics, units, contractions; and gives an
    /// abbreviation its full stop.
    fn cut(&mut self, end: usize, limit: usize) {
        let start = self.at;
        let word = &self.text[start..end];
        let first = word.chars().next().unwrap_or_default();
        if first.is_ascii_digit() {
            return self.number(end, limit);
        }
        // Two full stops after an abbreviation are its own and the sentence's; three are dots.
        let dots = self.text[end..limit].bytes().take(3).take_while(|&b| b == b'.').count();
        let dot = matches!(dots, 1 | 2);
        if dot && let Some(kind) = self.abbreviation(word, end, limit) {
            return self.push(end + 1, Kind::Abbreviation(kind));
        }
        if word.ends_with("US") || word.len() <= 3 {
            // `US$`, `HK$`: the sign is part of the currency's name.
            let money =
                matches!(word, "US" | "A" | "C" | "HK" | "NZ" | "NT" | "R" | "S" | "AU" | "CA");
            if money && self.text[end..limit].starts_with('$') {
                return self.push(end + 1, Kind::Symbol);
            }
        }
        if let Some(first) = lexicon::contraction(word) {
            // The length counts letters; a curly apostrophe is longer than one byte.
            let cut = word.char_indices().nth(first).map_or(end, |(at, _)| start + at);
            self.push(cut, Kind::Word);
            return self.push(end, Kind::Word);
        }
        if let Some(cut) = clitic(word) {
            // `I’d’ve` has two.
            if let Some(inner) = clitic(&word[..cut]) {
                self.push(start + inner, Kind::Word);
            }
            self.push(start + cut, Kind::Word);
            return self.push(end, Kind::Word);
        }
        if let Some(c) = self.char_at(end).filter(|&c| end < limit && is_apostrophe(c)) {
            let next = end + c.len_utf8();
            let free = self.char_at(next).is_none_or(|c| next >= limit || !is_wordlike(c));
            if free && lexicon::has(&lexicon::CLIPPED_WORDS, word) && !self.in_single(c) {
                return self.push(next, Kind::Word);
            }
        }
        if end - start <= 4 && self.breaks_off(end, limit) {
            return self.push(end + 1, Kind::Word);
        }
        self.push(end, Kind::Word);
    }

    /// Whether a hyphen ends a word that its speaker broke off (`I thi- I think`), rather than one
    /// that shares its second part (`mid- to late`).
    fn breaks_off(&self, end: usize, limit: usize) -> bool {
        if self.text[end..limit] != *"-" && !self.text[end..limit].starts_with("-,") {
            return false;
        }
        let rest = self.text[limit..].trim_start();
        !matches!(first_word(rest), "and" | "or" | "to" | "") || rest.starts_with(['–', '—', '-'])
    }

    /// Whether a single quotation mark of the kind `c` was opened a few tokens ago, so that one
    /// after a word like `on` may close it.
    fn in_single(&self, c: char) -> bool {
        let opens = if c == '\'' { "'" } else { "‘" };
        self.pieces[self.first..]
            .iter()
            .rev()
            .take(24)
            .any(|piece| piece.kind == Kind::Mark && piece.of(self.text) == opens)
    }

    /// Takes a word that begins with a digit: a number, an ordinal, a time, an amount with a unit.
    fn number(&mut self, end: usize, limit: usize) {
        let start = self.at;
        let word = &self.text[start..end];
        let letters = word.find(|c: char| c.is_alphabetic()).unwrap_or(word.len());
        let (digits, unit) = word.split_at(letters);
        if letters == word.len() {
            // The number of a list item, or a year's short plural.
            let rest = &self.text[end..limit];
            if (rest == "." || rest == ")") && digits.len() <= 4 && self.begins_sentence() {
                let goes_on = self.text[limit..].trim_start().chars().next();
                if goes_on.is_some() {
                    return self.push(limit, Kind::Label);
                }
            }
            return self.push(end, Kind::Number);
        }
        if lexicon::NUMBER_UNITS.contains(unit) {
            self.push(start + letters, Kind::Number);
            let dot = unit.contains('.') && self.text[end..limit].starts_with('.');
            if dot {
                return self.push(end + 1, Kind::Abbreviation(Abbreviation::Letters));
            }
            return self.push(end, Kind::Word);
        }
        if let Some(cut) = clitic(word).filter(|_| !is_decade(word)) {
            self.push(start + cut, Kind::Number);
            return self.push(end, Kind::Word);
        }
        self.push(end, Kind::Number);
    }
}

/// `1930’s`, `80's`
fn is_decade(word: &str) -> bool {
    let digits = word.trim_end_matches('s').trim_end_matches(is_apostrophe);
    (digits.len() == 2 || digits.len() == 4)
        && digits.ends_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the letters after an apostrophe make it a clitic: `s`, `re`, `ve`, `m`, `ll`, `d`.
pub(super) fn is_clitic(body: &str) -> bool {
    lexicon::lowered(body, |body| {
        matches!(body, "s" | "re" | "ve" | "m" | "ll" | "d").then_some(())
    })
    .is_some()
}

/// Where a word is cut before its clitic: `do|n't`, `it|’s`, `they|’re`.
fn clitic(word: &str) -> Option<usize> {
    let (at, mark) = word.char_indices().rev().take(4).find(|(_, c)| is_apostrophe(*c))?;
    let body = &word[at + mark.len_utf8()..];
    if body.eq_ignore_ascii_case("t") {
        let n = at.checked_sub(1)?;
        let negated = word.is_char_boundary(n) && word[n..at].eq_ignore_ascii_case("n");
        return (negated && n > 0).then_some(n);
    }
    (at > 0 && is_clitic(body)).then_some(at)
}
