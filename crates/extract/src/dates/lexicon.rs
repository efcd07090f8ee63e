//! The words that time is told with.
//!
//! They are data that anybody can read and correct, in `rules/en`, compiled in so that extraction
//! stays a function of its text alone. One map leads from the first word of an entry to all entries
//! that begin with it, the longest first.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::calendars::Calendar;
use crate::rules::{entries, pairs, word_list};

word_list! {
    /// `people` in `2000 people`.
    COUNTED_THINGS, "counted_things.txt"
}
word_list! {
    /// `went`, `took`.
    IRREGULAR_PASTS, "irregular_pasts.txt"
}

/// A length of time that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Sixty seconds.
    Minute,
    /// Sixty minutes.
    Hour,
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday.
    Week,
    /// Two weeks.
    Fortnight,
    /// Saturday and Sunday.
    Weekend,
    /// A month of the calendar.
    Month,
    /// Three months.
    Quarter,
    /// A year of the calendar.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// How a day with a name is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The same month and day each year of a calendar.
    On(Calendar, u8, u8),
    /// Days after Easter.
    Easter(i32),
    /// Days after the Easter of the eastern churches.
    OrthodoxEaster(i32),
    /// Not the same day everywhere.
    Unknown,
}

/// A day with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Feast {
    pub(super) rule: Rule,
    /// How many days it lasts.
    pub(super) days: u8,
}

/// What a word of the tables says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// Calendar, number, and whether it is a month only beside a number.
    Month(Calendar, u8, bool),
    /// Number from Monday, and whether it is a day only with a full stop or beside a date.
    Weekday(u8, bool),
    /// `Tuesdays`.
    Weekdays,
    /// Its first month in the northern half of the earth.
    Season(u8),
    /// Unit, and whether it stands in the plural.
    Unit(Unit, bool),
    Cardinal(u16),
    Ordinal(u16),
    /// The first year.
    Decade(i16),
    /// The hour, if it is one.
    DayPart(Option<u8>),
    Feast(Feast),
    /// A name that is no date.
    Name,
    /// Days from the one on which it is written.
    Deictic(i8),
    Vague,
}

/// What makes a plan of the words that follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Planned {
    /// Before a `to`.
    To,
    /// Before a day as well.
    On,
    /// By standing in the present.
    Verb,
    /// The same, but the word is as often a noun.
    VerbOrNoun,
}

/// An entry of the tables: the words after the first, and what all of them say.
pub(super) type Entry = (Vec<&'static str>, Sense);

/// The entries that begin with a word in lower case, the longest first.
pub(super) fn entries_of(first: &str) -> &'static [Entry] {
    ENTRIES.get(first).map_or(&[], Vec::as_slice)
}

/// How a word makes a plan of what follows.
pub(super) fn planned(word: &str) -> Option<Planned> {
    PLANNED.get(word).copied()
}

/// Whether a word is what numbers of four digits count.
pub(super) fn is_counted(word: &str) -> bool {
    COUNTED_THINGS.contains(word)
}

/// Whether a word is a past tense that does not end in `-ed`.
pub(super) fn is_irregular_past(word: &str) -> bool {
    IRREGULAR_PASTS.contains(word)
}

static PLANNED: LazyLock<HashMap<&'static str, Planned>> = LazyLock::new(|| {
    pairs(include_str!("../../../../rules/en/planned_words.tsv"))
        .filter_map(|(word, kind)| {
            let kind = match kind {
                "to" => Planned::To,
                "on" => Planned::On,
                "verb" => Planned::Verb,
                "verb_or_noun" => Planned::VerbOrNoun,
                _ => return None,
            };
            Some((word, kind))
        })
        .collect()
});

static ENTRIES: LazyLock<HashMap<&'static str, Vec<Entry>>> = LazyLock::new(|| {
    let mut map: HashMap<&'static str, Vec<Entry>> = HashMap::new();
    for (file, read) in TABLES {
        for line in entries(file) {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let Some(sense) = read(&columns[1..]) else { continue };
            let mut words = split(columns[0]).into_iter();
            let Some(first) = words.next() else { continue };
            map.entry(first).or_default().push((words.collect(), sense));
        }
    }
    for entries in map.values_mut() {
        entries.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    map
});

/// How the columns after the first of a table are read.
type Columns = fn(&[&'static str]) -> Option<Sense>;

const TABLES: [(&str, Columns); 11] = [
    // Names come first: of two entries of one length the first is taken.
    (include_str!("../../../../rules/en/calendar_names.txt"), |_| Some(Sense::Name)),
    (include_str!("../../../../rules/en/feasts.tsv"), |columns| {
        let days = columns.get(1)?.parse().ok()?;
        Some(Sense::Feast(Feast { rule: rule(columns[0])?, days }))
    }),
    (include_str!("../../../../rules/en/months.tsv"), |columns| {
        let [calendar, number, form] = columns else { return None };
        Some(Sense::Month(Calendar::from_name(calendar)?, number.parse().ok()?, *form == "short"))
    }),
    (include_str!("../../../../rules/en/weekdays.tsv"), |columns| {
        let [number, form] = columns else { return None };
        match *form {
            "many" => Some(Sense::Weekdays),
            form => Some(Sense::Weekday(number.parse().ok()?, form == "short")),
        }
    }),
    (include_str!("../../../../rules/en/seasons.tsv"), |columns| {
        Some(Sense::Season(columns.first()?.parse().ok()?))
    }),
    (include_str!("../../../../rules/en/time_units.tsv"), |columns| {
        let [name, number] = columns else { return None };
        Some(Sense::Unit(unit(name)?, *number == "many"))
    }),
    (include_str!("../../../../rules/en/calendar_numbers.tsv"), |columns| {
        let [kind, value] = columns else { return None };
        let value = value.parse().ok()?;
        Some(if *kind == "ordinal" { Sense::Ordinal(value) } else { Sense::Cardinal(value) })
    }),
    (include_str!("../../../../rules/en/decades.tsv"), |columns| {
        Some(Sense::Decade(columns.first()?.parse().ok()?))
    }),
    (include_str!("../../../../rules/en/day_parts.tsv"), |columns| {
        Some(Sense::DayPart(columns.first()?.parse().ok()))
    }),
    (include_str!("../../../../rules/en/deictic_days.tsv"), |columns| {
        Some(Sense::Deictic(columns.first()?.parse().ok()?))
    }),
    (include_str!("../../../../rules/en/vague_times.txt"), |_| Some(Sense::Vague)),
];

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "weekend" => Unit::Weekend,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => return None,
    })
}

fn rule(words: &str) -> Option<Rule> {
    if words == "unknown" {
        return Some(Rule::Unknown);
    }
    let (kind, value) = words.split_once(' ')?;
    match kind {
        "easter" => Some(Rule::Easter(value.parse().ok()?)),
        "orthodox_easter" => Some(Rule::OrthodoxEaster(value.parse().ok()?)),
        _ => {
            let calendar = if kind == "fixed" { "gregorian" } else { kind };
            let (month, day) = value.split_once('-')?;
            Some(Rule::On(Calendar::from_name(calendar)?, month.parse().ok()?, day.parse().ok()?))
        }
    }
}

/// The words of an entry as the tokenizer cuts them: `new year 's eve`.
fn split(entry: &'static str) -> Vec<&'static str> {
    let mut words = Vec::new();
    for word in entry.split(' ') {
        let cut = if word.ends_with("'s") { word.len() - 2 } else { word.len() };
        let cut = if word.ends_with("s'") { word.len() - 1 } else { cut };
        words.extend([&word[..cut], &word[cut..]].into_iter().filter(|part| !part.is_empty()));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_every_table_is_understood() {
        for (file, read) in TABLES {
            let mut lines = Vec::new();
            for line in entries(file) {
                let columns: Vec<&'static str> = line.split('\t').collect();
                assert!(read(&columns[1..]).is_some(), "{line:?}");
                lines.push(line);
            }
            assert!(lines.is_sorted(), "a table that begins with {:?}", lines.first());
        }
        let rows = pairs(include_str!("../../../../rules/en/planned_words.tsv"));
        assert!(rows.count() > 0);
        for (word, kind) in pairs(include_str!("../../../../rules/en/planned_words.tsv")) {
            assert!(PLANNED.contains_key(word), "{word} has the kind {kind}");
        }
    }

    #[test]
    fn the_longest_entry_comes_first() {
        let lengths: Vec<usize> = entries_of("new").iter().map(|(rest, _)| rest.len()).collect();
        assert_eq!(lengths, [3, 3, 2]);
        assert_eq!(entries_of("may").last().map(|entry| entry.1), {
            Some(Sense::Month(Calendar::Gregorian, 5, false))
        });
        assert!(entries_of("table").is_empty());
    }
}
