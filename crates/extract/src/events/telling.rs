//! What is told: of all that rules have found, the events that the text tells, each once and under
//! one type.
//!
//! What somebody says that they will do is a promise or a threat, and what they will not do a refusal;
//! what a promise, a threat, a demand or a refusal is about is told with it and is no event of its
//! own. What names nobody is left out.

use onrecord_text::{TokenId, Upos};

use super::arguments::{self, Argument, Part};
use super::matching::{Matcher, Sight, Typed};
use super::mood::{self, Mood};
use super::ontology::{Class, Other};
use super::rule::Party;
use super::tree::Tree;
use super::{Aux, Event, Evidence, contexts, voice};
use crate::statements::Statements;

/// How far up a tree is looked for what an event is part of.
const DEPTH: usize = 12;

/// An event with all that is known of how it is told.
struct Draft {
    typed: Typed,
    kind: usize,
    mode: Option<String>,
    mood: Mood,
    /// The verb by which somebody says that they will do it.
    said: Option<TokenId>,
    converted: Option<&'static str>,
    /// The event that it is told with.
    inside: Option<TokenId>,
}

/// Decides what is told.
pub(super) fn tell(
    matcher: &mut Matcher,
    statements: &Statements,
    year: Option<i32>,
) -> Vec<Event> {
    let mut words: Vec<TokenId> = matcher.by_word.keys().copied().collect();
    words.sort();
    let mut drafts: Vec<Draft> =
        words.iter().map(|&word| draft(matcher, statements, word, year)).collect();
    for draft in &mut drafts {
        draft.inside = absorbed(matcher, draft);
    }
    let mut events = Vec::new();
    for at in 0..drafts.len() {
        let one = &drafts[at];
        let name = matcher.ontology.rules[one.typed.rule].name.clone();
        if let Some(outer) = one.inside {
            let words = matcher.tree.form(outer).to_owned();
            matcher.reject(one.typed.word, &name, || format!("told with “{words}”"));
            continue;
        }
        match event(matcher, statements, &drafts, at) {
            Ok(event) => events.push(event),
            Err(why) => matcher.reject(one.typed.word, &name, || why.to_owned()),
        }
    }
    events
}

fn draft(matcher: &Matcher, statements: &Statements, word: TokenId, year: Option<i32>) -> Draft {
    let tree = &matcher.tree;
    let typed = matcher.by_word[&word].clone();
    let anchor = carrier(matcher, &typed);
    let mut mood = mood::of(tree, typed.word, anchor, year);
    let kind = &matcher.ontology.types[typed.kind];
    let rule = &matcher.ontology.rules[typed.rule];
    let said = if rule.settled { None } else { promise(matcher, &typed, anchor) };
    let reported = said.is_some() || voice::of(tree.segments, statements, anchor).is_some();
    // `said that it would`: what was to come then.
    if mood.conditional && !has_condition(matcher, anchor) && (reported || !mood.possible) {
        mood.conditional = false;
        mood.future = true;
    }
    let mut draft = Draft {
        kind: typed.kind,
        mode: typed.mode.clone(),
        mood,
        said: None,
        converted: None,
        inside: None,
        typed,
    };
    if rule.settled {
        return draft;
    }
    let ahead = mood.future || said.is_some() && mood.conditional;
    let mut become_ = |other: &Other, how: &'static str, said: Option<TokenId>| {
        draft.kind = other.kind;
        draft.mode = other.mode.clone();
        draft.said = said;
        draft.converted = Some(how);
        draft.mood.future = false;
        draft.mood.conditional = false;
        draft.mood.possible = false;
        if how == "refused" {
            draft.mood.negated = false;
        }
    };
    if mood.negated {
        if let Some(other) = kind.refused.as_ref().filter(|_| ahead) {
            become_(other, "refused", said);
        }
    } else if let (Some(_), Some(other)) = (said, kind.promised.as_ref().filter(|_| ahead)) {
        become_(other, "promised", said);
    } else if let Some(other) = kind.future.as_ref().filter(|_| ahead && !mood.possible) {
        become_(other, "future", None);
    } else if let Some(other) = &kind.future
        && (mood.possible || mood.conditional)
        && matcher.ontology.types[other.kind].score < 0.0
        && condition_clause(matcher, anchor).is_some_and(|clause| clause != anchor)
    {
        become_(other, "conditional", None);
    }
    draft
}

/// The verb that carries the mood of an event: for a noun by itself, the verb that it is subject or
/// object of.
fn carrier(matcher: &Matcher, typed: &Typed) -> TokenId {
    let tree = &matcher.tree;
    if typed.class != Class::Noun || typed.light {
        return typed.anchor;
    }
    let mut at = typed.word;
    for _ in 0..3 {
        let word = tree.word(at);
        match (word.relation(), word.head) {
            ("nsubj" | "obj", Some(head)) if tree.is_verb(head) => return head,
            ("conj", Some(head)) => at = head,
            ("nmod", Some(head)) if matcher.ontology.counting.contains(&tree.lemma(head)) => {
                at = head;
            }
            _ => break,
        }
    }
    typed.word
}

/// The saying verb whose subject says that they will do it: `said it would withdraw`.
fn promise(matcher: &Matcher, typed: &Typed, anchor: TokenId) -> Option<TokenId> {
    let tree = &matcher.tree;
    if typed.class == Class::Noun && !typed.light {
        return None;
    }
    let mut at = anchor;
    for _ in 0..6 {
        let word = tree.word(at);
        let head = word.head?;
        match word.relation() {
            "xcomp" => {
                if matcher.ontology.saying.contains(&tree.lemma(head)) {
                    return Some(head);
                }
                at = head;
            }
            "conj" if tree.is_verb(head) => at = head,
            "ccomp" => {
                if !matcher.ontology.saying.contains(&tree.lemma(head)) {
                    return None;
                }
                let subject = tree.child_by(at, "nsubj").or_else(|| {
                    let stray = |one: &TokenId| *one > head && *one < at;
                    tree.children_by(head, "expl").find(stray)
                })?;
                let teller = tree.surface_subject(head);
                let pronoun = |one: TokenId| {
                    matches!(&*tree.word(one).xpos, "PRP" | "PRP$")
                        && !matches!(tree.lemma(one).as_str(), "you")
                };
                let owned = tree.children_by(subject, "nmod").any(pronoun);
                let same_name = teller.is_some_and(|teller| {
                    tree.lemma(teller) == tree.lemma(subject)
                        || tree.parse.syntax.reach(teller).any(|one| {
                            let one = TokenId::new(one);
                            tree.capital(one)
                                && tree.word(one).upos != Upos::Det
                                && tree.is_lemma(one, &tree.lemma(subject))
                        })
                });
                return (pronoun(subject) || owned || same_name).then_some(head);
            }
            _ => return None,
        }
    }
    None
}

/// Whether an `if` stands with a clause.
fn has_condition(matcher: &Matcher, anchor: TokenId) -> bool {
    condition_clause(matcher, anchor).is_some()
}

fn condition_clause(matcher: &Matcher, anchor: TokenId) -> Option<TokenId> {
    let tree = &matcher.tree;
    let mut at = anchor;
    for _ in 0..4 {
        let found = tree
            .children_by(at, "advcl")
            .find(|&clause| tree.opened_by(clause, &["if", "unless", "should"]));
        if found.is_some() {
            return found;
        }
        let word = tree.word(at);
        match (word.relation(), word.head) {
            ("xcomp" | "ccomp" | "conj", Some(head)) => at = head,
            _ => return None,
        }
    }
    None
}

/// Who does what stands behind the `if` of a clause.
fn condition_party(matcher: &Matcher, anchor: TokenId) -> Vec<TokenId> {
    let tree = &matcher.tree;
    if let Some(clause) = condition_clause(matcher, anchor) {
        return tree.subjects(clause);
    }
    // The condition and what follows from it read as one clause with two subjects.
    if tree.opened_by(anchor, &["if", "unless"]) {
        let subjects: Vec<TokenId> = tree.children_by(anchor, "nsubj").collect();
        if let [first, _] = subjects.as_slice() {
            return vec![*first];
        }
    }
    Vec::new()
}

/// The word of the event that this one is told with.
fn absorbed(matcher: &Matcher, draft: &Draft) -> Option<TokenId> {
    let tree = &matcher.tree;
    let mut at = draft.said.unwrap_or(draft.typed.anchor);
    for _ in 0..DEPTH {
        let word = tree.word(at);
        let head = word.head?;
        let infinitive = tree.opened_by(at, &["to"]);
        let relation = word.relation();
        let content = match &*word.deprel {
            "acl:relcl" | "advcl:relcl" => return None,
            _ => match relation {
                "obj" | "xcomp" | "ccomp" | "csubj" | "iobj" => true,
                "nsubj" => tree.is_verb(head) && tree.passive(head) || !tree.is_verb(head),
                "obl" | "nmod" => !tree.prepositions(at).any(|case| APART.contains(&case.as_str())),
                "acl" => true,
                "advcl" => {
                    infinitive || is_reason(tree, at) || tree.opened_by(at, &["if", "unless"])
                }
                "conj" | "compound" | "amod" | "appos" => false,
                _ => return None,
            },
        };
        let outer = matcher.event_at(head).filter(|outer| outer.word != draft.typed.word);
        if let Some(outer) = outer
            && content
        {
            let kind = &matcher.ontology.types[outer.kind];
            let absorbs = matcher.ontology.rules[outer.rule].absorbs.unwrap_or(kind.absorbs);
            let purpose = infinitive && matches!(relation, "xcomp" | "advcl" | "acl");
            let reason =
                matches!(relation, "advcl" | "obl" | "ccomp" | "xcomp") && is_reason(tree, at);
            if absorbs || purpose || reason {
                return Some(outer.word);
            }
            if relation == "acl" && !infinitive {
                return None;
            }
        }
        // What is said is a matter of its own.
        if relation == "ccomp" && matcher.ontology.saying.contains(&tree.lemma(head)) {
            return None;
        }
        if relation == "advcl" && !content {
            return None;
        }
        if relation == "nsubj" && !content {
            return None;
        }
        at = head;
    }
    None
}

/// Whether a clause is what something is done for: `jailed for helping the rebels`.
fn is_reason(tree: &Tree, clause: TokenId) -> bool {
    &*tree.word(clause).xpos == "VBG"
        && tree.opened_by(clause, &["of", "for", "from", "over", "against", "on", "at"])
}

/// Prepositions before something that stands beside an event and is no part of it.
const APART: [&str; 16] = [
    "after",
    "before",
    "during",
    "since",
    "amid",
    "following",
    "despite",
    "until",
    "by",
    "near",
    "while",
    "when",
    "as",
    "than",
    "like",
    "including",
];

/// The event of a draft, with everybody who has a part in it.
fn event(
    matcher: &Matcher,
    statements: &Statements,
    drafts: &[Draft],
    at: usize,
) -> Result<Event, &'static str> {
    let tree = &matcher.tree;
    let draft = &drafts[at];
    let typed = &draft.typed;
    let rule = &matcher.ontology.rules[typed.rule];
    let kind = &matcher.ontology.types[draft.kind];
    let mut path = Vec::new();
    if let Some(how) = draft.converted {
        path.push(format!(
            "{how}: {} is told as {}",
            matcher.ontology.types[typed.kind].name, kind.name
        ));
    }
    let all = |heads: &[TokenId], part: Part| -> Vec<Argument> {
        let mut found: Vec<Argument> = Vec::new();
        for &head in heads {
            let sides = arguments::two_sides(tree, head);
            let found_here =
                if sides.is_empty() { arguments::resolve(tree, head, part) } else { sides };
            for argument in found_here {
                if !found.iter().any(|known| known.head == argument.head) {
                    found.push(argument);
                }
            }
        }
        found
    };
    let first = |lists: &[Vec<TokenId>], part: Part| -> Vec<Argument> {
        let found = lists.iter().map(|heads| all(heads, part));
        found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    };
    let mut actors = first(&typed.actors, Part::Actor);
    let mut recipients: Vec<Argument> = typed
        .recipients
        .iter()
        .map(|heads| {
            let mut found = all(heads, Part::Recipient);
            found.retain(|one| {
                (one.acts || kind.things) && !actors.iter().any(|actor| actor.head == one.head)
            });
            found
        })
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    // Who says that they will do it does it.
    if let Some(said) = draft.said
        && (actors.is_empty()
            || actors
                .iter()
                .all(|actor| actor.here == actor.head && tree.word(actor.head).upos == Upos::Pron))
    {
        actors = all(&tree.subjects(said), Part::Actor);
    } else if let Some(said) = draft.said
        && actors.iter().any(|actor| tree.word(actor.here).upos == Upos::Pron)
    {
        let tellers = all(&tree.subjects(said), Part::Actor);
        if !tellers.is_empty() {
            // Of a meeting the others stay.
            let others = actors
                .into_iter()
                .filter(|actor| rule.reciprocal && tree.word(actor.here).upos != Upos::Pron);
            actors = tellers.iter().cloned().chain(others).collect();
        }
    }
    let inner: Vec<&Draft> = drafts.iter().filter(|one| one.inside == Some(typed.word)).collect();
    let absorbs = rule.absorbs.unwrap_or(matcher.ontology.types[typed.kind].absorbs);
    // Whoever does what a threat is to keep them from.
    if recipients.is_empty() && !rule.reciprocal {
        let carriers = inner.iter().map(|one| one.typed.anchor).chain([typed.anchor]);
        let conditions = carriers.map(|anchor| condition_party(matcher, anchor));
        let heads = conditions.into_iter().find(|heads| !heads.is_empty()).unwrap_or_default();
        recipients = all(&heads, Part::Actor);
        recipients.retain(|one| !actors.iter().any(|actor| actor.head == one.head));
    }
    if recipients.is_empty() && absorbs && !rule.reciprocal {
        recipients = within(matcher, typed, &inner, &actors, &all);
    }
    recipients.retain(|one| !actors.iter().any(|actor| actor.head == one.head));
    for (name, list) in [("actor", &actors), ("recipient", &recipients)] {
        for one in list {
            path.push(format!("{name}: {}", tree.relation(typed.anchor, one.here)));
        }
    }
    let rank = rank(matcher, typed);
    if actors.is_empty() && recipients.is_empty() {
        return Err("it names nobody");
    }
    if rule.needs_actor && actors.is_empty() {
        return Err("it does not name who did it");
    }
    if rule.needs_recipient && recipients.is_empty() && !rule.reciprocal {
        return Err("it does not name whom it was done to");
    }
    if rule.reciprocal && actors.len() < 2 && rule.needs_recipient {
        return Err("it does not name both sides");
    }
    let sides = if rule.reciprocal {
        actors.len()
    } else {
        let nobody = rule.recipient.contains(&Party::Nobody) && draft.converted.is_none();
        usize::from(!actors.is_empty()) + usize::from(!recipients.is_empty() || nobody)
    };
    if rank < 3 && sides < 2 {
        return Err("it is told beside something else and does not name both sides");
    }
    if rank == 1 && rule.weak {
        return Err("it is told beside something else, and its rule is weak");
    }
    if draft.mood.purpose {
        return Err("it is what something else is done for");
    }
    let carrier = draft.said.unwrap_or(typed.anchor);
    let told_by = voice::of(tree.segments, statements, carrier);
    let denied = told_by
        .is_some_and(|one| voice::denies(tree, matcher.ontology, &statements.statements[one]));
    let mood = draft.mood;
    let aux = Aux {
        historical: mood.historical,
        future: mood.future && !mood.possible,
        hypothetical: mood.possible || mood.conditional || mood.due,
        negated: mood.negated != denied,
    };
    if aux.hypothetical && aux.negated {
        return Err("it is neither said to be so nor thought of");
    }
    let mut mode = draft.mode.clone();
    if mode.is_none() {
        let about = inner.iter().find_map(|one| {
            let (_, mode) = kind.about.iter().find(|(about, _)| *about == one.typed.kind)?;
            Some(mode.clone())
        });
        let threat = inner.iter().find_map(|one| {
            let other = matcher.ontology.types[one.typed.kind].future.as_ref()?;
            (other.kind == draft.kind).then(|| other.mode.clone()).flatten()
        });
        mode = about.or(threat);
    }
    let known = mode.as_ref().and_then(|mode| kind.modes.get(mode));
    let mut trigger = typed.trigger.clone();
    trigger.extend(draft.said);
    for one in &inner {
        if trigger.len() < 6 && one.typed.anchor > typed.word {
            trigger.extend(&one.typed.trigger);
        }
    }
    trigger.sort();
    trigger.dedup();
    let mut held = contexts::of(tree, matcher.ontology, typed.word);
    held.extend(rule.contexts.iter().cloned());
    held.sort();
    held.dedup();
    Ok(Event {
        event_type: kind.name.clone(),
        contexts: held,
        aux,
        trigger,
        word: typed.word,
        time: None,
        place: None,
        voice: told_by,
        score: known.map_or(kind.score, |mode| mode.score),
        quad: kind.quad.clone(),
        cameo: known.and_then(|mode| mode.cameo.clone()).unwrap_or_else(|| kind.cameo.clone()),
        mode,
        evidence: Evidence { rule: rule.name.clone(), path, fit: typed.fit, rank, weak: rule.weak },
        confidence: 0.0,
        actors,
        recipients,
    })
}

/// Whom what is promised, refused or asked for is done to, where nobody else is named.
fn within(
    matcher: &Matcher,
    typed: &Typed,
    inner: &[&Draft],
    actors: &[Argument],
    all: &dyn Fn(&[TokenId], Part) -> Vec<Argument>,
) -> Vec<Argument> {
    let tree = &matcher.tree;
    let others = |found: Vec<Argument>| -> Vec<Argument> {
        found.into_iter().filter(|one| !actors.iter().any(|actor| actor.head == one.head)).collect()
    };
    for one in inner {
        for heads in &one.typed.recipients {
            let found = others(all(heads, Part::Recipient));
            if !found.is_empty() {
                return found;
            }
        }
    }
    // Who promises or threatens does it themselves; of others it is asked.
    let own = matcher.ontology.types.iter().any(|kind| {
        [&kind.future, &kind.promised, &kind.refused]
            .into_iter()
            .flatten()
            .any(|other| other.kind == typed.kind)
    });
    for one in inner.iter().filter(|_| !own) {
        for heads in &one.typed.actors {
            let found = others(all(heads, Part::Actor));
            if !found.is_empty() {
                return found;
            }
        }
    }
    let sight = Sight { at: typed.word, anchor: typed.anchor, class: typed.class, objects: None };
    let clauses = matcher.clauses(&sight);
    for &clause in clauses.iter().chain([&typed.anchor]) {
        let mut heads = Vec::new();
        if clause != typed.anchor {
            heads.extend(tree.objects(clause));
        }
        for preposition in ["to", "with", "for", "against", "on", "from", "in"] {
            heads.extend(tree.by_preposition(clause, preposition));
        }
        for head in heads {
            let found: Vec<Argument> =
                others(all(&[head], Part::Recipient)).into_iter().filter(|one| one.acts).collect();
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// How plainly an event is told: 3 for what its sentence says, 2 for a clause, 1 for a noun or a
/// participle by itself.
fn rank(matcher: &Matcher, typed: &Typed) -> usize {
    let tree = &matcher.tree;
    if typed.class == Class::Noun && !typed.light {
        return 1;
    }
    let mut at = typed.anchor;
    for _ in 0..8 {
        let word = tree.word(at);
        let Some(head) = word.head else { return 3 };
        match &*word.deprel {
            "acl:relcl" | "advcl" | "advcl:relcl" => return 2,
            "acl" => return 1,
            "ccomp" | "xcomp" | "conj" | "parataxis" => at = head,
            _ => return 2,
        }
    }
    2
}
