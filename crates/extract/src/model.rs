//! The language model as a whole: the network that scores tokens, and what its scores mean.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use onrecord_encoder::{Encoder, LoadError, Prepared, verify};
use onrecord_record::Article;
use onrecord_text::{Parse, Segments, Text};
use serde::Deserialize;

use crate::Calibration;
use crate::parse::{
    Asking, Attributions, Decoding, Heads, HeadsError, Network, attributions, parse, without_marks,
};

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
    /// `calibration.json`: how evidence weighs; without it, statements have no confidence.
    pub calibration: Option<&'a str>,
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
    /// How evidence weighs cannot be read.
    #[error("calibration.json cannot be read: {0}\nhint: let train/calibrate.py write it anew")]
    Calibration(serde_json::Error),
}

/// A language model, loaded.
pub struct Model {
    encoder: Encoder,
    heads: Heads,
    asking: Asking,
    calibration: Option<Calibration>,
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
        let calibration = files
            .calibration
            .map(serde_json::from_str)
            .transpose()
            .map_err(ModelError::Calibration)?;
        let heads = Heads::read(files.manifest.as_bytes(), files.heads)?;
        let encoder = Encoder::new(files.encoder, files.vocabulary, files.manifest)?;
        // The manifest names the files of the network by their hashes, so its own names them all.
        let named = [files.manifest, files.calibration.unwrap_or_default()].concat();
        let id = Article::id_of(&named).into();
        let asking = Asking::new(&encoder, &heads);
        Ok(Model { encoder, heads, asking, calibration, id })
    }

    /// `sha256:` and a hash in hexadecimal: what made a record, if the model had a part in it.
    pub fn id(&self) -> &Arc<str> {
        &self.id
    }

    /// How evidence weighs.
    pub fn calibration(&self) -> Option<&Calibration> {
        self.calibration.as_ref()
    }

    /// Trees, mentions, entities and attributions of a segmented text.
    pub fn parse(&self, text: &Text, segments: &Segments) -> Parse {
        let prepared = self.encoder.prepare(text, segments);
        let reader = self.reader(&prepared);
        parse(text, segments, &reader, &self.heads, &Decoding::default())
    }

    /// The attributions in parts of a text, each read by itself as if it were a text of its own: for
    /// what is said within what is said, which [`Model::parse`] does not tell. Parts are given as
    /// ranges of tokens, and what is found in each comes in the same order.
    ///
    /// The quotations that all of a part lies in are not seen, and their marks at its ends are not
    /// read.
    pub fn attributions_in(
        &self,
        text: &Text,
        segments: &Segments,
        parts: &[Range<usize>],
    ) -> Vec<Attributions> {
        parts
            .iter()
            .map(|part| {
                let part = without_marks(segments, part.clone());
                let prepared = self.encoder.prepare_part(text, segments, part.clone());
                let reader = self.reader(&prepared);
                let decoding = Decoding::default();
                attributions(text, segments, part.start, &reader, &self.heads, &decoding)
            })
            .collect()
    }

    fn reader<'a>(&'a self, text: &'a Prepared) -> Network<'a> {
        Network { encoder: &self.encoder, asking: &self.asking, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Scores, Whole};
    use crate::segment;
    use onrecord_text::Outline;
    use std::path::Path;

    /// The model of this checkout, if it has one.
    fn model() -> Option<Model> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
        let read = |name| std::fs::read(folder.join(name)).ok();
        let (heads, vocabulary) = (read("heads.safetensors")?, read("vocab.txt")?);
        let (encoder, manifest) = (read("encoder.safetensors")?, read("manifest.json")?);
        let files = ModelFiles {
            encoder: Cow::Owned(encoder),
            heads: &heads,
            vocabulary: std::str::from_utf8(&vocabulary).unwrap(),
            manifest: std::str::from_utf8(&manifest).unwrap(),
            calibration: None,
        };
        Some(Model::read(files).unwrap())
    }

    const HARBOUR: &str = include_str!("../../../demo/harbour-bridge.txt");

    #[test]
    fn a_text_read_in_windows_is_parsed_as_if_all_rows_were_there() {
        let Some(model) = model() else { return };
        let text = Text::new(HARBOUR.repeat(6));
        let segments = segment(&text, &Outline::default());
        let found = model.parse(&text, &segments);
        let scores = model.encoder.encode(&text, &segments);
        let scores = Scores::new(scores.values(), scores.width());
        let tokens = segments.tokens.len();
        let whole = Whole { scores, heads: &model.heads, tokens, step: tokens };
        let expected = parse(&text, &segments, &whole, &model.heads, &Decoding::default());
        assert_eq!(found, expected);
        assert!(!found.mentions.is_empty() && !found.attributions.is_empty());
    }

    #[test]
    fn a_part_is_read_by_itself() {
        let Some(model) = model() else { return };
        let words = "“Anna Lind told us that the trams are late,” said Beat.";
        let text = Text::new(format!("The trams stood still on Monday. {words}"));
        let segments = segment(&text, &Outline::default());
        let alone = Text::new("Anna Lind told us that the trams are late,");
        let its_segments = segment(&alone, &Outline::default());
        let whole = model.parse(&alone, &its_segments);
        let first = segments.tokens.iter().position(|t| text.slice(t.span) == "Anna").unwrap();
        let length = its_segments.tokens.len();
        let found = model.attributions_in(&text, &segments, &[first - 1..first + length + 1, 0..0]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], Attributions::default());
        assert_eq!(found[0].attributions, whole.attributions);
        assert_eq!(found[0].parts.len(), whole.parts.len());
        for (part, its) in found[0].parts.iter().zip(&whole.parts) {
            assert_eq!(part.tokens, its.tokens.start + first..its.tokens.end + first);
            assert_eq!(text.slice(part.span), alone.slice(its.span));
            assert_eq!((part.role, part.confidence), (its.role, its.confidence));
        }
    }

    #[track_caller]
    fn check(manifest: &str, message: &str) {
        let encoder = Cow::Borrowed(&b"a network"[..]);
        let files = ModelFiles {
            encoder,
            heads: b"heads",
            vocabulary: "[UNK]\n",
            manifest,
            calibration: None,
        };
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
