//! The paragraphs that some words stand in, which prove a fact, and where in them these words are.
//!
//! Where the words are is carried, never looked for afterwards: “met” stands in “metal” as well.

use std::ops::Range;

use onrecord_record::Span;

use crate::slices::Slices;

/// Paragraphs of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Their words, a line each.
    pub words: String,
    /// Where in them the spans are, in code points of `words`, by place.
    pub marks: Vec<Span>,
}

/// The paragraphs that some spans stand in, each once.
pub(crate) fn paragraphs(text: &str, spans: &[Span]) -> Evidence {
    let slices = Slices::new(text);
    let mut words = String::new();
    // What is shown, in bytes of the text, and at which byte of the evidence it begins.
    let mut shown: Vec<(Range<usize>, usize)> = Vec::new();
    let mut shown_to = 0;
    let mut wanted: Vec<Range<usize>> = Vec::new();
    for &[start, end] in spans {
        let (Some(before), Some(after)) = (slices.get([0, start]), slices.get([end, slices.len()]))
        else {
            continue;
        };
        wanted.push(before.len()..text.len() - after.len());
        let from = before.rfind('\n').map_or(0, |at| at + 1);
        let to = text.len() - after.len() + after.find('\n').unwrap_or(after.len());
        // Several spans of one paragraph show it once.
        let from = from.max(shown_to);
        if from < to {
            shown_to = to;
            let paragraph = text[from..to].trim_start();
            let start = to - paragraph.len();
            let paragraph = paragraph.trim_end();
            if !paragraph.is_empty() {
                if !words.is_empty() {
                    words.push('\n');
                }
                shown.push((start..start + paragraph.len(), words.len()));
                words.push_str(paragraph);
            }
        }
    }
    let mut marks: Vec<Span> = Vec::new();
    for (piece, at) in &shown {
        for span in &wanted {
            let (start, end) = (span.start.max(piece.start), span.end.min(piece.end));
            if start < end {
                let point = |byte: usize| words[..at + byte - piece.start].chars().count();
                marks.push([point(start), point(end)]);
            }
        }
    }
    marks.sort_unstable();
    Evidence { words, marks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str, words: &str) -> Span {
        let start = text[..text.find(words).unwrap()].chars().count();
        [start, start + words.chars().count()]
    }

    fn marked(evidence: &Evidence) -> Vec<String> {
        let characters: Vec<char> = evidence.words.chars().collect();
        evidence
            .marks
            .iter()
            .map(|[start, end]| characters[*start..*end].iter().collect())
            .collect()
    }

    #[test]
    fn evidence_is_the_paragraph_once() {
        let text = "Kotor\n\n“One,” she said, “two.”\nThree é four.";
        let shown = |spans: &[Span]| paragraphs(text, spans).words;
        assert_eq!(shown(&[at(text, "One,"), at(text, "two.")]), "“One,” she said, “two.”");
        assert_eq!(shown(&[at(text, "two."), at(text, "Three")]).lines().count(), 2);
        assert_eq!(paragraphs(text, &[[90, 99]]), Evidence::default());
    }

    #[test]
    fn marks_are_where_the_words_stand_and_not_where_they_stand_first() {
        let text = "Kotor\n\n  É metal bridge. The two met there.  \n";
        let start = text[..text.find("met there").unwrap()].chars().count();
        let evidence = paragraphs(text, &[[start, start + 3]]);
        assert_eq!(evidence.words, "É metal bridge. The two met there.");
        assert_eq!(evidence.marks, [[24, 27]]);
        assert_eq!(marked(&evidence), ["met"]);
    }

    #[test]
    fn a_span_over_paragraphs_is_marked_over_both() {
        let text = "One two.\n\nThree four.";
        let evidence = paragraphs(text, &[[4, 15]]);
        assert_eq!(evidence.words, text);
        assert_eq!(marked(&evidence), ["two.\n\nThree"]);
    }

    proptest! {
        #[test]
        fn marked_is_what_the_spans_hold(
            text in "[a-cé😀 \n]{0,60}",
            mut spans in prop::collection::vec((0usize..60, 0usize..12), 0..4),
        ) {
            spans.sort_unstable();
            let spans: Vec<Span> = spans.into_iter().map(|(at, long)| [at, at + long]).collect();
            let evidence = paragraphs(&text, &spans);
            let characters: Vec<char> = text.chars().collect();
            let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            // Nothing is marked that is not in a span, and of sound spans nothing but white space is
            // left unmarked.
            let held: String = spans
                .iter()
                .filter_map(|[start, end]| characters.get(*start..*end))
                .map(|held| dense(&held.iter().collect::<String>()))
                .collect();
            let mut sorted: Vec<char> = held.chars().collect();
            sorted.sort_unstable();
            let mut found: Vec<char> = marked(&evidence).iter().flat_map(|m| dense(m).chars().collect::<Vec<_>>()).collect();
            found.sort_unstable();
            prop_assert_eq!(found, sorted);
        }
    }
}
