//! What a new user sees first, as snapshots that a person reviews. `cargo xtask bless` renews them.

use serde_json::Value;

use crate::{lines, onrecord};

#[test]
fn as_text() {
    let run = onrecord(&["demo", "--to", "text"]).assert().code(0);
    assert_eq!(run.get_output().stderr, b"");
    insta::assert_snapshot!(String::from_utf8_lossy(&run.get_output().stdout));
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
            record
        })
        .collect();
    let pretty = serde_json::to_string_pretty(&records).expect("it serialises");
    insta::assert_snapshot!(pretty);
}

#[test]
fn a_pipe_gets_json_lines() {
    let run = onrecord(&["demo"]).assert().code(0);
    let as_asked = onrecord(&["demo", "--to", "jsonl"]).assert().code(0);
    assert_eq!(run.get_output().stdout, as_asked.get_output().stdout);
}
