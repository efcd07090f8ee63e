//! The record of one article: the form that everything else reads.
//!
//! These are the only types of the project that serialise; the names are those of the JSON, of the
//! SQL columns and of the pages. Every span here is `[start, end)` in Unicode code points of
//! [`Article::text`]. What the text and the tables do not give is `None` or empty: nothing is
//! invented.

mod moment;

pub use moment::{Moment, MomentError};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The value of [`Record::schema`] for this version of the form.
pub const SCHEMA: &str = "onrecord.record/1";

/// `[start, end)` in Unicode code points of the article's text.
pub type Span = [usize; 2];

/// Everything that is known of one article; one JSON object on one line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The article and where it came from.
    pub article: Article,
    /// One per person, organisation, state, group or place that the article names.
    pub actors: Vec<Actor>,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// What was taken into view as an event and left out, where that was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected_events: Vec<RejectedEvent>,
    /// The trees, when they were asked for (`--with syntax`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<Sentence>>,
    /// What made this record.
    pub made_by: MadeBy,
}

/// An article: its words, unchanged, and what its page says about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// `sha256:` and the hash of [`Article::text`] in hexadecimal: the same words have the same id
    /// wherever they were found.
    pub id: String,
    /// The `id` of a JSON line, the path of a file, the record id of an archive.
    pub input_id: String,
    /// Where it was published.
    pub url: Option<String>,
    /// The publishing site, by name.
    pub outlet: Option<String>,
    /// The headline, as the page gives it.
    pub headline: Option<String>,
    /// Who wrote it, one name each.
    pub byline: Vec<String>,
    /// When it was published, as precisely as known.
    pub published: Option<Moment>,
    /// The outlet's own story number.
    pub external_id: Option<String>,
    /// ISO 639-1 code of the language it is written in.
    pub language: Option<String>,
    /// The section of the outlet that it appeared in.
    pub section: Option<String>,
    /// For each field above that was found rather than given, the place it was found in, such as
    /// `"published": "json-ld datePublished"`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub provenance: BTreeMap<String, String>,
    /// The words that every span of the record is about.
    pub text: String,
}

impl Article {
    /// The id of a text: `sha256:` and its hash in hexadecimal.
    pub fn id_of(text: &str) -> String {
        let mut id = String::with_capacity(7 + 64);
        id.push_str("sha256:");
        for byte in Sha256::digest(text.as_bytes()) {
            id.push_str(&format!("{byte:02x}"));
        }
        id
    }
}

/// Somebody or something that the article names: all its mentions, resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Actor {
    /// `a1`, `a2`, … within the record.
    pub id: String,
    /// The fullest name in the article; for a bare office whose holder is known on that date, the
    /// holder's.
    pub name: String,
    /// What it is; `None` when neither the text nor the tables tell.
    pub kind: Option<ActorKind>,
    /// ISO 3166-1 alpha-3 of the state it belongs to or acts for.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// The office it holds on the article's date.
    pub office: Option<String>,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// Where it is mentioned.
    pub mentions: Vec<Span>,
    /// Those of its mentions that take a side: what its enemies call it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loaded: Vec<Span>,
    /// What told that its mentions are about it, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explain: Option<ActorExplain>,
}

/// What told that words are about an actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorExplain {
    /// A rule for each of [`Actor::mentions`], in the same order.
    pub rules: Vec<String>,
}

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// A human being.
    Person,
    /// A body with a name: a ministry, a company, an alliance.
    Organization,
    /// A state, acting as one.
    State,
    /// People taken together: protesters, residents, rebels.
    Group,
    /// A place, as a place.
    Place,
    /// An office or function whose holder is not known.
    Role,
}

/// An attribution: somebody's words, or what the text says that they believe, want or feel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// `s1`, `s2`, … within the record.
    pub id: String,
    /// How much of it is in quotation marks.
    pub kind: StatementKind,
    /// Ids of the actors who said it; several for a joint statement, none when nothing tells.
    pub speakers: Vec<String>,
    /// The words that name the speaker here; empty when nothing does.
    pub source: Vec<Span>,
    /// The words that mark it as someone's; may be empty.
    pub cue: Vec<Span>,
    /// What was said, without the quotation marks; several spans when a cue splits it or it runs
    /// over several paragraphs.
    pub content: Vec<Span>,
    /// To whom it was said.
    pub addressee: Option<Span>,
    /// The medium or occasion.
    pub via: Option<Span>,
    /// The question that it answers: its words, or what it was about.
    pub question: Option<Span>,
    /// Id of the statement that this one is reported within.
    pub inside: Option<String>,
    /// Whether it stands in the headline.
    pub in_headline: bool,
    /// The calibrated probability that the statement is right, 0 to 1; `None` where nothing has
    /// measured it.
    pub confidence: Option<f64>,
    /// What made it so, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explain: Option<Explain>,
}

/// What made a statement so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explain {
    /// What found it: `model`, `within` (the model, reading the content of another statement),
    /// `pattern`, `headline`, `turn` or `marks`.
    pub by: String,
    /// How probable the model holds its words to be what they are taken for.
    pub labels: Parts,
    /// How probable the model holds it that cue and source are its own.
    pub links: Parts,
    /// The rules that had a part in it, in the order in which they did.
    pub rules: Vec<String>,
}

/// A probability for each part of a statement; what was not asked or found is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Parts {
    /// Of what was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<f64>,
    /// Of the cue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<f64>,
    /// Of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<f64>,
}

/// How much of a statement is in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementKind {
    /// All of it, or the layout does what marks do: a turn of an interview or a transcript.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

/// A happening: who did what to whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// `e1`, `e2`, … within the record.
    pub id: String,
    /// One of PLOVER's 16 types.
    #[serde(rename = "type")]
    pub event_type: String,
    /// PLOVER mode of that type.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// `historical`, `future`, `hypothetical`, `negated`.
    pub aux: Vec<String>,
    /// Ids of those who did it; all parties of a reciprocal event.
    pub actors: Vec<String>,
    /// Ids of those it was done to.
    pub recipients: Vec<String>,
    /// The words that express it; several spans when others stand between them.
    pub trigger: Vec<Span>,
    /// Where it happened.
    pub place: Option<Place>,
    /// When it happened.
    pub date: Option<Date>,
    /// Whose word it is: `outlet`, or the id of the statement that claims it.
    pub voice: String,
    /// PLOVER's scale, -10 (conflict) to 10 (cooperation).
    pub score: f64,
    /// `verbal cooperation`, `material cooperation`, `verbal conflict` or `material conflict`.
    pub quad: String,
    /// CAMEO root code.
    pub cameo: String,
    /// As in [`Statement::confidence`].
    pub confidence: Option<f64>,
    /// What made it so, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explain: Option<EventExplain>,
}

/// What made an event so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventExplain {
    /// The rule that found it, as `TYPE/name`.
    pub rule: String,
    /// What was made of it, and how its parties hang together with its words.
    pub path: Vec<String>,
}

/// A word that is no event, though a rule knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RejectedEvent {
    /// The word.
    pub word: Span,
    /// The rule, as `TYPE/name`.
    pub rule: String,
    /// Why it is none.
    pub why: String,
}

/// A place, with its coordinates where the gazetteer knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// The words that name it here.
    pub span: Span,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// GeoNames id.
    pub geonames: Option<u64>,
}

/// A date or a stretch of dates, as precise as the words are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Date {
    /// First day, ISO 8601.
    pub start: String,
    /// Last day, ISO 8601.
    pub end: String,
    /// `day`, `week`, `month`, `season`, `year`, …
    pub precision: String,
    /// The words that say so; `None` when it follows from the publication date.
    pub span: Option<Span>,
}

/// A sentence with its tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its words.
    pub span: Span,
    /// Its syntactic words, in order.
    pub tokens: Vec<Token>,
}

/// A syntactic word, in the terms of Universal Dependencies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// Its characters.
    pub span: Span,
    /// Universal part of speech.
    pub upos: String,
    /// Dictionary form.
    pub lemma: String,
    /// Number of its head within the sentence, from 1; 0 is the root.
    pub head: usize,
    /// Relation to its head.
    pub deprel: String,
}

/// What made a record: the same text and the same three make the same record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    /// Version of the program.
    pub program: String,
    /// `sha256:` and the hash of the model's weights; `None` when no model was used.
    pub model: Option<String>,
    /// `sha256:` and the hash of the rules and tables.
    pub rules: Option<String>,
}
