//! Parts of a text that are read once more, by themselves, for what is said inside of what is said.
//!
//! The corpus that the model learns from marks only the outermost attributions. What somebody is
//! quoted as saying is a small text in which somebody may be said to have said something, and reads
//! like one once its quotation marks are taken off.

use std::ops::Range;

use onrecord_text::{Quotation, Segments, Span};

/// Takes off the marks, at both ends of some tokens, of the quotations that all of them lie in.
pub(crate) fn without_marks(segments: &Segments, tokens: Range<usize>) -> Range<usize> {
    let end = tokens.end.min(segments.tokens.len());
    let mut tokens = tokens.start.min(end)..end;
    while let Some((first, last)) = ends(segments, &tokens) {
        let around: Vec<&Quotation> = around(segments, first, last).collect();
        let opens = around.iter().any(|quotation| quotation.opening.contains(&first));
        let closes = around.iter().any(|quotation| quotation.closing == Some(last));
        if !opens && !closes {
            break;
        }
        tokens.start += usize::from(opens);
        tokens.end = (tokens.end - usize::from(closes)).max(tokens.start);
    }
    tokens
}

fn ends(segments: &Segments, tokens: &Range<usize>) -> Option<(Span, Span)> {
    let tokens = segments.tokens.get(tokens.clone())?;
    Some((tokens.first()?.span, tokens.last()?.span))
}

/// The quotations that reach, marks included, from the first of some tokens to the last or further.
fn around(segments: &Segments, first: Span, last: Span) -> impl Iterator<Item = &Quotation> {
    let begins = |quotation: &Quotation| quotation.opening.first().map_or(0, |mark| mark.start());
    let next = segments.quotations.partition_point(|q| begins(q) <= first.start());
    let innermost = next.checked_sub(1).and_then(|at| segments.quotations.get(at));
    let outer = |quotation: &&Quotation| Some(segments.quotation(quotation.inside?));
    std::iter::successors(innermost, outer).filter(move |quotation| {
        let content = quotation.content.last().copied();
        quotation.closing.or(content).is_some_and(|end| end.end() >= last.end())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment;
    use onrecord_text::{Outline, Text};

    #[track_caller]
    fn check(text: &str, part: &str, expected: &str) {
        let text = Text::new(text);
        let segments = segment(&text, &Outline::default());
        let start = text.as_str().find(part).unwrap();
        let span = text.span(start..start + part.len()).unwrap();
        let tokens = without_marks(&segments, segments.tokens_in(span));
        let words: Vec<&str> =
            segments.tokens[tokens].iter().map(|token| text.slice(token.span)).collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn marks_around_all_of_it_are_taken_off() {
        check("He said: “Trams are late.”", "“Trams are late.”", "Trams are late .");
        check("He said: “‘Late’ they are.”", "“‘Late’ they are.”", "‘ Late ’ they are .");
        check("He said: “‘Late’.”", "“‘Late’.”", "‘ Late ’ .");
        check("He said: “Trams are late.”", "Trams are", "Trams are");
        check("He said: “Trams”, “late”.", "“Trams”, “late”", "“ Trams ” , “ late ”");
        check("“A tram.\n\n“A bus.”", "“A tram.", "A tram .");
        check("“A tram.\n\n“A bus.”", "“A bus.”", "A bus .");
        check("He said: “Late”.", "“Late”", "Late");
    }
}
