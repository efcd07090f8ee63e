//! Names in bylines.
//!
//! A byline is a list of names with the rest of a newsroom around it: "By Ana Kola and Besnik Hoxha,
//! Staff Writers, in Tirana". [`names`] keeps the names.

/// The names in a line that is a byline and nothing else: it begins with "By" or its like, and each
/// word of a name has a capital.
pub(crate) fn of_line(line: &str) -> Option<Vec<String>> {
    const LEADS: &[&str] =
        &["by", "by:", "written by", "reported by", "reporting by", "author:", "von", "par", "por"];
    if line.len() > 160 {
        return None;
    }
    let line = line.trim().trim_start_matches(['*', '_']).trim_end_matches(['*', '_']);
    let lead = LEADS
        .iter()
        .filter(|lead| {
            line.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead))
                && line[lead.len()..].starts_with(char::is_whitespace)
        })
        .max_by_key(|lead| lead.len())?;
    let rest = line[lead.len()..].trim();
    if rest.ends_with(['.', '!', '?', ':', ';']) && !ends_with_initial(rest) {
        return None;
    }
    // "By Monday Paris Was Quiet" would be a strange byline; names have few words.
    let longest = parts(rest).map(|part| part.split_whitespace().count()).max().unwrap_or(0);
    let names = names(rest);
    let sure = names.iter().all(|name| name.split_whitespace().count() <= 5) && longest <= 8;
    (sure && !names.is_empty()).then_some(names)
}

/// The names in what is known to be a byline.
pub(crate) fn names(byline: &str) -> Vec<String> {
    let byline = byline.trim();
    let bare = ["by ", "von ", "par ", "por "]
        .iter()
        .find_map(|lead| {
            let start = byline.get(..lead.len())?;
            start.eq_ignore_ascii_case(lead).then(|| &byline[lead.len()..])
        })
        .unwrap_or(byline);
    parts(bare).filter(|part| is_name(part)).map(str::to_owned).collect()
}

/// Cuts at commas, "and" and the places and papers that follow a name.
fn parts(byline: &str) -> impl Iterator<Item = &str> {
    byline
        .split([',', ';', '&', '|', '/', '•', '·', '(', ')'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" und "))
        .flat_map(|part| part.split(" et "))
        .map(|part| {
            let end = [" in ", " for ", " at ", " of ", " with ", " from "]
                .iter()
                .filter_map(|word| part.find(word))
                .min()
                .unwrap_or(part.len());
            let part = part[..end].trim();
            part.strip_prefix("and ").unwrap_or(part).trim()
        })
        .filter(|part| !part.is_empty())
}

/// Two words or more, each with a capital or a particle, none of them a job or a company.
fn is_name(part: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "da", "di", "du", "del", "der", "den", "van", "von", "la", "le", "el", "al", "bin",
        "ibn", "ben", "dos", "das", "do", "e", "y", "ter", "ten", "abu", "bint",
    ];
    const NOT_NAMES: &[&str] = &[
        "writer",
        "writers",
        "correspondent",
        "correspondents",
        "editor",
        "editors",
        "reporter",
        "reporters",
        "staff",
        "press",
        "news",
        "newsroom",
        "agency",
        "agencies",
        "bureau",
        "chief",
        "columnist",
        "contributor",
        "service",
        "desk",
        "team",
        "times",
        "post",
        "media",
        "network",
        "international",
        "editorial",
        "board",
        "special",
        "senior",
        "political",
        "diplomatic",
        "reuters",
        "afp",
        "ap",
        "dpa",
        "bbc",
        "cnn",
        "tass",
        "xinhua",
        "guest",
        "published",
        "updated",
        "online",
        "magazine",
        "journal",
        "today",
        "daily",
        "herald",
        "tribune",
    ];
    let words: Vec<&str> = part.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && words.iter().all(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let lower = bare.to_lowercase();
            let capital =
                bare.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
            let plain = bare.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c));
            plain && !NOT_NAMES.contains(&lower.as_str()) && (capital || PARTICLES.contains(&bare))
        })
}

fn ends_with_initial(words: &str) -> bool {
    let last = words.split_whitespace().next_back().unwrap_or_default();
    last.ends_with('.') && last.chars().filter(|c| c.is_alphabetic()).count() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_bylines() {
        for (line, expected) in [
            ("By Ana Kola", "Ana Kola"),
            ("BY ANA KOLA", "ANA KOLA"),
            ("By Ana Kola and Besnik Hoxha, Staff Writers", "Ana Kola|Besnik Hoxha"),
            (
                "By Ana Kola, Besnik Hoxha and Jean de la Tour",
                "Ana Kola|Besnik Hoxha|Jean de la Tour",
            ),
            ("By Ana M. Kola in Tirana", "Ana M. Kola"),
            ("Written by Ana Kola, Example News Agency", "Ana Kola"),
            ("By Ana O’Neill-Kola (Example Press)", "Ana O’Neill-Kola"),
        ] {
            assert_eq!(
                of_line(line).map(|names| names.join("|")).as_deref(),
                Some(expected),
                "{line}"
            );
        }
    }

    #[test]
    fn lines_that_are_none() {
        for line in [
            "By the time the bridge opened, it was dark",
            "By Monday",
            "By Monday Paris was quiet again.",
            "Bystanders Ana Kola and Besnik Hoxha",
            "By order of the mayor",
            "By Staff Writer",
        ] {
            assert_eq!(of_line(line), None, "{line}");
        }
    }
}
