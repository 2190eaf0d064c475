//! Distances, lengths and areas in metres on the ellipsoid, from longitudes and latitudes.
//!
//! A Gauss-Krüger plane stretches lengths by up to 0.2 m per km at the seam of two zones, Web Mercator by a third in
//! Shanxi; the ellipsoid does neither.

use geo::{
    Coord, Distance as _, Geodesic, GeodesicArea as _, Geometry, Length as _, LineString, Point, Polygon,
};

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

/// Segments that span more than this many degrees are measured as [`distance_m`] does it.
const SHORT_DEG: f64 = 0.05;

/// How long one short segment is, right to a part in ten million, in a fiftieth of the time that [`distance_m`] takes:
/// for the million segments of a river network. Longer ones are measured by [`distance_m`].
pub fn segment_m(from: Coord, to: Coord) -> f64 {
    // GRS 80, the ellipsoid of CGCS2000.
    const SEMI_MAJOR_M: f64 = 6_378_137.0;
    const ECCENTRICITY_SQUARED: f64 = 0.006_694_380_022_903_416;
    let (east, north) = (to.x - from.x, to.y - from.y);
    let middle = f64::midpoint(from.y, to.y);
    if east.abs() > SHORT_DEG || north.abs() > SHORT_DEG || middle.abs() > 80.0 {
        return distance_m((from.x, from.y), (to.x, to.y));
    }
    // The radii along the parallel and along the meridian in the middle.
    let (sin, cos) = middle.to_radians().sin_cos();
    let root = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
    let normal_m = SEMI_MAJOR_M / root.sqrt();
    let meridian_m = normal_m * (1.0 - ECCENTRICITY_SQUARED) / root;
    (normal_m * cos * east.to_radians()).hypot(meridian_m * north.to_radians())
}

/// How long a line of mostly short segments is; see [`segment_m`].
pub fn course_m(line: &[Coord]) -> f64 {
    line.iter().zip(line.iter().skip(1)).map(|(from, to)| segment_m(*from, *to)).sum()
}

/// The area inside a ring in square metres, whichever way round it goes and whether or not its end repeats its start; degrees in,
/// longitude first. Its sides are geodesics. What a ring that crosses itself goes round the other way counts against the rest.
pub fn area_m2(ring: &[(f64, f64)]) -> f64 {
    let ring = LineString::from(ring.to_vec());
    Polygon::new(ring, Vec::new()).geodesic_area_signed().abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Both lengths are what `pyproj.Geod(ellps="GRS80").inv` gives.
    const XINZHOU: (f64, f64) = (112.73, 38.42);
    const TAIYUAN: (f64, f64) = (112.55, 37.87);
    const BETWEEN_M: f64 = 63_055.619_0;
    const AREA_M2: f64 = 325_591_367.883;

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
    fn short_segments_are_measured_fast_and_right() {
        for (lat, step) in [(0.0, 0.000_1), (25.0, 0.001), (38.42, 0.01), (-52.0, 0.049), (75.0, 0.02)] {
            for turn in 0..36 {
                let (sin, cos) = (f64::from(turn) * 10.0).to_radians().sin_cos();
                let (from, to) = ((112.7, lat), (112.7 + step * cos, lat + step * sin));

                let fast = segment_m(from.into(), to.into());

                let exact = distance_m(from, to);
                assert!((fast - exact).abs() <= exact * 1e-6, "{lat} {step} {turn}: {fast} {exact}");
            }
        }
        let (from, to) = (XINZHOU.into(), TAIYUAN.into());
        assert!((course_m(&[from, to, from]) - 2.0 * BETWEEN_M).abs() < 0.001);
    }

    #[test]
    fn a_point_has_no_length() {
        assert!(length_m(&Geometry::from(Point::from(XINZHOU))).abs() < 1e-12);
    }

    // `pyproj.Geod(ellps="GRS80").polygon_area_perimeter` of a triangle with a corner in Yuanping.
    #[test]
    fn an_area_agrees_with_proj_whichever_way_round() {
        let yuanping = (112.71, 38.73);
        for ring in [[XINZHOU, TAIYUAN, yuanping], [XINZHOU, yuanping, TAIYUAN]] {
            let area = area_m2(&ring);

            assert!((area - AREA_M2).abs() < 0.01, "{area}");
        }
    }

    #[test]
    fn a_closed_ring_is_as_large_as_an_open_one() {
        let open = [XINZHOU, TAIYUAN, (112.71, 38.73)];
        let closed = [open[0], open[1], open[2], open[0]];

        assert!((area_m2(&open) - area_m2(&closed)).abs() < 1e-3);
        assert!(area_m2(&open[..2]).abs() < 1e-6);
    }
}
