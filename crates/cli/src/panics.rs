//! A fault of the program in one document must cost that document and nothing else.
//!
//! Panics are bugs, here or in a library that parses what strangers wrote. While a document is
//! worked on they are caught and put into words; anywhere else they end the program as usual.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::thread;

use onrecord_read::Problem;

/// The threads on which the reader parses pages; it catches what happens there itself.
const PAGE_THREAD: &str = "onrecord-page";

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps caught panics from printing. To be called once, before any thread starts.
pub fn keep_quiet() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        if CATCHING.get() {
            let words = panicked.payload_as_str().unwrap_or("no message");
            let place = panicked.location().map(|at| format!(" at {}:{}", at.file(), at.line()));
            LAST.set(Some(format!("{words}{}", place.unwrap_or_default())));
        } else if thread::current().name() != Some(PAGE_THREAD) {
            usual(panicked);
        }
    }));
}

/// Does `work` on `document`; a panic becomes a problem of the document.
pub fn caught<T>(document: &str, work: impl FnOnce() -> T) -> Result<T, Problem> {
    CATCHING.set(true);
    // What `work` owned is dropped with it, and what it borrowed is never written: nothing that
    // outlives the panic can have been left half changed.
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(false);
    done.map_err(|_| {
        let what = LAST.take().unwrap_or_else(|| "no message".to_owned());
        Problem::new(
            document,
            format!("onrecord itself failed on it ({what})"),
            "this is a bug: please report it, with the document if you may",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_problem_that_names_the_document_and_the_place() {
        keep_quiet();
        let problem = caught("page.html", || -> u8 { panic!("seven is not even") }).unwrap_err();
        assert_eq!(problem.document, "page.html");
        assert!(problem.what.contains("seven is not even at "), "{problem}");
        assert!(problem.what.contains("panics.rs"), "{problem}");
        assert_eq!(caught("page.html", || 7), Ok(7));
    }
}
