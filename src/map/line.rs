//! Lines of a layer, found by position.

use super::{
    geometry::Levels,
    index::BoxIndex,
    palette::LineClass,
    plane::{WorldPoint, WorldRect},
};

/// The geometry and styles of a layer of lines.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) levels: Levels,
    styles: Vec<(LineClass, u8)>,
    index: BoxIndex,
}

impl Lines {
    pub(super) fn new(parts: &[Vec<Vec<WorldPoint>>], styles: Vec<(LineClass, u8)>) -> Self {
        let index = BoxIndex::new(parts.iter().map(|parts| WorldRect::around(parts.iter().flatten())));
        Self { levels: Levels::build(parts), styles, index }
    }

    /// Class and rank.
    pub(super) fn style(&self, feature: usize) -> Option<(LineClass, u8)> {
        self.styles.get(feature).copied()
    }

    /// The features whose boxes meet the rectangle, in their order.
    pub(super) fn meeting(&self, rect: WorldRect) -> Vec<usize> {
        self.index.meeting(rect)
    }
}

/// The width of a line of this rank in reference pixels, where the world is this many reference pixels wide.
///
/// About 4 pixels for the first rank at 1 : 250,000; wider as one comes closer, but slower than the ground grows.
pub(super) fn width(rank: u8, pixels_per_world: f64) -> f32 {
    let base = match rank {
        0 | 1 => 4.2,
        2 => 3.0,
        3 => 2.1,
        4 => 1.5,
        _ => 1.0,
    };
    let closeness = pixels_per_world / 4.8e5;
    base * closeness.powf(0.3).clamp(0.3, 2.4) as f32
}
