//! What tables say, once it is read: the same for ours and for a user's.

use std::collections::BTreeMap;

use super::check::{self, Known};
use super::rows::{Fault, Row, rows};
use super::{FORMS, SECTORS};
use crate::day::Date;

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    /// A state, or a territory with a code of its own.
    State,
    /// An entity that runs itself and that few recognise.
    ProtoState,
    /// An organisation of states.
    International,
    /// A group of states that is no organisation: the G7, the BRICS.
    Bloc,
    /// An organisation that no state has made.
    Nongovernmental,
    /// A company.
    Company,
    /// A part of a state: a ministry, an army, a service.
    Body,
    /// A group that fights.
    ArmedGroup,
    /// A movement.
    Movement,
    /// A political party.
    Party,
    /// Somebody whom a user's dictionary has under a code.
    Coded,
}

impl ActorKind {
    pub(crate) const ALL: [(ActorKind, &'static str); 11] = [
        (ActorKind::State, "state"),
        (ActorKind::ProtoState, "proto-state"),
        (ActorKind::International, "international"),
        (ActorKind::Bloc, "bloc"),
        (ActorKind::Nongovernmental, "nongovernmental"),
        (ActorKind::Company, "company"),
        (ActorKind::Body, "body"),
        (ActorKind::ArmedGroup, "armed group"),
        (ActorKind::Movement, "movement"),
        (ActorKind::Party, "party"),
        (ActorKind::Coded, "coded"),
    ];

    /// The tables' word for it.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    fn parse(word: &str) -> Option<ActorKind> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(kind, _)| kind)
    }

    /// The record's word for it: `state`, `organization`, `group` or `role`.
    pub fn record_kind(self) -> &'static str {
        match self {
            ActorKind::State | ActorKind::ProtoState => "state",
            ActorKind::International
            | ActorKind::Nongovernmental
            | ActorKind::Company
            | ActorKind::Body
            | ActorKind::Party => "organization",
            ActorKind::Bloc | ActorKind::ArmedGroup | ActorKind::Movement => "group",
            ActorKind::Coded => "role",
        }
    }
}

/// How a name leads to what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// The name of an actor: `Iran`, `NATO`, `Hezbollah`.
    Name,
    /// A name that it no longer has: `Burma`, `Zaire`.
    Former,
    /// An adjective: `Turkish`.
    Adjective,
    /// Somebody of it: `Turk`, `Spaniard`.
    Demonym,
    /// Its people: `Turks`, `Spaniards`.
    Demonyms,
    /// A capital, which may stand for the government: `Ankara`.
    Capital,
    /// A seat that stands for those who sit there: `the Kremlin`, `the Pentagon`.
    Seat,
    /// What one side calls another.
    Loaded,
    /// A noun that takes a side behind a name: `regime`.
    LoadedNoun,
    /// An office: `foreign minister`.
    Office,
    /// A noun for people of a sector: `soldier`.
    Agent,
    /// The plural of one: `troops`, `police`.
    Agents,
}

impl NameKind {
    pub(crate) const ALL: [(NameKind, &'static str); 12] = [
        (NameKind::Name, "name"),
        (NameKind::Former, "former"),
        (NameKind::Adjective, "adjective"),
        (NameKind::Demonym, "demonym"),
        (NameKind::Demonyms, "demonyms"),
        (NameKind::Capital, "capital"),
        (NameKind::Seat, "seat"),
        (NameKind::Loaded, "loaded"),
        (NameKind::LoadedNoun, "loaded noun"),
        (NameKind::Office, "office"),
        (NameKind::Agent, "agent"),
        (NameKind::Agents, "agents"),
    ];

    /// The tables' word for it.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    fn parse(word: &str) -> Option<NameKind> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(kind, _)| kind)
    }
}

pub struct ActorRow<'t> {
    pub key: &'t str,
    pub name: &'t str,
    pub kind: ActorKind,
    pub country: Option<&'t str>,
    pub countries: Option<&'t str>,
    pub sector: Option<&'t str>,
    pub wikidata: Option<&'t str>,
    pub alpha2: Option<&'t str>,
    pub sovereign: Option<&'t str>,
    pub official: Option<&'t str>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

pub struct NameRow<'t> {
    pub surface: &'t str,
    pub kind: NameKind,
    /// The key of an actor or the name of an office; empty for agents.
    pub target: &'t str,
    pub sector: Option<&'t str>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Why a name is loaded; who may be so called, for an office.
    pub note: Option<&'t str>,
    /// The countries in which an office is called so.
    pub only: Option<&'t str>,
}

pub struct OfficeRow<'t> {
    pub name: &'t str,
    pub sector: &'t str,
    pub several: bool,
}

pub struct PersonRow<'t> {
    pub key: &'t str,
    pub name: &'t str,
    pub gender: Option<&'t str>,
    pub wikidata: Option<&'t str>,
    pub names: Option<&'t str>,
}

/// When a term ended, as far as the tables know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndCell {
    On(Date),
    After(Date),
    Unknown,
}

pub struct TermRow<'t> {
    pub country: &'t str,
    pub office: &'t str,
    pub title: Option<&'t str>,
    /// `None` when the office was vacant.
    pub person: Option<&'t str>,
    pub start: Date,
    pub end: EndCell,
    pub acting: bool,
    pub contested: bool,
    pub source: Option<&'t str>,
    pub line: usize,
}

/// Everything that a set of tables says.
#[derive(Default)]
pub struct Facts<'t> {
    pub actors: Vec<ActorRow<'t>>,
    pub names: Vec<NameRow<'t>>,
    pub offices: Vec<OfficeRow<'t>>,
    pub people: Vec<PersonRow<'t>>,
    pub terms: Vec<TermRow<'t>>,
}

/// What is read so far, and what was wrong with it.
struct Reading<'t> {
    facts: Facts<'t>,
    faults: Vec<Fault>,
    /// Rows by what they define, for what stands twice.
    defined: BTreeMap<(&'static str, String), (String, usize)>,
}

/// Reads tables, by file name and text, that may refer to what is `known` besides.
///
/// # Errors
///
/// Everything that is wrong in them, in the order of files and lines.
pub fn read<'t>(files: &[(&str, &'t str)], known: &dyn Known) -> Result<Facts<'t>, Vec<Fault>> {
    let mut reading =
        Reading { facts: Facts::default(), faults: Vec::new(), defined: BTreeMap::new() };
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
        if let (Some(from), Some(until)) = (from, until) {
            if until.last < from.first {
                self.faults.push(wrong_way_round(row, &from.to_string(), &until.to_string()));
            }
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
        self.defines("code", code, row);
        self.facts.actors.push(ActorRow {
            key: code,
            name,
            kind: ActorKind::State,
            country: Some(code),
            countries: None,
            sector: None,
            wikidata: None,
            alpha2: row.cell("alpha2"),
            sovereign: row.cell("sovereign"),
            official: row.cell("official"),
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
            target,
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
            key,
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
            target: code,
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
            target: actor,
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
                target: "",
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
            target: office,
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
        let target = if agent { "" } else { code };
        if !agent && !self.facts.actors.iter().any(|actor| actor.key == code) {
            self.facts.actors.push(ActorRow {
                key: code,
                name: row.cell("name").unwrap_or(surface),
                kind: ActorKind::Coded,
                country,
                countries: country,
                sector,
                wikidata: None,
                alpha2: None,
                sovereign: None,
                official: None,
                from: None,
                until: None,
            });
        }
        let kind = if agent { NameKind::Agent } else { NameKind::Name };
        let name = NameRow {
            surface,
            kind,
            target,
            sector,
            from,
            until,
            note: row.cell("name"),
            only: None,
        };
        self.facts.names.push(name);
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
        if let EndCell::On(date) | EndCell::After(date) = end {
            if date.last < start.first {
                self.faults.push(wrong_way_round(row, start_cell, end_cell));
                return;
            }
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
