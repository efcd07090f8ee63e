//! Forgetting: words that must be gone are gone from tables, index, log and free pages.
//!
//! An article goes wholly. Of a person's statements the words go: in the text of each article blocks
//! stand in their place, one for each character, so that everything else keeps its place and its
//! proof. What stays are tombstones (hashes and places), so that the same words do not come back with
//! the next `add`, `reread`, `correct` or `restore`, and a line that says who had something forgotten,
//! when and why, without the words.
//!
//! Rows go in one transaction. Traces of them (in pages of the index, in the gaps of other pages, in
//! the log) are wiped after it, which [`Store::finish_forgetting`] does and, where it was stopped, does
//! again.

mod redact;
mod tombstones;
mod traces;

use std::collections::BTreeSet;

use onrecord_record::Record;
use rusqlite::{Connection, params};

use crate::add::Ready;
use crate::grouping::Recall;
use crate::matching::folded;
use crate::rows;
use crate::stored::Reference;
use crate::{Error, Store, keys, seal, write};

pub(crate) use tombstones::{Tombstones, is_forgotten, remember, remember_statements};

/// What stands in the place of a character that was forgotten.
pub const BLOCK: char = '█';

/// Who has something forgotten, when and why.
#[derive(Clone, Copy, Debug)]
pub struct Audit<'a> {
    /// The moment, ISO 8601.
    pub now: &'a str,
    /// Who asked for it.
    pub who: &'a str,
    /// Why; kept, so the words themselves should not be in it.
    pub why: &'a str,
}

/// What was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// How many articles are gone, or have blocks in their text.
    pub articles: usize,
    /// How many statements are gone.
    pub statements: usize,
    /// Whether nothing is left in the write-ahead log. Somebody who reads an older state holds on to
    /// it.
    pub log_is_empty: bool,
}

/// A line about something that was forgotten, without the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    /// Its number.
    pub number: i64,
    /// When, ISO 8601.
    pub at: String,
    /// Who asked for it.
    pub who: String,
    /// `article` or `person`.
    pub what: String,
    /// Why.
    pub why: String,
    /// How many articles.
    pub articles: u64,
    /// How many statements.
    pub statements: u64,
}

impl Store {
    /// Forgets an article.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn forget_article(
        &mut self,
        article: &Reference,
        audit: Audit<'_>,
    ) -> Result<Forgotten, Error> {
        self.forget_articles(std::slice::from_ref(article), audit)
    }

    /// Forgets articles: all of them, or none.
    ///
    /// # Errors
    ///
    /// When one of them is gone already or the file cannot be written.
    pub fn forget_articles(
        &mut self,
        articles: &[Reference],
        audit: Audit<'_>,
    ) -> Result<Forgotten, Error> {
        let forgotten = self.delete_articles(articles, audit)?;
        Ok(Forgotten { log_is_empty: self.finish_forgetting()?, ..forgotten })
    }

    fn delete_articles(
        &mut self,
        articles: &[Reference],
        audit: Audit<'_>,
    ) -> Result<Forgotten, Error> {
        self.recall = Recall::default();
        let named: BTreeSet<(i64, &str)> =
            articles.iter().map(|one| (one.article, one.article_id.as_str())).collect();
        self.transaction(|connection| {
            let mut all = 0;
            for &(key, id) in &named {
                let hash = hash_of(connection, key)?;
                // Another may have the key of one that somebody else has forgotten since.
                let Some(hash) = hash.filter(|hash| seal::id(hash) == id) else {
                    return Err(Error::asked(
                        format!("{id} is here no more"),
                        "onrecord forget --list tells what was forgotten",
                    ));
                };
                let range = keys::within(key);
                let statements: i64 = connection.query_row(
                    "SELECT count(*) FROM statement WHERE statement >= ?1 AND statement < ?2",
                    [range.start, range.end],
                    |row| row.get(0),
                )?;
                let statements = statements.unsigned_abs() as usize;
                write::delete_article(connection, key)?;
                tombstones::of_article(connection, &hash)?;
                write_audit(connection, audit, "article", 1, statements)?;
                all += statements;
            }
            traces::remain(connection)?;
            Ok(Forgotten { articles: named.len(), statements: all, log_is_empty: false })
        })
    }

    /// Forgets all statements of a person: those whose speaker, or one of them, has this very name
    /// but for case and accents. When people amended one, the words that the program took for it go
    /// as well, but for those that are somebody else's.
    ///
    /// # Errors
    ///
    /// When nobody of that name says anything, or the file cannot be written.
    pub fn forget_person(&mut self, name: &str, audit: Audit<'_>) -> Result<Forgotten, Error> {
        self.recall = Recall::default();
        let wanted = folded(name);
        let forgotten = self.transaction(|connection| {
            let said = said_by(connection, &wanted)?;
            if said.is_empty() {
                return Err(Error::asked(
                    format!("nobody of the name {name:?} says anything in this record"),
                    "onrecord find --said-by shows names; give the whole name as it stands there",
                ));
            }
            let articles: BTreeSet<i64> = said.iter().map(|&key| keys::article_of(key)).collect();
            for &article in &articles {
                let made = crate::stored::made(connection, article)?;
                let corrected = made.corrected().0;
                let rows = rows::of(&corrected)?;
                let says = |at: &usize| {
                    rows.statements[*at].speakers.iter().any(|other| folded(other) == wanted)
                };
                let which: BTreeSet<usize> = (0..rows.statements.len()).filter(says).collect();
                // Elsewhere the same words may be read as they were before anybody amended them.
                let read = rows::of(&made.record)?;
                for &at in &which {
                    let id = &corrected.statements[at].id;
                    let before = made.record.statements.iter().position(|one| one.id == *id);
                    let forms = before.map(|at| &read.statements[at]).into_iter();
                    for form in forms.chain([&rows.statements[at]]) {
                        tombstones::of_statement(connection, &wanted, &form.words)?;
                    }
                }
                let part = redact::Part::of(&made, &corrected, &which);
                redact::stored(connection, article, &made, &part)?;
            }
            write_audit(connection, audit, "person", articles.len(), said.len())?;
            traces::remain(connection)?;
            Ok(Forgotten { articles: articles.len(), statements: said.len(), log_is_empty: false })
        })?;
        Ok(Forgotten { log_is_empty: self.finish_forgetting()?, ..forgotten })
    }

    /// What was forgotten, the newest last.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn audited(&self) -> Result<Vec<Audited>, Error> {
        audited(&self.connection)
    }

    /// The tombstones, to be carried to another file, and the lines about them.
    pub(crate) fn buried(&self) -> Result<(Tombstones, Vec<Audited>), Error> {
        Ok((Tombstones::read(&self.connection)?, self.audited()?))
    }

    /// Forgets here what was forgotten elsewhere; how many articles had something of it.
    pub(crate) fn bury(
        &mut self,
        tombstones: &Tombstones,
        lines: &[Audited],
    ) -> Result<usize, Error> {
        self.recall = Recall::default();
        if tombstones.is_empty() && lines.is_empty() {
            return Ok(0);
        }
        let articles = self.transaction(|connection| {
            let here = audited(connection)?;
            for line in lines {
                let same = |other: &&Audited| Audited { number: 0, ..(*other).clone() };
                if here.iter().any(|other| same(&other) == same(&line)) {
                    continue;
                }
                let Audited { at, who, why, what, articles, statements, .. } = line;
                let audit = Audit { now: at, who, why };
                write_audit(connection, audit, what, *articles as usize, *statements as usize)?;
            }
            tombstones.write(connection)?;
            let mut articles = 0;
            for hash in &tombstones.articles {
                if let Some(article) = crate::add::key_of(connection, hash)? {
                    write::delete_article(connection, article)?;
                    traces::remain(connection)?;
                    articles += 1;
                }
            }
            let mut after = -1;
            loop {
                let some = crate::stored::keys_after(connection, after)?;
                let Some(&last) = some.last() else { break };
                after = last;
                for article in some {
                    articles += usize::from(bury_within(connection, article, tombstones)?);
                }
            }
            Ok(articles)
        })?;
        self.finish_forgetting()?;
        Ok(articles)
    }
}

/// Takes out of an article that is kept what tombstones say must not be there; whether there was any.
pub(crate) fn bury_within(
    connection: &Connection,
    article: i64,
    tombstones: &Tombstones,
) -> Result<bool, Error> {
    if tombstones.is_empty() {
        return Ok(false);
    }
    let made = crate::stored::made(connection, article)?;
    let corrected = made.corrected().0;
    let which = tombstones.marked(&rows::of(&corrected)?);
    let mut part = redact::Part::of(&made, &corrected, &which);
    let hash = hash_of(connection, article)?.unwrap_or_default();
    let length = made.record.article.text.chars().count();
    part.add(tombstones.places(&hash), length);
    if !part.holds_words(&made.record.article.text) {
        return Ok(false);
    }
    redact::stored(connection, article, &made, &part)?;
    traces::remain(connection)?;
    Ok(true)
}

/// A record without what must not come back; `None` when it has nothing of it.
pub(crate) fn without(ready: &Ready, tombstones: &Tombstones) -> Result<Option<Ready>, Error> {
    let which = tombstones.marked(&ready.rows);
    let mut part = redact::Part::of_record(&ready.record, &which);
    let text = &ready.record.article.text;
    part.add(tombstones.places(&ready.hash), text.chars().count());
    if !part.holds_words(text) {
        return Ok(None);
    }
    let mut record = redact::record(&ready.record, &ready.outline, &part, &BTreeSet::new());
    let rows = rows::of(&record)?;
    let json = write::without_text(&mut record)?;
    Ok(Some(Ready { hash: ready.hash, record, outline: ready.outline.clone(), json, rows }))
}

/// Says no to a correction that would bring words back that were forgotten.
pub(crate) fn refuse(
    connection: &Connection,
    before: &Record,
    after: &Record,
) -> Result<(), Error> {
    let tombstones = Tombstones::read(connection)?;
    if tombstones.is_empty() {
        return Ok(());
    }
    let known = tombstones.marked(&rows::of(before)?).len();
    if tombstones.marked(&rows::of(after)?).len() <= known {
        return Ok(());
    }
    Err(Error::asked(
        "these words of that person were forgotten",
        "onrecord forget --list tells when and why",
    ))
}

/// The keys of all statements of whoever has this folded name.
fn said_by(connection: &Connection, name: &str) -> Result<Vec<i64>, Error> {
    if name.is_empty() {
        return Ok(Vec::new());
    }
    // Every name is looked at: the index folds some letters otherwise.
    let mut find = connection.prepare("SELECT name, text FROM name")?;
    let mut said = connection.prepare("SELECT statement FROM speaker WHERE name = ?1")?;
    let mut rows = find.query([])?;
    let mut keys = BTreeSet::new();
    while let Some(row) = rows.next()? {
        if folded(row.get_ref(1)?.as_str().unwrap_or_default()) == name {
            for key in said.query_map([row.get::<_, i64>(0)?], |row| row.get(0))? {
                keys.insert(key?);
            }
        }
    }
    Ok(keys.into_iter().collect())
}

fn hash_of(connection: &Connection, article: i64) -> Result<Option<Vec<u8>>, Error> {
    let mut find = connection.prepare_cached("SELECT hash FROM article WHERE article = ?1")?;
    Ok(find.query_map([article], |row| row.get(0))?.next().transpose()?)
}

fn audited(connection: &Connection) -> Result<Vec<Audited>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT audit, at, who, what, why, articles, statements FROM audit ORDER BY audit",
    )?;
    let lines = find.query_map([], |row| {
        Ok(Audited {
            number: row.get(0)?,
            at: row.get(1)?,
            who: row.get(2)?,
            what: row.get(3)?,
            why: row.get(4)?,
            articles: row.get(5)?,
            statements: row.get(6)?,
        })
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

fn write_audit(
    connection: &Connection,
    audit: Audit<'_>,
    what: &str,
    articles: usize,
    statements: usize,
) -> Result<(), Error> {
    let sealed =
        audit_seal(audit.now, audit.who, what, audit.why, articles as i64, statements as i64);
    connection.execute(
        "INSERT INTO audit (at, who, what, why, articles, statements, seal) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![audit.now, audit.who, what, audit.why, articles as i64, statements as i64, sealed],
    )?;
    Ok(())
}

/// The seal of an audit line.
pub(crate) fn audit_seal(
    at: &str,
    who: &str,
    what: &str,
    why: &str,
    articles: i64,
    statements: i64,
) -> Vec<u8> {
    seal::of(&[at, who, what, why, &articles.to_string(), &statements.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{person, record as plain, statement};
    use crate::{Access, Adding, Arrival, Outline, Sighting, prepare, verify};

    const NOW: &str = "2026-01-02T03:04:05Z";

    #[test]
    fn whoever_was_stopped_is_gone_on_for() {
        let word = "qoxwyvzupkrej";
        let copied_too = [false, true];
        for is_copied in copied_too {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("record.db");
            let mut store = Store::open(&path, Access::Create).unwrap();
            let arrivals: Vec<Arrival> = (0..40)
                .map(|n| {
                    let mut record = plain(&format!("Ina Vik: {word}{n} is on the quay."));
                    record.actors.push(person("a1", "Ina Vik"));
                    record.statements.push(statement("s1", "a1", [9, 24]));
                    let ready = prepare(record, Outline::default()).unwrap();
                    Arrival::New(Box::new(ready), Sighting::default())
                })
                .collect();
            store.add(&arrivals, Adding { now: NOW, again: false }).unwrap();
            store.empty_log().unwrap();
            let all: Vec<Reference> = store
                .all()
                .unwrap()
                .map(|one| store.resolve(&one.unwrap().record.article.id).unwrap())
                .collect();
            let audit = Audit { now: NOW, who: "Mia", why: "" };
            // Stopped before the traces are wiped.
            store.delete_articles(&all, audit).unwrap();
            drop(store);
            let holds = |path: &std::path::Path| {
                let bytes = std::fs::read(path).unwrap();
                bytes.windows(word.len()).any(|part| part == word.as_bytes())
            };
            if is_copied {
                let copy = folder.path().join("copy.db");
                Store::open(&path, Access::Read).unwrap().backup(&copy, |_, _| ()).unwrap();
                assert!(!holds(&copy));
            }
            assert_eq!(verify(&path, |_| ()).unwrap().faults, []);
            assert!(!holds(&path));
            let mut store = Store::open(&path, Access::Write).unwrap();
            let marks = "SELECT count(*) FROM forgotten WHERE length(hash) < 32";
            let marks: i64 = store.connection.query_row(marks, [], |row| row.get(0)).unwrap();
            assert_eq!(marks, 0);
            assert!(store.finish_forgetting().unwrap());
        }
    }
}
