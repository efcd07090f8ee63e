//! That the papers, tables and crates are what they say: prose about code rots unless something
//! reads it.
//!
//! A check takes the repository and gives what it finds wrong, one line each, with the file first.

mod crates;
mod papers;
mod sources;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::root;

/// Every file of the repository, with its text.
pub struct Repository {
    /// Paths from the root, with `/`, in order; and the text of those that are text.
    files: Vec<(String, Option<String>)>,
}

/// Folders that hold what was made, not written.
const NOT_OURS: [&str; 7] =
    ["target", ".git", ".venv", "__pycache__", "node_modules", "train/work", "fuzz/corpus"];

/// Runs every check.
pub fn tidy() -> Result<()> {
    let repository = Repository::read(&root())?;
    let mut faults = Vec::new();
    for check in [papers::check, sources::check, crates::check, tables::check] {
        check(&repository, &mut faults);
    }
    for fault in &faults {
        println!("{fault}");
    }
    if !faults.is_empty() {
        bail!("{} things are not tidy", faults.len());
    }
    Ok(())
}

impl Repository {
    fn read(root: &Path) -> Result<Repository> {
        let mut files = Vec::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let whole = root.join(&folder);
            let entries =
                fs::read_dir(&whole).with_context(|| format!("cannot list {}", whole.display()))?;
            for entry in entries {
                let entry = entry?;
                let path = folder.join(entry.file_name());
                let name = path.to_string_lossy().replace('\\', "/");
                let last = name.rsplit('/').next().unwrap_or_default();
                if NOT_OURS.contains(&last) || NOT_OURS.contains(&name.as_str()) {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    folders.push(path);
                } else {
                    let text = fs::read(entry.path())
                        .ok()
                        .filter(|bytes| bytes.len() < 4 << 20)
                        .and_then(|bytes| String::from_utf8(bytes).ok());
                    files.push((name, text));
                }
            }
        }
        files.sort();
        Ok(Repository { files })
    }

    /// The text of a file; `None` when there is no such file or it is no text.
    fn text(&self, path: &str) -> Option<&str> {
        let found = self.files.binary_search_by(|(name, _)| name.as_str().cmp(path)).ok()?;
        self.files[found].1.as_deref()
    }

    /// The text files, by path.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(name, text)| Some((name.as_str(), text.as_deref()?)))
    }

    /// Whether a path is a file or a folder, from the root; or, without a folder of its own, the
    /// name of any.
    fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        let inner = format!("/{path}/");
        let last = format!("/{path}");
        self.files.iter().any(|(name, _)| {
            name == path
                || name.starts_with(&folder)
                || (!path.contains('/') && (name.ends_with(&last) || name.contains(&inner)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a check finds in a repository of these files.
    pub fn faults(check: fn(&Repository, &mut Vec<String>), files: &[(&str, &str)]) -> Vec<String> {
        let mut files: Vec<_> =
            files.iter().map(|&(name, text)| (name.to_owned(), Some(text.to_owned()))).collect();
        files.sort();
        let mut faults = Vec::new();
        check(&Repository { files }, &mut faults);
        faults
    }

    #[test]
    fn this_repository_is_tidy() {
        tidy().expect("what is printed above");
    }
}
