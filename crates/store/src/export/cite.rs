//! What it takes to cite an article or a statement, for every form of bibliography.

use jiff::civil::Date;
use onrecord_record::{Record, Statement};

use super::Item;
use super::sources::{times, url};
use super::tables::statement_kind;
use crate::words::fold;

/// Where and when something stands.
pub(super) struct Whence<'a> {
    pub outlet: &'a str,
    /// The day of publication.
    pub day: Option<Date>,
    pub url: &'a str,
    /// The day on which it was last seen there, as `YYYY-MM-DD`; empty without an address.
    pub seen: &'a str,
    pub language: &'a str,
}

/// Where and when an article stands.
pub(super) fn whence(item: &Item) -> Whence<'_> {
    let article = &item.record.article;
    let url = url(&item.record, &item.stored).unwrap_or_default();
    let (_, last) = times(&item.stored);
    Whence {
        outlet: article.outlet.as_deref().unwrap_or_default(),
        day: article.published.map(|moment| moment.date()),
        url,
        seen: last.and_then(|last| last.get(..10)).filter(|_| !url.is_empty()).unwrap_or_default(),
        language: article.language.as_deref().unwrap_or_default(),
    }
}

/// `direct quotation in The Coast, "Storm", characters 12-40`.
pub(super) fn how(item: &Item, statement: &Statement) -> String {
    let article = &item.record.article;
    let mut how = format!("{} quotation", statement_kind(statement.kind));
    if let Some(outlet) = &article.outlet {
        how = format!("{how} in {outlet}");
    }
    if let Some(headline) = &article.headline {
        how = format!("{how}, \"{headline}\"");
    }
    let spans = statement.content.iter().map(|[start, end]| format!("{start}-{end}"));
    let spans: Vec<String> = spans.collect();
    if spans.is_empty() { how } else { format!("{how}, characters {}", spans.join(", ")) }
}

/// Outlet, year and the beginning of the id: `coast2024-3fa9c1d2e4b5`. The same in every export.
pub(super) fn key(record: &Record) -> String {
    let article = &record.article;
    let outlet = plain_key(&fold(article.outlet.as_deref().unwrap_or("article")));
    let outlet = if outlet.is_empty() { "article".to_owned() } else { outlet };
    let year =
        article.published.map_or_else(String::new, |moment| moment.date().year().to_string());
    let id: String = article.id.trim_start_matches("sha256:").chars().take(12).collect();
    format!("{outlet}{year}-{}", plain_key(&id))
}

/// The letters and digits that every reader of BibTeX takes in a key.
pub(super) fn plain_key(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}
