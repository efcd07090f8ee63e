//! What was found, for people, spreadsheets and programs.

use std::fmt::Write;

use anstyle::{AnsiColor, Style as Paint};
use onrecord_store::{ArticleHit, EventHit, Hit, Source, StatementHit};

use crate::show::Style;
use crate::terminal::clean;

const QUIET: Paint = Paint::new().dimmed();
const WHO: Paint = AnsiColor::Cyan.on_default().bold();

/// One JSON object a line.
pub fn json_lines(hits: &[Hit]) -> String {
    let mut lines = String::new();
    for hit in hits {
        // Names and words are always JSON.
        let _ = writeln!(lines, "{}", serde_json::to_string(hit).unwrap_or_default());
    }
    lines
}

/// Comma-separated values. A cell that a spreadsheet would run as a formula gets an apostrophe before
/// it, which spreadsheets take for "this is text".
pub fn csv(hits: &[Hit]) -> String {
    let rows: Vec<Vec<(&str, String)>> = hits.iter().map(cells).collect();
    let mut lines = String::new();
    if let Some(first) = rows.first() {
        csv_line(&mut lines, first.iter().map(|(name, _)| *name));
    }
    for row in &rows {
        csv_line(&mut lines, row.iter().map(|(_, cell)| cell.as_str()));
    }
    lines
}

/// One line of comma-separated values.
pub fn csv_line<'a>(lines: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            lines.push(',');
        }
        let number = cell.parse::<f64>().is_ok();
        let formula = !number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let apostrophe = if formula { "'" } else { "" };
        if cell.contains([',', '"', '\n', '\r']) {
            let _ = write!(lines, "\"{apostrophe}{}\"", cell.replace('"', "\"\""));
        } else {
            let _ = write!(lines, "{apostrophe}{cell}");
        }
    }
    lines.push_str("\r\n");
}

/// The cells of a hit. Everything that the JSON has stands in a column of that name.
fn cells(hit: &Hit) -> Vec<(&'static str, String)> {
    let maybe = |value: &Option<String>| value.clone().unwrap_or_default();
    let number = |value: Option<f64>| value.map_or_else(String::new, |number| number.to_string());
    let with_source = |id: &String, source: &Source| {
        vec![
            ("id", id.clone()),
            ("article", source.article.clone()),
            ("outlet", maybe(&source.outlet)),
            ("published", maybe(&source.published)),
            ("headline", maybe(&source.headline)),
            ("url", maybe(&source.url)),
        ]
    };
    let spans = |spans: &[[usize; 2]]| {
        let each: Vec<String> = spans.iter().map(|[start, end]| format!("{start}–{end}")).collect();
        each.join("; ")
    };
    match hit {
        Hit::Statement(hit) => {
            let mut row = with_source(&hit.id, &hit.source);
            row.extend([
                ("speakers", hit.speakers.join("; ")),
                ("kind", hit.kind.clone()),
                ("source", hit.source_words.clone()),
                ("cue", hit.cue.clone()),
                ("words", hit.words.clone()),
                ("content", spans(&hit.content)),
                ("in_headline", hit.in_headline.to_string()),
                ("confidence", number(hit.confidence)),
                ("judged", maybe(&hit.judged)),
                ("wording", hit.wording.map_or_else(String::new, |group| group.to_string())),
                ("evidence", hit.evidence.clone()),
            ]);
            row
        }
        Hit::Event(hit) => {
            let mut row = with_source(&hit.id, &hit.source);
            row.extend([
                ("type", hit.event_type.clone()),
                ("mode", maybe(&hit.mode)),
                ("aux", hit.aux.join("; ")),
                ("actors", hit.actors.join("; ")),
                ("recipients", hit.recipients.join("; ")),
                ("voice", hit.voice.clone()),
                ("voice_speakers", hit.voice_speakers.join("; ")),
                ("place", maybe(&hit.place)),
                ("date_start", maybe(&hit.date_start)),
                ("date_end", maybe(&hit.date_end)),
                ("score", hit.score.to_string()),
                ("confidence", number(hit.confidence)),
                ("judged", maybe(&hit.judged)),
                ("words", hit.words.clone()),
                ("trigger", spans(&hit.trigger)),
                ("evidence", hit.evidence.clone()),
            ]);
            row
        }
        Hit::Article(hit) => {
            let mut row = with_source(&hit.id, &hit.source);
            row.extend([
                ("statements", hit.statements.to_string()),
                ("events", hit.events.to_string()),
                ("copies", hit.copies.to_string()),
                ("story", hit.story.map_or_else(String::new, |story| story.to_string())),
                ("words", hit.words.clone()),
            ]);
            row
        }
    }
}

/// A line for each hit, as wide as the window.
pub fn table(hits: &[Hit], style: Style) -> String {
    let rows: Vec<Vec<String>> = hits
        .iter()
        .map(|hit| match hit {
            Hit::Statement(hit) => vec![
                hit.id.clone(),
                day(&hit.source),
                outlet(&hit.source),
                speakers(&hit.speakers),
                if hit.kind == "direct" {
                    format!("“{}”", hit.words)
                } else {
                    hit.words.clone()
                },
            ],
            Hit::Event(hit) => vec![
                hit.id.clone(),
                day(&hit.source),
                outlet(&hit.source),
                voice(hit),
                hit.event_type.clone(),
                parties(hit),
                hit.words.clone(),
            ],
            Hit::Article(hit) => vec![
                hit.id.clone(),
                day(&hit.source),
                outlet(&hit.source),
                hit.source.headline.clone().unwrap_or_else(|| hit.words.clone()),
            ],
        })
        .collect();
    columns(None, &rows, style.width)
}

/// Rows in columns; no line is longer than the window, where it has room for that many columns.
pub fn columns(head: Option<&[String]>, rows: &[Vec<String>], width: usize) -> String {
    let all = || head.into_iter().chain(rows.iter().map(Vec::as_slice));
    let number = all().map(<[String]>::len).max().unwrap_or(0);
    // The last column takes what is left; of the others none takes more than its share.
    let share = (width / number.max(1)).max(13);
    let mut widths = vec![0; number];
    for row in all() {
        for (at, cell) in row.iter().enumerate() {
            let length = clean(cell).chars().count();
            let most =
                if at + 1 == number { length } else { share.max(if at == 0 { 20 } else { 0 }) };
            widths[at] = widths[at].max(length.min(most));
        }
    }
    let mut lines = String::new();
    for (line, row) in all().enumerate() {
        let mut room = width;
        for (at, cell) in row.iter().enumerate() {
            let last = at + 1 == row.len();
            let space = if last { room.max(4) } else { widths[at] };
            let cell = cut(&clean(cell), space);
            if last {
                lines.push_str(&cell);
            } else {
                let _ = write!(lines, "{cell:<space$}  ");
                room = room.saturating_sub(space + 2);
            }
        }
        lines.push('\n');
        if line == 0 && head.is_some() {
            let rule: usize = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
            let _ = writeln!(lines, "{}", "─".repeat(rule.clamp(1, width)));
        }
    }
    lines
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(width.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

fn day(source: &Source) -> String {
    let published = source.published.as_deref().unwrap_or("no date");
    published.get(..10).unwrap_or(published).to_owned()
}

fn outlet(source: &Source) -> String {
    source.outlet.clone().unwrap_or_else(|| "–".to_owned())
}

fn speakers(names: &[String]) -> String {
    if names.is_empty() { "nobody named".to_owned() } else { names.join(" and ") }
}

fn parties(hit: &EventHit) -> String {
    match (hit.actors.is_empty(), hit.recipients.is_empty()) {
        (_, true) => speakers(&hit.actors),
        _ => format!("{} → {}", speakers(&hit.actors), hit.recipients.join(" and ")),
    }
}

/// Whose word it is.
fn voice(hit: &EventHit) -> String {
    match hit.voice.as_str() {
        "outlet" => "outlet".to_owned(),
        _ => format!("says {}", speakers(&hit.voice_speakers)),
    }
}

/// For people, with the paragraphs that prove it.
pub fn text(hits: &[Hit], style: Style) -> String {
    let mut page = String::new();
    for hit in hits {
        let (source, head, facts, words, evidence) = match hit {
            Hit::Statement(hit) => statement_parts(hit),
            Hit::Event(hit) => event_parts(hit),
            Hit::Article(hit) => article_parts(hit),
        };
        let line = [head, facts].join(" · ");
        wrap(&mut page, "", &paint(style, WHO, &line), style.width);
        let source: Vec<String> = [
            source.outlet.clone(),
            source.published.clone(),
            source.headline.clone(),
            source.url.clone(),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !source.is_empty() {
            wrap(&mut page, "", &paint(style, QUIET, &source.join(" · ")), style.width);
        }
        wrap(&mut page, "  ", &clean(&words), style.width);
        for paragraph in evidence.lines() {
            wrap(&mut page, "  │ ", &paint(style, QUIET, paragraph), style.width);
        }
        page.push('\n');
    }
    page
}

type Parts<'a> = (&'a Source, String, String, String, &'a str);

fn statement_parts(hit: &StatementHit) -> Parts<'_> {
    let words =
        if hit.kind == "direct" { format!("“{}”", hit.words) } else { hit.words.clone() };
    let mut facts = vec![hit.id.clone(), hit.kind.clone()];
    if !hit.cue.is_empty() {
        facts.insert(0, hit.cue.clone());
    }
    facts.extend(hit.confidence.map(|confidence| format!("{:.0} %", confidence * 100.0)));
    facts.extend(hit.judged.clone());
    (&hit.source, speakers(&hit.speakers), facts.join(" · "), words, &hit.evidence)
}

fn event_parts(hit: &EventHit) -> Parts<'_> {
    let mut facts = vec![parties(hit), voice(hit)];
    facts.extend(hit.mode.clone());
    facts.extend(hit.aux.clone());
    facts.extend(hit.place.clone());
    facts.extend(hit.date_start.clone());
    facts.push(hit.id.clone());
    facts.extend(hit.confidence.map(|confidence| format!("{:.0} %", confidence * 100.0)));
    facts.extend(hit.judged.clone());
    (&hit.source, hit.event_type.clone(), facts.join(" · "), hit.words.clone(), &hit.evidence)
}

fn article_parts(hit: &ArticleHit) -> Parts<'_> {
    let facts = format!(
        "{} · {} · {}",
        super::count(hit.statements as usize, "statement"),
        super::count(hit.events as usize, "event"),
        match hit.copies {
            1 => "1 copy".to_owned(),
            copies => format!("{copies} copies"),
        }
    );
    (&hit.source, hit.id.clone(), facts, hit.words.clone(), "")
}

/// Cleaned and painted.
pub fn paint(style: Style, paint: Paint, text: &str) -> String {
    let text = clean(text);
    if style.colour { format!("{paint}{text}{paint:#}") } else { text.into_owned() }
}

/// Writes a paragraph, each line behind `indent`.
pub fn wrap(page: &mut String, indent: &str, text: &str, width: usize) {
    let options = textwrap::Options::new(width).initial_indent(indent).subsequent_indent(indent);
    for line in textwrap::wrap(text, options) {
        let _ = writeln!(page, "{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text_and_numbers_numbers() {
        let mut line = String::new();
        csv_line(&mut line, ["=1+1", "-3.5", "a \"b\", c", "@x,", "plain"].into_iter());
        assert_eq!(line, "'=1+1,-3.5,\"a \"\"b\"\", c\",\"'@x,\",plain\r\n");
    }

    #[test]
    fn columns_fit_the_window() {
        let head = ["one".to_owned(), "two".to_owned()];
        let rows = vec![
            vec!["a".repeat(50), "b".repeat(90)],
            vec!["short".to_owned(), "é\u{1b}[2J".to_owned()],
        ];
        for width in 30..90 {
            let shown = columns(Some(&head), &rows, width);
            assert!(shown.lines().all(|line| line.chars().count() <= width), "{width}: {shown}");
            assert!(!shown.contains('\u{1b}'));
        }
    }
}
