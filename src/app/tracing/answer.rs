//! What a trace came to, with everything that lies on it by name.

use std::{collections::HashSet, sync::Arc};

use super::{
    TraceRequest, Waters,
    features::{code_of, name_of},
    water::{Placed, Point},
};
use crate::{
    domain::{
        RecordId, Value,
        layer::FeatureSet,
        network::{
            DEFAULT_VELOCITY_M_S, Direction, Met, Start, Trace, TraceOptions, Tracer, Velocities,
            travel_times_s,
        },
    },
    map::plane::{WorldPoint, WorldRect},
};

/// Something on a trace.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is referred to by: the code, or the number of its row.
    pub id: Value,
    /// Its name; may be empty.
    pub name: String,
    /// How far along the water it is from the start, in km.
    pub distance_km: f64,
    /// When the water of the start is there, or was here, in hours; see [`TraceAnswer::assumed_m_s`].
    pub hours: f64,
    /// The outfall, where it is one.
    pub outfall: Option<RecordId>,
    /// The layer and the number of the feature, where it is one.
    pub feature: Option<(RecordId, usize)>,
    /// Longitude and latitude in degrees: of the point, or of where the water comes into the area.
    pub at: Option<(f64, f64)>,
}

/// One reach of a trace, ready to be drawn.
#[derive(Clone, Debug)]
pub struct TraceLine {
    /// Its places, downstream.
    pub places: Vec<WorldPoint>,
    /// The box around it.
    pub bounds: WorldRect,
    /// The number of the reach.
    pub reach: u32,
}

/// What a trace came to.
pub struct TraceAnswer {
    /// What was asked for.
    pub request: TraceRequest,
    /// What lies on the network, and the network.
    pub waters: Arc<Waters>,
    /// Where it began.
    pub starts: Vec<Start>,
    /// How far from the network what it began at is, in metres; 0 for a reach.
    pub off_m: f64,
    /// The reaches and the ends.
    pub trace: Trace,
    /// For each layer of the network, the column that names its reaches.
    pub(super) id_columns: Vec<Option<usize>>,
    /// The outfalls on it.
    pub outfalls: Vec<Found>,
    /// The sections on it.
    pub sections: Vec<Found>,
    /// The sources on it.
    pub sources: Vec<Found>,
    /// Where water is taken in from it.
    pub intakes: Vec<Found>,
    /// The protection zones that it runs through.
    pub zones: Vec<Found>,
    /// The names of the sections that it stopped at, in the order of its stops; empty for other stops.
    pub stop_names: Vec<String>,
    /// The velocity in m/s that was taken for reaches whose layer gives none; nothing where all do.
    pub assumed_m_s: Option<f64>,
}

impl std::fmt::Debug for TraceAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TraceAnswer").field("request", &self.request).finish_non_exhaustive()
    }
}

impl TraceAnswer {
    /// Traces from places that are known already; reaches are named by their rows.
    pub fn on(waters: Arc<Waters>, request: TraceRequest, starts: Vec<Start>) -> Self {
        let id_columns = vec![None; waters.on.network.layers().len()];
        Self::new(waters, request, starts, 0.0, id_columns)
    }

    /// Traces from these places.
    pub(super) fn new(
        waters: Arc<Waters>,
        request: TraceRequest,
        starts: Vec<Start>,
        off_m: f64,
        id_columns: Vec<Option<usize>>,
    ) -> Self {
        let network = &waters.on.network;
        let options = TraceOptions {
            direction: request.direction,
            main: request.main,
            max_m: request.max_km.map(|it| it * 1000.0),
            barriers: request.to_section.then_some(&waters.sections.marks),
            borders: request.to_border.then(|| waters.borders()),
        };
        let trace = Tracer::new(network).trace(&starts, &options);
        let velocities = Velocities::new(network);
        let clock = Clock {
            velocities: &velocities,
            waters: &waters,
            times_s: travel_times_s(network, &trace, &velocities, DEFAULT_VELOCITY_M_S),
            trace: &trace,
        };
        let sections = waters.sections.marks.on_trace(&trace);
        let stop_names = trace.stops.iter().map(|it| match it.barrier {
            Some(at) if it.reason == crate::domain::network::StopReason::Section => {
                waters.sections.items.get(at).map(Point::name).unwrap_or_default()
            }
            _ => String::new(),
        });
        let stop_names = stop_names.collect();
        let (outfalls, zones) = (clock.outfalls(&request), clock.zones());
        let (sections, sources) = (clock.points(&waters.sections, &sections), clock.all(&waters.sources));
        let intakes = clock.all(&waters.intakes);
        let is_assumed = trace.steps.iter().any(|it| velocities.of(network, it.reach).is_none());
        let assumed_m_s = is_assumed.then_some(DEFAULT_VELOCITY_M_S);
        Self {
            request,
            waters,
            starts,
            off_m,
            trace,
            id_columns,
            outfalls,
            sections,
            sources,
            intakes,
            zones,
            stop_names,
            assumed_m_s,
        }
    }

    /// What a reach is called: the value of the column that was asked for, or the number of its row.
    pub fn id(&self, reach: u32) -> Value {
        let network = &self.waters.on.network;
        let Some(reach) = network.reach(reach) else { return Value::Null };
        let cell = self.id_columns.get(reach.layer as usize).copied().flatten().and_then(|at| {
            let set = network.layers().get(reach.layer as usize)?;
            set.features.get(reach.feature as usize)?.values.get(at).cloned()
        });
        match cell {
            // Whole numbers are written without a fraction, whatever type their column has.
            Some(Value::Real(number)) if number.fract() == 0.0 && number.abs() < 9e15 => {
                Value::Integer(number as i64)
            }
            Some(Value::Null) | None => Value::Integer(i64::from(reach.feature) + 1),
            Some(cell) => cell,
        }
    }

    /// What the reaches of the trace are called, in its order; each feature once.
    pub fn ids(&self) -> Vec<Value> {
        let mut told = HashSet::new();
        let numbers = self.trace.steps.iter().map(|it| it.reach);
        let once = numbers.filter(|it| {
            self.waters.on.network.reach(*it).is_some_and(|it| told.insert((it.layer, it.feature)))
        });
        once.map(|it| self.id(it)).collect()
    }

    /// The name of the reach or section that a stop is at; may be empty.
    pub fn stop_name(&self, stop: usize) -> &str {
        let named = self.stop_names.get(stop).filter(|it| !it.is_empty());
        let reach = || self.trace.stops.get(stop).map_or("", |it| self.waters.on.network.name(it.reach));
        named.map_or_else(reach, String::as_str)
    }

    /// The reaches, ready to be drawn, in the order of the trace. Takes a while for large basins.
    pub fn lines(&self) -> Vec<TraceLine> {
        let network = &self.waters.on.network;
        let lines = self.trace.steps.iter().filter_map(|step| {
            let places = network.stretch(step.reach, step.stretch_m);
            let places: Vec<WorldPoint> = places.into_iter().map(WorldPoint::from_lonlat).collect();
            let bounds = WorldRect::around(&places);
            if places.is_empty() {
                return None;
            }
            Some(TraceLine { places, bounds, reach: step.reach })
        });
        lines.collect()
    }
}

/// Turns what a trace met into what people read.
struct Clock<'a> {
    velocities: &'a Velocities,
    waters: &'a Waters,
    trace: &'a Trace,
    times_s: Vec<f64>,
}

impl Clock<'_> {
    fn hours(&self, step: usize, distance_m: f64) -> f64 {
        let Some((at, time_s)) = self.trace.steps.get(step).zip(self.times_s.get(step)) else { return 0.0 };
        let velocity = self.velocities.of(&self.waters.on.network, at.reach).unwrap_or(DEFAULT_VELOCITY_M_S);
        (time_s + (distance_m - at.distance_m).max(0.0) / velocity) / 3600.0
    }

    fn outfalls(&self, request: &TraceRequest) -> Vec<Found> {
        let own = match &request.from {
            super::TraceFrom::Record(id) => Some(*id),
            _ => None,
        };
        let met = self.waters.outfalls.marks.on_trace(self.trace).into_iter();
        let met = met.filter_map(|it| {
            let mouth = self.waters.outfalls.items.get(it.item).filter(|mouth| Some(mouth.id) != own)?;
            Some(Found {
                id: Value::text(&mouth.code),
                name: mouth.name.clone(),
                distance_km: km(it.distance_m),
                hours: self.hours(it.step, it.distance_m),
                outfall: Some(mouth.id),
                feature: None,
                at: mouth.at,
            })
        });
        met.collect()
    }

    fn all(&self, points: &Placed<Point>) -> Vec<Found> {
        self.points(points, &points.marks.on_trace(self.trace))
    }

    fn points(&self, points: &Placed<Point>, met: &[Met]) -> Vec<Found> {
        let met = met.iter().filter_map(|it| {
            let point = points.items.get(it.item)?;
            self.found(&point.set, (point.layer, point.number), (it.step, it.distance_m), point.at)
        });
        met.collect()
    }

    fn zones(&self) -> Vec<Found> {
        let zones = self.waters.zones.iter().flat_map(|layer| {
            let met = layer.crossings.on_trace(&self.waters.on.network, self.trace, &layer.set).into_iter();
            met.filter_map(|it| {
                let at = self.place(it.step, it.distance_m);
                self.found(&layer.set, (layer.layer, it.feature), (it.step, it.distance_m), at)
            })
        });
        let mut found: Vec<Found> = zones.collect();
        found.sort_by(|one, other| one.distance_km.total_cmp(&other.distance_km));
        found
    }

    /// The place on the water that lies so far along the trace.
    fn place(&self, step: usize, distance_m: f64) -> Option<(f64, f64)> {
        let step = self.trace.steps.get(step)?;
        let after_m = distance_m - step.distance_m;
        let along_m = match self.trace.direction {
            Direction::Up => step.stretch_m.1 - after_m,
            Direction::Down => step.stretch_m.0 + after_m,
        };
        self.waters.on.network.place(step.reach, along_m)
    }

    fn found(
        &self,
        set: &FeatureSet,
        (layer, number): (RecordId, usize),
        (step, distance_m): (usize, f64),
        at: Option<(f64, f64)>,
    ) -> Option<Found> {
        let feature = set.features.get(number)?;
        Some(Found {
            id: code_of(set, feature).map_or(Value::Integer(number as i64 + 1), Value::text),
            name: name_of(set, feature),
            distance_km: km(distance_m),
            hours: self.hours(step, distance_m),
            outfall: None,
            feature: Some((layer, number)),
            at,
        })
    }
}

/// Metres as km, to the millimetre.
fn km(metres: f64) -> f64 {
    (metres * 1000.0).round() / 1_000_000.0
}
