//! A record of invented people who say harmless things about real places, with events, copies,
//! wordings and versions in it: for tests, and by `examples/invented.rs` for trying the pages.

use std::path::Path;

use onrecord_record::{
    Actor, ActorKind, Article, Date, Event, MadeBy, Place, Record, SCHEMA, Span, Statement,
    StatementKind,
};
use onrecord_store::{Access, Adding, Arrival, Outline, Sighting, Store, prepare};

const NOW: &str = "2026-01-02T03:04:05Z";

/// A text that grows, and knows where its words stand.
#[derive(Default)]
struct Draft {
    text: String,
    length: usize,
}

impl Draft {
    /// Adds words and says where they are, in code points.
    fn add(&mut self, words: &str) -> Span {
        let start = self.length;
        self.text.push_str(words);
        self.length += words.chars().count();
        [start, self.length]
    }
}

struct Person {
    name: &'static str,
    office: &'static str,
    country: &'static str,
    state: &'static str,
    wikidata: Option<&'static str>,
}

const PEOPLE: [Person; 6] = [
    Person {
        name: "Milena Vukasin",
        office: "Minister of Bridges",
        country: "HRV",
        state: "Croatia",
        wikidata: Some("Q900001"),
    },
    Person {
        name: "Ingrid Solbakken",
        office: "Minister of Ferries",
        country: "NOR",
        state: "Norway",
        wikidata: Some("Q900002"),
    },
    Person {
        name: "Tomás Ferreira",
        office: "Minister of Harbours",
        country: "PRT",
        state: "Portugal",
        wikidata: None,
    },
    Person {
        name: "Wanjiru Kamau",
        office: "Minister of Wells",
        country: "KEN",
        state: "Kenya",
        wikidata: None,
    },
    Person {
        name: "ليلى الحدّاد",
        office: "Minister of Gardens",
        country: "JOR",
        state: "Jordan",
        wikidata: None,
    },
    Person {
        name: "Haruka Ōnishi",
        office: "Minister of Railways",
        country: "JPN",
        state: "Japan",
        wikidata: None,
    },
];

struct Town {
    name: &'static str,
    country: &'static str,
    lat: f64,
    lon: f64,
}

const TOWNS: [Town; 6] = [
    Town { name: "Trogir", country: "HRV", lat: 43.517, lon: 16.251 },
    Town { name: "Bergen", country: "NOR", lat: 60.393, lon: 5.324 },
    Town { name: "Porto", country: "PRT", lat: 41.15, lon: -8.61 },
    Town { name: "Nakuru", country: "KEN", lat: -0.303, lon: 36.08 },
    Town { name: "Madaba", country: "JOR", lat: 31.716, lon: 35.794 },
    Town { name: "Osaka", country: "JPN", lat: 34.694, lon: 135.502 },
];

const OUTLETS: [&str; 4] = ["The Coastal Courier", "Morning Ledger", "Harbour Wire", "Inland Post"];

const WORDS: [&str; 8] = [
    "We found an old sea wall where nobody had drawn one, and we would rather move the pillars than the wall",
    "The ferry will sail every morning, whatever the weather says",
    "Nobody has ever measured the harbour, so we shall begin with a rope",
    "Four wells are dry and the fifth is better than we hoped",
    "Our gardens need neighbours more than they need fences",
    "The night train keeps its bell, because people asked for it",
    "A bridge is a promise with pillars under it",
    "We shall write down every boat that comes in",
];

/// An event as it is told and coded.
type Happening =
    (&'static str, Option<&'static str>, &'static str, f64, &'static str, &'static str);

/// PLOVER type, mode, verb, score, quadrant, CAMEO root.
const EVENTS: [Happening; 6] = [
    ("CONSULT", Some("visit"), "visited", 4.0, "verbal cooperation", "04"),
    ("AID", None, "sent ten rowing boats to", 10.0, "material cooperation", "07"),
    (
        "ACCUSE",
        Some("disapprove"),
        "complained about the timetable of",
        -2.0,
        "verbal conflict",
        "11",
    ),
    ("AGREE", None, "promised a new ferry to", 2.5, "verbal cooperation", "03"),
    ("REQUEST", Some("assist"), "asked for charts from", 0.5, "verbal conflict", "10"),
    ("SANCTION", Some("discontinue"), "ended the regatta with", -6.0, "material conflict", "16"),
];

const THINGS: [&str; 24] = [
    "rope", "lantern", "pier", "gull", "teapot", "window", "barrel", "violin", "orchard",
    "bicycle", "chimney", "umbrella", "market", "bakery", "stairway", "painter", "compass",
    "meadow", "kettle", "tramway", "notebook", "quay", "fiddler", "gardener",
];

/// A paragraph that no other article has.
fn colour(number: usize) -> String {
    let mut state = number as u64 + 1;
    let mut words = Vec::new();
    for at in 0..36 {
        // A generator of Lehmer's: the same number gives the same paragraph.
        state = state * 48_271 % 2_147_483_647;
        let thing = THINGS[(state / 7) as usize % THINGS.len()];
        words.push(if at % 4 == 3 { format!("beside the {thing},") } else { format!("a {thing}") });
    }
    format!("Visitors saw {} and went home.", words.join(" "))
}

fn actor(id: &str, name: &str, kind: ActorKind, country: &str) -> Actor {
    Actor {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: Some(kind),
        country: Some(country.to_owned()),
        sector: None,
        office: None,
        wikidata: None,
        mentions: Vec::new(),
        loaded: Vec::new(),
        explain: None,
    }
}

fn statement(id: &str, kind: StatementKind, speaker: &str, content: Vec<Span>) -> Statement {
    Statement {
        id: id.to_owned(),
        kind,
        speakers: vec![speaker.to_owned()],
        source: Vec::new(),
        cue: Vec::new(),
        content,
        addressee: None,
        via: None,
        question: None,
        inside: None,
        in_headline: false,
        confidence: Some(0.91),
        explain: None,
    }
}

/// The record of one invented article. The same number gives the same article.
pub fn record(number: usize) -> Record {
    let person = &PEOPLE[number % PEOPLE.len()];
    let other = &PEOPLE[(number * 5 + 1 + number / 6) % PEOPLE.len()];
    let other =
        if other.name == person.name { &PEOPLE[(number + 1) % PEOPLE.len()] } else { other };
    let town = &TOWNS[(number * 7 + 2) % TOWNS.len()];
    let outlet = OUTLETS[(number / 2) % OUTLETS.len()];
    let words = WORDS[(number / 3) % WORDS.len()];
    let happening = EVENTS[(number / 2) % EVENTS.len()];

    let mut draft = Draft::default();
    let mut state = actor("a2", person.state, ActorKind::State, person.country);
    let mut partner = actor("a3", other.state, ActorKind::State, other.country);
    let mut speaker = actor("a1", person.name, ActorKind::Person, person.country);
    speaker.sector = Some("GOV".to_owned());
    speaker.office = Some(person.office.to_owned());
    speaker.wikidata = person.wikidata.map(str::to_owned);
    let headline = format!("{} {} {}, No. {number}", person.state, happening.2, other.state);
    state.mentions.push(draft.add(person.state));
    draft.add(" ");
    draft.add(happening.2);
    draft.add(" ");
    partner.mentions.push(draft.add(other.state));
    draft.add(&format!(", No. {number}\n\n"));

    // The outlet tells what happened.
    state.mentions.push(draft.add(person.state));
    draft.add(" ");
    let trigger = draft.add(happening.2);
    draft.add(" ");
    partner.mentions.push(draft.add(other.state));
    draft.add(" in ");
    let place = draft.add(town.name);
    draft.add(&format!(" on a quiet morning, said those who were there, number {number}.\n\n“"));

    // The minister says something, cut in two by the cue.
    let (first, second) = words.split_once(", ").unwrap_or((words, "and that is all"));
    let said_first = draft.add(&format!("{first},"));
    draft.add("” ");
    let cue = draft.add("said");
    draft.add(" ");
    let source = draft.add(person.name);
    speaker.mentions.push(source);
    draft.add(&format!(", {}, “", person.office));
    let said_second = draft.add(&format!("{second}."));
    draft.add("”\n\n");

    // And claims something about the neighbour, in which a second voice is reported.
    let source_again = draft.add("The minister");
    speaker.mentions.push(source_again);
    draft.add(" ");
    let told = draft.add("told");
    draft.add(" ");
    let addressee = draft.add("reporters");
    draft.add(" that ");
    let claim_start = draft.length;
    partner.mentions.push(draft.add(other.state));
    draft.add(" ");
    let claimed = draft.add("asked for charts");
    draft.add(" and that its people had said ");
    let inner = draft.add("the sea is the same on both sides");
    let claim = [claim_start, draft.length];
    draft.add(". 🚢\n\n");
    draft.add(&format!("{}\n", colour(number)));

    let mut quote = statement("s1", StatementKind::Direct, "a1", vec![said_first, said_second]);
    quote.source = vec![source];
    quote.cue = vec![cue];
    let mut indirect = statement("s2", StatementKind::Indirect, "a1", vec![claim]);
    indirect.source = vec![source_again];
    indirect.cue = vec![told];
    indirect.addressee = Some(addressee);
    indirect.confidence = Some(0.62);
    let mut nested = statement("s3", StatementKind::Indirect, "a3", vec![inner]);
    nested.inside = Some("s2".to_owned());
    nested.confidence = None;

    let (day, month, year) = (number % 28 + 1, number / 28 % 12 + 1, 2022 + number / 336 % 4);
    let date = format!("{year:04}-{month:02}-{day:02}");
    let event =
        |id: &str,
         (kind, mode, _, score, quad, cameo): (&str, Option<&str>, &str, f64, &str, &str),
         trigger,
         voice: &str| Event {
            id: id.to_owned(),
            event_type: kind.to_owned(),
            mode: mode.map(str::to_owned),
            contexts: vec!["diplomatic".to_owned()],
            aux: Vec::new(),
            actors: vec!["a2".to_owned()],
            recipients: vec!["a3".to_owned()],
            trigger: vec![trigger],
            place: None,
            date: None,
            voice: voice.to_owned(),
            score,
            quad: quad.to_owned(),
            cameo: cameo.to_owned(),
            confidence: Some(0.8),
            explain: None,
        };
    let mut told_event = event("e1", happening, trigger, "outlet");
    told_event.place = Some(Place {
        name: town.name.to_owned(),
        span: place,
        country: Some(town.country.to_owned()),
        lat: Some(town.lat),
        lon: Some(town.lon),
        geonames: None,
    });
    told_event.date = Some(Date {
        start: date.clone(),
        end: date.clone(),
        precision: "day".to_owned(),
        span: None,
    });
    let mut claimed_event = event("e2", EVENTS[4], claimed, "s2");
    claimed_event.actors = vec!["a3".to_owned()];
    claimed_event.recipients = vec!["a2".to_owned()];

    Record {
        schema: SCHEMA.to_owned(),
        article: Article {
            id: Article::id_of(&draft.text),
            input_id: format!("invented-{number}"),
            url: Some(format!("https://news.example/{number}")),
            outlet: Some(outlet.to_owned()),
            headline: Some(headline),
            byline: vec!["Petra Lind".to_owned()],
            published: format!("{date}T09:30").parse().ok(),
            external_id: Some(format!("{}", 10_000 + number)),
            language: Some("en".to_owned()),
            section: Some("World".to_owned()),
            text: draft.text,
            ..Article::default()
        },
        actors: vec![speaker, state, partner],
        statements: vec![quote, indirect, nested],
        events: vec![told_event, claimed_event],
        rejected_events: Vec::new(),
        sentences: None,
        made_by: MadeBy { program: "0.1.0".to_owned(), model: None, rules: None },
    }
}

/// A record in which every field that an article fills is this.
pub fn filled(with: &str, number: usize) -> Record {
    let mut record = record(number);
    let mut draft = Draft::default();
    let first = draft.add(with);
    draft.add("\n\n“");
    let said = draft.add(with);
    draft.add("” said ");
    let source = draft.add(with);
    draft.add(&format!(" {number}.\n"));
    let article = &mut record.article;
    article.text = draft.text;
    article.id = Article::id_of(&article.text);
    article.input_id = with.to_owned();
    article.url = Some(with.to_owned());
    article.outlet = Some(with.to_owned());
    article.headline = Some(with.to_owned());
    article.byline = vec![with.to_owned()];
    article.external_id = Some(with.to_owned());
    article.language = Some(with.to_owned());
    article.section = Some(with.to_owned());
    for actor in &mut record.actors {
        actor.mentions = vec![source];
        for field in [&mut actor.country, &mut actor.sector, &mut actor.office, &mut actor.wikidata]
        {
            *field = Some(with.to_owned());
        }
        actor.name = format!("{with}{}", &actor.id[1..]);
    }
    record.actors[0].name = with.to_owned();
    record.statements.truncate(1);
    let statement = &mut record.statements[0];
    (statement.content, statement.source, statement.cue) = (vec![said], vec![source], vec![first]);
    (statement.addressee, statement.via, statement.question) =
        (Some(first), Some(first), Some(first));
    record.events.truncate(1);
    let event = &mut record.events[0];
    event.trigger = vec![said];
    event.event_type = with.to_owned();
    event.mode = Some(with.to_owned());
    event.contexts = vec![with.to_owned()];
    event.aux = vec![with.to_owned()];
    event.quad = with.to_owned();
    event.cameo = with.to_owned();
    if let Some(place) = &mut event.place {
        place.name = with.to_owned();
        place.span = said;
        place.country = Some(with.to_owned());
    }
    if let Some(date) = &mut event.date {
        (date.start, date.end) = (with.to_owned(), format!("{with}!"));
    }
    record
}

/// The number of the article of which [`fill`] adds a near copy.
pub const COPIED: usize = 3;

/// Adds so many articles, and a near copy of one and a later version of another where there are any.
pub fn fill(path: &Path, count: usize) {
    let mut records: Vec<Record> = (0..count).map(record).collect();
    if count > COPIED {
        let mut copy = record(COPIED);
        copy.article.text.push_str("Read more in our harbour pages.\n");
        copy.article.id = Article::id_of(&copy.article.text);
        copy.article.outlet = Some("Inland Post".to_owned());
        copy.article.url = Some("https://post.example/copy".to_owned());
        records.push(copy);
        let mut version = record(0);
        version.article.text.push_str("An earlier version left out the boats.\n");
        version.article.id = Article::id_of(&version.article.text);
        records.push(version);
    }
    add(path, records);
}

/// Adds records.
pub fn add(path: &Path, records: Vec<Record>) {
    let mut store = Store::open(path, Access::Create).expect("a file");
    let mut batch = Vec::new();
    let mut left = records.into_iter().peekable();
    while let Some(record) = left.next() {
        let sighting = Sighting::of(&record.article, "invented.jsonl", None);
        let ready = prepare(record, Outline::default()).expect("a sound record");
        batch.push(Arrival::New(Box::new(ready), sighting));
        if batch.len() == 500 || left.peek().is_none() {
            store.add(&batch, Adding { now: NOW, again: false }).expect("room");
            batch.clear();
        }
    }
    while store.compare_waiting(128, 1).expect("comparison") > 0 {}
}
