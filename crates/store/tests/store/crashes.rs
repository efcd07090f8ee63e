//! Killed at any moment, a store has whole articles: all that were told to be there, none twice, none
//! half.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use onrecord_store::{Access, Store};

use crate::records::{all, assert_sound, place};

/// How often; the nightly run asks for more.
fn kills() -> u64 {
    std::env::var("ONRECORD_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(50)
}

/// The program that writes until it is killed, made with the tests.
fn victim() -> PathBuf {
    let mut path = std::env::current_exe().expect("a path");
    path.pop();
    path.pop();
    path.push("examples");
    path.push(format!("crash_victim{}", std::env::consts::EXE_SUFFIX));
    path
}

fn start(path: &Path, what: &str, seed: u64) -> Child {
    Command::new(victim())
        .arg(path)
        .arg(what)
        .arg(seed.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("cargo builds the examples of a crate with its tests")
}

/// Lets it write, kills it after so many words or somewhere in the next batch, and gives the last
/// number that it said was on the disk.
fn killed_after(mut child: Child, lines: u64, spin: u64) -> u64 {
    let mut out = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut last = 0;
    for _ in 0..lines {
        match out.next() {
            Some(line) => last = line.expect("a line").parse().expect("a number"),
            None => break,
        }
    }
    // Somewhere within what it does next.
    let mut state = spin;
    for _ in 0..spin {
        state = std::hint::black_box(state.wrapping_mul(6_364_136_223_846_793_005) + 1);
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it has ended");
    // What it said before it was killed counts as well.
    for line in out.map_while(Result::ok) {
        last = line.parse().unwrap_or(last);
    }
    last
}

#[test]
fn killed_while_it_adds_and_reads_anew() {
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
