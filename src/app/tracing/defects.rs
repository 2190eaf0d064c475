//! What is wrong with the network, and putting it right where the layer was drawn in this project.

use std::sync::Arc;

use crate::{
    app::{
        JobKind, Problem, RiverNetwork, ShapeEdit, ShapeEdits, Workspace, background::Outcome,
        network::NetworkKey,
    },
    domain::{
        RecordId,
        layer::{Feature, Layer},
        network::{Defect, DefectKind, GAP_IN_TOLERANCES, Options, defects},
    },
};

/// The defects of a network, and the network.
pub struct Faults {
    /// The network.
    pub on: Arc<RiverNetwork>,
    /// What is wrong with it.
    pub defects: Vec<Defect>,
}

impl std::fmt::Debug for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Faults").field("defects", &self.defects).finish_non_exhaustive()
    }
}

/// What the defects are of, and the defects once they are known.
pub(in crate::app) type KnownFaults = (NetworkKey, Option<Arc<Faults>>);

impl Workspace {
    /// What is wrong with the network. Asking starts to look where it is not known; then ask again.
    pub fn faults(&mut self) -> Option<Arc<Faults>> {
        let on = self.network()?;
        let key = self.network.as_ref().map(|it| it.0.clone()).unwrap_or_default();
        if let Some((known, faults)) = &self.faults
            && *known == key
        {
            return faults.clone();
        }
        self.faults = Some((key.clone(), None));
        self.start(JobKind::PlaceOnNetwork, move |_| {
            let options = Options::default();
            let gap_m = options.tolerance_m * GAP_IN_TOLERANCES;
            let defects = defects(&on.network, &on.locator, options, gap_m);
            Ok(Outcome::Faults(key, Arc::new(Faults { on, defects })))
        });
        None
    }

    /// The same, but waits; for the command line.
    pub fn wait_for_faults(&mut self) -> Result<Arc<Faults>, Problem> {
        loop {
            if let Some(faults) = self.faults() {
                return Ok(faults);
            }
            if !self.is_busy() {
                return Err(super::TraceError::NoNetwork.into());
            }
            self.wait(|_| {});
        }
    }

    pub(in crate::app) fn take_faults(&mut self, key: &NetworkKey, faults: Arc<Faults>) {
        if let Some((wanted, place)) = &mut self.faults
            && wanted == key
        {
            *place = Some(faults);
        }
    }

    /// The edits that put a defect right: a reversed reach is turned round, of lines that are there twice all but the first go. Nothing
    /// for other defects, and where the layer was not drawn in this project.
    pub fn mending(&self, faults: &Faults, defect: &Defect) -> Option<ShapeEdits> {
        let network = &faults.on.network;
        let whole = |number: &u32| network.reach(*number).filter(|it| it.is_whole_feature());
        let wrong: Vec<u32> = match defect.kind {
            DefectKind::Reversed => defect.reaches.clone(),
            DefectKind::Duplicate => defect.reaches.iter().skip(1).copied().collect(),
            _ => return None,
        };
        let first = whole(wrong.first()?)?;
        let id: RecordId = *faults.on.layers.get(first.layer as usize)?;
        let layer: &Layer = self.project().layers().iter().find(|it| it.id == id && it.owned)?;
        let set = network.layers().get(first.layer as usize)?;
        let mut edits = Vec::new();
        for number in &wrong {
            let reach = whole(number).filter(|it| it.layer == first.layer)?;
            let at = reach.feature as usize;
            let with = if defect.kind == DefectKind::Reversed {
                vec![turned(set.features.get(at)?)?]
            } else {
                Vec::new()
            };
            edits.push(ShapeEdit::Replace { at, with });
        }
        Some(ShapeEdits { layer: id, table: layer.table_name.clone(), edits })
    }
}

/// The same line the other way round.
fn turned(feature: &Feature) -> Option<Feature> {
    let geo::Geometry::LineString(line) = feature.geometry.as_ref()? else { return None };
    let mut line = line.clone();
    line.0.reverse();
    Some(Feature { geometry: Some(line.into()), values: feature.values.clone() })
}
