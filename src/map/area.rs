//! Areas of a layer: found by position, with a spot for the name of each.

use rayon::prelude::*;

use super::{
    geometry::{Levels, borders_once},
    index::BoxIndex,
    looks::Looks,
    palette::{AreaClass, AreaLook},
    plane::{WorldPoint, WorldRect},
};

/// The geometry and looks of a layer of areas.
#[derive(Debug)]
pub(super) struct Areas {
    pub(super) levels: Levels,
    /// The borders of administrative areas, each once; `None` where the layer has none.
    pub(super) borders: Option<Levels>,
    looks: Looks<AreaLook>,
    anchors: Vec<Anchor>,
    index: BoxIndex,
}

/// An area of which a border with another one is drawn once.
pub(super) const COUNTY: AreaLook = AreaLook::Class(AreaClass::County);

/// Where the name of an area has most room.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    pub(super) position: WorldPoint,
    /// How much room there is to write in, from west to east.
    pub(super) width: f64,
}

impl Areas {
    pub(super) fn new(rings: &[Vec<Vec<WorldPoint>>], looks: impl IntoIterator<Item = AreaLook>) -> Self {
        let looks = Looks::of(looks);
        let index = BoxIndex::new(rings.iter().map(|rings| WorldRect::around(rings.iter().flatten())));
        let anchor_of = |(number, own): (usize, &Vec<Vec<WorldPoint>>)| {
            let above = index
                .meeting(WorldRect::around(own.iter().flatten()))
                .into_iter()
                .filter(|other| *other > number);
            let above: Vec<&[Vec<WorldPoint>]> =
                above.take(MOST_ABOVE).filter_map(|other| rings.get(other)).map(Vec::as_slice).collect();
            anchor(own, &above)
        };
        let anchors = rings.par_iter().enumerate().map(anchor_of).collect();
        let has_borders = looks.table().contains(&COUNTY);
        let borders = has_borders.then(|| Levels::build(&borders_once(rings)));
        Self { levels: Levels::build(rings), borders, looks, anchors, index }
    }

    /// From areas for which everything is worked out already.
    pub(super) fn from_parts(
        levels: Levels,
        borders: Option<Levels>,
        looks: Looks<AreaLook>,
        anchors: Vec<Anchor>,
    ) -> Self {
        let index = BoxIndex::new(levels.full().boxes());
        Self { levels, borders, looks, anchors, index }
    }

    /// Makes now what the first close view or the pointer would have to wait for.
    pub(super) fn prepare(&self) {
        self.index.prepare();
    }

    /// How the areas look.
    pub(super) fn looks(&self) -> &Looks<AreaLook> {
        &self.looks
    }

    /// Where the name of each area has most room.
    pub(super) fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// How the area looks.
    pub(super) fn look(&self, feature: usize) -> Option<AreaLook> {
        self.looks.get(feature)
    }

    pub(super) fn anchor(&self, feature: usize) -> Option<Anchor> {
        self.anchors.get(feature).copied()
    }

    /// The features whose boxes meet the rectangle, in their order.
    pub(super) fn meeting(&self, rect: WorldRect) -> Vec<usize> {
        self.index.meeting(rect)
    }
}

/// Of the areas drawn over one area so many are heeded when its name is placed.
const MOST_ABOVE: usize = 50;

/// Where to look for room, as shares of the height: the middle is preferred by a little, the edges are avoided.
const ROWS: [(f64, f64); 9] = [
    (0.5, 1.15),
    (0.42, 1.1),
    (0.58, 1.1),
    (0.34, 1.0),
    (0.66, 1.0),
    (0.25, 0.9),
    (0.75, 0.9),
    (0.11, 0.7),
    (0.89, 0.68),
];

/// The middle of the longest stretch that lies inside, and outside of the areas above it, on some rows across the area.
fn anchor(rings: &[Vec<WorldPoint>], above: &[&[Vec<WorldPoint>]]) -> Anchor {
    let bounds = WorldRect::around(rings.iter().flatten());
    let mut best = (f64::NEG_INFINITY, Anchor { position: bounds.center(), width: 0.0 });
    for (share, preference) in ROWS {
        // Rows through a vertex would count it twice; a share of the height practically never meets one.
        let y = bounds.min.y + (bounds.max.y - bounds.min.y) * (share + 1e-7);
        let free = above.iter().fold(stretches(rings, y), |free, other| without(free, &stretches(other, y)));
        for (from, to) in free {
            let score = (to - from) * preference;
            if score > best.0 {
                best = (
                    score,
                    Anchor { position: WorldPoint { x: f64::midpoint(from, to), y }, width: to - from },
                );
            }
        }
    }
    best.1
}

/// From where to where the row at `y` lies inside.
fn stretches(rings: &[Vec<WorldPoint>], y: f64) -> Vec<(f64, f64)> {
    let mut crossings: Vec<f64> =
        rings.iter().flat_map(|ring| ring.windows(2)).filter_map(|ends| crossing(ends, y)).collect();
    crossings.sort_unstable_by(f64::total_cmp);
    let pairs = crossings.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    pairs.collect()
}

/// What is left of stretches after others are taken away.
fn without(stretches: Vec<(f64, f64)>, taken: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let cut = |free: Vec<(f64, f64)>, (from, to): &(f64, f64)| {
        let left_over =
            free.into_iter().flat_map(|(start, end)| [(start, end.min(*from)), (start.max(*to), end)]);
        left_over.filter(|(start, end)| start < end).collect()
    };
    taken.iter().fold(stretches, cut)
}

fn crossing(ends: &[WorldPoint], y: f64) -> Option<f64> {
    match *ends {
        [a, b] if (a.y > y) != (b.y > y) => Some(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, y: f64) -> WorldPoint {
        WorldPoint { x, y }
    }

    #[test]
    fn the_name_of_a_crescent_lies_inside_it() {
        // A C, open to the east.
        let ring = [
            (0.0, 0.0),
            (4.0, 0.0),
            (4.0, 1.0),
            (1.0, 1.0),
            (1.0, 3.0),
            (4.0, 3.0),
            (4.0, 4.0),
            (0.0, 4.0),
            (0.0, 0.0),
        ];
        let ring: Vec<WorldPoint> = ring.into_iter().map(|(x, y)| point(x, y)).collect();

        let Anchor { position, width } = anchor(std::slice::from_ref(&ring), &[]);

        assert!(
            super::super::geometry::rings_contain(std::iter::once(ring.as_slice()), position),
            "{position:?}"
        );
        assert!((width - 1.0).abs() < 1e-6 || (width - 4.0).abs() < 1e-6, "{width}");
    }

    #[test]
    fn the_name_of_a_zone_lies_outside_the_zone_drawn_over_it() {
        let square = |from: f64, to: f64| {
            vec![
                [(from, from), (to, from), (to, to), (from, to), (from, from)]
                    .into_iter()
                    .map(|(x, y)| point(x, y))
                    .collect::<Vec<_>>(),
            ]
        };
        let areas = Areas::new(
            &[square(0.0, 10.0), square(2.0, 8.0)],
            [AreaClass::ZoneSecond, AreaClass::ZoneFirst].map(AreaLook::from),
        );

        let outer = areas.anchor(0).unwrap().position;

        assert!(
            !super::super::geometry::rings_contain(square(2.0, 8.0).iter().map(Vec::as_slice), outer),
            "{outer:?}"
        );
    }
}
