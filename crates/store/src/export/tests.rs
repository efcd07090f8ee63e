use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

use biblatex::{Bibliography, ChunksExt};
use onrecord_record::{ActorKind, Article, Date, Place, Record, Span, Statement, StatementKind};
use proptest::prelude::*;
use serde_json::Value;

use super::tables::{Cell, Sort};
use super::*;
use crate::fixtures;

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

/// Undoes what [`csv::harmless`] did, as its module says.
fn undone(cell: &str) -> &str {
    let sign = cell.trim_start_matches('\'').chars().next();
    let runs = sign.is_some_and(|sign| "=+-@\t\r\n＝＋－＠".contains(sign));
    if runs && cell.starts_with('\'') { &cell[1..] } else { cell }
}

/// Text from anywhere: marks, line breaks, controls, signs of every form, bidi, emoji, NUL.
fn hostile() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec![
        "\"",
        "'",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\0",
        "\u{202e}",
        "\u{2066}",
        "\u{200f}",
        "🌊",
        "👩‍🚒",
        "é",
        "e\u{301}",
        "=",
        "+",
        "-",
        "--",
        "---",
        "@",
        "{",
        "}",
        "\\",
        "$",
        "%",
        "&",
        "#",
        "_",
        "^",
        "~",
        ",",
        ";",
        "|",
        "<b>",
        "ER  - ",
        "\u{2028}",
        "\u{85}",
        "\u{7f}",
        "\u{feff}",
        "``",
        "''",
        " and ",
        "東",
        " ",
        "word",
        "Storm",
        "@article{",
        "https://a.example/",
        "ſ",
        "ﬁ",
        "\\end{",
        "%20",
    ]);
    prop::collection::vec(signs, 0..14).prop_map(|parts| parts.concat())
}

prop_compose! {
    fn any_item()(
        texts in prop::collection::vec(hostile(), 12),
        cuts in prop::collection::vec(0..60_usize, 24),
        score in prop::num::f64::ANY,
        aux in prop::option::of(prop::sample::select(vec!["negated", "future", "historical"])),
        known in any::<bool>(),
    ) -> Item {
        let mut item = item();
        let text = format!("{}{}", texts[0], texts[1]);
        let count = text.chars().count();
        let span = |at: usize| {
            let (a, b) = (cuts[2 * at].min(count), cuts[2 * at + 1].min(count));
            [a.min(b), a.max(b)]
        };
        let record = &mut item.record;
        record.article.id = Article::id_of(&text);
        record.article.text = text.clone();
        record.article.input_id = texts[2].clone();
        record.article.outlet = known.then(|| texts[3].clone());
        record.article.headline = known.then(|| texts[4].clone());
        record.article.byline = vec![texts[5].clone(), texts[6].clone()];
        record.article.url = Some(texts[7].clone());
        record.article.external_id = Some(texts[8].clone());
        record.actors[0].name = texts[9].clone();
        record.actors[0].office = Some(texts[10].clone());
        record.actors[0].mentions = vec![span(0), span(1)];
        record.actors[1].mentions = vec![span(2)];
        let [said, denied] = &mut record.statements[..] else { unreachable!() };
        (said.content, said.cue, said.source) = (vec![span(3), span(4)], vec![span(5)], vec![span(6)]);
        (denied.content, denied.cue) = (vec![span(7)], Vec::new());
        denied.via = Some(span(8));
        denied.inside = Some("s1".to_owned());
        for event in &mut record.events {
            event.trigger = vec![span(9)];
            event.score = score;
            event.aux = aux.iter().map(|aux| (*aux).to_owned()).collect();
            event.mode = Some(texts[11].clone());
            if let Some(place) = &mut event.place {
                (place.name, place.span) = (texts[10].clone(), span(10));
            }
            if let Some(date) = &mut event.date {
                date.span = Some(span(11));
            }
        }
        item
    }
}

/// As TeX and reference managers see it: one blank for any blank or control character.
fn on_one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn json_lines_come_back_as_they_were(mut items in prop::collection::vec(any_item(), 1..3)) {
        // JSON has no numbers that are none.
        for event in items.iter_mut().flat_map(|item| &mut item.record.events) {
            event.score = if event.score.is_finite() { event.score } else { 0.0 };
        }
        let out = text_of(Form::JsonLines, &items);
        prop_assert_eq!(out.lines().count(), items.len());
        for (line, item) in out.split_terminator('\n').zip(&items) {
            let record: Record = serde_json::from_str(line).unwrap();
            let value: Value = serde_json::from_str(line).unwrap();
            let stored: Stored = serde_json::from_value(value["stored"].clone()).unwrap();
            prop_assert_eq!(&stored, &item.stored);
            prop_assert_eq!(&record.article, &item.record.article);
            prop_assert_eq!(&record.statements, &item.record.statements);
            prop_assert_eq!(record.events.len(), item.record.events.len());
        }
    }

    #[test]
    fn csv_comes_back_as_it_was(items in prop::collection::vec(any_item(), 1..3)) {
        for table in [Table::Articles, Table::Statements, Table::Events, Table::Actors] {
            let (out, written) = exported(Form::Csv(table), &items);
            let mut reader = ::csv::ReaderBuilder::new().flexible(false).from_reader(out.as_slice());
            let header: Vec<&str> = table.columns().iter().map(|(name, _)| *name).collect();
            prop_assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), header);
            let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            let expected: Vec<Vec<Cell>> = items.iter().flat_map(|item| table.rows(item)).collect();
            prop_assert_eq!(rows.len(), expected.len());
            prop_assert_eq!(written.rows, u64::try_from(rows.len()).unwrap());
            for (row, cells) in rows.iter().zip(expected) {
                for (found, cell) in row.iter().zip(cells) {
                    match cell {
                        Cell::Text(text) => {
                            prop_assert!(!found.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
                            prop_assert_eq!(undone(found), text.unwrap_or_default());
                        }
                        Cell::Integer(number) => prop_assert_eq!(found.parse().ok(), number),
                        Cell::Number(number) => {
                            prop_assert_eq!(found.parse::<f64>().ok(), number.filter(|n| n.is_finite()));
                        }
                        Cell::Truth(truth) => prop_assert_eq!(found.parse().ok(), truth),
                    }
                }
            }
        }
    }

    #[test]
    fn tables_of_events_keep_their_columns(items in prop::collection::vec(any_item(), 1..3)) {
        for (form, columns, header) in [(Form::Gdelt, 58, 0), (Form::Icews, 20, 1)] {
            let (out, written) = exported(form, &items);
            let out = String::from_utf8(out).unwrap();
            prop_assert!(!out.contains(|c: char| c.is_control() && c != '\t' && c != '\n'));
            let lines: Vec<&str> = out.split_terminator('\n').collect();
            prop_assert_eq!(u64::try_from(lines.len()).unwrap(), written.rows + header);
            for line in lines {
                prop_assert_eq!(line.split('\t').count(), columns);
            }
        }
    }

    #[test]
    fn plover_is_json_with_the_words(items in prop::collection::vec(any_item(), 1..3)) {
        let out = text_of(Form::Plover, &items);
        let events = items.iter().flat_map(|item| item.record.events.iter().map(move |event| (item, event)));
        let events: Vec<_> = events.collect();
        prop_assert_eq!(out.split_terminator('\n').count(), events.len());
        for (line, (item, event)) in out.split_terminator('\n').zip(events) {
            let value: Value = serde_json::from_str(line).unwrap();
            let [start, end] = event.trigger[0];
            prop_assert_eq!(value["event_text"].as_str().unwrap(), slice(&item.record.article.text, start, end));
            prop_assert_eq!(value["actors"][0]["name"].as_str().unwrap(), &item.record.actors[0].name);
        }
    }

    #[test]
    fn annotations_select_their_words(items in prop::collection::vec(any_item(), 1..3)) {
        let (out, written) = exported(Form::WebAnnotation, &items);
        let collection: Value = serde_json::from_slice(&out).unwrap();
        prop_assert_eq!(collection["total"].as_u64().unwrap(), written.rows);
        let annotations = collection["first"]["items"].as_array().unwrap();
        prop_assert_eq!(annotations.len(), items.len() * 5);
        let ids: BTreeSet<String> = annotations.iter().map(|one| one["id"].to_string()).collect();
        prop_assert!(ids.len() == annotations.len() || items.len() > 1);
        for annotation in annotations {
            let id = annotation["id"].as_str().unwrap();
            let item = items.iter().find(|item| id.contains(&item.record.article.id)).unwrap();
            let text = &item.record.article.text;
            for target in annotation["target"].as_array().unwrap() {
                let selectors = &target["selector"];
                let at = |name: &str| usize::try_from(selectors[0][name].as_u64().unwrap()).unwrap();
                let (start, end) = (at("start"), at("end"));
                let quote = |name: &str| selectors[1][name].as_str().unwrap().to_owned();
                prop_assert_eq!(quote("exact"), slice(text, start, end));
                let around = format!("{}{}{}", quote("prefix"), quote("exact"), quote("suffix"));
                let length = text.chars().count();
                prop_assert_eq!(around, slice(text, start.saturating_sub(32), (end + 32).min(length)));
            }
        }
    }

    #[test]
    fn bibliographies_can_be_read(item in any_item()) {
        for cited in [Cited::Articles, Cited::Statements] {
            let (out, written) = exported(Form::Bibtex(cited), std::slice::from_ref(&item));
            let out = String::from_utf8(out).unwrap();
            let library = match Bibliography::parse(&out) {
                Ok(library) => library,
                Err(error) => return Err(TestCaseError::fail(format!("{error}: {out}"))),
            };
            prop_assert_eq!(u64::try_from(library.len()).unwrap(), written.rows);
            let article = &item.record.article;
            for (entry, number) in library.iter().zip(0..) {
                let title = match cited {
                    Cited::Articles => article.headline.clone().unwrap_or_default(),
                    Cited::Statements => {
                        let spans = item.record.statements[number].content.iter();
                        let parts = spans.map(|[start, end]| slice(&article.text, *start, *end));
                        parts.collect::<Vec<_>>().join(" … ")
                    }
                };
                let found = entry.get("title").map(|title| title.format_verbatim()).unwrap_or_default();
                prop_assert_eq!(found, on_one_line(&title));
            }
        }
    }

    #[test]
    fn ris_has_a_tag_on_every_line(item in any_item()) {
        for cited in [Cited::Articles, Cited::Statements] {
            let (out, written) = exported(Form::Ris(cited), std::slice::from_ref(&item));
            let out = String::from_utf8(out).unwrap();
            let (mut ends, mut titles) = (0, Vec::new());
            for line in out.split_terminator("\r\n").filter(|line| !line.is_empty()) {
                let (tag, value) = line.split_at(6);
                prop_assert!(tag.ends_with("  - ") && tag[..2].chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()));
                prop_assert!(!value.contains(|c: char| c.is_control()));
                ends += u64::from(tag == "ER  - ");
                titles.extend((tag == "TI  - ").then(|| value.to_owned()));
            }
            prop_assert_eq!(ends, written.rows);
            if cited == Cited::Articles {
                let title = on_one_line(item.record.article.headline.as_deref().unwrap_or_default());
                prop_assert_eq!(titles.concat(), title);
            }
        }
    }

    #[test]
    fn standoff_annotations_slice_their_text(item in any_item()) {
        let mut files: HashMap<String, String> = HashMap::new();
        brat([Ok::<Item, Infallible>(item.clone())], |name, bytes| {
            files.insert(name.to_owned(), String::from_utf8(bytes.to_vec()).unwrap());
            Ok(())
        }).unwrap();
        let of = |ending: &str| files.iter().find(|(name, _)| name.ends_with(ending)).unwrap().1.clone();
        let (text, annotations) = (of(".txt"), of(".ann"));
        prop_assert_eq!(&text, &item.record.article.text);
        let mut ids = BTreeSet::new();
        for line in annotations.split_terminator('\n') {
            let columns: Vec<&str> = line.splitn(3, '\t').collect();
            prop_assert!(columns[0] == "*" || ids.insert(columns[0].to_owned()), "{}", line);
            if !columns[0].starts_with('T') {
                continue;
            }
            let (_, places) = columns[1].split_once(' ').unwrap();
            let parts: Vec<String> = places.split(';').map(|place| {
                let (start, end) = place.split_once(' ').unwrap();
                slice(&text, start.parse().unwrap(), end.parse().unwrap())
            }).collect();
            prop_assert_eq!(parts.join(" "), columns[2]);
        }
        // Whatever is referred to is there.
        for line in annotations.split_terminator('\n').filter(|line| line.starts_with('E')) {
            for argument in line.split_once('\t').unwrap().1.split(' ') {
                prop_assert!(ids.contains(argument.split_once(':').unwrap().1), "{}", line);
            }
        }
    }
}

#[cfg(feature = "parquet")]
mod read_back {
    use std::io::Write;

    use arrow_array::{Array, BooleanArray, Float64Array, Int64Array, StringArray};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn parquet_comes_back_as_it_was(items in prop::collection::vec(any_item(), 0..4)) {
            for table in [Table::Articles, Table::Statements, Table::Events, Table::Actors] {
                let (out, _) = exported(Form::Parquet(table), &items);
                let mut file = tempfile::tempfile().unwrap();
                file.write_all(&out).unwrap();
                let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
                let mut rows = items.iter().flat_map(|item| table.rows(item));
                for batch in reader {
                    let batch = batch.unwrap();
                    for at in 0..batch.num_rows() {
                        let cells = rows.next().unwrap();
                        for (column, cell) in batch.columns().iter().zip(cells) {
                            let any = column.as_any();
                            let known = !column.is_null(at);
                            let found = match cell {
                                Cell::Text(_) => {
                                    let column = any.downcast_ref::<StringArray>().unwrap();
                                    Cell::Text(known.then(|| column.value(at).to_owned()))
                                }
                                Cell::Integer(_) => {
                                    let column = any.downcast_ref::<Int64Array>().unwrap();
                                    Cell::Integer(known.then(|| column.value(at)))
                                }
                                // Bits, because no number is equal to itself that is none.
                                Cell::Number(number) => {
                                    let column = any.downcast_ref::<Float64Array>().unwrap();
                                    let found = known.then(|| column.value(at).to_bits());
                                    prop_assert_eq!(found, number.map(f64::to_bits));
                                    continue;
                                }
                                Cell::Truth(_) => {
                                    let column = any.downcast_ref::<BooleanArray>().unwrap();
                                    Cell::Truth(known.then(|| column.value(at)))
                                }
                            };
                            prop_assert_eq!(found, cell);
                        }
                    }
                }
                prop_assert!(rows.next().is_none());
            }
        }
    }
}
