//! Tombstones: by what is known again what must not come back, though nobody keeps its words.
//!
//! | `what` | `hash` |
//! |---|---|
//! | `article` | the hash of its text |
//! | `place` | the hash of an article's text as it was, and two numbers: from where to where it is forgotten |
//! | `statement` | the hash of a speaker's folded name and the folded words |
//!
//! A place holds whatever a model makes of the article. A statement holds in other articles, for that
//! speaker alone: "No comment" is everybody's. Where nobody says whose words they are, only enough of
//! them are taken for those that were forgotten.

use std::collections::{BTreeSet, HashMap, HashSet};

use onrecord_record::Span;
use rusqlite::{Connection, params};

use crate::matching::folded;
use crate::rows::Rows;
use crate::{Error, seal};

/// From so many words on they are known again without their speaker.
const ENOUGH: usize = 6;
/// How many bytes the hash of a text has.
const HASH: usize = 32;

/// All that must not come back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tombstones {
    /// Hashes of texts.
    pub articles: HashSet<Vec<u8>>,
    statements: HashSet<Vec<u8>>,
    places: HashMap<Vec<u8>, Vec<Span>>,
}

impl Tombstones {
    /// Those of a file.
    pub fn read(connection: &Connection) -> Result<Tombstones, Error> {
        let mut find = connection.prepare_cached("SELECT hash, what FROM forgotten")?;
        let mut rows = find.query([])?;
        let mut all = Tombstones::default();
        while let Some(row) = rows.next()? {
            let hash: Vec<u8> = row.get(0)?;
            match row.get_ref(1)?.as_str().unwrap_or_default() {
                "article" => {
                    all.articles.insert(hash);
                }
                "statement" => {
                    all.statements.insert(hash);
                }
                "place" => {
                    if let Some((article, span)) = place_in(&hash) {
                        all.places.entry(article.to_vec()).or_default().push(span);
                    }
                }
                _ => {}
            }
        }
        Ok(all)
    }

    /// Puts them into a file.
    pub fn write(&self, connection: &Connection) -> Result<(), Error> {
        for hash in &self.articles {
            of_article(connection, hash)?;
        }
        for hash in &self.statements {
            keep(connection, hash, "statement")?;
        }
        for (article, spans) in &self.places {
            of_places(connection, article, spans)?;
        }
        Ok(())
    }

    /// Whether nothing was forgotten.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.statements.is_empty() && self.places.is_empty()
    }

    /// What must not be there of the article whose text has this hash.
    pub fn places(&self, article: &[u8]) -> &[Span] {
        self.places.get(article).map_or(&[], Vec::as_slice)
    }

    /// The numbers of statements that must not come back.
    pub fn marked(&self, rows: &Rows) -> BTreeSet<usize> {
        if self.statements.is_empty() {
            return BTreeSet::new();
        }
        let is_marked = |at: &usize| {
            let statement = &rows.statements[*at];
            let is_one = |name: &str| self.statements.contains(&hash(name, &statement.words)[..]);
            match statement.speakers.as_slice() {
                [] => is_one(""),
                names => names.iter().any(|name| is_one(&folded(name))),
            }
        };
        (0..rows.statements.len()).filter(is_marked).collect()
    }
}

/// Remembers that an article is forgotten.
pub(super) fn of_article(connection: &Connection, hash: &[u8]) -> Result<(), Error> {
    keep(connection, hash, "article")
}

/// Remembers that words of whoever has this folded name are forgotten.
pub(super) fn of_statement(connection: &Connection, name: &str, words: &str) -> Result<(), Error> {
    keep(connection, &hash(name, words), "statement")?;
    if folded(words).split(' ').count() >= ENOUGH {
        keep(connection, &hash("", words), "statement")?;
    }
    Ok(())
}

/// Remembers what is forgotten of an article that is kept.
pub(super) fn of_places(
    connection: &Connection,
    article: &[u8],
    spans: &[Span],
) -> Result<(), Error> {
    for [start, end] in spans {
        let mut place = article.to_vec();
        place.extend((*start as u64).to_be_bytes());
        place.extend((*end as u64).to_be_bytes());
        keep(connection, &place, "place")?;
    }
    Ok(())
}

/// Whether an article must not come back.
pub(crate) fn is_forgotten(connection: &Connection, hash: &[u8]) -> Result<bool, Error> {
    let mut find = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM forgotten WHERE hash = ?1 AND what = 'article')",
    )?;
    Ok(find.query_row([hash], |row| row.get(0))?)
}

/// Lets a text come back, with all that was in it.
pub(crate) fn remember(connection: &Connection, hash: &[u8]) -> Result<(), Error> {
    let mut last = hash.to_vec();
    last.extend([0xff; 17]);
    connection
        .prepare_cached("DELETE FROM forgotten WHERE hash >= ?1 AND hash <= ?2")?
        .execute([hash, &last])?;
    Ok(())
}

/// Lets what is said in a record come back.
pub(crate) fn remember_statements(connection: &Connection, rows: &Rows) -> Result<(), Error> {
    let mut delete = connection
        .prepare_cached("DELETE FROM forgotten WHERE hash = ?1 AND what = 'statement'")?;
    for statement in &rows.statements {
        for name in statement.speakers.iter().map(|name| folded(name)).chain([String::new()]) {
            delete.execute([&hash(&name, &statement.words)[..]])?;
        }
    }
    Ok(())
}

fn keep(connection: &Connection, hash: &[u8], what: &str) -> Result<(), Error> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO forgotten (hash, what) VALUES (?1, ?2)")?
        .execute(params![hash, what])?;
    Ok(())
}

/// The hash of what was said and by whom, by words alone.
fn hash(name: &str, words: &str) -> [u8; HASH] {
    seal::hash(&format!("{name}\n{}", folded(words)))
}

fn place_in(kept: &[u8]) -> Option<(&[u8], Span)> {
    let (article, numbers) = kept.split_at_checked(HASH)?;
    let (start, end) = numbers.split_at_checked(8)?;
    let number = |bytes: &[u8]| usize::try_from(u64::from_be_bytes(bytes.try_into().ok()?)).ok();
    Some((article, [number(start)?, number(end)?]))
}
