//! IPTC ninjs, versions 1 to 3: news items as JSON.
//!
//! The versions name the same things differently: `headline` or a list of `headlines`, `body_text`
//! and `body_html` or a list of `bodies`, `byline` or `by`, lower case before version 3 and camel
//! case since. Fields are therefore looked up without regard to case, under all their names.
//! Markup is preferred to plain text where both are there, because it keeps the paragraphs.

use onrecord_record::Article;
use serde_json::Value;

use crate::json_lines::{Object, moment, whole_byline};
use crate::{Document, Options, Problem, document, fragment, language};

/// Whether an object is a news item of ninjs, rather than one of our own lines.
pub(crate) fn is_ninjs(object: &Object) -> bool {
    let ours = ["text", "html"].iter().any(|name| object.get(*name).is_some_and(|v| !v.is_null()));
    let names = ["uri", "guid"].iter().any(|name| get(object, name).is_some());
    let marks = [
        "body_text",
        "body_html",
        "body_xhtml",
        "bodies",
        "headlines",
        "versioncreated",
        "firstcreated",
        "contentcreated",
        "pubstatus",
        "representationtype",
        "standard",
    ];
    !ours && names && marks.iter().any(|name| get(object, name).is_some())
}

/// Reads a news item.
pub(crate) fn read(
    place: &str,
    id: &str,
    object: &Object,
    options: &Options,
) -> Result<Document, Problem> {
    let mut given = Article { input_id: id.to_owned(), ..Article::default() };
    let identity = words(object, "uri").or_else(|| words(object, "guid"));
    match identity {
        Some(uri) if uri.starts_with("http") => given.url = Some(uri),
        other => given.external_id = other,
    }
    given.url = words(object, "url").or(given.url);
    given.headline = words(object, "headline").or_else(|| main_of(object, "headlines"));
    given.byline = byline(object);
    given.language = words(object, "language").and_then(|tag| language::of_tag(&tag));
    given.outlet = words(object, "source")
        .or_else(|| first_name(object, "infosources"))
        .or_else(|| first_name(object, "infosource"))
        .or_else(|| words(object, "copyrightholder"));
    given.section = first_name(object, "subjects").or_else(|| first_name(object, "subject"));
    for name in ["firstcreated", "contentcreated", "versioncreated"] {
        let Some(stated) = words(object, name) else { continue };
        let Some(stated) = moment(&stated) else {
            return Err(Problem::new(
                place,
                format!("\"{name}\" is not a date: {stated:?}"),
                "write it like 2023-09-17T21:10:00+03:30",
            ));
        };
        given.published = Some(stated);
        given.provenance.insert("published".to_owned(), format!("ninjs {name}"));
        break;
    }
    let paragraphs = body(object, options).map_err(|what| {
        Problem::new(place, format!("the item's body: {what}"), "look at the item")
    })?;
    if paragraphs.is_empty() {
        let kind = words(object, "type").filter(|kind| kind != "text");
        let what = match kind {
            Some(kind) => format!("is a {kind} without a text"),
            None => "has no body".to_owned(),
        };
        return Err(Problem::new(place, what, "only items with a text can be read; leave it out"));
    }
    Ok(document::of_text(given, &paragraphs.join("\n\n")))
}

/// A field by its name in lower case, under any case.
fn get<'o>(object: &'o Object, name: &str) -> Option<&'o Value> {
    let found = object
        .get(name)
        .or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v));
    found.filter(|value| !value.is_null())
}

/// A field that holds words.
fn words(object: &Object, name: &str) -> Option<String> {
    match get(object, name)? {
        Value::String(words) => Some(words.trim().to_owned()).filter(|words| !words.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The objects in a list.
fn list<'o>(object: &'o Object, name: &str) -> impl Iterator<Item = &'o Object> {
    let items = get(object, name).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_object)
}

/// The value of a list whose role is the main one, else of its first.
fn main_of(object: &Object, name: &str) -> Option<String> {
    list(object, name)
        .find(|item| words(item, "role").is_some_and(|role| role == "main"))
        .into_iter()
        .chain(list(object, name))
        .find_map(|item| words(item, "value"))
}

fn first_name(object: &Object, list_name: &str) -> Option<String> {
    list(object, list_name).find_map(|item| words(item, "name").or_else(|| words(item, "literal")))
}

fn byline(object: &Object) -> Vec<String> {
    let line = words(object, "byline").or_else(|| words(object, "by"));
    let several = || {
        list(object, "bylines")
            .filter_map(|item| words(item, "value").or_else(|| words(item, "name")))
    };
    match line {
        Some(line) => whole_byline(&line),
        None => several().flat_map(|line| whole_byline(&line)).collect(),
    }
}

/// The paragraphs of the body.
fn body(object: &Object, options: &Options) -> Result<Vec<String>, String> {
    for name in ["body_html", "body_xhtml", "body_nitf"] {
        if let Some(markup) = words(object, name) {
            let paragraphs = fragment::of_html(&markup, options)?;
            if !paragraphs.is_empty() {
                return Ok(paragraphs);
            }
        }
    }
    let bodies = || list(object, "bodies").filter_map(|body| Some((body, words(body, "value")?)));
    let is_markup = |body: &Object| {
        words(body, "contenttype").is_some_and(|kind| {
            let kind = kind.to_ascii_lowercase();
            kind.contains("html") || kind.contains("xml")
        })
    };
    if let Some((_, markup)) = bodies().find(|(body, _)| is_markup(body)) {
        let paragraphs = fragment::of_html(&markup, options)?;
        if !paragraphs.is_empty() {
            return Ok(paragraphs);
        }
    }
    let text = words(object, "body_text")
        .or_else(|| bodies().find(|(body, _)| !is_markup(body)).map(|(_, text)| text));
    Ok(text.map_or_else(Vec::new, |text| fragment::of_text(&text)))
}
