//! Segments arbitrary text under an arbitrary outline and checks what the layers promise.
//!
//! The first three bytes choose where the headline and a line of furniture are; the rest is the
//! text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_extract::segment;
use onrecord_text::{Outline, Segments, Span, Text};

fuzz_target!(|bytes: &[u8]| {
    let (choice, words) = bytes.split_at(bytes.len().min(3));
    let words = String::from_utf8_lossy(words);
    let text = Text::new(words.as_ref());
    let layers = segment(&text, &outline(&text, choice));
    verify(&text, &layers);
});

/// Cuts the text at three places on character boundaries.
fn outline(text: &Text, choice: &[u8]) -> Outline {
    let [first, second, third] = *choice else { return Outline::default() };
    if first == 0 {
        return Outline::default();
    }
    let place = |part: u8| {
        let at = text.len() * usize::from(part) / 255;
        (0..=at).rev().find(|&at| text.as_str().is_char_boundary(at)).unwrap_or(0)
    };
    let mut places = [place(first), place(second), place(third)];
    places.sort_unstable();
    let [first, second, third] = places;
    Outline {
        furniture: text.span(first..second).into_iter().collect(),
        headline: text.span(second..third),
    }
}

fn verify(text: &Text, layers: &Segments) {
    tiles(text, layers.paragraphs.iter().map(|paragraph| paragraph.span));
    tiles(text, layers.sentences.iter().map(|sentence| sentence.span));
    tiles(text, layers.tokens.iter().map(|token| token.span));
    for paragraph in &layers.paragraphs {
        for sentence in &layers.sentences[paragraph.sentences.clone()] {
            assert!(paragraph.span.contains(sentence.span));
            assert!(!sentence.tokens.is_empty());
            for token in &layers.tokens[sentence.tokens.clone()] {
                assert!(sentence.span.contains(token.span));
            }
        }
    }
    for (n, quotation) in layers.quotations.iter().enumerate() {
        assert_eq!(quotation.content.len(), quotation.opening.len());
        let mut end = 0;
        for (opening, content) in quotation.opening.iter().zip(&quotation.content) {
            assert!(end <= opening.start() && opening.end() <= content.start());
            assert_eq!(text.trim(*content), *content);
            end = content.end();
        }
        assert!(quotation.closing.is_none_or(|closing| end <= closing.start()));
        if let Some(outer) = quotation.inside {
            assert!(outer.index() < n);
            let outer = layers.quotation(outer);
            assert!(outer.content.iter().any(|part| part.contains(quotation.opening[0])));
        }
    }
}

/// The spans are in order, apart, not empty, trimmed, and leave out only white space.
fn tiles(text: &Text, spans: impl Iterator<Item = Span>) {
    let mut end = 0;
    for span in spans {
        assert!(end <= span.start() && !span.is_empty());
        assert_eq!(text.trim(span), span);
        assert!(text.as_str()[end..span.start()].trim().is_empty());
        end = span.end();
    }
    assert!(text.as_str()[end..].trim().is_empty());
}
