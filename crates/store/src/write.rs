//! Writing the rows of one article and taking them away again, with everything that hangs on them.
//!
//! The full text index is told here what goes in and out, in the same transaction as the table. No
//! trigger does it: a trigger makes SQLite set a savepoint for each row, and the index writes all it
//! holds at each savepoint.

use std::collections::BTreeSet;

use onrecord_record::{MadeBy, Record};
use rusqlite::{Connection, OptionalExtension, params};

use crate::Error;
use crate::keys::{part, within};
use crate::rows::{BETWEEN_NAMES, Rows};

/// What people said of statements and events: by id, the word for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Judged {
    pub statements: std::collections::HashMap<String, &'static str>,
    pub events: std::collections::HashMap<String, &'static str>,
}

/// A record as JSON, without the text, which is kept by itself.
pub(crate) fn without_text(record: &mut Record) -> Result<String, Error> {
    let text = std::mem::take(&mut record.article.text);
    let json = serde_json::to_string(&*record);
    record.article.text = text;
    Ok(json?)
}

/// The number of what made a record.
pub(crate) fn maker_of(connection: &Connection, made_by: &MadeBy) -> Result<i64, Error> {
    let MadeBy { program, model, rules } = made_by;
    let mut find = connection.prepare_cached(
        "SELECT maker FROM maker WHERE program = ?1 AND model IS ?2 AND rules IS ?3",
    )?;
    if let Some(maker) =
        find.query_row(params![program, model, rules], |row| row.get(0)).optional()?
    {
        return Ok(maker);
    }
    let mut insert = connection
        .prepare_cached("INSERT INTO maker (program, model, rules) VALUES (?1, ?2, ?3)")?;
    Ok(insert.insert(params![program, model, rules])?)
}

fn name_of(connection: &Connection, text: &str) -> Result<i64, Error> {
    let mut find = connection.prepare_cached("SELECT name FROM name WHERE text = ?1")?;
    if let Some(name) = find.query_row([text], |row| row.get(0)).optional()? {
        return Ok(name);
    }
    let name = connection.prepare_cached("INSERT INTO name (text) VALUES (?1)")?.insert([text])?;
    connection
        .prepare_cached("INSERT INTO name_words (rowid, text) VALUES (?1, ?2)")?
        .execute(params![name, text])?;
    Ok(name)
}

/// Whether words were taken out of an article's text.
pub(crate) fn is_redacted(connection: &Connection, article: i64) -> Result<bool, Error> {
    let mut find =
        connection.prepare_cached("SELECT redacted IS NOT NULL FROM text WHERE article = ?1")?;
    Ok(find.query_row([article], |row| row.get(0))?)
}

/// Writes the rows of an article that has none.
pub(crate) fn insert_rows(
    connection: &Connection,
    article: i64,
    rows: &Rows,
    judged: &Judged,
) -> Result<(), Error> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO actor (actor, id, name, kind, country, sector, office, wikidata) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (number, actor) in rows.actors.iter().enumerate() {
        insert.execute(params![
            part(article, number),
            actor.id,
            name_of(connection, &actor.name)?,
            actor.kind,
            actor.country,
            actor.sector,
            actor.office,
            actor.wikidata
        ])?;
    }
    insert_statements(connection, article, rows, judged)?;
    insert_events(connection, article, rows, judged)
}

fn insert_statements(
    connection: &Connection,
    article: i64,
    rows: &Rows,
    judged: &Judged,
) -> Result<(), Error> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO statement (statement, id, kind, in_headline, confidence, inside, judged, \
         content, speakers, about, countries, source, cue, addressee, via, question, words) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?;
    let mut index = connection.prepare_cached(
        "INSERT INTO statement_words (rowid, words, speakers, about, countries) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut speaks = connection
        .prepare_cached("INSERT OR IGNORE INTO speaker (statement, name) VALUES (?1, ?2)")?;
    for (number, statement) in rows.statements.iter().enumerate() {
        let key = part(article, number);
        let speakers = statement.speakers.join(BETWEEN_NAMES);
        insert.execute(params![
            key,
            statement.id,
            statement.kind,
            statement.in_headline,
            statement.confidence,
            statement.inside.map(|outer| part(article, outer)),
            judged.statements.get(&statement.id),
            statement.content,
            speakers,
            statement.about,
            statement.countries,
            statement.source,
            statement.cue,
            statement.addressee,
            statement.via,
            statement.question,
            statement.words
        ])?;
        index.execute(params![
            key,
            statement.words,
            speakers,
            statement.about,
            statement.countries
        ])?;
        for speaker in &statement.speakers {
            speaks.execute(params![key, name_of(connection, speaker)?])?;
        }
    }
    Ok(())
}

fn insert_events(
    connection: &Connection,
    article: i64,
    rows: &Rows,
    judged: &Judged,
) -> Result<(), Error> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO event (event, id, type, mode, contexts, aux, voice, score, quad, cameo, \
         confidence, judged, place, country, lat, lon, geonames, date_start, date_end, \
         date_precision, trigger, actors, recipients, actor_codes, recipient_codes, countries, \
         words) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, \
         ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
    )?;
    let mut index = connection.prepare_cached(
        "INSERT INTO event_words (rowid, words, actors, recipients, actor_codes, \
         recipient_codes, countries) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut takes_part = connection
        .prepare_cached("INSERT OR IGNORE INTO party (event, role, actor) VALUES (?1, ?2, ?3)")?;
    for (number, event) in rows.events.iter().enumerate() {
        let key = part(article, number);
        insert.execute(params![
            key,
            event.id,
            event.event_type,
            event.mode,
            event.contexts,
            event.aux,
            event.voice.map(|statement| part(article, statement)),
            event.score,
            event.quad,
            event.cameo,
            event.confidence,
            judged.events.get(&event.id),
            event.place,
            event.country,
            event.lat,
            event.lon,
            event.geonames,
            event.date_start,
            event.date_end,
            event.date_precision,
            event.trigger,
            event.actor_names,
            event.recipient_names,
            event.actor_codes,
            event.recipient_codes,
            event.countries,
            event.words
        ])?;
        index.execute(params![
            key,
            event.words,
            event.actor_names,
            event.recipient_names,
            event.actor_codes,
            event.recipient_codes,
            event.countries
        ])?;
        for (role, actors) in [("actor", &event.actors), ("recipient", &event.recipients)] {
            for &actor in actors {
                takes_part.execute(params![key, role, part(article, actor)])?;
            }
        }
    }
    Ok(())
}

/// Takes the actors, statements and events of an article away, and names that nobody else has.
pub(crate) fn delete_rows(connection: &Connection, article: i64) -> Result<(), Error> {
    let range = within(article);
    let (first, end) = (range.start, range.end);
    connection
        .prepare_cached(
            "INSERT INTO statement_words (statement_words, rowid, words, speakers, about, \
             countries) SELECT 'delete', statement, words, speakers, about, countries \
             FROM statement WHERE statement >= ?1 AND statement < ?2",
        )?
        .execute([first, end])?;
    connection
        .prepare_cached(
            "INSERT INTO event_words (event_words, rowid, words, actors, recipients, \
             actor_codes, recipient_codes, countries) SELECT 'delete', event, words, actors, \
             recipients, actor_codes, recipient_codes, countries \
             FROM event WHERE event >= ?1 AND event < ?2",
        )?
        .execute([first, end])?;
    let names: BTreeSet<i64> = connection
        .prepare_cached(
            "SELECT name FROM actor WHERE actor >= ?1 AND actor < ?2 \
             UNION SELECT name FROM speaker WHERE statement >= ?1 AND statement < ?2",
        )?
        .query_map([first, end], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for delete in [
        "DELETE FROM speaker WHERE statement >= ?1 AND statement < ?2",
        "DELETE FROM statement WHERE statement >= ?1 AND statement < ?2",
        "DELETE FROM party WHERE event >= ?1 AND event < ?2",
        "DELETE FROM event WHERE event >= ?1 AND event < ?2",
        "DELETE FROM actor WHERE actor >= ?1 AND actor < ?2",
    ] {
        connection.prepare_cached(delete)?.execute([first, end])?;
    }
    for name in names {
        let used: bool = connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM actor WHERE name = ?1) \
                 OR EXISTS (SELECT 1 FROM speaker WHERE name = ?1)",
            )?
            .query_row([name], |row| row.get(0))?;
        if !used {
            connection
                .prepare_cached(
                    "INSERT INTO name_words (name_words, rowid, text) \
                     SELECT 'delete', name, text FROM name WHERE name = ?1",
                )?
                .execute([name])?;
            connection.prepare_cached("DELETE FROM name WHERE name = ?1")?.execute([name])?;
        }
    }
    Ok(())
}

/// Takes an article away, with everything that is known of it.
pub(crate) fn delete_article(connection: &Connection, article: i64) -> Result<(), Error> {
    crate::grouping::leave(connection, article)?;
    delete_rows(connection, article)?;
    let outlet: Option<i64> = connection
        .prepare_cached("SELECT outlet FROM article WHERE article = ?1")?
        .query_row([article], |row| row.get(0))?;
    connection
        .prepare_cached(
            "INSERT INTO text_words (text_words, rowid, text) \
             SELECT 'delete', article, text FROM text WHERE article = ?1",
        )?
        .execute([article])?;
    for delete in [
        "DELETE FROM pending WHERE article = ?1",
        "DELETE FROM reread WHERE article = ?1",
        // Operations point at those that they undo.
        "DELETE FROM correction WHERE article = ?1 AND undoes IS NOT NULL",
        "DELETE FROM correction WHERE article = ?1",
        "DELETE FROM sighting WHERE article = ?1",
        "DELETE FROM record WHERE article = ?1",
        "DELETE FROM text WHERE article = ?1",
        "DELETE FROM article WHERE article = ?1",
    ] {
        connection.prepare_cached(delete)?.execute([article])?;
    }
    if let Some(outlet) = outlet {
        connection
            .prepare_cached(
                "DELETE FROM outlet WHERE outlet = ?1 \
                 AND NOT EXISTS (SELECT 1 FROM article WHERE article.outlet = ?1)",
            )?
            .execute([outlet])?;
    }
    Ok(())
}
