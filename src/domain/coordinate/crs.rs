//! A coordinate system of a foreign file, and the way from it to CGCS2000 and back.

use std::{fmt, str::FromStr};

use geo::{Geometry, MapCoords as _};
use proj4rs::{Proj, transform::transform};

use super::{
    datum::Shift,
    wkt::{self, Facts},
};
use crate::domain::table::CrsNote;

/// A coordinate system. East or longitude comes first, whatever the order of axes in its definition: files store it so.
#[derive(Clone)]
pub struct Crs {
    name: String,
    epsg: Option<u32>,
    warning: Option<CrsWarning>,
    ellipsoid: Option<(f64, f64)>,
    /// `None`: longitude and latitude in degrees that are taken over as they are.
    steps: Option<Box<Steps>>,
}

#[derive(Clone)]
struct Steps {
    own: Proj,
    cgcs2000: Proj,
}

/// Something the user has to know about a coordinate system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CrsWarning {
    /// The datum is another one than CGCS2000 and the shift between the two is not public (Beijing 54, Xi'an 80) or not in
    /// the file. Positions are taken over from its ellipsoid and can be off by tens of metres, up to a hundred.
    ShiftUnknown {
        /// The name of the datum.
        datum: String,
    },
}

/// Why there is no coordinate system, or no coordinate.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not in the list of the EPSG.
    #[error("EPSG:{0} is not known")]
    UnknownEpsg(u32),
    /// Neither an `EPSG:` number nor WKT.
    #[error("the coordinate system can't be read: {text}")]
    Unreadable {
        /// The first characters of what was given.
        text: String,
        /// What the parser said.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// It is understood, but there is no way to compute with it.
    #[error("the coordinate system {name} is not supported")]
    Unsupported {
        /// Its name.
        name: String,
        /// What the projection library said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The coordinates can't be positions in this system.
    #[error("({x}, {y}) is not a position in {name}")]
    OutOfRange {
        /// East or longitude.
        x: f64,
        /// North or latitude.
        y: f64,
        /// The name of the system.
        name: String,
    },
}

/// Longitude and latitude without a datum: neither side of a transformation is then shifted.
const CGCS2000: &str = "+proj=longlat +ellps=GRS80 +no_defs";
/// The same as the target of a shift that a file brings along.
const CGCS2000_SHIFTED: &str = "+proj=longlat +ellps=GRS80 +towgs84=0,0,0 +no_defs";

impl Crs {
    /// CGCS2000 longitude and latitude, EPSG:4490.
    pub fn cgcs2000() -> Self {
        Self {
            name: "China Geodetic Coordinate System 2000".to_owned(),
            epsg: Some(4490),
            warning: None,
            ellipsoid: None,
            steps: None,
        }
    }

    /// The system with an EPSG number. Esri's and Google's numbers for Web Mercator are understood too.
    pub fn from_epsg(number: u32) -> Result<Self, Error> {
        let number = if matches!(number, 900_913 | 102_100 | 102_113 | 3785) { 3857 } else { number };
        let unknown = || Error::UnknownEpsg(number);
        let definition =
            u16::try_from(number).ok().and_then(crs_definitions::from_code).ok_or_else(unknown)?;
        let facts = wkt::facts(definition.wkt).unwrap_or_default();
        let definition = if is_chinese_legacy(&facts.datum) {
            // The one public shift of Beijing 54 was measured at the Bohai oil fields and fits nowhere else.
            without(definition.proj4, "+towgs84")
        } else {
            definition.proj4.to_owned()
        };
        let has_shift = definition.contains("+towgs84") && !definition.contains("+towgs84=0,0,0");
        Self::build(&definition, Facts { epsg: Some(number), has_shift, ..facts })
    }

    /// A system of an old datum with the parameters of its shift to CGCS2000, which whoever uses it knows.
    pub fn from_epsg_with(number: u32, shift: &Shift) -> Result<Self, Error> {
        let known = Self::from_epsg(number)?;
        let definition = u16::try_from(number).ok().and_then(crs_definitions::from_code);
        let definition = definition.ok_or(Error::UnknownEpsg(number))?;
        let written = shift.write();
        let text = format!("{} +towgs84={written}", without(definition.proj4, "+towgs84"));
        let facts = wkt::facts(definition.wkt).unwrap_or_default();
        let name = format!("EPSG:{number} +towgs84={written}");
        let shifted = Self::build(&text, Facts { epsg: None, has_shift: true, name, ..facts })?;
        Ok(Self { ellipsoid: known.ellipsoid, ..shifted })
    }

    /// Half the axis in metres and the inverse flattening of its ellipsoid, where its definition says them.
    pub(super) fn ellipsoid(&self) -> Option<(f64, f64)> {
        self.ellipsoid
    }

    /// The system that a `.prj` or a definition in WKT 1 or 2 describes.
    pub fn from_wkt(text: &str) -> Result<Self, Error> {
        let text = text.trim_start_matches('\u{feff}').trim();
        let unreadable = |source| Error::Unreadable { text: text.chars().take(60).collect(), source };
        let facts = wkt::facts(text).ok_or_else(|| unreadable(None))?;
        // A number says less than the text where the text brings its own shift.
        if let Some(known) =
            facts.epsg.filter(|_| !facts.has_shift).and_then(|number| Self::from_epsg(number).ok())
        {
            return Ok(known);
        }
        if let Some(number) = recognised(&facts) {
            return Self::from_epsg(number);
        }
        let definition =
            proj4wkt::wkt_to_projstring(text).map_err(|error| unreadable(Some(Box::new(error))))?;
        Self::build(&without(&definition, "+axis"), Facts { epsg: None, ..facts })
    }

    /// What a file says of itself; `None` where it says nothing.
    pub fn from_note(note: &CrsNote) -> Result<Option<Self>, Error> {
        match note {
            CrsNote::Missing => Ok(None),
            CrsNote::Epsg(number) => Self::from_epsg(*number).map(Some),
            CrsNote::Wkt(text) => Self::from_wkt(text).map(Some),
        }
    }

    fn build(definition: &str, facts: Facts) -> Result<Self, Error> {
        let unsupported = |source: proj4rs::errors::Error| Error::Unsupported {
            name: facts.name.clone(),
            source: Box::new(source),
        };
        let own = Proj::from_proj_string(definition).map_err(unsupported)?;
        let target = if facts.has_shift { CGCS2000_SHIFTED } else { CGCS2000 };
        let cgcs2000 = Proj::from_proj_string(target).map_err(unsupported)?;
        let warning = (!facts.has_shift && !is_modern(&facts))
            .then(|| CrsWarning::ShiftUnknown { datum: facts.datum.clone() });
        let as_it_is = own.is_latlong() && !facts.has_shift && !definition.contains("+pm");
        let steps = (!as_it_is).then(|| Box::new(Steps { own, cgcs2000 }));
        Ok(Self { name: facts.name, epsg: facts.epsg, warning, ellipsoid: facts.ellipsoid, steps })
    }

    /// The name, as its definition gives it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The EPSG number, if it has one.
    pub fn epsg(&self) -> Option<u32> {
        self.epsg
    }

    /// What the user has to know before trusting positions from this system.
    pub fn warning(&self) -> Option<&CrsWarning> {
        self.warning.as_ref()
    }

    /// Whether the coordinates are degrees rather than metres.
    pub fn is_geographic(&self) -> bool {
        self.steps.as_ref().is_none_or(|steps| steps.own.is_latlong())
    }

    /// East and north (or longitude and latitude) of this system → longitude and latitude in CGCS2000, in degrees.
    pub fn to_cgcs2000(&self, x: f64, y: f64) -> Result<(f64, f64), Error> {
        let position = match &self.steps {
            None => (x, y),
            Some(steps) => steps.forward(x, y).ok_or_else(|| self.out_of_range(x, y))?,
        };
        let fits = (-180.0..=180.0).contains(&position.0) && (-90.0..=90.0).contains(&position.1);
        if fits { Ok(position) } else { Err(self.out_of_range(x, y)) }
    }

    /// Longitude and latitude in CGCS2000, in degrees → east and north (or longitude and latitude) of this system.
    pub fn from_cgcs2000(&self, longitude: f64, latitude: f64) -> Result<(f64, f64), Error> {
        let position = match &self.steps {
            None => (longitude, latitude),
            Some(steps) => {
                steps.back(longitude, latitude).ok_or_else(|| self.out_of_range(longitude, latitude))?
            }
        };
        if position.0.is_finite() && position.1.is_finite() {
            Ok(position)
        } else {
            Err(self.out_of_range(longitude, latitude))
        }
    }

    /// [`Self::to_cgcs2000`] for every vertex; the first that can't be a position is the error.
    pub fn geometry_to_cgcs2000(&self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, Error> {
        geometry.try_map_coords(|place| self.to_cgcs2000(place.x, place.y).map(Into::into))
    }

    /// [`Self::from_cgcs2000`] for every vertex.
    pub fn geometry_from_cgcs2000(&self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, Error> {
        geometry.try_map_coords(|place| self.from_cgcs2000(place.x, place.y).map(Into::into))
    }

    fn out_of_range(&self, x: f64, y: f64) -> Error {
        Error::OutOfRange { x, y, name: self.name.clone() }
    }
}

impl Steps {
    fn forward(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let mut place = if self.own.is_latlong() { (x.to_radians(), y.to_radians()) } else { (x, y) };
        transform(&self.own, &self.cgcs2000, &mut place).ok()?;
        Some((place.0.to_degrees(), place.1.to_degrees()))
    }

    fn back(&self, longitude: f64, latitude: f64) -> Option<(f64, f64)> {
        let mut place = (longitude.to_radians(), latitude.to_radians());
        transform(&self.cgcs2000, &self.own, &mut place).ok()?;
        Some(if self.own.is_latlong() { (place.0.to_degrees(), place.1.to_degrees()) } else { place })
    }
}

/// `EPSG:4547`, `4547`, `EPSG:2362 +towgs84=dx,dy,dz` with three or seven parameters, or WKT.
impl FromStr for Crs {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let numbered = text.split_once(':').filter(|(head, _)| head.eq_ignore_ascii_case("EPSG"));
        let number = numbered.map_or(text, |(_, number)| number);
        if let Some((number, shift)) = number.split_once("+towgs84=") {
            let unreadable = || Error::Unreadable { text: text.chars().take(60).collect(), source: None };
            let shift = Shift::parse(shift).ok_or_else(unreadable)?;
            let number = number.trim().parse().map_err(|_no_number| unreadable())?;
            return Self::from_epsg_with(number, &shift);
        }
        number.trim().parse().map_or_else(|_| Self::from_wkt(text), Self::from_epsg)
    }
}

impl fmt::Debug for Crs {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Crs").field("epsg", &self.epsg).field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Display for CrsWarning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ShiftUnknown { datum } => {
                write!(
                    out,
                    "the shift from {datum} to CGCS2000 is not known: positions can be off by tens of metres"
                )
            }
        }
    }
}

/// A projection string without one of its `+key=value` words.
fn without(definition: &str, key: &str) -> String {
    let kept: Vec<&str> = definition.split_whitespace().filter(|word| !word.starts_with(key)).collect();
    kept.join(" ")
}

fn is_chinese_legacy(datum: &str) -> bool {
    let datum = datum.to_lowercase();
    ["beijing", "xian", "xi'an", "北京", "西安"].iter().any(|name| datum.contains(name))
}

/// GRS 80 and WGS 84 ellipsoids belong to datums that agree with CGCS2000 within decimetres to two metres.
fn is_modern(facts: &Facts) -> bool {
    let Some((axis, flattening)) = facts.ellipsoid else {
        return false;
    };
    !is_chinese_legacy(&facts.datum)
        && (axis - 6_378_137.0).abs() < 0.5
        && (flattening - 298.257).abs() < 0.001
}

/// The EPSG number of a system of CGCS2000 or of WGS 84 degrees that does not give its number.
fn recognised(facts: &Facts) -> Option<u32> {
    if facts.has_shift {
        return None;
    }
    let datum = facts.datum.to_lowercase();
    let is_chinese =
        ["china_2000", "china 2000", "cgcs2000", "cgcs_2000"].iter().any(|name| datum.contains(name));
    if !facts.projected {
        let is_wgs84 = matches!(datum.as_str(), "d_wgs_1984" | "wgs_1984" | "world geodetic system 1984");
        return if is_chinese { Some(4490) } else { is_wgs84.then_some(4326) };
    }
    let (meridian, false_easting) = facts.gauss_krueger.filter(|_| is_chinese)?;
    // The narrow zones first: without a prefix, every second of them equals a wide one.
    (0..21)
        .map(|zone| (4513 + zone, 75 + 3 * zone, (25 + zone) * 1_000_000 + 500_000))
        .chain((0..21).map(|zone| (4534 + zone, 75 + 3 * zone, 500_000)))
        .chain((0..11).map(|zone| (4491 + zone, 75 + 6 * zone, (13 + zone) * 1_000_000 + 500_000)))
        .find(|(_, zone_meridian, easting)| {
            (meridian - f64::from(*zone_meridian)).abs() < 1e-9
                && (false_easting - f64::from(*easting)).abs() < 1e-6
        })
        .map(|(number, _, _)| number)
}

#[cfg(test)]
mod tests {
    use geo::{LineString, Point};

    use super::*;
    use crate::domain::coordinate::distance_m;

    fn crs(number: u32) -> Crs {
        Crs::from_epsg(number).unwrap()
    }

    #[track_caller]
    fn check(number: u32, degrees: (f64, f64), metres: (f64, f64)) {
        let (x, y) = crs(number).from_cgcs2000(degrees.0, degrees.1).unwrap();
        assert!((x - metres.0).hypot(y - metres.1) < 0.01, "EPSG:{number}: ({x}, {y}) is not {metres:?}");
        let back = crs(number).to_cgcs2000(x, y).unwrap();
        assert!(distance_m(back, degrees) < 1e-6, "EPSG:{number} and back: {back:?}");
    }

    // The rounded test points of the trade: computed with PROJ, two decimals.
    #[test]
    fn the_places_of_the_trade_are_where_they_are() {
        check(4525, (112.435, 39.33), (37_623_731.97, 4_356_122.27));
        check(4546, (112.435, 39.33), (623_731.97, 4_356_122.27));
        check(4547, (112.435, 39.33), (365_058.33, 4_356_308.31));
        check(4526, (112.73, 38.42), (38_389_089.87, 4_254_882.13));
    }

    #[test]
    fn every_zone_of_cgcs2000_is_known_and_comes_back_from_its_name_and_parameters() {
        for number in (4491..=4501).chain(4513..=4554) {
            let text = crs_definitions::from_code(number as u16).unwrap().wkt;
            let anonymous = text.replace(&format!(",AUTHORITY[\"EPSG\",\"{number}\"]"), "");
            assert_ne!(text, anonymous);

            assert_eq!(Crs::from_wkt(&anonymous).unwrap().epsg(), Some(number), "{anonymous}");
            assert_eq!(crs(number).warning(), None);
        }
    }

    #[test]
    fn the_spelling_of_esri_is_understood() {
        let zone = r#"PROJCS["CGCS2000_3_Degree_GK_Zone_38",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",38500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
        let degrees = r#"GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
        let local = zone.replace("38500000.0", "500000.0").replace("114.0", "112.5");

        assert_eq!(Crs::from_wkt(zone).unwrap().epsg(), Some(4526));
        assert_eq!(Crs::from_wkt(degrees).unwrap().epsg(), Some(4490));
        let local = Crs::from_wkt(&local).unwrap();
        assert_eq!((local.epsg(), local.warning()), (None, None));
        let (x, _) = local.from_cgcs2000(112.5, 38.0).unwrap();
        assert!((x - 500_000.0).abs() < 1e-6, "{x}");
    }

    #[test]
    fn a_definition_with_north_first_still_means_east_first() {
        let text = r#"PROJCS["CGCS2000 / 3-degree Gauss-Kruger CM 112.5E",GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",112.5],PARAMETER["scale_factor",1],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1],AXIS["Northing",NORTH],AXIS["Easting",EAST]]"#;

        let (x, y) = Crs::from_wkt(text).unwrap().from_cgcs2000(112.5, 38.0).unwrap();

        assert!((x - 500_000.0).abs() < 1e-6 && y > 4_000_000.0, "({x}, {y})");
    }

    #[test]
    fn the_old_datums_are_taken_with_a_warning() {
        for number in [4214, 4610, 2327, 2383, 2390, 2401, 2434, 2442] {
            assert!(matches!(crs(number).warning(), Some(CrsWarning::ShiftUnknown { .. })), "EPSG:{number}");
        }
        let esri = r#"PROJCS["Xian_1980_3_Degree_GK_CM_114E",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
        let warning = Crs::from_wkt(esri).unwrap().warning().cloned();
        assert_eq!(warning, Some(CrsWarning::ShiftUnknown { datum: "D_Xian_1980".to_owned() }));
    }

    #[test]
    fn a_shift_that_the_file_brings_along_is_used() {
        let text = r#"GEOGCS["Beijing 1954",DATUM["Beijing_1954",SPHEROID["Krassowsky 1940",6378245,298.3],TOWGS84[15.8,-154.4,-82.3,0,0,0,0]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4214"]]"#;
        let shifted = Crs::from_wkt(text).unwrap();

        let place = shifted.to_cgcs2000(112.73, 38.42).unwrap();

        // From a PROJ pipeline of cart, helmert and the inverse of cart.
        let expected = (112.730_516_278_166, 38.420_274_232_223);
        assert_eq!(shifted.warning(), None);
        assert!(distance_m(place, expected) < 0.001, "{place:?}");
    }

    #[test]
    fn degrees_of_wgs84_are_taken_over_as_they_are() {
        assert_eq!(crs(4326).to_cgcs2000(112.73, 38.42).unwrap(), (112.73, 38.42));
        assert!(crs(4326).is_geographic() && !crs(4547).is_geographic());
    }

    #[test]
    fn a_position_that_can_not_be_is_refused() {
        for (number, x, y) in [
            (4490, 623_731.97, 4_356_122.27),
            (4490, f64::NAN, 38.0),
            (4490, 112.0, 95.0),
            (4547, 38_389_089.87, 4_254_882.13),
            (4547, f64::INFINITY, 0.0),
            (4547, 1e300, 1e300),
        ] {
            let error = crs(number).to_cgcs2000(x, y).unwrap_err();
            assert!(matches!(error, Error::OutOfRange { .. }), "EPSG:{number} ({x}, {y}): {error}");
        }
    }

    #[test]
    fn every_vertex_of_a_shape_is_moved() {
        let line = LineString::from(vec![(365_058.33, 4_356_308.31), (365_158.33, 4_356_408.31)]);

        let moved = crs(4547).geometry_to_cgcs2000(&line.clone().into()).unwrap();
        let back = crs(4547).geometry_from_cgcs2000(&moved).unwrap();

        let Geometry::LineString(moved) = moved else { panic!("not a line any more") };
        assert!(distance_m(moved.0[0].into(), (112.435, 39.33)) < 0.02);
        let Geometry::LineString(back) = back else { panic!("not a line any more") };
        assert!(back.0.iter().zip(&line.0).all(|(a, b)| (a.x - b.x).hypot(a.y - b.y) < 1e-6));
        assert!(crs(4547).geometry_to_cgcs2000(&Point::new(f64::NAN, 0.0).into()).is_err());
    }

    #[test]
    fn numbers_and_texts_are_told_apart() {
        assert_eq!("EPSG:4547".parse::<Crs>().unwrap().epsg(), Some(4547));
        assert_eq!(" epsg:4547 ".parse::<Crs>().unwrap().epsg(), Some(4547));
        assert_eq!("900913".parse::<Crs>().unwrap().epsg(), Some(3857));
        assert!(matches!("EPSG:4".parse::<Crs>(), Err(Error::UnknownEpsg(4))));
        assert!(matches!("EPSG:99999999".parse::<Crs>(), Err(Error::UnknownEpsg(_))));
        assert!(matches!("the usual one".parse::<Crs>(), Err(Error::Unreadable { .. })));
        assert!(matches!(Crs::from_wkt(&"A[".repeat(100_000)), Err(Error::Unreadable { .. })));
        assert!(matches!(Crs::from_note(&CrsNote::Missing), Ok(None)));
    }
}
