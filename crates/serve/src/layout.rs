//! Where the nodes of a network stand: springs and repulsion (Fruchterman and Reingold 1991) from a
//! circle, the same for the same links.

/// Places nodes, given how strongly which pairs are linked. Coordinates lie from 0 to 1.
pub fn place(nodes: usize, links: &[(usize, usize, f64)]) -> Vec<(f64, f64)> {
    use std::f64::consts::TAU;
    const ROUNDS: usize = 300;
    let count = nodes.max(1) as f64;
    let ideal = (1.0 / count).sqrt() * 0.9;
    let mut at: Vec<(f64, f64)> = (0..nodes)
        .map(|node| {
            let angle = TAU * node as f64 / count;
            (0.5 + 0.4 * angle.cos(), 0.5 + 0.4 * angle.sin())
        })
        .collect();
    for round in 0..ROUNDS {
        let mut moved = vec![(0.0, 0.0); nodes];
        for a in 0..nodes {
            for b in a + 1..nodes {
                let (dx, dy) = (at[a].0 - at[b].0, at[a].1 - at[b].1);
                let away = dx.hypot(dy).max(1e-4);
                let force = ideal * ideal / away / away;
                moved[a].0 += dx * force;
                moved[a].1 += dy * force;
                moved[b].0 -= dx * force;
                moved[b].1 -= dy * force;
            }
        }
        for &(a, b, weight) in links {
            let (dx, dy) = (at[a].0 - at[b].0, at[a].1 - at[b].1);
            let force = dx.hypot(dy) / ideal * weight;
            moved[a].0 -= dx * force;
            moved[a].1 -= dy * force;
            moved[b].0 += dx * force;
            moved[b].1 += dy * force;
        }
        let heat = 0.1 * (1.0 - round as f64 / ROUNDS as f64);
        for (place, by) in at.iter_mut().zip(moved) {
            // What is linked with nothing is drawn to the middle, a little.
            let by = (by.0 + (0.5 - place.0) * 0.3, by.1 + (0.5 - place.1) * 0.3);
            let far = by.0.hypot(by.1).max(1e-9);
            let step = far.min(heat) / far;
            place.0 += by.0 * step;
            place.1 += by.1 * step;
        }
    }
    let range = |of: fn(&(f64, f64)) -> f64| {
        let all = at.iter().map(of);
        let (low, high) = all.fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        (low, (high - low).max(1e-6))
    };
    let ((left, width), (top, height)) = (range(|p| p.0), range(|p| p.1));
    at.iter().map(|(x, y)| ((x - left) / width, (y - top) / height)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_linked_stands_closer() {
        let links = [(0, 1, 1.0), (1, 2, 1.0), (3, 4, 1.0), (4, 5, 1.0)];
        let at = place(6, &links);
        let away = |a: usize, b: usize| (at[a].0 - at[b].0).hypot(at[a].1 - at[b].1);
        assert!(away(0, 1) < away(0, 4), "{at:?}");
        assert!(away(3, 4) < away(3, 1), "{at:?}");
        assert_eq!(at, place(6, &links));
        assert!(at.iter().all(|(x, y)| (0.0..=1.0).contains(x) && (0.0..=1.0).contains(y)));
        assert_eq!(place(0, &[]), []);
    }
}
