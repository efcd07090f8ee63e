//! `onrecord sql`: a question in SQL, its answer as a table, JSON lines or CSV.

use std::fmt::Write;
use std::io::{self, IsTerminal, Read};
use std::time::Duration;

use onrecord_store::{Answer, Cell, Limits, ask};
use serde_json::{Map, Value};

use super::args::{Rows, Sql};
use super::{Failure, show, with, write};
use crate::args::Color;
use crate::report;
use crate::status::Status;
use crate::terminal;

/// Runs the command.
pub fn run(args: &Sql) -> Status {
    with(&args.database.path, || {
        let mut question = args.question.clone();
        if question == "-" {
            question.clear();
            io::stdin().read_to_string(&mut question).map_err(Failure::Output)?;
        }
        let limits =
            Limits { time: Duration::from_secs(u64::from(args.time)), rows: args.rows as usize };
        let answer = ask(&args.database.path, question.trim(), limits)?;
        let shape = args.to.unwrap_or(match io::stdout().is_terminal() {
            true => Rows::Table,
            false => Rows::Jsonl,
        });
        write(&match shape {
            Rows::Table => table(&answer),
            Rows::Jsonl => json_lines(&answer),
            Rows::Csv => csv(&answer),
        })?;
        if answer.cut {
            report::tell(&format!(
                "only the first {} rows are given; hint: --rows gives more, as far as 256 MiB",
                answer.rows.len()
            ));
            return Ok(Status::Skipped);
        }
        Ok(Status::Fine)
    })
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(words) => words.clone(),
        Cell::Bytes(bytes) => bytes.iter().fold(String::new(), |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}");
            digits
        }),
    }
}

fn table(answer: &Answer) -> String {
    let rows: Vec<Vec<String>> =
        answer.rows.iter().map(|row| row.iter().map(words).collect()).collect();
    show::columns(Some(&answer.columns), &rows, terminal::style(Color::Never).width)
}

fn csv(answer: &Answer) -> String {
    let mut lines = String::new();
    show::csv_line(&mut lines, answer.columns.iter().map(String::as_str));
    for row in &answer.rows {
        let cells: Vec<String> = row.iter().map(words).collect();
        show::csv_line(&mut lines, cells.iter().map(String::as_str));
    }
    lines
}

fn json_lines(answer: &Answer) -> String {
    let mut lines = String::new();
    for row in &answer.rows {
        let mut object = Map::new();
        for (column, cell) in answer.columns.iter().zip(row) {
            let value = match cell {
                Cell::Null => Value::Null,
                Cell::Integer(number) => Value::from(*number),
                Cell::Real(number) => Value::from(*number),
                text => Value::from(words(text)),
            };
            object.insert(column.clone(), value);
        }
        let _ = writeln!(lines, "{}", Value::Object(object));
    }
    lines
}
