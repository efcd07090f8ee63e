//! Zones by their names.
//!
//! Only names that mean one offset in the news are here: IST is India's, Israel's and Ireland's,
//! AST the Atlantic's and Arabia's, AMT Armenia's and the Amazon's, so none of them is a zone to
//! us and a time that carries one keeps its digits and no zone. EST, CST, MST and PST are North
//! America's, as RFC 2822 says.

use jiff::civil::{Date, Weekday, date};
use jiff::tz::Offset;

/// What a zone's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// It is this far from UTC.
    Offset(Offset),
    /// It is a zone, but which is not certain.
    Unsure,
}

/// Minutes east of UTC, by name; sorted.
const NAMES: &[(&str, i32)] = &[
    ("ACDT", 630),
    ("ACST", 570),
    ("AEDT", 660),
    ("AEST", 600),
    ("AFT", 270),
    ("AKDT", -480),
    ("AKST", -540),
    ("AWST", 480),
    ("AZT", 240),
    ("BRT", -180),
    ("CAT", 120),
    ("CDT", -300),
    ("CEST", 120),
    ("CET", 60),
    ("CST", -360),
    ("EAT", 180),
    ("EDT", -240),
    ("EEST", 180),
    ("EET", 120),
    ("EST", -300),
    ("GMT", 0),
    ("HADT", -540),
    ("HKT", 480),
    ("HST", -600),
    ("ICT", 420),
    ("IDT", 180),
    ("IRDT", 270),
    ("IRST", 210),
    ("JST", 540),
    ("KST", 540),
    ("MDT", -360),
    ("MESZ", 120),
    ("MEZ", 60),
    ("MSK", 180),
    ("MST", -420),
    ("MYT", 480),
    ("NDT", -150),
    ("NPT", 345),
    ("NZDT", 780),
    ("NZST", 720),
    ("PDT", -420),
    ("PHT", 480),
    ("PKT", 300),
    ("PST", -480),
    ("SAST", 120),
    ("SGT", 480),
    ("TRT", 180),
    ("UT", 0),
    ("UTC", 0),
    ("UZT", 300),
    ("WAT", 60),
    ("WEST", 60),
    ("WET", 0),
    ("WIB", 420),
    ("WIT", 540),
    ("WITA", 480),
    ("Z", 0),
];

/// Names that are zones, but of several places; sorted.
const UNSURE: &[&str] = &["ADT", "AMT", "AST", "ECT", "GST", "IST", "LMT", "WST"];

/// The zone of this name on that day, or `None` when it is not the name of a zone.
pub(super) fn named(name: &str, day: Date) -> Option<Zone> {
    let minutes =
        |minutes: i32| Offset::from_seconds(minutes * 60).map_or(Zone::Unsure, Zone::Offset);
    if let Ok(at) = NAMES.binary_search_by_key(&name, |(name, _)| name) {
        return Some(minutes(NAMES[at].1));
    }
    if UNSURE.binary_search(&name).is_ok() {
        return Some(Zone::Unsure);
    }
    // The names that cover winter and summer time, and the one that exists in summer only.
    let west = |hours: i32| minutes(if is_american_summer(day) { hours + 1 } else { hours } * 60);
    match name {
        "ET" => Some(west(-5)),
        "CT" => Some(west(-6)),
        "MT" => Some(west(-7)),
        "PT" => Some(west(-8)),
        // In winter it cannot be Britain's, so it is Bangladesh's or a mistake.
        "BST" if is_european_summer(day) => Some(minutes(60)),
        "BST" => Some(Zone::Unsure),
        _ => None,
    }
}

/// Whether North America has summer time on that day: from the second Sunday in March to the first
/// in November since 2007, from the first in April to the last in October before.
fn is_american_summer(day: Date) -> bool {
    let year = day.year();
    let (from, to) = if year >= 2007 {
        (sunday(year, 3, 2), sunday(year, 11, 1))
    } else {
        (sunday(year, 4, 1), sunday(year, 10, -1))
    };
    from <= day && day < to
}

/// Whether Europe has summer time on that day: from the last Sunday in March to the last in
/// October.
fn is_european_summer(day: Date) -> bool {
    sunday(day.year(), 3, -1) <= day && day < sunday(day.year(), 10, -1)
}

/// The nth Sunday of a month, counted from its end when negative.
fn sunday(year: i16, month: i8, nth: i8) -> Date {
    let first = date(year, month, 1);
    first.nth_weekday_of_month(nth, Weekday::Sunday).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(name: &str, day: Date) -> String {
        match named(name, day) {
            None => "no zone".to_owned(),
            Some(Zone::Unsure) => "unsure".to_owned(),
            Some(Zone::Offset(offset)) => offset.to_string(),
        }
    }

    #[test]
    fn tables_are_sorted() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| name));
        assert!(UNSURE.is_sorted());
    }

    #[test]
    fn names_that_cover_summer_and_winter_follow_the_day() {
        assert_eq!(hours("ET", date(2024, 3, 9)), "-05");
        assert_eq!(hours("ET", date(2024, 3, 10)), "-04");
        assert_eq!(hours("ET", date(2024, 11, 2)), "-04");
        assert_eq!(hours("ET", date(2024, 11, 3)), "-05");
        assert_eq!(hours("PT", date(2005, 3, 20)), "-08");
        assert_eq!(hours("PT", date(2005, 10, 29)), "-07");
    }

    #[test]
    fn ambiguous_names_are_no_offset() {
        assert_eq!(hours("IST", date(2024, 7, 1)), "unsure");
        assert_eq!(hours("BST", date(2024, 7, 1)), "+01");
        assert_eq!(hours("BST", date(2024, 12, 1)), "unsure");
        assert_eq!(hours("MON", date(2024, 12, 1)), "no zone");
    }
}
