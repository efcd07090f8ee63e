//! Runs of four words, and the exact comparison of two texts by them.

use std::collections::{HashMap, HashSet};

use super::minhash;
use crate::words::{hash, mix, words};

/// How many words a shingle has.
const LENGTH: usize = 4;

/// Words of a line that is worth remembering; shorter ones ("Read more") say nothing by themselves.
const LINE_WORDS: usize = 3;

/// The hash of each line of a text that has three words or more, each once. A line is what stands
/// between line breaks.
pub fn lines(text: &str) -> Vec<i64> {
    Shingles::whole(text).lines()
}

/// What is compared of a text: the shingles of each of its lines.
#[derive(Clone, Debug)]
pub struct Shingles {
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    hash: i64,
    /// Hashes of its shingles, in order.
    shingles: Vec<u64>,
}

impl Line {
    fn of(line: &str) -> Option<Line> {
        let words: Vec<u64> =
            words(line).iter().map(|word| hash(1, word.folded.as_bytes())).collect();
        if words.len() < LINE_WORDS {
            return None;
        }
        let run = |run: &[u64]| run.iter().fold(0, |all, word| mix(all ^ word));
        // A line of three words is one run.
        let shingles = words.windows(LENGTH.min(words.len())).map(run).collect();
        Some(Line { hash: mix(run(&words)).cast_signed(), shingles })
    }
}

impl Shingles {
    /// The shingles of a text, boilerplate and all.
    pub fn whole(text: &str) -> Shingles {
        Shingles { lines: text.lines().filter_map(Line::of).collect() }
    }

    /// The shingles of a text without the lines that are boilerplate.
    pub fn of(text: &str, boilerplate: &dyn Fn(i64) -> bool) -> Shingles {
        Shingles::whole(text).without(boilerplate)
    }

    /// The same without the lines that are boilerplate. A text that is all boilerplate keeps its
    /// lines: something is to be compared.
    pub fn without(self, boilerplate: &dyn Fn(i64) -> bool) -> Shingles {
        let (left_out, kept): (Vec<Line>, Vec<Line>) =
            self.lines.into_iter().partition(|line| boilerplate(line.hash));
        Shingles { lines: if kept.is_empty() { left_out } else { kept } }
    }

    /// What [`lines`] gives for the text.
    pub fn lines(&self) -> Vec<i64> {
        let mut seen = HashSet::new();
        self.lines.iter().map(|line| line.hash).filter(|hash| seen.insert(*hash)).collect()
    }

    /// The integers that find copies of this text; at most [`super::BANDS`].
    pub fn bands(&self) -> Vec<i64> {
        // A copy often has another headline, so the beginning is what comes after it.
        let headline = match self.lines.as_slice() {
            [first, _, ..] if first.shingles.len() < HEADLINE => first.shingles.len(),
            _ => 0,
        };
        minhash::bands(&ordered(&self.lines).collect::<Vec<u64>>(), headline)
    }

    fn count(&self) -> usize {
        self.lines.iter().map(|line| line.shingles.len()).sum()
    }
}

/// A first line with fewer shingles may be a headline.
const HEADLINE: usize = 20;

/// Whether one of two texts is a copy of the other, or both of a third: the shorter is mostly in the
/// longer, in the same order, and not only with whole lines at its head or foot that any page of a
/// site might have.
pub fn are_copies(a: &Shingles, b: &Shingles) -> bool {
    let (small, large) = if a.count() <= b.count() { (a, b) } else { (b, a) };
    if small.count() < minhash::FEW {
        let of = |lines: &[Line]| ordered(lines).collect::<Vec<u64>>();
        return small.count() > 0 && of(&small.lines) == of(&large.lines);
    }
    if containment(&small.lines, &large.lines) < CONTAINED {
        return false;
    }
    // Without what both have under or over their texts, word by word, the rest still has to be alike.
    // Where one has nothing more, there is nothing that speaks against it.
    let (small_rest, large_rest) = without_frame(&small.lines, &large.lines);
    let fewer = ordered(small_rest).count().min(ordered(large_rest).count());
    fewer < LITTLE || containment(small_rest, large_rest) >= CONTAINED_REST
}

/// Two texts that each replaced a tenth of the words of a third share .43 of their shingles.
const CONTAINED: f64 = 0.3;

/// See [`CONTAINED`]; of what remains without a common frame, chance may have left less.
const CONTAINED_REST: f64 = 0.2;

/// So few shingles are a headline.
const LITTLE: usize = 15;

/// So many shingles of equal lines are held to be the frame of a page; more are its text.
const FRAME: usize = 80;

/// The lines of two texts without those at the head and at the foot that both have.
fn without_frame<'a>(mut a: &'a [Line], mut b: &'a [Line]) -> (&'a [Line], &'a [Line]) {
    let mut room = FRAME;
    while let ([first_a, rest_a @ ..], [first_b, rest_b @ ..]) = (a, b) {
        if first_a.hash != first_b.hash || first_a.shingles.len() > room {
            break;
        }
        room -= first_a.shingles.len();
        (a, b) = (rest_a, rest_b);
    }
    let mut room = FRAME;
    while let ([rest_a @ .., last_a], [rest_b @ .., last_b]) = (a, b) {
        if last_a.hash != last_b.hash || last_a.shingles.len() > room {
            break;
        }
        room -= last_a.shingles.len();
        (a, b) = (rest_a, rest_b);
    }
    (a, b)
}

/// The share of the shingles of the shorter text that stand in the longer in the same order. Texts
/// about one matter use the same phrases, but only copies use them one after the other.
fn containment(a: &[Line], b: &[Line]) -> f64 {
    let fewer = ordered(a).count().min(ordered(b).count());
    let mut places: HashMap<u64, Option<usize>> = HashMap::new();
    for (place, shingle) in ordered(b).enumerate() {
        // What stands twice has no one place.
        places.entry(shingle).and_modify(|place| *place = None).or_insert(Some(place));
    }
    let common = ordered(a).filter_map(|shingle| places.get(&shingle).copied().flatten());
    // The longest rising run, by the least last place of a run of each length.
    let mut ends: Vec<usize> = Vec::new();
    for place in common {
        let length = ends.partition_point(|end| *end < place);
        match ends.get_mut(length) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    share(ends.len(), fewer)
}

fn ordered(lines: &[Line]) -> impl Iterator<Item = u64> {
    lines.iter().flat_map(|line| line.shingles.iter().copied())
}

/// Numbers of shingles are far below where an `f64` loses units.
#[expect(clippy::cast_precision_loss)]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
