//! Coreference: which mentions are of the same thing.
//!
//! Each mention chooses its antecedent among the mentions before it, or none; what is chosen
//! together is one entity. A choice is scored by a comparison of the two heads' vectors and by a few
//! features of the pair, which are those that `train/coref.py` learns from, number for number.
//!
//! To that come a few things that are certain enough to be said outright: a definite noun or a name
//! said again word for word means the same again.

use std::collections::{HashMap, VecDeque};

use onrecord_text::{
    Entity, EntityId, EntityKind, Mention, MentionId, Segments, Syntax, Text, TokenId, Upos,
};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::heads::{Heads, PAIR_FEATURES};
use super::mentions::Found;
use super::scores::{Scores, dot, sane};
use super::span_of;

/// How many mentions back an antecedent is looked for. Articles have fewer; in longer texts a name
/// may also go back to the last time that it was said.
const BACK: usize = 600;

/// Added for a noun or a name that is said again in the same words, unless it is introduced as new.
const SAME_WORDS: f32 = 6.0;

/// Added for two nouns or names without any word in common.
const OTHER_WORDS: f32 = -1.0;

/// Added for having an antecedent at all.
const ANY: f32 = 1.0;

/// Words that introduce what was not spoken of.
const NEW: [&str; 9] = ["a", "an", "another", "some", "any", "no", "every", "each", "other"];

/// How many kinds of heads the features tell apart: common nouns, names, ten classes of pronouns.
const KINDS: usize = 12;

/// The classes of pronouns, from the third kind on.
const PRONOUNS: [&[&str]; 10] = [
    &["i", "me", "my", "mine", "myself"],
    &["we", "us", "our", "ours", "ourselves"],
    &["you", "your", "yours", "yourself", "yourselves"],
    &["he", "him", "his", "himself"],
    &["she", "her", "hers", "herself"],
    &["it", "its", "itself"],
    &["they", "them", "their", "theirs", "themselves", "themself"],
    &["this", "that", "these", "those"],
    &["who", "whom", "whose", "which"],
    &[
        "one",
        "ones",
        "someone",
        "somebody",
        "something",
        "anyone",
        "anything",
        "everyone",
        "everything",
        "everybody",
        "nothing",
        "nobody",
    ],
];

/// Words that say nothing about what a mention is of.
const STOP: [&str; 10] = ["the", "a", "an", "of", "and", "'s", "’s", "in", "on", "at"];
const STOP_TOO: [&str; 2] = ["for", "to"];

/// What the features need to know of a mention.
#[derive(Clone, Debug)]
struct Known {
    /// 0 common noun and the rest, 1 name, then the classes of pronouns.
    kind: usize,
    /// The head, folded, as a number.
    head: u32,
    /// The words that mean something, folded, as numbers in order.
    content: Vec<u32>,
    first: usize,
    end: usize,
    sentence: usize,
    /// The model's label of its type.
    label: usize,
    /// Whether it begins like something that was not spoken of.
    is_new: bool,
    /// The columns that it is compared by when it is an antecedent.
    vector: Vec<f32>,
}

/// Case and accents aside.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.to_lowercase().nfkd().filter(|&c| !is_combining_mark(c)).collect()
}

fn kind(folded: &str, upos: Upos) -> usize {
    match upos {
        Upos::Pron | Upos::Det => {
            PRONOUNS.iter().position(|class| class.contains(&folded)).map_or(0, |class| class + 2)
        }
        Upos::Propn => 1,
        _ => 0,
    }
}

/// Words as numbers, the same for words that fold alike.
#[derive(Default)]
struct Numbers {
    numbers: HashMap<String, u32>,
}

impl Numbers {
    fn of(&mut self, folded: String) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(folded).or_insert(next)
    }
}

/// What speaks for a pair outright, given its features.
fn wording(a: &Known, b: &Known, features: [usize; PAIR_FEATURES.len()]) -> f32 {
    if a.kind >= 2 || b.kind >= 2 {
        return ANY;
    }
    let names = a.kind == 1 && b.kind == 1;
    match features[3] {
        4 if names || !a.is_new => ANY + SAME_WORDS,
        0 => ANY + OTHER_WORDS,
        _ => ANY,
    }
}

/// 0 to 4 as they are, then by powers of two, up to `size - 1`.
fn bucket(number: usize, size: usize) -> usize {
    let bucket = if number < 5 { number } else { 2 + number.ilog2() as usize };
    bucket.min(size - 1)
}

/// The features of a pair, in the order of [`PAIR_FEATURES`]; `apart` is how many mentions on the
/// first is.
fn features(a: &Known, b: &Known, apart: usize) -> [usize; PAIR_FEATURES.len()] {
    let nouns = a.kind < 2 && b.kind < 2;
    let alike = if !nouns {
        if a.head == b.head { 3 } else { 0 }
    } else if !a.content.is_empty() && a.content == b.content {
        4
    } else if a.head == b.head {
        if a.content.iter().all(|word| b.content.binary_search(word).is_ok()) { 3 } else { 2 }
    } else if b.content.binary_search(&a.head).is_ok() || a.content.binary_search(&b.head).is_ok() {
        1
    } else {
        0
    };
    let types = match (a.label == b.label, nouns) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    };
    [
        a.kind * KINDS + b.kind,
        bucket(apart, PAIR_FEATURES[1].1),
        bucket(a.sentence.saturating_sub(b.sentence), PAIR_FEATURES[2].1),
        alike,
        types,
        usize::from(a.first < b.end && b.first < a.end),
    ]
}

/// The score of a pair by its features.
fn features_score(heads: &Heads, features: [usize; PAIR_FEATURES.len()]) -> f32 {
    let size = heads.pair_out.weight.len();
    let mut sum = 0.0;
    for (at, weight) in heads.pair_out.weight.iter().enumerate() {
        let known: f32 =
            heads.pair.iter().zip(features).map(|(table, value)| table[value * size + at]).sum();
        sum += known.max(0.0) * weight;
    }
    sane(sum + heads.pair_out.bias[0])
}

/// A sentence whose mentions are to be resolved.
pub(super) struct Sentence<'a> {
    pub words: &'a [&'a str],
    pub syntax: &'a Syntax,
    /// The number of its first token in the text.
    pub first: usize,
    /// Its number among sentences.
    pub number: usize,
}

/// The last time that a name was said.
struct Said {
    /// The number of the mention.
    at: usize,
    /// What is known of it, once it is further back than antecedents are looked for.
    known: Option<Known>,
}

/// Mentions get their entities as sentence after sentence is read. Only the last mentions, and of
/// each name the last, are kept with all that is known of them.
#[derive(Default)]
pub(super) struct Resolver {
    respect_wording: bool,
    numbers: Numbers,
    recent: VecDeque<Known>,
    said: HashMap<Vec<u32>, Said>,
    mentions: Vec<Mention>,
    entities: usize,
}

impl Resolver {
    pub(super) fn new(respect_wording: bool) -> Resolver {
        Resolver { respect_wording, ..Resolver::default() }
    }

    /// Resolves the mentions of the next sentence; `rows` has, for each, what is asked of its head.
    pub(super) fn take(
        &mut self,
        (text, segments, heads): (&Text, &Segments, &Heads),
        sentence: &Sentence,
        found: Vec<Found>,
        rows: Scores,
    ) {
        for (row, found) in found.into_iter().enumerate() {
            let known = self.know(sentence, &found, rows.part(row, heads.layout.coref_antecedent));
            let antecedent = self.antecedent(heads, &known, rows, row);
            let tokens = sentence.first + found.tokens.start..sentence.first + found.tokens.end;
            let entity = match antecedent {
                Some(before) => self.mentions[before].entity,
                None => {
                    self.entities += 1;
                    EntityId::new(self.entities - 1)
                }
            };
            self.keep(known);
            self.mentions.push(Mention {
                span: span_of(text, segments, &tokens),
                tokens,
                head: TokenId::new(sentence.first + found.head.index()),
                kind: found.kind,
                entity,
            });
        }
    }

    fn know(&mut self, sentence: &Sentence, found: &Found, vector: &[f32]) -> Known {
        let words = sentence.words;
        let head = fold(words[found.head.index()]);
        let mut content: Vec<u32> = found
            .tokens
            .clone()
            .map(|at| fold(words[at]))
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .filter(|word| !STOP.contains(&&**word) && !STOP_TOO.contains(&&**word))
            .map(|word| self.numbers.of(word))
            .collect();
        content.sort_unstable();
        content.dedup();
        Known {
            kind: kind(&head, sentence.syntax.word(found.head).upos),
            head: self.numbers.of(head),
            content,
            first: sentence.first + found.tokens.start,
            end: sentence.first + found.tokens.end,
            sentence: sentence.number,
            label: found.label,
            is_new: NEW.contains(&&*fold(words[found.tokens.start])),
            vector: vector.to_vec(),
        }
    }

    /// The number of the mention that the next one goes back to.
    fn antecedent(&self, heads: &Heads, known: &Known, rows: Scores, row: usize) -> Option<usize> {
        let layout = &heads.layout;
        let scale = ((layout.coref_anaphor.1 - layout.coref_anaphor.0) as f32).sqrt();
        let anaphor = rows.part(row, layout.coref_anaphor);
        let none = rows.part(row, layout.coref_none).first();
        let mut most = none.map_or(0.0, |&score| sane(score));
        let mut best = None;
        let at = self.mentions.len();
        let long_ago = self.said.get(&known.content).filter(|_| known.kind == 1);
        let long_ago = long_ago.and_then(|said| Some((said.at, said.known.as_ref()?)));
        let recent = (at - self.recent.len()..at).zip(&self.recent);
        for (number, before) in long_ago.into_iter().chain(recent) {
            let pair = features(known, before, at - number);
            let mut score = dot(anaphor, &before.vector) / scale + features_score(heads, pair);
            if self.respect_wording {
                score += wording(known, before, pair);
            }
            if score > most {
                (most, best) = (score, Some(number));
            }
        }
        best
    }

    /// Keeps what is known of the next mention, and lets go of one that is too far back.
    fn keep(&mut self, known: Known) {
        let at = self.mentions.len();
        if known.kind == 1 {
            self.said.insert(known.content.clone(), Said { at, known: None });
        }
        self.recent.push_back(known);
        if self.recent.len() > BACK
            && let Some(old) = self.recent.pop_front().filter(|old| old.kind == 1)
            && let Some(said) = self.said.get_mut(&old.content)
            && said.at + BACK == at
        {
            said.known = Some(old);
        }
    }

    /// The mentions with their entities, and the entities.
    pub(super) fn finish(self) -> (Vec<Mention>, Vec<Entity>) {
        let mentions = self.mentions;
        let mut members: Vec<Vec<MentionId>> = vec![Vec::new(); self.entities];
        for (at, mention) in mentions.iter().enumerate() {
            members[mention.entity.index()].push(MentionId::new(at));
        }
        let entities = members
            .into_iter()
            .map(|members| Entity { kind: usual_kind(&mentions, &members), mentions: members })
            .collect();
        (mentions, entities)
    }
}

/// The kind that most mentions have; of equals the first named.
fn usual_kind(mentions: &[Mention], members: &[MentionId]) -> EntityKind {
    let mut counts = vec![0; EntityKind::ALL.len()];
    for id in members {
        counts[mentions[id.index()].kind as usize] += 1;
    }
    let kinds = members.iter().map(|id| mentions[id.index()].kind);
    kinds
        .reduce(|a, b| if counts[b as usize] > counts[a as usize] { b } else { a })
        .unwrap_or(EntityKind::Abstract)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Sheet, heads};
    use super::super::{Decoding, parse};
    use super::*;
    use crate::segment;
    use onrecord_text::{Outline, Text};

    fn known(kind: usize, head: u32, content: &[u32], tokens: std::ops::Range<usize>) -> Known {
        Known {
            kind,
            head,
            content: content.to_vec(),
            first: tokens.start,
            end: tokens.end,
            sentence: tokens.start / 10,
            label: 6,
            is_new: false,
            vector: Vec::new(),
        }
    }

    #[test]
    fn what_is_said_again_is_the_same_unless_it_is_new() {
        let trams = known(0, 1, &[1, 2], 0..3);
        let again = known(0, 1, &[1, 2], 20..23);
        let more = Known { is_new: true, ..again.clone() };
        let buses = known(0, 3, &[3], 30..32);
        let they = known(8, 4, &[4], 40..41);
        let weigh = |a: &Known, b: &Known| wording(a, b, features(a, b, 1));
        assert_eq!(weigh(&again, &trams), ANY + SAME_WORDS);
        assert_eq!(weigh(&more, &trams), ANY);
        assert_eq!(weigh(&buses, &trams), ANY + OTHER_WORDS);
        assert_eq!(weigh(&they, &trams), ANY);
    }

    #[test]
    fn words_are_compared_without_case_and_accents() {
        assert_eq!(fold("Zürich"), "zurich");
        assert_eq!(fold("ÉCOLE"), "ecole");
        assert_eq!(fold("İzmir"), "izmir");
        assert_eq!(kind("them", Upos::Pron), 8);
        assert_eq!(kind("one", Upos::Num), 0);
        assert_eq!(kind("bern", Upos::Propn), 1);
        assert_eq!(kind("there", Upos::Pron), 0);
    }

    #[test]
    fn distances_fall_into_buckets() {
        let buckets = [0, 1, 4, 5, 7, 8, 15, 16, 63, 64, 128, 10_000].map(|n| bucket(n, 10));
        assert_eq!(buckets, [0, 1, 4, 4, 4, 5, 5, 6, 7, 8, 9, 9]);
    }

    /// Worked out by hand from `features` of train/coref.py.
    #[test]
    fn features_are_those_of_the_training() {
        let mayor = known(0, 1, &[1, 2], 0..4); // the mayor of Bern
        let bern = known(1, 2, &[2], 3..4);
        let mayor_again = known(0, 1, &[1], 25..27); // the mayor
        let new_mayor = known(0, 1, &[1, 3], 40..43);
        let she = known(6, 4, &[4], 50..51);
        let her = known(6, 5, &[5], 52..53);
        let same = known(0, 9, &[1, 2], 60..63);
        assert_eq!(features(&bern, &mayor, 1), [12, 1, 0, 1, 0, 1]);
        assert_eq!(features(&mayor_again, &mayor, 2), [0, 2, 2, 3, 0, 0]);
        assert_eq!(features(&new_mayor, &mayor, 5), [0, 4, 4, 2, 0, 0]);
        assert_eq!(features(&same, &mayor, 3), [0, 3, 4, 4, 0, 0]);
        assert_eq!(features(&she, &mayor, 4), [72, 4, 4, 0, 0, 0]);
        assert_eq!(features(&her, &she, 1), [78, 1, 0, 0, 0, 0]);
        assert_eq!(features(&she, &she, 1), [78, 1, 0, 3, 0, 1]);
        let other = Known { label: 7, ..mayor_again.clone() };
        assert_eq!(features(&other, &mayor, 2)[4], 1);
        assert_eq!(features(&Known { label: 7, ..she }, &mayor, 2)[4], 2);
        let empty = known(0, 1, &[], 70..71);
        assert_eq!(features(&empty, &empty.clone(), 1)[3], 3);
    }

    /// Says which words are of the same thing; `links` go from a word back to an earlier one.
    #[track_caller]
    fn check(text: &str, mentions: &[usize], links: &[(usize, usize, f32)], expected: &[&[usize]]) {
        let text = Text::new(text);
        let segments = segment(&text, &Outline::default());
        let heads = heads();
        let mut sheet = Sheet::new(&heads, segments.tokens.len());
        for &word in mentions {
            sheet.mention(word, "person");
        }
        for &(anaphor, antecedent, score) in links {
            sheet.antecedent(anaphor, antecedent, score);
        }
        let parse = parse(&text, &segments, &sheet.reader(), &heads, &Decoding::default());
        let found: Vec<Vec<usize>> = parse
            .entities
            .iter()
            .map(|entity| {
                entity.mentions.iter().map(|&id| parse.mention(id).head.index()).collect()
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn mentions_take_the_antecedent_that_they_like_best() {
        let text = "Anna and Beat wait until she waves";
        check(text, &[0, 2, 5], &[(5, 0, 5.0)], &[&[0, 5], &[2]]);
        check(text, &[0, 2, 5], &[(5, 0, 5.0), (5, 2, 9.0)], &[&[0], &[2, 5]]);
        check(text, &[0, 2, 5], &[(5, 0, -5.0), (5, 2, -9.0)], &[&[0], &[2], &[5]]);
        check(text, &[0, 2, 5], &[(2, 0, 5.0), (5, 2, 5.0)], &[&[0, 2, 5]]);
        check(text, &[], &[], &[]);
    }

    #[test]
    fn far_back_only_names_are_found() {
        let heads = heads();
        let word = |at: usize| match at {
            0 | 602 => "Bern".to_owned(),
            1 | 603 => "tram".to_owned(),
            _ => format!("x{}", "y".repeat(at)),
        };
        let count = BACK + 4;
        let text = Text::new((0..count).map(word).collect::<Vec<_>>().join(" "));
        let segments = segment(&text, &Outline::default());
        let mut sheet = Sheet::new(&heads, count);
        for at in 0..count {
            sheet.mention(at, "object");
            sheet.upos(at, if word(at) == "Bern" { "PROPN" } else { "NOUN" });
            sheet.arc(at, 0, if at == 0 { "root" } else { "parataxis" });
        }
        let parse = parse(&text, &segments, &sheet.reader(), &heads, &Decoding::default());
        let entity = |mention: usize| parse.mentions[mention].entity;
        assert_eq!(parse.mentions.len(), count);
        assert_eq!(entity(0), entity(602));
        assert_ne!(entity(1), entity(603));
    }

    #[test]
    fn the_score_of_features_is_that_of_the_network() {
        let heads = heads();
        let size = heads.pair_out.weight.len();
        let features = [13, 2, 1, 4, 0, 1];
        let mut expected = heads.pair_out.bias[0];
        for at in 0..size {
            let mut sum = 0.0;
            for (table, value) in features.iter().enumerate() {
                sum += heads.pair[table][value * size + at];
            }
            expected += heads.pair_out.weight[at] * if sum > 0.0 { sum } else { 0.0 };
        }
        assert!((features_score(&heads, features) - expected).abs() < 1e-5);
        assert!(expected != 0.0);
    }
}
