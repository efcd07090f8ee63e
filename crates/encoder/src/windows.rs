//! Windows: what of a text the network sees at once.
//!
//! The network reads a few hundred pieces together and knows nothing of what lies outside. So a
//! long text is read in windows that overlap: each keeps the scores of whole sentences in its
//! middle and reads, where they exist, two more sentences on each side for the sake of the kept
//! ones. A text that fits is one window. Everything is counted beforehand from the numbers of
//! pieces alone, so it takes linear time and cannot depend on who else is being read.

use std::ops::Range;

/// Sentences on each side of those that are kept.
const MARGIN: usize = 2;

/// A stretch of tokens that is read at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The tokens that are read.
    pub(crate) tokens: Range<usize>,
    /// Those of them whose scores count. Over all windows, each token is kept once.
    pub(crate) kept: Range<usize>,
}

/// Plans the windows of a text. `starts` has, for each token and for the end, the number of pieces
/// before it; `sentences` tile the tokens; `room` is how many pieces a window holds.
///
/// A margin takes a quarter of the room at most. Where two sentences are longer than that, as much
/// of them as is nearest is read; where a sentence and its margins do not fit together, it is kept
/// in parts, each with a quarter of the room on both sides.
pub(crate) fn plan(starts: &[usize], sentences: &[Range<usize>], room: usize) -> Vec<Window> {
    let Some(tokens) = starts.len().checked_sub(1).filter(|&tokens| tokens > 0) else {
        return Vec::new();
    };
    if starts[tokens] - starts[0] <= room {
        return vec![Window { tokens: 0..tokens, kept: 0..tokens }];
    }
    let plan = Plan { starts, sentences, room, tokens };
    let mut windows = Vec::new();
    let mut at = 0;
    while at < sentences.len() {
        let first = plan.before(at);
        let kept = sentences[at].start;
        // Sentences are added while they and the margin behind them fit.
        let mut next = at;
        while next < sentences.len() && plan.pieces(first..plan.after(next + 1)) <= room {
            next += 1;
        }
        if next > at {
            let end = sentences[next - 1].end;
            windows.push(Window { tokens: first..plan.after(next), kept: kept..end });
            at = next;
        } else {
            plan.parts(sentences[at].clone(), &mut windows);
            at += 1;
        }
    }
    windows
}

struct Plan<'a> {
    starts: &'a [usize],
    sentences: &'a [Range<usize>],
    room: usize,
    tokens: usize,
}

impl Plan<'_> {
    fn pieces(&self, tokens: Range<usize>) -> usize {
        self.starts[tokens.end] - self.starts[tokens.start]
    }

    /// The first token of the margin before a sentence.
    fn before(&self, sentence: usize) -> usize {
        let token = self.sentences[sentence].start;
        self.sentences[sentence.saturating_sub(MARGIN)].start.max(self.back(token, self.room / 4))
    }

    /// The token after the margin behind the sentences before `next`.
    fn after(&self, next: usize) -> usize {
        let token = self.sentences[next - 1].end;
        let last = (next + MARGIN).min(self.sentences.len()) - 1;
        self.sentences[last].end.min(self.forth(token, self.room / 4))
    }

    /// The first of the tokens before `token` that have at most so many pieces together.
    fn back(&self, token: usize, pieces: usize) -> usize {
        let least = self.starts[token].saturating_sub(pieces);
        self.starts.partition_point(|&start| start < least).min(token)
    }

    /// The end of the tokens from `token` on that have at most so many pieces together.
    fn forth(&self, token: usize, pieces: usize) -> usize {
        let most = self.starts[token] + pieces;
        self.starts.partition_point(|&start| start <= most) - 1
    }

    /// Keeps a sentence in parts. Every part is at least one token long, and no token has more than
    /// half the room's pieces.
    fn parts(&self, sentence: Range<usize>, windows: &mut Vec<Window>) {
        let mut at = sentence.start;
        while at < sentence.end {
            let first = self.back(at, self.room / 4);
            let left = self.pieces(first..at);
            let end = self.forth(at, self.room - left - self.room / 4).min(sentence.end);
            let end = end.max(at + 1);
            let last = self.forth(end, self.room / 4).min(self.tokens);
            windows.push(Window { tokens: first..last, kept: at..end });
            at = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sentences given as the numbers of pieces of their tokens.
    fn text(sentences: &[Vec<usize>]) -> (Vec<usize>, Vec<Range<usize>>) {
        let (mut starts, mut ranges) = (vec![0], Vec::new());
        for sentence in sentences {
            let first = starts.len() - 1;
            for pieces in sentence {
                starts.push(starts.last().unwrap() + pieces);
            }
            ranges.push(first..starts.len() - 1);
        }
        (starts, ranges)
    }

    fn check(sentences: &[Vec<usize>], room: usize) {
        let (starts, ranges) = text(sentences);
        let windows = plan(&starts, &ranges, room);
        let tokens = starts.len() - 1;
        let mut next = 0;
        for window in &windows {
            assert_eq!(window.kept.start, next, "each token is kept once, in order");
            assert!(!window.kept.is_empty());
            next = window.kept.end;
            assert!(window.tokens.start <= window.kept.start);
            assert!(window.tokens.end >= window.kept.end && window.tokens.end <= tokens);
            let pieces = |range: Range<usize>| starts[range.end] - starts[range.start];
            assert!(pieces(window.tokens.clone()) <= room, "{window:?} fits");
            // On each side of every kept token are two whole sentences, or the text's end, or,
            // where those are too long, as many tokens as fit a quarter of the room.
            let sentence_of = |token: usize| ranges.partition_point(|r| r.end <= token);
            let (first, last) = (sentence_of(next - 1), sentence_of(window.kept.start));
            let left = ranges[last.saturating_sub(MARGIN)].start;
            if window.tokens.start > left {
                let short = pieces(window.tokens.start - 1..window.kept.start);
                assert!(short > room / 4, "{window:?} has too little before it");
            }
            let right = ranges[(first + MARGIN).min(ranges.len() - 1)].end;
            if window.tokens.end < right {
                let short = pieces(window.kept.end..window.tokens.end + 1);
                assert!(short > room / 4, "{window:?} has too little behind it");
            }
        }
        assert_eq!(next, tokens);
    }

    proptest! {
        #[test]
        fn every_token_is_kept_once_with_its_context(
            sentences in prop::collection::vec(prop::collection::vec(1usize..17, 1..60), 0..60),
            room in 64usize..512,
        ) {
            check(&sentences, room);
        }

        #[test]
        fn so_it_is_where_sentences_are_long(
            sentences in prop::collection::vec(prop::collection::vec(1usize..3, 1..900), 0..8),
            room in 64usize..512,
        ) {
            check(&sentences, room);
        }
    }

    #[test]
    fn a_text_that_fits_is_one_window() {
        let (starts, ranges) = text(&[vec![1; 100], vec![2; 100]]);
        let windows = plan(&starts, &ranges, 300);
        assert_eq!(windows, [Window { tokens: 0..200, kept: 0..200 }]);
        assert_eq!(plan(&starts, &ranges, 299).len(), 2);
        assert_eq!(plan(&[0], &[], 300), []);
    }

    #[test]
    fn a_long_text_is_read_little_more_than_once() {
        let sentences = vec![vec![1; 23]; 20_000];
        let (starts, ranges) = text(&sentences);
        let read: usize = plan(&starts, &ranges, 510).iter().map(|w| w.tokens.len()).sum();
        assert!(read < 460_000 * 5 / 4, "{read}");
    }
}
