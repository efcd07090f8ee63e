//! Outlet, byline, section, address, language and story number of a page.
//!
//! Each is a list of places in an order, the more deliberate first. An outlet is a name; where the
//! page gives none, the host of its address is the name that it has, and nothing is made up beyond
//! that.

use serde_json::Value;
use url::Url;

use super::headline;
use super::json_ld::{self, letters, text_of, types};
use super::page::{Page, is_web, words_of};
use crate::{byline, dates, language, story_number};

/// A value and the place it was found in.
pub(super) type Found<T> = Option<(T, String)>;

/// Where the page was published: its canonical address.
pub(super) fn address(page: &Page) -> Found<String> {
    let canonical = page.canonical.as_deref().map(|url| (url, "link canonical".to_owned()));
    let graph = page.meta(&["og:url", "twitter:url"]).map(|(n, url)| (url, format!("meta {n}")));
    let candidates: Vec<_> = canonical.into_iter().chain(graph).collect();
    // A template that names the front page as canonical everywhere says nothing of this page.
    let deep =
        |url: &str| Url::parse(url).is_ok_and(|url| url.path().len() > 1 || url.query().is_some());
    let found = candidates
        .iter()
        .find(|(url, _)| is_web(url) && deep(url))
        .map(|(url, place)| ((*url).to_owned(), place.clone()));
    found.or_else(|| {
        let article = page.article()?;
        let place = ["url", "mainEntityOfPage", "@id"].into_iter().find_map(|name| {
            let value = article.get(name)?;
            let url = value.get("@id").or(Some(value)).and_then(Value::as_str)?;
            (is_web(url) && deep(url)).then(|| (url.to_owned(), name))
        });
        place.map(|(url, name)| (url, format!("json-ld {}.{name}", json_ld::type_name(article))))
    })
}

/// The outlet's name, as the page gives it: the first that the page's title or the host of its
/// address bears out, or the first there is. Templates fill in an edition or a slogan.
pub(super) fn outlet(page: &Page, host: Option<&str>) -> Found<String> {
    let mut names: Vec<(String, String)> = Vec::new();
    let metas = |names: &mut Vec<(String, String)>, wanted: &[&str]| {
        let values = wanted.iter().flat_map(|name| page.meta_all(name));
        names.extend(values.filter_map(|(name, value)| {
            Some((outlet_name(&json_ld::unescape(value))?, format!("meta {name}")))
        }));
    };
    metas(&mut names, &["og:site_name"]);
    if let Some(article) = page.article()
        && let Some(publisher) = publisher(page, article)
        && let Some(name) = text_of(publisher.get("name").or(Some(publisher)))
        && let Some(name) = outlet_name(&name)
    {
        names.push((name, format!("json-ld {}.publisher", json_ld::type_name(article))));
    }
    metas(&mut names, &["application-name", "dc.publisher", "dcterms.publisher", "publisher"]);
    for kind in ["WebSite", "NewsMediaOrganization"] {
        let name = page.things.of_type(kind).and_then(|site| text_of(site.get("name")));
        if let Some(name) = name.as_deref().and_then(outlet_name) {
            names.push((name, format!("json-ld {kind}.name")));
        }
    }
    metas(&mut names, &["apple-mobile-web-app-title"]);
    let label = host.and_then(host_label);
    if let (Some(label), Some(end)) =
        (label, page.title.as_deref().and_then(headline::end_of_title))
        && letters(end).contains(&letters(label))
        && let Some(name) = outlet_name(end)
    {
        names.push((name, "title".to_owned()));
    }
    let title = page.title.as_deref().map(letters).unwrap_or_default();
    let host = host.map(letters).unwrap_or_default();
    let borne_out = |(name, _): &(String, String)| {
        let name = letters(name);
        let without = name.strip_prefix("the").unwrap_or(&name);
        without.len() >= 3 && (title.ends_with(without) || host.contains(without))
    };
    // A name that only ends the title is an outlet's because the host bears it out.
    let at = names.iter().position(borne_out).unwrap_or(0);
    (at < names.len()).then(|| names.swap_remove(at))
}

/// The publisher of an article, looked up where it is only referred to.
fn publisher<'p>(page: &'p Page, article: &'p Value) -> Option<&'p Value> {
    let mut publisher = article.get("publisher")?;
    if let Value::Array(several) = publisher {
        publisher = several.first()?;
    }
    match (publisher.get("name"), publisher.get("@id").and_then(Value::as_str)) {
        (None, Some(id)) => page.things.by_id(id),
        _ => Some(publisher),
    }
}

/// The host of an address, as the name of an outlet that gives no other.
pub(super) fn outlet_of_address(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.domain()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// The part of a host that is a name: "example" of "news.example.co.uk".
fn host_label(host: &str) -> Option<&str> {
    let longest = host.split('.').rev().skip(1).max_by_key(|label| label.len())?;
    (longest.len() >= 3).then_some(longest)
}

/// A name that an outlet may have; an address is cut to its host.
fn outlet_name(given: &str) -> Option<String> {
    const NONE: &[&str] =
        &["home", "homepage", "news", "website", "blog", "index", "null", "undefined"];
    // What follows a bar is a slogan.
    let name = given.split(" | ").next().unwrap_or(given).trim().trim_start_matches('@');
    if let Some(host) = outlet_of_address(name) {
        return Some(host);
    }
    let sized = (2..=60).contains(&name.chars().count());
    (sized && !NONE.contains(&name.to_lowercase().as_str())).then(|| name.to_owned())
}

/// Who wrote it: people's names, each once.
pub(super) fn byline(page: &Page, outlet: Option<&str>) -> Option<(Vec<String>, String)> {
    let people = |written: Vec<String>| {
        let mut names: Vec<String> = Vec::new();
        let written = written.iter().map(|written| without_label(written));
        for name in written.flat_map(byline::names).map(|name| without_day(&name)) {
            if name.split_whitespace().count() < 2 {
                continue;
            }
            let known = |other: &String| letters(other) == letters(&name);
            // "Telegraph Sport" is a desk of The Telegraph.
            let first = name.split(' ').next().map(letters).unwrap_or_default();
            let is_outlet = outlet.is_some_and(|outlet| {
                letters(outlet) == letters(&name)
                    || outlet.split([' ', '.']).any(|word| letters(word) == first)
            });
            if !is_outlet && !names.iter().any(known) {
                names.push(name);
            }
        }
        names.truncate(20);
        (!names.is_empty()).then_some(names)
    };
    let article = page.article();
    let described = article.and_then(|article| {
        let names = people(authors(page, article.get("author").or(article.get("creator"))?))?;
        Some((names, format!("json-ld {}.author", json_ld::type_name(article))))
    });
    described
        .or_else(|| {
            const NAMES: &[&str] = &[
                "author",
                "article:author",
                "article:author_name",
                "parsely-author",
                "sailthru.author",
                "byl",
                "dc.creator",
                "dcterms.creator",
                "cxenseparse:author",
                "rbauthors",
                "twitter:data1",
            ];
            NAMES.iter().find_map(|name| {
                let written: Vec<String> = page
                    .meta_all(name)
                    .map(|(_, value)| json_ld::unescape(value))
                    .filter(|value| !is_web(value) && value.len() <= 300)
                    .collect();
                Some((people(written)?, format!("meta {name}")))
            })
        })
        .or_else(|| {
            let mut written = Vec::new();
            for (name, id) in &page.properties {
                if name == "author"
                    && let Some(element) = page.element(*id)
                    && element.value().name() != "meta"
                {
                    written.push(words_of(element));
                }
            }
            Some((people(written)?, "microdata author".to_owned()))
        })
        .or_else(|| {
            page.signed.iter().find_map(|id| {
                let words = words_of(page.element(*id)?);
                if words.len() > 160 {
                    return None;
                }
                let names = byline::of_line(&words).or_else(|| {
                    // Without "By" before it, only a name and nothing else is one.
                    let names = byline::names(&words);
                    (names.len() == 1 && letters(&names[0]) == letters(&words)).then_some(names)
                })?;
                Some((people(names)?, "byline".to_owned()))
            })
        })
}

/// Without the "Text:" or "Written by:" before a name.
fn without_label(written: &str) -> &str {
    match written.split_once(':') {
        Some((label, rest)) if label.split_whitespace().count() <= 2 => rest.trim(),
        _ => written,
    }
}

/// A name without the day that stands after it where a page puts both on one line.
fn without_day(name: &str) -> String {
    let is_day = |word: &str| dates::is_name(word.trim_matches(|c: char| !c.is_alphanumeric()));
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 2 && words.last().is_some_and(|word| is_day(word)) {
        words.pop();
    }
    words.join(" ")
}

/// The names of authors in JSON-LD: text, a person, a reference to one, or several of them. An
/// organisation is nobody's name.
fn authors(page: &Page, value: &Value) -> Vec<String> {
    let several = match value {
        Value::Array(several) => several.as_slice(),
        one => std::slice::from_ref(one),
    };
    several
        .iter()
        .filter_map(|author| {
            let author = match (author.get("name"), author.get("@id").and_then(Value::as_str)) {
                (None, Some(id)) => page.things.by_id(id)?,
                _ => author,
            };
            let organised = types(author).any(|kind| kind.ends_with("Organization"));
            (!organised).then_some(author)
        })
        .flat_map(|author| match author.get("name") {
            Some(Value::Array(names)) => names.iter().filter_map(|n| text_of(Some(n))).collect(),
            name => text_of(name.or(Some(author))).into_iter().collect::<Vec<_>>(),
        })
        .collect()
}

/// The section of the outlet.
pub(super) fn section(page: &Page) -> Found<String> {
    let sized = |name: &String| {
        const NONE: &[&str] =
            &["home", "homepage", "front page", "all", "uncategorized", "article", "story"];
        (2..=40).contains(&name.chars().count())
            && !name.contains([',', '/'])
            && (name.contains(' ') || !name.contains('.'))
            && !NONE.contains(&name.to_lowercase().as_str())
    };
    let article = page.article().and_then(|article| {
        let name = text_of(article.get("articleSection")).filter(sized)?;
        Some((name, format!("json-ld {}.articleSection", json_ld::type_name(article))))
    });
    article
        .or_else(|| {
            const NAMES: &[&str] = &[
                "article:section",
                "og:article:section",
                "parsely-section",
                "articlesection",
                "section",
                "dc.subject.section",
                "sailthru.section",
                "cxenseparse:section",
                "cms-section",
            ];
            NAMES.iter().flat_map(|name| page.meta_all(name)).find_map(|(name, value)| {
                let value = Some(json_ld::unescape(value)).filter(sized)?;
                Some((value, format!("meta {name}")))
            })
        })
        .or_else(|| {
            // Home, the section, perhaps the story itself.
            let trail =
                page.things.of_type("BreadcrumbList")?.get("itemListElement")?.as_array()?;
            let name = text_of(trail.get(1).and_then(|step| {
                step.get("name").or_else(|| step.get("item").and_then(|item| item.get("name")))
            }))?;
            let last = trail.len() == 2;
            let story = page.title.as_deref().is_some_and(|t| letters(t).contains(&letters(&name)));
            (sized(&name) && !(last && story)).then(|| (name, "json-ld BreadcrumbList".to_owned()))
        })
}

/// The language that the page declares, unless its words leave no doubt that it is another.
pub(super) fn language(page: &Page, body: &str) -> Found<String> {
    let declared = page
        .lang
        .as_deref()
        .and_then(|tag| Some((language::of_tag(tag)?, "html lang".to_owned())))
        .or_else(|| {
            let (name, tag) =
                page.meta(&["og:locale", "content-language", "inlanguage", "language"])?;
            Some((language::of_tag(tag)?, format!("meta {name}")))
        })
        .or_else(|| {
            let article = page.article()?;
            let tag = text_of(article.get("inLanguage"))?;
            let place = format!("json-ld {}.inLanguage", json_ld::type_name(article));
            Some((language::of_tag(&tag)?, place))
        });
    match (declared, language::of(body)) {
        (Some((code, place)), Some(seen)) if code != seen => {
            // Too few words are often taken for a neighbouring language.
            let sure = body.chars().filter(|c| c.is_alphabetic()).count() >= 300;
            Some(if sure { (seen, "text".to_owned()) } else { (code, place) })
        }
        (Some(declared), _) => Some(declared),
        (None, seen) => seen.map(|code| (code, "text".to_owned())),
    }
}

/// The outlet's own number: as readers see it, as machines are told, as the page's template and its
/// address carry it, as an `<article>` does, which may be another story's.
pub(super) fn story_number(page: &Page, address: Option<&str>, lines: &[String]) -> Found<String> {
    const METAS: &[&str] = &[
        "article-id",
        "articleid",
        "article_id",
        "article:id",
        "article.id",
        "story-id",
        "storyid",
        "story_id",
        "news-id",
        "newsid",
        "news_id",
        "content-id",
        "contentid",
        "content_id",
        "cms-id",
        "nid",
        "post-id",
        "cxenseparse:articleid",
        "cxenseparse:recs:articleid",
        "parsely-post-id",
        "dc.identifier",
        "dcterms.identifier",
        "identifier",
    ];
    lines
        .iter()
        .find_map(|line| Some((story_number::find(line)?.1, "text".to_owned())))
        .or_else(|| {
            METAS.iter().flat_map(|name| page.meta_all(name)).find_map(|(name, value)| {
                is_number(value).then(|| (value.to_owned(), format!("meta {name}")))
            })
        })
        .or_else(|| {
            let article = page.article()?;
            let identifier = article.get("identifier")?;
            let value = text_of(identifier.get("value").or(Some(identifier)))?;
            let place = format!("json-ld {}.identifier", json_ld::type_name(article));
            is_number(&value).then_some((value, place))
        })
        .or_else(|| page.numbered.iter().find_map(|(name, value)| numbered(name, value)))
        .or_else(|| {
            let link = Url::parse(page.shortlink.as_deref()?).ok()?;
            let (_, number) = link.query_pairs().find(|(name, _)| name == "p")?;
            is_number(&number).then(|| (number.into_owned(), "link shortlink".to_owned()))
        })
        .or_else(|| Some((number_of_address(address?)?, "url".to_owned())))
        .or_else(|| page.numbered_articles.iter().find_map(|(name, value)| numbered(name, value)))
}

/// An attribute that numbers the story.
fn numbered(name: &str, value: &str) -> Option<(String, String)> {
    const NAMES: &[&str] = &[
        "data-article-id",
        "data-articleid",
        "data-story-id",
        "data-storyid",
        "data-news-id",
        "data-newsid",
        "data-post-id",
        "data-postid",
        "data-content-id",
        "data-contentid",
        "data-entry-id",
        "data-nid",
    ];
    match name {
        "id" => {
            let number = value.strip_prefix("post-")?;
            is_number(number).then(|| (number.to_owned(), "article id".to_owned()))
        }
        "class" => {
            let number = value.split_whitespace().find_map(|name| name.strip_prefix("postid-"))?;
            is_number(number).then(|| (number.to_owned(), "body class".to_owned()))
        }
        name => {
            (NAMES.contains(&name) && is_number(value)).then(|| (value.to_owned(), name.to_owned()))
        }
    }
}

/// Whether a value may be a story's number: one word with digits in it, and no address.
fn is_number(value: &str) -> bool {
    (2..=64).contains(&value.len())
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

/// The number in an address: a part of its path that is one, begins or ends with one.
fn number_of_address(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let number = |digits: &str| {
        let counts = (5..=14).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if !counts {
            return None;
        }
        // 20191119 is a day.
        let within = |range: std::ops::Range<usize>, most: u8| {
            digits[range].parse().is_ok_and(|part: u8| (1..=most).contains(&part))
        };
        let day = digits.len() == 8
            && (digits.starts_with("19") || digits.starts_with("20"))
            && within(4..6, 12)
            && within(6..8, 31);
        (!day).then(|| digits.to_owned())
    };
    parts
        .iter()
        .rev()
        .find_map(|part| {
            let stem = part.split('.').next().unwrap_or(part);
            let stem = stem.strip_suffix("-story").unwrap_or(stem);
            let tail = stem.rsplit(['-', '_', ',']).next().unwrap_or(stem);
            // "n1085406", "id120424": a letter or two that belong to the number.
            let letters = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
            let lettered = || {
                ((1..=3).contains(&letters) && number(&tail[letters..]).is_some())
                    .then(|| tail.to_owned())
            };
            number(tail)
                .or_else(|| stem.split(['-', '_']).next().and_then(number))
                .or_else(lettered)
        })
        .or_else(|| {
            const NAMES: &[&str] = &[
                "p",
                "id",
                "nid",
                "newsid",
                "news_id",
                "storyid",
                "articleid",
                "article_id",
                "story",
            ];
            url.query_pairs()
                .find(|(name, value)| {
                    NAMES.contains(&name.to_ascii_lowercase().as_str())
                        && value.len() <= 14
                        && !value.is_empty()
                        && value.bytes().all(|b| b.is_ascii_digit())
                })
                .map(|(_, value)| value.into_owned())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_addresses() {
        for (address, expected) in [
            ("https://example.org/news/275221/", Some("275221")),
            ("https://example.org/news/Old-bridge-is-closed-14847854.php", Some("14847854")),
            ("https://example.org/news/473849-3-bridges-closed/", Some("473849")),
            ("https://example.org/old-bridge-n1085406", Some("n1085406")),
            ("https://example.org/a/letnyaya-id120424", Some("id120424")),
            ("https://example.org/2019/11/19/20973355/old-bridge", Some("20973355")),
            ("https://example.org/?p=553", Some("553")),
            ("https://example.org/story/20191119/bridge", None),
            ("https://example.org/2019/11/19/top-10-bridges", None),
            ("not an address", None),
        ] {
            assert_eq!(number_of_address(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn names_of_outlets() {
        assert_eq!(outlet_name("The Valley Post").as_deref(), Some("The Valley Post"));
        assert_eq!(outlet_name("https://www.example.org/").as_deref(), Some("example.org"));
        assert_eq!(outlet_name("Home"), None);
        assert_eq!(outlet_name(""), None);
    }
}
