//! Metres around a place: a plane for a neighbourhood of a few kilometres, and the bearing from one place to another.

use geo::{Bearing as _, Geodesic, Point};

/// A plane in metres, east and north of its origin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    lon: f64,
    lat: f64,
    east_m_per_deg: f64,
    north_m_per_deg: f64,
}

impl Plane {
    /// The plane that touches the ellipsoid here. Within 5 km it errs by less than a metre, within 100 m by less than a millimetre.
    pub(super) fn around(lon: f64, lat: f64) -> Self {
        let phi = lat.to_radians();
        // The first terms of the series for the lengths of a degree on GRS 80.
        let north = 111_132.95 - 559.85 * (2.0 * phi).cos() + 1.17 * (4.0 * phi).cos();
        let east = 111_412.88 * phi.cos() - 93.50 * (3.0 * phi).cos() + 0.12 * (5.0 * phi).cos();
        Self { lon, lat, east_m_per_deg: east.max(1.0), north_m_per_deg: north }
    }

    /// Metres east and north of the origin.
    pub(super) fn to_metres(self, (lon, lat): (f64, f64)) -> (f64, f64) {
        ((lon - self.lon) * self.east_m_per_deg, (lat - self.lat) * self.north_m_per_deg)
    }

    /// The degrees of a place on the plane.
    pub(super) fn to_degrees(self, (east, north): (f64, f64)) -> (f64, f64) {
        (self.lon + east / self.east_m_per_deg, self.lat + north / self.north_m_per_deg)
    }
}

/// The direction in which a place lies, in degrees from true north, 0 to 360, clockwise.
pub fn bearing_deg(from: (f64, f64), to: (f64, f64)) -> f64 {
    Geodesic.bearing(Point::from(from), Point::from(to)).rem_euclid(360.0)
}

/// The eight winds, Chinese and English: where 3° is north and 40° north-east.
pub fn bearing_word(degrees: f64) -> (&'static str, &'static str) {
    const WINDS: [(&str, &str); 8] = [
        ("北", "north"),
        ("东北", "north-east"),
        ("东", "east"),
        ("东南", "south-east"),
        ("南", "south"),
        ("西南", "south-west"),
        ("西", "west"),
        ("西北", "north-west"),
    ];
    let at = (degrees.rem_euclid(360.0) / 45.0).round() as usize % WINDS.len();
    WINDS.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::coordinate::distance_m;

    #[test]
    fn metres_of_the_plane_are_metres_of_the_ellipsoid() {
        let plane = Plane::around(112.73, 38.42);
        for (east, north, within) in [(100.0, 0.0, 0.001), (0.0, 100.0, 0.001), (3000.0, -4000.0, 1.0)] {
            let place = plane.to_degrees((east, north));

            let metres = distance_m((112.73, 38.42), place);

            assert!((metres - f64::hypot(east, north)).abs() < within, "{east} {north}: {metres}");
            let back = plane.to_metres(place);
            assert!((back.0 - east).abs() < 1e-6 && (back.1 - north).abs() < 1e-6);
        }
    }

    #[test]
    fn a_bearing_turns_clockwise_from_north() {
        let here = (112.73, 38.42);

        assert!(bearing_deg(here, (112.73, 38.43)).abs() < 1e-6);
        assert!((bearing_deg(here, (112.74, 38.42)) - 90.0).abs() < 0.01);
        assert!((bearing_deg(here, (112.72, 38.42)) - 270.0).abs() < 0.01);
        assert_eq!(bearing_word(bearing_deg(here, (112.72, 38.4282))).1, "north-west");
        assert_eq!(bearing_word(337.4).1, "north-west");
        assert_eq!(bearing_word(337.6).0, "北");
        assert_eq!(bearing_word(359.9).0, "北");
    }
}
