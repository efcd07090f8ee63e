//! A pair: what two do to each other and say about each other, side by side, by whose word it is.

use std::collections::BTreeMap;

use maud::{Markup, html};
use onrecord_store::{Course, Point, QUADS, Query, Store, Summary, What};
use serde_json::json;

use crate::answer::{Answer, answer};
use crate::ask::Ask;
use crate::downloads::{self, Listed};
use crate::fields;
use crate::model::items;
use crate::page;
use crate::problem::{Problem, or_nothing};
use crate::views::search::COUNTED;
use crate::{address, cards, charts};

/// How many of each list are shown.
const EACH: usize = 10;

/// Answers `/pair/{a}/{b}`: whole names, or codes of countries.
///
/// # Errors
///
/// When the file cannot be read.
pub fn view(store: &Store, summary: &Summary, ask: &Ask) -> Result<Answer, Problem> {
    ask.only(&fields::of_a_pair())?;
    let a = Side::of(store, summary, ask.part("a"))?;
    let b = Side::of(store, summary, ask.part("b"))?;
    let between = ask.query_for(store, What::Events)?.between;
    let whole =
        || Query { between, whole_names: true, codes: true, limit: EACH, ..Query::default() };
    let done = |by: &Side| Query { what: What::Events, actor: Some(by.party.clone()), ..whole() };
    let does = |by: &Side, to: &Side| Query { recipient: Some(to.party.clone()), ..done(by) };
    let events = [does(&a, &b), does(&b, &a), Query { with: Some(b.party.clone()), ..done(&a) }];
    // Speakers of a state are known by its code, what they speak about by its name.
    let says = |who: &Side, of: &Side| {
        let about = Some(of.name.clone());
        match who.is_state {
            true => Query { country: Some(who.party.clone()), about, ..whole() },
            false => Query { said_by: Some(who.name.clone()), about, ..whole() },
        }
    };
    let statements = [says(&a, &b), says(&b, &a)];
    let lists = [
        Listed::named(What::Events, events.clone()),
        Listed::named(What::Statements, statements.clone()),
    ];
    if let Some(whole) = downloads::whole(store, ask, &lists)? {
        return Ok(whole);
    }
    let mut course = Course::default();
    for query in &events {
        let found = or_nothing(store.course(query, COUNTED))?;
        course.points.extend(found.points);
        course.cut |= found.cut;
    }
    let find = |query: &Query| or_nothing(store.find(query).map(|found| items(found.hits)));
    let [a_to_b, b_to_a, both] = &events;
    let (a_to_b, b_to_a, both) = (find(a_to_b)?, find(b_to_a)?, find(both)?);
    let [a_on_b, b_on_a] = &statements;
    let (a_on_b, b_on_a) = (find(a_on_b)?, find(b_on_a)?);
    let (name_a, name_b) = (&a.name, &b.name);
    let voices = voices(&course.points);
    let data = json!({
        "a": a.party, "b": b.party,
        "events": { "a_to_b": a_to_b, "b_to_a": b_to_a, "together": both },
        "statements": { "a_about_b": a_on_b, "b_about_a": b_on_a },
        "course": course.points.iter().map(|point| json!({
            "day": onrecord_store::date_of(point.day).map(|date| date.to_string()),
            "quad": point.quad, "score": point.score, "voice": point.voice, "outlet": point.outlet,
        })).collect::<Vec<_>>(),
        "more": course.cut,
        "by_voice": voices.iter().map(|(voice, counts)| json!({"voice": voice, "quads": counts})).collect::<Vec<_>>(),
    });
    let page = || {
        let title = format!("{name_a} – {name_b}");
        let forms = page::forms(&ask.path, &ask.asked());
        let to = |between: &str| address::with(&ask.path, &[("between", between)]);
        let content = html! {
            h1 { bdi { (name_a) } " – " bdi { (name_b) } }
            p.small {
                a href=(a.page()) { bdi { (name_a) } } " · " a href=(b.page()) { bdi { (name_b) } }
                @if !ask.field("between").is_empty() { " · only " bdi { (ask.field("between")) } " " a href=(ask.path) { "× all time" } }
            }
            section aria-labelledby="course" {
                h2 #course { "Cooperation and conflict" }
                @if course.points.is_empty() { p.nothing { "No events between the two are in this record" @if between.is_some() { " in this time" } "." } }
                (charts::quads("Events over time; a bar leads to what is in it", &course.points, to))
                @if course.cut { p.small { "Of the newest " (cards::grouped(COUNTED as u64)) " in each direction." } }
                (voice_table(&voices))
            }
            div.columns.even {
                section { h2 { bdi { (name_a) } " → " bdi { (name_b) } } (cards::list(&a_to_b)) }
                section { h2 { bdi { (name_b) } " → " bdi { (name_a) } } (cards::list(&b_to_a)) }
            }
            @if !both.is_empty() {
                section { h2 { "Together" } (cards::list(&both)) }
            }
            div.columns.even {
                section { h2 { bdi { (name_a) } " about " bdi { (name_b) } } (cards::list(&a_on_b)) }
                section { h2 { bdi { (name_b) } " about " bdi { (name_a) } } (cards::list(&b_on_a)) }
            }
        };
        page::whole(&title, "", &forms, content)
    };
    answer(ask.form, page, &data)
}

/// One of the two.
struct Side {
    /// What events know it by: its whole name, or the code of a state.
    party: String,
    /// What it is called.
    name: String,
    is_state: bool,
}

impl Side {
    /// Three letters are the code of a state, in capitals or not, unless articles call somebody so:
    /// a person, or a body that goes by its first letters.
    fn of(store: &Store, summary: &Summary, given: &str) -> Result<Side, Problem> {
        let letters = given.len() == 3 && given.bytes().all(|byte| byte.is_ascii_alphabetic());
        let code = given.to_ascii_uppercase();
        let is_state = letters
            && match store.profile(given)? {
                Some(profile) => {
                    given == code && profile.kinds.first().is_some_and(|(kind, _)| kind == "state")
                }
                None => true,
            };
        Ok(match is_state {
            true => Side { name: summary.state(&code).to_owned(), party: code, is_state },
            false => Side { party: given.to_owned(), name: given.to_owned(), is_state },
        })
    }

    fn page(&self) -> String {
        match self.is_state {
            true => address::country(&self.party),
            false => address::actor(&self.name),
        }
    }
}

/// Events by whose word they are and by quadrant: outlets tell, sides claim.
fn voices(points: &[Point]) -> Vec<(String, [usize; 4])> {
    let mut voices: BTreeMap<(bool, String), [usize; 4]> = BTreeMap::new();
    for point in points {
        let key = match (&point.voice, &point.outlet) {
            (Some(speaker), _) if speaker.is_empty() => {
                (true, "claimed by an unknown speaker".into())
            }
            (Some(speaker), _) => (true, format!("claimed by {speaker}")),
            (None, Some(outlet)) => (false, format!("told by {outlet}")),
            (None, None) => (false, "told by an unknown outlet".into()),
        };
        if let Some(row) = QUADS.iter().position(|quad| *quad == point.quad) {
            voices.entry(key).or_default()[row] += 1;
        }
    }
    voices.into_iter().map(|((_, voice), counts)| (voice, counts)).collect()
}

fn voice_table(voices: &[(String, [usize; 4])]) -> Markup {
    html! {
        @if !voices.is_empty() {
            h3 { "By whose word" }
            div.scroll tabindex="0" role="region" aria-label="Events by whose word they are" {
                table.voices {
                    thead { tr { th scope="col" { "Whose word" } @for quad in QUADS { th scope="col" { (quad) } } } }
                    tbody {
                        @for (voice, counts) in voices {
                            tr { th scope="row" { bdi { (cards::clipped(voice, 120)) } } @for count in counts { td { (count) } } }
                        }
                    }
                }
            }
        }
    }
}
