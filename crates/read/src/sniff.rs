//! What an input is, by its content.
//!
//! Names and media types lie; the first bytes seldom do. [`look`] decides from what has arrived so
//! far and says when it needs more, so that nothing waits for the end of a pipe. What is no text is
//! recognised too, and named, so that the message can say what to do with it.

use std::borrow::Cow;

use crate::Form;

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Of this form, to be read as a whole.
    Whole(Form),
    /// JSON objects, one on each line.
    Lines,
    /// A web archive, to be read record by record.
    Archive,
    /// Nothing that can be read.
    Not { what: String, hint: &'static str },
    /// Nothing at all, or nothing but white space.
    Empty,
    /// Cannot be told from so few bytes.
    Unclear,
}

/// The most that is looked at.
pub(crate) const MOST: usize = 1 << 20;
/// How far a page's or feed's first element is searched.
const MARKUP: usize = 64 << 10;

/// What `first`, the first bytes of an input, are the beginning of; `all` when there are no more.
pub(crate) fn look(first: &[u8], all: bool) -> Seen {
    if first.is_empty() {
        return if all { Seen::Empty } else { Seen::Unclear };
    }
    if first.len() < 16 && !all && !first.starts_with(b"{") {
        return Seen::Unclear;
    }
    // An archive holds pictures and films, and is one all the same.
    if first.starts_with(b"WARC/") {
        return Seen::Archive;
    }
    if let Some(not) = not_text(first) {
        return not;
    }
    let words = words(first);
    let start = words.trim_start_matches('\u{FEFF}').trim_start();
    if start.is_empty() {
        return if all { Seen::Empty } else { Seen::Unclear };
    }
    let second = start.get(1..).and_then(|rest| rest.trim_start().chars().next());
    match start.as_bytes()[0] {
        b'{' if second.is_none() && !all => Seen::Unclear,
        b'{' if second.is_none_or(|second| second == '"' || second == '}') => json(start, all),
        b'[' if second == Some('{') => Seen::Not {
            what: "is one JSON list, not one object a line".to_owned(),
            hint: "write each article on a line of its own, for instance with: jq -c '.[]'",
        },
        b'<' => markup(start, all || first.len() >= MARKUP),
        _ if first.len() < 1024 && !all => Seen::Unclear,
        // Some servers print warnings before their pages.
        _ if has_page(start) => Seen::Whole(Form::Html),
        _ => Seen::Whole(Form::Text),
    }
}

/// Whether JSON objects stand one on each line, rather than one over many lines: `None` when that
/// cannot be told yet.
pub(crate) fn one_a_line(start: &str, all: bool) -> Option<bool> {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in start.bytes().enumerate() {
        match byte {
            // No string runs over a line's end: the line is broken, and it is a line.
            b'\n' if quoted => return Some(true),
            b'\n' if depth > 0 => {
                // Where a new object begins on the next line, this line was cut short.
                let next = start[at..].trim_start();
                return match next.chars().next() {
                    None if !all => None,
                    first => Some(first == Some('{') && depth == 1),
                };
            }
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let rest = &start[at + 1..];
                    let (line, more) = rest.split_once('\n').unwrap_or((rest, ""));
                    let ended = rest.len() > line.len();
                    // A file that is one object is one document; several are lines.
                    return match (line.trim().is_empty(), ended, all) {
                        (true, _, true) => Some(!more.trim().is_empty()),
                        (_, false, false) => None,
                        _ => Some(true),
                    };
                }
            }
            _ => {}
        }
    }
    if all || start.len() >= MOST / 2 { Some(true) } else { None }
}

fn json(start: &str, all: bool) -> Seen {
    match one_a_line(start, all) {
        None => Seen::Unclear,
        Some(true) => Seen::Lines,
        Some(false) => Seen::Whole(Form::Ninjs),
    }
}

/// The first bytes as words: UTF-16 is made readable, anything else is good enough as it is,
/// because only marks of ASCII are looked for.
fn words(first: &[u8]) -> Cow<'_, str> {
    match utf16(first) {
        Some(encoding) => encoding.decode(first).0,
        None => String::from_utf8_lossy(first),
    }
}

/// UTF-16 by its byte order mark, or by every other byte being zero as it is in Latin script.
pub(crate) fn utf16(first: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match first {
        [0xFF, 0xFE, ..] => return Some(encoding_rs::UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(encoding_rs::UTF_16BE),
        _ => {}
    }
    let some = &first[..first.len().min(512) & !1];
    if some.len() < 16 {
        return None;
    }
    let zeros = |odd: usize| some.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), some.len() / 2);
    match () {
        () if even == 0 && odd * 10 >= half * 8 => Some(encoding_rs::UTF_16LE),
        () if odd == 0 && even * 10 >= half * 8 => Some(encoding_rs::UTF_16BE),
        () => None,
    }
}

fn has_page(start: &str) -> bool {
    let mut end = start.len().min(4096);
    while !start.is_char_boundary(end) {
        end -= 1;
    }
    let head = start[..end].to_ascii_lowercase();
    ["<!doctype html", "<html", "<body"].iter().any(|mark| head.contains(mark))
}

/// Which markup it is, by its first element.
fn markup(start: &str, all: bool) -> Seen {
    let mut rest = start;
    let mut xml = false;
    loop {
        rest = rest.trim_start();
        let skip_to = |mark: &str| rest.find(mark).map(|at| &rest[at + mark.len()..]);
        let next = if rest.starts_with("<?") {
            xml |= rest.starts_with("<?xml");
            skip_to("?>")
        } else if rest.starts_with("<!--") {
            skip_to("-->")
        } else if rest.len() >= 14 && rest.as_bytes()[..14].eq_ignore_ascii_case(b"<!doctype html")
        {
            return Seen::Whole(Form::Html);
        } else if rest.starts_with("<!") {
            after_doctype(rest)
        } else {
            break;
        };
        match next {
            Some(next) => rest = next,
            None if !all => return Seen::Unclear,
            None => break,
        }
    }
    // A declaration without an end within reach names the first element all the same.
    let declared = rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
    let first = if declared { Some(rest[9..].trim_start()) } else { rest.strip_prefix('<') };
    let Some(name) = first else {
        return match () {
            () if rest.is_empty() && !all => Seen::Unclear,
            () if has_page(start) => Seen::Whole(Form::Html),
            () => Seen::Whole(Form::Text),
        };
    };
    let Some(end) = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '[')) else {
        return if all { Seen::Whole(Form::Text) } else { Seen::Unclear };
    };
    let local = name[..end].rsplit(':').next().unwrap_or_default();
    match local {
        "rss" | "feed" | "RDF" | "rdf" => Seen::Whole(Form::Feed),
        "newsItem" | "newsMessage" | "packageItem" | "nitf" => Seen::Whole(Form::Newsml),
        _ if PAGE_ELEMENTS.contains(&local.to_ascii_lowercase().as_str()) => {
            Seen::Whole(Form::Html)
        }
        _ if xml => Seen::Not {
            what: format!("is XML of a kind that is not read: <{}>", local.escape_debug()),
            hint: "feeds (RSS, Atom), NewsML-G2 and NITF are read; convert it to one of them or to JSON lines",
        },
        _ if has_page(start) => Seen::Whole(Form::Html),
        _ => Seen::Whole(Form::Text),
    }
}

/// What follows a document type declaration, whose internal subset may hold `>` in brackets.
fn after_doctype(rest: &str) -> Option<&str> {
    let close = rest.find('>')?;
    match rest.find('[') {
        Some(open) if open < close => {
            let end = open + rest[open..].find(']')?;
            let close = end + rest[end..].find('>')?;
            Some(&rest[close + 1..])
        }
        _ => Some(&rest[close + 1..]),
    }
}

const PAGE_ELEMENTS: &[&str] = &[
    "html",
    "head",
    "body",
    "meta",
    "title",
    "link",
    "script",
    "style",
    "base",
    "div",
    "p",
    "span",
    "article",
    "section",
    "main",
    "header",
    "nav",
    "table",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "a",
    "b",
    "i",
    "em",
    "strong",
    "img",
    "br",
    "hr",
    "center",
    "font",
    "form",
    "iframe",
    "blockquote",
    "pre",
    "noscript",
    "figure",
];

/// Binary files that people give by mistake: their first bytes, their name, what to do.
const BINARY: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF", "convert it first, for instance with pdftotext"),
    (b"\x89PNG\r\n", "a PNG image", IMAGE),
    (b"\xFF\xD8\xFF", "a JPEG image", IMAGE),
    (b"GIF87a", "a GIF image", IMAGE),
    (b"GIF89a", "a GIF image", IMAGE),
    (b"II*\0", "a TIFF image", IMAGE),
    (b"MM\0*", "a TIFF image", IMAGE),
    (b"\0\0\x01\0", "an icon", IMAGE),
    (b"\x7FELF", "an executable program", PROGRAM),
    (b"MZ", "a Windows program", PROGRAM),
    (b"\xCF\xFA\xED\xFE", "a macOS program", PROGRAM),
    (b"\xCA\xFE\xBA\xBE", "a program", PROGRAM),
    (b"\0asm", "a WebAssembly program", PROGRAM),
    (b"PK\x03\x04", "a ZIP archive or office document", UNZIP),
    (b"PK\x05\x06", "an empty ZIP archive", UNZIP),
    (b"\xD0\xCF\x11\xE0", "an old office document", "save it as plain text or HTML first"),
    (b"{\\rtf", "a rich text (RTF) document", "save it as plain text or HTML first"),
    (b"BZh", "packed with bzip2", "unpack it first with bunzip2"),
    (b"\xFD7zXZ\0", "packed with xz", "unpack it first with unxz"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", "unpack it first"),
    (b"Rar!\x1A\x07", "a RAR archive", "unpack it first"),
    (b"\x1F\x8B\x08", "packed with gzip twice", "unpack it once with gunzip"),
    (b"\x28\xB5\x2F\xFD", "packed twice", "unpack it once with unzstd"),
    (
        b"\x5D\x2A\x4D\x18",
        "packed with zstd and a dictionary of its own",
        "unpack it first with a tool that knows .warc.zst",
    ),
    (b"\x04\x22\x4D\x18", "packed with lz4", "unpack it first with unlz4"),
    (b"SQLite format 3\0", "a SQLite database", "export its articles as JSON lines first"),
    (b"ID3", "an audio file", SOUND),
    (b"OggS", "an audio file", SOUND),
    (b"fLaC", "an audio file", SOUND),
    (b"RIFF", "a sound, video or WebP image file", SOUND),
    (b"\x1A\x45\xDF\xA3", "a video file", SOUND),
    (b"PAR1", "a Parquet table", "export it as JSON lines first"),
    (b"wOFF", "a font", IMAGE),
    (b"wOF2", "a font", IMAGE),
];
const IMAGE: &str = "only texts are read; leave it out";
const SOUND: &str = "only texts are read; give its transcript";
const PROGRAM: &str = "only texts are read; leave it out";
const UNZIP: &str = "unpack it, or save the document as plain text or HTML first";

/// What is no text, by name where it has one.
pub(crate) fn not_text(first: &[u8]) -> Option<Seen> {
    let named = BINARY.iter().find(|(magic, name, _)| {
        // Magic of letters alone may begin a text too.
        first.starts_with(magic)
            && (!magic.is_ascii()
                || has_controls(first)
                || name.ends_with("PDF")
                || name.contains("RTF"))
    });
    if let Some((_, name, hint)) = named {
        let verb = if name.starts_with("packed") { "is" } else { "is not a text but" };
        return Some(Seen::Not { what: format!("{verb} {name}"), hint });
    }
    if first.len() > 262 && &first[257..262] == b"ustar" {
        return Some(Seen::Not {
            what: "is a tar archive".to_owned(),
            hint: "unpack it and give the folder",
        });
    }
    if first.get(4..8) == Some(b"ftyp") {
        return Some(Seen::Not { what: "is not a text but a video file".to_owned(), hint: SOUND });
    }
    (utf16(first).is_none() && has_controls(first)).then(|| Seen::Not {
        what: "is binary, not text".to_owned(),
        hint: "only texts, pages, feeds and archives of pages are read; leave it out",
    })
}

/// Whether there are more control characters than stray ones, or a zero byte.
fn has_controls(first: &[u8]) -> bool {
    let some = &first[..first.len().min(8192)];
    let controls = some
        .iter()
        .filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B))
        .count();
    some.contains(&0) || controls * 50 > some.len()
}
