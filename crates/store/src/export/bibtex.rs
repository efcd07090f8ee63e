//! Articles and statements to cite with BibTeX and BibLaTeX.
//!
//! An article is an `@article`: `author` (the byline), `title` (the headline), `journal` (the outlet),
//! `year`, `month` and `date`, `number` (the outlet's story number), `url`, `urldate` (the day it was
//! last seen there), `langid`, `note` with its id. A statement is a `@misc`: `author` (who said it),
//! `title` (the words, whole), `howpublished` (how it was said and where it stands), and the date and
//! address of the article. What is not known is left out.
//!
//! Every sign that means something to TeX is written as the command for it, so that a headline with
//! `100% & more` neither breaks the file nor loses its rest. Line breaks and control characters become
//! blanks, as TeX reads them. Names are not taken apart into first and last, which nobody has said;
//! those that BibTeX would take apart itself are kept together in braces.

use std::io::Write;

use onrecord_record::{Actor, ActorKind, Statement};

use super::cite::{self, Whence, how, key, plain_key};
use super::slices::Slices;
use super::sources::Cast;
use super::{Cited, ExportError, Item, Items, Written};

pub(super) fn write(
    cited: Cited,
    items: &mut Items<'_>,
    out: &mut dyn Write,
) -> Result<Written, ExportError> {
    let mut written = Written::default();
    for item in items {
        let item = item?;
        written.articles += 1;
        let entries = match cited {
            Cited::Articles => vec![article(&item)],
            Cited::Statements => statements(&item),
        };
        for entry in entries {
            out.write_all(entry.as_bytes())?;
            written.rows += 1;
        }
    }
    Ok(written)
}

fn article(item: &Item) -> String {
    let article = &item.record.article;
    let authors: Vec<String> = article.byline.iter().map(|name| author(name, false)).collect();
    let mut fields = vec![
        ("author", authors.join(" and ")),
        ("title", braced(article.headline.as_deref())),
        ("journal", escaped(article.outlet.as_deref().unwrap_or_default())),
        ("number", escaped(article.external_id.as_deref().unwrap_or_default())),
    ];
    fields.extend(whence(item));
    fields.push(("note", escaped(&article.id)));
    entry("article", &key(&item.record), &fields)
}

fn statements(item: &Item) -> Vec<String> {
    let slices = Slices::of(&item.record.article.text);
    let cast = Cast::of(&item.record);
    let statements = item.record.statements.iter();
    statements.map(|one| statement(item, one, &slices, &cast)).collect()
}

fn statement(item: &Item, statement: &Statement, slices: &Slices<'_>, cast: &Cast<'_>) -> String {
    let article = &item.record.article;
    let speakers = cast.actors(&statement.speakers);
    let is_body = |actor: &Actor| actor.kind.is_some_and(|kind| kind != ActorKind::Person);
    let authors = speakers.iter().map(|actor| author(&actor.name, is_body(actor)));
    let authors: Vec<String> = authors.collect();
    let mut fields = vec![
        ("author", authors.join(" and ")),
        ("title", braced(Some(&slices.joined(&statement.content)))),
        ("howpublished", escaped(&how(item, statement))),
    ];
    fields.extend(whence(item));
    fields.push(("note", escaped(&format!("{}, {}", article.id, statement.id))));
    entry("misc", &format!("{}:{}", key(&item.record), plain_key(&statement.id)), &fields)
}

fn whence(item: &Item) -> Vec<(&'static str, String)> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let Whence { day, url, seen, language, .. } = cite::whence(item);
    let month = day.and_then(|day| MONTHS.get(usize::try_from(day.month()).ok()?.checked_sub(1)?));
    vec![
        ("year", day.map_or_else(String::new, |day| day.year().to_string())),
        ("month", month.map_or_else(String::new, |month| (*month).to_owned())),
        ("date", day.map_or_else(String::new, |day| day.to_string())),
        ("url", address(url)),
        ("urldate", escaped(seen)),
        ("language", escaped(language)),
    ]
}

fn entry(kind: &str, key: &str, fields: &[(&str, String)]) -> String {
    let known = fields.iter().filter(|(_, value)| !value.is_empty());
    let lines = known.map(|(name, value)| match *name {
        // The name of a month stands without braces.
        "month" => format!("  month = {value},\n"),
        name => format!("  {name} = {{{value}}},\n"),
    });
    format!("@{kind}{{{key},\n{}}}\n\n", lines.collect::<String>())
}

/// A title in braces of its own, which keep its capitals.
fn braced(title: Option<&str>) -> String {
    let title = escaped(title.unwrap_or_default());
    if title.is_empty() { title } else { format!("{{{title}}}") }
}

/// A name; with braces around it where it is a body's or has what BibTeX takes for a border.
fn author(name: &str, body: bool) -> String {
    let name = escaped(name);
    let words = || name.split(' ').map(str::to_lowercase);
    let border = name.contains(',') || words().any(|word| word == "and" || word == "others");
    if body || border { format!("{{{name}}}") } else { name }
}

/// Text that TeX prints as it is.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut last = ' ';
    for letter in text.chars() {
        let letter = if letter.is_whitespace() || letter.is_control() { ' ' } else { letter };
        // Blanks are one blank, and two of these signs would be another sign.
        if letter == ' ' && last == ' ' {
            continue;
        }
        if letter == last && matches!(letter, '-' | '\'' | '`') {
            escaped.push_str("{}");
        }
        match letter {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '"' => escaped.push_str("\\textquotedbl{}"),
            '$' | '&' | '#' | '_' | '%' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            letter => escaped.push(letter),
        }
        last = letter;
    }
    escaped.truncate(escaped.trim_end().len());
    escaped
}

/// An address, which is read as it is: what would end it is written as its code.
fn address(url: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for letter in url.chars() {
        if matches!(letter, '{' | '}' | '\\') || letter.is_whitespace() || letter.is_control() {
            let mut bytes = [0; 4];
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                address.push_str(&format!("%{byte:02X}"));
            }
        } else {
            address.push(letter);
        }
    }
    address
}
