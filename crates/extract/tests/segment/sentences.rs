//! Sentences: each is its own string in the expected list.

use crate::segmented;

#[track_caller]
fn check(words: &str, expected: &[&str]) {
    let (text, layers) = segmented(words);
    let sentences: Vec<_> = layers.sentences.iter().map(|s| text.slice(s.span)).collect();
    assert_eq!(sentences, expected);
}

#[track_caller]
fn check_one(words: &str) {
    check(words, &[words]);
}

#[test]
fn full_stops_end_sentences() {
    check(
        "It rained. We left! Why? Nobody knew.",
        &["It rained.", "We left!", "Why?", "Nobody knew."],
    );
    check("It ended.Then we left.", &["It ended.", "Then we left."]);
    check_one("Growth was 3.5 per cent in the first quarter of 2023.");
}

#[test]
fn abbreviations_do_not() {
    check_one("Gen. Smith met Prof. Berg and Mrs. Lind in St. Olaf on Sept. 17 at 9 a.m. Monday.");
    check_one("The novel by J. K. Lindqvist and A. B. Berg is No. 5 on the list.");
    check_one("Acme Inc. President Anna Lind of Boise, Ida. told the U.S. Senate so.");
    check_one("Fruit, e.g. Apples, and H. R. 1280 were discussed.");
}

#[test]
fn abbreviations_at_the_end_do() {
    check("He lives in the U.S. The house is red.", &["He lives in the U.S.", "The house is red."]);
    check("We met at 5 p.m. Nobody came.", &["We met at 5 p.m.", "Nobody came."]);
    check(
        "She works for Acme Corp. It makes bells.",
        &["She works for Acme Corp.", "It makes bells."],
    );
    check("They sell nails, etc. Prices vary.", &["They sell nails, etc.", "Prices vary."]);
    check("Taunts from A to B. I knew that.", &["Taunts from A to B.", "I knew that."]);
    check("I said no. Berg said yes.", &["I said no.", "Berg said yes."]);
}

#[test]
fn datelines_stay_with_their_sentence() {
    check_one("OSLO - Norway opened a library on Monday.");
    check_one("MOSCOW, Sept. 17 (Agency) — The museum of bells opened on Monday.");
    check_one("BERGEN. September 17 (Agency) - The museum opened on Monday.");
    check_one("WASHINGTON (Agency) -- The library of the U.S. Senate opened.");
}

#[test]
fn a_full_stop_inside_quotation_marks() {
    check("“We won.” He left.", &["“We won.”", "He left."]);
    check("\"We won.\" \"We lost.\"", &["\"We won.\"", "\"We lost.\""]);
    check("She said \"we won.\" Then she left.", &["She said \"we won.\"", "Then she left."]);
    check("'We won.' Berg left.", &["'We won.'", "Berg left."]);
    check("(It rained.) We left.", &["(It rained.)", "We left."]);
}

#[test]
fn reporting_clauses_belong_to_the_quotation() {
    check_one("\"Is it over?\" he asked.");
    check_one("“Is it over?” Anna Lind asked.");
    check_one("“It is over!” said Mr. Berg.");
    check_one("“Who is there?” I whispered.");
    check_one("“We won ...” the coach said.");
    check("“Is it over?” He left.", &["“Is it over?”", "He left."]);
    check("\"We won,\" he said. \"Now we rest.\"", &["\"We won,\" he said.", "\"Now we rest.\""]);
}

#[test]
fn quotations_of_several_sentences_are_split_inside() {
    check(
        "“We won. We are happy,” she said, “and tired.”",
        &["“We won.", "We are happy,” she said, “and tired.”"],
    );
    check_one("He added: “We follow the rules.”");
}

#[test]
fn a_mark_without_a_partner_goes_with_its_full_stop() {
    check(
        "We put the game to bed early.\" After the match they left.",
        &["We put the game to bed early.\"", "After the match they left."],
    );
}

#[test]
fn ellipses() {
    check("I waited ... and waited.", &["I waited ... and waited."]);
    check("I waited... Nobody came.", &["I waited...", "Nobody came."]);
    check_one("“... and then we left.”");
    check("He stopped…\u{201d} She left.", &["He stopped…\u{201d}", "She left."]);
}

#[test]
fn references_stay_behind() {
    check(
        "He died in 2014. [4] She left.[5] They stayed.",
        &["He died in 2014. [4]", "She left.[5]", "They stayed."],
    );
}

#[test]
fn headings_and_lists() {
    check(
        "A new library\n\nIt opened on Monday. All came.",
        &["A new library", "It opened on Monday.", "All came."],
    );
    check("We need:\n- salt\n- bread\n- time", &["We need:", "- salt", "- bread", "- time"]);
    check("1. Cut the bread.\n2. Eat it.", &["1. Cut the bread.", "2. Eat it."]);
    check_one("(a) Cut the bread.");
}

#[test]
fn capitals_and_no_punctuation() {
    check("THE LIBRARY OPENED. ALL CAME.", &["THE LIBRARY OPENED.", "ALL CAME."]);
    check_one("we went there and nobody came so we left");
    check_one("Yahoo! said that iPhone users can wait.");
    check("The shop closed. iPhone users wait.", &["The shop closed.", "iPhone users wait."]);
}

#[test]
fn nothing_and_white_space() {
    check("", &[]);
    check(" \n\u{a0}\t\r\n ", &[]);
}
