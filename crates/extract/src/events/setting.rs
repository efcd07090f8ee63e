//! When and where an event happened: the time that its verb stands in, and the place that hangs on it.

use onrecord_record::Moment;
use onrecord_text::{TokenId, Upos};

use super::arguments::{self, Argument};
use super::rule::Kind;
use super::tree::Tree;
use super::{Event, Where};
use crate::dates::{Dates, TimeExpression};
use crate::places::Located;

/// Prepositions before where something happens.
const AT: [&str; 9] = ["in", "at", "near", "outside", "inside", "around", "across", "to", "into"];

/// Nouns that have the name of a place behind them: `the village of Lokka`.
const PLACES: [&str; 14] = [
    "area",
    "camp",
    "capital",
    "city",
    "district",
    "island",
    "neighborhood",
    "neighbourhood",
    "port",
    "province",
    "region",
    "town",
    "valley",
    "village",
];

/// After so many days something is history.
const HISTORY: f64 = 366.0 + 365.0;

/// Sets time and place of an event, and that it was long ago where its time says so.
pub(super) fn set(
    tree: &Tree,
    dates: &Dates,
    places: &[Located],
    published: Option<Moment>,
    event: &mut Event,
) {
    let syntax = Some(&tree.parse.syntax);
    let verb = event.trigger.iter().copied().find(|&one| tree.is_verb(one)).unwrap_or(event.word);
    let found = [event.word, verb]
        .into_iter()
        .find_map(|word| dates.governing(tree.text, tree.segments, syntax, word));
    if let Some(time) = found {
        event.time = dates.expressions.iter().position(|one| std::ptr::eq(one, time));
        event.aux.historical |= published.is_some_and(|moment| long_before(time, moment));
    }
    event.place = place(tree, places, verb, event);
}

/// Whether a time ended long before a publication.
fn long_before(time: &TimeExpression, published: Moment) -> bool {
    let days = |moment: Moment| {
        let date = moment.date();
        f64::from(date.year()) * 365.25 + f64::from(date.day_of_year())
    };
    time.end.is_some_and(|end| days(published) - days(end) >= HISTORY)
}

fn place(tree: &Tree, places: &[Located], verb: TokenId, event: &Event) -> Option<Where> {
    let mut heads = Vec::new();
    for at in [verb, event.word] {
        for preposition in AT {
            heads.extend(tree.hangs_by(at, preposition));
        }
    }
    for preposition in AT {
        heads.extend(tree.by_preposition(verb, preposition));
    }
    // A thing that it was done to has its place with it: `the village of Lokka`.
    for argument in &event.recipients {
        heads.push(argument.head);
        if !argument.acts {
            for preposition in AT.into_iter().chain(["of"]) {
                heads.extend(tree.by_preposition(argument.head, preposition));
            }
        }
    }
    let party = |head: TokenId| {
        let is = |argument: &Argument| argument.head == head && argument.acts;
        event.actors.iter().any(is)
            || event.recipients.iter().any(is) && event.mode.as_deref() != Some("visit")
    };
    heads.into_iter().filter(|&head| !party(head) || is_struck(event)).find_map(|head| {
        let word = tree.segments.token(head).span;
        let located = places.iter().position(|one| one.span.contains(word));
        if let Some(at) = located {
            return Some(Where { span: places[at].span, located });
        }
        let of_place =
            tree.word(head).head.is_some_and(|noun| PLACES.contains(&tree.lemma(noun).as_str()));
        let named = tree.word(head).upos == Upos::Propn
            && (of_place || arguments::is_kind(tree, head, Kind::Place));
        named.then(|| Where { span: tree.span(&tree.phrase(head)), located: None })
    })
}

/// Whether the recipient of an event may be its place: a town that was shelled.
fn is_struck(event: &Event) -> bool {
    event.score <= -7.0
}
