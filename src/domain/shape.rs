//! Is a drawn shape sound? Lines have two places, rings are closed, run the right way round and do not cross themselves.

use geo::{
    Coord, CoordsIter as _, Geometry, Line, LineString, Orient as _, Polygon,
    line_intersection::{LineIntersection, line_intersection},
    orient::Direction,
};

use super::{code_list, layer::Layer};

code_list! {
    /// What the features of a drawn layer are made of.
    pub enum ShapeType {
        Point = "POINT", "点", "Points";
        Line = "LINESTRING", "线", "Lines";
        Polygon = "POLYGON", "面", "Polygons";
    }
}

impl ShapeType {
    /// What the features of a layer are made of, whether of one part or of several; nothing where it is mixed.
    pub fn of_layer(layer: &Layer) -> Option<Self> {
        let plain = layer.geometry.strip_prefix("MULTI").unwrap_or(&layer.geometry);
        Self::ALL.iter().copied().find(|it| it.code() == plain)
    }
}

/// The name of a shape in the files of others.
pub fn shape_name(shape: &Geometry) -> &'static str {
    match shape {
        Geometry::Point(_) => "POINT",
        Geometry::MultiPoint(_) => "MULTIPOINT",
        Geometry::Line(_) | Geometry::LineString(_) => "LINESTRING",
        Geometry::MultiLineString(_) => "MULTILINESTRING",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "POLYGON",
        Geometry::MultiPolygon(_) => "MULTIPOLYGON",
        Geometry::GeometryCollection(_) => "GEOMETRYCOLLECTION",
    }
}

/// What is wrong with a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ShapeFault {
    /// It has fewer places than it needs.
    TooFew {
        /// How many it needs.
        needed: usize,
    },
    /// An outline crosses or touches itself here: longitude and latitude in degrees.
    Crossing {
        /// Where.
        at: (f64, f64),
    },
    /// A place is not on the globe.
    NotOnGlobe,
}

/// What is wrong with a shape, if anything is.
pub fn fault_of(shape: &Geometry<f64>) -> Option<ShapeFault> {
    let on_globe = |it: Coord| (-180.0..=180.0).contains(&it.x) && (-90.0..=90.0).contains(&it.y);
    if !shape.coords_iter().all(on_globe) {
        return Some(ShapeFault::NotOnGlobe);
    }
    match shape {
        Geometry::LineString(line) => fault_of_line(line),
        Geometry::MultiLineString(lines) => lines.iter().find_map(fault_of_line),
        Geometry::Polygon(polygon) => fault_of_polygon(polygon),
        Geometry::MultiPolygon(polygons) => polygons.iter().find_map(fault_of_polygon),
        _ => None,
    }
}

fn fault_of_line(line: &LineString) -> Option<ShapeFault> {
    let first = line.0.first();
    let goes_somewhere = line.0.iter().any(|it| Some(it) != first);
    (!goes_somewhere).then_some(ShapeFault::TooFew { needed: 2 })
}

fn fault_of_polygon(polygon: &Polygon) -> Option<ShapeFault> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let mut edges = Vec::new();
    for (ring, line) in rings.enumerate() {
        let places = without_repeats(&line.0);
        // The last place is the first one again.
        let count = places.len().saturating_sub(1);
        if count < 3 {
            return Some(ShapeFault::TooFew { needed: 3 });
        }
        let pairs = places.iter().zip(places.iter().skip(1)).enumerate();
        edges.extend(pairs.map(|(at, (from, to))| Edge { ring, at, count, line: Line::new(*from, *to) }));
    }
    crossing(edges).map(|at| ShapeFault::Crossing { at })
}

/// Where a line crosses itself or runs back over itself, if it does. That it ends where it began is no crossing.
pub fn crossing_of(line: &LineString) -> Option<(f64, f64)> {
    let places = without_repeats(&line.0);
    let edges = places.len().saturating_sub(1);
    let is_closed = places.first() == places.last();
    // The last edge of an open line is no neighbour of the first.
    let count = if is_closed { edges } else { 0 };
    let pairs = places.iter().zip(places.iter().skip(1)).enumerate();
    crossing(pairs.map(|(at, (from, to))| Edge { ring: 0, at, count, line: Line::new(*from, *to) }).collect())
}

/// The places without those that stand twice in a row.
fn without_repeats(places: &[Coord]) -> Vec<Coord> {
    let mut places = places.to_vec();
    places.dedup();
    places
}

/// One edge of a ring.
#[derive(Clone, Copy)]
struct Edge {
    ring: usize,
    at: usize,
    /// How many edges the ring has.
    count: usize,
    line: Line,
}

impl Edge {
    fn west(&self) -> f64 {
        self.line.start.x.min(self.line.end.x)
    }

    fn east(&self) -> f64 {
        self.line.start.x.max(self.line.end.x)
    }

    /// Where two edges must not meet but do.
    fn meets(&self, other: &Self) -> Option<(f64, f64)> {
        let one_ring = self.ring == other.ring;
        let (first, last) = (self.at.min(other.at), self.at.max(other.at));
        let neighbours = one_ring && (last - first == 1 || (first == 0 && last + 1 == self.count));
        match line_intersection(self.line, other.line)? {
            // A hole may touch the outline in one place, and an edge its neighbour.
            LineIntersection::SinglePoint { is_proper, .. } if neighbours || !(one_ring || is_proper) => None,
            LineIntersection::SinglePoint { intersection, .. } => Some((intersection.x, intersection.y)),
            LineIntersection::Collinear { intersection } => {
                Some((intersection.start.x, intersection.start.y))
                    .filter(|_| !neighbours || intersection.start != intersection.end)
            }
        }
    }
}

/// The westernmost place where edges cross that should not.
fn crossing(mut edges: Vec<Edge>) -> Option<(f64, f64)> {
    edges.sort_by(|one, other| one.west().total_cmp(&other.west()));
    for (index, edge) in edges.iter().enumerate() {
        let mut later = edges.iter().skip(index + 1).take_while(|it| it.west() <= edge.east());
        if let Some(place) = later.find_map(|it| edge.meets(it)) {
            return Some(place);
        }
    }
    None
}

/// The shape as files want it: no place twice in a row, outlines against the clock and holes with it (OGC 06-103r4 §6.1.11,
/// RFC 7946 §3.1.6).
pub fn tidied(shape: Geometry<f64>) -> Geometry<f64> {
    let line = |it: &LineString| LineString(without_repeats(&it.0));
    let polygon = |it: &Polygon| {
        let holes = it.interiors().iter().map(line).collect();
        Polygon::new(line(it.exterior()), holes).orient(Direction::Default)
    };
    match shape {
        Geometry::LineString(it) => line(&it).into(),
        Geometry::MultiLineString(mut lines) => {
            lines.0.iter_mut().for_each(|it| *it = line(it));
            lines.into()
        }
        Geometry::Polygon(it) => polygon(&it).into(),
        Geometry::MultiPolygon(mut polygons) => {
            polygons.0.iter_mut().for_each(|it| *it = polygon(it));
            polygons.into()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use geo::{Point, Winding as _, polygon};

    use super::*;

    fn ring(places: &[(f64, f64)]) -> Geometry {
        Polygon::new(places.to_vec().into(), Vec::new()).into()
    }

    #[track_caller]
    fn check(shape: impl Into<Geometry>, fault: Option<ShapeFault>) {
        let shape = shape.into();
        assert_eq!(fault_of(&shape), fault, "{shape:?}");
    }

    #[test]
    fn sound_shapes_have_no_fault() {
        check(Point::new(112.0, 38.0), None);
        check(LineString::from(vec![(0., 0.), (1., 1.)]), None);
        check(ring(&[(0., 0.), (1., 0.), (1., 1.), (0., 1.)]), None);
        let with_hole = polygon!(
            exterior: [(x: 0., y: 0.), (x: 4., y: 0.), (x: 4., y: 4.), (x: 0., y: 4.)],
            // It touches the outline in one place.
            interiors: [[(x: 0., y: 2.), (x: 2., y: 1.), (x: 2., y: 3.)]],
        );
        check(with_hole, None);
    }

    #[test]
    fn a_bow_tie_is_told_with_the_place_where_it_crosses() {
        let bow = ring(&[(0., 0.), (2., 2.), (2., 0.), (0., 2.)]);
        check(bow, Some(ShapeFault::Crossing { at: (1., 1.) }));
    }

    #[test]
    fn an_outline_that_touches_itself_or_runs_back_is_told() {
        let touching = ring(&[(0., 0.), (4., 0.), (4., 4.), (2., 0.), (0., 4.)]);
        check(touching, Some(ShapeFault::Crossing { at: (2., 0.) }));
        let spike = ring(&[(0., 0.), (2., 0.), (2., 2.), (2., 4.), (2., 2.), (0., 2.)]);
        assert!(matches!(fault_of(&spike), Some(ShapeFault::Crossing { .. })));
    }

    #[test]
    fn a_hole_that_crosses_the_outline_is_told() {
        let shape = polygon!(
            exterior: [(x: 0., y: 0.), (x: 4., y: 0.), (x: 4., y: 4.), (x: 0., y: 4.)],
            interiors: [[(x: -1., y: 2.), (x: 2., y: 1.), (x: 2., y: 3.)]],
        );
        assert!(matches!(fault_of(&shape.into()), Some(ShapeFault::Crossing { .. })));
    }

    #[test]
    fn too_few_places_are_told() {
        check(ring(&[(0., 0.), (1., 0.)]), Some(ShapeFault::TooFew { needed: 3 }));
        check(LineString::from(vec![(0., 0.), (0., 0.)]), Some(ShapeFault::TooFew { needed: 2 }));
        check(Point::new(200.0, 0.0), Some(ShapeFault::NotOnGlobe));
        check(Point::new(f64::NAN, 0.0), Some(ShapeFault::NotOnGlobe));
    }

    #[test]
    fn a_tidied_outline_runs_against_the_clock_and_has_no_place_twice() {
        let clockwise = ring(&[(0., 0.), (0., 1.), (0., 1.), (1., 1.), (1., 0.)]);

        let Geometry::Polygon(tidy) = tidied(clockwise) else { panic!("still a polygon") };

        assert!(tidy.exterior().is_ccw());
        assert_eq!(tidy.exterior().0.len(), 5);
    }

    #[test]
    fn many_edges_are_looked_through_in_a_moment() {
        let circle: Vec<(f64, f64)> =
            (0..20_000).map(|it| f64::from(it) * 0.000_314).map(|it| (it.cos(), it.sin())).collect();
        check(ring(&circle), None);
    }
}
