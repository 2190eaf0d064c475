//! Shapes as a GeoPackage stores them: a header, then well-known binary. Heights and measures are dropped, arcs become
//! short straight lines.
//!
//! Written here because a foreign blob may nest without end or promise four billion rings, and must cost one row, not the
//! stack or the memory.

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

use super::{
    bytes::{Bytes, Order},
    limits::SHAPE_DEPTH_MAX as DEPTH_MAX,
};
use crate::domain::table::ShapeFault;

/// The angle between two vertices of an arc that is replaced by lines: 4°, as GDAL has it.
const ARC_STEP: f64 = std::f64::consts::PI / 45.0;

const SHORT: ShapeFault = ShapeFault::CutOff;
const TOO_MANY: ShapeFault = ShapeFault::Overcounted;

/// Reads a blob of a geometry column. `Ok(None)` is an empty shape.
pub(super) fn from_geopackage(blob: &[u8]) -> Result<Option<Geometry>, ShapeFault> {
    let mut bytes = Bytes::new(blob);
    if bytes.take(2) != Some(b"GP") {
        return Err(ShapeFault::NotAShape);
    }
    bytes.u8().ok_or(SHORT)?;
    let flags = bytes.u8().ok_or(SHORT)?;
    if flags & 0b0010_0000 != 0 {
        return Err(ShapeFault::Extension);
    }
    bytes.take(4).ok_or(SHORT)?;
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(ShapeFault::UnknownKind),
    };
    bytes.take(envelope).ok_or(SHORT)?;
    if flags & 0b0001_0000 != 0 {
        return Ok(None);
    }
    geometry(&mut bytes, 0)
}

/// The part of a shape that tells how to read the rest.
struct Head {
    kind: u32,
    order: Order,
    /// Numbers per vertex: 2 to 4.
    dimensions: usize,
}

fn head(bytes: &mut Bytes<'_>) -> Result<Head, ShapeFault> {
    let order = match bytes.u8().ok_or(SHORT)? {
        0 => Order::Big,
        1 => Order::Little,
        _ => return Err(ShapeFault::UnknownKind),
    };
    let code = bytes.u32(order).ok_or(SHORT)?;
    // ISO adds thousands for Z and M; some writers use PostGIS's flag bits instead.
    let flags = usize::from(code & 0x8000_0000 != 0) + usize::from(code & 0x4000_0000 != 0);
    if code & 0x2000_0000 != 0 {
        bytes.take(4).ok_or(SHORT)?;
    }
    let plain = code & 0x0fff_ffff;
    let dimensions = match plain / 1000 {
        0 => 2 + flags,
        1 | 2 => 3,
        3 => 4,
        _ => return Err(ShapeFault::UnknownKind),
    };
    Ok(Head { kind: plain % 1000, order, dimensions })
}

fn geometry(bytes: &mut Bytes<'_>, depth: u32) -> Result<Option<Geometry>, ShapeFault> {
    if depth > DEPTH_MAX {
        return Err(ShapeFault::TooDeep);
    }
    let head = head(bytes)?;
    Ok(match head.kind {
        1 => point(bytes, &head)?.map(|place| Point::from(place).into()),
        2 | 8 | 9 => curve(bytes, &head, depth)?.map(Geometry::from),
        3 | 10 | 17 => surface(bytes, &head, depth)?.map(Geometry::from),
        4 => {
            let points = members(bytes, &head, depth)?;
            collected(points, MultiPoint::new, |part| {
                if let Geometry::Point(point) = part { Some(point) } else { None }
            })?
        }
        5 | 11 => {
            let lines = members(bytes, &head, depth)?;
            collected(lines, MultiLineString::new, |part| {
                if let Geometry::LineString(line) = part { Some(line) } else { None }
            })?
        }
        6 | 12 | 15 | 16 => {
            let surfaces = members(bytes, &head, depth)?;
            collected(surfaces, MultiPolygon::new, |part| {
                if let Geometry::Polygon(area) = part { Some(area) } else { None }
            })?
        }
        7 => {
            let parts = members(bytes, &head, depth)?;
            (!parts.is_empty()).then(|| Geometry::GeometryCollection(GeometryCollection::new_from(parts)))
        }
        _ => return Err(ShapeFault::UnknownKind),
    })
}

/// The shapes inside a multi-something; empty ones are left out.
fn members(bytes: &mut Bytes<'_>, head: &Head, depth: u32) -> Result<Vec<Geometry>, ShapeFault> {
    // Byte order, type and count: no shape is shorter.
    let count = bytes.count(9, head.order).ok_or(TOO_MANY)?;
    let mut parts = Vec::new();
    for _ in 0..count {
        parts.extend(geometry(bytes, depth + 1)?);
    }
    Ok(parts)
}

fn collected<Part, Whole: Into<Geometry>>(
    parts: Vec<Geometry>,
    whole: fn(Vec<Part>) -> Whole,
    part: fn(Geometry) -> Option<Part>,
) -> Result<Option<Geometry>, ShapeFault> {
    let parts: Option<Vec<Part>> = parts.into_iter().map(part).collect();
    let parts = parts.ok_or(ShapeFault::MixedParts)?;
    Ok((!parts.is_empty()).then(|| whole(parts).into()))
}

fn point(bytes: &mut Bytes<'_>, head: &Head) -> Result<Option<Coord>, ShapeFault> {
    let place = raw_coord(bytes, head).ok_or(SHORT)?;
    if place.x.is_nan() && place.y.is_nan() {
        return Ok(None);
    }
    finite(place).map(Some)
}

fn raw_coord(bytes: &mut Bytes<'_>, head: &Head) -> Option<Coord> {
    let place = Coord { x: bytes.f64(head.order)?, y: bytes.f64(head.order)? };
    bytes.take((head.dimensions - 2) * 8)?;
    Some(place)
}

fn finite(place: Coord) -> Result<Coord, ShapeFault> {
    if place.x.is_finite() && place.y.is_finite() { Ok(place) } else { Err(ShapeFault::NotFinite) }
}

fn coords(bytes: &mut Bytes<'_>, head: &Head) -> Result<Vec<Coord>, ShapeFault> {
    let count = bytes.count(head.dimensions * 8, head.order).ok_or(TOO_MANY)?;
    let mut list = Vec::with_capacity(count);
    for _ in 0..count {
        list.push(finite(raw_coord(bytes, head).ok_or(SHORT)?)?);
    }
    Ok(list)
}

/// A line, a string of arcs, or a chain of both. `None` if it has no vertex.
fn curve(bytes: &mut Bytes<'_>, head: &Head, depth: u32) -> Result<Option<LineString>, ShapeFault> {
    let vertices = match head.kind {
        2 => coords(bytes, head)?,
        8 => straightened(&coords(bytes, head)?)?,
        9 => {
            let mut chain: Vec<Coord> = Vec::new();
            for part in members(bytes, head, depth)? {
                let Geometry::LineString(line) = part else {
                    return Err(ShapeFault::MixedParts);
                };
                // Each part begins where the last one ended.
                let joined = chain.last().is_some() && chain.last() == line.0.first();
                chain.extend(line.0.into_iter().skip(usize::from(joined)));
            }
            chain
        }
        _ => return Err(ShapeFault::UnknownKind),
    };
    Ok((!vertices.is_empty()).then(|| LineString::new(vertices)))
}

fn surface(bytes: &mut Bytes<'_>, head: &Head, depth: u32) -> Result<Option<Polygon>, ShapeFault> {
    let mut rings = Vec::new();
    if head.kind == 10 {
        for ring in members(bytes, head, depth)? {
            let Geometry::LineString(ring) = ring else {
                return Err(ShapeFault::MixedParts);
            };
            rings.push(ring);
        }
    } else {
        let count = bytes.count(4, head.order).ok_or(TOO_MANY)?;
        for _ in 0..count {
            rings.push(LineString::new(coords(bytes, head)?));
        }
    }
    let mut rings = rings.into_iter();
    Ok(rings.next().filter(|outer| !outer.0.is_empty()).map(|outer| Polygon::new(outer, rings.collect())))
}

/// Replaces arcs by lines. Each arc has a start, a vertex on the way and an end, which starts the next.
fn straightened(arcs: &[Coord]) -> Result<Vec<Coord>, ShapeFault> {
    if !arcs.is_empty() && arcs.len().is_multiple_of(2) {
        return Err(ShapeFault::OpenArc);
    }
    let mut line: Vec<Coord> = arcs.first().copied().into_iter().collect();
    for arc in arcs.windows(3).step_by(2) {
        if let [start, middle, end] = arc {
            line.extend(arc_between(*start, *middle, *end));
            line.push(*end);
        }
    }
    Ok(line)
}

/// The vertices between the ends of one arc.
fn arc_between(start: Coord, middle: Coord, end: Coord) -> Vec<Coord> {
    // Where start and end are one, the arc is a full circle with the middle vertex opposite.
    let (center, sweep) = if start == end {
        ((start + middle) / 2.0, std::f64::consts::TAU)
    } else {
        let Some(center) = center(start, middle, end) else {
            return vec![middle];
        };
        (center, sweep(center, start, middle, end))
    };
    let from = start - center;
    let (radius, first) = (from.x.hypot(from.y), from.y.atan2(from.x));
    let steps = (sweep.abs() / ARC_STEP).ceil().max(2.0) as u32;
    (1..steps)
        .map(|step| {
            let angle = first + sweep * f64::from(step) / f64::from(steps);
            Coord { x: center.x + radius * angle.cos(), y: center.y + radius * angle.sin() }
        })
        .collect()
}

/// The center of the circle through three vertices; `None` if they lie on a line.
fn center(a: Coord, b: Coord, c: Coord) -> Option<Coord> {
    let (b, c) = (b - a, c - a);
    let twice = 2.0 * (b.x * c.y - b.y * c.x);
    let (b2, c2) = (b.x * b.x + b.y * b.y, c.x * c.x + c.y * c.y);
    let offset = Coord { x: (c.y * b2 - b.y * c2) / twice, y: (b.x * c2 - c.x * b2) / twice };
    // A nearly straight arc has its center so far away that the numbers lose their digits.
    (offset.x.hypot(offset.y) < 1e6 * c2.sqrt()).then_some(a + offset)
}

/// The signed angle from the start over the middle to the end.
fn sweep(center: Coord, start: Coord, middle: Coord, end: Coord) -> f64 {
    let angle = |place: Coord| (place.y - center.y).atan2(place.x - center.x);
    let turn = |from: f64, to: f64| (to - from).rem_euclid(std::f64::consts::TAU);
    let whole = turn(angle(start), angle(end));
    if turn(angle(start), angle(middle)) <= whole { whole } else { whole - std::f64::consts::TAU }
}

#[cfg(test)]
mod tests {
    use geozero::{CoordDimensions, ToWkb as _};

    use super::*;

    fn blob(wkb: &[u8]) -> Vec<u8> {
        [b"GP\0\x01\x8a\x11\0\0", wkb].concat()
    }

    fn nested(kind: u32, parts: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![1];
        bytes.extend(kind.to_le_bytes());
        bytes.extend((parts.len() as u32).to_le_bytes());
        bytes.extend(parts.concat());
        bytes
    }

    fn line(kind: u32, points: &[(f64, f64)]) -> Vec<u8> {
        let points: Vec<Vec<u8>> =
            points.iter().map(|(x, y)| [x.to_le_bytes(), y.to_le_bytes()].concat()).collect();
        nested(kind, &points)
    }

    #[track_caller]
    fn check_round_trip(geometry: &Geometry) {
        let written =
            geometry.to_gpkg_wkb(CoordDimensions::xy(), Some(4490), vec![0.0, 1.0, 0.0, 1.0]).unwrap();
        assert_eq!(from_geopackage(&written), Ok(Some(geometry.clone())));
        for length in 0..written.len() {
            assert!(from_geopackage(&written[..length]).is_err(), "{geometry:?} cut to {length} bytes");
        }
    }

    #[test]
    fn every_plain_shape_comes_back_as_it_was_written() {
        let line = LineString::from(vec![(0.0, 0.0), (1.0, 2.0)]);
        let area = Polygon::new(
            LineString::from(vec![(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 0.0)]),
            vec![LineString::from(vec![(2.0, 1.0), (3.0, 1.0), (3.0, 2.0), (2.0, 1.0)])],
        );
        check_round_trip(&Point::new(112.5, 38.0).into());
        check_round_trip(&line.clone().into());
        check_round_trip(&area.clone().into());
        check_round_trip(&MultiPoint::from(vec![(1.0, 2.0), (3.0, 4.0)]).into());
        check_round_trip(&MultiLineString::new(vec![line.clone(), line.clone()]).into());
        check_round_trip(&MultiPolygon::new(vec![area.clone(), area]).into());
        let parts = vec![Point::new(1.0, 2.0).into(), line.into()];
        check_round_trip(&Geometry::GeometryCollection(GeometryCollection::new_from(parts)));
    }

    #[test]
    fn heights_and_measures_are_dropped_in_either_spelling() {
        let numbers = [1.0, 2.0, 3.0, 4.0].map(f64::to_le_bytes).concat();
        for (code, count) in [(1001_u32, 3), (2001, 3), (3001, 4), (0x8000_0001, 3), (0xc000_0001, 4)] {
            let wkb = [&[1][..], &code.to_le_bytes(), &numbers[..count * 8]].concat();
            assert_eq!(from_geopackage(&blob(&wkb)), Ok(Some(Point::new(1.0, 2.0).into())), "{code:x}");
        }
    }

    #[test]
    fn an_arc_becomes_lines_on_its_circle() {
        let half = line(8, &[(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)]);
        let ring = nested(9, &[half, line(2, &[(-1.0, 0.0), (1.0, 0.0)])]);

        let Ok(Some(Geometry::Polygon(area))) = from_geopackage(&blob(&nested(10, &[ring]))) else {
            panic!("no polygon")
        };

        let vertices = &area.exterior().0;
        assert_eq!(vertices.len(), 47);
        assert!(
            vertices.iter().all(|place| (place.x.hypot(place.y) - 1.0).abs() < 1e-12 && place.y > -1e-12)
        );
    }

    #[test]
    fn a_circle_closes_and_a_straight_arc_stays_straight() {
        let circle = straightened(&[(1.0, 0.0), (-1.0, 0.0), (1.0, 0.0)].map(Coord::from)).unwrap();
        assert!(circle.len() > 80 && circle.iter().all(|place| (place.x.hypot(place.y) - 1.0).abs() < 1e-12));
        let straight = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)].map(Coord::from);
        assert_eq!(straightened(&straight).unwrap(), straight);
        assert!(straightened(&straight[..2]).is_err());
    }

    #[test]
    fn empty_shapes_have_no_geometry() {
        let nan =
            [&[1][..], &1_u32.to_le_bytes(), &[f64::NAN.to_le_bytes(), f64::NAN.to_le_bytes()].concat()]
                .concat();
        assert_eq!(from_geopackage(&blob(&nan)), Ok(None));
        assert_eq!(from_geopackage(&blob(&line(2, &[]))), Ok(None));
        assert_eq!(from_geopackage(&blob(&nested(3, &[]))), Ok(None));
        assert_eq!(from_geopackage(b"GP\0\x11\x8a\x11\0\0"), Ok(None));
    }

    #[test]
    fn a_hostile_blob_costs_one_row() {
        let mut deep = line(2, &[(0.0, 0.0), (1.0, 1.0)]);
        for _ in 0..DEPTH_MAX {
            deep = nested(7, &[deep]);
        }
        assert!(from_geopackage(&blob(&deep)).is_ok());
        assert_eq!(from_geopackage(&blob(&nested(7, &[deep]))), Err(ShapeFault::TooDeep));

        for kind in 2..=17_u32 {
            let lying = [&[1][..], &kind.to_le_bytes(), &u32::MAX.to_le_bytes(), &[0; 64]].concat();
            assert!(from_geopackage(&blob(&lying)).is_err(), "{kind}");
        }
        assert_eq!(from_geopackage(b"StandardGeometry"), Err(ShapeFault::NotAShape));
    }
}
