//! What a row cannot know by itself: that what it refers to exists, and that nobody else sits on the
//! same chair.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{EndCell, Facts, NameKind, TermRow};
use super::rows::{Fault, Row};

/// What there is besides the tables that are read.
pub trait Known {
    /// Whether there is an actor of this key.
    fn actor(&self, key: &str) -> bool;
    /// Whether there is an office of this name, and whether several hold it at a time.
    fn office(&self, name: &str) -> Option<bool>;
    /// Whether there is a person of this key.
    fn person(&self, key: &str) -> bool;
}

/// Codes, keys and offices that rows refer to.
pub fn references(
    facts: &Facts<'_>,
    known: &dyn Known,
    tables: &[(&str, Vec<Row<'_>>)],
    faults: &mut Vec<Fault>,
) {
    let actors: BTreeSet<&str> = facts.actors.iter().map(|actor| &*actor.key).collect();
    let offices: BTreeSet<&str> = facts.offices.iter().map(|office| office.name).collect();
    let people: BTreeSet<&str> = facts.people.iter().map(|person| person.key).collect();
    let rows = tables.iter().flat_map(|(_, rows)| rows);
    for row in rows {
        for column in ["code", "actor", "country", "countries", "sovereign"] {
            let codes = matches!(row.file, "coded_names.tsv") && column == "code";
            if codes || row.file == "states.tsv" && column == "code" {
                continue;
            }
            for code in row.list(column) {
                if !actors.contains(code) && !known.actor(code) {
                    faults.push(row.fault(
                        format!("nobody has the code {code:?}"),
                        "states have ISO 3166-1 alpha-3 codes, others the key of their own row in \
                         organizations.tsv, groups.tsv or parties.tsv",
                    ));
                }
            }
        }
        let refers = matches!(row.file, "terms.tsv" | "office_names.tsv");
        if let Some(office) = row.cell("office").filter(|_| refers)
            && !offices.contains(office)
            && known.office(office).is_none()
        {
            faults.push(row.fault(
                format!("there is no office {office:?}"),
                "write its name as in offices.tsv, or add a row there",
            ));
        }
        if let Some(person) = row.cell("person").filter(|person| *person != "vacant")
            && !people.contains(person)
            && !known.person(person)
        {
            faults.push(row.fault(
                format!("there is no person {person:?}"),
                "write the key of a row in people.tsv, or add that row",
            ));
        }
    }
}

/// Two holders of one chair on one day.
pub fn overlaps(facts: &Facts<'_>, known: &dyn Known, faults: &mut Vec<Fault>) {
    let several: BTreeMap<&str, bool> =
        facts.offices.iter().map(|office| (office.name, office.several)).collect();
    let mut chairs: BTreeMap<(&str, &str), Vec<&TermRow<'_>>> = BTreeMap::new();
    for term in facts.terms.iter().filter(|term| !term.contested && !term.acting) {
        let many = several.get(term.office).copied().or_else(|| known.office(term.office));
        if many == Some(false) {
            chairs.entry((term.country, term.office)).or_default().push(term);
        }
    }
    for ((country, office), mut terms) in chairs {
        terms.sort_by_key(|term| (term.start, term.line));
        for (at, term) in terms.iter().enumerate() {
            let sure = sure_until(term);
            let mut others = terms[at + 1..].iter().filter(|other| {
                other.person != term.person
                    && other.start.last < sure
                    && term.start.last < sure_until(other)
            });
            if let Some(other) = others.next() {
                faults.push(Fault {
                    file: "terms.tsv".to_owned(),
                    line: other.line,
                    what: format!(
                        "{country}, {office}: {} and {} (line {}) hold it at once from {}",
                        other.person.unwrap_or("nobody"),
                        term.person.unwrap_or("nobody"),
                        term.line,
                        other.start,
                    ),
                    hint: "end the one before, mark both as contested, or give the office several \
                           seats in offices.tsv"
                        .to_owned(),
                });
            }
        }
    }
}

/// The last day on which the term is sure to have lasted.
fn sure_until(term: &TermRow<'_>) -> crate::day::Day {
    match term.end {
        EndCell::On(date) | EndCell::After(date) => date.first,
        EndCell::Unknown => term.start.last,
    }
}

impl NameKind {
    /// Whether names of this kind are proper names, which begin with a capital.
    pub(crate) fn is_proper(self) -> bool {
        !matches!(
            self,
            NameKind::Office
                | NameKind::Agent
                | NameKind::Agents
                | NameKind::Loaded
                | NameKind::LoadedNoun
        )
    }
}
