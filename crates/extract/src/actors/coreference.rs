//! What the model takes for the same, where no rule speaks against it.

use std::collections::HashMap;

use onrecord_record::ActorKind;

use super::expressions::Pronoun;
use super::resolve::Resolver;
use crate::rules::word_list;

word_list! {
    /// `city`.
    SETTLEMENT_NOUNS, "settlement_nouns.txt"
}

impl<'r> Resolver<'_, 'r> {
    /// Whom the model takes words for, where no rule speaks against it.
    pub(super) fn by_coreference(&self, at: usize) -> Option<usize> {
        let expression = &self.expressions[at];
        let reading = &expression.reading;
        let votes = self.votes(at);
        let one = votes.first().copied()?;
        // `her grandmother` is not she.
        let owner = reading.possessor.and_then(|owner| self.at_head(owner));
        if owner.is_some_and(|owner| self.votes(owner).first() == Some(&one)) {
            return None;
        }
        let cluster = &self.clusters[one];
        // Without a noun that both have, an office or a kind has to agree.
        let kind = self.kind(at);
        let kinds = match (cluster.kind, kind) {
            (Some(held), Some(told)) => {
                held == told
                    || matches!(
                        (held, told),
                        (ActorKind::Person | ActorKind::Role, ActorKind::Person | ActorKind::Role)
                    )
                    || matches!((held, told), (ActorKind::State, ActorKind::Place) if reading.noun == "country" || reading.noun == "nation")
            }
            _ => false,
        };
        // A platform is not the city, whatever it stands in.
        let place = cluster.kind != Some(ActorKind::Place)
            || SETTLEMENT_NOUNS.contains(reading.noun.as_str());
        let office = match (&reading.office, cluster.office_key) {
            (Some(office), Some(held)) => office.name.is_none_or(|name| name == held),
            _ => true,
        };
        (cluster.fits(reading) && kinds && place && office).then_some(one)
    }

    /// The clusters of the other mentions of an entity, the one with most of them first.
    pub(super) fn votes(&self, at: usize) -> Vec<usize> {
        let Some(entity) = self.expressions[at].entity else { return Vec::new() };
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for &other in &self.entities[&entity] {
            if other != at
                && let [one] = self.of[other].as_slice()
            {
                *votes.entry(self.find(*one)).or_default() += 1;
            }
        }
        let mut votes: Vec<(usize, usize)> = votes.into_iter().collect();
        votes.sort_by_key(|&(one, count)| (std::cmp::Reverse(count), one));
        votes.into_iter().map(|(one, _)| one).collect()
    }

    pub(super) fn by_pronoun(&mut self, at: usize) {
        let Some(pronoun) = self.expressions[at].pronoun else { return };
        let fits = |kind: Option<ActorKind>| match pronoun {
            Pronoun::Person => matches!(kind, Some(ActorKind::Person | ActorKind::Role)),
            Pronoun::Thing => !matches!(kind, Some(ActorKind::Person | ActorKind::Role)),
            Pronoun::Several => !matches!(kind, Some(ActorKind::Place)),
        };
        let barred = self.subject_beside(at);
        let one = self
            .votes(at)
            .into_iter()
            .find(|&one| fits(self.clusters[one].kind) && Some(one) != barred);
        // Of two that `it` may be, the subject of the sentence before is it.
        let subject = one.filter(|_| pronoun == Pronoun::Thing).and_then(|one| {
            let acts = |one: usize| {
                let kind = self.clusters[one].kind;
                matches!(kind, Some(ActorKind::State | ActorKind::Organization))
            };
            self.subject_before(at).filter(|&other| acts(one) && acts(other))
        });
        match (subject, one) {
            (Some(one), _) => self.put(at, one, "pronoun, subject of the sentence before"),
            (None, Some(one)) => self.put(at, one, "pronoun, by coreference"),
            (None, None) => {}
        }
    }

    /// The subject of the verb whose object a pronoun is: nobody does something to `him` who is he.
    pub(super) fn subject_beside(&self, at: usize) -> Option<usize> {
        let head = self.expressions[at].head;
        let words = &self.words;
        let object = matches!(words.relation(head), "obj" | "iobj" | "obl");
        if !object || words.lower(head).contains("sel") {
            return None;
        }
        let verb = words.head(head)?;
        let subject = words.children(verb).find(|&child| words.relation(child) == "nsubj")?;
        let one = self.of[self.at_head(subject)?].first()?;
        Some(self.find(*one))
    }

    /// The subject of the sentence before, for a pronoun that is the subject of its own.
    fn subject_before(&self, at: usize) -> Option<usize> {
        let words = &self.words;
        let head = self.expressions[at].head;
        let root = |verb: usize| words.head(verb).is_none();
        if words.relation(head) != "nsubj" || !words.head(head).is_some_and(root) {
            return None;
        }
        let sentence = words.sentence(head).index().checked_sub(1)?;
        let before = words.segments.sentences.get(sentence)?.tokens.clone();
        let verb = before.clone().find(|&at| root(at))?;
        let subject = words.children(verb).find(|&child| words.relation(child) == "nsubj")?;
        let of = &self.of[self.at_head(subject)?];
        match of.as_slice() {
            [one] => Some(self.find(*one)),
            _ => None,
        }
    }
}
