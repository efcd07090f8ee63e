//! From events to the record's: who is who among its actors, ids, and offsets in code points.

use onrecord_record::{Actor, Event as Written, EventExplain, RejectedEvent, Span as Points};
use onrecord_text::{CodePoints, Span, TokenId, Upos};

use super::{Argument, Event, span};
use crate::{Analysis, Options};

/// How the statements of an analysis are numbered in its record.
pub(crate) struct Numbering {
    /// The id of each statement that is in the record.
    pub(crate) statements: Vec<Option<String>>,
    /// The id of each speaker that is in it; empty for the others.
    pub(crate) speakers: Vec<String>,
}

/// The events of a record. Those who have a part in them and are no actor of it yet are added.
pub(crate) fn to_record(
    analysis: &Analysis,
    options: &Options,
    numbering: &Numbering,
    actors: &mut Vec<Actor>,
) -> (Vec<Written>, Vec<RejectedEvent>) {
    let points = CodePoints::new(&analysis.text);
    let mut cast = Cast { analysis, numbering, points: &points, actors, added: Vec::new() };
    let mut events: Vec<Written> = Vec::new();
    let mut rejected = Vec::new();
    for event in &analysis.events.events {
        if event.confidence < options.min_event_confidence {
            if options.explain {
                rejected.push(RejectedEvent {
                    word: points.range(span(&analysis.segments, event.word)),
                    rule: event.evidence.rule.clone(),
                    why: format!("its confidence is {:.2}", event.confidence),
                });
            }
            continue;
        }
        let id = format!("e{}", events.len() + 1);
        let voice = voice(analysis, numbering, event);
        let parties = |cast: &mut Cast, list: &[Argument]| {
            let mut ids: Vec<String> = Vec::new();
            for argument in list {
                for id in cast.actor(argument, event.voice) {
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
            }
            ids
        };
        let by = parties(&mut cast, &event.actors);
        let mut to = parties(&mut cast, &event.recipients);
        to.retain(|id| !by.contains(id));
        events.push(Written {
            id,
            event_type: event.event_type.clone(),
            mode: event.mode.clone(),
            contexts: event.contexts.clone(),
            aux: event.aux.names(),
            actors: by,
            recipients: to,
            trigger: trigger(analysis, &points, &event.trigger),
            place: None,
            date: None,
            voice,
            score: event.score,
            quad: event.quad.clone(),
            cameo: event.cameo.clone(),
            confidence: Some((event.confidence * 1000.0).round() / 1000.0),
            explain: options.explain.then(|| EventExplain {
                rule: event.evidence.rule.clone(),
                path: event.evidence.path.clone(),
            }),
        });
    }
    if options.explain {
        rejected.extend(analysis.events.rejected.iter().map(|one| RejectedEvent {
            word: points.range(span(&analysis.segments, one.word)),
            rule: one.rule.clone(),
            why: one.why.clone(),
        }));
        rejected.sort_by_key(|one| one.word);
    }
    (events, rejected)
}

/// The innermost statement of the record that tells an event, or the outlet.
fn voice(analysis: &Analysis, numbering: &Numbering, event: &Event) -> String {
    let mut at = event.voice;
    while let Some(one) = at {
        if let Some(id) = &numbering.statements[one] {
            return id.clone();
        }
        at = analysis.statements.statements[one].inside;
    }
    "outlet".to_owned()
}

/// The words of a trigger; neighbours are one span.
fn trigger(analysis: &Analysis, points: &CodePoints, words: &[TokenId]) -> Vec<Points> {
    let mut spans: Vec<(TokenId, Span)> = Vec::new();
    for &word in words {
        let here = span(&analysis.segments, word);
        match spans.last_mut() {
            Some((last, held)) if last.index() + 1 == word.index() => {
                *held = held.cover(here);
                *last = word;
            }
            _ => spans.push((word, here)),
        }
    }
    spans.into_iter().map(|(_, span)| points.range(span)).collect()
}

/// Everybody in the record.
struct Cast<'a> {
    analysis: &'a Analysis,
    numbering: &'a Numbering,
    points: &'a CodePoints,
    actors: &'a mut Vec<Actor>,
    /// Names of those who were added, without articles and in lower case, with their place.
    added: Vec<(String, usize)>,
}

impl Cast<'_> {
    /// The ids of the actors of the record that an argument is.
    fn actor(&mut self, argument: &Argument, voice: Option<usize>) -> Vec<String> {
        let statements = &self.analysis.statements;
        if argument.speaker {
            let of = voice.map(|one| statements.statements[one].speakers.clone());
            let ids = of.unwrap_or_default().into_iter().map(|at| self.numbering.speakers[at].clone());
            return ids.filter(|id| !id.is_empty()).collect();
        }
        let head = span(&self.analysis.segments, argument.head);
        let here = span(&self.analysis.segments, argument.here);
        for (at, speaker) in statements.speakers.iter().enumerate() {
            let id = &self.numbering.speakers[at];
            if !id.is_empty() && speaker.mentions.iter().any(|mention| mention.contains(head)) {
                return vec![id.clone()];
            }
        }
        // A pronoun that is a source is its speaker.
        for statement in &statements.statements {
            if statement.attribution.source.iter().any(|source| source.contains(here) && source.len() <= argument.span.len().max(here.len()) + 4)
                && let [one] = statement.speakers.as_slice()
                && !self.numbering.speakers[*one].is_empty()
            {
                return vec![self.numbering.speakers[*one].clone()];
            }
        }
        let words = self.analysis.text.slice(argument.span);
        let name = bare(words);
        let mention = self.points.range(argument.span);
        let known = self
            .added
            .iter()
            .find(|(known, _)| *known == name)
            .map(|&(_, at)| at)
            .or_else(|| self.same_entity(argument));
        if let Some(at) = known {
            let actor = &mut self.actors[at];
            if !actor.mentions.contains(&mention) {
                actor.mentions.push(mention);
                actor.mentions.sort_unstable();
            }
            self.added.push((name, at));
            return vec![actor.id.clone()];
        }
        let at = self.actors.len();
        let id = format!("a{}", at + 1);
        self.actors.push(Actor {
            id: id.clone(),
            name: without_article(words).to_owned(),
            kind: None,
            country: None,
            sector: None,
            office: None,
            wikidata: None,
            mentions: vec![mention],
        });
        self.added.push((name, at));
        vec![id]
    }

    /// The one who was added and whose name is the same entity of the model's, where both are names.
    fn same_entity(&self, argument: &Argument) -> Option<usize> {
        let parse = self.analysis.parse.as_ref()?;
        if parse.syntax.word(argument.head).upos != Upos::Propn {
            return None;
        }
        let entity = parse.mention(parse.mention_of(argument.head)?).entity;
        self.added.iter().map(|&(_, at)| at).find(|&at| {
            parse.entity(entity).mentions.iter().any(|&id| {
                let mention = parse.mention(id);
                let head = self.points.range(span(&self.analysis.segments, mention.head));
                let named = parse.syntax.word(mention.head).upos == Upos::Propn;
                named
                    && self.actors[at]
                        .mentions
                        .iter()
                        .any(|held| held[0] <= head[0] && head[1] <= held[1])
            })
        })
    }
}

/// A name as it is compared.
fn bare(words: &str) -> String {
    without_article(words).to_lowercase()
}

fn without_article(words: &str) -> &str {
    let low = words.to_lowercase();
    for article in ["the ", "a ", "an "] {
        if low.starts_with(article) {
            return words.get(article.len()..).unwrap_or(words);
        }
    }
    words
}
