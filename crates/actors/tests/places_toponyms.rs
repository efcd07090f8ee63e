//! Toponyms in context, held against what a reader says of them: which country, which place, or
//! none. The figures must stay above their floors; what is missed is listed.

use onrecord_actors::places::{Article, Gazetteer, Mention, Place, resolve, words};

const TOPONYMS: &str = include_str!("places_toponyms.tsv");

struct Toponym {
    text: &'static str,
    surface: &'static str,
    country: &'static str,
    place: &'static str,
}

fn toponyms() -> Vec<Toponym> {
    let rows = TOPONYMS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let &[text, surface, country, place] = cells.as_slice() else {
            panic!("four columns wanted: {row}")
        };
        assert!(text.contains(surface), "no such words in the text: {row}");
        Toponym { text, surface, country, place }
    })
    .collect()
}

/// The mention of the first such words of the text that are words of their own.
fn found(toponym: &Toponym) -> Option<Mention> {
    let words = words(toponym.text);
    let ends = |at: usize| !toponym.text[at..].starts_with(char::is_alphanumeric);
    let surface = toponym.surface;
    let at = words
        .iter()
        .map(|word| word.start)
        .find(|&start| toponym.text[start..].starts_with(surface) && ends(start + surface.len()))?;
    let mentions = resolve(Gazetteer::builtin(), &Article::new(&words));
    let end = at + surface.len();
    mentions.into_iter().find(|mention| mention.span.start < end && at < mention.span.end)
}

fn country(place: Option<&Place>) -> &'static str {
    place.map_or("none", |place| place.country.unwrap_or("-"))
}

fn is(place: Option<&Place>, expected: &str) -> bool {
    match place {
        None => expected == "none",
        Some(place) => match place.geonames {
            Some(id) => id.to_string() == expected,
            None => place.name == expected,
        },
    }
}

#[test]
fn toponyms_in_context() {
    let toponyms = toponyms();
    assert!(toponyms.len() >= 150);
    assert!(toponyms.iter().filter(|toponym| toponym.place == "none").count() >= 35);
    let (mut countries, mut places) = (0, 0);
    let mut missed = Vec::new();
    for toponym in &toponyms {
        let mention = found(toponym);
        let place = mention.as_ref().and_then(|mention| mention.place.as_ref());
        let right_country = country(place) == toponym.country;
        let right_place = is(place, toponym.place);
        countries += usize::from(right_country);
        places += usize::from(right_place);
        if !right_country || !right_place {
            missed.push(format!(
                "{}: wanted {} {}, found {} {} ({}): {}",
                toponym.surface,
                toponym.country,
                toponym.place,
                country(place),
                place.map_or("none".into(), |place| place
                    .geonames
                    .map_or(place.name.to_owned(), |id| id.to_string())),
                mention.as_ref().map_or("no name".into(), |mention| mention.reason.to_string()),
                toponym.text,
            ));
        }
    }
    let share = |right: usize| 100.0 * right as f64 / toponyms.len() as f64;
    let figures = format!(
        "{} toponyms: country {:.1} %, place {:.1} %",
        toponyms.len(),
        share(countries),
        share(places)
    );
    println!("{figures}\n{}", missed.join("\n"));
    assert!(
        share(countries) >= 93.0 && share(places) >= 88.0,
        "{figures}; the floors are 93 and 88\nmissed:\n{}",
        missed.join("\n")
    );
}
