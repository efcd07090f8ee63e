//! From rows to facts: each cell read for what it is, each fault told with its line.

use std::collections::{BTreeMap, BTreeSet};

use super::check::{self, Known};
use super::facts::{
    ActorKind, ActorRow, EndCell, Facts, NameKind, NameRow, OfficeRow, PersonRow, TermRow,
};
use super::rows::{Fault, Row, rows};
use super::{FORMS, SECTORS};
use crate::day::Date;

/// What is read so far, and what was wrong with it.
struct Reading<'t> {
    facts: Facts<'t>,
    faults: Vec<Fault>,
    /// Rows by what they define, for what stands twice.
    defined: BTreeMap<(&'static str, String), (String, usize)>,
    /// The keys of actors of dictionaries, each of which may have many names.
    coded: BTreeSet<String>,
}

/// Reads tables, by file name and text, that may refer to what is `known` besides.
///
/// # Errors
///
/// Everything that is wrong in them, in the order of files and lines.
pub fn read<'t>(files: &[(&str, &'t str)], known: &dyn Known) -> Result<Facts<'t>, Vec<Fault>> {
    let mut reading = Reading {
        facts: Facts::default(),
        faults: Vec::new(),
        defined: BTreeMap::new(),
        coded: BTreeSet::new(),
    };
    let mut all: Vec<(&str, Vec<Row<'t>>)> = Vec::new();
    for (file, text) in files {
        let Some(form) = FORMS.iter().find(|form| form.file == *file) else {
            reading.faults.push(Fault {
                file: (*file).to_owned(),
                line: 0,
                what: "there is no table of this name".to_owned(),
                hint: format!("tables are {}", FORMS.each_ref().map(|form| form.file).join(", ")),
            });
            continue;
        };
        all.push((form.file, rows(form, text, &mut reading.faults)));
    }
    for (file, rows) in &all {
        for row in rows {
            match *file {
                "states.tsv" => reading.state(row),
                "organizations.tsv" | "groups.tsv" | "parties.tsv" | "proto_states.tsv" => {
                    reading.organization(row);
                }
                "state_names.tsv" => reading.state_name(row),
                "loaded.tsv" => reading.loaded(row),
                "loaded_nouns.tsv" => reading.loaded_noun(row),
                "agents.tsv" => reading.agent(row),
                "offices.tsv" => reading.office(row),
                "office_names.tsv" => reading.office_name(row),
                "people.tsv" => reading.person(row),
                "coded_names.tsv" => reading.coded(row, known),
                _ => reading.term(row),
            }
        }
    }
    let Reading { facts, mut faults, .. } = reading;
    check::references(&facts, known, &all, &mut faults);
    check::overlaps(&facts, known, &mut faults);
    if faults.is_empty() {
        return Ok(facts);
    }
    faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    Err(faults)
}

impl<'t> Reading<'t> {
    fn defines(&mut self, what: &'static str, key: &str, row: &Row<'_>) {
        let place = (row.file.to_owned(), row.line);
        if let Some((file, line)) = self.defined.insert((what, key.to_owned()), place) {
            self.faults.push(row.fault(
                format!("the {what} {key:?} stands in {file}:{line} already"),
                "keep one of the two rows",
            ));
        }
    }

    fn sector(&mut self, row: &Row<'t>) -> Option<&'t str> {
        let sector = row.cell("sector");
        if let Some(sector) = sector.filter(|sector| !SECTORS.contains(sector)) {
            self.faults.push(row.fault(
                format!("{sector:?} is no sector"),
                format!("sectors are {}", SECTORS.join(" ")),
            ));
        }
        sector
    }

    fn date(&mut self, row: &Row<'t>, column: &str) -> Option<Date> {
        let cell = row.cell(column)?;
        let date = Date::parse(cell);
        if date.is_none() {
            self.faults.push(not_a_date(row, cell, column));
        }
        date
    }

    fn period(&mut self, row: &Row<'t>) -> (Option<Date>, Option<Date>) {
        let (from, until) = (self.date(row, "from"), self.date(row, "until"));
        if let (Some(from), Some(until)) = (from, until)
            && until.last < from.first
        {
            self.faults.push(wrong_way_round(row, &from.to_string(), &until.to_string()));
        }
        (from, until)
    }

    fn state(&mut self, row: &Row<'t>) {
        let faults = &mut self.faults;
        let (Some(code), Some(name)) = (row.needed("code", faults), row.needed("name", faults))
        else {
            return;
        };
        if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            self.faults.push(row.fault(
                format!("{code:?} is no ISO 3166-1 alpha-3 code"),
                "write three capitals, as in TUR",
            ));
        }
        self.defines("key", code, row);
        self.facts.actors.push(ActorRow {
            key: code.into(),
            name,
            kind: ActorKind::State,
            country: Some(code),
            countries: None,
            sector: None,
            wikidata: None,
            alpha2: row.cell("alpha2"),
            sovereign: row.cell("sovereign"),
            official: row.cell("official"),
            code: None,
            from: None,
            until: None,
        });
        self.name(name, NameKind::Name, code, None);
        if let Some(official) = row.cell("official").filter(|official| *official != name) {
            self.name(official, NameKind::Name, code, None);
        }
    }

    fn name(&mut self, surface: &'t str, kind: NameKind, target: &'t str, sector: Option<&'t str>) {
        self.facts.names.push(NameRow {
            surface,
            kind,
            target: target.into(),
            sector,
            from: None,
            until: None,
            note: None,
            only: None,
        });
    }

    fn organization(&mut self, row: &Row<'t>) {
        let faults = &mut self.faults;
        let (Some(key), Some(name), Some(word)) =
            (row.needed("key", faults), row.needed("name", faults), row.needed("kind", faults))
        else {
            return;
        };
        let Some(kind) = ActorKind::parse(word) else {
            let kinds = ActorKind::ALL.map(|(_, word)| word).join(", ");
            self.faults
                .push(row.fault(format!("{word:?} is no kind"), format!("kinds are {kinds}")));
            return;
        };
        self.defines("key", key, row);
        let sector = self.sector(row);
        let (from, until) = self.period(row);
        let countries = row.cell("countries");
        self.facts.actors.push(ActorRow {
            key: key.into(),
            name,
            kind,
            // What belongs to several states acts for none of them.
            country: countries.filter(|countries| !countries.contains(';')),
            countries,
            sector,
            wikidata: row.cell("wikidata"),
            alpha2: None,
            sovereign: None,
            official: None,
            code: None,
            from,
            until,
        });
        for surface in std::iter::once(name).chain(row.list("names")) {
            let (kind, surface) = match surface.strip_prefix("adj:") {
                Some(adjective) => (NameKind::Adjective, adjective.trim()),
                None => (NameKind::Name, surface),
            };
            self.name(surface, kind, key, sector);
        }
    }

    fn state_name(&mut self, row: &Row<'t>) {
        let faults = &mut self.faults;
        let (Some(surface), Some(word), Some(code)) =
            (row.needed("surface", faults), row.needed("kind", faults), row.needed("code", faults))
        else {
            return;
        };
        let Some(kind) = NameKind::parse(word) else {
            let kinds = NameKind::ALL[..7].iter().map(|(_, word)| *word).collect::<Vec<_>>();
            let hint = format!("kinds are {}", kinds.join(", "));
            self.faults.push(row.fault(format!("{word:?} is no kind of name"), hint));
            return;
        };
        let sector = self.sector(row);
        let (from, until) = self.period(row);
        self.facts.names.push(NameRow {
            surface,
            kind,
            target: code.into(),
            sector,
            from,
            until,
            note: None,
            only: None,
        });
    }

    fn loaded(&mut self, row: &Row<'t>) {
        let faults = &mut self.faults;
        let (Some(surface), Some(actor), Some(reason)) = (
            row.needed("surface", faults),
            row.needed("actor", faults),
            row.needed("reason", faults),
        ) else {
            return;
        };
        let sector = self.sector(row);
        self.facts.names.push(NameRow {
            surface,
            kind: NameKind::Loaded,
            target: actor.into(),
            sector,
            from: None,
            until: None,
            note: Some(reason),
            only: None,
        });
    }

    fn loaded_noun(&mut self, row: &Row<'t>) {
        let faults = &mut self.faults;
        let (Some(_), reason) = (row.needed("singular", faults), row.needed("reason", faults))
        else {
            return;
        };
        let sector = self.sector(row);
        for surface in row.list("singular").chain(row.list("plural")) {
            self.facts.names.push(NameRow {
                surface,
                kind: NameKind::LoadedNoun,
                target: "".into(),
                sector,
                from: None,
                until: None,
                note: reason,
                only: None,
            });
        }
    }

    fn agent(&mut self, row: &Row<'t>) {
        row.needed("sector", &mut self.faults);
        let sector = self.sector(row);
        for singular in row.list("singular") {
            self.name(singular, NameKind::Agent, "", sector);
        }
        for plural in row.list("plural") {
            self.name(plural, NameKind::Agents, "", sector);
        }
    }

    fn office(&mut self, row: &Row<'t>) {
        let faults = &mut self.faults;
        let (Some(name), Some(sector), Some(seats)) = (
            row.needed("office", faults),
            row.needed("sector", faults),
            row.needed("seats", faults),
        ) else {
            return;
        };
        self.sector(row);
        self.defines("office", name, row);
        if !["one", "several"].contains(&seats) {
            self.faults.push(row.fault(
                format!("{seats:?} says not how many hold the office"),
                "write one, or several where many hold it at a time",
            ));
        }
        self.facts.offices.push(OfficeRow { name, sector, several: seats == "several" });
        self.name(name, NameKind::Office, name, Some(sector));
    }

    fn office_name(&mut self, row: &Row<'t>) {
        let faults = &mut self.faults;
        let (Some(surface), Some(office)) =
            (row.needed("surface", faults), row.needed("office", faults))
        else {
            return;
        };
        let holder = row.cell("holder");
        if let Some(holder) = holder.filter(|holder| !["woman", "man"].contains(holder)) {
            self.faults.push(row.fault(
                format!("{holder:?} says not who is called so"),
                "write woman, man or - for anybody",
            ));
        }
        self.facts.names.push(NameRow {
            surface,
            kind: NameKind::Office,
            target: office.into(),
            sector: None,
            from: None,
            until: None,
            note: holder,
            only: row.cell("countries"),
        });
    }

    fn person(&mut self, row: &Row<'t>) {
        let faults = &mut self.faults;
        let (Some(key), Some(name)) = (row.needed("key", faults), row.needed("name", faults))
        else {
            return;
        };
        self.defines("person", key, row);
        self.facts.people.push(PersonRow {
            key,
            name,
            gender: row.cell("gender"),
            wikidata: row.cell("wikidata"),
            names: row.cell("names"),
        });
    }

    fn coded(&mut self, row: &Row<'t>, known: &dyn Known) {
        let faults = &mut self.faults;
        let (Some(surface), Some(code)) =
            (row.needed("surface", faults), row.needed("code", faults))
        else {
            return;
        };
        let (from, until) = self.period(row);
        let (agent, letters) = match code.strip_prefix('~') {
            Some(letters) => (true, letters),
            None => (false, code),
        };
        let shaped = letters.len() >= 3 && letters.bytes().all(|b| b.is_ascii_alphanumeric());
        if !shaped {
            self.faults.push(row.fault(
                format!("{code:?} is no actor code"),
                "codes are three letters each, as in TURGOV or, for agents, ~GOV",
            ));
            return;
        }
        let country = letters.get(..3).filter(|country| known.actor(country));
        let parts = (0..letters.len() / 3).map(|at| &letters[at * 3..at * 3 + 3]);
        let sector = parts.skip(usize::from(country.is_some())).find(|s| SECTORS.contains(s));
        let name = row.cell("name").unwrap_or(surface);
        // One code has many actors: every official is a GOV.
        let key = if agent { String::new() } else { format!("{name} [{code}]") };
        if !agent && self.coded.insert(key.clone()) {
            self.facts.actors.push(ActorRow {
                key: key.clone().into(),
                name,
                kind: ActorKind::Coded,
                country,
                countries: country,
                sector,
                wikidata: None,
                alpha2: None,
                sovereign: None,
                official: None,
                code: Some(code),
                from: None,
                until: None,
            });
        }
        let kind = if agent { NameKind::Agent } else { NameKind::Name };
        let target = key.into();
        let row = NameRow { surface, kind, target, sector, from, until, note: None, only: None };
        self.facts.names.push(row);
    }

    fn term(&mut self, row: &Row<'t>) {
        let faults = &mut self.faults;
        let needed = ["country", "office", "person", "start", "end"];
        let [Some(country), Some(office), Some(person), Some(start_cell), Some(end_cell)] =
            needed.map(|column| row.needed(column, faults))
        else {
            return;
        };
        let Some(start) = self.date(row, "start") else { return };
        let end = match end_cell.strip_prefix('>') {
            None if end_cell == "?" => EndCell::Unknown,
            rest => {
                let Some(date) = Date::parse(rest.unwrap_or(end_cell)) else {
                    self.faults.push(not_a_date(row, end_cell, "end"));
                    return;
                };
                if rest.is_some() { EndCell::After(date) } else { EndCell::On(date) }
            }
        };
        if let EndCell::On(date) | EndCell::After(date) = end
            && date.last < start.first
        {
            self.faults.push(wrong_way_round(row, start_cell, end_cell));
            return;
        }
        let marks: Vec<&str> = row.list("marks").collect();
        if let Some(mark) = marks.iter().find(|mark| !["acting", "contested"].contains(mark)) {
            self.faults.push(row.fault(
                format!("{mark:?} is no mark"),
                "marks are acting and contested, with a ; between them",
            ));
        }
        self.facts.terms.push(TermRow {
            country,
            office,
            title: row.cell("title"),
            person: (person != "vacant").then_some(person),
            start,
            end,
            acting: marks.contains(&"acting"),
            contested: marks.contains(&"contested"),
            source: row.cell("source"),
            line: row.line,
        });
    }
}

fn not_a_date(row: &Row<'_>, cell: &str, column: &str) -> Fault {
    let more = match column {
        "end" => ", ? where nobody knows, or >2025-06 for in office at that time",
        _ => "",
    };
    row.fault(
        format!("{cell:?} in the column {column} is no date"),
        format!("write a date like 2016-05-20, 2016-05 or 2016{more}"),
    )
}

fn wrong_way_round(row: &Row<'_>, from: &str, until: &str) -> Fault {
    row.fault(
        format!("it ends ({until}) before it begins ({from})"),
        "look which of the two dates is wrong",
    )
}
