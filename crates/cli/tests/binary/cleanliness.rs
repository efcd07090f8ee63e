//! Articles are other people's text: nothing in them drives the reader's terminal.

use std::fs;

use crate::{onrecord, repository};

const HOSTILE: &str = "{\"id\": \"\\u001b[31mid\", \"outlet\": \"\\u001b]0;owned\\u0007\", \
    \"headline\": \"Rain\\u001b[2J \\u202ekcab\", \"published\": \"2024-01-16\", \
    \"text\": \"“Rain\\u001b[8m and\\u009b5n \\u2066snow,” said Jon\\u0008 Ask.\"}\n";

#[test]
fn escape_sequences_do_not_reach_the_terminal() {
    for color in ["always", "never"] {
        let run = onrecord(&["read", "--from", "jsonl", "--to", "text", "--color", color, "-"])
            .write_stdin(HOSTILE)
            .assert()
            .code(0);
        let mut written = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
        assert!(written.contains("Rain␛[2J"), "{written}");
        if color == "always" {
            // Our own colours: `ESC [ digits m`, nothing else.
            let mut plain = String::new();
            for (n, part) in written.split('\u{1b}').enumerate() {
                let after = if n == 0 { part } else { part.split_once('m').expect("a colour").1 };
                let colour = &part[..part.len() - after.len()];
                assert!(
                    colour.trim_matches(['[', 'm']).chars().all(|c| c.is_ascii_digit() || c == ';')
                );
                plain.push_str(after);
            }
            written = plain;
        }
        let drives = |c: &char| {
            (c.is_control() && *c != '\n')
                || ('\u{202a}'..='\u{202e}').contains(c)
                || ('\u{2066}'..='\u{2069}').contains(c)
        };
        assert_eq!(written.chars().find(drives), None, "{written:?}");
    }
}

#[test]
fn a_problem_is_one_clean_line() {
    let run = onrecord(&["read", "no\u{1b}[31msuch\nfile.txt"]).assert().code(2);
    let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert_eq!(told.lines().filter(|line| line.contains("hint: ")).count(), 1, "{told}");
    assert!(!told.contains('\u{1b}'), "{told}");
}

#[test]
fn colours_are_for_those_who_want_them() {
    let path = repository("demo/harbour-bridge.txt");
    let path = path.to_str().expect("UTF-8");
    assert!(fs::metadata(path).is_ok());
    let coloured = |color: &str, variable: &str| {
        let mut command = onrecord(&["read", "--to", "text", "--color", color, path]);
        let run = command.env(variable, "1").assert().code(0);
        run.get_output().stdout.contains(&0x1b)
    };
    assert!(coloured("always", "NO_COLOR"));
    assert!(!coloured("never", "CLICOLOR_FORCE"));
    // A pipe is no terminal.
    assert!(!coloured("auto", "UNHEARD_OF"));
    assert!(!coloured("auto", "NO_COLOR"));
    assert!(coloured("auto", "CLICOLOR_FORCE"));
}
