//! Search: hits with the evidence, facets with counts, hits over time.

use maud::{Markup, html};
use onrecord_store::{Face, Overview, Query, Store, What};
use serde_json::json;

use crate::answer::{Answer, answer};
use crate::ask::Ask;
use crate::charts;
use crate::downloads::{self, Listed};
use crate::fields;
use crate::model::{Item, items};
use crate::page;
use crate::problem::Problem;
use crate::{address, cards};

/// How many of the newest hits are counted.
pub const COUNTED: usize = 2_000;

/// A page of hits with what leads on.
pub struct Hits {
    /// The hits.
    pub items: Vec<Item>,
    /// The name of the next page.
    pub next: Option<String>,
}

/// Finds a page of hits.
///
/// # Errors
///
/// When the question makes no sense or the file cannot be read.
pub fn hits(store: &Store, ask: &Ask, query: &Query) -> Result<Hits, Problem> {
    let found = store.find(query)?;
    let items = items(found.hits);
    let last = items.last().map(Item::id);
    let next = ask.next(query, last.as_deref(), found.more);
    Ok(Hits { items, next })
}

/// Answers `/search`.
///
/// # Errors
///
/// When the question makes no sense or the file cannot be read.
pub fn view(store: &Store, ask: &Ask) -> Result<Answer, Problem> {
    let what = ask.what()?;
    ask.only(&fields::of_search(what))?;
    let query = ask.query_for(store, what)?;
    if let Some(whole) = downloads::whole(store, ask, &[Listed::one(query.clone())])? {
        return Ok(whole);
    }
    let hits = hits(store, ask, &query)?;
    let overview = store.overview(&query, COUNTED)?;
    let names = match ask.field("q") {
        "" => Vec::new(),
        typed => store.names(typed, 6)?,
    };
    let data = json!({
        "items": hits.items, "next": hits.next, "counts": counts(&overview), "actors": names,
    });
    let page = || {
        let what = match query.what {
            What::Statements => "Statements",
            What::Events => "Events",
            What::Articles => "Articles",
        };
        let forms = page::forms("/search", &ask.asked());
        page::whole(
            what,
            ask.field("q"),
            &forms,
            whole(ask, &query, &hits, &overview, &names, what),
        )
    };
    answer(ask.form, page, &data)
}

/// Counts for programs: days as dates.
pub fn counts(overview: &Overview) -> serde_json::Value {
    let day = |day| onrecord_store::date_of(day).map(|date| date.to_string());
    let days = overview.days.iter().map(|(number, count)| json!([day(*number), count]));
    json!({
        "total": overview.total,
        "more": overview.cut,
        "days": days.collect::<Vec<_>>(),
        "facets": overview.facets,
    })
}

/// How many there are, in words.
pub fn total(overview: &Overview, of: &str) -> String {
    match overview.cut {
        true => format!("More than {}", cards::counted(overview.total as u64, of)),
        false => cards::counted(overview.total as u64, of),
    }
}

fn whole(
    ask: &Ask,
    query: &Query,
    hits: &Hits,
    overview: &Overview,
    names: &[String],
    what: &str,
) -> Markup {
    let one = what.trim_end_matches('s').to_lowercase();
    html! {
        h1 { (what) }
        (kinds(ask, query.what))
        div.sides {
            aside.facets aria-label="Filters" {
                (filters(ask, query))
                (facets(ask, overview))
            }
            div.results {
                p.total role="status" { (total(overview, &one)) @if overview.cut { ". Counts and the chart are of the " @if query.sort == onrecord_store::Sort::Oldest { "oldest" } @else { "newest" } " " (cards::grouped(COUNTED as u64)) "." } }
                @if !names.is_empty() {
                    p.small { "People and bodies of this name: " (cards::names(names)) }
                }
                (charts::timeline("Over time", &overview.days, |between| ask.but("between", between)))
                @if hits.items.is_empty() {
                    p.nothing { "Nothing was found. Fewer words and filters find more." }
                } @else {
                    (cards::list(&hits.items))
                }
                (pages(ask, hits.next.as_deref()))
            }
        }
    }
}

/// What leads to the next page, and back to the first.
pub fn pages(ask: &Ask, next: Option<&str>) -> Markup {
    html! {
        @if next.is_some() || !ask.field("page").is_empty() {
            nav.pages aria-label="Pages" {
                @if !ask.field("page").is_empty() { a href=(ask.but("page", "")) { "First page" } }
                @if let Some(next) = next { " " a rel="next" href=(ask.but("page", next)) { "Next page" } }
            }
        }
    }
}

fn kinds(ask: &Ask, what: What) -> Markup {
    let tab = |name: &str, kind: What, label: &str| {
        html! {
            li { a href=(ask.among(name, kind)) aria-current=[(kind == what).then_some("page")] { (label) } }
        }
    };
    html! {
        ul.tabs {
            (tab("", What::Statements, "Statements"))
            (tab("events", What::Events, "Events"))
            (tab("articles", What::Articles, "Articles"))
        }
    }
}

/// A form with everything that may be asked.
fn filters(ask: &Ask, query: &Query) -> Markup {
    let field = |name: &str, label: &str, hint: &str| input(ask, name, label, hint);
    let choice = |name: &str, label: &str, values: &[(&str, &str)]| {
        html! {
            p {
                label for={ "f-" (name) } { (label) }
                select id={ "f-" (name) } name=(name) {
                    @for (value, label) in values {
                        option value=(value) selected[*value == ask.field(name)] { (label) }
                    }
                }
            }
        }
    };
    let what = query.what;
    html! {
        details.filters open[ask.asked().iter().any(|(name, _)| !["q", "what"].contains(name))] {
            summary { "Filters" }
            form action="/search" method="get" {
                @if what != What::Statements {
                    input type="hidden" name="what" value=(ask.field("what"));
                }
                (field("q", "Words", ""))
                @if what == What::Statements {
                    (field("speaker", "Said by", "a name"))
                    (choice("kind", "Speech", &[("", "any"), ("direct", "direct"), ("indirect", "indirect"), ("mixed", "mixed")]))
                }
                @if what == What::Events {
                    (field("actor", "Who did it", "a name or a country: NOR"))
                    (field("recipient", "To whom", "likewise"))
                    (field("party", "Either of both", "likewise"))
                    (field("type", "Type", "CONSULT"))
                    (field("voice", "Whose word", "outlet, or a name"))
                    (field("place", "Where", "the place’s whole name"))
                }
                (field("about", "About", "a name"))
                @if what != What::Articles { (field("country", "Country", "three letters: NOR")) }
                (field("outlet", "Outlet", "its whole name"))
                (field("between", "When", "2024-01..2024-03"))
                (choice("sort", "Order", &[("", "newest first"), ("oldest", "oldest first"), ("relevance", "best match first")]))
                (choice("copies", "Near copies", &[("", "count once"), ("all", "show all")]))
                p { button type="submit" { "Apply" } " " a href=(address::with("/search", &[("what", ask.field("what"))])) { "Clear" } }
            }
        }
    }
}

/// A field of a form, with what was asked in it.
pub fn input(ask: &Ask, name: &str, label: &str, hint: &str) -> Markup {
    html! {
        p {
            label for={ "f-" (name) } { (label) }
            input id={ "f-" (name) } name=(name) value=(ask.field(name)) placeholder=(hint) maxlength="200";
        }
    }
}

/// The field of a search that a side is.
fn field(face: Face) -> (&'static str, &'static str) {
    match face {
        Face::Speaker => ("speaker", "Speaker"),
        Face::About => ("about", "About"),
        Face::Country => ("country", "Country"),
        Face::Outlet => ("outlet", "Outlet"),
        Face::Kind => ("kind", "Speech"),
        Face::Type => ("type", "Type"),
        Face::Actor => ("actor", "Who did it"),
        Face::Recipient => ("recipient", "To whom"),
        Face::Voice => ("voice", "Whose word"),
    }
}

/// Counts by side; each value narrows the search.
pub fn facets(ask: &Ask, overview: &Overview) -> Markup {
    html! {
        @for facet in &overview.facets {
            @let (name, label) = field(facet.face);
            section.facet {
                h2 { (label) }
                @if !ask.field(name).is_empty() {
                    p.chosen { bdi { (ask.field(name)) } " " a href=(ask.but(name, "")) aria-label={ "Without " (label) } { "× remove" } }
                } @else {
                    ul {
                        @for (value, count) in &facet.values {
                            li { a href=(ask.but(name, value)) rel="nofollow" { bdi { (cards::clipped(value, 80)) } } " " span.count { (count) } }
                        }
                    }
                }
            }
        }
    }
}
