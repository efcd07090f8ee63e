//! What is found, whole and with the records that it stands in: for tables and bibliographies.
//!
//! A page shows some hits; whoever takes a list along wants all. First their keys are read, which are
//! small, then one record after the other, all in one transaction: what is added or forgotten meanwhile
//! is in all of it or in nothing.

use std::collections::{HashMap, HashSet};

use rusqlite::params_from_iter;

use crate::stored::stored;
use crate::{Error, Query, Store, What, export, find, keys, seal};

/// Iterates over the articles of what was found, in the order of the first hit in each, each with those
/// of its statements or events that were found; holds a snapshot of the file as long as it lives.
#[derive(Debug)]
pub struct Collected<'a> {
    snapshot: rusqlite::Transaction<'a>,
    store: &'a Store,
    articles: std::vec::IntoIter<(i64, What, Vec<String>)>,
    /// What commands call the last hit; `None` when there is none.
    pub last: Option<String>,
    /// Whether more was found behind it.
    pub more: bool,
}

impl Store {
    /// Everything that questions of one kind of thing find, each thing once: so many, leaving out so
    /// many. Limits and offsets of the questions themselves mean nothing here.
    ///
    /// # Errors
    ///
    /// When a question makes no sense or the file cannot be read.
    pub fn collect(
        &self,
        queries: &[Query],
        limit: usize,
        offset: usize,
    ) -> Result<Collected<'_>, Error> {
        let snapshot = self.connection.unchecked_transaction()?;
        let enough = limit.saturating_add(offset).saturating_add(1);
        let mut known: HashSet<i64> = HashSet::new();
        let mut found: Vec<(i64, What, String)> = Vec::new();
        for query in queries {
            let columns = match query.what {
                What::Statements => "it.statement, it.id",
                What::Events => "it.event, it.id",
                What::Articles => "article.article, ''",
            };
            let query = Query { limit: enough, offset: 0, ..query.clone() };
            let (sql, values) = find::select_columns(&snapshot, &query, columns)?;
            let mut find = snapshot.prepare_cached(&sql)?;
            let mut rows = find.query(params_from_iter(values))?;
            while found.len() < enough
                && let Some(row) = rows.next()?
            {
                let key: i64 = row.get(0)?;
                if known.insert(key) {
                    found.push((key, query.what, row.get(1)?));
                }
            }
        }
        let more = found.len() == enough;
        found.truncate(limit.saturating_add(offset));
        found.drain(..offset.min(found.len()));
        // One item for each article, with those of its parts that were found.
        let mut articles: Vec<(i64, What, Vec<String>)> = Vec::new();
        let mut place: HashMap<i64, usize> = HashMap::new();
        let mut last = None;
        for (key, what, id) in found {
            let article = if what == What::Articles { key } else { keys::article_of(key) };
            let at = *place.entry(article).or_insert_with(|| {
                articles.push((article, what, Vec::new()));
                articles.len() - 1
            });
            last = Some((article, id.clone()));
            if !id.is_empty() {
                articles[at].2.push(id);
            }
        }
        let last = match last {
            None => None,
            Some((article, id)) => {
                let hash: Vec<u8> = snapshot.query_row(
                    "SELECT hash FROM article WHERE article = ?1",
                    [article],
                    |row| row.get(0),
                )?;
                let mut name: String =
                    seal::hexadecimal(&hash).chars().take(find::DIGITS).collect();
                if !id.is_empty() {
                    name.push('#');
                    name.push_str(&id);
                }
                Some(name)
            }
        };
        Ok(Collected { snapshot, store: self, articles: articles.into_iter(), last, more })
    }
}

impl Iterator for Collected<'_> {
    type Item = Result<export::Item, Error>;

    fn next(&mut self) -> Option<Result<export::Item, Error>> {
        let (article, what, wanted) = self.articles.next()?;
        // Each record is read in few steps of SQLite's machine, and all together take long.
        if self.store.over.is_so() {
            return Some(Err(Error::Slow));
        }
        Some(stored(&self.snapshot, article).map(|mut stored| {
            let record = &mut stored.record;
            match what {
                What::Articles => {}
                What::Statements => {
                    record.statements.retain(|statement| wanted.contains(&statement.id));
                }
                // Events keep the statements that claim them.
                What::Events => record.events.retain(|event| wanted.contains(&event.id)),
            }
            stored.into()
        }))
    }
}
