//! Finding features by position.

use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::plane::{WorldPoint, WorldRect};

/// The boxes of features, by position.
#[derive(Debug)]
pub(super) struct BoxIndex {
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl BoxIndex {
    /// From the box of each feature, in their order.
    pub(super) fn new(boxes: impl Iterator<Item = WorldRect>) -> Self {
        let entries = boxes
            .zip(0..)
            .map(|(rect, index)| GeomWithData::new(Rectangle::from_aabb(envelope(rect)), index));
        Self { tree: RTree::bulk_load(entries.collect()) }
    }

    /// The features whose boxes meet the rectangle, in their order.
    pub(super) fn meeting(&self, rect: WorldRect) -> Vec<usize> {
        let found = self.tree.locate_in_envelope_intersecting(&envelope(rect));
        let mut found: Vec<usize> = found.map(|entry| entry.data as usize).collect();
        found.sort_unstable();
        found
    }
}

/// Points by position.
#[derive(Debug)]
pub(super) struct PointIndex {
    tree: RTree<GeomWithData<[f64; 2], u32>>,
}

impl PointIndex {
    /// From positions and the numbers that are to be found.
    pub(super) fn new(points: impl Iterator<Item = (WorldPoint, u32)>) -> Self {
        Self {
            tree: RTree::bulk_load(
                points.map(|(point, index)| GeomWithData::new([point.x, point.y], index)).collect(),
            ),
        }
    }

    /// The numbers of the points in the rectangle, in no particular order.
    pub(super) fn within(&self, rect: WorldRect) -> impl Iterator<Item = usize> {
        let envelope = (!rect.is_nothing()).then(|| envelope(rect));
        envelope.into_iter().flat_map(|envelope| {
            self.tree.locate_in_envelope(&envelope).map(|entry| entry.data as usize).collect::<Vec<_>>()
        })
    }
}

fn envelope(rect: WorldRect) -> AABB<[f64; 2]> {
    AABB::from_corners([rect.min.x, rect.min.y], [rect.max.x, rect.max.y])
}
