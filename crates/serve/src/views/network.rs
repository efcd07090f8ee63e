//! The network: who speaks about whom, or who acts towards whom.

use std::collections::HashMap;

use maud::{Markup, html};
use onrecord_store::export::Cell;
use onrecord_store::{Link, Links, Store, What};

use crate::address::Form;
use crate::answer::{self, Answer, answer};
use crate::ask::Ask;
use crate::charts::n;
use crate::downloads::{self, Listed};
use crate::fields;
use crate::page;
use crate::problem::Problem;
use crate::views::search::input;
use crate::{address, cards, layout};

/// How many of the newest statements or events a page links.
const LOOKED_AT: usize = 3_000;
/// How many links and nodes are drawn.
const DRAWN: usize = 60;
const NODES: usize = 32;
/// How many links the table has.
const LISTED: usize = 200;
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 600.0;

/// Answers `/network`.
///
/// # Errors
///
/// When the question makes no sense or the file cannot be read.
pub fn view(store: &Store, ask: &Ask) -> Result<Answer, Problem> {
    let what = match ask.what()? {
        What::Events => What::Events,
        _ => What::Statements,
    };
    ask.only(&fields::of_search(what))?;
    let query = ask.query_for(store, what)?;
    if ask.form == Form::Csv {
        return Ok(csv(&store.links(&query, usize::MAX)?));
    }
    // To cite a network is to cite what it is drawn from.
    if let Some(whole) = downloads::whole(store, ask, &[Listed::one(query.clone())])? {
        return Ok(whole);
    }
    let links = store.links(&query, LOOKED_AT)?;
    let page = || {
        let forms = page::forms("/network", &ask.asked());
        page::whole("Network", "", &forms, whole(ask, what, &links))
    };
    answer(ask.form, page, &links)
}

/// The links as a table for spreadsheets.
fn csv(links: &Links) -> Answer {
    let rows = links.links.iter().map(|link| {
        let counts = [link.count, link.cooperation, link.conflict].map(answer::count);
        let [count, cooperation, conflict] = counts;
        let name = |name: &String| Cell::Text(Some(name.clone()));
        [name(&link.from), name(&link.to), count, cooperation, conflict]
    });
    answer::table(["from", "to", "count", "cooperation", "conflict"], rows)
}

fn whole(ask: &Ask, what: What, links: &Links) -> Markup {
    let events = what == What::Events;
    html! {
        h1 { @if events { "Who acts towards whom" } @else { "Who speaks about whom" } }
        ul.tabs {
            li { a href=(ask.among("", What::Statements)) aria-current=[(!events).then_some("page")] { "Speaks about" } }
            li { a href=(ask.among("events", What::Events)) aria-current=[events.then_some("page")] { "Acts towards" } }
        }
        (narrow(ask))
        p.total {
            "From " @if links.cut { "the newest " }
            (cards::counted(links.total as u64, if events { "event" } else { "statement" })) "."
        }
        @if links.links.is_empty() {
            p.nothing { "Nobody is linked with anybody here." }
        } @else {
            (picture(&links.links, events))
            (table(&links.links[..links.links.len().min(LISTED)], events))
            @if links.links.len() > LISTED {
                p.small { "The strongest " (LISTED) " of " (cards::grouped(links.links.len() as u64)) " links; CSV has all." }
            }
        }
    }
}

/// Filters for pictures of many; what was asked beside them stays asked.
pub fn narrow(ask: &Ask) -> Markup {
    let events = ask.path == "/map" || ask.field("what") == "events";
    let fields = [
        ("speaker", "Said by", "a name", !events),
        ("about", "About", "a name", true),
        ("country", "Country", "NOR", true),
        ("type", "Type", "CONSULT", events),
        ("outlet", "Outlet", "its whole name", true),
        ("between", "When", "2024-01..2024-03", true),
    ];
    let shown = |name: &str| fields.iter().any(|(known, .., shown)| *shown && *known == name);
    html! {
        form.narrow action=(ask.path) method="get" {
            @for (name, value) in ask.asked() {
                @if !shown(name) { input type="hidden" name=(name) value=(value); }
            }
            @for (name, label, hint, shown) in fields {
                @if shown { (input(ask, name, label, hint)) }
            }
            p { button type="submit" { "Apply" } }
        }
    }
}

fn picture(links: &[Link], events: bool) -> Markup {
    let mut nodes: Vec<(&str, usize)> = Vec::new();
    let mut number: HashMap<&str, usize> = HashMap::new();
    let mut drawn: Vec<(usize, usize, &Link)> = Vec::new();
    for link in links {
        let ends = [link.from.as_str(), link.to.as_str()];
        let new = ends.iter().filter(|end| !number.contains_key(**end)).count();
        if drawn.len() == DRAWN || nodes.len() + new > NODES {
            continue;
        }
        let mut end = |name| {
            let at = *number.entry(name).or_insert_with(|| {
                nodes.push((name, 0));
                nodes.len() - 1
            });
            nodes[at].1 += link.count;
            at
        };
        let (from, to) = (end(ends[0]), end(ends[1]));
        drawn.push((from, to, link));
    }
    let most = links.first().map_or(1, |link| link.count.max(1)) as f64;
    let springs: Vec<(usize, usize, f64)> =
        drawn.iter().map(|(a, b, l)| (*a, *b, 0.4 + 0.6 * l.count as f64 / most)).collect();
    let at: Vec<(f64, f64)> = layout::place(nodes.len(), &springs)
        .into_iter()
        .map(|(x, y)| (90.0 + x * (WIDTH - 180.0), 24.0 + y * (HEIGHT - 60.0)))
        .collect();
    let radius = |count: usize| 4.0 + (count as f64 / most).sqrt().min(3.0) * 4.0;
    html! {
        figure.chart.network {
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label="The strongest links as a picture; all are in the table below" {
                defs {
                    marker #arrow viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto-start-reverse" { path d="M0 0L8 4L0 8z" {} }
                }
                @for (from, to, link) in &drawn {
                    @let ((x1, y1), (x2, y2)) = (at[*from], at[*to]);
                    @let away = (x2 - x1).hypot(y2 - y1).max(1.0);
                    @let stop = (away - radius(nodes[*to].1) - 3.0).max(0.0) / away;
                    // Links there and back bend away from each other.
                    @let (mx, my) = ((x1 + x2) / 2.0 + (y2 - y1) * 0.08, (y1 + y2) / 2.0 - (x2 - x1) * 0.08);
                    path class={ "link " (lean(link, events)) }
                        d=(format!("M{} {}Q{} {} {} {}", n(x1), n(y1), n(mx), n(my), n(x1 + (x2 - x1) * stop), n(y1 + (y2 - y1) * stop)))
                        stroke-width=(n(1.0 + 4.0 * link.count as f64 / most)) marker-end="url(#arrow)" {
                        title { (link.from) " → " (link.to) ": " (link.count) }
                    }
                }
                @for ((name, count), (x, y)) in nodes.iter().zip(&at) {
                    a href=(address::actor(name)) {
                        title { (name) }
                        circle cx=(n(*x)) cy=(n(*y)) r=(n(radius(*count))) {}
                        text x=(n(*x)) y=(n(y + radius(*count) + 12.0)) { (cards::clipped(name, 28)) }
                    }
                }
            }
        }
    }
}

fn lean(link: &Link, events: bool) -> &'static str {
    match (events, link.cooperation.cmp(&link.conflict)) {
        (false, _) | (_, std::cmp::Ordering::Equal) => "neutral",
        (_, std::cmp::Ordering::Greater) => "cooperation",
        (_, std::cmp::Ordering::Less) => "conflict",
    }
}

fn table(links: &[Link], events: bool) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Links as a table" {
            table {
                caption { "The strongest links" }
                thead { tr {
                    th scope="col" { @if events { "Who" } @else { "Speaker" } }
                    th scope="col" { @if events { "To whom" } @else { "About" } }
                    th scope="col" { @if events { "Events" } @else { "Statements" } }
                    @if events { th scope="col" { "Cooperation" } th scope="col" { "Conflict" } }
                    th scope="col" { "All" }
                } }
                tbody {
                    @for link in links {
                        tr {
                            th scope="row" { (cards::name(&link.from)) }
                            td { (cards::name(&link.to)) }
                            td { (link.count) }
                            @if events { td { (link.cooperation) } td { (link.conflict) } }
                            td {
                                @if events { a href=(address::pair(&link.from, &link.to)) { "both ways" } }
                                @else { a href=(address::with("/search", &[("speaker", &link.from), ("about", &link.to)])) { "read them" } }
                            }
                        }
                    }
                }
            }
        }
    }
}
