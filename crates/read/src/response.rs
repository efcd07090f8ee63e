//! From a response in a web archive to the page that it carried.
//!
//! The body is checked against its digests and the length it was sent with, freed of chunks and
//! packing, and decoded; what does not hold is a problem, so that no half page passes for a whole.

use std::borrow::Cow;
use std::io::Read;

use data_encoding::{BASE32, HEXLOWER_PERMISSIVE};
use onrecord_record::Article;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use crate::decode::{Declared, decode};
use crate::stream::unpacked;
use crate::warc::Response;
use crate::{Document, Options, Problem, html};

/// Reads the page of a response. `id` is what messages call it.
pub(crate) fn read(id: &str, response: &Response, options: &Options) -> Result<Document, Problem> {
    let told = |what: String, hint: &str| Problem::new(id, what, hint);
    if let Some(why) = &response.truncated {
        return Err(told(
            format!("the crawler cut the page short ({})", why.escape_debug()),
            "fetch the page again with a higher limit",
        ));
    }
    if response.block_digest.as_deref().is_some_and(|digest| !holds(digest, &[&response.block])) {
        return Err(told(
            "the record is not what its digest says".to_owned(),
            "it was damaged after it was written: fetch the page or copy the archive again",
        ));
    }
    let raw = &response.block[response.body..];
    let limit = options.limits.document_bytes;
    let sent = dechunk(response, raw).map_err(|()| {
        told("the page breaks off: its last chunk is missing".to_owned(), "fetch the page again")
    })?;
    let short = response.content_length.filter(|&length| length > sent.len() as u64);
    if let Some(length) = short
        && response.content_encoding.is_none()
        && response.transfer_encoding.is_none()
    {
        return Err(told(
            format!("the page breaks off after {} of {length} bytes", sent.len()),
            "fetch the page again",
        ));
    }
    let page = unpack(response, &sent, limit).map_err(|what| told(what, "fetch the page again"))?;
    // Tools differ on whether the payload is what was sent or what it meant.
    if response.payload_digest.as_deref().is_some_and(|digest| !holds(digest, &[raw, &sent, &page]))
    {
        return Err(told(
            "the page is not what its digest says".to_owned(),
            "it was damaged after it was written: fetch the page or copy the archive again",
        ));
    }
    let words = decode(&page, charset(response.content_type.as_deref()), Declared::Page)
        .map_err(|(what, hint)| told(what, hint))?;
    if words.len() > limit {
        return Err(crate::input::too_large(id, "is", limit));
    }
    let given = Article {
        input_id: response.record_id.clone().unwrap_or_else(|| id.to_owned()),
        url: response.url.clone(),
        ..Article::default()
    };
    html::read(&words, given, options)
        .map_err(|problem| Problem { document: id.to_owned(), ..problem })
}

/// Whether any of some bytes has a digest such as `sha1:3I42H3S6…`. One that cannot be checked
/// holds.
fn holds(digest: &str, any: &[&[u8]]) -> bool {
    let Some((algorithm, value)) = digest.split_once(':') else { return true };
    let hash: fn(&[u8]) -> Vec<u8> = match algorithm.trim().to_ascii_lowercase().as_str() {
        "sha1" | "sha-1" => |bytes| Sha1::digest(bytes).to_vec(),
        "sha256" | "sha-256" => |bytes| Sha256::digest(bytes).to_vec(),
        "sha512" | "sha-512" => |bytes| Sha512::digest(bytes).to_vec(),
        _ => return true,
    };
    let value = value.trim();
    let size = hash(b"").len();
    let hex = HEXLOWER_PERMISSIVE.decode(value.as_bytes()).ok();
    let base32 = || {
        let padding = "=".repeat((8 - value.trim_end_matches('=').len() % 8) % 8);
        let whole = value.trim_end_matches('=').to_ascii_uppercase() + &padding;
        BASE32.decode(whole.as_bytes()).ok()
    };
    let right = |bytes: &Vec<u8>| bytes.len() == size;
    match hex.filter(right).or_else(|| base32().filter(right)) {
        Some(expected) => any.iter().any(|bytes| hash(bytes) == expected),
        None => true,
    }
}

/// The body without the chunks it was sent in. Many tools store it without them already.
fn dechunk<'b>(response: &Response, body: &'b [u8]) -> Result<Cow<'b, [u8]>, ()> {
    let chunked = response
        .transfer_encoding
        .as_deref()
        .is_some_and(|encoding| encoding.to_ascii_lowercase().contains("chunked"));
    if !chunked {
        return Ok(Cow::Borrowed(body));
    }
    let mut whole = Vec::new();
    let mut rest = body;
    let mut first = true;
    loop {
        match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete((start, size))) => {
                if size == 0 {
                    return Ok(Cow::Owned(whole));
                }
                let end = usize::try_from(size).ok().and_then(|size| size.checked_add(start));
                let chunk = end.and_then(|end| rest.get(start..end)).ok_or(())?;
                whole.extend_from_slice(chunk);
                rest = &rest[start + chunk.len()..];
                rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).ok_or(())?;
            }
            _ if first => return Ok(Cow::Borrowed(body)),
            _ => return Err(()),
        }
        first = false;
    }
}

/// The body without the packing it was sent in. Many tools store it unpacked already.
fn unpack<'b>(response: &Response, body: &'b [u8], limit: usize) -> Result<Cow<'b, [u8]>, String> {
    let encodings = response.content_encoding.as_deref().unwrap_or_default().to_ascii_lowercase();
    let mut page = Cow::Borrowed(body);
    // The last named was applied last. Nobody applies more than two.
    for encoding in encodings.split(',').rev().map(str::trim).take(3) {
        let bytes: &[u8] = &page;
        let reader: Box<dyn Read + '_> = match encoding {
            "gzip" | "x-gzip" if bytes.starts_with(&[0x1F, 0x8B]) => {
                Box::new(flate2::bufread::MultiGzDecoder::new(bytes))
            }
            "deflate" if bytes.first().is_some_and(|byte| byte & 0x0F == 8) => {
                Box::new(flate2::bufread::ZlibDecoder::new(bytes))
            }
            "deflate" if !bytes.trim_ascii_start().starts_with(b"<") => {
                Box::new(flate2::bufread::DeflateDecoder::new(bytes))
            }
            "zstd" if bytes.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) => {
                let decoder = zstd::stream::read::Decoder::with_buffer(bytes);
                Box::new(decoder.map_err(|_| "the page's packing (zstd) is damaged".to_owned())?)
            }
            "br" if !bytes.trim_ascii_start().starts_with(b"<") => {
                Box::new(brotli_decompressor::Decompressor::new(bytes, 4096))
            }
            _ => continue,
        };
        let whole = unpacked(reader, limit).ok_or_else(|| {
            let mib = limit >> 20;
            format!("the page's packing ({encoding}) is damaged, or holds more than {mib} MiB")
        })?;
        page = Cow::Owned(whole);
    }
    Ok(page)
}

/// The charset of a `Content-Type`.
fn charset(content_type: Option<&str>) -> Option<&str> {
    content_type?.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches(['"', '\'']))
            .filter(|value| !value.is_empty())
    })
}
