//! Measures sentences and tokens against a CoNLL-U file, from raw text, by genre and overall:
//!
//! ```text
//! cargo run --release -p onrecord-extract --example segmentation -- GOLD.conllu[.gz]
//! ```
//!
//! The raw text of a document is its sentences joined by a space, its paragraphs by a blank line.
//! `--errors sentences` and `--errors tokens` print what differs, for reading.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::process::ExitCode;

use onrecord_extract::segment;
use onrecord_text::{Outline, Text};

type Spans = HashSet<(usize, usize)>;

struct Document {
    id: String,
    text: String,
    sentences: Spans,
    tokens: Spans,
}

fn main() -> ExitCode {
    let mut path = None;
    let mut errors = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--errors" => errors = arguments.next(),
            _ => path = Some(argument),
        }
    }
    let Some(path) = path else {
        eprintln!("hint: give the path of a CoNLL-U file, gzipped or not");
        return ExitCode::from(2);
    };
    let documents = match read(&path) {
        Ok(documents) => documents,
        Err(problem) => {
            eprintln!("{path}: {problem}");
            return ExitCode::from(2);
        }
    };
    let mut genres: BTreeMap<String, [Count; 2]> = BTreeMap::new();
    let mut overall = [Count::default(); 2];
    for document in &documents {
        let text = Text::new(document.text.as_str());
        let layers = segment(&text, &Outline::default());
        let sentences = layers.sentences.iter().map(|s| (s.span.start(), s.span.end())).collect();
        let tokens = layers.tokens.iter().map(|t| (t.span.start(), t.span.end())).collect();
        let genre = document.id.split('_').nth(1).unwrap_or("other").to_owned();
        let counts = genres.entry(genre).or_default();
        for (n, (gold, found)) in
            [(&document.sentences, &sentences), (&document.tokens, &tokens)].into_iter().enumerate()
        {
            let count = Count::of(gold, found);
            counts[n].add(count);
            overall[n].add(count);
            if errors.as_deref() == Some(["sentences", "tokens"][n]) {
                print_errors(document, gold, found);
            }
        }
    }
    println!("{:14} {:>6} {:>20} {:>7} {:>20}", "", "", "sentences P R F1", "", "tokens P R F1");
    for (genre, [sentences, tokens]) in
        genres.iter().map(|(g, c)| (g.as_str(), c)).chain([("overall", &overall)])
    {
        println!("{genre:14} {sentences} {tokens}");
    }
    ExitCode::SUCCESS
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    both: usize,
    gold: usize,
    found: usize,
}

impl Count {
    fn of(gold: &Spans, found: &Spans) -> Count {
        Count { both: gold.intersection(found).count(), gold: gold.len(), found: found.len() }
    }

    fn add(&mut self, other: Count) {
        self.both += other.both;
        self.gold += other.gold;
        self.found += other.found;
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = |of: usize| 100.0 * self.both as f64 / of.max(1) as f64;
        let f1 = 200.0 * self.both as f64 / (self.gold + self.found).max(1) as f64;
        let (precision, recall) = (percent(self.found), percent(self.gold));
        write!(f, "{:>7} {precision:6.2} {recall:6.2} {f1:6.2}", self.gold)
    }
}

fn print_errors(document: &Document, gold: &Spans, found: &Spans) {
    let mut wrong: Vec<_> = gold
        .difference(found)
        .map(|&span| (span, '-'))
        .chain(found.difference(gold).map(|&span| (span, '+')))
        .collect();
    wrong.sort_unstable();
    for ((start, end), sign) in wrong {
        println!("{} {sign} {}", document.id, document.text[start..end].escape_debug());
    }
}

/// Reads documents as raw text with the byte spans of their sentences and tokens.
fn read(path: &str) -> std::io::Result<Vec<Document>> {
    let bytes = std::fs::read(path)?;
    let mut conllu = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut conllu)?;
    } else {
        bytes.as_slice().read_to_string(&mut conllu)?;
    }
    let mut documents: Vec<Document> = Vec::new();
    for block in conllu.split("\n\n") {
        let lines: Vec<&str> = block.trim_matches('\n').lines().collect();
        let Some(text) = lines.iter().find_map(|line| line.strip_prefix("# text = ")) else {
            continue;
        };
        let new = lines.iter().find(|line| line.starts_with("# newdoc"));
        if new.is_some() || documents.is_empty() {
            let id = new.and_then(|line| line.split_once('=')).map_or("", |(_, id)| id.trim());
            documents.push(Document {
                id: id.to_owned(),
                text: String::new(),
                sentences: Spans::new(),
                tokens: Spans::new(),
            });
        }
        let Some(document) = documents.last_mut() else { continue };
        let paragraph =
            lines.iter().any(|line| *line == "# newpar" || line.starts_with("# newpar "));
        if !document.text.is_empty() {
            document.text.push_str(if paragraph { "\n\n" } else { " " });
        }
        let base = document.text.len();
        document.text.push_str(text);
        document.sentences.insert((base, base + text.trim_end().len()));
        read_tokens(&lines, text, base, &mut document.tokens);
    }
    Ok(documents)
}

/// Finds the tokens of one sentence in its text. The words of a multiword token that is their
/// concatenation are found in it; others stand for the whole of it.
fn read_tokens(lines: &[&str], text: &str, base: usize, tokens: &mut Spans) {
    let mut at = 0;
    let mut multiword: Option<(usize, usize, usize)> = None;
    let mut inside = 0;
    for line in lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, ..] = columns[..] else { continue };
        if columns.len() != 10 || id.contains('.') {
            continue;
        }
        if let Some((_, last)) = id.split_once('-') {
            let start = at + text[at..].find(form).unwrap_or(0);
            multiword = last.parse().ok().map(|last| (last, start, start + form.len()));
            inside = start;
            continue;
        }
        let Ok(number) = id.parse::<usize>() else { continue };
        let (start, end) = match multiword {
            Some((last, start, end)) => {
                let own = text[inside..].starts_with(form) && inside + form.len() <= end;
                let span = if own { (inside, inside + form.len()) } else { (start, end) };
                inside = if own { span.1 } else { inside };
                if number == last {
                    at = end;
                    multiword = None;
                }
                span
            }
            None => {
                let start = at + text[at..].find(form).unwrap_or(0);
                at = start + form.len();
                (start, at)
            }
        };
        tokens.insert((base + start, base + end));
    }
}
