//! How many lemmas are right, given the right parts of speech.
//!
//! Standard input holds a treebank in CoNLL-U. Standard output gets the share of its words whose
//! lemma is that of the treebank and then, most frequent first, those whose lemma is not, up to the
//! number given as the argument.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use onrecord_extract::lemma;
use onrecord_text::Upos;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let show: usize = std::env::args().nth(1).map_or(Ok(0), |number| number.parse())?;
    let (mut words, mut right) = (0usize, 0usize);
    let mut wrong: BTreeMap<(String, String, String, String), usize> = BTreeMap::new();
    let mut opens = true;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let columns: Vec<&str> = line.split('\t').collect();
        let [number, form, expected, upos, xpos, ..] = columns[..] else {
            opens = true;
            continue;
        };
        if number.contains(['-', '.']) {
            continue;
        }
        let upos = Upos::from_name(upos).ok_or_else(|| format!("no part of speech: {upos}"))?;
        let found = lemma(form, upos, xpos, opens);
        opens &= upos == Upos::Punct;
        words += 1;
        if found == expected {
            right += 1;
        } else {
            *wrong.entry((xpos.into(), form.into(), found, expected.into())).or_default() += 1;
        }
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{right} of {words} lemmas, {:.2} %",
        100.0 * right as f64 / words.max(1) as f64
    )?;
    let mut wrong: Vec<_> = wrong.into_iter().collect();
    wrong.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    for ((xpos, form, found, expected), times) in wrong.into_iter().take(show) {
        writeln!(out, "{times:4} {xpos:5} {form}: {found}, not {expected}")?;
    }
    Ok(())
}
