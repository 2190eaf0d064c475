//! Vector tiles (MVT 2): what the plain style shows of them.
//!
//! Our own reader: the format is five messages of numbers, and with every count checked against the bytes that are there a tile made to
//! do harm costs nothing. The makers' names for things are in [`schema`].

mod protobuf;
mod schema;

use self::{
    protobuf::{Field, Message, Value},
    schema::{Kind, ground},
};
use super::{
    Part, Quantity, Reason,
    limits::{FEATURES_MAX, POINTS_MAX},
};
use crate::domain::basemap::Ground;

/// A feature of a vector tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// What it is.
    pub ground: Ground,
    /// Where it is.
    pub shape: Shape,
}

/// The geometry of a feature, in shares of its tile: (0, 0) is the top left corner, (1, 1) the bottom right corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Closed rings, holes included.
    Area(Vec<Vec<(f32, f32)>>),
    /// Lines.
    Lines(Vec<Vec<(f32, f32)>>),
}

/// Reads a tile. What the plain style does not show is left out.
pub fn decode(bytes: &[u8]) -> Result<Vec<Feature>, Reason> {
    let mut reader = Reader { features: Vec::new(), points: 0 };
    for field in Message(bytes) {
        if let (3, Value::Bytes(layer)) = parts(field)? {
            reader.layer(layer)?;
        }
    }
    Ok(reader.features)
}

fn broken() -> Reason {
    Reason::Damaged(Part::Tile)
}

fn parts(field: Option<Field<'_>>) -> Result<(u64, Value<'_>), Reason> {
    field.map(|Field { number, value }| (number, value)).ok_or_else(broken)
}

struct Reader {
    features: Vec<Feature>,
    points: usize,
}

/// The width of a tile in the units of its geometry, unless the layer says another.
const USUAL_EXTENT: u64 = 4096;

impl Reader {
    fn layer(&mut self, layer: &[u8]) -> Result<(), Reason> {
        let (mut name, mut extent) = (&[][..], USUAL_EXTENT);
        let (mut keys, mut values, mut features) = (Vec::new(), Vec::new(), Vec::new());
        for field in Message(layer) {
            match parts(field)? {
                (1, Value::Bytes(bytes)) => name = bytes,
                (2, Value::Bytes(feature)) => features.push(feature),
                (3, Value::Bytes(key)) => keys.push(key),
                (4, Value::Bytes(value)) => values.push(value),
                (5, Value::Number(number)) => extent = number,
                _ => {}
            }
            if features.len() + self.features.len() > FEATURES_MAX {
                return Err(Reason::too_large(Quantity::Features, FEATURES_MAX as u64));
            }
        }
        let name = String::from_utf8_lossy(name);
        if !schema::is_known(&name) {
            return Ok(());
        }
        if extent == 0 {
            return Err(broken());
        }
        let dictionary = Dictionary { keys, values };
        for feature in features {
            self.feature(&name, &dictionary, feature, extent as f32)?;
        }
        Ok(())
    }

    fn feature(
        &mut self,
        layer: &str,
        dictionary: &Dictionary<'_>,
        feature: &[u8],
        extent: f32,
    ) -> Result<(), Reason> {
        let (mut tags, mut kind, mut geometry) = (&[][..], 0, &[][..]);
        for field in Message(feature) {
            match parts(field)? {
                (2, Value::Bytes(bytes)) => tags = bytes,
                (3, Value::Number(number)) => kind = number,
                (4, Value::Bytes(bytes)) => geometry = bytes,
                _ => {}
            }
        }
        let kind = match kind {
            2 => Kind::Line,
            3 => Kind::Area,
            _ => return Ok(()),
        };
        let Some(ground) = ground(layer, kind, |names| dictionary.find(tags, names)) else { return Ok(()) };
        let parts = self.geometry(geometry, extent, kind)?;
        if !parts.is_empty() {
            let shape = if kind == Kind::Area { Shape::Area(parts) } else { Shape::Lines(parts) };
            self.features.push(Feature { ground, shape });
        }
        Ok(())
    }

    /// The commands of a geometry: move to, line to, close, each with a count.
    fn geometry(&mut self, bytes: &[u8], extent: f32, kind: Kind) -> Result<Vec<Vec<(f32, f32)>>, Reason> {
        let mut numbers = protobuf::Numbers(bytes);
        let mut parts: Vec<Vec<(f32, f32)>> = Vec::new();
        let (mut x, mut y) = (0_i64, 0_i64);
        while let Some(command) = numbers.next().transpose().map_err(|()| broken())? {
            let (command, count) = (command & 7, command >> 3);
            if command == 7 {
                continue;
            }
            if !matches!(command, 1 | 2) {
                return Err(broken());
            }
            for _ in 0..count {
                let mut step = || -> Result<i64, Reason> {
                    let number = numbers.next().and_then(Result::ok).ok_or_else(broken)?;
                    Ok((number >> 1) as i64 ^ -((number & 1) as i64))
                };
                (x, y) = (x.saturating_add(step()?), y.saturating_add(step()?));
                self.points += 1;
                if self.points > POINTS_MAX {
                    return Err(Reason::too_large(Quantity::Points, POINTS_MAX as u64));
                }
                let point = (x as f32 / extent, y as f32 / extent);
                // Tiles carry a little of their neighbours; nothing honest lies farther out.
                if !(-4.0..=5.0).contains(&point.0) || !(-4.0..=5.0).contains(&point.1) {
                    return Err(broken());
                }
                match (command, parts.last_mut()) {
                    (2, Some(part)) => part.push(point),
                    _ => parts.push(vec![point]),
                }
            }
        }
        let least = if kind == Kind::Area { 3 } else { 2 };
        parts.retain(|part| part.len() >= least);
        Ok(parts)
    }
}

struct Dictionary<'a> {
    keys: Vec<&'a [u8]>,
    values: Vec<&'a [u8]>,
}

impl Dictionary<'_> {
    /// The first of these attributes that a feature has, as text.
    fn find(&self, tags: &[u8], names: &[&str]) -> Option<String> {
        let mut numbers = protobuf::Numbers(tags);
        let mut best: Option<(usize, String)> = None;
        while let (Some(Ok(key)), Some(Ok(value))) = (numbers.next(), numbers.next()) {
            let Some(key) = usize::try_from(key).ok().and_then(|key| self.keys.get(key)) else { continue };
            let Some(rank) = names.iter().position(|name| name.as_bytes() == *key) else { continue };
            if best.as_ref().is_none_or(|(other, _)| rank < *other) {
                let value = usize::try_from(value).ok().and_then(|value| self.values.get(value));
                best = value.and_then(|value| text(value)).map(|text| (rank, text));
            }
        }
        best.map(|(_, text)| text)
    }
}

/// A value of the dictionary as text.
fn text(value: &[u8]) -> Option<String> {
    match Message(value).next()?? {
        Field { number: 1, value: Value::Bytes(text) } => Some(String::from_utf8_lossy(text).into_owned()),
        Field { number: 2, value: Value::Bits32(bits) } => Some(f32::from_bits(bits).to_string()),
        Field { number: 3, value: Value::Bits64(bits) } => Some(f64::from_bits(bits).to_string()),
        Field { number: 4 | 5, value: Value::Number(number) } => Some(number.to_string()),
        Field { number: 6, value: Value::Number(number) } => {
            Some(((number >> 1) as i64 ^ -((number & 1) as i64)).to_string())
        }
        Field { number: 7, value: Value::Number(number) } => Some((number != 0).to_string()),
        _ => None,
    }
}
