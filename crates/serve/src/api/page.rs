//! The page that shows the API, made from its own description.

use maud::{Markup, html};
use serde_json::Value;

use crate::page;

/// The page.
pub fn view() -> Markup {
    let whole = super::openapi();
    let paths = whole["paths"].as_object().cloned().unwrap_or_default();
    let schemas = whole["components"]["schemas"].as_object().cloned().unwrap_or_default();
    let content = html! {
        h1 { "API" }
        section.prose {
            p { (text(&whole["info"]["description"])) }
            p { "The whole description is " a href="/api/v1/openapi.json" { "OpenAPI 3.1" } ". Every page is data as well: put " code { ".json" } ", " code { ".csv" } ", " code { ".bib" } " or " code { ".ris" } " behind its address." }
            pre { code { "curl 'http://127.0.0.1:8017/api/v1/statements?q=bridge&limit=10'\ncurl --data-binary @article.txt -H 'Content-Type: text/plain' http://127.0.0.1:8017/api/v1/read" } }
        }
        @for (path, methods) in &paths {
            @for (method, operation) in methods.as_object().into_iter().flatten() {
                section.operation id=(text(&operation["operationId"])) {
                    h2 { span.method { (method.to_uppercase()) } " " code { (path) } }
                    p { (text(&operation["summary"])) }
                    @if let Some(parameters) = operation["parameters"].as_array() {
                        div.scroll tabindex="0" role="region" aria-label={ "What " (path) " takes" } {
                            table {
                                thead { tr { th scope="col" { "Name" } th scope="col" { "Where" } th scope="col" { "What it is" } } }
                                tbody {
                                    @for one in parameters {
                                        tr {
                                            th scope="row" { code { (text(&one["name"])) } @if one["required"] == true { " (needed)" } }
                                            td { (text(&one["in"])) }
                                            td { (text(&one["description"])) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    @if let Some(body) = operation.get("requestBody") {
                        p { "Body: " (text(&body["description"])) @for media in body["content"].as_object().into_iter().flatten().map(|one| one.0) { " " code { (media) } } }
                    }
                    p.small {
                        "Answers: "
                        @for (at, (status, response)) in operation["responses"].as_object().into_iter().flatten().enumerate() {
                            @if at > 0 { "; " }
                            (status) " " (text(&response["description"]))
                        }
                    }
                }
            }
        }
        h2 { "Forms" }
        @for (name, schema) in &schemas {
            details {
                summary { code { (name) } }
                pre tabindex="0" { code { (serde_json::to_string_pretty(schema).unwrap_or_default()) } }
            }
        }
    };
    page::whole("API", "", &[], content)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
