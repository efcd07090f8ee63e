//! The same happening once: what a headline and its lead, or a verb and a noun of one sentence, both
//! tell is one event with the words of both.

use onrecord_text::{TokenId, Upos};

use super::Event;
use super::arguments::Argument;
use super::matching::Rejected;
use super::tree::Tree;

/// How many sentences may lie between two tellings of one happening.
const APART: usize = 6;

/// Joins what is told twice, and says how likely each event is right.
pub(super) fn join(
    tree: &Tree,
    told: Vec<Event>,
    rejected: &mut Vec<Rejected>,
    explain: bool,
) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for event in told {
        let known = events.iter_mut().rev().find(|known| is_same(tree, known, &event));
        match known {
            Some(known) => {
                if explain {
                    rejected.push(Rejected {
                        word: event.word,
                        rule: event.evidence.rule.clone(),
                        why: format!("the same as “{}”", tree.form(known.word)),
                    });
                }
                merge(known, event);
            }
            None => events.push(event),
        }
    }
    for event in &mut events {
        event.confidence = confidence(event);
    }
    events.sort_by_key(|event| (event.trigger.first().copied(), event.word));
    events
}

fn sentence(tree: &Tree, word: TokenId) -> usize {
    tree.segments.token(word).sentence.index()
}

fn is_same(tree: &Tree, known: &Event, event: &Event) -> bool {
    if known.event_type != event.event_type || known.voice != event.voice || known.aux != event.aux
    {
        return false;
    }
    let apart =
        sentence(tree, event.word) - sentence(tree, known.word).min(sentence(tree, event.word));
    if apart > APART {
        return false;
    }
    let actors = agree(tree, &known.actors, &event.actors);
    let recipients = agree(tree, &known.recipients, &event.recipients);
    if apart == 0 {
        // `stormed the camp, killing five`: one act, told by its parts.
        let below = linked(tree, known, event);
        let one_is_noun = known.evidence.rank == 1 || event.evidence.rank == 1;
        return actors != Some(false)
            && (below || recipients != Some(false) && (one_is_noun || actors == Some(true)));
    }
    // Of two sentences, both must name the same on at least one side, and nobody else on the other.
    let alike = known.mode.is_none() || event.mode.is_none() || known.mode == event.mode;
    let same_word = known.evidence.rule == event.evidence.rule
        || tree.lemma(known.word) == tree.lemma(event.word);
    actors != Some(false)
        && recipients != Some(false)
        && alike
        && same_word
        && (actors == Some(true)
            && (recipients == Some(true)
                || known.recipients.is_empty() && event.recipients.is_empty())
            || recipients == Some(true) && actors == Some(true))
}

/// Whether one of two events of a sentence hangs below the other.
fn linked(tree: &Tree, known: &Event, event: &Event) -> bool {
    let below = |low: &Event, high: &Event| {
        let mut at = Some(low.word);
        let mut steps = 0;
        while let Some(one) = at {
            if high.trigger.contains(&one) && one != low.word {
                return true;
            }
            if matches!(&*tree.word(one).deprel, "acl:relcl" | "parataxis") {
                return false;
            }
            at = tree.word(one).head;
            steps += 1;
            if steps > 8 {
                break;
            }
        }
        false
    };
    below(known, event) || below(event, known)
}

/// Whether two lists of parties are about the same: `None` where one of them is empty.
fn agree(tree: &Tree, one: &[Argument], other: &[Argument]) -> Option<bool> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    let name = |a: &Argument| tree.word(a.head).upos == Upos::Propn;
    let same = |a: &Argument, b: &Argument| {
        a.head == b.head
            || tree.lemma(a.head) == tree.lemma(b.head)
            || !(name(a) && name(b))
                && match (tree.parse.mention_of(a.head), tree.parse.mention_of(b.head)) {
                    (Some(a), Some(b)) => {
                        tree.parse.mention(a).entity == tree.parse.mention(b).entity
                    }
                    _ => false,
                }
    };
    Some(one.iter().any(|a| other.iter().any(|b| same(a, b))))
}

fn merge(known: &mut Event, event: Event) {
    // Who is told more plainly stays.
    if known.actors.is_empty()
        || event.evidence.rank > known.evidence.rank && !event.actors.is_empty()
    {
        known.actors = event.actors;
    }
    if known.recipients.is_empty()
        || event.evidence.rank > known.evidence.rank && !event.recipients.is_empty()
    {
        known.recipients = event.recipients;
    }
    if known.mode.is_none() {
        known.mode = event.mode;
        known.score = event.score;
        known.cameo = event.cameo;
    }
    known.time = known.time.or(event.time);
    known.place = known.place.take().or(event.place);
    known.trigger.extend(event.trigger);
    known.trigger.sort();
    known.trigger.dedup();
    known.contexts.extend(event.contexts);
    known.contexts.sort();
    known.contexts.dedup();
    known.evidence.fit = known.evidence.fit.max(event.evidence.fit);
    known.evidence.rank = known.evidence.rank.max(event.evidence.rank);
    known.evidence.weak &= event.evidence.weak;
    known.evidence.path.push(format!("told again by {}", event.evidence.rule));
    known.evidence.path.extend(event.evidence.path);
}

/// How likely an event is right, by how it was found.
fn confidence(event: &Event) -> f64 {
    let mut sum = -0.4;
    sum += 0.35 * (event.evidence.fit.min(5) as f64);
    sum += 0.3 * (event.evidence.rank as f64 - 2.0);
    sum += if event.actors.is_empty() { -0.6 } else { 0.3 };
    sum += if event.recipients.is_empty() { -0.2 } else { 0.2 };
    if event.evidence.weak {
        sum -= 0.8;
    }
    1.0 / (1.0 + f64::exp(-sum))
}
