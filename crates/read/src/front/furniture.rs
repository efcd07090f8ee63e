//! Which lines are dates, bylines, story numbers, buttons, and nothing else.

use onrecord_record::Moment;

use super::LONGEST;
use crate::dates::{self, Label, Order};
use crate::{byline, story_number};

/// What a line of furniture says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub published: Option<Moment>,
    pub external_id: Option<String>,
    pub byline: Vec<String>,
    pub outlet: Option<String>,
    pub section: Option<String>,
    pub url: Option<String>,
}

/// Accounts for all of a line as furniture, or for none of it.
pub(super) fn account(words: &str) -> Option<Said> {
    if words.len() > LONGEST {
        return None;
    }
    let mut said = Said::default();
    let mut left = words.to_owned();
    if let Some((range, number)) = story_number::find(words) {
        left.replace_range(range, "|");
        said.external_id = Some(number);
    }
    let stated = dates::find(&left);
    let mut dated = stated.is_some();
    said.published = stated.map(|(_, moment)| moment);
    let moments = dates::moments(&left, Order::Unknown);
    // A letter of 1975 has a date line too, though no page was published then.
    let alone = |range: &std::ops::Range<usize>| {
        is_label(&left[..range.start]) && is_label(&left[range.end..])
    };
    if dated
        || moments.iter().any(|found| found.label == Label::Changed)
        || matches!(&moments[..], [found] if alone(&found.range))
    {
        dated = true;
        for found in moments.into_iter().rev() {
            left.replace_range(found.range, "|");
        }
    }
    if let Some(names) = byline::of_line(left.trim_matches(is_separator)) {
        said.byline = names;
        return Some(said);
    }
    let mut accounted = dated || said.external_id.is_some();
    for part in left.split(is_separator).flat_map(|part| part.split(" - ")) {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        if part.is_empty() {
            continue;
        }
        if is_label(part) {
            continue;
        }
        if is_button(part) {
            accounted = true;
        } else if let Some(names) = byline::of_line(part) {
            said.byline = names;
            accounted = true;
        } else if dated && is_name(part) {
            // The outlet, the agency or the place that stands beside the date.
        } else if part.starts_with("http") && !words.contains(' ') {
            said.url = Some(words.to_owned());
            accounted = true;
        } else {
            return None;
        }
    }
    accounted.then_some(said)
}

fn is_separator(c: char) -> bool {
    matches!(c, '|' | '·' | '•' | '–' | '—' | '\t' | '/' | '●' | '»' | '›')
}

/// Words that stand around dates and numbers and say nothing themselves.
fn is_label(part: &str) -> bool {
    const LABELS: &[&str] = &[
        "published",
        "publication",
        "posted",
        "updated",
        "update",
        "modified",
        "last",
        "first",
        "date",
        "time",
        "dated",
        "on",
        "at",
        "issued",
        "released",
        "created",
        "edited",
        "revised",
        "local",
        "gmt",
        "utc",
        "story",
        "news",
        "code",
        "id",
        "number",
        "no",
        "the",
        "and",
        "of",
        "from",
        "by",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "am",
        "pm",
        "a.m",
        "p.m",
        "is",
        "was",
        "original",
        "originally",
    ];
    part.split_whitespace().all(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        word.is_empty() || LABELS.contains(&word.as_str())
    })
}

/// What pages print on their buttons and counters.
fn is_button(part: &str) -> bool {
    const BUTTONS: &[&str] = &[
        "share",
        "share this",
        "share this article",
        "share this story",
        "print",
        "print this",
        "email",
        "e-mail",
        "save",
        "listen",
        "listen to this article",
        "comments",
        "comment",
        "no comments",
        "advertisement",
        "follow us",
        "read more",
        "tweet",
        "copy link",
        "subscribe",
        "sign up",
        "log in",
        "gift article",
        "whatsapp",
        "facebook",
        "twitter",
        "telegram",
        "linkedin",
    ];
    let lower = part.to_lowercase();
    BUTTONS.contains(&lower.as_str()) || {
        let mut words = lower.split_whitespace();
        let counted = words.next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()));
        let unit = words.next().unwrap_or_default();
        let last = words.next();
        let minutes = ["min", "mins", "minute", "minutes"].contains(&unit)
            && last.is_none_or(|last| last == "read");
        let counter = ["comments", "comment", "shares", "share", "views", "likes"].contains(&unit)
            && last.is_none();
        counted && (minutes || counter) && words.next().is_none()
    }
}

/// Whether words are a short name, as of an agency or a place: each with a capital.
fn is_name(part: &str) -> bool {
    part.len() <= 40
        && part.split_whitespace().count() <= 3
        && part.split_whitespace().all(|word| {
            word.trim_start_matches(|c: char| !c.is_alphanumeric())
                .starts_with(|c: char| c.is_uppercase())
        })
}

/// A line of dashes or the like.
pub(super) fn is_rule(words: &str) -> bool {
    let first = words.chars().next().unwrap_or_default();
    words.len() >= 3 && "-=_*~".contains(first) && words.chars().all(|c| c == first || c == ' ')
}
