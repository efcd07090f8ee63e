//! What is asked for is found, all of it and nothing else, in order and by pages.

use onrecord_store::{Days, Error, EventHit, Hit, Query, Sort, StatementHit, Store, What};

use crate::records::{add, full, open, place, said};

fn filled() -> (tempfile::TempDir, Store) {
    let (folder, path) = place();
    let mut store = open(&path);
    let mut anon = said("Ina Vik", "Nothing is wrong", "2024-03-01");
    anon.article.published = None;
    let records = [
        full(),
        said("Ina Vik", "We kept our promise to build the quay", "2024-03-01"),
        said("Jon Vik", "We broke our promise", "2024-04-02"),
        said("Ina Ask", "The promise of a quay was never made", "2023-12-31"),
        anon,
    ];
    add(&mut store, &records);
    (folder, store)
}

fn statements(store: &Store, query: Query) -> Vec<StatementHit> {
    let found = store.find(&Query { limit: 100, ..query }).unwrap();
    assert!(!found.more);
    let statement = |hit| match hit {
        Hit::Statement(hit) => hit,
        other => panic!("{other:?}"),
    };
    found.hits.into_iter().map(statement).collect()
}

fn events(store: &Store, query: Query) -> Vec<EventHit> {
    let found = store.find(&Query { what: What::Events, limit: 100, ..query }).unwrap();
    let event = |hit| match hit {
        Hit::Event(hit) => hit,
        other => panic!("{other:?}"),
    };
    found.hits.into_iter().map(event).collect()
}

fn words(hits: &[StatementHit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.words.as_str()).collect()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn by_speaker() {
    let (_folder, store) = filled();
    let said_by = |name| statements(&store, Query { said_by: some(name), ..Query::default() });
    assert_eq!(said_by("vik").len(), 3);
    assert_eq!(said_by("Vik Ina").len(), 2);
    assert_eq!(said_by("ilic").len(), 2);
    assert_eq!(said_by("Q1").len(), 2);
    assert_eq!(said_by("Nobody").len(), 0);
    // Both say it together, but nobody is called so.
    assert_eq!(said_by("Ana Ban").len(), 0);
    assert_eq!(said_by("Ivo Ban")[0].speakers, ["Ana Ilić", "Ivo Ban"]);
}

#[test]
fn by_words_names_and_more_at_once() {
    let (_folder, store) = filled();
    let found = |query| statements(&store, query);
    let promise = found(Query { words: some("promise"), ..Query::default() });
    assert_eq!(
        words(&promise),
        [
            "We broke our promise",
            "We kept our promise to build the quay",
            "The promise of a quay was never made"
        ]
    );
    let both = Query { words: some("promise quay"), said_by: some("ina"), ..Query::default() };
    assert_eq!(found(both.clone()).len(), 2);
    let phrase = Query { words: some("\"promise of a\""), ..both.clone() };
    assert_eq!(found(phrase).len(), 1);
    let prefix = Query { words: some("prom* \"the quay\""), ..both.clone() };
    assert_eq!(found(prefix).len(), 1);
    let spring = Query { between: Some(Days::parse("2024").unwrap()), ..both.clone() };
    assert_eq!(found(spring).len(), 1);
    let outlet = |name| Query { outlet: some(name), ..Query::default() };
    assert_eq!(found(outlet("the umbrella")).len(), 4);
    assert_eq!(found(outlet("The Coastal Courier")).len(), 3);
    assert_eq!(found(outlet("umbrella")).len(), 0);
    let country = Query { country: some("MNE"), ..Query::default() };
    assert_eq!(found(country).len(), 2);
    let about = |name| Query { about: some(name), ..Query::default() };
    assert_eq!(found(about("maric")).len(), 1);
    assert_eq!(found(about("sudland")).len(), 1);
    let kind = Query { kind: Some(onrecord_record::StatementKind::Indirect), ..Query::default() };
    assert_eq!(found(kind).len(), 2);
    let sure = Query { min_confidence: Some(0.5), ..Query::default() };
    // One is unsure; one was never measured and stays.
    assert_eq!(found(sure).len(), 6);
}

#[test]
fn sorted_and_paged() {
    let (_folder, store) = filled();
    let all = Query::default();
    let newest = statements(&store, all.clone());
    assert_eq!(newest.len(), 7);
    let dates: Vec<_> = newest.iter().map(|hit| hit.source.published.clone()).collect();
    assert!(dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
    let oldest = statements(&store, Query { sort: Sort::Oldest, ..all.clone() });
    assert!(oldest.iter().rev().eq(&newest));
    let mut paged = Vec::new();
    loop {
        let page = Query { limit: 2, offset: paged.len(), ..all.clone() };
        let found = store.find(&page).unwrap();
        paged.extend(found.hits);
        if !found.more {
            break;
        }
    }
    assert_eq!(paged, newest.into_iter().map(Hit::Statement).collect::<Vec<_>>());
    let surest = statements(&store, Query { sort: Sort::Confidence, ..all.clone() });
    assert_eq!(surest[6].confidence, None);
    let best = Query { words: some("promise"), sort: Sort::Relevance, ..all };
    assert_eq!(statements(&store, best)[0].words, "We broke our promise");
}

#[test]
fn hits_show_their_evidence() {
    let (_folder, store) = filled();
    let hit = &statements(&store, Query { words: some("broke"), ..Query::default() })[0];
    assert_eq!(hit.evidence, "“We broke our promise,” Jon Vik said to reporters.");
    assert_eq!(hit.cue, "said");
    let same = store.statement(&store.resolve(&hit.id).unwrap()).unwrap();
    assert_eq!(same, *hit);
}

#[test]
fn events_by_type_party_voice_and_place() {
    let (_folder, store) = filled();
    let found = |query| -> Vec<String> {
        events(&store, query).into_iter().map(|event| event.event_type).collect()
    };
    let all = Query::default();
    assert_eq!(found(all.clone()).len(), 2);
    assert_eq!(found(Query { types: vec!["consult".to_owned()], ..all.clone() }), ["CONSULT"]);
    let actor = |name| Query { actor: some(name), ..Query::default() };
    assert_eq!(found(actor("SDN")).len(), 2);
    assert_eq!(found(actor("norland")), ["CONSULT"]);
    assert_eq!(found(Query { recipient: some("NOR GOV"), ..actor("Sudland") }), ["ACCUSE"]);
    assert_eq!(found(Query { country: some("MNE"), ..all.clone() }), ["CONSULT"]);
    assert_eq!(found(Query { voice: some("outlet"), ..all.clone() }), ["ACCUSE"]);
    assert_eq!(found(Query { voice: some("ilić"), ..all.clone() }), ["CONSULT"]);
    assert_eq!(found(Query { words: some("ferry"), ..all.clone() }).len(), 2);
    assert_eq!(found(Query { words: some("quay"), ..all.clone() }).len(), 0);
    let event = &events(&store, Query { voice: some("ilić"), ..all })[0];
    assert_eq!(event.actors, ["Norland", "Sudland"]);
    assert!(event.voice.ends_with("#s3"));
    assert_eq!(event.voice_speakers, ["Ana Ilić"]);
}

#[test]
fn articles_by_words() {
    let (_folder, store) = filled();
    let query = Query { what: What::Articles, words: some("quay"), limit: 9, ..Query::default() };
    let found = store.find(&query).unwrap();
    let Hit::Article(first) = &found.hits[0] else { panic!() };
    assert_eq!(found.hits.len(), 2);
    assert_eq!((first.statements, first.events, first.copies), (1, 0, 0));
    let reference = store.resolve(&first.id).unwrap();
    assert_eq!(store.stored(&reference).unwrap().record.article.id, first.source.article);
}

#[test]
fn by_place_part_and_company() {
    let (_folder, store) = filled();
    let found = |query| -> Vec<String> {
        events(&store, query).into_iter().map(|event| event.event_type).collect()
    };
    let all = events(&store, Query::default());
    let placed = all.iter().find(|event| event.place.is_some()).unwrap();
    assert_eq!(found(Query { place: placed.place.clone(), ..Query::default() }).len(), 1);
    assert_eq!(found(Query { place: some("Nowhere"), ..Query::default() }).len(), 0);
    // A part of an article is that part alone.
    for event in &all {
        let article = Some(store.resolve(&event.id).unwrap());
        assert_eq!(found(Query { article, ..Query::default() }), [event.event_type.as_str()]);
        assert!(event.quad.ends_with("cooperation") || event.quad.ends_with("conflict"));
    }
    let together = |actor, with| {
        let codes = Query { whole_names: true, codes: true, ..Query::default() };
        found(Query { actor: some(actor), with: some(with), ..codes })
    };
    assert_eq!(together("Norland", "Sudland"), ["CONSULT"]);
    assert_eq!(together("NOR", "Sudland"), ["CONSULT"]);
    assert_eq!(together("Nor", "Sudland"), [] as [&str; 0]);
    assert_eq!(together("Norland", "Westland"), [] as [&str; 0]);
}

#[test]
fn all_that_is_found_is_collected_with_its_records() {
    let (_folder, store) = filled();
    let said = |name| Query { said_by: some(name), ..Query::default() };
    let ids = |queries: &[Query], limit, offset| -> (Vec<String>, bool) {
        let mut found = store.collect(queries, limit, offset).unwrap();
        let more = found.more;
        let mut ids = Vec::new();
        for item in &mut found {
            let record = item.unwrap().record;
            let parts = record.statements.iter().map(|one| &one.id);
            ids.extend(parts.map(|id| format!("{}#{id}", &record.article.id[7..19])));
        }
        (ids, more)
    };
    let expected: Vec<String> =
        statements(&store, Query::default()).into_iter().map(|hit| hit.id).collect();
    let (mut all, more) = ids(&[Query::default()], usize::MAX, 0);
    assert!(!more);
    all.sort_unstable();
    let mut sorted = expected.clone();
    sorted.sort_unstable();
    assert_eq!(all, sorted);
    // Each once, however many questions find it; no limit of a question holds.
    let both = [Query { limit: 1, ..said("vik") }, said("ina")];
    let (found, _) = ids(&both, usize::MAX, 0);
    assert_eq!(found.len(), 4);
    let (first, more) = ids(&both, 3, 0);
    let (last, none) = ids(&both, 3, 3);
    assert_eq!((first.len(), more, last.len(), none), (3, true, 1, false));
    let behind = store.collect(&[Query::default()], 2, 0).unwrap().last.unwrap();
    assert_eq!(behind, expected[1]);
}

#[test]
fn questions_that_make_no_sense_are_told() {
    let (_folder, store) = filled();
    let told = |query: Query| store.find(&query).unwrap_err().to_string();
    assert!(told(Query { words: some("…"), ..Query::default() }).contains("has no word"));
    assert!(told(Query { actor: some("X"), ..Query::default() }).contains("hint: "));
    for name in ["", "xyz", "12", "sha256:", "ffffffffff", "#s1"] {
        assert!(matches!(store.resolve(name), Err(Error::Unknown { .. })), "{name}");
    }
}
