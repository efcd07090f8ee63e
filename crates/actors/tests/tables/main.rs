//! The registry as its users meet it: questions whose answers are worked out from the tables' text,
//! or from what everybody knows; names of all sides; and tables with faults.

mod holders;
mod names;
mod own_tables;

use onrecord_actors::{Date, Day};

/// The cells of a table's rows.
fn rows(text: &'static str) -> Vec<Vec<&'static str>> {
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| line.split('\t').collect()).collect()
}

fn day(text: &str) -> Day {
    Date::parse(text).expect("a date").first
}
