//! Copies, stories and wordings in the file: found, counted once, and undone when an article goes.

use onrecord_record::Record;
use onrecord_store::{Audit, Count, Query, Store, What};

use crate::records::{NOW, add, assert_sound, open, place, said};

/// A report long enough to be recognised.
const REPORT: &str = "The harbour council of Trogir voted on Monday to rebuild the old ferry quay \
    before the winter storms arrive, after three years of delay and two changes of plan. Engineers \
    found a forgotten sea wall under the northern pier last spring, and the drawings had to be made \
    again from the beginning. Fishermen who use the pier will move their boats to the southern basin \
    until the work is done, and the town will pay for the transport of their nets and boxes. The first \
    stones are to be laid in October by divers from Split.";

fn report(name: &str, words: &str, more: &str, day: &str, outlet: &str) -> Record {
    let mut record = said(name, words, day);
    record.article.text.push_str(&format!("\n\n{REPORT}{more}"));
    record.article.id = onrecord_record::Article::id_of(&record.article.text);
    record.article.url = Some(format!("https://{outlet}.example/quay"));
    record.article.outlet = Some(outlet.to_owned());
    record
}

fn compared(store: &mut Store) {
    while store.compare_waiting(2).unwrap() > 0 {}
    assert_eq!(store.waiting().unwrap(), 0);
}

fn count(store: &Store, what: What, count: Count) -> usize {
    let query = Query { what, count, limit: 100, ..Query::default() };
    store.find(&query).unwrap().hits.len()
}

const WORDS: &str = "We will lay the first stones of the quay in October";

fn filled() -> (tempfile::TempDir, std::path::PathBuf, Store, Vec<Record>) {
    let (folder, path) = place();
    let mut store = open(&path);
    let records = vec![
        report("Ina Vik", WORDS, "", "2024-03-01", "herald"),
        report("Ina Vik", WORDS, " More to follow.", "2024-03-01", "courier"),
        report(
            "Ina Vik",
            &format!("{WORDS}, and not before"),
            " Our readers know.",
            "2024-03-02",
            "post",
        ),
        said("Ina Vik", "We will not lay the first stones of the quay in October", "2024-03-03"),
        said("Jon Ask", "The night train to Oslo was late because of reindeer", "2024-03-02"),
    ];
    add(&mut store, &records);
    compared(&mut store);
    (folder, path, store, records)
}

#[test]
fn copies_are_one_report_and_what_is_new_in_them_stays() {
    let (_folder, path, store, records) = filled();
    assert_sound(&path);
    assert_eq!(count(&store, What::Articles, Count::Articles), 5);
    assert_eq!(count(&store, What::Articles, Count::Reports), 3);
    // The third copy says more than the first.
    assert_eq!(count(&store, What::Statements, Count::Articles), 5);
    assert_eq!(count(&store, What::Statements, Count::Reports), 4);
    let stored: Vec<_> = store.all().unwrap().map(Result::unwrap).collect();
    let first = stored.iter().find(|one| one.record.article.id == records[0].article.id).unwrap();
    let reports = stored.iter().filter(|one| one.report == first.report).count();
    assert_eq!(reports, 3);
}

#[test]
fn wordings_stand_side_by_side() {
    let (_folder, _path, store, records) = filled();
    let named = store.resolve(&format!("{}#s1", records[0].article.id)).unwrap();
    let comparison = store.compare(&named, Count::Reports).unwrap();
    let words: Vec<&str> =
        comparison.others.iter().map(|other| other.statement.words.as_str()).collect();
    assert_eq!(
        words,
        [
            format!("{WORDS}, and not before").as_str(),
            "We will not lay the first stones of the quay in October"
        ]
    );
    let kinds: Vec<_> =
        comparison.others[1].differences.iter().map(|difference| difference.kind).collect();
    assert!(kinds.contains(&onrecord_store::wordings::Kind::NegationGained), "{kinds:?}");
    assert_eq!(store.compare(&named, Count::Articles).unwrap().others.len(), 3);
    let alone = store.resolve(&format!("{}#s1", records[4].article.id)).unwrap();
    assert!(store.compare(&alone, Count::Articles).unwrap().others.is_empty());
}

#[test]
fn groups_live_on_when_their_first_is_forgotten() {
    let (_folder, path, mut store, records) = filled();
    let audit = Audit { now: NOW, who: "Mia", why: "" };
    for (gone, left) in [(0, 2), (1, 1), (2, 0)] {
        let named = store.resolve(&records[gone].article.id).unwrap();
        store.forget_article(&named, audit).unwrap();
        assert_sound(&path);
        compared(&mut store);
        assert_sound(&path);
        let copies = count(&store, What::Articles, Count::Articles)
            - count(&store, What::Articles, Count::Reports);
        assert_eq!(copies, if left == 2 { 1 } else { 0 });
    }
    for record in &records[3..] {
        let named = store.resolve(&record.article.id).unwrap();
        store.forget_article(&named, audit).unwrap();
    }
    assert_sound(&path);
    let left = "SELECT (SELECT count(*) FROM band) + (SELECT count(*) FROM line) \
                + (SELECT count(*) FROM term) + (SELECT count(*) FROM wording_key) \
                + (SELECT count(*) FROM story_key) + (SELECT count(*) FROM name)";
    let answer = onrecord_store::ask(&path, left, onrecord_store::Limits::default()).unwrap();
    assert_eq!(answer.rows[0][0], onrecord_store::Cell::Integer(0));
}
