//! The form of a case file.
//!
//! ```toml
//! about = "What the case is about"
//! published = "2024-05-07"
//! headline = "May be left out"
//! text = """
//! The article.
//! """
//! [[statement]]
//! speaker = "Milena Vukasin"      # several: "A; B"; nobody: ""
//! kind = "direct"
//! content = ["We kept our promise,"]
//! ```
//!
//! A statement may be `optional`, and may say what is `inside` another, `in_headline`, and its
//! `addressee`, `via` and `question`. `wrong = "why"` marks what the program does not get right today: at the
//! top the whole case, on a statement that one; what the program wrongly finds instead of it is then
//! forgiven. `[[extra]]` with `content` and `wrong` is a statement that the program finds today and
//! should not. Whatever carries a mark must still be wrong.
//!
//! ```toml
//! [[event]]
//! type = "CONSULT"
//! actors = ["HRV", "Baltasar Quintanegra"]    # codes of states or names
//! recipients = []
//! voice = "outlet"                    # or the speaker of the statement that tells it
//! aux = ["future"]                    # may be left out, as may what follows
//! mode = "visit"
//! actor_names = ["Milena Vukasin", "Baltasar Quintanegra"]    # who the actors are, where codes do not tell
//! recipient_names = []
//! place = "Split"                     # or a part of its name
//! date = "2024-05"                    # or all of its first day
//! ```
//!
//! Events are compared in cases that have any, or say `no_events = true`: those and no others must be
//! found. An event may be `optional` and may be marked `wrong`.
//!
//! ```toml
//! [[actor]]
//! name = "Milena Vukasin"
//! kind = "person"
//! country = "MNE"                 # "" for none
//! mentions = ["Milena Vukasin", "she"]   # or how many
//! ```
//!
//! An actor is found by its name; of `kind`, `country`, `sector`, `office`, `wikidata`, `mentions` and
//! `loaded` (mentions that take a side) only what is given is compared. `absent = true` says that the
//! record has no such actor. Actors that a case does not list may be there.
//!
//! States in the article are put in each other's place to see whether the record is even-handed
//! (`swap.rs`); `no_swap = "why"` keeps a case from it.

use libtest_mimic::Trial;
use serde::Deserialize;
use toml::Spanned;

/// A case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it is about, in a sentence.
    #[allow(dead_code, reason = "for readers of the file")]
    pub about: String,
    pub published: Option<String>,
    #[allow(dead_code, reason = "the form of cases has it; input has no such field")]
    pub external_id: Option<String>,
    pub headline: Option<String>,
    pub text: String,
    pub wrong: Option<String>,
    /// Why states cannot be swapped in it.
    pub no_swap: Option<String>,
    #[serde(default, rename = "statement")]
    pub statements: Vec<Expected>,
    #[serde(default, rename = "extra")]
    pub extras: Vec<Extra>,
    #[serde(default, rename = "actor")]
    pub actors: Vec<Actor>,
    #[serde(default, rename = "event")]
    pub events: Vec<Event>,
    /// Whether no event must be found.
    #[serde(default)]
    pub no_events: bool,
}

/// A statement that is expected.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    pub speaker: String,
    pub kind: Kind,
    pub content: Vec<Spanned<String>>,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub inside: bool,
    #[serde(default)]
    pub in_headline: bool,
    pub addressee: Option<Spanned<String>>,
    pub via: Option<Spanned<String>>,
    pub question: Option<Spanned<String>>,
    pub wrong: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Direct,
    Indirect,
    Mixed,
}

/// A statement that is found and should not be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extra {
    pub content: Vec<Spanned<String>>,
    pub wrong: String,
}

/// An actor that is expected, or that must not be there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    pub name: String,
    pub kind: Option<String>,
    pub country: Option<String>,
    pub sector: Option<String>,
    pub office: Option<String>,
    pub wikidata: Option<String>,
    pub mentions: Option<Mentions>,
    pub loaded: Option<Vec<String>>,
    #[serde(default)]
    pub absent: bool,
    pub wrong: Option<String>,
}

/// Where an actor is mentioned: how often, or in which words.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Mentions {
    Count(usize),
    Words(Vec<String>),
}

/// An event that is expected.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub r#type: String,
    pub mode: Option<String>,
    pub actors: Vec<String>,
    pub recipients: Vec<String>,
    pub actor_names: Option<Vec<String>>,
    pub recipient_names: Option<Vec<String>>,
    pub voice: String,
    #[serde(default)]
    pub aux: Vec<String>,
    pub place: Option<String>,
    pub date: Option<String>,
    #[serde(default)]
    pub optional: bool,
    pub wrong: Option<String>,
}

impl Case {
    /// The case's article as a line of JSON lines.
    pub fn article(&self, name: &str) -> String {
        article(name, &self.headline, &self.published, self.body())
    }

    /// The article's text.
    pub fn body(&self) -> &str {
        self.text.trim_matches('\n')
    }
}

/// An article as a line of JSON lines.
pub fn article(
    id: &str,
    headline: &Option<String>,
    published: &Option<String>,
    text: &str,
) -> String {
    serde_json::json!({"id": id, "headline": headline, "published": published, "text": text})
        .to_string()
}

/// Reads a case file. What is wrong with it is told with its line.
pub fn parse(name: &str, file: &str) -> Result<Case, String> {
    let case: Case =
        toml::from_str(file).map_err(|error| format!("cases/{name}.toml is no case: {error}"))?;
    let at = |words: &Spanned<String>| 1 + file[..words.span().start].matches('\n').count();
    let expected = case.statements.iter().flat_map(|statement| {
        let parts = statement.addressee.iter().chain(&statement.via);
        parts.chain(&statement.content)
    });
    for words in expected.chain(case.extras.iter().flat_map(|extra| &extra.content)) {
        let headline = case.headline.as_deref().unwrap_or_default();
        if ![case.body(), headline].iter().any(|text| text.contains(words.as_ref().as_str())) {
            return Err(format!(
                "cases/{name}.toml:{}: the article does not have the words {:?}",
                at(words),
                words.as_ref()
            ));
        }
    }
    for actor in &case.actors {
        let mentions = match &actor.mentions {
            Some(Mentions::Words(words)) => words.as_slice(),
            _ => &[],
        };
        let loaded = actor.loaded.iter().flatten();
        for words in mentions.iter().chain(loaded) {
            let headline = case.headline.as_deref().unwrap_or_default();
            if ![case.body(), headline].iter().any(|text| text.contains(words)) {
                return Err(format!(
                    "cases/{name}.toml: the article does not have the words {words:?}, of {:?}",
                    actor.name
                ));
            }
        }
    }
    for statement in &case.statements {
        if statement.content.is_empty() {
            return Err(format!(
                "cases/{name}.toml: a statement by {:?} says nothing",
                statement.speaker
            ));
        }
    }
    let marks = case.statements.iter().map(|statement| &statement.wrong);
    let marks = marks.chain(case.actors.iter().map(|actor| &actor.wrong));
    let mut marks = marks.chain(case.events.iter().map(|event| &event.wrong));
    if case.wrong.is_some() && marks.any(Option::is_some) {
        return Err(format!("cases/{name}.toml: marked wrong as a whole and in part"));
    }
    Ok(case)
}

/// Tests of this module, for a harness of our own runs no others.
pub fn tests() -> Vec<Trial> {
    let good = "about = \"x\"\ntext = \"\"\"\nHi, Ada said.\n\"\"\"\n[[statement]]\nspeaker = \"Ada\"\n\
                kind = \"indirect\"\ncontent = [\"Hi\"]\n";
    let broken = [
        ("a broken line is named", good.replace("speaker = ", "speaker "), "line 6"),
        ("an unheard-of key is named", good.replace("speaker", "speeker"), "speeker"),
        ("words that are not there are named", good.replace("[\"Hi\"]", "[\"Ho\"]"), "x.toml:8"),
        ("an empty statement is named", good.replace("[\"Hi\"]", "[]"), "says nothing"),
        (
            "mentions that are not there are named",
            format!("{good}[[actor]]\nname = \"Ada\"\nmentions = [\"Adda\"]\n"),
            "Adda",
        ),
        (
            "a mark on a mark is refused",
            format!("wrong = \"y\"\n{good}wrong = \"z\"\n"),
            "as a whole and in part",
        ),
        (
            "a mark on an actor of a marked case is refused",
            format!("wrong = \"y\"\n{good}[[actor]]\nname = \"Ada\"\nwrong = \"z\"\n"),
            "as a whole and in part",
        ),
        (
            "a mark on an event of a marked case is refused",
            format!(
                "wrong = \"y\"\n{good}[[event]]\ntype = \"AID\"\nactors = []\nrecipients = []\n\
                 voice = \"outlet\"\nwrong = \"z\"\n"
            ),
            "as a whole and in part",
        ),
    ];
    let mut trials: Vec<Trial> = broken
        .into_iter()
        .map(|(about, file, told)| {
            Trial::test(format!("harness: {about}"), move || match parse("x", &file) {
                Err(error) if error.contains(told) => Ok(()),
                other => Err(format!("{other:?}").into()),
            })
        })
        .collect();
    trials.push(Trial::test("harness: a case is read", move || {
        parse("x", good).map(|_| ()).map_err(Into::into)
    }));
    trials
}
