//! Who is who: expressions of a text put together into actors, the surest first.
//!
//! Speakers come first, because who says what is settled already. Then names, which say who they are;
//! then offices and descriptions, which names explain; then words for several at once; and pronouns
//! last. What the model takes for the same is asked where rules have no answer, and never against
//! them: a state is no person, two whole names are two people.

use std::collections::{HashMap, HashSet};

use onrecord_actors::Registry;
use onrecord_text::EntityId;

use super::cluster::Cluster;
use super::expressions::Expression;
use super::learning::only_state;
use super::named::{common, sourced};
use super::names::Names;
use super::words::Words;
use super::{Mention, Sources, several};
use crate::statements::name_key;

pub(super) struct Resolver<'a, 'r> {
    pub(super) words: Words<'a>,
    pub(super) sources: &'a Sources<'a, 'r>,
    pub(super) registry: &'r Registry,
    pub(super) names: &'a Names<'r>,
    pub(super) expressions: &'a [Expression<'r>],
    pub(super) clusters: Vec<Cluster<'r>>,
    /// The clusters of each expression; several for the plural of an office, or for both sides.
    pub(super) of: Vec<Vec<usize>>,
    pub(super) entities: HashMap<EntityId, Vec<usize>>,
    /// The only state that the article names, if it names one only.
    pub(super) only: Option<&'r str>,
    /// The heads of the sources of statements.
    pub(super) sourced: HashSet<usize>,
    /// The clusters that some words mean together with others.
    pub(super) joint: HashSet<usize>,
    /// Words that the text has in lower case.
    pub(super) common: HashSet<String>,
    /// Actors of the registry that the text has.
    pub(super) identities: HashMap<(&'r str, Option<&'r str>, bool, bool), usize>,
    /// Clusters by each word of the name of a person.
    pub(super) bearers: HashMap<String, Vec<usize>>,
    /// Clusters by the key of a name that no table has.
    pub(super) own: HashMap<String, usize>,
    /// Words that are about somebody and are no expression, with their clusters.
    pub(super) beside: Vec<(usize, usize)>,
}

/// How many of the actors met last a description is held against; an article has fewer.
const RECENT: usize = 500;

impl<'a, 'r> Resolver<'a, 'r> {
    pub(super) fn new(
        words: Words<'a>,
        sources: &'a Sources<'a, 'r>,
        names: &'a Names<'r>,
        expressions: &'a [Expression<'r>],
    ) -> Resolver<'a, 'r> {
        let mut entities: HashMap<EntityId, Vec<usize>> = HashMap::new();
        for (at, expression) in expressions.iter().enumerate() {
            if let Some(entity) = expression.entity {
                entities.entry(entity).or_default().push(at);
            }
        }
        Resolver {
            words,
            sources,
            registry: sources.registry,
            names,
            expressions,
            clusters: Vec::new(),
            of: vec![Vec::new(); expressions.len()],
            entities,
            only: only_state(names, sources),
            sourced: sourced(&words, &sources.statements.statements),
            joint: HashSet::new(),
            common: common(&words),
            identities: HashMap::new(),
            bearers: HashMap::new(),
            own: HashMap::new(),
            beside: Vec::new(),
        }
    }

    /// Runs every step, and tells the cluster of each speaker.
    pub(super) fn run(&mut self) -> Vec<usize> {
        let speakers = self.speakers();
        let order = self.order();
        for &at in &order {
            if self.of[at].is_empty() {
                self.by_name(at);
            }
        }
        for &at in &order {
            self.titled(at);
        }
        self.surnames();
        self.bodies();
        self.look_people_up();
        for &at in &order {
            if self.of[at].is_empty() {
                self.beside(at);
            }
        }
        for &at in &order {
            self.by_office(at);
        }
        for &at in &order {
            if self.of[at].is_empty() && !self.expressions[at].reading.quantity {
                self.by_description(at);
            }
        }
        for &at in &order {
            if self.of[at].is_empty() && !self.counted(at) {
                self.by_description(at);
            }
        }
        for &at in &order {
            if let Some(all) = several::all_of(self, at) {
                self.part(at, &all);
                for one in all {
                    self.put(at, one, "those spoken of before, as many as it says");
                }
            }
        }
        for &at in &order {
            if self.of[at].is_empty() && self.expressions[at].pronoun.is_some() {
                self.by_pronoun(at);
            }
        }
        speakers
    }

    /// The body first, the headline after it: its short names are those of the article.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.expressions.len()).collect();
        order.sort_by_key(|&at| (self.expressions[at].headline, at));
        order
    }

    /// The cluster that one was merged into, or itself.
    pub(super) fn find(&self, mut one: usize) -> usize {
        while let Some(into) = self.clusters[one].merged {
            one = into;
        }
        one
    }

    pub(super) fn merge(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        if one != other {
            let (into, from) = (one.min(other), one.max(other));
            let mut gone = std::mem::take(&mut self.clusters[from]);
            self.clusters[into].absorb(&mut gone);
            self.clusters[from].merged = Some(into);
        }
    }

    pub(super) fn add(&mut self, cluster: Cluster<'r>) -> usize {
        self.clusters.push(cluster);
        self.clusters.len() - 1
    }

    /// Those met last, in the order in which they were met.
    pub(super) fn live(&self) -> impl Iterator<Item = (usize, &Cluster<'r>)> {
        let recent = self.clusters.len().saturating_sub(RECENT);
        let clusters = self.clusters.iter().enumerate().skip(recent);
        clusters.filter(|(_, one)| one.merged.is_none() && one.parted.is_empty())
    }

    /// Those whose name of a person has a word of these.
    pub(super) fn namesakes(&self, name: &[String]) -> Vec<usize> {
        let mut found: Vec<usize> = name
            .iter()
            .filter_map(|word| self.bearers.get(&name_key(word)))
            .flat_map(|all| all.iter().rev().take(50))
            .map(|&one| self.find(one))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Gives a person a fuller name.
    pub(super) fn rename(&mut self, one: usize, name: Vec<String>) {
        if name.len() <= self.clusters[one].words.len() {
            return;
        }
        for word in &name {
            let all = self.bearers.entry(name_key(word)).or_default();
            if all.last() != Some(&one) {
                all.push(one);
            }
        }
        let cluster = &mut self.clusters[one];
        cluster.name = name.join(" ");
        cluster.words = name;
    }

    /// An expression is about a cluster, by a rule.
    pub(super) fn put(&mut self, at: usize, one: usize, rule: &'static str) {
        let expression = &self.expressions[at];
        let loaded = expression.reading.entity.as_ref().is_some_and(|(_, named)| named.loaded);
        let span = expression.span(&self.words);
        for one in self.parts(one) {
            self.of[at].push(one);
            let cluster = &mut self.clusters[one];
            cluster.mentions.push(Mention { span, rule, loaded });
            cluster.heads.push(expression.head);
        }
    }

    /// Takes an expression from whom it was about. Who is mentioned nowhere else is nobody by itself:
    /// it was these all along.
    fn part(&mut self, at: usize, all: &[usize]) {
        let expression = &self.expressions[at];
        let (head, span) = (expression.head, expression.span(&self.words));
        for one in std::mem::take(&mut self.of[at]) {
            let one = self.find(one);
            let cluster = &mut self.clusters[one];
            cluster.heads.retain(|&held| held != head);
            cluster.mentions.retain(|mention| !mention.span.overlaps(span));
            // Whom something else names stays, and so does who is one of several.
            let vague = cluster.identity.is_none() && cluster.person.is_none() && !cluster.named;
            let among = all.contains(&one) || self.joint.contains(&one);
            if cluster.mentions.is_empty() && vague && !among {
                cluster.parted = all.to_vec();
                self.joint.extend(all);
            }
        }
    }

    /// Whom a cluster is: itself, or those whom its words mean together.
    pub(super) fn parts(&self, one: usize) -> Vec<usize> {
        let (mut found, mut open) = (Vec::new(), vec![self.find(one)]);
        let mut seen = HashSet::new();
        while let Some(one) = open.pop() {
            if !seen.insert(one) {
                continue;
            }
            match self.clusters[one].parted.as_slice() {
                [] => found.push(one),
                // One of several can be several: `both sides` of `both parties and their leaders`.
                all => open.extend(all.iter().rev().map(|&one| self.find(one))),
            }
        }
        found
    }

    pub(super) fn name_words(&self, tokens: &std::ops::Range<usize>) -> Vec<String> {
        let name = self.words.slice(tokens);
        name.split_whitespace().map(|word| word.trim_end_matches(',').to_owned()).collect()
    }

    /// The expression with a head.
    pub(super) fn at_head(&self, head: usize) -> Option<usize> {
        let first = self.expressions.partition_point(|one| one.head < head);
        self.expressions.get(first).filter(|one| one.head == head).map(|_| first)
    }
}

pub(super) fn last_before(heads: &[usize], head: usize) -> usize {
    heads.iter().copied().filter(|&one| one < head).max().map_or(0, |one| one + 1)
}

/// A noun without the ending of its plural.
pub(super) fn singular(noun: &str) -> String {
    let noun = noun.to_lowercase();
    match noun.strip_suffix("ies") {
        Some(stem) if stem.len() > 2 => format!("{stem}y"),
        _ => noun
            .strip_suffix("men")
            .map(|stem| format!("{stem}man"))
            .or_else(|| {
                noun.strip_suffix('s').filter(|stem| !stem.ends_with('s')).map(str::to_owned)
            })
            .unwrap_or(noun),
    }
}
