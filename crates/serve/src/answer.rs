//! What a view answers: a page, or the same in another form.

use maud::Markup;
use onrecord_store::Error;
use onrecord_store::export::{self, Cell, Table};
use serde::Serialize;

use crate::address::Form;
use crate::downloads::Download;
use crate::problem::Problem;

/// An answer, made on a thread that may block.
pub enum Answer {
    /// A page.
    Page(Markup),
    /// Another form: media type and bytes.
    Bytes(&'static str, Vec<u8>),
    /// Everything that a view lists, which is written while it is read.
    Whole(Box<Download>),
    /// Elsewhere.
    Elsewhere(String),
}

/// A view as a page or as its data. The forms that are no view of a page but all of what it lists are
/// [`crate::downloads::whole`]'s, which comes first.
///
/// # Errors
///
/// When the data cannot be written, which is a bug.
pub fn answer(
    form: Form,
    page: impl FnOnce() -> Markup,
    data: &impl Serialize,
) -> Result<Answer, Problem> {
    match form {
        Form::Json => json(data),
        _ => Ok(Answer::Page(page())),
    }
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

/// A table that is counted here and not kept.
pub fn table<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [Cell; N]>) -> Answer {
    let header = header.map(|name| Cell::Text(Some(name.to_owned())));
    let rows: String = std::iter::once(header).chain(rows).map(export::csv_row).collect();
    Answer::Bytes(export::Form::Csv(Table::Articles).media_type(), rows.into_bytes())
}

/// How often, as a cell.
pub fn count(count: usize) -> Cell {
    Cell::Integer(i64::try_from(count).ok())
}
