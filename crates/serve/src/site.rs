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
    pub reading: Semaphore,
    /// Who waits to read text.
    pub waiting: Semaphore,
    summary: Mutex<Option<(Instant, Duration, Arc<Summary>)>>,
}

/// How many texts are read at a time, and how many more may wait.
const READING: usize = 2;
const WAITING: usize = 16;
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
            reading: Semaphore::new(READING),
            waiting: Semaphore::new(READING + WAITING),
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
        let done =
            tokio::task::spawn_blocking(move || work(&mut Store::open(&path, Access::Write)?));
        done.await.unwrap_or_else(|_| Err(Problem::busy()))
    }

    /// Whether this is the token. Compared by hashes, so that time tells nothing.
    pub fn is_token(&self, given: &str) -> bool {
        let Some(token) = &self.settings.token else { return false };
        Sha256::digest(given) == Sha256::digest(token)
    }

    /// What a browser keeps once it has shown the token.
    pub fn pass(&self) -> Option<String> {
        let token = self.settings.token.as_ref()?;
        let hash = Sha256::digest(format!("onrecord review {token}"));
        Some(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}
