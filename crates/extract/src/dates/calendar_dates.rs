//! Dates by the calendar: days, months and years, in words and in numbers.
//!
//! Bare months and years are words and numbers too, so they need something beside them that makes
//! them times; `licensed` says that a range or an hour already did.

use super::calendars::Calendar;
use super::grammar::{Found, Reader};
use super::lexicon;
use super::said::{Precision, Said, Which, YearSaid};
use super::words::{Words, digits};

/// `2023-09-17`, `17/9/2023`, `17.09.2023`.
pub(super) fn written_as_numbers(words: &Words, at: usize) -> Found {
    let word = words.at(at);
    let iso = |year: &str, month: &str, day: &str, end| {
        let year = digits(year).filter(|_| year.len() == 4)? as i16;
        let (month, day) = (digits(month)?, digits(day)?);
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        // A slash between the parts of 1402/03/14 may be either Hijri calendar's.
        let known = (1500..=2199).contains(&year);
        let said = Said::Day {
            calendar: Calendar::Gregorian,
            year: YearSaid::Year(year),
            month,
            day,
            weekday: None,
        };
        if known {
            return Calendar::Gregorian.day(year, month, day).map(|_| (said, end));
        }
        let hijri = (1200..1500).contains(&year) && (1..=12).contains(&month);
        (hijri && (1..=31).contains(&day)).then_some((Said::Unknown(Precision::Day), end))
    };
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 && month.len() <= 2 => iso(year, month, day, at + 1),
        [first, second, year] if year.len() == 4 && second.len() <= 2 => {
            let year = digits(year)? as i16;
            let first = digits(first).filter(|&part| part <= 31)? as u8;
            let second = digits(second).filter(|&part| part <= 31)? as u8;
            let known = Calendar::Gregorian.has_year(year) && first > 0 && second > 0;
            let some = first <= 12 || second <= 12;
            if word.contains('.') {
                // Full stops part day, month and year in that order wherever they are used.
                Calendar::Gregorian.day(year, second, first)?;
                return Some((
                    Said::Day {
                        calendar: Calendar::Gregorian,
                        year: YearSaid::Year(year),
                        month: second,
                        day: first,
                        weekday: None,
                    },
                    at + 1,
                ));
            }
            (known && some).then_some((Said::Numeric { first, second, year }, at + 1))
        }
        // 2023-09-17T21:10, which is several tokens.
        [year]
            if year.len() == 4
                && words.at(at + 1) == "-"
                && words.at(at + 2).len() == 2
                && words.at(at + 3) == "-" =>
        {
            let day = words.at(at + 4);
            let day = day.split_once('t').map_or(day, |(day, _)| day);
            iso(year, words.at(at + 2), day, at + 5)
        }
        // 17-09-2023, likewise.
        [first]
            if first.len() <= 2
                && words.at(at + 1) == "-"
                && words.at(at + 3) == "-"
                && words.at(at + 4).len() == 4 =>
        {
            let part = |place| words.digits(place).filter(|part| (1..=31).contains(part));
            let (first, second) = (part(at)? as u8, part(at + 2)? as u8);
            let year = words.year(at + 4)?;
            (first <= 12 || second <= 12).then_some((Said::Numeric { first, second, year }, at + 5))
        }
        _ => None,
    }
}

/// `17 September 2023`, `21st of January`, `3-5 May`.
pub(super) fn day_and_month(words: &Words, at: usize) -> Found {
    let (first, end) = words.day(at)?;
    let ranged = if words.is_dash(end) { words.day(end + 1) } else { None };
    let (last, end) = match ranged {
        Some((last, end)) if last > first && words.stopped_month(end).is_some() => {
            (Some(last), end)
        }
        _ => (None, end),
    };
    let place = words.skip(end, &["of"]);
    let (calendar, month, _, end) = words.stopped_month(place)?;
    // `17 March protesters` counts protesters, `3 May` does not: nobody else follows a month.
    let (year, end) = year_beside(words, end, calendar);
    let day = |day| Said::Day { calendar, year, month, day, weekday: None };
    if year == YearSaid::No && calendar != Calendar::Gregorian && words.any(end, &["'s"]) {
        return Some((day(first), end));
    }
    match last {
        Some(last) => Some((Said::Between(day(first).into(), day(last).into()), end)),
        None => Some((day(first), end)),
    }
}

/// What begins with the name of a month.
pub(super) fn month(reader: &Reader, at: usize, licensed: bool) -> Found {
    let words = reader.words;
    let (calendar, month, short, end) = words.stopped_month(at)?;
    let date = |day, year| Said::Day { calendar, year, month, day, weekday: None };
    if let Some((first, end)) = words.day(words.skip(end, &["the"])) {
        // `May 3-5`, but not the `May 20-22` of years.
        if words.is_dash(end)
            && words.month(end + 1).is_none()
            && let Some((last, after)) = words.day(end + 1)
        {
            let unit = words.unit(after).is_some();
            if last > first && !unit {
                let (year, after) = year_beside(words, after, calendar);
                let range = Said::Between(date(first, year).into(), date(last, year).into());
                return Some((range, after));
            }
        }
        let (year, end) = year_beside(words, end, calendar);
        return Some((date(first, year), end));
    }
    let (year, after) = year_beside(words, end, calendar);
    let said = Said::Month { calendar, year, month, which: Which::Plain };
    if year != YearSaid::No {
        return Some((said, after));
    }
    let stands = licensed || month_stands(reader, at, end, calendar, month);
    let long = !short || (licensed && words.is_dash(at.wrapping_sub(1)));
    (long && stands || leads_a_range(words, end)).then_some((said, end))
}

/// `Jan-March 2020`: short months too, where another month follows.
fn leads_a_range(words: &Words, end: usize) -> bool {
    let connected = words.is_dash(end) || words.any(end, &["to", "through"]);
    connected && words.stopped_month(end + 1).is_some()
}

/// The year after a day or a month: `, 2023`, `of 2019`, `last year`, `of that year`.
pub(super) fn year_beside(words: &Words, at: usize, calendar: Calendar) -> (YearSaid, usize) {
    let place = words.skip(at, &[",", "of"]);
    if let Some(year) = words.digits(place).filter(|_| words.at(place).len() == 4) {
        let year = year as i16;
        // `on May 3, 2000 people came`
        let counts = counts_things(words, place + 1) && words.at(at) == ",";
        if calendar.has_year(year) && !counts {
            let era = match calendar {
                Calendar::Hijri => words.skip(place + 1, &["ah", "a.h.", "h"]),
                Calendar::SolarHijri => words.skip(place + 1, &["sh", "ap", "hs"]),
                _ => place + 1,
            };
            return (YearSaid::Year(year), era);
        }
    }
    if words.at(place + 1) == "year" && calendar == Calendar::Gregorian {
        let year = match words.at(place) {
            "last" => YearSaid::Shifted(-1),
            "this" => YearSaid::Shifted(0),
            "next" => YearSaid::Shifted(1),
            "that" => YearSaid::That,
            _ => return (YearSaid::No, at),
        };
        return (year, place + 2);
    }
    (YearSaid::No, at)
}

/// Whether a bare month is one, by the words beside it.
fn month_stands(reader: &Reader, at: usize, end: usize, calendar: Calendar, month: u8) -> bool {
    let words = reader.words;
    let somebody = calendar == Calendar::Gregorian && reader.named_months[usize::from(month)];
    let before = words.before(at);
    if matches!(before, "in" | "during" | "early" | "mid" | "late" | "every" | "each") {
        return true;
    }
    // `April Jones`, `the March on Rome`
    let name_follows = words.is_capital(end) && words.weekday(end).is_none();
    let word = words.at(end);
    let lower = word.starts_with(|c: char| c.is_lowercase()) && !words.is_capital(end);
    match before {
        _ if somebody || name_follows => false,
        "since" | "until" | "till" | "by" | "from" | "before" | "after" | "between" | "through" => {
            true
        }
        "the" | "a" | "his" | "her" | "its" | "their" | "its own" => {
            lower && !words.any(end, &["on", "of", "to", "and", "was", "is", "has", "for", "in"])
        }
        "of" | "to" | "for" => !words.any(end, &["'s"]),
        _ => words.at(end) == "'s" && at > 0,
    }
}

/// `2012`, `2010-14`, `2022/23`.
pub(super) fn years(words: &Words, at: usize, licensed: bool) -> Found {
    let span = |first: i16, last: i16| Said::Years(first, last, Precision::Year);
    if let Some((first, second)) = words.at(at).split_once('/') {
        let (year, second) = (digits(first).filter(|_| first.len() == 4)?, digits(second)?);
        let follows = (year + 1) % 100 == second % 100 && second < 100 || second == year + 1;
        return (follows && (1900..2100).contains(&year))
            .then_some((span(year as i16, year as i16 + 1), at + 1));
    }
    let first = words.year(at)?;
    let stands = licensed || year_stands(words, at, first);
    if words.is_dash(at + 1) {
        let last = words.at(at + 2);
        let number = digits(last).map(|number| number as i16);
        let last = match (last.len(), number) {
            (2, Some(short)) => Some(first / 100 * 100 + short),
            (4, Some(year)) => Some(year),
            _ => None,
        };
        let known = (1000..=2199).contains(&first);
        let whole = words.at(at + 2).len() == 4 || stands;
        if let Some(last) = last.filter(|&last| known && whole && last > first && last < 2200) {
            let more = words.is_dash(at + 3);
            return (!more).then_some((span(first, last), at + 3));
        }
    }
    (stands && !counts_things(words, at + 1)).then_some((span(first, first), at + 1))
}

/// Whether four digits are a year, by the words beside them.
fn year_stands(words: &Words, at: usize, year: i16) -> bool {
    let near = (1900..=2100).contains(&year);
    let before = words.before(at);
    let next = words.at(at + 1);
    let word_follows = next.starts_with(char::is_alphabetic);
    match before {
        "in" | "since" | "until" | "till" | "during" | "circa" | "early" | "mid" | "late"
        | "year" => true,
        "from" | "by" | "before" | "after" | "between" | "through" => near || !word_follows,
        "of" => near && next != "(" && !words.any(at.wrapping_sub(2), &["copy", "title", "crowd"]),
        "for" | "to" | "and" | "(" => {
            near && (!word_follows || words.any(at + 1, &["and", "as", "when", "but", "is", "was"]))
        }
        "the" | "a" | "an" | "his" | "her" | "its" | "their" | "our" | "'s" | "'" => {
            near && word_follows && !matches!(next, "and" | "or" | "of" | "is" | "was")
        }
        "" => near && matches!(next, "was" | "is" | "will" | "has" | "saw" | "had" | "began"),
        _ => false,
    }
}

/// Whether what stands here is counted by the number before it: `2000 people`.
fn counts_things(words: &Words, at: usize) -> bool {
    lexicon::is_counted(words.at(at))
}

/// `September 17, 2023`, after a day of the week.
pub(super) fn month_and_day(words: &Words, at: usize) -> Found {
    let (calendar, month, _, end) = words.stopped_month(at)?;
    let (day, end) = words.day(words.skip(end, &["the"]))?;
    let (year, end) = year_beside(words, end, calendar);
    Some((Said::Day { calendar, year, month, day, weekday: None }, end))
}
