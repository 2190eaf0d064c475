//! Where a row of a ledger or a feature says that its outfall is.

use std::{collections::BTreeMap, sync::OnceLock};

use geo::Geometry;

use super::{CrsChoice, Warning, columns::Columns, crs::LayerCrs};
use crate::domain::{
    coordinate::{
        Crs, Guess,
        angle::{self, Axis},
        guess,
    },
    heading::Meaning,
    outfall::CoordSource,
    shape::shape_name,
    table::{Cell, Row},
    words,
};

/// A place that was found, and how it was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// Degrees in CGCS2000, longitude first.
    pub(super) lon_lat: Option<(f64, f64)>,
    /// The coordinate system, where the file or the numbers say one.
    pub(super) crs: String,
    /// As they were written; empty where nothing was.
    pub(super) text: String,
    pub(super) source: Option<CoordSource>,
}

/// Finds the position of each row of one table.
pub(super) struct PositionReader {
    lon: Option<usize>,
    lat: Option<usize>,
    lon_parts: [Option<usize>; 2],
    lat_parts: [Option<usize>; 2],
    pair: Option<usize>,
    x: Option<usize>,
    y: Option<usize>,
    declared: Option<CrsChoice>,
    layer: Option<LayerCrs>,
    zones: OnceLock<BTreeMap<u32, Crs>>,
}

impl PositionReader {
    /// `declared` is what the user or the file says; `layer` the system of the shapes, if there are any.
    pub(super) fn new(columns: &Columns, declared: Option<CrsChoice>, layer: Option<LayerCrs>) -> Self {
        Self {
            lon: columns.find(Meaning::Outfall("lon")),
            lat: columns.find(Meaning::Outfall("lat")),
            lon_parts: [columns.find(Meaning::LonMinutes), columns.find(Meaning::LonSeconds)],
            lat_parts: [columns.find(Meaning::LatMinutes), columns.find(Meaning::LatSeconds)],
            pair: columns.find(Meaning::Pair),
            x: columns.find(Meaning::X),
            y: columns.find(Meaning::Y),
            declared,
            layer,
            zones: OnceLock::new(),
        }
    }

    /// The place of this row: its shape, else its longitude and latitude, else its plane coordinates.
    pub(super) fn read(&self, row: &Row, warnings: &mut Vec<Warning>) -> Found {
        if let (Some(shape), Some(layer)) = (&row.geometry, &self.layer) {
            return from_shape(shape, layer, warnings);
        }
        let written = [self.degrees(row), self.pair(row), self.plane(row)];
        let Some([first, second]) = written.into_iter().flatten().next() else {
            return Found::default();
        };
        let text = format!("{first}, {second}");
        let mut found = Found { text, source: Some(CoordSource::Ledger), ..Found::default() };
        let Some((a, b)) = numbers(&first, &second) else {
            warnings.push(Warning::BadPosition { text: found.text.clone() });
            return found;
        };
        match self.place(a, b, &found.text) {
            Ok(place) => {
                found.lon_lat = Some(place.lon_lat);
                found.crs = place.crs;
                if place.swapped {
                    warnings.push(Warning::LonLatSwapped);
                }
            }
            Err(warning) => warnings.push(warning),
        }
        found
    }

    fn degrees(&self, row: &Row) -> Option<[String; 2]> {
        let with_parts = |degrees, parts: [Option<usize>; 2]| {
            let mut text = text_at(row, degrees);
            for (at, mark) in parts.into_iter().zip(["°", "′"]) {
                let part = text_at(row, at);
                if !part.is_empty() {
                    text = format!("{text}{mark}{part}");
                }
            }
            text
        };
        filled([with_parts(self.lon, self.lon_parts), with_parts(self.lat, self.lat_parts)])
    }

    fn pair(&self, row: &Row) -> Option<[String; 2]> {
        let text = text_at(row, self.pair);
        let mut parts =
            text.split([',', '，', ';', '；', '、', '\n']).map(str::trim).filter(|it| !it.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (Some(first), Some(second), None) => Some([first.to_owned(), second.to_owned()]),
            _ => filled([text, String::new()]),
        }
    }

    fn plane(&self, row: &Row) -> Option<[String; 2]> {
        filled([text_at(row, self.x), text_at(row, self.y)])
    }

    fn place(&self, a: f64, b: f64, text: &str) -> Result<Place, Warning> {
        let bad = || Warning::BadPosition { text: text.to_owned() };
        if a.abs() < 1e-9 && b.abs() < 1e-9 {
            return Err(Warning::ZeroPosition);
        }
        if a.abs() <= 180.0 && b.abs() <= 180.0 {
            return self.place_degrees(a, b).ok_or_else(bad);
        }
        let (east, north, prefixed) = match guess(&[(a, b)]) {
            Guess::GaussKrueger { epsg, swapped } => {
                let (east, north) = if swapped { (b, a) } else { (a, b) };
                (east, north, Some(epsg))
            }
            Guess::AskZone { swapped: true } => (b, a, None),
            _ => (a, b, None),
        };
        if let Some(choice) = self.declared.as_ref().filter(|it| !it.is_geographic()) {
            let as_declared = choice.to_cgcs2000(east, north).map(|place| (place, choice.label()));
            let found = as_declared.or_else(|| self.other_form(choice, east, north, prefixed));
            return found.map(|(lon_lat, crs)| Place { lon_lat, crs, swapped: false }).ok_or_else(bad);
        }
        match prefixed {
            Some(epsg) => self.place_in_zone(epsg, east, north).ok_or_else(bad),
            None if matches!(guess(&[(a, b)]), Guess::AskZone { .. }) => {
                Err(Warning::ZoneUnknown { text: text.to_owned() })
            }
            None => Err(bad()),
        }
    }

    fn place_degrees(&self, a: f64, b: f64) -> Option<Place> {
        let swapped = b.abs() > 90.0 || matches!(guess(&[(a, b)]), Guess::LatLon);
        let (lon, lat) = if swapped { (b, a) } else { (a, b) };
        let (lon_lat, crs) = match self.declared.as_ref().filter(|it| it.is_geographic()) {
            Some(choice) => (choice.to_cgcs2000(lon, lat)?, choice.label()),
            None if lat.abs() <= 90.0 => ((lon, lat), String::new()),
            None => return None,
        };
        Some(Place { lon_lat, crs, swapped })
    }

    /// The declared zone with its prefix where the row has one, and without where it has none.
    fn other_form(
        &self,
        choice: &CrsChoice,
        east: f64,
        north: f64,
        prefixed: Option<u32>,
    ) -> Option<((f64, f64), String)> {
        let CrsChoice::Crs(crs) = choice else { return None };
        let epsg = match (prefixed, crs.epsg()?) {
            (Some(epsg), _) => epsg,
            // 4513–4533 have the zone before the easting, 4534–4554 are the same zones without.
            (None, declared @ 4513..=4533) => declared + 21,
            (None, _) => return None,
        };
        self.place_in_zone(epsg, east, north).map(|place| (place.lon_lat, place.crs))
    }

    fn place_in_zone(&self, epsg: u32, east: f64, north: f64) -> Option<Place> {
        let zones = self.zones.get_or_init(|| {
            let numbers = (4491..=4501).chain(4513..=4554).chain([3857]);
            numbers.filter_map(|number| Crs::from_epsg(number).ok().map(|crs| (number, crs))).collect()
        });
        let lon_lat = zones.get(&epsg)?.to_cgcs2000(east, north).ok()?;
        Some(Place { lon_lat, crs: format!("EPSG:{epsg}"), swapped: false })
    }
}

struct Place {
    lon_lat: (f64, f64),
    crs: String,
    swapped: bool,
}

fn from_shape(shape: &Geometry<f64>, layer: &LayerCrs, warnings: &mut Vec<Warning>) -> Found {
    let point = match shape {
        Geometry::Point(point) => Some(*point),
        Geometry::MultiPoint(points) if points.0.len() == 1 => points.0.first().copied(),
        _ => None,
    };
    let Some(point) = point else {
        warnings.push(Warning::NotAPoint { found: shape_name(shape) });
        return Found::default();
    };
    let text = format!("{}, {}", point.x(), point.y());
    let mut found =
        Found { text, crs: layer.choice.label(), source: Some(CoordSource::Layer), ..Found::default() };
    if point.x().abs() < 1e-9 && point.y().abs() < 1e-9 {
        warnings.push(Warning::ZeroPosition);
        return found;
    }
    match layer.place(&point.into()) {
        Some(Geometry::Point(place)) => found.lon_lat = Some((place.x(), place.y())),
        _ => warnings.push(Warning::BadPosition { text: found.text.clone() }),
    }
    found
}

/// Both numbers; letters such as E and N put them in order.
fn numbers(first: &str, second: &str) -> Option<(f64, f64)> {
    let read = |text: &str| match angle::parse(text) {
        Ok(angle) => Some((angle.degrees, angle.axis)),
        Err(_) => words::number(text.trim_end_matches(['m', '米'])).map(|number| (number, None)),
    };
    let ((a, axis), (b, other)) = (read(first)?, read(second)?);
    let latitude_first = axis == Some(Axis::Latitude) || other == Some(Axis::Longitude);
    // 20°E 30°N may stand in either order; the letters say which is which.
    Some(if latitude_first && axis != other { (b, a) } else { (a, b) })
}

fn text_at(row: &Row, at: Option<usize>) -> String {
    let cell = at.and_then(|at| row.cells.get(at)).unwrap_or(&Cell::Empty);
    let text = cell.to_text();
    if words::is_blank(&text) { String::new() } else { text }
}

fn filled(texts: [String; 2]) -> Option<[String; 2]> {
    texts.iter().any(|it| !it.is_empty()).then_some(texts)
}
