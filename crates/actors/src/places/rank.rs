//! Ranks the places of one name by what the article says of countries and of the places around it.
//!
//! Scores are in the units of the logarithm of population, so that a sign of the text is worth as
//! much as being so many times larger.

use std::collections::{HashMap, HashSet};

use super::evidence::{Found, Pieces};
use super::fold::fold;
use super::{Candidate, CountryIndex, Gazetteer, Kind, NO_COUNTRY, Reason, cues};

/// A place scored, with the strongest sign for it.
#[derive(Clone, Copy, Debug)]
pub struct Scored {
    pub candidate: Candidate,
    pub score: f32,
    pub reason: Reason,
    /// How much the words beside the name say for this place.
    pub explicit: f32,
}

/// What each country is worth to a name: how often other words of the article speak of it, nearer
/// ones more.
#[derive(Debug, Default)]
pub struct Votes {
    pub by_country: HashMap<CountryIndex, f32>,
    pub total: f32,
    /// Places that are named elsewhere in the article.
    pub named: HashSet<u32>,
    /// Regions of the populated places that are named elsewhere.
    pub regions: HashSet<u32>,
}

impl Candidate {
    /// Whether the name is the place's own or what news mostly means by it.
    pub fn main(self) -> bool {
        !self.other_name || self.main_sense
    }

    /// Whether this place lies in another.
    pub fn is_in(self, other: Self) -> bool {
        if self.place == other.place {
            return false;
        }
        match other.kind {
            Kind::Country => self.country == other.country && self.country != NO_COUNTRY,
            Kind::Region => self.region == other.place,
            _ => false,
        }
    }
}

/// The signs beside a name for each of its candidates, and the first impression of each.
pub fn beside(
    gazetteer: Gazetteer,
    pieces: &Pieces<'_>,
    found: &[Found],
    index: usize,
) -> Vec<Scored> {
    let this = &found[index];
    let holder = holder(gazetteer, pieces, found, index);
    let inner = inner(pieces, found, index);
    let kinds = kind_cues(pieces, this);
    this.candidates
        .iter()
        .map(|&candidate| {
            let mut explicit = kinds.worth(candidate);
            let mut reason = Reason::Population;
            if explicit > 3.0 {
                reason = Reason::Kind;
            }
            let held = match &holder {
                Holder::None => false,
                Holder::Place(other) => other.iter().any(|&other| candidate.is_in(other)),
                Holder::Countries(countries) => countries.contains(&candidate.country),
            };
            let holds = inner.iter().any(|&other| other.is_in(candidate));
            if held || holds {
                explicit += 10.0;
                reason = Reason::Containment;
            }
            Scored { candidate, score: prior(candidate) + explicit, reason, explicit }
        })
        .collect()
}

/// How likely a place is meant when nothing but its name is known.
pub fn prior(candidate: Candidate) -> f32 {
    let people = (candidate.population.max(500) as f32).ln();
    let kind = match candidate.kind {
        Kind::Country => 12.0 + people / 2.0,
        Kind::Region => people - 2.0,
        Kind::Capital => people + 1.5,
        Kind::Seat => people + 0.5,
        Kind::City => people,
        Kind::Quarter => people - 1.5,
        _ => 13.5,
    };
    let sense = match (candidate.main_sense, candidate.other_name) {
        (true, _) => 2.5,
        (false, true) => -2.0,
        (false, false) => 0.0,
    };
    kind + sense
}

/// Adds what the rest of the article says to first impressions.
pub fn with_votes(gazetteer: Gazetteer, scored: &[Scored], votes: &Votes) -> Vec<Scored> {
    let worth = |country: CountryIndex| {
        let voted = votes.by_country.get(&country).copied().unwrap_or(0.0);
        (voted, 6.0 * voted / (votes.total + 0.7))
    };
    scored
        .iter()
        .map(|&first| {
            let mut scored = first;
            let candidate = scored.candidate;
            if candidate.country == NO_COUNTRY {
                return scored;
            }
            let (voted, support) = worth(candidate.country);
            let mut bonus = support;
            if candidate.kind == Kind::Country {
                let around: f32 = gazetteer.neighbours(candidate.country).map(|c| worth(c).1).sum();
                bonus += around / 4.0;
                if votes.named.contains(&gazetteer.capital_of(candidate.country)) {
                    bonus += 2.0;
                }
            } else if candidate.place == gazetteer.capital_of(candidate.country) && voted >= 0.5 {
                bonus += 3.0;
            }
            if votes.named.contains(&candidate.region) {
                bonus += 2.5;
            } else if votes.regions.contains(&candidate.region) {
                bonus += 1.0;
            }
            if candidate.kind == Kind::Region && votes.regions.contains(&candidate.place) {
                bonus += 3.0;
            }
            scored.score += bonus;
            if scored.reason == Reason::Population && bonus > 1.0 {
                scored.reason = Reason::Country;
            }
            scored
        })
        .collect()
}

/// What the words beside a name say that it lies in.
enum Holder {
    None,
    Place(Vec<Candidate>),
    Countries(Vec<CountryIndex>),
}

/// What holds a name: "Paris, Texas", "Paris in Texas", "the Texas town of Paris", "Lebanon's
/// Tripoli", "the Lebanese city of Tripoli".
fn holder(gazetteer: Gazetteer, pieces: &Pieces<'_>, found: &[Found], index: usize) -> Holder {
    let this = &found[index];
    if let Some(next) = found.get(index + 1)
        && joins(pieces, this.pieces.end, next.pieces.start, Join::Into)
    {
        return Holder::Place(next.candidates.clone());
    }
    // Before the name: a possessive, or a kind of place and "of".
    let mut at = this.pieces.start;
    let kinds = cues::CITY_NOUN | cues::REGION_NOUN;
    if let Some(of) = pieces.before(at)
        && pieces.is(Some(of), "of")
        && let Some(kind) = pieces.before(of)
        && pieces.has(Some(kind), kinds)
    {
        at = kind;
    } else if let Some(kind) = pieces.before(at)
        && pieces.has(Some(kind), kinds)
        && !pieces.words[kind].is_capitalised()
    {
        at = kind;
    } else if !pieces.before(at).is_some_and(|at| matches!(pieces.text(at), Some("'s" | "’s"))) {
        return Holder::None;
    }
    let mut before = pieces.before(at);
    while let Some(word) = before
        && (matches!(pieces.text(word), Some("'s" | "’s" | "-"))
            || pieces.words[word].text.chars().all(char::is_lowercase))
        && at - word <= 3
    {
        before = pieces.before(word);
    }
    let Some(before) = before else { return Holder::None };
    let adjective: Vec<_> = gazetteer.countries_of(&fold(pieces.words[before].text)).collect();
    if !adjective.is_empty() {
        return Holder::Countries(adjective);
    }
    match index.checked_sub(1).and_then(|at| found.get(at)) {
        Some(other) if other.pieces.end == before + 1 => Holder::Place(other.candidates.clone()),
        _ => Holder::None,
    }
}

/// What a name holds: the place before it and a comma.
fn inner(pieces: &Pieces<'_>, found: &[Found], index: usize) -> Vec<Candidate> {
    let Some(other) = index.checked_sub(1).and_then(|at| found.get(at)) else { return Vec::new() };
    let start = found[index].pieces.start;
    if joins(pieces, other.pieces.end, start, Join::Into) {
        other.candidates.clone()
    } else {
        Vec::new()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    /// A place and what it lies in.
    Into,
    /// Places in a row.
    Row,
}

/// Whether the words between two names join them.
fn joins(pieces: &Pieces<'_>, end: usize, start: usize, join: Join) -> bool {
    if end >= start || start - end > 3 || pieces.sentence[end - 1] != pieces.sentence[start] {
        return false;
    }
    let mut between = pieces.words[end..start].iter().map(|word| word.text);
    let first = between.next().unwrap_or_default();
    match join {
        Join::Into => {
            matches!(first, "," | "(" | "in")
                && (end + 1..start).all(|at| pieces.has(Some(at), cues::PREPOSITION))
        }
        Join::Row => {
            let link = |word: &str| matches!(word, "and" | "or" | "&" | "," | "to" | "/" | "nor");
            link(first) && between.all(link)
        }
    }
}

/// The names that stand in a row with a name: "Oregon, Idaho and Washington".
pub fn row(pieces: &Pieces<'_>, found: &[Found], index: usize) -> Vec<usize> {
    let joined = |left: usize, right: usize| {
        joins(pieces, found[left].pieces.end, found[right].pieces.start, Join::Row)
    };
    let mut row = Vec::new();
    let mut at = index;
    while at > 0 && joined(at - 1, at) && row.len() < 20 {
        at -= 1;
        row.push(at);
    }
    let mut at = index;
    while at + 1 < found.len() && joined(at, at + 1) && row.len() < 40 {
        at += 1;
        row.push(at);
    }
    row
}

/// What the words around a name say of the kind of place.
struct KindCues {
    region: f32,
    city: f32,
    country: f32,
}

impl KindCues {
    fn worth(&self, candidate: Candidate) -> f32 {
        match candidate.kind {
            Kind::Region => self.region,
            Kind::Country => self.country,
            kind if kind.is_populated_place() => self.city,
            _ => 0.0,
        }
    }
}

fn kind_cues(pieces: &Pieces<'_>, this: &Found) -> KindCues {
    let (start, end) = (this.pieces.start, this.pieces.end);
    let mut worth = KindCues { region: 0.0, city: 0.0, country: 0.0 };
    let after = pieces.after(end);
    let of = pieces.before(start).filter(|&of| pieces.is(Some(of), "of"));
    let kind = of.and_then(|of| pieces.before(of));
    let apposed = pieces.before(start).filter(|&at| pieces.has(Some(at), cues::REGION_NOUN));
    if pieces.has(after, cues::REGION_NOUN)
        || pieces.has(kind, cues::REGION_NOUN)
        || apposed.is_some()
    {
        worth.region += 7.0;
    }
    if pieces.has(kind, cues::CITY_NOUN) || pieces.has(after, cues::CITY_NOUN) {
        worth.city += 4.0;
    }
    if pieces.has(after, cues::CITY_OFFICE) || pieces.has(kind, cues::CITY_OFFICE) {
        worth.city += 4.0;
    }
    if pieces.has(after, cues::REGION_OFFICE) || pieces.has(kind, cues::REGION_OFFICE) {
        worth.region += 4.0;
    }
    if pieces.has(after, cues::COUNTRY_NOUN) || pieces.has(kind, cues::COUNTRY_NOUN) {
        worth.country += 1.5;
    }
    // The same words farther off, in the same sentence or the next.
    let near = start.saturating_sub(12)..(end + 12).min(pieces.words.len());
    let near = |cue: u32| near.clone().any(|at| pieces.has(Some(at), cue));
    if near(cues::REGION_OFFICE) {
        worth.region += 1.5;
    }
    if near(cues::CITY_OFFICE) {
        worth.city += 0.5;
    }
    worth
}
