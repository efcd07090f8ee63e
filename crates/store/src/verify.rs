//! Proving that what is kept is what was kept: every text has its hash, every span slices to its words,
//! every table and index says the same as the record, and nobody changed a letter.

use std::collections::BTreeSet;
use std::path::Path;

use onrecord_record::Span;
use rusqlite::{Connection, Row, params};

use crate::add::{SightingRow, sighting_seal};
use crate::rows::{self, ActorRow, BETWEEN_NAMES, EventRow, Rows, StatementRow};
use crate::stored::{keys_after, made};
use crate::write::Judged;
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

/// Looks at everything. `done` hears after each article how many there were.
///
/// # Errors
///
/// When there is nothing to look at: no such file, one of another program, or of a newer version.
/// Damage is no error here but a [`Fault`].
pub fn verify(path: &Path, mut done: impl FnMut(usize)) -> Result<Verified, Error> {
    let mut verified = Verified::default();
    let store = match Store::open(path, Access::Write) {
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
    if let Err(error) = rows::of(&made.record) {
        say(&error.to_string());
    }
    let (record, judged) = made.corrected();
    let expected = rows::of(&record)?;
    let (found, found_judged) = read_rows(connection, key, totals)?;
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

/// The rows of an article as they stand in the tables.
fn read_rows(
    connection: &Connection,
    article: i64,
    totals: &mut Totals,
) -> Result<(Rows, Judged), Error> {
    let range = keys::within(article);
    let range = params![range.start, range.end];
    let mut found = Rows::default();
    let mut judged = Judged::default();
    let mut list = connection.prepare_cached(
        "SELECT actor, id, text, kind, country, sector, office, wikidata, actor.name FROM actor \
         JOIN name USING (name) WHERE actor >= ?1 AND actor < ?2 ORDER BY actor",
    )?;
    let mut rows = list.query(range)?;
    while let Some(row) = rows.next()? {
        totals.names.insert(row.get(8)?);
        found.actors.push(actor_row(row)?);
    }
    let mut list = connection.prepare_cached(
        "SELECT statement, id, kind, in_headline, confidence, inside, judged, content, speakers, \
         about, countries, source, cue, addressee, via, question, words FROM statement \
         WHERE statement >= ?1 AND statement < ?2 ORDER BY statement",
    )?;
    let mut speakers = connection.prepare_cached(
        "SELECT text, name FROM speaker JOIN name USING (name) WHERE statement = ?1 ORDER BY name",
    )?;
    let mut rows = list.query(range)?;
    while let Some(row) = rows.next()? {
        let mut names = Vec::new();
        let mut each = speakers.query([row.get::<_, i64>(0)?])?;
        while let Some(speaker) = each.next()? {
            names.push(speaker.get(0)?);
            totals.names.insert(speaker.get(1)?);
            totals.speakers += 1;
        }
        let statement = statement_row(row, names)?;
        let said: Option<String> = row.get(6)?;
        if let Some(word) = said.as_deref().and_then(known_word) {
            judged.statements.insert(statement.id.clone(), word);
        }
        found.statements.push(statement);
    }
    let mut list = connection.prepare_cached(
        "SELECT event, id, type, mode, contexts, aux, voice, score, quad, cameo, confidence, \
         judged, place, country, lat, lon, geonames, date_start, date_end, date_precision, \
         trigger, actors, recipients, actor_codes, recipient_codes, countries, words FROM event \
         WHERE event >= ?1 AND event < ?2 ORDER BY event",
    )?;
    let mut parties = connection
        .prepare_cached("SELECT actor FROM party WHERE event = ?1 AND role = ?2 ORDER BY actor")?;
    let mut rows = list.query(range)?;
    while let Some(row) = rows.next()? {
        let key: i64 = row.get(0)?;
        let mut of_role = |role: &str| -> Result<Vec<usize>, Error> {
            let actors = parties.query_map(params![key, role], |row| row.get::<_, i64>(0))?;
            let actors =
                actors.map(|actor| Ok((actor? - (article << keys::WITHIN_ARTICLE)) as usize));
            actors.collect()
        };
        let event = event_row(row, of_role("actor")?, of_role("recipient")?)?;
        totals.parties += event.actors.len() + event.recipients.len();
        let said: Option<String> = row.get(11)?;
        if let Some(word) = said.as_deref().and_then(known_word) {
            judged.events.insert(event.id.clone(), word);
        }
        found.events.push(event);
    }
    totals.actors += found.actors.len();
    totals.statements += found.statements.len();
    totals.events += found.events.len();
    Ok((found, judged))
}

fn known_word(word: &str) -> Option<&'static str> {
    // A word that nobody writes stands for a difference.
    let known = ["accepted", "amended", "added"].into_iter().find(|known| *known == word);
    Some(known.unwrap_or("damaged"))
}

fn static_word(words: &[&'static str], given: Option<String>) -> Option<&'static str> {
    let given = given?;
    Some(words.iter().find(|word| **word == given).copied().unwrap_or("damaged"))
}

const ACTOR_KINDS: [&str; 6] = ["person", "organization", "state", "group", "place", "role"];
const KINDS: [&str; 3] = ["direct", "indirect", "mixed"];

fn actor_row(row: &Row<'_>) -> Result<ActorRow, Error> {
    Ok(ActorRow {
        id: row.get(1)?,
        name: row.get(2)?,
        kind: static_word(&ACTOR_KINDS, row.get(3)?),
        country: row.get(4)?,
        sector: row.get(5)?,
        office: row.get(6)?,
        wikidata: row.get(7)?,
    })
}

fn statement_row(row: &Row<'_>, speakers: Vec<String>) -> Result<StatementRow, Error> {
    let key: i64 = row.get(0)?;
    let inside: Option<i64> = row.get(5)?;
    let joined: String = row.get(8)?;
    let mut listed: Vec<&str> = joined.split(BETWEEN_NAMES).collect();
    listed.sort_unstable();
    listed.dedup();
    let mut named: Vec<&str> = speakers.iter().flat_map(|name| name.split(BETWEEN_NAMES)).collect();
    named.sort_unstable();
    named.dedup();
    // What is searched is what is shown.
    let speakers = if listed == named || (joined.is_empty() && speakers.is_empty()) {
        speakers
    } else {
        vec![joined]
    };
    Ok(StatementRow {
        id: row.get(1)?,
        kind: static_word(&KINDS, row.get(2)?).unwrap_or("damaged"),
        in_headline: row.get(3)?,
        confidence: row.get(4)?,
        inside: inside.map(|outer| number_of(outer, key)),
        content: row.get(7)?,
        speakers,
        about: row.get(9)?,
        countries: row.get(10)?,
        source: row.get(11)?,
        cue: row.get(12)?,
        addressee: row.get(13)?,
        via: row.get(14)?,
        question: row.get(15)?,
        words: row.get(16)?,
    })
}

/// The number of a part beside another of the same article; of another article, one that none has.
fn number_of(part: i64, beside: i64) -> usize {
    let start = keys::article_of(beside) << keys::WITHIN_ARTICLE;
    usize::try_from(part.wrapping_sub(start)).unwrap_or(usize::MAX)
}

fn event_row(row: &Row<'_>, actors: Vec<usize>, recipients: Vec<usize>) -> Result<EventRow, Error> {
    let key: i64 = row.get(0)?;
    let voice: Option<i64> = row.get(6)?;
    Ok(EventRow {
        id: row.get(1)?,
        event_type: row.get(2)?,
        mode: row.get(3)?,
        contexts: row.get(4)?,
        aux: row.get(5)?,
        voice: voice.map(|statement| number_of(statement, key)),
        score: row.get(7)?,
        quad: row.get(8)?,
        cameo: row.get(9)?,
        confidence: row.get(10)?,
        place: row.get(12)?,
        country: row.get(13)?,
        lat: row.get(14)?,
        lon: row.get(15)?,
        geonames: row.get(16)?,
        date_start: row.get(17)?,
        date_end: row.get(18)?,
        date_precision: row.get(19)?,
        trigger: row.get(20)?,
        actors,
        recipients,
        actor_names: row.get(21)?,
        recipient_names: row.get(22)?,
        actor_codes: row.get(23)?,
        recipient_codes: row.get(24)?,
        countries: row.get(25)?,
        words: row.get(26)?,
    })
}
