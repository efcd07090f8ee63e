//! What an event is about besides who and what: contexts, by the words of its sentence.

use onrecord_text::TokenId;

use super::ontology::Ontology;
use super::tree::Tree;

/// Contexts that are not told where a narrower one is.
const NARROWER: [(&str, &[&str]); 1] = [("crime", &["corruption", "illegal_drugs", "trafficking"])];

/// The contexts of the sentence of a word, sorted.
pub(super) fn of(tree: &Tree, ontology: &Ontology, word: TokenId) -> Vec<String> {
    let sentence = tree.segments.sentence(tree.segments.token(word).sentence);
    let lemmas: Vec<String> =
        sentence.tokens.clone().map(|at| tree.lemma(TokenId::new(at))).collect();
    let told = |words: &std::collections::HashSet<String>| {
        lemmas.iter().enumerate().any(|(at, lemma)| {
            words.contains(lemma)
                || lemmas.get(at + 1).is_some_and(|next| words.contains(&format!("{lemma} {next}")))
        })
    };
    let mut found: Vec<String> = ontology
        .contexts
        .iter()
        .filter(|(_, words)| told(words))
        .map(|(name, _)| name.clone())
        .collect();
    for (wide, narrow) in NARROWER {
        if found.iter().any(|one| narrow.contains(&one.as_str())) {
            found.retain(|one| one != wide);
        }
    }
    found.sort();
    found
}
