//! Web archives, whole and broken.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use onrecord_read::{Limits, Location, Options, inputs, read};
use sha1::{Digest, Sha1};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The ids of the pages and the messages, in order.
fn told(archive: &[u8]) -> Vec<String> {
    told_with(archive, &Options::default())
}

fn told_with(archive: &[u8], options: &Options) -> Vec<String> {
    let given = Location::Given { name: "w".to_owned(), bytes: archive.to_vec() };
    inputs(vec![given], options)
        .flat_map(|input| match input {
            Ok(input) => read(input, options),
            Err(problem) => vec![Err(problem)],
        })
        .map(|made| match made {
            Ok(document) => {
                let article = document.article;
                format!("{} {} {}", article.input_id, article.url.unwrap(), words(&article.text))
            }
            Err(problem) => problem.to_string(),
        })
        .collect()
}

/// The last words of a text, by which a page is known.
fn words(text: &str) -> String {
    text.split_whitespace().next_back().unwrap_or_default().to_owned()
}

fn page(last: &str) -> String {
    let sentence = "The mayor of Tirana said on Monday that the bridge over the river would open in \
        the spring, after eleven years of work that nobody in the city had thought would end. ";
    format!(
        "<!doctype html><html lang=en><head><title>Bridge to open in spring</title></head><body>\
         <article><h1>Bridge to open in spring</h1><p>{sentence}</p><p>{sentence}</p>\
         <p>{sentence} And so it was {last}</p></article></body></html>"
    )
}

fn http(head: &str, body: &[u8]) -> Vec<u8> {
    let mut block =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{head}\r\n")
            .into_bytes();
    block.extend(body);
    block
}

fn record(kind: &str, id: &str, head: &str, length: usize, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:{id}>\r\n\
         WARC-Target-URI: https://news.example/{id}\r\n{head}Content-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    record.extend(block);
    record.extend(b"\r\n\r\n");
    record
}

fn response(id: &str, head: &str, block: &[u8]) -> Vec<u8> {
    record("response", id, head, block.len(), block)
}

fn good(id: &str) -> Vec<u8> {
    response(id, "", &http("", page(id).as_bytes()))
}

fn line(id: &str) -> String {
    format!("urn:x:{id} https://news.example/{id} {id}")
}

fn digest(bytes: &[u8]) -> String {
    format!("sha1:{}", data_encoding::BASE32.encode(&Sha1::digest(bytes)))
}

#[test]
fn pages_are_given_out_and_nothing_else() {
    let picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n";
    let moved =
        b"HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n<html><body>Moved</body></html>";
    let archive = [
        record("warcinfo", "i", "", 4, b"a: b"),
        record("request", "q", "", 18, b"GET / HTTP/1.1\r\n\r\n"),
        good("one"),
        response("p", "", picture),
        response("m", "", moved),
        record("metadata", "d", "", 4, b"a: b"),
        good("two"),
    ];
    let expected = [line("one"), line("two")];
    assert_eq!(told(&archive.concat()), expected);
    assert_eq!(told(&gzip(&archive.concat())), expected);
    let members: Vec<u8> = archive.iter().flat_map(|record| gzip(record)).collect();
    assert_eq!(told(&members), expected);
    assert_eq!(told(&zstd::encode_all(&archive.concat()[..], 3).unwrap()), expected);
}

#[test]
fn digests_are_checked_in_every_form() {
    let body = page("one");
    let block = http("", body.as_bytes());
    let hex: String = Sha1::digest(&block).iter().map(|byte| format!("{byte:02X}")).collect();
    for head in [
        format!(
            "WARC-Block-Digest: {}\r\nWARC-Payload-Digest: {}\r\n",
            digest(&block),
            digest(body.as_bytes())
        ),
        format!("WARC-Block-Digest: sha1:{hex}\r\n"),
        "WARC-Block-Digest: blake9:unheard-of\r\n".to_owned(),
    ] {
        assert_eq!(told(&response("one", &head, &block)), [line("one")], "{head}");
    }
    for (head, what) in [
        (
            format!("WARC-Block-Digest: {}\r\n", digest(b"else")),
            "the record is not what its digest says",
        ),
        (
            format!("WARC-Payload-Digest: {}\r\n", digest(b"else")),
            "the page is not what its digest says",
        ),
    ] {
        let archive = [response("one", &head, &block), good("two")].concat();
        let lines = told(&archive);
        assert!(lines[0].starts_with(&format!("w:1: {what}")), "{lines:?}");
        assert_eq!(lines[1..], [line("two")]);
    }
}

#[test]
fn chunks_and_packing_are_undone() {
    let body = page("one");
    let (a, b) = body.split_at(100);
    let chunked = format!("{:x}\r\n{a}\r\n{:X};x=y\r\n{b}\r\n0\r\n\r\n", a.len(), b.len());
    let mut brotli = b"\x0b\x02\x80".to_vec();
    brotli.extend(b"hello\x03");
    for (head, bytes) in [
        ("Transfer-Encoding: chunked\r\n", chunked.clone().into_bytes()),
        ("Transfer-Encoding: chunked\r\n", body.clone().into_bytes()),
        ("Content-Encoding: gzip\r\n", gzip(body.as_bytes())),
        ("Content-Encoding: gzip\r\n", body.clone().into_bytes()),
        ("Content-Encoding: zstd\r\n", zstd::encode_all(body.as_bytes(), 3).unwrap()),
        ("Content-Encoding: br\r\n", body.clone().into_bytes()),
        ("Content-Encoding: identity\r\n", body.clone().into_bytes()),
    ] {
        let payload = format!("WARC-Payload-Digest: {}\r\n", digest(body.as_bytes()));
        let archive = response("one", &payload, &http(head, &bytes));
        assert_eq!(told(&archive), [line("one")], "{head}");
    }
    let broken =
        response("one", "", &http("Transfer-Encoding: chunked\r\n", &chunked.as_bytes()[..300]));
    assert!(told(&broken)[0].contains("its last chunk is missing"));
    let packed = gzip(body.as_bytes());
    let broken =
        response("one", "", &http("Content-Encoding: gzip\r\n", &packed[..packed.len() / 2]));
    assert!(told(&broken)[0].contains("packing (gzip) is damaged"));
    let bomb = gzip(&vec![b' '; 40 << 20]);
    let bomb = response("one", "", &http("Content-Encoding: gzip\r\n", &bomb));
    assert!(told(&bomb)[0].contains("holds more than 32 MiB"));
}

#[test]
fn the_charset_of_the_response_counts() {
    let mut body = page("x").into_bytes();
    body.truncate(body.len() - "x</p></article></body></html>".len());
    body.extend(b"\xE4\xE0</p></article></body></html>");
    let mut block =
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html; Charset=\"windows-1251\"\r\n\r\n".to_vec();
    block.extend(body);
    assert_eq!(told(&response("one", "", &block)), ["urn:x:one https://news.example/one да"]);
}

#[test]
fn lengths_that_lie_are_told_and_the_rest_goes_on() {
    let block = http("", page("liar").as_bytes());
    for length in [block.len() - 50, block.len() + 50, block.len() + 5000, 40 << 20, usize::MAX] {
        let liar = record("response", "liar", "", length, &block);
        for archive in [
            [good("one"), liar.clone(), good("two"), good("three")].concat(),
            [gzip(&good("one")), gzip(&liar), gzip(&good("two")), gzip(&good("three"))].concat(),
        ] {
            let lines = told(&archive);
            assert_eq!(lines.len(), 4, "{length}: {lines:#?}");
            assert_eq!(lines[0], line("one"));
            assert!(lines[1].starts_with("w:2: states a length of"), "{length}: {lines:#?}");
            assert_eq!(lines[2..], [line("two"), line("three")]);
        }
    }
    let lines = told(&[record("response", "liar", "", 100_000, &block)].concat());
    assert!(lines[0].contains("the archive ends"), "{lines:?}");
    let short = http("Content-Length: 100000\r\n", page("liar").as_bytes());
    let lines = told(&[response("liar", "", &short), good("two")].concat());
    assert!(lines[0].contains("the page breaks off after"), "{lines:?}");
    assert_eq!(lines[1..], [line("two")]);
}

#[test]
fn truncated_archives_give_what_was_whole() {
    let archive = [good("one"), good("two")].concat();
    let lines = told(&archive[..archive.len() - 200]);
    assert_eq!(lines[0], line("one"));
    assert!(lines[1].starts_with("w:2: the archive ends"), "{lines:?}");
    let packed = [gzip(&good("one")), gzip(&good("two"))].concat();
    let lines = told(&packed[..packed.len() - 40]);
    assert_eq!(lines[0], line("one"));
    assert!(lines[1].starts_with("w:2: the gzip data break off"), "{lines:?}");
    let cut = response("cut", "WARC-Truncated: length\r\n", &http("", page("cut").as_bytes()));
    let lines = told(&[cut, good("two")].concat());
    assert!(lines[0].starts_with("w:1: the crawler cut the page short (length)"), "{lines:?}");
    assert_eq!(lines[1..], [line("two")]);
}

#[test]
fn a_damaged_member_costs_itself_alone() {
    let mut bad = gzip(&good("two"));
    let middle = bad.len() / 2;
    for byte in &mut bad[middle..middle + 20] {
        *byte ^= 0x55;
    }
    let lines = told(&[gzip(&good("one")), bad, gzip(&good("three"))].concat());
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert_eq!(lines[0], line("one"));
    assert!(lines[1].starts_with("w:2: "), "{lines:#?}");
    assert_eq!(lines[2], line("three"));
}

#[test]
fn rubbish_between_records_is_told() {
    let lines = told(&[good("one"), b"what is this\r\n\r\n".to_vec(), good("two")].concat());
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert!(lines[1].starts_with("w:2: what stands here is no record"), "{lines:#?}");
    assert_eq!(lines[2], line("two"));
    let no_length =
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n\r\n".to_vec();
    let lines = told(&[no_length, good("two")].concat());
    assert!(lines[0].contains("does not state its length"), "{lines:#?}");
    assert_eq!(lines[1..], [line("two")]);
    let no_http = response("one", "", b"this is no HTTP");
    let lines = told(&[no_http, good("two")].concat());
    assert!(lines[0].contains("is no HTTP response"), "{lines:#?}");
    assert_eq!(lines[1..], [line("two")]);
}

#[test]
fn a_page_over_the_limit_is_told_and_a_film_is_passed_over() {
    let options = Options {
        limits: Limits { document_bytes: 100 << 10, ..Limits::default() },
        ..Options::default()
    };
    let large = response("large", "", &http("", page(&"x".repeat(200 << 10)).as_bytes()));
    let film = record("resource", "film", "", 300 << 10, &vec![7; 300 << 10]);
    let archive = [good("one"), film, large, good("two")];
    let expected_after = [line("two")];
    for archive in [archive.concat(), archive.iter().flat_map(|record| gzip(record)).collect()] {
        let lines = told_with(&archive, &options);
        assert_eq!(lines.len(), 3, "{lines:#?}");
        assert!(lines[1].starts_with("w:3: is larger than"), "{lines:#?}");
        assert_eq!(lines[2..], expected_after);
    }
}
