//! Which vertices of a line matter at which scale, by the rule of Douglas and Peucker.

use super::{distance_to_segment, squared_distance_to_segment};
use crate::map::plane::WorldPoint;

/// Longer parts are split into pieces of this many vertices first, so that the time grows with the length only.
const LONGEST_PIECE: usize = 4096;

/// For each vertex the tolerance up to which it has to stay; infinite for ends. A closed ring keeps at least three corners.
pub(super) fn weights(part: &[WorldPoint]) -> Vec<f32> {
    let mut weights = vec![0.0; part.len()];
    let is_ring = part.len() > 3 && part.first() == part.last();
    let fixed: Vec<usize> = if is_ring { ring_corners(part) } else { vec![0, part.len().saturating_sub(1)] };
    for index in &fixed {
        set(&mut weights, *index, f32::INFINITY);
    }
    for ends in fixed.windows(2) {
        let &[from, to] = ends else { continue };
        let mut start = from;
        while start < to {
            let end = to.min(start + LONGEST_PIECE);
            set(&mut weights, start, f32::INFINITY);
            weigh_piece(part, &mut weights, start, end);
            start = end;
        }
    }
    weights
}

/// First vertex, the one farthest from it, and the one farthest from the line between: what a ring is reduced to at last.
fn ring_corners(ring: &[WorldPoint]) -> Vec<usize> {
    let last = ring.len() - 1;
    let farthest_by = |distance: &dyn Fn(WorldPoint) -> f64| {
        let inner = ring.iter().enumerate().take(last).skip(1);
        inner.max_by(|(_, a), (_, b)| distance(**a).total_cmp(&distance(**b))).map_or(0, |(index, _)| index)
    };
    let Some(first) = ring.first().copied() else { return Vec::new() };
    let far = farthest_by(&|point| point.distance(first));
    let Some(far_point) = ring.get(far).copied() else { return Vec::new() };
    let side = farthest_by(&|point| distance_to_segment(point, first, far_point));
    let mut corners = vec![0, far, side, last];
    corners.sort_unstable();
    corners.dedup();
    corners
}

/// Douglas and Peucker's rule, with its own stack so that a long line can't exhaust the thread's.
fn weigh_piece(part: &[WorldPoint], weights: &mut [f32], from: usize, to: usize) {
    let mut stack = vec![(from, to, f32::INFINITY)];
    while let Some((from, to, limit)) = stack.pop() {
        let (Some(&a), Some(&b), Some(inner)) = (part.get(from), part.get(to), part.get(from + 1..to)) else {
            continue;
        };
        let distances = inner.iter().map(|point| squared_distance_to_segment(*point, a, b));
        let Some((offset, squared)) = distances.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b)) else {
            continue;
        };
        let middle = from + 1 + offset;
        // A vertex may not outlast the one that split before it, or a copy would contain corners without their neighbours.
        let weight = (squared.sqrt() as f32).min(limit);
        set(weights, middle, weight);
        stack.push((from, middle, weight));
        stack.push((middle, to, weight));
    }
}

fn set(weights: &mut [f32], index: usize, weight: f32) {
    if let Some(slot) = weights.get_mut(index) {
        *slot = weight;
    }
}
