//! Every form written of texts from anywhere, and read back with parsers of others.

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

use biblatex::{Bibliography, ChunksExt};
use onrecord_record::{Article, Record};
use proptest::prelude::*;
use serde_json::Value;

use super::super::tables::Cell;
use super::*;

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
    pub(super) fn any_item()(
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
