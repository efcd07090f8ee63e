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
use super::lexicon::{self, Abbreviation};
use super::pieces::{Kind, Piece};

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

struct Tokenizer<'t, 'p> {
    text: &'t str,
    pieces: &'p mut Vec<Piece>,
    /// The first piece of this paragraph.
    first: usize,
    at: usize,
}

impl Tokenizer<'_, '_> {
    fn push(&mut self, end: usize, kind: Kind) {
        debug_assert!(self.at < end);
        self.pieces.push(Piece { start: self.at, end, kind });
        self.at = end;
    }

    /// The piece before, if one touches this place or stands before it in the paragraph.
    fn previous(&self) -> Option<&Piece> {
        self.pieces[self.first..].last()
    }

    /// Whether nothing but quotation marks and brackets stands before this place in its sentence.
    fn begins_sentence(&self) -> bool {
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

    fn char_at(&self, at: usize) -> Option<char> {
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
                let run = self.run(at, limit, '`');
                return self.push(if run - at >= 2 { at + 2 } else { next }, Kind::Mark);
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
    fn word_end(&self, at: usize, limit: usize) -> usize {
        let rest = &self.text[at..limit];
        at + rest.find(|c| !is_wordlike(c)).unwrap_or(rest.len())
    }

    fn digits_end(&self, at: usize, limit: usize) -> usize {
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
        if !self.begins_sentence() {
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

    /// Takes a word with all that is written into it, and cuts it where UD does.
    fn word(&mut self, limit: usize) {
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
        group.len() <= 3 && self.digits_end(next, limit.min(next + 4)) == next + 3
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

    /// The end of the groups of digits and hyphens of a telephone number.
    fn telephone_end(&self, at: usize, limit: usize) -> usize {
        let rest = &self.text[at..limit];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
        at + rest[..end].trim_end_matches('-').len()
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
        lexicon::has(&lexicon::HYPHEN_PREFIXES, first)
            && second.starts_with(|c: char| c.is_alphanumeric())
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
        let dot =
            self.text[end..limit].starts_with('.') && !self.text[end + 1..limit].starts_with('.');
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

    /// What kind of abbreviation a word is before a full stop at `dot`, if it is one there.
    fn abbreviation(&self, word: &str, dot: usize, limit: usize) -> Option<Abbreviation> {
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

fn is_word_or_number(kind: Kind) -> bool {
    matches!(kind, Kind::Word | Kind::Number | Kind::Address | Kind::Abbreviation(_))
}

fn first_word(rest: &str) -> &str {
    let end = rest.char_indices().take(24).find(|(_, c)| !is_wordlike(*c));
    let end = end.map_or_else(|| rest.char_indices().nth(24).map_or(rest.len(), |x| x.0), |x| x.0);
    &rest[..end]
}

fn is_roman(rest: &str) -> bool {
    let word = first_word(rest);
    !word.is_empty() && word.len() <= 6 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

fn begins_month(rest: &str) -> bool {
    matches!(
        first_word(rest),
        "Jan"
            | "Feb"
            | "Mar"
            | "Apr"
            | "Jun"
            | "Jul"
            | "Aug"
            | "Sep"
            | "Sept"
            | "Oct"
            | "Nov"
            | "Dec"
            | "January"
            | "February"
            | "March"
            | "April"
            | "May"
            | "June"
            | "July"
            | "August"
            | "September"
            | "October"
            | "November"
            | "December"
    )
}

/// `90s`, `71`
fn is_short_year(body: &str) -> bool {
    let digits = body.strip_suffix('s').unwrap_or(body);
    digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// `1930’s`, `80's`
fn is_decade(word: &str) -> bool {
    let digits = word.trim_end_matches('s').trim_end_matches(is_apostrophe);
    (digits.len() == 2 || digits.len() == 4)
        && digits.ends_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
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

/// Whether the letters after an apostrophe make it a clitic: `s`, `re`, `ve`, `m`, `ll`, `d`.
fn is_clitic(body: &str) -> bool {
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
