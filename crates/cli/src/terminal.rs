//! The terminal: how wide it is, whether it takes colour, and what must not reach it.
//!
//! Articles are other people's text. What they put into a headline must not move the cursor, change
//! the window's title or turn the reading direction of what stands after it.

use std::borrow::Cow;
use std::io;

use anstream::{AutoStream, ColorChoice};

use crate::args::Color;
use crate::show::Style;

/// Lines longer than this are hard to read, however wide the window is.
const WIDEST: usize = 100;
const NARROWEST: usize = 30;
const USUAL: usize = 80;

/// How text looks on standard output.
pub fn style(color: Color) -> Style {
    let colour = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    };
    // Text that goes through a pager is still read in the window that standard error shows.
    let width = terminal_size::terminal_size_of(io::stdout())
        .or_else(|| terminal_size::terminal_size_of(io::stderr()))
        .map_or(USUAL, |(width, _)| usize::from(width.0).clamp(NARROWEST, WIDEST));
    Style { colour, width }
}

/// The text with everything in it that drives a terminal made visible: control characters (escape
/// sequences begin with one) and those that turn the direction of text around. White space of every
/// kind becomes a space, so that the text is one line.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| harmless(character) == character) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(harmless).collect())
}

fn harmless(character: char) -> char {
    match character {
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\0'..='\u{1f}' => {
            // Unicode has a picture for each of these: ␛ for escape.
            char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => char::REPLACEMENT_CHARACTER,
        // Directional marks, embeddings, overrides and isolates; deprecated format characters.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
            char::REPLACEMENT_CHARACTER
        }
        // Interlinear annotation and tags: invisible, and nothing that a page of news needs.
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_become_pictures() {
        assert_eq!(clean("a\u{1b}]0;title\u{7}b\u{9b}2J"), "a␛]0;title␇b\u{fffd}2J");
        assert_eq!(clean("one\r\ntwo\tthree"), "one  two three");
        assert_eq!(clean("left\u{202e}thgir"), "left\u{fffd}thgir");
        assert!(matches!(clean("“Plain,” she said — naïvely."), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn nothing_that_drives_a_terminal_is_left(text in any::<String>()) {
            let cleaned = clean(&text);
            prop_assert!(cleaned.chars().all(|character| !character.is_control()));
            prop_assert_eq!(cleaned.chars().count(), text.chars().count());
        }
    }
}
