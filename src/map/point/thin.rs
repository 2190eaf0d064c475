//! Thinning: where many points would lie on one spot of the screen, the most important one is drawn.

use rayon::prelude::*;

use super::flat::FlatIndex;
use crate::map::{
    plane::{WorldPoint, WorldRect},
    view::pixels_per_world_at,
};

/// Points of which one is drawn per spot.
#[derive(Debug)]
pub(super) struct Thinned {
    /// For each level the points that are drawn from there on, closer and closer; each point is in one of them only.
    levels: Vec<FlatIndex>,
}

/// The level where the world is 2³¹ reference pixels wide (about 1.5 cm a pixel); each level before it is half as wide.
const FINEST_LEVEL: usize = 22;

/// One point is drawn per cell of 2 to 4 reference pixels: the finest cells are 2²⁹ to the world.
const FINEST_CELL_BITS: u32 = 29;

impl Thinned {
    /// From the places and priorities of all points and the indices of those that are meant.
    pub(super) fn new(places: &[(WorldPoint, i32)], meant: &[usize]) -> Self {
        let points: Vec<(WorldPoint, i32, usize)> = meant
            .iter()
            .filter_map(|index| places.get(*index).map(|(place, priority)| (*place, *priority, *index)))
            .collect();
        let first_levels = first_levels(&points);
        let at_level = |level: usize| {
            let here = points.iter().zip(&first_levels).filter(move |(_, first)| **first == level);
            FlatIndex::new(here.map(|((place, _, index), _)| (*place, *index as u32)))
        };
        Self { levels: (0..=FINEST_LEVEL + 1).into_par_iter().map(at_level).collect() }
    }

    /// The points to draw in the rectangle where the world is this many reference pixels wide, in no particular order.
    pub(super) fn visible(&self, rect: WorldRect, pixels_per_world: f64) -> impl Iterator<Item = usize> {
        let shown = (0..=FINEST_LEVEL)
            .find(|level| pixels_per_world_at(*level as i32 * 2) >= pixels_per_world)
            .unwrap_or(FINEST_LEVEL + 1);
        self.levels.iter().take(shown + 1).flat_map(move |level| level.within(rect))
    }

    /// All points in the rectangle, drawn or not.
    pub(super) fn within(&self, rect: WorldRect) -> impl Iterator<Item = usize> {
        self.levels.iter().flat_map(move |level| level.within(rect))
    }
}

/// For each point the first level on which it is the most important one of its cell.
fn first_levels(points: &[(WorldPoint, i32, usize)]) -> Vec<usize> {
    let mut first_levels = vec![FINEST_LEVEL + 1; points.len()];
    let mut left: Vec<(u64, std::cmp::Reverse<i32>, usize)> = points
        .iter()
        .enumerate()
        .map(|(at, (place, priority, _))| (cell_code(*place), std::cmp::Reverse(*priority), at))
        .collect();
    left.par_sort_unstable();
    for level in (0..=FINEST_LEVEL).rev() {
        let cell = |code: u64| code >> (2 * (FINEST_LEVEL - level));
        let winners = left.chunk_by(|a, b| cell(a.0) == cell(b.0));
        left = winners
            .filter_map(|cell| cell.iter().min_by_key(|(_, priority, at)| (*priority, *at)).copied())
            .collect();
        for (_, _, at) in &left {
            if let Some(first) = first_levels.get_mut(*at) {
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
