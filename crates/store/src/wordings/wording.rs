//! What is kept of a statement to compare it with others.

use onrecord_record::{Record, Span, Statement, StatementKind};
use serde::{Deserialize, Serialize};

use super::pieces::{Piece, pieces};
use super::speakers::Speaker;
use crate::copies::stories::days;
use crate::words::hash;

/// One statement as one article words it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wording {
    /// The day the article was published, in days since 1970-01-01.
    pub day: Option<i32>,
    /// Who said it; empty when nothing tells.
    pub speakers: Vec<Speaker>,
    /// How much of it is in quotation marks.
    pub kind: StatementKind,
    /// Whether it stands in the headline.
    pub in_headline: bool,
    /// Its content, cut into words and numbers.
    pub(super) pieces: Vec<Piece>,
}

impl Wording {
    /// What is kept of a statement of a record.
    pub fn of(record: &Record, statement: &Statement) -> Wording {
        let actors = record.actors.iter().filter(|actor| statement.speakers.contains(&actor.id));
        Wording {
            day: record.article.published.map(|moment| days(moment.date())),
            speakers: actors.map(Speaker::of).collect(),
            kind: statement.kind,
            in_headline: statement.in_headline,
            pieces: pieces(&record.article.text, &statement.content),
        }
    }

    /// The integers that find wordings of the same statement: a hash of each word of its content that
    /// tells something, and of each speaker.
    pub fn keys(&self) -> Vec<i64> {
        let telling = self.pieces.iter().filter(|piece| piece.tells());
        let mut keys: Vec<i64> =
            telling.map(|piece| hash(3, piece.term.as_bytes()).cast_signed()).collect();
        let speakers = self.speakers.iter().filter_map(Speaker::key);
        keys.extend(speakers.map(|name| hash(4, name.as_bytes()).cast_signed()));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Its terms: what a store counts to know how rare they are.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter(|piece| piece.tells()).map(|piece| piece.term.as_str())
    }
}

/// The characters of some spans of a text, with where each begins. Spans are taken in the order of the
/// text, without what one has of another and what lies beyond the text.
pub(super) fn letters(text: &str, spans: &[Span]) -> Vec<(usize, String)> {
    let all: Vec<char> = text.chars().collect();
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    let mut last = 0;
    let cut = |span: &Span| {
        let end = span[1].min(all.len());
        let start = span[0].max(last).min(end);
        last = last.max(end);
        (start, all[start..end].iter().collect())
    };
    spans.iter().map(cut).collect()
}
