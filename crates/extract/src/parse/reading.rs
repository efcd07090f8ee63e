//! Reading: rows come in, some hundred at a time, and what can be said of a sentence is said as soon
//! as all of it is there.
//!
//! A sentence's tree needs its own words only, its mentions need its tree, and what they refer to
//! needs the mentions before. Labels of attributions are decided over the whole text, so a few
//! scores of each word wait for that, and with them what compares those words that may begin a part.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onrecord_text::{
    Attribution, AttributionPart, Parse, Role, Segments, Syntax, Text, TokenId, Trigger, Upos, Word,
};

use super::attribution::{self, Labelled};
use super::coreference::{self, Resolver};
use super::heads::{Heads, Tag};
use super::links;
use super::rows::{Group, Reader, Rows};
use super::scores::{Scores, highest, softmax};
use super::{Decoding, lemma, mentions, trees, triggers};

/// A part may begin where the model gives its beginning this probability. Where one begins against
/// all odds, the row is read again.
const LIKELY: f32 = 0.002;

/// After so many more tokens, labels are decided for the time being, and what compares words is
/// kept only where parts begin. Around the end, where what follows may change them, all is kept.
const SETTLED: usize = 4096;
const OPEN: usize = 512;

/// Longer sentences are cut into pieces of this many words, which hang on the root of the first:
/// what has more words is a list without line breaks, not a sentence.
const LONGEST: usize = 400;

/// The labels of tokens that follow one another, and what compares those that may begin a part.
pub(super) struct Labels<'a> {
    text: &'a Text,
    segments: &'a Segments,
    heads: &'a Heads,
    /// The number, in the text, of the token that is number 0 to the reader.
    first: usize,
    /// As many as there are labels, token by token.
    scores: Vec<f32>,
    beginnings: Beginnings,
    /// Up to which token only those of parts are kept.
    settled: usize,
    /// Where marks begin quotations, in order: there contents begin.
    opening: Vec<usize>,
}

/// By the number of a token and its role: what is asked of a word that begins such a part.
type Beginnings = BTreeMap<(usize, Role), Box<[f32]>>;

impl<'a> Labels<'a> {
    pub(super) fn new(text: &'a Text, segments: &'a Segments, heads: &'a Heads) -> Labels<'a> {
        let marks = segments.quotations.iter().flat_map(|quotation| &quotation.opening);
        let mut opening: Vec<usize> = marks.map(|&mark| segments.tokens_in(mark).start).collect();
        opening.sort_unstable();
        let (scores, beginnings) = (Vec::new(), Beginnings::new());
        Labels { text, segments, heads, first: 0, scores, beginnings, settled: 0, opening }
    }

    /// Of a part of the text, which begins with this token.
    pub(super) fn of_part(
        text: &'a Text,
        segments: &'a Segments,
        heads: &'a Heads,
        first: usize,
    ) -> Labels<'a> {
        let (scores, beginnings) = (Vec::new(), Beginnings::new());
        let opening = Vec::new();
        Labels { text, segments, heads, first, scores, beginnings, settled: 0, opening }
    }

    /// Takes the next rows.
    pub(super) fn take(&mut self, rows: &dyn Rows) {
        let before = self.scores.len();
        let tokens: Vec<usize> = rows.tokens().collect();
        rows.add(Group::Label, &tokens, &mut self.scores);
        let mut likely: [Vec<usize>; 3] = Default::default();
        let mut probabilities = Vec::new();
        let width = self.heads.tags.len();
        for (scores, token) in self.scores[before..].chunks_exact(width).zip(tokens) {
            softmax(scores, &mut probabilities);
            let mut may_begin = [false; 3];
            may_begin[Role::Content as usize] =
                self.opening.binary_search(&(self.first + token)).is_ok();
            for (tag, &probability) in self.heads.tags.iter().zip(&probabilities) {
                if let Tag::Begin(role) = tag {
                    may_begin[*role as usize] |= probability > LIKELY;
                }
            }
            for &role in Role::ALL {
                if may_begin[role as usize] {
                    likely[role as usize].push(token);
                }
            }
        }
        for &role in Role::ALL {
            self.keep(rows, role, &likely[role as usize]);
        }
        if rows.tokens().end > self.settled + SETTLED + OPEN {
            self.settle(rows.tokens().end);
        }
    }

    /// Lets go of what compares words that, as far as can be seen, begin no part.
    fn settle(&mut self, end: usize) {
        let (start, width) = (self.settled.saturating_sub(OPEN), self.heads.tags.len());
        let scores = Scores::new(&self.scores[start * width..end * width], width);
        let parts = self.parts(start, scores, true);
        let begin: BTreeSet<(usize, Role)> = parts.iter().map(|part| self.key(part)).collect();
        let settled = self.settled..end - OPEN;
        let mut new = self.beginnings.split_off(&(settled.start, Role::Source));
        new.retain(|key, _| !settled.contains(&key.0) || begin.contains(key));
        self.beginnings.extend(new);
        self.settled = settled.end;
    }

    /// The parts among tokens from one on, of which these are the scores.
    fn parts(&self, start: usize, scores: Scores, whole: bool) -> Vec<AttributionPart> {
        let (text, segments, heads) = (self.text, self.segments, self.heads);
        let labelled = Labelled { text, segments, heads, first: self.first + start, scores };
        attribution::parts(&labelled, whole)
    }

    /// Where what compares a part is kept.
    fn key(&self, part: &AttributionPart) -> (usize, Role) {
        (part.tokens.start - self.first, part.role)
    }

    fn keep(&mut self, rows: &dyn Rows, role: Role, tokens: &[usize]) {
        let mut values = Vec::new();
        rows.add(Group::of(role), tokens, &mut values);
        let width = self.heads.width_of(Group::of(role));
        for (&token, row) in tokens.iter().zip(values.chunks_exact(width)) {
            self.beginnings.insert((token, role), row.into());
        }
    }

    /// The parts that the labels make, and the attributions that these make together.
    pub(super) fn attributions(
        mut self,
        reader: &dyn Reader,
        decoding: &Decoding,
    ) -> (Vec<AttributionPart>, Vec<Attribution>) {
        let scores = Scores::new(&self.scores, self.heads.tags.len());
        let parts = self.parts(0, scores, decoding.respect_quotations);
        let missing: Vec<(usize, Role)> = parts
            .iter()
            .map(|part| self.key(part))
            .filter(|key| !self.beginnings.contains_key(key))
            .collect();
        if !missing.is_empty() {
            let tokens: Vec<usize> = missing.iter().map(|&(token, _)| token).collect();
            reader.read_again(&tokens, &mut |rows| {
                let here = rows.tokens();
                for &(token, role) in missing.iter().filter(|(token, _)| here.contains(token)) {
                    self.keep(rows, role, &[token]);
                }
            });
        }
        let rows: Vec<&[f32]> = parts
            .iter()
            .map(|part| self.beginnings.get(&self.key(part)).map_or(&[][..], |row| row))
            .collect();
        let attributions =
            links::attributions(self.segments, self.heads, &parts, &rows, decoding.links);
        (parts, attributions)
    }
}

/// Trees, mentions, entities and triggers, sentence by sentence.
pub(super) struct Trees<'a> {
    text: &'a Text,
    segments: &'a Segments,
    heads: &'a Heads,
    parsed: Vec<Word>,
    resolver: Resolver,
    lemmas: Lemmas,
    triggers: Vec<Trigger>,
    /// The rows of words whose sentence is not complete yet.
    words: Vec<f32>,
    /// The labels of those of them that head mentions, or none, and the mentions' rows.
    labels: Vec<usize>,
    mentions: Vec<f32>,
    /// The sentence that the next word is of.
    sentence: usize,
    /// The root of that sentence's first piece and its columns `rel_head`, if that piece is read.
    root: Option<(TokenId, Vec<f32>)>,
    /// Whether only punctuation was read of that sentence.
    opens: bool,
}

/// Lemmas, each kept once.
type Lemmas = std::collections::HashSet<Arc<str>>;

impl<'a> Trees<'a> {
    pub(super) fn new(
        text: &'a Text,
        segments: &'a Segments,
        heads: &'a Heads,
        decoding: &Decoding,
    ) -> Trees<'a> {
        Trees {
            text,
            segments,
            heads,
            parsed: Vec::with_capacity(segments.tokens.len()),
            resolver: Resolver::new(decoding.respect_wording),
            lemmas: Lemmas::new(),
            triggers: Vec::new(),
            words: Vec::new(),
            labels: Vec::new(),
            mentions: Vec::new(),
            sentence: 0,
            root: None,
            opens: true,
        }
    }

    /// Takes the next rows.
    pub(super) fn take(&mut self, rows: &dyn Rows) {
        let tokens: Vec<usize> = rows.tokens().collect();
        let (before, width) = (self.words.len(), self.heads.width_of(Group::Word));
        rows.add(Group::Word, &tokens, &mut self.words);
        let words = Scores::new(&self.words[before..], width);
        let (mut heading, mut telling) = (Vec::new(), Vec::new());
        for (row, &token) in tokens.iter().enumerate() {
            let label = highest(words.part(row, self.heads.layout.mention));
            self.labels.push(label);
            if self.heads.mention[label].is_some() {
                heading.push(token);
            }
            let upos = self.heads.upos[highest(words.part(row, self.heads.layout.upos))];
            if triggers::may_tell(upos) {
                telling.push(token);
            }
        }
        rows.add(Group::Mention, &heading, &mut self.mentions);
        if let Some(known) = &self.heads.triggers {
            let mut columns = Vec::new();
            rows.add(Group::Event, &telling, &mut columns);
            let columns = columns.chunks_exact(self.heads.width_of(Group::Event));
            let told = telling.iter().zip(columns);
            self.triggers.extend(told.map(|(&at, row)| known.trigger(TokenId::new(at), row)));
        }
        let (mut done, mut mentions_done) = (0, 0);
        while let Some(sentence) = self.segments.sentences.get(self.sentence) {
            let start = self.parsed.len();
            let end = sentence.tokens.end.min(start + LONGEST);
            if done + end - start > self.labels.len() {
                break;
            }
            mentions_done += self.piece(done..done + end - start, mentions_done);
            done += end - start;
            if end == sentence.tokens.end {
                self.sentence += 1;
                (self.root, self.opens) = (None, true);
            }
        }
        self.words.drain(..done * width);
        self.labels.drain(..done);
        self.mentions.drain(..mentions_done * self.heads.width_of(Group::Mention));
    }

    /// Reads a sentence, or a piece of one, whose rows are these of those that wait; the rows of its
    /// mentions begin with `mention`. Returns how many mentions it has.
    fn piece(&mut self, waiting: std::ops::Range<usize>, mention: usize) -> usize {
        let heads = self.heads;
        let width = heads.width_of(Group::Word);
        let scores = Scores::new(&self.words[waiting.start * width..waiting.end * width], width);
        let first = self.parsed.len();
        let tokens = &self.segments.tokens[first..first + waiting.len()];
        let words: Vec<&str> = tokens.iter().map(|token| self.text.slice(token.span)).collect();
        let places = trees::tree(scores, heads);
        let mut parsed = Vec::with_capacity(words.len());
        for (at, place) in places.iter().enumerate() {
            let upos = heads.upos[highest(scores.part(at, heads.layout.upos))];
            let xpos = &heads.xpos[highest(scores.part(at, heads.layout.xpos))];
            let lemma = lemma(words[at], upos, xpos, self.opens);
            parsed.push(Word {
                upos,
                xpos: Arc::clone(xpos),
                lemma: kept_once(&mut self.lemmas, &lemma),
                head: place.head.map(TokenId::new),
                deprel: Arc::clone(match place.head {
                    Some(_) => &heads.deprel[place.relation],
                    None => &heads.root,
                }),
            });
            self.opens &= upos == Upos::Punct;
        }
        let syntax = Syntax::new(parsed);
        let found = mentions::mentions(&words, &syntax, &self.labels[waiting], heads);
        let count = found.len();
        let width = heads.width_of(Group::Mention);
        let rows = &self.mentions[mention * width..(mention + count) * width];
        let sentence =
            coreference::Sentence { words: &words, syntax: &syntax, first, number: self.sentence };
        let known = (self.text, self.segments, heads);
        self.resolver.take(known, &sentence, found, Scores::new(rows, width));
        let root = places.iter().position(|place| place.head.is_none());
        for (at, mut word) in syntax.into_words().into_iter().enumerate() {
            word.head = word.head.map(|head| TokenId::new(first + head.index()));
            if let Some((root, columns)) = self.root.as_ref().filter(|_| word.head.is_none()) {
                word.head = Some(*root);
                let relation = trees::relation(scores, heads, at, columns);
                word.deprel = Arc::clone(&heads.deprel[relation]);
            }
            self.parsed.push(word);
        }
        if let (None, Some(root)) = (&self.root, root) {
            let columns = scores.part(root, heads.layout.rel_head).to_vec();
            self.root = Some((TokenId::new(first + root), columns));
        }
        count
    }

    /// What was read; the attributions are not.
    pub(super) fn finish(self) -> Parse {
        let (mentions, entities) = self.resolver.finish();
        let types = self.heads.triggers.as_ref().map(|known| Arc::clone(&known.types));
        Parse {
            syntax: Syntax::new(self.parsed),
            mentions,
            entities,
            triggers: self.triggers,
            event_types: types.unwrap_or_default(),
            ..Parse::default()
        }
    }
}

fn kept_once(lemmas: &mut Lemmas, lemma: &str) -> Arc<str> {
    if let Some(known) = lemmas.get(lemma) {
        return Arc::clone(known);
    }
    let new: Arc<str> = lemma.into();
    lemmas.insert(Arc::clone(&new));
    new
}
