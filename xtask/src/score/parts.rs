//! The parts that are measured: each runs the program, and the scorer or a measure of ours, over
//! some of the development data, and says what came out under which conditions.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{Bench, Part, Section, calibration, gum, read_command, speakers, speed};
use crate::run::{command, output, root};

/// The case that the first users wait for.
const SEED: &str = "seed-iran-fm-interview.toml";

const JSON: [&str; 3] = ["-j1", "--to", "jsonl"];

impl Bench {
    /// Measures one part.
    pub fn measure(&self, part: Part) -> Result<Section> {
        match part {
            Part::Pages => self.scored("pages", "data/pages", &JSON),
            Part::Statements => {
                let section = self.scored("statements", "data/polnear/dev.jsonl.gz", &JSON)?;
                self.scorers_whole.set(section.figures["attribution"]["f1"].as_f64());
                Ok(section)
            }
            Part::Calibration => self.calibration(),
            Part::Speakers => self.speakers(),
            Part::Cases => self.cases(),
            Part::Events => self.scored("events", "data/plover_gsr/dev.jsonl", &JSON),
            Part::Dyads => self.dyads(),
            Part::Segmentation => self.segmentation(),
            Part::Syntax => self.syntax(),
            Part::Coreference => self.coreference(),
            Part::Int8 => int8(),
            Part::Speed => speed::measure(self),
            Part::Size => size(),
        }
    }

    fn needs_model(&self) -> Result<()> {
        if self.model.is_none() {
            bail!("the program was built without its language model");
        }
        Ok(())
    }

    /// The figures of a run of the scorer.
    fn figures(&self, what: &str, data: &Path, flags: &[&str]) -> Result<Value> {
        Bench::needs_python()?;
        let mut scorer = command(&["python3"]);
        scorer.arg(self.data("eval/score.py")).arg(what).arg(data).arg("--");
        scorer.args(read_command(&self.binary, flags));
        if self.show {
            scorer.env("SHOW", "1");
        }
        let printed = output(&mut scorer)?;
        print!("{printed}");
        let last = printed.lines().last().context("the scorer printed nothing")?;
        serde_json::from_str(last).context("the scorer's last line is no JSON")
    }

    fn scored(&self, what: &str, data: &str, flags: &[&str]) -> Result<Section> {
        let figures = self.figures(what, &self.data(data), flags)?;
        let page = format!(
            "`score.py {what}` on `shared/{data}`, `read {}`\n\n{}",
            flags.join(" "),
            rows(&figures)
        );
        Ok(Section { figures, page })
    }

    fn syntax(&self) -> Result<Section> {
        self.needs_model()?;
        let flags = [&JSON[..], &["--with", "syntax"]].concat();
        self.scored("syntax", "data/gum/dev.conllu.gz", &flags)
    }

    /// All cases, and the seed page by itself.
    fn cases(&self) -> Result<Section> {
        let mut section = self.scored("cases", "cases", &JSON)?;
        let alone = self.made.join("seed");
        fs::create_dir_all(&alone)?;
        fs::copy(self.data("cases").join(SEED), alone.join(SEED))?;
        let seed = self.figures("cases", &alone, &JSON)?;
        let whole = &seed["statement_whole"];
        let _ = writeln!(
            section.page,
            "\nThe seed page by itself: statements whole P {} R {}.",
            whole["p"], whole["r"]
        );
        section.figures["seed"] = seed;
        Ok(section)
    }

    /// The sentences that rules were written from: not unseen, and the page says so.
    fn dyads(&self) -> Result<Section> {
        let mut section = self.scored("dyads", "data/plover_plv/train.jsonl", &JSON)?;
        section.page.push_str(
            "\nThe rules were written by a reader of these sentences, so this is no figure for \
             sentences that nobody has seen.\n",
        );
        Ok(section)
    }

    /// The records of some articles.
    fn records(&self, name: &str, articles: &[Value]) -> Result<Vec<Value>> {
        let printed = self.read(name, articles, &["--to", "jsonl"])?;
        let lines = printed.lines().filter(|line| !line.trim().is_empty());
        lines.map(|line| Ok(serde_json::from_str(line)?)).collect()
    }

    /// What the program writes for some articles.
    fn read(&self, name: &str, articles: &[Value], flags: &[&str]) -> Result<String> {
        let path = self.made.join(name);
        let lines: Vec<String> = articles.iter().map(|article| format!("{article}\n")).collect();
        fs::write(&path, lines.concat())?;
        let line = read_command(&self.binary, flags);
        let line: Vec<&str> = line.iter().map(String::as_str).collect();
        output(command(&line).stdin(Stdio::from(fs::File::open(path)?)))
    }

    fn calibration(&self) -> Result<Section> {
        let gold = json_lines(&self.data("data/polnear/dev.jsonl.gz"))?;
        let articles: Vec<Value> = gold
            .iter()
            .map(|article| {
                json!({"id": article["id"], "published": article["published"],
                       "text": article["text"]})
            })
            .collect();
        let records = self.records("polnear-dev.jsonl", &articles)?;
        let lines: Vec<String> = records.iter().map(|record| format!("{record}\n")).collect();
        // For `train/calibrate.py`.
        fs::write(self.made.join("polnear-dev.records.jsonl"), lines.concat())?;
        let (judged, wanted) = calibration::judge(&gold, &records)?;
        let whole = calibration::whole_f1(&judged, wanted);
        if let Some(scorers) = self.scorers_whole.get().filter(|f1| (f1 - whole).abs() > 0.06) {
            bail!("{whole:.1} is not the scorer's {scorers}: the two differ in what is right");
        }
        let Some(found) = calibration::reliability(&judged) else {
            bail!("no statement of the program has a confidence");
        };
        let mut page = format!(
            "Outermost statements of PolNeAR dev; right is what `score.py` counts as a whole \
             attribution (F1 {whole:.1}); ten bins of equal width; the expected calibration \
             error is {:.1} points.\n\n| confidence | statements | mean confidence | right |\n\
             |---|---|---|---|\n",
            found.error
        );
        for (from, count, promised, kept) in &found.bins {
            let _ = writeln!(
                page,
                "| {from:.1} to {:.1} | {count} | {promised:.1} | {kept:.1} |",
                from + 0.1
            );
        }
        let fitted: Value = model_file("calibration_figures.json").unwrap_or_default();
        if let Some(error) = fitted["cross_fitted_error"].as_f64() {
            let _ = writeln!(
                page,
                "\nThe weights that make confidence of evidence were fitted on these articles. Fitted \
                 on one half of them and measured on the other, and the other way round, the error \
                 is {error} points: that is what to expect of other articles."
            );
        }
        let mut figures = found.json();
        figures["cross_fitted_error"] = fitted["cross_fitted_error"].clone();
        Ok(Section { figures, page })
    }

    fn speakers(&self) -> Result<Section> {
        let documents = gum::read(&gum::unpacked(&self.gum)?)?;
        let records = self.records("gum-speakers.jsonl", &articles(&documents))?;
        let [verbs, titles] = ["attribution_verbs.tsv", "titles.tsv"]
            .map(|name| fs::read_to_string(root().join("rules/en").join(name)));
        let lexicon = speakers::Lexicon::new(&verbs?, &titles?);
        let found = speakers::measure(&documents, &records, &lexicon)?;
        if self.show {
            for error in &found.errors {
                println!("  {error}");
            }
        }
        let mut page = format!(
            "{} documents (news, interview, speech), from raw text. Asked is, for each subject of a \
             verb of saying or thinking, for the fullest name that GUM's coreference knows for it; \
             answered are the speakers of the statement whose source it is. Resolved is right of \
             found; strict is right of all. One subject is {:.1} points.\n\n| subjects | all | found | right | without speaker | \
             resolved | strict |\n|---|---|---|---|---|---|---|\n",
            found.documents,
            100.0 / found.all.found.max(1) as f64
        );
        let genres = found.genres.iter().map(|(genre, count)| (genre.clone(), *count));
        let kinds = [
            ("all", found.all),
            ("named somewhere", found.named),
            ("described only", found.described),
        ];
        let apart = [
            ("apart: I and we, named in the text", found.first_person),
            ("apart: I and we, not named", found.first_person_nameless),
            ("apart: pronouns for nobody named", found.nameless),
        ];
        let own = |(name, count): (&str, speakers::Count)| (name.to_owned(), count);
        for (name, count) in kinds.map(own).into_iter().chain(genres).chain(apart.map(own)) {
            let speakers::Count { asked, found, right, empty } = count;
            let [resolved, strict] = if name.ends_with("named") {
                ["–".to_owned(), "–".to_owned()]
            } else {
                [(right, found), (right, asked)].map(|(part, all)| {
                    speakers::percent(part, all)
                        .map_or_else(|| "–".to_owned(), |x| format!("{x:.1}"))
                })
            };
            let _ = writeln!(
                page,
                "| {name} | {asked} | {found} | {right} | {empty} | {resolved} | {strict} |"
            );
        }
        Ok(Section { figures: found.json(), page })
    }

    fn coreference(&self) -> Result<Section> {
        self.needs_model()?;
        let gold = gum::unpacked(&self.data("data/gum/dev.conllu.gz"))?;
        let documents = gum::read(&gold)?;
        let found = self.read("gum-dev.jsonl", &articles(&documents), &["--to", "conllu"])?;
        let [gold_path, found_path] =
            ["gold.conllu", "found.conllu"].map(|name| self.made.join(name));
        fs::write(&gold_path, gold)?;
        fs::write(&found_path, found)?;
        let mut example = example("coreference");
        let printed = output(example.arg(gold_path).arg(found_path))?;
        print!("{printed}");
        let last = printed.lines().last().context("the measure printed nothing")?;
        let figures: Value = serde_json::from_str(last)?;
        let page = format!(
            "`shared/data/gum/dev.conllu.gz`, mentions as the program finds them, exact spans, \
             things mentioned once left out on both sides; CoNLL is the mean of the F1 of MUC, B³ \
             and CEAF-e.\n\n{}\n{PEERS}",
            rows(&figures)
        );
        Ok(Section { figures, page })
    }

    /// The example prints a table of its own.
    fn segmentation(&self) -> Result<Section> {
        let printed = output(example("segmentation").arg(self.data("data/gum/dev.conllu.gz")))?;
        // A row has the name, then for sentences and tokens a count, precision, recall and F1.
        let number = |row: &str, at: usize| {
            let row = printed.lines().find(|line| line.split_whitespace().next() == Some(row))?;
            row.split_whitespace().nth(at)?.parse::<f64>().ok()
        };
        let figures = json!({
            "news_sentences": number("news", 4),
            "sentences": number("overall", 4),
            "tokens": number("overall", 8),
        });
        let page = format!(
            "By rules, without the language model; `shared/data/gum/dev.conllu.gz`\n\n\
             ```text\n{}\n```\n",
            printed.trim_end()
        );
        Ok(Section { figures, page })
    }
}

/// What others reach, and why it is not the same measure.
const PEERS: &str = "\
No peer runs here: packages that resolve coreference fetch their weights when they run, and none that \
was found carries them and runs on a current Python. Published CoNLL F1, of 2021's GUM annotated after the rules of OntoNotes (OntoGUM: \
no appositions, no predicates, so not the same measure): the rules of Stanford's dcoref 39.7, SpanBERT \
trained on OntoNotes 64.6 (Zhu, Pradhan and Zeldes 2021, \"OntoGUM: Evaluating Contextualized SOTA \
Coreference Resolution on 12 More Genres\", ACL-IJCNLP; from the table of their repository).
";

fn example(name: &str) -> std::process::Command {
    let line = ["cargo", "run", "--release", "--quiet", "--package", "onrecord-extract"];
    let mut example = command(&line);
    example.args(["--example", name, "--"]);
    example
}

/// The raw text of documents, as the program is given it.
fn articles(documents: &[gum::Document]) -> Vec<Value> {
    documents.iter().map(|document| json!({"id": document.id, "text": document.text})).collect()
}

/// The lines of a file, unpacked.
pub fn json_lines(path: &Path) -> Result<Vec<Value>> {
    let text = gum::unpacked(path)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// A file that training writes beside the weights.
fn model_file(name: &str) -> Result<Value> {
    let path = root().join("models").join(name);
    let text = fs::read(&path).with_context(|| format!("there is no models/{name}"))?;
    Ok(serde_json::from_slice(&text)?)
}

/// A table: rows with precision, recall and F1, and rows with one figure.
fn rows(figures: &Value) -> String {
    let mut page = "| | P | R | F1 |\n|---|---|---|---|\n".to_owned();
    for (name, figure) in figures.as_object().into_iter().flatten() {
        let name = name.replace('_', " ");
        // Events come with a later issue; until then their rows would be noughts.
        if name.starts_with("event") {
            continue;
        }
        let _ = match figure.as_object() {
            Some(parts) if parts.contains_key("f1") => {
                writeln!(page, "| {name} | {} | {} | {} |", parts["p"], parts["r"], parts["f1"])
            }
            Some(parts) => {
                let each: Vec<String> =
                    parts.iter().map(|(name, figure)| format!("{name} {figure}")).collect();
                writeln!(page, "| {name} | | | {} |", each.join(", "))
            }
            None => writeln!(page, "| {name} | | | {figure} |"),
        };
    }
    page
}

/// What training measured of the network in 32 bits and in the 8 of the program.
fn int8() -> Result<Section> {
    let measured = model_file("figures.json")
        .context("hint: `python train/card.py NAME` measures both and writes it")?;
    let manifest = model_file("manifest.json")?;
    if measured["files"] != manifest["files"] {
        bail!("models/figures.json is about other weights; hint: run `python train/card.py NAME`");
    }
    let some = match measured["limit"].as_u64() {
        Some(limit) => format!(" The first {limit} documents of each corpus only: a trial."),
        None => String::new(),
    };
    let mut page = format!(
        "The dev figures of `train/evaluate.py` (gold tokens and sentences), of the same weights in \
         32 bits and in 8, as the program has them.{some}\n\n\
         | figure | 32 bits | 8 bits | difference |\n|---|---|---|---|\n"
    );
    let mut largest = f64::NEG_INFINITY;
    for (name, exact) in measured["fp32"].as_object().context("there are no figures")? {
        let (Some(exact), Some(rounded)) = (exact.as_f64(), measured["int8"][name].as_f64()) else {
            continue;
        };
        largest = largest.max(exact - rounded);
        let name = name.replace('_', " ");
        let _ = writeln!(page, "| {name} | {exact:.1} | {rounded:.1} | {:+.1} |", rounded - exact);
    }
    Ok(Section { figures: json!({"largest_loss": (largest * 10.0).round() / 10.0}), page })
}

/// How much `models/` weighs.
fn size() -> Result<Section> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join("models")).context("there is no models/")? {
        let entry = entry?;
        files.push((entry.file_name().to_string_lossy().into_owned(), entry.metadata()?.len()));
    }
    files.sort();
    let all: u64 = files.iter().map(|file| file.1).sum();
    let megabytes = (all as f64 / 1e5).round() / 10.0;
    let mut page = "| file of `models/` | bytes |\n|---|---|\n".to_owned();
    for (name, bytes) in &files {
        let _ = writeln!(page, "| {name} | {bytes} |");
    }
    let _ = writeln!(page, "| together | {all} |");
    Ok(Section { figures: json!({"megabytes": megabytes, "bytes": all}), page })
}
