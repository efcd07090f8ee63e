//! Every form of turns, and what only looks like them.

use std::fmt::Write;

use onrecord_text::{Outline, Text};
use proptest::prelude::*;

use super::{Voice, find, settle};
use crate::statements::evidence::{Evidence, Origin};
use crate::statements::quotations::Draft;
use crate::statements::{self, Attribution, StatementKind, units, units::Unit};

/// One line a turn: whose it is, and its paragraphs.
fn turns(body: &str) -> String {
    let text = Text::new(body);
    let outline = Outline::default();
    let segments = crate::segment(&text, &outline);
    let units = units::split(&text, &outline, &segments);
    let mut lines = String::new();
    for turn in find(&text, &segments, &units) {
        let voice = match (turn.voice, turn.name) {
            (Voice::Question, _) => "?",
            (Voice::Answer, _) => "!",
            (Voice::Named, name) => name.map_or("", |name| text.slice(name)),
        };
        let content: Vec<&str> = turn.content.iter().map(|part| text.slice(*part)).collect();
        let _ = writeln!(lines, "{voice} | {}", content.join(" / "));
    }
    lines
}

#[track_caller]
fn check(body: &str, expected: &[&str]) {
    let shown = turns(body);
    assert_eq!(shown.lines().collect::<Vec<_>>(), expected, "\n{shown}");
}

/// One line a statement: `speakers | source | cue | content`, then ` ? question`, ` inside N`.
fn said(headline: Option<&str>, body: &str) -> Vec<String> {
    let words = headline.map_or(body.to_owned(), |headline| format!("{headline}\n\n{body}"));
    let text = Text::new(words);
    let headline = headline.and_then(|headline| text.span(0..headline.len()));
    let outline = Outline { headline, ..Outline::default() };
    let segments = crate::segment(&text, &outline);
    let found = statements::by_patterns(&text, &outline, &segments);
    let statements = found.statements.iter().map(|statement| {
        let parts = &statement.attribution;
        let join = |spans: &[onrecord_text::Span]| {
            spans.iter().map(|span| text.slice(*span)).collect::<Vec<_>>().join(" / ")
        };
        let names: Vec<&str> =
            statement.speakers.iter().map(|&at| found.speakers[at].name.as_str()).collect();
        let mut line = format!(
            "{} | {} | {} | {}",
            names.join(" + "),
            join(&parts.source),
            join(&parts.cue),
            join(&parts.content)
        );
        if let Some(question) = parts.question {
            let _ = write!(line, " ? {}", text.slice(question));
        }
        if let Some(outer) = statement.inside {
            let _ = write!(line, " inside {}", outer + 1);
        }
        line
    });
    statements.collect()
}

#[test]
fn questions_and_answers() {
    for (q, a) in [("Q:", "A:"), ("Q.", "A."), ("Question:", "Answer:"), ("**Q:**", "**A:**")] {
        check(
            &format!(
                "Ana Ruiz bakes.\n\n{q} Why rye?\n\n{a} It keeps.\n\n{q} And oats?\n\n{a} No."
            ),
            &["? | Why rye?", "! | It keeps.", "? | And oats?", "! | No."],
        );
    }
    // As briefings write it.
    check(
        "Q   Thank you. Is it safe?\n\nMS. HOLT:  It is.\n\nQ   Will it last?\n\nMS. HOLT:  Yes.",
        &[
            "? | Thank you. Is it safe?",
            "MS. HOLT | It is.",
            "? | Will it last?",
            "MS. HOLT | Yes.",
        ],
    );
    check("**Q: Why rye?**\n\nA: It keeps.", &["? | Why rye?", "! | It keeps."]);
    check("Q1: Why rye?\nA1: It keeps.", &["? | Why rye?", "! | It keeps."]);
}

#[test]
fn names_in_capitals_in_bold_and_plain() {
    check(
        "MINISTER OKORO: The road is open.\n\nSTUDENT: Is it safe?\n\nMINISTER OKORO: It is.",
        &["MINISTER OKORO | The road is open.", "STUDENT | Is it safe?", "MINISTER OKORO | It is."],
    );
    check(
        "THE CHAIR: The hearing is open. You have the floor.\n\nMR. PRICE: Thank you.\n\nTHE CHAIR: Go on.",
        &[
            "THE CHAIR | The hearing is open. You have the floor.",
            "MR. PRICE | Thank you.",
            "THE CHAIR | Go on.",
        ],
    );
    check(
        "Ndapewa Shikolalye: We lost four thousand books.\n\nCasper Roodewal: Do you want them back?\n\nNdapewa Shikolalye: Some.",
        &[
            "Ndapewa Shikolalye | We lost four thousand books.",
            "Casper Roodewal | Do you want them back?",
            "Ndapewa Shikolalye | Some.",
        ],
    );
    for (open, close) in [("**", ":**"), ("**", "**:"), ("__", ":__"), ("*", ":*")] {
        check(
            &format!(
                "The composer Takumi Hoshigawa teaches.\n\n{open}Kobe Letter{close} What do you teach?\n\n\
                 {open}Hoshigawa{close} Silence."
            ),
            &["Kobe Letter | What do you teach?", "Hoshigawa | Silence."],
        );
    }
    check(
        "WOLF BRANDT, HOST: Is it safe, Senator?\n\nSEN. ANA RUIZ (R-OH): It is.\n\nBRANDT: Thank you.",
        &[
            "WOLF BRANDT, HOST | Is it safe, Senator?",
            "SEN. ANA RUIZ (R-OH) | It is.",
            "BRANDT | Thank you.",
        ],
    );
}

#[test]
fn dashes_by_turns() {
    check(
        "An hour with Ana Ruiz.\n\n— Why rye?\n\n— Because it keeps.\n\n— And oats?\n\n— No.",
        &["? | Why rye?", "! | Because it keeps.", "? | And oats?", "! | No."],
    );
    check("– Why rye?\n– It keeps.\n– Always?", &["? | Why rye?", "! | It keeps.", "? | Always?"]);
    check("— Why rye?\n\n— It keeps.", &[]);
    check("On the list:\n\n— the fountain\n— the price of chairs\n— a new bell", &[]);
    check("— The fountain is dry.\n\n— The bell is cracked.\n\n— The hall is cold.", &[]);
    check("— Who pays?\n\n— Who knows?\n\n— Who cares?\n\n— Who is next?", &[]);
}

#[test]
fn a_turn_goes_on_to_the_next_label() {
    check(
        "Q: How deep is it?\n\nINGVILD STEINSETH: Four hundred metres.\n\nBelow that there is water.\n\n\
         Q: Will you try?\n\nINGVILD STEINSETH: In August.\n\nThe cave is open on Sundays.",
        &[
            "? | How deep is it?",
            "INGVILD STEINSETH | Four hundred metres. / Below that there is water.",
            "? | Will you try?",
            "INGVILD STEINSETH | In August.",
        ],
    );
    // Notes in brackets and italics, and headings, are the outlet's.
    check(
        "Q: Why?\n\nA: It keeps.\n\n[She laughs.]\n\n*Ruiz pours tea.*\n\nIt keeps for weeks.\n\nOn oats\n\nQ: And oats?\n\nA: No.\n\n\
         [This interview was edited.]",
        &["? | Why?", "! | It keeps. / It keeps for weeks.", "? | And oats?", "! | No."],
    );
    // A label that stands alone has what is below it.
    check(
        "ANA RUIZ:\n\nDo you bake?\n\nTOM ABEL:\n\nI do.\n\nThe bakery is shut.",
        &["ANA RUIZ | Do you bake?", "TOM ABEL | I do."],
    );
    // All of it in quotation marks: what is between them.
    check("Q: “Why rye?”\n\nA: “It keeps.”", &["? | Why rye?", "! | It keeps."]);
}

#[test]
fn labels_of_things_begin_no_turn() {
    for trap in [
        "Price: 20 euros\nVenue: Town Hall\nHost: the Guild of Ropemakers\nContact: the front desk",
        "Venue: Town Hall, which you know well.\n\nPrice: It costs you nothing.\n\nVenue: Town Hall again.",
        "Monday: closed\nTuesday to Friday: 10:30 to 17:00\nMonday: We are open for you.",
        "10:30: The train leaves the station.\n\n11:15: The train arrives at the quay.",
        "Ingredients: flour, water and salt.\n\nMethod: Mix all of it well.\n\nTip: You can use rye.\n\nTip: We like oats.",
        "Myth: You can see it from space.\n\nFact: You cannot.\n\nMyth: You can hear it.\n\nFact: No.",
        "Green: swim\nYellow: swim near the guard\nRed: do not swim",
        "Rye: a grain that keeps well.\n\nOats: a grain that you can eat.\n\nRye: see above, please.",
        "Reporting by Ana Ruiz; Editing by Tom Abel\n\nRead more: Is the train late?\n\nFollow us: @train",
        "Reporting by: Ana Ruiz\n\nWriting by: Tom Abel\n\nReporting by: Do you know?",
        "Note: This story was changed.\n\nNote: We are sorry for that.",
        "Lunde 3: Tolva 1\n\nTolva 0: Lunde 0\n\nLunde 2: Tolva 2",
        "Last Meeting: Lunde won by two goals.\n\nLast Meeting: Tolva won by a goal.",
        "Ana Ruiz: a baker from Lunde.\n\nTom Abel: a brewer from Tolva.",
        "A. Smith came first.\n\nA. Brown came second.",
        "DEAR ABBY: My husband bakes. What should I do?\n\nDEAR WONDERING: You should eat.",
        "Chapter One: Do you bake?\n\nChapter Two: You do.\n\nChapter One: Again, you bake.",
        "From: Ana Ruiz\nTo: Tom Abel\nSubject: Do you bake?\n\nI do, as you know.",
        "EDITOR'S NOTE: We were wrong about you.\n\nEDITOR'S NOTE: We were right, you know.",
        "Cook: 20 minutes\nPrep: 10 minutes\nServes: 4",
        "Aries: You will meet a friend.\n\nTaurus: Will you? You know.\n\nLeo: Your day is long.",
        "Ana Ruiz, baker: “We are late.”\n\nTom Abel, brewer: “You are not.”",
        "Q: Why?",
        "The mayor was blunt: we pay.\n\nThe baker was, too: you pay.",
        "Where: the quay. Will you come?\n\nWhen: at noon. Will you come?\n\nWhere: the hall, I think.",
        "",
        ":",
        "**",
        "** **: **",
        "—\n\n—\n\n—",
        "Q:\n\nA:",
    ] {
        check(trap, &[]);
    }
}

#[test]
fn labels_find_their_bearers() {
    assert_eq!(
        said(
            None,
            "The head of the library, Ndapewa Shikolalye, spoke to our editor, Casper Roodewal.\n\n\
             ROODEWAL: How many came back?\n\nSHIKOLALYE: Four thousand.\n\nROODEWAL: Was there a fine?\n\n\
             SHIKOLALYE: There was a cake."
        ),
        [
            "Casper Roodewal | ROODEWAL | : | How many came back?",
            "Ndapewa Shikolalye | SHIKOLALYE | : | Four thousand. ? How many came back?",
            "Casper Roodewal | ROODEWAL | : | Was there a fine?",
            "Ndapewa Shikolalye | SHIKOLALYE | : | There was a cake. ? Was there a fine?",
        ]
    );
    assert_eq!(
        said(
            None,
            "The geologist Ingvild Steinseth met us.\n\nQ: How deep is it?\n\nINGVILD STEINSETH: Very."
        ),
        ["Ingvild Steinseth | INGVILD STEINSETH | : | Very. ? How deep is it?"]
    );
    assert_eq!(
        said(
            None,
            "Fisheries Minister Solvor Debesgaard met students.\n\nMINISTER DEBESGAARD: The quota will \
             be the same.\n\nSTUDENT: Who decides?\n\nMINISTER DEBESGAARD: The sea does."
        ),
        [
            "Solvor Debesgaard | MINISTER DEBESGAARD | : | The quota will be the same.",
            "STUDENT | STUDENT | : | Who decides?",
            "Solvor Debesgaard | MINISTER DEBESGAARD | : | The sea does. ? Who decides?",
        ]
    );
    assert_eq!(
        said(
            None,
            "Transcript of the hearing.\n\nTHE CHAIR: You have the floor.\n\nMR HOLT: Thank you.\n\n\
             THE CHAIR: By how much?\n\nMR HOLT: By a week."
        ),
        [
            "THE CHAIR | THE CHAIR | : | You have the floor.",
            "HOLT | MR HOLT | : | Thank you.",
            "THE CHAIR | THE CHAIR | : | By how much?",
            "HOLT | MR HOLT | : | By a week. ? By how much?",
        ]
    );
}

#[test]
fn answers_are_those_of_the_one_who_is_interviewed() {
    for lead in [
        "Potter Ana Ruiz has fired the same kiln for thirty years. We met her in March.",
        "An hour with the glassblower Ana Ruiz in her workshop on Murano.",
        "The geologist Ana Ruiz answered our questions about the cave.",
        "We spoke to Ana Ruiz in Hong Kong.",
    ] {
        assert_eq!(
            said(None, &format!("{lead}\n\nQ: Why?\n\nA: It keeps.")),
            ["Ana Ruiz |  | : | It keeps. ? Why?"],
            "{lead}"
        );
    }
    assert_eq!(
        said(None, "An hour with the potter Ana Ruiz.\n\n— Why?\n\n— It keeps.\n\n— Always?"),
        ["Ana Ruiz |  |  | It keeps. ? Why?"]
    );
    // Two could be meant; and nobody is named.
    for lead in
        ["The baker Ana Ruiz and the brewer Tom Abel spoke to us.", "Rye keeps better than wheat."]
    {
        assert_eq!(
            said(None, &format!("{lead}\n\nQ: Why?\n\nA: It keeps.")),
            [" |  | : | It keeps. ? Why?"],
            "{lead}"
        );
    }
}

#[test]
fn what_is_said_within_a_turn_stands_within_it() {
    assert_eq!(
        said(
            None,
            "The baker Ana Ruiz spoke to us.\n\nQ: Tom Abel said rye was over. Is it?\n\nA: No. The mayor \
             said that rye was safe.\n\nQ: Why?\n\nA: “It keeps,” my mother used to whisper."
        ),
        [
            "Tom Abel | Tom Abel | said | rye was over",
            "Ana Ruiz |  | : | No. The mayor said that rye was safe. ? Tom Abel said rye was over. Is it?",
            "the mayor | The mayor | said | rye was safe inside 2",
            "Ana Ruiz |  | : | “It keeps,” my mother used to whisper. ? Why?",
        ]
    );
    // Where the outlet speaks again, the turn has ended.
    assert_eq!(
        said(
            None,
            "ANA RUIZ: Do you bake?\n\nTOM ABEL: I do.\n\nAbel said later that he had lied.\n\nANA RUIZ: Well?"
        ),
        [
            "ANA RUIZ | ANA RUIZ | : | Do you bake?",
            "TOM ABEL | TOM ABEL | : | I do. ? Do you bake?",
            "TOM ABEL | Abel | said | he had lied",
            "ANA RUIZ | ANA RUIZ | : | Well?",
        ]
    );
}

#[test]
fn of_the_cases_only_those_of_turns_have_turns() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let mut transcripts = 0;
    for entry in std::fs::read_dir(folder).expect("the cases") {
        let path = entry.expect("a case").path();
        let case = std::fs::read_to_string(&path).expect("a case");
        let body = case.split("\"\"\"").nth(1).unwrap_or_default();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let expected = name.starts_with("turns-") || name.starts_with("transcript-");
        assert_eq!(!turns(body).is_empty(), expected, "{name}: {}", turns(body));
        transcripts += usize::from(expected);
    }
    assert!(transcripts > 5);
}

#[test]
fn the_headline_may_name_the_one_who_is_interviewed() {
    let body = "Rye keeps better than wheat.\n\nQ: Why, Dr Ruiz?\n\nA: It keeps.";
    let found = said(Some("Dr Ana Ruiz on rye"), body);
    assert_eq!(
        found.last().map(String::as_str),
        Some("Ana Ruiz |  | : | It keeps. ? Why, Dr Ruiz?")
    );
}

/// A draft such as a model makes, by its words: source, cue, content.
fn draft(text: &Text, units: &[Unit], parts: [&str; 3]) -> Draft {
    let span = |words: &str| {
        let at = text.as_str().find(words)?;
        text.span(at..at + words.len()).filter(|span| !span.is_empty())
    };
    let [source, cue, content] = parts.map(|words| span(words).into_iter().collect::<Vec<_>>());
    let first = source.iter().chain(&cue).chain(&content).next().map_or(0, |span| span.start());
    let unit = units.partition_point(|unit| unit.items[0].span.start() <= first) - 1;
    Draft {
        unit,
        kind: StatementKind::Indirect,
        attribution: Attribution { source, cue, content, ..Attribution::default() },
        source: Vec::new(),
        cut_short: false,
        nominal: false,
        inside: None,
        in_headline: false,
        quotations: Vec::new(),
        evidence: Evidence::new(Origin::Model),
    }
}

#[test]
fn what_a_model_finds_in_a_turn_is_nested_or_dropped() {
    let text = Text::new(
        "Before, Tom Abel said rye was over.\n\nQ: Is it?\n\nA: No. The mayor warned that rye was dear.",
    );
    let outline = Outline::default();
    let segments = crate::segment(&text, &outline);
    let units = units::split(&text, &outline, &segments);
    let settled = |parts: [&str; 3]| -> Vec<(String, Option<usize>)> {
        let drafts = settle(&text, &segments, &units, vec![draft(&text, &units, parts)]);
        let shown = drafts.iter().map(|draft| {
            let content = draft.attribution.content.iter().map(|part| text.slice(*part));
            (content.collect::<Vec<_>>().join(" / "), draft.inside)
        });
        shown.collect()
    };
    let turn = || ("No. The mayor warned that rye was dear.".to_owned(), None);
    let alone = vec![turn()];
    // The model reads the label as a source, or finds nobody: the turn says the same, and better.
    assert_eq!(settled(["A", "", "No."]), alone);
    assert_eq!(settled(["", ":", "The mayor warned that rye was dear"]), alone);
    // A cue before the turns does not reach into them.
    assert_eq!(settled(["Tom Abel", "said", "No."]), alone);
    let nested = settled(["The mayor", "warned", "rye was dear"]);
    assert_eq!(nested, [turn(), ("rye was dear".to_owned(), Some(0))]);
    let outside = settled(["Tom Abel", "said", "rye was over"]);
    assert_eq!(outside, [("rye was over".to_owned(), None), turn()]);
}

proptest! {
    #[test]
    fn any_transcript_is_read(words in prop::collection::vec(prop::sample::select(vec![
        "Q:", "A:", "Q.", "A.", "Q", "ANA RUIZ:", "RUIZ:", "**Tom Abel:**", "**Tom Abel**:", "THE CHAIR:",
        "Price:", "—", "–", "**", "*", "_", "[", "]", "(", ")", "Ana Ruiz", "Ruiz", "said", "that", "he",
        "Asked about", "asked", "when", "whether", "a question on", "In response to", "it is", "You know",
        "\n\n", "\n\n", "\n\n", "\n", "?", ".", "?", ",", ":", "\"", "“", "”", "I", "é", "…",
    ]), 0..80)) {
        let words = words.join(" ");
        let text = Text::new(words.as_str());
        let outline = Outline::default();
        let segments = crate::segment(&text, &outline);
        let found = statements::by_patterns(&text, &outline, &segments);
        prop_assert_eq!(&found, &statements::by_patterns(&text, &outline, &segments));
        let turns: Vec<_> = found.statements.iter().filter(|statement| {
            statement.evidence.origin == Origin::Turn
        }).collect();
        for statement in &found.statements {
            let parts = &statement.attribution;
            let spans = parts.source.iter().chain(&parts.cue).chain(&parts.content);
            for span in spans.chain(&parts.question) {
                prop_assert!(!text.slice(*span).trim().is_empty());
            }
            prop_assert!(parts.content.is_sorted() && !parts.content.is_empty());
            let again = |other: &&&statements::Statement| {
                !std::ptr::eq(**other, statement) && other.attribution.content.iter().any(|part| {
                    parts.content.iter().any(|own| own.overlaps(*part))
                })
            };
            // Never two outermost statements over the same words of a turn.
            if statement.inside.is_none() {
                prop_assert_eq!(turns.iter().find(again), None);
            }
        }
        for turn in turns {
            prop_assert_eq!(turn.inside, None);
        }
    }
}
