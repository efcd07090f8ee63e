//! What a request asks for: parts of the path, fields of the query, a form.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Query as QueryOf, RawPathParams};
use axum::http::request::Parts;
use axum::response::Response;
use onrecord_record::StatementKind;
use onrecord_store::{Count, Days, Error, Query, Sort, Store, What};

use crate::address::Form;
use crate::fields::{FIELDS, Field};
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

/// How many hits a page shows.
pub const PAGE: usize = 20;
/// How many hits an answer for programs may hold.
pub const MOST: usize = 100;
/// More hits than any record has.
const SKIPPED: usize = 100_000_000;

/// The name of a page that begins behind so many hits.
pub fn skipping(hits: usize) -> String {
    format!("o.{hits}")
}

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
        let fields = FIELDS.into_iter().map(|field| (field.name, self.field(field.name)));
        fields.filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Refuses what nobody looks at: what was left out without a word would look like an answer. Of
    /// programs that is whatever they may not ask here; of people only what can be asked elsewhere,
    /// because others write into addresses as well.
    ///
    /// # Errors
    ///
    /// When something else was asked.
    pub fn only(&self, known: &[Field]) -> Result<(), Problem> {
        let for_programs = self.path.starts_with("/api/");
        let is_in = |all: &[Field], name: &str| all.iter().any(|field| field.name == name);
        for (at, (name, value)) in self.fields.iter().enumerate() {
            let elsewhere = is_in(&FIELDS, name) && !value.trim().is_empty();
            if !is_in(known, name) && (for_programs || elsewhere) {
                let takes: Vec<&str> = known.iter().map(|field| field.name).collect();
                let hint = match takes.as_slice() {
                    [] => "this address takes none".to_owned(),
                    takes => format!("this address takes {}", takes.join(", ")),
                };
                return Err(Problem::asked(format!("{name:?} cannot be asked here"), hint));
            }
            if for_programs && self.fields[..at].iter().any(|(before, _)| before == name) {
                return Err(Problem::asked(format!("{name:?} is asked twice"), "ask it once"));
            }
        }
        Ok(())
    }

    /// The address of this search with one field otherwise, from its first page on.
    pub fn but(&self, name: &str, value: &str) -> String {
        self.but_at(&self.path, name, value)
    }

    /// The address of this search elsewhere.
    pub fn but_at(&self, path: &str, name: &str, value: &str) -> String {
        let mut asked = self.asked();
        asked.push(("limit", self.field("limit")));
        asked.retain(|(known, _)| *known != name);
        let known = FIELDS.into_iter().map(|field| field.name).chain(["page"]);
        if let Some(known) = known.into_iter().find(|known| *known == name) {
            asked.push((known, value));
        }
        crate::address::with(path, &asked)
    }

    /// The address of this search among things of another kind, without what these do not have.
    pub fn among(&self, name: &str, what: What) -> String {
        let of_these =
            |name: &str| FIELDS.iter().any(|field| field.name == name && field.is_of(what));
        let mut asked = self.asked();
        asked.retain(|(known, _)| *known != "what" && of_these(known));
        asked.push(("what", name));
        crate::address::with(&self.path, &asked)
    }

    /// The address of the rows of a table behind these.
    pub fn onward(&self, page: &str) -> String {
        let path = if self.path == "/" { "/record" } else { &self.path };
        let mut asked = self.asked();
        asked.extend([("limit", self.field("limit")), ("page", page)]);
        crate::address::with(&format!("{path}{}", self.form.suffix()), &asked)
    }

    /// How many hits are wanted.
    ///
    /// # Errors
    ///
    /// When it is no number from 1 to [`MOST`]; tables and bibliographies hold everything where no
    /// less is wanted.
    pub fn limit(&self) -> Result<usize, Problem> {
        let (default, most) = match self.form {
            Form::Page => (PAGE, MOST),
            Form::Json => (50, MOST),
            Form::Csv | Form::Bib | Form::Ris => (usize::MAX, usize::MAX),
        };
        match self.field("limit") {
            "" => Ok(default),
            given => given.parse().ok().filter(|n| (1..=most).contains(n)).ok_or_else(|| {
                let what = match most {
                    usize::MAX => format!("limit {given:?} is no number from 1 on"),
                    most => format!("limit {given:?} is no number from 1 to {most}"),
                };
                Problem::asked(what, "leave it out")
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

    /// The question that the fields ask of one kind of thing. Fields that only others have are asked as
    /// well, and the store refuses them: what was left out without a word would look like an answer.
    ///
    /// # Errors
    ///
    /// When a field makes no sense.
    pub fn query_for(&self, store: &Store, what: What) -> Result<Query, Problem> {
        let kind = match self.field("kind") {
            "" => None,
            "direct" => Some(StatementKind::Direct),
            "indirect" => Some(StatementKind::Indirect),
            "mixed" => Some(StatementKind::Mixed),
            other => {
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
        let count = match self.field("copies") {
            "" => Count::Reports,
            "all" => Count::Articles,
            other => {
                let what = format!("copies are not {other:?}");
                return Err(Problem::asked(what, "copies is all, or left out"));
            }
        };
        let mut query = Query {
            what,
            words: self.given("q"),
            about: self.given("about"),
            said_by: self.given("speaker"),
            kind,
            country: self.given("country"),
            types: self.given("type").into_iter().collect(),
            actor: self.given("actor"),
            recipient: self.given("recipient"),
            party: self.given("party"),
            voice: self.given("voice"),
            place: self.given("place"),
            outlet: self.given("outlet"),
            between: self.given("between").as_deref().map(Days::parse).transpose()?,
            count,
            sort,
            limit: self.limit()?,
            ..Query::default()
        };
        let unnamed = || {
            let what = "the page that was asked for is none that this server named";
            Problem::asked(what, "begin with the first page")
        };
        match self.page().split_once('.') {
            None if self.page().is_empty() => {}
            Some(("n", id)) => {
                let id = id.replace('-', "#");
                query.behind = Some(store.resolve(&id).map_err(|error| match error {
                    Error::Unknown { .. } => unnamed(),
                    other => other.into(),
                })?);
            }
            Some(("o", skipped)) => {
                let skipped = skipped.parse().ok().filter(|skipped| *skipped <= SKIPPED);
                query.offset = skipped.ok_or_else(unnamed)?;
            }
            _ => return Err(unnamed()),
        }
        Ok(query)
    }

    /// How many hits this page leaves out by their number.
    pub fn skipped(&self) -> usize {
        self.page().strip_prefix("o.").and_then(|skipped| skipped.parse().ok()).unwrap_or_default()
    }

    /// What leads to the page behind the one that ends with `last`.
    pub fn next(&self, query: &Query, last: Option<&str>, more: bool) -> Option<String> {
        let last = last.filter(|_| more)?;
        match query.sort {
            Sort::Newest | Sort::Oldest => Some(format!("n.{}", last.replace('#', "-"))),
            _ => Some(skipping(query.offset.saturating_add(query.limit))),
        }
    }
}
