//! From bytes to characters, whatever the charset.
//!
//! The order of trust: a byte order mark; bytes that are UTF-8 and not all ASCII, which nothing
//! else ever is by accident; what the server or the document declares; a guess. UTF-8 that is
//! damaged in places stays UTF-8 for pages, whose every other letter is right, and is a problem for
//! plain text, which must stay unchanged to the last character.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::sniff::{self, Seen};

/// Where a document says what its charset is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Declared {
    /// In `<meta charset>`.
    Page,
    /// In the XML declaration.
    Xml,
    /// Nowhere: plain text.
    Nowhere,
}

/// What is wrong and what to do.
pub(crate) type Fault = (String, &'static str);

/// The characters of a document. `server` is the charset that came with it from outside.
pub(crate) fn decode<'b>(
    bytes: &'b [u8],
    server: Option<&str>,
    declared: Declared,
) -> Result<Cow<'b, str>, Fault> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if let Some(Seen::Not { what, hint }) = sniff::not_text(bytes) {
        return Err((what, hint));
    }
    if let Some(encoding) = sniff::utf16(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0);
    }
    let named = server
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .filter(|&encoding| encoding != UTF_16LE && encoding != UTF_16BE)
        .or_else(|| declaration(bytes, declared));
    // Escapes of ISO-2022-JP are ASCII, so they are looked at before UTF-8 is.
    if let Some(encoding) = named.filter(|&encoding| encoding == ISO_2022_JP) {
        return Ok(encoding.decode_without_bom_handling(bytes).0);
    }
    let (whole, broken) = sequences(bytes);
    if broken == 0 {
        return match std::str::from_utf8(bytes) {
            Ok(words) if whole > 0 || !has_escape(bytes) => Ok(Cow::Borrowed(words)),
            _ => Ok(guess(bytes).decode_without_bom_handling(bytes).0),
        };
    }
    if whole >= 4 * broken {
        if declared != Declared::Nowhere {
            return Ok(UTF_8.decode_without_bom_handling(bytes).0);
        }
        let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1;
        return Err((
            format!("is UTF-8 but for {broken} damaged characters, the first in line {line}"),
            "repair it, or drop what is damaged with: iconv -c -f utf-8 -t utf-8",
        ));
    }
    // What declares UTF-8 and is not UTF-8 at all declares nothing.
    let encoding = named.filter(|&encoding| encoding != UTF_8).unwrap_or_else(|| guess(bytes));
    Ok(encoding.decode_without_bom_handling(bytes).0)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    // The first megabyte tells as much as all of it.
    let some = &bytes[..bytes.len().min(1 << 20)];
    detector.feed(some, true);
    detector.guess(None, Utf8Detection::Deny)
}

fn has_escape(bytes: &[u8]) -> bool {
    memchr::memchr(0x1B, bytes).is_some()
}

/// How many characters beyond ASCII are whole UTF-8 and how many are broken.
fn sequences(bytes: &[u8]) -> (usize, usize) {
    let (mut whole, mut broken) = (0, 0);
    let mut rest = bytes;
    loop {
        let (valid, error) = match std::str::from_utf8(rest) {
            Ok(valid) => (valid, None),
            Err(error) => {
                let valid = std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default();
                (valid, Some(error))
            }
        };
        whole += valid.bytes().filter(|&byte| byte >= 0xC0).count();
        let Some(error) = error else { return (whole, broken) };
        broken += 1;
        let Some(skip) = error.error_len() else { return (whole, broken) };
        rest = &rest[error.valid_up_to() + skip..];
        // So much is broken that the rest cannot change what it is.
        if broken > 1000 && broken > whole {
            return (whole, broken);
        }
    }
}

/// The charset that the document itself declares.
fn declaration(bytes: &[u8], declared: Declared) -> Option<&'static Encoding> {
    let label = match declared {
        Declared::Nowhere => return None,
        Declared::Xml => xml_label(bytes)?,
        Declared::Page => meta_label(&bytes[..bytes.len().min(4096)])?,
    };
    let encoding = Encoding::for_label(label)?;
    match encoding {
        // ASCII was readable enough to find the declaration, so it is not UTF-16.
        _ if encoding == UTF_16LE || encoding == UTF_16BE => Some(UTF_8),
        _ if encoding.name() == "x-user-defined" => Some(WINDOWS_1252),
        _ => Some(encoding),
    }
}

fn xml_label(bytes: &[u8]) -> Option<&[u8]> {
    let start = bytes.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(&start[..start.len().min(256)], b"?>")?;
    attribute(&start[..end], b"encoding")
}

/// As the prescan of HTML: `<meta charset=…>` or `<meta … content="…; charset=…">`, not in a
/// comment.
fn meta_label(bytes: &[u8]) -> Option<&[u8]> {
    if let Some(label) = xml_label(bytes) {
        return Some(label);
    }
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = &rest[at + 1..];
        if rest.starts_with(b"!--") {
            rest = &rest[memchr::memmem::find(rest, b"-->")?..];
        } else if rest.len() > 5 && rest[..4].eq_ignore_ascii_case(b"meta") {
            let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
            let found = attribute(&rest[..end], b"charset");
            if found.is_some() {
                return found;
            }
            rest = &rest[end..];
        }
    }
    None
}

/// The value after `name=`, with or without quotation marks.
fn attribute<'b>(tag: &'b [u8], name: &[u8]) -> Option<&'b [u8]> {
    let lower = tag.to_ascii_lowercase();
    let at = memchr::memmem::find(&lower, name)? + name.len();
    let rest = tag[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || b"\"';>/".contains(byte))
        .unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: &[u8]) -> String {
        decode(bytes, None, Declared::Page).unwrap().into_owned()
    }

    #[test]
    fn a_mark_tells_before_anything_else() {
        assert_eq!(page(b"\xEF\xBB\xBF<meta charset=koi8-r>\xC3\xA9"), "<meta charset=koi8-r>é");
        assert_eq!(page(b"\xFF\xFEh\0i\0"), "hi");
        assert_eq!(page(b"\xFE\xFF\0h\0i"), "hi");
    }

    #[test]
    fn a_page_says_what_it_is_in() {
        assert_eq!(page(b"<meta charset=koi8-r>\xC4\xC1"), "<meta charset=koi8-r>да");
        let old =
            b"<META http-equiv=Content-Type content=\"text/html; charset=windows-1251\">\xE4\xE0";
        assert!(page(old).ends_with("да"));
        let hidden = b"<!-- <meta charset=koi8-r> --><meta charset='windows-1251'>\xE4\xE0";
        assert!(page(hidden).ends_with("да"));
    }

    #[test]
    fn the_server_is_believed_before_the_page() {
        let page = b"<meta charset=koi8-r>\xE4\xE0";
        let words = decode(page, Some("windows-1251"), Declared::Page).unwrap();
        assert!(words.ends_with("да"));
    }

    #[test]
    fn an_xml_declaration_is_read() {
        let feed = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xE9</a>";
        assert!(decode(feed, None, Declared::Xml).unwrap().contains("café"));
    }

    #[test]
    fn utf_8_that_declares_something_else_is_still_utf_8() {
        assert!(page("<meta charset=iso-8859-1>Žižkov".as_bytes()).ends_with("Žižkov"));
    }

    #[test]
    fn what_nobody_declares_is_guessed() {
        let words = "Премьер-министр заявил в понедельник, что мост откроют весной.";
        let bytes = encoding_rs::WINDOWS_1251.encode(words).0.into_owned();
        assert_eq!(decode(&bytes, None, Declared::Nowhere).unwrap(), words);
        let words = "Le maire a déclaré que le pont serait rouvert à l’été, « comme prévu ».";
        let bytes = encoding_rs::WINDOWS_1252.encode(words).0.into_owned();
        assert_eq!(decode(&bytes, None, Declared::Nowhere).unwrap(), words);
    }

    #[test]
    fn a_scratch_in_utf_8_is_a_problem_only_where_nothing_may_change() {
        let mut bytes = "čtyři děti\nšly přes žlutý most".repeat(3).into_bytes();
        bytes[20] = 0xFF;
        let (what, _) = decode(&bytes, None, Declared::Nowhere).unwrap_err();
        assert!(what.contains("line 2"), "{what}");
        assert!(page(&bytes).contains("žlutý most"));
    }

    #[test]
    fn binary_has_no_characters() {
        assert!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None, Declared::Page).is_err());
        assert!(decode(&[0, 1, 2, 3, 4, 5, 6, 7], None, Declared::Nowhere).is_err());
    }
}
