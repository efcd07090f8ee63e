//! What all pages have: head, search, navigation, help.

use maud::{DOCTYPE, Markup, html};

use crate::address::{self, Form};
use crate::assets;

/// The forms in which a view can be had, with the address of each.
pub fn forms(path: &str, asked: &[(&str, &str)]) -> Vec<(Form, String)> {
    let path = if path == "/" { "/record" } else { path };
    Form::OTHERS
        .into_iter()
        .map(|form| (form, address::with(&format!("{path}{}", form.suffix()), asked)))
        .collect()
}

/// A whole page. `typed` is what stands in the search box.
pub fn whole(title: &str, typed: &str, forms: &[(Form, String)], content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Onrecord" }
                link rel="stylesheet" href=(assets::STYLE.address());
                link rel="icon" href=(assets::ICON.address()) type="image/svg+xml";
                @for (form, address) in forms {
                    link rel="alternate" href=(address) title=(form.name());
                }
                script src=(assets::SCRIPT.address()) defer {}
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                header.top {
                    a.brand href="/" { "Onrecord" }
                    form.find action="/search" method="get" role="search" {
                        label.hidden for="q" { "Search the record" }
                        input #q name="q" type="search" value=(typed) placeholder="Words, “phrases”, begin*" autocomplete="off" maxlength="400";
                        button type="submit" { "Search" }
                    }
                    nav aria-label="Views" {
                        a href="/search" { "Statements" }
                        a href="/search?what=events" { "Events" }
                        a href="/search?what=articles" { "Articles" }
                        a href="/network" { "Network" }
                        a href="/map" { "Map" }
                        a href="/api" { "API" }
                    }
                }
                main #content tabindex="-1" { (content) }
                footer {
                    @if !forms.is_empty() {
                        p.forms {
                            "This view as "
                            @for (at, (form, address)) in forms.iter().enumerate() {
                                @if at > 0 { ", " }
                                a href=(address) { (form.name()) }
                            }
                            "."
                        }
                    }
                    p {
                        "Every fact is words of an unchanged text. "
                        a href="/help" { "How to read these pages, and keys" }
                    }
                }
                dialog #keys aria-labelledby="keys-title" {
                    h2 #keys-title { "Keys" }
                    (keys())
                    form method="dialog" { button { "Close" } }
                }
                div #told .hidden role="status" aria-live="polite" {}
            }
        }
    }
}

/// The keys, for help.
pub fn keys() -> Markup {
    html! {
        dl.keys {
            @for (key, what) in [
                ("/", "to the search box"),
                ("j", "the next statement, event or article"),
                ("k", "the one before"),
                ("Enter", "open it"),
                ("c", "cite it"),
                ("Esc", "close, or leave the search box"),
                ("?", "this help"),
            ] {
                dt { kbd { (key) } } dd { (what) }
            }
        }
    }
}

/// The page that says how to read the others.
pub fn help() -> Markup {
    let content = html! {
        h1 { "How to read these pages" }
        section.prose {
            p { "Onrecord reads news and keeps the record: who said what, who did what to whom, when and where, whose word it is, and the exact words that prove it." }
            h2 { "Whose word it is" }
            p { "A " dfn { "statement" } " is words of a speaker, as an article gives them. It is " span.kind { "direct" } " when all of it stands in quotation marks, " span.kind { "indirect" } " when none of it does, " span.kind { "mixed" } " when some of it does." }
            p { "An " dfn { "event" } " is told by the outlet in its own words, or it is somebody’s claim. Pages never mix the two: a claim names who makes it, and says so." }
            h2 { "What is not known" }
            p { "What an article does not tell is left open and shown as “unknown”. Nothing is guessed." }
            h2 { "How likely" }
            p { "A percentage says how likely a statement or event is right. What a person has reviewed says so instead." }
            h2 { "Counts" }
            p { "Near copies of a report count once, unless you ask for all of them. Counts beside a search are of the newest 2,000 hits where there are more, and say so." }
            h2 { "Searching" }
            p { "All words must be there. Quotation marks make a phrase, and a star stands for the rest of a word. Days are written like 2024-01-05..2024-03." }
            h2 { "Keys" }
            (keys())
        }
    };
    whole("Help", "", &[], content)
}
