//! Whose turns are: a label's bearer by whatever form of the name, and the one who is interviewed.

use std::collections::HashSet;

use onrecord_record::ActorKind;
use onrecord_text::{Span, Text};

use crate::statements::cast::{Cast, capital_run};
use crate::statements::evidence::Origin;
use crate::statements::lexicon::{Classes, PERSON_NOUNS, TITLES};
use crate::statements::names::{self, Name, Reading};
use crate::statements::quotations::Draft;
use crate::statements::units::Unit;

/// How many of those met a label is held against, the fullest names first.
const MET: usize = 300;

/// Where the first turn stands whose label names nobody, if there is one: its question, or itself.
fn opening(drafts: &[Draft]) -> Option<usize> {
    let unnamed = drafts.iter().filter(|draft| is_unnamed(draft));
    let starts = unnamed.filter_map(|draft| {
        let parts = &draft.attribution;
        parts.question.iter().chain(&parts.content).map(|span| span.start()).min()
    });
    starts.min()
}

/// Whether a draft is a turn of the one who is interviewed.
pub(in crate::statements) fn is_unnamed(draft: &Draft) -> bool {
    draft.evidence.origin == Origin::Turn && draft.attribution.source.is_empty()
}

/// The name of the one who is interviewed, where the paragraphs before the first turn have the name of
/// one person only.
pub(in crate::statements) fn interviewed(
    text: &Text,
    units: &[Unit],
    drafts: &[Draft],
) -> Option<Name> {
    let opening = opening(drafts)?;
    let before = || {
        let body = units.iter().filter(|unit| !unit.headline);
        body.take_while(|unit| unit.items.last().is_some_and(|item| item.span.end() <= opening))
    };
    let about = before().flat_map(|unit| &unit.items).any(|item| {
        matches!(item.lower.as_str(), "he" | "she" | "his" | "her" | "him")
            || ["interview", "talk", "spoke", "speak", "conversation", "question", "answer", "ask"]
                .iter()
                .any(|stem| item.lower.starts_with(stem))
    });
    let (mut found, called) = names_of(text, before());
    if !(about || called) {
        found.clear();
    }
    if found.is_empty() {
        let headline = || units.iter().take_while(|unit| unit.headline);
        let (names, called) = names_of(text, headline());
        // `Ana Ruiz: …`, `Ana Ruiz on …`
        let leads = |unit: &Unit| {
            let run = capital_run(unit, 0);
            run.len() > 1 && (unit.reads(run.end, ":") || unit.reads(run.end, "on"))
        };
        found = names;
        found.retain(|name| name.person || called || headline().any(leads));
    }
    match found.as_slice() {
        [one] => Some(Name { person: true, ..one.clone() }),
        _ => None,
    }
}

/// The first two names of two words or more in some units that do not stand where places do, and
/// whether a word for a person stands before one: `the potter Ana Ruiz`.
fn names_of<'a>(text: &Text, units: impl Iterator<Item = &'a Unit>) -> (Vec<Name>, bool) {
    let mut found: Vec<Name> = Vec::new();
    let mut called = false;
    for unit in units {
        let mut at = 0;
        while at < unit.items.len() && found.len() < 2 {
            let mut run = capital_run(unit, at);
            at = run.end.max(at + 1);
            if run.len() < 2 {
                continue;
            }
            let calls = |at: usize| {
                let word = unit.items[at].lower.as_str();
                PERSON_NOUNS.contains(word) || TITLES.contains_key(word)
            };
            let place = run.start > 0
                && unit.is(run.start - 1, Classes::PREPOSITION)
                && !unit.reads(run.start - 1, "with")
                && !unit.reads(run.start - 1, "to");
            // `Potter Ilze Grantskalna`: the capital is that of the sentence.
            let mut here = run.start > 0 && calls(run.start - 1);
            if run.len() > 2 && calls(run.start) {
                run.start += 1;
                here = true;
            }
            if !place
                && let Reading::Name(name) = names::read(text, unit, &run)
                && name.words.len() > 1
                && found.iter().all(|other| other.words.last() != name.words.last())
            {
                called |= here;
                found.push(name);
            }
        }
    }
    (found, called)
}

/// The words that stand in longer names of a text, in lower case: by `Takumi Hoshigawa` the label
/// `HOSHIGAWA` is known for a name.
pub(super) fn in_names(text: &Text) -> HashSet<String> {
    let mut found = HashSet::new();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let mut last = "";
    for word in text.as_str().split_whitespace() {
        // A label, and what ends a sentence, is no part of a name.
        let joined = capital(last) && !last.ends_with([':', '.', '?', '!', ',', '*']);
        if joined && capital(word) && !word.ends_with(':') {
            for word in [last, word] {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                let word = word.strip_suffix("'s").or(word.strip_suffix("’s")).unwrap_or(word);
                found.insert(word.to_lowercase());
            }
        }
        last = word;
    }
    found
}

impl Cast<'_> {
    /// Whose the unnamed turns are: the one person whom the words before the first turn are about, or
    /// else the headline.
    pub(in crate::statements) fn answerer(&self, drafts: &[Draft]) -> Option<usize> {
        let opening = opening(drafts)?;
        let headline = |span: &Span| {
            let mut units = self.units.iter().take_while(|unit| unit.headline);
            units.any(|unit| {
                let items = unit.items.first().zip(unit.items.last());
                items.is_some_and(|(first, last)| first.span.cover(last.span).contains(*span))
            })
        };
        let persons = |fits: &dyn Fn(&Span) -> bool| -> Vec<usize> {
            (0..self.known.len())
                .filter(|&one| self.known[one].kind == Some(ActorKind::Person))
                .filter(|&one| self.known[one].mentions.iter().any(fits))
                .collect()
        };
        let written = |span: &Span| {
            let before = self.text.as_str()[..span.start()].trim_end();
            before.len() >= 2
                && before[before.floor_char_boundary(before.len() - 2)..].eq_ignore_ascii_case("by")
        };
        let body =
            persons(&|span: &Span| span.start() < opening && !headline(span) && !written(span));
        let found = if body.is_empty() { persons(&headline) } else { body };
        if let [one] = found.as_slice() { Some(*one) } else { None }
    }

    /// Whose a label is: the one person among those met whose fuller name has all its words, be they
    /// in capitals or not.
    pub(in crate::statements) fn labelled(&mut self, draft: &Draft) -> Option<usize> {
        if draft.evidence.origin != Origin::Turn {
            return None;
        }
        let &source = draft.attribution.source.first()?;
        let label = self.text.slice(source);
        let words = bare_name(label);
        if words.is_empty() {
            return None;
        }
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let fits = |one: &usize| {
            let held: Vec<String> =
                self.known[*one].words.iter().map(|word| word.to_lowercase()).collect();
            !held.is_empty() && lower.iter().all(|word| held.contains(word))
        };
        let found: Vec<usize> = (0..self.known.len().min(MET)).filter(fits).collect();
        let fuller: Vec<usize> = found
            .iter()
            .copied()
            .filter(|&one| self.known[one].words.len() > words.len())
            .collect();
        let one = match (fuller.as_slice(), found.as_slice()) {
            ([one], _) | ([], [one]) => *one,
            ([], []) if is_shouted(label) => {
                if self.described.contains_key(&lower.join(" ")) {
                    return None;
                }
                // The text may have the last name alone, in letters that tell more.
                let last = |one: &usize| match self.known[*one].words.as_slice() {
                    [word] => lower.last() == Some(&word.to_lowercase()),
                    _ => false,
                };
                let shorter: Vec<usize> =
                    (0..self.known.len().min(MET)).filter(last).take(2).collect();
                match shorter.as_slice() {
                    [one] => {
                        self.known[*one].name = words.join(" ");
                        *one
                    }
                    _ => {
                        let words = words.into_iter().map(str::to_owned).collect();
                        self.introduce(&Name { words, ..Name::default() })?
                    }
                }
            }
            _ => return None,
        };
        self.known[one].speaks = true;
        self.known[one].mentions.push(source);
        Some(one)
    }
}

/// The words of a name in a label, without titles before it and what a comma or bracket adds. None
/// for an office alone.
fn bare_name(label: &str) -> Vec<&str> {
    let name = label.split([',', '(']).next().unwrap_or_default();
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let is_title = |word: &str| {
        let lower = word.to_lowercase();
        TITLES.contains_key(lower.as_str()) || matches!(lower.as_str(), "the" | "a" | "an")
    };
    if words.last().is_none_or(|last| is_title(last)) {
        return Vec::new();
    }
    if let Some(title) = words.iter().rposition(|word| is_title(word)) {
        words.drain(..=title);
    }
    words
}

/// Whether a label is in capitals.
fn is_shouted(label: &str) -> bool {
    !label.chars().any(char::is_lowercase)
}

/// The name in a turn's label, in lower case: by it the runs of capitals that it is, or whose last
/// or first word it is, are known to be names.
pub(in crate::statements) fn label_name(text: &Text, draft: &Draft) -> Option<String> {
    let &source = draft.attribution.source.first()?;
    let words = bare_name(text.slice(source));
    (draft.evidence.origin == Origin::Turn && !words.is_empty())
        .then(|| words.join(" ").to_lowercase())
}

/// Whether a draft's source is a label in capitals, whose letters are nobody's spelling.
pub(in crate::statements) fn shouts(text: &Text, draft: &Draft) -> bool {
    draft.evidence.origin == Origin::Turn
        && draft.attribution.source.first().is_some_and(|&source| is_shouted(text.slice(source)))
}
