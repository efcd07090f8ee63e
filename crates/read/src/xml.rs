//! XML as a tree, with everything that XML can do to its reader left out.
//!
//! Nothing is fetched, because nothing outside the document is ever looked up; nothing grows,
//! because a document that declares entities of its own is refused; depth, elements and attributes
//! are counted while they are read. What people feed to readers is often not quite XML, so a
//! missing end tag is closed with what it stands in, an end tag too many is passed over and a stray
//! `&` is one; and a document that breaks off still gives the items that were whole before.

use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, resolve_predefined_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};

/// An element with what it holds.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Its name as it is written, with its prefix.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Its name without its prefix.
    pub(crate) fn local(&self) -> &str {
        local(&self.name)
    }

    /// The value of an attribute, by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(key, _)| local(key) == name).map(|(_, value)| value.trim())
    }

    /// The child elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The child elements of that name, prefix or not.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.elements().filter(move |element| element.local() == name)
    }

    /// The first child element of that name, prefix or not.
    pub(crate) fn first<'e>(&'e self, name: &'e str) -> Option<&'e Element> {
        self.all(name).next()
    }

    /// The first element of that name anywhere below.
    pub(crate) fn below(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| match element.local() == name {
            true => Some(element),
            false => element.below(name),
        })
    }

    /// All its words, white space as it stands.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, into: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => into.push_str(text),
                Node::Element(element) => element.push_text(into),
            }
        }
    }

    /// All its words on one line; `None` when there are none.
    pub(crate) fn line(&self) -> Option<String> {
        one_line(&self.text())
    }
}

/// Words with single spaces between them; `None` when there are none.
pub(crate) fn one_line(words: &str) -> Option<String> {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// A document that was read, as far as it went.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The first element, without the items in it.
    pub root: Element,
    /// The items, in order; the root itself may be one.
    pub items: Vec<Element>,
    /// What is wrong with the document from some place on.
    pub fault: Option<String>,
}

/// All elements and attributes of a document together.
const MOST_NODES: usize = 400_000;
/// More attributes than this on one element are left out.
const MOST_ATTRIBUTES: usize = 200;

/// Reads a document. Elements that are `item`s by their name are given out one by one. `Err` says
/// why the document is refused altogether.
pub(crate) fn read(words: &str, depth: usize, item: fn(&str) -> bool) -> Result<Tree, String> {
    let mut reader = Reader::from_str(words);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut tree = Tree::default();
    let mut open: Vec<Element> = Vec::new();
    let mut nodes = 0;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let line = line_at(words, reader.error_position());
                tree.fault = Some(format!("is not XML from line {line} on: {error}"));
                break;
            }
        };
        // Texts are between elements and no more than they.
        nodes += usize::from(matches!(event, Event::Start(_) | Event::Empty(_)));
        if nodes > MOST_NODES {
            return Err(format!("has more than {MOST_NODES} elements"));
        }
        match event {
            Event::Start(start) => {
                if open.len() >= depth {
                    return Err(format!("nests its elements more than {depth} deep"));
                }
                open.push(element(&start, &mut nodes));
            }
            Event::Empty(start) => {
                let element = element(&start, &mut nodes);
                place(element, &mut open, &mut tree, item);
            }
            Event::End(end) => {
                let name = end.name();
                let Some(at) = open.iter().rposition(|element| element.name == name.0) else {
                    continue;
                };
                while open.len() > at {
                    let Some(element) = open.pop() else { break };
                    place(element, &mut open, &mut tree, item);
                }
            }
            Event::Text(text) => push(&mut open, &text.into_inner()),
            Event::CData(text) => push(&mut open, &text.into_inner()),
            Event::GeneralRef(name) => {
                let name = name.into_inner();
                match entity(&name) {
                    Some(character) => push(&mut open, &character),
                    // What nobody has declared stays as it was written.
                    None => push(&mut open, &format!("&{name};")),
                }
            }
            Event::DocType(declaration) => {
                if declaration.into_inner().contains("<!ENTITY") {
                    return Err("declares entities of its own, which are never expanded".to_owned());
                }
            }
            Event::Eof => {
                let within = open.iter().find(|element| item(element.local())).or(open.last());
                if let Some(element) = within {
                    tree.fault = Some(format!("breaks off inside <{}>", element.name));
                }
                break;
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    // What is whole around the place where it broke off is still worth reading: a channel's title.
    while let Some(element) = open.pop() {
        let broken_item = item(element.local());
        match open.last_mut() {
            Some(parent) if !broken_item => parent.children.push(Node::Element(element)),
            None if !broken_item => tree.root = element,
            _ => {}
        }
    }
    Ok(tree)
}

/// Puts a whole element where it belongs.
fn place(element: Element, open: &mut [Element], tree: &mut Tree, item: fn(&str) -> bool) {
    let within = open.iter().any(|element| item(element.local()));
    if item(element.local()) && !within {
        tree.items.push(element);
    } else if let Some(parent) = open.last_mut() {
        parent.children.push(Node::Element(element));
    } else if tree.root.name.is_empty() {
        tree.root = element;
    }
}

fn element(start: &BytesStart, nodes: &mut usize) -> Element {
    let name = start.name().0.to_owned();
    let mut attributes = Vec::new();
    for attribute in start.html_attributes().with_checks(false).flatten().take(MOST_ATTRIBUTES) {
        *nodes += 1;
        let raw = &*attribute.value;
        let value = unescape_with(raw, |name| {
            resolve_predefined_entity(name).or_else(|| resolve_html5_entity(name))
        })
        .map_or_else(|_| raw.to_owned(), |value| value.into_owned());
        attributes.push((attribute.key.0.to_owned(), value));
    }
    Element { name, attributes, children: Vec::new() }
}

fn push(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

/// The character that a reference stands for.
fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).map(String::from);
    }
    resolve_predefined_entity(name).or_else(|| resolve_html5_entity(name)).map(str::to_owned)
}

fn line_at(words: &str, position: u64) -> usize {
    let end = usize::try_from(position).unwrap_or(usize::MAX).min(words.len());
    memchr::memchr_iter(b'\n', &words.as_bytes()[..end]).count() + 1
}

/// What to do about a document that is refused.
pub(crate) const REFUSED: &str =
    "it is built to overwhelm its reader, or not what it seems: look at it in an editor";
