//! Reads the block that the build script made of the tables where it lies in the binary: nothing is
//! parsed, copied or allocated, so that a program starts as fast with 40,000 places as without.
//!
//! The build script writes the block and the tests walk through all of it. A number that leads
//! nowhere reads as nothing rather than as a panic.

/// The parts of the block, in the order in which the build script writes them.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    pub places: Numbers,
    strings: &'static str,
    pub states: Numbers,
    pub neighbours: Numbers,
    pub postings: Numbers,
    disputes: Numbers,
    pub names: Index,
    pub adjectives: Index,
    pub cues: Index,
}

/// Numbers of 32 bits, low byte first.
#[derive(Clone, Copy, Debug)]
pub struct Numbers(&'static [u8]);

/// Sorted words, each with a number.
#[derive(Clone, Copy, Debug)]
pub struct Index {
    ends: Numbers,
    text: &'static str,
    values: Numbers,
}

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/places.bin"));

impl Block {
    /// The block inside the binary.
    pub fn builtin() -> Self {
        let ends = Numbers(BYTES);
        let section = |index: usize| -> &'static [u8] {
            let start = match index.checked_sub(1) {
                None => 15 * 4,
                Some(before) => ends.at(before) as usize,
            };
            BYTES.get(start..ends.at(index) as usize).unwrap_or_default()
        };
        let text = |index| std::str::from_utf8(section(index)).unwrap_or_default();
        let index = |first: usize| Index {
            ends: Numbers(section(first)),
            text: text(first + 1),
            values: Numbers(section(first + 2)),
        };
        Self {
            places: Numbers(section(0)),
            strings: text(1),
            states: Numbers(section(2)),
            neighbours: Numbers(section(3)),
            postings: Numbers(section(4)),
            disputes: Numbers(section(5)),
            names: index(6),
            adjectives: index(9),
            cues: index(12),
        }
    }

    /// The text of `length` bytes at `at`.
    pub fn string(&self, at: u32, length: usize) -> &'static str {
        let at = at as usize;
        self.strings.get(at..at + length).unwrap_or_default()
    }

    /// Who claims a disputed place, and the note, by its number.
    pub fn dispute(&self, index: usize) -> (&'static str, &'static str) {
        let text = |at: usize| self.string(self.disputes.at(at), self.disputes.at(at + 1) as usize);
        (text(4 * index), text(4 * index + 2))
    }
}

impl Numbers {
    pub fn len(self) -> usize {
        self.0.len() / 4
    }

    /// The number at `index`; beyond the end, the largest there is, which leads nowhere.
    pub fn at(self, index: usize) -> u32 {
        let bytes = self.0.get(4 * index..4 * index + 4);
        bytes.and_then(|bytes| bytes.try_into().ok()).map_or(u32::MAX, u32::from_le_bytes)
    }
}

impl Index {
    pub fn len(self) -> usize {
        self.ends.len()
    }

    pub fn word(self, index: usize) -> &'static str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends.at(before) as usize);
        self.text.get(start..self.ends.at(index) as usize).unwrap_or_default()
    }

    pub fn value(self, index: usize) -> u32 {
        self.values.at(index)
    }

    /// Where a word stands.
    pub fn find(self, word: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.word(middle).cmp(word) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_is_small_and_whole() {
        assert!(BYTES.len() < 8 << 20, "{} bytes", BYTES.len());
        let end = Numbers(BYTES).at(14) as usize;
        assert_eq!(end, BYTES.len());
        let block = Block::builtin();
        for index in [block.names, block.adjectives, block.cues] {
            assert!(index.len() > 100);
            for at in 0..index.len() {
                assert_eq!(index.find(index.word(at)), Some(at));
            }
        }
    }
}
