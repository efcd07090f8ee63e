//! Corrections as gold: what people found right, in the form that the project's scoring reads.
//!
//! A statement that nobody judged is neither right nor wrong, so an article is gold for statements once
//! somebody has judged all of them. An event is gold by itself: scoring asks for one a text.

use serde::Serialize;

use crate::correct::is_judged;
use crate::stored::{keys_after, made};
use crate::{Error, Store};

/// What gold is written of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gold {
    /// An article a line, with all attributions that nothing else contains.
    Statements,
    /// An event a line, with the paragraphs that it stands in.
    Events,
}

/// How much there was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many lines were written.
    pub lines: usize,
    /// How many articles have some statements that were judged, but not all.
    pub unfinished: usize,
}

#[derive(Serialize)]
struct Article<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    text: &'a str,
    attributions: Vec<Attribution<'a>>,
}

#[derive(Serialize)]
struct Attribution<'a> {
    source: &'a [onrecord_record::Span],
    cue: &'a [onrecord_record::Span],
    content: &'a [onrecord_record::Span],
}

#[derive(Serialize)]
struct Event {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    text: String,
    r#type: String,
    actors: Vec<Party>,
    recipients: Vec<Party>,
}

#[derive(Serialize)]
struct Party {
    code: Option<String>,
    text: String,
}

impl Store {
    /// Writes gold as JSON lines.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or `line` fails.
    pub fn gold(
        &self,
        what: Gold,
        mut line: impl FnMut(&str) -> std::io::Result<()>,
    ) -> Result<Written, Error> {
        let snapshot = self.connection.unchecked_transaction()?;
        let mut written = Written::default();
        let mut after = -1;
        let mut judged = snapshot
            .prepare("SELECT EXISTS (SELECT 1 FROM correction WHERE correction.article = ?1)")?;
        loop {
            let keys = keys_after(&snapshot, after)?;
            let Some(&last) = keys.last() else { break };
            after = last;
            for key in keys {
                if !judged.query_row([key], |row| row.get(0))? {
                    continue;
                }
                let made = made(&snapshot, key)?;
                let lines = match what {
                    Gold::Statements if !is_judged(&made) => {
                        written.unfinished += 1;
                        Vec::new()
                    }
                    Gold::Statements => vec![article(&made.corrected().0)?],
                    Gold::Events => {
                        let (record, said) = made.corrected();
                        let judged = |e: &&onrecord_record::Event| said.events.contains_key(&e.id);
                        let events = record.events.iter().filter(judged);
                        events.map(|e| event(&record, e)).collect::<Result<_, _>>()?
                    }
                };
                for one in lines {
                    line(&one)?;
                    written.lines += 1;
                }
            }
        }
        Ok(written)
    }
}

fn article(record: &onrecord_record::Record) -> Result<String, Error> {
    let outermost = record.statements.iter().filter(|statement| statement.inside.is_none());
    let attributions = outermost.map(|statement| Attribution {
        source: &statement.source,
        cue: &statement.cue,
        content: &statement.content,
    });
    Ok(serde_json::to_string(&Article {
        id: &record.article.id,
        published: record.article.published.map(|moment| moment.to_string()),
        text: &record.article.text,
        attributions: attributions.collect(),
    })?)
}

fn event(
    record: &onrecord_record::Record,
    event: &onrecord_record::Event,
) -> Result<String, Error> {
    let party = |id: &String| {
        let actor = record.actors.iter().find(|actor| actor.id == *id)?;
        Some(Party { code: actor.country.clone(), text: actor.name.clone() })
    };
    Ok(serde_json::to_string(&Event {
        id: format!("{}#{}", record.article.id, event.id),
        published: record.article.published.map(|moment| moment.to_string()),
        text: crate::evidence::paragraphs(&record.article.text, &event.trigger).words,
        r#type: event.event_type.clone(),
        actors: event.actors.iter().filter_map(party).collect(),
        recipients: event.recipients.iter().filter_map(party).collect(),
    })?)
}
