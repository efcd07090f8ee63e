//! The tables, the views that users may rely on, and how files of earlier versions are brought to
//! them.
//!
//! A file says in its header whose it is (`application_id`) and of which version (`user_version`).
//! Each step from one version to the next is one transaction: a file is of one version or of the next,
//! whenever the power fails.

use rusqlite::Connection;

use crate::Error;

/// `ONRC`: what `application_id` is in our files.
pub const APPLICATION: i64 = 0x4f4e_5243;

/// The version of the schema that this program writes.
pub const VERSION: i64 = MIGRATIONS.len() as i64;

/// Brings a file from one version to the next.
pub type Migration = fn(&Connection) -> Result<(), Error>;

/// All steps: the first makes an empty file one of version 1. Steps are never changed once they were
/// released; what changes is a step more.
pub const MIGRATIONS: &[Migration] = &[first, second];

const TABLES: &str = include_str!("tables.sql");
const VIEWS: &str = include_str!("views.sql");

fn first(connection: &Connection) -> Result<(), Error> {
    connection.execute_batch(TABLES)?;
    Ok(())
}

/// Views alone: the version of an article whose address names a place in its page.
fn second(_: &Connection) -> Result<(), Error> {
    Ok(())
}

/// The version of an open file.
pub fn version(connection: &Connection) -> Result<i64, Error> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Refuses what is none of our files, or one of a version that this program does not know.
pub fn is_ours(connection: &Connection) -> Result<(), Error> {
    let application: i64 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let found = version(connection)?;
    // Somebody has begun it and was stopped before the first commit.
    let things: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if things == 0 && application == 0 && found == 0 {
        return Ok(());
    }
    if application != APPLICATION {
        return Err(Error::NotARecord("it is a database, but of another program"));
    }
    if found > VERSION {
        return Err(Error::Newer { found, known: VERSION });
    }
    Ok(())
}

/// Brings a file to the last of the given versions, step by step, each whole or not at all.
pub fn migrate(connection: &Connection, migrations: &[Migration]) -> Result<(), Error> {
    let newest = migrations.len() as i64;
    while version(connection)? < newest {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let done = step(connection, migrations).and_then(|()| {
            connection.execute_batch("COMMIT")?;
            Ok(())
        });
        if let Err(error) = done {
            // The first error is the one to tell.
            let _ = connection.execute_batch("ROLLBACK");
            return Err(error);
        }
    }
    Ok(())
}

/// One step, within a transaction. Another process may have taken it in the meantime.
fn step(connection: &Connection, migrations: &[Migration]) -> Result<(), Error> {
    let before = version(connection)?;
    let Some(migration) = usize::try_from(before).ok().and_then(|at| migrations.get(at)) else {
        return Ok(());
    };
    let views: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'view'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for view in views {
        connection.execute_batch(&format!("DROP VIEW \"{}\"", view.replace('"', "\"\"")))?;
    }
    migration(connection)?;
    connection.execute_batch(VIEWS)?;
    connection.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {};",
        before + 1
    ))?;
    Ok(())
}

/// Everything that the schema of a file of this version consists of, as (name, definition), sorted.
pub fn definitions(connection: &Connection) -> Result<Vec<(String, String)>, Error> {
    let mut all: Vec<(String, String)> = connection
        .prepare("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    all.sort();
    Ok(all)
}

/// What they are in a file that was just made.
pub fn expected_definitions() -> Result<Vec<(String, String)>, Error> {
    let connection = Connection::open_in_memory()?;
    migrate(&connection, MIGRATIONS)?;
    definitions(&connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mood(connection: &Connection) -> Result<(), Error> {
        connection.execute_batch(
            "ALTER TABLE article ADD COLUMN mood TEXT;
             UPDATE article SET mood = 'grey';
             CREATE VIEW moods AS SELECT article, mood FROM article;",
        )?;
        Ok(())
    }

    fn broken(connection: &Connection) -> Result<(), Error> {
        connection.execute_batch("DROP TABLE audit; CREATE TABLE audit (x); SELECT nonsense;")?;
        Ok(())
    }

    #[test]
    fn steps_are_taken_in_order_and_once() {
        let connection = Connection::open_in_memory().unwrap();
        migrate(&connection, &[first]).unwrap();
        assert_eq!(version(&connection).unwrap(), 1);
        connection
            .execute_batch(
                "INSERT INTO maker (program) VALUES ('x');
                 INSERT INTO article (article, hash, byline, maker, added)
                   VALUES (1, x'00', '[]', 1, '2024-01-01');",
            )
            .unwrap();
        for _ in 0..2 {
            migrate(&connection, &[first, mood]).unwrap();
            assert_eq!(version(&connection).unwrap(), 2);
            let mood: String =
                connection.query_row("SELECT mood FROM moods", [], |row| row.get(0)).unwrap();
            assert_eq!(mood, "grey");
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it() {
        let connection = Connection::open_in_memory().unwrap();
        migrate(&connection, &[first]).unwrap();
        let before = definitions(&connection).unwrap();
        assert!(migrate(&connection, &[first, broken]).is_err());
        assert_eq!(version(&connection).unwrap(), 1);
        assert_eq!(definitions(&connection).unwrap(), before);
        assert!(connection.is_autocommit());
    }

    #[test]
    fn every_view_can_be_read_and_says_what_it_is() {
        let connection = Connection::open_in_memory().unwrap();
        migrate(&connection, MIGRATIONS).unwrap();
        for view in
            ["articles", "statements", "events", "actors", "mentions", "stories", "wordings"]
        {
            connection.prepare(&format!("SELECT * FROM {view}")).unwrap();
            let sql: String = connection
                .query_row("SELECT sql FROM sqlite_schema WHERE name = ?1", [view], |row| {
                    row.get(0)
                })
                .unwrap();
            assert!(sql.contains("-- One row for each"), "{view}");
        }
    }
}
