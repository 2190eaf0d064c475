//! In which county a position lies.

use geo::{BoundingRect as _, Coord, Geometry, LinesIter as _, Polygon};
use rstar::{AABB, RTree, RTreeObject};

use crate::domain::layer::FeatureSet;

/// The counties of a layer, ready to answer for hundreds of thousands of positions.
pub struct CountyIndex {
    tree: RTree<County>,
}

struct County {
    name: String,
    edges: Slabs,
}

impl RTreeObject for County {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        let Slabs { west, south, east, north, .. } = self.edges;
        AABB::from_corners([west, south], [east, north])
    }
}

impl CountyIndex {
    /// The index of the polygons of `counties`; features without a name or an area are left out.
    pub fn new(counties: &FeatureSet) -> Self {
        let named = counties.features.iter().filter_map(|feature| {
            let edges = Slabs::of(feature.geometry.as_ref()?)?;
            Some(County { name: counties.name(feature)?.to_owned(), edges })
        });
        Self { tree: RTree::bulk_load(named.collect()) }
    }

    /// Is there no county at all?
    pub fn is_empty(&self) -> bool {
        self.tree.size() == 0
    }

    /// The county around a position in degrees, longitude first; nothing outside all of them.
    pub fn county_at(&self, lon: f64, lat: f64) -> Option<&str> {
        let around = self.tree.locate_in_envelope_intersecting(&AABB::from_point([lon, lat]));
        around.into_iter().find(|county| county.edges.contain(lon, lat)).map(|county| county.name.as_str())
    }
}

/// The edges of an area, sorted into strips from south to north, so that a position meets few of them.
struct Slabs {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    /// Both ends of the edges that reach into each strip.
    strips: Vec<Vec<(Coord, Coord)>>,
}

impl Slabs {
    fn of(shape: &Geometry<f64>) -> Option<Self> {
        const EDGES_A_STRIP: usize = 8;
        const MOST_STRIPS: usize = 4_096;
        let polygons: &[Polygon] = match shape {
            Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
            Geometry::MultiPolygon(polygons) => &polygons.0,
            _ => return None,
        };
        let bounds = shape.bounding_rect()?;
        let edges: Vec<(Coord, Coord)> =
            polygons.iter().flat_map(Polygon::lines_iter).map(|line| (line.start, line.end)).collect();
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

    /// Does a ray to the east cross the outline an odd number of times? Holes count like every other ring.
    fn contain(&self, lon: f64, lat: f64) -> bool {
        let edges = self.strips.get(self.strip(lat)).map_or(&[][..], Vec::as_slice);
        let crossings = edges.iter().filter(|(from, to)| {
            let spans = (from.y > lat) != (to.y > lat);
            spans && lon < (to.x - from.x) * (lat - from.y) / (to.y - from.y) + from.x
        });
        crossings.count() % 2 == 1
    }
}

#[cfg(test)]
mod tests {
    use geo::{Contains as _, LineString, MultiPolygon, Point, coord, polygon};

    use super::*;
    use crate::domain::{Value, layer::Feature};

    fn counties() -> FeatureSet {
        let ring = |x: f64| {
            polygon!(
                exterior: [
                    (x: x, y: 38.0), (x: x + 1.0, y: 38.0), (x: x + 1.0, y: 39.0), (x: x, y: 39.0)
                ],
                interiors: [[
                    (x: x + 0.4, y: 38.4), (x: x + 0.6, y: 38.4), (x: x + 0.6, y: 38.6), (x: x + 0.4, y: 38.6)
                ]],
            )
        };
        let feature = |name: &str, shape: Geometry<f64>| Feature {
            geometry: Some(shape),
            values: vec![Value::text(name)],
        };
        FeatureSet {
            columns: vec!["name".to_owned()],
            features: vec![
                feature("代县", ring(112.0).into()),
                feature("繁峙县", MultiPolygon::new(vec![ring(113.0)]).into()),
                feature("点", Point::new(115.0, 38.5).into()),
            ],
        }
    }

    #[test]
    fn a_position_gets_the_county_around_it() {
        let index = CountyIndex::new(&counties());
        assert_eq!(index.county_at(112.2, 38.2), Some("代县"));
        assert_eq!(index.county_at(113.9, 38.9), Some("繁峙县"));
        assert_eq!(index.county_at(112.5, 38.5), None, "in the hole");
        assert_eq!(index.county_at(115.0, 38.5), None);
        assert!(CountyIndex::new(&FeatureSet::default()).is_empty());
    }

    #[test]
    fn the_strips_say_what_the_plain_test_says() {
        // A star with many edges, asked on a grid.
        let star = (0..720).map(|step| {
            let (angle, radius) = (f64::from(step).to_radians() / 2.0, if step % 2 == 0 { 1.0 } else { 0.6 });
            coord! { x: 112.0 + radius * angle.cos(), y: 38.0 + radius * angle.sin() }
        });
        let star = Polygon::new(star.collect::<LineString>(), Vec::new());
        let slabs = Slabs::of(&star.clone().into()).unwrap();
        for step in 0..10_000 {
            let place =
                Point::new(110.9 + f64::from(step % 100) * 0.0221, 36.9 + f64::from(step / 100) * 0.0223);
            assert_eq!(
                slabs.contain(place.x(), place.y()) && place.y() >= slabs.south && place.y() <= slabs.north,
                star.contains(&place),
                "{place:?}"
            );
        }
    }
}
