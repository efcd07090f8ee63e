//! A small model made by hand, and scores for it in terms of what they should say.

use std::collections::BTreeMap;

use onrecord_text::{EntityKind, Role, Segments, Text, Upos};
use safetensors::tensor::{Dtype, TensorView, serialize};
use serde_json::json;

use super::heads::{Columns, Heads, PAIR_FEATURES};
use super::rows::{Group, Whole};
use super::scores::Scores;

const SIZE: usize = 16;
const PAIR: usize = 4;
/// The types of events that the small model knows.
pub const EVENTS: [&str; 3] = ["AGREE", "ASSAULT", "SUPPORT"];
const DEPRELS: [&str; 16] = [
    "acl",
    "acl:relcl",
    "advmod",
    "appos",
    "case",
    "cc",
    "conj",
    "cop",
    "det",
    "nmod",
    "nsubj",
    "obj",
    "parataxis",
    "punct",
    "root",
    "flat",
];

/// The manifest of a model whose vectors are short.
pub fn manifest() -> Vec<u8> {
    let names = |prefixes: [&str; 2]| -> Vec<String> {
        let roles = Role::ALL.iter().map(|role| role.name());
        roles.flat_map(|role| prefixes.map(|prefix| format!("{prefix}-{role}"))).collect()
    };
    let attribution: Vec<String> =
        [String::from("O")].into_iter().chain(names(["B", "I"])).collect();
    let upos: Vec<&str> = Upos::ALL.iter().map(|upos| upos.name()).collect();
    let mention: Vec<&str> =
        ["none"].into_iter().chain(EntityKind::ALL.iter().map(|kind| kind.name())).collect();
    let parts = [
        ("attribution", attribution.len()),
        ("upos", upos.len()),
        ("xpos", 3),
        ("mention", mention.len()),
        ("arc_dep", SIZE),
        ("arc_head", SIZE),
        ("arc_bias", 1),
        ("rel_dep", DEPRELS.len()),
        ("rel_head", DEPRELS.len()),
        ("content_cue", SIZE),
        ("cue", SIZE),
        ("content_source", SIZE),
        ("source", SIZE),
        ("link_none", 2),
        ("coref_anaphor", SIZE),
        ("coref_antecedent", SIZE),
        ("coref_none", 1),
        ("event", EVENTS.len() + 2),
    ];
    let mut columns = BTreeMap::new();
    let mut at = 0;
    for (name, size) in parts {
        columns.insert(name, (at, at + size));
        at += size;
    }
    let labels = json!({
        "attribution": attribution,
        "upos": upos,
        "xpos": ["NN", "NNP", "VBD"],
        "mention": mention,
        "deprel": DEPRELS,
        "event": EVENTS,
    });
    json!({"columns": columns, "labels": labels}).to_string().into_bytes()
}

/// The small weights: relations are read off their own column, features of pairs count a little, an
/// event's weight is its first column less its second, and its types are the others.
pub fn weights() -> Vec<u8> {
    let relations = DEPRELS.len();
    let mut tensors: Vec<(String, Vec<usize>, Vec<f32>)> = vec![
        (
            "rel.weight".into(),
            vec![relations, relations],
            (0..relations * relations)
                .map(|at| if at % relations == at / relations { 1.0 } else { 0.0 })
                .collect(),
        ),
        ("rel.bias".into(), vec![relations], vec![0.0; relations]),
        ("pair_out.weight".into(), vec![1, PAIR], vec![0.1, -0.1, 0.05, 0.02]),
        ("pair_out.bias".into(), vec![1], vec![0.01]),
        (
            "event.weight".into(),
            vec![EVENTS.len() + 1, EVENTS.len() + 2],
            (0..=EVENTS.len())
                .flat_map(|row| {
                    (0..EVENTS.len() + 2).map(move |at| match (row, at) {
                        (0, 0) => 1.0,
                        (0, 1) => -1.0,
                        (0, _) | (_, 0) => 0.0,
                        (row, at) => f32::from(u8::from(at == row + 1)),
                    })
                })
                .collect(),
        ),
        ("event.bias".into(), vec![EVENTS.len() + 1], vec![0.0; EVENTS.len() + 1]),
    ];
    for (name, size) in PAIR_FEATURES {
        let values = (0..size * PAIR).map(|at| (at * 7 % 11) as f32 / 11.0 - 0.3).collect();
        tensors.push((format!("pair.{name}"), vec![size, PAIR], values));
    }
    let bytes: Vec<(String, Vec<usize>, Vec<u8>)> = tensors
        .into_iter()
        .map(|(name, shape, values)| {
            (name, shape, values.into_iter().flat_map(f32::to_le_bytes).collect())
        })
        .collect();
    let views = bytes.iter().map(|(name, shape, bytes)| {
        (name, TensorView::new(Dtype::F32, shape.clone(), bytes).unwrap())
    });
    serialize(views, None).unwrap()
}

/// The small model.
pub fn heads() -> Heads {
    Heads::read(&manifest(), &weights()).unwrap()
}

/// The words of a segmented text.
pub fn words<'t>(text: &'t Text, segments: &Segments) -> Vec<&'t str> {
    segments.tokens.iter().map(|token| text.slice(token.span)).collect()
}

/// Scores, set by what they should say. A vector has one dimension for each of the first words.
pub struct Sheet {
    heads: Heads,
    values: Vec<f32>,
}

impl Sheet {
    /// Of that many words, all zero.
    pub fn new(heads: &Heads, words: usize) -> Sheet {
        Sheet { heads: heads.clone(), values: vec![0.0; words * heads.width()] }
    }

    /// What has been set.
    pub fn scores(&self) -> Scores<'_> {
        Scores::new(&self.values, self.heads.width())
    }

    /// All rows, to be read at once.
    pub fn reader(&self) -> Whole<'_> {
        let tokens = self.values.len() / self.heads.width();
        Whole { scores: self.scores(), heads: &self.heads, tokens, step: tokens }
    }

    /// A group of the columns of a word.
    pub fn row(&self, word: usize, group: Group) -> Vec<f32> {
        let row = self.scores().row(word);
        self.heads.columns(group).into_iter().flat_map(|columns| row[columns].to_vec()).collect()
    }

    fn set(&mut self, word: usize, group: Group, columns: Columns, at: usize, score: f32) {
        assert!(columns.0 + at < columns.1);
        let column = self.heads.columns(group).into_iter().flatten().nth(columns.0 + at).unwrap();
        self.values[word * self.heads.width() + column] = score;
    }

    /// An attribution label by its name.
    pub fn attribution(&mut self, word: usize, label: &str, score: f32) {
        let all = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"];
        let at = all.iter().position(|name| *name == label).unwrap();
        self.set(word, Group::Label, (0, all.len()), at, score);
    }

    /// A part of speech by its name.
    pub fn upos(&mut self, word: usize, name: &str) {
        let at = Upos::from_name(name).unwrap() as usize;
        self.set(word, Group::Word, self.heads.layout.upos, at, 9.0);
    }

    /// The word tells of an event with this score, of that type with another.
    pub fn event(&mut self, word: usize, weight: f32, name: &str, score: f32) {
        let at = EVENTS.iter().position(|event| *event == name).unwrap();
        let columns = (0, EVENTS.len() + 2);
        self.set(word, Group::Event, columns, 0, weight.max(0.0));
        self.set(word, Group::Event, columns, 1, (-weight).max(0.0));
        self.set(word, Group::Event, columns, at + 2, score);
    }

    /// The word heads a mention, which goes back to another only with a score of five.
    pub fn mention(&mut self, word: usize, kind: &str) {
        let at = EntityKind::from_name(kind).unwrap() as usize;
        self.set(word, Group::Word, self.heads.layout.mention, at + 1, 9.0);
        self.set(word, Group::Mention, self.heads.layout.coref_none, 0, 4.0);
    }

    /// The word hangs on another, or is the root, its own head.
    pub fn arc(&mut self, word: usize, head: usize, relation: &str) {
        self.set(word, Group::Word, self.heads.layout.arc_dep, head, 9.0);
        self.set(head, Group::Word, self.heads.layout.arc_head, head, 9.0);
        let at = DEPRELS.iter().position(|name| *name == relation).unwrap();
        self.set(word, Group::Word, self.heads.layout.rel_dep, at, 9.0);
    }

    /// The content belongs to the candidate; both are numbers of parts, which have a role and a word.
    pub fn link(&mut self, parts: &[(Role, usize)], content: usize, candidate: usize, score: f32) {
        let layout = self.heads.layout.clone();
        let (own, other) = match parts[candidate].0 {
            Role::Cue => (layout.content_cue, layout.cue),
            _ => (layout.content_source, layout.source),
        };
        self.set(parts[content].1, Group::Content, own, content, (SIZE as f32).sqrt());
        self.set(parts[candidate].1, Group::of(parts[candidate].0), other, content, score);
    }

    /// The content that begins with this word has no cue.
    pub fn no_cue(&mut self, word: usize, score: f32) {
        self.set(word, Group::Content, self.heads.layout.link_none, 0, score);
    }

    /// One mention's head goes back to another's.
    pub fn antecedent(&mut self, anaphor: usize, antecedent: usize, score: f32) {
        self.set(
            anaphor,
            Group::Mention,
            self.heads.layout.coref_anaphor,
            antecedent,
            (SIZE as f32).sqrt(),
        );
        self.set(antecedent, Group::Mention, self.heads.layout.coref_antecedent, antecedent, score);
    }
}
