//! From statements to the record's: ids, and offsets in code points.

use onrecord_record::{Explain, Parts, Statement};
use onrecord_text::{CodePoints, Span};

use super::Evidence;
use crate::{Analysis, Options};

/// Which statements a record has: those that are sure enough. What is said within one that is left out
/// is left out with it.
pub(crate) fn kept(analysis: &Analysis, options: &Options) -> Vec<bool> {
    let found = &analysis.statements;
    let sure = |at: usize| {
        found.statements[at].confidence.is_none_or(|sure| sure >= options.min_confidence)
    };
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
    kept
}

/// The statements of a record: those that are `kept`, their speakers by the ids of all actors.
pub(crate) fn to_record(
    analysis: &Analysis,
    options: &Options,
    kept: &[bool],
    actors: &[String],
) -> Vec<Statement> {
    let points = CodePoints::new(&analysis.text);
    let range = |span: &Span| points.range(*span);
    let found = &analysis.statements;
    let mut numbers = vec![0; kept.len()];
    let mut next = 0;
    for (number, kept) in numbers.iter_mut().zip(kept) {
        *number = next;
        next += usize::from(*kept);
    }
    let speakers = |statement: &super::Statement| {
        let mut ids: Vec<String> = Vec::new();
        for &speaker in &statement.speakers {
            for &actor in &analysis.actors.speakers[speaker] {
                if !actors[actor].is_empty() && !ids.contains(&actors[actor]) {
                    ids.push(actors[actor].clone());
                }
            }
        }
        ids
    };
    let id = |at: usize| format!("s{}", numbers[at] + 1);
    found
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
                speakers: speakers(statement),
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
        .collect()
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
