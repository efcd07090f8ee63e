//! What the world calls its states, offices, organisations, groups and places, and who held which
//! office when. Tables of facts, not of language: those are in `rules`.

pub mod places;
