//! What only the language model can tell: trees and coreference, in both forms that carry them. A
//! program that was built without its model says so.

use onrecord_record::Record;

use crate::{lines, onrecord};

/// Whether the program has its model; without one, holds it to saying so.
fn has_model(arguments: &[&str]) -> bool {
    if cfg!(has_model) {
        return true;
    }
    let run = onrecord(arguments).assert().code(1);
    let told = String::from_utf8_lossy(&run.get_output().stderr);
    assert!(told.contains("without its language model; hint: "), "{told}");
    false
}

#[test]
fn trees_of_records_have_one_root_a_sentence_and_cover_the_text() {
    let arguments = ["demo", "--to", "jsonl", "--with", "syntax"];
    if !has_model(&arguments) {
        return;
    }
    let run = onrecord(&arguments).assert().code(0);
    for line in lines(&run.get_output().stdout) {
        let record: Record = serde_json::from_str(line).expect("a line is a record");
        assert!(record.made_by.model.is_some_and(|id| id.starts_with("sha256:")));
        let text: Vec<char> = record.article.text.chars().collect();
        let mut at = 0;
        for sentence in record.sentences.expect("it has sentences") {
            let heads: Vec<usize> = sentence.tokens.iter().map(|token| token.head).collect();
            check_tree(&heads);
            for token in &sentence.tokens {
                assert_eq!(token.head == 0, token.deprel == "root", "{token:?}");
                assert!(text[at..token.span[0]].iter().all(|c| c.is_whitespace()), "{token:?}");
                assert!(!token.lemma.is_empty());
                at = token.span[1];
            }
            assert_eq!(at, sentence.span[1]);
        }
        assert!(text[at..].iter().all(|c| c.is_whitespace()));
    }
}

#[test]
fn conllu_has_ten_columns_trees_and_brackets_in_pairs() {
    let arguments = ["demo", "--to", "conllu"];
    if !has_model(&arguments) {
        return;
    }
    let run = onrecord(&arguments).assert().code(0);
    let written = String::from_utf8(run.get_output().stdout.clone()).expect("output is UTF-8");
    assert_eq!(written.matches("# newdoc id = ").count(), 3);
    let mut mentions = 0;
    for sentence in written.trim_end().split("\n\n") {
        let (comments, rows): (Vec<&str>, Vec<&str>) =
            sentence.lines().partition(|line| line.starts_with('#'));
        for wanted in ["# sent_id = ", "# text = "] {
            let count = comments.iter().filter(|line| line.starts_with(wanted)).count();
            assert_eq!(count, 1, "{sentence}");
        }
        let (mut heads, mut open) = (Vec::new(), Vec::new());
        for row in rows {
            let columns: Vec<&str> = row.split('\t').collect();
            assert_eq!(columns.len(), 10, "{row}");
            assert!(columns.iter().all(|column| !column.is_empty()), "{row}");
            if columns[0].contains('-') {
                continue;
            }
            heads.push(columns[6].parse().expect("a head is a number"));
            assert_eq!(columns[0], heads.len().to_string());
            assert_eq!(columns[6] == "0", columns[7] == "root", "{row}");
            let entity = columns[9].split('|').find_map(|note| note.strip_prefix("Entity="));
            mentions += brackets(entity.unwrap_or_default(), &mut open);
        }
        check_tree(&heads);
        assert!(open.is_empty(), "{open:?} are left open: {sentence}");
    }
    assert!(mentions > 20, "{mentions} mentions");
}

/// Heads count from one, and 0 is the root's.
#[track_caller]
fn check_tree(heads: &[usize]) {
    assert_eq!(heads.iter().filter(|&&head| head == 0).count(), 1, "{heads:?}");
    for word in 1..=heads.len() {
        let (mut at, mut steps) = (word, 0);
        while at != 0 {
            assert!(at <= heads.len() && steps <= heads.len(), "{heads:?}");
            (at, steps) = (heads[at - 1], steps + 1);
        }
    }
}

/// Opens and closes what a word's note says; returns how many it opens.
#[track_caller]
fn brackets(note: &str, open: &mut Vec<String>) -> usize {
    let (mut rest, mut opened) = (note, 0);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('(') {
            // `1-person` goes on to the next bracket, or to the number that closes another.
            let end = after.find(['(', ')']).unwrap_or(after.len());
            let (entity, kind) = after[..end].split_once('-').expect("an entity and its kind");
            assert!(kind.chars().all(|c| c.is_ascii_lowercase()), "{note}");
            open.push(entity.to_owned());
            opened += 1;
            rest = &after[end..];
            if let Some(after) = rest.strip_prefix(')') {
                open.pop();
                rest = after;
            }
        } else {
            let (entity, after) = rest.split_once(')').expect("a bracket is closed");
            let at = open.iter().rposition(|known| known == entity);
            open.remove(at.expect("what is closed was opened"));
            rest = after;
        }
    }
    opened
}
