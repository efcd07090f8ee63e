//! What every target of the readers does: read bytes as one form and check what comes out.

use onrecord_read::{Form, Limits, Location, Options, inputs, read};

/// Reads bytes as `form`, or as what they look like, and checks that every document has words, that
/// its spans slice them and do not overlap, and that its id is that of its text.
pub fn check(form: Option<Form>, bytes: &[u8]) {
    let limits = Limits { document_bytes: 1 << 20, ..Limits::default() };
    let options = Options { from: form, limits };
    let given = Location::Given { name: "given".to_owned(), bytes: bytes.to_vec() };
    for input in inputs(vec![given], &options) {
        let Ok(input) = input else { continue };
        for document in read(input, &options).into_iter().flatten() {
            let text = &document.article.text;
            assert!(!text.trim().is_empty(), "an article without words");
            let mut spans = document.outline.furniture.clone();
            spans.extend(document.outline.headline);
            spans.sort_unstable();
            for span in &spans {
                assert!(text.get(span.range()).is_some(), "{span:?} does not slice");
            }
            for pair in spans.windows(2) {
                assert!(pair[0].end() <= pair[1].start(), "{pair:?} overlap");
            }
            assert_eq!(document.article.id, onrecord_record::Article::id_of(text));
        }
    }
}
