//! What labels leave out and trees have: the subject of a cue whose source nothing labelled, and the
//! rest of a phrase that a content breaks off in.
//!
//! The model labels words one by one, and of `Ines aired a list of complaints` it may label the cue and
//! the content and not the subject. Its trees are better than its labels there: who does
//! what a cue says is the cue's subject in the sense of Universal Dependencies.

use std::ops::Range;

use onrecord_text::{Syntax, TokenId, Upos};

/// How many verbs a subject is looked for above its cue: `Ines wanted to go on saying`.
const CLIMB: usize = 4;

/// The words of whoever does what a cue says, as a range of tokens: the subject of its verb, or of
/// the verb that it shares one with; the possessor of its noun. `None` where the cue has
/// none, where it is `it` or `there`, or where it is passive and names nobody.
pub(super) fn source_of(syntax: &Syntax, cue: &Range<usize>) -> Option<Range<usize>> {
    let head = head_of(syntax, cue)?;
    let word = syntax.word(head);
    let found = match word.upos {
        Upos::Verb | Upos::Aux | Upos::Adj => subject(syntax, head)?,
        Upos::Noun => match dependent(syntax, head, "nmod:poss") {
            Some(possessor) => possessor,
            None if dependent(syntax, head, "cop").is_some() => subject(syntax, head)?,
            None => return None,
        },
        _ => return None,
    };
    let stands_for_nobody = ["it", "there", "this", "that"].contains(&&*syntax.word(found).lemma);
    (!stands_for_nobody).then(|| phrase(syntax, found))
}

/// The word of a range that the others hang on: the first whose head is outside.
fn head_of(syntax: &Syntax, tokens: &Range<usize>) -> Option<TokenId> {
    tokens.clone().map(TokenId::new).find(|&id| {
        let Some(word) = syntax.words().get(id.index()) else { return false };
        !matches!(word.upos, Upos::Punct | Upos::Adv | Upos::Adp | Upos::Part)
            && word.head.is_none_or(|head| !tokens.contains(&head.index()))
    })
}

fn dependent(syntax: &Syntax, head: TokenId, deprel: &str) -> Option<TokenId> {
    syntax.dependents(head).iter().copied().find(|&id| &*syntax.word(id).deprel == deprel)
}

/// The subject of a verb, or of the one that it shares its subject with.
fn subject(syntax: &Syntax, verb: TokenId) -> Option<TokenId> {
    let mut verb = verb;
    for _ in 0..CLIMB {
        if dependent(syntax, verb, "nsubj:pass").is_some() || reduced(syntax, verb) {
            return dependent(syntax, verb, "obl:agent");
        }
        if let Some(subject) = dependent(syntax, verb, "nsubj") {
            // `the companies, which reported`, `those who say`.
            let relative = &*syntax.word(verb).deprel == "acl:relcl"
                && matches!(&*syntax.word(subject).lemma, "which" | "that");
            return if relative { syntax.word(verb).head } else { Some(subject) };
        }
        let word = syntax.word(verb);
        let head = word.head?;
        match word.relation() {
            "conj" | "parataxis" => verb = head,
            // `urged Ines to say`: the object says.
            "xcomp" => match dependent(syntax, head, "obj") {
                Some(object) => return Some(object),
                None => verb = head,
            },
            // `…, saying that`: not `when asked`, which has a mark of its own.
            "advcl" if dependent(syntax, verb, "mark").is_none() => verb = head,
            // `a letter saying that`.
            "acl" if &*word.xpos == "VBG" => return Some(head),
            _ => return None,
        }
    }
    None
}

/// Whether a verb is a passive participle without its auxiliary: `asked to explain, she …`.
fn reduced(syntax: &Syntax, verb: TokenId) -> bool {
    &*syntax.word(verb).xpos == "VBN"
        && !syntax.dependents(verb).iter().any(|&id| {
            let word = syntax.word(id);
            word.relation() == "aux" && matches!(&*word.lemma, "have" | "be")
        })
        && matches!(syntax.word(verb).relation(), "advcl" | "acl" | "root" | "parataxis")
}

/// A noun with the words that belong to it, without clauses about it.
fn phrase(syntax: &Syntax, head: TokenId) -> Range<usize> {
    let mut reach = head.index()..head.index() + 1;
    for &id in syntax.dependents(head) {
        let word = syntax.word(id);
        let belongs = match word.relation() {
            "acl" | "parataxis" | "punct" | "dep" | "discourse" | "orphan" | "cop" | "advmod" => {
                false
            }
            "case" => &*word.lemma != "'s" && &*word.lemma != "by",
            "mark" | "aux" | "obl" | "advcl" | "nsubj" | "csubj" => false,
            _ => true,
        };
        if belongs {
            let part = syntax.reach(id);
            reach = reach.start.min(part.start)..reach.end.max(part.end);
        }
    }
    reach
}

/// A content that breaks off in the middle of a phrase (`past the`, `to more than $1`), with the rest
/// of that phrase. `free` says which words are nothing else's.
pub(super) fn completed(
    syntax: &Syntax,
    content: &Range<usize>,
    free: impl Fn(usize) -> bool,
) -> Range<usize> {
    let mut content = content.clone();
    let Some(last) = content.end.checked_sub(1).filter(|last| *last < syntax.words().len()) else {
        return content;
    };
    let word = syntax.word(TokenId::new(last));
    let wants = matches!(
        word.relation(),
        "det" | "case" | "nummod" | "amod" | "compound" | "mark" | "aux" | "cc" | "nmod"
    );
    let Some(head) = word.head.filter(|head| wants && head.index() > last) else { return content };
    // A word whose head stands behind it: the phrase ends where all that hangs on the head ends.
    let end = phrase(syntax, head).end.max(head.index() + 1);
    while content.end < end && free(content.end) {
        content.end += 1;
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_text::Word;

    /// A tree from `form/UPOS/head/deprel`, heads counted from 1, 0 for the root.
    fn tree(words: &str) -> Syntax {
        let word = |written: &str| {
            let mut parts = written.split('/');
            let mut part = || parts.next().expect("form/UPOS/head/deprel");
            let (form, upos, head, deprel) = (part(), part(), part(), part());
            let head: usize = head.parse().expect("a number");
            Word {
                upos: Upos::from_name(upos).expect("a part of speech"),
                xpos: if form.ends_with("ing") { "VBG".into() } else { "X".into() },
                lemma: form.to_lowercase().into(),
                head: head.checked_sub(1).map(TokenId::new),
                deprel: deprel.into(),
            }
        };
        Syntax::new(words.split(' ').map(word).collect())
    }

    #[track_caller]
    fn check(words: &str, cue: Range<usize>, expected: Option<Range<usize>>) {
        assert_eq!(source_of(&tree(words), &cue), expected);
    }

    #[test]
    fn the_subject_of_a_cue_is_its_source() {
        check(
            "The/DET/2/det mayor/NOUN/3/nsubj warned/VERB/0/root us/PRON/3/obj",
            2..3,
            Some(0..2),
        );
        check("It/PRON/2/nsubj seems/VERB/0/root late/ADJ/2/xcomp", 1..2, None);
    }

    #[test]
    fn verbs_that_share_a_subject_share_their_source() {
        let words = "Ines/PROPN/2/nsubj came/VERB/0/root and/CCONJ/4/cc spoke/VERB/2/conj";
        check(words, 3..4, Some(0..1));
        check(
            "Ines/PROPN/2/nsubj left/VERB/0/root ,/PUNCT/4/punct saying/VERB/2/advcl",
            3..4,
            Some(0..1),
        );
        let words =
            "We/PRON/2/nsubj urged/VERB/0/root Ines/PROPN/2/obj to/PART/5/mark say/VERB/2/xcomp";
        check(words, 4..5, Some(2..3));
    }

    #[test]
    fn a_passive_has_the_source_that_it_names() {
        let words = "Trams/NOUN/3/nsubj:pass were/AUX/3/aux:pass praised/VERB/0/root";
        check(words, 2..3, None);
        check("Asked/VERB/3/advcl ,/PUNCT/3/punct ran/VERB/0/root", 2..3, None);
        let by = format!("{words} by/ADP/5/case Ines/PROPN/3/obl:agent");
        check(&by, 2..3, Some(4..5));
    }

    #[test]
    fn a_noun_has_the_source_that_owns_it() {
        check("Ines/PROPN/3/nmod:poss 's/PART/1/case claim/NOUN/0/root", 2..3, Some(0..1));
        check("a/DET/2/det claim/NOUN/0/root", 1..2, None);
    }

    #[test]
    fn a_content_that_breaks_off_is_completed() {
        let words =
            "flew/VERB/0/root past/ADP/4/case the/DET/4/det spire/NOUN/1/obl today/NOUN/1/obl";
        assert_eq!(completed(&tree(words), &(0..3), |_| true), 0..4);
        assert_eq!(completed(&tree(words), &(0..3), |at| at != 3), 0..3);
        assert_eq!(completed(&tree(words), &(0..4), |_| true), 0..4);
    }
}
