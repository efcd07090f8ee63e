//! HTML pages.

use onrecord_record::Article;

use crate::{Document, Options, Problem};

/// Reads a page. What `given` already knows (a JSON line's `headline`, say) wins over what the page
/// says.
#[allow(dead_code)]
pub(crate) fn read(page: &str, given: Article, options: &Options) -> Result<Document, Problem> {
    let _ = (page, options);
    Err(Problem::new(given.input_id, "pages are not read yet", "wait for the reader"))
}
