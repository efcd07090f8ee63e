//! What made a statement so, and how likely that makes it right.
//!
//! A statement comes from the language model, from a pattern over words, or from quotation marks
//! alone. What each of them was sure of is kept beside it, for people who ask why it is there, and
//! for the calibration, which turns it into a probability that was measured (logistic regression on
//! development articles; see `train/calibrate.py`).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Statement, StatementKind};

/// What found a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The language model.
    Model,
    /// The language model, reading the content of another statement by itself.
    Within,
    /// A pattern over words.
    Pattern,
    /// The mark that sets a source off in a headline.
    Headline,
    /// The turns of an interview or a transcript.
    Turn,
    /// Quotation marks alone.
    Marks,
}

impl Origin {
    /// The name that records and calibrations use.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Model => "model",
            Origin::Within => "within",
            Origin::Pattern => "pattern",
            Origin::Headline => "headline",
            Origin::Turn => "turn",
            Origin::Marks => "marks",
        }
    }
}

/// What made a statement so. Numbers are probabilities by the model, from 0 to 1; `None` where it
/// was not asked or found nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What found it.
    pub origin: Origin,
    /// That the words of its contents are content, on average over the words.
    pub content: Option<f32>,
    /// That those of its cue are a cue.
    pub cue: Option<f32>,
    /// That those of its source are a source.
    pub source: Option<f32>,
    /// That the cue, or none, is its content's.
    pub cue_link: Option<f32>,
    /// That the source, or none, is its content's.
    pub source_link: Option<f32>,
    /// The rules that had a part in it, in the order in which they did.
    pub rules: Vec<&'static str>,
}

impl Evidence {
    pub(super) fn new(origin: Origin) -> Evidence {
        Evidence {
            origin,
            content: None,
            cue: None,
            source: None,
            cue_link: None,
            source_link: None,
            rules: Vec::new(),
        }
    }
}

/// How evidence weighs: the weights of a logistic regression, by the names of its
/// features.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Calibration {
    weights: BTreeMap<String, f64>,
}

impl Calibration {
    /// The probability that a statement is right, from 0 to 1.
    pub(crate) fn probability(&self, statement: &Statement) -> f64 {
        let sum: f64 = features(statement)
            .into_iter()
            .map(|(name, value)| self.weights.get(&name).copied().unwrap_or(0.0) * value)
            .sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

/// What the calibration looks at. Names and meanings are also in `train/calibrate.py`.
pub(crate) fn features(statement: &Statement) -> Vec<(String, f64)> {
    let evidence = &statement.evidence;
    let logit = |probability: f32| {
        let held = f64::from(probability).clamp(0.001, 0.999);
        (held / (1.0 - held)).ln()
    };
    let mut features = vec![(format!("origin {}", evidence.origin.name()), 1.0)];
    for (name, value) in [
        ("content", evidence.content),
        ("cue", evidence.cue),
        ("source", evidence.source),
        ("cue link", evidence.cue_link),
        ("source link", evidence.source_link),
    ] {
        if let Some(value) = value {
            features.push((name.to_owned(), logit(value)));
        }
    }
    let mut flag = |name: &str, holds: bool| {
        if holds {
            features.push((name.to_owned(), 1.0));
        }
    };
    flag("no cue", statement.attribution.cue.is_empty());
    flag("no source", statement.attribution.source.is_empty());
    flag("direct", statement.kind == StatementKind::Direct);
    flag("mixed", statement.kind == StatementKind::Mixed);
    let bytes: usize = statement.attribution.content.iter().map(|span| span.len()).sum();
    features.push(("length".to_owned(), (bytes.max(1) as f64 / 60.0).ln()));
    features
}
