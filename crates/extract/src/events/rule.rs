//! One rule: which words set it off, what must stand around them, and who is who.

use std::collections::{HashMap, HashSet};

/// What is wrong, and a hint what to do.
pub(super) type Fault = (String, String);

/// A rule.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// `TYPE/name`.
    pub(super) name: String,
    /// Its type, as an index.
    pub(super) kind: usize,
    pub(super) file: String,
    pub(super) line: usize,
    /// Dictionary forms, with particles behind verbs: `carry out`.
    pub(super) verbs: Vec<String>,
    pub(super) nouns: Vec<String>,
    pub(super) adjectives: Vec<String>,
    pub(super) conditions: Vec<Condition>,
    /// Where those stand who did it, and those it was done to: the first that is there is taken.
    pub(super) actor: Vec<Party>,
    pub(super) recipient: Vec<Party>,
    pub(super) reciprocal: bool,
    pub(super) needs_actor: bool,
    pub(super) needs_recipient: bool,
    pub(super) weak: bool,
    /// Nouns count only where a light verb holds them.
    pub(super) light: bool,
    /// Whether what it is about is told with it; `None` for what its type says.
    pub(super) absorbs: Option<bool>,
    pub(super) mode: Option<String>,
    pub(super) contexts: Vec<String>,
    /// Whether the words exist only to keep others off: what matches is no event.
    pub(super) bars: bool,
    /// Whether a future of it is told as it is, without another type.
    pub(super) settled: bool,
    pub(super) samples: Vec<Sample>,
    /// Whether a line of it has a fault that was told.
    pub(super) faulty: bool,
}

/// A sentence on which a rule must fire or must not.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) fires: bool,
    pub(super) parties: Option<(Vec<String>, Vec<String>)>,
}

/// Where somebody stands who has a part in an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Party {
    /// Who does what the verb says, passive or active; whose a noun is.
    Subject,
    /// Whom it is done to; for a noun, what hangs on it by `of`.
    Object,
    /// The second object: `gave the town a grant`.
    Second,
    /// Who acts in the clause that hangs on the word.
    Clause,
    /// What hangs on the word by a preposition.
    Preposition(String),
    /// Nobody.
    Nobody,
}

/// Something that must stand around a word, or must not.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) place: Place,
    pub(super) set: Set,
    pub(super) holds: bool,
}

/// Where a condition looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Subject,
    Object,
    /// The verb, or the type of the event, of a clause below.
    Clause,
    /// The auxiliaries of that clause.
    ClauseAuxiliary,
    /// What hangs on the word by one of these prepositions.
    Preposition(Vec<String>),
    /// Adjectives, compounds and adverbs of the word.
    Modifier,
}

/// Words of a condition.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    /// Anything is fine, if only it is there.
    pub(super) any: bool,
    /// Nothing is fine.
    pub(super) none: bool,
    /// Dictionary forms of the head.
    pub(super) words: HashSet<String>,
    /// Dictionary forms of any word of the phrase.
    pub(super) within: HashSet<String>,
    /// Kinds of what is meant.
    pub(super) kinds: Vec<Kind>,
    /// Types of an event in the clause.
    pub(super) types: Vec<String>,
}

/// What a phrase is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A person, a body, a state, a group: somebody who can act.
    Actor,
    /// A place or a state.
    Place,
    /// Somebody or something with a name.
    Name,
    /// A human being or several.
    Person,
}

/// Words between commas.
pub(super) fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|item| !item.is_empty())
}

/// A list of words with classes in it, as words.
pub(super) fn words(
    list: &str,
    classes: &HashMap<String, Vec<String>>,
) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    for item in items(list) {
        match item.strip_prefix('@') {
            None => found.push(item.to_owned()),
            Some(name) => match classes.get(name) {
                Some(members) => found.extend(members.iter().cloned()),
                None => return Err(no_class(name, classes)),
            },
        }
    }
    Ok(found)
}

fn no_class(name: &str, classes: &HashMap<String, Vec<String>>) -> Fault {
    let mut known: Vec<&str> = classes.keys().map(String::as_str).collect();
    known.sort_unstable();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    (
        format!("there is no class @{name}"),
        format!("write: class {name}  one, another; known are {known}"),
    )
}

fn set(list: &str, classes: &HashMap<String, Vec<String>>) -> Result<Set, Fault> {
    let mut set = Set::default();
    for item in words(list, classes)? {
        let shouted =
            item.len() > 1 && item.chars().all(|c| c.is_ascii_uppercase() || c == '-' || c == '_');
        match item.as_str() {
            "any" => set.any = true,
            "none" => set.none = true,
            "*actor" => set.kinds.push(Kind::Actor),
            "*place" => set.kinds.push(Kind::Place),
            "*name" => set.kinds.push(Kind::Name),
            "*person" => set.kinds.push(Kind::Person),
            other if other.starts_with('*') => {
                return Err((
                    format!("{other} is no kind"),
                    "kinds are *actor, *name, *person and *place".to_owned(),
                ));
            }
            other if other.starts_with('~') => _ = set.within.insert(other[1..].to_owned()),
            other if shouted => set.types.push(other.to_owned()),
            other => _ = set.words.insert(other.to_owned()),
        }
    }
    if set.is_empty() {
        return Err(("a condition without words".to_owned(), "write: object treaty, pact".into()));
    }
    Ok(set)
}

impl Set {
    fn is_empty(&self) -> bool {
        !self.any
            && !self.none
            && self.words.is_empty()
            && self.within.is_empty()
            && self.kinds.is_empty()
            && self.types.is_empty()
    }
}

fn parties(list: &str) -> Vec<Party> {
    items(list)
        .map(|item| match item {
            "subject" => Party::Subject,
            "object" => Party::Object,
            "second" => Party::Second,
            "clause" => Party::Clause,
            "nobody" => Party::Nobody,
            preposition => Party::Preposition(preposition.to_owned()),
        })
        .collect()
}

/// What may stand in a rule.
const KEYS: &str = "verb, noun, adjective, object, object-not, subject, subject-not, clause, clause-not, \
                    clause-auxiliary, with, with-not, modifier, modifier-not, actor, recipient, \
                    reciprocal, needs, weak, light, absorbs, open, settled, bars, mode, context, yes, no";

impl Rule {
    pub(super) fn new(name: String, kind: usize, file: &str, line: usize) -> Rule {
        Rule {
            name,
            kind,
            file: file.to_owned(),
            line,
            verbs: Vec::new(),
            nouns: Vec::new(),
            adjectives: Vec::new(),
            conditions: Vec::new(),
            actor: Vec::new(),
            recipient: Vec::new(),
            reciprocal: false,
            needs_actor: false,
            needs_recipient: false,
            weak: false,
            light: false,
            absorbs: None,
            mode: None,
            contexts: Vec::new(),
            bars: false,
            settled: false,
            samples: Vec::new(),
            faulty: false,
        }
    }

    /// Takes a line.
    pub(super) fn take(
        &mut self,
        line: usize,
        key: &str,
        rest: &str,
        classes: &HashMap<String, Vec<String>>,
    ) -> Result<(), Fault> {
        let mut condition = |place: Place, list: &str, holds: bool| {
            self.conditions.push(Condition { place, set: set(list, classes)?, holds });
            Ok(())
        };
        match key {
            "verb" => self.verbs.extend(words(rest, classes)?),
            "noun" => self.nouns.extend(words(rest, classes)?),
            "adjective" => self.adjectives.extend(words(rest, classes)?),
            "object" => return condition(Place::Object, rest, true),
            "object-not" => return condition(Place::Object, rest, false),
            "subject" => return condition(Place::Subject, rest, true),
            "subject-not" => return condition(Place::Subject, rest, false),
            "clause" => return condition(Place::Clause, rest, true),
            "clause-not" => return condition(Place::Clause, rest, false),
            "clause-auxiliary" => return condition(Place::ClauseAuxiliary, rest, true),
            "modifier" => return condition(Place::Modifier, rest, true),
            "modifier-not" => return condition(Place::Modifier, rest, false),
            "with" | "with-not" => {
                let Some((prepositions, list)) = rest.split_once(':') else {
                    return Err((
                        "no colon between prepositions and words".to_owned(),
                        "write: with on, against: sanctions, embargo".to_owned(),
                    ));
                };
                let place = Place::Preposition(items(prepositions).map(str::to_owned).collect());
                return condition(place, list, key == "with");
            }
            "actor" => self.actor = parties(rest),
            "recipient" => self.recipient = parties(rest),
            "reciprocal" => self.reciprocal = true,
            "needs" => {
                for item in items(rest) {
                    match item {
                        "actor" => self.needs_actor = true,
                        "recipient" => self.needs_recipient = true,
                        other => {
                            return Err((
                                format!("{other:?} cannot be needed"),
                                "write: needs actor, recipient".to_owned(),
                            ));
                        }
                    }
                }
            }
            "weak" => self.weak = true,
            "light" => self.light = true,
            "absorbs" => self.absorbs = Some(true),
            "open" => self.absorbs = Some(false),
            "settled" => self.settled = true,
            "bars" => self.bars = true,
            "mode" => self.mode = Some(rest.to_owned()),
            "context" => self.contexts.extend(items(rest).map(str::to_owned)),
            "yes" | "no" => self.samples.push(sample(line, rest, key == "yes")?),
            _ => {
                let what = format!("{key:?} is not known in a rule");
                return Err((what, format!("known are {KEYS}")));
            }
        }
        Ok(())
    }

    /// Whether it has all that a rule must have.
    pub(super) fn whole(&self) -> Result<(), Fault> {
        if self.verbs.is_empty() && self.nouns.is_empty() && self.adjectives.is_empty() {
            return Err((
                format!("the rule {} has no words", self.name),
                "give it words that set it off: verb bomb, shell".to_owned(),
            ));
        }
        for (fires, key) in [(true, "yes"), (false, "no")] {
            if self.bars && fires {
                continue;
            }
            if !self.samples.iter().any(|sample| sample.fires == fires) {
                let on = if fires { "must fire" } else { "must not fire" };
                return Err((
                    format!("the rule {} has no sentence on which it {on}", self.name),
                    format!("write one: {key} The army shelled the village."),
                ));
            }
        }
        Ok(())
    }

    pub(super) fn named_types(&self) -> impl Iterator<Item = &str> {
        let sets = self.conditions.iter().flat_map(|condition| &condition.set.types);
        sets.map(String::as_str)
    }
}

/// `The army shelled the village. | the army > the village`
fn sample(line: usize, rest: &str, fires: bool) -> Result<Sample, Fault> {
    let (text, told) = match rest.split_once('|') {
        Some((text, told)) => (text.trim(), Some(told)),
        None => (rest, None),
    };
    if text.is_empty() {
        return Err((
            "a sample without a sentence".to_owned(),
            "write: yes The army shelled the village. | the army > the village".to_owned(),
        ));
    }
    let parties = match told {
        None => None,
        Some(told) => {
            let Some((actors, recipients)) = told.split_once('>') else {
                return Err((
                    "no > between who did it and to whom".to_owned(),
                    "write: yes The army shelled the village. | the army > the village".to_owned(),
                ));
            };
            let list = |names: &str| {
                names
                    .split(';')
                    .map(str::trim)
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            Some((list(actors), list(recipients)))
        }
    };
    Ok(Sample { line, text: text.to_owned(), fires, parties })
}
