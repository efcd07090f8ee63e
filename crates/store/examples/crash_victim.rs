//! Writes to a record until it is killed; `tests/store/crashes.rs` kills it.
//!
//! Articles are numbered from 1. `add` goes on behind the last and prints a number once that article
//! is committed; `reread` reads everything anew, now by one maker, now by another, and keeps it.

use std::error::Error;
use std::io::Write;
use std::path::Path;

use onrecord_record::{Actor, Article, MadeBy, Record, SCHEMA, Statement, StatementKind};
use onrecord_store::{Access, Adding, Arrival, Outline, Sighting, Store, prepare};

const NOW: &str = "2026-01-02T03:04:05Z";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, path, what, seed] = arguments.as_slice() else {
        return Err("crash_victim FILE add|reread SEED".into());
    };
    let seed: u64 = seed.parse()?;
    let mut store = Store::open(Path::new(path), Access::Create)?;
    if what == "reread" { reread(&mut store, seed) } else { add(&mut store, seed) }
}

fn add(store: &mut Store, seed: u64) -> Result<(), Box<dyn Error>> {
    let mut next = store.articles()? + 1;
    loop {
        let in_batch = 1 + (next * 7 + seed) % 40;
        let mut batch = Vec::new();
        for number in next..next + in_batch {
            let record = record(number);
            let sighting = Sighting::of(&record.article, "victim", Some(number));
            batch.push(Arrival::New(Box::new(prepare(record, Outline::default())?), sighting));
        }
        store.add(&batch, Adding { now: NOW, again: false })?;
        next += in_batch;
        let mut out = std::io::stdout();
        writeln!(out, "{}", next - 1)?;
        out.flush()?;
    }
}

fn reread(store: &mut Store, seed: u64) -> Result<(), Box<dyn Error>> {
    for round in 0.. {
        let program = format!("{}", (seed + round) % 3);
        let maker = MadeBy { program, model: None, rules: None };
        let read = |article: Article, _: &Outline| {
            let number = article.input_id.parse().unwrap_or(0);
            Ok(Record { article, made_by: maker.clone(), ..record(number) })
        };
        store.reread(&maker, 2, read, |_| true)?;
        store.keep_reread()?;
        let mut out = std::io::stdout();
        writeln!(out, "0")?;
        out.flush()?;
    }
    Ok(())
}

fn record(number: u64) -> Record {
    let words = format!("Bridge number {number} is open, and {}", "the quay is dry ".repeat(9));
    let text = format!("“{}” said Ina Vik.", words.trim());
    let name = text.chars().count() - 8;
    Record {
        schema: SCHEMA.to_owned(),
        article: Article {
            input_id: number.to_string(),
            published: format!("2024-{:02}-{:02}", 1 + number % 12, 1 + number % 28).parse().ok(),
            text: text.clone(),
            ..Article::default()
        },
        actors: vec![Actor {
            id: "a1".to_owned(),
            name: "Ina Vik".to_owned(),
            kind: None,
            country: None,
            sector: None,
            office: None,
            wikidata: None,
            mentions: vec![[name, name + 7]],
        }],
        statements: vec![Statement {
            id: "s1".to_owned(),
            kind: StatementKind::Direct,
            speakers: vec!["a1".to_owned()],
            source: vec![[name, name + 7]],
            cue: vec![[name - 5, name - 1]],
            content: vec![[1, 1 + words.trim().chars().count()]],
            addressee: None,
            via: None,
            question: None,
            inside: None,
            in_headline: false,
            confidence: None,
            explain: None,
        }],
        events: Vec::new(),
        sentences: None,
        made_by: MadeBy { program: "1".to_owned(), model: None, rules: None },
    }
}
