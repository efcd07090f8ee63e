//! What every request passes: whether it may come in at all, how many may, for how long, and what a
//! browser may do with the answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::address::{self, Form};
use crate::problem::Problem;
use crate::site::Site;

/// What browsers may load: our own style, script and pictures; what they may send to: us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Lets a request in, or says why not.
pub async fn pass(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let for_programs = wants_json(request.uri().path());
    let refused = may_come_in(&site, &request).err();
    let response = match (refused, Turn::take(&site)) {
        (Some(problem), _) => problem.respond(for_programs),
        (None, None) => Problem::busy().respond(for_programs),
        (None, Some(_turn)) => {
            split_form(&mut request);
            match tokio::time::timeout(site.settings.time, next.run(request)).await {
                Ok(response) => response,
                Err(_) => Problem::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "that took longer than it may",
                    "ask for less, or again later",
                )
                .respond(for_programs),
            }
        }
    };
    dressed(response)
}

/// Whether errors are told to a program.
pub fn wants_json(path: &str) -> bool {
    path.starts_with("/api/") || address::split(path).1 != Form::Page
}

/// One of those who are in work or wait.
struct Turn(Arc<Site>);

/// How many there are.
#[derive(Default)]
pub struct Inside(AtomicUsize);

impl Turn {
    fn take(site: &Arc<Site>) -> Option<Turn> {
        let before = site.inside.0.fetch_add(1, Ordering::AcqRel);
        let turn = Turn(Arc::clone(site));
        // What is dropped gives its place back.
        (before < site.settings.queue).then_some(turn)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.inside.0.fetch_sub(1, Ordering::AcqRel);
    }
}

fn may_come_in(site: &Site, request: &Request) -> Result<(), Problem> {
    let headers = request.headers();
    let host = text(headers, &header::HOST)
        .map(str::to_owned)
        .or_else(|| request.uri().authority().map(ToString::to_string));
    let known = |name: &str| {
        let mut hosts = site.settings.hosts.iter();
        hosts.any(|host| without_port_80(host).eq_ignore_ascii_case(without_port_80(name)))
    };
    if !host.as_deref().is_some_and(known) {
        return Err(Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "this server does not go by that name",
            "call it by the address that onrecord serve printed, or start it with --host NAME",
        ));
    }
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    // A page of somebody else may not send forms here with this browser's cookies.
    let elsewhere = text(headers, &HeaderName::from_static("sec-fetch-site"))
        .is_some_and(|site| site == "cross-site" || site == "same-site");
    let origin = text(headers, &header::ORIGIN);
    let stranger = origin.is_some_and(|origin| {
        let name = origin.split_once("://").map_or(origin, |(_, name)| name);
        !known(name)
    });
    if elsewhere || stranger {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "that was sent by a page of somebody else",
            "send it from a page of this server, or with a program",
        ));
    }
    Ok(())
}

/// Browsers leave out the port that HTTP has where none is said.
fn without_port_80(name: &str) -> &str {
    name.strip_suffix(":80").unwrap_or(name)
}

/// A header as text.
pub fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Takes the suffix that names a form off the path.
fn split_form(request: &mut Request<Body>) {
    let path = request.uri().path();
    if path.starts_with("/api/") || path.starts_with("/assets/") {
        return;
    }
    let (rest, form) = address::split(path);
    if form == Form::Page {
        return;
    }
    let whole = match request.uri().query() {
        Some(query) => format!("{rest}?{query}"),
        None => rest.to_owned(),
    };
    if let Ok(uri) = whole.parse::<Uri>() {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(form);
    }
}

fn dressed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        // Nobody else learns what is read here; forms of our own keep their origin.
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // What is in the record may be forgotten tomorrow: nobody keeps it.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
