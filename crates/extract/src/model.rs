//! The language model as a whole: the network that scores tokens, and what its scores mean.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use onrecord_encoder::{Encoder, LoadError, verify};
use onrecord_record::Article;
use onrecord_text::{Outline, Parse, Segments, Text};
use serde::Deserialize;

use crate::parse::{Decoding, Heads, HeadsError, Scores, parse};

/// The files that training exports.
#[derive(Clone, Debug)]
pub struct ModelFiles<'a> {
    /// `encoder.safetensors`, the network.
    pub encoder: Cow<'static, [u8]>,
    /// `heads.safetensors`, the small weights that compare words.
    pub heads: &'a [u8],
    /// `vocab.txt`, the pieces of words.
    pub vocabulary: &'a str,
    /// `manifest.json`: columns, labels and the SHA-256 of the other files.
    pub manifest: &'a str,
}

/// Why the language model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The network cannot be loaded.
    #[error(transparent)]
    Network(#[from] LoadError),
    /// What its scores mean cannot be read.
    #[error(transparent)]
    Heads(#[from] HeadsError),
}

/// A language model, loaded.
pub struct Model {
    encoder: Encoder,
    heads: Heads,
    id: Arc<str>,
}

/// The part of the manifest that tells the files.
#[derive(Deserialize)]
struct Manifest {
    files: BTreeMap<String, String>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").finish_non_exhaustive()
    }
}

impl Model {
    /// Loads the model. The files must be the ones that the manifest was written for.
    ///
    /// # Errors
    ///
    /// When a file is not what this version of the program expects.
    pub fn read(files: ModelFiles) -> Result<Model, ModelError> {
        let manifest: Manifest =
            serde_json::from_str(files.manifest).map_err(HeadsError::Manifest)?;
        for (name, bytes) in [
            ("encoder.safetensors", &*files.encoder),
            ("heads.safetensors", files.heads),
            ("vocab.txt", files.vocabulary.as_bytes()),
        ] {
            let digest = manifest.files.get(name).map_or("", String::as_str);
            verify(name, bytes, digest.trim_start_matches("sha256:"))?;
        }
        let heads = Heads::read(files.manifest.as_bytes(), files.heads)?;
        let encoder = Encoder::new(files.encoder, files.vocabulary, files.manifest)?;
        // The manifest names every other file by its hash, so its own hash names them all.
        let id = Article::id_of(files.manifest).into();
        Ok(Model { encoder, heads, id })
    }

    /// `sha256:` and a hash in hexadecimal: what made a record, if the model had a part in it.
    pub fn id(&self) -> &Arc<str> {
        &self.id
    }

    /// Trees, mentions, entities and attributions of a segmented text.
    pub fn parse(&self, text: &Text, segments: &Segments, outline: &Outline) -> Parse {
        let scores = self.encoder.encode(text, segments, outline);
        let scores = Scores::new(scores.values(), scores.width());
        parse(text, segments, scores, &self.heads, &Decoding::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(manifest: &str, message: &str) {
        let encoder = Cow::Borrowed(&b"a network"[..]);
        let files = ModelFiles { encoder, heads: b"heads", vocabulary: "[UNK]\n", manifest };
        let error = Model::read(files).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
        assert!(error.contains("hint: "), "{error}");
    }

    #[test]
    fn files_that_are_no_model_are_told() {
        check("", "manifest cannot be read");
        check("{\"files\": {}}", "encoder.safetensors is not the file it should be");
        let other = "sha256:".to_owned() + &"0".repeat(64);
        let files = format!("{{\"files\": {{\"encoder.safetensors\": {other:?}}}}}");
        check(&files, "encoder.safetensors is not the file it should be");
    }
}
