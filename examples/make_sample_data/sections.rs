//! Control sections on the rivers, and the small GeoPackage that holds them.

use std::fs;
use std::path::Path;

use geo::Coord;
use rusqlite::{Connection, params};

use crate::counties::Area;
use crate::error::{SampleError, ensure};
use crate::rivers::River;
use crate::shape::distance_m;

/// A section before it is put on its river.
struct Site {
    name: &'static str,
    river: &'static str,
    near: (f64, f64),
    target: &'static str,
}

const fn site(name: &'static str, river: &'static str, near: (f64, f64), target: &'static str) -> Site {
    Site { name, river, near, target }
}

/// Names are those of the plan of 忻州 for 2024 where it names them; all places are made up.
const NATIONAL: &[Site] = &[
    site("雷家坪", "汾河", (112.03, 38.615), "Ⅱ类"),
    site("河西村", "汾河", (111.93, 38.31), "Ⅱ类"),
    site("川胡屯", "县川河", (111.23, 39.215), "Ⅲ类"),
    site("花园子", "朱家川河", (111.00, 38.93), "Ⅲ类"),
    site("关河口", "偏关河", (111.415, 39.47), "Ⅲ类"),
    site("前会村", "岚漪河", (111.36, 38.665), "Ⅱ类"),
    site("阳方口", "恢河", (112.36, 39.09), "Ⅲ类"),
    site("笔峰村", "滹沱河", (113.42, 39.19), "Ⅱ类"),
    site("代县大桥", "滹沱河", (112.90, 39.01), "Ⅲ类"),
    site("界河铺村", "滹沱河", (112.775, 38.66), "Ⅲ类"),
    site("定襄桥", "滹沱河", (112.98, 38.50), "Ⅲ类"),
    site("南庄", "滹沱河", (113.53, 38.54), "Ⅱ类"),
    site("泊水村", "清水河", (113.40, 38.62), "Ⅱ类"),
    site("茨沟营桥", "青羊河", (113.83, 39.05), "Ⅱ类"),
];

/// Provincial sections; the first ones have an automatic station.
const PROVINCIAL: &[Site] = &[
    site("陈家营", "牧马河", (112.89, 38.44), "Ⅳ类"),
    site("北义井", "云中河", (112.78, 38.48), "Ⅲ类"),
    site("芦庄", "阳武河", (112.70, 38.79), "Ⅳ类"),
    site("三岔桥", "朱家川河", (111.69, 39.045), "Ⅲ类"),
    site("老营", "偏关河", (111.79, 39.505), "Ⅲ类"),
    site("悬钟村", "东碾河", (112.05, 38.395), "Ⅲ类"),
];

/// A section on its river.
pub(crate) struct Section {
    /// Its name.
    pub(crate) name: &'static str,
    /// A made-up code.
    pub(crate) code: String,
    /// The river's place in the list.
    pub(crate) river: usize,
    /// Kilometres from the river's source.
    pub(crate) chainage_km: f64,
    place: Coord<f64>,
    national: bool,
    target: &'static str,
    county: &'static str,
    automatic: bool,
}

/// Puts every section on the nearest vertex of its river.
pub(crate) fn place_sections(rivers: &[River], areas: &[Area]) -> Result<Vec<Section>, SampleError> {
    let all = NATIONAL.iter().chain(PROVINCIAL).enumerate();
    let sections: Result<Vec<_>, _> =
        all.map(|(number, site)| place_section(number, site, rivers, areas)).collect();
    let sections = sections?;
    let national = sections.iter().filter(|section| section.national).count();
    ensure(national == 14, || format!("{national} national sections instead of 14"))?;
    Ok(sections)
}

fn place_section(
    number: usize,
    site: &Site,
    rivers: &[River],
    areas: &[Area],
) -> Result<Section, SampleError> {
    let near = Coord { x: site.near.0, y: site.near.1 };
    let found = rivers.iter().enumerate().find(|(_, river)| river.course.name == site.river);
    let nearest = found.and_then(|(index, river)| {
        let vertices = river.line.iter().zip(&river.chainage_km);
        vertices
            .min_by(|one, other| distance_m(*one.0, near).total_cmp(&distance_m(*other.0, near)))
            .map(|(place, km)| (index, *place, *km))
    });
    let (river, place, chainage_km) =
        nearest.ok_or_else(|| SampleError::Unsound(format!("no river for section {}", site.name)))?;
    let county = areas.iter().find(|area| area.contains(place)).map(|area| area.county.name);
    let county = county.ok_or_else(|| SampleError::Unsound(format!("{} lies in no county", site.name)))?;
    let national = number < NATIONAL.len();
    let level = if national { "GK" } else { "SK" };
    Ok(Section {
        name: site.name,
        code: format!("XS14{level}{:03}", number + 1),
        river,
        chainage_km,
        place,
        national,
        target: site.target,
        county,
        automatic: number < NATIONAL.len() + 2,
    })
}

/// The next section below a point of a river, and the kilometres along the water to it.
pub(crate) fn next_section(
    rivers: &[River],
    sections: &[Section],
    river: usize,
    chainage_km: f64,
) -> Option<(&'static str, f64)> {
    let (mut river, mut from_km, mut walked_km) = (river, chainage_km, 0.0);
    loop {
        let below = sections
            .iter()
            .filter(|section| section.river == river && section.chainage_km > from_km)
            .min_by(|one, other| one.chainage_km.total_cmp(&other.chainage_km));
        if let Some(section) = below {
            return Some((section.name, walked_km + section.chainage_km - from_km));
        }
        let here = rivers.get(river)?;
        let (joined, vertex) = here.mouth?;
        walked_km += here.chainage_km.last()? - from_km;
        from_km = *rivers.get(joined)?.chainage_km.get(vertex)?;
        river = joined;
    }
}

const FIXED_TIME: &str = "2026-11-15T08:00:00.000Z";

/// Writes `sections.gpkg`: one layer of points, GeoPackage 1.4, EPSG:4490.
pub(crate) fn write_sections(rivers: &[River], sections: &[Section], path: &Path) -> Result<(), SampleError> {
    if path.exists() {
        fs::remove_file(path).map_err(SampleError::write(path))?;
    }
    let database = Connection::open(path)?;
    database.execute_batch(SCHEMA)?;
    for (number, section) in (1_i64..).zip(sections) {
        let river = rivers.get(section.river).map_or("", |river| river.course.name);
        database.execute(
            "INSERT INTO sections VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '虚构示例')",
            params![
                number,
                point_blob(section.place),
                section.name,
                section.code,
                river,
                if section.national { "国考" } else { "省考" },
                section.target,
                section.county,
                section.automatic,
            ],
        )?;
    }
    let [west, south, east, north] = extent(sections);
    database.execute(
        "INSERT INTO gpkg_contents VALUES ('sections', 'features', '断面', '虚构示例', ?1, ?2, ?3, ?4, ?5, 4490)",
        params![FIXED_TIME, west, south, east, north],
    )?;
    database
        .execute("INSERT INTO gpkg_geometry_columns VALUES ('sections', 'geom', 'POINT', 4490, 0, 0)", [])?;
    Ok(())
}

fn extent(sections: &[Section]) -> [f64; 4] {
    sections.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[w, s, e, n], section| {
        let place = section.place;
        [w.min(place.x), s.min(place.y), e.max(place.x), n.max(place.y)]
    })
}

/// A GeoPackage geometry: little-endian, no envelope, EPSG:4490, a WKB point.
fn point_blob(place: Coord<f64>) -> Vec<u8> {
    let mut blob = vec![b'G', b'P', 0, 1];
    blob.extend(4490_i32.to_le_bytes());
    blob.push(1);
    blob.extend(1_u32.to_le_bytes());
    blob.extend(place.x.to_le_bytes());
    blob.extend(place.y.to_le_bytes());
    blob
}

const SCHEMA: &str = r#"
PRAGMA page_size = 4096;
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10400;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid'),
  ('China Geodetic Coordinate System 2000', 4490, 'EPSG', 4490, 'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4490"]]', 'CGCS2000');
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE sections (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, name TEXT, code TEXT, river TEXT, level TEXT,
  target_class TEXT, county TEXT, is_auto BOOLEAN, remark TEXT);
"#;
