//! Articles as JSON objects, one on each line.
//!
//! `{"id", "url", "outlet", "headline", "published", "text" or "html"}`, and beside them `byline`
//! (a name or a list of names), `section`, `language` and `external_id`. Other fields are ignored,
//! `null` is as good as absent, and of two fields of one name the last counts. Without an `id` the
//! line's place is one. With both `text` and `html`, `text` is the article.
//!
//! A line is an article or it is a problem. A `published` that is no moment is a problem too: an
//! article that quietly lost its date would turn up under the wrong days for ever after.

use onrecord_record::{Article, Moment};
use serde_json::{Map, Value};

use crate::dates::{self, Order};
use crate::{Document, Form, Options, Problem, byline, document, html, input, language, ninjs};

/// A JSON object.
pub(crate) type Object = Map<String, Value>;

/// Reads one line. `place` is what messages call it.
pub(crate) fn read_line(
    place: &str,
    line: &[u8],
    form: Option<Form>,
    options: &Options,
) -> Result<Document, Problem> {
    let words = std::str::from_utf8(line).map_err(|error| {
        Problem::new(
            place,
            format!("not UTF-8 at byte {}", error.valid_up_to() + 1),
            "convert the file to UTF-8, for instance with iconv",
        )
    })?;
    let value = serde_json::from_str(words).map_err(|error| not_json(place, &error))?;
    read_value(place, place, value, form, options)
}

/// Reads a file that is one object, or several one after the other.
pub(crate) fn read_file(
    id: &str,
    words: &str,
    form: Option<Form>,
    options: &Options,
) -> Vec<Result<Document, Problem>> {
    let mut values = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(words).into_iter::<Value>();
    let mut at = 0;
    while let Some(value) = stream.next() {
        let line = words[..at].matches('\n').count()
            + words[at..].chars().take_while(|c| c.is_whitespace()).filter(|&c| c == '\n').count();
        at = stream.byte_offset();
        values.push((line + 1, value));
    }
    if values.is_empty() {
        return vec![Err(input::empty(id))];
    }
    let several = values.len() > 1;
    values
        .into_iter()
        .map(|(line, value)| {
            let place = if several { format!("{id}:{line}") } else { id.to_owned() };
            match value {
                Ok(value) => read_value(&place, &place, value, form, options),
                Err(error) => {
                    let mut problem = not_json(id, &error);
                    problem.document = format!("{id}:{}", error.line());
                    Err(problem)
                }
            }
        })
        .collect()
}

fn not_json(place: &str, error: &serde_json::Error) -> Problem {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let hint = match error.classify() {
        serde_json::error::Category::Eof => "the line was cut short: write the article again",
        _ if said.contains("recursion") => "an article is a flat object: leave out what is nested",
        _ if said.contains("surrogate") => {
            "half a character was escaped: write the text as UTF-8, or repair its escapes"
        }
        _ => "write one JSON object on each line, with line breaks in texts as \\n",
    };
    Problem::new(place, format!("not JSON at column {}: {said}", error.column()), hint)
}

/// Reads what a line or a file holds. `id` is the article's where it names none.
fn read_value(
    place: &str,
    id: &str,
    value: Value,
    form: Option<Form>,
    options: &Options,
) -> Result<Document, Problem> {
    let object = match value {
        Value::Object(object) => object,
        other => {
            return Err(Problem::new(
                place,
                format!("holds {} where an article's object is expected", kind(&other)),
                "write each article as {\"id\": …, \"text\": …} on a line of its own",
            ));
        }
    };
    let is_ninjs = match form {
        Some(form) => form == Form::Ninjs,
        None => ninjs::is_ninjs(&object),
    };
    let document = match is_ninjs {
        true => ninjs::read(place, id, &object, options),
        false => read(place, id, &object, options),
    };
    document.map_err(|problem| Problem { document: place.to_owned(), ..problem })
}

/// Reads an article's object.
fn read(place: &str, id: &str, object: &Object, options: &Options) -> Result<Document, Problem> {
    let field = |name: &str| string(place, object, name);
    let given = Article {
        input_id: field("id")?.unwrap_or_else(|| id.to_owned()),
        url: field("url")?,
        outlet: field("outlet")?,
        headline: field("headline")?,
        byline: byline_of(place, object)?,
        published: published(place, object, "published")?,
        external_id: field("external_id")?,
        language: field("language")?.map(|tag| language::of_tag(&tag).unwrap_or(tag)),
        section: field("section")?,
        ..Article::default()
    };
    for name in ["text", "html"] {
        let words = match object.get(name) {
            None | Some(Value::Null) => continue,
            Some(Value::String(words)) => words,
            Some(other) => {
                return Err(Problem::new(
                    place,
                    format!("\"{name}\" holds {}, not words", kind(other)),
                    "give the article's words as a string",
                ));
            }
        };
        if words.trim().is_empty() {
            return Err(Problem::new(
                place,
                format!("\"{name}\" is empty"),
                "give the article's words, or leave the line out",
            ));
        }
        return match name {
            "text" => Ok(document::of_text(given, words)),
            _ => html::read(words, given, options),
        };
    }
    Err(Problem::new(
        place,
        "has neither \"text\" nor \"html\"",
        "give the article's words as one of the two",
    ))
}

/// A field that holds words, or a number as some write ids. Empty is absent.
pub(crate) fn string(place: &str, object: &Object, name: &str) -> Result<Option<String>, Problem> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(words)) if words.trim().is_empty() => Ok(None),
        Some(Value::String(words)) => Ok(Some(words.clone())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(other) => Err(Problem::new(
            place,
            format!("\"{name}\" holds {}, not words", kind(other)),
            "give it as a string, or leave it out",
        )),
    }
}

/// A moment: as words, or as seconds since 1970.
fn published(place: &str, object: &Object, name: &str) -> Result<Option<Moment>, Problem> {
    let Some(given) = string(place, object, name)? else { return Ok(None) };
    match moment(&given) {
        Some(moment) => Ok(Some(moment)),
        None => Err(Problem::new(
            place,
            format!("\"{name}\" is not a date: {given:?}"),
            "write it like 2023-09-17, 2023-09-17T21:10 or 2023-09-17T21:10:00+03:30",
        )),
    }
}

/// A moment in any form that leaves no doubt.
pub(crate) fn moment(given: &str) -> Option<Moment> {
    given.parse().ok().or_else(|| dates::value(given, Order::Unknown))
}

/// One name, or a list of them. A list is taken at its word.
fn byline_of(place: &str, object: &Object) -> Result<Vec<String>, Problem> {
    match object.get("byline") {
        Some(Value::Array(names)) => names
            .iter()
            .filter(|name| !name.is_null())
            .map(|name| match name {
                Value::String(name) => Ok(name.trim().to_owned()),
                other => Err(Problem::new(
                    place,
                    format!("\"byline\" lists {}, not a name", kind(other)),
                    "give each name as a string",
                )),
            })
            .filter(|name| name.as_ref().map_or(true, |name| !name.is_empty()))
            .collect(),
        _ => Ok(string(place, object, "byline")?.map_or_else(Vec::new, |line| whole_byline(&line))),
    }
}

/// The names in a byline; the whole of it where none can be told.
pub(crate) fn whole_byline(line: &str) -> Vec<String> {
    let names = byline::names(line);
    if names.is_empty() { vec![line.trim().to_owned()] } else { names }
}

/// What a value is, in words.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
