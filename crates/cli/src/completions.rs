//! What helps a shell and `man` know the program: made from the command line's own definition, so
//! that they cannot say something else than `--help`.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Args;
use crate::output::Output;
use crate::status::Status;

/// Writes the completion script of a shell.
pub fn write_completions(shell: Shell) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "onrecord", &mut script);
    write_all(&script)
}

/// Writes the manual page.
pub fn write_man() -> Status {
    let mut page = Vec::new();
    match clap_mangen::Man::new(Args::command()).render(&mut page) {
        Ok(()) => write_all(&page),
        Err(error) => crate::output::failed(&error),
    }
}

fn write_all(bytes: &[u8]) -> Status {
    match Output::stdout().write(bytes) {
        Ok(()) => Status::Fine,
        Err(error) => crate::output::failed(&error),
    }
}
