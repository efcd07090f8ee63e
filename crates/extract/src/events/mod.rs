//! Events: who did what to whom, whether it happened, and whose word it is.
//!
//! Five steps. [`matching`] finds words that a rule of the [`ontology`] makes an event of, each with
//! the heads of the phrases around it. [`telling`] decides what of it is told: what is promised,
//! refused or threatened is one event and not two, and what a threat is about is none of its own.
//! [`arguments`] finds who is meant by a phrase, [`mood`] whether it happened, [`setting`] when and
//! where, and [`voice`] whose word it is. [`same`] joins what is told twice. [`convert`] writes them into the record.

mod arguments;
mod contexts;
mod convert;
mod matching;
mod mood;
mod ontology;
mod rule;
mod same;
mod samples;
mod setting;
mod telling;
#[cfg(test)]
mod tests;
mod tree;
mod voice;
mod whose;

use onrecord_record::Moment;
use onrecord_text::{Parse, Segments, Span, Text, TokenId};

pub use arguments::Argument;
pub(crate) use convert::{known, to_record};
pub use matching::Rejected;
pub use ontology::{Ontology, OntologyError, Sentence};
pub use samples::try_sentence;

use crate::dates::Dates;
use crate::places::Located;
use crate::statements::Statements;
use matching::Matcher;
use tree::Tree;

/// The events of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Events {
    /// By where they are told first.
    pub events: Vec<Event>,
    /// What was looked at and left out, with the reason; only where that was asked for.
    pub rejected: Vec<Rejected>,
}

/// A happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The name of its type, and of its mode.
    pub event_type: String,
    /// The mode of that type.
    pub mode: Option<String>,
    /// What it is about.
    pub contexts: Vec<String>,
    /// Whether it happened.
    pub aux: Aux,
    /// Who did it; all parties of a reciprocal event.
    pub actors: Vec<Argument>,
    /// Whom it was done to.
    pub recipients: Vec<Argument>,
    /// The words that express it, in order.
    pub trigger: Vec<TokenId>,
    /// The word that its rule knows.
    pub word: TokenId,
    /// When it happened, as an index of the time expressions.
    pub time: Option<usize>,
    /// Where.
    pub place: Option<Where>,
    /// The statement that tells it, as an index; `None` for the outlet.
    pub voice: Option<usize>,
    /// From -10, conflict, to 10, cooperation.
    pub score: f64,
    /// One of four kinds of that.
    pub quad: String,
    /// Root code of CAMEO.
    pub cameo: String,
    /// What made it so.
    pub evidence: Evidence,
    /// The probability that it is right, from 0 to 1.
    pub confidence: f64,
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Where {
    /// The words.
    pub span: Span,
    /// The place that they mean, as an index of the places of the analysis, where one is known.
    pub located: Option<usize>,
}

/// PLOVER's flags: what keeps an event from being a plain happening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aux {
    /// Long ago.
    pub historical: bool,
    /// Yet to come.
    pub future: bool,
    /// Only thought of.
    pub hypothetical: bool,
    /// It did not happen.
    pub negated: bool,
}

impl Aux {
    /// The names that hold, in the manual's order.
    pub fn names(self) -> Vec<String> {
        let all = [
            (self.historical, "historical"),
            (self.future, "future"),
            (self.hypothetical, "hypothetical"),
            (self.negated, "negated"),
        ];
        all.iter().filter(|(holds, _)| *holds).map(|(_, name)| (*name).to_owned()).collect()
    }
}

/// What made an event so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The rule, as `TYPE/name`.
    pub rule: String,
    /// What was made of it, and how its parties hang together with it.
    pub path: Vec<String>,
    /// How much stands around its word that the rule asks for.
    pub fit: usize,
    /// How plainly it is told: 3 for what a sentence says, 2 for its clauses, 1 for a noun.
    pub rank: usize,
    /// Whether the rule says of itself that it is weak.
    pub weak: bool,
}

/// Finds the events of a text.
#[expect(clippy::too_many_arguments, reason = "a stage names the layers that it reads")]
pub(crate) fn find(
    text: &Text,
    segments: &Segments,
    parse: &Parse,
    statements: &Statements,
    dates: &Dates,
    places: &[Located],
    ontology: &Ontology,
    published: Option<Moment>,
    explain: bool,
) -> Events {
    let tree = Tree { text, segments, parse };
    let mut matcher = Matcher::new(tree, ontology, explain);
    for sentence in &segments.sentences {
        matcher.read(sentence.tokens.clone());
    }
    let year = published.map(|moment| i32::from(moment.date().year()));
    let mut told = telling::tell(&mut matcher, statements, year);
    for event in &mut told {
        setting::set(&tree, dates, places, published, event);
    }
    let mut rejected = std::mem::take(&mut matcher.rejected);
    let events = same::join(&tree, told, &mut rejected, explain);
    Events { events, rejected }
}

/// Where a word stands.
pub(crate) fn span(segments: &Segments, word: TokenId) -> Span {
    segments.token(word).span
}
