//! One position as a person types or pastes it: both coordinates in one text, in any notation, in whatever order.
//!
//! What was understood comes back with the position ([`Reading`]), because a text of two numbers never says everything.

use super::{
    Crs, CrsWarning, Guess,
    angle::{self, Axis},
    guess,
    notation::three_degree_zone,
};

/// A position that was read, and how it was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Degrees in CGCS2000, longitude first.
    pub lon_lat: (f64, f64),
    /// The EPSG number of the system that the text was taken to be in.
    pub epsg: u32,
    /// What the person should look at before trusting it.
    pub remarks: Vec<Remark>,
}

/// What was assumed, or looks odd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Latitude or northing stood first, and nothing but the size of the numbers says so.
    NorthFirst,
    /// The easting has no zone; the one of the map's middle was taken.
    ZoneTaken {
        /// The central meridian of the zone, in degrees.
        meridian_deg: u32,
    },
    /// It is not in China.
    Abroad,
    /// The system does not agree with CGCS2000.
    Crs(CrsWarning),
}

/// Why a text is no position.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// There is nothing.
    #[error("nothing was typed")]
    Empty,
    /// Not two coordinates.
    #[error("two coordinates are needed")]
    NotTwo,
    /// One of the two can not be read.
    #[error("{0}")]
    Angle(#[from] angle::Error),
    /// Two longitudes, or two latitudes.
    #[error("both are of the same kind")]
    SameAxis,
    /// No system of which these can be coordinates.
    #[error("no known system has such coordinates")]
    Unclear,
    /// There is no such system.
    #[error("EPSG:{0} is not known")]
    UnknownEpsg(u32),
    /// The system has no such position.
    #[error("not a position in EPSG:{0}")]
    OutOfRange(u32),
}

/// Reads a position. `near` is where the map is (degrees, longitude first): it decides what the numbers leave open.
///
/// ```
/// use paikou::domain::coordinate::place::read;
///
/// let near = (112.7, 38.4);
/// assert_eq!(read("38.42, 112.73", near)?.lon_lat, (112.73, 38.42));
/// let (lon, lat) = read("东经112°43′48″ 北纬38°25′12″", near)?.lon_lat;
/// assert!((lon - 112.73).abs() < 1e-9 && (lat - 38.42).abs() < 1e-9);
/// # Ok::<(), paikou::domain::coordinate::place::Error>(())
/// ```
pub fn read(text: &str, near: (f64, f64)) -> Result<Reading, Error> {
    let (text, named) = take_epsg(text.trim());
    let text = bare(&text);
    if text.is_empty() {
        return Err(Error::Empty);
    }
    let [first, second] = halves(&text)?;
    let mut reading = match (named, first.axis, second.axis) {
        (Some(epsg), ..) => in_system(epsg, first, second)?,
        (None, None, None) => by_size(first.value, second.value, near)?,
        (None, ..) => by_name(first, second)?,
    };
    let (longitude, latitude) = reading.lon_lat;
    if !((73.0..=136.0).contains(&longitude) && (3.0..=54.0).contains(&latitude)) {
        reading.remarks.push(Remark::Abroad);
    }
    Ok(reading)
}

/// One of the two coordinates.
#[derive(Clone, Copy, Debug)]
struct Half {
    value: f64,
    axis: Option<Axis>,
}

fn half(text: &str) -> Result<Half, angle::Error> {
    let text = text.trim().trim_matches(|it| matches!(it, '=' | ':' | '：'));
    match angle::parse(text) {
        Ok(angle) => Ok(Half { value: angle.degrees, axis: angle.axis }),
        // Metres: too large for an angle, and without a letter that says it is one.
        Err(angle::Error::Degrees(value)) if value > 1000.0 => Ok(Half { value, axis: None }),
        Err(error) => Err(error),
    }
}

/// Takes `EPSG:4547` out of a text.
fn take_epsg(text: &str) -> (String, Option<u32>) {
    let upper = text.to_ascii_uppercase();
    let Some(at) = upper.find("EPSG") else { return (text.to_owned(), None) };
    let after = text.get(at + 4..).unwrap_or_default().trim_start_matches([':', '：', ' ']);
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    let rest = after.get(digits.len()..).unwrap_or_default();
    let before = text.get(..at).unwrap_or_default();
    (format!("{} {}", before.trim_end_matches([',', ';', '(']), rest), digits.parse().ok())
}

/// Without brackets, `POINT`, and the letters X and Y, which mean opposite things to surveyors and to programs.
fn bare(text: &str) -> String {
    let text = text.replace(['(', ')', '（', '）', '[', ']', '【', '】'], " ");
    let text = text.trim_start().trim_start_matches("SRID=4490;");
    let upper = text.to_ascii_uppercase();
    let text = if upper.starts_with("POINT") { text.get(5..).unwrap_or_default() } else { text };
    let drop = |it: char| matches!(it, 'X' | 'x' | 'Y' | 'y' | 'Ｘ' | 'Ｙ' | '=' | '＝' | '米' | 'm');
    text.replace(drop, " ").trim().to_owned()
}

/// Finds where the first coordinate ends.
fn halves(text: &str) -> Result<[Half; 2], Error> {
    // Decimal commas: `112,73 38,42`, `112,73; 38,42`.
    if let Some(parts) = decimal_commas(text) {
        let [first, second] = parts;
        return Ok([half(first)?, half(second)?]);
    }
    let parts: Vec<&str> = text
        .split([',', '，', ';', '；', '、', '\n', '\t', '/'])
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect();
    match parts.as_slice() {
        [first, second] => return Ok([half(first)?, half(second)?]),
        [_] => {}
        _ => return Err(Error::NotTwo),
    }
    let mut found: Vec<(u8, [Half; 2])> = Vec::new();
    let words = text.split_whitespace().count();
    for (at, char) in text.char_indices().skip(1) {
        let (left, right) = text.split_at(at);
        let at_gap = char.is_whitespace();
        let at_letter = is_side(char) || left.ends_with(is_side);
        if !(at_gap || at_letter) {
            continue;
        }
        if let (Ok(first), Ok(second)) = (half(left), half(right)) {
            // Best where both say what they are; else where both have as many words.
            let even = left.split_whitespace().count() * 2 == words;
            let rank = match (first.axis.is_some() && second.axis.is_some(), even) {
                (true, true) => 0,
                (true, false) => 1,
                (false, true) => 2,
                (false, false) => 3,
            };
            found.push((rank, [first, second]));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    match found.as_slice() {
        // Two ways to cut it that are equally good are no way.
        [(3, _), (3, _), ..] => Err(Error::NotTwo),
        [(_, halves), ..] => Ok(*halves),
        [] => Err(half(text)
            .err()
            .filter(|it| *it != angle::Error::NotAnAngle)
            .map_or(Error::NotTwo, Error::Angle)),
    }
}

/// Both coordinates where each has a comma in the place of its point.
fn decimal_commas(text: &str) -> Option<[&str; 2]> {
    let mut parts = text.split([' ', ';', '；', '\t', '\n']).filter(|it| !it.is_empty());
    let both = [parts.next()?, parts.next()?];
    let has_comma = |part: &str| {
        let (before, after) = part.split_once(',').unwrap_or_default();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        // `112,73` is one number in two of which both are written like this, and two numbers alone.
        digits(before.trim_start_matches('-')) && digits(after)
    };
    (parts.next().is_none() && both.iter().all(|it| has_comma(it))).then_some(both)
}

/// Can a new coordinate begin or end with this?
fn is_side(char: char) -> bool {
    matches!(char, 'E' | 'W' | 'N' | 'S' | 'e' | 'w' | 'n' | 's' | '东' | '西' | '南' | '北' | '经' | '纬')
}

fn degrees(longitude: f64, latitude: f64, remarks: Vec<Remark>) -> Result<Reading, Error> {
    if longitude.abs() > 180.0 || latitude.abs() > 90.0 {
        return Err(Error::OutOfRange(4490));
    }
    Ok(Reading { lon_lat: (longitude, latitude), epsg: 4490, remarks })
}

/// At least one of the two says which it is.
fn by_name(first: Half, second: Half) -> Result<Reading, Error> {
    match (first.axis, second.axis) {
        (Some(a), Some(b)) if a == b => Err(Error::SameAxis),
        (Some(Axis::Latitude), _) | (_, Some(Axis::Longitude)) => {
            degrees(second.value, first.value, Vec::new())
        }
        _ => degrees(first.value, second.value, Vec::new()),
    }
}

/// Nothing but the size of the numbers says what they are.
fn by_size(a: f64, b: f64, near: (f64, f64)) -> Result<Reading, Error> {
    match guess(&[(a, b)]) {
        Guess::LonLat => degrees(a, b, Vec::new()),
        Guess::LatLon => degrees(b, a, vec![Remark::NorthFirst]),
        Guess::GaussKrueger { epsg, swapped } => metres(epsg, a, b, swapped, Vec::new()),
        Guess::AskZone { swapped } => {
            let zone = three_degree_zone(near.0).ok_or(Error::Unclear)? - 4513;
            // The same zone without its number in front of the easting: EPSG:4534 has the meridian 75°.
            metres(4534 + zone, a, b, swapped, vec![Remark::ZoneTaken { meridian_deg: 75 + 3 * zone }])
        }
        Guess::Unclear => Err(Error::Unclear),
    }
}

/// In the system that the text names.
fn in_system(epsg: u32, first: Half, second: Half) -> Result<Reading, Error> {
    let crs = Crs::from_epsg(epsg).map_err(|_unknown| Error::UnknownEpsg(epsg))?;
    let turned_by_name = first.axis == Some(Axis::Latitude) || second.axis == Some(Axis::Longitude);
    let turned = match guess(&[(first.value, second.value)]) {
        Guess::LatLon => crs.is_geographic(),
        Guess::GaussKrueger { swapped, .. } | Guess::AskZone { swapped } => swapped,
        Guess::LonLat | Guess::Unclear => false,
    };
    metres(epsg, first.value, second.value, turned_by_name || turned, Vec::new())
}

fn metres(epsg: u32, a: f64, b: f64, turned: bool, mut remarks: Vec<Remark>) -> Result<Reading, Error> {
    let crs = Crs::from_epsg(epsg).map_err(|_unknown| Error::UnknownEpsg(epsg))?;
    let (east, north) = if turned { (b, a) } else { (a, b) };
    let lon_lat = crs.to_cgcs2000(east, north).map_err(|_unfit| Error::OutOfRange(epsg))?;
    if turned {
        remarks.insert(0, Remark::NorthFirst);
    }
    remarks.extend(crs.warning().cloned().map(Remark::Crs));
    Ok(Reading { lon_lat, epsg, remarks })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::coordinate::distance_m;

    const NEAR: (f64, f64) = (112.9, 38.0);

    #[track_caller]
    fn check(text: &str, expected: (f64, f64), epsg: u32, remarks: &[Remark]) {
        let read = read(text, NEAR).unwrap_or_else(|error| panic!("{text}: {error}"));

        assert!(distance_m(read.lon_lat, expected) < 0.01, "{text}: {read:?}");
        assert_eq!((read.epsg, read.remarks.as_slice()), (epsg, remarks), "{text}");
    }

    #[test]
    fn degrees_are_read_in_every_dress() {
        let table = [
            "112.73, 38.42",
            "112.73 38.42",
            "112.73，38.42",
            "(112.73, 38.42)",
            "POINT(112.73 38.42)",
            "112.73000°E  38.42000°N",
            "38.42000°N  112.73000°E",
            "N38.42 E112.73",
            "E112.73N38.42",
            "112°43′48.00″E  38°25′12.00″N",
            "112°43′48″ 38°25′12″",
            "112 43 48 38 25 12",
            "112-43-48, 38-25-12",
            "东经112度43分48秒，北纬38度25分12秒",
            "北纬38°25′12″东经112°43′48″",
            "经度：112.73 纬度：38.42",
            "112.73\t38.42",
            "x=112.73 y=38.42",
            "112,73 38,42",
            "112,73; 38,42",
            "EPSG:4490 112.73 38.42",
        ];
        for text in table {
            check(text, (112.73, 38.42), 4490, &[]);
        }
    }

    #[test]
    fn latitude_first_is_turned_round_and_said() {
        check("38.42, 112.73", (112.73, 38.42), 4490, &[Remark::NorthFirst]);
        check("38°25′12″, 112°43′48″", (112.73, 38.42), 4490, &[Remark::NorthFirst]);
    }

    // The metres are PROJ's.
    #[test]
    fn metres_are_found_in_their_zone() {
        let place = (112.73, 38.42);
        check("38389089.87, 4254882.13", place, 4526, &[]);
        check("X=4254882.13 Y=38389089.87", place, 4526, &[Remark::NorthFirst]);
        check("X 4254882.13  Y 38389089.87", place, 4526, &[Remark::NorthFirst]);
        check("EPSG:4526 38389089.87 4254882.13", place, 4526, &[]);
        check("389089.87 4254882.13", place, 4547, &[Remark::ZoneTaken { meridian_deg: 114 }]);
        let (east, north) = (112.435, 39.33);
        check("EPSG:4546;623731.97,4356122.27", (east, north), 4546, &[]);
    }

    #[test]
    fn what_lies_abroad_or_in_an_old_system_is_remarked_on() {
        check("-71.1, 42.3", (-71.1, 42.3), 4490, &[Remark::Abroad]);
        let read = read("EPSG:2362 38389089.87 4254882.13", NEAR).unwrap();

        assert!(matches!(read.remarks.as_slice(), [Remark::Crs(_)]), "{read:?}");
    }

    #[test]
    fn what_is_no_position_says_why() {
        let table = [
            ("", Error::Empty),
            ("112.73", Error::NotTwo),
            ("1, 2, 3", Error::NotTwo),
            ("somewhere", Error::NotTwo),
            ("E112.73 E38.42", Error::SameAxis),
            ("112°75′00″, 38°25′12″", Error::Angle(angle::Error::Minutes(75.0))),
            ("7516000, 4770000", Error::Unclear),
            ("EPSG:1 112.73 38.42", Error::UnknownEpsg(1)),
        ];
        for (text, error) in table {
            assert_eq!(read(text, NEAR), Err(error), "{text}");
        }
    }
}
