//! What the registry costs: its size in the binary, and the time from nothing to the first answers.
//!
//! `cargo run --release -p onrecord-actors --example start`; figures are of this machine and moment.

use std::time::Instant;

use onrecord_actors::{Case, Date, Registry};

fn main() {
    let Some(day) = Date::parse("2016-05-20").map(|date| date.first) else { return };
    let begun = Instant::now();
    let registry = Registry::builtin();
    let first = registry.holder("foreign minister", "IRN", day);
    let start = begun.elapsed();
    let begun = Instant::now();
    let rounds = 1_000_u32;
    let mut found = 0;
    for _ in 0..rounds {
        found += registry.names("Ankara", Case::AsWritten).len();
        found += registry.people("Lavrov").len();
        found += usize::from(registry.holder("chancellor", "DEU", day).holder().is_some());
    }
    let each = begun.elapsed() / (3 * rounds);
    println!("{:.2} MB in the binary", registry.size() as f64 / 1e6);
    println!("{start:?} to the first answer ({:?})", first.holder().map(|term| term.to_string()));
    println!("{each:?} for each lookup ({found} found)");
}
