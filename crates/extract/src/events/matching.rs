//! From words to events by the rules of an ontology: which word sets off which rule, and whether all
//! that the rule asks for stands around it.
//!
//! Words of a sentence are taken from the deepest up, so that a rule can ask what the clause below its
//! word is: an agreement to withdraw is known to be about a withdrawal.

use std::collections::{HashMap, HashSet};

use onrecord_text::{TokenId, Upos};

use super::ontology::{BY_DEFAULT, Class, Ontology};
use super::rule::{Condition, Party, Place, Rule, Set};
use super::tree::Tree;

/// A word that a rule has made an event of.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// The word that the rule knows.
    pub(super) word: TokenId,
    /// The verb that carries tense and subject: the word itself, or the light verb of a noun.
    pub(super) anchor: TokenId,
    /// All words that express it.
    pub(super) trigger: Vec<TokenId>,
    pub(super) class: Class,
    pub(super) rule: usize,
    pub(super) kind: usize,
    pub(super) mode: Option<String>,
    /// How much stands around the word that the rule asks for.
    pub(super) fit: usize,
    /// Heads of phrases, not looked into yet: the first lists that somebody is found in count.
    pub(super) actors: Vec<Vec<TokenId>>,
    pub(super) recipients: Vec<Vec<TokenId>>,
    /// Whether a verb lends itself to the noun.
    pub(super) light: bool,
}

/// A rule that did not fire, or an event that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The word.
    pub(crate) word: TokenId,
    /// The rule, as `TYPE/name`.
    pub rule: String,
    /// Why.
    pub why: String,
}

/// What the rules make of the sentences of a text.
pub(super) struct Matcher<'a> {
    pub(super) tree: Tree<'a>,
    pub(super) ontology: &'a Ontology,
    /// By the word that the rule knows.
    pub(super) by_word: HashMap<TokenId, Typed>,
    /// The same by their anchors.
    by_anchor: HashMap<TokenId, TokenId>,
    pub(super) rejected: Vec<Rejected>,
    /// Whether what is rejected is kept.
    explain: bool,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(tree: Tree<'a>, ontology: &'a Ontology, explain: bool) -> Matcher<'a> {
        Matcher {
            tree,
            ontology,
            by_word: HashMap::new(),
            by_anchor: HashMap::new(),
            rejected: Vec::new(),
            explain,
        }
    }

    /// The event that a word stands for, as its verb or as its noun.
    pub(super) fn event_at(&self, at: TokenId) -> Option<&Typed> {
        let word = self.by_anchor.get(&at).unwrap_or(&at);
        self.by_word.get(word)
    }

    pub(super) fn reject(&mut self, word: TokenId, rule: &str, why: impl FnOnce() -> String) {
        if self.explain {
            self.rejected.push(Rejected { word, rule: rule.to_owned(), why: why() });
        }
    }

    /// Reads one sentence.
    pub(super) fn read(&mut self, sentence: std::ops::Range<usize>) {
        let mut words: Vec<(usize, TokenId)> = sentence
            .map(TokenId::new)
            .filter(|&at| {
                matches!(self.tree.word(at).upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Propn)
            })
            .map(|at| (self.depth(at), at))
            .collect();
        words.sort_by_key(|&(depth, at)| (std::cmp::Reverse(depth), at));
        for (_, at) in words {
            self.consider(at);
        }
    }

    fn depth(&self, at: TokenId) -> usize {
        std::iter::successors(Some(at), |&one| self.tree.word(one).head).count()
    }

    /// The forms by which rules may know a word.
    fn keys(&self, at: TokenId) -> (Class, Vec<String>) {
        let word = self.tree.word(at);
        let lemma = self.tree.lemma(at);
        let class = match word.upos {
            Upos::Verb => Class::Verb,
            Upos::Adj => Class::Adjective,
            _ => Class::Noun,
        };
        let mut keys = Vec::new();
        if let Some(joined) = self.joined(at, &lemma) {
            keys.push(joined);
        }
        // Where the lemmatiser knows a verb no better than its ending.
        if class == Class::Verb && self.ontology.rules_of(class, &lemma).is_empty() {
            keys.extend(spellings(&lemma));
        }
        keys.push(lemma);
        (class, keys)
    }

    /// `cease-fire`, which is three tokens.
    fn joined(&self, at: TokenId, lemma: &str) -> Option<String> {
        let two = at.index().checked_sub(2)?;
        let tokens = &self.tree.segments.tokens;
        let (first, mark) = (&tokens[two], &tokens[two + 1]);
        let tight = !first.space_after && !mark.space_after;
        let same = first.sentence == tokens[at.index()].sentence;
        let hyphen = matches!(self.tree.text.slice(mark.span), "-" | "‐" | "‑");
        (tight && same && hyphen)
            .then(|| format!("{}-{lemma}", self.tree.text.slice(first.span).to_lowercase()))
    }

    fn consider(&mut self, at: TokenId) {
        let (class, keys) = self.keys(at);
        let mut best: Option<Typed> = None;
        let mut barred = false;
        let mut tried = HashSet::new();
        for key in &keys {
            for &number in self.ontology.rules_of(class, key) {
                if !tried.insert(number) {
                    continue;
                }
                let rule = &self.ontology.rules[number];
                match self.fits(number, rule, class, at, key) {
                    Ok(typed) => {
                        let better = best.as_ref().is_none_or(|held| typed.fit > held.fit);
                        if better {
                            if let Some(held) = best.take() {
                                let name = &self.ontology.rules[held.rule].name;
                                self.reject(at, name, || format!("{} asks for more", rule.name));
                            }
                            barred = rule.bars;
                            best = Some(typed);
                        } else {
                            self.reject(at, &rule.name, || "another rule asks for more".to_owned());
                        }
                    }
                    Err(why) => self.reject(at, &rule.name, || why),
                }
            }
        }
        let Some(typed) = best else { return };
        if barred {
            let name = self.ontology.rules[typed.rule].name.clone();
            self.reject(at, &name, || "the rule is there to keep others off".to_owned());
            // What it holds is no event either, where the two are one.
            if let Some(noun) = self.by_anchor.remove(&typed.anchor) {
                self.by_word.remove(&noun);
            }
            return;
        }
        // A verb whose rule looks at its object is the event, and the object is not one of its own.
        if let Some(&noun) = self.by_anchor.get(&typed.anchor)
            && noun != at
        {
            let held = &self.by_word[&noun];
            if held.fit >= typed.fit {
                let name = &self.ontology.rules[typed.rule].name;
                self.reject(at, name, || "its object is the event".to_owned());
                return;
            }
            let name = self.ontology.rules[held.rule].name.clone();
            self.reject(noun, &name, || "its verb is the event".to_owned());
            self.by_word.remove(&noun);
        }
        if typed.anchor != at || class == Class::Verb {
            self.by_anchor.insert(typed.anchor, at);
        }
        self.by_word.insert(at, typed);
    }

    /// Whether a rule fires at a word; if not, why.
    fn fits(
        &self,
        number: usize,
        rule: &Rule,
        class: Class,
        at: TokenId,
        key: &str,
    ) -> Result<Typed, String> {
        let tree = &self.tree;
        let mut fit = 1;
        let mut trigger = vec![at];
        let mut objects: Option<Vec<TokenId>> = None;
        let list = match class {
            Class::Verb => &rule.verbs,
            Class::Noun => &rule.nouns,
            Class::Adjective => &rule.adjectives,
        };
        // The longest of its words that is there.
        let mut known = false;
        let mut longest = 0;
        for word in list {
            let mut parts = word.split(' ');
            if class == Class::Noun {
                let mut parts: Vec<&str> = word.split(' ').collect();
                if parts.pop() != Some(key) {
                    continue;
                }
                let before: Vec<TokenId> =
                    parts.iter().filter_map(|part| self.modifier(at, part)).collect();
                if before.len() == parts.len() && (!known || parts.len() > longest) {
                    known = true;
                    longest = parts.len();
                    trigger = before;
                    trigger.push(at);
                }
                continue;
            }
            if parts.next() != Some(key) {
                continue;
            }
            match parts.next() {
                None => known = true,
                Some(particle) if longest == 0 => {
                    if let Some(found) = self.particle(at, particle) {
                        known = true;
                        longest = 1;
                        trigger = vec![at, found];
                        // `called on Norway`, with the preposition taken for a particle.
                        let bare: Vec<TokenId> = tree
                            .children_by(at, "obl")
                            .filter(|&one| one > found && tree.child_by(one, "case").is_none())
                            .take(1)
                            .collect();
                        if !bare.is_empty() && tree.child_by(at, "obj").is_none() {
                            objects = Some(bare);
                        }
                    } else {
                        let by = tree.hangs_by(at, particle);
                        if !by.is_empty() {
                            known = true;
                            longest = 1;
                            objects = Some(by);
                        }
                    }
                }
                Some(_) => {}
            }
        }
        if !known {
            return Err("its particle is missing".to_owned());
        }
        fit += longest;
        let light = if class == Class::Noun { self.light_verb(at) } else { None };
        if rule.light && class == Class::Noun && light.is_none() {
            return Err("no verb lends itself to the noun".to_owned());
        }
        let anchor = light.unwrap_or(at);
        if light.is_some() {
            fit += 1;
            trigger.insert(0, anchor);
            if let Some(particle) =
                tree.children(anchor).find(|&one| &*tree.word(one).deprel == "compound:prt")
            {
                trigger.push(particle);
            }
        }
        let sight = Sight { at, anchor, class, objects };
        for condition in &rule.conditions {
            if self.holds(condition, &sight) != condition.holds {
                return Err(told(condition));
            }
            if condition.holds && !condition.set.any {
                fit += 2;
            } else if condition.holds {
                fit += 1;
            }
        }
        let (actor, recipient) = BY_DEFAULT;
        let heads = |parties: &[Party], default: Party| -> Vec<Vec<TokenId>> {
            let default = [default];
            let parties = if parties.is_empty() { &default } else { parties };
            let found = parties.iter().map(|party| self.party(party, &sight));
            found.filter(|heads| !heads.is_empty()).collect()
        };
        let mut actors = heads(&rule.actor, actor);
        let mut recipients = heads(&rule.recipient, recipient);
        let first: Vec<TokenId> = actors.first().cloned().unwrap_or_default();
        for heads in &mut recipients {
            heads.retain(|one| !first.contains(one));
        }
        if rule.reciprocal {
            // All of them together.
            let mut all = first;
            all.extend(recipients.drain(..).find(|heads| !heads.is_empty()).unwrap_or_default());
            for preposition in ["between", "among", "with"] {
                let more = self.party(&Party::Preposition(preposition.to_owned()), &sight);
                let new: Vec<TokenId> = more.into_iter().filter(|one| !all.contains(one)).collect();
                all.extend(new);
            }
            actors = vec![all];
        }
        if rule.weak {
            fit = fit.saturating_sub(2).max(1);
        }
        trigger.sort();
        trigger.dedup();
        Ok(Typed {
            word: at,
            anchor,
            trigger,
            class,
            rule: number,
            kind: rule.kind,
            mode: rule.mode.clone(),
            fit,
            actors,
            recipients,
            light: light.is_some(),
        })
    }

    fn modifier(&self, at: TokenId, lemma: &str) -> Option<TokenId> {
        let tree = &self.tree;
        tree.children(at).find(|&child| {
            matches!(tree.word(child).relation(), "compound" | "amod" | "nmod" | "nummod")
                && (tree.is_lemma(child, lemma) || tree.form(child).eq_ignore_ascii_case(lemma))
        })
    }

    fn particle(&self, at: TokenId, particle: &str) -> Option<TokenId> {
        let tree = &self.tree;
        tree.children(at).find(|&child| {
            let word = tree.word(child);
            (&*word.deprel == "compound:prt"
                || matches!(word.relation(), "advmod" | "xcomp" | "obl"))
                && tree.is_lemma(child, particle)
        })
    }

    /// The verb that lends itself to a noun, seen through what counts it: `a series of attacks`.
    fn light_verb(&self, noun: TokenId) -> Option<TokenId> {
        let tree = &self.tree;
        let mut at = noun;
        for _ in 0..3 {
            let word = tree.word(at);
            let head = word.head?;
            match word.relation() {
                "obj" | "nsubj" if tree.is_verb(head) => {
                    let passive = tree.passive(head);
                    if (word.relation() == "obj") == passive {
                        return None;
                    }
                    return self.is_light(head).then_some(head);
                }
                "conj" => at = head,
                "nmod" if self.ontology.counting.contains(&tree.lemma(head)) => at = head,
                "acl" | "root" => return None,
                _ => return None,
            }
        }
        None
    }

    fn is_light(&self, verb: TokenId) -> bool {
        let tree = &self.tree;
        let lemma = tree.lemma(verb);
        if self.ontology.light.contains(&lemma) {
            return true;
        }
        tree.children(verb).any(|child| {
            &*tree.word(child).deprel == "compound:prt"
                && self.ontology.light.contains(&format!("{lemma} {}", tree.lemma(child)))
        })
    }

    fn holds(&self, condition: &Condition, sight: &Sight) -> bool {
        let tree = &self.tree;
        match &condition.place {
            Place::Subject => self.any_in(&condition.set, &self.party(&Party::Subject, sight)),
            Place::Object => {
                let objects = self.party(&Party::Object, sight);
                self.any_in(&condition.set, &objects)
            }
            Place::Preposition(prepositions) => {
                let heads: Vec<TokenId> = prepositions
                    .iter()
                    .flat_map(|one| self.party(&Party::Preposition(one.clone()), sight))
                    .collect();
                self.any_in(&condition.set, &heads)
            }
            Place::Clause => {
                let clauses = self.clauses(sight);
                if condition.set.none {
                    return clauses.is_empty();
                }
                if condition.set.any {
                    return !clauses.is_empty();
                }
                clauses.iter().any(|&clause| {
                    let event = self.event_at(clause);
                    let kind = event.map(|event| &self.ontology.types[event.kind].name);
                    condition.set.words.contains(&tree.lemma(clause))
                        || kind.is_some_and(|name| condition.set.has_type(name))
                })
            }
            Place::ClauseAuxiliary => self.clauses(sight).iter().any(|&clause| {
                tree.children_by(clause, "aux").any(|one| {
                    condition.set.words.contains(&tree.lemma(one))
                        || condition.set.words.contains(&tree.form(one).to_lowercase())
                })
            }),
            Place::Modifier => {
                let modifiers: Vec<TokenId> = tree
                    .children(sight.at)
                    .filter(|&child| {
                        matches!(
                            tree.word(child).relation(),
                            "compound" | "amod" | "advmod" | "nummod" | "nmod" | "det" | "advcl"
                        )
                    })
                    .collect();
                self.any_in(&condition.set, &modifiers)
            }
        }
    }

    /// The clauses below a word, seen through verbs that only begin or go on.
    pub(super) fn clauses(&self, sight: &Sight) -> Vec<TokenId> {
        let tree = &self.tree;
        let mut found = Vec::new();
        let from =
            if sight.class == Class::Noun { vec![sight.at, sight.anchor] } else { vec![sight.at] };
        let mut open: Vec<TokenId> = from.into_iter().flat_map(|at| tree.clauses(at)).collect();
        let mut steps = 0;
        while let Some(clause) = open.pop() {
            steps += 1;
            if steps > 12 {
                break;
            }
            if clause == sight.at {
                continue;
            }
            if self.ontology.transparent.contains(&tree.lemma(clause)) {
                open.extend(tree.clauses(clause));
            }
            found.push(clause);
        }
        found.dedup();
        found
    }

    /// Whether any of some phrases is in a set.
    fn any_in(&self, set: &Set, heads: &[TokenId]) -> bool {
        let tree = &self.tree;
        if heads.is_empty() {
            return set.none;
        }
        if set.any {
            return true;
        }
        let mut all: Vec<TokenId> = Vec::new();
        for &head in heads {
            for one in tree.conjuncts(head) {
                all.push(one);
                if tree.word(one).upos == Upos::Pron {
                    all.extend(super::arguments::antecedent(tree, one));
                }
                if tree.word(one).upos == Upos::Num {
                    let unit = tree.children(one).find(|&unit| tree.word(unit).upos == Upos::Sym);
                    all.extend(unit);
                }
                // `a series of attacks`, `94 % of the grain`: what is counted counts.
                let number = matches!(tree.word(one).upos, Upos::Num | Upos::Sym);
                if number || self.ontology.counting.contains(&tree.lemma(one)) {
                    for preposition in ["of", "in"] {
                        let counted = tree.by_preposition(one, preposition);
                        all.extend(counted);
                    }
                }
            }
        }
        all.iter().any(|&head| {
            let lemma = tree.lemma(head);
            set.words.contains(&lemma)
                || self.joined(head, &lemma).is_some_and(|joined| set.words.contains(&joined))
                || set.kinds.iter().any(|&kind| super::arguments::is_kind(tree, head, kind))
                || !set.types.is_empty()
                    && self
                        .event_at(head)
                        .is_some_and(|event| set.has_type(&self.ontology.types[event.kind].name))
                || !set.within.is_empty()
                    && tree.parse.syntax.reach(head).any(|at| {
                        let at = TokenId::new(at);
                        set.within.contains(&tree.lemma(at))
                            || set.within.contains(&tree.form(at).to_lowercase())
                    })
        })
    }

    /// Heads of the phrases that stand where a party does.
    fn party(&self, party: &Party, sight: &Sight) -> Vec<TokenId> {
        let tree = &self.tree;
        let Sight { at, anchor, class, .. } = *sight;
        match party {
            Party::Nobody => Vec::new(),
            Party::Subject => match class {
                Class::Verb => tree.subjects(at),
                Class::Adjective => tree.surface_subject(at).into_iter().collect(),
                Class::Noun => {
                    let own = super::arguments::owners(tree, at);
                    if anchor != at {
                        let of_verb = tree.subjects(anchor);
                        return if of_verb.is_empty() { own } else { of_verb };
                    }
                    own
                }
            },
            Party::Object => match class {
                Class::Verb => sight.objects.clone().unwrap_or_else(|| tree.objects(at)),
                Class::Adjective => Vec::new(),
                Class::Noun => tree.by_preposition(at, "of"),
            },
            Party::Second => tree.second_objects(if class == Class::Noun { anchor } else { at }),
            Party::Preposition(preposition) => {
                let mut found = tree.by_preposition(at, preposition);
                if anchor != at {
                    found.extend(tree.by_preposition(anchor, preposition));
                }
                // `agreed to share radar data with Iceland`.
                if found.is_empty() && class != Class::Noun {
                    for clause in tree.clauses(at) {
                        if tree.word(clause).relation() == "xcomp" {
                            found.extend(tree.by_preposition(clause, preposition));
                        }
                    }
                }
                found.sort();
                found.dedup();
                found
            }
            Party::Clause => {
                let clauses = self.clauses(sight);
                let own = |clause: &TokenId| -> Vec<TokenId> {
                    tree.subject(*clause).into_iter().collect()
                };
                let subject = clauses.iter().map(own).find(|own| !own.is_empty());
                subject
                    .or_else(|| {
                        let mut objects = clauses.iter().map(|&clause| tree.objects(clause));
                        objects.find(|objects| !objects.is_empty())
                    })
                    .unwrap_or_default()
            }
        }
    }
}

/// What the dictionary form of a verb may be, for a form that was cut wrongly: `extradit`, `boycot`,
/// `cooperated`.
fn spellings(lemma: &str) -> Vec<String> {
    let mut found = Vec::new();
    let stem = ["ed", "ing"].iter().find_map(|ending| lemma.strip_suffix(ending));
    for stem in [Some(lemma), stem].into_iter().flatten() {
        if stem.len() < 3 {
            continue;
        }
        if stem != lemma {
            found.push(stem.to_owned());
        }
        found.push(format!("{stem}e"));
        if let Some(last) = stem.chars().last() {
            found.push(format!("{stem}{last}"));
        }
    }
    found
}

/// Where a rule looks from.
pub(super) struct Sight {
    pub(super) at: TokenId,
    pub(super) anchor: TokenId,
    pub(super) class: Class,
    /// Objects that hang by a particle: `call for talks`.
    pub(super) objects: Option<Vec<TokenId>>,
}

/// A condition that did not hold, for people.
fn told(condition: &Condition) -> String {
    let place = match &condition.place {
        Place::Subject => "subject".to_owned(),
        Place::Object => "object".to_owned(),
        Place::Clause => "clause".to_owned(),
        Place::ClauseAuxiliary => "clause-auxiliary".to_owned(),
        Place::Preposition(prepositions) => format!("with {}", prepositions.join(", ")),
        Place::Modifier => "modifier".to_owned(),
    };
    if condition.holds {
        format!("no such {place}")
    } else {
        format!("{place} that it must not have")
    }
}
