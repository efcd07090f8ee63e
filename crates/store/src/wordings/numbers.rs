//! Numbers as values: "two hundred", "200", "1.2 million", "20 per cent".
//!
//! A number that changed on the way from one outlet to another is the mark that readers ask for
//! first, and the one that must not be set for a number that is merely written otherwise.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::words::{Word, entries};

/// A number that stands in a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Number {
    /// Its value.
    pub value: f64,
    /// `%`, the sign of a currency, `nth` of an ordinal, or nothing.
    pub unit: String,
}

/// Words that belong together: a number of any length, or one word.
pub(super) struct Group {
    pub words: Vec<Word>,
    pub number: Option<Number>,
}

impl Number {
    /// The same for numbers of the same value.
    pub fn term(&self) -> String {
        format!("#{}", self.value)
    }

    /// Whether both say the same.
    pub fn agrees(&self, other: &Number) -> bool {
        let larger = self.value.abs().max(other.value.abs());
        let units = self.unit == other.unit || self.unit.is_empty() || other.unit.is_empty();
        units && (self.value - other.value).abs() <= larger * 1e-9
    }

    /// Whether one may be the other, rounded: three hundred for 298.
    pub fn rounds(&self, other: &Number) -> bool {
        let larger = self.value.abs().max(other.value.abs());
        self.unit == other.unit && (self.value - other.value).abs() <= larger * 0.05
    }
}

/// The words of a text with those of each number together.
pub(super) fn groups(words: &[Word]) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (length, number) = number(&words[at..]).map_or((1, None), |(n, v)| (n, Some(v)));
        groups.push(Group { words: words[at..at + length].to_vec(), number });
        at += length;
    }
    groups
}

/// What a number word does to the number before it.
#[derive(Clone, Copy)]
enum Part {
    /// Is added: `twenty`, `three`.
    Plain(f64),
    /// Multiplies what stands before it: `hundred`, `million`.
    Scale(f64),
    /// Says which: `third`.
    Ordinal(f64),
}

/// The number that words begin with: how many words it takes, and its value.
fn number(words: &[Word]) -> Option<(usize, Number)> {
    let currency = words.first().filter(|word| CURRENCIES.contains(&word.folded.as_str()));
    let start = usize::from(currency.is_some());
    let (mut length, value, ordinal) = value(words.get(start..)?, currency.is_some())?;
    length += start;
    let mut unit = currency.map(|word| word.folded.clone()).unwrap_or_default();
    if ordinal {
        "nth".clone_into(&mut unit);
    }
    let follow = |ahead: usize| words.get(length + ahead).map(|word| word.folded.as_str());
    let (more, following) = match (follow(0), follow(1)) {
        (Some("%" | "percent" | "pc"), _) => (1, "%"),
        (Some("per"), Some("cent")) => (2, "%"),
        (Some("percentage"), Some("points" | "point")) => (2, "%"),
        (Some("dollar" | "dollars" | "usd"), _) => (1, "$"),
        (Some("euro" | "euros" | "eur" | "€"), _) => (1, "€"),
        (Some("yen" | "¥"), _) => (1, "¥"),
        (Some("rupee" | "rupees" | "₹"), _) => (1, "₹"),
        (Some("rouble" | "roubles" | "ruble" | "rubles" | "₽"), _) => (1, "₽"),
        _ => (0, ""),
    };
    if unit.is_empty() && more > 0 {
        length += more;
        following.clone_into(&mut unit);
    }
    Some((length, Number { value, unit }))
}

const CURRENCIES: [&str; 11] = ["$", "€", "£", "¥", "₹", "₽", "₺", "₴", "₩", "₪", "°"];

/// How many words the value takes, the value, and whether it is an ordinal.
fn value(words: &[Word], after_currency: bool) -> Option<(usize, f64, bool)> {
    let folded = |at: usize| words.get(at).map(|word| word.folded.as_str());
    let part_at = |at: usize| folded(at).and_then(part);
    if let Some(Part::Ordinal(value)) = part_at(0) {
        return Some((1, value, true));
    }
    // `total` is what was multiplied by a thousand or more, `current` what stands after it, and
    // `room` what the next word has to be smaller than to be added.
    let (mut total, mut current, mut room, mut length) = (0.0, None, f64::INFINITY, 0);
    if let Some((value, ordinal)) = folded(0).and_then(digits) {
        if ordinal {
            return Some((1, value, true));
        }
        (current, room, length) = (Some(value), 0.0, 1);
    } else if folded(0) == Some("a") && matches!(part_at(1), Some(Part::Scale(_))) {
        (current, room, length) = (Some(1.0), 0.0, 1);
    }
    loop {
        let joined = length > 0 && room >= 100.0 && folded(length) == Some("and");
        let next = length + usize::from(joined);
        match part_at(next) {
            Some(Part::Plain(value)) if value < room && !(joined && value >= 100.0) => {
                current = Some(current.unwrap_or(0.0) + value);
                room = if value >= 20.0 { 10.0 } else { 0.0 };
            }
            // Metres, unless money is counted.
            Some(Part::Scale(_)) if folded(next) == Some("m") && !after_currency => break,
            Some(Part::Scale(scale)) if current.is_some() && !joined => {
                let scaled = current.unwrap_or(1.0) * scale;
                if scale >= 1000.0 {
                    (total, current) = (total + scaled, Some(0.0));
                } else {
                    current = Some(scaled);
                }
                room = if scale >= 100.0 { scale.min(1000.0) } else { 0.0 };
            }
            _ => break,
        }
        length = next + 1;
    }
    // "One" by itself is mostly a pronoun.
    let pronoun = length == 1 && folded(0) == Some("one");
    current.filter(|_| !pronoun).map(|current| (length, total + current, false))
}

/// `300`, `1200.5`, `4th`; letters after it are another word.
fn digits(folded: &str) -> Option<(f64, bool)> {
    if !folded.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let plain = ["st", "nd", "rd", "th"].iter().find_map(|ending| folded.strip_suffix(ending));
    let value = plain.unwrap_or(folded).parse().ok().filter(|value: &f64| value.is_finite())?;
    Some((value, plain.is_some()))
}

fn part(folded: &str) -> Option<Part> {
    static PARTS: LazyLock<HashMap<&str, Part>> = LazyLock::new(|| {
        let table = include_str!("../../../../rules/wordings/number_words.tsv");
        let part = |line: &'static str| {
            let (word, rest) = line.split_once('\t')?;
            let (kind, value) = rest.split_once('\t')?;
            let value = value.parse().ok()?;
            match kind {
                "plain" => Some((word, Part::Plain(value))),
                "scale" => Some((word, Part::Scale(value))),
                "ordinal" => Some((word, Part::Ordinal(value))),
                _ => None,
            }
        };
        entries(table).filter_map(part).collect()
    });
    PARTS.get(folded).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    fn numbers(text: &str) -> Vec<(f64, String)> {
        let groups = groups(&words(text));
        groups.into_iter().filter_map(|group| group.number).map(|n| (n.value, n.unit)).collect()
    }

    #[test]
    fn numbers_in_words_and_digits_have_values() {
        for (text, value, unit) in [
            ("two hundred", 200.0, ""),
            ("200", 200.0, ""),
            ("two hundred and six", 206.0, ""),
            ("twenty-one thousand four hundred", 21_400.0, ""),
            ("a hundred", 100.0, ""),
            ("1.2 million", 1_200_000.0, ""),
            ("£1.2m", 1_200_000.0, "£"),
            ("1.2mn", 1_200_000.0, ""),
            ("$3bn", 3e9, "$"),
            ("three billion dollars", 3e9, "$"),
            ("20 per cent", 20.0, "%"),
            ("twenty percent", 20.0, "%"),
            ("1,250,000", 1_250_000.0, ""),
            ("4th", 4.0, "nth"),
            ("fourth", 4.0, "nth"),
            ("a dozen", 12.0, ""),
            ("nineteen", 19.0, ""),
        ] {
            assert_eq!(numbers(text), [(value, unit.to_owned())], "{text}");
        }
    }

    #[test]
    fn other_words_are_no_numbers_and_two_numbers_stay_two() {
        assert!(numbers("hundreds of boats, a boat, no one and per cent").is_empty());
        assert_eq!(numbers("in 2019 2020").len(), 2);
        assert_eq!(numbers("five or six").len(), 2);
        assert_eq!(numbers("sixteen thirty").len(), 2);
    }
}
