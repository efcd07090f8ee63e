//! What comparing has at hand: how rare words are, and what was worked out of articles that were
//! compared lately.
//!
//! New articles are mostly compared with those of the same days, so a few thousand at hand spare most
//! of the work. What others write to the file in the meantime empties it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use super::REPORTS;
use crate::copies::Shingles;
use crate::copies::stories::Features;
use crate::wordings::Wording;
use crate::words::{Frequencies, hash};
use crate::{Error, stored};

/// How many articles are at hand.
const ARTICLES: usize = 1_500;
/// How many words are at hand.
const TERMS: usize = 200_000;

/// What is at hand.
#[derive(Default)]
pub(crate) struct Recall {
    version: Option<i64>,
    shingles: Lately<Shingles>,
    features: Lately<Arc<Features>>,
    wordings: Lately<Arc<Vec<Wording>>>,
    /// In how many reports terms stand, with those of this transaction.
    terms: HashMap<i64, u64>,
    /// What this transaction adds to them.
    more: HashMap<i64, u64>,
}

impl std::fmt::Debug for Recall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recall").finish_non_exhaustive()
    }
}

/// A few of something by article; the oldest gives way.
struct Lately<T> {
    by_article: HashMap<i64, T>,
    order: VecDeque<i64>,
}

impl<T> Default for Lately<T> {
    fn default() -> Lately<T> {
        Lately { by_article: HashMap::new(), order: VecDeque::new() }
    }
}

impl<T> Lately<T> {
    fn keep(&mut self, article: i64, what: T) {
        if self.by_article.insert(article, what).is_none() {
            self.order.push_back(article);
        }
        while self.order.len() > ARTICLES {
            if let Some(oldest) = self.order.pop_front() {
                self.by_article.remove(&oldest);
            }
        }
    }
}

/// The integer that stands for a term. No word is written down.
pub(super) fn term_key(term: &str) -> i64 {
    match hash(7, term.as_bytes()).cast_signed() {
        REPORTS => 1,
        key => key,
    }
}

impl Recall {
    /// To be called first in a transaction.
    pub(super) fn begin(&mut self, connection: &Connection) -> Result<(), Error> {
        // It changes when another connection has written, not when this one has.
        let version: i64 = connection.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        if self.version != Some(version) {
            *self = Recall { version: Some(version), ..Recall::default() };
        }
        if self.terms.len() > TERMS {
            self.terms.clear();
        }
        self.more.clear();
        self.look_up(connection, &[REPORTS])
    }

    /// To be called last in a transaction.
    pub(super) fn end(&mut self, connection: &Connection) -> Result<(), Error> {
        let mut more: Vec<(i64, u64)> = self.more.drain().collect();
        more.sort_unstable();
        let mut add = connection.prepare_cached(
            "INSERT INTO term (term, reports) VALUES (?1, ?2) \
             ON CONFLICT (term) DO UPDATE SET reports = reports + excluded.reports",
        )?;
        for (term, reports) in more {
            add.execute(rusqlite::params![term, reports])?;
        }
        Ok(())
    }

    /// Counts the terms of one more report.
    pub(super) fn count(&mut self, terms: &[i64]) {
        for &term in terms.iter().chain(&[REPORTS]) {
            *self.more.entry(term).or_default() += 1;
            if let Some(known) = self.terms.get_mut(&term) {
                *known += 1;
            }
        }
    }

    /// Has the counts of some terms at hand.
    pub(super) fn look_up(&mut self, connection: &Connection, terms: &[i64]) -> Result<(), Error> {
        let mut find = connection.prepare_cached("SELECT reports FROM term WHERE term = ?1")?;
        for &term in terms {
            if !self.terms.contains_key(&term) {
                let reports: Option<u64> = find.query_row([term], |row| row.get(0)).optional()?;
                let more = self.more.get(&term).copied().unwrap_or(0);
                self.terms.insert(term, reports.unwrap_or(0) + more);
            }
        }
        Ok(())
    }

    pub(super) fn look_up_features(
        &mut self,
        connection: &Connection,
        features: &Features,
    ) -> Result<(), Error> {
        let terms: Vec<i64> = features.terms().map(term_key).collect();
        self.look_up(connection, &terms)
    }

    pub(super) fn look_up_wordings(
        &mut self,
        connection: &Connection,
        wordings: &[&Wording],
    ) -> Result<(), Error> {
        for wording in wordings {
            let terms: Vec<i64> = wording.terms().map(term_key).collect();
            self.look_up(connection, &terms)?;
        }
        Ok(())
    }

    /// The shingles of an article; `None` when it is gone.
    pub(super) fn shingles(
        &mut self,
        connection: &Connection,
        article: i64,
        make: impl FnOnce(&str) -> Result<Shingles, Error>,
    ) -> Result<Option<&Shingles>, Error> {
        if !self.shingles.by_article.contains_key(&article) {
            let text: Option<String> = connection
                .prepare_cached("SELECT text FROM text WHERE article = ?1")?
                .query_row([article], |row| row.get(0))
                .optional()?;
            let Some(text) = text else { return Ok(None) };
            self.shingles.keep(article, make(&text)?);
        }
        Ok(self.shingles.by_article.get(&article))
    }

    pub(super) fn keep_shingles(&mut self, article: i64, shingles: Shingles) {
        self.shingles.keep(article, shingles);
    }

    /// The features of a report; `None` when it is gone.
    pub(super) fn features(
        &mut self,
        connection: &Connection,
        article: i64,
    ) -> Result<Option<Arc<Features>>, Error> {
        if let Some(known) = self.features.by_article.get(&article) {
            return Ok(Some(Arc::clone(known)));
        }
        let Some(record) = record(connection, article)? else { return Ok(None) };
        let features = Arc::new(Features::of(&record));
        self.features.keep(article, Arc::clone(&features));
        Ok(Some(features))
    }

    pub(super) fn keep_features(&mut self, article: i64, features: Features) {
        self.features.keep(article, Arc::new(features));
    }

    /// The wordings of the statements of an article; `None` when it is gone.
    pub(super) fn wordings(
        &mut self,
        connection: &Connection,
        article: i64,
    ) -> Result<Option<Arc<Vec<Wording>>>, Error> {
        if let Some(known) = self.wordings.by_article.get(&article) {
            return Ok(Some(Arc::clone(known)));
        }
        let Some(record) = record(connection, article)? else { return Ok(None) };
        let all = record.statements.iter().map(|statement| Wording::of(&record, statement));
        let all = Arc::new(all.collect::<Vec<Wording>>());
        self.wordings.keep(article, Arc::clone(&all));
        Ok(Some(all))
    }

    pub(super) fn keep_wordings(&mut self, article: i64, wordings: Vec<Wording>) {
        self.wordings.keep(article, Arc::new(wordings));
    }
}

fn record(connection: &Connection, article: i64) -> Result<Option<onrecord_record::Record>, Error> {
    let there: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE article = ?1)")?
        .query_row([article], |row| row.get(0))?;
    if there { Ok(Some(stored::made(connection, article)?.corrected().0)) } else { Ok(None) }
}

impl Frequencies for Recall {
    fn articles(&self) -> u64 {
        self.terms.get(&REPORTS).copied().unwrap_or(0)
    }

    fn with(&self, term: &str) -> u64 {
        self.terms.get(&term_key(term)).copied().unwrap_or(0)
    }
}
