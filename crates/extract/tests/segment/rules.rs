//! The word lists in `rules/en` are what their readers take them for.

use std::fs;
use std::path::Path;

#[test]
fn lists_are_sorted_and_say_where_they_come_from() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/en");
    let names = [
        "abbreviations.tsv",
        "calendar_words.txt",
        "clipped_words.txt",
        "contractions.tsv",
        "elisions.tsv",
        "hyphen_prefixes.txt",
        "hyphen_suffixes.txt",
        "joined_words.txt",
        "number_units.txt",
        "reporting_verbs.txt",
        "sentence_openers.txt",
    ];
    for name in names {
        let file = fs::read_to_string(folder.join(name)).unwrap();
        let head: Vec<_> = file.lines().take_while(|line| line.starts_with('#')).collect();
        assert!(head.iter().any(|line| line.contains("Licence: ")), "{name}: no licence");
        let entries: Vec<_> = file.lines().skip(head.len()).collect();
        assert!(!entries.is_empty(), "{name}: no entries");
        for pair in entries.windows(2) {
            assert!(pair[0] < pair[1], "{name}: {:?} stands before {:?}", pair[0], pair[1]);
        }
        let columns = entries[0].split('\t').count();
        for entry in entries {
            assert_eq!(entry.split('\t').count(), columns, "{name}: {entry:?}");
            assert_eq!(entry.trim(), entry, "{name}: {entry:?} has white space around it");
        }
    }
}
