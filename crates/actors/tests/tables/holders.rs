//! Who held which office, on both sides of each hand-over; gaps; and leaders who are none any more.

use std::collections::BTreeMap;

use onrecord_actors::{Answer, Registry, Why};

use crate::{day, rows};

const TERMS: &str = include_str!("../../../../tables/terms.tsv");
const OFFICES: &str = include_str!("../../../../tables/offices.tsv");
const PEOPLE: &str = include_str!("../../../../tables/people.tsv");

/// What texts call some offices, so that questions are asked as readers ask.
const CALLED: [(&str, &str); 6] = [
    ("Minister of Foreign Affairs", "foreign minister"),
    ("Prime Minister", "prime minister"),
    ("President", "president"),
    ("Minister of Defence", "defense minister"),
    ("Minister of the Interior", "interior minister"),
    ("Minister of Finance", "the finance minister"),
];

type Chairs = BTreeMap<(&'static str, &'static str), Vec<Vec<&'static str>>>;

/// Terms of offices with one seat, by state and office, in the order of time.
fn chairs() -> Chairs {
    let offices = rows(OFFICES);
    let single: Vec<&str> =
        offices.iter().filter(|row| row[2] == "one").map(|row| row[0]).collect();
    let single: std::collections::BTreeSet<&str> = single.into_iter().collect();
    let mut chairs = Chairs::new();
    for row in rows(TERMS).into_iter().filter(|row| single.contains(row[1])) {
        chairs.entry((row[0], row[1])).or_default().push(row);
    }
    for terms in chairs.values_mut() {
        terms.sort_by_key(|row| row[4]);
    }
    chairs
}

/// The first and the last day that a date of a table may be, as texts that compare.
fn bounds(date: &str) -> (String, String) {
    match date.len() {
        4 => (format!("{date}-01-01"), format!("{date}-12-31")),
        7 => (format!("{date}-01"), format!("{date}-31")),
        _ => (date.to_owned(), date.to_owned()),
    }
}

/// The holder by the text of the rows alone; `None` where they do not tell.
fn expected(terms: &[Vec<&'static str>], day: &str) -> Option<&'static str> {
    let mut sure: Vec<&Vec<&'static str>> = Vec::new();
    for row in terms {
        let begun = bounds(row[4]).1.as_str() <= day;
        let lasts = match row[5] {
            "?" => bounds(row[4]).1 == day,
            end => day <= bounds(end.trim_start_matches('>')).0.as_str(),
        };
        if begun && lasts {
            sure.push(row);
        }
    }
    if sure.iter().any(|row| row[4] == day && row[5] != day) {
        sure.retain(|row| row[5] != day);
    }
    if sure.iter().any(|row| !row[6].contains("acting")) {
        sure.retain(|row| !row[6].contains("acting"));
    }
    let first = sure.first()?[3];
    sure.iter().all(|row| row[3] == first).then_some(first)
}

fn before(date: &str) -> String {
    day(date).before().expect("a day before").to_string()
}

struct Question {
    country: &'static str,
    office: &'static str,
    day: String,
    person: Option<&'static str>,
}

/// Three hundred questions, the same ones on every run: the day before and the day of a hand-over,
/// days in gaps, days after the tables end.
fn questions() -> Vec<Question> {
    let chairs = chairs();
    let mut handovers = Vec::new();
    let mut gaps = Vec::new();
    let mut after = Vec::new();
    for (&(country, office), terms) in &chairs {
        let ask = |day: String| {
            let person = expected(terms, &day);
            Question { country, office, day, person }
        };
        for pair in terms.windows(2) {
            let (end, start) = (pair[0][5], pair[1][4]);
            if end.len() != 10 || start.len() != 10 || pair[0][3] == pair[1][3] {
                continue;
            }
            if end == start {
                handovers.push([ask(before(start)), ask(start.to_owned())]);
            } else if end < start && before(start).as_str() > end {
                let question = ask(before(start));
                if question.person.is_none() {
                    gaps.push(question);
                }
            }
        }
        if terms.iter().all(|row| row[5] != "?") {
            after.push(ask("2026-11-25".to_owned()));
        }
    }
    let mut questions = Vec::new();
    questions.extend(spread(handovers, 110).into_iter().flatten());
    questions.extend(spread(gaps, 50));
    questions.extend(spread(after, 30));
    questions
}

/// So many of them, evenly.
fn spread<T>(all: Vec<T>, wanted: usize) -> Vec<T> {
    let (length, mut taken) = (all.len(), 0);
    let keep = |(at, item)| {
        let due = at * wanted / length >= taken;
        if due && taken < wanted {
            taken += 1;
            Some(item)
        } else {
            None
        }
    };
    all.into_iter().enumerate().filter_map(keep).collect()
}

#[test]
fn three_hundred_questions_about_offices() {
    let registry = Registry::builtin();
    let questions = questions();
    assert_eq!(questions.len(), 300);
    let mut wrong = Vec::new();
    let (mut answered, mut unknown) = (0, 0);
    for Question { country, office, day: on, person } in &questions {
        let called = CALLED.iter().find(|(name, _)| name == office).map_or(*office, |(_, c)| c);
        let answer = registry.holder(called, country, day(on));
        let right = match (&answer, person) {
            (Answer::Holder(term), Some(person)) => {
                answered += 1;
                term.person.is_some_and(|holder| holder.key == *person)
            }
            (Answer::Unknown(_), None) => {
                unknown += 1;
                true
            }
            _ => false,
        };
        if !right {
            wrong.push(format!("{called} of {country} on {on}: not {person:?} but {answer:?}"));
        }
        if person.is_none() {
            assert!(
                matches!(answer, Answer::Unknown(_)),
                "{called} of {country} on {on}: {answer:?}"
            );
        }
    }
    println!("{answered} holders, {unknown} unknown, {} wrong of 300", wrong.len());
    assert!(wrong.len() * 100 <= questions.len(), "{wrong:#?}");
    // The sample has to have both.
    assert!(answered >= 200 && unknown >= 70, "{answered} {unknown}");
}

#[test]
fn every_hand_over_of_leading_offices_is_right_on_both_sides() {
    let registry = Registry::builtin();
    let mut asked = 0;
    for ((country, office), terms) in chairs() {
        if !CALLED.iter().any(|(name, _)| *name == office) {
            continue;
        }
        for row in terms.iter().filter(|row| row[4].len() == 10) {
            for on in [before(row[4]), row[4].to_owned()] {
                let answer = registry.holder(office, country, day(&on));
                let holder = answer.holder().and_then(|term| term.person).map(|person| person.key);
                assert_eq!(holder, expected(&terms, &on), "{office} of {country} on {on}");
                asked += 1;
            }
        }
    }
    assert!(asked > 5_000, "{asked}");
}

/// What everybody knows, whatever the tables say.
const KNOWN: [(&str, &str, &str, &str); 34] = [
    ("foreign minister", "IRN", "2012-06-01", "Ali Akbar Salehi"),
    ("foreign minister", "IRN", "2016-05-20", "Mohammad Javad Zarif"),
    ("FM", "IRN", "2023-09-17", "Hossein Amirabdollahian"),
    ("chancellor", "DEU", "2016-05-20", "Angela Merkel"),
    ("chancellor", "DEU", "2022-01-15", "Olaf Scholz"),
    ("president", "TUR", "2016-05-20", "Recep Tayyip Erdoğan"),
    ("president", "TUR", "2024-03-01", "Recep Tayyip Erdoğan"),
    ("secretary of state", "USA", "2016-05-20", "John Kerry"),
    ("top diplomat", "USA", "2022-03-01", "Antony Blinken"),
    ("defence secretary", "GBR", "2022-03-01", "Ben Wallace"),
    ("foreign secretary", "GBR", "2012-03-01", "William Hague"),
    ("home secretary", "GBR", "2014-03-01", "Theresa May"),
    ("prime minister", "GBR", "2022-10-01", "Liz Truss"),
    ("premier", "CHN", "2024-03-01", "Li Qiang"),
    ("president", "USA", "2021-01-19", "Donald Trump"),
    ("president", "USA", "2021-01-20", "Joe Biden"),
    ("president", "FRA", "2012-05-14", "Nicolas Sarkozy"),
    ("president", "FRA", "2012-05-16", "François Hollande"),
    ("foreign minister", "RUS", "2022-02-24", "Sergey Lavrov"),
    ("sultan", "OMN", "2023-09-17", "Haitham bin Tarik Al Said"),
    ("sultan", "OMN", "2015-09-17", "Qaboos bin Said Al Said"),
    ("queen", "GBR", "2016-05-20", "Elizabeth II"),
    ("king", "GBR", "2023-05-20", "Charles III"),
    ("pope", "VAT", "2016-05-20", "Pope Francis"),
    ("supreme leader", "IRN", "2020-01-10", "Ali Khamenei"),
    ("secretary-general", "UN", "2010-01-10", "Ban Ki-moon"),
    ("chief", "NATO", "2023-01-10", "Jens Stoltenberg"),
    ("foreign policy chief", "EU", "2022-01-10", "Josep Borrell"),
    ("taoiseach", "IRL", "2016-01-10", "Enda Kenny"),
    ("leader", "HEZBOLLAH", "2023-09-17", "Hassan Nasrallah"),
    ("external affairs minister", "IND", "2021-09-17", "Subrahmanyam Jaishankar"),
    ("prime minister", "IND", "2024-09-17", "Narendra Modi"),
    ("leader", "PRK", "2018-06-12", "Kim Jong-un"),
    ("director-general", "IAEA", "2018-06-12", "Yukiya Amano"),
];

#[test]
fn what_everybody_knows() {
    let registry = Registry::builtin();
    let wrong: Vec<String> = KNOWN
        .iter()
        .filter_map(|(office, country, on, name)| {
            let answer = registry.holder(office, country, day(on));
            let holder = answer.holder().and_then(|term| term.person).map(|person| person.name);
            (holder != Some(name)).then(|| format!("{office} of {country} on {on}: {answer:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nobody_is_in_office_after_the_tables_end() {
    let registry = Registry::builtin();
    for (country, office) in chairs().into_keys() {
        for on in ["2025-12-31", "2026-11-25", "2040-01-01"] {
            let answer = registry.holder(office, country, day(on));
            assert!(matches!(answer, Answer::Unknown(_)), "{office} of {country}: {answer:?}");
        }
    }
}

#[test]
fn an_unknown_says_why() {
    let registry = Registry::builtin();
    let why =
        |office: &str, country: &str, on: &str| match registry.holder(office, country, day(on)) {
            Answer::Unknown(why) => why,
            other => panic!("{other:?}"),
        };
    assert!(matches!(why("prime minister", "USA", "2016-05-20"), Why::NoTable));
    assert!(matches!(why("sea wall warden", "HRV", "2016-05-20"), Why::NoTable));
    assert!(matches!(why("prime minister", "GBR", "1900-01-01"), Why::BeforeFirst(_)));
    assert!(matches!(why("prime minister", "GBR", "2026-01-01"), Why::AfterTable(_)));
    assert!(matches!(why("pope", "VAT", "2025-05-01"), Why::Gap(..)));
    assert!(matches!(why("leader", "FARC", "2024-05-01"), Why::NoTable));
    assert!(matches!(why("queen", "GBR", "2024-05-01"), Why::Another(_)));
    assert!(matches!(why("defence minister", "ISR", "2024-11-15"), Why::Imprecise(_)));
    assert!(matches!(why("prime minister", "LBY", "2015-01-15"), Why::Contested(_)));
    let said = why("prime minister", "GBR", "2026-01-01").to_string();
    assert_eq!(
        said,
        "the day is after what the table knows: Keir Starmer (2024-07-05 to after 2025-06-30)"
    );
}

#[test]
fn acting_holders_are_marked_and_do_not_stand_in_for_who_is_there() {
    let registry = Registry::builtin();
    let acting = registry.holder("foreign minister", "IRN", day("2024-05-25"));
    assert!(acting.holder().is_some_and(|term| term.acting), "{acting:?}");
    let president = registry.holder("president", "KOR", day("2025-01-05"));
    assert!(president.holder().is_some_and(|term| !term.acting), "{president:?}");
}

#[test]
fn several_hold_what_several_hold() {
    let registry = Registry::builtin();
    let answer = registry.holder("Captain Regent", "SMR", day("2015-06-01"));
    assert!(matches!(&answer, Answer::Several(terms) if terms.len() == 2), "{answer:?}");
}

#[test]
fn people_are_found_by_every_name_that_the_table_has() {
    let registry = Registry::builtin();
    for row in rows(PEOPLE).into_iter().step_by(37) {
        let names = std::iter::once(row[1]).chain(row[4].split(';').filter(|name| *name != "-"));
        for name in names.filter(|name| name.chars().filter(|c| c.is_alphanumeric()).count() > 1) {
            let people = registry.people(name);
            assert!(people.iter().any(|found| found.person.key == row[0]), "{name}: {people:?}");
        }
    }
}

#[test]
fn people_are_found_by_surnames_and_other_transliterations() {
    let registry = Registry::builtin();
    for (name, wanted) in [
        ("Lavrov", "Sergey Lavrov"),
        ("Amir-Abdollahian", "Hossein Amirabdollahian"),
        ("Volodymyr Zelenskiy", "Volodymyr Zelenskyy"),
        ("Muhammad Jawad Zarif", "Mohammad Javad Zarif"),
        ("Erdogan", "Recep Tayyip Erdoğan"),
        ("von der Leyen", "Ursula von der Leyen"),
        ("Xi", "Xi Jinping"),
        ("Assad", "Bashar al-Assad"),
    ] {
        let people = registry.people(name);
        assert!(people.iter().any(|found| found.person.name == wanted), "{name}: {people:?}");
    }
    assert_eq!(registry.people("Milena Vukasin"), []);
    assert_eq!(registry.people(""), []);
}

#[test]
fn terms_of_a_person_are_in_the_order_of_time() {
    let registry = Registry::builtin();
    let zarif = registry.people("Mohammad Javad Zarif")[0].person;
    let terms = registry.terms_of(zarif.key);
    assert!(terms.iter().any(|term| term.office == "Minister of Foreign Affairs"), "{terms:?}");
    assert!(terms.is_sorted_by_key(|term| term.start), "{terms:?}");
    let held = registry.offices_on(zarif.key, day("2016-05-20"));
    assert_eq!(held.len(), 1, "{held:?}");
}
