//! That places are told of any text without a panic, and that what is told slices the text.

use onrecord_actors::places::{Article, Entity, EntityKind, Gazetteer, resolve, words};
use proptest::prelude::*;

fn check(text: &str, entities: &[Entity]) -> Result<(), TestCaseError> {
    let words = words(text);
    for word in &words {
        prop_assert_eq!(text.get(word.span()), Some(word.text));
    }
    let seen: String = words.iter().map(|word| word.text).collect();
    let expected: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    prop_assert_eq!(seen, expected);

    let article = Article { words: &words, entities, countries: &["GEO", "no code"] };
    let found = resolve(Gazetteer::builtin(), &article);
    let mut end = 0;
    for mention in &found {
        prop_assert!(mention.span.start >= end);
        prop_assert!(text.get(mention.span.clone()).is_some_and(|slice| !slice.is_empty()));
        prop_assert!(mention.words.start < mention.words.end && mention.words.end <= words.len());
        prop_assert!((0.0..=1.0).contains(&mention.score));
        end = mention.span.end;
    }
    prop_assert_eq!(found, resolve(Gazetteer::builtin(), &article));
    Ok(())
}

fn kind() -> impl Strategy<Value = EntityKind> {
    prop_oneof![Just(EntityKind::Person), Just(EntityKind::Place), Just(EntityKind::Organisation)]
}

fn entities() -> impl Strategy<Value = Vec<Entity>> {
    let entity = (0..20_usize, 0..20_usize, kind())
        .prop_map(|(start, end, kind)| Entity { words: start..end, kind });
    prop::collection::vec(entity, 0..4)
}

/// Texts of the words that the rules look at, in any order.
fn newslike() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Georgia",
        "Paris",
        "Texas",
        "Jordan",
        "Whitlock",
        "the",
        "The",
        "of",
        "in",
        "state",
        "town",
        "New York",
        "Washington",
        "D.C.",
        "DC",
        ",",
        ".",
        "'s",
        "’s",
        "-",
        "—",
        "(",
        ")",
        "\"",
        "said",
        "who",
        "President",
        "Russian",
        "London-based",
        "U.S.",
        "Ala.",
        "and",
        "to",
        "University",
        "Rockets",
        "County",
        "\n\n",
        "NICE",
        "Nice",
        "É",
        "St.",
        "Louis",
    ]);
    let glue = prop::sample::select(vec![" ", "", " "]);
    prop::collection::vec((word, glue), 0..40)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, glue)| [word, glue]).collect())
}

proptest! {
    #[test]
    fn any_text(text in any::<String>(), entities in entities()) {
        check(&text, &entities)?;
    }

    #[test]
    fn newslike_text(text in newslike(), entities in entities()) {
        check(&text, &entities)?;
    }
}
