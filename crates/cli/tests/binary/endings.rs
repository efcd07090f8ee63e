//! Ends that nobody planned: a full disk, a reader that goes away, Ctrl-C. None leaves half a line
//! that looks whole, and none prints a panic.

#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::{article, lines};

/// Far longer than any of this takes; a test that waits so long is stuck.
const STUCK: Duration = Duration::from_secs(60);

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs")
}

/// Reads one line, or fails when none comes.
fn first_line(from: ChildStdout) -> (String, BufReader<ChildStdout>) {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut from = BufReader::with_capacity(64, from);
        let mut line = String::new();
        from.read_line(&mut line).map(|_| send.send((line, from)))
    });
    receive.recv_timeout(STUCK).expect("the record is written as soon as it is made")
}

fn text_of(mut from: impl Read) -> String {
    let mut text = String::new();
    from.read_to_string(&mut text).expect("it is UTF-8");
    text
}

#[test]
fn a_full_disk_ends_with_a_message_and_1() {
    for arguments in [&["demo"][..], &["demo", "--to", "text"], &["--help"], &["man"]] {
        let full = File::options().write(true).open("/dev/full").expect("Linux has it");
        let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
            .args(arguments)
            .stdout(full)
            .output()
            .expect("the binary runs");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let told = lines(&output.stderr);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("standard output: cannot be written: No space left"), "{told:?}");
        assert!(told[0].contains("; hint: "), "{told:?}");
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let mut child = start(&["read", "--from", "jsonl", "--to", "jsonl", "-"]);
    let mut stdin = child.stdin.take().expect("a pipe");
    let feeder = thread::spawn(move || {
        let line = article("a", &"“Rain,” said Jon Ask. ".repeat(50));
        // Ends when the run does, which closes the pipe.
        while stdin.write_all(line.as_bytes()).is_ok() {}
    });
    let (line, rest) = first_line(child.stdout.take().expect("a pipe"));
    assert!(line.ends_with('\n'));
    drop(rest);
    let told = text_of(child.stderr.take().expect("a pipe"));
    assert_eq!(child.wait().expect("it ends").code(), Some(141));
    assert_eq!(told, "");
    feeder.join().expect("it ends");
}

#[test]
fn ctrl_c_ends_between_two_records_with_130() {
    let mut child = start(&["read", "--from", "jsonl", "--to", "jsonl", "-j1", "-"]);
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(article("a", "“Rain,” said Jon Ask.").as_bytes()).expect("it reads");
    stdin.flush().expect("it reads");
    // Standard input stays open: the record comes before the end of the input.
    let (line, rest) = first_line(child.stdout.take().expect("a pipe"));
    assert!(line.starts_with('{') && line.ends_with("}\n"), "{line}");
    let pid = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &pid]).status().expect("there is a kill");
    assert!(sent.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert_eq!(text_of(rest), "");
    drop(stdin);
}
