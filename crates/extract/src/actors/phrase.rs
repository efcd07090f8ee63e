//! One noun phrase, read from left to right: whose, which office, which people, whose name.
//!
//! `Uruguay's Tourism Minister Iracema Tavolara`, `former French president`, `a spokesman for the Iranian
//! foreign ministry`, `thousands of Turkish teachers`. What a word is, the registry and the tables of
//! `rules/en` say; trees say only where a phrase ends. So two states whose names are swapped are read
//! the same.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use onrecord_actors::{NameKind, is_particle};
use onrecord_text::{EntityKind, Upos};

use super::names::{Hit, Named, Names, is_any, is_own};
use super::words::Words;
use crate::rules::{pairs, word_list};
use crate::segment::is_prefix;
use crate::statements::TITLES;

word_list! {
    /// `dozens`, `group`.
    QUANTITIES, "quantities.txt"
}
word_list! {
    /// `village`, `port`.
    PLACE_NOUNS, "place_nouns.txt"
}

/// Nouns for bodies, with the sector of each.
pub(super) static BODIES: LazyLock<HashMap<&'static str, Option<&'static str>>> =
    LazyLock::new(|| {
        let rows = pairs(include_str!("../../../../rules/en/bodies.tsv"));
        rows.map(|(noun, sector)| (noun, Some(sector).filter(|&sector| sector != "-"))).collect()
    });

/// What a word before an office makes of it.
static MODIFIERS: LazyLock<HashMap<&'static str, Hold>> = LazyLock::new(|| {
    let rows = pairs(include_str!("../../../../rules/en/office_modifiers.tsv"));
    rows.map(|(word, hold)| {
        let hold = match hold {
            "former" => Hold::Former,
            "other" => Hold::Other,
            "future" => Hold::Future,
            "then" => Hold::Then,
            "acting" => Hold::Acting,
            _ => Hold::Same,
        };
        (word, hold)
    })
    .collect()
});

/// How an office is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hold {
    /// On the day that is spoken of.
    #[default]
    Same,
    /// For another.
    Acting,
    /// On a day that is told elsewhere.
    Then,
    /// Not yet.
    Future,
    /// It is another office: a deputy's, a company's.
    Other,
    /// No longer.
    Former,
}

/// An office, as a phrase words it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Office<'r> {
    pub(super) tokens: Range<usize>,
    /// What the tables call it; nothing for words that only say what somebody does.
    pub(super) name: Option<&'r str>,
    pub(super) hold: Hold,
}

/// Somebody whose office, people or body it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Whose<'r> {
    pub(super) named: Named<'r>,
    /// Where the name begins.
    pub(super) at: usize,
    /// Whether people are only said to be there: `protesters in Quito`.
    pub(super) there: bool,
}

/// What a phrase says.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading<'r> {
    /// Without complements and clauses.
    pub(super) core: Range<usize>,
    /// Where it begins behind determiners.
    pub(super) begin: usize,
    /// Where the names of a complement end.
    pub(super) end: usize,
    /// Whether it points back: `the`, `that`, `his`.
    pub(super) definite: bool,
    pub(super) indefinite: bool,
    /// A possessive pronoun before it.
    pub(super) possessor: Option<usize>,
    /// `two`, `both`.
    pub(super) number: Option<usize>,
    pub(super) plural: bool,
    pub(super) whose: Vec<Whose<'r>>,
    pub(super) office: Option<Office<'r>>,
    /// The sector of a noun for people.
    pub(super) agents: Option<&'r str>,
    /// A noun for a body, with its sector; in `army spokesman` not the head.
    pub(super) body: Option<Option<&'static str>>,
    /// Whether the head is that noun.
    pub(super) is_body: bool,
    /// The words of a name that no table has.
    pub(super) name: Option<Range<usize>>,
    /// All of it is a name of the registry.
    pub(super) entity: Option<(Range<usize>, Named<'r>)>,
    /// It counts what stands behind `of`.
    pub(super) quantity: bool,
    /// A kind of place: `the village of Lokka`.
    pub(super) place_noun: bool,
    /// The last word that is no name, in lower case.
    pub(super) noun: String,
}

/// What a part of a phrase is.
enum Part<'h, 'r> {
    Office(&'h Hit<'r>),
    Agents(&'h Hit<'r>),
    Actor(&'h Hit<'r>),
    Body(Option<&'static str>),
    Title,
    Word,
}

/// Reads a phrase around its head.
pub(super) fn read<'r>(
    words: &Words,
    names: &Names<'r>,
    core: &Range<usize>,
    head: usize,
    kind: Option<EntityKind>,
) -> Reading<'r> {
    // What stands behind `of` in the name of a body is read as its complement.
    let full = core.end;
    let of = (head + 1..full).find(|&at| words.form(at) == "of");
    let inner = core.start..of.filter(|_| words.is_capital(head)).unwrap_or(full);
    let whole = names.at(core.start).is_some_and(|hit| hit.tokens.end == full)
        || core.clone().any(|at| {
            names.at(at).is_some_and(|hit| hit.tokens.end == full && hit.tokens.contains(&head))
        });
    let core = if whole { core } else { &inner };
    let mut reading = Reading { core: core.clone(), ..Reading::default() };
    let begin = determiners(words, core, &mut reading);
    (reading.begin, reading.end) = (begin, core.end);
    let parts = parts(words, names, begin..core.end);
    reading.plural = words.is_plural(head);
    // The whole of it is one name.
    if let [(tokens, Part::Actor(hit))] = parts.as_slice()
        && *tokens == (begin..core.end)
        && let Some(named) = names.actor(hit, is_any)
    {
        reading.plural |= named.kind == NameKind::Demonyms;
        reading.entity = Some((tokens.clone(), named));
        reading.noun = words.lower(head);
        return reading;
    }
    // What calls somebody something, and then perhaps the name.
    let calls = |part: &Part| matches!(part, Part::Office(_) | Part::Agents(_) | Part::Title);
    let mut pivot = parts.iter().rposition(|(_, part)| calls(part));
    if let Some(at) = pivot
        && at + 1 == parts.len()
        && at > 0
        && is_surname(words, &parts[at].0)
        && matches!(parts[at - 1].1, Part::Word)
        && words.is_capital(parts[at - 1].0.start)
    {
        // `Julia Bishop`: a name that is a title.
        pivot = parts[..at].iter().rposition(|(_, part)| calls(part));
    }
    // `Justice Department`: what is called so is a body.
    if let Some(at) = pivot
        && let [title, (body, Part::Body(_))] = &parts[at..]
        && !words.is_possessive(title.0.end)
        && words.is_capital(title.0.start)
        && words.is_capital(body.start)
    {
        pivot = parts[..at].iter().rposition(|(_, part)| calls(part));
    }
    let is_name = |at: usize| {
        // The capital of a sentence makes no name of a noun.
        let begins = words.sentence_tokens(at).start == at && words.upos(at) != Upos::Propn;
        words.is_capital(at) && !matches!(words.upos(at), Upos::Pron | Upos::Det) && !begins
    };
    let tail = pivot.map_or(0, |at| at + 1);
    let named_from = name_start(words, names, &parts, tail, kind, is_name);
    let end = core.end;
    if let Some(from) = named_from {
        reading.name = Some(from..end);
    }
    let name_from = named_from.unwrap_or(end);
    // `army spokesman`, `the Foreign Ministry`
    let body = parts.iter().enumerate().rev().find_map(|(at, (tokens, part))| match part {
        Part::Body(sector) => Some((at, tokens.clone(), *sector)),
        _ => None,
    });
    if let Some((at, tokens, sector)) = body {
        let last = at + 1 == parts.len() && pivot.is_none_or(|pivot| pivot < at);
        if last || pivot.is_some_and(|pivot| at < pivot) {
            reading.body = Some(sector);
            reading.is_body = last;
        }
        if last {
            reading.name = (tokens.start.min(name_from)..end)
                .any(is_name)
                .then(|| named_from.unwrap_or(tokens.start).min(tokens.start)..end);
        }
    }
    if !reading.is_body
        && let Some(at) = pivot
    {
        let (tokens, part) = &parts[at];
        let hold = hold(words, &parts[..at], reading.body.is_some());
        match part {
            Part::Office(hit) => {
                reading.office = Some(Office { tokens: tokens.clone(), name: hit.office(), hold });
                reading.agents = hit.agents();
            }
            Part::Agents(hit) => {
                reading.agents = hit.agents();
                reading.office = Some(Office { tokens: tokens.clone(), name: None, hold });
            }
            _ => reading.office = Some(Office { tokens: tokens.clone(), name: None, hold }),
        }
        reading.noun = words.lower(tokens.end - 1);
    }
    if reading.noun.is_empty() {
        let last = if named_from.is_some_and(|from| from > begin) { name_from - 1 } else { head };
        reading.noun = words.lower(last);
    }
    let singular = words.lemma(head);
    reading.quantity = QUANTITIES.contains(singular.as_str())
        && reading.office.is_none()
        && words.form(core.end).eq_ignore_ascii_case("of");
    reading.place_noun = PLACE_NOUNS.contains(reading.noun.as_str());
    // Whose it is: names before what it is called. A person whose something it is ends that.
    let mut owner_is_person = false;
    // An adjective in the name of a body says whose it is as well: `Japanese Foreign Ministry`.
    let whose_until = if reading.is_body || !matches!(kind, Some(EntityKind::Person) | None) {
        let lead = |part: &&(Range<usize>, Part)| {
            let Part::Actor(hit) = &part.1 else { return false };
            let adjective = names.actor(hit, is_any).is_some_and(|named| !is_own(named.kind));
            adjective || reading.is_body
        };
        let own = parts.iter().filter(|(tokens, _)| tokens.start >= name_from).take_while(lead);
        own.last().map_or(name_from, |(tokens, _)| tokens.end)
    } else {
        name_from
    };
    for (at, (tokens, part)) in parts.iter().enumerate() {
        if tokens.start >= whose_until {
            break;
        }
        let possessive = words.is_possessive(tokens.end);
        match part {
            Part::Actor(hit) if pivot.is_none_or(|pivot| at < pivot) && !owner_is_person => {
                if let Some(named) = names.actor(hit, is_any).filter(|_| is_free(words, hit)) {
                    reading.whose.push(Whose { named, at: tokens.start, there: false });
                }
            }
            _ if possessive && !matches!(part, Part::Body(..)) => {
                owner_is_person = true;
                reading.whose.clear();
            }
            _ => {}
        }
    }
    if reading.whose.is_empty() || reading.quantity {
        complements(words, names, &mut reading, core.end);
    }
    // `Minister of Transport of Georgia Nino Beridze`
    if reading.whose.is_empty()
        && let (Some(office), Some(name)) = (&reading.office, &reading.name)
        && office.tokens.end < name.start
    {
        let behind = office.tokens.end;
        complements(words, names, &mut reading, behind);
    }
    if reading.office.is_none()
        && let Some(title) = named_from.and_then(|name| office_before(words, name))
    {
        let mut office = super::expressions::core(words, names, words.start(title), title);
        let longer = office.clone().filter_map(|at| names.at(at)).find(|hit| {
            hit.office().is_some() && hit.tokens.contains(&title) && hit.tokens.end > title
        });
        office.end = longer.map_or(office.end, |hit| hit.tokens.end);
        let of = read(words, names, &office, title, Some(EntityKind::Person));
        if of.name.is_none() {
            (reading.office, reading.agents, reading.whose) = (of.office, of.agents, of.whose);
            reading.noun = of.noun;
        }
    }
    if core.end < full {
        if let Some(name) = &mut reading.name {
            name.end = full;
        }
        reading.end = reading.end.max(full);
        if reading.whose.is_empty() {
            complements(words, names, &mut reading, full);
        }
    }
    reading
}

/// Reads what stands before a phrase, and tells where the rest begins.
fn determiners(words: &Words, core: &Range<usize>, reading: &mut Reading) -> usize {
    let mut at = core.start;
    while at + 1 < core.end {
        match words.lower(at).as_str() {
            "the" | "this" | "that" | "these" | "those" => reading.definite = true,
            "both" => {
                reading.definite = true;
                reading.number = Some(2);
            }
            "a" | "an" | "another" | "some" | "any" | "several" | "many" | "most" | "more"
            | "other" | "no" | "few" | "neither" | "either" => reading.indefinite = true,
            "his" | "her" | "its" | "their" | "our" | "my" => {
                reading.definite = true;
                reading.possessor = Some(at);
            }
            "all" | "each" | "every" => reading.definite = true,
            word => match number(word) {
                Some(number) if !words.is_capital(at + 1) || reading.definite => {
                    reading.number = Some(number);
                }
                _ if words.is_word(at) => break,
                _ => {}
            },
        }
        at += 1;
    }
    at
}

fn number(word: &str) -> Option<usize> {
    let all = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let written = all.iter().position(|&known| known == word).map(|at| at + 2);
    written.or_else(|| word.parse().ok().filter(|&number: &usize| number < 1000))
}

/// The parts of a phrase, each of one word or of the words of an entry.
fn parts<'h, 'r>(
    words: &Words,
    names: &'h Names<'r>,
    tokens: Range<usize>,
) -> Vec<(Range<usize>, Part<'h, 'r>)> {
    let mut found = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        let (end, part) = part(words, names, at, tokens.end);
        let marks = !words.is_word(at) || words.is_possessive(at);
        if !marks || end > at + 1 {
            found.push((at..end, part));
        }
        at = end;
    }
    found
}

fn part<'h, 'r>(
    words: &Words,
    names: &'h Names<'r>,
    at: usize,
    limit: usize,
) -> (usize, Part<'h, 'r>) {
    let body = (1..=3).rev().find_map(|count| {
        let end = at + count;
        if end > limit {
            return None;
        }
        let noun: Vec<String> = (at..end).map(|one| words.lower(one)).collect();
        BODIES.get(noun.join(" ").as_str()).map(|&sector| (end, sector))
    });
    if let Some(hit) = names.at(at).filter(|hit| hit.tokens.end <= limit) {
        let end = hit.tokens.end;
        if hit.office().is_some() {
            return (end, Part::Office(hit));
        }
        if hit.may_be(is_any) {
            return (end, Part::Actor(hit));
        }
        // `former president` is in the table of people; what is former is told apart here.
        if end > at + 1 && MODIFIERS.contains_key(words.lower(at).as_str()) {
            return (at + 1, Part::Word);
        }
        let inner = || BODIES.get(words.lower(end - 1).as_str()).map(|&sector| (end, sector));
        let body = body.filter(|(longer, _)| *longer >= end).or_else(inner);
        if let Some((end, sector)) = body {
            return (end, Part::Body(sector));
        }
        return (end, Part::Agents(hit));
    }
    if let Some((end, sector)) = body {
        return (end, Part::Body(sector));
    }
    let lower = words.lower(at);
    // `Lt.` may be two tokens.
    let title = TITLES.contains_key(lower.as_str()) && words.upos(at) != Upos::Verb;
    let singular = lower.strip_suffix('s').is_some_and(|one| TITLES.contains_key(one));
    let part = if title || singular && words.is_plural(at) { Part::Title } else { Part::Word };
    (at + 1, part)
}

/// Where the name begins at the end of a phrase.
fn name_start(
    words: &Words,
    names: &Names,
    parts: &[(Range<usize>, Part)],
    tail: usize,
    kind: Option<EntityKind>,
    is_name: impl Fn(usize) -> bool,
) -> Option<usize> {
    let last = &parts.get(tail..)?.last()?.0;
    if !is_name(last.end - 1) {
        return None;
    }
    let mut from = parts.len();
    while from > tail {
        let tokens = &parts[from - 1].0;
        let gap = from < parts.len() && words.is_possessive(tokens.end);
        let inner = from < parts.len() && is_particle(words.form(tokens.start));
        if gap || !is_name(tokens.start) && !inner {
            break;
        }
        from -= 1;
    }
    // `Secretary of State Peter Langley`: what an office is of is none of its holder's name.
    let complement = parts.get(from).is_some_and(|(tokens, _)| {
        let before = tokens.start.checked_sub(1);
        before.is_some_and(|at| {
            words.upos(at) == Upos::Adp
                || words.lower(at) == "the" && at > 0 && words.upos(at - 1) == Upos::Adp
        })
    });
    let person = matches!(kind, Some(EntityKind::Person) | None);
    if person && (complement || tail > 0) {
        let begins =
            (from + 1..parts.len()).rev().find(|&at| words.bearers.begins(parts[at].0.start));
        from = begins.unwrap_or(from);
    }
    // An adjective or an abbreviation before a name says whose it is; a place's name is a piece of it.
    while from + 1 < parts.len()
        && let Part::Actor(hit) = &parts[from].1
    {
        let own = names.actor(hit, is_any).is_some_and(|named| is_own(named.kind));
        let letters = words.slice(&hit.tokens);
        let short = letters.chars().all(|c| !c.is_lowercase());
        let person = matches!(kind, Some(EntityKind::Person) | None);
        if own && !short || !person {
            break;
        }
        from += 1;
    }
    parts.get(from).map(|(tokens, _)| tokens.start)
}

/// Titles that are surnames as well.
fn is_surname(words: &Words, tokens: &Range<usize>) -> bool {
    let known = [
        "bishop",
        "chancellor",
        "cook",
        "dean",
        "driver",
        "duke",
        "farmer",
        "judge",
        "king",
        "lord",
        "major",
        "manager",
        "nurse",
        "pope",
        "prince",
        "singer",
        "writer",
    ];
    tokens.len() == 1 && known.contains(&words.lower(tokens.start).as_str())
}

/// The noun of an office that stands before what it is of, and that before a name: `Minister` of
/// `Minister of Transport of Georgia Nino Beridze`.
pub(super) fn office_before(words: &Words, name: usize) -> Option<usize> {
    // The name of what it is of is no holder's.
    let of =
        name.checked_sub(1).filter(|&at| words.is_capital(at) && words.upos(at) == Upos::Propn)?;
    if !words.bearers.begins(name) || TITLES.contains_key(words.lower(of).as_str()) {
        return None;
    }
    let begin = words.sentence_tokens(name).start.max(name.saturating_sub(COMPLEMENT));
    let ends = |at: &usize| {
        !words.is_word(*at) && words.form(*at) != "."
            || matches!(words.upos(*at), Upos::Verb | Upos::Aux | Upos::Pron)
    };
    let before = (begin..name).rev().take_while(|at| words.is_possessive(*at) || !ends(at));
    let mut adposition = false;
    for at in before {
        if adposition && TITLES.contains_key(words.lower(at).as_str()) {
            return Some(at);
        }
        adposition = words.upos(at) == Upos::Adp;
    }
    None
}

/// How many words what an office is of may have.
const COMPLEMENT: usize = 9;

/// How the office at the end of some parts is held.
fn hold(words: &Words, before: &[(Range<usize>, Part)], of_body: bool) -> Hold {
    let mut hold = Hold::Same;
    for (tokens, part) in before.iter().rev() {
        if words.is_possessive(tokens.end) {
            break;
        }
        match part {
            Part::Actor(_) => {}
            Part::Word => {
                let known = MODIFIERS.get(words.lower(tokens.start).as_str()).copied();
                let adverb = words.upos(tokens.start) == Upos::Adv;
                let joined = matches!(words.lower(tokens.start).as_str(), "and" | "year" | "old");
                let age = words.form(tokens.start).chars().all(char::is_numeric);
                let unknown = if adverb || joined || age { Hold::Same } else { Hold::Other };
                hold = hold.max(known.unwrap_or(unknown));
            }
            // `prime minister and foreign minister X`, `army chief General X`
            Part::Office(_) | Part::Agents(_) | Part::Title => {
                let changed = MODIFIERS.get(words.lower(tokens.start).as_str()).copied();
                hold = hold.max(changed.unwrap_or(Hold::Same));
            }
            Part::Body(..) => {}
        }
    }
    if of_body && hold == Hold::Same { Hold::Other } else { hold }
}

/// Whether a name stands by itself: not `Iran-backed`, not `pro-Russian`.
pub(super) fn is_free(words: &Words, hit: &Hit) -> bool {
    let (start, end) = (hit.tokens.start, hit.tokens.end);
    let joined = |at: usize| matches!(words.form(at), "-" | "‐" | "‑" | "–");
    let tight = |at: usize| words.segments.tokens.get(at).is_some_and(|token| !token.space_after);
    let after = joined(end) && tight(end - 1) && tight(end);
    let joins = |next: &str| {
        next.ends_with("ed") || matches!(next, "born" | "speaking" | "made" | "style" | "language")
    };
    let made = after && (words.upos(end + 1) == Upos::Verb || joins(&words.lower(end + 1)));
    let before = start >= 2
        && joined(start - 1)
        && tight(start - 2)
        && tight(start - 1)
        && is_prefix(&words.lower(start - 2));
    !made && !before
}

/// Whose it is by what stands behind: `of Iran, Syria and Turkey`, `in Quito`, `from Laos`.
fn complements<'r>(words: &Words, names: &Names<'r>, reading: &mut Reading<'r>, from: usize) {
    let mut at = from;
    let before = words.lower(at);
    let people = reading.office.is_some() || reading.agents.is_some() || reading.is_body;
    let spokes = reading.noun.starts_with("spokes") || reading.noun.starts_with("represent");
    let fits = match before.as_str() {
        "of" => true,
        "in" | "from" => people && reading.name.is_none(),
        "for" => spokes,
        _ => false,
    };
    if !fits || at >= words.len() {
        return;
    }
    let end = words.sentence_tokens(at).end;
    at += 1;
    let mut wanted = true;
    // `minister of transport of Georgia`: what it is the minister of is no state.
    if reading.office.is_some() && !names.at(at).is_some_and(|hit| is_whole(words, hit)) {
        let again = (at..end.min(at + 6)).take_while(|&at| words.is_word(at));
        let again = again.skip(1).find(|&at| words.form(at) == "of");
        at = again.map_or(at, |of| of + 1);
    }
    while at < end {
        let lower = words.lower(at);
        if matches!(lower.as_str(), "the" | "and" | "both" | ",") {
            wanted |= lower != "the";
            at += 1;
            continue;
        }
        let Some(hit) = names.at(at).filter(|hit| wanted && is_whole(words, hit)) else { break };
        let Some(named) = names.actor(hit, is_any) else { break };
        // `of Turkish workers`: of others.
        if !is_own(named.kind) {
            if before == "of" && reading.quantity {
                reading.whose.push(Whose { named, at, there: false });
            }
            break;
        }
        let there = before == "in";
        reading.whose.push(Whose { named, at, there });
        at = hit.tokens.end;
        reading.end = at;
        wanted = false;
    }
}

/// Whether a name is not the beginning of a longer one.
pub(super) fn is_whole(words: &Words, hit: &Hit) -> bool {
    let end = hit.tokens.end;
    if words.bearers.begins(end) {
        return true;
    }
    let goes_on = words.is_capital(end)
        && words.upos(end) == Upos::Propn
        && matches!(words.relation(end), "flat" | "compound")
        || words.is_capital(end)
            && matches!(words.relation(hit.tokens.end - 1), "compound" | "flat")
            && words.head(hit.tokens.end - 1) == Some(end)
            && words.upos(end) == Upos::Propn;
    end >= words.len() || !goes_on
}

#[cfg(test)]
mod tests {
    use onrecord_actors::{Case, NameKind, Registry};

    use super::*;

    #[test]
    fn nouns_of_bodies_and_of_people_agree_on_their_sectors() {
        let mut both = 0;
        for (noun, sector) in BODIES.iter() {
            let names = Registry::builtin().names(noun, Case::AsWritten);
            let agents = |kind| matches!(kind, NameKind::Agent | NameKind::Agents);
            for told in names.iter().filter(|name| agents(name.kind)) {
                both += 1;
                assert_eq!(told.sector, *sector, "{noun}");
            }
        }
        assert!(both > 20, "{both}");
    }
}
