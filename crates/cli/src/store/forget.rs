//! `onrecord forget`: asks once, then it is gone.

use onrecord_store::{Audit, Error, Forgotten};

use super::args::Forget;
use super::reread::confirmed;
use super::{count, now, somebody, with, writing};
use crate::report;
use crate::status::Status;

/// Runs the command.
pub fn run(args: &Forget) -> Status {
    with(&args.database.path, || {
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
        named.dedup();
        let question = match &args.person {
            Some(name) => format!("Forget all that {name} says, for good?"),
            None => format!("Forget {}, for good?", count(named.len(), "article")),
        };
        if !(args.yes || confirmed(&question)) {
            report::tell("nothing was forgotten; hint: --yes forgets without asking");
            return Ok(Status::Failed);
        }
        let mut all = Forgotten { articles: 0, statements: 0, log_is_empty: true };
        let mut add = |one: Forgotten| {
            all.articles += one.articles;
            all.statements += one.statements;
            all.log_is_empty = one.log_is_empty;
        };
        match &args.person {
            Some(name) => add(store.forget_person(name, audit)?),
            None => {
                for article in &named {
                    add(store.forget_article(article, audit)?);
                }
            }
        }
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
