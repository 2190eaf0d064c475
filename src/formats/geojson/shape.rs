//! A geometry object, value by value: a broken one must cost its feature, and the reason must say what is broken.

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use serde_json::Value;

use crate::domain::table::ShapeFault;

/// Reads a geometry. `Ok(None)` is null or has no vertex.
pub(super) fn read(value: &Value) -> Result<Option<Geometry>, ShapeFault> {
    if value.is_null() {
        return Ok(None);
    }
    let kind = value.get("type").and_then(Value::as_str).ok_or(ShapeFault::NoMember("type"))?;
    if kind == "GeometryCollection" {
        let parts = array(value.get("geometries"), "geometries")?;
        let parts: Vec<Geometry> =
            parts.iter().filter_map(|part| read(part).transpose()).collect::<Result<_, _>>()?;
        return Ok(
            (!parts.is_empty()).then(|| Geometry::GeometryCollection(GeometryCollection::new_from(parts)))
        );
    }
    let places = array(value.get("coordinates"), "coordinates")?;
    if places.is_empty() {
        return Ok(None);
    }
    let geometry = match kind {
        "Point" => Point::from(position(places)?).into(),
        "MultiPoint" => {
            MultiPoint::new(each(places, |place| position(list(place)?).map(Point::from))?).into()
        }
        "LineString" => line(places)?.into(),
        "MultiLineString" => MultiLineString::new(each(places, |part| line(list(part)?))?).into(),
        "Polygon" => polygon(places)?.into(),
        "MultiPolygon" => MultiPolygon::new(each(places, |part| polygon(list(part)?))?).into(),
        other => return Err(ShapeFault::NoSuchType(other.to_owned())),
    };
    Ok(Some(geometry))
}

fn array<'a>(value: Option<&'a Value>, name: &'static str) -> Result<&'a [Value], ShapeFault> {
    value.and_then(Value::as_array).map(Vec::as_slice).ok_or(ShapeFault::NoMember(name))
}

fn list(value: &Value) -> Result<&[Value], ShapeFault> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| ShapeFault::NotAList(shortened(value)))
}

fn each<Part>(
    parts: &[Value],
    read: impl Fn(&Value) -> Result<Part, ShapeFault>,
) -> Result<Vec<Part>, ShapeFault> {
    parts.iter().map(read).collect()
}

fn line(places: &[Value]) -> Result<LineString, ShapeFault> {
    each(places, |place| position(list(place)?)).map(LineString::new)
}

fn polygon(rings: &[Value]) -> Result<Polygon, ShapeFault> {
    let mut rings = each(rings, |ring| line(list(ring)?))?.into_iter();
    let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Ok(Polygon::new(outer, rings.collect()))
}

fn position(numbers: &[Value]) -> Result<Coord, ShapeFault> {
    let number =
        |index: usize| numbers.get(index).and_then(Value::as_f64).filter(|number| number.is_finite());
    match (number(0), number(1)) {
        (Some(x), Some(y)) => Ok(Coord { x, y }),
        _ => Err(ShapeFault::NotAPosition(shortened(&Value::from(numbers)))),
    }
}

/// The beginning of a value, enough to find it by.
pub(super) fn shortened(value: &Value) -> String {
    const KEPT: usize = 40;
    let text = value.to_string();
    match text.char_indices().nth(KEPT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
