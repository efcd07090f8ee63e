//! Rows of a table, each with its line, so that a fault can be found.

use std::fmt;

use super::Form;

/// What is wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The table's file.
    pub file: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}; hint: {}", self.file, self.what, self.hint),
            line => write!(f, "{}:{line}: {}; hint: {}", self.file, self.what, self.hint),
        }
    }
}

/// A row: as many cells as the table has columns.
pub struct Row<'t> {
    pub file: &'static str,
    pub line: usize,
    columns: &'static [&'static str],
    cells: Vec<&'t str>,
}

impl<'t> Row<'t> {
    /// The cell of a column; `None` where it says `-`.
    pub fn cell(&self, column: &str) -> Option<&'t str> {
        let at = self.columns.iter().position(|name| *name == column);
        let cell = at.and_then(|at| self.cells.get(at)).copied().unwrap_or("-");
        (cell != "-").then_some(cell)
    }

    /// The parts of a cell that is a list.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'t str> {
        self.cell(column).into_iter().flat_map(|cell| cell.split(';')).map(str::trim)
    }

    /// The cell of a column that must not be empty.
    pub fn needed(&self, column: &str, faults: &mut Vec<Fault>) -> Option<&'t str> {
        let cell = self.cell(column);
        if cell.is_none() {
            faults.push(self.fault(
                format!("the column {column} is empty"),
                "every row must say it; take the row out if nobody knows",
            ));
        }
        cell
    }

    pub fn fault(&self, what: impl Into<String>, hint: impl Into<String>) -> Fault {
        Fault { file: self.file.to_owned(), line: self.line, what: what.into(), hint: hint.into() }
    }
}

/// The rows of a table; lines that are empty or begin with `#` are none.
pub fn rows<'t>(form: &Form, text: &'t str, faults: &mut Vec<Fault>) -> Vec<Row<'t>> {
    let mut rows = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let row = Row { file: form.file, line: index + 1, columns: form.columns, cells };
        if row.cells.len() != form.columns.len() {
            faults.push(row.fault(
                format!("{} cells where {} belong", row.cells.len(), form.columns.len()),
                format!(
                    "the columns are {}, with a tab between them and - for nothing",
                    form.columns.join(", ")
                ),
            ));
        } else if let Some(at) = row.cells.iter().position(|cell| cell.is_empty()) {
            faults.push(row.fault(
                format!("the column {} has not even a -", form.columns[at]),
                "write - for nothing",
            ));
        } else {
            rows.push(row);
        }
    }
    rows
}
