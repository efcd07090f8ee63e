//! Adding: every text once, every place where it was seen.
//!
//! What costs time is done before and on any thread ([`prepare`]); [`Store::add`] writes a batch in
//! one transaction. A batch that was committed is on the disk; one that was not never happened, so
//! whatever ends the program leaves whole articles and nothing else. Giving the same input again
//! finds what is there by the hash of its text and goes on behind it.

use onrecord_record::{Article, Record, Span};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::forget::Tombstones;
use crate::grouping::Recall;
use crate::keys::{self, of_day};
use crate::rows::{self, Rows};
use crate::write::{self, Judged};
use crate::{Error, Store, correct, forget, seal, stored};

/// Which parts of a text are its headline and furniture, in code points: what reading it anew must
/// know and the record does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The headline, where the text holds it.
    pub headline: Option<Span>,
    /// What is the page's and not the story's.
    pub furniture: Vec<Span>,
}

/// Where an article was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sighting {
    /// Where it was published.
    pub url: Option<String>,
    /// The file that held it.
    pub file: String,
    /// The number of its line or record in that file, from 1, where the file held several.
    pub number: Option<u64>,
    /// The `input_id` of its article there.
    pub input_id: String,
    /// The outlet, as it was named there.
    pub outlet: Option<String>,
    /// When it was published, as it was said there.
    pub published: Option<String>,
}

impl Sighting {
    /// Of an article that was read from a file.
    pub fn of(article: &Article, file: &str, number: Option<u64>) -> Sighting {
        Sighting {
            url: article.url.clone(),
            file: file.to_owned(),
            number,
            input_id: article.input_id.clone(),
            outlet: article.outlet.clone(),
            published: article.published.map(|moment| moment.to_string()),
        }
    }
}

/// A record that is ready to be written.
#[derive(Clone, Debug)]
pub struct Ready {
    pub(crate) hash: [u8; 32],
    pub(crate) record: Record,
    pub(crate) outline: Outline,
    pub(crate) json: String,
    pub(crate) rows: Rows,
}

impl Ready {
    /// How many bytes of text wait to be written with it.
    pub fn bytes(&self) -> usize {
        self.record.article.text.len()
    }
}

/// Makes a record ready to be written. It is unchanged but for the id, which becomes that of the
/// text.
///
/// # Errors
///
/// When the record is not sound: a span that does not slice the text, an id that leads nowhere.
pub fn prepare(mut record: Record, outline: Outline) -> Result<Ready, Error> {
    let hash = seal::hash(&record.article.text);
    record.article.id = seal::id(&hash);
    let rows = rows::of(&record)?;
    let json = write::without_text(&mut record)?;
    Ok(Ready { hash, record, outline, json, rows })
}

/// What comes in: an article that was read, or one that is there already and was seen again.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// One with its record.
    New(Box<Ready>, Sighting),
    /// One of which [`Store::known`] said that it is kept.
    Again([u8; 32], Sighting),
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is kept now.
    New {
        /// How many statements it has.
        statements: usize,
        /// How many events it has.
        events: usize,
    },
    /// Its text was there; where it was seen is noted.
    Seen,
    /// It was forgotten, and stays so.
    Forgotten,
}

/// What is known of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing.
    No,
    /// It is kept.
    Kept,
    /// It was forgotten.
    Forgotten,
}

/// How a batch is added.
#[derive(Clone, Copy, Debug)]
pub struct Adding<'a> {
    /// The moment, ISO 8601.
    pub now: &'a str,
    /// Whether what was forgotten may come back.
    pub again: bool,
}

impl Store {
    /// What is known of a text with this hash.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn known(&self, hash: &[u8; 32]) -> Result<Known, Error> {
        if key_of(&self.connection, hash)?.is_some() {
            return Ok(Known::Kept);
        }
        let forgotten = forget::is_forgotten(&self.connection, hash)?;
        Ok(if forgotten { Known::Forgotten } else { Known::No })
    }

    /// Adds a batch: all of it, or nothing. What became of each comes back in the order given.
    ///
    /// # Errors
    ///
    /// When the disk is full or fails, or another process holds the file for too long; then nothing
    /// was added.
    pub fn add(&mut self, batch: &[Arrival], how: Adding<'_>) -> Result<Vec<Added>, Error> {
        // Keys go up within a batch: the full text index writes what comes in order at once.
        let mut order: Vec<usize> = (0..batch.len()).collect();
        order.sort_by_key(|&at| match &batch[at] {
            Arrival::New(ready, _) => keys::day_of(ready.record.article.published),
            Arrival::Again(..) => i64::MAX,
        });
        if how.again {
            self.recall = Recall::default();
        }
        self.transaction(|connection| {
            let tombstones = Tombstones::read(connection)?;
            let mut added = vec![Added::Seen; batch.len()];
            for at in order {
                added[at] = match &batch[at] {
                    Arrival::New(ready, sighting) => {
                        add(connection, ready, sighting, &tombstones, how)?
                    }
                    Arrival::Again(hash, sighting) => match key_of(connection, hash)? {
                        Some(article) => {
                            see(connection, article, sighting, how.now)?;
                            Added::Seen
                        }
                        None => Added::Forgotten,
                    },
                };
            }
            Ok(added)
        })
    }
}

/// The key of the article with this hash.
pub(crate) fn key_of(connection: &Connection, hash: &[u8]) -> Result<Option<i64>, Error> {
    let mut find = connection.prepare_cached("SELECT article FROM article WHERE hash = ?1")?;
    Ok(find.query_row([hash], |row| row.get(0)).optional()?)
}

fn add(
    connection: &Connection,
    ready: &Ready,
    sighting: &Sighting,
    tombstones: &Tombstones,
    how: Adding<'_>,
) -> Result<Added, Error> {
    let kept = key_of(connection, &ready.hash)?;
    if let Some(article) = kept
        && !(how.again && write::is_redacted(connection, article)?)
    {
        see(connection, article, sighting, how.now)?;
        return Ok(Added::Seen);
    }
    if !tombstones.is_empty() && how.again {
        forget::remember_statements(connection, &ready.rows)?;
    }
    if how.again {
        forget::remember(connection, &ready.hash)?;
    } else if forget::is_forgotten(connection, &ready.hash)? {
        return Ok(Added::Forgotten);
    }
    if let Some(article) = kept {
        let record = write_anew(connection, article, ready)?;
        see(connection, article, sighting, how.now)?;
        let (statements, events) = (record.statements.len(), record.events.len());
        return Ok(Added::New { statements, events });
    }
    let redacted = match !how.again && !tombstones.is_empty() {
        true => forget::without(ready, tombstones)?,
        false => None,
    };
    let ready = redacted.as_ref().unwrap_or(ready);
    let article = insert(connection, ready, how.now)?;
    see(connection, article, sighting, how.now)?;
    Ok(Added::New { statements: ready.rows.statements.len(), events: ready.rows.events.len() })
}

/// Gives an article its words back. What is known of it beside stays: where it was seen and when, what
/// people corrected, and what its first place told of it.
fn write_anew(connection: &Connection, article: i64, ready: &Ready) -> Result<Record, Error> {
    let before = stored::made(connection, article)?.record.article;
    let mut record = ready.record.clone();
    let Article { text, headline, .. } = record.article;
    let headline = match &before.headline {
        Some(words) if words.contains(forget::BLOCK) => headline,
        _ => before.headline.clone(),
    };
    connection
        .prepare_cached(
            "INSERT INTO text_words (text_words, rowid, text) VALUES ('delete', ?1, ?2)",
        )?
        .execute(params![article, before.text])?;
    record.article = Article { text, headline, ..before };
    connection
        .prepare_cached("UPDATE text SET text = ?2, redacted = NULL WHERE article = ?1")?
        .execute(params![article, record.article.text])?;
    connection
        .prepare_cached("INSERT INTO text_words (rowid, text) VALUES (?1, ?2)")?
        .execute(params![article, record.article.text])?;
    connection
        .prepare_cached("UPDATE article SET headline = ?2, maker = ?3 WHERE article = ?1")?
        .execute(params![
        article,
        record.article.headline,
        write::maker_of(connection, &record.made_by)?
    ])?;
    let outline = serde_json::to_string(&ready.outline)?;
    let json = write::without_text(&mut record)?;
    connection
        .prepare_cached("UPDATE record SET json = ?2, outline = ?3, seal = ?4 WHERE article = ?1")?
        .execute(params![article, json, outline, seal::of(&[&outline, &json])])?;
    connection.prepare_cached("DELETE FROM reread WHERE article = ?1")?.execute([article])?;
    correct::rewrite(connection, article)
}

/// Writes an article that is not there.
fn insert(connection: &Connection, ready: &Ready, now: &str) -> Result<i64, Error> {
    let Article { url, outlet, headline, byline, published, .. } = &ready.record.article;
    let Article { external_id, language, section, text, .. } = &ready.record.article;
    let key = next_key(connection, keys::day_of(*published))?;
    let outlet = outlet.as_deref().map(|name| outlet_of(connection, name)).transpose()?;
    let maker = write::maker_of(connection, &ready.record.made_by)?;
    connection
        .prepare_cached(
            "INSERT INTO article (article, hash, outlet, url, headline, byline, published, \
             external_id, language, section, maker, added) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            key,
            &ready.hash[..],
            outlet,
            url,
            headline,
            serde_json::to_string(byline)?,
            published.map(|moment| moment.to_string()),
            external_id,
            language,
            section,
            maker,
            now
        ])?;
    let kept = seal::hash(text);
    let redacted = (kept != ready.hash).then_some(&kept[..]);
    connection
        .prepare_cached("INSERT INTO text (article, redacted, text) VALUES (?1, ?2, ?3)")?
        .execute(params![key, redacted, text])?;
    connection
        .prepare_cached("INSERT INTO text_words (rowid, text) VALUES (?1, ?2)")?
        .execute(params![key, text])?;
    let outline = serde_json::to_string(&ready.outline)?;
    connection
        .prepare_cached(
            "INSERT INTO record (article, seal, outline, json) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![key, seal::of(&[&outline, &ready.json]), outline, ready.json])?;
    write::insert_rows(connection, key, &ready.rows, &Judged::default())?;
    connection.prepare_cached("INSERT INTO pending (article) VALUES (?1)")?.execute([key])?;
    Ok(key)
}

/// The next free key of a day. Days have room for sixteen million; what is more goes to the next.
fn next_key(connection: &Connection, day: i64) -> Result<i64, Error> {
    let mut last = connection
        .prepare_cached("SELECT max(article) FROM article WHERE article >= ?1 AND article < ?2")?;
    let mut day = day;
    loop {
        let keys = of_day(day);
        let last: Option<i64> = last.query_row([keys.start, keys.end], |row| row.get(0))?;
        match last {
            None => return Ok(keys.start),
            Some(last) if last + 1 < keys.end => return Ok(last + 1),
            Some(_) => day += 1,
        }
    }
}

fn outlet_of(connection: &Connection, name: &str) -> Result<i64, Error> {
    let mut find = connection.prepare_cached("SELECT outlet FROM outlet WHERE name = ?1")?;
    if let Some(outlet) = find.query_row([name], |row| row.get(0)).optional()? {
        return Ok(outlet);
    }
    Ok(connection.prepare_cached("INSERT INTO outlet (name) VALUES (?1)")?.insert([name])?)
}

/// Notes where and when an article was seen.
fn see(connection: &Connection, article: i64, sighting: &Sighting, now: &str) -> Result<(), Error> {
    // What follows a # is a place in a page, not a page.
    let url = sighting.url.as_deref().unwrap_or_default();
    let url = url.split('#').next().unwrap_or_default();
    let number = sighting.number.unwrap_or(0);
    let mut find = connection.prepare_cached(
        "SELECT sighting, first_seen FROM sighting \
         WHERE article = ?1 AND url = ?2 AND file = ?3 AND number = ?4 AND input_id = ?5",
    )?;
    let before: Option<(i64, String)> = find
        .query_row(params![article, url, sighting.file, number, sighting.input_id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let first = before.as_ref().map_or(now, |(_, first)| first.as_str());
    let seal = sighting_seal(&SightingRow {
        url,
        file: &sighting.file,
        number: number as i64,
        input_id: &sighting.input_id,
        outlet: sighting.outlet.as_deref(),
        published: sighting.published.as_deref(),
        first_seen: first,
        last_seen: now,
    });
    match &before {
        Some((row, _)) => connection
            .prepare_cached(
                "UPDATE sighting SET last_seen = ?2, outlet = ?3, published = ?4, seal = ?5 \
                 WHERE sighting = ?1",
            )?
            .execute(params![row, now, sighting.outlet, sighting.published, seal])?,
        None => connection
            .prepare_cached(
                "INSERT INTO sighting (article, url, file, number, input_id, outlet, published, \
                 first_seen, last_seen, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
            )?
            .execute(params![
                article,
                url,
                sighting.file,
                number,
                sighting.input_id,
                sighting.outlet,
                sighting.published,
                now,
                seal
            ])?,
    };
    Ok(())
}

/// A row of sightings, for its seal.
pub(crate) struct SightingRow<'a> {
    pub url: &'a str,
    pub file: &'a str,
    pub number: i64,
    pub input_id: &'a str,
    pub outlet: Option<&'a str>,
    pub published: Option<&'a str>,
    pub first_seen: &'a str,
    pub last_seen: &'a str,
}

pub(crate) fn sighting_seal(row: &SightingRow<'_>) -> Vec<u8> {
    // No name and an empty one are two things.
    let maybe = |field: Option<&str>| field.map_or_else(String::new, |field| format!("={field}"));
    seal::of(&[
        row.url,
        row.file,
        &row.number.to_string(),
        row.input_id,
        &maybe(row.outlet),
        &maybe(row.published),
        row.first_seen,
        row.last_seen,
    ])
}
