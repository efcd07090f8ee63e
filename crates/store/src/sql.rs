//! Questions in SQL, from people and programs that may be strangers: answered read-only, within limits
//! of time and rows, and without reach beyond the file.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;

use crate::{Access, Error, Store};

/// How much a question may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long it may run.
    pub time: Duration,
    /// How many rows it may give.
    pub rows: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { time: Duration::from_secs(30), rows: 10_000 }
    }
}

/// What a question gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The names of its columns, each once.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether there was more than it may give.
    pub cut: bool,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// None.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Words.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Cell {
    /// How much memory it takes, about.
    fn bytes(&self) -> usize {
        let held = match self {
            Cell::Text(words) => words.len(),
            Cell::Bytes(bytes) => bytes.len(),
            Cell::Null | Cell::Integer(_) | Cell::Real(_) => 0,
        };
        held + std::mem::size_of::<Cell>()
    }
}

/// How many steps of SQLite's machine lie between two looks at the clock.
const STEPS: i32 = 10_000;
/// The longest value, and the longest question.
const LONGEST_VALUE: i32 = 64 << 20;
const LONGEST_QUESTION: i32 = 1 << 20;
/// The longest answer, in bytes.
const LONGEST_ANSWER: usize = 256 << 20;
/// The longest pattern: matching takes as long as text and pattern are, one times the other.
const LONGEST_PATTERN: i32 = 1_000;

/// Answers one question.
///
/// # Errors
///
/// When it is no question, wants to change something or to reach outside, or takes too long.
pub fn ask(path: &Path, question: &str, limits: Limits) -> Result<Answer, Error> {
    let mut store = Store::open(path, Access::Read)?;
    let connection = &mut store.connection;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_QUESTION)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.authorizer(Some(authorize))?;
    let deadline = Instant::now() + limits.time;
    let late = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&late);
    connection.progress_handler(
        STEPS,
        Some(move || {
            let over = Instant::now() >= deadline;
            told.fetch_or(over, Ordering::Relaxed);
            over
        }),
    )?;
    answer(connection, question, limits.rows).map_err(|error| match error {
        _ if late.load(Ordering::Relaxed) => Error::asked(
            format!("the question took longer than {} s", limits.time.as_secs_f64()),
            "ask for less, or give it more time with --time",
        ),
        error => explained(error),
    })
}

fn answer(connection: &rusqlite::Connection, question: &str, most: usize) -> Result<Answer, Error> {
    let mut prepared = connection.prepare(question)?;
    if !prepared.readonly() || prepared.column_count() == 0 {
        return Err(Error::asked(
            "only questions are answered here",
            "begin with SELECT or WITH; onrecord correct and forget change what is kept",
        ));
    }
    let columns = distinct(prepared.column_names());
    let width = columns.len();
    let mut found = prepared.query([])?;
    let mut rows = Vec::new();
    let mut cut = false;
    let mut bytes = 0;
    while let Some(row) = found.next()? {
        let cells = (0..width).map(|at| Ok(cell(row.get_ref(at)?)));
        let cells: Vec<Cell> = cells.collect::<Result<_, rusqlite::Error>>()?;
        bytes += cells.iter().map(Cell::bytes).sum::<usize>();
        if rows.len() == most || bytes > LONGEST_ANSWER {
            cut = true;
            break;
        }
        rows.push(cells);
    }
    Ok(Answer { columns, rows, cut })
}

/// Names of columns, each once: a second `id` is `id_2`, so that whoever reads rows by name loses none.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let given: Vec<&str> = names.collect();
    let mut all: Vec<String> = Vec::with_capacity(given.len());
    for &name in &given {
        let mut own = name.to_owned();
        let mut number = 1;
        // Neither one that is there nor one that is yet to come.
        while all.contains(&own) || (number > 1 && given.contains(&own.as_str())) {
            number += 1;
            own = format!("{name}_{number}");
        }
        all.push(own);
    }
    all
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(words) => Cell::Text(String::from_utf8_lossy(words).into_owned()),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    }
}

/// What a question may do: read, and call functions that reach nowhere.
fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => {
            Authorization::Allow
        }
        AuthAction::Function { function_name } => {
            let reaches_out = ["load_extension", "fts3_tokenizer", "writefile", "readfile", "edit"]
                .iter()
                .any(|name| function_name.eq_ignore_ascii_case(name));
            if reaches_out { Authorization::Deny } else { Authorization::Allow }
        }
        // The full text index itself asks whether the file has changed.
        AuthAction::Pragma { pragma_name: "data_version", pragma_value: None } => {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }
}

/// What SQLite says of a question is about the question, unless the file is damaged.
fn explained(error: Error) -> Error {
    let Error::Sqlite(error) = error else { return error };
    let denied =
        error.sqlite_error_code() == Some(rusqlite::ErrorCode::AuthorizationForStatementDenied);
    match error {
        _ if denied => Error::asked(
            "the question wants more than to read this record",
            "ATTACH, PRAGMA, extensions and every change are refused; SELECT from the views \
             articles, statements, events, actors, mentions, stories and wordings",
        ),
        rusqlite::Error::MultipleStatement => {
            Error::asked("these are several questions", "ask one at a time")
        }
        rusqlite::Error::SqlInputError { ref msg, .. } => {
            Error::asked(format!("SQLite does not understand it: {msg}"), VIEWS)
        }
        rusqlite::Error::SqliteFailure(_, Some(ref message)) => {
            Error::asked(format!("SQLite cannot answer it: {message}"), VIEWS)
        }
        other => Error::Sqlite(other),
    }
}

const VIEWS: &str = "the views are articles, statements, events, actors, mentions, stories, \
                     wordings, sightings and corrections; SELECT sql FROM sqlite_schema WHERE type \
                     = 'view' shows what is in them";
