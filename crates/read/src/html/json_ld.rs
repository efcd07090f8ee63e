//! JSON-LD, as pages write it.
//!
//! What pages embed ranges from a tidy `@graph` to text that is not JSON: line breaks inside
//! strings, commas before brackets, comments around it all. A page that says when it was published
//! in broken JSON still says it, so what does not parse is mended, and what cannot be mended is
//! searched for the few members that matter.

use serde_json::{Map, Value};

/// The things a page describes in JSON-LD, flattened.
#[derive(Default)]
pub(super) struct Things {
    things: Vec<Thing>,
}

struct Thing {
    value: Value,
    /// Whether it stands in a list of other things rather than describing the page.
    listed: bool,
}

/// Members that hold the page's own subject.
const TRANSPARENT: &[&str] = &["@graph", "mainEntity", "mainEntityOfPage", "subjectOf"];

impl Things {
    /// Takes the text of one script element.
    pub(super) fn add(&mut self, text: &str) {
        for value in parse(text) {
            self.flatten(value);
        }
    }

    fn flatten(&mut self, value: Value) {
        let mut waiting = vec![(value, false)];
        while let Some((value, listed)) = waiting.pop() {
            match value {
                Value::Array(values) => {
                    waiting.extend(values.into_iter().rev().map(|value| (value, listed)));
                }
                Value::Object(mut members) => {
                    let mut inner = Vec::new();
                    for name in TRANSPARENT {
                        if let Some(value @ (Value::Object(_) | Value::Array(_))) =
                            members.get(*name)
                        {
                            inner.push((value.clone(), listed));
                        }
                    }
                    for name in ["itemListElement", "hasPart", "liveBlogUpdate"] {
                        if let Some(value) = members.get(name) {
                            inner.push((value.clone(), true));
                        }
                    }
                    if let Some(value) = members.get("item").filter(|_| listed) {
                        inner.push((value.clone(), true));
                    }
                    members.remove("@graph");
                    waiting.extend(inner.into_iter().rev());
                    self.things.push(Thing { value: Value::Object(members), listed });
                }
                _ => {}
            }
            // No page has that many; a hostile one would.
            if self.things.len() > 2_000 {
                return;
            }
        }
    }

    /// The thing that is the page's article: the one at the page's address, or with its title, or
    /// the first that is not one of a list.
    pub(super) fn article(&self, address: Option<&str>, title: Option<&str>) -> Option<&Value> {
        let articles = || {
            self.things
                .iter()
                .filter(|thing| article_rank(&thing.value).is_some())
                .map(|thing| (&thing.value, thing.listed))
        };
        let at_address = |value: &Value| {
            address.is_some_and(|address| {
                ["url", "@id", "mainEntityOfPage"].iter().any(|name| {
                    let place = value.get(name);
                    let id = place.and_then(|place| place.get("@id")).or(place);
                    id.and_then(Value::as_str).is_some_and(|id| same_address(id, address))
                })
            })
        };
        let titled = |value: &Value| {
            let headline = text_of(value.get("headline").or(value.get("name")));
            match (headline, title) {
                (Some(headline), Some(title)) => {
                    let (headline, title) = (letters(&headline), letters(title));
                    headline.len() > 8 && (title.contains(&headline) || headline.contains(&title))
                }
                _ => false,
            }
        };
        let free = |rank: u8| {
            articles().find(|(value, listed)| !listed && article_rank(value) == Some(rank))
        };
        articles()
            .find(|(value, listed)| !listed && at_address(value) && titled(value))
            .or_else(|| articles().find(|(value, listed)| !listed && titled(value)))
            .or_else(|| articles().find(|(value, listed)| !listed && at_address(value)))
            .or_else(|| free(0))
            .or_else(|| free(1))
            .or_else(|| articles().find(|(value, _)| titled(value)))
            .map(|(value, _)| value)
    }

    /// The first thing of a type.
    pub(super) fn of_type(&self, name: &str) -> Option<&Value> {
        self.things
            .iter()
            .find(|thing| !thing.listed && types(&thing.value).any(|kind| kind == name))
            .map(|thing| &thing.value)
    }

    /// The thing with an `@id`.
    pub(super) fn by_id(&self, id: &str) -> Option<&Value> {
        let is_it = |value: &&Value| {
            value.get("@id").and_then(Value::as_str) == Some(id)
                && value.as_object().is_some_and(|members| members.len() > 1)
        };
        self.things.iter().map(|thing| &thing.value).find(is_it)
    }
}

/// The types of a thing, without the vocabulary's address.
pub(super) fn types(value: &Value) -> impl Iterator<Item = &str> {
    let (one, many) = match value.get("@type") {
        Some(Value::String(one)) => (Some(one.as_str()), None),
        Some(Value::Array(many)) => (None, Some(many.iter().filter_map(Value::as_str))),
        _ => (None, None),
    };
    one.into_iter().chain(many.into_iter().flatten()).map(|name| {
        let name = name.rsplit(['/', '#', ':']).next().unwrap_or(name);
        name.trim()
    })
}

/// How surely a thing is an article: 0 for articles, 1 for what may hold one.
fn article_rank(value: &Value) -> Option<u8> {
    types(value)
        .filter_map(|name| match name {
            "Report" | "BlogPosting" | "LiveBlogPosting" | "Review" | "SocialMediaPosting" => {
                Some(0)
            }
            name if name.ends_with("Article") => Some(0),
            "WebPage" | "ItemPage" | "CreativeWork" => Some(1),
            _ => None,
        })
        .min()
}

/// The name of the main type of a thing, for provenance.
pub(super) fn type_name(value: &Value) -> &str {
    types(value).next().unwrap_or("Thing")
}

/// A value as text: a string, a number, the first of a list, the `@value` or `name` of an object.
pub(super) fn text_of(value: Option<&Value>) -> Option<String> {
    let mut value = value?;
    for _ in 0..4 {
        match value {
            Value::String(text) => {
                let text = unescape(text);
                return Some(text).filter(|text| !text.is_empty());
            }
            Value::Number(number) => return Some(number.to_string()),
            Value::Array(values) => value = values.first()?,
            Value::Object(members) => value = members.get("@value").or(members.get("name"))?,
            _ => return None,
        }
    }
    None
}

/// Text in JSON-LD is plain, but often escaped as HTML, and sometimes twice.
pub(super) fn unescape(text: &str) -> String {
    let mut text = super::paragraphs::collapse(text);
    for _ in 0..2 {
        if !(text.contains('&') && text.contains(';') || text.contains('<')) {
            break;
        }
        let read = scraper::Html::parse_fragment(&text);
        text = super::paragraphs::collapse(&read.root_element().text().collect::<String>());
    }
    text
}

/// Whether two addresses name one page: scheme, query, fragment and a slash at the end aside.
pub(super) fn same_address(one: &str, other: &str) -> bool {
    let bare = |address: &str| {
        let address = address.split(['?', '#']).next().unwrap_or_default();
        let address = address.split_once("://").map_or(address, |(_, rest)| rest);
        address.trim_start_matches("www.").trim_end_matches('/').to_ascii_lowercase()
    };
    let one = bare(one);
    one.contains('/') && one == bare(other)
}

/// Only letters and digits, small, to compare titles by.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn parse(text: &str) -> Vec<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim()
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("/*<![CDATA[*/")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("/*]]>*/")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    if text.is_empty() {
        return Vec::new();
    }
    let all = |text: &str| -> Option<Vec<Value>> {
        serde_json::Deserializer::from_str(text).into_iter().collect::<Result<_, _>>().ok()
    };
    all(text)
        .or_else(|| all(&mend(text)))
        .unwrap_or_else(|| salvage(text).map(Value::Object).into_iter().collect())
}

/// Mends what is most often wrong: line breaks and other control characters in strings, commas
/// before a closing bracket, escapes that JSON does not have.
fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut inside = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' => {
                inside = !inside;
                mended.push(c);
            }
            '\\' if inside => match characters.next() {
                Some(next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    mended.push(c);
                    mended.push(next);
                }
                Some(next) if !next.is_control() => mended.push(next),
                _ => mended.push(' '),
            },
            c if c.is_control() => mended.push(' '),
            ',' if !inside => {
                while characters.next_if(|next| next.is_whitespace()).is_some() {}
                if !matches!(characters.peek(), Some('}' | ']' | ',') | None) {
                    mended.push(',');
                }
            }
            c => mended.push(c),
        }
    }
    mended
}

/// The few members that matter, out of text that is no JSON: the first of each.
fn salvage(text: &str) -> Option<Map<String, Value>> {
    let mut members = Map::new();
    for name in ["@type", "headline", "datePublished", "dateModified", "articleSection", "url"] {
        if let Some(value) = member(text, name) {
            members.insert(name.to_owned(), Value::String(value));
        }
    }
    // The type of broken text is a guess; that it is the page's article is not much of one when
    // it has a headline or a date.
    (members.contains_key("headline") || members.contains_key("datePublished")).then(|| {
        if article_rank(&Value::Object(members.clone())).is_none() {
            members.insert("@type".to_owned(), Value::String("Article".to_owned()));
        }
        members
    })
}

/// The string after `"name":`.
fn member(text: &str, name: &str) -> Option<String> {
    let quoted = format!("\"{name}\"");
    let after = text[text.find(&quoted)? + quoted.len()..].trim_start();
    let string = after.strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let mut value = String::new();
    let mut escaped = false;
    for c in string.chars().take(500) {
        match c {
            '"' if !escaped => return Some(value),
            '\\' if !escaped => escaped = true,
            c => {
                value.push(c);
                escaped = false;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn article(scripts: &[&str], address: Option<&str>, title: Option<&str>) -> Option<String> {
        let mut things = Things::default();
        for script in scripts {
            things.add(script);
        }
        things.article(address, title).and_then(|value| text_of(value.get("headline")))
    }

    #[test]
    fn finds_the_article_wherever_it_is() {
        for script in [
            r#"{"@type": "NewsArticle", "headline": "Bridge closed"}"#,
            r#"[{"@type": "Organization"}, {"@type": ["Thing", "NewsArticle"], "headline": "Bridge closed"}]"#,
            r#"{"@graph": [{"@type": "WebPage"}, {"@type": "http://schema.org/Article", "headline": "Bridge closed"}]}"#,
            r#"{"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": "Bridge closed"}}"#,
            "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Bridge closed\"} -->",
            "{\"@type\": \"NewsArticle\", \"headline\": \"Bridge\n closed\",}",
            "{\"@type\": \"NewsArticle\", \"headline\": \"Bridge\\ closed\"};",
            "{\"@type\": \"NewsArticle\", \"headline\": \"Bridge closed\", \"articleBody\": \"He said \"no\".\"}",
            "{\"@type\": \"WebSite\"}\n{\"@type\": \"NewsArticle\", \"headline\": \"Bridge closed\"}",
        ] {
            assert_eq!(
                article(&[script], None, None).as_deref(),
                Some("Bridge closed"),
                "{script}"
            );
        }
    }

    #[test]
    fn the_pages_own_article_comes_before_others() {
        let others = r#"{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": {"@type": "NewsArticle", "headline": "Another story", "url": "https://example.org/b"}}]}"#;
        let one = r#"{"@type": "NewsArticle", "headline": "Weather tomorrow", "url": "https://example.org/w"}"#;
        let own = r#"{"@type": "NewsArticle", "headline": "Bridge closed", "mainEntityOfPage": {"@id": "http://www.example.org/a/"}}"#;
        let scripts = [others, one, own];
        let found = article(&scripts, Some("https://example.org/a?x=1"), None);
        assert_eq!(found.as_deref(), Some("Bridge closed"));
        let found = article(&scripts, None, Some("Bridge closed - The Example"));
        assert_eq!(found.as_deref(), Some("Bridge closed"));
        assert_eq!(article(&[others], None, None), None);
    }

    #[test]
    fn text_comes_out_of_any_shape() {
        assert_eq!(text_of(Some(&json!("a &amp; b"))).as_deref(), Some("a & b"));
        assert_eq!(text_of(Some(&json!([{"name": "Mira Holt"}]))).as_deref(), Some("Mira Holt"));
        assert_eq!(text_of(Some(&json!({"@value": 7}))).as_deref(), Some("7"));
        assert_eq!(text_of(Some(&json!(null))), None);
    }
}
