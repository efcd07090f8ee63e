//! Gold documents of a CoNLL-U file: their raw text, just as the scorer builds it, and where their
//! words and mentions stand in it.
//!
//! A program that reads the raw text and one that reads the gold trees must speak of the same
//! characters; so there is one place that makes the text, and it goes by the scorer's rules:
//! sentences of a paragraph are joined by a space, paragraphs by a blank line.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;

/// A range of code points of the raw text.
pub type Place = (usize, usize);

/// A document with its trees and mentions.
#[derive(Debug, Default)]
pub struct Document {
    pub id: String,
    pub text: String,
    pub words: Vec<Word>,
    /// The words of each sentence.
    pub sentences: Vec<Range<usize>>,
    pub mentions: Vec<Mention>,
}

/// A word of the tree.
#[derive(Debug)]
pub struct Word {
    pub place: Place,
    pub form: String,
    pub lemma: String,
    pub upos: String,
    /// The word it hangs on, counted through the document; `None` for the root of a sentence.
    pub head: Option<usize>,
    /// The relation, without its subtype.
    pub relation: String,
    /// The relation with its subtype.
    pub whole_relation: String,
}

/// Words that name something, and the number of what they name.
#[derive(Debug, PartialEq)]
pub struct Mention {
    pub words: Range<usize>,
    pub entity: String,
    /// `person`, `organization`, and so on.
    pub kind: String,
}

impl Document {
    /// The second part of a document's name, as GUM gives them: `news`, `interview`.
    pub fn genre(&self) -> &str {
        self.id.split('_').nth(1).unwrap_or_default()
    }

    /// The words of the text from the first of these to the last, as they are written.
    pub fn slice(&self, words: Range<usize>) -> String {
        let first = self.words.get(words.start).map_or(0, |word| word.place.0);
        let last = self.words.get(words.end.saturating_sub(1)).map_or(0, |word| word.place.1);
        self.text.chars().skip(first).take(last.saturating_sub(first)).collect()
    }

    /// The head of a stretch of words: the first that hangs on a word outside of it.
    pub fn head_of(&self, words: &Range<usize>) -> usize {
        let is_head = |at: &usize| {
            let word = &self.words[*at];
            word.upos != "PUNCT" && word.head.is_none_or(|head| !words.contains(&head))
        };
        words.clone().find(is_head).unwrap_or(words.start)
    }
}

/// The text of a file, unpacked where its name ends with `.gz`.
pub fn unpacked(path: &Path) -> Result<String> {
    let mut text = String::new();
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(file).read_to_string(&mut text)?;
    } else {
        std::io::BufReader::new(file).read_to_string(&mut text)?;
    }
    Ok(text)
}

/// Mentions that have begun, by entity: their first word and their kind.
type Open = HashMap<String, Vec<(usize, String)>>;

/// The documents of a CoNLL-U file.
pub fn read(conllu: &str) -> Result<Vec<Document>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut open = Open::new();
    let mut length = 0;
    for block in conllu.split("\n\n") {
        let lines = || block.lines();
        let Some(text) = lines().find_map(|line| line.strip_prefix("# text = ")) else { continue };
        let named = lines().find(|line| line.starts_with("# newdoc"));
        if named.is_some() || documents.is_empty() {
            let id = named.and_then(|line| line.split_once('='));
            let id = id.map_or_else(String::new, |(_, id)| id.trim().to_owned());
            documents.push(Document { id, ..Document::default() });
            open.clear();
            length = 0;
        }
        let Some(document) = documents.last_mut() else { continue };
        let begins = lines().any(|line| line == "# newpar" || line.starts_with("# newpar "));
        if !document.text.is_empty() {
            let gap = if begins { "\n\n" } else { " " };
            document.text.push_str(gap);
            length += gap.len();
        }
        document.text.push_str(text);
        sentence(document, text, length, lines(), &mut open)?;
        length += text.chars().count();
    }
    Ok(documents)
}

/// A range of words that are written as one: its last number, its end, and where its next word may
/// begin; bytes of the sentence.
struct Joined {
    first: usize,
    last: usize,
    start: usize,
    end: usize,
    next: usize,
}

fn sentence<'a>(
    document: &mut Document,
    text: &str,
    base: usize,
    lines: impl Iterator<Item = &'a str>,
    open: &mut Open,
) -> Result<()> {
    let first = document.words.len();
    let (mut at, mut joined): (usize, Option<Joined>) = (0, None);
    let find = |form: &str, from: usize| text[from..].find(form).map_or(from, |found| from + found);
    let points = |byte: usize| base + text[..byte].chars().count();
    for line in lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let [number, form, lemma, upos, _, _, head, relation, _, misc] = columns[..] else {
            continue;
        };
        if number.contains('.') {
            continue;
        }
        if let Some((a, b)) = number.split_once('-') {
            let start = find(form, at);
            let end = start + form.len();
            joined = Some(Joined { first: a.parse()?, last: b.parse()?, start, end, next: start });
            continue;
        }
        let number: usize = number.parse()?;
        let (start, end) = match &mut joined {
            Some(range) if (range.first..=range.last).contains(&number) => {
                let own = text.get(range.next..range.end).is_some_and(|r| r.starts_with(form));
                let place = if own {
                    let start = range.next;
                    range.next += form.len();
                    (start, range.next)
                } else {
                    (range.start, range.end)
                };
                if number == range.last {
                    at = range.end;
                    joined = None;
                }
                place
            }
            _ => {
                let start = find(form, at);
                at = (start + form.len()).min(text.len());
                (start, at)
            }
        };
        let head: usize = head.parse().with_context(|| format!("{line:?} has no head"))?;
        let word = document.words.len();
        document.words.push(Word {
            place: (points(start), points(end)),
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: upos.to_owned(),
            head: (head > 0).then(|| first + head - 1),
            relation: relation.split(':').next().unwrap_or_default().to_owned(),
            whole_relation: relation.to_owned(),
        });
        let entity = misc.split('|').find_map(|note| note.strip_prefix("Entity="));
        brackets(entity.unwrap_or_default(), word, open, &mut document.mentions);
    }
    document.sentences.push(first..document.words.len());
    Ok(())
}

/// The mentions that begin and end at a word.
fn brackets(mut rest: &str, word: usize, open: &mut Open, mentions: &mut Vec<Mention>) {
    while !rest.is_empty() {
        if let Some(opening) = rest.strip_prefix('(') {
            let length = opening.find(['(', ')']).unwrap_or(opening.len());
            let (label, after) = opening.split_at(length);
            let mut parts = label.split('-').map(str::to_owned);
            let (entity, kind) =
                (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            rest = after.strip_prefix(')').unwrap_or(after);
            if rest.len() < after.len() {
                mentions.push(Mention { words: word..word + 1, entity, kind });
            } else {
                open.entry(entity).or_default().push((word, kind));
            }
        } else {
            let (entity, after) = rest.split_once(')').unwrap_or((rest, ""));
            if let Some((start, kind)) = open.get_mut(entity).and_then(Vec::pop) {
                mentions.push(Mention { words: start..word + 1, entity: entity.to_owned(), kind });
            }
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_the_scorers_and_words_stand_in_it() {
        let word = |number: &str, form: &str, head: usize, entity: &str| {
            format!("{number}\t{form}\t{form}\tNOUN\tNN\t_\t{head}\tdep:x\t_\t{entity}\n")
        };
        let conllu = "# newdoc id = GUM_news_tram\n# newpar\n# text = Zoë’s tram can't stop.\n"
            .to_owned()
            + "1-2\tZoë’s\t_\t_\t_\t_\t_\t_\t_\t_\n"
            + &word("1", "Zoë", 3, "Entity=(2-object(1-person)")
            + &word("2", "’s", 1, "_")
            + &word("3", "tram", 0, "Entity=2)")
            + "4-5\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n"
            + &word("4", "can", 3, "_")
            + &word("5", "not", 3, "_")
            + &word("6", "stop", 3, "SpaceAfter=No")
            + &word("7", ".", 3, "_")
            + "\n# text = It waits.\n"
            + &word("1", "It", 2, "Entity=(2-object)")
            + &word("2", "waits", 0, "SpaceAfter=No")
            + &word("3", ".", 2, "_")
            + "\n# newpar\n# newpar_block = p\n# text = So\n"
            + &word("1", "So", 0, "_")
            + "\n";
        let documents = read(&conllu).unwrap();
        let [document] = &documents[..] else { panic!("{} documents", documents.len()) };
        assert_eq!(document.text, "Zoë’s tram can't stop. It waits.\n\nSo");
        assert_eq!(document.genre(), "news");
        assert_eq!(document.sentences, [0..7, 7..10, 10..11]);
        let words: Vec<String> =
            (0..document.words.len()).map(|at| document.slice(at..at + 1)).collect();
        // A word that is written otherwise in the range has the whole range.
        let expected = ["Zoë", "’s", "tram", "can", "can't", "stop", ".", "It", "waits", ".", "So"];
        assert_eq!(words, expected);
        let mentions: Vec<(String, &str, &str)> = document
            .mentions
            .iter()
            .map(|found| (document.slice(found.words.clone()), &*found.entity, &*found.kind))
            .collect();
        let expected =
            [("Zoë", "1", "person"), ("Zoë’s tram", "2", "object"), ("It", "2", "object")];
        assert_eq!(mentions, expected.map(|(words, of, kind)| (words.to_owned(), of, kind)));
        assert_eq!(document.head_of(&(0..3)), 2);
        assert_eq!(document.words[7].head, Some(8));
        assert_eq!(document.words[0].relation, "dep");
    }
}
