//! Style, script and picture of the pages: files of our own, compiled in, each with an address that
//! changes with its content, so that browsers may keep them for ever.

use std::sync::LazyLock;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// A file.
pub struct Asset {
    name: &'static str,
    media: &'static str,
    content: &'static str,
}

/// How the pages look.
pub static STYLE: Asset = Asset {
    name: "style.css",
    media: "text/css; charset=utf-8",
    content: include_str!("../assets/style.css"),
};
/// Keys, and what is lit when something is pointed at.
pub static SCRIPT: Asset = Asset {
    name: "script.js",
    media: "text/javascript; charset=utf-8",
    content: include_str!("../assets/script.js"),
};
/// The picture of a tab.
pub static ICON: Asset =
    Asset { name: "icon.svg", media: "image/svg+xml", content: include_str!("../assets/icon.svg") };

/// The outlines of the land, for maps.
pub static OUTLINES: &str = include_str!("../assets/outlines.txt");

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for asset in [&STYLE, &SCRIPT, &ICON] {
        hash.update(asset.content);
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
});

impl Asset {
    /// Where it is.
    pub fn address(&self) -> String {
        format!("/assets/{}/{}", *VERSION, self.name)
    }
}

/// Answers with a file.
pub fn file(name: &str) -> Response {
    let Some(asset) = [&STYLE, &SCRIPT, &ICON].into_iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, asset.media),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, asset.content).into_response()
}
