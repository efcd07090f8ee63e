//! Records for tests.

use onrecord_record::{
    Actor, ActorKind, Article, Event, MadeBy, Record, SCHEMA, Span, Statement, StatementKind,
};

/// A record of a text, with nothing found in it.
pub(crate) fn record(text: &str) -> Record {
    Record {
        schema: SCHEMA.to_owned(),
        article: Article {
            id: Article::id_of(text),
            input_id: "test".to_owned(),
            text: text.to_owned(),
            ..Article::default()
        },
        actors: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        rejected_events: Vec::new(),
        sentences: None,
        made_by: MadeBy { program: "0.1.0".to_owned(), model: None, rules: None },
    }
}

/// A person.
pub(crate) fn person(id: &str, name: &str) -> Actor {
    Actor {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: Some(ActorKind::Person),
        country: None,
        sector: None,
        office: None,
        wikidata: None,
        mentions: Vec::new(),
        loaded: Vec::new(),
        explain: None,
    }
}

/// A statement of a speaker with one span of content.
pub(crate) fn statement(id: &str, speaker: &str, content: Span) -> Statement {
    Statement {
        id: id.to_owned(),
        kind: StatementKind::Indirect,
        speakers: vec![speaker.to_owned()],
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![content],
        addressee: None,
        via: None,
        question: None,
        inside: None,
        in_headline: false,
        confidence: None,
        explain: None,
    }
}

/// An event between two actors.
pub(crate) fn event(id: &str, event_type: &str, actor: &str, recipient: &str) -> Event {
    Event {
        id: id.to_owned(),
        event_type: event_type.to_owned(),
        mode: None,
        contexts: Vec::new(),
        aux: Vec::new(),
        actors: vec![actor.to_owned()],
        recipients: vec![recipient.to_owned()],
        trigger: Vec::new(),
        place: None,
        date: None,
        voice: "outlet".to_owned(),
        score: 0.0,
        quad: "verbal cooperation".to_owned(),
        cameo: "01".to_owned(),
        confidence: None,
        explain: None,
    }
}
