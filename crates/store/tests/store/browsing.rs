//! What pages ask: counts by side, actors, links, places, and pages that follow each other.

use std::time::Duration;

use onrecord_store::{Error, Face, Overview, Query, Sort, Store, What, date_of};

use crate::records::{add, full, open, place, said};

fn values(overview: &Overview, face: Face) -> Vec<(&str, usize)> {
    let facet = overview.facets.iter().find(|facet| facet.face == face);
    let values = facet.map_or(&[][..], |facet| facet.values.as_slice());
    values.iter().map(|(value, count)| (value.as_str(), *count)).collect()
}

fn events() -> Query {
    Query { what: What::Events, limit: 10, ..Query::default() }
}

fn filled() -> (tempfile::TempDir, Store) {
    let (folder, path) = place();
    let mut store = open(&path);
    let rain = |n: i32| said("Ana Ilić", &format!("It rained {n} times"), &format!("2024-03-0{n}"));
    add(&mut store, &[full(), rain(1), rain(2), rain(3), said("Ana", "Rain", "2024-03-04")]);
    (folder, store)
}

#[test]
fn a_summary_counts_and_names() {
    let (_folder, store) = filled();
    let summary = store.summary().unwrap();
    assert_eq!((summary.articles, summary.statements, summary.events), (5, 7, 2));
    assert_eq!(summary.first.as_deref(), Some("2024-03-01"));
    assert_eq!(summary.last.as_deref(), Some("2024-05-07"));
    assert_eq!((summary.quoted[0].name.as_str(), summary.quoted[0].statements), ("Ana Ilić", 5));
    assert_eq!(summary.state("NOR"), "Norland");
    assert_eq!(summary.state("XYZ"), "XYZ");
    let (_folder, path) = place();
    let empty = open(&path).summary().unwrap();
    assert_eq!((empty.articles, empty.first, empty.quoted.len()), (0, None, 0));
}

#[test]
fn hits_are_counted_by_side_and_day() {
    let (_folder, store) = filled();
    let all = store.overview(&Query::default(), 100).unwrap();
    assert_eq!((all.total, all.cut), (7, false));
    assert_eq!(values(&all, Face::Speaker)[0], ("Ana Ilić", 5));
    assert_eq!(values(&all, Face::Outlet), [("The Umbrella", 4), ("The Coastal Courier", 3)]);
    let days: Vec<String> =
        all.days.iter().filter_map(|(day, _)| date_of(*day)).map(|date| date.to_string()).collect();
    assert_eq!(days, ["2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04", "2024-05-07"]);
    let some = store.overview(&Query::default(), 4).unwrap();
    assert_eq!((some.total, some.cut), (4, true));
    let events = store.overview(&events(), 100).unwrap();
    assert_eq!(values(&events, Face::Voice), [("Ana Ilić", 1), ("outlet", 1)]);
    assert_eq!(values(&events, Face::Type), [("ACCUSE", 1), ("CONSULT", 1)]);
}

#[test]
fn whole_names_are_not_words_of_names() {
    let (_folder, store) = filled();
    let find = |name: &str, whole_names| {
        let said_by = Some(name.to_owned());
        store
            .find(&Query { said_by, whole_names, limit: 50, ..Query::default() })
            .unwrap()
            .hits
            .len()
    };
    assert_eq!(find("Ana", false), 6);
    assert_eq!(find("Ana", true), 1);
    let party = |name: &str, whole_names| {
        let party = Some(name.to_owned());
        store.find(&Query { party, whole_names, ..events() }).unwrap().hits.len()
    };
    assert_eq!((party("Norland", true), party("NOR", true), party("NOR", false)), (2, 0, 2));
}

#[test]
fn an_actor_is_what_articles_say() {
    let (_folder, store) = filled();
    let ana = store.profile("Ana Ilić").unwrap().unwrap();
    assert_eq!(ana.articles, 4);
    assert_eq!(ana.kinds, [("person".to_owned(), 4)]);
    assert_eq!(ana.offices.len(), 1);
    assert_eq!(ana.offices[0].first.as_deref(), Some("2024-05-07"));
    assert_eq!(store.named("Q1").unwrap(), ["Ana Ilić"]);
    assert_eq!(store.profile("Nobody").unwrap(), None);
    assert_eq!(store.names("an il", 9).unwrap(), [] as [&str; 0]);
    assert_eq!(store.names("ana il", 9).unwrap(), ["Ana Ilić"]);
}

#[test]
fn links_go_from_who_acts_to_whom() {
    let (_folder, store) = filled();
    let links = store.links(&events(), 100).unwrap();
    let told: Vec<(&str, &str, usize, usize)> = links
        .links
        .iter()
        .map(|l| (l.from.as_str(), l.to.as_str(), l.cooperation, l.conflict))
        .collect();
    // The meeting once, although both are its actors.
    assert_eq!(told, [("Norland", "Sudland", 1, 0), ("Sudland", "Norland", 0, 1)]);
    let about = store.links(&Query::default(), 100).unwrap();
    assert!(about.links.iter().any(|l| l.from == "Ana Ilić" && l.to == "Zoë Marić"), "{about:?}");
    let spots = store.spots(&events(), 100).unwrap();
    assert_eq!((spots.total, spots.placed, spots.spots[0].name.as_str()), (2, 1, "Kotor"));
    let course = store.course(&events(), 100).unwrap();
    let voices: Vec<Option<&str>> = course.points.iter().map(|p| p.voice.as_deref()).collect();
    assert_eq!(voices, [None, Some("Ana Ilić")]);
}

#[test]
fn pages_follow_each_other() {
    let (_folder, store) = filled();
    for sort in [Sort::Newest, Sort::Oldest] {
        let mut seen = Vec::new();
        let mut behind = None;
        loop {
            let query = Query { limit: 2, sort, behind, ..Query::default() };
            let found = store.find(&query).unwrap();
            let ids: Vec<String> = found
                .hits
                .iter()
                .map(|hit| serde_json::to_value(hit).unwrap()["id"].as_str().unwrap().to_owned())
                .collect();
            behind = ids.last().map(|id| store.resolve(id).unwrap());
            seen.extend(ids);
            if !found.more {
                break;
            }
        }
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((seen.len(), count), (7, 7), "{sort:?}");
    }
    let behind = store.resolve("0000").ok();
    assert_eq!(behind, None);
}

#[test]
fn what_takes_too_long_ends() {
    let (_folder, path) = place();
    let mut store = open(&path);
    let many = (0..300).map(|n| said("Ana Ilić", &format!("It rained {n} times"), "2024-03-01"));
    add(&mut store, &many.collect::<Vec<_>>());
    let ended = store.bounded(Duration::ZERO, |store| store.overview(&Query::default(), 1_000));
    assert!(matches!(ended, Err(Error::Slow)), "{ended:?}");
    let again =
        store.bounded(Duration::from_secs(60), |store| store.overview(&Query::default(), 1_000));
    assert_eq!(again.unwrap().total, 300);
}
