use std::collections::{HashMap, HashSet};

use super::stories::{Features, choose, likeness};
use super::*;
use crate::fixtures;
use crate::words::{Counts, entries, hash, mix};

/// Articles of invented sentences, the same in every run.
struct Press {
    seed: u64,
}

const WHO: [&str; 12] = [
    "The ferry office",
    "A baker from the old town",
    "The council of Rovinj",
    "Milena Vukasin",
    "The harbour master",
    "A school in the hills",
    "The museum of bridges",
    "Tomas Gradnik",
    "A club of rowers",
    "The weather service",
    "A maker of violins",
    "The library on the square",
];
const DID: [&str; 14] = [
    "opened",
    "painted",
    "moved",
    "counted",
    "measured",
    "closed",
    "repaired",
    "sold",
    "described",
    "planned",
    "lent",
    "photographed",
    "cleaned",
    "renamed",
];
const WHAT: [&str; 14] = [
    "a wooden pier",
    "two hundred chairs",
    "the northern lighthouse",
    "a garden behind the mill",
    "forty kites",
    "an archive of letters",
    "the smallest tram",
    "a row of poplars",
    "the clock of the station",
    "a map of wells",
    "three rowing boats",
    "a choir of postmen",
    "the stairs to the castle",
    "an orchard of pears",
];
const WHERE: [&str; 12] = [
    "near Trieste",
    "in Ljubljana",
    "on the island of Krk",
    "behind the fish market",
    "along the river",
    "above the vineyards",
    "beside the tram depot",
    "in Graz",
    "under the viaduct",
    "at the edge of Piran",
    "outside Maribor",
    "by the salt pans",
];
const WHY: [&str; 12] = [
    "because the old one leaked",
    "so that children can see the sea",
    "after a vote in spring",
    "which nobody had expected",
    "while the band played",
    "to the surprise of the neighbours",
    "for the first time since the flood",
    "with money from a lottery",
    "before the tourists came",
    "as a gift to the town",
    "although it rained",
    "without any ceremony",
];

const COMMON: [&str; 16] = [
    "the", "a", "of", "to", "in", "and", "was", "that", "for", "on", "with", "it", "said", "by",
    "from", "were",
];
const SYLLABLES: [&str; 16] = [
    "ba", "lo", "ri", "ten", "mu", "sha", "vor", "ke", "pi", "don", "ga", "zu", "el", "nim", "fa",
    "tro",
];

impl Press {
    fn number(&mut self, below: usize) -> usize {
        self.seed = mix(self.seed);
        usize::try_from(self.seed % u64::try_from(below).unwrap()).unwrap()
    }

    fn pick(&mut self, from: &[&str]) -> String {
        from[self.number(from.len())].to_owned()
    }

    /// Words with the frequencies of language: few are common, most are rare.
    fn sentence(&mut self) -> String {
        let count = 8 + self.number(18);
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        format!("{}.", words.join(" "))
    }

    fn word(&mut self) -> String {
        if self.number(100) < 45 {
            return self.pick(&COMMON);
        }
        // Zipf's law, near enough: the logarithm of the rank is spread evenly.
        let magnitude = 1 << self.number(13);
        let rank = self.number(magnitude);
        let syllable = |at: usize| SYLLABLES[at % SYLLABLES.len()];
        format!("{}{}{}", syllable(rank), syllable(rank / 16 + 3), syllable(rank / 256 + 7))
    }

    /// A language of few phrases, in which everything was said before.
    fn phrases(&mut self) -> String {
        let year = 1900 + self.number(120);
        let count = 2 + self.number(900);
        let parts = [&WHO[..], &DID, &WHAT, &WHERE, &WHY].map(|from| self.pick(from));
        let [who, did, what, place, why] = parts;
        match self.number(3) {
            0 => format!("{who} {did} {what} {place} {why}."),
            1 => format!("In {year}, {who} {did} {what} {place}, {why}, and {count} people came."),
            _ => format!("{place}, {count} visitors saw how {who} {did} {what} {why}."),
        }
    }

    fn paragraphs(&mut self, count: usize) -> Vec<String> {
        (0..count)
            .map(|_| {
                let sentences = 1 + self.number(3);
                (0..sentences).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    fn article(&mut self) -> Vec<String> {
        let count = 5 + self.number(9);
        self.paragraphs(count)
    }

    /// A tenth of the words replaced by others.
    fn changed(&mut self, paragraphs: &[String]) -> Vec<String> {
        let others = ["meadow", "seldom", "copper", "lantern", "quietly", "eleven", "northward"];
        let change = |word: &str| {
            if self.number(10) == 0 { self.pick(&others) } else { word.to_owned() }
        };
        let words = paragraphs.iter().map(|p| p.split(' ').collect::<Vec<_>>());
        let mut change = change;
        words
            .map(|words| words.into_iter().map(&mut change).collect::<Vec<_>>().join(" "))
            .collect()
    }
}

/// What the store does, in memory: groups of texts, in the order in which they come.
fn grouped(texts: &[String]) -> Vec<i64> {
    let mut groups = Groups::default();
    let mut bands: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut seen: HashMap<i64, u64> = HashMap::new();
    for (number, text) in (0..).zip(texts) {
        let known = |line: i64| seen.get(&line).is_some_and(|count| *count >= BOILERPLATE);
        let new = Shingles::of(text, &known);
        let shared: Vec<i64> =
            new.bands().iter().filter_map(|b| bands.get(b)).flatten().copied().collect();
        let mut founds = true;
        for other in candidates(shared, 50) {
            let text = &texts[usize::try_from(other).unwrap()];
            if are_copies(&new, &Shingles::of(text, &known)) {
                groups.union(number, other);
                founds = false;
            }
        }
        for band in new.bands() {
            bands.entry(band).or_default().push(number);
        }
        if founds {
            lines(text).into_iter().for_each(|line| *seen.entry(line).or_default() += 1);
        }
    }
    (0..).take(texts.len()).map(|number| groups.group(number)).collect()
}

fn pairs(groups: &[i64]) -> HashSet<(usize, usize)> {
    let all = (0..groups.len()).flat_map(|a| (a + 1..groups.len()).map(move |b| (a, b)));
    all.filter(|(a, b)| groups[*a] == groups[*b]).collect()
}

/// (precision, recall, F1) of pairs, in percent.
fn figures(found: &[i64], planted: &[i64]) -> (f64, f64, f64) {
    let (found, planted) = (pairs(found), pairs(planted));
    let right = u32::try_from(found.intersection(&planted).count()).unwrap();
    let of =
        |whole: usize| f64::from(right) * 100.0 / f64::from(u32::try_from(whole).unwrap().max(1));
    let (precision, recall) = (of(found.len()), of(planted.len()));
    (precision, recall, 2.0 * precision * recall / (precision + recall))
}

/// 400 articles in any order, a quarter of them with five copies more. Every copy has a tenth of its
/// words changed; `ways` are what else was done to the five, one after the other: nothing (0), cut at
/// the end (1), another headline (2), a paragraph added anywhere (3), all of it (4).
fn planted(ways: [usize; 5]) -> (Vec<String>, Vec<i64>) {
    let mut press = Press { seed: 7 };
    let mut texts: Vec<(String, i64)> = Vec::new();
    for number in 0..400 {
        let article = press.article();
        let headline = press.sentence();
        texts.push((format!("{headline}\n\n{}", article.join("\n\n")), number));
        for way in ways.into_iter().filter(|_| number % 4 == 0) {
            let mut copy = press.changed(&article);
            let mut headline = headline.clone();
            if way == 1 || way == 4 {
                copy.truncate(copy.len() * 2 / 5 + 1);
            }
            if way == 2 || way == 4 {
                headline = press.sentence();
            }
            if way == 3 || way == 4 {
                let place = press.number(copy.len() + 1);
                let added = press.paragraphs(1).remove(0);
                copy.insert(place, added);
            }
            texts.push((format!("{headline}\n\n{}", copy.join("\n\n")), number));
        }
    }
    texts.sort_by_key(|(text, _)| hash(9, text.as_bytes()));
    texts.into_iter().unzip()
}

#[test]
fn planted_copies_are_found_and_nothing_else() {
    for (name, ways) in
        [("a tenth of the words changed", [0; 5]), ("and cut, headed, added to", [0, 1, 2, 3, 4])]
    {
        let (texts, planted) = planted(ways);
        let (precision, recall, f1) = figures(&grouped(&texts), &planted);
        println!("copies, {name}: precision {precision:.2}, recall {recall:.2}, F1 {f1:.2}");
        assert!(f1 >= 98.0 && precision >= 100.0, "{name}: {precision:.2}, {recall:.2}, {f1:.2}");
    }
}

#[test]
fn boilerplate_makes_no_copies() {
    let mut press = Press { seed: 11 };
    let foot = press.paragraphs(3).join("\n");
    let head = "Sign up for the morning letter of the Salt Coast Courier and never miss a tide.";
    let texts: Vec<String> = (0..300)
        .map(|_| {
            let count = 2 + press.number(6);
            format!(
                "{head}\n{}\n{foot}\nReporting by M. Vukasin; editing by T. Gradnik",
                press.paragraphs(count).join("\n")
            )
        })
        .collect();
    let groups = grouped(&texts);
    let founders: HashSet<&i64> = groups.iter().collect();
    assert_eq!(founders.len(), texts.len());
}

#[test]
fn phrases_that_everybody_uses_make_no_copies() {
    let mut press = Press { seed: 3 };
    let texts: Vec<String> = (0..300)
        .map(|_| {
            let count = 8 + press.number(15);
            (0..count).map(|_| press.phrases()).collect::<Vec<_>>().join("\n")
        })
        .collect();
    let groups = grouped(&texts);
    let founders: HashSet<&i64> = groups.iter().collect();
    assert_eq!(founders.len(), texts.len());
}

#[test]
fn a_short_text_is_a_copy_only_of_its_equal() {
    let of = |text: &str| Shingles::of(text, &|_| false);
    assert!(are_copies(&of("The ferry to Krk is late."), &of("The ferry to Krk is late")));
    assert!(!are_copies(&of("The ferry to Krk is late."), &of("The ferry to Cres is late.")));
    assert!(!are_copies(&of(""), &of("")));
    assert_eq!(of("\u{202e}\0 \n").bands(), [0; 0]);
}

#[test]
fn reports_of_one_happening_are_a_story_and_others_are_not() {
    let mut counts = Counts::default();
    let mut reports: Vec<(String, Features)> = Vec::new();
    for line in entries(include_str!("data/stories.tsv")) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [story, day, headline, text] = columns[..] else { panic!("{line}") };
        let mut record = fixtures::record(&format!("{headline}\n\n{text}"));
        record.article.headline = Some(headline.to_owned());
        record.article.published = Some(format!("2024-05-{day:0>2}").parse().unwrap());
        let features = Features::of(&record);
        counts.add(features.terms());
        reports.push((story.to_owned(), features));
    }
    // As the store does it: one report after the other, against those that share keys.
    let mut keys: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut stories: Vec<i64> = Vec::new();
    for (number, (_, report)) in (0..).zip(&reports) {
        let own = report.keys(&counts);
        let shared = own.iter().filter_map(|key| keys.get(key)).flatten().copied();
        let likenesses: Vec<(i64, f64)> = stories::candidates(shared, 50)
            .into_iter()
            .map(|other| usize::try_from(other).unwrap())
            .map(|at| (stories[at], likeness(report, &reports[at].1, &counts)))
            .collect();
        stories.push(choose(&likenesses).unwrap_or(number));
        own.into_iter().for_each(|key| keys.entry(key).or_default().push(number));
    }
    let mut names: Vec<&String> = reports.iter().map(|(story, _)| story).collect();
    names.dedup();
    let planted =
        reports.iter().map(|(story, _)| names.iter().position(|name| *name == story).unwrap());
    let planted: Vec<i64> = planted.map(|at| i64::try_from(at).unwrap()).collect();
    let (precision, recall, f1) = figures(&stories, &planted);
    println!("stories: precision {precision:.1}, recall {recall:.1}, F1 {f1:.1} of pairs");
    for (at, story) in stories.iter().enumerate() {
        let first = usize::try_from(*story).unwrap();
        println!(
            "  {} -> {} {:.2}",
            reports[at].0,
            reports[first].0,
            likeness(&reports[at].1, &reports[first].1, &counts)
        );
    }
    assert!(precision >= 100.0 && recall >= 80.0, "precision {precision:.1}, recall {recall:.1}");
}
