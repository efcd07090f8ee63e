//! Paragraphs from pieces of markup.
//!
//! Feeds and wire formats carry an article's body as markup without a page around it, so there is
//! nothing to search: all of it is the article, and what counts is where its paragraphs end.

use scraper::Html;
use scraper::node::Node as PageNode;

use crate::xml::{Element, Node};
use crate::{Options, html};

/// Gathers words into paragraphs with single spaces in them.
#[derive(Debug, Default)]
pub(crate) struct Paragraphs {
    done: Vec<String>,
    open: String,
    space: bool,
}

impl Paragraphs {
    /// Adds words to the paragraph that is open.
    fn text(&mut self, words: &str) {
        for word in words.split_inclusive(char::is_whitespace) {
            let trimmed = word.trim_end();
            if !trimmed.is_empty() {
                if self.space && !self.open.is_empty() {
                    self.open.push(' ');
                }
                self.open.push_str(trimmed);
                self.space = false;
            }
            self.space |= trimmed.len() < word.len();
        }
    }

    /// Ends the paragraph.
    fn end(&mut self) {
        if !self.open.is_empty() {
            self.done.push(std::mem::take(&mut self.open));
        }
        self.space = false;
    }

    fn finish(mut self) -> Vec<String> {
        self.end();
        self.done
    }
}

/// Elements whose words are not the article's. A caption tells of its picture.
const LEFT_OUT: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "math",
    "form",
    "button",
    "nav",
    "head",
    "figure",
    "figcaption",
    "audio",
    "video",
    "canvas",
    "select",
    "textarea",
    // NITF
    "media",
    "body.end",
    "docdata",
    "tobject",
    "pubdata",
    "revision-history",
    "note",
];

/// Elements that run along in their paragraph. Everything else is a block of its own.
const INLINE: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "label",
    "mark",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "img",
    // NITF
    "chron",
    "copyrite",
    "event",
    "function",
    "location",
    "city",
    "state",
    "region",
    "country",
    "sublocation",
    "money",
    "num",
    "frac",
    "org",
    "person",
    "name.given",
    "name.family",
    "object.title",
    "postaddr",
    "virtloc",
    "lang",
    "pronounce",
    "alt-code",
    "story.date",
];

/// The paragraphs of a piece of HTML. `Err` says why it is refused, for instance for its depth.
pub(crate) fn of_html(markup: &str, options: &Options) -> Result<Vec<String>, String> {
    if !markup.contains(['<', '&']) {
        return Ok(of_text(markup));
    }
    html::check(markup, options)?;
    let page = Html::parse_fragment(markup);
    let mut paragraphs = Paragraphs::default();
    let mut left_out = 0;
    for edge in page.tree.root().traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        match node.value() {
            PageNode::Element(element) => {
                let name = element.name();
                if LEFT_OUT.contains(&name) {
                    left_out = if opens { left_out + 1 } else { left_out - 1usize };
                }
                if left_out == 0 && !INLINE.contains(&name) {
                    paragraphs.end();
                }
            }
            PageNode::Text(text) if opens && left_out == 0 => paragraphs.text(text),
            _ => {}
        }
    }
    Ok(paragraphs.finish())
}

/// The paragraphs of an element of XML that holds markup: XHTML or NITF.
pub(crate) fn of_xml(element: &Element) -> Vec<String> {
    let mut paragraphs = Paragraphs::default();
    walk(element, &mut paragraphs);
    paragraphs.finish()
}

/// As deep as [`crate::xml::read`] lets elements nest.
fn walk(element: &Element, paragraphs: &mut Paragraphs) {
    let name = element.local().to_ascii_lowercase();
    if LEFT_OUT.contains(&name.as_str()) {
        return;
    }
    let block = !INLINE.contains(&name.as_str());
    if block {
        paragraphs.end();
    }
    for node in &element.children {
        match node {
            Node::Text(text) => paragraphs.text(text),
            Node::Element(child) => walk(child, paragraphs),
        }
    }
    if block {
        paragraphs.end();
    }
}

/// The paragraphs of plain text: parted by empty lines, or by single ones where there is no empty
/// one.
pub(crate) fn of_text(words: &str) -> Vec<String> {
    let blank = words.lines().any(|line| line.trim().is_empty())
        && words.trim().lines().any(|line| line.trim().is_empty());
    let mut paragraphs = Paragraphs::default();
    for line in words.lines() {
        if line.trim().is_empty() || !blank {
            paragraphs.end();
        }
        paragraphs.text(line);
        paragraphs.text("\n");
    }
    paragraphs.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(markup: &str) -> String {
        of_html(markup, &Options::default()).unwrap().join("|")
    }

    #[test]
    fn blocks_part_paragraphs_and_inline_elements_do_not() {
        assert_eq!(
            html("<p>The <b>mayor</b> said\n  so.</p><p>Later&nbsp;on.</p>"),
            "The mayor said so.|Later on."
        );
        assert_eq!(html("One.<br><br>Two.<ul><li>Three<li>Four</ul>"), "One.|Two.|Three|Four");
        assert_eq!(html("<div>One <div>two</div> three</div>"), "One|two|three");
        assert_eq!(html("a<i>b</i>c <!-- no --> d"), "abc d");
    }

    #[test]
    fn what_is_not_the_article_is_left_out() {
        assert_eq!(
            html(
                "<p>One.</p><script>if (a < b) no()</script><style>p{}</style>\
            <figure><img><figcaption>A bridge</figcaption></figure><p>Two.</p>"
            ),
            "One.|Two."
        );
    }

    #[test]
    fn plain_words_are_paragraphs_too() {
        assert_eq!(html("One.\nTwo."), "One.|Two.");
        assert_eq!(html("One\nis here.\n\nTwo."), "One is here.|Two.");
        assert_eq!(html(""), "");
    }

    #[test]
    fn depth_is_refused_before_parsing() {
        let options = Options::default();
        assert!(of_html(&"<div>".repeat(200_000), &options).is_err());
        assert!(of_html(&"<ul><li>".repeat(64_000), &options).is_err());
        assert!(of_html(&"<p>a<p>b<br>".repeat(10_000), &options).is_ok());
    }
}
