//! Wiping what deleting leaves behind.
//!
//! SQLite overwrites a row that it deletes, but copies of rows stay in the gaps of pages that were
//! rearranged, and the full text index keeps the beginnings of words by which it finds its pages. So
//! the index is made anew from what is there, the file is written anew, and the log is emptied. That
//! takes as long as the file is large, and may be stopped at any moment: a mark in the file says that
//! it is to be done yet.

use rusqlite::{Connection, params};

use crate::{Error, Store};

/// The row of `forgotten` that is no tombstone but says how far wiping is.
const MARK: &[u8] = &[0];
/// Nothing is wiped, or was before more was forgotten.
const EVERYWHERE: &str = "traces";
/// Somebody is at it, or was stopped.
const WIPING: &str = "wiping";
/// Only the log has old pages.
const IN_THE_LOG: &str = "log";

/// Says that traces remain.
pub(super) fn remain(connection: &Connection) -> Result<(), Error> {
    connection.execute(
        "INSERT OR REPLACE INTO forgotten (hash, what) VALUES (?1, ?2)",
        params![MARK, EVERYWHERE],
    )?;
    Ok(())
}

impl Store {
    /// Wipes the traces of what was forgotten, where that is to be done yet: somebody may have been
    /// stopped in the middle of it. `false` when they are in the log yet, for somebody reads an older
    /// state from it.
    ///
    /// # Errors
    ///
    /// When the file cannot be written or there is no room to write it anew; what was forgotten stays
    /// so, and this is to be done again.
    pub fn finish_forgetting(&mut self) -> Result<bool, Error> {
        if remaining(&self.connection)?.is_some_and(|left| left != IN_THE_LOG) {
            self.transaction(|connection| {
                advance(connection, None, WIPING)?;
                for table in ["text_words", "statement_words", "event_words", "name_words"] {
                    connection.execute_batch(&format!(
                        "INSERT INTO {table} ({table}) VALUES ('rebuild')"
                    ))?;
                }
                Ok(())
            })?;
            // The copy that is made on the way may be larger than memory.
            let anew = self.connection.execute_batch("PRAGMA temp_store = FILE; VACUUM");
            self.connection.execute_batch("PRAGMA temp_store = MEMORY")?;
            anew?;
            advance(&self.connection, Some(WIPING), IN_THE_LOG)?;
        }
        if remaining(&self.connection)?.is_none() {
            return Ok(true);
        }
        if !self.empty_log()? {
            return Ok(false);
        }
        self.connection.execute(
            "DELETE FROM forgotten WHERE hash = ?1 AND what = ?2",
            params![MARK, IN_THE_LOG],
        )?;
        Ok(true)
    }
}

/// Says how far wiping is, unless somebody has said otherwise since.
fn advance(connection: &Connection, from: Option<&str>, to: &str) -> Result<(), Error> {
    connection.execute(
        "UPDATE forgotten SET what = ?2 WHERE hash = ?1 AND what = coalesce(?3, what)",
        params![MARK, to, from],
    )?;
    Ok(())
}

/// How far wiping is, where it is not done.
fn remaining(connection: &Connection) -> Result<Option<String>, Error> {
    let mut find = connection.prepare("SELECT what FROM forgotten WHERE hash = ?1")?;
    Ok(find.query_map([MARK], |row| row.get(0))?.next().transpose()?)
}
