//! Views: each answers one kind of address, as a page and in other forms.

pub mod actor;
pub mod article;
pub mod map;
pub mod network;
pub mod pair;
pub mod review;
pub mod search;
pub mod start;
pub mod statement;
