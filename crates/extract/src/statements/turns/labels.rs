//! How a paragraph says whose turn it is: `Q:`, `THE CHAIR:`, `**Ana Ruiz:**`, a dash.

use onrecord_text::{Span, Text};

use crate::statements::lexicon::{
    Classes, ORGANIZATIONS, PEOPLE_WORDS, PERSON_NOUNS, THING_LABELS, TIME_WORDS, TITLES,
    classes_of,
};

/// What a label is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `Q:`, `Question:`.
    Question,
    /// `A:`, `Answer:`.
    Answer,
    /// A name or an office.
    Name,
    /// A dash.
    Dash,
}

/// The label of a paragraph, and what stands behind it.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) kind: Kind,
    /// The words of it, without bold marks and colon; the mark itself of a dash.
    pub(super) name: Span,
    /// The colon, where it has one.
    pub(super) colon: Option<Span>,
    /// The rest of the paragraph, without bold marks; empty for a label that stands alone.
    pub(super) body: Span,
}

/// The most words of a label.
const LONGEST: usize = 6;

/// How far into a paragraph a label may reach, in bytes.
const REACH: usize = 90;

/// The marks that set words in bold or italics in Markdown, the longest first.
const MARKS: [&str; 4] = ["**", "__", "*", "_"];

/// Reads the label of a paragraph, if it begins with one.
pub(super) fn read(text: &Text, paragraph: Span) -> Option<Label> {
    let words = text.slice(paragraph);
    let span = |from: usize, to: usize| {
        text.span(paragraph.start() + from..paragraph.start() + to).map(|span| text.trim(span))
    };
    if let Some(dash) = words.chars().next().filter(|c| matches!(c, '—' | '–' | '―')) {
        let end = dash.len_utf8();
        return Some(Label {
            kind: Kind::Dash,
            name: span(0, end)?,
            colon: None,
            body: span(end, words.len())?,
        });
    }
    let mark = MARKS.into_iter().find(|mark| words.starts_with(mark)).unwrap_or_default();
    let begin = mark.len();
    let (name_end, mut at, stop) = stop(words, begin)?;
    let named = words.get(begin..name_end)?;
    let bare = named.trim_end();
    let (bare, mut closed) = match bare.strip_suffix(mark).filter(|_| !mark.is_empty()) {
        Some(bare) => (bare, true),
        None => (bare, mark.is_empty()),
    };
    let kind = kind_of(bare)?;
    if kind == Kind::Name && stop != Some(':') {
        return None;
    }
    let colon = (stop == Some(':')).then(|| span(name_end, at)).flatten();
    let rest = words.get(at..)?;
    at += rest.len() - rest.trim_start().len();
    if !closed && words[at..].starts_with(mark) {
        at += mark.len();
        closed = true;
    }
    // `**Q: Why?**`: all of the paragraph is bold.
    let mut end = words.len();
    if !closed && words[at..].ends_with(mark) {
        end -= mark.len();
    }
    let body = text.span(paragraph.start() + at..paragraph.start() + end)?;
    Some(Label {
        kind,
        name: span(begin, begin + bare.len())?,
        colon,
        body: unmarked(text, text.trim(body)),
    })
}

/// Where the words of a label end, where what ends it ends, and what that is: a colon, or for `Q`
/// and `A` a full stop, or for `Q` nothing but space.
fn stop(words: &str, begin: usize) -> Option<(usize, usize, Option<char>)> {
    let inner = words.get(begin..)?;
    let mut chars = inner.chars();
    let (first, second) = (chars.next()?, chars.next());
    let third = chars.next();
    if first.is_whitespace() {
        return None;
    }
    if matches!(first, 'Q' | 'A')
        && second == Some('.')
        && third.is_none_or(|c| c.is_whitespace() || c == '*')
    {
        return Some((begin + 1, begin + 2, Some('.')));
    }
    if first == 'Q'
        && second.is_some_and(char::is_whitespace)
        && inner[1..].trim_start().starts_with(char::is_uppercase)
    {
        return Some((begin + 1, begin + 1, None));
    }
    let (at, _) =
        inner.char_indices().take_while(|&(at, _)| at < REACH).find(|&(_, c)| c == ':')?;
    let after = inner[at + 1..].chars().next();
    after.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_')).then_some((
        begin + at,
        begin + at + 1,
        Some(':'),
    ))
}

/// What the words of a label are, if they can be one.
fn kind_of(name: &str) -> Option<Kind> {
    let lower = name.to_lowercase();
    let plain = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    match plain {
        "q" | "question" => Some(Kind::Question),
        "a" | "answer" => Some(Kind::Answer),
        _ => can_name(name).then_some(Kind::Name),
    }
}

/// Whether a label can be a name or an office: capitalised words, none of them one that only joins
/// others or labels a thing.
fn can_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty()
        || words.len() > LONGEST
        || name.chars().filter(|c| c.is_alphabetic()).count() < 2
        || !name.starts_with(char::is_uppercase)
        || name.chars().any(|c| !c.is_alphanumeric() && !" \u{a0}.,'’()-‑–/&".contains(c))
    {
        return false;
    }
    let time = words.first().is_some_and(|word| TIME_WORDS.contains(plain(word).as_str()));
    let thing = words.iter().any(|word| {
        let word = plain(word);
        let singular = word.strip_suffix('s').unwrap_or(&word);
        THING_LABELS.contains(word.as_str()) || THING_LABELS.contains(singular)
    });
    // `MS. PRICE` is somebody.
    let titled = words.len() > 1 && TITLES.contains_key(plain(words[0]).as_str());
    !time && (titled || !thing) && words.iter().enumerate().all(|(nth, word)| fits(word, nth))
}

/// Whether a word can be part of a name or an office.
fn fits(word: &str, nth: usize) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = word.to_lowercase();
    if is_particle(&lower) {
        return nth > 0 || lower == "the" || word.len() > 2;
    }
    let joins =
        Classes::PREPOSITION | Classes::SUBORDINATOR | Classes::SUBJECT | Classes::POSSESSIVE;
    word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !classes_of(word, &lower).any(joins)
}

fn is_particle(lower: &str) -> bool {
    matches!(
        lower,
        "" | "of"
            | "the"
            | "and"
            | "de"
            | "del"
            | "della"
            | "di"
            | "da"
            | "dos"
            | "van"
            | "von"
            | "der"
            | "den"
            | "al"
            | "el"
            | "la"
            | "le"
            | "bin"
            | "ibn"
    )
}

fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// By what a speaker's labels are the same: the last word of the name in lower case, with a number
/// that follows it. `WOLF BLITZER, HOST` and `BLITZER` are one, `SPEAKER 1` and `SPEAKER 2` are two.
pub(super) fn key(name: &str) -> String {
    let name = name.split([',', '(']).next().unwrap_or(name);
    let words: Vec<String> =
        name.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    let numbers = words.iter().rev().take_while(|word| word.chars().all(char::is_numeric)).count();
    words[words.len().saturating_sub(numbers + 1)..].join(" ")
}

/// Whether a label names somebody by itself: by two words, or by a word for people.
pub(super) fn is_strong(name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(plain).collect();
    let names = words
        .iter()
        .filter(|word| !is_particle(word) && word.chars().any(char::is_alphabetic))
        .count();
    names >= 2
        || words.iter().any(|word| {
            TITLES.contains_key(word.as_str())
                || PERSON_NOUNS.contains(word.as_str())
                || ORGANIZATIONS.contains(word.as_str())
                || PEOPLE_WORDS.contains(format!("{word}s").as_str())
                || matches!(word.as_str(), "interviewer" | "moderator" | "host" | "caller")
        })
}

/// Words without the bold marks that stand at both of their ends.
pub(super) fn unmarked(text: &Text, span: Span) -> Span {
    let words = text.slice(span);
    let mark = MARKS.into_iter().find(|mark| {
        words.len() > 2 * mark.len() && words.starts_with(mark) && words.ends_with(mark)
    });
    let inner = mark
        .filter(|mark| !words[mark.len()..words.len() - mark.len()].contains(mark))
        .and_then(|mark| text.span(span.start() + mark.len()..span.end() - mark.len()));
    inner.map_or(span, |inner| text.trim(inner))
}
