//! What quotation marks say for certain: which statements are direct, and where they go on.
//!
//! Takes attributions from whatever found them and settles them against the quotations of the text:
//! a content that is a quotation becomes exactly the inside of its marks, over all its paragraphs; a
//! quotation that follows at once, with no cue of its own, goes on with the one before; and a
//! quotation that stands as a sentence of its own is a statement even when nothing says whose.
//! Words in marks in the middle of somebody else's sentence (titles, scare quotes) are left alone.

use std::ops::Range;

use onrecord_record::StatementKind;
use onrecord_text::{Segments, Span, Text};

use super::Attribution;
use super::cues::Found;
use super::evidence::{Evidence, Origin};
use super::lexicon::Classes;
use super::units::Unit;

/// A statement whose speakers are yet to be told.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The unit that its cue, or without one its quotation, stands in.
    pub(super) unit: usize,
    pub(super) kind: StatementKind,
    pub(super) attribution: Attribution,
    /// The words that name the speaker, as items of the unit.
    pub(super) source: Vec<Range<usize>>,
    /// Whether its content ends in a word that wants another, such as a preposition.
    pub(super) cut_short: bool,
    /// Whether its cue is a noun (`in response to the minister's question`): who is named with it need
    /// not be the one whom the passage is about.
    pub(super) nominal: bool,
    /// The draft that this one is reported within.
    pub(super) inside: Option<usize>,
    pub(super) in_headline: bool,
    /// The outermost quotations that its content is or holds.
    pub(super) quotations: Vec<usize>,
    /// What found it.
    pub(super) evidence: Evidence,
}

/// Settles attributions against quotations. The drafts come in the order of their units. What the
/// model has learnt to find, which comes in that order too, goes before what patterns find.
pub(super) fn settle(
    text: &Text,
    segments: &Segments,
    units: &[Unit],
    learnt: Option<Vec<Draft>>,
    found: Vec<Found>,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut claimed = vec![false; segments.quotations.len()];
    let has_model = learnt.is_some();
    let learnt = learnt.unwrap_or_default();
    for quotation in learnt.iter().flat_map(|draft| &draft.quotations) {
        claimed[*quotation] = true;
    }
    let mut learnt = learnt.into_iter().peekable();
    // A quotation over several paragraphs begins before the unit whose cue it has.
    let mut cued = vec![false; segments.quotations.len()];
    for one in found.iter().filter(|one| one.says) {
        for at in one.content.iter().cloned().flatten() {
            if let Some(quotation) = units[one.unit].quotation(at) {
                cued[quotation] = true;
            }
        }
    }
    let mut found = found.into_iter().peekable();
    // The draft that a quotation without a cue would go on with.
    let mut open: Option<usize> = None;
    for (number, unit) in units.iter().enumerate() {
        let begin = drafts.len();
        while let Some(one) = learnt.next_if(|one| one.unit == number) {
            drafts.push(one);
        }
        while let Some(one) = found.next_if(|one| one.unit == number) {
            if !has_model {
                drafts.extend(draft(text, segments, unit, one, &mut claimed));
            } else if let Some(one) =
                draft(text, segments, unit, one, &mut vec![false; claimed.len()])
            {
                let certain = one.in_headline || is_signed(text, &one);
                join(&mut drafts, begin, one, &mut claimed, certain);
            }
        }
        nest(&mut drafts, begin);
        let same_paragraph = number > 0 && units[number - 1].paragraph == unit.paragraph;
        if !same_paragraph {
            open = None;
        }
        let begins_quoted =
            unit.quotation(0).filter(|&quotation| !claimed[quotation] && !cued[quotation]);
        if let Some(last) = open
            && drafts.len() == begin
            && let Some(quotation) = begins_quoted
            && standing(unit)
        {
            claimed[quotation] = true;
            drafts[last].evidence.rules.push("quotation that goes on");
            drafts[last].attribution.content.extend(content_of(text, segments, quotation));
            for at in 1..unit.items.len() {
                if let Some(next) = unit.quotation(at).filter(|&next| !claimed[next]) {
                    claimed[next] = true;
                    drafts[last].attribution.content.extend(content_of(text, segments, next));
                }
            }
            continue;
        }
        for at in 0..unit.items.len() {
            let Some(quotation) = unit.quotation(at).filter(|&quotation| !claimed[quotation])
            else {
                continue;
            };
            if unit.headline || cued[quotation] || !is_speech(text, segments, unit, at, quotation) {
                continue;
            }
            claimed[quotation] = true;
            drafts.push(Draft {
                unit: number,
                kind: StatementKind::Direct,
                attribution: Attribution {
                    content: content_of(text, segments, quotation),
                    ..Attribution::default()
                },
                source: Vec::new(),
                cut_short: false,
                nominal: false,
                inside: None,
                in_headline: false,
                quotations: vec![quotation],
                evidence: Evidence::new(Origin::Marks),
            });
        }
        open = (begin..drafts.len())
            .rev()
            .find(|&at| drafts[at].inside.is_none())
            .filter(|&at| drafts[at].kind == StatementKind::Direct);
    }
    nest_within(drafts)
}

/// Puts what the model found in contents inside the statements whose contents they are. What it
/// found again there, and what has no statement around it, is left out.
fn nest_within(mut drafts: Vec<Draft>) -> Vec<Draft> {
    let within = |draft: &Draft| draft.evidence.origin == Origin::Within;
    let mut outer = vec![None; drafts.len()];
    let mut keep = vec![true; drafts.len()];
    let contents: Vec<(Span, usize)> = {
        let parts = |(at, draft): (usize, &Draft)| {
            draft.attribution.content.iter().map(move |&part| (part, at)).collect::<Vec<_>>()
        };
        let mut all: Vec<(Span, usize)> = drafts.iter().enumerate().flat_map(parts).collect();
        all.sort();
        all
    };
    for at in 0..drafts.len() {
        let draft = &drafts[at];
        if !within(draft) {
            continue;
        }
        let Some(cue) = draft.attribution.cue.first() else { continue };
        let end = contents.partition_point(|(part, _)| part.start() <= cue.start());
        let near = &contents[end.saturating_sub(NEAR)..end];
        outer[at] = near
            .iter()
            .filter(|&&(part, other)| other != at && part.contains(*cue))
            .map(|&(_, other)| other)
            .filter(|&other| size(&drafts[other]) > size(draft))
            .min_by_key(|&other| (size(&drafts[other]), other));
        // Patterns may have found it too.
        let again = near.iter().any(|&(_, other)| {
            other != at
                && !within(&drafts[other])
                && drafts[other].attribution.cue.iter().any(|other| other.overlaps(*cue))
        });
        keep[at] = outer[at].is_some() && !again;
    }
    for (draft, outer) in drafts.iter_mut().zip(&outer) {
        if within(draft) {
            draft.inside = *outer;
        }
    }
    // Numbers change where drafts are left out.
    let mut number = vec![0; drafts.len()];
    let mut next = 0;
    for (number, &keep) in number.iter_mut().zip(&keep) {
        *number = next;
        next += usize::from(keep);
    }
    let mut kept: Vec<Draft> =
        drafts.into_iter().zip(&keep).filter(|(_, keep)| **keep).map(|(draft, _)| draft).collect();
    for draft in &mut kept {
        draft.inside = draft.inside.filter(|&outer| keep[outer]).map(|outer| number[outer]);
    }
    kept
}

/// How much was said, in bytes.
fn size(draft: &Draft) -> usize {
    draft.attribution.content.iter().map(|part| part.len()).sum()
}

/// How many contents before a cue are looked through for the one that it stands in.
const NEAR: usize = 64;

/// Joins what a pattern found with what the model found in the same unit, the drafts from `begin`
/// on. Where both found a statement, the model says what it is and the pattern to whom and through
/// what. A headline is the pattern's, for it has a language of its own.
fn join(drafts: &mut Vec<Draft>, begin: usize, one: Draft, claimed: &mut [bool], certain: bool) {
    let parts = &one.attribution;
    let overlap = |a: &[Span], b: &[Span]| -> usize {
        a.iter().flat_map(|a| b.iter().filter_map(|b| a.intersect(*b))).map(|both| both.len()).sum()
    };
    let size = |spans: &[Span]| -> usize { spans.iter().map(|span| span.len()).sum() };
    let same = drafts[begin..].iter_mut().filter(|draft| draft.evidence.origin != Origin::Within);
    let same = { same }.find(|draft| {
        let held = &draft.attribution;
        overlap(&held.cue, &parts.cue) > 0
            || 2 * overlap(&held.content, &parts.content)
                > size(&held.content).max(size(&parts.content))
    });
    if let Some(held) = same {
        if one.in_headline {
            *held = one;
            return;
        }
        held.evidence.rules.push("found by a pattern too");
        if held.cut_short && one.evidence.origin == Origin::Pattern {
            let longer = held
                .attribution
                .content
                .iter()
                .all(|span| parts.content.iter().any(|other| other.contains(*span)));
            if longer && one.kind == held.kind {
                held.attribution.content = parts.content.clone();
                held.evidence.rules.push("content of the pattern, for it goes on");
            }
        }
        let held = &mut held.attribution;
        let apart = |span: &Span| {
            // A cue may hold its medium: `said in a statement`.
            let taken = held.content.iter().chain(&held.source);
            taken.into_iter().all(|part| !part.overlaps(*span))
        };
        let addressee = parts.addressee.filter(apart);
        let via = parts.via.filter(apart);
        held.addressee = held.addressee.or(addressee);
        held.via = held.via.or(via);
        return;
    }
    let holds = |draft: &Draft| {
        let within = |span: &Span| draft.attribution.content.iter().any(|c| c.contains(*span));
        parts.cue.first().is_some_and(within) && parts.source.first().is_some_and(within)
    };
    if certain || drafts[begin..].iter().any(holds) {
        for &quotation in &one.quotations {
            claimed[quotation] = true;
        }
        drafts.push(one);
    }
}

/// Whether a name behind a dash signs a whole sentence: there is no word for saying it, and needs none.
fn is_signed(text: &Text, one: &Draft) -> bool {
    let parts = &one.attribution;
    let last = parts.content.last().map_or("", |span| text.slice(*span));
    one.kind == StatementKind::Direct
        && parts.cue.is_empty()
        && !parts.source.is_empty()
        && last.ends_with(['.', '!', '?', '…'])
}

/// What stands between the marks of a quotation, paragraph by paragraph.
fn content_of(text: &Text, segments: &Segments, quotation: usize) -> Vec<Span> {
    let parts = segments.quotations[quotation].content.iter();
    parts.map(|&part| text.trim(part)).filter(|part| !part.is_empty()).collect()
}

/// Whether nothing but quotations and marks stands in a unit.
pub(super) fn standing(unit: &Unit) -> bool {
    unit.items.iter().all(|item| item.quotation.is_some() || item.is(Classes::PUNCTUATION))
}

/// Whether a quotation that nobody claims is somebody's speech all the same: it stands as a
/// sentence of its own, or is one by its first and last characters and its length.
fn is_speech(text: &Text, segments: &Segments, unit: &Unit, at: usize, quotation: usize) -> bool {
    let content = content_of(text, segments, quotation);
    let (Some(first), Some(last)) = (content.first(), content.last()) else { return false };
    let words =
        content.iter().map(|&part| text.slice(part).split_whitespace().count()).sum::<usize>();
    let ends = text.slice(*last).ends_with(['.', '!', '?', '…', ',', '—', '–']);
    let begins =
        text.slice(*first).chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    if content.len() > 1 {
        return true;
    }
    if standing(unit) {
        let closed = ends
            || unit.items.last().is_some_and(|item| matches!(item.lower.as_str(), "." | "!" | "?"));
        return closed && words >= 2 || words >= 8;
    }
    let led = at == 0 || matches!(unit.items[at - 1].lower.as_str(), ":" | ",");
    led && begins && ends && words >= 5 && (at == 0 || !text.slice(*last).ends_with(','))
}

/// The draft of an attribution; `None` when nothing of its content is left.
fn draft(
    text: &Text,
    segments: &Segments,
    unit: &Unit,
    one: Found,
    claimed: &mut [bool],
) -> Option<Draft> {
    let mut content: Vec<Span> = Vec::new();
    let (mut quoted, mut unquoted) = (false, false);
    let mut whole = Vec::new();
    for part in &one.content {
        let part = trimmed(unit, part.clone());
        let items = unit.items.get(part.clone())?;
        if items.is_empty() {
            continue;
        }
        let words =
            items.iter().any(|item| item.quotation.is_none() && !item.is(Classes::PUNCTUATION));
        let quotations: Vec<usize> = items.iter().filter_map(|item| item.quotation).collect();
        if !words && !quotations.is_empty() {
            quoted = true;
            for &quotation in &quotations {
                content.extend(content_of(text, segments, quotation));
                whole.push(quotation);
            }
        } else {
            unquoted = true;
            quoted |= !quotations.is_empty();
            whole.extend(&quotations);
            let span = unit.span(&part)?;
            content.push(span);
        }
    }
    if content.is_empty() {
        return None;
    }
    let direct = quoted && !unquoted;
    if direct && (!one.says || whole.iter().all(|&quotation| claimed[quotation])) {
        return None;
    }
    for &quotation in &whole {
        claimed[quotation] = true;
    }
    // A quotation over several paragraphs begins before its cue's unit.
    content.sort();
    content.dedup();
    let spans = |parts: &[Range<usize>]| -> Vec<Span> {
        parts.iter().filter_map(|part| unit.span(part)).collect()
    };
    Some(Draft {
        unit: one.unit,
        kind: match (quoted, unquoted) {
            (true, false) => StatementKind::Direct,
            (true, true) => StatementKind::Mixed,
            _ => StatementKind::Indirect,
        },
        attribution: Attribution {
            source: spans(&one.source),
            cue: spans(&one.cue),
            content,
            addressee: one.addressee.and_then(|part| unit.span(&part)),
            via: one.via.and_then(|part| unit.span(&part)),
            question: None,
        },
        source: one.source,
        cut_short: false,
        nominal: false,
        inside: None,
        in_headline: unit.headline,
        quotations: whole,
        evidence: Evidence::new(if unit.headline { Origin::Headline } else { Origin::Pattern }),
    })
}

/// A part without the commas and dashes at its ends.
fn trimmed(unit: &Unit, mut part: Range<usize>) -> Range<usize> {
    let mark = |at: usize| {
        unit.is(at, Classes::PUNCTUATION)
            && matches!(
                unit.items[at].lower.as_str(),
                "," | ";" | ":" | "-" | "–" | "—" | "--" | "."
            )
    };
    while part.start < part.end && mark(part.start) {
        part.start += 1;
    }
    while part.start < part.end && mark(part.end - 1) {
        part.end -= 1;
    }
    part
}

/// Says of the drafts from `begin` on, which are those of one unit, which stand inside which, and
/// leaves out those that only repeat another.
fn nest(drafts: &mut [Draft], begin: usize) {
    let mut at = begin;
    while at < drafts.len() {
        if drafts[at].evidence.origin == Origin::Within {
            at += 1;
            continue;
        }
        let words = drafts[at].attribution.cue.first().copied();
        let source = drafts[at].attribution.source.first().copied();
        let outer = (begin..at.max(begin) + (drafts.len() - at))
            .filter(|&other| other != at && drafts[other].evidence.origin != Origin::Within)
            .filter(|&other| {
                let holds = |span: Span| {
                    drafts[other].attribution.content.iter().any(|part| part.contains(span))
                };
                words.is_some_and(holds) && source.is_some_and(holds)
            })
            // Two that hold each other's cue are within neither.
            .filter(|&other| size(&drafts[other]) > size(&drafts[at]))
            .min_by_key(|&other| size(&drafts[other]));
        drafts[at].inside = outer;
        at += 1;
    }
}
