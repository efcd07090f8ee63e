//! Events in the columns of the ICEWS coded event data: a header, tabs between, one row for each
//! event and pair of parties.
//!
//! | column | from |
//! |---|---|
//! | `Event ID` | a hash of article, event and pair |
//! | `Event Date` | the event's first day, else the day of publication |
//! | `Source Name`, `Target Name` | names |
//! | `Source Sectors`, `Target Sectors` | PLOVER sector, office and kind, as far as known, with commas between |
//! | `Source Country`, `Target Country` | ISO 3166-1 alpha-3 (ICEWS writes names) |
//! | `Event Text` | PLOVER type, and its mode after a comma |
//! | `CAMEO Code` | the code, with its leading zero |
//! | `Intensity` | PLOVER's score |
//! | `Story ID` | the store's story, else empty |
//! | `Sentence Number` | empty: sentences are not kept unless syntax was asked for; then it is the sentence of the trigger, counted from 1 |
//! | `Publisher` | the outlet |
//! | `City` | the event's place; `District` and `Province` are empty |
//! | `Country`, `Latitude`, `Longitude` | of the event's place |
//!
//! As in [`super::gdelt`], what did not happen or is somebody's word has no place here and is left
//! out.

use std::io::Write;

use onrecord_record::{Actor, Event, Record};

use super::gdelt::{identity, plain};
use super::sources::{Pair, day, write_pairs};
use super::tables::actor_kind;
use super::{ExportError, Item, Items, Written};

/// The columns, in order.
pub(super) const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

pub(super) fn write(items: &mut Items<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    out.write_all(format!("{}\n", COLUMNS.join("\t")).as_bytes())?;
    write_pairs(items, out, row)
}

fn row(item: &Item, event: &Event, pair: Pair<'_>) -> Vec<String> {
    let record = &item.record;
    let id = |actor: Option<&Actor>| actor.map(|actor| actor.id.clone()).unwrap_or_default();
    let parts = [record.article.id.as_str(), &event.id, &id(pair.0), &id(pair.1)];
    let text = |text: Option<&str>| plain(text.unwrap_or_default());
    let number = |number: Option<f64>| {
        number
            .filter(|number| number.is_finite())
            .map_or_else(String::new, |number| number.to_string())
    };
    let mode = event.mode.as_ref().map_or_else(String::new, |mode| format!(", {mode}"));
    let place = event.place.as_ref();
    let mut row = vec![
        identity(&parts).to_string(),
        day(record, event).map_or_else(String::new, |day| day.to_string()),
    ];
    row.extend(party(pair.0));
    row.extend([
        plain(&format!("{}{mode}", event.event_type)),
        plain(&event.cameo),
        number(Some(event.score)),
    ]);
    row.extend(party(pair.1));
    row.extend([
        item.stored.story.map_or_else(String::new, |story| story.to_string()),
        sentence(record, event).map_or_else(String::new, |sentence| sentence.to_string()),
        text(record.article.outlet.as_deref()),
        text(place.map(|place| place.name.as_str())),
        String::new(),
        String::new(),
        text(place.and_then(|place| place.country.as_deref())),
        number(place.and_then(|place| place.lat)),
        number(place.and_then(|place| place.lon)),
    ]);
    row
}

/// Name, sectors and country of somebody.
fn party(actor: Option<&Actor>) -> [String; 3] {
    let Some(actor) = actor else { return [String::new(), String::new(), String::new()] };
    let sectors = [actor.sector.as_deref(), actor.office.as_deref(), actor.kind.map(actor_kind)];
    let sectors: Vec<String> = sectors.into_iter().flatten().map(plain).collect();
    [plain(&actor.name), sectors.join(","), plain(actor.country.as_deref().unwrap_or_default())]
}

/// The number of the sentence that the trigger stands in, from 1.
fn sentence(record: &Record, event: &Event) -> Option<usize> {
    let [start, _] = *event.trigger.first()?;
    let sentences = record.sentences.as_ref()?;
    let at = sentences.iter().position(|one| one.span[0] <= start && start < one.span[1])?;
    Some(at + 1)
}
