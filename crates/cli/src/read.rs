//! `onrecord read`: from locations to records on standard output.

use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use onrecord_read::{Input, Limits, Location, Options, Problem};

use crate::args::{Look, Read, To, With};
use crate::model;
use crate::output::{self, Output};
use crate::own::Own;
use crate::panics::{self, caught};
use crate::pipeline;
use crate::records::{self, Form, Shape};
use crate::report::{self, Report};
use crate::status::Status;
use crate::terminal;

/// Runs the command.
pub fn run(args: Read) -> Status {
    let locations = args
        .paths
        .into_iter()
        .map(|path| if path == Path::new("-") { Location::Stdin } else { Location::Path(path) })
        .collect();
    let options = Options { from: args.from.map(|from| from.form()), limits: Limits::default() };
    let jobs = args.jobs.map_or_else(one_for_each_core, usize::from);
    let form = Form::new(args.look);
    let own = match Own::load(&args.own) {
        Ok(own) => own,
        Err(faults) => {
            faults.iter().for_each(|fault| report::tell(fault));
            return Status::Failed;
        }
    };
    records(locations, options, form, own, jobs, args.strict, Report::new(args.quiet))
}

/// As many jobs as there are cores.
pub fn one_for_each_core() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

impl Form {
    /// The form that the flags ask for: without any, text on a terminal, else JSON lines.
    pub fn new(look: Look) -> Form {
        let by_default = if io::stdout().is_terminal() { To::Text } else { To::Jsonl };
        let shape = match look.to.unwrap_or(by_default) {
            To::Jsonl => Shape::Jsonl { syntax: look.with == Some(With::Syntax) },
            To::Conllu => Shape::Conllu,
            To::Text => Shape::Text(terminal::style(look.color)),
        };
        let holds = onrecord_extract::Options {
            min_confidence: look.min_confidence,
            explain: look.explain,
            min_event_confidence: look.min_event_confidence,
        };
        Form { shape, holds }
    }
}

/// Reads all locations and writes their records, in order.
pub fn records(
    locations: Vec<Location>,
    options: Options,
    form: Form,
    own: Own,
    jobs: usize,
    strict: bool,
    mut report: Report,
) -> Status {
    panics::keep_quiet();
    let output = Output::stdout();
    if let Err(error) = watch_for_ctrl_c(&output, &report) {
        report::tell(&format!("Ctrl-C will end the run at once, mid-line: {error}"));
    }
    let model = match model::load() {
        Ok(model) => Arc::new(Some(model)),
        // A program that was built without it reads by rules.
        Err(_) if !cfg!(has_model) && !form.shape.wants_model() => Arc::new(None),
        Err(error) => {
            report.clear();
            report::tell(&error);
            return Status::Failed;
        }
    };
    let inputs = guarded(onrecord_read::inputs(locations, &options));
    let (options, own) = (Arc::new(options), Arc::new(own));
    let make = move |input, results: &_| {
        records::make(input, &options, form, model.as_ref().as_ref(), &own, results);
    };
    let results = match pipeline::in_order(inputs, jobs, make) {
        Ok(results) => results,
        Err(error) => {
            report::tell(&format!("no threads to be had: {error}; hint: try a smaller -j"));
            return Status::Failed;
        }
    };
    for result in results {
        match result {
            Ok(written) => {
                if let Some(note) = &written.note {
                    report.aside(|| report::tell(note));
                }
                let done = report.aside(|| output.write(written.whole.as_bytes()));
                if let Err(error) = done {
                    report.clear();
                    return output::failed(&error);
                }
                report.article(written.statements);
            }
            Err(problem) => {
                report.problem(&problem);
                if strict {
                    break;
                }
            }
        }
    }
    report.finish()
}

/// Inputs until there are no more, or until drawing one fails: then that is the last problem.
pub fn guarded(
    inputs: impl Iterator<Item = Result<Input, Problem>>,
) -> impl Iterator<Item = Result<Input, Problem>> {
    let mut inputs = Some(inputs);
    std::iter::from_fn(move || {
        let drawn = caught("the inputs", || inputs.as_mut()?.next());
        drawn.unwrap_or_else(|problem| {
            inputs = None;
            Some(Err(problem))
        })
    })
}

/// From here on Ctrl-C ends the program between two records. When the output is stuck, so that no
/// such moment comes, a second Ctrl-C ends it at once.
fn watch_for_ctrl_c(output: &Output, report: &Report) -> Result<(), ctrlc::Error> {
    let (output, progress) = (output.clone(), report.progress());
    let mut asked_before = false;
    ctrlc::set_handler(move || {
        let code = i32::from(Status::Interrupted.code());
        if asked_before {
            std::process::exit(code);
        }
        asked_before = true;
        let (output, progress) = (output.clone(), progress.clone());
        // Waits elsewhere, so that the second Ctrl-C is heard.
        thread::spawn(move || {
            progress.suspend(|| output.between_records(|| std::process::exit(code)));
        });
    })
}
