//! Stretches of days, and the arithmetic of the calendar on them.

use jiff::Span;
use jiff::civil::Date;

use super::lexicon::Unit;
use super::said::{Clock, Precision, Third};

/// Days from the first to the last, as far as they are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
    pub(super) clock: Option<Clock>,
    pub(super) precision: Precision,
    /// Whether it may be a little off.
    pub(super) approximate: bool,
}

impl Stretch {
    pub(super) fn new(start: Date, end: Date, precision: Precision) -> Stretch {
        Stretch { start: Some(start), end: Some(end), clock: None, precision, approximate: false }
    }

    pub(super) fn day(date: Date) -> Stretch {
        Stretch::new(date, date, Precision::Day)
    }

    pub(super) fn about(self) -> Stretch {
        Stretch { approximate: true, ..self }
    }
}

/// The early, the middle or the late third.
pub(super) fn thirds(third: Third, whole: Stretch) -> Option<Stretch> {
    let (first, last) = (whole.start?, whole.end?);
    let cut = |unit, second: i32, last_third: i32| -> Option<(Date, Date)> {
        let (second, late) = (shift(first, unit, second)?, shift(first, unit, last_third)?);
        Some(match third {
            Third::Early => (first, second.yesterday().ok()?),
            Third::Mid => (second, late.yesterday().ok()?),
            Third::Late => (late, last),
        })
    };
    let (start, end) = match whole.precision {
        Precision::Minute | Precision::Hour | Precision::Day => return Some(whole),
        // Early and late in a week meet on Wednesday or Thursday, whoever speaks.
        Precision::Week => match third {
            Third::Early => (first, shift(first, Unit::Day, 2)?),
            Third::Mid => (shift(first, Unit::Day, 1)?, shift(first, Unit::Day, 3)?),
            Third::Late => (shift(first, Unit::Day, 3)?, last),
        },
        Precision::Month => cut(Unit::Day, 10, 20)?,
        Precision::Quarter | Precision::Season => cut(Unit::Month, 1, 2)?,
        Precision::Half => cut(Unit::Month, 2, 4)?,
        Precision::Year => cut(Unit::Month, 4, 8)?,
        Precision::Decade => cut(Unit::Year, 4, 7)?,
        Precision::Century => cut(Unit::Year, 33, 67)?,
    };
    (start <= end).then_some(Stretch {
        start: Some(start),
        end: Some(end),
        approximate: true,
        ..whole
    })
}

/// The unit that a date of some precision can be counted on in.
pub(super) fn coarse(precision: Precision) -> Precision {
    match precision {
        Precision::Minute | Precision::Hour => Precision::Day,
        Precision::Quarter | Precision::Season | Precision::Half => Precision::Month,
        precision => precision,
    }
}

/// The week, month or year that holds a day.
pub(super) fn unit_of(date: Date, unit: Unit) -> Option<Stretch> {
    let precision = Precision::of(unit);
    let (start, end) = match unit {
        Unit::Minute | Unit::Hour | Unit::Day => (date, date),
        Unit::Week | Unit::Fortnight => {
            let monday = monday_of(date)?;
            (monday, shift(monday, Unit::Day, 6)?)
        }
        Unit::Weekend => {
            let monday = monday_of(date)?;
            (shift(monday, Unit::Day, 5)?, shift(monday, Unit::Day, 6)?)
        }
        Unit::Month => (date.first_of_month(), date.last_of_month()),
        Unit::Quarter => {
            let first = (date.month() - 1) / 3 * 3 + 1;
            (first_of(date.year(), first as u8)?, last_of(date.year(), first as u8 + 2)?)
        }
        Unit::Year => (date.first_of_year(), date.last_of_year()),
        Unit::Decade => {
            let first = date.year().div_euclid(10) * 10;
            (first_of(first, 1)?, last_of(first + 9, 12)?)
        }
        Unit::Century => {
            let first = (date.year() - 1).div_euclid(100) * 100 + 1;
            (first_of(first, 1)?, last_of(first.checked_add(99)?, 12)?)
        }
    };
    Some(Stretch::new(start, end, precision))
}

pub(super) fn monday_of(date: Date) -> Option<Date> {
    shift(date, Unit::Day, -i32::from(date.weekday().to_monday_zero_offset()))
}

pub(super) fn shift(date: Date, unit: Unit, count: i32) -> Option<Date> {
    let count = i64::from(count);
    let zero = Span::new();
    let span = match unit {
        Unit::Minute | Unit::Hour => return Some(date),
        Unit::Day => zero.try_days(count),
        Unit::Week | Unit::Weekend => zero.try_weeks(count),
        Unit::Fortnight => zero.try_weeks(2 * count),
        Unit::Month => zero.try_months(count),
        Unit::Quarter => zero.try_months(3 * count),
        Unit::Year => zero.try_years(count),
        Unit::Decade => zero.try_years(10 * count),
        Unit::Century => zero.try_years(100 * count),
    }
    .ok()?;
    date.checked_add(span).ok()
}

pub(super) fn first_of(year: i16, month: u8) -> Option<Date> {
    Date::new(year, month as i8, 1).ok()
}

pub(super) fn last_of(year: i16, month: u8) -> Option<Date> {
    Some(first_of(year, month)?.last_of_month())
}
