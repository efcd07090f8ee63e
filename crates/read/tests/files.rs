//! Locations to inputs: folders, globs, packing, and what cannot be read.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use onrecord_read::{Form, Limits, Location, Options, inputs, read};
use tempfile::TempDir;

const STORY: &[u8] = b"The mayor said on Monday that the bridge would open in spring.";

/// What becomes of some locations: the ids of the articles, and the messages.
fn told(locations: Vec<Location>, options: &Options) -> Vec<String> {
    inputs(locations, options)
        .flat_map(|input| match input {
            Ok(input) => read(input, options),
            Err(problem) => vec![Err(problem)],
        })
        .map(|made| match made {
            Ok(document) => document.article.input_id,
            Err(problem) => format!("{problem}"),
        })
        .collect()
}

fn of_path(folder: &Path, path: &str) -> Vec<String> {
    told(vec![Location::Path(folder.join(path))], &Options::default())
        .into_iter()
        .map(|line| line.replace(&format!("{}/", folder.display()), ""))
        .collect()
}

fn of_bytes(bytes: &[u8]) -> Vec<String> {
    let given = Location::Given { name: "given".to_owned(), bytes: bytes.to_vec() };
    told(vec![given], &Options::default())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

#[test]
fn a_folder_is_read_in_order_without_hidden_files() {
    let folder = folder(&[
        ("news/b.txt", STORY),
        ("news/a/z.txt", STORY),
        ("news/a/.hidden", STORY),
        ("news/.git/x.txt", STORY),
        ("news/c.txt", STORY),
    ]);
    assert_eq!(of_path(folder.path(), "news"), ["news/a/z.txt", "news/b.txt", "news/c.txt"]);
    assert_eq!(of_path(folder.path(), "news/a/.hidden"), ["news/a/.hidden"]);
}

#[test]
fn an_empty_folder_is_a_problem() {
    let folder = folder(&[("news/.hidden", STORY)]);
    let lines = of_path(folder.path(), "news");
    assert_eq!(
        lines,
        ["news: is a folder without files; hint: check the path; hidden files are left out"]
    );
}

#[cfg(unix)]
#[test]
fn links_that_go_round_are_followed_once_and_links_to_nothing_are_told() {
    let folder = folder(&[("news/a.txt", STORY)]);
    std::os::unix::fs::symlink(folder.path().join("news"), folder.path().join("news/loop"))
        .unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("news/z.txt")).unwrap();
    let lines = of_path(folder.path(), "news");
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[0], "news/a.txt");
    assert!(lines[1].starts_with("news/z.txt: leads nowhere"), "{lines:?}");
    let lines = of_path(folder.path(), "news/z.txt");
    assert_eq!(lines, ["news/z.txt: no such file; hint: check the path"]);
}

#[test]
fn a_glob_is_one_only_where_no_file_has_its_name() {
    let folder = folder(&[
        ("a1.txt", STORY),
        ("a2.txt", STORY),
        ("b.txt", STORY),
        ("sub/a3.txt", STORY),
        ("what?.txt", STORY),
    ]);
    let path = folder.path();
    assert_eq!(of_path(path, "a*.txt"), ["a1.txt", "a2.txt"]);
    assert_eq!(of_path(path, "**/a[13].txt"), ["a1.txt", "sub/a3.txt"]);
    assert_eq!(of_path(path, "what?.txt"), ["what?.txt"]);
    assert_eq!(of_path(path, "s*"), ["sub/a3.txt"]);
    assert!(of_path(path, "c*.txt")[0].contains("matches no file"));
    assert!(of_path(path, "c[.txt")[0].contains("is no pattern"));
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_goes_on() {
    let folder = folder(&[
        ("1.txt", STORY),
        ("2.txt", b""),
        ("3.txt", b" \n\t\r\n "),
        ("4.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01"),
        ("5.txt", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj"),
        ("6.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0"),
        ("7.txt", &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]),
        ("8.txt", b"[{\"id\": 1, \"text\": \"The bridge is open.\"}]"),
        (
            "9.txt",
            b"<?xml version=\"1.0\"?><urlset><url><loc>https://news.example/</loc></url></urlset>",
        ),
        ("91.txt", STORY),
    ]);
    let lines = of_path(folder.path(), ".");
    let ends = [
        "1.txt",
        "2.txt: is empty: there is no article in it; hint: check whether it was saved or fetched whole",
        "3.txt: is empty: there is no article in it; hint: check whether it was saved or fetched whole",
        "4.txt: is not a text but a PNG image; hint: only texts are read; leave it out",
        "5.txt: is not a text but a PDF; hint: convert it first, for instance with pdftotext",
        "6.txt: is not a text but an executable program; hint: only texts are read; leave it out",
        "7.txt: is binary, not text; hint: only texts, pages, feeds and archives of pages are read; leave it out",
        "8.txt: is one JSON list, not one object a line; hint: write each article on a line of its own, for instance with: jq -c '.[]'",
        "9.txt: is XML of a kind that is not read: <urlset>; hint: feeds (RSS, Atom), NewsML-G2 and NITF are read; convert it to one of them or to JSON lines",
        "91.txt",
    ];
    assert_eq!(lines.len(), ends.len(), "{lines:#?}");
    for (line, end) in lines.iter().zip(ends) {
        assert!(line.ends_with(end), "{line}");
    }
}

#[test]
fn a_form_that_was_asked_for_is_taken_on_trust() {
    let options = Options { from: Some(Form::Text), ..Options::default() };
    for words in
        ["{\"id\": 1, \"text\": \"x\"}\n", "<p>The bridge is open.</p>", "[{\"a\": 1}] is JSON"]
    {
        let given = Location::Given { name: "given".to_owned(), bytes: words.into() };
        let input = inputs(vec![given], &options).next().unwrap().unwrap();
        let made = read(input, &options).pop().unwrap().unwrap();
        assert_eq!(made.article.text, words);
    }
}

#[test]
fn packed_files_are_unpacked_by_their_content() {
    assert_eq!(of_bytes(&gzip(STORY)), ["given"]);
    assert_eq!(of_bytes(&zstd::encode_all(STORY, 3).unwrap()), ["given"]);
    assert!(of_bytes(&gzip(&gzip(STORY)))[0].contains("packed with gzip twice"));
    assert!(of_bytes(b"BZh91AY&SY\x8d\xd9\x0c\xe9\0\0\x01")[0].contains("packed with bzip2"));
}

const LINES: &[&str] = &[
    "{\"id\": \"a\", \"text\": \"The bridge is open.\"}\n",
    "{\"id\": \"b\", \"text\": \"The road is closed.\"}\n",
];

#[test]
fn a_gzip_of_several_members_is_read_to_its_end() {
    let mut members = gzip(LINES[0].as_bytes());
    members.extend(gzip(LINES[1].as_bytes()));
    members.extend([0; 512]);
    assert_eq!(of_bytes(&members), ["a", "b"]);
}

#[test]
fn a_truncated_gzip_gives_the_lines_that_were_whole() {
    let mut words = LINES.concat();
    // Too random to pack, so that the lines before have left the window.
    let mut state = 1u32;
    words.push_str("{\"id\": \"c\", \"text\": \"");
    for _ in 0..200_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        words.push(char::from(b'a' + (state >> 24) as u8 % 26));
    }
    words.push_str("\"}\n");
    for packed in [gzip(words.as_bytes()), zstd::encode_all(words.as_bytes(), 3).unwrap()] {
        let lines = of_bytes(&packed[..packed.len() - 1000]);
        assert_eq!(lines[..2], ["a", "b"], "{lines:?}");
        assert!(lines[2].contains("break off before their end"), "{lines:?}");
        assert_eq!(lines.len(), 3);
    }
    for count in [1, 100] {
        let page = gzip(&STORY.repeat(count));
        let lines = of_bytes(&page[..page.len() - 10]);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].contains("break off before their end"), "{lines:?}");
    }
}

#[test]
fn a_bomb_ends_long_before_it_has_unrolled() {
    let limits = Limits { document_bytes: 1 << 20, ..Limits::default() };
    let options = |from| Options { from, limits: limits.clone() };
    let zeros = gzip(&vec![0u8; 64 << 20]);
    let spaces = gzip(&vec![b' '; 64 << 20]);
    let letters = gzip(&vec![b'a'; 64 << 20]);
    let mut one_line =
        b"{\"id\": \"a\", \"text\": \"The bridge is open.\"}\n{\"id\": \"b\", \"text\": \""
            .to_vec();
    one_line.extend(vec![b'a'; 64 << 20]);
    let one_line = gzip(&one_line);
    for form in Form::ALL.into_iter().map(Some).chain([None]) {
        for bomb in [&zeros, &spaces, &letters, &one_line] {
            let given = Location::Given { name: "given".to_owned(), bytes: bomb.clone() };
            let lines = told(vec![given], &options(form));
            assert!(lines.iter().filter(|line| *line != "a").count() >= 1, "{form:?}");
            assert!(lines.len() < 5, "{form:?}: {} messages", lines.len());
        }
    }
    let given = Location::Given { name: "given".to_owned(), bytes: one_line };
    let lines = told(vec![given], &options(None));
    assert_eq!(lines[0], "a");
    assert!(lines[1].starts_with("given:2: is larger than 1 MiB"), "{lines:?}");
}

#[test]
fn a_document_over_the_limit_is_told() {
    let options = Options {
        limits: Limits { document_bytes: 1000, ..Limits::default() },
        ..Options::default()
    };
    let given = |bytes: Vec<u8>| vec![Location::Given { name: "given".to_owned(), bytes }];
    let lines = told(given(STORY.repeat(100)), &options);
    assert!(lines[0].contains("is larger than 1000 bytes"), "{lines:?}");
    // Characters of one byte that take two in UTF-8 count as two.
    let wide = encoding_rs::WINDOWS_1251.encode(&"мост открыт. ".repeat(60)).0.into_owned();
    assert!(wide.len() < 1000);
    let lines = told(given(wide), &options);
    assert!(lines[0].contains("is larger than 1000 bytes"), "{lines:?}");
}

#[test]
fn a_text_that_no_article_has_is_told() {
    let lines = of_bytes(&"The bridge is open.\n".repeat(200_000).into_bytes());
    assert!(lines[0].starts_with("given: its text is longer than 2048 KiB"), "{lines:?}");
    assert_eq!(lines.len(), 1);
}

#[test]
fn text_stays_as_it_was_given() {
    for words in ["One.\r\n\r\nTwo. \u{a0}\n", "Žižkov\u{200b}\u{202e} ﬁ ½\n\n", "a\tb\u{c}\n"]
    {
        let options = Options::default();
        let given = Location::Given { name: "given".to_owned(), bytes: words.into() };
        let input = inputs(vec![given], &options).next().unwrap().unwrap();
        let made = read(input, &options).pop().unwrap().unwrap();
        assert_eq!(made.article.text, words);
        assert_eq!(made.article.id, onrecord_record::Article::id_of(words));
    }
}

#[test]
fn a_file_is_opened_when_it_is_reached() {
    let folder = folder(&[("a.txt", STORY), ("b.txt", STORY)]);
    let locations = ["a.txt", "b.txt"].map(|name| Location::Path(folder.path().join(name)));
    let mut inputs = inputs(locations.to_vec(), &Options::default());
    assert!(inputs.next().unwrap().is_ok());
    fs::remove_file(folder.path().join("b.txt")).unwrap();
    assert!(inputs.next().unwrap().is_err());
    assert!(inputs.next().is_none());
}
