//! What reading makes of words that a test gives.

use onrecord_read::{Document, Form, Location, Options, Problem, inputs, read};

/// Everything that is made of some words, taken for a form or told by content.
pub fn made_as(from: Option<Form>, words: impl Into<Vec<u8>>) -> Vec<Result<Document, Problem>> {
    let options = Options { from, ..Options::default() };
    let given = Location::Given { name: "given".to_owned(), bytes: words.into() };
    inputs(vec![given], &options)
        .flat_map(|input| match input {
            Ok(input) => read(input, &options),
            Err(problem) => vec![Err(problem)],
        })
        .collect()
}

/// Everything that is made of some words.
pub fn made(words: impl Into<Vec<u8>>) -> Vec<Result<Document, Problem>> {
    made_as(None, words)
}

/// The one document that is made of some words.
pub fn one(words: &str) -> Document {
    let mut all = made(words);
    assert_eq!(all.len(), 1, "{all:?}");
    all.pop().unwrap().unwrap()
}

/// The one message that is made of some words.
pub fn message(words: impl Into<Vec<u8>>) -> String {
    let mut all = made(words);
    assert_eq!(all.len(), 1, "{all:?}");
    all.pop().unwrap().unwrap_err().to_string()
}
