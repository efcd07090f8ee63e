//! News pages are other people's text: whatever stands in them stays words.

use std::collections::HashSet;

use axum::http::StatusCode;
use scraper::Html;

use crate::browser::{Site, attributes};
use crate::{hostile_strings, invented};

/// Elements that our pages have.
const OURS: [&str; 77] = [
    "a",
    "article",
    "aside",
    "bdi",
    "blockquote",
    "body",
    "button",
    "caption",
    "circle",
    "code",
    "dd",
    "defs",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "head",
    "header",
    "html",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "line",
    "link",
    "main",
    "mark",
    "marker",
    "meta",
    "meter",
    "nav",
    "ol",
    "option",
    "p",
    "path",
    "pre",
    "rect",
    "script",
    "section",
    "select",
    "span",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "ul",
    "abbr",
    "b",
    "br",
    "em",
    "hr",
    "i",
    "img",
    "small",
    "strong",
    "sub",
    "sup",
    "tfoot",
    "var",
    "wbr",
];

fn looked_at(site: &Site, address: &str, string: &str) -> String {
    let response = site.get(address);
    assert_eq!(response.status, StatusCode::OK, "{string:?} at {address}: {}", response.body);
    if !response.headers["content-type"].to_str().unwrap().starts_with("text/html") {
        return response.body;
    }
    let page = Html::parse_document(&response.body);
    for element in page.tree.values().filter_map(|node| node.as_element()) {
        let name = element.name();
        assert!(
            OURS.contains(&name) && !["b", "img"].contains(&name),
            "{string:?}: <{name}> at {address}"
        );
        for (attribute, value) in element.attrs() {
            assert!(
                !attribute.starts_with("on") && attribute != "style",
                "{string:?}: {attribute} at {address}"
            );
            if ["href", "src", "action", "formaction"].contains(&attribute) {
                let ours =
                    value.starts_with('/') && !value.starts_with("//") || value.starts_with('#');
                let web = value.to_ascii_lowercase().starts_with("https://") && attribute == "href";
                assert!(ours || web, "{string:?}: {attribute}={value:?} at {address}");
            }
        }
    }
    let scripts = attributes(&page, "script", "src");
    assert_eq!(scripts.len(), 1, "{string:?} at {address}");
    assert_eq!(
        page.tree.values().filter(|node| node.as_comment().is_some()).count(),
        0,
        "{string:?}"
    );
    response.body
}

#[test]
fn hostile_strings_stay_words() {
    let strings = hostile_strings::all();
    assert!(strings.len() >= 700, "{}", strings.len());
    let site = Site::of(0);
    let records = strings.iter().enumerate().map(|(number, one)| invented::filled(one, number));
    let records: Vec<_> = records.collect();
    let addresses: Vec<String> =
        records.iter().map(|record| format!("/article/{}", &record.article.id[7..19])).collect();
    invented::add(&site.path, records);
    let mut texts = HashSet::new();
    for (string, address) in strings.iter().zip(&addresses) {
        for part in ["", "/s1", "/e1"] {
            texts.insert(looked_at(&site, &format!("{address}{part}"), string));
        }
    }
    assert!(texts.len() > strings.len());
    // Everything together, and in every field of a search.
    for address in [
        "/",
        "/search",
        "/search?what=events",
        "/search?what=articles",
        "/network",
        "/network?what=events",
        "/map",
    ] {
        looked_at(&site, address, "all of them");
    }
    let escaped = |one: &str| {
        percent_encoding::utf8_percent_encode(one, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    for string in strings.iter().step_by(3) {
        let typed = escaped(string);
        for address in [
            format!("/search?q={typed}"),
            format!("/actor/{typed}"),
            format!("/pair/{typed}/{typed}"),
        ] {
            let response = site.get(&address);
            assert!(
                !response.status.is_server_error(),
                "{string:?} at {address}: {}",
                response.body
            );
            assert!(!response.body.contains("<script>"), "{string:?} at {address}");
        }
    }
}

#[test]
fn forms_of_others_are_harmless_too() {
    let site = Site::of(0);
    let strings = ["=cmd|' /C calc'!A0", "</script><script>window.pwned=1</script>"];
    invented::add(
        &site.path,
        strings.iter().enumerate().map(|(n, one)| invented::filled(one, n)).collect(),
    );
    // Every cell that a spreadsheet would run has an apostrophe before it.
    for address in
        ["/network.csv?what=events", "/map.csv", "/search.csv?what=events", "/search.csv"]
    {
        let csv = site.get(address).body;
        let held: Vec<usize> = csv.match_indices("=cmd|").map(|(at, _)| at).collect();
        assert!(!held.is_empty(), "{address}: {csv}");
        for at in held {
            let before = csv[..at].chars().next_back();
            // Within a cell it may stand behind other words of it.
            let begins = matches!(before, None | Some(',' | '"' | '\n'));
            assert!(!begins, "{address}: {csv}");
        }
        assert!(csv.contains("'=cmd|"), "{address}: {csv}");
    }
    let response = site.get("/search.json");
    assert_eq!(response.headers["content-type"], "application/json");
    assert_eq!(response.headers["x-content-type-options"], "nosniff");
    assert!(
        response.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("default-src 'none'")
    );
}
