//! `onrecord serve`: the record in a browser, and an API.
//!
//! What answers is the library's; here are flags, the token, and what reads text that is sent. The
//! language model is loaded when the first text arrives: whoever only looks never pays for it.

use std::net::Ipv6Addr;
use std::sync::{Arc, OnceLock};

use clap::Args as Group;
use onrecord_extract::Model;
use onrecord_read::{Location, Options};
use onrecord_record::Record;
use onrecord_serve::{Ended, Given, GivenForm, Reader, Settings};

use crate::args::From;
use crate::panics::{self, caught};
use crate::status::Status;
use crate::store::Database;
use crate::{model, records, report};

const EXAMPLES: &str = "\
Examples:
  onrecord serve
  onrecord serve --db 2024.db --listen 127.0.0.1:9000
  onrecord serve --review --token 'something long'
  onrecord serve --listen 0.0.0.0:8017 --host archive.example:8017

It speaks HTTP without encryption. For others than this machine, put a server before it that encrypts
and knows who may come in.
Exit status: 0 ended as told, by SIGTERM or Ctrl-C; 1 wrong command line, file or address.";

/// Show the record in a browser, and offer an API
#[derive(Debug, Group)]
#[command(after_help = EXAMPLES)]
pub struct Serve {
    #[command(flatten)]
    pub database: Database,

    /// Listen on this address and port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8017")]
    pub listen: String,

    /// A name, with its port, by which browsers may call this server; others are refused
    #[arg(long, value_name = "NAME", value_parser = host)]
    pub host: Vec<String>,

    /// Let people accept, reject and amend what was found
    #[arg(long)]
    pub review: bool,

    /// What they must know to do so [default: one is made and printed]
    #[arg(long, value_name = "TOKEN", requires = "review", value_parser = token)]
    pub token: Option<String>,

    /// Read what is sent by rules alone
    #[arg(long)]
    pub no_model: bool,
}

/// The fewest letters of a token that nobody guesses.
const FEWEST: usize = 8;

fn token(given: &str) -> Result<String, String> {
    let token = given.trim();
    match token.chars().count() >= FEWEST {
        true => Ok(token.to_owned()),
        false => Err(format!("it is too easy to guess; hint: take {FEWEST} letters or more")),
    }
}

/// What browsers send as the name of a server: a name or an address, and a port where it is not 80.
fn host(given: &str) -> Result<String, String> {
    let name = given.trim();
    let hint = "give a name and its port, as browsers send them: archive.example:8017";
    let (rest, port) = match name.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        // An IPv6 address has colons of its own.
        Some((address, port)) if address.parse::<Ipv6Addr>().is_ok() => ("", port),
        Some(_) => return Err(format!("it is no address; hint: {hint}")),
        None => name.split_at(name.find(':').unwrap_or(name.len())),
    };
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphanumeric())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
    };
    let is_port = |port: &str| match port.strip_prefix(':') {
        Some(number) => number.parse::<u16>().is_ok_and(|number| number > 0),
        None => port.is_empty(),
    };
    if name.contains("://") || name.contains('/') {
        return Err(format!("it is an address of a page; hint: {hint}"));
    }
    if !rest.is_empty() && !rest.is_ascii() {
        return Err("browsers send names of other letters as xn--…; hint: give it so".to_owned());
    }
    if (name.starts_with('[') || is_name(rest)) && is_port(port) {
        return Ok(name.to_owned());
    }
    Err(format!("no browser calls a server so; hint: {hint}"))
}

/// Runs the command.
pub fn run(args: Serve) -> Status {
    panics::keep_quiet();
    let mut settings = Settings::new(&args.database.path);
    settings.hosts = args.host;
    settings.review = args.review;
    settings.reader = Some(reader(args.no_model));
    if args.review {
        settings.token = match args.token {
            Some(token) => Some(token),
            None => match made_token() {
                Ok(token) => {
                    report::tell(&format!("the token to review with is {token}"));
                    Some(token)
                }
                Err(error) => {
                    report::tell(&format!(
                        "no token can be made: {error}; hint: give one with --token"
                    ));
                    return Status::Failed;
                }
            },
        };
    }
    let path = args.database.path;
    let ended = onrecord_serve::serve(settings, &args.listen, |at| {
        report::tell(&format!("{} is at http://{at}/ until Ctrl-C", path.display()));
    });
    match ended {
        Ok(Ended::Drained) => Status::Fine,
        Ok(Ended::Cut) => {
            report::tell("what was still asked after ten seconds was cut off");
            Status::Fine
        }
        Err(onrecord_serve::Failed::Store(error)) => {
            report::tell(&format!("{}: {error}", path.display()));
            Status::Failed
        }
        Err(error) => {
            report::tell(&error.to_string());
            Status::Failed
        }
    }
}

/// Sixteen bytes that nobody guesses, in letters.
fn made_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What reads text that is sent.
fn reader(no_model: bool) -> Reader {
    let loaded: OnceLock<Result<Option<Model>, String>> = OnceLock::new();
    Arc::new(move |given| {
        let model = loaded.get_or_init(|| {
            if no_model {
                return Ok(None);
            }
            match model::load() {
                Ok(model) => Ok(Some(model)),
                Err(error) if cfg!(has_model) => Err(error),
                Err(_) => Ok(None),
            }
        });
        let model = model.as_ref().map_err(Clone::clone)?.as_ref();
        caught(SENT, || read(given, model)).map_err(|problem| problem.to_string())?
    })
}

/// What a text that was sent is called in messages.
const SENT: &str = "the text that was sent";

fn read(given: Given, model: Option<&Model>) -> Result<Record, String> {
    let form = match given.form {
        GivenForm::Text => From::Text,
        GivenForm::Html => From::Html,
        GivenForm::Json => From::Jsonl,
    };
    let options = Options { from: Some(form.form()), ..Options::default() };
    let location = Location::Given { name: SENT.to_owned(), bytes: given.bytes };
    let mut documents = Vec::new();
    for input in onrecord_read::inputs(vec![location], &options) {
        let input = input.map_err(|problem| problem.to_string())?;
        documents.extend(onrecord_read::read(input, &options));
    }
    let mut documents = documents.into_iter();
    match (documents.next(), documents.next()) {
        (Some(document), None) => {
            let document = document.map_err(|problem| problem.to_string())?;
            let holds = onrecord_extract::Options::default();
            let reading = onrecord_extract::Reading::default();
            Ok(records::analysed(document, model, &reading, &holds).0)
        }
        (None, _) => Err(format!("{SENT} holds no article; hint: send the text of one")),
        (Some(_), Some(_)) => {
            Err(format!("{SENT} holds several articles; hint: send one at a time"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_sent_is_read() {
        let reader = reader(true);
        let text = "“The ferry is late,” said Milena Vukasin, who keeps the harbour.";
        let given = Given { form: GivenForm::Text, bytes: text.into() };
        let record = reader(given).expect("a record");
        assert_eq!(record.article.text, text);
        let nothing = Given { form: GivenForm::Json, bytes: b"{".to_vec() };
        assert!(reader(nothing).expect_err("no object").contains("hint: "));
    }

    #[test]
    fn hosts_are_what_browsers_send() {
        for fine in
            ["archive.example:8017", "archive.example", " localhost:80", "[::1]:8017", "10.0.0.7:1"]
        {
            assert_eq!(host(fine).as_deref(), Ok(fine.trim()));
        }
        for wrong in [
            "",
            "/",
            "http://archive.example/",
            "archive.example/",
            "a b",
            "*",
            "a:b",
            "a:0",
            "a:70000",
            ":8017",
            "::1",
            "[::1",
            "[x]:1",
            "archive.example:80:80",
            "bücher.example",
            "user@archive.example",
        ] {
            assert!(host(wrong).is_err_and(|told| told.contains("hint: ")), "{wrong:?}");
        }
    }

    #[test]
    fn tokens_are_long_and_never_the_same() {
        assert!(token("short").is_err() && token("long enough").is_ok());
        let (one, other) = (made_token().expect("random"), made_token().expect("random"));
        assert!(one.len() == 32 && one != other);
    }
}
