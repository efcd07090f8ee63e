//! A user's own tables: what they add, and what is refused.

use onrecord_actors::{Answer, Case, Referent, Registry, Why};

use crate::day;

const PEOPLE: &str = "# Invented people.\nvukasin\tMilena Vukasin\tfemale\t-\tM. Vukašin\n\
                      ask\tJon Ask\tmale\t-\t-\n";
const OFFICES: &str = "Warden of the Sea Wall\tGOV\tone\n";
const TERMS: &str = "HRV\tWarden of the Sea Wall\t-\tvukasin\t2001-05-01\t2009-03\t-\t-\n\
                     HRV\tWarden of the Sea Wall\t-\task\t2009-06-01\t>2026-11-01\tacting\t-\n";

fn faults(files: &[(&str, &str)]) -> Vec<String> {
    match Registry::with_tables(files) {
        Ok(_) => Vec::new(),
        Err(error) => error.faults.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn own_tables_answer_before_ours_and_ours_still_do() {
    let names =
        "wardens\tWardens of the Wall\tmovement\tSOC\tHRV\t-\tthe Wardens;adj:Wardenly\t-\t-\n";
    let office_names = "sea wall warden\tWarden of the Sea Wall\t-\t-\n";
    let files = [
        ("people.tsv", PEOPLE),
        ("offices.tsv", OFFICES),
        ("terms.tsv", TERMS),
        ("groups.tsv", names),
        ("office_names.tsv", office_names),
    ];
    let registry = Registry::with_tables(&files).expect("tables without a fault");
    let holder = |on: &str| registry.holder("sea wall warden", "HRV", day(on));
    let name = |answer: &Answer<'_>| {
        answer.holder().and_then(|term| term.person).map(|person| person.name.to_owned())
    };
    assert_eq!(name(&holder("2005-01-01")).as_deref(), Some("Milena Vukasin"));
    assert_eq!(name(&holder("2026-11-01")).as_deref(), Some("Jon Ask"));
    assert!(matches!(holder("2026-11-02"), Answer::Unknown(Why::AfterTable(_))));
    assert!(matches!(holder("2009-03-15"), Answer::Unknown(Why::Imprecise(_))));
    assert!(matches!(holder("2009-05-15"), Answer::Unknown(Why::Gap(..))));
    assert_eq!(registry.people("Vukasin")[0].person.key, "vukasin");
    let found = registry.names("the Wardens", Case::AsWritten);
    assert!(
        matches!(found[0].refers, Referent::Actor(actor) if actor.key == "wardens"),
        "{found:?}"
    );
    let chancellor = registry.holder("chancellor", "DEU", day("2016-05-20"));
    assert_eq!(name(&chancellor).as_deref(), Some("Angela Merkel"));
}

#[test]
fn who_a_users_table_names_holds_the_office() {
    let terms = "DEU\tPrime Minister\t-\task\t2016-05-01\t2016-05-31\t-\t-\n";
    let files = [("people.tsv", PEOPLE), ("terms.tsv", terms)];
    let registry = Registry::with_tables(&files).expect("tables without a fault");
    let key = |on: &str| {
        let answer = registry.holder("chancellor", "DEU", day(on));
        answer.holder().and_then(|term| term.person).map(|person| person.key.to_owned())
    };
    assert_eq!(key("2016-05-20").as_deref(), Some("ask"));
    assert_eq!(key("2016-06-20").as_deref(), Some("angela-merkel"));
}

#[test]
fn a_vacant_office_is_known_to_be_vacant() {
    let terms = "HRV\tPresident\t-\tvacant\t1950-01-01\t1950-02-01\t-\t-\n";
    let registry = Registry::with_tables(&[("terms.tsv", terms)]).expect("a table");
    let answer = registry.holder("president", "HRV", day("1950-01-15"));
    assert!(matches!(answer, Answer::Vacant(_)), "{answer:?}");
}

#[test]
fn faults_are_told_with_file_line_and_hint() {
    for (file, text, wanted) in [
        (
            "terms.csv",
            "",
            "terms.csv: there is no table of this name; hint: tables are agents.tsv, ",
        ),
        (
            "offices.tsv",
            "# A\nWarden\tGOV\n",
            "offices.tsv:2: 2 cells where 3 belong; hint: the columns are office, sector, seats,",
        ),
        (
            "offices.tsv",
            "Warden\t\tone\n",
            "offices.tsv:1: the column sector has not even a -; hint: write - for nothing",
        ),
        ("offices.tsv", "Warden\t-\tone\n", "offices.tsv:1: the column sector is empty; hint: "),
        (
            "offices.tsv",
            "Warden\tGVO\tone\n",
            "offices.tsv:1: \"GVO\" is no sector; hint: sectors are AGR BUS ",
        ),
        (
            "offices.tsv",
            "Warden\tGOV\t1\n",
            "offices.tsv:1: \"1\" says not how many hold the office; hint: ",
        ),
        (
            "offices.tsv",
            "Warden\tGOV\tone\nWarden\tMIL\tone\n",
            "offices.tsv:2: the office \"Warden\" stands in offices.tsv:1 already; hint: ",
        ),
        (
            "office_names.tsv",
            "warden\tWarden\t-\t-\n",
            "office_names.tsv:1: there is no office \"Warden\"; hint: ",
        ),
        (
            "office_names.tsv",
            "warden\tPresident\tHVR\t-\n",
            "office_names.tsv:1: nobody has the code \"HVR\"; hint: ",
        ),
        (
            "office_names.tsv",
            "warden\tPresident\t-\tgirl\n",
            "office_names.tsv:1: \"girl\" says not who is called so; hint: ",
        ),
        (
            "states.tsv",
            "Hrv\tHR\t-\tCroatia\t-\n",
            "states.tsv:1: \"Hrv\" is no ISO 3166-1 alpha-3 code; hint: ",
        ),
        (
            "state_names.tsv",
            "Ourland\tnick\tHRV\t-\t-\t-\n",
            "state_names.tsv:1: \"nick\" is no kind of name; hint: kinds are name, former, ",
        ),
        (
            "state_names.tsv",
            "Ourland\tname\tHRX\t-\t-\t-\n",
            "state_names.tsv:1: nobody has the code \"HRX\"; hint: ",
        ),
        (
            "state_names.tsv",
            "Ourland\tformer\tHRV\t-\t1990\t1980\n",
            "state_names.tsv:1: it ends (1980) before it begins (1990); hint: ",
        ),
        (
            "groups.tsv",
            "w\tW\tgang\tSOC\t-\t-\t-\t-\t-\n",
            "groups.tsv:1: \"gang\" is no kind; hint: kinds are state, ",
        ),
        ("loaded.tsv", "bad wall\tHRV\t-\t-\n", "loaded.tsv:1: the column reason is empty; hint: "),
        ("coded_names.tsv", "A\tA\tX\t-\t-\n", "coded_names.tsv:1: \"X\" is no actor code; hint: "),
        (
            "terms.tsv",
            "HRV\tPresident\t-\tnobody-known\t2001\t2002\t-\t-\n",
            "terms.tsv:1: there is no person \"nobody-known\"; hint: ",
        ),
        (
            "terms.tsv",
            "HRV\tPresident\t-\tQ39259\t2001-02-30\t2002\t-\t-\n",
            "terms.tsv:1: \"2001-02-30\" in the column start is no date; hint: ",
        ),
        (
            "terms.tsv",
            "HRV\tPresident\t-\tQ39259\t2001\t-\t-\t-\n",
            "terms.tsv:1: the column end is empty; hint: ",
        ),
        (
            "terms.tsv",
            "HRV\tPresident\t-\tQ39259\t2001\tnow\t-\t-\n",
            "terms.tsv:1: \"now\" in the column end is no date; hint: write a date like 2016-05-20, 2016-05 or 2016, ? where nobody knows, or >2025-06 ",
        ),
        (
            "terms.tsv",
            "HRV\tPresident\t-\tQ39259\t2001-05\t2000\t-\t-\n",
            "terms.tsv:1: it ends (2000) before it begins (2001-05); hint: ",
        ),
        (
            "terms.tsv",
            "HRV\tPresident\t-\tQ39259\t2001\t2002\tgreat\t-\n",
            "terms.tsv:1: \"great\" is no mark; hint: marks are acting and contested",
        ),
    ] {
        let found = faults(&[(file, text)]);
        assert!(found.len() == 1 && found[0].starts_with(wanted), "{wanted}\n{found:#?}");
    }
}

#[test]
fn two_holders_at_once_are_refused_unless_they_are_contested() {
    let one = "HRV\tPresident\t-\tvukasin\t2001-05-01\t2009-03-01\t-\t-\n";
    let other = "HRV\tPresident\t-\task\t2009-02-28\t2010-01-01\t-\t-\n";
    let both = format!("{one}{other}");
    assert_eq!(
        faults(&[("people.tsv", PEOPLE), ("terms.tsv", &both)]),
        ["terms.tsv:2: HRV, President: ask and vukasin (line 1) hold it at once from 2009-02-28; \
          hint: end the one before, mark both as contested, or give the office several seats in \
          offices.tsv"]
    );
    let handed_over = both.replace("2009-02-28", "2009-03-01");
    assert!(faults(&[("people.tsv", PEOPLE), ("terms.tsv", &handed_over)]).is_empty());
    let contested = both.replace("\t-\t-\n", "\tcontested\t-\n");
    assert!(faults(&[("people.tsv", PEOPLE), ("terms.tsv", &contested)]).is_empty());
    let registry = Registry::with_tables(&[("people.tsv", PEOPLE), ("terms.tsv", &contested)])
        .expect("tables");
    let answer = registry.holder("president", "HRV", day("2009-03-01"));
    assert!(matches!(answer, Answer::Unknown(Why::Contested(_))), "{answer:?}");
}

#[test]
fn nothing_of_tables_with_a_fault_is_taken() {
    let faulty = format!("{TERMS}HRV\tPresident\t-\task\n");
    let found = faults(&[("people.tsv", PEOPLE), ("offices.tsv", OFFICES), ("terms.tsv", &faulty)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(Registry::builtin().people("Milena Vukasin"), []);
}
