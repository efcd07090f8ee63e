//! `onrecord export`: everything, in the forms of others.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use onrecord_store::export::{self, ExportError, Form, Item};
use onrecord_store::{Days, Error, Gold, Selection, Store};

use super::args::Export;
use super::find::count;
use super::{Failure, reading, with};
use crate::report;
use crate::status::Status;

/// What is written.
#[derive(Clone, Copy, Debug)]
pub enum To {
    /// A form of one stream.
    Form(Form),
    /// Two files for each article.
    Brat,
    /// What people judged.
    Gold(Gold),
}

const GOLD_STATEMENTS: &str = "gold-statements";
const GOLD_EVENTS: &str = "gold-events";

/// Reads the name of a form.
pub fn form(given: &str) -> Result<To, String> {
    match given {
        "brat" => Ok(To::Brat),
        GOLD_STATEMENTS => Ok(To::Gold(Gold::Statements)),
        GOLD_EVENTS => Ok(To::Gold(Gold::Events)),
        other => other.parse().map(To::Form).map_err(|_| {
            let names: Vec<&str> = Form::ALL.map(Form::name).to_vec();
            format!(
                "it is no form; hint: one of {}, brat, {GOLD_STATEMENTS}, {GOLD_EVENTS}",
                names.join(", ")
            )
        }),
    }
}

/// All forms, for the help.
pub fn forms() -> String {
    let mut all = "In this form:\n".to_owned();
    for form in Form::ALL {
        all.push_str(&format!("\n{:<19} {}", form.name(), form.about()));
    }
    let more = [
        ("brat", "annotations of statements and events, two files for each article"),
        (GOLD_STATEMENTS, "articles whose statements people have all judged, for scoring"),
        (GOLD_EVENTS, "events that people have judged, for scoring"),
    ];
    for (name, about) in more {
        all.push_str(&format!("\n{name:<19} {about}"));
    }
    all
}

/// Runs the command.
pub fn run(args: &Export) -> Status {
    with(&args.database.path, || {
        let store = reading(&args.database.path)?;
        let selection = Selection {
            between: args.between.as_deref().map(Days::parse).transpose()?,
            outlet: args.outlet.clone(),
            count: count(args.count),
        };
        let done = match (args.to, &args.output) {
            (To::Brat, None) => {
                return Err(Error::asked(
                    "brat has two files for each article",
                    "name a folder with --output",
                )
                .into());
            }
            (To::Brat, Some(folder)) => brat(&store, &selection, folder),
            (To::Form(form), None) => stream(&store, &selection, form, &mut io::stdout()),
            (To::Form(form), Some(path)) => {
                into_file(path, |out| stream(&store, &selection, form, out))
            }
            (To::Gold(gold), None) => judged(&store, gold, &mut io::stdout()),
            (To::Gold(gold), Some(path)) => into_file(path, |out| judged(&store, gold, out)),
        };
        match done {
            Ok(told) => {
                report::tell(&told);
                Ok(Status::Fine)
            }
            Err(Trouble::Store(error)) => Err(error.into()),
            Err(Trouble::Output(error)) => match &args.output {
                None => Err(Failure::Output(error)),
                Some(path) => {
                    report::tell(&format!(
                        "{}: cannot be written: {error}; hint: make room or write elsewhere",
                        path.display()
                    ));
                    Ok(Status::Failed)
                }
            },
            Err(Trouble::Export(error)) => {
                report::tell(&error.to_string());
                Ok(Status::Failed)
            }
        }
    })
}

enum Trouble {
    Store(Error),
    Output(io::Error),
    Export(ExportError),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Trouble {
        match error {
            Error::File(error) => Trouble::Output(error),
            other => Trouble::Store(other),
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Output(error)
    }
}

impl From<ExportError> for Trouble {
    fn from(error: ExportError) -> Trouble {
        match error {
            ExportError::Write(error) => Trouble::Output(error),
            other => Trouble::Export(other),
        }
    }
}

/// Writes a file whole or not at all: under another name until it is.
fn into_file(
    path: &Path,
    work: impl FnOnce(&mut (dyn Write + Send)) -> Result<String, Trouble>,
) -> Result<String, Trouble> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    let unfinished = path.with_file_name(name);
    let mut out = BufWriter::new(File::create(&unfinished)?);
    let done = work(&mut out).and_then(|told| {
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)?;
        Ok(told)
    });
    if done.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&unfinished);
    }
    done
}

fn stream(
    store: &Store,
    selection: &Selection,
    form: Form,
    out: &mut (dyn Write + Send),
) -> Result<String, Trouble> {
    let items = store.some(selection)?.map(|stored| stored.map(Item::from));
    let written = export::write(form, items, out)?;
    let mut told = format!("{} articles, {} rows", written.articles, written.rows);
    if written.left_out > 0 {
        told.push_str(&format!(", {} events have no place in {form}", written.left_out));
    }
    Ok(told)
}

fn brat(store: &Store, selection: &Selection, folder: &Path) -> Result<String, Trouble> {
    fs::create_dir_all(folder)?;
    let items = store.some(selection)?.map(|stored| stored.map(Item::from));
    let written = export::brat(items, |name, bytes| fs::write(folder.join(name), bytes))?;
    Ok(format!("{} articles, {} annotations", written.articles, written.rows))
}

fn judged(store: &Store, gold: Gold, out: &mut (dyn Write + Send)) -> Result<String, Trouble> {
    let written = store.gold(gold, |line| writeln!(out, "{line}"))?;
    out.flush()?;
    let mut told = format!("{} lines", written.lines);
    if written.unfinished > 0 {
        told.push_str(&format!(
            ", {} left out; hint: gold needs a verdict on every statement of an article",
            super::count(written.unfinished, "article")
        ));
    }
    Ok(told)
}
