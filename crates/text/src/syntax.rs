//! The layers that the language model makes: words with their trees, mentions and the entities
//! they refer to, and the parts of attributions.
//!
//! They say what was found and nothing of how: scores, labels as numbers and rules of decoding stay
//! where they are used. Everything points into [`Segments`](crate::Segments) by [`TokenId`] or by
//! ranges of token numbers.

use std::ops::Range;
use std::sync::Arc;

use crate::{Span, TokenId};

id! {
    /// Numbers the mentions of a text from 0.
    MentionId
}
id! {
    /// Numbers the entities of a text from 0.
    EntityId
}
id! {
    /// Numbers the parts of attributions of a text from 0.
    AttributionPartId
}

macro_rules! names {
    ($(#[$docs:meta])* $type:ident { $($(#[$variant_docs:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type {
            $($(#[$variant_docs])* $variant,)+
        }

        impl $type {
            /// All of them, in order.
            pub const ALL: &'static [$type] = &[$($type::$variant),+];

            /// The name that labels and records use.
            pub fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $name,)+
                }
            }

            /// The one with that name.
            pub fn from_name(name: &str) -> Option<$type> {
                match name {
                    $($name => Some($type::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

names! {
    /// Universal parts of speech.
    Upos {
        /// Adjective.
        Adj = "ADJ",
        /// Preposition or postposition.
        Adp = "ADP",
        /// Adverb.
        Adv = "ADV",
        /// Auxiliary, copula included.
        Aux = "AUX",
        /// Coordinating conjunction.
        Cconj = "CCONJ",
        /// Determiner.
        Det = "DET",
        /// Interjection.
        Intj = "INTJ",
        /// Common noun.
        Noun = "NOUN",
        /// Number.
        Num = "NUM",
        /// Particle: `not`, `'s`, the `to` of infinitives.
        Part = "PART",
        /// Pronoun.
        Pron = "PRON",
        /// Proper noun.
        Propn = "PROPN",
        /// Punctuation.
        Punct = "PUNCT",
        /// Subordinating conjunction.
        Sconj = "SCONJ",
        /// Symbol.
        Sym = "SYM",
        /// Verb.
        Verb = "VERB",
        /// Anything else.
        X = "X",
    }
}

names! {
    /// What a mention or an entity is.
    EntityKind {
        /// An idea, a quality, a work, a sum of money.
        Abstract = "abstract",
        /// An animal.
        Animal = "animal",
        /// A happening.
        Event = "event",
        /// A thing that can be touched.
        Object = "object",
        /// A company, an office, a party.
        Organization = "organization",
        /// A human being, or several.
        Person = "person",
        /// A country, a city, a room.
        Place = "place",
        /// A plant.
        Plant = "plant",
        /// A stuff.
        Substance = "substance",
        /// A date, a duration.
        Time = "time",
    }
}

names! {
    /// What a part of an attribution does in it.
    Role {
        /// Who said it.
        Source = "source",
        /// What marks it as theirs.
        Cue = "cue",
        /// What was said.
        Content = "content",
    }
}

/// A token with its place in the tree of its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Universal part of speech.
    pub upos: Upos,
    /// Part of speech in the tag set of the Penn Treebank.
    pub xpos: Arc<str>,
    /// Dictionary form.
    pub lemma: Arc<str>,
    /// Its head, in the same sentence; `None` for the root.
    pub head: Option<TokenId>,
    /// Relation to its head in Universal Dependencies, subtype included; `root` for the root and
    /// for nothing else.
    pub deprel: Arc<str>,
}

impl Word {
    /// The relation without its subtype: `nsubj` of `nsubj:pass`.
    pub fn relation(&self) -> &str {
        self.deprel.split_once(':').map_or(&self.deprel, |(relation, _)| relation)
    }
}

/// The trees of a text: a word for each token of its segments, one root a sentence, no cycles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Syntax {
    words: Vec<Word>,
    /// The dependents of word `i` are `dependents[first[i]..first[i + 1]]`.
    dependents: Vec<TokenId>,
    first: Vec<u32>,
}

impl Syntax {
    /// Takes the words, one for each token in order.
    pub fn new(words: Vec<Word>) -> Syntax {
        let mut first = vec![0u32; words.len() + 1];
        for head in words.iter().filter_map(|word| word.head) {
            first[head.index() + 1] += 1;
        }
        for at in 1..first.len() {
            first[at] += first[at - 1];
        }
        let mut next = first.clone();
        let mut dependents = vec![TokenId::new(0); first.last().copied().unwrap_or(0) as usize];
        for (at, word) in words.iter().enumerate() {
            if let Some(head) = word.head {
                let slot = &mut next[head.index()];
                dependents[*slot as usize] = TokenId::new(at);
                *slot += 1;
            }
        }
        Syntax { words, dependents, first }
    }

    /// The words, to be taken elsewhere.
    pub fn into_words(self) -> Vec<Word> {
        self.words
    }

    /// All words, as many as there are tokens.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The word of a token.
    pub fn word(&self, id: TokenId) -> &Word {
        &self.words[id.index()]
    }

    /// The dependents of a word, in the order of the text.
    pub fn dependents(&self, id: TokenId) -> &[TokenId] {
        let at = id.index();
        &self.dependents[self.first[at] as usize..self.first[at + 1] as usize]
    }

    /// The words from the first to the last that hang below a word, itself included. Words in
    /// between that hang elsewhere are covered as well.
    pub fn reach(&self, id: TokenId) -> Range<usize> {
        let mut reach = id.index()..id.index() + 1;
        let mut below = vec![id];
        while let Some(word) = below.pop() {
            reach.start = reach.start.min(word.index());
            reach.end = reach.end.max(word.index() + 1);
            below.extend_from_slice(self.dependents(word));
        }
        reach
    }
}

/// Words that name, describe or stand for somebody or something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// From its first word to its last.
    pub span: Span,
    /// Its words, as indices of tokens; never empty, all of one sentence.
    pub tokens: Range<usize>,
    /// The word that the others hang on; one of them.
    pub head: TokenId,
    /// What it is about.
    pub kind: EntityKind,
    /// What it refers to.
    pub entity: EntityId,
}

/// What one or more mentions refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What most of its mentions are.
    pub kind: EntityKind,
    /// Its mentions in the order of the text; never empty.
    pub mentions: Vec<MentionId>,
}

/// A source, a cue or a content.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributionPart {
    /// What it does.
    pub role: Role,
    /// From its first word to its last, quotation marks included.
    pub span: Span,
    /// Its words, as indices of tokens; never empty.
    pub tokens: Range<usize>,
    /// How probable its words are in this role on average, by the model; from 0 to 1.
    pub confidence: f32,
}

/// Contents that somebody is said to have said, believed or felt, with what marks them as theirs.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// In the order of the text; never empty.
    pub contents: Vec<AttributionPartId>,
    /// What marks them.
    pub cue: Option<AttributionPartId>,
    /// Who is named for them.
    pub source: Option<AttributionPartId>,
    /// How probable that choice of a cue, or of none, is for the first content, by the model; from 0
    /// to 1.
    pub cue_confidence: f32,
    /// The same for the source.
    pub source_confidence: f32,
}

/// A word that may tell of an event, by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// The word.
    pub token: TokenId,
    /// How probable it is, by the model, that the word tells of an event of any type; from 0 to 1.
    pub probability: f32,
    /// How probable each of [`Parse::event_types`] is if it does; they add up to one.
    pub types: Box<[f32]>,
}

impl Trigger {
    /// The most probable type, the first of equals, as a place in [`Parse::event_types`].
    pub fn best(&self) -> Option<usize> {
        let later =
            |best: usize, at: usize| if self.types[at] > self.types[best] { at } else { best };
        (0..self.types.len()).reduce(later)
    }
}

/// Everything that the language model found in one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parse {
    /// A word for each token.
    pub syntax: Syntax,
    /// By their heads.
    pub mentions: Vec<Mention>,
    /// By their first mentions.
    pub entities: Vec<Entity>,
    /// In the order of the text, without overlaps.
    pub parts: Vec<AttributionPart>,
    /// By their first contents.
    pub attributions: Vec<Attribution>,
    /// The verbs, nouns and adjectives, with what the model makes of them as what tells of an event;
    /// in the order of the text. Empty when the model knows nothing of events.
    pub triggers: Vec<Trigger>,
    /// The names of the types that triggers have.
    pub event_types: Arc<[Arc<str>]>,
}

impl Parse {
    /// The mention with that id.
    pub fn mention(&self, id: MentionId) -> &Mention {
        &self.mentions[id.index()]
    }

    /// The entity with that id.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.index()]
    }

    /// The part of an attribution with that id.
    pub fn part(&self, id: AttributionPartId) -> &AttributionPart {
        &self.parts[id.index()]
    }

    /// For each of [`Parse::event_types`], how probable it is that some words, such as a sentence,
    /// tell of an event of that type if they tell of one event at most. What is left to one is the
    /// probability that they tell of none.
    pub fn told(&self, tokens: Range<usize>) -> Vec<f32> {
        let first = self.triggers.partition_point(|t| t.token.index() < tokens.start);
        let end = self.triggers.partition_point(|t| t.token.index() < tokens.end).max(first);
        let mut told = vec![0.0; self.event_types.len()];
        let mut all = 1.0;
        for trigger in &self.triggers[first..end] {
            // How much more likely than nothing at all; bounded, so that it can be added up.
            let odds = trigger.probability / (1.0 - trigger.probability).max(1e-6);
            all += odds;
            for (sum, probability) in told.iter_mut().zip(&trigger.types) {
                *sum += odds * probability;
            }
        }
        told.iter_mut().for_each(|sum| *sum /= all);
        told
    }

    /// The mention that a word is the head of, if it is of one.
    pub fn mention_of(&self, head: TokenId) -> Option<MentionId> {
        self.mentions.binary_search_by_key(&head, |mention| mention.head).ok().map(MentionId::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(head: Option<usize>) -> Word {
        Word {
            upos: Upos::Noun,
            xpos: "NN".into(),
            lemma: "word".into(),
            head: head.map(TokenId::new),
            deprel: if head.is_some() { "nmod:poss".into() } else { "root".into() },
        }
    }

    #[test]
    fn dependents_come_in_the_order_of_the_text() {
        let syntax = Syntax::new([Some(1), None, Some(1), Some(2), Some(1)].map(word).to_vec());
        let of = |at| syntax.dependents(TokenId::new(at)).iter().map(|id| id.index());
        assert!(of(1).eq([0, 2, 4]));
        assert!(of(2).eq([3]));
        assert!(of(4).eq([]));
        assert_eq!(syntax.reach(TokenId::new(2)), 2..4);
        assert_eq!(syntax.reach(TokenId::new(1)), 0..5);
        assert_eq!(syntax.word(TokenId::new(3)).relation(), "nmod");
        assert_eq!(Syntax::new(Vec::new()).words().len(), 0);
    }

    #[test]
    fn names_lead_back_to_what_they_name() {
        for &upos in Upos::ALL {
            assert_eq!(Upos::from_name(upos.name()), Some(upos));
        }
        for &kind in EntityKind::ALL {
            assert_eq!(EntityKind::from_name(kind.name()), Some(kind));
        }
        for &role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
        assert_eq!(Upos::from_name("noun"), None);
    }
}
