//! Lines of a layer, found by position.

use super::{
    geometry::Levels,
    index::BoxIndex,
    looks::Looks,
    palette::{LineLook, LineWidth},
    plane::{WorldPoint, WorldRect},
};

/// The geometry and looks of a layer of lines.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) levels: Levels,
    looks: Looks<LineLook>,
    /// For each look its place in the order of drawing: the thinnest first.
    order: Vec<u16>,
    index: BoxIndex,
}

impl Lines {
    pub(super) fn new(parts: &[Vec<Vec<WorldPoint>>], looks: impl IntoIterator<Item = LineLook>) -> Self {
        Self::from_parts(Levels::build(parts), Looks::of(looks))
    }

    /// From lines whose simplified copies are worked out already.
    pub(super) fn from_parts(levels: Levels, looks: Looks<LineLook>) -> Self {
        let index = BoxIndex::new(levels.full().boxes());
        let mut by_width: Vec<(LineLook, u16)> = looks.table().iter().copied().zip(0..).collect();
        by_width.sort_by(|(a, _), (b, _)| {
            let width = |look: &LineLook| width(look.width, USUAL_PIXELS_PER_WORLD);
            width(a).total_cmp(&width(b)).then(a.paint.cmp(&b.paint))
        });
        let mut order = vec![0; by_width.len()];
        for ((_, look), place) in by_width.into_iter().zip(0..) {
            if let Some(it) = order.get_mut(usize::from(look)) {
                *it = place;
            }
        }
        Self { levels, looks, order, index }
    }

    /// Makes now what the first close view or the pointer would have to wait for.
    pub(super) fn prepare(&self) {
        self.index.prepare();
    }

    /// How the lines look.
    pub(super) fn looks(&self) -> &Looks<LineLook> {
        &self.looks
    }

    /// How the line looks.
    pub(super) fn look(&self, feature: usize) -> Option<LineLook> {
        self.looks.get(feature)
    }

    /// How important the line is, 1 to 5: its rank, or the rank of rivers that are about as wide.
    pub(super) fn rank(&self, feature: usize) -> Option<u8> {
        Some(match self.look(feature)?.width {
            LineWidth::Rank(rank) => rank.clamp(1, 5),
            LineWidth::Fixed(width) => match width.get() {
                4.0.. => 1,
                2.8.. => 2,
                1.8.. => 3,
                1.2.. => 4,
                _ => 5,
            },
        })
    }

    /// Where in the order of drawing the line comes: the same for all of one look, more for wider ones.
    pub(super) fn order(&self, feature: usize) -> u16 {
        self.looks
            .place(feature)
            .and_then(|look| self.order.get(usize::from(look)))
            .copied()
            .unwrap_or_default()
    }

    /// The widest line in reference pixels, where the world is this many reference pixels wide.
    pub(super) fn widest_px(&self, pixels_per_world: f64) -> f32 {
        self.looks.table().iter().map(|look| width(look.width, pixels_per_world)).fold(0.0, f32::max)
    }

    /// The features whose boxes meet the rectangle, in their order.
    pub(super) fn meeting(&self, rect: WorldRect) -> Vec<usize> {
        self.index.meeting(rect)
    }
}

/// Reference pixels to the width of the world at about 1 : 250,000.
pub(super) const USUAL_PIXELS_PER_WORLD: f64 = 4.8e5;

/// The width of a line in reference pixels, where the world is this many reference pixels wide.
///
/// About 4 pixels for the first rank at 1 : 250,000; wider as one comes closer, but slower than the ground grows.
pub(super) fn width(width: LineWidth, pixels_per_world: f64) -> f32 {
    let rank = match width {
        LineWidth::Fixed(width) => return width.get(),
        LineWidth::Rank(rank) => rank,
    };
    let base = match rank {
        0 | 1 => 4.2,
        2 => 3.0,
        3 => 2.1,
        4 => 1.5,
        _ => 1.0,
    };
    let closeness = pixels_per_world / USUAL_PIXELS_PER_WORLD;
    base * closeness.powf(0.3).clamp(0.3, 2.4) as f32
}
