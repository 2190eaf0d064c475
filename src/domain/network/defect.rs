//! What is wrong with a network: lines that should meet and do not, lines that are there twice, water that runs in a circle.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use geo::Coord;
use rstar::{AABB, RTree, primitives::GeomWithData};

use super::{Locator, M_PER_DEG, Network, Options};
use crate::domain::{code_list, coordinate::distance_m, shape::crossing_of};

code_list! {
    /// What is wrong.
    pub enum DefectKind {
        Gap = "gap", "缝隙", "Gap";
        Dangle = "dangle", "悬挂", "Dangle";
        Reversed = "reversed", "反向", "Reversed";
        Duplicate = "duplicate", "重复线", "Duplicated line";
        SelfCrossing = "self_crossing", "自相交", "Crosses itself";
        ZeroLength = "zero_length", "零长度", "No length";
        Cycle = "cycle", "成环", "Circle";
        Isolated = "isolated", "孤立", "Isolated";
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Defect {
    /// What.
    pub kind: DefectKind,
    /// Where: longitude and latitude in degrees.
    pub at: (f64, f64),
    /// The numbers of the reaches that have to do with it.
    pub reaches: Vec<u32>,
    /// How far two lines are apart, in metres; 0 for other defects.
    pub apart_m: f64,
}

/// Ends this many tolerances apart were probably meant to meet: 10 m at the default tolerance. Our choice.
pub const GAP_IN_TOLERANCES: f64 = 500.0;
/// A part is isolated where it is this much shorter than the largest one: several basins in one layer are not. Our choice.
const ISOLATED_SHARE: f64 = 0.01;
/// Shorter than this, a line has no length: a tenth of what the last digit of a file can tell apart.
const NO_LENGTH_M: f64 = 0.001;

/// All defects of a network, by kind and then by reach. Ends of lines are expected to meet within `gap_m`: the larger, the more
/// is found that is none; [`GAP_IN_TOLERANCES`] of the tolerance is a good beginning.
pub fn defects(network: &Network, locator: &Locator, options: Options, gap_m: f64) -> Vec<Defect> {
    let mut defects = loose_ends(network, locator, gap_m);
    defects.extend(duplicates(network, options));
    for (number, reach) in network.reaches().iter().enumerate() {
        let number = number as u32;
        let lines = network.lines(number);
        let Some(at) = network.place(number, 0.0) else { continue };
        let mut tell = |kind, at| defects.push(Defect { kind, at, reaches: vec![number], apart_m: 0.0 });
        if reach.length_m < NO_LENGTH_M {
            tell(DefectKind::ZeroLength, at);
        } else if let Some(at) = lines.iter().find_map(crossing_of) {
            tell(DefectKind::SelfCrossing, at);
        }
    }
    defects.extend(reversed(network));
    defects.extend(circles(network));
    defects.extend(isolated(network));
    defects.sort_by(|one, other| (one.kind, &one.reaches).cmp(&(other.kind, &other.reaches)));
    defects
}

/// The nodes of a reach with the place of each.
fn ends(network: &Network, number: u32) -> Option<[(u32, (f64, f64)); 2]> {
    let reach = network.reach(number)?;
    let course = network.course(number);
    let (first, last) = (course.first()?, course.last()?);
    Some([(reach.from, (first.x, first.y)), (reach.to, (last.x, last.y))])
}

/// Ends that meet nothing, but nearly do.
fn loose_ends(network: &Network, locator: &Locator, gap_m: f64) -> Vec<Defect> {
    let numbers = 0..network.reaches().len() as u32;
    let all = numbers.filter_map(|it| Some((it, ends(network, it)?)));
    let all: Vec<(u32, u32, (f64, f64))> =
        all.flat_map(|(number, ends)| ends.map(|(node, place)| (number, node, place))).collect();
    let points =
        all.iter().map(|(number, node, (lon, lat))| GeomWithData::new([*lon, *lat], (*number, *node)));
    let tree = RTree::bulk_load(points.collect());
    let mut found = Vec::new();
    for (number, node, place) in &all {
        if network.incoming.at(*node).len() + network.outgoing.at(*node).len() != 1 {
            continue;
        }
        let (north, east) = (gap_m / M_PER_DEG, gap_m / M_PER_DEG / place.1.to_radians().cos().max(0.01));
        let around = AABB::from_corners([place.0 - east, place.1 - north], [place.0 + east, place.1 + north]);
        let others = tree.locate_in_envelope(&around).filter(|it| it.data.1 != *node && it.data.0 != *number);
        let apart = others.map(|it| (distance_m(*place, (*it.geom()).into()), it.data));
        let nearest = apart.filter(|it| it.0 <= gap_m).min_by(|one, other| one.0.total_cmp(&other.0));
        if let Some((apart_m, (other, other_node))) = nearest {
            let is_loose_too =
                network.incoming.at(other_node).len() + network.outgoing.at(other_node).len() == 1;
            // Of two loose ends, each is the other's: told once.
            if !is_loose_too || *number < other {
                found.push(Defect {
                    kind: DefectKind::Gap,
                    at: *place,
                    reaches: vec![*number, other],
                    apart_m,
                });
            }
            continue;
        }
        let touched = locator.near(network, *place, gap_m).into_iter().filter(|it| it.reach != *number);
        if let Some(near) = touched.min_by(|one, other| one.off_m.total_cmp(&other.off_m)) {
            let reaches = vec![*number, near.reach];
            found.push(Defect { kind: DefectKind::Dangle, at: *place, reaches, apart_m: near.off_m });
        }
    }
    found
}

/// Lines that run through the same places, whichever way round.
fn duplicates(network: &Network, options: Options) -> Vec<Defect> {
    let cell_deg = (options.tolerance_m / M_PER_DEG).max(1e-9);
    let rounded = |it: &Coord| ((it.x / cell_deg).round() as i64, (it.y / cell_deg).round() as i64);
    let mut same: HashMap<u64, Vec<u32>> = HashMap::new();
    for number in 0..network.reaches().len() as u32 {
        let mut course: Vec<(i64, i64)> = network.course(number).iter().map(rounded).collect();
        if course.is_empty() {
            continue;
        }
        if course.last() < course.first() {
            course.reverse();
        }
        let mut hasher = DefaultHasher::new();
        course.hash(&mut hasher);
        same.entry(hasher.finish()).or_default().push(number);
    }
    let several = same.into_values().filter(|it| it.len() > 1);
    let told = several.filter_map(|reaches| {
        let at = network.place(*reaches.first()?, 0.0)?;
        Some(Defect { kind: DefectKind::Duplicate, at, reaches, apart_m: 0.0 })
    });
    told.collect()
}

/// Lines that were drawn against the water: as the attributes of their layer have it, or so that nothing runs into their beginning,
/// from which other water runs on, and nothing leaves their end, to which other water runs.
fn reversed(network: &Network) -> Vec<Defect> {
    let is_against = |reach: &super::Reach| {
        let (from, to) = (reach.from, reach.to);
        let starts_wrong = network.incoming.at(from).is_empty() && network.outgoing.at(from).len() > 1;
        let ends_wrong = network.outgoing.at(to).is_empty() && network.incoming.at(to).len() > 1;
        reach.reversed || (starts_wrong && ends_wrong)
    };
    let against = network.reaches().iter().enumerate().filter(|(_, it)| is_against(it));
    let told = against.filter_map(|(number, reach)| {
        let at = network.place(number as u32, reach.length_m / 2.0)?;
        Some(Defect { kind: DefectKind::Reversed, at, reaches: vec![number as u32], apart_m: 0.0 })
    });
    told.collect()
}

/// Each circle with its reaches.
fn circles(network: &Network) -> Vec<Defect> {
    let mut rings: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
    for (number, reach) in network.reaches().iter().enumerate().filter(|it| network.is_on_ring(it.0 as u32)) {
        let number = number as u32;
        // A line back to its own start is a circle of its own, unless it hangs on a larger one.
        let ring = match network.ring_between(reach.from, reach.to) {
            0 => (1, number),
            ring => (0, ring),
        };
        rings.entry(ring).or_default().push(number);
    }
    let told = rings.into_values().filter_map(|reaches| {
        let at = network.place(*reaches.first()?, 0.0)?;
        Some(Defect { kind: DefectKind::Cycle, at, reaches, apart_m: 0.0 })
    });
    told.collect()
}

/// Small parts that hang together with nothing else.
fn isolated(network: &Network) -> Vec<Defect> {
    let mut seen = vec![false; network.reaches().len()];
    let mut parts: Vec<(f64, Vec<u32>)> = Vec::new();
    for number in 0..network.reaches().len() as u32 {
        let mut todo = vec![number];
        let mut part = (0.0, Vec::new());
        while let Some(at) = todo.pop() {
            let Some(mark) = seen.get_mut(at as usize).filter(|it| !**it) else { continue };
            *mark = true;
            let Some(reach) = network.reach(at) else { continue };
            part.0 += reach.length_m;
            part.1.push(at);
            for node in [reach.from, reach.to] {
                todo.extend(network.incoming.at(node));
                todo.extend(network.outgoing.at(node));
            }
        }
        if !part.1.is_empty() {
            part.1.sort_unstable();
            parts.push(part);
        }
    }
    let largest = parts.iter().map(|it| it.0).fold(0.0, f64::max);
    let small = parts.into_iter().filter(|it| it.0 < largest * ISOLATED_SHARE);
    let told = small.filter_map(|(_, reaches)| {
        let at = network.place(*reaches.first()?, 0.0)?;
        Some(Defect { kind: DefectKind::Isolated, at, reaches, apart_m: 0.0 })
    });
    told.collect()
}
