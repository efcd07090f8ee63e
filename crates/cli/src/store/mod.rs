//! The commands of the record: what is kept in a file, and all that is done with it.
//!
//! One module for each command. What they do to the file is the library's; here are flags, threads,
//! progress and words for people.

mod add;
mod args;
mod backup;
mod compare;
mod correct;
mod export;
mod find;
mod forget;
mod progress;
mod reread;
mod show;
mod sql;
mod verify;

use std::io;
use std::path::Path;

use onrecord_store::{Access, Error, Store};

pub use args::{Command, Database};

use crate::output::{self, Output};
use crate::report;
use crate::status::Status;
use crate::terminal::clean;

/// Runs a command.
pub fn run(command: Command) -> Status {
    match command {
        Command::Add(args) => add::run(args),
        Command::Find(args) => find::run(args),
        Command::Compare(args) => compare::run(&args),
        Command::Sql(args) => sql::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Reread(args) => reread::run(&args),
        Command::Correct(args) => correct::run(&args),
        Command::Forget(args) => forget::run(&args),
        Command::Backup(args) => backup::run_backup(&args),
        Command::Restore(args) => backup::run_restore(&args),
    }
}

/// Does something that may fail; what went wrong is told with the file's name.
fn with(path: &Path, work: impl FnOnce() -> Result<Status, Failure>) -> Status {
    match work() {
        Ok(status) => status,
        Err(Failure::Store(error)) => failed(path, &error),
        Err(Failure::Output(error)) => output::failed(&error),
    }
}

/// Tells what is wrong with the file or what was asked of it.
fn failed(path: &Path, error: &Error) -> Status {
    report::tell(&format!("{}: {error}", path.display()));
    Status::Failed
}

/// What may go wrong.
enum Failure {
    Store(Error),
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Store(error)
    }
}

/// Opens a file to be read.
fn reading(path: &Path) -> Result<Store, Failure> {
    Ok(Store::open(path, Access::Read)?)
}

/// Opens a file to be written, which must be there.
fn writing(path: &Path) -> Result<Store, Failure> {
    let mut store = Store::open(path, Access::Write)?;
    finish(&mut store);
    Ok(store)
}

/// Wipes the traces of what was forgotten when somebody was stopped in the middle of it. Where that
/// cannot be done now, what was asked for is done all the same.
fn finish(store: &mut Store) {
    match store.finish_forgetting() {
        Ok(true) => {}
        Ok(false) => report::tell(
            "somebody still reads the file as it was before words were forgotten, so they are in its \
             log yet; hint: end what uses it, and run onrecord verify",
        ),
        Err(error) => report::tell(&format!(
            "words that were forgotten leave traces in the file yet: {error}; hint: run onrecord \
             verify when that is mended"
        )),
    }
}

/// A line of a list of what was done: when, by whom, what and why. Nothing in it drives a terminal.
fn logged(number: i64, at: &str, who: &str, what: &str, why: &str) -> String {
    let why = if why.is_empty() { String::new() } else { format!(" · {}", clean(why)) };
    format!("{number} · {} · {} · {}{why}\n", clean(at), clean(who), clean(what))
}

/// Writes to standard output.
fn write(whole: &str) -> Result<(), Failure> {
    Output::stdout().write(whole.as_bytes()).map_err(Failure::Output)
}

/// This moment, to the second.
fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

/// Who sits at the terminal, as far as the system says.
fn somebody(given: Option<&str>) -> String {
    let variable = |name: &str| std::env::var(name).ok().filter(|user| !user.trim().is_empty());
    given
        .map(str::to_owned)
        .or_else(|| variable("USER"))
        .or_else(|| variable("USERNAME"))
        .unwrap_or_default()
}

/// Several of something, in words.
fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}
