//! Writes the time expressions of articles, a line each, for reading; and at the end how long finding
//! them took.
//!
//! ```text
//! cargo run --example dates [MODELS] < articles.jsonl
//! ```
//!
//! Standard input holds one `{"text", "published"}` a line. With the folder of the language model its
//! trees are used.

use std::borrow::Cow;
use std::fs;
use std::io::BufRead;
use std::path::Path;
use std::time::{Duration, Instant};

use onrecord_extract::dates::{Setting, find};
use onrecord_extract::{Model, ModelFiles, segment};
use onrecord_record::Moment;
use onrecord_text::{Outline, Text};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = std::env::args_os().nth(1).map(|folder| model(Path::new(&folder))).transpose()?;
    let (mut articles, mut tokens, mut took) = (0u32, 0, Duration::ZERO);
    for line in std::io::stdin().lock().lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let text = Text::new(article["text"].as_str().unwrap_or_default());
        let published = article["published"].as_str().and_then(|given| given.parse().ok());
        let outline = Outline::default();
        let segments = segment(&text, &outline);
        let parse = model.as_ref().map(|model| model.parse(&text, &segments));
        let setting = Setting { published, ..Setting::default() };
        let before = Instant::now();
        let dates = find(&text, &outline, &segments, parse.as_ref(), &setting);
        took += before.elapsed();
        articles += 1;
        tokens += segments.tokens.len();
        let moment = |moment: Option<Moment>| moment.map_or("-".to_owned(), |m| m.to_string());
        println!("# {}", moment(published));
        for time in &dates.expressions {
            let sentence = segments.sentence(segments.tokens[time.tokens.start].sentence).span;
            println!(
                "{}\t{}..{}\t{}\t{:?}\t{:?}\t{}",
                text.slice(time.span),
                moment(time.start),
                moment(time.end),
                time.precision.name(),
                time.kind,
                time.tense,
                text.slice(sentence).replace('\n', " "),
            );
        }
    }
    eprintln!("{articles} articles, {tokens} tokens, {took:?} ({:?} each)", took / articles.max(1));
    Ok(())
}

fn model(folder: &Path) -> Result<Model, Box<dyn std::error::Error>> {
    let files = ModelFiles {
        encoder: Cow::Owned(fs::read(folder.join("encoder.safetensors"))?),
        heads: &fs::read(folder.join("heads.safetensors"))?,
        vocabulary: &fs::read_to_string(folder.join("vocab.txt"))?,
        manifest: &fs::read_to_string(folder.join("manifest.json"))?,
        calibration: None,
    };
    Ok(Model::read(files)?)
}
