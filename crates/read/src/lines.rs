//! Cutting lines, as they arrive.

use crate::input::{Input, Piece, problem, too_large};
use crate::stream::Stream;
use crate::{Form, Options, Problem};

/// How far a line that is too long is followed to its end, in documents of the largest size.
const PATIENCE: usize = 8;

/// One input for each line that holds something. Lines are given out as soon as they are whole.
pub(crate) fn inputs(
    file: String,
    mut stream: Stream,
    options: &Options,
) -> impl Iterator<Item = Result<Input, Problem>> + Send + use<> {
    let limit = options.limits.document_bytes;
    let form = options.from.filter(|form| matches!(form, Form::Jsonl | Form::Ninjs));
    let mut number = 0;
    let mut over = false;
    std::iter::from_fn(move || {
        while !over {
            number += 1;
            let id = format!("{file}:{number}");
            let bytes = match line(&mut stream, limit) {
                Line::Whole(bytes) => bytes,
                Line::Last(bytes) => {
                    over = true;
                    bytes
                }
                Line::TooLong => {
                    over = !skip_line(&mut stream, limit.saturating_mul(PATIENCE));
                    return Some(Err(too_large(&id, "is", limit)));
                }
                Line::Fault(fault) => {
                    over = true;
                    return Some(Err(problem(&id, fault)));
                }
            };
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                return Some(Ok(Input::new(id, Piece::Line { bytes, form })));
            }
        }
        None
    })
}

enum Line {
    Whole(Vec<u8>),
    /// Without a line break, because the input ends.
    Last(Vec<u8>),
    TooLong,
    Fault(crate::stream::Fault),
}

fn line(stream: &mut Stream, limit: usize) -> Line {
    let mut searched = 0;
    loop {
        if let Some(at) = memchr::memchr(b'\n', &stream.ahead()[searched..]) {
            let length = searched + at;
            if length > limit {
                return Line::TooLong;
            }
            let bytes = stream.ahead()[..length].to_vec();
            stream.consume(length + 1);
            return Line::Whole(bytes);
        }
        searched = stream.ahead().len();
        if searched > limit {
            return Line::TooLong;
        }
        match stream.more() {
            Ok(true) => {}
            Ok(false) => return Line::Last(stream.take(usize::MAX)),
            Err(fault) => return Line::Fault(fault),
        }
    }
}

/// Goes to the next line. `false` when there is none within `most` bytes.
fn skip_line(stream: &mut Stream, most: usize) -> bool {
    let mut skipped = 0;
    loop {
        if let Some(at) = memchr::memchr(b'\n', stream.ahead()) {
            stream.consume(at + 1);
            return true;
        }
        skipped += stream.ahead().len();
        let ahead = stream.ahead().len();
        stream.consume(ahead);
        if skipped > most || !stream.more().unwrap_or(false) {
            return false;
        }
    }
}
