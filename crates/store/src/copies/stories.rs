//! Which reports tell of one happening, in words of their own.
//!
//! Reports of one happening name the same people and places, use the same rare words, and appear
//! within days of one another. That is what is compared; where the records hold events, a common one
//! (type, somebody of those in it, day) counts too. Everything that is said often anywhere (common
//! words, a president who is in half of all reports) weighs little, because words weigh by how rare
//! they are.
//!
//! It is meant to be careful: two stories for one happening are a nuisance, one story for two is
//! wrong. So a report joins a story only if it is like one of its reports ([`SAME`]) and not unlike
//! the others ([`choose`]), shares two names at least, and is no more than [`WINDOW`] days from it.
//!
//! It is judged by pairs of reports on a file of happenings of our own writing, each in several reports
//! and beside others of the same place, trade or day, read by a store one after the other; no pair may
//! be wrong. The weights and [`SAME`] were set before that file was written.
//!
//! Copies come first: a story is made of reports, and copies are one report.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord_record::Record;
use serde::{Deserialize, Serialize};

use super::groups::candidates_sharing;
use crate::words::{Frequencies, Word, fold, function_word, hash, term, weight, words};

/// How many days may lie between two reports of one happening.
pub const WINDOW: i32 = 3;

/// How many keys a report has at most.
pub const KEYS: usize = 12;

/// Reports that share fewer keys are no candidates.
pub const SHARED_KEYS: usize = 3;

/// The likeness from which on two reports are held to tell of one happening.
pub const SAME: f64 = 0.35;

/// What is compared of a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// The day it was published, in days since 1970-01-01; `None` is near to no day.
    pub day: Option<i32>,
    /// Its content words and how often they stand in it, those of the headline once more.
    pub words: BTreeMap<String, u32>,
    /// Words of names: of its actors and places, and what is written with a capital inside a sentence.
    pub names: BTreeSet<String>,
    /// Its events that are not historical, hypothetical or negated.
    pub events: Vec<Happening>,
}

/// What is compared of an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Happening {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Words of the names of those who are in it on either side.
    pub parties: BTreeSet<String>,
    /// First day, in days since 1970-01-01; the report's where the event has none.
    pub day: Option<i32>,
}

/// How many words of a report are compared: news tells first what it is about.
const WORDS: usize = 400;

impl Features {
    /// The features of a record.
    pub fn of(record: &Record) -> Features {
        let article = &record.article;
        let day = article.published.map(|moment| days(moment.date()));
        let mut features = Features { day, ..Features::default() };
        let all = words(&article.text);
        let letters: Vec<char> = article.text.chars().collect();
        for (at, word) in all.iter().take(WORDS).enumerate() {
            if function_word(&word.folded) || word.folded.len() < 2 {
                continue;
            }
            *features.words.entry(word.term()).or_default() += 1;
            if word.capital && at > 0 && inside_sentence(&letters, &all[at - 1], word) {
                features.names.insert(word.term());
            }
        }
        for word in article.headline.iter().flat_map(|headline| words(headline)) {
            if let Some(count) = features.words.get_mut(&word.term()) {
                *count += 1;
            }
        }
        features.names.extend(record.actors.iter().flat_map(|actor| name_terms(&actor.name)));
        let places = record.events.iter().filter_map(|event| event.place.as_ref());
        features.names.extend(places.flat_map(|place| name_terms(&place.name)));
        features.events = happenings(record, day);
        features
    }

    /// Its terms, each once: what a store counts to know how rare they are.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        let more = self.names.iter().filter(|name| !self.words.contains_key(*name));
        self.words.keys().chain(more).map(String::as_str)
    }

    /// The integers that find reports of the same happening: hashes of its rarest words, names first.
    pub fn keys(&self, frequencies: &dyn Frequencies) -> Vec<i64> {
        let mut terms: Vec<(f64, &str)> = self
            .terms()
            .map(|term| (self.worth(term) * weight(frequencies, term).powi(2), term))
            .collect();
        terms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let terms = terms.into_iter().take(KEYS);
        terms.map(|(_, term)| hash(2, term.as_bytes()).cast_signed()).collect()
    }

    fn worth(&self, term: &str) -> f64 {
        let count = self.words.get(term).copied().unwrap_or(1);
        let name = if self.names.contains(term) { 2.0 } else { 1.0 };
        name * (1.0 + f64::from(count).ln())
    }
}

/// The reports worth comparing, given one entry for each key that they share with the new one.
pub fn candidates(shared: impl IntoIterator<Item = i64>, most: usize) -> Vec<i64> {
    candidates_sharing(shared, SHARED_KEYS, most)
}

/// How likely it is that two reports tell of one happening, from 0 to 1.
pub fn likeness(a: &Features, b: &Features, frequencies: &dyn Frequencies) -> f64 {
    if a.day.zip(b.day).is_some_and(|(a, b)| a.abs_diff(b) > WINDOW.unsigned_abs()) {
        return 0.0;
    }
    let common: Vec<&String> = a.names.intersection(&b.names).collect();
    if common.len() < 2 {
        return 0.0;
    }
    let of = |names: &mut dyn Iterator<Item = &String>| -> f64 {
        names.map(|name| weight(frequencies, name).powi(2)).sum()
    };
    let fewer = of(&mut a.names.iter()).min(of(&mut b.names.iter()));
    let names = if fewer > 0.0 { of(&mut common.into_iter()) / fewer } else { 0.0 };
    // A report with three names in all shares them all easily.
    let names = names * (fewer / (fewer + 1.0));
    let event = if a.events.iter().any(|one| b.events.iter().any(|other| near(one, other))) {
        EVENT
    } else {
        0.0
    };
    (0.6 * cosine(a, b, frequencies) + 0.4 * names + event).min(1.0)
}

/// What a common event adds.
const EVENT: f64 = 0.1;

/// The story that a report joins, given its likeness with each candidate report and the story of
/// that one; `None` where it begins a story of its own.
pub fn choose(likenesses: &[(i64, f64)]) -> Option<i64> {
    let mut stories: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
    for (story, likeness) in likenesses {
        stories.entry(*story).or_default().push(*likeness);
    }
    let fitting = stories.into_iter().filter_map(|(story, mut likenesses)| {
        likenesses.sort_by(|a, b| b.total_cmp(a));
        // A long story wanders; it is enough to be like those that are nearest.
        likenesses.truncate(5);
        let best = likenesses[0];
        let mean =
            likenesses.iter().sum::<f64>() / f64::from(u32::try_from(likenesses.len()).ok()?);
        (best >= SAME && mean >= SAME * 0.7).then_some((mean, story))
    });
    fitting.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, story)| story)
}

fn cosine(a: &Features, b: &Features, frequencies: &dyn Frequencies) -> f64 {
    let value = |features: &Features, term: &str| -> f64 {
        let count = features.words.get(term).copied().unwrap_or_default();
        if count == 0 {
            0.0
        } else {
            (1.0 + f64::from(count).ln()) * weight(frequencies, term).powi(2)
        }
    };
    let norm = |features: &Features| -> f64 {
        features.words.keys().map(|term| value(features, term).powi(2)).sum::<f64>().sqrt()
    };
    let common: f64 = a.words.keys().map(|term| value(a, term) * value(b, term)).sum();
    let norms = norm(a) * norm(b);
    if norms > 0.0 { common / norms } else { 0.0 }
}

fn near(a: &Happening, b: &Happening) -> bool {
    let days = a.day.zip(b.day).is_none_or(|(a, b)| a.abs_diff(b) <= 1);
    days && a.event_type == b.event_type && !a.parties.is_disjoint(&b.parties)
}

fn happenings(record: &Record, published: Option<i32>) -> Vec<Happening> {
    let names: HashMap<&str, &str> =
        record.actors.iter().map(|actor| (actor.id.as_str(), actor.name.as_str())).collect();
    let told = record.events.iter().filter(|event| {
        !event
            .aux
            .iter()
            .any(|aux| matches!(aux.as_str(), "historical" | "hypothetical" | "negated"))
    });
    let mut happenings: Vec<Happening> = told
        .map(|event| {
            let parties = event.actors.iter().chain(&event.recipients);
            let parties = parties.filter_map(|id| names.get(id.as_str())).copied();
            let start = event.date.as_ref().and_then(|date| date.start.parse().ok());
            Happening {
                event_type: event.event_type.clone(),
                parties: parties.flat_map(name_terms).collect(),
                day: start.map(days).or(published),
            }
        })
        .collect();
    happenings.sort();
    happenings.dedup();
    happenings
}

fn name_terms(name: &str) -> Vec<String> {
    let words = words(name).into_iter().map(|word| word.folded);
    words
        .filter(|word| !function_word(word) && word.len() > 1)
        .map(|word| term(&fold(&word)))
        .collect()
}

/// Whether nothing that ends a sentence, a line or opens a quotation stands between two words.
fn inside_sentence(letters: &[char], before: &Word, word: &Word) -> bool {
    let between = letters.get(before.span[1]..word.span[0]).unwrap_or_default();
    !between.iter().any(|c| matches!(c, '.' | '!' | '?' | ':' | '\n' | '"' | '“' | '‘' | '«' | '„'))
}

/// Days since 1970-01-01.
pub(crate) fn days(date: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    // Years lie between -9999 and 9999.
    date.since(epoch).map_or(0, |span| span.get_days())
}
