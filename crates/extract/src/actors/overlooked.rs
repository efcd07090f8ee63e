//! Expressions that the language model has no mention of.
//!
//! It overlooks numbers of people, names inside of names, and names that it has rarely seen. What trees,
//! registry and statements know of them is put between the mentions, so that whether somebody is found
//! does not depend on how well the model knows them.

use std::collections::HashSet;
use std::ops::Range;

use onrecord_text::{Outline, Upos};

use super::expressions::{Expression, bare, core};
use super::names::{LONGEST, Names, is_own};
use super::phrase::{self, QUANTITIES, Reading, is_free, is_whole};
use super::words::Words;
use crate::statements::Speaker;

/// Numbers of people that the model has no mention of.
pub(super) fn numbers<'r>(
    words: &Words,
    outline: &Outline,
    names: &Names<'r>,
    found: &mut Vec<Expression<'r>>,
) {
    let mut more = Vec::new();
    for at in 0..words.len() {
        let counts = QUANTITIES.contains(words.lemma(at).as_str())
            && words.form(at + 1).eq_ignore_ascii_case("of");
        if !counts
            || with_head(found, at).is_some()
            || outline.is_furniture(words.segments.tokens[at].span)
        {
            continue;
        }
        let core = core(words, names, words.start(at), at);
        let reading = phrase::read(words, names, &core, at, None);
        more.push(bare(words, outline, core, at, reading));
    }
    add(found, more);
}

/// Names that the trees have and the mentions do not.
pub(super) fn names_in_trees<'r>(
    words: &Words,
    outline: &Outline,
    names: &Names<'r>,
    found: &mut Vec<Expression<'r>>,
) {
    let mut more: Vec<Expression<'r>> = Vec::new();
    for at in 0..words.len() {
        let top = words.top_of_name(at);
        if top == at || !words.is_capital(at) || !words.is_capital(top) {
            continue;
        }
        let place = found.partition_point(|one| one.head < top);
        let near = found[place.saturating_sub(3)..].iter().take(6);
        let mut near = near.chain(more.iter().rev().take(6));
        let known = |one: &Expression| one.head == top || one.reading.core.contains(&at);
        if near.any(known) || outline.is_furniture(words.segments.tokens[top].span) {
            continue;
        }
        let core = core(words, names, words.start(top), top);
        let reading = phrase::read(words, names, &core, top, None);
        if reading.name.is_some() {
            more.push(bare(words, outline, core, top, reading));
        }
    }
    add(found, more);
}

/// Names of the registry that the model has no mention of.
pub(super) fn names_of_registry<'r>(
    words: &Words,
    outline: &Outline,
    names: &Names<'r>,
    found: &mut Vec<Expression<'r>>,
) {
    let mut more: Vec<Expression<'r>> = Vec::new();
    for hit in names.all() {
        let Some(named) = names.actor(hit, is_own) else { continue };
        if !is_free(words, hit) || !is_whole(words, hit) {
            continue;
        }
        let covers = |one: &Expression| {
            hit.tokens.contains(&one.head)
                || one.reading.name.as_ref().is_some_and(|name| name.contains(&hit.tokens.start))
        };
        // Those near by; mentions stand in the order of their heads.
        let near = found.partition_point(|one| one.head + 60 < hit.tokens.start);
        let near = found[near..].iter().take(120);
        if near.chain(more.iter().rev().take(LONGEST)).any(covers) {
            continue;
        }
        let head = hit.tokens.end - 1;
        let reading = Reading {
            core: hit.tokens.clone(),
            entity: Some((hit.tokens.clone(), named)),
            noun: words.lower(head),
            ..Reading::default()
        };
        more.push(bare(words, outline, hit.tokens.clone(), head, reading));
    }
    add(found, more);
}

/// Sources that neither the model nor the registry knows.
pub(super) fn sources<'r>(
    words: &Words,
    outline: &Outline,
    names: &Names<'r>,
    speakers: &[Speaker],
    found: &mut Vec<Expression<'r>>,
) {
    let mut more = Vec::new();
    let mut heads: HashSet<usize> = HashSet::new();
    for source in speakers.iter().flat_map(|speaker| &speaker.mentions) {
        let tokens = words.segments.tokens_in(*source);
        let Some((first, head)) = source_core(words, tokens) else { continue };
        let core = if words.parse.mentions.is_empty() {
            first
        } else {
            core(words, names, first.start, head)
        };
        let known = with_head(found, head).is_some() || !heads.insert(head);
        if known || words.upos(head) == Upos::Pron {
            continue;
        }
        let reading = phrase::read(words, names, &core, head, None);
        more.push(bare(words, outline, core, head, reading));
    }
    add(found, more);
}

/// The expression with a head, of those in the order of their heads.
fn with_head<'f, 'r>(found: &'f [Expression<'r>], head: usize) -> Option<&'f Expression<'r>> {
    found.get(found.partition_point(|one| one.head < head)).filter(|one| one.head == head)
}

/// Puts more expressions in their places.
fn add<'r>(found: &mut Vec<Expression<'r>>, more: Vec<Expression<'r>>) {
    found.extend(more);
    found.sort_by_key(|one| one.head);
}

/// The phrase that a source begins with, and its head.
fn source_core(words: &Words, tokens: Range<usize>) -> Option<(Range<usize>, usize)> {
    // An office may stand before it with all that it is of.
    let mut names = tokens.clone().filter(|&at| words.bearers.begins(at));
    let holder = names
        .find(|&at| phrase::office_before(words, at).is_some_and(|title| title >= tokens.start));
    if let Some(head) = holder {
        let name = (head + 1..tokens.end).take_while(|&at| words.relation(at) == "flat");
        return Some((tokens.start..name.last().unwrap_or(head) + 1, head));
    }
    let ends = |at: &usize| {
        matches!(words.form(*at), "," | "(" | "–" | "—")
            || matches!(
                words.lower(*at).as_str(),
                "of" | "in" | "for" | "from" | "at" | "who" | "to"
            )
    };
    let end = tokens.clone().skip(1).find(ends).unwrap_or(tokens.end);
    let core = tokens.start..end;
    let head =
        words.head_of(&tokens).filter(|head| core.contains(head) && words.head(*head).is_some());
    let head = head.or_else(|| core.clone().rev().find(|&at| words.is_word(at)))?;
    let top = words.top_of_name(head);
    if top != head && top < core.start {
        return Some((words.start(top)..core.end, top));
    }
    Some((core, head))
}
