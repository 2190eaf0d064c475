//! A trace along the network: from what, how far, and what it comes to.

use std::{collections::HashSet, sync::Arc};

use geo::Geometry;

use super::{Problem, RiverNetwork, Workspace};
use crate::domain::{
    RecordId, Value,
    layer::{Feature, FeatureSet, LayerKind},
    network::{Direction, Located, Marks, Met, Network, Start, Trace, TraceOptions, Tracer, zones_on},
    placing::FAR_FROM_RIVER_M,
};

/// What a trace begins at.
#[derive(Clone, Debug, PartialEq)]
pub enum TraceFrom {
    /// The outfall with this code, identity or name.
    Outfall(String),
    /// The section with this name.
    Section(String),
    /// The source of pollution with this name.
    Source(String),
    /// A position: longitude and latitude in degrees.
    At(f64, f64),
    /// The features of a layer with this value in a column: whole reaches, or points.
    Feature {
        /// The name of the layer.
        layer: String,
        /// The heading of the column.
        column: String,
        /// The value.
        value: String,
    },
}

impl TraceFrom {
    /// Reads `outfall:CODE`, `section:NAME`, `source:NAME`, `at:LON,LAT` or `feature:LAYER:FIELD=VALUE`.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once([':', '：'])?;
        let rest = rest.trim();
        if rest.is_empty() {
            return None;
        }
        match kind.trim() {
            "outfall" => Some(Self::Outfall(rest.to_owned())),
            "section" => Some(Self::Section(rest.to_owned())),
            "source" => Some(Self::Source(rest.to_owned())),
            "at" => {
                let (lon, lat) = rest.split_once([',', '，'])?;
                let (lon, lat): (f64, f64) = (lon.trim().parse().ok()?, lat.trim().parse().ok()?);
                ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat))
                    .then_some(Self::At(lon, lat))
            }
            "feature" => {
                let (place, value) = rest.split_once('=')?;
                let (layer, column) = place.rsplit_once([':', '：'])?;
                let [layer, column, value] = [layer, column, value].map(|it| it.trim().to_owned());
                (!layer.is_empty() && !column.is_empty()).then_some(Self::Feature { layer, column, value })
            }
            _ => None,
        }
    }
}

/// What to trace.
#[derive(Clone, Debug)]
pub struct TraceRequest {
    /// From where.
    pub from: TraceFrom,
    /// Which way.
    pub direction: Direction,
    /// Only along the main path.
    pub main: bool,
    /// No farther than this, in km.
    pub max_km: Option<f64>,
    /// No farther than the next section on each way.
    pub to_section: bool,
    /// The column that names a reach; the number of its row where there is none.
    pub id_column: Option<String>,
}

/// Why a trace did not begin.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TraceError {
    /// The project has no layer of rivers or sewers.
    #[error("there is no network")]
    NoNetwork,
    /// What it should begin at is not there.
    #[error("there is no {0}")]
    NotFound(String),
    /// Several are called so.
    #[error("{count} are called {name}")]
    Several {
        /// The name.
        name: String,
        /// How many.
        count: usize,
    },
    /// A layer has no such column.
    #[error("the layer {layer} has no column {column}")]
    NoColumn {
        /// The layer; empty for all layers of the network.
        layer: String,
        /// The column.
        column: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// It has no position.
    #[error("{0} has no position")]
    NoPosition(String),
    /// No reach is near enough.
    #[error("no reach within {within_m} m of {name}")]
    Far {
        /// What has no reach near it.
        name: String,
        /// How near one should be, in metres.
        within_m: f64,
    },
}

/// A start farther from the network than this is in a wrong place, or a reach is missing. Our choice: four times what is
/// far for an outfall, as it was named by somebody who can see how far it is.
pub const FARTHEST_START_M: f64 = 2_000.0;
/// A source this far from every reach is not put on the network: its water comes by a way that is not on the map. Our choice.
const FARTHEST_SOURCE_M: f64 = 1_000.0;

/// Something on a trace.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is referred to by: the code, or the number of its row.
    pub id: Value,
    /// Its name; may be empty.
    pub name: String,
    /// How far along the water it is from the start, in km.
    pub distance_km: f64,
}

/// What a trace came to.
pub struct TraceAnswer {
    /// The network.
    pub network: Arc<RiverNetwork>,
    /// Where it began.
    pub starts: Vec<Start>,
    /// How far from the network what it began at is, in metres; 0 for a reach.
    pub off_m: f64,
    /// The reaches and the ends.
    pub trace: Trace,
    /// For each layer of the network, the column that names its reaches.
    id_columns: Vec<Option<usize>>,
    /// The outfalls on it.
    pub outfalls: Vec<Found>,
    /// The sections on it.
    pub sections: Vec<Found>,
    /// The sources on it.
    pub sources: Vec<Found>,
    /// The protection zones that it runs through.
    pub zones: Vec<Found>,
    /// The names of the sections that it stopped at, in the order of its stops; empty for other stops.
    pub stop_names: Vec<String>,
}

/// Headings of what a section, a source or a zone is called; before those of every layer.
const NAMES: &[&str] = &["断面名称", "断面", "水源地名称", "污染源名称", "企业名称", "单位名称"];
/// Headings of what it is referred to by.
const CODES: &[&str] = &[
    "断面编码",
    "断面代码",
    "断面编号",
    "水源地编码",
    "污染源编码",
    "排污许可证编号",
    "编码",
    "代码",
    "编号",
    "code",
    "id",
];
/// Headings of the river that it lies on.
const RIVERS: &[&str] = &["所在河流", "所在水体", "河流名称", "河流", "river"];

/// The points of a layer kind, with their layer.
struct Points {
    features: Vec<(Arc<FeatureSet>, usize)>,
    places: Vec<Option<Located>>,
}

impl Workspace {
    /// Traces, and waits for what has to be loaded and built for it.
    pub fn trace(&mut self, request: &TraceRequest) -> Result<TraceAnswer, Problem> {
        let named = match &request.from {
            TraceFrom::Feature { layer, .. } => Some(self.layer_named(layer)?),
            _ => None,
        };
        let wanted = [LayerKind::Section, LayerKind::Source, LayerKind::Zone];
        self.load_layers_if(|it| Some(it.id) == named || it.kind.is_some_and(|kind| wanted.contains(&kind)));
        let network = loop {
            if let Some(network) = self.network() {
                break network;
            }
            if !self.is_busy() {
                // What stood in the way is among the notices: a layer that could not be read.
                return Err(TraceError::NoNetwork.into());
            }
            self.wait(|_| {});
        };
        self.wait(|_| {});
        if network.network.reaches().is_empty() {
            return Err(TraceError::NoNetwork.into());
        }
        self.trace_on(&network, request)
    }

    fn trace_on(&self, on: &Arc<RiverNetwork>, request: &TraceRequest) -> Result<TraceAnswer, Problem> {
        let network = &on.network;
        let id_columns = id_columns(network, request.id_column.as_deref())?;
        let sections = self.points(on, LayerKind::Section, FAR_FROM_RIVER_M);
        let sources = self.points(on, LayerKind::Source, FARTHEST_SOURCE_M);
        let (starts, off_m) = self.starts(on, request, &sections, &sources)?;
        let section_marks = sections.marks();
        let options = TraceOptions {
            direction: request.direction,
            main: request.main,
            max_m: request.max_km.map(|it| it * 1000.0),
            barriers: request.to_section.then_some(&section_marks),
        };
        let trace = Tracer::new(network).trace(&starts, &options);
        let stop_names =
            trace.stops.iter().map(|it| it.barrier.map_or_else(String::new, |at| sections.name(at)));
        let answer = TraceAnswer {
            stop_names: stop_names.collect(),
            outfalls: self.outfalls_on(on, &trace, request),
            sections: sections.found(&section_marks.on_trace(&trace)),
            sources: sources.found(&sources.marks().on_trace(&trace)),
            zones: self.zones_on(on, &trace),
            starts,
            off_m,
            id_columns,
            trace,
            network: Arc::clone(on),
        };
        Ok(answer)
    }

    fn layer_named(&self, name: &str) -> Result<RecordId, Problem> {
        let layers = self.project().layers();
        let found = layers.iter().find(|it| it.name == name).map(|it| it.id);
        found.ok_or_else(|| Problem::NoSuchLayer {
            name: name.to_owned(),
            known: layers.iter().map(|it| it.name.clone()).collect(),
        })
    }

    fn sets_of(&self, kind: LayerKind) -> Vec<Arc<FeatureSet>> {
        let layers = self.project().map().drawn_layers().filter(|it| it.kind == Some(kind));
        layers.filter_map(|it| self.features(it.id)).collect()
    }

    fn points(&self, on: &RiverNetwork, kind: LayerKind, within_m: f64) -> Points {
        let mut points = Points { features: Vec::new(), places: Vec::new() };
        for set in self.sets_of(kind) {
            for (number, feature) in set.features.iter().enumerate() {
                let river = set.text(feature, RIVERS).unwrap_or_default();
                let at = feature.geometry.as_ref().and_then(point_of);
                let place = at.and_then(|it| on.locator.locate(&on.network, it, within_m, river));
                points.places.push(place);
                points.features.push((Arc::clone(&set), number));
            }
        }
        points
    }

    fn starts(
        &self,
        on: &RiverNetwork,
        request: &TraceRequest,
        sections: &Points,
        sources: &Points,
    ) -> Result<(Vec<Start>, f64), Problem> {
        let at = |name: &str, place: Option<(f64, f64)>, river: &str| {
            let place = place.ok_or_else(|| TraceError::NoPosition(name.to_owned()))?;
            let near = on.locator.locate(&on.network, place, FAR_FROM_RIVER_M, river);
            let located = near.or_else(|| on.locator.locate(&on.network, place, FARTHEST_START_M, ""));
            let located = located
                .ok_or_else(|| TraceError::Far { name: name.to_owned(), within_m: FARTHEST_START_M })?;
            Ok((vec![located.start()], located.off_m))
        };
        match &request.from {
            TraceFrom::Outfall(code) => {
                let id = self.outfall_called(code)?;
                let missing = || Problem::NoSuchOutfall { code: code.clone() };
                let outfall = &self.project().entry(id).ok_or_else(missing)?.outfall;
                at(code, outfall.position(), &outfall.river)
            }
            TraceFrom::Section(name) => {
                let (position, river) = sections.called(name)?;
                at(name, position, &river)
            }
            TraceFrom::Source(name) => {
                let (position, river) = sources.called(name)?;
                at(name, position, &river)
            }
            TraceFrom::At(lon, lat) => at(&format!("{lon},{lat}"), Some((*lon, *lat)), ""),
            TraceFrom::Feature { layer, column, value } => {
                let id = self.layer_named(layer)?;
                let set = self.features(id).ok_or_else(|| TraceError::NotFound(layer.clone()))?;
                let features = features_with(&set, layer, column, value)?;
                if let Some(number) = on.layers.iter().position(|it| *it == id) {
                    let reaches =
                        features.iter().flat_map(|it| on.network.reaches_of(number as u32, *it as u32));
                    let starts: Vec<Start> =
                        reaches.map(|it| on.network.start_with(it, request.direction)).collect();
                    if starts.is_empty() {
                        return Err(TraceError::NoPosition(value.clone()).into());
                    }
                    return Ok((starts, 0.0));
                }
                let [only] = features.as_slice() else {
                    return Err(TraceError::Several { name: value.clone(), count: features.len() }.into());
                };
                let shape = set.features.get(*only).and_then(|it| it.geometry.as_ref());
                at(value, shape.and_then(point_of), "")
            }
        }
    }

    /// The outfall with this code, identity or name.
    fn outfall_called(&self, text: &str) -> Result<RecordId, Problem> {
        let project = self.project();
        if let Some(entry) = project.entry_by_code(text) {
            return Ok(entry.outfall.id);
        }
        let outfalls = project.entries().iter().map(|it| &it.outfall);
        let called: Vec<RecordId> =
            outfalls.filter(|it| it.name == text || it.id.to_string() == text).map(|it| it.id).collect();
        match called.as_slice() {
            [only] => Ok(*only),
            [] => Err(Problem::NoSuchOutfall { code: text.to_owned() }),
            _ => Err(TraceError::Several { name: text.to_owned(), count: called.len() }.into()),
        }
    }

    fn outfalls_on(&self, on: &RiverNetwork, trace: &Trace, request: &TraceRequest) -> Vec<Found> {
        let own = match &request.from {
            TraceFrom::Outfall(code) => self.outfall_called(code).ok(),
            _ => None,
        };
        let outfalls: Vec<_> = self.project().entries().iter().map(|it| &it.outfall).collect();
        let places: Vec<Option<Located>> = outfalls
            .iter()
            .map(|it| on.locator.locate(&on.network, it.position()?, FAR_FROM_RIVER_M, &it.river))
            .collect();
        let met = Marks::new(places.iter().map(Option::as_ref)).on_trace(trace);
        let met = met.iter().filter_map(|it| Some((outfalls.get(it.item)?, it.distance_m)));
        met.filter(|(outfall, _)| Some(outfall.id) != own)
            .map(|(outfall, distance_m)| Found {
                id: Value::text(outfall.code()),
                name: outfall.name.clone(),
                distance_km: km(distance_m),
            })
            .collect()
    }

    fn zones_on(&self, on: &RiverNetwork, trace: &Trace) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for set in self.sets_of(LayerKind::Zone) {
            let met = zones_on(&on.network, trace, &set).into_iter();
            found.extend(met.filter_map(|it| found_in(&set, it.feature, it.distance_m)));
        }
        found.sort_by(|one, other| one.distance_km.total_cmp(&other.distance_km));
        found
    }
}

impl Points {
    fn marks(&self) -> Marks {
        Marks::new(self.places.iter().map(Option::as_ref))
    }

    fn name(&self, at: usize) -> String {
        let feature = self.features.get(at).and_then(|(set, it)| Some((set, set.features.get(*it)?)));
        feature.map_or_else(String::new, |(set, it)| name_of(set, it))
    }

    fn found(&self, met: &[Met]) -> Vec<Found> {
        let met = met.iter().filter_map(|it| Some((self.features.get(it.item)?, it.distance_m)));
        met.filter_map(|((set, number), distance_m)| found_in(set, *number, distance_m)).collect()
    }

    /// The position of the only one with this name or code, and the river that it says it lies on.
    fn called(&self, name: &str) -> Result<(Option<(f64, f64)>, String), TraceError> {
        let features = self.features.iter().filter_map(|(set, it)| Some((set, set.features.get(*it)?)));
        let is_meant = |(set, it): &(&Arc<FeatureSet>, &Feature)| {
            name_of(set, it) == name || set.text(it, CODES).is_some_and(|code| code.trim() == name)
        };
        let called: Vec<_> = features.filter(is_meant).collect();
        match called.as_slice() {
            [(set, it)] => {
                let river = set.text(it, RIVERS).unwrap_or_default().to_owned();
                Ok((it.geometry.as_ref().and_then(point_of), river))
            }
            [] => Err(TraceError::NotFound(name.to_owned())),
            _ => Err(TraceError::Several { name: name.to_owned(), count: called.len() }),
        }
    }
}

impl From<TraceError> for Problem {
    fn from(error: TraceError) -> Self {
        Self::NotTraced(error)
    }
}

/// Metres as km, to the millimetre.
fn km(metres: f64) -> f64 {
    (metres * 1000.0).round() / 1_000_000.0
}

fn name_of(set: &FeatureSet, feature: &Feature) -> String {
    let name = set.text(feature, NAMES).filter(|it| !it.trim().is_empty());
    name.or_else(|| set.name(feature)).unwrap_or_default().trim().to_owned()
}

fn found_in(set: &FeatureSet, number: usize, distance_m: f64) -> Option<Found> {
    let feature = set.features.get(number)?;
    let code = set.text(feature, CODES).map(str::trim).filter(|it| !it.is_empty());
    let id = code.map_or(Value::Integer(number as i64 + 1), Value::text);
    Some(Found { id, name: name_of(set, feature), distance_km: km(distance_m) })
}

fn point_of(shape: &Geometry<f64>) -> Option<(f64, f64)> {
    match shape {
        Geometry::Point(point) => Some((point.x(), point.y())),
        Geometry::MultiPoint(points) => points.0.first().map(|it| (it.x(), it.y())),
        _ => None,
    }
}

/// The numbers of the features with this value in a column, or with this row number for `fid`.
fn features_with(set: &FeatureSet, layer: &str, column: &str, value: &str) -> Result<Vec<usize>, TraceError> {
    let at = column_of(set, column);
    if at.is_none() && !column.eq_ignore_ascii_case("fid") {
        return Err(TraceError::NoColumn {
            layer: layer.to_owned(),
            column: column.to_owned(),
            known: set.columns.clone(),
        });
    }
    let number: Option<f64> = value.parse().ok();
    let is_meant = |row: usize, it: &Feature| match at.map(|at| it.values.get(at)) {
        None => number == Some(row as f64 + 1.0),
        Some(Some(Value::Text(text))) => text.trim() == value,
        Some(Some(Value::Integer(cell))) => number == Some(*cell as f64),
        Some(Some(Value::Real(cell))) => number == Some(*cell),
        Some(Some(Value::Null) | None) => false,
    };
    let rows = set.features.iter().enumerate().filter(|(row, it)| is_meant(*row, it));
    let rows: Vec<usize> = rows.map(|(row, _)| row).collect();
    if rows.is_empty() {
        return Err(TraceError::NotFound(format!("{layer}:{column}={value}")));
    }
    Ok(rows)
}

fn column_of(set: &FeatureSet, name: &str) -> Option<usize> {
    set.columns.iter().position(|it| it.trim().eq_ignore_ascii_case(name.trim()))
}

/// The column that names the reaches of each layer.
fn id_columns(network: &Network, column: Option<&str>) -> Result<Vec<Option<usize>>, TraceError> {
    let columns: Vec<Option<usize>> =
        network.layers().iter().map(|set| column.and_then(|it| column_of(set, it))).collect();
    match column.filter(|_| columns.iter().all(Option::is_none)) {
        Some(name) => Err(TraceError::NoColumn {
            layer: String::new(),
            column: name.to_owned(),
            known: network.layers().iter().flat_map(|it| it.columns.iter().cloned()).collect(),
        }),
        None => Ok(columns),
    }
}

impl TraceAnswer {
    /// What a reach is called: the value of the column that was asked for, or the number of its row.
    pub fn id(&self, reach: u32) -> Value {
        let network = &self.network.network;
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
            self.network.network.reach(*it).is_some_and(|it| told.insert((it.layer, it.feature)))
        });
        once.map(|it| self.id(it)).collect()
    }
}
