//! Every text once, every place that it was seen at, and every record as it was.

use onrecord_store::{Access, Added, Adding, Arrival, Error, Known, Sighting, Store};

use crate::records::{NOW, add, all, arrival, assert_sound, full, open, place, plain, said};

#[test]
fn records_come_back_as_they_went_in() {
    let (_folder, path) = place();
    let records =
        [full(), said("Ina Vik", "We kept our promise", "2024-03-01"), plain("No.", None)];
    let mut store = open(&path);
    let added = add(&mut store, &records);
    assert_eq!(added[0], Added::New { statements: 3, events: 2 });
    let mut back = all(&store);
    assert_eq!(back.len(), 3);
    // By date: what has none comes first.
    back.rotate_left(1);
    back.swap(0, 1);
    assert_eq!(back, records);
    assert_sound(&path);
}

#[test]
fn the_same_words_are_kept_once_and_every_place_is() {
    let (_folder, path) = place();
    let mut store = open(&path);
    let one = said("Ina Vik", "We kept our promise", "2024-03-01");
    let mut elsewhere = one.clone();
    elsewhere.article.url = Some("https://other.example/copy".to_owned());
    elsewhere.article.outlet = Some("The Copy".to_owned());
    let batch = [arrival(one.clone(), "a.jsonl"), arrival(elsewhere, "b.warc")];
    let how = |now| Adding { now, again: false };
    let added = store.add(&batch, how(NOW)).unwrap();
    assert_eq!(added, [Added::New { statements: 1, events: 0 }, Added::Seen]);
    let later = "2026-02-02T00:00:00Z";
    assert_eq!(store.add(&batch, how(later)).unwrap(), [Added::Seen, Added::Seen]);
    let stored: Vec<_> = store.all().unwrap().map(Result::unwrap).collect();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].record, one);
    let seen = &stored[0].seen;
    assert_eq!(seen.len(), 2);
    assert_eq!((seen[0].first.as_str(), seen[0].last.as_str()), (NOW, later));
    assert_eq!(seen[1].url.as_deref(), Some("https://other.example/copy"));
    assert_eq!(seen[1].file, "b.warc");
    assert_sound(&path);
}

#[test]
fn what_is_known_need_not_be_read_again() {
    let (_folder, path) = place();
    let mut store = open(&path);
    let record = full();
    let hash = {
        use sha2::{Digest, Sha256};
        <[u8; 32]>::from(Sha256::digest(record.article.text.as_bytes()))
    };
    assert_eq!(store.known(&hash).unwrap(), Known::No);
    let sighting = Sighting { file: "x".to_owned(), number: Some(7), ..Sighting::default() };
    let again = [Arrival::Again(hash, sighting)];
    let how = Adding { now: NOW, again: false };
    // Somebody has forgotten it since it was looked up.
    assert_eq!(store.add(&again, how).unwrap(), [Added::Forgotten]);
    add(&mut store, &[record]);
    assert_eq!(store.known(&hash).unwrap(), Known::Kept);
    assert_eq!(store.add(&again, how).unwrap(), [Added::Seen]);
    let stored = store.all().unwrap().next().unwrap().unwrap();
    assert_eq!(stored.seen[1].number, Some(7));
}

#[test]
fn versions_of_a_page_are_kept_in_order() {
    let (_folder, path) = place();
    let mut store = open(&path);
    let url = "https://umbrella.example/rain";
    for (day, words) in [("1", "It may rain"), ("2", "It rains"), ("3", "It rained")] {
        let mut record = said("Ina Vik", words, "2024-03-01");
        record.article.url = Some(format!("{url}#part{day}"));
        let now = format!("2026-01-0{day}T00:00:00Z");
        let how = Adding { now: &now, again: false };
        store.add(&[arrival(record, "page.html")], how).unwrap();
    }
    let versions = store.versions(url).unwrap();
    let firsts: Vec<&str> = versions.iter().map(|version| &version.first[..10]).collect();
    assert_eq!(firsts, ["2026-01-01", "2026-01-02", "2026-01-03"]);
    let question =
        "SELECT group_concat(version) FROM (SELECT version FROM articles ORDER BY added)";
    let answer = onrecord_store::ask(&path, question, onrecord_store::Limits::default()).unwrap();
    assert_eq!(answer.rows, [[onrecord_store::Cell::Text("1,2,3".to_owned())]]);
}

#[test]
fn records_that_prove_nothing_are_refused() {
    let refused = |change: fn(&mut onrecord_record::Record)| {
        let mut record = full();
        change(&mut record);
        let result = onrecord_store::prepare(record, onrecord_store::Outline::default());
        assert!(matches!(result, Err(Error::Unsound { .. })));
    };
    refused(|record| record.statements[0].content[0] = [3, 100_000]);
    refused(|record| record.statements[0].content[0] = [9, 3]);
    refused(|record| record.statements[0].speakers[0] = "a77".to_owned());
    refused(|record| record.statements[1].inside = Some("s9".to_owned()));
    refused(|record| record.events[0].voice = "s9".to_owned());
    refused(|record| record.actors[0].mentions[0] = [0, 9_999]);
    refused(|record| record.actors[1].id = "a1".to_owned());
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let (folder, path) = place();
    assert!(matches!(Store::open(&path, Access::Read), Err(Error::Missing)));
    assert!(matches!(Store::open(&path, Access::Write), Err(Error::Missing)));
    assert!(!path.exists());
    for bytes in [&b"Dear diary, today it rained in Bergen."[..], &[0; 5_000], b"SQLite"] {
        std::fs::write(&path, bytes).unwrap();
        for access in [Access::Read, Access::Write, Access::Create] {
            assert!(matches!(Store::open(&path, access), Err(Error::NotARecord(_))));
        }
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
    let other = folder.path().join("other.db");
    let connection = rusqlite::Connection::open(&other).unwrap();
    connection.execute_batch("CREATE TABLE recipes (name TEXT);").unwrap();
    drop(connection);
    let before = std::fs::read(&other).unwrap();
    assert!(matches!(Store::open(&other, Access::Create), Err(Error::NotARecord(_))));
    assert_eq!(std::fs::read(&other).unwrap(), before);
    let newer = folder.path().join("newer.db");
    drop(open(&newer));
    let connection = rusqlite::Connection::open(&newer).unwrap();
    let version = onrecord_store::SCHEMA_VERSION + 1;
    connection.execute_batch(&format!("PRAGMA user_version = {version};")).unwrap();
    drop(connection);
    let refused = Store::open(&newer, Access::Create).unwrap_err();
    assert!(matches!(refused, Error::Newer { .. }), "{refused}");
    assert!(refused.to_string().contains("hint: "), "{refused}");
}
