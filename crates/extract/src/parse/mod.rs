//! Parsing: from the model's scores to trees, mentions, entities and attributions.
//!
//! The model scores every word by itself, in windows. Here its scores are put together into
//! structures that hold: one tree a sentence, mentions that are spans, entities that share no
//! mention, attributions whose parts do not overlap. It is a function of text and scores that
//! cannot fail, whatever the scores are; what could be wrong with a model is found out when its
//! [`Heads`] are read. Scores come from a [`Reader`], some hundred words at a time, and what is kept
//! of a word is small: a text of any length takes time and memory in proportion.

mod attribution;
mod coreference;
#[cfg(test)]
mod fixtures;
mod heads;
mod lemma;
mod links;
mod mentions;
mod nested;
mod reading;
mod record;
mod rows;
mod scores;
mod trees;
mod triggers;

use std::ops::Range;

use onrecord_text::{Attribution, AttributionPart, Parse, Segments, Span, Text};

pub use heads::{Heads, HeadsError};
pub use lemma::lemma;
pub use links::Links;
pub(crate) use nested::without_marks;
pub use record::sentences;
pub(crate) use rows::{Asking, Network};
pub use rows::{Group, Reader, Rows, Whole};
pub use scores::Scores;

use reading::{Labels, Trees};

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

/// Parses a text whose rows are with the reader.
pub fn parse(
    text: &Text,
    segments: &Segments,
    reader: &dyn Reader,
    heads: &Heads,
    decoding: &Decoding,
) -> Parse {
    let mut labels = Labels::new(text, segments, heads);
    let mut trees = Trees::new(text, segments, heads, decoding);
    reader.read(&mut |rows| {
        labels.take(rows);
        trees.take(rows);
    });
    let (parts, attributions) = labels.attributions(reader, decoding);
    Parse { parts, attributions, ..trees.finish() }
}

/// The attributions of a part of a text that was read by itself: the reader's token 0 is number
/// `first` of the text.
pub(crate) fn attributions(
    text: &Text,
    segments: &Segments,
    first: usize,
    reader: &dyn Reader,
    heads: &Heads,
    decoding: &Decoding,
) -> Attributions {
    let mut labels = Labels::of_part(text, segments, heads, first);
    reader.read(&mut |rows| labels.take(rows));
    let (parts, attributions) = labels.attributions(reader, decoding);
    Attributions { parts, attributions }
}

/// Attributions with their parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributions {
    /// In the order of the text, without overlaps; tokens are numbered as in the whole text.
    pub parts: Vec<AttributionPart>,
    /// By their first contents; ids are places in `parts`.
    pub attributions: Vec<Attribution>,
}

/// A parse of a text by scores that mean nothing: for tests of what must hold for any tree.
#[cfg(test)]
pub(crate) fn of_noise(text: &Text, segments: &Segments, seed: &[f32]) -> Parse {
    let heads = fixtures::heads();
    let tokens = segments.tokens.len();
    let values: Vec<f32> =
        (0..tokens * heads.width()).map(|at| seed[at * 31 % seed.len()]).collect();
    let scores = Scores::new(&values, heads.width());
    let whole = Whole { scores, heads: &heads, tokens, step: tokens };
    parse(text, segments, &whole, &heads, &Decoding::default())
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

    #[test]
    fn what_is_too_long_for_a_sentence_is_a_tree_all_the_same() {
        let text = Text::new("word ".repeat(1500));
        let segments = segment(&text, &Outline::default());
        assert_eq!(segments.sentences.len(), 1);
        let (heads, tokens) = (heads(), segments.tokens.len());
        let values: Vec<f32> =
            (0..tokens * heads.width()).map(|at| (at as f32 * 0.7).sin()).collect();
        let scores = Scores::new(&values, heads.width());
        let whole = Whole { scores, heads: &heads, tokens, step: 100 };
        let parse = parse(&text, &segments, &whole, &heads, &Decoding::default());
        let places = parse.syntax.words().iter().map(|word| word.head.map(|head| head.index()));
        assert!(trees::is_tree(&places.collect::<Vec<_>>()));
        let crosses = |mention: &onrecord_text::Mention| {
            mention.tokens.start / 400 != (mention.tokens.end - 1) / 400
        };
        assert!(!parse.mentions.is_empty() && !parse.mentions.iter().any(crosses));
    }

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
            let tokens = segments.tokens.len();
            let whole = |step| Whole { scores, heads: &heads, tokens, step };
            let parse = parse(&text, &segments, &whole(tokens), &heads, &decoding);

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
            for trigger in &parse.triggers {
                prop_assert!((0.0..=1.0).contains(&trigger.probability));
                prop_assert_eq!(trigger.types.len(), parse.event_types.len());
                prop_assert!(trigger.types.iter().all(|x| (0.0..=1.0).contains(x)));
            }
            let told: f32 = parse.told(0..tokens).iter().sum();
            prop_assert!((0.0..1.0001).contains(&told));
            for step in [1, 3, 20] {
                let again = super::parse(&text, &segments, &whole(step), &heads, &decoding);
                prop_assert_eq!(&parse, &again);
            }
        }
    }
}
