//! Killed at any moment, a store has whole articles: all that were told to be there, none twice, none
//! half.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use onrecord_record::{Article, MadeBy, Record};
use onrecord_store::{Access, Adding, Arrival, Outline, Store};

use crate::records::{NOW, all, arrival, assert_sound, open, place, said};

/// How often; the nightly run asks for more.
fn kills() -> u64 {
    std::env::var("ONRECORD_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(50)
}

/// What tells this program that it is to write until it is killed: a file, what to do, a seed.
const VICTIM: &str = "ONRECORD_VICTIM";
/// What stands before a number that is on the disk.
const TOLD: &str = "told ";

/// Starts this program once more.
fn start(path: &Path, what: &str, seed: u64) -> Child {
    Command::new(std::env::current_exe().expect("a path"))
        .args(["--exact", "crashes::killed_while_it_adds_and_reads_anew", "--nocapture"])
        .env(VICTIM, format!("{what} {seed} {}", path.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts")
}

/// Lets it write, kills it after so many words or somewhere in the next batch, and gives the last
/// number that it said was on the disk.
fn killed_after(mut child: Child, lines: u64, spin: u64) -> u64 {
    let out = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let number = |line: std::io::Result<String>| line.ok()?.strip_prefix(TOLD)?.parse::<u64>().ok();
    let mut out = out.filter_map(number);
    let mut last = 0;
    for _ in 0..lines {
        last = out.next().expect("it writes until it is killed");
    }
    // Somewhere within what it does next.
    let mut state = spin;
    for _ in 0..spin {
        state = std::hint::black_box(state.wrapping_mul(6_364_136_223_846_793_005) + 1);
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it has ended");
    // What it said before it was killed counts as well.
    out.fold(last, |_, number| number)
}

#[test]
fn killed_while_it_adds_and_reads_anew() {
    if let Ok(told) = std::env::var(VICTIM) {
        return write_until_killed(&told);
    }
    let (_folder, path) = place();
    let mut state: u64 = 88_172_645_463_325_252;
    let mut random = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let mut committed = 0;
    for kill in 0..kills() {
        let what = if kill % 4 == 3 { "reread" } else { "add" };
        let last = killed_after(start(&path, what, kill), random(4), random(3_000_000));
        if what == "add" {
            committed = committed.max(last);
        }
        if !path.exists() {
            continue;
        }
        let store = match Store::open(&path, Access::Write) {
            Ok(store) => store,
            // Killed before there was anything.
            Err(onrecord_store::Error::Missing) if committed == 0 => continue,
            Err(error) => panic!("kill {kill}: {error}"),
        };
        let records = all(&store);
        let mut numbers: Vec<u64> = records
            .iter()
            .map(|record| record.article.input_id.parse().expect("a number"))
            .collect();
        numbers.sort_unstable();
        let expected: Vec<u64> = (1..=numbers.len() as u64).collect();
        assert_eq!(numbers, expected, "kill {kill}: none is missing, none is there twice");
        assert!(numbers.len() as u64 >= committed, "kill {kill}: {committed} were committed");
        assert!(records.iter().all(|record| record.statements.len() == 1), "kill {kill}");
        drop(store);
        if kill % 10 == 9 {
            assert_sound(&path);
        }
    }
    assert_sound(&path);
}

#[test]
fn killed_while_a_file_is_begun() {
    let (folder, _) = place();
    for kill in 0..kills() / 5 {
        let path = folder.path().join(format!("{kill}.db"));
        // From before it has opened anything to the first commits.
        killed_after(start(&path, "add", kill), 0, kill * kill * 400_000 % 60_000_000);
        let mut store = open(&path);
        let before = store.articles().unwrap();
        let next = arrival(record(before + 1), "after");
        store.add(&[next], Adding { now: NOW, again: false }).unwrap();
        assert_eq!(store.articles().unwrap(), before + 1, "kill {kill}");
        drop(store);
        assert_sound(&path);
    }
}

fn write_until_killed(told: &str) {
    let mut parts = told.splitn(3, ' ');
    let what = parts.next().expect("what to do");
    let seed = parts.next().and_then(|seed| seed.parse().ok()).expect("a seed");
    let mut store = open(Path::new(parts.next().expect("a file")));
    if what == "reread" { reread(&mut store, seed) } else { add(&mut store, seed) }
}

/// Adds articles that are numbered from 1, behind the last, and compares them now and then.
fn add(store: &mut Store, seed: u64) {
    let mut next = store.articles().unwrap() + 1;
    loop {
        let in_batch = 1 + (next * 7 + seed) % 40;
        let one = |number| arrival(record(number), "victim");
        let batch: Vec<Arrival> = (next..next + in_batch).map(one).collect();
        store.add(&batch, Adding { now: NOW, again: false }).unwrap();
        next += in_batch;
        tell(next - 1);
        if next % 3 == 0 {
            store.compare_waiting(20).unwrap();
        }
    }
}

/// Reads everything anew, now by one maker, now by another, and keeps it.
fn reread(store: &mut Store, seed: u64) {
    for round in 0.. {
        let program = ((seed + round) % 3).to_string();
        let maker = MadeBy { program, model: None, rules: None };
        let read = |article: Article, _: &Outline| {
            let number = article.input_id.parse().expect("a number");
            Ok(Record { article, made_by: maker.clone(), ..record(number) })
        };
        store.reread(&maker, 2, read, |_| true).unwrap();
        store.keep_reread().unwrap();
        tell(0);
    }
}

fn tell(number: u64) {
    let mut out = std::io::stdout();
    writeln!(out, "\n{TOLD}{number}").and_then(|()| out.flush()).expect("somebody listens");
}

fn record(number: u64) -> Record {
    let words = format!("Bridge number {number} is open, and {}dry", "the quay is ".repeat(9));
    let day = format!("2024-{:02}-{:02}", 1 + number % 12, 1 + number % 28);
    let mut record = said("Ina Vik", &words, &day);
    record.article.input_id = number.to_string();
    record
}
