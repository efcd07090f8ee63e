//! Packs the tables, so that the program reads its facts where they lie. Reads the folder `tables`
//! of the repository and nothing else; a fault in a table ends the build with its line.

#[path = "build/places.rs"]
mod places;

#[path = "src/day.rs"]
#[allow(dead_code, unreachable_pub)]
mod day;
#[path = "src/fold.rs"]
#[allow(dead_code, unreachable_pub)]
mod fold;
#[path = "src/tables/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports)]
mod tables;

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// Our tables refer to nothing besides themselves.
struct Nothing;

impl tables::Known for Nothing {
    fn actor(&self, _: &str) -> bool {
        false
    }

    fn office(&self, _: &str) -> Option<bool> {
        None
    }

    fn person(&self, _: &str) -> bool {
        false
    }
}

fn main() -> ExitCode {
    places::build();
    let root = Path::new("../../tables");
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rerun-if-changed=src/tables");
    println!("cargo::rerun-if-changed=src/fold.rs");
    println!("cargo::rerun-if-changed=src/day.rs");
    let mut files = Vec::new();
    for form in &tables::FORMS {
        let path = root.join(form.file);
        match fs::read_to_string(&path) {
            Ok(text) => files.push((form.file, text)),
            // A user's dictionary is nothing that we have.
            Err(_) if form.file == "coded_names.tsv" => {}
            Err(error) => {
                println!("cargo::error={}: {error}", path.display());
                return ExitCode::FAILURE;
            }
        }
    }
    let files: Vec<(&str, &str)> =
        files.iter().map(|(file, text)| (*file, text.as_str())).collect();
    let facts = match tables::read(&files, &Nothing) {
        Ok(facts) => facts,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error=tables/{fault}");
            }
            return ExitCode::FAILURE;
        }
    };
    let packed = tables::pack::pack(&facts);
    let Some(folder) = env::var_os("OUT_DIR") else {
        println!("cargo::error=cargo sets no OUT_DIR");
        return ExitCode::FAILURE;
    };
    if let Err(error) = fs::write(Path::new(&folder).join("facts.bin"), packed) {
        println!("cargo::error=the facts cannot be written: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
