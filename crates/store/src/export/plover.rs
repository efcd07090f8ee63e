//! Events in the terms of PLOVER, with the facts that POLECAT keeps of each; one JSON object on a
//! line.
//!
//! | field | from |
//! |---|---|
//! | `event_id` | the article's id, `:`, the event's |
//! | `event_date`, `event_date_end`, `event_date_precision` | the event's date; `null` where it has none |
//! | `event_type`, `event_mode`, `event_context` | PLOVER's, as they are |
//! | `event_aux` | historical, future, hypothetical, negated |
//! | `intensity`, `quad_code`, `cameo_code` | score, quad from 1 to 4, CAMEO code |
//! | `actors`, `recipients` | `name`, `country`, `sector`, `title` (the office), `kind`, `wikidata`, `raw` (the first words that name it) |
//! | `location` | `placename`, `raw`, `country`, `latitude`, `longitude`, `geonames` |
//! | `event_text` | the words that express it; `event_spans` where they stand |
//! | `voice` | `outlet`, or `claimed` with `claimed_by`, `claim` (the words) and `claim_id` |
//! | `confidence` | the calibrated probability |
//! | `source`, `publication_date`, `headline`, `url`, `language`, `story`, `report` | the article and what the store knows of it |
//! | `version` | what made it |
//!
//! PLOVER has no word for whose word an event is; `voice` stands beside its fields, and events that
//! are negated or claimed are written too, for here they can say so.

use std::io::Write;

use onrecord_record::{Actor, Event};
use serde_json::{Value, json};

use super::slices::Slices;
use super::sources::{Cast, quad_number, url};
use super::{ExportError, Item, Items, Written};

pub(super) fn write(items: &mut Items<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let mut written = Written::default();
    for item in items {
        let item = item?;
        written.articles += 1;
        let slices = Slices::of(&item.record.article.text);
        let cast = Cast::of(&item.record);
        for event in &item.record.events {
            let mut line = serde_json::to_vec(&object(&item, event, &slices, &cast))?;
            line.push(b'\n');
            out.write_all(&line)?;
            written.rows += 1;
        }
    }
    Ok(written)
}

fn object(item: &Item, event: &Event, slices: &Slices<'_>, cast: &Cast<'_>) -> Value {
    let article = &item.record.article;
    let date = event.date.as_ref();
    let party = |actor: &Actor| {
        json!({
            "name": actor.name,
            "country": actor.country,
            "sector": actor.sector,
            "title": actor.office,
            "kind": actor.kind,
            "wikidata": actor.wikidata,
            "raw": actor.mentions.first().map(|span| slices.slice(*span)),
        })
    };
    let parties =
        |ids: &[String]| -> Vec<Value> { cast.actors(ids).into_iter().map(party).collect() };
    let location = event.place.as_ref().map(|place| {
        json!({
            "placename": place.name,
            "raw": slices.slice(place.span),
            "country": place.country,
            "latitude": place.lat,
            "longitude": place.lon,
            "geonames": place.geonames,
        })
    });
    let mut object = json!({
        "event_id": format!("{}:{}", article.id, event.id),
        "event_date": date.map(|date| &date.start),
        "event_date_end": date.map(|date| &date.end),
        "event_date_precision": date.map(|date| &date.precision),
        "event_type": event.event_type,
        "event_mode": event.mode,
        "event_context": event.contexts,
        "event_aux": event.aux,
        "intensity": event.score,
        "quad_code": quad_number(&event.quad),
        "cameo_code": event.cameo,
        "actors": parties(&event.actors),
        "recipients": parties(&event.recipients),
        "location": location,
        "event_text": slices.joined(&event.trigger),
        "event_spans": event.trigger,
        "voice": "outlet",
        "confidence": event.confidence,
        "source": article.outlet,
        "publication_date": article.published,
        "headline": article.headline,
        "url": url(&item.record, &item.stored),
        "language": article.language,
        "story": item.stored.story,
        "report": item.stored.report,
        "version": item.record.made_by,
    });
    if event.voice != "outlet" {
        let claim = cast.claim(event);
        object["voice"] = json!("claimed");
        object["claim_id"] = json!(format!("{}:{}", article.id, event.voice));
        object["claimed_by"] = json!(claim.map(|claim| cast.names(&claim.speakers)));
        object["claim"] = json!(claim.map(|claim| slices.joined(&claim.content)));
    }
    object
}
