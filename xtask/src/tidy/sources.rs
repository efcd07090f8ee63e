//! Every source file says why it exists, under a name that says what it is about; nothing that is
//! written down leads to one person's machine.

use super::Repository;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 8] =
    ["utils", "util", "common", "helper", "helpers", "manager", "core", "misc"];

pub fn check(repository: &Repository, faults: &mut Vec<String>) {
    // Written apart, so that this file does not find itself.
    let homes = ["work", "root", "home", "Users"].map(|folder| format!("/{folder}/"));
    for (path, text) in repository.texts() {
        let ours = path.starts_with("crates/") || path.starts_with("xtask/");
        let stem = |part: &str| part.split('.').next().unwrap_or_default().to_owned();
        if ours && path.split('/').any(|part| EMPTY_NAMES.contains(&stem(part).as_str())) {
            faults.push(format!("{path}: its name does not say what it is about"));
        }
        // What tests are for stands in the module that they test.
        let explained = text.starts_with("//!") || path.ends_with("/tests.rs");
        if ours && path.ends_with(".rs") && !explained {
            faults.push(format!("{path}: does not begin with //! and why it exists"));
        }
        if path == "Cargo.lock" {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            if homes.iter().any(|home| leads_home(line, home)) {
                faults.push(format!("{path}:{}: a path of somebody's machine", index + 1));
            }
        }
    }
}

/// Whether a line has an absolute path to such a folder; `.../work/...` further down a path or a
/// URL is none.
fn leads_home(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || "._-/)}*".contains(c)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::faults;
    use super::*;

    #[test]
    fn empty_names_missing_reasons_and_private_paths_are_found() {
        let private = format!("//! Why.\nconst A: &str = \"/{}/me/x\";\n", "home");
        let found = faults(
            check,
            &[
                ("crates/a/src/lib.rs", "//! Why.\n"),
                ("crates/a/src/helpers.rs", "//! Why.\n"),
                ("crates/a/src/more.rs", "fn f() {}\n"),
                ("crates/a/src/private.rs", &private),
                ("crates/a/src/public.rs", "//! https://news.example/work/1 and train/work/\n"),
            ],
        );
        assert_eq!(
            found,
            [
                "crates/a/src/helpers.rs: its name does not say what it is about",
                "crates/a/src/more.rs: does not begin with //! and why it exists",
                "crates/a/src/private.rs:2: a path of somebody's machine",
            ]
        );
    }
}
