//! HTML pages: the article in them, and what they say about it.
//!
//! A page is the hardest thing that is read: the article is a small part of it, everything it says
//! about itself it says in several places that do not agree, and anybody may have written it to
//! hang a parser. So reading goes in steps, each in a file of its own: `guard` refuses what no
//! page that people read has, [`page`] gathers what the page says about itself, `bodies` finds the
//! article, `paragraphs` cuts it, `restore` mends it, `headline`, `about` and `published` weigh the evidence. All of it
//! runs on a thread of its own that is not waited for past the limit of time.

mod about;
mod bodies;
mod guard;
mod headline;
mod json_ld;
mod page;
mod paragraphs;
mod published;
mod restore;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Instant;

use onrecord_record::Article;
use onrecord_text::{Outline, Text};
use scraper::Html;

use crate::{Document, Options, Problem, front};
use guard::{Bounds, Refusal};
use json_ld::letters;
use page::Page;

/// Reads a page. What `given` already knows (a JSON line's `headline`, say) wins over what the page
/// says.
pub(crate) fn read(page: &str, given: Article, options: &Options) -> Result<Document, Problem> {
    let id = given.input_id.clone();
    let bounds = Bounds::of(options);
    guard::check(page, &bounds).map_err(|refusal| refused(&id, refusal, &bounds))?;
    let deadline = Instant::now() + options.limits.time;
    let place = Place::take(deadline).ok_or_else(|| too_slow(&id, options))?;
    let (sender, receiver) = mpsc::sync_channel(1);
    let page = page.to_owned();
    let started =
        thread::Builder::new().name(THREAD.to_owned()).stack_size(16 << 20).spawn(move || {
            let _place = place;
            let read = || article_of(&page, given, &bounds);
            // Nobody listens any more when it took too long.
            let _ = sender.send(catch_unwind(AssertUnwindSafe(read)));
        });
    if let Err(error) = started {
        return Err(Problem::new(
            id,
            format!("no thread could be started to parse it: {error}"),
            "read fewer documents at a time (-j)",
        ));
    }
    match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        Ok(Ok(document)) => document,
        Ok(Err(_)) | Err(mpsc::RecvTimeoutError::Disconnected) => Err(Problem::new(
            id,
            "the parser failed on this page",
            "save the article as plain text and read that",
        )),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(too_slow(&id, options)),
    }
}

/// The name of the threads that pages are parsed on. A panic there is caught and becomes a problem
/// or a second engine's turn, so a program may leave it out of what it prints.
const THREAD: &str = "onrecord-page";

/// A place among the pages that are being parsed.
///
/// A thread cannot be ended from outside, so one that is past its time runs on. So that a batch of
/// hostile pages cannot pile them up, only so many run at a time, and a page that finds no place
/// within its own time is too slow like the others.
struct Place;

/// How many pages are being parsed, and the bell that rings when one is done.
static PARSING: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());
const MOST_AT_ONCE: usize = 64;

impl Place {
    fn take(deadline: Instant) -> Option<Place> {
        let (count, done) = &PARSING;
        let count = count.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = deadline.saturating_duration_since(Instant::now());
        let (mut count, _) = done
            .wait_timeout_while(count, wait, |count| *count >= MOST_AT_ONCE)
            .unwrap_or_else(PoisonError::into_inner);
        if *count >= MOST_AT_ONCE {
            return None;
        }
        *count += 1;
        Some(Place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let (count, done) = &PARSING;
        *count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        done.notify_one();
    }
}

fn too_slow(id: &str, options: &Options) -> Problem {
    Problem::new(
        id,
        format!("parsing it takes more than {:?}", options.limits.time),
        "save the article as plain text and read that",
    )
}

fn refused(id: &str, refusal: Refusal, bounds: &Bounds) -> Problem {
    let mib = |bytes: usize| bytes.div_ceil(1 << 20);
    let (what, hint) = match refusal {
        Refusal::Bytes(bytes) => (
            format!("the page is larger than {} MiB ({} MiB)", mib(bounds.bytes), mib(bytes)),
            "save the article alone, as a page or as plain text, and read that",
        ),
        Refusal::Depth(_) => (
            format!("its elements nest deeper than {}", bounds.depth),
            "no browser's page does; save the article as plain text and read that",
        ),
        Refusal::Elements(_) => (
            format!("it has more than {} elements", bounds.elements),
            "save the article alone, as a page or as plain text, and read that",
        ),
        Refusal::Attributes(_) => (
            format!("an element has more than {} attributes", bounds.attributes),
            "no browser's page does; save the article as plain text and read that",
        ),
    };
    Problem::new(id, what, hint)
}

/// Refuses a piece of markup that would overwhelm a parser; what it says follows the piece's name.
pub(crate) fn check(markup: &str, options: &Options) -> Result<(), String> {
    let bounds = Bounds::of(options);
    guard::check(markup, &bounds).map_err(|refusal| refused("", refusal, &bounds).what)
}

fn article_of(markup: &str, given: Article, bounds: &Bounds) -> Result<Document, Problem> {
    let dom = Html::parse_document(markup);
    let (depth, nodes) = page::measure(&dom);
    // The root, `<html>`, `<body>`, words and what foster parents add.
    if depth > bounds.depth + 8 {
        return Err(refused(&given.input_id, Refusal::Depth(depth), bounds));
    }
    if nodes > bounds.elements * 4 {
        return Err(refused(&given.input_id, Refusal::Elements(nodes), bounds));
    }
    let mut page = Page::gather(dom);
    let lines = page.lines();
    let Some((mut body, engine)) = bodies::paragraphs(markup, &lines) else {
        return Err(no_article(&given.input_id));
    };
    if !bodies::is_article(&page, &body) {
        return Err(no_article(&given.input_id));
    }
    restore::restore(&mut body, &lines);
    let (mut article, shown) = about_page(&mut page, given, &body, &lines);
    drop(page);
    article.provenance.insert("text".to_owned(), engine.to_owned());
    trim(&mut body, &mut article, shown.as_deref());
    if body.is_empty() {
        return Err(no_article(&article.input_id));
    }
    Ok(document(article, &body))
}

fn no_article(id: &str) -> Problem {
    Problem::new(
        id,
        "no article found on this page",
        "give the page of one article, not an index or a form; if it is one, save it as plain text",
    )
}

/// Fills what was not given with what the page says. Beside it the headline that the page shows,
/// which another may have been given for.
fn about_page(
    page: &mut Page,
    given: Article,
    body: &[String],
    lines: &[String],
) -> (Article, Option<String>) {
    let mut article = given;
    let mut provenance = std::mem::take(&mut article.provenance);
    let mut note = |field: &str, place: String| {
        provenance.insert(field.to_owned(), place);
    };
    let blank = |field: &Option<String>| field.as_ref().is_none_or(|value| value.trim().is_empty());
    if blank(&article.url) {
        article.url = about::address(page).map(|(url, place)| {
            note("url", place);
            url
        });
    }
    let host = article.url.as_deref().and_then(about::outlet_of_address);
    let outlet = about::outlet(page, host.as_deref());
    let known = article.outlet.as_deref().filter(|outlet| !outlet.trim().is_empty());
    let known = known.or(outlet.as_ref().map(|(name, _)| name.as_str())).or(host.as_deref());
    let headline = headline::headline(page, known);
    page.heading_at = headline.as_ref().and_then(|headline| headline.at);
    let shown = headline.as_ref().map(|headline| headline.words.clone());
    if blank(&article.headline) {
        article.headline = headline.map(|headline| {
            note("headline", headline.place);
            headline.words
        });
    }
    if blank(&article.outlet) {
        let titled = || {
            let name = headline::outlet_of_title(page, article.headline.as_deref()?)?;
            Some((name.to_owned(), "title".to_owned()))
        };
        let found = outlet.or_else(titled).or_else(|| Some((host?, "url".to_owned())));
        article.outlet = found.map(|(name, place)| {
            note("outlet", place);
            name
        });
    }
    if article.byline.is_empty()
        && let Some((names, place)) = about::byline(page, article.outlet.as_deref())
    {
        article.byline = names;
        note("byline", place);
    }
    if article.published.is_none() {
        let url = article.url.as_deref();
        let found = published::published(page, url, shown.as_deref(), lines);
        article.published = found.map(|(moment, place)| {
            note("published", place);
            moment
        });
    }
    if blank(&article.external_id) {
        let found = about::story_number(page, article.url.as_deref(), lines);
        article.external_id = found.map(|(number, place)| {
            note("external_id", place);
            number
        });
    }
    if blank(&article.section) {
        article.section = about::section(page).map(|(name, place)| {
            note("section", place);
            name
        });
    }
    if blank(&article.language) {
        article.language = about::language(page, &body.join("\n")).map(|(code, place)| {
            note("language", place);
            code
        });
    }
    article.provenance = provenance;
    (article, shown)
}

/// Takes from the body what is the page's and not the story's: the headline said again, lines that
/// are date, byline or story number and nothing else. What they say fills what is still unknown.
fn trim(body: &mut Vec<String>, article: &mut Article, shown: Option<&str>) {
    if let Some(shown) = shown.map(letters).filter(|shown| !shown.is_empty()) {
        let mut at = 0;
        body.retain(|paragraph| {
            at += 1;
            at > 3 || letters(paragraph) != shown
        });
    }
    let text = body.join("\n\n");
    let front = front::find(&text, article.headline.as_deref());
    let mut start = 0;
    body.retain(|paragraph| {
        let range = start..start + paragraph.len();
        start = range.end + 2;
        !front.furniture.contains(&range)
    });
    if article.published.is_none()
        && let Some(moment) = front.published
    {
        article.published = Some(moment);
        article.provenance.insert("published".to_owned(), "text".to_owned());
    }
    if article.byline.is_empty() && !front.byline.is_empty() {
        article.byline = front.byline;
        article.provenance.insert("byline".to_owned(), "text".to_owned());
    }
    // The end of a page numbers the story again.
    while body.last().is_some_and(|last| {
        crate::story_number::find(last).is_some_and(|(range, _)| range.len() == last.len())
    }) {
        body.pop();
    }
}

/// The document: headline, an empty line, the paragraphs with an empty line between them.
fn document(mut article: Article, body: &[String]) -> Document {
    let headline = article.headline.take().map(|headline| paragraphs::collapse(&headline));
    article.headline = headline.filter(|headline| !headline.is_empty());
    let body = body.join("\n\n");
    let text = Text::new(match &article.headline {
        Some(headline) => format!("{headline}\n\n{body}"),
        None => body,
    });
    let outline = Outline {
        headline: article.headline.as_ref().and_then(|headline| text.span(0..headline.len())),
        furniture: Vec::new(),
    };
    article.id = Article::id_of(text.as_str());
    article.text = text.as_str().to_owned();
    Document { article, outline }
}
