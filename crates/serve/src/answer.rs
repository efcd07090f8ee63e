//! What a view answers: a page, or the same in another form.

use std::collections::BTreeMap;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::Markup;
use onrecord_store::export::{self, Cited, Table};
use onrecord_store::{Error, Store};
use serde::Serialize;

use crate::address::Form;
use crate::model::Item;
use crate::problem::Problem;

/// An answer, made on a thread that may block.
pub enum Answer {
    /// A page.
    Page(Markup),
    /// Another form: media type and bytes.
    Bytes(&'static str, Vec<u8>),
    /// Elsewhere.
    Elsewhere(String),
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Answer::Page(page) => {
                ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into_string())
                    .into_response()
            }
            Answer::Bytes(media, bytes) => ([(header::CONTENT_TYPE, media)], bytes).into_response(),
            Answer::Elsewhere(to) => axum::response::Redirect::to(&to).into_response(),
        }
    }
}

/// A view in the form that is asked for: a page, its data, or what it shows as a table or to cite.
///
/// # Errors
///
/// When the file cannot be read.
pub fn answer(
    store: &Store,
    form: Form,
    page: impl FnOnce() -> Markup,
    data: &impl Serialize,
    shown: &[Item],
) -> Result<Answer, Problem> {
    Ok(match form {
        Form::Page => Answer::Page(page()),
        Form::Json => json(data)?,
        other => {
            let events = shown.iter().any(|item| matches!(item, Item::Event(_)));
            let statements = shown.iter().any(|item| matches!(item, Item::Statement(_)));
            let form = match other {
                Form::Bib if statements => export::Form::Bibtex(Cited::Statements),
                Form::Bib => export::Form::Bibtex(Cited::Articles),
                Form::Ris if statements => export::Form::Ris(Cited::Statements),
                Form::Ris => export::Form::Ris(Cited::Articles),
                _ if statements => export::Form::Csv(Table::Statements),
                _ if events => export::Form::Csv(Table::Events),
                _ => export::Form::Csv(Table::Articles),
            };
            exported(store, form, shown)?
        }
    })
}

/// Data as JSON.
///
/// # Errors
///
/// When it cannot be written, which is a bug.
pub fn json(data: &impl Serialize) -> Result<Answer, Problem> {
    let bytes = serde_json::to_vec_pretty(data).map_err(Error::from)?;
    Ok(Answer::Bytes("application/json", bytes))
}

/// What is shown, in a form of the store's exports.
fn exported(store: &Store, form: export::Form, shown: &[Item]) -> Result<Answer, Problem> {
    // One item for each article, with those of its parts that are shown, in the order of the page.
    let mut order: Vec<String> = Vec::new();
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for item in shown {
        let id = item.id();
        let (article, part) = id.split_once('#').unwrap_or((&id, ""));
        if !parts.contains_key(article) {
            order.push(article.to_owned());
        }
        let parts = parts.entry(article.to_owned()).or_default();
        if !part.is_empty() {
            parts.push(part.to_owned());
        }
    }
    let items = order.into_iter().map(|article| -> Result<export::Item, Error> {
        let mut stored = store.stored(&store.resolve(&article)?)?;
        let wanted = parts.get(&article).map_or(&[][..], Vec::as_slice);
        if !wanted.is_empty() {
            stored.record.events.retain(|event| wanted.contains(&event.id));
            // Events keep the statements that claim them.
            if form != export::Form::Csv(Table::Events) {
                stored.record.statements.retain(|statement| wanted.contains(&statement.id));
            }
        }
        Ok(stored.into())
    });
    let mut bytes = Vec::new();
    export::write(form, items, &mut bytes).map_err(|error| {
        let status = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
        Problem::new(status, error.to_string(), "onrecord verify tells whether the file is sound")
    })?;
    Ok(Answer::Bytes(form.media_type(), bytes))
}
