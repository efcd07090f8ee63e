//! `onrecord demo`: the record of articles that come with the program, so that a new user sees what
//! it does before having anything to give it.

use onrecord_read::{Location, Options};

use crate::args::Demo;
use crate::own::Own;
use crate::read;
use crate::records::Form;
use crate::report::Report;
use crate::status::Status;

/// The articles of `demo/`, by file name. They are made up, and so are the people in them.
const ARTICLES: [(&str, &[u8]); 3] = [
    ("demo/harbour-bridge.txt", include_bytes!("../../../demo/harbour-bridge.txt")),
    ("demo/night-train.html", include_bytes!("../../../demo/night-train.html")),
    ("demo/school-wells.jsonl", include_bytes!("../../../demo/school-wells.jsonl")),
];

/// Runs the command.
pub fn run(args: &Demo) -> Status {
    let locations = ARTICLES
        .into_iter()
        .map(|(name, bytes)| Location::Given { name: name.to_owned(), bytes: bytes.to_owned() })
        .collect();
    let (form, jobs) = (Form::new(args.look), read::one_for_each_core());
    let own = Own::default();
    read::records(locations, Options::default(), form, own, jobs, false, Report::new(true))
}
