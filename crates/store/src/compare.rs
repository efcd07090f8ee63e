//! One statement beside its other wordings, with what differs between them.

use onrecord_record::Span;
use serde::Serialize;

use crate::stored::{Reference, made};
use crate::wordings::{Difference, Side, differences};
use crate::{Count, Error, StatementHit, Store, keys};

/// A statement and all its other wordings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The statement that was asked for.
    pub statement: StatementHit,
    /// The others, the oldest first.
    pub others: Vec<Other>,
}

/// Another wording.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Other {
    /// The statement.
    pub statement: StatementHit,
    /// What differs: `a` is the statement that was asked for, `b` this one. Spans are of the articles'
    /// texts.
    pub differences: Vec<Difference>,
}

impl Store {
    /// Shows the wordings of a statement beside it. Near copies of a report that has the same statement
    /// are left out, unless every article counts.
    ///
    /// # Errors
    ///
    /// When it is no statement or the file cannot be read.
    pub fn compare(&self, named: &Reference, count: Count) -> Result<Comparison, Error> {
        let statement = self.statement(named)?;
        let mut others = Vec::new();
        if let Some(group) = statement.wording {
            let mut find = self.connection.prepare_cached(
                "SELECT statement, id FROM statement WHERE wording = ?1 AND (copied = 0 OR ?2) \
                 ORDER BY statement",
            )?;
            let all = count == Count::Articles;
            let rows: Vec<(i64, String)> = find
                .query_map(rusqlite::params![group, all], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            for (key, id) in rows {
                let article = keys::article_of(key);
                if article == named.article && Some(&id) == named.part.as_ref() {
                    continue;
                }
                let article_id = String::new();
                let other = Reference { article, article_id, part: Some(id) };
                others.push(Other {
                    statement: self.statement(&other)?,
                    differences: self.between(named, &other)?,
                });
            }
        }
        Ok(Comparison { statement, others })
    }

    /// What differs between two statements, whether they are wordings of one or not.
    ///
    /// # Errors
    ///
    /// When one of them is no statement or the file cannot be read.
    pub fn between(&self, a: &Reference, b: &Reference) -> Result<Vec<Difference>, Error> {
        let first = self.words_of(a)?;
        let second = self.words_of(b)?;
        Ok(differences(&first.side(), &second.side()))
    }

    fn words_of(&self, named: &Reference) -> Result<Words, Error> {
        let record = made(&self.connection, named.article)?.corrected().0;
        let statement = record
            .statements
            .iter()
            .find(|statement| Some(&statement.id) == named.part.as_ref())
            .ok_or_else(|| {
                Error::unknown("this names no statement", "onrecord find shows names: 3fa9c1d2#s3")
            })?;
        Ok(Words {
            content: statement.content.clone(),
            cue: statement.cue.clone(),
            in_headline: statement.in_headline,
            text: record.article.text,
        })
    }
}

struct Words {
    text: String,
    content: Vec<Span>,
    cue: Vec<Span>,
    in_headline: bool,
}

impl Words {
    fn side(&self) -> Side<'_> {
        Side {
            text: &self.text,
            content: &self.content,
            cue: &self.cue,
            in_headline: self.in_headline,
        }
    }
}
