//! Finds the time expressions of arbitrary text, published on an arbitrary day, and checks what the
//! layer promises.
//!
//! The first four bytes choose the day and the half of the earth; the rest is the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_extract::dates::{Hemisphere, Setting, TimeKind, find};
use onrecord_extract::segment;
use onrecord_text::{Outline, SentenceId, Text, TokenId};

fuzz_target!(|bytes: &[u8]| {
    let (choice, words) = bytes.split_at(bytes.len().min(4));
    let words = String::from_utf8_lossy(words);
    let text = Text::new(words.as_ref());
    let outline = Outline::default();
    let segments = segment(&text, &outline);
    let dates = find(&text, &outline, &segments, None, &setting(choice));
    let mut end = 0;
    for time in &dates.expressions {
        assert!(end <= time.span.start() && !time.span.is_empty());
        assert_eq!(text.trim(time.span), time.span);
        end = time.span.end();
        let tokens = &segments.tokens[time.tokens.clone()];
        assert!(tokens.iter().all(|token| token.sentence == tokens[0].sentence));
        if let (Some(start), Some(end)) = (time.start, time.end) {
            assert!(start.date() <= end.date());
        }
        assert!(time.kind == TimeKind::Date || (time.start.is_none() && time.end.is_none()));
        for token in time.tokens.clone() {
            dates.governing(&text, &segments, None, TokenId::new(token));
        }
    }
    for sentence in 0..segments.sentences.len() {
        dates.about(&text, &segments, None, SentenceId::new(sentence));
    }
});

/// A day of the years 0 to 9999, or none.
fn setting(choice: &[u8]) -> Setting {
    let [first, second, day, south] = *choice else { return Setting::default() };
    let year = u16::from_be_bytes([first, second]) % 10_000;
    let published = format!("{year:04}-{:02}-{:02}", day % 12 + 1, day % 28 + 1).parse().ok();
    let hemisphere = if south % 2 == 0 { Hemisphere::North } else { Hemisphere::South };
    Setting { published: published.filter(|_| south < 250), hemisphere }
}
