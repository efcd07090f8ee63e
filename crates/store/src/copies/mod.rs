//! Which reports are copies of one another, and which tell of one happening.
//!
//! An agency's report appears in a hundred papers: under another headline, cut at the end, with a
//! paragraph of local colour. Whoever counts reports wants to count it once. Text is cut into lines,
//! lines that a site puts under everything are left out, and what remains is taken as [`Shingles`],
//! runs of four words. [`Shingles::bands`] are a few dozen integers that copies share and others do
//! not: kept in a table, they find the candidates for a new article in one look-up for each, and
//! [`are_copies`] then compares the candidates word by word.
//!
//! For each article that is added, in this order:
//!
//! 1. [`lines`] of its text; the caller knows in how many reports each was seen. ([`Shingles::whole`]
//!    and [`Shingles::without`] do this and the next in one reading.)
//! 2. [`Shingles::of`] the text without the lines seen in [`BOILERPLATE`] reports or more.
//! 3. articles that share bands, one entry for each shared band, through [`candidates`].
//! 4. [`are_copies`] with each; the groups of all that are copies become one group ([`Groups`] does
//!    that in memory).
//! 5. its bands are kept, and if it founded a group of its own, its lines are counted: lines of
//!    copies are not boilerplate.
//!
//! Judged on planted copies among unrelated articles, among articles with boilerplate, and among
//! articles that are all made of the same phrases; `cargo test -p onrecord-store copies -- --nocapture`
//! prints the figures.
//!
//! Hashes and seeds are fixed: the same text gives the same integers on every machine and in every
//! version with the same [`SCHEME`].

mod groups;
mod minhash;
mod shingles;
pub mod stories;

pub(crate) use groups::candidates_sharing;
pub use groups::{Groups, candidates};
pub use minhash::BANDS;
pub use shingles::{Shingles, are_copies, lines};

/// The version of normalisation, shingles and seeds. Bands of another scheme find nothing.
pub const SCHEME: i64 = 1;

/// Articles that share fewer bands are no candidates: a single band is shared by chance, or because
/// of one sentence.
pub const SHARED_BANDS: usize = 2;

/// A line seen in so many reports that are no copies of one another belongs to the page, not to the
/// report.
pub const BOILERPLATE: u64 = 3;

#[cfg(test)]
mod tests;
