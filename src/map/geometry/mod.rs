//! Paths of many features in one block of memory, with simplified copies for small scales.

mod simplify;

use std::{collections::HashSet, sync::OnceLock};

use rayon::prelude::*;

use self::simplify::weights;
use super::plane::{WorldPoint, WorldRect};

/// The parts (lines, or closed rings) of a number of features, feature by feature.
#[derive(Clone, Debug, Default)]
pub(super) struct Paths {
    points: Vec<WorldPoint>,
    /// Where each part ends in `points`.
    part_ends: Vec<usize>,
    /// Where each feature ends in `part_ends`.
    feature_ends: Vec<usize>,
}

impl Paths {
    /// The parts of one feature; nothing for an index out of range.
    pub(super) fn parts(&self, feature: usize) -> impl Iterator<Item = &[WorldPoint]> {
        let end = self.feature_ends.get(feature).copied().unwrap_or_default();
        let start = start_of(&self.feature_ends, feature).min(end);
        (start..end)
            .filter_map(|part| self.points.get(start_of(&self.part_ends, part)..*self.part_ends.get(part)?))
    }

    /// From all vertices, where each part ends in them, and where each feature ends in the parts.
    pub(super) fn from_parts(
        points: Vec<WorldPoint>,
        part_ends: Vec<usize>,
        feature_ends: Vec<usize>,
    ) -> Self {
        Self { points, part_ends, feature_ends }
    }

    /// All vertices.
    pub(super) fn points(&self) -> &[WorldPoint] {
        &self.points
    }

    /// Where each part ends in [`Paths::points`].
    pub(super) fn part_ends(&self) -> &[usize] {
        &self.part_ends
    }

    /// Where each feature ends in [`Paths::part_ends`].
    pub(super) fn feature_ends(&self) -> &[usize] {
        &self.feature_ends
    }

    /// The box of each feature, in their order.
    pub(super) fn boxes(&self) -> impl Iterator<Item = WorldRect> {
        (0..self.feature_ends.len()).map(|feature| WorldRect::around(self.parts(feature).flatten()))
    }

    /// How many vertices there are in all.
    pub(super) fn point_count(&self) -> usize {
        self.points.len()
    }

    fn push_part(&mut self, part: impl IntoIterator<Item = WorldPoint>) {
        self.points.extend(part);
        self.part_ends.push(self.points.len());
    }

    fn end_feature(&mut self) {
        self.feature_ends.push(self.part_ends.len());
    }
}

fn start_of(ends: &[usize], index: usize) -> usize {
    index.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default()
}

/// Paths in full and simplified by Douglas and Peucker's rule for coarser and coarser views.
///
/// What a vertex is worth is worked out once, for all in parallel; a simplified copy is made when a view first needs it, so that
/// opening a large layer costs one copy and not all of them.
#[derive(Debug, Default)]
pub(super) struct Levels {
    full: Paths,
    /// For each vertex of `full` its [`rank`]: at how many tolerances it has to stay.
    ranks: Vec<u8>,
    /// Simplified copies with their tolerance in world units, finest first. Each has less than ¾ of the vertices of the one before.
    coarse: Vec<(f64, OnceLock<Paths>)>,
}

/// The coarsest copy errs by half a pixel where the whole world is 512 pixels wide, the finest where a pixel is about 1 m.
const TOLERANCES: std::ops::RangeInclusive<i32> = 10..=26;

/// All tolerances that a copy can have, in world units, finest first.
fn tolerances() -> Vec<f64> {
    TOLERANCES.rev().map(|exponent| f64::from(-exponent).exp2()).collect()
}

/// At how many of the [`tolerances`] a vertex has to stay that has to stay up to `weight`. One byte of a vertex is all that its copies
/// need: it stays at a tolerance if its rank exceeds the tolerance's own.
fn rank(tolerances: &[f64], weight: f64) -> u8 {
    tolerances.partition_point(|tolerance| *tolerance < weight) as u8
}

impl Levels {
    /// From the parts of each feature.
    pub(super) fn build(features: &[Vec<Vec<WorldPoint>>]) -> Self {
        let mut full = Paths::default();
        for feature in features {
            for part in feature {
                full.push_part(part.iter().copied());
            }
            full.end_feature();
        }
        let tolerances = tolerances();
        let ranked = |parts: &Vec<Vec<WorldPoint>>| -> Vec<u8> {
            let weights = parts.iter().flat_map(|part| weights(part));
            weights.map(|weight| rank(&tolerances, weight.into())).collect()
        };
        let ranks = features.par_iter().map(ranked).collect::<Vec<_>>().concat();
        let coarse = worthwhile(&full, &ranks).into_iter().map(|it| (it, OnceLock::new())).collect();
        Self { full, ranks, coarse }
    }

    /// From paths whose vertices are ranked already; `None` where these do not belong together.
    pub(super) fn from_parts(full: Paths, ranks: Vec<u8>, tolerances: Vec<f64>) -> Option<Self> {
        let fits = ranks.len() == full.points.len()
            && full.part_ends.last().is_none_or(|end| *end == full.points.len())
            && full.feature_ends.last().is_none_or(|end| *end == full.part_ends.len())
            && full.part_ends.is_sorted()
            && full.feature_ends.is_sorted();
        let coarse = tolerances.into_iter().map(|it| (it, OnceLock::new())).collect();
        fits.then_some(Self { full, ranks, coarse })
    }

    /// For each vertex of [`Levels::full`] at how many tolerances it has to stay.
    pub(super) fn ranks(&self) -> &[u8] {
        &self.ranks
    }

    /// The tolerances of the simplified copies in world units, finest first.
    pub(super) fn tolerances(&self) -> Vec<f64> {
        self.coarse.iter().map(|(tolerance, _)| *tolerance).collect()
    }

    /// The simplest copy that errs by half a pixel at most.
    pub(super) fn at(&self, pixels_per_world: f64) -> &Paths {
        let allowed = 0.5 / pixels_per_world;
        let found = self.coarse.iter().rev().find(|(tolerance, _)| *tolerance <= allowed);
        found.map_or(&self.full, |(tolerance, paths)| {
            paths.get_or_init(|| simplified(&self.full, &self.ranks, *tolerance))
        })
    }

    /// All vertices as they came.
    pub(super) fn full(&self) -> &Paths {
        &self.full
    }
}

/// The tolerances whose copies are enough smaller than the one before to be worth their memory, finest first.
fn worthwhile(full: &Paths, ranks: &[u8]) -> Vec<f64> {
    let tolerances = tolerances();
    // How many vertices stay up to each tolerance, and how many parts become dust at it.
    let mut last_stays = vec![0.0; tolerances.len()];
    let mut becomes_dust = vec![0.0; tolerances.len()];
    let count_at =
        |counts: &mut [f64], at: usize| counts.iter_mut().skip(at).take(1).for_each(|it| *it += 1.0);
    let mut start = 0;
    for end in &full.part_ends {
        let part = full.points.get(start..*end).unwrap_or_default();
        let ranks = ranks.get(start..*end).unwrap_or_default();
        start = *end;
        let (width, height) = WorldRect::around(part).size();
        let dust_from = tolerances.partition_point(|tolerance| *tolerance <= width.max(height));
        count_at(&mut becomes_dust, dust_from);
        for rank in ranks {
            if let Some(last) = usize::from(*rank).min(dust_from).checked_sub(1) {
                count_at(&mut last_stays, last);
            }
        }
    }
    let mut solid: f64 = last_stays.iter().sum();
    let (mut dust, mut kept) = (0.0, full.point_count() as f64);
    let mut worthwhile = Vec::new();
    for ((tolerance, ends_here), new_dust) in tolerances.into_iter().zip(last_stays).zip(becomes_dust) {
        // About half of the specks of dust fall into a cell of another when the cells double.
        dust = dust / 2.0 + new_dust;
        let count = solid + 2.0 * dust;
        if count * 4.0 < kept * 3.0 {
            kept = count;
            worthwhile.push(tolerance);
        }
        solid -= ends_here;
    }
    worthwhile
}

/// The vertices that have to stay at the tolerance. Parts smaller than it are dust: one per cell of that size is kept.
fn simplified(full: &Paths, ranks: &[u8], tolerance: f64) -> Paths {
    let least = rank(&tolerances(), tolerance);
    let mut paths = Paths::default();
    let mut dusty_cells = HashSet::new();
    let (mut point_start, mut part_start) = (0, 0);
    for feature_end in &full.feature_ends {
        for point_end in full.part_ends.get(part_start..*feature_end).unwrap_or_default() {
            let part = full.points.get(point_start..*point_end).unwrap_or_default();
            let ranks = ranks.get(point_start..*point_end).unwrap_or_default();
            point_start = *point_end;
            let (width, height) = WorldRect::around(part).size();
            if width.max(height) < tolerance {
                let Some(first) = part.first() else { continue };
                let cell = ((first.x / tolerance) as i64, (first.y / tolerance) as i64);
                if !dusty_cells.insert(cell) {
                    continue;
                }
            }
            let kept = part.iter().zip(ranks).filter(|(_, rank)| least < **rank);
            paths.push_part(kept.map(|(point, _)| *point));
        }
        part_start = *feature_end;
        paths.end_feature();
    }
    paths
}

/// The distance of a point from the segment between `a` and `b`, in world units.
pub(super) fn distance_to_segment(point: WorldPoint, a: WorldPoint, b: WorldPoint) -> f64 {
    squared_distance_to_segment(point, a, b).sqrt()
}

fn squared_distance_to_segment(point: WorldPoint, a: WorldPoint, b: WorldPoint) -> f64 {
    let (along_x, along_y) = (b.x - a.x, b.y - a.y);
    let (to_x, to_y) = (point.x - a.x, point.y - a.y);
    let length_squared = along_x * along_x + along_y * along_y;
    let share = if length_squared > 0.0 {
        ((to_x * along_x + to_y * along_y) / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (off_x, off_y) = (to_x - share * along_x, to_y - share * along_y);
    off_x * off_x + off_y * off_y
}

/// Whether the point lies inside the area bounded by these rings, by the even-odd rule.
pub(super) fn rings_contain<'a>(rings: impl Iterator<Item = &'a [WorldPoint]>, point: WorldPoint) -> bool {
    let crossings = |ring: &[WorldPoint]| {
        let crosses = |ends: &&[WorldPoint]| match **ends {
            [a, b] => {
                (a.y > point.y) != (b.y > point.y)
                    && point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)
            }
            _ => false,
        };
        ring.windows(2).filter(crosses).count()
    };
    rings.map(crossings).sum::<usize>() % 2 == 1
}

/// The lines along which areas meet, each once: the rings of all features, less every stretch that an earlier ring went along.
pub(super) fn borders_once(features: &[Vec<Vec<WorldPoint>>]) -> Vec<Vec<Vec<WorldPoint>>> {
    let bits = |point: &WorldPoint| (point.x.to_bits(), point.y.to_bits());
    let mut seen = HashSet::new();
    let lines_of = |rings: &Vec<Vec<WorldPoint>>| {
        let mut lines = Vec::new();
        for ring in rings {
            let mut line: Vec<WorldPoint> = Vec::new();
            for (a, b) in ring.iter().zip(ring.iter().skip(1)) {
                let key = if bits(a) <= bits(b) { (bits(a), bits(b)) } else { (bits(b), bits(a)) };
                if seen.insert(key) {
                    if line.is_empty() {
                        line.push(*a);
                    }
                    line.push(*b);
                } else if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
            }
            if !line.is_empty() {
                lines.push(line);
            }
        }
        lines
    };
    features.iter().map(lines_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, y: f64) -> WorldPoint {
        WorldPoint { x, y }
    }

    fn wavy_line(count: usize) -> Vec<WorldPoint> {
        (0..count)
            .map(|i| {
                point(
                    0.5 + i as f64 * 1e-6,
                    0.5 + (i as f64 * 0.7).sin() * 3e-7 + (i as f64 * 0.01).sin() * 1e-4,
                )
            })
            .collect()
    }

    #[test]
    fn a_simplified_line_stays_within_half_a_pixel() {
        let line = wavy_line(9000);
        let levels = Levels::build(&[vec![line.clone()]]);
        for exponent in 12..28 {
            let pixels_per_world = f64::from(exponent).exp2();
            let simple: Vec<WorldPoint> = levels.at(pixels_per_world).parts(0).flatten().copied().collect();
            let off = |vertex: &WorldPoint| {
                simple
                    .windows(2)
                    .map(|ends| distance_to_segment(*vertex, ends[0], ends[1]))
                    .fold(f64::INFINITY, f64::min)
            };
            let worst = line.iter().step_by(7).map(off).fold(0.0, f64::max);
            assert!(worst * pixels_per_world <= 0.5, "2^{exponent}: {} px", worst * pixels_per_world);
        }
    }

    #[test]
    fn a_view_from_far_has_few_vertices_and_a_close_one_all() {
        let levels = Levels::build(&[vec![wavy_line(9000)]]);

        assert!(levels.at(1024.0).point_count() < 10, "{}", levels.at(1024.0).point_count());
        assert_eq!(levels.at(1e10).point_count(), 9000);
    }

    #[test]
    fn a_ring_keeps_three_corners_at_every_scale() {
        let ring: Vec<WorldPoint> = (0..=100)
            .map(|i| f64::from(i % 100) * 0.0628)
            .map(|a| point(0.5 + a.cos() * 1e-3, 0.5 + a.sin() * 1e-3))
            .collect();
        let levels = Levels::build(&[vec![ring]]);

        let corners = levels.at(256.0).parts(0).next().map(<[WorldPoint]>::len);

        assert!(corners >= Some(4), "{corners:?}");
    }

    #[test]
    fn dust_is_thinned_but_not_blown_away() {
        let reach = |i: usize| {
            vec![vec![point(0.5 + i as f64 * 1e-7, 0.5), point(0.5 + (i as f64 + 1.0) * 1e-7, 0.5)]]
        };
        let levels = Levels::build(&(0..10_000).map(reach).collect::<Vec<_>>());

        let parts = (0..10_000).map(|i| levels.at(4096.0).parts(i).count()).sum::<usize>();

        assert!((5..100).contains(&parts), "{parts}");
    }

    #[test]
    fn a_border_between_two_areas_is_drawn_once() {
        let square = |x: f64| {
            vec![vec![point(x, 0.0), point(x + 1.0, 0.0), point(x + 1.0, 1.0), point(x, 1.0), point(x, 0.0)]]
        };

        let borders = borders_once(&[square(0.0), square(1.0)]);

        let segments: usize = borders.iter().flatten().map(|line| line.len() - 1).sum();
        assert_eq!(segments, 7);
    }

    #[test]
    fn a_hole_is_not_inside() {
        let square = |from: f64, to: f64| {
            vec![point(from, from), point(to, from), point(to, to), point(from, to), point(from, from)]
        };
        let rings = [square(0.0, 3.0), square(1.0, 2.0)];
        let contains = |x: f64, y: f64| rings_contain(rings.iter().map(Vec::as_slice), point(x, y));

        assert!(contains(0.5, 0.5));
        assert!(!contains(1.5, 1.5));
        assert!(!contains(4.0, 1.0));
    }
}
