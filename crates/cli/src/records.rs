//! From one input to the records of its articles.

use crossbeam_channel::Sender;
use onrecord_extract::{Analysis, Model, Reading};
use onrecord_read::{Document, Input, Options, Problem};
use onrecord_record::{Article, Record};
use onrecord_text::{CodePoints, Text};

use crate::conllu;
use crate::own::Own;
use crate::panics::caught;
use crate::show::{self, Style};

/// One record, ready to be written.
#[derive(Debug)]
pub struct Written {
    /// A line of JSON, or a block of text; ends with a line break.
    pub whole: String,
    /// How many statements it holds.
    pub statements: usize,
    /// What is to be told of it beside.
    pub note: Option<String>,
}

/// In which form records are written.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// One JSON object a line.
    Jsonl {
        /// Whether trees are in it.
        syntax: bool,
    },
    /// Text for people.
    Text(Style),
    /// Trees with entities and coreference.
    Conllu,
}

impl Shape {
    /// Whether it holds what only the language model can tell.
    pub fn wants_model(self) -> bool {
        matches!(self, Shape::Jsonl { syntax: true } | Shape::Conllu)
    }
}

/// What is written of an article, and how.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// In which form.
    pub shape: Shape,
    /// What records hold.
    pub holds: onrecord_extract::Options,
}

/// Reads one input and sends the record of each of its articles, in order; what cannot be read is a
/// problem instead. Stops when nobody waits for more.
pub fn make(
    input: Result<Input, Problem>,
    options: &Options,
    form: Form,
    model: Option<&Model>,
    own: &Own,
    results: &Sender<Result<Written, Problem>>,
) {
    let name = input.as_ref().map_or_else(|_| String::new(), |input| input.id().to_owned());
    let documents = input
        .and_then(|input| caught(&name, || onrecord_read::read(input, options)))
        .unwrap_or_else(|problem| vec![Err(problem)]);
    for document in documents {
        let written = document.and_then(|document| {
            caught(&name, || write(&name, document, form, model, own)).flatten()
        });
        if results.send(written).is_err() {
            return;
        }
    }
}

/// The record of a document, and the layers that it was made from.
pub fn analysed(
    document: Document,
    model: Option<&Model>,
    reading: &Reading,
    holds: &onrecord_extract::Options,
) -> (Record, Analysis) {
    let Document { article, outline } = document;
    let text = Text::new(article.text.as_str());
    let published = article.published;
    let analysis = if is_foreign(&article) {
        onrecord_extract::leave(&text, &outline)
    } else {
        onrecord_extract::analyse_by(model, &text, &outline, published, reading)
    };
    (onrecord_extract::record(article, &analysis, reading, holds), analysis)
}

/// What is to be told of an article in a language that is not read.
pub fn foreign(name: &str, article: &Article) -> Option<String> {
    let language = article.language.as_ref().filter(|_| is_foreign(article))?;
    Some(format!(
        "{name}: its language is {language}, and only English (en) is read: its record has no \
         statements; hint: if it is English, say so in the field language of a JSON line"
    ))
}

fn is_foreign(article: &Article) -> bool {
    article.language.as_deref().is_some_and(|language| language != "en")
}

fn write(
    name: &str,
    document: Document,
    form: Form,
    model: Option<&Model>,
    own: &Own,
) -> Result<Written, Problem> {
    let note = foreign(name, &document.article);
    let reading = own.reading(form.holds.explain);
    let (mut record, analysis) = analysed(document, model, &reading, &form.holds);
    let text = analysis.text.clone();
    let whole = match form.shape {
        Shape::Text(style) => show::page(&record, &analysis, style),
        Shape::Conllu => match &analysis.parse {
            Some(parse) => {
                conllu::document(&record.article.input_id, &text, &analysis.segments, parse)
            }
            None => String::new(),
        },
        Shape::Jsonl { syntax } => {
            if let Some(parse) = analysis.parse.as_ref().filter(|_| syntax) {
                let points = CodePoints::new(&text);
                let sentences =
                    onrecord_extract::sentences(&points, &analysis.segments, &parse.syntax);
                record.sentences = Some(sentences);
            }
            let mut line = serde_json::to_string(&record).map_err(|error| {
                Problem::new(
                    name,
                    format!("its record cannot be written as JSON ({error})"),
                    "this is a bug: please report it, with the document if you may",
                )
            })?;
            line.push('\n');
            line
        }
    };
    Ok(Written { whole, statements: record.statements.len(), note })
}
