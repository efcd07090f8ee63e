//! Pages, from their bytes to the document.

use onrecord_read::{Document, Form, Location, Options, Problem};

fn read(page: &str) -> Result<Document, Problem> {
    read_as("page.html", page.as_bytes(), Form::Html)
}

fn read_as(name: &str, bytes: &[u8], form: Form) -> Result<Document, Problem> {
    let options = Options { from: Some(form), ..Options::default() };
    let given = Location::Given { name: name.to_owned(), bytes: bytes.to_vec() };
    let mut inputs: Vec<_> = onrecord_read::inputs(vec![given], &options).collect();
    assert_eq!(inputs.len(), 1);
    let mut documents = onrecord_read::read(inputs.remove(0)?, &options);
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

fn article(page: &str) -> onrecord_record::Article {
    read(page).unwrap_or_else(|problem| panic!("{problem}")).article
}

/// A page with these elements in its head and before its story.
fn page(head: &str, before: &str) -> String {
    format!(
        "<!doctype html><html><head>{head}</head><body><article>{before}{STORY}</article></body>\
         </html>"
    )
}

const STORY: &str = "<p>The old bridge over the Drava is closed for repairs until the end of May, \
    the town of Ptuj said on Monday, and drivers will have to take the road through the hills.</p>\
    <p>“We have waited for eleven years to see this work begin,” said Vida Hrast, who keeps a shop \
    at the western end of the bridge and opened it early for the workers.</p>\
    <p>The work was planned for last autumn, when the river was too high for the boats that carry \
    the stones from the quarry to the piers of the bridge.</p>";

fn published(head: &str, before: &str) -> (Option<String>, Option<String>) {
    let article = article(&page(head, before));
    let place = article.provenance.get("published").cloned();
    (article.published.map(|moment| moment.to_string()), place)
}

/// Checks the moment of publication and the place it came from.
fn dated(head: &str, before: &str, moment: &str, place: &str) {
    let found = published(head, before);
    assert_eq!(found, (Some(moment.to_owned()), Some(place.to_owned())), "{head} {before}");
}

fn ld(members: &str) -> String {
    format!(r#"<script type="application/ld+json">{{"@type": "NewsArticle", {members}}}</script>"#)
}

#[test]
fn a_page_of_the_agency_kind_reads_as_its_text_does() {
    let page = read(include_str!("pages/story_code.html")).expect("a document");
    let text = include_bytes!("pages/story_code.txt");
    let text = read_as("story_code.txt", text, Form::Text).expect("a document");
    let (of_page, of_text) = (&page.article, &text.article);
    assert_eq!(of_page.headline.as_deref(), Some("Harbour Towns to Keep Night Ferry: Mayor"));
    assert_eq!(of_page.headline, of_text.headline);
    assert_eq!(of_page.published, of_text.published);
    assert_eq!(of_page.published.map(|m| m.to_string()).as_deref(), Some("2024-05-12T21:10"));
    assert_eq!(of_page.external_id, of_text.external_id);
    assert_eq!(of_page.external_id.as_deref(), Some("5541207"));
    assert_eq!(of_page.language, of_text.language);
    assert_eq!(of_page.outlet.as_deref(), Some("Harbour Gazette"));
    // The paragraphs of the page are those of the text without its first lines.
    let story = &of_text.text[of_text.text.find("Speaking").expect("the story")..];
    let expected = format!("Harbour Towns to Keep Night Ferry: Mayor\n\n{}", story.trim_end());
    assert_eq!(of_page.text, expected);
    assert_eq!(of_page.id, onrecord_record::Article::id_of(&expected));
    let headline = page.outline.headline.expect("a headline in the outline");
    assert_eq!(&of_page.text[headline.range()], "Harbour Towns to Keep Night Ferry: Mayor");
}

#[test]
fn an_interview_keeps_its_turns() {
    let page = article(include_str!("pages/interview.html"));
    let paragraphs: Vec<&str> = page.text.split("\n\n").collect();
    assert_eq!(
        paragraphs,
        [
            "“The bells were never silent”: a talk with Oda Lindqvist",
            "Oda Lindqvist has tuned the bells of the old town for thirty years. We met her in \
             the tower on a windy morning in September.",
            "When did you first climb up here?",
            "I was nine, and my grandfather carried the lamp. He told me that the bells were \
             older than the town, which I believed for a long time.",
            "And were they silent in the winter of the great storm?",
            "They were never silent. We rang them by hand every evening, all of us, and nobody \
             asked who had the key.",
            "– What do you answer those who want a recording instead?",
            "– That a recording does not need a town.",
            "The council wrote in its letter: “We shall hear the bells themselves, and nothing \
             in their stead.”",
            "She names three things that a bell needs:",
            "a dry tower, with louvres that open on two sides",
            "a rope that somebody looks after",
            "people who notice when it is late",
            "The next concert is in November, and the tower will be open to everybody on the \
             first Sunday of every month until spring.",
        ]
    );
}

#[test]
fn every_field_names_the_place_it_came_from() {
    let page = article(include_str!("pages/interview.html"));
    assert_eq!(page.byline, ["Runa Ek"]);
    assert_eq!(page.outlet.as_deref(), Some("The Uppland Letter"));
    assert_eq!(page.section.as_deref(), Some("Culture"));
    assert_eq!(page.language.as_deref(), Some("en"));
    assert_eq!(page.external_id.as_deref(), Some("44120"));
    assert_eq!(
        page.url.as_deref(),
        Some("https://uppland-letter.example/culture/2023/10/02/bells-44120")
    );
    // The same instant, but in the time of the place.
    assert_eq!(page.published.map(|m| m.to_string()).as_deref(), Some("2023-10-02T08:00+02:00"));
    let places: Vec<(&str, &str)> =
        page.provenance.iter().map(|(field, place)| (field.as_str(), place.as_str())).collect();
    assert_eq!(
        places,
        [
            ("byline", "json-ld NewsArticle.author"),
            ("external_id", "url"),
            ("headline", "h1"),
            ("language", "html lang"),
            ("outlet", "json-ld NewsArticle.publisher"),
            ("published", "time[datetime]"),
            ("section", "json-ld NewsArticle.articleSection"),
            ("text", "trafilatura"),
            ("url", "link canonical"),
        ]
    );
}

#[test]
fn the_moment_comes_from_the_best_place() {
    let json = ld(r#""datePublished": "2024-05-13T07:45:00+02:00""#);
    let meta = r#"<meta property="article:published_time" content="2024-05-13T08:00:00+02:00">"#;
    let micro = r#"<span itemprop="datePublished" content="2024-05-13T08:10:00+02:00">x</span>"#;
    let other = r#"<meta name="parsely-pub-date" content="2024-05-13T08:15:00+02:00">"#;
    let time = r#"<time datetime="2024-05-13T08:20:00+02:00">today</time>"#;
    let seen = r#"<div class="date">Monday 13 May 2024, 08:30 CEST</div>"#;
    let url = r#"<link rel="canonical" href="https://example.org/2024/05/13/bridge">"#;
    let h1 = "<h1>Old bridge closed until the end of May</h1>";
    let all = format!("{json}{meta}{other}{url}");
    let body = format!("{h1}{micro}{time}{seen}");
    dated(&all, &body, "2024-05-13T07:45:00+02:00", "json-ld NewsArticle.datePublished");
    dated(
        &format!("{meta}{other}{url}"),
        &body,
        "2024-05-13T08:00:00+02:00",
        "meta article:published_time",
    );
    dated(&format!("{other}{url}"), &body, "2024-05-13T08:10:00+02:00", "microdata datePublished");
    dated(
        &format!("{other}{url}"),
        &format!("{h1}{time}{seen}"),
        "2024-05-13T08:15:00+02:00",
        "meta parsely-pub-date",
    );
    dated(url, &format!("{h1}{time}{seen}"), "2024-05-13T08:20:00+02:00", "time[datetime]");
    dated(url, &format!("{h1}{seen}"), "2024-05-13T08:30+02:00", "text");
    dated(url, h1, "2024-05-13", "url");
}

#[test]
fn a_bare_day_gives_way_to_a_time_of_that_day() {
    let h1 = "<h1>Old bridge closed until the end of May</h1>";
    let bare = ld(r#""datePublished": "2024-05-13""#);
    let midnight = ld(r#""datePublished": "2024-05-13T00:00:00Z""#);
    let time = r#"<time datetime="2024-05-13T08:20:00+02:00">today</time>"#;
    let later = r#"<time datetime="2024-05-17T08:20:00+02:00">Friday</time>"#;
    dated(&bare, &format!("{h1}{time}"), "2024-05-13T08:20:00+02:00", "time[datetime]");
    dated(&midnight, &format!("{h1}{time}"), "2024-05-13T08:20:00+02:00", "time[datetime]");
    dated(&bare, &format!("{h1}{later}"), "2024-05-13", "json-ld NewsArticle.datePublished");
    let unzoned = r#"<meta name="pubdate" content="2024-05-13T08:20:00">"#;
    dated(unzoned, &format!("{h1}{time}"), "2024-05-13T08:20:00+02:00", "time[datetime]");
}

#[test]
fn a_change_is_not_a_publication() {
    let h1 = "<h1>Old bridge closed until the end of May</h1>";
    let changed = r#"<meta property="article:modified_time" content="2024-05-20T10:00:00+02:00">"#;
    assert_eq!(published(changed, h1), (None, None));
    let updated = r#"<p class="date">Updated 20 May 2024, 10:00</p>"#;
    assert_eq!(published("", &format!("{h1}{updated}")), (None, None));
    let time = r#"<p>Updated: <time datetime="2024-05-20T10:00:00+02:00">20 May</time></p>"#;
    assert_eq!(published("", &format!("{h1}{time}")), (None, None));
    let both = r#"<p class="date">Updated 20 May 2024, 10:00 | Published 13 May 2024, 08:30</p>"#;
    dated("", &format!("{h1}{both}"), "2024-05-13T08:30", "text");
    // A template that fills both with the newest is believed only where nothing else speaks.
    let newest = ld(
        r#""datePublished": "2024-05-20T10:00:00+02:00", "dateModified": "2024-05-20T10:00:00+02:00""#,
    );
    let meta = r#"<meta property="article:published_time" content="2024-05-13T08:00:00+02:00">"#;
    dated(
        &format!("{newest}{meta}"),
        h1,
        "2024-05-13T08:00:00+02:00",
        "meta article:published_time",
    );
    dated(&newest, h1, "2024-05-20T10:00:00+02:00", "json-ld NewsArticle.datePublished");
}

#[test]
fn impossible_moments_are_passed_over() {
    let h1 = "<h1>Old bridge closed until the end of May</h1>";
    let json = ld(r#""datePublished": "0001-01-01T00:00:00Z""#);
    let meta = r#"<meta property="article:published_time" content="2924-05-13T08:00:00+02:00">"#;
    let seen = "<p>13 May 2024</p>";
    dated(&format!("{json}{meta}"), &format!("{h1}{seen}"), "2024-05-13", "text");
}

#[test]
fn the_locale_tells_day_from_month() {
    let page = |lang: &str| {
        let page = page("", "<h1>Old bridge closed</h1><p class='date'>03/04/2024</p>");
        let page = page.replace("<html>", &format!("<html lang='{lang}'>"));
        article(&page).published.map(|moment| moment.to_string())
    };
    assert_eq!(page("en-US").as_deref(), Some("2024-03-04"));
    assert_eq!(page("en-GB").as_deref(), Some("2024-04-03"));
    assert_eq!(page("en"), None);
}

#[test]
fn broken_json_still_says_when() {
    let h1 = "<h1>Old bridge closed until the end of May</h1>";
    for script in [
        "{\"@type\": \"NewsArticle\", \"description\": \"a\nb\", \"datePublished\": \"2024-05-13T07:45:00Z\",}",
        r#"<!-- [{"@type": "NewsArticle", "datePublished": "2024-05-13T07:45:00Z"}] -->"#,
        r#"{"@type": "NewsArticle", "description": "said "no"", "datePublished": "2024-05-13T07:45:00Z""#,
    ] {
        let head = format!("<script type='application/ld+json'>{script}</script>");
        dated(&head, h1, "2024-05-13T07:45:00Z", "json-ld NewsArticle.datePublished");
    }
}

#[test]
fn headlines_are_those_that_readers_see_without_the_outlet() {
    let headline = |head: &str, before: &str| {
        let article = article(&page(head, before));
        let place = article.provenance.get("headline").cloned().unwrap_or_default();
        (article.headline.unwrap_or_default(), place)
    };
    let is = |found: (String, String), words: &str, place: &str| {
        assert_eq!((found.0.as_str(), found.1.as_str()), (words, place));
    };
    let site = r#"<meta property="og:site_name" content="Drava Times">"#;
    let title = "<title>Old bridge closed | Drava Times</title>";
    is(headline(&format!("{site}{title}"), ""), "Old bridge closed", "title");
    let og = r#"<meta property="og:title" content="Old bridge closed - Drava Times">"#;
    is(headline(&format!("{site}{title}{og}"), ""), "Old bridge closed", "meta og:title");
    let logo = "<h1>Drava Times</h1>";
    is(headline(&format!("{site}{title}"), logo), "Old bridge closed", "title");
    let shown = "<h1>Drava Times</h1><h1>Old bridge closed until May</h1>";
    is(headline(&format!("{site}{title}"), shown), "Old bridge closed until May", "h1");
    is(headline("", "<h1>Old  bridge\nclosed</h1>"), "Old bridge closed", "h1");
}

#[test]
fn outlets_are_named_by_the_page_and_by_its_host_at_last() {
    let outlet = |head: &str| article(&page(head, "<h1>Old bridge closed</h1>")).outlet;
    assert_eq!(
        outlet(r#"<meta property="og:site_name" content="Drava Times">"#).as_deref(),
        Some("Drava Times")
    );
    assert_eq!(
        outlet(&ld(r#""publisher": {"@type": "Organization", "name": "Drava Times"}"#)).as_deref(),
        Some("Drava Times")
    );
    assert_eq!(
        outlet("<title>Old bridge closed - Drava Times</title>").as_deref(),
        Some("Drava Times")
    );
    assert_eq!(
        outlet(r#"<link rel="canonical" href="https://www.drava.example/bridge">"#).as_deref(),
        Some("drava.example")
    );
    assert_eq!(outlet(""), None);
}

#[test]
fn bylines_are_peoples_names() {
    let byline = |head: &str, before: &str| article(&page(head, before)).byline;
    let outlet = r#"<meta property="og:site_name" content="Drava Times">"#;
    let meta = |name: &str| format!(r#"{outlet}<meta name="author" content="{name}">"#);
    assert_eq!(byline(&meta("By Vida Hrast and Jan Novak"), ""), ["Vida Hrast", "Jan Novak"]);
    assert_eq!(byline(&meta("Drava Times"), ""), [""; 0]);
    assert_eq!(byline(&meta("https://drava.example/vida"), ""), [""; 0]);
    let json = ld(r#""author": [{"name": "Vida Hrast"}, {"name": "VIDA HRAST"}]"#);
    assert_eq!(byline(&json, ""), ["Vida Hrast"]);
    let seen = r#"<h1>Old bridge closed</h1><p class="byline">By Vida Hrast, Staff Writer</p>"#;
    assert_eq!(byline("", seen), ["Vida Hrast"]);
}

#[test]
fn sentences_keep_the_words_of_their_links() {
    let sentence = "The mayor has said that <span class=\"link\"><a href=\"/b\">the bridge stays \
        closed</a></span> for as long as the river is too high for the boats.";
    let page = page("", &format!("<h1>Old bridge closed</h1><p>{sentence}</p>"));
    let text = article(&page).text;
    assert!(text.contains("has said that the bridge stays closed for as long as"), "{text}");
}

#[test]
fn what_is_given_wins() {
    let line = serde_json::json!({
        "id": "a", "url": "https://given.example/a", "outlet": "Given", "headline": "Given too",
        "published": "2020-01-02", "html": include_str!("pages/interview.html"),
    });
    let bytes = line.to_string();
    let document = read_as("lines.jsonl", bytes.as_bytes(), Form::Jsonl).expect("a document");
    let article = document.article;
    assert_eq!(article.url.as_deref(), Some("https://given.example/a"));
    assert_eq!(article.outlet.as_deref(), Some("Given"));
    assert_eq!(article.headline.as_deref(), Some("Given too"));
    assert!(article.text.starts_with("Given too\n\nOda Lindqvist has tuned"), "{}", article.text);
    assert_eq!(article.published.map(|moment| moment.to_string()).as_deref(), Some("2020-01-02"));
    assert_eq!(article.byline, ["Runa Ek"]);
    assert!(!article.provenance.contains_key("headline"));
    assert!(article.provenance.contains_key("byline"));
}

#[test]
fn the_language_is_the_one_of_the_words() {
    let german = "Die alte Brücke über die Drau bleibt bis Ende Mai gesperrt, teilte die Stadt am \
        Montag mit, und wer sie benutzen will, muss den Weg durch die Hügel nehmen. ";
    let page = format!(
        "<html lang='en'><body><article><h1>Alte Brücke gesperrt</h1><p>{}</p></article></body>",
        german.repeat(4)
    );
    let article = article(&page);
    assert_eq!(article.language.as_deref(), Some("de"));
    assert_eq!(article.provenance.get("language").map(String::as_str), Some("text"));
}

#[test]
fn a_brief_is_an_article_and_forms_and_indexes_are_not() {
    let brief = article(include_str!("pages/brief.html"));
    assert_eq!(
        brief.text,
        "Pier closed until Friday\n\nThe old pier of Piran is closed until Friday for repairs, \
         the harbour office said."
    );
    for (name, page) in [
        ("login", include_str!("pages/login.html")),
        ("index", include_str!("pages/index.html")),
        (
            "an empty body",
            "<html><head><title>Old bridge closed</title></head><body></body></html>",
        ),
        ("a picture", "<html><body><img src='bridge.jpg' alt='The old bridge'></body></html>"),
    ] {
        match read(page) {
            Ok(document) => panic!("{name}: {}", document.article.text),
            Err(problem) => {
                assert!(problem.what.contains("no article"), "{name}: {problem}");
                assert_eq!(problem.document, "page.html");
                assert!(!problem.hint.is_empty());
            }
        }
    }
}
