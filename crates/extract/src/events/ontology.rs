//! An ontology: the types of events, and the rules that find them, as they are read from files.
//!
//! The files are the product's interface: whoever wants other events writes their own. So a fault in
//! them is told with file, line and a hint, and a set of files with a fault is not loaded at all. The
//! form is told in `rules/en/events/README.md`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use onrecord_record::Article;

use super::rule::{self, Party, Rule, Sample, Set};

/// Types of events and the rules that find them.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    /// The types, by name.
    pub(super) types: Vec<Type>,
    /// The rules, in the order of the files.
    pub(super) rules: Vec<Rule>,
    /// Numbers of the rules that a word may set off, by its dictionary form and class.
    pub(super) by_word: HashMap<(Class, String), Vec<usize>>,
    /// Verbs that lend themselves to a noun: `launch an attack`.
    pub(super) light: HashSet<String>,
    /// Verbs through which one looks at the verb below: `begin to withdraw`.
    pub(super) transparent: HashSet<String>,
    /// Verbs that say something.
    pub(super) saying: HashSet<String>,
    /// Verbs and nouns that deny something.
    pub(super) denying: HashSet<String>,
    /// Nouns that count others: `a series of attacks`.
    pub(super) counting: HashSet<String>,
    /// Contexts, with the words that tell them.
    pub(super) contexts: Vec<(String, HashSet<String>)>,
    /// Hash of the files.
    id: String,
}

/// The class of a word that may set off a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Verb,
    Noun,
    Adjective,
}

/// A type of events.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Type {
    pub(super) name: String,
    pub(super) score: f64,
    pub(super) quad: String,
    pub(super) cameo: String,
    pub(super) modes: BTreeMap<String, Mode>,
    /// Whether what it is about is told with it and is no event of its own: a threat.
    pub(super) absorbs: bool,
    /// Whether it may be done to a thing: a house that is shelled.
    pub(super) things: bool,
    /// What it is when it is yet to come, when somebody says that they will do it, and when somebody
    /// says that they will not.
    pub(super) future: Option<Other>,
    pub(super) promised: Option<Other>,
    pub(super) refused: Option<Other>,
    /// Its mode, by the type of the event that it is about: a request to meet.
    pub(super) about: Vec<(usize, String)>,
}

/// The type that an event has in another mood.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Other {
    pub(super) kind: usize,
    pub(super) mode: Option<String>,
}

/// A mode of a type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Mode {
    pub(super) score: f64,
    pub(super) cameo: Option<String>,
}

/// What is wrong with a file of rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct OntologyError {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl fmt::Display for OntologyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}; hint: {}", self.file, self.what, self.hint),
            line => write!(f, "{}:{line}: {}; hint: {}", self.file, self.what, self.hint),
        }
    }
}

macro_rules! files {
    ($($name:literal)+) => {
        [$(($name, include_str!(concat!("../../../../rules/en/events/", $name)))),+]
    };
}

/// The files of PLOVER.
const PLOVER: [(&str, &str); 18] = files!(
    "accuse.rules" "agree.rules" "aid.rules" "assault.rules" "coerce.rules" "concede.rules"
    "consult.rules" "contexts.rules" "cooperate.rules" "mobilize.rules" "protest.rules"
    "reject.rules" "request.rules" "retreat.rules" "sanction.rules" "support.rules"
    "threaten.rules" "words.rules"
);

static BUILT_IN: LazyLock<Ontology> = LazyLock::new(|| Ontology::read(PLOVER).unwrap_or_default());

impl Ontology {
    /// PLOVER, which comes with the program.
    pub fn plover() -> &'static Ontology {
        &BUILT_IN
    }

    /// The files of PLOVER, by name: to begin an ontology of one's own with.
    pub fn plover_files() -> impl Iterator<Item = (&'static str, &'static str)> {
        PLOVER.into_iter()
    }

    /// Reads files, each a name and its text.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them, by file and line; then nothing is loaded.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Ontology, Vec<OntologyError>> {
        let mut files: Vec<(&str, &str)> = files.into_iter().collect();
        files.sort();
        let mut reader = Reader::default();
        for (name, text) in &files {
            reader.words(name, text);
        }
        for (name, text) in &files {
            reader.file(name, text);
        }
        let mut ontology = reader.finish()?;
        let whole: String =
            files.iter().map(|(name, text)| format!("{name}\n{}\n{text}", text.len())).collect();
        ontology.id = Article::id_of(&whole);
        Ok(ontology)
    }

    /// `sha256:` and the hash of the files in hexadecimal.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The same for rules that are not PLOVER's.
    pub(crate) fn own_id(&self) -> Option<&str> {
        (self.id != Ontology::plover().id).then_some(&self.id)
    }

    /// The names of the types, sorted.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.types.iter().map(|kind| kind.name.as_str())
    }

    /// How many rules there are.
    pub fn rules(&self) -> usize {
        self.rules.len()
    }

    pub(super) fn rules_of(&self, class: Class, word: &str) -> &[usize] {
        self.by_word.get(&(class, word.to_owned())).map_or(&[], Vec::as_slice)
    }
}

/// Ways in which an event can be one of cooperation or conflict.
const QUADS: [&str; 4] =
    ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

/// A line that holds something: its number, its key and the rest.
type Line<'a> = (usize, &'a str, &'a str);

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    text.lines().enumerate().filter_map(|(at, line)| {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (key, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        Some((at + 1, key, rest.trim()))
    })
}

#[derive(Default)]
struct Reader {
    ontology: Ontology,
    classes: HashMap<String, Vec<String>>,
    /// Where a type was named before it was known: what was to be set, file, line, name.
    pending: Vec<(usize, Conversion, String, usize, String)>,
    errors: Vec<OntologyError>,
}

#[derive(Clone, Copy)]
enum Conversion {
    Future,
    Promised,
    Refused,
    About,
}

/// What may stand outside of rules.
const KEYS: &str = "type, score, quad, cameo, mode, absorbs, things, future, promised, refused, about, class, light, \
                    transparent, saying, denying, counting, context, rule";

impl Reader {
    fn fault(&mut self, file: &str, line: usize, what: impl Into<String>, hint: impl Into<String>) {
        let error =
            OntologyError { file: file.to_owned(), line, what: what.into(), hint: hint.into() };
        self.errors.push(error);
    }

    /// Takes the classes of words and the names of types, which other files may use.
    fn words(&mut self, file: &str, text: &str) {
        for (line, key, rest) in lines(text) {
            match key {
                "class" => {
                    let (name, list) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                    if name.is_empty() || list.trim().is_empty() {
                        self.fault(
                            file,
                            line,
                            "a class without a name or without words",
                            "write: class weapons  bomb, missile, rocket",
                        );
                        continue;
                    }
                    let words = rule::items(list).map(str::to_owned);
                    self.classes.entry(name.to_owned()).or_default().extend(words);
                }
                "type" => {
                    let shouted = !rest.is_empty()
                        && rest.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c == '-');
                    if !shouted {
                        self.fault(
                            file,
                            line,
                            format!("{rest:?} is no name of a type"),
                            "a type is named in capitals without spaces: FLOOD",
                        );
                    } else if self.ontology.types.iter().any(|known| known.name == rest) {
                        self.fault(
                            file,
                            line,
                            format!("the type {rest} is there already"),
                            "put all rules of a type into one file",
                        );
                    } else {
                        let kind = Type { name: rest.to_owned(), ..Type::default() };
                        self.ontology.types.push(kind);
                    }
                }
                _ => {}
            }
        }
    }

    fn type_named(&self, name: &str) -> Option<usize> {
        self.ontology.types.iter().position(|kind| kind.name == name)
    }

    fn file(&mut self, file: &str, text: &str) {
        let mut current: Option<usize> = None;
        let mut open: Option<Rule> = None;
        for (line, key, rest) in lines(text) {
            if key == "rule" {
                self.close(file, open.take());
                let Some(kind) = current else {
                    self.fault(
                        file,
                        line,
                        "a rule without a type",
                        "begin the file with: type NAME",
                    );
                    return;
                };
                if rest.is_empty() || rest.contains(char::is_whitespace) {
                    self.fault(
                        file,
                        line,
                        format!("{rest:?} is no name of a rule"),
                        "a rule has a name without spaces: rule air-strike",
                    );
                }
                let name = format!("{}/{rest}", self.ontology.types[kind].name);
                if self.ontology.rules.iter().any(|known| known.name == name) {
                    self.fault(
                        file,
                        line,
                        format!("the rule {rest} is there already"),
                        "give it another name, or join the two",
                    );
                }
                open = Some(Rule::new(name, kind, file, line));
                continue;
            }
            if key == "type" {
                self.close(file, open.take());
                current = self.type_named(rest);
                continue;
            }
            if let Some(rule) = &mut open {
                if let Err((what, hint)) = rule.take(line, key, rest, &self.classes) {
                    rule.faulty = true;
                    self.fault(file, line, what, hint);
                }
                continue;
            }
            match key {
                "class" => {}
                "light" | "transparent" | "saying" | "denying" | "counting" => {
                    let words = match rule::words(rest, &self.classes) {
                        Ok(words) => words,
                        Err((what, hint)) => {
                            self.fault(file, line, what, hint);
                            continue;
                        }
                    };
                    let into = match key {
                        "light" => &mut self.ontology.light,
                        "transparent" => &mut self.ontology.transparent,
                        "saying" => &mut self.ontology.saying,
                        "denying" => &mut self.ontology.denying,
                        _ => &mut self.ontology.counting,
                    };
                    into.extend(words);
                }
                "context" => {
                    let (name, list) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                    match rule::words(list, &self.classes) {
                        Ok(words) if !name.is_empty() && !words.is_empty() => {
                            let known = &mut self.ontology.contexts;
                            match known.iter_mut().find(|(one, _)| one == name) {
                                Some((_, held)) => held.extend(words),
                                None => {
                                    known.push((name.to_owned(), words.into_iter().collect()));
                                }
                            }
                        }
                        Ok(_) => self.fault(
                            file,
                            line,
                            "a context without a name or without words",
                            "write: context health  hospital, doctor, vaccine",
                        ),
                        Err((what, hint)) => self.fault(file, line, what, hint),
                    }
                }
                _ => self.of_type(file, line, key, rest, current),
            }
        }
        self.close(file, open);
    }

    /// A line about the type itself.
    fn of_type(&mut self, file: &str, line: usize, key: &str, rest: &str, kind: Option<usize>) {
        let Some(at) = kind else {
            let what = format!("{key:?} is not known here");
            let hint = format!("begin the file with: type NAME; known are {KEYS}");
            return self.fault(file, line, what, hint);
        };
        let number = |text: &str| text.parse::<f64>().ok().filter(|score| score.abs() <= 10.0);
        match key {
            "score" => match number(rest) {
                Some(score) => self.ontology.types[at].score = score,
                None => self.fault(
                    file,
                    line,
                    format!("{rest:?} is no score"),
                    "a score is a number from -10, conflict, to 10, cooperation",
                ),
            },
            "quad" if QUADS.contains(&rest) => self.ontology.types[at].quad = rest.to_owned(),
            "quad" => self.fault(
                file,
                line,
                format!("{rest:?} is no quad"),
                format!("write one of: {}", QUADS.join(", ")),
            ),
            "cameo" if rest.len() > 4 || !rest.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.fault(file, line, format!("{rest:?} is no CAMEO code"), "write: cameo 190");
            }
            "cameo" => self.ontology.types[at].cameo = rest.to_owned(),
            "absorbs" => self.ontology.types[at].absorbs = true,
            "things" => self.ontology.types[at].things = true,
            "mode" => {
                let mut columns = rest.split_whitespace();
                let name = columns.next().unwrap_or_default().to_owned();
                let score = columns.next().and_then(number);
                let cameo = columns.next().map(str::to_owned);
                match score {
                    Some(score) if columns.next().is_none() => {
                        self.ontology.types[at].modes.insert(name, Mode { score, cameo });
                    }
                    _ => self.fault(
                        file,
                        line,
                        format!("{rest:?} is no mode"),
                        "write: mode NAME SCORE, and a CAMEO code if it has one: mode visit 4 042",
                    ),
                }
            }
            "future" | "promised" | "refused" | "about" => {
                let conversion = match key {
                    "future" => Conversion::Future,
                    "promised" => Conversion::Promised,
                    "refused" => Conversion::Refused,
                    _ => Conversion::About,
                };
                self.pending.push((at, conversion, file.to_owned(), line, rest.to_owned()));
            }
            _ => {
                self.fault(file, line, format!("{key:?} is not known"), format!("known are {KEYS}"))
            }
        }
    }

    fn close(&mut self, file: &str, rule: Option<Rule>) {
        let Some(rule) = rule else { return };
        if let Err((what, hint)) = rule.whole()
            && !rule.faulty
        {
            self.fault(file, rule.line, what, hint);
        }
        self.ontology.rules.push(rule);
    }

    fn finish(mut self) -> Result<Ontology, Vec<OntologyError>> {
        for (at, conversion, file, line, name) in std::mem::take(&mut self.pending) {
            let mut columns = name.split_whitespace();
            let (name, mode) = (columns.next().unwrap_or_default(), columns.next());
            let Some(to) = self.type_named(name) else {
                self.unknown_type(&file, line, name);
                continue;
            };
            let holder = if let Conversion::About = conversion { at } else { to };
            if let Some(mode) = mode
                && !self.ontology.types[holder].modes.contains_key(mode)
            {
                let what = format!("{} has no mode {mode}", self.ontology.types[holder].name);
                let hint = format!("declare it below its type: mode {mode} SCORE");
                self.fault(&file, line, what, hint);
            }
            let mode = mode.map(str::to_owned);
            let kind = &mut self.ontology.types[at];
            let other = Some(Other { kind: to, mode: mode.clone() });
            match conversion {
                Conversion::Future => kind.future = other,
                Conversion::Promised => kind.promised = other,
                Conversion::Refused => kind.refused = other,
                Conversion::About => kind.about.extend(mode.map(|mode| (to, mode))),
            }
        }
        for at in 0..self.ontology.rules.len() {
            let rule = &self.ontology.rules[at];
            let (file, line) = (rule.file.clone(), rule.line);
            let types: Vec<String> = rule.named_types().map(str::to_owned).collect();
            let mode = rule.mode.clone();
            let kind = rule.kind;
            for name in types {
                if self.type_named(&name).is_none() {
                    self.unknown_type(&file, line, &name);
                }
            }
            if let Some(mode) = mode
                && !self.ontology.types[kind].modes.contains_key(&mode)
            {
                self.fault(
                    &file,
                    line,
                    format!("{} has no mode {mode}", self.ontology.types[kind].name),
                    format!("declare it below the type: mode {mode} SCORE"),
                );
            }
        }
        for at in 0..self.ontology.types.len() {
            let kind = &self.ontology.types[at];
            if kind.quad.is_empty() && self.errors.is_empty() {
                let what = format!("the type {} has no quad", kind.name);
                let hint = format!("write below it one of: quad {}", QUADS.join(", quad "));
                self.fault("(all files)", 0, what, hint);
            }
        }
        if self.ontology.types.is_empty() && self.errors.is_empty() {
            self.fault("(all files)", 0, "there is no type in them", "write: type NAME");
        }
        if !self.errors.is_empty() {
            self.errors.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            return Err(self.errors);
        }
        let mut ontology = self.ontology;
        for (number, rule) in ontology.rules.iter().enumerate() {
            for (class, words) in [
                (Class::Verb, &rule.verbs),
                (Class::Noun, &rule.nouns),
                (Class::Adjective, &rule.adjectives),
            ] {
                for word in words {
                    let first = word.split(' ').next().unwrap_or(word).to_owned();
                    let held = ontology.by_word.entry((class, first)).or_default();
                    if held.last() != Some(&number) {
                        held.push(number);
                    }
                }
            }
        }
        Ok(ontology)
    }

    fn unknown_type(&mut self, file: &str, line: usize, name: &str) {
        let known: Vec<&str> = self.ontology.types.iter().map(|kind| kind.name.as_str()).collect();
        let hint = format!("types are {}", known.join(", "));
        self.fault(file, line, format!("there is no type {name}"), hint);
    }
}

/// A sentence of a rule, to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The file and the line that it stands in.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// The rule, as `TYPE/name`.
    pub rule: String,
    /// The words.
    pub text: String,
    /// The type that it must have; `None` when the rule must not fire.
    pub wanted: Option<String>,
    /// Who must have done it and to whom, where the sentence tells.
    pub parties: Option<(Vec<String>, Vec<String>)>,
}

impl Ontology {
    /// The sentences of all rules.
    pub fn sentences(&self) -> Vec<Sentence> {
        let of = |rule: &Rule, sample: &Sample| Sentence {
            file: rule.file.clone(),
            line: sample.line,
            rule: rule.name.clone(),
            text: sample.text.clone(),
            wanted: sample.fires.then(|| self.types[rule.kind].name.clone()),
            parties: sample.parties.clone(),
        };
        let rules = self.rules.iter();
        rules.flat_map(|rule| rule.samples.iter().map(move |sample| of(rule, sample))).collect()
    }
}

impl Set {
    /// Whether a type of that name is in it.
    pub(super) fn has_type(&self, name: &str) -> bool {
        self.types.iter().any(|known| known == name)
    }
}

/// Parties that stand for the subject and for the object where a rule says nothing.
pub(super) const BY_DEFAULT: (Party, Party) = (Party::Subject, Party::Object);
