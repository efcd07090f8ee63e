//! People and things that are described: set beside a name, spoken of in the same words, or new.

use onrecord_actors::NameKind;
use onrecord_record::ActorKind;
use onrecord_text::EntityKind;

use super::cluster::{Cluster, country};
use super::learning::there;
use super::names::Named;
use super::phrase::{Reading, Whose};
use super::resolve::{Resolver, last_before, singular};
use super::words::Words;
use crate::rules::word_list;
use crate::statements::{PEOPLE_WORDS, key_of};

word_list! {
    /// `police`.
    CROWD_NOUNS, "crowd_nouns.txt"
}

impl<'r> Resolver<'_, 'r> {
    /// What is set beside a name, or said of it by `is`: the same.
    pub(super) fn beside(&mut self, at: usize) {
        let expression = &self.expressions[at];
        if expression.pronoun.is_some() || expression.reading.name.is_some() {
            return;
        }
        let words = self.words;
        let head = expression.head;
        let partner = if words.deprel(head) == "appos" {
            words.head(head)
        } else {
            words
                .children(head)
                .find(|&child| words.deprel(child) == "appos")
                .or_else(|| is_said_of(&words, head))
        };
        let Some(other) = partner.and_then(|other| self.at_head(other)) else { return };
        let Some(one) = self.of[other].first().map(|&one| self.find(one)) else { return };
        let reading = &self.expressions[at].reading;
        let cluster = &self.clusters[one];
        let describes = reading.office.is_some()
            || reading.agents.is_some()
            || reading.is_body
            || reading.noun.starts_with("counterpart")
            || reading.place_noun;
        let place = cluster.kind == Some(ActorKind::Place)
            && (reading.place_noun || reading.noun == "capital");
        if (describes && cluster.fits(reading) || place) && self.of[other].len() == 1 {
            self.put(at, one, "set beside the name");
            self.learn(at, one);
            self.is_person_by_office(at, other, one);
            if self.expressions[at].reading.noun.starts_with("counterpart") {
                self.counterpart(at, one);
            }
        }
    }

    /// Who is called the commander of something is a person, whatever the model took the name for.
    fn is_person_by_office(&mut self, at: usize, name: usize, one: usize) {
        let reading = &self.expressions[at].reading;
        let calls = reading.office.is_some() && !reading.is_body && !reading.plural;
        let one = self.find(one);
        let named = self.expressions[name].reading.name.is_some();
        if calls && named && self.clusters[one].kind.is_none() {
            let cluster = &mut self.clusters[one];
            cluster.kind = Some(ActorKind::Person);
            cluster.named = true;
            let words = cluster.name.split_whitespace().map(str::to_owned).collect();
            self.rename(one, words);
        }
    }

    /// People and things that are only described.
    pub(super) fn by_description(&mut self, at: usize) {
        let expression = &self.expressions[at];
        if expression.pronoun.is_some() || !self.of[at].is_empty() {
            return;
        }
        let mut reading = expression.reading.clone();
        // `army` of `an army spokesman` is the army of the passage.
        let compound = self.words.relation(expression.head) == "compound";
        reading.definite |= compound && reading.is_body && !reading.indefinite;
        // `the Syrian and Turkish sides`, `French and German officials`: of each its own.
        let whose: Vec<Whose<'r>> =
            reading.whose.iter().copied().filter(|one| !one.there).collect();
        let sides =
            matches!(reading.noun.as_str(), "side" | "sides" | "delegation" | "delegations");
        if sides && !whose.is_empty() {
            for owner in &whose {
                let named = Named { kind: NameKind::Name, ..owner.named };
                self.by_registry(at, &named);
            }
            return;
        }
        if whose.len() > 1 && reading.plural && country(&whose).is_none() {
            for owner in &whose {
                self.group_of(at, owner, &reading);
            }
            return;
        }
        let noun = singular(&reading.noun);
        let told = self.country_told(&reading);
        let bare = self.bare(at);
        let key = key_of(&self.described(at));
        let people = reading.agents.is_some() || reading.office.is_some() || reading.is_body;
        let same = self
            .live()
            .filter(|(_, cluster)| {
                let country = cluster.country == told || told.is_none() && reading.definite;
                let known = !cluster.noun.is_empty() && cluster.noun == noun;
                let words = cluster.bare == bare
                    || reading.definite && ends_with_word(&cluster.bare, &bare);
                let identical = !cluster.named
                    && key_of(&cluster.name) == key
                    && (reading.definite || reading.plural);
                let several = cluster.plural == reading.plural;
                (known
                    && words
                    && country
                    && several
                    && (reading.definite || reading.plural || told.is_some() && reading.is_body)
                    && people
                    || identical)
                    && cluster.fits(&reading)
            })
            .map(|(one, cluster)| (last_before(&cluster.heads, expression.head), one))
            .max();
        if let Some((_, one)) = same {
            self.put(at, one, "described in the same words before");
            self.learn(at, one);
            return;
        }
        if (reading.definite || expression.headline)
            && reading.name.is_none()
            && let Some(one) = self.by_coreference(at)
        {
            self.put(at, one, "coreference");
            self.learn(at, one);
            if noun == "counterpart" {
                self.counterpart(at, one);
            }
            return;
        }
        let kind = self.kind(at);
        let name = self.described(at);
        let own = reading.name.is_some();
        let one = self.add(Cluster {
            kind,
            name,
            noun,
            bare,
            plural: reading.plural,
            country: told,
            named: own && reading.is_body,
            ..Cluster::default()
        });
        self.put(at, one, "described");
        self.learn(at, one);
        // People and bodies of a state are named by it.
        let crowd = matches!(kind, Some(ActorKind::Group | ActorKind::Organization));
        self.clusters[one].named |= crowd && told.is_some() && people;
        if kind == Some(ActorKind::Place) {
            self.locate(at, one);
        }
    }

    /// The people of one of several states: `French and German officials`.
    pub(super) fn group_of(&mut self, at: usize, owner: &Whose<'r>, reading: &Reading<'r>) {
        let noun = singular(&reading.noun);
        let code = owner.named.actor.country;
        let same = self
            .live()
            .find(|(_, cluster)| cluster.country == code && cluster.noun == noun && cluster.plural);
        let one = match same {
            Some((one, _)) => one,
            None => {
                let owner_words = self.names.at(owner.at).map(|hit| self.words.slice(&hit.tokens));
                let name = format!("{} {}", owner_words.unwrap_or_default(), self.bare(at));
                let body = if reading.is_body { reading.body.flatten() } else { None };
                let kind = if reading.is_body && !reading.plural {
                    ActorKind::Organization
                } else {
                    ActorKind::Group
                };
                self.add(Cluster {
                    kind: Some(kind),
                    name: name.trim().to_owned(),
                    noun,
                    bare: self.bare(at),
                    plural: true,
                    country: code,
                    sector: body.or(reading.agents),
                    named: true,
                    ..Cluster::default()
                })
            }
        };
        self.put(at, one, "people of each");
    }

    /// A number of people is those people: `dozens of Georgian teachers`.
    pub(super) fn counted(&mut self, at: usize) -> bool {
        let reading = &self.expressions[at].reading;
        if !reading.quantity {
            return false;
        }
        let begin = reading.core.end + 1;
        let inner = (at + 1..self.expressions.len().min(at + 6))
            .find(|&other| self.expressions[other].reading.core.start == begin);
        let one = inner.and_then(|inner| match self.of[inner].as_slice() {
            [one] => Some(*one),
            _ => None,
        });
        let Some(one) = one else { return false };
        self.put(at, one, "a number of them");
        true
    }

    pub(super) fn country_told(&self, reading: &Reading<'r>) -> Option<&'r str> {
        country(&reading.whose).or_else(|| {
            let there: Vec<Whose<'r>> = reading
                .whose
                .iter()
                .filter(|one| one.there && there(reading.agents, &reading.noun))
                .map(|one| Whose { there: false, ..*one })
                .collect();
            country(&there)
        })
    }

    /// The words of a phrase without determiners and whose it is, in lower case.
    pub(super) fn bare(&self, at: usize) -> String {
        let reading = &self.expressions[at].reading;
        let mut skipped: Vec<usize> = Vec::new();
        for whose in &reading.whose {
            if let Some(hit) = self.names.at(whose.at) {
                skipped.extend(hit.tokens.clone());
            }
        }
        let words = reading.core.clone().filter(|at| {
            !skipped.contains(at)
                && self.words.is_word(*at)
                && !self.words.is_possessive(*at)
                && !matches!(
                    self.words.lower(*at).as_str(),
                    "the"
                        | "a"
                        | "an"
                        | "its"
                        | "his"
                        | "her"
                        | "their"
                        | "both"
                        | "and"
                        | "this"
                        | "that"
                        | "some"
                )
        });
        words.map(|at| self.words.lower(at)).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn kind(&self, at: usize) -> Option<ActorKind> {
        let expression = &self.expressions[at];
        let reading = &expression.reading;
        let human = reading.office.is_some()
            || reading.agents.is_some()
            || expression.kind == Some(EntityKind::Person);
        if matches!(
            expression.kind,
            Some(EntityKind::Object | EntityKind::Animal | EntityKind::Abstract)
        ) {
            return None;
        }
        if reading.is_body {
            let forces =
                reading.plural && !matches!(reading.noun.as_str(), "forces" | "authorities");
            return Some(if forces || reading.plural && reading.agents.is_some() {
                ActorKind::Group
            } else {
                ActorKind::Organization
            });
        }
        if reading.place_noun && !human {
            return Some(ActorKind::Place);
        }
        if human {
            let collective = reading.agents.is_some()
                && expression.kind != Some(EntityKind::Person)
                && reading.office.as_ref().is_none_or(|office| office.name.is_none());
            let collective = collective && CROWD_NOUNS.contains(reading.noun.as_str());
            // `the crew` is people, whatever the model takes it for.
            let several = PEOPLE_WORDS.contains(reading.noun.as_str());
            return Some(if reading.plural || reading.quantity || collective || several {
                ActorKind::Group
            } else if reading.definite
                && reading.office.as_ref().is_some_and(|office| office.name.is_some())
            {
                ActorKind::Role
            } else {
                ActorKind::Person
            });
        }
        match expression.kind {
            Some(EntityKind::Organization) => Some(ActorKind::Organization),
            Some(EntityKind::Place) => Some(ActorKind::Place),
            _ => None,
        }
    }

    /// The words of a description, the article in lower case.
    pub(super) fn described(&self, at: usize) -> String {
        let span = self.expressions[at].span(&self.words);
        let mut words =
            self.words.text.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        for article in ["The ", "A ", "An "] {
            if words.starts_with(article) {
                words.replace_range(..article.len(), &article.to_lowercase());
            }
        }
        words
    }
}

/// What a predicate is said of: `Ruiz is the energy minister of Chile`.
pub(super) fn is_said_of(words: &Words, head: usize) -> Option<usize> {
    let is = words.children(head).any(|child| {
        words.relation(child) == "cop" && matches!(words.lower(child).as_str(), "is" | "'s" | "’s")
    });
    let negated = words
        .children(head)
        .any(|child| matches!(words.lower(child).as_str(), "not" | "n't" | "n’t" | "never"));
    if !is || negated {
        return None;
    }
    words.children(head).find(|&child| words.relation(child) == "nsubj")
}

pub(super) fn ends_with_word(held: &str, bare: &str) -> bool {
    !bare.is_empty()
        && (held == bare || held.strip_suffix(bare).is_some_and(|rest| rest.ends_with(' ')))
}
