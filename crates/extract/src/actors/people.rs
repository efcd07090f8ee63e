//! Names of people: whether two of them can be one person's.

use onrecord_actors::{By, Day, Person, Registry, Term, alike};

use crate::statements::{is_part_of_name, name_key};

/// Letters that a given name or a surname must have to be told from another that is nearly the same,
/// of which one may differ.
const LONG: usize = 6;

/// Whether two names can be one person's: the words of one are words of the other, or they are two
/// transliterations.
pub(super) fn same(one: &[String], other: &[String]) -> bool {
    is_part_of_name(one, other) || respelled(one, other)
}

/// Whether two whole names are the same in other letters: `Mohammed Haddad`, `Mohamed Hadad`.
fn respelled(one: &[String], other: &[String]) -> bool {
    one.len() == other.len()
        && one.len() > 1
        && one.iter().zip(other).all(|(a, b)| {
            let (a, b) = (name_key(a), name_key(b));
            a == b || a.chars().count().min(b.chars().count()) >= LONG && alike(&a, &b, LONG)
        })
}

/// What the article says of somebody, to find them in the tables by.
pub(super) struct Said<'s> {
    /// As the tables call it.
    pub(super) office: Option<&'s str>,
    /// The key of the state or body.
    pub(super) country: Option<&'s str>,
    /// Whether the office is held no longer.
    pub(super) former: bool,
    /// Whether the article calls them something that is in no table of offices.
    pub(super) calling: bool,
    /// Keys of the states and bodies that the article names.
    pub(super) named: &'s dyn Fn(&str) -> bool,
}

/// The person of the tables whom the article names: one with that name, and with an office that agrees
/// with what it says. A name alone is not enough, for names are shared.
pub(super) fn look_up<'r>(
    registry: &'r Registry,
    name: &str,
    day: Option<Day>,
    said: &Said,
) -> Option<(Person<'r>, Option<Term<'r>>)> {
    let mut found: Vec<(By, Person<'r>, Option<Term<'r>>)> = Vec::new();
    for namesake in registry.people(name) {
        let whole = matches!(namesake.by, By::Name | By::Alias);
        if matches!(namesake.by, By::First) {
            continue;
        }
        let terms = registry.terms_of(namesake.person.key);
        let agrees = |term: &&Term<'r>| {
            let office = said.office.map(|office| office == term.office);
            let country = said.country.map(|country| country == term.country);
            match (office, country) {
                (Some(false), _) | (_, Some(false)) => false,
                (Some(true), Some(true)) => true,
                (Some(true), None) => whole || (said.named)(term.country),
                (None, _) => whole && (said.named)(term.country) && !said.calling,
            }
        };
        let now = |term: &&Term<'r>| day.is_some_and(|day| term.covers(day));
        if said.former {
            let ended = |term: &&Term<'r>| day.is_none_or(|day| term.start.first <= day);
            if terms.iter().filter(agrees).any(|term| ended(&term)) {
                found.push((namesake.by, namesake.person, None));
            }
        } else if let Some(term) = terms.iter().filter(agrees).find(now) {
            found.push((namesake.by, namesake.person, Some(*term)));
        }
    }
    let best = found.iter().map(|(by, ..)| *by).min()?;
    found.retain(|(by, ..)| *by == best);
    match found.as_slice() {
        [(_, person, term)] => Some((*person, *term)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        name.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn names_of_one_person_and_of_two() {
        for (one, other) in [
            ("Milena Vukasin", "Vukasin"),
            ("M. Vukasin", "Milena Vukasin"),
            ("Amélie Corbaz", "Amelie Corbaz"),
            ("Samir al-Dahhoury", "Samir Dahhoury"),
            ("Mohammed Haddadi", "Mohamed Haddadi"),
        ] {
            assert!(same(&words(one), &words(other)), "{one}, {other}");
        }
        for (one, other) in [
            ("Milena Vukasin", "Dragan Vukasin"),
            ("Anna Berg", "Anne Berg"),
            ("Ada Ferri", "Ada Ferro"),
            ("Marina Lindqvist", "Martin Lindqvist"),
        ] {
            assert!(!same(&words(one), &words(other)), "{one}, {other}");
        }
    }
}
