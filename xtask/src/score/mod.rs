//! `cargo xtask score`: measures the release binary on the development data beside the repository,
//! and writes SCORES.md. Nothing else writes that file, so a figure in it was measured.
//!
//! A part that cannot be measured here (there is no data, no Python, no weights) is left out with a
//! line that says why; the others go on. `--only` measures some parts and writes nothing.

mod asked;
mod calibration;
mod gum;
mod names;
mod parts;
mod speakers;
mod speed;

use std::cell::Cell;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::run::{command, output, root, run};

/// Where the data and the scorer are, seen from the root of the repository.
const SHARED: &str = "../shared";

/// What can be measured, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    Pages,
    Statements,
    Calibration,
    Speakers,
    Cases,
    Events,
    Dyads,
    Segmentation,
    Syntax,
    Coreference,
    Int8,
    Speed,
    Size,
}

/// What the command line says.
#[derive(clap::Args)]
pub struct Args {
    /// Measure only these, print them and write nothing
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    only: Vec<Part>,
    /// Print what is wrong, where a part can tell
    #[arg(long)]
    show: bool,
    /// Measure this program instead of building one
    #[arg(long, value_name = "PATH")]
    binary: Option<PathBuf>,
    /// Ask for the speakers of these gold documents instead of GUM's development data
    #[arg(long, value_name = "CONLLU")]
    gum: Option<PathBuf>,
}

/// What all parts need.
pub struct Bench {
    /// The program.
    binary: PathBuf,
    /// The data.
    shared: PathBuf,
    /// The gold documents for speakers.
    gum: PathBuf,
    /// Where what is made on the way goes.
    made: PathBuf,
    /// The id of the program's language model, if it has one.
    model: Option<String>,
    /// How busy the machine was before anything ran.
    load: Option<String>,
    /// The scorer's F1 of whole attributions, once it is known.
    scorers_whole: Cell<Option<f64>>,
    show: bool,
}

/// What one part found: all figures, and what the page says of them.
pub struct Section {
    figures: Value,
    page: String,
}

/// Measures everything, or some of it.
pub fn score(args: Args) -> Result<()> {
    let bench = Bench::new(&args)?;
    let all = <Part as clap::ValueEnum>::value_variants();
    let chosen = if args.only.is_empty() { all } else { &args.only };
    let mut sections = Vec::new();
    for &part in chosen {
        println!("== {}", part.title());
        let section = bench.measure(part).map_err(|error| format!("{error:#}"));
        match &section {
            Ok(section) => println!("{}\n{}", section.page.trim_end(), section.figures),
            Err(why) => println!("left out: {why}"),
        }
        sections.push((part, section));
    }
    let table = asked::table(&sections);
    println!("\n{table}");
    if !args.only.is_empty() {
        return Ok(());
    }
    let mut page = String::from(HEAD);
    conditions(&mut page, &bench)?;
    let _ = write!(page, "\n## What was asked for\n\n{table}");
    for (part, section) in &sections {
        let _ = writeln!(page, "\n## {}\n", part.title());
        match section {
            Ok(section) => page.push_str(&section.page),
            Err(why) => {
                let _ = writeln!(page, "Left out: {why}");
            }
        }
    }
    fs::write(root().join("SCORES.md"), page)?;
    println!("== SCORES.md is written");
    Ok(())
}

const HEAD: &str = "# Scores\n\nWritten by `cargo xtask score` and by nothing else. All figures are \
                    on development data, in percent unless they say otherwise.\n\n";

impl Part {
    fn title(self) -> &'static str {
        match self {
            Part::Pages => "Article bodies",
            Part::Statements => "Statements, PolNeAR dev",
            Part::Calibration => "Confidence, PolNeAR dev",
            Part::Speakers => "Speakers, GUM dev",
            Part::Cases => "Cases",
            Part::Events => "Events, PLOVER gold records (dev)",
            Part::Dyads => "Events, PLOVER sentences",
            Part::Segmentation => "Segmentation, GUM dev, from raw text",
            Part::Syntax => "Syntax, GUM dev, from raw text",
            Part::Coreference => "Coreference, GUM dev, from raw text",
            Part::Int8 => "8 bits against 32",
            Part::Speed => "Speed and memory",
            Part::Size => "Size of the weights",
        }
    }
}

impl Bench {
    fn new(args: &Args) -> Result<Bench> {
        let load = fs::read_to_string("/proc/loadavg").ok();
        let load = load.and_then(|load| Some(load.split(' ').next()?.to_owned()));
        let shared = std::env::var_os("ONRECORD_SHARED").map(PathBuf::from);
        let shared = shared.unwrap_or_else(|| root().join(SHARED));
        if !shared.join("eval/score.py").exists() {
            bail!(
                "there is no {SHARED}/eval/score.py; hint: scores are taken from development data \
                 that stands beside the repository, or where ONRECORD_SHARED says, and is no part of \
                 it; SCORES.md has the last ones"
            );
        }
        let target = std::env::var_os("CARGO_TARGET_DIR").map(|folder| root().join(folder));
        let target = target.unwrap_or_else(|| root().join("target"));
        let binary = match &args.binary {
            Some(binary) => std::path::absolute(binary)?,
            None => {
                run(&mut command(&["cargo", "build", "--release", "--package", "onrecord"]))?;
                target.join("release/onrecord")
            }
        };
        let made = target.join("score");
        fs::create_dir_all(&made)?;
        let gum = match &args.gum {
            Some(gum) => std::path::absolute(gum)?,
            None => shared.join("data/gum/dev.conllu.gz"),
        };
        let model = model_of(&binary, &made)?;
        let scorers_whole = Cell::new(None);
        Ok(Bench { binary, shared, gum, made, model, load, scorers_whole, show: args.show })
    }

    /// The scorer and the timer are written in Python.
    fn needs_python() -> Result<()> {
        let version = output(command(&["python3", "--version"]).stderr(Stdio::null()));
        if version.is_err() {
            bail!("there is no python3; hint: install Python 3.11 or newer");
        }
        Ok(())
    }

    /// A part of the data.
    fn data(&self, path: &str) -> PathBuf {
        self.shared.join(path)
    }
}

/// The program reading JSON lines from standard input, with these flags beside.
fn read_command(binary: &Path, flags: &[&str]) -> Vec<String> {
    let mut line = vec![binary.to_string_lossy().into_owned()];
    line.extend(["read", "--quiet", "--from", "jsonl"].map(str::to_owned));
    line.extend(flags.iter().map(|&flag| flag.to_owned()));
    line.push("-".to_owned());
    line
}

/// When, what and on which machine.
fn conditions(page: &mut String, bench: &Bench) -> Result<()> {
    let today = jiff::Timestamp::now().to_string();
    let commit = output(&mut command(&["git", "rev-parse", "--short", "HEAD"]))
        .unwrap_or_else(|_| "unknown".to_owned());
    let changed = output(&mut command(&["git", "status", "--porcelain", "--untracked-files=no"]))
        .is_ok_and(|changes| !changes.trim().is_empty());
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism()?;
    writeln!(page, "| condition | |\n|---|---|")?;
    writeln!(page, "| date | {} |", today.get(..10).unwrap_or(&today))?;
    let changed = if changed { ", with changes not committed" } else { "" };
    writeln!(page, "| commit | {}{changed} |", commit.trim())?;
    writeln!(page, "| processor | {}, {cores} cores |", cpu.map_or("unknown", |(_, name)| name))?;
    if let Some(load) = &bench.load {
        writeln!(page, "| load before the run | {load} (other work slows the speeds down) |")?;
    }
    writeln!(page, "| build | release |")?;
    let model = bench.model.as_deref().unwrap_or("none: rules alone");
    writeln!(page, "| language model | {model} |")?;
    Ok(())
}

/// The id of the language model that a program has, as its records give it.
fn model_of(binary: &Path, made: &Path) -> Result<Option<String>> {
    let one = made.join("one.jsonl");
    fs::write(&one, "{\"id\": \"one\", \"text\": \"Anna waits.\"}\n")?;
    let line = read_command(binary, &["--to", "jsonl", "--with", "syntax"]);
    let mut asked = command(&line.iter().map(String::as_str).collect::<Vec<_>>());
    asked.stdin(fs::File::open(one)?).stderr(Stdio::null());
    let answer = asked.output()?;
    let record: Value = serde_json::from_slice(&answer.stdout).unwrap_or_default();
    Ok(record["made_by"]["model"].as_str().map(str::to_owned))
}
