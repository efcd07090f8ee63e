//! Who is behind a source: names joined through the article, descriptions and pronouns resolved.
//!
//! Names come first, from everywhere, because a full name may stand after a short one. Then the
//! statements are read in order, and each source is taken for what it is: a name for its bearer, a
//! description for whoever holds that office, a pronoun for the last one spoken of whom it fits.
//! What somebody's gender is, only the text tells: a title, a pronoun elsewhere, never a given name.
//! Where two could be meant, nobody is: a speaker is left out rather than wrong.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use onrecord_record::ActorKind;
use onrecord_text::{Segments, Span, Text};

use super::lexicon::{Classes, Gender, TITLES};
use super::names::{self, Description, Name, Reading};
use super::phrases;
use super::quotations::Draft;
use super::units::Unit;
use super::{Speaker, Statement, Statements};

/// How many units back a pronoun may reach.
const REACH: usize = 12;

/// Somebody whom the article names or describes.
#[derive(Clone, Debug, Default)]
struct Known {
    /// All words of the fullest name; empty for a description.
    words: Vec<String>,
    /// The name or the description.
    name: String,
    kind: Option<ActorKind>,
    gender: Option<Gender>,
    office: Option<String>,
    mentions: Vec<Span>,
    speaks: bool,
}

struct Cast<'a> {
    text: &'a Text,
    units: &'a [Unit],
    known: Vec<Known>,
    /// Bearers of a last name, by that name.
    surnames: HashMap<String, Vec<usize>>,
    /// Bodies and descriptions, by their words in lower case without an article.
    described: HashMap<String, usize>,
    /// For each unit, the person who is its subject.
    subjects: Vec<Option<usize>>,
    /// For each unit, the persons it names, in order.
    named: Vec<Vec<usize>>,
    /// For each unit, who was resolved as a source there.
    spoke: Vec<Vec<usize>>,
}

/// Tells the speakers of drafts, and makes the statements of them.
pub(super) fn resolve(
    text: &Text,
    segments: &Segments,
    units: &[Unit],
    drafts: Vec<Draft>,
) -> Statements {
    let mut cast = Cast {
        text,
        units,
        known: Vec::new(),
        surnames: HashMap::new(),
        described: HashMap::new(),
        subjects: vec![None; units.len()],
        named: vec![Vec::new(); units.len()],
        spoke: vec![Vec::new(); units.len()],
    };
    cast.meet(&drafts);
    cast.find_mentions(segments);
    cast.weigh_pronouns();
    let mut speakers: Vec<Vec<usize>> = vec![Vec::new(); drafts.len()];
    // The headline is read last: its `minister` is the one of the article.
    let order = (0..drafts.len())
        .filter(|&at| !drafts[at].in_headline)
        .chain((0..drafts.len()).filter(|&at| drafts[at].in_headline));
    for at in order {
        let draft = &drafts[at];
        let mut who = Vec::new();
        if draft.source.is_empty() {
            who = cast.carried(&drafts, &speakers, at);
        }
        for source in &draft.source {
            for part in names::split(&units[draft.unit], source) {
                if let Some(one) = cast.who(draft.unit, &part, draft.in_headline)
                    && !who.contains(&one)
                {
                    who.push(one);
                }
            }
        }
        if draft.inside.is_none() {
            cast.spoke[draft.unit].extend(&who);
        }
        speakers[at] = who;
    }
    cast.finish(drafts, speakers)
}

impl Cast<'_> {
    /// Meets everybody whom a source names in full, or a title introduces.
    fn meet(&mut self, drafts: &[Draft]) {
        let mut found: Vec<Name> = Vec::new();
        let mut alone: HashSet<String> = HashSet::new();
        for draft in drafts {
            let unit = &self.units[draft.unit];
            for source in &draft.source {
                for part in names::split(unit, source) {
                    if let Reading::Name(name) = names::read(self.text, unit, &part) {
                        if let [only] = name.words.as_slice() {
                            alone.insert(only.clone());
                        }
                        if draft.in_headline && !name.person {
                            continue;
                        }
                        found.push(name);
                    }
                }
            }
        }
        // Who is the subject of a sentence by one name bears it as a last name.
        for unit in self.units {
            if let Some(subject) = sentence_subject(unit)
                && subject.len() == 1
                && let Some(item) = unit.get(subject.start)
                && item.is(Classes::CAPITAL)
            {
                alone.insert(self.text.slice(item.span).to_owned());
            }
        }
        for unit in self.units.iter().filter(|unit| !unit.headline) {
            let mut at = 0;
            while at < unit.items.len() {
                let run = capital_run(unit, at);
                if run.len() < 2 {
                    at = run.end.max(at + 1);
                    continue;
                }
                at = run.end;
                // With a title inside or before it, or with a last name that speaks elsewhere.
                let begin = (run.start.saturating_sub(3)..run.start)
                    .find(|&before| {
                        TITLES.contains_key(unit.items[before].lower.as_str())
                            && (before..run.start)
                                .all(|at| !unit.is(at, Classes::PUNCTUATION | Classes::PREPOSITION))
                    })
                    .unwrap_or(run.start);
                if let Reading::Name(name) = names::read(self.text, unit, &(begin..run.end))
                    && (name.person && name.words.len() > 1
                        || name.words.len() > 1
                            && name.words.last().is_some_and(|last| alone.contains(last)))
                {
                    found.push(Name { person: true, ..name });
                }
            }
        }
        // Fullest names first, so that short ones find them.
        found.sort_by_key(|name| std::cmp::Reverse(name.words.len()));
        for name in found {
            self.introduce(&name);
        }
    }

    /// The bearer of a name, met now or before; `None` where two bear it.
    fn introduce(&mut self, name: &Name) -> Option<usize> {
        let last = name.words.last()?.clone();
        let bearers = self.surnames.get(&last).cloned().unwrap_or_default();
        let fits: Vec<usize> = bearers
            .into_iter()
            .filter(|&one| {
                let gender = match (self.known[one].gender, name.gender) {
                    (Some(held), Some(told)) => held == told,
                    _ => true,
                };
                gender && is_part(&name.words, &self.known[one].words)
            })
            .collect();
        let at = match fits.as_slice() {
            [one] => *one,
            [] => {
                self.known.push(Known {
                    words: name.words.clone(),
                    name: name.words.join(" "),
                    ..Known::default()
                });
                self.surnames.entry(last).or_default().push(self.known.len() - 1);
                self.known.len() - 1
            }
            _ => return None,
        };
        let known = &mut self.known[at];
        if name.person {
            known.kind = Some(ActorKind::Person);
        }
        known.gender = known.gender.or(name.gender);
        known.office = known.office.take().or(name.office.clone());
        Some(at)
    }

    /// Finds the names of everybody met in the whole text, quotations included.
    fn find_mentions(&mut self, segments: &Segments) {
        let mut starts: HashMap<&str, Vec<(usize, Vec<&str>)>> = HashMap::new();
        for (at, known) in self.known.iter().enumerate() {
            let mut forms: Vec<&[String]> = vec![&known.words];
            if let Some(last) = known.words.last()
                && known.words.len() > 1
                && self.surnames[last].len() == 1
            {
                forms.push(std::slice::from_ref(known.words.last().unwrap_or(last)));
            }
            for form in forms {
                let Some(first) = form.first() else { continue };
                starts
                    .entry(leading(first))
                    .or_default()
                    .push((at, form.iter().map(String::as_str).collect()));
            }
        }
        for forms in starts.values_mut() {
            forms.sort_by_key(|(at, form)| (std::cmp::Reverse(form.len()), *at));
        }
        let mut mentions: Vec<(usize, Span)> = Vec::new();
        let words = self.text.as_str();
        let mut done = 0;
        for token in &segments.tokens {
            let begin = token.span.start();
            if begin < done {
                continue;
            }
            let Some(forms) = starts.get(self.text.slice(token.span)) else { continue };
            let hit = forms.iter().take(20).find_map(|(at, form)| {
                let mut end = begin;
                for (nth, word) in form.iter().enumerate() {
                    if nth > 0 {
                        end += words[end..].len()
                            - words[end..].trim_start_matches([' ', '\u{a0}']).len();
                    }
                    end += words[end..].strip_prefix(word).map(|_| word.len())?;
                }
                let whole = words[end..].chars().next().is_none_or(|next| !next.is_alphanumeric());
                whole.then_some((*at, end))
            });
            if let Some((at, end)) = hit
                && let Some(span) = self.text.span(begin..end)
            {
                mentions.push((at, span));
                done = end;
            }
        }
        let mut unit = 0;
        for &(at, span) in &mentions {
            self.known[at].mentions.push(span);
            while unit + 1 < self.units.len()
                && self.units[unit + 1].items[0].span.start() <= span.start()
            {
                unit += 1;
            }
            let Some(here) = self.units.get(unit) else { continue };
            let item = here.items.partition_point(|item| item.span.end() <= span.start());
            let outside = here
                .get(item)
                .is_some_and(|item| item.quotation.is_none() && item.span.overlaps(span));
            if outside && !here.headline {
                self.named[unit].push(at);
            }
        }
        for (number, unit) in self.units.iter().enumerate() {
            let Some(subject) = sentence_subject(unit).and_then(|part| unit.span(&part)) else {
                continue;
            };
            let bearers: Vec<usize> = self.named[number]
                .iter()
                .copied()
                .filter(|&at| {
                    self.known[at].kind == Some(ActorKind::Person) || self.known[at].words.len() > 1
                })
                .filter(|&at| {
                    let mentions = &self.known[at].mentions;
                    let first =
                        mentions.partition_point(|mention| mention.start() < subject.start());
                    mentions.get(first).is_some_and(|&mention| subject.contains(mention))
                })
                .collect();
            if let Some(&first) = bearers.first()
                && bearers.iter().all(|&at| at == first)
            {
                self.subjects[number] = Some(first);
            }
        }
    }

    /// Learns genders from the possessives of subjects: `Ruiz met her deputy`.
    fn weigh_pronouns(&mut self) {
        for (number, unit) in self.units.iter().enumerate() {
            let Some(subject) = self.subjects[number] else { continue };
            if self.known[subject].gender.is_some() {
                continue;
            }
            let Some(phrase) = sentence_subject(unit) else { continue };
            for item in unit.items.iter().skip(phrase.end).take(12) {
                let another = item.is(Classes::CAPITAL)
                    || item.is(Classes::SUBJECT)
                    || item.quotation.is_some();
                let gender = match item.lower.as_str() {
                    "his" | "himself" => Some(Gender::Man),
                    "her" | "herself" => Some(Gender::Woman),
                    _ => None,
                };
                if gender.is_some() {
                    self.known[subject].gender = gender;
                }
                if gender.is_some() || another {
                    break;
                }
            }
        }
    }

    /// Who a source is.
    fn who(&mut self, unit: usize, part: &Range<usize>, headline: bool) -> Option<usize> {
        let span = self.units[unit].span(part)?;
        let reading = names::read(self.text, &self.units[unit], part);
        let found = match reading {
            Reading::Nobody => None,
            Reading::Pronoun(gender) => {
                let one = self.pronoun(unit, gender)?;
                self.known[one].gender = Some(gender);
                if self.known[one].kind.is_none() {
                    self.known[one].kind = Some(ActorKind::Person);
                }
                Some(one)
            }
            Reading::It => self.back(unit, |known| {
                matches!(known.kind, Some(ActorKind::Organization))
                    || known.kind.is_none() && known.gender.is_none()
            }),
            Reading::They => self.several(unit),
            Reading::Name(name) => match self.introduce(&name) {
                Some(one) => Some(one),
                // Two bear that name: the one whom the text named last.
                None => {
                    let last = name.words.last()?;
                    let bearers = self.surnames.get(last)?.clone();
                    bearers
                        .into_iter()
                        .filter_map(|one| {
                            let mentions = &self.known[one].mentions;
                            let before =
                                mentions.partition_point(|mention| mention.end() <= span.start());
                            before.checked_sub(1).map(|at| (mentions[at].end(), one))
                        })
                        .max()
                        .map(|(_, one)| one)
                }
            },
            Reading::Body { name } => Some(self.body(&name)),
            Reading::Description(description) => self.described(unit, &description, headline),
        }?;
        self.known[found].speaks = true;
        self.known[found].mentions.push(span);
        Some(found)
    }

    /// The last one spoken of whom `he` or `she` fits.
    fn pronoun(&self, unit: usize, gender: Gender) -> Option<usize> {
        let fits = |&one: &usize| {
            let known = &self.known[one];
            matches!(known.kind, Some(ActorKind::Person | ActorKind::Role) | None)
                && known.gender.is_none_or(|held| held == gender)
                && !(known.kind.is_none() && known.words.is_empty())
        };
        for back in 0..=REACH.min(unit) {
            let at = unit - back;
            if self.units[at].headline {
                break;
            }
            if let Some(one) = self.spoke[at].iter().rev().copied().find(fits) {
                return Some(one);
            }
            if back > 0 {
                if let Some(one) = self.subjects[at].filter(|one| fits(one)) {
                    return Some(one);
                }
                let mut named: Vec<usize> = self.named[at]
                    .iter()
                    .copied()
                    .filter(|one| fits(one) && self.known[*one].kind == Some(ActorKind::Person))
                    .collect();
                named.sort_unstable();
                named.dedup();
                match named.as_slice() {
                    [one] => return Some(*one),
                    [] => {}
                    // Two could be meant, unless the text has told whose gender it is.
                    many => {
                        let told: Vec<usize> = many
                            .iter()
                            .copied()
                            .filter(|&one| self.known[one].gender.is_some())
                            .collect();
                        return if let [one] = told.as_slice() { Some(*one) } else { None };
                    }
                }
            }
        }
        None
    }

    /// The last speaker before a unit, or in it, who fits.
    fn back(&self, unit: usize, fits: impl Fn(&Known) -> bool) -> Option<usize> {
        (0..=unit.min(REACH / 2)).find_map(|back| {
            self.spoke[unit - back].iter().rev().copied().find(|&one| fits(&self.known[one]))
        })
    }

    /// Who `they` are: the subject of the sentence before, where it is people or a speaking body.
    fn several(&mut self, unit: usize) -> Option<usize> {
        let before = unit.checked_sub(1)?;
        if self.units[before].headline {
            return None;
        }
        let plural =
            |known: &Known| matches!(known.kind, Some(ActorKind::Group | ActorKind::Organization));
        if let Some(&one) = self.spoke[before].last() {
            return plural(&self.known[one]).then_some(one);
        }
        let subject = sentence_subject(&self.units[before])?;
        match names::read(self.text, &self.units[before], &subject) {
            Reading::Description(described) if described.kind == Some(ActorKind::Group) => {
                self.described(before, &described, false)
            }
            _ => None,
        }
    }

    /// A body, by its name or by a name that holds it or is held by it.
    fn body(&mut self, name: &str) -> usize {
        let key = key_of(name);
        if let Some(&one) = self.described.get(&key) {
            return one;
        }
        let words: Vec<&str> = key.split(' ').collect();
        let joined = self.known.iter().position(|known| {
            if known.kind != Some(ActorKind::Organization) {
                return false;
            }
            let held = key_of(&known.name);
            let held: Vec<&str> = held.split(' ').collect();
            let last = words.last() == held.last() && words.iter().all(|word| held.contains(word));
            last || is_acronym(name, &known.name)
        });
        let one = joined.unwrap_or_else(|| {
            self.known.push(Known {
                name: name.to_owned(),
                kind: Some(ActorKind::Organization),
                ..Known::default()
            });
            self.known.len() - 1
        });
        self.described.insert(key, one);
        one
    }

    /// Somebody described: one whose office or name the description gives again, or a new one.
    fn described(
        &mut self,
        unit: usize,
        description: &Description,
        headline: bool,
    ) -> Option<usize> {
        let begin = self.units[unit].items[0].span.start();
        let key = key_of(&description.words);
        if description.definite {
            let says = |known: &Known| {
                let held = known.office.as_deref().map(key_of).unwrap_or_else(|| {
                    if known.words.is_empty() && !matches!(known.kind, Some(ActorKind::Group)) {
                        key_of(&known.name)
                    } else {
                        String::new()
                    }
                });
                let mut held = held.split(' ').collect::<Vec<_>>();
                if let Some(of) = held.iter().position(|word| matches!(*word, "of" | "for" | "in"))
                {
                    let person = known.kind == Some(ActorKind::Person);
                    if person {
                        held.truncate(of);
                    }
                }
                held.contains(&description.head.as_str())
                    && (held.last() == Some(&description.head.as_str())
                        || known.kind == Some(ActorKind::Organization))
                    && description
                        .before
                        .iter()
                        .all(|word| held.contains(&word.as_str()) || known.office.is_none())
                    && !(description.kind == Some(ActorKind::Organization))
                        ^ (known.kind == Some(ActorKind::Organization))
            };
            let fits: Vec<(usize, usize)> = self
                .known
                .iter()
                .enumerate()
                .filter(|(_, known)| says(known))
                .filter_map(|(one, known)| {
                    let before = if headline {
                        known.mentions.len().min(1)
                    } else {
                        known.mentions.partition_point(|mention| mention.start() < begin)
                    };
                    let last = known.mentions.get(before.checked_sub(1)?)?;
                    Some((last.start(), one))
                })
                .collect();
            let one = if headline { fits.iter().min() } else { fits.iter().max() };
            if let Some(&(_, one)) = one {
                return Some(one);
            }
        }
        if let Some(&one) = self.described.get(&key) {
            return Some(one);
        }
        self.known.push(Known {
            name: description.words.clone(),
            kind: description.kind,
            gender: description.gender,
            ..Known::default()
        });
        self.described.insert(key, self.known.len() - 1);
        Some(self.known.len() - 1)
    }

    /// Whose a quotation is that nothing attributes: the one of whom the passage is.
    fn carried(&mut self, drafts: &[Draft], speakers: &[Vec<usize>], at: usize) -> Vec<usize> {
        let unit = drafts[at].unit;
        let paragraph = self.units[unit].paragraph;
        let person = |cast: &Cast, one: usize| cast.known[one].kind == Some(ActorKind::Person);
        let last_in = |number: usize| {
            (0..at)
                .rev()
                .take_while(|&other| drafts[other].unit >= number)
                .find(|&other| drafts[other].unit == number && drafts[other].inside.is_none())
        };
        let mut back = unit;
        while back > 0 && self.units[back - 1].paragraph == paragraph && unit - back < 4 {
            back -= 1;
            if let Some(other) = last_in(back) {
                return speakers[other].clone();
            }
            if let Some(subject) = self.subjects[back] {
                return if person(self, subject) { vec![subject] } else { Vec::new() };
            }
            if let Some(gender) = subject_pronoun(&self.units[back]) {
                return self.pronoun(back, gender).into_iter().collect();
            }
        }
        if unit - back >= 4 || back == 0 {
            return Vec::new();
        }
        // The paragraph before: its last speaker, if nobody else has come on since.
        let before = self.units[back - 1].paragraph;
        if self.units[back - 1].headline {
            return Vec::new();
        }
        let mut came_on: Option<usize> = None;
        while back > 0 && self.units[back - 1].paragraph == before {
            back -= 1;
            if let Some(other) = last_in(back) {
                let who = speakers[other].clone();
                return if came_on.is_none_or(|one| who == [one]) { who } else { Vec::new() };
            }
            came_on = came_on.or(self.subjects[back]);
        }
        let mut named: Vec<usize> = (back..unit)
            .flat_map(|number| self.named[number].iter().copied())
            .filter(|&one| person(self, one))
            .collect();
        named.sort_unstable();
        named.dedup();
        match (came_on, named.as_slice()) {
            (Some(one), [only]) if one == *only => vec![one],
            _ => Vec::new(),
        }
    }

    /// The statements in order, and of those met only the ones who speak.
    fn finish(mut self, drafts: Vec<Draft>, speakers: Vec<Vec<usize>>) -> Statements {
        for who in &speakers {
            for &one in who {
                self.known[one].speaks = true;
            }
        }
        for known in &mut self.known {
            tidy(&mut known.mentions);
        }
        let mut order: Vec<usize> =
            (0..self.known.len()).filter(|&one| self.known[one].speaks).collect();
        order.sort_by_key(|&one| {
            (self.known[one].mentions.first().map(|mention| mention.start()), one)
        });
        let place: HashMap<usize, usize> =
            order.iter().enumerate().map(|(at, &one)| (one, at)).collect();
        let mut rank: Vec<usize> = (0..drafts.len()).collect();
        rank.sort_by_key(|&at| {
            let parts = &drafts[at].attribution;
            (parts.content.first().map(|part| (part.start(), std::cmp::Reverse(part.end()))), at)
        });
        let mut number = vec![0; drafts.len()];
        for (place, &at) in rank.iter().enumerate() {
            number[at] = place;
        }
        let mut drafts: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
        let statements = rank
            .iter()
            .filter_map(|&at| {
                let draft = drafts[at].take()?;
                Some(Statement {
                    kind: draft.kind,
                    speakers: speakers[at]
                        .iter()
                        .filter_map(|one| place.get(one).copied())
                        .collect(),
                    attribution: draft.attribution,
                    inside: draft.inside.map(|outer| number[outer]),
                    in_headline: draft.in_headline,
                })
            })
            .collect();
        let speakers = order
            .iter()
            .map(|&one| {
                let known = std::mem::take(&mut self.known[one]);
                Speaker {
                    name: known.name,
                    kind: known.kind,
                    office: known.office,
                    mentions: known.mentions,
                }
            })
            .collect();
        Statements { statements, speakers }
    }
}

/// Sorts mentions and keeps the longer of two that overlap.
fn tidy(mentions: &mut Vec<Span>) {
    mentions.sort_by_key(|mention| (mention.start(), std::cmp::Reverse(mention.end())));
    let mut end = 0;
    mentions.retain(|mention| {
        let apart = mention.start() >= end;
        end = end.max(mention.end());
        apart
    });
}

/// Whether all words of a short name are words of a full one, the last being the last.
fn is_part(short: &[String], full: &[String]) -> bool {
    let initial = |word: &String, other: &String| {
        word == other || word.ends_with('.') && word.len() == 2 && other.starts_with(&word[..1])
    };
    short.iter().all(|word| full.iter().any(|other| initial(word, other)))
        || full.iter().all(|word| short.iter().any(|other| initial(word, other)))
}

/// The part of a word up to its first mark, which is what a token of it may be.
fn leading(word: &str) -> &str {
    let end =
        word.find(|c: char| !c.is_alphanumeric()).filter(|&end| end > 0).unwrap_or(word.len());
    if word.ends_with('.') && end == word.len() - 1 { word } else { &word[..end] }
}

fn is_acronym(short: &str, full: &str) -> bool {
    let short = short.replace('.', "");
    short.len() >= 2
        && short.chars().all(char::is_uppercase)
        && full
            .split(' ')
            .filter_map(|word| word.chars().next())
            .filter(|c| c.is_uppercase())
            .eq(short.chars())
}

/// Words in lower case without an article at their head.
fn key_of(words: &str) -> String {
    let lower = words.to_lowercase().replace('’', "'");
    let bare = ["the ", "a ", "an "].iter().find_map(|article| lower.strip_prefix(article));
    bare.unwrap_or(&lower).to_owned()
}

/// A run of capitalised words from `start` on, with the hyphens and particles inside it.
fn capital_run(unit: &Unit, start: usize) -> Range<usize> {
    let mut end = start;
    while end < unit.items.len() && end - start < 10 {
        let item = &unit.items[end];
        let function = Classes::DETERMINER
            | Classes::PREPOSITION
            | Classes::CONJUNCTION
            | Classes::SUBORDINATOR
            | Classes::SUBJECT
            | Classes::TIME;
        let named = item.is(Classes::CAPITAL) && !item.is(function);
        let inner = end > start
            && matches!(
                item.lower.as_str(),
                "-" | "de" | "van" | "von" | "der" | "bin" | "al" | "el" | "da" | "di" | "la"
            )
            && unit.is(end + 1, Classes::CAPITAL);
        if !named && !inner {
            break;
        }
        end += 1;
    }
    start..end
}

/// The noun phrase before the first verb of a unit.
fn sentence_subject(unit: &Unit) -> Option<Range<usize>> {
    phrases::sentence_subject(unit, unit.items.len())
}

/// The gender of the pronoun that is the subject of a unit.
fn subject_pronoun(unit: &Unit) -> Option<Gender> {
    let first = unit.items.iter().take(3).find(|item| item.is(Classes::SUBJECT))?;
    match first.lower.as_str() {
        "he" => Some(Gender::Man),
        "she" => Some(Gender::Woman),
        _ => None,
    }
}
