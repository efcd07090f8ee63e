//! Moments of publication, as precise as they are known.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// A moment as precise as its source gives it: a date, a date with a time, or a date with a time
/// and a zone. Written and read as ISO 8601 (`2023-09-17`, `2023-09-17T21:10`,
/// `2023-09-17T21:10:05+03:30`, `…Z`).
///
/// A zone stays the zone that was given: the local date is what an article's "on Tuesday" counts
/// from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Moment {
    date: Date,
    time: Option<Time>,
    seconds: bool,
    offset: Option<Offset>,
}

/// A text that is not a moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{given:?} is not a date; hint: write it like 2023-09-17, 2023-09-17T21:10 or 2023-09-17T21:10:00+03:30"
)]
pub struct MomentError {
    /// What was given.
    pub given: String,
}

impl Moment {
    /// A day of which no time is known.
    pub fn day(date: Date) -> Moment {
        Moment { date, time: None, seconds: false, offset: None }
    }

    /// A date with a time to the minute, and the zone's offset from UTC if it is known.
    pub fn minute(date: Date, time: Time, offset: Option<Offset>) -> Moment {
        Moment { date, time: Some(time), seconds: false, offset }
    }

    /// A date with a time to the second, and the zone's offset from UTC if it is known. Fractions
    /// of a second are dropped.
    pub fn second(date: Date, time: Time, offset: Option<Offset>) -> Moment {
        Moment { date, time: Some(time), seconds: true, offset }
    }

    /// The local date.
    pub fn date(&self) -> Date {
        self.date
    }

    /// The local time of day.
    pub fn time(&self) -> Option<Time> {
        self.time
    }

    /// The zone, as its offset from UTC.
    pub fn offset(&self) -> Option<Offset> {
        self.offset
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}", time.hour(), time.minute())?;
        if self.seconds {
            write!(f, ":{:02}", time.second())?;
        }
        let Some(offset) = self.offset else { return Ok(()) };
        let seconds = offset.seconds();
        if seconds == 0 {
            return f.write_str("Z");
        }
        let minutes = seconds.abs() / 60;
        let sign = if seconds < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(given: &str) -> Result<Moment, MomentError> {
        parse(given.trim()).ok_or_else(|| MomentError { given: given.to_owned() })
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = MomentError;

    fn try_from(given: String) -> Result<Moment, MomentError> {
        given.parse()
    }
}

fn parse(given: &str) -> Option<Moment> {
    let date = given.get(..10)?;
    let shaped = date.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let date: Date = if shaped { date.parse().ok()? } else { return None };
    let rest = &given[10..];
    if rest.is_empty() {
        return Some(Moment::day(date));
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let zone = rest.find(['Z', 'z', '+', '-', '−']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone);
    let (time, seconds) = parse_clock(clock.trim_end())?;
    let offset = if zone.is_empty() { None } else { Some(parse_zone(zone)?) };
    Some(Moment { date, time: Some(time), seconds, offset })
}

/// `21:10`, `21:10:05`, `21:10:05.123`.
fn parse_clock(clock: &str) -> Option<(Time, bool)> {
    let mut parts = clock.split(':');
    let hour = two_digits(parts.next()?)?;
    let minute = two_digits(parts.next()?)?;
    let second = match parts.next() {
        None => None,
        Some(part) => {
            let (whole, fraction) = part.split_once(['.', ',']).unwrap_or((part, ""));
            if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            Some(two_digits(whole)?)
        }
    };
    if parts.next().is_some() {
        return None;
    }
    // A leap second is the last second of its minute.
    let time = Time::new(hour, minute, second.unwrap_or(0).min(59), 0).ok()?;
    Some((time, second.is_some()))
}

/// `Z`, `+03:30`, `+0330`, `+03`.
fn parse_zone(zone: &str) -> Option<Offset> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(Offset::UTC);
    }
    let (sign, digits) = match zone.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, zone.strip_prefix(['-', '−'])?),
    };
    let (hours, minutes) = match digits.len() {
        2 => (digits, "00"),
        4 => digits.split_at_checked(2)?,
        5 => digits.split_once(':')?,
        _ => return None,
    };
    let (hours, minutes) = (i32::from(two_digits(hours)?), i32::from(two_digits(minutes)?));
    if hours > 15 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

fn two_digits(part: &str) -> Option<i8> {
    (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| part.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(given: &str) -> String {
        given.parse::<Moment>().map_or_else(|_| "no".to_owned(), |moment| moment.to_string())
    }

    #[test]
    fn keeps_the_precision_it_was_given() {
        for same in [
            "2023-09-17",
            "2023-09-17T21:10",
            "2023-09-17T21:10:05",
            "2023-09-17T21:10+03:30",
            "2023-09-17T21:10:05Z",
            "2023-09-17T21:10:05-05:00",
        ] {
            assert_eq!(again(same), same);
        }
    }

    #[test]
    fn reads_the_forms_that_pages_use() {
        assert_eq!(again("2023-09-17 21:10:05"), "2023-09-17T21:10:05");
        assert_eq!(again("2023-09-17T21:10:05.123+0330"), "2023-09-17T21:10:05+03:30");
        assert_eq!(again("2016-12-31T23:59:60Z"), "2016-12-31T23:59:59Z");
        assert_eq!(again("2023-09-17T21:10:05+00:00"), "2023-09-17T21:10:05Z");
    }

    #[test]
    fn refuses_what_is_no_moment() {
        for not in [
            "",
            "2023",
            "2023-13-01",
            "2023-02-30",
            "17-09-2023",
            "2023-09-17T25:00",
            "2023-09-17T21",
            "2023-09-17T21:10:05+99:00",
            "２０２３-09-17",
            "2023-09-17T21:10:05+03:3",
        ] {
            assert_eq!(again(not), "no", "{not}");
        }
    }
}
