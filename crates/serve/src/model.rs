//! What programs get: the same words as in the record, for the API and for every view with `.json`.

use onrecord_record::Span;
use onrecord_store::{ArticleHit, EventHit, Hit, Source, StatementHit};
use serde::Serialize;
use utoipa::ToSchema;

use crate::address;

/// Where something stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArticleRef {
    /// `sha256:` and the hash of the text.
    pub id: String,
    /// The outlet.
    pub outlet: Option<String>,
    /// When it was published, ISO 8601, as precise as known.
    pub published: Option<String>,
    /// The headline.
    pub headline: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Its page on this server.
    pub page: String,
}

/// An article in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Article {
    /// The article.
    #[serde(flatten)]
    pub article: ArticleRef,
    /// How many statements it has.
    pub statements: u64,
    /// How many events it has.
    pub events: u64,
    /// How many near copies of it there are.
    pub copies: u64,
    /// How it begins.
    pub words: String,
}

/// Who said what.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Statement {
    /// What commands call it: `3fa9c1d2e4b5#s3`.
    pub id: String,
    /// Its page on this server.
    pub page: String,
    /// Who said it.
    pub speakers: Vec<String>,
    /// `direct`, `indirect` or `mixed`.
    pub kind: String,
    /// The words that name the speaker.
    pub source: String,
    /// The words that mark it as someone's.
    pub cue: String,
    /// What was said.
    pub words: String,
    /// Where: `[start, end)` in code points of the article's text.
    #[schema(value_type = Vec<Vec<u64>>)]
    pub content: Vec<Span>,
    /// Whether it stands in the headline.
    pub in_headline: bool,
    /// How likely it is right.
    pub confidence: Option<f64>,
    /// What a person said of it: `accepted`, `amended` or `added`.
    pub judged: Option<String>,
    /// The group of wordings that it belongs to.
    pub wording: Option<i64>,
    /// The paragraphs that it stands in.
    pub evidence: String,
    /// Where in them, for pages.
    #[serde(skip)]
    pub marks: Vec<Span>,
    /// The article.
    pub article: ArticleRef,
}

/// Who did what to whom.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Event {
    /// What commands call it: `3fa9c1d2e4b5#e1`.
    pub id: String,
    /// Its page on this server.
    pub page: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// `historical`, `future`, `hypothetical`, `negated`.
    pub aux: Vec<String>,
    /// Who did it.
    pub actors: Vec<String>,
    /// To whom.
    pub recipients: Vec<String>,
    /// Whose word it is: `outlet`, or the statement that claims it.
    pub voice: String,
    /// Who makes that statement.
    pub voice_speakers: Vec<String>,
    /// Where it happened.
    pub place: Option<String>,
    /// When it happened, first day.
    pub date_start: Option<String>,
    /// When it happened, last day.
    pub date_end: Option<String>,
    /// PLOVER's scale, -10 (conflict) to 10 (cooperation).
    pub score: f64,
    /// Verbal or material, cooperation or conflict.
    pub quad: String,
    /// How likely it is right.
    pub confidence: Option<f64>,
    /// What a person said of it.
    pub judged: Option<String>,
    /// The words that express it.
    pub words: String,
    /// Where: `[start, end)` in code points of the article's text.
    #[schema(value_type = Vec<Vec<u64>>)]
    pub trigger: Vec<Span>,
    /// The paragraphs that it stands in.
    pub evidence: String,
    /// Where in them the words stand, for pages.
    #[serde(skip)]
    pub marks: Vec<Span>,
    /// The article.
    pub article: ArticleRef,
}

/// Something that was found.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Item {
    /// A statement.
    Statement(Statement),
    /// An event.
    Event(Event),
    /// An article.
    Article(Article),
}

impl Item {
    /// What commands call it.
    pub fn id(&self) -> String {
        match self {
            Item::Statement(statement) => statement.id.clone(),
            Item::Event(event) => event.id.clone(),
            Item::Article(article) => address::short(&article.article.id),
        }
    }
}

impl From<Source> for ArticleRef {
    fn from(source: Source) -> ArticleRef {
        ArticleRef {
            page: address::of(&source.article),
            id: source.article,
            outlet: source.outlet,
            published: source.published,
            headline: source.headline,
            url: source.url,
        }
    }
}

impl From<StatementHit> for Statement {
    fn from(hit: StatementHit) -> Statement {
        Statement {
            page: address::of(&hit.id),
            id: hit.id,
            speakers: hit.speakers,
            kind: hit.kind,
            source: hit.source_words,
            cue: hit.cue,
            words: hit.words,
            content: hit.content,
            in_headline: hit.in_headline,
            confidence: hit.confidence,
            judged: hit.judged,
            wording: hit.wording,
            evidence: hit.evidence,
            marks: hit.marks,
            article: hit.source.into(),
        }
    }
}

impl From<EventHit> for Event {
    fn from(hit: EventHit) -> Event {
        Event {
            page: address::of(&hit.id),
            id: hit.id,
            event_type: hit.event_type,
            mode: hit.mode,
            aux: hit.aux,
            actors: hit.actors,
            recipients: hit.recipients,
            voice: hit.voice,
            voice_speakers: hit.voice_speakers,
            place: hit.place,
            date_start: hit.date_start,
            date_end: hit.date_end,
            score: hit.score,
            quad: hit.quad,
            confidence: hit.confidence,
            judged: hit.judged,
            words: hit.words,
            trigger: hit.trigger,
            evidence: hit.evidence,
            marks: hit.marks,
            article: hit.source.into(),
        }
    }
}

impl From<ArticleHit> for Article {
    fn from(hit: ArticleHit) -> Article {
        Article {
            article: hit.source.into(),
            statements: hit.statements,
            events: hit.events,
            copies: hit.copies,
            words: hit.words,
        }
    }
}

impl From<Hit> for Item {
    fn from(hit: Hit) -> Item {
        match hit {
            Hit::Statement(hit) => Item::Statement(hit.into()),
            Hit::Event(hit) => Item::Event(hit.into()),
            Hit::Article(hit) => Item::Article(hit.into()),
        }
    }
}

/// Everything of one kind out of what was found.
pub fn items(hits: Vec<Hit>) -> Vec<Item> {
    hits.into_iter().map(Item::from).collect()
}
