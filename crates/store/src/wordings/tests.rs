use std::collections::BTreeSet;

use onrecord_record::{Span, StatementKind};
use proptest::prelude::*;

use super::*;
use crate::fixtures;
use crate::words::{Counts, Frequencies, entries};

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

/// A store of many articles, in which every word of the statements is rather common.
struct Large;

impl Frequencies for Large {
    fn articles(&self) -> u64 {
        100_000
    }

    fn with(&self, _: &str) -> u64 {
        1000
    }
}

fn figures(name: &str, file: &str, frequencies: &dyn Frequencies) -> f64 {
    let (gold, wordings) = statements(file);
    let found = group(&wordings, frequencies);
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
    let empty = Counts::default();
    for (name, file) in [
        ("tuning", include_str!("data/tuning.tsv")),
        ("held out", include_str!("data/held_out.tsv")),
    ] {
        for frequencies in [&empty as &dyn Frequencies, &Large] {
            let f1 = figures(name, file, frequencies);
            assert!(f1 >= 85.0, "{name}: {f1:.1}");
        }
    }
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
    let held_out = marked("held out", include_str!("data/marks_held_out.tsv"));
    assert!(tuning >= 95.0 && held_out >= 95.0, "{tuning:.1} %, {held_out:.1} %");
}

/// All marks of two wordings that are whole texts, one on a line: kind, words of both.
fn all_marks(a: &str, b: &str) -> String {
    let whole = |text: &str| [[0, text.chars().count()]];
    let (content_a, content_b) = (whole(a), whole(b));
    let one = Side { text: a, content: &content_a, cue: &[], in_headline: false };
    let other = Side { text: b, content: &content_b, cue: &[], in_headline: false };
    let words = |text: &str, spans: &[Span]| -> String {
        let slice =
            |[start, end]: &Span| text.chars().skip(*start).take(end - start).collect::<String>();
        spans.iter().map(slice).collect::<Vec<_>>().join("/")
    };
    let found = differences(&one, &other).into_iter();
    let lines = found
        .map(|mark| format!("{:?}: {} | {}\n", mark.kind, words(a, &mark.a), words(b, &mark.b)));
    lines.collect()
}

#[test]
fn each_sort_of_difference_is_marked_with_its_words() {
    for (a, b, expected) in [
        (
            "We found an old sea wall where nobody had drawn one, and we would rather move the pillars.",
            "We found an old sea wall where nobody had drawn one",
            "Cut: and we would rather move the pillars | \n",
        ),
        (
            "The bridge will not open before the spring of next year, because the steel came late.",
            "The bridge will … open before the spring of next year, because the steel came late.",
            "NegationLost: not | open\n",
        ),
        (
            "We have, after a long winter and much snow, opened the road.",
            "We have ... opened the road.",
            "Ellipsis: after a long winter and much snow | ...\n",
        ),
        (
            "The captain sailed home in the fog.",
            "The captain steered home in the fog.",
            "Paraphrase: sailed | steered\n",
        ),
        (
            "On Monday morning the ferry will sail from the old harbour.",
            "The ferry will sail from the old harbour on Monday morning.",
            "Order: On Monday morning | on Monday morning\n",
        ),
        ("I will sail home.", "he would sail home", ""),
        (
            "Ünser Café 🌊 opened with 12 chairs",
            "unser cafe opened with 20 chairs",
            "Number: 12 | 20\n",
        ),
    ] {
        assert_eq!(all_marks(a, b), expected, "{a} / {b}");
    }
}

#[test]
fn a_headline_against_a_body_is_marked_whole() {
    let text = "Bridge to open late\n\nThe bridge opens late.";
    let one = Side { text, content: &[[0, 19]], cue: &[], in_headline: true };
    let other = Side { text, content: &[[21, 42]], cue: &[], in_headline: false };
    let first = &differences(&one, &other)[0];
    let expected = Difference { kind: Kind::Headline, a: vec![[0, 19]], b: vec![[21, 42]] };
    assert_eq!(*first, expected);
}

#[test]
fn long_contents_are_aligned_in_parts() {
    let words: Vec<String> = (0..4000).map(|at| format!("word{at}")).collect();
    let a = words.join(" ");
    let b = [&words[..1500], &words[1600..]].concat().join(" ");
    let cut = words[1500..1600].join(" ");
    assert_eq!(all_marks(&a, &b), format!("Cut: {cut} | \n"));
}

proptest! {
    #[test]
    fn marks_of_any_texts_slice_them(
        texts in prop::collection::vec("([a-cA-C]{1,3}|not|no|unsafe|safe|two|hundred|3|…|\\.\\.\\.|,|é|🌊|\u{202e}|\0|橋| |'|\n){0,20}", 2),
        cuts in prop::collection::vec(0..60_usize, 8),
    ) {
        let spans = |text: &str, cuts: &[usize]| -> Vec<Span> {
            // Beyond the text too: a record of other words must not end the program.
            let [a, b, c, d] = cuts.iter().map(|cut| cut % (text.chars().count() + 2)).collect::<Vec<_>>()[..] else {
                unreachable!()
            };
            vec![[a.min(b), a.max(b)], [c.min(d), c.max(d)]]
        };
        let (content_a, content_b) = (spans(&texts[0], &cuts[..4]), spans(&texts[1], &cuts[4..]));
        let side = |at: usize| Side {
            text: &texts[at],
            content: if at == 0 { &content_a } else { &content_b },
            cue: if at == 0 { &content_a[..1] } else { &[] },
            in_headline: false,
        };
        let counts = [0, 1].map(|at| texts[at].chars().count());
        for mark in differences(&side(0), &side(1)) {
            prop_assert!(!mark.a.is_empty() && !mark.b.is_empty());
            for [start, end] in mark.a {
                prop_assert!(start <= end && end <= counts[0]);
            }
            for [start, end] in mark.b {
                prop_assert!(start <= end && end <= counts[1]);
            }
        }
        // Turned round, the same is lost that was gained.
        let sorts = |marks: Vec<Difference>, lost: Kind| marks.iter().filter(|mark| mark.kind == lost).count();
        prop_assert_eq!(
            sorts(differences(&side(0), &side(1)), Kind::Number),
            sorts(differences(&side(1), &side(0)), Kind::Number)
        );
        prop_assert!(differences(&side(0), &side(0)).is_empty());
    }

    #[test]
    fn likeness_has_no_sides(a in "[a-d ]{0,30}", b in "[a-d ]{0,30}") {
        let wording = |text: &str| {
            let record = fixtures::record(text);
            Wording::of(&record, &fixtures::statement("s1", "a1", [0, text.chars().count()]))
        };
        let (a, b) = (wording(&a), wording(&b));
        let counts = Counts::default();
        let likeness_ab = likeness(&a, &b, &counts);
        prop_assert!((0.0..=1.0).contains(&likeness_ab));
        prop_assert!((likeness_ab - likeness(&b, &a, &counts)).abs() < 0.3);
    }
}
