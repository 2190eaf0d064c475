//! A trace along the network: from what, how far, and what it comes to.
//!
//! ```text
//! TraceRequest ──Workspace::ask_trace──▶ network, Waters (jobs, kept) ──▶ TraceAnswer (job) ──▶ Notice::Traced
//! ```
//!
//! The command line asks in the same way and waits ([`Workspace::trace`]).

mod answer;
mod defects;
mod export;
mod features;
mod hunt;
mod links;
mod plan;
mod request;
mod sums;
mod water;

use std::sync::Arc;

use self::features::{column_of, features_with, name_of, point_of};
pub use self::{
    answer::{Found, TraceAnswer, TraceLine},
    defects::Faults,
    hunt::{FARTHEST_SEWER_M, HuntAnswer, HuntView, Inlet, Manhole, NextManhole, Seen},
    links::{Link, LinkedSection, LinkedZone},
    request::{TraceError, TraceFrom, TraceRequest},
    sums::TraceSums,
    water::{Mouth, Placed, Point, Waters, ZoneLayer},
};
pub(super) use self::{defects::KnownFaults, hunt::HuntKey, water::WaterKey};
use super::{JobKind, Notice, Problem, Workspace, background::Outcome};
use crate::domain::{
    RecordId,
    network::{Network, Start},
    placing::FAR_FROM_RIVER_M,
};

/// A start farther from the network than this is in a wrong place, or a reach is missing. Our choice: four times what is
/// far for an outfall, as it was named by somebody who can see how far it is.
pub const FARTHEST_START_M: f64 = 2_000.0;

/// Where a trace begins, how far that is from the network in metres, and for each layer the column that names its reaches.
type Beginning = (Vec<Start>, f64, Vec<Option<usize>>);

impl Workspace {
    /// Traces, and waits for what has to be loaded and built for it.
    pub fn trace(&mut self, request: &TraceRequest) -> Result<TraceAnswer, Problem> {
        self.read_start(request)?;
        let waters = loop {
            if let Some(waters) = self.waters() {
                break waters;
            }
            if !self.is_busy() {
                // What stood in the way is among the notices: a layer that could not be read.
                return Err(TraceError::NoNetwork.into());
            }
            self.wait(|_| {});
        };
        self.wait(|_| {});
        let (starts, off_m, id_columns) = self.begin(&waters, request)?;
        Ok(TraceAnswer::new(waters, self.resolved(request), starts, off_m, id_columns))
    }

    /// Traces in the background once everything that it takes is there; the answer is a [`Notice::Traced`]. A trace that was asked for
    /// before and has not come yet is dropped.
    pub fn ask_trace(&mut self, request: TraceRequest) {
        self.stop_trace();
        match self.read_start(&request) {
            Ok(()) => self.asked_trace = Some(request),
            Err(problem) => self.notices.push(Notice::Failed(problem)),
        }
        self.go_on_tracing();
    }

    /// Is a trace on its way?
    pub fn is_tracing(&self) -> bool {
        self.asked_trace.is_some() || self.jobs.running().any(|it| it.kind == JobKind::Trace)
    }

    /// Drops the trace that is on its way. What was built for it stays.
    pub fn stop_trace(&mut self) {
        self.asked_trace = None;
        let running: Vec<_> =
            self.jobs.running().filter(|it| it.kind == JobKind::Trace).map(|it| it.id).collect();
        for job in running {
            self.jobs.cancel(job);
        }
    }

    /// Begins the trace that was asked for, if all is there for it.
    pub(super) fn go_on_tracing(&mut self) {
        if self.asked_trace.is_none() {
            return;
        }
        let Some(waters) = self.waters() else {
            if self.jobs.running().next().is_none() {
                self.asked_trace = None;
                self.notices.push(Notice::Failed(TraceError::NoNetwork.into()));
            }
            return;
        };
        let Some(request) = self.asked_trace.take() else { return };
        if let TraceFrom::Feature { layer, .. } = &request.from
            && self.layer_named(layer).is_ok_and(|it| self.features(it).is_none())
            && self.jobs.running().next().is_some()
        {
            self.asked_trace = Some(request);
            return;
        }
        match self.begin(&waters, &request) {
            Ok((starts, off_m, id_columns)) => {
                let request = self.resolved(&request);
                self.start(JobKind::Trace, move |progress| {
                    let answer = TraceAnswer::new(waters, request, starts, off_m, id_columns);
                    let lines = answer.lines();
                    let wanted = progress.step(1, 1);
                    Ok(if wanted {
                        Outcome::Traced(Arc::new(answer), Arc::new(lines))
                    } else {
                        Outcome::Dropped
                    })
                });
            }
            Err(problem) => self.notices.push(Notice::Failed(problem)),
        }
    }

    /// Sees that the layer that a trace begins in is read.
    fn read_start(&mut self, request: &TraceRequest) -> Result<(), Problem> {
        let layer = match &request.from {
            TraceFrom::Feature { layer, .. } => Some(self.layer_named(layer)?),
            TraceFrom::Row { layer, .. } => Some(*layer),
            _ => None,
        };
        if let Some(layer) = layer {
            self.load_layer(layer);
        }
        Ok(())
    }

    /// The same request with the outfall by its identity.
    fn resolved(&self, request: &TraceRequest) -> TraceRequest {
        let mut request = request.clone();
        if let TraceFrom::Outfall(code) = &request.from
            && let Ok(id) = self.outfall_called(code)
        {
            request.from = TraceFrom::Record(id);
        }
        request
    }

    fn begin(&self, waters: &Waters, request: &TraceRequest) -> Result<Beginning, Problem> {
        let network = &waters.on.network;
        if network.reaches().is_empty() {
            return Err(TraceError::NoNetwork.into());
        }
        let id_columns = id_columns(network, request.id_column.as_deref())?;
        let (starts, off_m) = self.starts(waters, request)?;
        Ok((starts, off_m, id_columns))
    }

    fn layer_named(&self, name: &str) -> Result<RecordId, Problem> {
        let layers = self.project().layers();
        let found = layers.iter().find(|it| it.name == name).map(|it| it.id);
        found.ok_or_else(|| Problem::NoSuchLayer {
            name: name.to_owned(),
            known: layers.iter().map(|it| it.name.clone()).collect(),
        })
    }

    fn starts(&self, waters: &Waters, request: &TraceRequest) -> Result<(Vec<Start>, f64), Problem> {
        let of_outfall = |id: RecordId, name: &str| {
            let missing = || Problem::NoSuchOutfall { code: name.to_owned() };
            let outfall = &self.project().entry(id).ok_or_else(missing)?.outfall;
            waters.start(name, outfall.position(), &outfall.river)
        };
        match &request.from {
            TraceFrom::Outfall(code) => of_outfall(self.outfall_called(code)?, code),
            TraceFrom::Record(id) => {
                let name = self.project().entry(*id).map(|it| it.outfall.name.clone()).unwrap_or_default();
                of_outfall(*id, &name)
            }
            TraceFrom::Section(name) => {
                let (position, river) = waters.sections.called(name)?;
                waters.start(name, position, &river)
            }
            TraceFrom::Source(name) => {
                let (position, river) = waters.sources.called(name)?;
                waters.start(name, position, &river)
            }
            TraceFrom::At(lon, lat) => waters.start(&format!("{lon},{lat}"), Some((*lon, *lat)), ""),
            TraceFrom::Row { layer, number } => {
                let set = self.features(*layer).ok_or_else(|| TraceError::NotFound(String::new()))?;
                let feature = set.features.get(*number);
                let feature = feature.ok_or_else(|| TraceError::NotFound(String::new()))?;
                let name = name_of(&set, feature);
                self.features_start(waters, request, *layer, &[*number], &name)
            }
            TraceFrom::Feature { layer, column, value } => {
                let id = self.layer_named(layer)?;
                let set = self.features(id).ok_or_else(|| TraceError::NotFound(layer.clone()))?;
                let features = features_with(&set, layer, column, value)?;
                self.features_start(waters, request, id, &features, value)
            }
        }
    }

    /// Where a trace begins that begins with features: with whole reaches, or with one point.
    fn features_start(
        &self,
        waters: &Waters,
        request: &TraceRequest,
        layer: RecordId,
        features: &[usize],
        name: &str,
    ) -> Result<(Vec<Start>, f64), Problem> {
        let on = &waters.on;
        if let Some(number) = on.layers.iter().position(|it| *it == layer) {
            let reaches = features.iter().flat_map(|it| on.network.reaches_of(number as u32, *it as u32));
            let starts: Vec<Start> = reaches.map(|it| on.network.start_with(it, request.direction)).collect();
            if starts.is_empty() {
                return Err(TraceError::NoPosition(name.to_owned()).into());
            }
            return Ok((starts, 0.0));
        }
        let [only] = features else {
            return Err(TraceError::Several { name: name.to_owned(), count: features.len() }.into());
        };
        let set = self.features(layer).ok_or_else(|| TraceError::NotFound(name.to_owned()))?;
        let shape = set.features.get(*only).and_then(|it| it.geometry.as_ref());
        waters.start(name, shape.and_then(point_of), "")
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
}

impl Waters {
    /// A trace that begins where something lies.
    fn start(
        &self,
        name: &str,
        place: Option<(f64, f64)>,
        river: &str,
    ) -> Result<(Vec<Start>, f64), Problem> {
        let place = place.ok_or_else(|| TraceError::NoPosition(name.to_owned()))?;
        let on = &self.on;
        let near = on.locator.locate(&on.network, place, FAR_FROM_RIVER_M, river);
        let located = near.or_else(|| on.locator.locate(&on.network, place, FARTHEST_START_M, ""));
        let located =
            located.ok_or_else(|| TraceError::Far { name: name.to_owned(), within_m: FARTHEST_START_M })?;
        Ok((vec![located.start()], located.off_m))
    }
}

impl Placed<Point> {
    /// The position of the only one with this name or code, and the river that it says it lies on.
    fn called(&self, name: &str) -> Result<(Option<(f64, f64)>, String), TraceError> {
        let called: Vec<&Point> = self.items.iter().filter(|it| it.is_called(name)).collect();
        match called.as_slice() {
            [it] => Ok((it.at, it.river().to_owned())),
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
