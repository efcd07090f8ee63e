//! How well speakers are found: for each subject of a verb of saying or thinking, whether the
//! statement that has this subject for its source is given to the person or body that GUM's
//! coreference says it is.
//!
//! **What is asked.** In GUM's news, interviews and speeches, every verb of
//! `rules/en/attribution_verbs.tsv` that heads a clause of what is said, or stands inside of one, or
//! beside quotation marks, and that has a subject which GUM marks as a mention. The right answer is
//! the name of the subject's entity wherever in the document it stands: the longest proper name
//! among its mentions, or where nobody names it, any description of it. Joint subjects ask for one
//! name each.
//!
//! **What is answered.** The speakers of the statement whose source overlaps the subject; of several,
//! the one whose cue is the verb, then the one with the shortest source. Names are compared as the
//! scorer of statements does, and without titles as well, so that "President Lind" is "Anna Lind";
//! and they must share a word of the name proper, so that "Sydney" is not the "University of
//! Sydney".
//!
//! First persons have seldom a name that the text gives, so they are counted apart; so are subjects
//! that nothing but pronouns speaks of.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::ops::Range;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::gum::{Document, Place};
use super::names::{Words, alike, words_of};

/// The genres that are like news.
const GENRES: [&str; 3] = ["news", "interview", "speech"];

/// What else a name may hang on by and still belong to its core.
const WITHIN_NAMES: [&str; 2] = ["flat", "compound"];

/// What the measure knows of English, from the tables of `rules/en`.
pub struct Lexicon {
    /// Verbs of saying and thinking: whether each may stand beside a quotation.
    verbs: HashMap<String, bool>,
    /// Words before a name that are none of it.
    titles: Words,
}

impl Lexicon {
    /// Reads `attribution_verbs.tsv` and `titles.tsv`.
    pub fn new(attribution_verbs: &str, titles: &str) -> Lexicon {
        let titles = titles.lines().filter(|line| !line.starts_with('#'));
        let titles = titles.filter_map(|line| line.split('\t').next()).flat_map(words_of);
        Lexicon { verbs: verbs(attribution_verbs), titles: titles.collect() }
    }

    /// A name without its titles, if anything is left of it.
    fn untitled(&self, name: &Words) -> Words {
        let bare: Words = name.difference(&self.titles).cloned().collect();
        if bare.is_empty() { name.clone() } else { bare }
    }
}

/// The verbs of the table that can have a clause or a quotation for their content.
fn verbs(table: &str) -> HashMap<String, bool> {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let rows = rows.filter_map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let (verb, frames) = (*columns.first()?, columns.get(5)?);
        let has = |frame: &str| frames.split(' ').any(|found| found == frame);
        let says = has("says");
        let is_one_word = !verb.contains(' ');
        (is_one_word && (says || has("that") || has("bare") || has("if")))
            .then(|| (verb.to_owned(), says))
    });
    rows.collect()
}

/// One question: who is the subject of this verb?
struct Subject {
    verb: usize,
    head: usize,
    /// The right answer; one name for each of several who speak together.
    wanted: Vec<Wanted>,
    is_first_person: bool,
}

/// The names that are right for one speaker.
#[derive(Debug, PartialEq)]
struct Wanted {
    /// The fullest, for people.
    name: String,
    /// A proper name, or a description.
    is_name: bool,
    /// Each as its words, and those words without which no answer is the same one.
    any: Vec<(Words, Words)>,
}

impl Wanted {
    fn accepts(&self, answer: &str, lexicon: &Lexicon) -> bool {
        let answer = words_of(answer);
        let bare = lexicon.untitled(&answer);
        let is_right = |(whole, core): &(Words, Words)| {
            let is_alike = alike(whole, &answer) || alike(&lexicon.untitled(whole), &bare);
            is_alike && !lexicon.untitled(core).is_disjoint(&answer)
        };
        self.any.iter().any(is_right)
    }
}

/// How many of what there were.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    /// Subjects.
    pub asked: usize,
    /// Those that are the source of a statement.
    pub found: usize,
    /// Those whose statement has the right speakers.
    pub right: usize,
    /// Those whose statement has no speaker at all.
    pub empty: usize,
}

impl Count {
    fn add(&mut self, answer: Option<&Answer>, is_right: bool) {
        self.asked += 1;
        self.found += usize::from(answer.is_some());
        self.empty += usize::from(answer.is_some_and(Vec::is_empty));
        self.right += usize::from(is_right);
    }

    fn json(self) -> Value {
        json!({
            "subjects": self.asked, "found": self.found, "right": self.right, "empty": self.empty,
            "resolved": percent(self.right, self.found),
            "strict": percent(self.right, self.asked),
            "coverage": percent(self.found, self.asked),
        })
    }
}

/// A share in per cent, to a tenth; none of nothing.
pub fn percent(part: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| (1000.0 * part as f64 / all as f64).round() / 10.0)
}

type Answer = Vec<String>;

/// What the measure found.
#[derive(Debug, Default)]
pub struct Figures {
    pub documents: usize,
    /// All that counts: names and descriptions.
    pub all: Count,
    /// Those that some mention names.
    pub named: Count,
    /// Those that are only described.
    pub described: Count,
    /// First persons whom the text names.
    pub first_person: Count,
    /// First persons whom it does not name.
    pub first_person_nameless: Count,
    /// Others of whom the text has nothing but pronouns.
    pub nameless: Count,
    /// The counts of each genre.
    pub genres: BTreeMap<String, Count>,
    /// One line for each wrong or missing answer, and for each first person with a wrong one.
    pub errors: Vec<String>,
}

impl Figures {
    /// All figures as one object.
    pub fn json(&self) -> Value {
        let genres: serde_json::Map<String, Value> =
            self.genres.iter().map(|(genre, count)| (genre.clone(), count.json())).collect();
        let mut all = self.all.json();
        all["documents"] = self.documents.into();
        for (name, count) in [
            ("named", self.named),
            ("described", self.described),
            ("first_person", self.first_person),
            ("first_person_nameless", self.first_person_nameless),
            ("nameless", self.nameless),
        ] {
            all[name] = count.json();
        }
        all["genres"] = genres.into();
        all
    }
}

/// Compares the records of gold documents with what their coreference says.
pub fn measure(documents: &[Document], records: &[Value], lexicon: &Lexicon) -> Result<Figures> {
    let mut figures = Figures::default();
    if documents.len() != records.len() {
        bail!("{} documents in, {} records out", documents.len(), records.len());
    }
    for (document, record) in documents.iter().zip(records) {
        if !GENRES.contains(&document.genre()) {
            continue;
        }
        if record["article"]["text"] != document.text.as_str() {
            bail!("{}: the record's text differs from the one that was given", document.id);
        }
        figures.documents += 1;
        for subject in subjects(document, lexicon) {
            let found = answer(document, record, &subject);
            figures.count(document, &subject, found.as_ref(), lexicon);
        }
    }
    Ok(figures)
}

impl Figures {
    fn count(
        &mut self,
        document: &Document,
        subject: &Subject,
        answer: Option<&Answer>,
        lexicon: &Lexicon,
    ) {
        let wanted = &subject.wanted;
        let is_right = answer.is_some_and(|names| {
            let is_found = |one: &Wanted| names.iter().any(|name| one.accepts(name, lexicon));
            names.len() == wanted.len() && wanted.iter().all(is_found)
        });
        match (subject.is_first_person, wanted.is_empty()) {
            (true, false) => self.first_person.add(answer, is_right),
            (true, true) => self.first_person_nameless.add(answer, is_right),
            (false, true) => self.nameless.add(answer, is_right),
            (false, false) => {
                let genre = self.genres.entry(document.genre().to_owned()).or_default();
                genre.add(answer, is_right);
                let is_named = wanted.iter().all(|wanted| wanted.is_name);
                let kind = if is_named { &mut self.named } else { &mut self.described };
                kind.add(answer, is_right);
                self.all.add(answer, is_right);
            }
        }
        if !is_right && !wanted.is_empty() {
            self.errors.push(told(document, subject, answer));
        }
    }
}

/// A line about one wrong answer.
fn told(document: &Document, subject: &Subject, answer: Option<&Answer>) -> String {
    let (first, last) = (subject.head.min(subject.verb), subject.head.max(subject.verb));
    let names: Vec<&str> = subject.wanted.iter().map(|wanted| wanted.name.as_str()).collect();
    let mut line = format!("{}: {:?}", document.id, document.slice(first..last + 1));
    let _ = match answer {
        None => write!(line, " is no source, wanted {:?}", names.join("; ")),
        Some(found) => write!(line, " is {:?}, wanted {:?}", found.join("; "), names.join("; ")),
    };
    if subject.is_first_person {
        line.push_str(" (first person)");
    }
    line
}

/// The subjects of a document's verbs of saying and thinking.
fn subjects(document: &Document, lexicon: &Lexicon) -> Vec<Subject> {
    let mentions = Mentions::new(document);
    let mut found = Vec::new();
    for sentence in &document.sentences {
        let is_quote = |at: usize| document.words[at].form.contains(['"', '“', '”']);
        let has_quotes = sentence.clone().any(is_quote);
        for verb in sentence.clone() {
            let word = &document.words[verb];
            let Some(&says) = lexicon.verbs.get(&word.lemma).filter(|_| word.upos == "VERB") else {
                continue;
            };
            let children = || sentence.clone().filter(|&at| document.words[at].head == Some(verb));
            let is =
                |at: usize, names: &[&str]| names.contains(&document.words[at].relation.as_str());
            let has_content = is(verb, &["parataxis"])
                || children().any(|at| is(at, &["ccomp", "parataxis"]))
                || says && has_quotes;
            if !has_content {
                continue;
            }
            let subject = children().find(|&at| document.words[at].whole_relation == "nsubj");
            let Some((head, whole)) = subject.and_then(|at| Some((at, mentions.widest(at)?)))
            else {
                continue;
            };
            let lower = document.words[head].form.to_lowercase();
            let is_first_person = matches!(lower.as_str(), "i" | "we" | "me" | "us");
            // "You know" speaks of nobody.
            if lower == "you" {
                continue;
            }
            let wanted = mentions.wanted(head, &whole);
            found.push(Subject { verb, head, wanted, is_first_person });
        }
    }
    found
}

/// The mentions of a document, by head and by entity.
struct Mentions<'a> {
    document: &'a Document,
    by_head: HashMap<usize, Vec<usize>>,
    by_entity: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Mentions<'a> {
    fn new(document: &'a Document) -> Mentions<'a> {
        let mut by_head: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut by_entity: HashMap<&str, Vec<usize>> = HashMap::new();
        for (number, mention) in document.mentions.iter().enumerate() {
            by_head.entry(document.head_of(&mention.words)).or_default().push(number);
            by_entity.entry(mention.entity.as_str()).or_default().push(number);
        }
        Mentions { document, by_head, by_entity }
    }

    fn words(&self, mention: usize) -> Range<usize> {
        self.document.mentions[mention].words.clone()
    }

    /// The longest mention with this head.
    fn widest(&self, head: usize) -> Option<Range<usize>> {
        let numbers = self.by_head.get(&head)?.iter();
        numbers.map(|&number| self.words(number)).max_by_key(Range::len)
    }

    /// The answers for a subject: those of its entity, or of each who is joined in it.
    fn wanted(&self, head: usize, whole: &Range<usize>) -> Vec<Wanted> {
        let document = self.document;
        let is_joined = |at: &usize| {
            let word = &document.words[*at];
            word.relation == "conj" && word.head == Some(head)
        };
        let joined: Vec<usize> = whole.clone().filter(is_joined).collect();
        let numbers = |head: usize| self.by_head.get(&head).into_iter().flatten().copied();
        if !joined.is_empty() {
            let first = numbers(head).min_by_key(|&number| self.words(number).len());
            let others =
                joined.iter().map(|&at| numbers(at).max_by_key(|&number| self.words(number).len()));
            let each: Option<Vec<Wanted>> = std::iter::once(first)
                .chain(others)
                .map(|number| self.of_entity(&document.mentions[number?].entity))
                .collect();
            if let Some(each) = each {
                return each;
            }
        }
        let widest = numbers(head).max_by_key(|&number| self.words(number).len());
        widest
            .and_then(|number| self.of_entity(&document.mentions[number].entity))
            .into_iter()
            .collect()
    }

    /// The names of an entity, or else its descriptions; none when there are only pronouns.
    fn of_entity(&self, entity: &str) -> Option<Wanted> {
        let mut names: Vec<(Range<usize>, usize)> = Vec::new();
        let (mut descriptions, mut is_person) = (Vec::new(), false);
        for &number in self.by_entity.get(entity).into_iter().flatten() {
            let words = self.words(number);
            is_person |= self.document.mentions[number].kind == "person";
            let head = self.document.head_of(&words);
            let shown = self.without_asides(&words, head);
            match self.document.words[head].upos.as_str() {
                "PROPN" => names.push((self.name_in(&shown), head)),
                "PRON" | "DET" => {}
                _ => descriptions.push((shown, head)),
            }
        }
        let is_name = !names.is_empty();
        let of = if is_name { names } else { descriptions };
        // A person is rather "Anna Lind" than "Mayor of the City of Bern"; of names that are equally
        // long, the first.
        let is_office = |words: &Range<usize>| {
            is_person && words.clone().any(|at| self.document.words[at].upos == "ADP")
        };
        let fullest = of.iter().rev().max_by_key(|(words, _)| (!is_office(words), words.len()))?;
        let name = self.document.slice(fullest.0.clone());
        let any = of
            .iter()
            .map(|(words, head)| {
                let whole = words_of(&self.document.slice(words.clone()));
                (whole, self.core(words, *head))
            })
            .collect();
        Some(Wanted { name, is_name, any })
    }

    /// A mention as far as its first comma, bracket or clause after the head.
    fn without_asides(&self, words: &Range<usize>, head: usize) -> Range<usize> {
        let is_aside = |at: &usize| {
            let word = &self.document.words[*at];
            let is_clause =
                ["acl", "appos", "parataxis", "advcl"].contains(&word.relation.as_str());
            let is_mark = word.upos == "PUNCT" && !["-", "'", "’"].contains(&word.form.as_str());
            is_mark || is_clause || word.relation == "conj"
        };
        let end = (head + 1..words.end).find(is_aside).unwrap_or(words.end);
        // The first word of a clause may stand before its verb: "who", "that", "which".
        let opens = |at: &usize| {
            matches!(self.document.words[*at].upos.as_str(), "SCONJ" | "CCONJ")
                || ["who", "whom", "whose", "which", "that"]
                    .contains(&self.document.words[*at].form.as_str())
        };
        let end = (head + 1..end).find(opens).unwrap_or(end);
        let start = (words.start..head)
            .rev()
            .find(|at| {
                self.document.words[*at].upos == "PUNCT" && self.document.words[*at].form == ","
            })
            .map_or(words.start, |comma| comma + 1);
        start..end
    }

    /// From the first word of a proper name to the last.
    fn name_in(&self, words: &Range<usize>) -> Range<usize> {
        let is_name = |at: &usize| self.document.words[*at].upos == "PROPN";
        let first = words.clone().find(is_name).unwrap_or(words.start);
        let last = words.clone().rev().find(is_name).unwrap_or(words.end - 1);
        first..last + 1
    }

    /// The head and what is one name with it.
    fn core(&self, words: &Range<usize>, head: usize) -> Words {
        let belongs = |at: &usize| {
            let word = &self.document.words[*at];
            *at == head
                || word.head == Some(head)
                    && word.upos == "PROPN"
                    && WITHIN_NAMES.contains(&word.relation.as_str())
        };
        let core: BTreeSet<String> = words
            .clone()
            .filter(belongs)
            .flat_map(|at| words_of(&self.document.words[at].form))
            .collect();
        core
    }
}

/// The names of the speakers of the statement whose source is this subject; `None` where there is
/// no such statement.
fn answer(document: &Document, record: &Value, subject: &Subject) -> Option<Answer> {
    let statements = record["statements"].as_array()?;
    let subject_at = document.words[subject.head].place;
    let verb_at = document.words[subject.verb].place;
    let sources = statements.iter().filter(|statement| touches(&statement["source"], subject_at));
    let best = sources.min_by_key(|statement| {
        let length: usize = places(&statement["source"]).map(|(start, end)| end - start).sum();
        (!touches(&statement["cue"], verb_at), length)
    })?;
    let name = |id: &Value| {
        let actors = record["actors"].as_array()?;
        let actor = actors.iter().find(|actor| actor["id"] == *id)?;
        Some(actor["name"].as_str()?.to_owned())
    };
    Some(best["speakers"].as_array()?.iter().filter_map(name).collect())
}

fn places(spans: &Value) -> impl Iterator<Item = Place> {
    spans.as_array().into_iter().flatten().filter_map(|span| {
        let at = |n: usize| span.get(n)?.as_u64().and_then(|at| usize::try_from(at).ok());
        Some((at(0)?, at(1)?))
    })
}

fn touches(spans: &Value, place: Place) -> bool {
    places(spans).any(|(start, end)| start < place.1 && place.0 < end)
}

#[cfg(test)]
mod tests;
