//! Correcting: what a person says of a statement or event, kept with who, when and why.

use onrecord_record::{Event, Record, Span, Statement};
use rusqlite::Connection;
use serde_json::{Map, Value};

use crate::corrections::{self, Claim, Operation, Verdict};
use crate::grouping::{self, Recall};
use crate::plover::{AUX, EVENT_TYPES, QUADS};
use crate::slices::Slices;
use crate::stored::{self, Made, Reference};
use crate::{Error, Store, forget, rows, write};

/// A correction, as a person makes it.
#[derive(Clone, Copy, Debug)]
pub struct Correction<'a> {
    /// What is said: anything but [`Verdict::Undo`], which is [`Store::undo`].
    pub verdict: Verdict,
    /// For [`Verdict::Amend`] the fields that are otherwise, for [`Verdict::Add`] all that matter, in
    /// the form of the record; speakers, actors and recipients are names, and spans may be given as
    /// the words that stand there once.
    pub fields: Option<&'a Map<String, Value>>,
    /// Who says so.
    pub who: &'a str,
    /// Why.
    pub why: &'a str,
    /// When, ISO 8601.
    pub now: &'a str,
}

/// An operation and the article that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// The article's id.
    pub article: String,
    /// The operation.
    pub operation: Operation,
}

impl Store {
    /// Corrects a statement or event. Gives the number of the operation and the id that the statement
    /// or event has now; none when it was rejected.
    ///
    /// # Errors
    ///
    /// When there is no such thing, or what is to be instead is not sound.
    pub fn correct(
        &mut self,
        named: &Reference,
        correction: Correction<'_>,
    ) -> Result<(i64, Option<String>), Error> {
        self.recall = Recall::default();
        let Correction { verdict, fields, who, why, now } = correction;
        if who.trim().is_empty() {
            return Err(Error::asked("nobody is named who says so", "give a name with --who"));
        }
        self.transaction(|connection| {
            let made = stored::made(connection, named.article)?;
            let (record, _) = made.corrected();
            let target = named.part.as_ref().map(|id| claim(&record, id)).transpose()?;
            let change = match (verdict, &target, fields) {
                (Verdict::Accept | Verdict::Reject, Some(_), None) => None,
                (Verdict::Amend, Some(target), Some(fields)) if !fields.is_empty() => {
                    Some(amended(target, fields, &record)?)
                }
                (Verdict::Add, None, Some(fields)) => Some(added(fields, &record)?),
                _ => return Err(asked_wrongly(verdict)),
            };
            if let Some(change) = &change {
                see_that_it_says_something(connection, change)?;
            }
            let operation = Operation {
                number: 0,
                verdict,
                target,
                change,
                who: who.to_owned(),
                at: now.to_owned(),
                why: why.to_owned(),
                undoes: None,
            };
            let number = corrections::keep(connection, named.article, &operation)?;
            let before = record;
            let record = rewrite(connection, named.article)?;
            forget::refuse(connection, &before, &record)?;
            let id = match operation.change.as_ref().or(operation.target.as_ref()) {
                Some(claim) if verdict != Verdict::Reject => id_of(&record, claim),
                _ => None,
            };
            Ok((number, id))
        })
    }

    /// Takes an operation back. That is an operation as well.
    ///
    /// # Errors
    ///
    /// When there is no such operation, or it was taken back before.
    pub fn undo(&mut self, number: i64, who: &str, why: &str, now: &str) -> Result<i64, Error> {
        self.recall = Recall::default();
        self.transaction(|connection| {
            let hint = "onrecord correct --list shows all operations with their numbers";
            let found: Option<(i64, String, i64)> = connection
                .prepare_cached(
                    "SELECT article, verdict, (SELECT count(*) FROM correction AS later \
                     WHERE later.undoes = correction.correction) \
                     FROM correction WHERE correction = ?1",
                )?
                .query_map([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .next()
                .transpose()?;
            let Some((article, verdict, undone)) = found else {
                return Err(Error::asked(format!("there is no operation {number}"), hint));
            };
            if verdict == "undo" || undone > 0 {
                let what = format!("operation {number} is taken back, or takes one back itself");
                return Err(Error::asked(what, hint));
            }
            let operation = Operation {
                number: 0,
                verdict: Verdict::Undo,
                target: None,
                change: None,
                who: who.to_owned(),
                at: now.to_owned(),
                why: why.to_owned(),
                undoes: Some(number),
            };
            let before = stored::made(connection, article)?.corrected().0;
            let number = corrections::keep(connection, article, &operation)?;
            let record = rewrite(connection, article)?;
            forget::refuse(connection, &before, &record)?;
            Ok(number)
        })
    }

    /// All operations, the newest last.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn corrections(&self) -> Result<Vec<Logged>, Error> {
        let mut find = self.connection.prepare(
            "SELECT DISTINCT article.article, article.hash FROM correction JOIN article USING (article)",
        )?;
        let mut rows = find.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let hash: Vec<u8> = row.get(1)?;
            let article = crate::seal::id(&hash);
            let operations = corrections::operations(&self.connection, row.get(0)?)?;
            all.extend(
                operations
                    .into_iter()
                    .map(|operation| Logged { article: article.clone(), operation }),
            );
        }
        all.sort_by_key(|logged| logged.operation.number);
        Ok(all)
    }
}

fn asked_wrongly(verdict: Verdict) -> Error {
    let (what, hint) = match verdict {
        Verdict::Add => ("only to an article something can be added", "name the article: 3fa9c1d2"),
        Verdict::Amend => ("nothing is said that is otherwise", "give the fields as a JSON object"),
        _ => ("this is about one statement or event", "name it: 3fa9c1d2#s3"),
    };
    Error::asked(what, hint)
}

/// Writes the rows of an article anew, as its record is with all operations.
pub(crate) fn rewrite(connection: &Connection, article: i64) -> Result<Record, Error> {
    let (record, judged) = stored::made(connection, article)?.corrected();
    let rows = rows::of(&record).map_err(|error| match error {
        Error::Unsound { what, .. } => Error::asked(what, "see that every span is one of the text"),
        other => other,
    })?;
    grouping::leave(connection, article)?;
    write::delete_rows(connection, article)?;
    write::insert_rows(connection, article, &rows, &judged)?;
    grouping::wait(connection, article)?;
    Ok(record)
}

fn claim(record: &Record, id: &str) -> Result<Claim, Error> {
    if let Some(statement) = record.statements.iter().find(|statement| statement.id == id) {
        return Ok(corrections::claim_statement(record, statement));
    }
    let event = record.events.iter().find(|event| event.id == id);
    event.map(|event| corrections::claim_event(record, event)).ok_or_else(|| {
        Error::unknown(format!("there is no statement or event {id:?}"), "onrecord find shows them")
    })
}

fn id_of(record: &Record, claim: &Claim) -> Option<String> {
    match claim {
        Claim::Statement(wanted) => {
            let same = |statement: &&Statement| statement.content == wanted.content;
            record.statements.iter().find(same).map(|statement| statement.id.clone())
        }
        Claim::Event { event: wanted, .. } => {
            let same = |event: &&Event| {
                event.trigger == wanted.trigger && event.event_type == wanted.event_type
            };
            record.events.iter().find(same).map(|event| event.id.clone())
        }
    }
}

const STATEMENT_FIELDS: [&str; 9] =
    ["kind", "speakers", "source", "cue", "content", "addressee", "via", "question", "in_headline"];
const EVENT_FIELDS: [&str; 13] = [
    "type",
    "mode",
    "contexts",
    "aux",
    "actors",
    "recipients",
    "trigger",
    "place",
    "date",
    "voice",
    "score",
    "quad",
    "cameo",
];
const SPANS: [&str; 4] = ["source", "cue", "content", "trigger"];
const SPAN: [&str; 3] = ["addressee", "via", "question"];

/// Refuses what would be no statement or no event.
fn see_that_it_says_something(connection: &Connection, change: &Claim) -> Result<(), Error> {
    let (spans, what, named) = match change {
        Claim::Statement(statement) => {
            (&statement.content, "content", statement.speakers.iter().collect::<Vec<_>>())
        }
        Claim::Event { event, .. } => {
            see_that_it_is_a_type(connection, &event.event_type)?;
            one_of("aux", &event.aux, &AUX)?;
            if !event.quad.is_empty() {
                one_of("quad", std::slice::from_ref(&event.quad), &QUADS)?;
            }
            (&event.trigger, "trigger", event.actors.iter().chain(&event.recipients).collect())
        }
    };
    if spans.is_empty() {
        return Err(Error::asked(
            format!("its {what} has no words"),
            format!(
                "give the words of the {what} as they stand in the text; --reject says there is none"
            ),
        ));
    }
    if named.iter().any(|name| name.trim().is_empty()) {
        return Err(Error::asked("somebody in it has no name", "leave out whom nobody names"));
    }
    Ok(())
}

/// A type is one of PLOVER's, or of the rules that read what is kept here.
fn see_that_it_is_a_type(connection: &Connection, given: &str) -> Result<(), Error> {
    let is_used = || -> Result<bool, Error> {
        let mut find =
            connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM event WHERE type = ?1)")?;
        Ok(find.query_row([given], |row| row.get(0))?)
    };
    if EVENT_TYPES.contains(&given) || is_used()? {
        return Ok(());
    }
    Err(Error::asked(
        format!("there is no type of events {given:?}"),
        format!("the types are {}", EVENT_TYPES.join(", ")),
    ))
}

fn one_of(field: &str, given: &[String], known: &[&str]) -> Result<(), Error> {
    match given.iter().find(|word| !known.contains(&word.as_str())) {
        None => Ok(()),
        Some(word) => Err(Error::asked(
            format!("{word:?} is no {field} of an event"),
            format!("it is one of {}", known.join(", ")),
        )),
    }
}

/// What a claim becomes with some fields otherwise.
fn amended(claim: &Claim, fields: &Map<String, Value>, record: &Record) -> Result<Claim, Error> {
    match claim {
        Claim::Statement(statement) => {
            let mut value = serde_json::to_value(statement)?;
            set(&mut value, fields, &STATEMENT_FIELDS, record)?;
            // What a person says is so needs no probability.
            value["confidence"] = Value::Null;
            Ok(Claim::Statement(read(value)?))
        }
        Claim::Event { event, voice } => {
            let mut value = serde_json::to_value(event)?;
            set(&mut value, fields, &EVENT_FIELDS, record)?;
            value["confidence"] = Value::Null;
            let event: Event = read(value)?;
            let voice = match fields.contains_key("voice") {
                true => voice_of(record, &event.voice)?,
                false => voice.clone(),
            };
            Ok(Claim::Event { event, voice })
        }
    }
}

/// A claim made of nothing but fields.
fn added(fields: &Map<String, Value>, record: &Record) -> Result<Claim, Error> {
    if fields.contains_key("content") {
        let mut value = serde_json::json!({
            "id": "", "kind": "indirect", "speakers": [], "source": [], "cue": [], "content": [],
            "addressee": null, "via": null, "question": null, "inside": null,
            "in_headline": false, "confidence": null
        });
        set(&mut value, fields, &STATEMENT_FIELDS, record)?;
        return Ok(Claim::Statement(read(value)?));
    }
    if fields.contains_key("type") && fields.contains_key("trigger") {
        let mut value = serde_json::json!({
            "id": "", "type": "", "mode": null, "contexts": [], "aux": [], "actors": [],
            "recipients": [], "trigger": [], "place": null, "date": null, "voice": "outlet",
            "score": 0.0, "quad": "", "cameo": "", "confidence": null
        });
        set(&mut value, fields, &EVENT_FIELDS, record)?;
        let event: Event = read(value)?;
        let voice = voice_of(record, &event.voice)?;
        return Ok(Claim::Event { event, voice });
    }
    Err(Error::asked(
        "neither a statement nor an event is described",
        "a statement needs at least content, an event type and trigger",
    ))
}

fn voice_of(record: &Record, voice: &str) -> Result<Vec<Span>, Error> {
    if voice == "outlet" {
        return Ok(Vec::new());
    }
    let statement = record.statements.iter().find(|statement| statement.id == voice);
    statement.map(|statement| statement.content.clone()).ok_or_else(|| {
        Error::asked(
            format!("there is no statement {voice:?}"),
            "voice is outlet or a statement's id",
        )
    })
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|error| {
        Error::asked(
            format!("the fields do not fit: {error}"),
            "give them in the form of the record, with names for speakers, actors and recipients",
        )
    })
}

fn set(
    value: &mut Value,
    fields: &Map<String, Value>,
    known: &[&str],
    record: &Record,
) -> Result<(), Error> {
    for (name, given) in fields {
        if !known.contains(&name.as_str()) {
            return Err(Error::asked(
                format!("there is no field {name:?}"),
                format!("the fields are {}", known.join(", ")),
            ));
        }
        value[name] = if SPANS.contains(&name.as_str()) {
            let each = match given {
                Value::String(_) => vec![given.clone()],
                Value::Array(list) => list.clone(),
                _ => {
                    return Err(Error::asked(
                        format!("{name} is neither words nor a list of spans"),
                        "give the words as they stand there, or [[start, end]]",
                    ));
                }
            };
            let spans = each.iter().map(|one| span(one, &record.article.text));
            serde_json::to_value(spans.collect::<Result<Vec<Span>, Error>>()?)?
        } else if SPAN.contains(&name.as_str()) && !given.is_null() {
            serde_json::to_value(span(given, &record.article.text)?)?
        } else {
            given.clone()
        };
    }
    Ok(())
}

/// A span, or the words that stand at one place of the text.
fn span(given: &Value, text: &str) -> Result<Span, Error> {
    let found: Span = match given {
        Value::String(words) if !words.is_empty() => {
            let mut places = text.match_indices(words.as_str());
            match (places.next(), places.next()) {
                (Some((at, _)), None) => {
                    let start = text[..at].chars().count();
                    [start, start + words.chars().count()]
                }
                (None, _) => {
                    let what = format!("the article has no words {words:?}");
                    return Err(Error::asked(what, "give them exactly as they stand there"));
                }
                _ => {
                    let what = format!("the words {words:?} stand in several places");
                    return Err(Error::asked(what, "give more of them, or [start, end]"));
                }
            }
        }
        other => read(other.clone())?,
    };
    match Slices::new(text).get(found) {
        Some(words) if !words.is_empty() => Ok(found),
        _ => Err(Error::asked(
            format!("the article has no words at {found:?}"),
            "spans are [start, end) in code points of the article's text",
        )),
    }
}

/// Articles in which people have judged every statement, and those that `score.py` can read as gold.
pub(crate) fn is_judged(made: &Made) -> bool {
    let (record, judged) = made.corrected();
    record.statements.iter().all(|statement| judged.statements.contains_key(&statement.id))
}
