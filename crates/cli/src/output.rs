//! Where records go: whole lines, or none.
//!
//! A record is written under a lock and flushed before the lock is given back, so that Ctrl-C,
//! which takes the lock before it ends the program, never leaves half a line behind.

use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, Mutex, PoisonError};

use crate::report;
use crate::status::Status;

/// The output, shared between the thread that writes and the one that waits for Ctrl-C.
#[derive(Clone)]
pub struct Output {
    to: Arc<Mutex<dyn Write + Send>>,
}

impl Output {
    /// Standard output.
    pub fn stdout() -> Output {
        Output { to: Arc::new(Mutex::new(io::stdout())) }
    }

    /// Writes one record or one page of text, and flushes it.
    pub fn write(&self, whole: &[u8]) -> io::Result<()> {
        let mut to = self.to.lock().unwrap_or_else(PoisonError::into_inner);
        to.write_all(whole)?;
        to.flush()
    }

    /// Does `last` once no record is half written; nothing can be written while it runs.
    pub fn between_records(&self, last: impl FnOnce()) {
        let _nobody_writes = self.to.lock().unwrap_or_else(PoisonError::into_inner);
        last();
    }
}

/// Tells of output that could not be written, and how to end. A pipe that nobody reads any more is
/// no error of anybody's: the run ends quietly.
pub fn failed(error: &io::Error) -> Status {
    let hint = match error.kind() {
        ErrorKind::BrokenPipe => return Status::BrokenPipe,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "make room or write elsewhere; a last line without a line break is cut off"
        }
        _ => "see where standard output leads",
    };
    report::tell(&format!("standard output: cannot be written: {error}; hint: {hint}"));
    Status::Failed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk with room for so many bytes.
    struct Disk(usize);

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let written = bytes.len().min(self.0);
            self.0 -= written;
            if written == 0 { Err(ErrorKind::StorageFull.into()) } else { Ok(written) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_an_error_and_a_closed_pipe_an_end() {
        let output = Output { to: Arc::new(Mutex::new(Disk(5))) };
        assert!(output.write(b"1234\n").is_ok());
        let full = output.write(b"5\n").unwrap_err();
        assert_eq!(failed(&full), Status::Failed);
        assert_eq!(failed(&ErrorKind::BrokenPipe.into()), Status::BrokenPipe);
    }
}
