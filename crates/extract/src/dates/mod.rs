//! Dates: every time expression of a text, with the days that it stands for.
//!
//! Whoever makes an event needs to know when it happened, and whoever looks up an office needs to know
//! on which day. News tells time by the day on which it is written (`on Tuesday`, `last month`), by what
//! it told before (`two days earlier`), and by calendars; all of it is turned into days here, without
//! looking at anything but the words and the date of publication. What cannot be known stays unknown:
//! the expression keeps its span and has no dates.
//!
//! `words` looks a sentence up in the tables; `grammar`, `points`, `calendar_dates` and `relative` read
//! what it says of time, `tense` whether it speaks of what was or what is to come, `resolve` turns that
//! into days with the help of `calendars` and `stretches`, and `governing` tells which time a word of
//! the sentence stands in.

mod calendar_dates;
mod calendars;
mod governing;
mod grammar;
mod lexicon;
mod points;
mod relative;
mod resolve;
mod said;
mod stretches;
mod tense;
mod words;

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;
use onrecord_record::Moment;
use onrecord_text::{Outline, Parse, Segments, Span, Text, Upos};

pub use governing::Standing;
pub use lexicon::Unit;
pub use said::Precision;
pub use tense::Tense;

use calendars::Calendar;
use grammar::{Reader, Reading};
use resolve::Standpoint;
use said::{Bound, Origin, Said};
use stretches::Stretch;
use words::Words;

/// The time expressions of a text, in order, without overlaps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dates {
    /// By where they begin.
    pub expressions: Vec<TimeExpression>,
}

/// Words that tell a time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// The words, without the preposition before them, unless it is one that bounds the time:
    /// `since`, `until`, `by`, `before`, `after`, `between`.
    pub span: Span,
    /// Their tokens, as indices of [`Segments::tokens`]; never empty, all of one sentence.
    pub tokens: Range<usize>,
    /// What kind of time they tell.
    pub kind: TimeKind,
    /// The first day, or the time of day on it; `None` when it is not known, or when nothing bounds
    /// the time there.
    pub start: Option<Moment>,
    /// The last day, in the same way.
    pub end: Option<Moment>,
    /// How precise the words are.
    pub precision: Precision,
    /// Whether the days may be off by a little: thirds of months (`early March`), Islamic dates,
    /// which depend on a sighting of the moon, and what the text says is about.
    pub approximate: bool,
    /// How long, for durations.
    pub length: Option<Length>,
    /// How the words around it stand to the publication.
    pub tense: Tense,
}

/// What kind of time words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// A stretch of the calendar, from an hour to a century.
    Date,
    /// A length of time: `for three weeks`.
    Duration,
    /// Times that come back: `every Tuesday`.
    Set,
    /// A time that the words leave open: `recently`, `weeks ago`.
    Vague,
}

/// How long something takes. Displays as ISO 8601: `P3W`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = u32::from(self.count);
        match self.unit {
            Unit::Minute => write!(f, "PT{count}M"),
            Unit::Hour => write!(f, "PT{count}H"),
            Unit::Day => write!(f, "P{count}D"),
            Unit::Weekend => write!(f, "P{}D", 2 * count),
            Unit::Week => write!(f, "P{count}W"),
            Unit::Fortnight => write!(f, "P{}W", 2 * count),
            Unit::Month => write!(f, "P{count}M"),
            Unit::Quarter => write!(f, "P{}M", 3 * count),
            Unit::Year => write!(f, "P{count}Y"),
            Unit::Decade => write!(f, "P{}Y", 10 * count),
            Unit::Century => write!(f, "P{}Y", 100 * count),
        }
    }
}

/// Which half of the earth an article speaks from, by which `summer` is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Hemisphere {
    /// Summer begins in June. Also what is taken when nobody knows.
    #[default]
    North,
    /// Summer begins in December.
    South,
}

/// What dates count from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Setting {
    /// When the article was published. Without it, only dates that are whole are resolved; a dateline
    /// that has its year stands in for it.
    pub published: Option<Moment>,
    /// Where.
    pub hemisphere: Hemisphere,
}

impl TimeExpression {
    /// As an event of a record has it; `None` while either end is unknown.
    pub fn to_record(
        &self,
        points: impl Fn(Span) -> onrecord_record::Span,
    ) -> Option<onrecord_record::Date> {
        Some(onrecord_record::Date {
            start: self.start?.to_string(),
            end: self.end?.to_string(),
            precision: self.precision.name().to_owned(),
            span: Some(points(self.span)),
        })
    }
}

/// Finds the time expressions of a text. Furniture is not read.
pub fn find(
    text: &Text,
    outline: &Outline,
    segments: &Segments,
    parse: Option<&Parse>,
    setting: &Setting,
) -> Dates {
    let syntax = parse.map(|parse| &parse.syntax);
    let syntax = syntax.filter(|syntax| syntax.words().len() == segments.tokens.len());
    let sentences: Vec<(Words, bool)> = segments
        .sentences
        .iter()
        .filter(|sentence| !outline.is_furniture(sentence.span))
        .map(|sentence| {
            let words = Words::of(text, segments, sentence.tokens.clone());
            // Titles stand without a full stop.
            let stopped = text.slice(sentence.span).ends_with(|c: char| !c.is_alphanumeric());
            (words, outline.is_headline(sentence.span) || !stopped)
        })
        .filter(|(words, _)| words.may_tell_time())
        .collect();
    let named_months = named_months(&sentences);
    let mut standpoint = Standpoint {
        published: setting.published.map(|moment| moment.date()),
        narrative: None,
        tense: Tense::Unknown,
        hemisphere: setting.hemisphere,
        day_first: None,
    };
    let mut found: Vec<Vec<Reading>> = Vec::with_capacity(sentences.len());
    for (words, _) in &sentences {
        found.push(Reader { words, named_months: &named_months }.read());
    }
    standpoint.day_first = day_first(found.iter().flatten());
    standpoint.published = standpoint.published.or_else(|| dateline(&sentences, &found));

    let mut dates = Dates::default();
    for ((words, headline), readings) in sentences.iter().zip(found) {
        let mut days = Vec::new();
        let mut late = Vec::new();
        for mut reading in readings {
            let bare_month = matches!(reading.said, Said::Month { .. });
            let is_verb = |upos| matches!(upos, Upos::Aux | Upos::Verb);
            let token = words.word(reading.start).map_or(0, |word| word.token);
            if bare_month && syntax.is_some_and(|syntax| is_verb(syntax.words()[token].upos)) {
                continue;
            }
            let tense = tense::tense(words, reading.start, reading.end, syntax, *headline);
            without_from(words, &mut reading, tense);
            standpoint.tense = tense;
            let stretch = resolve::resolve(&reading.said, &standpoint);
            if let Some(stretch) = stretch {
                let goes_on = !matches!(reading.said, Said::Bounded(..) | Said::Around { .. });
                if goes_on && stretch.start.is_some() && stretch.end.is_some() {
                    standpoint.narrative = Some(stretch);
                }
            }
            let Some(expression) = expression(text, words, &reading, stretch, tense) else {
                continue;
            };
            let quoted = quotation_of(segments, expression.span);
            let waits = matches!(reading.said, Said::At(_, None))
                || (quoted.is_some() && says_today(&reading.said));
            if waits {
                late.push((dates.expressions.len(), reading, quoted));
            } else if let Some(day) = stretch.filter(|stretch| stretch.precision <= Precision::Day)
            {
                days.push((day, quoted));
            }
            dates.expressions.push(expression);
        }
        // An hour without a day has that of its sentence, and `today` in a quotation is the day on
        // which its sentence says it was said.
        for (index, reading, quoted) in late {
            let hour = matches!(reading.said, Said::At(_, None));
            let anchor = days.iter().find(|(day, other)| {
                day.start == day.end && if hour { *other == quoted } else { other.is_none() }
            });
            let Some(date) = anchor.and_then(|(day, _)| day.start) else { continue };
            let tense = dates.expressions[index].tense;
            let there = Standpoint { published: Some(date), tense, ..standpoint };
            let said = match reading.said {
                Said::At(clock, None) => {
                    let origin = Origin::Publication;
                    let day = Said::Shifted { unit: Unit::Day, count: 0, origin };
                    Said::At(clock, Some(day.into()))
                }
                said => said,
            };
            let stretch = resolve::resolve(&said, &there);
            let reading = Reading { said, ..reading };
            if let Some(again) = expression(text, words, &reading, stretch, tense) {
                dates.expressions[index] = again;
            }
        }
    }
    dates
}

/// The expression of a reading.
fn expression(
    text: &Text,
    words: &Words,
    reading: &Reading,
    stretch: Option<Stretch>,
    tense: Tense,
) -> Option<TimeExpression> {
    let first = words.word(reading.start)?;
    let last = words.word(reading.end.checked_sub(1)?)?;
    let span = text.span(first.span.start()..last.span.end())?;
    let (kind, length) = match reading.said {
        Said::Length(count, unit) => (TimeKind::Duration, Some(Length { count, unit })),
        Said::In { unit, count } if stretch.is_none() && tense != Tense::Future => {
            (TimeKind::Duration, Some(Length { count, unit }))
        }
        Said::Set(_) => (TimeKind::Set, None),
        Said::Vague(_) => (TimeKind::Vague, None),
        _ => (TimeKind::Date, None),
    };
    let clock = stretch.and_then(|stretch| stretch.clock);
    let moment = |date: Date| match clock {
        Some(clock) => Moment::minute(date, clock.time, clock.offset),
        None => Moment::day(date),
    };
    Some(TimeExpression {
        span,
        tokens: first.token..last.token + 1,
        kind,
        start: stretch.and_then(|stretch| stretch.start).map(moment),
        end: stretch.and_then(|stretch| stretch.end).map(moment),
        precision: stretch
            .map_or_else(|| resolve::precision_of(&reading.said), |stretch| stretch.precision),
        approximate: reading.about || stretch.is_some_and(|stretch| stretch.approximate),
        length,
        tense,
    })
}

/// A letter from Monday came on Monday; only what is to come goes on from there.
fn without_from(words: &Words, reading: &mut Reading, tense: Tense) {
    let onward = words.any(reading.end.wrapping_sub(1), &["on", "onward", "onwards"]);
    if tense == Tense::Future || onward {
        return;
    }
    if let Said::Bounded(Bound::From, inner) = &reading.said {
        reading.said = (**inner).clone();
        reading.start = words.skip(reading.start + 1, &["the"]);
    }
}

/// Whether it counts from the day on which it is spoken.
fn says_today(said: &Said) -> bool {
    match said {
        Said::Shifted { unit: Unit::Day, origin: Origin::Publication, .. } => true,
        Said::At(_, Some(day)) => says_today(day),
        _ => false,
    }
}

/// The quotation that a span stands in, by number.
fn quotation_of(segments: &Segments, span: Span) -> Option<usize> {
    let holds = |content: &Span| content.contains(span);
    segments.quotations.iter().position(|quotation| quotation.content.iter().any(holds))
}

/// Months that somebody in the text is named after: `Theresa May` makes `by May` doubtful.
fn named_months(sentences: &[(Words, bool)]) -> [bool; 13] {
    let mut named = [false; 13];
    // In headlines every word may have a capital.
    for (words, _) in sentences.iter().filter(|(_, headline)| !headline) {
        for at in 1..words.len() {
            let Some((Calendar::Gregorian, month, false, end)) = words.month(at) else { continue };
            let before = words.at(at - 1);
            let name = words.is_capital(at - 1)
                && before.chars().all(|c| c.is_alphabetic() || c == '.')
                && words.weekday(at - 1).is_none()
                && words.month(at - 1).is_none()
                && !(at == 1 && leads_to_a_month(before));
            let dated = words.day(end).is_some() || words.year(end).is_some();
            named[usize::from(month)] |= name && !dated;
        }
    }
    named
}

/// Whether a word at the beginning of a sentence has its capital from there, and a month after it is
/// one.
fn leads_to_a_month(word: &str) -> bool {
    matches!(
        word,
        "in" | "on"
            | "by"
            | "since"
            | "from"
            | "until"
            | "till"
            | "last"
            | "next"
            | "this"
            | "that"
            | "early"
            | "late"
            | "mid"
            | "during"
            | "after"
            | "before"
            | "between"
            | "the"
            | "every"
            | "through"
            | "for"
            | "and"
            | "but"
            | "then"
            | "when"
            | "as"
            | "if"
    )
}

/// Whether numbers are written day before month, by those that leave no doubt; `None` when there are
/// none, or of both kinds.
fn day_first<'r>(readings: impl Iterator<Item = &'r Reading>) -> Option<bool> {
    let mut seen = None;
    for reading in readings {
        let Said::Numeric { first, second, .. } = reading.said else { continue };
        let day_first = match (first > 12, second > 12) {
            (true, false) => true,
            (false, true) => false,
            _ => continue,
        };
        if seen.is_some_and(|seen| seen != day_first) {
            return None;
        }
        seen = Some(day_first);
    }
    seen
}

/// The day of the first dateline that has its year.
fn dateline(sentences: &[(Words, bool)], found: &[Vec<Reading>]) -> Option<Date> {
    let nobody = Standpoint {
        published: None,
        narrative: None,
        tense: Tense::Unknown,
        hemisphere: Hemisphere::North,
        day_first: None,
    };
    sentences.iter().zip(found).find_map(|((words, _), readings)| {
        let reading = readings.first()?;
        let whole = matches!(reading.said, Said::Day { .. })
            && tense::is_dateline(words, reading.start, reading.end);
        whole.then(|| resolve::resolve(&reading.said, &nobody))??.start
    })
}
