//! Which address is answered by what.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form as FormOf, Router};
use onrecord_store::{Error, Store};

use crate::address::Form;
use crate::answer::Answer;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::settings::Settings;
use crate::site::Site;
use crate::views::{actor, article, map, network, pair, review, search, start, statement};
use crate::{api, assets, downloads, guard, page};

/// Everything but the network.
///
/// # Errors
///
/// When the file cannot be read.
pub fn router(settings: Settings) -> Result<Router, Error> {
    let reviews = settings.review && settings.token.is_some();
    let site = Arc::new(Site::open(settings)?);
    let views = Router::new()
        .route("/", get(show_start))
        .route("/record", get(show_start))
        .route("/search", get(|site: Shared, ask: Ask| show(site, ask, search::view)))
        .route("/article/{id}", get(|site: Shared, ask: Ask| show(site, ask, article::view)))
        .route(
            "/article/{id}/{part}",
            get(|site: Shared, ask: Ask| show(site, ask, statement::view)),
        )
        .route("/actor/{name}", get(|site: Shared, ask: Ask| show(site, ask, actor::view)))
        .route("/country/{code}", get(show_country))
        .route("/pair/{a}/{b}", get(show_pair))
        .route("/network", get(|site: Shared, ask: Ask| show(site, ask, network::view)))
        .route("/map", get(|site: Shared, ask: Ask| show(site, ask, map::view)))
        .route("/help", get(async || html(page::help().into_string())))
        .route("/api", get(async || html(api::page::view().into_string())))
        .route(
            "/assets/{version}/{name}",
            get(async |Path((_, name)): Path<(String, String)>| assets::file(&name)),
        );
    let views = match reviews {
        true => views
            .route("/review", get(show_review))
            .route("/review/enter", post(enter))
            .route("/review/{id}/{part}", post(judge)),
        false => views,
    };
    let views = views
        .merge(api::routes(reviews))
        .fallback(nothing)
        .method_not_allowed_fallback(not_so)
        .with_state(Arc::clone(&site));
    // The guard comes before routing, because a suffix is a form and no part of the path.
    Ok(Router::new()
        .fallback_service(views)
        .layer(axum::extract::DefaultBodyLimit::max(site.settings.body))
        .layer(middleware::from_fn_with_state(site, guard::pass)))
}

/// What all handlers share.
pub type Shared = State<Arc<Site>>;

/// Answers with a view.
pub async fn show(
    State(site): Shared,
    ask: Ask,
    view: fn(&Store, &Ask) -> Result<Answer, Problem>,
) -> Response {
    let for_programs = ask.form != Form::Page;
    let answer = site.readers.ask(move |store| view(store, &ask)).await;
    respond(&site, answer, for_programs).await
}

/// An answer or a problem.
pub async fn respond(
    site: &Arc<Site>,
    answer: Result<Answer, Problem>,
    for_programs: bool,
) -> Response {
    let response = match answer {
        Ok(Answer::Page(page)) => Ok(html(page.into_string())),
        Ok(Answer::Bytes(media, bytes)) => {
            Ok(([(header::CONTENT_TYPE, media)], bytes).into_response())
        }
        Ok(Answer::Whole(download)) => downloads::begin(site, *download).await,
        Ok(Answer::Elsewhere(to)) => Ok(Redirect::to(&to).into_response()),
        Err(problem) => Err(problem),
    };
    response.unwrap_or_else(|problem| problem.respond(for_programs))
}

fn html(page: String) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

async fn show_start(State(site): Shared, ask: Ask) -> Response {
    let for_programs = ask.form != Form::Page;
    let answer = async {
        let summary = site.summary().await?;
        site.readers.ask(move |store| start::view(store, &summary, &ask)).await
    };
    respond(&site, answer.await, for_programs).await
}

async fn show_country(State(site): Shared, ask: Ask) -> Response {
    let for_programs = ask.form != Form::Page;
    let answer = async {
        let summary = site.summary().await?;
        site.readers.ask(move |store| actor::country(store, &summary, &ask)).await
    };
    respond(&site, answer.await, for_programs).await
}

/// Answers with a pair.
pub async fn show_pair(State(site): Shared, ask: Ask) -> Response {
    let for_programs = ask.form != Form::Page;
    let answer = async {
        let summary = site.summary().await?;
        site.readers.ask(move |store| pair::view(store, &summary, &ask)).await
    };
    respond(&site, answer.await, for_programs).await
}

const PASS: &str = "onrecord_pass";
const WHO: &str = "onrecord_who";

/// A cookie by name.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = guard::text(headers, &header::COOKIE)?;
    cookies.split(';').find_map(|one| one.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Who has shown the token.
fn reviewer(site: &Site, headers: &HeaderMap) -> Option<String> {
    if !site.is_pass(cookie(headers, PASS)?) {
        return None;
    }
    let who = percent_encoding::percent_decode_str(cookie(headers, WHO)?).decode_utf8().ok()?;
    Some(who.into_owned()).filter(|who| !who.trim().is_empty())
}

async fn show_review(State(site): Shared, headers: HeaderMap, ask: Ask) -> Response {
    if reviewer(&site, &headers).is_none() {
        return match ask.form {
            Form::Page => html(review::door(None).into_string()),
            _ => Problem::new(
                StatusCode::UNAUTHORIZED,
                "reviewing needs the token",
                "begin at /review",
            )
            .respond(true),
        };
    }
    show(State(site), ask, review::view).await
}

/// What a form sent, or why it cannot be read.
type Fields = Result<FormOf<Vec<(String, String)>>, FormRejection>;

fn sent(site: &Site, fields: Fields) -> Result<Vec<(String, String)>, Problem> {
    match fields {
        Ok(FormOf(fields)) => Ok(fields),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Problem::too_long(rejection.status(), site.settings.body))
        }
        Err(rejection) => {
            let hint = "send the form of the page, as application/x-www-form-urlencoded";
            Err(Problem::new(rejection.status(), "what was sent is no form", hint))
        }
    }
}

async fn enter(State(site): Shared, fields: Fields) -> Response {
    let fields = match sent(&site, fields) {
        Ok(fields) => fields,
        Err(problem) => return problem.respond(false),
    };
    let field = |name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    };
    let refused = |status: StatusCode, told: &str| {
        (status, html(review::door(Some(told)).into_string())).into_response()
    };
    let Some(pass) = site.pass().filter(|_| site.is_token(field("token"))) else {
        return refused(StatusCode::UNAUTHORIZED, "That is not the token.");
    };
    if field("who").is_empty() {
        let told = "Say your name as well: it is kept with what you say.";
        return refused(StatusCode::BAD_REQUEST, told);
    }
    let mut response = Redirect::to("/review").into_response();
    for (name, value) in [(PASS, pass), (WHO, crate::address::escaped(field("who")))] {
        let cookie = format!("{name}={value}; Path=/review; HttpOnly; SameSite=Strict");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

async fn judge(
    State(site): Shared,
    Path((id, part)): Path<(String, String)>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let Some(who) = reviewer(&site, &headers) else {
        return Problem::new(
            StatusCode::UNAUTHORIZED,
            "reviewing needs the token",
            "begin at /review",
        )
        .respond(false);
    };
    let fields = match sent(&site, fields) {
        Ok(fields) => fields,
        Err(problem) => return problem.respond(false),
    };
    let back = fields.iter().find(|(name, _)| name == "back").map(|(_, value)| value.clone());
    // Only to our own review, whatever was sent.
    let back = back
        .filter(|back| back == "/review" || back.starts_with("/review?"))
        .unwrap_or_else(|| "/review".to_owned());
    let judged = site
        .write(move |store| {
            let judgement = review::Judgement::of(&fields, &part);
            review::judge(store, &format!("{id}#{part}"), &judgement, &who)
        })
        .await;
    match judged {
        Ok(_) => Redirect::to(&back).into_response(),
        Err(problem) => problem.respond(false),
    }
}

async fn nothing(request: axum::extract::Request) -> Response {
    let form = request.extensions().get::<Form>().copied().unwrap_or_default();
    let for_programs = form != Form::Page || request.uri().path().starts_with("/api/");
    Problem::missing("there is no such page").respond(for_programs)
}

async fn not_so(request: axum::extract::Request) -> Response {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("this address does not take {}", request.method()),
        "the page of the API says what each address takes",
    )
    .respond(request.uri().path().starts_with("/api/"))
}
