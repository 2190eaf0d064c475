//! How much of the banks of a river was walked (岸线覆盖): kilometres and parts of a whole.
//!
//! The line of the river is cut into pieces of ten metres. The left bank of a piece counts as walked where a track passes within reach
//! of the middle of the piece on its left, looking downstream as the line runs, and the right bank likewise. Whoever is nearer than
//! [`TOO_NEAR_M`] to the line (on a bridge, in a boat) sees both. The reach is measured from the line in the middle of the river: for a
//! wide river it has to be wider than half of it.

use std::collections::BTreeMap;

use geo::{Coord, Geometry, LineString};
use rstar::{AABB, RTree};

use super::plane::Plane;
use crate::domain::{layer::FeatureSet, outfall::Bank, placing::TOO_NEAR_M};

/// How far from the line of a river its banks are looked at from, in metres. Our choice: what two people see of the water's edge.
pub const REACH_M: f64 = 60.0;

/// The length of a piece.
const PIECE_M: f64 = 10.0;

/// How much of one river was walked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// The name of the river; empty where the layer gives none.
    pub river: String,
    /// How long it is, in metres.
    pub length_m: f64,
    /// How much of its left bank was walked.
    pub left_m: f64,
    /// How much of its right bank.
    pub right_m: f64,
}

impl Coverage {
    /// The walked part of a bank in whole percent, rounded down: a hundred is all of it.
    pub fn percent(&self, bank: Bank) -> u32 {
        let walked = match bank {
            Bank::Left => self.left_m,
            Bank::Right => self.right_m,
            Bank::Midstream => self.left_m.min(self.right_m),
        };
        if self.length_m > 0.0 { (walked / self.length_m * 100.0 + 1e-9).floor() as u32 } else { 0 }
    }
}

/// How much of the rivers of a layer lies along these tracks, for the rivers that they come near to, the most walked first.
pub fn coverage(rivers: &FeatureSet, tracks: &[Vec<(f64, f64)>], reach_m: f64) -> Vec<Coverage> {
    let walked = RTree::bulk_load(dense(tracks));
    let mut by_name: BTreeMap<String, Coverage> = BTreeMap::new();
    for feature in &rivers.features {
        let name = rivers.name(feature).unwrap_or_default().trim();
        let lines = match &feature.geometry {
            Some(Geometry::LineString(line)) => std::slice::from_ref(line),
            Some(Geometry::MultiLineString(lines)) => &lines.0,
            _ => continue,
        };
        let river = by_name
            .entry(name.to_owned())
            .or_insert_with(|| Coverage { river: name.to_owned(), ..Coverage::default() });
        for line in lines {
            add(river, line, &walked, reach_m);
        }
    }
    let mut all: Vec<Coverage> = by_name.into_values().filter(|it| it.left_m + it.right_m > 0.0).collect();
    all.sort_by(|one, other| (other.left_m + other.right_m).total_cmp(&(one.left_m + one.right_m)));
    all
}

/// The tracks as points that are nowhere farther apart than a piece.
fn dense(tracks: &[Vec<(f64, f64)>]) -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    for track in tracks {
        points.extend(track.first().map(|it| [it.0, it.1]));
        for ends in track.windows(2) {
            let [from, to] = *ends else { continue };
            let plane = Plane::around(from.0, from.1);
            let (east, north) = plane.to_metres(to);
            let count = (east.hypot(north) / PIECE_M).ceil().clamp(1.0, 10_000.0) as usize;
            for number in 1..=count {
                let share = number as f64 / count as f64;
                let (lon, lat) = plane.to_degrees((east * share, north * share));
                points.push([lon, lat]);
            }
        }
    }
    points
}

fn add(river: &mut Coverage, line: &LineString, walked: &RTree<[f64; 2]>, reach_m: f64) {
    for segment in line.lines() {
        let Coord { x, y } = segment.start;
        let plane = Plane::around(x, y);
        let (east, north) = plane.to_metres((segment.end.x, segment.end.y));
        let length = east.hypot(north);
        if length <= 0.0 {
            continue;
        }
        river.length_m += length;
        if !is_near(walked, plane, (east, north), reach_m) {
            continue;
        }
        let count = (length / PIECE_M).ceil().max(1.0) as usize;
        let piece = length / count as f64;
        for number in 0..count {
            let share = (number as f64 + 0.5) / count as f64;
            let (left, right) =
                seen(walked, plane, (east * share, north * share), (east / length, north / length), reach_m);
            river.left_m += if left { piece } else { 0.0 };
            river.right_m += if right { piece } else { 0.0 };
        }
    }
}

/// Is any track near the segment from the origin of the plane to `end`? Saves cutting up what is far from all.
fn is_near(walked: &RTree<[f64; 2]>, plane: Plane, end: (f64, f64), reach_m: f64) -> bool {
    let low = plane.to_degrees((end.0.min(0.0) - reach_m, end.1.min(0.0) - reach_m));
    let high = plane.to_degrees((end.0.max(0.0) + reach_m, end.1.max(0.0) + reach_m));
    let around = AABB::from_corners([low.0, low.1], [high.0, high.1]);
    walked.locate_in_envelope_intersecting(&around).next().is_some()
}

/// Is a place on the line seen from its left, from its right?
fn seen(
    walked: &RTree<[f64; 2]>,
    plane: Plane,
    middle: (f64, f64),
    along: (f64, f64),
    reach_m: f64,
) -> (bool, bool) {
    let low = plane.to_degrees((middle.0 - reach_m, middle.1 - reach_m));
    let high = plane.to_degrees((middle.0 + reach_m, middle.1 + reach_m));
    let around = AABB::from_corners([low.0, low.1], [high.0, high.1]);
    let (mut left, mut right) = (false, false);
    for [lon, lat] in walked.locate_in_envelope_intersecting(&around) {
        let (east, north) = plane.to_metres((*lon, *lat));
        let off = (east - middle.0, north - middle.1);
        if off.0.hypot(off.1) > reach_m {
            continue;
        }
        let side = along.0 * off.1 - along.1 * off.0;
        left |= side > -TOO_NEAR_M;
        right |= side < TOO_NEAR_M;
        if left && right {
            break;
        }
    }
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Value, layer::Feature};

    const HERE: (f64, f64) = (112.73, 38.42);

    fn place(east: f64, north: f64) -> (f64, f64) {
        Plane::around(HERE.0, HERE.1).to_degrees((east, north))
    }

    /// A river that runs two kilometres to the east.
    fn river() -> FeatureSet {
        let line = LineString::from((0..=20).map(|it| place(f64::from(it) * 100.0, 0.0)).collect::<Vec<_>>());
        let feature = Feature { geometry: Some(line.into()), values: vec![Value::text("滹沱河")] };
        FeatureSet { columns: vec!["名称".to_owned()], features: vec![feature] }
    }

    fn walk(from: (f64, f64), to: (f64, f64)) -> Vec<(f64, f64)> {
        vec![place(from.0, from.1), place(to.0, to.1)]
    }

    #[track_caller]
    fn check(tracks: &[Vec<(f64, f64)>], left_m: f64, right_m: f64) {
        let all = coverage(&river(), tracks, REACH_M);
        let found = all.first().map_or((0.0, 0.0), |it| (it.left_m, it.right_m));
        // Whoever stands at an end sees up to the reach beyond it, in pieces of ten metres.
        assert!((found.0 - left_m).abs() <= 20.1 && (found.1 - right_m).abs() <= 20.1, "{found:?}");
    }

    #[test]
    fn a_bank_is_walked_from_its_own_side() {
        let beyond = f64::sqrt(60.0 * 60.0 - 30.0 * 30.0);
        check(&[walk((500.0, 30.0), (1500.0, 30.0))], 1000.0 + 2.0 * beyond, 0.0);
        check(&[walk((500.0, -30.0), (1500.0, -30.0))], 0.0, 1000.0 + 2.0 * beyond);
        check(
            &[walk((0.0, 30.0), (2000.0, 30.0)), walk((2000.0, -30.0), (1000.0, -30.0))],
            2000.0,
            1000.0 + beyond,
        );
    }

    #[test]
    fn a_boat_sees_both_banks() {
        check(&[walk((0.0, 1.0), (1000.0, -1.0))], 1060.0, 1060.0);
    }

    #[test]
    fn what_is_out_of_reach_is_not_walked() {
        check(&[walk((0.0, 61.0), (2000.0, 61.0))], 0.0, 0.0);
        check(&[], 0.0, 0.0);
    }

    #[test]
    fn the_way_there_and_back_counts_once() {
        let there = walk((0.0, 30.0), (2000.0, 30.0));
        let back = walk((2000.0, 35.0), (0.0, 35.0));

        let all = coverage(&river(), &[there, back], REACH_M);

        assert!((all[0].left_m - 2000.0).abs() < 0.5 && all[0].right_m.abs() < 0.5, "{all:?}");
        assert_eq!((all[0].percent(Bank::Left), all[0].percent(Bank::Right)), (100, 0));
        assert_eq!(all[0].percent(Bank::Midstream), 0);
    }

    #[test]
    fn percents_are_never_rounded_up() {
        let nearly = Coverage { length_m: 1000.0, left_m: 999.0, ..Coverage::default() };

        assert_eq!(nearly.percent(Bank::Left), 99);
        assert_eq!(Coverage::default().percent(Bank::Left), 0);
    }
}
