//! A record as text for people: who, by which word, what, and where it stands.
//!
//! ```text
//! Bridge at Kotor opens a year late
//! The Coastal Courier · 2024-05-07 09:30 · bridge.txt
//!
//! ¶2  Milena Vukić (the mayor) · said · 57–81
//!     “We kept our promise.”
//! ```
//!
//! Where it is asked what made the record so, the actors follow, each with its mentions.
//!
//! Words in quotation marks were said so; a statement without marks is a report of what was said. A
//! statement within another stands indented below it.

use std::fmt::Write;

use anstyle::{AnsiColor, Style as Paint};
use onrecord_extract::Analysis;
use onrecord_record::{
    Actor, ActorExplain, Event, Explain, Parts, Record, Span, Statement, StatementKind,
};
use onrecord_text::CodePoints;

use crate::terminal::clean;

/// How text looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether to colour it.
    pub colour: bool,
    /// The longest line, in columns.
    pub width: usize,
}

const HEADLINE: Paint = Paint::new().bold();
const QUIET: Paint = Paint::new().dimmed();
const SPEAKER: Paint = AnsiColor::Cyan.on_default().bold();
const CUE: Paint = AnsiColor::Yellow.on_default();
const SAID: Paint = AnsiColor::Green.on_default();
const REPORTED: Paint = Paint::new();

/// How far a statement within a statement is indented.
const NEST: usize = 4;

/// The most characters that are shown of a question.
const LONGEST_QUESTION: usize = 48;

/// The narrowest column of words.
const NARROWEST: usize = 20;

/// The record as a block of lines that ends with an empty one.
pub fn page(record: &Record, analysis: &Analysis, style: Style) -> String {
    let page = Page::new(record, analysis, style);
    let mut out = String::new();
    page.heading(&mut out);
    if record.statements.is_empty() {
        page.wrap(&mut out, "", "", &style.paint(QUIET, "no statements found"));
        out.push('\n');
    }
    for statement in &record.statements {
        // One whose outer statement is missing stands for itself.
        let outer = statement.inside.as_deref().and_then(|id| page.statement(id));
        if outer.is_none() {
            page.statement_with_inner(&mut out, statement, 0);
        }
    }
    page.events(&mut out);
    for actor in &record.actors {
        if let Some(explain) = &actor.explain {
            page.actor(&mut out, actor, explain);
        }
    }
    out
}

impl Style {
    fn paint(self, paint: Paint, text: &str) -> String {
        let text = clean(text);
        if self.colour && paint != Paint::new() {
            format!("{paint}{text}{paint:#}")
        } else {
            text.into_owned()
        }
    }
}

/// What made a statement so, in a line.
fn reasons(explain: &Explain) -> String {
    let parts = |name: &str, parts: &Parts| {
        let held = [("content", parts.content), ("cue", parts.cue), ("source", parts.source)];
        let told: Vec<String> = held
            .iter()
            .filter_map(|(part, sure)| Some(format!("{part} {:.0} %", sure.as_ref()? * 100.0)))
            .collect();
        (!told.is_empty()).then(|| format!("{name}: {}", told.join(", ")))
    };
    let mut told = vec![format!("found by: {}", explain.by)];
    told.extend(parts("labels", &explain.labels));
    told.extend(parts("links", &explain.links));
    if !explain.rules.is_empty() {
        told.push(format!("rules: {}", explain.rules.join(", ")));
    }
    told.join(" · ")
}

struct Page<'a> {
    record: &'a Record,
    style: Style,
    points: CodePoints,
    analysis: &'a Analysis,
    /// Where each paragraph begins, in code points.
    paragraphs: Vec<usize>,
    /// Room for `¶` and the last paragraph's number.
    gutter: usize,
}

impl<'a> Page<'a> {
    fn new(record: &'a Record, analysis: &'a Analysis, style: Style) -> Page<'a> {
        let points = CodePoints::new(&analysis.text);
        let starts = analysis.segments.paragraphs.iter().map(|p| points.offset(p.span.start()));
        let paragraphs: Vec<usize> = starts.collect();
        let gutter = format!("¶{}  ", paragraphs.len()).chars().count();
        Page { record, style, points, analysis, paragraphs, gutter }
    }

    fn statement(&self, id: &str) -> Option<&'a Statement> {
        self.record.statements.iter().find(|statement| statement.id == id)
    }

    fn words(&self, span: Span) -> &str {
        self.points.span(span).map_or("", |span| self.analysis.text.slice(span))
    }

    /// The number of the paragraph that a span begins in, from 1.
    fn paragraph(&self, span: Span) -> usize {
        self.paragraphs.partition_point(|&start| start <= span[0]).max(1)
    }

    fn heading(&self, out: &mut String) {
        let article = &self.record.article;
        let headline = article.headline.as_deref().unwrap_or("(no headline)");
        self.wrap(out, "", "", &self.style.paint(HEADLINE, headline));
        let published = article.published.map(|moment| moment.to_string().replacen('T', " ", 1));
        let facts = [article.outlet.clone(), published, Some(article.input_id.clone())];
        let facts: Vec<String> = facts.into_iter().flatten().filter(|f| !f.is_empty()).collect();
        if !facts.is_empty() {
            self.wrap(out, "", "", &self.style.paint(QUIET, &facts.join(" · ")));
        }
        out.push('\n');
    }

    fn statement_with_inner(&self, out: &mut String, statement: &Statement, depth: usize) {
        let indent = depth * NEST;
        let gutter = match statement.content.first() {
            Some(&first) => format!("¶{}", self.paragraph(first)),
            None => String::new(),
        };
        self.put(out, indent, &gutter, &self.header(statement));
        for line in self.said(statement) {
            self.put(out, indent, "", &line);
        }
        if let Some(explain) = &statement.explain {
            self.put(out, indent, "", &self.style.paint(QUIET, &reasons(explain)));
        }
        out.push('\n');
        // A chain of statements that are each within the next cannot be longer than there are.
        if depth < self.record.statements.len() {
            for inner in &self.record.statements {
                if inner.inside.as_deref() == Some(&statement.id) {
                    self.statement_with_inner(out, inner, depth + 1);
                }
            }
        }
    }

    /// Who somebody is, and what told so of each of their mentions.
    fn actor(&self, out: &mut String, actor: &Actor, explain: &ActorExplain) {
        let gutter = match actor.mentions.first() {
            Some(&first) => format!("¶{}", self.paragraph(first)),
            None => String::new(),
        };
        let kind = actor.kind.map(|kind| format!("{kind:?}").to_lowercase());
        let facts = [&kind, &actor.country, &actor.sector, &actor.office, &actor.wikidata];
        let mut header = self.style.paint(SPEAKER, &actor.name);
        for fact in facts.into_iter().flatten() {
            header.push_str(&self.style.paint(QUIET, &format!(" · {fact}")));
        }
        self.put(out, 0, &gutter, &header);
        for (&mention, rule) in actor.mentions.iter().zip(&explain.rules) {
            let side = if actor.loaded.contains(&mention) { ", takes a side" } else { "" };
            let told =
                format!("“{}” {}–{}: {rule}{side}", self.words(mention), mention[0], mention[1]);
            self.put(out, 0, "", &self.style.paint(QUIET, &told));
        }
        out.push('\n');
    }

    /// What happened, below a line that says so, and what was no event.
    fn events(&self, out: &mut String) {
        if !self.record.events.is_empty() {
            self.happened(out);
        }
        for rejected in &self.record.rejected_events {
            let told = format!(
                "no event: {} · {} · {}",
                self.words(rejected.word),
                rejected.rule,
                rejected.why
            );
            let gutter = format!("¶{}", self.paragraph(rejected.word));
            self.put(out, 0, &gutter, &self.style.paint(QUIET, &told));
        }
        if !self.record.rejected_events.is_empty() {
            out.push('\n');
        }
    }

    fn happened(&self, out: &mut String) {
        self.wrap(out, "", "", &self.style.paint(HEADLINE, "What happened"));
        out.push('\n');
        for event in &self.record.events {
            let first = event.trigger.first().copied().unwrap_or([0, 0]);
            self.put(out, 0, &format!("¶{}", self.paragraph(first)), &self.event(event));
            if let Some(explain) = &event.explain {
                let told = format!("rule: {} · {}", explain.rule, explain.path.join(" · "));
                self.put(out, 0, "", &self.style.paint(QUIET, &told));
            }
        }
        out.push('\n');
    }

    /// Of what type, by which words, who to whom, whose word it is.
    fn event(&self, event: &Event) -> String {
        let style = self.style;
        let names = |ids: &[String]| {
            let of = |id: &String| self.record.actors.iter().find(|actor| actor.id == *id);
            let names: Vec<&str> = ids.iter().filter_map(of).map(|one| one.name.as_str()).collect();
            names.join(", ")
        };
        let mut told = style.paint(CUE, &event.event_type);
        if let Some(mode) = &event.mode {
            told.push_str(&style.paint(QUIET, &format!(" ({mode})")));
        }
        if !event.aux.is_empty() {
            told.push_str(&style.paint(QUIET, &format!(", {}", event.aux.join(", "))));
        }
        let (by, to) = (names(&event.actors), names(&event.recipients));
        let by = if by.is_empty() { "nobody named".to_owned() } else { by };
        told.push_str(&style.paint(QUIET, " · "));
        told.push_str(&style.paint(SPEAKER, &by));
        if !to.is_empty() {
            told.push_str(&style.paint(QUIET, " → "));
            told.push_str(&style.paint(SPEAKER, &to));
        }
        let mut facts = format!(" · “{}”", self.joined(&event.trigger, " … "));
        if let Some(statement) = self.statement(&event.voice) {
            let speakers = names(&statement.speakers);
            let speakers = if speakers.is_empty() { "somebody".to_owned() } else { speakers };
            let _ = write!(facts, " · says {speakers}");
        }
        if let Some(confidence) = event.confidence {
            let _ = write!(facts, " · {:.0} %", confidence * 100.0);
        }
        let places: Vec<String> =
            event.trigger.iter().map(|[start, end]| format!("{start}–{end}")).collect();
        let _ = write!(facts, " · {}", places.join(", "));
        told.push_str(&style.paint(QUIET, &facts));
        told
    }

    /// Who, by which word, to whom, where.
    fn header(&self, statement: &Statement) -> String {
        let style = self.style;
        let named = self.joined(&statement.source, " … ");
        let speakers: Vec<&str> = statement
            .speakers
            .iter()
            .filter_map(|id| self.record.actors.iter().find(|actor| actor.id == *id))
            .map(|actor| actor.name.as_str())
            .collect();
        let speaker = match (speakers.is_empty(), named.is_empty()) {
            (true, true) => style.paint(QUIET, "nobody named"),
            (true, false) => style.paint(SPEAKER, &named),
            (false, _) => style.paint(SPEAKER, &speakers.join(" and ")),
        };
        let mut header = speaker;
        // "She" and "the mayor" say something beside the name; "Mr Borovic" does not.
        let says_more = !named.is_empty()
            && !speakers.iter().any(|name| is_part(name, &named) || is_part(&named, name));
        if !speakers.is_empty() && says_more {
            header.push_str(&style.paint(QUIET, &format!(" ({named})")));
        }
        if !statement.cue.is_empty() {
            header.push_str(&style.paint(QUIET, " · "));
            header.push_str(&style.paint(CUE, &self.joined(&statement.cue, " … ")));
        }
        let mut facts = String::new();
        if let Some(addressee) = statement.addressee {
            let _ = write!(facts, " · to {}", self.words(addressee));
        }
        if let Some(via) = statement.via {
            let _ = write!(facts, " · via {}", self.words(via));
        }
        if let Some(question) = statement.question {
            let _ = write!(facts, " · asked: “{}”", shortened(self.words(question)));
        }
        if statement.in_headline {
            facts.push_str(" · headline");
        }
        if let Some(confidence) = statement.confidence {
            let _ = write!(facts, " · {:.0} %", confidence * 100.0);
        }
        let places: Vec<String> =
            statement.content.iter().map(|[start, end]| format!("{start}–{end}")).collect();
        let _ = write!(facts, " · {}", places.join(", "));
        header.push_str(&style.paint(QUIET, &facts));
        header
    }

    /// What was said: a line for each paragraph that it runs over.
    fn said(&self, statement: &Statement) -> Vec<String> {
        let direct = statement.kind == StatementKind::Direct;
        let paint = if direct { SAID } else { REPORTED };
        let mut lines: Vec<(usize, String)> = Vec::new();
        for &span in &statement.content {
            let words = self.words(span);
            let words = if direct { format!("“{words}”") } else { words.to_owned() };
            let paragraph = self.paragraph(span);
            match lines.last_mut() {
                Some((same, line)) if *same == paragraph => {
                    line.push_str(" … ");
                    line.push_str(&words);
                }
                _ => lines.push((paragraph, words)),
            }
        }
        lines.into_iter().map(|(_, line)| self.style.paint(paint, &line)).collect()
    }

    fn joined(&self, spans: &[Span], between: &str) -> String {
        let words: Vec<&str> = spans.iter().map(|&span| self.words(span)).collect();
        words.join(between)
    }

    /// Writes a part of a statement, wrapped, beside what stands in the gutter.
    fn put(&self, out: &mut String, indent: usize, gutter: &str, painted: &str) {
        let room = self.gutter;
        let first = format!("{:indent$}{gutter:<room$}", "");
        let rest = " ".repeat(indent + room);
        self.wrap(out, &first, &rest, painted);
    }

    fn wrap(&self, out: &mut String, first: &str, rest: &str, painted: &str) {
        // However deep statements nest, some words fit on a line.
        let width = self.style.width.max(rest.len() + NARROWEST);
        let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest);
        for line in textwrap::wrap(painted, options) {
            let _ = writeln!(out, "{line}");
        }
    }
}

/// Words of which the last are left out where they would take more than half a line.
fn shortened(words: &str) -> String {
    let mut kept = String::new();
    for word in words.split_whitespace() {
        let room = if kept.is_empty() { LONGEST_QUESTION } else { LONGEST_QUESTION - 1 };
        if kept.chars().count() + word.chars().count() > room {
            let end = kept.trim_end_matches([',', ';', ':', '.']).len();
            kept.truncate(end);
            kept.push('…');
            break;
        }
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.push_str(word);
    }
    kept
}

/// Whether all words of a name are in the other one.
fn is_part(name: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        lower.split_whitespace().map(|word| word.trim_matches([',', '.']).to_owned()).collect()
    };
    let other = words(other);
    words(name).iter().all(|word| other.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_record::{Article, MadeBy, RejectedEvent};
    use onrecord_text::{Outline, Text};

    const WORDS: &str = "Rain in Bergen\n\n“She told me it rains,” Ina Vik and Jon Ask said to us.";

    fn span(words: &str) -> Span {
        let start = WORDS.find(words).expect("it is there");
        let before = WORDS[..start].chars().count();
        [before, before + words.chars().count()]
    }

    fn actor(id: &str, name: &str) -> Actor {
        Actor {
            id: id.to_owned(),
            name: name.to_owned(),
            kind: None,
            country: None,
            sector: None,
            office: None,
            wikidata: None,
            mentions: Vec::new(),
            loaded: Vec::new(),
            explain: None,
        }
    }

    fn record() -> Record {
        let outer = Statement {
            id: "s1".to_owned(),
            kind: StatementKind::Direct,
            speakers: vec!["a1".to_owned(), "a2".to_owned()],
            source: vec![span("Ina Vik and Jon Ask")],
            cue: vec![span("said")],
            content: vec![span("She told me it rains,")],
            addressee: Some(span("us")),
            via: None,
            question: None,
            inside: None,
            in_headline: false,
            confidence: Some(0.75),
            explain: None,
        };
        let inner = Statement {
            id: "s2".to_owned(),
            kind: StatementKind::Indirect,
            speakers: Vec::new(),
            source: vec![span("She")],
            cue: vec![span("told")],
            content: vec![span("it rains")],
            addressee: None,
            inside: Some("s1".to_owned()),
            confidence: None,
            explain: None,
            ..outer.clone()
        };
        Record {
            schema: String::new(),
            article: Article {
                input_id: "rain.txt".to_owned(),
                outlet: Some("The Umbrella".to_owned()),
                published: Some("2024-02-03T04:05+01:00".parse().expect("a moment")),
                ..Article::default()
            },
            actors: vec![actor("a1", "Ina Vik"), actor("a2", "Jon Ask")],
            statements: vec![outer, inner],
            events: vec![Event {
                id: "e1".to_owned(),
                event_type: "CONSULT".to_owned(),
                mode: Some("visit".to_owned()),
                contexts: Vec::new(),
                aux: vec!["negated".to_owned()],
                actors: vec!["a1".to_owned()],
                recipients: vec!["a2".to_owned()],
                trigger: vec![span("told")],
                place: None,
                date: None,
                voice: "s2".to_owned(),
                score: 4.0,
                quad: "verbal cooperation".to_owned(),
                cameo: "042".to_owned(),
                confidence: Some(0.5),
                explain: None,
            }],
            rejected_events: Vec::new(),
            sentences: None,
            made_by: MadeBy { program: String::new(), model: None, rules: None },
        }
    }

    fn paged(record: &Record, width: usize, colour: bool) -> String {
        let text = Text::new(WORDS);
        let analysis = onrecord_extract::analyse(&text, &Outline::default(), None);
        page(record, &analysis, Style { colour, width })
    }

    fn shown(width: usize, colour: bool) -> String {
        paged(&record(), width, colour)
    }

    #[test]
    fn what_was_no_event_is_told_where_nothing_happened_too() {
        let rejected = RejectedEvent {
            word: span("told"),
            rule: "CONSULT/tell".to_owned(),
            why: "nobody named".to_owned(),
        };
        let one = Record { rejected_events: vec![rejected], ..record() };
        let none = Record { events: Vec::new(), ..one.clone() };
        let told = "¶2  no event: told · CONSULT/tell · nobody named\n\n";
        assert!(paged(&one, 80, false).ends_with(told));
        let page = paged(&none, 80, false);
        assert!(page.ends_with(told) && !page.contains("What happened"), "{page}");
    }

    #[test]
    fn who_said_what_where() {
        let expected = "\
(no headline)
The Umbrella · 2024-02-03 04:05+01:00 · rain.txt

¶2  Ina Vik and Jon Ask · said · to us · 75 % · 17–38
    “She told me it rains,”

    ¶2  She · told · 29–37
        it rains

What happened

¶2  CONSULT (visit), negated · Ina Vik → Jon Ask · “told” · says somebody · 50 %
    · 21–25

";
        assert_eq!(shown(80, false), expected);
    }

    #[test]
    fn pronouns_are_no_part_of_a_name() {
        assert!(is_part("the port authority", "The port authority"));
        assert!(is_part("Jon Ask", "Jon Ask, the baker,"));
        assert!(!is_part("he", "Johanna Steinbrecher"));
    }

    #[test]
    fn long_questions_are_shortened() {
        assert_eq!(shortened("Why\nrye?"), "Why rye?");
        let long = "Do you, after all of these years, still bake every single loaf by yourself?";
        assert_eq!(shortened(long), "Do you, after all of these years, still bake…");
        assert_eq!(shortened(""), "");
    }

    #[test]
    fn lines_fit_the_window() {
        for width in 30..80 {
            let page = shown(width, false);
            let too_long = page.lines().find(|line| line.chars().count() > width);
            assert_eq!(too_long, None, "{width} columns");
        }
    }

    #[test]
    fn colours_change_nothing_else() {
        let mut plain = String::new();
        for (n, part) in shown(40, true).split('\u{1b}').enumerate() {
            let words = if n == 0 { part } else { part.split_once('m').expect("a colour").1 };
            plain.push_str(words);
        }
        assert_eq!(plain, shown(40, false));
    }
}
