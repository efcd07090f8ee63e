use std::collections::BTreeSet;

use onrecord_record::{Span, StatementKind};

use super::*;
use crate::fixtures;
use crate::words::{Counts, entries};

/// Statements of a file and the group of each.
fn statements(file: &str) -> (Vec<String>, Vec<Wording>) {
    let rows = entries(file).map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [group, day, speaker, kind, content] = columns[..] else { panic!("{line}") };
        let mut record = fixtures::record(content);
        record.article.published = Some(format!("2024-05-{day:0>2}").parse().unwrap());
        record.actors.push(fixtures::person("a1", speaker));
        let mut statement = fixtures::statement("s1", "a1", [0, content.chars().count()]);
        statement.kind = match kind {
            "direct" => StatementKind::Direct,
            "indirect" => StatementKind::Indirect,
            "mixed" => StatementKind::Mixed,
            _ => panic!("{line}"),
        };
        (group.to_owned(), Wording::of(&record, &statement))
    });
    rows.unzip()
}

/// B-cubed precision, recall and F1 in percent.
fn b_cubed(found: &[Vec<usize>], gold: &[String]) -> [f64; 3] {
    let share = |part: usize, whole: usize| {
        f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
    };
    let (mut precision, mut recall) = (0.0, 0.0);
    for group in found {
        for at in group {
            let right = group.iter().filter(|other| gold[**other] == gold[*at]).count();
            precision += share(right, group.len());
            recall += share(right, gold.iter().filter(|other| *other == &gold[*at]).count());
        }
    }
    let count = share(gold.len(), 1);
    let (precision, recall) = (100.0 * precision / count, 100.0 * recall / count);
    [precision, recall, 2.0 * precision * recall / (precision + recall)]
}

fn figures(name: &str, file: &str) -> f64 {
    let (gold, wordings) = statements(file);
    let found = group(&wordings, &Counts::default());
    let [precision, recall, f1] = b_cubed(&found, &gold);
    println!("{name}: B-cubed precision {precision:.1}, recall {recall:.1}, F1 {f1:.1}");
    for group in &found {
        let names: BTreeSet<&String> = group.iter().map(|at| &gold[*at]).collect();
        let whole = gold.iter().filter(|name| names.contains(name)).count();
        if names.len() > 1 || group.len() < whole {
            println!("  {names:?} {group:?} of {whole}");
        }
    }
    f1
}

#[test]
fn wordings_of_one_statement_are_grouped() {
    let tuning = figures("tuning", include_str!("data/tuning.tsv"));
    assert!(tuning >= 85.0, "{tuning:.1}");
}

/// The marks of the sorts that the files are about, as the files write them.
fn marks(a: &str, b: &str) -> String {
    let split = |text: &str| -> (Vec<Span>, Span) {
        let end = text.chars().count();
        match text.strip_prefix('(').and_then(|rest| rest.split_once(") ")) {
            Some((cue, _)) => {
                let cue = cue.chars().count();
                (vec![[1, 1 + cue]], [cue + 3, end])
            }
            None => (Vec::new(), [0, end]),
        }
    };
    let slice = |text: &str, spans: &[Span]| -> String {
        let [start, end] = spans[0];
        text.chars().skip(start).take(end - start).collect()
    };
    let ((cue_a, content_a), (cue_b, content_b)) = (split(a), split(b));
    let one = Side { text: a, content: &[content_a], cue: &cue_a, in_headline: false };
    let other = Side { text: b, content: &[content_b], cue: &cue_b, in_headline: false };
    let marks = differences(&one, &other).into_iter().filter_map(|found| match found.kind {
        Kind::NegationLost => Some(format!("lost:{}", slice(a, &found.a))),
        Kind::NegationGained => Some(format!("gained:{}", slice(b, &found.b))),
        Kind::Number => Some(format!("number:{}>{}", slice(a, &found.a), slice(b, &found.b))),
        _ => None,
    });
    let marks: Vec<String> = marks.collect();
    if marks.is_empty() { "-".to_owned() } else { marks.join(",") }
}

/// The share in percent of pairs that have exactly their marks.
fn marked(name: &str, file: &str) -> f64 {
    let (mut right, mut all) = (0, 0);
    for line in entries(file) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [a, b, expected] = columns[..] else { panic!("{line}") };
        let found = marks(a, b);
        all += 1;
        if found == expected {
            right += 1;
        } else {
            println!("  {a} / {b}: {found}, not {expected}");
        }
    }
    let share = 100.0 * f64::from(right) / f64::from(all);
    println!("{name}: {right} of {all} pairs have their marks, {share:.1} %");
    share
}

#[test]
fn lost_negations_and_changed_numbers_are_marked() {
    let tuning = marked("tuning", include_str!("data/marks_tuning.tsv"));
    assert!(tuning >= 95.0, "{tuning:.1} %");
}
