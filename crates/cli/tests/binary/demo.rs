//! What a new user sees first, as snapshots that a person reviews. `cargo xtask bless` renews them.

use std::fs;

use serde_json::Value;

use crate::{lines, onrecord, repository};

#[test]
fn as_text() {
    let run = onrecord(&["demo", "--to", "text"]).assert().code(0);
    assert_eq!(run.get_output().stderr, b"");
    insta::assert_snapshot!(unsure(&String::from_utf8_lossy(&run.get_output().stdout)));
}

#[test]
fn as_json_lines() {
    let run = onrecord(&["demo", "--to", "jsonl"]).assert().code(0);
    let records: Vec<Value> = lines(&run.get_output().stdout)
        .iter()
        .map(|line| {
            let mut record: Value = serde_json::from_str(line).expect("a line is JSON");
            // What made it changes with every release and every rule.
            for (_, made_by) in record["made_by"].as_object_mut().expect("an object") {
                *made_by = Value::from("…");
            }
            record["statements"].as_array_mut().expect("a list").iter_mut().for_each(without);
            record
        })
        .collect();
    let pretty = serde_json::to_string_pretty(&records).expect("it serialises");
    insta::assert_snapshot!(pretty);
}

/// Without the confidence of a statement: its last digits depend on the processor.
fn without(statement: &mut Value) {
    statement["confidence"] = Value::Null;
}

/// The same in text for people: `95 %` becomes `NN %`.
fn unsure(text: &str) -> String {
    let mut out = String::new();
    for part in text.split_inclusive(" %") {
        let number = part.strip_suffix(" %").map(|before| {
            let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
            &before[..before.len() - digits]
        });
        match number {
            Some(before) => {
                out.push_str(before);
                out.push_str("NN %");
            }
            None => out.push_str(part),
        }
    }
    out
}

#[test]
fn a_pipe_gets_json_lines() {
    let run = onrecord(&["demo"]).assert().code(0);
    let as_asked = onrecord(&["demo", "--to", "jsonl"]).assert().code(0);
    assert_eq!(run.get_output().stdout, as_asked.get_output().stdout);
}

#[test]
fn the_readme_shows_what_the_demo_prints() {
    let readme = fs::read_to_string(repository("README.md")).expect("there is a README");
    let block = |from: &str, language: &str| -> String {
        let (_, after) = readme.split_once(from).expect("the README has it");
        let (_, after) = after.split_once(&format!("```{language}\n")).expect("a block");
        after.split("```").next().expect("its end").to_owned()
    };
    let run = onrecord(&["demo", "--to", "text"]).assert().code(0);
    let printed = unsure(&String::from_utf8_lossy(&run.get_output().stdout));
    for line in unsure(&block("As text (`--to text`)", "text")).lines() {
        assert!(printed.lines().any(|printed| printed == line), "{line}");
    }
    let run = onrecord(&["demo", "--to", "jsonl"]).assert().code(0);
    let mut record: Value = serde_json::from_str(lines(&run.get_output().stdout)[0]).expect("JSON");
    let mut shown: Value =
        serde_json::from_str(&block("As JSON lines (`--to jsonl`)", "json")).expect("JSON");
    without(&mut shown);
    let statements = record["statements"].as_array_mut().expect("a list");
    statements.iter_mut().for_each(without);
    assert!(statements.contains(&shown), "{statements:#?}");
}
