//! What the words of a source say about who it is: a name, a title, an office, a description.

use std::ops::Range;

use onrecord_record::ActorKind;
use onrecord_text::Text;

use super::lexicon::{
    ABBREVIATED_OFFICES, COURTESY_TITLES, Classes, GENDERED_NOUNS, Gender, ORGANIZATIONS,
    PEOPLE_WORDS, PERSON_NOUNS, SPEAKING_DOCUMENTS, TITLES,
};
use super::phrases::is_possessive;
use super::units::Unit;

/// A source, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// `he`, `she`.
    Pronoun(Gender),
    /// `it`.
    It,
    /// `they`.
    They,
    /// A pronoun or word that points nowhere: `I`, `who`, `some`.
    Nobody,
    /// A name that can be a person's.
    Name(Name),
    /// A body or a thing by its name: `the Foreign Ministry`.
    Body {
        /// Without its article.
        name: String,
    },
    /// Words that describe: `the minister`, `officials in Santiago`.
    Description(Description),
}

/// A name with what is said about its bearer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// The words of the name.
    pub(super) words: Vec<String>,
    /// The office or calling, as the article words it.
    pub(super) office: Option<String>,
    pub(super) gender: Option<Gender>,
    /// Whether a title or a description says that a person bears it.
    pub(super) person: bool,
    /// Whether the registry knows it: `Jordan` may be a state, whoever has that first name.
    pub(super) registered: bool,
}

/// A description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Description {
    /// All of it, as the article has it.
    pub(super) words: String,
    /// Its noun, in lower case: `minister` of `the Syrian foreign minister`.
    pub(super) head: String,
    /// The words before the noun, in lower case, without determiners.
    pub(super) before: Vec<String>,
    /// Those of them with a capital, which say whose it is: `the Danish ministry`.
    pub(super) owners: Vec<String>,
    /// Whether it points back: `the`, `that`, `his`.
    pub(super) definite: bool,
    pub(super) kind: Option<ActorKind>,
    pub(super) gender: Option<Gender>,
}

/// Titles of courtesy: no office.
pub(crate) fn is_courtesy(lower: &str) -> bool {
    COURTESY_TITLES.contains(lower.trim_end_matches('.'))
}

/// Whether a word is the letters of a body, such as `FIFA`: no list could name them all, and one that
/// names some takes sides. Where everything is in capitals, capitals say nothing.
fn is_abbreviation(text: &Text, unit: &Unit, at: usize) -> bool {
    let letters = unit.get(at).map(|item| text.slice(item.span)).unwrap_or_default();
    let all = unit.span(&(0..unit.items.len())).map(|span| text.slice(span)).unwrap_or_default();
    (2..=6).contains(&letters.len())
        && letters.chars().all(|c| c.is_ascii_uppercase())
        && all.chars().any(char::is_lowercase)
}

/// The speakers that a source names: one, or two joined by `and`.
pub(super) fn split(unit: &Unit, source: &Range<usize>) -> Vec<Range<usize>> {
    let joint = (source.start + 1..source.end.saturating_sub(1)).find(|&at| {
        unit.reads(at, "and")
            && unit.is(at - 1, Classes::CAPITAL)
            && unit.is(at + 1, Classes::CAPITAL)
            && !ORGANIZATIONS.contains(unit.items[source.end - 1].lower.as_str())
            && !(source.start..at).any(|at| unit.is(at, Classes::PREPOSITION))
            && !(source.start..source.end).any(|at| unit.reads(at, ","))
    });
    match joint {
        Some(and) => vec![source.start..and, and + 1..source.end],
        None => vec![source.clone()],
    }
}

/// A source without a preposition before it and a date behind its possessive: `Mr Corvi's Oct. 11` of
/// `Mr Corvi's Oct. 11 announcement`.
fn bare(unit: &Unit, source: &Range<usize>) -> Range<usize> {
    let preposition = |at: &usize| {
        unit.is(*at, Classes::PREPOSITION)
            && !unit.is(*at, Classes::CAPITAL)
            && *at + 1 < source.end
    };
    let start = source.clone().find(|at| !preposition(at)).unwrap_or(source.start);
    let date = |at: usize| unit.is(at, Classes::TIME | Classes::NUMBER | Classes::PUNCTUATION);
    let owner = (start + 1..source.end).rev().find(|&at| is_possessive(unit, at));
    let dated = owner.filter(|&at| at + 1 < source.end && (at + 1..source.end).all(date));
    start..dated.unwrap_or(source.end)
}

/// Reads one source.
pub(super) fn read(text: &Text, unit: &Unit, source: &Range<usize>) -> Reading {
    let source = &bare(unit, source);
    let Some(items) = unit.items.get(source.clone()).filter(|items| !items.is_empty()) else {
        return Reading::Nobody;
    };
    let first = &items[0];
    // `WHO` is a body where its article has lower case.
    let spelled = items.len() == 1 && is_abbreviation(text, unit, source.start);
    if !spelled && items.len() == 1 || items.get(1).is_some_and(|item| item.is(Classes::OBJECT)) {
        match first.lower.as_str() {
            "he" | "his" | "him" => return Reading::Pronoun(Gender::Man),
            "she" | "her" => return Reading::Pronoun(Gender::Woman),
            "it" | "its" => return Reading::It,
            "they" | "their" | "them" => return Reading::They,
            _ if first.is(Classes::SUBJECT | Classes::POSSESSIVE | Classes::OBJECT)
                || first.is(Classes::DETERMINER | Classes::SUBORDINATOR) =>
            {
                return Reading::Nobody;
            }
            _ => {}
        }
    }
    let mut segments = Vec::new();
    let mut start = source.start;
    for at in source.clone() {
        if matches!(unit.items[at].lower.as_str(), "," | "(" | "–" | "—" | "--") {
            segments.push(start..at);
            start = at + 1;
        }
    }
    segments.push(start..source.end);
    segments.retain(|segment| !segment.is_empty());
    let Some(head) = segments.first() else { return Reading::Nobody };
    let reading = segment(text, unit, head, true);
    let second = segments.get(1).filter(|second| {
        !matches!(unit.items[second.start].lower.as_str(), "who" | "which" | "whose")
    });
    match (reading, second) {
        // `a spokeswoman, Ana Ruiz`
        (Reading::Description(described), Some(second)) => {
            let later = segment(text, unit, second, false);
            match later {
                Reading::Name(mut name) => {
                    if TITLES.contains_key(described.head.as_str()) {
                        name.office = Some(without_article(&described.words));
                    }
                    name.gender = name.gender.or(described.gender);
                    name.person = true;
                    Reading::Name(name)
                }
                _ => Reading::Description(described),
            }
        }
        // `Ana Ruiz, the mayor of Tolva`
        (Reading::Name(mut name), Some(second)) => {
            // `Ana Ruiz, 54`: who has an age is a person.
            name.person |= second.len() == 1 && unit.is(second.start, Classes::NUMBER);
            if let Reading::Description(described) = segment(text, unit, second, true)
                && TITLES.contains_key(described.head.as_str())
            {
                name.person = true;
                name.gender = name.gender.or(described.gender);
                let office = without_article(&described.words);
                name.office = name.office.or(Some(office));
            }
            Reading::Name(name)
        }
        (reading, _) => reading,
    }
}

fn without_article(words: &str) -> String {
    let lower = words.to_lowercase();
    let article = ["the ", "a ", "an ", "The ", "A ", "An "]
        .iter()
        .find(|article| lower.starts_with(&article.to_lowercase()))
        .map_or(0, |article| article.len());
    words.get(article..).unwrap_or(words).to_owned()
}

/// Reads a phrase without commas.
fn segment(text: &Text, unit: &Unit, part: &Range<usize>, whole: bool) -> Reading {
    let article = part.start
        + usize::from(
            unit.is(part.start, Classes::DETERMINER | Classes::POSSESSIVE) && part.len() > 1,
        );
    let definite = article > part.start
        && matches!(
            unit.items[part.start].lower.as_str(),
            "the" | "this" | "that" | "these" | "those" | "his" | "her" | "their" | "its"
        );
    // The phrase proper ends where a preposition or a clause begins.
    let end = (article + 1..part.end)
        .find(|&at| {
            let item = &unit.items[at];
            item.is(Classes::PREPOSITION | Classes::SUBORDINATOR | Classes::AUXILIARY)
                && !item.is(Classes::CAPITAL)
                && !is_possessive(unit, at)
                || item.quotation.is_some()
        })
        .unwrap_or(part.end);
    if let Some(name) = behind_complement(unit, article..part.end) {
        let office = article..name;
        let title = (article..end).rev().find_map(|at| TITLES.get(unit.items[at].lower.as_str()));
        return Reading::Name(Name {
            person: true,
            gender: title.copied().flatten(),
            office: unit.span(&office).map(|span| text.slice(span).to_owned()),
            ..name_of(text, unit, name..part.end)
        });
    }
    // What stands after the last possessor: `Energy Minister Ana Ruiz` of `Uruguay's …`.
    let core = (article..end)
        .rev()
        .find(|&at| is_possessive(unit, at) && at + 1 < end)
        .map_or(article, |at| at + 1);
    let capital = |at: usize| {
        unit.is(at, Classes::CAPITAL)
            && !(at == part.start
                && part.start == 0
                && unit.items[at].is(Classes::DETERMINER | Classes::SUBJECT))
    };
    let mut run = end;
    while run > core {
        let at = run - 1;
        let item = &unit.items[at];
        let inner = run < end && is_inner(&item.lower) && at > core;
        if capital(at) || inner {
            run = at;
        } else {
            break;
        }
    }
    while run < end && !unit.is(run, Classes::CAPITAL) {
        run += 1;
    }
    let first_capital = core == part.start && part.start == 0 && run == core;
    let lower_title = |word: &str| TITLES.get(word).copied();
    let describe = || description(text, unit, part, article..end, definite);
    if run >= end {
        return describe();
    }
    let ends_as_body = ((run..end).any(|at| ORGANIZATIONS.contains(unit.items[at].lower.as_str()))
        || run + 1 == end && is_abbreviation(text, unit, run))
        && lower_title(&unit.items[end - 1].lower).is_none();
    // `Justice Department`, `General Assembly`: a title before the noun of a body is a piece of its name.
    let of_body =
        |at: usize| at + 2 == end && ORGANIZATIONS.contains(unit.items[at + 1].lower.as_str());
    let title = (run..end)
        .rev()
        .find(|&at| lower_title(&unit.items[at].lower).is_some())
        .filter(|&at| !of_body(at));
    if let Some(title) = title {
        if title + 1 == end && core == title && is_courtesy(&unit.items[title].lower) {
            return Reading::Nobody;
        }
        if title + 1 == end || unit.is(title + 1, Classes::PREPOSITION) {
            // `the Foreign Minister`, `President`, `THE MAYOR OF ELMVALE`: an office without a name.
            return describe();
        }
        let mut name = name_of(text, unit, title + 1..end);
        name.person = true;
        name.gender = (core..=title).find_map(|at| lower_title(&unit.items[at].lower).flatten());
        let office = core..title + 1;
        let courtesy = is_courtesy(&unit.items[title].lower);
        name.office = if courtesy {
            None
        } else {
            unit.span(&office).map(|span| text.slice(span).to_owned())
        };
        return Reading::Name(name);
    }
    let documents = SPEAKING_DOCUMENTS.contains(unit.items[end - 1].lower.as_str())
        || PEOPLE_WORDS.contains(unit.items[end - 1].lower.as_str());
    if first_capital && end - run == 1 && documents {
        return describe();
    }
    if ends_as_body {
        let from =
            if run > core && !unit.is(run - 1, Classes::CAPITAL) { article } else { run.min(core) };
        // `the University of Oslo`, `the Ministry of Health`: the name goes on after its preposition.
        let end = if whole && unit.reads(end, "of") { part.end } else { end };
        let from = if run > article && core > article { article } else { from };
        let name =
            unit.span(&(from..end)).map(|span| text.slice(span).to_owned()).unwrap_or_default();
        return Reading::Body { name };
    }
    let lead = core..run;
    if lead.is_empty() {
        if core > article && end - run == 1 {
            // `Turkey's Erdem`: a name; `the city's Chamber` was a body.
            return Reading::Name(name_of(text, unit, run..end));
        }
        if article > part.start && core == article {
            // `the Kremlin`, `the Guardian`, `the Americans`
            let end = if whole && unit.reads(end, "of") { part.end } else { end };
            let name =
                unit.span(&(run..end)).map(|span| text.slice(span).to_owned()).unwrap_or_default();
            return Reading::Body { name };
        }
        return Reading::Name(name_of(text, unit, run..end));
    }
    // `Peruvian cartographer Quilla Mamanchura`, `spokesman John Abel`
    let calling = &unit.items[run - 1];
    if let Some(gender) = lower_title(&calling.lower) {
        let mut name = name_of(text, unit, run..end);
        name.person = true;
        name.gender = gender;
        if !is_courtesy(&calling.lower) {
            name.office = unit.span(&lead).map(|span| text.slice(span).to_owned());
        }
        return Reading::Name(name);
    }
    // `the baker Nuria Beltran`: words that call somebody something stand before a full name, with an
    // article or without.
    let calls = calling.classes == Classes::default() || calling.is(Classes::NUMBER);
    if end - run >= 2 && (!definite || calls) {
        let mut name = name_of(text, unit, run..end);
        name.person = true;
        return Reading::Name(name);
    }
    describe()
}

/// Where the name begins that stands behind an office and what it is of: `President of Azerbaijan Elnur
/// Qasimli`, `the minister of foreign affairs of Armenia Aram Petrosyan`.
pub(super) fn behind_complement(unit: &Unit, part: Range<usize>) -> Option<usize> {
    let title = |at: usize| {
        let word = unit.items[at].lower.as_str();
        TITLES.contains_key(word) || PERSON_NOUNS.contains(word)
    };
    let of = (part.start + 1..part.end).find(|&at| unit.is(at, Classes::PREPOSITION))?;
    if !title(of - 1) {
        return None;
    }
    let name = (of + 2..part.end).rev().find(|&at| unit.is(at, Classes::NAME))?;
    // `a spokesman for Senator Anna Bell` is not she, nor is one for her alone.
    let complement = unit.is(name - 1, Classes::CAPITAL)
        && !title(name - 1)
        && !unit.is(name - 1, Classes::PREPOSITION | Classes::DETERMINER);
    let mut name_words = name..part.end;
    let whole = name_words.all(|at| {
        let item = &unit.items[at];
        let inner = is_inner(&item.lower) && at > name && at + 1 < part.end;
        (item.is(Classes::CAPITAL) || inner)
            && item.quotation.is_none()
            && !title(at)
            && !ORGANIZATIONS.contains(item.lower.as_str())
    });
    (complement && whole).then_some(name)
}

/// Where the office begins that a run of capitals ends the complement of, and a name behind it.
pub(super) fn office_before(unit: &Unit, run: &Range<usize>) -> Option<usize> {
    (run.start.saturating_sub(COMPLEMENT)..run.start)
        .rev()
        .take_while(|&at| !unit.is(at, Classes::PUNCTUATION) && unit.quotation(at).is_none())
        .filter(|&at| TITLES.contains_key(unit.items[at].lower.as_str()))
        .find(|&at| behind_complement(unit, at..run.end).is_some())
}

/// How many words what an office is of may have before its last name.
const COMPLEMENT: usize = 8;

/// Words and marks in lower case that stand inside of names.
fn is_inner(lower: &str) -> bool {
    matches!(lower, "-" | "." | "'") || onrecord_actors::is_particle(lower)
}

fn name_of(text: &Text, unit: &Unit, part: Range<usize>) -> Name {
    // Words that a hyphen or a full stop joins without space are one word of the name.
    let mut words: Vec<String> = Vec::new();
    let mut last_end = None;
    let registered = part.len() == 1 && unit.is(part.start, Classes::REGISTERED);
    for at in part {
        let item = &unit.items[at];
        if item.quotation.is_some() {
            continue;
        }
        let word = text.slice(item.span);
        match words.last_mut() {
            Some(held) if last_end == Some(item.span.start()) => held.push_str(word),
            _ => words.push(word.to_owned()),
        }
        last_end = Some(item.span.end());
    }
    Name { words, registered, ..Name::default() }
}

fn description(
    text: &Text,
    unit: &Unit,
    part: &Range<usize>,
    core: Range<usize>,
    definite: bool,
) -> Reading {
    let mut end = core.end;
    while end > core.start && !unit.items[end - 1].lower.chars().any(char::is_alphanumeric) {
        end -= 1;
    }
    if end == core.start {
        return Reading::Nobody;
    }
    let abbreviated = ABBREVIATED_OFFICES.get(unit.items[end - 1].lower.as_str());
    let mut before: Vec<String> =
        unit.items[core.start..end - 1].iter().map(|item| item.lower.clone()).collect();
    // The capital of a sentence says nothing, and no title's.
    let capital = |at: &usize| {
        let item = &unit.items[*at];
        item.is(Classes::CAPITAL) && *at > 0 && !TITLES.contains_key(item.lower.as_str())
    };
    let complement = (end..part.end).take_while(|&at| !unit.reads(at, ","));
    let owners = (core.start..end - 1).chain(complement).filter(capital);
    let owners = owners.map(|at| unit.items[at].lower.clone()).collect();
    let mut head = unit.items[end - 1].lower.clone();
    if let Some(office) = abbreviated {
        let mut words: Vec<&str> = office.split(' ').collect();
        head = words.pop().unwrap_or_default().to_owned();
        before.extend(words.into_iter().map(str::to_owned));
    }
    let title = TITLES.get(head.as_str());
    let told = GENDERED_NOUNS.get(head.as_str()).copied();
    let singular = head.strip_suffix('s').unwrap_or(&head);
    let kind = if PEOPLE_WORDS.contains(head.as_str())
        || TITLES.contains_key(singular) && singular != head
    {
        Some(ActorKind::Group)
    } else if title.is_some() {
        Some(if definite || abbreviated.is_some() { ActorKind::Role } else { ActorKind::Person })
    } else if ORGANIZATIONS.contains(head.as_str()) {
        Some(ActorKind::Organization)
    } else if PERSON_NOUNS.contains(head.as_str()) || told.is_some() {
        Some(ActorKind::Person)
    } else {
        None
    };
    let mut words = unit.span(part).map(|span| text.slice(span).to_owned()).unwrap_or_default();
    // The capital of an article is that of its sentence, unless all of it is in capitals.
    if core.start > part.start
        && words.chars().any(char::is_lowercase)
        && let Some(first) = words.chars().next()
    {
        words.replace_range(..first.len_utf8(), &first.to_lowercase().to_string());
    }
    Reading::Description(Description {
        words,
        definite: definite || abbreviated.is_some() || core.start == part.start && title.is_some(),
        gender: title.copied().flatten().or(told),
        head,
        before,
        owners,
        kind,
    })
}

/// Whether capitals are the initials of a name: `AU` of the `African Union`.
pub(crate) fn is_acronym(short: &str, full: &str) -> bool {
    let short: String = short.chars().filter(|c| c.is_alphabetic()).collect();
    let initials = full.split([' ', '-']).filter_map(|word| word.chars().next());
    short.chars().count() >= 2
        && short.chars().all(char::is_uppercase)
        && initials.filter(|c| c.is_uppercase()).eq(short.chars())
}

/// Words in lower case without an article at their head.
pub(crate) fn key_of(words: &str) -> String {
    let lower = words.to_lowercase().replace('’', "'");
    let bare = ["the ", "a ", "an "].iter().find_map(|article| lower.strip_prefix(article));
    bare.unwrap_or(&lower).to_owned()
}
