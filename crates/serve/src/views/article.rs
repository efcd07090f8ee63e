//! An article: its text as it was read, with statements and events marked in it and told beside it.

use maud::{Markup, html};
use onrecord_record::{Event, Record, Statement};
use onrecord_store::{Count, Query, Related, Store, Stored, Version, What};
use serde_json::json;

use crate::address::{self, Form};
use crate::answer::{Answer, answer};
use crate::ask::Ask;
use crate::cards;
use crate::downloads::{self, Listed};
use crate::marked::{self, Mark};
use crate::model::{Article, Item};
use crate::page;
use crate::problem::Problem;

/// Answers `/article/{id}`.
///
/// # Errors
///
/// When there is no such article or the file cannot be read.
pub fn view(store: &Store, ask: &Ask) -> Result<Answer, Problem> {
    ask.only(&[])?;
    let reference = store.resolve(ask.part("id"))?;
    // As a table an article is its statements; to cite, it is itself.
    let listed = Listed::one(Query {
        what: if ask.form == Form::Csv { What::Statements } else { What::Articles },
        article: Some(reference.clone()),
        count: Count::Articles,
        ..Query::default()
    });
    if let Some(whole) = downloads::whole(store, ask, &[listed])? {
        return Ok(whole);
    }
    let stored = store.stored(&reference)?;
    let related = store.related(&reference)?;
    let url = stored.record.article.url.as_deref();
    let versions = url.map(|url| store.versions(url)).transpose()?.unwrap_or_default();
    let id = address::short(&reference.article_id);
    let data = json!({
        "record": stored.record,
        "judged": related.judged,
        "versions": versions.iter().map(|v| json!({"id": v.id, "first_seen": v.first, "last_seen": v.last})).collect::<Vec<_>>(),
        "copies": related.copies.iter().cloned().map(Article::from).collect::<Vec<_>>(),
        "story": related.story.iter().cloned().map(Article::from).collect::<Vec<_>>(),
        "seen": stored.seen.iter().map(|s| json!({"url": s.url, "first": s.first, "last": s.last})).collect::<Vec<_>>(),
    });
    let page = || {
        let title =
            stored.record.article.headline.clone().unwrap_or_else(|| format!("Article {id}"));
        let forms = page::forms(&format!("/article/{id}"), &[]);
        page::whole(&title, "", &forms, whole(&stored, &related, &versions, &id))
    };
    answer(ask.form, page, &data)
}

fn whole(stored: &Stored, related: &Related, versions: &[Version], id: &str) -> Markup {
    let record = &stored.record;
    let article = &record.article;
    let marks = marks(record);
    let paragraphs = marked::pieces(&article.text, &marks);
    let headline = article.headline.as_deref().filter(|headline| !headline.trim().is_empty());
    html! {
        article.reading {
            header {
                p.whence {
                    (cards::outlet(article.outlet.as_deref())) " · "
                    (cards::moment(article.published.map(|moment| moment.to_string()).as_deref()))
                    @if let Some(section) = &article.section { " · " bdi { (section) } }
                }
                h1 dir="auto" { @match headline { Some(headline) => (headline), None => { "Article " (id) } } }
                @if !article.byline.is_empty() {
                    p.byline { "By " @for (at, name) in article.byline.iter().enumerate() { @if at > 0 { ", " } bdi { (name) } } }
                }
                p.small {
                    (cards::counted(record.statements.len() as u64, "statement")) ", "
                    (cards::counted(record.events.len() as u64, "event"))
                    @if let Some(url) = article.url.as_deref() {
                        " · "
                        @match address::outside(url) {
                            Some(url) => a href=(url) rel="noopener noreferrer nofollow external" { "as it was published" },
                            None => bdi { (url) },
                        }
                    }
                }
                (cards::cite(&format!("/article/{id}"), &citation(record)))
            }
            div.text {
                @for pieces in &paragraphs {
                    div.row {
                        p dir="auto" { (marked::paragraph(pieces, &marks)) }
                        @let begins: Vec<usize> = pieces.iter().flat_map(|piece| piece.begins.iter().copied()).collect();
                        @if !begins.is_empty() {
                            ul.notes {
                                @for number in begins { (note(record, related, &marks[number].id, id)) }
                            }
                        }
                    }
                }
            }
        }
        div.columns {
            section aria-labelledby="who" {
                h2 #who { "Who is quoted how much" }
                (quoted(record))
            }
            section aria-labelledby="about" {
                h2 #about { "About this text" }
                (about(stored, versions))
            }
        }
        @if !related.copies.is_empty() {
            section aria-labelledby="copies" {
                h2 #copies { "Near copies" }
                (articles(&related.copies))
            }
        }
        @if !related.story.is_empty() {
            section aria-labelledby="story" {
                h2 #story { "Other reports of the story" }
                (articles(&related.story))
            }
        }
    }
}

fn articles(hits: &[onrecord_store::ArticleHit]) -> Markup {
    let items: Vec<Item> = hits.iter().cloned().map(|hit| Item::Article(hit.into())).collect();
    cards::list(&items)
}

fn named<'a>(record: &'a Record, ids: &[String]) -> Vec<&'a str> {
    let name = |id: &String| record.actors.iter().find(|actor| actor.id == *id);
    ids.iter().filter_map(name).map(|actor| actor.name.as_str()).collect()
}

fn names(record: &Record, ids: &[String]) -> Vec<String> {
    named(record, ids).into_iter().map(str::to_owned).collect()
}

fn kind(statement: &Statement) -> &'static str {
    match statement.kind {
        onrecord_record::StatementKind::Direct => "direct",
        onrecord_record::StatementKind::Indirect => "indirect",
        onrecord_record::StatementKind::Mixed => "mixed",
    }
}

fn marks(record: &Record) -> Vec<Mark> {
    let who = |ids: &[String]| match named(record, ids).as_slice() {
        [] => "unknown speaker".to_owned(),
        several => several.join(", "),
    };
    let statements = record.statements.iter().map(|statement| Mark {
        id: statement.id.clone(),
        look: match kind(statement) {
            "direct" => "said direct",
            "mixed" => "said mixed",
            _ => "said indirect",
        },
        label: format!(
            "Statement {}: {}, {}",
            statement.id,
            who(&statement.speakers),
            kind(statement)
        ),
        spans: statement.content.clone(),
    });
    let events = record.events.iter().map(|event| Mark {
        id: event.id.clone(),
        look: "done",
        label: format!("Event {}: {}", event.id, event.event_type),
        spans: event.trigger.clone(),
    });
    statements.chain(events).collect()
}

/// What stands beside the text for a statement or event.
fn note(record: &Record, related: &Related, id: &str, article: &str) -> Markup {
    let judged = related.judged.get(id).map(String::as_str);
    let page = address::of(&format!("{article}#{id}"));
    let statement = record.statements.iter().find(|statement| statement.id == id);
    let event = record.events.iter().find(|event| event.id == id);
    html! {
        li.note.judged[judged.is_some()] id={ "note-" (id) } data-of=(id) {
            a.back href={ "#" (id) } aria-label={ "Back to " (id) " in the text" } { (id) }
            " "
            @if let Some(statement) = statement { (about_statement(record, statement)) (cards::sure(statement.confidence, judged)) }
            @if let Some(event) = event { (about_event(record, event, article)) (cards::sure(event.confidence, judged)) }
            " " a.open href=(page) { "Open and cite" }
        }
    }
}

fn about_statement(record: &Record, statement: &Statement) -> Markup {
    html! {
        (cards::speakers(&names(record, &statement.speakers))) " "
        span.kind { (kind(statement)) } " "
        @if let Some(outer) = &statement.inside { span.kind { "within " a href={ "#" (outer) } { (outer) } } " " }
    }
}

fn about_event(record: &Record, event: &Event, article: &str) -> Markup {
    let actors = names(record, &event.actors);
    let recipients = names(record, &event.recipients);
    html! {
        span class={ "type " (cards::leaning(&event.quad)) } { (event.event_type) @if let Some(mode) = &event.mode { " " (mode) } }
        @for flag in &event.aux { " " span.flag { (flag) } }
        " "
        @if actors.is_empty() { span.unknown { "unknown actor" } } @else { (cards::names(&actors)) }
        @if !recipients.is_empty() { " → " (cards::names(&recipients)) }
        " "
        @if event.voice == "outlet" { span.kind { "the outlet’s word" } }
        @else { span.kind.claim { "claimed in " a href=(address::of(&format!("{article}#{}", event.voice))) { (event.voice) } } }
        " "
    }
}

/// How many words each speaker has.
fn quoted(record: &Record) -> Markup {
    let words = |statement: &Statement| -> usize {
        statement.content.iter().map(|[start, end]| end.saturating_sub(*start)).sum()
    };
    let mut counts: Vec<(String, usize, usize)> = Vec::new();
    // What is said within a statement is counted with it already.
    for statement in record.statements.iter().filter(|statement| statement.inside.is_none()) {
        for speaker in names(record, &statement.speakers) {
            match counts.iter_mut().find(|(known, ..)| *known == speaker) {
                Some((_, statements, characters)) => {
                    *statements += 1;
                    *characters += words(statement);
                }
                None => counts.push((speaker, 1, words(statement))),
            }
        }
    }
    counts.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    let most = counts.first().map_or(1, |count| count.2.max(1));
    html! {
        @if counts.is_empty() { p.nothing { "Nobody is quoted by name." } }
        @else {
            div.scroll tabindex="0" role="region" aria-label="Speakers and how much of them is quoted" { table.quoted {
                thead { tr { th scope="col" { "Speaker" } th scope="col" { "Statements" } th scope="col" { "Characters" } th scope="col" { span.hidden { "Share" } } } }
                tbody {
                    @for (speaker, statements, characters) in &counts {
                        tr {
                            th scope="row" { (cards::name(speaker)) }
                            td { (statements) } td { (cards::grouped(*characters as u64)) }
                            td { meter min="0" max=(most) value=(characters) aria-label={ (characters) " characters" } {} }
                        }
                    }
                }
            } }
        }
    }
}

fn about(stored: &Stored, versions: &[Version]) -> Markup {
    let article = &stored.record.article;
    let made = &stored.record.made_by;
    html! {
        dl.facts {
            dt { "Hash" } dd { code { (article.id) } }
            @if let Some(id) = &article.external_id { dt { "Story number" } dd { bdi { (id) } } }
            dt { "Language" } dd { (article.language.as_deref().unwrap_or("unknown")) }
            dt { "Made by" } dd {
                "onrecord " (made.program)
                @if let Some(model) = &made.model { ", model " code { (cards::clipped(model, 19)) } }
                @if let Some(rules) = &made.rules { ", rules " code { (cards::clipped(rules, 19)) } }
            }
            @for seen in &stored.seen {
                dt { "Seen" } dd { (cards::spoken(&seen.first)) @if seen.first != seen.last { " to " (cards::spoken(&seen.last)) } @if let Some(url) = &seen.url { " at " bdi.url { (cards::clipped(url, 200)) } } }
            }
            @if versions.len() > 1 {
                dt { "Versions" }
                dd {
                    ol {
                        @for version in versions {
                            li {
                                @if version.id == article.id { "this one" } @else { a href=(address::of(&version.id)) { (address::short(&version.id)) } }
                                ", first seen " (cards::spoken(&version.first))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn citation(record: &Record) -> String {
    let article = &record.article;
    let mut whole = String::new();
    if !article.byline.is_empty() {
        whole.push_str(&format!("{}: ", article.byline.join(", ")));
    }
    if let Some(headline) = &article.headline {
        whole.push_str(&format!("“{headline}”. "));
    }
    whole.push_str(article.outlet.as_deref().unwrap_or("Unknown outlet"));
    let published = article.published.map(|moment| moment.to_string());
    whole.push_str(&format!(", {}", published.as_deref().unwrap_or("date unknown")));
    if let Some(url) = &article.url {
        whole.push_str(&format!(", {url}"));
    }
    whole.push_str(&format!(", version {}.", article.id));
    whole
}
