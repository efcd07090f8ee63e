//! Days of the calendar, and dates that are only known to the month or the year.
//!
//! Tables say "2009" where nobody wrote the day down. Such a date is every day that it may be, and
//! what follows from it holds only where it holds for all of them.

use std::fmt;

/// A day of the Gregorian calendar. Days compare in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

impl Day {
    /// The day, if there is one: no 30 February, no month 13, years 1 to 9999.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        let (year, month) = (u32::try_from(year).ok()?, u32::try_from(month).ok()?);
        let day = u32::try_from(day).ok()?;
        let fits = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day);
        fits.then_some(Day(year * 10_000 + month * 100 + day))
    }

    /// The year.
    pub fn year(self) -> u32 {
        self.0 / 10_000
    }

    /// The month, from 1.
    pub fn month(self) -> u32 {
        self.0 / 100 % 100
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.0 % 100
    }

    /// The day before; `None` for the first day of year 1.
    pub fn before(self) -> Option<Day> {
        let (year, month, day) = (self.year(), self.month(), self.day());
        match (year, month, day) {
            (1, 1, 1) => None,
            (_, 1, 1) => Some(Day((year - 1) * 10_000 + 1231)),
            (_, _, 1) => Some(Day(year * 10_000 + (month - 1) * 100 + days_in(year, month - 1))),
            _ => Some(Day(self.0 - 1)),
        }
    }

    /// The day after; `None` for the last day of year 9999.
    pub fn after(self) -> Option<Day> {
        let (year, month, day) = (self.year(), self.month(), self.day());
        if day < days_in(year, month) {
            Some(Day(self.0 + 1))
        } else if month < 12 {
            Some(Day(year * 10_000 + (month + 1) * 100 + 1))
        } else {
            (year < 9999).then(|| Day((year + 1) * 10_000 + 101))
        }
    }

    pub(crate) fn packed(self) -> u32 {
        self.0
    }

    pub(crate) fn unpacked(packed: u32) -> Day {
        Day(packed)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// A date as precise as it is known: a day, a month or a year. It holds the first and the last day
/// that it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The first day that it may be.
    pub first: Day,
    /// The last day that it may be.
    pub last: Day,
}

impl Date {
    /// Reads `2016-05-20`, `2016-05` or `2016`.
    pub fn parse(text: &str) -> Option<Date> {
        let number = |digits: &str, wanted: usize| -> Option<i16> {
            let fits = digits.len() == wanted && digits.bytes().all(|byte| byte.is_ascii_digit());
            if fits { digits.parse().ok() } else { None }
        };
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let Some(month) = parts.next() else {
            return Some(Date { first: Day::new(year, 1, 1)?, last: Day::new(year, 12, 31)? });
        };
        let month = i8::try_from(number(month, 2)?).ok()?;
        let Some(day) = parts.next() else {
            let first = Day::new(year, month, 1)?;
            let length = days_in(first.year(), first.month());
            return Some(Date { first, last: Day(first.0 - 1 + length) });
        };
        let day = Day::new(year, month, i8::try_from(number(day, 2)?).ok()?)?;
        parts.next().is_none().then_some(Date { first: day, last: day })
    }

    /// Whether it may be that day.
    pub fn may_be(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Date {
        Date { first: day, last: day }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            self.first.fmt(f)
        } else if self.first.month() == self.last.month() {
            write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
        } else {
            write!(f, "{:04}", self.first.year())
        }
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_the_precision_they_were_given() {
        for text in ["2016-05-20", "2016-02", "2024-02-29", "1999", "2000-12"] {
            assert_eq!(Date::parse(text).expect(text).to_string(), text);
        }
        let february = Date::parse("2016-02").expect("a month");
        assert_eq!(february.last.to_string(), "2016-02-29");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "16", "2016-5", "2016-13", "2023-02-29", "2016-05-20-1", "+201", "２０１６"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_day_before_the_day_after_is_the_day() {
        let mut day = Day::new(1999, 12, 25);
        for _ in 0..500 {
            let today = day.expect("a day");
            let tomorrow = today.after().expect("a day after");
            assert_eq!(tomorrow.before(), Some(today));
            assert!(today < tomorrow);
            day = Some(tomorrow);
        }
    }
}
