//! From events to the record's: who is who among its actors, ids, and offsets in code points.

use onrecord_actors::{Day, Registry};
use onrecord_record::{
    Actor, ActorKind, Event as Written, EventExplain, Moment, Place, RejectedEvent, Span as Points,
};
use onrecord_text::{CodePoints, Span, TokenId, Upos};

use super::{Argument, Event, Where, span, whose};
use crate::{Analysis, Options};

/// The actors of the analysis that have a part in events of the record, as indices.
pub(crate) fn known(analysis: &Analysis, options: &Options) -> Vec<usize> {
    let sure = |event: &&Event| event.confidence >= options.min_event_confidence;
    let events = analysis.events.events.iter().filter(sure);
    events
        .flat_map(|event| {
            let parties = event.actors.iter().chain(&event.recipients);
            parties.flat_map(|argument| who(analysis, argument, event.voice))
        })
        .collect()
}

/// The actors of the analysis that an argument is, as indices. This is the one place where events
/// learn who is who.
fn who(analysis: &Analysis, argument: &Argument, voice: Option<usize>) -> Vec<usize> {
    let actors = &analysis.actors;
    if argument.speaker {
        let speakers = voice.map(|one| analysis.statements.statements[one].speakers.as_slice());
        let speakers = speakers.unwrap_or_default().iter();
        return speakers.flat_map(|&one| actors.speakers[one].iter().copied()).collect();
    }
    for head in [argument.head, argument.here] {
        let found = actors.at(head);
        if !found.is_empty() {
            return found.to_vec();
        }
    }
    // Words of which only the head is somebody's: the least of those that hold it.
    let head = span(&analysis.segments, argument.head);
    let holds = actors.actors.iter().enumerate().flat_map(|(at, actor)| {
        let mentions = actor.mentions.iter().filter(|mention| mention.span.contains(head));
        mentions.map(move |mention| (mention.span.len(), at))
    });
    let room = argument.span.len() + 8;
    holds.filter(|(length, _)| *length <= room).min().map(|(_, at)| at).into_iter().collect()
}

/// The events of a record. Those who have a part in them and are no actor of it yet are added.
pub(crate) fn to_record(
    analysis: &Analysis,
    registry: &Registry,
    options: &Options,
    kept: &[bool],
    ids: &[String],
    published: Option<Moment>,
    actors: &mut Vec<Actor>,
) -> (Vec<Written>, Vec<RejectedEvent>) {
    let points = CodePoints::new(&analysis.text);
    let day = published.and_then(|moment| {
        let date = moment.date();
        Day::new(date.year(), date.month(), date.day())
    });
    let mut cast =
        Cast { analysis, registry, ids, points: &points, day, actors, added: Vec::new() };
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
        let voice = voice(analysis, kept, event);
        let mut by: Vec<String> = Vec::new();
        for argument in &event.actors {
            for id in cast.actor(argument, event.voice, &[]) {
                if !by.contains(&id) {
                    by.push(id);
                }
            }
        }
        let mut to: Vec<String> = Vec::new();
        for argument in &event.recipients {
            for id in cast.actor(argument, event.voice, &by) {
                if !to.contains(&id) {
                    to.push(id);
                }
            }
        }
        if by.is_empty() && to.is_empty() {
            continue;
        }
        events.push(Written {
            id,
            event_type: event.event_type.clone(),
            mode: event.mode.clone(),
            contexts: event.contexts.clone(),
            aux: event.aux.names(),
            actors: by,
            recipients: to,
            trigger: trigger(analysis, &points, &event.trigger),
            place: event.place.as_ref().map(|place| located(analysis, &points, place)),
            date: event.time.and_then(|time| {
                analysis.dates.expressions[time].to_record(|span| points.range(span)).map(of_days)
            }),
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

/// A date of a record is told in days, however precise the words are.
fn of_days(date: onrecord_record::Date) -> onrecord_record::Date {
    let day = |moment: &str| moment.get(..10).unwrap_or(moment).to_owned();
    onrecord_record::Date { start: day(&date.start), end: day(&date.end), ..date }
}

/// Where an event happened: what the gazetteer knows of it, or its name alone.
fn located(analysis: &Analysis, points: &CodePoints, place: &Where) -> Place {
    let name = analysis.text.slice(place.span).to_owned();
    let span = points.range(place.span);
    match place.located.map(|at| analysis.places[at].place) {
        Some(known) => Place {
            name,
            span,
            country: known.country.map(str::to_owned),
            lat: Some(known.lat),
            lon: Some(known.lon),
            geonames: known.geonames.map(u64::from),
        },
        None => Place { name, span, country: None, lat: None, lon: None, geonames: None },
    }
}

/// The innermost statement of the record that tells an event, or the outlet.
fn voice(analysis: &Analysis, kept: &[bool], event: &Event) -> String {
    let mut at = event.voice;
    while let Some(one) = at {
        if kept[one] {
            let number = kept[..=one].iter().filter(|kept| **kept).count();
            return format!("s{number}");
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
    registry: &'a Registry,
    /// The ids of the actors of the analysis.
    ids: &'a [String],
    points: &'a CodePoints,
    /// When the article was published.
    day: Option<Day>,
    actors: &'a mut Vec<Actor>,
    /// Names of those who were added, without articles and in lower case, with their place.
    added: Vec<(String, usize)>,
}

impl Cast<'_> {
    /// The ids of the actors of the record that an argument is. It is none of some `others`, who do
    /// to it what the event is: where both are taken for one, the words are somebody else.
    fn actor(
        &mut self,
        argument: &Argument,
        voice: Option<usize>,
        others: &[String],
    ) -> Vec<String> {
        let known = who(self.analysis, argument, voice);
        if !known.is_empty() || argument.speaker {
            let ids = known.into_iter().map(|at| self.ids[at].clone());
            let ids: Vec<String> =
                ids.filter(|id| !id.is_empty() && !others.contains(id)).collect();
            if !ids.is_empty() || argument.speaker {
                return ids;
            }
        }
        let head = self.analysis.parse.as_ref().map(|parse| parse.syntax.word(argument.head).upos);
        if head == Some(Upos::Pron) {
            return Vec::new();
        }
        let words = self.analysis.text.slice(argument.span);
        let name = without_article(words).to_lowercase();
        let mention = self.points.range(argument.span);
        let added = self.added.iter().find(|(known, _)| *known == name);
        if let Some(&(_, at)) = added {
            if others.contains(&self.actors[at].id) {
                return Vec::new();
            }
            let actor = &mut self.actors[at];
            if !actor.mentions.contains(&mention) {
                actor.mentions.push(mention);
                actor.mentions.sort_unstable();
            }
            return vec![actor.id.clone()];
        }
        let tokens = &self.analysis.segments.tokens[argument.tokens.clone()];
        let tokens: Vec<&str> =
            tokens.iter().map(|token| self.analysis.text.slice(token.span)).collect();
        let told = whose::of(self.registry, &tokens, self.day);
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
            loaded: Vec::new(),
            explain: None,
        });
        self.added.push((name, at));
        vec![id]
    }
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
