//! Whether the words around a time speak of what was or of what is to come.
//!
//! `on Tuesday` is the Tuesday before or after an article by the tense of its clause. Where the
//! language model read the text, its trees say which verb that is; where it did not, or the verb says
//! nothing, the nearest word that tells does.

use onrecord_text::{Syntax, TokenId, Upos};

use super::lexicon::{Planned, is_irregular_past, planned};
use super::words::Words;

/// How what is spoken of stands to the day on which it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tense {
    /// It was, or is told as if it was.
    Past,
    /// It is to come, or is planned.
    Future,
    /// Nothing tells.
    Unknown,
}

/// The tense that holds for the words `start..end` of a sentence.
pub(super) fn tense(
    words: &Words,
    start: usize,
    end: usize,
    syntax: Option<&Syntax>,
    headline: bool,
) -> Tense {
    // Whatever the verb: `spoke ahead of Sunday's vote`.
    let of = start - usize::from(start > 0 && words.before(start) == "the");
    if of > 1 && words.before(of) == "of" && words.at(of - 2) == "ahead" {
        return Tense::Future;
    }
    if is_dateline(words, start, end) {
        return Tense::Unknown;
    }
    let token = |at: usize| words.word(at).map(|word| word.token);
    if let (Some(syntax), Some(first), Some(last)) = (syntax, token(start), token(end - 1)) {
        let found = by_tree(syntax, first, last + 1);
        if found != Tense::Unknown {
            return found;
        }
    }
    by_words(words, start, end, headline)
}

/// `ANKARA, May 3 (agency) —`: the place before, and a dash or a bracket behind.
pub(super) fn is_dateline(words: &Words, start: usize, end: usize) -> bool {
    let dash = |at: usize| matches!(words.at(at), "-" | "–" | "—" | "--");
    let early = start <= 6 && start > 0 && words.is_capital(0) && words.before(start) == ",";
    let bracket = words.at(end) == "(" && (end..end + 8).any(dash);
    early && (dash(end) || bracket)
}

/// By the verb that the words hang on.
fn by_tree(syntax: &Syntax, first: usize, last: usize) -> Tense {
    let words = syntax.words();
    let inside = |id: TokenId| (first..last).contains(&id.index());
    let head = (first..last).find_map(|at| {
        let head = words.get(at)?.head;
        head.filter(|&head| !inside(head))
    });
    let mut at = head;
    // Trees have no cycles; a bound all the same costs nothing.
    for _ in 0..32 {
        let Some(id) = at else { return Tense::Unknown };
        let word = syntax.word(id);
        if planned(&word.lemma) == Some(Planned::On) && word.upos == Upos::Adj {
            return Tense::Future;
        }
        let found = of_verb(syntax, id);
        match found {
            Verdict::Tense(tense) => return tense,
            Verdict::Above => at = word.head,
        }
    }
    Tense::Unknown
}

enum Verdict {
    Tense(Tense),
    /// What it hangs on decides.
    Above,
}

/// What a word, with its auxiliaries, says of the time of its clause.
fn of_verb(syntax: &Syntax, id: TokenId) -> Verdict {
    use Verdict::{Above, Tense as Is};
    let word = syntax.word(id);
    let helpers = || {
        let dependents = syntax.dependents(id).iter().map(|&id| syntax.word(id));
        dependents.filter(|word| matches!(word.relation(), "aux" | "cop"))
    };
    let lemma_is = |lemmas: &[&str]| helpers().any(|word| lemmas.contains(&&*word.lemma));
    let perfect = lemma_is(&["have"]);
    if lemma_is(&["will", "shall", "would", "'ll", "wo"]) {
        let unreal = lemma_is(&["would"]) && perfect;
        return Is(if unreal { Tense::Past } else { Tense::Future });
    }
    if lemma_is(&["may", "might", "should", "must", "can"]) {
        return Is(if perfect { Tense::Past } else { Tense::Future });
    }
    let to = syntax.dependents(id).iter().any(|&below| {
        let below = syntax.word(below);
        below.upos == Upos::Part && &*below.lemma == "to"
    });
    if to {
        let above = word.head.map(|head| syntax.word(head));
        let makes_plan = above.is_some_and(|above| {
            matches!(planned(&above.lemma), Some(Planned::To | Planned::On))
                || (above.upos == Upos::Verb && is_planned_participle(above))
        });
        return if makes_plan { Is(Tense::Future) } else { Above };
    }
    let past_helper = helpers().any(|word| matches!(&*word.xpos, "VBD"));
    let helped = helpers().next().is_some();
    if word.upos != Upos::Verb && word.upos != Upos::Aux {
        return match (helped, past_helper) {
            (true, true) => Is(Tense::Past),
            _ => Above,
        };
    }
    match &*word.xpos {
        "VBD" => Is(Tense::Past),
        "VBN" if is_planned_participle(word) => Is(Tense::Future),
        "VBN" if perfect || past_helper || !helped => Is(Tense::Past),
        "VBN" => Is(Tense::Unknown),
        "VBG" if past_helper || perfect => Is(Tense::Past),
        "VBG" if helped => {
            Is(if is_timetabled(&word.lemma) { Tense::Future } else { Tense::Unknown })
        }
        "VBG" => Above,
        "VBZ" | "VBP" if is_timetabled(&word.lemma) => Is(Tense::Future),
        "VBZ" | "VBP" => Is(Tense::Unknown),
        _ => Above,
    }
}

/// Whether the present of a verb is one of timetables: `opens`, `is meeting`.
fn is_timetabled(lemma: &str) -> bool {
    let forms = [format!("{lemma}s"), format!("{lemma}es")];
    let found = forms.iter().find_map(|form| planned(form));
    matches!(found, Some(Planned::Verb | Planned::VerbOrNoun))
}

/// `scheduled`, `expected`: planned by being so.
fn is_planned_participle(word: &onrecord_text::Word) -> bool {
    let lemma: &str = &word.lemma;
    let forms = [format!("{lemma}d"), format!("{lemma}ed"), lemma.to_owned()];
    let doubled = lemma.chars().next_back().map(|last| format!("{lemma}{last}ed"));
    forms.iter().chain(&doubled).any(|form| planned(form) == Some(Planned::On))
}

/// By the nearest word that tells, first within the clause to the left, then to the right, then
/// anywhere in the sentence.
fn by_words(words: &Words, start: usize, end: usize, headline: bool) -> Tense {
    let ends = |at: usize| {
        words.any(
            at,
            &[
                ",", ";", ":", "\"", "“", "”", "(", ")", "—", "that", "which", "who", "but",
                "when", "because", "while", "after", "before",
            ],
        )
    };
    let left = |whole: bool| {
        let places = (0..start).rev().take_while(|&at| whole || !ends(at));
        places.into_iter().find_map(|at| signal(words, at, headline))
    };
    let right = |whole: bool| {
        let places = (end..words.len()).skip(usize::from(words.at(end) == ","));
        places.take_while(|&at| whole || !ends(at)).find_map(|at| signal(words, at, headline))
    };
    // Another clause's past says little.
    let far = || left(true).or_else(|| right(true)).filter(|&tense| tense == Tense::Future);
    left(false).or_else(|| right(false)).or_else(far).unwrap_or(Tense::Unknown)
}

/// What one word tells, with those just before it.
fn signal(words: &Words, at: usize, headline: bool) -> Option<Tense> {
    let word = words.at(at);
    if words.is_capital(at) && at > 0 && !headline {
        return None;
    }
    let next_is_have = |from: usize| (from + 1..from + 3).any(|at| words.at(at) == "have");
    match word {
        "will" | "shall" | "'ll" | "wo" => return Some(Tense::Future),
        "would" | "may" | "might" | "should" | "must" | "can" => {
            return Some(if next_is_have(at) { Tense::Past } else { Tense::Future });
        }
        "to" => return planned_to(words, at, headline).then_some(Tense::Future),
        "was" | "were" | "had" | "did" | "been" | "says" => return Some(Tense::Past),
        "has" | "have" if words.at(at + 1) == "to" => return None,
        "has" | "have" => {
            let future = matches!(words.before(at), "will" | "to" | "would" | "may" | "might");
            return (!future).then_some(Tense::Past);
        }
        _ => {}
    }
    // The helper before, past adverbs.
    let mut helper = at;
    for _ in 0..3 {
        let before = words.before(helper);
        if !(before.ends_with("ly")
            || matches!(before, "not" | "also" | "n't" | "now" | "already" | "still" | "never"))
        {
            break;
        }
        helper -= 1;
    }
    let helper = words.before(helper);
    match planned(word) {
        Some(Planned::On) if word == "set" && !words.any(at + 1, &["to", "for"]) => {}
        Some(Planned::On) => return Some(Tense::Future),
        Some(Planned::Verb) => return Some(Tense::Future),
        // `voters go`, `the talks resume`: after a plural it is the verb.
        Some(Planned::VerbOrNoun) if !word.ends_with('s') => {
            let subject = words.before(at);
            let many = subject.len() > 3 && subject.ends_with('s') && !subject.ends_with("ss");
            if many && helper == subject {
                return Some(Tense::Future);
            }
        }
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("ing") {
        let helped = matches!(helper, "is" | "are" | "am" | "'s" | "'re");
        let timetabled = helped && (is_timetabled(stem) || is_timetabled(&format!("{stem}e")));
        return timetabled.then_some(Tense::Future);
    }
    let regular = word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed");
    if !(regular || is_irregular_past(word)) || word == "hundred" {
        return None;
    }
    // `will stay closed`
    if matches!(words.before(at.saturating_sub(1)), "will" | "would" | "to" | "may" | "might") {
        return None;
    }
    match helper {
        // The modal before, or the `to`, tells.
        "be" | "will" | "would" | "to" | "may" | "can" | "is" | "are" => None,
        "have" => None,
        _ => Some(Tense::Past),
    }
}

/// Whether a `to` is one of a plan: `plans to meet`, `to be held`, and in headlines any before a
/// verb: `Leaders to gather`.
fn planned_to(words: &Words, at: usize, headline: bool) -> bool {
    let next = words.at(at + 1);
    if next == "be" || next == "resume" {
        return true;
    }
    let article = matches!(
        next,
        "the" | "a" | "an" | "his" | "her" | "its" | "their" | "this" | "that" | "" | "me" | "us"
    );
    let number = next.starts_with(|c: char| c.is_ascii_digit());
    if article || number {
        return false;
    }
    let before = words.before(at);
    match planned(before) {
        Some(Planned::To | Planned::On) => true,
        // `the mayor's plan to visit`, `agreed on Monday to meet`
        _ => headline && !words.is_capital(at + 1) && at > 0,
    }
}
