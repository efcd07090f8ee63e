//! `onrecord ontology`, and the rules of `onrecord read --ontology`: from a folder to an ontology.
//!
//! A folder of rules is taken whole or not at all: whoever reads a year of news by half of their rules
//! would not notice.

use std::borrow::Cow;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use onrecord_extract::{Ontology, OntologySentence, try_sentence};

use crate::args::{self, OntologyTask};
use crate::model;
use crate::output::{self, Output};
use crate::report;
use crate::status::Status;

/// The ending of files with rules; others in the folder are left alone.
const ENDING: &str = "rules";

/// Runs the command.
pub fn run(args: args::Ontology) -> Status {
    match args.task {
        OntologyTask::Check { folder } => check(folder.as_deref()),
        OntologyTask::Write { folder } => write(&folder),
    }
}

/// The ontology in a folder; PLOVER where none is given.
///
/// # Errors
///
/// Everything that is wrong with it, a line each.
pub fn load(folder: Option<&Path>) -> Result<Cow<'static, Ontology>, Vec<String>> {
    let Some(folder) = folder else { return Ok(Cow::Borrowed(Ontology::plover())) };
    let files = files(folder).map_err(|error| vec![error])?;
    let named = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Ontology::read(named).map(Cow::Owned).map_err(|errors| {
        let faults = match errors.len() {
            1 => "1 fault".to_owned(),
            more => format!("{more} faults"),
        };
        let whole = format!("{}: {faults}, and nothing of it is used", folder.display());
        errors.iter().map(ToString::to_string).chain([whole]).collect()
    })
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let trouble = |what: &Path, error: std::io::Error| {
        format!("{}: {error}; hint: name a folder with files that end in .{ENDING}", what.display())
    };
    let entries = fs::read_dir(folder).map_err(|error| trouble(folder, error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| trouble(folder, error))?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            let text = fs::read_to_string(&path).map_err(|error| trouble(&path, error))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, text));
        }
    }
    if files.is_empty() {
        let what = folder.display();
        return Err(format!(
            "{what}: there are no files that end in .{ENDING} in it; hint: onrecord ontology write \
             FOLDER writes some to begin with"
        ));
    }
    files.sort();
    Ok(files)
}

fn check(folder: Option<&Path>) -> Status {
    let ontology = match load(folder) {
        Ok(ontology) => ontology,
        Err(faults) => {
            faults.iter().for_each(|fault| report::tell(fault));
            return Status::Failed;
        }
    };
    let model = match model::load() {
        Ok(model) => model,
        Err(error) => {
            report::tell(&error);
            return Status::Failed;
        }
    };
    let sentences = ontology.sentences();
    let mut wrong = 0;
    let mut told = String::new();
    for sentence in &sentences {
        if let Err(instead) = try_sentence(&model, &ontology, sentence) {
            wrong += 1;
            let _ = writeln!(told, "{}", fault(sentence, &instead));
        }
    }
    let types = ontology.types().count();
    let rules = ontology.rules();
    let right = sentences.len() - wrong;
    let _ = writeln!(
        told,
        "{types} types, {rules} rules, {right} of {} sentences as they should be",
        sentences.len()
    );
    if let Err(error) = Output::stdout().write(told.as_bytes()) {
        return output::failed(&error);
    }
    if wrong == 0 { Status::Fine } else { Status::Skipped }
}

/// What is wrong with a sentence, for people.
fn fault(sentence: &OntologySentence, instead: &str) -> String {
    let wanted = match &sentence.wanted {
        Some(kind) => format!("it should find {kind}"),
        None => "it should not fire".to_owned(),
    };
    format!(
        "{}:{}: {}: {wanted}, but {instead}\n  {}\n  hint: onrecord read --explain tells why",
        sentence.file, sentence.line, sentence.rule, sentence.text
    )
}

fn write(folder: &Path) -> Status {
    let written = fs::create_dir(folder).and_then(|()| {
        Ontology::plover_files().try_for_each(|(name, text)| fs::write(folder.join(name), text))
    });
    match written {
        Ok(()) => Status::Fine,
        Err(error) => {
            let hint = "hint: name a folder that is not there yet, in one that is";
            report::tell(&format!("{}: {error}; {hint}", folder.display()));
            Status::Failed
        }
    }
}
