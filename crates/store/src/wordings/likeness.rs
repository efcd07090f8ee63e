//! How likely it is that two statements are one.

use super::WINDOW;
use super::align::{self, Pair};
use super::pieces::Piece;
use super::speakers::agreement;
use super::wording::Wording;
use crate::words::{Frequencies, weight};

/// The likeness from which on two statements are held to be one.
pub const SAME: f64 = 0.4;

/// How likely it is that two statements are one, from 0 to 1: the speakers agree, the days are near,
/// and what the shorter one says, the longer one says too.
pub fn likeness(a: &Wording, b: &Wording, frequencies: &dyn Frequencies) -> f64 {
    if a.day.zip(b.day).is_some_and(|(a, b)| a.abs_diff(b) > WINDOW.unsigned_abs()) {
        return 0.0;
    }
    let speakers = agreement(&a.speakers, &b.speakers);
    if speakers <= 0.0 {
        return 0.0;
    }
    speakers * contents(&a.pieces, &b.pieces, frequencies)
}

fn contents(a: &[Piece], b: &[Piece], frequencies: &dyn Frequencies) -> f64 {
    let worth = |piece: &Piece| worth(piece, frequencies);
    let (mut common, mut in_order) = (0.0, 0.0);
    let mut last: Option<(usize, usize)> = None;
    for Pair { a: at, b: other, likeness } in align::telling(a, b) {
        let both = likeness * worth(&a[at]).min(worth(&b[other]));
        common += both;
        // What comes after the same word is one thought told in the same order.
        if last.is_some_and(|(x, y)| at > x && at - x <= NEAR && other > y && other - y <= NEAR) {
            in_order += both;
        }
        last = Some((at, other));
    }
    let all = |pieces: &[Piece]| -> f64 { pieces.iter().filter(|p| p.tells()).map(worth).sum() };
    let (a, b) = (all(a), all(b));
    let (shorter, longer) = (a.min(b), a.max(b));
    if shorter <= 0.0 {
        return 0.0;
    }
    // A cut leaves little of the longer one, so the shorter one tells; but two words of the matter
    // are in everything that anybody says about it.
    let evidence = common / (common + SLIGHT);
    let held = 0.8 * common / shorter + 0.2 * common / longer;
    let order = 0.8 + 0.2 * (in_order / common.max(1e-9)).min(1.0);
    (held * evidence * order * SCALE).min(1.0)
}

/// How many pieces may stand between two that belong together.
const NEAR: usize = 5;

/// So many words in common are half convincing.
const SLIGHT: f64 = 0.8;

/// Brings the likeness of typical pairs around one half.
const SCALE: f64 = 1.25;

/// How much a piece tells: rare words, names and numbers more than others.
fn worth(piece: &Piece, frequencies: &dyn Frequencies) -> f64 {
    let rare = weight(frequencies, &piece.term);
    let kind = if piece.number.is_some() { 0.9 } else { 1.0 };
    0.25 + 0.75 * rare * kind
}
