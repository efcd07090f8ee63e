//! Rows: what decoding asks of the network, and for which words.
//!
//! All that the network can say of a word is a thousand numbers. What finds trees, mentions and
//! labels is asked of every word; what compares a word with others only of those that can head a
//! mention or begin a part of an attribution. So it is asked in groups, a few hundred words at a
//! time, and nothing wide is kept for long: a text of any length can be read.

use std::ops::Range;

use onrecord_encoder::{Encoder, Head, Hidden, Prepared};
use onrecord_text::Role;

use super::heads::Heads;
use super::scores::Scores;

/// Columns that are wanted for the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Whether a word is of a source, a cue or a content.
    Label,
    /// What puts a word into its tree, and whether it heads a mention.
    Word,
    /// What compares a source with contents.
    Source,
    /// What compares a cue with contents.
    Cue,
    /// What compares a content with cues and sources.
    Content,
    /// What compares a mention with others.
    Mention,
    /// Whether a word tells of an event; nothing for a model that does not know.
    Event,
}

impl Group {
    pub(super) const ALL: [Group; 7] = [
        Group::Label,
        Group::Word,
        Group::Source,
        Group::Cue,
        Group::Content,
        Group::Mention,
        Group::Event,
    ];

    /// What is asked of a word that begins a part.
    pub(super) fn of(role: Role) -> Group {
        match role {
            Role::Source => Group::Source,
            Role::Cue => Group::Cue,
            Role::Content => Group::Content,
        }
    }
}

/// Somewhere to read the rows of a text.
pub trait Reader {
    /// Hands over the rows of all tokens, in order, some at a time.
    fn read(&self, take: &mut dyn FnMut(&dyn Rows));

    /// Hands over again the rows of these tokens, which are in order, and maybe of others.
    fn read_again(&self, tokens: &[usize], take: &mut dyn FnMut(&dyn Rows));
}

/// The rows of tokens that follow one another.
pub trait Rows {
    /// Whose rows they are.
    fn tokens(&self) -> Range<usize>;

    /// Adds a group of the columns of some of these tokens, one row after the other.
    fn add(&self, group: Group, tokens: &[usize], into: &mut Vec<f32>);
}

/// The heads of a network, one for each group.
pub(crate) struct Asking(Vec<Head>);

impl Asking {
    pub(crate) fn new(encoder: &Encoder, heads: &Heads) -> Asking {
        Asking(Group::ALL.iter().map(|&group| encoder.head(&heads.columns(group))).collect())
    }
}

/// A text that the network reads.
pub(crate) struct Network<'a> {
    pub(crate) encoder: &'a Encoder,
    pub(crate) asking: &'a Asking,
    pub(crate) text: &'a Prepared,
}

impl Reader for Network<'_> {
    fn read(&self, take: &mut dyn FnMut(&dyn Rows)) {
        self.encoder.read(self.text, |hidden| take(&Asked { hidden, asking: self.asking }));
    }

    fn read_again(&self, tokens: &[usize], take: &mut dyn FnMut(&dyn Rows)) {
        let take = |hidden: &Hidden| take(&Asked { hidden, asking: self.asking });
        self.encoder.read_again(self.text, tokens, take);
    }
}

struct Asked<'a> {
    hidden: &'a Hidden,
    asking: &'a Asking,
}

impl Rows for Asked<'_> {
    fn tokens(&self) -> Range<usize> {
        self.hidden.tokens()
    }

    fn add(&self, group: Group, tokens: &[usize], into: &mut Vec<f32>) {
        self.hidden.scores(&self.asking.0[group as usize], tokens.iter().copied(), into);
    }
}

/// Rows of all columns that are there at once: those of a network that ran before.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a> {
    /// One row for each token; missing ones are taken for zeros.
    pub scores: Scores<'a>,
    /// What the columns mean.
    pub heads: &'a Heads,
    /// How many tokens the text has.
    pub tokens: usize,
    /// How many rows are handed over at a time.
    pub step: usize,
}

impl Reader for Whole<'_> {
    fn read(&self, take: &mut dyn FnMut(&dyn Rows)) {
        let step = self.step.max(1);
        for start in (0..self.tokens).step_by(step) {
            take(&Slice { whole: self, tokens: start..(start + step).min(self.tokens) });
        }
    }

    fn read_again(&self, _: &[usize], take: &mut dyn FnMut(&dyn Rows)) {
        take(&Slice { whole: self, tokens: 0..self.tokens });
    }
}

struct Slice<'a> {
    whole: &'a Whole<'a>,
    tokens: Range<usize>,
}

impl Rows for Slice<'_> {
    fn tokens(&self) -> Range<usize> {
        self.tokens.clone()
    }

    fn add(&self, group: Group, tokens: &[usize], into: &mut Vec<f32>) {
        let columns = self.whole.heads.columns(group);
        for &token in tokens {
            for columns in &columns {
                let row = self.whole.scores.part(token, (columns.start, columns.end));
                into.extend_from_slice(row);
                into.extend((row.len()..columns.len()).map(|_| 0.0));
            }
        }
    }
}
