//! Actors: who is who in an article.
//!
//! Statements have speakers and events have parties, as words; a record has actors, each once,
//! however it is spelled. Here the words of a text that are about somebody (`expressions`) are read
//! (`phrase`), looked up (`names`, `people`) and put together (`resolve`): speakers and names
//! (`named`, `learning`), offices (`offices`, `tenure`), descriptions (`described`), and what
//! only the model can tell (`coreference`). A capital is told from its government by how it is used
//! (`metonymy`), `the two countries` by whom the text spoke of last (`several`).
//!
//! Nothing is guessed: an office has a holder where the registry is sure of the day, a minister a
//! state where the article says which or speaks of one only, and a name is in the tables where
//! something else agrees with them.

mod cluster;
mod convert;
mod coreference;
mod described;
mod expressions;
mod learning;
mod metonymy;
mod named;
mod names;
mod naming;
mod offices;
mod overlooked;
mod people;
mod phrase;
mod resolve;
mod several;
mod tenure;
mod words;

use onrecord_actors::{Day, Registry};
use onrecord_text::{Outline, Parse, Segments, Span, Syntax, Text, TokenId, Upos, Word};

pub use onrecord_record::ActorKind;

pub(crate) use convert::to_record;

use crate::bearers::Bearers;
use crate::dates::Dates;
use crate::places::Located;
use crate::statements::Statements;

/// The actors of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actors {
    /// By where they are first mentioned; those that only an adjective names come last.
    pub actors: Vec<Actor>,
    /// The actors that each of `Statements::speakers` is, as indices: one, or several for words that
    /// mean several.
    pub speakers: Vec<Vec<usize>>,
    /// Whom words are about, by the number of the token that the others hang on.
    heads: Vec<(usize, Vec<usize>)>,
}

/// Somebody or something that the article is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The fullest name in the article; of an office without a name, the holder's, where known.
    pub name: String,
    /// What it is.
    pub kind: Option<ActorKind>,
    /// ISO 3166-1 alpha-3 of the state that it is, belongs to or acts for.
    pub country: Option<String>,
    /// PLOVER's sector.
    pub sector: Option<String>,
    /// The office that it holds on the article's date.
    pub office: Option<String>,
    /// Its item in Wikidata.
    pub wikidata: Option<String>,
    /// Whether the article gives it by a name. A record has those whether they do anything or not.
    pub named: bool,
    /// Where it is mentioned, in order.
    pub mentions: Vec<Mention>,
}

/// Words that are about an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// What told that they are.
    pub rule: &'static str,
    /// Whether they take a side: `the Zionist regime`.
    pub loaded: bool,
}

/// Everything that actors are told from.
pub(crate) struct Sources<'a, 'r> {
    pub(crate) text: &'a Text,
    pub(crate) outline: &'a Outline,
    pub(crate) segments: &'a Segments,
    pub(crate) parse: Option<&'a Parse>,
    pub(crate) statements: &'a Statements,
    pub(crate) dates: &'a Dates,
    pub(crate) places: &'a [Located],
    pub(crate) registry: &'r Registry,
    pub(crate) bearers: &'a Bearers,
    /// The day of publication.
    pub(crate) published: Option<Day>,
}

impl Actors {
    /// Whom words are about, as indices of [`Actors::actors`], by the token that the other words hang
    /// on. Several for words that mean several (`both sides`), none for what is nobody.
    pub fn at(&self, head: TokenId) -> &[usize] {
        let found = self.heads.binary_search_by_key(&head.index(), |(head, _)| *head);
        found.map_or(&[], |at| self.heads[at].1.as_slice())
    }
}

/// Tells who is who.
pub(crate) fn find(sources: &Sources) -> Actors {
    let bare;
    let parse = match sources.parse {
        Some(parse) if parse.syntax.words().len() == sources.segments.tokens.len() => parse,
        _ => {
            bare = without_trees(sources.segments);
            &bare
        }
    };
    let (text, segments, bearers) = (sources.text, sources.segments, sources.bearers);
    let words = words::Words { text, segments, parse, bearers };
    let names = names::Names::new(&words, sources.outline, sources.registry, sources.published);
    let expressions =
        expressions::find(&words, sources.outline, &names, &sources.statements.speakers);
    let mut resolver = resolve::Resolver::new(words, sources, &names, &expressions);
    let speakers = resolver.run();
    naming::finish(resolver, &speakers)
}

/// Words of which nothing is known, for a program without its model.
fn without_trees(segments: &Segments) -> Parse {
    let word = Word {
        upos: Upos::X,
        xpos: "".into(),
        lemma: "".into(),
        head: None,
        deprel: "root".into(),
    };
    Parse { syntax: Syntax::new(vec![word; segments.tokens.len()]), ..Parse::default() }
}

pub(crate) use tenure::day;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(text: &str) -> Vec<(String, Option<String>)> {
        let analysis = crate::analyse(&Text::new(text), &Outline::default(), None);
        let named = analysis.actors.actors.into_iter().filter(|actor| actor.named);
        named.map(|actor| (actor.name, actor.country)).collect()
    }

    #[test]
    fn names_of_the_registry_are_found_without_a_model() {
        let found = names("Chile and the United Nations opened a road in Kenya.");
        let of = |name: &str, code: Option<&str>| (name.to_owned(), code.map(str::to_owned));
        let wanted =
            [of("Chile", Some("CHL")), of("United Nations", None), of("Kenya", Some("KEN"))];
        assert_eq!(found, wanted);
        assert_eq!(names("A turkey crossed the road."), []);
        assert_eq!(names("Anti-Russian songs and Iran-backed ones."), []);
    }

    #[test]
    fn what_a_user_says_of_a_name_goes_before_ours() {
        let table = "Hezbollah\t-\tLBNSOC\t-\t-\nChile\t-\tCHLNGO\t1990-01-01\t1991-01-01\n";
        let registry = Registry::with_tables(&[("coded_names.tsv", table)]).expect("a table");
        let reading = crate::Reading { registry: &registry, ..crate::Reading::default() };
        let published = "2024-05-07".parse().ok();
        let text = Text::new("Hezbollah and Chile sent letters.");
        let of = |reading: &crate::Reading| {
            let read = crate::analyse_by(None, &text, &Outline::default(), published, reading);
            let sectors = read.actors.actors.into_iter().map(|actor| (actor.name, actor.sector));
            sectors.collect::<Vec<_>>()
        };
        let told = |hezbollah: &str| {
            vec![("Hezbollah".to_owned(), Some(hezbollah.to_owned())), ("Chile".to_owned(), None)]
        };
        assert_eq!(of(&reading), told("SOC"));
        assert_eq!(of(&crate::Reading::default()), told("REB"));
    }

    proptest! {
        #[test]
        fn actors_of_any_text_are_sound(
            text in "((Iran|Ankara|the|Turkish|president|of|and|Ada Ferri|said|both sides|'s|-|\\PC{0,3})[ .,\"]){0,40}",
        ) {
            let text = Text::new(text);
            let analysis = crate::analyse(&text, &Outline::default(), None);
            sound(&text, &analysis.actors, analysis.statements.speakers.len())?;
        }

        #[test]
        fn actors_of_any_trees_are_sound(
            text in "((Both|The two|both|the|two|sides|countries|ministers|of|rebels|army|Chile|Kenya|they|it|said|met|and|in|'s|,)[ ]|\\. ){1,60}",
            seed in prop::collection::vec(-3f32..3.0, 1..200),
        ) {
            let text = Text::new(text);
            let segments = crate::segment(&text, &Outline::default());
            let parse = crate::parse::of_noise(&text, &segments, &seed);
            let found = find(&Sources {
                text: &text,
                outline: &Outline::default(),
                segments: &segments,
                parse: Some(&parse),
                statements: &Statements::default(),
                dates: &Dates::default(),
                places: &[],
                registry: Registry::builtin(),
                bearers: &Bearers::default(),
                published: None,
            });
            sound(&text, &found, 0)?;
        }
    }

    /// Indices lead somewhere, and mentions slice the text and stand apart.
    fn sound(text: &Text, found: &Actors, speakers: usize) -> Result<(), TestCaseError> {
        prop_assert_eq!(found.speakers.len(), speakers);
        prop_assert!(found.speakers.iter().all(|of| !of.is_empty()));
        prop_assert!(found.speakers.iter().flatten().all(|&one| one < found.actors.len()));
        for pair in found.heads.windows(2) {
            prop_assert!(pair[0].0 < pair[1].0);
        }
        prop_assert!(
            found.heads.iter().flat_map(|(_, of)| of).all(|&one| one < found.actors.len())
        );
        for actor in &found.actors {
            for pair in actor.mentions.windows(2) {
                prop_assert!(pair[0].span.end() <= pair[1].span.start());
            }
            for mention in &actor.mentions {
                prop_assert!(!text.slice(mention.span).is_empty());
            }
        }
        Ok(())
    }
}
