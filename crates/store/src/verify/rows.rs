//! The rows of an article as they stand in the tables, in the form that its record makes them in.

use rusqlite::{Connection, Row, params};

use super::Totals;
use crate::rows::{ActorRow, BETWEEN_NAMES, EventRow, Rows, StatementRow};
use crate::write::Judged;
use crate::{Error, keys};

/// The rows of an article as they stand in the tables.
pub(super) fn read_rows(
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
