//! What is refused before a page is parsed.
//!
//! Parsers of HTML and the engines behind them are quadratic or worse in the depth of a page, in
//! the attributes of one element and in formatting elements that are never closed; 20,000 nested
//! `div`s cost every engine we know a minute. So one linear pass over the bytes follows the open
//! elements as a parser would, closely enough that pages which leave `<p>` and `<li>` open nest no
//! deeper here than there, and refuses what no page that people read has.
//!
//! It is a guard and no parser: where the two could differ it counts too much rather than too
//! little, what parsing makes is measured again, and time is limited besides.

use std::collections::HashMap;

/// What no page may pass.
pub(super) struct Bounds {
    pub bytes: usize,
    pub depth: usize,
    pub elements: usize,
    /// In one start tag.
    pub attributes: usize,
}

impl Bounds {
    /// News pages have some thousand elements, thirty levels deep, of a few attributes each.
    pub(super) fn of(options: &crate::Options) -> Bounds {
        Bounds {
            bytes: options.limits.document_bytes.min(16 << 20),
            depth: options.limits.depth,
            elements: 100_000,
            attributes: 1_000,
        }
    }
}

/// Why a page is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Bytes(usize),
    Depth(usize),
    Elements(usize),
    Attributes(usize),
}

/// Looks at a page once, in time linear in its length.
pub(super) fn check(page: &str, bounds: &Bounds) -> Result<(), Refusal> {
    if page.len() > bounds.bytes {
        return Err(Refusal::Bytes(page.len()));
    }
    let mut open = Open::default();
    let mut elements = 0usize;
    let mut at = 0;
    let bytes = page.as_bytes();
    while let Some(found) = find(bytes, at, b'<') {
        at = found + 1;
        match bytes.get(at) {
            Some(b'!' | b'?') => at = past_comment(bytes, at, open.in_noscript()),
            Some(b'/') if bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => {
                let tag = Tag::read(bytes, at + 1);
                at = tag.end;
                open.end(tag.name());
            }
            Some(byte) if byte.is_ascii_alphabetic() => {
                let tag = Tag::read(bytes, at);
                at = tag.end;
                if tag.attributes > bounds.attributes {
                    return Err(Refusal::Attributes(tag.attributes));
                }
                // Formatting left open is opened again in each block that follows.
                elements += 1 + open.start(&tag, &bytes[found..tag.end]);
                if elements > bounds.elements {
                    return Err(Refusal::Elements(elements));
                }
                if open.stack.len() > bounds.depth {
                    return Err(Refusal::Depth(open.stack.len()));
                }
                if is_raw(tag.name()) && !open.foreign() {
                    at = past_raw(bytes, at, tag.name());
                    open.end(tag.name());
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A tag: its name in small letters, cut at sixteen bytes, and what else counts.
struct Tag {
    name: [u8; 16],
    length: usize,
    attributes: usize,
    closes_itself: bool,
    end: usize,
}

impl Tag {
    fn name(&self) -> &[u8] {
        &self.name[..self.length]
    }

    /// From the first letter of its name.
    fn read(bytes: &[u8], start: usize) -> Tag {
        let mut tag =
            Tag { name: [0; 16], length: 0, attributes: 0, closes_itself: false, end: bytes.len() };
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_whitespace() || byte == b'/' || byte == b'>' {
                break;
            }
            if tag.length < tag.name.len() {
                tag.name[tag.length] = byte.to_ascii_lowercase();
                tag.length += 1;
            }
            at += 1;
        }
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' => {
                    tag.closes_itself = bytes[at - 1] == b'/';
                    tag.end = at + 1;
                    return tag;
                }
                b'/' => at += 1,
                _ if byte.is_ascii_whitespace() => at += 1,
                _ => {
                    tag.attributes += 1;
                    at = past_attribute(bytes, at);
                }
            }
        }
        tag
    }
}

fn past_attribute(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !b"=/>".contains(b)) {
        at += 1;
    }
    let spaces = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    };
    let equals = spaces(at);
    if bytes.get(equals) != Some(&b'=') {
        return at;
    }
    at = spaces(equals + 1);
    match bytes.get(at) {
        Some(&quote @ (b'"' | b'\'')) => {
            find(bytes, at + 1, quote).map_or(bytes.len(), |close| close + 1)
        }
        _ => {
            while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'>') {
                at += 1;
            }
            at
        }
    }
}

/// Past `<!-- … -->`, `<!doctype …>` or `<?…>`, from the byte after `<`.
fn past_comment(bytes: &[u8], at: usize, in_noscript: bool) -> usize {
    if !bytes[at..].starts_with(b"!--") {
        return find(bytes, at, b'>').map_or(bytes.len(), |end| end + 1);
    }
    let mut from = at + 3;
    // `<!-->` and `<!--->` are whole.
    if bytes[from..].starts_with(b">") || bytes[from..].starts_with(b"->") {
        return find(bytes, from, b'>').map_or(bytes.len(), |end| end + 1);
    }
    while let Some(dash) = find(bytes, from, b'-') {
        if bytes[dash..].starts_with(b"-->") {
            return earlier(bytes, at, dash + 3, in_noscript);
        }
        if bytes[dash..].starts_with(b"--!>") {
            return earlier(bytes, at, dash + 4, in_noscript);
        }
        from = dash + 1;
    }
    earlier(bytes, at, bytes.len(), in_noscript)
}

/// Some parsers take what is in `<noscript>` as text, which its end tag ends whatever stands
/// before it.
fn earlier(bytes: &[u8], at: usize, end: usize, in_noscript: bool) -> usize {
    if in_noscript { end_tag(&bytes[..end], at, b"noscript").unwrap_or(end) } else { end }
}

fn is_raw(name: &[u8]) -> bool {
    matches!(
        name,
        b"script"
            | b"style"
            | b"textarea"
            | b"title"
            | b"xmp"
            | b"iframe"
            | b"noembed"
            | b"noframes"
            | b"plaintext"
    )
}

fn past_raw(bytes: &[u8], at: usize, name: &[u8]) -> usize {
    let end = if name == b"plaintext" { None } else { end_tag(bytes, at, name) };
    let Some(end) = end else { return bytes.len() };
    find(bytes, end, b'>').map_or(bytes.len(), |close| close + 1)
}

/// Where the end tag of that name begins.
fn end_tag(bytes: &[u8], from: usize, name: &[u8]) -> Option<usize> {
    let mut from = from;
    while let Some(at) = find(bytes, from, b'<') {
        let rest = &bytes[at + 1..];
        if rest.first() == Some(&b'/')
            && rest.len() > name.len()
            && rest[1..=name.len()].eq_ignore_ascii_case(name)
            && rest.get(name.len() + 1).is_none_or(|b| b.is_ascii_whitespace() || b"/>".contains(b))
        {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

fn find(bytes: &[u8], from: usize, byte: u8) -> Option<usize> {
    bytes.get(from..)?.iter().position(|b| *b == byte).map(|at| from + at)
}

/// The open elements, by name.
#[derive(Default)]
struct Open {
    stack: Vec<([u8; 16], usize)>,
    /// The formatting elements that are open, innermost last: each block that follows opens them
    /// again. Name, and hash of the start tag.
    order: Vec<([u8; 16], usize, u64)>,
    /// How many are open of each start tag: of a kind, parsers open three again.
    formatting: HashMap<u64, usize>,
}

impl Open {
    fn name(&self, at: usize) -> &[u8] {
        let (name, length) = &self.stack[at];
        &name[..*length]
    }

    fn in_noscript(&self) -> bool {
        (0..self.stack.len()).any(|at| self.name(at) == b"noscript")
    }

    /// Whether the innermost element is one of a drawing or a formula, where tags may close
    /// themselves.
    fn foreign(&self) -> bool {
        (0..self.stack.len())
            .rev()
            .find_map(|at| match self.name(at) {
                b"svg" | b"math" => Some(true),
                b"foreignobject" | b"desc" | b"annotation-xml" | b"mi" | b"mtext" => Some(false),
                _ => None,
            })
            .unwrap_or(false)
    }

    /// Opens an element; how many more are opened with it.
    fn start(&mut self, tag: &Tag, written: &[u8]) -> usize {
        let name = tag.name();
        if matches!(name, b"html" | b"head" | b"body") || is_void(name) {
            return 0;
        }
        if self.foreign() && tag.closes_itself {
            return 0;
        }
        match name {
            b"li" => self.close_implied(&[b"li"], &[b"ul", b"ol", b"menu"]),
            b"dd" | b"dt" => self.close_implied(&[b"dd", b"dt"], &[b"dl"]),
            b"option" | b"optgroup" => self.close_implied(&[b"option"], &[b"select"]),
            b"tr" => self.close_implied(&[b"tr"], &[b"table"]),
            b"td" | b"th" => self.close_implied(&[b"td", b"th"], &[b"table", b"tr"]),
            b"thead" | b"tbody" | b"tfoot" => {
                self.close_implied(&[b"thead", b"tbody", b"tfoot"], &[b"table"]);
            }
            b"a" | b"nobr" => self.end(name),
            _ => {}
        }
        if closes_paragraph(name) {
            self.close_implied(&[b"p"], &[b"button"]);
        }
        if is_formatting(name) {
            let key = hash(written);
            let count = self.formatting.entry(key).or_default();
            if *count < 3 {
                *count += 1;
                self.order.push((tag.name, tag.length, key));
            }
        }
        self.stack.push((tag.name, tag.length));
        if closes_paragraph(name) { self.order.len() } else { 0 }
    }

    fn end(&mut self, name: &[u8]) {
        if is_formatting(name) {
            if let Some(at) = self.order.iter().rposition(|(n, length, _)| &n[..*length] == name) {
                let (_, _, key) = self.order.remove(at);
                if let Some(count) = self.formatting.get_mut(&key) {
                    *count -= 1;
                }
            }
            // Blocks inside stay open when formatting around them ends.
            if let Some(at) = (0..self.stack.len()).rev().find(|at| self.name(*at) == name) {
                self.stack.remove(at);
            }
            return;
        }
        let special = is_special(name);
        for at in (0..self.stack.len()).rev() {
            let other = self.name(at);
            if other == name {
                self.stack.truncate(at);
                return;
            }
            // The end tag of an inline element does not reach out of a block, nor any of them
            // out of a cell.
            let walled = if matches!(name, b"table" | b"tr" | b"td" | b"th" | b"tbody" | b"thead") {
                matches!(other, b"table" | b"template")
            } else {
                is_wall(other) || (!special && is_special(other))
            };
            if walled {
                return;
            }
        }
    }

    /// Ends the innermost of these elements where a start tag implies that, unless a wall or one
    /// of `within` is nearer.
    fn close_implied(&mut self, names: &[&[u8]], within: &[&[u8]]) {
        for at in (0..self.stack.len()).rev() {
            let other = self.name(at);
            if names.contains(&other) {
                self.stack.truncate(at);
                return;
            }
            let row = matches!(names[0], b"tr" | b"td" | b"thead");
            if within.contains(&other) || (!row && is_wall(other)) {
                return;
            }
        }
    }
}

fn hash(bytes: &[u8]) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"basefont"
            | b"bgsound"
            | b"br"
            | b"col"
            | b"embed"
            | b"frame"
            | b"hr"
            | b"image"
            | b"img"
            | b"input"
            | b"keygen"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

fn is_formatting(name: &[u8]) -> bool {
    matches!(
        name,
        b"a" | b"b"
            | b"big"
            | b"code"
            | b"em"
            | b"font"
            | b"i"
            | b"nobr"
            | b"s"
            | b"small"
            | b"strike"
            | b"strong"
            | b"tt"
            | b"u"
    )
}

/// What end tags do not reach out of.
fn is_wall(name: &[u8]) -> bool {
    matches!(
        name,
        b"applet" | b"caption" | b"marquee" | b"object" | b"table" | b"td" | b"th" | b"template"
    )
}

fn closes_paragraph(name: &[u8]) -> bool {
    matches!(
        name,
        b"address"
            | b"article"
            | b"aside"
            | b"blockquote"
            | b"center"
            | b"dd"
            | b"details"
            | b"dialog"
            | b"dir"
            | b"div"
            | b"dl"
            | b"dt"
            | b"fieldset"
            | b"figcaption"
            | b"figure"
            | b"footer"
            | b"form"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"header"
            | b"hgroup"
            | b"li"
            | b"listing"
            | b"main"
            | b"menu"
            | b"nav"
            | b"ol"
            | b"p"
            | b"plaintext"
            | b"pre"
            | b"search"
            | b"section"
            | b"summary"
            | b"table"
            | b"ul"
            | b"xmp"
    )
}

fn is_special(name: &[u8]) -> bool {
    closes_paragraph(name)
        || is_wall(name)
        || matches!(
            name,
            b"button"
                | b"colgroup"
                | b"frameset"
                | b"iframe"
                | b"noembed"
                | b"noframes"
                | b"noscript"
                | b"script"
                | b"select"
                | b"style"
                | b"tbody"
                | b"textarea"
                | b"tfoot"
                | b"thead"
                | b"title"
                | b"tr"
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn checked(page: &str) -> Result<(), Refusal> {
        check(page, &Bounds { bytes: 1 << 20, depth: 40, elements: 5_000, attributes: 50 })
    }

    #[test]
    fn pages_that_leave_elements_open_nest_no_deeper() {
        for piece in [
            "<p>words",
            "<li>words",
            "<ul><li>one<li>two</ul>",
            "<dl><dt>one<dd>two</dl>",
            "<table><tr><td>one<td>two<tr><td>three</table>",
            "<br><img src=x><input><hr>",
            "<p><b>bold</p>",
            "<div><p>words</div>",
            "<svg><path d='M0'/><g><path/></g></svg>",
            "<script>if (a < b) { document.write('<div>') }</script>",
            "<style>p > a { }</style>",
            "<!-- <div> -->",
            "<!doctype html><title><div></title>",
            "<select><option>one<option>two</select>",
            "<a href='?a=<div>'>link</a>",
            "<a href=one>link<a href=two>link",
            "<textarea><div></textarea>",
            "<p>5 < 6 and <3</p>",
            "</div></p></li>",
            "<noscript><img src=x></noscript>",
        ] {
            assert_eq!(checked(&piece.repeat(120)), Ok(()), "{piece}");
        }
    }

    #[test]
    fn depth_is_seen_however_it_is_written() {
        for piece in [
            "<div>",
            "<DIV CLASS='a>b'>",
            "<ul><li>",
            "<b><div></b>",
            "<div><span></div><div></span>",
            "<blockquote><p>",
            "<table><tr><td>",
            "<x-y>",
            "<div/>",
            "<noscript><!--</noscript><div>",
            "<script></script><div>",
            "<!-- > --><div>",
            "<!--><div>",
        ] {
            let seen = checked(&piece.repeat(100));
            assert!(matches!(seen, Err(Refusal::Depth(_))), "{piece}: {seen:?}");
        }
    }

    #[test]
    fn floods_are_refused() {
        assert!(matches!(checked(&"x".repeat(2 << 20)), Err(Refusal::Bytes(_))));
        assert!(matches!(checked(&"<p>x".repeat(6_000)), Err(Refusal::Elements(_))));
        let many = (0..60).map(|at| format!(" a{at}=1")).collect::<String>();
        assert_eq!(checked(&format!("<p{many}>")), Err(Refusal::Attributes(60)));
        // Each paragraph opens every font before it again.
        let fonts: String = (0..35).map(|at| format!("<font size={at}>")).collect();
        let flood = fonts + &"<p>x".repeat(200);
        assert!(matches!(checked(&flood), Err(Refusal::Elements(_))));
    }

    proptest! {
        #[test]
        fn any_bytes_end(page in prop_oneof!["\\PC{0,200}", "[<>/!\\-a-c\"'= ]{0,200}"]) {
            let _ = checked(&page);
        }
    }
}
