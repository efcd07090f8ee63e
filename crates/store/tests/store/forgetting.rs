//! What is forgotten is nowhere: not in the file, its log, what is exported, or the next backup.

use std::fs;
use std::path::Path;

use onrecord_record::Record;
use onrecord_store::{
    Added, Adding, Audit, BLOCK, Correction, Error, Known, Query, Store, Verdict, restore,
};

use crate::records::{NOW, actor, add, all, arrival, assert_sound, open, place, said, span};

const AUDIT: Audit<'static> = Audit { now: NOW, who: "Mia", why: "asked to" };

/// A word that nobody writes, different each time.
fn secret(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut letter = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'a' + (state % 26) as u8)
    };
    (0..14).map(|_| letter()).collect()
}

fn holds(path: &Path, word: &str) -> bool {
    let bytes = fs::read(path).unwrap_or_default();
    bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// In no file of the folder.
fn assert_gone(folder: &Path, word: &str) {
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        assert!(!holds(&path, word), "{word} in {}", path.display());
    }
}

/// Enough others that the index has many pages.
fn others(from: u64) -> Vec<Record> {
    let words = |n: u64| {
        let some: Vec<String> = (0..12).map(|k| secret(from * 1_000 + n * 13 + k)).collect();
        some.join(" ")
    };
    let day = |n: u64| format!("2024-{:02}-{:02}", 1 + n % 12, 1 + n % 28);
    (0..60).map(|n| said("Jon Ask", &words(n), &day(n))).collect()
}

#[test]
fn an_article_is_gone_wholly() {
    for seed in 0..4 {
        let (folder, path) = place();
        let mut store = open(&path);
        let word = secret(900_000 + seed);
        let record = said("Ina Vik", &format!("The {word} is on the quay"), "2024-03-01");
        add(&mut store, &others(seed));
        add(&mut store, &[record.clone()]);
        add(&mut store, &others(seed + 50));
        let named = store.resolve(&record.article.id).unwrap();
        let part = store.resolve(&format!("{}#s1", record.article.id)).unwrap();
        let fields = serde_json::json!({"content": word});
        let correction = Correction {
            verdict: Verdict::Amend,
            fields: fields.as_object(),
            who: "Mia",
            why: &word,
            now: NOW,
        };
        store.correct(&part, correction).unwrap();
        assert!(holds(&path, &word) || holds(&folder.path().join("record.db-wal"), &word));
        let forgotten = store.forget_article(&named, AUDIT).unwrap();
        assert_eq!((forgotten.articles, forgotten.statements), (1, 1));
        assert!(forgotten.log_is_empty);
        let backup = folder.path().join("backup.db");
        store.backup(&backup, |_, _| ()).unwrap();
        let export = folder.path().join("export.jsonl");
        fs::write(&export, serde_json::to_string(&all(&store)).unwrap()).unwrap();
        assert_gone(folder.path(), &word);
        assert_sound(&path);
        let how = |again| Adding { now: NOW, again };
        let batch = [arrival(record.clone(), "again")];
        assert_eq!(store.add(&batch, how(false)).unwrap(), [Added::Forgotten]);
        assert_gone(folder.path(), &word);
        assert!(matches!(store.add(&batch, how(true)).unwrap()[0], Added::New { .. }));
        assert_eq!(store.add(&batch, how(false)).unwrap(), [Added::Seen]);
        assert_sound(&path);
    }
}

/// Two people say something, one of them a secret word; and somebody repeats it.
fn two(word: &str) -> Record {
    let mut record = said("Ina Vik", "We kept our promise", "2024-03-01");
    let more = format!(" “A naïve {word} — so it was,” said Zoë Lie. “It is dry,” said Vik again.");
    record.article.text.push_str(&more);
    record.article.id = onrecord_record::Article::id_of(&record.article.text);
    let text = record.article.text.clone();
    record.actors.push(actor("a2", "Zoë Lie", vec![span(&text, "Zoë Lie")]));
    record.actors.push(actor("a3", word, vec![span(&text, word)]));
    let secret = span(&text, &format!("A naïve {word} — so it was,"));
    record.statements.push(crate::records::statement("s2", &["a2"], vec![secret]));
    record.statements.push(crate::records::statement("s3", &["a3"], vec![span(&text, "it was")]));
    record.statements[2].inside = Some("s2".to_owned());
    let dry = crate::records::statement("s4", &["a1"], vec![span(&text, "It is dry,")]);
    record.statements.push(dry);
    record
}

#[test]
fn a_persons_statements_are_gone_and_the_rest_is_proved() {
    let (folder, path) = place();
    let mut store = open(&path);
    let word = secret(77);
    add(&mut store, &others(3));
    let record = two(&word);
    add(&mut store, &[record.clone()]);
    assert!(matches!(store.forget_person("Lie", AUDIT), Err(Error::Asked { .. })));
    let forgotten = store.forget_person("zoë  LIE", AUDIT).unwrap();
    assert_eq!((forgotten.articles, forgotten.statements), (1, 1));
    store.backup(&folder.path().join("backup.db"), |_, _| ()).unwrap();
    assert_gone(folder.path(), &word);
    assert_sound(&path);
    let named = store.resolve(&record.article.id).unwrap();
    let left = store.stored(&named).unwrap().record;
    let ids: Vec<&str> = left.statements.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["s1", "s4"]);
    assert_eq!(left.article.text.chars().count(), record.article.text.chars().count());
    assert!(left.article.text.contains(BLOCK));
    assert_eq!(left.article.id, record.article.id);
    let dry = Query { words: Some("dry".to_owned()), limit: 5, ..Query::default() };
    assert_eq!(store.find(&dry).unwrap().hits.len(), 1);
    // Neither with the same text nor in another article.
    let how = |again| Adding { now: NOW, again };
    assert_eq!(store.add(&[arrival(record.clone(), "x")], how(false)).unwrap(), [Added::Seen]);
    let mut copied = two(&word);
    copied.article.text.push_str(" It rained on.");
    add(&mut store, &[copied]);
    store.empty_log().unwrap();
    assert_gone(folder.path(), &word);
    assert_sound(&path);
    assert!(matches!(
        store.add(&[arrival(record.clone(), "x")], how(true)).unwrap()[0],
        Added::New { statements: 4, .. }
    ));
    assert_eq!(store.stored(&store.resolve(&record.article.id).unwrap()).unwrap().record, record);
    assert_sound(&path);
}

#[test]
fn an_old_backup_does_not_bring_it_back() {
    let (folder, path) = place();
    let mut store = open(&path);
    let (word, other) = (secret(5), secret(6));
    let record = said("Ina Vik", &word, "2024-03-01");
    add(&mut store, &[record.clone(), two(&other)]);
    let backup = folder.path().join("backup.db");
    store.backup(&backup, |_, _| ()).unwrap();
    let named = store.resolve(&record.article.id).unwrap();
    store.forget_article(&named, AUDIT).unwrap();
    store.forget_person("Zoë Lie", AUDIT).unwrap();
    drop(store);
    assert!(restore(&backup, &path, false, |_, _| ()).is_err());
    let (_, buried) = restore(&backup, &path, true, |_, _| ()).unwrap();
    assert_eq!(buried, 2);
    fs::remove_file(&backup).unwrap();
    assert_gone(folder.path(), &word);
    assert_gone(folder.path(), &other);
    assert_sound(&path);
    let store = Store::open(&path, onrecord_store::Access::Read).unwrap();
    assert_eq!(store.articles().unwrap(), 1);
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(record.article.text.as_bytes()).into();
    assert_eq!(store.known(&hash).unwrap(), Known::Forgotten);
}
