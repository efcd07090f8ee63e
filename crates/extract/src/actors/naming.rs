//! What actors are called in the end, and where words lead to.

use std::collections::BTreeMap;

use onrecord_actors::NameKind;
use onrecord_record::ActorKind;
use onrecord_text::set_apart;

use super::names::{Named, is_any};
use super::resolve::Resolver;
use super::{Actor, Actors, Mention};

/// The actors of a text, when everything is put together.
pub(super) fn finish(mut resolver: Resolver, speakers: &[usize]) -> Actors {
    let mut heads: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, expression) in resolver.expressions.iter().enumerate() {
        let of = resolver.of[at].iter();
        let mut of: Vec<usize> = of.flat_map(|&one| resolver.parts(one)).collect();
        let mut seen = Vec::new();
        of.retain(|one| {
            !seen.contains(one) && {
                seen.push(*one);
                true
            }
        });
        if !of.is_empty() {
            // What is said of each of several leads to it.
            if of.len() > 1 {
                for whose in &expression.reading.whose {
                    let country = whose.named.actor.country;
                    let own =
                        of.iter().copied().find(|&one| resolver.clusters[one].country == country);
                    let last = resolver.names.at(whose.at).map(|hit| hit.tokens.end - 1);
                    if let (Some(own), Some(last)) = (own, last) {
                        heads.entry(last).or_insert_with(|| vec![own]);
                    }
                }
            }
            heads.insert(expression.head, of);
        }
    }
    for &(head, one) in &resolver.beside {
        heads.entry(head).or_insert_with(|| resolver.parts(one));
    }
    adjectives(&mut resolver, &mut heads);
    let texts = names_of(&resolver);

    let live: Vec<usize> = (0..resolver.clusters.len())
        .filter(|&one| {
            let cluster = &resolver.clusters[one];
            cluster.merged.is_none() && cluster.parted.is_empty()
        })
        .collect();
    let mut actors: Vec<(usize, Actor)> = Vec::with_capacity(live.len());
    for one in live {
        let cluster = &resolver.clusters[one];
        let registered = cluster.identity.filter(|identity| !identity.city);
        let listed = registered.and_then(|identity| resolver.registry.actor(identity.key));
        // A government by its capital, where the city is an actor too, has the name of its state.
        let twin = cluster.identity.filter(|identity| !identity.city).is_some_and(|identity| {
            resolver.has_city(identity.key) && texts.get(&one).is_none_or(|(rank, _)| *rank <= 2)
        });
        let texts = texts.get(&one).map(|(_, name)| name).filter(|_| !twin);
        let name = match (texts, &cluster.identity) {
            (Some(name), Some(_)) => name.clone(),
            (None, Some(_)) if cluster.name.is_empty() || twin => {
                listed.map_or_else(String::new, |actor| actor.name.to_owned())
            }
            _ => cluster.name.clone(),
        };
        let of_person = cluster.person.and_then(|person| person.wikidata);
        let whole = registered.is_some_and(|identity| identity.part.is_none());
        let of_actor = listed.filter(|_| whole).and_then(|actor| actor.wikidata);
        let person = matches!(cluster.kind, Some(ActorKind::Person | ActorKind::Role));
        let office = cluster.office_key.map(str::to_owned).or_else(|| cluster.office.clone());
        let mut mentions = cluster.mentions.clone();
        set_apart(&mut mentions, |mention| mention.span, keep_longer);
        actors.push((
            one,
            Actor {
                name,
                kind: cluster.kind,
                country: cluster.country.map(str::to_owned),
                sector: cluster.sector.map(str::to_owned),
                office: office.filter(|_| person && !cluster.former),
                wikidata: of_person.or(of_actor).map(str::to_owned),
                named: cluster.named,
                mentions,
            },
        ));
    }
    actors.sort_by_key(|(one, actor)| {
        (actor.mentions.first().map_or(usize::MAX, |mention| mention.span.start()), *one)
    });
    let places: BTreeMap<usize, usize> =
        actors.iter().enumerate().map(|(at, (one, _))| (*one, at)).collect();
    let place = |one: &usize| places[&resolver.find(*one)];
    let of_speaker = |one: &usize| resolver.parts(*one).iter().map(place).collect();
    Actors {
        speakers: speakers.iter().map(of_speaker).collect(),
        heads: heads.into_iter().map(|(head, of)| (head, of.iter().map(place).collect())).collect(),
        actors: actors.into_iter().map(|(_, actor)| actor).collect(),
    }
}

/// Adjectives lead to their states, for words that nothing else leads anywhere.
fn adjectives(resolver: &mut Resolver, heads: &mut BTreeMap<usize, Vec<usize>>) {
    let names = resolver.names;
    let mut found: Vec<(usize, Named)> = Vec::new();
    for hit in names.all() {
        let last = hit.tokens.end - 1;
        if let Some(named) = names.actor(hit, is_any).filter(|_| !heads.contains_key(&last)) {
            found.push((last, named));
        }
    }
    for (last, named) in found {
        let named = Named { kind: NameKind::Adjective, ..named };
        let one = resolver.of_registry(&named);
        heads.insert(last, vec![one]);
    }
}

/// The fullest of the names by which the article calls an actor of the registry.
fn names_of(resolver: &Resolver) -> BTreeMap<usize, (usize, String)> {
    let mut best: BTreeMap<usize, ((usize, usize), String)> = BTreeMap::new();
    for (at, expression) in resolver.expressions.iter().enumerate() {
        let Some((tokens, named)) = &expression.reading.entity else { continue };
        let [one] = resolver.of[at].as_slice() else { continue };
        let words = resolver.words.slice(tokens);
        let letters = words.chars().all(|c| !c.is_lowercase());
        let rank = match named.kind {
            NameKind::Name | NameKind::Former if !letters => 6,
            NameKind::Name | NameKind::Former => 5,
            NameKind::Demonym | NameKind::Demonyms => 4,
            NameKind::Seat => 3,
            NameKind::Capital => 2,
            // A record calls nobody by a name that takes a side.
            _ => continue,
        };
        let rank = (rank, words.chars().count());
        let one = resolver.find(*one);
        if best.get(&one).is_none_or(|(held, _)| *held < rank) {
            best.insert(one, (rank, words.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
    best.into_iter().map(|(one, ((rank, _), name))| (one, (rank, name))).collect()
}

/// Of two mentions that overlap the longer one is kept, with what is known by the other.
fn keep_longer(kept: &mut Mention, mut other: Mention) {
    if other.span.len() > kept.span.len() {
        std::mem::swap(kept, &mut other);
    }
    if kept.rule == "speaker" {
        kept.rule = other.rule;
    }
    kept.loaded |= other.loaded;
}
