//! Every record satisfies `schema/record.schema.json`, and what the schema cannot say: its spans
//! slice, its ids lead somewhere, and its id is that of its text.

use std::collections::HashSet;
use std::fs;

use onrecord_record::{Article, Record, Span};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::{article, lines, onrecord, read_lines, repository};

fn check_all(stdout: &[u8], expected: usize) {
    let schema = fs::read_to_string(repository("schema/record.schema.json")).expect("a schema");
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    let schema = jsonschema::validator_for(&schema).expect("the schema compiles");
    let written = lines(stdout);
    assert_eq!(written.len(), expected);
    for line in written {
        let value: Value = serde_json::from_str(line).expect("a line is JSON");
        if let Err(error) = schema.validate(&value) {
            panic!("{error} at {} of {line}", error.instance_path());
        }
        check(&serde_json::from_value(value).expect("it is a record"));
    }
}

fn check(record: &Record) {
    let article = &record.article;
    assert_eq!(article.id, Article::id_of(&article.text));
    let length = article.text.chars().count();
    let slices = |span: &Span| {
        assert!(span[0] < span[1] && span[1] <= length, "{span:?} of {length}: {article:?}");
    };
    let actors: HashSet<&str> = record.actors.iter().map(|actor| actor.id.as_str()).collect();
    assert_eq!(actors.len(), record.actors.len(), "an id is given twice");
    for actor in &record.actors {
        actor.mentions.iter().for_each(slices);
        assert!(actor.mentions.is_sorted(), "{actor:?}");
    }
    let statements: HashSet<&str> = record.statements.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(statements.len(), record.statements.len(), "an id is given twice");
    for statement in &record.statements {
        for spans in [&statement.source, &statement.cue, &statement.content] {
            spans.iter().for_each(slices);
            let apart = spans.windows(2).all(|pair| pair[0][1] <= pair[1][0]);
            assert!(apart, "spans overlap or run backwards: {statement:?}");
        }
        statement.addressee.iter().chain(&statement.via).for_each(slices);
        assert!(statement.speakers.iter().all(|id| actors.contains(id.as_str())), "{statement:?}");
        if let Some(outer) = &statement.inside {
            assert!(statements.contains(outer.as_str()) && *outer != statement.id, "{statement:?}");
        }
    }
}

#[test]
fn records_of_the_demo_are_sound() {
    let run = onrecord(&["demo", "--to", "jsonl"]).assert().code(0);
    check_all(&run.get_output().stdout, 3);
}

#[test]
fn records_of_the_cases_are_sound() {
    let mut batch = String::new();
    for entry in fs::read_dir(repository("cases")).expect("a folder of cases") {
        let path = entry.expect("an entry").path();
        let case: toml::Table =
            fs::read_to_string(&path).expect("a file").parse().expect("it is TOML");
        let article = json!({
            "id": path.file_stem().expect("a name").to_string_lossy(),
            "headline": case.get("headline"),
            "published": case.get("published"),
            "text": case["text"].as_str().expect("a text").trim_matches('\n'),
        });
        batch.push_str(&format!("{article}\n"));
    }
    let run = read_lines(&batch, &[]).assert().code(0);
    check_all(&run.get_output().stdout, lines(batch.as_bytes()).len());
}

#[test]
fn records_of_any_text_are_sound_and_keep_it_unchanged() {
    // Scraps of reported speech in any order, and any characters at all.
    let scraps = "(“|”|\"|'|‘|’|«|»|„|\\.|,|:| said | told |\n\n|\n| that |Ada Lind|she|é|🦊|\r\n|\u{0}|\
                  according to |-|—|\\)| 3.5|Mr\\.| |Rain fell){1,60}";
    let mut runner = TestRunner::deterministic();
    let scraps = proptest::string::string_regex(scraps).expect("a pattern");
    let anything = proptest::string::string_regex("(?s).{1,200}").expect("a pattern");
    let mut texts = Vec::new();
    for _ in 0..200 {
        texts.push(scraps.new_tree(&mut runner).expect("a text").current());
        texts.push(anything.new_tree(&mut runner).expect("a text").current());
    }
    texts.retain(|text| text.chars().any(char::is_alphanumeric));
    let batch: String =
        texts.iter().enumerate().map(|(n, text)| article(&n.to_string(), text)).collect();
    let run = read_lines(&batch, &["-j2"]).assert().code(0);
    let stdout = &run.get_output().stdout;
    check_all(stdout, texts.len());
    for (line, text) in lines(stdout).iter().zip(&texts) {
        let record: Record = serde_json::from_str(line).expect("it is a record");
        assert_eq!(record.article.text, *text);
    }
}
