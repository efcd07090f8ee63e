//! How rare a word is among the articles that are kept.
//!
//! Two reports that share "bridge" share little, two that share "Gradnik" share much. How little or
//! how much is a matter of all articles, which only the store knows; so the functions that weigh
//! words ask through [`Frequencies`].

use std::collections::HashMap;

/// In how many articles terms stand. Terms are those of [`crate::words::term`].
pub trait Frequencies {
    /// How many articles were counted.
    fn articles(&self) -> u64;
    /// How many of them hold a term.
    fn with(&self, term: &str) -> u64;
}

/// [`Frequencies`] in memory. A new one knows nothing, and then all terms weigh the same.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    articles: u64,
    with: HashMap<String, u64>,
}

impl Counts {
    /// Counts the terms of one more article; each once, however often it is given.
    pub fn add<T: Into<String>>(&mut self, terms: impl IntoIterator<Item = T>) {
        self.articles += 1;
        let mut terms: Vec<String> = terms.into_iter().map(Into::into).collect();
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            *self.with.entry(term).or_default() += 1;
        }
    }
}

impl Frequencies for Counts {
    fn articles(&self) -> u64 {
        self.articles
    }

    fn with(&self, term: &str) -> u64 {
        self.with.get(term).copied().unwrap_or_default()
    }
}

/// How much a term tells, from 0 (it is in every article) to 1 (it is in no other). While few
/// articles are known, all terms are near 1.
pub fn weight(frequencies: &dyn Frequencies, term: &str) -> f64 {
    // A few hundred articles that nobody has seen yet keep a small collection from judging words by
    // chance.
    const UNSEEN: f64 = 300.0;
    let articles = as_f64(frequencies.articles()) + UNSEEN;
    let with = as_f64(frequencies.with(term)) + 1.0;
    ((articles / with).ln() / articles.ln()).clamp(0.0, 1.0)
}

/// Counts are far below where an `f64` loses units.
#[expect(clippy::cast_precision_loss)]
fn as_f64(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_terms_weigh_more_than_common_ones() {
        let mut counts = Counts::default();
        assert!((weight(&counts, "bridg") - 1.0).abs() < 1e-9);
        for _ in 0..2000 {
            counts.add(["bridg", "bridg"]);
        }
        counts.add(["gradnik"]);
        assert_eq!(counts.with("bridg"), 2000);
        assert!(weight(&counts, "bridg") < 0.1);
        assert!(weight(&counts, "gradnik") > 0.9);
    }
}
