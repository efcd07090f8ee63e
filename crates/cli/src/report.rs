//! What the person at the terminal is told, on standard error: problems as they come, progress while
//! it lasts, and one line at the end.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use onrecord_read::Problem;

use crate::status::Status;
use crate::terminal::clean;

/// Writes one line to standard error. Where standard error is closed there is nobody to tell, and
/// the work goes on.
pub fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "onrecord: {}", clean(line));
}

/// The tally of a run.
pub struct Report {
    progress: ProgressBar,
    quiet: bool,
    shares_terminal: bool,
    begun: Instant,
    articles: usize,
    statements: usize,
    skipped: usize,
}

impl Report {
    /// Begins to count. A quiet report tells of problems only.
    pub fn new(quiet: bool) -> Report {
        Report {
            progress: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            quiet,
            shares_terminal: io::stdout().is_terminal(),
            begun: Instant::now(),
            articles: 0,
            statements: 0,
            skipped: 0,
        }
    }

    /// A handle on what is drawn, for whoever must write between two drawings.
    pub fn progress(&self) -> ProgressBar {
        self.progress.clone()
    }

    /// Does something that writes to standard output, with the progress out of its way where both
    /// go to the terminal.
    pub fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        if self.shares_terminal { self.progress.suspend(work) } else { work() }
    }

    /// Counts an article. From the second on there is progress to be shown.
    pub fn article(&mut self, statements: usize) {
        self.articles += 1;
        self.statements += statements;
        if self.articles == 2 && !self.quiet && io::stderr().is_terminal() {
            let template = "{spinner} {human_pos} articles, {msg}, {speed}, {elapsed}";
            if let Ok(style) = ProgressStyle::with_template(template) {
                let speed = |state: &ProgressState, to: &mut dyn fmt::Write| {
                    let _ = write!(to, "{:.0} articles/s", state.per_sec());
                };
                self.progress.set_style(style.with_key("speed", speed));
            }
            self.progress.set_draw_target(ProgressDrawTarget::stderr());
            self.progress.enable_steady_tick(Duration::from_millis(250));
            self.progress.set_position(1);
        }
        self.progress.set_message(count(self.statements, "statement"));
        self.progress.inc(1);
    }

    /// Tells of a document that was skipped.
    pub fn problem(&mut self, problem: &Problem) {
        self.skipped += 1;
        self.progress.suspend(|| tell(&problem.to_string()));
    }

    /// Takes the progress off the screen.
    pub fn clear(&self) {
        self.progress.finish_and_clear();
    }

    /// Sums up.
    pub fn finish(self) -> Status {
        self.clear();
        if !self.quiet {
            let seconds = self.begun.elapsed().as_secs_f64();
            tell(&self.summary(seconds));
        }
        if self.skipped > 0 { Status::Skipped } else { Status::Fine }
    }

    fn summary(&self, seconds: f64) -> String {
        let speed = self.articles as f64 / seconds.max(f64::MIN_POSITIVE);
        let digits = if speed < 100.0 { 1 } else { 0 };
        format!(
            "{}, {}, {} skipped, {speed:.digits$} articles/s",
            count(self.articles, "article"),
            count(self.statements, "statement"),
            self.skipped
        )
    }
}

fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_what_happened() {
        let mut report = Report::new(true);
        report.article(7);
        assert_eq!(report.summary(0.5), "1 article, 7 statements, 0 skipped, 2.0 articles/s");
        report.article(1);
        report.skipped = 3;
        assert_eq!(report.summary(0.01), "2 articles, 8 statements, 3 skipped, 200 articles/s");
        assert_eq!(report.finish(), Status::Skipped);
    }
}
