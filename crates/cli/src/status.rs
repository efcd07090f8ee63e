//! Exit statuses, named: a script that calls the program learns from them how it went.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Everything was read and written.
    Fine,
    /// The command line was wrong, or the output could not be written.
    Failed,
    /// At least one document was skipped; the rest was written.
    Skipped,
    /// Ctrl-C.
    Interrupted,
    /// Whoever read the output went away, as `head` does: what the shell reports for a program that
    /// SIGPIPE ended.
    BrokenPipe,
}

impl Status {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Status::Fine => 0,
            Status::Failed => 1,
            Status::Skipped => 2,
            Status::Interrupted => 130,
            Status::BrokenPipe => 141,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status.code())
    }
}
