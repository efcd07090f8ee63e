//! `onrecord actors`: answers, "unknown" with its reason, and a user's own tables.

use std::fs;

use serde_json::Value;

use crate::{lines, onrecord, read_lines};

fn json(arguments: &[&str]) -> Value {
    let run = onrecord(arguments).args(["--to", "json"]).assert().code(0);
    serde_json::from_slice(&run.get_output().stdout).expect("an object")
}

fn text(arguments: &[&str]) -> String {
    let run = onrecord(arguments).assert().code(0);
    String::from_utf8(run.get_output().stdout.clone()).expect("output is UTF-8")
}

/// What a run that ends with a status tells, line by line.
fn told(arguments: &[&str], status: i32) -> Vec<String> {
    let run = onrecord(arguments).assert().code(status);
    lines(&run.get_output().stderr).into_iter().map(str::to_owned).collect()
}

#[test]
fn an_office_has_another_holder_on_another_day() {
    let who = |day: &str| text(&["actors", "who", "foreign minister", "IRN", day]);
    assert_eq!(
        who("2016-05-20"),
        "Mohammad Javad Zarif\n  Minister of Foreign Affairs, Iran, 2013-08-15 to 2021-08-24\n  \
         Wikidata Q10296812\n  officeholders.csv (Wikidata), line 18789\n"
    );
    assert!(who("2023-09-17").starts_with("Hossein Amirabdollahian\n"), "{}", who("2023-09-17"));
    // A state by code of two letters or by name.
    for iran in ["IR", "iran", "Islamic Republic of Iran"] {
        let answer = text(&["actors", "who", "FM", iran, "2016-05-20"]);
        assert_eq!(answer, who("2016-05-20"), "{iran}");
    }
}

#[test]
fn what_the_tables_do_not_tell_is_unknown_with_its_reason() {
    let after = text(&["actors", "who", "prime minister", "GBR", "2026-11-25"]);
    assert!(
        after.starts_with("unknown: the day is after what the table knows: Keir Starmer ("),
        "{after}"
    );
    let answer = json(&["actors", "who", "pope", "VAT", "2025-05-01"]);
    assert_eq!(answer["answer"], "unknown");
    assert_eq!(answer["why"]["reason"], "gap");
    assert_eq!(answer["holders"], Value::Array(Vec::new()));
    let nothing = text(&["actors", "who", "warden", "HRV", "2016-05-20"]);
    assert!(nothing.contains("no office is called \"warden\""), "{nothing}");
    assert_eq!(
        text(&["actors", "show", "Milena Vukasin"]),
        "unknown: no table has the name \"Milena Vukasin\"\n"
    );
}

#[test]
fn a_person_is_shown_with_offices_dates_and_sources() {
    let shown = json(&["actors", "show", "Hakan Fidan"]);
    let terms = shown["people"][0]["terms"].as_array().expect("terms");
    let foreign = terms.iter().find(|term| term["office"] == "Minister of Foreign Affairs");
    let foreign = foreign.expect("he is a foreign minister");
    assert_eq!((&foreign["country"], &foreign["start"]), (&"TUR".into(), &"2023-06-03".into()));
    assert_eq!((&foreign["end"], &foreign["in_office_on"]), (&Value::Null, &"2025-06-30".into()));
    let shown = text(&["actors", "show", "hakan fidan"]);
    assert!(shown.contains("2023-06-03 and still on 2025-06-30"), "{shown}");
}

#[test]
fn a_loaded_name_is_shown_with_its_reason() {
    let shown = json(&["actors", "show", "the Zionist regime"]);
    let name = &shown["names"][0];
    assert_eq!((&name["kind"], &name["actor"]["key"]), (&"loaded".into(), &"ISR".into()));
    assert!(name["loaded"].as_str().is_some_and(|reason| reason.contains("against Israel")));
}

#[test]
fn wrong_usage_says_what_to_do() {
    for wrong in [
        &["actors", "who", "king", "Norway", "2016"][..],
        &["actors", "who", "king", "Norway", "yesterday"],
        &["actors", "who", "king"],
        &["actors"],
        &["actors", "import"],
    ] {
        onrecord(wrong).assert().code(1);
    }
    let told = told(&["actors", "who", "president", "Congolese", "2016-05-20"], 1);
    assert_eq!(told, ["onrecord: \"Congolese\" may be COD, COG; hint: write one of these"]);
}

#[test]
fn own_tables_come_before_ours_once_they_have_no_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("UTF-8");
    let write = |file: &str, text: &str| {
        fs::write(folder.path().join(file), text).expect("a file");
    };
    assert!(told(&["actors", "check", path], 1)[0].contains("there is no table in it; hint: "));
    write("people.tsv", "vukasin\tMilena Vukasin\tfemale\t-\t-\n");
    write("terms.tsv", "HRV\tPresident\t-\tvukasin\t2016-05-01\t2016-04-01\t-\t-\n");
    let faults = told(&["actors", "check", path], 1);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0]
            .contains("terms.tsv:1: it ends (2016-04-01) before it begins (2016-05-01); hint: ")
    );
    let who = ["actors", "who", "president", "HRV", "2016-05-20"];
    let run = onrecord(&who).args(["--actors", path]).assert().code(1);
    assert_eq!(run.get_output().stdout, b"");
    write("terms.tsv", "HRV\tPresident\t-\tvukasin\t2016-05-01\t2016-06-01\t-\t-\n");
    assert_eq!(text(&["actors", "check", path]), "2 tables, no fault\n");
    let run = onrecord(&who).args(["--actors", path]).assert().code(0);
    assert!(run.get_output().stdout.starts_with(b"Milena Vukasin\n"));
}

/// A folder with tables of one's own.
fn tables(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

const ARTICLE: &str = "{\"id\": \"a\", \"published\": \"2016-05-20\", \"text\": \"\
    The president of Croatia said that the old quay would stay open. \
    Ms Milena Vukasin left again at noon. \
    The Bridge Wardens said that nobody had asked them.\"}\n";

/// The actor of a record that has some value of a field.
fn actor<'r>(record: &'r Value, field: &str, value: &str) -> Option<&'r Value> {
    record["actors"].as_array().expect("actors").iter().find(|actor| actor[field] == value)
}

#[test]
fn own_tables_have_a_part_in_reading() {
    let own = tables(&[
        ("people.tsv", "vukasin\tMilena Vukasin\tfemale\t-\t-\n"),
        ("terms.tsv", "HRV\tPresident\t-\tvukasin\t2016-05-01\t2016-06-01\t-\t-\n"),
        ("coded_names.tsv", "Bridge Wardens\t-\tHRVCOP\t-\t-\n"),
    ]);
    let flags = ["--actors", own.path().to_str().expect("UTF-8")];
    let read = |more: &[&str]| -> Value {
        let run = read_lines(ARTICLE, more).assert().code(0);
        serde_json::from_slice(&run.get_output().stdout).expect("a record")
    };
    let (ours, with_own) = (read(&[]), read(&flags));
    assert_eq!(
        actor(&ours, "name", "Milena Vukasin").map(|one| &one["office"]),
        Some(&Value::Null)
    );
    let vukasin = actor(&with_own, "name", "Milena Vukasin").expect("the holder");
    assert_eq!((&vukasin["country"], &vukasin["office"]), (&"HRV".into(), &"President".into()));
    assert_eq!(vukasin["mentions"].as_array().map(Vec::len), Some(2), "{vukasin}");
    let wardens = actor(&with_own, "name", "Bridge Wardens").expect("the wardens");
    assert_eq!((&wardens["country"], &wardens["sector"]), (&"HRV".into(), &"COP".into()));
    assert_ne!(ours["made_by"]["rules"], with_own["made_by"]["rules"]);
    assert_eq!(with_own["made_by"], read(&flags)["made_by"]);
}

#[test]
fn a_namesake_of_an_office_holder_is_somebody_else() {
    let own = tables(&[
        ("people.tsv", "vukasin\tMilena Vukasin\tfemale\tQ1\t-\n"),
        ("terms.tsv", "HRV\tPresident\t-\tvukasin\t2016-05-01\t2016-06-01\t-\t-\n"),
    ]);
    let baker = serde_json::json!({
        "published": "2016-05-20",
        "text": "The baker Milena Vukasin won the pie contest in Tallinn. Vukasin used plums.",
    });
    let flags = ["--actors", own.path().to_str().expect("UTF-8")];
    let run = read_lines(&format!("{baker}\n"), &flags).assert().code(0);
    let record: Value = serde_json::from_slice(&run.get_output().stdout).expect("a record");
    let baker = actor(&record, "name", "Milena Vukasin").expect("the baker");
    for field in ["country", "office", "wikidata"] {
        assert_eq!(baker[field], Value::Null, "{baker}");
    }
}

#[test]
fn a_record_is_kept_as_own_tables_have_it() {
    let own = tables(&[("coded_names.tsv", "Bridge Wardens\t-\tHRVCOP\t-\t-\n")]);
    let own = own.path().to_str().expect("UTF-8");
    let folder = tempfile::tempdir().expect("a folder");
    let on = |arguments: &[&str]| {
        let mut command = onrecord(arguments);
        command.current_dir(folder.path()).write_stdin(ARTICLE);
        command
    };
    let sectors = || {
        let sql = "SELECT sector FROM actors WHERE name = 'Bridge Wardens'";
        let run = on(&["sql", "--to", "csv", sql]).assert().code(0);
        String::from_utf8(run.get_output().stdout.clone()).expect("UTF-8")
    };
    on(&["add", "--no-model", "--from", "jsonl", "--actors", own, "-"]).assert().code(0);
    assert!(sectors().contains("COP"), "{}", sectors());
    on(&["reread", "--no-model", "--keep"]).assert().code(0);
    assert!(!sectors().contains("COP"), "{}", sectors());
    let anew = on(&["reread", "--no-model", "--keep", "--actors", own]).assert().code(0);
    assert!(String::from_utf8_lossy(&anew.get_output().stderr).contains("1 record kept"));
    assert!(sectors().contains("COP"), "{}", sectors());
}

#[test]
fn nothing_is_read_by_tables_or_rules_with_a_fault() {
    let own = tables(&[
        ("terms.tsv", "HRV\tPresident\t-\tnobody\t2016-05-01\t2016-06-01\t-\t-\n"),
        ("broken.rules", "nonsense\n"),
    ]);
    let path = own.path().to_str().expect("UTF-8");
    for command in ["read", "add"] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut run = onrecord(&[command, "--actors", path, "--ontology", path, "-"]);
        let run = run.current_dir(folder.path()).write_stdin(ARTICLE).assert().code(1);
        assert_eq!(run.get_output().stdout, b"");
        let told = lines(&run.get_output().stderr);
        let of = |file: &str| {
            let place = format!("{}:1: ", own.path().join(file).display());
            told.iter().any(|line| line.contains(&place) && line.contains("hint: "))
        };
        assert!(of("terms.tsv"), "{command}: {told:?}");
        assert!(told.iter().any(|line| line.contains("broken.rules:1: ")), "{command}: {told:?}");
    }
    let nowhere = own.path().join("nowhere");
    let nowhere = nowhere.to_str().expect("UTF-8");
    let told = told(&["read", "--actors", nowhere, "-"], 1);
    assert!(told.iter().any(|line| line.contains("nowhere: cannot be listed: ")), "{told:?}");
}

#[test]
fn a_dictionary_becomes_a_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("wardens.txt");
    fs::write(&file, "BRIDGE_WARDENS_ [HRVGOV >910625]\nBROKEN_ [HRV\n").expect("a file");
    let file = file.to_str().expect("UTF-8");
    let run = onrecord(&["actors", "import", file]).assert().code(2);
    let output = run.get_output();
    assert_eq!(lines(&output.stderr).len(), 1);
    let table = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(table.ends_with("Bridge Wardens\tBridge Wardens\tHRVGOV\t1991-06-25\t-\n"), "{table}");
    let own = folder.path().join("own");
    fs::create_dir(&own).expect("a folder");
    fs::write(own.join("coded_names.tsv"), table).expect("a file");
    let own = own.to_str().expect("UTF-8");
    let shown = text(&["actors", "show", "Bridge Wardens", "--actors", own]);
    assert!(
        shown.contains("(Bridge Wardens [HRVGOV], coded), sector GOV, from 1991-06-25"),
        "{shown}"
    );
}
