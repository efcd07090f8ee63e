//! Places: which place each name of the gazetteer means in a text.
//!
//! The choice is made in the crate of facts, from words alone; here it is given the words of the
//! segmentation, and what the language model takes names for.

use onrecord_actors::places::{Article, Entity, EntityKind, Gazetteer, Place, Word, resolve};
use onrecord_text::{EntityKind as Kind, Outline, Parse, Segments, Span, Text, Upos};

/// A name of a place, where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The words.
    pub span: Span,
    /// The place that they mean.
    pub place: Place,
}

/// Longer mentions are no names.
const LONGEST: usize = 6;

/// Finds the places of a text, in its order. Furniture is not read.
pub fn find(
    text: &Text,
    outline: &Outline,
    segments: &Segments,
    parse: Option<&Parse>,
) -> Vec<Located> {
    let words: Vec<Word> = segments
        .tokens
        .iter()
        .enumerate()
        .map(|(at, token)| Word {
            text: text.slice(token.span),
            start: token.span.start(),
            begins_sentence: segments.sentence(token.sentence).tokens.start == at,
        })
        .collect();
    let entities = parse.map(entities).unwrap_or_default();
    let article = Article { words: &words, entities: &entities, countries: &[] };
    resolve(Gazetteer::builtin(), &article)
        .into_iter()
        .filter_map(|mention| {
            let span = text.span(mention.span)?;
            let place = mention.place.filter(|_| !outline.is_furniture(span))?;
            Some(Located { span, place })
        })
        .collect()
}

/// The names that the model finds, with what it takes them for.
fn entities(parse: &Parse) -> Vec<Entity> {
    let words = parse.syntax.words();
    let named = parse.mentions.iter().filter(|mention| {
        words[mention.head.index()].upos == Upos::Propn && mention.tokens.len() <= LONGEST
    });
    named
        .filter_map(|mention| {
            let kind = match mention.kind {
                Kind::Person => EntityKind::Person,
                Kind::Place => EntityKind::Place,
                Kind::Organization => EntityKind::Organisation,
                _ => return None,
            };
            Some(Entity { words: mention.tokens.clone(), kind })
        })
        .collect()
}
