//! Where the names of people begin that stand right behind another name.
//!
//! Capitals do not tell: in `President of Azerbaijan Elnur Qasimli` a country ends and a person begins
//! between two of them. Trees tell mostly, since the words of a name hang on its first one. Where they
//! take the country for a given name, the registry knows better.

use std::collections::BTreeSet;

use onrecord_actors::{Candidate, NameKind, Referent, Registry};
use onrecord_text::{Segments, Syntax, Text, Upos, Word};

/// Whose names tokens are, as far as words before and behind tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bearers {
    /// Those that names of people begin with.
    begins: BTreeSet<usize>,
    /// Those that the registry knows by themselves.
    registered: BTreeSet<usize>,
}

impl Bearers {
    /// Whether a name of several words begins at a token.
    pub(crate) fn begins(&self, token: usize) -> bool {
        self.begins.contains(&token)
    }

    /// Whether a token is by itself a state or another actor of the registry.
    pub(crate) fn registered(&self, token: usize) -> bool {
        self.registered.contains(&token)
    }
}

/// How many tokens a name of the registry may have that a person's stands behind.
const LONGEST: usize = 6;

/// Finds them all.
pub(crate) fn find(
    text: &Text,
    segments: &Segments,
    syntax: &Syntax,
    registry: &Registry,
) -> Bearers {
    let words = syntax.words();
    let form = |at: usize| text.slice(segments.tokens[at].span);
    let capital = |at: usize| form(at).chars().next().is_some_and(char::is_uppercase);
    let proper = |at: usize| words[at].upos == Upos::Propn && capital(at);
    let own = |forms: &[&str]| {
        let kind = |kind: NameKind| matches!(kind, NameKind::Name | NameKind::Capital);
        let actor = |one: &Candidate| kind(one.kind) && matches!(one.refers, Referent::Actor(_));
        registry.longest(forms).filter(|name| name.candidates.iter().any(actor))
    };
    let mut found = Bearers::default();
    for sentence in &segments.sentences {
        let tokens = sentence.tokens.clone();
        for at in tokens.clone().filter(|&at| proper(at)) {
            // `American Kevin King`: an adjective is said of the name, and is no name before it.
            let described = at > tokens.start && words[at - 1].upos == Upos::Adj;
            if !described && begins(words, at, tokens.end, &capital) {
                found.begins.insert(at);
            }
            if own(&[form(at)]).is_some() {
                found.registered.insert(at);
            }
            // The last words of what some office is of: a state, a city, a body.
            let behind = at > tokens.start
                && (words[at - 1].upos == Upos::Adp
                    || words[at - 1].upos == Upos::Det
                        && at > tokens.start + 1
                        && words[at - 2].upos == Upos::Adp);
            if !behind || !found.begins(at) {
                continue;
            }
            let forms: Vec<&str> = (at..tokens.end.min(at + LONGEST)).map(form).collect();
            // `Consul in Barentsburg Zakhar Poluyarov`: no gazetteer has every town.
            let town = words[at - 1].upos == Upos::Adp && form(at - 1) == "in";
            let of = own(&forms).map(|name| name.tokens).or(town.then_some(1));
            if let Some(next) = of.map(|of| at + of)
                && next + 1 < tokens.end
                && proper(next)
                && proper(next + 1)
            {
                found.begins.remove(&at);
                found.begins.insert(next);
            }
        }
    }
    found
}

/// Whether a name begins at a token: the next words hang on it, and it hangs on none right before.
fn begins(words: &[Word], at: usize, end: usize, capital: &impl Fn(usize) -> bool) -> bool {
    let flat_of = |at: usize| {
        let word = words.get(at)?;
        let head = word.head.filter(|_| word.relation() == "flat")?;
        Some(head.index())
    };
    let inner = flat_of(at).is_some_and(|head| head < at && (head..at).all(capital));
    let goes_on = (at + 1..end.min(at + 4)).any(|next| flat_of(next) == Some(at));
    goes_on && !inner
}
