//! The plane on which maps are drawn: Web Mercator, scaled so that the whole world is the unit square.
//!
//! `x` grows to the east and `y` to the south, as on a screen, so that the tiles of common basemaps fit. Everything is `f64`; single
//! precision is used only inside one tile, relative to its corner.

use std::f64::consts::PI;

use geo::{Coord, Rect};

/// Length of the equator of the sphere of Web Mercator, in metres.
pub const EQUATOR_M: f64 = 2.0 * PI * 6_378_137.0;

/// The latitude at which the unit square ends, in degrees north and south.
pub const MAX_LATITUDE_DEG: f64 = 85.051_128_779_806_59;

/// A position on the plane: (0, 0) is the north-west corner of the world, (1, 1) its south-east corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WorldPoint {
    /// West to east.
    pub x: f64,
    /// North to south.
    pub y: f64,
}

impl WorldPoint {
    /// The position of a longitude (`x`) and latitude (`y`) in degrees. Latitudes beyond [`MAX_LATITUDE_DEG`] are brought to it.
    pub fn from_lonlat(lonlat: Coord) -> Self {
        let latitude = lonlat.y.clamp(-MAX_LATITUDE_DEG, MAX_LATITUDE_DEG).to_radians();
        Self { x: lonlat.x / 360.0 + 0.5, y: 0.5 - latitude.tan().asinh() / (2.0 * PI) }
    }

    /// Longitude (`x`) and latitude (`y`) in degrees.
    pub fn to_lonlat(self) -> Coord {
        let latitude = ((0.5 - self.y) * 2.0 * PI).sinh().atan();
        Coord { x: (self.x - 0.5) * 360.0, y: latitude.to_degrees() }
    }

    /// The straight distance on the plane (in world units: not a length on the ground).
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Whether both numbers are finite.
    pub fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }
}

/// How many metres on the ground one pixel covers from west to east at a latitude in degrees, where the whole world is
/// `pixels_per_world` wide. On the ellipsoid of CGCS2000: a sphere would be wrong by 0.1 % in the middle of China.
pub fn metres_per_pixel(latitude_deg: f64, pixels_per_world: f64) -> f64 {
    const ECCENTRICITY_SQUARED: f64 = 0.006_694_380_022_903_416;
    let (sin, cos) = latitude_deg.to_radians().sin_cos();
    EQUATOR_M * cos / (1.0 - ECCENTRICITY_SQUARED * sin * sin).sqrt() / pixels_per_world
}

/// A rectangle on the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorldRect {
    /// North-west corner.
    pub min: WorldPoint,
    /// South-east corner.
    pub max: WorldPoint,
}

impl WorldRect {
    /// The rectangle that holds nothing and meets nothing: the start of a union.
    pub const NOTHING: Self = Self {
        min: WorldPoint { x: f64::INFINITY, y: f64::INFINITY },
        max: WorldPoint { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
    };

    /// The rectangle with these two opposite corners, in whatever order.
    pub fn from_corners(a: WorldPoint, b: WorldPoint) -> Self {
        Self {
            min: WorldPoint { x: a.x.min(b.x), y: a.y.min(b.y) },
            max: WorldPoint { x: a.x.max(b.x), y: a.y.max(b.y) },
        }
    }

    /// The rectangle of an extent in degrees (`x` longitude, `y` latitude).
    pub fn from_lonlat(extent: Rect) -> Self {
        Self::from_corners(WorldPoint::from_lonlat(extent.min()), WorldPoint::from_lonlat(extent.max()))
    }

    /// The extent in degrees (`x` longitude, `y` latitude); `None` where the rectangle is [`WorldRect::NOTHING`].
    pub fn to_lonlat(self) -> Option<Rect> {
        (!self.is_nothing()).then(|| Rect::new(self.min.to_lonlat(), self.max.to_lonlat()))
    }

    /// The smallest rectangle around these points; [`WorldRect::NOTHING`] where there is none.
    pub fn around<'a>(points: impl IntoIterator<Item = &'a WorldPoint>) -> Self {
        points.into_iter().fold(Self::NOTHING, |rect, point| rect.union(Self { min: *point, max: *point }))
    }

    /// Whether no point lies inside.
    pub fn is_nothing(self) -> bool {
        self.min.x > self.max.x || self.min.y > self.max.y
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            min: WorldPoint { x: self.min.x.min(other.min.x), y: self.min.y.min(other.min.y) },
            max: WorldPoint { x: self.max.x.max(other.max.x), y: self.max.y.max(other.max.y) },
        }
    }

    /// The rectangle with a border of `margin` world units on every side.
    #[must_use]
    pub fn grown(self, margin: f64) -> Self {
        Self {
            min: WorldPoint { x: self.min.x - margin, y: self.min.y - margin },
            max: WorldPoint { x: self.max.x + margin, y: self.max.y + margin },
        }
    }

    /// Whether the two have a point in common; touching counts.
    pub fn meets(self, other: Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }

    /// Whether the point lies inside or on the edge.
    pub fn contains(self, point: WorldPoint) -> bool {
        (self.min.x..=self.max.x).contains(&point.x) && (self.min.y..=self.max.y).contains(&point.y)
    }

    /// Whether the other lies wholly inside.
    pub fn contains_rect(self, other: Self) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    /// Width and height in world units; negative where it is [`WorldRect::NOTHING`].
    pub fn size(self) -> (f64, f64) {
        (self.max.x - self.min.x, self.max.y - self.min.y)
    }

    /// The middle.
    pub fn center(self) -> WorldPoint {
        WorldPoint { x: f64::midpoint(self.min.x, self.max.x), y: f64::midpoint(self.min.y, self.max.y) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lon: f64, lat: f64, x: f64, y: f64) {
        let world = WorldPoint::from_lonlat(Coord { x: lon, y: lat });
        assert!((world.x - x).abs() < 1e-12 && (world.y - y).abs() < 1e-12, "{world:?}");

        let back = world.to_lonlat();
        assert!((back.x - lon).abs() < 1e-11 && (back.y - lat).abs() < 1e-11, "{back:?}");
    }

    #[test]
    fn the_world_is_the_unit_square_with_north_at_the_top() {
        check(0.0, 0.0, 0.5, 0.5);
        check(-180.0, MAX_LATITUDE_DEG, 0.0, 0.0);
        check(180.0, -MAX_LATITUDE_DEG, 1.0, 1.0);
    }

    /// The metres are PROJ 9.5.1's for EPSG:4326 → EPSG:3857.
    #[test]
    fn a_place_lies_where_proj_puts_it() {
        let (east_m, north_m) = (12_550_493.350_506_043, 4_638_786.730_951_611);
        check(112.743, 38.419, 0.5 + east_m / EQUATOR_M, 0.5 - north_m / EQUATOR_M);
    }

    #[test]
    fn the_poles_are_brought_to_the_edge() {
        let pole = WorldPoint::from_lonlat(Coord { x: 10.0, y: 90.0 });

        assert!(pole.y.abs() < 1e-12);
    }

    #[test]
    fn a_pixel_covers_less_ground_towards_the_pole() {
        let at_equator = metres_per_pixel(0.0, 256.0);

        assert!((at_equator - 156_543.033_928).abs() < 1e-6);
        // A thousandth of a degree along the parallel of 38.4° N is 87.353 240 m (PROJ 9.5.1, geodesic on GRS 80).
        assert!((metres_per_pixel(38.4, 360_000.0) - 87.353_24).abs() < 1e-5);
    }

    #[test]
    fn nothing_meets_nothing_and_vanishes_in_a_union() {
        let unit = WorldRect::from_corners(WorldPoint { x: 1.0, y: 1.0 }, WorldPoint::default());

        assert!(!WorldRect::NOTHING.meets(unit));
        assert_eq!(WorldRect::NOTHING.union(unit), unit);
        assert_eq!(WorldRect::NOTHING.to_lonlat(), None);
    }
}
