//! Lines that look grown, and the little plane geometry that the sample needs.
//!
//! Courses and borders are drawn in a plane of kilometres about 112.5° E, 38.9° N and brought to
//! degrees with six decimals (0.1 m), so that points shared by two shapes are the same to the bit.

use geo::Coord;

use crate::rng::Rng;

const ORIGIN: Coord<f64> = Coord { x: 112.5, y: 38.9 };
/// Kilometres in a degree of longitude at the origin's latitude, and in one of latitude.
const KM_PER_DEGREE: Coord<f64> = Coord { x: 86.77, y: 111.0 };

/// Degrees to kilometres in the drawing plane.
pub(crate) fn to_km(place: Coord<f64>) -> Coord<f64> {
    let offset = place - ORIGIN;
    Coord { x: offset.x * KM_PER_DEGREE.x, y: offset.y * KM_PER_DEGREE.y }
}

/// Kilometres in the drawing plane to degrees, rounded to six decimals.
pub(crate) fn to_degrees(place: Coord<f64>) -> Coord<f64> {
    let turned = Coord { x: place.x / KM_PER_DEGREE.x, y: place.y / KM_PER_DEGREE.y } + ORIGIN;
    Coord { x: round_to(turned.x, 6), y: round_to(turned.y, 6) }
}

/// Rounded to so many decimals.
pub(crate) fn round_to(number: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (number * scale).round() / scale
}

/// Metres east and north from one place to another nearby, both in degrees (error below 0.1 %).
pub(crate) fn metres_between(from: Coord<f64>, to: Coord<f64>) -> Coord<f64> {
    let latitude = f64::midpoint(from.y, to.y).to_radians();
    let east = 111_412.84 * latitude.cos() - 93.5 * (3.0 * latitude).cos();
    let north = 111_132.92 - 559.82 * (2.0 * latitude).cos();
    Coord { x: (to.x - from.x) * east, y: (to.y - from.y) * north }
}

/// The place so many metres east and north of another.
pub(crate) fn moved(from: Coord<f64>, metres: Coord<f64>) -> Coord<f64> {
    let degree = metres_between(from, from + Coord { x: 1.0, y: 0.0 }).x;
    let north = metres_between(from, from + Coord { x: 0.0, y: 0.01 }).y * 100.0;
    let place = from + Coord { x: metres.x / degree, y: metres.y / north };
    Coord { x: round_to(place.x, 6), y: round_to(place.y, 6) }
}

/// Straight distance in metres of two nearby places in degrees.
pub(crate) fn distance_m(from: Coord<f64>, to: Coord<f64>) -> f64 {
    let offset = metres_between(from, to);
    offset.x.hypot(offset.y)
}

/// A smooth line through the control points with detail at every scale down to `finest_km`:
/// four-point subdivision keeps it smooth, a displacement that shrinks with the scale makes it grown.
pub(crate) fn grown_line(
    control: &[Coord<f64>],
    rng: &mut Rng,
    roughness: f64,
    finest_km: f64,
) -> Vec<Coord<f64>> {
    let mut line = control.to_vec();
    loop {
        let before = line.len();
        line = refined(&line, rng, roughness, finest_km);
        if line.len() == before {
            return line;
        }
    }
}

fn refined(line: &[Coord<f64>], rng: &mut Rng, roughness: f64, finest_km: f64) -> Vec<Coord<f64>> {
    let mut out = Vec::with_capacity(line.len() * 2);
    for (index, pair) in line.windows(2).enumerate() {
        let [from, to] = *pair else { continue };
        out.push(from);
        let offset = to - from;
        let length = offset.x.hypot(offset.y);
        if length <= finest_km {
            continue;
        }
        let before = line.get(index.wrapping_sub(1)).copied().unwrap_or(from);
        let after = line.get(index + 2).copied().unwrap_or(to);
        let smooth = (from + to) * (9.0 / 16.0) - (before + after) * (1.0 / 16.0);
        let normal = Coord { x: -offset.y, y: offset.x };
        out.push(smooth + normal * (rng.bell() * roughness * swing(length)));
    }
    out.extend(line.last());
    out
}

/// How far, in parts of its length, the middle of a piece this long may swing: valleys bend little,
/// meanders of one to four kilometres much, the bank itself little again.
fn swing(length_km: f64) -> f64 {
    match length_km {
        length if length > 8.0 => 0.07,
        length if length > 4.0 => 0.14,
        length if length > 1.2 => 0.20,
        length if length > 0.5 => 0.15,
        _ => 0.07,
    }
}

/// Whether two lines meet anywhere; touching counts.
pub(crate) fn lines_meet(one: &[Coord<f64>], other: &[Coord<f64>]) -> bool {
    let Some(frame) = bounds(other) else { return false };
    one.windows(2).any(|pair| {
        let [a, b] = *pair else { return false };
        boxes_meet((a.min_of(b), a.max_of(b)), frame)
            && other.windows(2).any(|pair| matches!(*pair, [c, d] if pieces_meet(a, b, c, d)))
    })
}

/// Whether a line meets itself.
pub(crate) fn meets_itself(line: &[Coord<f64>]) -> bool {
    line.windows(2).enumerate().any(|(index, pair)| {
        let [a, b] = *pair else { return false };
        line.windows(2).skip(index + 2).any(|pair| matches!(*pair, [c, d] if pieces_meet(a, b, c, d)))
    })
}

trait Extremes {
    fn min_of(self, other: Self) -> Self;
    fn max_of(self, other: Self) -> Self;
}

impl Extremes for Coord<f64> {
    fn min_of(self, other: Self) -> Self {
        Self { x: self.x.min(other.x), y: self.y.min(other.y) }
    }

    fn max_of(self, other: Self) -> Self {
        Self { x: self.x.max(other.x), y: self.y.max(other.y) }
    }
}

/// South-west and north-east corner.
pub(crate) fn bounds(line: &[Coord<f64>]) -> Option<(Coord<f64>, Coord<f64>)> {
    let first = *line.first()?;
    Some(line.iter().fold((first, first), |(low, high), place| (low.min_of(*place), high.max_of(*place))))
}

type Frame = (Coord<f64>, Coord<f64>);

fn boxes_meet(one: Frame, other: Frame) -> bool {
    one.0.x <= other.1.x && other.0.x <= one.1.x && one.0.y <= other.1.y && other.0.y <= one.1.y
}

fn pieces_meet(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>, d: Coord<f64>) -> bool {
    if !boxes_meet((a.min_of(b), a.max_of(b)), (c.min_of(d), c.max_of(d))) {
        return false;
    }
    let side =
        |p: Coord<f64>, q: Coord<f64>, r: Coord<f64>| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0
}

/// The foot of a place on a line in degrees.
pub(crate) struct Foot {
    /// Which piece of the line, from 0.
    pub(crate) piece: usize,
    /// Where on that piece, 0 at its start, 1 at its end.
    pub(crate) along: f64,
    /// Metres from the line.
    pub(crate) distance_m: f64,
    /// True where the place lies left of the line, looking along it.
    pub(crate) left: bool,
}

/// The nearest point of a line to a place, both in degrees; nothing for a line without pieces.
pub(crate) fn foot(line: &[Coord<f64>], place: Coord<f64>) -> Option<Foot> {
    let feet = line.windows(2).enumerate().filter_map(|(piece, pair)| {
        let [from, to] = *pair else { return None };
        let direction = metres_between(from, to);
        let offset = metres_between(from, place);
        let length = direction.x.hypot(direction.y).max(1e-9);
        let along = ((offset.x * direction.x + offset.y * direction.y) / (length * length)).clamp(0.0, 1.0);
        let gap = offset - direction * along;
        let left = direction.x * offset.y - direction.y * offset.x > 0.0;
        Some(Foot { piece, along, distance_m: gap.x.hypot(gap.y), left })
    });
    feet.min_by(|one, other| one.distance_m.total_cmp(&other.distance_m))
}

/// Whether a place lies inside a closed ring (even-odd rule).
pub(crate) fn inside(ring: &[Coord<f64>], place: Coord<f64>) -> bool {
    ring.windows(2)
        .filter(|pair| {
            let [a, b] = **pair else { return false };
            (a.y > place.y) != (b.y > place.y) && place.x < (b.x - a.x) * (place.y - a.y) / (b.y - a.y) + a.x
        })
        .count()
        % 2
        == 1
}
