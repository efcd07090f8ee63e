//! Tables as comma-separated values, after RFC 4180: a header, lines that end in CR LF, quotation
//! marks around what holds a comma, a mark or a line break, and doubled inside.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@`, and headlines come from anywhere.
//! So a text that begins with one of them, or with a tab or a line break before one, gets an
//! apostrophe before it, which spreadsheets hide. Texts that begin with apostrophes before such a sign
//! get one more, so that it can be undone without loss: take one apostrophe from every text in which
//! apostrophes are followed by such a sign. Numbers are numbers and get none, negative ones too. What
//! is not known is an empty cell.

use std::io::Write;

use super::tables::{Cell, Table};
use super::{ExportError, Items, Written};

pub(super) fn write(
    table: Table,
    items: &mut Items<'_>,
    out: &mut dyn Write,
) -> Result<Written, ExportError> {
    let mut written = Written::default();
    let header: Vec<&str> = table.columns().iter().map(|(name, _)| *name).collect();
    out.write_all(format!("{}\r\n", header.join(",")).as_bytes())?;
    for item in items {
        let item = item?;
        written.articles += 1;
        for row in table.rows(&item) {
            out.write_all(csv_row(row).as_bytes())?;
            written.rows += 1;
        }
    }
    Ok(written)
}

/// A row of a table as comma-separated values, with the end of its line.
pub fn csv_row(cells: impl IntoIterator<Item = Cell>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

fn cell(cell: Cell) -> String {
    match cell {
        Cell::Text(text) => text.map_or_else(String::new, |text| quoted(&harmless(text))),
        Cell::Integer(number) => number.map_or_else(String::new, |number| number.to_string()),
        // What is no number has no digits.
        Cell::Number(number) => {
            number.filter(|n| n.is_finite()).map_or_else(String::new, |n| n.to_string())
        }
        Cell::Truth(truth) => truth.map_or_else(String::new, |truth| truth.to_string()),
    }
}

/// See the module: with an apostrophe before it where a spreadsheet would run it.
pub(super) fn harmless(text: String) -> String {
    let sign = text.trim_start_matches('\'').chars().next();
    let runs = sign.is_some_and(|sign| {
        matches!(sign, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    });
    if runs { format!("'{text}") } else { text }
}

fn quoted(text: &str) -> String {
    // Blanks at the edges are kept by readers only inside marks.
    let edges = text.starts_with(' ') || text.ends_with(' ');
    if edges || text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
