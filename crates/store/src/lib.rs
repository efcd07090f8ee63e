//! The store of records: one SQLite file that keeps, finds, proves and forgets.
//!
//! [`Store`] is an open file. Articles go in through [`prepare`] and [`Store::add`], each text once, and
//! are found by [`Store::find`] and [`ask`]; [`verify()`] proves them, [`Store::correct`] lets people
//! have their say, [`Store::reread`] lets a better model read again, [`Store::forget_article`] and
//! [`Store::forget_person`] take words away for good, [`Store::backup`] and [`restore`] copy the file.
//! `schema/views.sql` is what other programs may rely on.
//!
//! What can be told of many articles that none tells alone are functions of records that know no
//! database: [`copies`] finds the reports that are copies of one another and the stories that several
//! reports tell, [`wordings`] the statements that are one statement in other words, and what differs
//! between them; [`export`] writes everything in the forms that other programs read.
//!
//! Nothing here knows a model, a terminal or a clock: what reads, and what time it is, is handed in.

pub mod copies;
pub mod export;
pub mod wordings;
pub mod words;

mod add;
mod backup;
mod browse;
mod collect;
mod compare;
mod correct;
mod corrections;
mod database;
mod error;
mod evidence;
mod find;
#[cfg(test)]
mod fixtures;
mod forget;
mod gold;
mod grouping;
mod keys;
mod matching;
mod plover;
mod reread;
mod rows;
mod schema;
mod seal;
mod slices;
mod sql;
mod stored;
mod verify;
mod write;

pub use add::{Added, Adding, Arrival, Known, Outline, Ready, Sighting, prepare};
pub use backup::{Restored, restore};
pub use browse::{
    Course, Face, Facet, Link, Links, Office, Overview, Point, Profile, Quoted, Related, Spot,
    Spots, Summary, date_of,
};
pub use collect::Collected;
pub use compare::{Comparison, Other};
pub use correct::{Correction, Logged};
pub use corrections::{Claim, Operation, Verdict};
pub use database::{Access, Store};
pub use error::Error;
pub use find::{
    ArticleHit, Count, Days, EventHit, Found, Hit, Query, Sort, Source, StatementHit, What,
};
pub use forget::{Audit, Audited, BLOCK, Forgotten};
pub use gold::{Gold, Written};
pub use plover::QUADS;
pub use reread::{Changes, Difference, Tally};
pub use schema::VERSION as SCHEMA_VERSION;
pub use sql::{Answer, Cell, Limits, ask};
pub use stored::{All, Reference, Seen, Selection, Stored, Version};
pub use verify::{Fault, Verified, verify};
