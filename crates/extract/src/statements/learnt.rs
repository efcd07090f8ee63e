//! What the language model attributes, as drafts of statements.
//!
//! The model labels words: its contents carry quotation marks, conjunctions and stray commas, and
//! its sources are ranges of tokens. Here they become what a record holds: a content that is a
//! quotation loses its marks, one that is not loses what only joins it to its cue, and a source is
//! found again among the items that speakers are read from.

use std::ops::Range;

use onrecord_record::StatementKind;
use onrecord_text::{
    AttributionPart, AttributionPartId, Parse, Role, Segments, Span, Text, TokenId, Upos,
};

use super::Attribution;
use super::completion;
use super::evidence::{Evidence, Origin};
use super::lexicon::{ACTS, ATTRIBUTION_NOUNS, NAMING_VERBS, verb, verbs_of};
use super::quotations::Draft;
use super::units::Unit;
use crate::parse::Attributions;

/// What a text is looked through with.
pub(super) struct Reader<'a> {
    text: &'a Text,
    segments: &'a Segments,
    units: &'a [Unit],
    parse: &'a Parse,
    /// For each token, the outermost quotation that it or its mark belongs to.
    quoted: Vec<Option<usize>>,
    /// For each token, what the model labelled it as.
    labelled: Vec<Option<Role>>,
}

/// A content, settled.
struct Content {
    spans: Vec<Span>,
    kind: StatementKind,
    quotations: Vec<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        text: &'a Text,
        segments: &'a Segments,
        units: &'a [Unit],
        parse: &'a Parse,
    ) -> Reader<'a> {
        let mut labelled = vec![None; segments.tokens.len()];
        for part in &parse.parts {
            labelled[part.tokens.clone()].fill(Some(part.role));
        }
        Reader { text, segments, units, parse, quoted: quoted(segments), labelled }
    }

    /// The drafts of everything that the model attributes to somebody, or to nobody in particular,
    /// by the units that they stand in. `within` is what it found reading contents by themselves.
    pub(super) fn drafts(&self, within: &[Attributions]) -> Vec<Draft> {
        let Parse { parts, attributions, .. } = self.parse;
        let outermost =
            attributions.iter().filter_map(|found| self.draft(Origin::Model, parts, found));
        let nested = within.iter().flat_map(|read| {
            let told = read.attributions.iter().filter(|found| self.tells(&read.parts, found));
            told.filter_map(|found| self.draft(Origin::Within, &read.parts, found))
        });
        let mut drafts: Vec<Draft> = outermost.chain(nested).collect();
        drafts.sort_by_key(|draft| (draft.unit, draft.attribution.content.first().copied()));
        drafts
    }

    /// Whether an attribution within a content tells of somebody else's words or thoughts: somebody
    /// is named, the cue is a word of attribution, and what is said is a clause. People speak of what
    /// they do with the same words (`we talk about peace`), and what they say themselves is no
    /// statement within their own.
    fn tells(&self, parts: &[AttributionPart], found: &onrecord_text::Attribution) -> bool {
        let part = |id: AttributionPartId| &parts[id.index()];
        let (Some(cue), Some(source)) = (found.cue.map(part), found.source.map(part)) else {
            return false;
        };
        let lower = |at: usize| self.words(at).to_lowercase();
        let attributes = cue.tokens.clone().map(lower).any(|word| {
            let frames = verbs_of(&word).iter().map(|&(_, number)| &verb(number).frames);
            frames.into_iter().any(|frames| frames.says || frames.that)
                || ATTRIBUTION_NOUNS.contains(word.as_str())
                || word == "according"
        });
        let somebody = !matches!(
            lower(source.tokens.start).as_str(),
            "i" | "we"
                | "you"
                | "it"
                | "which"
                | "that"
                | "this"
                | "nobody"
                | "one"
                | "everyone"
                | "everybody"
                | "anyone"
                | "anybody"
                | "no"
                | "my"
                | "our"
                | "what"
                | "there"
        );
        let clause = found.contents.iter().map(|&id| part(id)).any(|content| {
            let words = self.parse.syntax.words();
            let modal = |at: usize| words.get(at).is_some_and(|word| word.upos == Upos::Aux);
            lower(content.tokens.start) == "to"
                || self.has_subject(content)
                || content.tokens.clone().any(modal)
                || self.is_inner_quotation(content)
        });
        attributes && somebody && clause
    }

    fn draft(
        &self,
        origin: Origin,
        parts: &[AttributionPart],
        found: &onrecord_text::Attribution,
    ) -> Option<Draft> {
        let part = |id: AttributionPartId| &parts[id.index()];
        let mut contents: Vec<&AttributionPart> =
            found.contents.iter().map(|&id| part(id)).collect();
        let cue = found.cue.map(part);
        let source = found.source.map(part);
        // Before `he said, “…”`, words without a clause are what he spoke of: `On the delay`.
        let quoted = |part: &AttributionPart| {
            part.tokens.clone().all(|at| self.quoted[at].is_some() || !self.is_word(at))
        };
        if let Some(source) = source
            && contents.iter().any(|part| quoted(part))
        {
            contents.retain(|part| {
                part.tokens.end > source.tokens.start || quoted(part) || self.has_subject(part)
            });
        }
        // `needless to say`: a source has a word that can stand for somebody.
        let names = |part: &AttributionPart| {
            part.tokens.clone().any(|at| {
                let article = matches!(self.words(at).to_lowercase().as_str(), "the" | "a" | "an");
                !article
                    && self.parse.syntax.words().get(at).is_none_or(|word| {
                        use Upos::{Det, Noun, Num, Pron, Propn, Sym, X};
                        matches!(word.upos, Det | Noun | Num | Pron | Propn | Sym | X)
                    })
            })
        };
        let source = match source {
            Some(part) if !names(part) => return None,
            other => other,
        };
        let acts = cue.is_some_and(|cue| self.acts(cue, &contents));
        if acts || self.is_empty_word(&contents) {
            return None;
        }
        let content = self.content(&contents)?;
        // Whether words that nothing attributes are somebody's, quotation marks tell.
        if cue.is_none() && source.is_none() {
            return None;
        }
        let found_source = source.map(|part| part.tokens.clone()).or_else(|| {
            let subject = completion::source_of(&self.parse.syntax, &cue?.tokens)?;
            let apart = |part: &AttributionPart| {
                part.tokens.end <= subject.start || subject.end <= part.tokens.start
            };
            contents.iter().copied().chain(cue).all(apart).then_some(subject)
        });
        if found_source.is_none() && self.is_nobodys(cue, &contents) {
            return None;
        }
        let source_span = found_source.and_then(|tokens| self.trimmed(self.joined(tokens)));
        let place = source_span
            .and_then(|span| self.place(span))
            .or_else(|| self.place(cue?.span))
            .or_else(|| self.place(*content.spans.first()?))?;
        let items = source_span.map(|span| self.items(place, span)).unwrap_or_default();
        // Over all words, for the later paragraphs of a quotation are content by their marks alone.
        let words: usize = contents.iter().map(|part| part.tokens.len()).sum();
        let sure = contents.iter().map(|part| part.confidence * part.tokens.len() as f32);
        let average = sure.sum::<f32>() / words.max(1) as f32;
        let evidence = Evidence {
            content: Some(average),
            cue: cue.map(|part| part.confidence),
            source: source.map(|part| part.confidence),
            cue_link: Some(found.cue_confidence),
            source_link: Some(found.source_confidence),
            ..Evidence::new(origin)
        };
        Some(Draft {
            unit: place,
            kind: content.kind,
            attribution: Attribution {
                source: source_span.into_iter().collect(),
                cue: cue.and_then(|part| self.trimmed(part.tokens.clone())).into_iter().collect(),
                content: content.spans,
                ..Attribution::default()
            },
            source: items.into_iter().collect(),
            cut_short: self.cut_short(contents.last()?),
            nominal: cue.is_some_and(|cue| self.nominal(cue)),
            inside: None,
            in_headline: self.units[place].headline,
            quotations: content.quotations,
            evidence,
        })
    }

    /// Whether a content outside quotation marks ends in a word that wants another.
    fn cut_short(&self, content: &AttributionPart) -> bool {
        let Some(last) = content.tokens.clone().rev().find(|&at| self.is_word(at)) else {
            return false;
        };
        let wants = [Upos::Adp, Upos::Det, Upos::Cconj, Upos::Sconj];
        self.quoted[last].is_none()
            && self.parse.syntax.words().get(last).is_some_and(|word| wants.contains(&word.upos))
    }

    /// Whether a cue has nouns and no verb.
    fn nominal(&self, cue: &AttributionPart) -> bool {
        let words = self.parse.syntax.words();
        let has = |upos: &[Upos]| {
            cue.tokens.clone().any(|at| words.get(at).is_some_and(|word| upos.contains(&word.upos)))
        };
        has(&[Upos::Noun]) && !has(&[Upos::Verb, Upos::Aux])
    }

    /// Whether a content is no more than a word that points elsewhere: `his`, `the`.
    fn is_empty_word(&self, contents: &[&AttributionPart]) -> bool {
        let mut words = contents.iter().flat_map(|content| content.tokens.clone());
        let mut words = words.by_ref().filter(|&at| self.is_word(at));
        let (first, second) = (words.next(), words.next());
        let word = first.and_then(|at| self.parse.syntax.words().get(at));
        second.is_none()
            && word.is_none_or(|word| {
                word.upos == Upos::Det || word.upos == Upos::Adp || &*word.xpos == "PRP$"
            })
    }

    /// Whether a cue is a verb that does something rather than say it, and its content no clause:
    /// `signed a treaty`, `declined to comment`.
    fn acts(&self, cue: &AttributionPart, contents: &[&AttributionPart]) -> bool {
        let words = self.parse.syntax.words();
        let mut verbs = cue.tokens.clone().rev().filter_map(|at| words.get(at));
        let Some(last) = verbs.find(|word| word.upos == Upos::Verb) else { return false };
        let said = |part: &AttributionPart| {
            self.has_subject(part) || part.tokens.clone().any(|at| self.quoted[at].is_some())
        };
        ACTS.contains(&*last.lemma) && !contents.iter().any(|content| said(content))
    }

    /// Whether what nobody is named for is nobody's word: a thing that is given a name (`is known as
    /// Spoon`), or a thing and no clause, without quotation marks (`rain is expected`).
    fn is_nobodys(&self, cue: Option<&AttributionPart>, contents: &[&AttributionPart]) -> bool {
        let words = self.parse.syntax.words();
        let names = cue.is_some_and(|cue| {
            let mut verbs = cue.tokens.clone().rev().filter_map(|at| words.get(at));
            verbs.any(|word| &*word.xpos == "VBN" && NAMING_VERBS.contains(&*word.lemma))
        });
        let clause = |content: &&AttributionPart| {
            self.has_subject(content)
                || self.words(content.tokens.start).eq_ignore_ascii_case("to")
                || content.tokens.clone().any(|at| self.quoted[at].is_some())
        };
        names || !contents.iter().any(clause)
    }

    /// Whether a content has marks of its own within a quotation: what stands in them was said.
    fn is_inner_quotation(&self, content: &AttributionPart) -> bool {
        let all = &self.segments.quotations;
        all.iter().filter(|quotation| quotation.inside.is_some()).any(|quotation| {
            quotation.content.first().is_some_and(|part| content.span.contains(*part))
        })
    }

    /// Whether a content has a clause with a subject of its own: not the subject of its cue, as in
    /// `rain is expected`.
    fn has_subject(&self, content: &AttributionPart) -> bool {
        content.tokens.clone().any(|at| {
            self.parse.syntax.words().get(at).is_some_and(|word| {
                matches!(&*word.deprel, "nsubj" | "nsubj:pass" | "expl")
                    && word.head.is_some_and(|head| content.tokens.contains(&head.index()))
            })
        })
    }

    /// The unit that the beginning of a span stands in.
    fn place(&self, span: Span) -> Option<usize> {
        let after = self.units.partition_point(|unit| unit.items[0].span.start() <= span.start());
        after.checked_sub(1)
    }

    /// The items of a unit that a span touches; none where it lies inside a quotation.
    fn items(&self, unit: usize, span: Span) -> Option<Range<usize>> {
        let items = &self.units[unit].items;
        let first = items.partition_point(|item| item.span.end() <= span.start());
        let end = items.partition_point(|item| item.span.start() < span.end());
        let plain = items.get(first..end)?.iter().all(|item| item.quotation.is_none());
        (first < end && plain).then_some(first..end)
    }

    fn words(&self, at: usize) -> &'a str {
        self.text.slice(self.segments.tokens[at].span)
    }

    fn is_word(&self, at: usize) -> bool {
        self.words(at).chars().any(char::is_alphanumeric)
    }

    /// Tokens without the marks at their ends, and without the `'s` of a possessor.
    fn trimmed(&self, tokens: Range<usize>) -> Option<Span> {
        let mut tokens = tokens;
        while tokens.start < tokens.end
            && !self.is_word(tokens.start)
            && !matches!(self.words(tokens.start), "$" | "€" | "£" | ":")
        {
            tokens.start += 1;
        }
        while tokens.len() > 1
            && (!self.is_word(tokens.end - 1)
                && !matches!(self.words(tokens.end - 1), "%" | ":" | ")")
                || matches!(self.words(tokens.end - 1), "'s" | "’s"))
        {
            tokens.end -= 1;
        }
        self.span(&tokens)
    }

    /// Tokens with those that a hyphen joins to their ends without space: `Vredendal` of
    /// `Vredendal-Mokoka`.
    fn joined(&self, mut tokens: Range<usize>) -> Range<usize> {
        let all = &self.segments.tokens;
        let hyphen = |at: usize| matches!(self.words(at), "-" | "‑" | "‐");
        let close = |at: usize| !all[at].space_after;
        while tokens.start >= 2
            && hyphen(tokens.start - 1)
            && close(tokens.start - 1)
            && close(tokens.start - 2)
        {
            tokens.start -= 2;
        }
        while tokens.end + 1 < all.len()
            && hyphen(tokens.end)
            && close(tokens.end - 1)
            && close(tokens.end)
        {
            tokens.end += 2;
        }
        tokens
    }

    fn span(&self, tokens: &Range<usize>) -> Option<Span> {
        let tokens = self.segments.tokens.get(tokens.clone())?;
        Some(tokens.first()?.span.cover(tokens.last()?.span))
    }

    /// What was said, of all parts of one attribution.
    fn content(&self, parts: &[&AttributionPart]) -> Option<Content> {
        let mut spans = Vec::new();
        let mut quotations = Vec::new();
        let (mut inside, mut outside) = (false, false);
        for part in parts {
            for tokens in self.paragraphs(part.tokens.clone()) {
                let words = tokens.clone().filter(|&at| self.is_word(at));
                let (mut quoted, mut plain) = (false, false);
                for at in words {
                    match self.quoted[at] {
                        Some(quotation) => {
                            quoted = true;
                            quotations.push(quotation);
                        }
                        None => plain = true,
                    }
                }
                inside |= quoted;
                outside |= plain;
                if quoted && !plain {
                    spans.extend(self.quotations(tokens));
                } else if plain {
                    let free = |at: usize| self.labelled[at].is_none() && self.quoted[at].is_none();
                    let whole = completion::completed(&self.parse.syntax, &tokens, free);
                    spans.extend(self.clause(whole));
                }
            }
        }
        spans.sort();
        spans.dedup();
        quotations.sort_unstable();
        quotations.dedup();
        let kind = match (inside, outside) {
            (true, false) => StatementKind::Direct,
            (true, true) => StatementKind::Mixed,
            _ => StatementKind::Indirect,
        };
        (!spans.is_empty()).then_some(Content { spans, kind, quotations })
    }

    /// A range of tokens, cut where paragraphs end.
    fn paragraphs(&self, tokens: Range<usize>) -> Vec<Range<usize>> {
        let paragraph =
            |at: usize| self.segments.sentence(self.segments.tokens[at].sentence).paragraph;
        let mut out: Vec<Range<usize>> = Vec::new();
        for at in tokens {
            match out.last_mut() {
                Some(last) if paragraph(last.start) == paragraph(at) => last.end = at + 1,
                _ => out.push(at..at + 1),
            }
        }
        out
    }

    /// The insides of the quotations that some tokens of one paragraph are, marks aside.
    fn quotations(&self, tokens: Range<usize>) -> Vec<Span> {
        let mut out = Vec::new();
        let mut at = tokens.start;
        while at < tokens.end {
            let Some(quotation) = self.quoted[at] else {
                at += 1;
                continue;
            };
            let begin = at;
            while at < tokens.end && self.quoted[at] == Some(quotation) {
                at += 1;
            }
            let Some(span) = self.span(&(begin..at)) else { continue };
            let inner = self.segments.quotations[quotation].content.iter();
            // The paragraphs of a quotation stay together.
            if inner.len() > 1 {
                out.extend(inner.map(|&part| self.text.trim(part)).filter(|part| !part.is_empty()));
                continue;
            }
            out.extend(inner.filter_map(|&content| {
                let part = self.text.trim(content.intersect(span)?);
                (!part.is_empty()).then_some(part)
            }));
        }
        out
    }

    /// A clause without what joins it to its cue and without the marks at its ends.
    fn clause(&self, tokens: Range<usize>) -> Option<Span> {
        let mut tokens = tokens;
        let joins = |at: usize| {
            matches!(self.words(at), "," | ":" | ";" | "-" | "–" | "—" | "--" | "." | "…")
        };
        loop {
            if tokens.is_empty() {
                return None;
            }
            let first = tokens.start;
            let that = self.words(first).eq_ignore_ascii_case("that")
                && self.parse.syntax.words().get(first).is_none_or(|word| word.upos == Upos::Sconj);
            if joins(first) || that {
                tokens.start += 1;
            } else if joins(tokens.end - 1)
                || self.words(tokens.end - 1) == ")" && !self.opens(&tokens, "(")
            {
                tokens.end -= 1;
            } else {
                break;
            }
        }
        // A mark whose other half is outside belongs to no part of the content.
        let last = TokenId::new(tokens.end - 1);
        let mark = self.segments.token(last).span;
        let lone = self.segments.quotations.iter().any(|quotation| {
            quotation.opening.contains(&mark)
                || quotation.closing == Some(mark)
                    && quotation.opening.last().is_some_and(|o| {
                        o.start() < self.segments.tokens[tokens.start].span.start()
                    })
        });
        if lone && tokens.len() > 1 {
            tokens.end -= 1;
        }
        self.span(&tokens)
    }

    fn opens(&self, tokens: &Range<usize>, mark: &str) -> bool {
        tokens.clone().any(|at| self.words(at) == mark)
    }
}

/// For each token, the outermost quotation that it or its mark belongs to.
fn quoted(segments: &Segments) -> Vec<Option<usize>> {
    let mut out = vec![None; segments.tokens.len()];
    for (number, quotation) in segments.quotations.iter().enumerate() {
        if quotation.inside.is_some() {
            continue;
        }
        let last = quotation.content.len().saturating_sub(1);
        for (part, &content) in quotation.content.iter().enumerate() {
            let mut span = quotation.opening.get(part).map_or(content, |o| o.cover(content));
            if let (true, Some(closing)) = (part == last, quotation.closing) {
                span = span.cover(closing);
            }
            for token in &mut out[segments.tokens_in(span)] {
                token.get_or_insert(number);
            }
        }
    }
    out
}

/// The shortest content that is read by itself, in tokens.
const SHORTEST: usize = 6;

/// The contents that somebody else may be quoted in, as ranges of tokens: those that have a word of
/// attribution. The model tells only the outermost attributions, as the corpus does that it learnt
/// from, so they are worth reading by themselves.
pub(crate) fn worth_reading_within(
    text: &Text,
    segments: &Segments,
    parse: &Parse,
) -> Vec<Range<usize>> {
    let lower = |at: usize| text.slice(segments.tokens[at].span).to_lowercase();
    // What those who speak say of their own saying is not looked for; see `Reader::tells`.
    let own = |id: &TokenId| {
        let subject = &*parse.syntax.word(*id).deprel == "nsubj";
        subject && matches!(lower(id.index()).as_str(), "i" | "we" | "you" | "it")
    };
    let attributes = |at: usize| {
        let Some(word) = parse.syntax.words().get(at) else { return false };
        match word.upos {
            Upos::Verb => {
                let form = lower(at);
                let frames = verbs_of(&form).iter().map(|&(_, number)| &verb(number).frames);
                form == "according"
                    || frames.into_iter().any(|frames| frames.says || frames.that)
                        && !parse.syntax.dependents(TokenId::new(at)).iter().any(own)
            }
            Upos::Noun => ATTRIBUTION_NOUNS.contains(lower(at).as_str()),
            _ => false,
        }
    };
    let contents = parse.attributions.iter().flat_map(|found| &found.contents);
    contents
        .map(|&id| parse.part(id))
        .filter(|part| part.role == Role::Content && part.tokens.len() >= SHORTEST)
        .filter(|part| part.tokens.clone().any(attributes))
        .map(|part| part.tokens.clone())
        .collect()
}
