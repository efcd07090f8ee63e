//! Exit statuses and messages: 0 all fine, 1 wrong usage, 2 something was skipped.

use std::fs;

use crate::{article, ids, lines, onrecord, read_lines};

/// The one line that tells of a document.
fn message<'a>(stderr: &'a [u8], document: &str) -> &'a str {
    let start = format!("onrecord: {document}");
    let about: Vec<&str> =
        lines(stderr).into_iter().filter(|line| line.starts_with(&start)).collect();
    assert_eq!(about.len(), 1, "{document}: {}", String::from_utf8_lossy(stderr));
    assert!(about[0].contains("; hint: "), "{}", about[0]);
    about[0]
}

#[test]
fn all_fine_is_0_with_a_summary() {
    let run = read_lines(&article("a", "Rain fell on Oslo."), &[]).assert().code(0);
    let told = lines(&run.get_output().stderr);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("onrecord: 1 article, 0 statements, 0 skipped, "), "{told:?}");
    assert!(told[0].ends_with(" articles/s"), "{told:?}");
}

#[test]
fn quiet_says_nothing_but_problems() {
    let good = article("a", "Rain fell on Oslo.");
    let run = read_lines(&good, &["--quiet"]).assert().code(0);
    assert_eq!(run.get_output().stderr, b"");
    let run = read_lines("{broken\n", &["--quiet"]).assert().code(2);
    assert_eq!(lines(&run.get_output().stderr).len(), 1);
}

#[test]
fn wrong_usage_is_1_and_help_is_0() {
    for wrong in [
        &[][..],
        &["read"],
        &["reed", "x"],
        &["read", "--from", "pdf", "x"],
        &["read", "-j0", "x"],
        &["demo", "extra"],
        &["completions", "msdos"],
    ] {
        let run = onrecord(wrong).assert().code(1);
        let output = run.get_output();
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{wrong:?}");
    }
    for (right, part) in [
        (&["--help"][..], "onrecord read article.html"),
        (&["read", "--help"], "onrecord read --from jsonl --to jsonl - < articles.jsonl"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
        (&["man"], ".TH onrecord"),
        (&["completions", "bash"], "complete -F _onrecord"),
    ] {
        let run = onrecord(right).assert().code(0);
        let written = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
        assert!(written.contains(part), "{right:?}: {written}");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("it can be written");
        path.to_str().expect("UTF-8").to_owned()
    };
    let first = file("first.txt", b"Rain fell on Oslo on Monday.\n");
    let empty = file("empty.txt", b"");
    let binary =
        file("binary.dat", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\xff\xfe\0\0");
    let missing = folder.path().join("missing.txt").to_str().expect("UTF-8").to_owned();
    let last = file("last.txt", "Snow fell on Tromsø on Monday.\n".as_bytes());
    let paths = [&first, &empty, &binary, &missing, &last].map(String::as_str);
    let run = onrecord(&["read", "--to", "jsonl"]).args(paths).assert().code(2);
    let output = run.get_output();
    assert_eq!(ids(&output.stdout), [first.as_str(), last.as_str()]);
    message(&output.stderr, &empty);
    message(&output.stderr, &binary);
    message(&output.stderr, &missing);
    let summary = lines(&output.stderr).last().copied().unwrap_or_default();
    assert!(summary.starts_with("onrecord: 2 articles, 0 statements, 3 skipped, "), "{summary}");
}

#[test]
fn a_page_without_an_article_is_skipped() {
    let page = "<!DOCTYPE html><html><body><nav><a href=\"/\">Home</a></nav></body></html>";
    let run = onrecord(&["read", "--to", "jsonl", "-"]).write_stdin(page).assert().code(2);
    assert_eq!(run.get_output().stdout, b"");
    message(&run.get_output().stderr, "-");
}

#[test]
fn strict_stops_at_the_first_problem() {
    let (one, two) = (article("one", "Rain fell."), article("two", "Snow fell."));
    let batch = format!("{one}{{broken\n{two}");
    let run = read_lines(&batch, &[]).assert().code(2);
    assert_eq!(ids(&run.get_output().stdout), ["one", "two"]);
    let run = read_lines(&batch, &["--strict"]).assert().code(2);
    assert_eq!(ids(&run.get_output().stdout), ["one"]);
    message(&run.get_output().stderr, "-");
}

#[test]
fn standard_input_may_stand_among_paths() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file.txt");
    fs::write(&path, "Rain fell on Oslo on Monday.\n").expect("it can be written");
    let path = path.to_str().expect("UTF-8");
    let run = onrecord(&["read", "--to", "jsonl", path, "-", path])
        .write_stdin("Snow fell on Tromsø on Monday.\n")
        .assert()
        .code(0);
    let ids = ids(&run.get_output().stdout);
    assert_eq!((ids[0].as_str(), ids.len(), ids[2].as_str()), (path, 3, path));
}
