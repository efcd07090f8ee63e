//! What all requests share.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use onrecord_store::{Access, Error, Store, Summary};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::guard::Inside;
use crate::problem::Problem;
use crate::readers::Readers;
use crate::settings::Settings;

/// What all requests share.
pub struct Site {
    /// What was decided when it was started.
    pub settings: Settings,
    /// The readers of the file.
    pub readers: Arc<Readers>,
    /// How many requests are in.
    pub inside: Inside,
    /// Who may read text: one at a time for each core, few waiting.
    pub reading: Arc<Semaphore>,
    /// Who waits to read text.
    pub waiting: Arc<Semaphore>,
    /// Who is sent all that a view lists.
    pub downloading: Arc<Semaphore>,
    /// Who may write: one at a time, as SQLite has it.
    writing: Arc<Semaphore>,
    summary: Mutex<Option<(Instant, Duration, Arc<Summary>)>>,
}

/// How many texts are read at a time, and how many more may wait.
const READING: usize = 2;
const WAITING: usize = 16;
/// How many downloads and how many who write are in work at a time.
const DOWNLOADING: usize = 2;
const WRITING: usize = 1;
/// Threads for what the runtime itself does on threads that may block, which is to look names up.
const OWN: usize = 1;

/// How many threads may block: one for each who may be in work, so that no sort of work takes those
/// of another.
pub const fn threads(settings: &Settings) -> usize {
    let readers = if settings.readers == 0 { 1 } else { settings.readers };
    readers + READING + DOWNLOADING + WRITING + OWN
}

/// A summary is made anew when it is this old, or so many times as old as making it took.
const FRESH: Duration = Duration::from_millis(500);
const WORTH: u32 = 50;

impl Site {
    /// Opens the file.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn open(settings: Settings) -> Result<Site, Error> {
        let readers = Readers::open(settings.database.clone(), settings.readers, settings.time)?;
        Ok(Site {
            settings,
            readers: Arc::new(readers),
            inside: Inside::default(),
            reading: Arc::new(Semaphore::new(READING)),
            waiting: Arc::new(Semaphore::new(READING + WAITING)),
            downloading: Arc::new(Semaphore::new(DOWNLOADING)),
            writing: Arc::new(Semaphore::new(WRITING)),
            summary: Mutex::new(None),
        })
    }

    /// What the record holds, as it was a moment ago. Counting a large record takes a while, so this
    /// is not done for each page.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub async fn summary(self: &Arc<Site>) -> Result<Arc<Summary>, Problem> {
        let known = self.summary.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some((made, cost, summary)) = known else { return self.count().await };
        if made.elapsed() > FRESH.max(cost * WORTH) {
            // Others get the old one until the new one is there.
            self.keep(cost, Arc::clone(&summary));
            if cost < FRESH / 10 {
                return self.count().await;
            }
            let site = Arc::clone(self);
            tokio::spawn(async move { site.count().await });
        }
        Ok(summary)
    }

    async fn count(&self) -> Result<Arc<Summary>, Problem> {
        let (cost, summary) = self
            .readers
            .ask(|store| {
                let begun = Instant::now();
                let summary = store.summary()?;
                Ok((begun.elapsed(), Arc::new(summary)))
            })
            .await?;
        self.keep(cost, Arc::clone(&summary));
        Ok(summary)
    }

    fn keep(&self, cost: Duration, summary: Arc<Summary>) {
        let now = Instant::now();
        *self.summary.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, cost, summary));
    }

    /// Does something that writes, on a thread that may block.
    ///
    /// # Errors
    ///
    /// What the work gives, and when the file cannot be written.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let path = self.settings.database.clone();
        let turn = Arc::clone(&self.writing).acquire_owned();
        let Ok(Ok(turn)) = tokio::time::timeout(self.settings.time, turn).await else {
            return Err(Problem::busy());
        };
        let done = tokio::task::spawn_blocking(move || {
            // Whoever no longer waits has not ended the work; the place is free when the work is over.
            let _turn = turn;
            work(&mut Store::open(&path, Access::Write)?)
        });
        done.await.unwrap_or_else(|_| Err(Problem::bug()))
    }

    /// Whether this is the token.
    pub fn is_token(&self, given: &str) -> bool {
        self.settings.token.as_deref().is_some_and(|token| same(given, token))
    }

    /// Whether this is what a browser keeps once it has shown the token.
    pub fn is_pass(&self, given: &str) -> bool {
        self.pass().is_some_and(|pass| same(given, &pass))
    }

    /// What a browser keeps once it has shown the token.
    pub fn pass(&self) -> Option<String> {
        let token = self.settings.token.as_ref()?;
        let hash = Sha256::digest(format!("onrecord review {token}"));
        Some(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// Whether a secret is what was given. Compared by hashes, so that time tells nothing of it.
fn same(given: &str, secret: &str) -> bool {
    Sha256::digest(given) == Sha256::digest(secret)
}
