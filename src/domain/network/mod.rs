//! Rivers and sewers as one directed graph: what is upstream, what is downstream, and how far along the water.
//!
//! A **reach** is a line between two **nodes**; the water runs from its first node to its last. Which nodes those are
//! comes from the attributes of its layer where it has them ([`columns`]), else from where its line begins and ends:
//! then the line is taken to run downstream, as hydrographic data sets digitise them. Ends within
//! [`Options::tolerance_m`] of each other are one node; layers are joined to each other in the same way. Braids, canals
//! and circles are kept: the graph is no tree.
//!
//! ```text
//! FeatureSet ──build──▶ Network ──trace──▶ Trace (reaches by distance, stops)
//!                          └──Locator──▶ Spot on a reach ──Marks──▶ what lies on the trace
//! ```

mod adjacency;
mod borders;
mod build;
mod columns;
mod defect;
mod guide;
pub mod hunt;
mod locate;
mod marks;
mod nearest;
mod rings;
mod spots;
#[cfg(test)]
mod tests;
mod trace;
mod travel;
mod zones;

use std::sync::Arc;

use geo::{Coord, Geometry, LineString};

use self::{adjacency::Adjacency, guide::Guide};
pub use self::{
    borders::borders,
    defect::{Defect, DefectKind, GAP_IN_TOLERANCES, defects},
    locate::{Located, Locator},
    marks::{Mark, Marks, Met},
    nearest::{Below, Nearest},
    trace::{Direction, Start, Step, Stop, StopReason, Trace, TraceOptions, Tracer},
    travel::{DEFAULT_VELOCITY_M_S, Velocities, travel_times_s},
    zones::{Crossings, MetZone},
};
use super::{
    layer::{Feature, FeatureSet},
    value::Value,
};

/// How lines are joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Ends of lines at most this far apart are one node, in metres. The default is 2 cm: more than the last digit that
    /// files write (1e-7 degrees), less than anything that is a gap in the field.
    pub tolerance_m: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { tolerance_m: 0.02 }
    }
}

/// Metres in a degree of latitude, for turning a tolerance into degrees.
const M_PER_DEG: f64 = 111_320.0;

/// One reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// Which of the layers that the network was built from, 0 for the first.
    pub layer: u32,
    /// Which of its features, 0 for the first.
    pub feature: u32,
    /// Which part of its line; nothing where the whole feature is this reach.
    part: Option<u32>,
    /// The node that water enters it at.
    pub from: u32,
    /// The node that water leaves it at.
    pub to: u32,
    /// Its length on the ellipsoid in metres.
    pub length_m: f64,
    /// Was its line drawn against the direction of the water, as the attributes of its layer have it?
    pub reversed: bool,
}

impl Reach {
    /// Is it all of its feature?
    pub fn is_whole_feature(&self) -> bool {
        self.part.is_none()
    }
}

/// The graph.
#[derive(Clone, Debug, Default)]
pub struct Network {
    layers: Vec<Arc<FeatureSet>>,
    reaches: Vec<Reach>,
    /// The reaches that end at a node.
    incoming: Adjacency,
    /// The reaches that begin at a node.
    outgoing: Adjacency,
    /// For each node, the circle that it is part of; 0 for none.
    ring: Vec<u32>,
    guide: Guide,
}

impl Network {
    /// The graph of these layers.
    pub fn new(layers: Vec<Arc<FeatureSet>>, options: Options) -> Self {
        build::build(layers, options)
    }

    /// All reaches; their place in the list is their number.
    pub fn reaches(&self) -> &[Reach] {
        &self.reaches
    }

    /// The reach with this number.
    pub fn reach(&self, number: u32) -> Option<&Reach> {
        self.reaches.get(number as usize)
    }

    /// The layers that it was built from.
    pub fn layers(&self) -> &[Arc<FeatureSet>] {
        &self.layers
    }

    /// The reaches whose water runs into this one.
    pub fn above(&self, reach: u32) -> &[u32] {
        self.reach(reach).map_or(&[], |it| self.incoming.at(it.from))
    }

    /// The reaches that the water of this one runs into.
    pub fn below(&self, reach: u32) -> &[u32] {
        self.reach(reach).map_or(&[], |it| self.outgoing.at(it.to))
    }

    /// The reaches that end at a node.
    pub fn ending_at(&self, node: u32) -> &[u32] {
        self.incoming.at(node)
    }

    /// Where a node is: longitude and latitude in degrees. Nothing where no reach at it has a line.
    pub fn node_place(&self, node: u32) -> Option<(f64, f64)> {
        let begins = self.outgoing.at(node).iter().find_map(|it| self.course(*it).first().copied());
        let ends = || self.incoming.at(node).iter().find_map(|it| self.course(*it).last().copied());
        begins.or_else(ends).map(|it| (it.x, it.y))
    }

    /// What the attributes of the reaches at a node call it.
    pub fn node_name(&self, node: u32) -> Option<String> {
        let begins = self.outgoing.at(node).iter().map(|it| (*it, true));
        let mut ends = begins.chain(self.incoming.at(node).iter().map(|it| (*it, false)));
        ends.find_map(|(reach, begins)| {
            let (set, feature) = self.feature(reach)?;
            let (from, to) = columns::Columns::of(set).nodes?;
            match feature.values.get(if begins { from } else { to })? {
                Value::Text(text) => Some(text.trim().to_owned()).filter(|it| !it.is_empty()),
                Value::Integer(number) => Some(number.to_string()),
                Value::Real(number) => Some(number.to_string()),
                Value::Null => None,
            }
        })
    }

    /// The feature that a reach is, or is a part of.
    pub fn feature(&self, reach: u32) -> Option<(&FeatureSet, &Feature)> {
        let reach = self.reach(reach)?;
        let set = self.layers.get(reach.layer as usize)?;
        Some((set, set.features.get(reach.feature as usize)?))
    }

    /// The name of a reach; empty where its layer gives none.
    pub fn name(&self, reach: u32) -> &str {
        self.feature(reach).and_then(|(set, it)| set.name(it)).unwrap_or_default().trim()
    }

    /// The numbers of the reaches that a feature is.
    pub fn reaches_of(&self, layer: u32, feature: u32) -> impl Iterator<Item = u32> {
        // They were numbered in this order.
        let first = self.reaches.partition_point(|it| (it.layer, it.feature) < (layer, feature));
        let theirs = self.reaches.iter().enumerate().skip(first);
        theirs
            .take_while(move |(_, it)| (it.layer, it.feature) == (layer, feature))
            .map(|(number, _)| number as u32)
    }

    /// The lines of a reach as they were drawn.
    pub fn lines(&self, reach: u32) -> &[LineString<f64>] {
        let Some((_, feature)) = self.feature(reach) else { return &[] };
        let lines = feature.geometry.as_ref().map_or(&[][..], lines_of);
        match self.reach(reach).and_then(|it| it.part) {
            Some(part) => lines.get(part as usize).map_or(&[], std::slice::from_ref),
            None => lines,
        }
    }

    /// The places of a reach, downstream.
    pub fn course(&self, reach: u32) -> Vec<Coord> {
        let mut course: Vec<Coord> = self.lines(reach).iter().flat_map(|it| it.0.iter().copied()).collect();
        if self.reach(reach).is_some_and(|it| it.reversed) {
            course.reverse();
        }
        course
    }

    /// Does the water of a reach come back to it?
    pub fn is_on_ring(&self, reach: u32) -> bool {
        self.reach(reach).is_some_and(|it| it.from == it.to || self.ring_between(it.from, it.to) != 0)
    }

    /// The circle that both of these nodes are part of; 0 where there is none.
    fn ring_between(&self, from: u32, to: u32) -> u32 {
        let of = |node: u32| self.ring.get(node as usize).copied().unwrap_or_default();
        if of(from) == of(to) { of(from) } else { 0 }
    }
}

/// The lines of a shape; none where it is a point or an area.
fn lines_of(shape: &Geometry<f64>) -> &[LineString<f64>] {
    match shape {
        Geometry::LineString(line) => std::slice::from_ref(line),
        Geometry::MultiLineString(lines) => &lines.0,
        _ => &[],
    }
}
