//! The binary as a person or a script meets it: what it writes, what it tells, how it ends.
//!
//! One test program with a module for each subject, because each test program is linked by itself.

mod actors;
mod cleanliness;
mod demo;
mod endings;
mod order;
mod record;
mod schema;
mod statuses;
mod syntax;

use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The binary, in an environment that says nothing about colours.
fn onrecord(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    command.args(arguments);
    command
}

/// `onrecord read` of JSON lines on standard input, JSON lines out.
fn read_lines(lines: &str, more: &[&str]) -> Command {
    let mut command = onrecord(&["read", "--from", "jsonl", "--to", "jsonl"]);
    command.args(more).arg("-").write_stdin(lines);
    command
}

/// A line of JSON lines.
fn article(id: &str, text: &str) -> String {
    format!("{}\n", serde_json::json!({"id": id, "text": text}))
}

/// A file of the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// What a run wrote, line by line.
fn lines(bytes: &[u8]) -> Vec<&str> {
    std::str::from_utf8(bytes).expect("output is UTF-8").lines().collect()
}

/// The `input_id` of each record.
fn ids(stdout: &[u8]) -> Vec<String> {
    let id = |line: &&str| -> String {
        let record: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        record["article"]["input_id"].as_str().expect("an id").to_owned()
    };
    lines(stdout).iter().map(id).collect()
}
