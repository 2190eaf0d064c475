//! GPX of position receivers: waypoints, routes and tracks, a table each.
//!
//! Standard: GPX 1.1 (Topografix). WGS 84.

use std::{fs, path::Path};

use geo::{Coord, Geometry, LineString, MultiLineString, Point};

use super::{
    Damage, Error, Progress, Quantity, Reason, Stage,
    columns::Columns,
    stem, text_cell,
    xml::{self, Piece, Pieces, attribute},
};
use crate::domain::table::{Cell, CrsNote, Row, ShapeFault, SkipReason, Skipped, Table};

/// The largest file that is read.
const SIZE_MAX: u64 = 512 << 20;

/// Reads a file.
pub(super) fn read(path: &Path, progress: &Progress<'_>) -> Result<Vec<Table>, Error> {
    let open = || -> Result<Vec<u8>, Reason> {
        if fs::metadata(path)?.len() > SIZE_MAX {
            return Err(Reason::TooLarge { what: Quantity::TextBytes, limit: SIZE_MAX });
        }
        Ok(fs::read(path)?)
    };
    let bytes = open().map_err(|reason| reason.at(path, Stage::Open))?;
    let (text, encoding) = xml::decode(&bytes);
    let mut parts = [("wpt", "waypoints"), ("rte", "routes"), ("trk", "tracks")].map(|(tag, name)| Part {
        tag,
        table: Table {
            name: format!("{}_{name}", stem(path)),
            crs: CrsNote::Epsg(4326),
            encoding: encoding.name().to_owned(),
            ..Table::default()
        },
        columns: Columns::default(),
        count: 0,
    });
    let seen =
        all(&mut Pieces::of(&text), &mut parts, progress).map_err(|reason| reason.at(path, Stage::Rows))?;
    if !seen {
        return Err(Reason::Damaged(Damage::NotGpx).at(path, Stage::Structure));
    }
    let tables = parts.into_iter().map(|mut part| {
        part.columns.finish(&mut part.table);
        part.table
    });
    Ok(tables.filter(|it| !it.rows.is_empty() || !it.skipped.is_empty()).collect())
}

struct Part {
    tag: &'static str,
    table: Table,
    columns: Columns,
    count: u64,
}

fn all(pieces: &mut Pieces<'_>, parts: &mut [Part], progress: &Progress<'_>) -> Result<bool, Reason> {
    let mut seen = false;
    while let Some(piece) = pieces.next()? {
        progress.step(pieces.position() / 256, pieces.length / 256)?;
        let Piece::Open(name, attributes) = piece else { continue };
        seen |= name == "gpx";
        if name == "metadata" {
            pieces.text()?;
        }
        if let Some(part) = parts.iter_mut().find(|it| it.tag == name) {
            part.take(pieces, &attributes)?;
        }
    }
    Ok(seen)
}

impl Part {
    /// Reads up to the end of this waypoint, route or track.
    fn take(&mut self, pieces: &mut Pieces<'_>, attributes: &[(String, String)]) -> Result<(), Reason> {
        self.count += 1;
        let number = self.count;
        let mut cells = Vec::new();
        let mut lines: Vec<Vec<Coord>> = vec![Vec::new()];
        let mut fault = None;
        let own = (self.tag == "wpt").then(|| place(attributes));
        // Depth below the tag; what a vertex says beside its place is left out.
        let mut vertex = false;
        while let Some(piece) = pieces.next()? {
            match piece {
                Piece::Close(name) if name == self.tag => break,
                Piece::Close(name) => vertex &= !matches!(name.as_str(), "rtept" | "trkpt"),
                Piece::Text(_) => {}
                Piece::Open(name, attributes) => match name.as_str() {
                    "trkseg" => lines.push(Vec::new()),
                    "rtept" | "trkpt" => {
                        vertex = true;
                        match place(&attributes) {
                            Ok(place) => lines.last_mut().into_iter().for_each(|it| it.push(place)),
                            Err(error) => fault = Some(error),
                        }
                    }
                    "extensions" => {
                        pieces.text()?;
                    }
                    "link" => {
                        let href = attribute(&attributes, "href").unwrap_or_default().to_owned();
                        pieces.text()?;
                        if !vertex {
                            self.columns.put(&mut cells, "link", &href);
                        }
                    }
                    _ if !vertex => {
                        let text = pieces.text()?;
                        self.put(&mut cells, &name, &text);
                    }
                    _ => {}
                },
            }
        }
        let shape = match (own, fault) {
            (Some(place), _) => place.map(|it| Some(Point::from(it).into())),
            (None, Some(fault)) => Err(fault),
            (None, None) => Ok(line(lines)),
        };
        match shape {
            Ok(geometry) => self.table.rows.push(Row { number, cells, geometry }),
            Err(fault) => self.table.skipped.push(Skipped { number, reason: SkipReason::Shape(fault) }),
        }
        Ok(())
    }

    fn put(&mut self, cells: &mut Vec<Cell>, name: &str, text: &str) {
        let number =
            matches!(name, "ele" | "hdop" | "vdop" | "pdop" | "sat" | "number" | "magvar" | "geoidheight");
        let cell = match text.trim().parse::<f64>().ok().filter(|it| number && it.is_finite()) {
            Some(number) => Cell::Number(number),
            None => text_cell(text),
        };
        self.columns.put_cell(cells, name, cell);
    }
}

fn line(lines: Vec<Vec<Coord>>) -> Option<Geometry> {
    let mut lines: Vec<LineString> =
        lines.into_iter().filter(|it| !it.is_empty()).map(LineString::new).collect();
    match lines.len() {
        0 => None,
        1 => lines.pop().map(Geometry::from),
        _ => Some(MultiLineString::new(lines).into()),
    }
}

fn place(attributes: &[(String, String)]) -> Result<Coord, ShapeFault> {
    let text = |name| attribute(attributes, name).unwrap_or_default();
    let number = |name| text(name).trim().parse::<f64>().ok().filter(|it| it.is_finite());
    match (number("lon"), number("lat")) {
        (Some(x), Some(y)) => Ok(Coord { x, y }),
        _ => Err(ShapeFault::NotAPosition(
            format!("{},{}", text("lon"), text("lat")).chars().take(40).collect(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell as Slot;

    use geo::CoordsIter as _;

    use super::*;

    #[test]
    fn waypoints_routes_and_tracks_are_tables_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("巡河.gpx");
        let text = r#"<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>x</name></metadata>
            <wpt lat="39.0" lon="112.9"><ele>805.5</ele><name>大桥排口</name><extensions><a><name>no</name></a></extensions></wpt>
            <wpt lat="x" lon="112.9"/>
            <rte><name>线</name><rtept lat="39.0" lon="112.9"><name>no</name></rtept><rtept lat="39.1" lon="112.9"/></rte>
            <trk><name>迹</name><trkseg><trkpt lat="39.0" lon="112.9"><ele>1</ele><time>t</time></trkpt><trkpt lat="39.1" lon="112.9"/></trkseg>
            <trkseg><trkpt lat="39.2" lon="112.9"/><trkpt lat="39.3" lon="112.9"/></trkseg></trk></gpx>"#;
        fs::write(&path, text).unwrap();
        let tables = read(&path, &Progress { report: &|_, _| true, last: Slot::new(0) }).unwrap();
        let names: Vec<&str> = tables.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["巡河_waypoints", "巡河_routes", "巡河_tracks"]);
        assert_eq!(tables[0].columns, ["ele", "name"]);
        assert_eq!(tables[0].rows[0].cells, [Cell::Number(805.5), Cell::Text("大桥排口".into())]);
        assert_eq!((tables[0].rows.len(), tables[0].skipped[0].number), (1, 2));
        assert_eq!(tables[1].rows[0].cells, [Cell::Text("线".into())]);
        let Some(Geometry::MultiLineString(track)) = &tables[2].rows[0].geometry else { panic!("no track") };
        assert_eq!((track.0.len(), track.coords_count()), (2, 4));
        fs::write(&path, "<x/>").unwrap();
        assert!(read(&path, &Progress { report: &|_, _| true, last: Slot::new(0) }).is_err());
    }
}
