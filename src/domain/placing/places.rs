//! In which county does a point lie, and what do ledgers call it?

use geo::Geometry;

use super::areas::{Areas, polygons};
use crate::domain::{Value, layer::FeatureSet};

/// The headings under which files keep the code of a county, most telling first.
const CODE_COLUMNS: &[&str] = &["adcode", "行政区划代码", "县代码", "XZQDM", "PAC", "gb", "code"];

/// The counties of a map, ready to be asked which of them a point lies in.
#[derive(Default)]
pub struct Places {
    places: Vec<Place>,
    areas: Areas,
}

/// One county.
pub struct Place {
    /// Its name, as the layer writes it.
    pub name: String,
    /// Its division code, or nothing.
    pub code: String,
    plain: String,
}

impl Places {
    /// From `(name, code, polygon)`, in degrees, longitude first. What is no polygon is left out.
    pub fn new(counties: impl IntoIterator<Item = (String, String, Geometry<f64>)>) -> Self {
        let counties = counties.into_iter().filter(|(_, _, shape)| !polygons(shape).is_empty());
        let (places, shapes): (Vec<Place>, Vec<Geometry<f64>>) =
            counties.map(|(name, code, shape)| (Place::new(name, code), shape)).unzip();
        Self { areas: Areas::new(shapes.iter().enumerate()), places }
    }

    /// From a layer of counties.
    pub fn of_counties(counties: &FeatureSet) -> Self {
        Self::new(counties.features.iter().filter_map(|feature| {
            let name = counties.name(feature).unwrap_or_default().to_owned();
            let code = CODE_COLUMNS.iter().find_map(|heading| {
                let at = counties.columns.iter().position(|it| it.eq_ignore_ascii_case(heading))?;
                match feature.values.get(at)? {
                    Value::Text(text) => Some(text.clone()),
                    Value::Integer(number) => Some(number.to_string()),
                    Value::Null | Value::Real(_) => None,
                }
            });
            Some((name, code.unwrap_or_default(), feature.geometry.clone()?))
        }))
    }

    /// Is there no county at all to compare with?
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Every county that the point lies in or on the border of; more than one where they overlap.
    pub fn at(&self, lon: f64, lat: f64) -> impl Iterator<Item = &Place> {
        self.areas.at(lon, lat).into_iter().filter_map(|index| self.places.get(index))
    }

    /// The county that the point lies in: the first with a name where several overlap.
    pub fn county_at(&self, lon: f64, lat: f64) -> Option<&Place> {
        self.at(lon, lat).find(|it| !it.name.is_empty())
    }
}

impl Place {
    fn new(name: String, code: String) -> Self {
        Self { plain: plain(&name), name, code }
    }

    /// Is `stated` another way to write this county: its code, its name without 县/区/市, or with the city before it?
    pub fn is_called(&self, stated: &str) -> bool {
        let stated = plain(stated);
        let coded = !self.code.is_empty() && stated == self.code;
        coded || (!self.plain.is_empty() && (stated == self.plain || without_city(&stated) == self.plain))
    }
}

/// The name without blanks, and without 县, 区 or 市 at its end (domain dossier §8.3: 应　县 is 应县).
fn plain(name: &str) -> String {
    let mut name: String = name.chars().filter(|letter| !letter.is_whitespace()).collect();
    if name.chars().count() > 1 && name.ends_with(['县', '区', '市']) {
        name.pop();
    }
    name
}

/// 忻州市忻府 is 忻府.
fn without_city(name: &str) -> &str {
    name.rsplit_once('市').map_or(name, |(_, county)| county)
}

#[cfg(test)]
mod tests {
    use geo::{MultiPolygon, polygon};

    use super::*;

    fn ring() -> Places {
        // The hole runs the same way round as the outside, as careless files have it.
        let county = polygon!(
            exterior: [(x: 112., y: 38.), (x: 113., y: 38.), (x: 113., y: 39.), (x: 112., y: 39.)],
            interiors: [[(x: 112.4, y: 38.4), (x: 112.6, y: 38.4), (x: 112.6, y: 38.6), (x: 112.4, y: 38.6)]],
        );
        let town =
            polygon![(x: 112.4, y: 38.4), (x: 112.6, y: 38.4), (x: 112.6, y: 38.6), (x: 112.4, y: 38.6)];
        Places::new([
            ("忻府区".to_owned(), "140902".to_owned(), county.into()),
            ("应　县".to_owned(), String::new(), town.into()),
        ])
    }

    #[track_caller]
    fn check(lon: f64, lat: f64, name: Option<&str>) {
        assert_eq!(ring().county_at(lon, lat).map(|it| it.name.as_str()), name, "{lon} {lat}");
    }

    #[test]
    fn a_point_lies_in_the_county_around_it_but_not_in_its_hole() {
        check(112.1, 38.1, Some("忻府区"));
        check(112.5, 38.5, Some("应　县"));
        check(111.9, 38.5, None);
    }

    #[test]
    fn a_point_on_the_border_lies_in_both() {
        check(112.0, 38.5, Some("忻府区"));
        assert_eq!(ring().at(112.4, 38.5).count(), 2);
    }

    #[test]
    fn a_county_is_known_under_the_names_that_ledgers_write() {
        let places = ring();
        let county = places.county_at(112.1, 38.1).unwrap();
        for stated in ["忻府区", "忻府", " 忻 府 区 ", "忻州市忻府区", "140902"] {
            assert!(county.is_called(stated), "{stated}");
        }
        for stated in ["定襄县", "", "忻州市", "府"] {
            assert!(!county.is_called(stated), "{stated}");
        }
        assert!(places.county_at(112.5, 38.5).unwrap().is_called("应县"));
    }

    /// The counties of the map at `path`, read without regard to anything but polygons.
    fn counties_of(path: &str) -> Option<Places> {
        let ring = |ring: &serde_json::Value| {
            let corner = |it: &serde_json::Value| Some((it.get(0)?.as_f64()?, it.get(1)?.as_f64()?));
            ring.as_array().unwrap().iter().map(|it| corner(it).unwrap()).collect::<geo::LineString>()
        };
        let polygon = |rings: &serde_json::Value| {
            let mut rings = rings.as_array().unwrap().iter().map(ring);
            geo::Polygon::new(rings.next().unwrap(), rings.collect())
        };
        let map: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).ok()?).unwrap();
        Some(Places::new(map["features"].as_array().unwrap().iter().map(|county| {
            let (shape, said) = (&county["geometry"], &county["properties"]);
            let polygons = match shape["type"].as_str() {
                Some("Polygon") => vec![polygon(&shape["coordinates"])],
                _ => shape["coordinates"].as_array().unwrap().iter().map(polygon).collect(),
            };
            let text = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
            (text("name"), text("adcode"), MultiPolygon(polygons).into())
        })))
    }

    #[test]
    #[expect(clippy::print_stderr, reason = "a skipped test says so")]
    fn the_counties_of_the_province_hold_the_points_that_lie_in_them() {
        let path =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/china/shanxi_counties_tianditu.geojson");
        let Some(places) = counties_of(path) else {
            eprintln!("skipped: the county map is not beside the repository");
            return;
        };
        // The answers are those of Shapely.
        for (lon, lat, name) in
            [(112.73, 38.42, Some("忻府区")), (112.435, 39.33, Some("朔城区")), (116.4, 39.9, None)]
        {
            assert_eq!(places.county_at(lon, lat).map(|it| it.name.as_str()), name, "{lon} {lat}");
        }
    }
}
