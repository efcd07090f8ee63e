//! Units: sentences as statements see them, each quotation one opaque item.
//!
//! Sentence boundaries inside quotation marks do not end what the author of the article is saying:
//! `"We came. We saw," she said.` is one sentence of his, with a quotation in it. So sentences that
//! a quotation joins are read together, and what stands between the marks is one item whose words
//! nobody looks at.

use std::collections::HashSet;
use std::ops::Range;

use onrecord_text::{Outline, Segments, Span, Syntax, Text, Upos};

use super::lexicon::{Classes, classes_of};
use crate::bearers::Bearers;

/// A word of the author's, or a whole quotation with its marks.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its place in the text.
    pub(super) span: Span,
    /// The word in lower case with straight apostrophes; empty for a quotation.
    pub(super) lower: String,
    /// The classes of the word; none for a quotation.
    pub(super) classes: Classes,
    /// The quotation, as an index into [`Segments::quotations`].
    pub(super) quotation: Option<usize>,
}

impl Item {
    /// Whether the word is in any of these classes.
    pub(super) fn is(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    /// Whether it is this word.
    pub(super) fn reads(&self, word: &str) -> bool {
        self.lower == word
    }
}

/// A stretch of one paragraph that the author of the article brings to an end.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// Its words and quotations; never empty.
    pub(super) items: Vec<Item>,
    /// The paragraph it is in, as an index into [`Segments::paragraphs`].
    pub(super) paragraph: usize,
    /// Whether it is in the headline.
    pub(super) headline: bool,
}

impl Unit {
    /// The span of some of its items; `None` for an empty range.
    pub(super) fn span(&self, items: &Range<usize>) -> Option<Span> {
        let items = self.items.get(items.clone())?;
        Some(items.first()?.span.cover(items.last()?.span))
    }

    /// The item at an index, none past the end.
    pub(super) fn get(&self, at: usize) -> Option<&Item> {
        self.items.get(at)
    }

    /// Whether the item at an index exists and is in any of these classes.
    pub(super) fn is(&self, at: usize, classes: Classes) -> bool {
        self.items.get(at).is_some_and(|item| item.is(classes))
    }

    /// Whether the item at an index exists and is this word.
    pub(super) fn reads(&self, at: usize, word: &str) -> bool {
        self.items.get(at).is_some_and(|item| item.reads(word))
    }

    /// The quotation at an index, if one stands there.
    pub(super) fn quotation(&self, at: usize) -> Option<usize> {
        self.items.get(at)?.quotation
    }
}

/// The longest unit, in items. What runs on for longer is no sentence, and it is cut, so that
/// looking from every word of a unit at every other costs no more than the text is long.
const LONGEST: usize = 600;

/// The units of a text, in order. Furniture has none.
pub(super) fn split(text: &Text, outline: &Outline, segments: &Segments) -> Vec<Unit> {
    let stretches = outermost(text, segments);
    let mut units = Vec::new();
    let mut next = 0;
    for (paragraph, block) in segments.paragraphs.iter().enumerate() {
        while stretches.get(next).is_some_and(|stretch| stretch.span.end() <= block.span.start()) {
            next += 1;
        }
        if outline.is_furniture(block.span) {
            continue;
        }
        let headline = outline.is_headline(block.span);
        let mut items: Vec<Item> = Vec::new();
        let mut stretch = next;
        for sentence in &segments.sentences[block.sentences.clone()] {
            for token in &segments.tokens[sentence.tokens.clone()] {
                while stretches
                    .get(stretch)
                    .is_some_and(|stretch| stretch.span.end() <= token.span.start())
                {
                    stretch += 1;
                }
                if items.len() >= LONGEST {
                    units.push(Unit { items: std::mem::take(&mut items), paragraph, headline });
                }
                match stretches.get(stretch) {
                    Some(quoted) if quoted.span.overlaps(token.span) => {
                        let last = items.last().or_else(|| units.last()?.items.last());
                        if last.is_none_or(|item| item.span != quoted.span) {
                            items.push(Item {
                                span: quoted.span,
                                lower: String::new(),
                                classes: Classes::default(),
                                quotation: Some(quoted.quotation),
                            });
                        }
                    }
                    _ => items.push(word(text, token.span)),
                }
            }
            let open = items.last().is_some_and(|item| item.span.end() > sentence.span.end());
            if !open && !items.is_empty() {
                units.push(Unit { items: std::mem::take(&mut items), paragraph, headline });
            }
        }
        if !items.is_empty() {
            units.push(Unit { items, paragraph, headline });
        }
    }
    units
}

/// Tells capitals that only begin a sentence from those of names: `Beekeeper Tomislava Drenkov`. The
/// first word is no name where the model takes it for a common noun, or where a full name follows and
/// the article has the word in lower case elsewhere.
pub(super) fn lower_beginnings(units: &mut [Unit], segments: &Segments, syntax: &Syntax) {
    let small: HashSet<String> = units
        .iter()
        .flat_map(|unit| &unit.items)
        .filter(|item| !item.is(Classes::CAPITAL))
        .map(|item| item.lower.clone())
        .collect();
    for unit in units {
        let named = unit.is(1, Classes::CAPITAL) && unit.is(2, Classes::CAPITAL);
        let Some(first) = unit.items.first_mut() else { continue };
        if named && small.contains(&first.lower) {
            first.classes = first.classes.without(Classes::CAPITAL);
        }
        let token = segments.tokens_in(first.span).next();
        let word = token.and_then(|at| syntax.words().get(at));
        if word.is_some_and(|word| matches!(word.upos, Upos::Noun | Upos::Adj | Upos::Adv)) {
            first.classes = first.classes.without(Classes::CAPITAL);
        }
    }
}

/// Marks where names of people begin that stand behind another name, and names of the registry.
pub(super) fn mark_names(units: &mut [Unit], segments: &Segments, bearers: &Bearers) {
    for item in units.iter_mut().flat_map(|unit| &mut unit.items) {
        if item.quotation.is_some() {
            continue;
        }
        let Some(token) = segments.tokens_in(item.span).next() else { continue };
        if bearers.begins(token) {
            item.classes = item.classes | Classes::NAME;
        }
        if bearers.registered(token) {
            item.classes = item.classes | Classes::REGISTERED;
        }
    }
}

fn word(text: &Text, span: Span) -> Item {
    let word = text.slice(span);
    let lower = word.to_lowercase().replace('’', "'");
    let classes = classes_of(word, &lower);
    Item { span, lower, classes, quotation: None }
}

/// One paragraph's part of a quotation that stands in no other, marks included.
struct Stretch {
    span: Span,
    quotation: usize,
}

fn outermost(text: &Text, segments: &Segments) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (quotation, quoted) in segments.quotations.iter().enumerate() {
        if quoted.inside.is_some() {
            continue;
        }
        let last = quoted.content.len().saturating_sub(1);
        for (part, &content) in quoted.content.iter().enumerate() {
            let opening = quoted.opening.get(part).copied().unwrap_or(content);
            let mut span = opening.cover(content);
            if let (true, Some(closing)) = (part == last, quoted.closing) {
                span = span.cover(closing);
            }
            let span = text.trim(span);
            if !span.is_empty() {
                stretches.push(Stretch { span, quotation });
            }
        }
    }
    stretches.sort_by_key(|stretch| stretch.span);
    // Two quotations that cross each other cannot both be opaque; the first one is.
    stretches.dedup_by(|later, earlier| later.span.overlaps(earlier.span));
    stretches
}
