//! The engines that find an article's body in its page.
//!
//! The best of them on news is a crate with opinions of its own and a fixed version; so it stands
//! behind a trait, beside a second that works by other rules, and [`mod@paragraphs`] decides between
//! the two. An engine that panics has found nothing.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::page::Page;
use super::{json_ld, paragraphs};

/// An engine that finds the body of an article in its page.
pub(super) trait Bodies {
    /// What provenance calls it.
    fn name(&self) -> &'static str;

    /// The body as HTML, or `None` when it finds none.
    fn body(&self, page: &str) -> Option<String>;
}

/// The `trafilatura` crate in its precision mode: the first choice, by measurement.
///
/// Without its own fallbacks, which cost a third of the speed and lose single paragraphs; of what
/// it gives only the HTML is taken, because its text has no paragraphs.
pub(super) struct Trafilatura;

impl Bodies for Trafilatura {
    fn name(&self) -> &'static str {
        "trafilatura"
    }

    fn body(&self, page: &str) -> Option<String> {
        let options = trafilatura::Options::default()
            .with_focus(trafilatura::ExtractionFocus::FavorPrecision)
            .with_fallback(false)
            .with_exclude_comments(true)
            .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
        Some(trafilatura::extract(page, &options).ok()?.content_html)
    }
}

/// The `dom_smoothie` crate, after the reader view of Firefox.
pub(super) struct Smoothie;

impl Bodies for Smoothie {
    fn name(&self) -> &'static str {
        "dom_smoothie"
    }

    fn body(&self, page: &str) -> Option<String> {
        let mut page = dom_smoothie::Readability::new(page, None, None).ok()?;
        Some(page.parse().ok()?.content.to_string())
    }
}

/// Fewer words than this are so few for an article that the next engine is asked as well.
const FEW_WORDS: usize = 60;

/// The paragraphs of a page's body, and the engine that found them.
///
/// The first engine's, unless it found few words and the second twice as many; or unless most of
/// the prose among the page's `lines`, which leave readers' comments out, is not in them and the
/// second found the same paragraphs and half as much again of those lines, as on pages that cut an
/// article in pieces.
pub(super) fn paragraphs(page: &str, lines: &[String]) -> Option<(Vec<String>, &'static str)> {
    let (first, second): (&dyn Bodies, &dyn Bodies) = (&Trafilatura, &Smoothie);
    let found = ask(first, page).unwrap_or_default();
    let few = words(&found) < FEW_WORDS;
    if few || prose(lines) > prose(&found) * 2 {
        let other = ask(second, page).unwrap_or_default();
        let more = words(&other) > words(&found) * 2;
        if (few && more) || (!few && completes(&other, &found, lines)) {
            return Some((other, second.name()));
        }
    }
    (!found.is_empty()).then(|| (found, first.name()))
}

/// Whether paragraphs hold all the prose of others and half as much again, nearly all of it lines
/// of the page. Lines that repeat are those of a list of stories, not of one.
fn completes(more: &[String], found: &[String], lines: &[String]) -> bool {
    let lines: HashSet<&str> = lines.iter().map(String::as_str).collect();
    let held: HashSet<&str> = more.iter().map(String::as_str).collect();
    let strange: usize =
        more.iter().filter(|p| !lines.contains(p.as_str())).map(|p| weight(p)).sum();
    prose(more) * 2 > prose(found) * 3
        && held.len() == more.len()
        && strange * 10 < words(more)
        && found.iter().filter(|p| is_prose(p)).all(|p| held.contains(p.as_str()))
}

fn ask(engine: &dyn Bodies, page: &str) -> Option<Vec<String>> {
    let body = catch_unwind(AssertUnwindSafe(|| engine.body(page))).ok().flatten()?;
    Some(paragraphs::of_html(&body))
}

fn words(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(|paragraph| weight(paragraph)).sum()
}

/// How many words stand in paragraphs that read as prose.
fn prose(paragraphs: &[String]) -> usize {
    paragraphs.iter().filter(|paragraph| is_prose(paragraph)).map(|p| weight(p)).sum()
}

/// Whether what an engine found is an article, and not the remains of a form or an index.
///
/// Engines find something on most pages. An article is prose: paragraphs of some length that end
/// as sentences do. Where the page calls itself an article, a sentence is enough; where it does
/// not, some are wanted, and neither links nor a password field may be what the page is about.
pub(super) fn is_article(page: &Page, body: &[String]) -> bool {
    let (words, prose) = (words(body), prose(body));
    let linked: usize = body
        .iter()
        .filter(|paragraph| page.links.contains(&paragraph.to_lowercase()))
        .map(|paragraph| weight(paragraph))
        .sum();
    let claims = claims_article(page);
    if linked * 2 > words && !(claims && prose >= 40) {
        return false;
    }
    if claims {
        return prose >= 5 || words >= 20;
    }
    if page.asks_password && prose < 80 {
        return false;
    }
    let index = page.articles >= 8 && page.headings.len() != 1;
    !index && (prose >= 20 || words >= 60)
}

fn claims_article(page: &Page) -> bool {
    let described = page.article().is_some_and(|article| {
        json_ld::types(article).any(|name| name.ends_with("Article") || name.ends_with("Posting"))
    });
    described
        || page.meta(&["og:type"]).is_some_and(|(_, kind)| kind.eq_ignore_ascii_case("article"))
        || page.meta(&["article:published_time"]).is_some()
}

/// Whether a paragraph reads as prose: some words that end as a sentence does.
fn is_prose(paragraph: &str) -> bool {
    let end = paragraph.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', ' ']);
    weight(paragraph) >= 5 && end.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', ':'])
}

/// How many words there are; of scripts that do not part words, half as many as characters.
fn weight(words: &str) -> usize {
    let unparted = words
        .chars()
        .filter(|c| {
            matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
                | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2fa1f}')
        })
        .count();
    words.split_whitespace().count() + unparted / 2
}
