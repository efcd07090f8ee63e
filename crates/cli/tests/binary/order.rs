//! Output comes in the order of input, whatever the threads; nothing is lost and nothing said twice.

use crate::{article, ids, lines, read_lines};

/// Articles of very different lengths, with a broken line now and then.
fn batch() -> String {
    let sentence = "“The ferry is late,” said Ines Halvorsen, who mends nets in Bergen. ";
    (0..300)
        .map(|n| match n % 11 {
            7 => format!("{{\"id\": \"{n}\", broken\n"),
            size => article(&n.to_string(), &sentence.repeat(1 + (size * size * size) % 97)),
        })
        .collect()
}

#[test]
fn threads_do_not_change_a_byte() {
    let batch = batch();
    let one = read_lines(&batch, &["-j1"]).assert().code(2);
    let one = one.get_output();
    let expected: Vec<String> = (0..300).filter(|n| n % 11 != 7).map(|n| n.to_string()).collect();
    assert_eq!(ids(&one.stdout), expected);
    let problems = |stderr: &[u8]| -> Vec<String> {
        let told = lines(stderr);
        told[..told.len() - 1].iter().map(|&line| line.to_owned()).collect()
    };
    assert_eq!(problems(&one.stderr).len(), 300 - expected.len());
    for jobs in ["-j2", "-j7"] {
        let many = read_lines(&batch, &[jobs]).assert().code(2);
        let many = many.get_output();
        assert!(many.stdout == one.stdout, "{jobs}");
        assert_eq!(problems(&many.stderr), problems(&one.stderr), "{jobs}");
    }
}

#[test]
fn the_same_article_gives_the_same_bytes() {
    let twice = article("a", "“Rain,” said Jon Ask.").repeat(2);
    let run = read_lines(&twice, &[]).assert().code(0);
    let written = lines(&run.get_output().stdout);
    assert_eq!(written.len(), 2);
    assert_eq!(written[0], written[1]);
}
