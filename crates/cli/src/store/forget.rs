//! `onrecord forget`: asks once, then it is gone.

use onrecord_store::{Audit, Error};

use super::args::Forget;
use super::reread::confirmed;
use super::{Failure, count, logged, now, reading, somebody, with, write, writing};
use crate::report;
use crate::status::Status;

/// Runs the command.
pub fn run(args: &Forget) -> Status {
    with(&args.database.path, || {
        if args.list {
            return list(args);
        }
        let mut store = writing(&args.database.path)?;
        let (who, now) = (somebody(args.who.as_deref()), now());
        let audit = Audit { now: &now, who: &who, why: &args.why };
        let mut named = Vec::new();
        for article in &args.articles {
            let reference = store.resolve(article)?;
            if reference.part.is_some() {
                let what = format!("{article} is a part of an article");
                let hint =
                    "name the article alone; onrecord correct --reject takes a statement out";
                return Err(Error::asked(what, hint).into());
            }
            named.push(reference);
        }
        named.sort_by_key(|reference| reference.article);
        named.dedup();
        let question = match &args.person {
            Some(name) => format!("Forget all that {name} says, for good?"),
            None => format!("Forget {}, for good?", count(named.len(), "article")),
        };
        if !(args.yes || confirmed(&question)) {
            report::tell("nothing was forgotten; hint: --yes forgets without asking");
            return Ok(Status::Failed);
        }
        let all = match &args.person {
            Some(name) => store.forget_person(name, audit)?,
            None => store.forget_articles(&named, audit)?,
        };
        report::tell(&format!(
            "{} forgotten in {}; backups from before still have them",
            count(all.statements, "statement"),
            count(all.articles, "article")
        ));
        if !all.log_is_empty {
            report::tell(
                "somebody still reads the file as it was, so the words are in its log yet; hint: end \
                 what uses it, and run onrecord verify",
            );
            return Ok(Status::Skipped);
        }
        Ok(Status::Fine)
    })
}

fn list(args: &Forget) -> Result<Status, Failure> {
    let mut page = String::new();
    for line in reading(&args.database.path)?.audited()? {
        let what = format!(
            "{}: {} in {}",
            line.what,
            count(line.statements as usize, "statement"),
            count(line.articles as usize, "article")
        );
        page.push_str(&logged(line.number, &line.at, &line.who, &what, &line.why));
    }
    write(&page)?;
    Ok(Status::Fine)
}
