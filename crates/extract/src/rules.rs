//! The rule files: how they are read, and which they were.
//!
//! Rules are data in `rules/en` that anybody can read and correct. They are compiled in, so that
//! extraction stays a function of its text alone, and put into maps on first use.

/// `sha256:` and the hash of all rule files and tables of facts in hexadecimal: what made a record,
/// beside the program.
pub(crate) const ID: &str = env!("ONRECORD_RULES");

/// Lines of a rule file that hold an entry.
pub(crate) fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// Entries of a rule file with two columns.
pub(crate) fn pairs(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(file).filter_map(|line| line.split_once('\t'))
}

/// A set of the entries of a rule file.
macro_rules! word_list {
    ($(#[$docs:meta])* $name:ident, $file:literal) => {
        $(#[$docs])*
        pub(crate) static $name: std::sync::LazyLock<std::collections::HashSet<&'static str>> =
            std::sync::LazyLock::new(|| {
                let file = include_str!(concat!("../../../../rules/en/", $file));
                $crate::rules::entries(file).collect()
            });
    };
}

pub(crate) use word_list;

#[cfg(test)]
mod tests {
    #[test]
    fn the_id_is_that_of_rules_and_tables() {
        let files: Vec<&str> = env!("ONRECORD_RULES_OF").split(';').collect();
        for of in ["rules/en/bodies.tsv", "rules/en/events/aid.rules", "tables/terms.tsv"] {
            assert!(files.contains(&of), "{of}");
        }
        assert!(files.contains(&"tables/places/regions.tsv"));
        assert!(!files.iter().any(|file| file.starts_with("tables/make")));
    }
}
