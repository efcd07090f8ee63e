//! From events to the record's: who is who among its actors, ids, and offsets in code points.

use onrecord_actors::{Day, Registry};
use onrecord_record::{
    Actor, ActorKind, Event as Written, EventExplain, Moment, RejectedEvent, Span as Points,
};
use onrecord_text::{CodePoints, Span, TokenId, Upos};

use super::{Argument, Event, span, whose};
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
    published: Option<Moment>,
    actors: &mut Vec<Actor>,
) -> (Vec<Written>, Vec<RejectedEvent>) {
    let points = CodePoints::new(&analysis.text);
    let day = published.and_then(|moment| {
        let date = moment.date();
        Day::new(date.year(), date.month(), date.day())
    });
    let mut cast = Cast { analysis, numbering, points: &points, day, actors, added: Vec::new() };
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
    /// When the article was published.
    day: Option<Day>,
    actors: &'a mut Vec<Actor>,
    /// Names of those who were added, without articles and in lower case, with their place.
    added: Vec<(String, usize)>,
}

impl Cast<'_> {
    /// The ids of the actors of the record that an argument is. This is the one place where events
    /// learn who is who.
    fn actor(&mut self, argument: &Argument, voice: Option<usize>) -> Vec<String> {
        let statements = &self.analysis.statements;
        if argument.speaker {
            let of = voice.map(|one| statements.statements[one].speakers.clone());
            let ids = of.unwrap_or_default().into_iter().map(|at| self.numbering.speakers[at].clone());
            return ids.filter(|id| !id.is_empty()).collect();
        }
        if let Some(speaker) = self.speaker(argument) {
            let id = self.numbering.speakers[speaker].clone();
            if let Some(at) = self.actors.iter().position(|actor| actor.id == id) {
                self.settle(argument, at);
            }
            return vec![id];
        }
        let words = self.analysis.text.slice(argument.span);
        let tokens = self.words(argument);
        let told = whose::of(Registry::builtin(), &tokens, self.day);
        let name = match &told.whole {
            Some((key, _)) => format!("={key}"),
            None => bare(words),
        };
        let mention = self.points.range(argument.span);
        let known = self.added.iter().find(|(known, _)| *known == name).map(|&(_, at)| at);
        let known = known.or_else(|| self.same_entity(argument).filter(|_| told.whole.is_none()));
        if let Some(at) = known {
            let actor = &mut self.actors[at];
            if !actor.mentions.contains(&mention) {
                actor.mentions.push(mention);
                actor.mentions.sort_unstable();
            }
            self.added.push((name, at));
            return vec![self.actors[at].id.clone()];
        }
        let at = self.actors.len();
        let id = format!("a{}", at + 1);
        self.actors.push(Actor {
            id: id.clone(),
            name: without_article(words).to_owned(),
            kind: told.state.then_some(ActorKind::State),
            country: told.country,
            sector: told.sector,
            office: None,
            wikidata: None,
            mentions: vec![mention],
        });
        self.added.push((name, at));
        vec![id]
    }

    fn words(&self, argument: &Argument) -> Vec<&str> {
        let tokens = &self.analysis.segments.tokens[argument.tokens.clone()];
        tokens.iter().map(|token| self.analysis.text.slice(token.span)).collect()
    }

    /// The speaker of a statement that an argument names or stands for.
    fn speaker(&self, argument: &Argument) -> Option<usize> {
        let statements = &self.analysis.statements;
        let head = span(&self.analysis.segments, argument.head);
        let here = span(&self.analysis.segments, argument.here);
        let kept = |at: &usize| !self.numbering.speakers[*at].is_empty();
        let named = (0..statements.speakers.len()).filter(kept).find(|&at| {
            statements.speakers[at].mentions.iter().any(|mention| mention.contains(head))
        });
        if named.is_some() {
            return named;
        }
        // A pronoun that is a source is its speaker.
        let room = argument.span.len().max(here.len()) + 4;
        let told = statements.statements.iter().find(|statement| {
            let sources = &statement.attribution.source;
            statement.speakers.len() == 1
                && sources.iter().any(|source| source.contains(here) && source.len() <= room)
        })?;
        told.speakers.first().copied().filter(kept)
    }

    /// Gives somebody who is known as a speaker the state that their words or name tell.
    fn settle(&mut self, argument: &Argument, at: usize) {
        if self.actors[at].country.is_some() {
            return;
        }
        let registry = Registry::builtin();
        let name = self.actors[at].name.clone();
        let of_name: Vec<&str> = name.split_whitespace().collect();
        let mut told = whose::of(registry, &self.words(argument), self.day);
        if told.country.is_none() {
            told = whose::of(registry, &of_name, self.day);
        }
        let actor = &mut self.actors[at];
        actor.country = told.country;
        actor.sector = actor.sector.take().or(told.sector);
    }

    /// The one who was added and whose name is the same entity of the model's, where both are names.
    fn same_entity(&self, argument: &Argument) -> Option<usize> {
        let parse = self.analysis.parse.as_ref()?;
        if parse.syntax.word(argument.head).upos != Upos::Propn {
            return None;
        }
        let entity = parse.mention(parse.mention_of(argument.head)?).entity;
        let name = self.analysis.text.slice(argument.span);
        self.added.iter().map(|&(_, at)| at).find(|&at| {
            share_a_name(&self.actors[at].name, name) && parse.entity(entity).mentions.iter().any(|&id| {
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

/// Whether two names have a word with a capital in common: coreference alone takes two states of one
/// sentence for the same too easily.
fn share_a_name(one: &str, other: &str) -> bool {
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    one.split_whitespace()
        .filter(capital)
        .any(|word| other.split_whitespace().filter(capital).any(|held| held == word))
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
