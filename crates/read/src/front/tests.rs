use super::*;

/// Takes the marks off a text in which `⟦H …⟧` is the headline and `⟦F …⟧` furniture, and checks
/// that they are found, and only they. Gives what was found besides.
fn check(marked: &str) -> Front {
    check_with(None, marked)
}

fn check_with(known: Option<&str>, marked: &str) -> Front {
    let mut text = String::new();
    let mut open = None;
    let mut expected = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find(['⟦', '⟧']) {
        text.push_str(&rest[..at]);
        if rest[at..].starts_with('⟦') {
            let kind = rest[at + '⟦'.len_utf8()..].chars().next().unwrap();
            open = Some((kind, text.len()));
            rest = &rest[at + '⟦'.len_utf8() + 2..];
        } else {
            let (kind, start) = open.take().unwrap();
            expected.push((kind, start..text.len()));
            rest = &rest[at + '⟧'.len_utf8()..];
        }
    }
    text.push_str(rest);
    let front = find(&text, known);
    let mut found: Vec<_> = front.furniture.iter().map(|range| ('F', range.clone())).collect();
    found.extend(front.headline.iter().map(|range| ('H', range.clone())));
    found.sort_by_key(|(_, range)| range.start);
    let words = |all: &[(char, Range<usize>)]| -> Vec<String> {
        all.iter().map(|(kind, range)| format!("{kind} {:?}", &text[range.clone()])).collect()
    };
    assert_eq!(words(&found), words(&expected), "in {text:?}");
    front
}

const STORY: &str = "The mayor of Tirana said on Monday that the bridge would open in spring, \
    after eleven years of work.\n\n\"It is time,\" she told reporters.";

fn published(front: &Front) -> String {
    front.published.map_or_else(|| "none".to_owned(), |moment| moment.to_string())
}

#[test]
fn a_saved_page_with_its_headline_said_twice() {
    let front = check(&format!(
        "⟦F Sunday 17 September 2023 - 21:10⟧\n\n⟦H Bridge to Open in Spring: Mayor⟧\n\n\
         ⟦F Story Code : 1082204⟧\n⟦F Bridge to Open in Spring: Mayor⟧\n{STORY}"
    ));
    assert_eq!(published(&front), "2023-09-17T21:10");
    assert_eq!(front.external_id.as_deref(), Some("1082204"));
}

#[test]
fn the_same_with_the_line_ends_of_windows() {
    check(&format!(
        "⟦F Sunday 17 September 2023 - 21:10⟧\r\n\r\n⟦H Bridge to Open in Spring: Mayor⟧\r\n\r\n\
         ⟦F Story Code : 1082204⟧\r\n⟦F Bridge to Open in Spring: Mayor⟧\r\n{STORY}"
    ));
}

#[test]
fn a_headline_and_a_gap() {
    let front = check(&format!("⟦H Bridge to open in spring⟧\n\n{STORY}"));
    assert_eq!(front.headline, Some(0.."Bridge to open in spring".len()));
}

#[test]
fn a_headline_with_a_date_and_names_below_it() {
    let front = check(&format!(
        "⟦H Bridge to open in spring⟧\n⟦F By Ana Kola and Besnik Hoxha⟧\n⟦F March 5, 2024⟧\n\n{STORY}"
    ));
    assert_eq!(front.byline, ["Ana Kola", "Besnik Hoxha"]);
    assert_eq!(published(&front), "2024-03-05");
}

#[test]
fn names_date_and_outlet_on_one_line() {
    let front = check(&format!(
        "⟦H Bridge to open in spring⟧\n\n⟦F By Ana Kola | Example News | 5 March 2024⟧\n\n{STORY}"
    ));
    assert_eq!(front.byline, ["Ana Kola"]);
    assert_eq!(published(&front), "2024-03-05");
}

#[test]
fn a_headline_right_above_a_long_paragraph() {
    check(&format!("⟦H Bridge to open in spring⟧\n{STORY}"));
}

#[test]
fn buttons_and_counters_are_furniture_before_the_story_only() {
    check(&format!(
        "⟦H Bridge to open in spring⟧\n⟦F Share⟧\n⟦F 3 min read⟧\n⟦F 12 comments⟧\n\n{STORY}\n\nShare"
    ));
}

#[test]
fn an_update_is_not_the_publication() {
    let front = check(&format!(
        "⟦H Bridge to open in spring⟧\n⟦F Updated 6 March 2024 at 10:00⟧\n⟦F Published 5 March 2024⟧\n\n{STORY}"
    ));
    assert_eq!(published(&front), "2024-03-05");
}

#[test]
fn markdown_headings() {
    check(&format!("⟦F # ⟧⟦H Bridge to open in spring⟧\n\n{STORY}"));
    check(&format!("⟦F ## ⟧⟦H Bridge to open in spring⟧⟦F  ##⟧\n{STORY}"));
    check(&format!("⟦H Bridge to open in spring⟧\n⟦F ===========⟧\n\n{STORY}"));
    check(&format!("⟦F **⟧⟦H Bridge to open in spring⟧⟦F **⟧\n\n{STORY}"));
    check(&format!("⟦F # ⟧⟦H Bridges⟧\n\n⟦F *By Ana Kola*⟧\n\n{STORY}"));
}

#[test]
fn yaml_before_the_text() {
    let front = check(&format!(
        "⟦F ---⟧\n⟦F title: \"⟧⟦H Bridge to open in spring⟧⟦F \"⟧\n⟦F date: 2024-03-05T09:30:00+01:00⟧\n\
         ⟦F author: Ana Kola⟧\n⟦F mood: calm⟧\n⟦F ---⟧\n\n⟦F # Bridge to open in spring⟧\n\n{STORY}"
    ));
    assert_eq!(published(&front), "2024-03-05T09:30:00+01:00");
    assert_eq!(front.byline, ["Ana Kola"]);
}

#[test]
fn labelled_lines() {
    let front = check(&format!(
        "⟦F Title: ⟧⟦H Bridge to open in spring⟧\n⟦F Source: Example News⟧\n⟦F Date: 5 March 2024⟧\n\
         ⟦F URL: https://news.example/bridge⟧\n\n{STORY}"
    ));
    assert_eq!(front.outlet.as_deref(), Some("Example News"));
    assert_eq!(front.url.as_deref(), Some("https://news.example/bridge"));
    assert_eq!(published(&front), "2024-03-05");
}

#[test]
fn one_line_with_a_colon_is_a_sentence() {
    check(
        "Source: it came from the river, the mayor of the town said on Monday.\n\nMore followed.",
    );
}

#[test]
fn the_site_above_a_headline_that_is_said_twice() {
    check(&format!(
        "⟦F Example News⟧\n⟦F Politics⟧\n⟦H Bridge to open in spring⟧\n⟦F Bridge to open in spring⟧\n{STORY}"
    ));
}

#[test]
fn a_headline_that_runs_over_two_lines() {
    check(
        "⟦H The bridge over the river Lana that nobody believed in\nis to open in spring⟧\n\n\
         The mayor of Tirana said on Monday that the bridge would open soon.",
    );
}

#[test]
fn a_headline_that_is_a_question_or_ends_in_an_abbreviation() {
    check(&format!("⟦H Will the bridge ever open?⟧\n\n{STORY}"));
    check(&format!("⟦H Bridge builders look to the U.S.⟧\n\n{STORY}"));
}

#[test]
fn stories_without_a_headline() {
    check(STORY);
    check("The bridge is open.\n\nThe mayor of Tirana said so on Monday to the reporters there.");
    check(
        "It was late, and the mayor of\nTirana went home on foot, as she\nalways did.\n\nNobody saw.",
    );
    check("\"It is time,\" she said.\n\nThe mayor of Tirana had waited for eleven years for this.");
    check("\"It is time\"\n\nThe mayor of Tirana had waited for eleven years for this day.");
    check(
        "- open the bridge\n- close the road\n\nThe mayor of Tirana read from her list on Monday.",
    );
    check("1. Open the bridge\n\nThe mayor of Tirana read from her list on Monday, she said.");
    check("Dear reader,\n\nThe mayor of Tirana said on Monday that the bridge would open.");
    check("The mayor said:\n\n\"The bridge opens in spring, and nobody will have to wait.\"");
}

#[test]
fn lines_of_verse_are_no_headlines() {
    check("The river runs\nThe river runs\nBelow the bridge\nThe river runs");
    check("Roses are red\n\nViolets are blue\n\nBridges are long");
}

#[test]
fn sentences_that_mention_dates_and_numbers_stay() {
    check("On 5 March 2024 the mayor said that the bridge would open in spring.\n\nIt did.");
    check("Sunday was quiet in Tirana, the mayor said.\n\nMonday was not, her deputy said later.");
    check("Under Article No. 1082204 bridges are public.\n\nThe mayor said so on Monday.");
    check("By Monday the bridge was open, said the mayor.\n\nShe was the first to cross it.");
}

#[test]
fn a_headline_that_is_known_is_furniture_wherever_it_is_said_again() {
    let known = Some("Bridge to Open in Spring: Mayor");
    check_with(
        known,
        &format!(
            "⟦F Sunday 17 September 2023 - 21:10⟧\n\n⟦F Bridge to Open in Spring: Mayor⟧\n\n\
             ⟦F Story Code : 1082204⟧\n⟦F Bridge to Open in Spring: Mayor⟧\n{STORY}"
        ),
    );
    check_with(known, &format!("⟦F Bridge to open in spring: mayor.⟧\n\n{STORY}"));
    check_with(known, STORY);
}

#[test]
fn a_dateline_with_a_year_dates_the_story_and_stays_in_it() {
    let front = check(&format!(
        "⟦H Bridge to open in spring⟧\n\nTIRANA, March 5, 2024 (Example News) - {STORY}"
    ));
    assert_eq!(published(&front), "2024-03-05");
    let front = check(&format!("TIRANA (Example News) - {STORY}"));
    assert_eq!(published(&front), "none");
}

#[test]
fn a_letter_has_a_date_line_and_no_headline() {
    let front =
        check("⟦F August 19, 1975⟧\n\nDear Ana,\n\nThe bridge is still not open, as you know.");
    assert_eq!(published(&front), "none");
}

#[test]
fn other_scripts() {
    check("⟦H Мост откроют весной⟧\n\nМэр Тираны заявила в понедельник, что мост откроют весной.");
    check(
        "⟦H 橋は春に開通へ⟧\n\n市長は月曜日、橋が春に開通すると記者団に述べた。十一年かかった工事だった。",
    );
}

proptest::proptest! {
    #[test]
    fn whatever_the_text_ranges_slice_and_do_not_overlap(
        text in "([A-Za-z#*=:.,\"“ \n-]{0,30}|Story Code : 12345\n|5 March 2024\n|By Ana Kola\n|---\n|title: ){0,14}|\\PC{0,200}",
        known in proptest::option::of("[A-Za-z ]{0,20}"),
    ) {
        let front = find(&text, known.as_deref());
        let mut all = front.furniture.clone();
        all.extend(front.headline.clone());
        all.sort_by_key(|range| (range.start, range.end));
        for range in &all {
            proptest::prop_assert!(text.get(range.clone()).is_some_and(|words| !words.is_empty()));
        }
        for pair in all.windows(2) {
            proptest::prop_assert!(pair[0].end <= pair[1].start, "{:?} in {:?}", all, text);
        }
    }
}
