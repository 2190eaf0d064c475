//! Tables as `GeoJSON` of RFC 7946: longitude first, outer rings counter-clockwise.

use geo::{Geometry, LineString, MapCoords as _, Polygon, Winding as _};
use geojson::{Feature, FeatureCollection};
use serde_json::{Map, Value};

use crate::domain::table::{Cell, Row, Table};

/// Writes a table whose shapes are longitude and latitude in degrees.
///
/// Coordinates keep `decimals` places (6 are a decimetre, 9 a tenth of a millimetre; less than 6 and more than 9 are not
/// taken). Rows without a shape are written with a null geometry, empty cells as null.
pub fn write(table: &Table, decimals: u8) -> Vec<u8> {
    let factor = 10_f64.powi(i32::from(decimals.clamp(6, 9)));
    let features = table.rows.iter().map(|row| feature(table, row, factor)).collect();
    let collection = FeatureCollection { bbox: None, features, foreign_members: None };
    let mut bytes = collection.to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

fn feature(table: &Table, row: &Row, factor: f64) -> Feature {
    let properties: Map<String, Value> =
        table.columns.iter().zip(&row.cells).map(|(name, cell)| (name.clone(), value(cell))).collect();
    let geometry = row.geometry.as_ref().map(|geometry| {
        let rounded = geometry.map_coords(|place| geo::Coord {
            x: (place.x * factor).round() / factor,
            y: (place.y * factor).round() / factor,
        });
        geojson::Geometry::from(&wound(rounded))
    });
    Feature { bbox: None, geometry, id: None, properties: Some(properties), foreign_members: None }
}

/// Turns rings so that the area lies to the left.
fn wound(geometry: Geometry) -> Geometry {
    match geometry {
        Geometry::Polygon(area) => wound_polygon(area).into(),
        Geometry::MultiPolygon(areas) => {
            Geometry::MultiPolygon(areas.into_iter().map(wound_polygon).collect())
        }
        Geometry::GeometryCollection(parts) => {
            Geometry::GeometryCollection(parts.into_iter().map(wound).collect())
        }
        Geometry::Rect(area) => wound_polygon(area.to_polygon()).into(),
        Geometry::Triangle(area) => wound_polygon(area.to_polygon()).into(),
        other => other,
    }
}

fn wound_polygon(area: Polygon) -> Polygon {
    let (mut outer, mut holes) = area.into_inner();
    outer.make_ccw_winding();
    holes.iter_mut().for_each(LineString::make_cw_winding);
    Polygon::new(outer, holes)
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.as_str().into(),
        // Whole numbers without `.0`, as people expect them.
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => (*number as i64).into(),
        Cell::Number(number) => (*number).into(),
        Cell::Date(day) => day.to_string().into(),
        Cell::Flag(flag) => (*flag).into(),
    }
}

#[cfg(test)]
mod tests {
    use geo::Point;

    use super::*;

    #[test]
    fn rows_become_features() {
        let clockwise = LineString::from(vec![(0.0, 0.0), (0.0, 3.0), (3.0, 3.0), (3.0, 0.0), (0.0, 0.0)]);
        let hole = LineString::from(vec![(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)]);
        let row = |number, cells, geometry| Row { number, cells, geometry };
        let table = Table {
            columns: vec!["name".into(), "n".into()],
            rows: vec![
                row(
                    1,
                    vec![Cell::Text("滹沱河".into()), Cell::Number(3.0)],
                    Some(Point::new(112.123_456_789, 38.0).into()),
                ),
                row(
                    2,
                    vec![Cell::Empty, Cell::Number(1.5)],
                    Some(Polygon::new(clockwise, vec![hole]).into()),
                ),
                row(3, vec![Cell::Date(jiff::civil::date(2024, 4, 10)), Cell::Flag(true)], None),
            ],
            ..Table::default()
        };

        let text = String::from_utf8(write(&table, 6)).unwrap();

        assert_eq!(
            text.trim(),
            concat!(
                r#"{"type":"FeatureCollection","features":["#,
                r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[112.123457,38.0]},"properties":{"name":"滹沱河","n":3}},"#,
                r#"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0.0,0.0],[3.0,0.0],[3.0,3.0],[0.0,3.0],[0.0,0.0]],[[1.0,1.0],[2.0,2.0],[2.0,1.0],[1.0,1.0]]]},"properties":{"name":null,"n":1.5}},"#,
                r#"{"type":"Feature","geometry":null,"properties":{"name":"2024-04-10","n":true}}]}"#,
            )
        );
    }
}
