//! Records for tests: people who do not exist, saying harmless things.

use std::path::{Path, PathBuf};

use onrecord_record::{
    Actor, ActorKind, Article, Date, Event, MadeBy, Place, Record, SCHEMA, Span, Statement,
    StatementKind,
};
use onrecord_store::{Access, Added, Adding, Arrival, Outline, Sighting, Store, prepare};

pub const NOW: &str = "2026-01-02T03:04:05Z";

/// A folder for one test, and the path of its record.
pub fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.db");
    (folder, path)
}

pub fn open(path: &Path) -> Store {
    Store::open(path, Access::Create).unwrap()
}

/// Where words stand in a text, in code points.
pub fn span(text: &str, words: &str) -> Span {
    let at = text.find(words).unwrap_or_else(|| panic!("{words:?} in {text:?}"));
    let start = text[..at].chars().count();
    [start, start + words.chars().count()]
}

pub fn actor(id: &str, name: &str, mentions: Vec<Span>) -> Actor {
    Actor {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: Some(ActorKind::Person),
        country: None,
        sector: None,
        office: None,
        wikidata: None,
        mentions,
        loaded: Vec::new(),
        explain: None,
    }
}

pub fn statement(id: &str, speakers: &[&str], content: Vec<Span>) -> Statement {
    Statement {
        id: id.to_owned(),
        kind: StatementKind::Direct,
        speakers: speakers.iter().map(|id| (*id).to_owned()).collect(),
        source: Vec::new(),
        cue: Vec::new(),
        content,
        addressee: None,
        via: None,
        question: None,
        inside: None,
        in_headline: false,
        confidence: Some(0.875),
        explain: None,
    }
}

pub fn made_by(model: &str) -> MadeBy {
    MadeBy { program: "0.1.0".to_owned(), model: Some(model.to_owned()), rules: None }
}

/// A record of a text, in which nothing is found yet.
pub fn plain(text: &str, published: Option<&str>) -> Record {
    Record {
        schema: SCHEMA.to_owned(),
        article: Article {
            id: Article::id_of(text),
            input_id: "one".to_owned(),
            published: published.map(|moment| moment.parse().unwrap()),
            language: Some("en".to_owned()),
            text: text.to_owned(),
            ..Article::default()
        },
        actors: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        rejected_events: Vec::new(),
        sentences: None,
        made_by: made_by("sha256:first"),
    }
}

/// An article in which one person says one thing.
pub fn said(name: &str, words: &str, published: &str) -> Record {
    let text = format!("Rain in Bergen\n\n“{words},” {name} said to reporters.\n\nIt rained on.");
    let mut record = plain(&text, Some(published));
    record.article.headline = Some("Rain in Bergen".to_owned());
    record.article.outlet = Some("The Umbrella".to_owned());
    record.article.url = Some(format!("https://umbrella.example/{}", &record.article.id[7..15]));
    record.actors = vec![actor("a1", name, vec![span(&text, name)])];
    record.statements = vec![Statement {
        source: vec![span(&text, name)],
        cue: vec![span(&text, "said")],
        addressee: Some(span(&text, "reporters")),
        ..statement("s1", &["a1"], vec![span(&text, words)])
    }];
    record
}

/// An article with everything that a record can have: nesting, events, places, dates, several
/// speakers, characters of several bytes.
pub fn full() -> Record {
    let text = "Kotor ferry talks\n\n“Zoë Marić told me the ferry will sail,” said Ana Ilić, the \
                harbour master, and Ivo Ban. Norland’s delegates met those of Sudland in Kotor on \
                Tuesday, Ilić said. 🚢 Sudland called the fares unfair.";
    let mut record = plain(text, Some("2024-05-07T09:30+02:00"));
    record.article.headline = Some("Kotor ferry talks".to_owned());
    record.article.outlet = Some("The Coastal Courier".to_owned());
    record.article.url = Some("https://courier.example/ferry#top".to_owned());
    record.article.byline = vec!["Mia Perić".to_owned()];
    record.article.provenance.insert("language".to_owned(), "its words".to_owned());
    let state = |id: &str, name: &str, country: &str| Actor {
        kind: Some(ActorKind::State),
        country: Some(country.to_owned()),
        sector: Some("GOV".to_owned()),
        ..actor(id, name, vec![span(text, name)])
    };
    record.actors = vec![
        Actor {
            office: Some("harbour master".to_owned()),
            wikidata: Some("Q1".to_owned()),
            country: Some("MNE".to_owned()),
            ..actor(
                "a1",
                "Ana Ilić",
                vec![span(text, "Ana Ilić"), span(text, "the harbour master")],
            )
        },
        actor("a2", "Ivo Ban", vec![span(text, "Ivo Ban")]),
        actor("a3", "Zoë Marić", vec![span(text, "Zoë Marić")]),
        state("a4", "Norland", "NOR"),
        state("a5", "Sudland", "SDN"),
    ];
    let meeting = "Norland’s delegates met those of Sudland in Kotor on Tuesday";
    record.statements = vec![
        Statement {
            source: vec![span(text, "Ana Ilić, the harbour master, and Ivo Ban")],
            cue: vec![span(text, "said")],
            ..statement(
                "s1",
                &["a1", "a2"],
                vec![span(text, "Zoë Marić told me the ferry will sail,")],
            )
        },
        Statement {
            kind: StatementKind::Indirect,
            inside: Some("s1".to_owned()),
            source: vec![span(text, "Zoë Marić")],
            cue: vec![span(text, "told")],
            addressee: Some(span(text, "me")),
            confidence: Some(0.1 + 0.2),
            ..statement("s2", &["a3"], vec![span(text, "the ferry will sail")])
        },
        Statement {
            kind: StatementKind::Indirect,
            confidence: None,
            ..statement("s3", &["a1"], vec![span(text, meeting)])
        },
    ];
    record.events = vec![
        Event {
            id: "e1".to_owned(),
            event_type: "CONSULT".to_owned(),
            mode: Some("visit".to_owned()),
            contexts: vec!["diplomatic".to_owned(), "economic".to_owned()],
            aux: Vec::new(),
            actors: vec!["a4".to_owned(), "a5".to_owned()],
            recipients: Vec::new(),
            trigger: vec![span(text, "met")],
            place: Some(Place {
                name: "Kotor".to_owned(),
                span: span(text, "Kotor"),
                country: Some("MNE".to_owned()),
                lat: Some(42.424),
                lon: Some(18.771),
                geonames: Some(3_197_538),
            }),
            date: Some(Date {
                start: "2024-05-07".to_owned(),
                end: "2024-05-07".to_owned(),
                precision: "day".to_owned(),
                span: Some(span(text, "Tuesday")),
            }),
            voice: "s3".to_owned(),
            score: 4.0,
            quad: "verbal cooperation".to_owned(),
            cameo: "042".to_owned(),
            confidence: Some(0.8),
            explain: None,
        },
        Event {
            id: "e2".to_owned(),
            event_type: "ACCUSE".to_owned(),
            mode: Some("disapprove".to_owned()),
            contexts: Vec::new(),
            aux: vec!["historical".to_owned()],
            actors: vec!["a5".to_owned()],
            recipients: vec!["a4".to_owned()],
            trigger: vec![span(text, "called"), span(text, "unfair")],
            place: None,
            date: None,
            voice: "outlet".to_owned(),
            score: -2.0,
            quad: "verbal conflict".to_owned(),
            cameo: "111".to_owned(),
            confidence: Some(0.6),
            explain: None,
        },
    ];
    record
}

pub fn arrival(record: Record, file: &str) -> Arrival {
    let sighting = Sighting::of(&record.article, file, None);
    Arrival::New(Box::new(prepare(record, Outline::default()).unwrap()), sighting)
}

/// Adds records, all in one batch.
pub fn add(store: &mut Store, records: &[Record]) -> Vec<Added> {
    let batch: Vec<Arrival> = records.iter().map(|r| arrival(r.clone(), "file.jsonl")).collect();
    store.add(&batch, Adding { now: NOW, again: false }).unwrap()
}

/// The records in a store, by date.
pub fn all(store: &Store) -> Vec<Record> {
    store.all().unwrap().map(|stored| stored.unwrap().record).collect()
}

/// That there is nothing wrong with a file.
pub fn assert_sound(path: &Path) {
    let verified = onrecord_store::verify(path, |_| ()).unwrap();
    assert_eq!(verified.faults, [], "{}", path.display());
}
