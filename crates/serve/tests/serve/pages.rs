//! Every view shows what it promises, in every form, and leads somewhere.

use std::collections::{BTreeSet, HashSet, VecDeque};

use axum::http::StatusCode;
use scraper::{Html, Selector};

use crate::browser::{Site, attributes, texts};
use crate::invented::{self, COPIED};

const COUNT: usize = 60;

fn first_article(site: &Site) -> String {
    let article = &site.json("/search.json?what=articles&limit=1")["items"][0];
    article["page"].as_str().unwrap().to_owned()
}

#[test]
fn an_empty_record_says_how_to_begin() {
    let site = Site::of(0);
    let page = site.page("/");
    let code = texts(&page, "pre code");
    assert!(code.iter().any(|code| code.starts_with("onrecord add")), "{code:?}");
    assert!(code.iter().any(|code| code == "onrecord demo"), "{code:?}");
    for address in ["/search", "/search?what=events", "/network", "/map", "/api", "/help"] {
        site.page(address);
    }
}

#[test]
fn the_start_page_tells_what_is_in_the_record() {
    let site = Site::of(COUNT);
    let page = site.page("/");
    let figures: Vec<String> = texts(&page, ".figures dd");
    // Sixty, a copy and a version.
    assert_eq!(figures[0], "62");
    assert_eq!(figures[1], "4");
    assert_eq!(figures[2], "186");
    assert!(texts(&page, ".ranks a").contains(&"Milena Vukasin".to_owned()));
    assert!(!texts(&page, ".card.statement blockquote").is_empty());
    assert!(!texts(&page, ".card.event .type").is_empty());
}

#[test]
fn search_finds_words_and_counts_by_side() {
    let site = Site::of(COUNT);
    let page = site.page("/search?q=pillars&speaker=Solbakken");
    let found = texts(&page, ".card blockquote");
    assert!(!found.is_empty() && found.iter().all(|words| words.contains("pillars")), "{found:?}");
    assert!(!texts(&page, ".facet h2").is_empty());
    assert!(attributes(&page, ".chart a", "href").iter().all(|to| to.contains("between=")));
    let data = site.json("/search.json?q=pillars&speaker=Solbakken");
    assert_eq!(
        data["counts"]["total"].as_u64().unwrap() as usize,
        data["items"].as_array().unwrap().len()
    );
    let nothing = site.page("/search?q=nonexistentword");
    assert_eq!(texts(&nothing, ".nothing").len(), 1);
}

#[test]
fn pages_of_hits_follow_each_other_without_gap() {
    let site = Site::of(COUNT);
    for sort in ["newest", "oldest", "relevance"] {
        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let page = site.json(&format!("/api/v1/statements?q=the&limit=17&sort={sort}{next}"));
            for item in page["items"].as_array().unwrap() {
                seen.push(item["id"].as_str().unwrap().to_owned());
            }
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        let all: HashSet<&String> = seen.iter().collect();
        assert_eq!(all.len(), seen.len(), "{sort}");
        let counted = site.json(&format!("/search.json?q=the&sort={sort}"));
        assert_eq!(counted["counts"]["total"].as_u64().unwrap() as usize, seen.len(), "{sort}");
    }
}

#[test]
fn an_article_shows_its_text_unchanged_with_marks() {
    let site = Site::of(COUNT);
    let address = first_article(&site);
    let page = site.page(&address);
    let data = site.json(&format!("{address}.json"));
    let record = &data["record"];
    let text: String = record["article"]["text"].as_str().unwrap().replace('\n', "");
    // What stands in the paragraphs, without the ids that lead to the notes.
    let selector = Selector::parse(".row > p").unwrap();
    let shown: String = page
        .select(&selector)
        .flat_map(|paragraph| paragraph.descendants())
        .filter(|node| {
            !node.ancestors().any(|above| {
                above
                    .value()
                    .as_element()
                    .is_some_and(|element| element.attr("class") == Some("ref"))
            })
        })
        .filter_map(|node| node.value().as_text().map(|text| text.to_string()))
        .collect();
    assert_eq!(shown, text);
    // Each statement's marks hold exactly its words, in code points.
    let characters: Vec<char> = record["article"]["text"].as_str().unwrap().chars().collect();
    for statement in record["statements"].as_array().unwrap() {
        let id = statement["id"].as_str().unwrap();
        let words: String = statement["content"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|span| {
                let at = |n: usize| span[n].as_u64().unwrap() as usize;
                characters[at(0)..at(1)].to_vec()
            })
            .collect();
        let marked: String = texts(&page, &format!("mark[data-of~='{id}']")).concat();
        assert_eq!(marked, words.replace('\n', ""), "{id}");
        assert_eq!(attributes(&page, &format!("a#{id}"), "href"), [format!("#note-{id}")]);
        assert_eq!(attributes(&page, &format!("#note-{id} a.back"), "href"), [format!("#{id}")]);
    }
}

#[test]
fn a_copy_and_a_version_are_told() {
    let site = Site::of(COUNT);
    let found = site.json(&format!("/search.json?what=articles&q=%22No.%20{COPIED}%22&copies=all"));
    let article =
        found["items"].as_array().unwrap().iter().find(|item| item["copies"] != 0).unwrap();
    let page = site.page(article["page"].as_str().unwrap());
    assert!(texts(&page, "h2").contains(&"Near copies".to_owned()));
    let versions = site.json("/search.json?what=articles&copies=all&q=%22No.%200%22");
    let page = site.page(versions["items"][0]["page"].as_str().unwrap());
    assert!(texts(&page, ".facts dt").contains(&"Versions".to_owned()));
}

#[test]
fn a_statement_can_be_cited() {
    let site = Site::of(COUNT);
    let statement = &site.json("/search.json?limit=1&kind=direct")["items"][0];
    let address = statement["page"].as_str().unwrap();
    let page = site.page(address);
    let citation = &texts(&page, ".citation")[0];
    for part in ["speakers", "words"] {
        let part = statement[part].as_str().or(statement[part][0].as_str()).unwrap();
        assert!(citation.contains(part), "{citation}");
    }
    for part in ["id", "outlet", "published", "url", "headline"] {
        let part = statement["article"][part].as_str().unwrap();
        assert!(citation.contains(part), "{part} in {citation}");
    }
    let bib = site.get(&format!("{address}.bib")).body;
    assert!(bib.starts_with("@misc{") && bib.matches('@').count() == 1, "{bib}");
    let csv = site.get(&format!("{address}.csv")).body;
    assert_eq!(csv.lines().count(), 2, "{csv}");
    let ris = site.get(&format!("{address}.ris")).body;
    assert!(ris.starts_with("TY  - "), "{ris}");
}

#[test]
fn an_event_says_whose_word_it_is() {
    let site = Site::of(COUNT);
    let claimed = site.page("/search?what=events&voice=Vukasin");
    let voices = texts(&claimed, ".voice");
    assert!(
        !voices.is_empty() && voices.iter().all(|voice| voice.starts_with("Claimed by Milena")),
        "{voices:?}"
    );
    let told = site.page("/search?what=events&voice=outlet");
    assert!(texts(&told, ".voice").iter().all(|voice| voice.starts_with("Told by")));
    let address = attributes(&claimed, ".card .open", "href")[0].clone();
    let page = site.page(&address);
    assert!(texts(&page, ".voice")[0].starts_with("Claimed by"));
    assert!(!texts(&page, "mark.done").is_empty());
}

#[test]
fn an_actor_has_offices_statements_and_events() {
    let site = Site::of(COUNT);
    let page = site.page("/actor/Milena%20Vukasin");
    assert_eq!(texts(&page, ".offices bdi"), ["Minister of Bridges"]);
    assert!(texts(&page, ".card.statement .who a").iter().any(|name| name == "Milena Vukasin"));
    let state = site.json("/actor/Norway.json");
    assert!(state["events"]["counts"]["total"].as_u64().unwrap() > 0);
    let country = site.page("/country/NOR");
    assert!(texts(&country, "h1")[0].starts_with("Norway"));
    assert_eq!(site.get("/actor/Nobody").status, StatusCode::NOT_FOUND);
    let elsewhere = site.get("/actor/Q900001");
    assert_eq!(elsewhere.headers["location"], "/actor/Milena%20Vukasin");
}

#[test]
fn names_are_whole_on_their_own_page() {
    let site = Site::of(COUNT);
    let whole = site.json("/actor/Norway.json");
    for event in whole["events"]["items"].as_array().unwrap() {
        let names: Vec<&str> = ["actors", "recipients"]
            .iter()
            .flat_map(|side| event[side].as_array().unwrap())
            .filter_map(|name| name.as_str())
            .collect();
        assert!(names.contains(&"Norway"), "{names:?}");
    }
}

#[test]
fn a_pair_is_told_from_both_sides_and_by_voice() {
    let site = Site::of(200);
    let (one, other) = (site.json("/pair/HRV/NOR.json"), site.json("/pair/NOR/HRV.json"));
    // Even-handed: swapped parties swap the record and change nothing else.
    assert_eq!(one["events"]["a_to_b"], other["events"]["b_to_a"]);
    assert_eq!(one["statements"]["a_about_b"], other["statements"]["b_about_a"]);
    assert!(!one["course"].as_array().unwrap().is_empty());
    let page = site.page("/pair/HRV/NOR");
    let rows = texts(&page, ".voices tbody th");
    assert!(rows.iter().any(|row| row.starts_with("told by")), "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("claimed by")), "{rows:?}");
    assert!(!texts(&page, ".numbers td").is_empty());
}

#[test]
fn pictures_have_their_numbers_in_a_table() {
    let site = Site::of(COUNT);
    let network = site.page("/network?what=events");
    assert!(!texts(&network, "svg circle").is_empty() && !texts(&network, "tbody tr").is_empty());
    let map = site.page("/map");
    let places = texts(&map, "tbody th");
    assert!(places.contains(&"Bergen".to_owned()), "{places:?}");
    let counts = site.json("/map.json");
    assert_eq!(counts["placed"].as_u64().unwrap() * 2, counts["total"].as_u64().unwrap());
    assert!(site.get("/map.csv").body.starts_with("place,country"));
    assert!(site.get("/network.csv").body.starts_with("from,to"));
    assert!(site.get("/network.bib").body.starts_with('@'));
}

/// The lines of a table without its header.
fn rows(site: &Site, address: &str) -> Vec<String> {
    let response = site.get(address);
    assert_eq!(response.status, StatusCode::OK, "{address}: {}", response.body);
    response.body.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn downloads_hold_all_that_is_found() {
    let site = Site::of(COUNT);
    for what in ["statements", "events"] {
        let found = &site.json(&format!("/search.json?what={what}"))["counts"]["total"];
        assert!(found.as_u64().unwrap() > 100);
        let table = rows(&site, &format!("/search.csv?what={what}"));
        assert_eq!(table.len() as u64, *found, "{what}");
    }
    let bib = site.get("/search.bib").body;
    assert!(bib.matches("@misc{").count() > 100, "{}", bib.matches("@misc{").count());
    let ris = site.get("/search.ris?what=articles").body;
    let found = &site.json("/search.json?what=articles")["counts"]["total"];
    assert!(found.as_u64().unwrap() > 50, "{found}");
    assert_eq!(ris.matches("TY  - ").count() as u64, *found);
    let of_state = &site.json("/country/NOR.json")["statements"]["counts"]["total"];
    assert_eq!(rows(&site, "/country/NOR.csv").len() as u64, *of_state);
    let pair = &site.json("/pair/HRV/NOR.json")["course"];
    assert_eq!(rows(&site, "/pair/HRV/NOR.csv").len(), pair.as_array().unwrap().len());
}

#[test]
fn a_download_of_fewer_rows_leads_to_the_rest() {
    let site = Site::of(COUNT);
    for address in ["/search.csv?q=the", "/search.csv?q=the&sort=relevance", "/pair/HRV/NOR.csv?"] {
        let mut all = rows(&site, address);
        let mut pieces = Vec::new();
        let mut next = Some(format!("{address}&limit=4"));
        while let Some(address) = next {
            let piece = rows(&site, &address);
            assert!(piece.len() <= 4 && !piece.is_empty(), "{address}");
            pieces.extend(piece);
            let link = site.get(&address).headers.get("link").cloned();
            next = link.map(|link| {
                let link = link.to_str().unwrap();
                link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned()
            });
        }
        // A whole table keeps the rows of an article together.
        all.sort_unstable();
        pieces.sort_unstable();
        assert_eq!(pieces, all, "{address}");
    }
}

#[test]
fn an_empty_table_has_the_columns_of_what_was_asked() {
    let site = Site::of(6);
    for (address, column) in [
        ("/search.csv?q=nonexistentword", "article,statement,"),
        ("/search.csv?what=events&q=nonexistentword", "article,event,"),
        ("/search.csv?what=articles&q=nonexistentword", "article,input_id,"),
        ("/pair/NOR/Nonexistentname.csv", "article,event,"),
        ("/network.csv?q=nonexistentword", "from,to,"),
    ] {
        let body = site.get(address).body;
        assert!(body.starts_with(column), "{address}: {body}");
        assert_eq!(body.lines().count(), 1, "{address}");
    }
}

#[test]
fn the_next_page_is_as_long_as_this_one() {
    let site = Site::of(COUNT);
    let page = site.page("/search?limit=7");
    let next = &attributes(&page, ".pages a[rel=next]", "href")[0];
    assert_eq!(texts(&site.page(next), ".hits > li").len(), 7);
}

#[test]
fn events_are_counted_by_whose_word_they_are() {
    let site = Site::of(COUNT);
    let page = site.page("/search?what=events");
    let links = attributes(&page, ".facet a", "href");
    let of = |voice: &str| links.iter().find(|link| link.ends_with(&format!("voice={voice}")));
    for voice in ["outlet", "Milena%20Vukasin"] {
        let link = of(voice).unwrap_or_else(|| panic!("no {voice} in {links:?}"));
        assert!(!texts(&site.page(link), ".card.event").is_empty());
    }
}

#[test]
fn a_place_leads_to_as_many_events_as_it_counts() {
    let site = Site::of(COUNT);
    let page = site.page("/map?between=2022");
    let selector = Selector::parse("tbody td a[href^='/search']").unwrap();
    let mut places = 0;
    for link in page.select(&selector) {
        let to = link.attr("href").unwrap();
        assert!(to.contains("between=2022"), "{to}");
        let found = site.json(&to.replace("/search?", "/search.json?"));
        let counted: String = link.text().collect();
        assert_eq!(found["counts"]["total"].to_string(), counted, "{to}");
        places += 1;
    }
    assert_eq!(places, 6);
}

#[test]
fn a_pair_knows_states_from_people() {
    let site = Site::of(COUNT);
    let (large, small) = (site.json("/pair/HRV/NOR.json"), site.json("/pair/hrv/nor.json"));
    assert!(!large["statements"]["a_about_b"].as_array().unwrap().is_empty());
    assert_eq!(large, small);
    assert!(texts(&site.page("/pair/hrv/nor"), "h1")[0].contains("Croatia – Norway"));
    // Somebody who has as many letters as a code is no state, and no namesake is meant.
    let mut records = vec![invented::record(901), invented::record(907)];
    records[0].actors[0].name = "Kim".to_owned();
    records[1].actors[0].name = "Kim Lund".to_owned();
    for record in &mut records {
        record.events[0].actors = vec!["a1".to_owned()];
    }
    let partner = records[0].actors[2].name.clone();
    invented::add(&site.path, records);
    let partner = partner.replace(' ', "%20");
    let pair = site.json(&format!("/pair/Kim/{partner}.json"));
    let told = pair["events"]["a_to_b"].as_array().unwrap();
    assert_eq!(told.len(), 1, "{pair}");
    assert_eq!(told[0]["actors"], serde_json::json!(["Kim"]));
    let page = site.page(&format!("/pair/Kim/{partner}"));
    assert!(attributes(&page, "main a", "href").contains(&"/actor/Kim".to_owned()));
}

#[test]
fn what_is_asked_of_the_wrong_kind_is_refused_and_no_link_does_it() {
    let site = Site::of(12);
    for address in [
        "/search?what=events&kind=direct",
        "/search?type=AID",
        "/search?what=articles&country=NOR",
        "/pair/NOR/HRV?q=sea",
        "/map?speaker=Vukasin",
        "/actor/Norway?voice=outlet",
    ] {
        assert_eq!(site.get(address).status, StatusCode::BAD_REQUEST, "{address}");
    }
    // What others write into addresses is none of our fields.
    site.page("/search?q=sea&from=newsletter");
    let page = site.page("/search?q=the&kind=direct&speaker=Vukasin");
    for tab in attributes(&page, ".tabs a", "href") {
        assert!(tab.contains("q=the"), "{tab}");
        site.page(&tab);
    }
}

#[test]
fn a_form_keeps_all_that_was_asked() {
    let site = Site::of(12);
    let asked = "party=NOR&voice=outlet&type=AID&between=2022&q=the";
    for address in ["/search?what=events", "/network?what=events", "/map?sort=oldest"] {
        let page = site.page(&format!("{address}&{asked}"));
        for pair in asked.split('&') {
            let (name, value) = pair.split_once('=').unwrap();
            let kept = attributes(&page, &format!("main form input[name={name}]"), "value");
            assert_eq!(kept, [value], "{address}: {name}");
        }
    }
}

#[test]
fn an_unread_name_is_told_in_words_of_the_web() {
    let site = Site::of(3);
    let body = site.get("/search.json?q=%E2%80%A6").body;
    assert!(body.contains("has no word in it") && !body.contains("--"), "{body}");
}

#[test]
fn every_link_leads_somewhere() {
    let site = Site::of(24);
    let mut waiting = VecDeque::from(["/".to_owned()]);
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut pages = 0;
    while let Some(address) = waiting.pop_front() {
        let response = site.get(&address);
        assert_eq!(response.status, StatusCode::OK, "{address}: {}", response.body);
        if !response.headers["content-type"].to_str().unwrap().starts_with("text/html") {
            continue;
        }
        pages += 1;
        let page = Html::parse_document(&response.body);
        sound(&page, &address, &response.body);
        let ids: HashSet<String> = attributes(&page, "[id]", "id").into_iter().collect();
        let mut all = attributes(&page, "a[href], link[href]", "href");
        all.extend(attributes(&page, "script[src]", "src"));
        for link in all {
            if let Some(id) = link.strip_prefix('#') {
                assert!(ids.contains(id), "{address}: {link} leads nowhere");
            } else if link.starts_with('/') {
                let whole = link.split('#').next().unwrap().to_owned();
                // Filters of filters go on without end; each kind of page is followed.
                if whole.matches('&').count() < 2
                    && known.len() < 1_500
                    && known.insert(whole.clone())
                {
                    waiting.push_back(whole);
                }
            } else {
                assert!(link.starts_with("https://"), "{address}: {link}");
            }
        }
    }
    assert!(pages > 100, "{pages}");
}

/// What every page keeps to.
fn sound(page: &Html, address: &str, whole: &str) {
    assert!(whole.len() < 150_000, "{address}: {} bytes", whole.len());
    let count = |selector: &str| page.select(&Selector::parse(selector).unwrap()).count();
    assert_eq!(count("h1"), 1, "{address}");
    assert_eq!(count("main"), 1, "{address}");
    assert_eq!(count("html[lang]"), 1, "{address}");
    assert_eq!(count("style, [style]"), 0, "{address}");
    assert_eq!(count("script:not([src])"), 0, "{address}");
    let ids = attributes(page, "[id]", "id");
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{address}: an id twice");
    for element in page.tree.values().filter_map(|node| node.as_element()) {
        let handler = element.attrs().find(|(name, _)| name.starts_with("on"));
        assert_eq!(handler, None, "{address}");
    }
    let labelled: HashSet<String> = attributes(page, "label[for]", "for").into_iter().collect();
    for control in
        page.select(&Selector::parse("input:not([type=hidden]), select, textarea").unwrap())
    {
        let id = control.attr("id").unwrap_or_default();
        assert!(labelled.contains(id), "{address}: {} has no label", control.html());
    }
    for button in page.select(&Selector::parse("button, a, summary, th").unwrap()) {
        let words: String = button.text().collect();
        let named = !words.trim().is_empty() || button.attr("aria-label").is_some();
        assert!(named || button.html().contains("<rect"), "{address}: {}", button.html());
    }
}
