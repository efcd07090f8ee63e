//! The types and `schema/record.schema.json` say the same: a record with every field filled in
//! satisfies the schema, and a record with any field gone, added or of another type does not.

use onrecord_record::{
    Actor, ActorExplain, ActorKind, Article, Date, Event, EventExplain, Explain, MadeBy, Parts,
    Place, Record, RejectedEvent, SCHEMA, Sentence, Statement, StatementKind, Token,
};
use serde_json::{Value, json};

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(include_str!("../../../schema/record.schema.json"))
        .expect("the schema is JSON");
    jsonschema::meta::validate(&schema).expect("the schema is a schema");
    jsonschema::validator_for(&schema).expect("the schema compiles")
}

fn full() -> Record {
    let text = "A storm is coming, the mayor of Bari said.".to_owned();
    Record {
        schema: SCHEMA.to_owned(),
        article: Article {
            id: Article::id_of(&text),
            input_id: "storm".to_owned(),
            url: Some("https://coast.example/storm".to_owned()),
            outlet: Some("The Coast".to_owned()),
            headline: Some("Storm".to_owned()),
            byline: vec!["Ada Ferri".to_owned()],
            published: Some("2024-01-16T08:30:00+01:00".parse().expect("a moment")),
            external_id: Some("77".to_owned()),
            language: Some("en".to_owned()),
            section: Some("Weather".to_owned()),
            provenance: [("outlet".to_owned(), "og:site_name".to_owned())].into(),
            text,
        },
        actors: vec![Actor {
            id: "a1".to_owned(),
            name: "the mayor of Bari".to_owned(),
            kind: Some(ActorKind::Role),
            country: Some("ITA".to_owned()),
            sector: Some("GOV".to_owned()),
            office: Some("mayor of Bari".to_owned()),
            wikidata: Some("Q3519".to_owned()),
            mentions: vec![[19, 36]],
            loaded: vec![[19, 36]],
            explain: Some(ActorExplain { rules: vec!["name in the registry".to_owned()] }),
        }],
        statements: vec![Statement {
            id: "s1".to_owned(),
            kind: StatementKind::Indirect,
            speakers: vec!["a1".to_owned()],
            source: vec![[19, 36]],
            cue: vec![[37, 41]],
            content: vec![[0, 17]],
            addressee: Some([0, 1]),
            via: Some([0, 1]),
            question: Some([0, 1]),
            inside: Some("s2".to_owned()),
            in_headline: false,
            confidence: Some(0.5),
            explain: Some(Explain {
                by: "model".to_owned(),
                labels: Parts { content: Some(0.5), cue: Some(0.5), source: Some(0.5) },
                links: Parts { content: None, cue: Some(0.5), source: Some(0.5) },
                rules: vec!["speaker by name".to_owned()],
            }),
        }],
        events: vec![Event {
            id: "e1".to_owned(),
            event_type: "CONSULT".to_owned(),
            mode: Some("visit".to_owned()),
            contexts: vec!["diplomatic".to_owned()],
            aux: vec!["future".to_owned()],
            actors: vec!["a1".to_owned()],
            recipients: vec!["a2".to_owned()],
            trigger: vec![[8, 17]],
            place: Some(Place {
                name: "Bari".to_owned(),
                span: [32, 36],
                country: Some("ITA".to_owned()),
                lat: Some(41.1),
                lon: Some(16.9),
                geonames: Some(3_182_351),
            }),
            date: Some(Date {
                start: "2024-01-16".to_owned(),
                end: "2024-01-17".to_owned(),
                precision: "day".to_owned(),
                span: Some([0, 1]),
            }),
            voice: "s1".to_owned(),
            score: 4.0,
            quad: "verbal cooperation".to_owned(),
            cameo: "040".to_owned(),
            confidence: Some(0.25),
            explain: Some(EventExplain {
                rule: "CONSULT/visit".to_owned(),
                path: vec!["actor: visit –nsubj→ Ada".to_owned()],
            }),
        }],
        rejected_events: vec![RejectedEvent {
            word: [8, 17],
            rule: "CONSULT/meet".to_owned(),
            why: "no such object".to_owned(),
        }],
        sentences: Some(vec![Sentence {
            span: [0, 42],
            tokens: vec![Token {
                span: [0, 1],
                upos: "DET".to_owned(),
                lemma: "a".to_owned(),
                head: 2,
                deprel: "det".to_owned(),
            }],
        }]),
        made_by: MadeBy {
            program: "0.1.0".to_owned(),
            model: Some(Article::id_of("model")),
            rules: Some(Article::id_of("rules")),
        },
    }
}

fn json_of(record: &Record) -> Value {
    serde_json::to_value(record).expect("records serialise")
}

/// Paths (JSON pointers) of every object in a value.
fn objects(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                objects(field, format!("{at}/{name}"), found);
            }
            found.push(at);
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn a_record_with_every_field_satisfies_the_schema() {
    let record = full();
    let value = json_of(&record);
    if let Err(error) = schema().validate(&value) {
        panic!("{} at {}", error, error.instance_path());
    }
    let again: Record = serde_json::from_value(value).expect("records read back");
    assert_eq!(again, record);
}

#[test]
fn a_record_of_which_nothing_is_known_satisfies_the_schema() {
    let record = Record {
        article: Article { id: Article::id_of(""), ..Article::default() },
        actors: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        rejected_events: Vec::new(),
        sentences: None,
        made_by: MadeBy { program: "0.1.0".to_owned(), model: None, rules: None },
        ..full()
    };
    assert!(schema().is_valid(&json_of(&record)));
}

#[test]
fn no_field_may_be_missing_or_added_or_of_another_type() {
    let (schema, whole) = (schema(), json_of(&full()));
    let mut paths = Vec::new();
    objects(&whole, String::new(), &mut paths);
    assert!(paths.len() > 8);
    for path in paths {
        // Where each field was found has the names of the fields as keys.
        if path == "/article/provenance" {
            continue;
        }
        let fields = whole.pointer(&path).and_then(Value::as_object).expect("an object");
        for name in fields.keys() {
            let mut changed = whole.clone();
            let object = changed.pointer_mut(&path).and_then(Value::as_object_mut).expect("same");
            object.insert(name.clone(), json!({"unheard": "of"}));
            assert!(!schema.is_valid(&changed), "{path}/{name} may be anything");
            let by_part = path.ends_with("/labels") || path.ends_with("/links");
            if by_part
                || ["provenance", "sentences", "explain", "rejected_events", "loaded"]
                    .contains(&name.as_str())
            {
                continue;
            }
            let object = changed.pointer_mut(&path).and_then(Value::as_object_mut).expect("same");
            object.remove(name);
            assert!(!schema.is_valid(&changed), "{path}/{name} may be missing");
        }
        let mut changed = whole.clone();
        let object = changed.pointer_mut(&path).and_then(Value::as_object_mut).expect("same");
        object.insert("unheard_of".to_owned(), Value::Null);
        assert!(!schema.is_valid(&changed), "{path} may have more");
    }
}
