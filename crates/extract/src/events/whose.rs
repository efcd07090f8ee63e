//! Which state a thing belongs to, by the names and peoples in the words that name it: `a Danish
//! trawler`. Whoever is an actor of the analysis is resolved there; this is for what is none.

use onrecord_actors::{ActorKind, Case, Day, NameKind, Referent, Registry};

/// What the words of a phrase tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Whose {
    /// ISO 3166-1 alpha-3, or the code of an international body.
    pub(super) country: Option<String>,
    /// PLOVER sector.
    pub(super) sector: Option<String>,
    /// Whether the phrase names a state and nothing else.
    pub(super) state: bool,
}

/// Whose somebody is whom these words name.
pub(super) fn of(registry: &Registry, words: &[&str], day: Option<Day>) -> Whose {
    let mut found = Whose::default();
    let article = usize::from(words.first().is_some_and(|word| word.eq_ignore_ascii_case("the")));
    for at in article..words.len() {
        let rest = &words[at..];
        if !rest[0].chars().next().is_some_and(char::is_uppercase) {
            continue;
        }
        if let Some(group) = registry.group(rest) {
            let (country, sector) = codes(&group.actor);
            found.country = country;
            found.sector = Some(group.sector.to_owned()).or(sector);
            return found;
        }
        let Some(longest) = registry.longest(rest) else { continue };
        let held = longest.candidates.iter().find_map(|candidate| match candidate.refers {
            Referent::Actor(actor) => Some((actor, candidate.sector)),
            _ => None,
        });
        if let Some((actor, sector)) = held {
            let (country, own) = codes(&actor);
            found.country = country;
            found.sector = sector.map(str::to_owned).or(own);
            if found.sector.is_none() {
                found.sector = agents(registry, &rest[longest.tokens.min(rest.len())..]);
            }
            let people = registry.names(&rest[..longest.tokens].join(" "), Case::AsWritten);
            let proper = people.iter().any(|candidate| {
                use NameKind::{Adjective, Capital, Former, Name, Seat};
                matches!(candidate.kind, Name | Former | Adjective | Capital | Seat)
            });
            if at == article && longest.tokens == rest.len() && proper {
                found.state = actor.kind == ActorKind::State;
            }
            return found;
        }
        found.sector = found.sector.or_else(|| {
            longest
                .candidates
                .iter()
                .any(|candidate| matches!(candidate.refers, Referent::Office(_)))
                .then(|| "GOV".to_owned())
        });
    }
    if found.country.is_none()
        && let Some(day) = day
    {
        by_person(registry, words, day, &mut found);
    }
    if found.sector.is_none() {
        found.sector = agents(registry, &words[article..]);
    }
    found
}

/// The state and the sector of whoever bears a name and held an office on a day.
fn by_person(registry: &Registry, words: &[&str], day: Day, found: &mut Whose) {
    for at in 0..words.len().saturating_sub(1) {
        let name = words[at..].join(" ");
        if let [one] = registry.people(&name).as_slice() {
            let mut terms = registry.offices_on(one.person.key, day).into_iter();
            if let Some(term) = terms.next() {
                found.country = Some(term.country.to_owned());
                found.sector = Some("GOV".to_owned());
            }
            return;
        }
    }
}

/// The sector of the first noun for people among some words.
fn agents(registry: &Registry, words: &[&str]) -> Option<String> {
    (0..words.len()).find_map(|at| {
        let longest = registry.longest(&words[at..])?;
        let noun = longest.candidates.iter().find(|one| one.refers == Referent::Agents)?;
        noun.sector.map(str::to_owned)
    })
}

fn codes(actor: &onrecord_actors::Actor) -> (Option<String>, Option<String>) {
    let country = match actor.kind {
        ActorKind::State => Some(actor.key),
        ActorKind::ProtoState => actor.sovereign.or(actor.country),
        _ => actor.country,
    };
    let sector = match actor.kind {
        ActorKind::ProtoState => Some("PRE"),
        _ => actor.sector,
    };
    (country.map(str::to_owned), sector.map(str::to_owned))
}
