//! What went wrong with a request, for people as a page and for programs as `problem+json` (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::html;
use onrecord_store::Error;
use serde::Serialize;
use utoipa::ToSchema;

use crate::page;

/// A problem.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

/// The form of errors: RFC 9457.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProblemJson {
    /// What sort of problem it is: `about:blank`, the status says it.
    #[serde(rename = "type")]
    pub problem_type: String,
    /// The status in words.
    pub title: String,
    /// The status.
    pub status: u16,
    /// What is wrong here.
    pub detail: String,
    /// What to do.
    pub hint: String,
}

impl Problem {
    /// A problem with its status.
    pub fn new(status: StatusCode, what: impl Into<String>, hint: impl Into<String>) -> Problem {
        Problem { status, what: what.into(), hint: hint.into() }
    }

    /// There is no such thing.
    pub fn missing(what: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, what, "search finds what is in the record")
    }

    /// What was asked makes no sense.
    pub fn asked(what: impl Into<String>, hint: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, what, hint)
    }

    /// Too much is going on.
    pub fn busy() -> Problem {
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too much is asked at the moment",
            "ask again in a second",
        )
    }

    /// Something is wrong with this program.
    pub fn bug() -> Problem {
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the answer could not be made",
            "this is a bug, please report it, with the address of the page",
        )
    }

    /// What was sent is too long, or was cut off.
    pub fn too_long(status: StatusCode, most: usize) -> Problem {
        let hint = format!("send no more than {most} bytes");
        Problem::new(status, "what was sent is too long or was cut off", hint)
    }

    /// The answer for a program or a person.
    pub fn respond(&self, for_programs: bool) -> Response {
        let body = if for_programs { self.json() } else { self.page() };
        let media = match for_programs {
            true => "application/problem+json",
            false => "text/html; charset=utf-8",
        };
        let mut response = (self.status, body).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        if matches!(self.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let how = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, how);
        }
        response
    }

    fn json(&self) -> String {
        let problem = ProblemJson {
            problem_type: "about:blank".to_owned(),
            title: self.title().to_owned(),
            status: self.status.as_u16(),
            detail: self.what.clone(),
            hint: self.hint.clone(),
        };
        serde_json::to_string(&problem).unwrap_or_default()
    }

    fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Problem")
    }

    fn page(&self) -> String {
        let content = html! {
            h1 { (self.title()) }
            p { bdi { (self.what) } "." }
            @if !self.hint.is_empty() {
                p { "What to do: " (self.hint) "." }
            }
            p { a href="/" { "Go to the start page" } }
        };
        page::whole(self.title(), "", &[], content).into_string()
    }
}

/// What was found, and nothing where a name that comes from an article has no letter to be searched by.
///
/// # Errors
///
/// When the file cannot be read.
pub fn or_nothing<T: Default>(found: Result<T, Error>) -> Result<T, Problem> {
    match found {
        Ok(found) => Ok(found),
        Err(Error::Asked { .. }) => Ok(T::default()),
        Err(error) => Err(error.into()),
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error {
            Error::Asked { what, hint } => Problem::asked(what, hint),
            Error::Unknown { what, hint } => Problem::new(StatusCode::NOT_FOUND, what, hint),
            Error::Slow => Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "that takes longer than it may",
                "ask for less: a shorter time, rarer words",
            ),
            Error::Busy => Problem::busy(),
            other => {
                let whole = other.to_string();
                let (what, hint) = whole.split_once("; hint: ").unwrap_or((&whole, ""));
                Problem::new(StatusCode::INTERNAL_SERVER_ERROR, what, hint)
            }
        }
    }
}
