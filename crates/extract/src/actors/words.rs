//! Words with their trees, by their numbers: what the modules beside this one ask of a text.

use std::ops::Range;

use onrecord_text::{Parse, Segments, SentenceId, Span, Text, TokenId, Upos, Word};

/// A text with its trees.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) text: &'a Text,
    pub(super) segments: &'a Segments,
    pub(super) parse: &'a Parse,
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

    /// The words of a phrase around its head, without clauses and complements behind it: from the
    /// first word given to the head, or to the end of the name that the head begins.
    pub(super) fn core(&self, start: usize, head: usize, most: usize) -> Range<usize> {
        let mut end = head + 1;
        let below = |at: usize| {
            let mut up = Some(at);
            for _ in 0..4 {
                up = up.filter(|&one| one != head).and_then(|one| {
                    let joins = matches!(self.relation(one), "flat" | "compound" | "appos" | "nmod" | "list");
                    if joins || one == at { self.head(one) } else { None }
                });
                if up == Some(head) {
                    return true;
                }
            }
            false
        };
        while end < most.max(self.sentence_tokens(head).end) {
            let name = self.is_capital(end) && self.upos(end) == Upos::Propn && below(end);
            // What a hyphen or a dot joins, and what stands between the words of a name.
            let joins = !self.is_word(end) && matches!(self.form(end), "-" | "." | "’" | "'")
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
