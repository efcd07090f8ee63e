//! `onrecord find`: from flags to a question, from hits to lines.

use std::io::{self, IsTerminal};

use onrecord_record::StatementKind;
use onrecord_store::{self as store, Days, Query, Store, What};

use super::args::{Count, Find, Kind, Shape, Sort};
use super::{Failure, reading, show, with, write};
use crate::report;
use crate::status::Status;
use crate::terminal;

/// Runs the command.
pub fn run(args: Find) -> Status {
    let path = args.database.path.clone();
    with(&path, || {
        let store = reading(&path)?;
        let shape = args.to.unwrap_or(match io::stdout().is_terminal() {
            true => Shape::Table,
            false => Shape::Jsonl,
        });
        let (color, page, limit) = (args.color, args.page, args.limit);
        let query = query(args, &store)?;
        let found = store.find(&query)?;
        let style = terminal::style(color);
        write(&match shape {
            Shape::Table => show::table(&found.hits, style),
            Shape::Text => show::text(&found.hits, style),
            Shape::Jsonl => show::json_lines(&found.hits),
            Shape::Csv => show::csv(&found.hits),
        })?;
        if found.hits.is_empty() {
            report::tell(match page {
                1 => {
                    "nothing was found; hint: fewer flags find more, and onrecord find --help says \
                      what they mean"
                }
                _ => "nothing is on this page; hint: pages count from 1",
            });
        } else if found.more {
            report::tell(&format!(
                "there are more; hint: --page {} or --limit {}",
                page + 1,
                limit * 10
            ));
        }
        Ok(Status::Fine)
    })
}

fn query(args: Find, store: &Store) -> Result<Query, Failure> {
    let of_events = args.events
        || !args.event.is_empty()
        || args.actor.is_some()
        || args.recipient.is_some()
        || args.voice.is_some();
    let what = match (args.articles, of_events) {
        (true, _) => What::Articles,
        (false, true) => What::Events,
        (false, false) => What::Statements,
    };
    let limit = args.limit as usize;
    Ok(Query {
        what,
        said_by: args.said_by,
        about: args.about,
        words: args.words,
        types: args.event,
        actor: args.actor,
        recipient: args.recipient,
        country: args.country,
        between: args.between.as_deref().map(Days::parse).transpose()?,
        outlet: args.outlet,
        voice: args.voice,
        kind: args.kind.map(|kind| match kind {
            Kind::Direct => StatementKind::Direct,
            Kind::Indirect => StatementKind::Indirect,
            Kind::Mixed => StatementKind::Mixed,
        }),
        min_confidence: args.min_confidence,
        article: args.article.as_deref().map(|named| store.resolve(named)).transpose()?,
        count: count(args.count),
        sort: match args.sort {
            Sort::Newest => store::Sort::Newest,
            Sort::Oldest => store::Sort::Oldest,
            Sort::Relevance => store::Sort::Relevance,
            Sort::Confidence => store::Sort::Confidence,
        },
        limit,
        offset: limit.saturating_mul(args.page as usize - 1),
        ..Query::default()
    })
}

/// The library's word for what counts once.
pub fn count(count: Count) -> store::Count {
    match count {
        Count::Reports => store::Count::Reports,
        Count::Articles => store::Count::Articles,
    }
}
