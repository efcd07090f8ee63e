//! Who speaks about whom, who acts towards whom, and where things happen.

use std::collections::HashMap;

use rusqlite::params_from_iter;
use serde::Serialize;

use super::faces::words;
use crate::rows::BETWEEN_NAMES;
use crate::{Error, Query, Store, What};

/// Links between actors.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Links {
    /// The most frequent first.
    pub links: Vec<Link>,
    /// How many statements or events were looked at.
    pub total: usize,
    /// Whether there were more.
    pub cut: bool,
}

/// A link from one to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// Who speaks or acts.
    pub from: String,
    /// About or towards whom.
    pub to: String,
    /// How often.
    pub count: usize,
    /// How often as cooperation; 0 for statements.
    pub cooperation: usize,
    /// How often as conflict; 0 for statements.
    pub conflict: usize,
}

/// Places of events.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Spots {
    /// The most frequent first.
    pub spots: Vec<Spot>,
    /// How many events were looked at.
    pub total: usize,
    /// How many of them have a place with coordinates.
    pub placed: usize,
    /// Whether there were more.
    pub cut: bool,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spot {
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How many events.
    pub count: usize,
    /// How many of them are cooperation.
    pub cooperation: usize,
    /// How many of them are conflict.
    pub conflict: usize,
}

impl Store {
    /// Who speaks about whom, or who acts towards whom, in the first so many statements or events that
    /// a question finds. Parties that act together are linked with each other.
    ///
    /// # Errors
    ///
    /// When the question makes no sense or the file cannot be read.
    pub fn links(&self, query: &Query, most: usize) -> Result<Links, Error> {
        let columns = match query.what {
            What::Events => "it.actors, it.recipients, it.quad",
            _ => "it.speakers, it.about, ''",
        };
        let (sql, values) = self.first(query, columns, most)?;
        let mut find = self.connection.prepare_cached(&sql)?;
        let mut rows = find.query(params_from_iter(values))?;
        let mut links = Links::default();
        let mut known: HashMap<(String, String), [usize; 3]> = HashMap::new();
        while let Some(row) = rows.next()? {
            if links.total == most {
                links.cut = true;
                break;
            }
            links.total += 1;
            let from = names(words(row.get_ref(0)?)?);
            let mut to = names(words(row.get_ref(1)?)?);
            let quad = words(row.get_ref(2)?)?;
            // All parties of a reciprocal event are actors: each pair is linked once.
            let reciprocal = query.what == What::Events && to.is_empty();
            if reciprocal {
                to = from.clone();
            }
            for (at, &from) in from.iter().enumerate() {
                for &to in to.iter().skip(if reciprocal { at } else { 0 }) {
                    if from == to {
                        continue;
                    }
                    let counts = known.entry((from.to_owned(), to.to_owned())).or_default();
                    counts[0] += 1;
                    counts[1] += usize::from(quad.ends_with("cooperation"));
                    counts[2] += usize::from(quad.ends_with("conflict"));
                }
            }
        }
        links.links = known
            .into_iter()
            .map(|((from, to), [count, cooperation, conflict])| Link {
                from,
                to,
                count,
                cooperation,
                conflict,
            })
            .collect();
        links.links.sort_by(|a, b| {
            b.count.cmp(&a.count).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to)))
        });
        Ok(links)
    }

    /// Where the first so many events that a question finds happened.
    ///
    /// # Errors
    ///
    /// When the question makes no sense or the file cannot be read.
    pub fn spots(&self, query: &Query, most: usize) -> Result<Spots, Error> {
        let query = Query { what: What::Events, ..query.clone() };
        let columns = "it.place, it.country, it.lat, it.lon, it.quad";
        let (sql, values) = self.first(&query, columns, most)?;
        let mut find = self.connection.prepare_cached(&sql)?;
        let mut rows = find.query(params_from_iter(values))?;
        let mut spots = Spots::default();
        let mut known: HashMap<(String, u64, u64), Spot> = HashMap::new();
        while let Some(row) = rows.next()? {
            if spots.total == most {
                spots.cut = true;
                break;
            }
            spots.total += 1;
            let (Some(lat), Some(lon)) =
                (row.get::<_, Option<f64>>(2)?, row.get::<_, Option<f64>>(3)?)
            else {
                continue;
            };
            spots.placed += 1;
            let name = words(row.get_ref(0)?)?.to_owned();
            let country = row.get(1)?;
            let quad = words(row.get_ref(4)?)?;
            let spot = known.entry((name.clone(), lat.to_bits(), lon.to_bits())).or_insert(Spot {
                name,
                country,
                lat,
                lon,
                count: 0,
                cooperation: 0,
                conflict: 0,
            });
            spot.count += 1;
            spot.cooperation += usize::from(quad.ends_with("cooperation"));
            spot.conflict += usize::from(quad.ends_with("conflict"));
        }
        spots.spots = known.into_values().collect();
        spots.spots.sort_by(|a, b| {
            b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)).then(a.lat.total_cmp(&b.lat))
        });
        Ok(spots)
    }
}

fn names(joined: &str) -> Vec<&str> {
    joined.split(BETWEEN_NAMES).filter(|name| !name.is_empty()).collect()
}
