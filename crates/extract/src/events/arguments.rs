//! Who is meant where a phrase stands for a party: the names of a coordination one by one, whoever a
//! pronoun goes back to, the owner of a thing (`the missiles of the army`, `Turkey's offer`).

use std::ops::Range;

use onrecord_text::{EntityKind, Span, TokenId, Upos};

use super::rule::Kind;
use super::tree::Tree;
use crate::rules::word_list;

word_list!(
    /// Common nouns for people and bodies that can act.
    ACTING_NOUNS,
    "acting_nouns.txt"
);

/// Somebody or something that has a part in an event, as words of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The word that the others hang on, where it stands by the event: perhaps a pronoun.
    pub here: TokenId,
    /// The word that names or describes them, where that is.
    pub head: TokenId,
    /// The words of that name or description.
    pub tokens: Range<usize>,
    /// The same as a span.
    pub span: Span,
    /// Whether they are the speaker of the words around: `we`.
    pub speaker: bool,
    /// Whether it can act.
    pub acts: bool,
}

/// Which part is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Who did it: somebody who can act.
    Actor,
    /// Whom it was done to: also a thing, where nobody owns it.
    Recipient,
}

/// What a phrase is about, by the model and by the words.
pub(super) fn is_kind(tree: &Tree, head: TokenId, kind: Kind) -> bool {
    if kind == Kind::Actor {
        return acts(tree, head);
    }
    tree.is_kind(head, kind)
        || kind == Kind::Person
            && tree.word(head).upos == Upos::Noun
            && ACTING_NOUNS.contains(tree.lemma(head).as_str())
}

/// Whether a phrase is about somebody who can act.
pub(super) fn acts(tree: &Tree, head: TokenId) -> bool {
    let word = tree.word(head);
    match word.upos {
        Upos::Noun => {
            ACTING_NOUNS.contains(tree.lemma(head).as_str()) || {
                let held = tree.parse.mention_of(head).map(|id| tree.parse.mention(id).kind);
                let human = matches!(held, Some(EntityKind::Person | EntityKind::Organization));
                human
                    || tree.children(head).any(|child| {
                        &*tree.word(child).deprel == "flat" && tree.word(child).upos == Upos::Propn
                    })
            }
        }
        Upos::Propn => {
            !MONTHS_AND_DAYS.contains(&tree.form(head))
                && !tree.form(head).bytes().any(|byte| byte.is_ascii_digit())
        }
        Upos::Pron => {
            &*word.xpos == "PRP"
                && !is_expletive(tree, head)
                && !tree.is_lemma(head, "you")
                && !tree.lemma(head).ends_with("self")
                && !tree.lemma(head).ends_with("selves")
        }
        Upos::Adj | Upos::Verb => tree.capital(head),
        Upos::Num => {
            tree.children_by(head, "nmod").any(|one| acts(tree, one))
                || is_people_number(tree, head)
        }
        _ => false,
    }
}

fn is_expletive(tree: &Tree, head: TokenId) -> bool {
    tree.word(head).relation() == "expl"
}

/// `killed 20`, `thousands marched`.
fn is_people_number(tree: &Tree, head: TokenId) -> bool {
    matches!(tree.word(head).relation(), "nsubj" | "obj")
}

/// Whose a noun is, from nearest to farthest: a possessor, a `by`, a name or a people before it, a
/// `from`, a participle with a `by`.
pub(super) fn owners(tree: &Tree, noun: TokenId) -> Vec<TokenId> {
    let children: Vec<TokenId> = tree.children(noun).collect();
    let deprel = |one: TokenId| tree.word(one).deprel.clone();
    let by = |one: TokenId| {
        matches!(tree.word(one).relation(), "nmod" | "obl")
            && tree.prepositions(one).any(|case| case == "by")
            && acts(tree, one)
    };
    if let Some(&one) = children.iter().find(|&&one| by(one)) {
        return vec![one];
    }
    // `an attack launched by rebels`, `a Saudi-led strike`.
    for &child in &children {
        if matches!(tree.word(child).relation(), "acl" | "amod") && tree.is_verb(child) {
            if let Some(agent) =
                tree.children(child).find(|&one| &*deprel(one) == "obl:agent" || by(one))
            {
                return vec![agent];
            }
            let led = matches!(tree.lemma(child).as_str(), "lead" | "back" | "claim");
            if led && let Some(name) = tree.children(child).find(|&one| tree.capital(one)) {
                return vec![name];
            }
        }
    }
    if let Some(&one) = children.iter().find(|&&one| &*deprel(one) == "nmod:poss") {
        return vec![one];
    }
    let named: Vec<TokenId> = children
        .iter()
        .copied()
        .filter(|&one| {
            let word = tree.word(one);
            one < noun
                && matches!(word.relation(), "compound" | "amod" | "nmod")
                && matches!(word.upos, Upos::Propn | Upos::Adj | Upos::Noun | Upos::Verb)
                && (tree.capital(one) && !opens(tree, one) && !is_title_or_time(tree, one)
                    || word.upos == Upos::Propn
                        && tree.capital(one)
                        && !is_title_or_time(tree, one)
                    || word.upos == Upos::Noun && ACTING_NOUNS.contains(tree.lemma(one).as_str()))
        })
        .collect();
    if let Some(&first) = named.first() {
        return vec![first];
    }
    let from = |one: TokenId| {
        tree.word(one).relation() == "nmod"
            && tree.prepositions(one).any(|case| case == "from")
            && acts(tree, one)
    };
    children.iter().copied().find(|&one| from(one)).into_iter().collect()
}

/// Whether a word is the first of its sentence, where a capital means nothing.
fn opens(tree: &Tree, at: TokenId) -> bool {
    let sentence = tree.segments.sentence(tree.segments.token(at).sentence);
    sentence.tokens.start == at.index() && tree.word(at).upos != Upos::Propn
}

fn is_title_or_time(tree: &Tree, at: TokenId) -> bool {
    let held = tree.parse.mention_of(at).map(|id| tree.parse.mention(id).kind);
    matches!(held, Some(EntityKind::Time | EntityKind::Event))
        || MONTHS_AND_DAYS.contains(&tree.form(at))
}

const MONTHS_AND_DAYS: [&str; 19] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Everybody whom a phrase stands for in a part.
pub(super) fn resolve(tree: &Tree, head: TokenId, part: Part) -> Vec<Argument> {
    let mut found: Vec<Argument> = Vec::new();
    for one in split(tree, head) {
        for argument in party(tree, one, part, 0) {
            if !found.iter().any(|known| known.head == argument.head) {
                found.push(argument);
            }
        }
    }
    found
}

/// Whether a phrase is something of those who act: `its troops`.
fn is_their_own(tree: &Tree, head: TokenId) -> bool {
    tree.children(head).any(|one| {
        &*tree.word(one).deprel == "nmod:poss"
            && matches!(tree.form(one).to_lowercase().as_str(), "its" | "their")
    })
}

/// How many sentences back the two are looked for whom `both sides` are.
const SENTENCES_BACK: usize = 4;

/// Whom `the two countries` or `both sides` are: the only two that the sentences before were about.
/// Nobody where there are more or fewer.
pub(super) fn two_sides(tree: &Tree, head: TokenId) -> Vec<Argument> {
    let lemma = tree.lemma(head);
    let states = matches!(
        lemma.as_str(),
        "country" | "nation" | "state" | "neighbour" | "neighbor" | "government" | "capital"
    );
    let sides = matches!(lemma.as_str(), "side" | "party");
    let both = tree.children(head).any(|child| {
        matches!(tree.lemma(child).as_str(), "two" | "both")
            && matches!(tree.word(child).relation(), "nummod" | "det" | "amod")
    });
    if !(both && (states || sides)) {
        return Vec::new();
    }
    let here = tree.segments.token(head).sentence.index();
    let mut found: Vec<Argument> = Vec::new();
    for sentence in &tree.segments.sentences[here.saturating_sub(SENTENCES_BACK)..here] {
        for at in sentence.tokens.clone().map(TokenId::new) {
            let word = tree.word(at);
            let subject = matches!(&*word.deprel, "nsubj" | "obl:agent")
                || word.relation() == "conj"
                    && word.head.is_some_and(|head| tree.word(head).relation() == "nsubj");
            let owner = &*word.deprel == "nmod:poss";
            let fits = if states {
                (subject || owner) && word.upos == Upos::Propn && tree.is_kind(at, Kind::Place)
            } else {
                subject && acts(tree, at) && word.upos != Upos::Pron
            };
            if !fits {
                continue;
            }
            // An army's spokesman is the army's.
            let one = owners(tree, at).first().copied().filter(|_| sides).unwrap_or(at);
            if !found.iter().any(|known| tree.lemma(known.head) == tree.lemma(one)) {
                let mut argument = named(tree, head, one, true);
                if one != at {
                    argument.tokens = one.index()..one.index() + 1;
                    argument.span = tree.span(&argument.tokens);
                }
                found.push(argument);
            }
        }
    }
    if found.len() == 2 { found } else { Vec::new() }
}

/// The members of a coordination; two peoples before one noun are two: `Hungarian and Romanian
/// officials`.
fn split(tree: &Tree, head: TokenId) -> Vec<TokenId> {
    let mut all = tree.conjuncts(head);
    let dateline = tree.dateline(head);
    all.retain(|one| !dateline.contains(&one.index()));
    // `the foreign ministers of Chile and Peru` are two.
    if let [only] = all.as_slice()
        && matches!(&*tree.word(*only).xpos, "NNS" | "NNPS")
    {
        let states = tree.by_preposition(*only, "of").into_iter().map(|one| tree.conjuncts(one));
        if let Some(states) = states.into_iter().find(|states| {
            states.len() > 1 && states.iter().all(|&one| tree.word(one).upos == Upos::Propn)
        }) {
            return states;
        }
    }
    // Read as three: two peoples and officials without one.
    if let [.., before, last] = all.as_slice()
        && tree.word(*last).upos == Upos::Noun
        && last.index() == before.index() + 1
        && tree.capital(*before)
    {
        all.pop();
        return all;
    }
    if let [only] = all.as_slice()
        && tree.word(*only).upos == Upos::Noun
    {
        for child in tree.children(*only) {
            let people =
                matches!(tree.word(child).relation(), "amod" | "compound") && tree.capital(child);
            if people {
                let joined: Vec<TokenId> =
                    tree.conjuncts(child).into_iter().filter(|&one| tree.capital(one)).collect();
                let adjacent = joined.last().is_some_and(|last| last.index() + 3 > only.index());
                if joined.len() > 1 && adjacent && &*tree.word(*only).xpos == "NNS" {
                    return joined;
                }
            }
        }
    }
    all
}

fn party(tree: &Tree, head: TokenId, part: Part, depth: usize) -> Vec<Argument> {
    let word = tree.word(head);
    if word.upos == Upos::Pron {
        return pronoun(tree, head).into_iter().collect();
    }
    if part == Part::Recipient && depth == 0 && is_their_own(tree, head) {
        return Vec::new();
    }
    if acts(tree, head) {
        // `dozens of people`, `a group of lawmakers`: the people, with their number.
        return vec![named(tree, head, head, true)];
    }
    if depth < 3 {
        let owners = owners(tree, head);
        let mut found: Vec<Argument> = owners
            .into_iter()
            .flat_map(|owner| split(tree, owner))
            .flat_map(|owner| owner_of(tree, head, owner, part, depth))
            .collect();
        if found.is_empty() {
            for preposition in ["of", "against", "on", "in", "at", "for"] {
                let wanted = part == Part::Recipient || preposition == "of";
                if !wanted {
                    break;
                }
                let next = tree.by_preposition(head, preposition);
                found = next
                    .into_iter()
                    .filter(|&one| acts(tree, one) || depth < 1 && preposition == "of")
                    .flat_map(|one| split(tree, one))
                    .flat_map(|one| party(tree, one, part, depth + 1))
                    .filter(|argument| argument.acts)
                    .collect();
                if !found.is_empty() {
                    break;
                }
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    if part == Part::Recipient && depth == 0 {
        let held = tree.parse.mention_of(head).map(|id| tree.parse.mention(id).kind);
        let idea =
            matches!(held, Some(EntityKind::Abstract | EntityKind::Event | EntityKind::Time));
        if !idea && matches!(word.upos, Upos::Noun | Upos::Propn) {
            return vec![named(tree, head, head, false)];
        }
    }
    Vec::new()
}

/// A people or a body that stands before a noun, by itself: the `U.S. military` of its airstrike.
fn owner_of(tree: &Tree, noun: TokenId, owner: TokenId, part: Part, depth: usize) -> Vec<Argument> {
    let relation = tree.word(owner).relation();
    if !matches!(relation, "compound" | "amod") && &*tree.word(owner).deprel != "nmod:desc" {
        return party(tree, owner, part, depth + 1);
    }
    let phrase = tree.phrase(owner);
    let mut end = phrase.end;
    while end < noun.index() {
        let next = TokenId::new(end);
        let acting = tree.word(next).relation() == "compound"
            && (ACTING_NOUNS.contains(tree.lemma(next).as_str()) || tree.capital(next));
        if !acting {
            break;
        }
        end += 1;
    }
    let tokens = phrase.start..end;
    let span = tree.span(&tokens);
    vec![Argument { here: owner, head: owner, tokens, span, speaker: false, acts: true }]
}

/// Whoever a pronoun goes back to.
fn pronoun(tree: &Tree, here: TokenId) -> Option<Argument> {
    let lemma = tree.lemma(here);
    let form = tree.form(here).to_lowercase();
    let own = |acts| {
        let tokens = here.index()..here.index() + 1;
        let span = tree.span(&tokens);
        Argument { here, head: here, tokens, span, speaker: false, acts }
    };
    if matches!(lemma.as_str(), "i" | "we") || matches!(form.as_str(), "our" | "my" | "us" | "me") {
        return Some(Argument { speaker: true, ..own(true) });
    }
    if !matches!(&*tree.word(here).xpos, "PRP" | "PRP$")
        || matches!(lemma.as_str(), "you" | "yours")
    {
        return None;
    }
    if matches!(form.as_str(), "itself" | "themselves" | "himself" | "herself") {
        return None;
    }
    let Some(mention) = tree.parse.mention_of(here) else { return Some(own(true)) };
    let entity = tree.parse.entity(tree.parse.mention(mention).entity);
    let mut best: Option<(usize, TokenId)> = None;
    for &id in &entity.mentions {
        let other = tree.parse.mention(id);
        let word = tree.word(other.head);
        let dateline = tree.dateline(other.head).contains(&other.head.index());
        if word.upos == Upos::Pron || other.tokens.contains(&here.index()) || dateline {
            continue;
        }
        let rank = match word.upos {
            Upos::Propn => 2,
            _ => 1,
        };
        let before = usize::from(other.head < here);
        let rank = rank * 2 + before;
        if best.is_none_or(|(held, _)| rank >= held && before == 1 || rank > held) {
            best = Some((rank, other.head));
        }
    }
    // Whom the article means by it is for the actors to tell.
    let Some((_, head)) = best else { return Some(own(true)) };
    let mut argument = named(tree, here, head, true);
    argument.acts = acts(tree, head);
    Some(argument)
}

/// The head of what a pronoun goes back to.
pub(super) fn antecedent(tree: &Tree, here: TokenId) -> Option<TokenId> {
    pronoun(tree, here).map(|argument| argument.head).filter(|&head| head != here)
}

fn named(tree: &Tree, here: TokenId, head: TokenId, acts: bool) -> Argument {
    let tokens = tree.phrase(head);
    let span = tree.span(&tokens);
    Argument { here, head, tokens, span, speaker: false, acts }
}
