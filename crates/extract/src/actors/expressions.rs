//! The words of a text that are about somebody or something, each read by itself.
//!
//! They are the mentions that the model finds, and the names of the registry that it overlooks.

use std::ops::Range;

use onrecord_actors::NameKind;
use onrecord_text::{EntityId, EntityKind, Outline, Span, TokenId, Upos};

use super::names::{Hit, Names, is_own};
use super::overlooked;
use super::phrase::{self, BODIES, Reading, is_free};
use super::words::Words;
use crate::statements::{Speaker, TITLES};

/// Words that are about somebody or something.
#[derive(Clone, Debug)]
pub(super) struct Expression<'r> {
    pub(super) head: usize,
    /// The phrase with its complement, without clauses.
    pub(super) tokens: Range<usize>,
    /// What the model takes it for.
    pub(super) kind: Option<EntityKind>,
    /// What the model takes it to be the same as.
    pub(super) entity: Option<EntityId>,
    pub(super) pronoun: Option<Pronoun>,
    pub(super) reading: Reading<'r>,
    pub(super) headline: bool,
}

/// Pronouns that stand for somebody named elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    /// `he`, `she` and their forms.
    Person,
    /// `it`, `its`.
    Thing,
    /// `they`, `their`.
    Several,
}

/// Everything in a text that may be about an actor, by heads.
pub(super) fn find<'r>(
    words: &Words,
    outline: &Outline,
    names: &Names<'r>,
    speakers: &[Speaker],
) -> Vec<Expression<'r>> {
    let mut found: Vec<Expression<'r>> = Vec::new();
    for mention in &words.parse.mentions {
        if outline.is_furniture(mention.span) {
            continue;
        }
        let head = mention.head.index();
        // `Hebden` of the town of Hebden Bridge is nobody.
        let piece = words.relation(head) == "compound"
            && words.is_capital(head)
            && words.head(head).is_some_and(|of| {
                of == head + 1
                    && words.is_capital(of)
                    && words.upos(of) == Upos::Propn
                    && words
                        .parse
                        .mention_of(TokenId::new(of))
                        .is_some_and(|other| words.parse.mention(other).kind == EntityKind::Place)
            });
        if piece && mention.kind == EntityKind::Person {
            continue;
        }
        let mut expression = Expression {
            head,
            tokens: head..head + 1,
            kind: Some(mention.kind),
            entity: Some(mention.entity),
            pronoun: None,
            reading: Reading::default(),
            headline: outline.is_headline(mention.span),
        };
        if words.upos(head) == Upos::Pron {
            let Some(pronoun) = pronoun(words, head) else { continue };
            expression.pronoun = Some(pronoun);
            found.push(expression);
            continue;
        }
        // A mention of a name can leave out what its bearer is called.
        let top = words.top_of_name(head);
        let start = if words.upos(head) == Upos::Propn {
            mention.tokens.start.min(words.start(top.min(head)))
        } else {
            mention.tokens.start
        };
        let core = core(words, names, start, head);
        expression.reading = phrase::read(words, names, &core, head, Some(mention.kind));
        let reading = &expression.reading;
        let people = reading.office.is_some()
            || reading.agents.is_some()
            || reading.body.is_some()
            || reading.quantity;
        if is_adjective_of_next(words, names, &core) {
            continue;
        }
        let wanted = match mention.kind {
            EntityKind::Person
            | EntityKind::Organization
            | EntityKind::Place
            | EntityKind::Object
            | EntityKind::Animal => true,
            EntityKind::Time => false,
            _ => people || reading.entity.is_some(),
        };
        if wanted {
            let end = complement(words, &core, mention.tokens.end).max(expression.reading.end);
            expression.tokens = core.start..end;
            found.push(expression);
        }
    }
    overlooked::numbers(words, outline, names, &mut found);
    overlooked::names_in_trees(words, outline, names, &mut found);
    overlooked::names_of_registry(words, outline, names, &mut found);
    overlooked::sources(words, outline, names, speakers, &mut found);
    without_pieces(&mut found);
    without_portfolios(words, &mut found);
    inherit(words, &mut found);
    found
}

/// Leaves out what is only a piece of the name of a body: the state in the name of a newspaper.
fn without_pieces(found: &mut Vec<Expression>) {
    let of_bodies = found.iter().filter(|one| {
        let body = one.reading.is_body || one.kind == Some(EntityKind::Organization);
        body && one.reading.office.is_none()
    });
    let names: Vec<(usize, Range<usize>)> =
        of_bodies.filter_map(|one| Some((one.head, one.reading.name.clone()?))).collect();
    found.retain(|one| {
        let near = names.partition_point(|(head, _)| head + 16 < one.head);
        let mut near = names[near..].iter().take_while(|(head, _)| *head <= one.head + 16);
        !near.any(|(head, name)| {
            *head != one.head && name.contains(&one.head) && name.len() > one.reading.core.len()
        })
    });
}

/// Leaves out what an office is for, which is nobody: `Transport` of `Minister of Transport of Georgia
/// Nino Beridze`.
fn without_portfolios(words: &Words, found: &mut Vec<Expression>) {
    let names = (0..words.len()).filter(|&at| words.bearers.begins(at));
    let minister =
        |at: usize| ["minister", "secretary"].iter().any(|noun| words.lower(at).ends_with(noun));
    let between: Vec<Range<usize>> =
        names.filter_map(|name| Some(phrase::office_before(words, name)?..name)).collect();
    found.retain(|one| {
        let next = between.partition_point(|between| between.end <= one.head);
        let within = between.get(next).filter(|between| between.contains(&one.head));
        let known = one.reading.entity.is_some() || one.reading.is_body;
        let for_it = |of: &Range<usize>| of.start != one.head && minister(of.start) && !known;
        !within.is_some_and(for_it)
    });
}

/// An expression of which the model knows nothing.
pub(super) fn bare<'r>(
    words: &Words,
    outline: &Outline,
    core: Range<usize>,
    head: usize,
    reading: Reading<'r>,
) -> Expression<'r> {
    Expression {
        head,
        headline: outline.is_headline(words.span(&core)),
        tokens: core,
        kind: None,
        entity: None,
        pronoun: None,
        reading,
    }
}

/// Whether some words are an adjective and the noun stands behind it: `Nigerien` of `Nigerien herders`.
fn is_adjective_of_next(words: &Words, names: &Names, core: &Range<usize>) -> bool {
    let hit = names.at(core.start).filter(|hit| hit.tokens == *core);
    let end = words.sentence_tokens(core.start).end;
    let noun = |at: usize| at < end && words.upos(at) == Upos::Noun && !words.is_capital(at);
    let mut at = core.end;
    while matches!(words.form(at), "and" | ",")
        && let Some(next) = names.at(at + 1).filter(|next| is_adjective(next))
    {
        at = next.tokens.end;
    }
    hit.is_some_and(is_adjective) && noun(at)
}

/// Whether a name can only be an adjective.
fn is_adjective(hit: &Hit) -> bool {
    hit.may_be(|kind| kind == NameKind::Adjective) && !hit.may_be(is_own)
}

/// The words of a phrase, with all of a name of the registry that begins in them.
pub(super) fn core(words: &Words, names: &Names, start: usize, head: usize) -> Range<usize> {
    // What stands before a dash or a colon is none of it: `OSLO - Norway`.
    let apart = |at: &usize| {
        !words.is_word(*at)
            && (matches!(words.form(*at), ":" | ";" | "(" | ")" | "–" | "—" | "--")
                || words.form(*at) == "-" && words.segments.tokens[*at].space_after)
    };
    let start = (start..head).rev().find(apart).map_or(start, |at| at + 1);
    let mut core = words.core(start, head);
    // A title right before a name is its bearer's, too.
    let behind =
        |at: usize| at.checked_sub(1).filter(|&at| words.sentence(at) == words.sentence(head));
    if words.is_capital(core.start)
        && words.upos(core.start) == Upos::Propn
        && let Some(last) = behind(core.start)
        && TITLES.contains_key(words.lower(last).as_str())
        && matches!(words.upos(last), Upos::Noun | Upos::Propn | Upos::Adj)
        && !words.is_plural(last)
    {
        core.start = words.start(last).min(last);
        let office = (last.saturating_sub(4)..=last).filter_map(|at| names.at(at));
        let office = office.filter(|hit| hit.tokens.end == last + 1 && hit.office().is_some());
        core.start = office.map(|hit| hit.tokens.start).min().unwrap_or(last).min(core.start);
    }
    // An adjective before a noun is its own, wherever the tree hangs it.
    let noun = !words.is_capital(core.start)
        || names
            .at(core.start)
            .is_some_and(|hit| hit.office().is_some() && hit.tokens.end <= core.end);
    if noun
        && let Some(hit) = names.adjective_before(core.start)
        && words.sentence(hit.tokens.start) == words.sentence(head)
        && is_free(words, hit)
    {
        core.start = hit.tokens.start;
    }
    // `French and German officials` are of both, however the tree joins them.
    while names.at(core.start).is_some_and(|hit| is_adjective(hit))
        && core.start >= 2
        && matches!(words.form(core.start - 1), "and" | ",")
        && let Some(hit) = names.adjective_before(core.start - 1)
        && is_adjective(hit)
        && words.sentence(hit.tokens.start) == words.sentence(head)
        && is_free(words, hit)
        && (words.form(core.start - 1) == "and" || words.form(core.end) != ",")
    {
        core.start = hit.tokens.start;
    }
    // `the University of Vienna` is one name.
    if BODIES.contains_key(words.lower(head).as_str())
        && words.is_capital(head)
        && words.form(core.end) == "of"
    {
        let sentence = words.sentence_tokens(head).end;
        let first = core.end + 1 + usize::from(words.lower(core.end + 1) == "the");
        let mut end = first;
        while end < sentence && words.is_capital(end) && words.is_word(end) {
            end += 1;
        }
        // A ministry of a state is a phrase, and one of foreign affairs a name.
        let state = names
            .at(first)
            .is_some_and(|hit| hit.may_be(|kind| kind == NameKind::Name) && hit.tokens.end == end);
        if end > first && !state {
            core.end = end;
        }
    }
    let longer = core
        .clone()
        .filter_map(|at| names.at(at))
        .find(|hit| hit.tokens.end > core.end && hit.tokens.contains(&head) && hit.may_be(is_own));
    if let Some(hit) = longer {
        core.end = hit.tokens.end;
    }
    core
}

impl Expression<'_> {
    /// The words that a record shows for it.
    pub(super) fn span(&self, words: &Words) -> Span {
        if let Some((tokens, _)) = &self.reading.entity {
            return words.span(tokens);
        }
        let mut tokens = self.tokens.clone();
        // A named one goes without its article.
        if self.reading.name.is_some() {
            tokens.start = self.reading.begin.clamp(tokens.start, self.head);
        }
        words.span(&tokens)
    }
}

fn pronoun(words: &Words, at: usize) -> Option<Pronoun> {
    match words.lower(at).as_str() {
        "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => {
            Some(Pronoun::Person)
        }
        "it" | "its" | "itself" if words.relation(at) != "expl" => Some(Pronoun::Thing),
        "they" | "them" | "their" | "theirs" | "themselves" => Some(Pronoun::Several),
        _ => None,
    }
}

/// Where the complement behind a phrase ends: `officials in Santiago`, `the village of Lokka`.
fn complement(words: &Words, core: &Range<usize>, limit: usize) -> usize {
    let behind = words.lower(core.end);
    if core.end >= limit || !matches!(behind.as_str(), "of" | "in" | "for" | "from" | "at") {
        return core.end;
    }
    let ends = |at: &usize| {
        matches!(words.form(*at), "," | ";" | ":" | "(" | "–" | "—")
            || matches!(words.lower(*at).as_str(), "who" | "which" | "that" | "whose" | "where")
            || matches!(words.upos(*at), Upos::Verb | Upos::Aux)
    };
    // A list of names may have commas.
    let list = (core.end..limit).any(|at| words.form(at) == ",")
        && (core.end + 1..limit).all(|at| {
            !words.is_word(at)
                || words.is_capital(at)
                || matches!(words.form(at), "and" | "the" | "of")
        });
    if list {
        return limit;
    }
    let mut end = (core.end..limit).find(ends).unwrap_or(limit);
    // Of `the council of hiding it`, nothing behind the council is said of it.
    let hangs =
        |at: usize| matches!(words.upos(at), Upos::Adp | Upos::Det | Upos::Part | Upos::Sconj);
    while end > core.end && (!words.is_word(end - 1) || hangs(end - 1)) {
        end -= 1;
    }
    end
}

/// Whose a spokesman is stands in the phrase that he speaks for; whose a crowd is, in the phrase that
/// it is counted of.
fn inherit(words: &Words, found: &mut [Expression]) {
    for at in 0..found.len() {
        let reading = &found[at].reading;
        let takes = (reading.office.is_some() || reading.quantity || reading.is_body)
            && reading.whose.is_empty()
            && reading.name.is_none();
        if !(takes || reading.quantity && reading.agents.is_none()) {
            continue;
        }
        let quantity = reading.quantity;
        let end = reading.core.end;
        let fits = match words.lower(end).as_str() {
            "of" | "for" => true,
            "from" | "at" => reading.office.is_some(),
            _ => false,
        };
        if !fits {
            continue;
        }
        // The president of a club has no office of a state.
        let of_state =
            (end + 1..words.sentence_tokens(found[at].head).end.min(end + 4)).any(|at| {
                matches!(
                    words.lower(at).as_str(),
                    "republic" | "country" | "nation" | "state" | "kingdom"
                )
            });
        if let Some(office) = &mut found[at].reading.office
            && !of_state
            && !quantity
        {
            office.hold = office.hold.max(phrase::Hold::Other);
        }
        let near = at..found.len().min(at + 8);
        let inner = found[near]
            .iter()
            .find(|one| one.reading.core.start == end + 1 && one.head >= end)
            .map(|one| one.reading.clone());
        let Some(inner) = inner else { continue };
        let outer = &mut found[at].reading;
        if outer.whose.is_empty() && (inner.is_body || inner.agents.is_some() || quantity) {
            outer.whose = inner.whose.clone();
        }
        if quantity {
            outer.agents = outer.agents.or(inner.agents);
            outer.noun = inner.noun.clone();
            outer.office = outer.office.take().or(inner.office.clone());
            outer.plural = true;
        } else if inner.is_body {
            outer.body = outer.body.or(inner.body);
            if let Some(office) = &mut outer.office {
                office.hold = office.hold.max(phrase::Hold::Other);
            }
        } else if inner.office.is_some() && inner.name.is_none() {
            // `a spokesman for the Turkish president`
            outer.whose = inner.whose.clone();
        }
    }
}
