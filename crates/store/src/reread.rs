//! Reading anew what is kept, with a better model or better rules.
//!
//! What was read anew waits in a table of its own, batch by batch, so that whoever was interrupted goes
//! on where it was; the record itself is as before. When all is read, what would change can be looked
//! at, and then all of it is kept in one transaction, or none. What people corrected is laid over the
//! new records as it was over the old ones.
//!
//! The store knows no model: what reads is handed in.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use onrecord_record::{Article, MadeBy, Record, Statement};
use rusqlite::{Connection, params};

use crate::add::Outline;
use crate::corrections::{self, overlap};
use crate::find::DIGITS;
use crate::forget::Tombstones;
use crate::grouping::Recall;
use crate::slices::Slices;
use crate::stored::{Made, made};
use crate::{Error, Store, correct, forget, rows, seal, write};

/// What changes in one statement or event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What commands call it: as it is now, or, where it is new, as it will be.
    pub id: String,
    /// Whether it is a statement or an event.
    pub is_statement: bool,
    /// How it is now, in a line; `None` when it is new.
    pub old: Option<String>,
    /// How it will be; `None` when it is gone.
    pub new: Option<String>,
    /// What is otherwise in it.
    pub fields: Vec<&'static str>,
}

/// How much changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many articles were read anew.
    pub articles: usize,
    /// How many of them change.
    pub changed: usize,
    /// Statements.
    pub statements: Tally,
    /// Events.
    pub events: Tally,
}

/// How many of a kind change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// New ones.
    pub added: usize,
    /// Gone ones.
    pub gone: usize,
    /// Ones that stand where they stood, but otherwise.
    pub altered: usize,
    /// Ones in which at most the confidence changes.
    pub same: usize,
}

/// How many articles each thread reads before what was read is committed.
const BATCH: usize = 16;

impl Store {
    /// How many articles were made by something else than `maker` and are not read anew by it yet.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn to_reread(&self, maker: &MadeBy) -> Result<usize, Error> {
        let MadeBy { program, model, rules } = maker;
        let count: i64 = self.connection.query_row(
            &format!("SELECT count(*) {TO_READ}"),
            params![program, model, rules],
            |row| row.get(0),
        )?;
        Ok(count.unsigned_abs() as usize)
    }

    /// Reads anew what something else than `maker` has made, `jobs` articles at a time, and lets it
    /// wait. `done` hears after every batch how many there were, and says whether to go on.
    ///
    /// # Errors
    ///
    /// When reading fails or the file cannot be written; what was committed waits on.
    pub fn reread<R>(
        &mut self,
        maker: &MadeBy,
        jobs: usize,
        read: R,
        mut done: impl FnMut(usize) -> bool,
    ) -> Result<(), Error>
    where
        R: Fn(Article, &Outline) -> Result<Record, Error> + Sync,
    {
        let MadeBy { program, model, rules } = maker;
        loop {
            let keys: Vec<i64> = self
                .connection
                .prepare_cached(&format!("SELECT article.article {TO_READ} LIMIT ?4"))?
                .query_map(params![program, model, rules, (BATCH * jobs.max(1)) as i64], |row| {
                    row.get(0)
                })?
                .collect::<Result<_, _>>()?;
            if keys.is_empty() {
                return Ok(());
            }
            let mut given = Vec::with_capacity(keys.len());
            for key in keys {
                let Made { record, outline, .. } = made(&self.connection, key)?;
                given.push((key, record.article, outline));
            }
            let staged = read_all(&given, jobs, &read)?;
            let count = staged.len();
            self.transaction(|connection| {
                for (key, json) in staged {
                    let read = given.iter().find(|(given, ..)| *given == key);
                    let text = read.map(|(_, article, _)| &article.text);
                    let maker = write::maker_of(connection, maker)?;
                    // It, or words of it, may be gone by now.
                    connection
                        .prepare_cached(
                            "INSERT OR REPLACE INTO reread (article, maker, seal, json) \
                             SELECT article, ?2, ?3, ?4 FROM article JOIN text USING (article) \
                             WHERE article = ?1 AND text = ?5",
                        )?
                        .execute(params![key, maker, seal::of(&[&json]), json, text])?;
                }
                Ok(())
            })?;
            if !done(count) {
                return Ok(());
            }
        }
    }

    /// What would change if all that waits were kept.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn changes(&self, mut tell: impl FnMut(&Difference)) -> Result<Changes, Error> {
        let mut changes = Changes::default();
        let mut after = -1;
        while let Some((key, new)) = waiting(&self.connection, after)? {
            after = key;
            let old = made(&self.connection, key)?;
            let new = with_text(&old, &new)?;
            let (old_record, _) = old.corrected();
            let (new_record, _) = corrections::apply(new, &old.operations);
            let mut changed = false;
            let mut each = |difference: Difference| {
                changed = true;
                tell(&difference);
            };
            compare_statements(&old_record, &new_record, &mut changes.statements, &mut each);
            compare_events(&old_record, &new_record, &mut changes.events, &mut each);
            changes.articles += 1;
            changes.changed += usize::from(changed);
        }
        Ok(changes)
    }

    /// Keeps all that was read anew, in one transaction; how many articles. Statements of people whose
    /// same words were forgotten elsewhere are forgotten at once.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; then everything is as before, unless it was the traces of what
    /// was forgotten that could not be wiped, which the next command that writes does.
    pub fn keep_reread(&mut self) -> Result<usize, Error> {
        self.recall = Recall::default();
        let kept = self.transaction(|connection| {
            let mut kept = 0;
            let mut after = -1;
            // Of statements that were forgotten elsewhere a better model may find more.
            let tombstones = Tombstones::read(connection)?;
            while let Some((key, json)) = waiting(connection, after)? {
                after = key;
                let old = made(connection, key)?;
                let new = with_text(&old, &json)?;
                let outline = serde_json::to_string(&old.outline)?;
                let maker = write::maker_of(connection, &new.made_by)?;
                connection
                    .prepare_cached("UPDATE record SET json = ?2, seal = ?3 WHERE article = ?1")?
                    .execute(params![key, json, seal::of(&[&outline, &json])])?;
                connection
                    .prepare_cached("UPDATE article SET maker = ?2 WHERE article = ?1")?
                    .execute([key, maker])?;
                correct::rewrite(connection, key)?;
                forget::bury_within(connection, key, &tombstones)?;
                kept += 1;
            }
            connection.execute("DELETE FROM reread", [])?;
            Ok(kept)
        })?;
        self.finish_forgetting()?;
        Ok(kept)
    }

    /// Drops what was read anew; how many articles.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn discard_reread(&mut self) -> Result<usize, Error> {
        self.transaction(|connection| Ok(connection.execute("DELETE FROM reread", [])?))
    }
}

/// Articles that another has made, and that this one has not read yet.
const TO_READ: &str = "FROM article JOIN maker USING (maker) \
    LEFT JOIN reread ON reread.article = article.article \
    LEFT JOIN maker AS again ON again.maker = reread.maker \
    WHERE NOT (maker.program = ?1 AND maker.model IS ?2 AND maker.rules IS ?3) \
    AND NOT coalesce(again.program = ?1 AND again.model IS ?2 AND again.rules IS ?3, 0)";

/// Reads some articles on several threads. Gives records as JSON without their texts.
fn read_all<R>(
    given: &[(i64, Article, Outline)],
    jobs: usize,
    read: &R,
) -> Result<Vec<(i64, String)>, Error>
where
    R: Fn(Article, &Outline) -> Result<Record, Error> + Sync,
{
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::with_capacity(given.len()));
    let work = || {
        while let Some((key, article, outline)) = given.get(next.fetch_add(1, Ordering::Relaxed)) {
            let one = read_one(article, outline, read).map(|json| (*key, json));
            results.lock().unwrap_or_else(PoisonError::into_inner).push(one);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..jobs {
            scope.spawn(work);
        }
        work();
    });
    let mut all = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    all.sort_by_key(|one| one.as_ref().map_or(0, |(key, _)| *key));
    all.into_iter().collect()
}

fn read_one<R>(article: &Article, outline: &Outline, read: &R) -> Result<String, Error>
where
    R: Fn(Article, &Outline) -> Result<Record, Error>,
{
    let mut record = read(article.clone(), outline)?;
    if record.article != *article {
        return Err(Error::Unsound {
            id: article.id.clone(),
            what: "reading it anew gave another article".to_owned(),
        });
    }
    rows::of(&record)?;
    write::without_text(&mut record)
}

/// The next record that waits, as JSON.
fn waiting(connection: &Connection, after: i64) -> Result<Option<(i64, String)>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT article, json FROM reread WHERE article > ?1 ORDER BY article LIMIT 1",
    )?;
    let found = find.query_map([after], |row| Ok((row.get(0)?, row.get(1)?)))?.next();
    Ok(found.transpose()?)
}

fn with_text(old: &Made, json: &str) -> Result<Record, Error> {
    let mut new: Record = serde_json::from_str(json)?;
    new.article.text.clone_from(&old.record.article.text);
    Ok(new)
}

/// Pairs what stands at the same place, what shares most words first.
fn pairs(old: usize, new: usize, shared: impl Fn(usize, usize) -> usize) -> Vec<Option<usize>> {
    let mut all: Vec<(usize, usize, usize)> = Vec::new();
    for at in 0..old {
        for other in 0..new {
            let shared = shared(at, other);
            if shared >= 50 {
                all.push((shared, at, other));
            }
        }
    }
    all.sort_by_key(|&(shared, at, other)| (usize::MAX - shared, at, other));
    let mut paired = vec![None; old];
    let mut taken = vec![false; new];
    for (_, at, other) in all {
        if paired[at].is_none() && !taken[other] {
            paired[at] = Some(other);
            taken[other] = true;
        }
    }
    paired
}

fn compare_statements(
    old: &Record,
    new: &Record,
    tally: &mut Tally,
    tell: &mut dyn FnMut(Difference),
) {
    let shared = |at: usize, other: usize| {
        overlap(&old.statements[at].content, &new.statements[other].content)
    };
    let paired = pairs(old.statements.len(), new.statements.len(), shared);
    let line = statement_line;
    let difference = |record: &Record, id: &str, old, new, fields| Difference {
        id: named(record, id),
        is_statement: true,
        old,
        new,
        fields,
    };
    for (at, other) in paired.iter().enumerate() {
        let before = &old.statements[at];
        let Some(other) = other else {
            tally.gone += 1;
            tell(difference(old, &before.id, Some(line(old, before)), None, Vec::new()));
            continue;
        };
        let after = &new.statements[*other];
        let fields = statement_fields(old, before, new, after);
        if fields.is_empty() {
            tally.same += 1;
        } else {
            tally.altered += 1;
            let (was, becomes) = (line(old, before), line(new, after));
            tell(difference(old, &before.id, Some(was), Some(becomes), fields));
        }
    }
    for (other, after) in new.statements.iter().enumerate() {
        if !paired.contains(&Some(other)) {
            tally.added += 1;
            tell(difference(new, &after.id, None, Some(line(new, after)), Vec::new()));
        }
    }
}

fn named(record: &Record, part: &str) -> String {
    let digits = record.article.id.trim_start_matches("sha256:");
    format!("{}#{part}", digits.chars().take(DIGITS).collect::<String>())
}

fn compare_events(old: &Record, new: &Record, tally: &mut Tally, tell: &mut dyn FnMut(Difference)) {
    let shared = |at: usize, other: usize| {
        // What is of the same type is the same sooner than what is not.
        let same = old.events[at].event_type == new.events[other].event_type;
        let shared = overlap(&old.events[at].trigger, &new.events[other].trigger);
        if shared > 0 { shared + if same { 100 } else { 0 } } else { 0 }
    };
    let paired = pairs(old.events.len(), new.events.len(), shared);
    let line = event_line;
    let difference = |record: &Record, id: &str, old, new, fields| Difference {
        id: named(record, id),
        is_statement: false,
        old,
        new,
        fields,
    };
    for (at, other) in paired.iter().enumerate() {
        let before = &old.events[at];
        let Some(other) = *other else {
            tally.gone += 1;
            tell(difference(old, &before.id, Some(line(old, at)), None, Vec::new()));
            continue;
        };
        let fields = event_fields(old, at, new, other);
        if fields.is_empty() {
            tally.same += 1;
        } else {
            tally.altered += 1;
            let (before_line, after_line) = (line(old, at), line(new, other));
            tell(difference(old, &before.id, Some(before_line), Some(after_line), fields));
        }
    }
    for (other, after) in new.events.iter().enumerate() {
        if !paired.contains(&Some(other)) {
            tally.added += 1;
            tell(difference(new, &after.id, None, Some(line(new, other)), Vec::new()));
        }
    }
}

fn names(record: &Record, ids: &[String]) -> Vec<String> {
    let name = |id: &String| record.actors.iter().find(|actor| actor.id == *id);
    ids.iter().filter_map(name).map(|actor| actor.name.clone()).collect()
}

fn statement_fields(
    old: &Record,
    before: &Statement,
    new: &Record,
    after: &Statement,
) -> Vec<&'static str> {
    let content = |record: &Record, id: &Option<String>| {
        let outer = record.statements.iter().find(|statement| Some(&statement.id) == id.as_ref());
        outer.map(|statement| statement.content.clone())
    };
    let fields = [
        ("kind", before.kind != after.kind),
        ("speakers", names(old, &before.speakers) != names(new, &after.speakers)),
        ("source", before.source != after.source),
        ("cue", before.cue != after.cue),
        ("content", before.content != after.content),
        ("addressee", before.addressee != after.addressee),
        ("via", before.via != after.via),
        ("question", before.question != after.question),
        ("inside", content(old, &before.inside) != content(new, &after.inside)),
        ("in_headline", before.in_headline != after.in_headline),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

fn event_fields(old: &Record, at: usize, new: &Record, other: usize) -> Vec<&'static str> {
    let (before, after) = (&old.events[at], &new.events[other]);
    let voice = |record: &Record, voice: &str| {
        let statement = record.statements.iter().find(|statement| statement.id == voice);
        statement.map(|statement| statement.content.clone())
    };
    let fields = [
        ("type", before.event_type != after.event_type),
        ("mode", before.mode != after.mode),
        ("contexts", before.contexts != after.contexts),
        ("aux", before.aux != after.aux),
        ("actors", names(old, &before.actors) != names(new, &after.actors)),
        ("recipients", names(old, &before.recipients) != names(new, &after.recipients)),
        ("trigger", before.trigger != after.trigger),
        ("place", before.place != after.place),
        ("date", before.date != after.date),
        ("voice", voice(old, &before.voice) != voice(new, &after.voice)),
        ("score", before.score != after.score),
        ("quad", before.quad != after.quad),
        ("cameo", before.cameo != after.cameo),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

fn statement_line(record: &Record, statement: &Statement) -> String {
    let slices = Slices::new(&record.article.text);
    let words = slices.join(&statement.content).unwrap_or_default();
    let who = match names(record, &statement.speakers) {
        nobody if nobody.is_empty() => "nobody named".to_owned(),
        names => names.join(" and "),
    };
    let cue = slices.join(&statement.cue).unwrap_or_default();
    format!("{who} · {cue} · {} · {words}", rows::kind(statement.kind))
}

fn event_line(record: &Record, at: usize) -> String {
    let event = &record.events[at];
    let words = Slices::new(&record.article.text).join(&event.trigger).unwrap_or_default();
    let (actors, recipients) = (names(record, &event.actors), names(record, &event.recipients));
    format!(
        "{} · {} → {} · {} · {words}",
        event.event_type,
        actors.join(" and "),
        recipients.join(" and "),
        event.voice
    )
}
