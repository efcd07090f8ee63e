//! Mentions: the words that name or describe somebody or something, around the heads that the model
//! finds.
//!
//! A mention is what hangs on its head, with exceptions: what connects it to the sentence (a
//! preposition, a conjunction, the subject and copula of a predicate), what only comes after it
//! (parataxis, a list), and siblings that are mentions of their own (the second of two coordinated
//! nouns, an apposition). Which dependents belong was counted in the training part of UD English
//! GUM; where the corpus is of two minds, the more frequent way is taken.

use std::ops::Range;

use onrecord_text::{EntityKind, Syntax, TokenId, Upos};

use super::heads::Heads;

/// A mention before it is known what it refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub head: TokenId,
    pub tokens: Range<usize>,
    pub kind: EntityKind,
    /// The model's label of the kind.
    pub label: usize,
}

/// The mentions of a sentence, by their heads; words are counted from its first. `labels` are the
/// model's labels of its words.
pub(super) fn mentions(
    words: &[&str],
    syntax: &Syntax,
    labels: &[usize],
    heads: &Heads,
) -> Vec<Found> {
    let reaches = reaches(syntax);
    let kinds: Vec<Option<EntityKind>> =
        labels.iter().map(|&label| heads.mention.get(label).copied().flatten()).collect();
    let around = Around { words, syntax, reaches: &reaches, kinds: &kinds };
    let mut found = Vec::new();
    for (at, (&label, kind)) in labels.iter().zip(&kinds).enumerate() {
        if let &Some(kind) = kind {
            let head = TokenId::new(at);
            found.push(Found { head, tokens: around.span(head), kind, label });
        }
    }
    found
}

/// The first and one past the last word below each word, as [`Syntax::reach`] has them, for all
/// words at once.
fn reaches(syntax: &Syntax) -> Vec<Range<usize>> {
    let count = syntax.words().len();
    let mut reaches: Vec<Range<usize>> = (0..count).map(|at| at..at + 1).collect();
    let mut order = Vec::with_capacity(count);
    let roots = (0..count).map(TokenId::new).filter(|&id| syntax.word(id).head.is_none());
    let mut below: Vec<TokenId> = roots.collect();
    while let Some(id) = below.pop() {
        order.push(id);
        below.extend_from_slice(syntax.dependents(id));
    }
    for id in order.into_iter().rev() {
        if let Some(head) = syntax.word(id).head {
            let own = reaches[id.index()].clone();
            let above = &mut reaches[head.index()];
            *above = above.start.min(own.start)..above.end.max(own.end);
        }
    }
    reaches
}

/// What a dependent does to the mention of its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Share {
    /// It is part of it.
    In,
    /// It is none, but may stand between parts.
    Between,
    /// It ends it.
    Out,
}

/// What kind of phrase a mention's head makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phrase {
    /// Of a noun, a pronoun, a number.
    Nominal,
    /// The same as the predicate of a sentence: `she is [a minister]`.
    Predicate,
    /// Of an adjective or adverb.
    Adjectival,
    /// Of a verb: a happening.
    Clause,
}

struct Around<'a> {
    words: &'a [&'a str],
    syntax: &'a Syntax,
    reaches: &'a [Range<usize>],
    kinds: &'a [Option<EntityKind>],
}

impl Around<'_> {
    fn span(&self, head: TokenId) -> Range<usize> {
        let phrase = self.phrase(head);
        let at = head.index();
        let mut tokens = at..at + 1;
        let (before, after): (Vec<TokenId>, Vec<TokenId>) =
            self.syntax.dependents(head).iter().partition(|id| id.index() < at);
        for &id in before.iter().rev() {
            match self.share(phrase, id, true) {
                Share::In => tokens.start = tokens.start.min(self.reaches[id.index()].start),
                Share::Between => {}
                Share::Out => break,
            }
        }
        for &id in &after {
            match self.share(phrase, id, false) {
                Share::In => tokens.end = tokens.end.max(self.reaches[id.index()].end),
                Share::Between => {}
                Share::Out => break,
            }
        }
        self.trim(at, tokens)
    }

    fn phrase(&self, head: TokenId) -> Phrase {
        let is_clause = self.syntax.dependents(head).iter().any(|&id| {
            matches!(self.syntax.word(id).relation(), "nsubj" | "csubj" | "cop" | "expl")
        });
        match self.syntax.word(head).upos {
            Upos::Verb | Upos::Aux => Phrase::Clause,
            Upos::Adj | Upos::Adv => Phrase::Adjectival,
            _ if is_clause => Phrase::Predicate,
            _ => Phrase::Nominal,
        }
    }

    fn share(&self, phrase: Phrase, id: TokenId, before: bool) -> Share {
        let word = self.syntax.word(id);
        let is_mention = self.kinds[id.index()].is_some();
        let when = |condition: bool| if condition { Share::In } else { Share::Out };
        let clause = phrase == Phrase::Clause;
        match (&*word.deprel, before) {
            ("punct", _) => Share::Between,
            ("det" | "amod" | "compound" | "nummod" | "nmod:poss" | "nmod:desc" | "flat", _) => {
                Share::In
            }
            ("nmod:unmarked" | "det:predet" | "fixed" | "goeswith", _) => Share::In,
            ("discourse" | "reparandum", true) => Share::Between,
            ("advmod", true) if clause => Share::In,
            ("advmod", true) => Share::Between,
            ("obl:unmarked", true) => when(phrase == Phrase::Adjectival),
            ("dep", true) => when(!is_mention),
            ("nsubj" | "nsubj:pass" | "expl" | "aux" | "aux:pass", _) => when(clause),
            ("mark", true) => when(clause),
            ("nmod" | "acl" | "acl:relcl" | "case" | "xcomp" | "ccomp" | "obj", false) => Share::In,
            ("iobj" | "compound:prt" | "obl:agent", false) => Share::In,
            ("conj" | "appos", false) => when(!is_mention && phrase != Phrase::Predicate),
            ("advmod", false) => when(phrase != Phrase::Predicate),
            ("advcl", false) => when(clause),
            ("obl" | "obl:unmarked", false) => {
                when(matches!(phrase, Phrase::Clause | Phrase::Adjectival))
            }
            _ => Share::Out,
        }
    }

    /// Leaves punctuation out at both ends, but keeps brackets and quotation marks in pairs.
    fn trim(&self, head: usize, tokens: Range<usize>) -> Range<usize> {
        let mut tokens = tokens;
        let is_punct = |at: usize| self.syntax.word(TokenId::new(at)).upos == Upos::Punct;
        loop {
            let last = tokens.end - 1;
            if last > head && is_punct(last) && !self.closes(tokens.start..last, last) {
                tokens.end -= 1;
            } else if tokens.start < head && is_punct(tokens.start) {
                let closed = (tokens.start + 1..tokens.end)
                    .any(|at| is_pair(self.words[tokens.start], self.words[at]));
                if closed {
                    break;
                }
                tokens.start += 1;
            } else {
                break;
            }
        }
        let next = tokens.end;
        if next < self.words.len() && is_punct(next) && self.closes(tokens.clone(), next) {
            tokens.end += 1;
        }
        tokens
    }

    /// Whether a mark ends what another among these tokens began.
    fn closes(&self, tokens: Range<usize>, mark: usize) -> bool {
        let close = self.words[mark];
        let mut open = 0usize;
        for at in tokens {
            if is_pair(self.words[at], close) && !(self.words[at] == close && open > 0) {
                open += 1;
            } else if self.words[at] == close {
                open = open.saturating_sub(1);
            }
        }
        open > 0
    }
}

fn is_pair(open: &str, close: &str) -> bool {
    matches!(
        (open, close),
        ("(", ")")
            | ("[", "]")
            | ("{", "}")
            | ("“", "”")
            | ("‘", "’")
            | ("\"", "\"")
            | ("«", "»")
            | ("``", "''")
    )
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Sheet, heads, words};
    use super::super::{Decoding, parse};
    use crate::segment;
    use onrecord_text::{Outline, Text};

    /// A tree, one word a line: `word UPOS head relation`, with `*` before words that head mentions;
    /// and the mentions that are made of it.
    #[track_caller]
    fn check(tree: &[&str], expected: &[&str]) {
        let rows: Vec<Vec<&str>> = tree.iter().map(|line| line.split(' ').collect()).collect();
        let forms: Vec<&str> = rows.iter().map(|row| row[0].trim_start_matches('*')).collect();
        let text = Text::new(forms.join(" "));
        let segments = segment(&text, &Outline::default());
        assert_eq!(words(&text, &segments), forms);
        let heads = heads();
        let mut sheet = Sheet::new(&heads, forms.len());
        for (at, row) in rows.iter().enumerate() {
            let head: usize = row[2].parse().unwrap();
            sheet.upos(at, row[1]);
            sheet.arc(at, head.checked_sub(1).unwrap_or(at), row[3]);
            if row[0].starts_with('*') {
                sheet.mention(at, "person");
            }
        }
        let parse = parse(&text, &segments, &sheet.reader(), &heads, &Decoding::default());
        let found: Vec<&str> =
            parse.mentions.iter().map(|mention| text.slice(mention.span)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn prepositions_stay_outside_and_modifiers_inside() {
        check(
            &[
                "for ADP 3 case",
                "the DET 3 det",
                "*mayor NOUN 0 root",
                "of ADP 5 case",
                "*Bern PROPN 3 nmod",
                ". PUNCT 3 punct",
            ],
            &["the mayor of Bern", "Bern"],
        );
    }

    #[test]
    fn coordinated_mentions_stand_alone() {
        check(
            &[
                "*Drivers NOUN 4 nsubj",
                "and CCONJ 3 cc",
                "*passengers NOUN 1 conj",
                "wait VERB 0 root",
            ],
            &["Drivers", "passengers"],
        );
    }

    #[test]
    fn a_predicate_leaves_its_subject_out() {
        check(
            &["*She PRON 4 nsubj", "is AUX 4 cop", "a DET 4 det", "*driver NOUN 0 root"],
            &["She", "a driver"],
        );
    }

    #[test]
    fn relative_clauses_belong_without_their_last_comma() {
        check(
            &[
                "*drivers NOUN 7 nsubj",
                ", PUNCT 4 punct",
                "who PRON 4 nsubj",
                "wait VERB 1 acl:relcl",
                "there ADV 4 advmod",
                ", PUNCT 4 punct",
                "sing VERB 0 root",
            ],
            &["drivers , who wait there"],
        );
    }

    #[test]
    fn brackets_come_in_pairs() {
        check(
            &[
                "the DET 2 det",
                "*office NOUN 0 root",
                "( PUNCT 4 punct",
                "closed VERB 2 acl",
                ") PUNCT 4 punct",
                ". PUNCT 2 punct",
            ],
            &["the office ( closed )"],
        );
    }
}
