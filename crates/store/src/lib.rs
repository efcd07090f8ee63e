//! What is kept of articles once they are read, and what can be told of many that none tells alone.
//!
//! [`copies`] finds the reports that are copies of one another and the stories that several reports
//! tell, [`wordings`] the statements that are one statement in other words, and what differs between
//! them; [`export`] writes everything in the forms that other programs read. All three are functions
//! of records: they know no database, no clock and no disk.

pub mod copies;
pub mod export;
pub mod wordings;
pub mod words;

#[cfg(test)]
mod fixtures;
