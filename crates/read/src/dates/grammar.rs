//! The grammar of dates and times: from words to moments.
//!
//! A hand-written parser over three kinds of token (a run of letters, a run of digits, any other
//! character), because what tells "2024-03-05 09:30" from "March 5 - 9:30 pm" is mostly which
//! tokens touch. Each function looks at the tokens from an index on and returns what it read with
//! the index after it.

use std::ops::Range;

use jiff::civil::{Date, Time, Weekday, date};
use jiff::tz::Offset;
use onrecord_record::Moment;

use super::zones::{self, Zone};

/// How a date in digits such as "03/04/2024" is meant where the digits do not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
    /// Then such a date is not read.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    Mark(char),
}

#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    kind: Kind,
    words: &'a str,
    start: usize,
    /// Whether it begins where the one before ends.
    touches: bool,
}

/// Every moment in a text, in order, without overlaps.
pub(super) fn scan(words: &str, order: Order) -> Vec<(Range<usize>, Moment)> {
    let tokens = cut(words);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match moment(&tokens, at, order) {
            Some((moment, next)) => {
                let last = &tokens[next - 1];
                found.push((tokens[at].start..last.start + last.words.len(), moment));
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// `20191119`, `20191119T101500Z`, `20191119101500`: dates without separators, which are only
/// safe to read where a date is expected.
pub(super) fn compact(value: &str) -> Option<Moment> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let day = |at: &str| {
        let number = |range: Range<usize>| at.get(range)?.parse().ok();
        Date::new(at.get(..4)?.parse().ok()?, number(4..6)?, number(6..8)?).ok()
    };
    let day = day(value.get(..8)?)?;
    let (clock, zone) = match digits {
        8 if value.len() == 8 => return Some(Moment::day(day)),
        8 => {
            let rest = value[8..].strip_prefix(['T', 't', ' '])?;
            let clock = rest.bytes().take_while(u8::is_ascii_digit).count();
            rest.split_at(clock)
        }
        12 | 14 => (&value[8..digits], &value[digits..]),
        _ => return None,
    };
    let (hour, minute) = (clock.get(..2)?, clock.get(2..4)?);
    let second = clock.get(4..6).filter(|_| clock.len() == 6);
    let zone = zone.trim();
    let day = day.to_string();
    match second {
        Some(second) => format!("{day}T{hour}:{minute}:{second}{zone}"),
        None if clock.len() == 4 => format!("{day}T{hour}:{minute}{zone}"),
        None => return None,
    }
    .parse()
    .ok()
}

/// Seconds or milliseconds since 1970, from 2001 on.
pub(super) fn epoch(value: &str) -> Option<Moment> {
    if !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = match value.len() {
        10 => value.parse::<i64>().ok()?,
        13 => value.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let at = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    Some(Moment::second(at.date(), at.time(), Some(Offset::UTC)))
}

fn cut(words: &str) -> Vec<Token<'_>> {
    let kind_of = |c: char| {
        if c.is_ascii_digit() {
            Kind::Number
        } else if c.is_alphabetic() {
            Kind::Word
        } else {
            Kind::Mark(c)
        }
    };
    let mut tokens = Vec::new();
    let mut characters = words.char_indices().peekable();
    let mut end_of_last = None;
    while let Some((start, c)) = characters.next() {
        if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
            continue;
        }
        let kind = kind_of(c);
        let mut end = start + c.len_utf8();
        if !matches!(kind, Kind::Mark(_)) {
            while let Some((at, c)) = characters.next_if(|(_, c)| kind_of(*c) == kind) {
                end = at + c.len_utf8();
            }
        }
        let touches = end_of_last == Some(start);
        tokens.push(Token { kind, words: &words[start..end], start, touches });
        end_of_last = Some(end);
    }
    tokens
}

type Tokens<'t, 'a> = &'t [Token<'a>];

fn moment(tokens: Tokens<'_, '_>, at: usize, order: Order) -> Option<(Moment, usize)> {
    let first = tokens[at];
    // Not the tail of a longer word or number: "x2024-03-05", "555-2024-03-05".
    if first.touches && is_tail(tokens, at) {
        return None;
    }
    if let Some(found) = clock_then_day(tokens, at, order) {
        return Some(found);
    }
    let (day, next) = day(tokens, at, order)?;
    if let Some((moment, next)) = clock_and_year(tokens, &day, next) {
        return Some((moment, next));
    }
    let day = day.date?;
    let clock_at = past_joint(tokens, next);
    let Some((clock, after)) = clock(tokens, clock_at, true) else {
        return Some((Moment::day(day), next));
    };
    let (offset, after) = zone(tokens, after, day);
    Some((clock.on(day, offset), after))
}

fn is_tail(tokens: Tokens<'_, '_>, at: usize) -> bool {
    let kind = |back: usize| at.checked_sub(back).map(|at| tokens[at].kind);
    match kind(1) {
        Some(Kind::Word | Kind::Number) => true,
        Some(Kind::Mark('-' | '/' | '.')) => {
            tokens[at - 1].touches && kind(2) == Some(Kind::Number)
        }
        _ => false,
    }
}

/// "9:30 AM ET, Tue March 5, 2024": the time before the date.
fn clock_then_day(tokens: Tokens<'_, '_>, at: usize, order: Order) -> Option<(Moment, usize)> {
    if tokens[at].kind != Kind::Number {
        return None;
    }
    let (clock, next) = clock(tokens, at, false)?;
    // The zone depends on the day, the day comes after the zone: so its place first.
    let (_, past_zone) = zone(tokens, next, date(2000, 1, 1));
    let day_at = past_joint(tokens, past_zone);
    let (day, after) = day(tokens, day_at, order)?;
    let day = day.date?;
    let (offset, _) = zone(tokens, next, day);
    Some((clock.on(day, offset), after))
}

/// "Tue Nov 19 10:15:00 UTC 2019": the year at the end, as Unix writes it.
fn clock_and_year(tokens: Tokens<'_, '_>, day: &Day, at: usize) -> Option<(Moment, usize)> {
    let (month, number) = day.without_year?;
    let (clock, next) = clock(tokens, at, false)?;
    let (_, past_zone) = zone(tokens, next, date(2000, 1, 1));
    let (year, after) = year(tokens, past_zone)?;
    let day = Date::new(year, month, number).ok()?;
    let (offset, _) = zone(tokens, next, day);
    Some((clock.on(day, offset), after))
}

/// A day as far as it was read: with its year, or with the year perhaps to come.
struct Day {
    date: Option<Date>,
    without_year: Option<(i8, i8)>,
}

fn day(tokens: Tokens<'_, '_>, at: usize, order: Order) -> Option<(Day, usize)> {
    let mut at = at;
    let token = tokens.get(at)?;
    let weekday = if token.kind == Kind::Word { weekday(token.words) } else { None };
    if weekday.is_some() {
        at += 1;
        at += tokens[at..]
            .iter()
            .take(2)
            .take_while(|token| matches!(token.kind, Kind::Mark('.' | ',')))
            .count();
        at += usize::from(tokens.get(at).is_some_and(|t| t.words.eq_ignore_ascii_case("the")));
    }
    let whole = |(date, next)| (Day { date: Some(date), without_year: None }, next);
    match tokens.get(at)?.kind {
        Kind::Word => month_first(tokens, at),
        Kind::Number => year_first(tokens, at)
            .map(whole)
            .or_else(|| day_first(tokens, at).map(whole))
            .or_else(|| digits(tokens, at, order, weekday).map(whole)),
        Kind::Mark(_) => None,
    }
}

/// "September 17, 2023", "Sept. 17th 2023", or the beginning of "Sep 17 10:15:00 2023".
fn month_first(tokens: Tokens<'_, '_>, at: usize) -> Option<(Day, usize)> {
    let month = month(tokens.get(at)?.words)?;
    let next = past_marks(tokens, at + 1, &['.', '-', '/']);
    let (number, next) = day_number(tokens, next)?;
    let year_at = past_marks(tokens, past_marks(tokens, next, &[',', '-', '/', '.']), &[',']);
    match year(tokens, year_at) {
        Some((year, after)) if clock(tokens, year_at, false).is_none() => {
            let date = Date::new(year, month, number).ok()?;
            Some((Day { date: Some(date), without_year: None }, after))
        }
        _ => Some((Day { date: None, without_year: Some((month, number)) }, next)),
    }
}

/// "17 September 2023", "17th of Sept., 2023", "17-Sep-2023".
fn day_first(tokens: Tokens<'_, '_>, at: usize) -> Option<(Date, usize)> {
    let (number, next) = day_number(tokens, at)?;
    let next = past_marks(tokens, next, &['-', '/', '.', ',']);
    let next = next + usize::from(tokens.get(next).is_some_and(|token| token.words == "of"));
    let month = month(tokens.get(next)?.words)?;
    let next = past_marks(tokens, next + 1, &['.', '-', '/', ',']);
    let (year, next) = year(tokens, past_marks(tokens, next, &[',']))?;
    Some((Date::new(year, month, number).ok()?, next))
}

/// "2023-09-17", "2023/9/17", "2023.09.17", "2023 Sep 17".
fn year_first(tokens: Tokens<'_, '_>, at: usize) -> Option<(Date, usize)> {
    let (year, next) = year(tokens, at)?;
    if let Some(month) =
        tokens.get(past_marks(tokens, next, &['-', ','])).and_then(|t| month(t.words))
    {
        let next = past_marks(tokens, past_marks(tokens, next, &['-', ',']) + 1, &['.', '-']);
        let (number, next) = day_number(tokens, next)?;
        return Some((Date::new(year, month, number).ok()?, next));
    }
    let (month, number, next) = two_parts(tokens, next)?;
    Some((Date::new(year, month, number).ok()?, next))
}

/// "17/09/2023" and "09/17/2023": read where the digits, the weekday or the page's locale tell
/// which is which.
fn digits(
    tokens: Tokens<'_, '_>,
    at: usize,
    order: Order,
    weekday: Option<Weekday>,
) -> Option<(Date, usize)> {
    let first = small_number(tokens, at)?;
    let separator = tokens.get(at + 1)?;
    if !separator.touches || !matches!(separator.kind, Kind::Mark('/' | '.' | '-')) {
        return None;
    }
    let second = tokens.get(at + 2).filter(|token| token.touches);
    let second = second.and_then(|_| small_number(tokens, at + 2))?;
    let again = tokens.get(at + 3)?;
    if again.kind != separator.kind || !again.touches || !tokens.get(at + 4)?.touches {
        return None;
    }
    let (year, next) = year(tokens, at + 4)?;
    let day_first = Date::new(year, second, first).ok();
    let month_first = Date::new(year, first, second).ok();
    let date = match (day_first, month_first) {
        (Some(one), Some(other)) if one != other => {
            let on = |date: Date| weekday == Some(date.weekday());
            match order {
                _ if on(one) && !on(other) => one,
                _ if on(other) && !on(one) => other,
                Order::DayFirst => one,
                Order::MonthFirst => other,
                Order::Unknown => return None,
            }
        }
        (one, other) => one.or(other)?,
    };
    Some((date, next))
}

/// The "-09-17" after a year: month and day with the same separator, all touching.
fn two_parts(tokens: Tokens<'_, '_>, at: usize) -> Option<(i8, i8, usize)> {
    let parts = tokens.get(at..at + 4)?;
    let mark = parts[0].kind;
    let separated = matches!(mark, Kind::Mark('-' | '/' | '.')) && parts[2].kind == mark;
    if !separated || !parts.iter().all(|token| token.touches) {
        return None;
    }
    Some((small_number(tokens, at + 1)?, small_number(tokens, at + 3)?, at + 4))
}

fn small_number(tokens: Tokens<'_, '_>, at: usize) -> Option<i8> {
    let token = tokens.get(at)?;
    (token.kind == Kind::Number && token.words.len() <= 2).then(|| token.words.parse().ok())?
}

/// "17", "17th".
fn day_number(tokens: Tokens<'_, '_>, at: usize) -> Option<(i8, usize)> {
    let number = small_number(tokens, at).filter(|number| (1..=31).contains(number))?;
    let suffixed = tokens.get(at + 1).is_some_and(|token| {
        token.touches
            && ["st", "nd", "rd", "th"].contains(&token.words.to_ascii_lowercase().as_str())
    });
    let next = at + 1 + usize::from(suffixed);
    // "5:30" and "9am" are clocks and "17.5" is a quantity.
    let clock = tokens.get(next).is_some_and(|token| {
        token.touches && (token.kind == Kind::Mark(':') || meridiem(tokens, next).is_some())
    });
    (!clock).then_some((number, next))
}

fn year(tokens: Tokens<'_, '_>, at: usize) -> Option<(i16, usize)> {
    let token = tokens.get(at)?;
    if token.kind != Kind::Number || token.words.len() != 4 {
        return None;
    }
    let year = token.words.parse().ok().filter(|year| (1900..=2999).contains(year))?;
    Some((year, at + 1))
}

fn past_marks(tokens: Tokens<'_, '_>, at: usize, marks: &[char]) -> usize {
    let is_one =
        matches!(tokens.get(at).map(|t| t.kind), Some(Kind::Mark(c)) if marks.contains(&c));
    at + usize::from(is_one)
}

/// Past what joins a date and a time: ", ", " - ", " | ", " at ", "T", " (".
fn past_joint(tokens: Tokens<'_, '_>, at: usize) -> usize {
    let mut at = at;
    for _ in 0..3 {
        at += match tokens.get(at) {
            Some(Token { kind: Kind::Mark(c), .. }) if ",-–—|·•@/(;:.".contains(*c) => 1,
            Some(Token { kind: Kind::Word, words, .. })
                if ["at", "on", "t", "time", "um"]
                    .contains(&words.to_ascii_lowercase().as_str()) =>
            {
                1
            }
            _ => break,
        };
    }
    at
}

/// A time of day.
struct Clock {
    time: Time,
    seconds: bool,
}

impl Clock {
    fn on(&self, day: Date, offset: Option<Offset>) -> Moment {
        if self.seconds {
            Moment::second(day, self.time, offset)
        } else {
            Moment::minute(day, self.time, offset)
        }
    }
}

/// "21:10", "21:10:05.123", "9.30am", "9 p.m.", "21h10". A bare "21.10" is a time only right after
/// a date.
fn clock(tokens: Tokens<'_, '_>, at: usize, after_date: bool) -> Option<(Clock, usize)> {
    let hour = small_number(tokens, at)?;
    if let Some((half, next)) = meridiem(tokens, at + 1) {
        return Some((Clock { time: twelve(hour, 0, 0, half)?, seconds: false }, next));
    }
    let mark = tokens.get(at + 1).filter(|token| token.touches)?;
    let minute = tokens.get(at + 2).filter(|token| token.touches && token.words.len() == 2)?;
    let minute_value = small_number(tokens, at + 2)?;
    let mut next = at + 3;
    let dotted = mark.kind == Kind::Mark('.');
    if !(mark.kind == Kind::Mark(':') || dotted || mark.words == "h") {
        return None;
    }
    // "17.09.2023" and "10.30.5" are no times.
    if dotted
        && tokens.get(next).is_some_and(|token| token.touches && token.kind == Kind::Mark('.'))
    {
        let more = tokens.get(next + 1).is_some_and(|t| t.touches && t.kind == Kind::Number);
        if more {
            return None;
        }
    }
    let mut second = None;
    if mark.kind == Kind::Mark(':')
        && tokens.get(next).is_some_and(|token| token.touches && token.kind == Kind::Mark(':'))
        && tokens.get(next + 1).is_some_and(|token| token.touches && token.words.len() == 2)
    {
        // A leap second is the last second of its minute.
        second = Some(small_number(tokens, next + 1)?.min(59));
        next += 2;
        let fraction = tokens.get(next..next + 2).is_some_and(|part| {
            matches!(part[0].kind, Kind::Mark('.' | ','))
                && part.iter().all(|token| token.touches)
                && part[1].kind == Kind::Number
        });
        next += if fraction { 2 } else { 0 };
    }
    let seconds = second.is_some();
    let second = second.unwrap_or(0);
    if let Some((half, next)) = meridiem(tokens, next) {
        return Some((Clock { time: twelve(hour, minute_value, second, half)?, seconds }, next));
    }
    let zoned =
        tokens.get(next).is_some_and(|token| zones::named(token.words, date(2000, 1, 1)).is_some());
    if dotted && !(after_date || zoned) || minute.kind != Kind::Number {
        return None;
    }
    Some((Clock { time: Time::new(hour, minute_value, second, 0).ok()?, seconds }, next))
}

/// "am", "PM", "a.m.", "p. m.": whether it is the second half of the day.
fn meridiem(tokens: Tokens<'_, '_>, at: usize) -> Option<(bool, usize)> {
    let token = tokens.get(at)?;
    let half = match token.words {
        "am" | "AM" | "Am" => return Some((false, at + 1)),
        "pm" | "PM" | "Pm" => return Some((true, at + 1)),
        "a" | "A" => false,
        "p" | "P" => true,
        _ => return None,
    };
    let dot = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Mark('.'));
    if dot(at + 1) && tokens.get(at + 2).is_some_and(|t| t.words.eq_ignore_ascii_case("m")) {
        return Some((half, at + 3 + usize::from(dot(at + 3))));
    }
    None
}

fn twelve(hour: i8, minute: i8, second: i8, afternoon: bool) -> Option<Time> {
    let hour = match (hour, afternoon) {
        (12, false) => 0,
        (1..=11, true) => hour + 12,
        // "21:10 PM" and "0:10 am" are said, and mean what they say.
        _ => hour,
    };
    Time::new(hour, minute, second, 0).ok()
}

/// What follows a time: "GMT", "(EST)", "+03:30", "UTC+3", "GMT-0500". The index is past the zone
/// even where the name is one we are not sure of.
fn zone(tokens: Tokens<'_, '_>, at: usize, day: Date) -> (Option<Offset>, usize) {
    let open = past_marks(tokens, at, &['(']);
    let closed = |next: usize| if open > at { past_marks(tokens, next, &[')']) } else { next };
    // "21:10 hrs IST", "9:30 Uhr".
    let hours =
        tokens.get(open).is_some_and(|token| ["hrs", "hours", "Uhr"].contains(&token.words));
    let open = open + usize::from(hours);
    let Some(token) = tokens.get(open) else { return (None, at) };
    if let Kind::Mark('+' | '-' | '−') = token.kind {
        return match signed(tokens, open) {
            // "10:15 -05" is a range or a list as likely as a zone; "10:15 -0500" is not.
            Some((offset, next))
                if token.touches || next > open + 2 || tokens[open + 1].words.len() == 4 =>
            {
                (Some(offset), closed(next))
            }
            _ => (None, at),
        };
    }
    let Some(zone) = zones::named(token.words, day) else {
        return (None, if hours { open } else { at });
    };
    if ["GMT", "UTC", "UT"].contains(&token.words)
        && let Some((offset, next)) = signed(tokens, open + 1)
    {
        return (Some(offset), closed(next));
    }
    match zone {
        Zone::Offset(offset) => (Some(offset), closed(open + 1)),
        Zone::Unsure => (None, closed(open + 1)),
    }
}

/// "+3", "+03", "-0500", "+03:30".
fn signed(tokens: Tokens<'_, '_>, at: usize) -> Option<(Offset, usize)> {
    let sign = match tokens.get(at)?.kind {
        Kind::Mark('+') => 1,
        Kind::Mark('-' | '−') => -1,
        _ => return None,
    };
    let number = tokens.get(at + 1).filter(|token| token.touches && token.kind == Kind::Number)?;
    let (hours, mut minutes): (i32, i32) = match number.words.len() {
        1 | 2 => (number.words.parse().ok()?, 0),
        4 => (number.words[..2].parse().ok()?, number.words[2..].parse().ok()?),
        _ => return None,
    };
    let mut next = at + 2;
    if number.words.len() <= 2
        && let Some([colon, more]) = tokens.get(next..next + 2)
        && colon.kind == Kind::Mark(':')
        && colon.touches
        && more.touches
        && more.kind == Kind::Number
        && more.words.len() == 2
    {
        minutes = more.words.parse().ok()?;
        next += 2;
    }
    if hours > 14 || minutes > 59 {
        return None;
    }
    Some((Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?, next))
}

pub(super) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = abbreviated(word, &MONTHS)?;
    i8::try_from(at + 1).ok()
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = abbreviated(word, &DAYS)?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

/// Which of the names a word is: whole, or its first three letters or more ("Sept", "Tues",
/// "Thurs"). One that is also a word of its own must be written like a name.
fn abbreviated(word: &str, names: &[&str]) -> Option<usize> {
    if !(3..=9).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    if ["may", "march", "mar", "sun", "sat", "wed"].contains(&word) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let at = names.iter().position(|name| name.starts_with(&lower))?;
    // "septem" and "janua" are not how anybody shortens them.
    (lower.len() == names[at].len() || lower.len() <= 5).then_some(at)
}
