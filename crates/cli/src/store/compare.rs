//! `onrecord compare`: the wordings of one statement, one below the other, with marks.

use std::fmt::Write;
use std::io::{self, IsTerminal};

use anstyle::{AnsiColor, Style as Paint};
use onrecord_store::wordings::{Difference, Kind};
use onrecord_store::{Comparison, Other, StatementHit};

use super::args::{Compare, Plain};
use super::find::count;
use super::show::{paint, wrap};
use super::{Failure, reading, with, write};
use crate::report;
use crate::show::Style;
use crate::status::Status;
use crate::terminal;

const WHO: Paint = AnsiColor::Cyan.on_default().bold();
const QUIET: Paint = Paint::new().dimmed();
const MARK: Paint = AnsiColor::Yellow.on_default();
const ALARM: Paint = AnsiColor::Red.on_default().bold();

/// Runs the command.
pub fn run(args: &Compare) -> Status {
    with(&args.database.path, || {
        let store = reading(&args.database.path)?;
        let first = store.resolve(&args.statement)?;
        let comparison = match &args.other {
            None => store.compare(&first, count(args.count))?,
            Some(other) => {
                let other = store.resolve(other)?;
                let differences = store.between(&first, &other)?;
                let others = vec![Other { statement: store.statement(&other)?, differences }];
                Comparison { statement: store.statement(&first)?, others }
            }
        };
        let text = |named| -> Result<String, Failure> {
            Ok(store.stored(&store.resolve(named)?)?.record.article.text)
        };
        let shape = args.to.unwrap_or(match io::stdout().is_terminal() {
            true => Plain::Text,
            false => Plain::Jsonl,
        });
        match shape {
            Plain::Jsonl => {
                let line = serde_json::to_string(&comparison).unwrap_or_default();
                write(&format!("{line}\n"))?;
            }
            Plain::Text => {
                let style = terminal::style(args.color);
                let mut page = String::new();
                let a = text(&comparison.statement.source.article)?;
                statement(&mut page, &comparison.statement, style);
                for other in &comparison.others {
                    let b = text(&other.statement.source.article)?;
                    statement(&mut page, &other.statement, style);
                    differences(&mut page, &other.differences, (&a, &b), style);
                }
                write(&page)?;
            }
        }
        if comparison.others.is_empty() {
            report::tell(
                "no other wording of it is known; hint: name a second statement to compare",
            );
        }
        Ok(Status::Fine)
    })
}

fn statement(page: &mut String, hit: &StatementHit, style: Style) {
    let who = match hit.speakers.is_empty() {
        true => "nobody named".to_owned(),
        false => hit.speakers.join(" and "),
    };
    let source = &hit.source;
    let mut facts = vec![who, hit.kind.clone()];
    facts.extend(source.outlet.clone());
    facts.extend(source.published.clone());
    facts.push(hit.id.clone());
    let words =
        if hit.kind == "direct" { format!("“{}”", hit.words) } else { hit.words.clone() };
    if !page.is_empty() {
        page.push('\n');
    }
    wrap(page, "", &paint(style, WHO, &facts.join(" · ")), style.width);
    wrap(page, "  ", &terminal::clean(&words), style.width);
}

fn differences(page: &mut String, all: &[Difference], texts: (&str, &str), style: Style) {
    if all.is_empty() {
        wrap(page, "  ", &paint(style, QUIET, "the same words"), style.width);
    }
    for difference in all {
        let alarming =
            matches!(difference.kind, Kind::NegationLost | Kind::NegationGained | Kind::Number);
        let mark = if alarming { ALARM } else { MARK };
        let (a, b) = (words(texts.0, &difference.a), words(texts.1, &difference.b));
        let mut line = paint(style, mark, name(difference.kind));
        let _ = match (a.is_empty(), b.is_empty()) {
            (true, true) => Ok(()),
            (false, true) => write!(line, ": “{}” is not here", terminal::clean(&a)),
            (true, false) => write!(line, ": only here “{}”", terminal::clean(&b)),
            (false, false) => {
                write!(line, ": “{}” → “{}”", terminal::clean(&a), terminal::clean(&b))
            }
        };
        wrap(page, "  ", &line, style.width);
    }
}

fn words(text: &str, spans: &[[usize; 2]]) -> String {
    let each = spans.iter().map(|[start, end]| {
        text.chars().skip(*start).take(end.saturating_sub(*start)).collect::<String>()
    });
    each.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" … ")
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Headline => "headline against body",
        Kind::Cut => "cut",
        Kind::Ellipsis => "ellipsis",
        Kind::Paraphrase => "paraphrase",
        Kind::Number => "number",
        Kind::NegationLost => "negation lost",
        Kind::NegationGained => "negation gained",
        Kind::Order => "order",
    }
}
