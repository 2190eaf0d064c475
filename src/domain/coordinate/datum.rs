//! From an old Chinese datum to CGCS2000: the three or seven parameters of a shift, and how to find them from control points.
//!
//! The parameters of Beijing 54 and Xi'an 80 differ from county to county and are not public. Whoever has them writes
//! `EPSG:2362 +towgs84=dx,dy,dz` or with seven numbers; whoever has points that are known in both systems lets them be worked out.
//! Seven parameters are those of a position-vector rotation (EPSG method 9606), as `+towgs84` takes them.

use super::{Crs, distance_m};

/// The parameters of a shift to CGCS2000.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shift {
    /// Along the axes of the Earth, in metres.
    pub move_m: [f64; 3],
    /// About the axes, in seconds of arc; zero for three parameters.
    pub turn_arcsec: [f64; 3],
    /// In parts per million; zero for three parameters.
    pub scale_ppm: f64,
}

/// A point that is known in both systems.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ControlPoint {
    /// East and north (or longitude and latitude) in the old system.
    pub old: (f64, f64),
    /// Longitude and latitude in CGCS2000, in degrees.
    pub new: (f64, f64),
}

/// A shift, and how well it fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The parameters.
    pub shift: Shift,
    /// How far each control point lies off afterwards, in metres, in their order.
    pub residuals_m: Vec<f64>,
}

/// Why no shift can be worked out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There are too few points for so many parameters.
    #[error("{count} control points are too few: {needed} are needed")]
    TooFew {
        /// How many there are.
        count: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A point can not be a position in the old system.
    #[error("a control point")]
    BadPoint(#[from] super::Error),
    /// The points lie in one place or on one line.
    #[error("the control points lie too close together or on one line")]
    Degenerate,
}

/// Half an axis in metres and the square of the eccentricity.
type Ellipsoid = (f64, f64);

const CGCS2000: Ellipsoid = (6_378_137.0, 0.006_694_380_022_903_416);

impl Shift {
    /// Reads three or seven numbers with commas between them.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers: Option<Vec<f64>> = text.split(',').map(|it| it.trim().parse().ok()).collect();
        match *numbers?.as_slice() {
            [x, y, z] => Some(Self { move_m: [x, y, z], ..Self::default() }),
            [x, y, z, rx, ry, rz, scale_ppm] => {
                Some(Self { move_m: [x, y, z], turn_arcsec: [rx, ry, rz], scale_ppm })
            }
            _ => None,
        }
    }

    /// As [`Self::parse`] reads it and `+towgs84` takes it: three numbers where three say it.
    pub fn write(&self) -> String {
        let [x, y, z] = self.move_m;
        let [rx, ry, rz] = self.turn_arcsec;
        let is_nothing = |it: &f64| it.abs() < 1e-9;
        if self.turn_arcsec.iter().all(is_nothing) && is_nothing(&self.scale_ppm) {
            return format!("{x:.4},{y:.4},{z:.4}");
        }
        format!("{x:.4},{y:.4},{z:.4},{rx:.6},{ry:.6},{rz:.6},{:.6}", self.scale_ppm)
    }
}

/// The shift that brings control points nearest to where they are, by least squares: seven parameters, or three.
///
/// Heights are not known, so that only what is off along the ground counts. Seven parameters take at least three points, and say something only if these
/// lie around the area.
pub fn fit(epsg: u32, points: &[ControlPoint], seven: bool) -> Result<Fit, Error> {
    let needed = if seven { 3 } else { 1 };
    if points.len() < needed {
        return Err(Error::TooFew { count: points.len(), needed });
    }
    let crs = Crs::from_epsg(epsg)?;
    let ellipsoid = crs.ellipsoid().map_or(CGCS2000, |(axis, inverse)| {
        let flattening = 1.0 / inverse;
        (axis, flattening * (2.0 - flattening))
    });
    let mut pairs = Vec::with_capacity(points.len());
    for point in points {
        // Without a shift, a system gives the angles on its own ellipsoid.
        let own = crs.to_cgcs2000(point.old.0, point.old.1)?;
        pairs.push((geocentric(own, ellipsoid), geocentric(point.new, CGCS2000)));
    }
    let shift = parameters(&pairs, points, seven).ok_or(Error::Degenerate)?;
    let shifted = Crs::from_epsg_with(epsg, &shift)?;
    let residuals_m = points.iter().map(|point| {
        let to = shifted.to_cgcs2000(point.old.0, point.old.1)?;
        Ok(distance_m(to, point.new))
    });
    Ok(Fit { shift, residuals_m: residuals_m.collect::<Result<_, super::Error>>()? })
}

type Place = [f64; 3];

/// Metres along the axes of the Earth, at height zero.
fn geocentric((longitude, latitude): (f64, f64), (axis, eccentricity): Ellipsoid) -> Place {
    let (sin_lon, cos_lon) = longitude.to_radians().sin_cos();
    let (sin_lat, cos_lat) = latitude.to_radians().sin_cos();
    let normal = axis / (1.0 - eccentricity * sin_lat * sin_lat).sqrt();
    [normal * cos_lat * cos_lon, normal * cos_lat * sin_lon, normal * (1.0 - eccentricity) * sin_lat]
}

fn mean(places: impl Iterator<Item = Place> + Clone) -> Place {
    let count = places.clone().count() as f64;
    places.fold([0.0; 3], |[x, y, z], [a, b, c]| [x + a / count, y + b / count, z + c / count])
}

fn minus(from: Place, take: Place) -> Place {
    let mut left = from;
    for (cell, take) in left.iter_mut().zip(take) {
        *cell -= take;
    }
    left
}

/// Turns and scale are worked out about the middle of the points, for this many metres from it.
const ARM_M: f64 = 100_000.0;
/// Nobody writes down heights: what is off upwards counts for so much less than what is off along the ground, and only decides what
/// that leaves open.
const UPWARD_WEIGHT: f64 = 1e-4;

/// East, north and up at a place, along the axes of the Earth; up counts little.
fn directions((longitude, latitude): (f64, f64)) -> [Place; 3] {
    let (sin_lon, cos_lon) = longitude.to_radians().sin_cos();
    let (sin_lat, cos_lat) = latitude.to_radians().sin_cos();
    let up = [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat];
    [
        [-sin_lon, cos_lon, 0.0],
        [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
        up.map(|it| it * UPWARD_WEIGHT),
    ]
}

fn dot(one: Place, other: Place) -> f64 {
    one.into_iter().zip(other).map(|(a, b)| a * b).sum()
}

/// The move, then turns and scale for [`ARM_M`], that fit best along the ground; the first `N` of these seven.
fn solve_for<const N: usize>(
    pairs: &[(Place, Place)],
    points: &[ControlPoint],
    middle: Place,
) -> Option<[f64; N]> {
    let mut normal = [[0.0; N]; N];
    let mut right = [0.0; N];
    for ((old, new), point) in pairs.iter().zip(points) {
        let [x, y, z] = minus(*old, middle).map(|it| it / ARM_M);
        // What each parameter does to the place.
        let effects = [
            [1.0, 0.0, 0.0],
            [0.0, 1.0, 0.0],
            [0.0, 0.0, 1.0],
            [0.0, -z, y],
            [z, 0.0, -x],
            [-y, x, 0.0],
            [x, y, z],
        ];
        let off = minus(*new, *old);
        for direction in directions(point.new) {
            let mut row = [0.0; N];
            for (cell, effect) in row.iter_mut().zip(effects) {
                *cell = dot(effect, direction);
            }
            for ((line, sum), a) in normal.iter_mut().zip(&mut right).zip(row) {
                *sum += a * dot(off, direction);
                for (cell, b) in line.iter_mut().zip(row) {
                    *cell += a * b;
                }
            }
        }
    }
    solve(normal, right)
}

/// The parameters that fit best; nothing where the points do not say enough.
fn parameters(pairs: &[(Place, Place)], points: &[ControlPoint], seven: bool) -> Option<Shift> {
    let middle = mean(pairs.iter().map(|it| it.0));
    if !seven {
        return Some(Shift { move_m: solve_for::<3>(pairs, points, middle)?, ..Shift::default() });
    }
    let [dx, dy, dz, turns @ .., scale] = solve_for::<7>(pairs, points, middle)?;
    let ([rx, ry, rz], scale) = (turns.map(|it| it / ARM_M), scale / ARM_M);
    // About the middle of the Earth, as everybody else writes them.
    let [x, y, z] = middle;
    let turned = [scale * x - rz * y + ry * z, rz * x + scale * y - rx * z, -ry * x + rx * y + scale * z];
    let arcsec = |radians: f64| radians.to_degrees() * 3_600.0;
    Some(Shift {
        move_m: minus([dx, dy, dz], turned),
        turn_arcsec: [arcsec(rx), arcsec(ry), arcsec(rz)],
        scale_ppm: scale * 1e6,
    })
}

/// Linear equations, by elimination; nothing where they do not say enough.
fn solve<const N: usize>(mut rows: [[f64; N]; N], mut right: [f64; N]) -> Option<[f64; N]> {
    let largest = rows.iter().flatten().fold(0.0_f64, |most, it| most.max(it.abs()));
    for column in 0..N {
        let size = |row: &usize| rows.get(*row).and_then(|it| it.get(column)).map_or(0.0, |it| it.abs());
        let pivot = (column..N).max_by(|one, other| size(one).total_cmp(&size(other)))?;
        rows.swap(column, pivot);
        right.swap(column, pivot);
        let (lead, known) = (*rows.get(column)?, *right.get(column)?);
        let head = *lead.get(column)?;
        if head.abs() <= largest * 1e-14 {
            return None;
        }
        let others = rows.iter_mut().zip(&mut right).enumerate().filter(|(at, _)| *at != column);
        for (_, (row, right)) in others {
            let factor = row.get(column)? / head;
            for (cell, lead) in row.iter_mut().zip(lead) {
                *cell -= factor * lead;
            }
            *right -= factor * known;
        }
    }
    let mut found = [0.0; N];
    for (at, ((value, row), right)) in found.iter_mut().zip(&rows).zip(right).enumerate() {
        *value = right / row.get(at)?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of 忻州 in a zone of an old datum, as a known shift would have them.
    fn control(epsg: u32, shift: &Shift) -> Vec<ControlPoint> {
        let crs = Crs::from_epsg_with(epsg, shift).unwrap();
        [(111.6, 38.6), (112.4, 39.1), (112.9, 38.2), (113.4, 38.9), (112.2, 38.45)]
            .map(|new| ControlPoint { old: crs.from_cgcs2000(new.0, new.1).unwrap(), new })
            .into()
    }

    #[track_caller]
    fn check(epsg: u32, shift: &Shift, seven: bool, off_m: f64) {
        let points = control(epsg, shift);
        let fit = fit(epsg, &points, seven).unwrap();
        let worst = fit.residuals_m.iter().copied().fold(0.0, f64::max);
        assert!(worst <= off_m, "EPSG:{epsg}: {worst} m, {fit:?}");
        // Also between the points.
        let crs = Crs::from_epsg_with(epsg, &fit.shift).unwrap();
        let place = Crs::from_epsg_with(epsg, shift).unwrap().from_cgcs2000(112.7, 38.4).unwrap();
        assert!(
            distance_m(crs.to_cgcs2000(place.0, place.1).unwrap(), (112.7, 38.4)) <= off_m,
            "EPSG:{epsg}"
        );
    }

    #[test]
    fn control_points_give_back_the_shift_that_they_were_made_with() {
        let three = Shift { move_m: [15.8, -154.4, -82.3], ..Shift::default() };
        let seven = Shift { turn_arcsec: [0.9, -1.2, 2.1], scale_ppm: 3.4, ..three };
        for epsg in [2362, 2383, 2413, 2434] {
            check(epsg, &three, false, 0.02);
            check(epsg, &three, true, 0.02);
            check(epsg, &seven, true, 0.02);
        }
    }

    #[test]
    fn a_point_that_was_mistyped_stands_out_by_its_residual() {
        let mut points = control(2362, &Shift { move_m: [15.8, -154.4, -82.3], ..Shift::default() });
        points[2].old.0 += 30.0;
        let fit = fit(2362, &points, false).unwrap();
        let worst = (0..5).max_by(|a, b| fit.residuals_m[*a].total_cmp(&fit.residuals_m[*b]));
        assert_eq!(worst, Some(2), "{fit:?}");
        assert!(fit.residuals_m[2] > 20.0);
    }

    #[test]
    fn too_few_points_and_points_in_one_place_say_so() {
        let points = control(2362, &Shift::default());
        assert!(matches!(fit(2362, &points[..2], true), Err(Error::TooFew { count: 2, needed: 3 })));
        assert!(matches!(fit(2362, &[], false), Err(Error::TooFew { count: 0, needed: 1 })));
        assert!(matches!(fit(2362, &[points[0]; 4], true), Err(Error::Degenerate)));
    }

    #[test]
    fn a_system_with_its_parameters_is_written_with_its_number() {
        let text = "EPSG:2362 +towgs84=15.8,-154.4,-82.3";
        let crs: Crs = text.parse().unwrap();
        assert_eq!(
            (crs.warning(), crs.epsg(), crs.name()),
            (None, None, "EPSG:2362 +towgs84=15.8000,-154.4000,-82.3000")
        );
        let known = Crs::from_epsg_with(2362, &Shift::parse("15.8,-154.4,-82.3").unwrap()).unwrap();
        let place = known.from_cgcs2000(112.7, 38.4).unwrap();
        assert!(distance_m(crs.to_cgcs2000(place.0, place.1).unwrap(), (112.7, 38.4)) < 0.02);
        assert!(Crs::from_epsg(2362).unwrap().warning().is_some());
        assert!("EPSG:2362 +towgs84=1,2".parse::<Crs>().is_err());
        let seven = Shift { turn_arcsec: [0.9, -1.2, 2.1], scale_ppm: 3.4, move_m: [1.0, 2.0, 3.0] };
        assert_eq!(Shift::parse(&seven.write()), Some(seven));
    }
}
