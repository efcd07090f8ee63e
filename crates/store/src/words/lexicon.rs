//! What tables know of words: which carry no content, what their dictionary forms are, and which are
//! of one sense.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::term;

/// Whether a folded word is of a closed class, so that sharing it says nothing.
pub fn function_word(folded: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let table = include_str!("../../../../rules/en/function_words.tsv");
        entries(table).filter_map(|line| line.split('\t').next()).collect()
    });
    WORDS.contains(folded) || folded.contains('\'') && !folded.starts_with("o'")
}

/// The dictionary form of a folded word where spelling does not give it: `say` of `said`.
pub(super) fn lemma(folded: &str) -> &str {
    static LEMMAS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        let table = include_str!("../../../../rules/en/lemmas.tsv");
        let mut lemmas = HashMap::new();
        // A form that is of several classes is mostly a verb.
        for wanted in ["verb", "noun", "adjective", "adverb"] {
            for line in entries(table) {
                let mut columns = line.split('\t');
                if columns.next() == Some(wanted)
                    && let (Some(form), Some(lemma)) = (columns.next(), columns.next())
                {
                    lemmas.entry(form).or_insert(lemma);
                }
            }
        }
        lemmas
    });
    LEMMAS.get(folded).copied().unwrap_or(folded)
}

/// Whether two terms share a sense that both mostly have: `begin` and `start`.
pub fn same_sense(a: &str, b: &str) -> bool {
    static SENSES: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
        let table = include_str!("../../../../rules/wordings/synonyms.tsv");
        let mut senses: HashMap<String, Vec<usize>> = HashMap::new();
        for (sense, line) in entries(table).enumerate() {
            for word in line.split('\t').nth(1).unwrap_or_default().split(' ') {
                senses.entry(term(word)).or_default().push(sense);
            }
        }
        senses
    });
    let (Some(a), Some(b)) = (SENSES.get(a), SENSES.get(b)) else { return false };
    a.iter().any(|sense| b.contains(sense))
}

/// Whether one of two terms is derived from the other: `decid` and `decis`.
pub fn derived(a: &str, b: &str) -> bool {
    static PAIRS: LazyLock<HashSet<(String, String)>> =
        LazyLock::new(|| pairs(include_str!("../../../../rules/wordings/derivations.tsv")));
    a.get(..2) == b.get(..2) && PAIRS.contains(&(a.to_owned(), b.to_owned()))
}

/// Whether two terms mean the opposite of one another: `open` and `close`.
pub fn opposite(a: &str, b: &str) -> bool {
    static PAIRS: LazyLock<HashSet<(String, String)>> =
        LazyLock::new(|| pairs(include_str!("../../../../rules/wordings/antonyms.tsv")));
    PAIRS.contains(&(a.to_owned(), b.to_owned()))
}

/// The terms of a table of two columns, both ways round.
fn pairs(table: &str) -> HashSet<(String, String)> {
    let pairs = entries(table).filter_map(|line| line.split_once('\t'));
    let terms = pairs.map(|(a, b)| (term(a), term(b)));
    terms.flat_map(|(a, b)| [(a.clone(), b.clone()), (b, a)]).collect()
}

/// Lines of a table that hold an entry.
pub fn entries(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{fold, stem};

    #[test]
    fn words_of_one_sense_and_one_root_are_known() {
        assert!(same_sense(&term("began"), &term("starting")));
        assert!(!same_sense(&term("began"), &term("closed")));
        assert!(derived(&term("decided"), &term("decision")));
        assert!(!derived(&term("decided"), &term("deciduous")));
        assert!(opposite(&term("opened"), &term("closes")));
        assert!(!opposite(&term("opened"), &term("started")));
    }

    #[test]
    fn tables_are_written_in_folded_words() {
        let tables = [
            include_str!("../../../../rules/wordings/synonyms.tsv"),
            include_str!("../../../../rules/wordings/derivations.tsv"),
            include_str!("../../../../rules/wordings/antonyms.tsv"),
        ];
        for line in tables.into_iter().flat_map(entries) {
            assert_eq!(fold(line), line);
        }
        assert_eq!(stem("running"), "run");
    }
}
