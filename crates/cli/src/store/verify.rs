//! `onrecord verify`: what is wrong, line by line, and a status that tells.

use super::args::Verify;
use super::{count, progress, with};
use crate::report;
use crate::status::Status;

/// Runs the command.
pub fn run(args: &Verify) -> Status {
    let path = &args.database.path;
    with(path, || {
        let bar = progress::bar(args.quiet, "articles", None);
        let verified = onrecord_store::verify(path, |done| bar.set_position(done as u64))?;
        bar.finish_and_clear();
        for fault in &verified.faults {
            report::tell(&format!("{}: {}: {}", path.display(), fault.place, fault.what));
        }
        let looked_at = format!(
            "{}, {}, {}",
            count(verified.articles, "article"),
            count(verified.statements, "statement"),
            count(verified.events, "event")
        );
        if verified.faults.is_empty() {
            if !args.quiet {
                report::tell(&format!("{looked_at}: all as it should be"));
            }
            return Ok(Status::Fine);
        }
        report::tell(&format!(
            "{looked_at}: {}; hint: onrecord restore puts a backup in its place",
            count(verified.faults.len(), "fault")
        ));
        Ok(Status::Skipped)
    })
}
