//! The start page: what is in the record, what is new, who is quoted most.

use maud::{Markup, html};
use onrecord_store::{Query, Store, Summary, What};
use serde_json::json;

use crate::address::Form;
use crate::answer::{Answer, answer};
use crate::ask::Ask;
use crate::cards;
use crate::downloads::{self, Listed};
use crate::model::{Item, items};
use crate::page;
use crate::problem::Problem;

/// Answers `/`.
///
/// # Errors
///
/// When the file cannot be read.
pub fn view(store: &Store, summary: &Summary, ask: &Ask) -> Result<Answer, Problem> {
    ask.only(&[])?;
    let all = |what| Listed::one(Query { what, ..Query::default() });
    // Of mixed kinds no table can be made.
    let listed = all(if ask.form == Form::Csv { What::Articles } else { What::Statements });
    if let Some(whole) = downloads::whole(store, ask, &[listed])? {
        return Ok(whole);
    }
    let newest = |what, limit| -> Result<Vec<Item>, Problem> {
        Ok(items(store.find(&Query { what, limit, ..Query::default() })?.hits))
    };
    let statements = newest(What::Statements, 8)?;
    let events = newest(What::Events, 6)?;
    let articles = newest(What::Articles, 6)?;
    let data = json!({
        "record": summary, "statements": statements, "events": events, "articles": articles,
    });
    let page = || {
        let forms = page::forms("/", &[]);
        let content = if summary.articles == 0 {
            empty()
        } else {
            whole(summary, &statements, &events, &articles)
        };
        page::whole("Start", "", &forms, content)
    };
    answer(ask.form, page, &data)
}

/// What a record without articles says.
fn empty() -> Markup {
    html! {
        h1 { "Nothing is in this record yet" }
        section.prose {
            p { "Add the first articles: files, folders, feeds or web archives." }
            pre { code { "onrecord add news/" } }
            p { "Or try it with the three made-up articles that come with the program. They show what a record is:" }
            pre { code { "onrecord demo" } }
            p { "This page shows what was added as soon as it is there. Reload it." }
        }
    }
}

fn whole(summary: &Summary, statements: &[Item], events: &[Item], articles: &[Item]) -> Markup {
    let when = |day: &Option<String>| day.as_deref().map_or("unknown".to_owned(), cards::spoken);
    html! {
        h1.hidden { "The record" }
        form.big action="/search" method="get" {
            label for="words" { "Who said what?" }
            div {
                input #words name="q" type="search" autocomplete="off" placeholder="Words that were said, like “sea wall” brid*" maxlength="400";
                label.hidden for="speaker" { "Said by" }
                input #speaker name="speaker" type="search" autocomplete="off" placeholder="Said by …" maxlength="200";
                button type="submit" { "Search" }
            }
        }
        dl.figures {
            div { dt { "Articles" } dd { a href="/search?what=articles" { (cards::grouped(summary.articles)) } } }
            div { dt { "Outlets" } dd { (cards::grouped(summary.outlets)) } }
            div { dt { "Statements" } dd { a href="/search" { (cards::grouped(summary.statements)) } } }
            div { dt { "Events" } dd { a href="/search?what=events" { (cards::grouped(summary.events)) } } }
            div { dt { "From" } dd { (when(&summary.first)) } }
            div { dt { "To" } dd { (when(&summary.last)) } }
        }
        @if summary.reports < summary.articles {
            p.small { (cards::grouped(summary.articles - summary.reports)) " of the articles are near copies of others and count once below." }
        }
        div.columns {
            section aria-labelledby="new" {
                h2 #new { "Newest statements" }
                (cards::list(statements))
                p { a href="/search" { "All statements" } }
            }
            div {
                section aria-labelledby="quoted" {
                    h2 #quoted { "Most quoted" }
                    ol.ranks {
                        @for one in &summary.quoted {
                            li {
                                (cards::name(&one.name))
                                @if let Some(office) = &one.office { span.office { bdi { (office) } } }
                                @if let Some(country) = &one.country { " " a.code href=(crate::address::country(country)) { (country) } }
                                span.count { (cards::grouped(one.statements)) }
                            }
                        }
                    }
                    p.small { "In the newest " (cards::counted(summary.looked_at, "statement")) ", near copies left out." }
                }
                section aria-labelledby="happened" {
                    h2 #happened { "Latest events" }
                    @if events.is_empty() {
                        p.nothing { "No events are in this record." }
                    } @else {
                        (cards::list(events))
                        p { a href="/search?what=events" { "All events" } }
                    }
                }
                section aria-labelledby="reports" {
                    h2 #reports { "Newest articles" }
                    (cards::list(articles))
                }
            }
        }
    }
}
