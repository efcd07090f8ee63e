//! Dependencies between our crates point one way, and the lints of the workspace reach each crate.

use super::Repository;

/// Which of our crates each may use. Text is known to all; nobody uses the binary.
const MAY_USE: [(&str, &[&str]); 10] = [
    ("onrecord-text", &[]),
    ("onrecord-record", &["onrecord-text"]),
    ("onrecord-read", &["onrecord-text", "onrecord-record"]),
    ("onrecord-encoder", &["onrecord-text"]),
    ("onrecord-actors", &["onrecord-text"]),
    (
        "onrecord-extract",
        &["onrecord-text", "onrecord-record", "onrecord-encoder", "onrecord-actors"],
    ),
    ("onrecord-store", &["onrecord-record"]),
    ("onrecord-serve", &["onrecord-record", "onrecord-store"]),
    (
        "onrecord",
        &[
            "onrecord-text",
            "onrecord-record",
            "onrecord-read",
            "onrecord-extract",
            "onrecord-actors",
            "onrecord-store",
            "onrecord-serve",
        ],
    ),
    ("xtask", &[]),
];

pub fn check(repository: &Repository, faults: &mut Vec<String>) {
    for (path, text) in repository.texts() {
        let ours = path.starts_with("crates/") || path.starts_with("xtask/");
        if !ours || !path.ends_with("/Cargo.toml") {
            continue;
        }
        let manifest: toml::Table = match text.parse() {
            Ok(manifest) => manifest,
            Err(error) => {
                faults.push(format!("{path}: {error}"));
                continue;
            }
        };
        let entry = |table: &str, key: &str| manifest.get(table)?.get(key).cloned();
        let name = entry("package", "name");
        let name = name.as_ref().and_then(toml::Value::as_str).unwrap_or_default();
        if entry("lints", "workspace") != Some(toml::Value::Boolean(true)) {
            faults.push(format!("{path}: does not take the lints of the workspace"));
        }
        let Some((_, may_use)) = MAY_USE.iter().find(|(known, _)| *known == name) else {
            faults.push(format!("{path}: {name} is not in the table of xtask/src/tidy/crates.rs"));
            continue;
        };
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let used = manifest.get(table).and_then(toml::Value::as_table).into_iter();
            let used = used.flat_map(toml::Table::keys);
            let used = used.filter(|used| MAY_USE.iter().any(|(known, _)| known == used));
            for backwards in used.filter(|used| !may_use.contains(&used.as_str())) {
                faults.push(format!("{path}: {name} must not use {backwards}"));
            }
        }
    }
    let forbids = |text: &str| text.lines().any(|line| line.trim() == FORBIDDEN);
    if !repository.text("Cargo.toml").is_some_and(forbids) {
        faults.push(format!("Cargo.toml: the lints of the workspace lack {FORBIDDEN}"));
    }
}

/// The compiler keeps this one, once it is asked to.
const FORBIDDEN: &str = "unsafe_code = \"forbid\"";

#[cfg(test)]
mod tests {
    use super::super::tests::faults;
    use super::*;

    #[test]
    fn a_dependency_that_points_backwards_is_found() {
        let lints = "[lints]\nworkspace = true\n";
        let text = format!(
            "[package]\nname = \"onrecord-text\"\n{lints}[dependencies]\nonrecord-read = \"1\"\n"
        );
        let read = format!(
            "[package]\nname = \"onrecord-read\"\n{lints}[dependencies]\nonrecord-text = \"1\"\n"
        );
        let found = faults(
            check,
            &[
                ("Cargo.toml", "[workspace.lints.rust]\nunsafe_code = \"forbid\"\n"),
                ("crates/new/Cargo.toml", "[package]\nname = \"new\"\n"),
                ("crates/read/Cargo.toml", &read),
                ("crates/text/Cargo.toml", &text),
            ],
        );
        assert_eq!(
            found,
            [
                "crates/new/Cargo.toml: does not take the lints of the workspace",
                "crates/new/Cargo.toml: new is not in the table of xtask/src/tidy/crates.rs",
                "crates/text/Cargo.toml: onrecord-text must not use onrecord-read",
            ]
        );
    }
}
