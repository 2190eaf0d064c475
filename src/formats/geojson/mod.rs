//! `GeoJSON`: a collection, a feature, a bare geometry, or one feature per line. Heights are dropped.

mod shape;
mod write;

use std::{collections::HashMap, fs, path::Path};

use geo::{BoundingRect as _, CoordsIter as _, Geometry};
use serde_json::{Map, Value};

pub use self::write::write;
use super::{
    Damage, Error, Limits, Progress, Quantity, Reason, Stage, Unsupported, integer_cell, stem, text_cell,
};
use crate::domain::table::{Cell, CrsNote, Row, SkipReason, Skipped, Table};

/// Reads a file.
pub(super) fn read(path: &Path, limits: &Limits, progress: &Progress<'_>) -> Result<Table, Error> {
    let open = || -> Result<String, Reason> {
        let limit = limits.geojson_bytes;
        if fs::metadata(path)?.len() > limit {
            return Err(Reason::TooLarge { what: Quantity::GeoJsonBytes, limit });
        }
        let bytes = fs::read(path)?;
        String::from_utf8(bytes).map_err(|error| {
            let fine = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
            let line = str::from_utf8(fine).map_or(1, |text| text.matches('\n').count() + 1);
            Reason::Damaged(Damage::NotUtf8 { line })
        })
    };
    let text = open().map_err(|reason| reason.at(path, Stage::Open))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut layer = Layer {
        table: Table { name: stem(path), encoding: "UTF-8".to_owned(), ..Table::default() },
        limits: *limits,
        ..Layer::default()
    };
    match serde_json::from_str::<Value>(text) {
        Ok(document) => {
            layer.take_document(document, progress).map_err(|reason| reason.at(path, Stage::Rows))?;
        }
        Err(error) => {
            let lines = lines(text).ok_or_else(|| Reason::from(error).at(path, Stage::Structure))?;
            layer.take_lines(&lines, progress).map_err(|reason| reason.at(path, Stage::Rows))?;
        }
    }
    Ok(layer.finish())
}

/// The lines of newline-delimited GeoJSON; `None` if the first of them is no object by itself.
fn lines(text: &str) -> Option<Vec<&str>> {
    // RFC 8142 begins each text with a record separator.
    let lines: Vec<&str> = text.lines().map(|line| line.trim().trim_start_matches('\u{1e}')).collect();
    let first = lines.iter().find(|line| !line.is_empty())?;
    serde_json::from_str::<Map<String, Value>>(first).is_ok().then_some(lines)
}

#[derive(Default)]
struct Layer {
    table: Table,
    column_of: HashMap<String, usize>,
    /// The `id` member of each row of the table.
    ids: Vec<Cell>,
    /// Whether some vertex can't be a longitude and latitude.
    beyond_degrees: bool,
    limits: Limits,
    /// How many coordinates there were so far.
    coordinates: u64,
}

impl Layer {
    fn take_document(&mut self, document: Value, progress: &Progress<'_>) -> Result<(), Reason> {
        let Value::Object(mut document) = document else {
            return Err(Reason::Damaged(Damage::NoObject));
        };
        self.table.crs = crs(&document);
        match document.get("type").and_then(Value::as_str) {
            Some("FeatureCollection") => {
                let Some(Value::Array(features)) = document.remove("features") else {
                    return Err(Reason::Damaged(Damage::NoFeatures));
                };
                let total = features.len() as u64;
                for (index, feature) in features.into_iter().enumerate() {
                    progress.step(index as u64, total)?;
                    self.take_feature(feature, index as u64 + 1)?;
                }
                Ok(())
            }
            Some("Topology") => Err(Reason::NotSupported(Unsupported::TopoJson)),
            Some(_) => self.take_feature(Value::Object(document), 1),
            None => Err(Reason::Damaged(Damage::NoType)),
        }
    }

    fn take_lines(&mut self, lines: &[&str], progress: &Progress<'_>) -> Result<(), Reason> {
        let total = lines.len() as u64;
        for (line, number) in lines.iter().zip(1_u64..) {
            progress.step(number - 1, total)?;
            if line.is_empty() {
                continue;
            }
            match serde_json::from_str(line) {
                Ok(feature) => self.take_feature(feature, number)?,
                Err(error) => self.skip(number, SkipReason::NotJson { at: error.column() }),
            }
        }
        Ok(())
    }

    fn take_feature(&mut self, value: Value, number: u64) -> Result<(), Reason> {
        let feature = match Feature::read(value) {
            Ok(feature) => feature,
            Err(reason) => {
                self.skip(number, reason);
                return Ok(());
            }
        };
        self.coordinates += feature.geometry.as_ref().map_or(0, |it| it.coords_count() as u64);
        let limit = self.limits.coordinates;
        if self.coordinates > limit {
            return Err(Reason::TooLarge { what: Quantity::Coordinates, limit });
        }
        self.beyond_degrees |=
            feature.geometry.as_ref().and_then(Geometry::bounding_rect).is_some_and(|bounds| {
                bounds.min().x < -180.0
                    || bounds.max().x > 180.0
                    || bounds.min().y < -90.0
                    || bounds.max().y > 90.0
            });
        let mut cells = vec![Cell::Empty; self.table.columns.len()];
        for (name, value) in &feature.properties {
            let column = self.column(name);
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            if let Some(slot) = cells.get_mut(column) {
                *slot = cell(value);
            }
        }
        self.ids.push(feature.id);
        self.table.rows.push(Row { number, cells, geometry: feature.geometry });
        Ok(())
    }

    fn skip(&mut self, number: u64, reason: SkipReason) {
        self.table.skipped.push(Skipped { number, reason });
    }

    fn column(&mut self, name: &str) -> usize {
        if let Some(column) = self.column_of.get(name) {
            return *column;
        }
        self.table.columns.push(name.to_owned());
        self.column_of.insert(name.to_owned(), self.column_of.len());
        self.column_of.len() - 1
    }

    fn finish(mut self) -> Table {
        let width = self.table.columns.len();
        for row in &mut self.table.rows {
            row.cells.resize(width, Cell::Empty);
        }
        let has_ids = self.ids.iter().any(|id| *id != Cell::Empty);
        if has_ids && !self.column_of.contains_key("id") {
            self.table.columns.insert(0, "id".to_owned());
            for (row, id) in self.table.rows.iter_mut().zip(self.ids) {
                row.cells.insert(0, id);
            }
        }
        // RFC 7946 knows WGS 84 only, but offices write metres into GeoJSON, too: then the file has said nothing.
        if self.table.crs == CrsNote::Missing
            && !self.beyond_degrees
            && self.table.rows.iter().any(|row| row.geometry.is_some())
        {
            self.table.crs = CrsNote::Epsg(4326);
        }
        self.table.columns =
            super::unique(self.table.columns.iter().map(|name| name.trim().to_owned()).collect());
        self.table
    }
}

struct Feature {
    geometry: Option<Geometry>,
    properties: Map<String, Value>,
    id: Cell,
}

impl Feature {
    /// A feature, or a bare geometry made into one.
    fn read(mut value: Value) -> Result<Self, SkipReason> {
        if value.get("type").and_then(Value::as_str) != Some("Feature") {
            return Ok(Self {
                geometry: some(shape::read(&value).map_err(SkipReason::Shape)?),
                properties: Map::new(),
                id: Cell::Empty,
            });
        }
        let properties = match value.get_mut("properties").map(Value::take) {
            Some(Value::Object(properties)) => properties,
            None | Some(Value::Null) => Map::new(),
            Some(other) => return Err(SkipReason::BadProperties { found: shape::shortened(&other) }),
        };
        let geometry = value.get("geometry").map_or(Ok(None), shape::read).map_err(SkipReason::Shape)?;
        Ok(Self { geometry: some(geometry), properties, id: value.get("id").map_or(Cell::Empty, cell) })
    }
}

/// Rings and lines without a vertex are no shape.
fn some(geometry: Option<Geometry>) -> Option<Geometry> {
    geometry.filter(|geometry| geometry.coords_iter().next().is_some())
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(flag) => Cell::Flag(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => integer_cell(whole),
            None => number
                .as_f64()
                .filter(|number| number.is_finite())
                .map_or_else(|| Cell::Text(number.to_string()), Cell::Number),
        },
        Value::String(text) => text_cell(text),
        Value::Array(_) | Value::Object(_) => Cell::Text(value.to_string()),
    }
}

/// The `crs` member of 2008, which RFC 7946 took away and everybody still writes.
fn crs(document: &Map<String, Value>) -> CrsNote {
    let name = document.get("crs").and_then(|crs| crs.get("properties")?.get("name")?.as_str());
    match name {
        None => CrsNote::Missing,
        Some(name) if name.ends_with("CRS84") => CrsNote::Epsg(4326),
        Some(name) => {
            let number = name.rsplit([':', '/']).next().and_then(|number| number.parse().ok());
            number
                .filter(|_| name.to_ascii_uppercase().contains("EPSG"))
                .map_or(CrsNote::Missing, CrsNote::Epsg)
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::Point;

    use super::*;

    fn table(text: &str) -> Result<Table, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("layer.geojson");
        fs::write(&path, text).unwrap();
        let go_on = |_, _| true;
        read(&path, &Limits::SHIPPED, &Progress { report: &go_on, last: std::cell::Cell::new(0) })
    }

    #[test]
    fn properties_of_any_kind_become_cells() {
        let table = table(
            r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":{"type":"Point","coordinates":[112.5,38.0,800.0]},"properties":{"name":" 滹沱河 ","n":3,"ok":true,"list":[1,{"a":2}]}},
            {"type":"Feature","geometry":null,"properties":{"n":null,"late":1.5,"code":140924000000001234}},
            {"type":"Feature","geometry":null,"properties":null}]}"#,
        )
        .unwrap();

        assert_eq!(table.columns, ["name", "n", "ok", "list", "late", "code"]);
        let text = |text: &str| Cell::Text(text.to_owned());
        let first = &table.rows[0];
        assert_eq!(first.geometry, Some(Point::new(112.5, 38.0).into()));
        assert_eq!(
            first.cells,
            [
                text("滹沱河"),
                Cell::Number(3.0),
                Cell::Flag(true),
                text(r#"[1,{"a":2}]"#),
                Cell::Empty,
                Cell::Empty
            ]
        );
        assert_eq!(table.rows[1].cells[4..], [Cell::Number(1.5), text("140924000000001234")]);
        assert_eq!((table.rows[2].number, table.rows[2].cells.len()), (3, 6));
        assert_eq!(table.crs, CrsNote::Epsg(4326));
    }

    #[test]
    fn a_broken_feature_costs_one_row() {
        let table = table(
            r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":{"type":"Point","coordinates":[112.5]},"properties":{}},
            {"type":"Feature","geometry":{"type":"Blob","coordinates":[1,2]},"properties":{}},
            {"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],["x",3]]},"properties":{}},
            17,
            {"type":"Feature","geometry":{"type":"Point","coordinates":[112.5,38]},"properties":{}}]}"#,
        )
        .unwrap();

        let skipped: Vec<u64> = table.skipped.iter().map(|skipped| skipped.number).collect();
        assert_eq!((skipped, table.rows.len()), (vec![1, 2, 3, 4], 1));
        assert!(table.skipped.iter().all(|skipped| matches!(skipped.reason, SkipReason::Shape(_))));
    }

    #[test]
    fn features_line_by_line_are_read_and_counted_by_line() {
        let line =
            r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"a":1}}"#;
        let table = table(&format!("\u{feff}\u{1e}{line}\n\n{line}\nnot json\n")).unwrap();
        let numbers: Vec<u64> = table.rows.iter().map(|row| row.number).collect();
        assert_eq!((numbers, table.skipped[0].number), (vec![1, 3], 4));
    }

    #[test]
    fn the_id_becomes_a_column_unless_a_property_has_the_name() {
        let with_id = r#"{"type":"Feature","id":7,"geometry":null,"properties":{"a":1}}"#;
        assert_eq!(table(with_id).unwrap().columns, ["id", "a"]);
        assert_eq!(table(with_id).unwrap().rows[0].cells[0], Cell::Number(7.0));
        let both = r#"{"type":"Feature","id":"x","geometry":null,"properties":{"id":1}}"#;
        assert_eq!(table(both).unwrap().columns, ["id"]);
    }

    #[test]
    fn the_old_crs_member_is_heard() {
        let with = |name: &str| {
            let text = format!(
                r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{name}"}}}},"features":[]}}"#
            );
            table(&text).unwrap().crs
        };
        assert_eq!(with("urn:ogc:def:crs:EPSG::4547"), CrsNote::Epsg(4547));
        assert_eq!(with("EPSG:4490"), CrsNote::Epsg(4490));
        assert_eq!(with("http://www.opengis.net/def/crs/EPSG/0/4526"), CrsNote::Epsg(4526));
        assert_eq!(with("urn:ogc:def:crs:OGC:1.3:CRS84"), CrsNote::Epsg(4326));
        assert_eq!(with("local"), CrsNote::Missing);
    }

    #[test]
    fn metres_without_a_crs_member_say_nothing() {
        let bare = table(r#"{"type":"Point","coordinates":[37623731.97,4356122.27]}"#).unwrap();
        assert_eq!((bare.crs, bare.rows.len()), (CrsNote::Missing, 1));
    }

    #[test]
    fn what_is_no_geojson_is_refused() {
        for text in [
            "[1,2]",
            "{}",
            r#"{"type":"Topology"}"#,
            "{\"type\":\"FeatureCollection\"",
            r#"{"type":"FeatureCollection"}"#,
        ] {
            assert!(table(text).is_err(), "{text}");
        }
        assert!(table(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn a_file_at_each_limit_is_read_and_one_over_it_is_not() {
        let text = r#"{"type":"LineString","coordinates":[[1,2],[3,4],[5,6]]}"#;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("layer.geojson");
        fs::write(&path, text).unwrap();
        let within = |geojson_bytes, coordinates| {
            let limits = Limits { geojson_bytes, coordinates, ..Limits::SHIPPED };
            read(&path, &limits, &Progress { report: &|_, _| true, last: std::cell::Cell::new(0) })
        };
        let size = text.len() as u64;
        assert_eq!(within(size, 3).unwrap().rows.len(), 1);
        let reason = within(size - 1, 3).unwrap_err().reason;
        assert!(matches!(reason, Reason::TooLarge { what: Quantity::GeoJsonBytes, .. }), "{reason}");
        let reason = within(size, 2).unwrap_err().reason;
        assert!(matches!(reason, Reason::TooLarge { what: Quantity::Coordinates, limit: 2 }), "{reason}");
    }

    #[test]
    fn shapes_and_values_may_nest_as_deep_as_the_library_allows_and_no_deeper() {
        let nested = |depth: usize| {
            let open = r#"{"type":"GeometryCollection","geometries":["#.repeat(depth);
            table(&format!("{open}{}", "]}".repeat(depth)))
        };
        assert!(nested(60).is_ok());
        let reason = nested(100).unwrap_err().reason;
        assert!(matches!(reason, Reason::NotJson(_)), "{reason}");
    }
}
