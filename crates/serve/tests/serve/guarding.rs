//! Who may come in, how many, and with how much.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::browser::{HOST, Site};

fn asking(host: &str) -> Request<Body> {
    Request::get("/").header("host", host).body(Body::empty()).unwrap()
}

#[test]
fn only_our_own_names_are_answered() {
    let site = Site::of(1);
    for ours in [HOST, "localhost:8017", "[::1]:8017", "LOCALHOST:8017"] {
        assert_eq!(site.send(asking(ours)).status, StatusCode::OK, "{ours}");
    }
    for theirs in [
        "evil.example",
        "evil.example:8017",
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost:8017.evil.example",
        "",
    ] {
        assert_eq!(site.send(asking(theirs)).status, StatusCode::MISDIRECTED_REQUEST, "{theirs}");
    }
    let nameless = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(site.send(nameless).status, StatusCode::MISDIRECTED_REQUEST);
}

#[test]
fn the_port_of_http_may_be_left_out() {
    let site = Site::with(1, |settings| settings.local(80));
    for ours in ["127.0.0.1", "127.0.0.1:80", "localhost", "[::1]", HOST] {
        assert_eq!(site.send(asking(ours)).status, StatusCode::OK, "{ours}");
    }
    for theirs in ["127.0.0.1:81", "evil.example:80", ":80", ""] {
        assert_eq!(site.send(asking(theirs)).status, StatusCode::MISDIRECTED_REQUEST, "{theirs}");
    }
}

#[test]
fn pages_of_others_may_not_send_anything() {
    let site = Site::of(1);
    let send = |name: &str, value: &str| {
        let request = Request::post("/api/v1/read")
            .header("host", HOST)
            .header("content-type", "text/plain")
            .header(name, value);
        site.send(request.body(Body::from("Words.")).unwrap()).status
    };
    assert_eq!(send("origin", "http://127.0.0.1:8017"), StatusCode::OK);
    assert_eq!(send("origin", "http://evil.example"), StatusCode::FORBIDDEN);
    assert_eq!(send("origin", "null"), StatusCode::FORBIDDEN);
    assert_eq!(send("sec-fetch-site", "cross-site"), StatusCode::FORBIDDEN);
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    let site = Site::of(1);
    for address in ["/", "/search.json", "/nothing", "/api/v1/nothing", "/api/v1/articles"] {
        let headers = site.get(address).headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "same-origin");
        assert_eq!(headers["cache-control"], "no-store", "{address}");
        assert!(!headers.contains_key("access-control-allow-origin"));
    }
    assert_eq!(site.send(asking("evil.example")).headers["x-frame-options"], "DENY");
}

#[test]
fn who_comes_when_the_queue_is_full_is_told_to_come_back() {
    let site = Site::with(1, |mut settings| {
        settings.queue = 0;
        settings
    });
    let response = site.get("/search.json");
    assert_eq!(response.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers["retry-after"], "1");
    assert_eq!(response.headers["content-type"], "application/problem+json");
}

#[test]
fn places_in_the_queue_are_given_back() {
    let site = Site::with(1, |mut settings| {
        settings.queue = 1;
        settings
    });
    for _ in 0..5 {
        assert_eq!(site.get("/search").status, StatusCode::OK);
    }
}

#[test]
fn what_takes_too_long_is_ended() {
    // A text that is read for ever: until the test is over.
    let (over, waits) = std::sync::mpsc::channel::<()>();
    let waits = std::sync::Mutex::new(waits);
    let site = Site::with(1, |mut settings| {
        settings.time = Duration::from_millis(20);
        settings.reader = Some(std::sync::Arc::new(move |_| {
            let _ = waits.lock().unwrap().recv();
            Err("too late".to_owned())
        }));
        settings
    });
    let request =
        Request::post("/api/v1/read").header("host", HOST).header("content-type", "text/plain");
    let response = site.send(request.body(Body::from("Words.")).unwrap());
    assert_eq!(response.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers["retry-after"], "1");
    drop(over);
}

#[test]
fn a_text_that_nobody_waits_for_keeps_its_place_and_takes_no_other() {
    let begun = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let (over, waits) = std::sync::mpsc::channel::<()>();
    let waits = std::sync::Mutex::new(waits);
    let counted = std::sync::Arc::clone(&begun);
    let site = Site::with(3, |mut settings| {
        settings.time = Duration::from_millis(200);
        settings.reader = Some(std::sync::Arc::new(move |_| {
            counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            // Until the test is over.
            let _ = waits.lock().unwrap().recv();
            Err("too late".to_owned())
        }));
        settings
    });
    for _ in 0..6 {
        let request =
            Request::post("/api/v1/read").header("host", HOST).header("content-type", "text/plain");
        let response = site.send(request.body(Body::from("Words.")).unwrap());
        assert!(response.status.is_server_error(), "{}", response.status);
    }
    // Two are read at a time, and those that are read for ever are these two.
    assert_eq!(begun.load(std::sync::atomic::Ordering::SeqCst), 2);
    assert_eq!(site.get("/help").status, StatusCode::OK);
    drop(over);
}

#[test]
fn long_bodies_are_refused() {
    let site = Site::with(1, |mut settings| {
        settings.body = 100;
        settings
    });
    let send = |length: usize| {
        let request =
            Request::post("/api/v1/read").header("host", HOST).header("content-type", "text/plain");
        site.send(request.body(Body::from("a".repeat(length))).unwrap())
    };
    assert_eq!(send(100).status, StatusCode::OK);
    let refused = send(101);
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(refused.headers["content-type"], "application/problem+json");
}

#[test]
fn nonsense_is_the_askers_fault() {
    let site = Site::of(5);
    for address in [
        "/search?between=yesterday",
        "/search?what=poems",
        "/search?kind=loud",
        "/search?sort=up",
        "/search?limit=0",
        "/search?limit=101",
        "/search?page=x",
        "/search?page=o.999999999",
        "/search?q=...",
        "/api/v1/actors",
        "/search?page=n.zzzz",
    ] {
        let status = site.get(address).status;
        assert!(status.is_client_error(), "{address}: {status}");
    }
    for address in [
        "/article/0000",
        "/article/zz",
        "/article/0000/s1",
        "/actor/%00",
        "/country/X",
        "/nothing",
        "/assets/x/y",
    ] {
        assert_eq!(site.get(address).status, StatusCode::NOT_FOUND, "{address}");
    }
    let request = Request::delete("/").header("host", HOST).body(Body::empty()).unwrap();
    assert_eq!(site.send(request).status, StatusCode::METHOD_NOT_ALLOWED);
}
