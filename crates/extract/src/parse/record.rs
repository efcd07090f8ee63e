//! Trees as the record has them.

use onrecord_record as record;
use onrecord_text::{CodePoints, Segments, Syntax};

/// The sentences of a record: words with their trees, in code points.
pub fn sentences(
    points: &CodePoints,
    segments: &Segments,
    syntax: &Syntax,
) -> Vec<record::Sentence> {
    segments
        .sentences
        .iter()
        .map(|sentence| {
            let first = sentence.tokens.start;
            let words = syntax.words().get(sentence.tokens.clone()).unwrap_or_default();
            let tokens = segments.tokens[sentence.tokens.clone()]
                .iter()
                .zip(words)
                .map(|(token, word)| record::Token {
                    span: points.range(token.span),
                    upos: word.upos.name().to_owned(),
                    lemma: word.lemma.to_string(),
                    head: word.head.map_or(0, |head| head.index() + 1 - first),
                    deprel: word.deprel.to_string(),
                })
                .collect();
            record::Sentence { span: points.range(sentence.span), tokens }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Sheet, heads};
    use super::super::{Decoding, parse};
    use super::*;
    use crate::segment;
    use onrecord_text::{Outline, Text};

    #[test]
    fn heads_count_from_one_within_their_sentence() {
        let text = Text::new("Zürich waits. Trams run late.");
        let segments = segment(&text, &Outline::default());
        let heads = heads();
        let mut sheet = Sheet::new(&heads, segments.tokens.len());
        let arcs = [(0, 1, "nsubj"), (1, 1, "root"), (2, 1, "punct"), (3, 4, "nsubj")];
        for (word, head, relation) in arcs.into_iter().chain([(4, 4, "root"), (5, 4, "advmod")]) {
            sheet.arc(word, head, relation);
        }
        sheet.upos(0, "PROPN");
        let parse = parse(&text, &segments, &sheet.reader(), &heads, &Decoding::default());
        let sentences = sentences(&CodePoints::new(&text), &segments, &parse.syntax);
        assert_eq!(sentences.iter().map(|s| s.span).collect::<Vec<_>>(), [[0, 13], [14, 29]]);
        let of = |sentence: usize| -> Vec<(usize, &str)> {
            let tokens = sentences[sentence].tokens.iter();
            tokens.map(|token| (token.head, &*token.deprel)).collect()
        };
        assert_eq!(of(0), [(2, "nsubj"), (0, "root"), (2, "punct")]);
        assert_eq!(of(1)[..3], [(2, "nsubj"), (0, "root"), (2, "advmod")]);
        assert_eq!(sentences[0].tokens[0].upos, "PROPN");
        assert_eq!(sentences[1].tokens[0].span, [14, 19]);
    }
}
