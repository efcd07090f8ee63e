//! Whole records as JSON lines: what `onrecord read` writes, with a field `stored` beside.
//!
//! `stored` has where the article was seen, which report and story it belongs to, and the wordings
//! that its statements belong to; it is left out where the store knows none of that. Whatever reads
//! records reads these lines.

use std::io::Write;

use onrecord_record::Record;
use serde::Serialize;

use super::{ExportError, Items, Stored, Written};

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    record: &'a Record,
    #[serde(skip_serializing_if = "Option::is_none")]
    stored: Option<&'a Stored>,
}

pub(super) fn write(items: &mut Items<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let mut written = Written::default();
    for item in items {
        let item = item?;
        let stored = Some(&item.stored).filter(|stored| **stored != Stored::default());
        // Made whole first: a line is written at once or not at all.
        let mut line = serde_json::to_vec(&Line { record: &item.record, stored })?;
        line.push(b'\n');
        out.write_all(&line)?;
        written.articles += 1;
        written.rows += 1;
    }
    Ok(written)
}
