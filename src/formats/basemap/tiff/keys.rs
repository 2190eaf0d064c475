//! The GeoTIFF tags: where a picture lies, and in which coordinate system.

use std::collections::BTreeMap;

use tiff::tags::Tag;

use super::{Part, Reader, Reason};
use crate::domain::coordinate::Crs;

/// What the tags say.
pub(super) struct Keys {
    pub(super) affine: Option<[f64; 6]>,
    /// Nothing where no coordinate system is named.
    pub(super) crs: Option<Result<Crs, Reason>>,
    pub(super) nodata: Option<f64>,
}

const MODEL_TYPE: u16 = 1024;
const RASTER_TYPE: u16 = 1025;
const CITATION: u16 = 1026;
const GEOGRAPHIC: u16 = 2048;
const GEOGRAPHIC_CITATION: u16 = 2049;
const ELLIPSOID_AXIS: u16 = 2057;
const ELLIPSOID_INVERSE_FLATTENING: u16 = 2059;
const PROJECTED: u16 = 3072;
const PROJECTED_CITATION: u16 = 3073;
const METHOD: u16 = 3075;
const ORIGIN_LONGITUDE: u16 = 3080;
const ORIGIN_LATITUDE: u16 = 3081;
const FALSE_EASTING: u16 = 3082;
const FALSE_NORTHING: u16 = 3083;
const SCALE: u16 = 3092;

/// The number that says that the parameters follow.
const USER_DEFINED: u16 = 32_767;
/// The method of Gauss-Krüger.
const TRANSVERSE_MERCATOR: u16 = 1;

pub(super) fn read(reader: &mut Reader) -> Result<Keys, Reason> {
    let directory: Vec<u16> =
        reader.find_tag_unsigned_vec(Tag::GeoKeyDirectoryTag).map_err(Reason::library)?.unwrap_or_default();
    let doubles = reader.get_tag_f64_vec(Tag::GeoDoubleParamsTag).unwrap_or_default();
    let texts = reader.get_tag_ascii_string(Tag::GeoAsciiParamsTag).unwrap_or_default();
    let geo = GeoKeys::of(&directory, &doubles, &texts);
    let nodata = reader.get_tag_ascii_string(Tag::GdalNodata).ok();
    Ok(Keys {
        affine: affine(reader, geo.short(RASTER_TYPE) == Some(2))?,
        crs: geo.crs(),
        nodata: nodata.and_then(|text| text.trim_matches(['\0', ' ']).parse().ok()),
    })
}

#[allow(clippy::many_single_char_names, reason = "the letters of the formula")]
fn affine(reader: &mut Reader, pixel_is_point: bool) -> Result<Option<[f64; 6]>, Reason> {
    let mut numbers = |tag: Tag| reader.get_tag_f64_vec(tag).unwrap_or_default();
    let (scale, points) = (numbers(Tag::ModelPixelScaleTag), numbers(Tag::ModelTiepointTag));
    let matrix = numbers(Tag::ModelTransformationTag);
    let [a, b, c, d, e, f] = match (&matrix[..], &scale[..], &points[..]) {
        ([a, b, _, c, d, e, _, f, ..], _, _) => [*a, *b, *c, *d, *e, *f],
        ([], [right, down, ..], [column, row, _, x, y, ..]) => {
            [*right, 0.0, x - column * right, 0.0, -down, y + row * down]
        }
        _ => return Ok(None),
    };
    if [a, b, c, d, e, f].iter().any(|it| !it.is_finite()) {
        return Err(Reason::Damaged(Part::Tags));
    }
    // Where the numbers mean the middle of a pixel, its corner is half a pixel before it.
    let back = if pixel_is_point { 0.5 } else { 0.0 };
    Ok(Some([a, b, c - back * (a + b), d, e, f - back * (d + e)]))
}

#[derive(Default)]
struct GeoKeys {
    shorts: BTreeMap<u16, u16>,
    doubles: BTreeMap<u16, f64>,
    texts: BTreeMap<u16, String>,
}

impl GeoKeys {
    fn of(directory: &[u16], doubles: &[f64], texts: &str) -> Self {
        let mut keys = Self::default();
        for entry in directory.chunks_exact(4).skip(1) {
            let [key, location, count, value] = *entry else { continue };
            let (from, count) = (usize::from(value), usize::from(count));
            if location == 0 {
                keys.shorts.insert(key, value);
            } else if location == Tag::GeoDoubleParamsTag.to_u16() {
                keys.doubles.extend(doubles.get(from).map(|number| (key, *number)));
            } else if location == Tag::GeoAsciiParamsTag.to_u16() {
                let text = texts.get(from..from.saturating_add(count).min(texts.len())).unwrap_or_default();
                keys.texts.insert(key, text.trim_matches(['|', '\0', ' ']).to_owned());
            }
        }
        keys
    }

    fn short(&self, key: u16) -> Option<u16> {
        self.shorts.get(&key).copied()
    }

    fn crs(&self) -> Option<Result<Crs, Reason>> {
        let known = |key| self.short(key).filter(|number| *number != 0 && *number != USER_DEFINED);
        let by_number = |number: u16| Crs::from_epsg(u32::from(number)).map_err(Reason::Crs);
        if let Some(number) = known(PROJECTED) {
            return Some(by_number(number));
        }
        if let Some(wkt) = self.esri_wkt() {
            return Some(Crs::from_wkt(&wkt).map_err(Reason::Crs));
        }
        let is_projected = self.short(MODEL_TYPE) == Some(1) || self.short(PROJECTED).is_some();
        if !is_projected {
            return known(GEOGRAPHIC).map(by_number);
        }
        (self.short(METHOD) == Some(TRANSVERSE_MERCATOR))
            .then(|| Crs::from_wkt(&self.transverse_mercator()).map_err(Reason::Crs))
    }

    /// `ArcGIS` writes its own description into the citation.
    fn esri_wkt(&self) -> Option<String> {
        let texts =
            [PROJECTED_CITATION, CITATION, GEOGRAPHIC_CITATION].iter().filter_map(|key| self.texts.get(key));
        texts.filter_map(|text| text.strip_prefix("ESRI PE String = ")).map(str::to_owned).next()
    }

    fn transverse_mercator(&self) -> String {
        let double = |key, usual: f64| self.doubles.get(&key).copied().unwrap_or(usual);
        let (datum, spheroid, axis, inverse_flattening) = match self.short(GEOGRAPHIC) {
            Some(4490) => ("D_China_2000", "CGCS2000", 6_378_137.0, 298.257_222_101),
            Some(4610) => ("D_Xian_1980", "Xian_1980", 6_378_140.0, 298.257),
            Some(4214) => ("D_Beijing_1954", "Krasovsky_1940", 6_378_245.0, 298.3),
            Some(4326) => ("D_WGS_1984", "WGS_1984", 6_378_137.0, 298.257_223_563),
            _ => self.own_ellipsoid(),
        };
        format!(
            "PROJCS[\"{datum}_TM\",GEOGCS[\"{datum}\",DATUM[\"{datum}\",SPHEROID[\"{spheroid}\",{axis},{inverse_flattening}]],\
             PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],\
             PARAMETER[\"latitude_of_origin\",{}],PARAMETER[\"central_meridian\",{}],PARAMETER[\"scale_factor\",{}],\
             PARAMETER[\"false_easting\",{}],PARAMETER[\"false_northing\",{}],UNIT[\"Meter\",1]]",
            double(ORIGIN_LATITUDE, 0.0),
            double(ORIGIN_LONGITUDE, 0.0),
            double(SCALE, 1.0),
            double(FALSE_EASTING, 0.0),
            double(FALSE_NORTHING, 0.0),
        )
    }

    /// The system of a file that gives the numbers of its ellipsoid alone.
    fn own_ellipsoid(&self) -> (&'static str, &'static str, f64, f64) {
        let axis = self.doubles.get(&ELLIPSOID_AXIS).copied().unwrap_or(6_378_137.0);
        let flattening = self.doubles.get(&ELLIPSOID_INVERSE_FLATTENING).copied().unwrap_or(298.257_222_101);
        if axis.to_bits() == 6_378_137.0_f64.to_bits() {
            ("D_China_2000", "CGCS2000", axis, flattening)
        } else {
            ("D_Unknown", "Unknown", axis, flattening)
        }
    }
}
