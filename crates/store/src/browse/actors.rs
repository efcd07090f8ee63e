//! What a record knows of one actor, and of what belongs to one article.

use std::collections::{BTreeMap, HashMap};

use rusqlite::OptionalExtension;
use serde::Serialize;

use super::date_of;
use super::faces::sorted;
use crate::find::{self, SOURCE};
use crate::{ArticleHit, Error, Reference, Store, keys, matching};

/// What a record knows of an actor, by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Profile {
    /// The name.
    pub name: String,
    /// Kinds, the most frequent first. More than one says that articles do not agree, or that
    /// several have this name.
    pub kinds: Vec<(String, usize)>,
    /// ISO 3166-1 alpha-3 of the states that it belongs to.
    pub countries: Vec<(String, usize)>,
    /// PLOVER sectors.
    pub sectors: Vec<(String, usize)>,
    /// Wikidata ids. More than one says that several have this name.
    pub wikidata: Vec<(String, usize)>,
    /// Offices through time, the newest first.
    pub offices: Vec<Office>,
    /// In how many articles it is named.
    pub articles: usize,
    /// Whether there were more, which were not looked at.
    pub cut: bool,
    /// Other names that have one of these Wikidata ids.
    pub also: Vec<String>,
}

/// An office as articles give it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Office {
    /// The office.
    pub office: String,
    /// The day of the first article that gives it.
    pub first: Option<String>,
    /// The day of the last one.
    pub last: Option<String>,
    /// In how many articles.
    pub articles: usize,
}

/// What belongs to an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Related {
    /// The report of which it is a copy, and its other copies.
    pub copies: Vec<ArticleHit>,
    /// Other reports of its story.
    pub story: Vec<ArticleHit>,
    /// What people said of its statements and events, by their ids.
    pub judged: BTreeMap<String, String>,
}

/// How many mentions of an actor tell what it is.
const MENTIONS: usize = 5_000;
/// How many other names are given.
const ALSO: i64 = 12;
/// How many copies and reports are given.
const RELATED: i64 = 50;

impl Store {
    /// What is known of the actor with this whole name; `None` where no article names it.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn profile(&self, name: &str) -> Result<Option<Profile>, Error> {
        let mut find = self.connection.prepare_cached("SELECT name FROM name WHERE text = ?1")?;
        let Some(number) = find.query_row([name], |row| row.get::<_, i64>(0)).optional()? else {
            return Ok(None);
        };
        let mut find = self.connection.prepare_cached(
            "SELECT actor, kind, country, sector, office, wikidata FROM actor WHERE name = ?1 \
             ORDER BY actor DESC LIMIT ?2",
        )?;
        let mut rows = find.query([number, MENTIONS as i64 + 1])?;
        let mut profile = Profile { name: name.to_owned(), ..Profile::default() };
        let mut sides: [HashMap<String, usize>; 4] = Default::default();
        let mut offices: Vec<(String, i64, i64, usize)> = Vec::new();
        while let Some(row) = rows.next()? {
            if profile.articles == MENTIONS {
                profile.cut = true;
                break;
            }
            profile.articles += 1;
            let day = super::day_of_part(row.get(0)?);
            for (side, column) in sides.iter_mut().zip([1, 2, 3, 5]) {
                if let Some(value) = row.get::<_, Option<String>>(column)? {
                    *side.entry(value).or_default() += 1;
                }
            }
            if let Some(office) = row.get::<_, Option<String>>(4)? {
                match offices.iter_mut().find(|(known, ..)| *known == office) {
                    Some((_, first, last, articles)) => {
                        // What has no date says nothing about when.
                        *first =
                            if day > 0 && (*first == 0 || day < *first) { day } else { *first };
                        *last = (*last).max(day);
                        *articles += 1;
                    }
                    None => offices.push((office, day, day, 1)),
                }
            }
        }
        if profile.articles == 0 {
            return Ok(None);
        }
        let [kinds, countries, sectors, wikidata] = sides;
        profile.kinds = sorted(kinds);
        profile.countries = sorted(countries);
        profile.sectors = sorted(sectors);
        profile.wikidata = sorted(wikidata);
        let iso = |day| date_of(day).map(|date| date.to_string());
        profile.offices = offices
            .into_iter()
            .map(|(office, first, last, articles)| Office {
                office,
                first: iso(first),
                last: iso(last),
                articles,
            })
            .collect();
        for (id, _) in &profile.wikidata {
            profile.also.extend(self.named(id)?.into_iter().filter(|other| other != name));
        }
        profile.also.dedup();
        Ok(Some(profile))
    }

    /// The names by which articles call what has this Wikidata id, the newest first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn named(&self, wikidata: &str) -> Result<Vec<String>, Error> {
        let mut find = self.connection.prepare_cached(
            "SELECT name.text, max(actor.actor) AS newest FROM actor JOIN name ON \
             name.name = actor.name WHERE actor.wikidata = ?1 \
             GROUP BY actor.name ORDER BY newest DESC LIMIT ?2",
        )?;
        let names = find.query_map(rusqlite::params![wikidata, ALSO], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// Names of actors that hold all these words; the last word may be a beginning.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn names(&self, typed: &str, most: usize) -> Result<Vec<String>, Error> {
        let typed = match typed.ends_with(char::is_alphanumeric) {
            true => format!("{typed}*"),
            false => typed.to_owned(),
        };
        let Some(asked) = matching::query(&typed) else { return Ok(Vec::new()) };
        let mut find = self.connection.prepare_cached(
            "SELECT name.text FROM name_words JOIN name ON name.name = name_words.rowid \
             WHERE name_words MATCH ?1 \
             AND EXISTS (SELECT 1 FROM actor WHERE actor.name = name.name) \
             ORDER BY name_words.rowid LIMIT ?2",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let names = find.query_map(rusqlite::params![asked, most], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// What belongs to an article: copies, other reports of its story, verdicts of people.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn related(&self, article: &Reference) -> Result<Related, Error> {
        let key = article.article;
        let (copy_of, story): (Option<i64>, Option<i64>) = self
            .connection
            .prepare_cached("SELECT copy_of, story FROM article WHERE article = ?1")?
            .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let first = copy_of.unwrap_or(key);
        let copies = self.hits("it.copy_of = ?1 OR it.article = ?1", first, key)?;
        let story = match story {
            Some(story) => self.hits("it.story = ?1 AND it.copy_of IS NULL", story, first)?,
            None => Vec::new(),
        };
        let range = keys::within(key);
        let mut find = self.connection.prepare_cached(
            "SELECT id, judged FROM statement \
             WHERE statement >= ?1 AND statement < ?2 AND judged IS NOT NULL \
             UNION ALL SELECT id, judged FROM event \
             WHERE event >= ?1 AND event < ?2 AND judged IS NOT NULL",
        )?;
        let judged =
            find.query_map([range.start, range.end], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Related { copies, story, judged: judged.collect::<Result<_, _>>()? })
    }

    /// Articles that fit, the oldest first, but for one.
    fn hits(&self, fits: &str, with: i64, but: i64) -> Result<Vec<ArticleHit>, Error> {
        let mut find = self.connection.prepare_cached(&format!(
            "SELECT {SOURCE}, article.article, article.story FROM article AS it \
             JOIN article ON article.article = it.article \
             LEFT JOIN outlet ON outlet.outlet = article.outlet \
             WHERE ({fits}) AND it.article <> ?2 ORDER BY it.article LIMIT {RELATED}"
        ))?;
        let mut rows = find.query([with, but])?;
        let mut hits = Vec::new();
        while let Some(row) = rows.next()? {
            hits.push(find::article(&self.connection, row)?);
        }
        Ok(hits)
    }
}
