//! Words that an engine cut out of a paragraph, put back.
//!
//! Engines drop inline elements whose class looks like furniture, so that "has reported that the
//! league will fine him for his role" loses its links' words and says something else. What a
//! person said must not lose words: a paragraph that is one of the page's own with some words left
//! out is replaced by the page's own.

use std::collections::HashMap;

/// Of the words of a page's paragraph, an engine's must have kept at least three in five.
const LEAST_KEPT: (usize, usize) = (3, 5);
/// How many of the page's paragraphs that begin alike are looked at.
const MOST_ALIKE: usize = 8;

/// Replaces each paragraph that lacks words within by the line of the page that has them.
pub(super) fn restore(body: &mut [String], lines: &[String]) {
    let mut begin: HashMap<[&str; 3], Vec<&str>> = HashMap::new();
    for line in lines {
        if let Some(key) = beginning(line) {
            let alike = begin.entry(key).or_default();
            if alike.len() < MOST_ALIKE {
                alike.push(line);
            }
        }
    }
    for paragraph in body {
        let whole = beginning(paragraph).and_then(|key| {
            let alike = begin.get(&key)?;
            if alike.contains(&paragraph.as_str()) {
                return None;
            }
            alike.iter().find(|line| is_cut_from(paragraph, line))
        });
        if let Some(whole) = whole {
            *paragraph = (*whole).to_owned();
        }
    }
}

fn beginning(words: &str) -> Option<[&str; 3]> {
    let mut words = words.split(' ');
    Some([words.next()?, words.next()?, words.next()?])
}

/// Whether a paragraph is a line with some of its words left out, but neither its first nor its
/// last.
fn is_cut_from(paragraph: &str, line: &str) -> bool {
    let kept = paragraph.split(' ').count();
    let all = line.split(' ').count();
    if kept >= all || kept * LEAST_KEPT.1 < all * LEAST_KEPT.0 {
        return false;
    }
    let same_end = paragraph.split(' ').next_back() == line.split(' ').next_back();
    let mut rest = line.split(' ');
    same_end && paragraph.split(' ').all(|word| rest.any(|other| other == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restored(paragraph: &str, line: &str) -> String {
        let mut body = [paragraph.to_owned()];
        restore(&mut body, &[line.to_owned()]);
        body[0].clone()
    }

    #[test]
    fn words_within_come_back() {
        let line = "The mayor has said that the bridge stays closed for the whole of May.";
        assert_eq!(restored("The mayor has said that for the whole of May.", line), line);
    }

    #[test]
    fn other_paragraphs_stay_as_they_are() {
        let line = "The mayor has said that the bridge stays closed for the whole of May.";
        for paragraph in [
            line,
            "The mayor has said so.",
            "The mayor has said that the bridge stays closed",
            "The mayor has left of May.",
            "May.",
            "",
        ] {
            assert_eq!(restored(paragraph, line), paragraph);
        }
    }
}
