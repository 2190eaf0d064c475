//! Which areas hold a position? Ready to answer for hundreds of thousands of positions.

use geo::{
    BoundingRect as _, Coord, GeoNum, Geometry, LinesIter as _, Polygon,
    algorithm::kernels::{Kernel as _, Orientation},
};
use rstar::{AABB, RTree, RTreeObject};

/// Areas by number. Several areas may have the same one: the parts of a multipolygon.
#[derive(Default)]
pub(in crate::domain) struct Areas {
    tree: RTree<Area>,
}

struct Area {
    number: usize,
    edges: Slabs,
}

impl RTreeObject for Area {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        let Slabs { west, south, east, north, .. } = self.edges;
        AABB::from_corners([west, south], [east, north])
    }
}

impl Areas {
    /// From shapes in degrees, longitude first, with their numbers. What is no polygon is left out.
    pub(in crate::domain) fn new<'a>(shapes: impl IntoIterator<Item = (usize, &'a Geometry<f64>)>) -> Self {
        let parts = shapes.into_iter().flat_map(|(number, shape)| {
            let polygons = polygons(shape).iter();
            polygons.filter_map(move |it| Some(Area { number, edges: Slabs::of(it)? }))
        });
        Self { tree: RTree::bulk_load(parts.collect()) }
    }

    /// The numbers of the areas that a position lies in or on the border of, each once, the smallest first.
    pub(in crate::domain) fn at(&self, lon: f64, lat: f64) -> Vec<usize> {
        let around = self.tree.locate_in_envelope_intersecting(&AABB::from_point([lon, lat]));
        let place = Coord { x: lon, y: lat };
        let mut found: Vec<usize> = around.filter(|it| it.edges.hold(place)).map(|it| it.number).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The polygons of a shape; none where it is a point or a line.
pub(in crate::domain) fn polygons(shape: &Geometry<f64>) -> &[Polygon<f64>] {
    match shape {
        Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
        Geometry::MultiPolygon(polygons) => &polygons.0,
        _ => &[],
    }
}

/// The edges of a polygon, sorted into strips from south to north, so that a position meets few of them.
struct Slabs {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    /// Both ends of the edges that reach into each strip.
    strips: Vec<Vec<(Coord, Coord)>>,
}

impl Slabs {
    fn of(polygon: &Polygon<f64>) -> Option<Self> {
        const EDGES_A_STRIP: usize = 8;
        const MOST_STRIPS: usize = 4_096;
        let bounds = polygon.bounding_rect()?;
        let edges: Vec<(Coord, Coord)> = polygon.lines_iter().map(|line| (line.start, line.end)).collect();
        let count = (edges.len() / EDGES_A_STRIP).clamp(1, MOST_STRIPS);
        let mut slabs = Self {
            west: bounds.min().x,
            south: bounds.min().y,
            east: bounds.max().x,
            north: bounds.max().y,
            strips: vec![Vec::new(); count],
        };
        for (from, to) in edges {
            let (low, high) = (slabs.strip(from.y.min(to.y)), slabs.strip(from.y.max(to.y)));
            for strip in slabs.strips.iter_mut().take(high + 1).skip(low) {
                strip.push((from, to));
            }
        }
        Some(slabs)
    }

    fn strip(&self, lat: f64) -> usize {
        let share = (lat - self.south) / (self.north - self.south);
        ((share * self.strips.len() as f64) as usize).min(self.strips.len() - 1)
    }

    /// Is a place inside or on the border? Holes count like every other ring, whichever way round they run.
    fn hold(&self, place: Coord) -> bool {
        let edges = self.strips.get(self.strip(place.y)).map_or(&[][..], Vec::as_slice);
        let mut crossings = 0;
        for (from, to) in edges {
            if on_edge(*from, *to, place) {
                return true;
            }
            let spans = (from.y > place.y) != (to.y > place.y);
            if spans && place.x < (to.x - from.x) * (place.y - from.y) / (to.y - from.y) + from.x {
                crossings += 1;
            }
        }
        crossings % 2 == 1
    }
}

fn on_edge(from: Coord, to: Coord, place: Coord) -> bool {
    let within = |a: f64, b: f64, value: f64| a.min(b) <= value && value <= a.max(b);
    within(from.x, to.x, place.x)
        && within(from.y, to.y, place.y)
        && <f64 as GeoNum>::Ker::orient2d(from, to, place) == Orientation::Collinear
}

#[cfg(test)]
mod tests {
    use geo::{Intersects as _, LineString, MultiPolygon, Point, coord, polygon};

    use super::*;

    #[test]
    fn the_strips_say_what_the_plain_test_says() {
        // A star with many edges, asked on a grid.
        let star = (0..720).map(|step| {
            let (angle, radius) = (f64::from(step).to_radians() / 2.0, if step % 2 == 0 { 1.0 } else { 0.6 });
            coord! { x: 112.0 + radius * angle.cos(), y: 38.0 + radius * angle.sin() }
        });
        let star = Polygon::new(star.collect::<LineString>(), Vec::new());
        let shape = Geometry::from(star.clone());
        let areas = Areas::new([(7, &shape)]);

        for step in 0..10_000 {
            let place =
                Point::new(110.9 + f64::from(step % 100) * 0.0221, 36.9 + f64::from(step / 100) * 0.0223);
            let expected: &[usize] = if star.intersects(&place) { &[7] } else { &[] };
            assert_eq!(areas.at(place.x(), place.y()), expected, "{place:?}");
        }
    }

    #[test]
    fn every_corner_and_every_middle_of_an_edge_is_on_the_border() {
        let ring = polygon![(x: 112., y: 38.), (x: 113., y: 38.), (x: 112.5, y: 39.)];
        let shape = Geometry::from(ring);
        let areas = Areas::new([(0, &shape)]);

        for (lon, lat) in [(112., 38.), (113., 38.), (112.5, 39.), (112.5, 38.), (112.25, 38.5)] {
            assert_eq!(areas.at(lon, lat), [0], "{lon} {lat}");
        }
        assert!(areas.at(112.25, 38.6).is_empty());
    }

    #[test]
    fn parts_that_overlap_do_not_make_a_hole() {
        let part = |x: f64| polygon![(x: x, y: 0.), (x: x + 2., y: 0.), (x: x + 2., y: 2.), (x: x, y: 2.)];
        let shape = Geometry::from(MultiPolygon(vec![part(0.), part(1.)]));

        assert_eq!(Areas::new([(3, &shape)]).at(1.5, 1.0), [3]);
    }

    #[test]
    fn points_and_lines_are_no_areas() {
        assert_eq!(Areas::new([(0, &Point::new(1.0, 2.0).into())]).tree.size(), 0);
    }
}
