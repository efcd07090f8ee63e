//! Names as the scorer compares them: without case, accents, signs, articles and plain titles, and
//! one is the other when all its words are in it.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

/// The words of a name that count.
pub type Words = BTreeSet<String>;

/// Words that a name may have or lack.
const PLAIN: [&str; 7] = ["the", "a", "an", "mr", "mrs", "ms", "dr"];

/// The words of a name.
pub fn words_of(name: &str) -> Words {
    let plain: String = name.nfkd().filter(char::is_ascii).collect();
    let plain = plain.to_lowercase().replace("'s ", " ");
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty() && !PLAIN.contains(word)).map(str::to_owned).collect()
}

/// Whether two names can be those of one entity.
pub fn alike(a: &Words, b: &Words) -> bool {
    !a.is_empty() && !b.is_empty() && (a.is_subset(b) || b.is_subset(a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_within_the_other() {
        let alike = |a: &str, b: &str| alike(&words_of(a), &words_of(b));
        assert!(alike("Dr Zoë Lind", "Zoe Lind"));
        assert!(alike("Lind", "the Zoe Lind's own"));
        assert!(alike("O'Brien-Smith", "o brien smith"));
        assert!(!alike("Zoe Lind", "Zoe Berg"));
        assert!(!alike("the", "the"));
    }
}
