//! KML, and KMZ, which is KML packed: each placemark a row, with the folder it stands in.
//!
//! Standard: OGC 12-007r2. Longitude first, in WGS 84; heights are kept of points only, as a column.

use std::{fs, path::Path};

use geo::{Coord, Geometry, GeometryCollection, LineString, Point, Polygon};

use super::{
    Damage, Error, Progress, Quantity, Reason, Stage, archive,
    columns::Columns,
    split, stem,
    xml::{self, Piece, Pieces, attribute},
};
use crate::domain::table::{Cell, CrsNote, Row, ShapeFault, SkipReason, Skipped, Table};

/// The largest document that is read.
const SIZE_MAX: u64 = 512 << 20;

/// Reads a document, packed or not. A packed one may be several, of which the first only names the others.
pub(super) fn read(path: &Path, packed: bool, progress: &Progress<'_>) -> Result<Vec<Table>, Error> {
    let open = || -> Result<Vec<Vec<u8>>, Reason> {
        if fs::metadata(path)?.len() > SIZE_MAX {
            return Err(Reason::TooLarge { what: Quantity::TextBytes, limit: SIZE_MAX });
        }
        if packed { archive::entries_of(path, "kml", SIZE_MAX) } else { Ok(vec![fs::read(path)?]) }
    };
    let documents = open().map_err(|reason| reason.at(path, Stage::Open))?;
    let mut table = Table { name: stem(path), crs: CrsNote::Epsg(4326), ..Table::default() };
    let mut columns = Columns::default();
    let mut seen = false;
    for bytes in &documents {
        let (text, encoding) = xml::decode(bytes);
        let mut reading = Reading {
            pieces: Pieces::of(&text),
            columns,
            number: (table.rows.len() + table.skipped.len()) as u64,
            table,
            folders: Vec::new(),
            seen: false,
        };
        reading.all(progress).map_err(|reason| reason.at(path, Stage::Rows))?;
        seen |= reading.seen;
        (columns, table) = (reading.columns, reading.table);
        encoding.name().clone_into(&mut table.encoding);
    }
    if !seen {
        return Err(Reason::Damaged(Damage::NotKml).at(path, Stage::Structure));
    }
    columns.finish(&mut table);
    Ok(split::by_kind(table))
}

struct Reading<'a> {
    pieces: Pieces<'a>,
    columns: Columns,
    table: Table,
    /// The names of the folders around.
    folders: Vec<String>,
    number: u64,
    seen: bool,
}

impl Reading<'_> {
    fn all(&mut self, progress: &Progress<'_>) -> Result<(), Reason> {
        while let Some(piece) = self.pieces.next()? {
            progress.step(self.pieces.position() / 256, self.pieces.length / 256)?;
            match piece {
                Piece::Open(name, _) => match name.as_str() {
                    "kml" => self.seen = true,
                    "Folder" => self.folders.push(String::new()),
                    "name" => {
                        let text = self.pieces.text()?;
                        if let Some(folder) = self.folders.last_mut() {
                            text.trim().clone_into(folder);
                        }
                    }
                    "Placemark" => self.placemark()?,
                    // Styles and regions have names and coordinates of their own.
                    "Style" | "StyleMap" | "Schema" | "Region" | "LookAt" | "Camera" | "GroundOverlay"
                    | "NetworkLink" => {
                        self.pieces.text()?;
                    }
                    _ => {}
                },
                Piece::Close(name) if name == "Folder" => {
                    self.folders.pop();
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn placemark(&mut self) -> Result<(), Reason> {
        self.seen = true;
        self.number += 1;
        let mut cells = Vec::new();
        let mut shapes = Shapes::default();
        let mut field: Option<String> = None;
        while let Some(piece) = self.pieces.next()? {
            match piece {
                Piece::Close(name) if name == "Placemark" => break,
                Piece::Close(name) => shapes.close(&name),
                Piece::Text(_) => {}
                Piece::Open(name, attributes) => match name.as_str() {
                    "name" | "description" | "address" | "phoneNumber" | "Snippet" | "when"
                        if !shapes.inside() =>
                    {
                        let text = self.pieces.text()?;
                        self.columns.put(&mut cells, &name, &text);
                    }
                    "Data" => field = attribute(&attributes, "name").map(str::to_owned),
                    "value" => {
                        let text = self.pieces.text()?;
                        if let Some(field) = field.take() {
                            self.columns.put(&mut cells, &field, &text);
                        }
                    }
                    "SimpleData" => {
                        let text = self.pieces.text()?;
                        self.columns.put(
                            &mut cells,
                            attribute(&attributes, "name").unwrap_or("SimpleData"),
                            &text,
                        );
                    }
                    "coordinates" | "coord" => {
                        let text = self.pieces.text()?;
                        shapes.coordinates(&text, name == "coord");
                    }
                    "Style" | "StyleMap" | "LookAt" | "Camera" | "Region" => {
                        self.pieces.text()?;
                    }
                    _ => shapes.open(&name),
                },
            }
        }
        let folder = self.folders.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join("/");
        self.columns.put(&mut cells, "folder", &folder);
        if let Some(height) = shapes.height {
            self.columns.put_cell(&mut cells, "z", Cell::Number(height));
        }
        match shapes.finish() {
            Ok(geometry) => self.table.rows.push(Row { number: self.number, cells, geometry }),
            Err(fault) => {
                self.table.skipped.push(Skipped { number: self.number, reason: SkipReason::Shape(fault) });
            }
        }
        Ok(())
    }
}

/// The shapes of one placemark.
#[derive(Default)]
struct Shapes {
    all: Vec<Geometry>,
    /// The tags around: `Polygon`, `innerBoundaryIs` …
    open: Vec<String>,
    outer: Vec<Coord>,
    holes: Vec<LineString>,
    track: Vec<Coord>,
    fault: Option<ShapeFault>,
    /// The height of a point, where it has one.
    height: Option<f64>,
}

impl Shapes {
    fn inside(&self) -> bool {
        !self.open.is_empty()
    }

    fn open(&mut self, name: &str) {
        let is_shape = [
            "Point",
            "LineString",
            "LinearRing",
            "Polygon",
            "MultiGeometry",
            "Track",
            "MultiTrack",
            "Model",
            "outerBoundaryIs",
            "innerBoundaryIs",
        ];
        if is_shape.contains(&name) {
            self.open.push(name.to_owned());
        }
    }

    fn close(&mut self, name: &str) {
        if self.open.last().is_none_or(|it| it != name) {
            return;
        }
        self.open.pop();
        match name {
            "Polygon" => {
                let outer = LineString::new(std::mem::take(&mut self.outer));
                let holes = std::mem::take(&mut self.holes);
                if !outer.0.is_empty() {
                    self.all.push(Polygon::new(outer, holes).into());
                }
            }
            "Track" => {
                let track = std::mem::take(&mut self.track);
                if !track.is_empty() {
                    self.all.push(LineString::new(track).into());
                }
            }
            _ => {}
        }
    }

    /// Takes the coordinates of the tag that is open.
    fn coordinates(&mut self, text: &str, of_track: bool) {
        if of_track {
            // gx:coord has blanks between its numbers.
            match place(&text.split_whitespace().collect::<Vec<_>>()) {
                Ok((place, _)) => self.track.push(place),
                Err(fault) => self.fault = Some(fault),
            }
            return;
        }
        let places = match places(text) {
            Ok(places) => places,
            Err(fault) => {
                self.fault = Some(fault);
                return;
            }
        };
        let coords = || places.iter().map(|(place, _)| *place).collect::<Vec<Coord>>();
        let is = |name: &str| self.open.iter().any(|it| it == name);
        match self.open.last().map(String::as_str) {
            Some("Point") => {
                if let Some((place, height)) = places.first() {
                    self.all.push(Point::from(*place).into());
                    self.height = height.filter(|it| *it != 0.0);
                }
            }
            Some("LinearRing") if is("innerBoundaryIs") => self.holes.push(LineString::new(coords())),
            Some("LinearRing") if is("Polygon") => self.outer = coords(),
            Some("LineString" | "LinearRing") if !places.is_empty() => {
                self.all.push(LineString::new(coords()).into());
            }
            _ => {}
        }
    }

    fn finish(mut self) -> Result<Option<Geometry>, ShapeFault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        if self.all.len() < 2 {
            return Ok(self.all.pop());
        }
        Ok(Some(joined(self.all)))
    }
}

/// Several shapes of one kind as one; several kinds as a collection.
fn joined(all: Vec<Geometry>) -> Geometry {
    let points: Option<Vec<Point>> =
        all.iter().map(|it| if let Geometry::Point(it) = it { Some(*it) } else { None }).collect();
    if let Some(points) = points {
        return geo::MultiPoint::new(points).into();
    }
    let lines: Option<Vec<LineString>> = all
        .iter()
        .map(|it| if let Geometry::LineString(it) = it { Some(it.clone()) } else { None })
        .collect();
    if let Some(lines) = lines {
        return geo::MultiLineString::new(lines).into();
    }
    let areas: Option<Vec<Polygon>> =
        all.iter().map(|it| if let Geometry::Polygon(it) = it { Some(it.clone()) } else { None }).collect();
    match areas {
        Some(areas) => geo::MultiPolygon::new(areas).into(),
        None => Geometry::GeometryCollection(GeometryCollection::new_from(all)),
    }
}

type Height = Option<f64>;

/// `lon,lat,height lon,lat,height …`; some writers put blanks behind the commas.
fn places(text: &str) -> Result<Vec<(Coord, Height)>, ShapeFault> {
    let mut tidy = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let joins = tidy.ends_with(',') || word.starts_with(',');
        if !tidy.is_empty() && !joins {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy.split(' ').filter(|it| !it.is_empty()).map(|it| place(&it.split(',').collect::<Vec<_>>())).collect()
}

fn place(parts: &[&str]) -> Result<(Coord, Height), ShapeFault> {
    let number =
        |at: usize| parts.get(at).and_then(|it| it.trim().parse::<f64>().ok()).filter(|it| it.is_finite());
    match (number(0), number(1)) {
        (Some(x), Some(y)) => Ok((Coord { x, y }, number(2))),
        _ => Err(ShapeFault::NotAPosition(parts.join(",").chars().take(40).collect())),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell as Slot;

    use super::*;

    fn tables(text: &[u8]) -> Result<Vec<Table>, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("排口.kml");
        fs::write(&path, text).unwrap();
        read(&path, false, &Progress { report: &|_, _| true, last: Slot::new(0) })
    }

    const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>doc</name>
        <Style id="s"><IconStyle><Icon><href>x</href></Icon></IconStyle></Style>
        <Folder><name>代县</name><Placemark><name>大桥 &amp; 排口</name><description><![CDATA[<b>混接</b>]]></description>
          <ExtendedData><Data name="编码"><value>0012</value></Data><SchemaData><SimpleData name="mm">300</SimpleData></SchemaData></ExtendedData>
          <Point><coordinates>112.9,39.0,805.5</coordinates></Point></Placemark>
        <Placemark><name>管</name><LineString><coordinates>
            112.9,39.0,0
            112.91, 39.01
          </coordinates></LineString></Placemark></Folder>
        <Placemark><name>区</name><MultiGeometry>
          <Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 4,0 4,4 0,0</coordinates></LinearRing></outerBoundaryIs>
            <innerBoundaryIs><LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing></innerBoundaryIs></Polygon>
          <Polygon><outerBoundaryIs><LinearRing><coordinates>9,9 10,9 10,10 9,9</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>
        <Placemark><name>坏</name><Point><coordinates>x,39</coordinates></Point></Placemark>
        <Placemark><name>无</name></Placemark>
        <Placemark><name>迹</name><gx:Track xmlns:gx="x"><when>2024</when><gx:coord>112 38 1</gx:coord><gx:coord>112.1 38.1 1</gx:coord></gx:Track></Placemark>
        </Document></kml>"#;

    #[test]
    fn placemarks_become_rows_by_kind_with_folder_and_data() {
        let tables = tables(DOCUMENT.as_bytes()).unwrap();
        let found: Vec<(&str, usize)> = tables.iter().map(|it| (it.name.as_str(), it.rows.len())).collect();
        assert_eq!(found, [("排口_points", 1), ("排口_lines", 3), ("排口_polygons", 1)]);
        let points = &tables[0];
        let cell = |name: &str| {
            points.rows[0].cells[points.columns.iter().position(|it| it == name).unwrap()].to_text()
        };
        assert_eq!(
            (cell("name"), cell("description"), cell("编码")),
            ("大桥 & 排口".into(), "<b>混接</b>".into(), "0012".into())
        );
        assert_eq!((cell("mm"), cell("folder"), cell("z")), ("300".into(), "代县".into(), "805.5".into()));
        assert_eq!((points.skipped.len(), points.skipped[0].number), (1, 4));
        assert_eq!(points.crs, CrsNote::Epsg(4326));
        let Some(Geometry::MultiPolygon(areas)) = &tables[2].rows[0].geometry else { panic!("no areas") };
        assert_eq!((areas.0.len(), areas.0[0].interiors().len()), (2, 1));
    }

    #[test]
    fn what_is_no_kml_is_refused() {
        assert!(tables(b"<html><body/></html>").is_err());
        assert!(tables(&b"<kml>".repeat(1_000)).is_err());
    }
}
