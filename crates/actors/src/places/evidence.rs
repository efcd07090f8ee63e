//! Finds the names of the gazetteer in an article, the longest first, and weighs for each whether it
//! is a place here or a person's name, a body's or a word.
//!
//! The weights are points of judgement, not probabilities: above zero a name is taken for a place.
//! A name that is nothing but a place's needs no evidence; one that is a word or a person's name as
//! well needs some, such as a preposition before it or its country nearby.

use std::ops::Range;

use super::fold::fold;
use super::{Article, Candidate, EntityKind, Gazetteer, Kind, Name, Reason, Word, cues};

/// A name of the gazetteer in an article.
#[derive(Debug)]
pub struct Found {
    /// Pieces of the article.
    pub pieces: Range<usize>,
    pub name: Name,
    pub candidates: Vec<Candidate>,
}

/// An article in pieces: its words, those with hyphens cut where a part is a name ("London-based").
#[derive(Debug)]
pub struct Pieces<'a> {
    pub words: Vec<Word<'a>>,
    /// The word of the article that each piece is from.
    pub origin: Vec<usize>,
    /// The cues of each piece.
    pub cues: Vec<u32>,
    /// The number of the sentence of each piece.
    pub sentence: Vec<usize>,
    /// Of each sentence, whether nearly every word of it is capitalised, as in headlines.
    headline: Vec<bool>,
}

/// The most words that a name of the tables has.
const LONGEST: usize = 8;

impl<'a> Pieces<'a> {
    pub fn cut(gazetteer: Gazetteer, article: &Article<'a>) -> Self {
        let mut words = Vec::with_capacity(article.words.len());
        let mut origin = Vec::with_capacity(article.words.len());
        for (index, word) in article.words.iter().enumerate() {
            for piece in parts(gazetteer, *word) {
                words.push(piece);
                origin.push(index);
            }
        }
        let cues = words
            .iter()
            .map(|word| gazetteer.cues(word.text.to_lowercase().trim_end_matches('.')))
            .collect();
        let mut sentence = Vec::with_capacity(words.len());
        let mut headline = Vec::new();
        let (mut long, mut capitalised) = (0, 0);
        for (index, word) in words.iter().enumerate() {
            if index > 0 && word.begins_sentence {
                headline.push(long >= 4 && capitalised * 10 >= long * 7);
                (long, capitalised) = (0, 0);
            }
            sentence.push(headline.len());
            if word.text.chars().count() >= 4 && word.is_name_like() {
                long += 1;
                capitalised += usize::from(word.is_capitalised());
            }
        }
        headline.push(long >= 4 && capitalised * 10 >= long * 7);
        Self { words, origin, cues, sentence, headline }
    }

    /// The piece before `index`, in the same sentence.
    pub fn before(&self, index: usize) -> Option<usize> {
        let before = index.checked_sub(1)?;
        (self.sentence.get(index) == self.sentence.get(before)).then_some(before)
    }

    /// The piece after a name that ends at `end`, in the same sentence, past a possessive.
    pub fn after(&self, end: usize) -> Option<usize> {
        let here = *self.sentence.get(end.checked_sub(1)?)?;
        let at = end + usize::from(self.text(end).is_some_and(is_possessive));
        (self.sentence.get(at) == Some(&here)).then_some(at)
    }

    pub fn text(&self, index: usize) -> Option<&'a str> {
        self.words.get(index).map(|word| word.text)
    }

    pub fn has(&self, index: Option<usize>, wanted: u32) -> bool {
        index.and_then(|index| self.cues.get(index)).is_some_and(|cues| cues & wanted != 0)
    }

    pub fn is(&self, index: Option<usize>, wanted: &str) -> bool {
        index.and_then(|index| self.text(index)).is_some_and(|text| text == wanted)
    }

    fn is_capitalised(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| word.is_capitalised() && word.is_name_like())
    }

    fn in_headline(&self, index: usize) -> bool {
        self.sentence.get(index).and_then(|&at| self.headline.get(at)).is_some_and(|&is| is)
    }
}

fn is_possessive(text: &str) -> bool {
    matches!(text, "'s" | "’s" | "'" | "’")
}

/// The parts of a word with hyphens if it is no name itself, one of them is, and the others are such
/// as join names of places ("London-based", "Russia-Georgia") and not names of people.
fn parts(gazetteer: Gazetteer, word: Word<'_>) -> Vec<Word<'_>> {
    let named = |text: &str| gazetteer.name(&fold(text)).is_some();
    let parts: Vec<&str> = word.text.split('-').collect();
    let some = |part: &&str| part.starts_with(char::is_uppercase) && named(part);
    let other = |part: &&str| {
        named(part)
            || !part.chars().any(char::is_uppercase)
            || gazetteer.countries_of(&fold(part)).next().is_some()
    };
    if parts.len() < 2 || named(word.text) || !parts.iter().any(some) || !parts.iter().all(other) {
        return vec![word];
    }
    let mut cut = Vec::new();
    let mut start = word.start;
    for part in word.text.split_inclusive('-') {
        let bare = part.trim_end_matches('-');
        for text in [bare, &part[bare.len()..]] {
            if !text.is_empty() {
                let begins_sentence = word.begins_sentence && cut.is_empty();
                cut.push(Word { text, start, begins_sentence });
                start += text.len();
            }
        }
    }
    cut
}

/// The names of the gazetteer in an article, in order, the longest where several begin.
pub fn find(gazetteer: Gazetteer, pieces: &Pieces<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < pieces.words.len() {
        let before = found.last().map(|found| found.pieces.end);
        match longest(gazetteer, pieces, at, before) {
            Some(next) => {
                at = next.pieces.end;
                found.push(next);
            }
            None => at += 1,
        }
    }
    found
}

fn longest(
    gazetteer: Gazetteer,
    pieces: &Pieces<'_>,
    start: usize,
    before: Option<usize>,
) -> Option<Found> {
    let first = pieces.words.get(start)?;
    let article = first.text == "the" && pieces.is_capitalised(start + 1);
    if !article && !pieces.is_capitalised(start) {
        return None;
    }
    let mut surface = String::new();
    let mut ends = Vec::new();
    for at in start..(start + LONGEST).min(pieces.words.len()) {
        let word = pieces.words[at];
        if at > start {
            if word.begins_sentence {
                break;
            }
            let touches = pieces.words[at - 1].end() == word.start;
            let inside = word.is_name_like() || (touches && word.text == "-");
            let comma = word.text == "," && matches!(pieces.text(at + 1), Some("D.C." | "DC"));
            if !inside && !comma {
                break;
            }
            if !touches {
                surface.push(' ');
            }
        }
        surface.push_str(word.text);
        ends.push((at + 1, surface.len()));
    }
    while let Some((end, length)) = ends.pop() {
        let text = &surface[..length];
        let last = pieces.words[end - 1];
        if end - start == 1 && article || !last.is_name_like() {
            continue;
        }
        let bare = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s"));
        let by_name = |text: &str| gazetteer.name(&fold(text));
        let whole = if is_possessive(last.text) { None } else { bare.and_then(by_name) };
        let Some(name) = by_name(text).or(whole) else { continue };
        if name.cautions & cues::SHORT != 0 && text.chars().any(char::is_lowercase) {
            continue;
        }
        let follows = before.is_some_and(|end| end + 1 == start) && pieces.is(Some(start - 1), ",");
        if name.cautions & cues::AFTER_COMMA != 0 && !follows {
            continue;
        }
        let candidates: Vec<Candidate> = gazetteer.of_name(name).collect();
        // "The Cape coast" is not the town of Cape Coast.
        let towns = !candidates.is_empty()
            && candidates.iter().all(|candidate| candidate.kind.is_populated_place());
        let lower = !last.text.contains(char::is_uppercase) && !is_possessive(last.text);
        if lower && towns {
            continue;
        }
        return Some(Found { pieces: start..end, name, candidates });
    }
    None
}

/// Whether a name is a place: above zero it is; below, what it is instead.
pub fn weigh(
    gazetteer: Gazetteer,
    article: &Article<'_>,
    pieces: &Pieces<'_>,
    found: &[Found],
    index: usize,
) -> (f32, Reason) {
    let this = &found[index];
    if this.name.cautions & cues::COMPOUND != 0 {
        return (-4.0, Reason::Word);
    }
    let start = this.pieces.start;
    let before = pieces.before(start);
    let after = pieces.after(this.pieces.end);
    let next_end = pieces.text(this.pieces.end).is_none_or(|text| !is_possessive(text));
    let several = this.pieces.len() > 1;
    let cautions = this.name.cautions;
    let person = cautions & (cues::GIVEN | cues::SURNAME) != 0 && !several;
    // What is named as often as a country: countries themselves and large regions.
    let country = this.candidates.iter().any(|c| {
        c.main() && (c.kind == Kind::Country || c.kind == Kind::Region && c.population > 1_000_000)
    });

    let mut points = first_impression(pieces, this, country);
    if !several {
        // Names of months, and the words that only begin a sentence with a capital.
        if pieces.has(Some(start), cues::CALENDAR) {
            return (-4.0, Reason::Word);
        } else if pieces.has(Some(start), cues::OPENER | cues::PREPOSITION | cues::TITLE) {
            points -= 1.5;
        }
    }
    let mut reason = Reason::Word;

    // What stands before.
    if pieces.has(before, cues::PREPOSITION) && !pieces.has(before, cues::TITLE) {
        points += 1.5;
    } else if pieces.is(before, "of") {
        let head = before.and_then(|of| pieces.before(of));
        let places = cues::CITY_NOUN
            | cues::REGION_NOUN
            | cues::CITY_OFFICE
            | cues::COUNTRY_NOUN
            | cues::REGION_OFFICE;
        if pieces.has(head, cues::ORGANISATION_HEAD)
            && head.is_some_and(|head| pieces.is_capitalised(head))
        {
            return (-4.0, Reason::Organisation);
        }
        points += if pieces.has(head, places) { 1.5 } else { 0.5 };
    } else if pieces.has(before, cues::TITLE) {
        if person || !country {
            points -= 3.0;
            reason = Reason::Person;
        }
    } else if matches!(before.and_then(|at| pieces.text(at)), Some("a" | "an" | "A" | "An")) {
        points -= if person || cautions & cues::WORD != 0 { 0.7 } else { 0.0 };
    } else if !several
        && cautions & cues::WORD != 0
        && this.candidates.iter().all(|c| c.kind.is_populated_place())
        && matches!(before.and_then(|at| pieces.text(at)), Some("the" | "The"))
    {
        points -= 1.5;
    } else if person
        && (!country || cautions & cues::GIVEN != 0)
        && pieces.has(before, cues::PERSON_VERB)
    {
        points -= 1.2;
        reason = Reason::Person;
    } else if let Some(before) = before
        && is_first_name(gazetteer, pieces, found, index, before)
    {
        let opens = pieces.before(before).is_none();
        points -= match (opens, person) {
            (true, true) => 2.0,
            (true, false) => 1.0,
            (false, _) => 2.5,
        };
        reason = Reason::Person;
    }

    // What stands after.
    let capitalised = after.is_some_and(|after| pieces.is_capitalised(after));
    if let Some(next) = after {
        let headline = pieces.in_headline(start);
        if capitalised && next_end && pieces.has(after, cues::ORGANISATION) && !headline {
            return (-4.0, Reason::Organisation);
        }
        let county = capitalised && pieces.has(after, cues::REGION_NOUN);
        if county && !this.candidates.iter().any(|c| matches!(c.kind, Kind::Region | Kind::Country))
        {
            return (-4.0, Reason::LongerName);
        }
        let kinds = cues::REGION_NOUN | cues::CITY_NOUN | cues::CITY_OFFICE | cues::REGION_OFFICE;
        if pieces.has(after, kinds) {
            points += 1.0;
        }
        if capitalised && next_end && !headline && is_surname(gazetteer, pieces, found, next) {
            let given = cautions & cues::GIVEN != 0;
            points -= match (given && !several, several || country || cautions & cues::SHORT != 0) {
                (true, _) => 3.0,
                (false, true) => 0.3,
                (false, false) => 1.5,
            };
            reason = Reason::Person;
        } else if person && next_end && pieces.has(after, cues::PERSON_VERB) {
            let acts = country || this.candidates.iter().any(|c| c.kind == Kind::Capital);
            points -= if cautions & cues::GIVEN != 0 { 1.0 } else { 0.7 };
            points += if acts && cautions & cues::GIVEN == 0 { 0.7 } else { 0.0 };
            reason = Reason::Person;
        } else if person
            && pieces.is(after, ",")
            && matches!(pieces.text(next + 1), Some("who" | "whose"))
        {
            points -= 2.5;
            reason = Reason::Person;
        } else if is_dateline(pieces, start, next) {
            points += 1.5;
        }
    }

    match hint(article, pieces, this) {
        Some(EntityKind::Place) => points += 3.0,
        Some(EntityKind::Person) => return (-4.0, Reason::Person),
        Some(EntityKind::Organisation) => return (-3.0, Reason::Organisation),
        None => {}
    }
    (points, reason)
}

/// The weight of the name alone.
fn first_impression(pieces: &Pieces<'_>, this: &Found, country: bool) -> f32 {
    let cautions = this.name.cautions;
    if this.pieces.len() > 1 || cautions & cues::SHORT != 0 {
        return if cautions & cues::WORD != 0 && pieces.in_headline(this.pieces.start) {
            -0.5
        } else {
            1.0
        };
    }
    if country {
        return if cautions & cues::GIVEN != 0 { 0.5 } else { 1.0 };
    }
    let known = this.candidates.iter().map(|c| match c.kind {
        Kind::Capital => 0.7,
        Kind::Region => 0.3,
        _ if c.population >= 1_000_000 => 0.7,
        _ if c.population >= 200_000 => 0.3,
        _ => 0.0,
    });
    let known = known.fold(0.0_f32, f32::max);
    let opens = pieces.words[this.pieces.start].begins_sentence;
    known
        + match () {
            () if cautions & cues::WORD != 0 && opens => -0.7,
            () if cautions & cues::WORD != 0 => -0.2,
            () if cautions & cues::GIVEN != 0 => -0.5,
            () if cautions & cues::SURNAME != 0 => 0.3,
            () => 1.0,
        }
}

/// Whether a capitalised word before a name makes both a person's name ("Denzil Washington").
fn is_first_name(
    gazetteer: Gazetteer,
    pieces: &Pieces<'_>,
    found: &[Found],
    index: usize,
    before: usize,
) -> bool {
    if !pieces.is_capitalised(before) || pieces.in_headline(before) || pieces.cues[before] != 0 {
        return false;
    }
    if let Some(other) = index.checked_sub(1).and_then(|at| found.get(at))
        && other.pieces.end == before + 1
    {
        return other.name.cautions & cues::GIVEN != 0;
    }
    !is_adjective(gazetteer, pieces, before)
}

/// Whether a capitalised word after a name may be a surname.
fn is_surname(gazetteer: Gazetteer, pieces: &Pieces<'_>, found: &[Found], next: usize) -> bool {
    if pieces.cues[next] != 0 || is_adjective(gazetteer, pieces, next) {
        return false;
    }
    let all_capitals = |index: usize| {
        let word = pieces.words[index].text;
        word.chars().count() > 1 && !word.chars().any(char::is_lowercase)
    };
    let place = found.binary_search_by_key(&next, |found| found.pieces.start);
    let place = place.is_ok_and(|at| {
        found[at].name.cautions & (cues::SURNAME | cues::GIVEN | cues::WORD) == 0
            && found[at].pieces.end - next > 1
    });
    !place && !all_capitals(next)
}

fn is_adjective(gazetteer: Gazetteer, pieces: &Pieces<'_>, index: usize) -> bool {
    gazetteer.countries_of(&fold(pieces.words[index].text)).next().is_some()
}

/// Whether a name opens its sentence and a dash or a bracket follows, as in "TBILISI (Agency) -".
fn is_dateline(pieces: &Pieces<'_>, start: usize, next: usize) -> bool {
    pieces.words[start].begins_sentence
        && (next..next + 8)
            .take_while(|&at| pieces.sentence.get(at) == pieces.sentence.get(start))
            .any(|at| matches!(pieces.text(at), Some("-" | "–" | "—" | "--")))
        && pieces.words[start].text.chars().count() > 1
        && matches!(pieces.text(next), Some("-" | "–" | "—" | "--" | "(" | ","))
}

/// What the mention layer says of a name.
fn hint(article: &Article<'_>, pieces: &Pieces<'_>, this: &Found) -> Option<EntityKind> {
    let first = *pieces.origin.get(this.pieces.start)?;
    let last = *pieces.origin.get(this.pieces.end - 1)?;
    let covers = |words: &Range<usize>| words.start <= first && last < words.end;
    let entity = article
        .entities
        .iter()
        .filter(|entity| covers(&entity.words))
        .min_by_key(|entity| entity.words.len())?;
    // A government is called a body or a place by turns: the same words say nothing.
    let same = entity.words.len() <= last + 1 - first;
    (entity.kind != EntityKind::Organisation || !same).then_some(entity.kind)
}
