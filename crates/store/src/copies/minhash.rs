//! MinHash: a few numbers for a set, equal in two sets as often as the sets are alike.
//!
//! Of all shingles of a text, the one with the smallest hash is kept, under each of many hash
//! functions. Two texts keep the same one with a probability that is their Jaccard likeness. Two
//! such numbers make a band; the band is one integer, so that a table with an index finds all
//! articles that share it.
//!
//! There are two sorts of bands. 24 are of the whole text: a text with a tenth of its words replaced
//! keeps `0.9⁴ = .66` of its shingles, a likeness of .49, and shares about six of them. 32 are of its
//! first hundred words or so after the headline: a copy that was cut to a third is little like the
//! whole (.23), but its beginning is, and syndication cuts at the end.

use crate::words::mix;

/// How many bands a text has at most.
pub const BANDS: usize = WHOLE + LEAD;

const WHOLE: usize = 24;
const LEAD: usize = 32;
const ROWS: usize = 2;

/// How many shingles are the beginning of a text.
const LEAD_SHINGLES: usize = 100;

/// Sets of fewer shingles are too small to be judged by chance; they have one band for all of them.
pub(super) const FEW: usize = 12;

/// The bands of a text, given its shingles in order and how many of them are its headline's.
pub(super) fn bands(shingles: &[u64], headline: usize) -> Vec<i64> {
    if shingles.is_empty() {
        return Vec::new();
    }
    if shingles.len() < FEW {
        let all = shingles.iter().fold(u64::MAX, |all, shingle| mix(all ^ shingle));
        return vec![all.cast_signed()];
    }
    let body = &shingles[headline.min(shingles.len())..];
    let lead = &body[..body.len().min(LEAD_SHINGLES)];
    let mut bands = Vec::with_capacity(BANDS);
    for (salt, (shingles, count)) in (0..).zip([(shingles, WHOLE), (lead, LEAD)]) {
        let smallest = smallest(shingles, salt << 32, count * ROWS);
        bands.extend((0..).zip(smallest.chunks(ROWS)).map(|(number, rows)| {
            let place = mix(salt << 32 | number);
            rows.iter().fold(place, |band, row| mix(band ^ row)).cast_signed()
        }));
    }
    bands
}

/// The smallest hash of the shingles under each of `count` hash functions.
fn smallest(shingles: &[u64], seed: u64, count: usize) -> Vec<u64> {
    let mut smallest = vec![u64::MAX; count];
    // A multiplier that is odd permutes all numbers; the shingles are hashes already, so that is
    // enough to make the orders differ.
    let odd: Vec<u64> = (1..).take(count).map(|number| mix(seed + number) | 1).collect();
    for shingle in shingles {
        for (least, odd) in smallest.iter_mut().zip(&odd) {
            let hash = (shingle ^ (odd >> 7)).wrapping_mul(*odd);
            // The high bits of a product are the well mixed ones.
            *least = (*least).min(hash.rotate_left(32));
        }
    }
    smallest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_those_that_files_were_written_with() {
        let shingles: Vec<u64> = (0..400).map(mix).collect();
        let bands = bands(&shingles, 0);
        assert_eq!(bands.len(), BANDS);
        assert_eq!(
            [bands[0], bands[23], bands[24], bands[55]],
            [
                -7_262_519_757_923_282_519,
                4_552_643_067_048_879_717,
                -8_006_500_397_197_236_579,
                -3_369_252_013_255_299_404,
            ]
        );
    }

    #[test]
    fn bands_are_shared_as_often_as_the_sets_are_alike() {
        let (mut shared, mut asked) = (0, 0);
        for text in 0..50 {
            let a: Vec<u64> = (0..300).map(|at| mix(text * 1000 + at)).collect();
            // 200 of 400 shingles are common: a likeness of one half, a quarter for two rows.
            let b: Vec<u64> = (100..400).map(|at| mix(text * 1000 + at)).collect();
            let (a, b) = (bands(&a, 0), bands(&b, 0));
            shared += a[..WHOLE].iter().zip(&b).filter(|(a, b)| a == b).count();
            asked += WHOLE;
        }
        let share = shared * 100 / asked;
        assert!((21..30).contains(&share), "{share} % of bands shared");
    }
}
