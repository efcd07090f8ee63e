//! Hashes the rules, so that records can name those that made them.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/en");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    list(&folder, &mut files);
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let name = file.strip_prefix(&folder).expect("it is in the folder").to_string_lossy();
        let words = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        // Lengths keep the end of one file apart from the beginning of the next.
        hash.update(format!("{name}\n{}\n", words.len()));
        hash.update(words);
    }
    let id: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=ONRECORD_RULES=sha256:{id}");
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
