//! Triggers: which words tell of an event, and of which type.
//!
//! It is learnt from sentences of which only the type of their event is known. Training takes a
//! sentence for a mixture of its words, each with a weight and a distribution over types, and of one
//! more that has the weight 1 and stands for no event. Hence a word's score as a trigger is the
//! logarithm of its weight, and how it compares with that one is how likely it is a trigger.

use std::collections::BTreeMap;
use std::sync::Arc;

use onrecord_text::{TokenId, Trigger, Upos};
use safetensors::SafeTensors;

use super::heads::{HeadsError, Linear, tensor, unfit};
use super::scores::{dot, sane, softmax};

/// The words that may tell of an event; in training, others were not looked at.
pub(super) fn may_tell(upos: Upos) -> bool {
    matches!(upos, Upos::Verb | Upos::Noun | Upos::Adj)
}

/// What turns a word's columns `event` into its scores as a trigger.
#[derive(Clone, Debug)]
pub(super) struct Triggers {
    /// Names of types.
    pub types: Arc<[Arc<str>]>,
    /// The first result is the word's weight, the others belong to the types.
    map: Linear,
}

impl Triggers {
    /// `None` for a model that was not trained on events.
    pub(super) fn read(
        columns: Option<&(usize, usize)>,
        labels: &BTreeMap<String, Vec<String>>,
        weights: &SafeTensors,
    ) -> Result<Option<Triggers>, HeadsError> {
        let Some(&(first, end)) = columns else { return Ok(None) };
        if first >= end {
            return unfit("no columns in event");
        }
        let names = labels.get("event").map(Vec::as_slice).unwrap_or_default();
        if names.is_empty() {
            return unfit("no labels of event");
        }
        let types = names.iter().map(|name| Arc::from(name.as_str())).collect();
        let map = Linear {
            weight: tensor(weights, "event.weight", &[1 + names.len(), end - first])?,
            bias: tensor(weights, "event.bias", &[1 + names.len()])?,
        };
        Ok(Some(Triggers { types, map }))
    }

    /// What a word's columns say.
    pub(super) fn trigger(&self, token: TokenId, columns: &[f32]) -> Trigger {
        let bent: Vec<f32> = columns.iter().map(|&x| sane(x).max(0.0)).collect();
        let rows = self.map.weight.chunks_exact(bent.len().max(1)).zip(&self.map.bias);
        let scores: Vec<f32> = rows.map(|(row, bias)| sane(dot(row, &bent) + bias)).collect();
        let (weight, types) = scores.split_first().unwrap_or((&0.0, &[]));
        let mut probabilities = Vec::with_capacity(types.len());
        softmax(types, &mut probabilities);
        Trigger {
            token,
            probability: 1.0 / (1.0 + (-weight).exp()),
            types: probabilities.into_boxed_slice(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{EVENTS, Sheet, heads, manifest, weights};
    use super::super::{Decoding, Heads, parse};
    use crate::segment;
    use onrecord_text::{Outline, Text};

    #[test]
    fn words_that_may_tell_of_events_have_scores() {
        let text = Text::new("Norway signed the treaty. Nobody slept.");
        let segments = segment(&text, &Outline::default());
        let heads = heads();
        let mut sheet = Sheet::new(&heads, segments.tokens.len());
        let upos = ["PROPN", "VERB", "DET", "NOUN", "PUNCT", "PRON", "VERB", "PUNCT"];
        for (word, upos) in upos.into_iter().enumerate() {
            sheet.upos(word, upos);
        }
        sheet.event(1, 3.0, "SUPPORT", 5.0);
        sheet.event(3, -3.0, "AGREE", 5.0);
        sheet.event(6, -9.0, "AGREE", 0.0);
        for step in [1, 3, 8] {
            let whole = super::super::Whole { step, ..sheet.reader() };
            let parse = parse(&text, &segments, &whole, &heads, &Decoding::default());
            assert!(parse.triggers.iter().map(|t| t.token.index()).eq([1, 3, 6]));
            assert!(parse.event_types.iter().map(|name| &**name).eq(EVENTS));
            let support = EVENTS.iter().position(|name| *name == "SUPPORT").unwrap();
            let signed = &parse.triggers[0];
            assert!((signed.probability - 0.953).abs() < 0.001, "{signed:?}");
            assert_eq!(signed.best(), Some(support));
            assert!(signed.types[support] > 0.98);
            assert!((signed.types.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            assert!(parse.triggers[1].probability < 0.05);
            let told = parse.told(0..5);
            assert!(told[support] > 0.9 && told.iter().sum::<f32>() < 1.0, "{told:?}");
            assert!(parse.told(5..8).iter().sum::<f32>() < 0.001);
            assert!(parse.told(4..6).iter().all(|&x| x == 0.0));
        }
    }

    #[test]
    fn a_model_without_events_is_a_model() {
        let manifest = String::from_utf8(manifest()).unwrap().replace("\"event\":", "\"weather\":");
        let heads = Heads::read(manifest.as_bytes(), &weights()).unwrap();
        let text = Text::new("Norway signed the treaty.");
        let segments = segment(&text, &Outline::default());
        let mut sheet = Sheet::new(&heads, segments.tokens.len());
        sheet.upos(1, "VERB");
        let parse = parse(&text, &segments, &sheet.reader(), &heads, &Decoding::default());
        assert!(parse.triggers.is_empty() && parse.event_types.is_empty());
        assert!(parse.told(0..5).is_empty());
    }

    #[track_caller]
    fn check(from: &str, to: &str, message: &str) {
        let manifest = String::from_utf8(manifest()).unwrap();
        assert!(manifest.contains(from), "{manifest}");
        let error = Heads::read(manifest.replace(from, to).as_bytes(), &weights()).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }

    #[test]
    fn events_that_do_not_fit_are_told() {
        check("\"AGREE\",", "", "event.weight is");
        check("\"event\":[\"A", "\"weather\":[\"A", "no labels of event");
    }
}
