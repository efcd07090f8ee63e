//! What went wrong with one document.

/// Why one document could not be read, in words for the person who gave it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{document}: {what}; hint: {hint}")]
pub struct Problem {
    /// The document: a path, with a line or record number where it is part of a file.
    pub document: String,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

impl Problem {
    /// A problem with `document`.
    pub fn new(
        document: impl Into<String>,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) -> Problem {
        Problem { document: document.into(), what: what.into(), hint: hint.into() }
    }
}
