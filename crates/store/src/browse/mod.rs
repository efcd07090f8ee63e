//! What pages ask of a record beside what [`Store::find`] answers: how much there is, who is quoted,
//! what an actor is, who acts towards whom, where, and when.
//!
//! Everything here is bounded: it looks at the newest so many of what fits and says whether there were
//! more, so that a page of a large record costs what a page of a small one costs. [`Store::bounded`]
//! ends what takes too long all the same.

mod actors;
mod faces;
mod links;
mod summary;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::Date;

pub use actors::{Office, Profile, Related};
pub use faces::{Course, Face, Facet, Overview, Point};
pub use links::{Link, Links, Spot, Spots};
pub use summary::{Quoted, Summary};

use crate::{Access, Error, Store, keys};

/// How many steps of SQLite's machine lie between two looks at the clock.
const STEPS: i32 = 10_000;
/// How much of the file a reader of pages keeps in memory, in KiB: there are several, and the system
/// keeps the file in memory as well.
const CACHE: u32 = 8 * 1024;
/// How many bits of a key number what belongs to one day.
const WITHIN_DAY: u32 = 24 + keys::WITHIN_ARTICLE;

impl Store {
    /// Opens a file to be read by one of several readers, each with little memory.
    ///
    /// # Errors
    ///
    /// As [`Store::open`].
    pub fn open_reader(path: &std::path::Path) -> Result<Store, Error> {
        let store = Store::open(path, Access::Read)?;
        store.connection.execute_batch(&format!("PRAGMA cache_size = -{CACHE}"))?;
        Ok(store)
    }

    /// Does something that must not take longer than this: then questions end with [`Error::Slow`].
    ///
    /// # Errors
    ///
    /// What the work gives.
    pub fn bounded<T, E: From<Error>>(
        &mut self,
        time: Duration,
        work: impl FnOnce(&Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let deadline = Instant::now() + time;
        self.until(move || Instant::now() >= deadline, work)
    }

    /// Does something that must not go on once something is so: then questions end with
    /// [`Error::Slow`].
    ///
    /// # Errors
    ///
    /// What the work gives.
    pub fn until<T, E: From<Error>>(
        &mut self,
        over: impl Fn() -> bool + Send + Sync + 'static,
        work: impl FnOnce(&Store) -> Result<T, E>,
    ) -> Result<T, E> {
        // What is quick may be done before the first look; what has no time is not begun.
        if over() {
            return Err(Error::Slow.into());
        }
        let over = Arc::new(over);
        let look = Arc::clone(&over);
        self.connection.progress_handler(STEPS, Some(move || look())).map_err(Error::from)?;
        self.over = Over(Some(over));
        let done = work(self);
        self.over = Over(None);
        self.connection.progress_handler(0, None::<fn() -> bool>).map_err(Error::from)?;
        done
    }
}

/// What tells that a question has gone on for too long.
#[derive(Clone, Default)]
pub(crate) struct Over(Option<Arc<dyn Fn() -> bool + Send + Sync>>);

impl Over {
    /// Whether it has; for what is many short questions, which SQLite's machine never counts together.
    pub fn is_so(&self) -> bool {
        self.0.as_ref().is_some_and(|over| over())
    }
}

impl fmt::Debug for Over {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Over").field(&self.0.is_some()).finish()
    }
}

/// The date of a day as keys count them; `None` for day 0, which stands for no date.
pub fn date_of(day: i64) -> Option<Date> {
    if day <= 0 {
        return None;
    }
    let first = Date::new(0, 3, 1).ok()?;
    first.checked_add(jiff::Span::new().try_days(day).ok()?).ok()
}

/// The day of the key of a statement or event.
fn day_of_part(key: i64) -> i64 {
    key >> WITHIN_DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_days_agree() {
        assert_eq!(date_of(0), None);
        for (year, month, day) in [(1970, 1, 1), (2024, 2, 29), (2024, 3, 1), (1899, 12, 31)] {
            let number = keys::day(i64::from(year), i64::from(month), i64::from(day));
            assert_eq!(date_of(number), Date::new(year, month as i8, day as i8).ok());
        }
        assert_eq!(date_of(i64::MAX), None);
    }
}
