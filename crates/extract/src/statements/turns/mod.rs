//! The turns of an interview or a transcript: paragraphs that say by a label whose words they are.
//!
//! `Q:` and `A:`, `THE CHAIR:`, `**Ana Ruiz:**`, or dashes by turns. What follows the label is what was
//! said, word for word: the layout does what quotation marks do elsewhere, so a turn is a direct
//! statement, with the colon as its cue. A label alone proves nothing, for `Venue: Town Hall` looks the
//! same; a text is a transcript when its labels answer each other or come again, and what stands behind
//! them are sentences that somebody could say to somebody. The questions of the outlet (`Q:`, and those
//! behind dashes) are no statements; they are kept as what an answer answers.

mod labels;
mod whose;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use onrecord_record::StatementKind;
use onrecord_text::{Segments, Span, Text};

use super::Attribution;
use super::evidence::{Evidence, Origin};
use super::quotations::Draft;
use super::units::Unit;
use labels::{Kind, Label};

pub(super) use whose::{interviewed, is_unnamed, label_name, shouts};

/// A turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    /// Whose it is, as far as its label tells.
    pub(super) voice: Voice,
    /// The name that its label gives.
    pub(super) name: Option<Span>,
    /// The colon of its label.
    pub(super) colon: Option<Span>,
    /// What was said, a span for each paragraph.
    pub(super) content: Vec<Span>,
    /// All of it, with its label.
    pub(super) whole: Span,
}

/// Whose a turn is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// The outlet's, which asks.
    Question,
    /// That of the one who is asked.
    Answer,
    /// That of the one whom the label names.
    Named,
}

/// A paragraph of the body.
struct Block {
    span: Span,
    label: Option<Label>,
}

/// Adds the turns of a text to its drafts. What else was found in a turn stays where its cue and its
/// source stand in the turn, as something said within it, and goes otherwise.
pub(super) fn settle(
    text: &Text,
    segments: &Segments,
    units: &[Unit],
    drafts: Vec<Draft>,
) -> Vec<Draft> {
    let mut turns = find(text, segments, units);
    if turns.is_empty() {
        return drafts;
    }
    leave_out_prose(text, &mut turns, &drafts);
    let mut all: Vec<(Draft, Option<usize>)> = Vec::new();
    let mut number_of: Vec<Option<usize>> = Vec::new();
    for (at, turn) in turns.iter().enumerate() {
        number_of.push((turn.voice != Voice::Question).then_some(all.len()));
        if turn.voice != Voice::Question {
            let question = question(text, &turns, at);
            all.push((draft(units, turn, question), None));
        }
    }
    // Drafts are told apart by their old numbers, turns by their own.
    let turned = all.len();
    let mut kept: HashMap<usize, usize> = HashMap::new();
    for (old, mut draft) in drafts.into_iter().enumerate() {
        if let Some(turn) = place_among(&turns, &mut draft) {
            // What those who talk say of themselves and each other is no word of a third.
            let talks = |span: &Span| {
                let words = text.slice(*span).to_lowercase();
                matches!(words.as_str(), "i" | "we" | "you" | "it" | "my" | "our" | "your")
            };
            if turn.is_some() && draft.attribution.source.first().is_none_or(talks) {
                continue;
            }
            kept.insert(old, all.len());
            all.push((draft, turn.and_then(|turn| number_of[turn])));
        }
    }
    for (at, (draft, turn)) in all.iter_mut().enumerate().skip(turned) {
        let held = draft.inside.and_then(|old| kept.get(&old).copied()).filter(|&new| new != at);
        draft.inside = held.or(*turn);
    }
    // By units, as drafts stand, a turn before what is said within it.
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&at| (all[at].0.unit, at));
    let mut place = vec![0; all.len()];
    for (to, &from) in order.iter().enumerate() {
        place[from] = to;
    }
    let mut sorted: Vec<Option<Draft>> = all.into_iter().map(|(draft, _)| Some(draft)).collect();
    order
        .into_iter()
        .filter_map(|from| {
            let mut draft = sorted[from].take()?;
            draft.inside = draft.inside.map(|outer| place[outer]);
            Some(draft)
        })
        .collect()
}

/// Where a draft stands among the turns: outside (`Some(None)`), within one, or nowhere, when it is
/// another reading of words that a turn holds. What it has both outside and inside loses the inside.
fn place_among(turns: &[Turn], draft: &mut Draft) -> Option<Option<usize>> {
    let parts = &mut draft.attribution;
    let inside = |span: &Span| {
        let at = turns.partition_point(|turn| turn.whole.end() <= span.start());
        turns.get(at).is_some_and(|turn| turn.whole.overlaps(*span)).then_some(at)
    };
    let named: Vec<Option<usize>> = parts.source.iter().chain(&parts.cue).map(inside).collect();
    let held: Vec<Option<usize>> = parts.content.iter().map(inside).collect();
    if named.iter().chain(&held).all(Option::is_none) {
        return Some(None);
    }
    if let Some(&Some(turn)) = named.first() {
        let held = &turns[turn].content;
        let own = |span: &Span| {
            let at = held.partition_point(|part| part.end() < span.end());
            held.get(at).is_some_and(|part| part.contains(*span))
        };
        let whole = !parts.source.is_empty() && !parts.cue.is_empty();
        let mut all = parts.source.iter().chain(&parts.cue).chain(&parts.content);
        return (whole && all.all(own)).then_some(Some(turn));
    }
    if named.is_empty() || named.iter().any(Option::is_some) {
        return None;
    }
    parts.content.retain(|span| inside(span).is_none());
    (!parts.content.is_empty()).then_some(None)
}

/// The statement that a turn is.
fn draft(units: &[Unit], turn: &Turn, question: Option<Span>) -> Draft {
    let first = turn.name.unwrap_or_else(|| turn.content.first().copied().unwrap_or(turn.whole));
    let place = |at: usize| {
        units.partition_point(|unit| unit.items[0].span.start() <= at).saturating_sub(1)
    };
    // A full stop within a label (`Lt. Ruiz:`) may end a sentence; the name is where the label ends.
    let unit = place(turn.name.map_or(first.start(), |name| name.end().saturating_sub(1)));
    let items = turn.name.map(|name| items(&units[unit], name)).filter(|items| !items.is_empty());
    Draft {
        unit,
        kind: StatementKind::Direct,
        attribution: Attribution {
            source: turn.name.into_iter().collect(),
            cue: turn.colon.into_iter().collect(),
            content: turn.content.clone(),
            question,
            ..Attribution::default()
        },
        source: items.into_iter().collect(),
        cut_short: false,
        nominal: false,
        inside: None,
        in_headline: false,
        quotations: Vec::new(),
        evidence: Evidence::new(Origin::Turn),
    }
}

/// The items of a unit that a span touches.
fn items(unit: &Unit, span: Span) -> Range<usize> {
    let first = unit.items.partition_point(|item| item.span.end() <= span.start());
    let end = unit.items.partition_point(|item| item.span.start() < span.end());
    first..end.max(first)
}

/// The question that a turn answers: that of the turn before.
fn question(text: &Text, turns: &[Turn], at: usize) -> Option<Span> {
    let before = turns.get(at.checked_sub(1)?)?;
    let asks = |span: &&Span| {
        text.slice(**span).trim_end_matches(['"', '”', '’', '»', ')']).ends_with('?')
    };
    let asked = before.content.iter().rev().find(asks);
    match before.voice {
        Voice::Question => asked.or(before.content.last()).copied(),
        Voice::Named => {
            let key = |turn: &Turn| turn.name.map(|name| labels::key(text.slice(name)));
            let last = before.content.last()?;
            (asks(&last) && key(before) != key(&turns[at])).then_some(*last)
        }
        Voice::Answer => None,
    }
}

/// Ends a turn before a paragraph in which the outlet speaks again: where a source names one of those
/// whose turns these are. People rarely call themselves by their names.
fn leave_out_prose(text: &Text, turns: &mut [Turn], drafts: &[Draft]) {
    let keys: HashSet<String> = turns
        .iter()
        .filter_map(|turn| turn.name)
        .map(|name| labels::key(text.slice(name)))
        .collect();
    let mut names: Vec<Span> = drafts
        .iter()
        .flat_map(|draft| &draft.attribution.source)
        .filter(|&&source| {
            let words = text.slice(source).split(|c: char| !c.is_alphanumeric() && c != '-');
            words.into_iter().any(|word| {
                word.starts_with(char::is_uppercase) && keys.contains(&word.to_lowercase())
            })
        })
        .copied()
        .collect();
    names.sort_unstable();
    for turn in turns {
        let prose = turn.content.iter().skip(1).position(|part| {
            let at = names.partition_point(|name| name.start() < part.start());
            names.get(at).is_some_and(|name| part.contains(*name))
        });
        if let Some(prose) = prose {
            turn.content.truncate(prose + 1);
            if let Some(last) = turn.content.last()
                && let Some(whole) = text.span(turn.whole.start()..last.end())
            {
                turn.whole = whole;
            }
        }
    }
}

/// The turns of a text, in order; none when it is no transcript.
pub(super) fn find(text: &Text, segments: &Segments, units: &[Unit]) -> Vec<Turn> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut last = None;
    for unit in units.iter().filter(|unit| !unit.headline) {
        if last.replace(unit.paragraph) != Some(unit.paragraph) {
            let span = segments.paragraphs[unit.paragraph].span;
            blocks.push(Block { span, label: labels::read(text, span) });
        }
    }
    if blocks.iter().filter(|block| block.label.is_some()).count() < 2 {
        return Vec::new();
    }
    let keys = speakers(text, &blocks);
    let mut turns = if keys.is_empty() { Vec::new() } else { labelled(text, &blocks, &keys) };
    if turns.is_empty() {
        turns = dashed(text, &blocks);
    }
    for turn in &mut turns {
        let parts = turn.content.iter().flat_map(|&part| unquoted(text, segments, part));
        turn.content = parts.collect();
    }
    turns.retain(|turn| !turn.content.is_empty());
    turns
}

/// What stands between the marks, where all of a span is one quotation.
fn unquoted(text: &Text, segments: &Segments, span: Span) -> Vec<Span> {
    let first = segments.quotations.partition_point(|quotation| {
        quotation.opening.first().is_some_and(|mark| mark.start() < span.start())
    });
    let whole = segments.quotations.get(first).filter(|quotation| {
        quotation.opening.first().is_some_and(|mark| mark.start() == span.start())
            && quotation.closing.is_some_and(|mark| mark.end() == span.end())
    });
    let parts = whole.map_or_else(|| vec![span], |quotation| quotation.content.clone());
    parts.into_iter().map(|part| text.trim(part)).filter(|part| !part.is_empty()).collect()
}

/// The key under which questions and answers stand among those of names.
const ASKED: &str = "q and a";

/// A labelled paragraph, as far as it tells whether a text is a transcript.
struct Entry<'a> {
    kind: Kind,
    key: String,
    /// Whether the label names somebody by itself, or by a name that the text has.
    strong: bool,
    /// What stands behind the label, or below one that stands alone.
    words: &'a str,
}

impl Entry<'_> {
    fn asks(&self) -> bool {
        self.words.ends_with('?')
    }
}

/// The labelled paragraphs that hold a sentence.
fn entries<'a>(text: &'a Text, blocks: &[Block]) -> Vec<Entry<'a>> {
    let in_names = whose::in_names(text);
    let read = |(at, block): (usize, &Block)| {
        let label = block.label.as_ref().filter(|label| label.kind != Kind::Dash)?;
        let below = blocks.get(at + 1).filter(|below| below.label.is_none());
        let words = match label.body.is_empty() {
            true => text.slice(below?.span),
            false => text.slice(label.body),
        };
        let name = text.slice(label.name);
        let key = labels::key(name);
        let strong = labels::is_strong(name) || in_names.contains(&key);
        is_sentence(words).then_some(Entry { kind: label.kind, key, strong, words })
    };
    blocks.iter().enumerate().filter_map(read).collect()
}

/// Whose labels these are, by their keys; none when nothing bears out that they are anybody's.
fn speakers(text: &Text, blocks: &[Block]) -> HashSet<String> {
    let entries = entries(text, blocks);
    let named = || entries.iter().filter(|entry| entry.kind == Kind::Name);
    let mut times: HashMap<&str, usize> = HashMap::new();
    for entry in named() {
        *times.entry(&entry.key).or_default() += 1;
    }
    let again = |entry: &Entry| times.get(entry.key.as_str()).is_some_and(|&times| times > 1);
    let mut keys: HashSet<String> = HashSet::new();
    for pair in entries.windows(2) {
        let (one, next) = (&pair[0], &pair[1]);
        match (one.kind, next.kind) {
            (Kind::Question, Kind::Answer) => _ = keys.insert(ASKED.to_owned()),
            (Kind::Question, Kind::Name) if again(next) || next.strong && one.asks() => {
                keys.extend([ASKED.to_owned(), next.key.clone()]);
            }
            (Kind::Name, Kind::Name)
                if one.asks() && one.key != next.key && (one.strong || next.strong) =>
            {
                keys.extend([one.key.clone(), next.key.clone()]);
            }
            _ => {}
        }
    }
    let spoken = named().any(|entry| is_spoken(entry.words));
    if !keys.is_empty() || spoken && named().any(|entry| again(entry) && entry.strong) {
        let held = named().filter(|entry| entry.strong || again(entry));
        keys.extend(held.map(|entry| entry.key.clone()));
    }
    keys
}

/// Whether words end as a sentence does, or are as long as one.
fn is_sentence(words: &str) -> bool {
    words.ends_with(['.', '?', '!', '…', '”', '"', '’', '»', ')', '—', '–'])
        || words.split_whitespace().count() >= 4
}

/// Whether words are such as somebody says to somebody: a question, or an `I` or a `you` in them.
fn is_spoken(words: &str) -> bool {
    words.contains('?')
        || words.split(|c: char| !c.is_alphanumeric()).any(|word| {
            matches!(
                word.to_lowercase().as_str(),
                "i" | "me" | "my" | "we" | "us" | "our" | "you" | "your"
            ) && word != "US"
        })
}

/// The turns that labels begin.
fn labelled(text: &Text, blocks: &[Block], keys: &HashSet<String>) -> Vec<Turn> {
    let begins = |block: &Block| {
        block.label.as_ref().is_some_and(|label| match label.kind {
            Kind::Question | Kind::Answer => keys.contains(ASKED),
            Kind::Name => keys.contains(&labels::key(text.slice(label.name))),
            Kind::Dash => false,
        })
    };
    let last = blocks.iter().rposition(begins).unwrap_or_default();
    let mut turns: Vec<Turn> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        if let Some(label) = block.label.as_ref().filter(|_| begins(block)) {
            let (voice, name) = match label.kind {
                Kind::Name => (Voice::Named, Some(label.name)),
                Kind::Question => (Voice::Question, None),
                _ => (Voice::Answer, None),
            };
            turns.push(Turn {
                voice,
                name,
                colon: label.colon,
                content: Some(label.body).filter(|body| !body.is_empty()).into_iter().collect(),
                whole: block.span,
            });
            continue;
        }
        // A label that stands alone has the paragraph below it, even at the end.
        let below = |turn: &Turn| turn.content.is_empty() && at == last + 1;
        let next = blocks.get(at + 1).is_some_and(begins);
        if let Some(turn) = turns.last_mut()
            && (at < last || below(turn))
            && !is_aside(text.slice(block.span))
            && !(next && is_heading(text.slice(block.span)) && !turn.content.is_empty())
        {
            turn.content.push(labels::unmarked(text, block.span));
            turn.whole = turn.whole.cover(block.span);
        }
    }
    turns
}

/// Whether a paragraph is the outlet's between turns: all in brackets, or in italics.
fn is_aside(words: &str) -> bool {
    let within = |open: char, close: char| {
        words.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(|inner| {
            !inner.contains(open) && !inner.contains(close) && !inner.is_empty()
        })
    };
    within('[', ']') || within('(', ')') || within('*', '*') || within('_', '_')
}

/// Whether a paragraph is a heading between turns: short, and no sentence.
fn is_heading(words: &str) -> bool {
    words.starts_with('#')
        || words.split_whitespace().count() <= 8
            && words.ends_with(|c: char| c.is_alphanumeric() || c == '*')
}

/// The turns of paragraphs that begin with dashes, where a question and an answer alternate.
fn dashed(text: &Text, blocks: &[Block]) -> Vec<Turn> {
    let is_dash =
        |block: &Block| block.label.as_ref().is_some_and(|label| label.kind == Kind::Dash);
    let mut turns = Vec::new();
    for run in blocks.chunk_by(|one, next| is_dash(one) == is_dash(next)) {
        let labels: Vec<&Label> = run.iter().filter_map(|block| block.label.as_ref()).collect();
        if !is_dash(&run[0]) || labels.len() < 3 {
            continue;
        }
        let sentences = labels.iter().all(|label| {
            let words = text.slice(label.body);
            let begins = words.chars().find(|c| c.is_alphanumeric());
            begins.is_some_and(|c| !c.is_lowercase())
                && words.ends_with(['.', '?', '!', '…', '”', '"', ')'])
        });
        let asks = |nth: &usize| text.slice(labels[*nth].body).ends_with('?');
        let questions = (0..labels.len()).step_by(2).filter(asks).count();
        let answers = (1..labels.len()).step_by(2).filter(|nth| !asks(nth)).count();
        let (even, odd) = (labels.len().div_ceil(2), labels.len() / 2);
        if !sentences || !asks(&0) || questions * 3 < even * 2 || answers * 3 < odd * 2 {
            continue;
        }
        turns.extend(labels.iter().zip(run).enumerate().map(|(nth, (label, block))| Turn {
            voice: if nth % 2 == 0 { Voice::Question } else { Voice::Answer },
            name: None,
            colon: None,
            content: vec![label.body],
            whole: block.span,
        }));
    }
    turns
}
