//! The flags of the commands of the record, as clap reads them.

use std::path::PathBuf;

use clap::{Args as Group, Subcommand, ValueEnum};

use crate::args::{Color, From, Own, probability};

/// Commands on a record.
#[derive(Debug, Subcommand)]
pub enum Command {
    Add(Add),
    Find(Find),
    Compare(Compare),
    Sql(Sql),
    Export(Export),
    Verify(Verify),
    Reread(Reread),
    Correct(Correct),
    Forget(Forget),
    Backup(Backup),
    Restore(Restore),
}

/// The file of the record.
#[derive(Clone, Debug, Group)]
pub struct Database {
    /// The file that the record is kept in
    #[arg(long = "db", value_name = "FILE", default_value = "record.db")]
    pub path: PathBuf,
}

const ADD_EXAMPLES: &str = "\
Examples:
  onrecord add news/ crawl.warc.gz feed.xml
  onrecord add --db 2024.db --from jsonl - < articles.jsonl
  onrecord add --no-model archive/        fast: statements by rules alone
  onrecord add --actors mine/ news/       with tables of actors of your own

Every text is kept once, and every place that it was seen at. An interrupted run is completed by
running it again.
Exit status: 0 all fine, 1 wrong command line or file, 2 something was skipped, 130 stopped.";

/// Read articles and keep their records
///
/// Takes everything that `onrecord read` takes.
#[derive(Debug, Group)]
#[command(after_help = ADD_EXAMPLES)]
pub struct Add {
    /// Files, folders, globs, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub database: Database,

    /// Take every input to be of this form, rather than looking at its content
    #[arg(long, value_enum, value_name = "FORM")]
    pub from: Option<From>,

    #[command(flatten)]
    pub how: Reading,

    /// Keep texts without reading them; `onrecord reread` reads them later
    #[arg(long, conflicts_with_all = ["no_model", "ontology", "actors", "again"])]
    pub no_reading: bool,

    /// Go on where an earlier run ended: what is kept is not read again. This is what happens without
    /// --again
    #[arg(long, conflicts_with = "again")]
    pub resume: bool,

    /// Read everything again, and let what was forgotten come back; what is kept whole stays as it is
    #[arg(long)]
    pub again: bool,

    /// Stop at the first document that cannot be read
    #[arg(long)]
    pub strict: bool,
}

/// How articles are read.
#[derive(Clone, Debug, Group)]
pub struct Reading {
    #[command(flatten)]
    pub own: Own,

    /// Find statements by rules alone: faster, and fewer of them
    #[arg(long)]
    pub no_model: bool,

    /// Leave out statements that are less likely right than this, from 0 to 1
    #[arg(long, value_name = "P", value_parser = probability, default_value_t = onrecord_extract::Options::MIN_CONFIDENCE)]
    pub min_confidence: f64,

    /// Read this many articles at a time [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,

    /// Show no progress and no summary; problems are still told
    #[arg(short, long)]
    pub quiet: bool,
}

const FIND_EXAMPLES: &str = "\
Examples:
  onrecord find --said-by Vukasin --words '\"sea wall\" brid*'
  onrecord find --about Trogir --between 2024-01..2024-03 --outlet 'The Coastal Courier'
  onrecord find --event CONSULT --actor NOR --voice outlet --to csv
  onrecord find --articles --words ferry --sort relevance

Words may be phrases in quotation marks and prefixes with a star; all must be there. Everything else in
them is just a word. Events are found when a flag asks for what only events have.";

/// Find statements, events or articles
#[derive(Debug, Group)]
#[command(after_help = FIND_EXAMPLES)]
pub struct Find {
    #[command(flatten)]
    pub database: Database,

    /// Said by whoever has all these words in the name, or this Wikidata id
    #[arg(long, value_name = "NAME")]
    pub said_by: Option<String>,

    /// Mentioning this, by name or by what stands for it
    #[arg(long, value_name = "NAME")]
    pub about: Option<String>,

    /// With these words: of what was said, of the article that tells an event, of the article
    #[arg(long, value_name = "WORDS")]
    pub words: Option<String>,

    /// Events of this PLOVER type, or of these
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    pub event: Vec<String>,

    /// Events by this actor: a name, a country (NOR), a sector (GOV) or a Wikidata id
    #[arg(long, value_name = "ACTOR")]
    pub actor: Option<String>,

    /// Events to this recipient, likewise
    #[arg(long, value_name = "ACTOR")]
    pub recipient: Option<String>,

    /// Of this country (ISO 3166-1, three letters): its speakers, parties or places
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,

    /// Published on these days: 2024-01-05..2024-03, 2024-05, 2023.., both ends within
    #[arg(long, value_name = "FROM..TO")]
    pub between: Option<String>,

    /// Published by this outlet
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,

    /// Events on the word of the outlet itself (outlet), or of somebody
    #[arg(long, value_name = "NAME")]
    pub voice: Option<String>,

    /// Statements of this kind
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<Kind>,

    /// At least as likely right as this, from 0 to 1
    #[arg(long, value_name = "P", value_parser = probability)]
    pub min_confidence: Option<f64>,

    /// In this article, named by the first digits of its id
    #[arg(long, value_name = "ARTICLE")]
    pub article: Option<String>,

    /// Find events
    #[arg(long, conflicts_with = "articles")]
    pub events: bool,

    /// Find articles
    #[arg(long)]
    pub articles: bool,

    /// Leave out what near copies of a report repeat (reports), or not (articles)
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Count::Reports)]
    pub count: Count,

    /// In this order
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = Sort::Newest)]
    pub sort: Sort,

    /// So many on a page
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub limit: u32,

    /// This page, from 1
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub page: u32,

    /// Write a table, text with evidence, JSON lines or CSV [default: table on a terminal, else jsonl]
    #[arg(long, value_enum, value_name = "FORM")]
    pub to: Option<Shape>,

    /// When to colour text [auto: on a terminal, unless NO_COLOR is set]
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,
}

/// Show the wordings of one statement side by side
///
/// Marks what differs between them: cuts, ellipses, paraphrases, numbers, negations, headlines.
#[derive(Debug, Group)]
pub struct Compare {
    /// The statement, as `onrecord find` names it: 3fa9c1d2#s3
    pub statement: String,

    /// Another one to compare it with, rather than its wordings
    pub other: Option<String>,

    #[command(flatten)]
    pub database: Database,

    /// Leave out what near copies of a report repeat (reports), or not (articles)
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Count::Reports)]
    pub count: Count,

    /// Write text for people or JSON lines for programs [default: text on a terminal, else jsonl]
    #[arg(long, value_enum, value_name = "FORM")]
    pub to: Option<Plain>,

    /// When to colour text [auto: on a terminal, unless NO_COLOR is set]
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,
}

const SQL_EXAMPLES: &str = "\
Examples:
  onrecord sql \"SELECT outlet, count(*) FROM articles GROUP BY outlet\"
  onrecord sql \"SELECT sql FROM sqlite_schema WHERE type = 'view'\"    what the views hold

The views are articles, statements, events, actors, mentions, stories, wordings, sightings and
corrections. The file can be opened in any other SQLite tool as well.";

/// Ask the record in SQL, read-only
#[derive(Debug, Group)]
#[command(after_help = SQL_EXAMPLES)]
pub struct Sql {
    /// The question, or - to read it from standard input
    pub question: String,

    #[command(flatten)]
    pub database: Database,

    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub time: u32,

    /// Give at most so many rows
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub rows: u32,

    /// Write a table, JSON lines or CSV [default: table on a terminal, else jsonl]
    #[arg(long, value_enum, value_name = "FORM")]
    pub to: Option<Rows>,
}

const EXPORT_EXAMPLES: &str = "\
Examples:
  onrecord export --to csv-statements --output statements.csv
  onrecord export --to gdelt --between 2024 > events.tsv
  onrecord export --to brat --output annotations/
  onrecord export --to gold-statements > gold.jsonl";

/// Write everything in a form that other programs read
#[derive(Debug, Group)]
#[command(after_help = EXPORT_EXAMPLES)]
pub struct Export {
    #[command(flatten)]
    pub database: Database,

    /// In this form
    #[arg(long, value_name = "FORM", value_parser = super::export::form, long_help = super::export::forms())]
    pub to: super::export::To,

    /// Write to this file (brat: folder), not to standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Only what was published on these days: 2024-01-05..2024-03, 2024-05, 2023..
    #[arg(long, value_name = "FROM..TO")]
    pub between: Option<String>,

    /// Only what this outlet published
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,

    /// Each report once (reports), or near copies as well (articles)
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Count::Articles)]
    pub count: Count,
}

/// Prove that what is kept is what was kept
///
/// Every text has its hash, every span slices to its words, tables and indexes agree with the records.
/// Exit status: 0 all sound, 1 there is no record to look at, 2 something is wrong.
#[derive(Debug, Group)]
pub struct Verify {
    #[command(flatten)]
    pub database: Database,

    /// Show no progress and no summary
    #[arg(short, long)]
    pub quiet: bool,
}

const REREAD_EXAMPLES: &str = "\
Examples:
  onrecord reread              reads, shows what would change, and asks
  onrecord reread --show       shows every change
  onrecord reread --keep       keeps it without asking

What was read waits in the file until it is kept or discarded; an interrupted run goes on where it
was. What people corrected stays. A record that was made with rules or tables of one's own is read
without them unless they are given again.";

/// Read everything anew, with the model and rules of this program
#[derive(Debug, Group)]
#[command(after_help = REREAD_EXAMPLES)]
pub struct Reread {
    #[command(flatten)]
    pub database: Database,

    #[command(flatten)]
    pub how: Reading,

    /// Show every change, not only how many
    #[arg(long)]
    pub show: bool,

    /// Keep what was read without asking
    #[arg(long)]
    pub keep: bool,

    /// Drop what was read and waits
    #[arg(long, conflicts_with = "keep")]
    pub discard: bool,
}

const CORRECT_EXAMPLES: &str = "\
Examples:
  onrecord correct 3fa9c1d2#s3 --accept
  onrecord correct 3fa9c1d2#s3 --reject --why 'a title, nobody says it'
  onrecord correct 3fa9c1d2#s3 --amend '{\"speakers\": [\"Milena Vukasin\"], \"kind\": \"direct\"}'
  onrecord correct 3fa9c1d2 --add '{\"content\": \"the words\", \"speakers\": [\"Milena Vukasin\"]}'
  onrecord correct --undo 7
  onrecord correct --list

Fields are those of the record; speakers, actors and recipients are names, and spans may be given as
the words that stand there once. Every correction is kept with who, when and why.";

/// Accept, reject or amend a statement or event
#[derive(Debug, Group)]
#[command(after_help = CORRECT_EXAMPLES)]
#[group(id = "verdict", required = true, multiple = false, args = ["accept", "reject", "amend", "add", "undo", "list"])]
pub struct Correct {
    /// The statement or event, as `onrecord find` names it: 3fa9c1d2#s3
    #[arg(required_unless_present_any = ["undo", "list"])]
    pub named: Option<String>,

    #[command(flatten)]
    pub database: Database,

    /// It is right as it is
    #[arg(long)]
    pub accept: bool,

    /// There is none
    #[arg(long)]
    pub reject: bool,

    /// These fields are otherwise
    #[arg(long, value_name = "JSON")]
    pub amend: Option<String>,

    /// The program missed this one in the article
    #[arg(long, value_name = "JSON")]
    pub add: Option<String>,

    /// Take the operation with this number back
    #[arg(long, value_name = "N")]
    pub undo: Option<i64>,

    /// List all operations
    #[arg(long)]
    pub list: bool,

    /// Who says so [default: the user of this computer]
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,

    /// Why
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub why: String,
}

const FORGET_EXAMPLES: &str = "\
Examples:
  onrecord forget 3fa9c1d2 --why 'withdrawn by the outlet'
  onrecord forget --person 'Milena Vukasin'
  onrecord forget --list

What is forgotten is gone from tables, index, log and free pages, and does not come back with the next
add, reread or restore. The file is written anew for it, which takes its time and up to twice as much
room again, half of it in the folder for temporary files;
who is stopped meanwhile runs onrecord verify. Backups that were made before still have it.";

/// Remove an article or all statements of a person for good
#[derive(Debug, Group)]
#[command(after_help = FORGET_EXAMPLES)]
pub struct Forget {
    /// The articles, named by the first digits of their ids
    #[arg(value_name = "ARTICLE", required_unless_present_any = ["person", "list"])]
    pub articles: Vec<String>,

    #[command(flatten)]
    pub database: Database,

    /// All that the person of this name says; blocks stand in its place in the texts
    #[arg(long, value_name = "NAME", conflicts_with = "articles")]
    pub person: Option<String>,

    /// List what was forgotten: when, who asked for it, how much and why
    #[arg(long, conflicts_with_all = ["articles", "person"])]
    pub list: bool,

    /// Who asks for it [default: the user of this computer]
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,

    /// Why; it is kept
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub why: String,

    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
}

/// Copy the record to another file, while it is used
#[derive(Debug, Group)]
pub struct Backup {
    /// The new file
    pub to: PathBuf,

    #[command(flatten)]
    pub database: Database,

    /// Show no progress and no summary
    #[arg(short, long)]
    pub quiet: bool,
}

/// Put a backup in the place of the record
#[derive(Debug, Group)]
pub struct Restore {
    /// The backup
    pub from: PathBuf,

    #[command(flatten)]
    pub database: Database,

    /// Lose what the record has now
    #[arg(long)]
    pub replace: bool,

    /// Show no progress and no summary
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// All of it is in quotation marks
    Direct,
    /// None of it is
    Indirect,
    /// Some of it is
    Mixed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Count {
    /// Near copies of a report count once
    Reports,
    /// Every article counts
    Articles,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// The newest first
    Newest,
    /// The oldest first
    Oldest,
    /// What holds the words most often, for its length, first
    Relevance,
    /// The surest first
    Confidence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// A line for each
    Table,
    /// For people, with the paragraph that proves it
    Text,
    /// One JSON object a line
    Jsonl,
    /// For spreadsheets
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Rows {
    /// Columns
    Table,
    /// One JSON object a line
    Jsonl,
    /// For spreadsheets
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Plain {
    /// For people
    Text,
    /// One JSON object a line
    Jsonl,
}
