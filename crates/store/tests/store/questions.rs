//! Questions in SQL: the views answer, everything else is refused.

use std::time::Duration;

use onrecord_store::{Answer, Cell, Limits, ask};

use crate::records::{add, full, open, place, said};

fn filled() -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, path) = place();
    add(&mut open(&path), &[full(), said("Ina Vik", "We kept our promise", "2024-03-01")]);
    (folder, path)
}

fn one(answer: &Answer) -> &Cell {
    &answer.rows[0][0]
}

#[test]
fn the_views_answer() {
    let (_folder, path) = filled();
    let ask = |question: &str| ask(&path, question, Limits::default()).expect(question);
    assert_eq!(*one(&ask("SELECT count(*) FROM articles")), Cell::Integer(2));
    let joined = "SELECT articles.outlet, statements.words FROM statements JOIN articles \
                  USING (article) WHERE speakers LIKE '%Vik%'";
    let answer = ask(joined);
    assert_eq!(answer.columns, ["outlet", "words"]);
    assert_eq!(answer.rows[0][1], Cell::Text("We kept our promise".to_owned()));
    let parties = ask("SELECT actors FROM events WHERE type = 'CONSULT'");
    assert_eq!(*one(&parties), Cell::Text("[\"Norland\",\"Sudland\"]".to_owned()));
    let mentions = ask("SELECT words FROM mentions WHERE name = 'Ana Ilić' ORDER BY start");
    assert_eq!(mentions.rows.len(), 2);
    assert_eq!(mentions.rows[1][0], Cell::Text("the harbour master".to_owned()));
    assert_eq!(*one(&ask("SELECT version FROM articles")), Cell::Integer(1));
    for view in ["stories", "wordings", "sightings", "corrections", "actors"] {
        ask(&format!("SELECT * FROM {view}"));
    }
    let words = "SELECT count(*) FROM statement_words WHERE statement_words MATCH 'promise'";
    assert_eq!(*one(&ask(words)), Cell::Integer(1));
    ask("WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 5) SELECT x FROM n");
}

#[test]
fn everything_else_is_refused() {
    let (folder, path) = filled();
    let before = std::fs::read(&path).unwrap();
    let aside = folder.path().join("aside.db");
    for question in [
        format!("ATTACH '{}' AS aside", aside.display()),
        "DETACH main".to_owned(),
        "PRAGMA user_version".to_owned(),
        "PRAGMA journal_mode = DELETE".to_owned(),
        "SELECT * FROM pragma_table_list".to_owned(),
        "SELECT load_extension('x')".to_owned(),
        "SELECT fts3_tokenizer('simple')".to_owned(),
        "DELETE FROM article".to_owned(),
        "UPDATE article SET url = 'x' RETURNING url".to_owned(),
        "INSERT INTO statement_words (statement_words) VALUES ('rebuild')".to_owned(),
        "CREATE TEMP TABLE t (x)".to_owned(),
        "DROP VIEW articles".to_owned(),
        "BEGIN".to_owned(),
        "SAVEPOINT s".to_owned(),
        "VACUUM".to_owned(),
        format!("VACUUM INTO '{}'", aside.display()),
        "REINDEX".to_owned(),
        "ANALYZE".to_owned(),
        "SELECT 1; SELECT 2".to_owned(),
        "SELECT 1; DELETE FROM article".to_owned(),
        "EXPLAIN DELETE FROM article".to_owned(),
        String::new(),
        "-- nothing".to_owned(),
        "nonsense".to_owned(),
        "SELECT nothing FROM nowhere".to_owned(),
        "SELECT '\0'".to_owned(),
        "SELECT zeroblob(1000000000)".to_owned(),
    ] {
        let refused = ask(&path, &question, Limits::default());
        let refused = refused.expect_err(&question).to_string();
        assert!(refused.contains("hint: "), "{question}: {refused}");
    }
    assert!(!aside.exists());
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn time_and_rows_are_limited() {
    let (_folder, path) = filled();
    let endless =
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";
    let limits = Limits { time: Duration::from_millis(50), rows: 5 };
    let refused = ask(&path, endless, limits).unwrap_err().to_string();
    assert!(refused.contains("took longer"), "{refused}");
    let many =
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 9) SELECT x FROM n";
    let answer = ask(&path, many, limits).unwrap();
    assert_eq!((answer.rows.len(), answer.cut), (5, true));
}

#[test]
fn columns_of_one_name_are_told_apart_and_answers_have_an_end() {
    let (_folder, path) = place();
    drop(open(&path));
    let columns = |question: &str| ask(&path, question, Limits::default()).unwrap().columns;
    assert_eq!(
        columns("SELECT 1 AS id, 2 AS id, 3 AS id_2, 4 AS id"),
        ["id", "id_3", "id_2", "id_4"]
    );
    assert_eq!(columns("SELECT 1 AS a, 2 AS b"), ["a", "b"]);
    let much = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) \
                SELECT hex(zeroblob(8000000)) FROM n";
    let answer = ask(&path, much, Limits::default()).unwrap();
    assert!(answer.cut && answer.rows.len() < 20, "{}", answer.rows.len());
}
