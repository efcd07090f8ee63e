//! The calendars that feasts and decrees are dated by, turned into days of the Gregorian calendar.
//!
//! Every calendar here is reckoned, none is looked up. The Islamic one is the tabular calendar with
//! its eleven leap years in thirty; months that begin with a sighting of the moon may begin a day
//! before or after. The Solar Hijri one takes the rule of eight leap years in thirty-three, which
//! agrees with the equinox of Tehran for the years 1178 to 1633. The Hebrew calendar and both
//! Easters are exact.
//!
//! After E. M. Reingold and N. Dershowitz, *Calendrical Calculations* (tabular Islamic and Hebrew),
//! B. Blackburn and L. Holford-Strevens, *The Oxford Companion to the Year* (Easter), and M. Heydari,
//! *A concise review of the Iranian calendar* (the rule of thirty-three years).

use jiff::civil::Date;

/// A calendar that months are named in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Calendar {
    Gregorian,
    /// Iran's and Afghanistan's calendar of the sun.
    SolarHijri,
    /// The Islamic calendar of the moon.
    Hijri,
    Hebrew,
}

impl Calendar {
    /// From here on a year beside a month of another calendar is one of the Gregorian.
    pub(super) const OUR_YEARS: i16 = 1900;

    pub(super) fn from_name(name: &str) -> Option<Calendar> {
        match name {
            "gregorian" => Some(Calendar::Gregorian),
            "solar_hijri" => Some(Calendar::SolarHijri),
            "hijri" => Some(Calendar::Hijri),
            "hebrew" => Some(Calendar::Hebrew),
            _ => None,
        }
    }

    /// Whether a year that stands beside one of its months can be meant: decrees are dated in years
    /// that newspapers live in.
    pub(super) fn has_year(self, year: i16) -> bool {
        let ours = (Calendar::OUR_YEARS..=2199).contains(&year);
        ours || match self {
            Calendar::Gregorian => (1000..=2199).contains(&year),
            Calendar::SolarHijri => (1178..=1633).contains(&year),
            Calendar::Hijri => (1..=1600).contains(&year),
            Calendar::Hebrew => (5000..=6000).contains(&year),
        }
    }

    /// Its year in which a day of the Gregorian year falls first.
    pub(super) fn year_of(self, gregorian: i16) -> i16 {
        match self {
            Calendar::Gregorian => gregorian,
            Calendar::SolarHijri => gregorian.saturating_sub(622),
            Calendar::Hijri => ((i32::from(gregorian) - 622) * 33 / 32)
                .clamp(i16::MIN.into(), i16::MAX.into()) as i16,
            Calendar::Hebrew => gregorian.saturating_add(3760),
        }
    }

    /// The Gregorian day of a day; `None` for a day that its month has not.
    pub(super) fn day(self, year: i16, month: u8, day: u8) -> Option<Date> {
        if day == 0 || day > self.days_in(year, month)? {
            return None;
        }
        if self == Calendar::Gregorian {
            return Date::new(year, month as i8, day as i8).ok();
        }
        let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
        from_julian_day(match self {
            Calendar::Gregorian => return None,
            Calendar::Hijri => hijri(year, month, day),
            Calendar::SolarHijri => solar_hijri(year, month, day),
            Calendar::Hebrew => hebrew(year, month, day),
        })
    }

    /// Whether a year of the Hebrew calendar has a thirteenth month.
    pub(super) fn is_leap(self, year: i16) -> bool {
        self == Calendar::Hebrew && is_hebrew_leap(year.into())
    }

    /// The first and the last day of a month.
    pub(super) fn month(self, year: i16, month: u8) -> Option<(Date, Date)> {
        Some((self.day(year, month, 1)?, self.day(year, month, self.days_in(year, month)?)?))
    }

    fn days_in(self, year: i16, month: u8) -> Option<u8> {
        let wide = i64::from(year);
        Some(match (self, month) {
            (Calendar::Gregorian, 1..=12) => {
                Date::new(year, month as i8, 1).ok()?.days_in_month() as u8
            }
            (Calendar::SolarHijri, 1..=6) => 31,
            (Calendar::SolarHijri, 7..=11) => 30,
            (Calendar::SolarHijri, 12) => 29 + u8::from(is_solar_hijri_leap(wide)),
            (Calendar::Hijri, 12) => 29 + u8::from((14 + 11 * wide).rem_euclid(30) < 11),
            (Calendar::Hijri, 1..=12) => 29 + month % 2,
            (Calendar::Hebrew, 1..=13) => hebrew_month_days(wide, month.into()) as u8,
            _ => return None,
        })
    }
}

/// Easter Sunday of the western churches.
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}

/// Easter Sunday of the eastern churches, in the Gregorian calendar.
pub(super) fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i64::from(year);
    let (a, b, c) = (y.rem_euclid(4), y.rem_euclid(7), y.rem_euclid(19));
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34).rem_euclid(7);
    let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    // From the Julian calendar.
    let shifted = (14 - month) / 12;
    let (py, pm) = (y + 4800 - shifted, month + 12 * shifted - 3);
    from_julian_day(day + (153 * pm + 2) / 5 + 365 * py + py.div_euclid(4) - 32083)
}

/// The day whose noon has that Julian day number.
fn from_julian_day(number: i64) -> Option<Date> {
    /// Noon of the first of January 1970.
    const UNIX: i64 = 2_440_588;
    let days = i32::try_from(number - UNIX).ok()?;
    let unix = Date::constant(1970, 1, 1);
    unix.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

fn hijri(year: i64, month: i64, day: i64) -> i64 {
    let months = 29 * (month - 1) + month / 2;
    day + months + (year - 1) * 354 + (3 + 11 * year).div_euclid(30) + 1_948_439
}

fn is_solar_hijri_leap(year: i64) -> bool {
    (25 * year + 11).rem_euclid(33) < 8
}

fn solar_hijri(year: i64, month: i64, day: i64) -> i64 {
    let months = if month <= 7 { 31 * (month - 1) } else { 30 * (month - 1) + 6 };
    let leaps = (8 * year + 21).div_euclid(33);
    day + months + 365 * (year - 1) + leaps + 1_948_319
}

fn is_hebrew_leap(year: i64) -> bool {
    (7 * year + 1).rem_euclid(19) < 7
}

/// Days from the epoch to the first of Tishri.
fn hebrew_new_year(year: i64) -> i64 {
    let elapsed = |year: i64| {
        let months = (235 * year - 234).div_euclid(19);
        let day = 29 * months + (12_084 + 13_753 * months).div_euclid(25_920);
        day + i64::from((3 * (day + 1)).rem_euclid(7) < 3)
    };
    let (before, this, after) = (elapsed(year - 1), elapsed(year), elapsed(year + 1));
    let delay = match (after - this, this - before) {
        (356, _) => 2,
        (_, 382) => 1,
        _ => 0,
    };
    this + delay
}

/// Months count from Nisan; Tishri, the seventh, begins the year.
fn hebrew_month_days(year: i64, month: i64) -> i64 {
    let length = hebrew_new_year(year + 1) - hebrew_new_year(year);
    match month {
        2 | 4 | 6 | 10 | 13 => 29,
        8 if length % 10 != 5 => 29,
        9 if length % 10 == 3 => 29,
        12 if !is_hebrew_leap(year) => 29,
        _ => 30,
    }
}

fn hebrew(year: i64, month: i64, day: i64) -> i64 {
    /// The Julian day number of the day before the first of Tishri of the year 1.
    const EPOCH: i64 = 347_997;
    let last = if is_hebrew_leap(year) { 13 } else { 12 };
    let days = |months: std::ops::RangeInclusive<i64>| -> i64 {
        months.map(|month| hebrew_month_days(year, month)).sum()
    };
    let before = if month < 7 { days(7..=last) + days(1..=month - 1) } else { days(7..=month - 1) };
    EPOCH + hebrew_new_year(year) + before + day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(calendar: Calendar, year: i16, month: u8, day: u8) -> String {
        calendar.day(year, month, day).map_or_else(|| "none".to_owned(), |date| date.to_string())
    }

    #[test]
    fn solar_hijri_days_are_those_of_its_calendars() {
        let solar = |y, m, d| day(Calendar::SolarHijri, y, m, d);
        assert_eq!(solar(1357, 11, 22), "1979-02-11");
        assert_eq!(solar(1402, 1, 1), "2023-03-21");
        assert_eq!(solar(1402, 3, 14), "2023-06-04");
        assert_eq!(solar(1403, 1, 1), "2024-03-20");
        assert_eq!(solar(1403, 12, 30), "2025-03-20");
        assert_eq!(solar(1402, 12, 30), "none");
        assert_eq!(solar(1400, 1, 1), "2021-03-21");
        assert_eq!(solar(1358, 1, 12), "1979-04-01");
        assert_eq!(solar(1300, 1, 1), "1921-03-21");
    }

    #[test]
    fn hijri_days_are_those_of_the_tabular_calendar() {
        let hijri = |y, m, d| day(Calendar::Hijri, y, m, d);
        assert_eq!(hijri(1445, 1, 1), "2023-07-19");
        assert_eq!(hijri(1444, 10, 1), "2023-04-22");
        assert_eq!(hijri(1445, 9, 1), "2024-03-11");
        assert_eq!(hijri(1400, 1, 1), "1979-11-21");
        assert_eq!(hijri(1445, 13, 1), "none");
    }

    #[test]
    fn hebrew_days_are_those_of_its_calendars() {
        let hebrew = |y, m, d| day(Calendar::Hebrew, y, m, d);
        assert_eq!(hebrew(5785, 7, 1), "2024-10-03");
        assert_eq!(hebrew(5785, 7, 10), "2024-10-12");
        assert_eq!(hebrew(5784, 1, 15), "2024-04-23");
        assert_eq!(hebrew(5784, 9, 25), "2023-12-08");
        assert_eq!(hebrew(5783, 12, 14), "2023-03-07");
    }

    #[test]
    fn easters_fall_where_the_churches_keep_them() {
        for (year, west, east) in [
            (2019, "2019-04-21", "2019-04-28"),
            (2023, "2023-04-09", "2023-04-16"),
            (2024, "2024-03-31", "2024-05-05"),
            (2025, "2025-04-20", "2025-04-20"),
            (2026, "2026-04-05", "2026-04-12"),
        ] {
            assert_eq!(easter(year).unwrap().to_string(), west);
            assert_eq!(orthodox_easter(year).unwrap().to_string(), east);
        }
    }

    /// A month follows on the last day of the month before, in every calendar.
    #[test]
    fn months_leave_no_day_out() {
        for (calendar, years) in [
            (Calendar::Gregorian, 1890..2110),
            (Calendar::SolarHijri, 1178..1633),
            (Calendar::Hijri, 1300..1500),
        ] {
            let months = years.flat_map(|year| (1..=12).map(move |month| (year, month)));
            let months: Vec<_> =
                months.map(|(year, month)| calendar.month(year, month).unwrap()).collect();
            for pair in months.windows(2) {
                assert_eq!(pair[0].1.tomorrow().unwrap(), pair[1].0, "{calendar:?}");
            }
        }
    }
}
