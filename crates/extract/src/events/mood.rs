//! Whether something happened: the tense, the modal verbs, the negation and the condition around a
//! word, and how long ago it was.

use std::collections::HashMap;
use std::sync::LazyLock;

use onrecord_text::{TokenId, Upos};

use super::tree::Tree;
use crate::rules::entries;

/// How far above a word its mood is looked for.
const DEPTH: usize = 6;

/// From how many years ago on something is history.
const LONG_AGO: i32 = 2;

/// What is said about whether something happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mood {
    /// It is to come.
    pub(super) future: bool,
    /// It would come.
    pub(super) conditional: bool,
    /// It may be so, or is wished for, or stands behind an `if`.
    pub(super) possible: bool,
    /// It should be so.
    pub(super) due: bool,
    /// It is not so.
    pub(super) negated: bool,
    /// It is what something is done for.
    pub(super) purpose: bool,
    /// It was long ago.
    pub(super) historical: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Auxiliary,
    Verb,
    Adjective,
    Modifier,
    Mark,
}

static MOODS: LazyLock<HashMap<(Kind, &'static str), &'static str>> = LazyLock::new(|| {
    entries(include_str!("../../../../rules/en/moods.tsv"))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let kind = match columns.next()? {
                "auxiliary" => Kind::Auxiliary,
                "verb" => Kind::Verb,
                "adjective" => Kind::Adjective,
                "modifier" => Kind::Modifier,
                "mark" => Kind::Mark,
                _ => return None,
            };
            Some(((kind, columns.next()?), columns.next()?))
        })
        .collect()
});

impl Mood {
    fn take(&mut self, kind: Kind, lemma: &str) {
        match MOODS.get(&(kind, lemma)).copied() {
            Some("future") => self.future = true,
            Some("conditional") => self.conditional = true,
            Some("possible") => self.possible = true,
            Some("due") => self.due = true,
            Some("negated") => self.negated = !self.negated,
            Some("historical") => self.historical = true,
            _ => {}
        }
    }
}

/// The mood of a verb or a noun; `year` is that of the article.
pub(super) fn of(tree: &Tree, word: TokenId, anchor: TokenId, year: Option<i32>) -> Mood {
    let mut mood = Mood::default();
    if word != anchor || !tree.is_verb(word) {
        for child in tree.children(word) {
            let relation = tree.word(child).relation();
            if matches!(relation, "amod" | "compound") {
                mood.take(Kind::Modifier, &tree.form(child).to_lowercase());
            }
            if relation == "det" && tree.is_lemma(child, "no") {
                mood.negated = !mood.negated;
            }
        }
    }
    let mut at = anchor;
    for step in 0..DEPTH {
        own(tree, at, &mut mood);
        let node = tree.word(at);
        let Some(head) = node.head else { break };
        match node.relation() {
            "xcomp" | "ccomp" | "advcl" | "acl" if step == 0 || node.relation() != "acl" => {
                let infinitive = tree.opened_by(at, &["to"]);
                let relation = node.relation();
                if relation == "ccomp" || relation == "acl" && !infinitive {
                    break;
                }
                if relation == "advcl" && !infinitive {
                    break;
                }
                if relation != "xcomp" {
                    mood.purpose = true;
                    break;
                }
                let lemma = tree.lemma(head);
                let kind =
                    if tree.word(head).upos == Upos::Adj { Kind::Adjective } else { Kind::Verb };
                mood.take(kind, &lemma);
                if lemma == "have" && infinitive {
                    mood.due = true;
                }
                at = head;
            }
            // `will arrest and deport`.
            "conj" if tree.is_verb(head) && tree.is_verb(at) => {
                let bare =
                    tree.child_by(at, "nsubj").is_none() && tree.child_by(at, "aux").is_none();
                if !bare {
                    // A condition before the first of them holds for all.
                    if tree.opened_by(head, &["if", "unless", "whether"]) {
                        mood.possible = true;
                    }
                    break;
                }
                let same = tree.word(head).xpos == tree.word(at).xpos;
                if !same {
                    break;
                }
                at = head;
            }
            _ => break,
        }
    }
    // A question tells nothing.
    let sentence = tree.segments.sentence(tree.segments.token(anchor).sentence);
    mood.possible |=
        tree.text.slice(sentence.span).trim_end_matches(['"', '”', '’', '\'', ')']).ends_with('?');
    mood.historical |= long_ago(tree, anchor, year) || word != anchor && long_ago(tree, word, year);
    mood
}

/// What stands around one verb.
fn own(tree: &Tree, at: TokenId, mood: &mut Mood) {
    let mut auxiliary = false;
    for child in tree.children(at) {
        let node = tree.word(child);
        match node.relation() {
            "aux" => {
                auxiliary = true;
                let lemma = match tree.form(child).to_lowercase().as_str() {
                    "would" | "'d" | "’d" => "would".to_owned(),
                    "might" => "might".to_owned(),
                    "could" => "could".to_owned(),
                    "should" => "should".to_owned(),
                    "wo" | "'ll" | "’ll" => "will".to_owned(),
                    _ => node.lemma.to_lowercase(),
                };
                mood.take(Kind::Auxiliary, &lemma);
            }
            "advmod" | "det" | "cc" => {
                if matches!(&*node.lemma.to_lowercase(), "not" | "never" | "n't") {
                    mood.negated = !mood.negated;
                }
            }
            "mark" | "case" => mood.take(Kind::Mark, &node.lemma.to_lowercase()),
            "nsubj" | "obj" => {
                let none = tree
                    .children_by(child, "det")
                    .any(|det| matches!(tree.lemma(det).as_str(), "no" | "neither"));
                let nobody =
                    matches!(&*node.lemma.to_lowercase(), "nobody" | "none" | "no one" | "nothing");
                if none || nobody {
                    mood.negated = !mood.negated;
                }
            }
            _ => {}
        }
    }
    // A headline's infinitive: `Chile to close the crossing`.
    let node = tree.word(at);
    if !auxiliary && node.head.is_none() && &*node.xpos == "VB" && tree.opened_by(at, &["to"]) {
        mood.future = true;
    }
}

/// Whether a clause or a noun has a time with it that is long ago.
fn long_ago(tree: &Tree, at: TokenId, year: Option<i32>) -> bool {
    tree.children(at).any(|child| {
        let node = tree.word(child);
        if !matches!(node.relation(), "obl" | "nmod" | "advmod" | "nummod" | "amod" | "compound") {
            return false;
        }
        let reach = tree.parse.syntax.reach(child);
        if reach.len() > 8 {
            return false;
        }
        let words: Vec<String> =
            reach.map(|one| tree.form(TokenId::new(one)).to_lowercase()).collect();
        let told_year = words.iter().find_map(|word| {
            let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
            word.parse::<i32>().ok().filter(|told| digits && (1000..2200).contains(told))
        });
        let decade = words.iter().any(|word| {
            word.len() == 5
                && word.ends_with("0s")
                && word.bytes().take(4).all(|byte| byte.is_ascii_digit())
                || word == "century"
        });
        let ago = words.last().is_some_and(|word| word == "ago")
            && words.iter().any(|word| matches!(word.as_str(), "years" | "decades" | "centuries"))
            || words.join(" ").ends_with("decades earlier");
        let far = |told: i32| year.is_some_and(|year| year - told >= LONG_AGO);
        decade || ago || told_year.is_some_and(far)
    })
}
