use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

use biblatex::{Bibliography, ChunksExt};
use onrecord_record::{ActorKind, Article, Date, Place, Span, Statement, StatementKind};
use serde_json::Value;

use super::tables::{Cell, Sort};
use super::*;
use crate::fixtures;

mod hostile;
#[cfg(feature = "parquet")]
mod read_back;

const TEXT: &str = "Bari braces for storm\n\n\"A storm is coming,\" Ada Ferri, the mayor of Bari, \
                    said on Tuesday.\nShe denied that the port had been closed.";

fn span_of(text: &str, words: &str) -> Span {
    let start = text[..text.find(words).unwrap()].chars().count();
    [start, start + words.chars().count()]
}

/// An item with everything filled in.
fn item() -> Item {
    let of = |words| span_of(TEXT, words);
    let mut record = fixtures::record(TEXT);
    record.article = Article {
        url: Some("https://coast.example/storm?a=1&b={2}%20".to_owned()),
        outlet: Some("The Coast & Sea".to_owned()),
        headline: Some("Bari braces for storm".to_owned()),
        byline: vec!["Ada Ferri".to_owned(), "Salt and Sons, Ltd".to_owned()],
        published: Some("2024-01-16T08:30:00+01:00".parse().unwrap()),
        external_id: Some("77".to_owned()),
        language: Some("en".to_owned()),
        section: Some("Weather".to_owned()),
        ..record.article
    };
    let mut mayor = fixtures::person("a1", "Ada Ferri");
    mayor.mentions = vec![of("Ada Ferri"), of("She")];
    mayor.country = Some("ITA".to_owned());
    mayor.sector = Some("GOV".to_owned());
    mayor.office = Some("mayor of Bari".to_owned());
    mayor.wikidata = Some("Q1".to_owned());
    let mut port = fixtures::person("a2", "port of Bari");
    port.kind = Some(ActorKind::Organization);
    port.mentions = vec![of("the port")];
    record.actors = vec![mayor, port];
    let mut said = fixtures::statement("s1", "a1", of("A storm is coming,"));
    said.kind = StatementKind::Direct;
    said.source = vec![of("Ada Ferri")];
    said.cue = vec![of("said")];
    said.confidence = Some(0.9);
    let denied = Statement {
        cue: vec![of("denied")],
        ..fixtures::statement("s2", "a1", of("the port had been closed"))
    };
    record.statements = vec![said, denied];
    let mut closed = fixtures::event("e1", "COERCE", "a1", "a2");
    closed.voice = "s2".to_owned();
    closed.trigger = vec![of("closed")];
    let mut warned = fixtures::event("e2", "THREATEN", "a1", "a2");
    warned.trigger = vec![of("storm is coming")];
    warned.cameo = "1312".to_owned();
    warned.score = -3.5;
    warned.quad = "verbal conflict".to_owned();
    warned.mode = Some("restrict".to_owned());
    warned.contexts = vec!["disasters".to_owned()];
    warned.place = Some(Place {
        name: "Bari".to_owned(),
        span: of("Bari"),
        country: Some("ITA".to_owned()),
        lat: Some(41.12),
        lon: Some(16.87),
        geonames: Some(3_182_351),
    });
    warned.date = Some(Date {
        start: "2024-01-15".to_owned(),
        end: "2024-01-15".to_owned(),
        precision: "day".to_owned(),
        span: Some(of("Tuesday")),
    });
    let mut met = fixtures::event("e3", "CONSULT", "a1", "a2");
    met.actors = vec!["a1".to_owned(), "a2".to_owned()];
    met.recipients = Vec::new();
    record.events = vec![closed, warned, met];
    let seen = Seen {
        url: Some("https://coast.example/storm".to_owned()),
        first: Some("2024-01-17T00:00:00Z".to_owned()),
        last: Some("2024-02-01T00:00:00Z".to_owned()),
        ..Seen::default()
    };
    let stored = Stored {
        seen: vec![seen],
        report: Some(4),
        story: Some(2),
        wordings: [("s1".to_owned(), 9)].into(),
    };
    Item { stored, record }
}

fn exported(form: Form, items: &[Item]) -> (Vec<u8>, Written) {
    let mut out = Vec::new();
    let items = items.iter().cloned().map(Ok::<Item, Infallible>);
    let written = write(form, items, &mut out).unwrap();
    (out, written)
}

fn text_of(form: Form, items: &[Item]) -> String {
    String::from_utf8(exported(form, items).0).unwrap()
}

fn slice(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn forms_have_names_that_lead_back_to_them() {
    for form in Form::ALL {
        assert_eq!(form.to_string().parse(), Ok(form));
        assert!(!form.about().is_empty() && form.media_type().contains('/'));
    }
    let error = "xml".parse::<Form>().unwrap_err().to_string();
    assert!(
        error.contains("\"xml\"") && error.contains("hint: one of jsonl, csv-articles"),
        "{error}"
    );
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_form_that_was_not_built_says_what_to_do() {
    let items = [Ok::<Item, Infallible>(item())];
    let error =
        write(Form::Parquet(Table::Events), items, &mut Vec::new()).unwrap_err().to_string();
    assert!(error.contains("--features parquet") && error.contains("csv-events"), "{error}");
}

#[test]
fn an_error_of_the_source_ends_the_export() {
    let items = [Ok(item()), Err(std::io::Error::other("the page is torn"))];
    let mut out = Vec::new();
    let error = write(Form::JsonLines, items, &mut out).unwrap_err();
    assert_eq!(error.to_string(), "the record to export cannot be read: the page is torn");
    assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 1);
}

#[test]
fn tables_have_a_cell_for_every_column_and_of_its_sort() {
    for table in [Table::Articles, Table::Statements, Table::Events, Table::Actors] {
        let rows = table.rows(&item());
        assert!(!rows.is_empty());
        for row in rows {
            assert_eq!(row.len(), table.columns().len(), "{table:?}");
            for ((name, sort), cell) in table.columns().iter().zip(row) {
                let fits = match cell {
                    Cell::Text(_) => *sort == Sort::Text,
                    Cell::Integer(_) => *sort == Sort::Integer,
                    Cell::Number(_) => *sort == Sort::Number,
                    Cell::Truth(_) => *sort == Sort::Truth,
                };
                assert!(fits, "{table:?} {name}");
            }
        }
    }
}

#[test]
fn events_stand_in_the_columns_of_gdelt() {
    let (out, written) = exported(Form::Gdelt, &[item()]);
    // The closing is denied, so it is no row; the meeting is one each way round.
    assert_eq!(written, Written { articles: 1, rows: 3, left_out: 1 });
    let out = String::from_utf8(out).unwrap();
    let rows: Vec<HashMap<&str, &str>> =
        out.lines().map(|line| GDELT_COLUMNS.into_iter().zip(line.split('\t')).collect()).collect();
    for (column, value) in [
        ("SQLDATE", "20240115"),
        ("MonthYear", "202401"),
        ("Year", "2024"),
        ("FractionDate", "2024.0411"),
        ("Actor1Code", "ITAGOV"),
        ("Actor1Name", "ADA FERRI"),
        ("Actor1CountryCode", "ITA"),
        ("Actor1Type1Code", "GOV"),
        ("Actor2Name", "PORT OF BARI"),
        ("Actor2CountryCode", ""),
        ("IsRootEvent", "1"),
        ("EventCode", "1312"),
        ("EventBaseCode", "131"),
        ("EventRootCode", "13"),
        ("QuadClass", "3"),
        ("GoldsteinScale", "-3.5"),
        ("NumArticles", "1"),
        ("AvgTone", ""),
        ("ActionGeo_FullName", "Bari"),
        ("ActionGeo_Lat", "41.12"),
        ("ActionGeo_Long", "16.87"),
        ("DATEADDED", "20240116"),
        ("SOURCEURL", "https://coast.example/storm?a=1&b={2}%20"),
    ] {
        assert_eq!(rows[0][column], value, "{column}");
    }
    assert_eq!(
        (rows[1]["Actor1Name"], rows[1]["Actor2Name"]),
        (rows[2]["Actor2Name"], rows[2]["Actor1Name"])
    );
    let ids: BTreeSet<u64> = rows.iter().map(|row| row["GLOBALEVENTID"].parse().unwrap()).collect();
    assert_eq!(ids.len(), 3);
}

#[test]
fn who_acts_together_does_not_act_against_each_other() {
    let mut item = item();
    let mut protest = fixtures::event("e9", "PROTEST", "a1", "a2");
    protest.actors = vec!["a1".to_owned(), "a2".to_owned()];
    protest.recipients.clear();
    let pairs = |item: &Item| -> Vec<[String; 2]> {
        let out = text_of(Form::Icews, std::slice::from_ref(item));
        let cells = out.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
        cells.map(|row| [row[2].to_owned(), row[8].to_owned()]).collect()
    };
    let of = |pairs: &[[&str; 2]]| -> Vec<[String; 2]> {
        pairs.iter().map(|pair| pair.map(str::to_owned)).collect()
    };
    item.record.events = vec![protest.clone()];
    assert_eq!(pairs(&item), of(&[["Ada Ferri", ""], ["port of Bari", ""]]));
    let (_, written) = exported(Form::Gdelt, std::slice::from_ref(&item));
    assert_eq!(written.rows, 2);
    for reciprocal in ["CONSULT", "AGREE", "COOPERATE"] {
        item.record.events[0].event_type = reciprocal.to_owned();
        let both = of(&[["Ada Ferri", "port of Bari"], ["port of Bari", "Ada Ferri"]]);
        assert_eq!(pairs(&item), both, "{reciprocal}");
    }
    // With a recipient, each of them against it.
    protest.recipients = vec!["a2".to_owned()];
    protest.actors = vec!["a1".to_owned()];
    item.record.events = vec![protest];
    assert_eq!(pairs(&item), of(&[["Ada Ferri", "port of Bari"]]));
}

#[test]
fn events_stand_in_the_columns_of_icews() {
    let out = text_of(Form::Icews, &[item()]);
    let lines: Vec<Vec<&str>> = out.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines[0], icews::COLUMNS);
    assert_eq!(
        lines[1][1..],
        [
            "2024-01-15",
            "Ada Ferri",
            "GOV,mayor of Bari,person",
            "ITA",
            "THREATEN, restrict",
            "1312",
            "-3.5",
            "port of Bari",
            "organization",
            "",
            "2",
            "",
            "The Coast & Sea",
            "Bari",
            "",
            "",
            "ITA",
            "41.12",
            "16.87"
        ]
    );
}

#[test]
fn plover_says_whose_word_an_event_is() {
    let out = text_of(Form::Plover, &[item()]);
    let events: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.len(), 3);
    assert_eq!(events[0]["voice"], "claimed");
    assert_eq!(events[0]["claimed_by"], serde_json::json!(["Ada Ferri"]));
    assert_eq!(events[0]["claim"], "the port had been closed");
    assert_eq!(events[0]["event_date"], Value::Null);
    assert_eq!(events[1]["voice"], "outlet");
    assert_eq!(events[1]["actors"][0]["country"], "ITA");
    assert_eq!(events[1]["event_context"][0], "disasters");
    assert_eq!(events[1]["location"]["geonames"], 3_182_351);
    assert_eq!(events[1]["quad_code"], 3);
}

#[test]
fn articles_and_statements_can_be_cited() {
    let out = text_of(Form::Bibtex(Cited::Articles), &[item()]);
    let library = Bibliography::parse(&out).unwrap();
    let entry = library.iter().next().unwrap();
    assert!(entry.key.starts_with("thecoastsea2024-"), "{}", entry.key);
    assert_eq!(entry.title().unwrap().format_verbatim(), "Bari braces for storm");
    let authors = entry.author().unwrap();
    assert_eq!(authors.len(), 2, "{authors:?}");
    assert_eq!(authors[0].name, "Ferri");
    assert_eq!(authors[1].name, "Salt and Sons, Ltd");
    assert_eq!(entry.get("journal").unwrap().format_verbatim(), "The Coast & Sea");
    assert_eq!(entry.get("year").unwrap().format_verbatim(), "2024");
    assert_eq!(entry.url().unwrap(), "https://coast.example/storm?a=1&b=%7B2%7D%20");
    let out = text_of(Form::Bibtex(Cited::Statements), &[item()]);
    let library = Bibliography::parse(&out).unwrap();
    let entry = library.iter().next().unwrap();
    assert_eq!(entry.title().unwrap().format_verbatim(), "A storm is coming,");
    let how = entry.get("howpublished").unwrap().format_verbatim();
    assert_eq!(
        how,
        "direct quotation in The Coast & Sea, \"Bari braces for storm\", characters 24-42"
    );
    let out = text_of(Form::Ris(Cited::Articles), &[item()]);
    assert!(
        out.starts_with(
            "TY  - NEWS\r\nAU  - Ada Ferri\r\nAU  - Salt and Sons, Ltd\r\nTI  - Bari braces"
        ),
        "{out}"
    );
    assert!(
        out.contains("\r\nDA  - 2024/01/16\r\n") && out.ends_with("\r\nER  - \r\n\r\n"),
        "{out}"
    );
}

#[test]
fn numbers_are_numbers_and_formulas_are_texts() {
    let mut item = item();
    item.record.article.headline = Some("=HYPERLINK(\"https://bad.example\")".to_owned());
    item.record.article.outlet = Some("'-1".to_owned());
    let out = text_of(Form::Csv(Table::Articles), &[item.clone()]);
    assert!(out.contains(",\"'=HYPERLINK(\"\"https://bad.example\"\")\","), "{out}");
    assert!(out.contains(",''-1,"), "{out}");
    let out = text_of(Form::Csv(Table::Events), &[item]);
    assert!(out.contains(",-3.5,verbal conflict,"), "{out}");
}
