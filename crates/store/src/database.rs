//! Opening the file: what it must be before anything is done with it, and how SQLite is told to treat
//! it.
//!
//! A commit is on the disk when it returns (`synchronous=FULL` on a write-ahead log), deleted content
//! is overwritten (`secure_delete`), and nothing that a file brings along is trusted: it may have been
//! written by others.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::browse::Over;
use crate::grouping::Recall;
use crate::{Error, schema};

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To write; made where there is none.
    Create,
    /// To write; it must exist.
    Write,
    /// To read; it must exist.
    Read,
}

/// An open record.
///
/// As many may be open on one file, in one process or several, as there are threads: readers see
/// whole commits and wait for nobody, writers wait for each other.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    path: PathBuf,
    /// What comparing has at hand.
    pub(crate) recall: Recall,
    /// What tells that a question has gone on for too long; see [`Store::until`].
    pub(crate) over: Over,
}

/// The first words of any SQLite database.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// The version that mended the write-ahead log's reset.
const OLDEST_SQLITE: i32 = 3_051_003;
/// How long one waits for another process that writes.
const PATIENCE: Duration = Duration::from_secs(60);

impl Store {
    /// Opens a file.
    ///
    /// A file of an older schema is brought to this program's.
    ///
    /// # Errors
    ///
    /// When there is none, or it is none of ours, newer than the program or damaged.
    pub fn open(path: &Path, access: Access) -> Result<Store, Error> {
        let store = Store::open_as_it_is(path, access)?;
        let found = schema::version(&store.connection)?;
        match access {
            Access::Read if found < schema::VERSION => {
                // Only a writer can bring it up to date.
                drop(store);
                drop(Store::open(path, Access::Write)?);
                Store::open_as_it_is(path, access)
            }
            Access::Read => Ok(store),
            Access::Create | Access::Write => {
                schema::migrate(&store.connection, schema::MIGRATIONS)?;
                Ok(store)
            }
        }
    }

    /// Opens a file without bringing it to this program's schema.
    fn open_as_it_is(path: &Path, access: Access) -> Result<Store, Error> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(Error::OldSqlite(rusqlite::version()));
        }
        let empty = look(path, access)?;
        let flags = match access {
            Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        let connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        // SQLite opens what is protected to be read, and says so at the first write.
        if access != Access::Read && connection.is_readonly("main")? {
            return Err(Error::Access("the file is protected: it can be read alone".to_owned()));
        }
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(128);
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.execute_batch(
            "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;",
        )?;
        if !empty {
            schema::is_ours(&connection)?;
        }
        if access == Access::Read {
            connection.execute_batch("PRAGMA query_only = ON;")?;
        } else {
            write_ahead(&connection)?;
        }
        Ok(Store {
            connection,
            path: path.to_owned(),
            recall: Recall::default(),
            over: Over::default(),
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves everything from the write-ahead log to the file and empties the log, so that nothing of
    /// what was deleted is left in it. `false` when somebody still reads an older state from it.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub fn empty_log(&self) -> Result<bool, Error> {
        let busy: i64 =
            self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == 0)
    }

    /// The largest size that the file may grow to, in bytes; for tests of what a full disk does.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    #[doc(hidden)]
    pub fn limit_size(&self, bytes: u64) -> Result<(), Error> {
        let page: u64 = self.connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        let pages = (bytes / page).max(1);
        let set = format!("PRAGMA max_page_count = {pages}");
        self.connection.query_row(&set, [], |_| Ok(()))?;
        Ok(())
    }

    /// Does something in one transaction: all of it is kept, or nothing.
    pub(crate) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

/// Whether there is a file with nothing in it or none at all. What is no database is refused here,
/// before SQLite touches it.
fn look(path: &Path, access: Access) -> Result<bool, Error> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return if access == Access::Create { Ok(true) } else { Err(Error::Missing) };
        }
        Err(error) => return Err(Error::Access(error.to_string())),
    };
    if file.metadata()?.is_dir() {
        return Err(Error::NotARecord("it is a folder"));
    }
    let mut first = Vec::new();
    (&mut file).take(MAGIC.len() as u64).read_to_end(&mut first)?;
    match first.as_slice() {
        [] if access == Access::Create => Ok(true),
        [] => Err(Error::Missing),
        first if first == MAGIC => Ok(false),
        _ => Err(Error::NotARecord("it is no SQLite database, or its first bytes are damaged")),
    }
}

/// Settings for whoever writes.
fn write_ahead(connection: &Connection) -> Result<(), Error> {
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode != "wal" {
        // Of a new file: texts are longer than the usual page, and half of each would stay empty.
        connection.execute_batch("PRAGMA page_size = 8192;")?;
        // A moment in which nobody else may use the file; two processes that begin a file at the
        // same time meet here.
        let mode: String =
            connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if mode != "wal" {
            return Err(Error::Access(format!("no write-ahead log is possible here ({mode})")));
        }
    }
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; \
         PRAGMA wal_autocheckpoint = 4000;",
    )?;
    connection.query_row("PRAGMA journal_size_limit = 67108864", [], |_| Ok(()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_sqlite_has_the_mended_log() {
        assert!(rusqlite::version_number() >= OLDEST_SQLITE, "{}", rusqlite::version());
    }

    #[test]
    fn settings_are_those_that_are_promised() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("record.db"), Access::Create).unwrap();
        let setting = |name: &str| -> String {
            let ask = format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}");
            store.connection.query_row(&ask, [], |row| row.get(0)).unwrap()
        };
        assert_eq!(setting("journal_mode"), "wal");
        assert_eq!(setting("synchronous"), "2");
        assert_eq!(setting("foreign_keys"), "1");
        assert_eq!(setting("secure_delete"), "1");
        for table in ["text_words", "statement_words", "event_words", "name_words"] {
            let ask = format!("SELECT v FROM {table}_config WHERE k = 'secure-delete'");
            let on: i64 = store.connection.query_row(&ask, [], |row| row.get(0)).unwrap();
            assert_eq!(on, 1, "{table}");
        }
    }
}
