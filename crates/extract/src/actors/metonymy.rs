//! Whether a capital is meant as a city or as the government that sits there.
//!
//! Who rejects a plan is Ankara the government; where a train arrives is Ankara the city. The place
//! of the word in its sentence tells, with the class of the verb or noun it hangs on. Nothing here
//! knows which capital it is.

use std::collections::HashMap;
use std::sync::LazyLock;

use onrecord_text::Upos;

use super::words::Words;
use crate::rules::{pairs, word_list};

word_list! {
    /// `refusal`, `ambassador`.
    POLICY_NOUNS, "policy_nouns.txt"
}
word_list! {
    /// `talks`, `ultimatum`.
    TIES, "ties.txt"
}

/// Verbs and adjectives of governments: whether for their subject, and for their object.
static VERBS: LazyLock<HashMap<&'static str, (bool, bool)>> = LazyLock::new(|| {
    let rows = pairs(include_str!("../../../../rules/en/government_verbs.tsv"));
    rows.map(|(verb, place)| (verb, (place != "object", place != "subject"))).collect()
});

/// Why the name of a capital is its government's here; `None` where it is the city's.
pub(super) fn government(words: &Words, at: usize) -> Option<&'static str> {
    let mut at = at;
    for _ in 0..6 {
        let up = words.head(at)?;
        if words.relation(at) == "conj" && words.upos(up) != Upos::Verb {
            at = up;
        } else {
            break;
        }
    }
    let up = words.head(at)?;
    let (subject, object) = VERBS.get(words.lemma(up).as_str()).copied().unwrap_or_default();
    let cases = words.cases(at);
    let case = |wanted: &[&str]| cases.iter().any(|case| wanted.contains(&case.as_str()));
    let is_verb = matches!(words.upos(up), Upos::Verb | Upos::Adj | Upos::Aux);
    match words.deprel(at) {
        "nsubj" if subject && is_verb => Some("subject of a government's verb"),
        // `Ankara is expected to reject`: what it does is below.
        "nsubj" | "nsubj:pass" if raised(words, up) => Some("subject of a government's verb"),
        "nsubj:pass" | "obj" | "iobj" if object => Some("object of a government's verb"),
        "nmod:poss" if POLICY_NOUNS.contains(words.lemma(up).as_str()) => {
            Some("owner of what governments have")
        }
        "nmod" if case(&BETWEEN) && TIES.contains(words.lemma(up).as_str()) => {
            Some("party to what is between governments")
        }
        "obl:agent" if subject => Some("who did it by a government's verb"),
        "obl" if case(&["by"]) && subject => Some("who did it by a government's verb"),
        "obl" if case(&["with", "against"]) && subject && is_verb => {
            Some("party to a government's verb")
        }
        "obl" if case(&["on", "upon"]) && matches!(words.lemma(up).as_str(), "call" | "press") => {
            Some("object of a government's verb")
        }
        "obl"
            if case(&["to"])
                && matches!(
                    words.lemma(up).as_str(),
                    "appeal" | "apologise" | "apologize" | "complain" | "protest" | "yield"
                ) =>
        {
            Some("object of a government's verb")
        }
        "obl" if case(&BETWEEN) && tie_beside(words, up) => {
            Some("party to what is between governments")
        }
        _ => None,
    }
}

const BETWEEN: [&str; 9] =
    ["between", "with", "against", "on", "to", "toward", "towards", "for", "from"];

/// Whether the verb below a verb of expecting is a government's: `is ready to reject`.
fn raised(words: &Words, up: usize) -> bool {
    words.children(up).any(|child| {
        words.relation(child) == "xcomp"
            && VERBS.get(words.lemma(child).as_str()).is_some_and(|(subject, _)| *subject)
    })
}

/// Whether a verb has such a noun for its object or subject: `suspend talks with Ankara`, where trees
/// hang the capital on the verb.
fn tie_beside(words: &Words, verb: usize) -> bool {
    words.children(verb).any(|child| {
        matches!(words.relation(child), "obj" | "nsubj")
            && TIES.contains(words.lemma(child).as_str())
            && !matches!(
                words.lemma(child).as_str(),
                "arms" | "aid" | "envoy" | "ambassador" | "weapon"
            )
    })
}
