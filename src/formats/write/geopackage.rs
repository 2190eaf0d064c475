//! Tables as a `GeoPackage` 1.4 of one layer (OGC 12-128r19).

use std::{collections::HashSet, io, path::Path};

use geo::{BoundingRect as _, Geometry};
use geozero::{CoordDimensions, ToWkb as _};
use rusqlite::{Connection, params, types::Value};

use super::{Kind, Written, beside};
use crate::domain::{
    shape::shape_name,
    table::{Cell, Table},
};

/// The system of the shapes.
const SRS: i32 = 4490;

const FRAME: &str = "
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10400;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid'),
    ('China Geodetic Coordinate System 2000', 4490, 'EPSG', 4490, 'GEOGCS[\"China Geodetic Coordinate System 2000\",DATUM[\"China_2000\",SPHEROID[\"CGCS2000\",6378137,298.257222101,AUTHORITY[\"EPSG\",\"1024\"]],AUTHORITY[\"EPSG\",\"1043\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4490\"]]', NULL);";

pub(super) fn write(table: &Table, path: &Path, written: &mut Written) -> io::Result<()> {
    // SQLite wants a file of its own beside the place; it moves there once it is whole.
    let place = beside(path)?.into_temp_path();
    fill(table, &place, written).map_err(io::Error::other)?;
    std::fs::File::open(&place)?.sync_all()?;
    place.persist(path).map_err(|error| error.error)
}

fn fill(table: &Table, path: &Path, written: &mut Written) -> rusqlite::Result<()> {
    let mut database = Connection::open(path)?;
    database.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = ON;")?;
    database.execute_batch(FRAME)?;
    let name = if table.name.trim().is_empty() { "layer" } else { table.name.trim() };
    let kinds: Vec<Kind> = (0..table.columns.len()).map(|at| Kind::of(table, at)).collect();
    let names = names(table, written);
    let shape = shape_type(table);
    let columns = names.iter().zip(&kinds).map(|(name, kind)| {
        let kind = match kind {
            Kind::Whole => "INTEGER",
            Kind::Number => "DOUBLE",
            Kind::Flag => "BOOLEAN",
            Kind::Date => "DATE",
            Kind::Text => "TEXT",
        };
        format!(", {} {kind}", quoted(name))
    });
    let geometry = shape.map(|it| format!(", geom {it}")).unwrap_or_default();
    let columns: String = columns.collect();
    let create = format!(
        "CREATE TABLE {} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL{geometry}{columns})",
        quoted(name)
    );
    let transaction = database.transaction()?;
    transaction.execute(&create, [])?;
    let bounds = table.rows.iter().filter_map(|row| row.geometry.as_ref()?.bounding_rect());
    let bounds = bounds.fold(None, |all: Option<[f64; 4]>, it| {
        let own = [it.min().x, it.min().y, it.max().x, it.max().y];
        Some(all.map_or(own, |all| {
            [all[0].min(own[0]), all[1].min(own[1]), all[2].max(own[2]), all[3].max(own[3])]
        }))
    });
    let edge = |at: usize| bounds.and_then(|it| it.get(at).copied());
    let kind = if shape.is_some() { "features" } else { "attributes" };
    transaction.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        params![name, kind, name, edge(0), edge(1), edge(2), edge(3), shape.map(|_| SRS)],
    )?;
    if let Some(shape) = shape {
        transaction.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
            params![name, shape, SRS],
        )?;
    }
    insert(&transaction, table, name, shape, &kinds)?;
    transaction.commit()
}

fn insert(
    database: &Connection,
    table: &Table,
    name: &str,
    shape: Option<&str>,
    kinds: &[Kind],
) -> rusqlite::Result<()> {
    let places = 1 + usize::from(shape.is_some()) + kinds.len();
    let marks = vec!["?"; places].join(", ");
    let mut statement = database.prepare(&format!("INSERT INTO {} VALUES ({marks})", quoted(name)))?;
    let multiple = shape.is_some_and(|it| it.starts_with("MULTI"));
    for (row, number) in table.rows.iter().zip(1_i64..) {
        let mut values = vec![Value::Integer(number)];
        if shape.is_some() {
            values.push(match &row.geometry {
                Some(shape) => Value::Blob(blob(shape, multiple)?),
                None => Value::Null,
            });
        }
        let cells = kinds
            .iter()
            .enumerate()
            .map(|(at, kind)| value(row.cells.get(at).unwrap_or(&Cell::Empty), *kind));
        values.extend(cells);
        statement.execute(rusqlite::params_from_iter(values))?;
    }
    Ok(())
}

fn blob(shape: &Geometry, multiple: bool) -> rusqlite::Result<Vec<u8>> {
    let shape = match shape {
        Geometry::Point(it) if multiple => geo::MultiPoint(vec![*it]).into(),
        Geometry::LineString(it) if multiple => geo::MultiLineString(vec![it.clone()]).into(),
        Geometry::Polygon(it) if multiple => geo::MultiPolygon(vec![it.clone()]).into(),
        other => other.clone(),
    };
    let bounds = match shape.bounding_rect() {
        // The envelope of a point is the point.
        Some(it) if !matches!(shape, Geometry::Point(_)) => {
            vec![it.min().x, it.max().x, it.min().y, it.max().y]
        }
        _ => Vec::new(),
    };
    let failed = |error| rusqlite::Error::ToSqlConversionFailure(Box::new(error));
    shape.to_gpkg_wkb(CoordDimensions::xy(), Some(SRS), bounds).map_err(failed)
}

fn value(cell: &Cell, kind: Kind) -> Value {
    match (kind, cell) {
        (_, Cell::Empty) => Value::Null,
        (Kind::Whole, Cell::Number(number)) => Value::Integer(*number as i64),
        (Kind::Number, Cell::Number(number)) => Value::Real(*number),
        (Kind::Flag, Cell::Flag(flag)) => Value::Integer(i64::from(*flag)),
        (_, cell) => Value::Text(cell.to_text()),
    }
}

/// The names of the columns: none twice whatever the case of letters, none that the layer needs itself.
fn names(table: &Table, written: &mut Written) -> Vec<String> {
    let mut taken: HashSet<String> = ["fid", "geom"].map(str::to_owned).into();
    let mut names = Vec::new();
    for column in &table.columns {
        let plain = if column.is_empty() { "field" } else { column.as_str() };
        let numbered = (1..).map(|number| format!("{plain}_{number}"));
        let free =
            std::iter::once(plain.to_owned()).chain(numbered).find(|it| taken.insert(it.to_lowercase()));
        let free = free.unwrap_or_default();
        if free != *column {
            written.renamed.push((column.clone(), free.clone()));
        }
        names.push(free);
    }
    names
}

/// The one type of all shapes, that of several where single ones are among them, or any; nothing where there is none.
fn shape_type(table: &Table) -> Option<&'static str> {
    let names = table.rows.iter().filter_map(|row| row.geometry.as_ref()).map(shape_name);
    names.reduce(|one, other| match (one, other) {
        _ if one == other => one,
        ("POINT", "MULTIPOINT") | ("MULTIPOINT", "POINT") => "MULTIPOINT",
        ("LINESTRING", "MULTILINESTRING") | ("MULTILINESTRING", "LINESTRING") => "MULTILINESTRING",
        ("POLYGON", "MULTIPOLYGON") | ("MULTIPOLYGON", "POLYGON") => "MULTIPOLYGON",
        _ => "GEOMETRY",
    })
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
