//! The weights of this checkout in the program, against what training exported with them.
//!
//! Training and program cut words into pieces, tell features and multiply, each by code of its own;
//! `models/parity.jsonl` has what training makes of a few texts. A checkout without `models/` has
//! nothing to compare and passes.

mod parity;
mod sameness;

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

use onrecord_encoder::Encoder;

/// A file of `models/`, unless there are no models.
fn read(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models").join(name);
    fs::read(path).ok()
}

fn text(name: &str) -> Option<String> {
    read(name).map(|bytes| String::from_utf8(bytes).unwrap())
}

/// The network of this checkout, if it has one.
fn encoder() -> Option<Encoder> {
    let weights = Cow::Owned(read("encoder.safetensors")?);
    Some(Encoder::new(weights, &text("vocab.txt")?, &text("manifest.json")?).unwrap())
}
