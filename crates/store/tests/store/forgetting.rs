//! What is forgotten is nowhere: not in the file, its log, what is exported, or the next backup.

use std::fs;
use std::path::Path;

use onrecord_record::Record;
use onrecord_store::{
    Access, Added, Adding, Audit, BLOCK, Correction, Error, Known, Outline, Query, Store, Verdict,
    restore,
};

use crate::records::{
    NOW, actor, add, all, arrival, assert_sound, made_by, open, place, said, span, statement,
};

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
        add(&mut store, std::slice::from_ref(&record));
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
    add(&mut store, std::slice::from_ref(&record));
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
    let restored = restore(&backup, &path, true, |_, _| ()).unwrap();
    assert_eq!((restored.buried, restored.told), (2, true));
    fs::remove_file(&backup).unwrap();
    assert_gone(folder.path(), &word);
    assert_gone(folder.path(), &other);
    assert_sound(&path);
    let store = Store::open(&path, onrecord_store::Access::Read).unwrap();
    assert_eq!(store.articles().unwrap(), 1);
    let lines: Vec<String> = store
        .audited()
        .unwrap()
        .into_iter()
        .map(|line| format!("{} {}", line.what, line.who))
        .collect();
    assert_eq!(lines, ["article Mia", "person Mia"]);
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(record.article.text.as_bytes()).into();
    assert_eq!(store.known(&hash).unwrap(), Known::Forgotten);
}

fn correct(
    store: &mut Store,
    named: &str,
    verdict: Verdict,
    fields: serde_json::Value,
) -> Result<(i64, Option<String>), Error> {
    let named = store.resolve(named)?;
    let correction =
        Correction { verdict, fields: fields.as_object(), who: "Mia", why: "", now: NOW };
    store.correct(&named, correction)
}

#[test]
fn names_are_known_in_every_spelling() {
    for (at, asked) in ["Zo\u{eb} Ilić", "Zoe\u{308} Ilic\u{301}", "zoe ilic"].iter().enumerate() {
        let (folder, path) = place();
        let mut store = open(&path);
        let words = [secret(at as u64), secret(at as u64 + 50)];
        add(&mut store, &others(at as u64 + 7));
        let composed = said("Zo\u{eb} Ilić", &format!("A na\u{ef}ve {}", words[0]), "2024-03-01");
        let apart = format!("A nai\u{308}ve {}", words[1]);
        let decomposed = said("Zoe\u{308} Ilic\u{301}", &apart, "2024-03-02");
        add(&mut store, &[composed, decomposed]);
        let forgotten = store.forget_person(asked, AUDIT).unwrap();
        assert_eq!((forgotten.articles, forgotten.statements), (2, 2), "{asked}");
        // The same words in the other form of Unicode.
        let again = format!("A na\u{ef}ve {}", words[1]);
        add(&mut store, &[said("Zo\u{eb} Ilić", &again, "2024-03-03")]);
        store.empty_log().unwrap();
        words.iter().for_each(|word| assert_gone(folder.path(), word));
        assert_sound(&path);
    }
}

#[test]
fn an_amended_statement_is_gone_in_all_its_forms() {
    for (seed, amended) in [(1, "on the quay"), (2, "The"), (3, "It rained on")] {
        let (folder, path) = place();
        let mut store = open(&path);
        let word = secret(seed + 300);
        let record = said("Ina Vik", &format!("The {word} is on the quay"), "2024-03-01");
        add(&mut store, &others(seed + 20));
        add(&mut store, std::slice::from_ref(&record));
        let named = format!("{}#s1", record.article.id);
        let fields = serde_json::json!({"content": amended});
        correct(&mut store, &named, Verdict::Amend, fields).unwrap();
        store.forget_person("Ina Vik", AUDIT).unwrap();
        assert_gone(folder.path(), &word);
        let left = store.stored(&store.resolve(&record.article.id).unwrap()).unwrap().record;
        assert_eq!(left.statements, [], "{amended}");
        assert!(store.corrections().unwrap().is_empty());
        assert!(!left.article.text.contains(amended));
        // A copy on the wire has them as the program read them here.
        let copy = said("Ina Vik", &format!("The {word} is on the quay"), "2024-03-05");
        add(&mut store, std::slice::from_ref(&copy));
        assert_gone(folder.path(), &word);
        assert_sound(&path);
    }
}

#[test]
fn what_others_say_and_are_called_stays() {
    let (folder, path) = place();
    let mut store = open(&path);
    let word = secret(41);
    // The program took both for one; somebody said where the first ends. The name of the second
    // stands in the words of the first alone.
    let mut record = said("Ina Vik", "No comment", "2024-03-01");
    let more = format!(" “Ask Jon Ask about the {word},” Vik said. He said: “The quay is dry.”");
    record.article.text.push_str(&more);
    record.article.id = onrecord_record::Article::id_of(&record.article.text);
    let text = record.article.text.clone();
    record.actors.push(actor("a2", "Jon Ask", vec![span(&text, "Jon Ask"), span(&text, "He")]));
    let whole = span(&text, more.trim());
    record.statements.push(statement("s2", &["a1"], vec![whole]));
    record.statements.push(statement("s3", &["a2"], vec![span(&text, "The quay is dry.")]));
    add(&mut store, std::slice::from_ref(&record));
    let first = format!("Ask Jon Ask about the {word}");
    let fields = serde_json::json!({"content": first});
    correct(&mut store, &format!("{}#s2", record.article.id), Verdict::Amend, fields).unwrap();
    let other = said("Jon Ask", "No comment", "2024-03-02");
    add(&mut store, std::slice::from_ref(&other));
    store.forget_person("Ina Vik", AUDIT).unwrap();
    assert_gone(folder.path(), &word);
    let records = all(&store);
    assert_eq!(records[1], other);
    assert!(records[0].article.text.ends_with("The quay is dry.█"), "{}", records[0].article.text);
    assert_eq!(records[0].actors[1].name, "Jon Ask");
    assert_eq!(records[0].statements.len(), 1);
    assert_eq!(records[0].statements[0].speakers, ["a2"]);
    // Nor is it taken from what comes later.
    let later = said("Mia Lind", "No comment", "2024-03-03");
    add(&mut store, std::slice::from_ref(&later));
    assert_eq!(all(&store)[2], later);
    assert_sound(&path);
}

#[test]
fn a_better_model_and_corrections_do_not_bring_it_back() {
    let (folder, path) = place();
    let mut store = open(&path);
    let word = secret(58);
    let words = format!("The {word} is on the quay");
    let found = said("Ina Vik", &words, "2024-03-01");
    let mut missed = said("Ina Vik", &format!("{words}, she said. “It is dry"), "2024-03-02");
    missed.statements.clear();
    let (with_it, id) = (missed.article.text.clone(), missed.article.id.clone());
    add(&mut store, &others(9));
    add(&mut store, &[found, missed]);
    store.forget_person("Ina Vik", AUDIT).unwrap();
    let fields = serde_json::json!({"content": words, "speakers": ["Ina Vik"]});
    let refused = correct(&mut store, &id, Verdict::Add, fields).unwrap_err();
    assert!(refused.to_string().contains("forgotten"), "{refused}");
    let second = made_by("sha256:second");
    let better = |article: onrecord_record::Article, _: &Outline| {
        let mut record = said("Ina Vik", &words, "2024-03-01");
        record.statements.clear();
        record.actors.clear();
        if article.text == with_it {
            record.actors.push(actor("a1", "Ina Vik", vec![span(&with_it, "Ina Vik")]));
            record.statements.push(statement("s1", &["a1"], vec![span(&with_it, &words)]));
        }
        record.article = article;
        record.made_by = made_by("sha256:second");
        Ok(record)
    };
    store.reread(&second, 1, better, |_| true).unwrap();
    store.keep_reread().unwrap();
    assert_gone(folder.path(), &word);
    assert_sound(&path);
}

#[test]
fn what_was_read_before_it_was_forgotten_is_not_kept_after() {
    let (folder, path) = place();
    let mut store = open(&path);
    let word = secret(71);
    add(&mut store, &[two(&word)]);
    let second = made_by("sha256:second");
    let forgets = std::sync::atomic::AtomicBool::new(true);
    let slow = |article: onrecord_record::Article, _: &Outline| {
        if forgets.swap(false, std::sync::atomic::Ordering::SeqCst) {
            let mut other = Store::open(&path, Access::Write).unwrap();
            other.forget_person("Zoë Lie", AUDIT).unwrap();
        }
        let mut record = two(&word);
        if article.text != record.article.text {
            record.actors.clear();
            record.statements.clear();
        }
        record.article = article;
        record.made_by = made_by("sha256:second");
        Ok(record)
    };
    store.reread(&second, 1, slow, |_| true).unwrap();
    assert_eq!(store.keep_reread().unwrap(), 1);
    store.empty_log().unwrap();
    assert_gone(folder.path(), &word);
    assert_sound(&path);
}

#[test]
fn an_old_backup_that_was_read_otherwise_does_not_bring_it_back() {
    let (folder, path) = place();
    let mut store = open(&path);
    let word = secret(83);
    let record = said("Ina Vik", &format!("The {word} is dry"), "2024-03-01");
    let mut unread = record.clone();
    unread.statements.clear();
    add(&mut store, &[unread]);
    let backup = folder.path().join("backup.db");
    store.backup(&backup, |_, _| ()).unwrap();
    let fields =
        serde_json::json!({"content": format!("The {word} is dry"), "speakers": ["Ina Vik"]});
    correct(&mut store, &record.article.id, Verdict::Add, fields).unwrap();
    store.forget_person("Ina Vik", AUDIT).unwrap();
    drop(store);
    let restored = restore(&backup, &path, true, |_, _| ()).unwrap();
    assert_eq!((restored.buried, restored.told), (1, true));
    // Where nobody knows, that is said.
    let elsewhere = folder.path().join("elsewhere.db");
    assert!(!restore(&backup, &elsewhere, false, |_, _| ()).unwrap().told);
    fs::remove_file(&backup).unwrap();
    fs::remove_file(&elsewhere).unwrap();
    assert_gone(folder.path(), &word);
    assert_sound(&path);
}

#[test]
fn what_comes_back_keeps_its_history() {
    let (_folder, path) = place();
    let mut store = open(&path);
    let record = two(&secret(90));
    add(&mut store, std::slice::from_ref(&record));
    let named = format!("{}#s1", record.article.id);
    correct(&mut store, &named, Verdict::Accept, serde_json::Value::Null).unwrap();
    store.forget_person("Zoë Lie", AUDIT).unwrap();
    let before = store.stored(&store.resolve(&record.article.id).unwrap()).unwrap();
    let later = "2026-05-05T00:00:00Z";
    let batch = [arrival(record.clone(), "again.jsonl")];
    store.add(&batch, Adding { now: later, again: true }).unwrap();
    let after = store.stored(&store.resolve(&record.article.id).unwrap()).unwrap();
    assert_eq!(after.record.article, record.article);
    assert_eq!(after.record.statements.len(), 4);
    assert_eq!(after.seen[0], before.seen[0]);
    assert_eq!((after.seen[1].first.as_str(), after.seen.len()), (later, 2));
    assert_eq!(store.corrections().unwrap().len(), 1);
    assert_sound(&path);
}
