//! The first lines of a text: what they say about it, and which of them are not its story.
//!
//! A page that was saved as text, a wire story, a Markdown note begin with a headline, a date, a
//! byline, a story number, in any order and some of them twice. A reader's eye skips them;
//! [`find`] names them, so that no headline is taken for a sentence and none yields a statement
//! twice. Taking a sentence of the story for furniture would lose it, so a line counts as furniture
//! only when all of it is accounted for, and the search ends at the first line that is not.

mod furniture;
mod headline;
mod labelled;
#[cfg(test)]
mod tests;

use std::ops::Range;

use onrecord_record::Moment;

use crate::dates::{self, Order};
use furniture::{Said, account, is_rule};
use headline::{candidate, heading, said_twice, same};
use labelled::labelled;

/// What the first lines of a text say. Ranges are bytes of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Front {
    /// The headline, where the text holds it and none was given.
    pub headline: Option<Range<usize>>,
    /// In order, without overlaps.
    pub furniture: Vec<Range<usize>>,
    pub published: Option<Moment>,
    pub external_id: Option<String>,
    pub byline: Vec<String>,
    pub outlet: Option<String>,
    pub section: Option<String>,
    pub url: Option<String>,
}

/// How many lines may stand before the story.
const MOST_LINES: usize = 24;
/// No line of front matter is longer, in bytes.
const LONGEST: usize = 400;

/// A line that is not empty, without the white space around it.
#[derive(Clone, Copy)]
struct Line<'t> {
    words: &'t str,
    start: usize,
    /// Whether an empty line, or the end, follows.
    gap_after: bool,
}

impl Line<'_> {
    fn range(&self) -> Range<usize> {
        self.start..self.start + self.words.len()
    }
}

/// Reads the first lines of a text. A headline that is `known` already is not searched, but where
/// the text says it again that is furniture.
pub(crate) fn find(text: &str, known: Option<&str>) -> Front {
    let lines = lines(text);
    let mut front = Front::default();
    let mut at = labelled(&lines, &mut front, known.is_some());
    let mut headline = known.map(str::to_owned);
    if headline.is_none() && front.headline.is_none() {
        at = said_twice(&lines, at, &mut front).unwrap_or(at);
    }
    if let Some(range) = &front.headline {
        headline = Some(text[range.clone()].to_owned());
    }
    while let Some(line) = lines.get(at) {
        if headline.as_deref().is_some_and(|headline| same(headline, heading(line).0)) {
            front.furniture.push(line.range());
        } else if let Some(said) = account(line.words) {
            take(&mut front, said);
            front.furniture.push(line.range());
        } else if headline.is_none()
            && let Some(range) = candidate(&lines, at)
        {
            headline = Some(text[range.clone()].to_owned());
            let whole = line.range();
            // The marks of Markdown are furniture, so that the headline is its words alone.
            if whole.start < range.start {
                front.furniture.push(whole.start..range.start);
            }
            if range.end < whole.end {
                front.furniture.push(range.end..whole.end);
            }
            // A wrapped headline runs over the next line.
            at += lines[at + 1..].iter().take_while(|line| line.start < range.end).count();
            front.headline = Some(range);
        } else if headline.is_some() && is_rule(line.words) {
            front.furniture.push(line.range());
        } else {
            break;
        }
        at += 1;
    }
    if front.published.is_none()
        && let Some(line) = lines.get(at)
    {
        front.published = dateline(line.words);
    }
    front.furniture.sort_by_key(|range| range.start);
    front
}

/// The first lines that are not empty.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let words = whole.trim();
        if words.is_empty() {
            if let Some(line) = lines.last_mut() {
                line.gap_after = true;
            }
        } else {
            if lines.len() == MOST_LINES {
                return lines;
            }
            let lead = whole.len() - whole.trim_start().len();
            lines.push(Line { words, start: start + lead, gap_after: false });
        }
        start += whole.len();
    }
    if let Some(line) = lines.last_mut() {
        line.gap_after = true;
    }
    lines
}

fn take(front: &mut Front, said: Said) {
    front.published = front.published.or(said.published);
    front.external_id = front.external_id.take().or(said.external_id);
    front.outlet = front.outlet.take().or(said.outlet);
    front.section = front.section.take().or(said.section);
    front.url = front.url.take().or(said.url);
    if front.byline.is_empty() {
        front.byline = said.byline;
    }
}

/// The moment in a dateline with a year that opens the story: "TIRANA, March 5, 2024 (Reuters) –".
fn dateline(words: &str) -> Option<Moment> {
    let mut end = words.len().min(90);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    let head = &words[..end];
    let dash = [" - ", " – ", " — ", " -- ", ".— ", ".- "]
        .iter()
        .filter_map(|dash| head.find(dash))
        .min()?;
    let head = &head[..dash];
    let place = head.split([',', '(']).next()?.trim();
    let shouted = place.chars().any(char::is_uppercase) && !place.chars().any(char::is_lowercase);
    if !shouted || place.len() < 3 {
        return None;
    }
    dates::moments(head, Order::Unknown).into_iter().next().map(|found| found.moment)
}
