//! The tables of CSV and Parquet: their columns, and the rows of an item.
//!
//! Lists are joined: names and codes by `; `, parts of a text by ` … `, spans as `start-end` with a
//! space between, in code points of `text`. Rows of the other tables find their article by its id.

use onrecord_record::{Actor, ActorKind, Event, Record, Span, Statement, StatementKind};

use super::Item;
use super::slices::Slices;
use super::sources::{Cast, times, url};

/// The tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// One row for each article, with its text.
    Articles,
    /// One row for each statement.
    Statements,
    /// One row for each event.
    Events,
    /// One row for each actor of each article.
    Actors,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Integer,
    Number,
    Truth,
}

/// What a cell of a table holds; `None` is not known, and an empty cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(Option<String>),
    /// A whole number.
    Integer(Option<i64>),
    /// A number.
    Number(Option<f64>),
    /// Whether something is so.
    Truth(Option<bool>),
}

impl Table {
    /// The names of its columns with what they hold, in order.
    pub(super) const fn columns(self) -> &'static [(&'static str, Sort)] {
        use Sort::{Integer, Number, Text, Truth};
        match self {
            Table::Articles => &[
                ("article", Text),
                ("input_id", Text),
                ("url", Text),
                ("outlet", Text),
                ("headline", Text),
                ("byline", Text),
                ("published", Text),
                ("external_id", Text),
                ("language", Text),
                ("section", Text),
                ("report", Integer),
                ("story", Integer),
                ("seen", Integer),
                ("first_seen", Text),
                ("last_seen", Text),
                ("program", Text),
                ("model", Text),
                ("rules", Text),
                ("text", Text),
            ],
            Table::Statements => &[
                ("article", Text),
                ("statement", Text),
                ("outlet", Text),
                ("published", Text),
                ("url", Text),
                ("kind", Text),
                ("speakers", Text),
                ("speaker_ids", Text),
                ("source", Text),
                ("cue", Text),
                ("content", Text),
                ("content_spans", Text),
                ("addressee", Text),
                ("via", Text),
                ("question", Text),
                ("inside", Text),
                ("in_headline", Truth),
                ("confidence", Number),
                ("wording", Integer),
            ],
            Table::Events => &[
                ("article", Text),
                ("event", Text),
                ("outlet", Text),
                ("published", Text),
                ("url", Text),
                ("type", Text),
                ("mode", Text),
                ("contexts", Text),
                ("aux", Text),
                ("actors", Text),
                ("actor_ids", Text),
                ("actor_countries", Text),
                ("actor_sectors", Text),
                ("recipients", Text),
                ("recipient_ids", Text),
                ("recipient_countries", Text),
                ("recipient_sectors", Text),
                ("trigger", Text),
                ("trigger_spans", Text),
                ("place", Text),
                ("place_country", Text),
                ("lat", Number),
                ("lon", Number),
                ("geonames", Integer),
                ("date_start", Text),
                ("date_end", Text),
                ("date_precision", Text),
                ("voice", Text),
                ("claimed_by", Text),
                ("score", Number),
                ("quad", Text),
                ("cameo", Text),
                ("confidence", Number),
            ],
            Table::Actors => &[
                ("article", Text),
                ("actor", Text),
                ("name", Text),
                ("kind", Text),
                ("country", Text),
                ("sector", Text),
                ("office", Text),
                ("wikidata", Text),
                ("mentions", Integer),
                ("mention_spans", Text),
            ],
        }
    }

    /// The rows of an item, each with a cell for every column.
    pub(super) fn rows(self, item: &Item) -> Vec<Vec<Cell>> {
        let record = &item.record;
        let slices = Slices::of(&record.article.text);
        let cast = Cast::of(record);
        match self {
            Table::Articles => vec![article(item)],
            Table::Statements => {
                record.statements.iter().map(|one| statement(item, one, &slices, &cast)).collect()
            }
            Table::Events => {
                record.events.iter().map(|one| event(item, one, &slices, &cast)).collect()
            }
            Table::Actors => record.actors.iter().map(|one| actor(record, one)).collect(),
        }
    }
}

fn article(item: &Item) -> Vec<Cell> {
    let article = &item.record.article;
    let (first, last) = times(&item.stored);
    let made_by = &item.record.made_by;
    vec![
        text(&article.id),
        text(&article.input_id),
        maybe(url(&item.record, &item.stored)),
        maybe(article.outlet.as_ref()),
        maybe(article.headline.as_ref()),
        list(&article.byline),
        maybe(article.published.map(|moment| moment.to_string())),
        maybe(article.external_id.as_ref()),
        maybe(article.language.as_ref()),
        maybe(article.section.as_ref()),
        Cell::Integer(item.stored.report),
        Cell::Integer(item.stored.story),
        count(item.stored.seen.len()),
        maybe(first),
        maybe(last),
        text(&made_by.program),
        maybe(made_by.model.as_ref()),
        maybe(made_by.rules.as_ref()),
        text(&article.text),
    ]
}

fn statement(
    item: &Item,
    statement: &Statement,
    slices: &Slices<'_>,
    cast: &Cast<'_>,
) -> Vec<Cell> {
    let one = |span: Option<Span>| maybe(span.map(|span| slices.slice(span)));
    let [id, rest @ ..] = whence(item);
    let mut row = vec![id, text(&statement.id)];
    row.extend(rest);
    row.extend([
        text(statement_kind(statement.kind)),
        list(&cast.names(&statement.speakers)),
        list(&statement.speakers),
        parts(slices, &statement.source),
        parts(slices, &statement.cue),
        parts(slices, &statement.content),
        spans(&statement.content),
        one(statement.addressee),
        one(statement.via),
        one(statement.question),
        maybe(statement.inside.as_ref()),
        Cell::Truth(Some(statement.in_headline)),
        Cell::Number(statement.confidence),
        Cell::Integer(item.stored.wordings.get(&statement.id).copied()),
    ]);
    row
}

fn event(item: &Item, event: &Event, slices: &Slices<'_>, cast: &Cast<'_>) -> Vec<Cell> {
    let place = event.place.as_ref();
    let date = event.date.as_ref();
    let [id, rest @ ..] = whence(item);
    let mut row = vec![id, text(&event.id)];
    row.extend(rest);
    row.extend([
        text(&event.event_type),
        maybe(event.mode.as_ref()),
        list(&event.contexts),
        list(&event.aux),
    ]);
    for side in [&event.actors, &event.recipients] {
        let actors = cast.actors(side);
        let codes = |code: fn(&Actor) -> &Option<String>| {
            // An actor without code keeps its place in the list.
            let codes: Vec<&str> =
                actors.iter().map(|actor| code(actor).as_deref().unwrap_or_default()).collect();
            if codes.iter().all(|code| code.is_empty()) { Cell::Text(None) } else { list(&codes) }
        };
        row.extend([
            list(&cast.names(side)),
            list(side),
            codes(|actor| &actor.country),
            codes(|actor| &actor.sector),
        ]);
    }
    let claimed_by = cast.claim(event).map(|statement| cast.names(&statement.speakers).join("; "));
    row.extend([
        parts(slices, &event.trigger),
        spans(&event.trigger),
        maybe(place.map(|place| &place.name)),
        maybe(place.and_then(|place| place.country.as_ref())),
        Cell::Number(place.and_then(|place| place.lat)),
        Cell::Number(place.and_then(|place| place.lon)),
        Cell::Integer(place.and_then(|place| place.geonames).and_then(|id| i64::try_from(id).ok())),
        maybe(date.map(|date| &date.start)),
        maybe(date.map(|date| &date.end)),
        maybe(date.map(|date| &date.precision)),
        text(&event.voice),
        maybe(claimed_by),
        Cell::Number(Some(event.score)),
        text(&event.quad),
        text(&event.cameo),
        Cell::Number(event.confidence),
    ]);
    row
}

fn actor(record: &Record, actor: &Actor) -> Vec<Cell> {
    vec![
        text(&record.article.id),
        text(&actor.id),
        text(&actor.name),
        maybe(actor.kind.map(actor_kind)),
        maybe(actor.country.as_ref()),
        maybe(actor.sector.as_ref()),
        maybe(actor.office.as_ref()),
        maybe(actor.wikidata.as_ref()),
        count(actor.mentions.len()),
        spans(&actor.mentions),
    ]
}

/// Article, outlet, moment and address: what a row needs to be cited.
fn whence(item: &Item) -> [Cell; 4] {
    let article = &item.record.article;
    [
        text(&article.id),
        maybe(article.outlet.as_ref()),
        maybe(article.published.map(|moment| moment.to_string())),
        maybe(url(&item.record, &item.stored)),
    ]
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(Some(text.into()))
}

fn maybe<T: ToString>(text: Option<T>) -> Cell {
    Cell::Text(text.map(|text| text.to_string()))
}

fn list<T: AsRef<str>>(parts: &[T]) -> Cell {
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    Cell::Text((!parts.is_empty()).then(|| parts.join("; ")))
}

fn parts(slices: &Slices<'_>, spans: &[Span]) -> Cell {
    Cell::Text((!spans.is_empty()).then(|| slices.joined(spans)))
}

fn spans(spans: &[Span]) -> Cell {
    let spans: Vec<String> = spans.iter().map(|[start, end]| format!("{start}-{end}")).collect();
    Cell::Text((!spans.is_empty()).then(|| spans.join(" ")))
}

fn count(count: usize) -> Cell {
    Cell::Integer(i64::try_from(count).ok())
}

/// As the record writes it.
pub(super) fn statement_kind(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Direct => "direct",
        StatementKind::Indirect => "indirect",
        StatementKind::Mixed => "mixed",
    }
}

/// As the record writes it.
pub(super) fn actor_kind(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::Organization => "organization",
        ActorKind::State => "state",
        ActorKind::Group => "group",
        ActorKind::Place => "place",
        ActorKind::Role => "role",
    }
}
