//! Articles and statements in RIS, which reference managers read.
//!
//! | tag | article (`NEWS`) | statement (`GEN`) |
//! |---|---|---|
//! | `AU` | each name of the byline | each speaker |
//! | `TI` | the headline | the words, whole |
//! | `T2` | the outlet | the outlet |
//! | `PY`, `DA` | the day of publication | the same |
//! | `UR`, `LA` | address and language | the same |
//! | `AN` | the outlet's story number | – |
//! | `ID` | the key that BibTeX has too | the same, `:`, the statement's |
//! | `Y2` | the day it was last seen | the same |
//! | `N1` | its id | how it was said and where it stands |
//!
//! A value is one line; line breaks and control characters become blanks. Lines end in CR LF, and
//! each entry with `ER`. Names stand as the article has them, for nobody has said what is first and
//! last of them.

use std::io::Write;

use onrecord_record::Statement;

use super::cite::{self, Whence, how, key};
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
            Cited::Statements => {
                let slices = Slices::of(&item.record.article.text);
                let cast = Cast::of(&item.record);
                let statements = item.record.statements.iter();
                statements.map(|one| statement(&item, one, &slices, &cast)).collect()
            }
        };
        for fields in entries {
            out.write_all(entry(&fields).as_bytes())?;
            written.rows += 1;
        }
    }
    Ok(written)
}

type Fields = Vec<(&'static str, String)>;

fn article(item: &Item) -> Fields {
    let article = &item.record.article;
    let mut fields = vec![("TY", "NEWS".to_owned())];
    fields.extend(article.byline.iter().map(|name| ("AU", name.clone())));
    fields.push(("TI", article.headline.clone().unwrap_or_default()));
    fields.extend(whence(item));
    fields.push(("AN", article.external_id.clone().unwrap_or_default()));
    fields.push(("ID", key(&item.record)));
    fields.push(("N1", article.id.clone()));
    fields
}

fn statement(item: &Item, statement: &Statement, slices: &Slices<'_>, cast: &Cast<'_>) -> Fields {
    let mut fields = vec![("TY", "GEN".to_owned())];
    let names = cast.names(&statement.speakers);
    fields.extend(names.into_iter().map(|name| ("AU", name.to_owned())));
    fields.push(("TI", slices.joined(&statement.content)));
    fields.extend(whence(item));
    fields.push(("ID", format!("{}:{}", key(&item.record), statement.id)));
    let how = how(item, statement);
    fields.push(("N1", format!("{how}; {}, {}", item.record.article.id, statement.id)));
    fields
}

fn whence(item: &Item) -> Fields {
    let Whence { outlet, day, url, seen, language } = cite::whence(item);
    let slashed = |day: &str| day.replace('-', "/");
    vec![
        ("T2", outlet.to_owned()),
        ("PY", day.map_or_else(String::new, |day| day.year().to_string())),
        ("DA", day.map_or_else(String::new, |day| slashed(&day.to_string()))),
        ("UR", url.to_owned()),
        ("LA", language.to_owned()),
        ("Y2", slashed(seen)),
    ]
}

fn entry(fields: &Fields) -> String {
    let mut entry = String::new();
    for (tag, value) in fields {
        let words = value.split(|c: char| c.is_whitespace() || c.is_control());
        let value = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            entry.push_str(&format!("{tag}  - {value}\r\n"));
        }
    }
    entry + "ER  - \r\n\r\n"
}
