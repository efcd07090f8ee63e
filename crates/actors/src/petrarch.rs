//! Dictionaries in the form of PETRARCH and TABARI, so that actors that a researcher has coded keep
//! working.
//!
//! A name stands at the beginning of a line with underscores for spaces, its codes in brackets behind
//! it or on lines of their own, each with the dates between which it holds; `+` begins another name
//! of the same. Agents have codes with `~`, plurals in braces, and sets of words between exclamation
//! marks. Such files were written by hand over thirty years, so that a line that cannot be read costs
//! itself and nothing else.
//!
//! ```text
//! BRIDGE_WARDENS_          ; a comment
//! +WARDENS_OF_THE_BRIDGE
//!     [HRVGOV 910625-990101]
//!     [HRVOPP >990101]
//! HARBOUR_MASTER_ {HARBOUR_MASTERS_} [~GOV]
//! !MINIST! = MINISTER, MINISTERS
//! FISHERY_!MINIST!_ [~GOV]
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::day::Day;
use crate::tables::Fault;

/// What a dictionary has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    /// Its names, in the order of the files.
    pub names: Vec<CodedName>,
    /// The lines that could not be read.
    pub faults: Vec<Fault>,
}

/// A name with a code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodedName {
    /// The name, with spaces.
    pub surface: String,
    /// The first name of the same actor.
    pub name: String,
    /// The code: `HRVGOV`, or `~GOV` for an agent.
    pub code: String,
    /// The first day on which the code holds.
    pub from: Option<Day>,
    /// The last day on which it does.
    pub until: Option<Day>,
}

/// Sets of words (`!MINIST!`) multiply; a line that would make more names than this is a fault.
const MOST_NAMES_A_LINE: usize = 500;

/// Reads a dictionary; `file` is for messages.
pub fn read_dictionary(file: &str, text: &str) -> Dictionary {
    let mut reading = Reading {
        file,
        found: Dictionary::default(),
        sets: BTreeMap::new(),
        names: Vec::new(),
        named: 0,
        coded: true,
    };
    let mut in_comment = false;
    let lines = text.trim_start_matches('\u{feff}').lines();
    for (index, line) in lines.enumerate() {
        let line = without_comments(line, &mut in_comment);
        let line = line.trim();
        if !line.is_empty() {
            reading.line(index + 1, line);
        }
    }
    reading.needs_code();
    reading.found
}

impl Dictionary {
    /// The names as a table that [`crate::Registry::with_tables`] takes under the name
    /// `coded_names.tsv`.
    pub fn to_table(&self) -> String {
        let mut table = String::from(
            "# Names with the codes of a dictionary in PETRARCH's form.\n\
             # Origin: that dictionary. Licence: its own.\n\
             # Columns: name; first name of the same actor; code; first day; last day.\n",
        );
        let rows: BTreeSet<String> = self.names.iter().map(row).collect();
        for row in rows {
            table.push_str(&row);
            table.push('\n');
        }
        table
    }
}

fn row(name: &CodedName) -> String {
    let day = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let CodedName { surface, name: first, code, from, until } = name;
    let mut row = String::new();
    // Writing to a string cannot fail.
    let _ = write!(row, "{surface}\t{first}\t{code}\t{}\t{}", day(*from), day(*until));
    row
}

/// A line without what stands behind `#` or `;`, or between `<!--` and `-->`.
fn without_comments(line: &str, in_comment: &mut bool) -> String {
    let mut kept = String::new();
    let mut rest = line;
    loop {
        if *in_comment {
            let Some((_, after)) = rest.split_once("-->") else { return kept };
            *in_comment = false;
            rest = after;
        }
        let Some((before, after)) = rest.split_once("<!--") else { break };
        kept.push_str(before);
        *in_comment = true;
        rest = after;
    }
    kept.push_str(rest);
    let end = kept.find(['#', ';']).unwrap_or(kept.len());
    kept.truncate(end);
    kept
}

struct Reading<'f> {
    file: &'f str,
    found: Dictionary,
    /// Sets of words: `MINIST` and what it stands for.
    sets: BTreeMap<String, Vec<String>>,
    /// The names that the next codes are for.
    names: Vec<String>,
    /// The line of the first of them.
    named: usize,
    /// Whether they have a code yet.
    coded: bool,
}

impl Reading<'_> {
    fn fault(&mut self, line: usize, what: impl Into<String>, hint: &str) {
        self.found.faults.push(Fault {
            file: self.file.to_owned(),
            line,
            what: what.into(),
            hint: hint.to_owned(),
        });
    }

    fn line(&mut self, line: usize, text: &str) {
        if let Some(codes) = text.strip_prefix('[') {
            if self.names.is_empty() {
                self.fault(line, "a code stands before any name", "put the name above it");
                return;
            }
            self.codes(line, &format!("[{codes}"));
        } else if let Some(synonym) = text.strip_prefix('+') {
            if self.names.is_empty() {
                self.fault(line, "a synonym stands before any name", "put the name above it");
                return;
            }
            let (name, codes) = at_first_bracket(synonym);
            let names = self.surfaces(line, name, false);
            self.names.extend(names);
            if !codes.is_empty() {
                self.codes(line, codes);
            }
        } else if let Some((set, words)) = set_of_words(text) {
            self.sets.insert(set, words);
        } else {
            self.needs_code();
            let (name, codes) = at_first_bracket(text);
            self.names = self.surfaces(line, name, codes.contains("[~"));
            self.named = line;
            self.coded = self.names.is_empty();
            if !codes.is_empty() && !self.names.is_empty() {
                self.codes(line, codes);
            }
        }
    }

    /// A name that no code followed names nobody.
    fn needs_code(&mut self) {
        if !self.coded {
            let (line, name) = (self.named, self.names.first().cloned().unwrap_or_default());
            self.fault(
                line,
                format!("{name:?} has no code"),
                "write one in brackets, as in [TURGOV]",
            );
            self.coded = true;
        }
    }

    /// The names that a phrase stands for: with its sets of words multiplied out, and its plurals.
    fn surfaces(&mut self, line: usize, phrase: &str, agent: bool) -> Vec<String> {
        let (phrase, plural) = match phrase.split_once('{') {
            Some((phrase, plural)) => (phrase, Some(plural.split('}').next().unwrap_or(plural))),
            None => (phrase, None),
        };
        let mut phrases = vec![phrase.trim().to_owned()];
        match plural.map(str::trim) {
            Some("") => {}
            Some(plural) => phrases.push(plural.to_owned()),
            None if agent && !phrase.contains('!') => phrases.push(plural_of(phrase)),
            None => {}
        }
        let mut names = Vec::new();
        for phrase in phrases {
            match self.multiplied(&phrase) {
                Ok(all) => names.extend(all.iter().map(|name| as_printed(name, agent))),
                Err(what) => {
                    self.fault(line, what, "define the set above, as in !MINIST! = MINISTER")
                }
            }
        }
        names.retain(|name: &String| name.chars().any(char::is_alphanumeric));
        if names.is_empty() && self.found.faults.last().is_none_or(|fault| fault.line != line) {
            self.fault(
                line,
                "there is no name",
                "write it with underscores, as in HARBOUR_MASTER_",
            );
        }
        names
    }

    /// The phrase with each word of its sets.
    fn multiplied(&self, phrase: &str) -> Result<Vec<String>, String> {
        let mut done = vec![String::new()];
        let mut rest = phrase;
        while let Some((before, after)) = rest.split_once('!') {
            let Some((set, after)) = after.split_once('!') else {
                return Err("a ! has no other".to_owned());
            };
            let words = self.sets.get(set).ok_or_else(|| format!("no set is called !{set}!"))?;
            if done.len() * words.len() > MOST_NAMES_A_LINE {
                return Err(format!("it stands for more than {MOST_NAMES_A_LINE} names"));
            }
            done = done
                .iter()
                .flat_map(|begun| words.iter().map(move |word| format!("{begun}{before}{word}")))
                .collect();
            rest = after;
        }
        Ok(done.into_iter().map(|begun| begun + rest).collect())
    }

    /// Codes in brackets, each with the dates between which it holds.
    fn codes(&mut self, line: usize, text: &str) {
        self.coded = true;
        let mut rest = text.trim();
        while let Some(after) = rest.strip_prefix('[') {
            let Some((inside, behind)) = after.split_once(']') else {
                self.fault(line, "a bracket is not closed", "write codes as in [TURGOV >030314]");
                return;
            };
            self.code(line, inside.trim());
            rest = behind.trim_start();
        }
        if !rest.is_empty() {
            self.fault(line, format!("{rest:?} is no code"), "write codes as in [TURGOV >030314]");
        }
    }

    fn code(&mut self, line: usize, inside: &str) {
        let mut parts = inside.split_whitespace();
        let code = parts.next().unwrap_or_default();
        // What is to be left out of events has dashes for a code.
        if !code.is_empty() && code.chars().all(|c| c == '-') {
            return;
        }
        let letters = code.strip_prefix('~').unwrap_or(code);
        if letters.len() < 3 || !letters.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            self.fault(line, format!("{code:?} is no code"), "codes are three letters each");
            return;
        }
        let dates: String = parts.collect();
        let Some((from, until)) = between(&dates) else {
            self.fault(
                line,
                format!("{dates:?} are no dates"),
                "write 910625-990101, <910625 or >990101",
            );
            return;
        };
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            self.fault(
                line,
                format!("it ends ({until}) before it begins ({from})"),
                "look which of the two dates is wrong",
            );
            return;
        }
        let name = self.names.first().cloned().unwrap_or_default();
        for surface in &self.names {
            self.found.names.push(CodedName {
                surface: surface.clone(),
                name: name.clone(),
                code: code.to_ascii_uppercase(),
                from,
                until,
            });
        }
    }
}

fn at_first_bracket(text: &str) -> (&str, &str) {
    text.find('[').map_or((text, ""), |at| text.split_at(at))
}

/// `!MINIST! = MINISTER, MINISTERS`.
fn set_of_words(text: &str) -> Option<(String, Vec<String>)> {
    let (set, words) = text.strip_prefix('!')?.split_once('!')?;
    let words = words.trim_start().strip_prefix('=')?;
    let words = words.split(',').map(|word| word.trim().trim_matches('_').to_owned());
    Some((set.to_owned(), words.filter(|word| !word.is_empty()).collect()))
}

/// The plural that agents have where none is given.
fn plural_of(phrase: &str) -> String {
    let phrase = phrase.trim().trim_end_matches('_');
    match phrase.strip_suffix(['Y', 'y']) {
        Some(stem) if !stem.ends_with(['A', 'E', 'O', 'U', 'a', 'e', 'o', 'u']) => {
            format!("{stem}IES")
        }
        _ => format!("{phrase}S"),
    }
}

/// A name of a dictionary, all capitals and underscores, as a text has it.
fn as_printed(name: &str, agent: bool) -> String {
    let words: Vec<&str> = name.split(['_', ' ', '\t']).filter(|word| !word.is_empty()).collect();
    let single = words.len() == 1;
    let words = words.iter().map(|word| {
        let lower: String = word.to_lowercase();
        if agent {
            lower
        } else if single && word.chars().count() <= 3 {
            word.to_uppercase()
        } else {
            let mut letters = lower.chars();
            letters
                .next()
                .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
    });
    // A cell of a table that is a dash alone says that there is nothing.
    words.collect::<Vec<_>>().join(" ")
}

/// The first and the last day: `910625-990101`, `<910625`, `>990101`, or nothing.
fn between(dates: &str) -> Option<(Option<Day>, Option<Day>)> {
    if dates.is_empty() {
        return Some((None, None));
    }
    if let Some(until) = dates.strip_prefix('<') {
        return Some((None, Some(day(until)?)));
    }
    if let Some(from) = dates.strip_prefix('>') {
        return Some((Some(day(from)?), None));
    }
    let (from, until) = dates.split_once('-')?;
    Some((Some(day(from)?), Some(day(until)?)))
}

/// `YYMMDD` or `YYYYMMDD`; years of two digits up to 30 are of this century.
fn day(digits: &str) -> Option<Day> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = match digits.len() {
        6 => {
            let year: i16 = digits[..2].parse().ok()?;
            (if year <= 30 { 2000 + year } else { 1900 + year }, &digits[2..])
        }
        8 => (digits[..4].parse().ok()?, &digits[4..]),
        _ => return None,
    };
    Day::new(year, rest[..2].parse().ok()?, rest[2..].parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Case, Referent, Registry};
    use proptest::prelude::*;

    const DICTIONARY: &str = "\
# Wardens of invented bridges.
!MINIST! = MINISTER, MINISTERS
<!-- a comment
of two lines -->
BRIDGE_WARDENS_  ; CountryInfo
+WARDENS_OF_THE_BRIDGE_
\t[HRVGOV 910625-990101]
\t[HRVOPP >990101]
MILENA_VUKASIN_ [HRVGOV <20080101][HRVELI >080101] # [not a code]
HARBOUR_MASTER_ [~GOV]
FERRYMAN_ {FERRYMEN_} [~BUS]
TOLL_!MINIST!_ {} [~GOV]
NOBODY_ [---]
";

    fn lines(dictionary: &Dictionary) -> Vec<String> {
        dictionary.names.iter().map(|name| row(name).replace('\t', "|")).collect()
    }

    #[test]
    fn names_have_their_codes_and_dates() {
        let dictionary = read_dictionary("wardens.txt", DICTIONARY);
        assert_eq!(dictionary.faults, []);
        assert_eq!(
            lines(&dictionary),
            [
                "Bridge Wardens|Bridge Wardens|HRVGOV|1991-06-25|1999-01-01",
                "Wardens Of The Bridge|Bridge Wardens|HRVGOV|1991-06-25|1999-01-01",
                "Bridge Wardens|Bridge Wardens|HRVOPP|1999-01-01|-",
                "Wardens Of The Bridge|Bridge Wardens|HRVOPP|1999-01-01|-",
                "Milena Vukasin|Milena Vukasin|HRVGOV|-|2008-01-01",
                "Milena Vukasin|Milena Vukasin|HRVELI|2008-01-01|-",
                "harbour master|harbour master|~GOV|-|-",
                "harbour masters|harbour master|~GOV|-|-",
                "ferryman|ferryman|~BUS|-|-",
                "ferrymen|ferryman|~BUS|-|-",
                "toll minister|toll minister|~GOV|-|-",
                "toll ministers|toll minister|~GOV|-|-",
            ]
        );
    }

    #[test]
    fn an_imported_dictionary_is_a_table_of_ones_own() {
        let table = read_dictionary("wardens.txt", DICTIONARY).to_table();
        let registry = Registry::with_tables(&[("coded_names.tsv", &table)]).expect("a table");
        let candidates = registry.names("the wardens of the bridge", Case::Any);
        assert_eq!(candidates.len(), 2);
        let Referent::Actor(actor) = candidates[0].refers else { panic!("{candidates:?}") };
        assert_eq!(
            (actor.country, actor.sector, actor.code),
            (Some("HRV"), Some("GOV"), Some("HRVGOV"))
        );
        assert_eq!(actor.name, "Bridge Wardens");
        let group = registry.group(&["Croatian", "ferrymen", "rested"]).expect("a group");
        assert_eq!((group.actor.key, group.sector, group.tokens), ("HRV", "BUS", 2));
    }

    #[test]
    fn a_line_that_cannot_be_read_costs_itself() {
        let text = "[HRV]\nA_B_ [HRVGOV 991301]\nC_D_ [X]\nE_F_ [HRV\nG_!H!_ [~GOV]\nI_J_\nK_ [HRV]\n\
                    L_ [HRV 990101-910101]\n+\n";
        let dictionary = read_dictionary("broken.txt", text);
        let faults: Vec<String> = dictionary.faults.iter().map(ToString::to_string).collect();
        assert_eq!(lines(&dictionary), ["K|K|HRV|-|-"]);
        assert_eq!(
            dictionary.faults.iter().map(|f| f.line).collect::<Vec<_>>(),
            [1, 2, 3, 4, 5, 6, 8, 9]
        );
        assert_eq!(
            faults[1],
            "broken.txt:2: \"991301\" are no dates; hint: write 910625-990101, <910625 or >990101"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_a_dictionary_whose_table_can_be_read(
            text in prop_oneof![
                any::<String>(),
                "([A-Z!_+\\[\\]{}<>~#;=, \t0-9é-]{0,20}\n){0,8}",
                "([A-Z_]{1,6} (\\[~?[A-Z]{3,6}( [<>]?[0-9]{6,8}(-[0-9]{6})?)?\\]){0,2}\n\\+?){0,8}",
            ]
        ) {
            let dictionary = read_dictionary("any.txt", &text);
            let table = dictionary.to_table();
            prop_assert!(Registry::with_tables(&[("coded_names.tsv", &table)]).is_ok(), "{}", table);
        }
    }
}
