//! The river nearest to a position, and on which bank the position lies.

use std::sync::Arc;

use geo::{BoundingRect as _, Coord, Geometry, LineString};
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use crate::domain::{coordinate::distance_m, layer::FeatureSet, outfall::Bank};

/// The rivers of a layer, ready to be asked which is nearest.
///
/// Only the boxes of the reaches are indexed; their vertices stay where they are.
pub struct Rivers {
    set: Arc<FeatureSet>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, Reach>>,
}

/// One line: the number of its feature, and which part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reach {
    feature: usize,
    part: usize,
}

/// The river nearest to a position.
#[derive(Clone, Debug, PartialEq)]
pub struct NearRiver {
    /// Its name; empty where the layer gives none.
    pub name: String,
    /// The place on the river: longitude and latitude in degrees.
    pub at: (f64, f64),
    /// How far that is, along the ellipsoid.
    pub distance_m: f64,
    /// The side on which the position lies, or why that can not be said.
    pub bank: Result<Bank, BankDoubt>,
}

/// The place on a line that is nearest to a position.
#[derive(Clone, Debug, PartialEq)]
pub struct LinePlace {
    /// The number of its feature.
    pub feature: usize,
    /// Which part of the feature's line.
    pub part: usize,
    /// The vertex at the beginning of the segment that the place is on, 0 for the first.
    pub before: usize,
    /// The place: longitude and latitude in degrees.
    pub at: (f64, f64),
    /// How far that is, along the ellipsoid.
    pub distance_m: f64,
    /// The side on which the position lies if the line was drawn downstream, or why that can not be said.
    pub bank: Result<Bank, BankDoubt>,
}

/// Why the bank can not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankDoubt {
    /// The place on the river is where the line begins or ends, and no single other line goes on from there.
    AtEnd,
    /// The position lies nearer than [`TOO_NEAR_M`] to the line.
    TooNear,
}

/// Nearer than this to the line of a river, the side means nothing: as good as a hand-held GNSS gets. Our choice.
pub const TOO_NEAR_M: f64 = 3.0;

/// The search begins in a box of this size around the position and doubles it until something is in it.
const FIRST_REACH_M: f64 = 60.0;
/// Beyond this there is no river. Our choice: wider than any county.
const LAST_REACH_M: f64 = 300_000.0;

/// Ends of lines within this distance are one place: the last digit that files carry. In degrees, about 0.1 mm.
const SAME_PLACE_DEG: f64 = 1e-9;

impl Rivers {
    /// The lines of a layer. Its lines are taken to run downstream, as hydrographic data sets digitise them.
    pub fn new(set: Arc<FeatureSet>) -> Self {
        let boxes = set.features.iter().enumerate().flat_map(|(feature, it)| {
            let lines = it.geometry.as_ref().map_or(&[][..], lines_of);
            lines.iter().enumerate().filter_map(move |(part, line)| {
                let bounds = line.bounding_rect()?;
                let corners = Rectangle::from_corners(bounds.min().into(), bounds.max().into());
                Some(GeomWithData::new(corners, Reach { feature, part }))
            })
        });
        let tree = RTree::bulk_load(boxes.collect());
        Self { set, tree }
    }

    /// Is there no river at all?
    pub fn is_empty(&self) -> bool {
        self.tree.size() == 0
    }

    /// The river nearest to a position in degrees; nothing where all are hundreds of kilometres away.
    pub fn nearest(&self, lon: f64, lat: f64) -> Option<NearRiver> {
        let LinePlace { feature, at, distance_m, bank, .. } = self.nearest_line(lon, lat)?;
        let name = self.set.name(self.set.features.get(feature)?).unwrap_or_default().trim().to_owned();
        Some(NearRiver { name, at, distance_m, bank })
    }

    /// The same, with the line and the segment that it is on.
    pub fn nearest_line(&self, lon: f64, lat: f64) -> Option<LinePlace> {
        let plane = self.plane(lon, lat)?;
        let (reach, foot) = self.foot(plane)?;
        Some(self.place(plane, reach, &foot))
    }

    /// The nearest place on every line that comes within a distance of a position.
    pub fn lines_within(&self, lon: f64, lat: f64, within_m: f64) -> Vec<LinePlace> {
        self.lines_of_features(lon, lat, within_m, |_| true)
    }

    /// The same for lines of the features, by number, that `is_meant`: the others are not measured at all.
    pub fn lines_of_features(
        &self,
        lon: f64,
        lat: f64,
        within_m: f64,
        is_meant: impl Fn(usize) -> bool,
    ) -> Vec<LinePlace> {
        let Some(plane) = self.plane(lon, lat) else { return Vec::new() };
        let near = self.tree.locate_in_envelope_intersecting(&plane.square(within_m));
        let near = near.filter(|it| is_meant(it.data.feature));
        let feet = near.filter_map(|it| Some((it.data, Foot::on(plane, self.line(it.data)?)?)));
        let places = feet.filter(|(_, foot)| foot.squared_m2 <= within_m * within_m);
        places.map(|(reach, foot)| self.place(plane, reach, &foot)).collect()
    }

    fn plane(&self, lon: f64, lat: f64) -> Option<Plane> {
        let is_somewhere = !self.is_empty() && lon.is_finite() && lat.abs() < 89.0;
        is_somewhere.then(|| Plane::around(lon, lat))
    }

    fn place(&self, plane: Plane, reach: Reach, foot: &Foot) -> LinePlace {
        let at = plane.to_lonlat(foot.at);
        let distance_m = distance_m((plane.lon, plane.lat), (at.x, at.y));
        let bank =
            if distance_m < TOO_NEAR_M { Err(BankDoubt::TooNear) } else { self.bank(plane, reach, foot) };
        let Reach { feature, part } = reach;
        LinePlace { feature, part, before: foot.to.saturating_sub(1), at: (at.x, at.y), distance_m, bank }
    }

    fn line(&self, reach: Reach) -> Option<&LineString> {
        lines_of(self.set.features.get(reach.feature)?.geometry.as_ref()?).get(reach.part)
    }

    /// The foot of the perpendicular on the nearest line.
    fn foot(&self, plane: Plane) -> Option<(Reach, Foot)> {
        let mut wide = FIRST_REACH_M;
        while wide <= LAST_REACH_M {
            let near = self.tree.locate_in_envelope_intersecting(&plane.square(wide));
            let feet = near.filter_map(|it| Some((it.data, Foot::on(plane, self.line(it.data)?)?)));
            let best = feet.min_by(|(one, a), (other, b)| {
                let by_distance = a.squared_m2.total_cmp(&b.squared_m2);
                by_distance.then((one.feature, one.part).cmp(&(other.feature, other.part)))
            });
            // What lies outside the square may be nearer than what reaches into its corners.
            if let Some(best) = best.filter(|(_, foot)| foot.squared_m2 <= wide * wide) {
                return Some(best);
            }
            wide *= 2.0;
        }
        None
    }

    fn bank(&self, plane: Plane, reach: Reach, foot: &Foot) -> Result<Bank, BankDoubt> {
        let line = self.line(reach).ok_or(BankDoubt::AtEnd)?;
        let direction = match foot.place_on(plane, line).ok_or(BankDoubt::AtEnd)? {
            On::Segment(direction) => direction,
            On::Corner(before, after) => unit(before) + unit(after),
            On::Start(after) => unit(self.neighbour(plane, reach, foot, Meets::ItsEnd)?) + unit(after),
            On::End(before) => unit(before) + unit(self.neighbour(plane, reach, foot, Meets::ItsStart)?),
        };
        let to_position = Coord { x: -foot.at.x, y: -foot.at.y };
        let side = direction.x * to_position.y - direction.y * to_position.x;
        Ok(if side > 0.0 { Bank::Left } else { Bank::Right })
    }

    /// The direction in which the one other line goes on at the end of this one.
    fn neighbour(&self, plane: Plane, reach: Reach, foot: &Foot, meets: Meets) -> Result<Coord, BankDoubt> {
        let end = plane.to_lonlat(foot.at);
        let margin = SAME_PLACE_DEG;
        let around = AABB::from_corners([end.x - margin, end.y - margin], [end.x + margin, end.y + margin]);
        let mut directions = Vec::new();
        for other in self.tree.locate_in_envelope_intersecting(&around) {
            let Some(line) = self.line(other.data).filter(|_| other.data != reach) else { continue };
            let same = |place: Option<&Coord>| {
                place.is_some_and(|it| (it.x - end.x).abs() <= margin && (it.y - end.y).abs() <= margin)
            };
            let (starts, ends) = (same(line.0.first()), same(line.0.last()));
            if !starts && !ends {
                continue;
            }
            match (meets, starts, ends) {
                (Meets::ItsStart, true, false) => directions.extend(first_direction(plane, &line.0)),
                (Meets::ItsEnd, false, true) => directions.extend(last_direction(plane, &line.0)),
                // Two that end, or two that begin, in one place: where the water goes can not be said.
                _ => return Err(BankDoubt::AtEnd),
            }
        }
        match directions.as_slice() {
            [only] => Ok(*only),
            _ => Err(BankDoubt::AtEnd),
        }
    }
}

/// Which end of another line is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meets {
    ItsStart,
    ItsEnd,
}

fn lines_of(shape: &Geometry<f64>) -> &[LineString] {
    match shape {
        Geometry::LineString(line) => std::slice::from_ref(line),
        Geometry::MultiLineString(lines) => &lines.0,
        _ => &[],
    }
}

/// The plane in metres that touches the ellipsoid at a position, which is its origin. Within 10 km of it, distances are
/// right to a part in a thousand, which is only used to find out what is nearest.
#[derive(Clone, Copy, Debug)]
struct Plane {
    lon: f64,
    lat: f64,
    east_m_per_deg: f64,
    north_m_per_deg: f64,
}

impl Plane {
    fn around(lon: f64, lat: f64) -> Self {
        // GRS 80, the ellipsoid of CGCS2000.
        const SEMI_MAJOR_M: f64 = 6_378_137.0;
        const ECCENTRICITY_SQUARED: f64 = 0.006_694_380_022_903_416;
        let (sin, cos) = lat.to_radians().sin_cos();
        let root = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
        let normal_m = SEMI_MAJOR_M / root.sqrt();
        let meridian_m = normal_m * (1.0 - ECCENTRICITY_SQUARED) / root;
        Self {
            lon,
            lat,
            east_m_per_deg: (normal_m * cos).to_radians(),
            north_m_per_deg: meridian_m.to_radians(),
        }
    }

    fn of(self, place: Coord) -> Coord {
        Coord {
            x: (place.x - self.lon) * self.east_m_per_deg,
            y: (place.y - self.lat) * self.north_m_per_deg,
        }
    }

    fn to_lonlat(self, point: Coord) -> Coord {
        Coord { x: self.lon + point.x / self.east_m_per_deg, y: self.lat + point.y / self.north_m_per_deg }
    }

    fn square(self, half_m: f64) -> AABB<[f64; 2]> {
        let (east, north) = (half_m / self.east_m_per_deg, half_m / self.north_m_per_deg);
        AABB::from_corners([self.lon - east, self.lat - north], [self.lon + east, self.lat + north])
    }
}

/// The place on a line that is nearest to the origin of the plane.
#[derive(Clone, Copy, Debug)]
struct Foot {
    at: Coord,
    squared_m2: f64,
    /// The vertex at the end of the segment that it lies on, 1 for the first.
    to: usize,
    /// Where on that segment, from 0 to 1.
    share: f64,
}

/// What of the line is nearest, with the directions before and after it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum On {
    Segment(Coord),
    Corner(Coord, Coord),
    Start(Coord),
    End(Coord),
}

impl Foot {
    fn on(plane: Plane, line: &LineString) -> Option<Self> {
        let mut best: Option<Self> = None;
        let mut from = plane.of(*line.0.first()?);
        for (to_index, place) in line.0.iter().enumerate().skip(1) {
            let to = plane.of(*place);
            let along = to - from;
            let length = along.x * along.x + along.y * along.y;
            if length <= 0.0 {
                continue;
            }
            let share = (-(from.x * along.x + from.y * along.y) / length).clamp(0.0, 1.0);
            let at = if share >= 1.0 { to } else { from + along * share };
            let squared_m2 = at.x * at.x + at.y * at.y;
            if best.is_none_or(|known| squared_m2 < known.squared_m2) {
                best = Some(Self { at, squared_m2, to: to_index, share });
            }
            from = to;
        }
        best
    }

    fn place_on(&self, plane: Plane, line: &LineString) -> Option<On> {
        let until = |end: usize| line.0.get(..end).unwrap_or_default();
        let here = last_direction(plane, until(self.to + 1))?;
        Some(if self.share <= 0.0 {
            // Of equally near segments the first was taken: this is the beginning of the line.
            On::Start(here)
        } else if self.share >= 1.0 {
            let rest = line.0.get(self.to..).unwrap_or_default();
            first_direction(plane, rest).map_or(On::End(here), |after| On::Corner(here, after))
        } else {
            On::Segment(here)
        })
    }
}

/// The direction from the first of these places to the next one that is another.
fn first_direction(plane: Plane, places: &[Coord]) -> Option<Coord> {
    let first = plane.of(*places.first()?);
    places.iter().map(|it| plane.of(*it) - first).find(|it| it.x != 0.0 || it.y != 0.0)
}

/// The direction to the last of these places from the one before that is another.
fn last_direction(plane: Plane, places: &[Coord]) -> Option<Coord> {
    let last = plane.of(*places.last()?);
    places.iter().rev().map(|it| last - plane.of(*it)).find(|it| it.x != 0.0 || it.y != 0.0)
}

fn unit(direction: Coord) -> Coord {
    direction / direction.x.hypot(direction.y)
}

#[cfg(test)]
mod tests {
    use geo::MultiLineString;

    use super::*;
    use crate::domain::{Value, layer::Feature};

    fn rivers(lines: &[(&str, &[(f64, f64)])]) -> Rivers {
        let features = lines.iter().map(|(name, line)| Feature {
            geometry: Some(LineString::from(line.to_vec()).into()),
            values: vec![Value::text(*name)],
        });
        let set = FeatureSet { columns: vec!["名称".to_owned()], features: features.collect() };
        Rivers::new(Arc::new(set))
    }

    /// A river that runs to the east along 38.5° N, a kilometre and a half, and turns north.
    const BENT: &[(f64, f64)] = &[(112.70, 38.50), (112.71, 38.50), (112.71, 38.51)];

    #[track_caller]
    fn check(lines: &[(&str, &[(f64, f64)])], lon: f64, lat: f64, bank: Result<Bank, BankDoubt>) {
        let near = rivers(lines).nearest(lon, lat).unwrap();
        assert_eq!(near.bank, bank, "{near:?}");
    }

    #[test]
    fn the_banks_are_those_of_somebody_who_looks_downstream() {
        check(&[("滹沱河", BENT)], 112.705, 38.501, Ok(Bank::Left));
        check(&[("滹沱河", BENT)], 112.705, 38.499, Ok(Bank::Right));
        check(&[("滹沱河", BENT)], 112.711, 38.505, Ok(Bank::Right));
    }

    #[test]
    fn outside_a_bend_the_corner_decides_for_both_of_its_legs() {
        // South-east of the corner: right of the first leg, and right of the second one.
        check(&[("滹沱河", BENT)], 112.711, 38.499, Ok(Bank::Right));
        // A hairpin: by the first leg alone this lies on the left.
        let hairpin: &[(f64, f64)] = &[(112.70, 38.50), (112.71, 38.50), (112.70, 38.499)];
        check(&[("牧马河", hairpin)], 112.7105, 38.5001, Ok(Bank::Left));
    }

    #[test]
    fn at_its_spring_and_its_mouth_a_river_has_no_bank() {
        check(&[("滹沱河", BENT)], 112.69, 38.5005, Err(BankDoubt::AtEnd));
        check(&[("滹沱河", BENT)], 112.712, 38.52, Err(BankDoubt::AtEnd));
    }

    #[test]
    fn where_one_reach_goes_on_in_another_the_bank_goes_on_too() {
        let (upper, lower) = BENT.split_at(2);
        let lower = [&upper[1..], lower].concat();
        check(&[("滹沱河", upper), ("滹沱河", &lower)], 112.711, 38.499, Ok(Bank::Right));
    }

    #[test]
    fn at_a_confluence_the_bank_is_not_guessed() {
        let (upper, lower) = BENT.split_at(2);
        let lower = [&upper[1..], lower].concat();
        let other: &[(f64, f64)] = &[(112.71, 38.49), (112.71, 38.50)];
        let lines: &[(&str, &[(f64, f64)])] = &[("滹沱河", upper), ("滹沱河", &lower), ("云中河", other)];
        check(lines, 112.7110, 38.5002, Ok(Bank::Right));
        check(&[("滹沱河", upper), ("云中河", other)], 112.711, 38.501, Err(BankDoubt::AtEnd));
    }

    #[test]
    fn on_the_line_itself_there_is_no_bank() {
        check(&[("滹沱河", BENT)], 112.705, 38.500_02, Err(BankDoubt::TooNear));
    }

    #[test]
    fn the_nearest_river_is_the_nearest_in_metres_not_in_degrees() {
        // A hundredth of a degree to the east is 872 m, to the north 1,110 m.
        let east: &[(f64, f64)] = &[(112.71, 38.0), (112.71, 39.0)];
        let north: &[(f64, f64)] = &[(112.0, 38.509), (113.0, 38.509)];
        let near = rivers(&[("东河", east), ("北河", north)]).nearest(112.70, 38.50).unwrap();

        assert_eq!(near.name, "东河");
        // `pyproj.Geod(ellps="GRS80").inv(112.70, 38.50, 112.71, 38.50)`.
        assert!((near.distance_m - 872.328).abs() < 0.01, "{near:?}");
    }

    #[test]
    fn a_river_far_outside_the_first_box_is_found_and_one_in_another_country_is_not() {
        let near = rivers(&[("滹沱河", BENT)]).nearest(113.5, 38.5).unwrap();
        assert!((60_000.0..80_000.0).contains(&near.distance_m), "{near:?}");

        assert_eq!(rivers(&[("滹沱河", BENT)]).nearest(2.35, 48.85), None);
        assert_eq!(rivers(&[]).nearest(112.7, 38.5), None);
        assert_eq!(rivers(&[("滹沱河", BENT)]).nearest(f64::NAN, 38.5), None);
    }

    #[test]
    fn a_vertex_that_stands_twice_does_no_harm() {
        let doubled: &[(f64, f64)] =
            &[(112.70, 38.50), (112.71, 38.50), (112.71, 38.50), (112.71, 38.51), (112.71, 38.51)];
        check(&[("滹沱河", doubled)], 112.711, 38.499, Ok(Bank::Right));
        check(&[("滹沱河", doubled)], 112.712, 38.52, Err(BankDoubt::AtEnd));
        let dot: &[(f64, f64)] = &[(112.70, 38.50), (112.70, 38.50)];
        assert_eq!(rivers(&[("点", dot)]).nearest(112.7, 38.5), None);
    }

    #[test]
    fn every_part_of_a_river_counts() {
        let parts = MultiLineString::new(vec![
            LineString::from(vec![(110.0, 38.0), (110.1, 38.0)]),
            LineString::from(BENT.to_vec()),
        ]);
        let feature = Feature { geometry: Some(parts.into()), values: vec![Value::text("滹沱河")] };
        let set = FeatureSet { columns: vec!["NAME".to_owned()], features: vec![feature] };

        let near = Rivers::new(Arc::new(set)).nearest(112.705, 38.501).unwrap();

        assert_eq!((near.name.as_str(), near.bank), ("滹沱河", Ok(Bank::Left)));
    }
}
