//! Everything that is kept, in the forms that other programs read.
//!
//! Each form is a function that writes as it reads, so that a year of news needs no more memory than
//! an article. Nothing is cut off: a form that has no room for something leaves it out whole, says so
//! where it is described, and [`Written::left_out`] counts it.
//!
//! | form | one row or entry for each | what has no place in it |
//! |---|---|---|
//! | [`Form::JsonLines`] | article | nothing |
//! | [`Form::Csv`], [`Form::Parquet`] | article, statement, event or actor | trees; what made a statement so |
//! | [`Form::Plover`] | event | statements, but for the one that claims the event |
//! | [`Form::Gdelt`], [`Form::Icews`] | event and pair of actors | statements; events that did not happen or that somebody merely says happened; contexts; spans |
//! | [`Form::WebAnnotation`] | statement and event | everything about them but type, people and confidence |
//! | [`Form::Bibtex`], [`Form::Ris`] | article, or statement | events |
//! | [`brat()`] | article (two files) | where an article came from; confidence is a note |
//!
//! The modules say field by field what goes where.

mod bibtex;
mod brat;
mod cite;
mod csv;
mod gdelt;
mod icews;
mod json_lines;
#[cfg(feature = "parquet")]
mod parquet;
mod plover;
mod ris;
mod slices;
mod sources;
mod tables;
mod web_annotation;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use onrecord_record::Record;
use serde::{Deserialize, Serialize};

pub use brat::brat;
pub use csv::csv_row;
pub use gdelt::COLUMNS as GDELT_COLUMNS;
pub use tables::{Cell, Table};

/// What the store knows of an article beside its record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    /// Every place that the same words were seen at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
    /// The report that this article is, alone or with its copies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<i64>,
    /// The story that the report belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<i64>,
    /// For ids of statements, the group of wordings that each belongs to.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub wordings: BTreeMap<String, i64>,
}

/// One place that an article was seen at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The file, or the archive that it was in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Where in the archive it began, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// When it was first seen there, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// When it was last seen there, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
}

/// What is exported: a record with what the store knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What the store knows.
    pub stored: Stored,
    /// What the article says.
    pub record: Record,
}

/// The forms that are one stream of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Records, one on a line, with a field `stored` beside those of the record.
    JsonLines,
    /// One of the tables as comma-separated values (RFC 4180).
    Csv(Table),
    /// One of the tables as Apache Parquet.
    Parquet(Table),
    /// Events in the terms of PLOVER and POLECAT, one JSON object on a line.
    Plover,
    /// Events as the GDELT 1.0 event table.
    Gdelt,
    /// Events in the columns of the ICEWS coded event data.
    Icews,
    /// W3C Web Annotations (JSON-LD) of statements and events.
    WebAnnotation,
    /// BibTeX.
    Bibtex(Cited),
    /// RIS.
    Ris(Cited),
}

/// What a bibliography has entries for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cited {
    /// Articles.
    Articles,
    /// Statements, each with the article that it stands in.
    Statements,
}

impl Form {
    /// Every form, in the order in which they are offered.
    pub const ALL: [Form; 17] = [
        Form::JsonLines,
        Form::Csv(Table::Articles),
        Form::Csv(Table::Statements),
        Form::Csv(Table::Events),
        Form::Csv(Table::Actors),
        Form::Parquet(Table::Articles),
        Form::Parquet(Table::Statements),
        Form::Parquet(Table::Events),
        Form::Parquet(Table::Actors),
        Form::Plover,
        Form::Gdelt,
        Form::Icews,
        Form::WebAnnotation,
        Form::Bibtex(Cited::Articles),
        Form::Bibtex(Cited::Statements),
        Form::Ris(Cited::Articles),
        Form::Ris(Cited::Statements),
    ];

    /// The name by which it is asked for.
    pub const fn name(self) -> &'static str {
        match self {
            Form::JsonLines => "jsonl",
            Form::Csv(Table::Articles) => "csv-articles",
            Form::Csv(Table::Statements) => "csv-statements",
            Form::Csv(Table::Events) => "csv-events",
            Form::Csv(Table::Actors) => "csv-actors",
            Form::Parquet(Table::Articles) => "parquet-articles",
            Form::Parquet(Table::Statements) => "parquet-statements",
            Form::Parquet(Table::Events) => "parquet-events",
            Form::Parquet(Table::Actors) => "parquet-actors",
            Form::Plover => "plover",
            Form::Gdelt => "gdelt",
            Form::Icews => "icews",
            Form::WebAnnotation => "web-annotation",
            Form::Bibtex(Cited::Articles) => "bibtex",
            Form::Bibtex(Cited::Statements) => "bibtex-statements",
            Form::Ris(Cited::Articles) => "ris",
            Form::Ris(Cited::Statements) => "ris-statements",
        }
    }

    /// The ending that files of it have.
    pub const fn extension(self) -> &'static str {
        match self {
            Form::JsonLines | Form::Plover => "jsonl",
            Form::Csv(_) => "csv",
            Form::Parquet(_) => "parquet",
            Form::Gdelt | Form::Icews => "tsv",
            Form::WebAnnotation => "jsonld",
            Form::Bibtex(_) => "bib",
            Form::Ris(_) => "ris",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Form::JsonLines | Form::Plover => "application/x-ndjson",
            Form::Csv(_) => "text/csv; charset=utf-8; header=present",
            Form::Parquet(_) => "application/vnd.apache.parquet",
            Form::Gdelt | Form::Icews => "text/tab-separated-values; charset=utf-8",
            Form::WebAnnotation => {
                "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\""
            }
            Form::Bibtex(_) => "application/x-bibtex; charset=utf-8",
            Form::Ris(_) => "application/x-research-info-systems; charset=utf-8",
        }
    }

    /// What it is for, in a line.
    pub const fn about(self) -> &'static str {
        match self {
            Form::JsonLines => "whole records, one JSON object on a line",
            Form::Csv(Table::Articles) => "articles for spreadsheets",
            Form::Csv(Table::Statements) => "statements for spreadsheets",
            Form::Csv(Table::Events) => "events for spreadsheets",
            Form::Csv(Table::Actors) => "actors for spreadsheets",
            Form::Parquet(Table::Articles) => "articles for data frames",
            Form::Parquet(Table::Statements) => "statements for data frames",
            Form::Parquet(Table::Events) => "events for data frames",
            Form::Parquet(Table::Actors) => "actors for data frames",
            Form::Plover => "events in the terms of PLOVER and POLECAT, one JSON object on a line",
            Form::Gdelt => "events as the GDELT 1.0 event table",
            Form::Icews => "events in the columns of ICEWS",
            Form::WebAnnotation => "statements and events as W3C Web Annotations (JSON-LD)",
            Form::Bibtex(Cited::Articles) => "articles to cite with BibTeX",
            Form::Bibtex(Cited::Statements) => "statements to cite with BibTeX",
            Form::Ris(Cited::Articles) => "articles to cite, for reference managers",
            Form::Ris(Cited::Statements) => "statements to cite, for reference managers",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Form {
    type Err = UnknownForm;

    fn from_str(given: &str) -> Result<Form, UnknownForm> {
        let found = Form::ALL.into_iter().find(|form| form.name() == given);
        found.ok_or_else(|| UnknownForm { given: given.to_owned() })
    }
}

/// A name that is no form's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is no form of export; hint: one of {}", names())]
pub struct UnknownForm {
    /// What was given.
    pub given: String,
}

fn names() -> String {
    Form::ALL.map(Form::name).join(", ")
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many articles were read.
    pub articles: u64,
    /// How many rows, lines or entries were written.
    pub rows: u64,
    /// How many events have no place in the form, and so were left out whole.
    pub left_out: u64,
}

/// What ends an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// What was to be exported could not be read.
    #[error("the record to export cannot be read: {0}")]
    Source(#[source] Box<dyn Error + Send + Sync>),
    /// What was exported could not be written.
    #[error("the export cannot be written: {0}")]
    Write(#[from] io::Error),
    /// What was exported could not be written as JSON.
    #[error("the export cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The program was built without the form.
    #[error(
        "this program was built without {form}; hint: build it with `--features parquet`, or export {instead}"
    )]
    NotBuilt {
        /// The form that was asked for.
        form: Form,
        /// The form that has the same in it.
        instead: Form,
    },
    /// What was exported could not be written as Parquet.
    #[error("the export cannot be written as Parquet: {0}")]
    Parquet(#[source] Box<dyn Error + Send + Sync>),
}

/// Writes items in a form. The items are drawn one after the other, each when the one before it is
/// written.
///
/// # Errors
/// The first error of the items or of the writer ends it; what was written before stays.
pub fn write<E: Error + Send + Sync + 'static>(
    form: Form,
    items: impl IntoIterator<Item = Result<Item, E>>,
    out: &mut (dyn Write + Send),
) -> Result<Written, ExportError> {
    let mut items =
        items.into_iter().map(|item| item.map_err(|e| ExportError::Source(Box::new(e))));
    let items: &mut Items<'_> = &mut items;
    let written = match form {
        Form::JsonLines => json_lines::write(items, out),
        Form::Csv(table) => csv::write(table, items, out),
        #[cfg(feature = "parquet")]
        Form::Parquet(table) => parquet::write(table, items, out),
        #[cfg(not(feature = "parquet"))]
        Form::Parquet(table) => Err(ExportError::NotBuilt { form, instead: Form::Csv(table) }),
        Form::Plover => plover::write(items, out),
        Form::Gdelt => gdelt::write(items, out),
        Form::Icews => icews::write(items, out),
        Form::WebAnnotation => web_annotation::write(items, out),
        Form::Bibtex(cited) => bibtex::write(cited, items, out),
        Form::Ris(cited) => ris::write(cited, items, out),
    }?;
    out.flush()?;
    Ok(written)
}

/// The items of an export, whatever they come from.
type Items<'a> = dyn Iterator<Item = Result<Item, ExportError>> + 'a;

#[cfg(test)]
mod tests;
