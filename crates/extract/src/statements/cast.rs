//! Whom the article names: found everywhere first, because a full name may stand after a short one.
//!
//! A person is met where a source names them in full, where a title introduces them, or where a run
//! of capitals ends in a name that is the subject of another sentence. Then every place that has the
//! name is a mention, and possessives tell whose gender the text knows.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use onrecord_record::ActorKind;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use onrecord_text::{Segments, Span, Text};

use super::lexicon::{Classes, Gender, NAME_ARTICLES, PERSON_NOUNS, TITLES};
use super::names::{self, Name, Reading};
use super::phrases;
use super::quotations::Draft;
use super::turns;
use super::units::Unit;

/// How many bearers of one last name are told apart.
const NAMESAKES: usize = 50;

/// Somebody whom the article names or describes.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// All words of the fullest name; empty for a description.
    pub(super) words: Vec<String>,
    /// The name or the description.
    pub(super) name: String,
    pub(super) kind: Option<ActorKind>,
    pub(super) gender: Option<Gender>,
    pub(super) office: Option<String>,
    pub(super) mentions: Vec<Span>,
    pub(super) speaks: bool,
}

pub(super) struct Cast<'a> {
    pub(super) text: &'a Text,
    pub(super) units: &'a [Unit],
    pub(super) known: Vec<Known>,
    /// Bearers of a last name, by that name.
    pub(super) surnames: HashMap<String, Vec<usize>>,
    /// Bodies and descriptions, by their words in lower case without an article.
    pub(super) described: HashMap<String, usize>,
    /// For each unit, the person who is its subject.
    pub(super) subjects: Vec<Option<usize>>,
    /// For each unit, the persons it names, in order.
    pub(super) named: Vec<Vec<usize>>,
    /// Where names stand and whose they are, in the order of the text.
    pub(super) places: Vec<(Span, usize)>,
    /// For each unit, who was resolved as a source there.
    pub(super) spoke: Vec<Vec<usize>>,
}

impl<'a> Cast<'a> {
    /// Everybody whom a text names, with their mentions.
    pub(super) fn new(
        text: &'a Text,
        segments: &Segments,
        units: &'a [Unit],
        drafts: &[Draft],
    ) -> Cast<'a> {
        let mut cast = Cast {
            text,
            units,
            known: Vec::new(),
            surnames: HashMap::new(),
            described: HashMap::new(),
            subjects: vec![None; units.len()],
            named: vec![Vec::new(); units.len()],
            places: Vec::new(),
            spoke: vec![Vec::new(); units.len()],
        };
        cast.meet(drafts);
        cast.find_mentions(segments);
        cast.weigh_pronouns();
        cast
    }

    /// Meets everybody whom a source names in full, or a title introduces.
    fn meet(&mut self, drafts: &[Draft]) {
        let mut found: Vec<Name> = Vec::new();
        let mut alone: HashSet<String> = HashSet::new();
        // Labels of turns, in lower case: `SHIKOLALYE` is the last name of a Shikolalye.
        let labels: HashSet<String> =
            drafts.iter().filter_map(|draft| turns::label_name(self.text, draft)).collect();
        found.extend(turns::interviewed(self.text, self.units, drafts));
        for draft in drafts {
            if turns::shouts(self.text, draft) {
                continue;
            }
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
                // With a title inside or before it, with a last name that speaks elsewhere, or set
                // beside words for a person.
                let begin = (run.start.saturating_sub(3)..run.start)
                    .find(|&before| {
                        TITLES.contains_key(unit.items[before].lower.as_str())
                            && (before..run.start)
                                .all(|at| !unit.is(at, Classes::PUNCTUATION | Classes::PREPOSITION))
                    })
                    .or_else(|| names::office_before(unit, &run))
                    .unwrap_or(run.start);
                if let Reading::Name(name) = names::read(self.text, unit, &(begin..run.end))
                    && (name.words.len() > 1
                        && (name.person
                            || name.words.last().is_some_and(|last| alone.contains(last))
                            || beside_a_person(unit, &run))
                        // `President Corvi's advisers`: the article may never say it in full.
                        || name.person && name.office.is_some())
                {
                    found.push(Name { person: true, ..name });
                } else if !labels.is_empty()
                    && let Reading::Name(name) = names::read(self.text, unit, &run)
                {
                    let mut ends = name.words.first().into_iter().chain(name.words.last());
                    let one_word = ends.any(|word| labels.contains(&word.to_lowercase()));
                    let joined = name.words.join(" ");
                    // The letters of a label in capitals are nobody's spelling.
                    let spelled = joined.chars().any(char::is_lowercase);
                    if spelled && (one_word || labels.contains(&joined.to_lowercase())) {
                        found.push(Name { person: name.person || one_word, ..name });
                    }
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
    pub(super) fn introduce(&mut self, name: &Name) -> Option<usize> {
        let last = name.words.last()?.clone();
        let bearers = self.surnames.get(&key(&last)).cloned().unwrap_or_default();
        let fits: Vec<usize> = bearers
            .into_iter()
            .rev()
            .take(NAMESAKES)
            .filter(|&one| {
                let gender = match (self.known[one].gender, name.gender) {
                    (Some(held), Some(told)) => held == told,
                    _ => true,
                };
                gender && is_part(&name.words, &self.known[one].words)
            })
            .collect();
        // `Xi` of `Xi Jinping`, and people who are called by their first names; what a Jordan Hale says
        // is not Jordan's word, nor the other way round.
        let first = fits.is_empty() && name.words.len() == 1 && !name.registered;
        let fits = if first { self.by_first(name) } else { fits };
        let at = match fits.as_slice() {
            [one] => *one,
            [] => {
                self.known.push(Known {
                    words: name.words.clone(),
                    name: name.words.join(" "),
                    ..Known::default()
                });
                self.surnames.entry(key(&last)).or_default().push(self.known.len() - 1);
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

    /// The persons whose full name begins with a word.
    fn by_first(&self, name: &Name) -> Vec<usize> {
        let Some(first) = name.words.first().map(|word| key(word)) else { return Vec::new() };
        let recent = self.known.len().saturating_sub(NAMESAKES);
        (recent..self.known.len())
            .filter(|&one| {
                let known = &self.known[one];
                let gender = known.gender.zip(name.gender).is_none_or(|(held, told)| held == told);
                gender
                    && known.kind == Some(ActorKind::Person)
                    && known.words.len() > 1
                    && known.words.first().is_some_and(|held| key(held) == first)
            })
            .collect()
    }

    /// Finds the names of everybody met in the whole text, quotations included.
    fn find_mentions(&mut self, segments: &Segments) {
        let mut starts: HashMap<&str, Vec<(usize, Vec<&str>)>> = HashMap::new();
        for (at, known) in self.known.iter().enumerate() {
            let mut forms: Vec<&[String]> = vec![&known.words];
            if let Some(last) = known.words.last()
                && known.words.len() > 1
                && self.surnames.get(&key(last)).is_some_and(|bearers| bearers.len() == 1)
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
        self.places = mentions.into_iter().map(|(at, span)| (span, at)).collect();
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
}

/// The noun phrase before the first verb of a unit.
pub(super) fn sentence_subject(unit: &Unit) -> Option<Range<usize>> {
    phrases::sentence_subject(unit, unit.items.len())
}

/// Whether a run of capitals is set beside words for a person (`her colleague, Paolo Degrassi,`) or
/// has a clause about one behind it (`Paolo Degrassi, who`).
fn beside_a_person(unit: &Unit, run: &Range<usize>) -> bool {
    let ends = unit.get(run.end).is_none_or(|item| item.is(Classes::PUNCTUATION));
    let described = run.start >= 2
        && unit.reads(run.start - 1, ",")
        && PERSON_NOUNS.contains(unit.items[run.start - 2].lower.as_str());
    let goes_on = unit.reads(run.end, ",") && unit.reads(run.end + 1, "who");
    ends && described || goes_on
}

/// Whether all words of a short name are words of a full one, the last being the last.
pub(crate) fn is_part(short: &[String], full: &[String]) -> bool {
    let initial = |word: &String, other: &String| {
        word == other || word.ends_with('.') && word.len() == 2 && other.starts_with(&word[..1])
    };
    let parts = |words: &[String]| -> Vec<String> {
        let parts = words.iter().flat_map(|word| word.split('-')).map(key);
        parts.filter(|part| !part.is_empty()).collect()
    };
    let (short, full) = (&parts(short), &parts(full));
    short.iter().all(|word| full.iter().any(|other| initial(word, other)))
        || full.iter().all(|word| short.iter().any(|other| initial(word, other)))
}

/// How a word of a name is compared: without its case and accents, without an article that
/// transliterations have or leave out (`al-Dahhoury`), and by its last part where hyphens join it.
pub(crate) fn key(word: &str) -> String {
    let folded: String =
        word.to_lowercase().nfkd().filter(|&c| !is_combining_mark(c) && c != '’').collect();
    let last = folded.rsplit('-').next().unwrap_or_default();
    match folded.split_once('-') {
        None if NAME_ARTICLES.contains(folded.as_str()) => String::new(),
        _ => last.to_owned(),
    }
}

/// The part of a word up to its first mark, which is what a token of it may be.
fn leading(word: &str) -> &str {
    let end =
        word.find(|c: char| !c.is_alphanumeric()).filter(|&end| end > 0).unwrap_or(word.len());
    if word.ends_with('.') && end == word.len() - 1 { word } else { &word[..end] }
}

/// A run of capitalised words from `start` on, with the hyphens and particles inside it.
pub(super) fn capital_run(unit: &Unit, start: usize) -> Range<usize> {
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
            && (item.lower == "-" || onrecord_actors::is_particle(&item.lower))
            && unit.is(end + 1, Classes::CAPITAL);
        if !named && !inner {
            break;
        }
        end += 1;
    }
    start..end
}
