//! A user's own tables: read from a folder, checked, or made of dictionaries.

use std::fs;
use std::path::{Path, PathBuf};

use onrecord_actors::{Dictionary, Registry, read_dictionary};

use super::{Answered, write};
use crate::report;
use crate::status::Status;

/// The largest table or dictionary that is read.
const LARGEST: u64 = 64 << 20;

/// Does something with our registry, or with one that has a folder's tables before ours.
pub fn with(folder: Option<&Path>, ask: impl FnOnce(&Registry) -> Answered) -> Answered {
    match folder {
        None => ask(Registry::builtin()),
        Some(folder) => ask(&registry(folder)?),
    }
}

/// The registry with the tables of a folder.
///
/// # Errors
///
/// Everything that is wrong with them, a line each.
pub fn registry(folder: &Path) -> Result<Registry, Vec<String>> {
    Ok(tables(folder)?.0)
}

/// The registry with the tables of a folder, and how many there are.
fn tables(folder: &Path) -> Result<(Registry, usize), Vec<String>> {
    let shown = folder.display();
    let entries = fs::read_dir(folder).map_err(|error| {
        vec![format!("{shown}: cannot be listed: {error}; hint: give a folder of tables")]
    })?;
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| {
            vec![format!("{shown}: cannot be listed: {error}; hint: see whose folder it is")]
        })?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        // What is no table by its name is somebody's notes.
        if path.extension().is_some_and(|extension| extension == "tsv") {
            files.push((name, read(&path).map_err(|problem| vec![problem])?));
        }
    }
    if files.is_empty() {
        let hint = "tables are files like terms.tsv";
        return Err(vec![format!("{shown}: there is no table in it; hint: {hint}")]);
    }
    files.sort();
    let borrowed: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let registry = Registry::with_tables(&borrowed).map_err(|error| {
        let line = |fault: &_| format!("{}", folder.join(format!("{fault}")).display());
        error.faults.iter().map(line).collect::<Vec<_>>()
    })?;
    Ok((registry, files.len()))
}

fn read(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let size = fs::metadata(path).map_or(0, |metadata| metadata.len());
    if size > LARGEST {
        let most = LARGEST >> 20;
        return Err(format!("{shown}: it is larger than {most} MiB; hint: split it"));
    }
    let bytes = fs::read(path)
        .map_err(|error| format!("{shown}: cannot be read: {error}; hint: see whose file it is"))?;
    String::from_utf8(bytes)
        .map_err(|_| format!("{shown}: it is not UTF-8; hint: save it as UTF-8 text"))
}

/// `onrecord actors check`.
pub fn check(folder: &Path) -> Answered {
    let (_, tables) = tables(folder)?;
    let tables = if tables == 1 { "1 table".to_owned() } else { format!("{tables} tables") };
    Ok(format!("{tables}, no fault\n"))
}

/// `onrecord actors import`: lines that cannot be read are told and skipped.
pub fn import(files: &[PathBuf]) -> Status {
    let mut all = Dictionary::default();
    for path in files {
        match read(path) {
            Ok(text) => {
                let dictionary = read_dictionary(&path.display().to_string(), &text);
                all.names.extend(dictionary.names);
                all.faults.extend(dictionary.faults);
            }
            Err(problem) => {
                report::tell(&problem);
                return Status::Failed;
            }
        }
    }
    for fault in &all.faults {
        report::tell(&fault.to_string());
    }
    let status = if all.faults.is_empty() { Status::Fine } else { Status::Skipped };
    write(&all.to_table(), status)
}
