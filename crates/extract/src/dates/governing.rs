//! Which time a word of a sentence stands in.
//!
//! Whoever makes an event of a verb, or looks up who held an office, asks here. Where there is a tree,
//! the time that hangs in the same clause is meant: the Tuesday of `said on Tuesday that the bridge
//! opened` is when somebody said it, and not when the bridge opened. Without a tree the nearest time
//! of the sentence is taken, unless words that begin a clause part them.

use onrecord_record::Moment;
use onrecord_text::{Segments, SentenceId, Syntax, Text, TokenId, Upos};

use super::lexicon::{Planned, planned};
use super::{Dates, TimeExpression, TimeKind};

/// How a time stands to a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// All of it is before that day.
    Past,
    /// That day is in it.
    Present,
    /// All of it is after that day.
    Future,
}

impl TimeExpression {
    /// How it stands to a publication; `None` while its days do not tell.
    pub fn standing(&self, published: Moment) -> Option<Standing> {
        let now = published.date();
        let before = self.end.map(|end| end.date() < now);
        let after = self.start.map(|start| start.date() > now);
        match (after, before) {
            (Some(true), _) => Some(Standing::Future),
            (_, Some(true)) => Some(Standing::Past),
            (Some(false), Some(false)) => Some(Standing::Present),
            _ => None,
        }
    }
}

impl Dates {
    /// The time that a word stands in: that of the same clause in the tree, else one of the same
    /// sentence that no other clause has. Durations, sets and vague times are never given.
    pub fn governing<'d>(
        &'d self,
        text: &Text,
        segments: &Segments,
        syntax: Option<&Syntax>,
        trigger: TokenId,
    ) -> Option<&'d TimeExpression> {
        let token = segments.tokens.get(trigger.index())?;
        let there = self.of_sentence(segments, token.sentence);
        match syntax.filter(|syntax| syntax.words().len() == segments.tokens.len()) {
            Some(syntax) => there
                .filter_map(|time| {
                    let far = rank(syntax, trigger, time)?;
                    Some((far, distance(time, trigger), time))
                })
                .min_by_key(|&(far, distance, _)| (far, distance))
                .map(|(_, _, time)| time),
            None => {
                let held = |span| {
                    segments.quotations.iter().position(|quotation| {
                        quotation.content.iter().any(|content| content.contains(span))
                    })
                };
                let quoted = held(token.span);
                there
                    .filter(|time| held(time.span) == quoted)
                    .map(|time| (parted(text, segments, time, trigger), time))
                    .filter(|&(parts, _)| parts < 2)
                    .min_by_key(|&(parts, time)| (parts, distance(time, trigger)))
                    .map(|(_, time)| time)
            }
        }
    }

    /// The time that a sentence is about: that of its root, else the only one that it has. Where it
    /// has none, it is about the day of publication.
    pub fn about<'d>(
        &'d self,
        text: &Text,
        segments: &Segments,
        syntax: Option<&Syntax>,
        sentence: SentenceId,
    ) -> Option<&'d TimeExpression> {
        let tokens = segments.sentences.get(sentence.index())?.tokens.clone();
        let whole = syntax.filter(|syntax| syntax.words().len() == segments.tokens.len());
        let root = whole
            .and_then(|syntax| tokens.map(TokenId::new).find(|&id| syntax.word(id).head.is_none()));
        let of_root = root.and_then(|root| self.governing(text, segments, syntax, root));
        of_root.or_else(|| {
            let mut all = self.of_sentence(segments, sentence);
            let first = all.next()?;
            all.next().is_none().then_some(first)
        })
    }

    /// The dates of a sentence.
    fn of_sentence<'d>(
        &'d self,
        segments: &Segments,
        sentence: SentenceId,
    ) -> impl Iterator<Item = &'d TimeExpression> + use<'d> {
        let tokens = segments.sentences[sentence.index()].tokens.clone();
        let first = self.expressions.partition_point(|time| time.tokens.start < tokens.start);
        self.expressions[first..]
            .iter()
            .take_while(move |time| time.tokens.start < tokens.end)
            .filter(|time| time.kind == TimeKind::Date)
    }
}

/// How many tokens lie between.
fn distance(time: &TimeExpression, trigger: TokenId) -> usize {
    let at = trigger.index();
    if at < time.tokens.start {
        time.tokens.start - at
    } else {
        (at + 1).saturating_sub(time.tokens.end)
    }
}

/// How far a time is from a word in the tree: 0 when it hangs on it, 1 in the same clause, 2 in a
/// clause that shares its times, 3 elsewhere in the sentence; `None` when it is another clause's.
fn rank(syntax: &Syntax, trigger: TokenId, time: &TimeExpression) -> Option<u8> {
    if time.tokens.contains(&trigger.index()) {
        return Some(0);
    }
    let head = time.tokens.clone().map(TokenId::new).find(|&id| {
        let above = syntax.word(id).head;
        above.is_none_or(|above| !time.tokens.contains(&above.index()))
    })?;
    let hangs_on = climb(syntax, head).take_while(|&id| id == head || !is_clause(syntax, id));
    let mut hangs_on = hangs_on.chain(climb(syntax, head).find(|&id| is_clause(syntax, id)));
    if hangs_on.any(|id| id == trigger) {
        return Some(0);
    }
    let of_time = climb(syntax, head).find(|&id| id != head && is_clause(syntax, id));
    let of_trigger = climb(syntax, trigger).find(|&id| is_clause(syntax, id));
    let (Some(of_time), Some(of_trigger)) = (of_time, of_trigger) else { return Some(3) };
    if of_time == of_trigger {
        return Some(1);
    }
    // Upwards from the trigger, through clauses that share their times.
    let mut at = of_trigger;
    for _ in 0..16 {
        let word = syntax.word(at);
        let Some(above) = word.head else { break };
        let shares = match word.relation() {
            "conj" => true,
            "xcomp" => {
                !matches!(planned(&syntax.word(above).lemma), Some(Planned::To | Planned::On))
            }
            _ => false,
        };
        if !shares {
            break;
        }
        if above == of_time {
            return Some(2);
        }
        at = above;
    }
    None
}

/// The word and all above it.
fn climb(syntax: &Syntax, from: TokenId) -> impl Iterator<Item = TokenId> {
    std::iter::successors(Some(from), |&id| syntax.word(id).head)
}

/// Whether a word heads a clause.
fn is_clause(syntax: &Syntax, id: TokenId) -> bool {
    let word = syntax.word(id);
    let clausal = matches!(
        word.relation(),
        "root" | "ccomp" | "xcomp" | "advcl" | "acl" | "parataxis" | "csubj"
    );
    clausal || (word.relation() == "conj" && matches!(word.upos, Upos::Verb | Upos::Aux))
}

/// How many words that begin a clause stand between.
fn parted(text: &Text, segments: &Segments, time: &TimeExpression, trigger: TokenId) -> usize {
    let at = trigger.index();
    let between = if at < time.tokens.start {
        at + 1..time.tokens.start
    } else {
        time.tokens.end.min(at)..at
    };
    let begins = |word: &str| {
        matches!(word, "that" | "which" | "who" | ";" | "after" | "before" | "when" | "because")
    };
    segments.tokens[between].iter().filter(|token| begins(text.slice(token.span))).count()
}
