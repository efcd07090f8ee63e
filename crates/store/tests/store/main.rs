//! The store as a program meets it: records of our own making go in, and what was promised is held to.
//!
//! One test program with a module for each promise, because each test program is linked by itself.

mod adding;
mod browsing;
mod concurrency;
mod correcting;
mod crashes;
mod damage;
mod finding;
mod forgetting;
mod full_disk;
mod grouping;
mod questions;
mod records;
mod rereading;
mod safekeeping;
