//! A person, organisation or state: what it is as articles say, what it said, about whom, who speaks
//! about it, what it did and what was done to it.

use maud::{Markup, html};
use onrecord_store::{Overview, Profile, Query, Store, Summary, What};
use serde_json::json;

use crate::answer::{Answer, answer};
use crate::ask::Ask;
use crate::downloads::{self, Listed};
use crate::fields;
use crate::model::{Item, items};
use crate::page;
use crate::problem::{Problem, or_nothing};
use crate::views::search::{COUNTED, counts, pages, total};
use crate::{address, cards, charts};

/// How many events and statements of others are shown beside.
const BESIDE: usize = 8;

/// Answers `/actor/{name}`; a Wikidata id leads to the name that articles use for it.
///
/// # Errors
///
/// When no article names it or the file cannot be read.
pub fn view(store: &Store, ask: &Ask) -> Result<Answer, Problem> {
    let name = ask.part("name");
    let Some(profile) = store.profile(name)? else {
        if let Some(known) = store.named(name)?.first() {
            return Ok(Answer::Elsewhere(format!(
                "{}{}",
                address::actor(known),
                ask.form.suffix()
            )));
        }
        return Err(Problem::missing(format!("no article names {name:?}")));
    };
    let whole = || Query { whole_names: true, ..Query::default() };
    let asked = Asked {
        said: Query { said_by: Some(name.to_owned()), ..whole() },
        about: Query { about: Some(name.to_owned()), ..Query::default() },
        events: Query { what: What::Events, party: Some(name.to_owned()), ..whole() },
        name: name.to_owned(),
        field: "speaker",
        party: name.to_owned(),
    };
    page_of(store, ask, &asked, Some(&profile))
}

/// Answers `/country/{code}`: a state with all who act and speak for it.
///
/// # Errors
///
/// When it is no code or the file cannot be read.
pub fn country(store: &Store, summary: &Summary, ask: &Ask) -> Result<Answer, Problem> {
    let code = ask.part("code").to_ascii_uppercase();
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Err(Problem::missing(format!("{code:?} is no code of a country")));
    }
    let name = summary.state(&code).to_owned();
    let asked = Asked {
        said: Query { country: Some(code.clone()), ..Query::default() },
        about: Query { about: Some(name.clone()), ..Query::default() },
        events: Query {
            what: What::Events,
            party: Some(code.clone()),
            whole_names: true,
            codes: true,
            ..Query::default()
        },
        name,
        field: "country",
        party: code,
    };
    page_of(store, ask, &asked, None)
}

/// What is asked for an actor.
struct Asked {
    name: String,
    /// The name of the field of a search that asks for its statements, and what stands in it.
    field: &'static str,
    party: String,
    said: Query,
    about: Query,
    events: Query,
}

fn page_of(
    store: &Store,
    ask: &Ask,
    asked: &Asked,
    profile: Option<&Profile>,
) -> Result<Answer, Problem> {
    // The page of the list and its filters come from the address.
    let mut known = fields::of_one_actor();
    known.retain(|field| field.name != asked.field);
    ask.only(&known)?;
    let from = ask.query_for(store, What::Statements)?;
    let between = from.between;
    let said = Query {
        said_by: asked.said.said_by.clone(),
        country: asked.said.country.clone().or_else(|| from.country.clone()),
        whole_names: asked.said.whole_names,
        ..from
    };
    let beside = |query: &Query| Query { limit: BESIDE, between, ..query.clone() };
    let lists = [
        Listed::named(What::Statements, [said.clone()]),
        Listed::named(What::Events, [beside(&asked.events)]),
    ];
    if let Some(whole) = downloads::whole(store, ask, &lists)? {
        return Ok(whole);
    }
    let hits = |query: &Query| or_nothing(store.find(query).map(|found| (found.hits, found.more)));
    let (found, more) = hits(&said)?;
    let statements = items(found);
    let next = ask.next(&said, statements.last().map(Item::id).as_deref(), more);
    let overview = or_nothing(store.overview(&said, COUNTED))?;
    let about = items(hits(&beside(&asked.about))?.0);
    let events = items(hits(&beside(&asked.events))?.0);
    let about_counts = or_nothing(store.overview(&beside(&asked.about), COUNTED))?;
    let event_counts = or_nothing(store.overview(&beside(&asked.events), COUNTED))?;
    let course = or_nothing(store.course(&beside(&asked.events), COUNTED))?;
    let data = json!({
        "name": asked.name,
        "profile": profile,
        "statements": { "items": statements, "next": next, "counts": counts(&overview) },
        "about": { "items": about, "counts": counts(&about_counts) },
        "events": { "items": events, "counts": counts(&event_counts) },
    });
    let page = || {
        let forms = page::forms(&ask.path, &ask.asked());
        let content = html! {
            h1 { bdi { (asked.name) } @if asked.field == "country" && asked.name != asked.party { " " span.code { (asked.party) } } }
            @if let Some(profile) = profile { (facts(profile)) }
            div.columns {
                section aria-labelledby="said" {
                    h2 #said { "What was said" @if asked.field == "country" { " for it" } }
                    p.total { (total(&overview, "statement")) }
                    (charts::timeline("Statements over time", &overview.days, |between| ask.but("between", between)))
                    (topics(ask, &overview))
                    (cards::list(&statements))
                    (pages(ask, next.as_deref()))
                    p { a href=(address::with("/search", &[(asked.field, &asked.party)])) { "Search in these statements" } }
                }
                div {
                    section aria-labelledby="happened" {
                        h2 #happened { "What it did, and what was done to it" }
                        p.total { (total(&event_counts, "event")) }
                        (charts::quads("Cooperation and conflict over time", &course.points, |between| address::with("/search", &[("what", "events"), ("party", &asked.party), ("between", between)])))
                        (ranks(&event_counts, &asked.name, &asked.party))
                        (cards::list(&events))
                        @if !events.is_empty() { p { a href=(address::with("/search", &[("what", "events"), ("party", &asked.party)])) { "All its events" } } }
                    }
                    section aria-labelledby="others" {
                        h2 #others { "Who speaks about it" }
                        p.total { (total(&about_counts, "statement")) }
                        (cards::list(&about))
                        @if !about.is_empty() { p { a href=(address::with("/search", &[("about", &asked.name)])) { "All of them" } } }
                    }
                }
            }
        };
        page::whole(&asked.name, "", &forms, content)
    };
    answer(ask.form, page, &data)
}

/// What it is, as articles say.
fn facts(profile: &Profile) -> Markup {
    let side = |label: &str, values: &[(String, usize)]| {
        html! {
            dt { (label) }
            dd {
                @if values.is_empty() { span.unknown { "unknown" } }
                @for (at, (value, count)) in values.iter().enumerate() {
                    @if at > 0 { ", " }
                    bdi { (value) }
                    @if values.len() > 1 { " (" (count) ")" }
                }
            }
        }
    };
    html! {
        dl.facts {
            (side("Kind", &profile.kinds))
            dt { "State" }
            dd {
                @if profile.countries.is_empty() { span.unknown { "unknown" } }
                @for (at, (code, _)) in profile.countries.iter().enumerate() { @if at > 0 { ", " } a href=(address::country(code)) { (code) } }
            }
            (side("Sector", &profile.sectors))
            dt { "Offices" }
            dd {
                @if profile.offices.is_empty() { span.unknown { "unknown" } }
                @else {
                    ol.offices {
                        @for office in &profile.offices {
                            li { bdi { (office.office) } " " span.small { (stretch(office.first.as_deref(), office.last.as_deref())) ", " (cards::counted(office.articles as u64, "article")) } }
                        }
                    }
                }
            }
            @if !profile.wikidata.is_empty() { (side("Wikidata", &profile.wikidata)) }
            @if !profile.also.is_empty() { dt { "Also called" } dd { (cards::names(&profile.also)) } }
            dt { "Named in" } dd { @if profile.cut { "more than " } (cards::counted(profile.articles as u64, "article")) }
        }
        @if profile.wikidata.len() > 1 || profile.kinds.len() > 1 {
            p.small.caution { "Articles do not agree on what this is: several may have this name." }
        }
    }
}

fn stretch(first: Option<&str>, last: Option<&str>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => cards::spoken(first),
        (Some(first), Some(last)) => format!("{} to {}", cards::spoken(first), cards::spoken(last)),
        _ => "date unknown".to_owned(),
    }
}

/// About whom the statements are; each narrows the list.
fn topics(ask: &Ask, overview: &Overview) -> Markup {
    let about = overview.facets.iter().find(|facet| facet.face == onrecord_store::Face::About);
    html! {
        @if !ask.field("about").is_empty() {
            p.chosen { "About " bdi { (ask.field("about")) } " " a href=(ask.but("about", "")) { "× remove" } }
        } @else if let Some(about) = about {
            p.topics {
                "Speaks about "
                @for (at, (name, count)) in about.values.iter().enumerate() {
                    @if at > 0 { ", " }
                    a href=(ask.but("about", name)) { bdi { (cards::clipped(name, 80)) } } " " span.count { (count) }
                }
            }
        }
    }
}

/// With whom it has most to do.
fn ranks(overview: &Overview, name: &str, party: &str) -> Markup {
    use onrecord_store::Face;
    let sides = overview.facets.iter().filter(|f| matches!(f.face, Face::Actor | Face::Recipient));
    let mut others: Vec<(&str, usize)> = Vec::new();
    for (other, count) in sides.flat_map(|facet| &facet.values).filter(|(other, _)| other != name) {
        match others.iter_mut().find(|(known, _)| known == other) {
            Some((_, all)) => *all += count,
            None => others.push((other, *count)),
        }
    }
    others.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    html! {
        @if !others.is_empty() {
            p.topics {
                "With "
                @for (at, (other, count)) in others.iter().take(8).enumerate() {
                    @if at > 0 { ", " }
                    a href=(address::pair(party, other)) { bdi { (cards::clipped(other, 80)) } } " " span.count { (count) }
                }
            }
        }
    }
}
