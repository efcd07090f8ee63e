//! Whether the record is even-handed: states are put in each other's place in the article of every
//! case, with their adjectives, peoples, capitals and office holders, and the record must be the same
//! with the names put back.
//!
//! Each state of `swaps.tsv` that an article names is swapped with six others.
//! Where the language model reads the two articles the same, in parts of speech, trees, mentions and
//! coreference, any difference among actors and events is a fault of a rule or a table, and fails.
//! Where it reads them differently, the difference is its own: those are counted, and must stay below
//! [`MODEL`], those among events below [`MODEL_EVENTS`]. So are differences among statements,
//! which it labels.

use std::collections::{BTreeSet, HashMap};

use onrecord_actors::{Date, Registry};
use onrecord_record::{Actor, ActorKind, Record, Span};

use crate::case::Case;

/// The table of states.
const STATES: &str = include_str!("swaps.tsv");

/// How far from each other in the table those stand that are swapped.
const APART: [usize; 6] = [2, 5, 8, 11, 14, 17];

/// The most swaps in a hundred after which the language model may read something else, and so give
/// other statements or actors. It reads names that it has seen more surely than others; no rule can
/// hide that, so it is counted, and the limit is what was measured, rounded up.
pub const MODEL: f64 = 5.0;

/// The same for other events.
pub const MODEL_EVENTS: f64 = 6.0;

/// A state with its words.
struct State<'t> {
    code: &'t str,
    /// Name, adjective, people, capital.
    words: [&'t str; 4],
}

/// An article with two states in each other's place.
pub struct Swap {
    /// The case and the two states, for messages.
    pub name: String,
    /// The case.
    pub case: String,
    published: Option<String>,
    headline: Option<String>,
    text: String,
    codes: [String; 2],
    pairs: Vec<(String, String)>,
}

/// What came of all swaps.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many there were.
    pub swaps: usize,
    /// Differences though the model reads both the same.
    pub faults: Vec<String>,
    /// Differences among statements, or among actors where it does not.
    pub model: Vec<String>,
    /// Differences among events where it does not.
    pub model_events: Vec<String>,
}

impl Outcome {
    /// How many of a hundred swaps some are.
    fn share(&self, some: &[String]) -> f64 {
        100.0 * some.len() as f64 / self.swaps.max(1) as f64
    }
}

fn states() -> Vec<State<'static>> {
    let rows = STATES.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|row| {
        let columns: Vec<&str> = row.split('\t').collect();
        State { code: columns[0], words: [columns[1], columns[2], columns[3], columns[4]] }
    })
    .collect()
}

/// All swaps of a case, whose record is given.
pub fn of(name: &str, case: &Case, record: &Record) -> Vec<Swap> {
    if case.no_swap.is_some() {
        return Vec::new();
    }
    let states = states();
    let text = &record.article.text;
    let there: BTreeSet<&str> = words(text).map(|(_, word)| word).collect();
    let mut found = Vec::new();
    for (at, one) in states.iter().enumerate() {
        let named = |word: &str| there.contains(word) || there.contains(&*word.to_uppercase());
        if !one.words.iter().any(|word| named(word)) {
            continue;
        }
        for apart in APART {
            let other = &states[(at + apart) % states.len()];
            let lacks = |one: &State, other: &State| other.words[2] == "-" && named(one.words[2]);
            if lacks(one, other) || lacks(other, one) {
                continue;
            }
            let mut pairs: Vec<(String, String)> = Vec::new();
            for (a, b) in one.words.iter().zip(other.words).filter(|(a, b)| **a != "-" && *b != "-")
            {
                pairs.push(((*a).to_owned(), b.to_owned()));
                pairs.push((a.to_uppercase(), b.to_uppercase()));
            }
            let Some(people) = people(record, [one.code, other.code]) else { continue };
            pairs.extend(people);
            let headline = case.headline.as_ref().map(|words| apply(words, &pairs));
            found.push(Swap {
                name: format!("{name}, {} for {}", other.code, one.code),
                case: name.to_owned(),
                published: case.published.clone(),
                headline,
                text: apply(case.body(), &pairs),
                codes: [one.code.to_owned(), other.code.to_owned()],
                pairs,
            });
        }
    }
    found
}

/// The holders of offices whom an article names, each with the one of the other state; `None` where
/// nobody knows the other.
fn people(record: &Record, codes: [&str; 2]) -> Option<Vec<(String, String)>> {
    let day = record.article.published.map(|moment| moment.date().to_string());
    let day = day.and_then(|day| Date::parse(&day)).map(|date| date.first);
    let mut pairs = Vec::new();
    for actor in &record.actors {
        let told = record.article.text.contains(&actor.name);
        if actor.kind != Some(ActorKind::Person) || actor.wikidata.is_none() || !told {
            continue;
        }
        let other = match actor.country.as_deref() {
            Some(code) if code == codes[0] => codes[1],
            Some(code) if code == codes[1] => codes[0],
            _ => continue,
        };
        let answer = Registry::builtin().holder(actor.office.as_deref()?, other, day?);
        let name = answer.holder()?.person?.name.to_owned();
        let last = |name: &str| name.rsplit(' ').next().unwrap_or(name).to_owned();
        pairs.push((last(&actor.name), last(&name)));
        pairs.push((actor.name.clone(), name));
    }
    Some(pairs)
}

impl Swap {
    /// The swapped article as a line of JSON lines.
    pub fn line(&self, id: &str) -> String {
        crate::case::article(id, &self.headline, &self.published, &self.text)
    }

    /// Holds the record of the swapped article to that of the case. `same` says whether the model
    /// reads both the same.
    pub fn compare(&self, original: &Record, swapped: &Record, same: bool, outcome: &mut Outcome) {
        outcome.swaps += 1;
        let plain = self.lines(original, false);
        let back = self.lines(swapped, true);
        if plain == back {
            return;
        }
        let only = |one: &[String], other: &[String]| -> Vec<String> {
            one.iter().filter(|line| !other.contains(line)).cloned().collect()
        };
        let told = format!(
            "{}\n      before: {}\n      after:  {}",
            self.name,
            only(&plain, &back).join("\n              "),
            only(&back, &plain).join("\n              "),
        );
        let differ: Vec<&String> = plain
            .iter()
            .filter(|line| !back.contains(line))
            .chain(back.iter().filter(|line| !plain.contains(line)))
            .collect();
        // Statements are labelled by the model, actors and events are told by rules over its trees.
        let by_rules = differ.iter().any(|line| !line.starts_with("statement"));
        if by_rules && same {
            outcome.faults.push(told);
            return;
        }
        if differ.iter().any(|line| line.starts_with("event")) {
            outcome.model_events.push(told.clone());
        }
        // Who is in one of the records alone, because an event has them, is a part of that difference.
        let of_event = |line: &&String| {
            let Some(name) = actor_of(line) else { return line.starts_with("event") };
            let there = plain.iter().chain(&back).filter(|other| actor_of(other) == Some(name));
            there.count() == 1
                && differ.iter().any(|other| other.starts_with("event") && other.contains(name))
        };
        if !differ.iter().all(of_event) {
            outcome.model.push(told);
        }
    }

    /// Whether a name is among those that were swapped.
    fn names(&self, name: &str) -> bool {
        self.pairs.iter().any(|(one, other)| one == name || other == name)
    }

    /// What a record says, line by line, with names put back where they were swapped.
    fn lines(&self, record: &Record, back: bool) -> Vec<String> {
        let text: Vec<char> = record.article.text.chars().collect();
        let string = |words: &str| {
            let words = if back { apply(words, &self.pairs) } else { words.to_owned() };
            let words = words.split_whitespace().map(|word| match word {
                "an" => "a",
                "An" => "A",
                word => word,
            });
            words.collect::<Vec<_>>().join(" ")
        };
        let span = |&[start, end]: &Span| string(&text[start..end].iter().collect::<String>());
        let spans = |all: &[Span]| all.iter().map(span).collect::<Vec<_>>().join(" | ");
        let code = |code: &Option<String>| {
            let code = code.clone().unwrap_or_default();
            match &self.codes {
                [one, other] if back && code == *one => other.clone(),
                [one, other] if back && code == *other => one.clone(),
                _ => code,
            }
        };
        // Who holds an office is a fact about a state.
        let name = |actor: &Actor| {
            let role = actor.kind == Some(ActorKind::Role);
            let told = record.article.text.contains(&actor.name);
            if role && actor.office.is_some() || !told {
                "(holder)".to_owned()
            } else {
                string(&actor.name)
            }
        };
        let names = |ids: &[String]| {
            let of = ids.iter().filter_map(|id| record.actors.iter().find(|actor| actor.id == *id));
            of.map(name).collect::<Vec<_>>().join("; ")
        };
        let mut lines: Vec<String> = Vec::new();
        for actor in &record.actors {
            let name = name(actor);
            let kind = if name == "(holder)" { None } else { actor.kind };
            lines.push(format!(
                "actor {name}: {kind:?} {} {:?} {:?}: {} loaded: {}",
                // A town that was not swapped lies where it lay.
                match actor.kind {
                    Some(ActorKind::Place) if !self.names(&actor.name) => {
                        actor.country.clone().unwrap_or_default()
                    }
                    _ => code(&actor.country),
                },
                actor.sector,
                actor.office.as_deref().map(string),
                spans(&actor.mentions),
                spans(&actor.loaded),
            ));
        }
        for statement in &record.statements {
            lines.push(format!(
                "statement by {}: {:?} {} · {} · {} · {:?} {:?} {} {}",
                names(&statement.speakers),
                statement.kind,
                spans(&statement.source),
                spans(&statement.cue),
                spans(&statement.content),
                statement.addressee.as_ref().map(span),
                statement.via.as_ref().map(span),
                statement.inside.is_some(),
                statement.in_headline,
            ));
        }
        for event in &record.events {
            lines.push(format!(
                "event {} {:?} {:?}: {} → {}: {} by {}",
                event.event_type,
                event.mode,
                event.aux,
                names(&event.actors),
                names(&event.recipients),
                spans(&event.trigger),
                event.voice == "outlet",
            ));
        }
        lines.sort_unstable();
        lines
    }
}

/// What the model makes of each article, without its words: what CoNLL-U has of each, by id.
pub fn readings(conllu: &str) -> HashMap<String, String> {
    let mut found: HashMap<String, String> = HashMap::new();
    let mut id = String::new();
    for line in conllu.lines() {
        if let Some(next) = line.strip_prefix("# newdoc id = ") {
            id = next.to_owned();
        }
        let columns: Vec<&str> = line.split('\t').collect();
        if let [_, _, _, upos, _, _, head, relation, _, misc] = columns[..] {
            let reading = found.entry(id.clone()).or_default();
            reading.push_str(&[upos, head, relation, misc, "\n"].join(" "));
        }
    }
    found
}

/// The words of a text with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let apart = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    apart.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// A text with the words of each pair in each other's place, and `a` or `an` before them.
fn apply(text: &str, pairs: &[(String, String)]) -> String {
    let mut by_word: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
    for (one, other) in pairs {
        for (from, to) in [(one, other), (other, one)] {
            let first = words(from).next().map_or("", |(_, word)| word);
            by_word.entry(first).or_default().push((from, to));
        }
    }
    for all in by_word.values_mut() {
        all.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, word) in words(text) {
        if at < done {
            continue;
        }
        let Some(all) = by_word.get(word) else { continue };
        let ends = |from: &str| {
            text[at..].starts_with(from)
                && !text[at + from.len()..].chars().next().is_some_and(char::is_alphabetic)
        };
        let Some((from, to)) = all.iter().find(|(from, _)| ends(from)) else { continue };
        out.push_str(&text[done..at]);
        for article in ["an ", "a ", "An ", "A "] {
            let behind = out.strip_suffix(article).map(|rest| (rest.len(), article));
            let Some((rest, _)) = behind.filter(|(rest, _)| {
                !out[..*rest].chars().next_back().is_some_and(char::is_alphanumeric)
            }) else {
                continue;
            };
            out.truncate(rest);
            let capital = article.starts_with('A');
            let vowel = to.starts_with(['A', 'E', 'I', 'O']);
            out.push_str(match (capital, vowel) {
                (true, true) => "An ",
                (true, false) => "A ",
                (false, true) => "an ",
                (false, false) => "a ",
            });
            break;
        }
        out.push_str(to);
        done = at + from.len();
    }
    out.push_str(&text[done..]);
    out
}

/// Whom a line of an actor is about.
fn actor_of(line: &str) -> Option<&str> {
    line.strip_prefix("actor ")?.split_once(": ").map(|(name, _)| name)
}

/// How many differences there are, and how many there may be.
pub fn counts(outcome: &Outcome) -> String {
    format!(
        "{} swaps; {} differ by rules or tables; by what the model reads, {} in statements or actors \
         ({:.1} %, at most {MODEL} %), {} in events ({:.1} %, at most {MODEL_EVENTS} %)",
        outcome.swaps,
        outcome.faults.len(),
        outcome.model.len(),
        outcome.share(&outcome.model),
        outcome.model_events.len(),
        outcome.share(&outcome.model_events),
    )
}

/// The outcome as a test: faults fail, and too many differences of the model's.
pub fn judge(outcome: &Outcome) -> Result<(), String> {
    let counts = counts(outcome);
    if outcome.swaps == 0 {
        return Err("no case names a state of swaps.tsv".to_owned());
    }
    if !outcome.faults.is_empty() {
        return Err(format!(
            "{counts}\nrecords differ by more than the names:\n    {}",
            outcome.faults.join("\n    ")
        ));
    }
    for (told, limit) in [(&outcome.model, MODEL), (&outcome.model_events, MODEL_EVENTS)] {
        if outcome.share(told) > limit {
            return Err(format!(
                "{counts}\nthe model reads too many of the swapped articles otherwise:\n    {}",
                told.join("\n    ")
            ));
        }
    }
    Ok(())
}

/// Tests of this module.
pub fn tests() -> Vec<libtest_mimic::Trial> {
    let pairs = vec![
        ("Iran".to_owned(), "Peru".to_owned()),
        ("Iranian".to_owned(), "Peruvian".to_owned()),
        ("Ada Ferri".to_owned(), "Bo Lind".to_owned()),
    ];
    let text = "An Iranian met a Peruvian in Iran-backed Irania; Ada Ferri's IRAN, an Iranian.";
    let swapped = "A Peruvian met an Iranian in Peru-backed Irania; Bo Lind's IRAN, a Peruvian.";
    let there = pairs.clone();
    let of = |model: usize, events: usize| Outcome {
        swaps: 100,
        faults: Vec::new(),
        model: vec![String::new(); model],
        model_events: vec![String::new(); events],
    };
    vec![
        libtest_mimic::Trial::test(
            "harness: each kind of difference has its own limit",
            move || {
                let (few, many) = (0, 1 + MODEL.max(MODEL_EVENTS) as usize);
                let judged =
                    [of(few, few), of(many, few), of(few, many)].map(|one| judge(&one).is_ok());
                if judged == [true, false, false] {
                    Ok(())
                } else {
                    Err(format!("{judged:?}").into())
                }
            },
        ),
        libtest_mimic::Trial::test("harness: names are swapped as whole words", move || {
            let found = apply(text, &there);
            if found == swapped { Ok(()) } else { Err(found.into()) }
        }),
        libtest_mimic::Trial::test("harness: a swap swapped is the text", move || {
            let found = apply(&apply(text, &pairs), &pairs);
            if found == text { Ok(()) } else { Err(found.into()) }
        }),
    ]
}
