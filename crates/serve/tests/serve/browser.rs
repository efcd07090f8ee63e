//! Asking the pages, and looking at what they answer.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use onrecord_serve::{GivenForm, Settings, router};
use scraper::{Html, Selector};
use tower::ServiceExt;

use crate::invented;

/// A record, served.
pub struct Site {
    _folder: tempfile::TempDir,
    pub path: PathBuf,
    pub router: Router,
}

/// What came back.
pub struct Response {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

pub const HOST: &str = "127.0.0.1:8017";
pub const TOKEN: &str = "a token for tests";

impl Site {
    /// So many invented articles.
    pub fn of(count: usize) -> Site {
        Site::with(count, |settings| settings)
    }

    /// So many invented articles, served otherwise.
    pub fn with(count: usize, change: impl FnOnce(Settings) -> Settings) -> Site {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.db");
        invented::fill(&path, count);
        if count == 0 {
            onrecord_store::Store::open(&path, onrecord_store::Access::Create).unwrap();
        }
        let mut settings = Settings::new(&path).local(8017);
        settings.reader = Some(Arc::new(|given| match given.form {
            GivenForm::Text => {
                let mut record = invented::record(1);
                record.article.text = String::from_utf8_lossy(&given.bytes).into_owned();
                Ok(record)
            }
            _ => Err("the text is not read here; hint: send another".to_owned()),
        }));
        let router = router(change(settings)).unwrap();
        Site { _folder: folder, path, router }
    }

    pub fn get(&self, address: &str) -> Response {
        self.send(Request::get(address).header("host", HOST).body(Body::empty()).unwrap())
    }

    /// A page that is there.
    pub fn page(&self, address: &str) -> Html {
        let response = self.get(address);
        assert_eq!(response.status, StatusCode::OK, "{address}: {}", response.body);
        assert_eq!(response.headers["content-type"], "text/html; charset=utf-8", "{address}");
        Html::parse_document(&response.body)
    }

    pub fn json(&self, address: &str) -> serde_json::Value {
        let response = self.get(address);
        assert_eq!(response.status, StatusCode::OK, "{address}: {}", response.body);
        serde_json::from_str(&response.body).unwrap_or_else(|error| panic!("{address}: {error}"))
    }

    pub fn send(&self, request: Request<Body>) -> Response {
        // A thread each: what a page asks may block.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let response = runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, 64 << 20).await.unwrap();
            let body = String::from_utf8_lossy(&bytes).into_owned();
            Response { status: parts.status, headers: parts.headers, body }
        });
        // What still blocks is not waited for, as when a server ends.
        runtime.shutdown_background();
        response
    }
}

/// The texts of all that a selector finds.
pub fn texts(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|element| element.text().collect()).collect()
}

/// An attribute of all that a selector finds.
pub fn attributes(page: &Html, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
}
