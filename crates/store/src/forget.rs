//! Forgetting: words that must be gone are gone from tables, index, log and free pages.
//!
//! An article goes wholly. Of a person's statements the words go: in the text of each article blocks
//! stand in their place, one for each character, so that everything else keeps its place and its
//! proof. What stays is a hash, so that the same words do not come back with the next `add`, and a line
//! that says who had something forgotten, when and why, without the words.

use std::collections::{BTreeSet, HashSet};

use onrecord_record::{Record, Span};
use rusqlite::{Connection, params};

use crate::add::Ready;
use crate::grouping::{self, Recall};
use crate::matching::{self, folded};
use crate::rows::{self, Rows};
use crate::slices::Slices;
use crate::stored::Reference;
use crate::{Error, Store, keys, seal, write};

/// What stands in the place of a character that was forgotten.
pub const BLOCK: char = '█';

/// Who has something forgotten, when and why.
#[derive(Clone, Copy, Debug)]
pub struct Audit<'a> {
    /// The moment, ISO 8601.
    pub now: &'a str,
    /// Who asked for it.
    pub who: &'a str,
    /// Why; kept, so the words themselves should not be in it.
    pub why: &'a str,
}

/// What was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// How many articles are gone, or have blocks in their text.
    pub articles: usize,
    /// How many statements are gone.
    pub statements: usize,
    /// Whether nothing is left in the write-ahead log. Somebody who reads an older state holds on to
    /// it.
    pub log_is_empty: bool,
}

impl Store {
    /// Forgets an article.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn forget_article(
        &mut self,
        article: &Reference,
        audit: Audit<'_>,
    ) -> Result<Forgotten, Error> {
        self.recall = Recall::default();
        let key = article.article;
        let (text, statements) = self.transaction(|connection| {
            let (hash, text): (Vec<u8>, String) = connection.query_row(
                "SELECT hash, text FROM article JOIN text USING (article) WHERE article = ?1",
                [key],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            let range = keys::within(key);
            let statements: i64 = connection.query_row(
                "SELECT count(*) FROM statement WHERE statement >= ?1 AND statement < ?2",
                [range.start, range.end],
                |row| row.get(0),
            )?;
            write::delete_article(connection, key)?;
            connection.execute(
                "INSERT OR IGNORE INTO forgotten (hash, what) VALUES (?1, 'article')",
                [&hash],
            )?;
            let statements = statements.unsigned_abs() as usize;
            write_audit(connection, audit, "article", 1, statements)?;
            Ok((text, statements))
        })?;
        self.clean_index(&text)?;
        Ok(Forgotten { articles: 1, statements, log_is_empty: self.empty_log()? })
    }

    /// Forgets all statements of a person: those whose speaker, or one of them, has this very name
    /// but for case and accents.
    ///
    /// # Errors
    ///
    /// When nobody of that name says anything, or the file cannot be written.
    pub fn forget_person(&mut self, name: &str, audit: Audit<'_>) -> Result<Forgotten, Error> {
        self.recall = Recall::default();
        let wanted = folded(name);
        let mut gone = String::new();
        let forgotten = self.transaction(|connection| {
            let said = said_by(connection, &wanted)?;
            if said.is_empty() {
                return Err(Error::asked(
                    format!("nobody of the name {name:?} says anything in this record"),
                    "onrecord find --said-by shows names; give the whole name as it stands there",
                ));
            }
            let articles: BTreeSet<i64> = said.iter().map(|&key| keys::article_of(key)).collect();
            for &article in &articles {
                forget_within(connection, article, &wanted, &mut gone)?;
            }
            write_audit(connection, audit, "person", articles.len(), said.len())?;
            Ok(Forgotten { articles: articles.len(), statements: said.len(), log_is_empty: false })
        })?;
        self.clean_index(&gone)?;
        Ok(Forgotten { log_is_empty: self.empty_log()?, ..forgotten })
    }

    /// The hashes of what was forgotten, to be carried to another file.
    pub(crate) fn tombstones(&self) -> Result<Vec<(Vec<u8>, String)>, Error> {
        let mut find = self.connection.prepare("SELECT hash, what FROM forgotten")?;
        let all = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// Forgets here what was forgotten elsewhere; how many articles had something of it.
    pub(crate) fn bury(&mut self, tombstones: &[(Vec<u8>, String)]) -> Result<usize, Error> {
        self.recall = Recall::default();
        if tombstones.is_empty() {
            return Ok(0);
        }
        let mut gone = String::new();
        let articles = self.transaction(|connection| {
            let mut articles = 0;
            let mut contents = HashSet::new();
            for (hash, what) in tombstones {
                connection.execute(
                    "INSERT OR IGNORE INTO forgotten (hash, what) VALUES (?1, ?2)",
                    params![hash, what],
                )?;
                if what == "statement" {
                    contents.insert(hash.clone());
                } else if let Some(article) = crate::add::key_of(connection, hash)? {
                    gone.push_str(&text_of(connection, article)?);
                    write::delete_article(connection, article)?;
                    articles += 1;
                }
            }
            if contents.is_empty() {
                return Ok(articles);
            }
            let mut after = -1;
            loop {
                let some = crate::stored::keys_after(connection, after)?;
                let Some(&last) = some.last() else { break };
                after = last;
                for article in some {
                    let made = crate::stored::made(connection, article)?;
                    let corrected = made.corrected().0;
                    let rows = rows::of(&corrected)?;
                    let which = marked(&rows, &contents);
                    if !which.is_empty() {
                        redact_stored(connection, article, &made, &corrected, &which, &mut gone)?;
                        articles += 1;
                    }
                }
            }
            Ok(articles)
        })?;
        self.clean_index(&gone)?;
        self.empty_log()?;
        Ok(articles)
    }

    /// The index keeps, of each of its pages, the first letters of the first word. When that was a
    /// word which nothing has any more, the index is written anew.
    fn clean_index(&mut self, gone: &str) -> Result<(), Error> {
        let words: HashSet<String> = matching::words(gone).collect();
        for table in ["text_words", "statement_words", "event_words", "name_words"] {
            let mut remains = false;
            {
                let mut terms =
                    self.connection.prepare(&format!("SELECT term FROM {table}_idx"))?;
                let mut used = self.connection.prepare(&format!(
                    "SELECT EXISTS (SELECT 1 FROM {table} WHERE {table} MATCH ?1)"
                ))?;
                let mut rows = terms.query([])?;
                while let Some(row) = rows.next()? {
                    // The first byte numbers the index.
                    let term = row.get_ref(0)?.as_bytes_or_null().ok().flatten();
                    let term = term.and_then(|term| std::str::from_utf8(term.get(1..)?).ok());
                    let Some(term) = term.filter(|term| words.contains(*term)) else { continue };
                    let query = format!("\"{term}\"");
                    let is_used: bool = used.query_row([query], |row| row.get(0))?;
                    remains |= !is_used;
                }
            }
            if remains {
                self.transaction(|connection| {
                    connection.execute(
                        &format!("INSERT INTO {table} ({table}) VALUES ('optimize')"),
                        [],
                    )?;
                    Ok(())
                })?;
            }
        }
        Ok(())
    }
}

/// Whether this must not come back.
pub(crate) fn is_forgotten(
    connection: &Connection,
    hash: &[u8],
    what: &str,
) -> Result<bool, Error> {
    let mut find = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM forgotten WHERE hash = ?1 AND what = ?2)")?;
    Ok(find.query_row(params![hash, what], |row| row.get(0))?)
}

/// The hashes of contents that must not come back.
pub(crate) fn statements(connection: &Connection) -> Result<HashSet<Vec<u8>>, Error> {
    let mut find =
        connection.prepare_cached("SELECT hash FROM forgotten WHERE what = 'statement'")?;
    let all = find.query_map([], |row| row.get(0))?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// Lets a text come back.
pub(crate) fn remember(connection: &Connection, hash: &[u8]) -> Result<(), Error> {
    connection.prepare_cached("DELETE FROM forgotten WHERE hash = ?1")?.execute([hash])?;
    Ok(())
}

/// Lets what is said in a record come back.
pub(crate) fn remember_statements(connection: &Connection, rows: &Rows) -> Result<(), Error> {
    for statement in &rows.statements {
        remember(connection, &content_hash(&statement.words))?;
    }
    Ok(())
}

/// A record without what must not come back; `None` when it has nothing of it.
pub(crate) fn without(
    ready: &Ready,
    tombstones: &HashSet<Vec<u8>>,
) -> Result<Option<Ready>, Error> {
    let which = marked(&ready.rows, tombstones);
    if which.is_empty() {
        return Ok(None);
    }
    let spans = spans_of(&ready.record, &which);
    let mut record = redact(&ready.record, &spans);
    let rows = rows::of(&record)?;
    let json = write::without_text(&mut record)?;
    Ok(Some(Ready { hash: ready.hash, record, outline: ready.outline.clone(), json, rows }))
}

/// The hash of what was said, by its words alone.
fn content_hash(words: &str) -> [u8; 32] {
    seal::hash(&folded(words))
}

/// The numbers of statements whose words have one of these hashes.
fn marked(rows: &Rows, tombstones: &HashSet<Vec<u8>>) -> BTreeSet<usize> {
    let is_marked =
        |at: &usize| tombstones.contains(&content_hash(&rows.statements[*at].words)[..]);
    (0..rows.statements.len()).filter(is_marked).collect()
}

fn spans_of(record: &Record, which: &BTreeSet<usize>) -> Vec<Span> {
    which.iter().flat_map(|&at| record.statements[at].content.clone()).collect()
}

/// The keys of all statements of whoever has this folded name.
fn said_by(connection: &Connection, name: &str) -> Result<Vec<i64>, Error> {
    let Some(query) = matching::all_words(name) else { return Ok(Vec::new()) };
    let mut find = connection.prepare(
        "SELECT name.text, speaker.statement FROM name_words \
         JOIN name ON name.name = name_words.rowid JOIN speaker ON speaker.name = name.name \
         WHERE name_words MATCH ?1",
    )?;
    let mut rows = find.query([query])?;
    let mut keys = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let text: String = row.get(0)?;
        if folded(&text) == name {
            keys.insert(row.get(1)?);
        }
    }
    Ok(keys.into_iter().collect())
}

/// Forgets what somebody says in one article.
fn forget_within(
    connection: &Connection,
    article: i64,
    name: &str,
    gone: &mut String,
) -> Result<(), Error> {
    let made = crate::stored::made(connection, article)?;
    let corrected = made.corrected().0;
    let rows = rows::of(&corrected)?;
    let says = |at: &usize| rows.statements[*at].speakers.iter().any(|other| folded(other) == name);
    let which: BTreeSet<usize> = (0..rows.statements.len()).filter(says).collect();
    for &at in &which {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO forgotten (hash, what) VALUES (?1, 'statement')",
            )?
            .execute([&content_hash(&rows.statements[at].words)[..]])?;
    }
    redact_stored(connection, article, &made, &corrected, &which, gone)
}

/// Puts blocks in the place of some statements of an article that is kept.
fn redact_stored(
    connection: &Connection,
    article: i64,
    made: &crate::stored::Made,
    corrected: &Record,
    which: &BTreeSet<usize>,
    gone: &mut String,
) -> Result<(), Error> {
    let spans = spans_of(corrected, which);
    let slices = Slices::new(&corrected.article.text);
    for &span in &spans {
        gone.push_str(slices.get(span).unwrap_or_default());
        gone.push(' ');
    }
    grouping::leave(connection, article)?;
    write::delete_rows(connection, article)?;
    connection
        .prepare_cached(
            "INSERT INTO text_words (text_words, rowid, text) VALUES ('delete', ?1, ?2)",
        )?
        .execute(params![article, corrected.article.text])?;
    let mut record = redact(&made.record, &spans);
    let json = write::without_text(&mut record)?;
    let text = &record.article.text;
    connection
        .prepare_cached("UPDATE text SET text = ?2, redacted = ?3 WHERE article = ?1")?
        .execute(params![article, text, &seal::hash(text)[..]])?;
    connection
        .prepare_cached("INSERT INTO text_words (rowid, text) VALUES (?1, ?2)")?
        .execute(params![article, text])?;
    connection
        .prepare_cached("UPDATE article SET headline = ?2 WHERE article = ?1")?
        .execute(params![article, record.article.headline])?;
    let outline = serde_json::to_string(&made.outline)?;
    connection
        .prepare_cached("UPDATE record SET json = ?2, seal = ?3 WHERE article = ?1")?
        .execute(params![article, json, seal::of(&[&outline, &json])])?;
    connection.prepare_cached("DELETE FROM reread WHERE article = ?1")?.execute([article])?;
    // Operations on what is gone are gone with it, and so are those that took them back.
    let about_it: Vec<i64> = made
        .operations
        .iter()
        .filter(|operation| {
            let claims = [&operation.target, &operation.change];
            claims.into_iter().flatten().any(|claim| touches(claim, &spans))
        })
        .map(|operation| operation.number)
        .collect();
    for number in &about_it {
        connection.execute("DELETE FROM correction WHERE undoes = ?1", [number])?;
        connection.execute("DELETE FROM correction WHERE correction = ?1", [number])?;
    }
    let kept: Vec<_> = crate::corrections::operations(connection, article)?;
    let (record, judged) = crate::corrections::apply(record, &kept);
    let rows = rows::of(&record)?;
    write::insert_rows(connection, article, &rows, &judged)?;
    grouping::wait(connection, article)
}

fn touches(claim: &crate::corrections::Claim, gone: &[Span]) -> bool {
    let (spans, voice) = match claim {
        crate::corrections::Claim::Statement(statement) => (&statement.content, None),
        crate::corrections::Claim::Event { event, voice } => (&event.trigger, Some(voice)),
    };
    let spans = spans.iter().chain(voice.into_iter().flatten());
    spans.into_iter().any(|&span| gone.iter().any(|&other| overlaps(span, other)))
}

fn overlaps([start, end]: Span, [from, to]: Span) -> bool {
    start < to && from < end
}

fn contains([start, end]: Span, [from, to]: Span) -> bool {
    start <= from && to <= end
}

/// The record with blocks in the place of some spans, and without what stood in them.
fn redact(record: &Record, spans: &[Span]) -> Record {
    let gone = |span: Span| spans.iter().any(|&other| contains(other, span));
    let touched = |span: Span| spans.iter().any(|&other| overlaps(other, span));
    let mut left = record.clone();
    let blocks = |(at, character): (usize, char)| {
        let keep =
            character == '\n' || !spans.iter().any(|[start, end]| (*start..*end).contains(&at));
        if keep { character } else { BLOCK }
    };
    left.article.text = record.article.text.chars().enumerate().map(blocks).collect();
    if let Some(headline) = &mut left.article.headline {
        let slices = Slices::new(&record.article.text);
        for &span in spans {
            let words = slices.get(span).unwrap_or_default();
            if !words.trim().is_empty() && headline.contains(words) {
                let hidden: String = words.chars().map(|_| BLOCK).collect();
                *headline = headline.replace(words, &hidden);
            }
        }
    }
    // Lemmas are words as well.
    left.sentences = None;
    left.statements.retain(|statement| !statement.content.iter().any(|&span| gone(span)));
    let known: HashSet<String> = left.statements.iter().map(|s| s.id.clone()).collect();
    for statement in &mut left.statements {
        statement.inside.take_if(|outer| !known.contains(outer));
        statement.question.take_if(|span| touched(*span));
        statement.via.take_if(|span| touched(*span));
        statement.addressee.take_if(|span| touched(*span));
        statement.source.retain(|&span| !touched(span));
        statement.cue.retain(|&span| !touched(span));
    }
    left.events.retain(|event| {
        let of_the_outlet_or_known = event.voice == "outlet" || known.contains(&event.voice);
        of_the_outlet_or_known && !event.trigger.iter().any(|&span| touched(span))
    });
    for event in &mut left.events {
        event.place.take_if(|place| touched(place.span));
        event.date.take_if(|date| date.span.is_some_and(&touched));
    }
    let slices = Slices::new(&left.article.text);
    for actor in &mut left.actors {
        let before = actor.mentions.len();
        actor.mentions.retain(|&span| !touched(span));
        // A name that stood only in what is gone is one of the words that must go.
        if actor.mentions.len() < before && !left.article.text.contains(&actor.name) {
            let longest = actor.mentions.iter().filter_map(|&span| slices.get(span));
            let longest = longest.max_by_key(|words| words.chars().count());
            actor.name = longest.unwrap_or_default().to_owned();
        }
    }
    let needed = |id: &String| {
        left.statements.iter().any(|statement| statement.speakers.contains(id))
            || left.events.iter().any(|e| e.actors.contains(id) || e.recipients.contains(id))
    };
    let keep: Vec<bool> = left
        .actors
        .iter()
        .map(|actor| !actor.name.is_empty() && (!actor.mentions.is_empty() || needed(&actor.id)))
        .collect();
    let mut keep = keep.into_iter();
    left.actors.retain(|_| keep.next().unwrap_or(true));
    let actors: HashSet<String> = left.actors.iter().map(|actor| actor.id.clone()).collect();
    for statement in &mut left.statements {
        statement.speakers.retain(|id| actors.contains(id));
    }
    for event in &mut left.events {
        event.actors.retain(|id| actors.contains(id));
        event.recipients.retain(|id| actors.contains(id));
    }
    left
}

fn text_of(connection: &Connection, article: i64) -> Result<String, Error> {
    let mut find = connection.prepare_cached("SELECT text FROM text WHERE article = ?1")?;
    Ok(find.query_row([article], |row| row.get(0))?)
}

fn write_audit(
    connection: &Connection,
    audit: Audit<'_>,
    what: &str,
    articles: usize,
    statements: usize,
) -> Result<(), Error> {
    let sealed =
        audit_seal(audit.now, audit.who, what, audit.why, articles as i64, statements as i64);
    connection.execute(
        "INSERT INTO audit (at, who, what, why, articles, statements, seal) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![audit.now, audit.who, what, audit.why, articles as i64, statements as i64, sealed],
    )?;
    Ok(())
}

/// The seal of an audit line.
pub(crate) fn audit_seal(
    at: &str,
    who: &str,
    what: &str,
    why: &str,
    articles: i64,
    statements: i64,
) -> Vec<u8> {
    seal::of(&[at, who, what, why, &articles.to_string(), &statements.to_string()])
}
