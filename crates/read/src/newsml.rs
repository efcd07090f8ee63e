//! IPTC NewsML-G2, and NITF on its own: what agencies send.
//!
//! A file is one `newsItem`, or a `newsMessage` with several. What an item says of itself stands in
//! `itemMeta` and `contentMeta`; its words in `contentSet`, as XHTML, NITF or plain text. NITF with
//! no item around it says the same in its own head.

use onrecord_record::Article;

use crate::json_lines::{moment, whole_byline};
use crate::xml::{self, Element};
use crate::{Document, Options, Problem, document, fragment, language};

const HINT: &str = "look at the item; the others are read";

/// Reads the items of a file.
pub(crate) fn read(id: &str, words: &str, options: &Options) -> Vec<Result<Document, Problem>> {
    let tree = match xml::read(words, options.limits.depth, is_item) {
        Ok(tree) => tree,
        Err(what) => return vec![Err(Problem::new(id, what, xml::REFUSED))],
    };
    let several = tree.items.len() > 1;
    let mut made: Vec<_> = tree
        .items
        .iter()
        .enumerate()
        .map(|(at, element)| {
            let name = match element.attribute("guid") {
                _ if !several => id.to_owned(),
                Some(guid) => format!("{id}#{guid}"),
                None => format!("{id}#{}", at + 1),
            };
            item(&name, element, options)
        })
        .collect();
    if let Some(fault) = tree.fault {
        made.push(Err(Problem::new(id, fault, "fetch the file again; what was whole is read")));
    } else if made.is_empty() {
        made.push(Err(Problem::new(
            id,
            "holds no news item",
            "packages only list items: give the files of the items themselves",
        )));
    }
    made
}

fn is_item(name: &str) -> bool {
    matches!(name, "newsItem" | "nitf")
}

fn item(id: &str, element: &Element, options: &Options) -> Result<Document, Problem> {
    if element.local() == "nitf" {
        let given = Article { input_id: id.to_owned(), ..Article::default() };
        return finish(id, nitf_head(given, element), fragment::of_xml(nitf_body(element)));
    }
    let empty = Element::default();
    let meta = element.first("itemMeta").unwrap_or(&empty);
    let content = element.first("contentMeta").unwrap_or(&empty);
    let line = |within: &Element, name: &str| within.first(name).and_then(Element::line);
    let mut given = Article { input_id: id.to_owned(), ..Article::default() };
    match element.attribute("guid") {
        Some(url) if url.starts_with("http") => given.url = Some(url.to_owned()),
        other => given.external_id = other.map(str::to_owned),
    }
    given.headline = line(content, "headline").or_else(|| line(meta, "title"));
    given.byline =
        content.all("by").filter_map(Element::line).flat_map(|by| whole_byline(&by)).collect();
    if given.byline.is_empty() {
        given.byline = content.all("creator").filter_map(name_of).collect();
    }
    given.outlet = line(content, "creditline")
        .or_else(|| meta.first("provider").and_then(name_of))
        .or_else(|| content.first("infoSource").and_then(name_of));
    given.section = content.all("subject").find_map(name_of);
    given.language = content
        .first("language")
        .and_then(|language| language.attribute("tag"))
        .or_else(|| element.attribute("lang"))
        .and_then(language::of_tag);
    let moments = [(meta, "firstCreated"), (content, "contentCreated"), (meta, "versionCreated")];
    for (within, name) in moments {
        let Some(stated) = line(within, name) else { continue };
        let Some(moment) = moment(&stated) else {
            let what = format!("<{name}> is not a date: {stated:?}");
            return Err(Problem::new(id, what, "write it like 2023-09-17T21:10:00+03:30"));
        };
        given.published = Some(moment);
        given.provenance.insert("published".to_owned(), format!("newsml {name}"));
        break;
    }
    let set = element.first("contentSet").unwrap_or(&empty);
    let mut paragraphs = Vec::new();
    for markup in set.all("inlineXML") {
        if let Some(nitf) = markup.below("nitf") {
            given = nitf_head(given, nitf);
            paragraphs = fragment::of_xml(nitf_body(nitf));
        } else {
            paragraphs = fragment::of_xml(markup.below("body").unwrap_or(markup));
        }
        if !paragraphs.is_empty() {
            break;
        }
    }
    if paragraphs.is_empty() {
        for data in set.all("inlineData") {
            let text = data.text();
            let is_markup = data.attribute("contenttype").is_some_and(|kind| kind.contains("html"));
            paragraphs = match is_markup {
                true => fragment::of_html(&text, options)
                    .map_err(|what| Problem::new(id, format!("the item's body: {what}"), HINT))?,
                false => fragment::of_text(&text),
            };
            if !paragraphs.is_empty() {
                break;
            }
        }
    }
    let elsewhere = set.first("remoteContent").is_some();
    if paragraphs.is_empty() && elsewhere {
        let what = "its content is in another file, which is never fetched";
        return Err(Problem::new(id, what, "give the content's file itself"));
    }
    finish(id, given, paragraphs)
}

fn finish(id: &str, given: Article, mut paragraphs: Vec<String>) -> Result<Document, Problem> {
    // XHTML bodies often begin with the headline.
    if let (Some(headline), Some(first)) = (&given.headline, paragraphs.first())
        && paragraphs.len() > 1
        && headline == first
    {
        paragraphs.remove(0);
    }
    if paragraphs.is_empty() {
        return Err(Problem::new(
            id,
            "has no text",
            "only items with a text can be read; leave it out",
        ));
    }
    Ok(document::of_text(given, &paragraphs.join("\n\n")))
}

/// What the head of NITF says, where the item around it does not.
fn nitf_head(mut given: Article, nitf: &Element) -> Article {
    let head = nitf.below("body.head");
    let within = |name: &str| head.and_then(|head| head.below(name));
    given.headline = given
        .headline
        .or_else(|| within("hl1").or_else(|| within("hedline")).and_then(Element::line))
        .or_else(|| {
            nitf.first("head").and_then(|head| head.first("title")).and_then(Element::line)
        });
    if given.byline.is_empty() {
        given.byline = within("byline")
            .and_then(Element::line)
            .map_or_else(Vec::new, |line| whole_byline(&line));
    }
    if given.outlet.is_none() {
        given.outlet = within("distributor").and_then(Element::line);
    }
    if given.published.is_none() {
        let issued = nitf.below("date.issue").and_then(|date| date.attribute("norm"));
        given.published = issued.and_then(moment);
        if given.published.is_some() {
            given.provenance.insert("published".to_owned(), "nitf date.issue".to_owned());
        }
    }
    if given.external_id.is_none() {
        given.external_id =
            nitf.below("doc-id").and_then(|id| id.attribute("id-string")).map(str::to_owned);
    }
    given
}

fn nitf_body(nitf: &Element) -> &Element {
    nitf.below("body.content").or_else(|| nitf.first("body")).unwrap_or(nitf)
}

/// The name of a party or a subject: an element, an attribute, or its words.
fn name_of(element: &Element) -> Option<String> {
    element
        .first("name")
        .and_then(Element::line)
        .or_else(|| element.attribute("literal").map(str::to_owned))
        .or_else(|| element.line())
        .filter(|name| !name.is_empty())
}
