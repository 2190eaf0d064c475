//! What the caller hands over to be drawn.

use serde::{Deserialize, Serialize};

use geo::Coord;

use crate::map::{
    palette::{AreaLook, LineLook},
    symbol::Symbol,
};

/// A name to write beside a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What to write, on one line.
    pub text: Box<str>,
    /// Where two labels meet, the one with the higher priority stays.
    pub priority: i32,
}

/// What the labels of a layer name, which decides how they look and where they go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LabelRole {
    /// A river or another line: written along it.
    River,
    /// A county or another area.
    Area,
    /// A protection zone.
    Zone,
    /// A point that few others are beside: town, monitoring section.
    Place,
    /// An outfall: small.
    Outfall,
}

/// What a layer is, apart from its features.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerInfo {
    /// The same for the same layer, whatever happens to it.
    pub key: u64,
    /// Another number whenever features, styles or labels are not the same as before.
    pub revision: u64,
    /// What its labels name.
    pub label_role: LabelRole,
    /// Labels are written at 1 : n and closer; `None` for every scale.
    pub labels_from_scale: Option<f64>,
}

/// When a layer is drawn, and how opaque.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// Drawn at 1 : n and closer; `None` for every scale.
    pub from_scale: Option<f64>,
    /// Drawn at 1 : n and farther; `None` for every scale.
    pub to_scale: Option<f64>,
    /// From 0, invisible, to 1.
    pub opacity: f32,
}

impl Default for Presence {
    fn default() -> Self {
        Self { from_scale: None, to_scale: None, opacity: 1.0 }
    }
}

/// A line to draw.
#[derive(Clone, Debug)]
pub struct LineFeature {
    /// The caller's own number for it.
    pub handle: u128,
    /// Degrees; `x` is the longitude.
    pub geometry: geo::MultiLineString,
    /// How it looks.
    pub look: LineLook,
    /// Its name.
    pub label: Option<Label>,
}

/// An area to draw.
#[derive(Clone, Debug)]
pub struct AreaFeature {
    /// The caller's own number for it.
    pub handle: u128,
    /// Degrees; `x` is the longitude.
    pub geometry: geo::MultiPolygon,
    /// How it looks.
    pub look: AreaLook,
    /// Its name.
    pub label: Option<Label>,
}

/// A point to draw.
#[derive(Clone, Debug)]
pub struct PointFeature {
    /// The caller's own number for it.
    pub handle: u128,
    /// Degrees; `x` is the longitude.
    pub position: Coord,
    /// How it looks.
    pub symbol: Symbol,
    /// The highest is drawn on top, and stays where there is room for one only.
    pub priority: i32,
    /// Its name.
    pub label: Option<Label>,
}

/// Why a feature is not in its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A coordinate is infinite or not a number.
    NotFinite,
    /// A coordinate is no longitude or latitude in degrees.
    NotDegrees,
    /// There is no vertex, or a line of one vertex, or a ring of fewer than three.
    Empty,
}

/// A feature that can't be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The caller's number for it.
    pub handle: u128,
    /// Why.
    pub reason: Reason,
}
