//! The binary: flags, output and exit statuses; everything else lives in the libraries.
//!
//! `onrecord read` takes inputs through four steps, one module each: [`pipeline`] spreads them over
//! threads and keeps their order, [`records`] makes records of one input, [`output`] writes them
//! whole or not at all, and [`report`] tells the person at the terminal how it went.

mod actors;
mod args;
mod completions;
mod conllu;
mod demo;
mod model;
mod ontology;
mod output;
mod own;
mod panics;
mod pipeline;
mod read;
mod records;
mod report;
mod serve;
mod show;
mod status;
mod store;
mod terminal;

use clap::Parser;

use args::{Args, Command};
use status::Status;

fn main() -> std::process::ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(answer) => {
            // Help and the version are answers as well; they go to standard output.
            let status = if answer.use_stderr() { Status::Failed } else { Status::Fine };
            let status = match answer.print() {
                Err(error) if !answer.use_stderr() => output::failed(&error),
                _ => status,
            };
            return status.into();
        }
    };
    let status = match args.command {
        Command::Read(read) => read::run(read),
        Command::Demo(demo) => demo::run(&demo),
        Command::Ontology(ontology) => ontology::run(ontology),
        Command::Actors(actors) => actors::run(actors),
        Command::Serve(args) => serve::run(args),
        Command::Store(command) => store::run(*command),
        Command::Completions { shell } => completions::write_completions(shell),
        Command::Man => completions::write_man(),
    };
    status.into()
}
