//! Tables as KML: a placemark for each row, its columns as extended data, its name where a column is one.

use std::fmt::Write as _;

use geo::{Geometry, LineString, Polygon};

use crate::domain::{
    layer::NAME_COLUMNS,
    table::{Row, Table},
};

/// Writes a table.
pub(super) fn write(table: &Table) -> Vec<u8> {
    let named = NAME_COLUMNS
        .iter()
        .find_map(|name| table.columns.iter().position(|it| it.eq_ignore_ascii_case(name)));
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>\n",
    );
    element(&mut text, "name", &table.name);
    for row in &table.rows {
        placemark(&mut text, table, row, named);
    }
    text.push_str("</Document></kml>\n");
    text.into_bytes()
}

fn placemark(text: &mut String, table: &Table, row: &Row, named: Option<usize>) {
    text.push_str("<Placemark>");
    if let Some(cell) = named.and_then(|at| row.cells.get(at)) {
        element(text, "name", &cell.to_text());
    }
    text.push_str("<ExtendedData>");
    for (column, cell) in table.columns.iter().zip(&row.cells) {
        let value = cell.to_text();
        if !value.is_empty() {
            text.push_str("<Data name=\"");
            escape(text, column);
            text.push_str("\">");
            element(text, "value", &value);
            text.push_str("</Data>");
        }
    }
    text.push_str("</ExtendedData>");
    if let Some(shape) = &row.geometry {
        geometry(text, shape);
    }
    text.push_str("</Placemark>\n");
}

fn element(text: &mut String, name: &str, value: &str) {
    text.push('<');
    text.push_str(name);
    text.push('>');
    escape(text, value);
    text.push_str("</");
    text.push_str(name);
    text.push('>');
}

/// What XML can't hold is left out, as the readers of all other formats do.
fn escape(text: &mut String, value: &str) {
    for letter in value.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\r' => text.push_str("&#13;"),
            '\t' => text.push_str("&#9;"),
            '\n' => text.push_str("&#10;"),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control < ' ' => {}
            other => text.push(other),
        }
    }
}

fn geometry(text: &mut String, shape: &Geometry) {
    match shape {
        Geometry::Point(it) => {
            let _fine = write!(text, "<Point><coordinates>{},{}</coordinates></Point>", it.x(), it.y());
        }
        Geometry::LineString(it) => line(text, "LineString", it),
        Geometry::Polygon(it) => area(text, it),
        Geometry::Line(it) => line(text, "LineString", &LineString::from(*it)),
        Geometry::Rect(it) => area(text, &it.to_polygon()),
        Geometry::Triangle(it) => area(text, &it.to_polygon()),
        Geometry::MultiPoint(it) => several(text, it.iter().map(|it| Geometry::Point(*it))),
        Geometry::MultiLineString(it) => several(text, it.iter().map(|it| Geometry::LineString(it.clone()))),
        Geometry::MultiPolygon(it) => several(text, it.iter().map(|it| Geometry::Polygon(it.clone()))),
        Geometry::GeometryCollection(it) => several(text, it.iter().cloned()),
    }
}

fn several(text: &mut String, parts: impl Iterator<Item = Geometry>) {
    text.push_str("<MultiGeometry>");
    parts.for_each(|part| geometry(text, &part));
    text.push_str("</MultiGeometry>");
}

fn line(text: &mut String, tag: &str, line: &LineString) {
    let _fine = write!(text, "<{tag}><coordinates>");
    for (at, place) in line.0.iter().enumerate() {
        let _fine = write!(text, "{}{},{}", if at > 0 { " " } else { "" }, place.x, place.y);
    }
    let _fine = write!(text, "</coordinates></{tag}>");
}

fn area(text: &mut String, area: &Polygon) {
    text.push_str("<Polygon><outerBoundaryIs>");
    line(text, "LinearRing", area.exterior());
    text.push_str("</outerBoundaryIs>");
    for hole in area.interiors() {
        text.push_str("<innerBoundaryIs>");
        line(text, "LinearRing", hole);
        text.push_str("</innerBoundaryIs>");
    }
    text.push_str("</Polygon>");
}
