//! Words for several at once: `the two countries`, `both sides`, `the three leaders`.
//!
//! They are those of whom the text spoke last, if it spoke of exactly so many. Where it spoke of more,
//! nobody is meant rather than somebody wrong.

use std::collections::HashMap;
use std::sync::LazyLock;

use onrecord_record::ActorKind;

use super::cluster::Cluster;
use super::resolve::{Resolver, singular};
use crate::rules::entries;

/// How many sentences back those meant may stand.
const REACH: usize = 8;

/// Whom a noun means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whom {
    State,
    Side,
    Person,
}

/// Whom nouns mean, and whether they mean two where no number stands before them.
static SEVERAL_NOUNS: LazyLock<HashMap<&'static str, (Whom, bool)>> = LazyLock::new(|| {
    let rows = entries(include_str!("../../../../rules/en/several_nouns.tsv"));
    let rows = rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let noun = cells.next()?;
        let whom = match cells.next()? {
            "state" => Whom::State,
            "side" => Whom::Side,
            _ => Whom::Person,
        };
        Some((noun, (whom, cells.next()? == "both")))
    });
    rows.collect()
});

/// Everybody whom such words mean; `None` where they are no such words or the text does not tell.
pub(super) fn all_of(resolver: &Resolver, at: usize) -> Option<Vec<usize>> {
    let expression = &resolver.expressions[at];
    let reading = &expression.reading;
    if !reading.definite || reading.name.is_some() || !reading.whose.is_empty() {
        return None;
    }
    let noun = singular(&reading.noun);
    let many = reading.plural || reading.number.is_some();
    let count = match (reading.number, many) {
        (Some(count @ 2..=6), _) => count,
        (None, true) => 2,
        _ => return None,
    };
    let (whom, both) = SEVERAL_NOUNS.get(noun.as_str())?;
    if reading.number.is_none() && !both {
        return None;
    }
    let fits = |cluster: &Cluster| match whom {
        Whom::State => cluster.kind == Some(ActorKind::State),
        Whom::Side => is_side(cluster.kind, cluster.sector),
        Whom::Person => {
            matches!(cluster.kind, Some(ActorKind::Person | ActorKind::Role))
                && cluster.sector == Some("GOV")
        }
    };
    let sentence = resolver.words.sentence(expression.head).index();
    let subject = subject_of(resolver, expression.head);
    let mut found: Vec<usize> = Vec::new();
    let mut before: Option<usize> = None;
    for other in (0..at).rev() {
        let head = resolver.expressions[other].head;
        let here = resolver.words.sentence(head).index();
        if here + REACH < sentence {
            break;
        }
        // A sentence is read to its end, so that one too many is noticed.
        if before.is_some_and(|last| last != here) && found.len() >= count {
            break;
        }
        before = Some(here);
        // Who does it to both is none of them.
        if here == sentence && subject.is_some_and(|subject| resolver.of[other].contains(&subject))
        {
            continue;
        }
        for &one in &resolver.of[other] {
            let one = resolver.find(one);
            let cluster = &resolver.clusters[one];
            let other = cluster.parted.is_empty() && Some(one) != subject;
            if other && fits(cluster) && !found.contains(&one) {
                found.push(one);
            }
        }
    }
    let states = |one: &&usize| resolver.clusters[**one].kind == Some(ActorKind::State);
    if found.len() > count && found.iter().filter(states).count() == count {
        found.retain(|one| resolver.clusters[*one].kind == Some(ActorKind::State));
    }
    found.reverse();
    (found.len() == count).then_some(found)
}

/// Whether somebody can be a side of something.
fn is_side(kind: Option<ActorKind>, sector: Option<&str>) -> bool {
    let forces = matches!(
        sector,
        Some(
            "MIL"
                | "REB"
                | "GOV"
                | "OPP"
                | "PTY"
                | "UAF"
                | "PRM"
                | "COP"
                | "LAB"
                | "BUS"
                | "IMG"
                | "LEG"
        )
    );
    match kind {
        Some(ActorKind::State) => true,
        Some(ActorKind::Group | ActorKind::Organization) => forces,
        _ => false,
    }
}

/// The one who is subject of the verb that a word hangs on.
fn subject_of(resolver: &Resolver, at: usize) -> Option<usize> {
    let words = &resolver.words;
    let mut up = words.head(at);
    for _ in 0..4 {
        let verb = up?;
        let subject = words.children(verb).find(|&child| words.relation(child) == "nsubj");
        if let Some(subject) = subject.filter(|&subject| subject != at) {
            let one = resolver.at_head(subject).and_then(|other| resolver.of[other].first())?;
            return Some(resolver.find(*one));
        }
        up = words.head(verb);
    }
    None
}
