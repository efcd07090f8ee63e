//! Pages that were written, or have gone wrong, so that parsers hang. Each costs a problem or an
//! article, never the program.

use onrecord_read::{Document, Form, Location, Options, Problem};
use proptest::prelude::*;

fn read(page: String) -> Result<Document, Problem> {
    let options = Options { from: Some(Form::Html), ..Options::default() };
    let given = Location::Given { name: "page.html".to_owned(), bytes: page.into_bytes() };
    let input = onrecord_read::inputs(vec![given], &options).next().expect("one input")?;
    onrecord_read::read(input, &options).remove(0)
}

fn refusal(page: String) -> String {
    match read(page) {
        Ok(document) => panic!("read: {:.80}", document.article.text),
        Err(problem) => {
            assert_eq!(problem.document, "page.html");
            assert!(!problem.hint.is_empty());
            problem.what
        }
    }
}

const STORY: &str = "<p>The old bridge over the Drava is closed for repairs until the end of May, \
    the town of Ptuj said on Monday, and drivers will have to take the road through the hills. The \
    work was planned for last autumn, when the river was too high for the boats that carry stones \
    from the quarry to the piers.</p>";

#[test]
fn depth_is_refused() {
    for (piece, times) in [
        ("<div>", 200_000),
        ("<ul><li>", 64_000),
        ("<div>", 20_000),
        ("<table><tr><td>", 20_000),
        ("<b><div></b>", 20_000),
        ("<blockquote><p>", 20_000),
        ("<svg><g>", 20_000),
        ("<section/>", 20_000),
        ("<script><!--<script></script><!-- </script><div>", 20_000),
    ] {
        let what = refusal(piece.repeat(times) + STORY);
        assert!(what.contains("nest deeper") || what.contains("elements"), "{piece}: {what}");
    }
}

#[test]
fn size_is_refused() {
    assert!(refusal("<p>words and words".repeat(3_000_000)).contains("larger than"));
    assert!(refusal("<p>x".repeat(300_000)).contains("elements"));
    assert!(refusal("<br>".repeat(300_000)).contains("elements"));
    let attributes: String = (0..1_000_000).map(|at| format!(" a{at}")).collect();
    assert!(refusal(format!("<p{attributes}>{STORY}")).contains("attributes"));
    let fonts: String = (0..400).map(|at| format!("<font size={at}>")).collect();
    assert!(refusal(fonts + &"<p>x".repeat(20_000)).contains("elements"));
}

#[test]
fn what_is_never_closed_swallows_the_rest_and_nothing_more() {
    for open in
        ["<!--", "<script>", "<style>", "<title>", "<textarea>", "<a href=\"", "<plaintext>"]
    {
        let page = format!("<html><body><article><h1>Old bridge</h1>{STORY}{open}{STORY}");
        let document = read(page).unwrap_or_else(|problem| panic!("{open}: {problem}"));
        assert!(document.article.text.contains("The old bridge over the Drava"), "{open}");
    }
    let many = "<!-- <script> <a href=' ".repeat(20_000);
    assert!(refusal(many).contains("no article"));
}

#[test]
fn pages_that_leave_elements_open_are_read() {
    let page = format!(
        "<h1>Old bridge</h1>{}{}<ul>{}</ul>",
        STORY.replace("</p>", "").repeat(200),
        "<p><b>Bold words that are not closed</p>".repeat(100),
        "<li>An item of a list".repeat(2_000),
    );
    assert!(read(page).expect("a document").article.text.contains("The old bridge over the Drava"));
}

#[test]
fn other_malformed_pages_are_read() {
    for before in [
        "<html><html><body><body>",
        "</div></div></article></p>",
        "<table><div>",
        "<select><option>",
        "<svg><p>",
        "<template><div>",
        "<frameset>",
        "\u{0}\u{feff}",
    ] {
        // An article or a problem: what counts is that there is an answer.
        let _ = read(format!("{before}<h1>Old bridge</h1>{STORY}"));
    }
}

/// Tags, marks and words in any order.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        Just("<p>"),
        Just("</p>"),
        Just("<div class='date'>"),
        Just("<h1>"),
        Just("<br><br>"),
        Just("<table><td>"),
        Just("<!--"),
        Just("-->"),
        Just("<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": "),
        Just("</script>"),
        Just("<meta property='og:title' content='Bridge'>"),
        Just("<time datetime='2024-"),
        Just("'>"),
        Just("<a href=\"/2024/13/45/\">"),
        Just("“The bridge is closed,” she said on 13 May 2024. "),
        Just("Story Code : 12"),
        Just("&amp;&#x0;&"),
        Just("é\u{200b}日本"),
        Just(STORY),
    ];
    proptest::collection::vec(scrap, 0..24).prop_map(|scraps| scraps.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_words_are_read_or_refused(page in prop_oneof![scraps(), "\\PC{0,300}"]) {
        if let Ok(document) = read(page) {
            let text = &document.article.text;
            prop_assert_eq!(&document.article.id, &onrecord_record::Article::id_of(text));
            prop_assert!(!text.contains("\n\n\n"));
            if let Some(headline) = document.outline.headline {
                let words = text.get(headline.range());
                prop_assert_eq!(words, document.article.headline.as_deref());
            }
        }
    }
}
