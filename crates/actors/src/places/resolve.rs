//! Tells of every name of the gazetteer in an article which place it is, if any, how sure that is,
//! and why.
//!
//! Names help each other: Tbilisi says which Georgia, and Georgia which Batumi. So every name is
//! ranked alone first, then twice more with what the others were found to be. A name means one place
//! throughout an article unless words beside it say otherwise.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;

use super::evidence::{self, Found, Pieces};
use super::fold::fold;
use super::rank::{self, Scored, Votes};
use super::{Article, CountryIndex, Gazetteer, Kind, NO_COUNTRY, Place, cues};

/// A name of the gazetteer in an article, with the place that it was found to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The words of the article that it is or is part of.
    pub words: Range<usize>,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// The place; none where it is no place here.
    pub place: Option<Place>,
    /// From 0 to 1, how clearly the place was told from others and from no place. No probability.
    pub score: f32,
    /// What decided.
    pub reason: Reason,
}

/// What decided which place a name is, or that it is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No other place has the name.
    Only,
    /// What it lies in, or what lies in it, stands beside it: "Paris, Texas".
    Containment,
    /// A word beside it says what kind of place it is: "Washington state".
    Kind,
    /// The article speaks of its country or region.
    Country,
    /// The largest or best known of its name.
    Population,
    /// The name was told elsewhere in the article.
    OneSense,
    /// It is a person's name here.
    Person,
    /// It is part of the name of a body, a team or a work.
    Organisation,
    /// It is part of the name of another place that the gazetteer does not have.
    LongerName,
    /// It is a word here, or nothing says that it is a place.
    Word,
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Only => "the only place of that name",
            Self::Containment => "what it lies in stands beside it",
            Self::Kind => "a word beside it says its kind",
            Self::Country => "the article speaks of its country or region",
            Self::Population => "the best known of that name",
            Self::OneSense => "told elsewhere in the article",
            Self::Person => "a person's name here",
            Self::Organisation => "part of a body's name",
            Self::LongerName => "part of another place's name",
            Self::Word => "nothing says that it is a place",
        })
    }
}

/// How many names, and how many words for countries, before a name and after it are heard. The time
/// of a long text grows with its length alone.
const HEARD: usize = 60;

/// The names of the gazetteer in an article, in order, each with its place.
pub fn resolve(gazetteer: Gazetteer, article: &Article<'_>) -> Vec<Mention> {
    let pieces = Pieces::cut(gazetteer, article);
    let found = evidence::find(gazetteer, &pieces);
    let rows: Vec<Vec<usize>> =
        (0..found.len()).map(|index| rank::row(&pieces, &found, index)).collect();
    let alone: Vec<Vec<Scored>> =
        (0..found.len()).map(|index| rank::beside(gazetteer, &pieces, &found, index)).collect();
    let named = named_countries(gazetteer, article, &pieces);
    let weights = weigh(gazetteer, article, &pieces, &found, &alone, &rows, &named);

    let mut scored = alone.clone();
    for _ in 0..2 {
        scored = (0..found.len())
            .map(|index| {
                let votes = votes(&pieces, &found, &scored, &weights, &named, index);
                let mut with = rank::with_votes(gazetteer, &alone[index], &votes);
                in_a_row(&mut with, &scored, &weights, &rows[index]);
                with
            })
            .collect();
    }
    let senses = senses(&found, &scored, &weights);
    (0..found.len())
        .map(|index| {
            let this = &found[index];
            let (points, doubt) = weights[index];
            let mut mention = Mention {
                words: pieces.origin[this.pieces.start]..pieces.origin[this.pieces.end - 1] + 1,
                span: pieces.words[this.pieces.start].start
                    ..pieces.words[this.pieces.end - 1].end(),
                place: None,
                score: 0.0,
                reason: doubt,
            };
            if points > 0.0
                && let Some((best, share)) = best(&scored[index])
            {
                let mut chosen = best;
                if let Some(&sense) = senses.get(&this.name.index)
                    && sense.candidate.place != best.candidate.place
                    && best.explicit < 6.0
                {
                    chosen = Scored { reason: Reason::OneSense, ..sense };
                }
                mention.place = Some(gazetteer.place(chosen.candidate.place));
                mention.score = share * points / (points + 0.3);
                mention.reason =
                    if this.candidates.len() == 1 { Reason::Only } else { chosen.reason };
            }
            mention
        })
        .collect()
}

/// The countries that words of the article name beside its places, and where: adjectives, and what
/// the caller knows, which is near everywhere.
fn named_countries(
    gazetteer: Gazetteer,
    article: &Article<'_>,
    pieces: &Pieces<'_>,
) -> Vec<(Option<usize>, CountryIndex, f32)> {
    let mut named = Vec::new();
    for code in article.countries {
        if let Some(country) = gazetteer.country_index(code) {
            named.push((None, country, 1.0));
        }
    }
    for (at, word) in pieces.words.iter().enumerate() {
        if word.is_capitalised() {
            let countries: Vec<CountryIndex> = gazetteer.countries_of(&fold(word.text)).collect();
            let share = 1.0 / countries.len().max(1) as f32;
            named.extend(countries.into_iter().map(|country| (Some(at), country, share)));
        }
    }
    named
}

/// Whether each name is a place, by its own words and then by the names around it.
fn weigh(
    gazetteer: Gazetteer,
    article: &Article<'_>,
    pieces: &Pieces<'_>,
    found: &[Found],
    alone: &[Vec<Scored>],
    rows: &[Vec<usize>],
    named: &[(Option<usize>, CountryIndex, f32)],
) -> Vec<(f32, Reason)> {
    let own: Vec<(f32, Reason)> = (0..found.len())
        .map(|index| evidence::weigh(gazetteer, article, pieces, found, index))
        .collect();
    let sure = |index: usize| own[index].0 > 0.0;
    let by_words: HashSet<CountryIndex> = named.iter().map(|&(_, country, _)| country).collect();
    let mut weights = own.clone();
    for index in 0..found.len() {
        let points = &mut weights[index].0;
        if alone[index].iter().any(|scored| scored.reason == Reason::Containment) {
            *points += 2.5;
        }
        if rows[index].iter().any(|&other| sure(other)) {
            *points += 0.8;
        }
        let own_countries = |country| {
            found[index].candidates.iter().any(|c| c.country == country && c.country != NO_COUNTRY)
        };
        let by_words = found[index].candidates.iter().any(|c| by_words.contains(&c.country));
        let by_places = heard_by(index, found.len()).any(|other| {
            found[other].name.index != found[index].name.index
                && sure(other)
                && best(&alone[other]).is_some_and(|(best, share)| {
                    share > 0.6 && own_countries(best.candidate.country)
                })
        });
        if by_words || by_places {
            *points += 0.8;
        }
    }
    // A name that was a person's keeps to that person where nothing says otherwise.
    let mut people: HashMap<usize, usize> = HashMap::new();
    for (index, this) in found.iter().enumerate() {
        let (points, reason) = own[index];
        if points <= -1.5 && reason == Reason::Person {
            people.entry(this.name.index).or_insert(index);
        }
    }
    for (index, this) in found.iter().enumerate() {
        let before = pieces.before(this.pieces.start);
        if people.get(&this.name.index).is_some_and(|&first| first < index)
            && !pieces.has(before, cues::PREPOSITION)
            && !alone[index].iter().any(|scored| scored.reason == Reason::Containment)
            && weights[index].0 > 0.0
        {
            weights[index] = (weights[index].0 - 2.0, Reason::Person);
        }
    }
    weights
}

/// The numbers around `index` that are heard by it.
fn heard_by(index: usize, count: usize) -> Range<usize> {
    index.saturating_sub(HEARD)..(index + HEARD + 1).min(count)
}

/// What the rest of the article says to one name.
fn votes(
    pieces: &Pieces<'_>,
    found: &[Found],
    scored: &[Vec<Scored>],
    weights: &[(f32, Reason)],
    named: &[(Option<usize>, CountryIndex, f32)],
    index: usize,
) -> Votes {
    let mut votes = Votes::default();
    let here = pieces.sentence[found[index].pieces.start];
    let near = |at: usize| 1.0 / (1.0 + 0.5 * pieces.sentence[at].abs_diff(here) as f32);
    // Each other name speaks once, where it stands nearest.
    let mut heard: HashMap<(usize, CountryIndex), f32> = HashMap::new();
    for other in heard_by(index, found.len()) {
        let this = &found[other];
        if this.name.index == found[index].name.index || weights[other].0 <= 0.0 {
            continue;
        }
        let near = near(this.pieces.start);
        for (scored, share) in shares(&scored[other]) {
            let country = scored.candidate.country;
            if country != NO_COUNTRY && share > 0.05 {
                let voice = heard.entry((this.name.index, country)).or_default();
                *voice = voice.max(share * near);
            }
            if share > 0.6 {
                votes.named.insert(scored.candidate.place);
                if scored.candidate.kind.is_populated_place() {
                    votes.regions.insert(scored.candidate.region);
                }
            }
        }
    }
    let start = found[index].pieces.start;
    let nearest = named.partition_point(|&(at, _, _)| at.is_none_or(|at| at < start));
    let known = named.iter().take_while(|(at, _, _)| at.is_none());
    let read =
        heard_by(nearest, named.len()).map(|at| &named[at]).filter(|(at, _, _)| at.is_some());
    for &(at, country, share) in known.chain(read) {
        let voice = heard.entry((usize::MAX, country)).or_default();
        *voice = voice.max(share * at.map_or(1.0, near));
    }
    votes.named.remove(&u32::MAX);
    votes.regions.remove(&u32::MAX);
    // In a fixed order: sums of fractions depend on it.
    let mut heard: Vec<((usize, CountryIndex), f32)> = heard.into_iter().collect();
    heard.sort_by_key(|&(key, _)| key);
    for ((_, country), voice) in heard {
        *votes.by_country.entry(country).or_default() += voice;
        votes.total += voice;
    }
    votes
}

/// Names in a row are of one kind: regions with regions of their country, countries with countries,
/// and often towns with towns of their country.
fn in_a_row(with: &mut [Scored], scored: &[Vec<Scored>], weights: &[(f32, Reason)], row: &[usize]) {
    let others: Vec<Scored> = row
        .iter()
        .filter(|&&other| weights[other].0 > 0.0)
        .filter_map(|&other| best(&scored[other]))
        .filter(|&(_, share)| share > 0.6)
        .map(|(best, _)| best)
        .collect();
    for scored in with {
        let candidate = scored.candidate;
        let alike = others.iter().map(|other| {
            let same = candidate.country == other.candidate.country;
            match (candidate.kind, other.candidate.kind) {
                (Kind::Region, Kind::Region) if same => 4.5,
                (Kind::Country, Kind::Country) => 4.5,
                (one, other) if same && one.is_populated_place() && other.is_populated_place() => {
                    1.5
                }
                _ => 0.0,
            }
        });
        let alike = alike.fold(0.0, f32::max);
        if alike > 0.0 {
            scored.score += alike;
            scored.reason = Reason::Country;
        }
    }
}

/// What each name means where words beside it say so.
fn senses(
    found: &[Found],
    scored: &[Vec<Scored>],
    weights: &[(f32, Reason)],
) -> HashMap<usize, Scored> {
    let mut senses: HashMap<usize, Scored> = HashMap::new();
    for (index, this) in found.iter().enumerate() {
        if weights[index].0 <= 0.0 {
            continue;
        }
        if let Some((best, _)) = best(&scored[index])
            && best.explicit >= 6.0
        {
            let sense = senses.entry(this.name.index).or_insert(best);
            if best.explicit > sense.explicit {
                *sense = best;
            }
        }
    }
    senses
}

/// The best of the candidates and its share against the others; of equals the first.
fn best(scored: &[Scored]) -> Option<(Scored, f32)> {
    shares(scored).reduce(|best, next| if next.1 > best.1 { next } else { best })
}

fn shares(scored: &[Scored]) -> impl Iterator<Item = (Scored, f32)> {
    let top = scored.iter().map(|scored| scored.score).fold(f32::MIN, f32::max);
    let all: f32 = scored.iter().map(|scored| (scored.score - top).exp()).sum();
    scored.iter().map(move |&scored| (scored, (scored.score - top).exp() / all))
}
