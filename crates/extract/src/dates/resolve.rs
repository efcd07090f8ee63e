//! From what words say to the days they stand for.
//!
//! Whatever counts from the publication needs its date, and whatever goes on with the story needs a
//! date that the story gave before; without, there is no date and none is made up. Choices that
//! English leaves open are made here, once:
//!
//! - A bare day of the week is the latest on or before the publication in the past tense, and the
//!   first on or after it in the future, as news agencies use it. `last` is strictly before and
//!   `next` strictly after.
//! - Weeks run from Monday to Sunday. `three weeks ago` is the week that holds that day, `two years
//!   ago` the year: nobody who says so means the day.
//! - Early, mid and late are thirds.
//! - Seasons have the months of the northern half of the earth unless the caller says otherwise;
//!   their precision says that they are seasons.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use super::Hemisphere;
use super::calendars::{Calendar, easter, orthodox_easter};
use super::lexicon::{Feast, Rule, Unit};
use super::said::{Bound, Clock, Origin, Precision, Said, Which, YearSaid};
use super::stretches::{Stretch, coarse, first_of, last_of, monday_of, shift, thirds, unit_of};
use super::tense::Tense;

/// What resolution counts from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standpoint {
    /// The local date of publication.
    pub(super) published: Option<Date>,
    /// What the text spoke of last.
    pub(super) narrative: Option<Stretch>,
    pub(super) tense: Tense,
    pub(super) hemisphere: Hemisphere,
    /// Whether `3/5/2023` is a day in May, where the article tells.
    pub(super) day_first: Option<bool>,
}

/// The days that something stands for; `None` when they cannot be known.
pub(super) fn resolve(said: &Said, from: &Standpoint) -> Option<Stretch> {
    match said {
        Said::Day { calendar, year, month, day, weekday } => {
            let on = |year| {
                let date = calendar.day(year, *month, *day)?;
                Some(Stretch { approximate: *calendar == Calendar::Hijri, ..Stretch::day(date) })
            };
            match fixed_year(*year, from)? {
                Some(year) => in_year(*calendar, year, on),
                None => recurring(*calendar, Which::Plain, *weekday, from, on),
            }
        }
        Said::Numeric { first, second, year } => {
            let day_first = match (*first > 12, *second > 12) {
                (true, _) => true,
                (_, true) => false,
                _ if first == second => true,
                _ => from.day_first?,
            };
            let (day, month) = if day_first { (first, second) } else { (second, first) };
            Calendar::Gregorian.day(*year, *month, *day).map(Stretch::day)
        }
        Said::Month { calendar, year, month, which } => {
            let on = |year| {
                let (start, end) = calendar.month(year, *month)?;
                let stretch = Stretch::new(start, end, Precision::Month);
                Some(Stretch { approximate: *calendar == Calendar::Hijri, ..stretch })
            };
            match fixed_year(*year, from)? {
                Some(year) => in_year(*calendar, year, on),
                None => recurring(*calendar, *which, None, from, on),
            }
        }
        Said::Years(first, last, precision) => {
            Some(Stretch::new(first_of(*first, 1)?, last_of(*last, 12)?, *precision))
        }
        Said::Part { month, months, precision, year, which } => {
            let season = *precision == Precision::Season;
            let turned = season && from.hemisphere == Hemisphere::South;
            let month = if turned { (*month + 5) % 12 + 1 } else { *month };
            let on = |year: i16| {
                let start = first_of(year, month)?;
                let end = start.checked_add(Span::new().try_months(*months).ok()?).ok()?;
                Some(Stretch::new(start, end.yesterday().ok()?, *precision))
            };
            match fixed_year(*year, from)? {
                Some(year) => on(year),
                None => recurring(Calendar::Gregorian, *which, None, from, on),
            }
        }
        Said::Weekday { weekday, which, weeks } => {
            let date = weekday_by(*weekday, *which, from)?;
            Some(Stretch::day(shift(date, Unit::Week, *weeks)?))
        }
        Said::WeekdayOfWeek { weekday, weeks } => {
            let monday = shift(monday_of(from.published?)?, Unit::Week, *weeks)?;
            Some(Stretch::day(shift(monday, Unit::Day, i32::from(*weekday) - 1)?))
        }
        Said::NthWeekday { nth, weekday, month } => nth_weekday(*nth, *weekday, month, from),
        Said::Shifted { unit, count, origin } => shifted(*unit, *count, *origin, from),
        Said::In { unit, count } if from.tense == Tense::Future => {
            shifted(*unit, i32::from(*count), Origin::Publication, from)
        }
        Said::Around { unit, count, forward } => {
            let now = from.published?;
            let there = shift(now, *unit, if *forward { *count } else { -*count })?;
            Some(Stretch::new(now.min(there), now.max(there), Precision::of(*unit)))
        }
        Said::ThisFar { unit, later } => {
            let now = from.published?;
            let whole = unit_of(now, *unit)?;
            Some(match later {
                true => Stretch { start: Some(now), ..whole },
                false => Stretch { end: Some(now), ..whole },
            })
        }
        Said::Feast { feast, year, which } => {
            let calendar = match feast.rule {
                Rule::On(calendar, ..) => calendar,
                Rule::Easter(_) | Rule::OrthodoxEaster(_) => Calendar::Gregorian,
                Rule::Unknown => return None,
            };
            let on = |year| feast_on(feast, year);
            match fixed_year(*year, from)? {
                Some(year) => in_year(calendar, year, on),
                None => recurring(calendar, *which, None, from, on),
            }
        }
        Said::Third(third, inner) => thirds(*third, resolve(inner, from)?),
        Said::Between(first, last) => between(first, last, from),
        Said::Bounded(bound, inner) => bounded(*bound, inner, from),
        Said::At(clock, day) => {
            let day = resolve(day.as_ref()?, from)?;
            let precision = if clock.minutes { Precision::Minute } else { Precision::Hour };
            let single = day.precision == Precision::Day && day.start == day.end;
            single.then_some(Stretch { clock: Some(*clock), precision, ..day })
        }
        Said::In { .. } | Said::Length(..) | Said::Set(_) | Said::Vague(_) | Said::Unknown(_) => {
            None
        }
    }
}

/// How precise something is by its words, whether its dates are known or not.
pub(super) fn precision_of(said: &Said) -> Precision {
    match said {
        Said::Day { .. }
        | Said::Numeric { .. }
        | Said::Weekday { .. }
        | Said::WeekdayOfWeek { .. }
        | Said::NthWeekday { .. }
        | Said::Feast { .. } => Precision::Day,
        Said::Month { .. } => Precision::Month,
        Said::Years(_, _, precision)
        | Said::Part { precision, .. }
        | Said::Set(precision)
        | Said::Vague(precision)
        | Said::Unknown(precision) => *precision,
        Said::Shifted { unit, .. }
        | Said::In { unit, .. }
        | Said::Around { unit, .. }
        | Said::ThisFar { unit, .. }
        | Said::Length(_, unit) => Precision::of(*unit),
        Said::Third(_, inner) | Said::Bounded(_, inner) => precision_of(inner),
        Said::Between(first, last) => precision_of(first).max(precision_of(last)),
        Said::At(Clock { minutes: true, .. }, _) => Precision::Minute,
        Said::At(..) => Precision::Hour,
    }
}

/// The year that words fix; `Some(None)` when they fix none, `None` when it cannot be known.
fn fixed_year(year: YearSaid, from: &Standpoint) -> Option<Option<i16>> {
    match year {
        YearSaid::No => Some(None),
        YearSaid::Year(year) => Some(Some(year)),
        YearSaid::Shifted(years) => {
            Some(Some(from.published?.year().checked_add(i16::try_from(years).ok()?)?))
        }
        YearSaid::That => Some(Some(from.narrative?.start?.year())),
    }
}

/// What stands in a year: of its own calendar, or, where that has no such year near, of ours, as in
/// `Ramadan 2019`. Years of other calendars overlap two of ours.
fn in_year(calendar: Calendar, year: i16, on: impl Fn(i16) -> Option<Stretch>) -> Option<Stretch> {
    if calendar == Calendar::Gregorian || year < Calendar::OUR_YEARS {
        return on(year);
    }
    let theirs = calendar.year_of(year);
    (theirs - 2..=theirs + 2)
        .filter_map(on)
        .find(|found| found.start.is_some_and(|date| date.year() == year))
}

/// One of those that come back every year.
fn recurring(
    calendar: Calendar,
    which: Which,
    weekday: Option<u8>,
    from: &Standpoint,
    on: impl Fn(i16) -> Option<Stretch>,
) -> Option<Stretch> {
    let now = match which {
        Which::Following | Which::Previous | Which::Same => from.narrative?.start?,
        _ => from.published?,
    };
    let center = calendar.year_of(now.year());
    // The same day of the week comes back within six years, or eleven over a leap day.
    let reach = if weekday.is_some() { 11 } else { 2 };
    let mut found: Vec<(Date, Date, Stretch)> = (center - reach..=center + reach)
        .filter_map(|year| {
            let stretch = on(year)?;
            Some((stretch.start?, stretch.end?, stretch))
        })
        .collect();
    if let Some(weekday) = weekday {
        let fits = |date: Date| date.weekday().to_monday_one_offset() == weekday as i8;
        if found.iter().any(|&(start, ..)| fits(start)) {
            found.retain(|&(start, ..)| fits(start));
        }
    }
    let days = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |span| span.get_days());
    let away = |&(start, end, _): &(Date, Date, Stretch)| {
        if start > now {
            days(now, start)
        } else if end < now {
            days(end, now)
        } else {
            0
        }
    };
    let latest = |past: &dyn Fn(&(Date, Date, Stretch)) -> bool| {
        found.iter().rfind(|&one| past(one)).map(|one| one.2)
    };
    let first = |future: &dyn Fn(&(Date, Date, Stretch)) -> bool| {
        found.iter().find(|&one| future(one)).map(|one| one.2)
    };
    match (which, from.tense) {
        (Which::Last | Which::Previous, _) => latest(&|&(_, end, _)| end < now),
        (Which::Next | Which::Following, _) => first(&|&(start, ..)| start > now),
        (Which::Same | Which::This, _) => first(&|&(start, end, _)| start <= now && now <= end)
            .or_else(|| first(&|&(start, ..)| start.year() == now.year())),
        // What is sighted may have begun a day or two before it is reckoned to.
        (Which::Plain, Tense::Past) => latest(&|&(start, _, stretch)| {
            let slack = if stretch.approximate { 2 } else { 0 };
            start <= now || days(now, start) <= slack
        }),
        (Which::Plain, Tense::Future) => {
            // A day that is nearly a year ahead would have its year in print, so the tense was
            // another word's.
            let next = found.iter().find(|&&(_, end, _)| end >= now);
            let just = found.iter().rfind(|&&(_, end, _)| end < now);
            let astray = next.is_some_and(|one| away(one) > 300)
                && just.is_some_and(|one| away(one) <= 45)
                && next.is_some_and(|one| one.2.precision == Precision::Day);
            (if astray { just } else { next }).map(|one| one.2)
        }
        (Which::Plain, Tense::Unknown) => {
            found.iter().min_by_key(|&one| away(one)).map(|one| one.2)
        }
    }
}

fn weekday_by(number: u8, which: Which, from: &Standpoint) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(number as i8).ok()?;
    let now = match which {
        Which::Following | Which::Previous | Which::Same => from.narrative?.end?,
        _ => from.published?,
    };
    let (step, today) = match (which, from.tense) {
        (Which::Last | Which::Previous, _) => (-1, false),
        (Which::Next | Which::Following, _) => (1, false),
        (Which::Same, _) => {
            let monday = monday_of(now)?;
            return shift(monday, Unit::Day, i32::from(number) - 1);
        }
        (Which::This, Tense::Future | Tense::Unknown) | (Which::Plain, Tense::Future) => (1, true),
        (Which::This | Which::Plain, _) => (-1, true),
    };
    if today && now.weekday() == weekday {
        return Some(now);
    }
    now.nth_weekday(step, weekday).ok()
}

fn nth_weekday(nth: u8, number: u8, month: &Said, from: &Standpoint) -> Option<Stretch> {
    let weekday = Weekday::from_monday_one_offset(number as i8).ok()?;
    let start = resolve(month, from)?.start?;
    let nth = if nth == 0 { -1 } else { nth as i8 };
    start.nth_weekday_of_month(nth, weekday).ok().map(Stretch::day)
}

fn shifted(unit: Unit, count: i32, origin: Origin, from: &Standpoint) -> Option<Stretch> {
    match origin {
        Origin::Publication => {
            let now = from.published?;
            if matches!(unit, Unit::Minute | Unit::Hour) {
                // Without the hour of publication, it may have been the day before or after.
                let days = count.unsigned_abs() as i32 / if unit == Unit::Hour { 24 } else { 1440 };
                let far = shift(now, Unit::Day, count.signum() * (days + 1))?;
                return Some(Stretch::new(now.min(far), now.max(far), Precision::Day).about());
            }
            let far = count.unsigned_abs() >= 10 && unit == Unit::Year;
            let found = unit_of(shift(now, unit, count)?, unit)?;
            Some(if far { found.about() } else { found })
        }
        Origin::Narrative => {
            let told = from.narrative?;
            // A story that speaks of a year cannot be gone on with by days.
            let fine = Precision::of(unit) >= coarse(told.precision);
            let base = if count > 0 { told.end? } else { told.start? };
            let date = shift(base, unit, count)?;
            fine.then(|| unit_of(date, unit))?
        }
    }
}

fn feast_on(feast: &Feast, year: i16) -> Option<Stretch> {
    let after = |easter: Option<Date>, days| shift(easter?, Unit::Day, days);
    let (start, sighted) = match feast.rule {
        Rule::On(calendar, month, day) => {
            // Purim of a leap year is in its second Adar.
            let adar = calendar == Calendar::Hebrew && month == 12;
            let second = if adar { calendar.day(year, 13, day) } else { None };
            let date = second
                .filter(|_| adar && calendar.is_leap(year))
                .or_else(|| calendar.day(year, month, day))?;
            (date, calendar == Calendar::Hijri)
        }
        Rule::Easter(days) => (after(easter(year), days)?, false),
        Rule::OrthodoxEaster(days) => (after(orthodox_easter(year), days)?, false),
        Rule::Unknown => return None,
    };
    let end = shift(start, Unit::Day, i32::from(feast.days) - 1)?;
    let stretch = Stretch::new(start, end, Precision::Day);
    Some(if sighted { stretch.about() } else { stretch })
}

/// What a range covers. The end that the tense ties to the publication is resolved first, and the
/// other from there: in the past the last, in the future the first.
fn between(first: &Said, last: &Said, from: &Standpoint) -> Option<Stretch> {
    let (first, last) = if from.tense == Tense::Future {
        let first = resolve(first, from)?;
        let after = Standpoint { published: first.start, ..*from };
        (first, resolve(last, if counts_from_now(last) { from } else { &after })?)
    } else {
        let last = resolve(last, from)?;
        let before = Standpoint { published: last.end, tense: Tense::Past, ..*from };
        (resolve(first, if counts_from_now(first) { from } else { &before })?, last)
    };
    let (start, end) = (first.start?, last.end?);
    let precision = first.precision.max(last.precision);
    let approximate = first.approximate || last.approximate;
    (start <= end).then_some(Stretch { approximate, ..Stretch::new(start, end, precision) })
}

/// Whether it says by itself where it stands to the publication.
fn counts_from_now(said: &Said) -> bool {
    match said {
        Said::Third(_, inner) => counts_from_now(inner),
        Said::Shifted { .. } | Said::WeekdayOfWeek { .. } => true,
        Said::Day { year, .. } | Said::Month { year, .. } | Said::Part { year, .. } => {
            matches!(year, YearSaid::Shifted(_) | YearSaid::That)
        }
        _ => false,
    }
}

fn bounded(bound: Bound, inner: &Said, from: &Standpoint) -> Option<Stretch> {
    let tense = match (bound, from.tense) {
        (Bound::Since, _) => Tense::Past,
        // What was before a day says nothing of whether that day has been.
        (Bound::Before | Bound::By | Bound::Until, Tense::Past) => Tense::Unknown,
        (_, tense) => tense,
    };
    let inner = resolve(inner, &Standpoint { tense, ..*from })?;
    let to_come =
        |end: Date| from.published.filter(|&now| from.tense == Tense::Future && now <= end);
    let (start, end) = match bound {
        Bound::Since => (inner.start, from.published.filter(|&now| inner.start <= Some(now))),
        Bound::From => (inner.start, None),
        Bound::Until | Bound::By => (inner.end.and_then(to_come), inner.end),
        Bound::Before => {
            // An hour later the same day is before the hour.
            let end = match inner.clock {
                Some(_) => inner.start,
                None => inner.start.and_then(|start| start.yesterday().ok()),
            };
            (end.and_then(to_come), end)
        }
        Bound::After => {
            let start = match inner.clock {
                Some(_) => inner.end,
                None => inner.end.and_then(|end| end.tomorrow().ok()),
            };
            (start, None)
        }
    };
    Some(Stretch { start, end, clock: None, ..inner })
}
