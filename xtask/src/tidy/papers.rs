//! Paths and names in the papers exist; the changelog has a place for what is not released.

use super::Repository;

/// The papers whose paths are checked.
const PAPERS: [&str; 3] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];

/// The paper whose names of functions, types and tests are checked too.
const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// How long the architecture paper may be.
const ARCHITECTURE_LINES: usize = 200;

/// What a path ends with, where it has no folder to tell it by.
const EXTENSIONS: [&str; 9] =
    [".rs", ".md", ".toml", ".json", ".tsv", ".txt", ".html", ".jsonl", ".py"];

pub fn check(repository: &Repository, faults: &mut Vec<String>) {
    let mut words = None;
    for paper in PAPERS {
        let Some(text) = repository.text(paper) else {
            faults.push(format!("{paper}: is missing"));
            continue;
        };
        for (line, quoted) in quoted(text) {
            if is_path(quoted) {
                if !repository.has(quoted) {
                    faults.push(format!("{paper}:{line}: there is no `{quoted}`"));
                }
            } else if paper == ARCHITECTURE && is_name(quoted) {
                let words = words.get_or_insert_with(|| words_of_sources(repository));
                let parts = quoted.trim_end_matches("()").split("::");
                for gone in parts.filter(|&part| !words.contains(part)) {
                    faults.push(format!("{paper}:{line}: no source has the name `{gone}`"));
                }
            }
        }
        let lines = text.lines().count();
        if paper == ARCHITECTURE && lines > ARCHITECTURE_LINES {
            faults.push(format!("{paper}: {lines} lines; {ARCHITECTURE_LINES} are enough"));
        }
    }
    match repository.text("CHANGELOG.md") {
        Some(text) if text.contains("## [Unreleased]") => {}
        Some(_) => faults.push("CHANGELOG.md: has no heading [Unreleased]".to_owned()),
        None => faults.push("CHANGELOG.md: is missing".to_owned()),
    }
}

/// What stands in backquotes outside of blocks of code, with its line.
fn quoted(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut in_block = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            found.extend(line.split('`').skip(1).step_by(2).map(|quoted| (index + 1, quoted)));
        }
    }
    found
}

fn is_path(quoted: &str) -> bool {
    let plain = |character: char| character.is_ascii_alphanumeric() || "._-/".contains(character);
    // What stands beside the repository cannot be looked up in it.
    quoted.chars().all(plain)
        && !quoted.starts_with("../")
        && !quoted.starts_with('/')
        && (quoted.trim_end_matches('/').contains('/')
            || (quoted.len() > 1 && quoted.ends_with('/'))
            || EXTENSIONS.iter().any(|extension| quoted.ends_with(extension)))
}

fn is_name(quoted: &str) -> bool {
    let quoted = quoted.trim_end_matches("()");
    !quoted.is_empty()
        && quoted.split("::").all(|part| {
            part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        })
}

/// Every word of the Rust sources, the manifests and the schema.
fn words_of_sources(repository: &Repository) -> std::collections::HashSet<&str> {
    repository
        .texts()
        .filter(|(path, _)| path.ends_with(".rs") || path.ends_with("Cargo.toml"))
        .flat_map(|(_, text)| text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::faults;
    use super::*;

    const CHANGELOG: (&str, &str) = ("CHANGELOG.md", "## [Unreleased]\n");

    #[test]
    fn a_path_or_a_name_that_is_gone_is_found() {
        let found = faults(
            check,
            &[
                CHANGELOG,
                ("CONTRIBUTING.md", ""),
                ("README.md", "See `crates/a/gone.rs` and `lib.rs`.\n```\n`none/of/it.rs`\n```\n"),
                ("ARCHITECTURE.md", "\n`Kept::read()` calls `lost`; see `crates/a/`.\n"),
                ("crates/a/lib.rs", "struct Kept; fn read() {}"),
            ],
        );
        assert_eq!(
            found,
            [
                "README.md:1: there is no `crates/a/gone.rs`",
                "ARCHITECTURE.md:2: no source has the name `lost`",
            ]
        );
    }

    #[test]
    fn commands_and_flags_are_neither_paths_nor_names() {
        for other in ["cargo xtask check", "--to text", "../shared/eval/score.py", "-j", "¶7", "/"]
        {
            assert!(!is_path(other) && !is_name(other), "{other}");
        }
    }

    #[test]
    fn papers_must_be_there() {
        let found = faults(check, &[]);
        assert_eq!(found.len(), PAPERS.len() + 1, "{found:?}");
    }
}
