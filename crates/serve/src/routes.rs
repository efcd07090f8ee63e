//! Which address is answered by what.

use std::sync::Arc;

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
use crate::{api, assets, guard, page};

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
    respond(site.readers.ask(move |store| view(store, &ask)).await, for_programs)
}

/// An answer or a problem.
pub fn respond(answer: Result<Answer, Problem>, for_programs: bool) -> Response {
    match answer {
        Ok(answer) => answer.into_response(),
        Err(problem) => problem.respond(for_programs),
    }
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
    respond(answer.await, for_programs)
}

async fn show_country(State(site): Shared, ask: Ask) -> Response {
    let for_programs = ask.form != Form::Page;
    let answer = async {
        let summary = site.summary().await?;
        site.readers.ask(move |store| actor::country(store, &summary, &ask)).await
    };
    respond(answer.await, for_programs)
}

/// Answers with a pair.
pub async fn show_pair(State(site): Shared, ask: Ask) -> Response {
    let for_programs = ask.form != Form::Page;
    let answer = async {
        let summary = site.summary().await?;
        site.readers.ask(move |store| pair::view(store, &summary, &ask)).await
    };
    respond(answer.await, for_programs)
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
    let pass = site.pass()?;
    if cookie(headers, PASS)? != pass {
        return None;
    }
    let who = percent_encoding::percent_decode_str(cookie(headers, WHO)?).decode_utf8().ok()?;
    Some(who.into_owned()).filter(|who| !who.trim().is_empty())
}

async fn show_review(State(site): Shared, headers: HeaderMap, ask: Ask) -> Response {
    if reviewer(&site, &headers).is_none() {
        return match ask.form {
            Form::Page => html(review::door(false).into_string()),
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

type Fields = FormOf<Vec<(String, String)>>;

async fn enter(State(site): Shared, FormOf(fields): Fields) -> Response {
    let field = |name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    };
    let (Some(pass), true, false) =
        (site.pass(), site.is_token(field("token")), field("who").is_empty())
    else {
        let page = html(review::door(true).into_string());
        return (StatusCode::UNAUTHORIZED, page).into_response();
    };
    let mut response = Redirect::to("/review").into_response();
    for (name, value) in [(PASS, pass), (WHO, crate::address::escaped(field("who")))] {
        let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict");
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
    FormOf(fields): Fields,
) -> Response {
    let Some(who) = reviewer(&site, &headers) else {
        return Problem::new(
            StatusCode::UNAUTHORIZED,
            "reviewing needs the token",
            "begin at /review",
        )
        .respond(false);
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
