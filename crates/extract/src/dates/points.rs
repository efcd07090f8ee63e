//! Points of time: what the grammar of dates is built from.
//!
//! Each function reads one form at one place and answers with what it says and the place after it.
//! Dates by the calendar are in [`calendar_dates`](super::calendar_dates), what counts from another
//! time in [`relative`](super::relative); days of the week, feasts and the parts of a year are here.

use super::calendar_dates::{
    day_and_month, month, month_and_day, written_as_numbers, year_beside, years,
};
use super::calendars::Calendar;
use super::grammar::{Found, Reader};
use super::lexicon::{Sense, Unit};
use super::relative::{counted_units, deictic, modified};
use super::said::{Origin, Precision, Said, Which, YearSaid};
use super::words::{Words, digits};

/// One point of time.
pub(super) fn point(reader: &Reader, at: usize, licensed: bool) -> Found {
    let words = reader.words;
    let counted = digits(words.at(at)).is_some();
    if counted || words.at(at).starts_with(|c: char| c.is_ascii_digit() || c == '\'') {
        return of_digits(reader, at, licensed);
    }
    weekday(words, at)
        .or_else(|| modified(words, at))
        .or_else(|| feast(words, at))
        .or_else(|| month(reader, at, licensed))
        .or_else(|| deictic(words, at))
        .or_else(|| ordered(reader, at))
        .or_else(|| counted_units(words, at))
        .or_else(|| season(words, at, licensed))
        .or_else(|| quarter_or_fiscal(words, at))
        .or_else(|| decade(words, at))
        .or_else(|| vague(words, at))
}

/// `the year` of `the end of the year`, which is the present one.
pub(super) fn this_unit(reader: &Reader, at: usize) -> Found {
    let (unit, many, end) = reader.words.unit(at)?;
    let long = !matches!(unit, Unit::Minute | Unit::Hour | Unit::Day);
    let plain = !reader.words.any(end, &["of", "before", "after"]);
    (long && !many && plain)
        .then_some((Said::Shifted { unit, count: 0, origin: Origin::Publication }, end))
}

/// What begins with a number in digits.
fn of_digits(reader: &Reader, at: usize, licensed: bool) -> Found {
    let words = reader.words;
    written_as_numbers(words, at)
        .or_else(|| day_and_month(words, at))
        .or_else(|| ordered(reader, at))
        .or_else(|| counted_units(words, at))
        .or_else(|| decade(words, at))
        .or_else(|| years(words, at, licensed))
}

/// `Tuesday`, `Tuesday, September 17`, `Tuesday last week`, `Tuesdays`.
fn weekday(words: &Words, at: usize) -> Found {
    let many = words.sense(at, |sense| matches!(sense, Sense::Weekdays).then_some(()));
    if let Some((_, end)) = many.filter(|_| words.is_capital(at)) {
        return Some((Said::Set(Precision::Day), end));
    }
    let (weekday, unsure, end) = words.weekday(at)?;
    let bracket = words.at(end) == "(";
    let place = words.skip(end, &[",", "(", "the"]);
    let place = words.skip(place, &["the"]);
    let dated = day_and_month(words, place).or_else(|| month_and_day(words, place));
    if let Some((mut said @ Said::Day { .. }, after)) = dated {
        if let Said::Day { weekday: held, .. } = &mut said {
            *held = Some(weekday);
        }
        let closed = bracket && words.at(after) == ")";
        if !bracket || closed {
            return Some((said, after + usize::from(closed)));
        }
    }
    if unsure {
        let part = words.day_part(end).is_some();
        let plain = part || words.any(end, &[","]) && words.stopped_month(end + 1).is_some();
        if !plain {
            return None;
        }
    }
    let place = words.skip(end, &["of"]);
    let weeks = match (words.at(place), words.at(place + 1)) {
        ("last", "week") => Some((-1, place + 2)),
        ("this", "week") => Some((0, place + 2)),
        ("next", "week") => Some((1, place + 2)),
        _ => None,
    };
    Some(match weeks {
        Some((weeks, end)) => (Said::WeekdayOfWeek { weekday, weeks }, end),
        None => (Said::Weekday { weekday, which: Which::Plain, weeks: 0 }, end),
    })
}

pub(super) fn season_of(sense: Sense) -> Option<u8> {
    match sense {
        Sense::Season(month) => Some(month),
        _ => None,
    }
}

fn feast(words: &Words, at: usize) -> Found {
    feast_of(words, at, Which::Plain)
}

pub(super) fn feast_of(words: &Words, at: usize, which: Which) -> Found {
    if !words.is_capital(at) {
        return None;
    }
    let (feast, end) = words.sense(at, |sense| match sense {
        Sense::Feast(feast) => Some(feast),
        _ => None,
    })?;
    let (year, end) = year_beside(words, end, Calendar::Gregorian);
    Some((Said::Feast { feast, year, which }, end))
}

/// What begins with an ordinal: quarters, halves, centuries, weekdays of a month.
fn ordered(reader: &Reader, at: usize) -> Found {
    let words = reader.words;
    let (number, place) = match words.at(at) {
        "last" | "final" => (0, at + 1),
        _ => words.ordinal(at)?,
    };
    let place = place + usize::from(words.is_dash(place));
    if let Some((weekday, false, end)) = words.weekday(place) {
        let month = words.any(end, &["in", "of"]).then(|| month(reader, end + 1, true))??;
        let (nth, (inner, end)) = (u8::try_from(number).ok().filter(|nth| *nth <= 5)?, month);
        let inner = matches!(inner, Said::Month { .. }).then(|| Box::new(inner))?;
        return Some((Said::NthWeekday { nth, weekday, month: inner }, end));
    }
    match words.at(place) {
        "century" if (1..=22).contains(&number) => {
            let last = number as i16 * 100;
            Some((Said::Years(last - 99, last, Precision::Century), place + 1))
        }
        "quarter" if (1..=4).contains(&number) => {
            let (year, end) = part_year(words, place + 1);
            Some((part(number as u8 * 3 - 2, 3, Precision::Quarter, year), end))
        }
        "half" if (1..=2).contains(&number) => {
            let (year, end) = part_year(words, place + 1);
            // Games have halves too.
            (year != YearSaid::No)
                .then(|| (part(number as u8 * 6 - 5, 6, Precision::Half, year), end))
        }
        _ => None,
    }
}

fn part(month: u8, months: u8, precision: Precision, year: YearSaid) -> Said {
    Said::Part { month, months, precision, year, which: Which::Plain }
}

/// The year of a part of one: `of 2022`, `2022`, `of last year`, `of the year`.
fn part_year(words: &Words, at: usize) -> (YearSaid, usize) {
    if let Some(end) = words.phrase(at, &["of", "the", "year"]) {
        return (YearSaid::Shifted(0), end);
    }
    year_beside(words, at, Calendar::Gregorian)
}

/// `spring of 2019`, `summer 2019`, `in the spring`, `autumn`.
fn season(words: &Words, at: usize, licensed: bool) -> Found {
    let (month, end) = words.sense(at, season_of)?;
    let (year, after) = year_beside(words, end, Calendar::Gregorian);
    let said = part(month, 3, Precision::Season, year);
    if year != YearSaid::No {
        return Some((said, after));
    }
    // A spring has water, a fall has a height: only `in the spring` is a time.
    let led = ["in", "by", "until", "since", "during", "before", "after", "over", "this", "of"];
    let before = words.before(at);
    let the = before == "the" && words.any(at.wrapping_sub(2), &led[..8]);
    let plain = matches!(before, "in" | "during" | "early" | "late" | "mid") || the;
    let stuff = words.any(end, &["of", "water", "from"]);
    ((plain || licensed) && !stuff).then_some((said, end))
}

/// `Q3 2022`, `H1 2022`, `fiscal 2023`, `FY2023`.
fn quarter_or_fiscal(words: &Words, at: usize) -> Found {
    let word = words.at(at);
    if let Some(number) = word.strip_prefix(['q', 'h']).and_then(digits) {
        let quarter = word.starts_with('q') && (1..=4).contains(&number);
        let half = word.starts_with('h') && (1..=2).contains(&number);
        let (year, end) = part_year(words, at + 1);
        return match (quarter, half && year != YearSaid::No) {
            (true, _) => Some((part(number as u8 * 3 - 2, 3, Precision::Quarter, year), end)),
            (_, true) => Some((part(number as u8 * 6 - 5, 6, Precision::Half, year), end)),
            _ => None,
        };
    }
    // Which months a fiscal year has depends on whose it is.
    let fiscal = Said::Unknown(Precision::Year);
    if let Some(year) = word.strip_prefix("fy") {
        let apart = year.is_empty() && words.year(at + 1).is_some();
        let joined = matches!(year.len(), 2 | 4) && digits(year).is_some();
        return (apart || joined).then(|| (fiscal, at + 1 + usize::from(apart)));
    }
    if word != "fiscal" && word != "financial" {
        return None;
    }
    let place = words.skip(at + 1, &["year"]);
    let year = words.year(place).is_some();
    let ranged = words.at(place).contains('/') && words.at(place).starts_with(char::is_numeric);
    (year || ranged).then_some((fiscal, place + 1))
}

/// `1990s`, `'80s`, `nineties`.
fn decade(words: &Words, at: usize) -> Found {
    let word = words.at(at);
    let decade = |first: i16| Some((Said::Years(first, first + 9, Precision::Decade), at + 1));
    // Whoever is in his nineties is old.
    if words.any(at.wrapping_sub(1), &["his", "her", "their", "its", "my", "your", "our"]) {
        return None;
    }
    if let Some(years) = word.strip_suffix('s') {
        let years = years.strip_suffix('\'').unwrap_or(years);
        if years.len() == 4 {
            let first = digits(years).filter(|year| year % 10 == 0)? as i16;
            let century = first % 100 == 0 && first < 2000;
            return match (1000..2200).contains(&first) {
                true if century => {
                    Some((Said::Years(first, first + 99, Precision::Century), at + 1))
                }
                true => decade(first),
                false => None,
            };
        }
        if let Some(short) = years.strip_prefix('\'').filter(|years| years.len() == 2) {
            let first = digits(short)? as i16;
            return if (30..100).contains(&first) && first % 10 == 0 {
                decade(1900 + first)
            } else {
                None
            };
        }
    }
    let led = words.any(at.wrapping_sub(1), &["the", "early", "mid", "late", "-"]);
    let (first, _) = words.sense(at, |sense| match sense {
        Sense::Decade(first) => Some(first),
        _ => None,
    })?;
    if led { decade(first) } else { None }
}

fn vague(words: &Words, at: usize) -> Found {
    let (_, end) = words.sense(at, |sense| matches!(sense, Sense::Vague).then_some(()))?;
    Some((Said::Vague(Precision::Day), end))
}
