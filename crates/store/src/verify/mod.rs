//! Proving that what is kept is what was kept: every text has its hash, every span slices to its words,
//! every table and index says the same as the record, and nobody changed a letter.

mod rows;

use std::collections::BTreeSet;
use std::path::Path;

use onrecord_record::Span;
use rusqlite::{Connection, params};

use crate::add::{SightingRow, sighting_seal};
use crate::rows::{EventRow, StatementRow};
use crate::stored::{keys_after, made};
use crate::{Access, Error, Store, corrections, forget, grouping, keys, schema, seal};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: a table, an article.
    pub place: String,
    /// What is wrong.
    pub what: String,
}

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Articles.
    pub articles: usize,
    /// Statements.
    pub statements: usize,
    /// Events.
    pub events: usize,
    /// Everything that is wrong, up to a thousand.
    pub faults: Vec<Fault>,
}

/// Beyond so many faults nobody reads on.
const MOST_FAULTS: usize = 1_000;
/// Beyond so many faults SQLite stops looking.
const MOST_OF_SQLITE: usize = 100;

/// Looks at everything, and wipes what forgetting has left where it was stopped. `done` hears after each article how many there were.
///
/// # Errors
///
/// When there is nothing to look at: no such file, one of another program, or of a newer version.
/// Damage is no error here but a [`Fault`].
pub fn verify(path: &Path, mut done: impl FnMut(usize)) -> Result<Verified, Error> {
    let mut verified = Verified::default();
    let mut store = match Store::open(path, Access::Write) {
        Ok(store) => store,
        Err(error) if error.is_damage() => {
            verified.faults.push(fault("the file", &error));
            return Ok(verified);
        }
        Err(error) => return Err(error),
    };
    let connection = &store.connection;
    check(&mut verified, "the file", |faults| {
        let list = format!("PRAGMA integrity_check({MOST_OF_SQLITE})");
        let mut list = connection.prepare(&list)?;
        let mut rows = list.query([])?;
        while let Some(row) = rows.next()? {
            let said: String = row.get(0)?;
            if said != "ok" {
                faults.push(("the file".to_owned(), said));
            }
        }
        Ok(())
    });
    check(&mut verified, "the file", |faults| {
        let mut list = connection.prepare("PRAGMA foreign_key_check")?;
        let mut rows = list.query([])?;
        while let Some(row) = rows.next()? {
            let (table, to): (String, String) = (row.get(0)?, row.get(2)?);
            faults.push((table, format!("a row points at nothing in {to}")));
        }
        Ok(())
    });
    check(&mut verified, "the schema", |faults| {
        if schema::definitions(connection)? != schema::expected_definitions()? {
            let what = "a table, index or view is not as this version makes it";
            faults.push(("the schema".to_owned(), what.to_owned()));
        }
        Ok(())
    });
    for table in ["text_words", "statement_words", "event_words", "name_words"] {
        check(&mut verified, table, |_| {
            // It is asked for by a command that looks like writing.
            connection.execute_batch("BEGIN IMMEDIATE")?;
            let asked =
                format!("INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)");
            let agrees = connection.execute_batch(&asked);
            connection.execute_batch("ROLLBACK")?;
            Ok(agrees?)
        });
    }
    // From here on everything is of one moment.
    if let Err(error) = connection.execute_batch("BEGIN") {
        verified.faults.push(fault("the file", &error.into()));
        return Ok(verified);
    }
    let mut totals = Totals::default();
    let mut after = -1;
    loop {
        let keys = match keys_after(connection, after) {
            Ok(keys) => keys,
            Err(error) => {
                verified.faults.push(fault("articles", &error));
                break;
            }
        };
        let Some(&last) = keys.last() else { break };
        if last <= after {
            verified.faults.push(Fault {
                place: "articles".to_owned(),
                what: "their keys do not go up".to_owned(),
            });
            break;
        }
        after = last;
        for key in keys {
            let place = name_of(connection, key);
            check(&mut verified, &place, |faults| {
                article(connection, key, &place, &mut totals, faults)
            });
            verified.articles += 1;
            done(verified.articles);
        }
        if verified.faults.len() >= MOST_FAULTS {
            break;
        }
    }
    verified.statements = totals.statements;
    verified.events = totals.events;
    for (table, counted) in [
        ("article", verified.articles),
        ("text", verified.articles),
        ("record", verified.articles),
        ("actor", totals.actors),
        ("statement", totals.statements),
        ("event", totals.events),
        ("speaker", totals.speakers),
        ("party", totals.parties),
        ("name", totals.names.len()),
    ] {
        check(&mut verified, table, |faults| {
            let count = format!("SELECT count(*) FROM \"{table}\"");
            let count: i64 = connection.query_row(&count, [], |row| row.get(0))?;
            if count != counted as i64 {
                let what = format!("it has {count} rows, and the records make {counted}");
                faults.push((table.to_owned(), what));
            }
            Ok(())
        });
    }
    check(&mut verified, "sighting", |faults| sightings(connection, faults));
    check(&mut verified, "correction", |faults| seals_of_corrections(connection, faults));
    check(&mut verified, "audit", |faults| audit(connection, faults));
    check(&mut verified, "reread", |faults| waiting(connection, faults));
    check(&mut verified, "compared", |faults| grouping::verify(connection, faults));
    // Whatever the end of reading says, nothing was written.
    let _ = connection.execute_batch("ROLLBACK");
    if verified.faults.is_empty() {
        // Somebody may have been stopped while he forgot something.
        let what = match store.finish_forgetting() {
            Ok(true) => return Ok(verified),
            Ok(false) => {
                "words that were forgotten are in its log yet; hint: end what else reads the file, \
                 and verify it again"
                    .to_owned()
            }
            Err(error) => return Err(error),
        };
        verified.faults.push(Fault { place: "the file".to_owned(), what });
    }
    verified.faults.truncate(MOST_FAULTS);
    Ok(verified)
}

/// Faults as they are found: where and what.
pub(crate) type Faults = Vec<(String, String)>;

fn fault(place: &str, error: &Error) -> Fault {
    Fault { place: place.to_owned(), what: error.to_string() }
}

fn check(
    verified: &mut Verified,
    place: &str,
    work: impl FnOnce(&mut Faults) -> Result<(), Error>,
) {
    let mut faults = Vec::new();
    if let Err(error) = work(&mut faults) {
        verified.faults.push(fault(place, &error));
    }
    verified.faults.extend(faults.into_iter().map(|(place, what)| Fault { place, what }));
}

#[derive(Default)]
struct Totals {
    actors: usize,
    statements: usize,
    events: usize,
    speakers: usize,
    parties: usize,
    names: BTreeSet<i64>,
}

fn name_of(connection: &Connection, key: i64) -> String {
    let hash = connection
        .prepare_cached("SELECT hash FROM article WHERE article = ?1")
        .and_then(|mut find| find.query_row([key], |row| row.get::<_, Vec<u8>>(0)));
    hash.map_or_else(|_| format!("article {key}"), |hash| seal::id(&hash))
}

fn article(
    connection: &Connection,
    key: i64,
    place: &str,
    totals: &mut Totals,
    faults: &mut Faults,
) -> Result<(), Error> {
    let mut say = |what: &str| faults.push((place.to_owned(), what.to_owned()));
    let (hash, redacted, seal, outline, json): (Vec<u8>, Option<Vec<u8>>, Vec<u8>, String, String) =
        connection
            .prepare_cached(
                "SELECT hash, redacted, seal, outline, json FROM article \
                 JOIN text USING (article) JOIN record USING (article) WHERE article = ?1",
            )?
            .query_row([key], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })?;
    if seal::of(&[&outline, &json]) != seal {
        say("its record is not the one that was written");
    }
    let made = made(connection, key)?;
    let text = &made.record.article.text;
    if seal::hash(text)[..] != redacted.as_deref().unwrap_or(&hash)[..] {
        say("its text is not the one that its hash is of");
    }
    if made.record.article.id != seal::id(&hash) {
        say("its record is of another article");
    }
    let slices = crate::slices::Slices::new(text);
    let parts = made.outline.furniture.iter().chain(&made.outline.headline);
    if parts.copied().any(|span: Span| slices.get(span).is_none()) {
        say("its outline has spans that are none of its text");
    }
    if !meta_agrees(connection, key, &made.record)? {
        say("what is told of it beside is not what its record says");
    }
    // Both as the program made it and as people corrected it.
    if let Err(error) = crate::rows::of(&made.record) {
        say(&error.to_string());
    }
    let (record, judged) = made.corrected();
    let expected = crate::rows::of(&record)?;
    let (found, found_judged) = rows::read_rows(connection, key, totals)?;
    if found.actors != expected.actors {
        say("its actors are not those of its record");
    }
    if sorted(found.statements) != sorted(expected.statements)
        || found_judged.statements != judged.statements
    {
        say("its statements are not those of its record");
    }
    if parties_sorted(found.events) != parties_sorted(expected.events)
        || found_judged.events != judged.events
    {
        say("its events are not those of its record");
    }
    Ok(())
}

/// Speakers in any order, each once: that is how they are kept.
fn sorted(mut statements: Vec<StatementRow>) -> Vec<StatementRow> {
    for statement in &mut statements {
        statement.speakers.sort();
        statement.speakers.dedup();
    }
    statements
}

/// Parties in any order, each once, likewise.
fn parties_sorted(mut events: Vec<EventRow>) -> Vec<EventRow> {
    for parties in events.iter_mut().flat_map(|event| [&mut event.actors, &mut event.recipients]) {
        parties.sort_unstable();
        parties.dedup();
    }
    events
}

fn meta_agrees(
    connection: &Connection,
    key: i64,
    record: &onrecord_record::Record,
) -> Result<bool, Error> {
    let article = &record.article;
    let mut find = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM article LEFT JOIN outlet USING (outlet) \
         JOIN maker USING (maker) WHERE article = ?1 AND outlet.name IS ?2 AND url IS ?3 \
         AND headline IS ?4 AND byline = ?5 AND published IS ?6 AND external_id IS ?7 \
         AND language IS ?8 AND section IS ?9 AND program = ?10 AND model IS ?11 AND rules IS ?12)",
    )?;
    let same = find.query_row(
        params![
            key,
            article.outlet,
            article.url,
            article.headline,
            serde_json::to_string(&article.byline)?,
            article.published.map(|moment| moment.to_string()),
            article.external_id,
            article.language,
            article.section,
            record.made_by.program,
            record.made_by.model,
            record.made_by.rules
        ],
        |row| row.get(0),
    )?;
    let day = keys::of_day(keys::day_of(article.published));
    Ok(same && key >= day.start)
}

fn sightings(connection: &Connection, faults: &mut Faults) -> Result<(), Error> {
    let mut list = connection.prepare(
        "SELECT sighting, url, file, number, input_id, outlet, published, first_seen, last_seen, \
         seal FROM sighting",
    )?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let (url, file, input_id): (String, String, String) =
            (row.get(1)?, row.get(2)?, row.get(4)?);
        let (outlet, published): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
        let (first_seen, last_seen): (String, String) = (row.get(7)?, row.get(8)?);
        let expected = sighting_seal(&SightingRow {
            url: &url,
            file: &file,
            number: row.get(3)?,
            input_id: &input_id,
            outlet: outlet.as_deref(),
            published: published.as_deref(),
            first_seen: &first_seen,
            last_seen: &last_seen,
        });
        if expected != row.get::<_, Vec<u8>>(9)? {
            faults
                .push((format!("sighting {number}"), "it is not the one that was written".into()));
        }
    }
    Ok(())
}

fn seals_of_corrections(connection: &Connection, faults: &mut Faults) -> Result<(), Error> {
    let mut list = connection.prepare(
        "SELECT correction, verdict, target, change, who, at, why, undoes, seal FROM correction",
    )?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let text = |at: usize| row.get::<_, String>(at);
        let (verdict, target, change) = (text(1)?, text(2)?, text(3)?);
        let (who, at, why) = (text(4)?, text(5)?, text(6)?);
        let expected =
            corrections::seal_of(&verdict, &target, &change, &who, &at, &why, row.get(7)?);
        if expected != row.get::<_, Vec<u8>>(8)? {
            let place = format!("correction {number}");
            faults.push((place, "it is not the one that was written".to_owned()));
        }
    }
    Ok(())
}

fn audit(connection: &Connection, faults: &mut Faults) -> Result<(), Error> {
    let mut list = connection
        .prepare("SELECT audit, at, who, what, why, articles, statements, seal FROM audit")?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let text = |at: usize| row.get::<_, String>(at);
        let (at, who, what, why) = (text(1)?, text(2)?, text(3)?, text(4)?);
        let expected = forget::audit_seal(&at, &who, &what, &why, row.get(5)?, row.get(6)?);
        if expected != row.get::<_, Vec<u8>>(7)? {
            let place = format!("audit line {number}");
            faults.push((place, "it is not the one that was written".to_owned()));
        }
    }
    let came_back: i64 = connection.query_row(
        "SELECT count(*) FROM forgotten JOIN article USING (hash) WHERE what = 'article'",
        [],
        |row| row.get(0),
    )?;
    if came_back > 0 {
        faults
            .push(("forgotten".to_owned(), format!("{came_back} articles are there all the same")));
    }
    Ok(())
}

fn waiting(connection: &Connection, faults: &mut Faults) -> Result<(), Error> {
    let mut list = connection.prepare("SELECT article, json, seal FROM reread")?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        let (key, json, seal): (i64, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if seal::of(&[&json]) != seal {
            let what = "what was read anew is not what was written".to_owned();
            faults.push((name_of(connection, key), what));
        }
    }
    Ok(())
}
