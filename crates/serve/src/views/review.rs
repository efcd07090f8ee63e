//! Review: a person accepts, rejects or amends what the program found. Off unless whoever started the
//! pages turned it on, and only for those who know the token.

use axum::http::StatusCode;
use maud::{Markup, html};
use onrecord_store::{Correction, Store, Verdict, What};
use serde_json::{Map, Value, json};

use crate::address;
use crate::answer::{Answer, answer};
use crate::ask::Ask;
use crate::cards;
use crate::downloads::{self, Listed};
use crate::fields;
use crate::model::{Item, items};
use crate::page;
use crate::problem::Problem;

/// Answers `/review`: the newest that nobody has reviewed, one after the other.
///
/// # Errors
///
/// When the file cannot be read.
pub fn view(store: &Store, ask: &Ask) -> Result<Answer, Problem> {
    let what = match ask.what()? {
        What::Events => What::Events,
        _ => What::Statements,
    };
    ask.only(&fields::of_search(what))?;
    let mut query = ask.query_for(store, what)?;
    query.reviewed = Some(false);
    if let Some(whole) = downloads::whole(store, ask, &[Listed::one(query.clone())])? {
        return Ok(whole);
    }
    query.limit = if ask.form == crate::address::Form::Page { 1 } else { query.limit };
    let found = store.find(&query)?;
    let waiting = items(found.hits);
    let next = ask.next(&query, waiting.last().map(Item::id).as_deref(), found.more);
    let data = json!({ "items": waiting, "next": next });
    let page = || {
        let content = html! {
            h1 { "Review" }
            (tabs(ask, what))
            @match waiting.first() {
                None => p.nothing { "Everything here was reviewed." },
                Some(item) => {
                    (cards::item(item))
                    (verdicts(item, ask))
                    @if let Some(next) = &next {
                        nav.pages aria-label="Pages" { a rel="next" href=(ask.but("page", next)) { "Leave it for later" } }
                    }
                }
            }
            p.small { "What is accepted or rejected is kept with your name, and " code { "onrecord correct --undo" } " takes it back." }
        };
        page::whole("Review", "", &[], content)
    };
    answer(ask.form, page, &data)
}

fn tabs(ask: &Ask, what: What) -> Markup {
    html! {
        ul.tabs {
            li { a href=(ask.among("", What::Statements)) aria-current=[(what == What::Statements).then_some("page")] { "Statements" } }
            li { a href=(ask.among("events", What::Events)) aria-current=[(what == What::Events).then_some("page")] { "Events" } }
        }
    }
}

fn verdicts(item: &Item, ask: &Ask) -> Markup {
    let (id, names) = match item {
        Item::Statement(statement) => (statement.id.as_str(), statement.speakers.join("; ")),
        Item::Event(event) => (event.id.as_str(), event.actors.join("; ")),
        Item::Article(_) => return html! {},
    };
    let event = matches!(item, Item::Event(_));
    let action = format!("/review{}", address::of(id).trim_start_matches("/article"));
    html! {
        form.verdicts method="post" action=(action) {
            input type="hidden" name="back" value=(ask.but("page", ask.field("page")));
            p {
                button #accept name="verdict" value="accept" data-key="a" { "Accept " kbd { "a" } } " "
                button #reject name="verdict" value="reject" data-key="r" { "Reject " kbd { "r" } }
            }
            details {
                summary data-key="e" { "Amend " kbd { "e" } }
                p { label for="names" { @if event { "Who did it" } @else { "Who said it" } " (names with ; between them)" } input #names name="names" value=(names) maxlength="1000"; }
                p {
                    @if event { label for="type" { "Type" } input #type name="type" maxlength="40"; }
                    @else {
                        label for="kind" { "Speech" }
                        select #kind name="kind" { option value="" { "as it is" } option { "direct" } option { "indirect" } option { "mixed" } }
                    }
                }
                p { label for="why" { "Why" } input #why name="why" maxlength="1000"; }
                p { button name="verdict" value="amend" { "Keep what was amended" } }
            }
        }
    }
}

/// The page that asks for the token; with what was wrong with the one before.
pub fn door(told: Option<&str>) -> Markup {
    let content = html! {
        h1 { "Review" }
        @if let Some(told) = told { p.caution role="alert" { (told) } }
        form.prose method="post" action="/review/enter" {
            p { label for="who" { "Your name, kept with what you say" } input #who name="who" required maxlength="200" autocomplete="name"; }
            p { label for="token" { "The token that onrecord serve was started with" } input #token name="token" type="password" required maxlength="200" autocomplete="off"; }
            p { button type="submit" { "Begin" } }
        }
    };
    page::whole("Review", "", &[], content)
}

/// What a form or program says of something.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// `accept`, `reject` or `amend`.
    pub verdict: String,
    /// What is otherwise.
    pub fields: Map<String, Value>,
    /// Why.
    pub why: String,
}

impl Judgement {
    /// Reads what a form sent.
    pub fn of(fields: &[(String, String)], part: &str) -> Judgement {
        let field = |name: &str| {
            let found = fields.iter().find(|(known, _)| known == name);
            found.map_or("", |(_, value)| value.trim())
        };
        let mut change = Map::new();
        if field("verdict") == "amend" {
            let names = field("names").split(';').map(str::trim).filter(|name| !name.is_empty());
            let names: Vec<Value> = names.map(Value::from).collect();
            let of_event = part.starts_with('e');
            change.insert(if of_event { "actors" } else { "speakers" }.to_owned(), names.into());
            for name in ["kind", "type"] {
                if !field(name).is_empty() {
                    change.insert(name.to_owned(), field(name).into());
                }
            }
        }
        Judgement {
            verdict: field("verdict").to_owned(),
            fields: change,
            why: field("why").to_owned(),
        }
    }
}

/// Keeps a judgement.
///
/// # Errors
///
/// When it makes no sense or the file cannot be written.
pub fn judge(
    store: &mut Store,
    id: &str,
    judgement: &Judgement,
    who: &str,
) -> Result<Option<String>, Problem> {
    let verdict = match judgement.verdict.as_str() {
        "accept" => Verdict::Accept,
        "reject" => Verdict::Reject,
        "amend" => Verdict::Amend,
        other => {
            let what = format!("{other:?} is no verdict");
            return Err(Problem::asked(what, "verdict is accept, reject or amend"));
        }
    };
    if who.trim().is_empty() {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "nobody is named who says so",
            "say who",
        ));
    }
    let named = store.resolve(id)?;
    let now = jiff::Timestamp::now();
    let now = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string();
    let fields = (verdict == Verdict::Amend).then_some(&judgement.fields);
    let correction = Correction { verdict, fields, who, why: &judgement.why, now: &now };
    Ok(store
        .correct(&named, correction)?
        .1
        .map(|part| format!("{}#{part}", address::short(&named.article_id))))
}
