//! Which reports are copies of one another, and which tell of one happening.
//!
//! An agency's report appears in a hundred papers: under another headline, cut at the end, with a
//! paragraph of local colour. Whoever counts reports wants to count it once. Text is cut into lines,
//! lines that a site puts under everything are left out, and what remains is taken as [`Shingles`],
//! runs of three words. [`Shingles::bands`] are a few dozen integers that copies share and others do
//! not: kept in a table, they find the candidates for a new article in one look-up for each, and
//! [`are_copies`] then compares the candidates word by word.
//!
//! For each article that is added, in this order:
//!
//! 1. [`lines`] of its text; the caller knows in how many reports each was seen.
//! 2. [`Shingles::of`] the text without the lines seen in [`BOILERPLATE`] reports or more.
//! 3. articles that share bands, one entry for each shared band, through [`candidates`].
//! 4. [`are_copies`] with each; the groups of all that are copies become one group ([`Groups`] does
//!    that in memory).
//! 5. its bands are kept, and if it founded a group of its own, its lines are counted.
//!
//! Hashes and seeds are fixed: the same text gives the same integers on every machine and in every
//! version with the same [`SCHEME`].
