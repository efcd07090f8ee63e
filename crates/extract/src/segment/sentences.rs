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
        if end.piece >= pieces.len() {
            break;
        }
        if ends_here(text, pieces, first, at, &end) {
            ends.push(base + end.piece);
            first = end.piece;
        }
        at = end.piece;
    }
    if first < pieces.len() {
        ends.push(base + pieces.len());
    }
}

/// What may end a sentence, with all that belongs to it.
struct Terminal {
    /// The first piece after it.
    piece: usize,
    /// Whether a closing quotation mark or bracket is part of it.
    quoted: bool,
    bracketed: bool,
    /// The last sign that counts: `?!` is as strong as `!`.
    sign: Kind,
}

/// Reads the end marks that begin at `at` and what closes after them.
fn terminal(text: &str, pieces: &[Piece], first: usize, at: usize) -> Option<Terminal> {
    let mut sign = pieces[at].kind;
    let ends = match sign {
        Kind::Stop | Kind::Strong | Kind::Ellipsis => true,
        Kind::Abbreviation(_) => true,
        Kind::Dash => true,
        _ => false,
    };
    let begins = pieces[first..at]
        .iter()
        .take(3)
        .all(|piece| matches!(piece.kind, Kind::OpenQuote | Kind::OpenBracket));
    if !ends || (sign == Kind::Ellipsis && begins && at - first < 3) {
        return None;
    }
    let mut end = at + 1;
    let mut quoted = false;
    let mut bracketed = false;
    while let Some(piece) = pieces.get(end) {
        let touches = pieces[end - 1].end == piece.start;
        match piece.kind {
            Kind::Stop | Kind::Strong | Kind::Ellipsis
                if sign != Kind::Dash && (touches || !quoted && !bracketed) =>
            {
                // `etc...` is no stronger than its dots; `?...` stays a question.
                if sign != Kind::Strong {
                    sign = piece.kind;
                }
            }
            Kind::CloseQuote => quoted = true,
            Kind::CloseBracket => bracketed = true,
            Kind::Invisible => {}
            Kind::OpenBracket if sign != Kind::Dash => match footnote(text, pieces, end) {
                Some(after) => {
                    end = after;
                    continue;
                }
                None => break,
            },
            _ => break,
        }
        end += 1;
    }
    Some(Terminal { piece: end, quoted, bracketed, sign })
}

/// The end of a reference such as `[12]` after a full stop: it belongs to what it proves.
fn footnote(text: &str, pieces: &[Piece], at: usize) -> Option<usize> {
    let inside = pieces.get(at + 1)?;
    let close = pieces.get(at + 2)?;
    let note = pieces[at].of(text) == "["
        && inside.of(text).len() <= 4
        && matches!(inside.kind, Kind::Number | Kind::Word)
        && close.kind == Kind::CloseBracket;
    note.then_some(at + 3)
}

fn ends_here(text: &str, pieces: &[Piece], first: usize, at: usize, end: &Terminal) -> bool {
    let next = &pieces[end.piece];
    let before = &pieces[end.piece - 1];
    let touches = before.end == next.start;
    // What the next sentence would begin with, behind its opening marks.
    let mut open = end.piece;
    while pieces.get(open).is_some_and(|piece| {
        matches!(piece.kind, Kind::OpenQuote | Kind::OpenBracket | Kind::Invisible)
    }) && open < end.piece + 4
    {
        open += 1;
    }
    let opened = open > end.piece;
    let head = pieces.get(open).unwrap_or(next);
    let word = head.of(text);
    let small = begins_small(word);
    let capital = word.starts_with(char::is_uppercase);
    match head.kind {
        Kind::Comma | Kind::Colon | Kind::CloseBracket | Kind::CloseQuote | Kind::Apostrophe => {
            return false;
        }
        Kind::Dash | Kind::Hyphen if !opened => {
            let after = pieces.get(end.piece + 1).map_or("", |piece| piece.of(text));
            return end.sign == Kind::Strong && !end.quoted && !touches && !begins_small(after);
        }
        _ => {}
    }
    match end.sign {
        Kind::Stop => {
            if touches && !opened {
                // `ended.Then`, but not `3.x` or `file.Name`.
                let word_before = pieces[at.saturating_sub(1)].kind;
                return capital
                    && (matches!(word_before, Kind::Word) || end.quoted || end.bracketed);
            }
            if small {
                return false;
            }
            if at == first + 1
                && pieces[first].of(text).chars().all(char::is_uppercase)
                && is_dateline(text, pieces, end.piece)
            {
                return false;
            }
            !(end.quoted && reports(text, pieces, end.piece))
        }
        Kind::Strong => {
            if small || (touches && !opened && !capital) {
                return false;
            }
            !(end.quoted && reports(text, pieces, end.piece))
        }
        Kind::Ellipsis => {
            !touches
                && (capital || opened)
                && !small
                && (word != "I" || end.quoted)
                && !(end.quoted && reports(text, pieces, end.piece))
        }
        Kind::Dash => false,
        Kind::Abbreviation(kind) => {
            abbreviation_ends(text, pieces, first, at, end, kind, head, opened)
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

#[expect(clippy::too_many_arguments)]
fn abbreviation_ends(
    text: &str,
    pieces: &[Piece],
    first: usize,
    at: usize,
    end: &Terminal,
    kind: Abbreviation,
    head: &Piece,
    opened: bool,
) -> bool {
    let word = head.of(text);
    let capital = word.starts_with(char::is_uppercase);
    if !capital {
        return opened && head.kind != Kind::Number && !begins_small(word) && end.quoted;
    }
    if end.quoted {
        return !reports(text, pieces, end.piece);
    }
    let opener = lexicon::has(&lexicon::SENTENCE_OPENERS, word);
    match kind {
        Abbreviation::Title | Abbreviation::Numbered | Abbreviation::Initial => false,
        Abbreviation::Month | Abbreviation::Weekday | Abbreviation::State => opener,
        Abbreviation::Company => opener || end.bracketed,
        Abbreviation::General | Abbreviation::Letters => {
            let short = pieces[at].of(text);
            let clock =
                lexicon::lowered(short, |short| matches!(short, "a.m." | "p.m.").then_some(()))
                    .is_some();
            if clock {
                return !is_time_word(word);
            }
            let listing = matches!(short, "etc." | "al.");
            let joins =
                matches!(short, "e.g." | "i.e." | "vs." | "v." | "cf." | "ca." | "E.g." | "I.e.");
            let _ = first;
            (opener || listing || opened && end.bracketed) && !joins
        }
    }
}

/// What stands after `p.m.` without beginning a sentence.
fn is_time_word(word: &str) -> bool {
    matches!(
        word,
        "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "Eastern"
            | "Central"
            | "Pacific"
            | "Mountain"
            | "Greenwich"
            | "London"
            | "Moscow"
    ) || (word.len() >= 2 && word.len() <= 4 && word.bytes().all(|b| b.is_ascii_uppercase()))
        || matches!(
            word,
            "January"
                | "February"
                | "March"
                | "April"
                | "May"
                | "June"
                | "July"
                | "August"
                | "September"
                | "October"
                | "November"
                | "December"
        )
}

/// `MOSCOW. September 17 (Agency) -`: a dateline whose place ends with a full stop.
fn is_dateline(text: &str, pieces: &[Piece], at: usize) -> bool {
    let number = pieces.get(at + 1).is_some_and(|piece| piece.kind == Kind::Number);
    let dash =
        pieces[at..].iter().take(8).any(|piece| matches!(piece.kind, Kind::Dash | Kind::Hyphen));
    let _ = text;
    number && dash
}

/// Whether a name and a verb of speaking follow a closing quotation mark: `“Is it over?” Ms. Lind
/// asked.`
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
                let names = word.starts_with(char::is_uppercase)
                    || matches!(word, "the" | "a" | "an" | "of" | "de" | "van" | "von" | "al");
                if !names || lexicon::has(&lexicon::SENTENCE_OPENERS, word) && !is_pronoun(word) {
                    return false;
                }
                if is_pronoun(word) && piece.start != pieces[at].start {
                    return false;
                }
            }
            Kind::Abbreviation(Abbreviation::Title | Abbreviation::Initial) | Kind::Hyphen => {}
            _ => return false,
        }
    }
    false
}

/// Pronouns that are written with a capital inside a sentence: only `I`. `“We won.” He left.` is
/// two sentences.
fn is_pronoun(word: &str) -> bool {
    word == "I"
}
