//! Whatever the bytes, in whatever form: no panic, and every span slices.

use onrecord_read::{Form, Limits, Location, Options, inputs, read};
use proptest::prelude::*;

/// Reads bytes as every form and checks what comes out.
fn read_as_all(bytes: &[u8]) {
    for from in Form::ALL.into_iter().map(Some).chain([None]) {
        let limits = Limits { document_bytes: 1 << 20, ..Limits::default() };
        let options = Options { from, limits };
        let given = Location::Given { name: "given".to_owned(), bytes: bytes.to_vec() };
        for input in inputs(vec![given], &options) {
            let Ok(input) = input else { continue };
            for document in read(input, &options).into_iter().flatten() {
                let text = &document.article.text;
                assert!(!text.trim().is_empty());
                let outline = &document.outline;
                let mut spans = outline.furniture.clone();
                spans.extend(outline.headline);
                spans.sort_unstable();
                for span in &spans {
                    assert!(text.get(span.range()).is_some());
                }
                assert!(spans.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
                assert_eq!(document.article.id, onrecord_record::Article::id_of(text));
            }
        }
    }
}

/// Pieces that the forms are made of, in any order.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 60\r\n\r\n".to_vec()),
        Just(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>ab\r\n0\r\n\r\n".to_vec()),
        Just(b"\r\n\r\n".to_vec()),
        Just(b"{\"id\": 1, \"text\": \"One.\"}\n".to_vec()),
        Just(b"{\"uri\": \"u\", \"body_html\": \"<p>One.\"}".to_vec()),
        Just(b"<?xml version='1.0' encoding='koi8-r'?>".to_vec()),
        Just(b"<rss><channel><item><title>A&amp;b</title><description>&lt;p&gt;c".to_vec()),
        Just(b"</description></item></channel></rss>".to_vec()),
        Just(b"<newsItem guid='g'><contentSet><inlineXML><p>x</p></inlineXML></contentSet></newsItem>".to_vec()),
        Just(b"<!DOCTYPE a [ <!ELEMENT b> ]>".to_vec()),
        Just(b"<![CDATA[ x ]]>".to_vec()),
        Just(b"<!doctype html><p>One two three".to_vec()),
        Just(b"# Title\n\nBy Ana Kola\n5 March 2024\n".to_vec()),
        Just(b"Story Code : 12345\n".to_vec()),
        Just(b"\x1F\x8B\x08\0\0\0\0\0\0\0".to_vec()),
        Just(b"\x28\xB5\x2F\xFD".to_vec()),
        Just(b"\xFF\xFE".to_vec()),
        prop::collection::vec(any::<u8>(), 0..40),
        "\\PC{0,40}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_as_all(&bytes);
    }

    #[test]
    fn pieces_of_the_forms(bytes in pieces()) {
        read_as_all(&bytes);
    }
}
