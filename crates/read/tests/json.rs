//! JSON lines and ninjs.

mod given;

use onrecord_read::{Form, Location, Options, inputs};

use given::{made, made_as, message, one};

#[test]
fn everything_that_a_line_may_say() {
    let line = r#"{"id": "a7", "url": "https://news.example/7", "outlet": "Example News",
        "headline": "Bridge to open", "published": "2024-03-05T09:30+01:00", "byline": "By Ana Kola and Besnik Hoxha",
        "section": "Cities", "language": "en-GB", "external_id": 1082204, "mood": ["calm"],
        "text": "The mayor said so.\n"}"#
        .replace('\n', "");
    let document = one(&line);
    let article = &document.article;
    assert_eq!(article.text, "Bridge to open\n\nThe mayor said so.\n");
    assert_eq!(article.input_id, "a7");
    assert_eq!(article.url.as_deref(), Some("https://news.example/7"));
    assert_eq!(article.outlet.as_deref(), Some("Example News"));
    assert_eq!(article.headline.as_deref(), Some("Bridge to open"));
    assert_eq!(article.published.unwrap().to_string(), "2024-03-05T09:30+01:00");
    assert_eq!(article.byline, ["Ana Kola", "Besnik Hoxha"]);
    assert_eq!(article.section.as_deref(), Some("Cities"));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(article.external_id.as_deref(), Some("1082204"));
    assert!(article.provenance.is_empty());
    let headline = document.outline.headline.unwrap();
    assert_eq!(&article.text[headline.range()], "Bridge to open");
}

#[test]
fn every_line_that_is_an_article_is_one_in_order() {
    let words = "\n{\"id\": 7, \"text\": \"One.\"}\r\n   \n{\"text\": \"Two.\"}\n\n{\"id\": null, \"text\": \"Three.\"}";
    let ids: Vec<_> = made(words).into_iter().map(|made| made.unwrap().article.input_id).collect();
    assert_eq!(ids, ["7", "given:4", "given:6"]);
}

#[test]
fn a_list_of_names_and_the_last_of_two_fields() {
    let document =
        one(r#"{"byline": ["Ana Kola", null, " Besnik Hoxha "], "text": "One.", "text": "Two."}"#);
    assert_eq!(document.article.byline, ["Ana Kola", "Besnik Hoxha"]);
    assert_eq!(document.article.text, "Two.");
    assert_eq!(
        one(r#"{"byline": "Example Newsroom", "text": "One."}"#).article.byline,
        ["Example Newsroom"]
    );
}

#[test]
fn moments_in_other_forms_and_null() {
    let published = |given: &str| {
        let line = format!("{{\"published\": {given}, \"text\": \"One.\"}}");
        one(&line).article.published.map(|moment| moment.to_string())
    };
    assert_eq!(published("null"), None);
    assert_eq!(published("\"\""), None);
    assert_eq!(published("\"2024-03-05\"").as_deref(), Some("2024-03-05"));
    assert_eq!(
        published("\"Tue, 05 Mar 2024 09:30:00 +0100\"").as_deref(),
        Some("2024-03-05T09:30:00+01:00")
    );
}

#[test]
fn broken_lines_are_told_and_the_rest_goes_on() {
    let lines = [
        "{\"id\": \"a\", \"text\": \"One.\"}",
        "{\"id\": \"b\", \"text\": \"Two",
        "{\"id\": \"c\"}",
        "{\"id\": \"d\", \"text\": \"\"}",
        "{\"id\": \"e\", \"text\": 5}",
        "{\"id\": \"f\", \"published\": \"last Tuesday\", \"text\": \"Six.\"}",
        "[1, 2]",
        "\"text\"",
        "{\"id\": \"i\", \"text\": \"\\ud800\"}",
        "{\"id\": \"j\", \"headline\": {\"a\": 1}, \"text\": \"Ten.\"}",
        "{\"id\": \"k\", \"text\": \"Eleven.\"}",
    ]
    .join("\n");
    let told: Vec<_> = made(lines)
        .into_iter()
        .map(|made| {
            made.map_or_else(|problem| problem.to_string(), |document| document.article.input_id)
        })
        .collect();
    let begins = [
        "a",
        "given:2: not JSON at column 24: EOF while parsing a string; hint: the line was cut short",
        "given:3: has neither \"text\" nor \"html\"; hint: ",
        "given:4: \"text\" is empty; hint: ",
        "given:5: \"text\" holds a number, not words; hint: ",
        "given:6: \"published\" is not a date: \"last Tuesday\"; hint: ",
        "given:7: holds a list where an article's object is expected; hint: ",
        "given:8: holds a string where an article's object is expected; hint: ",
        "given:9: not JSON at column ",
        "given:10: \"headline\" holds an object, not words; hint: ",
        "k",
    ];
    assert_eq!(told.len(), begins.len(), "{told:#?}");
    for (line, begin) in told.iter().zip(begins) {
        assert!(line.starts_with(begin), "{line}");
    }
}

#[test]
fn a_broken_first_line_does_not_turn_the_rest_into_something_else() {
    let told = made("{\"id\": \"a\", \"text\": \"One\n{\"id\": \"b\", \"text\": \"Two.\"}\n");
    assert!(told[0].as_ref().unwrap_err().to_string().starts_with("given:1: not JSON"));
    assert_eq!(told[1].as_ref().unwrap().article.input_id, "b");
    let told = made("{\"id\": \"a\",\n{\"id\": \"b\", \"text\": \"Two.\"}\n");
    assert!(told[0].as_ref().unwrap_err().to_string().starts_with("given:1: not JSON"));
    assert_eq!(told[1].as_ref().unwrap().article.input_id, "b");
}

#[test]
fn depth_and_charset() {
    let deep =
        format!("{{\"id\": {}1{}, \"text\": \"One.\"}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(message(deep).contains("recursion limit"));
    let latin = b"{\"id\": \"a\", \"text\": \"caf\xe9\"}\n".to_vec();
    assert!(message(latin).starts_with("given:1: not UTF-8 at byte 25"));
    let words = "{\"id\": \"a\", \"text\": \"Žižkov.\"}\n{\"id\": \"b\", \"text\": \"Two.\"}\n";
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(words.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let all = made(wide);
    assert_eq!(all[0].as_ref().unwrap().article.text, "Žižkov.");
    assert_eq!(all.len(), 2);
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(words.bytes());
    assert_eq!(made(marked).len(), 2);
}

#[test]
fn an_object_over_many_lines_is_one_article() {
    let document = one("{\n  \"id\": \"a\",\n  \"text\": \"One.\"\n}\n");
    assert_eq!(document.article.input_id, "a");
    assert_eq!(one("{\n  \"text\": \"One.\"\n}\n").article.input_id, "given");
}

#[test]
fn what_the_first_lines_say_yields_nothing_twice() {
    let text = "Sunday 17 September 2023 - 21:10\\n\\nBridge to Open: Mayor\\n\\nStory Code : 1082204\\n\
        Bridge to Open: Mayor\\nThe mayor said on Monday that the bridge would open in spring.";
    let document =
        one(&format!("{{\"headline\": \"Bridge to Open: Mayor\", \"text\": \"{text}\"}}"));
    let words = |span: onrecord_text::Span| &document.article.text[span.range()];
    assert_eq!(words(document.outline.headline.unwrap()), "Bridge to Open: Mayor");
    let furniture: Vec<_> = document.outline.furniture.iter().map(|&span| words(span)).collect();
    assert_eq!(
        furniture,
        [
            "Sunday 17 September 2023 - 21:10",
            "Bridge to Open: Mayor",
            "Story Code : 1082204",
            "Bridge to Open: Mayor"
        ]
    );
    assert_eq!(document.article.external_id.as_deref(), Some("1082204"));
    assert_eq!(document.article.provenance["published"], "first lines");
    let document = one(&format!("{{\"published\": \"2020-01-01\", \"text\": \"{text}\"}}"));
    assert_eq!(document.article.published.unwrap().to_string(), "2020-01-01");
}

#[cfg(unix)]
#[test]
fn lines_on_a_pipe_are_given_out_as_they_come() {
    use std::io::Write;

    let (reader, mut writer) = std::io::pipe().unwrap();
    let path = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&reader));
    let mut inputs = inputs(vec![Location::Path(path.into())], &Options::default());
    for number in 1..=3 {
        writeln!(writer, "{{\"id\": {number}, \"text\": \"One.\"}}").unwrap();
        // Were more waited for than has come, this would never return.
        let input = inputs.next().unwrap().unwrap();
        assert!(input.id().ends_with(&format!(":{number}")));
    }
    drop(writer);
    assert!(inputs.next().is_none());
}

const ITEM: &str = r#"{"uri": "urn:newsml:news.example:20240305:7", "type": "text", "language": "en-US",
    "versioncreated": "2024-03-05T10:00:00+01:00", "firstcreated": "2024-03-05T09:30:00+01:00",
    "headline": "Bridge to open", "byline": "By Ana Kola", "copyrightholder": "Example News",
    "subject": [{"name": "transport"}],
    "body_text": "The mayor said so.\n\nShe was the first to cross."}"#;

#[test]
fn ninjs_of_the_first_version() {
    let document = one(ITEM);
    let article = &document.article;
    assert_eq!(article.text, "Bridge to open\n\nThe mayor said so.\n\nShe was the first to cross.");
    assert_eq!(article.input_id, "given");
    assert_eq!(article.external_id.as_deref(), Some("urn:newsml:news.example:20240305:7"));
    assert_eq!(article.published.unwrap().to_string(), "2024-03-05T09:30:00+01:00");
    assert_eq!(article.byline, ["Ana Kola"]);
    assert_eq!(article.outlet.as_deref(), Some("Example News"));
    assert_eq!(article.section.as_deref(), Some("transport"));
    assert_eq!(article.language.as_deref(), Some("en"));
    let line = ITEM.replace('\n', "");
    let lines = format!("{line}\n{line}\n");
    for from in [None, Some(Form::Ninjs)] {
        let all = made_as(from, lines.clone());
        assert_eq!(all.len(), 2);
        assert!(all.iter().all(|made| made.as_ref().unwrap().article.text == article.text));
    }
}

#[test]
fn ninjs_of_later_versions() {
    let document = one(
        r#"{"uri": "https://news.example/7", "standard": {"name": "ninjs", "version": "3.0"}, "by": "Ana Kola",
        "contentCreated": "2024-03-05T09:30:00Z", "infoSources": [{"name": "Example Agency"}],
        "headlines": [{"role": "sub", "value": "After eleven years"}, {"role": "main", "value": "Bridge to open"}],
        "bodies": [{"contentType": "text/plain", "value": "Plain words."},
            {"contentType": "text/html", "value": "<p>The <b>mayor</b> said so.</p><p>She crossed.</p>"}]}"#,
    );
    let article = document.article;
    assert_eq!(article.text, "Bridge to open\n\nThe mayor said so.\n\nShe crossed.");
    assert_eq!(article.url.as_deref(), Some("https://news.example/7"));
    assert_eq!(article.byline, ["Ana Kola"]);
    assert_eq!(article.outlet.as_deref(), Some("Example Agency"));
    assert_eq!(article.published.unwrap().to_string(), "2024-03-05T09:30:00Z");
}

#[test]
fn an_item_without_a_text_is_told() {
    let told =
        message(r#"{"uri": "urn:x", "type": "picture", "versioncreated": "2024-03-05T09:30:00Z"}"#);
    assert!(told.contains("is a picture without a text"), "{told}");
    let told = message(r#"{"uri": "urn:x", "versioncreated": "soon", "body_text": "One."}"#);
    assert!(told.contains("\"versioncreated\" is not a date"), "{told}");
}
