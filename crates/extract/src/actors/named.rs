//! Speakers, and names: of the registry, of people, of bodies and places that no table has.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use onrecord_actors::{ActorKind as Listed, NameKind};
use onrecord_record::ActorKind;
use onrecord_text::{EntityKind, Span, Upos};

use super::cluster::{Cluster, Identity, country};
use super::described::ends_with_word;
use super::names::Named;
use super::resolve::{Resolver, last_before, singular};
use super::words::Words;
use super::{Mention, metonymy, people, phrase};
use crate::statements::{Statement, is_acronym, name_key};

impl<'r> Resolver<'_, 'r> {
    /// Names of the registry, of people, bodies and places.
    pub(super) fn by_name(&mut self, at: usize) {
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
            bearers.any(|one| {
                let cluster = &self.clusters[one];
                let alone = words.len() == 1 && self.bears(cluster, &words[0]);
                (words.len() > 1 || alone) && people::same(&words, &cluster.words)
            })
        };
        let there = expression.reading.office.is_none()
            && self.is_there(expression.head)
            && self.namesakes(&words).is_empty();
        let model = expression.kind == Some(EntityKind::Person) && !self.is_common(&name) && !there;
        let described = !body && expression.kind != Some(EntityKind::Place) && self.is_somebody(at);
        let person = called || !body && (model || known()) || described;
        // `Fisheries` of the Fisheries Minister.
        let head = expression.head;
        let of_title =
            (head.saturating_sub(4)..=head).filter_map(|at| self.names.at(at)).any(|hit| {
                hit.office().is_some() && hit.tokens.contains(&head) && hit.tokens.end > head + 1
            });
        if person && !expression.reading.plural {
            self.by_person(at, words);
        } else if expression.kind.is_some() && !of_title && !self.is_common(&name) {
            self.by_own_name(at, &name);
        }
    }

    /// An office that stands before what it is of and a name is its bearer's: `Secretary of Transport
    /// Laura Henning`.
    pub(super) fn titled(&mut self, at: usize) {
        let Some(name) = &self.expressions[at].reading.name else { return };
        let Some(head) = phrase::office_before(&self.words, name.start) else { return };
        let [one] = *self.of[at].as_slice() else { return };
        if !self.clusters[self.find(one)].is_person() {
            return;
        }
        match self.at_head(head) {
            Some(title) if self.of[title].is_empty() => {
                self.put(title, one, "office before the name");
                self.learn(title, one);
            }
            Some(_) => {}
            None => self.beside.push((head, one)),
        }
    }

    /// A name of one word that is a body's elsewhere is the body's: nobody bears it with a first name.
    pub(super) fn bodies(&mut self) {
        for one in 0..self.clusters.len() {
            let cluster = &self.clusters[one];
            let alone = cluster.merged.is_none()
                && cluster.is_person()
                && cluster.words.len() == 1
                && cluster.office.is_none()
                && cluster.identity.is_none();
            if !alone {
                continue;
            }
            let key = onrecord_actors::key(&cluster.name);
            let body = self.own.get(&key).map(|&body| self.find(body)).filter(|&body| {
                let other = &self.clusters[body];
                body != one
                    && other.kind == Some(ActorKind::Organization)
                    && other.heads.len() > cluster.heads.len()
            });
            if let Some(body) = body {
                self.clusters[one].kind = Some(ActorKind::Organization);
                self.clusters[one].words.clear();
                self.merge(body, one);
            }
        }
    }

    /// Surnames that stand alone where the model has no mention of anybody.
    pub(super) fn surnames(&mut self) {
        let mut covered = vec![false; self.words.len()];
        for expression in self.expressions {
            covered[expression.tokens.clone()].fill(true);
            covered[expression.head] = true;
        }
        let furniture =
            |at: usize| self.sources.outline.is_furniture(self.words.segments.tokens[at].span);
        let alone = |at: &usize| {
            let near = [at.checked_sub(1), Some(at + 1)];
            let proper = |at: usize| {
                at < self.words.len()
                    && self.words.upos(at) == Upos::Propn
                    && self.words.is_capital(at)
            };
            !covered[*at]
                && proper(*at)
                && !near.into_iter().flatten().any(proper)
                && !furniture(*at)
        };
        let places: Vec<usize> = (0..self.words.len()).filter(alone).collect();
        for at in places {
            let word = self.words.form(at).to_owned();
            let bearers = self.namesakes(std::slice::from_ref(&word));
            let mut bearers =
                bearers.into_iter().filter(|&one| self.bears(&self.clusters[one], &word));
            if let (Some(one), None) = (bearers.next(), bearers.next()) {
                let span = self.words.segments.tokens[at].span;
                let rule = "surname of somebody named before";
                self.clusters[one].mentions.push(Mention { span, rule, loaded: false });
                self.clusters[one].heads.push(at);
                self.beside.push((at, one));
            }
        }
    }

    /// Whether what is set behind a name, or said of it, is about a person: an office, `who`.
    fn is_somebody(&self, at: usize) -> bool {
        let words = &self.words;
        let head = self.expressions[at].head;
        words.children(head).any(|child| match words.deprel(child) {
            "appos" => self.at_head(child).is_some_and(|other| {
                let reading = &self.expressions[other].reading;
                reading.office.is_some() && reading.name.is_none() && !reading.plural
            }),
            "acl:relcl" => words.children(child).any(|one| words.lower(one) == "who"),
            _ => false,
        })
    }

    /// Whether a name of one word is a word that the text has in lower case as well, where its capital
    /// says nothing: at the beginning of a sentence, or among other capitals.
    pub(super) fn is_common(&self, name: &Range<usize>) -> bool {
        let word = self.words.lower(name.start);
        let known = |word: &str| self.common.contains(word);
        let plural = || known(&format!("{word}s")) || word.strip_suffix('s').is_some_and(known);
        if name.len() != 1 || !(known(&word) || plural()) {
            return false;
        }
        let sentence = self.words.sentence_tokens(name.start);
        let words = sentence.clone().filter(|&at| self.words.is_word(at));
        let (capitals, others): (Vec<usize>, Vec<usize>) =
            words.partition(|&at| self.words.is_capital(at));
        sentence.start == name.start || capitals.len() > others.len()
    }

    /// Whether something is said to be in a name, or a dateline has it: that is a place, and nobody.
    fn is_there(&self, head: usize) -> bool {
        let words = &self.words;
        let mut cases = words.children(head).filter(|&child| words.relation(child) == "case");
        let inside = ["in", "near", "outside", "across", "throughout", "around"];
        words.is_dateline(head) || cases.any(|at| inside.contains(&words.lower(at).as_str()))
    }

    /// Whether one word is the surname of somebody of the article: Denzel Washington is `Washington`.
    pub(super) fn is_surname(&mut self, at: usize, tokens: usize) -> bool {
        let expression = &self.expressions[at];
        if tokens != 1 || expression.kind != Some(EntityKind::Person) {
            return false;
        }
        let word = self.words.form(expression.head).to_owned();
        let bearers = self.namesakes(std::slice::from_ref(&word));
        let bearer = bearers.into_iter().find(|&one| self.bears(&self.clusters[one], &word));
        let Some(one) = bearer else { return false };
        self.put(at, one, "surname of somebody named before");
        true
    }

    /// Whether somebody has a whole name that ends in a word.
    fn bears(&self, cluster: &Cluster, word: &str) -> bool {
        let last = cluster.words.last().map(|last| name_key(last));
        cluster.is_person() && cluster.words.len() > 1 && last == Some(name_key(word))
    }

    pub(super) fn by_registry(&mut self, at: usize, named: &Named<'r>) {
        let speaks = self.is_source(at);
        let adjective = matches!(named.kind, NameKind::Adjective);
        let identity = self.identity(at, named, speaks);
        // A town that has the name of a capital and lies elsewhere.
        let elsewhere =
            identity.city && self.located(at).is_some_and(|code| named.actor.country != Some(code));
        if let Some((tokens, _)) = self.expressions[at].reading.entity.clone().filter(|_| elsewhere)
        {
            self.by_own_name(at, &tokens);
            return;
        }
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
        // Dictionaries code people as they code bodies.
        if named.actor.kind == Listed::Coded
            && self.expressions[at].kind == Some(EntityKind::Person)
            && let Some((tokens, _)) = &self.expressions[at].reading.entity
        {
            let words = self.name_words(tokens);
            self.clusters[one].kind = Some(ActorKind::Person);
            self.rename(one, words);
        }
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

    pub(super) fn identity(&self, at: usize, named: &Named<'r>, speaks: bool) -> Identity<'r> {
        let head = self.expressions[at].head;
        let capital = named.kind == NameKind::Capital;
        let city = capital
            && (self.words.is_dateline(head)
                || !speaks && metonymy::government(&self.words, head).is_none());
        Identity::of(named, city)
    }

    /// Tells a cluster which actor of the registry it is.
    pub(super) fn identify(&mut self, one: usize, identity: Identity<'r>, named: &Named<'r>) {
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

    /// A person by name: the one in the text who bears it, or a new one.
    pub(super) fn by_person(&mut self, at: usize, name: Vec<String>) {
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
    pub(super) fn by_own_name(&mut self, at: usize, name: &Range<usize>) {
        let expression = &self.expressions[at];
        let reading = &expression.reading;
        let words = self.words.slice(name);
        let key = onrecord_actors::key(words);
        let known = expression.kind != Some(EntityKind::Person) && self.located(at).is_some();
        let there = expression.kind == Some(EntityKind::Person) && self.is_there(expression.head);
        let place =
            (expression.kind == Some(EntityKind::Place) || known || there) && !reading.is_body;
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
    pub(super) fn locate(&mut self, at: usize, one: usize) {
        if let Some(country) = self.located(at) {
            self.clusters[one].country.get_or_insert(country);
        }
    }

    pub(super) fn located(&self, at: usize) -> Option<&'static str> {
        let span = self.expressions[at].span(&self.words);
        let places = self.sources.places;
        let first = places.partition_point(|place| place.span.start() < span.start());
        places.get(first).filter(|place| span.contains(place.span))?.place.country
    }

    /// Speakers as they were told, with the expressions that are their mentions.
    pub(super) fn speakers(&mut self) -> Vec<usize> {
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
                && {
                    // The source is that name, or the name that it was resolved to.
                    let key = onrecord_actors::key(self.words.slice(tokens));
                    let words = self.words.span(tokens);
                    let near = spans.partition_point(|(span, _)| span.start() <= words.start());
                    let mut sources = spans[near.saturating_sub(3)..near].iter();
                    key == onrecord_actors::key(&all[one].name)
                        || expression.kind != Some(EntityKind::Person)
                            && sources.any(|(span, speaker)| {
                                let source =
                                    crate::statements::key_of(self.words.text.slice(*span));
                                *speaker == one
                                    && span.contains(words)
                                    && onrecord_actors::key(&source) == key
                            })
                }
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

    /// Whether an expression is the source of a statement.
    pub(super) fn is_source(&self, at: usize) -> bool {
        self.sourced.contains(&self.expressions[at].head)
    }
}

/// The heads of the sources of all statements.
pub(super) fn sourced(words: &Words, statements: &[Statement]) -> HashSet<usize> {
    let sources = statements.iter().flat_map(|statement| &statement.attribution.source);
    let heads = sources.filter_map(|source| {
        let head = words.head_of(&words.segments.tokens_in(*source))?;
        source.contains(words.segments.tokens[head].span).then_some(head)
    });
    heads.collect()
}

/// The words of a text that it has in lower case.
pub(super) fn common(words: &Words) -> HashSet<String> {
    let forms = (0..words.len()).map(|at| words.form(at));
    let lower = forms.filter(|form| form.chars().next().is_some_and(char::is_lowercase));
    lower.map(str::to_owned).collect()
}
