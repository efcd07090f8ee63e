//! NewsML-G2, NITF, RSS, Atom, and XML that means harm.

mod given;

use onrecord_read::Document;

use given::{made, message, one};

fn published(document: &Document) -> String {
    document.article.published.map_or_else(|| "none".to_owned(), |moment| moment.to_string())
}

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
  <title>Example News</title><link>https://news.example/</link><language>en-gb</language>
  <item>
    <title>Bridge to open &amp; stay open</title>
    <link>https://news.example/7</link>
    <guid isPermaLink="false">story-7</guid>
    <pubDate>Tue, 05 Mar 2024 09:30:00 +0100</pubDate>
    <dc:creator>Ana Kola and Besnik Hoxha</dc:creator>
    <category>Cities</category>
    <media:title>A picture of a bridge</media:title>
    <media:content url="https://news.example/7.jpg"><media:description>No</media:description></media:content>
    <description>A teaser.</description>
    <content:encoded><![CDATA[<p>The mayor said&nbsp;so.</p><p>She was the <em>first</em> to cross.</p>]]></content:encoded>
  </item>
  <item>
    <title>Road closed</title>
    <guid>https://news.example/8</guid>
    <description>&lt;p&gt;The road is closed, the mayor said.&lt;/p&gt;</description>
  </item>
  <item><title>Nothing</title><link>https://news.example/9</link></item>
</channel></rss>"#;

#[test]
fn entries_of_rss() {
    let all = made(RSS);
    assert_eq!(all.len(), 3);
    let first = all[0].as_ref().unwrap();
    let article = &first.article;
    assert_eq!(
        article.text,
        "Bridge to open & stay open\n\nThe mayor said so.\n\nShe was the first to cross."
    );
    assert_eq!(article.input_id, "given#story-7");
    assert_eq!(article.external_id.as_deref(), Some("story-7"));
    assert_eq!(article.url.as_deref(), Some("https://news.example/7"));
    assert_eq!(article.outlet.as_deref(), Some("Example News"));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(article.section.as_deref(), Some("Cities"));
    assert_eq!(article.byline, ["Ana Kola", "Besnik Hoxha"]);
    // The zone stays: an article's "on Tuesday" counts from the local date.
    assert_eq!(published(first), "2024-03-05T09:30:00+01:00");
    assert_eq!(article.provenance["published"], "feed pubDate");
    let second = &all[1].as_ref().unwrap().article;
    assert_eq!(second.text, "Road closed\n\nThe road is closed, the mayor said.");
    assert_eq!(second.url.as_deref(), Some("https://news.example/8"));
    assert_eq!(second.provenance["text"], "feed summary");
    let third = all[2].as_ref().unwrap_err().to_string();
    assert!(third.starts_with("given#3: has a title but no text: \"Nothing\""), "{third}");
}

#[test]
fn entries_of_atom() {
    let all = made(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example News</title>
        <entry><title type="html">Bridge &lt;b&gt;to&lt;/b&gt; open</title><id>tag:news.example,2024:7</id>
          <link rel="self" href="https://news.example/7.atom"/><link href="https://news.example/7"/>
          <updated>2024-03-06T10:00:00Z</updated><published>2024-03-05T09:30:00+01:00</published>
          <author><name>Ana Kola</name><email>ana@news.example</email></author>
          <category term="cities" label="Cities"/>
          <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The mayor <b>said</b> so.</p><p>She crossed.</p></div></content>
        </entry>
        <entry><title>Plain</title><id>8</id><content type="text">One &lt; two.</content></entry></feed>"#,
    );
    let first = all[0].as_ref().unwrap();
    assert_eq!(first.article.text, "Bridge to open\n\nThe mayor said so.\n\nShe crossed.");
    assert_eq!(first.article.url.as_deref(), Some("https://news.example/7"));
    assert_eq!(first.article.section.as_deref(), Some("Cities"));
    assert_eq!(first.article.byline, ["Ana Kola"]);
    assert_eq!(published(first), "2024-03-05T09:30:00+01:00");
    assert_eq!(all[1].as_ref().unwrap().article.text, "Plain\n\nOne < two.");
}

#[test]
fn entries_of_rdf() {
    let document = one(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://news.example/"><title>Example News</title></channel>
        <item rdf:about="https://news.example/7"><title>Bridge to open</title><dc:date>2024-03-05</dc:date>
        <description>The mayor said so.</description></item></rdf:RDF>"#,
    );
    assert_eq!(document.article.outlet.as_deref(), Some("Example News"));
    assert_eq!(document.article.url.as_deref(), Some("https://news.example/7"));
    assert_eq!(published(&document), "2024-03-05");
}

#[test]
fn a_feed_in_another_charset_and_not_quite_xml() {
    let mut feed = b"<?xml version=\"1.0\" encoding=\"windows-1250\"?><rss><channel><item><title>Most & most</title>\
        <description>Starosta \xF8ekl, \x9Ee most <br>je &unknown; otev\xF8en.</description></item></channel></rss>".to_vec();
    let all = made(feed.clone());
    assert_eq!(
        all[0].as_ref().unwrap().article.text,
        "Most & most\n\nStarosta řekl, že most\n\nje &unknown; otevřen."
    );
    feed.truncate(feed.len() - 40);
    let all = made(feed);
    assert_eq!(all.len(), 1);
    assert!(all[0].as_ref().unwrap_err().to_string().contains("breaks off inside <item>"));
}

#[test]
fn a_feed_that_breaks_off_gives_the_entries_before() {
    let cut = &RSS[..RSS.find("<title>Nothing").unwrap()];
    let all = made(cut);
    assert_eq!(all.iter().filter(|made| made.is_ok()).count(), 2);
    let told = all[2].as_ref().unwrap_err().to_string();
    assert!(told.starts_with("given: breaks off inside <item>"), "{told}");
    assert_eq!(all[0].as_ref().unwrap().article.outlet.as_deref(), Some("Example News"));
}

const ITEM: &str = r#"<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:news.example:20240305:7" xml:lang="en-US">
  <itemMeta><itemClass qcode="ninat:text"/><provider literal="news.example"><name>Example Agency</name></provider>
    <versionCreated>2024-03-05T10:00:00+01:00</versionCreated><firstCreated>2024-03-05T09:30:00+01:00</firstCreated></itemMeta>
  <contentMeta><contentCreated>2024-03-05T09:00:00+01:00</contentCreated><by>By Ana Kola</by>
    <creditline>Example News</creditline><subject type="cpnat:abstract"><name>Transport</name></subject>
    <headline>Bridge to open</headline></contentMeta>
  <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
    <head><title>Bridge to open</title></head>
    <body><h1>Bridge to open</h1><p>The mayor <b>said</b> so.</p><p>She crossed.</p></body></html></inlineXML></contentSet>
</newsItem>"#;

#[test]
fn an_item_of_newsml_g2() {
    let document = one(ITEM);
    let article = &document.article;
    assert_eq!(article.text, "Bridge to open\n\nThe mayor said so.\n\nShe crossed.");
    assert_eq!(article.input_id, "given");
    assert_eq!(article.external_id.as_deref(), Some("urn:newsml:news.example:20240305:7"));
    assert_eq!(article.outlet.as_deref(), Some("Example News"));
    assert_eq!(article.byline, ["Ana Kola"]);
    assert_eq!(article.section.as_deref(), Some("Transport"));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(published(&document), "2024-03-05T09:30:00+01:00");
}

#[test]
fn a_message_with_several_items() {
    let picture = r#"<newsItem guid="urn:p"><itemMeta/><contentSet><remoteContent href="p.jpg"/></contentSet></newsItem>"#;
    let text = r#"<newsItem guid="urn:t"><contentSet><inlineData contenttype="text/plain">One.

Two.</inlineData></contentSet></newsItem>"#;
    let all = made(format!(
        "<newsMessage><header/><itemSet>{ITEM}{picture}{text}</itemSet></newsMessage>"
    ));
    assert_eq!(all.len(), 3);
    assert_eq!(
        all[0].as_ref().unwrap().article.input_id,
        "given#urn:newsml:news.example:20240305:7"
    );
    let told = all[1].as_ref().unwrap_err().to_string();
    assert!(told.starts_with("given#urn:p: its content is in another file"), "{told}");
    assert_eq!(all[2].as_ref().unwrap().article.text, "One.\n\nTwo.");
}

const NITF: &str = r#"<nitf><head><title>Ignored</title><docdata><doc-id id-string="n7"/><date.issue norm="20240305T093000+0100"/></docdata></head>
  <body><body.head><hedline><hl1>Bridge to open</hl1></hedline><byline>By <person>Ana Kola</person></byline></body.head>
  <body.content><media><caption>No.</caption></media><block><p>The mayor of <location>Tirana</location> said so.</p><hl2>Later</hl2><p>She crossed.</p></block></body.content>
  <body.end><tagline>No.</tagline></body.end></body></nitf>"#;

#[test]
fn nitf_alone_and_inside_an_item() {
    let wrapped = format!(
        "<newsItem guid=\"urn:n\"><contentSet><inlineXML contenttype=\"application/nitf+xml\">{NITF}</inlineXML></contentSet></newsItem>"
    );
    for words in [NITF, &wrapped] {
        let document = one(words);
        assert_eq!(
            document.article.text,
            "Bridge to open\n\nThe mayor of Tirana said so.\n\nLater\n\nShe crossed."
        );
        assert_eq!(document.article.byline, ["Ana Kola"]);
        assert_eq!(published(&document), "2024-03-05T09:30:00+01:00");
    }
}

#[test]
fn entities_are_never_expanded_and_nothing_is_fetched() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ha\">");
    for level in 1..30 {
        let before = level - 1;
        bomb.push_str(&format!("<!ENTITY a{level} \"&a{before};&a{before};\">"));
    }
    bomb.push_str("]><rss><channel><item><title>&a29;</title></item></channel></rss>");
    assert!(message(bomb).contains("declares entities of its own"));
    let outside = "<!DOCTYPE rss [<!ENTITY secret SYSTEM \"file:///etc/hostname\">]><rss><channel><item>\
        <description>&secret;</description></item></channel></rss>";
    assert!(message(outside).contains("declares entities of its own"));
    let dtd = "<!DOCTYPE rss SYSTEM \"https://news.example/rss.dtd\"><rss><channel><item>\
        <description>One &secret; more.</description></item></channel></rss>";
    assert_eq!(one(dtd).article.text, "One &secret; more.");
}

#[test]
fn depth_and_floods_are_refused() {
    let deep =
        |name: &str| format!("<rss><channel><item><{name}>{}", format!("<{name}>").repeat(200_000));
    assert!(message(deep("description")).contains("nests its elements more than 512 deep"));
    let escaped = format!(
        "<rss><channel><item><description>{}</description></item></channel></rss>",
        "&lt;div&gt;".repeat(200_000)
    );
    assert!(message(escaped).contains("its elements nest deeper than 512"));
    let many = format!("<rss><channel>{}</channel></rss>", "<a/>".repeat(1_000_000));
    assert!(message(many).contains("has more than"));
    let doctype =
        format!("<!DOCTYPE rss [{}]><rss><channel/></rss>", "<!ELEMENT a (b)>".repeat(100_000));
    assert!(message(doctype).contains("is a feed without entries"));
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"1\"")).collect();
    let flood = format!(
        "<rss><channel><item{attributes}><description>One.</description></item></channel></rss>"
    );
    assert_eq!(one(&flood).article.text, "One.");
}

#[test]
fn what_holds_nothing_is_told() {
    assert!(
        message("<rss><channel><title>x</title></channel></rss>")
            .contains("is a feed without entries")
    );
    assert!(message("<newsMessage><header/></newsMessage>").contains("holds no news item"));
    assert!(message("<newsItem guid=\"x\"><contentSet/></newsItem>").contains("has no text"));
    let odd = "<rss><channel><item><pubDate>soon</pubDate><description>One.</description></item></channel></rss>";
    assert!(message(odd).contains("<pubDate> is not a date: \"soon\""));
}
