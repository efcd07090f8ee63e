//! What the model's coreference says of who is who, for sources that rules cannot tell.

use onrecord_text::{MentionId, Parse, Segments, Span, Text, TokenId, Upos};

/// The longest description, in tokens.
const LONGEST: usize = 8;

/// What the model says of who is who.
pub(super) struct Referents<'a> {
    pub(super) text: &'a Text,
    pub(super) segments: &'a Segments,
    pub(super) parse: &'a Parse,
}

impl Referents<'_> {
    /// The widest mention that a span holds the head of.
    pub(super) fn mention(&self, span: Span) -> Option<MentionId> {
        let tokens = self.segments.tokens_in(span);
        let first = self.parse.mentions.partition_point(|m| m.head.index() < tokens.start);
        let end = self.parse.mentions.partition_point(|m| m.head.index() < tokens.end);
        (first..end)
            .max_by_key(|&at| (self.parse.mentions[at].tokens.len(), std::cmp::Reverse(at)))
            .map(MentionId::new)
    }

    /// The mention that a relative pronoun stands for: what the clause of its verb hangs on.
    pub(super) fn antecedent(&self, span: Span) -> Option<MentionId> {
        let mut at = TokenId::new(self.segments.tokens_in(span).next()?);
        for _ in 0..8 {
            let word = self.parse.syntax.word(at);
            let head = word.head?;
            if &*word.deprel == "acl:relcl" {
                return self.parse.mention_of(head);
            }
            at = head;
        }
        None
    }

    /// The name that a mention has at its head, without what stands around it.
    pub(super) fn name(&self, mention: MentionId) -> Option<Span> {
        let words = self.parse.syntax.words();
        let mention = self.parse.mention(mention);
        let head = mention.head.index();
        if words.get(head)?.upos != Upos::Propn {
            return None;
        }
        let named = |at: &usize| words[*at].upos == Upos::Propn;
        // `United States`, `Palestinian Authority`: not every word of a name is a noun.
        let capital = |at: usize| {
            let token = self.segments.token(TokenId::new(at)).span;
            let upper = self.text.slice(token).chars().next().is_some_and(char::is_uppercase);
            upper && matches!(words[at].upos, Upos::Adj | Upos::Verb | Upos::Noun)
        };
        let mut first = head;
        while first > mention.tokens.start && (named(&(first - 1)) || capital(first - 1)) {
            first -= 1;
        }
        let end = (head..mention.tokens.end).find(|at| !named(at)).unwrap_or(mention.tokens.end);
        let token = |at: usize| self.segments.token(TokenId::new(at)).span;
        Some(token(first).cover(token(end - 1)))
    }

    /// Whether a mention is of several: `swimmers`.
    pub(super) fn is_plural(&self, mention: MentionId) -> bool {
        let head = self.parse.syntax.word(self.parse.mention(mention).head);
        matches!(&*head.xpos, "NNS" | "NNPS")
    }

    /// The words that a mention describes somebody with, where it is short and no pronoun.
    pub(super) fn description(&self, mention: MentionId) -> Option<Span> {
        let mention = self.parse.mention(mention);
        let head = self.parse.syntax.word(mention.head);
        (head.upos == Upos::Noun && mention.tokens.len() <= LONGEST).then_some(mention.span)
    }
}
