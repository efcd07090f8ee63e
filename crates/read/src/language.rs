//! Which language words are in.

use whatlang::{Lang, detect};

/// Fewer letters than this tell nothing.
const LEAST: usize = 60;
/// No more than this is looked at.
const MOST: usize = 8 << 10;

/// The ISO 639-1 code of the language that words are in, where the words leave no doubt.
pub(crate) fn of(words: &str) -> Option<String> {
    let mut end = words.len().min(MOST);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    let words = &words[..end];
    if words.chars().filter(|c| c.is_alphabetic()).count() < LEAST {
        return None;
    }
    let found = detect(words)?;
    found.is_reliable().then(|| two_letters(found.lang())).flatten().map(str::to_owned)
}

/// The code that a language tag such as `en-GB` stands for: its first part.
pub(crate) fn of_tag(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let is_code = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase());
    match (is_code, Lang::from_code(first.as_str())) {
        (false, _) => None,
        (true, Some(lang)) => Some(two_letters(lang).map_or(first, str::to_owned)),
        (true, None) => Some(first),
    }
}

/// ISO 639-1 for what is detected by ISO 639-3.
fn two_letters(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_and_too_few_do_not() {
        let words = "The mayor said on Monday that the bridge over the river would open in \
                     spring, and that those who had waited for it for eleven years would be the \
                     first to walk across.";
        assert_eq!(of(words).as_deref(), Some("en"));
        assert_eq!(of("No comment"), None);
    }

    #[test]
    fn tags_are_cut_to_their_language() {
        assert_eq!(of_tag("en-GB").as_deref(), Some("en"));
        assert_eq!(of_tag("ENG").as_deref(), Some("en"));
        assert_eq!(of_tag("pt_BR").as_deref(), Some("pt"));
        assert_eq!(of_tag("English"), None);
    }
}
