//! Writes the segmentation of articles as JSON lines, for training and for reading.
//!
//! Standard input holds one `{"id", "text"}` a line. Standard output gets, in the same order,
//! `{"id", "tokens": [[start, end]…], "sentences": [[first token, after last]…],
//! "paragraphs": [[first sentence, after last]…], "quotes": [{"content", "opening", "closing",
//! "inside"}…]}`, all spans in code points.

use std::io::{BufRead, BufWriter, Write};

use onrecord_extract::segment;
use onrecord_text::{CodePoints, Outline, Text};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let article: Value = serde_json::from_str(&line)?;
        let text = Text::new(article["text"].as_str().unwrap_or_default());
        let layers = segment(&text, &Outline::default());
        let points = CodePoints::new(&text);
        let spans = |spans: &[onrecord_text::Span]| -> Vec<[usize; 2]> {
            spans.iter().map(|&span| points.range(span)).collect()
        };
        let tokens: Vec<_> = layers.tokens.iter().map(|token| points.range(token.span)).collect();
        let sentences: Vec<_> =
            layers.sentences.iter().map(|s| [s.tokens.start, s.tokens.end]).collect();
        let paragraphs: Vec<_> =
            layers.paragraphs.iter().map(|p| [p.sentences.start, p.sentences.end]).collect();
        let quotes: Vec<_> = layers
            .quotations
            .iter()
            .map(|quotation| {
                json!({
                    "content": spans(&quotation.content),
                    "opening": spans(&quotation.opening),
                    "closing": quotation.closing.map(|span| points.range(span)),
                    "inside": quotation.inside.map(|id| id.index()),
                })
            })
            .collect();
        let layers = json!({
            "id": article["id"],
            "tokens": tokens,
            "sentences": sentences,
            "paragraphs": paragraphs,
            "quotes": quotes,
        });
        serde_json::to_writer(&mut out, &layers)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}
