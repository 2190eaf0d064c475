//! The drinking-water protection zones that the plan of 忻州 for 2024 names, with made-up outlines.

use std::f64::consts::TAU;
use std::path::Path;

use geo::Coord;
use serde_json::{Value, json};

use crate::counties::Area;
use crate::error::{SampleError, ensure};
use crate::output;
use crate::rng::Rng;
use crate::shape::{inside, metres_between, moved, round_to};

/// A source before its zones are drawn.
struct Source {
    name: &'static str,
    code: &'static str,
    kind: &'static str,
    /// Which water and where: the intake, degrees.
    intake: (f64, f64),
    approval: &'static str,
    approved_on: &'static str,
    /// How far 一级, 二级 and 准 reach on average, metres; 0 for no 准.
    reach_m: [f64; 3],
    /// Length over width, and the direction of the length in degrees from east.
    stretch: (f64, f64),
}

#[rustfmt::skip] // a table
const SOURCES: &[Source] = &[
    Source { name: "五寨县马家寺饮用水水源地", code: "XY140928001", kind: "地下水", intake: (111.895, 38.812), approval: "晋政函〔虚构〕2023-101号", approved_on: "2023-09-12", reach_m: [80.0, 650.0, 1900.0], stretch: (1.5, 120.0) },
    Source { name: "五寨县峤峪饮用水水源地", code: "XY140928002", kind: "河流型", intake: (111.80, 38.84), approval: "晋政函〔虚构〕2023-102号", approved_on: "2023-09-12", reach_m: [180.0, 900.0, 0.0], stretch: (2.2, 100.0) },
    Source { name: "偏关县堡子湾饮用水水源地", code: "XY140932001", kind: "地下水", intake: (111.462, 39.447), approval: "晋政函〔虚构〕2023-118号", approved_on: "2023-10-20", reach_m: [100.0, 800.0, 2100.0], stretch: (1.7, 20.0) },
    Source { name: "定襄县季庄镇饮用水水源地", code: "XY140921001", kind: "地下水", intake: (113.0735, 38.4925), approval: "忻政函〔虚构〕2023-56号", approved_on: "2023-06-30", reach_m: [60.0, 600.0, 0.0], stretch: (1.3, 60.0) },
    Source { name: "五台县东雷乡第二饮用水水源地", code: "XY140922001", kind: "地下水", intake: (113.196, 38.668), approval: "忻政函〔虚构〕2023-57号", approved_on: "2023-06-30", reach_m: [60.0, 520.0, 0.0], stretch: (1.4, 75.0) },
    Source { name: "五台山风景名胜区石咀镇榆林饮用水水源地", code: "XY140922002", kind: "河流型", intake: (113.655, 38.872), approval: "忻政函〔虚构〕2023-58号", approved_on: "2023-07-14", reach_m: [150.0, 850.0, 2000.0], stretch: (1.8, 105.0) },
];

/// One polygon: a level of a source.
pub(crate) struct Zone {
    source: &'static Source,
    level: &'static str,
    county: &'static str,
    area_km2: f64,
    /// Outer ring counter-clockwise, then the hole where the stricter level lies.
    rings: Vec<Vec<Coord<f64>>>,
}

impl Zone {
    /// Whether a place lies in this zone and not in the stricter one inside it.
    pub(crate) fn contains(&self, place: Coord<f64>) -> bool {
        self.rings.iter().filter(|ring| inside(ring, place)).count() == 1
    }

    /// The county it lies in and its level.
    pub(crate) fn label(&self) -> (&'static str, &'static str) {
        (self.county, self.level)
    }
}

/// Draws the zones of all sources, the strictest first.
pub(crate) fn draw_zones(areas: &[Area]) -> Result<Vec<Zone>, SampleError> {
    let mut zones = Vec::new();
    for source in SOURCES {
        let intake = Coord { x: source.intake.0, y: source.intake.1 };
        let county = areas.iter().find(|area| area.contains(intake)).map(|area| area.county.name);
        let county =
            county.ok_or_else(|| SampleError::Unsound(format!("{} lies in no county", source.name)))?;
        ensure(source.name.contains(county) || source.name.starts_with("五台山"), || {
            format!("{} lies in {county}", source.name)
        })?;
        let mut inner: Option<Vec<Coord<f64>>> = None;
        let levels = ["一级保护区", "二级保护区", "准保护区"];
        for (level, reach) in levels.into_iter().zip(source.reach_m).filter(|(_, reach)| *reach > 0.0) {
            let outer = outline(source, level, intake, reach);
            let mut hole = inner.unwrap_or_default();
            hole.reverse();
            let area_km2 = round_to((area_m2(&outer, intake) + area_m2(&hole, intake)) / 1e6, 4);
            inner = Some(outer.clone());
            let rings = [outer, hole].into_iter().filter(|ring| !ring.is_empty()).collect();
            zones.push(Zone { source, level, county, area_km2, rings });
        }
    }
    Ok(zones)
}

/// A stretched circle with a few slow waves in its edge; the levels never touch, as their reaches are far apart.
fn outline(source: &Source, level: &str, centre: Coord<f64>, reach_m: f64) -> Vec<Coord<f64>> {
    let mut rng = Rng::new(&format!("zone {} {level}", source.name));
    let waves: Vec<_> = [2.0, 3.0, 5.0, 7.0]
        .into_iter()
        .map(|count| (count, rng.range(0.0, TAU), rng.range(0.02, 0.18) / count))
        .collect();
    let corners = if reach_m < 120.0 { 16 } else { 48 };
    let (ratio, direction) = (source.stretch.0.sqrt(), source.stretch.1.to_radians());
    let mut ring: Vec<_> = (0..corners)
        .map(|corner| {
            let angle = TAU * f64::from(corner) / f64::from(corners);
            let wave: f64 =
                waves.iter().map(|(count, phase, height)| height * 2.0 * (count * angle + phase).sin()).sum();
            let radius = reach_m * (1.0 + wave);
            let (along, across) = (radius * angle.cos() * ratio, radius * angle.sin() / ratio);
            moved(
                centre,
                Coord {
                    x: along * direction.cos() - across * direction.sin(),
                    y: along * direction.sin() + across * direction.cos(),
                },
            )
        })
        .collect();
    ring.extend(ring.first().copied());
    ring
}

/// Positive for counter-clockwise rings.
fn area_m2(ring: &[Coord<f64>], origin: Coord<f64>) -> f64 {
    let twice: f64 = ring
        .windows(2)
        .map(|pair| {
            let [a, b] = *pair else { return 0.0 };
            let (a, b) = (metres_between(origin, a), metres_between(origin, b));
            a.x * b.y - b.x * a.y
        })
        .sum();
    twice / 2.0
}

/// Writes `protection_zones.geojson`.
pub(crate) fn write_zones(zones: &[Zone], path: &Path) -> Result<(), SampleError> {
    let features: Vec<Value> = zones
        .iter()
        .map(|zone| {
            let rings: Vec<Vec<_>> = zone
                .rings
                .iter()
                .map(|ring| ring.iter().map(|place| json!([place.x, place.y])).collect())
                .collect();
            json!({
                "type": "Feature",
                "properties": {
                    "水源地名称": zone.source.name,
                    "水源地编码": zone.source.code,
                    "水源类型": zone.source.kind,
                    "级别": zone.level,
                    "分区": "陆域",
                    "县": zone.county,
                    "批复文号": zone.source.approval,
                    "批复日期": zone.source.approved_on,
                    "版本": "2023版",
                    "面积km2": zone.area_km2,
                    "备注": "虚构示例",
                },
                "geometry": {"type": "Polygon", "coordinates": rings},
            })
        })
        .collect();
    output::write_geojson(path, "protection_zones", &features)
}
