//! Words with their trees, by their numbers: what the modules beside this one ask of a text.

use std::ops::Range;

use crate::bearers::Bearers;
use crate::statements::{TIME_WORDS, TITLES};
use onrecord_text::{Parse, Segments, SentenceId, Span, Text, TokenId, Upos, Word};

/// A text with its trees.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) text: &'a Text,
    pub(super) segments: &'a Segments,
    pub(super) parse: &'a Parse,
    pub(super) bearers: &'a Bearers,
}

impl<'a> Words<'a> {
    pub(super) fn len(&self) -> usize {
        self.segments.tokens.len()
    }

    pub(super) fn form(&self, at: usize) -> &'a str {
        self.segments.tokens.get(at).map_or("", |token| self.text.slice(token.span))
    }

    pub(super) fn lower(&self, at: usize) -> String {
        self.form(at).to_lowercase()
    }

    fn word(&self, at: usize) -> &'a Word {
        &self.parse.syntax.words()[at]
    }

    /// The dictionary form in lower case.
    pub(super) fn lemma(&self, at: usize) -> String {
        self.word(at).lemma.to_lowercase()
    }

    pub(super) fn upos(&self, at: usize) -> Upos {
        self.word(at).upos
    }

    pub(super) fn is_plural(&self, at: usize) -> bool {
        matches!(&*self.word(at).xpos, "NNS" | "NNPS")
    }

    pub(super) fn relation(&self, at: usize) -> &'a str {
        self.word(at).relation()
    }

    pub(super) fn deprel(&self, at: usize) -> &'a str {
        &self.word(at).deprel
    }

    pub(super) fn head(&self, at: usize) -> Option<usize> {
        self.word(at).head.map(TokenId::index)
    }

    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> + 'a {
        self.parse.syntax.dependents(TokenId::new(at)).iter().map(|id| id.index())
    }

    /// The prepositions of a phrase, in lower case.
    pub(super) fn cases(&self, at: usize) -> Vec<String> {
        self.children(at)
            .filter(|&child| self.relation(child) == "case")
            .map(|child| self.lower(child))
            .collect()
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.form(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether there are letters or digits in it.
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.form(at).chars().any(char::is_alphanumeric)
    }

    pub(super) fn is_possessive(&self, at: usize) -> bool {
        matches!(self.form(at), "'s" | "’s" | "'" | "’")
    }

    pub(super) fn sentence(&self, at: usize) -> SentenceId {
        self.segments.tokens[at].sentence
    }

    /// The tokens of the sentence that a token is of.
    pub(super) fn sentence_tokens(&self, at: usize) -> Range<usize> {
        self.segments.sentence(self.sentence(at)).tokens.clone()
    }

    /// Whether a word stands before the dash that ends a dateline: `OSLO, March 5 (Agency) -`.
    pub(super) fn is_dateline(&self, at: usize) -> bool {
        let sentence = self.segments.sentence(self.sentence(at));
        let first = self.segments.paragraph(sentence.paragraph).sentences.start;
        let begin = sentence.tokens.start;
        if first != self.sentence(at).index() || at > begin + 8 {
            return false;
        }
        let limit = sentence.tokens.end.min(begin + 14);
        let dash = |at: &usize| {
            matches!(self.form(*at), "-" | "–" | "—" | "--")
                && *at > begin
                && self.segments.tokens[*at].space_after
        };
        let Some(dash) = (at + 1..limit).find(dash) else { return false };
        (begin..dash).all(|at| {
            let word = self.form(at);
            !self.is_word(at) || self.is_capital(at) || word.chars().all(char::is_numeric)
        })
    }

    /// From the first of some tokens to the last.
    pub(super) fn span(&self, tokens: &Range<usize>) -> Span {
        let last = tokens.end.max(tokens.start + 1) - 1;
        self.segments.tokens[tokens.start].span.cover(self.segments.tokens[last].span)
    }

    pub(super) fn slice(&self, tokens: &Range<usize>) -> &'a str {
        self.text.slice(self.span(tokens))
    }

    /// The word of a stretch that the others hang on: the first whose own head is outside of it.
    pub(super) fn head_of(&self, tokens: &Range<usize>) -> Option<usize> {
        let out = |at: &usize| self.head(*at).is_none_or(|head| !tokens.contains(&head));
        let words = || tokens.clone().filter(|&at| self.is_word(at));
        let noun = |at: &usize| !matches!(self.upos(*at), Upos::Adp | Upos::Det | Upos::Cconj);
        words().filter(noun).find(out).or_else(|| words().next_back())
    }

    /// The first word of the phrase that stands before a head.
    pub(super) fn start(&self, head: usize) -> usize {
        let mut start = head;
        loop {
            let before = |child: &usize| {
                let joins = matches!(
                    self.relation(*child),
                    "det" | "amod" | "compound" | "nummod" | "flat"
                ) || matches!(self.deprel(*child), "nmod:poss" | "nmod:desc");
                // A preposition before it is none of it; a possessive is.
                let possessive = self.relation(*child) == "case" && self.is_possessive(*child);
                *child < start && (joins || possessive)
            };
            let first = (start..=head).flat_map(|at| self.children(at)).filter(before).min();
            let Some(first) = first.filter(|&first| first + 12 > head) else { return start };
            start = first;
        }
    }

    /// The head of the name that a word is of.
    pub(super) fn top_of_name(&self, mut at: usize) -> usize {
        for _ in 0..8 {
            match self.head(at) {
                Some(up) if self.relation(at) == "flat" => at = up,
                _ => break,
            }
        }
        at
    }

    /// The words of a phrase around its head, without clauses and complements behind it: from the
    /// first word given to the head, or to the end of the name that the head begins.
    pub(super) fn core(&self, start: usize, head: usize) -> Range<usize> {
        let mut end = head + 1;
        let below = |at: usize| {
            let mut up = Some(at);
            for _ in 0..4 {
                up = up.filter(|&one| one != head).and_then(|one| {
                    let joins = matches!(
                        self.relation(one),
                        "flat" | "compound" | "appos" | "nmod" | "list"
                    );
                    if joins || one == at { self.head(one) } else { None }
                });
                if up == Some(head) {
                    return true;
                }
            }
            false
        };
        while end < self.sentence_tokens(head).end {
            // A name behind a title is its bearer's, wherever the tree hangs it.
            let titled = TITLES.contains_key(self.lower(head).as_str())
                && !TIME_WORDS.contains(self.lower(end).as_str())
                && (head + 1..end).all(|at| self.is_capital(at));
            let proper = self.is_capital(end) && self.upos(end) == Upos::Propn;
            let name = proper && (below(end) || titled);
            // What a hyphen or a dot joins, and what stands between the words of a name.
            let tight = !self.segments.tokens[end].space_after
                && !self.segments.tokens[end - 1].space_after;
            let joins = matches!(self.form(end), "-" | "’" | "'") && tight
                || self.form(end) == "." && !self.segments.tokens[end - 1].space_after
                || self.relation(end) == "flat";
            let goes_on = joins
                && end + 1 < self.sentence_tokens(head).end
                && self.is_capital(end + 1)
                && below(end + 1)
                && self.relation(end) != "cc";
            if !name && !goes_on {
                break;
            }
            end += 1;
        }
        let first = (start..head).find(|&at| self.is_word(at)).unwrap_or(head);
        first..end
    }
}
