//! Shapes as well-known text, and tables with a column of it.
//!
//! Written here because a foreign text may nest without end: it must cost one row, not the stack. Heights and measures are
//! dropped.

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

use crate::domain::table::{Cell, CrsNote, ShapeFault, SkipReason, Skipped, Table};

/// How deep collections may nest.
const DEPTH_MAX: u32 = 64;
/// How many rows are looked at for a column of shapes.
const LOOKED_AT: usize = 100;

/// Turns the column of a table that holds well-known text into its shapes, where there is one.
pub(super) fn take_shapes(table: &mut Table) {
    let Some(at) = column(table) else { return };
    table.columns.remove(at);
    let rows = std::mem::take(&mut table.rows);
    let mut srids = Vec::new();
    for mut row in rows {
        let cell = row.cells.remove(at);
        match &cell {
            Cell::Empty => table.rows.push(row),
            cell => match read(&cell.to_text()) {
                Ok((shape, srid)) => {
                    srids.push(srid);
                    row.geometry = shape;
                    table.rows.push(row);
                }
                Err(fault) => {
                    table.skipped.push(Skipped { number: row.number, reason: SkipReason::Shape(fault) });
                }
            },
        }
    }
    table.skipped.sort_by_key(|row| row.number);
    if let Some(Some(srid)) = srids.first().filter(|first| srids.iter().all(|it| it == *first)) {
        table.crs = CrsNote::Epsg(*srid);
    }
}

/// The column in which the first filled cells are all well-known text.
fn column(table: &Table) -> Option<usize> {
    (0..table.columns.len()).find(|at| {
        let cells = table.rows.iter().take(LOOKED_AT).filter_map(|row| row.cells.get(*at));
        let mut filled = cells.filter(|cell| **cell != Cell::Empty).peekable();
        filled.peek().is_some() && filled.all(|cell| matches!(cell, Cell::Text(text) if looks(text)))
    })
}

fn looks(text: &str) -> bool {
    let text = after_srid(text).0.trim_start();
    let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let rest = text.get(word.len()..).unwrap_or_default().trim_start();
    let known = [
        "POINT",
        "LINESTRING",
        "POLYGON",
        "MULTIPOINT",
        "MULTILINESTRING",
        "MULTIPOLYGON",
        "GEOMETRYCOLLECTION",
    ];
    let upper = word.to_ascii_uppercase();
    let bare = known
        .iter()
        .any(|it| upper == *it || upper.strip_prefix(it).is_some_and(|it| matches!(it, "Z" | "M" | "ZM")));
    bare && (rest.starts_with('(') || rest.to_ascii_uppercase().starts_with(['Z', 'M', 'E']))
}

/// `SRID=4490;POINT(…)`.
fn after_srid(text: &str) -> (&str, Option<u32>) {
    let rest = text.trim_start();
    let prefix = rest.get(..5).is_some_and(|it| it.eq_ignore_ascii_case("SRID="));
    match rest.get(5..).and_then(|it| it.split_once(';')).filter(|_| prefix) {
        Some((number, shape)) => (shape, number.trim().parse().ok()),
        None => (text, None),
    }
}

/// Reads a shape, and the number of its system where it names one. Nothing is an empty shape.
pub(super) fn read(text: &str) -> Result<(Option<Geometry>, Option<u32>), ShapeFault> {
    let (shape, srid) = after_srid(text);
    let mut parser = Parser { rest: shape };
    let geometry = parser.geometry(0)?;
    if !parser.rest.trim().is_empty() {
        return Err(ShapeFault::NotAShape);
    }
    Ok((geometry, srid))
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn geometry(&mut self, depth: u32) -> Result<Option<Geometry>, ShapeFault> {
        if depth > DEPTH_MAX {
            return Err(ShapeFault::TooDeep);
        }
        let word = self.word();
        let kind = word.trim_end_matches(['Z', 'M']).to_owned();
        // POINTM is a point, but of MULTIPOINT nothing is taken away.
        let kind = if kind.is_empty() { word } else { kind };
        loop {
            let mut ahead = Self { rest: self.rest };
            match ahead.word().as_str() {
                "Z" | "M" | "ZM" => self.rest = ahead.rest,
                "EMPTY" => {
                    self.rest = ahead.rest;
                    return Ok(None);
                }
                _ => break,
            }
        }
        Ok(Some(match kind.as_str() {
            "POINT" => Point::from(self.in_brackets(Self::position)?).into(),
            "LINESTRING" => self.line()?.into(),
            "POLYGON" => self.polygon()?.into(),
            "MULTIPOINT" => MultiPoint::new(self.list(Self::loose_point)?).into(),
            "MULTILINESTRING" => MultiLineString::new(self.list(Self::line)?).into(),
            "MULTIPOLYGON" => MultiPolygon::new(self.list(Self::polygon)?).into(),
            "GEOMETRYCOLLECTION" => {
                let parts = self.list(|it| it.geometry(depth + 1))?;
                Geometry::GeometryCollection(GeometryCollection::new_from(
                    parts.into_iter().flatten().collect(),
                ))
            }
            other => return Err(ShapeFault::NoSuchType(other.chars().take(40).collect())),
        }))
    }

    fn word(&mut self) -> String {
        let text = self.rest.trim_start();
        let end = text.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        self.rest = rest;
        word.to_ascii_uppercase()
    }

    fn sign(&mut self, sign: char) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn in_brackets<T>(&mut self, read: fn(&mut Self) -> Result<T, ShapeFault>) -> Result<T, ShapeFault> {
        if !self.sign('(') {
            return Err(ShapeFault::CutOff);
        }
        let found = read(self)?;
        if self.sign(')') { Ok(found) } else { Err(ShapeFault::CutOff) }
    }

    fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, ShapeFault>,
    ) -> Result<Vec<T>, ShapeFault> {
        if !self.sign('(') {
            return Err(ShapeFault::CutOff);
        }
        let mut all = vec![read(self)?];
        while self.sign(',') {
            all.push(read(self)?);
        }
        if self.sign(')') { Ok(all) } else { Err(ShapeFault::CutOff) }
    }

    fn number(&mut self) -> Result<Option<f64>, ShapeFault> {
        let text = self.rest.trim_start();
        let end =
            text.find(|it: char| it.is_whitespace() || matches!(it, ',' | '(' | ')')).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        if word.is_empty() {
            return Ok(None);
        }
        self.rest = rest;
        let number: f64 =
            word.parse().map_err(|_error| ShapeFault::NotAPosition(word.chars().take(40).collect()))?;
        Ok(Some(number))
    }

    fn position(&mut self) -> Result<Coord, ShapeFault> {
        let (x, y) = (self.number()?, self.number()?);
        // Height and measure are not kept.
        while self.number()?.is_some() {}
        match (x, y) {
            (Some(x), Some(y)) if x.is_finite() && y.is_finite() => Ok(Coord { x, y }),
            (Some(_), Some(_)) => Err(ShapeFault::NotFinite),
            _ => Err(ShapeFault::CutOff),
        }
    }

    /// A point of several, in brackets of its own or without.
    fn loose_point(&mut self) -> Result<Point, ShapeFault> {
        let bracketed = self.rest.trim_start().starts_with('(');
        Ok(if bracketed { self.in_brackets(Self::position)? } else { self.position()? }.into())
    }

    fn line(&mut self) -> Result<LineString, ShapeFault> {
        self.list(Self::position).map(LineString::new)
    }

    fn polygon(&mut self) -> Result<Polygon, ShapeFault> {
        let mut rings = self.list(Self::line)?.into_iter();
        let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Ok(Polygon::new(outer, rings.collect()))
    }
}

#[cfg(test)]
mod tests {
    use geo::CoordsIter as _;

    use super::*;
    use crate::domain::table::Row;

    #[test]
    fn every_kind_is_read_with_and_without_heights() {
        for (text, vertices) in [
            ("POINT(112.5 38.1)", 1),
            ("point z (1 2 3)", 1),
            ("POINTZM(1 2 3 4)", 1),
            ("LINESTRING (1 2, 3 4 ,5 6)", 3),
            ("LineString M(1 2 9,3 4 9)", 2),
            ("POLYGON((0 0,4 0,4 4,0 0),(1 1,2 1,2 2,1 1))", 8),
            ("MULTIPOINT(1 2,3 4)", 2),
            ("MULTIPOINT((1 2),(3 4))", 2),
            ("MULTILINESTRING((1 2,3 4),(5 6,7 8))", 4),
            ("MULTIPOLYGON(((0 0,4 0,4 4,0 0)))", 4),
            ("GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4))", 3),
        ] {
            let shape = read(text).unwrap().0.unwrap();
            assert_eq!(shape.coords_count(), vertices, "{text}");
        }
        assert_eq!(read("POINT EMPTY").unwrap(), (None, None));
        assert_eq!(read("SRID=4547;POINT(1 2)").unwrap().1, Some(4547));
    }

    #[test]
    fn broken_texts_say_what_is_broken() {
        for text in [
            "",
            "POINT",
            "POINT(1)",
            "POINT(1 2",
            "POINT(a b)",
            "POINT(1 inf)",
            "CIRCLE(1 2)",
            "POINT(1 2) x",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        let deep = format!("{}POINT(1 2){}", "GEOMETRYCOLLECTION(".repeat(70), ")".repeat(70));
        assert_eq!(read(&deep), Err(ShapeFault::TooDeep));
        assert!(read(&"GEOMETRYCOLLECTION(".repeat(100_000)).is_err());
    }

    #[test]
    fn a_column_of_shapes_is_found_whatever_its_heading() {
        let text = |it: &str| Cell::Text(it.to_owned());
        let row = |number, shape: &str, name: &str| Row {
            number,
            cells: vec![text(shape), text(name)],
            geometry: None,
        };
        let mut table = Table {
            columns: vec!["范围".into(), "名称".into()],
            rows: vec![row(2, "SRID=4490;POINT(112 38)", "甲"), row(3, "SRID=4490;POINT(112", "乙")],
            ..Table::default()
        };
        take_shapes(&mut table);
        assert_eq!(table.columns, ["名称"]);
        assert_eq!((table.rows.len(), table.skipped.len(), table.skipped[0].number), (1, 1, 3));
        assert_eq!(table.crs, CrsNote::Epsg(4490));
        let mut plain = Table {
            columns: vec!["点".into()],
            rows: vec![Row { number: 2, cells: vec![text("POINT of view")], geometry: None }],
            ..Table::default()
        };
        take_shapes(&mut plain);
        assert_eq!(plain.columns, ["点"]);
    }
}
