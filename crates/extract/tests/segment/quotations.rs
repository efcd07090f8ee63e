//! Quotations: one line for each, with its content between bars, `…` behind one that was never
//! closed and `<n` behind one that stands inside the n-th.

use std::fmt::Write;

use crate::segmented;

#[track_caller]
fn check(words: &str, expected: &[&str]) {
    let (text, layers) = segmented(words);
    let quotations: Vec<String> = layers
        .quotations
        .iter()
        .map(|quotation| {
            assert_eq!(quotation.content.len(), quotation.opening.len());
            let mut line = String::from("|");
            for &span in &quotation.content {
                write!(line, "{}|", text.slice(span)).unwrap();
            }
            if quotation.closing.is_none() {
                line.push('…');
            }
            if let Some(outer) = quotation.inside {
                write!(line, " <{}", outer.index()).unwrap();
            }
            line
        })
        .collect();
    assert_eq!(quotations, expected);
}

#[test]
fn marks_of_every_kind() {
    check("“We won,” he said.", &["|We won,|"]);
    check("\"We won,\" he said.", &["|We won,|"]);
    check("‘We won,’ he said.", &["|We won,|"]);
    check("'We won,' he said.", &["|We won,|"]);
    check("``We won,'' he said.", &["|We won,|"]);
    check("''We won,'' he said.", &["|We won,|"]);
    check("`We won,' he said.", &["|We won,|"]);
    check("„Wir gehen“, sagte er.", &["|Wir gehen|"]);
    check("„We won,” he said. ‟We lost,” she said.", &["|We won,|", "|We lost,|"]);
    check("»Wir gehen«, sagte er.", &["|Wir gehen|"]);
    check("« Oui », dit-elle.", &["|Oui|"]);
    check("Er sagte ›ja‹, sie ‹non› und ‚nein‘.", &["|ja|", "|non|", "|nein|"]);
    check("”Hej”, sa hon.", &["|Hej|"]);
    check("“We won,\" he said. \"We lost,” she said.", &["|We won,|", "|We lost,|"]);
}

#[test]
fn an_apostrophe_is_none() {
    check("We don’t know the ministers’ plan for rock ’n’ roll.", &[]);
    check("O'Brien's '90s were the dogs' days, 'tis true, get 'em.", &[]);
    check("It ’s the players’ day and he’d go. The Joneses' house.", &[]);
    check("He was ‘tired and left.", &[]);
}

#[test]
fn an_apostrophe_inside_a_quotation_does_not_end_it() {
    check("‘The ministers’ plan isn’t ours,’ he said.", &["|The ministers’ plan isn’t ours,|"]);
    check("'It's the workers' day,' she said.", &["|It's the workers' day,|"]);
    check("He said 'no' and 'yes' to the boys' club.", &["|no|", "|yes|"]);
}

#[test]
fn measures_are_none() {
    check("He is 6'2\" tall, the board 5\" wide and 10' long.", &[]);
    check("“He is 6'2\" tall,” she said.", &["|He is 6'2\" tall,|"]);
    check("At 59° 54' 45\" N he said \"stop\".", &["|stop|"]);
    check("She was \"only 5\" then.", &["|only 5|"]);
}

#[test]
fn nested_ones_know_where_they_stand() {
    check(
        "“He said ‘go away’ and left,” she said.",
        &["|He said ‘go away’ and left,|", "|go away| <0"],
    );
    check("‘He said “go” twice,’ she added.", &["|He said “go” twice,|", "|go| <0"]);
    check(
        "\"He told me \"go away\" then,\" she said.",
        &["|He told me \"go away\" then,|", "|go away| <0"],
    );
    check("“Is this ‘the end?’” she asked.", &["|Is this ‘the end?’|", "|the end?| <0"]);
}

#[test]
fn one_that_opens_again_at_each_paragraph() {
    check("He said: “First.\n\n“Second.\n\n“Third,” and left.", &["|First.|Second.|Third,|"]);
    check("\"First.\n\n\"Second,\" he said. \"More.\"", &["|First.|Second,|", "|More.|"]);
    check("‘First.\n\n‘Second,’ he said. It’s so.", &["|First.|Second,|"]);
    check(
        "“‘First.\n\n“‘Second,’ he said,” she said.",
        &["|‘First.|‘Second,’ he said,|", "|First.|Second,| <0"],
    );
    check("“First.”\n\n“Second.”", &["|First.|", "|Second.|"]);
}

#[test]
fn one_that_is_never_closed_ends_with_its_paragraph() {
    check(
        "He said: “It never ends.\n\nIt rained. “We won,” she said.",
        &["|It never ends.|…", "|We won,|"],
    );
    check("\"It never ends. \"We won\" is new.", &["|It never ends.|…", "|We won|"]);
    check("We won,” he said. We won,\" she said.", &[]);
    check("“", &[]);
    check("He said \"", &[]);
}

#[test]
fn odd_spaces() {
    check("\" We won, \" he said. “ We lost, ” she said.", &["|We won,|", "|We lost,|"]);
    check("He said,\"We go.\"She left.", &["|We go.|"]);
    check(
        "the so-called \"experts\" (the \"A\" team)—\"yes\"—left, \"A\"-rated",
        &["|experts|", "|A|", "|yes|", "|A|"],
    );
}
