//! GeoPackage geometry blobs, and the SQL functions that the R-tree triggers call.
//!
//! All coordinates are degrees in CGCS2000 (EPSG:4490), longitude first.

use geo::{BoundingRect as _, CoordsIter as _, Geometry, HasDimensions as _, Rect};
use geozero::{CoordDimensions, ToGeo as _, ToWkb as _, wkb::GpkgWkb};
use rusqlite::{
    Connection,
    functions::{Context, FunctionFlags},
    types::ValueRef,
};

/// The number of CGCS2000 in the EPSG register.
pub(super) const SRS_ID: i32 = 4490;

const LITTLE_ENDIAN: u8 = 0b1;
const WITH_ENVELOPE: u8 = 0b10;
const EMPTY: u8 = 0b1_0000;

/// The edges of shapes: west, south, east, north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds(pub [f64; 4]);

impl Bounds {
    /// The edges of a single point.
    pub(super) fn of_point(lon: f64, lat: f64) -> Self {
        Self([lon, lat, lon, lat])
    }

    fn of_rect(rect: Rect<f64>) -> Self {
        Self([rect.min().x, rect.min().y, rect.max().x, rect.max().y])
    }

    /// The edges of both.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        let ([west, south, east, north], [w, s, e, n]) = (self.0, other.0);
        Self([west.min(w), south.min(s), east.max(e), north.max(n)])
    }

    /// Does `inner` reach one of the edges, or beyond?
    pub(super) fn is_reached_by(self, inner: Self) -> bool {
        let ([west, south, east, north], [w, s, e, n]) = (self.0, inner.0);
        w <= west || s <= south || e >= east || n >= north
    }
}

/// A shape that can not be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadShape {
    /// A coordinate is NaN or infinite.
    NotFinite,
    /// The blob is not a GeoPackage geometry.
    Unreadable,
}

/// The blob of a point, or nothing where the place is unknown or not on the globe.
pub(super) fn point_blob(lon: Option<f64>, lat: Option<f64>) -> Option<[u8; 29]> {
    let (lon, lat) = lon.zip(lat)?;
    if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
        return None;
    }
    let mut blob = [0; 29];
    let parts: [&[u8]; 5] =
        [&header(LITTLE_ENDIAN), &[1], &1_u32.to_le_bytes(), &lon.to_le_bytes(), &lat.to_le_bytes()];
    let bytes = parts.into_iter().flatten();
    blob.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
    Some(blob)
}

fn header(flags: u8) -> [u8; 8] {
    let [a, b, c, d] = SRS_ID.to_le_bytes();
    [b'G', b'P', 0, flags, a, b, c, d]
}

/// The blob of any shape, with an envelope except for points, and its edges.
pub(super) fn blob(shape: &Geometry<f64>) -> Result<(Vec<u8>, Option<Bounds>), BadShape> {
    if shape.coords_iter().any(|at| !at.x.is_finite() || !at.y.is_finite()) {
        return Err(BadShape::NotFinite);
    }
    let wkb = wkb(shape)?;
    let bounds = shape.bounding_rect().map(Bounds::of_rect);
    let mut blob = Vec::with_capacity(40 + wkb.len());
    match (shape, bounds) {
        _ if shape.is_empty() => blob.extend(header(LITTLE_ENDIAN | EMPTY)),
        (Geometry::Point(_), _) | (_, None) => blob.extend(header(LITTLE_ENDIAN)),
        (_, Some(Bounds([west, south, east, north]))) => {
            blob.extend(header(LITTLE_ENDIAN | WITH_ENVELOPE));
            blob.extend([west, east, south, north].into_iter().flat_map(f64::to_le_bytes));
        }
    }
    blob.extend(wkb);
    Ok((blob, bounds))
}

/// The well-known binary of a shape. What files do not have is written as what they have: a
/// rectangle as a polygon.
pub(super) fn wkb(shape: &Geometry<f64>) -> Result<Vec<u8>, BadShape> {
    let plain = match shape {
        Geometry::Line(line) => Some(Geometry::LineString((*line).into())),
        Geometry::Rect(rect) => Some(Geometry::Polygon(rect.to_polygon())),
        Geometry::Triangle(triangle) => Some(Geometry::Polygon(triangle.to_polygon())),
        _ => None,
    };
    plain.as_ref().unwrap_or(shape).to_wkb(CoordDimensions::xy()).map_err(|_no_detail| BadShape::Unreadable)
}

/// The shape in a blob.
pub(super) fn shape(blob: &[u8]) -> Result<Geometry<f64>, BadShape> {
    GpkgWkb(blob).to_geo().map_err(|_no_detail| BadShape::Unreadable)
}

/// The name of the most special type that holds all of these shapes.
pub fn geometry_type<'a>(shapes: impl IntoIterator<Item = &'a Geometry<f64>>) -> &'static str {
    let mut names = shapes.into_iter().map(type_name);
    let Some(first) = names.next() else { return "GEOMETRY" };
    if names.all(|name| name == first) { first } else { "GEOMETRY" }
}

fn type_name(shape: &Geometry<f64>) -> &'static str {
    match shape {
        Geometry::Point(_) => "POINT",
        Geometry::Line(_) | Geometry::LineString(_) => "LINESTRING",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "POLYGON",
        Geometry::MultiPoint(_) => "MULTIPOINT",
        Geometry::MultiLineString(_) => "MULTILINESTRING",
        Geometry::MultiPolygon(_) => "MULTIPOLYGON",
        Geometry::GeometryCollection(_) => "GEOMETRYCOLLECTION",
    }
}

/// The edges of the shape in a blob: from its envelope, else from its coordinates.
pub(super) fn bounds(blob: &[u8]) -> Result<Option<Bounds>, BadShape> {
    let flags = *blob.get(3).ok_or(BadShape::Unreadable)?;
    if flags & EMPTY != 0 {
        return Ok(None);
    }
    if (flags >> 1) & 0b111 != 0 {
        let number = |index: usize| {
            let bytes: [u8; 8] = blob.get(8 + index * 8..16 + index * 8)?.try_into().ok()?;
            Some(if flags & LITTLE_ENDIAN != 0 {
                f64::from_le_bytes(bytes)
            } else {
                f64::from_be_bytes(bytes)
            })
        };
        let edges = || Some(Bounds([number(0)?, number(2)?, number(1)?, number(3)?]));
        return edges().map(Some).ok_or(BadShape::Unreadable);
    }
    // Most points come this way: byte order and type follow the header at once.
    if let Some(rest) = blob.get(8..).and_then(|wkb| wkb.strip_prefix(&[1, 1, 0, 0, 0]))
        && let Some(&place) = rest.first_chunk()
    {
        let [lon, lat] = two_numbers(place);
        return Ok(lon.is_finite().then_some(Bounds::of_point(lon, lat)));
    }
    Ok(shape(blob)?.bounding_rect().map(Bounds::of_rect))
}

fn two_numbers(bytes: [u8; 16]) -> [f64; 2] {
    let both = u128::from_le_bytes(bytes);
    [f64::from_bits(both as u64), f64::from_bits((both >> 64) as u64)]
}

/// Registers what the R-tree triggers of a GeoPackage call: `ST_IsEmpty`, `ST_MinX` and its sisters.
pub(super) fn register_functions(conn: &Connection) -> rusqlite::Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    for (name, edge) in [("ST_MinX", 0), ("ST_MinY", 1), ("ST_MaxX", 2), ("ST_MaxY", 3)] {
        conn.create_scalar_function(name, 1, flags, move |context| {
            Ok(bounds_of_argument(context)?.and_then(|Bounds(edges)| edges.get(edge).copied()))
        })?;
    }
    conn.create_scalar_function("ST_IsEmpty", 1, flags, |context| match context.get_raw(0) {
        ValueRef::Null => Ok(None),
        _ => Ok(Some(bounds_of_argument(context)?.is_none())),
    })
}

fn bounds_of_argument(context: &Context<'_>) -> rusqlite::Result<Option<Bounds>> {
    match context.get_raw(0) {
        ValueRef::Null => Ok(None),
        ValueRef::Blob(blob) => bounds(blob)
            .map_err(|_no_detail| rusqlite::Error::UserFunctionError("not a GeoPackage geometry".into())),
        _ => Err(rusqlite::Error::UserFunctionError("not a geometry".into())),
    }
}
