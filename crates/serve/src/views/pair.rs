//! A pair: what two do to each other and say about each other, side by side, by whose word it is.

use std::collections::BTreeMap;

use maud::{Markup, html};
use onrecord_store::{Course, Error, Point, Query, Store, Summary, What};
use serde_json::json;

use crate::answer::{Answer, answer};
use crate::ask::Ask;
use crate::charts::QUADS;
use crate::model::{Item, items};
use crate::page;
use crate::problem::Problem;
use crate::views::search::COUNTED;
use crate::{address, cards, charts};

/// How many of each list are shown.
const EACH: usize = 10;

/// Answers `/pair/{a}/{b}`: names, or codes of countries.
///
/// # Errors
///
/// When the file cannot be read.
pub fn view(store: &Store, summary: &Summary, ask: &Ask) -> Result<Answer, Problem> {
    let (a, b) = (ask.part("a"), ask.part("b"));
    let between = ask.query_for(store, What::Events)?.between;
    let find = |query: Query| -> Result<Vec<Item>, Problem> {
        match store.find(&Query { between, limit: EACH, ..query }) {
            Ok(found) => Ok(items(found.hits)),
            Err(Error::Asked { .. }) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    };
    let does = |actor: &str, recipient: &str| Query {
        what: What::Events,
        actor: Some(actor.to_owned()),
        recipient: Some(recipient.to_owned()),
        ..Query::default()
    };
    let together =
        Query { what: What::Events, actor: Some(format!("{a} {b}")), ..Query::default() };
    let asked = [does(a, b), does(b, a), together];
    let mut course = Course::default();
    for query in &asked {
        match store.course(&Query { between, ..query.clone() }, COUNTED) {
            Ok(found) => {
                course.points.extend(found.points);
                course.cut |= found.cut;
            }
            Err(Error::Asked { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let [a_to_b, b_to_a, both] = asked;
    let (a_to_b, b_to_a, both) = (find(a_to_b)?, find(b_to_a)?, find(both)?);
    // Speakers of a state are known by its code, what they speak about by its name.
    let (name_a, name_b) = (summary.state(a), summary.state(b));
    let says = |who: &str, name: &str, about: &str| {
        let about = Some(about.to_owned());
        match name == who {
            true => Query { said_by: Some(who.to_owned()), about, ..Query::default() },
            false => Query { country: Some(who.to_owned()), about, ..Query::default() },
        }
    };
    let a_on_b = find(says(a, name_a, name_b))?;
    let b_on_a = find(says(b, name_b, name_a))?;
    let voices = voices(&course.points);
    let data = json!({
        "a": a, "b": b,
        "events": { "a_to_b": a_to_b, "b_to_a": b_to_a, "together": both },
        "statements": { "a_about_b": a_on_b, "b_about_a": b_on_a },
        "course": course.points.iter().map(|point| json!({
            "day": onrecord_store::date_of(point.day).map(|date| date.to_string()),
            "quad": point.quad, "score": point.score, "voice": point.voice, "outlet": point.outlet,
        })).collect::<Vec<_>>(),
        "more": course.cut,
        "by_voice": voices.iter().map(|(voice, counts)| json!({"voice": voice, "quads": counts})).collect::<Vec<_>>(),
    });
    let events: Vec<Item> = a_to_b.iter().chain(&b_to_a).chain(&both).cloned().collect();
    let statements: Vec<Item> = a_on_b.iter().chain(&b_on_a).cloned().collect();
    let shown = if events.is_empty() { &statements } else { &events };
    let page = || {
        let title = format!("{name_a} – {name_b}");
        let forms = page::forms(&ask.path, &ask.asked());
        let to = |between: &str| address::with(&ask.path, &[("between", between)]);
        let content = html! {
            h1 { bdi { (name_a) } " – " bdi { (name_b) } }
            p.small {
                a href=(of(a, name_a)) { bdi { (name_a) } } " · " a href=(of(b, name_b)) { bdi { (name_b) } }
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
    answer(store, ask.form, page, &data, shown)
}

fn of(given: &str, name: &str) -> String {
    if given == name { address::actor(name) } else { address::country(given) }
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
