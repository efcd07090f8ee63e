//! Comparing what is kept with what is kept: copies of one report, reports of one happening, wordings
//! of one statement.
//!
//! An article that was added, corrected or read anew waits in a table until [`Store::compare_waiting`]
//! has compared it. That is a pass of its own because it costs more than adding does, and because a
//! pass that was interrupted goes on with what still waits. What finds candidates are integers in
//! tables; the words themselves are read from the records again, so that no word stands in yet another
//! place from which it would have to be forgotten.

mod recall;

use std::collections::{BTreeMap, BTreeSet};

use onrecord_record::Record;
use rusqlite::{Connection, OptionalExtension, params};

pub(crate) use recall::Recall;

use crate::copies::stories::{self, Features};
use crate::copies::{self, Shingles};
use crate::keys::{article_of, part, within};
use crate::verify::Faults;
use crate::wordings::{self, Wording};
use crate::{Error, Store, seal, stored};

/// How many candidates one article or statement is compared with.
const MOST: usize = 24;
/// How many rows with one key are looked at: what so many have tells nothing.
const MOST_OF_A_KEY: i64 = 200;
/// The key under which all compared reports are counted among the terms.
pub(crate) const REPORTS: i64 = 0;

impl Store {
    /// Compares up to `most` articles that wait with all others, in one transaction; how many it were.
    /// Zero means that nothing waits. What needs only the article is worked out on `jobs` threads.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn compare_waiting(&mut self, most: usize, jobs: usize) -> Result<usize, Error> {
        let mut recall = std::mem::take(&mut self.recall);
        let done = self.transaction(|connection| {
            recall.begin(connection)?;
            let waiting: Vec<i64> = connection
                .prepare_cached("SELECT article FROM pending ORDER BY article LIMIT ?1")?
                .query_map([most as i64], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let mut given = Vec::with_capacity(waiting.len());
            for article in waiting {
                given.push((article, stored::made(connection, article)?.corrected().0));
            }
            let count = given.len();
            for (article, worked) in work_out_all(given, jobs) {
                compare(connection, article, worked, &mut recall)?;
                connection
                    .prepare_cached("DELETE FROM pending WHERE article = ?1")?
                    .execute([article])?;
            }
            recall.end(connection)?;
            Ok(count)
        });
        if done.is_ok() {
            self.recall = recall;
        }
        done
    }

    /// How many articles wait to be compared.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn waiting(&self) -> Result<usize, Error> {
        let count: i64 =
            self.connection.query_row("SELECT count(*) FROM pending", [], |row| row.get(0))?;
        Ok(count.unsigned_abs() as usize)
    }
}

/// Lets an article wait to be compared.
pub(crate) fn wait(connection: &Connection, article: i64) -> Result<(), Error> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO pending (article) VALUES (?1)")?
        .execute([article])?;
    Ok(())
}

/// What an article is found by.
#[derive(Debug, Default, PartialEq)]
struct Compared {
    scheme: i64,
    founds: bool,
    lines: Vec<i64>,
    bands: Vec<i64>,
    keys: Vec<i64>,
    terms: Vec<i64>,
    /// Numbers of statements and their keys.
    wordings: Vec<(i64, i64)>,
}

/// What can be worked out of one article alone.
struct Worked {
    record: Record,
    lines: Vec<i64>,
    features: Features,
    wordings: Vec<(Wording, Vec<i64>)>,
}

fn work_out(record: Record) -> Worked {
    let wording = |statement| {
        let wording = Wording::of(&record, statement);
        let keys = unique(wording.keys());
        (wording, keys)
    };
    Worked {
        lines: copies::lines(&record.article.text),
        features: Features::of(&record),
        wordings: record.statements.iter().map(wording).collect(),
        record,
    }
}

/// Works articles out on several threads; they come back in their order.
fn work_out_all(given: Vec<(i64, Record)>, jobs: usize) -> Vec<(i64, Worked)> {
    let mut given = given;
    let share = given.len().div_ceil(jobs.max(1)).max(1);
    let mut shares = Vec::new();
    while !given.is_empty() {
        let rest = given.split_off(share.min(given.len()));
        shares.push(std::mem::replace(&mut given, rest));
    }
    let work = |share: Vec<(i64, Record)>| -> Vec<(i64, Worked)> {
        share.into_iter().map(|(article, record)| (article, work_out(record))).collect()
    };
    std::thread::scope(|scope| {
        let last = shares.pop().unwrap_or_default();
        let threads: Vec<_> =
            shares.into_iter().map(|share| scope.spawn(move || work(share))).collect();
        let last = work(last);
        let mut all = Vec::new();
        for thread in threads {
            match thread.join() {
                Ok(some) => all.extend(some),
                // As if it had happened on this thread.
                Err(panicked) => std::panic::resume_unwind(panicked),
            }
        }
        all.extend(last);
        all
    })
}

fn compare(
    connection: &Connection,
    article: i64,
    worked: Worked,
    recall: &mut Recall,
) -> Result<(), Error> {
    let Worked { record, lines, features, wordings } = worked;
    let text = &record.article.text;
    let mut compared = Compared { scheme: copies::SCHEME, lines, ..Compared::default() };
    let shingles = shingles(connection, text)?;
    compared.bands = unique(shingles.bands());
    let near =
        sharing(connection, "SELECT article FROM band WHERE band = ?1 LIMIT ?2", &compared.bands)?;
    let mut group = BTreeSet::from([article]);
    for other in copies::candidates(near.into_iter().filter(|other| *other != article), MOST) {
        if recall
            .shingles(connection, other, |text| self::shingles(connection, text))?
            .is_some_and(|others| copies::are_copies(&shingles, others))
        {
            group.insert(root_of(connection, other)?);
        }
    }
    recall.keep_shingles(article, shingles);
    compared.founds = group.len() == 1;
    for &band in &compared.bands {
        connection
            .prepare_cached("INSERT OR IGNORE INTO band (band, article) VALUES (?1, ?2)")?
            .execute([band, article])?;
    }
    if compared.founds {
        for line in &compared.lines {
            connection
                .prepare_cached(
                    "INSERT INTO line (line, reports) VALUES (?1, 1) \
                     ON CONFLICT (line) DO UPDATE SET reports = reports + 1",
                )?
                .execute([line])?;
        }
        join_story(connection, article, features, &mut compared, recall)?;
    } else {
        join_copies(connection, &group)?;
    }
    join_wordings(connection, article, wordings, &mut compared, recall)?;
    keep(connection, article, &compared)
}

/// The shingles of a text without the lines that many reports have.
fn shingles(connection: &Connection, text: &str) -> Result<Shingles, Error> {
    let mut boilerplate = BTreeSet::new();
    let mut find = connection.prepare_cached("SELECT reports FROM line WHERE line = ?1")?;
    for line in copies::lines(text) {
        let reports: Option<i64> = find.query_row([line], |row| row.get(0)).optional()?;
        if reports.is_some_and(|reports| reports.unsigned_abs() >= copies::BOILERPLATE) {
            boilerplate.insert(line);
        }
    }
    Ok(Shingles::of(text, &|line| boilerplate.contains(&line)))
}

fn unique(mut numbers: Vec<i64>) -> Vec<i64> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Everything that has one of these keys, once for each that it has.
fn sharing(connection: &Connection, find: &str, keys: &[i64]) -> Result<Vec<i64>, Error> {
    let mut find = connection.prepare_cached(find)?;
    let mut all = Vec::new();
    for &key in keys {
        let before = all.len();
        for found in find.query_map([key, MOST_OF_A_KEY], |row| row.get(0))? {
            all.push(found?);
        }
        // A key that everybody has says nothing of anybody.
        if all.len() - before == MOST_OF_A_KEY as usize && keys.len() > 16 {
            all.truncate(before);
        }
    }
    Ok(all)
}

/// The first report of the copies that an article is one of.
fn root_of(connection: &Connection, article: i64) -> Result<i64, Error> {
    let mut find = connection
        .prepare_cached("SELECT coalesce(copy_of, article) FROM article WHERE article = ?1")?;
    Ok(find.query_row([article], |row| row.get(0))?)
}

/// Makes one group of an article and the first reports of the groups that it is a copy of.
fn join_copies(connection: &Connection, group: &BTreeSet<i64>) -> Result<(), Error> {
    let Some(&first) = group.first() else { return Ok(()) };
    let mut story: Option<i64> = None;
    for &other in group {
        let of_other: Option<i64> = connection
            .prepare_cached("SELECT story FROM article WHERE article = ?1")?
            .query_row([other], |row| row.get(0))?;
        story = story.or(of_other);
        if other != first {
            connection
                .prepare_cached(
                    "UPDATE article SET copy_of = ?1 WHERE article = ?2 OR copy_of = ?2",
                )?
                .execute([first, other])?;
        }
    }
    connection
        .prepare_cached("UPDATE article SET story = ?2 WHERE article = ?1 OR copy_of = ?1")?
        .execute(params![first, story])?;
    mark_copied(connection, first)
}

/// Marks what is said in copies and was said in an earlier one of them.
fn mark_copied(connection: &Connection, first: i64) -> Result<(), Error> {
    let members: Vec<i64> = connection
        .prepare_cached(
            "SELECT article FROM article WHERE article = ?1 OR copy_of = ?1 ORDER BY article",
        )?
        .query_map([first], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut said: BTreeSet<String> = BTreeSet::new();
    let mut done: BTreeSet<String> = BTreeSet::new();
    for member in members {
        let range = within(member);
        let mut fresh = Vec::new();
        for (seen, list, set) in [
            (
                &said,
                "SELECT statement, copied, words FROM statement \
                 WHERE statement >= ?1 AND statement < ?2",
                "UPDATE statement SET copied = ?2 WHERE statement = ?1",
            ),
            (
                &done,
                "SELECT event, copied, type || ' ' || actors || ' ' || recipients || ' ' || words \
                 FROM event WHERE event >= ?1 AND event < ?2",
                "UPDATE event SET copied = ?2 WHERE event = ?1",
            ),
        ] {
            let rows: Vec<(i64, bool, String)> = connection
                .prepare_cached(list)?
                .query_map([range.start, range.end], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?
                .collect::<Result<_, _>>()?;
            let mut new = Vec::new();
            for (key, was, words) in rows {
                let copied = seen.contains(&words);
                if copied != was {
                    connection.prepare_cached(set)?.execute(params![key, copied])?;
                }
                new.push(words);
            }
            fresh.push(new);
        }
        done.extend(fresh.pop().unwrap_or_default());
        said.extend(fresh.pop().unwrap_or_default());
    }
    Ok(())
}

fn join_story(
    connection: &Connection,
    article: i64,
    features: Features,
    compared: &mut Compared,
    recall: &mut Recall,
) -> Result<(), Error> {
    compared.terms = unique(features.terms().map(recall::term_key).collect());
    recall.count(&compared.terms);
    recall.look_up(connection, &compared.terms)?;
    compared.keys = unique(features.keys(&*recall));
    let near = sharing(
        connection,
        "SELECT article FROM story_key WHERE key = ?1 LIMIT ?2",
        &compared.keys,
    )?;
    let mut likenesses = Vec::new();
    for other in stories::candidates(near.into_iter().filter(|other| *other != article), MOST) {
        let story: Option<Option<i64>> = connection
            .prepare_cached("SELECT story FROM article WHERE article = ?1 AND copy_of IS NULL")?
            .query_row([other], |row| row.get(0))
            .optional()?;
        let Some(story) = story else { continue };
        let Some(others) = recall.features(connection, other)? else { continue };
        recall.look_up_features(connection, &others)?;
        let likeness = stories::likeness(&features, &others, &*recall);
        likenesses.push((story.unwrap_or(other), likeness));
    }
    if let Some(story) = stories::choose(&likenesses) {
        connection
            .prepare_cached(
                "UPDATE article SET story = ?1 WHERE article IN (?1, ?2) OR copy_of = ?1",
            )?
            .execute([story, article])?;
    }
    for &key in &compared.keys {
        connection
            .prepare_cached("INSERT OR IGNORE INTO story_key (key, article) VALUES (?1, ?2)")?
            .execute([key, article])?;
    }
    recall.keep_features(article, features);
    Ok(())
}

fn join_wordings(
    connection: &Connection,
    article: i64,
    worked: Vec<(Wording, Vec<i64>)>,
    compared: &mut Compared,
    recall: &mut Recall,
) -> Result<(), Error> {
    let mut all = Vec::with_capacity(worked.len());
    for (number, (wording, keys)) in worked.into_iter().enumerate() {
        let key = part(article, number);
        let find = "SELECT statement FROM wording_key WHERE key = ?1 LIMIT ?2";
        let near = sharing(connection, find, &keys)?;
        let near = near.into_iter().filter(|other| article_of(*other) != article);
        let mut likenesses = Vec::new();
        for other in wordings::candidates(near, MOST) {
            let all = recall.wordings(connection, article_of(other))?;
            let number = usize::try_from(other - within(article_of(other)).start);
            let one = all.as_ref().zip(number.ok()).and_then(|(all, number)| all.get(number));
            let Some(one) = one else { continue };
            recall.look_up_wordings(connection, &[&wording, one])?;
            let likeness = wordings::likeness(&wording, one, &*recall);
            let group: Option<i64> = connection
                .prepare_cached("SELECT wording FROM statement WHERE statement = ?1")?
                .query_row([other], |row| row.get(0))?;
            likenesses.push((group.unwrap_or(other), likeness));
        }
        if let Some(group) = wordings::choose(&likenesses) {
            connection
                .prepare_cached("UPDATE statement SET wording = ?1 WHERE statement IN (?1, ?2)")?
                .execute([group, key])?;
        }
        for &one in &keys {
            compared.wordings.push((number as i64, one));
            connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO wording_key (key, statement) VALUES (?1, ?2)",
                )?
                .execute([one, key])?;
        }
        all.push(wording);
    }
    recall.keep_wordings(article, all);
    Ok(())
}

fn keep(connection: &Connection, article: i64, compared: &Compared) -> Result<(), Error> {
    let (lines, bands) = (bytes(&compared.lines), bytes(&compared.bands));
    let (keys, terms) = (bytes(&compared.keys), bytes(&compared.terms));
    let pairs: Vec<i64> = compared.wordings.iter().flat_map(|&(n, key)| [n, key]).collect();
    let pairs = bytes(&pairs);
    let sealed = seal_of(compared.scheme, compared.founds, &lines, &bands, &keys, &terms, &pairs);
    connection
        .prepare_cached(
            "INSERT INTO compared (article, scheme, founds, seal, lines, bands, keys, terms, \
             wordings) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            article,
            compared.scheme,
            compared.founds,
            sealed,
            lines,
            bands,
            keys,
            terms,
            pairs
        ])?;
    Ok(())
}

fn seal_of(
    scheme: i64,
    founds: bool,
    lines: &[u8],
    bands: &[u8],
    keys: &[u8],
    terms: &[u8],
    wordings: &[u8],
) -> Vec<u8> {
    let all = [lines, bands, keys, terms, wordings].map(seal::hexadecimal);
    let [lines, bands, keys, terms, wordings] = &all;
    seal::of(&[&scheme.to_string(), &founds.to_string(), lines, bands, keys, terms, wordings])
}

fn bytes(numbers: &[i64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn numbers(bytes: &[u8]) -> Vec<i64> {
    bytes
        .chunks_exact(8)
        .filter_map(|eight| eight.try_into().ok().map(i64::from_le_bytes))
        .collect()
}

/// What an article was compared by, and whether its seal is whole.
fn compared(connection: &Connection, article: i64) -> Result<Option<(Compared, bool)>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT scheme, founds, seal, lines, bands, keys, terms, wordings FROM compared \
         WHERE article = ?1",
    )?;
    let mut rows = find.query([article])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (scheme, founds, sealed): (i64, bool, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let blob = |at: usize| row.get::<_, Vec<u8>>(at);
    let (lines, bands, keys, terms, pairs) = (blob(3)?, blob(4)?, blob(5)?, blob(6)?, blob(7)?);
    let whole = seal_of(scheme, founds, &lines, &bands, &keys, &terms, &pairs) == sealed;
    let compared = Compared {
        scheme,
        founds,
        lines: numbers(&lines),
        bands: numbers(&bands),
        keys: numbers(&keys),
        terms: numbers(&terms),
        wordings: numbers(&pairs).chunks_exact(2).map(|pair| (pair[0], pair[1])).collect(),
    };
    Ok(Some((compared, whole)))
}

/// Takes an article out of every group that it is in. To be called before its rows change.
pub(crate) fn leave(connection: &Connection, article: i64) -> Result<(), Error> {
    if let Some((compared, _)) = compared(connection, article)? {
        forget_keys(connection, article, &compared)?;
    }
    leave_copies(connection, article)?;
    leave_story(connection, article)?;
    leave_wordings(connection, article)
}

fn forget_keys(connection: &Connection, article: i64, compared: &Compared) -> Result<(), Error> {
    for &band in &compared.bands {
        connection
            .prepare_cached("DELETE FROM band WHERE band = ?1 AND article = ?2")?
            .execute([band, article])?;
    }
    for &key in &compared.keys {
        connection
            .prepare_cached("DELETE FROM story_key WHERE key = ?1 AND article = ?2")?
            .execute([key, article])?;
    }
    for &(number, key) in &compared.wordings {
        connection
            .prepare_cached("DELETE FROM wording_key WHERE key = ?1 AND statement = ?2")?
            .execute([key, (article << crate::keys::WITHIN_ARTICLE) + number])?;
    }
    if compared.founds {
        for &line in &compared.lines {
            connection
                .prepare_cached("UPDATE line SET reports = reports - 1 WHERE line = ?1")?
                .execute([line])?;
            connection
                .prepare_cached("DELETE FROM line WHERE line = ?1 AND reports < 1")?
                .execute([line])?;
        }
        for &term in compared.terms.iter().chain(&[REPORTS]) {
            connection
                .prepare_cached("UPDATE term SET reports = reports - 1 WHERE term = ?1")?
                .execute([term])?;
            connection
                .prepare_cached("DELETE FROM term WHERE term = ?1 AND reports < 1")?
                .execute([term])?;
        }
    }
    connection.prepare_cached("DELETE FROM compared WHERE article = ?1")?.execute([article])?;
    Ok(())
}

fn leave_copies(connection: &Connection, article: i64) -> Result<(), Error> {
    let first = root_of(connection, article)?;
    let range = within(article);
    connection
        .prepare_cached(
            "UPDATE statement SET copied = 0 \
             WHERE statement >= ?1 AND statement < ?2 AND copied = 1",
        )?
        .execute([range.start, range.end])?;
    connection
        .prepare_cached(
            "UPDATE event SET copied = 0 WHERE event >= ?1 AND event < ?2 AND copied = 1",
        )?
        .execute([range.start, range.end])?;
    if first != article {
        connection
            .prepare_cached("UPDATE article SET copy_of = NULL WHERE article = ?1")?
            .execute([article])?;
        return mark_copied(connection, first);
    }
    let next: Option<i64> = connection
        .prepare_cached("SELECT min(article) FROM article WHERE copy_of = ?1")?
        .query_row([article], |row| row.get(0))?;
    let Some(next) = next else { return Ok(()) };
    connection
        .prepare_cached("UPDATE article SET copy_of = ?2 WHERE copy_of = ?1 AND article <> ?2")?
        .execute([article, next])?;
    connection
        .prepare_cached("UPDATE article SET copy_of = NULL WHERE article = ?1")?
        .execute([next])?;
    mark_copied(connection, next)?;
    // It founds a group now: it is compared once more, with its lines and its story.
    if let Some((compared, _)) = compared(connection, next)? {
        forget_keys(connection, next, &compared)?;
    }
    leave_wordings(connection, next)?;
    wait(connection, next)
}

fn leave_story(connection: &Connection, article: i64) -> Result<(), Error> {
    let story: Option<i64> = connection
        .prepare_cached("SELECT story FROM article WHERE article = ?1")?
        .query_row([article], |row| row.get(0))?;
    let Some(story) = story else { return Ok(()) };
    connection
        .prepare_cached("UPDATE article SET story = NULL WHERE article = ?1")?
        .execute([article])?;
    let (count, first): (i64, Option<i64>) = connection
        .prepare_cached("SELECT count(*), min(article) FROM article WHERE story = ?1")?
        .query_row([story], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let named = if count < 2 { None } else { first };
    if count < 2 || story == article {
        connection
            .prepare_cached("UPDATE article SET story = ?2 WHERE story = ?1")?
            .execute(params![story, named])?;
    }
    Ok(())
}

fn leave_wordings(connection: &Connection, article: i64) -> Result<(), Error> {
    let range = within(article);
    let groups: BTreeMap<i64, i64> = connection
        .prepare_cached(
            "SELECT wording, count(*) FROM statement \
             WHERE statement >= ?1 AND statement < ?2 AND wording IS NOT NULL GROUP BY wording",
        )?
        .query_map([range.start, range.end], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    connection
        .prepare_cached(
            "UPDATE statement SET wording = NULL \
             WHERE statement >= ?1 AND statement < ?2 AND wording IS NOT NULL",
        )?
        .execute([range.start, range.end])?;
    for group in groups.into_keys() {
        let (count, first): (i64, Option<i64>) = connection
            .prepare_cached("SELECT count(*), min(statement) FROM statement WHERE wording = ?1")?
            .query_row([group], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let named = if count < 2 { None } else { first };
        if count < 2 || article_of(group) == article {
            connection
                .prepare_cached("UPDATE statement SET wording = ?2 WHERE wording = ?1")?
                .execute(params![group, named])?;
        }
    }
    Ok(())
}

/// That what articles were compared by is what was written, and that the tables say the same.
pub(crate) fn verify(connection: &Connection, faults: &mut Faults) -> Result<(), Error> {
    let mut counted = [0_i64; 3];
    let mut lines: BTreeMap<i64, i64> = BTreeMap::new();
    let mut terms: BTreeMap<i64, i64> = BTreeMap::new();
    let mut list = connection.prepare("SELECT article FROM compared ORDER BY article")?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        let article: i64 = row.get(0)?;
        let Some((compared, whole)) = compared(connection, article)? else { continue };
        let mut all_there = true;
        for (at, find, keys) in [
            (0, "SELECT count(*) FROM band WHERE band = ?1 AND article = ?2", &compared.bands),
            (1, "SELECT count(*) FROM story_key WHERE key = ?1 AND article = ?2", &compared.keys),
        ] {
            let mut find = connection.prepare_cached(find)?;
            for &key in keys {
                let there: i64 = find.query_row([key, article], |row| row.get(0))?;
                all_there &= there == 1;
                counted[at] += 1;
            }
        }
        let mut find = connection
            .prepare_cached("SELECT count(*) FROM wording_key WHERE key = ?1 AND statement = ?2")?;
        for &(number, key) in &compared.wordings {
            let statement = (article << crate::keys::WITHIN_ARTICLE) + number;
            let there: i64 = find.query_row([key, statement], |row| row.get(0))?;
            all_there &= there == 1;
            counted[2] += 1;
        }
        if compared.founds {
            for &line in &compared.lines {
                *lines.entry(line).or_default() += 1;
            }
            for &term in compared.terms.iter().chain(&[REPORTS]) {
                *terms.entry(term).or_default() += 1;
            }
        }
        if !whole || !all_there {
            faults.push((format!("article {article}"), "what it is compared by is damaged".into()));
        }
    }
    for (table, counted) in ["band", "story_key", "wording_key"].into_iter().zip(counted) {
        let count: i64 =
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        if count != counted {
            let what = format!("it has {count} rows, and articles make {counted}");
            faults.push((table.to_owned(), what));
        }
    }
    for (table, list, expected) in [
        ("line", "SELECT line, reports FROM line", lines),
        ("term", "SELECT term, reports FROM term", terms),
    ] {
        let mut list = connection.prepare(list)?;
        let found: BTreeMap<i64, i64> =
            list.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        if found != expected {
            faults.push((table.to_owned(), "it counts otherwise than its articles".to_owned()));
        }
    }
    groups(connection, faults)
}

/// That every group has a first member that is there and is its first.
fn groups(connection: &Connection, faults: &mut Faults) -> Result<(), Error> {
    for (what, count) in [
        (
            "an article is the copy of one that is a copy itself, or comes after it",
            "SELECT count(*) FROM article AS a JOIN article AS f ON f.article = a.copy_of \
             WHERE f.copy_of IS NOT NULL OR f.article >= a.article",
        ),
        (
            "a story is named after an article that is not in it",
            "SELECT count(*) FROM article AS a LEFT JOIN article AS f ON f.article = a.story \
             WHERE a.story IS NOT NULL AND f.story IS NOT a.story",
        ),
        (
            "a group of wordings is named after a statement that is not in it",
            "SELECT count(*) FROM statement AS s LEFT JOIN statement AS f \
             ON f.statement = s.wording WHERE s.wording IS NOT NULL AND f.wording IS NOT s.wording",
        ),
        (
            "a statement is marked as copied, and its article is no copy",
            "SELECT count(*) FROM statement JOIN article ON article.article = statement >> 18 \
             WHERE copied <> 0 AND (copy_of IS NULL OR copied <> 1)",
        ),
    ] {
        let count: i64 = connection.query_row(count, [], |row| row.get(0))?;
        if count > 0 {
            faults.push(("groups".to_owned(), what.to_owned()));
        }
    }
    Ok(())
}
