//! Cases: one named test for each file of `cases/`, a short article with the record expected of it.
//!
//! All of them go through the binary at once, as JSON lines, the way anybody's articles would. A
//! file that is no case fails under its own name, with the line that is wrong.

mod case;
mod compare;
mod events;
mod swap;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use onrecord_record::Record;

use case::Case;
use swap::{Outcome, Swap};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("there is a folder of cases")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "the folder of cases is empty");
    let cases: Vec<(String, Result<Case, String>)> = files
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(path).map_err(|error| error.to_string());
            (name.clone(), text.and_then(|text| case::parse(&name, &text)))
        })
        .collect();
    let readable: Vec<(&str, &Case)> = cases
        .iter()
        .filter_map(|(name, case)| Some((name.as_str(), case.as_ref().ok()?)))
        .collect();
    let records = Arc::new(records(readable.iter().map(|(name, case)| case.article(name))));
    let swaps: Vec<Swap> = records.as_ref().as_ref().map_or_else(
        |_| Vec::new(),
        |records| {
            let of =
                |&(name, case): &(&str, &Case)| swap::of(name, case, records.get(name)?).into();
            readable.iter().filter_map(of).flat_map(|swaps: Vec<Swap>| swaps).collect()
        },
    );
    let articles: Vec<String> = readable.iter().map(|(name, case)| case.article(name)).collect();
    let originals = Arc::clone(&records);
    let even_handed = Trial::test("swap: states in each other's place", move || {
        let originals = originals.as_ref().as_ref().map_err(Clone::clone)?;
        let lines: Vec<String> =
            swaps.iter().enumerate().map(|(at, swap)| swap.line(&at.to_string())).collect();
        let swapped = self::records(lines.iter().cloned())?;
        let read = read(&["--to", "conllu"], lines.iter().chain(&articles).cloned())?;
        let readings = swap::readings(&read);
        let mut outcome = Outcome::default();
        for (at, swap) in swaps.iter().enumerate() {
            let id = at.to_string();
            let record = swapped.get(&id).ok_or("the binary gave no record of it")?;
            let same = readings.get(&id) == readings.get(&swap.case);
            swap.compare(&originals[&swap.case], record, same, &mut outcome);
        }
        // Whoever sets the limits wants the counts of a test that passes, too.
        eprintln!("{}", swap::counts(&outcome));
        swap::judge(&outcome).map_err(Failed::from)
    });
    let mut trials: Vec<Trial> = cases
        .into_iter()
        .map(|(name, case)| {
            let records = Arc::clone(&records);
            Trial::test(name.clone(), move || {
                let case = case?;
                let records = records.as_ref().as_ref().map_err(Clone::clone)?;
                let record = records.get(&name).ok_or("the binary gave no record of it")?;
                compare::check(&name, &case, record).map_err(Failed::from)
            })
        })
        .collect();
    trials.extend(case::tests());
    trials.extend(compare::tests());
    trials.extend(events::tests());
    trials.extend(swap::tests());
    trials.push(even_handed);
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The records of articles, by their ids; or why there are none.
fn records(lines: impl Iterator<Item = String>) -> Result<HashMap<String, Record>, String> {
    read(&["--to", "jsonl"], lines)?
        .lines()
        .map(|line| {
            let record: Record = serde_json::from_str(line).map_err(|error| error.to_string())?;
            Ok((record.article.input_id.clone(), record))
        })
        .collect()
}

/// What the binary writes of articles.
fn read(flags: &[&str], lines: impl Iterator<Item = String>) -> Result<String, String> {
    let lines: Vec<String> = lines.collect();
    let output = assert_cmd::Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["read", "--quiet", "--from", "jsonl"])
        .args(flags)
        .arg("-")
        .write_stdin(lines.join("\n"))
        .output()
        .map_err(|error| format!("the binary does not run: {error}"))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(format!("the binary ended with {}: {told}", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
