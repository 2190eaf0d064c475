//! Points by position in one block of memory: a k-d tree without pointers, built in a fraction of the time of an R-tree.

use crate::map::plane::{WorldPoint, WorldRect};

/// A place and the number that is to be found there.
type Entry = (WorldPoint, u32);

/// Stretches that are not longer are looked through from end to end.
const LEAF: usize = 32;

/// Stretches that are longer are arranged on two threads.
const PARALLEL: usize = 8192;

/// The points of one level.
#[derive(Debug, Default)]
pub(super) struct FlatIndex {
    /// The middle one of each stretch divides those before it from those after it, by `x` and by `y` in turn.
    entries: Vec<Entry>,
}

impl FlatIndex {
    pub(super) fn new(points: impl Iterator<Item = Entry>) -> Self {
        let mut entries: Vec<Entry> = points.collect();
        arrange(&mut entries, Axis::X);
        Self { entries }
    }

    /// The numbers of the points in the rectangle, in no particular order.
    pub(super) fn within(&self, rect: WorldRect) -> Vec<usize> {
        let mut found = Vec::new();
        if !rect.is_nothing() {
            look_through(&self.entries, Axis::X, rect, &mut found);
        }
        found
    }
}

fn arrange(entries: &mut [Entry], axis: Axis) {
    if entries.len() <= LEAF {
        return;
    }
    let middle = entries.len() / 2;
    let is_parallel = entries.len() > PARALLEL;
    let order = |a: &Entry, b: &Entry| match axis {
        Axis::X => a.0.x.total_cmp(&b.0.x),
        Axis::Y => a.0.y.total_cmp(&b.0.y),
    };
    let (before, _, after) = entries.select_nth_unstable_by(middle, order);
    let next = axis.other();
    if is_parallel {
        rayon::join(|| arrange(before, next), || arrange(after, next));
    } else {
        arrange(before, next);
        arrange(after, next);
    }
}

#[derive(Clone, Copy)]
enum Axis {
    X,
    Y,
}

impl Axis {
    fn other(self) -> Self {
        match self {
            Self::X => Self::Y,
            Self::Y => Self::X,
        }
    }
}

fn look_through(entries: &[Entry], axis: Axis, rect: WorldRect, found: &mut Vec<usize>) {
    let middle = entries.len() / 2;
    let divided = if entries.len() <= LEAF { None } else { entries.split_at_checked(middle) };
    let Some((before, [(place, number), after @ ..])) = divided else {
        let inside = entries.iter().filter(|(place, _)| rect.contains(*place));
        found.extend(inside.map(|(_, number)| *number as usize));
        return;
    };
    let (value, low, high) = match axis {
        Axis::X => (place.x, rect.min.x, rect.max.x),
        Axis::Y => (place.y, rect.min.y, rect.max.y),
    };
    let next = axis.other();
    if low <= value {
        look_through(before, next, rect, found);
    }
    if rect.contains(*place) {
        found.push(*number as usize);
    }
    if value <= high {
        look_through(after, next, rect, found);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_in_the_rectangle_is_found_and_nothing_else(
            places in proptest::collection::vec((0_u8..20, 0_u8..20), 0..300),
            (left, top, width, height) in (0_u8..20, 0_u8..20, 0_u8..10, 0_u8..10),
        ) {
            let world = |(x, y): (u8, u8)| WorldPoint { x: f64::from(x) / 32.0, y: f64::from(y) / 32.0 };
            let rect = WorldRect { min: world((left, top)), max: world((left + width, top + height)) };
            let index = FlatIndex::new(places.iter().map(|place| world(*place)).zip(0..));

            let mut found = index.within(rect);

            found.sort_unstable();
            let wanted: Vec<usize> =
                (0..places.len()).filter(|at| rect.contains(world(places[*at]))).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
