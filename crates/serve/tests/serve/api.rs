//! What the API promises in its description is what it does.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;

use crate::browser::{HOST, Site};

#[test]
fn the_description_is_openapi_and_knows_every_reference() {
    let whole = onrecord_serve::openapi();
    assert!(whole["openapi"].as_str().unwrap().starts_with("3.1"), "{}", whole["openapi"]);
    assert_eq!(Site::of(0).json("/api/v1/openapi.json"), whole);
    let mut stack = vec![&whole];
    while let Some(value) = stack.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(to) = fields.get("$ref").and_then(Value::as_str)
                    && let Some(path) = to.strip_prefix("#/components")
                {
                    assert!(whole.pointer(&format!("/components{path}")).is_some(), "{to}");
                }
                stack.extend(fields.values());
            }
            Value::Array(all) => stack.extend(all),
            _ => {}
        }
    }
}

#[test]
fn every_described_address_is_there() {
    let site = Site::of(20);
    let statement = site.json("/api/v1/statements?limit=1")["items"][0]["id"]
        .as_str()
        .unwrap()
        .replace('#', "-");
    let event =
        site.json("/api/v1/events?limit=1")["items"][0]["id"].as_str().unwrap().replace('#', "%23");
    let article =
        site.json("/api/v1/articles?limit=1")["items"][0]["id"].as_str().unwrap().to_owned();
    let described = onrecord_serve::openapi();
    let paths = described["paths"].as_object().unwrap();
    assert!(paths.len() >= 12, "{}", paths.len());
    for (path, methods) in paths {
        if methods.get("get").is_none() {
            continue;
        }
        let mut address =
            path.replace("{name}", "Norway").replace("{a}", "NOR").replace("{b}", "HRV");
        let id = match path.split('/').nth(3) {
            Some("statements") => &statement,
            Some("events") => &event,
            _ => &article,
        };
        address = address.replace("{id}", id);
        if path.ends_with("/actors") {
            address.push_str("?q=nor");
        }
        let answer = site.json(&address);
        assert!(answer.is_object(), "{address}");
    }
    assert_eq!(site.json("/api/v1/actors?q=nor")["items"], serde_json::json!(["Norway"]));
}

#[test]
fn errors_are_problems() {
    let site = Site::of(1);
    for (address, status) in [
        ("/api/v1/nothing", StatusCode::NOT_FOUND),
        ("/api/v1/statements/0000-s1", StatusCode::NOT_FOUND),
        ("/api/v1/statements?between=soon", StatusCode::BAD_REQUEST),
        ("/api/v1/reviews", StatusCode::NOT_FOUND),
    ] {
        let response = site.get(address);
        assert_eq!(response.status, status, "{address}");
        assert_eq!(response.headers["content-type"], "application/problem+json", "{address}");
        let problem: Value = serde_json::from_str(&response.body).unwrap();
        assert_eq!(problem["status"], status.as_u16(), "{address}");
        assert!(problem["detail"].is_string() && problem["hint"].is_string(), "{address}");
    }
}

#[test]
fn what_nobody_looks_at_is_refused_by_its_name() {
    let site = Site::of(3);
    let id = site.json("/api/v1/statements?limit=1")["items"][0]["id"].as_str().unwrap().to_owned();
    let (article, _) = id.split_once('#').unwrap();
    for (address, name) in [
        ("/api/v1/statements?speeker=Vukasin".to_owned(), "speeker"),
        ("/api/v1/statements?type=AID".to_owned(), "type"),
        ("/api/v1/statements?what=events".to_owned(), "what"),
        ("/api/v1/statements?page=n.1".to_owned(), "page"),
        ("/api/v1/statements?q=sea&q=rope".to_owned(), "q"),
        ("/api/v1/events?kind=direct".to_owned(), "kind"),
        ("/api/v1/articles?country=NOR".to_owned(), "country"),
        ("/api/v1/search?what=articles&speaker=x".to_owned(), "speaker"),
        ("/api/v1/actors?q=nor&sort=oldest".to_owned(), "sort"),
        ("/api/v1/actors/Norway?actor=x".to_owned(), "actor"),
        ("/api/v1/pairs/NOR/HRV?limit=3".to_owned(), "limit"),
        ("/api/v1/openapi.json?v=1".to_owned(), "v"),
        (format!("/api/v1/articles/{article}?q=x"), "q"),
        (format!("/api/v1/statements/{}?q=x", id.replace('#', "-")), "q"),
    ] {
        let response = site.get(&address);
        assert_eq!(response.status, StatusCode::BAD_REQUEST, "{address}: {}", response.body);
        assert_eq!(response.headers["content-type"], "application/problem+json", "{address}");
        let problem: Value = serde_json::from_str(&response.body).unwrap();
        let told = problem["detail"].as_str().unwrap();
        assert!(told.contains(&format!("{name:?}")), "{address}: {told}");
    }
    let request = Request::post("/api/v1/read?outlet=x").header("host", HOST);
    let refused = site.send(request.body(Body::from("Words.")).unwrap());
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.body.contains("outlet"), "{}", refused.body);
}

#[test]
fn every_described_field_is_taken() {
    let site = Site::of(20);
    let described = onrecord_serve::openapi();
    let mut fields = 0;
    for (path, methods) in described["paths"].as_object().unwrap() {
        let address = path.replace("{name}", "Norway").replace("{a}", "NOR").replace("{b}", "HRV");
        for parameter in methods["get"]["parameters"].as_array().into_iter().flatten() {
            if parameter["in"] != "query" {
                continue;
            }
            fields += 1;
            let name = parameter["name"].as_str().unwrap();
            let value = match name {
                "what" => "statements",
                "kind" => "direct",
                "sort" => "oldest",
                "copies" => "all",
                "between" => "2022..",
                "limit" => "3",
                "cursor" => "o.2",
                _ => "Norway",
            };
            // What is only asked of events is asked of them.
            let events = ["type", "actor", "recipient", "party", "voice", "place"].contains(&name);
            let what = if path.ends_with("/search") && events { "what=events&" } else { "" };
            let words = if path.ends_with("/actors") && name != "q" { "q=nor&" } else { "" };
            site.json(&format!("{address}?{what}{words}{name}={value}"));
        }
    }
    assert!(fields > 40, "{fields}");
}

#[test]
fn a_text_is_read() {
    let site = Site::of(0);
    let send = |media: &str, body: &str| {
        let request =
            Request::post("/api/v1/read").header("host", HOST).header("content-type", media);
        site.send(request.body(Body::from(body.to_owned())).unwrap())
    };
    let read = send("text/plain; charset=utf-8", "Words that were sent.");
    assert_eq!(read.status, StatusCode::OK);
    let record: Value = serde_json::from_str(&read.body).unwrap();
    assert_eq!(record["article"]["text"], "Words that were sent.");
    let unread = send("text/html", "<p>x");
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unread.body.contains("\"hint\":\"send another\""), "{}", unread.body);
    assert_eq!(send("image/png", "x").status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
