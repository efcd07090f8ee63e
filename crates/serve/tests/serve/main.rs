//! The pages as a browser meets them: requests go in, and what comes out is read by a real parser.
//! No socket is opened.
//!
//! One test program with a module for each promise, because each test program is linked by itself.

mod api;
mod browser;
mod guarding;
mod hostile;
mod hostile_strings;
mod invented;
mod pages;
mod reviewing;
