//! County polygons that share every vertex of their borders, and their GeoJSON file.

use std::collections::BTreeMap;
use std::path::Path;

use geo::Coord;
use serde_json::{Value, json};

use crate::error::{SampleError, ensure};
use crate::output;
use crate::places::{BORDERS, COUNTIES, County, JUNCTIONS};
use crate::rivers::River;
use crate::rng::Rng;
use crate::shape::{bounds, distance_m, grown_line, inside, lines_meet, meets_itself, to_degrees, to_km};

const FINEST_KM: f64 = 0.9;
const ATTEMPTS: u32 = 60;

/// A county with its grown border.
pub(crate) struct Area {
    /// Its name, code, seat and towns.
    pub(crate) county: &'static County,
    /// Closed, counter-clockwise, degrees.
    pub(crate) ring: Vec<Coord<f64>>,
    frame: (Coord<f64>, Coord<f64>),
}

impl Area {
    /// Whether a place lies in the county.
    pub(crate) fn contains(&self, place: Coord<f64>) -> bool {
        let (low, high) = self.frame;
        place.x >= low.x
            && place.x <= high.x
            && place.y >= low.y
            && place.y <= high.y
            && inside(&self.ring, place)
    }
}

type Edges = BTreeMap<(&'static str, &'static str), Vec<Coord<f64>>>;

/// Grows the borders once each and joins them to polygons.
pub(crate) fn grow_counties(rivers: &[River]) -> Result<Vec<Area>, SampleError> {
    let yellow = rivers
        .iter()
        .find(|river| river.course.name == "黄河")
        .ok_or_else(|| SampleError::Unsound("黄河 is missing".to_owned()))?;
    let places = junction_places(yellow);
    let mut edges = Edges::new();
    for (from, to, bends) in BORDERS {
        let mut control = vec![place_of(&places, from)?];
        control.extend(bends.iter().map(|(lon, lat)| Coord { x: *lon, y: *lat }));
        control.push(place_of(&places, to)?);
        let line = grow_border(from, to, &control, &edges)?;
        edges.insert((*from, *to), line);
    }
    for pair in ["y1", "y2", "y3", "y4"].windows(2) {
        let [from, to] = *pair else { continue };
        let line = along_river(yellow, place_of(&places, from)?, place_of(&places, to)?);
        edges.insert((from, to), line);
    }
    COUNTIES.iter().map(|county| assemble(county, &edges)).collect()
}

fn junction_places(yellow: &River) -> BTreeMap<&'static str, Coord<f64>> {
    let snap = |place: Coord<f64>| {
        let vertices = yellow.line.iter().copied();
        vertices
            .min_by(|one, other| distance_m(*one, place).total_cmp(&distance_m(*other, place)))
            .unwrap_or(place)
    };
    let places = JUNCTIONS.iter().map(|(name, lon, lat)| {
        let place = Coord { x: *lon, y: *lat };
        (*name, if name.starts_with('y') { snap(place) } else { place })
    });
    places.collect()
}

fn place_of(places: &BTreeMap<&str, Coord<f64>>, name: &str) -> Result<Coord<f64>, SampleError> {
    places.get(name).copied().ok_or_else(|| SampleError::Unsound(format!("no junction {name}")))
}

fn grow_border(
    from: &str,
    to: &str,
    control: &[Coord<f64>],
    edges: &Edges,
) -> Result<Vec<Coord<f64>>, SampleError> {
    let in_km: Vec<_> = control.iter().copied().map(to_km).collect();
    for attempt in 0..ATTEMPTS {
        let mut rng = Rng::new(&format!("border {from} {to} {attempt}"));
        let rough = 1.25 - f64::from(attempt) * 0.015;
        let line: Vec<_> =
            grown_line(&in_km, &mut rng, rough, FINEST_KM).into_iter().map(to_degrees).collect();
        if !meets_itself(&line) && edges.values().all(|edge| !lines_meet(&without_ends(&line), edge)) {
            return Ok(line);
        }
    }
    Err(SampleError::Unsound(format!("the border {from}–{to} crosses another")))
}

/// The line pulled in a hair at both ends, where it may touch other borders.
fn without_ends(line: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let pulled = |end: Coord<f64>, next: Coord<f64>| end + (next - end) * 0.001;
    match line {
        [first, second, .., before, last] => {
            let mut inner = vec![pulled(*first, *second)];
            inner.extend(line.iter().skip(1).take(line.len() - 2));
            inner.push(pulled(*last, *before));
            inner
        }
        [first, last] => vec![pulled(*first, *last), pulled(*last, *first)],
        _ => line.to_vec(),
    }
}

fn along_river(river: &River, from: Coord<f64>, to: Coord<f64>) -> Vec<Coord<f64>> {
    let after_start = river.line.iter().copied().skip_while(|place| *place != from);
    let mut line: Vec<_> = after_start.take_while(|place| *place != to).collect();
    line.push(to);
    line
}

fn assemble(county: &'static County, edges: &Edges) -> Result<Area, SampleError> {
    let mut ring: Vec<Coord<f64>> = Vec::new();
    let next = county.ring.iter().cycle().skip(1);
    for (from, to) in county.ring.iter().zip(next) {
        let forward = edges.get(&(*from, *to)).cloned();
        let backward = || {
            let mut line = edges.get(&(*to, *from)).cloned()?;
            line.reverse();
            Some(line)
        };
        let line = forward
            .or_else(backward)
            .ok_or_else(|| SampleError::Unsound(format!("{}: no border {from}–{to}", county.name)))?;
        ring.extend(line.iter().take(line.len().saturating_sub(1)));
    }
    ring.reverse();
    ring.extend(ring.first().copied());
    ensure(!meets_itself(ring.get(1..).unwrap_or_default()), || {
        format!("the border of {} meets itself", county.name)
    })?;
    let frame = bounds(&ring).unwrap_or_default();
    let area = Area { county, ring, frame };
    ensure(area.contains(Coord { x: county.seat.0, y: county.seat.1 }), || {
        format!("the seat of {} lies outside of it", county.name)
    })?;
    Ok(area)
}

/// Writes `counties.geojson`.
pub(crate) fn write_counties(areas: &[Area], path: &Path) -> Result<(), SampleError> {
    let features: Vec<Value> = areas
        .iter()
        .map(|area| {
            let ring: Vec<_> = area.ring.iter().map(|place| json!([place.x, place.y])).collect();
            json!({
                "type": "Feature",
                "properties": {
                    "name": area.county.name,
                    "adcode": area.county.code,
                    "city": "忻州市",
                    "note": "虚构示例:边界为程序生成的示意图形,不是行政区域界线",
                },
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            })
        })
        .collect();
    output::write_geojson(path, "counties", &features)
}
