//! Reading anew: shown before it is kept, kept whole or not at all, and people's word stays.

use onrecord_record::{Article, Record, StatementKind};
use onrecord_store::{Correction, Error, Outline, Store, Verdict};

use crate::records::{
    NOW, add, all, assert_sound, full, made_by, open, place, said, span, statement,
};

/// A better model: it hears that everything is reported, misses what is within, and finds more.
fn better(article: Article, _: &Outline) -> Result<Record, Error> {
    let mut record = if article.text == full().article.text {
        let mut record = full();
        record.statements.remove(1);
        record.statements[0].kind = StatementKind::Mixed;
        let more = span(&article.text, "the fares unfair");
        record.statements.push(statement("s9", &["a5"], vec![more]));
        record.events[1].score = -3.0;
        record
    } else {
        said("Ina Vik", "We kept our promise", "2024-03-01")
    };
    record.article = article;
    record.made_by = made_by("sha256:second");
    Ok(record)
}

fn filled() -> (tempfile::TempDir, std::path::PathBuf, Store) {
    let (folder, path) = place();
    let mut store = open(&path);
    add(&mut store, &[full(), said("Ina Vik", "We kept our promise", "2024-03-01")]);
    (folder, path, store)
}

fn accept(store: &mut Store, part: &str, verdict: Verdict) {
    let named = store.resolve(&format!("{}#{part}", &full().article.id[7..])).unwrap();
    let correction = Correction { verdict, fields: None, who: "Mia", why: "", now: NOW };
    store.correct(&named, correction).unwrap();
}

#[test]
fn changes_are_told_before_they_are_kept() {
    let (_folder, path, mut store) = filled();
    let before = all(&store);
    let second = made_by("sha256:second");
    assert_eq!(store.to_reread(&second).unwrap(), 2);
    store.reread(&second, 2, better, |_| true).unwrap();
    assert_eq!(store.to_reread(&second).unwrap(), 0);
    let mut told = Vec::new();
    let changes = store.changes(|difference| told.push(difference.clone())).unwrap();
    assert_eq!((changes.articles, changes.changed), (2, 1));
    let tally = changes.statements;
    assert_eq!((tally.added, tally.gone, tally.altered, tally.same), (1, 1, 1, 2));
    assert_eq!((changes.events.altered, changes.events.same), (1, 1));
    let fields: Vec<_> = told.iter().map(|difference| difference.fields.clone()).collect();
    assert_eq!(fields, [vec!["kind"], vec![], vec![], vec!["score"]]);
    assert_eq!(all(&store), before);
    assert_sound(&path);
    assert_eq!(store.keep_reread().unwrap(), 2);
    let after = all(&store);
    assert_eq!(after[1], better(full().article, &Outline::default()).unwrap());
    assert_eq!(store.to_reread(&second).unwrap(), 0);
    assert_eq!(store.keep_reread().unwrap(), 0);
    assert_sound(&path);
}

#[test]
fn what_was_interrupted_goes_on() {
    let (_folder, path, mut store) = filled();
    let many: Vec<Record> =
        (0..70).map(|n| said("Ina Vik", &format!("Promise number {n}"), "2024-03-01")).collect();
    add(&mut store, &many);
    let second = made_by("sha256:second");
    let same = |article: Article, _: &Outline| {
        let record = many.iter().find(|record| record.article == article);
        let mut record = record.cloned().unwrap_or_else(full);
        record.article = article;
        record.actors.clear();
        record.statements.clear();
        record.events.clear();
        record.made_by = made_by("sha256:second");
        Ok(record)
    };
    store.reread(&second, 1, same, |_| false).unwrap();
    let left = store.to_reread(&second).unwrap();
    assert!(left > 0 && left < 72, "{left}");
    drop(store);
    let mut store = open(&path);
    let failing = |_: Article, _: &Outline| Err(Error::Reading("no model".to_owned()));
    assert!(store.reread(&second, 3, failing, |_| true).is_err());
    assert_eq!(store.to_reread(&second).unwrap(), left);
    let mut read = 0;
    let count = |some| {
        read += some;
        true
    };
    store.reread(&second, 3, same, count).unwrap();
    assert_eq!(read, left);
    assert_eq!(store.discard_reread().unwrap(), 72);
    assert_eq!(store.to_reread(&second).unwrap(), 72);
    assert_sound(&path);
}

#[test]
fn corrections_survive() {
    let (_folder, path, mut store) = filled();
    // The better model misses it, and somebody said that it is there.
    accept(&mut store, "s2", Verdict::Accept);
    // It finds it again, and somebody said that it is none.
    accept(&mut store, "s3", Verdict::Reject);
    accept(&mut store, "e2", Verdict::Accept);
    let before = all(&store).pop().unwrap();
    let second = made_by("sha256:second");
    store.reread(&second, 1, better, |_| true).unwrap();
    let changes = store.changes(|_| ()).unwrap();
    assert_eq!((changes.statements.gone, changes.events.altered), (0, 0));
    store.keep_reread().unwrap();
    let after = all(&store).pop().unwrap();
    let kept = after.statements.iter().find(|s| s.content == before.statements[1].content);
    assert_eq!(kept.unwrap().speakers, ["a3"]);
    assert!(!after.statements.iter().any(|s| s.content == full().statements[2].content));
    assert_eq!(after.events[1], before.events[1]);
    assert_eq!(store.corrections().unwrap().len(), 3);
    assert_sound(&path);
}

#[test]
fn a_reader_that_changes_the_article_is_refused() {
    let (_folder, _path, mut store) = filled();
    let forger = |mut article: Article, _: &Outline| {
        article.text.push('!');
        let mut record = full();
        record.article = article;
        Ok(record)
    };
    let refused = store.reread(&made_by("x"), 1, forger, |_| true).unwrap_err();
    assert!(matches!(refused, Error::Unsound { .. }), "{refused}");
}
