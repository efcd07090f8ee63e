//! The commands of the record, from adding to forgetting, as a person types them.

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

use super::{article, lines, onrecord, repository};

/// A command on the record of a folder.
fn on(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = onrecord(arguments);
    command.current_dir(folder);
    command
}

/// What a command writes, each line as JSON.
fn json(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let output = on(folder, arguments).assert().success().get_output().stdout.clone();
    lines(&output).iter().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A record with the articles of the demonstration, read by rules so that it takes no time.
fn added() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = repository("demo");
    on(folder.path(), &["add", "--no-model", demo.to_str().expect("UTF-8")]).assert().success();
    folder
}

#[test]
fn what_is_added_is_found_and_proved() {
    let folder = added();
    let folder = folder.path();
    let articles = json(folder, &["find", "--articles"]);
    assert!(articles.len() >= 3, "{articles:?}");
    let statements = json(folder, &["find", "--limit", "100"]);
    assert!(!statements.is_empty());
    let id = statements[0]["id"].as_str().expect("an id");
    let speaker = statements.iter().find_map(|s| s["speakers"][0].as_str()).expect("a speaker");
    let by = json(folder, &["find", "--said-by", speaker, "--limit", "100"]);
    assert!(by.iter().all(|s| s["speakers"].to_string().contains(speaker)) && !by.is_empty());
    for form in ["table", "text", "csv"] {
        let shown = on(folder, &["find", "--to", form]).assert().success();
        assert!(!shown.get_output().stdout.is_empty());
    }
    json(folder, &["compare", id]);
    on(folder, &["verify"]).assert().success();
}

#[test]
fn adding_again_adds_nothing() {
    let folder = added();
    let demo = repository("demo");
    let again =
        on(folder.path(), &["add", "--no-model", "--resume", demo.to_str().expect("UTF-8")])
            .assert()
            .success();
    let told = String::from_utf8_lossy(&again.get_output().stderr).into_owned();
    assert!(told.contains("0 new articles"), "{told}");
}

#[test]
fn what_came_through_a_pipe_is_kept_before_it_ends() {
    use std::io::Write;
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["add", "--no-reading", "--from", "jsonl", "-"])
        .current_dir(folder.path())
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    for id in ["one", "two"] {
        let line =
            article(id, &format!("The ferry {id} left Kotor in the morning, as it always does."));
        pipe.write_all(line.as_bytes()).expect("it listens");
    }
    pipe.flush().expect("it listens");
    let path = folder.path().join("record.db");
    let kept = || -> u64 {
        let store = onrecord_store::Store::open(&path, onrecord_store::Access::Read);
        store.and_then(|store| store.articles()).unwrap_or(0)
    };
    // The pipe stays open meanwhile, so nothing ends but what is wrong.
    while kept() != 2 {
        assert!(child.try_wait().expect("a child").is_none());
        std::thread::yield_now();
    }
    drop(pipe);
    assert!(child.wait().expect("a child").success());
    assert_eq!(kept(), 2);
}

#[test]
fn questions_in_sql_are_answered_and_changes_refused() {
    let folder = added();
    let folder = folder.path();
    let count = json(folder, &["sql", "SELECT count(*) AS n FROM articles"]);
    assert!(count[0]["n"].as_u64().is_some_and(|n| n >= 3));
    on(folder, &["sql", "DELETE FROM article"]).assert().code(1);
    let both = json(folder, &["sql", "SELECT 1 AS id, 2 AS id"]);
    assert_eq!(both[0], serde_json::json!({"id": 1, "id_2": 2}));
    on(folder, &["sql", "--rows", "1", "SELECT id FROM articles"]).assert().code(2);
    on(folder, &["sql", "--db", "nowhere.db", "SELECT 1"]).assert().code(1);
}

#[test]
fn corrections_exports_backups_and_forgetting() {
    let folder = added();
    let folder = folder.path();
    let statement = &json(folder, &["find", "--limit", "1"])[0];
    let id = statement["id"].as_str().expect("an id");
    let who = ["--who", "Mia"];
    on(folder, &["correct", id, "--accept"]).args(who).assert().success();
    let fields = "{\"speakers\": [\"Mia Peric\"]}";
    on(folder, &["correct", id, "--amend", fields]).args(who).assert().success();
    assert_eq!(json(folder, &["find", "--said-by", "peric"]).len(), 1);
    on(folder, &["correct", "--undo", "2"]).args(who).assert().success();
    let log = on(folder, &["correct", "--list"]).assert().success();
    assert_eq!(lines(&log.get_output().stdout).len(), 3);
    for form in ["jsonl", "csv-statements", "gdelt", "ris", "gold-statements"] {
        on(folder, &["export", "--to", form, "--output", "out"]).assert().success();
        assert!(folder.join("out").exists());
    }
    on(folder, &["export", "--to", "brat", "--output", "brat"]).assert().success();
    on(folder, &["export", "--to", "nonsense"]).assert().code(1);
    on(folder, &["backup", "copy.db"]).assert().success();
    on(folder, &["backup", "copy.db"]).assert().code(1);
    let (article, _) = id.split_once('#').expect("a part");
    on(folder, &["forget", article]).assert().code(1);
    on(folder, &["forget", article, "--yes"]).args(who).assert().success();
    on(folder, &["find", "--article", article]).assert().code(1);
    on(folder, &["restore", "copy.db"]).assert().code(1);
    let log = on(folder, &["forget", "--list"]).assert().success();
    let log = lines(&log.get_output().stdout);
    assert!(log.len() == 1 && log[0].contains("Mia") && log[0].contains("1 article"), "{log:?}");
    on(folder, &["forget", "--list", article]).assert().code(1);
    on(folder, &["restore", "copy.db", "--replace"]).assert().success();
    let elsewhere = on(folder, &["restore", "copy.db", "--db", "new.db"]).assert().success();
    let told = String::from_utf8_lossy(&elsewhere.get_output().stderr).into_owned();
    assert!(told.contains("forgotten since the backup"), "{told}");
    // What was forgotten stays so.
    on(folder, &["find", "--article", article]).assert().code(1);
    on(folder, &["verify"]).assert().success();
}

#[test]
fn texts_that_were_kept_unread_are_read_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let text = "\"We kept our promise,\" said Milena Vukasin, who builds bridges in Kotor.";
    on(folder, &["add", "--no-reading", "--from", "jsonl", "-"])
        .write_stdin(article("one", text))
        .assert()
        .success();
    assert!(json(folder, &["find"]).is_empty());
    on(folder, &["reread", "--no-model"]).assert().success();
    assert!(json(folder, &["find"]).is_empty());
    on(folder, &["reread", "--no-model", "--keep"]).assert().success();
    let found = json(folder, &["find", "--words", "promise"]);
    assert_eq!(found[0]["speakers"][0], "Milena Vukasin");
    on(folder, &["reread", "--discard"]).assert().success();
    on(folder, &["verify"]).assert().success();
}

#[test]
fn a_damaged_file_is_named_and_told_by_the_status() {
    let folder = added();
    let folder = folder.path();
    let path = folder.join("record.db");
    let mut bytes = std::fs::read(&path).expect("a file");
    let at = bytes.windows(7).position(|part| part == b"Vukasin").expect("a name");
    bytes[at] = b'W';
    std::fs::write(&path, bytes).expect("a file");
    let verified = on(folder, &["verify"]).assert().code(2);
    let told = String::from_utf8_lossy(&verified.get_output().stderr).into_owned();
    assert!(told.contains("record.db") && told.contains("hint: "), "{told}");
    std::fs::write(&path, "not a database, but a diary").expect("a file");
    on(folder, &["verify"]).assert().code(1);
    on(folder, &["add", "x.txt"]).assert().code(1);
}
