//! Looking around in trees: who does what a verb says, whom it is done to, what hangs on a word.
//!
//! Everything here is a function of the tree of one sentence. Passives, relative clauses, infinitives
//! and coordination are seen through, so that rules need to know of none of them.

use std::ops::Range;

use onrecord_text::{EntityKind, Parse, Segments, Span, Text, TokenId, Upos, Word};

use super::rule::Kind;

/// How far clauses are followed for a subject that stands elsewhere.
const DEPTH: usize = 8;

/// A text with its trees.
#[derive(Clone, Copy)]
pub(super) struct Tree<'a> {
    pub(super) text: &'a Text,
    pub(super) segments: &'a Segments,
    pub(super) parse: &'a Parse,
}

/// Verbs whose infinitive is done by their subject, though they have an object.
const SUBJECT_CONTROL: [&str; 6] = ["promise", "threaten", "vow", "pledge", "use", "take"];

impl<'a> Tree<'a> {
    pub(super) fn word(&self, at: TokenId) -> &'a Word {
        self.parse.syntax.word(at)
    }

    pub(super) fn form(&self, at: TokenId) -> &'a str {
        self.text.slice(self.segments.token(at).span)
    }

    /// The dictionary form in lower case.
    pub(super) fn lemma(&self, at: TokenId) -> String {
        self.word(at).lemma.to_lowercase()
    }

    pub(super) fn is_lemma(&self, at: TokenId, lemma: &str) -> bool {
        self.word(at).lemma.eq_ignore_ascii_case(lemma)
    }

    pub(super) fn children(&self, at: TokenId) -> impl Iterator<Item = TokenId> + 'a {
        self.parse.syntax.dependents(at).iter().copied()
    }

    pub(super) fn children_by(
        &self,
        at: TokenId,
        relation: &'static str,
    ) -> impl Iterator<Item = TokenId> + 'a {
        let this = *self;
        self.children(at).filter(move |&child| this.word(child).relation() == relation)
    }

    pub(super) fn child_by(&self, at: TokenId, relation: &'static str) -> Option<TokenId> {
        self.children_by(at, relation).next()
    }

    fn child_exactly(&self, at: TokenId, deprel: &str) -> Option<TokenId> {
        self.children(at).find(|&child| &*self.word(child).deprel == deprel)
    }

    /// Whether a clause has one of its words first that opens a condition or a question.
    pub(super) fn opened_by(&self, at: TokenId, words: &[&str]) -> bool {
        self.children(at).any(|child| {
            let relation = self.word(child).relation();
            matches!(relation, "mark" | "case" | "advmod" | "cc")
                && words.iter().any(|word| self.is_lemma(child, word))
        })
    }

    /// The prepositions of a phrase, in lower case.
    pub(super) fn prepositions(&self, at: TokenId) -> impl Iterator<Item = String> + 'a {
        let this = *self;
        self.children_by(at, "case").map(move |child| this.form(child).to_lowercase())
    }

    pub(super) fn is_verb(&self, at: TokenId) -> bool {
        matches!(self.word(at).upos, Upos::Verb | Upos::Aux)
    }

    pub(super) fn is_nominal(&self, at: TokenId) -> bool {
        matches!(self.word(at).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }

    pub(super) fn passive(&self, verb: TokenId) -> bool {
        let word = self.word(verb);
        if &*word.xpos != "VBN" && &*word.xpos != "VBD" {
            return false;
        }
        if self.child_exactly(verb, "aux:pass").is_some()
            || self.child_exactly(verb, "nsubj:pass").is_some()
        {
            return true;
        }
        if &*word.xpos != "VBN" || self.child_by(verb, "nsubj").is_some() {
            return false;
        }
        match word.relation() {
            "acl" | "amod" => true,
            "conj" => {
                let no_perfect = self.child_by(verb, "aux").is_none();
                no_perfect && word.head.is_some_and(|head| self.passive(head))
            }
            // `Charged with …, he left`: unless it has an object of its own.
            "advcl" | "xcomp" => {
                self.child_by(verb, "obj").is_none() && self.child_by(verb, "aux").is_none()
            }
            _ => false,
        }
    }

    /// What a word and the words beside it stand for: `France, Germany and Poland`.
    pub(super) fn conjuncts(&self, head: TokenId) -> Vec<TokenId> {
        let mut found = vec![head];
        let first = self.children_by(head, "conj").find(|&one| one > head);
        if let Some(first) = first {
            // `Iran, Syria, Russia and Turkey`, with the second taken for an aside.
            found.extend(self.children(head).filter(|&one| {
                let word = self.word(one);
                one > head
                    && one < first
                    && word.upos == Upos::Propn
                    && matches!(&*word.deprel, "nmod:unmarked" | "appos" | "list")
                    && self.parse.syntax.reach(one).len() <= 3
            }));
        }
        let mut at = 0;
        while at < found.len() && found.len() < 40 {
            let more = self.children_by(found[at], "conj").filter(|&one| self.is_nominal_like(one));
            found.extend(more);
            at += 1;
        }
        found
    }

    fn is_nominal_like(&self, at: TokenId) -> bool {
        let word = self.word(at);
        self.is_nominal(at)
            || word.upos == Upos::Adj && self.capital(at)
            || word.upos == Upos::Verb && self.capital(at) && self.child_by(at, "flat").is_some()
    }

    pub(super) fn capital(&self, at: TokenId) -> bool {
        self.form(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// What a relative pronoun stands for.
    fn antecedent(&self, pronoun: TokenId, clause: TokenId) -> Option<TokenId> {
        let relative = matches!(&*self.word(pronoun).xpos, "WP" | "WDT" | "WP$")
            || self.is_lemma(pronoun, "that") && self.word(pronoun).upos == Upos::Pron;
        if !relative {
            return None;
        }
        let mut at = clause;
        for _ in 0..DEPTH {
            let word = self.word(at);
            if matches!(&*word.deprel, "acl:relcl" | "advcl:relcl") {
                return word.head;
            }
            at = word.head?;
        }
        None
    }

    fn through_relative(&self, one: TokenId, clause: TokenId) -> TokenId {
        self.past_dateline(self.antecedent(one, clause).unwrap_or(one))
    }

    /// The subject that hangs on a verb: of two, the nearer before it.
    pub(super) fn subject(&self, verb: TokenId) -> Option<TokenId> {
        let before = self.children_by(verb, "nsubj").filter(|&one| one < verb).last();
        before.or_else(|| self.child_by(verb, "nsubj"))
    }

    /// The grammatical subject of a clause, its own or the one that it shares.
    pub(super) fn surface_subject(&self, verb: TokenId) -> Option<TokenId> {
        let mut at = verb;
        for _ in 0..DEPTH {
            if let Some(own) = self.subject(at) {
                return Some(self.through_relative(own, at));
            }
            let word = self.word(at);
            let head = word.head?;
            match word.relation() {
                "conj" if self.is_verb(head) || self.word(head).upos == Upos::Adj => at = head,
                "xcomp" => {
                    let other = self.child_by(head, "obj").or(self.child_by(head, "iobj"));
                    match other {
                        Some(object)
                            if !SUBJECT_CONTROL.iter().any(|verb| self.is_lemma(head, verb)) =>
                        {
                            return Some(object);
                        }
                        _ => at = head,
                    }
                }
                "advcl" | "parataxis" => at = head,
                // `a decision to withdraw`: whose the noun is, or who does what is done with it.
                "acl" if self.child_by(at, "mark").is_some() => return self.holder(head),
                // `a statement criticising …`: whoever makes the statement.
                "acl" if !super::arguments::acts(self, head) => {
                    return self.holder(head).or(Some(head));
                }
                "acl" => return Some(head),
                _ => return None,
            }
        }
        None
    }

    /// The words of a dateline that opens a sentence (`LUND (LNA) -`), as far as its mark.
    pub(super) fn dateline(&self, at: TokenId) -> Range<usize> {
        let tokens = &self.segments.sentence(self.segments.token(at).sentence).tokens;
        let first = self.form(TokenId::new(tokens.start));
        let shouted = first.chars().filter(|c| c.is_alphabetic()).count() > 2
            && !first.chars().any(char::is_lowercase);
        let mut agency = false;
        for at in tokens.clone().skip(1).take(12) {
            let form = self.form(TokenId::new(at));
            match form {
                "-" | "--" | "–" | "—" | ":" => {
                    let spaced = self.segments.tokens[at - 1].space_after || form != "-";
                    if spaced && (shouted || agency) {
                        return tokens.start..at + 1;
                    }
                    if spaced {
                        break;
                    }
                }
                "(" => agency = true,
                _ => {
                    let word = self.word(TokenId::new(at));
                    if matches!(word.upos, Upos::Verb | Upos::Aux | Upos::Det)
                        && !self.capital(TokenId::new(at))
                    {
                        break;
                    }
                }
            }
        }
        tokens.start..tokens.start
    }

    /// Somebody whom the tree took for the dateline before them.
    fn past_dateline(&self, one: TokenId) -> TokenId {
        let dateline = self.dateline(one);
        if !dateline.contains(&one.index()) {
            return one;
        }
        let mut below: Vec<TokenId> = self.children(one).collect();
        for _ in 0..3 {
            if let Some(&found) =
                below.iter().find(|&&one| one.index() >= dateline.end && self.is_nominal(one))
            {
                return found;
            }
            below = below.iter().flat_map(|&one| self.children(one)).collect();
        }
        one
    }

    /// Whose a noun is: its possessor, or who holds it by its verb.
    pub(super) fn holder(&self, noun: TokenId) -> Option<TokenId> {
        if let Some(owner) = self.child_exactly(noun, "nmod:poss") {
            return Some(owner);
        }
        if let Some(by) =
            self.children_by(noun, "nmod").find(|&one| self.prepositions(one).any(|p| p == "by"))
        {
            return Some(by);
        }
        let word = self.word(noun);
        let head = word.head?;
        match word.relation() {
            "obj" | "obl" if self.is_verb(head) => self.subjects(head).into_iter().next(),
            _ => None,
        }
    }

    /// Who does what a verb says.
    pub(super) fn subjects(&self, verb: TokenId) -> Vec<TokenId> {
        if self.passive(verb) {
            let by = |&one: &TokenId| {
                let word = self.word(one);
                &*word.deprel == "obl:agent"
                    || matches!(word.relation(), "obl" | "nmod")
                        && self.prepositions(one).any(|preposition| preposition == "by")
            };
            let own: Vec<TokenId> = self.children(verb).filter(by).collect();
            if own.is_empty()
                && self.word(verb).relation() == "conj"
                && let Some(head) = self.word(verb).head
                && self.is_verb(head)
            {
                return self.subjects(head);
            }
            return own;
        }
        // Below a passive verb the infinitive is done by its subject: `was told to leave`.
        self.surface_subject(verb).into_iter().collect()
    }

    /// Whom or what it is done to.
    pub(super) fn objects(&self, verb: TokenId) -> Vec<TokenId> {
        let word = self.word(verb);
        if self.passive(verb) {
            if let Some(own) = self.child_by(verb, "nsubj") {
                return vec![self.through_relative(own, verb)];
            }
            return match (word.relation(), word.head) {
                ("acl" | "amod", Some(head)) if word.deprel.as_ref() != "acl:relcl" => vec![head],
                ("conj", Some(head)) if self.is_verb(head) => self.objects(head),
                _ => self.surface_subject(verb).into_iter().collect(),
            };
        }
        let own: Vec<TokenId> = self
            .children_by(verb, "obj")
            .map(|object| self.through_relative(object, verb))
            .collect();
        if !own.is_empty() {
            return own;
        }
        if let Some(second) = self.child_by(verb, "iobj") {
            return vec![second];
        }
        if let Some(raised) = self.raised(verb) {
            return vec![raised];
        }
        // `the town that the army shelled`, and with the pronoun left out.
        if &*word.deprel == "acl:relcl"
            && let Some(subject) = self.child_by(verb, "nsubj")
            && self.antecedent(subject, verb).is_none()
            && !self.children_by(verb, "obl").any(|one| self.antecedent(one, verb).is_some())
        {
            return word.head.into_iter().collect();
        }
        // `captured and killed the soldiers`.
        let shared = self.children_by(verb, "conj").filter(|&one| self.is_verb(one)).find(|&one| {
            self.child_by(one, "nsubj").is_none()
                && self.child_by(one, "obj").is_some()
                && one.index() <= verb.index() + 3
        });
        shared.map_or_else(Vec::new, |one| self.children_by(one, "obj").collect())
    }

    /// An object that the tree takes for something else: for the subject of the clause behind it
    /// (`accuses Norland of hiding …`), or for a time without a preposition.
    fn raised(&self, verb: TokenId) -> Option<TokenId> {
        if let Some(bare) = self.bare(verb) {
            return Some(bare);
        }
        let behind = |&child: &TokenId| child > verb && child.index() <= verb.index() + 9;
        let clause = self.children(verb).filter(behind).find(|&clause| {
            matches!(self.word(clause).relation(), "ccomp" | "xcomp" | "advcl")
                && (self.opened_by(clause, &["of", "for", "from", "to"])
                    || &*self.word(clause).xpos == "VBG")
        })?;
        self.child_by(clause, "nsubj").filter(|subject| *subject > verb)
    }

    /// Somebody who hangs on a verb like a time, without a preposition.
    fn bare(&self, verb: TokenId) -> Option<TokenId> {
        self.children_by(verb, "obl").find(|&one| {
            one > verb
                && one.index() <= verb.index() + 9
                && self.child_by(one, "case").is_none()
                && &*self.word(one).deprel == "obl"
                && super::arguments::acts(self, one)
        })
    }

    /// Whom something is given to: `gave the town a grant`, also where the tree takes them for the
    /// owner of the grant.
    pub(super) fn second_objects(&self, verb: TokenId) -> Vec<TokenId> {
        let own: Vec<TokenId> = self.children_by(verb, "iobj").collect();
        if !own.is_empty() {
            return own;
        }
        let owner =
            self.children_by(verb, "obj").flat_map(|object| self.children(object)).find(|&one| {
                let word = self.word(one);
                let named = word.upos != Upos::Pron && self.child_by(one, "case").is_none();
                // `gave Norway a loan`: who stands before the article of the loan is no part of it.
                let apart = word.head.and_then(|object| self.child_by(object, "det"));
                let before = apart.is_some_and(|article| one < article);
                named
                    && (&*word.deprel == "nmod:poss"
                        || matches!(word.relation(), "compound" | "nmod" | "amod")
                            && before
                            && self.capital(one))
            });
        let bare = || self.child_by(verb, "obj").and_then(|_| self.bare(verb));
        owner.or_else(bare).into_iter().collect()
    }

    /// What hangs on a word itself by a preposition.
    pub(super) fn hangs_by(&self, at: TokenId, preposition: &str) -> Vec<TokenId> {
        let hangs = |&one: &TokenId| {
            matches!(self.word(one).relation(), "obl" | "nmod")
                && self.prepositions(one).any(|case| case == preposition)
        };
        let found = self.children(at).filter(hangs);
        found.map(|one| self.through_relative(one, at)).collect()
    }

    /// What hangs by a preposition on a word or on what stands with it.
    pub(super) fn by_preposition(&self, at: TokenId, preposition: &str) -> Vec<TokenId> {
        let hangs = |&one: &TokenId| {
            matches!(self.word(one).relation(), "obl" | "nmod")
                && self.prepositions(one).any(|case| case == preposition)
        };
        let mut found: Vec<TokenId> = self.children(at).filter(hangs).collect();
        if found.is_empty() && self.is_verb(at) {
            // What hangs on the object often belongs to the verb: `sent aid to the town`.
            let mut below: Vec<TokenId> = self.objects(at);
            if !matches!(preposition, "of" | "in" | "at") {
                below.extend(self.children_by(at, "obl").filter(|&one| one > at));
            }
            for _ in 0..3 {
                below = below
                    .iter()
                    .flat_map(|&one| {
                        self.children_by(one, "nmod").chain(self.children_by(one, "nummod"))
                    })
                    .collect();
                found.extend(below.iter().copied().filter(hangs));
            }
        }
        found.iter().map(|&one| self.through_relative(one, at)).collect()
    }

    /// The heads of clauses that hang on a word and are about what it says: `agreed to lift`.
    pub(super) fn clauses(&self, at: TokenId) -> Vec<TokenId> {
        let mut found: Vec<TokenId> = Vec::new();
        for child in self.children(at) {
            let word = self.word(child);
            let infinitive = self
                .children(child)
                .any(|mark| self.word(mark).relation() == "mark" && self.is_lemma(mark, "to"));
            let participle = self.children(child).any(|mark| {
                matches!(self.word(mark).relation(), "mark" | "case") && !self.is_lemma(mark, "to")
            });
            let that = self.opened_by(child, &["that"]) && &*word.deprel == "acl";
            let fits = match word.relation() {
                "xcomp" | "ccomp" => true,
                "advcl" => infinitive || participle && &*word.xpos == "VBG",
                "acl" => (infinitive || that) && &*word.deprel != "acl:relcl",
                _ => false,
            };
            if fits {
                found.push(child);
            }
        }
        let beside: Vec<TokenId> = found
            .iter()
            .flat_map(|&one| self.children_by(one, "conj"))
            .filter(|&one| self.is_verb(one))
            .collect();
        found.extend(beside);
        found
    }

    /// What a phrase is about.
    pub(super) fn is_kind(&self, head: TokenId, kind: Kind) -> bool {
        let word = self.word(head);
        let mention = self.parse.mention_of(head).map(|id| self.parse.mention(id));
        let held = mention.map(|mention| mention.kind);
        match kind {
            Kind::Name => word.upos == Upos::Propn,
            Kind::Person => held == Some(EntityKind::Person),
            Kind::Place => held == Some(EntityKind::Place),
            Kind::Actor => match word.upos {
                Upos::Propn => !matches!(held, Some(EntityKind::Time | EntityKind::Event)),
                Upos::Pron => !matches!(&*word.xpos, "WDT" | "WP" | "DT" | "EX" | "WRB"),
                _ => matches!(
                    held,
                    Some(EntityKind::Person | EntityKind::Organization | EntityKind::Place)
                ),
            },
        }
    }

    /// The words that name somebody, without clauses and asides: a title and a name, a noun with what
    /// stands before it and its `of`.
    pub(super) fn phrase(&self, head: TokenId) -> Range<usize> {
        let syntax = &self.parse.syntax;
        let mut range = head.index()..head.index() + 1;
        let sentence = &self.segments.sentence(self.segments.token(head).sentence).tokens;
        for child in self.children(head) {
            let word = self.word(child);
            let before = child < head;
            let wanted = match &*word.deprel {
                "flat" | "goeswith" | "fixed" => true,
                "nmod:desc" | "compound" | "amod" | "nummod" | "det" | "nmod:poss"
                | "nmod:unmarked" | "advmod" | "case" | "det:predet" | "punct" => {
                    before && (word.relation() != "case") && &*word.deprel != "punct"
                }
                "nmod" => {
                    !before
                        && self.prepositions(child).any(|case| case == "of")
                        && syntax.reach(child).len() <= 6
                }
                "appos" => !before && child.index() == head.index() + 1 && self.capital(child),
                _ => false,
            };
            if wanted {
                let reach = match word.relation() {
                    "flat" | "appos" => self.phrase(child),
                    _ => syntax.reach(child),
                };
                range.start = range.start.min(reach.start);
                range.end = range.end.max(reach.end);
            }
        }
        // A title and a name that the tree has side by side: `the minister Ana Vik met …`.
        let word = self.word(head);
        if word.upos == Upos::Propn
            && let Some(above) = word.head
        {
            let title = self.children(above).filter(|&one| one < head).find(|&one| {
                self.word(one).deprel == word.deprel && syntax.reach(one).end == range.start
            });
            if let Some(title) = title {
                range.start = syntax.reach(title).start;
            }
        }
        range.start = range.start.max(sentence.start);
        range.end = range.end.min(sentence.end);
        range
    }

    pub(super) fn span(&self, tokens: &Range<usize>) -> Span {
        let token = |at: usize| self.segments.token(TokenId::new(at)).span;
        token(tokens.start).cover(token(tokens.end.max(tokens.start + 1) - 1))
    }

    /// How two words hang together: `shelled –nsubj→ army`, for people.
    pub(super) fn relation(&self, from: TokenId, to: TokenId) -> String {
        let mut up = Vec::new();
        let mut at = Some(to);
        while let Some(one) = at {
            if one == from {
                let path: Vec<String> = up.iter().rev().cloned().collect();
                return format!("{} {}", self.form(from), path.join(" "));
            }
            up.push(format!("–{}→ {}", self.word(one).deprel, self.form(one)));
            at = self.word(one).head;
            if up.len() > 12 {
                break;
            }
        }
        format!("{} … {}", self.form(from), self.form(to))
    }
}
