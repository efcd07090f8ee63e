//! `cargo xtask score`: measures the release binary on the development data beside the repository,
//! and writes SCORES.md. Nothing else writes that file, so a figure in it was measured.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::run::{command, output, root, run};

/// Where the data and the scorer are, seen from the root of the repository.
const SHARED: &str = "../shared";

/// A run of the scorer: what it is called, and the scorer's words for it.
struct Task {
    name: &'static str,
    what: &'static str,
    data: &'static str,
    jobs: Option<&'static str>,
}

const TASKS: [Task; 3] = [
    Task { name: "Article bodies", what: "pages", data: "data/pages", jobs: Some("-j1") },
    Task {
        name: "Statements, PolNeAR dev",
        what: "statements",
        data: "data/polnear/dev.jsonl.gz",
        jobs: Some("-j1"),
    },
    Task { name: "Cases", what: "cases", data: "cases", jobs: None },
];

/// Measures everything.
pub fn score() -> Result<()> {
    let shared = root().join(SHARED);
    if !shared.join("eval/score.py").exists() {
        bail!(
            "there is no {SHARED}/eval/score.py; hint: scores are taken from development data \
             that stands beside the repository and is no part of it; SCORES.md has the last ones"
        );
    }
    if output(command(&["python3", "--version"]).stderr(std::process::Stdio::null())).is_err() {
        bail!("python3 is needed to score; hint: install Python 3.11 or newer");
    }
    run(&mut command(&["cargo", "build", "--release", "--package", "onrecord"]))?;
    let mut page = String::from(HEAD);
    conditions(&mut page)?;
    for task in TASKS {
        println!("== {}", task.name);
        let figures = figures(&task, &shared)?;
        section(&mut page, &task, &figures);
    }
    println!("== Segmentation");
    segmentation(&mut page, &shared)?;
    fs::write(root().join("SCORES.md"), page)?;
    println!("== SCORES.md is written");
    Ok(())
}

const HEAD: &str = "# Scores\n\nWritten by `cargo xtask score` and by nothing else. All figures are \
                    on development data, in percent unless they say otherwise.\n\n";

/// When, what and on which machine.
fn conditions(page: &mut String) -> Result<()> {
    let today = jiff::Timestamp::now().to_string();
    let commit = output(&mut command(&["git", "rev-parse", "--short", "HEAD"]))
        .unwrap_or_else(|_| "unknown".to_owned());
    let changed = output(&mut command(&["git", "status", "--porcelain", "--untracked-files=no"]))
        .is_ok_and(|changes| !changes.trim().is_empty());
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism()?;
    writeln!(page, "| condition | |\n|---|---|")?;
    writeln!(page, "| date | {} |", today.get(..10).unwrap_or(&today))?;
    let changed = if changed { ", with changes not committed" } else { "" };
    writeln!(page, "| commit | {}{changed} |", commit.trim())?;
    writeln!(page, "| processor | {}, {cores} cores |", cpu.map_or("unknown", |(_, name)| name))?;
    if let Some(load) = load.split(' ').next().filter(|load| !load.is_empty()) {
        writeln!(page, "| load before the run | {load} (other work slows the speeds down) |")?;
    }
    writeln!(page, "| build | release |")?;
    Ok(())
}

fn figures(task: &Task, shared: &Path) -> Result<Value> {
    let binary = root().join("target/release/onrecord");
    let target = std::env::var_os("CARGO_TARGET_DIR").map(|folder| root().join(folder));
    let binary = target.map_or(binary, |folder| folder.join("release/onrecord"));
    let mut scorer = command(&["python3"]);
    scorer
        .arg(shared.join("eval/score.py"))
        .arg(task.what)
        .arg(shared.join(task.data))
        .arg("--")
        .arg(binary)
        .args(["read", "--quiet", "--from", "jsonl", "--to", "jsonl"])
        .args(task.jobs)
        .arg("-");
    let printed = output(&mut scorer)?;
    print!("{printed}");
    let last = printed.lines().last().context("the scorer printed nothing")?;
    serde_json::from_str(last).context("the scorer's last line is no JSON")
}

/// A table of one task: rows with precision, recall and F1, and rows with one figure.
fn section(page: &mut String, task: &Task, figures: &Value) {
    let jobs = if task.jobs.is_some() { ", one worker thread" } else { "" };
    let _ = writeln!(page, "\n## {}\n\n`shared/{}`{jobs}\n", task.name, task.data);
    page.push_str("| | P | R | F1 |\n|---|---|---|---|\n");
    for (name, figure) in figures.as_object().into_iter().flatten() {
        let name = name.replace('_', " ");
        // Events come with a later issue; until then their rows would be noughts.
        if name.starts_with("event") {
            continue;
        }
        let _ = match figure.as_object() {
            Some(parts) => {
                writeln!(page, "| {name} | {} | {} | {} |", parts["p"], parts["r"], parts["f1"])
            }
            None => writeln!(page, "| {name} | | | {figure} |"),
        };
    }
}

/// The example of `onrecord-extract` prints a table of its own.
fn segmentation(page: &mut String, shared: &Path) -> Result<()> {
    let line = ["cargo", "run", "--release", "--quiet", "--package", "onrecord-extract"];
    let mut example = command(&line);
    example.args(["--example", "segmentation", "--"]).arg(shared.join("data/gum/dev.conllu.gz"));
    let printed = output(&mut example)?;
    print!("{printed}");
    writeln!(
        page,
        "\n## Segmentation, GUM dev, from raw text\n\n`shared/data/gum/dev.conllu.gz`\n"
    )?;
    writeln!(page, "```text\n{}\n```", printed.trim_end())?;
    Ok(())
}
