//! Finding features by position.

use std::sync::OnceLock;

use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::plane::WorldRect;

/// The boxes of features, by position. The tree is made when a view first shows a part of them only.
#[derive(Debug)]
pub(super) struct BoxIndex {
    boxes: Vec<WorldRect>,
    extent: WorldRect,
    tree: OnceLock<BoxTree>,
}

type BoxTree = RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>;

impl BoxIndex {
    /// From the box of each feature, in their order.
    pub(super) fn new(boxes: impl Iterator<Item = WorldRect>) -> Self {
        let boxes: Vec<WorldRect> = boxes.collect();
        let extent = boxes.iter().fold(WorldRect::NOTHING, |extent, it| extent.union(*it));
        Self { boxes, extent, tree: OnceLock::new() }
    }

    /// The features whose boxes meet the rectangle, in their order.
    pub(super) fn meeting(&self, rect: WorldRect) -> Vec<usize> {
        if rect.is_nothing() {
            return Vec::new();
        }
        if rect.contains_rect(self.extent) {
            return (0..self.boxes.len()).collect();
        }
        let found = self.tree().locate_in_envelope_intersecting(&envelope(rect));
        let mut found: Vec<usize> = found.map(|entry| entry.data as usize).collect();
        found.sort_unstable();
        found
    }

    /// Makes the tree now, on a thread that has the time.
    pub(super) fn prepare(&self) {
        self.tree();
    }

    fn tree(&self) -> &BoxTree {
        self.tree.get_or_init(|| {
            let entries = self.boxes.iter().zip(0..);
            let entries =
                entries.map(|(rect, index)| GeomWithData::new(Rectangle::from_aabb(envelope(*rect)), index));
            RTree::bulk_load(entries.collect())
        })
    }
}

fn envelope(rect: WorldRect) -> AABB<[f64; 2]> {
    AABB::from_corners([rect.min.x, rect.min.y], [rect.max.x, rect.max.y])
}
