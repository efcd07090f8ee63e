//! The outlet's own number for a story, where the text shows it.
//!
//! Agencies print it near the headline ("Story Code : 1082204", "News ID: 123456"). It is the
//! surest way to tell two versions of one story from two stories, and as a line of its own it must
//! not be read as the story's words.

use std::ops::Range;

/// The story number that a line of text states, and the bytes of the words that state it, with
/// their label.
///
/// A sentence that mentions a number states none: "under Article No. 5 of the treaty".
pub(crate) fn find(words: &str) -> Option<(Range<usize>, String)> {
    // A line that long is a paragraph, whatever it holds.
    if words.len() > 300 {
        return None;
    }
    let cut = cut(words);
    (0..cut.len()).find_map(|at| stated(words, &cut, at))
}

/// What carries the number, before what the number is called.
const THINGS: &[&str] =
    &["story", "news", "article", "item", "document", "doc", "content", "post", "report"];
const NUMBERS: &[&str] = &["code", "id", "number", "no", "num", "nr", "№"];

fn stated(words: &str, parts: &[Range<usize>], at: usize) -> Option<(Range<usize>, String)> {
    let part = |index: usize| parts.get(index).map(|range| &words[range.clone()]);
    let is_one = |index: usize, of: &[&str]| {
        part(index).is_some_and(|word| of.contains(&word.to_lowercase().as_str()))
    };
    // "Code: 1082204" without a thing, alone on its line, is one too.
    let thing = is_one(at, THINGS);
    let mut next = at + usize::from(thing);
    if !is_one(next, NUMBERS) {
        return None;
    }
    next += 1;
    let mut colon = false;
    while let Some(mark @ (":" | "." | "#" | "-" | "–" | "=")) = part(next) {
        colon |= mark == ":";
        next += 1;
    }
    let number = parts.get(next)?.start;
    let rest = &words[number..];
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || "-_/.".contains(c)))
        .unwrap_or(rest.len());
    let value = rest[..end].trim_end_matches(['-', '_', '/', '.']);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || value.len() > 40 || digits * 2 < value.len() {
        return None;
    }
    let range = parts[at].start..number + value.len();
    let (before, after) = (words[..range.start].trim_end(), words[range.end..].trim_start());
    let alone = before.is_empty() && after.is_empty();
    let bare = alone && colon && digits >= 4;
    if !(thing || bare) {
        return None;
    }
    // Nothing that goes on as a sentence, and without a colon nothing that begins as one.
    if after.starts_with(char::is_lowercase) {
        return None;
    }
    let begun = before.chars().next_back().is_some_and(char::is_alphabetic);
    let written_as_label = words[range.start..].starts_with(char::is_uppercase);
    if begun && !(colon && written_as_label) {
        return None;
    }
    let others = before.split_whitespace().chain(after.split_whitespace()).count();
    (others <= 14).then(|| (range, value.to_owned()))
}

/// Words, runs of digits and single marks, without white space.
fn cut(words: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, c) in words.char_indices() {
        let end = at + c.len_utf8();
        if c.is_alphanumeric() {
            match parts.last_mut() {
                Some(last) if open => last.end = end,
                _ => parts.push(at..end),
            }
            open = true;
        } else {
            open = false;
            if !c.is_whitespace() {
                parts.push(at..end);
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::find;

    fn number(words: &str) -> Option<String> {
        let (range, number) = find(words)?;
        assert!(words[range].ends_with(&number));
        Some(number)
    }

    #[test]
    fn reads_the_ways_that_outlets_write_it() {
        for (words, expected) in [
            ("Story Code : 1082204", "1082204"),
            ("News ID: 123456", "123456"),
            ("news id : 123456", "123456"),
            ("News Code 84213", "84213"),
            ("Article No. 553", "553"),
            ("Story ID 77-12", "77-12"),
            ("Item No: A/2024/17", "A/2024/17"),
            ("Document number 4417.", "4417"),
            ("Article ID: #99120", "99120"),
            ("Code: 1082204", "1082204"),
            ("ID: 85213004", "85213004"),
            ("Sunday 17 September 2023 - 21:10 Story Code : 1082204", "1082204"),
            ("Story Code : 1082204 | Print", "1082204"),
            ("Harbour Gazette Story Code: 5512", "5512"),
        ] {
            assert_eq!(number(words).as_deref(), Some(expected), "{words}");
        }
    }

    #[test]
    fn leaves_sentences_alone() {
        for words in [
            "",
            "Story Code :",
            "Story Code : none",
            "He spoke under Article No. 5 of the treaty",
            "Article No. 5 was never invoked",
            "the news no 1 station",
            "Code: 12",
            "Call this number 5551234 now",
            "A story of 1082204 readers",
            "ID: abcdef1",
        ] {
            assert_eq!(number(words), None, "{words}");
        }
    }

    #[test]
    fn the_range_holds_label_and_number() {
        let words = "Politics | Story Code : 1082204 | Print";
        let (range, _) = find(words).expect("a number");
        assert_eq!(&words[range], "Story Code : 1082204");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(words in "\\PC{0,80}") {
            if let Some((range, number)) = find(&words) {
                prop_assert!(words[range].contains(&number));
            }
        }
    }
}
