//! The text of an article with what was found marked in it.
//!
//! Spans of the record nest and overlap as they like; elements cannot. So the text is cut wherever a
//! span begins or ends, and every piece says of which statements and events it is a part. Spans are in
//! code points: the text is walked once, and cut where they say.

use maud::{Markup, html};
use onrecord_record::Span;

/// Something to be marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its id within the record.
    pub id: String,
    /// How it looks: a class.
    pub look: &'static str,
    /// What it is, for those who do not see it.
    pub label: String,
    /// Where.
    pub spans: Vec<Span>,
}

/// A piece of text with the numbers of the marks that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The words.
    pub words: &'a str,
    /// Marks that cover it.
    pub marks: Vec<usize>,
    /// Marks of which it is the first piece.
    pub begins: Vec<usize>,
}

/// Paragraphs, each of its pieces. Paragraphs end at line breaks; blank ones are left out.
pub fn pieces<'a>(text: &'a str, marks: &[Mark]) -> Vec<Vec<Piece<'a>>> {
    // Where something begins or ends, in code points, then in bytes.
    let mut cuts: Vec<usize> =
        marks.iter().flat_map(|m| m.spans.iter().flatten().copied()).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut bytes: Vec<usize> = Vec::with_capacity(cuts.len());
    let mut next = cuts.iter().copied().peekable();
    let mut lines: Vec<(usize, usize)> = Vec::new();
    let mut line = 0;
    for (point, (byte, character)) in text.char_indices().enumerate() {
        while next.next_if_eq(&point).is_some() {
            bytes.push(byte);
        }
        if character == '\n' {
            lines.push((line, byte));
            line = byte + 1;
        }
    }
    lines.push((line, text.len()));
    // What lies beyond the end is at the end.
    bytes.resize(cuts.len(), text.len());
    let byte = |point: usize| cuts.binary_search(&point).map_or(text.len(), |at| bytes[at]);
    let mut spans: Vec<(usize, usize, usize)> = Vec::new();
    let mut begin: Vec<usize> = vec![usize::MAX; marks.len()];
    for (number, mark) in marks.iter().enumerate() {
        for &[start, end] in &mark.spans {
            let (start, end) = (byte(start), byte(end));
            if start < end {
                spans.push((start, end, number));
                begin[number] = begin[number].min(start);
            }
        }
    }
    spans.sort_unstable();
    let mut begun = vec![false; marks.len()];
    let mut paragraphs = Vec::new();
    for (start, end) in lines {
        if text[start..end].trim().is_empty() {
            continue;
        }
        let mut at = vec![start];
        at.extend(bytes.iter().copied().filter(|&cut| cut > start && cut < end));
        at.push(end);
        at.dedup();
        // Only those that reach into this line.
        let here: Vec<_> = spans.iter().filter(|(s, e, _)| *s < end && *e > start).collect();
        let mut paragraph = Vec::new();
        for pair in at.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let mut covering: Vec<usize> =
                here.iter().filter(|(s, e, _)| *s <= from && *e >= to).map(|(.., n)| *n).collect();
            covering.sort_unstable();
            covering.dedup();
            let begins = covering
                .iter()
                .copied()
                .filter(|&n| begin[n] <= from && !std::mem::replace(&mut begun[n], true))
                .collect();
            paragraph.push(Piece { words: &text[from..to], marks: covering, begins });
        }
        paragraphs.push(paragraph);
    }
    paragraphs
}

/// A paragraph as markup; each mark is led to by an anchor with its id, which leads to its note.
pub fn paragraph(pieces: &[Piece<'_>], marks: &[Mark]) -> Markup {
    html! {
        @for piece in pieces {
            @for &number in &piece.begins {
                @let mark = &marks[number];
                a.ref id=(mark.id) href={ "#note-" (mark.id) } aria-label=(mark.label) data-of=(mark.id) { (mark.id) }
            }
            @if piece.marks.is_empty() {
                (piece.words)
            } @else {
                @let looks: Vec<&str> = piece.marks.iter().map(|&n| marks[n].look).collect();
                @let ids: Vec<&str> = piece.marks.iter().map(|&n| marks[n].id.as_str()).collect();
                mark class=(looks.join(" ")) data-of=(ids.join(" ")) { (piece.words) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(id: &str, spans: &[Span]) -> Mark {
        Mark { id: id.to_owned(), look: "said", label: id.to_owned(), spans: spans.to_vec() }
    }

    fn shown(text: &str, marks: &[Mark]) -> Vec<String> {
        let line = |pieces: &Vec<Piece<'_>>| {
            let piece = |piece: &Piece<'_>| {
                let ids: Vec<&str> = piece.marks.iter().map(|&n| marks[n].id.as_str()).collect();
                format!("{}[{}]", piece.words, ids.join(","))
            };
            pieces.iter().map(piece).collect::<Vec<_>>().join("|")
        };
        pieces(text, marks).iter().map(line).collect()
    }

    #[test]
    fn spans_are_code_points_and_may_overlap() {
        let marks = [mark("s1", &[[0, 4]]), mark("s2", &[[2, 6]]), mark("e1", &[[3, 4]])];
        assert_eq!(shown("aé😀defg", &marks), ["aé[s1]|😀[s1,s2]|d[s1,s2,e1]|ef[s2]|g[]"]);
    }

    #[test]
    fn paragraphs_are_cut_and_a_mark_begins_once() {
        let marks = [mark("s1", &[[2, 9]])];
        let text = "ab cd\n\nef gh";
        assert_eq!(shown(text, &marks), ["ab[]| cd[s1]", "ef[s1]| gh[]"]);
        let begins: usize =
            pieces(text, &marks).iter().flatten().map(|piece| piece.begins.len()).sum();
        assert_eq!(begins, 1);
    }

    #[test]
    fn no_character_is_lost_whatever_the_spans_say() {
        for spans in [[[0, 0], [9, 2]], [[5, 500], [1, 1]], [[499, 500], [0, 12]]] {
            let text = "αβγ δε\nζη θικ";
            let whole: String = pieces(text, &[mark("s1", &spans)])
                .iter()
                .flatten()
                .map(|piece| piece.words)
                .collect();
            assert_eq!(whole, text.replace('\n', ""));
        }
    }
}
