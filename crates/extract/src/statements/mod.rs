//! Statements: source, cue, content, kind and speaker.

use onrecord_record::{Actor, Statement};
use onrecord_text::{Outline, Segments, Text};

use crate::Analysis;

/// The statements of a text, with those who made them.
#[derive(Clone, Debug, Default)]
pub struct Statements {}

pub(crate) fn find(text: &Text, outline: &Outline, segments: &Segments) -> Statements {
    let _ = (text, outline, segments);
    Statements::default()
}

pub(crate) fn to_record(analysis: &Analysis) -> (Vec<Actor>, Vec<Statement>) {
    let _ = analysis;
    (Vec::new(), Vec::new())
}
