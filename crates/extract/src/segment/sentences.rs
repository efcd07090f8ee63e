//! Sentences: which full stops end something.
//!
//! Works on the pieces of one paragraph after quotation marks have been paired, because whether a
//! mark after a full stop closes a quotation or opens the next decides on which side of it the
//! sentence ends.

use super::lexicon::{self, Abbreviation};
use super::pieces::{Kind, Piece};

/// How many words between a quotation and a verb of speaking may name the speaker.
const REPORTING_REACH: usize = 6;

/// Appends the index of the first piece after each sentence of `pieces`, the pieces of one
/// paragraph, counting from `base`.
pub(super) fn split(text: &str, pieces: &[Piece], base: usize, ends: &mut Vec<usize>) {
    let mut at = 0;
    let mut first = 0;
    while at < pieces.len() {
        let Some(end) = terminal(text, pieces, first, at) else {
            at += 1;
            continue;
        };
        if end.next >= pieces.len() {
            break;
        }
        if ends_here(text, pieces, first, at, &end) {
            ends.push(base + end.next);
            first = end.next;
        }
        at = end.next;
    }
    if first < pieces.len() {
        ends.push(base + pieces.len());
    }
}

/// What may end a sentence, with all that belongs to it.
struct Terminal {
    /// The mark that was read last and counts most: `?!` is as strong as `!`.
    sign: Kind,
    /// The first piece after it.
    next: usize,
    /// Whether a closing quotation mark is part of it.
    quoted: bool,
    /// Whether a closing bracket is.
    bracketed: bool,
}

/// Reads the end marks that begin at `at` and what closes after them.
fn terminal(text: &str, pieces: &[Piece], first: usize, at: usize) -> Option<Terminal> {
    let mut sign = pieces[at].kind;
    match sign {
        Kind::Stop | Kind::Strong | Kind::Abbreviation(_) => {}
        // Three dots at the beginning leave something out and end nothing.
        Kind::Ellipsis => {
            let before = &pieces[first..at];
            let opens = |piece: &Piece| matches!(piece.kind, Kind::OpenQuote | Kind::OpenBracket);
            if before.len() < 3 && before.iter().all(opens) {
                return None;
            }
        }
        _ => return None,
    }
    let mut next = at + 1;
    let mut quoted = false;
    let mut bracketed = false;
    while let Some(piece) = pieces.get(next) {
        let touches = pieces[next - 1].end == piece.start;
        match piece.kind {
            Kind::Stop | Kind::Strong | Kind::Ellipsis if touches || !(quoted || bracketed) => {
                // `etc...` is no stronger than its dots; `?...` stays a question.
                if sign != Kind::Strong {
                    sign = piece.kind;
                }
            }
            Kind::CloseQuote => quoted = true,
            Kind::CloseBracket => bracketed = true,
            Kind::Invisible => {}
            _ => match reference(text, pieces, next) {
                Some(after) => {
                    next = after;
                    continue;
                }
                None => break,
            },
        }
        next += 1;
    }
    Some(Terminal { sign, next, quoted, bracketed })
}

/// The end of a reference such as `[12]` after a full stop: it belongs to what it proves.
fn reference(text: &str, pieces: &[Piece], at: usize) -> Option<usize> {
    let [open, inside, close] = pieces.get(at..at + 3)? else { return None };
    let found = open.of(text) == "["
        && inside.of(text).len() <= 4
        && matches!(inside.kind, Kind::Number | Kind::Word)
        && close.kind == Kind::CloseBracket;
    found.then_some(at + 3)
}

/// Whether a sentence ends with the terminal that begins at `at`.
fn ends_here(text: &str, pieces: &[Piece], first: usize, at: usize, end: &Terminal) -> bool {
    let touches = pieces[end.next - 1].end == pieces[end.next].start;
    // What the next sentence would begin with, behind its opening marks.
    let openings = pieces[end.next..]
        .iter()
        .take(4)
        .take_while(|piece| {
            matches!(piece.kind, Kind::OpenQuote | Kind::OpenBracket | Kind::Invisible)
        })
        .count();
    let opened = openings > 0;
    let head = pieces.get(end.next + openings).unwrap_or(&pieces[end.next]);
    let word = head.of(text);
    let small = begins_small(word);
    let capital = word.starts_with(char::is_uppercase);
    match head.kind {
        Kind::Comma | Kind::Colon | Kind::CloseBracket | Kind::CloseQuote | Kind::Apostrophe => {
            return false;
        }
        Kind::Dash | Kind::Hyphen if !opened => {
            let after = pieces.get(end.next + 1).map_or("", |piece| piece.of(text));
            return end.sign == Kind::Strong && !end.quoted && !touches && !begins_small(after);
        }
        _ => {}
    }
    if end.quoted && reports(text, pieces, end.next) {
        return false;
    }
    match end.sign {
        // `ended.Then`, but not `3.x`.
        Kind::Stop if touches && !opened => {
            let word_before = at > first && pieces[at - 1].kind == Kind::Word;
            capital && (word_before || end.quoted || end.bracketed)
        }
        Kind::Stop => !small && !is_dateline(text, pieces, first, at, end.next),
        Kind::Strong => !small && (capital || opened || !touches),
        // `I` has a capital everywhere and tells nothing.
        Kind::Ellipsis => !touches && !small && (opened || capital && (word != "I" || end.quoted)),
        Kind::Abbreviation(_) if !capital => end.quoted && opened && !small,
        Kind::Abbreviation(_) if end.quoted => true,
        Kind::Abbreviation(kind) => {
            let bracketed = end.bracketed || opened && end.quoted;
            abbreviation_ends(kind, pieces[at].of(text), word, bracketed)
        }
        _ => false,
    }
}

/// Whether a word begins with a small letter as an ordinary word does; `iPhone` does not.
fn begins_small(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_lowercase)
        && !letters.next().is_some_and(char::is_uppercase)
}

/// Whether a sentence ends with an abbreviation, before a `word` that has a capital.
fn abbreviation_ends(kind: Abbreviation, short: &str, word: &str, bracketed: bool) -> bool {
    let opener = lexicon::has(&lexicon::SENTENCE_OPENERS, word);
    match kind {
        Abbreviation::Title | Abbreviation::Numbered | Abbreviation::Initial => false,
        Abbreviation::Month | Abbreviation::Weekday | Abbreviation::State => opener,
        Abbreviation::Company => opener || bracketed,
        Abbreviation::General | Abbreviation::Letters => {
            lexicon::lowered(short, |short| {
                Some(match short {
                    "e.g." | "i.e." | "vs." | "v." | "cf." | "ca." | "viz." => false,
                    "a.m." | "p.m." => !lexicon::CALENDAR_WORDS.contains(word),
                    "etc." | "al." => true,
                    _ => opener || bracketed,
                })
            }) == Some(true)
        }
    }
}

/// `BERGEN. September 17 (Agency) -`: a dateline whose place ends with the full stop at `at`.
fn is_dateline(text: &str, pieces: &[Piece], first: usize, at: usize, next: usize) -> bool {
    let place = &pieces[first..at];
    let capitals = |piece: &Piece| piece.of(text).chars().all(char::is_uppercase);
    let is_dash = |piece: &Piece| matches!(piece.kind, Kind::Dash | Kind::Hyphen);
    (1..=3).contains(&place.len())
        && place.iter().all(capitals)
        && lexicon::CALENDAR_WORDS.contains(pieces[next].of(text).trim_end_matches('.'))
        && pieces[next..].iter().take(8).any(is_dash)
}

/// Whether a name and a verb of speaking follow a closing quotation mark: `“Is it over?” Ms. Lind
/// asked.` After `“We won.” He left.` none does.
fn reports(text: &str, pieces: &[Piece], at: usize) -> bool {
    if pieces[at].of(text) == "I" {
        // `“Who is there?” I whispered.`
        let verb = pieces.get(at + 1).map_or("", |piece| piece.of(text));
        return lexicon::REPORTING_VERBS.contains(verb) || verb.ends_with("ed");
    }
    for piece in pieces[at..].iter().take(REPORTING_REACH) {
        let word = piece.of(text);
        match piece.kind {
            Kind::Word => {
                if lexicon::REPORTING_VERBS.contains(word) {
                    return true;
                }
                let capital = word.starts_with(char::is_uppercase)
                    && !lexicon::has(&lexicon::SENTENCE_OPENERS, word);
                if !capital && !matches!(word, "of" | "de" | "van" | "von" | "al" | "bin") {
                    return false;
                }
            }
            Kind::Abbreviation(Abbreviation::Title | Abbreviation::Initial) | Kind::Hyphen => {}
            _ => return false,
        }
    }
    false
}
