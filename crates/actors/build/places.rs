//! Compiles `tables/places` into one block of bytes that the library reads where it lies. The form
//! is written here and read in `src/places/block.rs`; the two say the same.
//!
//! A row that is broken ends the build with the file, the line and what is wrong: no table is half
//! read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "../src/places/fold.rs"]
mod fold;

use fold::fold;

/// Kinds of places in the order of `Kind` in the library.
const KINDS: [&str; 14] = [
    "country",
    "region",
    "capital",
    "seat",
    "city",
    "quarter",
    "area",
    "continent",
    "sea",
    "strait",
    "river",
    "lake",
    "mountains",
    "island",
];
const CAUTIONS: [&str; 3] = ["word", "given", "surname"];
const SHORT: u32 = 8;
const AFTER_COMMA: u32 = 16;
const COMPOUND: u32 = 32;
/// Cues in the order of the bits in `src/places/cues.rs`.
const CUES: [&str; 13] = [
    "preposition",
    "title",
    "organisation",
    "org_head",
    "region_noun",
    "city_noun",
    "person_verb",
    "country_noun",
    "region_office",
    "city_office",
    "calendar",
    "after_name",
    "opener",
];
const OTHER_NAME: u32 = 1 << 31;
const MAIN_SENSE: u32 = 1 << 30;
const NONE: u16 = u16::MAX;

struct Row {
    file: PathBuf,
    line: usize,
    cells: Vec<String>,
}

impl Row {
    fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    fn fault(&self, what: &str) -> ! {
        panic!(
            "{}:{}: {what}\nhint: the first lines of the file name its columns",
            self.file.display(),
            self.line
        )
    }

    fn number<T: std::str::FromStr>(&self, column: usize) -> T {
        let cell = self.cell(column);
        cell.parse().unwrap_or_else(|_| self.fault(&format!("{cell:?} is no number")))
    }

    fn names(&self, column: usize) -> impl Iterator<Item = &str> {
        self.cell(column).split('|').filter(|name| !name.is_empty())
    }
}

fn rows(folder: &Path, name: &str, columns: usize) -> Vec<Row> {
    let file = folder.join(name);
    let text =
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let row = Row { file: file.clone(), line: index + 1, cells };
        if row.cells.len() != columns {
            row.fault(&format!("{} columns, not {columns}", row.cells.len()));
        }
        rows.push(row);
    }
    rows
}

struct Place {
    name: String,
    geonames: u32,
    country: u16,
    region: u32,
    lat: f64,
    lon: f64,
    population: u32,
    kind: u8,
    dispute: u16,
}

#[derive(Default)]
struct Made {
    places: Vec<Place>,
    by_id: HashMap<u32, usize>,
    features: HashMap<String, usize>,
    /// Folded name to the places of that name, each with its flags.
    names: BTreeMap<String, BTreeMap<u32, u32>>,
    cautions: HashMap<String, u32>,
}

impl Made {
    fn add(&mut self, row: &Row, place: Place) -> u32 {
        if !(-90.0..=90.0).contains(&place.lat) || !(-180.0..=180.0).contains(&place.lon) {
            row.fault("coordinates that are nowhere on earth");
        }
        let index = self.places.len();
        if place.geonames != 0 && self.by_id.insert(place.geonames, index).is_some() {
            row.fault(&format!("the GeoNames id {} stands there twice", place.geonames));
        }
        self.places.push(place);
        u32::try_from(index).expect("fewer places than that")
    }

    fn name(&mut self, name: &str, place: u32, flags: u32) {
        let folded = fold(name);
        if folded.is_empty() {
            return;
        }
        let letters: Vec<char> = name.chars().filter(|c| c.is_alphabetic()).collect();
        if letters.len() <= 4 && letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()) {
            *self.cautions.entry(folded.clone()).or_default() |= SHORT;
        }
        let places = self.names.entry(folded).or_default();
        let known = places.entry(place).or_insert(flags);
        // A main name stays one, and a main sense too.
        *known = (*known & flags & OTHER_NAME) | ((*known | flags) & MAIN_SENSE);
    }
}

pub fn build() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let folder = root.join("../../tables/places");
    println!("cargo::rerun-if-changed={}", folder.display());
    for file in ["build.rs", "build/places.rs", "src/places/fold.rs"] {
        println!("cargo::rerun-if-changed={file}");
    }

    let countries = rows(&folder, "countries.tsv", 11);
    let mut codes: Vec<&str> = countries.iter().map(|row| row.cell(2)).collect();
    codes.sort_unstable();
    let code = |row: &Row, cell: &str| -> u16 {
        match codes.binary_search(&cell) {
            Ok(index) => u16::try_from(index).expect("fewer countries than that"),
            Err(_) => row.fault(&format!("{cell:?} is no country of countries.tsv")),
        }
    };

    let mut made = Made::default();
    let mut country_places = vec![u32::MAX; codes.len()];
    let mut capitals = vec![0; codes.len()];
    for row in &countries {
        let country = code(row, row.cell(2));
        let place = place_of(row, row.number(1), country, [5, 6], row.number(7), "country");
        let index = made.add(row, place);
        country_places[usize::from(country)] = index;
        if row.cell(4) != "-" {
            capitals[usize::from(country)] = row.number::<u32>(4);
        }
        made.name(row.cell(0), index, 0);
        for name in row.names(10) {
            made.name(name, index, OTHER_NAME);
        }
    }
    let mut regions = HashMap::new();
    for row in &rows(&folder, "regions.tsv", 8) {
        let country = code(row, row.cell(2));
        let place = place_of(row, row.number(1), country, [4, 5], row.number(6), "region");
        let index = made.add(row, place);
        regions.insert((country, row.cell(3).to_owned()), index);
        made.name(row.cell(0), index, 0);
        for name in row.names(7) {
            made.name(name, index, OTHER_NAME);
        }
    }
    for row in &rows(&folder, "cities.tsv", 9) {
        let country = code(row, row.cell(2));
        let mut place = place_of(row, row.number(1), country, [6, 7], row.number(5), row.cell(4));
        if let Some(&region) = regions.get(&(country, row.cell(3).to_owned())) {
            place.region = region;
        }
        let index = made.add(row, place);
        made.name(row.cell(0), index, 0);
        for name in row.names(8) {
            made.name(name, index, OTHER_NAME);
        }
    }
    for row in &rows(&folder, "features.tsv", 7) {
        let country = match row.cell(3) {
            "-" => NONE,
            cell => code(row, cell),
        };
        let id = match row.cell(1) {
            "-" => 0,
            _ => row.number(1),
        };
        let index = made.add(row, place_of(row, id, country, [4, 5], 0, row.cell(2)));
        made.features.insert(row.cell(0).to_owned(), index as usize);
        // The sea is what "Red Sea" mostly means, and not the region of that name.
        made.name(row.cell(0), index, MAIN_SENSE);
        for name in row.names(6) {
            made.name(name, index, OTHER_NAME);
        }
    }
    for row in &rows(&folder, "names.tsv", 4) {
        let index = known_id(&made, row);
        let (mut flags, mut shown) = (OTHER_NAME, false);
        for sense in row.cell(2).split(' ') {
            match sense {
                "-" => {}
                "main" => flags = MAIN_SENSE,
                "own" => flags = 0,
                "shown" => shown = true,
                _ => row.fault(&format!("{sense:?} is no sense")),
            }
        }
        if shown {
            flags &= !OTHER_NAME;
            row.cell(0).clone_into(&mut made.places[index].name);
        }
        made.name(row.cell(0), u32::try_from(index).expect("a place's number"), flags);
    }
    for row in &rows(&folder, "abbreviations.tsv", 3) {
        let index = known_id(&made, row);
        let folded = fold(row.cell(0));
        if !made.names.contains_key(&folded) {
            *made.cautions.entry(folded.clone()).or_default() |= AFTER_COMMA;
        }
        let place = u32::try_from(index).expect("a place's number");
        made.names.entry(folded).or_default().entry(place).or_insert(OTHER_NAME);
    }
    for row in &rows(&folder, "cautions.tsv", 2) {
        for kind in row.cell(1).split(' ') {
            match CAUTIONS.iter().position(|&known| known == kind) {
                Some(bit) => *made.cautions.entry(row.cell(0).into()).or_default() |= 1 << bit,
                None => row.fault(&format!("{kind:?} is no caution")),
            }
        }
    }

    for row in &rows(&folder, "compounds.tsv", 1) {
        made.names.entry(fold(row.cell(0))).or_default();
        *made.cautions.entry(fold(row.cell(0))).or_default() |= COMPOUND;
    }

    let mut strings = Strings::default();
    let mut disputes = Vec::new();
    for (index, row) in rows(&folder, "disputed.tsv", 5).iter().enumerate() {
        let place = match row.cell(1) {
            "-" => made.features.get(row.cell(0)).copied(),
            _ => made.by_id.get(&row.number(1)).copied(),
        };
        let Some(place) = place else { row.fault("no such place in the tables") };
        let carried = made.places[place].country;
        if (row.cell(2) == "-") != (carried == NONE)
            || (carried != NONE && codes[usize::from(carried)] != row.cell(2))
        {
            row.fault("the place carries another code");
        }
        made.places[place].dispute = u16::try_from(index + 1).expect("fewer disputes");
        if row.cell(3) != "-" {
            for claimant in row.cell(3).split(' ') {
                code(row, claimant);
            }
        }
        let claimants = row.cell(3).trim_matches('-');
        for text in [claimants, row.cell(4)] {
            let (at, length) = strings.put(text);
            disputes.extend([at, u32::from(length)]);
        }
    }

    let mut neighbours = Vec::new();
    let mut states = Vec::new();
    for (index, &alpha) in codes.iter().enumerate() {
        let row = countries.iter().find(|row| row.cell(2) == alpha).expect("its row");
        let first = neighbours.len();
        for other in row.cell(9).split(' ').filter(|cell| !cell.is_empty()) {
            neighbours.push(u32::from(code(row, other)));
        }
        let capital = match capitals[index] {
            0 => u32::MAX,
            id => match made.by_id.get(&id) {
                Some(&place) => u32::try_from(place).expect("a place's number"),
                None => row.fault("its capital is not in cities.tsv"),
            },
        };
        let (at, _) = strings.put(alpha);
        let first = u32::try_from(first).expect("few");
        states.extend([at, country_places[index], capital, first]);
    }
    states.push(u32::try_from(neighbours.len()).expect("few"));

    let mut places = Vec::new();
    for place in &made.places {
        let (at, length) = strings.put(&place.name);
        let degrees = |value: f64| (value * 10_000.0).round() as i32 as u32;
        places.extend([place.geonames, degrees(place.lat), degrees(place.lon)]);
        places.extend([place.population, at, u32::from(length) | u32::from(place.country) << 16]);
        places.extend([place.region, u32::from(place.kind) | u32::from(place.dispute) << 16]);
    }

    let mut postings = Vec::new();
    let mut names = Index::default();
    for (name, found) in &made.names {
        let first = u32::try_from(postings.len()).expect("fewer than 2^24");
        let flags = made.cautions.get(name).copied().unwrap_or(0);
        names.put(name, first | flags << 24);
        let mut found: Vec<(u32, u32)> = found.iter().map(|(&p, &flags)| (p, flags)).collect();
        found.sort_by_key(|&(place, _)| {
            let place = &made.places[place as usize];
            (place.kind != 0, std::cmp::Reverse(place.population), place.geonames)
        });
        postings.extend(found.iter().map(|&(place, flags)| place | flags));
    }
    names.last = u32::try_from(postings.len()).expect("fewer than 2^24");

    let mut adjectives = Index::default();
    let mut sorted = BTreeMap::new();
    for row in &rows(&folder, "adjectives.tsv", 2) {
        let mut named = row.cell(1).split(' ').map(|cell| u32::from(code(row, cell)));
        let first = named.next().unwrap_or_else(|| row.fault("no country"));
        let second = named.next().unwrap_or(u32::from(NONE));
        if sorted.insert(fold(row.cell(0)), first | second << 16).is_some() {
            row.fault("the word stands there twice");
        }
    }
    for (word, value) in &sorted {
        adjectives.put(word, *value);
    }
    let mut cues = Index::default();
    let mut sorted = BTreeMap::new();
    for row in &rows(&folder, "cues.tsv", 2) {
        let mut bits = 0;
        for kind in row.cell(1).split(' ') {
            match CUES.iter().position(|&known| known == kind) {
                Some(bit) => bits |= 1 << bit,
                None => row.fault(&format!("{kind:?} is no cue")),
            }
        }
        sorted.insert(row.cell(0).to_owned(), bits);
    }
    for (word, value) in &sorted {
        cues.put(word, *value);
    }

    let mut sections: Vec<Vec<u8>> = vec![
        bytes(&places),
        strings.text.into_bytes(),
        bytes(&states),
        bytes(&neighbours),
        bytes(&postings),
        bytes(&disputes),
    ];
    for index in [names, adjectives, cues] {
        sections.extend(index.sections());
    }
    let mut block = Vec::new();
    let mut at = 4 * sections.len();
    for section in &sections {
        at += section.len();
        block.extend(u32::try_from(at).expect("a small block").to_le_bytes());
    }
    for section in &sections {
        block.extend(section);
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("places.bin"), block).expect("the build folder can be written");
}

fn place_of(
    row: &Row,
    geonames: u32,
    country: u16,
    [lat, lon]: [usize; 2],
    population: u32,
    kind: &str,
) -> Place {
    let Some(kind) = KINDS.iter().position(|&known| known == kind) else {
        row.fault(&format!("{kind:?} is no kind of place"))
    };
    Place {
        name: row.cell(0).to_owned(),
        geonames,
        country,
        region: u32::MAX,
        lat: row.number(lat),
        lon: row.number(lon),
        population,
        kind: u8::try_from(kind).expect("few kinds"),
        dispute: 0,
    }
}

fn known_id(made: &Made, row: &Row) -> usize {
    match made.by_id.get(&row.number(1)) {
        Some(&index) => index,
        None => row.fault("no place of the tables has that GeoNames id"),
    }
}

#[derive(Default)]
struct Strings {
    text: String,
    known: HashMap<String, u32>,
}

impl Strings {
    fn put(&mut self, text: &str) -> (u32, u16) {
        let length = u16::try_from(text.len()).expect("short strings");
        if let Some(&at) = self.known.get(text) {
            return (at, length);
        }
        let at = u32::try_from(self.text.len()).expect("a small block");
        self.text.push_str(text);
        self.known.insert(text.to_owned(), at);
        (at, length)
    }
}

/// Sorted words, each with a number.
#[derive(Default)]
struct Index {
    ends: Vec<u32>,
    text: String,
    values: Vec<u32>,
    last: u32,
    seen: BTreeSet<String>,
}

impl Index {
    fn put(&mut self, word: &str, value: u32) {
        assert!(self.seen.last().is_none_or(|last| last.as_str() < word), "{word} out of order");
        self.seen.insert(word.to_owned());
        self.text.push_str(word);
        self.ends.push(u32::try_from(self.text.len()).expect("a small block"));
        self.values.push(value);
    }

    fn sections(mut self) -> [Vec<u8>; 3] {
        self.values.push(self.last);
        [bytes(&self.ends), self.text.into_bytes(), bytes(&self.values)]
    }
}

fn bytes(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}
