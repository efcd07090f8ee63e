//! What the parse stage must know of the model: where each head's columns are, what its labels
//! mean, and the small weights with which two words are compared after the network has run.
//!
//! It comes as two files beside the network. `manifest.json` has `columns` (`{"name": [first, after
//! last]}`), `labels` (lists of names for `attribution`, `upos`, `xpos`, `mention` and `deprel`)
//! and, if training found some, `transitions` (for each attribution label, what to add to each label
//! that follows it). `heads.safetensors` has the tensors `rel.*`, `pair.*` and `pair_out.*`. A model
//! that knows of events has columns and labels `event` and tensors `event.*` as well. All is checked
//! here, once, so that parsing cannot fail.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use onrecord_text::{EntityKind, Role, Upos};
use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;

use super::rows::Group;
use super::triggers::Triggers;

/// Why a model's heads cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HeadsError {
    /// The manifest is no JSON of the expected form.
    #[error("the model's manifest cannot be read: {0}; hint: export the model anew")]
    Manifest(#[from] serde_json::Error),
    /// The weights are no file of tensors.
    #[error("the model's heads cannot be read: {0}; hint: export the model anew")]
    Weights(#[from] safetensors::SafeTensorError),
    /// Something is missing, or does not have the size that the rest asks for.
    #[error(
        "the model's heads do not fit: {0}; hint: this program and the model are of different \
         versions"
    )]
    Unfit(String),
}

/// First and one past the last column of a head.
pub(super) type Columns = (usize, usize);

/// Where the heads' columns are in a row of their group.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub upos: Columns,
    pub xpos: Columns,
    pub mention: Columns,
    pub arc_dep: Columns,
    pub arc_head: Columns,
    pub arc_bias: Columns,
    pub rel_dep: Columns,
    pub rel_head: Columns,
    pub content_cue: Columns,
    pub cue: Columns,
    pub content_source: Columns,
    pub source: Columns,
    pub link_none: Columns,
    pub coref_anaphor: Columns,
    pub coref_antecedent: Columns,
    pub coref_none: Columns,
}

/// The names of the columns of each group, in the order of [`Group::ALL`].
const GROUPS: [&[&str]; 7] = [
    &["attribution"],
    &["upos", "xpos", "mention", "arc_dep", "arc_head", "arc_bias", "rel_dep", "rel_head"],
    &["source"],
    &["cue"],
    &["content_cue", "content_source", "link_none"],
    &["coref_anaphor", "coref_antecedent", "coref_none"],
    &["event"],
];

/// How an attribution label begins or goes on with a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Outside,
    Begin(Role),
    Inside(Role),
}

/// A linear map, one row of weights for each result.
#[derive(Clone, Debug)]
pub(super) struct Linear {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

/// How many values each feature of a pair of mentions has, in the order of the tables.
pub(super) const PAIR_FEATURES: [(&str, usize); 6] = [
    ("pronouns", 144),
    ("mentions", 10),
    ("sentences", 8),
    ("match", 5),
    ("types", 3),
    ("nested", 2),
];

/// What the model's numbers mean, and the weights that compare words.
#[derive(Clone, Debug)]
pub struct Heads {
    width: usize,
    /// The columns of each group in a whole row, in the order of [`Group::ALL`].
    groups: Vec<Vec<Range<usize>>>,
    pub(super) layout: Layout,
    pub(super) tags: Vec<Tag>,
    pub(super) upos: Vec<Upos>,
    pub(super) xpos: Vec<Arc<str>>,
    /// `None` is no mention.
    pub(super) mention: Vec<Option<EntityKind>>,
    pub(super) deprel: Vec<Arc<str>>,
    /// The relation of a root.
    pub(super) root: Arc<str>,
    /// `[before][label]`
    pub(super) transitions: Vec<Vec<f32>>,
    pub(super) relations: Linear,
    /// For each of [`PAIR_FEATURES`], a vector a value.
    pub(super) pair: Vec<Vec<f32>>,
    pub(super) pair_out: Linear,
    pub(super) triggers: Option<Triggers>,
}

#[derive(Deserialize)]
struct Manifest {
    columns: BTreeMap<String, (usize, usize)>,
    labels: BTreeMap<String, Vec<String>>,
    transitions: Option<Vec<Vec<f32>>>,
}

impl Heads {
    /// Reads `manifest.json` and `heads.safetensors`.
    ///
    /// # Errors
    ///
    /// When either is not what this version of the program expects.
    pub fn read(manifest: &[u8], weights: &[u8]) -> Result<Heads, HeadsError> {
        let manifest: Manifest = serde_json::from_slice(manifest)?;
        let weights = SafeTensors::deserialize(weights)?;
        let layout = layout(&manifest)?;
        let tags = labels(&manifest, "attribution", columns(&manifest, "attribution")?, tag)?;
        let upos = labels(&manifest, "upos", layout.upos, Upos::from_name)?;
        let xpos = labels(&manifest, "xpos", layout.xpos, |name| Some(Arc::from(name)))?;
        let mention = labels(&manifest, "mention", layout.mention, |name| match name {
            "none" => Some(None),
            kind => EntityKind::from_name(kind).map(Some),
        })?;
        let relation_names = manifest.labels.get("deprel").map_or(0, Vec::len);
        let deprel =
            labels(&manifest, "deprel", (0, relation_names), |name| Some(Arc::from(name)))?;
        if !deprel.iter().any(|name| &**name != "root") {
            return unfit("no relation but that of the root");
        }
        if !tags.contains(&Tag::Outside) || tags.len() > usize::from(u8::MAX) {
            return unfit("no attribution label that stands outside, or far too many labels");
        }
        let groups = groups(&manifest);
        let triggers = Triggers::read(manifest.columns.get("event"), &manifest.labels, &weights)?;
        let transitions = match manifest.transitions {
            Some(transitions) => transitions,
            None => vec![vec![0.0; tags.len()]; tags.len()],
        };
        let fits = |row: &Vec<f32>| row.len() == tags.len() && row.iter().all(|x| x.is_finite());
        if transitions.len() != tags.len() || !transitions.iter().all(fits) {
            return unfit("transitions that are not a table of the attribution labels");
        }
        let size = layout.rel_dep.1 - layout.rel_dep.0;
        let relations = Linear {
            weight: tensor(&weights, "rel.weight", &[deprel.len(), size])?,
            bias: tensor(&weights, "rel.bias", &[deprel.len()])?,
        };
        let bias = tensor(&weights, "pair_out.bias", &[1])?;
        let size = weights.tensor("pair_out.weight")?.shape().last().copied().unwrap_or(0);
        let pair_out = Linear { weight: tensor(&weights, "pair_out.weight", &[1, size])?, bias };
        let pair = PAIR_FEATURES
            .iter()
            .map(|(name, values)| tensor(&weights, &format!("pair.{name}"), &[*values, size]))
            .collect::<Result<_, _>>()?;
        let width = manifest.columns.values().map(|columns| columns.1).max().unwrap_or(0);
        Ok(Heads {
            width,
            groups,
            layout,
            tags,
            upos,
            xpos,
            mention,
            deprel,
            root: Arc::from("root"),
            transitions,
            relations,
            pair,
            pair_out,
            triggers,
        })
    }

    /// How long a row of scores must be.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The columns of a group in a row of scores.
    pub(super) fn columns(&self, group: Group) -> Vec<Range<usize>> {
        self.groups[group as usize].clone()
    }

    /// How long a row of a group is.
    pub(super) fn width_of(&self, group: Group) -> usize {
        self.groups[group as usize].iter().map(|columns| columns.len()).sum()
    }
}

pub(super) fn unfit<T>(what: impl Into<String>) -> Result<T, HeadsError> {
    Err(HeadsError::Unfit(what.into()))
}

/// The label of an attribution head by its name, such as `B-cue`.
fn tag(name: &str) -> Option<Tag> {
    match name.split_once('-') {
        None => (name == "O").then_some(Tag::Outside),
        Some(("B", role)) => Role::from_name(role).map(Tag::Begin),
        Some(("I", role)) => Role::from_name(role).map(Tag::Inside),
        Some(_) => None,
    }
}

/// A head's labels, as many as it has columns.
fn labels<T>(
    manifest: &Manifest,
    head: &str,
    columns: Columns,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, HeadsError> {
    let Some(names) = manifest.labels.get(head) else {
        return unfit(format!("no labels of {head}"));
    };
    if names.is_empty() || names.len() != columns.1 - columns.0 {
        return unfit(format!("{} labels of {head} for other columns", names.len()));
    }
    names
        .iter()
        .map(|name| {
            read(name).ok_or_else(|| HeadsError::Unfit(format!("{head} has a label {name:?}")))
        })
        .collect()
}

fn groups(manifest: &Manifest) -> Vec<Vec<Range<usize>>> {
    let of = |name: &&str| manifest.columns.get(*name).map(|&(first, end)| first..end);
    GROUPS.iter().map(|names| names.iter().filter_map(of).collect()).collect()
}

/// The columns of a name in a whole row.
fn columns(manifest: &Manifest, name: &str) -> Result<Columns, HeadsError> {
    match manifest.columns.get(name) {
        Some(&(first, end)) if first < end => Ok((first, end)),
        Some(_) => unfit(format!("no columns in {name}")),
        None => unfit(format!("no columns {name}")),
    }
}

fn layout(manifest: &Manifest) -> Result<Layout, HeadsError> {
    // Where the columns of a name are in the row of its group.
    let columns = |name: &str| -> Result<Columns, HeadsError> {
        let size = |name| columns(manifest, name).map(|(first, end)| end - first);
        let group = GROUPS.iter().find(|names| names.contains(&name)).copied().unwrap_or_default();
        let mut first = 0;
        for before in group.iter().take_while(|before| **before != name) {
            first += size(before)?;
        }
        Ok((first, first + size(name)?))
    };
    let pair = |a: &str, b: &str| -> Result<(Columns, Columns), HeadsError> {
        let (a_columns, b_columns) = (columns(a)?, columns(b)?);
        if a_columns.1 - a_columns.0 != b_columns.1 - b_columns.0 {
            return unfit(format!("{a} and {b} of different sizes"));
        }
        Ok((a_columns, b_columns))
    };
    let (arc_dep, arc_head) = pair("arc_dep", "arc_head")?;
    let (rel_dep, rel_head) = pair("rel_dep", "rel_head")?;
    let (content_cue, cue) = pair("content_cue", "cue")?;
    let (content_source, source) = pair("content_source", "source")?;
    let (coref_anaphor, coref_antecedent) = pair("coref_anaphor", "coref_antecedent")?;
    let link_none = columns("link_none")?;
    if link_none.1 - link_none.0 != 2 {
        return unfit("link_none, which needs two columns");
    }
    Ok(Layout {
        upos: columns("upos")?,
        xpos: columns("xpos")?,
        mention: columns("mention")?,
        arc_dep,
        arc_head,
        arc_bias: columns("arc_bias")?,
        rel_dep,
        rel_head,
        content_cue,
        cue,
        content_source,
        source,
        link_none,
        coref_anaphor,
        coref_antecedent,
        coref_none: columns("coref_none")?,
    })
}

/// The numbers of a tensor that must have this shape.
pub(super) fn tensor(
    weights: &SafeTensors,
    name: &str,
    shape: &[usize],
) -> Result<Vec<f32>, HeadsError> {
    let view = weights.tensor(name)?;
    if view.dtype() != Dtype::F32 {
        return unfit(format!("{name} is of type {:?}", view.dtype()));
    }
    if view.shape() != shape {
        return unfit(format!("{name} is {:?}, not {shape:?}", view.shape()));
    }
    let numbers: Vec<f32> =
        view.data().as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    if !numbers.iter().all(|number| number.is_finite()) {
        return unfit(format!("{name} holds what is no number"));
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{manifest, weights};
    use super::*;

    #[test]
    fn a_model_is_read() {
        let heads = Heads::read(&manifest(), &weights()).unwrap();
        assert_eq!(heads.tags[4], Tag::Inside(Role::Cue));
        assert_eq!(heads.mention[0], None);
        assert_eq!(
            heads.width(),
            Group::ALL.iter().map(|&group| heads.width_of(group)).sum::<usize>()
        );
        assert_eq!(heads.transitions.len(), heads.tags.len());
    }

    #[track_caller]
    fn check(from: &str, to: &str, message: &str) {
        let manifest = String::from_utf8(manifest()).unwrap();
        assert!(manifest.contains(from), "{manifest}");
        let error = Heads::read(manifest.replace(from, to).as_bytes(), &weights()).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert!(error.to_string().contains("hint: "), "{error}");
    }

    #[test]
    fn what_does_not_fit_is_told() {
        check("\"arc_dep\"", "\"arc_dop\"", "no columns arc_dep");
        check("\"B-cue\"", "\"B-clue\"", "attribution has a label \"B-clue\"");
        check("\"NOUN\",", "", "16 labels of upos for other columns");
        check("\"labels\"", "\"label\"", "missing field `labels`");
        check("{", "", "manifest cannot be read");
        let error = Heads::read(&manifest(), b"no tensors at all").unwrap_err();
        assert!(error.to_string().contains("heads cannot be read"), "{error}");
    }
}
