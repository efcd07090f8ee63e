//! Times that count from another: from the day of writing, or from what was told before.

use super::grammar::Found;
use super::lexicon::{Sense, Unit};
use super::points::{feast_of, season_of};
use super::said::{Origin, Precision, Said, Which, YearSaid};
use super::words::Words;

/// `in 10 days`, `in two weeks' time`; `of` makes it a part of something.
pub(super) fn coming(words: &Words, at: usize) -> Found {
    let (count, place) = words.count(at + 1)?;
    let (unit, _, end) = words.unit(place)?;
    let bare = words.at(at + 1) != "a" && words.at(at + 1) != "an";
    let alone = !words.any(end, &["of", "'s", "ago", "before", "after", "old"]);
    let end = words.phrase(end, &["'", "time"]).unwrap_or(end);
    (alone && bare && !words.is_capital(place)).then_some((Said::In { unit, count }, end))
}

/// `last week`, `this coming Sunday`, `the same day`, `every Tuesday`, `earlier this month`.
pub(super) fn modified(words: &Words, at: usize) -> Found {
    let first = words.at(at);
    if matches!(first, "every" | "each") {
        let (weekday, end) = match words.weekday(at + 1) {
            Some((_, _, end)) => (true, end),
            None => (false, at + 1),
        };
        if weekday {
            return Some((Said::Set(Precision::Day), end));
        }
        let (unit, many, end) = words.unit(at + 1)?;
        return (!many).then_some((Said::Set(Precision::of(unit)), end));
    }
    if matches!(first, "earlier" | "later") {
        let this = words.at(at + 1) == "this";
        let (unit, many, end) = words.unit(at + 2).filter(|_| this)?;
        return (!many && !matches!(unit, Unit::Minute | Unit::Hour | Unit::Day))
            .then_some((Said::ThisFar { unit, later: first == "later" }, end));
    }
    let (which, place) = match (first, words.at(at + 1)) {
        ("this", "past" | "last") => (Which::Last, at + 2),
        ("this", "coming" | "next") => (Which::Next, at + 2),
        ("last" | "past", _) => (Which::Last, at + 1),
        ("next" | "coming", _) => (Which::Next, at + 1),
        ("this", _) => (Which::This, at + 1),
        // `Following Monday's debate` is no day.
        ("following", _) if words.before(at) == "the" => (Which::Following, at + 1),
        ("previous" | "preceding", _) => (Which::Previous, at + 1),
        ("same" | "that", _) => (Which::Same, at + 1),
        _ => return None,
    };
    // `would last four years`
    let verb = first == "last"
        && words.any(
            at.wrapping_sub(1),
            &["will", "would", "to", "can", "could", "may", "might", "should", "not", "n't", "'ll"],
        );
    if verb {
        return None;
    }
    if let Some((weekday, false, end)) = words.weekday(place) {
        // `the last Friday in August` is one of August's.
        let of_month = words.any(end, &["in", "of"]) && words.month(end + 1).is_some();
        return (!of_month).then_some((Said::Weekday { weekday, which, weeks: 0 }, end));
    }
    if let Some((calendar, month, false, end)) = words.month(place) {
        // `that March` may be a march.
        let sure = which != Which::Same && first != "past";
        return sure.then_some((Said::Month { calendar, year: YearSaid::No, month, which }, end));
    }
    if let Some((said, end)) = feast_of(words, place, which) {
        return Some((said, end));
    }
    if let Some((month, end)) = words.sense(place, season_of) {
        let (months, precision, year) = (3, Precision::Season, YearSaid::No);
        return Some((Said::Part { month, months, precision, year, which }, end));
    }
    if let Some((_, end)) = words.day_part(place) {
        let night = words.at(place) == "night";
        let count = match (which, night) {
            (Which::Last, true) => -1,
            (Which::This, false) => 0,
            _ => return None,
        };
        return Some((Said::Shifted { unit: Unit::Day, count, origin: Origin::Publication }, end));
    }
    let led = words.any(at.wrapping_sub(2), &["over", "in", "within", "during", "for"])
        && words.before(at) == "the";
    // `ABC's "This Week"`
    let title = words.is_capital(at)
        && words.is_capital(place)
        && words.any(at.wrapping_sub(1), &["\"", "“", "'s", "‘"]);
    if title {
        return None;
    }
    if let Some((unit, false, end)) = words.unit(place) {
        let (count, origin) = match which {
            Which::Last if first == "past" || (led && first != "this") => {
                return Some((Said::Around { unit, count: 1, forward: false }, end));
            }
            Which::Next if led => {
                return Some((Said::Around { unit, count: 1, forward: true }, end));
            }
            Which::Last => (-1, Origin::Publication),
            Which::This | Which::Plain => (0, Origin::Publication),
            // `the next day` goes on with the story.
            Which::Next if unit == Unit::Day || words.before(at) == "the" => (1, Origin::Narrative),
            Which::Next => (1, Origin::Publication),
            Which::Following => (1, Origin::Narrative),
            Which::Previous => (-1, Origin::Narrative),
            Which::Same => (0, Origin::Narrative),
        };
        let short = matches!(unit, Unit::Minute | Unit::Hour);
        return (!short).then_some((Said::Shifted { unit, count, origin }, end));
    }
    let forward = match which {
        Which::Last => false,
        Which::Next => true,
        _ => return None,
    };
    if words.any(place, &["few", "several", "couple"]) {
        let unit = words.skip(place + 1, &["of"]);
        let (unit, many, end) = words.unit(unit)?;
        return many.then_some((Said::Vague(Precision::of(unit)), end));
    }
    let (count, place) = words.count(place)?;
    let (unit, many, end) = words.unit(place)?;
    // `the last two days of May` are counted from May's end.
    (many && words.at(end) != "of")
        .then_some((Said::Around { unit, count: count.into(), forward }, end))
}

/// `today`, `yesterday morning`, `the day before yesterday`.
pub(super) fn deictic(words: &Words, at: usize) -> Found {
    let day = |at| {
        words.sense(at, |sense| match sense {
            Sense::Deictic(days) => Some(i32::from(days)),
            _ => None,
        })
    };
    let said = |count| Said::Shifted { unit: Unit::Day, count, origin: Origin::Publication };
    if let Some((count, end)) = day(at) {
        // `USA Today`
        let named = words.is_capital(at) && at > 0 && words.is_capital(at - 1);
        // `a brighter tomorrow`
        let dreamt = words.any(at.wrapping_sub(2), &["a", "the"])
            && words.before(at).starts_with(char::is_alphabetic);
        return (!named && !dreamt).then_some((said(count), end));
    }
    if words.at(at) != "day" {
        return None;
    }
    let step = match words.at(at + 1) {
        "before" => -1,
        "after" => 1,
        _ => return None,
    };
    if let Some((count, end)) = day(at + 2) {
        return (count == step).then_some((said(2 * step), end));
    }
    // `the day before, they had met`
    let alone = words.before(at) == "the" && words.any(at + 2, &["", ",", "."]);
    alone.then_some((
        Said::Shifted { unit: Unit::Day, count: step, origin: Origin::Narrative },
        at + 2,
    ))
}

/// `three weeks ago`, `two days earlier`, `in 10 days`, `for three weeks`.
pub(super) fn counted_units(words: &Words, at: usize) -> Found {
    let vague = words.any(at, &["several", "few"])
        || words.phrase(at, &["a", "few"]).is_some()
        || words.phrase(at, &["a", "couple", "of"]).is_some();
    let place = match words.at(at) {
        "several" | "few" => at + 1,
        "a" if words.at(at + 1) == "few" => at + 2,
        "a" if vague => at + 3,
        _ => at,
    };
    let (count, place) = if vague { (0, place) } else { words.count(at)? };
    let hyphen = words.is_dash(place);
    let place = words.skip(place + usize::from(hyphen), &["full", "more"]);
    let (unit, _, end) = words.unit(place)?;
    // Three quarters are a share more often than a time.
    if unit == Unit::Quarter && !words.any(end, &["ago", "earlier", "later"]) {
        return None;
    }
    // `the Six-Day War`, `20-year-old`, `34 years old`, `aged 20 years`
    let named = words.is_capital(place) && words.is_capital(at);
    let age = words.is_dash(end) && words.any(end + 1, &["old", "olds"])
        || words.any(end, &["old", "older", "younger"])
        || words.any(at.wrapping_sub(1), &["aged", "age"]);
    if named || age {
        return None;
    }
    let count = i32::from(count);
    let (unit, times) = match unit {
        // Nobody counts to the day in decades.
        Unit::Decade => (Unit::Year, 10 * count),
        Unit::Century => (Unit::Year, 100 * count),
        unit => (unit, count),
    };
    let shifted = |count, origin| match vague {
        true => Said::Vague(Precision::of(unit)),
        false => Said::Shifted { unit, count, origin },
    };
    if hyphen {
        return (!words.any(at, &["24"])).then_some((Said::Length(count as u16, unit), end));
    }
    match words.at(end) {
        "ago" => return Some((shifted(-times, Origin::Publication), end + 1)),
        "earlier" | "previously" => return Some((shifted(-times, Origin::Narrative), end + 1)),
        "later" => return Some((shifted(times, Origin::Narrative), end + 1)),
        "before" | "after" if words.any(end + 1, &["", ",", "."]) => {
            let times = if words.at(end) == "before" { -times } else { times };
            return Some((shifted(times, Origin::Narrative), end + 1));
        }
        "from" if words.any(end + 1, &["now", "today"]) => {
            return Some((shifted(times, Origin::Publication), end + 2));
        }
        "from" | "on" if unit == Unit::Week && !vague && words.weekday(end + 1).is_some() => {
            let (weekday, _, end) = words.weekday(end + 1)?;
            return Some((Said::Weekday { weekday, which: Which::Next, weeks: times }, end));
        }
        _ => {}
    }
    let span = words
        .any(at.wrapping_sub(1), &["for", "over", "within", "after", "lasted", "lasting"])
        || words.any(end, &["'"]);
    if span && vague {
        return Some((Said::Vague(Precision::of(unit)), end));
    }
    (span && count > 0).then_some((Said::Length(count as u16, unit), end))
}
