use std::collections::HashMap;

use jiff::civil::Date;
use onrecord_record::Moment;
use onrecord_text::{Outline, Parse, SentenceId, Syntax, Text, TokenId, Upos, Word};
use proptest::prelude::*;

use super::*;
use crate::segment;

fn read(text: &str, published: Option<&str>) -> (Text, Dates) {
    let published = published.map(|day| day.parse::<Moment>().unwrap());
    let text = Text::new(text);
    let segments = segment(&text, &Outline::default());
    let setting = Setting { published, hemisphere: Hemisphere::North };
    let dates = find(&text, &Outline::default(), &segments, None, &setting);
    (text, dates)
}

/// `words start end precision` of each expression.
fn told(text: &str, published: Option<&str>) -> Vec<String> {
    let (text, dates) = read(text, published);
    let day = |moment: Option<Moment>| moment.map_or("-".to_owned(), |moment| moment.to_string());
    let line = |time: &TimeExpression| {
        let (start, end) = (day(time.start), day(time.end));
        format!("{} {start} {end} {}", text.slice(time.span), time.precision.name())
    };
    dates.expressions.iter().map(line).collect()
}

fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split('\t').collect())
}

/// Of the expressions that were written down before the rules were, 97 in 100 are read right.
#[test]
fn time_expressions_have_their_dates() {
    let (mut all, mut wrong) = (0, Vec::new());
    for row in rows(include_str!("../../tests/dates/expressions.tsv")) {
        let [published, start, end, precision, words, text] = row[..] else {
            panic!("a row of expressions.tsv has not six columns: {row:?}");
        };
        assert!(text.contains(words), "{words:?} does not stand in {text:?}");
        let found = told(text, Some(published).filter(|&day| day != "-"));
        all += 1;
        let wanted = format!("{words} {start} {end} {precision}");
        if !found.contains(&wanted) {
            wrong.push(format!("{text}\n  wanted {wanted}\n  found  {}", found.join(" | ")));
        }
    }
    assert!(all >= 120, "only {all} expressions");
    let right = 1.0 - wrong.len() as f64 / f64::from(all);
    println!("{all} expressions, {right:.3} right\n{}", wrong.join("\n"));
    assert!(right >= 0.97, "{} of {all} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn words_that_look_like_dates_have_none() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("../../tests/dates/traps.tsv")) {
        let [words, written] = row[..] else {
            panic!("a row of traps.tsv has not two columns: {row:?}");
        };
        let (text, dates) = read(written, Some("2024-05-07"));
        let covers = |time: &&TimeExpression| {
            time.kind == TimeKind::Date && text.slice(time.span).contains(words)
        };
        wrong.extend(
            dates
                .expressions
                .iter()
                .find(covers)
                .map(|time| format!("{written}: {}", text.slice(time.span))),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every day of the week on every day of the week, counted day by day.
#[test]
fn weekdays_are_right_on_every_day() {
    const DAYS: [&str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    // Two weeks over the end of a year and two over a leap day.
    for first in [Date::constant(2023, 12, 22), Date::constant(2024, 2, 20)] {
        for published in first.series(jiff::ToSpan::days(1)).take(14) {
            for (number, name) in DAYS.iter().enumerate() {
                let is = |day: &Date| {
                    usize::try_from(day.weekday().to_monday_zero_offset()) == Ok(number)
                };
                let back = |from: Date| from.series(jiff::ToSpan::days(-1)).find(is).unwrap();
                let on = |from: Date| from.series(jiff::ToSpan::days(1)).find(is).unwrap();
                let (before, after) =
                    (published.yesterday().unwrap(), published.tomorrow().unwrap());
                let monday = published.series(jiff::ToSpan::days(-1));
                let monday =
                    { monday }.find(|day| day.weekday() == jiff::civil::Weekday::Monday).unwrap();
                let in_week = |weeks: i64| {
                    let days = 7 * weeks + number as i64;
                    monday.checked_add(jiff::ToSpan::days(days)).unwrap()
                };
                let wanted: HashMap<String, Date> = [
                    (format!("The mayor spoke on {name} in the square."), back(published)),
                    (format!("On {name}, the mayor said that it was safe."), back(published)),
                    (format!("The mayor told reporters {name} that she slept."), back(published)),
                    (format!("The mayor will speak on {name} in the square."), on(published)),
                    (format!("The council is scheduled to meet on {name}."), on(published)),
                    (format!("On {name}, the mayor will open the fair."), on(published)),
                    (format!("The mayor spoke last {name}."), back(before)),
                    (format!("The mayor spoke this past {name}."), back(before)),
                    (format!("The mayor will speak next {name}."), on(after)),
                    (format!("The mayor will speak this coming {name}."), on(after)),
                    (format!("The mayor spoke on {name} last week."), in_week(-1)),
                    (format!("The mayor will speak on {name} next week."), in_week(1)),
                ]
                .into();
                for (text, day) in wanted {
                    let published = published.to_string();
                    let (_, dates) = read(&text, Some(&published));
                    let found: Vec<_> = dates.expressions.iter().map(|time| time.start).collect();
                    assert_eq!(found, [Some(Moment::day(day))], "{published}: {text}");
                }
            }
        }
    }
}

#[test]
fn what_has_no_date_is_told_by_its_kind() {
    let kind = |text| {
        let (_, dates) = read(text, Some("2024-05-07"));
        dates.expressions.iter().map(|time| (time.kind, time.length)).next()
    };
    let week = Length { count: 3, unit: Unit::Week };
    assert_eq!(kind("It lasted for three weeks."), Some((TimeKind::Duration, Some(week))));
    assert_eq!(week.to_string(), "P3W");
    assert_eq!(kind("They meet every Tuesday."), Some((TimeKind::Set, None)));
    assert_eq!(kind("They meet on Tuesdays."), Some((TimeKind::Set, None)));
    assert_eq!(kind("They met recently."), Some((TimeKind::Vague, None)));
    assert_eq!(kind("They met several weeks ago."), Some((TimeKind::Vague, None)));
    assert_eq!(kind("They met on Independence Day."), Some((TimeKind::Date, None)));
}

#[test]
fn today_in_a_quotation_is_the_day_it_was_said() {
    let text = "\"We open today,\" the mayor said on Sunday.";
    assert_eq!(
        told(text, Some("2024-05-07")),
        ["today 2024-05-05 2024-05-05 day", "Sunday 2024-05-05 2024-05-05 day"]
    );
}

#[test]
fn an_hour_has_the_day_of_its_sentence() {
    let text = "The fair will open on Thursday in Split, and the gates at 3 p.m.";
    assert_eq!(
        told(text, Some("2024-05-07")),
        ["Thursday 2024-05-09 2024-05-09 day", "3 p.m. 2024-05-09T15:00 2024-05-09T15:00 hour"]
    );
    assert_eq!(told("It closes at 3 p.m.", Some("2024-05-07")), ["3 p.m. - - hour"]);
}

#[test]
fn a_whole_dateline_stands_in_for_the_publication() {
    let text = "TROGIR, May 7, 2024 (Harbour News) — The mayor resigned on Monday.";
    assert_eq!(
        told(text, None),
        ["May 7, 2024 2024-05-07 2024-05-07 day", "Monday 2024-05-06 2024-05-06 day"]
    );
}

#[test]
fn seasons_turn_with_the_half_of_the_earth() {
    let text = Text::new("The wall was found in the summer of 2019.");
    let segments = segment(&text, &Outline::default());
    let find = |hemisphere| {
        let setting = Setting { published: None, hemisphere };
        find(&text, &Outline::default(), &segments, None, &setting).expressions[0].start
    };
    assert_eq!(find(Hemisphere::North), "2019-06-01".parse().ok());
    assert_eq!(find(Hemisphere::South), "2019-12-01".parse().ok());
}

#[test]
fn furniture_is_not_read() {
    let text = Text::new("Tuesday 7 May 2024\n\nThe mayor slept.");
    let outline = Outline { furniture: text.span(0..18).into_iter().collect(), headline: None };
    let segments = segment(&text, &outline);
    assert!(find(&text, &outline, &segments, None, &Setting::default()).expressions.is_empty());
}

#[test]
fn the_time_of_a_word_is_that_of_its_clause() {
    let (text, dates) = read(
        "The bridge opened in 2012. The mayor said on Sunday that it had closed in 2019.",
        Some("2024-05-07"),
    );
    let segments = segment(&text, &Outline::default());
    let governing = |word: &str| {
        let at = segments.tokens.iter().position(|token| text.slice(token.span) == word).unwrap();
        let time = dates.governing(&text, &segments, None, TokenId::new(at));
        time.map(|time| text.slice(time.span))
    };
    assert_eq!(governing("opened"), Some("2012"));
    assert_eq!(governing("said"), Some("Sunday"));
    assert_eq!(governing("closed"), Some("2019"));
    let about = |at| dates.about(&text, &segments, None, SentenceId::new(at));
    assert_eq!(about(0).map(|time| text.slice(time.span)), Some("2012"));
    assert_eq!(about(1), None);
    let published: Moment = "2024-05-07".parse().unwrap();
    assert_eq!(about(0).and_then(|time| time.standing(published)), Some(Standing::Past));
}

/// A tree by hand: for each token its head from 1, its relation, `xpos` and lemma.
fn syntax(rows: &[(usize, &str, &str, &str)]) -> Syntax {
    let upos = |xpos: &str| match xpos {
        "NNP" => Upos::Propn,
        "NN" | "NNS" => Upos::Noun,
        "IN" => Upos::Adp,
        "MD" => Upos::Aux,
        "CD" => Upos::Num,
        "TO" => Upos::Part,
        "DT" => Upos::Det,
        "." => Upos::Punct,
        _ => Upos::Verb,
    };
    let word = |&(head, deprel, xpos, lemma): &(usize, &str, &str, &str)| Word {
        upos: upos(xpos),
        xpos: xpos.into(),
        lemma: lemma.into(),
        head: head.checked_sub(1).map(TokenId::new),
        deprel: deprel.into(),
    };
    Syntax::new(rows.iter().map(word).collect())
}

#[test]
fn the_verb_of_the_tree_tells_the_tense() {
    let first = |written: &str, rows: &[(usize, &str, &str, &str)]| {
        let text = Text::new(written);
        let segments = segment(&text, &Outline::default());
        let parse = Parse { syntax: syntax(rows), ..Parse::default() };
        assert_eq!(parse.syntax.words().len(), segments.tokens.len());
        let setting = Setting { published: "2024-05-07".parse().ok(), ..Setting::default() };
        let dates = find(&text, &Outline::default(), &segments, Some(&parse), &setting);
        dates.expressions[0].start.map(|day| day.to_string())
    };
    // Boats that were sold will leave: the nearest verb in front is a past one.
    let rows = [
        (5, "nsubj", "NNS", "boat"),
        (1, "acl", "VBN", "sell"),
        (2, "obl", "NNS", "town"),
        (5, "aux", "MD", "will"),
        (0, "root", "VB", "leave"),
        (8, "det", "DT", "the"),
        (8, "det", "DT", "that"),
        (5, "obj", "NN", "port"),
        (10, "nsubj", "NNP", "rowers"),
        (8, "acl", "VBD", "use"),
        (12, "case", "IN", "on"),
        (5, "obl", "NNP", "Friday"),
        (5, "punct", ".", "."),
    ];
    let written = "Boats sold towns will leave the that port rowers used on Friday.";
    assert_eq!(first(written, &rows).as_deref(), Some("2024-05-10"));
    let rows = [
        (2, "nsubj", "NNS", "talk"),
        (0, "root", "VBP", "resume"),
        (2, "obl:tmod", "NNP", "Friday"),
        (2, "punct", ".", "."),
    ];
    assert_eq!(first("Talks resume Friday.", &rows).as_deref(), Some("2024-05-10"));
}

#[test]
fn a_time_of_saying_is_no_time_of_what_was_said() {
    let (text, dates) = read("She said on Sunday that boats left in 2019.", Some("2024-05-07"));
    let segments = segment(&text, &Outline::default());
    let syntax = syntax(&[
        (2, "nsubj", "NNP", "she"),
        (0, "root", "VBD", "say"),
        (4, "case", "IN", "on"),
        (2, "obl", "NNP", "Sunday"),
        (7, "mark", "IN", "that"),
        (7, "nsubj", "NNS", "boat"),
        (2, "ccomp", "VBD", "leave"),
        (9, "case", "IN", "in"),
        (7, "obl", "CD", "2019"),
        (2, "punct", ".", "."),
    ]);
    let governing = |at| {
        let time = dates.governing(&text, &segments, Some(&syntax), TokenId::new(at));
        time.map(|time| text.slice(time.span))
    };
    assert_eq!(governing(1), Some("Sunday"));
    assert_eq!(governing(6), Some("2019"));
    assert_eq!(governing(5), Some("2019"));
    let about = dates.about(&text, &segments, Some(&syntax), SentenceId::new(0));
    assert_eq!(about.map(|time| text.slice(time.span)), Some("Sunday"));
}

/// What times are made of, for texts that a generator puts together.
fn pieces() -> impl Strategy<Value = String> {
    let words = [
        "on",
        "in",
        "the",
        "last",
        "next",
        "this",
        "Tuesday",
        "May",
        "March",
        "3",
        "17",
        "31",
        "2023",
        "1402",
        "Khordad",
        "Muharram",
        "of",
        ",",
        "-",
        "–",
        "to",
        "from",
        "between",
        "and",
        "since",
        "until",
        "by",
        "early",
        "mid-",
        "late",
        "end",
        "week",
        "weeks",
        "years",
        "ago",
        "later",
        "p.m.",
        "15:30",
        "GMT",
        "(",
        ")",
        "’s",
        "9999",
        "0",
        "century",
        "19th",
        "first",
        "half",
        "quarter",
        "Q3",
        "1990s",
        "'80s",
        "spring",
        "Easter",
        "Eid",
        "al-Fitr",
        "a",
        "few",
        "99",
        "17/9/2023",
        "2023-09-17",
        "2023-02-30",
        "today",
        "day",
        "before",
        "after",
        "\"",
        "will",
        "said",
        ".",
        "\n\n",
        "É",
        "İ",
        "9/11",
        "year",
        "that",
        "every",
        "-old",
    ];
    let one = prop_oneof![
        8 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    proptest::collection::vec((one, proptest::bool::weighted(0.8)), 0..40).prop_map(|pieces| {
        let spaced = |(word, space): (String, bool)| if space { word + " " } else { word };
        pieces.into_iter().map(spaced).collect()
    })
}

proptest! {
    #[test]
    fn any_text_gives_sound_times(
        written in prop_oneof![pieces(), "\\PC{0,80}".boxed()],
        published in proptest::option::of((-9999i16..=9999, 1i8..=12, 1i8..=28)),
        south in any::<bool>(),
    ) {
        let text = Text::new(written);
        let segments = segment(&text, &Outline::default());
        let published = published.map(|(year, month, day)| {
            Moment::day(Date::new(year, month, day).unwrap())
        });
        let hemisphere = if south { Hemisphere::South } else { Hemisphere::North };
        let setting = Setting { published, hemisphere };
        let dates = find(&text, &Outline::default(), &segments, None, &setting);
        let mut end = 0;
        for time in &dates.expressions {
            prop_assert!(end <= time.span.start() && !time.span.is_empty());
            end = time.span.end();
            prop_assert_eq!(text.trim(time.span), time.span);
            prop_assert!(!time.tokens.is_empty());
            let tokens = &segments.tokens[time.tokens.clone()];
            prop_assert!(tokens.iter().all(|token| token.sentence == tokens[0].sentence));
            prop_assert!(tokens[0].span.start() <= time.span.start());
            prop_assert_eq!(tokens[tokens.len() - 1].span.end(), time.span.end());
            if let (Some(start), Some(last)) = (time.start, time.end) {
                prop_assert!(start.date() <= last.date(), "{:?}", time);
            }
            let dated = time.start.is_some() || time.end.is_some();
            prop_assert!(!dated || time.kind == TimeKind::Date);
            for token in time.tokens.clone().map(TokenId::new) {
                dates.governing(&text, &segments, None, token);
            }
        }
        for sentence in 0..segments.sentences.len() {
            dates.about(&text, &segments, None, SentenceId::new(sentence));
        }
    }
}
