//! The first lines of a text: what they say about it, and which of them are not its story.
//!
//! A page that was saved as text, a wire story, a Markdown note begin with a headline, a date, a
//! byline, a story number, in any order and some of them twice. A reader's eye skips them;
//! [`find`] names them, so that no headline is taken for a sentence and none yields a statement
//! twice. Taking a sentence of the story for furniture would lose it, so a line counts as furniture
//! only when all of it is accounted for, and the search ends at the first line that is not.

use std::ops::Range;

use onrecord_record::Moment;

use crate::dates::{self, Label, Order};
use crate::{byline, story_number};

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

/// What a line of furniture says.
#[derive(Debug, Default)]
struct Said {
    published: Option<Moment>,
    external_id: Option<String>,
    byline: Vec<String>,
    outlet: Option<String>,
    section: Option<String>,
    url: Option<String>,
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

/// Accounts for all of a line as furniture, or for none of it.
fn account(words: &str) -> Option<Said> {
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
    if dated || moments.iter().any(|found| found.label == Label::Changed) {
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
fn is_rule(words: &str) -> bool {
    let first = words.chars().next().unwrap_or_default();
    words.len() >= 3 && "-=_*~".contains(first) && words.chars().all(|c| c == first || c == ' ')
}

/// Reads a block of labelled lines, such as a mail or YAML begins with: `Title: …`, `Date: …`.
/// Gives the number of lines that it took.
fn labelled(lines: &[Line], front: &mut Front, known: bool) -> usize {
    let fenced = lines.first().is_some_and(|line| line.words == "---");
    let mut at = usize::from(fenced);
    let mut found = Front::default();
    let mut count = 0;
    while let Some(line) = lines.get(at) {
        if fenced && (line.words == "---" || line.words == "...") {
            found.furniture.push(line.range());
            at += 1;
            break;
        }
        let Some(label) = label(line) else {
            if fenced && line.words.len() <= LONGEST {
                // A field that is not known, or a line of a list.
                found.furniture.push(line.range());
                at += 1;
                continue;
            }
            break;
        };
        count += 1;
        let (value, whole) = (&line.words[label.value.clone()], line.range());
        let place = line.start + label.value.start..line.start + label.value.end;
        match label.field {
            "headline" if found.headline.is_none() && !known => {
                found.furniture.push(whole.start..place.start);
                if place.end < whole.end {
                    found.furniture.push(place.end..whole.end);
                }
                found.headline = Some(place);
                at += 1;
                continue;
            }
            "published" => {
                found.published = found.published.or(dates::value(value, Order::Unknown));
            }
            "byline" => found.byline = byline::names(value),
            "outlet" => found.outlet = Some(value.to_owned()),
            "section" => found.section = Some(value.to_owned()),
            "external_id" => found.external_id = Some(value.to_owned()),
            "url" => found.url = Some(value.to_owned()),
            _ => {}
        }
        found.furniture.push(whole);
        at += 1;
    }
    // One line with a colon may be a sentence; a headline so labelled, or two labels, are not.
    let closed = !fenced || lines.get(at.wrapping_sub(1)).is_some_and(|line| line.words == "---");
    if (count >= 2 || (count == 1 && (found.headline.is_some() || fenced))) && closed {
        if fenced {
            found.furniture.push(lines[0].range());
        }
        *front = found;
        return at;
    }
    0
}

struct Labelled {
    field: &'static str,
    /// Where its value stands in the line.
    value: Range<usize>,
}

fn label(line: &Line) -> Option<Labelled> {
    const FIELDS: &[(&str, &[&str])] = &[
        ("headline", &["headline", "title", "subject"]),
        ("published", &["date", "published", "pubdate", "publication date", "posted", "time"]),
        ("byline", &["author", "authors", "by", "byline", "reporter", "writer"]),
        ("outlet", &["source", "outlet", "publisher", "publication", "newspaper", "site", "from"]),
        ("section", &["section", "category", "desk"]),
        ("external_id", &["story code", "story id", "news id", "article id", "news code"]),
        ("url", &["url", "link", "permalink", "canonical_url"]),
        (
            "",
            &[
                "language",
                "lang",
                "tags",
                "keywords",
                "updated",
                "location",
                "place",
                "draft",
                "layout",
                "slug",
                "dateline",
                "to",
                "cc",
                "type",
                "id",
                "description",
                "categories",
            ],
        ),
    ];
    let colon = line.words.find(':')?;
    let name = line.words[..colon].trim().trim_matches('*').to_ascii_lowercase();
    let (field, _) = FIELDS.iter().find(|(_, names)| names.contains(&name.as_str()))?;
    let rest = &line.words[colon + 1..];
    let trimmed = rest.trim_matches(|c: char| c.is_whitespace() || c == '*');
    // YAML may quote its values, and a headline may begin and end with words in quotation marks.
    let inner = ['"', '\'']
        .into_iter()
        .find_map(|mark| {
            let inner = trimmed.strip_prefix(mark)?.strip_suffix(mark)?;
            (!inner.contains(mark)).then_some(inner)
        })
        .unwrap_or(trimmed);
    if inner.is_empty() || inner.len() > LONGEST {
        return None;
    }
    let start = inner.as_ptr() as usize - line.words.as_ptr() as usize;
    Some(Labelled { field, value: start..start + inner.len() })
}

/// Finds a headline that is said twice before the story, as pages that were saved as text do. The
/// first is the headline; the second, and short lines between the site's name and the headline, are
/// furniture. Gives the number of lines up to and with the second.
fn said_twice(lines: &[Line], from: usize, front: &mut Front) -> Option<usize> {
    let near = &lines[from..lines.len().min(from + 12)];
    let (first, second) = near.iter().enumerate().find_map(|(first, line)| {
        let words = heading(line).0;
        let long_enough = words.split_whitespace().count() >= 2 && words.len() <= LONGEST;
        if !long_enough || account(line.words).is_some() {
            return None;
        }
        let mut between = near[first + 1..].iter().enumerate().take_while(|(at, before)| {
            // The lines in between are furniture, or short and no sentences.
            *at == 0 || {
                let before = near[first + at].words;
                account(before).is_some() || !ends_sentence(before) && before.len() <= 120
            } && before.words.len() <= LONGEST
        });
        let (at, _) = between.find(|(_, later)| same(words, heading(later).0))?;
        Some((first, first + 1 + at))
    })?;
    // A refrain is said twice too, but stories are longer than that, and have sentences.
    if !has_prose(&lines[(from + second + 1).min(lines.len())..]) {
        return None;
    }
    // Above it stands the site's name or section, if anything.
    let above = &near[..first];
    let small =
        |line: &Line| line.words.split_whitespace().count() <= 4 && !ends_sentence(line.words);
    if !above.iter().all(|line| account(line.words).is_some() || small(line)) {
        return None;
    }
    for (at, line) in near[..=second].iter().enumerate() {
        if at == first {
            let range = heading(line);
            let whole = line.range();
            let place = line.start + range.1.start..line.start + range.1.end;
            if whole.start < place.start {
                front.furniture.push(whole.start..place.start);
            }
            if place.end < whole.end {
                front.furniture.push(place.end..whole.end);
            }
            front.headline = Some(place);
            continue;
        }
        let said = account(line.words);
        if at < first || at == second || said.is_some() {
            front.furniture.push(line.range());
        }
        if let Some(said) = said {
            take(front, said);
        }
    }
    Some(from + second + 1)
}

/// The words of a heading without the marks of Markdown, and where they stand in the line.
fn heading<'t>(line: &Line<'t>) -> (&'t str, Range<usize>) {
    let words = line.words;
    let mut inner = words;
    let hashes = words.bytes().take_while(|&byte| byte == b'#').count();
    if (1..=6).contains(&hashes) && words[hashes..].starts_with([' ', '\t']) {
        inner = words[hashes..].trim_start().trim_end_matches('#').trim_end();
    }
    for mark in ["**", "__"] {
        if let Some(bold) = inner.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark))
            && !bold.contains(mark)
        {
            inner = bold.trim();
        }
    }
    let start = inner.as_ptr() as usize - words.as_ptr() as usize;
    (inner, start..start + inner.len())
}

/// Whether two lines say the same, whatever their marks and ends.
fn same(one: &str, other: &str) -> bool {
    fn letters(words: &str) -> impl Iterator<Item = char> {
        words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    let some = letters(one).next().is_some();
    some && letters(one).eq(letters(other))
}

/// Whether the line at `at` is a headline, and where.
fn candidate(lines: &[Line], at: usize) -> Option<Range<usize>> {
    let line = &lines[at];
    let (words, place) = heading(line);
    let marked = place.len() < line.words.len();
    let range = line.start + place.start..line.start + place.end;
    let next = lines.get(at + 1);
    // Setext: a rule of = or - right below.
    let underlined = !line.gap_after
        && next.is_some_and(|next| is_rule(next.words) && next.words.starts_with(['=', '-']));
    if words.is_empty() || words.len() > 250 {
        return None;
    }
    if marked || underlined {
        return Some(range);
    }
    let rest = &lines[at + 1..];
    if !is_headline_like(words) || !has_prose(rest) {
        return None;
    }
    let next = next?;
    if line.gap_after || account(next.words).is_some() || is_long_prose(words, next.words) {
        return Some(range);
    }
    // A headline that was wrapped: the next line goes on in lower case and a gap follows.
    let goes_on = next.gap_after
        && !ends_sentence(next.words)
        && next.words.starts_with(char::is_lowercase)
        && next.words.len() <= words.len() + 10
        && has_prose(&rest[1..]);
    goes_on.then(|| range.start..next.range().end)
}

/// Short, begins like a title and does not end like a sentence.
fn is_headline_like(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let unspaced = count < 2 && words.chars().count() >= 4 && !words.is_ascii();
    if !(2..=30).contains(&count) && !unspaced {
        return false;
    }
    let begins = words
        .trim_start_matches(['"', '\'', '“', '‘', '«', '„', '('])
        .starts_with(|c: char| c.is_numeric() || c.is_alphabetic() && !c.is_lowercase());
    let listed = words.split_once(['.', ')']).is_some_and(|(number, rest)| {
        number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with(' ')
    });
    let quoted = words.starts_with(['"', '“', '«', '„']) && words.ends_with(['"', '”', '»', '“']);
    begins && !listed && !quoted && !ends_sentence(words) && !words.ends_with([',', ':', ';', '-'])
}

/// Whether words end as a sentence does. A question may be a headline.
fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
    let Some(last) = bare.split_whitespace().next_back() else { return false };
    if last.ends_with(['!', '?', '؟', '？', '！']) {
        return bare.len() < words.len();
    }
    // "U.S." and "Co." end headlines too.
    let abbreviation = last.ends_with('.')
        && (last.trim_end_matches('.').contains('.')
            || ["Co.", "Inc.", "Corp.", "Ltd.", "Jr.", "Sr.", "Gov.", "Sen."].contains(&last))
        && bare.len() == words.len();
    last.ends_with(['.', '…', '。', '।', '۔']) && !abbreviation
}

/// Whether a sentence of some length comes.
fn has_prose(lines: &[Line]) -> bool {
    lines.iter().any(|line| {
        let words = line.words;
        let long =
            words.split_whitespace().count() >= 6 || (!words.is_ascii() && words.len() >= 60);
        long && (ends_sentence(words)
            || words.ends_with(['?', '!', ':', '"', '”'])
            || words.len() >= 150)
    })
}

/// Whether the next line is the story, though no gap comes before it.
fn is_long_prose(words: &str, next: &str) -> bool {
    next.len() >= 100
        && next.len() >= words.len() * 3 / 2
        && has_prose(&[Line { words: next, start: 0, gap_after: true }])
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
