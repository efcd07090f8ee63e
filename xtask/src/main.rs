//! The project's own chores: `cargo xtask check`, `tidy`, `bless`, `score`.
//!
//! They need cargo and what is in the repository, so that a fresh clone can run them; only `score`
//! reads data that stands beside the repository, and says so when it is not there.

mod bless;
mod check;
mod pages;
mod run;
mod score;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own chores.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Everything that must hold before a change lands: format, clippy, tests and cases, tidy, docs
    Check {
        /// Leave out what takes long: tests that run the binary, tests of documents, and docs
        #[arg(long)]
        quick: bool,
        /// Look at the pages in a browser as well: some minutes, Chromium and node
        #[arg(long, conflicts_with = "quick")]
        pages: bool,
    },
    /// That the papers, tables and crates are what they say
    Tidy,
    /// Take what the program says now for what it should say: snapshots, and the case that is named
    Bless {
        /// Write the statements that the program finds now into cases/NAME.toml
        #[arg(long, value_name = "NAME")]
        case: Option<String>,
        /// Print them instead
        #[arg(long, value_name = "NAME", conflicts_with = "case")]
        show: Option<String>,
    },
    /// Measure the program on the development data in ../shared, and write SCORES.md
    Score(score::Args),
}

fn main() -> ExitCode {
    let done = match Args::parse().chore {
        Chore::Check { quick, pages } => check::check(quick, pages),
        Chore::Tidy => tidy::tidy(),
        Chore::Bless { case: Some(name), .. } => bless::write_case(&name),
        Chore::Bless { show: Some(name), .. } => bless::show_case(&name),
        Chore::Bless { .. } => bless::snapshots(),
        Chore::Score(args) => score::score(args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
