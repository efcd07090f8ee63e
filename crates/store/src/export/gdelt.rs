//! Events as the GDELT 1.0 event table: 58 columns in the order of its codebook, with tabs between
//! and without a header, as GDELT's own daily files are.
//!
//! One row for each event and pair of parties; a reciprocal event (CONSULT, AGREE, COOPERATE) has a
//! row each way round. Who did something together without a recipient has a row each, with no second
//! actor.
//!
//! | columns | from |
//! |---|---|
//! | `GLOBALEVENTID` | a hash of article, event and pair: the same in every export |
//! | `SQLDATE` to `FractionDate` | the event's first day, else the day of publication |
//! | `Actor1Name`, `Actor2Name` | the names, in capitals as GDELT writes them |
//! | `Actor…CountryCode` | ISO 3166-1 alpha-3, which CAMEO's country codes are but for a few |
//! | `Actor…Type1Code` | the PLOVER sector; those of CAMEO's roles have the same letters |
//! | `Actor…Code` | country and sector, one after the other |
//! | `IsRootEvent` | whether it stands in the headline or the first 300 characters |
//! | `EventCode`, `EventBaseCode`, `EventRootCode` | the CAMEO code and its beginnings |
//! | `QuadClass` | 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict |
//! | `GoldsteinScale` | PLOVER's score, which has the same ends |
//! | `NumMentions`, `NumSources`, `NumArticles` | 1: rows are of one article; counting is the reader's |
//! | `ActionGeo_FullName`, `_Lat`, `_Long` | the event's place |
//! | `DATEADDED` | the day of publication |
//! | `SOURCEURL` | the article's address |
//!
//! Empty, because a record does not say it: known groups, ethnic and religious codes, second and third
//! types, tone, the places of the parties, and GDELT's own codes of places (their type, FIPS country,
//! ADM1, feature id).
//!
//! Of a record, these have no place here: statements, contexts, modes, spans, confidence, and the
//! voice of an event. A table that cannot say "he claims" or "not" would make facts of claims and
//! denials, so events that are another's word, negated, supposed or to come are left out and counted.
//! Tabs and line breaks in names and addresses become blanks, for the form has no way to write them.

use std::io::Write;

use onrecord_record::{Actor, Event, Record};

use super::sources::{Pair, day, quad_number, url, write_pairs};
use super::{ExportError, Item, Items, Written};
use crate::words::hash;

/// The columns of the GDELT 1.0 event table, in order; the form itself has no header.
pub const COLUMNS: [&str; 58] = [
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

pub(super) fn write(items: &mut Items<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    write_pairs(items, out, row)
}

fn row(item: &Item, event: &Event, pair: Pair<'_>) -> Vec<String> {
    let record = &item.record;
    let day = day(record, event);
    let number = |text: Option<String>| text.unwrap_or_default();
    let mut row = vec![
        identity(&[&record.article.id, &event.id, id(pair.0), id(pair.1)]).to_string(),
        number(day.map(|day| day.strftime("%Y%m%d").to_string())),
        number(day.map(|day| day.strftime("%Y%m").to_string())),
        number(day.map(|day| day.strftime("%Y").to_string())),
        // The part of the year that had passed, as GDELT reckons it: days of an even year.
        number(day.map(|day| {
            let passed = f64::from(i32::from(day.month() - 1) * 30 + i32::from(day.day()));
            format!("{:.4}", f64::from(day.year()) + passed / 365.0)
        })),
    ];
    for actor in [pair.0, pair.1] {
        let text = |field: Option<&String>| plain(field.map(String::as_str).unwrap_or_default());
        let country = text(actor.and_then(|actor| actor.country.as_ref()));
        let sector = text(actor.and_then(|actor| actor.sector.as_ref()));
        let name = text(actor.map(|actor| &actor.name)).to_uppercase();
        let unknown = String::new;
        row.extend([format!("{country}{sector}"), name, country]);
        row.extend([unknown(), unknown(), unknown(), unknown(), sector, unknown(), unknown()]);
    }
    let cameo = plain(&event.cameo);
    let beginning = |length: usize| cameo.chars().take(length).collect::<String>();
    row.extend([
        u8::from(first_words(record, event)).to_string(),
        cameo.clone(),
        beginning(3),
        beginning(2),
        number(quad_number(&event.quad).map(|quad| quad.to_string())),
        number(
            Some(event.score).filter(|score| score.is_finite()).map(|score| format!("{score:.1}")),
        ),
        "1".to_owned(),
        "1".to_owned(),
        "1".to_owned(),
        String::new(),
    ]);
    row.extend(std::iter::repeat_n(String::new(), 14));
    let place = event.place.as_ref();
    row.extend([
        String::new(),
        plain(place.map(|place| place.name.as_str()).unwrap_or_default()),
        String::new(),
        String::new(),
        number(place.and_then(|place| place.lat).map(|degrees| degrees.to_string())),
        number(place.and_then(|place| place.lon).map(|degrees| degrees.to_string())),
        String::new(),
        number(record.article.published.map(|at| at.date().strftime("%Y%m%d").to_string())),
        plain(url(record, &item.stored).unwrap_or_default()),
    ]);
    row
}

fn id(actor: Option<&Actor>) -> &str {
    actor.map(|actor| actor.id.as_str()).unwrap_or_default()
}

/// A number that is the same for the same parts, and small enough for whoever reads numbers as
/// floating ones.
pub(super) fn identity(parts: &[&str]) -> u64 {
    hash(5, parts.join("\u{0}").as_bytes()) >> 12
}

/// Without what would end a cell or a row, or could not be shown in one.
pub(super) fn plain(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect();
    plain.trim().to_owned()
}

/// Whether an event stands where news says what it is about.
fn first_words(record: &Record, event: &Event) -> bool {
    let headline = record.article.headline.as_ref().map_or(0, |headline| headline.chars().count());
    event.trigger.first().is_some_and(|trigger| trigger[0] < headline + LEAD)
}

/// How many characters after the headline are the first paragraph, about.
const LEAD: usize = 300;
