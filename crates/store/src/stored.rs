//! Reading back what is kept: records as they were made, records as people corrected them, and what
//! the store knows beside.

use onrecord_record::Record;
use rusqlite::{Connection, OptionalExtension};

use crate::add::Outline;
use crate::corrections::{self, Operation};
use crate::find::{self, Count, Days};
use crate::write::Judged;
use crate::{Error, Store, export, keys, seal};

/// What the store knows of an article: its record, with what people corrected, and where it was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The record. When words of its text were forgotten, the text has blocks in their place, and
    /// the article's id is still that of the text as it was.
    pub record: Record,
    /// Where it was seen.
    pub seen: Vec<Seen>,
    /// The key of the first report of which this is a copy; its own when it is the first, or none is
    /// known.
    pub report: i64,
    /// The story that it belongs to.
    pub story: Option<i64>,
    /// By the ids of statements, the wordings that they belong to.
    pub wordings: Vec<(String, i64)>,
    pub(crate) key: i64,
}

/// A place that an article was seen at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Where it was published.
    pub url: Option<String>,
    /// The file that held it.
    pub file: String,
    /// The number of its line or record there.
    pub number: Option<u64>,
    /// Its `input_id` there.
    pub input_id: String,
    /// When it was first seen there.
    pub first: String,
    /// When it was last seen there.
    pub last: String,
}

/// A version of what one URL showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The article.
    pub id: String,
    /// When it was first seen there.
    pub first: String,
    /// When it was last seen there.
    pub last: String,
}

/// What a person named: an article, or a statement or event of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The article's key.
    pub article: i64,
    /// Its id.
    pub article_id: String,
    /// The id within the record.
    pub part: Option<String>,
}

/// The fewest digits of a hash that name an article.
const FEWEST_DIGITS: usize = 4;

impl Store {
    /// Finds what is meant by `3fa9c1d2`, `sha256:3fa9c1…`, `3fa9c1d2#s3` or `3fa9c1d2#e1`.
    ///
    /// # Errors
    ///
    /// When it is no such name, or names nothing or several articles.
    pub fn resolve(&self, named: &str) -> Result<Reference, Error> {
        resolve(&self.connection, named)
    }

    /// The versions of what a URL showed, the oldest first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn versions(&self, url: &str) -> Result<Vec<Version>, Error> {
        let mut find = self.connection.prepare_cached(
            "SELECT article.hash, min(first_seen) AS first, max(last_seen) FROM sighting \
             JOIN article USING (article) WHERE sighting.url = ?1 \
             GROUP BY article ORDER BY first, min(sighting)",
        )?;
        let url = url.split('#').next().unwrap_or_default();
        let versions = find.query_map([url], |row| {
            let hash: Vec<u8> = row.get(0)?;
            Ok(Version { id: seal::id(&hash), first: row.get(1)?, last: row.get(2)? })
        })?;
        Ok(versions.collect::<Result<_, _>>()?)
    }

    /// One article.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn stored(&self, article: &Reference) -> Result<Stored, Error> {
        stored(&self.connection, article.article)
    }

    /// All articles, by date, as they are at this moment, whatever is added meanwhile.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn all(&self) -> Result<All<'_>, Error> {
        self.some(&Selection { count: Count::Articles, ..Selection::default() })
    }

    /// Some of the articles, likewise.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn some(&self, selection: &Selection) -> Result<All<'_>, Error> {
        let snapshot = self.connection.unchecked_transaction()?;
        let mut conditions = "article > ?1 AND article < ?2".to_owned();
        if selection.count == Count::Reports {
            conditions.push_str(" AND copy_of IS NULL");
        }
        if let Some(name) = &selection.outlet {
            let outlets = find::outlets(&snapshot, name)?;
            conditions.push_str(&format!(" AND outlet IN ({outlets})"));
        }
        let (after, end) = match selection.between {
            Some(days) => (keys::of_day(days.first).start - 1, keys::of_day(days.last).end),
            None => (-1, i64::MAX),
        };
        let next =
            format!("SELECT article FROM article WHERE {conditions} ORDER BY article LIMIT 500");
        Ok(All { snapshot, next, after, end, waiting: Vec::new().into_iter(), failed: false })
    }

    /// How many articles there are.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn articles(&self) -> Result<u64, Error> {
        let count: i64 =
            self.connection.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }
}

/// Which articles.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Published on these days.
    pub between: Option<Days>,
    /// By this outlet.
    pub outlet: Option<String>,
    /// Whether near copies are left out.
    pub count: Count,
}

/// Iterates over articles; holds a snapshot of the file as long as it lives.
#[derive(Debug)]
pub struct All<'a> {
    snapshot: rusqlite::Transaction<'a>,
    next: String,
    after: i64,
    end: i64,
    waiting: std::vec::IntoIter<i64>,
    failed: bool,
}

impl Iterator for All<'_> {
    type Item = Result<Stored, Error>;

    fn next(&mut self) -> Option<Result<Stored, Error>> {
        if self.failed {
            return None;
        }
        let next = self.key().and_then(|key| match key {
            Some(key) => stored(&self.snapshot, key).map(Some),
            None => Ok(None),
        });
        self.failed = next.is_err();
        next.transpose()
    }
}

impl All<'_> {
    fn key(&mut self) -> Result<Option<i64>, Error> {
        if let Some(key) = self.waiting.next() {
            return Ok(Some(key));
        }
        let mut find = self.snapshot.prepare_cached(&self.next)?;
        let keys = find.query_map([self.after, self.end], |row| row.get(0))?;
        self.waiting = keys.collect::<Result<Vec<i64>, _>>()?.into_iter();
        self.after = self.waiting.as_slice().last().copied().unwrap_or(self.after);
        Ok(self.waiting.next())
    }
}

/// The keys of the next articles.
pub(crate) fn keys_after(connection: &Connection, after: i64) -> Result<Vec<i64>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT article FROM article WHERE article > ?1 ORDER BY article LIMIT 500",
    )?;
    let keys = find.query_map([after], |row| row.get(0))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// A record as it was made, and what people said of it.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub record: Record,
    pub outline: Outline,
    pub operations: Vec<Operation>,
}

impl Made {
    /// The record as people corrected it.
    pub fn corrected(&self) -> (Record, Judged) {
        corrections::apply(self.record.clone(), &self.operations)
    }
}

/// Reads the record of an article as it was made.
pub(crate) fn made(connection: &Connection, article: i64) -> Result<Made, Error> {
    let mut find = connection.prepare_cached(
        "SELECT record.json, record.outline, text.text FROM record JOIN text USING (article) \
         WHERE article = ?1",
    )?;
    let (json, outline, text): (String, String, String) =
        find.query_row([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut record: Record = serde_json::from_str(&json)?;
    record.article.text = text;
    let outline = serde_json::from_str(&outline)?;
    Ok(Made { record, outline, operations: corrections::operations(connection, article)? })
}

pub(crate) fn stored(connection: &Connection, article: i64) -> Result<Stored, Error> {
    let record = made(connection, article)?.corrected().0;
    let (copy_of, story): (Option<i64>, Option<i64>) = connection
        .prepare_cached("SELECT copy_of, story FROM article WHERE article = ?1")?
        .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut seen = connection.prepare_cached(
        "SELECT url, file, number, input_id, first_seen, last_seen FROM sighting \
         WHERE article = ?1 ORDER BY first_seen, sighting",
    )?;
    let seen = seen.query_map([article], |row| {
        let url: String = row.get(0)?;
        let number: u64 = row.get(2)?;
        Ok(Seen {
            url: Some(url).filter(|url| !url.is_empty()),
            file: row.get(1)?,
            number: Some(number).filter(|&number| number > 0),
            input_id: row.get(3)?,
            first: row.get(4)?,
            last: row.get(5)?,
        })
    })?;
    let range = crate::keys::within(article);
    let mut wordings = connection.prepare_cached(
        "SELECT id, wording FROM statement \
         WHERE statement >= ?1 AND statement < ?2 AND wording IS NOT NULL",
    )?;
    let wordings =
        wordings.query_map([range.start, range.end], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Stored {
        record,
        seen: seen.collect::<Result<_, _>>()?,
        report: copy_of.unwrap_or(article),
        story,
        wordings: wordings.collect::<Result<_, _>>()?,
        key: article,
    })
}

pub(crate) fn resolve(connection: &Connection, named: &str) -> Result<Reference, Error> {
    let (hash, part) = match named.split_once('#') {
        Some((hash, part)) => (hash, Some(part)),
        None => (named, None),
    };
    let digits = hash.trim().strip_prefix("sha256:").unwrap_or(hash.trim()).to_ascii_lowercase();
    let shaped = digits.len() >= FEWEST_DIGITS
        && digits.len() <= 64
        && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let hint = "name an article by the first digits of its id, and a statement or event of it \
                behind #, as onrecord find shows them: 3fa9c1d2#s3";
    if !shaped {
        return Err(Error::unknown(format!("{named:?} names no article"), hint));
    }
    let bounds = |fill: char| -> Vec<u8> {
        let whole = format!("{digits}{}", fill.to_string().repeat(64 - digits.len()));
        let byte = |at: usize| u8::from_str_radix(&whole[at..at + 2], 16).unwrap_or_default();
        (0..64).step_by(2).map(byte).collect()
    };
    let found: Vec<(i64, Vec<u8>)> = connection
        .prepare_cached("SELECT article, hash FROM article WHERE hash BETWEEN ?1 AND ?2 LIMIT 2")?
        .query_map([bounds('0'), bounds('f')], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let (article, hash) = match found.as_slice() {
        [] => return Err(Error::unknown(format!("no article's id begins with {digits}"), hint)),
        [(article, hash)] => (*article, hash),
        _ => {
            let what = format!("the ids of several articles begin with {digits}");
            return Err(Error::asked(what, "give more digits"));
        }
    };
    let article_id = seal::id(hash);
    let Some(part) = part else { return Ok(Reference { article, article_id, part: None }) };
    let range = crate::keys::within(article);
    let exists: Option<i64> = connection
        .prepare_cached(
            "SELECT statement FROM statement WHERE statement >= ?1 AND statement < ?2 AND id = ?3 \
             UNION ALL SELECT event FROM event WHERE event >= ?1 AND event < ?2 AND id = ?3",
        )?
        .query_row(rusqlite::params![range.start, range.end, part], |row| row.get(0))
        .optional()?;
    if exists.is_none() {
        let what = format!("article {} has no statement or event {part:?}", &digits);
        return Err(Error::unknown(what, hint));
    }
    Ok(Reference { article, article_id, part: Some(part.to_owned()) })
}

impl From<Stored> for export::Item {
    fn from(stored: Stored) -> export::Item {
        let seen = stored.seen.into_iter().map(|seen| export::Seen {
            url: seen.url,
            file: Some(seen.file).filter(|file| !file.is_empty()),
            offset: None,
            first: Some(seen.first),
            last: Some(seen.last),
        });
        export::Item {
            stored: export::Stored {
                seen: seen.collect(),
                report: Some(stored.report),
                story: stored.story,
                wordings: stored.wordings.into_iter().collect(),
            },
            record: stored.record,
        }
    }
}
