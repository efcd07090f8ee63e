//! The grammar of news dates: where a time expression stands in a sentence, and what it says.
//!
//! It reads from left to right and takes the longest reading at each place: a bound (`since`,
//! `until`, `between`), within it a range, within it a day with its hour, within it one of the
//! points of `points`. Names that are no dates are passed over first.

use super::lexicon::Sense;
use super::points;
use super::relative;
use super::said::{Bound, Clock, Precision, Said, Third};
use super::words::{Words, digits};
use jiff::civil::Time;
use jiff::tz::Offset;

/// A time expression as words of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) said: Said,
    /// Its first word.
    pub(super) start: usize,
    /// One past its last word.
    pub(super) end: usize,
    /// Whether the words before it say that it is no more than about right.
    pub(super) about: bool,
}

/// What the grammar reads in.
pub(super) struct Reader<'w> {
    pub(super) words: &'w Words,
    /// By number from 1: months that somebody in the article is named after.
    pub(super) named_months: &'w [bool; 13],
}

/// What words say, and the place after them.
pub(super) type Found = Option<(Said, usize)>;

impl Reader<'_> {
    /// All time expressions of the sentence, in order, without overlaps.
    pub(super) fn read(&self) -> Vec<Reading> {
        let mut readings = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            if let Some(end) = self.name(at) {
                at = end;
                continue;
            }
            match self.bounded(at).or_else(|| self.range(at, false)) {
                Some((said, end)) => {
                    readings.push(Reading { said, start: at, end, about: self.is_about(at) });
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        readings
    }

    /// A name that holds a word of time and is no time: `Sunday Times`.
    fn name(&self, at: usize) -> Option<usize> {
        let words = self.words;
        let named = words.sense(at, |sense| matches!(sense, Sense::Name).then_some(()));
        let (_, mut end) = named?;
        let first = words.at(at);
        let numbers = first.starts_with(|c: char| c.is_ascii_digit());
        // A day of the week after a colour may still be a day: only names have capitals.
        if !numbers && !words.is_capital(at) {
            return None;
        }
        if words.any(end, &["'s", "'"]) {
            end += 1;
        }
        Some(end)
    }

    fn is_about(&self, at: usize) -> bool {
        self.words.any(
            at.wrapping_sub(1),
            &["about", "around", "approximately", "roughly", "some", "circa", "nearly", "almost"],
        ) || (self.words.before(at) == "than"
            && self.words.any(at.wrapping_sub(2), &["more", "less", "fewer"]))
    }

    /// `since 2008`, `until Friday`, `between 2010 and 2014`.
    fn bounded(&self, at: usize) -> Found {
        let words = self.words;
        let (bound, first) = match words.at(at) {
            "since" => (Bound::Since, at + 1),
            "until" | "till" | "through" | "thru" => (Bound::Until, at + 1),
            "by" => (Bound::By, at + 1),
            "before" => (Bound::Before, at + 1),
            "prior" if words.at(at + 1) == "to" => (Bound::Before, at + 2),
            "after" => (Bound::After, at + 1),
            "from" => (Bound::From, at + 1),
            "in" => return relative::coming(words, at),
            "between" => {
                let first = words.skip(at + 1, &["the"]);
                let (from, end) = self.clocked(first, true)?;
                if words.at(end) != "and" {
                    return None;
                }
                let (to, end) = self.clocked(words.skip(end + 1, &["the"]), true)?;
                let from = self.alike(from, &to)?;
                return Some((Said::Between(Box::new(from), Box::new(to)), end));
            }
            _ => return None,
        };
        let the = words.at(first) == "the";
        let first = first + usize::from(the);
        let (said, end) = self.range(first, false)?;
        // `after Tuesday's vote` and `after the 1999 election` say when that was.
        let names = matches!(
            said,
            Said::Years(_, _, Precision::Year) | Said::Weekday { .. } | Said::Month { .. }
        );
        let noun = the && names && words.at(end).starts_with(char::is_alphabetic);
        let owns = words.any(end, &["'s", "'"]) || noun;
        if matches!(said, Said::Between(..) | Said::Set(_) | Said::Length(..) | Said::Vague(_))
            || matches!(said, Said::Bounded(..))
            || (owns && bound != Bound::Since)
        {
            return None;
        }
        // `by 2025`, but not `by 2000 people`; that is seen to where years are read.
        let end = if bound == Bound::From && words.any(end, &["on", "onward", "onwards"]) {
            let onward = words.at(end) != "on" || !words.is_capital(end + 1);
            end + usize::from(onward)
        } else {
            end
        };
        Some((Said::Bounded(bound, Box::new(said)), end))
    }

    /// One point, or a range from one to another.
    pub(super) fn range(&self, at: usize, licensed: bool) -> Found {
        let words = self.words;
        let (from, end) = self.clocked(at, licensed)?;
        let connected = words.any(end, &["to", "through", "until", "till", "thru"]);
        if !connected && !words.is_dash(end) {
            return Some((from, end));
        }
        // `moved it from Monday to Tuesday` is no range, but nobody can see that from here.
        let second = words.skip(end + 1, &["the"]);
        let to = self.clocked(second, true);
        if let Some((to, last)) = to
            && let Some(from) = self.alike(from.clone(), &to)
        {
            return Some((Said::Between(Box::new(from), Box::new(to)), last));
        }
        Some((from, end))
    }

    /// The beginning of a range, if it can lead to that end.
    fn alike(&self, from: Said, to: &Said) -> Option<Said> {
        from.leads_to(to).then(|| from.with_year_of(to))
    }

    /// A point with its hour or part of the day, on either side of it.
    fn clocked(&self, at: usize, licensed: bool) -> Found {
        let words = self.words;
        if self.name(at).is_some() {
            return None;
        }
        if let Some((clock, end)) = self.clock(at) {
            let day = self.skip_to_day(end);
            return match self.core(day, true) {
                Some((said, end)) if said.is_day() => {
                    Some((Said::At(clock, Some(said.into())), end))
                }
                _ => Some((Said::At(clock, None), end)),
            };
        }
        if let Some((hour, end)) = words.day_part(at) {
            let day = words.skip(end, &["on", "of", "late", "early"]);
            let day = words.skip(day, &["on", "the"]);
            if (day > end || words.weekday(day).is_some())
                && let Some((said, end)) = self.core(day, true)
                && said.is_day()
            {
                return Some((at_hour(said, hour), end));
            }
            return None;
        }
        let (said, end) = self.core(at, licensed)?;
        if !said.is_day() {
            return Some((said, end));
        }
        // `Tuesday evening`, `Friday at dawn`, `Monday in the early morning`.
        let part = words.skip(end, &["at", "in"]);
        let part = words.skip(part, &["the"]);
        let part = words.skip(part, &["early", "late", "mid"]);
        let part = part + usize::from(words.is_dash(part));
        if let Some((hour, end)) = words.day_part(part) {
            return Some((at_hour(said, hour), end));
        }
        let clock = words.skip(end, &[","]);
        let clock = words.skip(clock, &["at", "around", "about", "by", "from", "before", "after"]);
        let clock = words.skip(clock, &["around", "about"]);
        let hour = self.clock(clock).or_else(|| self.clock_of_digits(clock, clock > end));
        match hour {
            Some((clock, end)) => Some((Said::At(clock, Some(said.into())), end)),
            None => Some((said, end)),
        }
    }

    /// Past what may stand between an hour and its day.
    fn skip_to_day(&self, at: usize) -> usize {
        let words = self.words;
        let mut at = at;
        // `3 p.m. (1200 GMT) on Monday`
        if words.at(at) == "(" {
            let close = (at + 1..at + 6).find(|&place| words.at(place) == ")");
            at = close.map_or(at, |close| close + 1);
        }
        let at = words.skip(at, &[","]);
        let at = words.skip(at, &["on", "of"]);
        words.skip(at, &["the"])
    }

    /// `3 p.m.`, `3:30 pm`, `1500 GMT`, `15:30 local time`; `noon` stands with the parts of a day.
    fn clock(&self, at: usize) -> Option<(Clock, usize)> {
        let words = self.words;
        let (hour, minute, minutes) = hour_and_minute(words.at(at))?;
        let half = match words.at(at + 1) {
            "a.m." | "am" | "a.m" => Some(false),
            "p.m." | "pm" | "p.m" => Some(true),
            _ => None,
        };
        if let Some(afternoon) = half {
            if !(1..=12).contains(&hour) {
                return None;
            }
            let hour = hour % 12 + if afternoon { 12 } else { 0 };
            let (offset, end) = self.zone(at + 2).unwrap_or((None, at + 2));
            return Some((clock_at(hour, minute, minutes, offset)?, end));
        }
        if let Some((offset, end)) = self.zone(at + 1) {
            return Some((clock_at(hour, minute, true, offset)?, end));
        }
        let led = words.any(at.wrapping_sub(1), &["at", "around", "until", "till", "by"]);
        self.clock_of_digits(at, led)
    }

    /// `15:30` where something else tells that it is an hour.
    fn clock_of_digits(&self, at: usize, led: bool) -> Option<(Clock, usize)> {
        let (hour, minute, _) = hour_and_minute(self.words.at(at))?;
        let written = self.words.at(at).contains(':');
        (led && written).then(|| Some((clock_at(hour, minute, true, None)?, at + 1)))?
    }

    /// `GMT` with its offset, `local time` without.
    fn zone(&self, at: usize) -> Option<(Option<Offset>, usize)> {
        let words = self.words;
        if let Some(end) = words.phrase(at, &["local", "time"]) {
            return Some((None, end));
        }
        match words.at(at) {
            "gmt" | "utc" => Some((Some(Offset::UTC), at + 1)),
            "et" | "est" | "edt" | "ct" | "cst" | "cdt" | "pt" | "pst" | "pdt" | "bst" | "cet"
            | "cest" | "eet" | "msk" | "ist" | "jst" => Some((None, at + 1)),
            _ => None,
        }
    }

    /// A point, or a third of one: `early March`, `the end of the year`.
    pub(super) fn core(&self, at: usize, licensed: bool) -> Found {
        let words = self.words;
        let third = match words.at(at) {
            "early" | "beginning" | "start" => Third::Early,
            "mid" | "middle" => Third::Mid,
            "late" | "end" | "close" => Third::Late,
            _ => return points::point(self, at, licensed),
        };
        let noun = words.any(at, &["beginning", "start", "middle", "end", "close"]);
        let inner = if noun {
            if words.at(at + 1) != "of" {
                return None;
            }
            at + 2
        } else {
            let place = at + 1;
            let place = place + usize::from(words.is_dash(place));
            words.skip(place, &["in", "on"])
        };
        let the = words.at(inner) == "the";
        let inner = inner + usize::from(the);
        let found = if the { points::this_unit(self, inner) } else { None };
        let (said, end) = found.or_else(|| points::point(self, inner, true))?;
        let parts = !matches!(
            said,
            Said::Between(..)
                | Said::Length(..)
                | Said::Set(_)
                | Said::Vague(_)
                | Said::Around { .. }
        );
        parts.then(|| (Said::Third(third, said.into()), end))
    }
}

/// A day at an hour, or at a part of it that is none.
fn at_hour(said: Said, hour: Option<u8>) -> Said {
    match hour.and_then(|hour| clock_at(hour, 0, false, None)) {
        Some(clock) => Said::At(clock, Some(said.into())),
        None => said,
    }
}

fn clock_at(hour: u8, minute: u8, minutes: bool, offset: Option<Offset>) -> Option<Clock> {
    let time = Time::new(hour as i8, minute as i8, 0, 0).ok()?;
    Some(Clock { time, minutes, offset })
}

/// `3`, `3:30`, `3.30`, `1500`: hour, minute, and whether the minute was told.
fn hour_and_minute(word: &str) -> Option<(u8, u8, bool)> {
    let two = |part: &str| digits(part).filter(|_| part.len() <= 2);
    let (hour, minute, minutes) = match word.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (two(hour)?, two(minute)?, true),
        Some(_) => return None,
        None if word.len() == 4 => {
            let number = digits(word)?;
            (number / 100, number % 100, true)
        }
        None => (two(word)?, 0, false),
    };
    (hour < 24 && minute < 60).then_some((hour as u8, minute as u8, minutes))
}
