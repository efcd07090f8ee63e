//! Measures the store: how fast it adds and finds, and how large the file is.
//!
//! ```console
//! $ cargo run --release -p onrecord-store --example measure -- 100000 measured.db
//! ```
//!
//! Articles are sentences of our own, shuffled and recombined with names and numbers, each with two to
//! six statements; one in ten is a near copy of an earlier one. Records are made before the clock
//! starts, batch by batch, so that what is measured is the store and nothing else.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use onrecord_record::{
    Actor, ActorKind, Article, MadeBy, Record, SCHEMA, Statement, StatementKind,
};
use onrecord_store::{
    Access, Adding, Arrival, Outline, Query, Sighting, Sort, Store, What, prepare,
};

const NOW: &str = "2026-01-02T03:04:05Z";
const BATCH: usize = 512;
const QUESTIONS: usize = 400;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let articles: usize = arguments.next().ok_or("measure ARTICLES FILE [compare]")?.parse()?;
    let path = arguments.next().ok_or("measure ARTICLES FILE [compare]")?;
    let compares = arguments.next().is_some();
    let path = Path::new(&path);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut store = Store::open(path, Access::Create)?;
    add(&mut store, articles, &mut random)?;
    if compares {
        let begun = Instant::now();
        let mut compared = 0;
        while let Some(some) = Some(store.compare_waiting(128, 2)?).filter(|&some| some > 0) {
            compared += some;
        }
        println!("compared: {:.0} articles/s", compared as f64 / begun.elapsed().as_secs_f64());
    }
    store.empty_log()?;
    let size = std::fs::metadata(path)?.len();
    println!("file: {} bytes an article", size / articles as u64);
    println!("memory: {} MiB at most", peak_memory());
    for clients in [1, 8] {
        find(path, clients)?;
    }
    Ok(())
}

fn add(store: &mut Store, articles: usize, random: &mut Random) -> Result<(), Box<dyn Error>> {
    let mut earlier: Vec<Record> = Vec::new();
    let (mut preparing, mut adding, mut bytes) = (Duration::ZERO, Duration::ZERO, 0);
    for batch in (0..articles).step_by(BATCH) {
        let mut records = Vec::new();
        for number in batch..(batch + BATCH).min(articles) {
            let record = match number % 10 {
                9 if !earlier.is_empty() => copy(&earlier[random.below(earlier.len())], number),
                _ => article(number, articles, random),
            };
            if earlier.len() < 2_000 {
                earlier.push(record.clone());
            }
            bytes += record.article.text.len();
            records.push(record);
        }
        let begun = Instant::now();
        let mut arrivals = Vec::with_capacity(records.len());
        for record in records {
            let sighting = Sighting::of(&record.article, "measure", None);
            arrivals.push(Arrival::New(Box::new(prepare(record, Outline::default())?), sighting));
        }
        preparing += begun.elapsed();
        let begun = Instant::now();
        store.add(&arrivals, Adding { now: NOW, again: false })?;
        adding += begun.elapsed();
    }
    let rate = |time: Duration| articles as f64 / time.as_secs_f64();
    println!("{articles} articles of {} bytes of text", bytes / articles);
    println!("prepared: {:.0} articles/s on one thread", rate(preparing));
    println!("added: {:.0} articles/s", rate(adding));
    Ok(())
}

/// Asks from several threads, each with a connection of its own.
fn find(path: &Path, clients: usize) -> Result<(), Box<dyn Error>> {
    let times: Vec<Vec<(&str, Duration)>> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..clients).map(|client| scope.spawn(move || ask(path, client as u64 + 1))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let all: Vec<(&str, Duration)> = times.into_iter().flatten().collect();
    for kind in ["words and speaker", "words", "speaker", "relevance", "articles"] {
        let mut of_kind: Vec<Duration> =
            all.iter().filter(|(other, _)| *other == kind).map(|(_, time)| *time).collect();
        of_kind.sort();
        let at = |share: usize| of_kind[(of_kind.len() * share / 100).min(of_kind.len() - 1)];
        println!(
            "find by {kind}, {clients} at once: median {:.1} ms, p99 {:.1} ms",
            at(50).as_secs_f64() * 1e3,
            at(99).as_secs_f64() * 1e3
        );
    }
    Ok(())
}

fn ask(path: &Path, seed: u64) -> Vec<(&'static str, Duration)> {
    let mut random = Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let Ok(store) = Store::open(path, Access::Read) else { return Vec::new() };
    let mut times = Vec::new();
    for question in 0..QUESTIONS {
        let speaker = name(&mut random);
        let words = NOUNS[random.below(NOUNS.len())];
        let query = Query { limit: 20, ..Query::default() };
        let (kind, query) = match question % 5 {
            0 => (
                "words and speaker",
                Query { words: Some(words.to_owned()), said_by: Some(speaker), ..query },
            ),
            1 => ("words", Query { words: Some(words.to_owned()), ..query }),
            2 => ("speaker", Query { said_by: Some(speaker), ..query }),
            3 => {
                let two = format!("{words} {}", NOUNS[random.below(NOUNS.len())]);
                ("relevance", Query { words: Some(two), sort: Sort::Relevance, ..query })
            }
            _ => {
                let two = format!("{words} {}", NOUNS[random.below(NOUNS.len())]);
                ("articles", Query { what: What::Articles, words: Some(two), ..query })
            }
        };
        let begun = Instant::now();
        if store.find(&query).is_ok() {
            times.push((kind, begun.elapsed()));
        }
    }
    times
}

/// A generator that gives the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

const FIRST: [&str; 12] =
    ["Ina", "Jon", "Milena", "Zoë", "Ivo", "Ana", "Per", "Lea", "Tomo", "Rut", "Olav", "Mira"];
const NOUNS: [&str; 24] = [
    "bridge",
    "quay",
    "ferry",
    "school",
    "well",
    "orchard",
    "railway",
    "lighthouse",
    "market",
    "library",
    "harbour",
    "museum",
    "tunnel",
    "garden",
    "mill",
    "dam",
    "theatre",
    "hospital",
    "bakery",
    "forest",
    "meadow",
    "tower",
    "canal",
    "bathhouse",
];
const VERBS: [&str; 10] =
    ["rebuild", "paint", "open", "move", "repair", "measure", "visit", "insure", "light", "clean"];
const PLACES: [&str; 14] = [
    "Kotor", "Bergen", "Trogir", "Split", "Oslo", "Ghent", "Porto", "Turku", "Graz", "Vigo",
    "Cork", "Lund", "Brno", "Pula",
];
const TAILS: [&str; 10] = [
    "before the winter storms arrive",
    "as soon as the engineers have drawn it again",
    "although nobody has paid for the stones yet",
    "while the fishermen use the southern basin",
    "once the council has voted on the plan",
    "with divers from the islands",
    "without closing the road along the coast",
    "in the second week of the holidays",
    "for half of what was planned",
    "because the old drawings were wrong",
];

/// Twelve first names, and two thousand last names.
fn name(random: &mut Random) -> String {
    let syllables = ["vu", "ka", "sin", "bo", "ro", "vic", "ma", "ri", "len", "dal", "tor", "nes"];
    let mut last = String::new();
    for _ in 0..3 {
        last.push_str(syllables[random.below(syllables.len())]);
    }
    let mut letters = last.chars();
    let capital: String = letters.next().map(|c| c.to_ascii_uppercase()).into_iter().collect();
    format!("{} {capital}{}", FIRST[random.below(FIRST.len())], letters.as_str())
}

/// One of thirty thousand words that nobody uses: news has many words, and most of them are rare.
fn rare(random: &mut Random) -> String {
    let syllables: [&str; 20] = [
        "bal", "cor", "den", "fir", "gos", "hul", "jin", "kel", "lom", "mur", "nav", "pol", "quo",
        "ris", "sut", "tav", "ulm", "ves", "wen", "zar",
    ];
    let mut word = String::new();
    for _ in 0..2 + random.below(2) {
        word.push_str(syllables[random.below(syllables.len())]);
    }
    format!("{word}{}", ["ic", "al", "ous", "ed"][random.below(4)])
}

fn sentence(random: &mut Random) -> String {
    format!(
        "the {} {} of {} will {} the {} {} {} by {} days",
        rare(random),
        NOUNS[random.below(NOUNS.len())],
        PLACES[random.below(PLACES.len())],
        VERBS[random.below(VERBS.len())],
        rare(random),
        NOUNS[random.below(NOUNS.len())],
        TAILS[random.below(TAILS.len())],
        2 + random.below(997),
    )
}

/// A text that grows, and knows how many code points it has.
#[derive(Default)]
struct Growing {
    text: String,
    points: usize,
}

impl Growing {
    fn add(&mut self, words: &str) -> [usize; 2] {
        let start = self.points;
        self.text.push_str(words);
        self.points += words.chars().count();
        [start, self.points]
    }
}

fn article(number: usize, of: usize, random: &mut Random) -> Record {
    let mut text = Growing::default();
    let headline = sentence(random);
    text.add(&headline);
    let mut actors: Vec<Actor> = Vec::new();
    let mut statements = Vec::new();
    for _ in 0..2 + random.below(5) {
        text.add("\n\n");
        for _ in 0..2 + random.below(4) {
            let told = sentence(random);
            text.add(&format!("It is known that {told}. "));
        }
        let who = name(random);
        text.add("“");
        let said = sentence(random);
        let content = text.add(&said);
        text.add(",” ");
        let source = text.add(&who);
        text.add(" ");
        let cue = text.add("said");
        text.add(".");
        let known = actors.iter().position(|actor| actor.name == who);
        let speaker = known.unwrap_or(actors.len());
        if known.is_none() {
            actors.push(Actor {
                id: format!("a{}", actors.len() + 1),
                name: who,
                kind: Some(ActorKind::Person),
                country: None,
                sector: None,
                office: None,
                wikidata: None,
                mentions: Vec::new(),
                loaded: Vec::new(),
                explain: None,
            });
        }
        actors[speaker].mentions.push(source);
        statements.push(Statement {
            id: format!("s{}", statements.len() + 1),
            kind: StatementKind::Direct,
            speakers: vec![actors[speaker].id.clone()],
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            addressee: None,
            via: None,
            question: None,
            inside: None,
            in_headline: false,
            confidence: Some(random.below(1_000) as f64 / 1_000.0),
            explain: None,
        });
    }
    // Mostly by date, as news arrives, with some that come late.
    let late = if random.below(20) == 0 { random.below(300) } else { 0 };
    let day = (number * 365 / of.max(1)).saturating_sub(late);
    Record {
        schema: SCHEMA.to_owned(),
        article: Article {
            input_id: number.to_string(),
            url: Some(format!("https://{}.example/{number}", PLACES[number % 14].to_lowercase())),
            outlet: Some(format!("The {} Courier", PLACES[random.below(PLACES.len())])),
            headline: Some(headline),
            published: format!("2024-{:02}-{:02}T09:30", 1 + day / 31 % 12, 1 + day % 28)
                .parse()
                .ok(),
            language: Some("en".to_owned()),
            text: text.text,
            ..Article::default()
        },
        actors,
        statements,
        events: Vec::new(),
        rejected_events: Vec::new(),
        sentences: None,
        made_by: MadeBy { program: "0.1.0".to_owned(), model: None, rules: None },
    }
}

/// A near copy: the same with another end, in another outlet.
fn copy(of: &Record, number: usize) -> Record {
    let mut copied = of.clone();
    copied.article.text.push_str(&format!("\n\nThis report is number {number} of our readers."));
    copied.article.url = Some(format!("https://copies.example/{number}"));
    copied.article.outlet = Some("The Copy".to_owned());
    copied
}

/// The most memory that this program has had, in MiB, where the system tells.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}
