//! From locations to inputs: walking folders, cutting files into documents.

use std::path::PathBuf;

use crate::{Options, Problem};

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
}

impl Input {
    /// What messages call it: a path, with a line or record number where it is part of a file.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// The inputs of some locations, in order, read as they are asked for.
pub fn inputs(
    locations: Vec<Location>,
    options: &Options,
) -> impl Iterator<Item = Result<Input, Problem>> + Send + use<> {
    let _ = options;
    locations.into_iter().map(|location| {
        let id = match location {
            Location::Stdin => "-".to_owned(),
            Location::Path(path) => path.display().to_string(),
            Location::Given { name, .. } => name,
        };
        Ok(Input { id })
    })
}
