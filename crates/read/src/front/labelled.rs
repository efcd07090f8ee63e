//! Blocks of labelled lines, as mail and Markdown begin with.

use std::ops::Range;

use super::{Front, LONGEST, Line};
use crate::byline;
use crate::dates::{self, Order};

/// Reads a block of labelled lines, such as a mail or YAML begins with: `Title: …`, `Date: …`.
/// Gives the number of lines that it took.
pub(super) fn labelled(lines: &[Line], front: &mut Front, known: bool) -> usize {
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
