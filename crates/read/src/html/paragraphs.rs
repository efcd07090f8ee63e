//! From the HTML of an article's body to its paragraphs.
//!
//! Statements live in paragraphs: who speaks carries over within one, an interview's turns are
//! one each, a quotation opens anew at each. So the breaks that a reader sees must survive, and
//! nothing that a reader does not see as a paragraph may make one.

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

/// The paragraphs of a piece of HTML: blocks, headings, list items and rows of tables, each with
/// its white space collapsed, without those that hold no letter or
/// digit and without readers' comments.
pub(super) fn of_html(html: &str) -> Vec<String> {
    of_element(Html::parse_fragment(html).root_element())
}

/// As [`of_html`], of an element that is parsed already.
pub(super) fn of_element(element: ElementRef<'_>) -> Vec<String> {
    let mut page = Paragraphs::default();
    let mut skipping = None;
    let mut preformatted = 0usize;
    for edge in element.traverse() {
        match edge {
            Edge::Open(node) if skipping.is_none() => match node.value() {
                Node::Text(text) if preformatted > 0 => {
                    let mut blocks = text.split("\n\n").peekable();
                    while let Some(block) = blocks.next() {
                        page.write(block);
                        if blocks.peek().is_some() {
                            page.end();
                        }
                    }
                }
                Node::Text(text) => page.write(text),
                Node::Element(element) => match element.name() {
                    name if is_silent(name) || is_comments(element) => skipping = Some(node.id()),
                    "br" => page.line_break(),
                    "td" | "th" => page.write(" "),
                    "pre" => {
                        page.end();
                        preformatted += 1;
                    }
                    "b" | "strong" => page.bold(),
                    name if is_block(name) => page.end(),
                    _ => {}
                },
                _ => {}
            },
            Edge::Close(node) => {
                if let Some(silent) = skipping {
                    if silent == node.id() {
                        skipping = None;
                    }
                } else if let Node::Element(element) = node.value() {
                    match element.name() {
                        "pre" => {
                            page.end();
                            preformatted -= 1;
                        }
                        name if is_block(name) => page.end(),
                        _ => {}
                    }
                }
            }
            Edge::Open(_) => {}
        }
    }
    page.end();
    page.done
}

/// White space collapsed to single spaces, none at the ends; characters that show nothing left
/// out.
pub(super) fn collapse(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    push_collapsed(&mut out, words);
    out.truncate(out.trim_end().len());
    out
}

fn push_collapsed(out: &mut String, words: &str) {
    for c in words.chars() {
        match c {
            // Soft hyphens, zero-width spaces and joiners of words, byte order marks.
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            c if c.is_whitespace() || c.is_control() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
}

#[derive(Default)]
struct Paragraphs {
    done: Vec<String>,
    open: String,
    /// Line breaks since the last words.
    breaks: usize,
}

impl Paragraphs {
    fn write(&mut self, words: &str) {
        if words.trim().is_empty() {
            if !words.is_empty() {
                push_collapsed(&mut self.open, " ");
            }
            return;
        }
        if self.breaks > 0 {
            self.settle_breaks(words);
        }
        push_collapsed(&mut self.open, words);
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        push_collapsed(&mut self.open, " ");
    }

    /// Bold words right after a line break begin a turn or a heading.
    fn bold(&mut self) {
        if self.breaks > 0 && ends_sentence(&self.open) {
            self.end();
        }
    }

    /// Two line breaks part paragraphs. One does where a sentence ends and another begins, or a
    /// dash opens a turn; elsewhere it is the line break of a verse or an address.
    fn settle_breaks(&mut self, next: &str) {
        let next = next.trim_start();
        let turn = next.starts_with(['-', '–', '—', '•', '«', '“', '"', '„']);
        let begins = turn || next.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        if self.breaks > 1 || (begins && ends_sentence(&self.open)) {
            self.end();
        }
        self.breaks = 0;
    }

    fn end(&mut self) {
        self.breaks = 0;
        self.open.truncate(self.open.trim_end().len());
        if self.open.chars().any(char::is_alphanumeric) {
            self.done.push(std::mem::take(&mut self.open));
        } else {
            self.open.clear();
        }
    }
}

fn ends_sentence(words: &str) -> bool {
    words
        .trim_end()
        .trim_end_matches(['"', '”', '’', '\'', '»', ')', ']'])
        .ends_with(['.', '!', '?', '…', ':', '。'])
}

/// Whether an element holds what readers wrote below an article.
fn is_comments(element: &Element) -> bool {
    const NAMES: &[&str] = &[
        "comment",
        "comments",
        "comment-list",
        "commentlist",
        "comments-area",
        "comment-content",
        "comment-body",
        "comments-section",
        "disqus_thread",
        "respond",
    ];
    if matches!(element.name(), "html" | "body" | "main" | "article") {
        return false;
    }
    let names = element.attr("class").into_iter().chain(element.attr("id"));
    names.flat_map(str::split_ascii_whitespace).any(|name| NAMES.contains(&name))
}

fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "title"
            | "figcaption"
            | "button"
            | "form"
            | "select"
            | "textarea"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "video"
            | "audio"
            | "canvas"
            | "nav"
    )
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
            | "ul"
    )
}
