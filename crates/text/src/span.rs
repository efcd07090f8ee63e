//! Spans: half-open byte ranges of a text.

use std::fmt;
use std::ops::Range;

/// A half-open byte range `[start, end)` of one [`Text`](crate::Text), on character boundaries.
///
/// The fields are private and the only way to a span leads through a `Text` or another span of the
/// same text, so a span that splits a character or passes the end cannot exist. A span may be
/// empty. Spans order by start, then by end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Made only by this crate, after the boundaries have been checked.
    pub(crate) fn new_unchecked(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start: start as u32, end: end as u32 }
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same range in the form that slices take.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether every byte of `other` is in this span. An empty `other` is contained where it lies
    /// within or at an end of this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` is in this span.
    pub fn contains_offset(self, offset: usize) -> bool {
        self.start() <= offset && offset < self.end()
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// What the two share, or `None` when they share no byte.
    pub fn intersect(self, other: Span) -> Option<Span> {
        self.overlaps(other)
            .then(|| Span { start: self.start.max(other.start), end: self.end.min(other.end) })
    }

    /// From this span's end to `later`'s start, or `None` when `later` does not come after it.
    pub fn gap(self, later: Span) -> Option<Span> {
        (self.end <= later.start).then_some(Span { start: self.end, end: later.start })
    }
}

/// Sorts what has spans, and makes one of those that overlap: `join` tells the first what the second,
/// which goes, had.
pub fn set_apart<T>(all: &mut Vec<T>, span: impl Fn(&T) -> Span, mut join: impl FnMut(&mut T, T)) {
    all.sort_by_key(|one| (span(one).start, std::cmp::Reverse(span(one).end)));
    let mut kept: Vec<T> = Vec::with_capacity(all.len());
    for one in all.drain(..) {
        match kept.last_mut().filter(|last| span(last).overlaps(span(&one))) {
            Some(last) => join(last, one),
            None => kept.push(one),
        }
    }
    *all = kept;
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_spans_that_overlap_one_is_left() {
        let all =
            [(4, 9), (0, 2), (3, 5), (8, 20), (30, 31)].map(|(a, b)| Span::new_unchecked(a, b));
        let mut covered = all.to_vec();
        set_apart(&mut covered, |&span| span, |kept, span| *kept = kept.cover(span));
        let of = |ends: &[(usize, usize)]| -> Vec<Span> {
            ends.iter().map(|&(start, end)| Span::new_unchecked(start, end)).collect()
        };
        assert_eq!(covered, of(&[(0, 2), (3, 20), (30, 31)]));
        let mut longest = all.to_vec();
        set_apart(
            &mut longest,
            |&span| span,
            |kept, span| {
                if span.len() > kept.len() {
                    *kept = span;
                }
            },
        );
        assert_eq!(longest, of(&[(0, 2), (8, 20), (30, 31)]));
    }
}
