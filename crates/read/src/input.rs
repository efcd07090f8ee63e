//! From locations to inputs: opening files and cutting them into documents.
//!
//! This half of reading is cheap and runs on one thread, in order: it finds out what a file is and
//! cuts it at its lines or records. Nothing is parsed here beyond what cutting needs; that is
//! [`read`](crate::read)'s part, on as many threads as there are. Files are opened when they are
//! reached, and of a file of lines or records only the piece at hand is in memory.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::sniff::{self, Seen};
use crate::stream::{Fault, Source, Stream, unreadable};
use crate::warc::{Records, Response};
use crate::{Form, Options, Problem, lines, walk};

/// Where to read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// Standard input (`-`).
    Stdin,
    /// A file, a folder with all that is in it, or a glob.
    Path(PathBuf),
    /// What the caller holds already, read as a file with this name and content would be.
    Given {
        /// Stands for the path.
        name: String,
        /// The file's content.
        bytes: Vec<u8>,
    },
}

/// One piece of what was given, not parsed yet: a file, a line, a record of an archive.
#[derive(Debug)]
pub struct Input {
    id: String,
    pub(crate) piece: Piece,
}

#[derive(Debug)]
pub(crate) enum Piece {
    /// A whole file of one form.
    Whole { bytes: Vec<u8>, form: Form },
    /// A line that holds a JSON object; `form` where it was asked for.
    Line { bytes: Vec<u8>, form: Option<Form> },
    /// A page as a web archive holds it.
    Response(Box<Response>),
}

impl Input {
    pub(crate) fn new(id: impl Into<String>, piece: Piece) -> Input {
        Input { id: id.into(), piece }
    }

    /// What messages call it: a path, with a line or record number where it is part of a file.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The file, and the number of its line or record in it, from 1, where it is part of one.
    pub fn place(&self) -> (&str, Option<u64>) {
        let part = match self.piece {
            Piece::Whole { .. } => None,
            Piece::Line { .. } | Piece::Response(_) => self.id.rsplit_once(':'),
        };
        let part = part.and_then(|(file, number)| Some((file, number.parse().ok()?)));
        part.map_or((&self.id, None), |(file, number)| (file, Some(number)))
    }
}

/// What the iterator of [`inputs`] gives, one by one.
type Next = Result<Input, Problem>;

/// The inputs of some locations, in order, read as they are asked for.
///
/// A folder gives all its files, sorted by path, hidden ones left out; a path that does not exist
/// but has `*`, `?` or `[` in it is a glob. What cannot be opened or is nothing that can be read
/// is one [`Problem`], and the next file follows.
pub fn inputs(
    locations: Vec<Location>,
    options: &Options,
) -> impl Iterator<Item = Result<Input, Problem>> + Send + use<> {
    let options = options.clone();
    locations.into_iter().flat_map(move |location| {
        let options = options.clone();
        let pieces: Box<dyn Iterator<Item = Next> + Send> = match location {
            Location::Stdin => from_source("-", Box::new(std::io::stdin()), &options),
            Location::Given { name, bytes } => {
                from_source(&name, Box::new(std::io::Cursor::new(bytes)), &options)
            }
            Location::Path(path) => Box::new(walk::files(path).flat_map(move |file| match file {
                Ok(file) => from_file(&file, &options),
                Err(problem) => one(Err(problem)),
            })),
        };
        pieces
    })
}

/// The inputs of a file.
fn from_file(path: &Path, options: &Options) -> Box<dyn Iterator<Item = Next> + Send> {
    let id = path.display().to_string();
    match File::open(path) {
        Ok(file) => from_source(&id, Box::new(file), options),
        Err(error) => one(Err(problem(&id, unreadable(&error)))),
    }
}

/// The inputs of anything that can be read.
fn from_source(
    id: &str,
    source: Source,
    options: &Options,
) -> Box<dyn Iterator<Item = Next> + Send> {
    let limit = options.limits.document_bytes;
    let mut stream = match Stream::open(source, limit) {
        Ok(stream) => stream,
        Err(fault) => return one(Err(problem(id, fault))),
    };
    let seen = match look(&mut stream, options.from) {
        Ok(seen) => seen,
        Err(fault) => return one(Err(problem(id, fault))),
    };
    match seen {
        Seen::Whole(form) => one(whole(id, stream, form, limit)),
        Seen::Lines => Box::new(lines::inputs(id.to_owned(), stream.into_utf8(), options)),
        Seen::Archive => Box::new(Records::new(id.to_owned(), stream, limit)),
        Seen::Not { what, hint } => one(Err(Problem::new(id, what, hint))),
        Seen::Empty | Seen::Unclear => one(Err(empty(id))),
    }
}

/// Finds out what a stream holds. A form that was asked for is taken on trust, but binary files
/// are binary all the same.
fn look(stream: &mut Stream, from: Option<Form>) -> Result<Seen, Fault> {
    if from == Some(Form::Jsonl) {
        let some = first_byte(stream)?;
        return Ok(if some { Seen::Lines } else { Seen::Empty });
    }
    let mut seen = sniff::look(stream.ahead(), false);
    while seen == Seen::Unclear && stream.ahead().len() < sniff::MOST {
        // Damage is told by whoever reads on, after what was whole before it.
        let all = !stream.more().unwrap_or(false);
        seen = sniff::look(stream.ahead(), all);
        if all {
            break;
        }
    }
    Ok(match (from, seen) {
        (None, Seen::Unclear) => Seen::Whole(Form::Text),
        (None, seen) => seen,
        (Some(_), Seen::Empty) => Seen::Empty,
        (Some(_), Seen::Not { what, hint }) if sniff::not_text(stream.ahead()).is_some() => {
            Seen::Not { what, hint }
        }
        (Some(Form::Ninjs), Seen::Lines) => Seen::Lines,
        (Some(Form::Warc), _) => Seen::Archive,
        (Some(form), _) => Seen::Whole(form),
    })
}

/// Whether anything but white space comes.
fn first_byte(stream: &mut Stream) -> Result<bool, Fault> {
    loop {
        if stream.ahead().iter().any(|byte| !byte.is_ascii_whitespace()) {
            return Ok(true);
        }
        if !stream.more()? {
            return Ok(false);
        }
    }
}

/// A file that is one document.
fn whole(id: &str, mut stream: Stream, form: Form, limit: usize) -> Next {
    loop {
        if stream.ahead().len() > limit {
            return Err(too_large(id, "is", limit));
        }
        match stream.more() {
            Ok(true) => {}
            Ok(false) => break,
            Err(fault) => return Err(problem(id, fault)),
        }
    }
    let bytes = stream.take(usize::MAX);
    Ok(Input::new(id, Piece::Whole { bytes, form }))
}

pub(crate) fn problem(id: &str, fault: Fault) -> Problem {
    Problem::new(id, fault.what, fault.hint)
}

pub(crate) fn empty(id: &str) -> Problem {
    Problem::new(
        id,
        "is empty: there is no article in it",
        "check whether it was saved or fetched whole",
    )
}

pub(crate) fn too_large(id: &str, is: &str, limit: usize) -> Problem {
    let size = match limit >> 20 {
        0 => format!("{limit} bytes"),
        size => format!("{size} MiB"),
    };
    Problem::new(
        id,
        format!("{is} larger than {size}, the most that one document may have"),
        "no article is as large: split it, or give its articles as JSON lines",
    )
}

fn one(next: Next) -> Box<dyn Iterator<Item = Next> + Send> {
    Box::new(std::iter::once(next))
}
