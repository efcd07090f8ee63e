//! Addresses: every view has one that stays, and each of its forms has the same with a suffix.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

/// In which form a view is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A page for people.
    #[default]
    Page,
    /// JSON, whole.
    Json,
    /// A table.
    Csv,
    /// BibTeX.
    Bib,
    /// RIS.
    Ris,
}

impl Form {
    /// The forms that are offered beside the page.
    pub const OTHERS: [Form; 4] = [Form::Json, Form::Csv, Form::Bib, Form::Ris];

    /// What an address ends in.
    pub const fn suffix(self) -> &'static str {
        match self {
            Form::Page => "",
            Form::Json => ".json",
            Form::Csv => ".csv",
            Form::Bib => ".bib",
            Form::Ris => ".ris",
        }
    }

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Form::Page => "Page",
            Form::Json => "JSON",
            Form::Csv => "CSV",
            Form::Bib => "BibTeX",
            Form::Ris => "RIS",
        }
    }
}

/// Takes the suffix off a path.
pub fn split(path: &str) -> (&str, Form) {
    for form in Form::OTHERS {
        if let Some(rest) = path.strip_suffix(form.suffix()).filter(|rest| rest.len() > 1) {
            return (rest, form);
        }
    }
    (path, Form::Page)
}

const IN_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~').remove(b'(').remove(b')');

/// A piece of a path or a value of a query.
pub fn escaped(piece: &str) -> String {
    // Dots are escaped as well: a name must not end like a suffix nor be a step upwards.
    utf8_percent_encode(piece, IN_PATH).to_string()
}

/// A path with what is asked behind it; what is empty is left out.
pub fn with(path: &str, asked: &[(&str, &str)]) -> String {
    let mut whole = path.to_owned();
    let mut between = '?';
    for (name, value) in asked.iter().filter(|(_, value)| !value.is_empty()) {
        whole.push(between);
        whole.push_str(name);
        whole.push('=');
        whole.push_str(&escaped(value));
        between = '&';
    }
    whole
}

/// The page of an article, or of a statement or event, by what commands call it.
pub fn of(id: &str) -> String {
    match id.split_once('#') {
        Some((article, part)) => format!("/article/{}/{}", short(article), escaped(part)),
        None => format!("/article/{}", short(id)),
    }
}

/// The first digits of an article's id.
pub fn short(id: &str) -> String {
    id.trim_start_matches("sha256:").chars().filter(char::is_ascii_alphanumeric).take(12).collect()
}

/// The page of an actor.
pub fn actor(name: &str) -> String {
    format!("/actor/{}", escaped(name))
}

/// The page of a state.
pub fn country(code: &str) -> String {
    format!("/country/{}", escaped(code))
}

/// The page of a pair.
pub fn pair(a: &str, b: &str) -> String {
    format!("/pair/{}/{}", escaped(a), escaped(b))
}

/// An address that may be followed: of the web, whatever an article says of itself.
pub fn outside(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let fits = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    (fits && !rest.is_empty() && !rest.contains(char::is_whitespace)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_are_forms() {
        assert_eq!(split("/search.json"), ("/search", Form::Json));
        assert_eq!(split("/article/3fa9/s1.bib"), ("/article/3fa9/s1", Form::Bib));
        assert_eq!(split("/actor/J%2E%20Json"), ("/actor/J%2E%20Json", Form::Page));
        assert_eq!(split("/.json"), ("/.json", Form::Page));
    }

    #[test]
    fn names_survive_addresses() {
        assert_eq!(actor("A/B ?#.json"), "/actor/A%2FB%20%3F%23%2Ejson");
        assert_eq!(of("3fa9c1d2e4b5#s3"), "/article/3fa9c1d2e4b5/s3");
        assert_eq!(with("/search", &[("q", "a&b"), ("x", "")]), "/search?q=a%26b");
    }

    #[test]
    fn only_addresses_of_the_web_are_followed() {
        assert!(outside("https://example.org/a").is_some());
        for wrong in ["javascript:alert(1)", "data:text/html,x", "javascript://x\nalert(1)", "//x"]
        {
            assert_eq!(outside(wrong), None, "{wrong}");
        }
    }
}
