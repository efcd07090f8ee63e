//! A parsed page, and what it says about itself.
//!
//! One walk over the elements gathers everything that the readers of headline, byline, date and
//! the rest look at, so that each of them is a short list of places in an order.

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;
use url::Url;

use super::{json_ld, paragraphs};

/// A page and the places where it speaks about itself.
pub(super) struct Page {
    pub dom: Html,
    /// `<meta>` elements: name, property or itemprop in small letters, and content.
    pub metas: Vec<(String, String)>,
    /// The page's things in JSON-LD, flattened, in order.
    pub things: json_ld::Things,
    /// `<title>`.
    pub title: Option<String>,
    /// The `lang` of `<html>` or `<body>`.
    pub lang: Option<String>,
    /// `<link rel=canonical>`.
    pub canonical: Option<String>,
    /// `<link rel=shortlink>`.
    pub shortlink: Option<String>,
    /// `<h1>`s with their words, each with its place in the order of elements.
    pub headings: Vec<(usize, String)>,
    /// The place of the heading that is the headline, once that is known.
    pub heading_at: Option<usize>,
    /// Elements with an `itemprop`, in order: its value and the element.
    pub properties: Vec<(String, NodeId)>,
    /// `<time>` elements, each with its place in the order of elements.
    pub times: Vec<(usize, NodeId)>,
    /// Elements that by class, id or rel hold a date.
    pub dated: Vec<NodeId>,
    /// Elements that by class, id or rel name who wrote the page.
    pub signed: Vec<NodeId>,
    /// Attributes of the whole page that number the story: attribute and value.
    pub numbered: Vec<(String, String)>,
    /// The same of `<article>` and `<main>`.
    pub numbered_articles: Vec<(String, String)>,
    /// How many `<article>` elements there are.
    pub articles: usize,
    /// Whether there is a field for a password.
    pub asks_password: bool,
    /// The words of every link, each collapsed and in small letters.
    pub links: std::collections::HashSet<String>,
}

/// How deep a parsed page nests and how many nodes it has.
pub(super) fn measure(dom: &Html) -> (usize, usize) {
    let (mut depth, mut deepest, mut nodes) = (0usize, 0usize, 0usize);
    for edge in dom.tree.root().traverse() {
        match edge {
            Edge::Open(_) => {
                depth += 1;
                nodes += 1;
                deepest = deepest.max(depth);
            }
            Edge::Close(_) => depth -= 1,
        }
    }
    (deepest, nodes)
}

impl Page {
    pub(super) fn gather(dom: Html) -> Page {
        let mut page = Page {
            dom: Html::new_document(),
            metas: Vec::new(),
            things: json_ld::Things::default(),
            title: None,
            lang: None,
            canonical: None,
            shortlink: None,
            headings: Vec::new(),
            heading_at: None,
            properties: Vec::new(),
            times: Vec::new(),
            dated: Vec::new(),
            signed: Vec::new(),
            numbered: Vec::new(),
            numbered_articles: Vec::new(),
            articles: 0,
            asks_password: false,
            links: std::collections::HashSet::new(),
        };
        let elements = dom.tree.root().descendants().filter_map(ElementRef::wrap);
        for (at, element) in elements.enumerate() {
            page.take(at, element);
        }
        page.dom = dom;
        page
    }

    fn take(&mut self, at: usize, element: ElementRef<'_>) {
        let value = element.value();
        let attribute = |name: &str| value.attr(name).map(str::trim).filter(|v| !v.is_empty());
        let id = element.id();
        match value.name() {
            "html" | "body" => {
                if self.lang.is_none() {
                    self.lang = attribute("lang").or(attribute("xml:lang")).map(str::to_owned);
                }
                self.take_numbers(element);
            }
            "meta" => self.take_meta(element),
            "link" => match attribute("rel").map(str::to_ascii_lowercase).as_deref() {
                Some("canonical") if self.canonical.is_none() => {
                    self.canonical = attribute("href").map(str::to_owned);
                }
                Some("shortlink") if self.shortlink.is_none() => {
                    self.shortlink = attribute("href").map(str::to_owned);
                }
                _ => {}
            },
            "title" if self.title.is_none() => {
                self.title = Some(words_of(element)).filter(|words| !words.is_empty());
            }
            "script"
                if attribute("type")
                    .is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) =>
            {
                let text: String = element.text().collect();
                self.things.add(&text);
            }
            "h1" => {
                let words = words_of(element);
                if !words.is_empty() {
                    self.headings.push((at, words));
                }
            }
            "time" => self.times.push((at, id)),
            "input" => {
                self.asks_password |=
                    attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("password"));
            }
            "article" => {
                self.articles += 1;
                self.take_numbers(element);
            }
            "main" => self.take_numbers(element),
            "a" => {
                let words = words_of(element);
                if !words.is_empty() {
                    self.links.insert(words.to_lowercase());
                }
            }
            _ => {}
        }
        if let Some(properties) = attribute("itemprop") {
            for property in properties.split_ascii_whitespace() {
                self.properties.push((property.to_owned(), id));
            }
        }
        if matches!(value.name(), "html" | "body" | "meta" | "script" | "link" | "article" | "main")
        {
            return;
        }
        let names = ["class", "id", "rel", "data-testid", "data-qa"];
        let named = names.iter().filter_map(|name| attribute(name));
        let (mut dated, mut signed) = (false, false);
        for part in named.flat_map(str::split_ascii_whitespace).take(24) {
            let part = part.to_ascii_lowercase();
            dated |= ["date", "time", "publish", "posted", "dateline", "stamp"]
                .iter()
                .any(|hint| part.contains(hint))
                && !["update", "modif", "timeline", "validate", "sometimes", "candidate"]
                    .iter()
                    .any(|hint| part.contains(hint));
            signed |= ["byline", "author", "writer"].iter().any(|hint| part.contains(hint))
                && !["bio", "image", "photo", "avatar", "social", "follow", "comment", "more"]
                    .iter()
                    .any(|hint| part.contains(hint));
        }
        if dated {
            self.dated.push(id);
        }
        if signed {
            self.signed.push(id);
        }
    }

    fn take_meta(&mut self, element: ElementRef<'_>) {
        let attribute = |name: &str| element.value().attr(name).map(str::trim);
        let Some(content) = attribute("content").filter(|content| !content.is_empty()) else {
            return;
        };
        for name in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = attribute(name).filter(|name| !name.is_empty()) {
                self.metas.push((name.to_ascii_lowercase(), content.to_owned()));
            }
        }
    }

    fn take_numbers(&mut self, element: ElementRef<'_>) {
        for (name, value) in element.value().attrs() {
            let value = value.trim();
            if !value.is_empty() && (name.starts_with("data-") || name == "id" || name == "class") {
                let counts = match name {
                    "id" => value.starts_with("post-") && element.value().name() == "article",
                    "class" => element.value().name() == "body" && value.contains("postid-"),
                    _ => name.ends_with("-id") || name.ends_with("id"),
                };
                let whole = matches!(element.value().name(), "html" | "body");
                if counts {
                    let to = if whole { &mut self.numbered } else { &mut self.numbered_articles };
                    to.push((name.to_owned(), value.to_owned()));
                }
            }
        }
    }

    /// The first non-empty content of these metas, in the order of the names, and the name.
    pub(super) fn meta<'p>(&'p self, names: &[&str]) -> Option<(&'p str, &'p str)> {
        names.iter().find_map(|name| self.meta_all(name).next())
    }

    /// Every content of a meta, with its name.
    pub(super) fn meta_all<'p>(&'p self, name: &str) -> impl Iterator<Item = (&'p str, &'p str)> {
        self.metas
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(key, content)| (key.as_str(), content.as_str()))
    }

    /// An element gathered before.
    pub(super) fn element(&self, id: NodeId) -> Option<ElementRef<'_>> {
        self.dom.tree.get(id).and_then(ElementRef::wrap)
    }

    /// The lines that a reader sees, navigation and forms aside.
    pub(super) fn lines(&self) -> Vec<String> {
        paragraphs::of_element(self.dom.root_element())
    }

    /// The page's article in JSON-LD.
    pub(super) fn article(&self) -> Option<&Value> {
        let address = self.canonical.as_deref().or(self.meta(&["og:url"]).map(|(_, url)| url));
        let title = self.meta(&["og:title"]).map(|(_, title)| title).or(self.title.as_deref());
        self.things.article(address, title)
    }
}

/// An element's words, white space collapsed, scripts aside; of an element with a great many, the
/// first some thousand.
pub(super) fn words_of(element: ElementRef<'_>) -> String {
    const ENOUGH: usize = 4_000;
    let mut words = String::new();
    let mut skipping = None;
    for edge in element.traverse() {
        if words.len() > ENOUGH {
            break;
        }
        match edge {
            Edge::Open(node) if skipping.is_none() => match node.value() {
                Node::Text(text) => words.push_str(text),
                Node::Element(inner) => match inner.name() {
                    "script" | "style" | "noscript" | "template" | "svg" => {
                        skipping = Some(node.id())
                    }
                    "br" | "div" | "p" | "li" | "td" | "span" => words.push(' '),
                    _ => {}
                },
                _ => {}
            },
            Edge::Close(node) if skipping == Some(node.id()) => skipping = None,
            _ => {}
        }
    }
    paragraphs::collapse(&words)
}

/// Whether an address is one of the Web.
pub(super) fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}
