//! The engines that find an article's body in its page.
//!
//! The best of them on news is a crate with opinions of its own and a fixed version; so it stands
//! behind a trait, beside a second that works by other rules, and [`paragraphs`] decides between
//! the two. An engine that panics has found nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::page::Page;
use super::{json_ld, paragraphs};

/// An engine that finds the body of an article in its page.
pub(super) trait Bodies {
    /// What it is called.
    fn name(&self) -> &'static str;

    /// The body as HTML, or `None` when it finds none.
    fn body(&self, page: &str) -> Option<String>;
}

/// The `trafilatura` crate in its precision mode: the first choice, by measurement.
///
/// Without its own fallbacks, which cost a third of the speed and some precision; of what it gives
/// only the HTML is taken, because its text has no paragraphs.
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

/// The paragraphs of a page's body, and the engine that found them: the first engine's, unless it
/// found few words and the second twice as many.
pub(super) fn paragraphs(page: &str) -> Option<(Vec<String>, &'static str)> {
    let engines: [&dyn Bodies; 2] = [&Trafilatura, &Smoothie];
    let mut best: Option<(Vec<String>, &'static str)> = None;
    for engine in engines {
        let body = catch_unwind(AssertUnwindSafe(|| engine.body(page))).ok().flatten();
        let Some(body) = body else { continue };
        let found = paragraphs::of_html(&body);
        let words = |found: &[String]| found.iter().map(|p| weight(p)).sum::<usize>();
        let so_far = best.as_ref().map_or(0, |(found, _)| words(found));
        if words(&found) > so_far * 2 {
            best = Some((found, engine.name()));
        }
        if best.as_ref().is_some_and(|(found, _)| words(found) >= FEW_WORDS) {
            break;
        }
    }
    best
}

/// Whether what an engine found is an article, and not the remains of a form or an index.
///
/// Engines find something on most pages. An article is prose: paragraphs of some length that end
/// as sentences do. Where the page calls itself an article, a sentence is enough; where it does
/// not, some are wanted, and neither links nor a password field may be what the page is about.
pub(super) fn is_article(page: &Page, body: &[String]) -> bool {
    let words: usize = body.iter().map(|paragraph| weight(paragraph)).sum();
    let prose: usize = body.iter().filter(|p| is_prose(p)).map(|p| weight(p)).sum();
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
