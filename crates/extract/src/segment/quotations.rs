//! Quotations: which marks open, which close, and what stands between.
//!
//! Marks are paired paragraph by paragraph with a stack. What a mark may do follows from its shape
//! and from the characters around it; what it does follows from what is open. A mark that finds no
//! partner never reaches past its paragraph, except where the next paragraph opens the quotation
//! again, as long quotations in print do.

use onrecord_text::{Quotation, QuotationId, Text};

use super::letters::{Class, class, is_wordlike};
use super::pieces::{Kind, Piece};

/// Marks that can pair with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// “ ” „ ‟ " `` ''
    Double,
    /// ‘ ’ ‚ ‛ ' `
    Single,
    /// « »
    Guillemet,
    /// ‹ ›
    SmallGuillemet,
}

const FAMILIES: usize = 4;

/// What the shape of a mark allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Opens, whatever stands around it: „
    Opens,
    /// Opens nearly always, but closes in German: “ ‘
    OpensOrCloses,
    /// Closes nearly always, but opens in Swedish or is an apostrophe: ” ’
    ClosesOrOpens,
    /// Tells nothing: " '
    Straight,
}

/// A quotation whose end has not been found.
struct Open {
    /// Its place in the list of quotations.
    quotation: usize,
    family: Family,
    /// The piece of its opening mark in this paragraph.
    piece: usize,
    /// The mark itself, for the same mark has to come again in the next paragraph.
    mark: char,
}

/// A quotation in the making; spans are byte ranges.
struct Draft {
    content: Vec<(usize, usize)>,
    opening: Vec<(usize, usize)>,
    closing: Option<(usize, usize)>,
    inside: Option<usize>,
    /// The pieces of its opening marks.
    pieces: Vec<usize>,
    /// Where it ended because another began that would not nest in it.
    parted_at: Option<usize>,
    /// Whether it turned out to be none: an apostrophe at the beginning of a word.
    dropped: bool,
}

impl Draft {
    /// Whether the content behind the last opening mark has not ended yet.
    fn is_running(&self) -> bool {
        self.content.len() < self.opening.len()
    }
}

/// Pairs marks through the paragraphs of a text.
pub(super) struct Pairing<'t> {
    text: &'t str,
    drafts: Vec<Draft>,
    /// What the last paragraph left open, outermost first.
    carried: Vec<Open>,
}

impl<'t> Pairing<'t> {
    /// Begins with the first paragraph still to come.
    pub fn new(text: &'t str) -> Pairing<'t> {
        Pairing { text, drafts: Vec::new(), carried: Vec::new() }
    }

    /// Decides the marks among the pieces `range` of one paragraph. Nothing is carried from or
    /// into a paragraph that is `alone`: a headline, a line of furniture.
    pub fn paragraph(&mut self, pieces: &mut [Piece], range: std::ops::Range<usize>, alone: bool) {
        let carried = std::mem::take(&mut self.carried);
        let carried = if alone { self.give_up(pieces, carried) } else { carried };
        if range.is_empty() {
            return;
        }
        let marks: Vec<usize> = range.clone().filter(|&at| pieces[at].kind == Kind::Mark).collect();
        let singles_to_come = self.closers_to_come(pieces, &marks);
        let paragraph_end = pieces[range.end - 1].end;
        let begun = self.drafts.len();
        let mut stack: Vec<Open> = Vec::new();
        let mut open = [0usize; FAMILIES];
        let mut carried = carried.into_iter().peekable();
        let mut expected = range.start;
        for (n, &at) in marks.iter().enumerate() {
            let piece = pieces[at];
            let (family, shape, mark) = describe(piece.of(self.text));
            // The marks that the paragraph begins with may open again what the last one left open.
            if at == expected
                && let Some(again) =
                    carried.next_if(|open| open.family == family && open.mark == mark)
            {
                let draft = &mut self.drafts[again.quotation];
                draft.opening.push((piece.start, piece.end));
                draft.pieces.push(at);
                pieces[at].kind = Kind::OpenQuote;
                open[family as usize] += 1;
                stack.push(Open { piece: at, ..again });
                expected = at + 1;
                continue;
            }
            expected = usize::MAX;
            let is_open = open[family as usize] > 0;
            match self.role(&piece, family, shape, is_open, stack.last(), singles_to_come[n]) {
                Role::Open => {
                    pieces[at].kind = Kind::OpenQuote;
                    let inside = stack.last().map(|open| open.quotation);
                    self.drafts.push(Draft {
                        content: Vec::new(),
                        opening: vec![(piece.start, piece.end)],
                        closing: None,
                        inside,
                        pieces: vec![at],
                        parted_at: None,
                        dropped: false,
                    });
                    open[family as usize] += 1;
                    stack.push(Open { quotation: self.drafts.len() - 1, family, piece: at, mark });
                }
                Role::Close => {
                    // What was opened inside and never closed ends here too.
                    while let Some(top) = stack.pop() {
                        open[top.family as usize] -= 1;
                        self.finish_span(pieces, &top, piece.start);
                        if top.family == family {
                            pieces[at].kind = Kind::CloseQuote;
                            self.drafts[top.quotation].closing = Some((piece.start, piece.end));
                            break;
                        }
                        self.drop_if_apostrophe(pieces, &top);
                    }
                }
                Role::Neither => {
                    // A mark without a partner still tells where a sentence ends.
                    let around = Around::of(self.text, &piece);
                    pieces[at].kind = match family {
                        Family::Single => Kind::Apostrophe,
                        _ if around.can_close() && !around.measures() => Kind::CloseQuote,
                        _ => Kind::Symbol,
                    };
                }
            }
        }
        // What could not be opened again has ended with its paragraph.
        let rest: Vec<Open> = carried.collect();
        self.give_up(pieces, rest);
        self.part_unclosed(&mut stack, begun);
        for open in &stack {
            self.finish_span(pieces, open, paragraph_end);
        }
        if alone {
            self.give_up(pieces, stack);
        } else {
            self.carried = stack;
        }
    }

    /// The finished quotations.
    pub fn finish(mut self, text: &Text, pieces: &mut [Piece]) -> Vec<Quotation> {
        let carried = std::mem::take(&mut self.carried);
        self.give_up(pieces, carried);
        let mut quotations = Vec::with_capacity(self.drafts.len());
        let span = |&(start, end): &(usize, usize)| text.span(start..end);
        // The number of every quotation once the dropped ones are gone; a dropped one passes on
        // that of the quotation it stood inside.
        let mut numbers: Vec<Option<QuotationId>> = Vec::with_capacity(self.drafts.len());
        for draft in &self.drafts {
            let inside = draft.inside.and_then(|outer| numbers[outer]);
            // Marks with nothing between them, or behind them, are no quotation.
            let empty = draft.content.iter().all(|(start, end)| start == end);
            if draft.dropped || empty {
                numbers.push(inside);
                continue;
            }
            numbers.push(Some(QuotationId::new(quotations.len())));
            quotations.push(Quotation {
                content: draft.content.iter().filter_map(span).collect(),
                opening: draft.opening.iter().filter_map(span).collect(),
                closing: draft.closing.as_ref().and_then(span),
                inside,
            });
        }
        quotations
    }

    /// For every mark, whether a single mark that can only close comes after it and before the
    /// next single mark that opens. It tells `‘the ministers’ plan is bad’` from `‘the ministers’`.
    fn closers_to_come(&self, pieces: &[Piece], marks: &[usize]) -> Vec<bool> {
        let mut come = vec![false; marks.len()];
        let mut coming = false;
        for (n, &at) in marks.iter().enumerate().rev() {
            come[n] = coming;
            let (family, _, _) = describe(pieces[at].of(self.text));
            if family == Family::Single {
                let around = Around::of(self.text, &pieces[at]);
                if around.can_close() && !self.plural_genitive(&pieces[at]) {
                    coming = true;
                } else if around.can_open() {
                    coming = false;
                }
            }
        }
        come
    }

    /// Whether a single mark stands where an apostrophe does in `the ministers’ plan`.
    fn plural_genitive(&self, mark: &Piece) -> bool {
        let before = &self.text[..mark.start];
        let after = &self.text[mark.end..];
        before.ends_with(['s', 'S', 'x', 'z'])
            && after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(is_wordlike))
    }

    /// Whether a quotation that would close here holds one word with a small letter, as in
    /// `‘yes’ to`: a whole sentence would begin with a capital.
    fn is_one_small_word(&self, open: &Open, mark: &Piece) -> bool {
        let openings = &self.drafts[open.quotation].opening;
        let inside = &self.text[openings[openings.len() - 1].1..mark.start];
        inside.len() < 40
            && inside.starts_with(char::is_lowercase)
            && !inside.contains(char::is_whitespace)
    }

    fn role(
        &self,
        mark: &Piece,
        family: Family,
        shape: Shape,
        is_open: bool,
        top: Option<&Open>,
        closer_to_come: bool,
    ) -> Role {
        let around = Around::of(self.text, mark);
        let words = mark.of(self.text);
        let top_mark = top.filter(|open| open.family == family).map(|open| open.mark);
        if family == Family::Single {
            if around.measures() && !is_open {
                return Role::Neither;
            }
            if is_open && around.can_close() {
                let apostrophe = closer_to_come
                    && self.plural_genitive(mark)
                    && !top.is_some_and(|open| self.is_one_small_word(open, mark));
                return if apostrophe { Role::Neither } else { Role::Close };
            }
            let opens = match shape {
                Shape::Opens | Shape::OpensOrCloses => around.next_wordlike || around.can_open(),
                // ’ before a word is an elision; only where every mark is ’ does it open.
                Shape::ClosesOrOpens => false,
                Shape::Straight => around.can_open(),
            };
            return if opens { Role::Open } else { Role::Neither };
        }
        match shape {
            Shape::Opens => Role::Open,
            Shape::OpensOrCloses => {
                let low = matches!(top_mark, Some('„' | '‚' | '»' | '›' | '‟'));
                if is_open
                    && (low || top_mark.is_some())
                    && around.can_close()
                    && !around.can_open()
                {
                    return Role::Close;
                }
                if matches!(words, "«" | "‹") && is_open && !around.can_open() {
                    return Role::Close;
                }
                Role::Open
            }
            Shape::ClosesOrOpens => {
                if is_open {
                    Role::Close
                } else if around.can_open() && !around.can_close() {
                    Role::Open
                } else {
                    Role::Neither
                }
            }
            Shape::Straight => {
                if around.measures() && (!is_open || around.foot_before) {
                    return Role::Neither;
                }
                match (around.can_open(), around.can_close()) {
                    (true, false) => Role::Open,
                    (false, true) if is_open => Role::Close,
                    (false, true) => Role::Neither,
                    _ if is_open => Role::Close,
                    _ => Role::Open,
                }
            }
        }
    }

    /// Ends the span of an open quotation at `end`, which is a closing mark or the end of the
    /// paragraph.
    fn finish_span(&mut self, pieces: &[Piece], open: &Open, end: usize) {
        let start = pieces[open.piece].end;
        let draft = &mut self.drafts[open.quotation];
        if draft.is_running() {
            draft.content.push(trim(self.text, start, end.max(start)));
        }
    }

    /// A mark that was never closed, with another like it opened inside: the first ends where the
    /// second begins, for nothing tells that they nest. `begun` is the first quotation of this
    /// paragraph.
    fn part_unclosed(&mut self, stack: &mut Vec<Open>, begun: usize) {
        if stack.is_empty() {
            return;
        }
        for inner in begun..self.drafts.len() {
            let (start, end) = self.drafts[inner].opening[0];
            let Some(outer) = self.drafts[inner].inside else { continue };
            let &(open_start, open_end) =
                &self.drafts[outer].opening[self.drafts[outer].opening.len() - 1];
            let same = self.text[open_start..open_end] == self.text[start..end];
            if same && self.drafts[outer].is_running() {
                let content = trim(self.text, open_end, start);
                self.drafts[outer].content.push(content);
                self.drafts[outer].parted_at = Some(start);
            }
            // Parents come before their children, so that theirs are already right.
            let mut inside = Some(outer);
            while let Some(outer) = inside
                && self.drafts[outer].parted_at.is_some_and(|parted| parted <= start)
            {
                inside = self.drafts[outer].inside;
            }
            self.drafts[inner].inside = inside;
        }
        stack.retain(|open| self.drafts[open.quotation].parted_at.is_none());
    }

    /// Ends quotations that nothing will close. Single marks among them were apostrophes.
    fn give_up(&mut self, pieces: &mut [Piece], open: Vec<Open>) -> Vec<Open> {
        for open in &open {
            self.drop_if_apostrophe(pieces, open);
        }
        Vec::new()
    }

    /// A single mark that was opened in the middle of a paragraph and never closed is taken for
    /// an apostrophe, unless a colon or comma announced it.
    fn drop_if_apostrophe(&mut self, pieces: &mut [Piece], open: &Open) {
        let draft = &mut self.drafts[open.quotation];
        if open.family != Family::Single || draft.opening.len() > 1 {
            return;
        }
        let announced = self.text[..draft.opening[0].0].trim_end().ends_with([':', ',']);
        if !announced {
            draft.dropped = true;
            for &piece in &draft.pieces {
                pieces[piece].kind = Kind::Apostrophe;
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    Neither,
}

/// The family, shape and first character of a mark.
fn describe(words: &str) -> (Family, Shape, char) {
    let mark = words.chars().next().unwrap_or_default();
    match words {
        "``" => (Family::Double, Shape::Opens, mark),
        "''" => (Family::Double, Shape::Straight, '"'),
        _ => match mark {
            '“' => (Family::Double, Shape::OpensOrCloses, mark),
            '”' => (Family::Double, Shape::ClosesOrOpens, mark),
            '„' | '‟' => (Family::Double, Shape::Opens, mark),
            '"' | '＂' => (Family::Double, Shape::Straight, mark),
            '«' | '»' => (Family::Guillemet, guillemet(mark == '«'), mark),
            '‹' | '›' => (Family::SmallGuillemet, guillemet(mark == '‹'), mark),
            '‘' | '‛' => (Family::Single, Shape::OpensOrCloses, mark),
            '‚' | '`' => (Family::Single, Shape::Opens, mark),
            '’' | 'ʼ' => (Family::Single, Shape::ClosesOrOpens, mark),
            _ => (Family::Single, Shape::Straight, mark),
        },
    }
}

fn guillemet(left: bool) -> Shape {
    if left { Shape::OpensOrCloses } else { Shape::ClosesOrOpens }
}

/// What stands around a mark.
struct Around {
    previous: Option<char>,
    next: Option<char>,
    next_wordlike: bool,
    /// Whether a measure in feet touches the mark: `6'2"`.
    foot_before: bool,
}

impl Around {
    fn of(text: &str, mark: &Piece) -> Around {
        let visible = |c: &char| class(*c) != Class::Invisible;
        let previous = text[..mark.start].chars().rev().take(4).find(visible);
        let next = text[mark.end..].chars().take(4).find(visible);
        let bytes = &text.as_bytes()[..mark.start];
        let foot_before = {
            let inches = bytes.iter().rev().take(2).take_while(|b| b.is_ascii_digit()).count();
            let rest = text[..mark.start - inches].trim_end_matches(' ');
            inches > 0
                && rest
                    .strip_suffix(['\'', '’', '′'])
                    .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
        };
        Around { previous, next, next_wordlike: next.is_some_and(is_wordlike), foot_before }
    }

    /// Something begins after the mark and nothing ends before it.
    fn can_open(&self) -> bool {
        let free = self.previous.is_none_or(|c| {
            c.is_whitespace()
                || matches!(c, '(' | '[' | '{' | '-' | '–' | '—' | '―' | '/' | '=' | '…')
                || matches!(c, '“' | '‘' | '"' | '\'' | '„' | '‚' | '«' | '‹' | '`' | '¿' | '¡')
        });
        free && self.next.is_some_and(|c| {
            !c.is_whitespace()
                && !matches!(c, ',' | ';' | ':' | '?' | '!' | ')' | ']' | '}' | '”' | '»' | '›')
        })
    }

    /// Something ends before the mark and nothing begins after it.
    fn can_close(&self) -> bool {
        let ended = self.previous.is_some_and(|c| {
            !c.is_whitespace() && !matches!(c, '(' | '[' | '{' | '“' | '‘' | '„' | '‚' | '«' | '‹')
        });
        ended && self.next.is_none_or(|c| !is_wordlike(c) && !matches!(c, '$' | '£' | '€' | '#'))
    }

    /// Inches, feet, minutes or seconds: a digit touches the mark.
    fn measures(&self) -> bool {
        self.previous.is_some_and(|c| c.is_ascii_digit())
    }
}

fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let words = &text[start..end];
    let inner = words.trim_start();
    if inner.is_empty() {
        return (start, start);
    }
    let start = start + (words.len() - inner.len());
    (start, start + inner.trim_end().len())
}
