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
use onrecord_text::{EntityKind, MentionId, Parse, Segments, Span, Text, set_apart};

use super::cast::{Cast, Known, key, sentence_subject};
use super::lexicon::{Classes, Gender};
use super::names::{self, Description, Reading, is_acronym, key_of};
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
                let model = reading.as_ref();
                let one =
                    labelled.or_else(|| cast.who(draft.unit, &part, draft.in_headline, model));
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
        let found = match self.voted(model, mention) {
            Some(one) => one,
            None => {
                let several = entity.mentions.iter().any(|&id| model.is_plural(id));
                let kind = match entity.kind {
                    EntityKind::Person if several => Some(ActorKind::Group),
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
        // `they` are no single person.
        let they = self.text.slice(span).eq_ignore_ascii_case("they");
        if they && self.known[found].kind == Some(ActorKind::Person) {
            return None;
        }
        self.known[found].speaks = true;
        self.known[found].mentions.push(span);
        Some(found)
    }

    /// The one whose name is among the other mentions of what the model takes for the same.
    fn voted(&self, model: &Referents, mention: MentionId) -> Option<usize> {
        let entity = model.parse.entity(model.parse.mention(mention).entity);
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for &id in &entity.mentions {
            let head = model.segments.token(model.parse.mention(id).head).span;
            let at = self.places.partition_point(|(place, _)| place.end() <= head.start());
            if let Some((_, one)) = self.places.get(at).filter(|(place, _)| place.overlaps(head)) {
                *votes.entry(*one).or_default() += 1;
            }
        }
        let most = votes.into_iter().max_by_key(|&(one, count)| (count, std::cmp::Reverse(one)));
        most.map(|(one, _)| one)
    }

    /// Which body a description that points back stands for, as the model takes it: `the organization`. One
    /// that says whose it is or what of, `the ad's narrator`, points to somebody else.
    fn same(&self, model: &Referents, span: Span, description: &Description) -> Option<usize> {
        let words: Vec<&str> = description.words.split(' ').collect();
        let points = description.definite
            && words.len() <= 3
            && words.first().is_some_and(|word| word.eq_ignore_ascii_case("the"))
            && words.last().is_some_and(|word| word.to_lowercase() == description.head)
            && !description.words.contains(['\'', '’']);
        let one = self.voted(model, model.mention(span).filter(|_| points)?)?;
        // Who somebody is that an office names, the article says otherwise; here bodies are meant.
        let body = |kind| matches!(kind, None | Some(ActorKind::Organization));
        let bodies = body(self.known[one].kind) && body(description.kind);
        (bodies && description.owners.is_empty()).then_some(one)
    }

    /// Who a source is, and the rule that told.
    fn who(
        &mut self,
        unit: usize,
        part: &Range<usize>,
        headline: bool,
        model: Option<&Referents>,
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
            Reading::Description(description) => {
                let same = model.and_then(|model| self.same(model, span, &description));
                self.described(unit, &description, headline, same)
            }
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
                self.described(before, &described, false, None)
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
        same: Option<usize>,
    ) -> Option<usize> {
        let begin = self.units[unit].items[0].span.start();
        let key = key_of(&description.words);
        if description.definite {
            let begin_before = unit
                .checked_sub(1)
                .map_or(begin, |before| self.units[before].items[0].span.start());
            // Whether somebody has that office or description; and whether by itself, and not as that
            // `of the Harbour Bank`.
            let says = |known: &Known| {
                let held = known.office.as_deref().map(key_of).unwrap_or_else(|| {
                    if known.words.is_empty() && !matches!(known.kind, Some(ActorKind::Group)) {
                        key_of(&known.name)
                    } else {
                        String::new()
                    }
                });
                let all = held.split(' ').collect::<Vec<_>>();
                let person = known.kind == Some(ActorKind::Person);
                let of = all.iter().position(|word| matches!(*word, "of" | "for" | "in"));
                let held = &all[..of.filter(|_| person).unwrap_or(all.len())];
                let fits = held.contains(&description.head.as_str())
                    && (held.last() == Some(&description.head.as_str())
                        || known.kind == Some(ActorKind::Organization))
                    && description
                        .before
                        .iter()
                        .all(|word| held.contains(&word.as_str()) || known.office.is_none())
                    // `the Danish ministry` is not Norway's, whatever came last.
                    && description.owners.iter().all(|word| says_whose(&all, word))
                    && !(description.kind == Some(ActorKind::Organization))
                        ^ (known.kind == Some(ActorKind::Organization));
                fits.then_some(held.len() == all.len())
            };
            let mut fits: Vec<(usize, usize, bool)> = self
                .known
                .iter()
                .enumerate()
                .rev()
                .take(RECENT)
                .filter_map(|(one, known)| {
                    let plain = says(known)?;
                    let before = if headline {
                        known.mentions.len().min(1)
                    } else {
                        known.mentions.partition_point(|mention| mention.start() < begin)
                    };
                    let last = known.mentions.get(before.checked_sub(1)?)?;
                    Some((last.start(), one, plain))
                })
                .collect();
            // `the president` is rather the one whom the article calls that than the president of a
            // bank, unless the bank's was spoken of just now.
            let bare = description.before.is_empty() && description.owners.is_empty();
            if bare && fits.iter().any(|(.., plain)| *plain) {
                fits.retain(|&(last, _, plain)| plain || last >= begin_before);
            }
            let one = if headline { fits.iter().min() } else { fits.iter().max() };
            if let Some(&(_, one, _)) = one {
                return Some(one);
            }
        }
        if let Some(&one) = self.described.get(&key) {
            return Some(one);
        }
        if let Some(one) = same {
            self.described.insert(key, one);
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
            // What was said twice over is said once, and nothing of it is lost.
            set_apart(
                &mut draft.attribution.content,
                |&part| part,
                |kept, part| {
                    *kept = kept.cover(part);
                },
            );
        }
        for who in &speakers {
            for &one in who {
                self.known[one].speaks = true;
            }
        }
        for known in &mut self.known {
            set_apart(&mut known.mentions, |&mention| mention, keep_longer);
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

/// Of two mentions that overlap the longer one is kept.
fn keep_longer(kept: &mut Span, other: Span) {
    if other.len() > kept.len() {
        *kept = other;
    }
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

/// Whether words held have a word that says whose somebody is: `Norway's` has `Norway`.
fn says_whose(held: &[&str], word: &str) -> bool {
    held.iter().any(|held| {
        let bare = held.strip_suffix("'s").or_else(|| held.strip_suffix('\'')).unwrap_or(held);
        bare == word || *held == word
    })
}
