//! Finding features by position.

use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::plane::WorldRect;

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

fn envelope(rect: WorldRect) -> AABB<[f64; 2]> {
    AABB::from_corners([rect.min.x, rect.min.y], [rect.max.x, rect.max.y])
}
