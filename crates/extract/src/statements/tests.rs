//! Small texts and what must come out of them; half of them must yield nothing.

use std::fmt::Write;

use onrecord_text::{Outline, Text};
use proptest::prelude::*;

use super::{StatementKind, Statements};

fn read(headline: Option<&str>, body: &str) -> (Text, Statements) {
    let words =
        headline.map_or_else(|| body.to_owned(), |headline| format!("{headline}\n\n{body}"));
    let text = Text::new(words);
    let headline = headline.and_then(|headline| text.span(0..headline.len()));
    let outline = Outline { headline, ..Outline::default() };
    let segments = crate::segment(&text, &outline);
    let found = super::by_patterns(&text, &outline, &segments);
    (text, found)
}

/// One line a statement: `direct | speakers | source | cue | content`, parts joined by ` / `, then
/// ` > addressee`, ` via medium`, ` asked question` and ` inside N` where there is one.
fn show(text: &Text, found: &Statements) -> String {
    let mut lines = String::new();
    for statement in &found.statements {
        let parts = &statement.attribution;
        let join = |spans: &[onrecord_text::Span]| {
            spans.iter().map(|span| text.slice(*span)).collect::<Vec<_>>().join(" / ")
        };
        let speakers: Vec<&str> =
            statement.speakers.iter().map(|&at| found.speakers[at].name.as_str()).collect();
        let kind = match statement.kind {
            StatementKind::Direct => "direct",
            StatementKind::Indirect => "indirect",
            StatementKind::Mixed => "mixed",
        };
        let _ = write!(
            lines,
            "{kind} | {} | {} | {} | {}",
            speakers.join(" + "),
            join(&parts.source),
            join(&parts.cue),
            join(&parts.content)
        );
        if let Some(addressee) = parts.addressee {
            let _ = write!(lines, " > {}", text.slice(addressee));
        }
        if let Some(via) = parts.via {
            let _ = write!(lines, " via {}", text.slice(via));
        }
        if let Some(question) = parts.question {
            let _ = write!(lines, " asked {}", text.slice(question));
        }
        if let Some(inside) = statement.inside {
            let _ = write!(lines, " inside {}", inside + 1);
        }
        lines.push('\n');
    }
    lines
}

#[track_caller]
fn check(body: &str, expected: &[&str]) {
    let (text, found) = read(None, body);
    let shown = show(&text, &found);
    assert_eq!(shown.lines().collect::<Vec<_>>(), expected, "\n{shown}");
}

#[track_caller]
fn check_headline(headline: &str, body: &str, first: &str) {
    let (text, found) = read(Some(headline), body);
    let shown = show(&text, &found);
    let line = found.statements.iter().position(|statement| statement.in_headline);
    assert_eq!(
        line.and_then(|line| shown.lines().nth(line)).unwrap_or_default(),
        first,
        "\n{shown}"
    );
}

#[test]
fn direct_statements() {
    check(
        "\"The ferry is late,\" Ana Ruiz said.",
        &["direct | Ana Ruiz | Ana Ruiz | said | The ferry is late,"],
    );
    check(
        "Ana Ruiz said, \"The ferry is late.\"",
        &["direct | Ana Ruiz | Ana Ruiz | said | The ferry is late."],
    );
    check(
        "“Is the ferry late?” asked Ana Ruiz, who lives by the harbour.",
        &["direct | Ana Ruiz | Ana Ruiz, who lives by the harbour | asked | Is the ferry late?"],
    );
    check(
        "“We painted the hall,” said Tom Abel. “Then it rained.”",
        &["direct | Tom Abel | Tom Abel | said | We painted the hall, / Then it rained."],
    );
    check(
        "“We painted the hall,” Tom Abel told reporters on Friday, “and then it rained.”",
        &[
            "direct | Tom Abel | Tom Abel | told | We painted the hall, / and then it rained. > reporters",
        ],
    );
    check(
        "«The road is open», said the mayor of Lunde.",
        &["direct | the mayor of Lunde | the mayor of Lunde | said | The road is open"],
    );
    check(
        "Mayor Ines Holt was blunt: \"Nobody swims here.\"",
        &["direct | Ines Holt | Mayor Ines Holt | : | Nobody swims here."],
    );
    check(
        "\"First we plan.\n\n\"Then we build,\" Ines Holt said.",
        &["direct | Ines Holt | Ines Holt | said | First we plan. / Then we build,"],
    );
}

#[test]
fn quotations_without_a_cue_go_to_the_speaker_before() {
    check(
        "Ines Holt said the pool would open in May. \"It took us nine years.\"",
        &[
            "indirect | Ines Holt | Ines Holt | said | the pool would open in May",
            "direct | Ines Holt |  |  | It took us nine years.",
        ],
    );
    check(
        "Ines Holt said the pool would open in May.\n\n\"It took us nine years.\"",
        &[
            "indirect | Ines Holt | Ines Holt | said | the pool would open in May",
            "direct | Ines Holt |  |  | It took us nine years.",
        ],
    );
    check(
        "The pool opened in May.\n\n\"It took us nine years.\"",
        &["direct |  |  |  | It took us nine years."],
    );
}

#[test]
fn indirect_statements() {
    check(
        "The harbour office said on Monday that two ferries would be sold.",
        &["indirect | the harbour office | The harbour office | said | two ferries would be sold"],
    );
    check(
        "Two ferries will be sold, the harbour office said in a statement.",
        &[
            "indirect | the harbour office | the harbour office | said | Two ferries will be sold via a statement",
        ],
    );
    check(
        "According to the harbour office, two ferries will be sold.",
        &[
            "indirect | the harbour office | the harbour office | According to | two ferries will be sold",
        ],
    );
    check(
        "Two ferries will be sold, according to a clerk.",
        &["indirect | a clerk | a clerk | according to | Two ferries will be sold"],
    );
    check(
        "Tom Abel told the council that the roof leaked.",
        &["indirect | Tom Abel | Tom Abel | told | the roof leaked > the council"],
    );
    check(
        "Tom Abel called for a new roof.",
        &["indirect | Tom Abel | Tom Abel | called for | a new roof"],
    );
    check(
        "Tom Abel described the roof as “a sieve”.",
        &["mixed | Tom Abel | Tom Abel | described | the roof as “a sieve”"],
    );
    check(
        "Tom Abel said the roof leaked, adding that the walls were damp.",
        &[
            "indirect | Tom Abel | Tom Abel | said | the roof leaked",
            "indirect | Tom Abel | Tom Abel | adding | the walls were damp",
        ],
    );
    check(
        "Saying that the roof leaked, Tom Abel added, \"The walls are damp.\"",
        &[
            "indirect | Tom Abel | Tom Abel | Saying | the roof leaked",
            "direct | Tom Abel | Tom Abel | added | The walls are damp.",
        ],
    );
    check(
        "Tom Abel said that the builder had told him the roof would hold.",
        &[
            "indirect | Tom Abel | Tom Abel | said | the builder had told him the roof would hold",
            "indirect | the builder | the builder | had told | the roof would hold > him inside 1",
        ],
    );
}

#[test]
fn speakers_are_joined_through_the_article() {
    check(
        "Ines Holt met her deputy, Karl Brandt, on Monday. Holt said the budget was fair. Brandt was less sure. He warned that costs would rise. She disagreed and said they would fall.",
        &[
            "indirect | Ines Holt | Holt | said | the budget was fair",
            "indirect | Karl Brandt | He | warned | costs would rise",
            "indirect | Ines Holt | She | said | they would fall",
        ],
    );
    check(
        "A harbour spokeswoman, Lena Voss, said the tide was high. The spokeswoman said it would fall.",
        &[
            "indirect | Lena Voss | A harbour spokeswoman, Lena Voss | said | the tide was high",
            "indirect | Lena Voss | The spokeswoman | said | it would fall",
        ],
    );
    check(
        "The Norwegian Fisheries Ministry said the quota was full. It warned that boats would be fined. According to the ministry, two already were.",
        &[
            "indirect | Norwegian Fisheries Ministry | The Norwegian Fisheries Ministry | said | the quota was full",
            "indirect | Norwegian Fisheries Ministry | It | warned | boats would be fined",
            "indirect | Norwegian Fisheries Ministry | the ministry | According to | two already were",
        ],
    );
    check(
        "Ines Holt and Karl Brandt said the bridge was safe.",
        &[
            "indirect | Ines Holt + Karl Brandt | Ines Holt and Karl Brandt | said | the bridge was safe",
        ],
    );
    // Who she is, nothing tells.
    check(
        "Ines Holt met Karl Brandt on Monday. She said the bridge was safe.",
        &["indirect |  | She | said | the bridge was safe"],
    );
}

#[test]
fn headlines_name_their_source_with_a_mark() {
    let body = "Foreign Minister Karl Brandt said the talks would go on.";
    check_headline("Talks to Go On: FM", body, "indirect | Karl Brandt | FM | : | Talks to Go On");
    check_headline("FM: Talks to Go On", body, "indirect | Karl Brandt | FM | : | Talks to Go On");
    check_headline(
        "Talks to go on - minister",
        body,
        "indirect | Karl Brandt | minister | - | Talks to go on",
    );
    check_headline(
        "Talks to go on, says Brandt",
        body,
        "indirect | Karl Brandt | Brandt | says | Talks to go on",
    );
    check_headline("Lunde: a walk through the old town", body, "");
    check_headline("A long-running dispute ends", body, "");
}

#[test]
fn nothing_is_said_here() {
    for trap in [
        "The so-called \"Friendship Road\" opened on Tuesday.",
        "The ministry declined to comment on the cost.",
        "Ines Holt refused to comment on the cost.",
        "Ines Holt did not say when the pool would open.",
        "Local papers gave the day to \"The Long Wait\", a film about the route.",
        "The 'smart' meters were fitted in March.",
        "It was the boys' day and the girls' evening at the pool.",
        "The pool, announced by the council in May, is empty.",
        "The reported attack was a drill.",
        "The report on the pool runs to ninety pages.",
        "The United States flag flew over the old fort.",
        "A call for help came at noon.",
        "Its claims office is in the harbour.",
        "The plans for the pool are in the archive.",
        "The warning lights were out.",
        "The dish is called \"blind hare\" in the valley.",
        "He was known as \"the Duke\" at school.",
        "The show ran for an hour and the hall was full.",
        "The ferry left at nine and came back at ten.",
        "In “Harbour Lights” the hero sails at dawn.",
        "He whistled.",
        "I think the pool is too cold.",
        "Two support ships followed the convoy.",
        "The word \"pool\" has four letters.",
        "",
        "\"",
        "\" \" \"",
        "“”",
        "said said said",
        ", said.",
        "according to",
    ] {
        check(trap, &[]);
    }
}

#[test]
fn what_never_ends_is_cut_and_nothing_is_said_twice() {
    let (text, found) = read(None, &"\"Yes,\" said Ana Ruiz, ".repeat(2000));
    sound(&text, &found);
    let begins: Vec<usize> =
        found.statements.iter().map(|one| one.attribution.content[0].start()).collect();
    assert!(begins.len() > 1500 && begins.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn they_are_the_subject_before_or_nobody() {
    check(
        "The port office thanked the crews. Residents were less pleased. They said the dust was back.",
        &["indirect | Residents | They | said | the dust was back"],
    );
    check(
        "The port office said the quay was open. The crane turned. They said the dust was back.",
        &[
            "indirect | the port office | The port office | said | the quay was open",
            "indirect |  | They | said | the dust was back",
        ],
    );
}

fn spans_of(found: &Statements) -> Vec<onrecord_text::Span> {
    let mut spans: Vec<_> =
        found.speakers.iter().flat_map(|speaker| speaker.mentions.clone()).collect();
    for statement in &found.statements {
        let parts = &statement.attribution;
        spans.extend(parts.source.iter().chain(&parts.cue).chain(&parts.content));
        spans.extend(parts.addressee.iter().chain(&parts.via).chain(&parts.question));
    }
    spans
}

fn sound(text: &Text, found: &Statements) {
    for span in spans_of(found) {
        assert!(!text.slice(span).trim().is_empty());
    }
    for (at, statement) in found.statements.iter().enumerate() {
        assert!(!statement.attribution.content.is_empty());
        assert!(statement.speakers.iter().all(|&speaker| speaker < found.speakers.len()));
        assert!(statement.inside.is_none_or(|outer| outer < found.statements.len() && outer != at));
        assert!(statement.attribution.content.is_sorted());
    }
}

proptest! {
    #[test]
    fn any_text_is_read(words in "\\PC{0,300}") {
        let (text, found) = read(None, &words);
        sound(&text, &found);
    }

    #[test]
    fn any_news_is_read(words in prop::collection::vec(prop::sample::select(vec![
        "Ana", "Ruiz", "the", "minister", "said", "says", "told", "that", "\"", "“", "”", "'", "’s",
        ",", ".", "?", ":", "-", "—", "(", ")", "and", "but", "who", "he", "She", "it", "They",
        "according", "to", "adding", "Saying", "quoted", "as", "of", "in", "a", "statement", "on",
        "Monday", "called", "for", "reporters", "Mr.", "Turkey", "\n\n", "\n", "was", "not", "went",
        "I", "claim", "Foreign", "Minister", "officials", "refused", "comment", "«", "»", "é", "…",
    ]), 0..80), headline in any::<bool>()) {
        let words = words.join(" ");
        let (text, found) = if headline { read(Some("Bridge is safe: minister"), &words) } else { read(None, &words) };
        sound(&text, &found);
        let (_, again) = read(headline.then_some("Bridge is safe: minister"), &words);
        prop_assert_eq!(found, again);
    }
}

#[test]
fn a_pronoun_goes_to_the_one_who_came_on_last() {
    check(
        "“We waited,” said Ana Ruiz. Her colleague, Ivo Lind, was more careful. He said the road \
         was closed.",
        &[
            "direct | Ana Ruiz | Ana Ruiz | said | We waited,",
            "indirect | Ivo Lind | He | said | the road was closed",
        ],
    );
    check(
        "Ana Ruiz, who runs the ferry, came first. She went on to say that the road was closed.",
        &["indirect | Ana Ruiz | She | went on to say | the road was closed"],
    );
}

#[test]
fn a_quotation_with_unread_words_beside_it_is_nobodys() {
    // Who wrote it stands there, in words that the rules do not read: not the one before.
    check(
        "Ana Ruiz said the road was closed. “It is the best thing to happen to this quay,” the \
         chairwoman of one of them, Eva Lind, wrote in a letter to its members.",
        &[
            "indirect | Ana Ruiz | Ana Ruiz | said | the road was closed",
            "direct |  |  |  | It is the best thing to happen to this quay,",
        ],
    );
}

#[test]
fn abbreviations_are_bodies_whosever_they_are() {
    for body in ["FIFA", "BBC", "NATO", "CSTO", "KCNA", "FSB"] {
        let words = format!("The {body} said the road was closed. It added that it would open.");
        let (_, found) = read(None, &words);
        assert_eq!(found.statements.len(), 2, "{body}");
        assert!(found.statements.iter().all(|statement| statement.speakers == [0]), "{body}");
        assert_eq!(found.speakers[0].kind, Some(super::ActorKind::Organization), "{body}");
    }
}
