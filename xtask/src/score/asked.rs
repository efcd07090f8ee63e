//! The figures that were asked for, with their floors, beside what was measured: the first thing
//! that a reader of SCORES.md wants to know.

use std::fmt::Write;

use serde_json::Value;

use super::{Part, Section};

/// How a figure must lie to its floor.
#[derive(Clone, Copy)]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

/// A figure that was asked for.
struct Asked {
    part: Part,
    /// Where it stands among the figures of the part, as a JSON pointer.
    at: &'static str,
    what: &'static str,
    bound: Bound,
}

const fn least(part: Part, at: &'static str, what: &'static str, floor: f64) -> Asked {
    Asked { part, at, what, bound: Bound::AtLeast(floor) }
}

const fn most(part: Part, at: &'static str, what: &'static str, bound: f64) -> Asked {
    Asked { part, at, what, bound: Bound::AtMost(bound) }
}

const ASKED: [Asked; 36] = [
    least(Part::Statements, "/source_overlap50/f1", "sources, overlap of half or more, F1", 84.0),
    least(Part::Statements, "/cue_overlap50/f1", "cues, overlap of half or more, F1", 78.0),
    least(Part::Statements, "/content_overlap50/f1", "contents, overlap of half or more, F1", 78.0),
    least(Part::Statements, "/content_token/f1", "contents, words, F1", 92.0),
    least(Part::Statements, "/attribution/f1", "whole attributions, F1", 70.0),
    most(Part::Calibration, "/expected_calibration_error", "expected calibration error", 5.0),
    most(Part::Calibration, "/cross_fitted_error", "the same on articles not fitted on", 5.0),
    least(Part::Speakers, "/resolved", "speakers resolved, of the sources found", 85.0),
    least(Part::Cases, "/statement_found/f1", "statements found, F1", 95.0),
    least(Part::Cases, "/statement_speaker/f1", "statements with their speaker, F1", 95.0),
    least(Part::Cases, "/statement_whole/f1", "statements whole, F1", 95.0),
    least(Part::Cases, "/seed/statement_whole/p", "the seed page: none too many, P", 100.0),
    least(Part::Cases, "/seed/statement_whole/r", "the seed page: none missing, R", 100.0),
    least(Part::Cases, "/event_whole/f1", "events whole, F1", 80.0),
    least(Part::Cases, "/event_voice_of_matched", "voice of the events matched", 95.0),
    least(Part::Events, "/type_f1", "types, F1", 60.0),
    least(Part::Events, "/type_recall", "types, recall", 75.0),
    least(Part::Events, "/whole_f1", "whole events, F1", 42.0),
    least(Part::Dyads, "/type_micro/f1", "types, micro F1", 70.0),
    least(Part::Dyads, "/type_macro_f1", "types, macro F1", 66.0),
    least(Part::Dyads, "/dyad/f1", "dyads, F1", 50.0),
    least(Part::Syntax, "/sentences/f1", "sentences, F1", 92.0),
    least(Part::Syntax, "/tokens/f1", "tokens, F1", 99.0),
    least(Part::Syntax, "/upos/f1", "parts of speech, F1", 97.0),
    least(Part::Syntax, "/uas/f1", "heads (UAS), F1", 88.0),
    least(Part::Syntax, "/las/f1", "heads with relations (LAS), F1", 85.0),
    least(Part::Coreference, "/conll", "CoNLL F1, predicted mentions, no singletons", 55.0),
    most(Part::Int8, "/largest_loss", "the largest loss of any figure, points", 0.5),
    least(Part::Speed, "/ratio", "words a second over spaCy small's", 1.5),
    least(Part::Speed, "/ratio", "the aim", 5.0),
    most(Part::Speed, "/memory_mib", "memory of two worker threads, MiB", 400.0),
    most(Part::Size, "/megabytes", "weights in the repository, MB", 32.0),
    least(Part::Pages, "/body_f1", "bodies of pages, F1", 96.0),
    least(Part::Pages, "/pages_per_s", "pages a second, one worker thread", 30.0),
    least(Part::Segmentation, "/news_sentences", "sentences of news, F1", 95.0),
    least(Part::Segmentation, "/tokens", "tokens, F1", 99.0),
];

/// A table of what was asked for, among the parts that were measured.
pub fn table(sections: &[(Part, Result<Section, String>)]) -> String {
    let mut table = "| part | figure | asked | measured | |\n|---|---|---|---|---|\n".to_owned();
    for asked in ASKED {
        let Some((_, section)) = sections.iter().find(|(part, _)| *part == asked.part) else {
            continue;
        };
        let figure = section.as_ref().ok().and_then(|section| section.figures.pointer(asked.at));
        let figure = figure.and_then(Value::as_f64);
        let (bound, met) = match asked.bound {
            Bound::AtLeast(floor) => (format!("≥ {floor}"), figure.map(|got| got >= floor)),
            Bound::AtMost(bound) => (format!("≤ {bound}"), figure.map(|got| got <= bound)),
        };
        let (title, what) = (asked.part.title(), asked.what);
        let measured = figure.map_or_else(|| "–".to_owned(), |got| format!("{got:?}"));
        let met = match met {
            Some(true) => "reached",
            Some(false) => "**missed**",
            None => "not measured",
        };
        let _ = writeln!(table, "| {title} | {what} | {bound} | {measured} | {met} |");
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_figure_is_reached_missed_or_not_measured() {
        let section =
            Section { figures: json!({"ratio": 2.0, "memory_mib": 400}), page: String::new() };
        let table = table(&[(Part::Speed, Ok(section)), (Part::Size, Err("none".to_owned()))]);
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| Speed and memory | words a second over spaCy small's | ≥ 1.5 | 2.0 | reached |",
                "| Speed and memory | the aim | ≥ 5 | 2.0 | **missed** |",
                "| Speed and memory | memory of two worker threads, MiB | ≤ 400 | 400.0 | reached |",
                "| Size of the weights | weights in the repository, MB | ≤ 32 | – | not measured |",
            ]
        );
    }
}
