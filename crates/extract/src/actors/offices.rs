//! Offices without a name: whoever the article names as the holder, or who held it that day.
//!
//! What the tables do not know stays an office with its state. A deputy, a former president and the
//! president of a club hold no such office.

use onrecord_actors::{ActorKind as Listed, NameKind};
use onrecord_record::ActorKind;

use super::cluster::Cluster;
use super::names::Named;
use super::phrase::{Hold, Whose};
use super::resolve::{Resolver, singular};
use super::{people, tenure};

impl<'r> Resolver<'_, 'r> {
    /// An office without a name: whoever the article names as its holder, or who held it that day.
    pub(super) fn by_office(&mut self, at: usize) {
        let expression = &self.expressions[at];
        let reading = &expression.reading;
        let Some(office) = reading.office.clone() else { return };
        if reading.name.is_some() || office.name.is_none() && !office_noun(&reading.noun) {
            return;
        }
        let seeded = self.of[at].first().map(|&one| self.find(one));
        if let Some(one) = seeded {
            let cluster = &self.clusters[one];
            if cluster.named || cluster.person.is_some() {
                return;
            }
        }
        let surface = self.surface(&office.tokens);
        let whose: Vec<Whose<'r>> =
            reading.whose.iter().copied().filter(|one| !one.there).collect();
        if matches!(office.hold, Hold::Former | Hold::Other | Hold::Future)
            || whose.is_empty() && reading.plural
        {
            return;
        }
        if whose.is_empty() {
            self.by_bare_office(at, &surface, seeded);
            return;
        }
        if reading.plural && seeded.is_none() || whose.len() > 1 {
            // `the foreign ministers of Iran and Syria`; `Turkish ministers` are a group.
            let one_each = whose.len() > 1;
            if !one_each {
                return;
            }
            for (nth, owner) in whose.iter().enumerate() {
                let seed = seeded.filter(|_| nth == 0 && !reading.plural);
                self.holder(at, &surface, owner.named, office.hold, seed);
            }
            return;
        }
        self.holder(at, &surface, whose[0].named, office.hold, seeded);
    }

    /// `the foreign minister`: the one whom the article spoke of last, or the holder in the only state
    /// that it names.
    pub(super) fn by_bare_office(&mut self, at: usize, surface: &str, seeded: Option<usize>) {
        let expression = &self.expressions[at];
        let key =
            self.registry.office(surface, Some(self.only.unwrap_or(""))).map(|office| office.name);
        let abbreviation = surface.chars().all(char::is_uppercase);
        if !(expression.reading.definite || expression.headline || abbreviation || seeded.is_some())
        {
            return;
        }
        let Some(key) = key else { return };
        let before = |heads: &[usize]| {
            heads
                .iter()
                .copied()
                .filter(|&head| head < expression.head || expression.headline)
                .max()
        };
        let same = self
            .live()
            .filter(|&(one, cluster)| {
                Some(one) != seeded
                    && cluster.office_key == Some(key)
                    && !cluster.former
                    && matches!(cluster.kind, Some(ActorKind::Person | ActorKind::Role))
            })
            .filter_map(|(one, cluster)| Some((before(&cluster.heads)?, one)))
            .max();
        if let Some((_, one)) = same {
            self.take(at, one, seeded, "office of somebody spoken of before");
            return;
        }
        let state = self.only.and_then(|code| self.registry.country(code));
        let of_state = self.registry.office_named(key).is_some_and(|office| !office.several);
        if let Some(actor) = state.filter(|_| of_state) {
            let named = Named { actor, kind: NameKind::Name, sector: None, loaded: false };
            let hold = expression.reading.office.as_ref().map_or(Hold::Same, |office| office.hold);
            self.holder(at, surface, named, hold, seeded);
        }
    }

    /// Who holds an office of a state or a body on the day that the sentence is about.
    pub(super) fn holder(
        &mut self,
        at: usize,
        surface: &str,
        of: Named<'r>,
        hold: Hold,
        seeded: Option<usize>,
    ) {
        let key = of.actor.key;
        let Some(office) = self.registry.office(surface, Some(key)) else {
            self.unknown(at, surface, of, None, seeded);
            return;
        };
        let head = self.expressions[at].head;
        let days = tenure::days(self.sources, head);
        let holds = |cluster: &Cluster| {
            let state = cluster.acts_for.or(cluster.country);
            cluster.office_key == Some(office.name)
                && !cluster.former
                && (state == Some(key)
                    || cluster.country == Some(key) && cluster.acts_for.is_none())
        };
        let now = tenure::is_now(self.sources, days);
        let named = self
            .live()
            .find(|(one, cluster)| Some(*one) != seeded && cluster.is_person() && holds(cluster));
        if let Some((one, _)) = named.filter(|_| now && hold != Hold::Then) {
            self.take(at, one, seeded, "office of somebody whom the article names");
            return;
        }
        let told = days.filter(|_| hold != Hold::Then || !now);
        let term = told.and_then(|days| tenure::holder(self.registry, surface, key, days));
        let person = term.and_then(|term| term.person);
        let (Some(term), Some(person)) = (term, person) else {
            self.unknown(at, surface, of, Some(office.name), seeded);
            return;
        };
        let name: Vec<String> = person.name.split(' ').map(str::to_owned).collect();
        let same = self.namesakes(&name).into_iter().find(|&one| {
            let cluster = &self.clusters[one];
            Some(one) != seeded
                && (cluster.person.is_some_and(|held| held.key == person.key)
                    || cluster.is_person() && people::same(&name, &cluster.words))
        });
        if let Some(one) = same {
            self.take(at, one, seeded, "holder of the office that day, whom the article names");
            return;
        }
        let one = seeded.unwrap_or_else(|| self.add(Cluster::default()));
        self.clusters[one].words.clear();
        self.rename(one, name);
        let cluster = &mut self.clusters[one];
        cluster.kind = Some(ActorKind::Person);
        cluster.person = Some(person);
        cluster.office_key = Some(term.office);
        cluster.country = of.actor.country;
        cluster.acts_for = (of.actor.kind != Listed::State).then_some(key);
        cluster.sector = Some(office.sector);
        cluster.named = true;
        // The office at the article's date is what counts; who held it another day may hold none now.
        if !now {
            cluster.former = !self.sources.published.is_some_and(|day| term.covers(day));
        }
        if seeded.is_none() {
            self.put(at, one, "holder of the office that day");
        } else if let Some(mention) = self.clusters[one].mentions.last_mut() {
            mention.rule = "holder of the office that day";
        }
    }

    /// An office of which nobody knows who held it.
    pub(super) fn unknown(
        &mut self,
        at: usize,
        surface: &str,
        of: Named<'r>,
        office: Option<&'r str>,
        seeded: Option<usize>,
    ) {
        let country = of.actor.country;
        let noun = self.expressions[at].reading.noun.clone();
        let hold =
            self.expressions[at].reading.office.as_ref().map_or(Hold::Same, |office| office.hold);
        let same = self.live().find(|(one, cluster)| {
            Some(*one) != seeded
                && matches!(cluster.kind, Some(ActorKind::Role | ActorKind::Person))
                && cluster.country == country
                && !cluster.former
                && hold != Hold::Then
                && (office.is_some() && cluster.office_key == office
                    || office.is_none()
                        && cluster.noun == noun
                        && self.expressions[at].reading.definite)
        });
        if let Some((one, _)) = same {
            self.take(at, one, seeded, "office of somebody spoken of before");
            return;
        }
        let one = seeded.unwrap_or_else(|| self.add(Cluster::default()));
        let words = self.described(at);
        let sector = office.and_then(|office| self.registry.office_named(office));
        let reading = &self.expressions[at].reading;
        let definite = reading.definite || !reading.indefinite;
        let cluster = &mut self.clusters[one];
        cluster.kind = match cluster.kind {
            Some(ActorKind::Person) if !definite => Some(ActorKind::Person),
            _ if office.is_some() => Some(ActorKind::Role),
            _ if definite => Some(ActorKind::Role),
            _ => Some(ActorKind::Person),
        };
        if cluster.name.is_empty() {
            cluster.name = words;
        }
        cluster.noun = noun;
        cluster.country = country;
        cluster.acts_for = (of.actor.kind != Listed::State).then_some(of.actor.key);
        cluster.office_key = office;
        cluster.office = Some(surface.to_owned());
        cluster.sector = sector.map(|office| office.sector);
        cluster.named = definite && country.is_some();
        if seeded.is_none() {
            self.put(at, one, "office whose holder is not known");
        }
        self.learn(at, one);
    }

    /// An expression is about somebody; a speaker that it was is the same.
    pub(super) fn take(
        &mut self,
        at: usize,
        one: usize,
        seeded: Option<usize>,
        rule: &'static str,
    ) {
        match seeded {
            Some(seed) => {
                let (one, seed) = (self.find(one), self.find(seed));
                self.merge(one, seed);
                let into = self.find(one);
                let span = self.expressions[at].span(&self.words);
                for mention in &mut self.clusters[into].mentions {
                    if mention.span == span {
                        mention.rule = rule;
                    }
                }
                self.of[at] = vec![into];
            }
            None => self.put(at, one, rule),
        }
    }

    /// Somebody's counterpart holds the office of whom the sentence spoke of before.
    pub(super) fn counterpart(&mut self, at: usize, one: usize) {
        let head = self.expressions[at].head;
        let sentence = self.words.sentence(head);
        let office = (0..at).rev().find_map(|other| {
            let near = self.words.sentence(self.expressions[other].head) == sentence;
            let held = self.find(*self.of[other].first()?);
            let cluster = &self.clusters[held];
            (near && held != self.find(one) && cluster.office.is_some())
                .then(|| (cluster.office.clone(), cluster.office_key, cluster.sector))
        });
        if let Some((office, key, sector)) = office {
            let one = self.find(one);
            let cluster = &mut self.clusters[one];
            cluster.office = cluster.office.take().or(office);
            cluster.office_key = cluster.office_key.or(key);
            cluster.sector = cluster.sector.or(sector);
        }
    }
}

/// Nouns that are offices, whatever the tables have of them.
pub(super) fn office_noun(noun: &str) -> bool {
    matches!(
        singular(noun).as_str(),
        "president"
            | "minister"
            | "premier"
            | "chancellor"
            | "king"
            | "queen"
            | "emperor"
            | "sultan"
            | "emir"
            | "governor"
            | "speaker"
            | "secretary"
    )
}
