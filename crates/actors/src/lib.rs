//! What the world calls its states, offices, organisations, groups and places, and who held which
//! office when. Tables of facts, not of language: those are in `rules`.
//!
//! [`Registry::builtin`] has what stands in `tables/`, packed at build time and read where it lies;
//! [`Registry::with_tables`] puts a user's tables before it. Names lead to candidates
//! ([`Registry::names`], [`Registry::longest`], [`Registry::group`]), offices and days to an answer
//! that says "unknown" where it is ([`Registry::holder`]), names of people to everybody who has them
//! ([`Registry::people`]).
//!
//! [`places`] has the gazetteer, and tells places of one name apart by the words around them.
//!
//! Everything else here is a lookup: no clock, no disk, no network. What a name means in a sentence is for
//! others to decide.

mod actor;
mod day;
mod fold;
mod names;
mod offices;
mod people;
mod petrarch;
pub mod places;
mod registry;
mod store;
mod tables;

pub use actor::Actor;
pub use day::{Date, Day};
pub use names::{Candidate, Case, Group, Match, Referent};
pub use offices::{Answer, End, Office, Term, Why};
pub use people::{By, Namesake, Person};
pub use petrarch::{CodedName, Dictionary, read_dictionary};
pub use registry::{Registry, TablesError};
pub use tables::{ActorKind, Fault, NameKind};

/// Names as keys, for callers that compare names with those of the tables: the same name, however it
/// is spelled, has the same key.
pub use fold::{alike, is_particle, key};
