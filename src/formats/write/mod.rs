//! Tables as files of other programs. What is written reads back as it was; where a format can't hold something, what became of it
//! is told: names that had to change, cells that were shortened.

mod dbf;
mod geopackage;
mod kml;
mod shapefile;
mod sheet;
#[cfg(test)]
mod tests;

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use encoding_rs::{Encoding, GB18030, UTF_8};
use geo::Geometry;
use tempfile::NamedTempFile;

use super::geojson;
use crate::domain::table::{Cell, Table};

/// Decimals of a degree in GeoJSON: about a tenth of a millimetre.
const DECIMALS: u8 = 9;

/// A format that tables can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `.shp` with `.shx`, `.dbf`, `.prj` and `.cpg`; one for each kind of shape.
    Shapefile,
    /// `GeoJSON` of RFC 7946.
    GeoJson,
    /// `GeoPackage` 1.4.
    GeoPackage,
    /// KML.
    Kml,
    /// CSV with the shapes as text.
    Csv,
    /// A workbook with the shapes as text where they fit.
    Xlsx,
}

impl Target {
    /// The format that the ending of a file asks for.
    pub fn of(path: &Path) -> Option<Self> {
        Some(match path.extension()?.to_string_lossy().to_lowercase().as_str() {
            "shp" => Self::Shapefile,
            "geojson" | "json" => Self::GeoJson,
            "gpkg" => Self::GeoPackage,
            "kml" => Self::Kml,
            "csv" => Self::Csv,
            "xlsx" => Self::Xlsx,
            _ => return None,
        })
    }
}

/// What was written, and what had to change for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many rows.
    pub rows: u64,
    /// The files.
    pub files: Vec<PathBuf>,
    /// Columns that had to get another name: the old and the new one.
    pub renamed: Vec<(String, String)>,
    /// Cells that were shortened or lost characters.
    pub changed: u64,
    /// Were shapes too long for a cell left out?
    pub shapes_left_out: bool,
}

/// Writes a table whose shapes are longitude and latitude in degrees (CGCS2000). `gbk` is for the texts of a shapefile; anything
/// else is UTF-8. Either all files are there afterwards, or the old ones.
pub fn write_table(table: &Table, path: &Path, target: Target, gbk: bool) -> io::Result<Written> {
    let mut written = Written { rows: table.rows.len() as u64, ..Written::default() };
    match target {
        Target::Shapefile => {
            let encoding: &'static Encoding = if gbk { GB18030 } else { UTF_8 };
            return shapefile::write(table, path, encoding);
        }
        Target::GeoPackage => geopackage::write(table, path, &mut written)?,
        Target::GeoJson => put(path, &geojson::write(table, DECIMALS))?,
        Target::Kml => put(path, &kml::write(table))?,
        Target::Csv => put(path, &sheet::csv(table)?)?,
        Target::Xlsx => put(path, &sheet::xlsx(table, &mut written)?)?,
    }
    written.files.push(path.to_owned());
    Ok(written)
}

/// Writes a file beside its place and moves it there once it is whole on the disk.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = beside(path)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    debug_assert!(fs::metadata(folder).is_ok() || !folder.exists());
    NamedTempFile::new_in(folder)
}

/// What all cells of a column fit in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Whole,
    Number,
    Flag,
    Date,
    Text,
}

impl Kind {
    /// Beyond 2^53 a number is no longer whole for certain.
    const EXACT: f64 = 9_007_199_254_740_992.0;

    fn of(table: &Table, column: usize) -> Self {
        let kind = |cell: &Cell| match cell {
            Cell::Empty => None,
            Cell::Number(number)
                if number.fract() == 0.0 && number.abs() <= Self::EXACT && !is_negative_zero(*number) =>
            {
                Some(Self::Whole)
            }
            Cell::Number(_) => Some(Self::Number),
            Cell::Flag(_) => Some(Self::Flag),
            Cell::Date(_) => Some(Self::Date),
            Cell::Text(_) => Some(Self::Text),
        };
        let kinds = table.rows.iter().filter_map(|row| row.cells.get(column)).filter_map(kind);
        kinds
            .reduce(|one, other| match (one, other) {
                _ if one == other => one,
                (Self::Whole | Self::Number, Self::Whole | Self::Number) => Self::Number,
                _ => Self::Text,
            })
            .unwrap_or(Self::Text)
    }
}

fn is_negative_zero(number: f64) -> bool {
    number == 0.0 && number.is_sign_negative()
}

/// The shape as well-known text, as `CSV` and workbooks hold it. Numbers keep all their digits.
fn wkt(shape: &Geometry) -> String {
    use std::fmt::Write as _;

    use geo::{CoordsIter as _, LineString, Polygon};
    fn line(text: &mut String, line: &LineString) {
        text.push('(');
        for (at, place) in line.coords_iter().enumerate() {
            // Writing into a text can not fail.
            let _fine = write!(text, "{}{} {}", if at > 0 { "," } else { "" }, place.x, place.y);
        }
        text.push(')');
    }
    fn area(text: &mut String, area: &Polygon) {
        list(text, std::iter::once(area.exterior()).chain(area.interiors()), line);
    }
    fn list<'a, T: 'a>(text: &mut String, parts: impl Iterator<Item = &'a T>, write: fn(&mut String, &'a T)) {
        text.push('(');
        for (at, part) in parts.enumerate() {
            if at > 0 {
                text.push(',');
            }
            write(text, part);
        }
        text.push(')');
    }
    let mut text = String::new();
    match shape {
        Geometry::Point(it) => text = format!("POINT({} {})", it.x(), it.y()),
        Geometry::Line(it) => return wkt(&LineString::from(*it).into()),
        Geometry::Rect(it) => return wkt(&it.to_polygon().into()),
        Geometry::Triangle(it) => return wkt(&it.to_polygon().into()),
        Geometry::LineString(it) => {
            text.push_str("LINESTRING");
            line(&mut text, it);
        }
        Geometry::Polygon(it) => {
            text.push_str("POLYGON");
            area(&mut text, it);
        }
        Geometry::MultiPoint(it) => {
            text.push_str("MULTIPOINT");
            list(&mut text, it.iter(), |text, it| {
                let _fine = write!(text, "({} {})", it.x(), it.y());
            });
        }
        Geometry::MultiLineString(it) => {
            text.push_str("MULTILINESTRING");
            list(&mut text, it.iter(), line);
        }
        Geometry::MultiPolygon(it) => {
            text.push_str("MULTIPOLYGON");
            list(&mut text, it.iter(), area);
        }
        Geometry::GeometryCollection(it) => {
            text.push_str("GEOMETRYCOLLECTION");
            list(&mut text, it.iter(), |text, it| text.push_str(&wkt(it)));
        }
    }
    text
}
