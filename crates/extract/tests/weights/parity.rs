//! What the program gives the network, and what it gets, is what training gave and got.

use onrecord_extract::segment;
use onrecord_text::{CodePoints, Outline, Text};
use serde::Deserialize;

/// One text of `parity.jsonl`.
#[derive(Deserialize)]
struct Example {
    text: String,
    tokens: Vec<[usize; 2]>,
    ids: Vec<u32>,
    shape: Vec<usize>,
    piece: Vec<usize>,
    quotation: Vec<usize>,
    sentence: Vec<usize>,
    paragraph: Vec<usize>,
    first: Vec<usize>,
    /// The columns of the scores that follow, a row for each token.
    columns: Vec<usize>,
    fp32: Vec<Vec<f64>>,
    int8: Vec<Vec<f64>>,
}

/// How far the program's scores may be from those of training, on average, in parts of how far
/// scores are spread. It is not nothing from training's bytes either: where a sum in another order
/// rounds one number to the byte beside, all later layers differ by about what rounding costs as a
/// whole (training with doubles for floats differs as much from itself). What is wrong anywhere
/// differs by ten times that and more.
const TOLERANCE: f64 = 0.03;

#[test]
fn scores_are_those_of_the_training() {
    let (Some(encoder), Some(lines)) = (super::encoder(), super::text("parity.jsonl")) else {
        return;
    };
    let mut count = 0;
    for line in lines.lines() {
        let example: Example = serde_json::from_str(line).unwrap();
        let text = Text::new(example.text.as_str());
        let segments = segment(&text, &Outline::default());
        let points = CodePoints::new(&text);
        let tokens: Vec<_> = segments.tokens.iter().map(|token| points.range(token.span)).collect();
        assert_eq!(tokens, example.tokens);

        let given = encoder.given(&encoder.prepare(&text, &segments));
        let [given] = &given[..] else { panic!("{} windows", given.len()) };
        assert_eq!(given.pieces(), example.ids);
        assert_eq!(given.first(), example.first);
        let features: Vec<[usize; 5]> = given.features().collect();
        for (at, values) in [
            &example.shape,
            &example.piece,
            &example.quotation,
            &example.sentence,
            &example.paragraph,
        ]
        .into_iter()
        .enumerate()
        {
            assert!(features.iter().map(|row| row[at]).eq(values.iter().copied()), "feature {at}");
        }

        let scores = encoder.encode(&text, &segments);
        let found: Vec<f64> = (0..scores.rows())
            .flat_map(|row| example.columns.iter().map(move |&column| (row, column)))
            .map(|(row, column)| f64::from(scores.row(row).values()[column]))
            .collect();
        let (int8, fp32) = (example.int8.concat(), example.fp32.concat());
        let (spread, bytes) = (deviation(&fp32), difference(&found, &int8) / deviation(&fp32));
        let numbers = difference(&found, &fp32) / spread;
        let rounding = difference(&int8, &fp32) / spread;
        println!(
            "scores spread over {spread:.3}; off training's bytes by {bytes:.5} of that and off \
             its numbers by {numbers:.5}, as training's bytes are by {rounding:.5}"
        );
        assert!(bytes < TOLERANCE, "off training's bytes by {bytes}");
        assert!(numbers < TOLERANCE, "off training's numbers by {numbers}");
        count += 1;
    }
    assert!(count > 0);
}

/// The mean of the differences.
fn difference(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>() / a.len() as f64
}

/// The standard deviation.
fn deviation(a: &[f64]) -> f64 {
    let mean = a.iter().sum::<f64>() / a.len() as f64;
    (a.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / a.len() as f64).sqrt()
}
