//! Positions as they are shown: degrees, degrees with minutes and seconds, metres of a Gauss-Krüger zone, in either order.

use serde::{Deserialize, Serialize};

use super::{Crs, angle::Axis};

/// How a position is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notation {
    /// `112.73000°E 38.42000°N`
    #[default]
    Degrees,
    /// `112°43′48.00″E 38°25′12.00″N`
    DegreesMinutesSeconds,
    /// Metres in the 3-degree zone of the position, its number before the easting: `Y 38389089.87 X 4254882.13`
    GaussKrueger,
}

/// Which coordinate comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AxisOrder {
    /// Longitude, or easting (`Y` of the trade).
    #[default]
    EastFirst,
    /// Latitude, or northing (`X` of the trade).
    NorthFirst,
}

impl Notation {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Degrees, Self::DegreesMinutesSeconds, Self::GaussKrueger];
}

impl AxisOrder {
    /// The other one.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::EastFirst => Self::NorthFirst,
            Self::NorthFirst => Self::EastFirst,
        }
    }
}

/// A position in words, and in which system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The two coordinates in their order.
    pub text: String,
    /// The EPSG number of the system.
    pub epsg: u32,
}

/// Writes positions; keeps the zone that was used last, because the next position is nearly always in it too.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    zone: Option<(u32, Crs)>,
}

impl Writer {
    /// The position in this notation and order; nothing for a Gauss-Krüger zone outside of China. Degrees, CGCS2000.
    pub fn write(
        &mut self,
        (longitude, latitude): (f64, f64),
        notation: Notation,
        order: AxisOrder,
    ) -> Option<Written> {
        let (east, north, epsg) = match notation {
            Notation::Degrees => {
                (degrees(longitude, Axis::Longitude), degrees(latitude, Axis::Latitude), 4490)
            }
            Notation::DegreesMinutesSeconds => {
                (dms(longitude, Axis::Longitude), dms(latitude, Axis::Latitude), 4490)
            }
            Notation::GaussKrueger => {
                let (east, north, epsg) = self.metres(longitude, latitude)?;
                (format!("Y {east:.2}"), format!("X {north:.2}"), epsg)
            }
        };
        let [first, second] = match order {
            AxisOrder::EastFirst => [east, north],
            AxisOrder::NorthFirst => [north, east],
        };
        Some(Written { text: format!("{first}  {second}"), epsg })
    }

    /// Easting with the number of its 3-degree zone, northing, and the EPSG number of the zone.
    pub fn metres(&mut self, longitude: f64, latitude: f64) -> Option<(f64, f64, u32)> {
        let epsg = three_degree_zone(longitude)?;
        if self.zone.as_ref().is_none_or(|(known, _)| *known != epsg) {
            self.zone = Crs::from_epsg(epsg).ok().map(|crs| (epsg, crs));
        }
        let (_, crs) = self.zone.as_ref()?;
        let (east, north) = crs.from_cgcs2000(longitude, latitude).ok()?;
        Some((east, north, epsg))
    }
}

/// The EPSG number of the 3-degree Gauss-Krüger zone of CGCS2000 (4513 to 4533: zones 25 to 45) that a longitude lies in.
pub fn three_degree_zone(longitude: f64) -> Option<u32> {
    let zone = (longitude / 3.0).round();
    (25.0..=45.0).contains(&zone).then(|| 4513 + zone as u32 - 25)
}

/// `112.73000°E`: five decimals are a metre.
fn degrees(value: f64, axis: Axis) -> String {
    format!("{:.5}°{}", value.abs(), letter(value, axis))
}

/// `112°43′48.00″E`: hundredths of a second are 30 cm.
pub fn dms(value: f64, axis: Axis) -> String {
    // Rounded once and in whole hundredths, so that 59.999″ becomes the next minute and never 60.00″.
    let hundredths = (value.abs() * 360_000.0).round() as u64;
    let (degrees, rest) = (hundredths / 360_000, hundredths % 360_000);
    let (minutes, rest) = (rest / 6_000, rest % 6_000);
    format!("{degrees}°{minutes:02}′{:02}.{:02}″{}", rest / 100, rest % 100, letter(value, axis))
}

fn letter(value: f64, axis: Axis) -> char {
    match (axis, value < 0.0) {
        (Axis::Longitude, false) => 'E',
        (Axis::Longitude, true) => 'W',
        (Axis::Latitude, false) => 'N',
        (Axis::Latitude, true) => 'S',
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::coordinate::angle;

    const XINZHOU: (f64, f64) = (112.73, 38.42);

    #[track_caller]
    fn check(place: (f64, f64), notation: Notation, order: AxisOrder, expected: &str, epsg: u32) {
        let written = Writer::default().write(place, notation, order).unwrap();

        assert_eq!((written.text.as_str(), written.epsg), (expected, epsg));
    }

    // The metres are PROJ's for EPSG:4526.
    #[test]
    fn a_position_is_written_in_every_notation_and_order() {
        use AxisOrder::{EastFirst, NorthFirst};
        check(XINZHOU, Notation::Degrees, EastFirst, "112.73000°E  38.42000°N", 4490);
        check(XINZHOU, Notation::Degrees, NorthFirst, "38.42000°N  112.73000°E", 4490);
        check(XINZHOU, Notation::DegreesMinutesSeconds, EastFirst, "112°43′48.00″E  38°25′12.00″N", 4490);
        check(XINZHOU, Notation::GaussKrueger, NorthFirst, "X 4254882.13  Y 38389089.87", 4526);
        check((-70.5, -33.25), Notation::Degrees, EastFirst, "70.50000°W  33.25000°S", 4490);
    }

    #[test]
    fn seconds_never_reach_sixty() {
        assert_eq!(dms(112.999_999_9, Axis::Longitude), "113°00′00.00″E");
        assert_eq!(dms(38.0 + 59.996 / 3600.0, Axis::Latitude), "38°01′00.00″N");
    }

    #[test]
    fn the_zone_is_the_one_of_the_nearest_meridian() {
        assert_eq!(three_degree_zone(112.435), Some(4525));
        assert_eq!(three_degree_zone(112.73), Some(4526));
        assert_eq!(three_degree_zone(75.0), Some(4513));
        assert_eq!(three_degree_zone(135.0), Some(4533));
        assert_eq!(three_degree_zone(0.0), None);
        assert_eq!(Writer::default().write((10.0, 50.0), Notation::GaussKrueger, AxisOrder::EastFirst), None);
    }

    proptest! {
        #[test]
        fn what_is_written_in_seconds_is_read_back(value in -180.0..180.0_f64) {
            let read = angle::parse(&dms(value, Axis::Longitude)).unwrap();

            prop_assert!((read.degrees - value).abs() <= 0.005 / 3600.0 + 1e-9);
        }
    }
}
