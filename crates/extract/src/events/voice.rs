//! Whose word an event is: the outlet's, or that of the innermost statement that holds it.

use onrecord_text::{Segments, TokenId};

use super::ontology::Ontology;
use super::tree::Tree;
use crate::statements::{Statement, Statements};

/// The innermost statement whose content holds a word.
pub(super) fn of(segments: &Segments, statements: &Statements, word: TokenId) -> Option<usize> {
    let span = segments.token(word).span;
    let holds = |statement: &Statement| {
        statement
            .attribution
            .content
            .iter()
            .find(|content| content.contains(span))
            .map(|content| content.len())
    };
    let depth = |at: usize| {
        std::iter::successors(Some(at), |&one| statements.statements[one].inside).take(20).count()
    };
    statements
        .statements
        .iter()
        .enumerate()
        .filter_map(|(at, statement)| Some((at, holds(statement)?)))
        .max_by_key(|&(at, length)| (depth(at), std::cmp::Reverse(length)))
        .map(|(at, _)| at)
}

/// Whether a statement denies what it says: `denied that …`, `in his denial`.
pub(super) fn denies(tree: &Tree, ontology: &Ontology, statement: &Statement) -> bool {
    statement.attribution.cue.iter().any(|&cue| {
        tree.segments
            .tokens_in(cue)
            .any(|at| ontology.denying.contains(&tree.lemma(TokenId::new(at))))
    })
}
