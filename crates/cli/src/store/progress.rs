//! What long commands show while they last: how much is done of how much, how fast, how long yet.

use std::fmt;
use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// A bar on standard error; nothing where nobody looks.
pub fn bar(quiet: bool, what: &str, total: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
    if quiet || !io::stderr().is_terminal() {
        return bar;
    }
    // How long it takes is known once it is known how much there is.
    let template = "{spinner} {human_pos}{of} {what}, {msg}{speed}, {left}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        let of = |state: &ProgressState, to: &mut dyn fmt::Write| {
            let _ = match state.len() {
                Some(length) => write!(to, " of {length}"),
                None => Ok(()),
            };
        };
        let speed = |state: &ProgressState, to: &mut dyn fmt::Write| {
            let _ = write!(to, "{:.0}/s", state.per_sec());
        };
        let left = |state: &ProgressState, to: &mut dyn fmt::Write| {
            let _ = match state.len() {
                Some(_) => write!(to, "{} left", clock(state.eta())),
                None => write!(to, "{}", clock(state.elapsed())),
            };
        };
        let what = what.to_owned();
        let what = move |_: &ProgressState, to: &mut dyn fmt::Write| {
            let _ = to.write_str(&what);
        };
        let style = style.with_key("of", of).with_key("speed", speed).with_key("left", left);
        bar.set_style(style.with_key("what", what));
    }
    bar.set_draw_target(ProgressDrawTarget::stderr());
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

/// `1:02:03`, `2:03`.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        assert_eq!(clock(Duration::from_secs(3_723)), "1:02:03");
        assert_eq!(clock(Duration::from_secs(123)), "2:03");
    }
}
