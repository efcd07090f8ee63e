//! The record in a browser, and an API: pages that the server renders, each a permalink, each in other
//! forms by suffix, from one file and with nothing fetched from elsewhere.
//!
//! [`router`] is everything but the network, so that tests need none; [`serve`] listens. A request passes
//! `guard`, which may refuse it; a view asks the store on a thread that may block (`readers`) and makes
//! a page of what it says. Views know nothing of HTTP, the guard nothing of records.
//!
//! Nothing here knows the language model: what reads text for `POST /api/v1/read` is handed in.

mod address;
mod answer;
mod api;
mod ask;
mod assets;
mod cards;
mod charts;
mod connections;
mod downloads;
mod fields;
mod guard;
mod layout;
mod map;
mod marked;
mod model;
mod page;
mod problem;
mod readers;
mod routes;
mod settings;
mod site;
mod views;

pub use api::openapi;
pub use connections::{Ended, Failed, run, serve};
pub use routes::router;
pub use settings::{Given, GivenForm, Reader, Settings};
