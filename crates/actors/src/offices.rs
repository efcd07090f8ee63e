//! Who held which office when, and how sure that is.
//!
//! An answer is a holder only where every reading of the tables has the same one. A date that is
//! known to the month may be any of its days; a term whose end nobody wrote down proves nothing but
//! its first day; and a leader who was in office when the tables were made is not therefore in office
//! today. In each of these cases the answer is "unknown", and why.

use std::fmt;

use crate::day::{Date, Day};
use crate::fold;
use crate::people::Person;
use crate::registry::Registry;
use crate::store::Row;
use crate::tables::NameKind;
use crate::tables::pack::{end, mark, section};

/// An office as the tables know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office<'r> {
    /// Its name: `Minister of Foreign Affairs`.
    pub name: &'r str,
    /// PLOVER's sector.
    pub sector: &'r str,
    /// Whether several people hold it at a time in one state.
    pub several: bool,
}

/// A term of office.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term<'r> {
    /// The key of the state or organisation.
    pub country: &'r str,
    /// The office: what such offices are called everywhere.
    pub office: &'r str,
    /// What this one is called: `Federal Chancellor` where the office is `Prime Minister`.
    pub title: &'r str,
    /// Who; `None` when nobody did, which the tables know.
    pub person: Option<Person<'r>>,
    /// When it began.
    pub start: Date,
    /// When it ended.
    pub end: End,
    /// Whether the holder acted for one that was yet to come.
    pub acting: bool,
    /// Whether somebody else claims the same time.
    pub contested: bool,
    /// Where the row comes from: the table that ours was made of, and its line.
    pub source: Option<&'r str>,
    /// The line in `terms.tsv`.
    pub line: u32,
}

/// When a term ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Then.
    On(Date),
    /// Not yet then, when the table was made; what came after is not known.
    NotBy(Date),
    /// Nobody wrote it down.
    Unknown,
}

/// Who held an office on a day.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<'r> {
    /// This person did.
    Holder(Term<'r>),
    /// These did, in an office that several hold at a time.
    Several(Vec<Term<'r>>),
    /// Nobody did, and the tables know it.
    Vacant(Term<'r>),
    /// The tables do not tell.
    Unknown(Why<'r>),
}

/// Why the tables do not tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Why<'r> {
    /// No table has that office of that state.
    NoTable,
    /// The day is before the first term.
    BeforeFirst(Term<'r>),
    /// The day is after the last term that is known.
    AfterLast(Term<'r>),
    /// The day lies between two terms.
    Gap(Term<'r>, Term<'r>),
    /// The term that the day may lie in has an end that nobody wrote down.
    OpenEnd(Term<'r>),
    /// The holder was in office when the table was made, and the day is later.
    AfterTable(Term<'r>),
    /// Dates are known to the month or the year, and the day is in that month or year.
    Imprecise(Vec<Term<'r>>),
    /// Several are said to have held it on that day.
    Contested(Vec<Term<'r>>),
    /// The holder is none who is called so: a queen where the monarch is a king.
    Another(Term<'r>),
}

impl<'r> Answer<'r> {
    /// The holder, where there is one.
    pub fn holder(&self) -> Option<&Term<'r>> {
        match self {
            Answer::Holder(term) => Some(term),
            _ => None,
        }
    }
}

impl<'r> Term<'r> {
    fn new(registry: &'r Registry, row: Row<'r>) -> Option<Term<'r>> {
        let date = |first: usize| Some(Date { first: row.day(first)?, last: row.day(first + 1)? });
        let end = match row.number(6) {
            end::ON => End::On(date(7)?),
            end::AFTER => End::NotBy(date(7)?),
            _ => End::Unknown,
        };
        let marks = row.number(9);
        Some(Term {
            country: row.text(0),
            office: row.text(1),
            title: row.maybe(2).unwrap_or(row.text(1)),
            person: row.maybe(3).and_then(|key| registry.person(key)),
            start: date(4)?,
            end,
            acting: marks & mark::ACTING != 0,
            contested: marks & mark::CONTESTED != 0,
            source: row.maybe(10),
            line: row.number(11),
        })
    }

    /// Whether the term is sure to cover the day.
    pub fn covers(&self, day: Day) -> bool {
        let last = match self.end {
            End::On(date) | End::NotBy(date) => date.first,
            // That it began is known, and nothing else.
            End::Unknown => self.start.last,
        };
        // A date that is known to the month or the year begins somewhere in it.
        self.start.last <= day && day <= last
    }

    /// Whether the term may cover the day.
    pub fn may_cover(&self, day: Day) -> bool {
        let over = matches!(self.end, End::On(date) if date.last < day);
        self.start.first <= day && !over
    }

    /// Whether the term is sure to have ended on that day.
    fn ends_on(&self, day: Day) -> bool {
        self.end == End::On(day.into())
    }

    fn is_of(&self, other: &Term<'_>) -> bool {
        self.person.map(|person| person.key) == other.person.map(|person| person.key)
    }
}

impl Registry {
    /// The office that a surface name stands for, in a state where that matters: the `secretary of
    /// state` of the United States is its foreign minister.
    pub fn office(&self, name: &str, country: Option<&str>) -> Option<Office<'_>> {
        let (office, _) = self.office_and_holder(name, country)?;
        self.office_named(office)
    }

    /// The office of exactly that name in the tables.
    pub fn office_named(&self, name: &str) -> Option<Office<'_>> {
        self.stores().find_map(|store| {
            let row = store.equal(section::OFFICES, |row| row.text(0).cmp(name)).next()?;
            Some(Office { name: row.text(0), sector: row.text(1), several: row.number(2) == 1 })
        })
    }

    /// An office by a surface name, and who may be called so (`woman` for *queen*).
    fn office_and_holder(&self, name: &str, country: Option<&str>) -> Option<(&str, Option<&str>)> {
        let name = name.trim();
        let turned = turned(name);
        std::iter::once(name)
            .chain(turned.iter().map(String::as_str))
            .find_map(|name| self.office_of_key(&fold::key(name), country))
    }

    fn office_of_key(&self, key: &str, country: Option<&str>) -> Option<(&str, Option<&str>)> {
        let rows = |wanted: fn(&Row<'_>, Option<&str>) -> bool| {
            self.stores().flat_map(move |store| {
                let rows = store.equal(section::NAMES, move |row| row.text(0).cmp(key));
                let rows = rows.filter(|row| row.number(2) == NameKind::Office as u32);
                rows.filter(move |row| wanted(row, country))
            })
        };
        let here = |row: &Row<'_>, country: Option<&str>| {
            let mut only = row.maybe(8).into_iter().flat_map(|only| only.split(';'));
            country.is_some_and(|country| only.any(|code| code == country))
        };
        let everywhere = |row: &Row<'_>, _: Option<&str>| row.maybe(8).is_none();
        // What a state calls so itself goes before what the world does.
        let row = rows(here).next().or_else(|| rows(everywhere).next());
        let row = row.or_else(|| {
            // Without a state, a name that some have says something only where all mean the same.
            let mut some = rows(|_, country| country.is_none());
            let first = some.next()?;
            some.all(|other| other.text(3) == first.text(3)).then_some(first)
        })?;
        Some((row.text(3), row.maybe(7)))
    }

    /// Who held an office of a state or an organisation on a day. The office is named as in the
    /// tables or as in a text: `Minister of Foreign Affairs`, `foreign minister`.
    pub fn holder(&self, office: &str, country: &str, day: Day) -> Answer<'_> {
        let Some((office, called)) = self.office_and_holder(office, Some(country)) else {
            return Answer::Unknown(Why::NoTable);
        };
        let several = self.office_named(office).is_some_and(|office| office.several);
        let mut unknown = None;
        for terms in self.terms_by_store(office, country) {
            match answer(&terms, several, day) {
                Answer::Unknown(Why::NoTable) => {}
                // What a user knows to be unclear, ours does not settle.
                Answer::Unknown(why @ (Why::Contested(_) | Why::Imprecise(_))) => {
                    return Answer::Unknown(why);
                }
                Answer::Unknown(why) => unknown = unknown.or(Some(why)),
                Answer::Holder(term) if !may_be_called(&term, called) => {
                    return Answer::Unknown(Why::Another(term));
                }
                known => return known,
            }
        }
        Answer::Unknown(unknown.unwrap_or(Why::NoTable))
    }

    /// Every term of an office of a state or an organisation, in the order of time: a user's, then
    /// ours.
    pub fn terms(&self, office: &str, country: &str) -> Vec<Term<'_>> {
        match self.office_and_holder(office, Some(country)) {
            Some((office, _)) => self.terms_by_store(office, country).flatten().collect(),
            None => Vec::new(),
        }
    }

    fn terms_by_store<'r>(
        &'r self,
        office: &str,
        country: &str,
    ) -> impl Iterator<Item = Vec<Term<'r>>> {
        self.stores().map(move |store| {
            let wanted = (country, office);
            let rows = store.equal(section::TERMS, |row| (row.text(0), row.text(1)).cmp(&wanted));
            rows.filter_map(|row| Term::new(self, row)).collect()
        })
    }

    /// Every term of a person, by key, in the order of time.
    pub fn terms_of(&self, person: &str) -> Vec<Term<'_>> {
        let mut terms: Vec<Term<'_>> = Vec::new();
        for store in self.stores() {
            let term = |row: Row<'_>| store.row(section::TERMS, row.number(0) as usize);
            let rows = store.equal(section::TERMS_BY_PERSON, |row| {
                term(row).map_or("", |term| term.text(3)).cmp(person)
            });
            let rows = rows.filter_map(term);
            terms.extend(rows.filter_map(|row| Term::new(self, row)));
        }
        terms.sort_by_key(|term| (term.start, term.line));
        terms
    }
}

/// A minister's office the other way round, as tables have it: `tourism minister` is `minister of
/// tourism`, `minister for health` is `minister of health`.
fn turned(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let of = lower.strip_prefix("minister for ").or_else(|| lower.strip_suffix(" minister"));
    let of = of.map(|of| fold::without_article(of.trim())).filter(|of| !of.is_empty());
    of.map_or_else(Vec::new, |of| {
        vec![format!("minister of {of}"), format!("minister of the {of}")]
    })
}

fn may_be_called(term: &Term<'_>, called: Option<&str>) -> bool {
    let gender = term.person.and_then(|person| person.gender);
    match (called, gender) {
        (Some("woman"), Some(gender)) => gender == "female",
        (Some("man"), Some(gender)) => gender == "male",
        _ => true,
    }
}

/// Who held the office whose terms these are.
fn answer<'r>(terms: &[Term<'r>], several: bool, day: Day) -> Answer<'r> {
    let mut sure: Vec<Term<'r>> = terms.iter().filter(|term| term.covers(day)).copied().collect();
    // On the day of a hand-over it is the new holder.
    if sure.iter().any(|term| term.start == day.into() && !term.ends_on(day)) {
        sure.retain(|term| !term.ends_on(day));
    }
    if several && !sure.is_empty() {
        sure.dedup_by(|next, kept| next.is_of(kept));
        return match sure[..] {
            [term] => holder(term),
            _ => Answer::Several(sure),
        };
    }
    // Who acts for a holder that is still in office holds nothing.
    if sure.iter().any(|term| !term.acting) {
        sure.retain(|term| !term.acting);
    }
    match sure[..] {
        [] => Answer::Unknown(why(terms, day)),
        [term, ..] if sure.iter().all(|other| other.is_of(&term)) => holder(term),
        _ => Answer::Unknown(Why::Contested(sure)),
    }
}

fn holder(term: Term<'_>) -> Answer<'_> {
    if term.person.is_some() { Answer::Holder(term) } else { Answer::Vacant(term) }
}

/// Why there is no holder that is sure.
fn why<'r>(terms: &[Term<'r>], day: Day) -> Why<'r> {
    let after_start: Vec<Term<'r>> =
        terms.iter().filter(|term| term.start.first <= day).copied().collect();
    let before = after_start.last().copied();
    let next = terms.iter().find(|term| term.start.first > day).copied();
    let may: Vec<Term<'r>> = after_start.into_iter().filter(|term| term.may_cover(day)).collect();
    let imprecise = |term: &&Term<'r>| {
        let end = matches!(term.end, End::On(date) if date.may_be(day));
        end || term.start.may_be(day)
    };
    let imprecise: Vec<Term<'r>> = may.iter().filter(imprecise).copied().collect();
    match (imprecise.is_empty(), may.last(), before, next) {
        (false, ..) => Why::Imprecise(imprecise),
        // The last one before decides; who began earlier was followed by somebody.
        (true, Some(term), Some(last), _) if term.line == last.line => match term.end {
            End::NotBy(_) => Why::AfterTable(*term),
            _ => Why::OpenEnd(*term),
        },
        (true, _, Some(before), Some(next)) => Why::Gap(before, next),
        (true, _, Some(before), None) => Why::AfterLast(before),
        (true, _, None, Some(next)) => Why::BeforeFirst(next),
        (true, _, None, None) => Why::NoTable,
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::On(date) => date.fmt(f),
            End::NotBy(date) => write!(f, "after {date}"),
            End::Unknown => f.write_str("unknown"),
        }
    }
}

impl fmt::Display for Term<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let person = self.person.map_or("nobody", |person| person.name);
        write!(f, "{person} ({} to {})", self.start, self.end)
    }
}

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, terms: &[Term<'_>]| {
            for (nth, term) in terms.iter().enumerate() {
                write!(f, "{}{term}", if nth == 0 { "" } else { ", " })?;
            }
            Ok(())
        };
        match self {
            Why::NoTable => f.write_str("no table has that office there"),
            Why::BeforeFirst(term) => write!(f, "the day is before the first term known, {term}"),
            Why::AfterLast(term) => write!(f, "the day is after the last term known, {term}"),
            Why::Gap(before, after) => write!(f, "no term between {before} and {after}"),
            Why::OpenEnd(term) => write!(f, "nobody wrote down when the term of {term} ended"),
            Why::AfterTable(term) => {
                write!(f, "the day is after what the table knows: {term}")
            }
            Why::Imprecise(terms) => {
                f.write_str("the dates are known to the month or the year only: ")?;
                list(f, terms)
            }
            Why::Contested(terms) => {
                f.write_str("more than one is said to have held it: ")?;
                list(f, terms)
            }
            Why::Another(term) => write!(f, "the holder is not called so: {term}"),
        }
    }
}
