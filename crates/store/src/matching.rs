//! What people type, as a query of the full text index that is always valid.
//!
//! The index has a language of its own, in which a stray quotation mark or the word AND is an error.
//! Nobody who looks for words should have to know it: everything that is typed is put into quotation
//! marks, word by word. Only two things mean something: marks around several words make a phrase, and
//! a star at the end of a word stands for the rest of it.

/// The query for everything that was typed; `None` when there is no word in it.
pub fn query(typed: &str) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for (at, piece) in typed.split(['"', '“', '”', '„', '«', '»']).enumerate() {
        if at % 2 == 1 {
            parts.extend(phrase(piece));
        } else {
            parts.extend(piece.split_whitespace().filter_map(word));
        }
    }
    if parts.is_empty() { None } else { Some(parts.join(" AND ")) }
}

/// The query for all words of a name, in any order.
pub fn all_words(name: &str) -> Option<String> {
    let parts: Vec<String> = name.split_whitespace().filter_map(phrase).collect();
    if parts.is_empty() { None } else { Some(parts.join(" AND ")) }
}

/// Looks for a query in some columns only.
pub fn within(columns: &str, query: &str) -> String {
    format!("({{{columns}}} : ({query}))")
}

/// A text by its words alone: case, accents, the form of Unicode, punctuation and spacing do not count.
pub fn folded(text: &str) -> String {
    let plain = crate::words::fold(text);
    let words = plain.split(|character: char| !character.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A word, with a star where the rest of it is open.
fn word(typed: &str) -> Option<String> {
    let stem = typed.trim_end_matches('*');
    let open = stem.len() < typed.len();
    phrase(stem).map(|quoted| if open { format!("{quoted}*") } else { quoted })
}

/// Words that follow each other. What has no letter and no digit would match nothing.
fn phrase(typed: &str) -> Option<String> {
    if !typed.chars().any(is_indexed) {
        return None;
    }
    // A NUL would end the query.
    let clean: String = typed.chars().map(|c| if c == '\0' { ' ' } else { c }).collect();
    Some(format!("\"{}\"", clean.replace('"', "\"\"")))
}

/// Whether the index takes it for a part of a word.
fn is_indexed(character: char) -> bool {
    use std::sync::LazyLock;
    // Alphabetic marks and letters in circles are no letters to the index.
    static NOT: LazyLock<[std::ops::RangeInclusive<char>; 2]> =
        LazyLock::new(|| ['\u{24b6}'..='\u{24e9}', '\u{1f130}'..='\u{1f189}']);
    character.is_alphanumeric() && !NOT.iter().any(|range| range.contains(&character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rusqlite::Connection;

    #[test]
    fn words_phrases_and_prefixes() {
        assert_eq!(query("sea wall").as_deref(), Some("\"sea\" AND \"wall\""));
        assert_eq!(query("“sea wall” brid*").as_deref(), Some("\"sea wall\" AND \"brid\"*"));
        assert_eq!(query("an \"open quote").as_deref(), Some("\"an\" AND \"open quote\""));
        assert_eq!(query("AND OR NOT NEAR(").as_deref().map(|q| q.matches('"').count()), Some(8));
        assert_eq!(query(" ... * \"\" - "), None);
    }

    fn index() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE VIRTUAL TABLE t USING fts5(words, about, \
                 tokenize='unicode61 remove_diacritics 2');
                 INSERT INTO t VALUES ('an old sea wall', 'Milena Vukasin');",
            )
            .unwrap();
        connection
    }

    fn count(connection: &Connection, query: &str) -> rusqlite::Result<i64> {
        connection.query_row("SELECT count(*) FROM t WHERE t MATCH ?1", [query], |row| row.get(0))
    }

    #[test]
    fn columns_are_kept_apart() {
        let index = index();
        let wall = query("wall").unwrap();
        assert_eq!(count(&index, &within("words", &wall)), Ok(1));
        assert_eq!(count(&index, &within("about", &wall)), Ok(0));
        assert_eq!(count(&index, &within("words about", &query("wal* vukasin").unwrap())), Ok(1));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn whatever_is_typed_is_a_query(typed in any::<String>()) {
            let index = index();
            for query in [query(&typed), all_words(&typed)].into_iter().flatten() {
                prop_assert!(count(&index, &within("words about", &query)).is_ok(), "{query}");
            }
        }

        #[test]
        fn operators_and_marks_are_words(typed in "[-+*^:(){}\"'“”~ ]{0,6}(AND|OR|NOT|NEAR|words|a)?[-+*^:(){}\"' ]{0,6}(AND|NEAR/2|b|\\*)?") {
            let index = index();
            if let Some(query) = query(&typed) {
                prop_assert!(count(&index, &query).is_ok(), "{query}");
            }
        }
    }
}
