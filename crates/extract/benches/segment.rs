//! How many bytes a second segmentation reads, on one core.
//!
//! ```text
//! cargo bench -p onrecord-extract --bench segment
//! ```

use divan::Bencher;
use divan::counter::BytesCount;
use onrecord_extract::segment;
use onrecord_text::{Outline, Text};

fn main() {
    divan::main();
}

const ARTICLE: &str = "\
The library of Lillevik opened its doors again on Monday, after eleven months of repairs that cost \
the town $2.4 million.

“We didn’t think that it’d take so long,” said Anna Lind, who has led the library since the ’90s. \
“But the roof, the floor and the cellar's walls were all wet. ‘Close it,’ they told us, and we \
did.”

Mr. Berg, a co-founder of the readers’ club, wasn't as happy. \"Is it over?\" he asked. \"We \
waited ... and waited. By 5 p.m. on Sept. 17 there were only 12 books left; the U.S. atlas, e.g., \
was gone.\"

The council said in a statement that eighty-two per cent of the 14,000 books had been saved. See \
https://example.org/lillevik/library for a list.";

/// About a megabyte of prose in paragraphs of ordinary length.
#[divan::bench]
fn articles(bencher: Bencher) {
    measure(bencher, &[ARTICLE; 1300].join("\n\n"));
}

/// The same without a single line break: nothing may cost more because a line is long.
#[divan::bench]
fn one_line(bencher: Bencher) {
    measure(bencher, &[ARTICLE.replace("\n\n", " ").as_str(); 1300].join(" "));
}

/// Marks that never close.
#[divan::bench]
fn open_marks(bencher: Bencher) {
    measure(bencher, &"“a ‘b \"c ".repeat(80_000));
}

fn measure(bencher: Bencher, words: &str) {
    let text = Text::new(words);
    let outline = Outline::default();
    bencher.counter(BytesCount::of_str(words)).bench(|| segment(&text, &outline));
}
