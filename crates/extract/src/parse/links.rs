//! Links: which cue and which source each content belongs to.
//!
//! The model compares a content with every cue and every source within reach, and with having none.
//! Contents of one cue are one attribution: a quotation that its cue splits, or that runs over
//! several paragraphs.

use onrecord_text::{Attribution, AttributionPart, AttributionPartId, Role, Segments};

use super::heads::{Columns, Heads};
use super::scores::{dot, sane};

/// How many tokens away, from first word to first word, a content's cue and source may stand.
const REACH: usize = 300;

/// What a cue or a source loses for each sentence between it and a content, and for each paragraph,
/// three of each at most. The model compares words that it may have read in different windows, so
/// it knows little of how far apart they are.
const DISTANCE: f32 = 1.5;

/// The same where the content is not in quotation marks. Such a content hardly ever stands in another
/// sentence than its cue.
const DISTANCE_OF_PLAIN: f32 = 4.0;

/// How a content finds its cue and its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// By the model's comparison.
    #[default]
    Learnt,
    /// The nearest of each, to measure the other by.
    Nearest,
}

/// Puts parts together. Cues and sources that no content belongs to are left out. `rows` has, for
/// each part, the row of its first word, of the columns that are asked of its role.
pub(super) fn attributions(
    segments: &Segments,
    heads: &Heads,
    parts: &[AttributionPart],
    rows: &[&[f32]],
    links: Links,
) -> Vec<Attribution> {
    let of =
        |role| -> Vec<usize> { (0..parts.len()).filter(|&at| parts[at].role == role).collect() };
    let (cues, sources) = (of(Role::Cue), of(Role::Source));
    let layout = &heads.layout;
    let mut found: Vec<Attribution> = Vec::new();
    // The attribution that each cue is taken by.
    let mut taken: Vec<Option<usize>> = vec![None; parts.len()];
    for content in of(Role::Content) {
        let best = |candidates: &[usize], columns, none| match links {
            Links::Learnt => {
                let choice = Choice { own: columns, none: (layout.link_none.0 + none) };
                learnt(segments, parts, rows, content, candidates, choice)
            }
            Links::Nearest => nearest(parts, content, candidates),
        };
        let cue = best(&cues, (layout.content_cue, layout.cue), 0);
        let source = best(&sources, (layout.content_source, layout.source), 1);
        let same = match cue.part {
            Some(cue) => taken[cue],
            None => continued(segments, parts, content, &found),
        };
        let id = AttributionPartId::new(content);
        let found_source = source.part.map(AttributionPartId::new);
        match same {
            Some(at) => {
                let held = &mut found[at];
                held.contents.push(id);
                held.source = held.source.or(found_source);
            }
            None => {
                if let Some(cue) = cue.part {
                    taken[cue] = Some(found.len());
                }
                found.push(Attribution {
                    contents: vec![id],
                    cue: cue.part.map(AttributionPartId::new),
                    source: found_source,
                    cue_confidence: cue.confidence,
                    source_confidence: source.confidence,
                });
            }
        }
    }
    found
}

/// The columns that are compared, and the content's column for having none.
#[derive(Clone, Copy)]
struct Choice {
    own: (Columns, Columns),
    none: usize,
}

/// A cue or a source that was chosen, or none.
#[derive(Clone, Copy, Debug)]
struct Chosen {
    part: Option<usize>,
    /// How probable the choice is among all that could be made.
    confidence: f32,
}

/// The candidate that the model prefers to all others and to none.
fn learnt(
    segments: &Segments,
    parts: &[AttributionPart],
    rows: &[&[f32]],
    content: usize,
    candidates: &[usize],
    choice: Choice,
) -> Chosen {
    let (of_content, of_candidate) = choice.own;
    let columns = |part: usize, (first, end): Columns| {
        rows.get(part).and_then(|row| row.get(first..end)).unwrap_or_default()
    };
    let vector = columns(content, of_content);
    let scale = ((of_content.1 - of_content.0) as f32).sqrt();
    let none = columns(content, (choice.none, choice.none + 1)).first();
    let mut best = None;
    let mut most = none.map_or(0.0, |&score| sane(score));
    let mut scores = vec![most];
    let start = parts[content].tokens.start;
    let quoted = segments
        .quotations
        .iter()
        .any(|quotation| quotation.content.iter().any(|part| part.overlaps(parts[content].span)));
    let loss = if quoted { DISTANCE } else { DISTANCE_OF_PLAIN };
    for &candidate in within_reach(parts, start, candidates) {
        if !may_link(segments, parts, &parts[content], &parts[candidate]) {
            continue;
        }
        let score = sane(dot(vector, columns(candidate, of_candidate)) / scale)
            - loss * distance(segments, start, parts[candidate].tokens.start);
        scores.push(score);
        if score > most {
            most = score;
            best = Some(candidate);
        }
    }
    let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    Chosen { part: best, confidence: 1.0 / sum }
}

/// Whether a content may belong to a cue or a source: one of its own paragraph, one of an earlier
/// paragraph of the same quotation, or one before a colon that the paragraph before ends with.
fn may_link(
    segments: &Segments,
    parts: &[AttributionPart],
    content: &AttributionPart,
    other: &AttributionPart,
) -> bool {
    let paragraph = |at: usize| segments.sentence(segments.tokens[at].sentence).paragraph;
    let (own, its) = (paragraph(content.tokens.start), paragraph(other.tokens.start));
    if own == its {
        return true;
    }
    let led = its.index() + 1 == own.index() && {
        let sentences = &segments.paragraph(its).sentences;
        let last = segments.sentences[sentences.clone()].last();
        let last = last.map(|sentence| sentence.tokens.end - 1);
        last.is_some_and(|last| {
            // A cue holds the colon; its source stands in the sentence that ends with it.
            let cue_holds =
                |part: &AttributionPart| part.role == Role::Cue && part.tokens.contains(&last);
            let sentence = |at: usize| segments.tokens[at].sentence;
            let reaches = match other.role {
                Role::Source => sentence(other.tokens.start) == sentence(last),
                Role::Cue | Role::Content => other.tokens.end > last,
            };
            segments.tokens[last].span.len() == 1 && reaches && parts.iter().any(cue_holds)
        })
    };
    led || segments.quotations.iter().any(|quotation| {
        quotation.content.len() > 1
            && quotation.content.iter().any(|part| part.overlaps(content.span))
            && quotation.content.iter().any(|part| segments.paragraph(its).span.contains(*part))
    })
}

/// How far apart two words are: in sentences, and once more in paragraphs.
fn distance(segments: &Segments, one: usize, other: usize) -> f32 {
    let sentence = |at: usize| segments.tokens[at].sentence;
    let paragraph = |at: usize| segments.sentence(sentence(at)).paragraph.index();
    let sentences = sentence(one).index().abs_diff(sentence(other).index());
    (sentences.min(3) + paragraph(one).abs_diff(paragraph(other)).min(3)) as f32
}

/// The candidate with the fewest tokens between it and the content; of equals the one before it.
fn nearest(parts: &[AttributionPart], content: usize, candidates: &[usize]) -> Chosen {
    let tokens = &parts[content].tokens;
    let distance = |candidate: usize| {
        let other = &parts[candidate].tokens;
        tokens.start.saturating_sub(other.end).max(other.start.saturating_sub(tokens.end))
    };
    let part = within_reach(parts, tokens.start, candidates)
        .iter()
        .copied()
        .min_by_key(|&candidate| distance(candidate));
    Chosen { part, confidence: 1.0 }
}

/// The candidates near a token. Candidates come in the order of the text.
fn within_reach<'c>(
    parts: &[AttributionPart],
    start: usize,
    candidates: &'c [usize],
) -> &'c [usize] {
    let first = candidates.partition_point(|&at| parts[at].tokens.start + REACH <= start);
    let end = candidates.partition_point(|&at| parts[at].tokens.start < start + REACH);
    &candidates[first..end]
}

/// The attribution that a content without a cue goes on with: that of an earlier paragraph of the
/// same quotation.
fn continued(
    segments: &Segments,
    parts: &[AttributionPart],
    content: usize,
    found: &[Attribution],
) -> Option<usize> {
    let span = parts[content].span;
    let at = segments.quotations.partition_point(|quotation| {
        quotation.opening.first().is_some_and(|opening| opening.start() <= span.start())
    });
    let quotation = segments.quotations[..at].iter().rev().find(|quotation| {
        quotation.content.len() > 1
            && quotation.opening.iter().skip(1).any(|opening| span.overlaps(*opening))
    })?;
    let last = found.len().checked_sub(1)?;
    let before = found[last].contents.last()?;
    let is_part = |part: &AttributionPart| {
        quotation.content.iter().any(|paragraph| paragraph.overlaps(part.span))
    };
    is_part(&parts[before.index()]).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Sheet, heads};
    use super::super::rows::Group;
    use super::*;
    use crate::segment;
    use onrecord_text::{Outline, Text};

    /// `parts` are the role and the first token of each part, all one token long; `links` are
    /// content, candidate and score; `none` a content and its score for having no cue.
    fn attribute(
        parts: &[(Role, usize)],
        links: &[(usize, usize, f32)],
        none: &[(usize, f32)],
        mode: Links,
    ) -> Vec<(Vec<usize>, Option<usize>, Option<usize>)> {
        let text = Text::new("a b c d e f g h i j k l");
        let segments = segment(&text, &Outline::default());
        let heads = heads();
        let mut sheet = Sheet::new(&heads, segments.tokens.len());
        for &(content, candidate, score) in links {
            sheet.link(parts, content, candidate, score);
        }
        for &(content, score) in none {
            sheet.no_cue(parts[content].1, score);
        }
        let parts: Vec<AttributionPart> = parts
            .iter()
            .map(|&(role, at)| AttributionPart {
                role,
                span: segments.tokens[at].span,
                tokens: at..at + 1,
                confidence: 1.0,
            })
            .collect();
        let rows: Vec<Vec<f32>> =
            parts.iter().map(|part| sheet.row(part.tokens.start, Group::of(part.role))).collect();
        let rows: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
        attributions(&segments, &heads, &parts, &rows, mode)
            .into_iter()
            .map(|found| {
                let contents = found.contents.iter().map(|id| id.index()).collect();
                (contents, found.cue.map(|id| id.index()), found.source.map(|id| id.index()))
            })
            .collect()
    }

    use Role::{Content, Cue, Source};

    #[test]
    fn a_content_takes_the_cue_it_is_likest_to() {
        let parts = [(Source, 0), (Cue, 1), (Content, 2), (Cue, 4), (Content, 6)];
        let links = [(2, 3, 2.0), (2, 1, 1.0), (2, 0, 1.0), (4, 1, 1.0)];
        assert_eq!(
            attribute(&parts, &links, &[], Links::Learnt),
            [(vec![2], Some(3), Some(0)), (vec![4], Some(1), None)]
        );
        assert_eq!(
            attribute(&parts, &links, &[], Links::Nearest),
            [(vec![2], Some(1), Some(0)), (vec![4], Some(3), Some(0))]
        );
    }

    #[test]
    fn contents_of_one_cue_are_one_attribution() {
        let parts = [(Content, 0), (Source, 2), (Cue, 3), (Content, 5)];
        let links = [(0, 2, 1.0), (3, 2, 1.0), (3, 1, 1.0)];
        assert_eq!(attribute(&parts, &links, &[], Links::Learnt), [(vec![0, 3], Some(2), Some(1))]);
    }

    #[test]
    fn a_content_may_have_no_cue() {
        let parts = [(Cue, 0), (Content, 2)];
        let none = [(1, 2.0)];
        assert_eq!(
            attribute(&parts, &[(1, 0, 1.0)], &none, Links::Learnt),
            [(vec![1], None, None)]
        );
        assert_eq!(attribute(&[(Content, 1)], &[], &[], Links::Nearest), [(vec![0], None, None)]);
    }
}
