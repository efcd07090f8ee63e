//! Copies of the whole file, taken while others read and write it, and looked at before they count.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};

use crate::verify::{Verified, verify};
use crate::{Access, Error, Store, schema};

/// How many pages are copied between two words about it.
const PAGES: i32 = 4_096;

impl Store {
    /// Copies the file as it is at this moment to `to`, and looks at the copy as `verify` does. `done`
    /// hears how many pages of how many are copied.
    ///
    /// # Errors
    ///
    /// When `to` exists, cannot be written, or the copy is not sound; then there is none.
    pub fn backup(&self, to: &Path, mut done: impl FnMut(u64, u64)) -> Result<Verified, Error> {
        if to.exists() {
            return Err(Error::asked(
                format!("{} exists already", to.display()),
                "give another name, or move it away first",
            ));
        }
        let unfinished = beside(to, "unfinished");
        remove(&unfinished)?;
        let copied = self.copy_to(&unfinished, &mut done).and_then(|()| {
            let verified = verify(&unfinished, |_| ())?;
            match verified.faults.first() {
                Some(fault) => Err(Error::Damaged(format!("{}: {}", fault.place, fault.what))),
                None => Ok(verified),
            }
        });
        match copied {
            Ok(verified) => {
                fs::rename(&unfinished, to)?;
                Ok(verified)
            }
            Err(error) => {
                remove(&unfinished)?;
                Err(error)
            }
        }
    }

    fn copy_to(&self, to: &Path, done: &mut dyn FnMut(u64, u64)) -> Result<(), Error> {
        let mut copy = rusqlite::Connection::open(to)?;
        copy.execute_batch("PRAGMA synchronous = FULL;")?;
        {
            // One state of the file, whatever is added meanwhile.
            let snapshot = self.connection.unchecked_transaction()?;
            snapshot.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            steps(&Backup::new(&snapshot, &mut copy)?, done)?;
        }
        // The log is gone with the last connection, so that the copy is one file.
        copy.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        copy.close().map_err(|(_, error)| error)?;
        fs::File::open(to)?.sync_all()?;
        Ok(())
    }
}

/// What putting back gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What was looked at in the backup.
    pub verified: Verified,
    /// How many articles of the backup had something that was forgotten since, and have it no more.
    pub buried: usize,
    /// Whether there was a record that could tell what was forgotten since. Where there was none, what
    /// the backup has is there.
    pub told: bool,
}

/// Puts a backup in the place of a record. Where there is one already, `replace` says whether it may
/// go; what was forgotten in it stays forgotten, whatever the backup has of it.
///
/// # Errors
///
/// When the backup is not sound, or the place is taken; then everything is as before.
pub fn restore(
    from: &Path,
    to: &Path,
    replace: bool,
    mut done: impl FnMut(u64, u64),
) -> Result<Restored, Error> {
    let verified = verify(from, |_| ())?;
    if let Some(fault) = verified.faults.first() {
        return Err(Error::Damaged(format!("{}: {}", fault.place, fault.what)));
    }
    let backup = Store::open(from, Access::Read)?;
    let buried = match Store::open(to, Access::Read) {
        Err(Error::Missing) => None,
        _ if !replace => {
            return Err(Error::asked(
                format!("{} exists already", to.display()),
                "give --replace to lose what is in it, or another name with --db",
            ));
        }
        Ok(old) => match old.buried() {
            Ok(buried) => Some(buried),
            // Its first page can be read, and these cannot.
            Err(error) if error.is_damage() => None,
            Err(error) => return Err(error),
        },
        // What is damaged beyond reading gives way.
        Err(error) if error.is_damage() => {
            remove(to)?;
            None
        }
        Err(error) => return Err(error),
    };
    let told = buried.is_some();
    let Some((tombstones, lines)) =
        buried.filter(|(tombstones, lines)| !(tombstones.is_empty() && lines.is_empty()))
    else {
        put(&backup, to, &mut done)?;
        return Ok(Restored { verified, buried: 0, told });
    };
    // Forgotten first and put in place then: whoever stops it between the two leaves the record as it
    // was, and not one that has the words and has lost the tombstones.
    let unfinished = beside(to, "unfinished");
    remove(&unfinished)?;
    let restored = put(&backup, &unfinished, &mut done).and_then(|()| {
        let mut copy = Store::open(&unfinished, Access::Write)?;
        let buried = copy.bury(&tombstones, &lines)?;
        put(&copy, to, &mut done)?;
        Ok(Restored { verified, buried, told })
    });
    remove(&unfinished)?;
    restored
}

/// Makes `to` what `from` is, in one transaction.
fn put(from: &Store, to: &Path, done: &mut dyn FnMut(u64, u64)) -> Result<(), Error> {
    {
        let mut place = rusqlite::Connection::open(to)?;
        place.busy_timeout(std::time::Duration::from_secs(60))?;
        place.execute_batch("PRAGMA synchronous = FULL;")?;
        steps(&Backup::new(&from.connection, &mut place)?, done)?;
    }
    let restored = Store::open(to, Access::Write)?;
    schema::is_ours(&restored.connection)?;
    // Pages of what was there before.
    restored.empty_log()?;
    Ok(())
}

fn steps(backup: &Backup<'_, '_>, done: &mut dyn FnMut(u64, u64)) -> Result<(), Error> {
    loop {
        match backup.step(PAGES)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {
                let progress = backup.progress();
                let (all, left) =
                    (u64::try_from(progress.pagecount), u64::try_from(progress.remaining));
                let (all, left) = (all.unwrap_or(0), left.unwrap_or(0));
                done(all.saturating_sub(left), all);
            }
            // Busy or locked: SQLite has waited as long as it was told to.
            _ => return Err(Error::Busy),
        }
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{ending}"));
    path.with_file_name(name)
}

fn log(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), Error> {
    for part in [path.to_owned(), log(path, "-wal"), log(path, "-shm")] {
        match fs::remove_file(&part) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
