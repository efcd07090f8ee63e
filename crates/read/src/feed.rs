//! RSS, from 0.9 to 2.0 and as RDF, and Atom: each entry with words is an article.
//!
//! Feed libraries give moments in UTC and fail on the first fault in a feed. An article's "on
//! Tuesday" counts from the local date, and one bad entry must not cost the others, so entries are
//! read from the same tree as the wire formats, with the zone they were written with.
//!
//! An entry's words are its content, or where it has none its summary: many agencies send all they
//! have as the description. A summary is marked as one, in `provenance` under `text`. An entry
//! with neither is a problem.

use onrecord_record::Article;

use crate::json_lines::{moment, whole_byline};
use crate::xml::{self, Element, one_line};
use crate::{Document, Options, Problem, document, fragment, language};

/// Reads the entries of a feed.
pub(crate) fn read(id: &str, words: &str, options: &Options) -> Vec<Result<Document, Problem>> {
    let tree = match xml::read(words, options.limits.depth, is_entry) {
        Ok(tree) => tree,
        Err(what) => return vec![Err(Problem::new(id, what, xml::REFUSED))],
    };
    // RSS keeps what is said of all entries in a channel, Atom in the feed itself.
    let channel = tree.root.first("channel").unwrap_or(&tree.root);
    let mut made: Vec<_> = tree
        .items
        .iter()
        .enumerate()
        .map(|(at, element)| entry(&format!("{id}#{}", at + 1), id, element, channel, options))
        .collect();
    if let Some(fault) = tree.fault {
        made.push(Err(Problem::new(
            id,
            fault,
            "fetch the feed again; entries that were whole are read",
        )));
    } else if made.is_empty() {
        made.push(Err(Problem::new(id, "is a feed without entries", "fetch it again later")));
    }
    made
}

fn is_entry(name: &str) -> bool {
    matches!(name, "item" | "entry")
}

fn entry(
    place: &str,
    file: &str,
    entry: &Element,
    channel: &Element,
    options: &Options,
) -> Result<Document, Problem> {
    let line = |name: &str| own(entry, name).and_then(Element::line);
    let guid = line("guid").or_else(|| line("id"));
    let mut given = Article { input_id: place.to_owned(), ..Article::default() };
    if let Some(guid) = &guid {
        given.input_id = format!("{file}#{guid}");
    }
    given.url = link(entry).or_else(|| {
        let about = entry.attribute("about").map(str::to_owned);
        about.or_else(|| guid.clone()).filter(|url| url.starts_with("http"))
    });
    given.external_id = guid.filter(|guid| !guid.contains("://"));
    given.headline = own(entry, "title").and_then(|title| title_of(title, options));
    given.byline = authors(entry);
    given.outlet = own(entry, "source")
        .and_then(|source| source.first("title").map_or_else(|| source.line(), Element::line))
        .or_else(|| own(channel, "title").and_then(|title| title_of(title, options)));
    given.section = entry.all("category").find_map(|category| {
        category
            .attribute("label")
            .or_else(|| category.attribute("term"))
            .map(str::to_owned)
            .or_else(|| category.line())
    });
    given.language = line("language")
        .or_else(|| entry.attribute("lang").map(str::to_owned))
        .or_else(|| own(channel, "language").and_then(Element::line))
        .or_else(|| channel.attribute("lang").map(str::to_owned))
        .and_then(|tag| language::of_tag(&tag));
    for name in ["pubDate", "published", "date", "issued", "created", "updated", "modified"] {
        let Some(stated) = line(name) else { continue };
        let Some(stated_moment) = moment(&stated) else {
            return Err(Problem::new(
                place,
                format!("<{name}> is not a date: {stated:?}"),
                "write it like Sun, 17 Sep 2023 21:10:00 +0330 or 2023-09-17T21:10:00+03:30",
            ));
        };
        given.published = Some(stated_moment);
        given.provenance.insert("published".to_owned(), format!("feed {name}"));
        break;
    }
    let refused = |what| {
        Problem::new(
            place,
            format!("the entry's content: {what}"),
            "look at the entry; the others are read",
        )
    };
    // Atom's content and RSS's content:encoded are the article, whatever order they come in.
    let mut paragraphs = Vec::new();
    for name in ["encoded", "content"] {
        for content in entry.all(name).filter(|content| !is_media(content)) {
            if paragraphs.is_empty() {
                paragraphs = content_of(content, options).map_err(refused)?;
            }
        }
    }
    if paragraphs.is_empty() {
        for name in ["description", "summary"] {
            if let (true, Some(summary)) = (paragraphs.is_empty(), own(entry, name)) {
                paragraphs = content_of(summary, options).map_err(refused)?;
            }
        }
        given.provenance.insert("text".to_owned(), "feed summary".to_owned());
    }
    if paragraphs.is_empty() {
        let what = match &given.headline {
            Some(headline) => format!("has a title but no text: {headline:?}"),
            None => "has no text".to_owned(),
        };
        return Err(Problem::new(place, what, "fetch the page that it links to and read that"));
    }
    Ok(document::of_text(given, &paragraphs.join("\n\n")))
}

/// A child of that name which is the feed's own or Dublin Core's: media and podcast modules repeat
/// names for things of their own.
fn own<'e>(element: &'e Element, name: &'e str) -> Option<&'e Element> {
    let plain = element.all(name).find(|child| !child.name.contains(':'));
    plain.or_else(|| element.all(name).find(|child| !is_media(child)))
}

fn is_media(element: &Element) -> bool {
    let prefix = element.name.split_once(':').map(|(prefix, _)| prefix);
    matches!(prefix, Some("media" | "itunes" | "g" | "yt" | "googleplay" | "podcast"))
}

/// A title on one line; it may hold markup, escaped or not.
fn title_of(title: &Element, options: &Options) -> Option<String> {
    let paragraphs = content_of(title, options).ok()?;
    one_line(&paragraphs.join(" "))
}

/// The paragraphs of content in any of the ways that feeds have of holding it.
fn content_of(content: &Element, options: &Options) -> Result<Vec<String>, String> {
    match content.attribute("type") {
        Some("xhtml") => Ok(fragment::of_xml(content)),
        Some("text" | "text/plain") => Ok(fragment::of_text(&content.text())),
        // Markup that somebody forgot to escape is elements here.
        _ if content.elements().next().is_some() => Ok(fragment::of_xml(content)),
        _ => fragment::of_html(&content.text(), options),
    }
}

fn link(entry: &Element) -> Option<String> {
    let links = || entry.all("link").filter(|link| !is_media(link));
    let href = |link: &Element| {
        link.attribute("href")
            .map(str::to_owned)
            .or_else(|| link.line())
            .filter(|href| !href.is_empty())
    };
    links()
        .filter(|link| link.attribute("rel").is_none_or(|rel| rel == "alternate"))
        .find_map(href)
        .or_else(|| own(entry, "origLink").and_then(Element::line))
}

fn authors(entry: &Element) -> Vec<String> {
    let creators: Vec<String> = entry
        .all("creator")
        .filter_map(Element::line)
        .flat_map(|line| whole_byline(&line))
        .collect();
    if !creators.is_empty() {
        return creators;
    }
    entry
        .all("author")
        .filter(|author| !is_media(author))
        .filter_map(|author| match author.first("name") {
            Some(name) => name.line(),
            // RSS wants an address here, and a name in brackets after it.
            None => author.line().and_then(|line| match line.split_once('(') {
                Some((_, name)) => one_line(name.trim_end_matches(')')),
                None => Some(line).filter(|line| !line.contains('@')),
            }),
        })
        .flat_map(|line| whole_byline(&line))
        .collect()
}
