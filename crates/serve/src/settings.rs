//! What whoever starts the pages decides: the file, where to listen, who may write.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use onrecord_record::Record;

/// How the pages are served.
#[derive(Clone)]
pub struct Settings {
    /// The file of the record.
    pub database: PathBuf,
    /// The names by which browsers may call this server, with the port, which may be left out where it is 80. Requests
    /// with other names are refused, so that no page of others can pass for this one.
    pub hosts: Vec<String>,
    /// Whether people may judge what was found.
    pub review: bool,
    /// What they must know to do so.
    pub token: Option<String>,
    /// What reads text for `POST /api/v1/read`.
    pub reader: Option<Reader>,
    /// How many questions are answered at a time, each by its own reader of the file.
    pub readers: usize,
    /// How many requests are in work or wait; more are told to come back.
    pub queue: usize,
    /// How long one request may take.
    pub time: Duration,
    /// The longest body, in bytes.
    pub body: usize,
}

/// Reads a text; what is wrong with it comes back in words.
pub type Reader = Arc<dyn Fn(Given) -> Result<Record, String> + Send + Sync>;

/// A text that was sent to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// What it is.
    pub form: GivenForm,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a text that was sent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenForm {
    /// Plain text.
    Text,
    /// A page.
    Html,
    /// One object in the form of a JSON line that `onrecord read` takes.
    Json,
}

impl Settings {
    /// Pages of a file with the limits that suit one machine.
    pub fn new(database: impl Into<PathBuf>) -> Settings {
        Settings {
            database: database.into(),
            hosts: Vec::new(),
            review: false,
            token: None,
            reader: None,
            readers: 4,
            queue: 256,
            time: Duration::from_secs(10),
            body: 2 << 20,
        }
    }

    /// Lets browsers on this machine in, whatever they call it.
    pub fn local(mut self, port: u16) -> Settings {
        for name in ["127.0.0.1", "localhost", "[::1]"] {
            self.hosts.push(format!("{name}:{port}"));
        }
        self
    }
}
