//! The API for programs: the same answers as the pages give, under `/api/v1`, described by OpenAPI.

pub mod page;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{OpenApi, ToSchema};

use std::sync::Arc;

use crate::address::Form;
use crate::answer::{Answer, json as json_answer};
use crate::ask::Ask;
use crate::fields::{self, Field};
use crate::guard;
use crate::model::{Article, Event, Item, Statement};
use crate::problem::{Problem, ProblemJson};
use crate::routes::{Shared, respond, show, show_pair};
use crate::settings::{Given, GivenForm};
use crate::site::Site;
use crate::views::search::hits;
use crate::views::{actor, article, review, search, statement};
use onrecord_store::{Store, What};

/// The description of the API, OpenAPI 3.1.
pub fn openapi() -> Value {
    let mut whole = serde_json::to_value(Described::openapi()).unwrap_or_default();
    // What can be asked is told by the same table that decides it.
    if let Some(paths) = whole.pointer_mut("/paths").and_then(Value::as_object_mut) {
        for (path, methods) in paths {
            let fields = fields::of_address(path);
            if let Some(get) = methods.get_mut("get").filter(|_| !fields.is_empty()) {
                let mut all = get["parameters"].as_array().cloned().unwrap_or_default();
                all.extend(fields.iter().map(parameter));
                get["parameters"] = all.into();
            }
        }
    }
    // Records have a schema of their own, which is held to the types by its own test.
    let record: Value = serde_json::from_str(RECORD).unwrap_or_default();
    if let Some(schemas) = whole.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.insert("Record".to_owned(), record);
    }
    whole
}

fn parameter(field: &Field) -> Value {
    let kind = if field.name == "limit" { "integer" } else { "string" };
    json!({
        "name": field.name, "in": "query", "description": field.about,
        "required": field.required,
        "schema": { "type": kind },
    })
}

const RECORD: &str = include_str!("../../../../schema/record.schema.json");

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Onrecord",
        description = "The record of who said what, and of who did what to whom. Times are ISO 8601, countries ISO 3166-1 alpha-3, events in PLOVER's terms, offsets in code points of the article's text. What is not known is null. Errors are RFC 9457.",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT")
    ),
    paths(
        list_articles, one_article, list_statements, one_statement, list_events, one_event,
        list_actors, one_actor, search_all, one_pair, read, judge
    ),
    components(schemas(Article, Statement, Event, ProblemJson, Verdict, Names, Searched)),
    tags(
        (name = "record", description = "What is in the record"),
        (name = "work", description = "Reading texts, and judging what was found"),
    )
)]
struct Described;

/// The routes of the API.
pub fn routes(reviews: bool) -> Router<Arc<Site>> {
    let routes = Router::new()
        .route("/api/v1/articles", get(list_articles))
        .route("/api/v1/articles/{id}", get(one_article))
        .route("/api/v1/statements", get(list_statements))
        .route("/api/v1/statements/{id}", get(one_statement))
        .route("/api/v1/events", get(list_events))
        .route("/api/v1/events/{id}", get(one_event))
        .route("/api/v1/actors", get(list_actors))
        .route("/api/v1/actors/{name}", get(one_actor))
        .route("/api/v1/search", get(search_all))
        .route("/api/v1/pairs/{a}/{b}", get(one_pair))
        .route("/api/v1/read", post(read))
        .route("/api/v1/openapi.json", get(description));
    match reviews {
        true => routes.route("/api/v1/reviews", post(judge)),
        false => routes,
    }
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
struct Page<T> {
    /// What is on it.
    items: Vec<T>,
    /// What leads to the next page: give it as `cursor`. Null on the last page.
    next: Option<String>,
}

/// What a search gives.
#[derive(Serialize, ToSchema)]
struct Searched {
    /// Statements, events or articles.
    items: Vec<Item>,
    /// What leads to the next page: give it as `cursor`. Null on the last page.
    next: Option<String>,
    /// How many there are by side and day, of the newest 2,000.
    #[schema(value_type = Object)]
    counts: Value,
    /// Actors whose names hold the words.
    actors: Vec<String>,
}

/// Names of actors.
#[derive(Serialize, ToSchema)]
struct Names {
    /// The names.
    items: Vec<String>,
}

async fn list(site: Shared, mut ask: Ask, what: What) -> Response {
    ask.form = Form::Json;
    let answer = site.0.readers.ask(move |store| {
        ask.only(&fields::of(what))?;
        let query = ask.query_for(store, what)?;
        let found = hits(store, &ask, &query)?;
        json_answer(&Page { items: found.items, next: found.next })
    });
    respond(&site.0, answer.await, true).await
}

async fn view(
    site: Shared,
    mut ask: Ask,
    view: fn(&Store, &Ask) -> Result<Answer, Problem>,
) -> Response {
    ask.form = Form::Json;
    show(site, ask, view).await
}

async fn description(ask: Ask) -> Response {
    match ask.only(&[]) {
        Ok(()) => Json(openapi()).into_response(),
        Err(problem) => problem.respond(true),
    }
}

/// Articles, the newest first.
#[utoipa::path(get, path = "/api/v1/articles", tag = "record",
    responses((status = 200, body = Page<Article>), (status = 400, body = ProblemJson, content_type = "application/problem+json")))]
async fn list_articles(site: Shared, ask: Ask) -> Response {
    list(site, ask, What::Articles).await
}

/// One article: its record, versions, copies and the other reports of its story.
#[utoipa::path(get, path = "/api/v1/articles/{id}", tag = "record",
    params(("id" = String, Path, description = "The first digits of its hash")),
    responses((status = 200, description = "`record` is a Record", body = Object), (status = 404, body = ProblemJson, content_type = "application/problem+json")))]
async fn one_article(site: Shared, ask: Ask) -> Response {
    view(site, ask, article::view).await
}

/// Statements, the newest first.
#[utoipa::path(get, path = "/api/v1/statements", tag = "record",
    responses((status = 200, body = Page<Statement>), (status = 400, body = ProblemJson, content_type = "application/problem+json")))]
async fn list_statements(site: Shared, ask: Ask) -> Response {
    list(site, ask, What::Statements).await
}

/// One statement with its other wordings and what the speaker said before and after.
#[utoipa::path(get, path = "/api/v1/statements/{id}", tag = "record",
    params(("id" = String, Path, description = "`3fa9c1d2e4b5-s3`, or with an escaped `#`")),
    responses((status = 200, body = Object), (status = 404, body = ProblemJson, content_type = "application/problem+json")))]
async fn one_statement(site: Shared, ask: Ask) -> Response {
    part(site, ask).await
}

/// Events, the newest first.
#[utoipa::path(get, path = "/api/v1/events", tag = "record",
    responses((status = 200, body = Page<Event>), (status = 400, body = ProblemJson, content_type = "application/problem+json")))]
async fn list_events(site: Shared, ask: Ask) -> Response {
    list(site, ask, What::Events).await
}

/// One event with all its fields in the record.
#[utoipa::path(get, path = "/api/v1/events/{id}", tag = "record",
    params(("id" = String, Path, description = "`3fa9c1d2e4b5-e1`, or with an escaped `#`")),
    responses((status = 200, body = Object), (status = 404, body = ProblemJson, content_type = "application/problem+json")))]
async fn one_event(site: Shared, ask: Ask) -> Response {
    part(site, ask).await
}

async fn part(site: Shared, ask: Ask) -> Response {
    let named = ask.part("id").replace('-', "#");
    let (id, part) = named.split_once('#').unwrap_or((&named, ""));
    let ask = ask.with_part("id", id).with_part("part", part);
    view(site, ask, statement::view).await
}

/// Actors by name.
#[utoipa::path(get, path = "/api/v1/actors", tag = "record",
    responses((status = 200, body = Names), (status = 400, body = ProblemJson, content_type = "application/problem+json")))]
async fn list_actors(site: Shared, mut ask: Ask) -> Response {
    ask.form = Form::Json;
    let answer = site.0.readers.ask(move |store| {
        ask.only(&fields::OF_NAMES)?;
        if ask.field("q").is_empty() {
            return Err(Problem::asked("no name is given", "give words of a name as q"));
        }
        json_answer(&Names { items: store.names(ask.field("q"), ask.limit()?)? })
    });
    respond(&site.0, answer.await, true).await
}

/// What is known of an actor: offices, statements, events, who speaks about it.
#[utoipa::path(get, path = "/api/v1/actors/{name}", tag = "record",
    params(("name" = String, Path, description = "The whole name, or a Wikidata id")),
    responses((status = 200, body = Object), (status = 404, body = ProblemJson, content_type = "application/problem+json")))]
async fn one_actor(site: Shared, ask: Ask) -> Response {
    view(site, ask, actor::view).await
}

/// Statements, events or articles with counts by side.
#[utoipa::path(get, path = "/api/v1/search", tag = "record",
    responses((status = 200, body = Searched), (status = 400, body = ProblemJson, content_type = "application/problem+json")))]
async fn search_all(site: Shared, ask: Ask) -> Response {
    view(site, ask, search::view).await
}

/// What two do to each other and say about each other.
#[utoipa::path(get, path = "/api/v1/pairs/{a}/{b}", tag = "record",
    params(
        ("a" = String, Path, description = "A whole name or the code of a country"),
        ("b" = String, Path, description = "Likewise"),
    ),
    responses((status = 200, body = Object)))]
async fn one_pair(site: Shared, mut ask: Ask) -> Response {
    ask.form = Form::Json;
    show_pair(site, ask).await
}

/// Reads a text and gives its record; nothing is kept.
#[utoipa::path(post, path = "/api/v1/read", tag = "work",
    request_body(description = "text/plain, text/html, or application/json with one object as `onrecord read` takes it: text or html, url, outlet, headline, published", content((String = "text/plain"), (String = "text/html"), (Object = "application/json"))),
    responses(
        (status = 200, description = "A Record", body = Object),
        (status = 413, description = "Longer than 2 MiB", body = ProblemJson, content_type = "application/problem+json"),
        (status = 422, body = ProblemJson, content_type = "application/problem+json"),
        (status = 429, body = ProblemJson, content_type = "application/problem+json"),
    ))]
async fn read(
    State(site): Shared,
    ask: Ask,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Response {
    let answer = match ask.only(&[]) {
        Ok(()) => read_text(&site, &headers, body).await,
        Err(problem) => Err(problem),
    };
    respond(&site, answer, true).await
}

async fn read_text(
    site: &Arc<Site>,
    headers: &HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Answer, Problem> {
    let Some(reader) = site.settings.reader.clone() else {
        let status = StatusCode::NOT_IMPLEMENTED;
        return Err(Problem::new(status, "this server reads no text", "onrecord read does"));
    };
    let media = guard::text(headers, &header::CONTENT_TYPE).unwrap_or("text/plain");
    let form = match media.split(';').next().unwrap_or_default().trim() {
        "text/plain" => GivenForm::Text,
        "text/html" | "application/xhtml+xml" => GivenForm::Html,
        "application/json" => GivenForm::Json,
        other => {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                format!("{other:?} is not read"),
                "send text/plain, text/html or application/json",
            ));
        }
    };
    let bytes =
        body.map_err(|rejection| Problem::too_long(rejection.status(), site.settings.body))?;
    let too_many = || {
        let status = StatusCode::TOO_MANY_REQUESTS;
        Problem::new(status, "many texts wait to be read", "send it again in a moment")
    };
    let waits = Arc::clone(&site.waiting).try_acquire_owned().map_err(|_| too_many())?;
    let reads = Arc::clone(&site.reading).acquire_owned().await.map_err(|_| too_many())?;
    let given = Given { form, bytes: bytes.to_vec() };
    let record = tokio::task::spawn_blocking(move || {
        // Whoever no longer waits has not ended the work; the place is free when the work is over.
        let _places = (waits, reads);
        reader(given)
    });
    let record = record.await;
    match record {
        Ok(Ok(record)) => json_answer(&record),
        Ok(Err(told)) => {
            let (what, hint) = told.split_once("; hint: ").unwrap_or((&told, ""));
            Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, what, hint))
        }
        Err(_) => {
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            Err(Problem::new(
                status,
                "the text could not be read",
                "this is a bug, please report it",
            ))
        }
    }
}

/// What a person says of a statement or event.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Verdict {
    /// `3fa9c1d2e4b5#s3` or `3fa9c1d2e4b5#e1`.
    id: String,
    /// `accept`, `reject` or `amend`.
    verdict: String,
    /// For `amend`: the fields that are otherwise, in the form of the record; names for ids.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    fields: Map<String, Value>,
    /// Who says so.
    who: String,
    /// Why.
    #[serde(default)]
    why: String,
}

/// Accepts, rejects or amends a statement or event; only where the server was started with `--review`.
#[utoipa::path(post, path = "/api/v1/reviews", tag = "work",
    request_body = Verdict,
    responses(
        (status = 200, description = "`id` is what it is called now; null when it is gone", body = Object),
        (status = 413, body = ProblemJson, content_type = "application/problem+json"),
        (status = 401, description = "Without `Authorization: Bearer` and the token", body = ProblemJson, content_type = "application/problem+json"),
    ))]
async fn judge(
    State(site): Shared,
    ask: Ask,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Response {
    if let Err(problem) = ask.only(&[]) {
        return problem.respond(true);
    }
    let given = guard::text(&headers, &header::AUTHORIZATION)
        .and_then(|value| value.strip_prefix("Bearer "));
    if !given.is_some_and(|token| site.is_token(token.trim())) {
        let status = StatusCode::UNAUTHORIZED;
        return Problem::new(status, "this needs the token", "send Authorization: Bearer TOKEN")
            .respond(true);
    }
    let body = match body {
        Ok(body) => body,
        Err(rejection) => {
            return Problem::too_long(rejection.status(), site.settings.body).respond(true);
        }
    };
    let verdict: Verdict = match serde_json::from_slice(&body) {
        Ok(verdict) => verdict,
        Err(error) => {
            let hint = "send {\"id\", \"verdict\", \"who\"} as JSON";
            return Problem::asked(format!("that is no verdict: {error}"), hint).respond(true);
        }
    };
    let judged = site.write(move |store| {
        let Verdict { id, verdict, fields, who, why } = verdict;
        let judgement = review::Judgement { verdict, fields, why };
        review::judge(store, &id, &judgement, &who)
    });
    match judged.await {
        Ok(id) => Json(json!({ "id": id })).into_response(),
        Err(problem) => problem.respond(true),
    }
}
