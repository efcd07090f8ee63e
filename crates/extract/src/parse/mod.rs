//! Parsing: from the model's scores to trees, mentions, entities and attributions.
//!
//! The model scores every word by itself, in windows. Here its scores are put together into
//! structures that hold: one tree a sentence, mentions that are spans, entities that share no
//! mention, attributions whose parts do not overlap. It is a function of text and scores that
//! cannot fail, whatever the scores are; what could be wrong with a model is found out when its
//! [`Heads`] are read.

mod attribution;
mod coreference;
#[cfg(test)]
mod fixtures;
mod heads;
mod lemma;
mod links;
mod mentions;
mod record;
mod scores;
mod trees;

use std::ops::Range;
use std::sync::Arc;

use onrecord_text::{Parse, Segments, Span, Syntax, Text, TokenId, Upos, Word};

pub use heads::{Heads, HeadsError};
pub use lemma::lemma;
pub use links::Links;
pub use record::sentences;
pub use scores::Scores;

/// Ways of decoding, for measuring what each of them does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoding {
    /// Whether quotations are content as a whole or not at all.
    pub respect_quotations: bool,
    /// Whether what is said again in the same words is taken for the same.
    pub respect_wording: bool,
    /// How contents find their cues and sources.
    pub links: Links,
}

impl Default for Decoding {
    fn default() -> Decoding {
        Decoding { respect_quotations: true, respect_wording: true, links: Links::Learnt }
    }
}

/// Parses a text. `scores` has a row for each token; tokens whose rows are missing are read as if
/// the model had no opinion.
pub fn parse(
    text: &Text,
    segments: &Segments,
    scores: Scores,
    heads: &Heads,
    decoding: &Decoding,
) -> Parse {
    let words: Vec<&str> = segments.tokens.iter().map(|token| text.slice(token.span)).collect();
    let scored = Scored { text, words: &words, segments, scores, heads };
    let syntax = syntax(&scored);
    let found = mentions::mentions(&scored, &syntax);
    let (mentions, entities) =
        coreference::resolve(&scored, &syntax, found, decoding.respect_wording);
    let parts = attribution::parts(&scored, decoding.respect_quotations);
    let attributions = links::attributions(&scored, &parts, decoding.links);
    Parse { syntax, mentions, entities, parts, attributions }
}

/// A text with its scores, and what they mean.
#[derive(Clone, Copy)]
struct Scored<'a> {
    text: &'a Text,
    /// The words of each token.
    words: &'a [&'a str],
    segments: &'a Segments,
    scores: Scores<'a>,
    heads: &'a Heads,
}

fn syntax(scored: &Scored) -> Syntax {
    let Scored { words, segments, scores, heads, .. } = *scored;
    let root: Arc<str> = Arc::from("root");
    let mut parsed = Vec::with_capacity(words.len());
    for sentence in &segments.sentences {
        let first = sentence.tokens.start;
        let places = trees::tree(scores, heads, first, sentence.tokens.len());
        let mut opens = true;
        for (at, place) in sentence.tokens.clone().zip(places) {
            let upos = heads.upos[scores::highest(scores.part(at, heads.layout.upos))];
            let xpos = &heads.xpos[scores::highest(scores.part(at, heads.layout.xpos))];
            parsed.push(Word {
                upos,
                xpos: Arc::clone(xpos),
                lemma: lemma(words[at], upos, xpos, opens).into(),
                head: place.head.map(|head| TokenId::new(first + head)),
                deprel: match place.head {
                    Some(_) => Arc::clone(&heads.deprel[place.relation]),
                    None => Arc::clone(&root),
                },
            });
            opens &= upos == Upos::Punct;
        }
    }
    Syntax::new(parsed)
}

/// From the first token of a range to its last.
fn span_of(text: &Text, segments: &Segments, tokens: &Range<usize>) -> Span {
    let span = |at: usize| segments.tokens.get(at).map(|token| token.span);
    match (span(tokens.start), span(tokens.end.saturating_sub(1))) {
        (Some(first), Some(last)) => first.cover(last),
        _ => text.trim(text.whole()),
    }
}

#[cfg(test)]
mod tests {
    use super::fixtures::heads;
    use super::*;
    use crate::segment;
    use onrecord_text::{Outline, Role};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_the_scores_are_the_structures_hold(
            words in "([a-zA-Z]{1,6}|[\"“”().,’—]|\\PC){1,3}( ([a-zA-Z]{1,6}|[\"“”().,’\n]|\\PC){1,3}){0,25}",
            seed in prop::collection::vec(
                prop_oneof![any::<f32>(), -3f32..3.0, Just(f32::NAN), Just(f32::INFINITY)],
                1..200,
            ),
            missing in 0usize..3,
        ) {
            let text = Text::new(words);
            let segments = segment(&text, &Outline::default());
            let heads = heads();
            let rows = segments.tokens.len().saturating_sub(missing);
            let values: Vec<f32> =
                (0..rows * heads.width()).map(|at| seed[at * 31 % seed.len()]).collect();
            let scores = Scores::new(&values, heads.width());
            let decoding = Decoding::default();
            let parse = parse(&text, &segments, scores, &heads, &decoding);

            prop_assert_eq!(parse.syntax.words().len(), segments.tokens.len());
            for sentence in &segments.sentences {
                let heads: Vec<Option<usize>> = sentence
                    .tokens
                    .clone()
                    .map(|at| parse.syntax.words()[at].head)
                    .map(|head| head.map(|id| id.index() - sentence.tokens.start))
                    .collect();
                prop_assert!(trees::is_tree(&heads));
            }
            for word in parse.syntax.words() {
                prop_assert_eq!(&*word.deprel == "root", word.head.is_none());
            }
            for mention in &parse.mentions {
                prop_assert!(mention.tokens.contains(&mention.head.index()));
                prop_assert!(!text.slice(mention.span).is_empty());
                let sentence = segments.sentence(segments.token(mention.head).sentence);
                prop_assert!(sentence.span.contains(mention.span));
            }
            let members: usize = parse.entities.iter().map(|entity| entity.mentions.len()).sum();
            prop_assert_eq!(members, parse.mentions.len());
            prop_assert!(parse.entities.iter().all(|entity| !entity.mentions.is_empty()));
            for pair in parse.parts.windows(2) {
                prop_assert!(pair[0].tokens.end <= pair[1].tokens.start);
            }
            for attribution in &parse.attributions {
                prop_assert!(!attribution.contents.is_empty());
                for &id in &attribution.contents {
                    prop_assert_eq!(parse.part(id).role, Role::Content);
                }
            }
            let again = super::parse(&text, &segments, scores, &heads, &decoding);
            prop_assert_eq!(parse, again);
        }
    }
}
