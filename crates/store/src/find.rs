//! Finding statements, events and articles.
//!
//! Keys sort by date, so the newest that fit are found by walking an index backwards until the page is
//! full, whatever else would fit. Names, words, codes and countries are all looked up in one full text
//! index for each kind of thing: what is asked together is met together.

use onrecord_record::{Span, StatementKind};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use serde::Serialize;

use crate::evidence::{Evidence, paragraphs};
use crate::keys::{self, WITHIN_ARTICLE};
use crate::stored::Reference;
use crate::{Error, Store, matching, rows, seal};

/// What is asked for. What is `None` or empty asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// What kind of thing is wanted.
    pub what: What,
    /// Statements by whoever has all these words in the name, or this Wikidata id.
    pub said_by: Option<String>,
    /// What mentions this: in its words, or by a name that stands behind a pronoun.
    pub about: Option<String>,
    /// Words, phrases and prefixes.
    pub words: Option<String>,
    /// PLOVER types of events.
    pub types: Vec<String>,
    /// Who did it: a name, a country, a sector or a Wikidata id.
    pub actor: Option<String>,
    /// To whom, likewise.
    pub recipient: Option<String>,
    /// ISO 3166-1 alpha-3: of speakers, of parties, of places.
    pub country: Option<String>,
    /// Published on these days.
    pub between: Option<Days>,
    /// The outlet, by its whole name but for case.
    pub outlet: Option<String>,
    /// Whose word an event is: `outlet`, or a name.
    pub voice: Option<String>,
    /// Events at the place of this name.
    pub place: Option<String>,
    /// Events that this one did as well, beside [`Query::actor`], likewise.
    pub with: Option<String>,
    /// Events that this one did or had done to it: a name, a country, a sector or a Wikidata id.
    pub party: Option<String>,
    /// How much is in quotation marks.
    pub kind: Option<StatementKind>,
    /// Whether a person has judged it.
    pub reviewed: Option<bool>,
    /// Names of speakers and parties are whole names, letter by letter, not words of them.
    pub whole_names: bool,
    /// Where names are whole, those of parties may also be the code of a state, which is everybody of it.
    pub codes: bool,
    /// At least as likely right; what nothing has measured stays.
    pub min_confidence: Option<f64>,
    /// In this article; where a statement or event of it is named, that one.
    pub article: Option<Reference>,
    /// Whether near copies are left out.
    pub count: Count,
    /// In what order.
    pub sort: Sort,
    /// How many.
    pub limit: usize,
    /// Leaving out so many.
    pub offset: usize,
    /// Only what comes behind this, when sorted by date: the last of the page before.
    pub behind: Option<Reference>,
}

impl Query {
    /// Whether it makes sense, as far as that can be told without the file.
    ///
    /// # Errors
    ///
    /// When something is asked that has no word in it, or of a kind of thing that does not have it,
    /// which would be left out without a word.
    pub fn check(&self) -> Result<(), Error> {
        fitting(self)?;
        if self.what == What::Events {
            let words = self.words.as_deref().map(|typed| (typed, matching::query(typed)));
            let voice = self.voice.as_deref().map(|name| (name, matching::all_words(name)));
            for (typed, asked) in words.into_iter().chain(voice) {
                asked.ok_or_else(|| wordless(typed))?;
            }
        }
        matched(self).map(drop)
    }
}

/// A kind of thing to be found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// Who said what.
    #[default]
    Statements,
    /// Who did what to whom.
    Events,
    /// Articles.
    Articles,
}

/// What counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Count {
    /// A report, however many have copied it.
    #[default]
    Reports,
    /// Every article.
    Articles,
}

/// An order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The newest first; what has no date comes last.
    #[default]
    Newest,
    /// The oldest first; what has no date comes first.
    Oldest,
    /// What holds the words most often, for its length, first.
    Relevance,
    /// The surest first.
    Confidence,
}

/// A stretch of days, both ends within; each as `keys::day` counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: i64,
    /// The last.
    pub last: i64,
}

impl Days {
    /// Reads `2024-01-05..2024-02`, `2024..`, `..2024-05`, `2024-05`, both ends within.
    ///
    /// # Errors
    ///
    /// When it is none of these.
    pub fn parse(given: &str) -> Result<Days, Error> {
        let wrong = || {
            Error::asked(
                format!("{given:?} is no stretch of days"),
                "write it like 2024-01-05..2024-03, 2024-05, 2023.. or ..2024-05-07; both ends \
                 are within",
            )
        };
        let (first, last) = given.split_once("..").unwrap_or((given, given));
        let (first, last) = (first.trim(), last.trim());
        if first.is_empty() && last.is_empty() {
            return Err(wrong());
        }
        let days = Days {
            // Day 0 is for what has no date.
            first: if first.is_empty() { 1 } else { stretch(first).ok_or_else(wrong)?.0 },
            last: if last.is_empty() { 1 << 20 } else { stretch(last).ok_or_else(wrong)?.1 },
        };
        if days.first > days.last { Err(wrong()) } else { Ok(days) }
    }
}

/// The first and last day of a year, a month or a day.
fn stretch(given: &str) -> Option<(i64, i64)> {
    let parts: Vec<&str> = given.split('-').collect();
    let shaped = parts.iter().enumerate().all(|(at, part)| {
        part.len() == if at == 0 { 4 } else { 2 } && part.bytes().all(|b| b.is_ascii_digit())
    });
    let numbers: Vec<i64> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let month = |year: i64, month: i64| {
        let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        (keys::day(year, month, 1), keys::day(next_year, next, 1) - 1)
    };
    if !shaped || numbers.get(1).is_some_and(|month| !(1..=12).contains(month)) {
        return None;
    }
    let (first, last) = match numbers.as_slice() {
        [year] => (keys::day(*year, 1, 1), keys::day(*year, 12, 31)),
        [year, number] => month(*year, *number),
        [year, number, day] => {
            let (first, last) = month(*year, *number);
            let wanted = first + day - 1;
            if *day < 1 || wanted > last {
                return None;
            }
            (wanted, wanted)
        }
        _ => return None,
    };
    Some((first.max(1), last.max(1)))
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// In the order asked for.
    pub hits: Vec<Hit>,
    /// Whether there are more behind these.
    pub more: bool,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Hit {
    /// A statement.
    Statement(StatementHit),
    /// An event.
    Event(EventHit),
    /// An article.
    Article(ArticleHit),
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source {
    /// The article's id.
    pub article: String,
    /// The outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// Its URL.
    pub url: Option<String>,
}

/// A statement that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementHit {
    /// What commands call it: `3fa9c1d2e4b5#s3`.
    pub id: String,
    /// Where it stands.
    #[serde(flatten)]
    pub source: Source,
    /// Who said it.
    pub speakers: Vec<String>,
    /// How much of it is in quotation marks.
    pub kind: String,
    /// The words that name the speaker.
    #[serde(rename = "source")]
    pub source_words: String,
    /// The words that mark it as someone's.
    pub cue: String,
    /// What was said.
    pub words: String,
    /// Where, in code points of the article's text.
    pub content: Vec<Span>,
    /// Whether it stands in the headline.
    pub in_headline: bool,
    /// How likely it is right.
    pub confidence: Option<f64>,
    /// What a person said of it.
    pub judged: Option<String>,
    /// The wordings that it belongs to.
    pub wording: Option<i64>,
    /// The paragraphs that it stands in.
    pub evidence: String,
    /// Where in these paragraphs it stands, in their code points.
    #[serde(skip)]
    pub marks: Vec<Span>,
}

/// An event that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventHit {
    /// What commands call it: `3fa9c1d2e4b5#e1`.
    pub id: String,
    /// Where it stands.
    #[serde(flatten)]
    pub source: Source,
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
    /// PLOVER's scale.
    pub score: f64,
    /// Verbal or material, cooperation or conflict.
    pub quad: String,
    /// How likely it is right.
    pub confidence: Option<f64>,
    /// What a person said of it.
    pub judged: Option<String>,
    /// The words that express it.
    pub words: String,
    /// Where, in code points of the article's text.
    pub trigger: Vec<Span>,
    /// The paragraphs that it stands in.
    pub evidence: String,
    /// Where in these paragraphs the words stand, in their code points.
    #[serde(skip)]
    pub marks: Vec<Span>,
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArticleHit {
    /// What commands call it.
    pub id: String,
    /// What it is.
    #[serde(flatten)]
    pub source: Source,
    /// How many statements it has.
    pub statements: u64,
    /// How many events it has.
    pub events: u64,
    /// How many near copies of it there are.
    pub copies: u64,
    /// Its story.
    pub story: Option<i64>,
    /// How it begins.
    pub words: String,
}

/// How many digits of an article's hash stand before `#`.
pub(crate) const DIGITS: usize = 12;
/// How much of an article is shown.
const BEGINNING: usize = 200;

impl Store {
    /// Finds what is asked for.
    ///
    /// # Errors
    ///
    /// When the question makes no sense or the file cannot be read.
    pub fn find(&self, query: &Query) -> Result<Found, Error> {
        let (sql, values) = select(&self.connection, query)?;
        let mut find = self.connection.prepare_cached(&sql)?;
        let mut rows = find.query(params_from_iter(values))?;
        let mut hits = Vec::new();
        while let Some(row) = rows.next()? {
            hits.push(match query.what {
                What::Statements => Hit::Statement(statement(&self.connection, row)?),
                What::Events => Hit::Event(event(&self.connection, row)?),
                What::Articles => Hit::Article(article(&self.connection, row)?),
            });
        }
        let more = hits.len() > query.limit;
        hits.truncate(query.limit);
        Ok(Found { hits, more })
    }

    /// One statement by its name.
    ///
    /// # Errors
    ///
    /// When it is no statement or the file cannot be read.
    pub fn statement(&self, named: &Reference) -> Result<StatementHit, Error> {
        let range = keys::within(named.article);
        let sql = format!(
            "SELECT {STATEMENT} FROM statement AS it JOIN article ON article.article = \
             it.statement >> {WITHIN_ARTICLE} LEFT JOIN outlet ON outlet.outlet = article.outlet \
             WHERE it.statement >= ?1 AND it.statement < ?2 AND it.id = ?3"
        );
        let mut find = self.connection.prepare_cached(&sql)?;
        let mut rows = find.query(rusqlite::params![range.start, range.end, named.part])?;
        match rows.next()? {
            Some(row) => statement(&self.connection, row),
            None => Err(Error::unknown(
                "this names no statement",
                "name one as onrecord find shows it, like 3fa9c1d2#s3",
            )),
        }
    }
}

pub(crate) const SOURCE: &str =
    "article.hash, outlet.name, article.published, article.headline, article.url";
const STATEMENT: &str = "article.hash, outlet.name, article.published, article.headline, \
    article.url, it.statement, it.id, it.speakers, it.kind, it.source, it.cue, it.words, \
    it.content, it.in_headline, it.confidence, it.judged, it.wording";
const EVENT: &str = "it.event, it.id, it.type, it.mode, it.aux, it.actors, it.recipients, \
    it.voice, it.place, it.date_start, it.date_end, it.score, it.confidence, it.judged, it.words, \
    it.trigger, it.quad";

/// A question as SQL is put together from its parts.
struct Parts {
    from: Vec<String>,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Parts {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }
}

fn select(connection: &Connection, query: &Query) -> Result<(String, Vec<Value>), Error> {
    let columns = match query.what {
        What::Statements => STATEMENT.to_owned(),
        What::Events => format!("{SOURCE}, {EVENT}"),
        What::Articles => format!("{SOURCE}, article.article, article.story"),
    };
    select_columns(connection, query, &columns)
}

/// A question as SQL. Columns are those of `it`, the statement, event or article, of `article` and of
/// `outlet`.
pub(crate) fn select_columns(
    connection: &Connection,
    query: &Query,
    columns: &str,
) -> Result<(String, Vec<Value>), Error> {
    query.check()?;
    let (table, key, index) = match query.what {
        What::Statements => ("statement", "statement", "statement_words"),
        What::Events => ("event", "event", "event_words"),
        What::Articles => ("article", "article", "text_words"),
    };
    let is_part = query.what != What::Articles;
    let of =
        |key: &str| if is_part { format!("{key} >> {WITHIN_ARTICLE}") } else { key.to_owned() };
    let mut parts = Parts { from: Vec::new(), conditions: Vec::new(), values: Vec::new() };
    let matched = matched(query)?;
    // What drives the walk, so that its order is that of the answer.
    let driver = match &matched {
        Some(matched) => {
            let query = parts.bind(matched.clone());
            parts.conditions.push(format!("{index} MATCH {query}"));
            parts.from.push(index.to_owned());
            parts.from.push(format!("CROSS JOIN {table} AS it ON it.{key} = {index}.rowid"));
            format!("{index}.rowid")
        }
        None => {
            parts.from.push(format!("{table} AS it"));
            format!("it.{key}")
        }
    };
    if is_part {
        let article = of(&format!("it.{key}"));
        parts.from.push(format!("CROSS JOIN article ON article.article = {article}"));
    } else {
        // The same row under the name that the rest is written in.
        parts.from.push("CROSS JOIN article ON article.article = it.article".to_owned());
    }
    parts.from.push("LEFT JOIN outlet ON outlet.outlet = article.outlet".to_owned());
    restrict(connection, query, &driver, key, &mut parts)?;
    let order = match query.sort {
        Sort::Newest => format!("{driver} DESC"),
        Sort::Oldest => driver,
        Sort::Relevance if matched.is_some() => format!("{index}.rank, {driver} DESC"),
        Sort::Relevance => format!("{driver} DESC"),
        Sort::Confidence if is_part => format!("it.confidence DESC NULLS LAST, {driver} DESC"),
        Sort::Confidence => format!("{driver} DESC"),
    };
    let filter = match parts.conditions.is_empty() {
        true => String::new(),
        false => format!(" WHERE {}", parts.conditions.join(" AND ")),
    };
    // One more, to know whether there are more.
    let limit = i64::try_from(query.limit.saturating_add(1)).unwrap_or(i64::MAX);
    let limit = parts.bind(limit);
    let offset = parts.bind(i64::try_from(query.offset).unwrap_or(i64::MAX));
    let from = parts.from.join(" ");
    let sql = format!(
        "SELECT {columns} FROM {from}{filter} ORDER BY {order} LIMIT {limit} OFFSET {offset}"
    );
    Ok((sql, parts.values))
}

/// Refuses what would be left out without a word.
fn fitting(query: &Query) -> Result<(), Error> {
    let of_events = !query.types.is_empty()
        || query.actor.is_some()
        || query.recipient.is_some()
        || query.with.is_some()
        || query.party.is_some()
        || query.place.is_some()
        || query.voice.is_some();
    let of_statements = query.said_by.is_some() || query.kind.is_some();
    let wrong = match query.what {
        What::Statements if of_events => {
            "statements have no type, actor, recipient, party, place or voice"
        }
        What::Events if of_statements => "events have no speaker and no kind",
        What::Articles if of_events || of_statements => {
            "articles have no speaker, kind, type, actor, recipient, party, place or voice"
        }
        What::Articles if query.country.is_some() => "articles have no country",
        What::Articles if query.min_confidence.is_some() || query.sort == Sort::Confidence => {
            "articles have no confidence"
        }
        _ => return Ok(()),
    };
    Err(Error::asked(wrong, "ask for statements with speakers, or for events with parties"))
}

/// What the full text index is asked.
fn matched(query: &Query) -> Result<Option<String>, Error> {
    let mut all: Vec<String> = Vec::new();
    let mut ask = |columns: &str, typed: &Option<String>, phrases: bool| {
        let Some(typed) = typed else { return Ok(()) };
        let asked = if phrases { matching::query(typed) } else { matching::all_words(typed) };
        let asked = asked.ok_or_else(|| wordless(typed))?;
        all.push(matching::within(columns, &asked));
        Ok::<(), Error>(())
    };
    match query.what {
        What::Statements => {
            ask("words", &query.words, true)?;
            ask("words about", &query.about, false)?;
            ask("countries", &query.country, false)?;
            if query.said_by.as_deref().is_some_and(|name| !is_wikidata(name)) {
                ask("speakers", &query.said_by, false)?;
            }
        }
        What::Events => {
            ask("actors actor_codes", &query.actor, false)?;
            ask("actors actor_codes", &query.with, false)?;
            ask("recipients recipient_codes", &query.recipient, false)?;
            let either = "actors actor_codes recipients recipient_codes";
            ask(either, &query.party, false)?;
            ask("countries", &query.country, false)?;
            ask("words actors recipients", &query.about, false)?;
        }
        What::Articles => {
            ask("text", &query.words, true)?;
            ask("text", &query.about, false)?;
        }
    }
    Ok(if all.is_empty() { None } else { Some(all.join(" AND ")) })
}

/// Nothing can be looked up by what has no letter and no digit.
fn wordless(typed: &str) -> Error {
    Error::asked(format!("{typed:?} has no word in it"), "give a word or a name")
}

fn is_wikidata(name: &str) -> bool {
    name.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Everything that is not asked of the full text index.
fn restrict(
    connection: &Connection,
    query: &Query,
    driver: &str,
    key: &str,
    parts: &mut Parts,
) -> Result<(), Error> {
    let is_part = query.what != What::Articles;
    let range = |keys: std::ops::Range<i64>, parts: &mut Parts| {
        let (start, end) = match is_part {
            true => (keys.start << WITHIN_ARTICLE, keys.end << WITHIN_ARTICLE),
            false => (keys.start, keys.end),
        };
        let (start, last) = (parts.bind(start), parts.bind(end - 1));
        parts.conditions.push(format!("{driver} BETWEEN {start} AND {last}"));
    };
    if let Some(days) = query.between {
        range(keys::of_day(days.first).start..keys::of_day(days.last).end, parts);
    }
    if let Some(article) = &query.article {
        range(article.article..article.article + 1, parts);
        if let Some(part) = article.part.clone().filter(|_| is_part) {
            let part = parts.bind(part);
            parts.conditions.push(format!("it.id = {part}"));
        }
    }
    if let Some(place) = &query.place {
        let place = parts.bind(place.clone());
        parts.conditions.push(format!("it.place = {place}"));
    }
    if let Some(name) = &query.outlet {
        let outlets = outlets(connection, name)?;
        parts.conditions.push(format!("article.outlet IN ({outlets})"));
    }
    if query.count == Count::Reports {
        let copies = if is_part { "it.copied = 0" } else { "article.copy_of IS NULL" };
        parts.conditions.push(copies.to_owned());
    }
    if let Some(least) = query.min_confidence {
        let least = parts.bind(least);
        parts.conditions.push(format!("(it.confidence IS NULL OR it.confidence >= {least})"));
    }
    if let Some(kind) = query.kind {
        let kind = parts.bind(rows::kind(kind).to_owned());
        parts.conditions.push(format!("it.kind = {kind}"));
    }
    if let Some(reviewed) = query.reviewed.filter(|_| is_part) {
        let judged = if reviewed { "NOT NULL" } else { "NULL" };
        parts.conditions.push(format!("it.judged IS {judged}"));
    }
    if let Some(behind) = &query.behind {
        restrict_behind(connection, query, behind, driver, parts)?;
    }
    if query.whole_names {
        restrict_names(query, parts);
    } else if let Some(name) = &query.said_by {
        if is_wikidata(name) {
            let id = parts.bind(name.clone());
            parts.conditions.push(format!(
                "EXISTS (SELECT 1 FROM actor JOIN speaker ON speaker.name = actor.name \
                 WHERE actor.wikidata = {id} AND speaker.statement = it.statement \
                 AND actor.actor >> {WITHIN_ARTICLE} = it.statement >> {WITHIN_ARTICLE})"
            ));
        } else if let Some(asked) = matching::all_words(name) {
            // Of several speakers one must have all the words.
            let asked = parts.bind(asked);
            parts.conditions.push(format!(
                "(instr(it.speakers, '; ') = 0 OR EXISTS (SELECT 1 FROM speaker JOIN name_words \
                 ON name_words.rowid = speaker.name WHERE speaker.statement = it.statement \
                 AND name_words MATCH {asked}))"
            ));
        }
    }
    if !query.types.is_empty() {
        let types: Vec<String> =
            query.types.iter().map(|kind| parts.bind(kind.to_ascii_uppercase())).collect();
        parts.conditions.push(format!("it.type IN ({})", types.join(", ")));
    }
    if query.what == What::Events
        && let Some(typed) = &query.words
    {
        let asked = matching::query(typed).ok_or_else(|| wordless(typed))?;
        let asked = parts.bind(asked);
        parts.conditions.push(format!(
            "it.{key} >> {WITHIN_ARTICLE} IN \
             (SELECT rowid FROM text_words WHERE text_words MATCH {asked})"
        ));
    }
    match query.voice.as_deref() {
        None => {}
        Some("outlet") => parts.conditions.push("it.voice IS NULL".to_owned()),
        Some(name) => {
            let asked = matching::all_words(name).ok_or_else(|| wordless(name))?;
            let asked = parts.bind(asked);
            parts.conditions.push(format!(
                "EXISTS (SELECT 1 FROM speaker JOIN name_words ON name_words.rowid = speaker.name \
                 WHERE speaker.statement = it.voice AND name_words MATCH {asked})"
            ));
        }
    }
    Ok(())
}

/// Only what a page that ended with something has not shown.
fn restrict_behind(
    connection: &Connection,
    query: &Query,
    behind: &Reference,
    driver: &str,
    parts: &mut Parts,
) -> Result<(), Error> {
    let key = match (&behind.part, query.what) {
        (None, _) => behind.article,
        (Some(id), what) => {
            let table = if what == What::Events { "event" } else { "statement" };
            let range = keys::within(behind.article);
            let mut find = connection.prepare_cached(&format!(
                "SELECT {table} FROM {table} WHERE {table} >= ?1 AND {table} < ?2 AND id = ?3"
            ))?;
            let found: Option<i64> = find
                .query_row(rusqlite::params![range.start, range.end, id], |row| row.get(0))
                .optional()?;
            found.ok_or_else(|| {
                Error::asked("the page before ends with something that is gone", "begin anew")
            })?
        }
    };
    let key = parts.bind(key);
    match query.sort {
        Sort::Newest => parts.conditions.push(format!("{driver} < {key}")),
        Sort::Oldest => parts.conditions.push(format!("{driver} > {key}")),
        Sort::Relevance | Sort::Confidence => {
            let what = "only what is sorted by date can go on behind something";
            return Err(Error::asked(what, "give a number to leave out instead"));
        }
    }
    Ok(())
}

/// The full text index finds words of names; here they must be the whole name.
fn restrict_names(query: &Query, parts: &mut Parts) {
    if let Some(name) = &query.said_by {
        let name = parts.bind(name.clone());
        parts.conditions.push(format!(
            "EXISTS (SELECT 1 FROM speaker JOIN name ON name.name = speaker.name \
             WHERE speaker.statement = it.statement AND name.text = {name})"
        ));
    }
    let asked = [
        (&query.actor, "AND party.role = 'actor'"),
        (&query.with, "AND party.role = 'actor'"),
        (&query.recipient, "AND party.role = 'recipient'"),
        (&query.party, ""),
    ];
    for (name, role) in asked {
        let Some(name) = name else { continue };
        let name = parts.bind(name.clone());
        let or_code = match query.codes {
            true => format!(" OR actor.country = {name}"),
            false => String::new(),
        };
        parts.conditions.push(format!(
            "EXISTS (SELECT 1 FROM party JOIN actor ON actor.actor = party.actor \
             JOIN name ON name.name = actor.name \
             WHERE party.event = it.event {role} AND (name.text = {name}{or_code}))"
        ));
    }
}

/// The numbers of outlets that have this name, but for case.
pub(crate) fn outlets(connection: &Connection, name: &str) -> Result<String, Error> {
    let wanted = name.trim().to_lowercase();
    let mut find = connection.prepare_cached("SELECT outlet, name FROM outlet")?;
    let mut rows = find.query([])?;
    let mut numbers = Vec::new();
    while let Some(row) = rows.next()? {
        let known: String = row.get(1)?;
        if known.to_lowercase() == wanted {
            numbers.push(row.get::<_, i64>(0)?.to_string());
        }
    }
    Ok(numbers.join(", "))
}

fn source(row: &Row<'_>) -> Result<(Source, String), Error> {
    let hash: Vec<u8> = row.get(0)?;
    let article = seal::id(&hash);
    let digits = seal::hexadecimal(&hash).chars().take(DIGITS).collect();
    let source = Source {
        article,
        outlet: row.get(1)?,
        published: row.get(2)?,
        headline: row.get(3)?,
        url: row.get(4)?,
    };
    Ok((source, digits))
}

fn statement(connection: &Connection, row: &Row<'_>) -> Result<StatementHit, Error> {
    let (source, digits) = source(row)?;
    let key: i64 = row.get(5)?;
    let id: String = row.get(6)?;
    let content: Vec<Span> = serde_json::from_str(row.get_ref(12)?.as_str().unwrap_or_default())?;
    let Evidence { words: evidence, marks } =
        evidence(connection, keys::article_of(key), &content)?;
    Ok(StatementHit {
        id: format!("{digits}#{id}"),
        source,
        speakers: speakers(connection, key)?,
        kind: row.get(8)?,
        source_words: row.get(9)?,
        cue: row.get(10)?,
        words: row.get(11)?,
        evidence,
        marks,
        content,
        in_headline: row.get(13)?,
        confidence: row.get(14)?,
        judged: row.get(15)?,
        wording: row.get(16)?,
    })
}

fn event(connection: &Connection, row: &Row<'_>) -> Result<EventHit, Error> {
    let (source, digits) = source(row)?;
    let key: i64 = row.get(5)?;
    let id: String = row.get(6)?;
    let aux: String = row.get(9)?;
    let voice: Option<i64> = row.get(12)?;
    let trigger: String = row.get(20)?;
    let trigger: Vec<Span> = serde_json::from_str(&trigger)?;
    let Evidence { words: evidence, marks } =
        evidence(connection, keys::article_of(key), &trigger)?;
    let (voice, voice_speakers) = match voice {
        None => ("outlet".to_owned(), Vec::new()),
        Some(statement) => {
            let mut find =
                connection.prepare_cached("SELECT id FROM statement WHERE statement = ?1")?;
            let id: String = find.query_row([statement], |row| row.get(0))?;
            (format!("{digits}#{id}"), speakers(connection, statement)?)
        }
    };
    Ok(EventHit {
        id: format!("{digits}#{id}"),
        source,
        event_type: row.get(7)?,
        mode: row.get(8)?,
        aux: serde_json::from_str(&aux)?,
        actors: parties(connection, key, "actor")?,
        recipients: parties(connection, key, "recipient")?,
        voice,
        voice_speakers,
        place: row.get(13)?,
        date_start: row.get(14)?,
        date_end: row.get(15)?,
        score: row.get(16)?,
        confidence: row.get(17)?,
        judged: row.get(18)?,
        words: row.get(19)?,
        evidence,
        marks,
        quad: row.get(21)?,
        trigger,
    })
}

pub(crate) fn article(connection: &Connection, row: &Row<'_>) -> Result<ArticleHit, Error> {
    let (source, digits) = source(row)?;
    let key: i64 = row.get(5)?;
    let range = keys::within(key);
    let (statements, events, copies, words) = connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM statement WHERE statement >= ?2 AND statement < ?3), \
             (SELECT count(*) FROM event WHERE event >= ?2 AND event < ?3), \
             (SELECT count(*) FROM article WHERE copy_of = ?1), \
             (SELECT substr(text, 1, ?4) FROM text WHERE article = ?1)",
        )?
        .query_row(rusqlite::params![key, range.start, range.end, BEGINNING as i64], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    Ok(ArticleHit { id: digits, source, statements, events, copies, story: row.get(6)?, words })
}

fn speakers(connection: &Connection, statement: i64) -> Result<Vec<String>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT name.text FROM speaker JOIN name ON name.name = speaker.name \
         WHERE speaker.statement = ?1 ORDER BY speaker.name",
    )?;
    Ok(find.query_map([statement], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn parties(connection: &Connection, event: i64, role: &str) -> Result<Vec<String>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT name.text FROM party JOIN actor ON actor.actor = party.actor \
         JOIN name ON name.name = actor.name WHERE party.event = ?1 AND party.role = ?2 \
         ORDER BY party.actor",
    )?;
    let names = find.query_map(rusqlite::params![event, role], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// The paragraphs that some spans stand in.
fn evidence(connection: &Connection, article: i64, spans: &[Span]) -> Result<Evidence, Error> {
    let mut find = connection.prepare_cached("SELECT text FROM text WHERE article = ?1")?;
    let text: String = find.query_row([article], |row| row.get(0))?;
    Ok(paragraphs(&text, spans))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_days() {
        let days = |given| Days::parse(given).map(|days| (days.first, days.last));
        let day = keys::day;
        assert_eq!(days("2024-02").unwrap(), (day(2024, 2, 1), day(2024, 2, 29)));
        assert_eq!(days("2023..2024-05-07").unwrap(), (day(2023, 1, 1), day(2024, 5, 7)));
        assert_eq!(days("2024-12..").unwrap().0, day(2024, 12, 1));
        assert_eq!(days("..2024").unwrap(), (1, day(2024, 12, 31)));
        for wrong in ["", "..", "2024-13", "2024-02-30", "yesterday", "2024..2023", "24-1-1"] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }
}
