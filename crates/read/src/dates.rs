//! Moments of publication, as people and machines write them.
//!
//! News pages write dates in a dozen forms and no library knows them all together with their
//! labels: "Published: 5 March 2024, 09:30 GMT", "Updated 9:30 AM ET, Tue March 5, 2024",
//! "2024-03-05 09:30". What counts here is to invent nothing: a date that could be read two ways
//! is not read, a zone that could be two zones is left out, and a moment labelled as that of a
//! change is never taken for that of publication.
//!
//! [`find`] reads a line of text, [`moments`] all that a piece of text holds, [`value`] what a
//! page's metadata gives. The grammar is in `grammar`, the zones are in `zones`.

mod grammar;
#[cfg(test)]
mod tests;
mod zones;

use std::ops::Range;

use jiff::civil::{Date, date};
use onrecord_record::Moment;

pub(crate) use grammar::Order;

/// What the words beside a moment say that it is the moment of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// "Published", "Posted on", …
    Published,
    /// "Updated", "Last modified", …
    Changed,
    /// Nothing is said.
    None,
}

/// A moment in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The words of the moment itself, without its label, in bytes.
    pub range: Range<usize>,
    pub moment: Moment,
    pub label: Label,
}

/// The moment of publication that a line of text states, such as "Sunday 17 September 2023 -
/// 21:10" or "Published: 5 March 2024, 09:30 GMT", and the bytes of the words that say it, without
/// its label.
///
/// A line of prose that mentions a date states none; nor does one that tells of a change only.
pub(crate) fn find(words: &str) -> Option<(Range<usize>, Moment)> {
    stated(words, Order::Unknown).map(|found| (found.range, found.moment))
}

/// As [`find`], where the order of day and month in "03/04/2024" may be known.
pub(crate) fn stated(words: &str, order: Order) -> Option<Found> {
    // A line that long is a paragraph, whatever it holds.
    if words.len() > 400 {
        return None;
    }
    let mut all = moments(words, order);
    all.retain(|found| found.label != Label::Changed && is_plausible(found.moment.date()));
    let at = all
        .iter()
        .position(|found| found.label == Label::Published)
        .or_else(|| all.iter().position(|found| stands_apart(words, &found.range)))?;
    Some(all.swap_remove(at))
}

/// Every moment in a text, in order, each with what the words before it call it.
pub(crate) fn moments(words: &str, order: Order) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for (range, moment) in grammar::scan(words, order) {
        let from = all.last().map_or(0, |last| last.range.end);
        // A label stands near what it labels.
        let near =
            words[from..range.start].char_indices().rev().nth(60).map_or(from, |(at, _)| from + at);
        let label = label(&words[near..range.start]);
        all.push(Found { range, moment, label });
    }
    all
}

/// The moment that a value of metadata gives: ISO 8601 and its relaxed forms, RFC 2822, seconds
/// or milliseconds since 1970, or written-out words that are nothing but a date.
pub(crate) fn value(value: &str, order: Order) -> Option<Moment> {
    let value = value.trim();
    if value.len() > 120 {
        return None;
    }
    let moment = value
        .parse()
        .ok()
        .or_else(|| grammar::compact(value))
        .or_else(|| grammar::epoch(value))
        .or_else(|| {
            let found = moments(value, order).into_iter().next()?;
            (found.label != Label::Changed && found.range.start <= 24).then_some(found.moment)
        })?;
    is_plausible(moment.date()).then_some(moment)
}

/// Whether an article of the Web can be of this day: not before there was one, and not of a future
/// that has not come anywhere on Earth.
pub(crate) fn is_plausible(day: Date) -> bool {
    // A clock that was never set must not make today's articles implausible.
    const WRITTEN: Date = date(2026, 11, 23);
    let today = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date();
    let last = today.max(WRITTEN).saturating_add(jiff::Span::new().days(2));
    date(1990, 1, 1) <= day && day <= last
}

/// The number of a month by its English name or the beginning of it.
pub(crate) fn month(word: &str) -> Option<i8> {
    grammar::month(word)
}

/// Whether a word is the name of a weekday or a month.
pub(crate) fn is_name(word: &str) -> bool {
    grammar::month(word).or_else(|| grammar::weekday(word).map(|_| 0)).is_some()
}

/// Which label, if any, is the last in the words before a moment.
pub(crate) fn label(before: &str) -> Label {
    const PUBLISHED: &[&str] =
        &["published", "posted", "publication", "publish", "released", "created", "issued"];
    const CHANGED: &[&str] = &[
        "updated",
        "update",
        "modified",
        "modification",
        "revised",
        "edited",
        "corrected",
        "amended",
        "refreshed",
        "changed",
    ];
    before
        .rsplit(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .find_map(|word| {
            let word = word.to_ascii_lowercase();
            if PUBLISHED.contains(&word.as_str()) {
                Some(Label::Published)
            } else if CHANGED.contains(&word.as_str()) {
                Some(Label::Changed)
            } else {
                None
            }
        })
        .unwrap_or(Label::None)
}

/// Whether a moment is set off from what else is on its line, as a date line is and a date in a
/// sentence is not: "Tehran, 5 March 2024 | 3 min read", but not "Polls open on 5 March 2024".
fn stands_apart(words: &str, range: &Range<usize>) -> bool {
    // Words that stand beside dates on date lines.
    const BESIDE: &[&str] = &[
        "by", "from", "at", "on", "of", "and", "the", "for", "date", "min", "mins", "minute",
        "minutes", "read", "reading", "time", "local", "views", "comments", "comment", "ago",
        "hours", "hrs", "am", "pm", "first", "story", "code", "news", "id",
    ];
    let (before, after) = (words[..range.start].trim_end(), words[range.end..].trim_start());
    let set_off = |edge: Option<char>| edge.is_none_or(|c| !c.is_alphanumeric() && c != '\'');
    let last_word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let introduced = ["on", "date", "dated"].contains(&last_word.to_ascii_lowercase().as_str())
        && before.split_whitespace().count() <= 2;
    if !(set_off(before.chars().next_back()) || introduced) {
        return false;
    }
    let ends_line = words[range.end..].chars().take_while(|c| c.is_whitespace()).any(|c| c == '\n');
    // "17 September 2023 - 21:10 Story Code : 1082204" goes on with a word, but a capital one.
    let next = after.chars().next();
    if !(set_off(next) || ends_line || next.is_some_and(char::is_uppercase)) {
        return false;
    }
    let mut others = 0;
    let mut plain = 0;
    for word in before.split_whitespace().chain(after.split_whitespace()) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        others += usize::from(!word.is_empty());
        plain += usize::from(word.starts_with(char::is_lowercase) && !BESIDE.contains(&word));
    }
    others <= 14 && plain <= 1
}
