//! What the words of a time expression say, before anybody asks when they were written.
//!
//! The grammar makes it, resolution reads it: `last March` is the same here in every article, and a
//! stretch of days only beside a date of publication.

use jiff::civil::Time;
use jiff::tz::Offset;

use super::calendars::Calendar;
use super::lexicon::{Feast, Unit};

/// What a time expression says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// `17 September 2023`, `Sunday, September 17`, `14 Khordad 1402`.
    Day { calendar: Calendar, year: YearSaid, month: u8, day: u8, weekday: Option<u8> },
    /// `3/5/2023`: the article has to tell which is the day.
    Numeric { first: u8, second: u8, year: i16 },
    /// `March 2019`, `last March`.
    Month { calendar: Calendar, year: YearSaid, month: u8, which: Which },
    /// `2012`, `the 1990s`, `the 19th century`: first and last year, and how precise that is.
    Years(i16, i16, Precision),
    /// `the spring of 2019`, `Q3 2022`, `the first half of last year`: first month, how many months.
    Part { month: u8, months: u8, precision: Precision, year: YearSaid, which: Which },
    /// `Tuesday`, `last Tuesday`; with weeks to add: `two weeks from Tuesday`.
    Weekday { weekday: u8, which: Which, weeks: i32 },
    /// `Tuesday last week`.
    WeekdayOfWeek { weekday: u8, weeks: i32 },
    /// `the first Tuesday of November`, `the last Friday in May 2023`; 0 stands for the last.
    NthWeekday { nth: u8, weekday: u8, month: Box<Said> },
    /// `yesterday`, `last week`, `three years ago`, `a day earlier`.
    Shifted { unit: Unit, count: i32, origin: Origin },
    /// `in 10 days`: from now, or what something took; the tense tells.
    In { unit: Unit, count: u16 },
    /// `the past two weeks`, `the next month` of `over the next month`.
    Around { unit: Unit, count: i32, forward: bool },
    /// `earlier this month`, `later this year`.
    ThisFar { unit: Unit, later: bool },
    /// `Christmas Day`, `Ramadan 2019`.
    Feast { feast: Feast, year: YearSaid, which: Which },
    /// `early March`, `the end of the year`.
    Third(Third, Box<Said>),
    /// `from May to July`, `3-5 May`.
    Between(Box<Said>, Box<Said>),
    /// `since 2008`, `by Friday`.
    Bounded(Bound, Box<Said>),
    /// `3 p.m. on Monday`; without a day, `3 p.m.` alone.
    At(Clock, Option<Box<Said>>),
    /// `three weeks`, as long as something takes.
    Length(u16, Unit),
    /// `every Tuesday`.
    Set(Precision),
    /// `recently`, `weeks ago`.
    Vague(Precision),
    /// A time whose dates nobody can know from the words: `fiscal 2023`, `Independence Day`.
    Unknown(Precision),
}

/// The year that words give to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearSaid {
    No,
    Year(i16),
    /// From the year of publication: `March last year`.
    Shifted(i32),
    /// The year that was spoken of last: `May of that year`.
    That,
}

/// Which of many that have the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// By the tense: `on Tuesday`.
    Plain,
    /// `last`, `this past`.
    Last,
    /// `next`, `this coming`.
    Next,
    /// `this`.
    This,
    /// From what was spoken of last: `the following`.
    Following,
    /// `the previous`.
    Previous,
    /// `the same`, `that`.
    Same,
}

/// Where counting begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Publication,
    /// The date that the text spoke of last.
    Narrative,
}

/// A part of a stretch of time, by thirds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Third {
    Early,
    Mid,
    Late,
}

/// What a time expression bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// From then to the publication.
    Since,
    /// From then on.
    From,
    /// Up to then, with it.
    Until,
    /// At some time up to then.
    By,
    Before,
    After,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) time: Time,
    /// Whether minutes were told.
    pub(super) minutes: bool,
    pub(super) offset: Option<Offset>,
}

/// How precise a time is, by the unit that its words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A time of day to the minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week from Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Three months, by the weather.
    Season,
    /// Six months.
    Half,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

impl Precision {
    /// The word that records use.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Minute => "minute",
            Precision::Hour => "hour",
            Precision::Day => "day",
            Precision::Week => "week",
            Precision::Month => "month",
            Precision::Quarter => "quarter",
            Precision::Season => "season",
            Precision::Half => "half",
            Precision::Year => "year",
            Precision::Decade => "decade",
            Precision::Century => "century",
        }
    }

    /// How precise a count of units is.
    pub(super) fn of(unit: Unit) -> Precision {
        match unit {
            Unit::Minute => Precision::Minute,
            Unit::Hour => Precision::Hour,
            Unit::Day | Unit::Weekend => Precision::Day,
            Unit::Week | Unit::Fortnight => Precision::Week,
            Unit::Month => Precision::Month,
            Unit::Quarter => Precision::Quarter,
            Unit::Year => Precision::Year,
            Unit::Decade => Precision::Decade,
            Unit::Century => Precision::Century,
        }
    }
}

impl Said {
    /// Whether it is a day, and so a time of day can stand beside it.
    pub(super) fn is_day(&self) -> bool {
        match self {
            Said::Day { .. }
            | Said::Numeric { .. }
            | Said::Weekday { .. }
            | Said::WeekdayOfWeek { .. }
            | Said::NthWeekday { .. }
            | Said::Feast { .. } => true,
            Said::Shifted { unit, .. } => *unit == Unit::Day,
            Said::Third(_, inner) => inner.is_day(),
            _ => false,
        }
    }

    /// Whether a range can lead from this to the other.
    pub(super) fn leads_to(&self, other: &Said) -> bool {
        let kind = |said: &Said| match said {
            Said::Third(_, inner) => inner.scale(),
            other => other.scale(),
        };
        match (kind(self), kind(other)) {
            (Some(first), Some(second)) => first == second,
            _ => false,
        }
    }

    /// Days go with days, what is longer with what is longer.
    fn scale(&self) -> Option<bool> {
        match self {
            Said::Month { .. } | Said::Years(..) | Said::Part { .. } => Some(false),
            Said::Shifted { unit, .. } => Some(*unit == Unit::Day),
            said => said.is_day().then_some(true),
        }
    }

    /// The year that it gives, if any.
    pub(super) fn year(&self) -> Option<i16> {
        match self {
            Said::Day { year: YearSaid::Year(year), .. }
            | Said::Month { year: YearSaid::Year(year), .. }
            | Said::Part { year: YearSaid::Year(year), .. } => Some(*year),
            _ => None,
        }
    }

    /// Where in its year it begins, as month and day.
    fn place(&self) -> Option<(Calendar, u8, u8)> {
        match self {
            Said::Day { calendar, month, day, .. } => Some((*calendar, *month, *day)),
            Said::Month { calendar, month, .. } => Some((*calendar, *month, 0)),
            Said::Part { month, .. } => Some((Calendar::Gregorian, *month, 0)),
            _ => None,
        }
    }

    /// Takes the year of what a range leads to, where only that gives one: `May to July 2023`.
    pub(super) fn with_year_of(mut self, end: &Said) -> Said {
        let (Some(given), Some(place), Some(last)) = (end.year(), self.place(), end.place()) else {
            return self;
        };
        if place.0 != last.0 {
            return self;
        }
        let given = if (place.1, place.2) > (last.1, last.2) { given - 1 } else { given };
        if let Said::Day { year, .. } | Said::Month { year, .. } | Said::Part { year, .. } =
            &mut self
            && *year == YearSaid::No
        {
            *year = YearSaid::Year(given);
        }
        self
    }
}
