//! From statements to the record's: ids, and offsets in code points.

use onrecord_record::{Actor, Explain, Parts, Statement};
use onrecord_text::{CodePoints, Span};

use super::Evidence;
use crate::events::Numbering;
use crate::{Analysis, Options};

/// The actors and statements of a record, for what was found in a text, and how they are numbered.
pub(crate) fn to_record(
    analysis: &Analysis,
    options: &Options,
) -> (Vec<Actor>, Vec<Statement>, Numbering) {
    let points = CodePoints::new(&analysis.text);
    let range = |span: &Span| points.range(*span);
    let found = &analysis.statements;
    let sure = |at: usize| {
        found.statements[at].confidence.is_none_or(|sure| sure >= options.min_confidence)
    };
    // What is said within a statement that is left out is left out with it.
    let mut kept: Vec<bool> = Vec::with_capacity(found.statements.len());
    for at in 0..found.statements.len() {
        let mut outer = Some(at);
        let mut all = true;
        while let Some(one) = outer.filter(|_| all) {
            all = sure(one);
            outer = found.statements[one].inside;
        }
        kept.push(all);
    }
    let mut numbers = vec![0; kept.len()];
    let mut next = 0;
    for (number, kept) in numbers.iter_mut().zip(&kept) {
        *number = next;
        next += usize::from(*kept);
    }
    let mut speaks = vec![false; found.speakers.len()];
    for (statement, _) in found.statements.iter().zip(&kept).filter(|(_, kept)| **kept) {
        for &one in &statement.speakers {
            speaks[one] = true;
        }
    }
    let mut ids = vec![String::new(); speaks.len()];
    let speaking = speaks.iter().enumerate().filter(|(_, speaks)| **speaks);
    for (number, (at, _)) in speaking.enumerate() {
        ids[at] = format!("a{}", number + 1);
    }
    let actors: Vec<Actor> = found
        .speakers
        .iter()
        .zip(&ids)
        .filter(|(_, id)| !id.is_empty())
        .map(|(speaker, id)| Actor {
            id: id.clone(),
            name: speaker.name.clone(),
            kind: speaker.kind,
            country: None,
            sector: None,
            office: speaker.office.clone(),
            wikidata: None,
            mentions: speaker.mentions.iter().map(range).collect(),
        })
        .collect();
    let id = |at: usize| format!("s{}", numbers[at] + 1);
    let statements = found
        .statements
        .iter()
        .enumerate()
        .filter(|&(at, _)| kept[at])
        .map(|(number, statement)| {
            let parts = &statement.attribution;
            let ranges = |spans: &[Span]| spans.iter().map(range).collect();
            Statement {
                id: id(number),
                kind: statement.kind,
                speakers: statement.speakers.iter().map(|&at| ids[at].clone()).collect(),
                source: ranges(&parts.source),
                cue: ranges(&parts.cue),
                content: ranges(&parts.content),
                addressee: parts.addressee.as_ref().map(range),
                via: parts.via.as_ref().map(range),
                question: parts.question.as_ref().map(range),
                inside: statement.inside.map(id),
                in_headline: statement.in_headline,
                confidence: statement.confidence.map(|sure| rounded(sure, 3)),
                explain: options.explain.then(|| explain(&statement.evidence)),
            }
        })
        .collect();
    let numbered = kept.iter().enumerate().map(|(at, kept)| kept.then(|| id(at))).collect();
    (actors, statements, Numbering { statements: numbered, speakers: ids })
}

fn explain(evidence: &Evidence) -> Explain {
    let probability = |held: Option<f32>| held.map(|held| rounded(f64::from(held), 4));
    Explain {
        by: evidence.origin.name().to_owned(),
        labels: Parts {
            content: probability(evidence.content),
            cue: probability(evidence.cue),
            source: probability(evidence.source),
        },
        links: Parts {
            content: None,
            cue: probability(evidence.cue_link),
            source: probability(evidence.source_link),
        },
        rules: evidence.rules.iter().map(|&rule| rule.to_owned()).collect(),
    }
}

/// With so many decimals.
fn rounded(number: f64, decimals: i32) -> f64 {
    let unit = 10f64.powi(decimals);
    (number * unit).round() / unit
}
