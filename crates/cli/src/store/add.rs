//! `onrecord add`: from inputs to the file.
//!
//! Worker threads read documents and make everything ready that can be; one thread writes, a batch at a
//! time. A batch is committed when it is full, or when a second has passed, whether more has come or
//! not, so that slow reading and slow pipes lose little when they are stopped. Whatever stops it, the same command again goes on: a worker that finds a
//! text in the file already does not read it again.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;
use indicatif::ProgressBar;
use onrecord_extract::Model;
use onrecord_read::{Document, Input, Limits, Location, Options, Problem};
use onrecord_record::{MadeBy, Record, SCHEMA};
use onrecord_store::{
    Access, Added, Adding, Arrival, Error, Known, Outline, Sighting, Store, prepare,
};
use onrecord_text::{CodePoints, Text};
use sha2::{Digest, Sha256};

use super::args::{Add, Reading};
use super::{Failure, count, finish, now, progress, with};
use crate::own::Own;
use crate::panics::{self, caught};
use crate::pipeline::{self, Next, Ordered};
use crate::status::Status;
use crate::{model, read, records, report};

/// A batch is full with so many articles, or so many bytes of text.
const ARTICLES: usize = 512;
const BYTES: usize = 8 << 20;
/// No batch waits longer than this.
const PATIENCE: Duration = Duration::from_secs(1);
/// How many articles are compared in one transaction.
const COMPARED: usize = 128;

/// Runs the command.
pub fn run(args: Add) -> Status {
    panics::keep_quiet();
    let path = args.database.path.clone();
    with(&path, || add(args, &path))
}

/// What a worker sends: an arrival, something that cannot be read, or the end of an input.
enum Sent {
    Arrived(Box<Arrival>, Option<String>),
    Unreadable(Problem),
    Broken(Error),
    Over,
}

/// How articles are read here.
#[derive(Clone)]
pub struct Reader {
    model: Arc<Option<Model>>,
    own: Arc<Own>,
    holds: onrecord_extract::Options,
    reads: bool,
}

impl Reader {
    /// The reader that the flags ask for.
    ///
    /// # Errors
    ///
    /// When rules, tables or the model cannot be loaded: all that is wrong, a line each.
    pub fn new(how: &Reading, reads: bool) -> Result<Reader, Vec<String>> {
        let own = Own::load(&how.own)?;
        let model = match (how.no_model || !reads, model::load()) {
            (true, _) => None,
            (false, Ok(model)) => Some(model),
            (false, Err(error)) if cfg!(has_model) => return Err(vec![error]),
            (false, Err(_)) => None,
        };
        let min_confidence = how.min_confidence;
        let holds = onrecord_extract::Options { min_confidence, ..Default::default() };
        Ok(Reader { model: Arc::new(model), own: Arc::new(own), holds, reads })
    }

    /// What its records say has made them.
    pub fn made_by(&self) -> MadeBy {
        let nothing = Document { article: Default::default(), outline: Default::default() };
        self.record(nothing).made_by
    }

    /// The record of a document.
    pub fn record(&self, document: Document) -> Record {
        if self.reads {
            let reading = self.own.reading(self.holds.explain);
            let model = self.model.as_ref().as_ref();
            return records::analysed(document, model, &reading, &self.holds).0;
        }
        Record {
            schema: SCHEMA.to_owned(),
            article: document.article,
            actors: Vec::new(),
            statements: Vec::new(),
            events: Vec::new(),
            rejected_events: Vec::new(),
            sentences: None,
            made_by: MadeBy {
                program: env!("CARGO_PKG_VERSION").to_owned(),
                model: None,
                rules: None,
            },
        }
    }
}

fn add(args: Add, path: &Path) -> Result<Status, Failure> {
    let mut store = Store::open(path, Access::Create)?;
    finish(&mut store);
    let looker = Arc::new(Mutex::new(Store::open(path, Access::Read)?));
    let reader = match Reader::new(&args.how, !args.no_reading) {
        Ok(reader) => reader,
        Err(faults) => {
            faults.iter().for_each(|fault| report::tell(fault));
            return Ok(Status::Failed);
        }
    };
    let locations: Vec<Location> = args
        .paths
        .iter()
        .map(|path| match path == Path::new("-") {
            true => Location::Stdin,
            false => Location::Path(path.clone()),
        })
        .collect();
    let options =
        Arc::new(Options { from: args.from.map(|from| from.form()), limits: Limits::default() });
    let stop = Arc::new(AtomicBool::new(false));
    if let Err(error) = stop_at_ctrl_c(&stop) {
        report::tell(&format!("Ctrl-C will end the run between two batches at once: {error}"));
    }
    let bar = progress::bar(args.how.quiet, "inputs", None);
    count_ahead(&locations, &options, &bar);
    let inputs = read::guarded(onrecord_read::inputs(locations, &options));
    let again = args.again;
    let make = move |input, results: &Sender<Sent>| {
        make(input, &options, &reader, &looker, again, results);
    };
    let jobs = args.how.jobs.map_or_else(read::one_for_each_core, usize::from);
    let results = match pipeline::in_order(inputs, jobs, make) {
        Ok(results) => results,
        Err(error) => {
            report::tell(&format!("no threads to be had: {error}; hint: try a smaller -j"));
            return Ok(Status::Failed);
        }
    };
    let mut tally = Tally::default();
    let written = write(results, &mut store, &args, &stop, &bar, &mut tally);
    bar.finish_and_clear();
    let stopped = stop.load(Ordering::Relaxed);
    if written.is_ok() && !stopped {
        compare_all(&mut store, args.how.quiet, &stop)?;
    }
    if !args.how.quiet || written.is_err() {
        report::tell(&tally.summary());
    }
    written?;
    Ok(if stop.load(Ordering::Relaxed) {
        Status::Interrupted
    } else if tally.skipped > 0 {
        Status::Skipped
    } else {
        Status::Fine
    })
}

/// Writes what arrives, batch by batch.
fn write(
    mut results: Ordered<Sent>,
    store: &mut Store,
    args: &Add,
    stop: &AtomicBool,
    bar: &ProgressBar,
    tally: &mut Tally,
) -> Result<(), Error> {
    let mut batch: Vec<Arrival> = Vec::new();
    let (mut bytes, mut since) = (0, Instant::now());
    loop {
        let next = results.next_before(since + PATIENCE);
        match next {
            Next::Over => break,
            Next::Late => {}
            Next::Came(Sent::Arrived(arrival, note)) => {
                if let Some(note) = note {
                    bar.suspend(|| report::tell(&note));
                }
                if let Arrival::New(ready, _) = &*arrival {
                    bytes += ready.bytes();
                }
                batch.push(*arrival);
            }
            Next::Came(Sent::Unreadable(problem)) => {
                tally.skipped += 1;
                bar.suspend(|| report::tell(&problem.to_string()));
                if args.strict {
                    break;
                }
            }
            Next::Came(Sent::Broken(error)) => return Err(error),
            Next::Came(Sent::Over) => bar.inc(1),
        }
        let full = batch.len() >= ARTICLES || bytes >= BYTES;
        let late = since.elapsed() >= PATIENCE;
        if full || late {
            commit(store, &mut batch, args.again, tally)?;
            bar.set_message(format!("{}, ", count(tally.new, "new article")));
            if !full {
                // Reading is what takes the time, so there is some to compare with what is there.
                store.compare_waiting(COMPARED, 1)?;
            }
            (bytes, since) = (0, Instant::now());
        }
        if stop.load(Ordering::Relaxed) {
            break;
        }
    }
    commit(store, &mut batch, args.again, tally)
}

fn commit(
    store: &mut Store,
    batch: &mut Vec<Arrival>,
    again: bool,
    tally: &mut Tally,
) -> Result<(), Error> {
    if batch.is_empty() {
        return Ok(());
    }
    let now = now();
    for added in store.add(batch, Adding { now: &now, again })? {
        match added {
            Added::New { statements, events } => {
                tally.new += 1;
                tally.statements += statements;
                tally.events += events;
            }
            Added::Seen => tally.seen += 1,
            Added::Forgotten => tally.forgotten += 1,
        }
    }
    batch.clear();
    Ok(())
}

/// Compares everything that waits.
pub fn compare_all(store: &mut Store, quiet: bool, stop: &AtomicBool) -> Result<(), Error> {
    let jobs = read::one_for_each_core();
    let waiting = store.waiting()?;
    if waiting == 0 {
        return Ok(());
    }
    let bar = progress::bar(quiet, "articles compared", Some(waiting as u64));
    while !stop.load(Ordering::Relaxed) {
        let compared = store.compare_waiting(COMPARED, jobs)?;
        if compared == 0 {
            break;
        }
        bar.inc(compared as u64);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Reads one input, in a worker.
fn make(
    input: Result<Input, Problem>,
    options: &Options,
    reader: &Reader,
    looker: &Mutex<Store>,
    again: bool,
    results: &Sender<Sent>,
) {
    let (name, file, number) = match &input {
        Ok(input) => {
            let (file, number) = input.place();
            (input.id().to_owned(), file.to_owned(), number)
        }
        Err(_) => Default::default(),
    };
    let documents = input
        .and_then(|input| caught(&name, || onrecord_read::read(input, options)))
        .unwrap_or_else(|problem| vec![Err(problem)]);
    for document in documents {
        let sent = match document {
            Err(problem) => Sent::Unreadable(problem),
            Ok(document) => {
                let sighting = Sighting::of(&document.article, &file, number);
                match caught(&name, || arrive(document, sighting, reader, looker, again, &name)) {
                    Ok(sent) => sent,
                    Err(problem) => Sent::Unreadable(problem),
                }
            }
        };
        if results.send(sent).is_err() {
            return;
        }
    }
    // When nobody waits for more there is nothing to tell.
    let _ = results.send(Sent::Over);
}

fn arrive(
    document: Document,
    sighting: Sighting,
    reader: &Reader,
    looker: &Mutex<Store>,
    again: bool,
    name: &str,
) -> Sent {
    let hash: [u8; 32] = Sha256::digest(document.article.text.as_bytes()).into();
    let known = match again {
        // The writer knows better whether all of it is there.
        true => Ok(Known::No),
        false => looker.lock().unwrap_or_else(PoisonError::into_inner).known(&hash),
    };
    match known {
        Ok(Known::No) => {}
        Ok(Known::Kept | Known::Forgotten) => {
            return Sent::Arrived(Box::new(Arrival::Again(hash, sighting)), None);
        }
        Err(error) => return Sent::Broken(error),
    }
    let note = records::foreign(name, &document.article);
    let outline = outline(&document);
    match prepare(reader.record(document), outline) {
        Ok(ready) => Sent::Arrived(Box::new(Arrival::New(Box::new(ready), sighting)), note),
        Err(error) => Sent::Unreadable(Problem::new(
            name,
            format!("its record cannot be kept ({error})"),
            "this is a bug: please report it, with the document if you may",
        )),
    }
}

/// The outline of a document, in code points.
fn outline(document: &Document) -> Outline {
    let text = Text::new(document.article.text.as_str());
    let points = CodePoints::new(&text);
    Outline {
        headline: document.outline.headline.map(|span| points.range(span)),
        furniture: document.outline.furniture.iter().map(|&span| points.range(span)).collect(),
    }
}

/// Counts the inputs on a thread of its own, where somebody looks: then it is known how long it takes.
fn count_ahead(locations: &[Location], options: &Options, bar: &ProgressBar) {
    if bar.is_hidden() || locations.contains(&Location::Stdin) {
        return;
    }
    let (locations, options, bar) = (locations.to_vec(), options.clone(), bar.clone());
    let counted = AtomicU64::new(0);
    // Without it the bar has no end, and that is all.
    let _ = thread::Builder::new().name("count".to_owned()).spawn(move || {
        for _ in read::guarded(onrecord_read::inputs(locations, &options)) {
            counted.fetch_add(1, Ordering::Relaxed);
        }
        bar.set_length(counted.into_inner());
    });
}

/// The first Ctrl-C ends the run after the batch at hand; the second one at once, which costs that
/// batch and nothing else.
pub fn stop_at_ctrl_c(stop: &Arc<AtomicBool>) -> Result<(), ctrlc::Error> {
    let stop = Arc::clone(stop);
    ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(Status::Interrupted.code()));
        }
    })
}

#[derive(Default)]
struct Tally {
    new: usize,
    statements: usize,
    events: usize,
    seen: usize,
    forgotten: usize,
    skipped: usize,
}

impl Tally {
    fn summary(&self) -> String {
        let mut summary = format!(
            "{} with {} and {}, {} known already, {} skipped",
            count(self.new, "new article"),
            count(self.statements, "statement"),
            count(self.events, "event"),
            self.seen,
            self.skipped
        );
        if self.forgotten > 0 {
            let more = format!(
                ", {} stay forgotten; hint: --again lets them come back",
                count(self.forgotten, "article")
            );
            summary.push_str(&more);
        }
        summary
    }
}
