//! Who holds an office on the days that a sentence is about.

use onrecord_actors::{Answer, Day, Registry, Term};
use onrecord_record::Moment;
use onrecord_text::TokenId;

use super::Sources;

/// How many days back a sentence still speaks of the present.
const PRESENT: u32 = 31;

/// The day of a moment, as the registry counts.
pub(crate) fn day(moment: Moment) -> Option<Day> {
    let date = moment.date();
    Day::new(date.year(), date.month(), date.day())
}

/// The first and the last of the days that a word is about: those that its clause or sentence tells,
/// or the day of publication. What is yet to come is done by who is in office now.
pub(super) fn days(sources: &Sources, token: usize) -> Option<(Day, Day)> {
    let syntax = sources.parse.map(|parse| &parse.syntax);
    let sentence = sources.segments.tokens.get(token)?.sentence;
    let (text, segments) = (sources.text, sources.segments);
    let time = sources
        .dates
        .governing(text, segments, syntax, TokenId::new(token))
        .or_else(|| sources.dates.about(text, segments, syntax, sentence));
    let now = sources.published.map(|day| (day, day));
    let told = time.and_then(|time| Some((day(time.start?)?, day(time.end?)?)));
    match (told, now) {
        (Some(told), Some(now)) if told.1 >= now.0 => Some(now),
        (Some(told), _) => Some(told),
        (None, now) => now,
    }
}

/// Whether days are the present of the article.
pub(super) fn is_now(sources: &Sources, days: Option<(Day, Day)>) -> bool {
    let count = |day: Day| day.year() * 372 + day.month() * 31 + day.day();
    match (days, sources.published) {
        (Some((first, _)), Some(published)) => count(published) <= count(first) + PRESENT,
        (None, _) => true,
        (Some(_), None) => false,
    }
}

/// The holder of an office on all of some days, where the registry is sure of both ends.
pub(super) fn holder<'r>(
    registry: &'r Registry,
    office: &str,
    key: &str,
    (first, last): (Day, Day),
) -> Option<Term<'r>> {
    let on = |day: Day| match registry.holder(office, key, day) {
        Answer::Holder(term) => Some(term),
        _ => None,
    };
    let term = on(last)?;
    let person = |term: &Term<'r>| term.person.map(|person| person.key);
    let same = first == last || on(first).is_some_and(|other| person(&other) == person(&term));
    same.then_some(term)
}
