//! The word lists that statements are found with.
//!
//! They are data that anybody can read and correct, in `rules/en`, compiled in so that extraction
//! stays a function of its text alone, and put into maps on first use.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::rules::{entries, word_list};

/// A set of word classes; a word may be in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(pub(super) u16);

impl Classes {
    pub(super) const DETERMINER: Classes = Classes(1);
    pub(super) const POSSESSIVE: Classes = Classes(1 << 1);
    pub(super) const SUBJECT: Classes = Classes(1 << 2);
    pub(super) const OBJECT: Classes = Classes(1 << 3);
    pub(super) const PREPOSITION: Classes = Classes(1 << 4);
    pub(super) const CONJUNCTION: Classes = Classes(1 << 5);
    pub(super) const SUBORDINATOR: Classes = Classes(1 << 6);
    pub(super) const AUXILIARY: Classes = Classes(1 << 7);
    pub(super) const NEGATION: Classes = Classes(1 << 8);
    pub(super) const ADVERB: Classes = Classes(1 << 9);
    pub(super) const TIME: Classes = Classes(1 << 10);
    pub(super) const PUNCTUATION: Classes = Classes(1 << 11);
    /// Begins with a capital letter.
    pub(super) const CAPITAL: Classes = Classes(1 << 12);
    pub(super) const NUMBER: Classes = Classes(1 << 13);
    /// The first word of a name of several, as the trees have it.
    pub(super) const NAME: Classes = Classes(1 << 14);
    /// By itself a name that the registry has.
    pub(super) const REGISTERED: Classes = Classes(1 << 15);

    /// These classes but for some.
    pub(super) fn without(self, classes: Classes) -> Classes {
        Classes(self.0 & !classes.0)
    }

    /// Whether the word is in any of these classes.
    pub(super) fn any(self, classes: Classes) -> bool {
        self.0 & classes.0 != 0
    }
}

impl std::ops::BitOr for Classes {
    type Output = Classes;

    fn bitor(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

/// The class of a word of letters, its capital aside.
pub(super) fn classes_of(word: &str, lower: &str) -> Classes {
    let mut classes = FUNCTION_WORDS.get(lower).copied().unwrap_or_default();
    if TIME_WORDS.contains(lower) {
        classes = classes | Classes::TIME;
    }
    let first = word.chars().next();
    if first.is_some_and(char::is_uppercase) {
        classes = classes | Classes::CAPITAL;
    } else if first.is_some_and(char::is_numeric) {
        classes = classes | Classes::NUMBER;
    }
    if !word.chars().any(char::is_alphanumeric) && !matches!(word, "&" | "%" | "$" | "€" | "£") {
        classes = classes | Classes::PUNCTUATION;
    }
    if classes == Classes::default() && lower.len() > 4 && lower.ends_with("ly") {
        classes = Classes::ADVERB;
    }
    classes
}

word_list! {
    /// `Tuesday`, `week`.
    TIME_WORDS, "time_words.txt"
}
word_list! {
    /// `Mr`.
    COURTESY_TITLES, "courtesy_titles.txt"
}
word_list! {
    /// `statement`, `Telegram`.
    MEDIA, "media.txt"
}
word_list! {
    /// `ministry`, `committee`.
    ORGANIZATIONS, "organizations.txt"
}
word_list! {
    /// `officials`, `residents`.
    PEOPLE_WORDS, "people_words.txt"
}
word_list! {
    /// `nickname`.
    NAMING_VERBS, "naming_verbs.txt"
}
word_list! {
    /// `al` of `al-Masri`.
    NAME_ARTICLES, "name_articles.txt"
}
word_list! {
    /// `colleague`.
    PERSON_NOUNS, "person_nouns.txt"
}
word_list! {
    /// `venue` in `Venue: Town Hall`.
    THING_LABELS, "thing_labels.txt"
}
word_list! {
    /// `poll`, `report`.
    SPEAKING_DOCUMENTS, "speaking_documents.txt"
}
word_list! {
    /// `claim` in `the minister's claim that`.
    ATTRIBUTION_NOUNS, "attribution_nouns.txt"
}
word_list! {
    /// `went`, `took`.
    IRREGULAR_PASTS, "irregular_pasts.txt"
}
word_list! {
    /// `comment` in `declined to comment`.
    REFUSED_ACTS, "refused_acts.txt"
}

word_list! {
    /// `sign` in `signed a treaty`.
    ACTS, "acts.txt"
}

static FUNCTION_WORDS: LazyLock<HashMap<&'static str, Classes>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Classes> = HashMap::new();
    for line in entries(include_str!("../../../../rules/en/function_words.tsv")) {
        let Some((word, class)) = line.split_once('\t') else { continue };
        let class = match class {
            "determiner" => Classes::DETERMINER,
            "possessive" => Classes::POSSESSIVE,
            "subject" => Classes::SUBJECT,
            "object" => Classes::OBJECT,
            "preposition" => Classes::PREPOSITION,
            "conjunction" => Classes::CONJUNCTION,
            "subordinator" => Classes::SUBORDINATOR,
            "auxiliary" => Classes::AUXILIARY,
            "negation" => Classes::NEGATION,
            "adverb" => Classes::ADVERB,
            _ => continue,
        };
        let held = words.entry(word).or_default();
        *held = *held | class;
    }
    words
});

/// What somebody is said to be by the title before their name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Man,
    Woman,
}

/// Titles, offices and callings, with the gender that they tell.
pub(crate) static TITLES: LazyLock<HashMap<&'static str, Option<Gender>>> =
    LazyLock::new(|| genders(include_str!("../../../../rules/en/titles.tsv")).collect());

/// Nouns that tell whether they mean a man or a woman.
pub(super) static GENDERED_NOUNS: LazyLock<HashMap<&'static str, Gender>> = LazyLock::new(|| {
    let nouns = genders(include_str!("../../../../rules/en/gendered_nouns.tsv"));
    nouns.filter_map(|(word, gender)| Some((word, gender?))).collect()
});

fn genders(file: &'static str) -> impl Iterator<Item = (&'static str, Option<Gender>)> {
    entries(file).filter_map(|line| line.split_once('\t')).map(|(word, gender)| {
        let gender = match gender {
            "man" => Some(Gender::Man),
            "woman" => Some(Gender::Woman),
            _ => None,
        };
        (word, gender)
    })
}

/// `fm` for `foreign minister`.
pub(super) static ABBREVIATED_OFFICES: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| {
        entries(include_str!("../../../../rules/en/abbreviated_offices.tsv"))
            .filter_map(|line| line.split_once('\t'))
            .collect()
    });

/// The form that a verb stands in. `Past` stands for the participle as well where the two agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Base,
    Third,
    Past,
    Participle,
    Ing,
}

/// What may follow a verb of attribution.
#[derive(Clone, Debug, Default)]
pub(super) struct Frames {
    /// It may stand beside a quotation, before or after its subject.
    pub(super) says: bool,
    /// A clause with `that`.
    pub(super) that: bool,
    /// A clause without it.
    pub(super) bare: bool,
    /// A clause with `whether`, `how`, `what`.
    pub(super) wh: bool,
    /// An infinitive.
    pub(super) to: bool,
    /// A noun phrase.
    pub(super) object: bool,
    /// Its third person is more often a noun: `reports`.
    pub(super) noun: bool,
    /// An addressee, before the content.
    pub(super) hearer: bool,
    /// Prepositions whose object is the content.
    pub(super) prepositions: Vec<&'static str>,
}

/// A verb of attribution.
#[derive(Clone, Debug)]
pub(super) struct Verb {
    /// The dictionary form of its first word.
    pub(super) lemma: &'static str,
    /// The words that follow its first one: `out` of `point out`.
    pub(super) particle: Vec<&'static str>,
    pub(super) frames: Frames,
}

/// The verbs of which a word is a form, those with the longest particle first.
pub(super) fn verbs_of(lower: &str) -> &'static [(Form, usize)] {
    FORMS.get(lower).map_or(&[], Vec::as_slice)
}

/// The verb with that number.
pub(super) fn verb(number: usize) -> &'static Verb {
    &VERBS[number]
}

static VERBS: LazyLock<Vec<Verb>> = LazyLock::new(|| {
    verb_lines()
        .map(|columns| {
            let mut words = columns[0].split(' ');
            let lemma = words.next().unwrap_or_default();
            let mut frames = Frames::default();
            for frame in columns[5].split(' ') {
                match frame {
                    "says" => frames.says = true,
                    "that" => frames.that = true,
                    "bare" => frames.bare = true,
                    "if" => frames.wh = true,
                    "to" => frames.to = true,
                    "object" => frames.object = true,
                    "noun" => frames.noun = true,
                    "hearer" => frames.hearer = true,
                    _ => frames.prepositions.extend(frame.strip_prefix('+')),
                }
            }
            Verb { lemma, particle: words.collect(), frames }
        })
        .collect()
});

static FORMS: LazyLock<HashMap<&'static str, Vec<(Form, usize)>>> = LazyLock::new(|| {
    let mut forms: HashMap<&'static str, Vec<(Form, usize)>> = HashMap::new();
    for (number, columns) in verb_lines().enumerate() {
        let base = columns[0].split(' ').next().unwrap_or_default();
        let mut add =
            |word: &'static str, form| forms.entry(word).or_default().push((form, number));
        add(columns[2], Form::Past);
        if columns[3] != columns[2] {
            add(columns[3], Form::Participle);
        }
        add(columns[1], Form::Third);
        if base != columns[2] {
            add(base, Form::Base);
        }
        add(columns[4], Form::Ing);
    }
    for readings in forms.values_mut() {
        readings.sort_by_key(|&(_, number)| std::cmp::Reverse(VERBS[number].particle.len()));
    }
    forms
});

/// The lines of the verb table that have all its columns.
fn verb_lines() -> impl Iterator<Item = Vec<&'static str>> {
    entries(include_str!("../../../../rules/en/attribution_verbs.tsv"))
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|columns| columns.len() == 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_sorted_and_whole() {
        for (name, file) in [
            ("acts", include_str!("../../../../rules/en/acts.txt")),
            ("attribution_nouns", include_str!("../../../../rules/en/attribution_nouns.txt")),
            ("attribution_verbs", include_str!("../../../../rules/en/attribution_verbs.tsv")),
            ("abbreviated_offices", include_str!("../../../../rules/en/abbreviated_offices.tsv")),
            ("function_words", include_str!("../../../../rules/en/function_words.tsv")),
            ("gendered_nouns", include_str!("../../../../rules/en/gendered_nouns.tsv")),
            ("irregular_pasts", include_str!("../../../../rules/en/irregular_pasts.txt")),
            ("media", include_str!("../../../../rules/en/media.txt")),
            ("name_articles", include_str!("../../../../rules/en/name_articles.txt")),
            ("naming_verbs", include_str!("../../../../rules/en/naming_verbs.txt")),
            ("organizations", include_str!("../../../../rules/en/organizations.txt")),
            ("people_words", include_str!("../../../../rules/en/people_words.txt")),
            ("person_nouns", include_str!("../../../../rules/en/person_nouns.txt")),
            ("refused_acts", include_str!("../../../../rules/en/refused_acts.txt")),
            ("speaking_documents", include_str!("../../../../rules/en/speaking_documents.txt")),
            ("thing_labels", include_str!("../../../../rules/en/thing_labels.txt")),
            ("time_words", include_str!("../../../../rules/en/time_words.txt")),
            ("titles", include_str!("../../../../rules/en/titles.tsv")),
        ] {
            let lines: Vec<&str> = entries(file).collect();
            assert!(lines.is_sorted(), "{name} is not sorted");
            assert!(lines.windows(2).all(|pair| pair[0] != pair[1]), "{name} repeats a line");
            let columns = lines[0].split('\t').count();
            assert!(lines.iter().all(|line| line.split('\t').count() == columns), "{name}");
        }
    }

    #[test]
    fn finds_a_verb_by_its_forms() {
        let lemma = |word| verbs_of(word).last().map(|&(form, number)| (form, verb(number).lemma));
        assert_eq!(lemma("said"), Some((Form::Past, "say")));
        assert_eq!(lemma("wrote"), Some((Form::Past, "write")));
        assert_eq!(lemma("adding"), Some((Form::Ing, "add")));
        assert_eq!(lemma("table"), None);
    }
}
