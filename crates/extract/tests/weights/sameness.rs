//! The same text gives the same bytes, however it is read.

use std::num::NonZeroUsize;

use onrecord_extract::segment;
use onrecord_text::{Outline, Text};

#[test]
fn scores_do_not_depend_on_what_is_read_beside_them() {
    let Some(encoder) = super::encoder() else { return };
    let harbour = include_str!("../../../../demo/harbour-bridge.txt");
    let texts = [harbour.repeat(5), "Trams run late.".to_owned(), harbour.to_owned()];
    let texts: Vec<Text> = texts.into_iter().map(Text::new).collect();
    let segmented: Vec<_> = texts.iter().map(|text| segment(text, &Outline::default())).collect();
    let of_all = || texts.iter().zip(&segmented);
    let alone: Vec<_> = of_all().map(|(text, segments)| encoder.encode(text, segments)).collect();
    let prepared: Vec<_> =
        of_all().map(|(text, segments)| encoder.prepare(text, segments)).collect();
    assert!(prepared[0].windows() > 2);
    let threads = |count| NonZeroUsize::new(count).unwrap();
    for count in 1..=3 {
        assert!(encoder.encode_all(&prepared, threads(count)) == alone, "{count} threads");
    }
    assert!(encoder.encode_all(&prepared[1..], threads(2)) == alone[1..]);
}
