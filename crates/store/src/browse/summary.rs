//! How much there is in a record, from when to when, and who is quoted most.

use serde::Serialize;

use super::date_of;
use crate::{Error, Store, keys};

/// What a record holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Texts.
    pub articles: u64,
    /// Texts that are no near copies of others.
    pub reports: u64,
    /// Outlets.
    pub outlets: u64,
    /// Statements, those of near copies included.
    pub statements: u64,
    /// Events, likewise.
    pub events: u64,
    /// The first day on which an article was published.
    pub first: Option<String>,
    /// The last one.
    pub last: Option<String>,
    /// When the last article was added.
    pub added: Option<String>,
    /// Who is quoted most in the newest statements, the most first.
    pub quoted: Vec<Quoted>,
    /// How many of the newest statements were looked at for that.
    pub looked_at: u64,
    /// The states that the newest articles name: ISO 3166-1 alpha-3 and the name that they use most,
    /// by code.
    pub states: Vec<(String, String)>,
}

impl Summary {
    /// What a state is called; its code where no article names it.
    pub fn state<'a>(&'a self, code: &'a str) -> &'a str {
        let found = self.states.binary_search_by(|(known, _)| known.as_str().cmp(code));
        found.map_or(code, |at| &self.states[at].1)
    }
}

/// Somebody who is quoted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quoted {
    /// The name.
    pub name: String,
    /// What the newest article that names them says they are.
    pub kind: Option<String>,
    /// The state that they belong to, likewise.
    pub country: Option<String>,
    /// The office, likewise.
    pub office: Option<String>,
    /// In how many statements.
    pub statements: u64,
}

/// How many of the newest statements tell who is quoted most.
const NEWEST: i64 = 10_000;
/// How many of the newest mentions tell what states are called.
const ACTORS: i64 = 50_000;
/// How many people are named.
const QUOTED: i64 = 12;

impl Store {
    /// What the record holds.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn summary(&self) -> Result<Summary, Error> {
        let count = |sql: &str| -> Result<u64, Error> {
            Ok(self.connection.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
        };
        let day = |sql: &str| -> Result<Option<String>, Error> {
            let key: Option<i64> = self.connection.query_row(sql, [], |row| row.get(0))?;
            Ok(key.and_then(|key| date_of(key >> 24)).map(|date| date.to_string()))
        };
        let articles = count("SELECT count(*) FROM article")?;
        let undated = keys::of_day(0).end;
        Ok(Summary {
            articles,
            reports: articles - count("SELECT count(*) FROM article WHERE copy_of IS NOT NULL")?,
            outlets: count("SELECT count(*) FROM outlet")?,
            // The sizes of what is indexed are kept in small tables of their own.
            statements: count("SELECT count(*) FROM statement_words_docsize")?,
            events: count("SELECT count(*) FROM event_words_docsize")?,
            first: day(&format!("SELECT min(article) FROM article WHERE article >= {undated}"))?,
            last: day("SELECT max(article) FROM article")?,
            added: self.connection.query_row(
                "SELECT max(added) FROM (SELECT added FROM article ORDER BY rowid DESC LIMIT 1000)",
                [],
                |row| row.get(0),
            )?,
            quoted: self.quoted()?,
            states: self.states()?,
            looked_at: count(&format!(
                "SELECT count(*) FROM (SELECT 1 FROM statement ORDER BY statement DESC LIMIT {NEWEST})"
            ))?,
        })
    }

    fn states(&self) -> Result<Vec<(String, String)>, Error> {
        let mut find = self.connection.prepare_cached(
            "SELECT country, text FROM (SELECT country, name, count(*) AS named \
               FROM (SELECT kind, country, name FROM actor ORDER BY actor DESC LIMIT ?1) \
               WHERE kind = 'state' AND country IS NOT NULL GROUP BY country, name) AS states \
             JOIN name ON name.name = states.name ORDER BY country, named DESC, name.name",
        )?;
        let states = find.query_map([ACTORS], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut states: Vec<(String, String)> = states.collect::<Result<_, _>>()?;
        states.dedup_by(|next, kept| next.0 == kept.0);
        Ok(states)
    }

    fn quoted(&self) -> Result<Vec<Quoted>, Error> {
        let mut find = self.connection.prepare_cached(
            "SELECT name.text, (SELECT max(actor) FROM actor WHERE actor.name = most.name), said \
             FROM (SELECT speaker.name, count(*) AS said \
               FROM (SELECT statement, copied FROM statement ORDER BY statement DESC LIMIT ?1) AS newest \
               JOIN speaker ON speaker.statement = newest.statement WHERE newest.copied = 0 \
               GROUP BY speaker.name ORDER BY said DESC, speaker.name LIMIT ?2) AS most \
             JOIN name ON name.name = most.name ORDER BY said DESC, most.name",
        )?;
        let found: Vec<(String, Option<i64>, i64)> = find
            .query_map([NEWEST, QUOTED], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        let mut look = self
            .connection
            .prepare_cached("SELECT kind, country, office FROM actor WHERE actor = ?1")?;
        found
            .into_iter()
            .map(|(name, actor, statements)| {
                let (kind, country, office) = look
                    .query_row([actor], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                    .unwrap_or_default();
                let statements = statements.unsigned_abs();
                Ok(Quoted { name, kind, country, office, statements })
            })
            .collect()
    }
}
