//! Tables and bibliographies: all of what a view lists, and not only what its page shows.
//!
//! However much that is, it is written while it is read, so that it costs little memory and begins at
//! once. A few run at a time, each with a reader and a thread of its own, so that they keep no page
//! waiting. What cannot be finished breaks the connection: nobody takes half a table for a whole one.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use onrecord_store::export::{self, Cited, ExportError, Table};
use onrecord_store::{Error, Query, Store, What};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

use crate::address::Form;
use crate::answer::Answer;
use crate::ask::{self, Ask};
use crate::problem::Problem;
use crate::site::Site;

/// How many bytes are sent at a time, and how many such pieces wait for a slow reader.
const PIECE: usize = 64 << 10;
const WAITING: usize = 2;

/// What a view lists: all that these questions find, which are of one kind of thing.
#[derive(Clone, Debug)]
pub struct Listed {
    what: What,
    queries: Vec<Query>,
    /// Whether it goes on behind a number of hits instead of the last.
    by_number: bool,
}

impl Listed {
    /// What one question finds.
    pub fn one(query: Query) -> Listed {
        Listed { what: query.what, queries: vec![query], by_number: false }
    }

    /// What questions about names find, which is nothing where a name has no letter.
    pub fn named<const N: usize>(what: What, queries: [Query; N]) -> Listed {
        let queries = queries.into_iter().filter(|query| query.check().is_ok()).collect();
        Listed { what, queries, by_number: N > 1 }
    }
}

/// Something to be written whole.
#[derive(Clone, Debug)]
pub struct Download {
    form: export::Form,
    listed: Listed,
    limit: usize,
    ask: Ask,
}

/// All of what a view lists, as a table or to cite; of several lists the first that is not empty.
/// `None` where another form is asked for.
///
/// # Errors
///
/// When the file cannot be read, or not in time.
pub fn whole(store: &Store, ask: &Ask, lists: &[Listed]) -> Result<Option<Answer>, Problem> {
    if matches!(ask.form, Form::Page | Form::Json) {
        return Ok(None);
    }
    let mut chosen = lists.first();
    for list in lists.iter().filter(|_| lists.len() > 1) {
        if store.collect(&list.queries, 1, 0)?.last.is_some() {
            chosen = Some(list);
            break;
        }
    }
    let Some(listed) = chosen.cloned() else { return Ok(None) };
    let form = match (ask.form, listed.what) {
        (Form::Bib, What::Statements) => export::Form::Bibtex(Cited::Statements),
        (Form::Bib, _) => export::Form::Bibtex(Cited::Articles),
        (Form::Ris, What::Statements) => export::Form::Ris(Cited::Statements),
        (Form::Ris, _) => export::Form::Ris(Cited::Articles),
        (_, What::Statements) => export::Form::Csv(Table::Statements),
        (_, What::Events) => export::Form::Csv(Table::Events),
        (_, What::Articles) => export::Form::Csv(Table::Articles),
    };
    let limit = ask.limit()?;
    Ok(Some(Answer::Whole(Box::new(Download { form, listed, limit, ask: ask.clone() }))))
}

/// Begins to send.
///
/// # Errors
///
/// When too many others do, or nothing can be read.
pub async fn begin(site: &Arc<Site>, download: Download) -> Result<Response, Problem> {
    let time = site.settings.time;
    let turn = Arc::clone(&site.downloading).acquire_owned();
    let Ok(Ok(turn)) = tokio::time::timeout(time, turn).await else {
        return Err(Problem::busy());
    };
    let (told, begins) = oneshot::channel();
    let (sender, pieces) = mpsc::channel(WAITING);
    let media = download.form.media_type();
    let path = site.settings.database.clone();
    let handle = Handle::current();
    tokio::task::spawn_blocking(move || {
        // Whoever no longer waits has not ended the work; the place is free when the work is over.
        let _turn = turn;
        let out = Sending { handle, sender, patience: time, piece: Vec::new(), begins: None };
        match Store::open_reader(&path) {
            Ok(mut store) => send(&mut store, download, time, told, out),
            // Nobody may be there any more to be told.
            Err(error) => _ = told.send(Err(error.into())),
        }
    });
    let next = begins.await.unwrap_or_else(|_| Err(Problem::bug()))?;
    let body = Body::new(Pieces { pieces, ended: false });
    let mut response = ([(header::CONTENT_TYPE, media)], body).into_response();
    // Addresses are escaped, so that they always fit.
    let link = next.and_then(|to| HeaderValue::try_from(format!("<{to}>; rel=\"next\"")).ok());
    if let Some(link) = link {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// Finds out what is to be sent, says so, and sends it. Finding has as much time as any question;
/// sending goes on for as long as somebody takes what is sent.
fn send(store: &mut Store, download: Download, time: Duration, told: Told, mut out: Sending) {
    let Download { form, listed, limit, ask } = download;
    let deadline = Instant::now() + time;
    let found = Arc::new(AtomicBool::new(false));
    let (sends, watched) = (Arc::clone(&found), out.sender.clone());
    let over = move || {
        watched.is_closed() || (!sends.load(Ordering::Relaxed) && Instant::now() >= deadline)
    };
    let mut told = Some(told);
    let done = store.until(over, |store| -> Result<(), Problem> {
        let skipped = ask.skipped();
        let items = store.collect(&listed.queries, limit, skipped)?;
        found.store(true, Ordering::Relaxed);
        let query =
            Query { limit, offset: skipped, ..listed.queries.first().cloned().unwrap_or_default() };
        let next = match listed.by_number {
            true => items.more.then(|| ask::skipping(skipped.saturating_add(limit))),
            false => ask.next(&query, items.last.as_deref(), items.more),
        };
        let next = next.map(|page| ask.onward(&page));
        out.begins = told.take().map(|told| (told, next));
        match export::write(form, items, &mut out) {
            Ok(_) => {
                out.end();
                Ok(())
            }
            Err(error) => {
                // What has begun can only break off; what has not is a problem like others.
                told = out.begins.take().map(|(told, _)| told);
                Err(problem(error))
            }
        }
    });
    if let (Err(problem), Some(told)) = (done, told) {
        // Nobody may be there any more to be told.
        let _ = told.send(Err(problem));
    }
}

/// What ended an export: a question of the store, or a form that cannot be written.
fn problem(error: ExportError) -> Problem {
    let other = match error {
        ExportError::Source(source) => match source.downcast::<Error>() {
            Ok(error) => return (*error).into(),
            Err(source) => ExportError::Source(source),
        },
        other => other,
    };
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    Problem::new(status, other.to_string(), "onrecord verify tells whether the file is sound")
}

/// Where it is told that an answer begins, with the address of what follows it, or why none does.
type Told = oneshot::Sender<Result<Option<String>, Problem>>;

/// What is sent.
enum Piece {
    Some(Bytes),
    /// All has been sent.
    End,
}

/// Hands what is written to whoever takes the answer, and waits for them, but not for ever.
struct Sending {
    handle: Handle,
    sender: mpsc::Sender<Piece>,
    patience: Duration,
    piece: Vec<u8>,
    /// Whom to tell that the first piece is there, and where more is found.
    begins: Option<(Told, Option<String>)>,
}

impl Sending {
    fn hand(&mut self, piece: Piece) -> io::Result<()> {
        if let Some((told, next)) = self.begins.take() {
            told.send(Ok(next)).map_err(|_| io::ErrorKind::BrokenPipe)?;
        }
        let sent = async { tokio::time::timeout(self.patience, self.sender.send(piece)).await };
        match self.handle.block_on(sent) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }

    fn end(mut self) {
        // Whoever went away needs no end.
        let _ = self.flush().and_then(|()| self.hand(Piece::End));
    }
}

impl Write for Sending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match std::mem::take(&mut self.piece) {
            nothing if nothing.is_empty() => Ok(()),
            piece => self.hand(Piece::Some(piece.into())),
        }
    }
}

/// The body of the answer.
struct Pieces {
    pieces: mpsc::Receiver<Piece>,
    ended: bool,
}

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let piece = ready!(self.pieces.poll_recv(context));
        self.ended = !matches!(piece, Some(Piece::Some(_)));
        Poll::Ready(match piece {
            Some(Piece::Some(bytes)) => Some(Ok(Frame::data(bytes))),
            Some(Piece::End) => None,
            None => Some(Err(io::Error::other("not all could be read"))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(sent: Vec<Piece>) -> Result<Bytes, axum::Error> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (sender, pieces) = mpsc::channel(9);
        for piece in sent {
            assert!(sender.try_send(piece).is_ok());
        }
        drop(sender);
        let body = Body::new(Pieces { pieces, ended: false });
        runtime.block_on(axum::body::to_bytes(body, 100))
    }

    #[test]
    fn what_breaks_off_is_no_whole_answer() {
        let piece = |words: &'static str| Piece::Some(Bytes::from_static(words.as_bytes()));
        assert_eq!(body(vec![piece("a,b"), piece("\r\n"), Piece::End]).unwrap(), "a,b\r\n");
        assert!(body(vec![piece("a,b")]).is_err());
        assert!(body(Vec::new()).is_err());
    }
}
