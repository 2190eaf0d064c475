//! Other people's `GeoPackage`s, one table per layer.
//!
//! The file is a foreign database: it is opened for reading only, cannot change, and of what is in it only views are executed, with
//! harmless functions and bounded patience: no trigger, no function of its schema.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rusqlite::{
    Connection, OpenFlags, OptionalExtension as _,
    config::DbConfig,
    hooks::{AuthAction, AuthContext, Authorization},
    limits::Limit,
    types::ValueRef,
};

use super::{
    Error, Limits, Progress, ReadOptions, Reason, Stage, Unsupported, encoding, integer_cell, text_cell,
    unique, wkb,
};
use crate::domain::table::{Cell, CrsNote, ReadWarning, Row, ShapeFault, SkipReason, Skipped, Table};

/// The longest text or shape: 64 MiB.
const VALUE_MAX: i32 = 64 << 20;

/// Reads all layers with features or attributes, or the one that is asked for.
pub(super) fn read(path: &Path, options: &ReadOptions, progress: &Progress<'_>) -> Result<Vec<Table>, Error> {
    let source = Source::open(path, &options.limits).map_err(|reason| reason.at(path, Stage::Open))?;
    let layers = layers(&source.database).map_err(|reason| reason.at(path, Stage::Structure))?;
    let layers =
        chosen(layers, options.layer.as_deref()).map_err(|reason| reason.at(path, Stage::Structure))?;
    let mut tables = Vec::new();
    for layer in &layers {
        let mut table =
            read_layer(&source, layer, progress).map_err(|reason| reason.at(path, Stage::Rows))?;
        if source.copy.is_some() {
            table.warnings.push(ReadWarning::FromJournal);
        }
        tables.push(table);
    }
    Ok(tables)
}

fn chosen(layers: Vec<Layer>, asked: Option<&str>) -> Result<Vec<Layer>, Reason> {
    let Some(asked) = asked else {
        return if layers.is_empty() { Err(Reason::NotSupported(Unsupported::NoLayers)) } else { Ok(layers) };
    };
    let present = layers.iter().map(|layer| layer.name.clone()).collect();
    let found: Vec<Layer> = layers.into_iter().filter(|layer| layer.name == asked).collect();
    if found.is_empty() { Err(Reason::NoSuchLayer { asked: asked.to_owned(), present }) } else { Ok(found) }
}

struct Source {
    database: Connection,
    /// A copy of the file and its journal, where the journal holds changes; gone with this value.
    copy: Option<tempfile::TempDir>,
    /// Counts the rows that were read.
    rows: Arc<AtomicU64>,
    /// The most rows of a view.
    view_rows: u64,
}

impl Source {
    fn open(path: &Path, limits: &Limits) -> Result<Self, Reason> {
        let journal = with_suffix(path, "-wal");
        let has_changes = fs::metadata(&journal).is_ok_and(|journal| journal.len() > 0);
        if !has_changes {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_URI
                | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let uri = format!("{}&immutable=1", uri(path)?);
            let database = Connection::open_with_flags(uri, flags).map_err(Reason::library)?;
            return Self::guarded(database, None, limits);
        }
        // Reading the journal in place would write beside somebody else's file.
        let folder = tempfile::tempdir()?;
        let copy = folder.path().join("copy.gpkg");
        fs::copy(path, &copy)?;
        fs::copy(&journal, with_suffix(&copy, "-wal"))?;
        Self::guarded(Connection::open(&copy).map_err(Reason::library)?, Some(folder), limits)
    }

    fn guarded(
        mut database: Connection,
        copy: Option<tempfile::TempDir>,
        limits: &Limits,
    ) -> Result<Self, Reason> {
        let mut guarded = || {
            guard(&database)?;
            // A view only reads, and functions that could do more are not trusted in it.
            database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, true)?;
            hold(&mut database, limits)
        };
        let rows = guarded().map_err(Reason::library)?;
        Ok(Self { database, copy, rows, view_rows: limits.view_rows })
    }
}

/// Executes nothing that a foreign database brings along.
pub(super) fn guard(database: &Connection) -> rusqlite::Result<()> {
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_MAX)?;
    database.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    database.execute_batch("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA query_only = ON;")
}

/// Only reads, and no row takes for ever. What it returns is to be counted up with each row.
fn hold(database: &mut Connection, limits: &Limits) -> rusqlite::Result<Arc<AtomicU64>> {
    /// So many steps of SQLite's machine take some milliseconds.
    const STEPS: i32 = 1_000_000;
    let longest = Duration::from_secs(limits.query_s);
    let (rows, mut seen, mut since) = (Arc::<AtomicU64>::default(), 0, Instant::now());
    let counted = Arc::clone(&rows);
    database.progress_handler(
        STEPS,
        Some(move || {
            let now = counted.load(Ordering::Relaxed);
            if now != seen {
                (seen, since) = (now, Instant::now());
            }
            since.elapsed() > longest
        }),
    )?;
    database.authorizer(Some(|context: AuthContext<'_>| match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Function { .. }
        | AuthAction::Recursive
        | AuthAction::Pragma { pragma_name: "table_info" | "table_xinfo", .. } => Authorization::Allow,
        _ => Authorization::Deny,
    }))?;
    Ok(rows)
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The path as SQLite wants it when options follow, with the first of them: for reading only.
pub(super) fn uri(path: &Path) -> std::io::Result<String> {
    let path = std::path::absolute(path)?;
    let mut uri = "file:".to_owned();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b':' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                uri.push(char::from(byte));
            }
            _ => write!(uri, "%{byte:02X}").map_err(std::io::Error::other)?,
        }
    }
    uri.push_str("?mode=ro");
    Ok(uri)
}

/// A layer as the contents table lists it.
struct Layer {
    name: String,
    /// The column of shapes; attributes have none.
    geometry: Option<String>,
    crs: CrsNote,
}

fn layers(database: &Connection) -> Result<Vec<Layer>, Reason> {
    let is_package: bool = database
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'gpkg_contents'", [], |row| row.get(0))
        .map_err(Reason::library)?;
    if !is_package {
        return Err(Reason::NotSupported(Unsupported::OtherDatabase));
    }
    let list = || -> rusqlite::Result<Vec<Layer>> {
        let has_shapes: bool = database.query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'gpkg_geometry_columns'",
            [],
            |row| row.get(0),
        )?;
        let shapes = if has_shapes {
            "LEFT JOIN gpkg_geometry_columns AS g ON lower(g.table_name) = lower(c.table_name)"
        } else {
            "LEFT JOIN (SELECT NULL AS column_name, NULL AS srs_id) AS g"
        };
        let query = format!(
            "SELECT c.table_name, g.column_name, coalesce(g.srs_id, c.srs_id) FROM gpkg_contents AS c {shapes}
             WHERE c.data_type IN ('features', 'attributes', 'aspatial') ORDER BY c.rowid"
        );
        let mut statement = database.prepare(&query)?;
        let mut rows = statement.query([])?;
        let mut layers = Vec::new();
        while let Some(row) = rows.next()? {
            let reference: Option<i64> = row.get(2)?;
            let crs = reference.map_or(Ok(CrsNote::Missing), |id| crs(database, id))?;
            layers.push(Layer { name: row.get(0)?, geometry: row.get(1)?, crs });
        }
        Ok(layers)
    };
    list().map_err(Reason::library)
}

fn crs(database: &Connection, id: i64) -> rusqlite::Result<CrsNote> {
    let query = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1";
    let found: Option<(String, i64, String)> =
        database.query_row(query, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((organization, number, definition)) = found.filter(|_| id > 0) else {
        return Ok(CrsNote::Missing);
    };
    let number =
        u32::try_from(number).ok().filter(|number| *number > 0 && organization.eq_ignore_ascii_case("EPSG"));
    Ok(match number {
        Some(number) => CrsNote::Epsg(number),
        None if definition.is_empty() || definition.eq_ignore_ascii_case("undefined") => CrsNote::Missing,
        None => CrsNote::Wkt(definition),
    })
}

/// An identifier that can't be anything but a name.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn read_layer(source: &Source, layer: &Layer, progress: &Progress<'_>) -> Result<Table, Reason> {
    let database = &source.database;
    let mut table = Table { name: layer.name.clone(), crs: layer.crs.clone(), ..Table::default() };
    let kind: Option<String> = database
        .query_row("SELECT type FROM sqlite_schema WHERE lower(name) = lower(?1)", [&layer.name], |row| {
            row.get(0)
        })
        .optional()
        .map_err(Reason::library)?;
    if !matches!(kind.as_deref(), Some("table" | "view")) {
        table.warnings.push(ReadWarning::LayerGone);
        return Ok(table);
    }
    let is_view = kind.as_deref() == Some("view");
    let count =
        || database.query_row(&format!("SELECT count(*) FROM {}", quoted(&layer.name)), [], |row| row.get(0));
    // A view would work twice.
    let total: i64 = if is_view { 0 } else { count().map_err(Reason::library)? };
    let mut statement =
        database.prepare(&format!("SELECT * FROM {}", quoted(&layer.name))).map_err(Reason::library)?;
    let types = column_types(database, &layer.name).map_err(Reason::library)?;
    let shape_of = |name: &str| layer.geometry.as_ref().is_some_and(|shape| shape.eq_ignore_ascii_case(name));
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let columns: Vec<Column> = names
        .iter()
        .map(|name| {
            if shape_of(name) {
                Column::Shape
            } else {
                Column::of(types.iter().find(|(own, _)| own == name).map_or("", |(_, kind)| kind))
            }
        })
        .collect();
    let attributes =
        names.into_iter().zip(&columns).filter(|(_, column)| **column != Column::Shape).map(|(name, _)| name);
    table.columns = unique(attributes.collect());

    let mut rows = statement.query([]).map_err(Reason::library)?;
    let mut trouble = Trouble::default();
    let mut number = 0;
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            // Its other rows may be as wrong as the one that could not be worked out.
            Err(error) if is_view => {
                table.rows.clear();
                table.warnings.push(ReadWarning::ViewFailed { error: error.to_string() });
                return Ok(table);
            }
            Err(error) => return Err(Reason::library(error)),
        };
        if is_view && number == source.view_rows {
            table.rows.clear();
            table.warnings.push(ReadWarning::ViewEndless { rows: source.view_rows });
            return Ok(table);
        }
        progress.step(number, total as u64)?;
        source.rows.fetch_add(1, Ordering::Relaxed);
        number += 1;
        match read_row(row, &columns, &mut trouble).map_err(Reason::library)? {
            Ok((cells, geometry)) => table.rows.push(Row { number, cells, geometry }),
            Err(fault) => table.skipped.push(Skipped { number, reason: SkipReason::Shape(fault) }),
        }
    }
    table.warnings.extend(trouble.warnings());
    Ok(table)
}

fn column_types(database: &Connection, name: &str) -> rusqlite::Result<Vec<(String, String)>> {
    let mut statement = database.prepare("SELECT name, type FROM pragma_table_xinfo(?1)")?;
    statement
        .query_map([name], |row| Ok((row.get(0)?, row.get::<_, String>(1)?.to_ascii_uppercase())))?
        .collect()
}

/// How a column is to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Shape,
    Flag,
    Date,
    Other,
}

impl Column {
    fn of(declared: &str) -> Self {
        match declared {
            "BOOLEAN" => Self::Flag,
            "DATE" => Self::Date,
            _ => Self::Other,
        }
    }
}

/// What was found in cells that no table can hold.
#[derive(Default)]
struct Trouble {
    blobs: u64,
    foreign_texts: u64,
}

impl Trouble {
    fn warnings(&self) -> Vec<ReadWarning> {
        let mut warnings = Vec::new();
        if self.blobs > 0 {
            warnings.push(ReadWarning::BinaryCells { count: self.blobs });
        }
        if self.foreign_texts > 0 {
            warnings.push(ReadWarning::ForeignTexts { count: self.foreign_texts });
        }
        warnings
    }
}

type Content = Result<(Vec<Cell>, Option<geo::Geometry>), ShapeFault>;

fn read_row(row: &rusqlite::Row<'_>, columns: &[Column], trouble: &mut Trouble) -> rusqlite::Result<Content> {
    let mut cells = Vec::with_capacity(columns.len());
    let mut geometry = None;
    for (index, column) in columns.iter().enumerate() {
        let value = row.get_ref(index)?;
        match (column, value) {
            (Column::Shape, ValueRef::Blob(blob)) => match wkb::from_geopackage(blob) {
                Ok(shape) => geometry = shape,
                Err(fault) => return Ok(Err(fault)),
            },
            (Column::Shape, ValueRef::Null) => {}
            (Column::Shape, _) => return Ok(Err(ShapeFault::NotAShape)),
            (column, value) => cells.push(cell(*column, value, trouble)),
        }
    }
    Ok(Ok((cells, geometry)))
}

fn cell(column: Column, value: ValueRef<'_>, trouble: &mut Trouble) -> Cell {
    match (column, value) {
        (_, ValueRef::Null) => Cell::Empty,
        (Column::Flag, ValueRef::Integer(number)) => Cell::Flag(number != 0),
        (_, ValueRef::Integer(number)) => integer_cell(number),
        (_, ValueRef::Real(number)) => {
            if number.is_finite() {
                Cell::Number(number)
            } else {
                Cell::Empty
            }
        }
        (column, ValueRef::Text(bytes)) => {
            let (text, is_foreign) = match str::from_utf8(bytes) {
                Ok(text) => (text.to_owned(), false),
                Err(_) => (encoding::decode_cell(encoding_rs::GB18030, bytes).0, true),
            };
            trouble.foreign_texts += u64::from(is_foreign);
            let day = (column == Column::Date).then(|| text.parse().ok()).flatten();
            day.map_or_else(|| text_cell(&text), Cell::Date)
        }
        (_, ValueRef::Blob(_)) => {
            trouble.blobs += 1;
            Cell::Empty
        }
    }
}

#[cfg(test)]
mod tests;
