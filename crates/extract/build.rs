//! Hashes the rules and the tables of facts, so that records can name those that made them.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn main() {
    let root = Path::new("../..");
    let (rules, tables) = (root.join("rules/en"), root.join("tables"));
    println!("cargo::rerun-if-changed={}", rules.display());
    println!("cargo::rerun-if-changed={}", tables.display());
    let mut files = Vec::new();
    list(&rules, &mut files);
    let mut facts = Vec::new();
    list(&tables, &mut facts);
    // What makes tables and what tells of them changes no record.
    facts.retain(|file| file.extension().is_some_and(|extension| extension == "tsv"));
    files.append(&mut facts);
    files.sort();
    let mut hash = Sha256::new();
    let mut names = Vec::new();
    for file in files {
        let name = file.strip_prefix(root).expect("it is in the folder").to_string_lossy();
        let words = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        // Lengths keep the end of one file apart from the beginning of the next.
        hash.update(format!("{name}\n{}\n", words.len()));
        hash.update(words);
        names.push(name.into_owned());
    }
    let id: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=ONRECORD_RULES=sha256:{id}");
    println!("cargo::rustc-env=ONRECORD_RULES_OF={}", names.join(";"));
}

/// All files in a folder and in the folders within it.
fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("a folder that can be listed").path();
        if path.is_dir() { list(&path, files) } else { files.push(path) }
    }
}
