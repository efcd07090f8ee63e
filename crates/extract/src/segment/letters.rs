//! What single characters are to segmentation.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The class of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// White space of any kind: all that the layers leave out.
    Space,
    /// A letter, and the underscore.
    Letter,
    /// A digit or another numeral.
    Digit,
    /// A combining mark: goes with the character before it.
    Combining,
    /// A character without width or ink: a joiner, a direction mark, a soft hyphen.
    Invisible,
    /// Everything else.
    Other,
}

/// Classifies a character.
pub(super) fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' | '_' => Class::Letter,
            '0'..='9' => Class::Digit,
            ' ' | '\t'..='\r' => Class::Space,
            '\0'..='\u{1f}' | '\u{7f}' => Class::Invisible,
            _ => Class::Other,
        };
    }
    if c.is_whitespace() {
        return Class::Space;
    }
    if c.is_alphabetic() && !is_combining(c) {
        return Class::Letter;
    }
    match c.general_category() {
        GeneralCategory::DecimalNumber | GeneralCategory::LetterNumber => Class::Digit,
        GeneralCategory::OtherNumber => Class::Digit,
        GeneralCategory::NonspacingMark
        | GeneralCategory::SpacingMark
        | GeneralCategory::EnclosingMark => Class::Combining,
        GeneralCategory::Format | GeneralCategory::Control => Class::Invisible,
        GeneralCategory::ModifierLetter | GeneralCategory::OtherLetter => Class::Letter,
        _ => Class::Other,
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether a character may stand in a word: letters, digits and what goes with them.
pub(super) fn is_wordlike(c: char) -> bool {
    matches!(class(c), Class::Letter | Class::Digit | Class::Combining)
}

/// Whether a character is an apostrophe, or a single quotation mark that looks like one.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '＇')
}
