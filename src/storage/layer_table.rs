//! The features of reference layers: one table for each layer, kept while the layer is removed so that
//! undo and redo need no data.

use std::{borrow::Cow, collections::HashSet};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{
    error::ErrorKind,
    geometry::{self, Bounds, geometry_type},
    operation::FieldHash,
    schema::{self, Listing, quoted},
    table::{bad_cell, bind, value_of},
};
use crate::domain::{
    Term as _, Value,
    layer::{Feature, FeatureSet, Layer, LayerKind},
};

/// Other programs tell columns apart by their first 30 bytes (GeoPackage 1.4, note on names).
const NAME_LENGTH: usize = 30;

/// What a column of a layer holds: decided by all of its values, so that it is the same again after reading back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ColumnType {
    Text,
    Double,
    Integer,
}

impl ColumnType {
    fn of<'a>(values: impl Iterator<Item = &'a Value>) -> Self {
        let mut found = None;
        for value in values {
            found = match (value, found) {
                (Value::Null, found) => found,
                (Value::Text(_), _) => return Self::Text,
                (Value::Real(_), _) | (Value::Integer(_), Some(Self::Double)) => Some(Self::Double),
                (Value::Integer(_), _) => Some(Self::Integer),
            };
        }
        found.unwrap_or(Self::Text)
    }

    fn declaration(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Double => "DOUBLE",
            Self::Integer => "INTEGER",
        }
    }

    /// The value as a column of this type keeps it.
    fn fit(self, value: &Value) -> Cow<'_, Value> {
        match (self, value) {
            (Self::Text, Value::Integer(number)) => Cow::Owned(Value::Text(number.to_string())),
            (Self::Text, Value::Real(number)) => Cow::Owned(Value::Text(number.to_string())),
            (Self::Double, Value::Integer(number)) => Cow::Owned(Value::Real(*number as f64)),
            // SQLite keeps no negative zero.
            (Self::Double, Value::Real(0.0)) => Cow::Owned(Value::Real(0.0)),
            _ => Cow::Borrowed(value),
        }
    }
}

fn column_types(set: &FeatureSet) -> Vec<ColumnType> {
    let values = |at| set.features.iter().filter_map(move |feature: &Feature| feature.values.get(at));
    (0..set.columns.len()).map(|at| ColumnType::of(values(at))).collect()
}

/// SHA-256 over the features of a layer, as they read back from the project file: lower-case hex.
pub fn feature_hash(set: &FeatureSet) -> String {
    let types = column_types(set);
    let mut hash = FieldHash::new("paikou-features-v1");
    hash.number(set.columns.len() as i64);
    for column in &set.columns {
        hash.text(column);
    }
    for feature in &set.features {
        let shape = feature.geometry.as_ref().map(geometry::wkb);
        hash.bytes(shape.and_then(Result::ok).as_deref().unwrap_or_default());
        for (at, kind) in types.iter().enumerate() {
            match kind.fit(feature.values.get(at).unwrap_or(&Value::Null)).as_ref() {
                Value::Null => hash.text("null"),
                Value::Integer(number) => hash.text("integer").number(*number),
                Value::Real(number) => hash.text("real").bytes(&number.to_le_bytes()),
                Value::Text(text) => hash.text("text").text(text),
            };
        }
    }
    hash.finish().to_string()
}

/// A table name for a new layer: its kind and the end of its identity, as `layer_river_1a2b3c4d`.
pub fn layer_table_name(layer: &Layer) -> String {
    let kind = layer.kind.map_or("reference", LayerKind::code);
    // The end of a UUIDv7 is random, its beginning is the time.
    format!("layer_{kind}_{:08x}", layer.id.0.as_u128() as u32)
}

/// Brings the tables in line with a layer's record: `before` is what the file says, `after` what it will say.
pub(super) fn follow(
    conn: &Connection,
    before: Option<&Layer>,
    after: Option<&Layer>,
    features: Option<&FeatureSet>,
) -> Result<(), ErrorKind> {
    match (before, after) {
        (None, None) => Ok(()),
        (None, Some(layer)) => bring(conn, layer, features),
        (Some(layer), None) => park(conn, &layer.table_name),
        (Some(old), Some(new)) if old.table_name != new.table_name => {
            park(conn, &old.table_name)?;
            bring(conn, new, features)
        }
        (Some(old), Some(new)) if old.hash != new.hash => {
            // The features that undo needs would be lost.
            Err(ErrorKind::BadTableName(new.table_name.clone()))
        }
        (Some(_), Some(layer)) => {
            let name = schema::unique_identifier(conn, &layer.table_name, &layer.name)?;
            conn.execute(
                "UPDATE gpkg_contents SET identifier = ?1, description = ?2 WHERE table_name = ?3",
                (name, description(layer), &layer.table_name),
            )?;
            Ok(())
        }
    }
}

fn bring(conn: &Connection, layer: &Layer, features: Option<&FeatureSet>) -> Result<(), ErrorKind> {
    let table = layer.table_name.as_str();
    let exists: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = ?1)")?
        .query_row([table], |row| row.get(0))?;
    match features {
        Some(features) => {
            if exists || !is_layer_name(table) {
                return Err(ErrorKind::BadTableName(table.to_owned()));
            }
            if layer.hash != feature_hash(features) {
                return Err(ErrorKind::FeaturesWrong(layer.name.clone()));
            }
            write(conn, layer, features)?;
        }
        None if exists && is_layer_name(table) => schema::unhide(conn, table)?,
        None => return Err(ErrorKind::NoFeatures(layer.name.clone())),
    }
    register(conn, layer)
}

fn is_layer_name(name: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    name.len() <= NAME_LENGTH + 10 && name.starts_with("layer_") && name.chars().all(fits)
}

fn park(conn: &Connection, table: &str) -> Result<(), ErrorKind> {
    schema::unlist(conn, table)?;
    schema::hide(conn, table)
}

fn description(layer: &Layer) -> String {
    let kind = layer.kind.map_or("", LayerKind::zh);
    [kind, &layer.source].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Lists the table of a layer for other programs. The table is already there.
fn register(conn: &Connection, layer: &Layer) -> Result<(), ErrorKind> {
    let table = layer.table_name.as_str();
    let geometry: String =
        conn.query_row("SELECT type FROM pragma_table_info(?1) WHERE name = 'geom'", [table], |row| {
            row.get(0)
        })?;
    let description = description(layer);
    let listing =
        Listing { table, identifier: &layer.name, description: &description, geometry: Some(&geometry) };
    schema::list(conn, &listing)?;
    schema::register_rtree(conn, table)?;
    for (column, heading) in headings(conn, table)? {
        schema::describe(conn, table, &column, &heading, "", &[])?;
    }
    let edges = [layer.west, layer.south, layer.east, layer.north];
    if let [Some(west), Some(south), Some(east), Some(north)] = edges {
        set_bounds(conn, table, Some(Bounds([west, south, east, north])))?;
    } else {
        let sql = format!("SELECT min(minx), min(miny), max(maxx), max(maxy) FROM {}", rtree(table));
        let found: [Option<f64>; 4] =
            conn.query_row(&sql, [], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?;
        let [west, south, east, north] = found;
        let bounds = west.zip(south).zip(east.zip(north));
        set_bounds(
            conn,
            table,
            bounds.map(|((west, south), (east, north))| Bounds([west, south, east, north])),
        )?;
    }
    Ok(())
}

fn rtree(table: &str) -> String {
    quoted(&format!("rtree_{table}_geom"))
}

/// Writes the edges of a table's shapes where other programs look for them.
pub(super) fn set_bounds(conn: &Connection, table: &str, bounds: Option<Bounds>) -> Result<(), ErrorKind> {
    let [west, south, east, north] = bounds.map_or([None; 4], |Bounds(edges)| edges.map(Some));
    conn.prepare_cached(
        "UPDATE gpkg_contents SET min_x = ?1, min_y = ?2, max_x = ?3, max_y = ?4 WHERE table_name = ?5",
    )?
    .execute(params![west, south, east, north, table])?;
    Ok(())
}

/// The columns of a layer's table and their headings in the file it came from.
fn headings(conn: &Connection, table: &str) -> Result<Vec<(String, String)>, ErrorKind> {
    let mut select = conn.prepare_cached(
        "SELECT column_name, heading FROM paikou_heading WHERE table_name = ?1 ORDER BY position",
    )?;
    let found = select.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The headings of a layer's columns, also of one that is removed.
pub(super) fn columns(conn: &Connection, layer: &Layer) -> Result<Vec<String>, ErrorKind> {
    Ok(headings(conn, &layer.table_name)?.into_iter().map(|(_, heading)| heading).collect())
}

fn write(conn: &Connection, layer: &Layer, set: &FeatureSet) -> Result<(), ErrorKind> {
    let table = layer.table_name.as_str();
    let (names, types) = (column_names(&set.columns), column_types(set));
    let mut heading = conn.prepare("INSERT INTO paikou_heading VALUES (?1, ?2, ?3, ?4)")?;
    let mut columns = vec![
        "\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL".to_owned(),
        format!("\"geom\" {}", geometry_type(set.features.iter().filter_map(|it| it.geometry.as_ref()))),
    ];
    for (at, ((name, kind), title)) in names.iter().zip(&types).zip(&set.columns).enumerate() {
        columns.push(format!("{} {}", quoted(name), kind.declaration()));
        heading.execute(params![table, at as i64, name, title])?;
    }
    conn.execute_batch(&format!("CREATE TABLE {} ({})", quoted(table), columns.join(", ")))?;
    schema::create_rtree(conn, table)?;

    let places: Vec<String> = (1..=names.len() + 1).map(|number| format!("?{number}")).collect();
    let list = std::iter::once("geom").chain(names.iter().map(String::as_str)).map(quoted);
    let list: Vec<String> = list.collect();
    let sql = format!("INSERT INTO {} ({}) VALUES ({})", quoted(table), list.join(", "), places.join(", "));
    let mut insert = conn.prepare(&sql)?;
    for feature in &set.features {
        let shape = feature.geometry.as_ref().map(geometry::blob).transpose();
        let shape = shape.map_err(|bad| match bad {
            geometry::BadShape::NotFinite => ErrorKind::NotFinite(layer.name.clone()),
            geometry::BadShape::Unreadable => ErrorKind::Geometry(layer.name.clone()),
        })?;
        insert.raw_bind_parameter(1, shape.map(|(blob, _)| blob))?;
        for (at, kind) in types.iter().enumerate() {
            let value = kind.fit(feature.values.get(at).unwrap_or(&Value::Null));
            if !super::operation::finite(&value) {
                return Err(ErrorKind::NotFinite(layer.name.clone()));
            }
            bind(&mut insert, at + 2, &value)?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}

/// The names of the columns of a layer's table in the project file, for the headings of its file.
pub fn layer_column_names(headings: &[String]) -> Vec<String> {
    column_names(headings)
}

/// Names that every program accepts for these headings: lower-case ASCII, unique.
fn column_names(headings: &[String]) -> Vec<String> {
    let mut taken: HashSet<String> = ["fid", "geom"].map(str::to_owned).into();
    let names = headings.iter().zip(1..).map(|(heading, number)| {
        let plain: String = heading
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' })
            .collect();
        let plain = plain.trim_matches('_');
        let stem = match plain.chars().next() {
            None => format!("field_{number}"),
            Some('0'..='9') => format!("f_{plain}"),
            Some(_) => plain.to_owned(),
        };
        let stem: String = stem.chars().take(NAME_LENGTH - 4).collect();
        let mut name = stem.clone();
        let mut next = 2;
        while !taken.insert(name.clone()) {
            name = format!("{stem}_{next}");
            next += 1;
        }
        name
    });
    names.collect()
}

/// Reads the features of a layer, also of one that is removed.
pub(super) fn read(conn: &Connection, layer: &Layer) -> Result<FeatureSet, ErrorKind> {
    let table = layer.table_name.as_str();
    let headings = headings(conn, table)?;
    let there: Option<i64> = conn
        .query_row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1", [table], |row| {
            row.get(0)
        })
        .optional()?;
    if there.is_none() || !is_layer_name(table) {
        return Err(ErrorKind::NoFeatures(layer.name.clone()));
    }
    let list: Vec<String> =
        std::iter::once("geom").chain(headings.iter().map(|(name, _)| name.as_str())).map(quoted).collect();
    let sql = format!("SELECT {} FROM {} ORDER BY fid", list.join(", "), quoted(table));
    let mut select = conn.prepare(&sql)?;
    let mut rows = select.query([])?;
    let mut features = Vec::with_capacity(usize::try_from(layer.count).unwrap_or_default().min(1 << 20));
    while let Some(row) = rows.next()? {
        let blob: Option<&[u8]> =
            row.get_ref(0)?.as_blob_or_null().map_err(|_wrong_type| geometry_error(layer))?;
        let shape = blob.map(geometry::shape).transpose().map_err(|_no_detail| geometry_error(layer))?;
        let mut values = Vec::with_capacity(headings.len());
        for (at, (column, _)) in headings.iter().enumerate() {
            let number = features.len() + 1;
            let value = value_of(row.get_ref(at + 1)?);
            values.push(value.map_err(|source| bad_cell(table, column, number, source))?);
        }
        features.push(Feature { geometry: shape, values });
    }
    Ok(FeatureSet { columns: headings.into_iter().map(|(_, heading)| heading).collect(), features })
}

fn geometry_error(layer: &Layer) -> ErrorKind {
    ErrorKind::Geometry(layer.name.clone())
}
