//! A sentence as the grammar of time reads it: its words in lower case, with what the tables say.
//!
//! The tokens are those of the segmentation, but for `mid-2021`, which is one token there and two
//! words here.

use onrecord_text::{Segments, Span, Text};

use super::calendars::Calendar;
use super::lexicon::{self, Entry, Sense, Unit};

/// A word of a sentence.
#[derive(Debug)]
pub(super) struct Word {
    /// In lower case with straight apostrophes.
    pub(super) lower: String,
    /// Its bytes in the text.
    pub(super) span: Span,
    /// The number of its token in the text.
    pub(super) token: usize,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
    entries: &'static [Entry],
}

/// The words of one sentence.
pub(super) struct Words(Vec<Word>);

impl Words {
    pub(super) fn of(text: &Text, segments: &Segments, tokens: std::ops::Range<usize>) -> Words {
        let mut words = Vec::with_capacity(tokens.len() + 4);
        for token in tokens {
            let span = segments.tokens[token].span;
            let written = text.slice(span);
            let cut = match written.get(..4) {
                Some(head) if head.eq_ignore_ascii_case("mid-") && written.len() > 4 => 3,
                _ => 0,
            };
            let parts = if cut == 0 {
                [span.start()..span.end(), 0..0]
            } else {
                [span.start()..span.start() + cut, span.start() + cut + 1..span.end()]
            };
            for part in parts.into_iter().filter(|part| !part.is_empty()) {
                let Some(span) = text.span(part) else { continue };
                let written = text.slice(span);
                let lower = written.to_lowercase().replace('’', "'");
                let capital = written.chars().next().is_some_and(char::is_uppercase);
                let entries = lexicon::entries_of(&lower);
                words.push(Word { lower, span, token, capital, entries });
            }
        }
        Words(words)
    }

    /// Whether any word can be one of time: most sentences have none.
    pub(super) fn may_tell_time(&self) -> bool {
        self.0.iter().any(|word| {
            word.lower.bytes().any(|byte| byte.is_ascii_digit())
                || word.entries.iter().any(|(_, sense)| {
                    !matches!(sense, Sense::Cardinal(_) | Sense::Ordinal(_) | Sense::Name)
                })
        })
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn word(&self, at: usize) -> Option<&Word> {
        self.0.get(at)
    }

    /// The word at a place in lower case, empty outside of the sentence.
    pub(super) fn at(&self, at: usize) -> &str {
        self.0.get(at).map_or("", |word| &word.lower)
    }

    /// The word before a place.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.at(before))
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|word| word.capital)
    }

    /// Whether the word at a place is one of these.
    pub(super) fn any(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.at(at))
    }

    /// The place after these words, if they stand there.
    pub(super) fn phrase(&self, at: usize, words: &[&str]) -> Option<usize> {
        words
            .iter()
            .enumerate()
            .all(|(n, word)| self.at(at + n) == *word)
            .then_some(at + words.len())
    }

    /// The place after a word if it is one of these, else the place itself.
    pub(super) fn skip(&self, at: usize, words: &[&str]) -> usize {
        if self.any(at, words) { at + 1 } else { at }
    }

    /// A hyphen or a dash as ranges have it.
    pub(super) fn is_dash(&self, at: usize) -> bool {
        matches!(self.at(at), "-" | "–" | "‑" | "−")
    }

    /// The first thing that `pick` takes of the entries that stand here, and the place after it.
    pub(super) fn sense<T>(
        &self,
        at: usize,
        pick: impl Fn(Sense) -> Option<T>,
    ) -> Option<(T, usize)> {
        let word = self.0.get(at)?;
        word.entries.iter().find_map(|(rest, sense)| Some((pick(*sense)?, self.rest(at, rest)?)))
    }

    /// The place after the words that go on an entry; hyphens and apostrophes between them are
    /// passed over.
    fn rest(&self, first: usize, rest: &[&str]) -> Option<usize> {
        let mut at = first + 1;
        for &word in rest {
            while self.at(at) != word && (self.is_dash(at) || self.at(at) == "'") {
                at += 1;
            }
            if self.at(at) != word {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// A month that begins with a capital letter: calendar, number, whether it wants a number beside
    /// it, and the place after.
    pub(super) fn month(&self, at: usize) -> Option<(Calendar, u8, bool, usize)> {
        if !self.is_capital(at) {
            return None;
        }
        let ((calendar, number, short), mut end) = self.sense(at, |sense| match sense {
            Sense::Month(calendar, number, short) => Some((calendar, number, short)),
            _ => None,
        })?;
        if short && self.at(end) == "." {
            end += 1;
        }
        Some((calendar, number, short, end))
    }

    /// The same with the full stop that short names keep: `Sept.`
    pub(super) fn stopped_month(&self, at: usize) -> Option<(Calendar, u8, bool, usize)> {
        self.month(at).or_else(|| {
            let bare = self.bare(at)?;
            lexicon::entries_of(bare).iter().find_map(|(rest, sense)| match sense {
                Sense::Month(calendar, number, short) if rest.is_empty() && self.is_capital(at) => {
                    Some((*calendar, *number, *short, at + 1))
                }
                _ => None,
            })
        })
    }

    /// A day of the week that begins with a capital letter: number from Monday, whether it is written
    /// short without a full stop, and the place after.
    pub(super) fn weekday(&self, at: usize) -> Option<(u8, bool, usize)> {
        if !self.is_capital(at) {
            return None;
        }
        let pick = |sense| match sense {
            Sense::Weekday(number, short) => Some((number, short)),
            _ => None,
        };
        if let Some(((number, short), end)) = self.sense(at, pick) {
            let stopped = short && self.at(end) == ".";
            return Some((number, short && !stopped, end + usize::from(stopped)));
        }
        let entries = lexicon::entries_of(self.bare(at)?);
        let (number, _) = entries.iter().find_map(|(_, sense)| pick(*sense))?;
        Some((number, false, at + 1))
    }

    /// The word without its full stop.
    fn bare(&self, at: usize) -> Option<&str> {
        self.at(at).strip_suffix('.').filter(|bare| !bare.is_empty())
    }

    /// A unit, whether it is written in the plural, and the place after.
    pub(super) fn unit(&self, at: usize) -> Option<(Unit, bool, usize)> {
        let ((unit, many), end) = self.sense(at, |sense| match sense {
            Sense::Unit(unit, many) => Some((unit, many)),
            _ => None,
        })?;
        Some((unit, many, end))
    }

    /// A plain number of at most four digits.
    pub(super) fn digits(&self, at: usize) -> Option<u16> {
        digits(self.at(at))
    }

    /// A number that counts: `3`, `three`, `twenty-five`, `a`, `a dozen`, `half a` is none.
    pub(super) fn count(&self, at: usize) -> Option<(u16, usize)> {
        if let Some(number) = self.digits(at) {
            return Some((number, at + 1));
        }
        let cardinal = |at| {
            self.sense(at, |sense| match sense {
                Sense::Cardinal(number) => Some(number),
                _ => None,
            })
        };
        let (first, end) = cardinal(at)?;
        if matches!(first, 20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)
            && self.is_dash(end)
            && let Some((second @ 1..=9, end)) = cardinal(end + 1)
        {
            return Some((first + second, end));
        }
        if first == 1
            && self.any(at, &["a", "one"])
            && let Some((big @ (12 | 100), end)) = cardinal(end)
        {
            return Some((big, end));
        }
        Some((first, end))
    }

    /// A number that puts in order: `17th`, `third`, `twenty-first`.
    pub(super) fn ordinal(&self, at: usize) -> Option<(u16, usize)> {
        let word = self.at(at);
        let cut = word.len().checked_sub(2).filter(|&cut| word.is_char_boundary(cut));
        if let Some((number, "st" | "nd" | "rd" | "th")) = cut.map(|cut| word.split_at(cut))
            && let Some(number) = digits(number)
        {
            return Some((number, at + 1));
        }
        let ordinal = |at| {
            self.sense(at, |sense| match sense {
                Sense::Ordinal(number) => Some(number),
                _ => None,
            })
        };
        if let Some(found) = ordinal(at) {
            return Some(found);
        }
        let (tens, end) = self.sense(at, |sense| match sense {
            Sense::Cardinal(number @ (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)) => Some(number),
            _ => None,
        })?;
        let (ones, end) = ordinal(end + usize::from(self.is_dash(end)))?;
        (ones < 10).then_some((tens + ones, end))
    }

    /// The number of a day: `17`, `17th`.
    pub(super) fn day(&self, at: usize) -> Option<(u8, usize)> {
        let plain = self.digits(at).map(|number| (number, at + 1));
        let (number, end) = plain.or_else(|| self.ordinal(at))?;
        let short = self.at(at).len() <= 2 || plain.is_none();
        ((1..=31).contains(&number) && short).then_some((number as u8, end))
    }

    /// Four digits that can be a year.
    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let year = self.digits(at).filter(|_| self.at(at).len() == 4)?;
        (1000..=2199).contains(&year).then_some(year as i16)
    }

    pub(super) fn day_part(&self, at: usize) -> Option<(Option<u8>, usize)> {
        self.sense(at, |sense| match sense {
            Sense::DayPart(hour) => Some(hour),
            _ => None,
        })
    }
}

/// At most four digits and nothing else.
pub(super) fn digits(word: &str) -> Option<u16> {
    let plain = (1..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| word.parse().ok())?
}
