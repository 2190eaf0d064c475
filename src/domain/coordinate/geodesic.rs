//! Distances and lengths in metres on the ellipsoid, from longitudes and latitudes.
//!
//! A Gauss-Krüger plane stretches lengths by up to 0.2 m per km at the seam of two zones, Web Mercator by a third in
//! Shanxi; the ellipsoid does neither.

use geo::{Distance as _, Geodesic, Geometry, Length as _, Point};

/// The geodesic distance between two points in metres; degrees in, longitude first.
pub fn distance_m(from: (f64, f64), to: (f64, f64)) -> f64 {
    Geodesic.distance(Point::from(from), Point::from(to))
}

/// The geodesic length of the lines of a geometry in metres: rings and points have none. Degrees in, longitude first.
pub fn length_m(geometry: &Geometry<f64>) -> f64 {
    match geometry {
        Geometry::Line(line) => Geodesic.length(line),
        Geometry::LineString(line) => Geodesic.length(line),
        Geometry::MultiLineString(lines) => Geodesic.length(lines),
        Geometry::GeometryCollection(parts) => parts.iter().map(length_m).sum(),
        Geometry::Point(_)
        | Geometry::MultiPoint(_)
        | Geometry::Polygon(_)
        | Geometry::MultiPolygon(_)
        | Geometry::Rect(_)
        | Geometry::Triangle(_) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use geo::LineString;

    use super::*;

    // Both lengths are what `pyproj.Geod(ellps="GRS80").inv` gives.
    const XINZHOU: (f64, f64) = (112.73, 38.42);
    const TAIYUAN: (f64, f64) = (112.55, 37.87);
    const BETWEEN_M: f64 = 63_055.619_0;

    #[test]
    fn a_distance_agrees_with_proj_to_the_millimetre() {
        let distance = distance_m(XINZHOU, TAIYUAN);

        assert!((distance - BETWEEN_M).abs() < 0.001, "{distance}");
    }

    #[test]
    fn a_line_is_as_long_as_its_segments() {
        let there_and_back = LineString::from(vec![XINZHOU, TAIYUAN, XINZHOU]);

        let length = length_m(&Geometry::from(there_and_back));

        assert!((length - 2.0 * BETWEEN_M).abs() < 0.001, "{length}");
    }

    #[test]
    fn a_point_has_no_length() {
        assert!(length_m(&Geometry::from(Point::from(XINZHOU))).abs() < 1e-12);
    }
}
