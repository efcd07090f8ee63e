//! What the grammar reads and what it must not.

use proptest::prelude::*;

use super::*;

fn line(words: &str) -> String {
    find(words).map_or_else(|| "none".to_owned(), |(_, moment)| moment.to_string())
}

fn meta(given: &str) -> String {
    value(given, Order::Unknown).map_or_else(|| "none".to_owned(), |moment| moment.to_string())
}

#[test]
fn reads_date_lines() {
    for (words, expected) in [
        ("Sunday 17 September 2023 - 21:10", "2023-09-17T21:10"),
        ("Published: 5 March 2024, 09:30 GMT", "2024-03-05T09:30Z"),
        ("2024-03-05 09:30", "2024-03-05T09:30"),
        ("2024-03-05", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("MARCH 5, 2024 AT 9:30 PM", "2024-03-05T21:30"),
        ("Tue., Mar. 5th, 2024, 9:30 a.m. ET", "2024-03-05T09:30-05:00"),
        ("9:30 AM EST, Tue March 5, 2024", "2024-03-05T09:30-05:00"),
        ("09:30 GMT, 5 March 2024", "2024-03-05T09:30Z"),
        ("Tue 5 Mar 2024 09.30 GMT", "2024-03-05T09:30Z"),
        ("Tue 5 Mar 2024 09.30 CET", "2024-03-05T09:30+01:00"),
        ("Wed 3 Jul 2024 18.04 BST", "2024-07-03T18:04+01:00"),
        ("5 March 2024 9.30pm", "2024-03-05T21:30"),
        ("5 March 2024 | 12 am", "2024-03-05T00:00"),
        ("5 March 2024, 12:05 pm", "2024-03-05T12:05"),
        ("5 March 2024 (21:10 GMT+3)", "2024-03-05T21:10+03:00"),
        ("5 March 2024 21:10 UTC+03:30", "2024-03-05T21:10+03:30"),
        ("5 March 2024 21:10 +0330", "2024-03-05T21:10+03:30"),
        ("5 March 2024 21:10 (+0330)", "2024-03-05T21:10+03:30"),
        ("5 March 2024 21:10 MSK", "2024-03-05T21:10+03:00"),
        ("5 March 2024 21:10 IRST", "2024-03-05T21:10+03:30"),
        ("5 March 2024 21:10 IST", "2024-03-05T21:10"),
        ("Tue Mar 5 09:30:12 UTC 2024", "2024-03-05T09:30:12Z"),
        ("2024/3/5 9:30", "2024-03-05T09:30"),
        ("2024 Mar 5", "2024-03-05"),
        ("19-Nov-2019 10:15", "2019-11-19T10:15"),
        ("25/12/2023 18:00", "2023-12-25T18:00"),
        ("12/25/2023 6:00 PM", "2023-12-25T18:00"),
        ("04/04/2024", "2024-04-04"),
        ("Tuesday 05/03/2024", "2024-03-05"),
        ("Tuesday 03/05/2024", "2024-03-05"),
        ("Tehran, 5 March 2024", "2024-03-05"),
        ("Date: 5 March 2024", "2024-03-05"),
        ("By Mira Holt | March 5, 2024 | 3 min read", "2024-03-05"),
        ("Posted on March 5, 2024 by Mira Holt", "2024-03-05"),
        ("Published 5 March 2024 | Updated 6 March 2024", "2024-03-05"),
        ("Updated: 6 March 2024 10:00 GMT | Published: 5 March 2024", "2024-03-05"),
        ("First published on Tue 5 Mar 2024 09.30 GMT", "2024-03-05T09:30Z"),
        ("17th of September, 2023", "2023-09-17"),
        ("17 September 2023 - 21:10 Story Code : 1082204", "2023-09-17T21:10"),
    ] {
        assert_eq!(line(words), expected, "{words}");
    }
}

#[test]
fn leaves_the_rest_alone() {
    for words in [
        "",
        "Updated 6 March 2024",
        "Last modified: 2024-03-06 10:00",
        "Last update on: March 6, 2024, 09:30 GMT",
        // Which is the month?
        "03/04/2024",
        "03.04.2024 10:00",
        // Prose.
        "Polls open on 5 March 2024 across the valley",
        "Election set for 5 March 2024",
        "On 5 March 2024 the council met in Oslo and voted for the new bridge.",
        "March 5, 2024, was the day on which the bridge was closed to lorries for good.",
        // No days, or none that an article of the Web could be of.
        "30 February 2024",
        "17 September 1823",
        "17 September 2823",
        "September 2023",
        "17 September",
        "2024",
        "1.5.2",
        "call 555-2024-03-05-17",
        "9:30 PM",
        "may 5 2024",
    ] {
        assert_eq!(line(words), "none", "{words}");
    }
}

#[test]
fn the_locale_tells_day_from_month() {
    let read = |order| stated("03/04/2024 10:00", order).map(|found| found.moment.to_string());
    assert_eq!(read(Order::DayFirst).as_deref(), Some("2024-04-03T10:00"));
    assert_eq!(read(Order::MonthFirst).as_deref(), Some("2024-03-04T10:00"));
    assert_eq!(read(Order::Unknown), None);
}

#[test]
fn reads_values_of_metadata() {
    for (given, expected) in [
        ("2019-11-19T10:15:00-05:00", "2019-11-19T10:15:00-05:00"),
        ("2019-11-19T10:15:00.000Z", "2019-11-19T10:15:00Z"),
        ("2019-11-19T8:05:00Z", "2019-11-19T08:05:00Z"),
        ("2019-11-19T10:15:00 -0500", "2019-11-19T10:15:00-05:00"),
        ("2019-11-19T10:15:00-05:00[America/New_York]", "2019-11-19T10:15:00-05:00"),
        ("2019-11-19 10:15:00 UTC", "2019-11-19T10:15:00Z"),
        ("2019-11-19", "2019-11-19"),
        ("20191119", "2019-11-19"),
        ("20191119T101500Z", "2019-11-19T10:15:00Z"),
        ("20191119T1015", "2019-11-19T10:15"),
        ("20191119101500", "2019-11-19T10:15:00"),
        ("Tue, 19 Nov 2019 10:15:00 +0000", "2019-11-19T10:15:00Z"),
        ("Tue Nov 19 2019 10:15:00 GMT+0000 (Coordinated Universal Time)", "2019-11-19T10:15:00Z"),
        ("1574158500", "2019-11-19T10:15:00Z"),
        ("1574158500000", "2019-11-19T10:15:00Z"),
        ("November 19, 2019", "2019-11-19"),
        ("Published November 19, 2019 10:15 am", "2019-11-19T10:15"),
        ("2019/11/19 10:15", "2019-11-19T10:15"),
    ] {
        assert_eq!(meta(given), expected, "{given}");
    }
    for given in
        ["", "null", "0000-00-00T00:00:00", "0001-01-01T00:00:00Z", "2219-11-19", "2019", "123"]
    {
        assert_eq!(meta(given), "none", "{given}");
    }
}

#[test]
fn every_moment_of_a_text_with_its_label() {
    let words = "Published Nov 18, 2019 at 4:55 pm ET | Updated Nov 19, 2019 at 8:00 am ET";
    let all: Vec<_> = moments(words, Order::Unknown)
        .into_iter()
        .map(|found| (words[found.range].to_owned(), found.label, found.moment.to_string()))
        .collect();
    assert_eq!(
        all,
        [
            (
                "Nov 18, 2019 at 4:55 pm ET".to_owned(),
                Label::Published,
                "2019-11-18T16:55-05:00".to_owned()
            ),
            (
                "Nov 19, 2019 at 8:00 am ET".to_owned(),
                Label::Changed,
                "2019-11-19T08:00-05:00".to_owned()
            ),
        ]
    );
}

#[test]
fn a_day_that_has_not_come_is_not_plausible() {
    assert!(is_plausible(date(1996, 5, 1)));
    assert!(!is_plausible(date(1989, 12, 31)));
    assert!(!is_plausible(date(2199, 1, 1)));
}

/// Digits, marks and names in any order: nearer to dates than random text is.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        Just("March"),
        Just("Sept."),
        Just("Tue"),
        Just("2024"),
        Just("17"),
        Just("3"),
        Just("31"),
        Just(":"),
        Just("-"),
        Just("/"),
        Just("."),
        Just(","),
        Just(" "),
        Just("T"),
        Just("GMT"),
        Just("+03"),
        Just("pm"),
        Just("a.m."),
        Just("ET"),
        Just("("),
        Just("é"),
        Just("٣"),
        Just("日"),
    ];
    proptest::collection::vec(scrap, 0..16).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn ranges_slice_whatever_the_words(words in prop_oneof![scraps(), "\\PC{0,120}"]) {
        let mut end = 0;
        for found in moments(&words, Order::DayFirst) {
            prop_assert!(words.get(found.range.clone()).is_some_and(|part| !part.is_empty()));
            prop_assert!(end <= found.range.start);
            end = found.range.end;
        }
        let _ = find(&words);
        let _ = value(&words, Order::MonthFirst);
    }

    #[test]
    fn what_a_moment_prints_is_read_back(
        day in 1990i16..2026, month in 1i8..13, number in 1i8..29,
        hour in 0i8..24, minute in 0i8..60, zone in -12i32..15,
    ) {
        let offset = jiff::tz::Offset::from_hours(zone as i8).expect("an offset");
        let time = jiff::civil::time(hour, minute, 0, 0);
        let moment = Moment::minute(date(day, month, number), time, Some(offset));
        prop_assert_eq!(value(&moment.to_string(), Order::Unknown), Some(moment));
    }
}
