//! Statements: source, cue, content, kind and speaker.
//!
//! Two things of different certainty meet here. What stands between quotation marks, which marks
//! belong together and who the article is about can be told by rules, and the modules
//! [`units`], [`quotations`], [`turns`], [`questions`], [`headline`], [`names`], [`cast`], [`speakers`]
//! and [`convert`] do that. Which words of a sentence report what somebody said is a matter of
//! language: [`learnt`] takes it from the language model, [`completion`] from its trees where its
//! labels have gaps, and [`cues`] and [`phrases`] guess it from
//! patterns, for headlines, for to whom and through what, and for a program without its model.
//! [`evidence`] keeps what each of them was sure of.

mod cast;
mod completion;
mod convert;
mod cues;
mod evidence;
mod headline;
mod learnt;
mod lexicon;
mod names;
mod phrases;
mod questions;
mod quotations;
mod referents;
mod speakers;
mod turns;
mod units;

#[cfg(test)]
mod tests;

use onrecord_text::{Outline, Parse, Segments, Span, Text};

use crate::bearers::Bearers;

pub use evidence::{Calibration, Evidence};
pub use onrecord_record::{ActorKind, StatementKind};

use crate::parse::Attributions;

pub(crate) use cast::{is_part as is_part_of_name, key as name_key};
pub(crate) use convert::{kept, to_record};
pub(crate) use learnt::worth_reading_within;
pub(crate) use lexicon::{PEOPLE_WORDS, TIME_WORDS, TITLES};
pub(crate) use names::{is_acronym, is_courtesy, key_of};

/// The statements of a text, with those who made them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statements {
    /// By where they begin.
    pub statements: Vec<Statement>,
    /// Who made them, by where they are first mentioned.
    pub speakers: Vec<Speaker>,
}

/// Somebody's words, or what the text says that they believe, want or feel.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// How much of it is in quotation marks.
    pub kind: StatementKind,
    /// Who made it, as indices into [`Statements::speakers`].
    pub speakers: Vec<usize>,
    /// The words that name the speaker here, those that mark it as theirs, and what was said.
    pub attribution: Attribution,
    /// The statement that this one is reported within, as an index into
    /// [`Statements::statements`].
    pub inside: Option<usize>,
    /// Whether it stands in the headline.
    pub in_headline: bool,
    /// What made it so.
    pub evidence: Evidence,
    /// The probability that it is right, from 0 to 1, where that was measured.
    pub confidence: Option<f64>,
}

/// The parts of a statement, as words of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// The words that name the speaker; empty when nothing does.
    pub source: Vec<Span>,
    /// The words that mark it as someone's; may be empty.
    pub cue: Vec<Span>,
    /// What was said, in order, without quotation marks where all of it is in them.
    pub content: Vec<Span>,
    /// To whom.
    pub addressee: Option<Span>,
    /// The medium or occasion.
    pub via: Option<Span>,
    /// The question that it answers, or what the question was about.
    pub question: Option<Span>,
}

/// Somebody who says something in the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The fullest name, or the words that describe them.
    pub name: String,
    /// What they are, where the text tells.
    pub kind: Option<ActorKind>,
    /// Their office, as the article words it.
    pub office: Option<String>,
    /// Where they are mentioned, in order.
    pub mentions: Vec<Span>,
}

/// The statements of a text that patterns find, without a model.
#[cfg(test)]
fn by_patterns(text: &Text, outline: &Outline, segments: &Segments) -> Statements {
    find(text, outline, segments, None, &Bearers::default(), &[], None)
}

/// Finds the statements of a text and those who made them.
pub(crate) fn find(
    text: &Text,
    outline: &Outline,
    segments: &Segments,
    parse: Option<&Parse>,
    bearers: &Bearers,
    within: &[Attributions],
    calibration: Option<&Calibration>,
) -> Statements {
    let mut units = units::split(text, outline, segments);
    if let Some(parse) = parse {
        units::lower_beginnings(&mut units, segments, &parse.syntax);
    }
    units::mark_names(&mut units, segments, bearers);
    let mut found = Vec::new();
    for (number, unit) in units.iter().enumerate() {
        if unit.headline {
            found.extend(headline::read(text, unit, number));
        }
        if found.last().is_none_or(|last: &cues::Found| last.unit != number) {
            found.extend(cues::read(unit, number));
        }
    }
    let learnt =
        parse.map(|parse| learnt::Reader::new(text, segments, &units, parse).drafts(within));
    let drafts = quotations::settle(text, segments, &units, learnt, found);
    let mut drafts = turns::settle(text, segments, &units, drafts);
    questions::find(text, segments, &units, &mut drafts);
    let mut found = speakers::resolve(text, segments, &units, parse, drafts);
    if let Some(calibration) = calibration {
        for statement in &mut found.statements {
            statement.confidence = Some(calibration.probability(statement));
        }
    }
    found
}
