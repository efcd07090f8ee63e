//! From pairs to groups: which articles to compare, and how those that are copies become one group.

use std::collections::HashMap;

use super::SHARED_BANDS;

/// The articles worth comparing, given one entry for each band (or key) that they share with the new
/// one: those with most shared first, at most `most` of them.
pub fn candidates(shared: impl IntoIterator<Item = i64>, most: usize) -> Vec<i64> {
    candidates_sharing(shared, SHARED_BANDS, most)
}

/// [`candidates`] that share at least `least`.
pub(crate) fn candidates_sharing(
    shared: impl IntoIterator<Item = i64>,
    least: usize,
    most: usize,
) -> Vec<i64> {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for article in shared {
        *counts.entry(article).or_default() += 1;
    }
    let mut found: Vec<(i64, usize)> =
        counts.into_iter().filter(|(_, count)| *count >= least).collect();
    found.sort_unstable_by_key(|(article, count)| (usize::MAX - count, *article));
    found.into_iter().take(most).map(|(article, _)| article).collect()
}

/// Groups of articles that are copies of one another, in memory. A group is named by its smallest
/// member.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    parents: HashMap<i64, i64>,
}

impl Groups {
    /// The group of an article; an article that was joined with none is a group of its own.
    pub fn group(&self, article: i64) -> i64 {
        let mut group = article;
        while let Some(&parent) = self.parents.get(&group) {
            group = parent;
        }
        group
    }

    /// Makes one group of the groups of two articles, and gives its name.
    pub fn union(&mut self, a: i64, b: i64) -> i64 {
        let (a_group, b_group) = (self.group(a), self.group(b));
        let group = a_group.min(b_group);
        // Pointing all four at the group keeps the ways to it short.
        for member in [a, b, a_group, b_group] {
            if member != group {
                self.parents.insert(member, group);
            }
        }
        group
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_share_more_than_one_band_and_the_best_come_first() {
        assert_eq!(candidates([7, 3, 9, 3, 9, 9, 4], 10), [9, 3]);
        assert_eq!(candidates([7, 3, 9, 3, 9, 9, 4], 1), [9]);
    }

    #[test]
    fn groups_are_named_by_their_smallest_member() {
        let mut groups = Groups::default();
        groups.union(5, 9);
        groups.union(9, 7);
        groups.union(2, 3);
        assert_eq!([5, 7, 9, 2, 3, 4].map(|a| groups.group(a)), [5, 5, 5, 2, 2, 4]);
        assert_eq!(groups.union(3, 7), 2);
        assert_eq!(groups.group(9), 2);
    }
}
