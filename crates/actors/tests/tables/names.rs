//! Names of states and of all sides.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_actors::{ActorKind, Candidate, Case, NameKind, Referent, Registry};

use crate::rows;

const STATES: &str = include_str!("../../../../tables/states.tsv");
const STATE_NAMES: &str = include_str!("../../../../tables/state_names.tsv");
const LOADED: &str = include_str!("../../../../tables/loaded.tsv");
const LOADED_NOUNS: &str = include_str!("../../../../tables/loaded_nouns.tsv");
const AGENTS: &str = include_str!("../../../../tables/agents.tsv");

fn key<'r>(candidate: &Candidate<'r>) -> Option<&'r str> {
    match candidate.refers {
        Referent::Actor(actor) => Some(actor.key),
        _ => None,
    }
}

fn keys(name: &str) -> BTreeSet<&str> {
    Registry::builtin().names(name, Case::AsWritten).iter().filter_map(key).collect()
}

#[test]
fn every_state_has_name_adjective_demonym_and_capital() {
    let registry = Registry::builtin();
    let names = rows(STATE_NAMES);
    let states = rows(STATES);
    assert!(states.len() >= 240, "{}", states.len());
    for state in &states {
        let code = state[0];
        let actor = registry.country(code).expect(code);
        assert_eq!((actor.name, actor.kind), (state[3], ActorKind::State));
        assert_eq!(registry.country(state[1]).map(|actor| actor.key), Some(code));
        assert!(keys(state[3]).contains(code), "{}", state[3]);
        for kind in ["adjective", "demonym", "demonyms", "capital"] {
            let of_kind: Vec<_> =
                names.iter().filter(|row| row[1] == kind && row[2] == code).collect();
            assert!(!of_kind.is_empty(), "{code} has no {kind}");
            for row in of_kind {
                let found = registry.names(row[0], Case::AsWritten);
                let found = found
                    .iter()
                    .find(|found| found.kind.word() == kind && key(found) == Some(code));
                assert!(found.is_some(), "{} of {code}", row[0]);
            }
        }
    }
}

#[test]
fn capitals_and_seats_stand_for_who_sits_there() {
    let registry = Registry::builtin();
    for (name, code, sector) in [
        ("Ankara", "TUR", "GOV"),
        ("the Kremlin", "RUS", "GOV"),
        ("the White House", "USA", "GOV"),
        ("Downing Street", "GBR", "GOV"),
        ("the Quai d'Orsay", "FRA", "GOV"),
        ("the Porte", "TUR", "GOV"),
        ("Foggy Bottom", "USA", "GOV"),
        ("the Pentagon", "USA", "MIL"),
        ("the Knesset", "ISR", "LEG"),
        ("Kiev", "UKR", "GOV"),
        ("Kyiv", "UKR", "GOV"),
    ] {
        let found = registry.names(name, Case::AsWritten);
        assert_eq!(
            found.iter().map(|c| (key(c), c.sector)).collect::<Vec<_>>(),
            [(Some(code), Some(sector))],
            "{name}"
        );
    }
}

#[test]
fn former_names_have_their_days() {
    let registry = Registry::builtin();
    for (name, code) in [
        ("Burma", "MMR"),
        ("Zaire", "COD"),
        ("Swaziland", "SWZ"),
        ("the Soviet Union", "RUS"),
        ("USSR", "RUS"),
        ("Upper Volta", "BFA"),
    ] {
        let found = registry.names(name, Case::AsWritten);
        let [only] = found[..] else { panic!("{name}: {found:?}") };
        assert_eq!((only.kind, key(&only)), (NameKind::Former, Some(code)));
        assert!(only.until.is_some(), "{name}");
    }
}

#[test]
fn what_is_no_state_of_its_own_is_coded_as_its_sovereign() {
    let registry = Registry::builtin();
    for (name, sovereign) in [
        ("Abkhazia", "GEO"),
        ("South Ossetia", "GEO"),
        ("Transnistria", "MDA"),
        ("Nagorno-Karabakh", "AZE"),
        ("Northern Cyprus", "CYP"),
        ("Somaliland", "SOM"),
        ("Western Sahara", "MAR"),
        ("Donetsk People's Republic", "UKR"),
        ("Luhansk People's Republic", "UKR"),
    ] {
        let found = registry.names(name, Case::AsWritten);
        let Referent::Actor(actor) = found[0].refers else { panic!("{name}: {found:?}") };
        assert_eq!((actor.country, actor.sector), (Some(sovereign), Some("PRE")), "{name}");
    }
    assert_eq!(registry.country("XKX").map(|actor| actor.name), Some("Kosovo"));
    assert_eq!(registry.country("PSE").map(|actor| actor.name), Some("Palestine"));
}

#[test]
fn words_are_no_names() {
    for word in
        ["turkey", "us", "china", "who", "un", "polish", "chad", "swiftly", "it", "is", "aids", ""]
    {
        let found = keys(word);
        assert!(found.is_empty(), "{word}: {found:?}");
    }
    assert_eq!(keys("US"), BTreeSet::from(["USA"]));
    assert_eq!(keys("U.S."), BTreeSet::from(["USA"]));
    assert_eq!(keys("Turkey’s"), BTreeSet::from(["TUR"]));
}

#[test]
fn the_longest_name_is_taken() {
    let registry = Registry::builtin();
    let longest = |text: &'static str| {
        let tokens: Vec<&str> = text.split(' ').collect();
        registry.longest(&tokens).map(|found| (found.tokens, found.candidates.iter().find_map(key)))
    };
    assert_eq!(longest("the Democratic Republic of the Congo said"), Some((6, Some("COD"))));
    assert_eq!(longest("Guinea - Bissau said"), Some((3, Some("GNB"))));
    assert_eq!(longest("Guinea said"), Some((1, Some("GIN"))));
    assert_eq!(longest("South Korean troops"), Some((2, Some("KOR"))));
    assert_eq!(longest("Côte d' Ivoire won"), Some((3, Some("CIV"))));
    assert_eq!(longest("Islamic State fighters"), Some((2, Some("ISIS"))));
    assert_eq!(longest("the Zionist regime said"), Some((3, Some("ISR"))));
    assert_eq!(longest("bridges stand"), None);
    assert_eq!(registry.longest(&[]), None);
}

#[test]
fn groups_are_somebodys() {
    let registry = Registry::builtin();
    let group = |text: &'static str| {
        let tokens: Vec<&str> = text.split(' ').collect();
        registry.group(&tokens).map(|group| (group.tokens, group.actor.key, group.sector))
    };
    assert_eq!(group("Turkish forces withdrew"), Some((2, "TUR", "MIL")));
    assert_eq!(group("Greek special forces withdrew"), Some((3, "GRC", "MIL")));
    assert_eq!(group("the Chilean riot police came"), Some((4, "CHL", "COP")));
    assert_eq!(group("Norway 's parliament voted"), Some((3, "NOR", "LEG")));
    assert_eq!(group("Kenyan students marched"), Some((2, "KEN", "EDU")));
    assert_eq!(group("NATO troops left"), Some((2, "NATO", "MIL")));
    assert_eq!(group("Turkish coffee tasted"), None);
    let ambiguous = registry.group(&["Congolese", "soldiers"]);
    assert!(ambiguous.is_some_and(|group| group.ambiguous));
    // Another name begins something else.
    assert_eq!(group("Turkish and Greek soldiers"), None);
}

#[test]
fn every_agent_noun_makes_a_group_of_any_state() {
    let registry = Registry::builtin();
    for row in rows(AGENTS) {
        for noun in row[..2].iter().flat_map(|cell| cell.split(';')) {
            for adjective in ["Peruvian", "Chilean"] {
                let tokens: Vec<&str> = std::iter::once(adjective).chain(noun.split(' ')).collect();
                let group = registry.group(&tokens);
                let found = group.map(|group| (group.tokens, group.sector));
                assert_eq!(found, Some((tokens.len(), row[2])), "{adjective} {noun}");
            }
        }
    }
}

#[test]
fn loaded_names_of_all_sides_are_flagged() {
    let registry = Registry::builtin();
    let mut targets: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows(LOADED) {
        let (name, actor, reason) = (row[0], row[1], row[3]);
        let found = registry.names(name, Case::AsWritten);
        let this = found.iter().find(|found| key(found) == Some(actor)).expect(name);
        assert_eq!((this.kind, this.loaded), (NameKind::Loaded, Some(reason)), "{name}");
        assert!(found.iter().all(|found| found.loaded.is_some()), "{name}: {found:?}");
        *targets.entry(actor).or_default() += 1;
    }
    // Who calls another so is called so by another.
    for (one, other) in [
        ("ISR", "IRN"),
        ("ISR", "PSE"),
        ("ISR", "HEZBOLLAH"),
        ("RUS", "UKR"),
        ("USA", "IRN"),
        ("PRK", "KOR"),
        ("CHN", "TWN"),
        ("IND", "PAK"),
        ("MAR", "POLISARIO"),
        ("SAU", "HOUTHI"),
        ("TUR", "PKK"),
        ("NATO", "RUS"),
        ("VEN", "USA"),
    ] {
        assert!(targets.contains_key(one) && targets.contains_key(other), "{one} and {other}");
    }
    println!("{} rows against {} actors", targets.values().sum::<usize>(), targets.len());
}

#[test]
fn words_that_take_a_side_do_so_against_every_state_alike() {
    let registry = Registry::builtin();
    let nouns = rows(LOADED_NOUNS);
    let mut flagged: BTreeMap<&str, usize> = BTreeMap::new();
    for name in rows(STATE_NAMES) {
        if !["adjective", "capital"].contains(&name[1]) || name[4] != "-" || name[5] != "-" {
            continue;
        }
        let plain = registry.names(name[0], Case::AsWritten);
        assert!(plain.iter().all(|candidate| candidate.loaded.is_none()), "{}", name[0]);
        for noun in &nouns {
            for word in noun[..2].iter().filter(|word| **word != "-") {
                let whole = format!("{} {word}", name[0]);
                let found = registry.names(&whole, Case::AsWritten);
                let this = found.iter().find(|found| key(found) == Some(name[2]));
                assert!(this.is_some_and(|found| found.loaded.is_some()), "{whole}: {found:?}");
                assert!(found.iter().all(|found| found.loaded.is_some()), "{whole}: {found:?}");
                *flagged.entry(name[2]).or_default() += 1;
            }
        }
    }
    let states = rows(STATES).len();
    assert!(flagged.len() >= states, "{} of {states}", flagged.len());
    // Every name of every state counts the same.
    let words = nouns.iter().map(|noun| noun[..2].iter().filter(|w| **w != "-").count());
    let words: usize = words.sum();
    assert!(flagged.values().all(|count| count % words == 0));
}

#[test]
fn offices_are_known_by_what_texts_call_them() {
    let registry = Registry::builtin();
    let office = |name: &str, country: Option<&str>| {
        registry.office(name, country).map(|office| (office.name, office.sector))
    };
    let foreign = Some(("Minister of Foreign Affairs", "GOV"));
    assert_eq!(office("foreign minister", None), foreign);
    assert_eq!(office("the Foreign Minister", Some("IRN")), foreign);
    assert_eq!(office("secretary of state", Some("USA")), foreign);
    assert_eq!(office("secretary of state", Some("FRA")), Some(("Secretary of State", "GOV")));
    assert_eq!(office("chancellor", Some("DEU")), Some(("Prime Minister", "GOV")));
    assert_eq!(office("chancellor", Some("GBR")), Some(("Minister of Finance", "GOV")));
    assert_eq!(office("chancellor", None), None);
    assert_eq!(office("tourism minister", None), Some(("Minister of Tourism", "GOV")));
    assert_eq!(office("Minister for Health", None), Some(("Minister of Health", "GOV")));
    assert_eq!(office("defense minister", None), office("defence minister", None));
    assert_eq!(office("chief of the general staff", None).map(|(_, s)| s), Some("MIL"));
    assert_eq!(office("speaker of the parliament", None).map(|(_, s)| s), Some("LEG"));
    assert_eq!(office("chief justice", None).map(|(_, s)| s), Some("JUD"));
    assert_eq!(office("warden of the sea wall", None), None);
}
