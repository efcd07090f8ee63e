//! What a request asks for: parts of the path, fields of the query, a form.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Query as QueryOf, RawPathParams};
use axum::http::request::Parts;
use axum::response::Response;
use onrecord_record::StatementKind;
use onrecord_store::{Days, Query, Sort, Store, What};

use crate::address::Form;
use crate::problem::Problem;

/// A request, as views see it.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The path, without the form's suffix.
    pub path: String,
    /// What stands for parts of the route.
    parts: HashMap<String, String>,
    /// The fields of the query.
    fields: Vec<(String, String)>,
    /// The form.
    pub form: Form,
}

/// The fields that say what is searched for, in the order of the page.
pub const FIELDS: [&str; 15] = [
    "q",
    "what",
    "speaker",
    "about",
    "country",
    "outlet",
    "kind",
    "type",
    "actor",
    "recipient",
    "party",
    "voice",
    "between",
    "sort",
    "copies",
];
/// How many hits a page shows.
pub const PAGE: usize = 20;
/// How many hits an answer for programs may hold.
pub const MOST: usize = 100;

impl<S: Send + Sync> FromRequestParts<S> for Ask {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Ask, Response> {
        let form = parts.extensions.get::<Form>().copied().unwrap_or_default();
        let for_programs = form != Form::Page || parts.uri.path().starts_with("/api/");
        let unreadable = || {
            let problem = Problem::asked("the address cannot be read", "see that it is whole");
            problem.respond(for_programs)
        };
        let names = RawPathParams::from_request_parts(parts, state).await;
        let names = names.map_err(|_| unreadable())?;
        let names = names.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let QueryOf(fields) = QueryOf::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map_err(|_| unreadable())?;
        Ok(Ask { path: parts.uri.path().to_owned(), parts: names, fields, form })
    }
}

impl Ask {
    /// A part of the path.
    pub fn part(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }

    /// A field, trimmed; empty where it was not given.
    pub fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The same with something else for a part of the path.
    pub fn with_part(mut self, name: &str, value: &str) -> Ask {
        self.parts.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Which page is asked for; programs call it a cursor.
    fn page(&self) -> &str {
        match self.field("page") {
            "" => self.field("cursor"),
            page => page,
        }
    }

    fn given(&self, name: &str) -> Option<String> {
        Some(self.field(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// All fields of a search that were given.
    pub fn asked(&self) -> Vec<(&'static str, &str)> {
        let fields = FIELDS.into_iter().map(|name| (name, self.field(name)));
        fields.filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The address of this search with one field otherwise, from its first page on.
    pub fn but(&self, name: &str, value: &str) -> String {
        self.but_at(&self.path, name, value)
    }

    /// The address of this search elsewhere.
    pub fn but_at(&self, path: &str, name: &str, value: &str) -> String {
        let mut asked = self.asked();
        asked.retain(|(known, _)| *known != name);
        if let Some(known) = FIELDS.into_iter().chain(["page"]).find(|known| *known == name) {
            asked.push((known, value));
        }
        crate::address::with(path, &asked)
    }

    /// How many hits are wanted.
    ///
    /// # Errors
    ///
    /// When it is no number from 1 to [`MOST`].
    pub fn limit(&self) -> Result<usize, Problem> {
        let default = if self.form == Form::Page { PAGE } else { 50 };
        match self.field("limit") {
            "" => Ok(default),
            given => given.parse().ok().filter(|n| (1..=MOST).contains(n)).ok_or_else(|| {
                Problem::asked(
                    format!("limit {given:?} is no number from 1 to {MOST}"),
                    "leave it out",
                )
            }),
        }
    }

    /// What kind of thing is wanted.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn what(&self) -> Result<What, Problem> {
        match self.field("what") {
            "" | "statements" => Ok(What::Statements),
            "events" => Ok(What::Events),
            "articles" => Ok(What::Articles),
            other => Err(Problem::asked(
                format!("there are no {other:?}"),
                "what is statements, events or articles",
            )),
        }
    }

    /// The question that the fields ask; fields that only others have are left out.
    ///
    /// # Errors
    ///
    /// When a field makes no sense.
    pub fn query(&self, store: &Store) -> Result<Query, Problem> {
        self.query_for(store, self.what()?)
    }

    /// The question that the fields ask of one kind of thing.
    ///
    /// # Errors
    ///
    /// When a field makes no sense.
    pub fn query_for(&self, store: &Store, what: What) -> Result<Query, Problem> {
        let statements = |name| self.given(name).filter(|_| what == What::Statements);
        let events = |name| self.given(name).filter(|_| what == What::Events);
        let kind = match statements("kind").as_deref() {
            None => None,
            Some("direct") => Some(StatementKind::Direct),
            Some("indirect") => Some(StatementKind::Indirect),
            Some("mixed") => Some(StatementKind::Mixed),
            Some(other) => {
                let what = format!("no statement is {other:?}");
                return Err(Problem::asked(what, "kind is direct, indirect or mixed"));
            }
        };
        let sort = match self.field("sort") {
            "" | "newest" => Sort::Newest,
            "oldest" => Sort::Oldest,
            "relevance" => Sort::Relevance,
            other => {
                let what = format!("nothing is sorted by {other:?}");
                return Err(Problem::asked(what, "sort is newest, oldest or relevance"));
            }
        };
        let country = self.given("country").filter(|_| what != What::Articles);
        let mut query = Query {
            what,
            words: self.given("q"),
            about: self.given("about"),
            said_by: statements("speaker"),
            kind,
            country,
            types: events("type").into_iter().collect(),
            actor: events("actor"),
            recipient: events("recipient"),
            party: events("party"),
            voice: events("voice"),
            outlet: self.given("outlet"),
            between: self.given("between").as_deref().map(Days::parse).transpose()?,
            count: match self.field("copies") {
                "all" => onrecord_store::Count::Articles,
                _ => onrecord_store::Count::Reports,
            },
            sort,
            limit: self.limit()?,
            ..Query::default()
        };
        match self.page().split_once('.') {
            None if self.page().is_empty() => {}
            Some(("n", id)) => {
                let id = id.replace('-', "#");
                query.behind = Some(store.resolve(&id)?);
            }
            Some(("o", skipped)) if skipped.parse::<u32>().is_ok_and(|n| n <= 10_000) => {
                query.offset = skipped.parse().unwrap_or_default();
            }
            _ => {
                let what = "the page that was asked for is none that this server named";
                return Err(Problem::asked(what, "begin with the first page"));
            }
        }
        Ok(query)
    }

    /// What leads to the page behind the one that ends with `last`.
    pub fn next(&self, query: &Query, last: Option<&str>, more: bool) -> Option<String> {
        let last = last.filter(|_| more)?;
        Some(match query.sort {
            Sort::Newest | Sort::Oldest => format!("n.{}", last.replace('#', "-")),
            _ => format!("o.{}", query.offset + query.limit),
        })
    }
}
