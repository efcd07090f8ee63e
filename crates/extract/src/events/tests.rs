//! Tests of events on the language model of this checkout; without one they have nothing to read.

use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

use onrecord_record::{Article, Moment, Record};
use onrecord_text::{Outline, Text};
use proptest::prelude::*;

use super::samples::{alike, names};
use super::{Ontology, OntologyError, find, try_sentence};
use crate::{Model, ModelFiles, Options, Reading, analyse_by, record, segment};

static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let read = |name| std::fs::read(folder.join(name)).ok();
    let (heads, vocabulary) = (read("heads.safetensors")?, read("vocab.txt")?);
    let (encoder, manifest) = (read("encoder.safetensors")?, read("manifest.json")?);
    let files = ModelFiles {
        encoder: Cow::Owned(encoder),
        heads: &heads,
        vocabulary: std::str::from_utf8(&vocabulary).expect("it is text"),
        manifest: std::str::from_utf8(&manifest).expect("it is text"),
        calibration: None,
    };
    Some(Model::read(files).expect("a model that this program can use"))
});

fn read(model: &Model, text: &str) -> Record {
    let published: Option<Moment> = "2024-05-07".parse().ok();
    let reading = Reading { explain: true, ..Reading::default() };
    let whole = Text::new(text);
    let analysis = analyse_by(Some(model), &whole, &Outline::default(), published, &reading);
    let article = Article { text: text.to_owned(), published, ..Article::default() };
    record(article, &analysis, &reading, &Options { explain: true, ..Options::default() })
}

/// An event in the form of the pairs: `ASSAULT negated: navy > Varnick @admiral`.
fn told(record: &Record) -> Vec<String> {
    let joined = |ids: &[String]| names(&record.actors, ids).join("; ");
    let voice = |id: &str| {
        let statement = record.statements.iter().find(|one| one.id == id)?;
        Some(format!(" @{}", joined(&statement.speakers)))
    };
    record
        .events
        .iter()
        .map(|event| {
            let aux = if event.aux.is_empty() {
                String::new()
            } else {
                format!(" {}:", event.aux.join(" "))
            };
            format!(
                "{}{aux} {} > {}{}",
                event.event_type,
                joined(&event.actors),
                joined(&event.recipients),
                voice(&event.voice).unwrap_or_default()
            )
        })
        .collect()
}

/// Whether what is told is what is wanted, names being alike where the words of one are among those
/// of the other.
fn fits(record: &Record, wanted: &str) -> bool {
    if wanted == "-" {
        return record.events.is_empty();
    }
    let (wanted, voice) =
        wanted.split_once('@').map_or((wanted, None), |(a, b)| (a, Some(b.trim())));
    let (kind, rest) = wanted.trim().split_once(' ').unwrap_or((wanted.trim(), ""));
    let (aux, parties) = rest.split_once(':').map_or(("", rest), |(aux, parties)| (aux, parties));
    let (actors, recipients) = parties.split_once('>').unwrap_or((parties, ""));
    let list = |names: &str| -> Vec<String> {
        names.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let by = |ids: &[String], names: &str| alike(record, ids, &list(names));
    record.events.iter().any(|event| {
        let speakers = record.statements.iter().find(|one| one.id == event.voice);
        let right_voice = match (voice, speakers) {
            (None, None) => true,
            (Some(voice), Some(statement)) => by(&statement.speakers, voice),
            _ => false,
        };
        event.event_type == kind
            && event.aux == aux.split_whitespace().collect::<Vec<_>>()
            && by(&event.actors, actors)
            && by(&event.recipients, recipients)
            && right_voice
    })
}

macro_rules! pairs {
    ($($name:literal)+) => {
        [$(($name, include_str!(concat!("pairs/", $name)))),+]
    };
}

#[test]
fn minimal_pairs() {
    let Some(model) = MODEL.as_ref() else { return };
    let files = pairs!(
        "active_passive.txt" "agreed_refused.txt" "asserted_denied.txt" "claimed_told.txt"
        "conditional.txt" "done_planned.txt" "historical.txt" "nouns_verbs.txt"
        "swapped_parties.txt"
    );
    let (mut all, mut right) = (0, 0);
    let mut wrong = String::new();
    for (name, file) in files {
        for pair in file.split("\n\n") {
            let lines: Vec<(&str, &str)> = pair
                .lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| line.split_once(" | "))
                .collect();
            if lines.is_empty() {
                continue;
            }
            assert_eq!(lines.len(), 2, "{name}: a pair has two lines: {pair}");
            all += 1;
            let faults: Vec<String> = lines
                .iter()
                .filter_map(|(text, wanted)| {
                    let record = read(model, text);
                    let right = fits(&record, wanted);
                    (!right).then(|| {
                        format!("{name}: {text}\n  wanted {wanted}\n  found {:?}", told(&record))
                    })
                })
                .collect();
            right += usize::from(faults.is_empty());
            for fault in faults {
                wrong.push_str(&fault);
                wrong.push('\n');
            }
        }
    }
    assert!(all >= 120, "{all} pairs");
    println!("{right} of {all} pairs\n{wrong}");
    assert!(right * 20 >= all * 19, "{right} of {all} pairs are right\n{wrong}");
}

#[test]
fn the_rules_that_come_with_the_program_are_whole() {
    let read = Ontology::read(Ontology::plover_files());
    assert_eq!(read.err(), None);
    assert_eq!(Ontology::plover().types().count(), 16);
}

#[test]
fn rules_fire_on_their_own_sentences_and_on_no_others() {
    let Some(model) = MODEL.as_ref() else { return };
    let ontology = Ontology::plover();
    let faults: Vec<String> = ontology
        .sentences()
        .iter()
        .filter_map(|sentence| {
            let instead = try_sentence(model, ontology, sentence).err()?;
            Some(format!("{}:{}: {}: {instead}", sentence.file, sentence.line, sentence.text))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The faults of one file of rules.
fn faults(file: &str) -> Vec<OntologyError> {
    Ontology::read([("my.rules", file)]).err().unwrap_or_default()
}

#[test]
fn a_bad_file_is_told_by_line_and_nothing_of_it_is_loaded() {
    let good = "type FLOOD\nscore -5\nquad material conflict\ncameo 000\n\nrule river\n  verb flood\n  \
                yes The river flooded the town.\n  no The town slept.\n";
    assert!(faults(good).is_empty());
    for (from, to, line, what) in [
        ("verb flood", "verb @flods", 7, "there is no class @flods"),
        ("verb flood", "werb flood", 7, "\"werb\" is not known"),
        ("verb flood", "object town", 6, "no words"),
        ("  no The town slept.\n", "", 6, "no sentence on which it must not fire"),
        ("score -5", "score high", 2, "is no score"),
        ("score -5", "score -50", 2, "is no score"),
        ("score -5", "future DROUGHT", 2, "there is no type DROUGHT"),
        ("type FLOOD", "type Flood", 1, "is no name of a type"),
        ("verb flood", "verb flood\n  mode slow", 6, "has no mode slow"),
        ("verb flood", "verb flood\n  with town", 8, "no colon"),
        ("verb flood", "verb flood\n  object *thing", 8, "is no kind"),
        ("verb flood", "verb flood\n  needs rain", 8, "cannot be needed"),
        ("flooded the town.", "flooded the town. | river", 8, "no >"),
    ] {
        let found = faults(&good.replacen(from, to, 1));
        let first = found.first().unwrap_or_else(|| panic!("{to}: no fault is told"));
        assert_eq!((first.file.as_str(), first.line), ("my.rules", line), "{first}");
        assert!(first.what.contains(what), "{first}");
        assert!(!first.hint.is_empty(), "{first}");
    }
    assert!(faults("")[0].what.contains("no type"));
    assert!(faults("rule river\n")[0].what.contains("without a type"));
    let twice = format!("{good}\nrule river\n  verb rise\n  yes A.\n  no B.\n");
    assert!(faults(&twice)[0].what.contains("there already"));
}

#[test]
fn an_ontology_of_ones_own_is_read_instead() {
    let Some(model) = MODEL.as_ref() else { return };
    let rules = "type FLOOD\nscore -5\nquad material conflict\ncameo 000\nthings\n\nrule river\n  verb \
                 flood\n  subject river, sea\n  yes The river flooded the town.\n  no He flooded the market.\n";
    let ontology = Ontology::read([("flood.rules", rules)]).expect("good rules");
    for sentence in ontology.sentences() {
        assert_eq!(try_sentence(model, &ontology, &sentence), Ok(()), "{}", sentence.text);
    }
    assert_ne!(ontology.id(), Ontology::plover().id());
}

#[test]
fn the_example_keeps_its_sentences() {
    let town = include_str!("../../../../demo/ontology/town.rules");
    let ontology = Ontology::read([("town.rules", town)]).expect("good rules");
    assert_eq!(ontology.types().count(), 5);
    let Some(model) = MODEL.as_ref() else { return };
    for sentence in ontology.sentences() {
        let tried = try_sentence(model, &ontology, &sentence);
        assert_eq!(tried, Ok(()), "{}:{}: {}", sentence.file, sentence.line, sentence.text);
    }
}

#[track_caller]
fn check(text: &str, wanted: &[&str]) {
    let Some(model) = MODEL.as_ref() else { return };
    let record = read(model, text);
    for one in wanted {
        assert!(fits(&record, one), "wanted {one}, found {:#?}", told(&record));
    }
    assert_eq!(record.events.len(), wanted.len(), "{:#?}", told(&record));
}

#[test]
fn one_happening_told_twice_is_one_event_with_both_triggers() {
    let text = "The navy of Norland bombarded the port of Varnick on Monday.\n\nThe cranes were empty. The \
                navy of Norland bombarded Varnick before dawn.";
    check(text, &["ASSAULT navy of Norland > Varnick"]);
    if let Some(model) = MODEL.as_ref() {
        assert!(read(model, text).events[0].trigger.len() > 1);
    }
    check(
        "Gunmen stormed a police station in Lund, killing two officers.",
        &["ASSAULT Gunmen > police station"],
    );
}

#[test]
fn a_claim_within_a_claim_is_the_inner_speakers_word() {
    check(
        "A surveyor said that the lighthouse keeper had told her that the navy had bombarded Varnick.",
        &["ASSAULT navy > Varnick @lighthouse keeper"],
    );
}

#[test]
fn what_is_asserted_by_one_and_denied_by_another_is_two_claims() {
    check(
        "Fishermen said that the navy had bombarded Varnick. An admiral denied that the navy had bombarded \
         Varnick.",
        &["ASSAULT navy > Varnick @Fishermen", "ASSAULT negated: navy > Varnick @admiral"],
    );
}

proptest! {
    #[test]
    fn whatever_the_trees_are_events_hold(
        words in "(navy|bombarded|Varnick|will|not|said|it|attacks?|agreed|to|of|and|who|talks|“|”|,|\\.){1,40}( [a-zA-Z]{1,8}){0,6}",
        seed in prop::collection::vec(-3f32..3.0, 1..200),
    ) {
        let spaced = words.replace("navy", " navy ").replace("said", " said ").replace("to", " to ");
        let text = Text::new(spaced);
        let segments = segment(&text, &Outline::default());
        let parse = crate::parse::of_noise(&text, &segments, &seed);
        let statements = crate::statements::Statements::default();
        let dates = crate::dates::Dates::default();
        let found = find(&text, &segments, &parse, &statements, &dates, &[], Ontology::plover(), None, true);
        for event in &found.events {
            prop_assert!(!event.trigger.is_empty());
            prop_assert!(!event.actors.is_empty() || !event.recipients.is_empty());
            prop_assert!((0.0..=1.0).contains(&event.confidence));
            for argument in event.actors.iter().chain(&event.recipients) {
                prop_assert!(argument.tokens.contains(&argument.head.index()));
                prop_assert!(!text.slice(argument.span).is_empty());
            }
        }
    }
}
