//! Tables of language and of facts say where they come from and under what licence, and are sorted, so
//! that a diff shows what was added and nothing stands in them twice. Rules of events have an order of
//! their own, which the program checks when it reads them.

use super::Repository;

pub fn check(repository: &Repository, faults: &mut Vec<String>) {
    let is_table = |path: &str| {
        let language = path.starts_with("rules/") && !path.ends_with(".md");
        language || (path.starts_with("tables/") && path.ends_with(".tsv"))
    };
    for (path, text) in repository.texts().filter(|(path, _)| is_table(path)) {
        let head: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
        for wanted in ["Origin:", "Licence:"] {
            if !head.iter().any(|line| line.contains(wanted)) {
                faults.push(format!("{path}: its first lines lack \"{wanted}\""));
            }
        }
        if path.ends_with(".rules") {
            continue;
        }
        let rows = text.lines().enumerate().skip(head.len());
        let rows: Vec<(usize, &str)> =
            rows.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).collect();
        for pair in rows.windows(2) {
            let (above, (index, row)) = (pair[0].1, pair[1]);
            if above >= row {
                let fault = if above == row { "stands there twice" } else { "is out of order" };
                faults.push(format!("{path}:{}: {row:?} {fault}", index + 1));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::faults;
    use super::*;

    #[test]
    fn unsorted_and_nameless_tables_are_found() {
        let found = faults(
            check,
            &[
                ("rules/en/fine.tsv", "# Words. Origin: ours. Licence: MIT.\na\t1\nb\t2\n"),
                ("rules/en/mixed.tsv", "# Origin: ours.\n# Licence: MIT.\nb\na\na\n"),
                ("rules/en/nameless.tsv", "a\nb\n"),
            ],
        );
        assert_eq!(
            found,
            [
                "rules/en/mixed.tsv:4: \"a\" is out of order",
                "rules/en/mixed.tsv:5: \"a\" stands there twice",
                "rules/en/nameless.tsv: its first lines lack \"Origin:\"",
                "rules/en/nameless.tsv: its first lines lack \"Licence:\"",
            ]
        );
    }
}
