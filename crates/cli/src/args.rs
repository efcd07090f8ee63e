//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use onrecord_read::Form;

const EXAMPLES: &str = "\
Examples:
  onrecord demo                            see what a record is
  onrecord read article.html               one page, to look at
  onrecord read news/ 'more/*.html'        a folder and a glob
  curl -s URL | onrecord read -            a page from a pipe
  onrecord read --to jsonl dump.warc.gz > records.jsonl
  onrecord add news/                       keep records in record.db
  onrecord find --said-by NAME             ask it
  onrecord serve                           look at it in a browser

Exit status: 0 all fine, 1 wrong command line or no output possible, 2 something was skipped.";

/// Reads news and keeps the record of who said what.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, after_help = EXAMPLES, arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Read(Read),
    Demo(Demo),
    Ontology(Ontology),
    Actors(crate::actors::Actors),
    Serve(crate::serve::Serve),
    #[command(flatten)]
    Store(Box<crate::store::Command>),
    /// Write a script that completes commands and flags in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual page, for `man -l -`
    Man,
}

const READ_EXAMPLES: &str = "\
Examples:
  onrecord read article.html
  onrecord read news/ 'more/*.html' feed.xml
  onrecord read --from jsonl --to jsonl - < articles.jsonl > records.jsonl
  onrecord read -j1 --strict crawl.warc.gz
  onrecord read --actors mine/ --ontology my-rules/ news/

A line of JSON lines is {\"id\", \"url\", \"outlet\", \"headline\", \"published\", \"text\" or \"html\"}.
Gzip and zstd are unpacked, and the character set is found out, by content.

A document that cannot be read costs one message on standard error; the rest goes on.
Exit status: 0 all fine, 1 wrong command line or no output possible, 2 something was skipped,
130 stopped by Ctrl-C.";

/// Read articles and write their records
///
/// Reads HTML pages, plain text, JSON lines, ninjs, NewsML-G2, RSS and Atom feeds and web archives,
/// and writes who said what in each article, in the order of the input.
#[derive(Debug, Group)]
#[command(after_help = READ_EXAMPLES)]
pub struct Read {
    /// Files, folders, globs, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Take every input to be of this form, rather than looking at its content
    #[arg(long, value_enum, value_name = "FORM")]
    pub from: Option<From>,

    #[command(flatten)]
    pub look: Look,

    #[command(flatten)]
    pub own: Own,

    /// Read this many articles at a time [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,

    /// Stop at the first document that cannot be read
    #[arg(long)]
    pub strict: bool,

    /// Show no progress and no summary; problems are still told
    #[arg(short, long)]
    pub quiet: bool,
}

/// Rules and facts of one's own.
#[derive(Clone, Debug, Default, Group)]
pub struct Own {
    /// Find events by the rules in this folder instead of PLOVER's
    // A program without its language model finds no events.
    #[arg(long, value_name = "DIR", hide = cfg!(not(has_model)))]
    pub ontology: Option<PathBuf>,

    /// Use the tables of actors in this folder before onrecord's own
    #[arg(long, value_name = "DIR")]
    pub actors: Option<PathBuf>,
}

/// Print the record of articles that come with the program
///
/// The articles are made up, and so are the people in them.
#[derive(Debug, Group)]
pub struct Demo {
    #[command(flatten)]
    pub look: Look,
}

const ONTOLOGY_EXAMPLES: &str = "\
Examples:
  onrecord ontology check                  the rules that come with the program
  onrecord ontology check my-rules/        your own
  onrecord ontology write my-rules/        a copy of PLOVER's to change
  onrecord read --ontology my-rules/ news/";

/// Look after the rules that find events
#[derive(Debug, Group)]
#[command(after_help = ONTOLOGY_EXAMPLES, arg_required_else_help = true)]
pub struct Ontology {
    #[command(subcommand)]
    pub task: OntologyTask,
}

#[derive(Debug, Subcommand)]
pub enum OntologyTask {
    /// Read rules and try each on the sentences that it carries
    Check {
        /// The folder with the rules [default: PLOVER's, which come with the program]
        folder: Option<PathBuf>,
    },
    /// Write PLOVER's rules into a new folder, to begin your own with
    Write {
        /// The folder, which must not be there yet
        folder: PathBuf,
    },
}

/// How records are written.
#[derive(Clone, Copy, Debug, Group)]
pub struct Look {
    /// Write text for people or JSON lines for programs [default: text on a terminal, else jsonl]
    #[arg(long, value_enum, value_name = "FORM")]
    pub to: Option<To>,

    /// Write this into records (JSON lines) as well
    // A program without its language model does not offer what only the model can do.
    #[arg(long, value_enum, value_name = "LAYER", hide = cfg!(not(has_model)))]
    pub with: Option<With>,

    /// Leave out statements that are less likely right than this, from 0 to 1
    #[arg(long, value_name = "P", value_parser = probability, default_value_t = onrecord_extract::Options::MIN_CONFIDENCE)]
    pub min_confidence: f64,

    /// Leave out events that are less likely right than this, from 0 to 1
    #[arg(long, value_name = "P", value_parser = probability, default_value_t = onrecord_extract::Options::MIN_EVENT_CONFIDENCE, hide = cfg!(not(has_model)))]
    pub min_event_confidence: f64,

    /// Tell of each statement and event what made it so: labels, links, rules and what was left out
    #[arg(long)]
    pub explain: bool,

    /// When to colour text [auto: on a terminal, unless NO_COLOR is set]
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,
}

/// A number from 0 to 1.
pub fn probability(given: &str) -> Result<f64, String> {
    given
        .parse()
        .ok()
        .filter(|number| (0.0..=1.0).contains(number))
        .ok_or_else(|| "it is no number from 0 to 1".to_owned())
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum From {
    /// HTML pages
    Html,
    /// Plain text or Markdown
    Text,
    /// JSON lines, one article each
    Jsonl,
    /// IPTC ninjs
    Ninjs,
    /// IPTC NewsML-G2
    Newsml,
    /// RSS or Atom, with the content of its entries
    Feed,
    /// Web archives
    Warc,
}

impl From {
    /// The reader's word for it.
    pub fn form(self) -> Form {
        match self {
            From::Html => Form::Html,
            From::Text => Form::Text,
            From::Jsonl => Form::Jsonl,
            From::Ninjs => Form::Ninjs,
            From::Newsml => Form::Newsml,
            From::Feed => Form::Feed,
            From::Warc => Form::Warc,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum To {
    /// For people: statements with speaker, cue, words and place
    Text,
    /// For programs: one record a line
    Jsonl,
    /// For linguists: trees, entities and coreference
    #[value(hide = cfg!(not(has_model)))]
    Conllu,
}

/// What records may hold beside what they always do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum With {
    /// Sentences and words with their trees
    Syntax,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn the_readme_knows_every_command_and_flag() {
        let readme = include_str!("../../../README.md");
        for command in Args::command().get_subcommands() {
            let name = command.get_name();
            assert!(readme.contains(&format!("onrecord {name}")), "{name}");
            let shown = command.get_arguments().filter(|argument| !argument.is_hide_set());
            for flag in shown.filter_map(|argument| argument.get_long()) {
                assert!(readme.contains(&format!("`--{flag}")), "{name} --{flag}");
            }
        }
    }
}
