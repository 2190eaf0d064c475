//! Points of a layer, thinned for small scales: where many would lie on one spot of the screen, the most important one is drawn.

use rayon::prelude::*;

use super::{
    index::PointIndex,
    plane::{WorldPoint, WorldRect},
    symbol::Symbol,
    view::pixels_per_world_at,
};

/// One point.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlacedSymbol {
    pub(super) position: WorldPoint,
    pub(super) symbol: Symbol,
    pub(super) priority: i32,
}

/// The geometry of a layer of points.
#[derive(Debug)]
pub(super) struct Points {
    all: Vec<PlacedSymbol>,
    /// For each level the points that are drawn from there on, closer and closer; each point is in one of them only.
    levels: Vec<PointIndex>,
    /// The largest symbols, one for each combination of width and ring.
    largest: Vec<Symbol>,
}

/// The level where the world is 2³¹ reference pixels wide (about 1.5 cm a pixel); each level before it is half as wide.
const FINEST_LEVEL: usize = 22;

/// One point is drawn per cell of 2 to 4 reference pixels: the finest cells are 2²⁹ to the world.
const FINEST_CELL_BITS: u32 = 29;

impl Points {
    pub(super) fn new(points: Vec<(WorldPoint, Symbol, i32)>) -> Self {
        let points: Vec<PlacedSymbol> = points
            .into_iter()
            .map(|(position, symbol, priority)| PlacedSymbol { position, symbol, priority })
            .collect();
        let first_levels = first_levels(&points);
        let at_level = |level: usize| {
            let here =
                points.iter().zip(&first_levels).zip(0..).filter(move |((_, first), _)| **first == level);
            PointIndex::new(here.map(|((point, _), index)| (point.position, index)))
        };
        let levels = (0..=FINEST_LEVEL + 1).into_par_iter().map(at_level).collect();
        let mut largest: Vec<Symbol> = Vec::new();
        for PlacedSymbol { symbol, .. } in &points {
            if !largest.iter().any(|other| {
                (other.diameter_px, other.ring.is_some()) == (symbol.diameter_px, symbol.ring.is_some())
            }) {
                largest.push(*symbol);
            }
        }
        Self { all: points, levels, largest }
    }

    pub(super) fn get(&self, index: usize) -> Option<PlacedSymbol> {
        self.all.get(index).copied()
    }

    /// How far the largest symbol reaches from its point, in device pixels.
    pub(super) fn reach_px(&self, pixel_ratio: f64) -> f64 {
        self.largest.iter().map(|symbol| symbol.reach_px(pixel_ratio)).fold(0.0, f64::max)
    }

    /// The points to draw in the rectangle where the world is this many reference pixels wide, the topmost last.
    pub(super) fn visible(&self, rect: WorldRect, pixels_per_world: f64) -> Vec<usize> {
        let shown = (0..=FINEST_LEVEL)
            .find(|level| pixels_per_world_at(*level as i32 * 2) >= pixels_per_world)
            .unwrap_or(FINEST_LEVEL + 1);
        let found = self.levels.iter().take(shown + 1).flat_map(|level| level.within(rect));
        let mut found: Vec<(PlacedSymbol, usize)> =
            found.filter_map(|index| Some((self.get(index)?, index))).collect();
        found.sort_unstable_by(|(a, a_index), (b, b_index)| {
            let by_place = a.position.y.total_cmp(&b.position.y).then(b_index.cmp(a_index));
            a.priority.cmp(&b.priority).then(by_place)
        });
        found.into_iter().map(|(_, index)| index).collect()
    }

    /// All points in the rectangle, drawn or not, in their order.
    pub(super) fn within(&self, rect: WorldRect) -> Vec<usize> {
        let mut found: Vec<usize> = self.levels.iter().flat_map(|level| level.within(rect)).collect();
        found.sort_unstable();
        found
    }
}

/// For each point the first level on which it is the most important one of its cell.
fn first_levels(points: &[PlacedSymbol]) -> Vec<usize> {
    let mut first_levels = vec![FINEST_LEVEL + 1; points.len()];
    let mut left: Vec<(u64, std::cmp::Reverse<i32>, usize)> = points
        .iter()
        .enumerate()
        .map(|(index, point)| (cell_code(point.position), std::cmp::Reverse(point.priority), index))
        .collect();
    left.par_sort_unstable();
    for level in (0..=FINEST_LEVEL).rev() {
        let cell = |code: u64| code >> (2 * (FINEST_LEVEL - level));
        let winners = left.chunk_by(|a, b| cell(a.0) == cell(b.0));
        left = winners
            .filter_map(|cell| cell.iter().min_by_key(|(_, priority, index)| (*priority, *index)).copied())
            .collect();
        for (_, _, index) in &left {
            if let Some(first) = first_levels.get_mut(*index) {
                *first = level;
            }
        }
    }
    first_levels
}

/// The finest cell that holds a position, numbered so that a coarser cell is a prefix (Morton order).
fn cell_code(position: WorldPoint) -> u64 {
    let cells = f64::from(FINEST_CELL_BITS).exp2();
    let cell = |value: f64| (value * cells).clamp(0.0, cells - 1.0) as u64;
    let spread = |value: u64| {
        let value = (value | (value << 16)) & 0x0000_FFFF_0000_FFFF;
        let value = (value | (value << 8)) & 0x00FF_00FF_00FF_00FF;
        let value = (value | (value << 4)) & 0x0F0F_0F0F_0F0F_0F0F;
        let value = (value | (value << 2)) & 0x3333_3333_3333_3333;
        (value | (value << 1)) & 0x5555_5555_5555_5555
    };
    spread(cell(position.x)) | (spread(cell(position.y)) << 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{palette::Tone, symbol::Shape};

    fn crowd(count: usize) -> Points {
        let symbol = Symbol::new(Shape::Circle, Tone::Fixed);
        let at = |i: usize| WorldPoint { x: 0.5 + (i % 100) as f64 * 1e-7, y: 0.5 + (i / 100) as f64 * 1e-7 };
        Points::new((0..count).map(|i| (at(i), symbol, i32::from(i == 4321))).collect())
    }

    const ALL: WorldRect =
        WorldRect { min: WorldPoint { x: 0.0, y: 0.0 }, max: WorldPoint { x: 1.0, y: 1.0 } };

    #[test]
    fn from_far_a_crowd_is_one_point_and_the_most_important_one() {
        let points = crowd(10_000);

        // 100 × 100 points on 0.5 pixels: one cell, or up to four if it lies across their edges.
        let drawn = points.visible(ALL, 5e4);

        assert!(drawn.len() <= 4, "{}", drawn.len());
        assert_eq!(drawn.last(), Some(&4321));
    }

    #[test]
    fn from_near_every_point_is_drawn() {
        assert_eq!(crowd(10_000).visible(ALL, 1e9).len(), 10_000);
        assert_eq!(crowd(10_000).within(ALL).len(), 10_000);
    }

    #[test]
    fn coming_closer_never_hides_a_point() {
        let points = crowd(5_000);
        let mut before: Vec<usize> = Vec::new();
        for exponent in 9..32 {
            let mut drawn = points.visible(ALL, f64::from(exponent).exp2());
            drawn.sort_unstable();
            assert!(before.iter().all(|index| drawn.binary_search(index).is_ok()), "2^{exponent}");
            before = drawn;
        }
    }
}
