//! Shapefiles (Esri, July 1998): `.shp`, `.shx`, `.dbf`, `.prj`, `.cpg`; one set for each kind of shape in the table.

use std::{io, path::Path};

use encoding_rs::{Encoding, GB18030};
use geo::{BoundingRect as _, Coord, CoordsIter as _, Geometry, LineString, Rect, Winding as _};

use super::{super::split, Written, dbf, put};
use crate::domain::table::{Row, Table};

/// CGCS2000 in degrees, as Esri spells it.
const PRJ: &str = "GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],\
    PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433],AUTHORITY[\"EPSG\",4490]]";
/// The most bytes of a `.shp`: its length is counted in words of 16 bits, with a sign.
const SIZE_MAX: usize = 4 << 30;

pub(super) fn write(table: &Table, path: &Path, encoding: &'static Encoding) -> io::Result<Written> {
    let mut written = Written { rows: table.rows.len() as u64, ..Written::default() };
    let parts = split::by_kind(table.clone());
    let several = parts.len() > 1;
    for part in &parts {
        let suffix = part.name.strip_prefix(table.name.as_str()).unwrap_or_default();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let target =
            if several { path.with_file_name(format!("{stem}{suffix}.shp")) } else { path.to_owned() };
        let rows: Vec<&Row> = part.rows.iter().collect();
        let (shp, shx) = shapes(&rows)?;
        let attributes = dbf::write(part, &rows, encoding, &mut written);
        let label: &[u8] = if encoding == GB18030 { b"GBK" } else { b"UTF-8" };
        // The .shp last: with it the layer is there.
        for (ending, bytes) in [
            ("dbf", attributes.as_slice()),
            ("shx", &shx),
            ("prj", PRJ.as_bytes()),
            ("cpg", label),
            ("shp", &shp),
        ] {
            let file = target.with_extension(ending);
            put(&file, bytes)?;
            written.files.push(file);
        }
    }
    Ok(written)
}

/// The `.shp` and the `.shx`.
fn shapes(rows: &[&Row]) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let shapes: Vec<Option<&Geometry>> = rows.iter().map(|row| row.geometry.as_ref()).collect();
    let kind = kind(&shapes)?;
    let mut bounds: Option<Rect> = None;
    let (mut records, mut index) = (Vec::new(), Vec::new());
    for (shape, number) in shapes.iter().zip(1_u32..) {
        if let Some(own) = shape.and_then(Geometry::bounding_rect) {
            bounds = Some(bounds.map_or(own, |it| joined(it, own)));
        }
        let content = match shape {
            Some(shape) => record(shape, kind),
            None => 0_u32.to_le_bytes().to_vec(),
        };
        let length = words(content.len());
        index.extend(words(100 + records.len()).to_be_bytes());
        index.extend(length.to_be_bytes());
        records.extend(number.to_be_bytes());
        records.extend(length.to_be_bytes());
        records.extend(content);
        if records.len() > SIZE_MAX - 100 {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a .shp holds 4 GiB"));
        }
    }
    let with_header = |body: Vec<u8>| {
        let mut bytes = header(kind, body.len(), bounds);
        bytes.extend(body);
        bytes
    };
    Ok((with_header(records), with_header(index)))
}

/// A length in words of 16 bits, as the format counts.
fn words(bytes: usize) -> u32 {
    (bytes >> 1) as u32
}

fn joined(one: Rect, other: Rect) -> Rect {
    let low = Coord { x: one.min().x.min(other.min().x), y: one.min().y.min(other.min().y) };
    let high = Coord { x: one.max().x.max(other.max().x), y: one.max().y.max(other.max().y) };
    Rect::new(low, high)
}

fn header(kind: u32, body: usize, bounds: Option<Rect>) -> Vec<u8> {
    let mut bytes = 9994_u32.to_be_bytes().to_vec();
    bytes.resize(24, 0);
    bytes.extend(words(100 + body).to_be_bytes());
    bytes.extend(1000_u32.to_le_bytes());
    bytes.extend(kind.to_le_bytes());
    bytes.extend(corners(bounds));
    bytes.resize(100, 0);
    bytes
}

fn corners(bounds: Option<Rect>) -> Vec<u8> {
    let numbers = bounds.map_or([0.0; 4], |it| [it.min().x, it.min().y, it.max().x, it.max().y]);
    numbers.into_iter().flat_map(f64::to_le_bytes).collect()
}

/// The code of the shapes: 1 points, 8 groups of points, 3 lines, 5 areas; 0 where there is none.
fn kind(shapes: &[Option<&Geometry>]) -> io::Result<u32> {
    let mut found = 0;
    for shape in shapes.iter().flatten() {
        let kind = match shape {
            Geometry::Point(_) => 1,
            Geometry::MultiPoint(_) => 8,
            Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => 3,
            Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => 5,
            Geometry::GeometryCollection(_) => {
                return Err(io::Error::new(io::ErrorKind::Unsupported, "a shapefile holds no collections"));
            }
        };
        // Among groups a point is a group of one.
        found = if found == 0 || kind == found { kind } else { 8 };
    }
    Ok(found)
}

fn record(shape: &Geometry, kind: u32) -> Vec<u8> {
    let mut bytes = kind.to_le_bytes().to_vec();
    let place = |bytes: &mut Vec<u8>, it: Coord| {
        bytes.extend(it.x.to_le_bytes());
        bytes.extend(it.y.to_le_bytes());
    };
    match kind {
        1 => shape.coords_iter().take(1).for_each(|it| place(&mut bytes, it)),
        8 => {
            bytes.extend(corners(shape.bounding_rect()));
            bytes.extend((shape.coords_count() as u32).to_le_bytes());
            shape.coords_iter().for_each(|it| place(&mut bytes, it));
        }
        _ => {
            let parts = parts(shape);
            bytes.extend(corners(shape.bounding_rect()));
            bytes.extend((parts.len() as u32).to_le_bytes());
            bytes.extend((parts.iter().map(|it| it.0.len()).sum::<usize>() as u32).to_le_bytes());
            let mut start = 0_u32;
            for part in &parts {
                bytes.extend(start.to_le_bytes());
                start += part.0.len() as u32;
            }
            parts.iter().flat_map(|it| &it.0).for_each(|it| place(&mut bytes, *it));
        }
    }
    bytes
}

/// Lines, or rings: outer ones clockwise, holes the other way.
fn parts(shape: &Geometry) -> Vec<LineString> {
    match shape {
        Geometry::LineString(it) => vec![it.clone()],
        Geometry::MultiLineString(it) => it.0.clone(),
        Geometry::Line(it) => vec![LineString::from(*it)],
        Geometry::Rect(it) => parts(&it.to_polygon().into()),
        Geometry::Triangle(it) => parts(&it.to_polygon().into()),
        Geometry::Polygon(it) => {
            let mut outer = it.exterior().clone();
            outer.make_cw_winding();
            let holes = it.interiors().iter().cloned().map(|mut hole| {
                hole.make_ccw_winding();
                hole
            });
            std::iter::once(outer).chain(holes).collect()
        }
        Geometry::MultiPolygon(it) => it.iter().flat_map(|it| parts(&it.clone().into())).collect(),
        _ => Vec::new(),
    }
}
