//! Lemmas: the dictionary form of a word, from its spelling and its part of speech.
//!
//! What spelling does not give is looked up in `rules/en/lemmas.tsv`; the rest is cut off by the
//! rules below. The forms are those of UD English GUM: pronouns in the nominative, names as they are
//! written, quotation marks and dashes straight.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use onrecord_text::Upos;

/// The kind of word that an entry of the table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Class {
    /// Comparatives and superlatives: `better`.
    Adjective,
    /// The same of adverbs.
    Adverb,
    /// Determiners, particles, prepositions, abbreviations: `n't`.
    Function,
    /// Plurals: `mice`.
    Noun,
    /// Pronouns: `them`.
    Pronoun,
    /// Verbs and auxiliaries: `went`.
    Verb,
}

static LEMMAS: LazyLock<HashMap<(Class, &'static str), &'static str>> = LazyLock::new(|| {
    include_str!("../../../../rules/en/lemmas.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let class = match columns.next()? {
                "adjective" => Class::Adjective,
                "adverb" => Class::Adverb,
                "function" => Class::Function,
                "noun" => Class::Noun,
                "pronoun" => Class::Pronoun,
                "verb" => Class::Verb,
                _ => return None,
            };
            Some(((class, columns.next()?), columns.next()?))
        })
        .collect()
});

fn known(class: Class, word: &str) -> Option<&'static str> {
    LEMMAS.get(&(class, word)).copied()
}

/// The dictionary form of a word with that part of speech, given universally and by the Penn
/// Treebank's tag. `opens` says whether the word begins its sentence, where a capital means nothing.
pub fn lemma(form: &str, upos: Upos, xpos: &str, opens: bool) -> String {
    let straight = straightened(form);
    let low = straight.to_lowercase();
    match xpos {
        "``" | "''" => return if form.contains(['\'', '‘', '’', '‚']) { "'" } else { "\"" }.into(),
        ":" | "HYPH" | "SYM" | "," | "." | "NFP" | "-LRB-" | "-RRB-" | "$" => {
            return mark(&straight);
        }
        "CD" => return number(&straight, low),
        "PRP" | "WP" => {
            let lemma = known(Class::Pronoun, &low).map(str::to_owned);
            return lemma.unwrap_or(low);
        }
        "POS" => return "'s".into(),
        "NNP" | "NNPS" | "NN" | "NNS" | "VB" | "VBD" | "VBG" | "VBN" | "VBP" | "VBZ" | "MD"
        | "JJ" | "JJR" | "JJS" | "RBR" | "RBS" | "FW" | "LS" | "ADD" | "AFX" | "GW" | "XX" => {}
        _ => {
            let lemma = known(Class::Function, &low).map(str::to_owned);
            return lemma.unwrap_or(low);
        }
    }
    match xpos {
        // Part of a name, but a verb by itself: the `United` of a country.
        "NNP" if upos == Upos::Verb => like(&straight, verb(&low, inflection(&low))),
        "NNPS" => like(&straight, plural(&low)),
        "NNP" => named(&straight),
        "NN" => known(Class::Function, &low)
            .map_or_else(|| common(&straight, low.clone()), str::to_owned),
        "NNS" => common(&straight, plural(&low)),
        // A past that was taken for a present; no verb of the tables ends so but those in `eed`.
        "VB" | "VBP"
            if low.len() > 4
                && low.ends_with("ed")
                && !low.ends_with("eed")
                && known(Class::Verb, &low).is_none()
                && low != "embed" =>
        {
            verb(&low, "ed")
        }
        "VB" | "VBP" | "MD" => known(Class::Verb, &low).map_or(low.clone(), str::to_owned),
        "VBZ" => verb(&low, "s"),
        // Past of `have` here, of `will` where it is a modal.
        "VBD" | "VBN" if low == "'d" => "have".into(),
        "VBD" | "VBN" => verb(&low, "ed"),
        "VBG" => verb(&low, "ing"),
        "JJR" => compared(Class::Adjective, &low, "er"),
        "JJS" => compared(Class::Adjective, &low, "est"),
        "RBR" => compared(Class::Adverb, &low, "er"),
        "RBS" => compared(Class::Adverb, &low, "est"),
        // Adjectives of names keep their capital.
        "JJ" if !opens || low.ends_with("an") || low.ends_with("ese") => straight.into_owned(),
        "JJ" => common(&straight, low),
        _ => straight.into_owned(),
    }
}

/// The word with straight apostrophes.
fn straightened(form: &str) -> Cow<'_, str> {
    if form.contains(['’', '‘', 'ʼ']) {
        Cow::Owned(form.replace(['’', '‘', 'ʼ'], "'"))
    } else {
        Cow::Borrowed(form)
    }
}

fn mark(form: &str) -> String {
    match form {
        "–" | "--" | "‐" | "‑" | "−" => "-".into(),
        "..." | ". . ." => "…".into(),
        _ => form.into(),
    }
}

/// Numbers without their thousands' commas, number words in lower case.
fn number(form: &str, low: String) -> String {
    if form.starts_with(|c: char| c.is_ascii_digit()) {
        return form.replace(',', "");
    }
    if form.chars().skip(1).any(char::is_uppercase) { form.into() } else { low }
}

/// Capitals and digits within a word mean that it is written as it is: `L2`, `mL`.
fn common(form: &str, low: String) -> String {
    let marked = |c: char| c.is_uppercase() || c.is_ascii_digit();
    let capitals = form.chars().filter(|c| c.is_uppercase()).count();
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = capitals == letters && letters > 4;
    if form.chars().skip(1).any(marked) && !shouted {
        return like(form, low);
    }
    low
}

/// A name is written as it is, unless in capitals throughout and long enough to be no acronym.
fn named(form: &str) -> String {
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 4 && !form.chars().any(|c| c.is_lowercase() || c == '.' || c.is_ascii_digit()) {
        let mut chars = form.chars();
        let first = chars.next().map(String::from).unwrap_or_default();
        return first + &chars.as_str().to_lowercase();
    }
    form.to_owned()
}

/// `lemma` with the capitals that `form` has where the two agree.
fn like(form: &str, lemma: String) -> String {
    let mut written = form.chars();
    let mut agree = true;
    lemma
        .chars()
        .map(|c| match written.next() {
            Some(w) if agree && w.to_lowercase().eq(c.to_lowercase()) => w,
            _ => {
                agree = false;
                c
            }
        })
        .collect()
}

/// How a verb of unknown form ends.
fn inflection(low: &str) -> &'static str {
    if low.ends_with("ing") {
        "ing"
    } else if low.ends_with("ed") {
        "ed"
    } else {
        ""
    }
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The singular of a noun in lower case.
fn plural(low: &str) -> String {
    if let Some(lemma) = known(Class::Noun, low) {
        return lemma.into();
    }
    if low.starts_with(|c: char| c.is_ascii_digit()) {
        return low.to_owned();
    }
    // The last part of a compound is the one that has a plural.
    if let Some((before, last)) = low.rsplit_once('-').filter(|(_, last)| last.len() > 2) {
        return format!("{before}-{}", plural(last));
    }
    let stem = |cut: usize| low[..low.len() - cut].to_owned();
    if let Some(before) = low.strip_suffix("men").filter(|before| before.len() > 2) {
        return format!("{before}man");
    }
    if let Some(before) = low.strip_suffix("ies").filter(|before| before.len() > 1) {
        return format!("{before}y");
    }
    if ends(low, &["sses", "shes", "ches", "xes", "zzes"]) {
        return stem(2);
    }
    // `viruses`, `campuses`; not `houses`.
    if low.len() > 6 && ends(low, &["ruses", "nuses", "puses", "tuses"]) {
        return stem(2);
    }
    if low.ends_with('s') && !ends(low, &["ss", "us", "is"]) && low.len() > 2 {
        return stem(if low.ends_with("'s") { 2 } else { 1 });
    }
    low.to_owned()
}

/// The infinitive of a verb in lower case; `ending` is `s`, `ed` or `ing`.
fn verb(low: &str, ending: &str) -> String {
    if let Some(lemma) = known(Class::Verb, low) {
        return lemma.into();
    }
    if let Some((before, last)) = low.rsplit_once('-').filter(|(_, last)| last.len() > 3) {
        return format!("{before}-{}", verb(last, ending));
    }
    for prefix in ["re", "un", "over", "under", "out", "mis", "fore", "pre", "co", "dis"] {
        let rest = low.strip_prefix(prefix).filter(|rest| rest.len() > 2);
        // `relying` and `reached` only look as if they had one.
        let lemma = rest.and_then(|rest| known(Class::Verb, rest));
        if let Some(lemma) = lemma.filter(|lemma| !matches!(*lemma, "ache" | "lie" | "be" | "do")) {
            return format!("{prefix}{lemma}");
        }
    }
    let cut = |suffix: &str| low.strip_suffix(suffix).filter(|stem| stem.bytes().any(is_sounded));
    match ending {
        "s" => {
            if let Some(stem) = low.strip_suffix("ies").filter(|stem| stem.len() > 1) {
                return format!("{stem}y");
            }
            if ends(low, &["sses", "shes", "ches", "xes", "zzes", "oes"]) {
                return low[..low.len() - 2].to_owned();
            }
            low.strip_suffix('s').unwrap_or(low).to_owned()
        }
        "ed" => {
            if let Some(stem) = low.strip_suffix("ied").filter(|stem| stem.len() > 1) {
                return format!("{stem}y");
            }
            cut("ed").map_or_else(|| low.to_owned(), |stem| mended(stem, false))
        }
        "ing" => {
            let stem = cut("ing").or_else(|| cut("in'")).or_else(|| cut("in"));
            stem.map_or_else(|| low.to_owned(), |stem| mended(stem, false))
        }
        _ => low.to_owned(),
    }
}

fn is_sounded(c: u8) -> bool {
    is_vowel(c) || c == b'y'
}

/// The positive of an adjective or adverb in lower case; `ending` is `er` or `est`.
fn compared(class: Class, low: &str, ending: &str) -> String {
    if let Some(lemma) = known(class, low) {
        return lemma.into();
    }
    // Adverbs are compared like adjectives: `nearer`.
    if let Some(lemma) = known(Class::Adjective, low) {
        return lemma.into();
    }
    let Some(stem) = low.strip_suffix(ending).filter(|stem| stem.len() > 2) else {
        return low.to_owned();
    };
    if let Some(stem) = stem.strip_suffix('i') {
        return format!("{stem}y");
    }
    mended(stem, true)
}

fn ends(word: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| word.ends_with(ending))
}

/// Gives a stem back what its ending took: a silent `e`, or one of two consonants.
fn mended(stem: &str, adjective: bool) -> String {
    let bytes = stem.as_bytes();
    let [.., before, last] = *bytes else { return stem.to_owned() };
    if !last.is_ascii_lowercase() {
        return stem.to_owned();
    }
    let syllables = syllables(bytes);
    if before == last && !is_vowel(last) {
        let keep = matches!(last, b'l' | b's' | b'f' | b'z');
        return if keep { stem.to_owned() } else { stem[..stem.len() - 1].to_owned() };
    }
    let silent = if adjective { takes_e_adjective(stem) } else { takes_e(stem, syllables) };
    if silent { format!("{stem}e") } else { stem.to_owned() }
}

/// How many groups of vowels there are.
fn syllables(stem: &[u8]) -> usize {
    let starts = stem.iter().enumerate().filter(|&(at, &c)| {
        let follows_q = at > 0 && stem[at - 1] == b'q' && c == b'u';
        is_sounded(c)
            && !follows_q
            && (at == 0 || !is_sounded(stem[at - 1]) || stem[at - 1] == b'y')
    });
    starts.count()
}

fn takes_e_adjective(stem: &str) -> bool {
    ends(stem, &["c", "g", "v", "bl", "pl", "tl", "dl"]) && !ends(stem, &["ng", "ang"])
}

/// Whether a verb's stem lost a silent `e`.
fn takes_e(stem: &str, syllables: usize) -> bool {
    let bytes = stem.as_bytes();
    let [.., before, last] = *bytes else { return false };
    let third = bytes.len().checked_sub(3).map(|at| bytes[at]);
    let after_vowel = is_vowel(before);
    // Two letters for one long vowel need no `e` after their consonant.
    let long = match third {
        Some(third) => matches!(
            &[third, before],
            b"ai" | b"au" | b"ea" | b"ee" | b"ei" | b"eu" | b"ie" | b"oa" | b"oi" | b"oo" | b"ou"
        ),
        None => false,
    };
    match last {
        b'v' | b'u' => true,
        b'c' | b'z' => true,
        b'g' => before != b'n',
        b's' => {
            !matches!(before, b's' | b'u' | b'i')
                || (before == b'u' || before == b'i') && third.is_some()
        }
        b'l' => {
            !after_vowel && !matches!(before, b'r' | b'w' | b'l')
                || after_vowel && !long && (syllables == 1 || ends(stem, &["il", "ul", "ol"]))
        }
        b'h' | b'w' | b'x' | b'y' | b'f' | b'j' | b'q' | b'i' | b'o' | b'e' | b'a' => false,
        _ if !after_vowel => false,
        _ if long => stem.ends_with("squar"),
        // A short word would have doubled its consonant: hoping, hopping.
        _ if syllables == 1 => true,
        b'r' => matches!(before, b'a' | b'i' | b'o' | b'u'),
        b't' => matches!(before, b'a' | b'u' | b'o'),
        b'd' => true,
        b'k' => true,
        b'm' => matches!(before, b'a' | b'u' | b'o'),
        b'n' => {
            matches!(before, b'i' | b'a' | b'u' | b'o')
                && !ends(stem, &["ion", "son", "don", "ton", "can"])
        }
        b'p' => matches!(before, b'a' | b'y' | b'o') && !ends(stem, &["elop", "llop"]),
        b'b' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(upos: Upos, xpos: &str, words: &[(&str, &str)]) {
        for (form, expected) in words {
            assert_eq!(lemma(form, upos, xpos, false), *expected, "{form}/{xpos}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        let lines: Vec<&str> = include_str!("../../../../rules/en/lemmas.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.is_sorted_by(|a, b| a.split('\t').take(2).lt(b.split('\t').take(2))));
        assert_eq!(lines.len(), LEMMAS.len(), "every line is an entry of its own");
    }

    #[test]
    fn verbs() {
        let past = [
            ("went", "go"),
            ("stopped", "stop"),
            ("hoped", "hope"),
            ("visited", "visit"),
            ("tried", "try"),
            ("created", "create"),
            ("treated", "treat"),
            ("agreed", "agree"),
            ("announced", "announce"),
            ("called", "call"),
            ("changed", "change"),
            ("walked", "walk"),
            ("acquired", "acquire"),
            ("settled", "settle"),
            ("overtook", "overtake"),
            ("co-founded", "co-found"),
        ];
        check(Upos::Verb, "VBD", &past);
        check(Upos::Verb, "VBG", &[("making", "make"), ("lying", "lie"), ("meeting", "meet")]);
        check(Upos::Verb, "VBZ", &[("goes", "go"), ("watches", "watch"), ("uses", "use")]);
        check(Upos::Aux, "VBZ", &[("’s", "be"), ("has", "have")]);
        check(Upos::Aux, "MD", &[("ca", "can"), ("'ll", "will"), ("might", "might")]);
    }

    #[test]
    fn nouns_and_names() {
        let plurals = [
            ("cities", "city"),
            ("movies", "movie"),
            ("women", "woman"),
            ("firemen", "fireman"),
            ("boxes", "box"),
            ("houses", "house"),
            ("analyses", "analysis"),
            ("viruses", "virus"),
            ("passers-by", "passers-by"),
            ("MPs", "MP"),
        ];
        check(Upos::Noun, "NNS", &plurals);
        check(Upos::Noun, "NN", &[("Trade", "trade"), ("L2", "L2"), ("pm", "p.m.")]);
        check(Upos::Propn, "NNP", &[("Bern", "Bern"), ("NATO", "NATO"), ("GENEVA", "Geneva")]);
        check(Upos::Propn, "NNPS", &[("States", "State"), ("Nations", "Nation")]);
        check(Upos::Verb, "NNP", &[("United", "Unite")]);
    }

    #[test]
    fn the_rest() {
        check(Upos::Adj, "JJR", &[("better", "good"), ("larger", "large"), ("bigger", "big")]);
        check(Upos::Adj, "JJS", &[("easiest", "easy"), ("longest", "long")]);
        check(Upos::Adj, "JJ", &[("Swiss", "Swiss"), ("late", "late")]);
        check(Upos::Pron, "PRP", &[("Them", "they"), ("me", "I"), ("it", "it")]);
        check(Upos::Part, "RB", &[("n’t", "not")]);
        check(Upos::Num, "CD", &[("20,000", "20000"), ("Two", "two"), ("II", "II")]);
        check(Upos::Punct, "``", &[("“", "\""), ("‘", "'")]);
        check(Upos::Punct, ":", &[("–", "-"), ("—", "—"), ("...", "…")]);
        check(Upos::Part, "POS", &[("’", "'s")]);
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_too_strange(word in "\\PC{1,12}", tag in 0usize..12) {
            let tags = ["VBD", "VBG", "VBZ", "NNS", "NNPS", "JJR", "JJS", "RBR", "CD", "NN", "NNP", ":"];
            lemma(&word, Upos::Verb, tags[tag], true);
        }
    }
}
