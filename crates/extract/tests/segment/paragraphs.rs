//! Paragraphs: each is its own string in the expected list.

use onrecord_extract::segment;
use onrecord_text::{Outline, Text};

use crate::segmented;

#[track_caller]
fn check(words: &str, expected: &[&str]) {
    let (text, layers) = segmented(words);
    let paragraphs: Vec<_> = layers.paragraphs.iter().map(|p| text.slice(p.span)).collect();
    assert_eq!(paragraphs, expected);
}

#[test]
fn blank_lines_and_line_breaks_part() {
    check("One.\n\nTwo.\n \t\nThree.", &["One.", "Two.", "Three."]);
    check("One.\r\nTwo.\rThree.\u{2029}Four.", &["One.", "Two.", "Three.", "Four."]);
    check(
        "A headline in one line\nThe text begins here.",
        &["A headline in one line", "The text begins here."],
    );
}

const MAIL: &str = "The council of the town met on Monday and it was agreed that the
library will open on Sundays as well, as soon as somebody is found
who is willing to sit there and to give out the books.

Nobody was.";

#[test]
fn wrapped_prose_is_one_paragraph() {
    let (first, last) = MAIL.split_once("\n\n").unwrap();
    check(MAIL, &[first, last]);
    let (_, layers) = segmented(MAIL);
    assert_eq!(layers.sentences.len(), 2);
}

#[test]
fn lists_are_not_wrapped_prose() {
    check(
        "- the first thing that has to be bought for the house\n- the second\n- the third",
        &["- the first thing that has to be bought for the house", "- the second", "- the third"],
    );
}

#[test]
fn headline_and_furniture_stand_alone() {
    let words = "Monday 4 March\nA bridge opens\nThe bridge opened. All came.";
    let text = Text::new(words);
    let outline =
        Outline { headline: text.span(15..29), furniture: text.span(0..14).into_iter().collect() };
    let layers = segment(&text, &outline);
    let paragraphs: Vec<_> = layers.paragraphs.iter().map(|p| text.slice(p.span)).collect();
    assert_eq!(paragraphs, ["Monday 4 March", "A bridge opens", "The bridge opened. All came."]);
}

#[test]
fn a_border_inside_a_line_parts_it() {
    let text = Text::new("A bridge opens The bridge opened.");
    let outline = Outline { headline: text.span(0..14), furniture: Vec::new() };
    let layers = segment(&text, &outline);
    let paragraphs: Vec<_> = layers.paragraphs.iter().map(|p| text.slice(p.span)).collect();
    assert_eq!(paragraphs, ["A bridge opens", "The bridge opened."]);
}

#[test]
fn no_quotation_runs_out_of_a_headline() {
    let words = "“A bridge opens\n\n“It opened,” he said.";
    let text = Text::new(words);
    let headline = text.span(0..words.find('\n').unwrap());
    let layers = segment(&text, &Outline { headline, furniture: Vec::new() });
    assert_eq!(layers.quotations.len(), 2);
}
