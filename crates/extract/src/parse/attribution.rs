//! Sources, cues and contents: from a score for each label and word to spans.
//!
//! The best sequence of labels is found in which every part begins before it goes on (Viterbi
//! 1967). Quotation structure is certain where marks are balanced, so it binds the decoding: a
//! quotation whose words are more likely content than not is content from its opening mark to its
//! closing one, in all of its paragraphs, and begins anew with each paragraph; one that is less
//! likely content is left to the labels. Over twenty thousand attributions of the corpus that the
//! model learns from, hardly one quotation of eight words or more is content in part only.

use std::ops::Range;

use onrecord_text::{AttributionPart, Quotation, Role, Segments, Span, Text};

use super::heads::{Heads, Tag};
use super::scores::{Scores, sane, softmax};
use super::span_of;

/// How much of a quotation must be content, on average over its words, for all of it to be.
const WHOLE: f32 = 0.5;

/// What the structure of the text says of a token's label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    /// Nothing.
    Free,
    /// It is content; a part may begin here.
    Opening,
    /// It is content, and a part begins here.
    NewParagraph,
    /// It is content, and goes on from the token before.
    Within,
}

impl Bound {
    fn allows(self, tag: Tag) -> bool {
        match self {
            Bound::Free => true,
            Bound::Opening => matches!(tag, Tag::Begin(Role::Content) | Tag::Inside(Role::Content)),
            Bound::NewParagraph => tag == Tag::Begin(Role::Content),
            Bound::Within => tag == Tag::Inside(Role::Content),
        }
    }
}

/// Tokens that follow one another, with a score for each label: `scores` has a row for each.
#[derive(Clone, Copy)]
pub(super) struct Labelled<'a> {
    pub text: &'a Text,
    pub segments: &'a Segments,
    pub heads: &'a Heads,
    /// The number of the first token.
    pub first: usize,
    pub scores: Scores<'a>,
}

/// The parts of attributions, in the order of the text.
pub(super) fn parts(labelled: &Labelled, respect_quotations: bool) -> Vec<AttributionPart> {
    let Labelled { text, segments, heads, first, scores } = *labelled;
    let length = scores.rows();
    let mut probabilities = Vec::with_capacity(length);
    let mut row = Vec::new();
    for at in 0..length {
        softmax(scores.row(at), &mut row);
        let of = |role| -> f32 {
            let in_role = heads.tags.iter().zip(&row).filter(|(tag, _)| is_of(**tag, role));
            in_role.map(|(_, probability)| probability).sum()
        };
        probabilities.push([of(Role::Source), of(Role::Cue), of(Role::Content)]);
    }
    let mut bounds = vec![Bound::Free; length];
    if respect_quotations {
        bind(segments, first, &probabilities, &mut bounds);
    }
    let labels = best_labels(scores, heads, &bounds);
    spans(&labels, heads)
        .into_iter()
        .map(|(role, found)| {
            let sum: f32 = probabilities[found.clone()].iter().map(|row| row[role as usize]).sum();
            let tokens = first + found.start..first + found.end;
            AttributionPart {
                role,
                span: span_of(text, segments, &tokens),
                confidence: (sum / found.len() as f32).clamp(0.0, 1.0),
                tokens,
            }
        })
        .collect()
}

fn is_of(tag: Tag, wanted: Role) -> bool {
    matches!(tag, Tag::Begin(role) | Tag::Inside(role) if role == wanted)
}

/// Binds the tokens of quotations that are content as a whole. A quotation of which there is more
/// than these tokens binds nothing.
fn bind(segments: &Segments, first: usize, probabilities: &[[f32; 3]], bounds: &mut [Bound]) {
    let Some(tokens) = segments.tokens.get(first..first + bounds.len()) else { return };
    let (Some(token), Some(last)) = (tokens.first(), tokens.last()) else { return };
    let begins = |quotation: &Quotation| quotation.opening.first().map_or(0, |mark| mark.start());
    let before = segments.quotations.partition_point(|q| begins(q) < token.span.start());
    let end = segments.quotations.partition_point(|q| begins(q) < last.span.end());
    let quotations = &segments.quotations[before..end];
    // The tokens of a span, counted from the first.
    let tokens_in = |span: Span| {
        let tokens = segments.tokens_in(span);
        tokens.start.saturating_sub(first)..tokens.end.saturating_sub(first)
    };
    let mut whole = vec![false; quotations.len()];
    for (at, quotation) in quotations.iter().enumerate() {
        let Some(closing) = quotation.closing.filter(|mark| tokens_in(*mark).end <= bounds.len())
        else {
            continue;
        };
        // What stands inside a quotation that is content is content already.
        let outer = quotation.inside.and_then(|outer| outer.index().checked_sub(before));
        if outer.is_some_and(|outer| whole[outer]) {
            whole[at] = true;
            continue;
        }
        let words: Vec<usize> =
            quotation.content.iter().flat_map(|&span| tokens_in(span)).collect();
        let sum: f32 = words.iter().map(|&word| probabilities[word][Role::Content as usize]).sum();
        if words.is_empty() || sum < WHOLE * words.len() as f32 {
            continue;
        }
        whole[at] = true;
        let last = quotation.content.len() - 1;
        for (paragraph, (&opening, &content)) in
            quotation.opening.iter().zip(&quotation.content).enumerate()
        {
            let end = if paragraph == last { closing } else { content };
            let tokens = tokens_in(opening.cover(end));
            bounds[tokens.clone()].fill(Bound::Within);
            if let Some(first) = bounds.get_mut(tokens.start) {
                *first = if paragraph == 0 { Bound::Opening } else { Bound::NewParagraph };
            }
        }
    }
}

/// The best sequence of labels, as their indices.
fn best_labels(scores: Scores, heads: &Heads, bounds: &[Bound]) -> Vec<usize> {
    const NEVER: f32 = -1e12;
    let tags = &heads.tags;
    let may_follow = |before: Option<Tag>, tag: Tag| match tag {
        Tag::Inside(role) => before.is_some_and(|before| is_of(before, role)),
        Tag::Outside | Tag::Begin(_) => true,
    };
    let step: Vec<Vec<f32>> = (0..=tags.len())
        .map(|before| {
            // The row past the last label is the beginning of the text.
            let known = tags.get(before).copied();
            let transition =
                |label: usize| heads.transitions.get(before).map_or(0.0, |row| row[label]);
            let allowed = |(label, &tag): (usize, &Tag)| {
                if may_follow(known, tag) { transition(label) } else { NEVER }
            };
            tags.iter().enumerate().map(allowed).collect()
        })
        .collect();
    // For each token, the label before each label; there are fewer than 256.
    let mut back: Vec<u8> = Vec::with_capacity(bounds.len() * tags.len());
    let mut best: Vec<f64> = Vec::new();
    for (at, bound) in bounds.iter().enumerate() {
        let row = scores.row(at);
        let mut next = Vec::with_capacity(tags.len());
        for (label, &tag) in tags.iter().enumerate() {
            let own = row.get(label).map_or(0.0, |&score| sane(score));
            let own = f64::from(own) + if bound.allows(tag) { 0.0 } else { f64::from(NEVER) };
            let (mut most, mut source) = (f64::NEG_INFINITY, 0);
            if at == 0 {
                most = f64::from(step[tags.len()][label]);
            }
            for (before, &score) in best.iter().enumerate() {
                let score = score + f64::from(step[before][label]);
                if score > most {
                    (most, source) = (score, before);
                }
            }
            next.push(most + own);
            back.push(source as u8);
        }
        best = next;
    }
    let mut label = 0;
    for (at, &score) in best.iter().enumerate() {
        if score > best[label] {
            label = at;
        }
    }
    let mut labels = vec![0; bounds.len()];
    for at in (0..bounds.len()).rev() {
        labels[at] = label;
        label = usize::from(back[at * tags.len() + label]);
    }
    labels
}

/// The parts that a sequence of labels describes.
fn spans(labels: &[usize], heads: &Heads) -> Vec<(Role, Range<usize>)> {
    let mut spans: Vec<(Role, Range<usize>)> = Vec::new();
    for (at, &label) in labels.iter().enumerate() {
        match heads.tags[label] {
            Tag::Outside => {}
            Tag::Begin(role) => spans.push((role, at..at + 1)),
            Tag::Inside(role) => match spans.last_mut() {
                Some((open, tokens)) if *open == role && tokens.end == at => tokens.end = at + 1,
                _ => spans.push((role, at..at + 1)),
            },
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Sheet, heads};
    use super::super::rows::Group;
    use super::*;
    use crate::segment;
    use onrecord_text::{Outline, Text};

    /// Labels a text with one letter a token (`.` outside, `s`, `u` and `c` for the three roles,
    /// capitals where they begin, `?` for content that is a little less likely than none) and says
    /// what becomes of it.
    #[track_caller]
    fn check(text: &str, letters: &str, respect_quotations: bool, expected: &[(Role, &str)]) {
        let text = Text::new(text);
        let segments = segment(&text, &Outline::default());
        let heads = heads();
        let tokens: Vec<&str> =
            segments.tokens.iter().map(|token| text.slice(token.span)).collect();
        assert_eq!(letters.chars().count(), tokens.len(), "{tokens:?}");
        let mut sheet = Sheet::new(&heads, tokens.len());
        for (at, letter) in letters.chars().enumerate() {
            match letter {
                '?' => {
                    sheet.attribution(at, "O", 1.0);
                    sheet.attribution(at, "I-content", 0.6);
                }
                _ => {
                    let label = match letter {
                        'S' => "B-source",
                        's' => "I-source",
                        'U' => "B-cue",
                        'u' => "I-cue",
                        'C' => "B-content",
                        'c' => "I-content",
                        _ => "O",
                    };
                    sheet.attribution(at, label, 5.0);
                }
            }
        }
        let rows: Vec<f32> = (0..tokens.len()).flat_map(|at| sheet.row(at, Group::Label)).collect();
        let scores = Scores::new(&rows, heads.tags.len());
        let labelled =
            Labelled { text: &text, segments: &segments, heads: &heads, first: 0, scores };
        let parts = parts(&labelled, respect_quotations);
        let found: Vec<(Role, &str)> =
            parts.iter().map(|part| (part.role, text.slice(part.span))).collect();
        assert_eq!(found, expected);
        assert!(parts.iter().all(|part| (0.0..=1.0).contains(&part.confidence)));
    }

    use Role::{Content, Cue, Source};

    #[test]
    fn labels_become_spans() {
        check(
            "The mayor of Bern said that trams are late.",
            "SsssUCcccc",
            true,
            &[(Source, "The mayor of Bern"), (Cue, "said"), (Content, "that trams are late.")],
        );
    }

    #[test]
    fn what_goes_on_must_have_begun() {
        // The first word cannot go on with anything, and a cue does not turn into a content.
        check("She said so.", "sUuc", true, &[(Cue, "said so")]);
    }

    #[test]
    fn a_quotation_is_content_to_its_closing_mark() {
        let text = "\"The trams are late. The buses too,\" she said.";
        let letters = "Cccccc????cSU.";
        let cut = &[(Content, "\"The trams are late."), (Content, ",\""), (Source, "she")];
        check(text, letters, false, &[cut[0], cut[1], cut[2], (Cue, "said")]);
        let whole = "\"The trams are late. The buses too,\"";
        check(text, letters, true, &[(Content, whole), (Source, "she"), (Cue, "said")]);
    }

    #[test]
    fn content_may_begin_before_a_quotation_and_end_after_it() {
        check(
            "He said that \"late\" trams run.",
            "SUCc?cccc",
            true,
            &[(Source, "He"), (Cue, "said"), (Content, "that \"late\" trams run.")],
        );
    }

    #[test]
    fn words_in_quotation_marks_need_not_be_content() {
        check("The \"late\" tram came.", ".......", true, &[]);
    }

    #[test]
    fn paragraphs_of_a_quotation_stay_together() {
        check(
            "She said: \"Trams are late.\n\n\"Buses are late too.\"",
            "SUuCcccc???????",
            true,
            &[
                (Source, "She"),
                (Cue, "said:"),
                (Content, "\"Trams are late."),
                (Content, "\"Buses are late too.\""),
            ],
        );
    }
}
