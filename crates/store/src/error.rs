//! What can go wrong with a store, in words for the person whose file it is.

use rusqlite::ErrorCode;

/// Why something could not be done. Messages name no path: whoever opened the file knows it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such file.
    #[error("there is no record here; hint: onrecord add PATH… begins one")]
    Missing,
    /// A file, but not one of ours.
    #[error("{0}; hint: name another file with --db; this one is left as it is")]
    NotARecord(&'static str),
    /// A file that a later version of the program wrote.
    #[error(
        "a newer onrecord wrote this file (schema {found}, this program knows {known}); hint: \
         install that version; the file is left as it is"
    )]
    Newer {
        /// The schema of the file.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// A file that is damaged.
    #[error(
        "the file is damaged: {0}; hint: onrecord verify says what is; onrecord restore takes a \
         backup's place"
    )]
    Damaged(String),
    /// No room on the disk.
    #[error(
        "the disk is full; hint: make room and run the same command again: what was committed is \
         kept, and the rest follows"
    )]
    Full,
    /// Another process holds the file for longer than one waits.
    #[error(
        "another process has held the file for more than a minute; hint: see what else uses it, \
         and run the same command again"
    )]
    Busy,
    /// The file or its folder cannot be written or opened.
    #[error("{0}; hint: see that the file and its folder can be read and written")]
    Access(String),
    /// The library is too old to be trusted with write-ahead logs.
    #[error(
        "SQLite {0} is older than 3.51.3, whose write-ahead log can lose commits; hint: build with \
         the bundled SQLite"
    )]
    OldSqlite(&'static str),
    /// Something that was asked for makes no sense.
    #[error("{what}; hint: {hint}")]
    Asked {
        /// What is wrong with it.
        what: String,
        /// What to do.
        hint: String,
    },
    /// There is nothing by the name that was given.
    #[error("{what}; hint: {hint}")]
    Unknown {
        /// What there is not.
        what: String,
        /// What to do.
        hint: String,
    },
    /// A record that cannot be kept because it is not sound.
    #[error("the record of {id} is not sound: {what}; hint: this is a bug, please report it")]
    Unsound {
        /// The article.
        id: String,
        /// What is wrong.
        what: String,
    },
    /// Reading something anew failed.
    #[error("{0}")]
    Reading(String),
    /// An answer that took longer than it may.
    #[error("that takes longer than it may; hint: ask for less: a shorter time, rarer words")]
    Slow,
    /// A file beside the database.
    #[error("{0}; hint: see where it should go and whether there is room")]
    File(#[from] std::io::Error),
    /// Everything else that SQLite may say.
    #[error("SQLite says: {0}; hint: onrecord verify tells whether the file is sound")]
    Sqlite(rusqlite::Error),
}

impl Error {
    /// Something that was asked for makes no sense.
    pub fn asked(what: impl Into<String>, hint: impl Into<String>) -> Error {
        Error::Asked { what: what.into(), hint: hint.into() }
    }

    /// There is nothing by the name that was given.
    pub fn unknown(what: impl Into<String>, hint: impl Into<String>) -> Error {
        Error::Unknown { what: what.into(), hint: hint.into() }
    }

    /// Whether it says that the file itself is not what it should be.
    pub fn is_damage(&self) -> bool {
        match self {
            Error::Damaged(_) => true,
            Error::Sqlite(error) => matches!(
                error,
                rusqlite::Error::FromSqlConversionFailure(..)
                    | rusqlite::Error::InvalidColumnType(..)
                    | rusqlite::Error::IntegralValueOutOfRange(..)
                    | rusqlite::Error::Utf8Error(..)
            ),
            _ => false,
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Error::Full,
            Some(ErrorCode::OperationInterrupted) => Error::Slow,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Error::Damaged(error.to_string())
            }
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                Error::Access(error.to_string())
            }
            _ => Error::Sqlite(error),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        Error::Damaged(format!("what should be JSON is not: {error}"))
    }
}
