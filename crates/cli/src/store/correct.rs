//! `onrecord correct`: a verdict of a person.

use onrecord_store::{Claim, Correction, Error, Logged, Verdict};
use serde_json::{Map, Value};

use super::args::Correct;
use super::{Failure, logged, now, reading, somebody, with, write, writing};
use crate::report;
use crate::status::Status;

/// Runs the command.
pub fn run(args: &Correct) -> Status {
    with(&args.database.path, || {
        if args.list {
            return list(args);
        }
        let mut store = writing(&args.database.path)?;
        let who = somebody(args.who.as_deref());
        let now = now();
        if let Some(number) = args.undo {
            let undone = store.undo(number, &who, &args.why, &now)?;
            report::tell(&format!("operation {undone} takes operation {number} back"));
            return Ok(Status::Fine);
        }
        let (verdict, fields) = match (&args.amend, &args.add) {
            (Some(fields), _) => (Verdict::Amend, Some(object(fields)?)),
            (_, Some(fields)) => (Verdict::Add, Some(object(fields)?)),
            _ if args.reject => (Verdict::Reject, None),
            _ => (Verdict::Accept, None),
        };
        let named = store.resolve(args.named.as_deref().unwrap_or_default())?;
        let correction =
            Correction { verdict, fields: fields.as_ref(), who: &who, why: &args.why, now: &now };
        let (number, id) = store.correct(&named, correction)?;
        let is = id.map_or_else(|| "it is gone".to_owned(), |id| format!("it is {id}"));
        report::tell(&format!(
            "operation {number} is kept, {is}; hint: --undo {number} takes it back"
        ));
        Ok(Status::Fine)
    })
}

fn object(given: &str) -> Result<Map<String, Value>, Failure> {
    serde_json::from_str(given).map_err(|error| {
        Error::asked(
            format!("the fields are no JSON object: {error}"),
            "write them like {\"speakers\": [\"Milena Vukasin\"]}, in quotation marks of the shell",
        )
        .into()
    })
}

fn list(args: &Correct) -> Result<Status, Failure> {
    let store = reading(&args.database.path)?;
    let mut page = String::new();
    for Logged { article, operation } in store.corrections()? {
        let digits: String = article.trim_start_matches("sha256:").chars().take(12).collect();
        let about =
            match (operation.undoes, operation.target.as_ref().or(operation.change.as_ref())) {
                (Some(number), _) => format!("operation {number}"),
                (None, Some(Claim::Statement(statement))) => format!("{digits}#{}", statement.id),
                (None, Some(Claim::Event { event, .. })) => format!("{digits}#{}", event.id),
                (None, None) => digits,
            };
        let what = format!("{} · {}", operation.verdict, about.trim_end_matches('#'));
        let (at, who, why) = (&operation.at, &operation.who, &operation.why);
        page.push_str(&logged(operation.number, at, who, &what, why));
    }
    write(&page)?;
    Ok(Status::Fine)
}
