//! The headline, and the outlet's name that titles carry with it.
//!
//! The `<h1>` is what readers see, but pages put their logo, their section and other stories in
//! one too; the titles made for machines say which is meant, but carry the outlet's name, are cut
//! short or written for a network. So the `<h1>` that agrees with a title is taken first, then
//! JSON-LD's headline, then the titles without the outlet.

use std::collections::HashSet;

use super::json_ld::{self, letters};
use super::page::Page;

/// What stands between a headline and the outlet in a title.
const SEPARATORS: &[&str] =
    &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", " · ", " › ", " / ", "| "];

/// A headline, the place it was found in and, for an `<h1>`, its place among the elements.
pub(super) struct Headline {
    pub words: String,
    pub place: String,
    pub at: Option<usize>,
}

/// The page's headline. `outlet` is what titles may end with.
pub(super) fn headline(page: &Page, outlet: Option<&str>) -> Option<Headline> {
    let mut titles: Vec<(String, String)> = Vec::new();
    if let Some(article) = page.article()
        && let Some(words) = json_ld::text_of(article.get("headline"))
    {
        titles.push((words, format!("json-ld {}.headline", json_ld::type_name(article))));
    }
    for name in ["og:title", "twitter:title", "sailthru.title", "parsely-title", "dc.title"] {
        if let Some((name, words)) = page.meta(&[name]) {
            titles.push((json_ld::unescape(words), format!("meta {name}")));
        }
    }
    if let Some(words) = &page.title {
        titles.push((words.clone(), "title".to_owned()));
    }
    for (words, _) in &mut titles {
        *words = without_outlet(words, outlet);
    }
    titles.retain(|(words, _)| !is_outlet(words, outlet) && !words.is_empty());
    let shown = || page.headings.iter().filter(|(_, words)| words.len() <= 300);
    let agreeing = |(_, heading): &&(usize, String)| {
        titles.iter().any(|(title, _)| agree(heading, title)) && !is_outlet(heading, outlet)
    };
    let only = || {
        let mut those = shown().filter(|(_, words)| !is_outlet(words, outlet));
        let first = those.next()?;
        (titles.is_empty() && those.next().is_none()).then_some(first)
    };
    if let Some((at, words)) = shown().find(agreeing).or_else(only) {
        return Some(Headline { words: words.clone(), place: "h1".to_owned(), at: Some(*at) });
    }
    let (words, place) = titles.into_iter().next()?;
    Some(Headline { words, place, at: None })
}

/// The outlet's name as the end of the page's title shows it, once the headline is known.
pub(super) fn outlet_of_title<'p>(page: &'p Page, headline: &str) -> Option<&'p str> {
    let headline = letters(headline);
    [page.title.as_deref(), page.meta(&["og:title"]).map(|(_, title)| title)]
        .into_iter()
        .flatten()
        .find_map(|title| {
            let outlet = end_of_title(title)?;
            let at = title.len() - outlet.len();
            let words = outlet.split_whitespace().count();
            let same = headline.len() > 8 && letters(&title[..at]).ends_with(&headline);
            let named = outlet.starts_with(|c: char| !c.is_lowercase()) && words <= 5;
            (same && named).then_some(outlet)
        })
}

/// What stands after the last separator of a title.
pub(super) fn end_of_title(title: &str) -> Option<&str> {
    let title = title.trim_end();
    let after = SEPARATORS
        .iter()
        .filter_map(|separator| Some(title.rfind(separator)? + separator.len()))
        .max()?;
    Some(title[after..].trim_start()).filter(|end| !end.is_empty())
}

/// Whether words are the outlet's name and nothing else.
fn is_outlet(words: &str, outlet: Option<&str>) -> bool {
    outlet.is_some_and(|outlet| letters(outlet) == letters(words))
}

/// A title without the outlet's name at its end or beginning.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let Some(outlet) = outlet.map(letters).filter(|outlet| !outlet.is_empty()) else {
        return title.to_owned();
    };
    let names = |part: &str| {
        let part = letters(part);
        let near = |one: &str, other: &str| one.len() > 3 && other.contains(one);
        part == outlet
            || (near(&part, &outlet) && part.len() * 2 > outlet.len())
            || (near(&outlet, &part) && outlet.len() * 2 > part.len())
            || strip(&part) == strip(&outlet)
            || (near(strip(&outlet), &part) && strip(&outlet).len() * 3 > part.len())
    };
    let mut title = title.trim();
    loop {
        let last = SEPARATORS
            .iter()
            .filter_map(|separator| Some((title.rfind(separator)?, *separator)))
            .max_by_key(|(at, _)| *at);
        let first = SEPARATORS
            .iter()
            .filter_map(|separator| Some((title.find(separator)?, *separator)))
            .min_by_key(|(at, _)| *at);
        match (first, last) {
            (_, Some((at, separator))) if names(&title[at + separator.len()..]) => {
                title = title[..at].trim_end();
            }
            (Some((at, separator)), _) if names(&title[..at]) => {
                title = title[at + separator.len()..].trim_start();
            }
            _ => return title.to_owned(),
        }
    }
}

/// A name of letters without what names of outlets have or lack by turns.
fn strip(name: &str) -> &str {
    let name = name.strip_prefix("www").unwrap_or(name);
    let name = name.strip_prefix("the").unwrap_or(name);
    [".com", "com", "org", "net", "news", "online"]
        .iter()
        .find_map(|end| name.strip_suffix(end).filter(|rest| rest.len() > 2))
        .unwrap_or(name)
}

/// Whether two titles are of one story: one within the other, or half their words in common.
fn agree(one: &str, other: &str) -> bool {
    let (small, large) = (letters(one), letters(other));
    if small.is_empty() || large.is_empty() {
        return false;
    }
    if small == large
        || (small.len().min(large.len()) > 12 && {
            small.contains(&large) || large.contains(&small)
        })
    {
        return true;
    }
    let words = |title: &str| -> HashSet<String> {
        title.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect()
    };
    let (one, other) = (words(one), words(other));
    let common = one.intersection(&other).count();
    one.len() >= 3 && common * 2 >= one.len().min(other.len()).max(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_outlet_and_nothing_else() {
        for (title, outlet, expected) in [
            ("Bridge closed - The Valley Post", Some("The Valley Post"), "Bridge closed"),
            ("Bridge closed | Valley Post", Some("The Valley Post"), "Bridge closed"),
            (
                "The Valley Post: Bridge closed",
                Some("The Valley Post"),
                "The Valley Post: Bridge closed",
            ),
            ("Valley Post | Bridge closed", Some("The Valley Post"), "Bridge closed"),
            ("Bridge closed | News | valleypost.com", Some("Valley Post"), "Bridge closed | News"),
            ("Bridge closed - for now", Some("The Valley Post"), "Bridge closed - for now"),
            ("Bridge closed | Valley Post", None, "Bridge closed | Valley Post"),
        ] {
            assert_eq!(without_outlet(title, outlet), expected);
        }
    }

    #[test]
    fn titles_of_one_story_agree() {
        assert!(agree("Old bridge over the river is closed", "Old bridge over the river closed"));
        assert!(agree("Old bridge is closed", "Old bridge is closed for repairs until May"));
        assert!(!agree("Weather tomorrow", "Old bridge is closed"));
        assert!(!agree("", "Old bridge is closed"));
    }
}
