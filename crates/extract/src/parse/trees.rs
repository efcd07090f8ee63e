//! Trees: from how well each word would do as the head of each to one head a word.
//!
//! Most sentences are trees as soon as each word takes the head that it likes best. Where that makes
//! a circle, or not exactly one root, the best of all trees with one root is found (Chu and Liu
//! 1965, Edmonds 1967): arcs from the root are made dearer than everything else together, so that
//! the maximum spanning arborescence has one of them.

use super::heads::Heads;
use super::scores::{Scores, dot, highest, sane};

/// A word's place in its tree; numbers count within the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// `None` for the root.
    pub head: Option<usize>,
    /// The relation, as an index of the model's labels; of no meaning for the root.
    pub relation: usize,
}

/// The tree of a sentence, given a row for each of its words.
pub(super) fn tree(scores: Scores, heads: &Heads) -> Vec<Place> {
    let length = scores.rows();
    let of_head = |head| scores.part(head, heads.layout.rel_head);
    best_tree(&arcs(scores, heads), length)
        .into_iter()
        .enumerate()
        .map(|(at, head)| Place {
            head,
            relation: head.map_or(0, |head| relation(scores, heads, at, of_head(head))),
        })
        .collect()
}

/// `[dependent][head]`, one row after the other; a word as its own head is the root.
fn arcs(scores: Scores, heads: &Heads) -> Vec<f32> {
    let (layout, length) = (&heads.layout, scores.rows());
    let scale = ((layout.arc_dep.1 - layout.arc_dep.0) as f32).sqrt();
    let mut arcs = Vec::with_capacity(length * length);
    for dependent in 0..length {
        let vector = scores.part(dependent, layout.arc_dep);
        for head in 0..length {
            let bias = scores.part(head, layout.arc_bias).first().copied().unwrap_or(0.0);
            let product = dot(vector, scores.part(head, layout.arc_head));
            arcs.push(sane(product / scale + bias));
        }
    }
    arcs
}

/// The relation of a word to its head, which is given as its columns `rel_head`; an index of the
/// labels, and never that of the root.
pub(super) fn relation(scores: Scores, heads: &Heads, dependent: usize, of_head: &[f32]) -> usize {
    let of_dependent = scores.part(dependent, heads.layout.rel_dep);
    let hidden: Vec<f32> =
        of_dependent.iter().zip(of_head).map(|(a, b)| sane(a + b).max(0.0)).collect();
    let size = heads.layout.rel_dep.1 - heads.layout.rel_dep.0;
    let mut relations: Vec<f32> = heads
        .relations
        .weight
        .chunks_exact(size)
        .zip(&heads.relations.bias)
        .map(|(weight, bias)| sane(dot(weight, &hidden) + bias))
        .collect();
    let mut best = highest(&relations);
    while &*heads.deprel[best] == "root" {
        relations[best] = f32::MIN;
        let next = highest(&relations);
        if next == best {
            // Nothing scores higher than the least there is: take any other.
            return usize::from(best == 0);
        }
        best = next;
    }
    best
}

/// The head of each word in the best tree with one root, which has `None`.
fn best_tree(arcs: &[f32], length: usize) -> Vec<Option<usize>> {
    let favourites: Vec<Option<usize>> = (0..length)
        .map(|at| {
            let head = highest(&arcs[at * length..(at + 1) * length]);
            (head != at).then_some(head)
        })
        .collect();
    if is_tree(&favourites) { favourites } else { arborescence(arcs, length) }
}

/// Whether one word is the root and every other leads to it.
pub(super) fn is_tree(heads: &[Option<usize>]) -> bool {
    if heads.iter().filter(|head| head.is_none()).count() != 1 {
        return heads.is_empty();
    }
    // The walk that first came by each word; a word met again on the same walk closes a circle.
    let mut walk_of = vec![usize::MAX; heads.len()];
    for start in 0..heads.len() {
        let mut at = start;
        while walk_of[at] == usize::MAX {
            walk_of[at] = start;
            match heads[at] {
                Some(head) => at = head,
                None => break,
            }
        }
        if heads[at].is_some() && walk_of[at] == start {
            return false;
        }
    }
    true
}

/// An arc between two circles that were drawn together, and the words it is really between.
#[derive(Clone, Copy)]
struct Arc {
    score: f64,
    from: usize,
    to: usize,
}

/// A circle that was drawn together into one node, with the best arc into each of its members.
struct Circle {
    members: Vec<(usize, Arc)>,
}

/// The maximum spanning arborescence, by drawing circles together until none is left.
fn arborescence(arcs: &[f32], length: usize) -> Vec<Option<usize>> {
    let size = length + 1;
    let root = length;
    let (least, most) =
        arcs.iter().fold((0f64, 0f64), |(a, b), &x| (a.min(f64::from(x)), b.max(f64::from(x))));
    let penalty = (most - least + 1.0) * size as f64;
    let mut graph: Vec<Arc> = Vec::with_capacity(size * size);
    for from in 0..size {
        for to in 0..size {
            let score = match (from == root, to == root) {
                (_, true) => f64::NEG_INFINITY,
                (true, _) => f64::from(arcs[to * length + to]) - penalty,
                _ if from == to => f64::NEG_INFINITY,
                _ => f64::from(arcs[to * length + from]),
            };
            graph.push(Arc { score, from, to });
        }
    }
    // Rows and columns of the graph that stand for a node; which node each stands for. The nodes
    // past the words and the root are circles, in the order in which they were drawn together.
    let mut slots: Vec<usize> = (0..size).collect();
    let mut node: Vec<usize> = (0..size).collect();
    let mut parent: Vec<Option<usize>> = vec![None; size];
    let mut circles: Vec<Circle> = Vec::new();
    let best = loop {
        let mut best: Vec<Option<Arc>> = vec![None; size];
        let mut best_from: Vec<usize> = vec![root; size];
        for &to in slots.iter().filter(|&&slot| slot != root) {
            for &from in slots.iter().filter(|&&from| from != to) {
                let arc = graph[from * size + to];
                if best[to].is_none_or(|known| arc.score > known.score) {
                    best[to] = Some(arc);
                    best_from[to] = from;
                }
            }
        }
        let Some(circle) = circle(&slots, &best_from, root) else { break best };
        let keep = circle[0];
        let members: Vec<(usize, Arc)> =
            circle.iter().filter_map(|&slot| Some((node[slot], best[slot]?))).collect();
        for &other in slots.iter().filter(|slot| !circle.contains(slot)) {
            let (mut into, mut out) = (graph[other * size + keep], graph[keep * size + other]);
            into.score = f64::NEG_INFINITY;
            for &slot in &circle {
                let mut arc = graph[other * size + slot];
                arc.score -= best[slot].map_or(0.0, |arc| arc.score);
                if arc.score > into.score {
                    into = arc;
                }
                let arc = graph[slot * size + other];
                if arc.score > out.score {
                    out = arc;
                }
            }
            graph[other * size + keep] = into;
            graph[keep * size + other] = out;
        }
        let id = size + circles.len();
        for (member, _) in &members {
            parent[*member] = Some(id);
        }
        parent.push(None);
        node[keep] = id;
        slots.retain(|slot| *slot == keep || !circle.contains(slot));
        circles.push(Circle { members });
    };
    // What enters a circle replaces the arc into the member that it enters; the others keep theirs.
    let mut entering: Vec<Option<Arc>> = vec![None; size + circles.len()];
    for &slot in &slots {
        entering[node[slot]] = best[slot];
    }
    for (at, circle) in circles.iter().enumerate().rev() {
        let Some(entry) = entering[size + at] else { continue };
        let mut entered = entry.to;
        while let Some(above) = parent[entered].filter(|&above| above != size + at) {
            entered = above;
        }
        for &(member, arc) in &circle.members {
            entering[member] = Some(if member == entered { entry } else { arc });
        }
    }
    (0..length)
        .map(|word| entering[word].map(|arc| arc.from).filter(|&from| from != root))
        .collect()
}

/// A circle of the graph in which each slot has one arc into it, if there is one.
fn circle(slots: &[usize], best_from: &[usize], root: usize) -> Option<Vec<usize>> {
    let mut walk_of = vec![usize::MAX; best_from.len()];
    for &start in slots {
        let mut at = start;
        while at != root && walk_of[at] == usize::MAX {
            walk_of[at] = start;
            at = best_from[at];
        }
        if at != root && walk_of[at] == start {
            let mut circle = vec![at];
            let mut next = best_from[at];
            while next != at {
                circle.push(next);
                next = best_from[next];
            }
            return Some(circle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(arcs: &[f32], heads: &[Option<usize>]) -> f32 {
        let length = heads.len();
        heads.iter().enumerate().map(|(at, head)| arcs[at * length + head.unwrap_or(at)]).sum()
    }

    /// The best total of all trees with one root, by trying every choice of heads.
    fn exhaustive(arcs: &[f32], length: usize) -> f32 {
        let mut best = f32::MIN;
        for number in 0..length.pow(length as u32) {
            let mut rest = number;
            let heads: Vec<Option<usize>> = (0..length)
                .map(|at| {
                    let head = rest % length;
                    rest /= length;
                    (head != at).then_some(head)
                })
                .collect();
            if is_tree(&heads) {
                best = best.max(total(arcs, &heads));
            }
        }
        best
    }

    #[test]
    fn a_tree_has_one_root_and_no_circles() {
        assert!(is_tree(&[None, Some(0), Some(1)]));
        assert!(is_tree(&[]));
        assert!(!is_tree(&[None, None, Some(1)]));
        assert!(!is_tree(&[None, Some(2), Some(1)]));
        assert!(!is_tree(&[Some(1), Some(0)]));
    }

    #[test]
    fn circles_are_opened_where_it_costs_least() {
        // Words 1 and 2 like each other best; word 0 is the root, and would rather have word 2.
        #[rustfmt::skip]
        let arcs = [
            5.0, 0.0, 0.0,
            1.0, 0.0, 9.0,
            3.0, 9.0, 0.0,
        ];
        assert_eq!(best_tree(&arcs, 3), [None, Some(2), Some(0)]);
    }

    #[test]
    fn one_of_two_roots_gives_way() {
        #[rustfmt::skip]
        let arcs = [
            9.0, 1.0,
            2.0, 8.0,
        ];
        assert_eq!(best_tree(&arcs, 2), [None, Some(0)]);
    }

    proptest! {
        #[test]
        fn no_tree_is_better(
            (length, arcs) in (1usize..=5).prop_flat_map(|length| {
                (Just(length), prop::collection::vec(-20i8..20, length * length))
            }),
        ) {
            let arcs: Vec<f32> = arcs.into_iter().map(f32::from).collect();
            let heads = arborescence(&arcs, length);
            prop_assert!(is_tree(&heads));
            prop_assert_eq!(total(&arcs, &heads), exhaustive(&arcs, length));
            prop_assert!(is_tree(&best_tree(&arcs, length)));
        }

        #[test]
        fn long_sentences_are_trees_too(seed in prop::collection::vec(any::<f32>(), 60 * 60)) {
            let arcs: Vec<f32> = seed.into_iter().map(sane).collect();
            prop_assert!(is_tree(&best_tree(&arcs, 60)));
        }
    }
}
