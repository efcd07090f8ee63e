//! CoNLL-U: trees, mentions and coreference for the tools of linguistics.
//!
//! Ten columns a word, as Universal Dependencies defines them; mentions as brackets in the last
//! column, `Entity=(1-person … 1)`, as the corpus GUM writes them. White space that is not a single
//! space is kept in `SpacesAfter`, so that the text can be put together again to the last
//! character.

use std::fmt::Write;

use onrecord_text::{Mention, Parse, Segments, Text, TokenId, Upos};

/// One text as a document of CoNLL-U. `id` names it; line breaks in it become spaces.
pub fn document(id: &str, text: &Text, segments: &Segments, parse: &Parse) -> String {
    let id: String = id.chars().map(|c| if is_break(c) { ' ' } else { c }).collect();
    let mut out = String::with_capacity(text.len() * 8 + 100);
    let brackets = Brackets::new(segments.tokens.len(), &parse.mentions);
    let words: Vec<&str> = segments.tokens.iter().map(|token| text.slice(token.span)).collect();
    let page = Page { text, segments, parse, words: &words, brackets: &brackets };
    for (paragraph, number) in segments.paragraphs.iter().zip(0..) {
        for sentence in paragraph.sentences.clone() {
            if sentence == 0 {
                line(&mut out, format_args!("# newdoc id = {id}"));
                line(&mut out, format_args!("# global.Entity = GRP-etype"));
            }
            if sentence == paragraph.sentences.start {
                line(&mut out, format_args!("# newpar id = {id}-p{}", number + 1));
            }
            line(&mut out, format_args!("# sent_id = {id}-{}", sentence + 1));
            page.sentence(sentence, &mut out);
            out.push('\n');
        }
    }
    out
}

/// Adds a line. Writing to a string cannot fail.
fn line(out: &mut String, words: std::fmt::Arguments) {
    let _ = out.write_fmt(words);
    out.push('\n');
}

/// Characters that some reader takes for the end of a line, and the tab.
fn is_break(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{1c}'
            ..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

struct Page<'a> {
    text: &'a Text,
    segments: &'a Segments,
    parse: &'a Parse,
    words: &'a [&'a str],
    brackets: &'a Brackets,
}

impl Page<'_> {
    fn sentence(&self, number: usize, out: &mut String) {
        let sentence = &self.segments.sentences[number];
        let tokens = sentence.tokens.clone();
        out.push_str("# text = ");
        for at in tokens.clone() {
            out.push_str(&form(self.words[at]));
            if at + 1 < tokens.end && !self.gap(at).is_empty() {
                out.push(' ');
            }
        }
        out.push('\n');
        let first = tokens.start;
        let mut at = first;
        while at < tokens.end {
            let mut end = at + 1;
            while end < tokens.end && self.is_one_word(end - 1, end) {
                end += 1;
            }
            if end - at > 1 {
                let whole = form(&self.words[at..end].concat()).into_owned();
                let misc = self.spaces(at, end - 1);
                let numbers = (at + 1 - first, end - first);
                line(
                    out,
                    format_args!(
                        "{}-{}\t{whole}\t_\t_\t_\t_\t_\t_\t_\t{misc}",
                        numbers.0, numbers.1
                    ),
                );
            }
            for word in at..end {
                self.word(word, first, end - at > 1, out);
            }
            at = end;
        }
    }

    fn word(&self, at: usize, first: usize, in_range: bool, out: &mut String) {
        let id = TokenId::new(at);
        let word = self.parse.syntax.word(id);
        let mut misc = self.brackets.of(at);
        if !in_range {
            let spaces = self.spaces(at, at);
            if misc.is_empty() {
                misc = spaces;
            } else if spaces != "_" {
                misc = format!("{misc}|{spaces}");
            }
        }
        if misc.is_empty() {
            misc.push('_');
        }
        let head = word.head.map_or(0, |head| head.index() + 1 - first);
        let (number, form, lemma) = (at + 1 - first, form(self.words[at]), form(&word.lemma));
        let (upos, xpos, deprel) = (word.upos.name(), &word.xpos, &word.deprel);
        line(
            out,
            format_args!(
                "{number}\t{form}\t{lemma}\t{upos}\t{xpos}\t_\t{head}\t{deprel}\t_\t{misc}"
            ),
        );
    }

    /// The white space between a token and the next, or the end of the text.
    fn gap(&self, at: usize) -> &str {
        let start = self.segments.tokens[at].span.end();
        let next = self.segments.tokens.get(at + 1);
        let end = next.map_or(self.text.len(), |next| next.span.start());
        self.text.as_str().get(start..end).unwrap_or_default()
    }

    /// What the last column says of the white space around a word, which may be several tokens.
    fn spaces(&self, first: usize, last: usize) -> String {
        let mut notes = Vec::new();
        let before = &self.text.as_str()[..self.segments.tokens[first].span.start()];
        if first == 0 && !before.is_empty() {
            notes.push(format!("SpacesBefore={}", escaped(before)));
        }
        match self.gap(last) {
            " " => {}
            "" => notes.push("SpaceAfter=No".to_owned()),
            gap => notes.push(format!("SpacesAfter={}", escaped(gap))),
        }
        if notes.is_empty() { "_".to_owned() } else { notes.join("|") }
    }

    /// Whether two tokens are one word of writing: `do` and `n't`, but not a word and its comma.
    fn is_one_word(&self, before: usize, after: usize) -> bool {
        let is_sign = |at: usize| self.parse.syntax.word(TokenId::new(at)).upos == Upos::Punct;
        if !self.gap(before).is_empty() || is_sign(before) || is_sign(after) {
            return false;
        }
        let is_letter = |c: char| c.is_alphabetic() || is_apostrophe(c);
        let (last, first) = (self.words[before].chars().last(), self.words[after].chars().next());
        // A number and its unit are two words; so are parts of an address or a formula.
        last.is_some_and(is_letter) && first.is_some_and(is_letter)
            || first.is_some_and(is_apostrophe) && last.is_some_and(char::is_alphanumeric)
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘')
}

/// Words as a column can hold them.
fn form(words: &str) -> std::borrow::Cow<'_, str> {
    if words.contains(is_break) { words.replace(is_break, " ").into() } else { words.into() }
}

/// White space in the notation of `SpacesAfter`.
fn escaped(space: &str) -> String {
    let mut out = String::new();
    for c in space.chars() {
        match c {
            ' ' => out.push_str("\\s"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '|' => out.push_str("\\p"),
            '\\' => out.push_str("\\\\"),
            _ => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
        }
    }
    out
}

/// The brackets that each token opens and closes.
struct Brackets {
    opens: Vec<Vec<Open>>,
    closes: Vec<Vec<Close>>,
}

/// A mention that begins at a token; longer ones first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    end: std::cmp::Reverse<usize>,
    is_single: bool,
    entity: usize,
    kind: &'static str,
}

/// A mention that ends at a token and began before it; the latest begun first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Close {
    start: std::cmp::Reverse<usize>,
    entity: usize,
}

impl Brackets {
    fn new(tokens: usize, mentions: &[Mention]) -> Brackets {
        let mut opens = vec![Vec::new(); tokens];
        let mut closes = vec![Vec::new(); tokens];
        for mention in mentions {
            let (start, end) = (mention.tokens.start, mention.tokens.end);
            let entity = mention.entity.index() + 1;
            let is_single = end - start == 1;
            let kind = mention.kind.name();
            opens[start].push(Open { end: std::cmp::Reverse(end), is_single, entity, kind });
            if !is_single {
                closes[end - 1].push(Close { start: std::cmp::Reverse(start), entity });
            }
        }
        for list in &mut opens {
            list.sort_unstable();
        }
        for list in &mut closes {
            list.sort_unstable();
        }
        Brackets { opens, closes }
    }

    /// What the last column says of a token's mentions; empty when nothing begins or ends there.
    fn of(&self, at: usize) -> String {
        if self.opens[at].is_empty() && self.closes[at].is_empty() {
            return String::new();
        }
        let mut opening = String::new();
        for open in &self.opens[at] {
            let _ = write!(opening, "({}-{}", open.entity, open.kind);
            if open.is_single {
                opening.push(')');
            }
        }
        let mut closing = String::new();
        for close in &self.closes[at] {
            let _ = write!(closing, "{})", close.entity);
        }
        // A mention that began earlier and one that goes on from here cross: the first ends first.
        let crosses = self.opens[at].iter().any(|open| !open.is_single);
        if crosses {
            format!("Entity={closing}{opening}")
        } else {
            format!("Entity={opening}{closing}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_text::{EntityId, EntityKind, Outline, Syntax, Word};
    use proptest::prelude::*;

    /// A parse in which every word hangs on the first of its sentence, with these mentions:
    /// first token, one past the last, number of the entity.
    fn parsed(text: &Text, segments: &Segments, mentions: &[(usize, usize, usize)]) -> Parse {
        let mut words = Vec::new();
        for sentence in &segments.sentences {
            for at in sentence.tokens.clone() {
                let form = text.slice(segments.tokens[at].span);
                let is_word = form.chars().any(char::is_alphanumeric);
                let is_root = at == sentence.tokens.start;
                words.push(Word {
                    upos: if is_word { Upos::Noun } else { Upos::Punct },
                    xpos: "NN".into(),
                    lemma: form.to_lowercase().into(),
                    head: (!is_root).then(|| TokenId::new(sentence.tokens.start)),
                    deprel: if is_root { "root".into() } else { "dep".into() },
                });
            }
        }
        let mentions = mentions
            .iter()
            .map(|&(first, end, entity)| Mention {
                span: segments.tokens[first].span.cover(segments.tokens[end - 1].span),
                tokens: first..end,
                head: TokenId::new(first),
                kind: EntityKind::Person,
                entity: EntityId::new(entity),
            })
            .collect();
        Parse { syntax: Syntax::new(words), mentions, ..Parse::default() }
    }

    fn written(words: &str, mentions: &[(usize, usize, usize)]) -> String {
        let text = Text::new(words);
        let segments = onrecord_extract::segment(&text, &Outline::default());
        document("d", &text, &segments, &parsed(&text, &segments, mentions))
    }

    #[test]
    fn a_document() {
        let found = written("Anna doesn't wait.\n\nTrams wait.", &[(0, 1, 0)]);
        let expected = "\
# newdoc id = d
# global.Entity = GRP-etype
# newpar id = d-p1
# sent_id = d-1
# text = Anna doesn't wait.
1	Anna	anna	NOUN	NN	_	0	root	_	Entity=(1-person)
2-3	doesn't	_	_	_	_	_	_	_	_
2	does	does	NOUN	NN	_	1	dep	_	_
3	n't	n't	NOUN	NN	_	1	dep	_	_
4	wait	wait	NOUN	NN	_	1	dep	_	SpaceAfter=No
5	.	.	PUNCT	NN	_	1	dep	_	SpacesAfter=\\n\\n

# newpar id = d-p2
# sent_id = d-2
# text = Trams wait.
1	Trams	trams	NOUN	NN	_	0	root	_	_
2	wait	wait	NOUN	NN	_	1	dep	_	SpaceAfter=No
3	.	.	PUNCT	NN	_	1	dep	_	SpaceAfter=No

";
        assert_eq!(found, expected);
    }

    #[test]
    fn brackets_nest() {
        let found = written(
            "the mayor of Bern and Thun waits",
            &[(0, 6, 0), (0, 2, 4), (3, 4, 1), (3, 6, 2), (5, 6, 1)],
        );
        let last: Vec<&str> = found
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
            .filter_map(|line| line.rsplit('\t').next())
            .collect();
        let expected = [
            "Entity=(1-person(5-person",
            "Entity=5)",
            "_",
            "Entity=(3-person(2-person)",
            "_",
            "Entity=(2-person)3)1)",
            "SpaceAfter=No",
        ];
        assert_eq!(last, expected);
    }

    /// What a reader makes of it: the text, and each mention as first token, one past the last and
    /// number of the entity, tokens counted through the document.
    fn read(conllu: &str) -> (String, Vec<(usize, usize, usize)>) {
        let (mut text, mut mentions) = (String::new(), Vec::new());
        let mut open: Vec<(usize, usize)> = Vec::new();
        let (mut token, mut range_end) = (0, 0);
        for line in conllu.lines().filter(|line| line.contains('\t')) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 10, "{line}");
            let notes: Vec<(&str, &str)> =
                columns[9].split('|').filter_map(|note| note.split_once('=')).collect();
            let note = |name| notes.iter().find(|note| note.0 == name).map(|note| note.1);
            let number = columns[0].split_once('-');
            let in_range = number.is_none() && columns[0].parse::<usize>().unwrap() <= range_end;
            if !in_range {
                text.push_str(&unescaped(note("SpacesBefore").unwrap_or_default()));
                text.push_str(columns[1]);
                match note("SpacesAfter") {
                    Some(space) => text.push_str(&unescaped(space)),
                    None if note("SpaceAfter") == Some("No") => {}
                    None => text.push(' '),
                }
            }
            if let Some((_, last)) = number {
                range_end = last.parse().unwrap();
                continue;
            }
            if columns[0].parse() == Ok(range_end) {
                range_end = 0;
            }
            let mut rest = note("Entity").unwrap_or_default();
            while !rest.is_empty() {
                if let Some(opening) = rest.strip_prefix('(') {
                    let end = opening.find(['(', ')']).unwrap_or(opening.len());
                    // A number right after the kind closes another mention.
                    let (entity, kind) = opening[..end].split_once('-').unwrap();
                    assert_eq!(kind, "person");
                    rest = &opening[end..];
                    open.push((token, entity.parse::<usize>().unwrap() - 1));
                    if let Some(after) = rest.strip_prefix(')') {
                        let (first, entity) = open.pop().unwrap();
                        mentions.push((first, token + 1, entity));
                        rest = after;
                    }
                } else {
                    let (entity, after) = rest.split_once(')').unwrap();
                    let entity = entity.parse::<usize>().unwrap() - 1;
                    let at = open.iter().rposition(|mention| mention.1 == entity).unwrap();
                    mentions.push((open.remove(at).0, token + 1, entity));
                    rest = after;
                }
            }
            token += 1;
        }
        assert!(open.is_empty());
        mentions.sort_unstable();
        (text, mentions)
    }

    fn unescaped(space: &str) -> String {
        let mut out = String::new();
        let mut rest = space;
        while let Some(c) = rest.chars().next() {
            let (plain, length) = match rest.get(..2) {
                Some("\\s") => (' ', 2),
                Some("\\n") => ('\n', 2),
                Some("\\r") => ('\r', 2),
                Some("\\t") => ('\t', 2),
                Some("\\p") => ('|', 2),
                Some("\\\\") => ('\\', 2),
                Some("\\u") => {
                    let end = rest.find('}').unwrap();
                    let number = u32::from_str_radix(&rest[3..end], 16).unwrap();
                    (char::from_u32(number).unwrap(), end + 1)
                }
                _ => (c, c.len_utf8()),
            };
            out.push(plain);
            rest = &rest[length..];
        }
        out
    }

    proptest! {
        #[test]
        fn the_text_can_be_put_together_again(
            words in "\\s{0,2}([a-zA-Z’']{1,8}|[0-9]{1,3}km|[(“\".,!?”)-]|é|\u{1F600}){1,3}([ \t\n\u{a0}\u{2028}]{0,2}([a-zA-Z’']{1,8}|[(“\".,!?”)-]){1,3}){0,12}\\s{0,2}",
            chosen in prop::collection::vec((0usize..30, 1usize..4, 0usize..4), 0..6),
        ) {
            let text = Text::new(words.as_str());
            let segments = onrecord_extract::segment(&text, &Outline::default());
            let count = segments.tokens.len();
            prop_assume!(count > 0);
            // Nested or apart, and no two alike: those of the same entity must not cross.
            let mut mentions: Vec<(usize, usize, usize)> = Vec::new();
            for (first, length, entity) in chosen {
                let first = first % count;
                let end = (first + length).min(count);
                let crosses = mentions.iter().any(|m| {
                    m.0 < end && first < m.1 && !(m.0 <= first && end <= m.1)
                        && !(first <= m.0 && m.1 <= end)
                });
                let same = mentions.iter().any(|m| (m.0, m.1) == (first, end));
                if !crosses && !same {
                    mentions.push((first, end, entity));
                }
            }
            mentions.sort_unstable();
            let conllu = document("d", &text, &segments, &parsed(&text, &segments, &mentions));
            let (read_text, read_mentions) = read(&conllu);
            prop_assert_eq!(read_text, words);
            prop_assert_eq!(read_mentions, mentions);
        }
    }
}
