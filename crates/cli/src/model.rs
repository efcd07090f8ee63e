//! The language model that the program carries.
//!
//! It is compiled in, so that there is nothing to download or to mislay. A program that was built
//! where `models/` is missing says so when it is asked for what only the model can do.

use onrecord_extract::Model;

/// How evidence weighs, once that was measured.
#[cfg(has_calibration)]
const CALIBRATION: Option<&str> = Some(include_str!("../../../models/calibration.json"));
#[cfg(all(has_model, not(has_calibration)))]
const CALIBRATION: Option<&str> = None;

/// Loads the model.
///
/// # Errors
///
/// When there is none in this program, or it is not one that this program can use.
#[cfg(has_model)]
pub fn load() -> Result<Model, String> {
    use std::borrow::Cow;

    use onrecord_extract::ModelFiles;

    let files = ModelFiles {
        encoder: Cow::Borrowed(include_bytes!("../../../models/encoder.safetensors")),
        heads: include_bytes!("../../../models/heads.safetensors"),
        vocabulary: include_str!("../../../models/vocab.txt"),
        manifest: include_str!("../../../models/manifest.json"),
        calibration: CALIBRATION,
    };
    Model::read(files).map_err(|error| error.to_string())
}

/// Loads the model.
///
/// # Errors
///
/// Always: this program was built without one.
#[cfg(not(has_model))]
pub fn load() -> Result<Model, String> {
    Err("this program was built without its language model; hint: build it in a checkout that has \
         the folder models/"
        .to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_loads_or_says_what_to_do() {
        match load() {
            Ok(model) => assert!(model.id().starts_with("sha256:")),
            Err(error) => assert!(!cfg!(has_model) && error.contains("hint: "), "{error}"),
        }
    }
}
