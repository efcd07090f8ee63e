//! `onrecord actors`: the registry at the prompt. Who held an office on a day, what is known of a
//! name, and a user's own tables: checked, or made of a dictionary.

mod own;
mod show;
mod who;

pub use own::registry;

use std::path::PathBuf;

use clap::{Args as Group, Subcommand, ValueEnum};
use onrecord_actors::{Date, Day, Registry};

use crate::output::{self, Output};
use crate::report;
use crate::status::Status;

const EXAMPLES: &str = "\
Examples:
  onrecord actors who \"foreign minister\" IRN 2016-05-20
  onrecord actors who chancellor Germany 2021-12-08 --to json
  onrecord actors show \"Hakan Fidan\"
  onrecord actors import actors.txt agents.txt > mine/coded_names.tsv
  onrecord actors check mine/
  onrecord actors show \"Bridge Wardens\" --actors mine/

Exit status: 0 all fine (an answer may be \"unknown\"), 1 wrong command line, tables with a fault
or no output possible, 2 lines of a dictionary were skipped.";

/// Ask who held an office when, and use tables of your own
#[derive(Debug, Group)]
#[command(after_help = EXAMPLES, arg_required_else_help = true)]
pub struct Actors {
    #[command(subcommand)]
    ask: Ask,
}

#[derive(Debug, Subcommand)]
enum Ask {
    /// Say who held an office of a state or an organisation on a day
    Who {
        /// The office, as a text calls it
        office: String,
        /// The state or organisation: a code (IRN, IR) or a name
        country: String,
        /// The day, as in 2016-05-20
        #[arg(value_parser = one_day)]
        date: Day,
        #[command(flatten)]
        look: Look,
    },
    /// Show what is known of a name: people and their offices, states, organisations, groups
    Show {
        /// The name
        name: String,
        #[command(flatten)]
        look: Look,
    },
    /// Turn dictionaries in PETRARCH's form into a table, on standard output
    Import {
        /// Files of actors or agents
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Check the tables in a folder, and say everything that is wrong in them
    Check {
        /// The folder; its files are named as those of onrecord's own tables
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

#[derive(Debug, Group)]
struct Look {
    /// Write text for people or JSON for programs
    #[arg(long, value_enum, value_name = "FORM", default_value_t = To::Text)]
    to: To,

    /// Use the tables in this folder before onrecord's own
    #[arg(long, value_name = "DIR")]
    actors: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// For people
    Text,
    /// For programs: one object on one line
    Json,
}

fn one_day(given: &str) -> Result<Day, String> {
    let date = Date::parse(given).filter(|date| date.first == date.last);
    date.map(|date| date.first).ok_or_else(|| "write a day like 2016-05-20".to_owned())
}

/// Runs the command.
pub fn run(args: Actors) -> Status {
    let done = match args.ask {
        Ask::Who { office, country, date, look } => own::with(look.actors.as_deref(), |registry| {
            who::answer(registry, &office, &country, date, look.to)
        }),
        Ask::Show { name, look } => own::with(look.actors.as_deref(), |registry| {
            Ok(show::everything(registry, &name, look.to))
        }),
        Ask::Import { files } => return own::import(&files),
        Ask::Check { folder } => own::check(&folder),
    };
    match done {
        Ok(text) => write(&text, Status::Fine),
        Err(problems) => {
            for problem in problems {
                report::tell(&problem);
            }
            Status::Failed
        }
    }
}

fn write(text: &str, status: Status) -> Status {
    match Output::stdout().write(text.as_bytes()) {
        Ok(()) => status,
        Err(error) => output::failed(&error),
    }
}

/// What a command gives: its output, or what to tell instead.
type Answered = Result<String, Vec<String>>;

/// The file and line that a row was made of.
fn source(source: &str) -> String {
    let (table, line) = source.split_at(source.len().min(1));
    let table = match table {
        "o" => "officeholders.csv (Wikidata)",
        "u" => "updates_2022_2025.csv",
        "c" => "terms_confirmed.tsv",
        _ => return source.to_owned(),
    };
    format!("{table}, line {line}")
}

/// A term as an object.
fn term_json(registry: &Registry, term: &onrecord_actors::Term<'_>) -> serde_json::Value {
    serde_json::json!({
        "person": term.person.map(|person| person.name),
        "wikidata": term.person.and_then(|person| person.wikidata),
        "gender": term.person.and_then(|person| person.gender),
        "country": term.country,
        "office": term.office,
        "title": term.title,
        "sector": registry.office_named(term.office).map(|office| office.sector),
        "start": term.start.to_string(),
        "end": match term.end {
            onrecord_actors::End::On(date) => Some(date.to_string()),
            _ => None,
        },
        "in_office_on": match term.end {
            onrecord_actors::End::NotBy(date) => Some(date.to_string()),
            _ => None,
        },
        "acting": term.acting,
        "contested": term.contested,
        "source": term.source.map(source),
    })
}

/// When a term was, for people.
fn period(term: &onrecord_actors::Term<'_>) -> String {
    let end = match term.end {
        onrecord_actors::End::On(date) => format!("to {date}"),
        onrecord_actors::End::NotBy(date) => format!("and still on {date}"),
        onrecord_actors::End::Unknown => "to an unknown day".to_owned(),
    };
    let mut period = format!("{} {end}", term.start);
    for (marked, mark) in [(term.acting, ", acting"), (term.contested, ", contested")] {
        if marked {
            period.push_str(mark);
        }
    }
    period
}
