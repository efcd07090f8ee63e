//! Whether confidence means what it says: of statements with 0.9, nine in ten are right.
//!
//! A statement is right when the scorer counts its attribution as whole: its content overlaps that
//! of a gold attribution by half or more, each matched with one, the most alike first, and so does
//! its source. The words of a text, the overlap and the order of matching are the scorer's, and
//! where both are measured their F1 must agree, so that the two cannot drift apart.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde_json::{Value, json};

/// How many bins of equal width the confidences fall into.
const BINS: usize = 10;

/// A statement: what it is given for its confidence, and whether it is right.
pub type Judged = (Option<f64>, bool);

/// Words, by the code point at which each begins.
type Covered = BTreeSet<usize>;

/// The statements of all articles, judged; and how many attributions there are to find.
pub fn judge(gold: &[Value], records: &[Value]) -> Result<(Vec<Judged>, usize)> {
    if gold.len() != records.len() {
        bail!("{} articles in, {} records out", gold.len(), records.len());
    }
    let (mut judged, mut all) = (Vec::new(), 0);
    for (article, record) in gold.iter().zip(records) {
        if article["text"] != record["article"]["text"] {
            bail!("{}: the record's text differs from the one that was given", article["id"]);
        }
        let starts = word_starts(article["text"].as_str().unwrap_or_default());
        let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
        let parts =
            |of: &Value| [covered(&of["content"], &starts), covered(&of["source"], &starts)];
        let wanted: Vec<[Covered; 2]> = list(&article["attributions"]).iter().map(parts).collect();
        // The corpus has the outermost attributions only.
        let statements = list(&record["statements"]);
        let outermost: Vec<&Value> = statements.iter().filter(|s| s["inside"].is_null()).collect();
        let found: Vec<[Covered; 2]> =
            outermost.iter().map(|&statement| parts(statement)).collect();
        let mut right = vec![false; found.len()];
        for (wanted_at, found_at) in matched(&wanted, &found) {
            right[found_at] = alike(&wanted[wanted_at][1], &found[found_at][1]) >= 0.5;
        }
        judged.extend(outermost.iter().map(|s| s["confidence"].as_f64()).zip(right));
        all += wanted.len();
    }
    Ok((judged, all))
}

/// Where the words and signs of a text begin, in code points: `\w+|[^\w\s]`.
fn word_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut in_word = false;
    for (at, c) in text.chars().enumerate() {
        let is_word = c.is_alphanumeric() || c == '_';
        if !(c.is_whitespace() || is_word && in_word) {
            starts.push(at);
        }
        in_word = is_word;
    }
    starts
}

/// The words that begin inside of some spans.
fn covered(spans: &Value, starts: &[usize]) -> Covered {
    let spans = spans.as_array().into_iter().flatten();
    let ranges = spans.filter_map(|span| Some((span.get(0)?.as_u64()?, span.get(1)?.as_u64()?)));
    ranges
        .flat_map(|(start, end)| {
            let first = starts.partition_point(|&at| (at as u64) < start);
            let last = starts.partition_point(|&at| (at as u64) < end);
            starts[first..last.max(first)].iter().copied()
        })
        .collect()
}

/// Words in both over words in either.
fn alike(a: &Covered, b: &Covered) -> f64 {
    let both = a.intersection(b).count();
    let either = a.len() + b.len() - both;
    if either == 0 { 1.0 } else { both as f64 / either as f64 }
}

/// Pairs of contents that overlap by half or more, one to one, the most alike first.
fn matched(wanted: &[[Covered; 2]], found: &[[Covered; 2]]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, [wanted, _]) in wanted.iter().enumerate() {
        pairs.extend(found.iter().enumerate().map(|(j, [found, _])| (alike(wanted, found), i, j)));
    }
    pairs.retain(|pair| pair.0 >= 0.5);
    pairs.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal));
    let (mut used_wanted, mut used_found) = (BTreeSet::new(), BTreeSet::new());
    let is_free = |&(_, i, j): &(f64, usize, usize)| {
        let free = !used_wanted.contains(&i) && !used_found.contains(&j);
        if free {
            used_wanted.insert(i);
            used_found.insert(j);
        }
        free
    };
    pairs.into_iter().filter(is_free).map(|(_, i, j)| (i, j)).collect()
}

/// What confidence is worth, in per cent.
#[derive(Debug, PartialEq)]
pub struct Reliability {
    /// The mean distance between what is promised and what is kept, by how many are promised it.
    pub error: f64,
    /// For each bin with statements: its lower bound, how many, their mean confidence, how many of
    /// them in per cent are right.
    pub bins: Vec<(f64, usize, f64, f64)>,
}

/// The table of reliability; `None` when no statement has a confidence.
pub fn reliability(judged: &[Judged]) -> Option<Reliability> {
    let mut bins = [(0usize, 0f64, 0usize); BINS];
    for (confidence, is_right) in judged {
        let Some(confidence) = confidence else { continue };
        // Confidence is within 0 and 1; what is 1 belongs to the last bin.
        let bin = ((confidence * BINS as f64) as usize).min(BINS - 1);
        let (count, sum, right) = &mut bins[bin];
        *count += 1;
        *sum += confidence;
        *right += usize::from(*is_right);
    }
    let all: usize = bins.iter().map(|bin| bin.0).sum();
    if all == 0 {
        return None;
    }
    let error: f64 = bins.iter().map(|(_, sum, right)| (sum - *right as f64).abs()).sum();
    let shown = bins.iter().enumerate().filter(|(_, (count, ..))| *count > 0);
    let bins = shown.map(|(at, &(count, sum, right))| {
        let share = 100.0 / count as f64;
        (at as f64 / BINS as f64, count, sum * share, right as f64 * share)
    });
    Some(Reliability { error: 100.0 * error / all as f64, bins: bins.collect() })
}

/// The scorer's F1 of whole attributions, in per cent.
pub fn whole_f1(judged: &[Judged], wanted: usize) -> f64 {
    let right = judged.iter().filter(|(_, is_right)| *is_right).count();
    let all = judged.len() + wanted;
    if all == 0 { 0.0 } else { 200.0 * right as f64 / all as f64 }
}

impl Reliability {
    /// The figures as one object.
    pub fn json(&self) -> Value {
        let tenth = |x: f64| (x * 10.0).round() / 10.0;
        let bins: Vec<Value> = self
            .bins
            .iter()
            .map(|(from, count, promised, kept)| {
                json!({"from": from, "statements": count, "confidence": tenth(*promised),
                       "right": tenth(*kept)})
            })
            .collect();
        json!({"expected_calibration_error": tenth(self.error), "bins": bins})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(source: [usize; 2], content: [usize; 2], confidence: f64) -> Value {
        json!({"source": [source], "content": [content], "confidence": confidence, "inside": null})
    }

    #[test]
    fn right_is_what_the_scorer_calls_whole() {
        //          0    5    10   15    21   26  30
        let text = "Anna said it rains. Bo hoped so.";
        let article = json!({"id": "a", "text": text, "attributions": [
            {"source": [[0, 4]], "content": [[10, 18]]},
            {"source": [[20, 22]], "content": [[29, 31]]},
        ]});
        let mut nested = statement([0, 4], [13, 18], 0.1);
        nested["inside"] = "s1".into();
        let record = json!({"article": {"text": text}, "statements": [
            // The same words twice: the better match takes the gold, the other is wrong.
            statement([0, 4], [10, 19], 0.95),
            statement([0, 4], [10, 18], 0.90),
            // The right words of the wrong person.
            statement([0, 4], [29, 31], 0.30),
            nested,
        ]});
        let (judged, wanted) = judge(&[article], &[record]).unwrap();
        assert_eq!(judged, [(Some(0.95), false), (Some(0.9), true), (Some(0.3), false)]);
        assert_eq!(wanted, 2);
        assert_eq!(whole_f1(&judged, wanted), 40.0);
        let found = reliability(&judged).unwrap();
        assert_eq!(found.bins.len(), 2);
        let (from, count, promised, kept) = found.bins[1];
        assert_eq!((from, count, kept), (0.9, 2, 50.0));
        assert!((promised - 92.5).abs() < 1e-9);
        // A third of the statements promise 30 too much, two thirds 42.5.
        assert!((found.error - (30.0 + 2.0 * 42.5) / 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_promise_that_is_kept_has_no_error() {
        let nine_in_ten: Vec<Judged> = (0..10).map(|at| (Some(0.9), at > 0)).collect();
        assert!(reliability(&nine_in_ten).unwrap().error < 1e-9);
        assert_eq!(reliability(&[(None, true)]), None);
        let certain = reliability(&[(Some(1.0), true)]).unwrap();
        assert_eq!(certain.bins, [(0.9, 1, 100.0, 100.0)]);
    }

    #[test]
    fn words_are_the_scorers() {
        assert_eq!(word_starts("Ça  va_1, Zoë’s!"), [0, 4, 8, 10, 13, 14, 15]);
        let starts = word_starts("one two three");
        assert_eq!(covered(&json!([[0, 4], [8, 9]]), &starts), BTreeSet::from([0, 8]));
        assert_eq!(covered(&json!([]), &starts), BTreeSet::new());
    }
}
