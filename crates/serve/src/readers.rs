//! Readers of the file: a few connections, each used by one question at a time.
//!
//! SQLite blocks the thread that asks it, so questions run on threads that may block; how many is
//! bounded by the number of connections, and how many wait for one by the guard's queue.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use onrecord_store::{Error, Store};
use tokio::sync::Semaphore;

use crate::problem::Problem;

/// The readers.
pub struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Store>>,
    turns: Arc<Semaphore>,
    time: Duration,
}

impl Readers {
    /// Opens one reader, to see whether the file can be read; the others open when they are needed.
    ///
    /// # Errors
    ///
    /// When it cannot.
    pub fn open(path: PathBuf, count: usize, time: Duration) -> Result<Readers, Error> {
        let first = Store::open_reader(&path)?;
        Ok(Readers {
            path,
            idle: Mutex::new(vec![first]),
            turns: Arc::new(Semaphore::new(count.max(1))),
            time,
        })
    }

    /// Answers one question.
    ///
    /// # Errors
    ///
    /// What the question gives, and when it takes too long.
    pub async fn ask<T: Send + 'static>(
        self: &Arc<Readers>,
        question: impl FnOnce(&Store) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = Arc::clone(&self.turns).acquire_owned();
        let Ok(Ok(turn)) = tokio::time::timeout(self.time, turn).await else {
            return Err(Problem::busy());
        };
        let readers = Arc::clone(self);
        let answer = tokio::task::spawn_blocking(move || {
            // Whoever no longer waits has not ended the work; the place is free when the work is over.
            let _turn = turn;
            let idle = readers.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut store = match idle {
                Some(store) => store,
                None => Store::open_reader(&readers.path)?,
            };
            let answer = store.bounded(readers.time, question);
            readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(store);
            answer
        });
        answer.await.unwrap_or_else(|_| Err(Problem::bug()))
    }
}
