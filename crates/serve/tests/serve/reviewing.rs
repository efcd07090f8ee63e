//! Judging: off unless it was turned on, for those who know the token, kept with a name.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::json;

use crate::browser::{HOST, Response, Site, TOKEN, texts};

fn reviewed() -> Site {
    Site::with(6, |mut settings| {
        settings.review = true;
        settings.token = Some(TOKEN.to_owned());
        settings
    })
}

fn post(site: &Site, address: &str, cookies: &str, body: &str) -> Response {
    let request = Request::post(address)
        .header("host", HOST)
        .header("cookie", cookies)
        .header("content-type", "application/x-www-form-urlencoded");
    site.send(request.body(Body::from(body.to_owned())).unwrap())
}

fn enter(site: &Site) -> String {
    let token = TOKEN.replace(' ', "+");
    let response = post(site, "/review/enter", "", &format!("who=Petra+Lind&token={token}"));
    assert_eq!(response.status, StatusCode::SEE_OTHER);
    let cookies = response.headers.get_all(header::SET_COOKIE).iter();
    let cookies: Vec<&str> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
    assert!(cookies.iter().all(|c| c.contains("HttpOnly") && c.contains("SameSite=Strict")));
    assert!(cookies.iter().all(|cookie| !cookie.contains(TOKEN)));
    assert!(cookies.iter().all(|cookie| cookie.contains("; Path=/review;")));
    cookies.iter().map(|c| c.split(';').next().unwrap()).collect::<Vec<_>>().join("; ")
}

fn with_cookies(site: &Site, address: &str, cookies: &str) -> Response {
    let request = Request::get(address).header("host", HOST).header("cookie", cookies);
    site.send(request.body(Body::empty()).unwrap())
}

#[test]
fn it_is_off_unless_turned_on() {
    let site = Site::of(6);
    assert_eq!(site.get("/review").status, StatusCode::NOT_FOUND);
    assert_eq!(post(&site, "/review/enter", "", "who=x&token=y").status, StatusCode::NOT_FOUND);
}

#[test]
fn without_the_token_nothing_is_judged() {
    let site = reviewed();
    let statement = &site.json("/search.json?limit=1")["items"][0];
    let address = statement["page"].as_str().unwrap().replace("/article", "/review");
    assert_eq!(
        post(&site, "/review/enter", "", "who=x&token=wrong").status,
        StatusCode::UNAUTHORIZED
    );
    for cookies in ["", "onrecord_pass=x; onrecord_who=x", "onrecord_pass=; onrecord_who=Petra"] {
        assert_eq!(
            post(&site, &address, cookies, "verdict=accept").status,
            StatusCode::UNAUTHORIZED
        );
        let page = with_cookies(&site, "/review", cookies);
        assert!(page.body.contains("type=\"password\""));
    }
    assert_eq!(site.json("/search.json?limit=1")["items"][0]["judged"], json!(null));
}

#[test]
fn who_has_no_name_is_told_so() {
    let site = reviewed();
    let token = TOKEN.replace(' ', "+");
    let nameless = post(&site, "/review/enter", "", &format!("who=++&token={token}"));
    assert_eq!(nameless.status, StatusCode::BAD_REQUEST);
    assert!(nameless.body.contains("Say your name"), "{}", nameless.body);
    assert!(!nameless.headers.contains_key("set-cookie"));
    let wrong = post(&site, "/review/enter", "", "who=++&token=wrong");
    assert!(wrong.body.contains("That is not the token"), "{}", wrong.body);
}

#[test]
fn long_verdicts_are_problems() {
    let site = Site::with(1, |mut settings| {
        settings.review = true;
        settings.token = Some(TOKEN.to_owned());
        settings.body = 500;
        settings
    });
    let request = Request::post("/api/v1/reviews")
        .header("host", HOST)
        .header("authorization", format!("Bearer {TOKEN}"));
    let refused = site.send(request.body(Body::from(" ".repeat(501))).unwrap());
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    let form = post(&site, "/review/enter", "", &"a".repeat(501));
    assert_eq!(form.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(form.body.contains("<h1>"), "{}", form.body);
}

#[test]
fn what_is_accepted_looks_different_and_what_is_rejected_is_gone() {
    let site = reviewed();
    let cookies = enter(&site);
    let first = &site.json("/search.json?limit=1")["items"][0];
    let address = first["page"].as_str().unwrap();
    let page = with_cookies(&site, "/review", &cookies);
    assert!(page.body.contains(&format!("action=\"{}\"", address.replace("/article", "/review"))));
    let accepted = post(
        &site,
        &address.replace("/article", "/review"),
        &cookies,
        "verdict=accept&back=//evil.example",
    );
    assert_eq!(
        (accepted.status, &accepted.headers["location"]),
        (StatusCode::SEE_OTHER, &"/review".parse().unwrap())
    );
    assert_eq!(texts(&site.page(address), ".reviewed"), ["reviewed: accepted"]);
    let next = &site.json("/search.json?limit=2")["items"][1];
    let gone = next["page"].as_str().unwrap();
    let rejected = post(
        &site,
        &gone.replace("/article", "/review"),
        &cookies,
        "verdict=reject&why=nobody+said+so",
    );
    assert_eq!(rejected.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(gone).status, StatusCode::NOT_FOUND);
    let store = onrecord_store::Store::open(&site.path, onrecord_store::Access::Read).unwrap();
    let log = store.corrections().unwrap();
    assert!(log.len() == 2 && log.iter().all(|logged| logged.operation.who == "Petra Lind"));
}

#[test]
fn what_is_amended_has_its_new_speaker() {
    let site = reviewed();
    let cookies = enter(&site);
    let first = &site.json("/search.json?limit=1&kind=direct")["items"][0];
    let address = first["page"].as_str().unwrap();
    let body = "verdict=amend&names=Wanjiru+Kamau&why=the+photograph+shows+it";
    let amended = post(&site, &address.replace("/article", "/review"), &cookies, body);
    assert_eq!(amended.status, StatusCode::SEE_OTHER, "{}", amended.body);
    let found = site.json("/search.json?speaker=Wanjiru&kind=direct&limit=100");
    let found = found["items"].as_array().unwrap();
    assert!(
        found.iter().any(|item| item["judged"] == "amended" && item["words"] == first["words"])
    );
}

#[test]
fn programs_judge_with_the_token() {
    let site = reviewed();
    let id = site.json("/search.json?limit=1")["items"][0]["id"].clone();
    let send = |token: &str| {
        let request = Request::post("/api/v1/reviews")
            .header("host", HOST)
            .header("authorization", format!("Bearer {token}"));
        let verdict = json!({"id": id, "verdict": "accept", "who": "Petra Lind"});
        site.send(request.body(Body::from(verdict.to_string())).unwrap())
    };
    assert_eq!(send("wrong").status, StatusCode::UNAUTHORIZED);
    let answer = send(TOKEN);
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()["id"], id);
}
