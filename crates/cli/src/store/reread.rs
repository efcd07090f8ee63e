//! `onrecord reread`: read everything anew, show what would change, ask, keep.

use std::io::{self, BufRead, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use onrecord_read::Document;
use onrecord_record::Article;
use onrecord_store::{Changes, Difference, Error, Outline, Store, Tally};
use onrecord_text::{self as text, CodePoints, Text};

use super::add::{Reader, compare_all, stop_at_ctrl_c};
use super::args::Reread;
use super::{Failure, count, progress, with, write, writing};
use crate::panics::{self, caught};
use crate::status::Status;
use crate::{read, report};

/// How many changes are shown when not all are asked for.
const SHOWN: usize = 10;

/// Runs the command.
pub fn run(args: &Reread) -> Status {
    panics::keep_quiet();
    with(&args.database.path, || {
        let mut store = writing(&args.database.path)?;
        if args.discard {
            let dropped = store.discard_reread()?;
            report::tell(&format!("{} dropped", count(dropped, "record that waited")));
            return Ok(Status::Fine);
        }
        let stop = Arc::new(AtomicBool::new(false));
        if let Err(error) = stop_at_ctrl_c(&stop) {
            report::tell(&format!("Ctrl-C will end the run at once: {error}"));
        }
        let reader = match Reader::new(&args.how, true) {
            Ok(reader) => reader,
            Err(faults) => {
                faults.iter().for_each(|fault| report::tell(fault));
                return Ok(Status::Failed);
            }
        };
        read_all(&mut store, &reader, args, &stop)?;
        if stop.load(Ordering::Relaxed) {
            report::tell(
                "stopped; hint: the same command again goes on, --discard drops what waits",
            );
            return Ok(Status::Interrupted);
        }
        let changes = show(&store, args.show)?;
        if changes.articles == 0 {
            report::tell("everything is read by this program already");
            return Ok(Status::Fine);
        }
        if !(args.keep || confirmed("Keep it?")) {
            report::tell("it waits; hint: onrecord reread --keep keeps it, --discard drops it");
            return Ok(Status::Fine);
        }
        let kept = store.keep_reread()?;
        report::tell(&format!("{} kept", count(kept, "record")));
        compare_all(&mut store, args.how.quiet, &stop)?;
        Ok(Status::Fine)
    })
}

fn read_all(
    store: &mut Store,
    reader: &Reader,
    args: &Reread,
    stop: &AtomicBool,
) -> Result<(), Error> {
    let maker = reader.made_by();
    let left = store.to_reread(&maker)?;
    let bar = progress::bar(args.how.quiet, "articles", Some(left as u64));
    let jobs = args.how.jobs.map_or_else(read::one_for_each_core, usize::from);
    let anew = |article: Article, outline: &Outline| {
        let id = article.id.clone();
        let read = caught(&id, || reader.record(document(article, outline)));
        // One record that cannot be read anew would be half a rereading.
        read.map_err(|problem| Error::Reading(problem.to_string()))
    };
    store.reread(&maker, jobs, anew, |read| {
        bar.inc(read as u64);
        !stop.load(Ordering::Relaxed)
    })?;
    bar.finish_and_clear();
    Ok(())
}

/// The document as it was when it was read first.
fn document(article: Article, outline: &Outline) -> Document {
    let words = Text::new(article.text.as_str());
    let points = CodePoints::new(&words);
    let outline = text::Outline {
        headline: outline.headline.and_then(|span| points.span(span)),
        furniture: outline.furniture.iter().filter_map(|&span| points.span(span)).collect(),
    };
    Document { article, outline }
}

fn show(store: &Store, all: bool) -> Result<Changes, Failure> {
    let mut shown = Vec::new();
    let mut more = 0_usize;
    let changes = store.changes(|difference| {
        if all || shown.len() < SHOWN {
            shown.push(lines(difference));
        } else {
            more += 1;
        }
    })?;
    for one in shown {
        write(&one)?;
    }
    if more > 0 {
        write(&format!("… and {}; --show shows all\n", count(more, "more change")))?;
    }
    if changes.articles > 0 {
        write(&format!(
            "{} read anew, {} changed\nstatements: {}\nevents: {}\n",
            count(changes.articles, "article"),
            changes.changed,
            tally(changes.statements),
            tally(changes.events)
        ))?;
    }
    Ok(changes)
}

fn lines(difference: &Difference) -> String {
    use crate::terminal::clean;
    let id = &difference.id;
    match (&difference.old, &difference.new) {
        (Some(old), Some(new)) => format!(
            "~ {id} ({})\n  - {}\n  + {}\n",
            difference.fields.join(", "),
            clean(old),
            clean(new)
        ),
        (Some(old), None) => format!("- {id} {}\n", clean(old)),
        (_, new) => format!("+ {id} {}\n", clean(new.as_deref().unwrap_or_default())),
    }
}

fn tally(tally: Tally) -> String {
    let Tally { added, gone, altered, same } = tally;
    format!("{added} added, {gone} gone, {altered} altered, {same} the same")
}

/// Asks somebody at the terminal; nobody there means no.
pub fn confirmed(question: &str) -> bool {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return false;
    }
    eprint!("{question} [y/N] ");
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}
