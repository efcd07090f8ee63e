//! The word lists that segmentation looks things up in.
//!
//! The lists are data that anybody can read and correct, in `rules/en`. They are compiled in, so
//! that segmentation stays a function of its text alone, and put into maps on first use.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::rules::{pairs, word_list};

/// What an abbreviation's full stop says about the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Stands before a name and never ends a sentence: `Gen.`
    Title,
    /// An abbreviation only before a number: `No.` 5, `pp.` 3–4.
    Numbered,
    /// `Sept.`
    Month,
    /// `Tues.`
    Weekday,
    /// A state of the United States or a province of Canada, after a comma: `Boise, Idaho`.
    State,
    /// Part of the name of a firm, a person or a street, often at its end: `Inc.`, `Jr.`, `Ave.`
    Company,
    /// Everything else: `etc.`
    General,
    /// The first letter of a name: `J.`
    Initial,
    /// Letters with a full stop after each: `U.S.`, `a.m.`
    Letters,
}

word_list! {
    /// `co` in `co-founder`.
    HYPHEN_PREFIXES, "hyphen_prefixes.txt"
}
word_list! {
    /// `esque` in `statesman-esque`.
    HYPHEN_SUFFIXES, "hyphen_suffixes.txt"
}
word_list! {
    /// `uh-huh`, `s/he`.
    JOINED_WORDS, "joined_words.txt"
}
word_list! {
    /// `nothin` in `nothin'`.
    CLIPPED_WORDS, "clipped_words.txt"
}
word_list! {
    /// `km` in `430km`.
    NUMBER_UNITS, "number_units.txt"
}
word_list! {
    /// `the`, which after `U.S.` and with a capital begins a sentence.
    SENTENCE_OPENERS, "sentence_openers.txt"
}
word_list! {
    /// `Monday`, which after `p.m.` goes on with the sentence.
    CALENDAR_WORDS, "calendar_words.txt"
}
word_list! {
    /// `asked`, which after a question in quotation marks goes on with the sentence.
    REPORTING_VERBS, "reporting_verbs.txt"
}

static ABBREVIATIONS: LazyLock<HashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    pairs(include_str!("../../../../rules/en/abbreviations.tsv"))
        .filter_map(|(word, kind)| {
            let kind = match kind {
                "title" => Abbreviation::Title,
                "numbered" => Abbreviation::Numbered,
                "month" => Abbreviation::Month,
                "weekday" => Abbreviation::Weekday,
                "state" => Abbreviation::State,
                "company" => Abbreviation::Company,
                "general" => Abbreviation::General,
                _ => return None,
            };
            Some((word, kind))
        })
        .collect()
});

static CONTRACTIONS: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    pairs(include_str!("../../../../rules/en/contractions.tsv"))
        .filter_map(|(word, first)| Some((word, first.parse().ok()?)))
        .collect()
});

static ELISIONS: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    pairs(include_str!("../../../../rules/en/elisions.tsv"))
        .map(|(word, when)| (word, when == "always"))
        .collect()
});

/// The longest entry that is ever looked up; longer words are in no list.
const LONGEST: usize = 24;

/// Calls `look` with the word in lower case and its apostrophes straight, without allocating.
pub(super) fn lowered<T>(word: &str, look: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    let mut buffer = [0u8; LONGEST];
    let mut length = 0;
    for c in word.chars() {
        let c = if c == '’' { '\'' } else { c.to_ascii_lowercase() };
        let slot = buffer.get_mut(length..length + c.len_utf8())?;
        c.encode_utf8(slot);
        length += c.len_utf8();
    }
    look(std::str::from_utf8(&buffer[..length]).ok()?)
}

/// Whether the list holds the word, in whatever case it is written.
pub(super) fn has(list: &HashSet<&'static str>, word: &str) -> bool {
    lowered(word, |word| list.contains(word).then_some(())).is_some()
}

/// Whether a word is one that a hyphen joins to the next: `pro`, `anti`.
pub(crate) fn is_prefix(word: &str) -> bool {
    has(&HYPHEN_PREFIXES, word)
}

/// The kind of an abbreviation, given without its full stop.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    lowered(word, |word| ABBREVIATIONS.get(word).copied())
}

/// The length of the first of the two tokens of `cannot`.
pub(super) fn contraction(word: &str) -> Option<usize> {
    lowered(word, |word| CONTRACTIONS.get(word).copied())
}

/// Whether a word, given without it, begins with an apostrophe.
pub(super) fn elision(word: &str) -> bool {
    let small = word.starts_with(|c: char| c.is_lowercase());
    lowered(word, |word| ELISIONS.get(word).copied()).is_some_and(|always| always || small)
}
