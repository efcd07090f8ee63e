//! From one input to the records of its articles.

use crossbeam_channel::Sender;
use onrecord_read::{Document, Input, Options, Problem};
use onrecord_text::Text;

use crate::panics::caught;
use crate::show::{self, Style};

/// One record, ready to be written.
#[derive(Debug)]
pub struct Written {
    /// A line of JSON, or a block of text; ends with a line break.
    pub whole: String,
    /// How many statements it holds.
    pub statements: usize,
}

/// In which form records are written.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// One JSON object a line.
    Jsonl,
    /// Text for people.
    Text(Style),
}

/// Reads one input and sends the record of each of its articles, in order; what cannot be read is a
/// problem instead. Stops when nobody waits for more.
pub fn make(
    input: Result<Input, Problem>,
    options: &Options,
    shape: Shape,
    results: &Sender<Result<Written, Problem>>,
) {
    let name = input.as_ref().map_or_else(|_| String::new(), |input| input.id().to_owned());
    let documents = input
        .and_then(|input| caught(&name, || onrecord_read::read(input, options)))
        .unwrap_or_else(|problem| vec![Err(problem)]);
    for document in documents {
        let written =
            document.and_then(|document| caught(&name, || write(&name, document, shape)).flatten());
        if results.send(written).is_err() {
            return;
        }
    }
}

fn write(name: &str, document: Document, shape: Shape) -> Result<Written, Problem> {
    let Document { article, outline } = document;
    let text = Text::new(article.text.as_str());
    let analysis = onrecord_extract::analyse(&text, &outline, article.published);
    let record = onrecord_extract::record(article, &analysis);
    let whole = match shape {
        Shape::Text(style) => show::page(&record, &analysis, style),
        Shape::Jsonl => {
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
    Ok(Written { whole, statements: record.statements.len() })
}
