//! The stages: text in, layers out.
//!
//! Extraction is pure. It has no clock, disk, network, thread or environment, and it cannot fail:
//! the same text with the same publication date gives the same layers, byte for byte.

pub mod actors;
mod bearers;
pub mod dates;
mod events;
mod model;
mod parse;
pub mod places;
mod rules;
mod segment;
mod statements;

use std::sync::Arc;

use onrecord_actors::Registry;
use onrecord_record::{Article, MadeBy, Moment, Record, SCHEMA};
use onrecord_text::{Outline, Parse, Segments, Text};

pub use events::{Ontology, OntologyError, Sentence as OntologySentence, try_sentence};
pub use model::{Model, ModelError, ModelFiles};
pub use parse::{
    Attributions, Decoding, Group, Heads, HeadsError, Links, Reader, Rows, Scores, Whole, lemma,
    parse, sentences,
};
pub use segment::segment;
pub use statements::Calibration;

/// Everything that was found in one text. Built once; no layer is edited afterwards.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The text.
    pub text: Text,
    /// Its headline and furniture.
    pub outline: Outline,
    /// Its paragraphs, sentences, tokens and quotations.
    pub segments: Segments,
    /// Its trees, mentions, entities and attributions, when a language model read it.
    pub parse: Option<Parse>,
    /// The id of that model.
    pub model: Option<Arc<str>>,
    /// Who said what.
    pub statements: statements::Statements,
    /// When: its time expressions.
    pub dates: dates::Dates,
    /// Where: its names of places.
    pub places: Vec<places::Located>,
    /// Who is who.
    pub actors: actors::Actors,
    /// Who did what to whom.
    pub events: events::Events,
}

/// How a text is read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The rules that find events.
    pub ontology: &'a Ontology,
    /// The facts about actors: ours, or a user's before them.
    pub registry: &'a Registry,
    /// Whether what is looked at and left out is kept, with the reason.
    pub explain: bool,
}

impl Default for Reading<'_> {
    fn default() -> Self {
        Reading { ontology: Ontology::plover(), registry: Registry::builtin(), explain: false }
    }
}

/// Reads a text by rules alone. `published` is the moment that relative dates count from.
pub fn analyse(text: &Text, outline: &Outline, published: Option<Moment>) -> Analysis {
    analyse_by(None, text, outline, published, &Reading::default())
}

/// Reads a text with a language model, if there is one, and by the rules and facts of a reading.
pub fn analyse_by(
    model: Option<&Model>,
    text: &Text,
    outline: &Outline,
    published: Option<Moment>,
    reading: &Reading,
) -> Analysis {
    let segments = segment(text, outline);
    let parse = model.map(|model| model.parse(text, &segments));
    let within = match (model, &parse) {
        (Some(model), Some(parse)) => {
            let contents = statements::worth_reading_within(text, &segments, parse);
            model.attributions_in(text, &segments, &contents)
        }
        _ => Vec::new(),
    };
    let calibration = model.and_then(Model::calibration);
    let bearers =
        parse.as_ref().map(|parse| bearers::find(text, &segments, &parse.syntax, reading.registry));
    let bearers = bearers.unwrap_or_default();
    let statements =
        statements::find(text, outline, &segments, parse.as_ref(), &bearers, &within, calibration);
    let setting = dates::Setting { published, ..dates::Setting::default() };
    let dates = dates::find(text, outline, &segments, parse.as_ref(), &setting);
    let places = places::find(text, outline, &segments, parse.as_ref());
    let actors = actors::find(&actors::Sources {
        text,
        outline,
        segments: &segments,
        parse: parse.as_ref(),
        statements: &statements,
        dates: &dates,
        places: &places,
        registry: reading.registry,
        bearers: &bearers,
        published: published.and_then(actors::day),
    });
    let events = parse.as_ref().map(|parse| {
        let Reading { ontology, explain, .. } = *reading;
        events::find(
            text,
            &segments,
            parse,
            &statements,
            &dates,
            &places,
            ontology,
            published,
            explain,
        )
    });
    Analysis {
        text: text.clone(),
        outline: outline.clone(),
        parse,
        model: model.map(|model| Arc::clone(model.id())),
        segments,
        statements,
        dates,
        places,
        actors,
        events: events.unwrap_or_default(),
    }
}

/// A text in a language that is not read: its segments, and no statement.
pub fn leave(text: &Text, outline: &Outline) -> Analysis {
    Analysis {
        text: text.clone(),
        outline: outline.clone(),
        segments: segment(text, outline),
        parse: None,
        model: None,
        statements: statements::Statements::default(),
        dates: dates::Dates::default(),
        places: Vec::new(),
        actors: actors::Actors::default(),
        events: events::Events::default(),
    }
}

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Statements that are less likely right than this are left out, with what is said within them;
    /// from 0 to 1. Statements whose confidence nothing has measured stay.
    pub min_confidence: f64,
    /// Whether statements and events tell what made them so.
    pub explain: bool,
    /// Events that are less likely right than this are left out.
    pub min_event_confidence: f64,
}

impl Options {
    /// The least confidence by default: where the F1 of whole attributions of development articles is
    /// about best (it is flat from 0.2 to 0.45).
    pub const MIN_CONFIDENCE: f64 = 0.25;

    /// The same for events.
    pub const MIN_EVENT_CONFIDENCE: f64 = 0.3;
}

impl Default for Options {
    fn default() -> Options {
        Options {
            min_confidence: Options::MIN_CONFIDENCE,
            explain: false,
            min_event_confidence: Options::MIN_EVENT_CONFIDENCE,
        }
    }
}

/// The record of an article that was analysed by a reading.
pub fn record(
    article: Article,
    analysis: &Analysis,
    reading: &Reading,
    options: &Options,
) -> Record {
    let registry = reading.registry;
    let kept = statements::kept(analysis, options);
    let mut wanted = vec![false; analysis.actors.actors.len()];
    let told = analysis.statements.statements.iter().zip(&kept).filter(|(_, kept)| **kept);
    for (statement, _) in told {
        for &speaker in &statement.speakers {
            for &actor in &analysis.actors.speakers[speaker] {
                wanted[actor] = true;
            }
        }
    }
    for actor in events::known(analysis, options) {
        wanted[actor] = true;
    }
    let (mut actors, ids) = actors::to_record(analysis, options, &wanted);
    let statements = statements::to_record(analysis, options, &kept, &ids);
    let (events, rejected_events) =
        events::to_record(analysis, registry, options, &kept, &ids, article.published, &mut actors);
    Record {
        schema: SCHEMA.to_owned(),
        article,
        actors,
        statements,
        events,
        rejected_events,
        sentences: None,
        made_by: MadeBy {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            model: analysis.model.as_deref().map(str::to_owned),
            rules: Some(rules_of(reading.ontology.own_id(), registry.own_id())),
        },
    }
}

/// The id of what made a record beside program and model: our rules and tables, and a user's, where
/// they had a part in it.
fn rules_of(ontology: Option<&str>, tables: Option<&str>) -> String {
    match (ontology, tables) {
        (None, None) => rules::ID.to_owned(),
        (Some(own), None) => Article::id_of(&[rules::ID, own].concat()),
        (ontology, Some(tables)) => {
            Article::id_of(&[rules::ID, ontology.unwrap_or_default(), " tables ", tables].concat())
        }
    }
}
