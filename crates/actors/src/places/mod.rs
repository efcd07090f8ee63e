//! Which place a name means: a gazetteer from GeoNames, and the choice among the places of one name
//! by what an article says around it.
//!
//! Names are shared (Paris, Texas), names are people's (Jordan Whitlock) and names are words
//! (Reading). So [`resolve()`] asks two questions of every name that the gazetteer knows, whether it
//! is a place here and which one, and leaves a name without a place rather than guess. It decides
//! where, never who: whether Ankara stands for a government is told elsewhere.
//!
//! Disputed places carry the code that GeoNames gives, and a note with both claims
//! ([`Place::dispute`]); `tables/places/disputed.tsv` lists them.
//!
//! Places: GeoNames (<https://www.geonames.org/>), CC BY 4.0.
//!
//! ```
//! use onrecord_actors::places::{Article, Gazetteer, resolve, words};
//!
//! let words = words("Rodeo riders met in Paris, Texas, on Saturday.");
//! let found = resolve(Gazetteer::builtin(), &Article::new(&words));
//! let paris = found[0].place.unwrap();
//! assert_eq!((paris.name, paris.country), ("Paris", Some("USA")));
//! ```

mod article;
mod block;
mod cues;
mod evidence;
mod fold;
mod rank;
mod resolve;
mod words;

use std::fmt;
use std::sync::LazyLock;

pub use article::{Article, Entity, EntityKind};
use block::Block;
pub use resolve::{Mention, Reason, resolve};
pub use words::{Word, words};

/// All places that the program knows by name.
#[derive(Clone, Copy, Debug)]
pub struct Gazetteer {
    block: &'static Block,
}

/// A place of the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The name that records show, in English where there is an English one.
    pub name: &'static str,
    /// The GeoNames id; areas and waters have none where none is known for sure.
    pub geonames: Option<u32>,
    /// ISO 3166-1 alpha-3, or `XKX`; none for what lies in several countries or in no country.
    pub country: Option<&'static str>,
    /// The first-order region that a populated place lies in.
    pub region: Option<&'static str>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// What it is.
    pub kind: Kind,
    /// How many people live there; 0 where unknown.
    pub population: u32,
    /// Who disputes what, where something is.
    pub dispute: Option<Dispute>,
    /// Its number in the gazetteer.
    pub(crate) index: u32,
}

/// A dispute about a place, in neutral words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// ISO 3166-1 alpha-3 codes of those who claim it, in alphabetical order, with spaces between.
    pub claimants: &'static str,
    /// What is disputed.
    pub note: &'static str,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A state or a territory with a code of its own.
    Country,
    /// A first-order region: a state, province, oblast, governorate.
    Region,
    /// The capital of a country.
    Capital,
    /// The seat of a first-order region.
    Seat,
    /// A populated place.
    City,
    /// A part of a city.
    Quarter,
    /// An area that is no region of a state: a historical or disputed one, a part of a continent.
    Area,
    /// A continent.
    Continent,
    /// An ocean, a sea, a gulf, a bay.
    Sea,
    /// A strait or a canal.
    Strait,
    /// A river.
    River,
    /// A lake.
    Lake,
    /// A mountain or a range.
    Mountains,
    /// An island or a group of islands.
    Island,
}

/// In the order in which the build script numbers them.
const KINDS: [Kind; 14] = [
    Kind::Country,
    Kind::Region,
    Kind::Capital,
    Kind::Seat,
    Kind::City,
    Kind::Quarter,
    Kind::Area,
    Kind::Continent,
    Kind::Sea,
    Kind::Strait,
    Kind::River,
    Kind::Lake,
    Kind::Mountains,
    Kind::Island,
];

impl Kind {
    /// Whether it is a town or a part of one.
    pub fn is_populated_place(self) -> bool {
        matches!(self, Self::Capital | Self::Seat | Self::City | Self::Quarter)
    }

    /// Its name in lower case, as the tables have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Region => "region",
            Self::Capital => "capital",
            Self::Seat => "seat",
            Self::City => "city",
            Self::Quarter => "quarter",
            Self::Area => "area",
            Self::Continent => "continent",
            Self::Sea => "sea",
            Self::Strait => "strait",
            Self::River => "river",
            Self::Lake => "lake",
            Self::Mountains => "mountains",
            Self::Island => "island",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// The number of a country in the gazetteer.
pub(crate) type CountryIndex = u16;

const NO_COUNTRY: CountryIndex = CountryIndex::MAX;
const OTHER_NAME: u32 = 1 << 31;
const MAIN_SENSE: u32 = 1 << 30;
const PLACE: u32 = MAIN_SENSE - 1;

/// A place that a name may mean.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub place: u32,
    pub kind: Kind,
    pub country: CountryIndex,
    pub region: u32,
    pub population: u32,
    /// The name is not the place's main name.
    pub other_name: bool,
    /// The place is what news mostly means by the name.
    pub main_sense: bool,
}

/// A name of the gazetteer, with what else it is beside a place's name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    pub index: usize,
    pub cautions: u8,
}

impl Gazetteer {
    /// The gazetteer inside the program.
    pub fn builtin() -> Self {
        static BLOCK: LazyLock<Block> = LazyLock::new(Block::builtin);
        Self { block: &BLOCK }
    }

    /// The places of a name, whatever its case and diacritics; first the one that is meant most
    /// likely when nothing but the name is known.
    pub fn candidates(&self, name: &str) -> Vec<Place> {
        let Some(name) = self.name(&fold::fold(name)) else { return Vec::new() };
        let mut found: Vec<Candidate> = self.of_name(name).collect();
        found.sort_by(|a, b| rank::prior(*b).total_cmp(&rank::prior(*a)));
        found.into_iter().map(|candidate| self.place(candidate.place)).collect()
    }

    /// The place with a GeoNames id.
    pub fn by_geonames(&self, id: u32) -> Option<Place> {
        self.places().find(|place| place.geonames == Some(id))
    }

    /// A country by its alpha-3 code.
    pub fn country(&self, code: &str) -> Option<Place> {
        let index = self.country_index(code)?;
        Some(self.place(self.block.states.at(4 * usize::from(index) + 1)))
    }

    /// The capital of a country by the country's alpha-3 code.
    pub fn capital(&self, code: &str) -> Option<Place> {
        let capital = self.block.states.at(4 * usize::from(self.country_index(code)?) + 2);
        (capital != u32::MAX).then(|| self.place(capital))
    }

    /// All places, countries first.
    pub fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let gazetteer = *self;
        (0..self.block.places.len() as u32 / 8).map(move |index| gazetteer.place(index))
    }

    /// All names in their folded form.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let names = self.block.names;
        (0..names.len()).map(move |index| names.word(index))
    }

    pub(crate) fn name(&self, folded: &str) -> Option<Name> {
        let index = self.block.names.find(folded)?;
        Some(Name { index, cautions: (self.block.names.value(index) >> 24) as u8 })
    }

    pub(crate) fn of_name(&self, name: Name) -> impl Iterator<Item = Candidate> + use<> {
        let gazetteer = *self;
        let first = self.block.names.value(name.index) & 0xFF_FFFF;
        let end = self.block.names.value(name.index + 1) & 0xFF_FFFF;
        (first..end).map(move |posting| {
            let posting = gazetteer.block.postings.at(posting as usize);
            let mut candidate = gazetteer.candidate(posting & PLACE);
            candidate.other_name = posting & OTHER_NAME != 0;
            candidate.main_sense = posting & MAIN_SENSE != 0;
            candidate
        })
    }

    pub(crate) fn candidate(&self, place: u32) -> Candidate {
        let field = |field: usize| self.block.places.at(8 * place as usize + field);
        Candidate {
            place,
            kind: KINDS.get((field(7) & 0xFF) as usize).copied().unwrap_or(Kind::Area),
            country: (field(5) >> 16) as CountryIndex,
            region: field(6),
            population: field(3),
            other_name: false,
            main_sense: false,
        }
    }

    pub(crate) fn place(&self, index: u32) -> Place {
        let field = |field: usize| self.block.places.at(8 * index as usize + field);
        let candidate = self.candidate(index);
        let degrees = |value: u32| f64::from(value.cast_signed()) / 10_000.0;
        let region = (candidate.region != u32::MAX).then(|| self.shown(candidate.region));
        Place {
            name: self.shown(index),
            geonames: (field(0) != 0).then(|| field(0)),
            country: self.code(candidate.country),
            region,
            lat: degrees(field(1)),
            lon: degrees(field(2)),
            kind: candidate.kind,
            population: candidate.population,
            dispute: (field(7) >> 16).checked_sub(1).map(|dispute| {
                let (claimants, note) = self.block.dispute(dispute as usize);
                Dispute { claimants, note }
            }),
            index,
        }
    }

    fn shown(&self, place: u32) -> &'static str {
        let field = |field: usize| self.block.places.at(8 * place as usize + field);
        self.block.string(field(4), (field(5) & 0xFFFF) as usize)
    }

    fn code(&self, country: CountryIndex) -> Option<&'static str> {
        (country != NO_COUNTRY)
            .then(|| self.block.string(self.block.states.at(4 * usize::from(country)), 3))
    }

    pub(crate) fn country_index(&self, code: &str) -> Option<CountryIndex> {
        let count = (self.block.states.len() / 4) as CountryIndex;
        (0..count).find(|&index| self.code(index) == Some(code))
    }

    pub(crate) fn capital_of(&self, country: CountryIndex) -> u32 {
        self.block.states.at(4 * usize::from(country) + 2)
    }

    pub(crate) fn neighbours(&self, country: CountryIndex) -> impl Iterator<Item = CountryIndex> {
        let first = self.block.states.at(4 * usize::from(country) + 3) as usize;
        // The last country is followed by one number more: where the last list ends.
        let next = 4 * (usize::from(country) + 1);
        let last = next + 1 == self.block.states.len();
        let end = self.block.states.at(if last { next } else { next + 3 }) as usize;
        let neighbours = self.block.neighbours;
        (first..end.min(neighbours.len())).map(move |index| neighbours.at(index) as CountryIndex)
    }

    /// The countries whose people or things a word names.
    pub(crate) fn countries_of(&self, word: &str) -> impl Iterator<Item = CountryIndex> + use<> {
        let found = self.block.adjectives.find(word).map(|at| self.block.adjectives.value(at));
        let found = found.map_or([NO_COUNTRY; 2], |two| [two as u16, (two >> 16) as u16]);
        found.into_iter().filter(|&country| country != NO_COUNTRY)
    }

    pub(crate) fn cues(&self, word: &str) -> u32 {
        self.block.cues.find(word).map_or(0, |at| self.block.cues.value(at))
    }
}
