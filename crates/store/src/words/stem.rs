//! Stems of English words, after Martin Porter's algorithm (Program 14, 1980).
//!
//! Wordings of one statement inflect the same words differently ("will close", "closing", "is
//! closed"). A stem need not be a word; it only has to be the same for forms of one word. Words of
//! other scripts and short words are their own stems.

/// The stem of a folded word.
pub fn stem(word: &str) -> String {
    let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !plain || word.len() <= 2 || word.len() > LONGEST {
        return word.to_owned();
    }
    let mut word = word.to_owned();
    plurals(&mut word);
    pasts(&mut word);
    if let Some(root) = word.strip_suffix('y')
        && has_vowel(root)
    {
        replace(&mut word, "y", "i");
    }
    first_rule(&mut word, &DOUBLE_SUFFIXES, 0);
    first_rule(&mut word, &SINGLE_SUFFIXES, 0);
    last_suffixes(&mut word);
    final_letters(&mut word);
    word
}

/// No English word is longer, and what is would cost time.
const LONGEST: usize = 40;

const DOUBLE_SUFFIXES: [(&str, &str); 21] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("abli", "able"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
    ("logi", "log"),
];

const SINGLE_SUFFIXES: [(&str, &str); 7] = [
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
];

const LAST_SUFFIXES: [&str; 18] = [
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous",
    "ive", "ize", "al", "er", "ic", "ou",
];

fn plurals(word: &mut String) {
    if word.ends_with("sses") || word.ends_with("ies") {
        word.truncate(word.len() - 2);
    } else if word.ends_with('s') && !word.ends_with("ss") {
        word.pop();
    }
}

fn pasts(word: &mut String) {
    if let Some(root) = word.strip_suffix("eed") {
        if measure(root) > 0 {
            word.pop();
        }
        return;
    }
    let root = ["ed", "ing"].into_iter().find_map(|ending| word.strip_suffix(ending));
    let Some(length) = root.filter(|root| has_vowel(root)).map(str::len) else { return };
    word.truncate(length);
    if ["at", "bl", "iz"].iter().any(|ending| word.ends_with(ending)) {
        word.push('e');
    } else if double_consonant(word) && !word.ends_with(['l', 's', 'z']) {
        word.pop();
    } else if measure(word) == 1 && short(word) {
        word.push('e');
    }
}

/// Applies the rule with the longest suffix that the word has, if its root is long enough.
fn first_rule(word: &mut String, rules: &[(&str, &str)], least: usize) {
    let fitting = rules.iter().filter(|(suffix, _)| word.ends_with(suffix));
    let Some((suffix, new)) = fitting.max_by_key(|(suffix, _)| suffix.len()) else { return };
    if measure(&word[..word.len() - suffix.len()]) > least {
        replace(word, suffix, new);
    }
}

fn last_suffixes(word: &mut String) {
    if let Some(root) = word.strip_suffix("ion") {
        if root.ends_with(['s', 't']) && measure(root) > 1 {
            word.truncate(word.len() - 3);
        }
        return;
    }
    let Some(suffix) = LAST_SUFFIXES.iter().find(|suffix| word.ends_with(**suffix)) else { return };
    if measure(&word[..word.len() - suffix.len()]) > 1 {
        word.truncate(word.len() - suffix.len());
    }
}

fn final_letters(word: &mut String) {
    if let Some(root) = word.strip_suffix('e') {
        let measure = measure(root);
        if measure > 1 || measure == 1 && !short(root) {
            word.pop();
        }
    }
    if word.ends_with("ll") && measure(word) > 1 {
        word.pop();
    }
}

fn replace(word: &mut String, suffix: &str, new: &str) {
    word.truncate(word.len() - suffix.len());
    word.push_str(new);
}

fn consonant(word: &[u8], at: usize) -> bool {
    match word[at] {
        b'a' | b'e' | b'i' | b'o' | b'u' => false,
        b'y' => at == 0 || !consonant(word, at - 1),
        _ => true,
    }
}

fn has_vowel(word: &str) -> bool {
    (0..word.len()).any(|at| !consonant(word.as_bytes(), at))
}

/// How often a vowel is followed by a consonant.
fn measure(word: &str) -> usize {
    let word = word.as_bytes();
    (1..word.len()).filter(|&at| consonant(word, at) && !consonant(word, at - 1)).count()
}

fn double_consonant(word: &str) -> bool {
    let word = word.as_bytes();
    let last = word.len().wrapping_sub(1);
    word.len() > 1 && word[last] == word[last - 1] && consonant(word, last)
}

/// Consonant, vowel, consonant at the end, the last of them not w, x or y.
fn short(word: &str) -> bool {
    let letters = word.as_bytes();
    let Some(start) = letters.len().checked_sub(3) else { return false };
    consonant(letters, start)
        && !consonant(letters, start + 1)
        && consonant(letters, start + 2)
        && !matches!(letters[start + 2], b'w' | b'x' | b'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_those_of_the_algorithm() {
        for (word, expected) in [
            ("caresses", "caress"),
            ("ponies", "poni"),
            ("agreed", "agre"),
            ("plastered", "plaster"),
            ("motoring", "motor"),
            ("hopping", "hop"),
            ("filing", "file"),
            ("relational", "relat"),
            ("conditional", "condit"),
            ("vietnamization", "vietnam"),
            ("sensitiviti", "sensit"),
            ("electrical", "electr"),
            ("adjustment", "adjust"),
            ("adoption", "adopt"),
            ("controll", "control"),
            ("sky", "sky"),
            ("橋", "橋"),
            ("by", "by"),
        ] {
            assert_eq!(stem(word), expected, "{word}");
        }
    }
}
