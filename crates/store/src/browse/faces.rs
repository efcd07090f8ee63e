//! What is found, counted by its sides: when, by whom, from where, in whose voice.

use std::collections::{BTreeMap, HashMap};

use rusqlite::params_from_iter;
use rusqlite::types::ValueRef;
use serde::Serialize;

use super::day_of_part;
use crate::rows::BETWEEN_NAMES;
use crate::{Error, Query, Store, What, find};

/// Counts of what a question finds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Overview {
    /// How many were looked at.
    pub total: usize,
    /// Whether there were more, which are not counted.
    pub cut: bool,
    /// How many on each day on which there are any, the oldest first; see [`super::date_of`].
    pub days: Vec<(i64, usize)>,
    /// By side.
    pub facets: Vec<Facet>,
}

/// Counts by the values of one side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Facet {
    /// Which side.
    pub face: Face,
    /// Values, the most frequent first.
    pub values: Vec<(String, usize)>,
}

/// Sides by which things are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// Who said it.
    Speaker,
    /// Whom it mentions.
    About,
    /// Of speakers, parties, places.
    Country,
    /// Who published it.
    Outlet,
    /// How much is in quotation marks.
    Kind,
    /// PLOVER type.
    Type,
    /// Who did it.
    Actor,
    /// To whom.
    Recipient,
    /// Whose word it is.
    Voice,
}

/// Events over time.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Course {
    /// The newest first.
    pub points: Vec<Point>,
    /// Whether there were more.
    pub cut: bool,
}

/// An event, as far as a chart shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The day on which it was published; see [`super::date_of`].
    pub day: i64,
    /// PLOVER's scale.
    pub score: f64,
    /// Its quadrant.
    pub quad: String,
    /// Who claims it, names joined; `None`: the outlet's word.
    pub voice: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// Whether something is said about it that keeps it from having happened: negated, future,
    /// hypothetical; or that it lies in the past.
    pub aux: String,
}

/// How many values of a side are given.
const VALUES: usize = 12;

impl Store {
    /// Counts what a question finds by its sides: the first so many in its order. Its limit and its
    /// page mean nothing here.
    ///
    /// # Errors
    ///
    /// When the question makes no sense or the file cannot be read.
    pub fn overview(&self, query: &Query, most: usize) -> Result<Overview, Error> {
        let (columns, faces): (&str, &[Face]) = match query.what {
            What::Statements => (
                "it.statement, it.speakers, it.about, it.countries, outlet.name, it.kind",
                &[Face::Speaker, Face::About, Face::Country, Face::Outlet, Face::Kind],
            ),
            What::Events => (
                "it.event, it.type, it.actors, it.recipients, it.countries, outlet.name, \
                 CASE WHEN it.voice IS NULL THEN 'outlet' ELSE (SELECT claim.speakers FROM \
                 statement AS claim WHERE claim.statement = it.voice) END",
                &[
                    Face::Type,
                    Face::Actor,
                    Face::Recipient,
                    Face::Country,
                    Face::Outlet,
                    Face::Voice,
                ],
            ),
            What::Articles => ("article.article, outlet.name", &[Face::Outlet]),
        };
        let mut counts: Vec<HashMap<String, usize>> = vec![HashMap::new(); faces.len()];
        let mut days: BTreeMap<i64, usize> = BTreeMap::new();
        let mut overview = Overview::default();
        let (sql, values) = self.first(query, columns, most)?;
        let mut find = self.connection.prepare_cached(&sql)?;
        let mut rows = find.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            if overview.total == most {
                overview.cut = true;
                break;
            }
            overview.total += 1;
            let key: i64 = row.get(0)?;
            let day = if query.what == What::Articles { key >> 24 } else { day_of_part(key) };
            *days.entry(day).or_default() += 1;
            for (at, (face, counts)) in faces.iter().zip(&mut counts).enumerate() {
                let value = words(row.get_ref(at + 1)?)?;
                let between = match face {
                    Face::Country => " ",
                    Face::Speaker | Face::About | Face::Actor | Face::Recipient | Face::Voice => {
                        BETWEEN_NAMES
                    }
                    // Whole, whatever is in it.
                    _ => "\0",
                };
                for one in value.split(between).filter(|one| !one.is_empty()) {
                    match counts.get_mut(one) {
                        Some(count) => *count += 1,
                        None => _ = counts.insert(one.to_owned(), 1),
                    }
                }
            }
        }
        overview.days = days.into_iter().collect();
        overview.facets = faces
            .iter()
            .zip(counts)
            .map(|(&face, counts)| Facet { face, values: sorted(counts) })
            .filter(|facet| !facet.values.is_empty())
            .collect();
        Ok(overview)
    }

    /// The events that a question finds, as a chart needs them: the first so many in its order.
    ///
    /// # Errors
    ///
    /// When the question makes no sense or the file cannot be read.
    pub fn course(&self, query: &Query, most: usize) -> Result<Course, Error> {
        let columns = "it.event, it.score, it.quad, it.voice IS NULL, \
            (SELECT claim.speakers FROM statement AS claim WHERE claim.statement = it.voice), \
            outlet.name, it.aux";
        let query = Query { what: What::Events, ..query.clone() };
        let (sql, values) = self.first(&query, columns, most)?;
        let mut find = self.connection.prepare_cached(&sql)?;
        let mut rows = find.query(params_from_iter(values))?;
        let mut course = Course::default();
        while let Some(row) = rows.next()? {
            if course.points.len() == most {
                course.cut = true;
                break;
            }
            let outlets: bool = row.get(3)?;
            let claims: Option<String> = row.get(4)?;
            course.points.push(Point {
                day: day_of_part(row.get(0)?),
                score: row.get(1)?,
                quad: row.get(2)?,
                voice: if outlets { None } else { Some(claims.unwrap_or_default()) },
                outlet: row.get(5)?,
                aux: row.get(6)?,
            });
        }
        Ok(course)
    }

    /// A question for the first so many and one more.
    pub(super) fn first(
        &self,
        query: &Query,
        columns: &str,
        most: usize,
    ) -> Result<(String, Vec<rusqlite::types::Value>), Error> {
        let query = Query { limit: most, offset: 0, behind: None, ..query.clone() };
        find::select_columns(&self.connection, &query, columns)
    }
}

/// The most frequent values; those that are as frequent by the alphabet.
pub(super) fn sorted(counts: HashMap<String, usize>) -> Vec<(String, usize)> {
    let mut values: Vec<(String, usize)> = counts.into_iter().collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values.truncate(VALUES);
    values
}

/// The text of a column, nothing where there is none.
pub(super) fn words(value: ValueRef<'_>) -> Result<&str, Error> {
    let words = value.as_str_or_null().map_err(|error| Error::Damaged(error.to_string()))?;
    Ok(words.unwrap_or_default())
}
