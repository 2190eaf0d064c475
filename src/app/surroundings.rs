//! The reference layers made ready to say where an outfall lies: in the background, once for each content.

use std::sync::Arc;

use super::{JobKind, Problem, Workspace, background::Outcome};
use crate::domain::{
    RecordId,
    change::CellChange,
    layer::{Layer, LayerKind},
    op::Deed,
    placing::{self, PreparedLayer, Surroundings},
    position::Survey,
    project::Change,
};

use super::stepping::NewStep;

impl Workspace {
    /// The layers around an outfall, as far as they are ready. Asking starts to prepare those that are not.
    pub fn surroundings(&mut self) -> Surroundings {
        let layers: Vec<Layer> = self.project.map().drawn_layers().cloned().collect();
        let hashes: Vec<&str> = layers.iter().map(|it| it.hash.as_str()).collect();
        self.prepared.retain(|(hash, _), _| hashes.contains(&hash.as_str()));
        let wanted: Vec<&Layer> = layers.iter().rev().filter(|it| it.kind.is_some_and(says_where)).collect();
        let ready: Vec<_> = wanted.iter().filter_map(|layer| self.prepared_layer(layer)).collect();
        Surroundings { preparing: ready.len() < wanted.len(), layers: ready }
    }

    fn prepared_layer(&mut self, layer: &Layer) -> Option<Arc<PreparedLayer>> {
        let kind = layer.kind?;
        let key = (layer.hash.clone(), kind);
        if let Some(known) = self.prepared.get(&key) {
            return known.clone();
        }
        let Some(set) = self.features(layer.id) else {
            self.load_layer(layer.id);
            return None;
        };
        self.prepared.insert(key.clone(), None);
        self.start(JobKind::LoadLayer, move |_| {
            let layer = PreparedLayer::new(kind, set).map(Arc::new);
            Ok(Outcome::Prepared(key, layer))
        });
        None
    }

    /// Moves an outfall to another place, with the consequences that were accepted. What it was given as stays on record.
    pub(super) fn move_outfall(
        &mut self,
        id: RecordId,
        to: (f64, f64),
        accepted: &[CellChange],
        survey: &Survey,
    ) -> Result<(), Problem> {
        let missing = || Problem::NoSuchOutfall { code: id.to_string() };
        let old = self.project.entry(id).ok_or_else(missing)?.outfall.clone();
        let mut moved = old.clone();
        survey.apply(&mut moved, to);
        placing::accept(&mut moved, accepted)?;
        let subject = format!("{} {}", old.code(), old.name);
        let changes = Change::between(&old.into(), &moved.into()).into_iter().collect();
        self.commit(NewStep::of(Deed::MoveOutfall, subject.trim(), changes))
    }
}

/// Does a layer of this kind say where an outfall lies?
fn says_where(kind: LayerKind) -> bool {
    matches!(kind, LayerKind::River | LayerKind::County | LayerKind::Zone | LayerKind::Village)
}
