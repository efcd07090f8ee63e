//! Which line is the headline.

use std::ops::Range;

use super::furniture::{account, is_rule};
use super::{Front, LONGEST, Line, take};

/// Finds a headline that is said twice before the story, as pages that were saved as text do. The
/// first is the headline; the second, and short lines between the site's name and the headline, are
/// furniture. Gives the number of lines up to and with the second.
pub(super) fn said_twice(lines: &[Line], from: usize, front: &mut Front) -> Option<usize> {
    let near = &lines[from..lines.len().min(from + 12)];
    let (first, second) = repetition(near)?;
    // A refrain is said twice too, but stories are longer than that, and have sentences.
    if !has_prose(&lines[(from + second + 1).min(lines.len())..]) {
        return None;
    }
    // Above it stands the site's name or section, if anything.
    let above = &near[..first];
    let small =
        |line: &Line| line.words.split_whitespace().count() <= 4 && !ends_sentence(line.words);
    if !above.iter().all(|line| account(line.words).is_some() || small(line)) {
        return None;
    }
    for (at, line) in near[..=second].iter().enumerate() {
        if at == first {
            let range = heading(line);
            let whole = line.range();
            let place = line.start + range.1.start..line.start + range.1.end;
            if whole.start < place.start {
                front.furniture.push(whole.start..place.start);
            }
            if place.end < whole.end {
                front.furniture.push(place.end..whole.end);
            }
            front.headline = Some(place);
            continue;
        }
        let said = account(line.words);
        if at < first || at == second || said.is_some() {
            front.furniture.push(line.range());
        }
        if let Some(said) = said {
            take(front, said);
        }
    }
    Some(from + second + 1)
}

/// The first line that is said again, with only furniture or short lines that are no sentences in
/// between; and where it is said again.
fn repetition(lines: &[Line]) -> Option<(usize, usize)> {
    for (first, line) in lines.iter().enumerate() {
        let words = heading(line).0;
        let fits = words.split_whitespace().count() >= 2 && words.len() <= LONGEST;
        if !fits || account(line.words).is_some() {
            continue;
        }
        for (second, later) in lines.iter().enumerate().skip(first + 1) {
            if same(words, heading(later).0) {
                return Some((first, second));
            }
            let passes = later.words.len() <= 120 && !ends_sentence(later.words);
            if !passes && account(later.words).is_none() {
                break;
            }
        }
    }
    None
}

/// Whether the line at `at` is a headline, and where.
pub(super) fn candidate(lines: &[Line], at: usize) -> Option<Range<usize>> {
    let line = &lines[at];
    let (words, place) = heading(line);
    let marked = place.len() < line.words.len();
    let range = line.start + place.start..line.start + place.end;
    let next = lines.get(at + 1);
    // Setext: a rule of = or - right below.
    let underlined = !line.gap_after
        && next.is_some_and(|next| is_rule(next.words) && next.words.starts_with(['=', '-']));
    if words.is_empty() || words.len() > 250 {
        return None;
    }
    if marked || underlined {
        return Some(range);
    }
    let rest = &lines[at + 1..];
    if !is_headline_like(words) || !has_prose(rest) {
        return None;
    }
    let next = next?;
    if line.gap_after || account(next.words).is_some() || is_long_prose(words, next.words) {
        return Some(range);
    }
    // A headline that was wrapped: the next line goes on in lower case and a gap follows.
    let goes_on = next.gap_after
        && !ends_sentence(next.words)
        && next.words.starts_with(char::is_lowercase)
        && next.words.len() <= words.len() + 10
        && has_prose(&rest[1..]);
    goes_on.then(|| range.start..next.range().end)
}

/// Short, begins like a title and does not end like a sentence.
fn is_headline_like(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let unspaced = count < 2 && words.chars().count() >= 4 && !words.is_ascii();
    if !(2..=30).contains(&count) && !unspaced {
        return false;
    }
    let begins = words
        .trim_start_matches(['"', '\'', '“', '‘', '«', '„', '('])
        .starts_with(|c: char| c.is_numeric() || c.is_alphabetic() && !c.is_lowercase());
    let listed = words.split_once(['.', ')']).is_some_and(|(number, rest)| {
        number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with(' ')
    });
    let quoted = words.starts_with(['"', '“', '«', '„']) && words.ends_with(['"', '”', '»', '“']);
    begins && !listed && !quoted && !ends_sentence(words) && !words.ends_with([',', ':', ';', '-'])
}

/// Whether words end as a sentence does. A question may be a headline.
fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
    let Some(last) = bare.split_whitespace().next_back() else { return false };
    if last.ends_with(['!', '?', '؟', '？', '！']) {
        return bare.len() < words.len();
    }
    // "U.S." and "Co." end headlines too.
    let abbreviation = last.ends_with('.')
        && (last.trim_end_matches('.').contains('.')
            || ["Co.", "Inc.", "Corp.", "Ltd.", "Jr.", "Sr.", "Gov.", "Sen."].contains(&last))
        && bare.len() == words.len();
    last.ends_with(['.', '…', '。', '।', '۔']) && !abbreviation
}

/// Whether a sentence of some length comes.
fn has_prose(lines: &[Line]) -> bool {
    lines.iter().any(|line| {
        let words = line.words;
        let long =
            words.split_whitespace().count() >= 6 || (!words.is_ascii() && words.len() >= 60);
        long && (ends_sentence(words)
            || words.ends_with(['?', '!', ':', '"', '”'])
            || words.len() >= 150)
    })
}

/// Whether the next line is the story, though no gap comes before it.
fn is_long_prose(words: &str, next: &str) -> bool {
    next.len() >= 100
        && next.len() >= words.len() * 3 / 2
        && has_prose(&[Line { words: next, start: 0, gap_after: true }])
}

/// The words of a heading without the marks of Markdown, and where they stand in the line.
pub(super) fn heading<'t>(line: &Line<'t>) -> (&'t str, Range<usize>) {
    let words = line.words;
    let mut inner = words;
    let hashes = words.bytes().take_while(|&byte| byte == b'#').count();
    if (1..=6).contains(&hashes) && words[hashes..].starts_with([' ', '\t']) {
        inner = words[hashes..].trim_start().trim_end_matches('#').trim_end();
    }
    for mark in ["**", "__"] {
        if let Some(bold) = inner.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark))
            && !bold.contains(mark)
        {
            inner = bold.trim();
        }
    }
    let start = inner.as_ptr() as usize - words.as_ptr() as usize;
    (inner, start..start + inner.len())
}

/// Whether two lines say the same, whatever their marks and ends.
pub(super) fn same(one: &str, other: &str) -> bool {
    fn letters(words: &str) -> impl Iterator<Item = char> {
        words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    let some = letters(one).next().is_some();
    some && letters(one).eq(letters(other))
}
