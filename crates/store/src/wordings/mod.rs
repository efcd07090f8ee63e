//! One statement in many wordings: which statements are the same, and how they differ.
//!
//! What somebody says once is written many times: whole and cut, in quotation marks and without, in
//! the words of another translator, with a number rounded or a *not* lost on the way. [`likeness()`]
//! tells how likely two statements are one: the same speaker under any form of the name, within
//! [`WINDOW`] days, with content that says the same by its words. [`group`] makes groups of many,
//! [`choose`] adds one to groups that are there. [`differences()`] then shows what was done to the
//! words, with spans into both texts.
//!
//! There is no model in this. Words count as the same when they are forms of one word, mostly have
//! one sense (by WordNet, see `rules/wordings`), are derived from one another or are spelled nearly
//! alike; rare ones weigh more. So two translations that share no word are not found, and statements
//! that differ in one decisive word are one group, which is what comparing is for.
//!
//! How well it does is judged on statements of our own writing: half of the groups, and half of the
//! pairs for marks, were written before the rules were tuned and half after, and those are held out.
//! `cargo test -p onrecord-store wordings -- --nocapture` prints both figures, for a store that knows
//! nothing yet and for a large one.
//!
//! For each statement that is added: [`Wording::of`] it, look up statements that share
//! [`SHARED_KEYS`] of its [`Wording::keys`], compare with [`likeness()`], and [`choose`].

mod align;
mod differences;
mod grouping;
mod likeness;
mod negations;
mod numbers;
mod pieces;
mod speakers;
mod wording;

pub use differences::{Difference, Kind, Side, differences};
pub use grouping::{candidates, choose, group};
pub use likeness::{SAME, likeness};
pub use speakers::Speaker;
pub use wording::Wording;

/// How many days may lie between two wordings of one statement.
pub const WINDOW: i32 = 7;

/// Statements that share fewer keys are no candidates.
pub const SHARED_KEYS: usize = 2;

#[cfg(test)]
mod tests;
