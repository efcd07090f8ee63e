//! What holds for every text, however broken.

use onrecord_extract::segment;
use onrecord_text::{Outline, Segments, Span, Text};
use proptest::prelude::*;

/// Checks everything that the layers promise.
fn verify(text: &Text, layers: &Segments) -> Result<(), TestCaseError> {
    tiles(text, text.whole(), layers.paragraphs.iter().map(|p| p.span))?;
    tiles(text, text.whole(), layers.sentences.iter().map(|s| s.span))?;
    tiles(text, text.whole(), layers.tokens.iter().map(|t| t.span))?;
    let mut next = 0;
    for (n, paragraph) in layers.paragraphs.iter().enumerate() {
        prop_assert_eq!(paragraph.sentences.start, next);
        prop_assert!(!paragraph.sentences.is_empty());
        next = paragraph.sentences.end;
        for sentence in &layers.sentences[paragraph.sentences.clone()] {
            prop_assert_eq!(sentence.paragraph.index(), n);
            prop_assert!(paragraph.span.contains(sentence.span));
        }
    }
    prop_assert_eq!(next, layers.sentences.len());
    next = 0;
    for (n, sentence) in layers.sentences.iter().enumerate() {
        prop_assert_eq!(sentence.tokens.start, next);
        prop_assert!(!sentence.tokens.is_empty());
        next = sentence.tokens.end;
        for token in &layers.tokens[sentence.tokens.clone()] {
            prop_assert_eq!(token.sentence.index(), n);
            prop_assert!(sentence.span.contains(token.span));
            prop_assert!(!text.slice(token.span).contains(char::is_whitespace));
            let after = text.as_str()[token.span.end()..].chars().next();
            prop_assert_eq!(token.space_after, after.is_none_or(char::is_whitespace));
        }
    }
    prop_assert_eq!(next, layers.tokens.len());
    quotations(text, layers)
}

/// The spans are in order, apart, trimmed, not empty, and only white space is between them.
fn tiles(text: &Text, whole: Span, spans: impl Iterator<Item = Span>) -> Result<(), TestCaseError> {
    let mut end = whole.start();
    for span in spans {
        prop_assert!(span.start() >= end, "{span:?} begins before {end}");
        prop_assert!(!span.is_empty());
        prop_assert_eq!(text.trim(span), span);
        prop_assert!(text.as_str()[end..span.start()].trim().is_empty());
        end = span.end();
    }
    prop_assert!(text.as_str()[end..].trim().is_empty());
    Ok(())
}

fn quotations(text: &Text, layers: &Segments) -> Result<(), TestCaseError> {
    let mut last = 0;
    for (n, quotation) in layers.quotations.iter().enumerate() {
        prop_assert_eq!(quotation.content.len(), quotation.opening.len());
        prop_assert!(!quotation.opening.is_empty());
        prop_assert!(quotation.opening[0].start() >= last, "quotations are out of order");
        last = quotation.opening[0].start();
        let mut end = 0;
        for (opening, content) in quotation.opening.iter().zip(&quotation.content) {
            prop_assert!(!opening.is_empty());
            prop_assert!(opening.start() >= end);
            prop_assert!(opening.end() <= content.start());
            prop_assert_eq!(text.trim(*content), *content);
            let paragraph = layers.paragraphs.iter().find(|p| p.span.contains(*opening));
            prop_assert!(paragraph.is_some_and(|p| p.span.contains(*content)));
            end = content.end();
            is_token(layers, *opening)?;
        }
        if let Some(closing) = quotation.closing {
            prop_assert!(end <= closing.start());
            is_token(layers, closing)?;
        }
        if let Some(outer) = quotation.inside {
            prop_assert!(outer.index() < n);
            let outer = layers.quotation(outer);
            let inside = |span: Span| outer.content.iter().any(|content| content.contains(span));
            prop_assert!(inside(quotation.opening[0]));
        }
    }
    Ok(())
}

fn is_token(layers: &Segments, span: Span) -> Result<(), TestCaseError> {
    prop_assert!(layers.tokens.binary_search_by(|token| token.span.cmp(&span)).is_ok());
    Ok(())
}

/// Texts made of what segmentation has rules for.
fn pieces() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        " ",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\u{a0}",
        "\u{2029}",
        ".",
        ".",
        "...",
        "…",
        "?",
        "!",
        ",",
        ";",
        ":",
        "-",
        "--",
        "—",
        "–",
        "“",
        "”",
        "‘",
        "’",
        "\"",
        "\"",
        "'",
        "'",
        "«",
        "»",
        "„",
        "‟",
        "‹",
        "›",
        "‚",
        "`",
        "``",
        "''",
        "(",
        ")",
        "[",
        "]",
        "/",
        "&",
        "@",
        "#",
        "$",
        "%",
        "+",
        "*",
        "°",
        "We",
        "won",
        "said",
        "he",
        "Mr",
        "U.S",
        "a.m",
        "No",
        "Gen",
        "etc",
        "J",
        "don't",
        "cannot",
        "s",
        "t",
        "n",
        "tis",
        "90s",
        "5",
        "1,000",
        "6'2",
        "12km",
        "www.",
        "http://",
        "example.org",
        "a@b.org",
        "co",
        "I",
        "The",
        "\u{200b}",
        "\u{200d}",
        "\u{200f}",
        "\u{feff}",
        "\u{0}",
        "\u{301}",
        "\u{ad}",
        "é",
        "日本語。",
        "مرحبا",
        "👍🏽",
        "Oslo",
    ]);
    prop::collection::vec(parts, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn layers_of_likely_texts(words in pieces()) {
        let text = Text::new(words.as_str());
        verify(&text, &segment(&text, &Outline::default()))?;
    }

    #[test]
    fn layers_of_any_text(words in any::<String>()) {
        let text = Text::new(words.as_str());
        verify(&text, &segment(&text, &Outline::default()))?;
    }

    /// Marks of all widths among letters and digits: where a byte could be taken for a character.
    #[test]
    fn layers_of_marks_of_any_width(
        words in "([ -~]|[\u{a0}-\u{ff}]|[\u{2000}-\u{206f}]|[\u{20a0}-\u{20bf}]|[\u{3000}-\u{303f}]|[\u{ff00}-\u{ff65}]|[a-cA-C0-2 .'\n]){0,24}",
    ) {
        let text = Text::new(words.as_str());
        verify(&text, &segment(&text, &Outline::default()))?;
    }

    #[test]
    fn layers_under_any_outline(
        words in pieces(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 6),
    ) {
        let text = Text::new(words.as_str());
        let places: Vec<usize> =
            words.char_indices().map(|(at, _)| at).chain([words.len()]).collect();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| places[cut.index(places.len())]).collect();
        cuts.sort_unstable();
        let outline = Outline {
            headline: text.span(cuts[0]..cuts[1]),
            furniture: cuts[2..].chunks(2).filter_map(|c| text.span(c[0]..c[1])).collect(),
        };
        let layers = segment(&text, &outline);
        verify(&text, &layers)?;
        for border in outline.headline.iter().chain(&outline.furniture) {
            for paragraph in &layers.paragraphs {
                let apart = !border.overlaps(paragraph.span) || border.contains(paragraph.span);
                prop_assert!(border.is_empty() || apart, "{paragraph:?} crosses {border:?}");
            }
        }
    }
}
