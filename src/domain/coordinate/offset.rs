//! The offsets of Chinese web maps: GCJ-02 (高德, 腾讯) and BD-09 (百度), and the way back to real positions.
//!
//! Inside China GCJ-02 moves a position by 550 to 600 m in Shanxi; BD-09 moves GCJ-02 on by about as much again.
//! Constants: domain dossier §8.2. Positions are longitude and latitude in degrees; CGCS2000 and WGS 84 count as one here.

use std::f64::consts::PI;

/// Semi-major axis in metres of the ellipsoid that the offset is computed on (Krasovsky).
const AXIS_M: f64 = 6_378_245.0;
/// First eccentricity squared of that ellipsoid.
const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
/// The factor in the wave that Baidu lays over GCJ-02.
const BAIDU_WAVE: f64 = PI * 3000.0 / 180.0;
/// The way back is good to this many degrees: 0.1 mm.
const CLOSE_DEGREES: f64 = 1e-9;

/// A position on the maps of 高德 or 腾讯 → where it really is.
pub fn from_gcj02(longitude: f64, latitude: f64) -> (f64, f64) {
    invert(to_gcj02, longitude, latitude)
}

/// A position on the map of 百度 → where it really is.
pub fn from_bd09(longitude: f64, latitude: f64) -> (f64, f64) {
    let (longitude, latitude) = invert(bd09_from_gcj02, longitude, latitude);
    from_gcj02(longitude, latitude)
}

/// A real position → where 高德 and 腾讯 draw it. Outside China nothing is moved.
pub fn to_gcj02(longitude: f64, latitude: f64) -> (f64, f64) {
    if !(72.004..=137.8347).contains(&longitude) || !(0.8293..=55.8271).contains(&latitude) {
        return (longitude, latitude);
    }
    let (x, y) = (longitude - 105.0, latitude - 35.0);
    let radians = latitude.to_radians();
    let curve = 1.0 - ECCENTRICITY * radians.sin().powi(2);
    let east = wave_east(x, y) * 180.0 / (AXIS_M / curve.sqrt() * radians.cos() * PI);
    let north = wave_north(x, y) * 180.0 / (AXIS_M * (1.0 - ECCENTRICITY) / (curve * curve.sqrt()) * PI);
    (longitude + east, latitude + north)
}

/// A real position → where 百度 draws it.
pub fn to_bd09(longitude: f64, latitude: f64) -> (f64, f64) {
    let (longitude, latitude) = to_gcj02(longitude, latitude);
    bd09_from_gcj02(longitude, latitude)
}

fn bd09_from_gcj02(x: f64, y: f64) -> (f64, f64) {
    let radius = x.hypot(y) + 0.000_02 * (y * BAIDU_WAVE).sin();
    let angle = y.atan2(x) + 0.000_003 * (x * BAIDU_WAVE).cos();
    (radius * angle.cos() + 0.0065, radius * angle.sin() + 0.006)
}

/// Looks for the position that `there` moves to the wanted one. The offset changes slowly, so few rounds are enough.
fn invert(there: impl Fn(f64, f64) -> (f64, f64), longitude: f64, latitude: f64) -> (f64, f64) {
    let mut found = (longitude, latitude);
    for _ in 0..30 {
        let moved = there(found.0, found.1);
        let off = (longitude - moved.0, latitude - moved.1);
        found = (found.0 + off.0, found.1 + off.1);
        if off.0.abs() < CLOSE_DEGREES && off.1.abs() < CLOSE_DEGREES {
            break;
        }
    }
    found
}

fn short_waves(x: f64) -> f64 {
    (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0
}

fn wave_east(x: f64, y: f64) -> f64 {
    300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + short_waves(x)
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0
}

fn wave_north(x: f64, y: f64) -> f64 {
    -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + short_waves(x)
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::coordinate::distance_m;

    proptest! {
        #[test]
        fn the_way_back_is_good_to_a_billionth_of_a_degree(lon in 74.0..135.0, lat in 18.0..53.5) {
            for back in [
                { let (x, y) = to_gcj02(lon, lat); from_gcj02(x, y) },
                { let (x, y) = to_bd09(lon, lat); from_bd09(x, y) },
            ] {
                prop_assert!((back.0 - lon).abs() <= 1e-9 && (back.1 - lat).abs() <= 1e-9, "{back:?}");
            }
        }
    }

    // Metres of the shift in places of the trade, domain dossier §8.2.
    #[test]
    fn the_offset_in_shanxi_is_as_known() {
        for (name, place, metres) in [
            ("忻州", (112.73, 38.42), 577.0),
            ("偏关", (111.50, 39.44), 586.0),
            ("晋城", (112.85, 35.50), 556.0),
            ("太原", (112.55, 37.87), 557.0),
        ] {
            let shift = distance_m(place, to_gcj02(place.0, place.1));
            assert!((shift - metres).abs() < 5.0, "{name}: {shift}");
            let baidu = distance_m(place, to_bd09(place.0, place.1));
            assert!((1_250.0..1_420.0).contains(&baidu), "{name}: {baidu}");
        }
    }

    #[test]
    fn there_and_back_is_the_same_place() {
        let place = (112.73, 38.42);
        let (x, y) = to_gcj02(place.0, place.1);
        assert!(distance_m(from_gcj02(x, y), place) < 0.001);
        let (x, y) = to_bd09(place.0, place.1);
        assert!(distance_m(from_bd09(x, y), place) < 0.001);
        assert_eq!(to_gcj02(-70.2, 43.6), (-70.2, 43.6));
    }
}
