//! Whether two statements can be the same person's, under the names that two articles give.
//!
//! One article writes a full name with its title, another the surname, a third another spelling of
//! it. Names agree when nothing in them contradicts: that is little, so it only opens the door, and
//! the content decides.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use onrecord_record::{Actor, ActorKind};
use serde::{Deserialize, Serialize};

use crate::words::{entries, words};

/// Who speaks, as one article names them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// The words of the name, folded, without titles.
    pub name: Vec<String>,
    /// Whether it is known to be a human being.
    pub person: bool,
    /// Whether it is an office or function whose holder is not known: "the minister".
    #[serde(default)]
    pub role: bool,
}

impl Speaker {
    /// The speaker that an actor of a record is.
    pub fn of(actor: &Actor) -> Speaker {
        let name = words(&actor.name).into_iter().map(|word| word.folded);
        Speaker {
            wikidata: actor.wikidata.clone(),
            name: name.filter(|word| !is_title(word)).collect(),
            person: actor.kind == Some(ActorKind::Person),
            role: actor.kind == Some(ActorKind::Role),
        }
    }

    /// The word by which the speaker is looked up: the last of the name, which articles keep longest.
    pub(super) fn key(&self) -> Option<&str> {
        self.name.last().map(String::as_str)
    }
}

/// How well two lists of speakers agree: 1 where one speaker is the same, 0 where they contradict,
/// something between where one of them is not known.
pub(super) fn agreement(a: &[Speaker], b: &[Speaker]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return UNKNOWN;
    }
    let pairs = a.iter().flat_map(|one| b.iter().map(move |other| same(one, other)));
    pairs.fold(0.0, f64::max)
}

/// A statement without speaker may be anybody's: its content has to say more.
const UNKNOWN: f64 = 0.6;

fn same(a: &Speaker, b: &Speaker) -> f64 {
    if let (Some(a), Some(b)) = (&a.wikidata, &b.wikidata) {
        return if a == b { 1.0 } else { 0.0 };
    }
    if a.name.is_empty() || b.name.is_empty() {
        return UNKNOWN;
    }
    let (short, long) = if a.name.len() <= b.name.len() { (a, b) } else { (b, a) };
    let mut last = 0;
    let held = short.name.iter().all(|word| {
        let found = long.name[last..].iter().position(|other| spelled_alike(word, other));
        last += found.map_or(0, |at| at + 1);
        found.is_some()
    });
    // "Ana Vukasin" and "Ana" may be one; but the surname is what tells, so it has to be there.
    let ends = a.key().zip(b.key()).is_some_and(|(a, b)| spelled_alike(a, b));
    if held && (ends || !short.person) {
        return 1.0;
    }
    // Hyphens and spaces of transcribed names come and go.
    let joined = |speaker: &Speaker| speaker.name.concat();
    if spelled_alike(&joined(a), &joined(b)) {
        1.0
    } else if a.role != b.role {
        // "The minister" may be whoever has that office.
        UNKNOWN
    } else {
        0.0
    }
}

/// Equal, an initial of the other, or another transcription.
fn spelled_alike(a: &str, b: &str) -> bool {
    let initial = |a: &str, b: &str| a.chars().count() == 1 && b.starts_with(a);
    a == b || initial(a, b) || initial(b, a) || {
        let shorter = a.chars().count().min(b.chars().count());
        shorter >= 5 && a.chars().next() == b.chars().next() && pairs_in_common(a, b) >= 0.72
    }
}

/// How much of the pairs of letters of two words is common, from 0 to 1.
pub(super) fn pairs_in_common(a: &str, b: &str) -> f64 {
    let pairs =
        |word: &str| -> BTreeSet<(char, char)> { word.chars().zip(word.chars().skip(1)).collect() };
    let (a, b) = (pairs(a), pairs(b));
    let common = u32::try_from(a.intersection(&b).count()).unwrap_or(u32::MAX);
    let both = u32::try_from(a.len() + b.len()).unwrap_or(u32::MAX);
    if both == 0 { 0.0 } else { 2.0 * f64::from(common) / f64::from(both) }
}

fn is_title(word: &str) -> bool {
    static TITLES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let table = include_str!("../../../../rules/en/titles.tsv");
        entries(table).filter_map(|line| line.split('\t').next()).collect()
    });
    TITLES.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaker(name: &str) -> Speaker {
        let name = words(name).into_iter().map(|word| word.folded).filter(|word| !is_title(word));
        Speaker { name: name.collect(), person: true, ..Speaker::default() }
    }

    #[test]
    fn forms_of_one_name_agree_and_other_names_do_not() {
        for (a, b, same) in [
            ("Milena Vukasin", "Vukasin", true),
            ("Minister Milena Vukasin", "M. Vukasin", true),
            ("Hadi Amir-Sadeghian", "Amirsadeghian", false),
            ("Hadi Amir-Sadeghian", "Hadi Amirsadeghian", true),
            ("Milena Vukašin", "Milena Vukasin", true),
            ("Milena Vukasin", "Tomas Vukasin", false),
            ("Milena Vukasin", "Milena Gradnik", false),
            ("Yuriy Malenko", "Yury Malenko", true),
        ] {
            assert_eq!(agreement(&[speaker(a)], &[speaker(b)]) > 0.9, same, "{a} / {b}");
        }
    }

    #[test]
    fn an_office_may_be_anybodys() {
        let office = Speaker { person: false, role: true, ..speaker("the head of bridges") };
        let found = agreement(std::slice::from_ref(&office), &[speaker("Vukasin")]);
        assert!(found > 0.0 && found < 1.0);
        let other = Speaker { name: vec!["harbours".to_owned()], ..office.clone() };
        assert!(agreement(&[office], &[other]) < 0.1);
    }

    #[test]
    fn ids_decide_where_both_have_one() {
        let with = |id: &str| Speaker { wikidata: Some(id.to_owned()), ..speaker("Vukasin") };
        assert!(agreement(&[with("Q1")], &[with("Q2")]) < 0.1);
        assert!(
            agreement(&[with("Q1")], &[Speaker { name: vec!["x".to_owned()], ..with("Q1") }]) > 0.9
        );
    }
}
