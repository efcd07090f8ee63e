//! Who is behind a source: names joined through the article, descriptions and pronouns resolved.
//!
//! Names come first, from everywhere, because a full name may stand after a short one. Then the
//! statements are read in order, and each source is taken for what it is: a name for its bearer, a
//! description for whoever holds that office, a pronoun for the last one spoken of whom it fits.
//! What somebody's gender is, only the text tells: a title, a pronoun elsewhere, never a given name.
//! Where two could be meant, nobody is: a speaker is left out rather than wrong.

use std::collections::HashMap;
use std::ops::Range;

use onrecord_record::ActorKind;
use onrecord_text::{EntityKind, Parse, Segments, Span, Text};

use super::cast::{Cast, Known, key, sentence_subject};
use super::lexicon::{Classes, Gender};
use super::names::{self, Description, Reading};
use super::quotations::{Draft, standing};
use super::referents::Referents;
use super::turns;
use super::units::Unit;
use super::{Speaker, Statement, Statements};

/// How many of the actors met last a description is held against; an article has fewer.
const RECENT: usize = 300;

/// How many units back a pronoun may reach.
const REACH: usize = 12;

/// Tells the speakers of drafts, and makes the statements of them.
pub(super) fn resolve(
    text: &Text,
    segments: &Segments,
    units: &[Unit],
    parse: Option<&Parse>,
    drafts: Vec<Draft>,
) -> Statements {
    let mut drafts = drafts;
    let mut cast = Cast::new(text, segments, units, &drafts);
    let answerer = cast.answerer(&drafts);
    let reading = parse.map(|parse| Referents { text, segments, parse });
    let mut speakers: Vec<Vec<usize>> = vec![Vec::new(); drafts.len()];
    // The headline is read last: its `minister` is the one of the article.
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&at| drafts[at].in_headline);
    for at in order {
        let draft = &drafts[at];
        let mut who = Vec::new();
        let mut rules = Vec::new();
        if draft.source.is_empty() && draft.attribution.source.is_empty() {
            who = if turns::is_unnamed(draft) {
                answerer.into_iter().collect()
            } else {
                cast.carried(&drafts, &speakers, at)
            };
            rules.extend((!who.is_empty()).then_some("speaker of the passage"));
        }
        if draft.source.is_empty()
            && let (Some(model), Some(&span)) = (&reading, draft.attribution.source.first())
        {
            who = cast.quoted(model, &drafts, &speakers, at, span);
            rules.extend((!who.is_empty()).then_some("speaker by coreference"));
        }
        for source in &draft.source {
            for part in names::split(&units[draft.unit], source) {
                let labelled = cast.labelled(draft).map(|one| (one, "speaker by label"));
                let one = labelled.or_else(|| cast.who(draft.unit, &part, draft.in_headline));
                let one = one.or_else(|| {
                    let span = units[draft.unit].span(&part)?;
                    let one = cast.referred(reading.as_ref()?, span)?;
                    Some((one, "speaker by coreference"))
                });
                if let Some((one, rule)) = one
                    && !who.contains(&one)
                {
                    who.push(one);
                    rules.push(rule);
                }
            }
        }
        if draft.inside.is_none() && !draft.nominal {
            cast.spoke[draft.unit].extend(&who);
        }
        speakers[at] = who;
        drafts[at].evidence.rules.append(&mut rules);
    }
    cast.finish(drafts, speakers)
}

impl Cast<'_> {
    /// Who a source is that stands inside a quotation: `I` is whose quotation it is, and others are
    /// whom the model takes them for, or those whose name stands there.
    fn quoted(
        &mut self,
        model: &Referents,
        drafts: &[Draft],
        speakers: &[Vec<usize>],
        at: usize,
        span: Span,
    ) -> Vec<usize> {
        let words = self.text.slice(span).to_lowercase();
        if matches!(words.as_str(), "i" | "me" | "my" | "myself") {
            return drafts[at].inside.map(|outer| speakers[outer].clone()).unwrap_or_default();
        }
        self.referred(model, span).into_iter().collect()
    }

    /// Whom the model takes a source for: one whose name is among the other mentions of the same,
    /// or one who is named or described there and nowhere else.
    fn referred(&mut self, model: &Referents, span: Span) -> Option<usize> {
        let mention = model.mention(span).or_else(|| model.antecedent(span))?;
        let of = model.parse.mention(mention).entity;
        let entity = model.parse.entity(of);
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for &id in &entity.mentions {
            let head = model.segments.token(model.parse.mention(id).head).span;
            let at = self.places.partition_point(|(place, _)| place.end() <= head.start());
            if let Some((_, one)) = self.places.get(at).filter(|(place, _)| place.overlaps(head)) {
                *votes.entry(*one).or_default() += 1;
            }
        }
        let most = votes.into_iter().max_by_key(|&(one, count)| (count, std::cmp::Reverse(one)));
        let found = match most {
            Some((one, _)) => one,
            None => {
                let kind = match entity.kind {
                    EntityKind::Person => Some(ActorKind::Person),
                    EntityKind::Organization => Some(ActorKind::Organization),
                    _ => None,
                };
                let names = entity.mentions.iter().filter_map(|&id| model.name(id));
                let name =
                    names
                        .max_by_key(|name| (name.len(), std::cmp::Reverse(name.start())))
                        .or_else(|| entity.mentions.iter().find_map(|&id| model.description(id)))?;
                let name = model.text.slice(name);
                let key = key_of(name);
                match self.described.get(&key) {
                    Some(&one) => one,
                    None => {
                        let known = Known { name: name.to_owned(), kind, ..Known::default() };
                        self.known.push(known);
                        self.described.insert(key, self.known.len() - 1);
                        self.known.len() - 1
                    }
                }
            }
        };
        self.known[found].speaks = true;
        self.known[found].mentions.push(span);
        Some(found)
    }

    /// Who a source is, and the rule that told.
    fn who(
        &mut self,
        unit: usize,
        part: &Range<usize>,
        headline: bool,
    ) -> Option<(usize, &'static str)> {
        let span = self.units[unit].span(part)?;
        let reading = names::read(self.text, &self.units[unit], part);
        let rule = match reading {
            Reading::Nobody => return None,
            Reading::Pronoun(_) | Reading::It | Reading::They => "speaker by pronoun",
            Reading::Name(_) => "speaker by name",
            Reading::Body { .. } => "speaker by name of a body",
            Reading::Description(_) => "speaker by description",
        };
        let found = match reading {
            Reading::Nobody => None,
            Reading::Pronoun(gender) => {
                let one = self.pronoun(unit, gender)?;
                self.known[one].gender = Some(gender);
                if self.known[one].kind.is_none() {
                    self.known[one].kind = Some(ActorKind::Person);
                }
                Some(one)
            }
            Reading::It => self.back(unit, |known| {
                matches!(known.kind, Some(ActorKind::Organization))
                    || known.kind.is_none() && known.gender.is_none()
            }),
            Reading::They => self.several(unit),
            Reading::Name(name) => match self.introduce(&name) {
                Some(one) => Some(one),
                // Two bear that name: the one whom the text named last.
                None => {
                    let last = name.words.last()?;
                    let bearers = self.surnames.get(&key(last))?.clone();
                    bearers
                        .into_iter()
                        .filter_map(|one| {
                            let mentions = &self.known[one].mentions;
                            let before =
                                mentions.partition_point(|mention| mention.end() <= span.start());
                            before.checked_sub(1).map(|at| (mentions[at].end(), one))
                        })
                        .max()
                        .map(|(_, one)| one)
                }
            },
            Reading::Body { name } => Some(self.body(&name)),
            Reading::Description(description) => self.described(unit, &description, headline),
        }?;
        self.known[found].speaks = true;
        self.known[found].mentions.push(span);
        Some((found, rule))
    }

    /// The last one spoken of whom `he` or `she` fits.
    fn pronoun(&self, unit: usize, gender: Gender) -> Option<usize> {
        let fits = |&one: &usize| {
            let known = &self.known[one];
            matches!(known.kind, Some(ActorKind::Person | ActorKind::Role) | None)
                && known.gender.is_none_or(|held| held == gender)
                && !(known.kind.is_none() && known.words.is_empty())
        };
        for back in 0..=REACH.min(unit) {
            let at = unit - back;
            if self.units[at].headline {
                break;
            }
            if let Some(one) = self.spoke[at].iter().rev().copied().find(fits) {
                return Some(one);
            }
            if back > 0 {
                if let Some(one) = self.subjects[at].filter(|one| fits(one)) {
                    return Some(one);
                }
                let mut named: Vec<usize> = self.named[at]
                    .iter()
                    .copied()
                    .filter(|one| fits(one) && self.known[*one].kind == Some(ActorKind::Person))
                    .collect();
                named.sort_unstable();
                named.dedup();
                match named.as_slice() {
                    [one] => return Some(*one),
                    [] => {}
                    // Two could be meant, unless the text has told whose gender it is.
                    many => {
                        let told: Vec<usize> = many
                            .iter()
                            .copied()
                            .filter(|&one| self.known[one].gender.is_some())
                            .collect();
                        return if let [one] = told.as_slice() { Some(*one) } else { None };
                    }
                }
            }
        }
        None
    }

    /// The last speaker before a unit, or in it, who fits.
    fn back(&self, unit: usize, fits: impl Fn(&Known) -> bool) -> Option<usize> {
        (0..=unit.min(REACH / 2)).find_map(|back| {
            self.spoke[unit - back].iter().rev().copied().find(|&one| fits(&self.known[one]))
        })
    }

    /// Who `they` are: the subject of the sentence before, where it is people or a speaking body.
    fn several(&mut self, unit: usize) -> Option<usize> {
        let before = unit.checked_sub(1)?;
        if self.units[before].headline {
            return None;
        }
        let plural =
            |known: &Known| matches!(known.kind, Some(ActorKind::Group | ActorKind::Organization));
        if let Some(&one) = self.spoke[before].last() {
            return plural(&self.known[one]).then_some(one);
        }
        let subject = sentence_subject(&self.units[before])?;
        match names::read(self.text, &self.units[before], &subject) {
            Reading::Description(described) if described.kind == Some(ActorKind::Group) => {
                self.described(before, &described, false)
            }
            _ => None,
        }
    }

    /// A body, by its name or by a name that holds it or is held by it.
    fn body(&mut self, name: &str) -> usize {
        let key = key_of(name);
        if let Some(&one) = self.described.get(&key) {
            return one;
        }
        let words: Vec<&str> = key.split(' ').collect();
        let recent = self.known.len().saturating_sub(RECENT);
        let joined = self.known[recent..].iter().position(|known| {
            if known.kind != Some(ActorKind::Organization) {
                return false;
            }
            let held = key_of(&known.name);
            let held: Vec<&str> = held.split(' ').collect();
            let last = words.last() == held.last() && words.iter().all(|word| held.contains(word));
            last || is_acronym(name, &known.name)
        });
        let one = joined.map(|at| recent + at).unwrap_or_else(|| {
            self.known.push(Known {
                name: name.to_owned(),
                kind: Some(ActorKind::Organization),
                ..Known::default()
            });
            self.known.len() - 1
        });
        self.described.insert(key, one);
        one
    }

    /// Somebody described: one whose office or name the description gives again, or a new one.
    fn described(
        &mut self,
        unit: usize,
        description: &Description,
        headline: bool,
    ) -> Option<usize> {
        let begin = self.units[unit].items[0].span.start();
        let key = key_of(&description.words);
        if description.definite {
            let says = |known: &Known| {
                let held = known.office.as_deref().map(key_of).unwrap_or_else(|| {
                    if known.words.is_empty() && !matches!(known.kind, Some(ActorKind::Group)) {
                        key_of(&known.name)
                    } else {
                        String::new()
                    }
                });
                let mut held = held.split(' ').collect::<Vec<_>>();
                if let Some(of) = held.iter().position(|word| matches!(*word, "of" | "for" | "in"))
                {
                    let person = known.kind == Some(ActorKind::Person);
                    if person {
                        held.truncate(of);
                    }
                }
                held.contains(&description.head.as_str())
                    && (held.last() == Some(&description.head.as_str())
                        || known.kind == Some(ActorKind::Organization))
                    && description
                        .before
                        .iter()
                        .all(|word| held.contains(&word.as_str()) || known.office.is_none())
                    && !(description.kind == Some(ActorKind::Organization))
                        ^ (known.kind == Some(ActorKind::Organization))
            };
            let fits: Vec<(usize, usize)> = self
                .known
                .iter()
                .enumerate()
                .rev()
                .take(RECENT)
                .filter(|(_, known)| says(known))
                .filter_map(|(one, known)| {
                    let before = if headline {
                        known.mentions.len().min(1)
                    } else {
                        known.mentions.partition_point(|mention| mention.start() < begin)
                    };
                    let last = known.mentions.get(before.checked_sub(1)?)?;
                    Some((last.start(), one))
                })
                .collect();
            let one = if headline { fits.iter().min() } else { fits.iter().max() };
            if let Some(&(_, one)) = one {
                return Some(one);
            }
        }
        if let Some(&one) = self.described.get(&key) {
            return Some(one);
        }
        self.known.push(Known {
            name: description.words.clone(),
            kind: description.kind,
            gender: description.gender,
            ..Known::default()
        });
        self.described.insert(key, self.known.len() - 1);
        Some(self.known.len() - 1)
    }

    /// Whose a quotation is that nothing attributes: the one of whom the passage is.
    fn carried(&mut self, drafts: &[Draft], speakers: &[Vec<usize>], at: usize) -> Vec<usize> {
        let unit = drafts[at].unit;
        let paragraph = self.units[unit].paragraph;
        let person = |cast: &Cast, one: usize| cast.known[one].kind == Some(ActorKind::Person);
        // Words beside it may name another, in a way that was not understood.
        if !standing(&self.units[unit]) {
            return Vec::new();
        }
        let last_in = |number: usize| {
            (0..at)
                .rev()
                .take_while(|&other| drafts[other].unit >= number)
                .find(|&other| drafts[other].unit == number && drafts[other].inside.is_none())
        };
        let mut back = unit;
        while back > 0 && self.units[back - 1].paragraph == paragraph && unit - back < 4 {
            back -= 1;
            if let Some(other) = last_in(back) {
                return speakers[other].clone();
            }
            if let Some(subject) = self.subjects[back] {
                return if person(self, subject) { vec![subject] } else { Vec::new() };
            }
            if let Some(gender) = subject_pronoun(&self.units[back]) {
                return self.pronoun(back, gender).into_iter().collect();
            }
        }
        if unit - back >= 4 || back == 0 {
            return Vec::new();
        }
        // The paragraph before: its last speaker, if nobody else has come on since.
        let before = self.units[back - 1].paragraph;
        if self.units[back - 1].headline {
            return Vec::new();
        }
        let mut came_on: Option<usize> = None;
        while back > 0 && self.units[back - 1].paragraph == before {
            back -= 1;
            if let Some(other) = last_in(back) {
                let who = speakers[other].clone();
                return if came_on.is_none_or(|one| who == [one]) { who } else { Vec::new() };
            }
            came_on = came_on.or(self.subjects[back]);
        }
        let mut named: Vec<usize> = (back..unit)
            .flat_map(|number| self.named[number].iter().copied())
            .filter(|&one| person(self, one))
            .collect();
        named.sort_unstable();
        named.dedup();
        match (came_on, named.as_slice()) {
            (Some(one), [only]) if one == *only => vec![one],
            _ => Vec::new(),
        }
    }

    /// The statements in order, and of those met only the ones who speak.
    fn finish(mut self, mut drafts: Vec<Draft>, speakers: Vec<Vec<usize>>) -> Statements {
        for draft in &mut drafts {
            tidy(&mut draft.attribution.content);
        }
        for who in &speakers {
            for &one in who {
                self.known[one].speaks = true;
            }
        }
        for known in &mut self.known {
            tidy(&mut known.mentions);
        }
        let mut order: Vec<usize> =
            (0..self.known.len()).filter(|&one| self.known[one].speaks).collect();
        order.sort_by_key(|&one| {
            (self.known[one].mentions.first().map(|mention| mention.start()), one)
        });
        let place: HashMap<usize, usize> =
            order.iter().enumerate().map(|(at, &one)| (one, at)).collect();
        let mut rank: Vec<usize> = (0..drafts.len()).collect();
        rank.sort_by_key(|&at| {
            let parts = &drafts[at].attribution;
            (parts.content.first().map(|part| (part.start(), std::cmp::Reverse(part.end()))), at)
        });
        let mut number = vec![0; drafts.len()];
        for (place, &at) in rank.iter().enumerate() {
            number[at] = place;
        }
        let mut drafts: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
        let statements = rank
            .iter()
            .filter_map(|&at| {
                let draft = drafts[at].take()?;
                Some(Statement {
                    kind: draft.kind,
                    speakers: speakers[at]
                        .iter()
                        .filter_map(|one| place.get(one).copied())
                        .collect(),
                    attribution: draft.attribution,
                    inside: draft.inside.map(|outer| number[outer]),
                    in_headline: draft.in_headline,
                    evidence: draft.evidence,
                    confidence: None,
                })
            })
            .collect();
        let speakers = order
            .iter()
            .map(|&one| {
                let known = std::mem::take(&mut self.known[one]);
                Speaker {
                    name: known.name,
                    kind: known.kind,
                    office: known.office,
                    mentions: known.mentions,
                }
            })
            .collect();
        Statements { statements, speakers }
    }
}

/// Sorts spans and keeps the longer of two that overlap.
fn tidy(mentions: &mut Vec<Span>) {
    mentions.sort_by_key(|mention| (mention.start(), std::cmp::Reverse(mention.end())));
    let mut end = 0;
    mentions.retain(|mention| {
        let apart = mention.start() >= end;
        end = end.max(mention.end());
        apart
    });
}

fn is_acronym(short: &str, full: &str) -> bool {
    let short = short.replace('.', "");
    short.len() >= 2
        && short.chars().all(char::is_uppercase)
        && full
            .split(' ')
            .filter_map(|word| word.chars().next())
            .filter(|c| c.is_uppercase())
            .eq(short.chars())
}

/// Words in lower case without an article at their head.
fn key_of(words: &str) -> String {
    let lower = words.to_lowercase().replace('’', "'");
    let bare = ["the ", "a ", "an "].iter().find_map(|article| lower.strip_prefix(article));
    bare.unwrap_or(&lower).to_owned()
}

/// The gender of the pronoun that is the subject of a unit.
fn subject_pronoun(unit: &Unit) -> Option<Gender> {
    let first = unit.items.iter().take(3).find(|item| item.is(Classes::SUBJECT))?;
    match first.lower.as_str() {
        "he" => Some(Gender::Man),
        "she" => Some(Gender::Woman),
        _ => None,
    }
}
