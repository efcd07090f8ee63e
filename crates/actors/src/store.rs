//! Packed facts, read where they lie.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use crate::day::Day;
use crate::tables::pack::{MAGIC, NOTHING, WIDTHS};

/// One run of packed facts: ours, or a user's.
pub struct Store {
    bytes: Cow<'static, [u8]>,
    texts: Range<usize>,
    sections: [Range<usize>; WIDTHS.len()],
}

/// A row of a section: so many numbers.
#[derive(Clone, Copy)]
pub struct Row<'s> {
    store: &'s Store,
    bytes: &'s [u8],
}

impl Store {
    /// Facts that [`crate::tables::pack::pack`] packed. Bytes that are none are a store without
    /// facts, so that nothing that reads can fail.
    pub fn new(bytes: Cow<'static, [u8]>) -> Store {
        let number = |at: usize| {
            let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
            four.map_or(0, u32::from_le_bytes) as usize
        };
        let begin = MAGIC.len() + 4 * (1 + WIDTHS.len());
        let within = |from: usize, to: usize| from..to.clamp(from, bytes.len().max(from));
        let texts = within(begin, number(MAGIC.len()));
        let mut end = texts.end;
        let sections = std::array::from_fn(|nth| {
            let section = within(end, number(MAGIC.len() + 4 * (nth + 1)));
            end = section.end;
            section
        });
        if bytes.starts_with(MAGIC) {
            Store { bytes, texts, sections }
        } else {
            Store { bytes, texts: 0..0, sections: std::array::from_fn(|_| 0..0) }
        }
    }

    /// How many bytes there are.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// How many rows a section has.
    pub fn len(&self, section: usize) -> usize {
        self.sections[section].len() / (4 * WIDTHS[section])
    }

    /// A row of a section.
    pub fn row(&self, section: usize, index: usize) -> Option<Row<'_>> {
        let width = 4 * WIDTHS[section];
        let section = self.bytes.get(self.sections[section].clone())?;
        let bytes = section.get(index * width..(index + 1) * width)?;
        Some(Row { store: self, bytes })
    }

    /// The rows of a section, in order.
    pub fn rows(&self, section: usize) -> impl Iterator<Item = Row<'_>> {
        (0..self.len(section)).filter_map(move |index| self.row(section, index))
    }

    /// The rows that compare equal, in a section that is sorted so.
    pub fn equal<'s>(
        &'s self,
        section: usize,
        compare: impl Fn(Row<'s>) -> Ordering,
    ) -> impl Iterator<Item = Row<'s>> {
        let compare = move |row: Row<'s>| compare(row);
        let first = self.first(section, |row| compare(row) == Ordering::Less);
        (first..self.len(section))
            .map_while(move |index| self.row(section, index))
            .take_while(move |row| compare(*row) == Ordering::Equal)
    }

    /// The first row that is not before what is looked for.
    pub fn first<'s>(&'s self, section: usize, before: impl Fn(Row<'s>) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len(section));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.row(section, middle).is_some_and(&before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn text(&self, at: u32) -> Option<&str> {
        if at == NOTHING {
            return None;
        }
        let texts = self.bytes.get(self.texts.clone())?;
        let at = at as usize;
        let length = texts.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)?;
        std::str::from_utf8(texts.get(at + 2..at + 2 + usize::from(length))?).ok()
    }
}

impl<'s> Row<'s> {
    /// A number of the row.
    pub fn number(&self, column: usize) -> u32 {
        let four = self.bytes.get(4 * column..4 * column + 4).and_then(|four| four.try_into().ok());
        four.map_or(NOTHING, u32::from_le_bytes)
    }

    /// A text of the row; `None` for nothing.
    pub fn maybe(&self, column: usize) -> Option<&'s str> {
        self.store.text(self.number(column))
    }

    /// A text of the row that is always there.
    pub fn text(&self, column: usize) -> &'s str {
        self.maybe(column).unwrap_or_default()
    }

    /// A day of the row.
    pub fn day(&self, column: usize) -> Option<Day> {
        let packed = self.number(column);
        (packed != NOTHING).then(|| Day::unpacked(packed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_a_store(mut bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            for magic in [false, true] {
                if magic {
                    bytes.splice(0..0, MAGIC.iter().copied());
                }
                let store = Store::new(Cow::Owned(bytes.clone()));
                for (section, width) in WIDTHS.into_iter().enumerate() {
                    for row in store.rows(section) {
                        for column in 0..width {
                            prop_assert!(row.text(column).len() <= bytes.len());
                        }
                    }
                }
            }
        }
    }
}
