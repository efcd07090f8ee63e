//! The map: where events happened.

use maud::{Markup, html};
use onrecord_store::export::Cell;
use onrecord_store::{Spot, Spots, Store, What};

use crate::address::Form;
use crate::answer::{self, Answer, answer};
use crate::ask::Ask;
use crate::charts::n;
use crate::downloads::{self, Listed};
use crate::fields;
use crate::map::{HEIGHT, PATHS, WIDTH, project};
use crate::page;
use crate::problem::Problem;
use crate::views::network::narrow;
use crate::{address, cards};

/// How many of the newest events a page looks at, and how many places it draws and lists.
const LOOKED_AT: usize = 5_000;
const PLACES: usize = 300;

/// Answers `/map`.
///
/// # Errors
///
/// When the question makes no sense or the file cannot be read.
pub fn view(store: &Store, ask: &Ask) -> Result<Answer, Problem> {
    ask.only(&fields::of(What::Events))?;
    let query = ask.query_for(store, What::Events)?;
    if ask.form == Form::Csv {
        return Ok(csv(&store.spots(&query, usize::MAX)?));
    }
    if let Some(whole) = downloads::whole(store, ask, &[Listed::one(query.clone())])? {
        return Ok(whole);
    }
    let spots = store.spots(&query, LOOKED_AT)?;
    let page = || {
        let forms = page::forms("/map", &ask.asked());
        page::whole("Map", "", &forms, whole(ask, &spots))
    };
    answer(ask.form, page, &spots)
}

fn csv(spots: &Spots) -> Answer {
    let rows = spots.spots.iter().map(|spot| {
        let counts = [spot.count, spot.cooperation, spot.conflict].map(answer::count);
        let [events, cooperation, conflict] = counts;
        let (name, country) =
            (Cell::Text(Some(spot.name.clone())), Cell::Text(spot.country.clone()));
        let [lat, lon] = [spot.lat, spot.lon].map(|degrees| Cell::Number(Some(degrees)));
        [name, country, lat, lon, events, cooperation, conflict]
    });
    let header = ["place", "country", "lat", "lon", "events", "cooperation", "conflict"];
    answer::table(header, rows)
}

fn whole(ask: &Ask, spots: &Spots) -> Markup {
    html! {
        h1 { "Where things happened" }
        (narrow(ask))
        p.total {
            (cards::counted(spots.placed as u64, "event")) " with a known place, of "
            @if spots.cut { "the newest " } (cards::grouped(spots.total as u64)) "."
        }
        @let shown = &spots.spots[..spots.spots.len().min(PLACES)];
        (picture(shown))
        @if !shown.is_empty() { (table(ask, shown)) }
        @if shown.len() < spots.spots.len() {
            p.small { "The " (PLACES) " places with most events of " (cards::grouped(spots.spots.len() as u64)) "; CSV has all." }
        }
    }
}

fn lean(spot: &Spot) -> &'static str {
    match spot.cooperation.cmp(&spot.conflict) {
        std::cmp::Ordering::Greater => "cooperation",
        std::cmp::Ordering::Less => "conflict",
        std::cmp::Ordering::Equal => "neutral",
    }
}

fn picture(spots: &[Spot]) -> Markup {
    let most = spots.first().map_or(1, |spot| spot.count.max(1)) as f64;
    let (land, borders) = &*PATHS;
    html! {
        figure.chart.map {
            ul.legend {
                @for (class, what) in [("cooperation", "more cooperation"), ("conflict", "more conflict"), ("neutral", "as much of both")] {
                    li { svg width="12" height="12" aria-hidden="true" { circle class=(class) cx="6" cy="6" r="5" {} } " " (what) }
                }
            }
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label="Events on a map of the world; all places are in the table below" {
                path.land d=(land) {}
                path.border d=(borders) {}
                // Small ones lie upon large ones.
                @for spot in spots {
                    @let (x, y) = project(spot.lat, spot.lon);
                    circle class=(lean(spot)) cx=(n(x)) cy=(n(y)) r=(n(3.0 + 9.0 * (spot.count as f64 / most).sqrt())) {
                        title { (cards::clipped(&spot.name, 80)) ": " (spot.count) }
                    }
                }
            }
            figcaption { "Equal Earth projection. Outlines: Natural Earth. Lines on a map settle no dispute." }
        }
    }
}

fn table(ask: &Ask, spots: &[Spot]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Places as a table" {
            table {
                caption { "Places" }
                thead { tr { @for head in ["Place", "Country", "Events", "Cooperation", "Conflict"] { th scope="col" { (head) } } } }
                tbody {
                    @for spot in spots {
                        tr {
                            th scope="row" { bdi { (cards::clipped(&spot.name, 80)) } }
                            td { @match &spot.country { Some(code) => a href=(address::country(code)) { (code) }, None => span.unknown { "unknown" } } }
                            td { a href=(events(ask, &spot.name)) { (spot.count) } }
                            td { (spot.cooperation) }
                            td { (spot.conflict) }
                        }
                    }
                }
            }
        }
    }
}

/// The events at a place, of those that the map shows.
fn events(ask: &Ask, place: &str) -> String {
    let mut asked = ask.asked();
    asked.retain(|(name, _)| *name != "place");
    asked.extend([("what", "events"), ("place", place)]);
    address::with("/search", &asked)
}
