//! How well coreference is found: MUC, B³ and CEAF-e of CoNLL-U with entities, and their mean.
//!
//!     coreference GOLD.conllu FOUND.conllu
//!
//! Both have the same documents in the same order, with mentions in the last column as GUM and this
//! program write them. Mentions match when they are the same characters of the text, white space
//! aside, however it was cut into tokens. Things mentioned once are left out on both sides, as in
//! the CoNLL shared tasks (Pradhan et al. 2014); so are groups of only one mention after that. The
//! last line of the answer is a JSON object with all figures as percentages.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::io::Write;

/// Characters of the text, white space not counted.
type Mention = (usize, usize);

/// Mentions of the same thing.
type Cluster = BTreeSet<Mention>;

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [gold, found] = &paths[..] else {
        return Err("usage: coreference GOLD.conllu FOUND.conllu".into());
    };
    let gold = read(&std::fs::read_to_string(gold)?)?;
    let found = read(&std::fs::read_to_string(found)?)?;
    let scores = score(&gold, &found)?;
    let mut out = std::io::stdout().lock();
    for (name, [precision, recall, f1]) in &scores {
        writeln!(out, "{name:10} P {precision:5.1}  R {recall:5.1}  F1 {f1:5.1}")?;
    }
    let conll = mean(&scores);
    writeln!(out, "{:10} {:25.1}", "conll", conll)?;
    let mut all: serde_json::Map<String, serde_json::Value> = scores
        .iter()
        .map(|(name, [p, r, f1])| {
            (
                name.to_string(),
                serde_json::json!({"p": tenth(*p), "r": tenth(*r), "f1": tenth(*f1)}),
            )
        })
        .collect();
    all.insert("documents".into(), gold.len().into());
    all.insert("conll".into(), tenth(conll).into());
    writeln!(out, "{}", serde_json::Value::Object(all))?;
    Ok(())
}

fn tenth(percentage: f64) -> f64 {
    (percentage * 10.0).round() / 10.0
}

/// Precision, recall and F1 of each measure, in per cent.
type Figures = Vec<(&'static str, [f64; 3])>;

/// A document: its characters without white space, and its mentions by entity.
#[derive(Debug, PartialEq)]
struct Document {
    letters: String,
    entities: BTreeMap<String, Vec<Mention>>,
}

/// The documents of a CoNLL-U file.
fn read(conllu: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut open: HashMap<String, Vec<usize>> = HashMap::new();
    // How many characters there are so far; the end of the range of tokens at hand, its last token
    // and what is left of its characters.
    let (mut at, mut range): (usize, Option<(usize, usize, String)>) = (0, None);
    for line in conllu.lines() {
        if line.starts_with("# newdoc") || (documents.is_empty() && line.contains('\t')) {
            documents.push(Document { letters: String::new(), entities: BTreeMap::new() });
            open.clear();
            at = 0;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [number, form, .., misc] = columns[..] else { continue };
        let Some(document) = documents.last_mut() else { continue };
        if line.starts_with('#') || number.contains('.') {
            continue;
        }
        let letters: String = form.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some((_, last)) = number.split_once('-') {
            document.letters.push_str(&letters);
            range = Some((at + letters.chars().count(), last.parse()?, letters));
            continue;
        }
        // A word of a range has its own characters where they are those of the range, else all.
        let (start, end) = match &mut range {
            None => {
                document.letters.push_str(&letters);
                (at, at + letters.chars().count())
            }
            Some((range_end, last, left)) => {
                let is_last = number.parse::<usize>()? == *last;
                let own = left.strip_prefix(letters.as_str()).map(str::to_owned);
                let end = match own {
                    Some(rest) if !is_last => {
                        *left = rest;
                        at + letters.chars().count()
                    }
                    _ => *range_end,
                };
                let span = (at, end);
                if is_last {
                    range = None;
                }
                span
            }
        };
        at = end;
        let entity = misc.split('|').find_map(|note| note.strip_prefix("Entity="));
        let mut rest = entity.unwrap_or_default();
        while !rest.is_empty() {
            if let Some(opening) = rest.strip_prefix('(') {
                let length = opening.find(['(', ')']).unwrap_or(opening.len());
                let (label, after) = opening.split_at(length);
                let group = label.split('-').next().unwrap_or_default().to_owned();
                match after.strip_prefix(')') {
                    Some(after) => {
                        document.entities.entry(group).or_default().push((start, end));
                        rest = after;
                    }
                    None => {
                        // The number of a mention that closes here cannot stand in a label.
                        open.entry(group).or_default().push(start);
                        rest = after;
                    }
                }
            } else {
                let (group, after) = rest.split_once(')').ok_or_else(|| {
                    format!("Entity={} is not closed at {line:?}", entity.unwrap_or_default())
                })?;
                if let Some(first) = open.get_mut(group).and_then(Vec::pop) {
                    document.entities.entry(group.to_owned()).or_default().push((first, end));
                }
                rest = after;
            }
        }
    }
    Ok(documents)
}

/// Entities with two mentions or more.
fn clusters(document: &Document) -> Vec<Cluster> {
    let all = document.entities.values().map(|mentions| mentions.iter().copied().collect());
    all.filter(|cluster: &Cluster| cluster.len() > 1).collect()
}

/// Precision, recall and F1 of mentions and of each measure, in per cent.
fn score(gold: &[Document], found: &[Document]) -> Result<Figures, Box<dyn Error>> {
    if gold.len() != found.len() {
        return Err(format!("{} documents in one, {} in the other", gold.len(), found.len()).into());
    }
    // For each measure: hits and how many there could be, for precision and for recall.
    let mut sums = [[0f64; 4]; 4];
    for (number, (gold, found)) in gold.iter().zip(found).enumerate() {
        if gold.letters != found.letters {
            return Err(format!("document {} is of another text", number + 1).into());
        }
        let (gold, found) = (clusters(gold), clusters(found));
        let similar = ceaf_e(&gold, &found);
        let (in_gold, in_found): (Cluster, Cluster) =
            (gold.iter().flatten().copied().collect(), found.iter().flatten().copied().collect());
        let both = in_gold.intersection(&in_found).count() as f64;
        let of_document = [
            (both, in_found.len() as f64, both, in_gold.len() as f64),
            pair(muc(&found, &gold), muc(&gold, &found)),
            pair(b_cubed(&found, &gold), b_cubed(&gold, &found)),
            (similar, found.len() as f64, similar, gold.len() as f64),
        ];
        for (sum, add) in sums.iter_mut().zip(of_document) {
            for (sum, add) in sum.iter_mut().zip([add.0, add.1, add.2, add.3]) {
                *sum += add;
            }
        }
    }
    let share = |hits: f64, all: f64| if all > 0.0 { 100.0 * hits / all } else { 0.0 };
    let names = ["mentions", "muc", "b3", "ceaf_e"];
    let figures = sums.map(|[hits_p, all_p, hits_r, all_r]| {
        let (precision, recall) = (share(hits_p, all_p), share(hits_r, all_r));
        let sum = precision + recall;
        [precision, recall, if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 }]
    });
    Ok(names.into_iter().zip(figures).collect())
}

fn pair(precision: (f64, f64), recall: (f64, f64)) -> (f64, f64, f64, f64) {
    (precision.0, precision.1, recall.0, recall.1)
}

/// The mean of the three measures' F1.
fn mean(scores: &[(&str, [f64; 3])]) -> f64 {
    let f1 = scores.iter().filter(|(name, _)| *name != "mentions").map(|(_, figures)| figures[2]);
    f1.sum::<f64>() / 3.0
}

/// Where each mention is in the other partition.
fn places(clusters: &[Cluster]) -> HashMap<Mention, usize> {
    let all = clusters.iter().enumerate();
    all.flat_map(|(at, cluster)| cluster.iter().map(move |&mention| (mention, at))).collect()
}

/// Links of `key` that `other` has as well, and all links of `key` (Vilain et al. 1995).
fn muc(key: &[Cluster], other: &[Cluster]) -> (f64, f64) {
    let place = places(other);
    let (mut hits, mut all) = (0, 0);
    for cluster in key {
        let alone = cluster.iter().filter(|mention| !place.contains_key(mention)).count();
        let parts: BTreeSet<usize> =
            cluster.iter().filter_map(|mention| place.get(mention).copied()).collect();
        hits += cluster.len() - parts.len() - alone;
        all += cluster.len() - 1;
    }
    (hits as f64, all as f64)
}

/// For each mention of `key`, how much of its cluster `other` has with it (Bagga and Baldwin 1998).
fn b_cubed(key: &[Cluster], other: &[Cluster]) -> (f64, f64) {
    let place = places(other);
    let (mut hits, mut all) = (0.0, 0);
    for cluster in key {
        for mention in cluster {
            if let Some(&at) = place.get(mention) {
                hits += cluster.intersection(&other[at]).count() as f64 / cluster.len() as f64;
            }
            all += 1;
        }
    }
    (hits, all as f64)
}

/// The similarity of clusters under the best assignment of one to one (Luo 2005).
fn ceaf_e(gold: &[Cluster], found: &[Cluster]) -> f64 {
    let (few, many) = if gold.len() <= found.len() { (gold, found) } else { (found, gold) };
    let similar = |a: &Cluster, b: &Cluster| {
        2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()) as f64
    };
    let table: Vec<Vec<f64>> =
        few.iter().map(|a| many.iter().map(|b| similar(a, b)).collect()).collect();
    best_assignment(&table)
}

/// The highest sum of one entry a row, each of another column; there are no more rows than columns
/// (Kuhn 1955, in the form with potentials).
fn best_assignment(table: &[Vec<f64>]) -> f64 {
    let (rows, columns) = (table.len(), table.first().map_or(0, Vec::len));
    // Row and column 0 stand for none; the others are counted from 1.
    let mut of_row = vec![0f64; rows + 1];
    let mut of_column = vec![0f64; columns + 1];
    let mut row_of = vec![0usize; columns + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut at = 0;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut before = vec![0usize; columns + 1];
        let mut used = vec![false; columns + 1];
        while row_of[at] != 0 {
            used[at] = true;
            let (own, mut step, mut next) = (row_of[at], f64::INFINITY, 0);
            for column in (1..=columns).filter(|&column| !used[column]) {
                let cost = -table[own - 1][column - 1] - of_row[own] - of_column[column];
                if cost < least[column] {
                    least[column] = cost;
                    before[column] = at;
                }
                if least[column] < step {
                    step = least[column];
                    next = column;
                }
            }
            for column in 0..=columns {
                if used[column] {
                    of_row[row_of[column]] += step;
                    of_column[column] -= step;
                } else {
                    least[column] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            row_of[at] = row_of[before[at]];
            at = before[at];
        }
    }
    (1..=columns).filter(|&column| row_of[column] != 0).map(|c| table[row_of[c] - 1][c - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(number: &str, form: &str, entity: &str) -> String {
        format!("{number}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{entity}\n")
    }

    fn document(groups: &[&[usize]]) -> Document {
        let entities = groups
            .iter()
            .enumerate()
            .map(|(at, group)| (at.to_string(), group.iter().map(|&m| (m, m + 1)).collect()))
            .collect();
        Document { letters: String::new(), entities }
    }

    #[test]
    fn mentions_are_characters_whatever_the_tokens() {
        let whole = "# newdoc id = a\n".to_owned()
            + &word("1-2", "Anna's", "_")
            + &word("1", "Anna", "Entity=(2-person(1-person-new)")
            + &word("2", "'s", "_")
            + &word("3", "tram", "Entity=2)|SpaceAfter=No")
            + &word("4", "stops", "Entity=(3-event)");
        let apart = "# newdoc\n".to_owned()
            + &word("1", "Anna", "Entity=(a-person(b-person)")
            + &word("2", "'s", "_")
            + &word("3", "tr", "_")
            + &word("4", "am", "Entity=a)")
            + &word("5", "stops", "Entity=(c-event)");
        let (whole, apart) = (read(&whole).unwrap(), read(&apart).unwrap());
        assert_eq!(whole[0].letters, "Anna'stramstops");
        let spans: Vec<&Vec<Mention>> = whole[0].entities.values().collect();
        assert_eq!(spans, [&vec![(0, 4)], &vec![(0, 10)], &vec![(10, 15)]]);
        assert_eq!(apart[0].letters, whole[0].letters);
        assert_eq!(apart[0].entities["a"], [(0, 10)]);
    }

    #[test]
    fn the_measures_are_those_of_their_papers() {
        // The example of Luo (2005) and of the CoNLL scorer's paper: {a b c} {d e f g} in the key,
        // {a b} {c d} {f g h i} in the answer.
        let gold = [document(&[&[0, 1, 2], &[3, 4, 5, 6]])];
        let found = [document(&[&[0, 1], &[2, 3], &[5, 6, 7, 8]])];
        let scores = score(&gold, &found).unwrap();
        let round = |x: f64| (x * 100.0).round() / 100.0;
        let figures: Vec<(&str, [f64; 3])> =
            scores.iter().map(|(name, figures)| (*name, figures.map(round))).collect();
        assert_eq!(figures[1], ("muc", [40.0, 40.0, 40.0]));
        assert_eq!(figures[2].1[..2], [50.0, 41.67]);
        assert_eq!(figures[3].1[..2], [43.33, 65.0]);
        assert!((mean(&scores) - (40.0 + 45.45 + 52.0) / 3.0).abs() < 0.01);
    }

    #[test]
    fn what_is_right_has_everything_and_singles_do_not_count() {
        let gold = [document(&[&[0, 1, 2], &[3, 4], &[9]]), document(&[&[0, 2]])];
        let found = [document(&[&[3, 4], &[0, 1, 2], &[8]]), document(&[&[0, 2]])];
        let scores = score(&gold, &found).unwrap();
        assert!(scores.iter().all(|(_, figures)| *figures == [100.0; 3]), "{scores:?}");
        let nothing = [document(&[&[3], &[5]]), document(&[])];
        assert_eq!(mean(&score(&gold, &nothing).unwrap()), 0.0);
        assert!(score(&gold, &found[..1]).is_err());
    }

    #[test]
    fn the_best_assignment_is_not_the_greedy_one() {
        assert_eq!(best_assignment(&[vec![5.0, 4.0], vec![4.0, 0.0]]), 8.0);
        assert_eq!(best_assignment(&[vec![1.0, 2.0, 9.0], vec![0.0, 0.0, 8.0]]), 10.0);
        assert_eq!(best_assignment(&[]), 0.0);
    }
}
