//! That the tables of places are whole: every name leads somewhere, every country has its capital,
//! and no country is told worse than another.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use onrecord_actors::places::{Article, Gazetteer, Kind, resolve, words};

/// Countries that have no capital in GeoNames: nobody lives there all year, or no town leads.
const NO_CAPITAL: [&str; 4] = ["ATA", "HMD", "IOT", "TKL"];

fn countries() -> Vec<onrecord_actors::places::Place> {
    Gazetteer::builtin().places().filter(|place| place.kind == Kind::Country).collect()
}

#[test]
fn every_country_has_a_capital_with_coordinates() {
    let gazetteer = Gazetteer::builtin();
    assert!(countries().len() > 240);
    for country in countries() {
        let code = country.country.unwrap();
        assert_eq!(gazetteer.country(code), Some(country));
        match gazetteer.capital(code) {
            Some(capital) => {
                assert_eq!(capital.country, Some(code), "{}", country.name);
                assert_eq!(capital.kind, Kind::Capital, "{}", country.name);
                assert!(capital.lat != 0.0 || capital.lon != 0.0, "{}", country.name);
            }
            None => assert!(NO_CAPITAL.contains(&code), "{} has no capital", country.name),
        }
    }
}

#[test]
fn ids_are_unique_and_coordinates_on_earth() {
    let mut ids = HashSet::new();
    let mut places = 0;
    for place in Gazetteer::builtin().places() {
        places += 1;
        assert!(!place.name.is_empty());
        assert!(place.geonames.is_none_or(|id| ids.insert(id)), "{place:?}");
        assert!((-90.0..=90.0).contains(&place.lat), "{place:?}");
        assert!((-180.0..=180.0).contains(&place.lon), "{place:?}");
        assert!(place.country.is_none_or(|code| code.len() == 3), "{place:?}");
    }
    assert!(places > 35_000, "{places}");
}

#[test]
fn every_name_leads_to_a_place() {
    let gazetteer = Gazetteer::builtin();
    // Compounds are names that lead nowhere, so that no place is seen in them.
    let compounds = include_str!("../../../tables/places/compounds.tsv");
    let compounds: HashSet<&str> = compounds.lines().collect();
    let mut names = 0;
    for name in gazetteer.names() {
        names += 1;
        assert!(!gazetteer.candidates(name).is_empty() || compounds.contains(name), "{name:?}");
    }
    assert!(names > 40_000, "{names}");
}

#[test]
fn spellings_of_a_name_meet() {
    let id = |name: &str| Gazetteer::builtin().candidates(name)[0].geonames;
    for (one, other) in [
        ("Córdoba", "CORDOBA"),
        ("Kyiv", "Kiev"),
        ("Türkiye", "Turkey"),
        ("St. Petersburg", "Saint Petersburg"),
        ("N'Djamena", "N’Djamena"),
        ("Port au Prince", "Port-au-Prince"),
        ("Deir ez-Zor", "Deir al-Zour"),
    ] {
        assert_eq!(id(one), id(other), "{one}");
    }
}

#[test]
fn disputes_name_those_who_claim() {
    let gazetteer = Gazetteer::builtin();
    let disputed: Vec<_> = gazetteer.places().filter(|place| place.dispute.is_some()).collect();
    assert!(disputed.len() > 40, "{}", disputed.len());
    for place in &disputed {
        let claimants: Vec<&str> = place.dispute.unwrap().claimants.split(' ').collect();
        assert!(claimants.is_sorted(), "{place:?}");
    }
    let crimea = gazetteer.by_geonames(703_883).unwrap();
    assert_eq!((crimea.name, crimea.country), ("Crimea", Some("UKR")));
    assert_eq!(crimea.dispute.unwrap().claimants, "RUS UKR");
}

/// One frame, every country in turn: no table may know one better than another.
#[test]
fn every_country_is_told_by_its_name_and_its_capital() {
    let gazetteer = Gazetteer::builtin();
    let mut missed = Vec::new();
    for country in countries() {
        let code = country.country.unwrap();
        let Some(capital) = gazetteer.capital(code) else { continue };
        let text = format!(
            "Painters met in {} on Monday. The treaty on paints was signed by {} in spring.",
            capital.name, country.name
        );
        let words = words(&text);
        let found = resolve(gazetteer, &Article::new(&words));
        let told = |wanted: &onrecord_actors::places::Place| {
            found.iter().any(|mention| mention.place.as_ref() == Some(wanted))
        };
        // A city that is a state is one place of two names; Norfolk Island's capital is a village
        // that has its name from a large town.
        let same = capital.name == country.name || matches!(code, "VAT" | "NFK");
        if !told(&country) || (!same && !told(&capital)) {
            missed.push(format!("{}, {}", capital.name, country.name));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn tables_are_sorted_and_say_where_they_come_from() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tables/places");
    let mut tables = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let head: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
        for wanted in ["Origin:", "icence:", "Columns:"] {
            assert!(head.iter().any(|line| line.contains(wanted)), "{}: {wanted}", path.display());
        }
        let rows: Vec<&str> = text.lines().skip(head.len()).collect();
        for pair in rows.windows(2) {
            assert!(pair[0] < pair[1], "{}: {:?} is out of order", path.display(), pair[1]);
        }
        tables += 1;
    }
    assert_eq!(tables, 11);
}
