//! The crate as a whole, on a small model.

use std::num::NonZeroUsize;
use std::slice;

use onrecord_text::{Segments, Text};
use proptest::prelude::*;

use crate::fixtures::{
    COLUMNS, EARLY_COLUMNS, MANIFEST, article, encoder, file, vocabulary, weights,
    weights_with_early,
};
use crate::{Encoder, LoadError, verify};

fn threads(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).unwrap()
}

/// Some thousand words without meaning, in sentences of different lengths.
fn long_article(sentences: usize) -> String {
    let mut words = String::from("A day in Bergen\n");
    for sentence in 0..sentences {
        for word in 0..3 + sentence * 7 % 31 {
            let letters = (b'a' + ((sentence + word * 5) % 26) as u8) as char;
            words.push_str(&format!("{letters}{} ", "ain".repeat(word % 3)));
        }
        words.push_str(if sentence % 5 == 4 { ".\n" } else { ". " });
    }
    words
}

#[test]
fn every_token_has_a_row() {
    let encoder = encoder();
    let (text, segments) = article(&long_article(60));
    let scores = encoder.encode(&text, &segments);
    assert_eq!(scores.rows(), segments.tokens.len());
    assert_eq!(scores.width(), COLUMNS);
    assert!(scores.values().iter().all(|x| x.is_finite()));
    assert_eq!(scores.row(3).part("source"), Some(&scores.values()[3 * COLUMNS..][..7]));
    assert_eq!(scores.row(3).part("sink"), None);
    assert_eq!(scores.row(3).values().len(), COLUMNS);
}

#[test]
fn no_text_has_no_rows() {
    let encoder = encoder();
    let (text, segments) = (Text::new(""), Segments::default());
    assert_eq!(encoder.encode(&text, &segments).rows(), 0);
    let prepared = encoder.prepare(&text, &segments);
    assert_eq!(encoder.encode_all(&[prepared], threads(2))[0].rows(), 0);
    assert_eq!(encoder.encode_all(&[], threads(2)).len(), 0);
}

#[test]
fn the_same_bytes_for_any_batch_and_any_number_of_threads() {
    let encoder = encoder();
    let texts: Vec<String> = [3, 90, 1, 40, 12].map(long_article).into();
    let articles: Vec<_> = texts.iter().map(|words| article(words)).collect();
    let alone: Vec<_> = articles.iter().map(|(t, s)| encoder.encode(t, s)).collect();
    let prepared: Vec<_> = articles.iter().map(|(t, s)| encoder.prepare(t, s)).collect();
    assert!(prepared.iter().any(|text| text.windows() > 5));
    for count in 1..4 {
        assert_eq!(encoder.encode_all(&prepared, threads(count)), alone);
    }
    assert_eq!(encoder.encode_all(&prepared[1..3], threads(2)), alone[1..3]);
}

#[test]
fn windows_can_be_read_again_and_heads_asked_in_parts() {
    let encoder = encoder();
    let (text, segments) = article(&long_article(90));
    let all = encoder.encode(&text, &segments);
    let prepared = encoder.prepare(&text, &segments);
    let (left, right) = (encoder.head(slice::from_ref(&(3..9))), encoder.head(&[60..70, 0..2]));
    assert_eq!((left.width(), right.width()), (6, 12));
    let mut next = 0;
    encoder.read(&prepared, |hidden| {
        assert_eq!(hidden.tokens().start, next);
        next = hidden.tokens().end;
        let (mut a, mut b) = (Vec::new(), Vec::new());
        hidden.scores(&left, hidden.tokens(), &mut a);
        hidden.scores(&right, hidden.tokens().step_by(3), &mut b);
        for (at, row) in hidden.tokens().zip(a.chunks(6)) {
            assert_eq!(row, &all.row(at).values()[3..9]);
        }
        for (at, row) in hidden.tokens().step_by(3).zip(b.chunks(12)) {
            let values = all.row(at).values();
            assert_eq!((&row[..10], &row[10..]), (&values[60..70], &values[0..2]));
        }
    });
    assert_eq!(next, segments.tokens.len());
    let mut seen = Vec::new();
    let wanted = [7, 8, segments.tokens.len() - 1];
    encoder.read_again(&prepared, &wanted, |hidden| {
        seen.push(hidden.tokens());
        for at in wanted.into_iter().filter(|at| hidden.tokens().contains(at)) {
            let mut row = Vec::new();
            hidden.scores(&left, [at], &mut row);
            assert_eq!(row, all.row(at).values()[3..9]);
        }
    });
    assert_eq!(seen.len(), 2);
}

#[test]
fn early_columns_follow_the_others_and_change_none_of_them() {
    let manifest = r#"{"columns": {"words": [0, 70], "event": [70, 75]}}"#;
    let encoder = Encoder::new(weights_with_early(), &vocabulary(), manifest).unwrap();
    let (text, segments) = article(&long_article(40));
    let without = crate::fixtures::encoder().encode(&text, &segments);
    let all = encoder.encode(&text, &segments);
    assert_eq!(all.width(), COLUMNS + EARLY_COLUMNS);
    for at in 0..all.rows() {
        assert_eq!(all.row(at).part("words"), Some(without.row(at).values()));
    }
    assert_ne!(all.row(3).part("event"), all.row(4).part("event"));
    let (early, both) = (encoder.head(slice::from_ref(&(71..74))), encoder.head(&[60..72, 3..4]));
    assert_eq!((early.width(), both.width()), (3, 13));
    encoder.read(&encoder.prepare(&text, &segments), |hidden| {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        hidden.scores(&early, hidden.tokens(), &mut a);
        hidden.scores(&both, hidden.tokens(), &mut b);
        for ((at, a), b) in hidden.tokens().zip(a.chunks(3)).zip(b.chunks(13)) {
            let values = all.row(at).values();
            assert_eq!(a, &values[71..74]);
            assert_eq!(
                (&b[..10], &b[10..]),
                (&values[60..70], &[values[3], values[70], values[71]][..])
            );
        }
    });
}

#[test]
fn a_part_is_read_as_a_text_of_its_own() {
    let encoder = encoder();
    let words = long_article(9);
    let (text, segments) = article(&words);
    let sentence = &segments.sentences[4];
    let prepared = encoder.prepare_part(&text, &segments, sentence.tokens.clone());
    let part = encoder.encode_all(&[prepared], threads(1));
    let (alone, its_segments) = article(text.slice(sentence.span));
    assert_eq!(part[0], encoder.encode(&alone, &its_segments));
    let none = encoder.prepare_part(&text, &segments, 5..5);
    assert_eq!(none.windows(), 0);
}

#[test]
fn words_before_and_after_matter_and_far_ones_do_not() {
    let encoder = encoder().with_window(64);
    let words = long_article(40);
    let changed = words.replacen("A day", "One day", 1);
    let read = |words: &str| {
        let (text, segments) = article(words);
        encoder.encode(&text, &segments)
    };
    let (before, after) = (read(&words), read(&changed));
    assert_ne!(before.row(2).values(), after.row(2).values());
    let last = before.rows() - 1;
    assert_eq!(before.row(last).values(), after.row(last).values());
}

#[test]
fn hostile_tokens_take_little() {
    let encoder = encoder();
    let (text, segments) = article(&format!("a\n{} b .", "x.".repeat(500_000)));
    let prepared = encoder.prepare(&text, &segments);
    assert_eq!(prepared.pieces(), 1 + 16 + 2);
    assert_eq!(encoder.encode(&text, &segments).rows(), 4);
}

#[test]
fn a_long_text_is_read_little_more_than_once() {
    let encoder = encoder();
    let (text, segments) = article(&long_article(20_000));
    assert!(text.len() > 1_500_000);
    let prepared = encoder.prepare(&text, &segments);
    // Windows of 128 pieces, of which a quarter is margin on each side, if sentences are long.
    assert!(prepared.pieces_read() < prepared.pieces() * 5 / 2);
}

#[test]
fn extra_numbers_are_kept() {
    let encoder = encoder();
    let (shape, numbers) = encoder.extra("pairs").unwrap();
    assert_eq!((shape, numbers.len()), (&[2, 3][..], 6));
    assert!(encoder.extra("pears").is_none());
}

#[test]
fn what_cannot_be_loaded_is_said() {
    let problem = |weights: Vec<u8>, vocabulary: &str, manifest: &str| {
        Encoder::new(weights, vocabulary, manifest).err().unwrap().to_string()
    };
    assert!(problem(vec![1, 2, 3], &vocabulary(), MANIFEST).contains("weights"));
    for early in ["0", "2"] {
        let problem = problem(file(&[("heads", "2"), ("early", early)]), &vocabulary(), MANIFEST);
        assert!(problem.contains("of 2 layers"), "{problem}");
    }
    let mut short = weights();
    short.truncate(short.len() / 2);
    assert!(problem(short, &vocabulary(), MANIFEST).contains("weights"));
    assert!(problem(weights(), "[UNK]\n[CLS]\n[SEP]\n", MANIFEST).contains("3 pieces"));
    assert!(problem(weights(), "rain\n", MANIFEST).contains("[UNK] is missing"));
    assert!(problem(weights(), &vocabulary(), "{}").contains("columns"));
    let wide = r#"{"columns": {"source": [0, 71]}}"#;
    assert!(problem(weights(), &vocabulary(), wide).contains("source takes columns"));
    assert!(problem(weights(), &vocabulary(), wide).contains("hint:"));
}

#[test]
fn digests() {
    let rain = "55ffe5a5a9aa2de5fe4a4a5c4de5ab8cd9d9a1b6cb0f7ac1d6b8e1f0d7d1b5c9";
    let found = match verify("rain.txt", b"rain", rain) {
        Err(LoadError::Digest { found, .. }) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(found.len(), 64);
    assert!(verify("rain.txt", b"rain", &format!("{}\n", found.to_uppercase())).is_ok());
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert!(verify("nothing", b"", empty).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_text_has_a_row_for_every_token(words in "[\\PC\n .\"‘’]{0,300}", window in 0usize..200) {
        let encoder = encoder().with_window(window);
        let (text, segments) = article(&words);
        let scores = encoder.encode(&text, &segments);
        prop_assert_eq!(scores.rows(), segments.tokens.len());
        prop_assert!(scores.values().iter().all(|x| x.is_finite()));
    }
}
