//! From a path that somebody typed to the files it means.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::Problem;

type Files = Box<dyn Iterator<Item = Result<PathBuf, Problem>> + Send>;

/// The files that a path means: itself, all that is in a folder, or what a glob matches. What was
/// named outright is read even if it is hidden; what is found in a folder or by a glob is not.
pub(crate) fn files(path: PathBuf) -> Files {
    if path.is_dir() {
        return in_folder(path);
    }
    // A link to nothing is found missing by its own name, a path that is there is no glob.
    if path.symlink_metadata().is_ok() {
        return Box::new(std::iter::once(Ok(path)));
    }
    match path.to_str() {
        Some(pattern) if pattern.contains(['*', '?', '[']) => matching(pattern),
        _ => Box::new(std::iter::once(Ok(path))),
    }
}

fn in_folder(folder: PathBuf) -> Files {
    let name = folder.display().to_string();
    let mut found = false;
    let mut entries = WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.path()));
    let mut over = false;
    Box::new(std::iter::from_fn(move || {
        for entry in entries.by_ref() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                // A pipe or a socket in a folder would be waited for without end.
                Ok(entry) if !entry.file_type().is_file() => {}
                Ok(entry) => {
                    found = true;
                    return Some(Ok(entry.into_path()));
                }
                // What a link leads back to is being read already.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => {
                    found = true;
                    let path = error.path().map_or(name.clone(), |path| path.display().to_string());
                    let denied = error
                        .io_error()
                        .is_some_and(|error| error.kind() == std::io::ErrorKind::PermissionDenied);
                    return Some(Err(match denied {
                        true => Problem::new(
                            path,
                            "may not be opened",
                            "ask its owner for permission, or run as a user who has it",
                        ),
                        false => Problem::new(
                            path,
                            "leads nowhere",
                            "check where the link points to, or remove it",
                        ),
                    }));
                }
            }
        }
        if found || std::mem::replace(&mut over, true) {
            return None;
        }
        Some(Err(Problem::new(
            name.clone(),
            "is a folder without files",
            "check the path; hidden files are left out",
        )))
    }))
}

fn matching(pattern: &str) -> Files {
    let options = glob::MatchOptions {
        require_literal_separator: true,
        require_literal_leading_dot: true,
        ..glob::MatchOptions::new()
    };
    let none = Problem::new(pattern, "matches no file", "check the path and the pattern");
    let paths = match glob::glob_with(pattern, options) {
        Ok(paths) => paths,
        Err(error) => {
            let what = format!("is no pattern: {}", error.msg);
            let problem = Problem::new(pattern, what, "write [[] for a bracket that means itself");
            return Box::new(std::iter::once(Err(problem)));
        }
    };
    let mut found = paths
        .flat_map(|path| match path {
            Ok(path) => files_found(path),
            Err(error) => Box::new(std::iter::once(Err(Problem::new(
                error.path().display().to_string(),
                "may not be opened",
                "ask its owner for permission, or run as a user who has it",
            )))),
        })
        .peekable();
    // Matches are sorted by name; only whether there is one at all is looked up ahead.
    match found.peek() {
        Some(_) => Box::new(found),
        None => Box::new(std::iter::once(Err(none))),
    }
}

fn files_found(path: PathBuf) -> Files {
    if path.is_dir() { in_folder(path) } else { Box::new(std::iter::once(Ok(path))) }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}
