//! `cargo xtask bless`: what the program says now becomes what is expected of it. The only chore
//! that rewrites expectations; its diff is to be read.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use crate::run::{command, root, run};

/// Rewrites all snapshots.
pub fn snapshots() -> Result<()> {
    let line = ["cargo", "test", "--workspace", "--no-fail-fast", "--quiet"];
    run(command(&line).env("INSTA_UPDATE", "always").env("INSTA_FORCE_PASS", "1"))?;
    println!("snapshots are what the program says now; read the diff");
    println!("hint: cases are blessed one by one, by --case NAME or --show NAME");
    Ok(())
}

/// Writes what the program finds in a case into its file.
pub fn write_case(name: &str) -> Result<()> {
    let path = root().join("cases").join(name).with_extension("toml");
    fs::write(&path, blessed(name)?.to_string())?;
    println!("{} is rewritten; read the diff", path.display());
    Ok(())
}

/// Prints the case as it would be written.
pub fn show_case(name: &str) -> Result<()> {
    print!("{}", blessed(name)?);
    Ok(())
}

/// The case with the statements that the program finds in it now.
fn blessed(name: &str) -> Result<DocumentMut> {
    let path = root().join("cases").join(name).with_extension("toml");
    let file =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut case: DocumentMut =
        file.parse().with_context(|| format!("cannot read {}", path.display()))?;
    let record = record_of(name, &case)?;
    let mut statements = ArrayOfTables::new();
    for statement in record["statements"].as_array().into_iter().flatten() {
        statements.push(expectation(statement, &record));
    }
    case.remove("wrong");
    case.remove("extra");
    case.remove("statement");
    // Actors and events stay behind the statements, as every case has them.
    let behind = ["actor", "event"].map(|key| (key, case.remove(key)));
    if !statements.is_empty() {
        case.insert("statement", Item::ArrayOfTables(statements));
    }
    for (key, item) in behind {
        if let Some(Item::ArrayOfTables(mut tables)) = item {
            for table in tables.iter_mut() {
                table.set_position(None);
            }
            case.insert(key, Item::ArrayOfTables(tables));
        }
    }
    Ok(case)
}

fn record_of(name: &str, case: &DocumentMut) -> Result<Value> {
    let field = |key: &str| case.get(key).and_then(Item::as_str);
    let Some(text) = field("text") else { bail!("cases/{name}.toml has no text") };
    let article = json!({
        "id": name,
        "headline": field("headline"),
        "published": field("published"),
        "text": text.trim_matches('\n'),
    });
    let line = ["cargo", "run", "--quiet", "--package", "onrecord", "--", "read", "--quiet"];
    let mut program = command(&line)
        .args(["--from", "jsonl", "--to", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    program.stdin.take().context("no standard input")?.write_all(article.to_string().as_bytes())?;
    let output = program.wait_with_output()?;
    if !output.status.success() {
        bail!("onrecord cannot read cases/{name}.toml: {}", output.status);
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// A statement of a record, as a case writes it.
fn expectation(statement: &Value, record: &Value) -> Table {
    let text: Vec<char> = record["article"]["text"].as_str().unwrap_or_default().chars().collect();
    let words = |span: &Value| -> Option<String> {
        let at = |n: usize| span.get(n).and_then(Value::as_u64).map(|at| at as usize);
        text.get(at(0)?..at(1)?).map(|characters| characters.iter().collect())
    };
    let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
    let names: Vec<String> = list(&statement["speakers"])
        .iter()
        .filter_map(|id| list(&record["actors"]).into_iter().find(|actor| actor["id"] == *id))
        .filter_map(|actor| actor["name"].as_str().map(str::to_owned))
        .collect();
    let mut table = Table::new();
    table.insert("speaker", value(names.join("; ")));
    table.insert("kind", value(statement["kind"].as_str().unwrap_or_default()));
    let content: Array = list(&statement["content"]).iter().filter_map(words).collect();
    table.insert("content", value(content));
    for key in ["addressee", "via", "question"] {
        if let Some(words) = words(&statement[key]) {
            table.insert(key, value(words));
        }
    }
    if !statement["inside"].is_null() {
        table.insert("inside", value(true));
    }
    if statement["in_headline"] == true {
        table.insert("in_headline", value(true));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_written_as_cases_write_it() {
        let record = json!({
            "article": {"text": "“Ça va”, said Zoë Lind to us."},
            "actors": [{"id": "a1", "name": "Zoë Lind"}],
        });
        let statement = json!({
            "kind": "direct", "speakers": ["a1"], "content": [[1, 6]], "addressee": [26, 28],
            "via": null, "inside": null, "in_headline": true,
        });
        let written = expectation(&statement, &record).to_string();
        let expected = "speaker = \"Zoë Lind\"\nkind = \"direct\"\ncontent = [\"Ça va\"]\n\
                        addressee = \"us\"\nin_headline = true\n";
        assert_eq!(written, expected);
    }
}
