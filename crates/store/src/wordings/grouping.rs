//! From likenesses to groups.
//!
//! Groups are joined by the mean likeness of all their pairs, not by their best pair: else a long
//! statement that two others were cut from, and one more that resembles one of those, would chain
//! everything that a speaker says about a matter into one group.

use std::collections::{BTreeMap, HashMap};

use super::SHARED_KEYS;
use super::likeness::{SAME, likeness};
use super::wording::Wording;
use crate::copies::candidates_sharing;
use crate::words::Frequencies;

/// The statements worth comparing, given one entry for each key that they share with the new one.
pub fn candidates(shared: impl IntoIterator<Item = i64>, most: usize) -> Vec<i64> {
    candidates_sharing(shared, SHARED_KEYS, most)
}

/// The groups of some statements, by their places in the slice; each statement is in one. Groups and
/// their members are in the order of the slice.
pub fn group(wordings: &[Wording], frequencies: &dyn Frequencies) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..wordings.len()).map(|at| vec![at]).collect();
    // Sums of likenesses between groups that have any; the first of a key is the smaller.
    let mut sums: HashMap<(usize, usize), f64> = HashMap::new();
    for (a, b) in pairs(wordings) {
        let likeness = likeness(&wordings[a], &wordings[b], frequencies);
        if likeness > 0.0 {
            sums.insert((a, b), likeness);
        }
    }
    let size = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    loop {
        let means = sums
            .iter()
            .map(|(&(a, b), sum)| (sum / (size(groups[a].len()) * size(groups[b].len())), (a, b)));
        let best = means.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        let Some((_, (a, b))) = best.filter(|(mean, _)| *mean >= SAME) else { break };
        let joined = std::mem::take(&mut groups[b]);
        groups[a].extend(joined);
        sums.remove(&(a, b));
        let moved: Vec<((usize, usize), f64)> = sums
            .iter()
            .filter(|((x, y), _)| *x == b || *y == b)
            .map(|(key, sum)| (*key, *sum))
            .collect();
        for (key, sum) in moved {
            sums.remove(&key);
            let other = if key.0 == b { key.1 } else { key.0 };
            *sums.entry((a.min(other), a.max(other))).or_default() += sum;
        }
    }
    groups.retain(|group| !group.is_empty());
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups
}

/// The group that a statement joins, given its likeness with members of groups; `None` where it is
/// the first of its group.
pub fn choose(likenesses: &[(i64, f64)]) -> Option<i64> {
    let mut groups: BTreeMap<i64, (f64, u32)> = BTreeMap::new();
    for (group, likeness) in likenesses {
        let (sum, count) = groups.entry(*group).or_default();
        *sum += likeness;
        *count += 1;
    }
    let means = groups.into_iter().map(|(group, (sum, count))| (sum / f64::from(count), group));
    let best = means.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    best.filter(|(mean, _)| *mean >= SAME).map(|(_, group)| group)
}

/// Pairs of statements that share enough keys, the earlier first.
fn pairs(wordings: &[Wording]) -> Vec<(usize, usize)> {
    let mut with: HashMap<i64, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, wording) in wordings.iter().enumerate() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for key in wording.keys() {
            let earlier = with.entry(key).or_default();
            earlier.iter().for_each(|other| *shared.entry(*other).or_default() += 1);
            earlier.push(at);
        }
        let near = shared.into_iter().filter(|(_, count)| *count >= SHARED_KEYS);
        pairs.extend(near.map(|(other, _)| (other, at)));
    }
    pairs.sort_unstable();
    pairs
}
