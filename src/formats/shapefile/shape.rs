//! One record of a `.shp`: bytes to a shape. Heights and measures are dropped.

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, Point, Polygon};

use crate::{
    domain::table::ShapeFault,
    formats::{
        bytes::{Bytes, Order},
        rings,
    },
};

const LITTLE: Order = Order::Little;

/// Reads the content of a record, without its header. `Ok(None)` is a null shape; an error says what is broken.
pub(super) fn read(content: &[u8]) -> Result<Option<Geometry>, ShapeFault> {
    let mut bytes = Bytes::new(content);
    let kind = bytes.u32(LITTLE).ok_or(SHORT)?;
    match kind {
        0 => Ok(None),
        1 | 11 | 21 => point(&mut bytes),
        8 | 18 | 28 => multipoint(&mut bytes),
        3 | 13 | 23 => polyline(&mut bytes),
        5 | 15 | 25 => parts(&mut bytes).map(rings::polygons),
        31 => multipatch(&mut bytes),
        _ => Err(ShapeFault::UnknownKind),
    }
}

fn point(bytes: &mut Bytes<'_>) -> Result<Option<Geometry>, ShapeFault> {
    let place = coord(bytes).ok_or(SHORT)?;
    // GDAL writes an empty point as two NaN.
    if place.x.is_nan() && place.y.is_nan() {
        return Ok(None);
    }
    finite(place)?;
    Ok(Some(Point::from(place).into()))
}

fn multipoint(bytes: &mut Bytes<'_>) -> Result<Option<Geometry>, ShapeFault> {
    bytes.take(32).ok_or(SHORT)?;
    let count = bytes.count(16, LITTLE).ok_or(TOO_MANY)?;
    let places = coords(bytes, count)?;
    if places.is_empty() {
        return Ok(None);
    }
    Ok(Some(places.into_iter().map(Point::from).collect::<MultiPoint>().into()))
}

fn polyline(bytes: &mut Bytes<'_>) -> Result<Option<Geometry>, ShapeFault> {
    let mut lines = parts(bytes)?;
    lines.retain(|line| !line.0.is_empty());
    Ok(match lines.len() {
        0 => None,
        1 => lines.pop().map(Geometry::from),
        _ => Some(MultiLineString::new(lines).into()),
    })
}

const SHORT: ShapeFault = ShapeFault::CutOff;
const TOO_MANY: ShapeFault = ShapeFault::Overcounted;
const PARTS: ShapeFault = ShapeFault::PartsOutOfOrder;

/// The bounds, the counts, the start of each part, and the vertices.
fn parts(bytes: &mut Bytes<'_>) -> Result<Vec<LineString>, ShapeFault> {
    bytes.take(32).ok_or(SHORT)?;
    let part_count = bytes.u32(LITTLE).ok_or(SHORT)? as usize;
    let point_count = bytes.u32(LITTLE).ok_or(SHORT)? as usize;
    let starts = starts(bytes, part_count)?;
    split(bytes, &starts, point_count)
}

fn starts(bytes: &mut Bytes<'_>, count: usize) -> Result<Vec<usize>, ShapeFault> {
    let size = count.checked_mul(4).ok_or(TOO_MANY)?;
    let mut list = Bytes::new(bytes.take(size).ok_or(TOO_MANY)?);
    Ok((0..count).map_while(|_| list.u32(LITTLE)).map(|start| start as usize).collect())
}

fn split(bytes: &mut Bytes<'_>, starts: &[usize], count: usize) -> Result<Vec<LineString>, ShapeFault> {
    if count.checked_mul(16).is_none_or(|size| size > bytes.len()) {
        return Err(TOO_MANY);
    }
    if starts.first().is_some_and(|first| *first != 0) || (starts.is_empty() && count > 0) {
        return Err(PARTS);
    }
    let ends = starts.iter().skip(1).copied().chain([count]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let length = end.checked_sub(*start).filter(|_| end <= count).ok_or(PARTS)?;
            coords(bytes, length).map(LineString::new)
        })
        .collect()
}

fn coords(bytes: &mut Bytes<'_>, count: usize) -> Result<Vec<Coord>, ShapeFault> {
    let mut list = Vec::with_capacity(count);
    for _ in 0..count {
        let place = coord(bytes).ok_or(SHORT)?;
        finite(place)?;
        list.push(place);
    }
    Ok(list)
}

fn coord(bytes: &mut Bytes<'_>) -> Option<Coord> {
    Some(Coord { x: bytes.f64(LITTLE)?, y: bytes.f64(LITTLE)? })
}

fn finite(place: Coord) -> Result<(), ShapeFault> {
    if place.x.is_finite() && place.y.is_finite() { Ok(()) } else { Err(ShapeFault::NotFinite) }
}

/// Surfaces in space, seen from above: strips and fans of triangles, rings with holes.
fn multipatch(bytes: &mut Bytes<'_>) -> Result<Option<Geometry>, ShapeFault> {
    bytes.take(32).ok_or(SHORT)?;
    let part_count = bytes.u32(LITTLE).ok_or(SHORT)? as usize;
    let point_count = bytes.u32(LITTLE).ok_or(SHORT)? as usize;
    let starts = starts(bytes, part_count)?;
    let kinds = self::starts(bytes, part_count)?;
    let parts = split(bytes, &starts, point_count)?;
    let mut polygons: Vec<Polygon> = Vec::new();
    for (kind, part) in kinds.into_iter().zip(parts) {
        match (kind, polygons.last_mut()) {
            (0, _) => polygons.extend(part.0.windows(3).map(triangle)),
            (1, _) => polygons.extend(fan(&part)),
            // A hole belongs to the outer ring before it.
            (3 | 5, Some(outer)) => outer.interiors_push(part),
            (2..=5, _) => polygons.push(Polygon::new(part, Vec::new())),
            _ => return Err(ShapeFault::UnknownKind),
        }
    }
    Ok((!polygons.is_empty()).then(|| Geometry::MultiPolygon(polygons.into())))
}

fn triangle(corners: &[Coord]) -> Polygon {
    Polygon::new(LineString::new(corners.to_vec()), Vec::new())
}

fn fan(part: &LineString) -> Vec<Polygon> {
    let Some((center, rim)) = part.0.split_first() else {
        return Vec::new();
    };
    rim.windows(2).map(|side| triangle(&[&[*center], side].concat())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(kind: u32, parts: &[u32], points: &[(f64, f64)]) -> Vec<u8> {
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend([0; 32]);
        bytes.extend((parts.len() as u32).to_le_bytes());
        bytes.extend((points.len() as u32).to_le_bytes());
        bytes.extend(parts.iter().flat_map(|part| part.to_le_bytes()));
        bytes.extend(points.iter().flat_map(|(x, y)| [x.to_le_bytes(), y.to_le_bytes()].concat()));
        bytes
    }

    #[test]
    fn a_line_in_two_parts_is_a_multi_line() {
        let bytes = content(3, &[0, 2], &[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 3.0)]);
        let Some(Geometry::MultiLineString(lines)) = read(&bytes).unwrap() else { panic!("no multi line") };
        assert_eq!(lines.0.len(), 2);
    }

    #[test]
    fn heights_and_measures_after_the_vertices_do_not_matter() {
        let mut bytes = content(13, &[0], &[(0.0, 0.0), (1.0, 1.0)]);
        bytes.extend([0; 64]);
        assert!(matches!(read(&bytes), Ok(Some(Geometry::LineString(_)))));
    }

    #[test]
    fn lying_counts_are_refused_before_anything_is_reserved() {
        let good = content(5, &[0], &[(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (0.0, 0.0)]);
        assert!(matches!(read(&good), Ok(Some(Geometry::Polygon(_)))));
        for at in [36, 40] {
            let mut bad = good.clone();
            bad[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
            assert_eq!(read(&bad), Err(TOO_MANY), "count at {at}");
        }
        assert_eq!(read(&content(3, &[1], &[(0.0, 0.0), (1.0, 1.0)])), Err(PARTS));
        assert_eq!(read(&content(3, &[0, 3], &[(0.0, 0.0), (1.0, 1.0)])), Err(PARTS));
        for length in 0..good.len() {
            assert!(read(&good[..length]).is_err(), "cut to {length} bytes");
        }
    }

    #[test]
    fn a_coordinate_that_is_no_number_is_named() {
        let bytes = content(3, &[0], &[(0.0, f64::NAN), (1.0, 1.0)]);
        assert_eq!(read(&bytes), Err(ShapeFault::NotFinite));
    }

    #[test]
    fn null_shapes_and_empty_points_have_no_geometry() {
        let mut empty = 1_u32.to_le_bytes().to_vec();
        empty.extend([f64::NAN.to_le_bytes(), f64::NAN.to_le_bytes()].concat());
        assert_eq!(read(&0_u32.to_le_bytes()), Ok(None));
        assert_eq!(read(&empty), Ok(None));
        assert_eq!(read(&content(3, &[], &[])), Ok(None));
    }
}
