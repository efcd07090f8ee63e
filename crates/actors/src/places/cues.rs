//! The bits of `tables/places/cues.tsv` and `cautions.tsv`, in the order of the build script.

pub const PREPOSITION: u32 = 1;
pub const TITLE: u32 = 1 << 1;
pub const ORGANISATION: u32 = 1 << 2;
pub const ORGANISATION_HEAD: u32 = 1 << 3;
pub const REGION_NOUN: u32 = 1 << 4;
pub const CITY_NOUN: u32 = 1 << 5;
pub const PERSON_VERB: u32 = 1 << 6;
pub const COUNTRY_NOUN: u32 = 1 << 7;
pub const REGION_OFFICE: u32 = 1 << 8;
pub const CITY_OFFICE: u32 = 1 << 9;
pub const CALENDAR: u32 = 1 << 10;
// Bit 11, after_name, only says that a capitalised word is no surname.
pub const OPENER: u32 = 1 << 12;

/// The name is a common word as well.
pub const WORD: u8 = 1;
/// The name is a given name as well.
pub const GIVEN: u8 = 1 << 1;
/// The name is a surname as well.
pub const SURNAME: u8 = 1 << 2;
/// The name is an abbreviation and stands in capitals.
pub const SHORT: u8 = 1 << 3;
/// The name is an abbreviation that follows a town and a comma.
pub const AFTER_COMMA: u8 = 1 << 4;
/// The name is that of a thing, with a place in it.
pub const COMPOUND: u8 = 1 << 5;
