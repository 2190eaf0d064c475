//! What coordinates without a label may be, from their size alone.

/// What a set of coordinates looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// Longitude and latitude in degrees; taken for EPSG:4490, which equals WGS 84 within decimetres.
    LonLat,
    /// Latitude first, then longitude, both in the range of China.
    LatLon,
    /// A plane system that the size of its numbers gives away: by its false easting, or because only Web Mercator has such metres.
    GaussKrueger {
        /// The EPSG number: CGCS2000, because nothing speaks for another datum; or 3857.
        epsg: u32,
        /// Whether north comes first, as in Chinese ledgers that write X for north.
        swapped: bool,
    },
    /// Easting of six digits and northing of seven: Gauss-Krüger without a zone, which nobody can see from the numbers.
    AskZone {
        /// Whether north comes first.
        swapped: bool,
    },
    /// No two thirds of the coordinates agree, or they fit nothing.
    Unclear,
}

/// Northings of China in metres.
const NORTH: std::ops::RangeInclusive<f64> = 1_800_000.0..=6_000_000.0;
/// Eastings without a zone prefix: 3.5° to either side of the meridian at the southern end of the country.
const EAST: std::ops::RangeInclusive<f64> = 120_000.0..=880_000.0;

/// Looks at pairs in the order of the file. Pairs that are not numbers, and (0, 0), are left out of the count.
pub fn guess(pairs: &[(f64, f64)]) -> Guess {
    let mut votes: Vec<(Guess, usize)> = Vec::new();
    let usable = pairs.iter().filter(|(a, b)| a.is_finite() && b.is_finite() && (*a, *b) != (0.0, 0.0));
    let mut total = 0;
    for pair in usable {
        total += 1;
        let opinion = guess_one(*pair);
        match votes.iter_mut().find(|(known, _)| *known == opinion) {
            Some((_, count)) => *count += 1,
            None => votes.push((opinion, 1)),
        }
    }
    let winner = votes.iter().max_by_key(|(_, count)| *count);
    // Layers across a seam of zones are cut there, so one layer has one zone.
    winner.filter(|(_, count)| count * 3 > total * 2).map_or(Guess::Unclear, |(guess, _)| *guess)
}

fn guess_one((a, b): (f64, f64)) -> Guess {
    if (17.0..=54.0).contains(&a) && (73.0..=136.0).contains(&b) {
        return Guess::LatLon;
    }
    if a.abs() <= 180.0 && b.abs() <= 90.0 {
        return Guess::LonLat;
    }
    match (plane(a, b), plane(b, a)) {
        (Plane::Zone(epsg), _) => Guess::GaussKrueger { epsg, swapped: false },
        (_, Plane::Zone(epsg)) => Guess::GaussKrueger { epsg, swapped: true },
        (Plane::NoZone, _) => Guess::AskZone { swapped: false },
        (_, Plane::NoZone) => Guess::AskZone { swapped: true },
        (Plane::Elsewhere, Plane::Elsewhere) => Guess::Unclear,
    }
}

/// Whether a pair can be a position in a plane system of China.
enum Plane {
    /// With the EPSG number of its zone.
    Zone(u32),
    NoZone,
    Elsewhere,
}

/// Eastings and northings of Web Mercator in the west and the middle of China, up to 116.5°E: farther east they can not be told from
/// those of the wide zones.
const MERCATOR_EAST: std::ops::RangeInclusive<f64> = 8_100_000.0..=12_970_000.0;
const MERCATOR_NORTH: std::ops::RangeInclusive<f64> = 1_900_000.0..=7_200_000.0;

fn plane(east: f64, north: f64) -> Plane {
    if MERCATOR_EAST.contains(&east) && MERCATOR_NORTH.contains(&north) {
        return Plane::Zone(3857);
    }
    if !NORTH.contains(&north) {
        return Plane::Elsewhere;
    }
    if EAST.contains(&east) {
        return Plane::NoZone;
    }
    let zone = (east / 1_000_000.0).floor();
    if !EAST.contains(&(east - zone * 1_000_000.0)) {
        return Plane::Elsewhere;
    }
    match zone as u32 {
        zone @ 25..=45 => Plane::Zone(4513 + zone - 25),
        zone @ 13..=23 => Plane::Zone(4491 + zone - 13),
        _ => Plane::Elsewhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pairs: &[(f64, f64)], expected: Guess) {
        assert_eq!(guess(pairs), expected, "{pairs:?}");
    }

    #[test]
    fn the_size_of_the_numbers_gives_the_system_away() {
        check(&[(112.435, 39.33)], Guess::LonLat);
        check(&[(39.33, 112.435)], Guess::LatLon);
        check(&[(-71.1, 42.3)], Guess::LonLat);
        check(&[(37_623_731.97, 4_356_122.27)], Guess::GaussKrueger { epsg: 4525, swapped: false });
        check(&[(4_254_882.13, 38_389_089.87)], Guess::GaussKrueger { epsg: 4526, swapped: true });
        check(&[(19_623_731.97, 4_356_122.27)], Guess::GaussKrueger { epsg: 4497, swapped: false });
        check(&[(365_058.33, 4_356_308.31)], Guess::AskZone { swapped: false });
        check(&[(4_356_308.31, 365_058.33)], Guess::AskZone { swapped: true });
        check(&[(46_500_000.0, 4_356_308.31)], Guess::Unclear);
        check(&[(12_516_000.0, 4_770_000.0)], Guess::GaussKrueger { epsg: 3857, swapped: false });
        check(&[(4_770_000.0, 12_516_000.0)], Guess::GaussKrueger { epsg: 3857, swapped: true });
        check(&[(7_516_000.0, 4_770_000.0)], Guess::Unclear);
        check(&[], Guess::Unclear);
    }

    #[test]
    fn a_few_bad_rows_do_not_decide() {
        check(
            &[(112.4, 39.3), (0.0, 0.0), (f64::NAN, 1.0), (112.5, 39.4), (39.3, 112.4), (112.6, 39.1)],
            Guess::LonLat,
        );
        check(&[(112.4, 39.3), (39.3, 112.4)], Guess::Unclear);
    }
}
