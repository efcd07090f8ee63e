//! `onrecord backup` and `onrecord restore`.

use std::path::Path;

use indicatif::ProgressBar;
use onrecord_store::{Restored, restore};

use super::args::{Backup, Restore};
use super::{count, failed, progress, reading, with};
use crate::report;
use crate::status::Status;

/// Runs `onrecord backup`.
pub fn run_backup(args: &Backup) -> Status {
    let bar = progress::bar(args.quiet, "pages", None);
    with(&args.database.path, || {
        let store = reading(&args.database.path)?;
        let copied = store.backup(&args.to, pages(&bar));
        bar.finish_and_clear();
        Ok(match copied {
            Ok(verified) => told(args.quiet, verified.articles, "copied and looked at", &args.to),
            Err(error) => failed(&args.to, &error),
        })
    })
}

/// Runs `onrecord restore`.
pub fn run_restore(args: &Restore) -> Status {
    let bar = progress::bar(args.quiet, "pages", None);
    let restored = restore(&args.from, &args.database.path, args.replace, pages(&bar));
    bar.finish_and_clear();
    match restored {
        Ok(Restored { verified, buried, told: knew }) => {
            if buried > 0 {
                let of = count(buried, "article");
                report::tell(&format!("what was forgotten since is forgotten again, in {of}"));
            }
            if !knew {
                report::tell(
                    "no record could tell what was forgotten since the backup: what it has is back; \
                     hint: onrecord forget takes it out again",
                );
            }
            told(args.quiet, verified.articles, "restored", &args.database.path)
        }
        Err(error) => failed(&args.from, &error),
    }
}

fn pages(bar: &ProgressBar) -> impl FnMut(u64, u64) {
    let bar = bar.clone();
    move |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    }
}

fn told(quiet: bool, articles: usize, what: &str, path: &Path) -> Status {
    if !quiet {
        report::tell(&format!("{}: {} {what}", path.display(), count(articles, "article")));
    }
    Status::Fine
}
