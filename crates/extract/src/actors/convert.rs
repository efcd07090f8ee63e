//! From actors to the record's: which of them it has, their ids, offsets in code points.

use onrecord_record::{Actor as Written, ActorExplain};
use onrecord_text::CodePoints;

use crate::{Analysis, Options};

/// The actors of a record, and the id of each actor of the analysis; empty for those it leaves out.
/// It has everybody whom the article names, and of the others those who are `wanted`, by index.
pub(crate) fn to_record(
    analysis: &Analysis,
    options: &Options,
    wanted: &[bool],
) -> (Vec<Written>, Vec<String>) {
    let points = CodePoints::new(&analysis.text);
    let all = &analysis.actors.actors;
    let mut ids = vec![String::new(); all.len()];
    let mut written = Vec::new();
    for (at, actor) in all.iter().enumerate() {
        let asked = wanted.get(at).copied().unwrap_or(false);
        if !(asked || actor.named && actor.kind.is_some()) || actor.name.is_empty() {
            continue;
        }
        let id = format!("a{}", written.len() + 1);
        ids[at].clone_from(&id);
        let loaded = actor.mentions.iter().filter(|mention| mention.loaded);
        written.push(Written {
            id,
            name: actor.name.clone(),
            kind: actor.kind,
            country: actor.country.clone(),
            sector: actor.sector.clone(),
            office: actor.office.clone(),
            wikidata: actor.wikidata.clone(),
            mentions: actor.mentions.iter().map(|mention| points.range(mention.span)).collect(),
            loaded: loaded.map(|mention| points.range(mention.span)).collect(),
            explain: options.explain.then(|| ActorExplain {
                rules: actor.mentions.iter().map(|mention| mention.rule.to_owned()).collect(),
            }),
        });
    }
    (written, ids)
}
