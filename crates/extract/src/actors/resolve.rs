//! Who is who: expressions of a text put together into actors, the surest first.
//!
//! Speakers come first, because who says what is settled already. Then names, which say who they are;
//! then offices and descriptions, which names explain; then words for several at once; and pronouns
//! last. What the model takes for the same is asked where rules have no answer, and never against
//! them: a state is no person, two whole names are two people.

use std::collections::{BTreeSet, HashMap};

use onrecord_actors::{ActorKind as Listed, NameKind, Registry};
use onrecord_record::ActorKind;
use onrecord_text::{EntityId, EntityKind, Span};

use super::cluster::{Cluster, Identity, country};
use super::expressions::{Expression, Pronoun};
use super::names::{Named, Names, is_any};
use super::people::{self, Said};
use super::phrase::{Hold, Whose};
use super::words::Words;
use super::{Mention, Sources, metonymy, several, tenure};
use crate::statements::{TITLES, name_key};

pub(super) struct Resolver<'a, 'r> {
    pub(super) words: Words<'a>,
    pub(super) sources: &'a Sources<'a, 'r>,
    pub(super) registry: &'r Registry,
    pub(super) names: &'a Names<'r>,
    pub(super) expressions: &'a [Expression<'r>],
    pub(super) clusters: Vec<Cluster<'r>>,
    /// The clusters of each expression; several for the plural of an office, or for both sides.
    pub(super) of: Vec<Vec<usize>>,
    entities: HashMap<EntityId, Vec<usize>>,
    /// The only state that the article names, if it names one only.
    pub(super) only: Option<&'r str>,
    /// Actors of the registry that the text has.
    identities: HashMap<(&'r str, Option<&'r str>, bool, bool), usize>,
    /// Clusters by each word of the name of a person.
    bearers: HashMap<String, Vec<usize>>,
    /// Clusters by the key of a name that no table has.
    own: HashMap<String, usize>,
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
            identities: HashMap::new(),
            bearers: HashMap::new(),
            own: HashMap::new(),
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
                self.of[at] = Vec::new();
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
    fn order(&self) -> Vec<usize> {
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

    fn merge(&mut self, one: usize, other: usize) {
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
        self.clusters.iter().enumerate().skip(recent).filter(|(_, one)| one.merged.is_none())
    }

    /// Those whose name of a person has a word of these.
    fn namesakes(&self, name: &[String]) -> Vec<usize> {
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
    fn rename(&mut self, one: usize, name: Vec<String>) {
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
        let one = self.find(one);
        let expression = &self.expressions[at];
        let loaded = expression.reading.entity.as_ref().is_some_and(|(_, named)| named.loaded);
        let span = expression.span(&self.words);
        self.of[at].push(one);
        let cluster = &mut self.clusters[one];
        cluster.mentions.push(Mention { span, rule, loaded });
        cluster.heads.push(expression.head);
    }

    /// Speakers as they were told, with the expressions that are their mentions.
    fn speakers(&mut self) -> Vec<usize> {
        let all = &self.sources.statements.speakers;
        let mut heads: HashMap<usize, usize> = HashMap::new();
        let mut spans: Vec<(Span, usize)> = Vec::new();
        for (number, speaker) in all.iter().enumerate() {
            let person = speaker.kind == Some(ActorKind::Person);
            let words: Vec<String> = speaker.name.split(' ').map(str::to_owned).collect();
            let first = speaker.name.chars().next();
            let one = self.add(Cluster {
                name: speaker.name.clone(),
                kind: speaker.kind,
                ..Cluster::default()
            });
            if person && first.is_some_and(char::is_uppercase) {
                self.rename(one, words);
            } else {
                self.own.entry(onrecord_actors::key(&speaker.name)).or_insert(one);
            }
            for &span in &speaker.mentions {
                spans.push((span, one));
                let tokens = self.words.segments.tokens_in(span);
                if let Some(head) = self.words.head_of(&tokens).filter(|_| !tokens.is_empty()) {
                    heads.entry(head).or_insert(one);
                }
            }
            debug_assert_eq!(one, number);
        }
        spans.sort_by_key(|(span, one)| (span.start(), *one));
        let mut cities: Vec<Span> = Vec::new();
        for at in 0..self.expressions.len() {
            let expression = &self.expressions[at];
            let by_name = expression.reading.name.as_ref().and_then(|name| {
                let name = self.words.span(name);
                let first = spans.partition_point(|(span, _)| span.start() < name.start());
                let near = spans[first..].iter().take(3);
                near.filter(|(span, _)| name.contains(*span)).map(|(_, one)| *one).next()
            });
            let Some(one) = by_name.or_else(|| heads.get(&expression.head).copied()) else {
                continue;
            };
            // What speaks is the government; the city of that name is another actor.
            if let Some((tokens, named)) = &expression.reading.entity
                && self.identity(at, named, self.is_source(at)).city
            {
                cities.push(self.words.span(tokens));
                continue;
            }
            let expression = &self.expressions[at];
            self.put(at, one, "speaker");
            self.learn(at, one);
            if expression.reading.name.is_some() && self.clusters[one].is_person() {
                self.clusters[one].named = true;
            }
            if let Some((tokens, named)) = &expression.reading.entity
                && !matches!(named.kind, NameKind::Adjective)
                && onrecord_actors::key(self.words.slice(tokens))
                    == onrecord_actors::key(&all[one].name)
            {
                let identity = self.identity(at, named, true);
                self.identify(one, identity, named);
            }
        }
        // Mentions that are no expressions stay, and two speakers can be one state.
        for (span, one) in spans {
            if cities.iter().any(|city| city.overlaps(span)) {
                continue;
            }
            self.clusters[one].mentions.push(Mention { span, rule: "speaker", loaded: false });
        }
        for (one, speaker) in all.iter().enumerate() {
            let cluster = &mut self.clusters[one];
            if cluster.office.is_none() && !cluster.former {
                cluster.office = speaker.office.clone();
            }
            let Some(identity) = cluster.identity else { continue };
            let group = cluster.kind == Some(ActorKind::Group);
            let key = (identity.key, identity.part, identity.city, group);
            let other = *self.identities.entry(key).or_insert(one);
            self.merge(other, one);
        }
        (0..all.len()).collect()
    }

    fn identity(&self, at: usize, named: &Named<'r>, speaks: bool) -> Identity<'r> {
        let head = self.expressions[at].head;
        let capital = named.kind == NameKind::Capital;
        let city = capital
            && (self.words.is_dateline(head)
                || !speaks && metonymy::government(&self.words, head).is_none());
        Identity::of(named, city)
    }

    /// Tells a cluster which actor of the registry it is.
    fn identify(&mut self, one: usize, identity: Identity<'r>, named: &Named<'r>) {
        let actor = &named.actor;
        let cluster = &mut self.clusters[one];
        cluster.identity = Some(identity);
        cluster.named = true;
        cluster.country = actor.country;
        let demonym = matches!(named.kind, NameKind::Demonym | NameKind::Demonyms);
        cluster.kind = Some(if identity.city {
            ActorKind::Place
        } else if demonym {
            ActorKind::Group
        } else if identity.part.is_some() {
            ActorKind::Organization
        } else {
            match actor.kind.record_kind() {
                "state" => ActorKind::State,
                "group" => ActorKind::Group,
                _ => ActorKind::Organization,
            }
        });
        let state = matches!(actor.kind, Listed::State);
        cluster.sector = if state && !identity.city {
            identity.part.or(demonym.then_some("CVL"))
        } else if identity.city {
            None
        } else {
            actor.sector
        };
    }

    /// Names of the registry, of people, bodies and places.
    fn by_name(&mut self, at: usize) {
        let expression = &self.expressions[at];
        if let Some((tokens, named)) = expression.reading.entity.clone() {
            if self.is_surname(at, tokens.len()) {
                return;
            }
            self.by_registry(at, &named);
            return;
        }
        let Some(name) = expression.reading.name.clone() else { return };
        let called = expression.reading.office.is_some();
        let body = expression.reading.is_body;
        let words = self.name_words(&name);
        let known = || {
            let mut bearers = self.namesakes(&words).into_iter();
            bearers.any(|one| words.len() > 1 && people::same(&words, &self.clusters[one].words))
        };
        let person = called || !body && (expression.kind == Some(EntityKind::Person) || known());
        // `Fisheries` of the Fisheries Minister.
        let of_title = self.words.relation(expression.head) == "compound"
            && self
                .words
                .head(expression.head)
                .is_some_and(|up| TITLES.contains_key(self.words.lower(up).as_str()));
        if person && !expression.reading.plural {
            self.by_person(at, words);
        } else if expression.kind.is_some() && !of_title {
            self.by_own_name(at, &name);
        }
    }

    /// Whether one word is the surname of somebody of the article: Denzel Washington is `Washington`.
    fn is_surname(&mut self, at: usize, tokens: usize) -> bool {
        let expression = &self.expressions[at];
        if tokens != 1 || expression.kind != Some(EntityKind::Person) {
            return false;
        }
        let word = self.words.form(expression.head).to_owned();
        let key = name_key(&word);
        let bearer = self.namesakes(&[word]).into_iter().find(|&one| {
            let cluster = &self.clusters[one];
            cluster.is_person()
                && cluster.words.len() > 1
                && cluster.words.last().is_some_and(|last| name_key(last) == key)
        });
        let Some(one) = bearer else { return false };
        self.put(at, one, "surname of somebody named before");
        true
    }

    pub(super) fn by_registry(&mut self, at: usize, named: &Named<'r>) {
        let speaks = self.is_source(at);
        let adjective = matches!(named.kind, NameKind::Adjective);
        let identity = self.identity(at, named, speaks);
        let demonym = matches!(named.kind, NameKind::Demonym | NameKind::Demonyms);
        if demonym
            && self.expressions[at].kind == Some(EntityKind::Person)
            && named.kind == NameKind::Demonym
        {
            return;
        }
        let key = (identity.key, identity.part, identity.city, demonym);
        let one = match self.identities.get(&key) {
            Some(&one) => self.find(one),
            None => {
                let one = self.add(Cluster {
                    noun: if demonym { "people".to_owned() } else { String::new() },
                    plural: demonym,
                    ..Cluster::default()
                });
                self.identify(one, identity, named);
                self.clusters[one].named = !adjective;
                self.identities.insert(key, one);
                one
            }
        };
        let rule = match named.kind {
            NameKind::Loaded => "loaded name in the registry",
            NameKind::Capital if identity.city => "capital, as a city",
            NameKind::Capital => match metonymy::government(&self.words, self.expressions[at].head)
            {
                Some(_) => "capital, as its government",
                None => "capital that says something",
            },
            NameKind::Seat => "seat in the registry",
            NameKind::Former => "former name in the registry",
            NameKind::Adjective => "adjective in the registry",
            NameKind::Demonym | NameKind::Demonyms => "people in the registry",
            _ => "name in the registry",
        };
        self.clusters[one].named |= !adjective;
        self.put(at, one, rule);
    }

    /// The cluster of an actor of the registry, for words that are no expression.
    pub(super) fn of_registry(&mut self, named: &Named<'r>) -> usize {
        let identity = Identity::of(named, false);
        let key = (identity.key, identity.part, false, false);
        if let Some(&one) = self.identities.get(&key) {
            return self.find(one);
        }
        let one = self.add(Cluster::default());
        self.identify(one, identity, named);
        self.clusters[one].named = false;
        self.identities.insert(key, one);
        one
    }

    /// Whether the capital of a state is in the text as a city.
    pub(super) fn has_city(&self, key: &str) -> bool {
        let mut cities = self.identities.keys().filter(|(_, _, city, _)| *city);
        cities.any(|(state, ..)| *state == key)
    }

    /// Whether an expression is the source of a statement.
    fn is_source(&self, at: usize) -> bool {
        let head = self.words.segments.tokens[self.expressions[at].head].span;
        self.sources.statements.statements.iter().any(|statement| {
            statement.attribution.source.iter().any(|source| {
                let tokens = self.words.segments.tokens_in(*source);
                source.contains(head)
                    && self.words.head_of(&tokens) == Some(self.expressions[at].head)
            })
        })
    }

    pub(super) fn name_words(&self, tokens: &std::ops::Range<usize>) -> Vec<String> {
        let name = self.words.slice(tokens);
        name.split_whitespace().map(|word| word.trim_end_matches(',').to_owned()).collect()
    }

    /// A person by name: the one in the text who bears it, or a new one.
    fn by_person(&mut self, at: usize, name: Vec<String>) {
        let reading = &self.expressions[at].reading;
        let head = self.expressions[at].head;
        let told = country(&reading.whose);
        let mut bearers: Vec<(usize, usize)> = self
            .namesakes(&name)
            .into_iter()
            .map(|one| (one, &self.clusters[one]))
            .filter(|(_, cluster)| {
                people::same(&name, &cluster.words)
                    && !matches!((cluster.country, told), (Some(a), Some(b)) if a != b)
            })
            .map(|(one, cluster)| (last_before(&cluster.heads, head), one))
            .collect();
        // A whole name goes before a part of one.
        if name.len() > 1 && bearers.len() > 1 {
            let whole: Vec<(usize, usize)> = bearers
                .iter()
                .copied()
                .filter(|(_, one)| self.clusters[*one].words.len() > 1)
                .collect();
            if !whole.is_empty() {
                bearers = whole;
            }
        }
        let one = match bearers.iter().max() {
            Some(&(_, one)) => one,
            None => self.add(Cluster { kind: Some(ActorKind::Person), ..Cluster::default() }),
        };
        let cluster = &mut self.clusters[one];
        cluster.kind = Some(ActorKind::Person);
        cluster.named = true;
        self.rename(one, name);
        self.put(at, one, "name of a person");
        self.learn(at, one);
    }

    /// A body, a place or a thing by a name that no table has.
    fn by_own_name(&mut self, at: usize, name: &std::ops::Range<usize>) {
        let expression = &self.expressions[at];
        let reading = &expression.reading;
        let words = self.words.slice(name);
        let key = onrecord_actors::key(words);
        let place = expression.kind == Some(EntityKind::Place) && !reading.is_body;
        let thing = !place && expression.kind != Some(EntityKind::Organization) && !reading.is_body;
        let told = country(&reading.whose);
        let body = reading.is_body;
        let noun = singular(&reading.noun);
        let bare = self.bare(at);
        let fits = |cluster: &Cluster| {
            let kind = !cluster.is_person()
                && !matches!(cluster.kind, Some(ActorKind::State | ActorKind::Role));
            kind && !matches!((cluster.country, told), (Some(a), Some(b)) if a != b)
        };
        let exact = self.own.get(&key).map(|&one| self.find(one));
        let same = exact.filter(|&one| fits(&self.clusters[one])).or_else(|| {
            let alike = |cluster: &Cluster| {
                !cluster.name.is_empty()
                    && (is_acronym(words, &cluster.name)
                        || is_acronym(&cluster.name, words)
                        || body
                            && cluster.noun == noun
                            && (ends_with_word(&cluster.bare, &bare)
                                || ends_with_word(&bare, &cluster.bare)))
            };
            let mut like = self.live().filter(|(_, cluster)| fits(cluster) && alike(cluster));
            like.next().map(|(one, _)| one)
        });
        let one = match same {
            Some(one) => one,
            None => {
                let kind = if place {
                    Some(ActorKind::Place)
                } else if thing {
                    None
                } else {
                    Some(ActorKind::Organization)
                };
                self.add(Cluster { kind, name: words.to_owned(), noun, bare, ..Cluster::default() })
            }
        };
        self.own.insert(key, one);
        let cluster = &mut self.clusters[one];
        cluster.named = !thing || cluster.named;
        if words.len() > cluster.name.len() && !is_acronym(words, &cluster.name) {
            cluster.name = words.to_owned();
        }
        self.put(at, one, "name in the article");
        self.learn(at, one);
        if place {
            self.locate(at, one);
        }
    }

    /// The country of a place, as the gazetteer tells it.
    fn locate(&mut self, at: usize, one: usize) {
        let span = self.expressions[at].span(&self.words);
        let country = self.sources.places.iter().find(|place| span.contains(place.span));
        if let Some(country) = country.and_then(|found| found.place.country) {
            self.clusters[one].country.get_or_insert(country);
        }
    }

    /// Keeps what a phrase says of somebody beside the name.
    pub(super) fn learn(&mut self, at: usize, one: usize) {
        let expression = &self.expressions[at];
        let reading = &expression.reading;
        let office = reading.office.as_ref();
        let surface = office.map(|office| self.surface(&office.tokens));
        let there = there(reading.agents, &reading.noun);
        let whose: Vec<&Whose<'r>> =
            reading.whose.iter().filter(|one| !one.there || there).collect();
        let one_state = match whose.as_slice() {
            [] => None,
            [first, rest @ ..] => rest
                .iter()
                .all(|other| other.named.actor.key == first.named.actor.key)
                .then_some(*first),
        };
        let body = one_state.map(|one| one.named);
        let key = body.map(|named| named.actor.key);
        let office_key = match (&surface, office) {
            (Some(surface), Some(office)) if office.hold != Hold::Other => {
                self.registry.office(surface, Some(key.unwrap_or(""))).map(|office| office.name)
            }
            _ => None,
        };
        let registry = self.registry;
        let cluster = &mut self.clusters[one];
        if let Some(named) = body {
            let state = named.actor.kind == Listed::State;
            cluster.country = cluster.country.or(named.actor.country);
            if !state {
                cluster.acts_for = cluster.acts_for.or(Some(named.actor.key));
            }
        }
        if let Some(office) = office {
            let former = office.hold == Hold::Former;
            cluster.former |= former;
            if !former {
                cluster.calling |= office_key.is_none();
                cluster.office_key = cluster.office_key.or(office_key);
                // The words of the office with what stands before them, without whose it is.
                let courtesy = surface.as_deref().is_some_and(is_courtesy);
                if cluster.office.is_none() && !courtesy && reading.name.is_some() {
                    cluster.office = Some(self.words.slice(&office.tokens).to_owned());
                }
            }
        }
        let sector = if cluster.former {
            Some("ELI")
        } else {
            let listed = cluster.office_key.and_then(|key| registry.office_named(key));
            let by_body = body.and_then(|named| match named.actor.kind {
                Listed::State => named.sector,
                _ => named.actor.sector,
            });
            let of_body = reading.body.flatten().or(by_body);
            listed
                .map(|office| office.sector)
                .or(if speaks_for(&reading.noun) || by_body.is_some() { of_body } else { None })
                .or(reading.agents)
                .or(of_body)
        };
        if matches!(cluster.kind, Some(ActorKind::State | ActorKind::Place)) {
            return;
        }
        cluster.sector = if cluster.former { sector } else { cluster.sector.or(sector) };
    }

    /// The words of an office, in the singular, as the tables have it.
    fn surface(&self, tokens: &std::ops::Range<usize>) -> String {
        let last = tokens.end - 1;
        if self.words.is_plural(last) && tokens.len() < 6 {
            let mut words: Vec<String> =
                (tokens.start..last).map(|at| self.words.form(at).to_owned()).collect();
            words.push(self.words.lemma(last));
            return words.join(" ");
        }
        self.words.slice(tokens).to_owned()
    }

    /// Looks up in the tables whom the article names, and whose only state it can be.
    fn look_people_up(&mut self) {
        let states: BTreeSet<&str> = self
            .names
            .all()
            .filter_map(|hit| self.names.actor(hit, is_any))
            .map(|named| named.actor.key)
            .collect();
        for one in 0..self.clusters.len() {
            let cluster = &self.clusters[one];
            if cluster.merged.is_some() || !cluster.is_person() || cluster.words.is_empty() {
                continue;
            }
            let said = Said {
                office: cluster.office_key,
                country: cluster.acts_for.or(cluster.country),
                former: cluster.former,
                calling: cluster.calling,
                named: &|key| states.contains(key),
            };
            let name = cluster.words.join(" ");
            let found = people::look_up(self.registry, &name, self.sources.published, &said);
            let registry = self.registry;
            let only = self.only;
            let cluster = &mut self.clusters[one];
            if let Some((person, term)) = found {
                cluster.person = Some(person);
                if let Some(term) = term {
                    cluster.office_key = Some(term.office);
                    if let Some(actor) = registry.actor(term.country) {
                        cluster.country = cluster.country.or(actor.country);
                    }
                    let sector = registry.office_named(term.office).map(|office| office.sector);
                    cluster.sector = sector.or(cluster.sector);
                }
            } else if cluster.office_key.is_some() && cluster.acts_for.is_none() {
                // A minister in an article of one state is that state's.
                cluster.country = cluster.country.or(only);
            }
        }
    }

    /// What is set beside a name, or said of it by `is`: the same.
    fn beside(&mut self, at: usize) {
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
        let Some(&one) = self.of[other].first() else { return };
        let reading = &self.expressions[at].reading;
        let cluster = &self.clusters[self.find(one)];
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
            if self.expressions[at].reading.noun.starts_with("counterpart") {
                self.counterpart(at, one);
            }
        }
    }

    /// Somebody's counterpart holds the office of whom the sentence spoke of before.
    fn counterpart(&mut self, at: usize, one: usize) {
        let head = self.expressions[at].head;
        let sentence = self.words.sentence(head);
        let office = (0..at).rev().find_map(|other| {
            let near = self.words.sentence(self.expressions[other].head) == sentence;
            let held = self.find(*self.of[other].first()?);
            let cluster = &self.clusters[held];
            (near && held != self.find(one) && cluster.office.is_some())
                .then(|| (cluster.office.clone(), cluster.office_key, cluster.sector))
        });
        if let Some((office, key, sector)) = office {
            let one = self.find(one);
            let cluster = &mut self.clusters[one];
            cluster.office = cluster.office.take().or(office);
            cluster.office_key = cluster.office_key.or(key);
            cluster.sector = cluster.sector.or(sector);
        }
    }

    /// The expression with a head.
    pub(super) fn at_head(&self, head: usize) -> Option<usize> {
        let first = self.expressions.partition_point(|one| one.head < head);
        self.expressions.get(first).filter(|one| one.head == head).map(|_| first)
    }

    /// An office without a name: whoever the article names as its holder, or who held it that day.
    fn by_office(&mut self, at: usize) {
        let expression = &self.expressions[at];
        let reading = &expression.reading;
        let Some(office) = reading.office.clone() else { return };
        if reading.name.is_some() || office.name.is_none() && !office_noun(&reading.noun) {
            return;
        }
        let seeded = self.of[at].first().copied();
        if let Some(one) = seeded {
            let cluster = &self.clusters[self.find(one)];
            if cluster.named || cluster.person.is_some() {
                return;
            }
        }
        let surface = self.surface(&office.tokens);
        let whose: Vec<Whose<'r>> =
            reading.whose.iter().copied().filter(|one| !one.there).collect();
        if matches!(office.hold, Hold::Former | Hold::Other | Hold::Future)
            || whose.is_empty() && reading.plural
        {
            return;
        }
        if whose.is_empty() {
            self.by_bare_office(at, &surface, seeded);
            return;
        }
        if reading.plural && seeded.is_none() || whose.len() > 1 {
            // `the foreign ministers of Iran and Syria`; `Turkish ministers` are a group.
            let one_each = whose.len() > 1;
            if !one_each {
                return;
            }
            for (nth, owner) in whose.iter().enumerate() {
                let seed = seeded.filter(|_| nth == 0 && !reading.plural);
                self.holder(at, &surface, owner.named, office.hold, seed);
            }
            return;
        }
        self.holder(at, &surface, whose[0].named, office.hold, seeded);
    }

    /// `the foreign minister`: the one whom the article spoke of last, or the holder in the only state
    /// that it names.
    fn by_bare_office(&mut self, at: usize, surface: &str, seeded: Option<usize>) {
        let expression = &self.expressions[at];
        let key =
            self.registry.office(surface, Some(self.only.unwrap_or(""))).map(|office| office.name);
        let abbreviation = surface.chars().all(char::is_uppercase);
        if !(expression.reading.definite || expression.headline || abbreviation || seeded.is_some())
        {
            return;
        }
        let Some(key) = key else { return };
        let before = |heads: &[usize]| {
            heads
                .iter()
                .copied()
                .filter(|&head| head < expression.head || expression.headline)
                .max()
        };
        let same = self
            .live()
            .filter(|&(one, cluster)| {
                Some(one) != seeded
                    && cluster.office_key == Some(key)
                    && !cluster.former
                    && matches!(cluster.kind, Some(ActorKind::Person | ActorKind::Role))
            })
            .filter_map(|(one, cluster)| Some((before(&cluster.heads)?, one)))
            .max();
        if let Some((_, one)) = same {
            self.take(at, one, seeded, "office of somebody spoken of before");
            return;
        }
        let state = self.only.and_then(|code| self.registry.country(code));
        let of_state = self.registry.office_named(key).is_some_and(|office| !office.several);
        if let Some(actor) = state.filter(|_| of_state) {
            let named = Named { actor, kind: NameKind::Name, sector: None, loaded: false };
            let hold = expression.reading.office.as_ref().map_or(Hold::Same, |office| office.hold);
            self.holder(at, surface, named, hold, seeded);
        }
    }

    /// Who holds an office of a state or a body on the day that the sentence is about.
    fn holder(
        &mut self,
        at: usize,
        surface: &str,
        of: Named<'r>,
        hold: Hold,
        seeded: Option<usize>,
    ) {
        let key = of.actor.key;
        let Some(office) = self.registry.office(surface, Some(key)) else {
            self.unknown(at, surface, of, None, seeded);
            return;
        };
        let head = self.expressions[at].head;
        let days = tenure::days(self.sources, head);
        let holds = |cluster: &Cluster| {
            let state = cluster.acts_for.or(cluster.country);
            cluster.office_key == Some(office.name)
                && !cluster.former
                && (state == Some(key)
                    || cluster.country == Some(key) && cluster.acts_for.is_none())
        };
        let now = tenure::is_now(self.sources, days);
        let named = self
            .live()
            .find(|(one, cluster)| Some(*one) != seeded && cluster.is_person() && holds(cluster));
        if let Some((one, _)) = named.filter(|_| now && hold != Hold::Then) {
            self.take(at, one, seeded, "office of somebody whom the article names");
            return;
        }
        let told = days.filter(|_| hold != Hold::Then || !now);
        let term = told.and_then(|days| tenure::holder(self.registry, surface, key, days));
        let person = term.and_then(|term| term.person);
        let (Some(term), Some(person)) = (term, person) else {
            self.unknown(at, surface, of, Some(office.name), seeded);
            return;
        };
        let name: Vec<String> = person.name.split(' ').map(str::to_owned).collect();
        let same = self.namesakes(&name).into_iter().find(|&one| {
            let cluster = &self.clusters[one];
            Some(one) != seeded
                && (cluster.person.is_some_and(|held| held.key == person.key)
                    || cluster.is_person() && people::same(&name, &cluster.words))
        });
        if let Some(one) = same {
            self.take(at, one, seeded, "holder of the office that day, whom the article names");
            return;
        }
        let one = seeded.unwrap_or_else(|| self.add(Cluster::default()));
        self.clusters[one].words.clear();
        self.rename(one, name);
        let cluster = &mut self.clusters[one];
        cluster.kind = Some(ActorKind::Person);
        cluster.person = Some(person);
        cluster.office_key = Some(term.office);
        cluster.country = of.actor.country;
        cluster.acts_for = (of.actor.kind != Listed::State).then_some(key);
        cluster.sector = Some(office.sector);
        cluster.named = true;
        // The office at the article's date is what counts; who held it another day may hold none now.
        if !now {
            cluster.former = !self.sources.published.is_some_and(|day| term.covers(day));
        }
        if seeded.is_none() {
            self.put(at, one, "holder of the office that day");
        } else if let Some(mention) = self.clusters[one].mentions.last_mut() {
            mention.rule = "holder of the office that day";
        }
    }

    /// An office of which nobody knows who held it.
    fn unknown(
        &mut self,
        at: usize,
        surface: &str,
        of: Named<'r>,
        office: Option<&'r str>,
        seeded: Option<usize>,
    ) {
        let country = of.actor.country;
        let noun = self.expressions[at].reading.noun.clone();
        let hold =
            self.expressions[at].reading.office.as_ref().map_or(Hold::Same, |office| office.hold);
        let same = self.live().find(|(one, cluster)| {
            Some(*one) != seeded
                && matches!(cluster.kind, Some(ActorKind::Role | ActorKind::Person))
                && cluster.country == country
                && !cluster.former
                && hold != Hold::Then
                && (office.is_some() && cluster.office_key == office
                    || office.is_none()
                        && cluster.noun == noun
                        && self.expressions[at].reading.definite)
        });
        if let Some((one, _)) = same {
            self.take(at, one, seeded, "office of somebody spoken of before");
            return;
        }
        let one = seeded.unwrap_or_else(|| self.add(Cluster::default()));
        let words = self.described(at);
        let sector = office.and_then(|office| self.registry.office_named(office));
        let reading = &self.expressions[at].reading;
        let definite = reading.definite || !reading.indefinite;
        let cluster = &mut self.clusters[one];
        cluster.kind = match cluster.kind {
            Some(ActorKind::Person) if !definite => Some(ActorKind::Person),
            _ if office.is_some() => Some(ActorKind::Role),
            _ if definite => Some(ActorKind::Role),
            _ => Some(ActorKind::Person),
        };
        if cluster.name.is_empty() {
            cluster.name = words;
        }
        cluster.noun = noun;
        cluster.country = country;
        cluster.acts_for = (of.actor.kind != Listed::State).then_some(of.actor.key);
        cluster.office_key = office;
        cluster.office = Some(surface.to_owned());
        cluster.sector = sector.map(|office| office.sector);
        cluster.named = definite && country.is_some();
        if seeded.is_none() {
            self.put(at, one, "office whose holder is not known");
        }
        self.learn(at, one);
    }

    /// An expression is about somebody; a speaker that it was is the same.
    fn take(&mut self, at: usize, one: usize, seeded: Option<usize>, rule: &'static str) {
        match seeded {
            Some(seed) => {
                let (one, seed) = (self.find(one), self.find(seed));
                self.merge(one, seed);
                let into = self.find(one);
                let span = self.expressions[at].span(&self.words);
                for mention in &mut self.clusters[into].mentions {
                    if mention.span == span {
                        mention.rule = rule;
                    }
                }
                self.of[at] = vec![into];
            }
            None => self.put(at, one, rule),
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

    /// People and things that are only described.
    fn by_description(&mut self, at: usize) {
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

    /// A number of people is those people: `dozens of Georgian teachers`.
    fn counted(&mut self, at: usize) -> bool {
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

    /// The people of one of several states: `French and German officials`.
    fn group_of(&mut self, at: usize, owner: &Whose<'r>, reading: &super::phrase::Reading<'r>) {
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

    fn country_told(&self, reading: &super::phrase::Reading<'r>) -> Option<&'r str> {
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
    fn bare(&self, at: usize) -> String {
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

    fn kind(&self, at: usize) -> Option<ActorKind> {
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
            let collective = collective
                && matches!(
                    reading.noun.as_str(),
                    "police"
                        | "people"
                        | "public"
                        | "media"
                        | "press"
                        | "crowd"
                        | "mob"
                        | "clergy"
                        | "leadership"
                        | "opposition"
                        | "industry"
                );
            return Some(if reading.plural || reading.quantity || collective {
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

    /// Whom the model takes words for, where no rule speaks against it.
    fn by_coreference(&self, at: usize) -> Option<usize> {
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
            || matches!(
                reading.noun.as_str(),
                "capital"
                    | "city"
                    | "town"
                    | "village"
                    | "region"
                    | "province"
                    | "island"
                    | "port"
                    | "place"
                    | "territory"
                    | "area"
            );
        let office = match (&reading.office, cluster.office_key) {
            (Some(office), Some(held)) => office.name.is_none_or(|name| name == held),
            _ => true,
        };
        (cluster.fits(reading) && kinds && place && office).then_some(one)
    }

    /// The clusters of the other mentions of an entity, the one with most of them first.
    fn votes(&self, at: usize) -> Vec<usize> {
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

    /// The subject of the verb whose object a pronoun is: nobody does something to `him` who is he.
    fn subject_beside(&self, at: usize) -> Option<usize> {
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

    fn by_pronoun(&mut self, at: usize) {
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
        if let Some(one) = one {
            self.put(at, one, "pronoun, by coreference");
        }
    }
}

/// The only state that a text names in any way; its places count.
fn only_state<'r>(names: &Names<'r>, sources: &Sources<'_, 'r>) -> Option<&'r str> {
    let mut states: BTreeSet<&'r str> = BTreeSet::new();
    for hit in names.all() {
        if let Some(named) = names.actor(hit, is_any) {
            if named.actor.kind == Listed::State {
                states.extend(named.actor.country);
            }
        } else if hit.may_be(is_any) {
            return None;
        }
    }
    states.extend(sources.places.iter().filter_map(|found| found.place.country));
    let mut states = states.into_iter();
    states.next().filter(|_| states.next().is_none())
}

fn last_before(heads: &[usize], head: usize) -> usize {
    heads.iter().copied().filter(|&one| one < head).max().map_or(0, |one| one + 1)
}

/// What a predicate is said of: `Ruiz is the energy minister of Chile`.
fn is_said_of(words: &Words, head: usize) -> Option<usize> {
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

/// Whether people of some sector who are in a place are of it: its officials and protesters are, its
/// ambassadors and armies may be another's.
fn there(agents: Option<&str>, noun: &str) -> bool {
    let abroad = [
        "ambassador",
        "diplomat",
        "envoy",
        "consul",
        "negotiator",
        "delegate",
        "delegation",
        "embassy",
        "consulate",
        "tourist",
    ];
    let settled = matches!(
        agents,
        Some(
            "CVL"
                | "GOV"
                | "LEG"
                | "JUD"
                | "COP"
                | "OPP"
                | "REB"
                | "MED"
                | "EDU"
                | "LAB"
                | "AGR"
                | "PTY"
        )
    );
    settled && !abroad.contains(&singular(noun).as_str())
}

/// Nouns for those who speak or work for a body: its sector is theirs.
fn speaks_for(noun: &str) -> bool {
    let noun = singular(noun);
    noun.starts_with("spokes")
        || matches!(
            noun.as_str(),
            "adviser"
                | "advisor"
                | "aide"
                | "chief"
                | "commander"
                | "envoy"
                | "head"
                | "leader"
                | "member"
                | "officer"
                | "official"
                | "representative"
                | "source"
        )
}

/// Nouns that are offices, whatever the tables have of them.
fn office_noun(noun: &str) -> bool {
    matches!(
        singular(noun).as_str(),
        "president"
            | "minister"
            | "premier"
            | "chancellor"
            | "king"
            | "queen"
            | "emperor"
            | "sultan"
            | "emir"
            | "governor"
            | "speaker"
            | "secretary"
    )
}

fn is_courtesy(surface: &str) -> bool {
    matches!(
        surface.to_lowercase().trim_end_matches('.'),
        "mr" | "mrs" | "ms" | "miss" | "sir" | "lady" | "lord" | "dr" | "doctor" | "madam"
    )
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

/// Words in lower case without an article at their head.
pub(super) fn key_of(words: &str) -> String {
    let lower = words.to_lowercase().replace('’', "'");
    let bare = ["the ", "a ", "an "].iter().find_map(|article| lower.strip_prefix(article));
    bare.unwrap_or(&lower).to_owned()
}

fn is_acronym(short: &str, full: &str) -> bool {
    let short: String = short.chars().filter(|c| c.is_alphabetic()).collect();
    let initials = full.split([' ', '-']).filter_map(|word| word.chars().next());
    short.chars().count() >= 2
        && short.chars().all(char::is_uppercase)
        && initials.filter(|c| c.is_uppercase()).eq(short.chars())
}

fn ends_with_word(held: &str, bare: &str) -> bool {
    !bare.is_empty()
        && (held == bare || held.strip_suffix(bare).is_some_and(|rest| rest.ends_with(' ')))
}
