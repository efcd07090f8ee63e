//! The map: where events happened.

use maud::{Markup, html};
use onrecord_store::{Spot, Spots, Store, What};

use crate::address::Form;
use crate::answer::{Answer, answer, json as json_answer};
use crate::ask::Ask;
use crate::charts::n;
use crate::map::{HEIGHT, PATHS, WIDTH, project};
use crate::page;
use crate::problem::Problem;
use crate::views::network::{narrow, quoted};
use crate::views::search;
use crate::{address, cards};

/// How many of the newest events are looked at, and how many places are drawn and listed.
const LOOKED_AT: usize = 5_000;
const PLACES: usize = 300;

/// Answers `/map`.
///
/// # Errors
///
/// When the question makes no sense or the file cannot be read.
pub fn view(store: &Store, ask: &Ask) -> Result<Answer, Problem> {
    let query = ask.query_for(store, What::Events)?;
    let mut spots = store.spots(&query, LOOKED_AT)?;
    spots.spots.truncate(PLACES);
    match ask.form {
        Form::Json => return json_answer(&spots),
        Form::Csv => {
            return Ok(Answer::Bytes("text/csv; charset=utf-8; header=present", csv(&spots)));
        }
        _ => {}
    }
    let shown = match ask.form {
        Form::Page => Vec::new(),
        _ => search::hits(store, ask, &query)?.items,
    };
    let page = || {
        let forms = page::forms("/map", &ask.asked());
        page::whole("Map", "", &forms, whole(ask, &spots))
    };
    answer(store, ask.form, page, &spots, &shown)
}

fn csv(spots: &Spots) -> Vec<u8> {
    let mut table = "place,country,lat,lon,events,cooperation,conflict\r\n".to_owned();
    for spot in &spots.spots {
        table.push_str(&format!(
            "{},{},{},{},{},{},{}\r\n",
            quoted(&spot.name),
            quoted(spot.country.as_deref().unwrap_or_default()),
            spot.lat,
            spot.lon,
            spot.count,
            spot.cooperation,
            spot.conflict
        ));
    }
    table.into_bytes()
}

fn whole(ask: &Ask, spots: &Spots) -> Markup {
    html! {
        h1 { "Where things happened" }
        (narrow(ask))
        p.total {
            (cards::counted(spots.placed as u64, "event")) " with a known place, of "
            @if spots.cut { "the newest " } (cards::grouped(spots.total as u64)) "."
        }
        (picture(&spots.spots))
        @if !spots.spots.is_empty() { (table(ask, &spots.spots)) }
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
                            td { @match &spot.country { Some(code) => a href=(events(ask, code)) { (spot.count) }, None => (spot.count) } }
                            td { (spot.cooperation) }
                            td { (spot.conflict) }
                        }
                    }
                }
            }
        }
    }
}

fn events(ask: &Ask, code: &str) -> String {
    address::with(
        "/search",
        &[("what", "events"), ("country", code), ("between", ask.field("between"))],
    )
}
