//! Words for several at once: `the two countries`, `both sides`, `the three leaders`.
//!
//! They are those of whom the text spoke last, if it spoke of exactly so many. Where it spoke of more,
//! nobody is meant rather than somebody wrong.

use onrecord_record::ActorKind;

use super::resolve::{Resolver, singular};

/// How many sentences back those meant may stand.
const REACH: usize = 8;

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
    let fits: fn(Option<ActorKind>, Option<&str>) -> bool = match noun.as_str() {
        "country" | "nation" | "state" | "neighbour" | "neighbor" | "government" | "capital" => {
            |kind, _| kind == Some(ActorKind::State)
        }
        "side" | "party" | "rival" | "ally" | "foe" | "enemy" => is_side,
        "leader" | "president" | "minister" | "official" | "counterpart"
            if reading.number.is_some() =>
        {
            |kind, sector| {
                matches!(kind, Some(ActorKind::Person | ActorKind::Role)) && sector == Some("GOV")
            }
        }
        _ => return None,
    };
    if reading.number.is_none()
        && !matches!(noun.as_str(), "side" | "country" | "neighbour" | "neighbor")
    {
        return None;
    }
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
            if fits(cluster.kind, cluster.sector) && !found.contains(&one) && Some(one) != subject {
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
