//! From statements to the record's: ids, and offsets in code points.

use onrecord_record::{Actor, Statement};
use onrecord_text::{CodePoints, Span};

use crate::Analysis;

/// The actors and statements of a record, for what was found in a text.
pub(crate) fn to_record(analysis: &Analysis) -> (Vec<Actor>, Vec<Statement>) {
    let points = CodePoints::new(&analysis.text);
    let range = |span: &Span| points.range(*span);
    let found = &analysis.statements;
    let actors: Vec<Actor> = found
        .speakers
        .iter()
        .enumerate()
        .map(|(number, speaker)| Actor {
            id: format!("a{}", number + 1),
            name: speaker.name.clone(),
            kind: speaker.kind,
            country: None,
            sector: None,
            office: speaker.office.clone(),
            wikidata: None,
            mentions: speaker.mentions.iter().map(range).collect(),
        })
        .collect();
    let id = |number: usize| format!("s{}", number + 1);
    let statements = found
        .statements
        .iter()
        .enumerate()
        .map(|(number, statement)| {
            let parts = &statement.attribution;
            let ranges = |spans: &[Span]| spans.iter().map(range).collect();
            Statement {
                id: id(number),
                kind: statement.kind,
                speakers: statement.speakers.iter().map(|&at| actors[at].id.clone()).collect(),
                source: ranges(&parts.source),
                cue: ranges(&parts.cue),
                content: ranges(&parts.content),
                addressee: parts.addressee.as_ref().map(range),
                via: parts.via.as_ref().map(range),
                question: parts.question.as_ref().map(range),
                inside: statement.inside.map(id),
                in_headline: statement.in_headline,
                confidence: None,
            }
        })
        .collect();
    (actors, statements)
}
